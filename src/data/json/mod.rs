//! JSON with places, pulled value by value: strict RFC 8259 without a tree.
//!
//! The caller says what it expects ([`Reader::peek`], then [`Reader::begin_object`], [`Reader::string`] …) and gets
//! texts borrowed from the file (copied only where an escape stands), numbers as the text that was written, and the
//! range of bytes of each. Reading facts is most of the work of a run, so nothing is allocated per value. Keys that
//! stand twice are for the caller to refuse: only he knows which keys there are. After a [`Fault`] the record is
//! given up; in a stream the next line is the next record. Language reference: "Fact files".

mod errors;
mod scan;
#[cfg(test)]
mod tests;

use std::borrow::Cow;

use crate::data::Place;
use crate::data::pull::Kind;
use crate::data::pull::Pull;
use crate::data::pull::Text;
use crate::limits::Limits;

pub(crate) use errors::Expected;
pub(crate) use errors::Fault;

/// An object or array that is open.
#[derive(Clone, Copy, Debug)]
struct Open {
    start: usize,
    is_object: bool,
}

/// Reads one JSON text.
#[derive(Debug)]
pub(crate) struct Reader<'t> {
    text: &'t str,
    /// The next byte.
    at: usize,
    /// What is open, the innermost last.
    open: Vec<Open>,
    /// Whether the innermost has just been opened: no comma is due.
    fresh: bool,
    deepest: usize,
    /// How deep a value may be nested that is passed over.
    deepest_skipped: usize,
}

/// One level of parts takes an object and a list, and evidence about the list a further object.
const LEVELS_PER_PART: usize = 3;
/// Levels above the first part: the record, the shipment, its items.
const LEVELS_ABOVE: usize = 16;

