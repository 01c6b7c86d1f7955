//! The inside of strings and numbers, byte by byte and eight bytes at a time.
//!
//! Eight bytes are looked at as one number: the classic tests for "has a zero byte" and "has a byte below n" (Hacker's
//! Delight, 6-1; Mycroft) are exact for the lowest byte that they find, which is the only one wanted.

use super::errors::Expected;
use super::errors::Fault;

const ONES: u64 = 0x0101_0101_0101_0101;
const HIGH: u64 = 0x8080_8080_8080_8080;

/// A bit in the lowest byte that is a quote, a backslash or a control character.
#[inline]
fn special(word: u64) -> u64 {
    let quote = word ^ ONES.wrapping_mul(0x22);
    let backslash = word ^ ONES.wrapping_mul(0x5c);
    let control = word.wrapping_sub(ONES.wrapping_mul(0x20)) & !word;
    ((quote.wrapping_sub(ONES) & !quote) | (backslash.wrapping_sub(ONES) & !backslash) | control) & HIGH
}

/// The first byte from `at` on that is a quote, a backslash or a control character; the length if there is none.
#[inline]
pub(super) fn plain_until(bytes: &[u8], mut at: usize) -> usize {
    while let Some(eight) = bytes.get(at..).and_then(<[u8]>::first_chunk::<8>) {
        let found = special(u64::from_le_bytes(*eight));
        if found != 0 {
            let byte = usize::try_from(found.trailing_zeros() >> 3).unwrap_or(0);
            return at.wrapping_add(byte);
        }
        at = at.wrapping_add(8);
    }
    while let Some(&byte) = bytes.get(at) {
        if byte == b'"' || byte == b'\\' || byte < 0x20 {
            break;
        }
        at = at.wrapping_add(1);
    }
    at
}

/// Whether two keys are the same. Most have 4 to 16 bytes, for which both their ends are compared as two numbers.
#[inline]
pub(super) fn is_same(found: &[u8], wanted: &[u8]) -> bool {
    if found.len() != wanted.len() {
        return false;
    }
    match wanted.len() {
        8..=16 => found.first_chunk::<8>() == wanted.first_chunk() && found.last_chunk::<8>() == wanted.last_chunk(),
        4..8 => found.first_chunk::<4>() == wanted.first_chunk() && found.last_chunk::<4>() == wanted.last_chunk(),
        _ => found == wanted,
    }
}

/// The string that begins with the quote at `start` and has an escape in it (or a fault): its text, and the byte after
/// its closing quote.
pub(super) fn escaped(text: &str, start: usize) -> Result<(String, usize), Fault> {
    let bytes = text.as_bytes();
    let mut out = String::new();
    let mut at = start.saturating_add(1);
    loop {
        let stop = plain_until(bytes, at);
        out.push_str(text.get(at..stop).unwrap_or(""));
        match bytes.get(stop) {
            Some(b'"') => return Ok((out, stop.saturating_add(1))),
            Some(b'\\') => at = escape(text, stop, &mut out)?,
            Some(b'\n' | b'\r') | None => return Err(Fault::new(start, Expected::ClosingQuote)),
            Some(_) => return Err(Fault::new(stop, Expected::NoControl)),
        }
    }
}

/// Reads the escape at `at` and gives the byte after it.
fn escape(text: &str, at: usize, out: &mut String) -> Result<usize, Fault> {
    let after = at.saturating_add(2);
    let character = match text.as_bytes().get(at.saturating_add(1)) {
        Some(b'"') => '"',
        Some(b'\\') => '\\',
        Some(b'/') => '/',
        Some(b'b') => '\u{8}',
        Some(b'f') => '\u{c}',
        Some(b'n') => '\n',
        Some(b'r') => '\r',
        Some(b't') => '\t',
        Some(b'u') => return unicode_escape(text, at, out),
        Some(_) => return Err(Fault::new(at, Expected::Escape)),
        None => return Err(Fault::new(at, Expected::ClosingQuote)),
    };
    out.push(character);
    Ok(after)
}

/// `\u0041`, or the two halves of a character above U+FFFF.
fn unicode_escape(text: &str, at: usize, out: &mut String) -> Result<usize, Fault> {
    let first = hex4(text, at).ok_or_else(|| Fault::new(at, Expected::Hex))?;
    let mut after = at.saturating_add(6);
    let mut code = first;
    if (0xd800..0xdc00).contains(&first) {
        let second = hex4(text, after).filter(|second| (0xdc00..0xe000).contains(second));
        let Some(second) = second else {
            return Err(Fault::new(at, Expected::OtherHalf));
        };
        let high = first.wrapping_sub(0xd800) << 10;
        code = (high | second.wrapping_sub(0xdc00)).saturating_add(0x1_0000);
        after = after.saturating_add(6);
    }
    let Some(character) = char::from_u32(code) else {
        return Err(Fault::new(at, Expected::OtherHalf));
    };
    out.push(character);
    Ok(after)
}

/// The number in `\uXXXX` at this byte.
fn hex4(text: &str, at: usize) -> Option<u32> {
    let digits = text.get(at..at.checked_add(6)?)?.strip_prefix("\\u")?;
    if digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        u32::from_str_radix(digits, 16).ok()
    } else {
        None
    }
}

/// The byte after the number that begins here: RFC 8259, section 6.
pub(super) fn number(bytes: &[u8], start: usize) -> Result<usize, Fault> {
    let wrong = || Err(Fault::new(start, Expected::Number));
    let mut at = start;
    if bytes.get(at) == Some(&b'-') {
        at = at.wrapping_add(1);
    }
    let whole = digits(bytes, at);
    let leading_zero = bytes.get(at) == Some(&b'0') && whole > at.wrapping_add(1);
    if whole == at || leading_zero {
        return wrong();
    }
    at = whole;
    if bytes.get(at) == Some(&b'.') {
        let from = at.wrapping_add(1);
        at = digits(bytes, from);
        if at == from {
            return wrong();
        }
    }
    if let Some(b'e' | b'E') = bytes.get(at) {
        let mut from = at.wrapping_add(1);
        if let Some(b'+' | b'-') = bytes.get(from) {
            from = from.wrapping_add(1);
        }
        at = digits(bytes, from);
        if at == from {
            return wrong();
        }
    }
    match bytes.get(at) {
        Some(&byte) if is_word(byte) || byte == b'.' => wrong(),
        _ => Ok(at),
    }
}

#[inline]
fn digits(bytes: &[u8], mut at: usize) -> usize {
    while bytes.get(at).is_some_and(u8::is_ascii_digit) {
        at = at.wrapping_add(1);
    }
    at
}

/// Whether the byte may be part of a word or a figure that somebody wrote without quotes.
pub(super) fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'%' | b'$' | b'+' | b'-') || byte >= 0x80
}
