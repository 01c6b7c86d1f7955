//! Signs: those that may not stand in a rule file, those of other languages, and numbers in another spelling.

use std::ops::Range;

use crate::diagnostic::Code;
use crate::diagnostic::Diagnostic;
use crate::ids::IdVec;
use crate::source::FileId;
use crate::source::Span;
use crate::syntax::scan::Slip;
use crate::syntax::scan::SlipKind;
use crate::syntax::scan::is_direction;
use crate::text;
use crate::value::Currency;
use crate::value::Number;
use crate::value::Unit;

use super::unreadable;

/// What the scan found.
pub(in crate::syntax) fn slip(file: FileId, whole: &str, slip: &Slip) -> Diagnostic {
    let at = Span::new(file, slip.range.start, slip.range.end);
    match slip.kind {
        SlipKind::OpenText => Diagnostic::error(Code::R105, at, "a text without its closing quote")
            .here("opens here, and does not close on this line")
            .help("close it with `\"` on the same line"),
        SlipKind::TooDeep => too_deep(at),
        SlipKind::Character(sign) => character(whole, at, sign),
    }
}

/// Brackets, conditions or operators beyond the limit.
pub(in crate::syntax) fn too_deep(at: Span) -> Diagnostic {
    Diagnostic::error(Code::R110, at, "this is nested too deep")
        .help("make a definition of a part of it, and use its name here")
}

/// An item beyond the limit.
pub(in crate::syntax) fn too_long(file: FileId, item: &Range<usize>, most: usize) -> Diagnostic {
    let at = Span::new(file, item.start, item.start.saturating_add(1));
    let most = text::group_digits(&most.to_string());
    Diagnostic::error(Code::R116, at, format!("an item that is longer than {most} bytes"))
        .here("it begins here")
        .help("a long list belongs in a table file: `read from \"list.csv\"`; a long condition is several definitions")
}

/// A sign that may not stand where it stands.
fn character(whole: &str, at: Span, sign: char) -> Diagnostic {
    let point = text::code_point(sign);
    let error = |title: String| Diagnostic::error(Code::R114, at, title);
    match sign {
        '“' | '”' | '„' | '«' | '»' | '‟' | '″' => error(format!("a curly quote ({point})"))
            .help("write the straight quote `\"`")
            .fix(at, "\""),
        '‘' | '’' | '‚' | '‛' | '′' => {
            error(format!("a curly quote ({point})")).help("texts stand between straight double quotes: `\"…\"`")
        }
        '\u{A0}' | '\u{2007}' | '\u{202F}' | '\u{2009}' | '\u{3000}' => {
            error(format!("a blank that does not break a line ({point})"))
                .help("write a plain blank")
                .fix(at, " ")
        }
        '≠' => Diagnostic::error(Code::R103, at, "`≠` compares nothing")
            .help("write `is not`")
            .fix(at, "is not"),
        '−' | '–' | '—' | '‐' | '‑' => error(format!("another dash ({point})"))
            .help("write the plain `-`")
            .fix(at, "-"),
        '×' | '·' => foreign(at, "×", "*"),
        '÷' => foreign(at, "÷", "/"),
        '⇒' | '→' => arrow(at, &sign.to_string(), whole),
        '€' | '£' | '¥' | '¢' | '₩' | '₹' => money_sign(whole, at, sign),
        '‰' => Diagnostic::error(Code::R106, at, "`‰` is no unit here")
            .help("shares are in percent: one in a thousand is `0.1%`"),
        _ if is_direction(sign) => error(format!("a character that turns the direction of writing ({point})"))
            .help("remove it: what is read and what is shown would differ"),
        _ if text::is_hidden(sign) => error(format!("a character that cannot be seen ({point})"))
            .help("remove it")
            .fix(at, ""),
        _ => letter(whole, at, sign),
    }
}

