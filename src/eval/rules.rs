//! Rules: met, live, applying; what sets aside what; decisions, flags and what is owed.
//!
//! `met` is the condition alone; `live` is met, in a period, not suspended and, for what sets rules aside, some of these
//! live too; `applies` is live, its decisions arise, and nothing that applies sets it aside. Each is worked out once
//! for a rule and an element, for every witness of a `for each`. Language reference: "Rules and exemptions".

use std::rc::Rc;

use crate::plan::Concluded;
use crate::plan::Conclusion;
use crate::plan::Rule;
use crate::plan::RuleId;
use crate::plan::RulesetId;
use crate::plan::SuspensionId;
use crate::syntax::ast::RuleState;
use crate::value::CauseId;
use crate::value::DecisionId;
use crate::value::Possible;
use crate::value::RecordRef;
use crate::value::Value;

use super::Evaluation;
use super::Frame;
use super::Truth;
use super::periods::Force;
use super::witness::RuleRun;
use super::witness::Witness;

/// A decision for one element.
#[derive(Clone, Debug)]
pub(crate) struct DecisionRun {
    /// Whether it arises.
    pub(crate) arises: Truth,
    /// The numbers of the outcomes that are possible if it arises, strictest first; never empty.
    pub(crate) possible: Vec<u16>,
    /// Why there is more than one.
    pub(crate) cause: Option<CauseId>,
    /// Whether no rule certainly concludes one, so that `otherwise` is among the possible outcomes.
    pub(crate) otherwise: bool,
    /// The figure, for a decision that is one; then there are no outcomes.
    pub(crate) figure: Option<Possible>,
}

impl<'a> Evaluation<'a> {
    /// Whether the conditions of a rule hold, witness by witness, whatever its period.
    pub(super) fn met(&mut self, rule: RuleId, element: Option<RecordRef>) -> Rc<RuleRun> {
        if let Some(run) = self.memory.met.get(&(rule, element)) {
            return Rc::clone(run);
        }
        let plan = self.plan;
        let about = plan.rules.at(rule);
        let exists = self.chosen(&about.only_if);
        let mut run = self.memory.new_run();
        if let (true, Some(new)) = (exists.possible(), Rc::get_mut(&mut run)) {
            let frame = self.enter(about.ruleset, element, about.locals);
            self.witnesses(frame, about, exists, new);
            self.leave(frame);
        }
        self.memory.met.insert((rule, element), Rc::clone(&run));
        run
    }

    /// `when` and not `unless`, if `so_far` does not settle it.
    pub(super) fn condition(&mut self, frame: Frame, about: &'a Rule, so_far: Truth) -> Truth {
        let mut truth = so_far;
        for condition in &about.when {
            if truth == Truth::No {
                return truth;
            }
            let holds = self.truth(frame, *condition);
            truth = truth.and(holds, &mut self.memory.causes);
        }
        if let (Some(unless), true) = (about.unless, truth.possible()) {
            let holds = self.truth(frame, unless).negate();
            truth = truth.and(holds, &mut self.memory.causes);
        }
        truth
    }

    /// `only if reading r is c`, all of them.
    pub(super) fn chosen(&mut self, readings: &[(crate::plan::ReadingId, u16, bool)]) -> Truth {
        let mut truth = Truth::Yes;
        for (reading, choice, negated) in readings {
            let holds = match self.choice(*reading) {
                Some(chosen) => Truth::of(chosen == *choice).negate_if(*negated),
                None => Truth::Open(self.memory.causes.add(super::Cause::Reading(*reading))),
            };
            truth = truth.and(holds, &mut self.memory.causes);
        }
        truth
    }

    /// Whether a suspension takes a rule out of force.
    pub(super) fn suspends(&mut self, suspension: SuspensionId, rule: RuleId, element: Option<RecordRef>) -> Truth {
        let plan = self.plan;
        let about = plan.suspensions.at(suspension);
        let exists = self.chosen(&about.only_if);
        let force = self.force(&about.period, plan.rules.at(rule).ruleset, element).truth();
        exists.and(force, &mut self.memory.causes)
    }

