//! What pest could not read, in the user's words.
//!
//! pest gives the furthest place that it reached and the rules that it tried there. From the text at that place, the
//! kind of item and the clause, the likely slips are told apart, the most particular first; what is none of them says
//! what was expected.

use std::ops::Range;

use pest::error::ErrorVariant;
use pest::error::InputLocation;

use crate::diagnostic::Code;
use crate::diagnostic::Diagnostic;
use crate::source::FileId;
use crate::source::Span;
use crate::syntax::grammar::Failure;
use crate::syntax::grammar::Rule;
use crate::text;

use super::everyday;
use super::expected;
use super::layout;
use super::slips;
use super::vocabulary;
use super::vocabulary::ItemWords;

/// The place where pest stopped, and what is around it.
pub(super) struct Place<'t> {
    pub(super) file: FileId,
    /// The whole file.
    pub(super) whole: &'t str,
    /// The item.
    pub(super) item: Range<usize>,
    /// Its first word.
    pub(super) words: Option<&'static ItemWords>,
    /// Where pest stopped.
    pub(super) at: usize,
    /// The word or sign there; empty at the end of the item.
    pub(super) word: &'t str,
    /// Where the words of the line begin.
    pub(super) head: usize,
    /// The rules that pest tried there.
    pub(super) expected: Vec<Rule>,
}

/// What is wrong with an item that pest could not read.
pub(in crate::syntax) fn explain(file: FileId, whole: &str, item: Range<usize>, failure: &Failure) -> Diagnostic {
    let place = Place::new(file, whole, item, failure);
    layout::CHECKS
        .iter()
        .chain(&everyday::CHECKS)
        .chain(&slips::CHECKS)
        .find_map(|check| check(&place))
        .unwrap_or_else(|| unexpected(&place))
}

impl<'t> Place<'t> {
    fn new(file: FileId, whole: &'t str, item: Range<usize>, failure: &Failure) -> Place<'t> {
        let (InputLocation::Pos(offset) | InputLocation::Span((offset, _))) = failure.location;
        let expected = match &failure.variant {
            ErrorVariant::ParsingError { positives, .. } => positives.clone(),
            ErrorVariant::CustomError { .. } => Vec::new(),
        };
        let at = skip_blanks(whole, item.start.saturating_add(offset)).min(item.end);
        let before = whole.get(item.start..at).unwrap_or("");
        let line = before
            .rfind(['\n', '\r'])
            .map_or(item.start, |end| item.start.saturating_add(end).saturating_add(1));
        let head = skip_blanks(whole, line).min(at);
        let first = vocabulary::first_words(whole.get(item.clone()).unwrap_or(""));
        let word = whole.get(at..item.end).map_or("", word_at);
        Place {
            file,
            whole,
            words: vocabulary::item(first),
            item,
            at,
            word,
            head,
            expected,
        }
    }

    /// The place of the word.
    pub(super) fn span(&self) -> Span {
        Span::new(self.file, self.at, self.at.saturating_add(self.word.len()))
    }

    /// The line from its first word on, and what follows.
    pub(super) fn line(&self) -> &'t str {
        self.whole.get(self.head..self.item.end).unwrap_or("")
    }

    /// What follows the place.
    pub(super) fn rest(&self) -> &'t str {
        self.whole.get(self.at..self.item.end).unwrap_or("")
    }

    /// What stands before it in the item.
    pub(super) fn before(&self) -> &'t str {
        self.whole.get(self.item.start..self.at).unwrap_or("")
    }

    pub(super) fn expects(&self, rule: Rule) -> bool {
        self.expected.contains(&rule)
    }

    /// Whether a clause could begin here.
    pub(super) fn between_clauses(&self) -> bool {
        self.at == self.head && self.at > self.item.start && self.expects(Rule::EOI)
    }

    /// Whether a value could stand here.
    pub(super) fn expects_value(&self) -> bool {
        expected::words(&self.expected)
            .iter()
            .any(|words| words.starts_with("a value"))
    }

    /// What could stand here; the clauses of the item in one.
    pub(super) fn expected_words(&self) -> Vec<String> {
        let mut words = expected::words(&self.expected);
        if let Some(item) = self.words.filter(|_| self.expects(Rule::EOI)) {
            let clauses = item.clauses.iter().chain(vocabulary::COMMON);
            let heads: Vec<&str> = clauses.filter_map(|clause| clause.split(' ').next()).collect();
            let before = words.len();
            words.retain(|word| !heads.iter().any(|head| word.trim_start_matches('`').starts_with(head)));
            if words.len() < before {
                words.push(format!("a clause of {}", item.phrase));
            }
        }
        words
    }

    /// `a rule`
    pub(super) fn phrase(&self) -> &'static str {
        self.words.map_or("this item", |item| item.phrase)
    }

    pub(super) fn error(&self, title: impl Into<String>) -> Diagnostic {
        Diagnostic::error(Code::R107, self.span(), title)
    }

    /// A mistake that goes from here to there.
    pub(super) fn error_at(&self, range: Range<usize>, title: impl Into<String>) -> Diagnostic {
        Diagnostic::error(Code::R107, Span::new(self.file, range.start, range.end), title)
    }

    /// The word before the place, across blanks, with its byte; empty if a sign stands before it.
    pub(super) fn previous(&self) -> (usize, &'t str) {
        last_word(self.whole, self.item.start, self.at)
    }

    /// The word before another one.
    pub(super) fn before_word(&self, at: usize) -> &'t str {
        last_word(self.whole, self.item.start, at).1
    }

    /// The rest of the line from a byte on, without comment and without blanks at its end.
    pub(super) fn line_from(&self, at: usize) -> &'t str {
        let rest = self.whole.get(at..self.item.end).unwrap_or("");
        let line = rest.split(['\n', '\r']).next().unwrap_or("");
        line.split(" #").next().unwrap_or("").trim_end()
    }

    /// The condition from a byte on: to the end of the line, to `and`, `or`, or to a bracket that closes another one.
    pub(super) fn condition_from(&self, at: usize) -> &'t str {
        let line = self.line_from(at);
        let mut depth = 0_usize;
        for (index, sign) in line.char_indices() {
            match sign {
                '(' | '[' | '{' => depth = depth.saturating_add(1),
                ')' | ']' | '}' if depth == 0 => return line.get(..index).unwrap_or(line).trim_end(),
                ')' | ']' | '}' => depth = depth.saturating_sub(1),
                ' ' if depth == 0 => {
                    let rest = line.get(index..).unwrap_or("").trim_start();
                    if matches!(ident_at(rest), "and" | "or") {
                        return line.get(..index).unwrap_or(line);
                    }
                }
                _ => {}
            }
        }
        line
    }

    /// Whether the place lies on the first line of its item.
    pub(super) fn on_first_line(&self) -> bool {
        !self.before().contains(['\n', '\r'])
    }
}

