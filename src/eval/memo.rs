//! What is remembered during one evaluation, so that each (function, arguments) is evaluated once.
//!
//! Keys hold whom a function is asked for; what does not depend on the date or the element is remembered for all.

use std::collections::BTreeMap;
use std::rc::Rc;

use crate::plan::ColumnId;
use crate::plan::DefinitionId;
use crate::plan::Plan;
use crate::plan::RuleId;
use crate::plan::RulesetId;
use crate::value::CauseId;
use crate::value::DecisionId;
use crate::value::Possible;
use crate::value::RecordRef;
use crate::value::RecordType;
use crate::value::TableId;
use crate::value::TextId;

use super::Truth;
use super::cause::Causes;
use super::lists::Item;
use super::rules::DecisionRun;
use super::rules::RuleRun;

/// Whom a definition is asked for.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Key {
    /// The definition.
    pub(super) definition: DefinitionId,
    /// The ruleset whose date it uses, if it uses one.
    pub(super) ruleset: Option<RulesetId>,
    /// The element, if it uses one.
    pub(super) element: Option<RecordRef>,
    /// The arguments.
    pub(super) arguments: Arguments,
}

/// The arguments of a call, as a key.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Arguments {
    /// No argument.
    None,
    /// One record, the most frequent.
    Record(RecordRef),
    /// Any others; what is not known counts by its reason.
    Many(Box<[Possible]>),
}

/// What one evaluation remembers; its room is used again for the next record.
#[derive(Default)]
pub(crate) struct Memory {
    /// The locals of all frames.
    pub(super) stack: Vec<Possible>,
    /// Why things are open.
    pub(super) causes: Causes,
    /// Values of definitions.
    pub(super) calls: BTreeMap<Key, Possible>,
    /// Whether codes are under lists.
    pub(super) codes: BTreeMap<(TableId, ColumnId, TextId), Truth>,
    /// Conditions of rules.
    pub(super) met: BTreeMap<(RuleId, Option<RecordRef>), Rc<RuleRun>>,
    /// Rules that are live.
    pub(super) lives: BTreeMap<(RuleId, Option<RecordRef>), Rc<RuleRun>>,
    /// Whether decisions arise.
    pub(super) arises: BTreeMap<(DecisionId, Option<RecordRef>), Truth>,
    /// Whether what rules conclude arises.
    pub(super) rules_arise: BTreeMap<(RuleId, Option<RecordRef>), Truth>,
    /// Rules that apply.
    pub(super) applied: BTreeMap<(RuleId, Option<RecordRef>), Rc<RuleRun>>,
    /// Decisions.
    pub(super) decisions: BTreeMap<(DecisionId, Option<RecordRef>), Rc<DecisionRun>>,
    /// The dates of rulesets.
    pub(super) dates: BTreeMap<(RulesetId, Option<RecordRef>), Possible>,
    /// For each identified type the reason why somebody may be missing in its collection.
    pub(super) strangers: BTreeMap<RecordType, Option<CauseId>>,
    /// Lists that are not in use.
    pub(super) pool: Vec<Vec<Item>>,
    /// Which readings were asked.
    pub(super) asked: Vec<bool>,
    /// How deep calls in circles stand in each other.
    pub(super) depth: usize,
}

impl Memory {
    /// Forgets the last record.
    pub(super) fn clear(&mut self, plan: &Plan) {
        self.asked.clear();
        self.asked.resize(plan.readings.len(), false);
        self.stack.clear();
        self.causes.clear();
        self.calls.clear();
        self.codes.clear();
        self.met.clear();
        self.lives.clear();
        self.arises.clear();
        self.rules_arise.clear();
        self.applied.clear();
        self.decisions.clear();
        self.dates.clear();
        self.strangers.clear();
        self.depth = 0;
    }
}