impl<'t> Reader<'t> {
    /// Reads this text, with memory of its own.
    #[cfg(test)]
    pub(crate) fn new(text: &'t str, limits: &Limits) -> Reader<'t> {
        Reader::reusing(text, limits, Spare::default())
    }

    /// Reads this text, with the memory of an earlier reader.
    pub(crate) fn reusing(text: &'t str, limits: &Limits, spare: Spare) -> Reader<'t> {
        let deepest = limits
            .parts_depth
            .saturating_mul(LEVELS_PER_PART)
            .saturating_add(LEVELS_ABOVE);
        let Spare(mut open) = spare;
        open.clear();
        Reader {
            text,
            at: 0,
            open,
            fresh: false,
            deepest,
            deepest_skipped: limits.parts_depth,
        }
    }

    /// Hands the memory on to the next reader.
    pub(crate) fn into_spare(self) -> Spare {
        Spare(self.open)
    }

    /// What kind of value comes next.
    ///
    /// # Errors
    /// Something that begins no value.
    #[inline]
    pub(crate) fn peek(&mut self) -> Result<Kind, Fault> {
        match self.skip_blanks() {
            Some(b'"') => Ok(Kind::String),
            Some(b'{') => Ok(Kind::Object),
            Some(b'[') => Ok(Kind::Array),
            Some(b'-' | b'0'..=b'9') => Ok(Kind::Number),
            Some(b't' | b'f') => Ok(Kind::Boolean),
            Some(b'n') => Ok(Kind::Null),
            _ => Err(self.fault(Expected::Value)),
        }
    }

    /// Opens an object; its place is that of the brace.
    ///
    /// # Errors
    /// It is no object, or nested too deep.
    pub(crate) fn begin_object(&mut self) -> Result<Place, Fault> {
        self.begin(b'{', true)
    }

    /// Opens an array; its place is that of the bracket.
    ///
    /// # Errors
    /// It is no array, or nested too deep.
    pub(crate) fn begin_array(&mut self) -> Result<Place, Fault> {
        self.begin(b'[', false)
    }

    fn begin(&mut self, bracket: u8, is_object: bool) -> Result<Place, Fault> {
        if self.skip_blanks() != Some(bracket) {
            return Err(self.fault(Expected::Value));
        }
        if self.open.len() >= self.deepest {
            return Err(self.fault(Expected::Shallower));
        }
        let start = self.at;
        self.open.push(Open { start, is_object });
        self.fresh = true;
        self.step();
        Ok(Place::new(start, self.at))
    }

    /// The next key of the innermost object, or its end. The value of a key must be read before the next key.
    ///
    /// # Errors
    /// Neither a key nor the end; the object is then given up.
    #[inline]
    pub(crate) fn next_key(&mut self) -> Result<Option<Text<'t>>, Fault> {
        match self.skip_blanks() {
            Some(b'"') if self.fresh => {}
            Some(b'}') => {
                self.close();
                return Ok(None);
            }
            Some(b',') if !self.fresh => {
                self.step();
                if self.skip_blanks() != Some(b'"') {
                    return Err(self.fault(Expected::Key));
                }
            }
            _ if self.fresh => return Err(self.fault(Expected::KeyOrEnd)),
            _ => return Err(self.fault(Expected::CommaOrEnd)),
        }
        let key = self.quoted()?;
        if self.skip_blanks() != Some(b':') {
            return Err(self.fault(Expected::Colon));
        }
        self.step();
        self.fresh = false;
        Ok(Some(key))
    }

    /// The place of the next key of the innermost object if it is this one, which is then read; `quoted` is `"key":`.
    /// Programs write keys in one order and in one manner, so that most keys need not be taken apart. `None` says
    /// nothing: [`Reader::next_key`] tells what comes.
    #[inline]
    pub(crate) fn next_key_if(&mut self, quoted: &str) -> Option<Place> {
        let bytes = self.text.as_bytes();
        let mut start = self.at;
        if !self.fresh {
            if bytes.get(start) != Some(&b',') {
                return None;
            }
            start = start.wrapping_add(1);
            if bytes.get(start) == Some(&b' ') {
                start = start.wrapping_add(1);
            }
        }
        let end = start.wrapping_add(quoted.len());
        if !scan::is_same(bytes.get(start..end)?, quoted.as_bytes()) {
            return None;
        }
        self.at = end;
        self.fresh = false;
        Some(Place::new(start, self.at.wrapping_sub(1)))
    }

    /// Whether the next key of the innermost object begins with this byte, or may do so, as an escape.
    #[inline]
    pub(crate) fn key_may_begin_with(&mut self, byte: u8) -> bool {
        let is_key = self.skip_blanks() == Some(b'"');
        let first = self.text.as_bytes().get(self.at.wrapping_add(1)).copied();
        is_key && first.is_some_and(|first| first == byte || first == b'\\')
    }

    /// Whether the innermost array has a further element; if not, it is closed. The element must be read before the next.
    ///
    /// # Errors
    /// Neither an element nor the end; the array is then given up.
    #[inline]
    pub(crate) fn next_element(&mut self) -> Result<bool, Fault> {
        match self.skip_blanks() {
            Some(b']') => {
                self.close();
                Ok(false)
            }
            Some(b',') if !self.fresh => {
                self.step();
                if self.skip_blanks() == Some(b']') {
                    return Err(self.fault(Expected::Element));
                }
                Ok(true)
            }
            Some(_) if self.fresh => {
                self.fresh = false;
                Ok(true)
            }
            None if self.fresh => Err(self.fault(Expected::ElementOrEnd)),
            _ => Err(self.fault(Expected::CommaOrEnd)),
        }
    }

    /// A string.
    ///
    /// # Errors
    /// It is none, or not a right one.
    #[inline]
    pub(crate) fn string(&mut self) -> Result<Text<'t>, Fault> {
        if self.skip_blanks() != Some(b'"') {
            return Err(self.fault(Expected::Value));
        }
        self.quoted()
    }

