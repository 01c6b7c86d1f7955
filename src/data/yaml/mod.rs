//! YAML with places, pulled value by value: what people write by hand, without what YAML guesses.
//!
//! What stands without quotes stays the text that somebody wrote; its field says what it is: `NO` is Norway, `8505.10`
//! keeps its zero, and only `true` and `false` are yes and no. Anchors, aliases, tags and merge keys are refused: they
//! make a text say what does not stand there. Built on the events of `saphyr-parser`, which keep text and places.
//! Language reference: "Fact files".

mod errors;
#[cfg(test)]
mod tests;

use std::borrow::Cow;

use saphyr_parser::Event;
use saphyr_parser::Parser;
use saphyr_parser::ScalarStyle;
use saphyr_parser::StrInput;

use crate::data::Place;
use crate::data::pull::Kind;
use crate::data::pull::Pull;
use crate::data::pull::Text;
use crate::limits::Limits;

pub(crate) use errors::Fault;
use errors::Wrong;

/// One level of parts takes a record and a list, and evidence about the list a further record.
const LEVELS_PER_PART: usize = 3;
/// Levels above the first part: the record, the shipment, its items.
const LEVELS_ABOVE: usize = 16;

/// Reads one YAML document.
pub(crate) struct Reader<'t> {
    text: &'t str,
    parser: Parser<'t, StrInput<'t>>,
    offsets: Offsets,
    /// What comes next, if it has been looked at.
    next: Option<Piece<'t>>,
    /// The byte after what was read last.
    at: usize,
    /// Whether each of what is open is a record, and where it begins; the innermost last.
    open: Vec<(bool, usize)>,
    /// The last key, or the sign of an element: where a value is missing, it is shown.
    before: Place,
    deepest: usize,
    /// How deep a value may be nested that is passed over.
    deepest_skipped: usize,
    /// Whether what may stand in a text at all has been looked at.
    is_checked: bool,
    fault: Option<Fault>,
}

/// An event, with its place in bytes.
#[derive(Debug)]
enum Piece<'t> {
    Scalar {
        text: Text<'t>,
        is_plain: bool,
    },
    /// A record begins here.
    Record(Place),
    /// A list begins here.
    List(Place),
    /// The innermost ends; the byte after its bracket, if it has one.
    Close(Option<usize>),
    /// The document ends.
    End,
    /// A second document begins.
    More(usize),
}

impl<'t> Reader<'t> {
    /// Reads this text.
    pub(crate) fn new(text: &'t str, limits: &Limits) -> Reader<'t> {
        let deepest = limits
            .parts_depth
            .saturating_mul(LEVELS_PER_PART)
            .saturating_add(LEVELS_ABOVE);
        Reader {
            text,
            parser: Parser::new_from_str(text),
            offsets: Offsets::of(text),
            next: None,
            at: 0,
            open: Vec::new(),
            before: Place::new(0, 0),
            deepest,
            deepest_skipped: limits.parts_depth,
            is_checked: false,
            fault: None,
        }
    }

    /// What comes next, which stays there.
    fn look(&mut self) -> Result<&Piece<'t>, Fault> {
        let piece = match self.next.take() {
            Some(piece) => piece,
            None => self.read()?,
        };
        Ok(self.next.insert(piece))
    }

