//! The words for what cannot be read: here for what the lowering refuses, beside it for what pest could not read.
//!
//! The grammar takes some mistakes on purpose, so that their message can show the way out. Of pest's failures only the
//! place and the rules tried there are used, never its text.

mod brackets;
mod dates;
mod edge;
mod everyday;
mod expected;
mod failure;
mod figures;
mod layout;
mod quantities;
mod signs;
mod slips;
#[cfg(test)]
mod tests;
mod vocabulary;

pub(super) use brackets::MixedJoiners;
pub(super) use brackets::NeedsBrackets;
pub(super) use brackets::ends_in_joined;
pub(super) use brackets::reading_needs_brackets;
pub(super) use dates::date_as_arithmetic;
pub(super) use dates::no_such_day;
pub(super) use edge::begins_clause;
pub(super) use edge::no_header;
pub(super) use edge::no_item;
pub(super) use failure::explain;
pub(super) use figures::figure_with_outcomes;
pub(super) use figures::fold_without_list;
pub(super) use figures::only_for_figures;
pub(super) use figures::otherwise_is_no_outcome;
pub(super) use signs::slip;
pub(super) use signs::too_deep;
pub(super) use signs::too_long;
pub(super) use vocabulary::first_words;
pub(super) use vocabulary::is_hard;

use crate::diagnostic::Code;
use crate::diagnostic::Diagnostic;
use crate::source::Span;
use crate::value::FaultKind;
use crate::value::FaultWords;

use super::ast::Ident;
use super::ast::Text;

/// What to write in place of a test of knowledge.
const NO_TEST_OF_KNOWLEDGE: &str = "leave it out: what is not known is never read as \"no\"; proof that a law asks for \
                                    is a fact of its own, as in `certificate is not none`";

/// The words about a text that is no number or no date.
fn unreadable(words: FaultWords, at: Span) -> Diagnostic {
    let code = if words.kind == FaultKind::Date {
        Code::R113
    } else {
        Code::R106
    };
    let start = at.range().start;
    let place = words.at.map_or(at, |part| {
        Span::new(
            at.file,
            start.saturating_add(part.start),
            start.saturating_add(part.end),
        )
    });
    let mut diagnostic = Diagnostic::error(code, place, words.title);
    if let Some(help) = words.help {
        diagnostic = diagnostic.help(help);
    }
    match words.instead {
        Some(instead) => diagnostic.fix(at, instead),
        None => diagnostic,
    }
}

/// A list that is picked from outside of tests.
pub(super) fn picked_in_a_rule(at: Span, list: &str) -> Diagnostic {
    Diagnostic::error(Code::R107, at, "only tests and cases pick one element of a list").help(format!(
        "say which elements are meant: `(some x in {list} satisfies …)`"
    ))
}

/// A rule without `then`: the number of the line of the next item, if there is one, and an example from this file.
pub(super) fn concludes_nothing(name: &Ident, next: Option<usize>, example: Option<(&str, Vec<&str>)>) -> Diagnostic {
    let before = match next {
        Some(line) => format!("no `then` before line {line}"),
        None => "no `then` before the end of the file".to_owned(),
    };
    let help = match example {
        None => "end it with `then`, a decision, `is` and an outcome: `then licence is required`".to_owned(),
        Some((decision, outcomes)) => {
            let first = outcomes.first().copied().unwrap_or_default();
            let others = outcomes.get(1..).unwrap_or_default();
            let others = if others.is_empty() {
                String::new()
            } else {
                format!(" (or {})", others.join(", "))
            };
            format!("end it with `then {decision} is {first}`{others}")
        }
    };
    Diagnostic::error(Code::R411, name.span, format!("rule `{}` concludes nothing", name.text))
        .here(before)
        .help(help)
}

/// A clause that stands twice.
pub(super) fn twice(words: &str, first: Span, second: Span) -> Diagnostic {
    Diagnostic::error(Code::R118, second, format!("`{words}` stands twice"))
        .here("here again")
        .label(first, "first here")
        .help(match words {
            "when" | "unless" => "join the two with `and` or with `or`",
            _ => "remove one of the two",
        })
}

