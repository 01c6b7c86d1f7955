//! What is remembered during one evaluation, so that each (function, arguments) is evaluated once.
//!
//! Keys hold whom a function is asked for; what does not depend on the date or the element is remembered for all.

use std::collections::BTreeMap;
use std::rc::Rc;

use crate::ids::Id;
use crate::plan::ColumnId;
use crate::plan::DefinitionId;
use crate::plan::ObligationId;
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
use super::duties::Duty;
use super::lists::Item;
use super::recursion::Driven;
use super::rules::DecisionRun;
use super::witness::RuleRun;

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
    pub(super) calls: Calls,
    /// Whether codes are under lists.
    pub(super) codes: BTreeMap<(TableId, ColumnId, TextId), Truth>,
    /// Conditions of rules.
    pub(super) met: Once<RuleId, Rc<RuleRun>>,
    /// Rules that are live.
    pub(super) lives: Once<RuleId, Rc<RuleRun>>,
    /// Whether decisions arise.
    pub(super) arises: Once<DecisionId, Truth>,
    /// Whether what rules conclude arises.
    pub(super) rules_arise: Once<RuleId, Truth>,
    /// Rules that apply.
    pub(super) applied: Once<RuleId, Rc<RuleRun>>,
    /// Obligations, for all their arguments.
    pub(super) duties: Once<ObligationId, Rc<[Duty]>>,
    /// Decisions.
    pub(super) decisions: Once<DecisionId, Rc<DecisionRun>>,
    /// The dates of rulesets.
    pub(super) dates: Once<RulesetId, Possible>,
    /// For each identified type the reason why somebody may be missing in its collection.
    pub(super) strangers: BTreeMap<RecordType, Option<CauseId>>,
    /// Lists that are not in use.
    pub(super) pool: Vec<Vec<Item>>,
    /// What was worked out of rules for earlier records: room to be used again.
    runs: Vec<Rc<RuleRun>>,
    /// Which readings were asked.
    pub(super) asked: Vec<bool>,
    /// How deep calls in circles stand in each other.
    pub(super) depth: usize,
    /// The circle whose bodies are gone through to see what they lack.
    pub(super) driven: Option<Driven>,
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
        for known in [&mut self.met, &mut self.lives, &mut self.applied] {
            known.take_all(|mut run| {
                if let Some(old) = Rc::get_mut(&mut run) {
                    old.clear();
                    self.runs.push(run);
                }
            });
        }
        self.arises.clear();
        self.rules_arise.clear();
        self.duties.clear();
        self.decisions.clear();
        self.dates.clear();
        self.strangers.clear();
        self.depth = 0;
        self.driven = None;
    }

    /// A place for what is worked out of a rule.
    pub(super) fn new_run(&mut self) -> Rc<RuleRun> {
        self.runs.pop().unwrap_or_default()
    }
}

/// Ruleset, element, and the only argument, if it has one.
type Few = (Option<RulesetId>, Option<RecordRef>, Option<RecordRef>);

/// Values of definitions.
#[derive(Default)]
pub(super) struct Calls {
    /// Those of at most one argument, which is a record.
    few: Once<DefinitionId, Possible, Few>,
    /// All others.
    many: BTreeMap<Key, Possible>,
}

impl Calls {
    /// The value, if it was worked out.
    #[inline]
    pub(super) fn get(&self, key: &Key) -> Option<&Possible> {
        match key.few() {
            Some(few) => self.few.get(&(key.definition, few)),
            None => self.many.get(key),
        }
    }

    /// Keeps a value.
    pub(super) fn insert(&mut self, key: Key, value: Possible) {
        match key.few() {
            Some(few) => self.few.insert((key.definition, few), value),
            None => {
                self.many.insert(key, value);
            }
        }
    }

    fn clear(&mut self) {
        self.few.clear();
        self.many.clear();
    }
}

impl Key {
    /// The key of a call with at most one argument, which is a record.
    fn few(&self) -> Option<Few> {
        let argument = match self.arguments {
            Arguments::None => None,
            Arguments::Record(record) => Some(record),
            Arguments::Many(_) => return None,
        };
        Some((self.ruleset, self.element, argument))
    }
}

/// What is worked out once for an id and an element, or whatever else it was asked for.
///
/// Records are decided element by element, so what belongs to the last element of each id lies in a slot, which costs
/// nothing to find; only where an earlier element is asked for again, a map is looked at.
pub(super) struct Once<I, T, K = Option<RecordRef>> {
    slots: Vec<Option<(K, T)>>,
    /// The slots that hold something.
    used: Vec<I>,
    earlier: BTreeMap<(I, K), T>,
}

impl<I, T, K> Default for Once<I, T, K> {
    fn default() -> Self {
        Once {
            slots: Vec::new(),
            used: Vec::new(),
            earlier: BTreeMap::new(),
        }
    }
}

impl<I: Id, T, K: Copy + Ord> Once<I, T, K> {
    /// What was worked out, if it was.
    #[inline]
    pub(super) fn get(&self, (id, asked): &(I, K)) -> Option<&T> {
        match self.slots.get(id.index()) {
            Some(Some((last, value))) if last == asked => Some(value),
            Some(Some(_)) => self.earlier.get(&(*id, *asked)),
            Some(None) | None => None,
        }
    }

    /// Keeps what was worked out.
    pub(super) fn insert(&mut self, (id, asked): (I, K), value: T) {
        if self.slots.len() <= id.index() {
            self.slots.resize_with(id.index().saturating_add(1), || None);
        }
        let Some(slot) = self.slots.get_mut(id.index()) else {
            return;
        };
        match slot.replace((asked, value)) {
            None => self.used.push(id),
            Some((other, before)) if other != asked => {
                self.earlier.insert((id, other), before);
            }
            Some(_) => {}
        }
    }

    /// Forgets everything.
    pub(super) fn clear(&mut self) {
        self.take_all(drop);
    }

    /// Takes everything out.
    fn take_all(&mut self, mut take: impl FnMut(T)) {
        for id in self.used.drain(..) {
            if let Some((_, value)) = self.slots.get_mut(id.index()).and_then(Option::take) {
                take(value);
            }
        }
        while let Some((_, value)) = self.earlier.pop_first() {
            take(value);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_worked_out_is_found_for_every_element_whatever_came_after_it() {
        let mut known: Once<RuleId, u32> = Once::default();
        let elements: Vec<Option<RecordRef>> = std::iter::once(None)
            .chain((0..5).map(|index| Some(RecordRef::from_index(index))))
            .collect();
        let rules: Vec<RuleId> = (0..3).map(RuleId::from_index).collect();
        for _ in 0..2 {
            let mut number = 0;
            for element in &elements {
                for rule in &rules {
                    assert_eq!(known.get(&(*rule, *element)), None);
                    known.insert((*rule, *element), number);
                    number += 1;
                }
            }
            let mut expected = 0;
            for element in &elements {
                for rule in &rules {
                    assert_eq!(known.get(&(*rule, *element)), Some(&expected));
                    expected += 1;
                }
            }
            known.clear();
        }
    }
}
