//! What a property finds in one record: whether its condition holds and its statement does not; how strict a decision
//! is; and which conditions of which rules hold, by which a search sees that a record reaches something new.
//!
//! Only what is certain counts. Language reference: "Properties".
#![expect(clippy::wildcard_enum_match_arm, reason = "what is not named here is none of it")]

use crate::ids::Id;
use crate::plan::ExprId;
use crate::plan::ExprKind;
use crate::plan::RuleId;
use crate::plan::RulesetId;
use crate::source::Sources;
use crate::value::DecisionId;
use crate::value::RecordRef;

use super::Evaluation;
use super::Truth;
use super::trace::Words;

/// What one record shows of a statement.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Looked {
    /// The condition does not hold, or it is not known whether it does.
    Outside,
    /// The condition holds, and it is not known whether the statement does.
    Open,
    /// Both hold.
    Fits,
    /// The condition holds, and the statement does not.
    Counter,
}

impl<'a> Evaluation<'a> {
    /// Whether all that must hold of the records certainly does.
    pub(crate) fn is_possible(&mut self) -> bool {
        let plan = self.plan;
        for (index, entry) in self.facts.records.iter().enumerate() {
            for rule in plan.must_hold.iter().filter(|rule| rule.record == entry.ty) {
                if self.holds(rule, RecordRef::from_index(index)) != Truth::Yes {
                    return false;
                }
            }
        }
        true
    }

    /// What the elements of a ruleset show of `when C always D`: the worst, and the element that shows it.
    pub(crate) fn always(
        &mut self,
        (when, always): (Option<ExprId>, ExprId),
        (ruleset, locals): (RulesetId, u16),
    ) -> (Looked, Option<RecordRef>) {
        let mut worst = (Looked::Outside, None);
        for element in self.elements_of(ruleset).0 {
            let frame = self.enter(ruleset, element, locals);
            let condition = when.map_or(Truth::Yes, |when| self.truth(frame, when));
            let looked = match condition {
                Truth::Yes => match self.truth(frame, always) {
                    Truth::Yes => Looked::Fits,
                    Truth::No => Looked::Counter,
                    Truth::Open(_) => Looked::Open,
                },
                Truth::No | Truth::Open(_) => Looked::Outside,
            };
            self.leave(frame);
            if looked > worst.0 {
                worst = (looked, element);
            }
        }
        worst
    }

    /// How far down the ladder of a decision each element of its ruleset stands: 0 is the strictest, and what does not
    /// arise stands below all. `None`: that is not settled.
    pub(crate) fn rungs(&mut self, decision: DecisionId) -> Vec<Option<usize>> {
        let plan = self.plan;
        let about = plan.decisions.at(decision);
        let elements = self.elements_of(about.ruleset).0;
        let rung = |element: Option<RecordRef>| {
            let run = self.decide(decision, element);
            match (run.arises, run.possible.as_slice()) {
                (Truth::No, _) => Some(about.outcomes.len()),
                (Truth::Yes, [only]) => Some(usize::from(*only)),
                (Truth::Yes | Truth::Open(_), _) => None,
            }
        };
        elements.into_iter().map(rung).collect()
    }

    /// What a decision is for an element, in words.
    pub(crate) fn decision_words(
        &mut self,
        decision: DecisionId,
        element: Option<RecordRef>,
        sources: &'a Sources,
    ) -> String {
        let ruleset = self.plan.decisions.at(decision).ruleset;
        let element = self.plan.rulesets.at(ruleset).each.as_ref().and(element);
        let words = self.words(sources);
        self.found(words, decision, element)
    }

    /// The elements that the ruleset of a decision decides.
    pub(crate) fn elements_decided(&mut self, decision: DecisionId) -> Vec<Option<RecordRef>> {
        let ruleset = self.plan.decisions.at(decision).ruleset;
        self.elements_of(ruleset).0
    }

    /// What an element is called.
    pub(crate) fn element_words(&mut self, element: RecordRef, sources: &'a Sources) -> String {
        let words: Words<'a> = self.words(sources);
        words.identity_text(element).into_owned()
    }

    /// Marks of what this record reaches: of each rule how many of its conditions hold and whether it applies, of the
    /// condition of the property how many of its parts hold. The order of rules does not change them.
    pub(crate) fn reached(&mut self, when: Option<(ExprId, RulesetId, u16)>) -> Vec<u64> {
        let plan = self.plan;
        let mut marks = Vec::new();
        for (id, about) in plan.rules.iter_ids() {
            for element in self.elements_of(about.ruleset).0 {
                let held = self.conditions_held(id, element);
                let applies = match self.some_applies(id, element) {
                    Truth::Yes => 2,
                    Truth::Open(_) => 1,
                    Truth::No => 0,
                };
                marks.push(mark(&about.full_name, held, applies));
            }
        }
        if let Some((when, ruleset, locals)) = when {
            for element in self.elements_of(ruleset).0 {
                let frame = self.enter(ruleset, element, locals);
                let held = self.parts_held(frame, when);
                self.leave(frame);
                marks.push(mark("when", held, 0));
            }
        }
        marks.sort_unstable();
        marks.dedup();
        marks
    }

    /// How many conditions of a rule hold for an element, up to the first that does not.
    fn conditions_held(&mut self, rule: RuleId, element: Option<RecordRef>) -> u64 {
        let plan = self.plan;
        let about = plan.rules.at(rule);
        if !about.for_each.is_empty() {
            return u64::from(self.some_met(rule, element) == Truth::Yes);
        }
        let frame = self.enter(about.ruleset, element, about.locals);
        let mut held = 0_u64;
        for condition in &about.when {
            if self.truth(frame, *condition) != Truth::Yes {
                break;
            }
            held = held.saturating_add(1);
        }
        self.leave(frame);
        held
    }

    fn parts_held(&mut self, frame: super::Frame, condition: ExprId) -> u64 {
        let plan = self.plan;
        let parts = match &plan.exprs.at(condition).kind {
            ExprKind::And(parts) => parts.as_slice(),
            _ => return u64::from(self.truth(frame, condition) == Truth::Yes),
        };
        let mut held = 0_u64;
        for part in parts {
            held = held.saturating_add(u64::from(self.truth(frame, *part) == Truth::Yes));
        }
        held
    }
}

/// A mark that hangs on these alone.
fn mark(name: &str, held: u64, state: u64) -> u64 {
    // FNV-1a
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    for byte in name.bytes() {
        hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    }
    for number in [held, state] {
        hash = (hash ^ number.wrapping_add(1)).wrapping_mul(0x0100_0000_01b3);
    }
    hash
}