    /// The string that comes next and its place, if it has no escape and stands here, or behind one blank. It is not
    /// read yet: that does [`Reader::pass`], which is given its place. `None` says nothing.
    #[inline]
    pub(crate) fn plain_string(&self) -> Option<(&'t str, Place)> {
        let bytes = self.text.as_bytes();
        let mut start = self.at;
        if bytes.get(start) == Some(&b' ') {
            start = start.wrapping_add(1);
        }
        if bytes.get(start) != Some(&b'"') {
            return None;
        }
        let inside = start.wrapping_add(1);
        let stop = scan::plain_until(bytes, inside);
        if bytes.get(stop) != Some(&b'"') {
            return None;
        }
        Some((self.text.get(inside..stop)?, Place::new(start, stop.wrapping_add(1))))
    }

    /// Goes on behind a string that [`Reader::plain_string`] gave.
    #[inline]
    pub(crate) fn pass(&mut self, place: Place) {
        self.at = usize::try_from(place.end).unwrap_or(self.text.len());
    }

    /// A number as it is written, and its place.
    ///
    /// # Errors
    /// It is none, or not a right one.
    pub(crate) fn number(&mut self) -> Result<(&'t str, Place), Fault> {
        self.skip_blanks();
        let start = self.at;
        match scan::number(self.text.as_bytes(), start) {
            Ok(end) => {
                self.at = end;
                Ok((self.text.get(start..end).unwrap_or(""), Place::new(start, end)))
            }
            Err(fault) => Err(fault),
        }
    }

    /// `true` or `false`, and its place.
    ///
    /// # Errors
    /// It is neither.
    pub(crate) fn boolean(&mut self) -> Result<(bool, Place), Fault> {
        match self.skip_blanks() {
            Some(b't') => Ok((true, self.word("true")?)),
            _ => Ok((false, self.word("false")?)),
        }
    }

    /// `null`; gives its place.
    ///
    /// # Errors
    /// It is something else.
    pub(crate) fn null(&mut self) -> Result<Place, Fault> {
        self.skip_blanks();
        self.word("null")
    }

    /// Passes over a value, which must be right JSON and nested no deeper than parts may be; gives its place.
    ///
    /// # Errors
    /// It is not.
    pub(crate) fn skip_value(&mut self) -> Result<Place, Fault> {
        let outside = self.open.len();
        self.skip_blanks();
        let start = self.at;
        self.skip_one()?;
        while self.open.len() > outside {
            let more = match self.open.last() {
                Some(open) if open.is_object => self.next_key()?.is_some(),
                _ => self.next_element()?,
            };
            if more {
                self.skip_one()?;
            }
            if self.open.len() > outside.saturating_add(self.deepest_skipped) {
                return Err(self.fault_at_opening());
            }
        }
        Ok(Place::new(start, self.at))
    }

    /// Passes over a value that holds no others, or opens one that does.
    fn skip_one(&mut self) -> Result<(), Fault> {
        match self.peek()? {
            Kind::Object => self.begin_object().map(drop),
            Kind::Array => self.begin_array().map(drop),
            Kind::String => self.string().map(drop),
            Kind::Number => self.number().map(drop),
            Kind::Boolean => self.boolean().map(drop),
            Kind::Null | Kind::Plain | Kind::Missing => self.null().map(drop),
        }
    }

    /// Makes sure that nothing but blanks follows.
    ///
    /// # Errors
    /// A second value follows.
    pub(crate) fn end(&mut self) -> Result<(), Fault> {
        match self.skip_blanks() {
            None => Ok(()),
            Some(_) => Err(self.fault(Expected::End)),
        }
    }

    #[inline]
    fn step(&mut self) {
        self.at = self.at.wrapping_add(1);
    }

    fn close(&mut self) {
        self.open.pop();
        self.fresh = false;
        self.step();
    }

    /// Passes over blanks and gives the byte after them.
    #[inline]
    fn skip_blanks(&mut self) -> Option<u8> {
        loop {
            match self.text.as_bytes().get(self.at) {
                Some(b' ' | b'\n' | b'\r' | b'\t') => self.step(),
                other => return other.copied(),
            }
        }
    }

