//! The words about mistakes in facts: what was written, what the vocabulary expects, and a way out.

use std::borrow::Cow;

use crate::data::Place;
use crate::data::pull;
use crate::diagnostic::Code;
use crate::diagnostic::Diagnostic;
use crate::facts::keys::Kind;
use crate::facts::keys::Slot;
use crate::facts::path::Paths;
use crate::plan::FieldId;
use crate::plan::FieldShape;
use crate::plan::Shape;
use crate::source::FileId;
use crate::source::Span;
use crate::text;
use crate::value::Dimension;
use crate::value::FaultKind;
use crate::value::FaultWords;
use crate::value::RecordRef;
use crate::value::RecordType;

/// Most keys or values that are listed where none is near.
const MOST_LISTED: usize = 12;

/// Where in the facts a mistake is.
#[derive(Clone, Debug)]
pub(super) enum Whereabouts {
    /// In a record as a whole.
    Record(RecordRef),
    /// In a field, or in an element of its list (from 0).
    Field(RecordRef, FieldId, Option<u32>),
    /// At a key that is no field.
    Key(RecordRef, Box<str>),
}

/// A mistake in the facts of one record. Its path, and the id of the record that it is in, may stand further down.
#[derive(Clone, Debug)]
pub(super) struct Problem {
    pub(super) whereabouts: Whereabouts,
    pub(super) diagnostic: Box<Diagnostic>,
    /// Whether the name of the record completes the title.
    pub(super) is_named: bool,
}

impl Problem {
    /// The diagnostic with its path.
    pub(super) fn finish(self, paths: &Paths<'_>) -> Diagnostic {
        let mut diagnostic = *self.diagnostic;
        let (record, path) = match self.whereabouts {
            Whereabouts::Record(record) => (record, paths.record(record)),
            Whereabouts::Field(record, field, element) => (record, paths.field(record, field, element)),
            Whereabouts::Key(record, key) => {
                let path = paths.record(record);
                (
                    record,
                    if path.is_empty() {
                        text::brief(&key)
                    } else {
                        format!("{path}.{}", text::brief(&key))
                    },
                )
            }
        };
        if self.is_named && paths.record(record).is_empty() {
            diagnostic.title.push_str(" at the top");
        } else if self.is_named {
            diagnostic.title.push_str(" in ");
            diagnostic.title.push_str(&paths.name(record));
        }
        if path.is_empty() {
            diagnostic
        } else {
            diagnostic.path(path)
        }
    }
}

/// A key that the record type does not have.
pub(super) fn unknown_key(shape: &Shape, ty: RecordType, key: &str, at: Span) -> Diagnostic {
    let record = shape.record(ty);
    let names = || record.fields.iter().map(|field| &*field.name);
    let shown = text::brief(key);
    for name in names() {
        if let Some(letter) = text::look_alike(key, name) {
            let title = format!("`{shown}` is not `{name}`: {}", letter.words());
            let diagnostic = Diagnostic::error(Code::F202, at, title).help("type the key anew");
            return diagnostic.fix(at, format!("\"{name}\""));
        }
    }
    let title = if ty == shape.root {
        format!("there is no fact `{shown}`")
    } else {
        format!("{} has no key `{shown}`", record.name)
    };
    let diagnostic = Diagnostic::error(Code::F201, at, title);
    let near = text::did_you_mean(key, names());
    match near.as_slice() {
        [] => match listed(names()) {
            Some(list) if ty == shape.root => diagnostic.help(format!("the facts are {list}")),
            Some(list) => diagnostic.help(format!("its keys are {list}")),
            None => diagnostic.help("`rulec schema` lists the keys"),
        },
        [only] => diagnostic
            .help(format!("write `{only}`"))
            .fix(at, format!("\"{only}\"")),
        several => diagnostic.help(format!("write {}", text::list_or(&text::quoted(several)))),
    }
}

