//! What tests expect, checked against what is: outcomes with the rules that gave them, states, flags, duties, figures.

use crate::diagnostic::Diagnostic;
use crate::plan::By;
use crate::plan::Claim;
use crate::plan::ExprId;
use crate::plan::ExprKind;
use crate::plan::RuleId;
use crate::plan::RulesetId;
use crate::source::Sources;
use crate::syntax::ast::RuleState;
use crate::value::CauseId;
use crate::value::DecisionId;
use crate::value::Possible;
use crate::value::RecordRef;
use crate::value::Value;

use super::Evaluation;
use super::Frame;
use super::Truth;
use super::report;
use super::trace::Words;

/// Whether a claim holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Held {
    /// It does.
    Yes,
    /// It does not; what is found instead.
    No(String),
    /// It hangs on what is not known, or cannot be computed.
    Open(Vec<Diagnostic>),
    /// The ruleset decides several elements, and the claim does not say which; or none.
    WhichElement(usize),
}

impl<'a> Evaluation<'a> {
    /// The ruleset whose element a claim speaks about.
    fn ruleset_of(&self, claim: &Claim) -> Option<RulesetId> {
        let plan = self.plan;
        match claim {
            Claim::Error(_) => None,
            Claim::Flag(rule, _) | Claim::State { rule, .. } => Some(plan.rules.at(*rule).ruleset),
            Claim::DoesNotArise(decision) | Claim::Outcome { decision, .. } | Claim::Figure { decision, .. } => {
                Some(plan.decisions.at(*decision).ruleset)
            }
            Claim::Holds { ruleset, .. } => Some(*ruleset),
        }
    }

    /// Checks a claim; `element` is what `for …` picks.
    pub(crate) fn claim(&mut self, claim: &Claim, element: Option<ExprId>, sources: &'a Sources) -> Held {
        let Some(ruleset) = self.ruleset_of(claim) else {
            return Held::No("no error".to_owned());
        };
        let element = match self.claimed_element(ruleset, element, claim) {
            Ok(element) => element,
            Err(held) => return held,
        };
        let words = self.words(sources);
        match claim {
            Claim::Error(_) => Held::No("no error".to_owned()),
            Claim::Flag(rule, raised) => {
                let met = self.some_met(*rule, element);
                let force = self.rule_force(*rule, element).truth();
                let up = met.and(force, &mut self.memory.causes);
                self.held(
                    up.negate_if(!raised),
                    words,
                    if *raised { "it is not raised" } else { "it is raised" },
                )
            }
            Claim::DoesNotArise(decision) => {
                let run = self.decide(*decision, element);
                let found = self.found(words, *decision, element);
                self.held(run.arises.negate(), words, &found)
            }
            Claim::Outcome {
                decision,
                outcome,
                negated,
                because,
            } => self.outcome_claim(words, (*decision, element), (*outcome, *negated), because.as_deref()),
            Claim::Figure {
                decision,
                value,
                negated,
                because,
            } => self.figure_claim(words, (*decision, element), (*value, *negated), because.as_deref()),
            Claim::Holds {
                condition,
                ruleset,
                locals,
            } => {
                let frame = self.enter(*ruleset, element, *locals);
                let truth = self.truth(frame, *condition);
                let found = self.left_side(words, frame, *condition);
                self.leave(frame);
                self.held(truth, words, &found)
            }
            Claim::State {
                rule,
                state,
                negated,
                by,
            } => self.state_claim(words, (*rule, element), (*state, *negated), *by),
        }
    }

    /// What the left side of a comparison is, for a test that fails.
    fn left_side(&mut self, words: Words<'a>, frame: Frame, condition: ExprId) -> String {
        let plan = self.plan;
        if let ExprKind::Duty { obligation, .. } = &plan.exprs.at(condition).kind {
            return self.duty_found(frame, *obligation);
        }
        let (ExprKind::Is { left, .. } | ExprKind::Order { left, .. } | ExprKind::Between { value: left, .. }) =
            &plan.exprs.at(condition).kind
        else {
            return "it does not hold".to_owned();
        };
        match self.value(frame, *left) {
            Possible::Known(value) => {
                format!(
                    "{} is {}",
                    words.written(*left),
                    words.value(&value, &plan.exprs.at(*left).ty, &[])
                )
            }
            Possible::Open(_) => "it is not known".to_owned(),
        }
    }

