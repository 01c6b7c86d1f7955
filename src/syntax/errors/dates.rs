//! Dates that are none: days that do not exist, and other ways of writing one.

use crate::diagnostic::Code;
use crate::diagnostic::Diagnostic;
use crate::source::FileId;
use crate::source::Span;
use crate::value::Date;
use crate::value::DateFault;

use super::unreadable;
use crate::syntax::grammar::Node;

/// A text that should be a date and is none.
pub(in crate::syntax) fn no_such_day(text: &str, at: Span) -> Option<Diagnostic> {
    let fault = Date::parse(text).err()?;
    Some(unreadable(fault.words(text), at))
}

/// Arithmetic that was meant as a date: `2026-1-5`, `10/11/2026`.
pub(in crate::syntax) fn date_as_arithmetic(node: &Node<'_>, at: Span) -> Option<Diagnostic> {
    let text = node.as_str().trim();
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    let signs = text.bytes().filter(|byte| matches!(byte, b'-' | b'/')).count();
    if !(6..=8).contains(&digits) || signs != 2 || digits.saturating_add(signs) != text.len() {
        return None;
    }
    match Date::parse(text) {
        Err(fault @ (DateFault::Form(_) | DateFault::TwoDays(..))) => Some(unreadable(fault.words(text), at)),
        Ok(_) | Err(_) => None,
    }
}

/// A date in another form at this place: `10.11.2026`, `10 November 2026`, `2026-11-10T00:00`.
pub(super) fn at_place(file: FileId, text: &str, at: usize) -> Option<Diagnostic> {
    let part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '/' | '-' | ':');
    let before = text.get(..at)?;
    let after = text.get(at..)?;
    let back = before.len().saturating_sub(before.trim_end_matches(part).len());
    let start = at.saturating_sub(back);
    let end = at.saturating_add(after.find(|c| !part(c)).unwrap_or(after.len()));
    let token = text.get(start..end)?.trim_end_matches(['.', ':']);
    let end = start.saturating_add(token.len());
    let spelled = spelled_out(text, start, end);
    let (start, end) = spelled.unwrap_or((start, end));
    let token = text.get(start..end)?;
    if !token.bytes().any(|byte| byte.is_ascii_digit()) || token.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    // `1.000.000` is a number in groups.
    if token.contains('.') && token.split('.').skip(1).all(|group| group.len() == 3) {
        return None;
    }
    match Date::parse(token) {
        Err(fault @ (DateFault::Form(_) | DateFault::TwoDays(..) | DateFault::TimeOfDay(_))) => {
            Some(unreadable(fault.words(token), Span::new(file, start, end)))
        }
        Ok(_) | Err(_) if token.bytes().filter(|byte| matches!(byte, b'.' | b'/')).count() == 2 => {
            let fault = Date::parse(token).err()?;
            let title = Diagnostic::error(Code::R113, Span::new(file, start, end), format!("`{token}` is no date"));
            Some(title.help(fault.words(token).help?))
        }
        Ok(_) | Err(_) => None,
    }
}

/// Whether a text is a date as the language writes it.
pub(super) fn is_day(text: &str) -> bool {
    Date::parse(text).is_ok()
}

/// Whether a text spells a date with the name of its month: `10 November 2026`.
pub(super) fn is_spelled_out(text: &str) -> bool {
    text.contains(' ') && matches!(Date::parse(text), Err(DateFault::Form(_)))
}

/// The day and the month before a year, or the year behind a day and before it a month, as words.
fn spelled_out(text: &str, start: usize, end: usize) -> Option<(usize, usize)> {
    let year = text.get(start..end)?;
    if year.len() != 4 {
        return None;
    }
    let before = text.get(..start)?.trim_end_matches([' ', ',']);
    let second = before.rsplit([' ', '\n']).next()?;
    let rest = before.strip_suffix(second)?.trim_end_matches(' ');
    let first = rest.rsplit([' ', '\n']).next()?;
    let words = format!("{first} {second} {year}");
    matches!(Date::parse(&words), Err(DateFault::Form(_))).then(|| (rest.len().saturating_sub(first.len()), end))
}
