//! The words for what the lowering refuses.
//!
//! The grammar takes some mistakes on purpose, so that their message can show the way out; pest's own texts are never
//! shown.

use crate::diagnostic::Code;
use crate::diagnostic::Diagnostic;
use crate::source::Span;

use super::ast::Ident;
use super::grammar::Node;
use super::grammar::Rule;
use super::lower::Lower;

/// `and` and `or` stand side by side.
pub(super) struct MixedJoiners {
    at: Span,
    label: &'static str,
    or_first: String,
    and_first: String,
}

impl MixedJoiners {
    /// From the `logic` that holds both.
    pub(super) fn new(lower: &Lower<'_>, node: Node<'_>) -> MixedJoiners {
        let whole = lower.span(&node);
        let mut operands: Vec<Span> = Vec::new();
        let mut ors: Vec<bool> = Vec::new();
        for part in node.into_inner() {
            if part.as_rule() == Rule::joiner {
                ors.push(part.as_str().starts_with("or"));
            } else {
                operands.push(lower.span(&part));
            }
        }
        let change = ors.windows(2).position(|pair| pair.first() != pair.last()).unwrap_or(0);
        let label = if ors.get(change) == Some(&true) {
            "with `or`, or with `and`?"
        } else {
            "with `and`, or with `or`?"
        };
        let texts: Vec<String> = operands.iter().map(|&operand| lower.one_line(operand)).collect();
        MixedJoiners {
            at: operands.get(change.saturating_add(1)).copied().unwrap_or(whole),
            label,
            or_first: bracketing(&texts, &ors, true),
            and_first: bracketing(&texts, &ors, false),
        }
    }
}

/// The operands on one line, with brackets around each run that `or` (or `and`) joins.
fn bracketing(texts: &[String], ors: &[bool], inner: bool) -> String {
    let mut line = String::new();
    for (index, text) in texts.iter().enumerate() {
        let before = index.checked_sub(1).and_then(|before| ors.get(before)).copied();
        let after = ors.get(index).copied();
        if let Some(or) = before {
            line.push_str(if or { " or " } else { " and " });
        }
        if after == Some(inner) && before != Some(inner) {
            line.push('(');
        }
        line.push_str(text);
        if before == Some(inner) && after != Some(inner) {
            line.push(')');
        }
    }
    line
}

impl From<MixedJoiners> for Diagnostic {
    fn from(fault: MixedJoiners) -> Diagnostic {
        Diagnostic::error(Code::R108, fault.at, "`and` stands beside `or` without brackets")
            .here(fault.label)
            .help(fault.or_first)
            .help(fault.and_first)
    }
}

/// An aggregate, a quantifier, `if` or a choice by reading beside something else.
pub(super) struct NeedsBrackets {
    at: Span,
    what: &'static str,
    text: String,
}

impl NeedsBrackets {
    /// From the `loose`.
    pub(super) fn new(lower: &Lower<'_>, node: Node<'_>) -> NeedsBrackets {
        let at = lower.span(&node);
        let what = match node.into_inner().next().map(|inner| inner.as_rule()) {
            Some(Rule::conditional) => "an `if`",
            Some(Rule::quantifier) => "a `some` or `every`",
            Some(Rule::aggregate) => "a sum",
            _ => "a choice by reading",
        };
        NeedsBrackets {
            at,
            what,
            text: lower.one_line(at),
        }
    }
}

impl From<NeedsBrackets> for Diagnostic {
    fn from(fault: NeedsBrackets) -> Diagnostic {
        Diagnostic::error(Code::R109, fault.at, format!("{} here needs brackets", fault.what))
            .help(format!("({})", fault.text))
    }
}

/// Whether what follows `where` or `satisfies` at the end is joined by `and` or `or`.
pub(super) fn ends_in_joined(node: &Node<'_>) -> bool {
    let last = node
        .clone()
        .into_inner()
        .next()
        .and_then(|inner| inner.into_inner().last());
    let logic = match last {
        Some(last) if last.as_rule() == Rule::logic => Some(last),
        Some(last) if last.as_rule() == Rule::list => {
            let filter = last.into_inner().last();
            let where_ = filter.and_then(|filter| match filter.as_rule() {
                Rule::not_inside => filter.into_inner().last(),
                Rule::r#where => Some(filter),
                _ => None,
            });
            where_.and_then(|filter| filter.into_inner().last())
        }
        _ => None,
    };
    logic.is_some_and(|logic| logic.into_inner().any(|part| part.as_rule() == Rule::joiner))
}