    /// The element: the one that is picked, or the only one.
    fn claimed_element(
        &mut self,
        ruleset: RulesetId,
        picked: Option<ExprId>,
        claim: &Claim,
    ) -> Result<Option<RecordRef>, Held> {
        if self.plan.rulesets.at(ruleset).each.is_none() {
            return Ok(None);
        }
        if let Some(expr) = picked {
            let frame = self.enter(ruleset, None, 8);
            let value = self.value(frame, expr);
            self.leave(frame);
            return match value {
                Possible::Known(Value::Record(record)) => Ok(Some(record)),
                Possible::Known(_) | Possible::Open(_) => Err(Held::No("there is no such element".to_owned())),
            };
        }
        if let Claim::Holds { condition, .. } = claim
            && self.free_of_element(*condition)
        {
            // It speaks of a record of its own: `cn_share(shipment.items["M1"])`.
            let first = self.elements_of(ruleset).0.into_iter().next().flatten();
            return Ok(first);
        }
        match self.elements_of(ruleset).0.as_slice() {
            [only] => Ok(*only),
            several => Err(Held::WhichElement(several.len())),
        }
    }

    /// Whether an expression certainly does not use the element.
    fn free_of_element(&self, expr: ExprId) -> bool {
        let kind = &self.plan.exprs.at(expr).kind;
        if let ExprKind::Call { definition, arguments } = kind {
            let about = self.plan.definitions.at(*definition);
            return !about.uses_element && arguments.iter().all(|id| self.free_of_element(*id));
        }
        if let ExprKind::Is { left, right, .. } | ExprKind::Order { left, right, .. } = kind {
            return self.free_of_element(*left) && self.free_of_element(*right);
        }
        if let ExprKind::Field { of, .. }
        | ExprKind::PickKey { list: of, .. }
        | ExprKind::PickNumber { list: of, .. }
        | ExprKind::Not(of) = kind
        {
            return self.free_of_element(*of);
        }
        matches!(kind, ExprKind::Constant(_) | ExprKind::Root | ExprKind::Parameter(_))
    }

    fn held(&mut self, truth: Truth, words: Words<'a>, otherwise: &str) -> Held {
        match truth {
            Truth::Yes => Held::Yes,
            Truth::No => Held::No(otherwise.to_owned()),
            Truth::Open(cause) => Held::Open(self.reasons(words, [cause])),
        }
    }

    fn reasons(&self, words: Words<'a>, causes: impl IntoIterator<Item = CauseId>) -> Vec<Diagnostic> {
        self.memory
            .causes
            .leaves(causes, 20)
            .into_iter()
            .map(|cause| report::diagnostic(words, cause))
            .collect()
    }

    /// What a decision is, in words: `licence is free (otherwise)`.
    pub(super) fn found(&mut self, words: Words<'a>, decision: DecisionId, element: Option<RecordRef>) -> String {
        let plan = self.plan;
        let about = plan.decisions.at(decision);
        let run = self.decide(decision, element);
        let possible = super::trace::possible_words(&words, about, &run);
        let concluding = if about.figure.is_some() {
            self.including_rules(decision, element)
        } else {
            self.concluding_rules(decision, run.possible.first().copied().unwrap_or(0), element)
        };
        let rules: Vec<&str> = concluding.into_iter().map(|rule| &*plan.rules.at(rule).name).collect();
        match (possible.as_slice(), rules.is_empty()) {
            ([only], false) if only != "does not arise" => {
                format!("{} is {only} because {}", about.name, rules.join(", "))
            }
            ([only], _) if only == "does not arise" => format!("{} does not arise", about.name),
            ([only], true) => format!("{} is {only} by otherwise", about.name),
            ([], _) => format!("{} is not known", about.name),
            (several, _) => format!("{} is one of {{{}}}", about.name, several.join(", ")),
        }
    }

    /// All applying rules that conclude an outcome.
    fn concluding_rules(&mut self, decision: DecisionId, outcome: u16, element: Option<RecordRef>) -> Vec<RuleId> {
        let plan = self.plan;
        let mut rules = Vec::new();
        for rule in &plan.decisions.at(decision).concluded_by {
            if self.certainly_concludes((*rule, element), (decision, outcome)) {
                rules.push(*rule);
            }
        }
        rules
    }