/// The word before a byte, across blanks, and its own byte.
fn last_word(whole: &str, start: usize, at: usize) -> (usize, &str) {
    let before = whole.get(start..at).unwrap_or("").trim_end();
    let head = before
        .trim_end_matches(|c: char| c.is_ascii_alphanumeric() || c == '_')
        .len();
    (start.saturating_add(head), before.get(head..).unwrap_or(""))
}

/// The byte of the next word, behind blanks and comments.
pub(super) fn skip_blanks(whole: &str, at: usize) -> usize {
    let mut at = at;
    loop {
        let rest = whole.get(at..).unwrap_or("");
        at = at.saturating_add(rest.len().saturating_sub(rest.trim_start().len()));
        let rest = rest.trim_start();
        if !rest.starts_with('#') {
            return at;
        }
        at = at.saturating_add(rest.find(['\n', '\r']).unwrap_or(rest.len()));
    }
}

/// The word, the text in quotes or the sign with which a text begins.
pub(super) fn word_at(text: &str) -> &str {
    let letter = |c: char| c.is_alphanumeric() || matches!(c, '_' | '.' | '%');
    let length = match text.chars().next() {
        None => 0,
        Some('"') => text
            .get(1..)
            .and_then(|rest| rest.find('"'))
            .map_or(text.len(), |end| end.saturating_add(2)),
        Some(first) if letter(first) => text.find(|c| !letter(c)).unwrap_or(text.len()),
        Some(first) => first.len_utf8(),
    };
    text.get(..length).unwrap_or("").trim_end_matches('.')
}

/// The first name or word of a text, without what a dot joins to it.
pub(super) fn ident_at(text: &str) -> &str {
    text.split(|c: char| !c.is_ascii_alphanumeric() && c != '_')
        .next()
        .unwrap_or("")
}

/// Anything else: what stands there, and what could.
fn unexpected(place: &Place<'_>) -> Diagnostic {
    let words = expected::sentence(&place.expected_words());
    if place.word.is_empty() {
        let before = place.before().trim_end();
        let last = before.rsplit(char::is_whitespace).next().unwrap_or("");
        let end = place.item.start.saturating_add(before.len());
        let at = Span::new(place.file, end.saturating_sub(last.len()), end);
        let error = Diagnostic::error(Code::R107, at, format!("{} ends too early", place.phrase()));
        return match words {
            Some(words) => error.here(format!("{words} was expected behind it")),
            None => error.here("something is missing behind it"),
        };
    }
    let found = text::brief(place.word);
    let error = match words {
        Some(words) => place.error(format!("`{found}` stands where {words} was expected")),
        None => place.error(format!("`{found}` was not expected here")),
    };
    match place.words {
        Some(item) if place.between_clauses() && !item.clauses.is_empty() => error.help(how_written(item)),
        Some(_) | None if place.word == "(" && !place.expects_value() => {
            error.help("a call has no blank before its bracket: `caught(item)`")
        }
        Some(_) | None => error,
    }
}

/// "a rule says `when …`, `unless …` and `then …`": never more than three clauses.
pub(super) fn how_written(item: &ItemWords) -> String {
    format!("{} says {}", item.phrase, item.says)
}
