//! Codes of classifications, their levels, and how a fact's code stands to the law's.
//!
//! A code says something about all codes under it. So a fact that is coarser than the law's code neither is under it
//! nor is not: that is not known. Levels are not characters: 3A001.b.1 does not cover 3A001.b.10, and HS 8505.1 is no
//! code. Letters are compared whatever their case, since no classification tells codes apart by it. Language reference:
//! "Types and values".

use std::borrow::Cow;
use std::fmt::Write;

use crate::text;
use crate::value::TextId;
use crate::value::Texts;
use crate::value::fault::FaultKind;
use crate::value::fault::FaultWords;

/// Longest code, in bytes.
const LONGEST: usize = 64;

/// A classification.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct CodeScheme {
    /// `HS`
    pub(crate) name: Box<str>,
    /// `Harmonized System`
    pub(crate) title: Box<str>,
    /// Where its codes are cut.
    pub(crate) levels: Levels,
    /// A code as it is usually written; also tells in which case letters stand.
    pub(crate) example: Option<Box<str>>,
    /// Levels of digits to which rules cut its codes.
    pub(crate) cuts: Vec<u32>,
}

/// The levels of a classification.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Levels {
    /// So many digits, in rising order; dots between them say nothing.
    Digits(Vec<u32>),
    /// A dot begins each further level.
    Dots,
    /// A hyphen begins each further level.
    Hyphens,
    /// So many characters, in rising order; then, if the flag is set, a dot begins each further level.
    Characters(Vec<u32>, bool),
}

/// How a fact's code stands to the law's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum CodeRelation {
    /// They are the same.
    Same,
    /// The fact lies under the law's code.
    Under,
    /// The law's code lies under the fact: it may or may not be what the law says.
    Coarser,
    /// Neither lies under the other.
    Apart,
}

/// Why a text is no code of its scheme.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum CodeFault {
    /// Nothing is written.
    Empty,
    /// It is longer than any code.
    TooLong,
    /// A character that no code of the scheme has, beginning at this byte.
    Character(usize, char),
    /// The number of digits or characters is no level.
    Length(usize),
    /// A dot or hyphen at this byte does not stand between two levels.
    Separator(usize),
    /// It is this code, written otherwise.
    Form(String),
}