/// A condition that `or` joins to others, with a citation of its own.
pub(super) fn limb_of_or(cite: Span) -> Diagnostic {
    Diagnostic::error(
        Code::R117,
        cite,
        "a citation behind a condition that `or` joins to others",
    )
    .here("only what `and` joins is cited one by one")
    .help("cite it on a line of its own, for the whole rule, or write a rule for each")
}

/// An item without its title.
pub(super) fn no_title(item: &str, name: &Ident, example: &str) -> Diagnostic {
    Diagnostic::error(Code::R119, name.span, format!("{item} `{}` has no title", name.text))
        .help(format!("write one in quotes behind its name: `{example}`"))
}

/// An item without a clause that it needs.
pub(super) fn missing(item: &str, name: &Ident, what: &str, help: &str) -> Diagnostic {
    Diagnostic::error(Code::R119, name.span, format!("{item} `{}` {what}", name.text)).help(help)
}

/// A unit in quotes that no number could be followed by.
pub(super) fn no_unit_behind_a_number(unit: &Text) -> Diagnostic {
    let title = format!("`{}` cannot stand behind a number", crate::text::brief(&unit.text));
    Diagnostic::error(Code::R321, unit.span, title)
        .help("a unit is letters, with digits at their end, and again behind a `/`: `m3`, `Wh/kg`")
}

/// Two names where a list goes on.
pub(super) fn comma_missing(before: &Ident, after: &Ident) -> Diagnostic {
    let gap = Span {
        start: before.span.end,
        end: before.span.end,
        ..before.span
    };
    let title = format!("a comma is missing between `{}` and `{}`", before.text, after.text);
    Diagnostic::error(Code::R107, after.span, title)
        .help(format!("write `{}, {}`", before.text, after.text))
        .fix(gap, ",")
}

/// A test without its name.
pub(super) fn test_without_name(at: Span) -> Diagnostic {
    Diagnostic::error(Code::R119, at, "a test has no name").help("say in quotes what it shows: `test \"exactly 0.1%\"`")
}

/// A property that does not say what it states.
pub(super) fn property_without_name(at: Span) -> Diagnostic {
    Diagnostic::error(Code::R119, at, "a property has no name")
        .help("say in quotes what it states: `property \"a larger share never frees\"`")
}

/// A property that states nothing, or two things.
pub(super) fn property_without_statement(at: Span) -> Diagnostic {
    Diagnostic::error(Code::R119, at, "a property states one thing")
        .help("write `when CONDITION always CONDITION`, or `as PATH rises, DECISION never becomes milder`")
}

/// A row with a blank cell.
pub(super) fn blank_cell(at: Span) -> Diagnostic {
    Diagnostic::error(Code::R120, at, "a cell is blank")
        .help("write `none` if there is none, `unknown` if nobody read it")
}

/// A row that is longer or shorter than its heading.
pub(super) fn wrong_cells(row: Span, found: usize, expected: usize) -> Diagnostic {
    Diagnostic::error(
        Code::R120,
        row,
        format!("this row has {found} cells, its heading {expected}"),
    )
    .help("a row has one cell for each name in the heading")
}

/// A clause that stands above the versions and in them.
pub(super) fn above_its_versions(word: &str, version: Span) -> Diagnostic {
    Diagnostic::error(
        Code::R118,
        version,
        format!("`{word}` stands above the versions and in a version"),
    )
    .here("what stands above the first version holds for all of them")
    .help(format!("write `{word}` above them, or in each of them"))
}

/// A clause of the whole item below its versions.
pub(super) fn below_the_versions(at: Span, version: Span) -> Diagnostic {
    Diagnostic::error(Code::R118, at, "this clause stands below the versions")
        .here("it holds for all of them")
        .label(version, "a version runs to the next one, or to the end")
        .help("what holds for all versions stands above the first")
}