/// A condition on a reading beside another condition.
pub(super) fn reading_needs_brackets(at: Span, text: &str) -> Diagnostic {
    Diagnostic::error(
        Code::R109,
        at,
        "a condition on a reading needs brackets beside another condition",
    )
    .help(format!("({text})"))
    .fix(at, format!("({text})"))
}

/// Brackets or operators beyond the limit.
pub(super) fn too_deep(at: Span) -> Diagnostic {
    Diagnostic::error(Code::R110, at, "this is nested too deep")
        .help("make a definition of a part of it, and use its name here")
}

/// A list that is picked from outside of tests.
pub(super) fn picked_in_a_rule(at: Span) -> Diagnostic {
    Diagnostic::error(Code::R107, at, "only tests and cases pick one element of a list")
        .help("say which elements are meant: `some x in … satisfies …`")
}

/// A clause that stands twice.
pub(super) fn twice(words: &str, first: Span, second: Span) -> Diagnostic {
    Diagnostic::error(Code::R118, second, format!("`{words}` stands twice"))
        .here("here again")
        .label(first, "first here")
        .help("remove one of the two, or join them")
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

/// A test without its name.
pub(super) fn test_without_name(at: Span) -> Diagnostic {
    Diagnostic::error(Code::R119, at, "a test has no name").help("say in quotes what it shows: `test \"exactly 0.1%\"`")
}

/// A row with a blank cell.
pub(super) fn blank_cell(at: Span, row: Span) -> Diagnostic {
    Diagnostic::error(Code::R120, if at.start == at.end { row } else { at }, "a cell is blank")
        .help("write `none`, `unknown` or `any`, whichever is meant")
}

/// A row that is longer or shorter than its heading.
pub(super) fn wrong_cells(row: Span, found: usize, expected: usize) -> Diagnostic {
    Diagnostic::error(
        Code::R120,
        row,
        format!("this row has {found} cells, its heading {expected}"),
    )
}

/// A heading that is no name.
pub(super) fn no_heading(at: Span) -> Diagnostic {
    Diagnostic::error(Code::R120, at, "the first row is the heading: names only")
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

/// A cell where a date belongs.
pub(super) fn no_date(at: Span, text: &str) -> Diagnostic {
    Diagnostic::error(Code::R113, at, format!("`{text}` is no date")).help("write `2026-11-10`, or `open`")
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

/// Whether a text has the form `2026-11-10`.
pub(super) fn looks_like_a_date(text: &str) -> bool {
    let form = |(index, c): (usize, char)| {
        if matches!(index, 4 | 7) {
            c == '-'
        } else {
            c.is_ascii_digit()
        }
    };
    text.len() == 10 && text.char_indices().all(form)
}

/// A date that is in no calendar.
pub(super) fn no_such_day(text: &str, at: Span) -> Option<Diagnostic> {
    let mut numbers = text.split('-').map(|piece| piece.parse::<u32>().unwrap_or(0));
    let (year, month, day) = (numbers.next()?, numbers.next()?, numbers.next()?);
    let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    let last = match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if leap => 29,
        2 => 28,
        _ => 0,
    };
    if year > 0 && (1..=last).contains(&day) {
        return None;
    }
    Some(
        Diagnostic::error(Code::R113, at, format!("there is no day `{text}`"))
            .help("a date is year-month-day: `2026-11-10`"),
    )
}

/// Arithmetic that was meant as a date: `2026-1-5`, `10/11/2026`.
pub(super) fn date_as_arithmetic(node: &Node<'_>, at: Span) -> Option<Diagnostic> {
    let text = node.as_str().trim();
    if looks_like_a_date(text) {
        return None;
    }
    let sign = if text.contains('/') { '/' } else { '-' };
    let pieces: Vec<&str> = text.split(sign).collect();
    let digits = |piece: &&str| !piece.is_empty() && piece.len() <= 4 && piece.bytes().all(|b| b.is_ascii_digit());
    let year = |piece: Option<&&str>| piece.is_some_and(|piece| piece.len() == 4);
    if text.len() > 10
        || pieces.len() != 3
        || !pieces.iter().all(digits)
        || !(year(pieces.first()) || year(pieces.last()))
    {
        return None;
    }
    Some(
        Diagnostic::error(Code::R113, at, format!("`{text}` is no date"))
            .help("a date is year-month-day: `2026-11-10`"),
    )
}