impl CodeScheme {
    /// The code that a text says, in the one form in which it is kept and shown; nearly all facts have that form.
    pub(crate) fn parse<'t>(&self, text: &'t str) -> Result<Cow<'t, str>, CodeFault> {
        if text.is_empty() {
            return Err(CodeFault::Empty);
        }
        if text.len() > LONGEST {
            return Err(CodeFault::TooLong);
        }
        match &self.levels {
            Levels::Digits(lengths) if is_kept(text, lengths) => Ok(Cow::Borrowed(text)),
            Levels::Digits(lengths) => parse_digits(text, lengths).map(Cow::Owned),
            Levels::Dots => self.parse_parts(text, '.'),
            Levels::Hyphens => self.parse_parts(text, '-'),
            Levels::Characters(lengths, then_dots) => {
                let head = text.split('.').next().unwrap_or("");
                let code = self.parse_parts(text, '.')?;
                let has_tail = head.len() < text.len();
                let full = lengths.last().copied().unwrap_or(0);
                if let Some(at) = text.find('.').filter(|_| !then_dots || count(head) != full) {
                    return Err(CodeFault::Separator(at));
                }
                if !has_tail && !lengths.contains(&count(head)) {
                    return Err(CodeFault::Length(head.len()));
                }
                Ok(code)
            }
        }
    }

    /// Parts of letters and digits, separated by one sign.
    fn parse_parts<'t>(&self, text: &'t str, separator: char) -> Result<Cow<'t, str>, CodeFault> {
        let mut after_separator = true;
        for (at, character) in text.char_indices() {
            match character {
                'a'..='z' | 'A'..='Z' | '0'..='9' => after_separator = false,
                sign if sign == separator && !after_separator => after_separator = true,
                sign if sign == separator => return Err(CodeFault::Separator(at)),
                other => return Err(self.strange(text, at, other)),
            }
        }
        if after_separator {
            return Err(CodeFault::Separator(text.len().saturating_sub(1)));
        }
        Ok(self.in_usual_case(text, separator))
    }

    /// A character that does not belong there; if the rest is a code, that code.
    fn strange(&self, text: &str, at: usize, character: char) -> CodeFault {
        let plain = text::plain_ascii(text).unwrap_or_default();
        let plain: String = plain.chars().filter(|character| !character.is_whitespace()).collect();
        if plain != text
            && let Ok(code) = self.parse(&plain)
        {
            return CodeFault::Form(code.into_owned());
        }
        CodeFault::Character(at, character)
    }

    /// The code in the case of the example: there the first part, and the further parts, stand in one case each.
    fn in_usual_case<'t>(&self, text: &'t str, separator: char) -> Cow<'t, str> {
        let (example_head, example_tail) = match &self.example {
            Some(example) => example.split_once(separator).unwrap_or((example, "")),
            None => ("", ""),
        };
        let (head, tail) = match text.find(separator).and_then(|at| text.split_at_checked(at)) {
            Some(parts) => parts,
            None => (text, ""),
        };
        let (head_case, tail_case) = (Case::of(example_head), Case::of(example_tail));
        if head_case.is_that_of(head) && tail_case.is_that_of(tail) {
            return Cow::Borrowed(text);
        }
        let mut code = head_case.apply(head);
        code.push_str(&tail_case.apply(tail));
        Cow::Owned(code)
    }

    /// Keeps what a code is when it is cut as rules cut it.
    pub(crate) fn keep_cuts(&self, code: TextId, texts: &mut Texts) {
        for digits in &self.cuts {
            if let Some(cut) = cut_code(texts.get(code), *digits).map(str::to_owned) {
                texts.intern(&cut);
            }
        }
    }

    /// How a fact's code stands to the law's; both as [`CodeScheme::parse`] gives them.
    pub(crate) fn relation(&self, fact: &str, law: &str) -> CodeRelation {
        // Nearly all codes are apart already where the shorter one ends.
        let length = fact.len().min(law.len());
        let (start, start_of_law) = (fact.as_bytes().get(..length), law.as_bytes().get(..length));
        if !start
            .zip(start_of_law)
            .is_some_and(|(one, other)| one.eq_ignore_ascii_case(other))
        {
            CodeRelation::Apart
        } else if fact.len() == law.len() {
            CodeRelation::Same
        } else if self.lies_under(fact, law) {
            CodeRelation::Under
        } else if self.lies_under(law, fact) {
            CodeRelation::Coarser
        } else {
            CodeRelation::Apart
        }
    }

    /// The codes above this one, the narrowest first; it is as [`CodeScheme::parse`] gives it.
    pub(crate) fn above<'t>(&'t self, code: &'t str) -> impl Iterator<Item = &'t str> {
        let begins = move |at: &usize| {
            let (shorter, next) = (code.get(..*at)?, code.as_bytes().get(*at)?);
            let stands = match &self.levels {
                Levels::Digits(lengths) => is_kept(shorter, lengths),
                Levels::Dots => *next == b'.',
                Levels::Hyphens => *next == b'-',
                Levels::Characters(lengths, _) => {
                    *next == b'.' || !shorter.contains('.') && lengths.contains(&count(shorter))
                }
            };
            stands.then_some(shorter)
        };
        (1..code.len()).rev().filter_map(move |at| begins(&at))
    }

    /// Whether a code continues a shorter one at a level.
    fn lies_under(&self, longer: &str, shorter: &str) -> bool {
        let (Some(start), Some(next)) = (longer.get(..shorter.len()), longer.as_bytes().get(shorter.len())) else {
            return false;
        };
        start.eq_ignore_ascii_case(shorter)
            && match &self.levels {
                // Both have the length of a level, and the dots of the one form.
                Levels::Digits(_) => true,
                Levels::Dots => *next == b'.',
                Levels::Hyphens => *next == b'-',
                Levels::Characters(lengths, _) => {
                    *next == b'.' || !shorter.contains('.') && lengths.contains(&count(shorter))
                }
            }
    }
}

/// A code cut to so many digits; `None` where it has fewer.
pub(crate) fn cut_code(code: &str, digits: u32) -> Option<&str> {
    let mut found: u32 = 0;
    for (at, character) in code.char_indices() {
        found = found.saturating_add(u32::from(character.is_ascii_digit()));
        if found == digits {
            return code.get(..at.saturating_add(character.len_utf8()));
        }
    }
    None
}

/// How many characters a text has.
fn count(text: &str) -> u32 {
    u32::try_from(text.chars().count()).unwrap_or(u32::MAX)
}

/// How many characters a code has without its dots.
fn count_code(code: &str) -> u32 {
    u32::try_from(code.chars().filter(|character| *character != '.').count()).unwrap_or(u32::MAX)
}

/// Whether these are digits with dots as [`parse_digits`] gives them.
fn is_kept(text: &str, lengths: &[u32]) -> bool {
    let mut digits: u32 = 0;
    let mut after_dot = false;
    for byte in text.bytes() {
        // Here, and nowhere else, stands a dot.
        let is_due = digits >= 4 && !after_dot && lengths.contains(&digits);
        match byte {
            b'.' if is_due => after_dot = true,
            b'0'..=b'9' if !is_due => {
                after_dot = false;
                digits = digits.saturating_add(1);
            }
            _ => return false,
        }
    }
    !after_dot && lengths.contains(&digits)
}

