//! Conditions as they are said in everyday speech or in another language, each with the words that the language has.
//!
//! The user's own text stands in the way out wherever it can be told.

use crate::diagnostic::Code;
use crate::diagnostic::Diagnostic;
use crate::source::Span;
use crate::syntax::grammar::Rule;
use crate::text;

use super::failure::Place;
use super::failure::ident_at;
use super::quantities::quantifier;
use super::quantities::satisfies;
use super::quantities::set_of_values;
use super::vocabulary;

/// All of them, the most particular first.
pub(super) const CHECKS: [fn(&Place<'_>) -> Option<Diagnostic>; 22] = [
    knowledge,
    sign_beside_is,
    unequal,
    or_equal,
    short_not,
    twice_is,
    between_to,
    on_day,
    within_days,
    part_of_amount,
    large_number,
    operator_word,
    of_something,
    set_of_values,
    quantifier,
    satisfies,
    hard_word_read,
    another_if,
    unfinished_if,
    joins_nothing,
    conclusion,
    compared_by_word,
];

/// `origin is unknown`: no operator sees whether a fact is known.
fn knowledge(place: &Place<'_>) -> Option<Diagnostic> {
    let testing = place.words.is_some_and(|item| matches!(item.word, "case" | "test"));
    if ident_at(place.rest()) != "unknown" || testing || !matches!(place.previous().1, "is" | "not") {
        return None;
    }
    let error = place.error("no rule asks whether a fact is known");
    Some(error.help(super::NO_TEST_OF_KNOWLEDGE))
}

/// `is > 5 USD`
fn sign_beside_is(place: &Place<'_>) -> Option<Diagnostic> {
    let signs = [
        (">=", "at least"),
        ("≥", "at least"),
        ("<=", "at most"),
        ("≤", "at most"),
        (">", "more than"),
        ("<", "less than"),
        ("==", ""),
        ("=", ""),
    ];
    let (start, previous) = place.previous();
    let (sign, words) = signs.into_iter().find(|(sign, _)| place.rest().starts_with(sign))?;
    if previous != "is" {
        return None;
    }
    let end = place.at.saturating_add(sign.len());
    let instead = if words.is_empty() {
        "is".to_owned()
    } else {
        format!("is {words}")
    };
    let rest = place.condition_from(end).trim_start();
    let span = Span::new(place.file, start, end);
    let error = Diagnostic::error(Code::R103, span, format!("`is` and `{sign}` both compare"));
    Some(
        error
            .help(format!("write `{instead} {}`", text::brief(rest)))
            .fix(span, instead),
    )
}

/// `<>`
fn unequal(place: &Place<'_>) -> Option<Diagnostic> {
    if !place.rest().starts_with('>') || !place.before().ends_with('<') {
        return None;
    }
    let span = Span::new(place.file, place.at.saturating_sub(1), place.at.saturating_add(1));
    Some(
        Diagnostic::error(Code::R103, span, "`<>` compares nothing")
            .help("write `is not`")
            .fix(span, "is not"),
    )
}

/// `greater than or equal to 5 USD`
fn or_equal(place: &Place<'_>) -> Option<Diagnostic> {
    let line = place.line().split(['\n', '\r']).next()?;
    let reached = place.at.saturating_sub(place.head);
    let found = line
        .match_indices(" or equal")
        .map(|(at, _)| at)
        .find(|at| reached <= at.saturating_add(10))?;
    let before = line.get(..found)?.trim_end_matches(" than");
    let word = before.rsplit(' ').next()?;
    let words = match word {
        "greater" | "more" | "larger" | "higher" | "bigger" => "is at least",
        "less" | "smaller" | "lower" | "fewer" => "is at most",
        "later" | "after" => "is on or after",
        "earlier" | "before" => "is on or before",
        _ => return None,
    };
    let start = place.head.saturating_add(before.len()).saturating_sub(word.len());
    let tail = line.get(found.saturating_add(" or equal".len())..)?;
    let to = if tail.starts_with(" to ") { " to".len() } else { 0 };
    let end = place
        .head
        .saturating_add(found)
        .saturating_add(" or equal".len())
        .saturating_add(to);
    let rest = place.condition_from(end).trim_start();
    let title = format!("`{}` compares nothing", place.whole.get(start..end)?);
    let help = format!("write `{words} {}`", text::brief(rest));
    Some(place.error_at(start..end, title).help(help))
}

/// `isn't`, `does not equal`, `does not exceed`
fn short_not(place: &Place<'_>) -> Option<Diagnostic> {
    let word = ident_at(place.rest());
    let after = place.rest().get(word.len()..)?;
    if after.starts_with("'t") && word.ends_with('n') {
        let end = place.at.saturating_add(word.len()).saturating_add(2);
        let rest = place.condition_from(end).trim_start();
        let error = place.error_at(place.at..end, format!("`{word}'t` is not written out"));
        return Some(error.help(format!("write `is not {}`", text::brief(rest))));
    }
    let words = match word {
        "equal" => "is not",
        "exceed" => "is at most",
        "reach" => "is less than",
        _ => return None,
    };
    let before = place.before().trim_end().strip_suffix("does not")?;
    let start = place.item.start.saturating_add(before.len());
    let end = place.at.saturating_add(word.len());
    let rest = place.condition_from(end).trim_start();
    Some(
        place
            .error_at(start..end, format!("`does not {word}` compares nothing"))
            .help(format!("write `{words} {}`", text::brief(rest)))
            .fix(Span::new(place.file, start, end), words),
    )
}

/// `is is CN`
fn twice_is(place: &Place<'_>) -> Option<Diagnostic> {
    if ident_at(place.rest()) != "is" || place.previous().1 != "is" {
        return None;
    }
    let rest = place.condition_from(place.at);
    Some(
        place
            .error("`is` stands twice")
            .help(format!("write `{}`", text::brief(rest))),
    )
}

/// `between 5 USD to 10 USD`
fn between_to(place: &Place<'_>) -> Option<Diagnostic> {
    let line = place.whole.get(place.head..place.at)?;
    let word = ident_at(place.rest());
    let dash = place.rest().starts_with('-');
    let (_, first) = line.rsplit_once("between ")?;
    if !(matches!(word, "to" | "until" | "through") || dash) || first.contains(" and ") {
        return None;
    }
    let length = if dash { 1 } else { word.len() };
    let end = place.at.saturating_add(length);
    let rest = place.condition_from(end).trim_start();
    let span = Span::new(place.file, place.at, end);
    let error = place.error_at(place.at..end, "`between` goes with `and`");
    Some(
        error
            .help(format!("write `between {} and {}`", first.trim(), text::brief(rest)))
            .fix(span, "and"),
    )
}

/// `is on 2026-11-10`
fn on_day(place: &Place<'_>) -> Option<Diagnostic> {
    let (start, previous) = place.previous();
    let day = place.rest().split([' ', '\n', '\r', ')', ',']).next()?;
    if previous != "on" || place.before_word(start) != "is" || !super::dates::is_day(day) {
        return None;
    }
    let end = place.at.saturating_add(day.len());
    Some(
        place
            .error_at(start..end, "a day is compared without `on`")
            .help(format!("write `is {day}`")),
    )
}

/// `is within 10 days after 2026-11-10`
fn within_days(place: &Place<'_>) -> Option<Diagnostic> {
    let (start, previous) = place.previous();
    let rest = place.condition_from(place.at);
    if previous != "within" || place.before_word(start) != "is" {
        return None;
    }
    let (time, day) = [" after ", " of ", " from ", " before "]
        .into_iter()
        .find_map(|word| rest.split_once(word))?;
    let help = if rest.contains(" before ") {
        format!("write `is on or after {day} - {time}`")
    } else {
        format!("write `is on or before {day} + {time}`")
    };
    Some(
        place
            .error_at(
                start..place.at.saturating_add(rest.len()),
                "a time span is compared by its last day",
            )
            .help(text::brief(&help)),
    )
}

/// `10% of shipment.value`
fn part_of_amount(place: &Place<'_>) -> Option<Diagnostic> {
    let before = place.before().trim_end();
    let percent = before.rsplit([' ', '\n', '(']).next()?;
    if ident_at(place.rest()) != "of" || !percent.ends_with('%') {
        return None;
    }
    let rest = place.condition_from(place.at.saturating_add(2)).trim_start();
    Some(
        place
            .error("`of` takes no part of an amount")
            .help(format!("write `{percent} * {}`", text::brief(rest)))
            .fix(place.span(), "*"),
    )
}

/// `5 million USD`, `5k USD`
fn large_number(place: &Place<'_>) -> Option<Diagnostic> {
    let (start, word) = place.previous();
    let zeros = match word {
        "thousand" | "k" => "000",
        "million" | "mio" | "mn" | "m" => "000000",
        "billion" | "bn" | "mrd" => "000000000",
        _ => return None,
    };
    let before = place.whole.get(place.item.start..start)?.trim_end();
    let digits = before.rsplit(|c: char| !c.is_ascii_digit() && c != '.').next()?;
    let unit = ident_at(place.rest());
    if digits.is_empty() || unit.is_empty() {
        return None;
    }
    let from = place
        .item
        .start
        .saturating_add(before.len())
        .saturating_sub(digits.len());
    let end = place.at.saturating_add(unit.len());
    let error = place.error_at(from..end, format!("`{word}` counts nothing"));
    Some(error.help(if digits.contains('.') {
        format!("write all digits of the amount, and `{unit}` behind them")
    } else {
        format!("write `{} {unit}`", text::group_digits(&format!("{digits}{zeros}")))
    }))
}

/// `item.price x 2`
fn operator_word(place: &Place<'_>) -> Option<Diagnostic> {
    let word = ident_at(place.rest());
    let (sign, more) = match word {
        "x" | "times" => ("*", ""),
        "multiplied" => ("*", " by"),
        "divided" => ("/", " by"),
        "plus" => ("+", ""),
        "minus" => ("-", ""),
        _ => return None,
    };
    let after = place.rest().get(word.len()..)?.strip_prefix(more)?;
    let operand = after.trim_start();
    if place.between_clauses() || !operand.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '(') {
        return None;
    }
    let end = place.at.saturating_add(word.len()).saturating_add(more.len());
    let span = Span::new(place.file, place.at, end);
    let operand = operand.split([' ', '\n', ')']).next()?;
    let left = place.before().trim_end().rsplit([' ', '\n', '(']).next()?;
    Some(
        place
            .error_at(place.at..end, format!("`{word}` calculates nothing"))
            .help(format!("write `{left} {sign} {operand}`"))
            .fix(span, sign),
    )
}

