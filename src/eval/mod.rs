//! Evaluates a plan over the facts of one record.
//!
//! *Takes* a [`Plan`], [`Facts`] and [`Settings`]; *gives* truths, outcomes and, if asked, the whole
//! [`crate::decision::Decision`]. *Promises*: the same answer on every machine and in every order; no string is looked
//! up; every (function, arguments) is evaluated once; depth and cost are bounded by the rules and the size of the facts.
//! A value that is not known is [`Possible::Open`] with its reason. Language reference: "What it means".

mod amounts;
mod answers;
mod answers_said;
mod cause;
mod claims;
mod compare;
mod concluded;
mod dates;
mod decision_tables;
mod duties;
mod expr;
mod figures;
mod lists;
mod lookup;
mod memo;
mod per_value;
mod periods;
mod property;
mod recursion;
mod report;
mod rules;
mod settled;
mod tables;
mod trace;
mod versions;
mod witness;

use crate::facts::Facts;
use crate::ids::Id;
use crate::plan::Plan;
use crate::plan::ReadingId;
use crate::plan::RulesetId;
use crate::value::Date;
use crate::value::Possible;
use crate::value::RecordRef;

pub(crate) use cause::Cause;
pub(crate) use cause::Truth;
pub(crate) use claims::Held;
pub(crate) use memo::Memory;
pub(crate) use property::Looked;
pub(crate) use rules::DecisionRun;
pub(crate) use settled::Settled;
pub(crate) use trace::Detail;
pub(crate) use trace::RecordPlace;
pub(crate) use trace::Words;
pub(crate) use trace::citations;
pub(crate) use trace::rank_word;

/// Who chose a reading.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Chosen {
    /// The number of the choice.
    pub(crate) choice: u16,
    /// `--reading`, `rulec.toml`, `suggested`, `settled`, `test`.
    pub(crate) by: &'static str,
}

/// What the caller chose.
#[derive(Clone, Debug, Default)]
pub(crate) struct Settings {
    /// For each reading of the plan who chose what; `None`: open.
    pub(crate) readings: Vec<Option<Chosen>>,
    /// The date of the law in place of what the rulesets say, and who gave it: `--as-of`, `today`, `test`.
    pub(crate) as_of: Option<(Date, &'static str)>,
    /// The day on which obligations are looked at.
    pub(crate) observed: Option<Date>,
}

impl Settings {
    /// The choice of a reading.
    pub(crate) fn choice(&self, reading: ReadingId) -> Option<u16> {
        self.readings
            .get(reading.index())
            .and_then(Option::as_ref)
            .map(|chosen| chosen.choice)
    }
}

/// Where an expression is evaluated: at whose date, for which element, with which locals.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Frame {
    /// The first local on the stack.
    base: usize,
    /// The ruleset whose date is that of the law.
    ruleset: RulesetId,
    /// The element of `decides each`.
    element: Option<RecordRef>,
}

/// One evaluation: a plan, the facts of one record, and what is remembered of it.
pub(crate) struct Evaluation<'a> {
    plan: &'a Plan,
    facts: &'a Facts,
    settings: &'a Settings,
    memory: &'a mut Memory,
}

impl<'a> Evaluation<'a> {
    /// Begins; the memory is cleared, and keeps its room for the next record.
    pub(crate) fn new(plan: &'a Plan, facts: &'a Facts, settings: &'a Settings, memory: &'a mut Memory) -> Self {
        memory.clear(plan);
        Evaluation {
            plan,
            facts,
            settings,
            memory,
        }
    }

    /// The choice of a reading; that it was asked is remembered.
    fn choice(&mut self, reading: ReadingId) -> Option<u16> {
        if let Some(asked) = self.memory.asked.get_mut(reading.index()) {
            *asked = true;
        }
        self.settings.choice(reading)
    }

    /// A frame with room for so many locals, on top of all others.
    fn enter(&mut self, ruleset: RulesetId, element: Option<RecordRef>, locals: u16) -> Frame {
        let base = self.memory.stack.len();
        let frame = Frame { base, ruleset, element };
        self.room(frame, locals);
        frame
    }

    /// Gives a frame, whose first locals may be there already, room for so many.
    fn room(&mut self, frame: Frame, locals: u16) {
        let none = Possible::Known(crate::value::Value::None);
        let end = frame.base.saturating_add(usize::from(locals));
        self.memory.stack.resize(end.max(self.memory.stack.len()), none);
    }

    /// Leaves a frame.
    fn leave(&mut self, frame: Frame) {
        self.memory.stack.truncate(frame.base);
    }

    /// The element with which a ruleset is asked from a frame: rulesets that decide once have none.
    fn element_for(&self, ruleset: RulesetId, frame: Frame) -> Option<RecordRef> {
        self.plan.rulesets.at(ruleset).each.as_ref().and(frame.element)
    }
}