/// A letter of another alphabet outside of a text.
fn letter(whole: &str, at: Span, sign: char) -> Diagnostic {
    let part = |c: char| c.is_alphanumeric() || c == '_';
    let before = whole.get(..at.range().start).unwrap_or("");
    let start = before.trim_end_matches(part).len();
    let after = whole.get(at.range().start..).unwrap_or("");
    let end = at
        .range()
        .start
        .saturating_add(after.find(|c| !part(c)).unwrap_or(sign.len_utf8()));
    let word = whole.get(start..end).unwrap_or("");
    let words = text::foreign_character(word).map(|foreign| foreign.words());
    let (title, at) = match words {
        Some(words) if word.chars().count() > 1 => (
            format!("`{}` is no name: {words}", text::brief(word)),
            Span::new(at.file, start, end),
        ),
        Some(_) | None => (format!("`{sign}` has no meaning here ({})", text::code_point(sign)), at),
    };
    let diagnostic = Diagnostic::error(Code::R114, at, title);
    match text::plain_ascii(word) {
        Some(plain) if plain != word && !plain.is_empty() => diagnostic.help(format!("write `{plain}`")).fix(at, plain),
        Some(_) | None => diagnostic
            .help("names have the letters a to z, digits and `_`; other letters stand in texts between quotes"),
    }
}

/// A sign of another language at the place where pest stopped.
pub(super) fn at_place(file: FileId, whole: &str, at: usize) -> Option<Diagnostic> {
    let rest = whole.get(at..)?;
    let span = |length: usize| Span::new(file, at, at.saturating_add(length));
    let compares = |sign: &str, word: &str| {
        Diagnostic::error(Code::R103, span(sign.len()), format!("`{sign}` compares nothing"))
            .help(format!("write `{word}`"))
            .fix(span(sign.len()), word)
    };
    for (sign, word) in [
        ("=<", "is at most"),
        ("===", "is"),
        ("!==", "is not"),
        ("==", "is"),
        ("!=", "is not"),
        ("<>", "is not"),
    ] {
        if rest.starts_with(sign) {
            return Some(compares(sign, word));
        }
    }
    for sign in ["=>", "->", "-->"] {
        if rest.starts_with(sign) {
            return Some(arrow(span(sign.len()), sign, whole));
        }
    }
    for (sign, word) in [("&&", "and"), ("&", "and"), ("||", "or"), ("!", "not")] {
        if rest.starts_with(sign) {
            return Some(foreign(span(sign.len()), sign, word));
        }
    }
    let first = rest.chars().next()?;
    Some(match first {
        '=' => compares("=", "is"),
        ';' => Diagnostic::error(Code::R104, span(1), "`;` ends nothing")
            .help("remove it: a clause ends where the next one begins")
            .fix(span(1), ""),
        '\'' | '`' => other_quote(file, whole, at, first),
        '$' => money_sign(whole, span(1), '$'),
        '@' | '^' | '~' | '\\' | '?' => {
            Diagnostic::error(Code::R104, span(1), format!("`{first}` has no meaning here"))
                .help("remove it, or say in words what is meant")
        }
        _ => return None,
    })
}

fn foreign(at: Span, sign: &str, word: &str) -> Diagnostic {
    Diagnostic::error(Code::R104, at, format!("`{sign}` is a sign of another language"))
        .help(format!("write `{word}`"))
        .fix(at, word)
}

/// `=> licence is required`, `=> 5 USD`
fn arrow(at: Span, sign: &str, whole: &str) -> Diagnostic {
    let rest = whole.get(at.range().end..).unwrap_or("");
    let line = rest.split(['\n', '\r']).next().unwrap_or("").trim();
    if sign == "=>" && line.starts_with(|c: char| c.is_ascii_digit() || c == '-') {
        return Diagnostic::error(Code::R103, at, "`=>` compares nothing")
            .help(format!("write `is at least {}`", text::brief(line)))
            .fix(at, "is at least");
    }
    Diagnostic::error(Code::R104, at, format!("`{sign}` is a sign of another language"))
        .help(format!(
            "write `then` before what is concluded: `then {}`",
            text::brief(line)
        ))
        .fix(at, "then")
}