/// `the origin of item`
fn of_something(place: &Place<'_>) -> Option<Diagnostic> {
    let (start, previous) = place.previous();
    let mut words = place.rest().split([' ', '\n', ')']);
    let (field, of, owner) = (words.next()?, words.next()?, words.next()?);
    if previous != "the" || of != "of" || ident_at(field) != field || owner.is_empty() {
        return None;
    }
    let length = field.len().saturating_add(owner.len()).saturating_add(4);
    let end = place.at.saturating_add(length);
    let instead = format!("{owner}.{field}");
    Some(
        place
            .error_at(start..end, "a field stands behind a dot")
            .help(format!("write `{instead}`"))
            .fix(Span::new(place.file, start, end), instead),
    )
}

/// `for.price`, `satisfies is.origin is CN`: one of the words that are never a name, where it is read.
fn hard_word_read(place: &Place<'_>) -> Option<Diagnostic> {
    let word = ident_at(place.rest());
    let dotted = place.rest().get(word.len()..)?.starts_with('.');
    let (at, word) = if dotted && vocabulary::HARD.contains(&word) {
        (place.at, word)
    } else if word == "satisfies" {
        let line = place.whole.get(place.head..place.at)?;
        let (_, rest) = ["some ", "every ", "no "]
            .into_iter()
            .find_map(|quantity| line.rsplit_once(quantity))?;
        let named = ident_at(rest);
        if !vocabulary::HARD.contains(&named) {
            return None;
        }
        (place.head.saturating_add(line.len()).saturating_sub(rest.len()), named)
    } else {
        return None;
    };
    let span = Span::new(place.file, at, at.saturating_add(word.len()));
    let error = Diagnostic::error(Code::R111, span, format!("`{word}` is a word of the language"));
    Some(error.help(format!("call it `the_{word}`, here and where it is declared")))
}

