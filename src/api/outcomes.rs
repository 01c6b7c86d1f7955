//! The outcomes of one record, read where they stand: nothing is copied.

use std::borrow::Cow;
use std::fmt;

use crate::tools::outcomes;

/// The outcomes of one record, all of them settled.
#[derive(Clone, Copy)]
pub struct Outcomes<'e> {
    found: outcomes::Outcomes<'e>,
}

/// What is decided: one decision, for one element where its ruleset decides each.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Outcome<'e> {
    /// The full name of the decision: `cn.rare_earth.licence`.
    pub decision: &'e str,
    /// The identity of the element, where the ruleset decides each: its `id`, else its number.
    pub element: Option<Cow<'e, str>>,
    /// The outcome; `None`: the decision does not arise, or is a figure.
    pub outcome: Option<&'e str>,
    /// The figure in the language's spelling, `123.45 USD`; `None`: the decision does not arise, or has outcomes.
    pub figure: Option<String>,
    /// The rank of the outcome, if the decision has ranks: `licence`.
    pub effect: Option<&'static str>,
}

impl<'e> Outcomes<'e> {
    pub(super) fn new(found: outcomes::Outcomes<'e>) -> Outcomes<'e> {
        Outcomes { found }
    }

    /// The `$id` of the record.
    #[must_use]
    pub fn id(&self) -> Option<&'e str> {
        self.found.id()
    }

    /// The line on which the record begins, from 1.
    #[must_use]
    pub fn line(&self) -> u32 {
        self.found.record.line
    }

    /// What is decided, in the order of the answer.
    pub fn iter(&self) -> impl Iterator<Item = Outcome<'e>> + use<'e> {
        self.found.decisions().map(|settled| Outcome {
            decision: settled.name,
            element: settled.element,
            outcome: settled.outcome,
            figure: settled.figure,
            effect: settled.effect,
        })
    }

    /// Appends the short answer of `rulec eval --format ndjson`: one line of JSON.
    pub fn write_json(&self, out: &mut Vec<u8>) {
        self.found.write_line(out);
    }
}

impl fmt::Debug for Outcomes<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_list().entries(self.iter()).finish()
    }
}
