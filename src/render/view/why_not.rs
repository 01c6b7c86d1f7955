//! Why an outcome was not given: the nearest rule and what fails in it, or what comes first and with which figures and
//! readings it would not.

use super::words;
use super::words::Citations;
use crate::decision::Critical;
use crate::decision::Given;
use crate::decision::Nearest;
use crate::decision::Unknown;
use crate::decision::WhyNot;
use crate::render::document::Branch;
use crate::render::document::Line;
use crate::render::escape;
use crate::text;

/// The lines for one outcome.
pub(super) fn lines(why: &WhyNot, citations: &mut Citations) -> Vec<Branch> {
    let line = Line::of(&format!("not {}: ", why.outcome));
    let first = names(&why.comes_first);
    if !why.applies.is_empty() {
        let (own, verb) = (names(&why.applies), verb(&why.applies));
        let comes = if why.comes_first.len() == 1 { "comes" } else { "come" };
        let line = line.plain(&format!("{own} {verb}, but {first} {comes} first"));
        return vec![leaf(with_ways(line, why))];
    }
    if let Some(nearest) = &why.nearest {
        return of_nearest(line, nearest, why, citations);
    }
    let line = if why.comes_first.is_empty() {
        line.plain("no rule concludes it")
    } else {
        line.plain(&format!("{first} {}", verb(&why.comes_first)))
    };
    vec![leaf(with_ways(line, why))]
}

/// The nearest rule, then a line for each condition that fails.
fn of_nearest(line: Line, nearest: &Nearest, why: &WhyNot, citations: &mut Citations) -> Vec<Branch> {
    let mut line = line.plain(&format!("nearest is {}", words::short(&nearest.rule)));
    if !nearest.witness.is_empty() {
        line = line.plain(&format!(" for {}", nearest.witness.join(", ")));
    }
    line = line.plain(&citations.bracketed(&nearest.cites));
    let fails = text::count(nearest.fails, "condition fails", "conditions fail");
    let mut lines = vec![leaf(line.plain(&format!(", {fails}:")))];
    for lack in &nearest.lacks {
        let margin = lack.margin.as_deref().map(words::margin).unwrap_or_default();
        let line = if margin.is_empty() {
            inner(&lack.text)
        } else {
            inner(&lack.text).plain(", ").plain(&margin)
        };
        lines.push(leaf(line));
    }
    let left = nearest.fails.saturating_sub(nearest.lacks.len());
    if left > 0 {
        lines.push(leaf(inner(&format!("and {left} more"))));
    }
    if !nearest.still.is_empty() {
        let (still, verb) = (names(&nearest.still), verb(&nearest.still));
        lines.push(leaf(inner(&format!("and {still} {verb} and comes before it"))));
    }
    if !why.readings.is_empty() {
        lines.push(leaf(inner(&format!("or {}", readings(&why.readings)))));
    }
    lines
}

/// Figures and readings with which it would be otherwise.
fn with_ways(line: Line, why: &WhyNot) -> Line {
    let figures: Vec<String> = why.not_with.iter().map(figure).collect();
    match (figures.is_empty(), why.readings.is_empty()) {
        (true, true) => line,
        (false, true) => line.plain(&format!("; not with {}", text::list_or(&figures))),
        (true, false) => line.plain(&format!("; not if {}", readings(&why.readings))),
        (false, false) => line.plain(&format!(
            "; not with {}, or {}",
            text::list_or(&figures),
            readings(&why.readings)
        )),
    }
}

/// `cn_content under 48 EUR (now 55.20 EUR)`
fn figure(one: &Critical) -> String {
    let operator = match one.operator.as_str() {
        "is less than" => "under",
        "is more than" => "over",
        other => other.strip_prefix("is ").unwrap_or(other),
    };
    format!(
        "{} {operator} {} (now {})",
        one.left,
        escape::grouped(&one.bound),
        escape::grouped(&one.is)
    )
}

/// `any of end_of_truce is extended, several_materials is each_alone`
fn readings(all: &[Given]) -> String {
    let said: Vec<String> = all
        .iter()
        .map(|given| {
            let name = match &given.unknown {
                Unknown::Reading(name) => words::short(name),
                Unknown::Fact(name) | Unknown::Answer(name) => name,
            };
            format!("{name} is {}", given.is)
        })
        .collect();
    match said.as_slice() {
        [only] => only.clone(),
        several => format!("any of {}", several.join(", ")),
    }
}

fn names(all: &[String]) -> String {
    let short: Vec<&str> = all.iter().map(|name| words::short(name)).collect();
    text::list_and(&short)
}

fn verb(all: &[String]) -> &'static str {
    if all.len() == 1 { "applies" } else { "apply" }
}

/// A line under the one above.
fn inner(text: &str) -> Line {
    Line::of(&escape::TIED.to_string().repeat(3)).plain(text)
}

fn leaf(line: Line) -> Branch {
    Branch {
        line,
        children: Vec::new(),
    }
}