/// `elif`
fn another_if(place: &Place<'_>) -> Option<Diagnostic> {
    let word = ident_at(place.rest());
    let (instead, length) = match word {
        "elif" | "elsif" | "elseif" | "elsewhen" => ("else if", word.len()),
        "otherwise" if place.expects(Rule::k_else) && place.before().contains("if ") => ("else", word.len()),
        _ => return None,
    };
    let end = place.at.saturating_add(length);
    let rest = place.line_from(end);
    let span = Span::new(place.file, place.at, end);
    let title = if word == "otherwise" {
        "an `if` goes on with `else`".to_owned()
    } else {
        format!("`{word}` is a word of another language")
    };
    Some(
        Diagnostic::error(Code::R107, span, title)
            .help(format!("write `{}`", text::brief(&format!("{instead}{rest}"))))
            .fix(span, instead),
    )
}

/// `if … then …` without `else`
fn unfinished_if(place: &Place<'_>) -> Option<Diagnostic> {
    let ends = place.word.is_empty() || place.word == ")" || place.between_clauses();
    if !ends || !place.expects(Rule::k_else) {
        return None;
    }
    let before = place.before();
    let start = before.rfind("if ")?;
    let text = before.get(start..)?;
    if !text.contains(" then ") || text.contains(" else ") {
        return None;
    }
    let at = place.item.start.saturating_add(start);
    let error = place.error_at(at..at.saturating_add(2), "an `if` without `else`");
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    Some(error.help(format!("say what holds if not: `{} else …`", text::brief(&line))))
}

