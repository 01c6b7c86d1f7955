//! Keys that speak about facts: evidence around a value, and at the top of a record its name and answers to lists.
//!
//! They begin with `$`, which no field does. `{"$value": …, "$source": …, "$date": …}` may stand wherever a value may.
//! Ranges and lists with more to come (`$between`, `$and_more`) are refused, never read in part.

use crate::data::Place;
use crate::data::pull;
use crate::data::pull::Pull;
use crate::diagnostic::Code;
use crate::diagnostic::Diagnostic;
use crate::facts::Evidence;
use crate::facts::bind::Frame;
use crate::facts::bind::Reading;
use crate::facts::bind::Stop;
use crate::facts::bind::Target;
use crate::facts::errors;
use crate::facts::errors::Whereabouts;
use crate::facts::errors::Written;
use crate::ids::Id;
use crate::source::Span;
use crate::text;
use crate::value::Date;
use crate::value::RecordRef;

/// Evidence that is being read.
#[derive(Clone, Copy, Debug)]
pub(super) struct EvidenceFrame {
    /// Where its value goes; knows the number of the evidence.
    target: Target,
    start: u32,
    /// The first byte of each of [`EVIDENCE_KEYS`]; 0 where it has not come.
    seen: [u32; 3],
    /// Whether a key was refused: what else is wrong with the keys follows from that.
    is_faulty: bool,
}

const EVIDENCE_KEYS: [&str; 3] = ["$value", "$source", "$date"];
const TOP_KEYS: [&str; 2] = ["$id", "$answers"];
/// Of these it is known what they say, and that it is not read.
const NOT_READ: [&str; 5] = ["$between", "$one_of", "$known", "$and_more", "$in_all_at_most"];

impl<'t, R: Pull<'t>> Reading<'_, 't, R> {
    pub(super) fn open_evidence(&mut self, target: Target, start: u32) {
        self.facts.evidence.push(Evidence::default());
        let evidence = u32::try_from(self.facts.evidence.len()).unwrap_or(u32::MAX);
        let target = Target { evidence, ..target };
        self.scratch.frames.push(Frame::Evidence(EvidenceFrame {
            target,
            start,
            seen: [0; 3],
            is_faulty: false,
        }));
    }

    /// Reads keys of evidence until it ends or its value is opened.
    pub(super) fn evidence(&mut self, mut frame: EvidenceFrame) -> Result<(), Stop<R::Fault>> {
        let open = self.scratch.frames.len();
        while let Some(key) = self.key()? {
            let number = EVIDENCE_KEYS.iter().position(|known| *known == key.text);
            let Some(seen) = number.and_then(|number| frame.seen.get_mut(number)) else {
                self.no_evidence_key(frame, &key)?;
                frame.is_faulty = true;
                continue;
            };
            if *seen != 0 {
                let first = *seen;
                self.twice(frame.target.whereabouts(), &key, first);
                self.reader.skip_value()?;
                continue;
            }
            *seen = key.place.start;
            match &*key.text {
                "$source" => self.source(frame.target)?,
                "$date" => self.evidence_date(frame.target)?,
                _ => self.value(frame.target)?,
            }
            if self.scratch.frames.len() > open {
                if let Some(outer) = self.scratch.frames.get_mut(open.saturating_sub(1)) {
                    *outer = Frame::Evidence(frame);
                }
                return Ok(());
            }
        }
        self.scratch.frames.pop();
        if frame.seen.first() == Some(&0) && !frame.is_faulty {
            let at = Place {
                start: frame.start,
                end: u32::try_from(self.reader.at()).unwrap_or(u32::MAX),
            };
            let diagnostic = self.evidence_fault(at, "evidence without `$value`");
            self.problem(
                frame.target.whereabouts(),
                diagnostic.help("`$value` says what the evidence is for"),
            );
        }
        Ok(())
    }

    fn source(&mut self, target: Target) -> Result<(), Stop<R::Fault>> {
        if !self.reader.peek()?.is_text() {
            let place = self.reader.skip_value()?;
            let diagnostic = self
                .evidence_fault(place, "`$source` is a text")
                .help("as in \"$source\": \"Contract 17\"");
            self.problem(target.whereabouts(), diagnostic);
            return Ok(());
        }
        let source = self.reader.string()?;
        match errors::deceptive(&source.text, source.place.span(self.facts.file)) {
            Some(diagnostic) => self.problem(target.whereabouts(), diagnostic),
            None => {
                if let Some(evidence) = self.evidence_of(target) {
                    evidence.source = Some(source.text.into());
                }
            }
        }
        Ok(())
    }

    fn evidence_date(&mut self, target: Target) -> Result<(), Stop<R::Fault>> {
        if !self.reader.peek()?.is_text() {
            let place = self.reader.skip_value()?;
            let diagnostic = self
                .evidence_fault(place, "`$date` is a date")
                .help("as in \"$date\": \"2026-12-01\"");
            self.problem(target.whereabouts(), diagnostic);
            return Ok(());
        }
        let text = self.reader.string()?;
        if let Some(date) = self.day(&text, target.whereabouts())
            && let Some(evidence) = self.evidence_of(target)
        {
            evidence.date = Some(date);
        }
        Ok(())
    }

