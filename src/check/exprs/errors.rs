//! Words that several checks share: offers of names, percents in words.
//!
//! Language reference: "Errors".

use crate::diagnostic::Diagnostic;
use crate::text;

/// Offers the names that somebody may have meant.
pub(super) fn offer<'n>(fault: Diagnostic, word: &str, names: impl IntoIterator<Item = &'n str>) -> Diagnostic {
    let close = text::did_you_mean(word, names);
    if close.is_empty() {
        return fault;
    }
    fault.help(format!("write {}", text::list_or(&text::quoted(&close))))
}

/// Offers the names that somebody may have meant, else a few of those that there are.
pub(super) fn offer_or_list(fault: Diagnostic, word: &str, names: &[&str]) -> Diagnostic {
    let close = text::did_you_mean(word, names.iter().copied());
    if !close.is_empty() {
        return fault.help(format!("write {}", text::list_or(&text::quoted(&close))));
    }
    match names {
        [] => fault,
        few if few.len() <= 6 => fault.help(format!("there is {}", text::list_and(&text::quoted(few)))),
        many => {
            let shown = many.get(..5).unwrap_or(many);
            let more = many.len().saturating_sub(shown.len());
            fault.help(format!("there is {}, and {more} more", text::quoted(shown).join(", ")))
        }
    }
}

/// `0.1%` is one in a thousand, `10%` one in ten.
pub(super) fn percent_help(text: &str) -> String {
    let plain: String = text.split_whitespace().collect();
    match in_words(&plain) {
        Some((small, large, times)) => format!("`{plain}%` is one in {small}, `{times}%` one in {large}"),
        None => match times_hundred(&plain) {
            Some(times) => format!("`{plain}%` is {plain} in a hundred, `{times}%` {plain} times the whole"),
            None => format!("write `{plain}%`, {plain} in a hundred"),
        },
    }
}

/// For the powers of ten that are written most.
fn in_words(plain: &str) -> Option<(&'static str, &'static str, &'static str)> {
    Some(match plain {
        "0.1" => ("a thousand", "ten", "10"),
        "0.01" => ("ten thousand", "a hundred", "1"),
        "0.001" => ("a hundred thousand", "a thousand", "0.1"),
        _ => return None,
    })
}

/// A number in decimal writing times a hundred, by moving its point.
fn times_hundred(plain: &str) -> Option<String> {
    let (whole, fraction) = plain.split_once('.').unwrap_or((plain, ""));
    if !whole.bytes().chain(fraction.bytes()).all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let padded = format!("{fraction:0<2}");
    let (moved, rest) = padded.split_at_checked(2)?;
    let digits = format!("{whole}{moved}");
    let digits = digits.trim_start_matches('0');
    let digits = if digits.is_empty() { "0" } else { digits };
    let rest = rest.trim_end_matches('0');
    Some(if rest.is_empty() {
        digits.to_owned()
    } else {
        format!("{digits}.{rest}")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_plain_number_is_offered_as_a_percent_both_ways() {
        for (plain, times) in [
            ("0.1", "10"),
            ("0.25", "25"),
            ("2", "200"),
            ("0.0015", "0.15"),
            ("0", "0"),
        ] {
            assert_eq!(times_hundred(plain).as_deref(), Some(times), "{plain}");
        }
    }
}