/// A text in other quotes, or what `'s` says.
fn other_quote(file: FileId, whole: &str, at: usize, sign: char) -> Diagnostic {
    let before = whole.get(..at).unwrap_or("");
    let rest = whole.get(at.saturating_add(1)..).unwrap_or("");
    let span = Span::new(file, at, at.saturating_add(1));
    let word = |c: char| !c.is_ascii_alphanumeric() && !matches!(c, '_' | '.');
    let owner = before.rsplit(word).next().unwrap_or("");
    let field = rest
        .strip_prefix("s ")
        .map(|rest| rest.split(word).next().unwrap_or(""));
    if let Some(field) = field.filter(|_| !owner.is_empty()) {
        return Diagnostic::error(Code::R104, span, "a field stands behind a dot")
            .help(format!("write `{owner}.{field}`"));
    }
    let line = rest.split(['\n', '\r']).next().unwrap_or("");
    let error = Diagnostic::error(Code::R104, span, format!("`{sign}` begins no text"));
    match line.split_once(sign) {
        Some((inner, _)) => {
            let end = at.saturating_add(inner.len()).saturating_add(2);
            error
                .help(format!("write `\"{}\"`", text::brief(inner)))
                .fix(Span::new(file, at, end), format!("\"{inner}\""))
        }
        None => error.help("texts stand between double quotes: `\"…\"`"),
    }
}

/// `$100`, `100 €`, `$name`
fn money_sign(whole: &str, at: Span, sign: char) -> Diagnostic {
    let codes: &[&str] = match sign {
        '€' => &["EUR"],
        '£' => &["GBP"],
        '¥' => &["CNY", "JPY"],
        '₩' => &["KRW"],
        '₹' => &["INR"],
        _ => &["USD"],
    };
    let range = at.range();
    let digit = |c: char| c.is_ascii_digit() || c == '.';
    let behind = whole.get(range.end..).unwrap_or("").trim_start_matches(' ');
    let before = whole.get(..range.start).unwrap_or("").trim_end_matches(' ');
    let after = behind.split(|c| !digit(c)).next().unwrap_or("");
    let ahead = before.rsplit(|c| !digit(c)).next().unwrap_or("");
    let number = if after.is_empty() { ahead } else { after };
    if number.is_empty() && sign == '$' && behind.starts_with(|c: char| c.is_ascii_alphabetic()) {
        let name = behind
            .split(|c: char| !c.is_ascii_alphanumeric() && !matches!(c, '_' | '.'))
            .next()
            .unwrap_or("");
        return Diagnostic::error(Code::R104, at, "no name begins with `$`")
            .help(format!("write `{name}`"))
            .fix(at, "");
    }
    let number = if number.is_empty() { "5" } else { number };
    let written: Vec<String> = codes.iter().map(|code| format!("`{number} {code}`")).collect();
    Diagnostic::error(Code::R104, at, format!("`{sign}` is no currency code"))
        .help(format!("write the code behind the amount: {}", text::list_or(&written)))
}

