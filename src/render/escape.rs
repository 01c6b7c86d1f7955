//! Foreign text on its way out: what facts and rule files say must not steer a terminal or reorder a line.
//!
//! Control characters, marks that change the direction of writing and characters without width are shown as `\u{1b}`.
//! Everything else is passed on as it is. Digits of figures are grouped here too, because only people want that.

use unicode_width::UnicodeWidthChar;

use crate::text;

/// A blank at which a line is not broken; whoever writes the line puts an ordinary blank in its place.
pub(super) const TIED: char = '\u{a0}';

/// Appends a character as it is shown: a tab as four blanks, a hidden character by its number.
pub(super) fn push(out: &mut String, character: char) {
    if character == '\t' {
        out.push_str("    ");
    } else if text::is_hidden(character) {
        out.extend(character.escape_unicode());
    } else {
        out.push(character);
    }
}

/// A text as it is shown, on one line.
pub(super) fn shown(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        push(&mut out, character);
    }
    out
}

/// How many columns a character takes where it is shown.
pub(super) fn width(character: char) -> usize {
    if character == '\t' {
        4
    } else if text::is_hidden(character) {
        character.escape_unicode().len()
    } else {
        character.width().unwrap_or(0)
    }
}

/// How many columns a text takes where it is shown.
pub(super) fn width_of(text: &str) -> usize {
    text.chars().map(width).sum()
}

/// A value with its digits before the point grouped by blanks that do not break: `48000 EUR` becomes `48 000 EUR`.
///
/// Only a value that begins with a number is touched: neither dates nor codes.
pub(super) fn grouped(value: &str) -> String {
    let unsigned = value.strip_prefix('-').unwrap_or(value);
    let sign = if unsigned.len() < value.len() { "-" } else { "" };
    let whole: String = unsigned.chars().take_while(char::is_ascii_digit).collect();
    let rest = unsigned.get(whole.len()..).unwrap_or("");
    let is_number = rest.is_empty() || rest.starts_with([' ', '%', '…']) || rest.starts_with('.') && is_fraction(rest);
    if whole.is_empty() || !is_number {
        return value.to_owned();
    }
    let mut out = format!("{sign}{}", text::group_digits(&whole));
    out.push_str(rest);
    out.replace(' ', &TIED.to_string())
}

/// Whether this is a point, digits, and perhaps a unit: not a code with dots.
fn is_fraction(rest: &str) -> bool {
    let after = rest
        .get(1..)
        .unwrap_or("")
        .trim_start_matches(|character: char| character.is_ascii_digit());
    after.len() < rest.len().saturating_sub(1) && (after.is_empty() || after.starts_with([' ', '%', '…']))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_steers_a_terminal_is_shown_by_its_number() {
        for (text, expected) in [
            ("a\u{1b}[31mb", "a\\u{1b}[31mb"),
            ("\u{7}", "\\u{7}"),
            ("\u{9b}2J", "\\u{9b}2J"),
            ("\u{202e}gpj", "\\u{202e}gpj"),
            ("zero\u{200b}width", "zero\\u{200b}width"),
            ("a\tb", "a    b"),
            ("a\nb", "a\\u{a}b"),
            ("ärgerlich 東京", "ärgerlich 東京"),
        ] {
            assert_eq!(shown(text), expected, "{text:?}");
        }
    }

    #[test]
    fn figures_are_grouped_and_nothing_else_is() {
        for (value, expected) in [
            ("48000 EUR", "48\u{a0}000\u{a0}EUR"),
            ("-1200.50 USD", "-1\u{a0}200.50\u{a0}USD"),
            ("1000000", "1\u{a0}000\u{a0}000"),
            ("999", "999"),
            ("0.115%", "0.115%"),
            ("2026-12-01", "2026-12-01"),
            ("8505.11.10", "8505.11.10"),
            ("3A001.a", "3A001.a"),
            ("7000x", "7000x"),
            ("Hanil", "Hanil"),
            ("", ""),
            ("-", "-"),
        ] {
            assert_eq!(grouped(value), expected, "{value:?}");
        }
    }
}