    /// Whether a rule is suspended.
    pub(super) fn suspended(&mut self, rule: RuleId, element: Option<RecordRef>) -> Truth {
        let plan = self.plan;
        let mut truth = Truth::No;
        for suspension in &plan.rules.at(rule).suspended_by {
            let suspends = self.suspends(*suspension, rule, element);
            truth = truth.or(suspends, &mut self.memory.causes);
        }
        truth
    }

    /// Where the date of its ruleset stands to the period of a rule.
    pub(super) fn rule_force(&mut self, rule: RuleId, element: Option<RecordRef>) -> Force {
        let plan = self.plan;
        let about = plan.rules.at(rule);
        let whole = self.force(&about.period, about.ruleset, element);
        if about.versions.is_empty() {
            return whole;
        }
        match (whole, self.force_of_versions(&about.versions, about.ruleset, element)) {
            (out @ (Force::NotYet | Force::Ended), _)
            | (Force::Within, out)
            | (Force::Open(_), out @ (Force::NotYet | Force::Ended)) => out,
            (Force::Open(cause), Force::Within) => Force::Open(cause),
            (Force::Open(one), Force::Open(other)) => Force::Open(self.memory.causes.both(one, other)),
        }
    }

    /// Which witnesses of a rule are live.
    pub(super) fn live(&mut self, rule: RuleId, element: Option<RecordRef>) -> Rc<RuleRun> {
        if let Some(run) = self.memory.lives.get(&(rule, element)) {
            return Rc::clone(run);
        }
        let plan = self.plan;
        let about = plan.rules.at(rule);
        let force = self.rule_force(rule, element).truth();
        let suspended = if force.possible() {
            self.suspended(rule, element)
        } else {
            Truth::No
        };
        let operative = force.and(suspended.negate(), &mut self.memory.causes);
        let mut run = self.memory.new_run();
        if let (true, Some(new)) = (operative.possible(), Rc::get_mut(&mut run)) {
            let met = self.met(rule, element);
            for witness in &met.witnesses {
                let mut live = witness.truth.and(operative, &mut self.memory.causes);
                if live.possible() && about.hangs_on_what_it_sets_aside() {
                    let needed = self.something_to_set_aside(about, witness, element);
                    live = live.and(needed, &mut self.memory.causes);
                }
                new.witnesses.push(Witness {
                    truth: live,
                    ..witness.clone()
                });
            }
        }
        self.memory.lives.insert((rule, element), Rc::clone(&run));
        run
    }

    /// Whether some rule that it sets aside is live; if it concludes a decision, one that concludes that decision.
    pub(super) fn something_to_set_aside(
        &mut self,
        about: &'a Rule,
        witness: &Witness,
        element: Option<RecordRef>,
    ) -> Truth {
        let plan = self.plan;
        let mut truth = Truth::No;
        for target in &about.sets_aside {
            let other = plan.rules.at(target.rule);
            let concludes = |decision: DecisionId| other.concludes.iter().any(|one| one.decision == decision);
            if !about.concludes.is_empty() && !about.concludes.iter().any(|one| concludes(one.decision)) {
                continue;
            }
            let some = if about.concludes.iter().any(|one| one.only_for.is_some()) {
                self.some_of_the_same_value((about, element), witness, *target)
            } else {
                let live = self.live(target.rule, element);
                self.some_there(&live, witness, target.same)
            };
            truth = truth.or(some, &mut self.memory.causes);
        }
        truth
    }

    /// Whether what a rule concludes arises: true if it concludes no decision and sets aside only rules that do not.
    fn arises(&mut self, rule: RuleId, element: Option<RecordRef>) -> Truth {
        if let Some(known) = self.memory.rules_arise.get(&(rule, element)) {
            return *known;
        }
        let plan = self.plan;
        let about = plan.rules.at(rule);
        let mut truth = Truth::Yes;
        if !about.concludes.is_empty() {
            let mut any = Truth::No;
            for conclusion in &about.concludes {
                let arises = self.decision_arises(conclusion.decision, element);
                any = any.or(arises, &mut self.memory.causes);
            }
            truth = any;
        }
        if truth.possible() && about.hangs_on_what_it_sets_aside() {
            let mut any = Truth::No;
            for target in &about.sets_aside {
                let arises = self.arises(target.rule, element);
                any = any.or(arises, &mut self.memory.causes);
            }
            truth = truth.and(any, &mut self.memory.causes);
        }
        self.memory.rules_arise.insert((rule, element), truth);
        truth
    }

