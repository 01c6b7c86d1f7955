//! Words and pieces that several views share: names, citations, outcomes, comparisons.

use std::collections::BTreeSet;

use crate::decision::Answered;
use crate::decision::Citation;
use crate::decision::Comparison;
use crate::decision::Status;
use crate::decision::Verdict;
use crate::render::document::Line;
use crate::render::document::Tone;
use crate::render::escape;
use crate::text;

/// The last part of a full name: `licence` of `cn.rare_earth.licence`.
pub(super) fn short(name: &str) -> &str {
    name.rsplit('.').next().unwrap_or(name)
}

/// How heavy an outcome of this rank is.
pub(super) fn tone(effect: Option<&str>) -> Tone {
    match effect {
        Some("prohibited" | "refusal") => Tone::Strict,
        Some("licence" | "review" | "conditional") => Tone::Middle,
        Some("free") => Tone::Mild,
        _ => Tone::Strong,
    }
}

/// How citations have been read so far on a page: in full where a source comes first, later by its name.
#[derive(Default)]
pub(super) struct Citations {
    seen: BTreeSet<String>,
}

impl Citations {
    /// `MOFCOM Announcement No. 61 of 2025, 1(1), 8 (transcription)`
    pub(super) fn full(&mut self, citation: &Citation) -> String {
        self.seen.insert(citation.source.clone());
        with_paragraphs(&citation.title, ", ", citation) + &read_as(citation)
    }

    /// In full where its source comes first, else `n61 1(1), 8`.
    pub(super) fn once(&mut self, citation: &Citation) -> String {
        if self.seen.contains(&citation.source) {
            with_paragraphs(name(citation), " ", citation)
        } else {
            self.seen.insert(citation.source.clone());
            let read = read_as(citation).replace(" (", ", ").replace(')', "");
            with_paragraphs(&citation.title, ", ", citation) + &read
        }
    }

    /// `(n61 1(1), 8)`, behind a name; nothing where nothing is cited.
    pub(super) fn bracketed(&mut self, citations: &[Citation]) -> String {
        let texts = citations.iter().map(|citation| {
            let is_new = self.seen.insert(citation.source.clone());
            let read = if is_new {
                read_as(citation).replace(" (", ", ").replace(')', "")
            } else {
                String::new()
            };
            with_paragraphs(name(citation), " ", citation) + &read
        });
        let texts: Vec<String> = texts.collect();
        if texts.is_empty() {
            String::new()
        } else {
            format!(" ({})", texts.join("; "))
        }
    }

    /// `n61 7`; how it was read only where its source has not been named yet.
    pub(super) fn brief(&mut self, citations: &[Citation]) -> String {
        let texts = citations.iter().map(|citation| {
            let read = if self.seen.insert(citation.source.clone()) {
                read_as(citation)
            } else {
                String::new()
            };
            with_paragraphs(name(citation), " ", citation) + &read
        });
        texts.collect::<Vec<_>>().join("; ")
    }
}

fn name(citation: &Citation) -> &str {
    if citation.short.is_empty() {
        short(&citation.source)
    } else {
        &citation.short
    }
}

fn with_paragraphs(name: &str, separator: &str, citation: &Citation) -> String {
    let separator = if citation.paragraphs.is_empty() { "" } else { separator };
    format!("{name}{separator}{}", citation.paragraphs.join(", "))
}

fn read_as(citation: &Citation) -> String {
    match citation.read_as.as_str() {
        "" | "text" => String::new(),
        other => format!(" ({other})"),
    }
}

/// `cn_share 0.115% is at least de_minimis 0.1%, 0.015 points above`
pub(super) fn comparison(comparison: &Comparison) -> Line {
    let mut line = Line::of(&named(&comparison.left, &comparison.is))
        .plain(" ")
        .plain(&comparison.operator)
        .plain(" ");
    line = line.plain(&named(&comparison.right, &comparison.threshold));
    line = match comparison.holds {
        Answered::Yes => line,
        Answered::No => line.plain(": no"),
        Answered::Open => line.plain(": ").tone(Tone::Open, "open"),
    };
    match comparison.margin.as_deref().map(margin) {
        Some(margin) if !margin.is_empty() => line.plain(", ").plain(&margin),
        _ => line,
    }
}

/// What was written and its value: `de_minimis 0.1%`, but `0.1%` once.
fn named(written: &str, value: &str) -> String {
    let written = of_whom(written);
    let bare = |text: &str| text.chars().filter(|character| *character != ' ').collect::<String>();
    match (bare(written) == bare(value), value.is_empty()) {
        (true, _) => escape::grouped(value),
        (false, true) => written.to_owned(),
        (false, false) => format!("{written} {}", escape::grouped(value)),
    }
}

/// `cn_share(item)` is `cn_share`: what a single name in brackets stands for is said elsewhere.
fn of_whom(written: &str) -> &str {
    let is_name = |text: &str| text.chars().all(|letter| letter.is_ascii_lowercase() || letter == '_');
    match written.strip_suffix(')').and_then(|call| call.split_once('(')) {
        Some((name, argument)) if is_name(name) && is_name(argument) => name,
        _ => written,
    }
}

/// `0.015%`: `0.015 points above`; `-12.50 EUR`: `12.50 EUR below`; `0 EUR`: `exactly that`.
pub(super) fn margin(margin: &str) -> String {
    let (amount, side) = match margin.strip_prefix('-') {
        Some(amount) => (amount, "below"),
        None => (margin, "above"),
    };
    let number: String = amount
        .chars()
        .take_while(|c| c.is_ascii_digit() || matches!(c, '.' | '…'))
        .collect();
    if !number.is_empty() && number.chars().all(|c| matches!(c, '0' | '.')) {
        return "exactly that".to_owned();
    }
    let amount = match amount.strip_suffix('%') {
        Some(points) => format!("{} points", escape::grouped(points)),
        None => escape::grouped(amount),
    };
    if amount.is_empty() {
        amount
    } else {
        format!("{amount} {side}")
    }
}

/// What a decision came to: `required  "A licence is needed"`, `NOT SETTLED, required or free`.
pub(super) fn outcome(verdict: &Verdict) -> Line {
    let possible = text::list_or(&verdict.possible);
    match verdict.status {
        Status::Decided => {
            let line = Line::default().tone(tone(verdict.effects.first().map(String::as_str)), &possible);
            match verdict.outcome_titles.first() {
                Some(title) if !verdict.by_otherwise && !title.is_empty() => line.plain(" ").title(title),
                _ => line,
            }
        }
        Status::DoesNotArise => Line::of("does not arise"),
        Status::NotSettled => open("NOT SETTLED", &possible),
        Status::Error => open("NOT DECIDED", &possible),
    }
}

/// `NOT SETTLED, required or free`
pub(super) fn open(word: &str, possible: &str) -> Line {
    let line = Line::default().tone(Tone::Open, word);
    if possible.is_empty() {
        line
    } else {
        line.plain(", ").plain(possible)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_margin_says_its_side_and_percents_differ_by_points() {
        for (written, expected) in [
            ("0.015%", "0.015 points above"),
            ("-0.0075%", "0.0075 points below"),
            ("-12500 EUR", "12\u{a0}500\u{a0}EUR below"),
            ("3 days", "3\u{a0}days above"),
            ("0", "exactly that"),
            ("0%", "exactly that"),
            ("0.00 EUR", "exactly that"),
            ("0.000…1%", "0.000…1 points above"),
            ("", ""),
        ] {
            assert_eq!(margin(written), expected, "{written:?}");
        }
    }
}
