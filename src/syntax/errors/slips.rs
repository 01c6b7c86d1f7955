//! The likely slips: each looks at the place where pest stopped and says what it sees there, or nothing.

use crate::diagnostic::Code;
use crate::diagnostic::Diagnostic;
use crate::source::Span;
use crate::syntax::grammar::Rule;
use crate::text;

use super::dates;
use super::expected;
use super::failure::Place;
use super::failure::how_written;
use super::failure::ident_at;
use super::failure::skip_blanks;
use super::failure::word_at;
use super::signs;
use super::vocabulary;

/// All of them, the most particular first.
pub(super) const CHECKS: [fn(&Place<'_>) -> Option<Diagnostic>; 14] = [
    until,
    |place| dates::at_place(place.file, place.whole, place.at),
    no_date,
    |place| signs::number_at_place(place.file, place.whole, place.at),
    |place| signs::at_place(place.file, place.whole, place.at),
    item_inside,
    foreign_clause,
    open_row,
    bracket,
    hard_word,
    unfinished_clause,
    unknown_clause,
    meant_otherwise,
    missing_word,
];

/// `until`, `through`
fn until(place: &Place<'_>) -> Option<Diagnostic> {
    let word = ident_at(place.rest());
    let rest = place.rest().strip_prefix(word)?.trim_start();
    let token = word_at_dashes(rest);
    let written = token.starts_with(|c: char| c.is_ascii_digit()) && token.contains(['-', '/', '.']);
    let dated = written || spelled_at(rest).is_some() || ident_at(rest) == "according";
    if !matches!(word, "until" | "till" | "through" | "to") || !dated {
        return None;
    }
    let day = match spelled_at(rest) {
        _ if ident_at(rest) == "according" => "…",
        Some(spelled) => spelled,
        None => token,
    };
    let at = Span::new(place.file, place.at, place.at.saturating_add(word.len()));
    let title = format!("`{word}` does not say whether the day is inside");
    Some(Diagnostic::error(Code::R112, at, title).help(format!("`last day {day}` if it is, `before {day}` if not")))
}

/// A date as written, whatever its signs.
fn word_at_dashes(text: &str) -> &str {
    text.split(|c: char| c.is_whitespace() || c == ',').next().unwrap_or("")
}

/// A date with the name of its month, at the beginning of a text.
fn spelled_at(text: &str) -> Option<&str> {
    let line = text.split(['\n', '\r']).next().unwrap_or("");
    let end = line.match_indices(' ').nth(2).map(|(end, _)| end);
    let spelled = end.and_then(|end| line.get(..end)).unwrap_or(line);
    dates::is_spelled_out(spelled).then_some(spelled)
}

/// Something else where nothing but a date may stand.
fn no_date(place: &Place<'_>) -> Option<Diagnostic> {
    let dated = place.expects(Rule::date) || place.expects(Rule::dates);
    if !dated || place.expects_value() || place.word.is_empty() {
        return None;
    }
    let rest = place.rest();
    let token = spelled_at(rest).unwrap_or_else(|| word_at_dashes(rest));
    let at = Span::new(place.file, place.at, place.at.saturating_add(token.len()));
    dates::no_such_day(token, at)
}

/// An item that is indented, so that it belongs to the one above.
fn item_inside(place: &Place<'_>) -> Option<Diagnostic> {
    let line = place.line();
    let word = ident_at(line);
    if place.head == place.item.start || !vocabulary::item_words().any(|item| item == word) {
        return None;
    }
    let rest = line.strip_prefix(word)?;
    let name = if rest.starts_with([' ', '\t']) {
        ident_at(rest.trim_start_matches([' ', '\t']))
    } else {
        ""
    };
    let end = place
        .head
        .saturating_add(word.len())
        .saturating_add(name.len())
        .saturating_add(2);
    let own = place.words.is_some_and(|item| item.clause(line).is_some());
    if name.is_empty() || place.at > end || own {
        return None;
    }
    let at = Span::new(place.file, place.head, place.head.saturating_add(word.len()));
    let line_start = place
        .whole
        .get(..place.head)
        .map_or(0, |text| text.trim_end_matches([' ', '\t']).len());
    let title = format!(
        "`{word} {name}` is indented, so it would be a part of {}",
        place.phrase()
    );
    Some(
        Diagnostic::error(Code::R117, at, title)
            .help(format!("write `{word}` at the beginning of the line"))
            .fix(Span::new(place.file, line_start, place.head), ""),
    )
}

/// A clause of another kind of item.
fn foreign_clause(place: &Place<'_>) -> Option<Diagnostic> {
    let item = place.words?;
    let line = place.line();
    if place.head == place.item.start || item.clause(line).is_some() {
        return None;
    }
    let owners = vocabulary::owners(line);
    let (_, clause) = owners.first()?;
    let reach = place.head.saturating_add(clause.len());
    if place.at > skip_blanks(place.whole, reach) {
        return None;
    }
    let phrases: Vec<&str> = owners.iter().take(3).map(|(owner, _)| owner.phrase).collect();
    let at = Span::new(place.file, place.head, reach);
    Some(
        Diagnostic::error(Code::R117, at, format!("`{clause}` is no clause of {}", item.phrase))
            .here(format!("it belongs to {}", text::list_or(&phrases)))
            .help(how_written(item)),
    )
}

/// A row between bars without its last bar.
fn open_row(place: &Place<'_>) -> Option<Diagnostic> {
    let before = place.before().trim_end();
    let start = before.rfind(['\n', '\r']).map_or(0, |end| end.saturating_add(1));
    let row = before.get(start..)?.trim_start();
    if !place.expects(Rule::k_bar) || !row.starts_with('|') || place.at != place.head && !place.word.is_empty() {
        return None;
    }
    let end = place.item.start.saturating_add(before.len());
    let at = Span::new(place.file, end.saturating_sub(row.len()), end);
    Some(Diagnostic::error(Code::R120, at, "this row has no bar at its end").help("end it with `|`"))
}

/// A bracket that is not closed, or one that closes nothing.
fn bracket(place: &Place<'_>) -> Option<Diagnostic> {
    let open = open_brackets(place.before());
    let first = place.word.chars().next();
    if matches!(first, Some(')' | ']' | '}')) && open.is_empty() {
        let title = format!("`{}` closes nothing", place.word);
        return Some(place.error(title).help("remove it, or open a bracket before"));
    }
    let &(last, sign) = open.last()?;
    let ends = place.word.is_empty() || place.words.is_some_and(|item| item.clause(place.rest()).is_some());
    if !ends {
        return None;
    }
    let at = place.item.start.saturating_add(last);
    let closing = match sign {
        '(' => ')',
        '[' => ']',
        _ => '}',
    };
    let error = Diagnostic::error(
        Code::R107,
        Span::new(place.file, at, at.saturating_add(1)),
        format!("`{sign}` is not closed"),
    );
    Some(error.help(format!("close it with `{closing}`")))
}

/// The brackets that stand open at the end of a text.
fn open_brackets(text: &str) -> Vec<(usize, char)> {
    let mut open = Vec::new();
    let (mut quoted, mut comment) = (false, false);
    for (at, sign) in text.char_indices() {
        match sign {
            '\n' | '\r' => (quoted, comment) = (false, false),
            _ if comment => {}
            '"' => quoted = !quoted,
            _ if quoted => {}
            '#' => comment = true,
            '(' | '[' | '{' => open.push((at, sign)),
            ')' | ']' | '}' => {
                open.pop();
            }
            _ => {}
        }
    }
    open
}

/// One of the words that are never a name, where a name belongs.
fn hard_word(place: &Place<'_>) -> Option<Diagnostic> {
    let word = ident_at(place.rest());
    let wanted = expected::words(&place.expected);
    let names = ["a name", "a choice and its text in quotes"];
    if !vocabulary::HARD.contains(&word) || !wanted.iter().any(|words| names.contains(&words.as_str())) {
        return None;
    }
    let at = Span::new(place.file, place.at, place.at.saturating_add(word.len()));
    let other = match word {
        "none" => "no_value",
        "unknown" => "not_known",
        "true" => "yes",
        "false" => "no_",
        "in" => "inside",
        "for" => "meant_for",
        _ => "another word",
    };
    let help = if other == "another word" {
        "call it by another word".to_owned()
    } else {
        format!("call it `{other}`")
    };
    Some(Diagnostic::error(Code::R111, at, format!("`{word}` is a word of the language")).help(help))
}

/// `licence is required` without `then`, a condition without `and`.
fn unfinished_clause(place: &Place<'_>) -> Option<Diagnostic> {
    let item = place.words?;
    let rest = place.rest();
    let subject = word_at(rest);
    let then = rest.strip_prefix(subject)?.trim_start();
    if !item.clauses.contains(&"when")
        || ident_at(then) != "is"
        || !subject.starts_with(|c: char| c.is_ascii_alphabetic())
    {
        return None;
    }
    let after = then.strip_prefix("is").map_or("", |after| ident_at(after.trim_start()));
    if item.clauses.contains(&"then") && !has_word(place.whole.get(place.item.clone()).unwrap_or(""), "then") {
        let title = format!("`then` is missing before `{subject} is {after}`");
        return Some(place.error(title).help(format!("write `then {subject} is {after}`")));
    }
    let title = format!("`{subject} is …` is joined to nothing");
    Some(
        place
            .error(title)
            .help("write `and` or `or` before it, if it is one condition with what stands above"),
    )
}

fn has_word(text: &str, word: &str) -> bool {
    text.split(|c: char| !c.is_ascii_alphanumeric() && c != '_')
        .any(|found| found == word)
}

/// A line that begins with no clause of any item.
fn unknown_clause(place: &Place<'_>) -> Option<Diagnostic> {
    let item = place.words?;
    let word = ident_at(place.rest());
    if !place.between_clauses() || item.clauses.is_empty() || word.is_empty() {
        return None;
    }
    let at = Span::new(place.file, place.at, place.at.saturating_add(word.len()));
    let error = Diagnostic::error(Code::R107, at, format!("`{word}` begins no clause of {}", item.phrase));
    if item.phrase == "a group" && word.chars().take(2).all(|letter| letter.is_ascii_uppercase()) {
        return Some(error.help("members go on after a comma: end the line above with `,`"));
    }
    let clauses = || item.clauses.iter().chain(vocabulary::COMMON).copied();
    let rest = place.line_from(place.at.saturating_add(word.len()));
    let rest = rest.strip_prefix(" aside").unwrap_or(rest);
    let written = |clause: &str| format!("write `{}`", text::brief(&format!("{clause}{rest}")));
    let meant = vocabulary::CLAUSE_MEANT
        .iter()
        .find(|(other, clause)| *other == word && (clauses().any(|own| own == *clause) || *clause == "and"));
    if let Some((_, clause)) = meant {
        return Some(error.help(written(clause)).fix(at, *clause));
    }
    let day = word_at_dashes(rest.trim_start());
    if clauses().any(|own| own == "from") && dates::is_day(day) {
        return Some(error.help(format!(
            "the first day in force: `from {day}`; the last: `last day {day}`"
        )));
    }
    let mut first: Vec<&str> = clauses().filter_map(|clause| clause.split(' ').next()).collect();
    first.extend(["and", "or"]);
    let close = text::did_you_mean(word, first);
    let whole: Vec<&str> = close
        .iter()
        .map(|near| {
            clauses()
                .find(|own| own.split(' ').next() == Some(near))
                .unwrap_or(near)
        })
        .collect();
    Some(match whole.as_slice() {
        [] => error.help(how_written(item)),
        [one] if one.contains(' ') => error.help(format!("write `{one} …`")),
        _ => error.help(format!("did you mean {}?", text::list_or(&text::quoted(&whole)))),
    })
}

/// Words of everyday speech for which the language has others.
fn meant_otherwise(place: &Place<'_>) -> Option<Diagnostic> {
    let before = place.before().trim_end();
    if let Some(answer) = negated_order(place, before).or_else(|| several_values(place, before)) {
        return Some(answer);
    }
    let word = ident_at(place.rest());
    let (at, word) = if matches!(word, "than" | "to") {
        let last = before.rsplit(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or("");
        (
            place.item.start.saturating_add(before.len()).saturating_sub(last.len()),
            last,
        )
    } else {
        (place.at, word)
    };
    let at = Span::new(place.file, at, at.saturating_add(word.len()));
    if word == "apply" {
        let error = Diagnostic::error(Code::R107, at, "`does not apply` is said otherwise");
        return Some(error.help("write `not` before it: `not foreign_made applies`"));
    }
    let (_, meant) = vocabulary::MEANT.iter().find(|(other, _)| *other == word)?;
    let error = Diagnostic::error(Code::R107, at, format!("`{word}` compares nothing"));
    Some(match *meant {
        "x is in LIST" => error.help("write `x is in LIST`, or `(some x in LIST satisfies …)`"),
        meant => error.help(format!("write `{meant}`")),
    })
}

/// `is between 1 and 2`, `is one of {a, b}` where one value is stated.
fn several_values(place: &Place<'_>, before: &str) -> Option<Diagnostic> {
    let test = place.words.is_some_and(|item| matches!(item.word, "case" | "test"));
    let last = before.rsplit(char::is_whitespace).next()?;
    let one_of = last == "one" && ident_at(place.rest()) == "of";
    if !test || !(last == "between" || one_of) {
        return None;
    }
    let words = if one_of { "one of" } else { "between" };
    let error = place.error(format!("`{words}` states no single value"));
    Some(error.help("state one value, or `unknown`, and expect one"))
}

/// `is not at least`
fn negated_order(place: &Place<'_>, before: &str) -> Option<Diagnostic> {
    const ORDERS: &[(&str, &str)] = &[
        ("at least", "is less than"),
        ("at most", "is more than"),
        ("more than", "is at most"),
        ("less than", "is at least"),
        ("on or before", "is after"),
        ("on or after", "is before"),
        ("before", "is on or after"),
        ("after", "is on or before"),
    ];
    let line: String = format!("{before} {}", place.rest().split(['\n', '\r']).next().unwrap_or(""));
    let line = line.split_whitespace().collect::<Vec<_>>().join(" ");
    let near = before.rsplit(' ').take(3).any(|word| word == "not");
    let (order, other) = ORDERS
        .iter()
        .find(|(order, _)| near && line.contains(&format!("is not {order}")))?;
    let (_, value) = line.rsplit_once(&format!("is not {order}"))?;
    let value = value
        .split(" and ")
        .next()
        .unwrap_or("")
        .split(" or ")
        .next()
        .unwrap_or("");
    Some(
        place
            .error(format!("`is not {order}` has words of its own"))
            .help(format!("write `{}`", text::brief(&format!("{other}{value}")))),
    )
}

/// `is` left out between two values.
fn missing_word(place: &Place<'_>) -> Option<Diagnostic> {
    let first = place.word.chars().next()?;
    let value = first.is_ascii_alphanumeric() || first == '"';
    let before = place.before().trim_end();
    let after_value = before.ends_with(|c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | ')' | '"' | ']'));
    if !(place.expects(Rule::is_tail) || place.expects(Rule::k_is) || place.expects(Rule::claim_tail)) {
        return None;
    }
    if !value || !after_value {
        return None;
    }
    let title = format!("`is` is missing before `{}`", text::brief(place.word));
    let rest = text::brief(place.condition_from(place.at));
    Some(place.error(title).help(format!("write `is {rest}`")))
}