/// All of them, if they are few.
fn listed<'n>(names: impl Iterator<Item = &'n str>) -> Option<String> {
    let names: Vec<&str> = names.take(MOST_LISTED.saturating_add(1)).collect();
    let few = !names.is_empty() && names.len() <= MOST_LISTED;
    few.then(|| text::list_and(&text::quoted(&names)))
}

/// A key that stands a second time.
pub(super) fn twice(key: &str, at: Span, first: &str) -> Diagnostic {
    Diagnostic::error(Code::F102, at, format!("`{}` stands twice", text::brief(key)))
        .here(format!("first at {first}"))
        .help("remove one; neither is used")
}

/// A word that its enum does not have.
pub(super) fn no_such_value(shape: &Shape, id: crate::value::EnumId, word: &str, at: Span) -> Diagnostic {
    let shown = text::brief(word);
    let Some(values) = shape.enums.get(id) else {
        return Diagnostic::error(Code::X100, at, "an enum that there is not");
    };
    let names = || values.values.iter().map(|(name, _)| &**name);
    for name in names() {
        if let Some(letter) = text::look_alike(word, name) {
            let title = format!("`{shown}` is not `{name}`: {}", letter.words());
            return Diagnostic::error(Code::F204, at, title)
                .help("type the word anew")
                .fix(at, format!("\"{name}\""));
        }
    }
    let diagnostic = Diagnostic::error(Code::F204, at, format!("`{shown}` is no value of {}", values.name));
    let near = text::did_you_mean(word, names());
    match near.as_slice() {
        [] => match listed(names()) {
            Some(list) => diagnostic.help(format!("its values are {list}")),
            None => diagnostic.help("`rulec schema` lists its values"),
        },
        [only] => diagnostic
            .help(format!("write `{only}`"))
            .fix(at, format!("\"{only}\"")),
        several => diagnostic.help(format!("write {}", text::list_or(&text::quoted(several)))),
    }
}

/// `null` where none is not allowed.
pub(super) fn null_here(slot: &Slot, is_element: bool, at: Span) -> Diagnostic {
    let title = if is_element {
        format!("`null` in the list `{}`", slot.name)
    } else {
        format!("`{}` cannot be none", slot.name)
    };
    Diagnostic::error(Code::F210, at, title).help("leave it out if it is not known")
}

/// A key behind which nothing stands, or a word that could mean nothing.
pub(super) fn missing(name: &str, is_element: bool, written: &str, at: Span) -> Diagnostic {
    let word = matches!(written, "~" | "Null" | "NULL");
    let title = if word {
        format!("`{written}` may be none or a text")
    } else if is_element {
        format!("an element of `{name}` is missing")
    } else {
        format!("`{name}` has no value")
    };
    let diagnostic = Diagnostic::error(Code::F222, at, title);
    if word {
        return diagnostic.help(format!(
            "write `null` if there is none, `\"{written}\"` if it is a text"
        ));
    }
    if is_element {
        return diagnostic.help("remove the `-`, or write the element behind it");
    }
    diagnostic.help("remove the key if its value is not known, write `null` if it is known to be none")
}

/// A value of another kind than its field.
pub(super) struct OtherKind<'a> {
    pub(super) shape: &'a Shape,
    pub(super) slot: &'a Slot,
    /// Whether an element of a list is meant.
    pub(super) is_element: bool,
    pub(super) found: pull::Kind,
    /// What is written, if it is short.
    pub(super) written: &'a str,
}