    fn outcome_claim(
        &mut self,
        words: Words<'a>,
        (decision, element): (DecisionId, Option<RecordRef>),
        (outcome, negated): (u16, bool),
        because: Option<&[RuleId]>,
    ) -> Held {
        let run = self.decide(decision, element);
        let found = self.found(words, decision, element);
        let only = run.arises == Truth::Yes && run.possible == [outcome];
        let excluded = run.arises == Truth::No || !run.possible.contains(&outcome);
        let settled = if negated { excluded } else { only };
        let refuted = if negated { only } else { excluded };
        if refuted {
            return Held::No(found);
        }
        if !settled {
            let causes: Vec<CauseId> = run.cause.into_iter().chain(run.arises.cause()).collect();
            return Held::Open(self.reasons(words, causes));
        }
        let Some(wanted) = because else { return Held::Yes };
        let mut applying = self.concluding_rules(decision, outcome, element);
        let mut wanted = wanted.to_vec();
        applying.sort_unstable();
        wanted.sort_unstable();
        if applying == wanted { Held::Yes } else { Held::No(found) }
    }

    fn figure_claim(
        &mut self,
        words: Words<'a>,
        (decision, element): (DecisionId, Option<RecordRef>),
        (wanted, negated): (ExprId, bool),
        because: Option<&[RuleId]>,
    ) -> Held {
        let run = self.decide(decision, element);
        let found = self.found(words, decision, element);
        let frame = self.enter(self.plan.decisions.at(decision).ruleset, element, 0);
        let wanted = self.value(frame, wanted);
        self.leave(frame);
        let is = match (run.arises, &run.figure, wanted) {
            (Truth::No, ..) => Truth::No,
            (Truth::Yes, Some(Possible::Known(figure)), Possible::Known(wanted)) => {
                Truth::of(crate::ops::same(figure, &wanted) == Ok(true))
            }
            (Truth::Open(cause), ..) | (_, _, Possible::Open(cause)) => {
                return Held::Open(self.reasons(words, [cause]));
            }
            (_, Some(Possible::Open(cause)), _) => return Held::Open(self.reasons(words, [*cause])),
            (_, None, _) => Truth::No,
        };
        let held = self.held(is.negate_if(negated), words, &found);
        let (Some(rules), Held::Yes) = (because, &held) else {
            return held;
        };
        let mut applying = self.including_rules(decision, element);
        let mut rules = rules.to_vec();
        applying.sort_unstable();
        rules.sort_unstable();
        if applying == rules { Held::Yes } else { Held::No(found) }
    }

    /// All applying rules that include something in a figure.
    fn including_rules(&mut self, decision: DecisionId, element: Option<RecordRef>) -> Vec<RuleId> {
        let plan = self.plan;
        let mut including = Vec::new();
        for rule in &plan.decisions.at(decision).concluded_by {
            let mut own = plan.rules.at(*rule).concludes.iter();
            let own = own.find(|one| one.decision == decision);
            if own.is_some_and(|own| self.concludes(*rule, own, element) == Truth::Yes) {
                including.push(*rule);
            }
        }
        including
    }

    fn state_claim(
        &mut self,
        words: Words<'a>,
        (rule, element): (RuleId, Option<RecordRef>),
        (state, negated): (RuleState, bool),
        by: Option<By>,
    ) -> Held {
        let truth = self.state_of(rule, state, element);
        let mut states = Vec::new();
        let all = [
            (RuleState::Met, "met"),
            (RuleState::Applies, "applying"),
            (RuleState::SetAside, "set aside"),
            (RuleState::Suspended, "suspended"),
        ];
        for (other, word) in all {
            if self.state_of(rule, other, element) == Truth::Yes {
                states.push(word);
            }
        }
        let found = if states.is_empty() {
            "it is not met".to_owned()
        } else {
            format!("it is {}", states.join(", "))
        };
        let held = self.held(truth.negate_if(negated), words, &found);
        if held != Held::Yes {
            return held;
        }
        let by_it = match by {
            None => Truth::Yes,
            Some(By::Suspension(suspension)) => {
                let names = self.plan.rules.at(rule).suspended_by.contains(&suspension);
                if names {
                    self.suspends(suspension, rule, element)
                } else {
                    Truth::No
                }
            }
            Some(By::Rule(other)) => {
                let applies = self.applies(rule, element);
                Truth::of(applies.witnesses.iter().any(|witness| witness.by.contains(&other)))
            }
        };
        self.held(by_it, words, "something else does it")
    }
}