    /// The day that a text says; a fault is reported.
    pub(super) fn day(&mut self, text: &pull::Text<'_>, whereabouts: Whereabouts) -> Option<Date> {
        match Date::parse(&text.text) {
            Ok(date) => Some(date),
            Err(fault) => {
                let is_plain = matches!(text.text, std::borrow::Cow::Borrowed(_));
                let inside = self.reader.inside(text);
                let written = Written {
                    text: &text.text,
                    place: text.place,
                    inside,
                    is_plain,
                };
                let diagnostic = errors::unreadable(fault.words(&text.text), &written, self.facts.file);
                self.problem(whereabouts, diagnostic);
                None
            }
        }
    }

    fn evidence_of(&mut self, target: Target) -> Option<&mut Evidence> {
        let number = usize::try_from(target.evidence).ok()?.checked_sub(1)?;
        self.facts.evidence.get_mut(number)
    }

    /// Evidence as the value of evidence.
    #[cold]
    pub(super) fn evidence_twice(&mut self, target: Target, place: Place) {
        let diagnostic = self
            .evidence_fault(place, "evidence about evidence")
            .help("`$value` is the fact itself");
        self.problem(target.whereabouts(), diagnostic);
    }

    fn evidence_fault(&self, place: Place, title: &str) -> Diagnostic {
        Diagnostic::error(Code::F217, place.span(self.facts.file), title)
    }

    /// A key in evidence that is none of evidence.
    #[cold]
    fn no_evidence_key(&mut self, frame: EvidenceFrame, key: &pull::Text<'t>) -> Result<(), Stop<R::Fault>> {
        let at = key.place.span(self.facts.file);
        let diagnostic = if key.text.starts_with('$') {
            unknown_dollar(&key.text, &EVIDENCE_KEYS, at)
        } else {
            let title = format!("`{}` stands beside keys that begin with `$`", text::brief(&key.text));
            Diagnostic::error(Code::F217, at, title).help(
                "evidence is {\"$value\": …, \"$source\": …, \"$date\": …}; the record itself stands after \"$value\"",
            )
        };
        if !frame.is_faulty {
            self.problem(frame.target.whereabouts(), diagnostic);
        }
        self.reader.skip_value()?;
        Ok(())
    }

    /// A key that begins with `$` in a record.
    pub(super) fn dollar_key(&mut self, record: RecordRef, key: &pull::Text<'t>) -> Result<(), Stop<R::Fault>> {
        let whereabouts = Whereabouts::Key(record, key.text.as_ref().into());
        let number = TOP_KEYS
            .iter()
            .position(|known| *known == key.text)
            .filter(|_| record.index() == 0);
        match number.and_then(|number| self.scratch.top_keys.get_mut(number)) {
            Some(first) if *first != 0 => {
                let first = *first;
                self.twice(whereabouts, key, first);
                self.reader.skip_value()?;
            }
            Some(first) => {
                *first = key.place.start;
                if key.text == "$id" {
                    self.name(whereabouts)?;
                } else {
                    self.answers()?;
                }
            }
            None => {
                let at = key.place.span(self.facts.file);
                let diagnostic = if record.index() == 0 {
                    unknown_dollar(&key.text, &TOP_KEYS, at)
                } else if TOP_KEYS.contains(&&*key.text) {
                    let title = format!("`{}` stands inside the facts", key.text);
                    Diagnostic::error(Code::F216, at, title).help("it stands at the top of a record")
                } else {
                    let title = format!("`{}` stands beside the keys of a record", text::brief(&key.text));
                    Diagnostic::error(Code::F216, at, title)
                        .help("evidence stands around a value: {\"$value\": …, \"$source\": …, \"$date\": …}")
                };
                self.problem(whereabouts, diagnostic);
                self.reader.skip_value()?;
            }
        }
        Ok(())
    }

    /// `$id`
    fn name(&mut self, whereabouts: Whereabouts) -> Result<(), Stop<R::Fault>> {
        if !self.reader.peek()?.is_text() {
            let place = self.reader.skip_value()?;
            let at = place.span(self.facts.file);
            let diagnostic = Diagnostic::error(Code::F203, at, "`$id` is a text").help("write it in quotes");
            self.problem(whereabouts, diagnostic);
            return Ok(());
        }
        let id = self.reader.string()?;
        match errors::deceptive(&id.text, id.place.span(self.facts.file)) {
            Some(diagnostic) => self.problem(whereabouts, diagnostic),
            None => self.facts.id = Some(id.text.into()),
        }
        Ok(())
    }
}

/// A key that begins with `$` and is none of those that may stand here.
fn unknown_dollar(key: &str, known: &[&str], at: Span) -> Diagnostic {
    let shown = text::brief(key);
    if NOT_READ.contains(&key) {
        return Diagnostic::error(Code::F216, at, format!("`{shown}` is not read"))
            .help("state what is known for certain, and leave the key out if nothing is");
    }
    let diagnostic = Diagnostic::error(Code::F216, at, format!("there is no key `{shown}`"));
    match text::did_you_mean(key, known.iter().copied()).as_slice() {
        [only] => diagnostic
            .help(format!("write `{only}`"))
            .fix(at, format!("\"{only}\"")),
        _ => diagnostic.help(format!("here stand {}", text::list_and(&text::quoted(known)))),
    }
}