impl OtherKind<'_> {
    pub(super) fn diagnostic(&self, at: Span) -> Diagnostic {
        let found = match self.found {
            pull::Kind::Object => "a record",
            pull::Kind::Array => "a list",
            pull::Kind::String | pull::Kind::Plain => "a text",
            pull::Kind::Number => "a number",
            pull::Kind::Boolean => "`true` or `false`",
            pull::Kind::Null => "`null`",
            pull::Kind::Missing => "nothing",
        };
        let wants_list = self.slot.is_list && !self.is_element;
        let wanted = if wants_list {
            "a list".to_owned()
        } else {
            wanted(self.shape, self.slot.kind)
        };
        let diagnostic = Diagnostic::error(Code::F203, at, format!("{found} stands where {wanted} belongs"));
        let scalar = !matches!(self.found, pull::Kind::Object | pull::Kind::Array);
        if wants_list {
            return diagnostic.help(format!(
                "`{}` is a list: `[…]`, also of one; `[]` says that there is none",
                self.slot.name
            ));
        }
        match (self.slot.kind, self.found) {
            (Kind::Boolean, pull::Kind::String) if matches!(self.written, "\"true\"" | "\"false\"") => {
                let plain = self.written.trim_matches('"');
                diagnostic
                    .help(format!("write `{plain}` without quotes"))
                    .fix(at, plain)
            }
            (Kind::Boolean, pull::Kind::Plain) => match self.written {
                "yes" | "Yes" | "YES" | "on" | "On" | "ON" | "True" | "TRUE" | "y" | "Y" => {
                    diagnostic.help("write `true`").fix(at, "true")
                }
                "no" | "No" | "NO" | "off" | "Off" | "OFF" | "False" | "FALSE" | "n" | "N" => {
                    diagnostic.help("write `false`").fix(at, "false")
                }
                _ => diagnostic.help("as in `true`"),
            },
            (Kind::Text | Kind::Code(_) | Kind::Reference(_), pull::Kind::Number) => {
                let quoted = format!("\"{}\"", self.written);
                diagnostic.help(format!("write `{quoted}`, with all its digits, zeros in front too"))
            }
            (Kind::Reference(ty), pull::Kind::Object) => diagnostic.help(format!(
                "here stands the key of a {}, and its record in `{}`",
                self.shape.record(ty).name,
                collection(self.shape, ty)
            )),
            (_, pull::Kind::Array) => diagnostic.help(format!("`{}` is one, not several", self.slot.name)),
            (kind, _) if scalar || !matches!(kind, Kind::Record(_)) => match example(self.shape, kind) {
                Some(example) => diagnostic.help(format!("as in `{example}`")),
                None => diagnostic,
            },
            (_, _) => diagnostic,
        }
    }
}

/// The fact that holds all records of an identified type.
pub(super) fn collection(shape: &Shape, ty: RecordType) -> String {
    let field = shape
        .record(ty)
        .collection
        .and_then(|field| shape.record(shape.root).fields.get(field));
    field.map_or_else(|| "their list".to_owned(), |field| field.name.to_string())
}

fn wanted(shape: &Shape, kind: Kind) -> String {
    match kind {
        Kind::Boolean => "`true` or `false`".to_owned(),
        Kind::Text => "a text".to_owned(),
        Kind::Integer => "a whole number".to_owned(),
        Kind::Decimal => "a number".to_owned(),
        Kind::Percent => "a percent".to_owned(),
        Kind::Money => "an amount of money".to_owned(),
        Kind::Amount(dimension) => dimension.of(&shape.measures).phrase(),
        Kind::Date => "a date".to_owned(),
        Kind::Duration => "a duration".to_owned(),
        Kind::Country => "a country".to_owned(),
        Kind::Currency => "a currency".to_owned(),
        Kind::Code(scheme) => {
            let name = shape.schemes.get(scheme).map_or("", |scheme| &scheme.name);
            format!("a code of {name}")
        }
        Kind::Enum(id) => format!("a value of {}", shape.enums.get(id).map_or("", |values| &values.name)),
        Kind::Record(ty) => format!("a record of {}", shape.record(ty).name),
        Kind::Reference(ty) => format!("the key of a {}", shape.record(ty).name),
        Kind::Nothing => "nothing".to_owned(),
    }
}