/// Digits, with or without dots: `8505.11.10`. A dot stands at each level from four digits on.
fn parse_digits(text: &str, lengths: &[u32]) -> Result<String, CodeFault> {
    let strange = text
        .char_indices()
        .find(|(_, character)| !character.is_ascii_digit() && *character != '.');
    if let Some((at, character)) = strange {
        let plain: String = text::plain_ascii(text)
            .unwrap_or_default()
            .split([' ', '-', '/'])
            .collect();
        if plain != text
            && let Ok(code) = parse_digits(&plain, lengths)
        {
            return Err(CodeFault::Form(code));
        }
        return Err(CodeFault::Character(at, character));
    }
    let digits = count_code(text);
    if !lengths.contains(&digits) {
        return Err(CodeFault::Length(usize::try_from(digits).unwrap_or(usize::MAX)));
    }
    let mut code = String::with_capacity(text.len().saturating_add(4));
    for (digit, before) in text.chars().filter(char::is_ascii_digit).zip(0_u32..) {
        if before >= 4 && lengths.contains(&before) {
            code.push('.');
        }
        let _ = code.write_char(digit);
    }
    let mut before: u32 = 0;
    let mut last = '.';
    for (at, character) in text.char_indices() {
        if character == '.' && last == '.' {
            return Err(CodeFault::Separator(at));
        }
        if character == '.' && !lengths.contains(&before) {
            return Err(CodeFault::Form(code));
        }
        before = before.saturating_add(u32::from(character != '.'));
        last = character;
    }
    if last == '.' {
        Err(CodeFault::Separator(text.len().saturating_sub(1)))
    } else {
        Ok(code)
    }
}

/// The case of the letters of an example.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Case {
    Upper,
    Lower,
    /// It has no letters, or both cases.
    Any,
}

impl Case {
    fn of(example: &str) -> Case {
        let has_upper = example.bytes().any(|byte| byte.is_ascii_uppercase());
        let has_lower = example.bytes().any(|byte| byte.is_ascii_lowercase());
        match (has_upper, has_lower) {
            (true, false) => Case::Upper,
            (false, true) => Case::Lower,
            (true, true) | (false, false) => Case::Any,
        }
    }

    fn is_that_of(self, text: &str) -> bool {
        match self {
            Case::Upper => !text.bytes().any(|byte| byte.is_ascii_lowercase()),
            Case::Lower => !text.bytes().any(|byte| byte.is_ascii_uppercase()),
            Case::Any => true,
        }
    }

    fn apply(self, text: &str) -> String {
        match self {
            Case::Upper => text.to_ascii_uppercase(),
            Case::Lower => text.to_ascii_lowercase(),
            Case::Any => text.to_owned(),
        }
    }
}

impl CodeFault {
    /// The words about this fault of this text.
    pub(crate) fn words(&self, text: &str, scheme: &CodeScheme) -> FaultWords {
        let name = &scheme.name;
        let words = FaultWords::new(FaultKind::Code, format!("`{}` is no code of {name}", text::brief(text)));
        let example = match &scheme.example {
            Some(example) => format!("a code of {name} is written as `{example}`"),
            None => format!("a code of {name} is written without blanks"),
        };
        match self {
            CodeFault::Empty | CodeFault::TooLong => words.help(example),
            CodeFault::Character(at, character) => {
                let words = words.at(*at..at.saturating_add(character.len_utf8()));
                match text::foreign_character(text) {
                    Some(foreign) => words.help(foreign.words()),
                    None => words.help(example),
                }
            }
            CodeFault::Length(found) => words.help(scheme.levels.lengths_help(name, *found).unwrap_or(example)),
            CodeFault::Separator(at) => words.at(*at..at.saturating_add(1)).help(example),
            CodeFault::Form(code) => words.instead(code),
        }
    }
}

impl Levels {
    /// `HS has codes of 2, 4, 6, 8 or 10 digits; this has 5`
    fn lengths_help(&self, name: &str, found: usize) -> Option<String> {
        let (lengths, unit) = match self {
            Levels::Digits(lengths) => (lengths, "digits"),
            Levels::Characters(lengths, _) => (lengths, "characters"),
            Levels::Dots | Levels::Hyphens => return None,
        };
        let lengths: Vec<String> = lengths.iter().map(u32::to_string).collect();
        Some(format!(
            "{name} has codes of {} {unit}; this has {found}",
            text::list_or(&lengths)
        ))
    }
}

#[cfg(test)]
mod tests;