/// `when a is CN and`, and nothing behind it
fn joins_nothing(place: &Place<'_>) -> Option<Diagnostic> {
    let (start, previous) = place.previous();
    let next = place.word.is_empty() || place.words.is_some_and(|item| item.clause(place.rest()).is_some());
    if !next || !matches!(previous, "and" | "or") || !place.expects_value() {
        return None;
    }
    let error = place.error_at(
        start..start.saturating_add(previous.len()),
        format!("`{previous}` joins nothing"),
    );
    Some(error.help("write the next condition behind it, or remove it"))
}

/// `then required`, `then licence is not required`
fn conclusion(place: &Place<'_>) -> Option<Diagnostic> {
    let (start, previous) = place.previous();
    if place.before_word(start) == "then"
        && place.expects(Rule::k_is)
        && (place.word.is_empty() || place.at == place.head)
    {
        let decision = decision_of(place.whole, previous).unwrap_or("DECISION");
        let error = place.error_at(
            start..start.saturating_add(previous.len()),
            format!("`{previous}` names no decision"),
        );
        return Some(error.help(format!("write `then {decision} is {previous}`")));
    }
    let concluded = ident_at(place.line()) == "then" || place.before().contains("then ");
    if ident_at(place.rest()) != "not" || previous != "is" || !concluded {
        return None;
    }
    let decision = place.before_word(start);
    let error = place.error("an outcome is concluded, never denied");
    Some(error.help(format!("say which outcome holds: `then {decision} is …`")))
}

/// The decision in this file that has this outcome.
fn decision_of<'t>(whole: &'t str, outcome: &str) -> Option<&'t str> {
    let mut decision = None;
    for line in whole.lines() {
        if !line.starts_with([' ', '\t']) && !line.is_empty() {
            decision = line.strip_prefix("decision ").map(ident_at);
        }
        if decision.is_some() && ident_at(line.trim_start()) == outcome {
            return decision;
        }
    }
    None
}

/// `is above 5 USD`, `price above 5 USD`, `is up to 5 USD`
fn compared_by_word(place: &Place<'_>) -> Option<Diagnostic> {
    let (start, previous) = place.previous();
    let word = ident_at(place.rest());
    let (at, word, end, meant) = if word == "to" && matches!(previous, "up" | "equal") {
        let words = if previous == "up" { "is at most" } else { "is" };
        let end = place.at.saturating_add(word.len());
        (start, previous, end, words)
    } else if let Some(meant) = vocabulary::order_word(word).filter(|_| !place.between_clauses()) {
        (place.at, word, place.at.saturating_add(word.len()), meant)
    } else {
        let meant = vocabulary::order_word(previous)?;
        (start, previous, start.saturating_add(previous.len()), meant)
    };
    let rest = place.condition_from(end).trim_start();
    let rest = ["than ", "with ", "to ", "of "]
        .into_iter()
        .find_map(|word| rest.strip_prefix(word))
        .unwrap_or(rest);
    if rest.is_empty() {
        return None;
    }
    let title = format!("`{word}` compares nothing");
    Some(
        place
            .error_at(at..at.saturating_add(word.len()), title)
            .help(format!("write `{meant} {}`", text::brief(rest))),
    )
}