    /// What comes next, which is then read.
    fn take(&mut self) -> Result<Piece<'t>, Fault> {
        match self.next.take() {
            Some(piece) => Ok(piece),
            None => self.read(),
        }
    }

    /// The next event. After a fault there is nothing but it: the parser would go on somewhere behind it.
    fn read(&mut self) -> Result<Piece<'t>, Fault> {
        if let Some(fault) = self.fault {
            return Err(fault);
        }
        let piece = self.event();
        self.fault = piece.as_ref().err().copied();
        piece
    }

    fn event(&mut self) -> Result<Piece<'t>, Fault> {
        let is_first = !self.is_checked;
        if is_first {
            self.is_checked = true;
            errors::check(self.text)?;
        }
        let mut documents = 0_u8;
        loop {
            let (event, span) = match self.parser.next_event() {
                None => return Ok(Piece::End),
                Some(Ok(event)) => event,
                Some(Err(error)) => {
                    let at = self.offsets.byte(self.text, error.marker().index());
                    let fault = errors::scan_fault(self.text, at, error.info());
                    return Err(if self.is_in_brackets() {
                        fault.in_brackets()
                    } else {
                        fault
                    });
                }
            };
            let start = self.offsets.byte(self.text, span.start.index());
            let end = self.offsets.byte(self.text, span.end.index());
            let (anchor, is_tagged) = match &event {
                Event::Scalar(_, _, anchor, tag)
                | Event::SequenceStart(anchor, tag)
                | Event::MappingStart(anchor, tag) => (*anchor, tag.is_some()),
                Event::Alias(_) => return Err(Fault::new(start, Wrong::Alias)),
                Event::Nothing
                | Event::StreamStart
                | Event::StreamEnd
                | Event::DocumentStart(_)
                | Event::DocumentEnd
                | Event::SequenceEnd
                | Event::MappingEnd => (0, false),
            };
            if anchor != 0 || is_tagged {
                return Err(errors::property_fault(self.text, start, anchor != 0));
            }
            return Ok(match event {
                Event::Scalar(text, style, _, _) => {
                    // A key that is indented too deep goes on the value above it, until its colon comes.
                    let is_long = self.text.get(start..end).is_some_and(|raw| raw.contains('\n'));
                    if is_long && let Some(Err(error)) = self.parser.peek() {
                        let at = self.offsets.byte(self.text, error.marker().index());
                        return Err(errors::scan_fault(self.text, at, error.info()));
                    }
                    self.scalar(text, style, start, end)
                }
                Event::MappingStart(..) => Piece::Record(self.opening(start, end)),
                Event::SequenceStart(..) => Piece::List(self.opening(start, end)),
                Event::MappingEnd | Event::SequenceEnd => Piece::Close((end > start).then_some(end)),
                Event::DocumentStart(_) if !is_first || documents > 0 => Piece::More(start),
                Event::DocumentStart(_) => {
                    documents = documents.saturating_add(1);
                    continue;
                }
                Event::StreamEnd if is_first => return Err(Fault::new(0, Wrong::Nothing)),
                Event::DocumentEnd | Event::StreamEnd => Piece::End,
                Event::Nothing | Event::StreamStart | Event::Alias(_) => continue,
            });
        }
    }

    /// Whether the innermost of what is open began with a bracket.
    fn is_in_brackets(&self) -> bool {
        let start = self.open.last().map(|(_, start)| *start);
        let first = start.and_then(|start| self.text.as_bytes().get(start));
        matches!(first, Some(b'[' | b'{'))
    }

    /// Where something begins: its bracket, or the first sign of what is in it.
    fn opening(&self, start: usize, end: usize) -> Place {
        let sign = self.text.get(start..).and_then(|rest| rest.chars().next());
        Place::new(start, end.max(start.saturating_add(sign.map_or(0, char::len_utf8))))
    }

    /// A scalar with its place, which is that of its text and quotes.
    fn scalar(&self, value: Cow<'t, str>, style: ScalarStyle, start: usize, end: usize) -> Piece<'t> {
        let raw = self.text.get(start..end).unwrap_or("").trim_end();
        let place = Place::new(start, start.saturating_add(raw.len()));
        let is_plain = matches!(style, ScalarStyle::Plain);
        let inside = match style {
            ScalarStyle::Plain => Some(raw),
            ScalarStyle::SingleQuoted | ScalarStyle::DoubleQuoted => {
                raw.get(1..).and_then(|raw| raw.strip_suffix(['"', '\'']))
            }
            ScalarStyle::Literal | ScalarStyle::Folded => None,
        };
        let text = match inside.filter(|inside| **inside == *value) {
            Some(inside) => Cow::Borrowed(inside),
            // Whoever sees an owned text knows that it does not stand so in the file.
            None => Cow::Owned(value.into_owned()),
        };
        Piece::Scalar {
            text: Text { text, place },
            is_plain,
        }
    }

    fn begin(&mut self, is_record: bool, place: Place) -> Result<Place, Fault> {
        let start = usize::try_from(place.start).unwrap_or(usize::MAX);
        if self.open.len() >= self.deepest {
            return Err(Fault::new(start, Wrong::Shallower));
        }
        self.open.push((is_record, start));
        self.at = usize::try_from(place.end).unwrap_or(usize::MAX);
        self.before = place;
        Ok(place)
    }

    fn close(&mut self, end: Option<usize>) {
        self.open.pop();
        self.at = end.unwrap_or(self.at).max(self.at);
    }

    fn done(&mut self, place: Place) -> Place {
        self.at = usize::try_from(place.end).unwrap_or(usize::MAX).max(self.at);
        place
    }

    /// Something else than a value of the kind that was asked for, which callers prevent by looking first.
    fn other(&self, piece: &Piece<'_>) -> Fault {
        let at = match piece {
            Piece::Scalar { text, .. } => usize::try_from(text.place.start).unwrap_or(usize::MAX),
            Piece::Record(place) | Piece::List(place) => usize::try_from(place.start).unwrap_or(usize::MAX),
            Piece::More(at) => return Fault::new(*at, Wrong::More),
            Piece::Close(_) | Piece::End => self.at,
        };
        let wrong = if self.open.is_empty() {
            Wrong::NoRecord
        } else {
            Wrong::Other(None)
        };
        Fault::new(at, wrong)
    }

    /// Passes over a value that holds no others, or opens one that does.
    fn skip_one(&mut self) -> Result<Place, Fault> {
        match self.take()? {
            Piece::Scalar { text, .. } => Ok(self.done(text.place)),
            Piece::Record(place) => self.begin(true, place),
            Piece::List(place) => self.begin(false, place),
            piece @ (Piece::Close(_) | Piece::End | Piece::More(_)) => Err(self.other(&piece)),
        }
    }

    /// Where a value is missing: the key or the sign before it.
    fn missing(&self, place: Place) -> Place {
        if place.end > place.start { place } else { self.before }
    }
}