    /// The string that begins here.
    #[inline]
    fn quoted(&mut self) -> Result<Text<'t>, Fault> {
        let start = self.at;
        let inside = start.wrapping_add(1);
        let bytes = self.text.as_bytes();
        let stop = scan::plain_until(bytes, inside);
        if bytes.get(stop) == Some(&b'"') {
            self.at = stop.wrapping_add(1);
            let text = Cow::Borrowed(self.text.get(inside..stop).unwrap_or(""));
            return Ok(Text {
                text,
                place: Place::new(start, self.at),
            });
        }
        let (text, end) = scan::escaped(self.text, start)?;
        self.at = end;
        Ok(Text {
            text: Cow::Owned(text),
            place: Place::new(start, end),
        })
    }

    fn word(&mut self, word: &str) -> Result<Place, Fault> {
        let start = self.at;
        let end = start.saturating_add(word.len());
        let bytes = self.text.as_bytes();
        let follows = bytes.get(end).is_some_and(|&byte| scan::is_word(byte));
        if bytes.get(start..end) != Some(word.as_bytes()) || follows {
            return Err(self.fault(Expected::Value));
        }
        self.at = end;
        Ok(Place::new(start, end))
    }

    /// The innermost bracket is one level too many.
    #[cold]
    fn fault_at_opening(&self) -> Fault {
        let start = self.open.last().map_or(self.at, |open| open.start);
        Fault::new(start, Expected::Shallower)
    }

    /// What was expected at the place that has been reached, and what is open there.
    #[cold]
    fn fault(&self, expected: Expected) -> Fault {
        let open = self.open.last();
        Fault {
            at: self.at,
            expected,
            opened: open.map(|open| open.start),
            in_object: open.is_some_and(|open| open.is_object),
        }
    }
}

impl<'t> Pull<'t> for Reader<'t> {
    type Fault = Fault;

    const MANY: &'static str = "many cases stand one a line in a file that ends in `.ndjson`";

    #[inline]
    fn peek(&mut self) -> Result<Kind, Fault> {
        Reader::peek(self)
    }

    #[inline]
    fn is_boolean(&mut self) -> Result<bool, Fault> {
        Ok(Reader::peek(self)? == Kind::Boolean)
    }

    #[inline]
    fn begin_object(&mut self) -> Result<Place, Fault> {
        Reader::begin_object(self)
    }

    #[inline]
    fn begin_array(&mut self) -> Result<Place, Fault> {
        Reader::begin_array(self)
    }

    #[inline]
    fn next_key(&mut self) -> Result<Option<Text<'t>>, Fault> {
        Reader::next_key(self)
    }

    #[inline]
    fn next_key_if(&mut self, quoted: &str) -> Option<Place> {
        Reader::next_key_if(self, quoted)
    }

    #[inline]
    fn key_may_begin_with(&mut self, byte: u8) -> bool {
        Reader::key_may_begin_with(self, byte)
    }

    #[inline]
    fn next_element(&mut self) -> Result<bool, Fault> {
        Reader::next_element(self)
    }

    #[inline]
    fn string(&mut self) -> Result<Text<'t>, Fault> {
        Reader::string(self)
    }

    #[inline]
    fn plain_string(&self) -> Option<(&'t str, Place)> {
        Reader::plain_string(self)
    }

    #[inline]
    fn pass(&mut self, place: Place) {
        Reader::pass(self, place);
    }

    fn number(&mut self) -> Result<(&'t str, Place), Fault> {
        Reader::number(self)
    }

    fn boolean(&mut self) -> Result<(bool, Place), Fault> {
        Reader::boolean(self)
    }

    fn null(&mut self) -> Result<Place, Fault> {
        Reader::null(self)
    }

    fn skip_value(&mut self) -> Result<Place, Fault> {
        Reader::skip_value(self)
    }

    fn end(&mut self) -> Result<(), Fault> {
        Reader::end(self)
    }

    #[inline]
    fn at(&self) -> usize {
        self.at
    }

    #[inline]
    fn inside(&self, text: &Text<'_>) -> u32 {
        text.place.start.saturating_add(1)
    }
}

/// The memory of a reader, for the next one.
#[derive(Debug, Default)]
pub(crate) struct Spare(Vec<Open>);
