//! The reasoning as a tree: each decision, what it came to, and why.

use super::why_not;
use super::words;
use super::words::Citations;
use crate::decision::Decision;
use crate::decision::Node;
use crate::decision::Status;
use crate::decision::Verdict;
use crate::render::document::Branch;
use crate::render::document::Document;
use crate::render::document::Line;
use crate::render::document::Tone;
use crate::text;

/// The page for one record.
pub(crate) fn page(decision: &Decision) -> Document {
    let mut page = Document::default();
    let mut citations = Citations::default();
    let several = decision
        .decisions
        .iter()
        .any(|it| decision.decisions.first().is_some_and(|f| f.r#for != it.r#for));
    for verdict in &decision.decisions {
        page.gap();
        let children = verdict
            .explanation
            .iter()
            .flatten()
            .map(|node| branch(node, &mut citations))
            .collect();
        page.tree(vec![Branch {
            line: root(verdict, several),
            children,
        }]);
        let why_not = verdict.why_not.iter().flatten();
        page.tree(why_not.flat_map(|why| why_not::lines(why, &mut citations)).collect());
    }
    for fault in &decision.errors {
        page.gap();
        page.line(Line::of(&format!("{}: {}", fault.code, fault.title)).place(&fault.at));
    }
    if decision.decisions.is_empty() && decision.errors.is_empty() {
        page.line(Line::of("Nothing to decide"));
    }
    page
}

/// `licence is required`
fn root(verdict: &Verdict, several: bool) -> Line {
    let mut line = Line::default().tone(Tone::Strong, words::short(&verdict.name));
    if several && !verdict.for_label.is_empty() {
        line = line.plain(&format!(" for {}", verdict.for_label));
    }
    let possible = text::list_or(&verdict.possible);
    match verdict.status {
        Status::Decided => {
            let effect = verdict.effects.first().map(String::as_str);
            let line = line.plain(" is ").tone(words::tone(effect), &possible);
            if verdict.by_otherwise {
                line.plain("  otherwise")
            } else {
                line
            }
        }
        Status::DoesNotArise => line.plain(" does not arise"),
        Status::NotSettled => join(line.plain(" is "), words::open("NOT SETTLED", &possible)),
        Status::Error => join(line.plain(" is "), words::open("NOT DECIDED", &possible)),
    }
}

fn join(mut line: Line, more: Line) -> Line {
    line.pieces.extend(more.pieces);
    line
}

fn branch(node: &Node, citations: &mut Citations) -> Branch {
    let mut line = Line::of(&node.text);
    if let Some(value) = &node.value {
        line = match value.as_str() {
            "yes" | "no" => line.plain(": ").plain(value),
            "open" => line.plain(": ").tone(Tone::Open, value),
            _ => line.plain(" ").value(value),
        };
    }
    if let Some(detail) = &node.detail {
        line = line.plain(", ").plain(detail);
    }
    line = line.apart(Tone::Plain, &node.readings.join(", "));
    line = line.apart(Tone::Plain, &citations.brief(&node.cites));
    line = line.place(node.at.as_deref().unwrap_or(""));
    Branch {
        line,
        children: node.children.iter().map(|child| branch(child, citations)).collect(),
    }
}