/// A version that says nothing.
pub(super) fn version_without(name: &Ident, version: Span, what: &str, help: &str) -> Diagnostic {
    Diagnostic::error(Code::R119, version, format!("a version of `{}` {what}", name.text))
        .help(format!("end it with `{help}`"))
}

/// `narrowest wins` beside `latest … on or before`.
pub(super) fn nearest_twice(at: Span) -> Diagnostic {
    Diagnostic::error(Code::R118, at, "a key has one column in which the nearest row counts")
        .here("the second one")
        .help("let the narrowest code win, or the latest day, not both")
}

/// A heading that is no name.
pub(super) fn no_heading(at: Span) -> Diagnostic {
    Diagnostic::error(Code::R120, at, "the first row is the heading: names only")
}

/// The heading of a decision table.
pub(super) fn decision_heading(row: Span, names: &[&str]) -> Diagnostic {
    Diagnostic::error(
        Code::R120,
        row,
        "the heading does not name the inputs and outputs in their order",
    )
    .help(format!("write `| {} |`", names.join(" | ")))
}

/// A heading with nothing below it.
pub(super) fn heading_without_rows(at: Span) -> Diagnostic {
    Diagnostic::error(Code::R120, at, "there is no row below the heading")
}

/// A row that can never be reached.
pub(super) fn row_below_else(row: Span, other: Span) -> Diagnostic {
    Diagnostic::error(Code::R120, row, "a row below `else`")
        .label(other, "this row is for everything that no other row covers")
        .help("`else` stands last")
}

/// `else` with a cell for each input.
pub(super) fn else_once(row: Span) -> Diagnostic {
    Diagnostic::error(Code::R120, row, "`else` stands once, for all inputs together")
        .help("write `| else | … |`, with one result for each output")
}

/// `else` in the middle of a row.
pub(super) fn else_inside(cell: Span) -> Diagnostic {
    Diagnostic::error(Code::R120, cell, "`else` begins a row and stands for all its inputs")
        .help("where every value of this input fits, write `any`")
}

/// `any` or a bound as a result.
pub(super) fn no_result(cell: Span) -> Diagnostic {
    Diagnostic::error(Code::R120, cell, "this is no result").help("below an output write one value, or a calculation")
}

/// The heading of a choice by several readings.
pub(super) fn reading_heading(row: Span, readings: &[Ident]) -> Diagnostic {
    let names: Vec<&str> = readings.iter().map(|reading| &*reading.text).collect();
    Diagnostic::error(Code::R120, row, "the heading does not name the readings")
        .help(format!("| {} | value |", names.join(" | ")))
}

/// A cell where a choice belongs.
pub(super) fn no_choice(at: Span, text: &str) -> Diagnostic {
    Diagnostic::error(Code::R120, at, format!("`{text}` is no choice of a reading")).help("write a choice, or `any`")
}

/// `if any` where it says nothing.
pub(super) fn if_any_without_every(at: Span) -> Diagnostic {
    Diagnostic::error(Code::R107, at, "`if any` belongs to `every`").help("remove it")
}

/// A level of a classification with more digits than can be.
pub(super) fn level_too_large(at: Span) -> Diagnostic {
    Diagnostic::error(Code::R106, at, "no code is that long")
}

/// `{` without `}`.
pub(super) fn open_insertion(at: Span) -> Diagnostic {
    Diagnostic::error(Code::R107, at, "`{` without `}`").help("close it: `{cn_share(item)}`")
}

/// What stands in braces cannot be read.
pub(super) fn no_insertion(at: Span, text: &str) -> Diagnostic {
    Diagnostic::error(Code::R107, at, format!("`{text}` is nothing that can be inserted"))
        .help("write a name, a field or a call in braces: `{cn_share(item)}`")
}

/// A claim about a state of what cannot have one.
pub(super) fn no_rule_name(at: Span, text: &str) -> Diagnostic {
    Diagnostic::error(
        Code::R107,
        at,
        format!("`{text}` is no name of a rule, a decision or an obligation"),
    )
}
