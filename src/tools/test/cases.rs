//! Cases: the fact files of a pack, each with a snapshot of its answer beside it.
//!
//! A snapshot is text in the form of `insta`, so that its tools show it too. It says what the answer means and nothing
//! that changes without meaning: no line numbers, no hashes, no clock; its lines stand in a fixed order. What changed
//! is said by meaning: which decision became what, and whether that is looser or stricter.

use std::collections::BTreeMap;

use crate::decision::Answer;
use crate::decision::Answered;
use crate::decision::Decision;
use crate::decision::RuleState;
use crate::decision::Status;
use crate::decision::Verdict;
use crate::plan::Plan;

/// What became of one case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum CaseState {
    /// The answer is that of the snapshot.
    Same,
    /// There is no snapshot yet.
    New,
    /// The answer differs; what changed, by meaning.
    Changed(Vec<Change>),
}

/// A change of an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Change {
    /// What it is about: `licence`; empty for a line that came or went.
    pub(crate) about: String,
    /// What it was; empty if it was not there.
    pub(crate) before: String,
    /// What it is; empty if it is gone.
    pub(crate) after: String,
    /// For an outcome of a decision: whether the new one favours.
    pub(crate) direction: Option<Direction>,
}

/// Whether a change of outcome favours whoever asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Direction {
    /// It became looser: a reviewer looks at it first.
    Looser,
    /// It became stricter.
    Stricter,
}

/// The file of a snapshot: the head of `insta`, then the text.
pub(crate) fn file_text(case: &str, answer: &str) -> String {
    format!("---\nsource: {case}\nexpression: decision\n---\n{answer}")
}

/// The text of a snapshot file without its head.
pub(crate) fn without_head(file: &str) -> &str {
    let Some(rest) = file.strip_prefix("---\n") else {
        return file;
    };
    rest.split_once("\n---\n").map_or(rest, |(_, text)| text)
}

/// Compares an answer with its snapshot.
pub(crate) fn compare(plan: &Plan, snapshot: Option<&str>, answer: &str) -> CaseState {
    let Some(before) = snapshot.map(|file| without_head(file).replace("\r\n", "\n")) else {
        return CaseState::New;
    };
    if before.trim_end() == answer.trim_end() {
        return CaseState::Same;
    }
    let (old, new) = (heads(&before), heads(answer));
    let mut changes = Vec::new();
    for (name, outcome) in &new {
        match old.get(name) {
            Some(was) if was == outcome => {}
            was => changes.push(Change {
                about: (*name).to_owned(),
                before: was.map_or_else(String::new, |was| (*was).to_owned()),
                after: (*outcome).to_owned(),
                direction: was.and_then(|was| direction(plan, name, was, outcome)),
            }),
        }
    }
    for (name, was) in &old {
        if !new.contains_key(name) {
            let (about, before) = ((*name).to_owned(), (*was).to_owned());
            changes.push(Change {
                about,
                before,
                after: String::new(),
                direction: None,
            });
        }
    }
    changes.sort_by_key(|change| change.direction != Some(Direction::Looser));
    changes.extend(lines(&before, answer));
    CaseState::Changed(changes)
}

/// The lines that name a decision, a summary and their outcomes.
fn heads(text: &str) -> BTreeMap<&str, &str> {
    let heads = text.lines().filter(|line| !line.starts_with(' '));
    heads.filter_map(|line| line.split_once(": ")).collect()
}

/// All other lines that came or went.
fn lines<'t>(before: &'t str, after: &'t str) -> Vec<Change> {
    let head = |line: &str| !line.starts_with(' ') && line.contains(": ");
    let mut changes = Vec::new();
    for change in similar::TextDiff::from_lines(before, after).iter_all_changes() {
        let line = change.value().trim();
        if line.is_empty() || head(change.value()) {
            continue;
        }
        let (before, after) = match change.tag() {
            similar::ChangeTag::Equal => continue,
            similar::ChangeTag::Delete => (line.to_owned(), String::new()),
            similar::ChangeTag::Insert => (String::new(), line.to_owned()),
        };
        changes.push(Change {
            about: String::new(),
            before,
            after,
            direction: None,
        });
    }
    changes
}

/// Whether a decision became looser or stricter, by the order of its outcomes.
fn direction(plan: &Plan, name: &str, before: &str, after: &str) -> Option<Direction> {
    let name = name.split(" for ").next().unwrap_or(name);
    let decision = plan.decisions.iter().find(|decision| *decision.full_name == *name)?;
    // What does not arise is looser than every outcome.
    let place = |outcome: &str| match outcome {
        "does not arise" => Some(decision.outcomes.len()),
        outcome => decision.outcomes.iter().position(|other| *other.name == *outcome),
    };
    match place(before)?.cmp(&place(after)?) {
        std::cmp::Ordering::Less => Some(Direction::Looser),
        std::cmp::Ordering::Greater => Some(Direction::Stricter),
        std::cmp::Ordering::Equal => None,
    }
}

