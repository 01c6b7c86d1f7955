//! Decisions that are made for each value: which of them a rule concludes for a witness.
//!
//! The condition that a witness is about the value of a decision is true, false or open as any other, so an argument
//! that is not known leaves all of them open. Language reference: "Decisions for each value".

use crate::ids::Id;
use crate::plan::Conclusion;
use crate::plan::LocalId;
use crate::plan::Rule;
use crate::plan::RuleId;
use crate::plan::SetsAside;
use crate::value::DecisionId;
use crate::value::Possible;
use crate::value::RecordRef;

use super::Evaluation;
use super::Frame;
use super::Truth;
use super::witness::RuleRun;
use super::witness::Witness;

impl<'a> Evaluation<'a> {
    /// Binds the variable of `for each` of a decision to its value.
    pub(super) fn bind_value(&mut self, frame: Frame, decision: DecisionId) {
        if let Some(per) = &self.plan.decisions.at(decision).per {
            self.bind(frame, LocalId::from_index(0), Possible::Known(per.value.clone()));
        }
    }

    /// Whether a rule applies, for a witness for which it concludes this.
    pub(super) fn concludes(&mut self, rule: RuleId, conclusion: &Conclusion, element: Option<RecordRef>) -> Truth {
        if conclusion.only_for.is_none() {
            return self.some_applies(rule, element);
        }
        let run = self.applies(rule, element);
        let mut truth = Truth::No;
        for witness in &run.witnesses {
            let concludes = self.concludes_for((rule, element), conclusion, witness);
            truth = truth.or(concludes, &mut self.memory.causes);
        }
        truth
    }

    /// Whether a rule applies for this witness, and concludes this for it.
    pub(super) fn concludes_for(
        &mut self,
        (rule, element): (RuleId, Option<RecordRef>),
        conclusion: &Conclusion,
        witness: &Witness,
    ) -> Truth {
        let about = self.plan.rules.at(rule);
        if !witness.truth.possible() {
            return Truth::No;
        }
        let own = self.is_about((about, element), conclusion, witness);
        witness.truth.and(own, &mut self.memory.causes)
    }

    /// Whether a witness is about the value of the decision that is concluded.
    fn is_about(
        &mut self,
        (about, element): (&'a Rule, Option<RecordRef>),
        conclusion: &Conclusion,
        witness: &Witness,
    ) -> Truth {
        let Some(condition) = conclusion.only_for else {
            return Truth::Yes;
        };
        let frame = self.enter(about.ruleset, element, about.locals.max(1));
        self.bind_witness(frame, about, witness);
        let truth = self.truth(frame, condition);
        self.leave(frame);
        truth
    }

    /// Whether a rule concludes a decision of this family, but for this witness another one.
    pub(super) fn is_about_another(
        &mut self,
        (rule, element): (RuleId, Option<RecordRef>),
        decision: DecisionId,
        witness: &Witness,
    ) -> bool {
        let about = self.plan.rules.at(rule);
        let own = about.concludes.iter().find(|one| one.decision == decision);
        own.is_some_and(|own| self.is_about((about, element), own, witness) == Truth::No)
    }

    /// Whether some witness has what was worked out, and something arises that the rule concludes for it.
    pub(super) fn some_arising(&mut self, rule: RuleId, run: &RuleRun, element: Option<RecordRef>) -> Truth {
        let about = self.plan.rules.at(rule);
        if about.concludes.iter().all(|conclusion| conclusion.only_for.is_none()) {
            return self.some(run);
        }
        let mut some = Truth::No;
        for witness in run.witnesses.iter().filter(|witness| witness.truth.possible()) {
            let arises = self.arises_for(about, witness, element);
            let both = witness.truth.and(arises, &mut self.memory.causes);
            some = some.or(both, &mut self.memory.causes);
        }
        some
    }

    /// Whether a rule that is set aside is live for some application that concludes a decision which this witness of the
    /// one that sets aside concludes too.
    pub(super) fn some_of_the_same_value(
        &mut self,
        (about, element): (&'a Rule, Option<RecordRef>),
        witness: &Witness,
        target: SetsAside,
    ) -> Truth {
        let other = self.plan.rules.at(target.rule);
        let live = self.live(target.rule, element);
        let mut some = Truth::No;
        for own in &about.concludes {
            let Some(theirs) = other.concludes.iter().find(|one| one.decision == own.decision) else {
                continue;
            };
            let here = self.is_about((about, element), own, witness);
            if !here.possible() {
                continue;
            }
            let there = self.some_there_where(&live, (witness, target.same), |evaluation, one| {
                evaluation.is_about((other, element), theirs, one)
            });
            let both = here.and(there, &mut self.memory.causes);
            some = some.or(both, &mut self.memory.causes);
        }
        some
    }

    /// Whether something arises that the rules set aside conclude for the same value, for what concludes nothing itself.
    pub(super) fn arises_there(&mut self, about: &'a Rule, witness: &Witness, element: Option<RecordRef>) -> Truth {
        let mut any = Truth::No;
        for target in &about.sets_aside {
            let other = self.plan.rules.at(target.rule);
            if other.concludes.iter().all(|one| one.only_for.is_none()) {
                return Truth::Yes;
            }
            let live = self.live(target.rule, element);
            let there = self.some_there_where(&live, (witness, target.same), |evaluation, one| {
                evaluation.arises_for(other, one, element)
            });
            any = any.or(there, &mut self.memory.causes);
        }
        any
    }

    /// Whether a decision arises that a rule concludes for this witness.
    pub(super) fn arises_for(&mut self, about: &'a Rule, witness: &Witness, element: Option<RecordRef>) -> Truth {
        let mut any = Truth::No;
        for conclusion in &about.concludes {
            let own = self.is_about((about, element), conclusion, witness);
            if own.possible() {
                let arises = self.decision_arises(conclusion.decision, element);
                let both = own.and(arises, &mut self.memory.causes);
                any = any.or(both, &mut self.memory.causes);
            }
        }
        any
    }
}
