//! The outcomes of one record where all of them are settled, and their line in a stream of short answers.
//!
//! Streams of records ask for nothing else, so this is written straight from the plan and the facts; the line is the
//! one that the short form of a whole answer would be. Language reference: "The answer".

use std::borrow::Cow;

use crate::decision;
use crate::eval::Settled;
use crate::eval::Words;
use crate::eval::rank_word;
use crate::value::RecordRef;

use super::evaluate::Record;

/// The outcomes of one record, each of them settled.
#[derive(Clone, Copy)]
pub(crate) struct Outcomes<'s> {
    /// The record.
    pub(crate) record: Record<'s>,
    /// Its plan and its facts.
    pub(crate) words: Words<'s>,
    /// Its decisions and summaries.
    pub(crate) settled: &'s Settled,
}

/// One decision, or one summary, by its names.
pub(crate) struct Named<'s> {
    /// Its ruleset, where its name does not say it.
    pub(crate) ruleset: Option<&'s str>,
    /// Its name.
    pub(crate) name: &'s str,
    /// The identity of the element, where each is decided.
    pub(crate) element: Option<Cow<'s, str>>,
    /// The outcome; `None` where it does not arise, and for summaries.
    pub(crate) outcome: Option<&'s str>,
    /// The figure, for a decision that is one.
    pub(crate) figure: Option<String>,
    /// The rank; `None` where it does not arise, or has none.
    pub(crate) effect: Option<&'static str>,
}

impl<'s> Outcomes<'s> {
    /// `$id`
    pub(crate) fn id(&self) -> Option<&'s str> {
        self.words.facts.id.as_deref()
    }

    /// The decisions, in the order of the answer.
    pub(crate) fn decisions(self) -> impl Iterator<Item = Named<'s>> {
        let plan = self.words.plan;
        self.settled.decisions.iter().map(move |settled| {
            let about = plan.decisions.at(settled.decision);
            let outcome = settled
                .outcome
                .and_then(|number| about.outcomes.get(usize::from(number)));
            Named {
                ruleset: None,
                name: &about.full_name,
                element: self.element(settled.element),
                outcome: outcome.map(|outcome| &*outcome.name),
                figure: match (&about.figure, &settled.figure) {
                    (Some(figure), Some(value)) => Some(self.words.value(value, &figure.ty, &[])),
                    (Some(_) | None, _) => None,
                },
                effect: outcome.and_then(|outcome| outcome.rank).map(rank_word),
            }
        })
    }

    /// The summaries, in the order of the answer.
    fn summaries(self) -> impl Iterator<Item = Named<'s>> {
        let plan = self.words.plan;
        self.settled.summaries.iter().filter_map(move |settled| {
            let about = plan.summaries.get(settled.summary)?;
            Some(Named {
                ruleset: Some(&plan.rulesets.at(about.ruleset).name),
                name: &about.name,
                element: self.element(settled.element),
                outcome: None,
                figure: None,
                effect: settled.rank.map(rank_word),
            })
        })
    }

    fn element(&self, element: Option<RecordRef>) -> Option<Cow<'s, str>> {
        element.map(|record| self.words.identity_text(record))
    }

    /// Appends the short answer: a line of JSON.
    pub(crate) fn write_line(self, out: &mut Vec<u8>) {
        out.extend_from_slice(b"{\"version\":");
        out.extend_from_slice(decision::VERSION.to_string().as_bytes());
        out.extend_from_slice(b",\"record\":");
        string(out, &[self.record.file, ":", &self.record.line.to_string()]);
        if let Some(id) = self.id() {
            out.extend_from_slice(b",\"id\":");
            string(out, &[id]);
        }
        let some_arises = self
            .settled
            .decisions
            .iter()
            .any(|settled| settled.outcome.is_some() || settled.figure.is_some());
        let status: &[u8] = if some_arises { b"decided" } else { b"does_not_arise" };
        out.extend_from_slice(b",\"status\":\"");
        out.extend_from_slice(status);
        out.push(b'"');
        list(out, b",\"decisions\":[", self.decisions(), |named| {
            named.outcome.is_some() || named.figure.is_some()
        });
        list(out, b",\"summaries\":[", self.summaries(), |named| {
            named.effect.is_some()
        });
        out.extend_from_slice(b"}\n");
    }
}

/// Decisions or summaries as a list; nothing where there is none.
fn list<'s>(out: &mut Vec<u8>, open: &[u8], all: impl Iterator<Item = Named<'s>>, arises: impl Fn(&Named<'s>) -> bool) {
    let mut before = open;
    for named in all {
        out.extend_from_slice(before);
        before = b",";
        out.extend_from_slice(b"{\"name\":");
        let name = named
            .ruleset
            .map_or([named.name, "", ""], |ruleset| [ruleset, ".", named.name]);
        string(out, &name);
        if let Some(element) = &named.element {
            out.extend_from_slice(b",\"for\":");
            string(out, &[element]);
        }
        if !arises(&named) {
            out.extend_from_slice(b",\"status\":\"does_not_arise\"");
        }
        let possible = named.outcome.or(named.figure.as_deref());
        for (key, value) in [("possible", possible), ("effects", named.effect)] {
            if let Some(value) = value {
                out.extend_from_slice(b",\"");
                out.extend_from_slice(key.as_bytes());
                out.extend_from_slice(b"\":[");
                string(out, &[value]);
                out.push(b']');
            }
        }
        out.push(b'}');
    }
    if before != open {
        out.push(b']');
    }
}

/// Appends a text, which comes in pieces, as JSON.
fn string(out: &mut Vec<u8>, pieces: &[&str]) {
    out.push(b'"');
    for piece in pieces {
        if piece.bytes().any(|byte| byte < 0x20 || byte == b'"' || byte == b'\\') {
            let quoted = serde_json::to_string(piece).unwrap_or_default();
            let inside = quoted.strip_prefix('"').and_then(|text| text.strip_suffix('"'));
            out.extend_from_slice(inside.unwrap_or("").as_bytes());
        } else {
            out.extend_from_slice(piece.as_bytes());
        }
    }
    out.push(b'"');
}