/// A number in another spelling around the place where pest stopped.
pub(super) fn number_at_place(file: FileId, whole: &str, at: usize) -> Option<Diagnostic> {
    let before = whole.get(..at)?;
    let rest = whole.get(at..)?;
    if rest.starts_with('%') && before.ends_with([' ', '\t']) {
        let number = before.trim_end_matches([' ', '\t']);
        if number.ends_with(|c: char| c.is_ascii_digit()) {
            let gap = Span::new(file, number.len(), at);
            let digits = number.rsplit([' ', '\n', '\t', '(', '{', ',']).next().unwrap_or("");
            let error = Diagnostic::error(
                Code::R106,
                Span::new(file, at, at.saturating_add(1)),
                "`%` stands apart from its number",
            );
            return Some(error.help(format!("write `{digits}%`")).fix(gap, ""));
        }
    }
    let part = |c: char| c.is_ascii_digit() || matches!(c, '.' | ',' | '_' | '\'');
    let start = before.trim_end_matches(part).len();
    let (start, back) = match whole.get(start..at) {
        // A comma alone may part two values.
        Some(text) if text.starts_with(|c: char| c.is_ascii_digit()) => (start, at.saturating_sub(start)),
        Some(_) | None => (at, 0),
    };
    let length = number_length(whole.get(start..)?);
    let token = whole.get(start..start.saturating_add(length))?;
    if length <= back || !token.bytes().any(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let span = Span::new(file, start, start.saturating_add(length));
    if let Err(fault) = Number::parse(token, usize::MAX) {
        let unit = unit_behind(whole.get(span.range().end..)?);
        let whole = Span::new(file, start, span.range().end.saturating_add(unit.len()));
        let words = fault.words_with(token, |number| format!("{number}{unit}"));
        return Some(unreadable(words, whole));
    }
    glued(whole, span, token).or_else(|| grouped(file, before, at, token))
}

/// The percent sign or the unit behind a number.
fn unit_behind(text: &str) -> &str {
    if text.starts_with('%') {
        return text.get(..1).unwrap_or("");
    }
    let letters = text.strip_prefix(' ').unwrap_or("");
    let length = letters.bytes().take_while(u8::is_ascii_alphabetic).count();
    let unit = letters.get(..length).unwrap_or("");
    let known = Unit::parse(unit, &IdVec::new()).is_ok() || Currency::parse(unit).is_ok();
    if known {
        text.get(..length.saturating_add(1)).unwrap_or("")
    } else {
        ""
    }
}

/// How far something goes on that may have been meant as a number.
fn number_length(text: &str) -> usize {
    let bytes = text.as_bytes();
    let digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    let mut at = usize::from(matches!(bytes.first(), Some(b'+' | b'.')));
    if !digit(at) {
        return 0;
    }
    while let Some(byte) = bytes.get(at) {
        let next = at.saturating_add(1);
        let goes_on = match byte {
            b'0'..=b'9' => true,
            b'.' => !bytes.get(next).is_some_and(u8::is_ascii_alphabetic),
            b',' | b'_' | b'\'' => digit(next),
            b'e' | b'E' => {
                digit(next) || (matches!(bytes.get(next), Some(b'+' | b'-')) && digit(next.saturating_add(1)))
            }
            b'+' | b'-' => at > 0 && matches!(bytes.get(at.saturating_sub(1)), Some(b'e' | b'E')),
            _ => false,
        };
        if !goes_on {
            break;
        }
        at = next;
    }
    at
}

/// `5USD`
fn glued(whole: &str, span: Span, token: &str) -> Option<Diagnostic> {
    let after = whole.get(span.range().end..)?;
    let unit: String = after.chars().take_while(char::is_ascii_alphabetic).collect();
    if unit.is_empty() {
        return None;
    }
    let zeros = match &*unit {
        "k" | "K" => "000",
        "m" | "M" | "mio" | "mn" => "000000",
        "bn" => "000000000",
        _ => "",
    };
    let behind = after.get(unit.len()..).unwrap_or("").trim_start();
    let currency = behind.get(..3).filter(|code| Currency::parse(code).is_ok());
    if let Some(currency) = currency.filter(|_| !zeros.is_empty() && !token.contains('.')) {
        let digits: String = token.chars().filter(char::is_ascii_digit).collect();
        let all = text::group_digits(&format!("{digits}{zeros}"));
        return Some(
            Diagnostic::error(Code::R106, span, format!("`{unit}` counts nothing"))
                .help(format!("write `{all} {currency}`")),
        );
    }
    let gap = Span {
        start: span.end,
        ..span
    };
    Some(
        Diagnostic::error(Code::R106, span, format!("`{token}{unit}` is no number"))
            .help(format!("if `{unit}` is a unit, write `{token} {unit}`"))
            .fix(gap, " "),
    )
}

/// `14 00 000`: blanks group by threes only.
fn grouped(file: FileId, before: &str, at: usize, token: &str) -> Option<Diagnostic> {
    let number = before.trim_end_matches(' ');
    let name = number.trim_end_matches(|c: char| c.is_ascii_digit());
    if name.ends_with(|c: char| c.is_ascii_alphabetic() || c == '_') {
        return None;
    }
    let digits = number
        .rsplit(|c: char| !c.is_ascii_digit() && c != ' ')
        .next()
        .unwrap_or("")
        .trim();
    if number.len() == before.len() || digits.is_empty() {
        return None;
    }
    let start = number.len().saturating_sub(digits.len());
    let all: String = digits.chars().chain(token.chars()).filter(|c| *c != ' ').collect();
    let span = Span::new(file, start, at.saturating_add(token.len()));
    Some(Diagnostic::error(Code::R106, span, "a number in pieces").help(format!(
        "blanks group by threes, from the point: `{}`",
        text::group_digits(&all)
    )))
}