fn example(shape: &Shape, kind: Kind) -> Option<Cow<'static, str>> {
    let fixed = match kind {
        Kind::Percent => Some("\"0.1%\""),
        Kind::Money => Some("\"48000 EUR\""),
        Kind::Amount(Dimension::Mass) => Some("\"2 kg\""),
        Kind::Amount(Dimension::Length) => Some("\"14 nm\""),
        Kind::Amount(dimension @ Dimension::Declared(_)) => {
            return Some(format!("\"2 {}\"", dimension.of(&shape.measures).base()).into());
        }
        Kind::Date => Some("\"2026-12-01\""),
        Kind::Duration => Some("\"30 days\""),
        Kind::Country => Some("\"CN\""),
        Kind::Currency => Some("\"EUR\""),
        Kind::Reference(_) => Some("\"P1\""),
        Kind::Integer => Some("12"),
        Kind::Decimal => Some("12.5"),
        Kind::Boolean => Some("true"),
        Kind::Text | Kind::Code(_) | Kind::Enum(_) | Kind::Record(_) | Kind::Nothing => None,
    };
    fixed.map(Cow::Borrowed)
}

/// A number outside the range of its field.
pub(super) fn out_of_range(field: &FieldShape, written: &str, at: Span) -> Diagnostic {
    let title = format!("`{}` is not {}", text::brief(written), field.range.words);
    Diagnostic::error(Code::F205, at, title).help(format!("`{}` is {}", field.name, field.range.words))
}

/// A number that begins with a zero.
pub(super) fn leading_zero(written: &str, at: Span) -> Diagnostic {
    let sign = if written.starts_with('-') { "-" } else { "" };
    let digits = written.trim_start_matches('-').trim_start_matches('0');
    let zero = if digits.starts_with(|sign: char| sign.is_ascii_digit()) {
        ""
    } else {
        "0"
    };
    Diagnostic::error(Code::F213, at, format!("`{}` begins with a zero", text::brief(written)))
        .help(format!("write `{}`", text::brief(&format!("{sign}{zero}{digits}"))))
}

/// A number with a fraction where a whole one belongs.
pub(super) fn not_whole(written: &str, at: Span) -> Diagnostic {
    Diagnostic::error(Code::F203, at, format!("`{}` is no whole number", text::brief(written)))
}

/// A text that is not what it seems; `None` if it is.
pub(super) fn deceptive(written: &str, at: Span) -> Option<Diagnostic> {
    let diagnostic = |title: &str| Diagnostic::error(Code::F220, at, title);
    if written.trim().is_empty() {
        return Some(diagnostic("an empty text").help("leave the key out if it is not known"));
    }
    if written.trim().len() != written.len() {
        let place = if written.starts_with(char::is_whitespace) {
            "before"
        } else {
            "after"
        };
        let trimmed = text::brief(written.trim());
        return Some(diagnostic(&format!("a blank {place} the text")).help(format!("write `\"{trimmed}\"`")));
    }
    let hidden = written
        .chars()
        .find(|sign| text::is_hidden(*sign) && !is_allowed(*sign));
    if let Some(hidden) = hidden {
        let title = format!("a character that is not seen ({}) in a text", text::code_point(hidden));
        return Some(diagnostic(&title).help("type the text anew"));
    }
    if let Some(blank) = written.chars().find(|sign| sign.is_whitespace() && !sign.is_ascii()) {
        let title = format!("another blank ({}) in a text", text::code_point(blank));
        let plain: String = written
            .chars()
            .map(|sign| if sign.is_whitespace() { ' ' } else { sign })
            .collect();
        return Some(diagnostic(&title).help(format!("write `\"{}\"`", text::brief(&plain))));
    }
    if written.contains("  ") {
        let plain = written.split(' ').filter(|word| !word.is_empty()).collect::<Vec<_>>();
        let help = format!("write `\"{}\"`", text::brief(&plain.join(" ")));
        return Some(diagnostic("two blanks after each other in a text").help(help));
    }
    if !text::is_composed(written) {
        return Some(diagnostic("a letter and its accent are two characters in a text").help("type the text anew"));
    }
    let (word, strange) = text::disguised_word(written)?;
    let title = format!(
        "`{}` is not the word it looks like: {}",
        text::brief(word),
        strange.words()
    );
    Some(diagnostic(&title).help("type the word anew"))
}

