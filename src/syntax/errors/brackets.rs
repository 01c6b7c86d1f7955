//! What needs brackets: `and` beside `or`, and what may go on over the words that follow it.
//!
//! Both ways of putting the brackets are shown, in the user's own words on one line, because only he knows which one
//! the law means.

use crate::diagnostic::Code;
use crate::diagnostic::Diagnostic;
use crate::source::Span;

use crate::syntax::grammar::Node;
use crate::syntax::grammar::Rule;
use crate::syntax::lower::Lower;

/// `and` and `or` stand side by side.
pub(in crate::syntax) struct MixedJoiners {
    at: Span,
    label: &'static str,
    or_first: String,
    and_first: String,
}

impl MixedJoiners {
    /// From the `logic` that holds both.
    pub(in crate::syntax) fn new(lower: &Lower<'_>, node: Node<'_>) -> MixedJoiners {
        let whole = lower.span(&node);
        let mut operands: Vec<Span> = Vec::new();
        let mut ors: Vec<bool> = Vec::new();
        for part in node.into_inner() {
            if part.as_rule() == Rule::joiner {
                ors.push(part.as_str().starts_with("or"));
            } else if part.as_rule() != Rule::cite {
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

/// An aggregate, a quantifier, `if` or a choice by reading where its end cannot be seen.
pub(in crate::syntax) struct NeedsBrackets {
    /// Its first word.
    at: Span,
    what: &'static str,
    /// What it stands beside.
    beside: Beside,
    /// The whole condition with the brackets closed early, if that differs.
    short: Option<String>,
    /// The whole condition with all of it in brackets.
    long: String,
}

/// Where something loose stands.
enum Beside {
    /// It is compared with something.
    Compared,
    /// Another condition is joined to it.
    Joined,
    /// It is added, multiplied, a member of a set.
    Amount,
    /// It is all there is in `when` or the like.
    Alone,
}

impl NeedsBrackets {
    /// From the `loose`, in whatever is being lowered.
    pub(in crate::syntax) fn new(lower: &Lower<'_>, node: &Node<'_>) -> NeedsBrackets {
        let loose = lower.span(node);
        let whole = lower
            .whole
            .filter(|whole| whole.start <= loose.start && loose.end <= whole.end)
            .unwrap_or(loose);
        let rule = node.clone().into_inner().next().map(|inner| inner.as_rule());
        let after = slice(lower, loose.end, whole.end).trim_start();
        let ends = compares(after);
        let cut = cut(lower, node, rule).filter(|cut| *cut < loose.end && !ends);
        let swallowed = cut.map_or("", |cut| slice(lower, cut, loose.end).trim_start());
        let before = slice(lower, whole.start, loose.start).trim_end();
        NeedsBrackets {
            at: lower.head(loose, first_word(slice(lower, loose.start, loose.end))),
            what: kind(rule, slice(lower, loose.start, loose.end)),
            beside: beside(before, if swallowed.is_empty() { after } else { swallowed }),
            short: cut.map(|cut| bracketed(lower, whole, loose.start, cut)),
            long: bracketed(lower, whole, loose.start, loose.end),
        }
    }
}

impl From<NeedsBrackets> for Diagnostic {
    fn from(fault: NeedsBrackets) -> Diagnostic {
        let article = if fault.what.trim_start_matches('`').starts_with(['a', 'e', 'i']) {
            "an"
        } else {
            "a"
        };
        let title = match fault.beside {
            Beside::Compared => format!("{article} {} that is compared needs brackets", fault.what),
            Beside::Joined => format!("{article} {} beside another condition needs brackets", fault.what),
            Beside::Amount => format!("{article} {} beside other words needs brackets", fault.what),
            Beside::Alone => format!("{article} {} here needs brackets", fault.what),
        };
        let asks = format!("where does this {} end?", fault.what);
        let diagnostic = Diagnostic::error(Code::R109, fault.at, title);
        match fault.short {
            Some(short) => diagnostic.here(asks).help(short).help(fault.long),
            None => diagnostic.help(fault.long),
        }
    }
}

/// How a user calls it.
fn kind(rule: Option<Rule>, text: &str) -> &'static str {
    match (rule, first_word(text)) {
        (Some(Rule::conditional), _) => "`if`",
        (Some(Rule::by_reading), _) => "choice by reading",
        (_, "some") => "`some`",
        (_, "every") => "`every`",
        (_, "no") => "`no`",
        (_, "at") => "`at least one and every`",
        (_, "count") => "count",
        (_, "greatest") => "`greatest of`",
        (_, "least") => "`least of`",
        (_, "list") => "`list of`",
        _ => "sum",
    }
}

fn first_word(text: &str) -> &str {
    text.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or("")
}

fn beside(before: &str, after: &str) -> Beside {
    let next = first_word(after);
    if matches!(next, "and" | "or") || before.ends_with(" and") || before.ends_with(" or") || before.ends_with("not") {
        Beside::Joined
    } else if compares(after) {
        Beside::Compared
    } else if before.is_empty() && after.is_empty() {
        Beside::Alone
    } else if before.contains(" is") && !before.ends_with(['+', '-', '*', '/', ',']) {
        Beside::Compared
    } else {
        Beside::Amount
    }
}

/// Whether a comparison follows.
fn compares(after: &str) -> bool {
    first_word(after) == "is" || after.starts_with(['<', '>', '≤', '≥'])
}

/// The whole on one line, with brackets from here to there.
fn bracketed(lower: &Lower<'_>, whole: Span, from: u32, to: u32) -> String {
    let piece = |start, end| {
        lower.one_line(Span {
            file: whole.file,
            start,
            end,
        })
    };
    let spaced = |start, end| slice(lower, start, end).starts_with(char::is_whitespace);
    let before = piece(whole.start, from);
    let after = piece(to, whole.end);
    let gap = if before.is_empty() || before.ends_with(['(', '{', '-']) {
        ""
    } else {
        " "
    };
    let next = if after.is_empty() || !spaced(to, whole.end) {
        ""
    } else {
        " "
    };
    format!("{before}{gap}({}){next}{after}", piece(from, to))
}

fn slice<'a>(lower: &Lower<'a>, start: u32, end: u32) -> &'a str {
    let file = lower.file;
    lower.text.get(Span { file, start, end }.range()).unwrap_or("")
}

/// Where it may have been meant to end: before what its last condition joins or compares.
fn cut(lower: &Lower<'_>, node: &Node<'_>, rule: Option<Rule>) -> Option<u32> {
    let logic = last_condition(node)?;
    let mut inner = logic.into_inner();
    let first = inner.next()?;
    if inner.next().is_some() {
        return Some(lower.span(&first).end);
    }
    if rule == Some(Rule::quantifier) {
        return None;
    }
    let comparison = first.into_inner().find(|part| part.as_rule() == Rule::comparison)?;
    let mut sides = comparison.into_inner();
    let left = sides.next()?;
    sides.next().map(|_| lower.span(&left).end)
}

/// The condition at the end of it: of `satisfies`, of the last filter, of `else`, of the last arm.
fn last_condition<'t>(node: &Node<'t>) -> Option<Node<'t>> {
    let last = node.clone().into_inner().next()?.into_inner().last()?;
    if last.as_rule() == Rule::logic {
        return Some(last);
    }
    if !matches!(last.as_rule(), Rule::list | Rule::arm) {
        return None;
    }
    let clause = last.into_inner().last()?;
    let inner = if clause.as_rule() == Rule::not_inside {
        clause.into_inner().last()?
    } else {
        clause
    };
    inner.into_inner().last().filter(|logic| logic.as_rule() == Rule::logic)
}

/// Whether what follows `where` or `satisfies` at the end is joined by `and` or `or`.
pub(in crate::syntax) fn ends_in_joined(node: &Node<'_>) -> bool {
    let inner = node.clone().into_inner().next().map(|inner| inner.as_rule());
    let open = matches!(inner, Some(Rule::quantifier | Rule::aggregate));
    open && last_condition(node).is_some_and(|logic| logic.into_inner().any(|part| part.as_rule() == Rule::joiner))
}

/// A condition on a reading beside another condition.
pub(in crate::syntax) fn reading_needs_brackets(at: Span, text: &str) -> Diagnostic {
    Diagnostic::error(
        Code::R109,
        at,
        "a condition on a reading needs brackets beside another condition",
    )
    .help(format!("write `({text})`"))
    .fix(at, format!("({text})"))
}