    pub(super) fn decision_arises(&mut self, decision: DecisionId, element: Option<RecordRef>) -> Truth {
        let plan = self.plan;
        let about = plan.decisions.at(decision);
        let Some(condition) = about.arises_only_when else {
            return Truth::Yes;
        };
        if let Some(known) = self.memory.arises.get(&(decision, element)) {
            return *known;
        }
        let frame = self.enter(about.ruleset, element, about.locals);
        self.bind_value(frame, decision);
        let truth = self.truth(frame, condition);
        self.leave(frame);
        self.memory.arises.insert((decision, element), truth);
        truth
    }

    /// Which witnesses of a rule apply.
    pub(super) fn applies(&mut self, rule: RuleId, element: Option<RecordRef>) -> Rc<RuleRun> {
        if let Some(run) = self.memory.applied.get(&(rule, element)) {
            return Rc::clone(run);
        }
        let plan = self.plan;
        let about = plan.rules.at(rule);
        let live = self.live(rule, element);
        let mut run = self.memory.new_run();
        let may_apply = live.witnesses.iter().any(|witness| witness.truth.possible());
        if let (true, Some(new)) = (may_apply, Rc::get_mut(&mut run)) {
            let arises = self.arises(rule, element);
            let per_value = about.concludes.iter().any(|conclusion| conclusion.only_for.is_some());
            for witness in &live.witnesses {
                let mut truth = witness.truth.and(arises, &mut self.memory.causes);
                if per_value && truth.possible() {
                    let own = self.arises_for(about, witness, element);
                    truth = truth.and(own, &mut self.memory.causes);
                }
                if truth.possible() && about.hangs_on_what_it_sets_aside() && about.concludes.is_empty() {
                    let there = self.arises_there(about, witness, element);
                    truth = truth.and(there, &mut self.memory.causes);
                }
                let mut by = Vec::new();
                for other in &about.set_aside_by {
                    if !truth.possible() {
                        break;
                    }
                    let sets = self.sets_aside(*other, rule, witness, element);
                    if sets == Truth::Yes {
                        by.push(*other);
                    } else {
                        truth = truth.and(sets.negate(), &mut self.memory.causes);
                    }
                }
                let truth = if by.is_empty() { truth } else { Truth::No };
                new.witnesses.push(Witness {
                    truth,
                    by,
                    ..witness.clone()
                });
            }
        }
        self.memory.applied.insert((rule, element), Rc::clone(&run));
        run
    }

    /// Whether one rule, applying, sets the application of another for a witness aside.
    fn sets_aside(&mut self, one: RuleId, rule: RuleId, witness: &Witness, element: Option<RecordRef>) -> Truth {
        let plan = self.plan;
        let applies = self.applies(one, element);
        let mut truth = Truth::No;
        for target in plan
            .rules
            .at(one)
            .sets_aside
            .iter()
            .filter(|target| target.rule == rule)
        {
            let some = self.some_here(&applies, witness, target.same);
            truth = truth.or(some, &mut self.memory.causes);
        }
        truth
    }

    /// Whether the condition of a rule or a flag holds for some witness.
    pub(super) fn some_met(&mut self, rule: RuleId, element: Option<RecordRef>) -> Truth {
        let run = self.met(rule, element);
        self.some(&run)
    }

    /// Whether a rule applies for some witness.
    pub(super) fn some_applies(&mut self, rule: RuleId, element: Option<RecordRef>) -> Truth {
        let run = self.applies(rule, element);
        self.some(&run)
    }

    /// A state of a rule, asked from a frame.
    pub(super) fn state(&mut self, frame: Frame, rule: RuleId, state: RuleState) -> Truth {
        let element = self.element_for(self.plan.rules.at(rule).ruleset, frame);
        self.state_of(rule, state, element)
    }

