//! Sets of values and conditions on lists, as they are said in everyday speech or in another language.

use crate::diagnostic::Diagnostic;
use crate::syntax::grammar::Rule;
use crate::text;

use super::failure::Place;
use super::failure::ident_at;

/// `is in [VN, CN]`, `is in (VN, CN)`, `is in VN, CN`, `is one of {VN, CN}`, `is either VN or CN`
pub(super) fn set_of_values(place: &Place<'_>) -> Option<Diagnostic> {
    let (start, previous) = place.previous();
    let testing = place
        .words
        .is_some_and(|item| matches!(item.word, "case" | "test" | "property"));
    let negated = if place.whole.get(place.head..place.at)?.contains(" not ") {
        "is not in"
    } else {
        "is in"
    };
    if previous == "either" && place.before_word(start) == "is" {
        let line = place.line_from(place.at);
        let set = line.split([')']).next()?.replace(" or ", ", ");
        let error = place.error_at(start..place.at, "`either` compares nothing");
        return Some(error.help(format!("write `{negated} {{{}}}`", text::brief(&set))));
    }
    if previous == "one" && ident_at(place.rest()) == "of" && !testing {
        let rest = place.condition_from(place.at.saturating_add(2)).trim_start();
        let set = rest.trim_matches(['{', '}', '(', ')', '[', ']']);
        let error = place.error_at(start..place.at.saturating_add(2), "`one of` compares nothing");
        return Some(error.help(format!("write `{negated} {{{}}}`", text::brief(set))));
    }
    let line = place.whole.get(place.head..place.at)?;
    let (_, members) = line.rsplit_once(" in ")?;
    let list = members.trim().is_empty() && place.word == "[";
    let more = place.word == ","
        && members
            .trim_start_matches('(')
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '.' | '"'));
    if !(list || more) || line.contains(" for ") || line.contains("some ") || line.contains("every ") {
        return None;
    }
    let from = place.at.saturating_sub(members.len());
    let set = place.condition_from(from);
    let inner = set.trim().trim_matches(['[', ']', '(', ')']);
    let error = place.error_at(from..from.saturating_add(set.len()), "several values stand in braces");
    Some(error.help(format!("write `{negated} {{{}}}`", text::brief(inner))))
}

/// `any part in …`, `for all part in …`, `there is a part …`
pub(super) fn quantifier(place: &Place<'_>) -> Option<Diagnostic> {
    let (mut start, previous) = place.previous();
    let variable = ident_at(place.rest());
    let goes_on = |after: &str| ident_at(after.trim_start()) == "in";
    let all = |word: &str| matches!(word, "all" | "each" | "forall" | "for_all");
    if ident_at(place.line()) == "when" && place.line().contains("there is ") && !goes_on(place.rest()) {
        let at = place.head.saturating_add(place.line().find("there is ")?);
        if at.abs_diff(place.at) > 16 {
            return None;
        }
        let error = place.error_at(
            at..at.saturating_add("there is".len()),
            "`there is` begins no condition",
        );
        return Some(error.help("write `(some p in LIST satisfies …)`, as in `(some p in item.parts satisfies …)`"));
    }
    let (words, from) = if matches!(variable, "for") && place.expects_value() {
        let rest = place.rest().get("for".len()..)?.trim_start();
        let word = ident_at(rest);
        let begins = place.at.saturating_add(place.rest().len().saturating_sub(rest.len()));
        start = place.at;
        (word, begins.saturating_add(word.len()))
    } else {
        (previous, place.at)
    };
    let instead = match words {
        "any" | "exists" | "exist" | "one" | "there" => "some",
        word if all(word) || matches!(word, "every") && start == place.at => "every",
        "none" | "without" => "no",
        _ => return None,
    };
    let rest = place.condition_from(from).trim_start();
    let name = ident_at(rest);
    if !goes_on(rest.get(name.len()..)?) {
        return None;
    }
    let rest = if rest.contains(" satisfies ") {
        rest.to_owned()
    } else {
        rest.replacen(", ", " satisfies ", 1)
    };
    let written = place.whole.get(start..from)?.trim();
    let error = place.error_at(
        start..start.saturating_add(written.len()),
        format!("`{written}` begins no condition"),
    );
    Some(error.help(format!("write `({instead} {})`", text::brief(&rest))))
}

/// `some p in xs where C`, `some p in xs has C`, `some p in xs such that C`
pub(super) fn satisfies(place: &Place<'_>) -> Option<Diagnostic> {
    if !place.expects(Rule::k_satisfies) {
        return None;
    }
    let word = ident_at(place.rest());
    let after = |word: &str| place.rest().get(word.len()..).unwrap_or("").trim_start();
    let words = match word {
        "such" if ident_at(after(word)) == "that" => "such that",
        "has" | "have" | "with" | "whose" | "which" | "that" | "is" | "if" | "when" | "having" => word,
        "" if place.word == ":" || place.word == "," => place.word,
        _ => return filter_for_condition(place),
    };
    let end = place.at.saturating_add(words.len());
    let rest = place.condition_from(end).trim_start();
    let error = place.error_at(place.at..end, format!("`{words}` stands where `satisfies` belongs"));
    Some(error.help(format!("write `satisfies {}`", text::brief(rest))))
}

/// `some p in xs where C`
fn filter_for_condition(place: &Place<'_>) -> Option<Diagnostic> {
    let before = place.before();
    let (start, word) = ["some ", "every ", "no "]
        .into_iter()
        .filter_map(|word| Some((before.rfind(word)?, word)))
        .max()?;
    let text = before.get(start..)?.trim_end();
    let (list, condition) = text.split_once(" where ")?;
    let at = place.item.start.saturating_add(start);
    let error = place.error_at(
        at..at.saturating_add(word.trim_end().len()),
        format!("`{}` needs `satisfies`", word.trim_end()),
    );
    let instead = format!("{list} satisfies {condition}");
    Some(error.help(format!("write `{}`", text::brief(&instead))))
}