/// What an answer means, as the lines of a snapshot.
pub(crate) fn text(decision: &Decision) -> String {
    let mut out: Vec<String> = Vec::new();
    for summary in &decision.summaries {
        let effect = if summary.effects.is_empty() {
            "does not arise".to_owned()
        } else {
            one_of(&summary.effects)
        };
        out.push(format!("{}{}: {effect}", summary.name, of(summary.r#for.as_deref())));
    }
    for verdict in &decision.decisions {
        verdict_lines(verdict, &mut out);
    }
    reported(decision, &mut out);
    rests_on(decision, &mut out);
    let mut text = out.join("\n");
    text.push('\n');
    text
}

/// Flags and obligations.
fn reported(decision: &Decision, out: &mut Vec<String>) {
    for figure in &decision.figures {
        let value = figure.value.as_deref().unwrap_or("not known");
        out.push(format!(
            "figure {}{} is {value}",
            figure.name,
            of(figure.r#for.as_deref())
        ));
    }
    for flag in &decision.flags {
        let witness: Vec<&str> = flag.witness.values().map(String::as_str).collect();
        let witness = if witness.is_empty() {
            String::new()
        } else {
            format!(" because of {}", witness.join(", "))
        };
        let may = if flag.raised == Answered::Open {
            "may be raised "
        } else {
            ""
        };
        out.push(format!("flag {may}{}{}{witness}", flag.name, of(flag.r#for.as_deref())));
    }
    for duty in &decision.obligations {
        let may = if duty.owed == Answered::Open {
            "may be owed"
        } else {
            "owed"
        };
        let by = duty.owed_by.as_ref().map_or_else(String::new, |by| format!(" by {by}"));
        let due = duty
            .due
            .as_ref()
            .map_or_else(|| "no due date".to_owned(), |due| format!("due on {due}"));
        out.push(format!("{may} {}{}{by}, {due}", duty.name, of(duty.r#for.as_deref())));
    }
}

/// Readings, answers, what was left out, errors.
fn rests_on(decision: &Decision, out: &mut Vec<String>) {
    for reading in &decision.readings {
        let choice = reading.choice.as_deref().unwrap_or("open");
        let otherwise = reading
            .otherwise
            .iter()
            .map(|(name, outcomes)| format!("; {name}: {}", one_of(outcomes)));
        out.push(format!(
            "rests on {} is {choice}{}",
            reading.name,
            otherwise.collect::<String>()
        ));
    }
    for answer in &decision.answers {
        if let Answer::IsIn { list, value, is_in, .. } = answer {
            out.push(format!(
                "rests on {value} {} {list}",
                if *is_in { "in" } else { "not in" }
            ));
        }
    }
    for left_out in &decision.left_out {
        out.push(format!("left out {} means {}", left_out.field, left_out.means));
    }
    for fault in &decision.errors {
        out.push(format!("error {} {}", fault.code, fault.title));
    }
}

fn verdict_lines(verdict: &Verdict, out: &mut Vec<String>) {
    let outcome = match verdict.status {
        Status::DoesNotArise => "does not arise".to_owned(),
        Status::Decided | Status::NotSettled | Status::Error => one_of(&verdict.possible),
    };
    out.push(format!("{}{}: {outcome}", verdict.name, of(verdict.r#for.as_deref())));
    if let [date] = verdict.law_date.possible.as_slice() {
        out.push(format!("  law of {date} ({})", verdict.law_date.from));
    }
    if verdict.by_otherwise && verdict.status != Status::DoesNotArise {
        out.push("  by otherwise".to_owned());
    }
    for rule in &verdict.rules {
        let state = match rule.state {
            RuleState::Applies => "applies",
            RuleState::SetAside => "is set aside",
            RuleState::Suspended => "is suspended",
            RuleState::NotYetInForce => "is not yet in force",
            RuleState::Ended => "is no longer in force",
        };
        let by = if rule.by.is_empty() {
            String::new()
        } else {
            format!(" by {}", rule.by.join(", "))
        };
        let witness: Vec<&str> = rule.witness.values().map(String::as_str).collect();
        let witness = if witness.is_empty() {
            String::new()
        } else {
            format!(" for {}", witness.join(", "))
        };
        out.push(format!("  {} {state}{by}{witness}", rule.name));
        out.extend(rule.because.iter().map(|because| format!("    {because}")));
    }
    for comparison in &verdict.comparisons {
        let margin = comparison
            .margin
            .as_ref()
            .map_or_else(String::new, |margin| format!(", margin {margin}"));
        let holds = match comparison.holds {
            Answered::Yes => "",
            Answered::No => ": no",
            Answered::Open => ": open",
        };
        out.push(format!(
            "  {} {} {} {} {}{holds}{margin}",
            comparison.left, comparison.is, comparison.operator, comparison.right, comparison.threshold
        ));
    }
}

fn of(element: Option<&str>) -> String {
    element.map_or_else(String::new, |element| format!(" for {element}"))
}

fn one_of(possible: &[String]) -> String {
    match possible {
        [] => "not known".to_owned(),
        [only] => only.clone(),
        several => format!("one of {{{}}}", several.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_difference_is_said_by_decision_first_and_then_by_line() {
        let before =
            "---\nsource: cases/motor.json\nexpression: decision\n---\na.licence for M1: required\n  by x\nflag f\n";
        let after = "a.licence for M1: free\n  by x\nflag g\n";
        assert_eq!(heads(without_head(before)).get("a.licence for M1"), Some(&"required"));
        let changed = lines(without_head(before), after);
        let said: Vec<(&str, &str)> = changed
            .iter()
            .map(|one| (one.before.as_str(), one.after.as_str()))
            .collect();
        assert_eq!(said, [("flag f", ""), ("", "flag g")]);
    }

    #[test]
    fn the_head_of_a_snapshot_file_is_no_part_of_the_answer() {
        let text = "x: y\n";
        assert_eq!(without_head(&file_text("cases/a.json", text)), text);
        assert_eq!(without_head(text), text);
    }
}