    /// A state of a rule.
    pub(super) fn state_of(&mut self, rule: RuleId, state: RuleState, element: Option<RecordRef>) -> Truth {
        match state {
            RuleState::Met => self.some_met(rule, element),
            RuleState::Applies => self.some_applies(rule, element),
            RuleState::SetAside => {
                let live = self.live(rule, element);
                let live = self.some_arising(rule, &live, element);
                let arises = self.arises(rule, element);
                let live = live.and(arises, &mut self.memory.causes);
                let applies = self.some_applies(rule, element);
                live.and(applies.negate(), &mut self.memory.causes)
            }
            RuleState::Suspended => {
                let met = self.some_met(rule, element);
                let force = self.rule_force(rule, element).truth();
                let suspended = self.suspended(rule, element);
                let met = met.and(force, &mut self.memory.causes);
                met.and(suspended, &mut self.memory.causes)
            }
        }
    }

    /// Which outcomes of a decision are possible.
    pub(crate) fn decide(&mut self, decision: DecisionId, element: Option<RecordRef>) -> Rc<DecisionRun> {
        if let Some(run) = self.memory.decisions.get(&(decision, element)) {
            return Rc::clone(run);
        }
        let plan = self.plan;
        let about = plan.decisions.at(decision);
        if let Some(figure) = &about.figure {
            let run = Rc::new(self.decide_figure(decision, figure, element));
            self.memory.decisions.insert((decision, element), Rc::clone(&run));
            return run;
        }
        let arises = self.decision_arises(decision, element);
        let mut truths: Vec<Truth> = vec![Truth::No; about.outcomes.len()];
        if arises.possible() {
            for rule in &about.concluded_by {
                let own = |one: &&Conclusion| one.decision == decision;
                for conclusion in plan.rules.at(*rule).concludes.iter().filter(own) {
                    match &conclusion.what {
                        Concluded::Outcome(outcome) => {
                            let applies = self.concludes(*rule, conclusion, element);
                            self.may_be_concluded(&mut truths, *outcome, applies);
                        }
                        Concluded::Computed { outcome, may_be } => {
                            self.conclude_computed((*rule, element), conclusion, (*outcome, may_be), &mut truths);
                        }
                        Concluded::Amount(_) => {}
                    }
                }
            }
        }
        let run = Rc::new(self.ladder(about.otherwise, arises, &truths));
        self.memory.decisions.insert((decision, element), Rc::clone(&run));
        run
    }

    /// The strictest that is certain, and what is stricter and may be; `otherwise` only if none is certain.
    fn ladder(&mut self, otherwise: u16, arises: Truth, truths: &[Truth]) -> DecisionRun {
        let mut possible = Vec::new();
        let mut cause = None;
        let mut settled = false;
        for (number, truth) in (0_u16..).zip(truths) {
            match truth {
                Truth::No => {}
                Truth::Open(reason) => {
                    possible.push(number);
                    cause = Some(self.memory.causes.join(cause, *reason));
                }
                Truth::Yes => {
                    possible.push(number);
                    settled = true;
                    break;
                }
            }
        }
        if !settled && !possible.contains(&otherwise) {
            possible.push(otherwise);
            possible.sort_unstable();
        }
        DecisionRun {
            arises,
            cause: if possible.len() > 1 { cause } else { None },
            possible,
            otherwise: !settled,
            figure: None,
        }
    }

    /// `licence is required`
    pub(super) fn outcome_is(&mut self, frame: Frame, decision: DecisionId, outcome: u16) -> Truth {
        let element = self.element_for(self.plan.decisions.at(decision).ruleset, frame);
        let run = self.decide(decision, element);
        let among = if run.possible.contains(&outcome) {
            match run.cause {
                Some(cause) if run.possible.len() > 1 => Truth::Open(cause),
                Some(_) | None => Truth::Yes,
            }
        } else {
            Truth::No
        };
        run.arises.and(among, &mut self.memory.causes)
    }

    /// The elements that a ruleset decides: `[None]` where it decides once; and why there may be more.
    pub(super) fn elements_of(&mut self, ruleset: RulesetId) -> (Vec<Option<RecordRef>>, Option<CauseId>) {
        let plan = self.plan;
        let Some(each) = &plan.rulesets.at(ruleset).each else {
            return (vec![None], None);
        };
        let frame = self.enter(ruleset, None, 8);
        let mut items = self.take_list();
        let more = self.items_of(frame, each.list, &mut items);
        self.leave(frame);
        let records = items.iter().filter_map(|item| {
            if let Value::Record(record) = item.value {
                Some(record)
            } else {
                None
            }
        });
        let records = records.map(Some).collect();
        self.give_list(items);
        (records, more)
    }
}