impl<'t> Pull<'t> for Reader<'t> {
    type Fault = Fault;

    const MANY: &'static str = "many cases stand one after the other, parted by a line `---`";

    fn peek(&mut self) -> Result<Kind, Fault> {
        match self.look()? {
            Piece::Record(_) => Ok(Kind::Object),
            Piece::List(_) => Ok(Kind::Array),
            Piece::Scalar { is_plain: false, .. } => Ok(Kind::String),
            Piece::Scalar { text, .. } => Ok(match &*text.text {
                "null" => Kind::Null,
                "" | "~" | "Null" | "NULL" => Kind::Missing,
                _ => Kind::Plain,
            }),
            Piece::Close(_) | Piece::End | Piece::More(_) => {
                let piece = self.take()?;
                Err(self.other(&piece))
            }
        }
    }

    fn is_boolean(&mut self) -> Result<bool, Fault> {
        Ok(matches!(self.look()?, Piece::Scalar { text, is_plain: true } if matches!(&*text.text, "true" | "false")))
    }

    fn begin_object(&mut self) -> Result<Place, Fault> {
        match self.take()? {
            Piece::Record(place) => self.begin(true, place),
            piece @ (Piece::Scalar { .. } | Piece::List(_) | Piece::Close(_) | Piece::End | Piece::More(_)) => {
                Err(self.other(&piece))
            }
        }
    }

    fn begin_array(&mut self) -> Result<Place, Fault> {
        match self.take()? {
            Piece::List(place) => self.begin(false, place),
            piece @ (Piece::Scalar { .. } | Piece::Record(_) | Piece::Close(_) | Piece::End | Piece::More(_)) => {
                Err(self.other(&piece))
            }
        }
    }

    fn next_key(&mut self) -> Result<Option<Text<'t>>, Fault> {
        match self.take()? {
            Piece::Close(end) => {
                self.close(end);
                Ok(None)
            }
            Piece::Scalar { text, is_plain } => {
                let at = usize::try_from(text.place.start).unwrap_or(usize::MAX);
                if is_plain && text.text.is_empty() {
                    return Err(Fault::new(at, Wrong::NoKey));
                }
                if is_plain && text.text == "<<" {
                    return Err(Fault::new(at, Wrong::Merge));
                }
                self.before = self.done(text.place);
                Ok(Some(text))
            }
            Piece::Record(place) | Piece::List(place) => {
                let at = usize::try_from(place.start).unwrap_or(usize::MAX);
                Err(Fault::new(at, Wrong::KeyOfMany))
            }
            piece @ (Piece::End | Piece::More(_)) => Err(self.other(&piece)),
        }
    }

    fn next_key_if(&mut self, _: &str) -> Option<Place> {
        None
    }

    fn key_may_begin_with(&mut self, byte: u8) -> bool {
        match self.look() {
            Ok(Piece::Scalar { text, .. }) => text.text.as_bytes().first() == Some(&byte),
            Ok(Piece::Record(_) | Piece::List(_) | Piece::Close(_) | Piece::End | Piece::More(_)) => false,
            // What is wrong is said when the key is read, in whatever way; it must come by there.
            Err(_) => true,
        }
    }

    fn next_element(&mut self) -> Result<bool, Fault> {
        let sign = match self.look()? {
            Piece::Close(_) => None,
            Piece::Scalar { text, .. } => Some(text.place),
            Piece::Record(place) | Piece::List(place) => Some(*place),
            Piece::End | Piece::More(_) => {
                let piece = self.take()?;
                return Err(self.other(&piece));
            }
        };
        if let Some(place) = sign {
            let before = self.text.get(..usize::try_from(place.start).unwrap_or(0)).unwrap_or("");
            let sign = before.trim_end_matches([' ', '\n', '\r', '\t']).len();
            self.before = Place::new(sign.saturating_sub(1), sign);
            return Ok(true);
        }
        if let Piece::Close(end) = self.take()? {
            self.close(end);
        }
        Ok(false)
    }

    fn string(&mut self) -> Result<Text<'t>, Fault> {
        match self.take()? {
            Piece::Scalar { text, .. } => {
                self.done(text.place);
                Ok(text)
            }
            piece @ (Piece::Record(_) | Piece::List(_) | Piece::Close(_) | Piece::End | Piece::More(_)) => {
                Err(self.other(&piece))
            }
        }
    }

    fn plain_string(&self) -> Option<(&'t str, Place)> {
        None
    }

    fn pass(&mut self, _: Place) {}

    fn number(&mut self) -> Result<(&'t str, Place), Fault> {
        let text = self.string()?;
        let range = usize::try_from(text.place.start)
            .ok()
            .zip(usize::try_from(text.place.end).ok());
        let raw = range.and_then(|(start, end)| self.text.get(start..end));
        Ok((raw.unwrap_or(""), text.place))
    }

    fn boolean(&mut self) -> Result<(bool, Place), Fault> {
        let text = self.string()?;
        Ok((text.text == "true", text.place))
    }

    fn null(&mut self) -> Result<Place, Fault> {
        let place = self.string()?.place;
        Ok(self.missing(place))
    }

    fn skip_value(&mut self) -> Result<Place, Fault> {
        let outside = self.open.len();
        let first = self.skip_one()?;
        while self.open.len() > outside {
            let more = match self.open.last() {
                Some((true, _)) => self.next_key()?.is_some(),
                Some((false, _)) | None => self.next_element()?,
            };
            if more {
                self.skip_one()?;
            }
            if self.open.len() > outside.saturating_add(self.deepest_skipped) {
                let start = self.open.last().map_or(self.at, |(_, start)| *start);
                return Err(Fault::new(start, Wrong::Shallower));
            }
        }
        let start = usize::try_from(first.start).unwrap_or(0);
        Ok(self.missing(Place::new(start, self.at.max(start))))
    }

    fn end(&mut self) -> Result<(), Fault> {
        match self.take()? {
            Piece::End => {}
            piece @ (Piece::Scalar { .. } | Piece::Record(_) | Piece::List(_) | Piece::Close(_) | Piece::More(_)) => {
                return Err(self.other(&piece));
            }
        }
        match self.take()? {
            Piece::More(at) => Err(Fault::new(at, Wrong::More)),
            Piece::Scalar { .. } | Piece::Record(_) | Piece::List(_) | Piece::Close(_) | Piece::End => Ok(()),
        }
    }

    fn at(&self) -> usize {
        self.at
    }

    fn inside(&self, text: &Text<'_>) -> u32 {
        let start = usize::try_from(text.place.start).unwrap_or(usize::MAX);
        let is_quoted = matches!(self.text.as_bytes().get(start), Some(b'"' | b'\''));
        text.place.start.saturating_add(u32::from(is_quoted))
    }
}

/// From the characters that the parser counts to the bytes that a place is made of.
#[derive(Debug)]
struct Offsets {
    /// The byte of every [`STRIDE`]th character; empty where all are ASCII.
    marks: Vec<u32>,
}

const STRIDE: usize = 64;

impl Offsets {
    fn of(text: &str) -> Offsets {
        let mut marks = Vec::new();
        if !text.is_ascii() {
            let all = text.char_indices().step_by(STRIDE);
            marks.extend(all.map(|(byte, _)| u32::try_from(byte).unwrap_or(u32::MAX)));
        }
        Offsets { marks }
    }

    fn byte(&self, text: &str, character: usize) -> usize {
        if self.marks.is_empty() {
            return character.min(text.len());
        }
        let (mark, further) = (character / STRIDE, character % STRIDE);
        let from = self.marks.get(mark).and_then(|byte| usize::try_from(*byte).ok());
        let Some(from) = from else { return text.len() };
        let rest = text.get(from..).unwrap_or("");
        let inside = rest.char_indices().nth(further).map_or(rest.len(), |(byte, _)| byte);
        from.saturating_add(inside)
    }
}