/// Line ends and tabs in a description, and the two joiners that Persian and Indic names are written with.
fn is_allowed(sign: char) -> bool {
    matches!(sign, '\n' | '\r' | '\t' | '\u{200c}' | '\u{200d}')
}

/// A text that is no value of its type.
pub(super) fn unreadable(words: FaultWords, written: &Written<'_>, file: FileId) -> Diagnostic {
    let code = match words.kind {
        FaultKind::Number => Code::F213,
        FaultKind::NoUnit | FaultKind::Unit => Code::F215,
        FaultKind::Currency => Code::F212,
        FaultKind::Country => Code::F211,
        FaultKind::Date => Code::F214,
        FaultKind::Code => Code::F206,
    };
    let whole = written.place.span(file);
    if let Some(diagnostic) = deceptive(written.text, whole).filter(|_| written.text.trim().is_empty()) {
        return diagnostic;
    }
    let at = match words.at.as_ref() {
        Some(part) if written.is_plain => {
            let byte = |at: usize| u32::try_from(at).unwrap_or(u32::MAX).saturating_add(written.inside);
            Span {
                file,
                start: byte(part.start),
                end: byte(part.end),
            }
        }
        Some(_) | None => whole,
    };
    let mut diagnostic = Diagnostic::error(code, at, words.title);
    if let Some(help) = words.help {
        diagnostic = diagnostic.help(help);
    }
    let is_number = |text: &String| text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'.' | b'-'));
    let is_number = words.instead.as_ref().is_some_and(is_number);
    match words.instead {
        Some(instead) if is_number && written.inside == written.place.start => diagnostic.fix(whole, instead),
        Some(instead) if !instead.contains(['"', '\\']) => diagnostic.fix(whole, format!("\"{instead}\"")),
        Some(_) | None => diagnostic,
    }
}

/// A scalar as it stands in the file.
#[derive(Clone, Copy, Debug)]
pub(super) struct Written<'t> {
    /// What it says.
    pub(super) text: &'t str,
    /// Where it stands, quotes included.
    pub(super) place: Place,
    /// Where its text begins.
    pub(super) inside: u32,
    /// Whether the text stands in the file as it is, without escapes.
    pub(super) is_plain: bool,
}

/// A reference to somebody whom no record describes.
pub(super) fn nobody(shape: &Shape, ty: RecordType, key: &str, keys: &[&str], at: Span) -> Diagnostic {
    let name = &shape.record(ty).name;
    let collection = collection(shape, ty);
    let title = format!("no {name} in `{collection}` has the key `{}`", text::brief(key));
    let diagnostic = Diagnostic::error(Code::F207, at, title);
    let near = text::did_you_mean(key, keys.iter().copied());
    if near.is_empty() {
        diagnostic
            .help("add its record, with as much as is known of it; leave the key out if it is not known who it is")
    } else {
        let near = text::list_or(&text::quoted(&near));
        diagnostic.help(format!(
            "write {near} if that is meant; else add the record of `{}`",
            text::brief(key)
        ))
    }
}

/// Two records with one key.
pub(super) fn same_key(name: &str, key: &str, at: Span, first: Span) -> Diagnostic {
    Diagnostic::error(
        Code::F208,
        at,
        format!("two records of {name} have the key `{}`", text::brief(key)),
    )
    .label(first, "first here")
    .help("give each a key of its own")
}

/// A record that is referred to by its key, without one.
pub(super) fn no_key(name: &str, key: &str, at: Span) -> Diagnostic {
    Diagnostic::error(Code::F221, at, format!("a {name} without `{key}`"))
        .help("give it a key of its own; it is referred to by it")
}
