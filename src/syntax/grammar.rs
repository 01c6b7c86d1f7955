//! The grammar of rule files, as pest reads it from `grammar/`: items, expressions, and words last of all.
//!
//! pest's derive makes an undocumented enum of rules; it stays in here and in `lower`. Rules of words (`k_when`) come
//! after all others, so [`is_word`] is one comparison.

use std::num::NonZeroUsize;
use std::sync::Once;

use pest::Parser;
use pest::iterators::Pair;
use pest_derive::Parser;

/// The parser that pest makes.
#[derive(Parser)]
#[grammar = "grammar/items.pest"]
#[grammar = "grammar/expressions.pest"]
#[grammar = "grammar/words.pest"]
struct RuleFiles;

/// A piece of text that a rule matched.
pub(super) type Node<'t> = Pair<'t, Rule>;

/// pest's account of a failure: only its place and its rules are used, never its text.
pub(super) type Failure = pest::error::Error<Rule>;

/// Whether the rule is that of one word of the language.
pub(super) fn is_word(rule: Rule) -> bool {
    rule >= Rule::k_according
}

/// Parses a text with one of the entries.
pub(super) fn parse(start: Rule, text: &str) -> Result<Vec<Node<'_>>, Box<Failure>> {
    static BOUND: Once = Once::new();
    // One bound for the whole process, far above what the longest file takes: it only stops a runaway.
    BOUND.call_once(|| pest::set_call_limit(NonZeroUsize::new(2_000_000_000)));
    let mut pairs = RuleFiles::parse(start, text).map_err(Box::new)?;
    Ok(pairs
        .next()
        .map(|whole| whole.into_inner().collect())
        .unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `"for" ~ !letter` in a normal rule skips white space before it looks ahead, and then no file is read.
    #[test]
    fn words_stand_in_atomic_rules_only() {
        let files = [
            include_str!("../../grammar/items.pest"),
            include_str!("../../grammar/expressions.pest"),
            include_str!("../../grammar/words.pest"),
        ];
        let mut seen = 0_usize;
        for line in files.iter().flat_map(|file| file.lines()) {
            let line = line.split("//").next().unwrap_or("");
            let Some((rule, body)) = line.split_once(" = ") else {
                continue;
            };
            let words = body.split('"').skip(1).step_by(2);
            let raw = words
                .filter(|word| word.starts_with(|sign: char| sign.is_ascii_alphabetic()))
                .count();
            seen = seen.saturating_add(raw);
            assert!(raw == 0 || body.starts_with("@{"), "{rule} has a raw word");
        }
        assert!(seen > 150, "{seen} words");
    }

    #[test]
    fn rules_of_words_come_last() {
        for rule in Rule::all_rules() {
            assert_eq!(is_word(*rule), format!("{rule:?}").starts_with("k_"), "{rule:?}");
        }
    }
}
