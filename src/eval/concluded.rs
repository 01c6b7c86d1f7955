//! Outcomes that rules work out, witness by witness.
//!
//! What is not known may be any outcome that the expression can have at all: none of them is left out, so that nothing
//! that is open ever makes a decision milder. Language reference: "Decision tables".

use crate::plan::Concluded;
use crate::plan::Conclusion;
use crate::plan::ExprId;
use crate::plan::RuleId;
use crate::value::CauseId;
use crate::value::DecisionId;
use crate::value::Possible;
use crate::value::RecordRef;
use crate::value::Value;

use super::Evaluation;
use super::Truth;
use super::witness::Witness;

/// What a rule works out.
enum Concludes {
    /// The outcome of this number.
    This(u16),
    /// It is not known, for this reason.
    Open(CauseId),
}

impl<'a> Evaluation<'a> {
    /// Adds that an outcome is concluded, if so.
    pub(super) fn may_be_concluded(&mut self, truths: &mut [Truth], outcome: u16, concluded: Truth) {
        if let Some(truth) = truths.get_mut(usize::from(outcome)) {
            *truth = truth.or(concluded, &mut self.memory.causes);
        }
    }

    /// Adds the outcomes that a rule works out for each witness for which it applies.
    pub(super) fn conclude_computed(
        &mut self,
        (rule, element): (RuleId, Option<RecordRef>),
        conclusion: &Conclusion,
        (outcome, may_be): (ExprId, &'a [u16]),
        truths: &mut [Truth],
    ) {
        let run = self.applies(rule, element);
        for witness in &run.witnesses {
            let concludes = self.concludes_for((rule, element), conclusion, witness);
            if !concludes.possible() {
                continue;
            }
            match self.concluded_for(rule, element, (outcome, witness)) {
                Concludes::This(number) => self.may_be_concluded(truths, number, concludes),
                Concludes::Open(cause) => {
                    let open = concludes.and(Truth::Open(cause), &mut self.memory.causes);
                    let Some((mildest, stricter)) = may_be.split_last() else {
                        continue;
                    };
                    for number in stricter {
                        self.may_be_concluded(truths, *number, open);
                    }
                    // Where it certainly applies it concludes at least the mildest, so that nothing milder is left.
                    let mildest_is = if stricter.is_empty() { open } else { concludes };
                    self.may_be_concluded(truths, *mildest, mildest_is);
                }
            }
        }
    }

    /// What a rule works out for a witness.
    fn concluded_for(
        &mut self,
        rule: RuleId,
        element: Option<RecordRef>,
        (outcome, witness): (ExprId, &Witness),
    ) -> Concludes {
        let about = self.plan.rules.at(rule);
        let frame = self.enter(about.ruleset, element, about.locals.max(1));
        self.bind_witness(frame, about, witness);
        let value = self.value(frame, outcome);
        self.leave(frame);
        match value {
            Possible::Known(Value::Outcome(_, number)) => Concludes::This(number),
            Possible::Open(cause) => Concludes::Open(cause),
            Possible::Known(_) => match self.fault(outcome) {
                Possible::Open(cause) => Concludes::Open(cause),
                Possible::Known(_) => Concludes::This(0),
            },
        }
    }

    /// The outcomes of a decision that a rule concludes, or may conclude, for a witness.
    pub(super) fn outcomes_for(
        &mut self,
        (rule, element): (RuleId, Option<RecordRef>),
        decision: DecisionId,
        witness: &Witness,
    ) -> Vec<u16> {
        let plan = self.plan;
        let mut outcomes = Vec::new();
        let concludes = plan.rules.at(rule).concludes.iter();
        for conclusion in concludes.filter(|conclusion| conclusion.decision == decision) {
            match &conclusion.what {
                Concluded::Outcome(outcome) => outcomes.push(*outcome),
                Concluded::Amount(_) => {}
                Concluded::Computed { outcome, may_be } => {
                    match self.concluded_for(rule, element, (*outcome, witness)) {
                        Concludes::This(number) => outcomes.push(number),
                        Concludes::Open(_) => outcomes.extend(may_be),
                    }
                }
            }
        }
        outcomes
    }

    /// Whether a rule certainly concludes this outcome of a decision for some witness.
    pub(super) fn certainly_concludes(
        &mut self,
        (rule, element): (RuleId, Option<RecordRef>),
        (decision, outcome): (DecisionId, u16),
    ) -> bool {
        let plan = self.plan;
        let run = self.applies(rule, element);
        let mut own = plan.rules.at(rule).concludes.iter();
        let Some(own) = own.find(|one| one.decision == decision) else {
            return false;
        };
        for witness in &run.witnesses {
            if self.concludes_for((rule, element), own, witness) != Truth::Yes {
                continue;
            }
            if self.outcomes_for((rule, element), decision, witness) == [outcome] {
                return true;
            }
        }
        // Of several witnesses of which none is certain it may be certain that there is one.
        let constant = matches!(own.what, Concluded::Outcome(said) if said == outcome);
        constant && self.concludes(rule, own, element) == Truth::Yes
    }
}
