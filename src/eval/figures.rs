//! Decisions that are figures: what all applying rules include, put together and rounded once.
//!
//! Every applying witness of every rule that concludes the decision gives one amount. If it is open whether one
//! applies, or what it comes to, the figure is open, unless that amount could not change it: nothing added to a sum, and
//! no more than the greatest. Language reference: "Decisions that are figures".

use crate::plan::Conclusion;
use crate::plan::ExprId;
use crate::plan::FigureDecision;
use crate::plan::RuleId;
use crate::syntax::ast::Fold;
use crate::value::CauseId;
use crate::value::DecisionId;
use crate::value::Possible;
use crate::value::RecordRef;
use crate::value::Value;

use super::DecisionRun;
use super::Evaluation;
use super::Frame;
use super::Truth;
use super::witness::Witness;

/// What is known so far of a figure.
struct Total {
    /// The total of all that certainly applies; `None` before the first.
    certain: Option<Value>,
    /// Amounts of which it is open whether they apply.
    doubtful: Vec<(Value, CauseId)>,
    /// Why it is open.
    open: Option<CauseId>,
    /// Whether some rule may apply.
    some: bool,
}

/// A figure, and what it is made of.
#[derive(Clone, Debug)]
pub(super) struct Figured {
    /// The figure before it is rounded.
    pub(super) total: Possible,
    /// The figure.
    pub(super) value: Possible,
    /// Whether no rule includes anything, so that it is what `otherwise` says.
    pub(super) otherwise: bool,
}

impl<'a> Evaluation<'a> {
    /// A decision that is a figure.
    pub(super) fn decide_figure(
        &mut self,
        decision: DecisionId,
        figure: &'a FigureDecision,
        element: Option<RecordRef>,
    ) -> DecisionRun {
        let arises = self.decision_arises(decision, element);
        let figured = if arises.possible() {
            self.figured(decision, figure, element)
        } else {
            Figured {
                total: Possible::Known(Value::None),
                value: Possible::Known(Value::None),
                otherwise: false,
            }
        };
        let cause = match figured.value {
            Possible::Open(cause) => Some(cause),
            Possible::Known(_) => None,
        };
        DecisionRun {
            arises,
            possible: Vec::new(),
            cause,
            otherwise: figured.otherwise,
            figure: Some(figured.value),
        }
    }

    /// The figure, if it arises.
    pub(super) fn figured(
        &mut self,
        decision: DecisionId,
        figure: &'a FigureDecision,
        element: Option<RecordRef>,
    ) -> Figured {
        let plan = self.plan;
        let mut total = Total {
            certain: None,
            doubtful: Vec::new(),
            open: None,
            some: false,
        };
        for rule in &plan.decisions.at(decision).concluded_by {
            let about = plan.rules.at(*rule);
            let own = about.concludes.iter().filter(|one| one.decision == decision);
            for conclusion in own {
                self.include(*rule, conclusion, (figure, element), &mut total);
            }
        }
        let nothing = total.certain.is_none();
        let ruleset = plan.decisions.at(decision).ruleset;
        let frame = self.enter(ruleset, element, 0);
        let otherwise = self.value(frame, figure.otherwise);
        self.leave(frame);
        let before = match (&total.certain, otherwise) {
            (Some(known), _) => Possible::Known(known.clone()),
            (None, otherwise) => otherwise,
        };
        let open = self.doubt(figure, &total, &before);
        let before = open.map_or(before, Possible::Open);
        let value = self.rounded(figure, before.clone());
        Figured {
            total: before,
            value,
            otherwise: nothing && !total.some,
        }
    }

    /// Adds what one rule includes.
    fn include(
        &mut self,
        rule: RuleId,
        conclusion: &Conclusion,
        (figure, element): (&'a FigureDecision, Option<RecordRef>),
        total: &mut Total,
    ) {
        let Some(amount) = conclusion.amount() else { return };
        let run = self.applies(rule, element);
        for witness in &run.witnesses {
            let applies = self.concludes_for((rule, element), conclusion, witness);
            if !applies.possible() {
                continue;
            }
            let value = self.included(rule, amount, witness, element);
            total.some = true;
            match (applies, value) {
                (Truth::No, _) => {}
                (Truth::Yes, Possible::Known(value)) => {
                    let certain = match total.certain.take() {
                        None => Possible::Known(value),
                        Some(before) => self.together(figure.total, before, value, amount),
                    };
                    match certain {
                        Possible::Known(value) => total.certain = Some(value),
                        Possible::Open(cause) => total.open = Some(self.memory.causes.join(total.open, cause)),
                    }
                }
                (Truth::Open(cause), Possible::Known(value)) => total.doubtful.push((value, cause)),
                (Truth::Yes, Possible::Open(cause)) => total.open = Some(self.memory.causes.join(total.open, cause)),
                (Truth::Open(whether), Possible::Open(cause)) => {
                    let both = self.memory.causes.both(whether, cause);
                    total.open = Some(self.memory.causes.join(total.open, both));
                }
            }
        }
    }

    /// What a rule includes for a witness.
    pub(super) fn included(
        &mut self,
        rule: RuleId,
        amount: ExprId,
        witness: &Witness,
        element: Option<RecordRef>,
    ) -> Possible {
        let about = self.plan.rules.at(rule);
        let frame = self.enter(about.ruleset, element, about.locals.max(1));
        self.bind_witness(frame, about, witness);
        let value = self.value(frame, amount);
        self.leave(frame);
        value
    }

    /// Two amounts put together.
    fn together(&mut self, total: Fold, one: Value, other: Value, at: ExprId) -> Possible {
        match total {
            Fold::Sum | Fold::Count | Fold::List | Fold::Only => match crate::ops::add(&one, &other) {
                Ok(sum) => Possible::Known(sum),
                Err(fault) => self.computed(Err(fault), at, Some((one, other))),
            },
            Fold::Greatest | Fold::Least => self.better(Possible::Known(one), Possible::Known(other), total, at),
        }
    }

    /// Why a figure is open, if it is: an amount that may apply and would change it.
    fn doubt(&mut self, figure: &FigureDecision, total: &Total, before: &Possible) -> Option<CauseId> {
        let mut open = total.open;
        for (amount, cause) in &total.doubtful {
            let changes = match before {
                Possible::Open(_) => true,
                Possible::Known(before) => changes(figure.total, (before, total.certain.is_some()), amount),
            };
            if changes {
                open = Some(self.memory.causes.join(open, *cause));
            }
        }
        open
    }

    /// The figure as it is rounded.
    fn rounded(&mut self, figure: &FigureDecision, total: Possible) -> Possible {
        let (Some(rounding), Possible::Known(value)) = (&figure.rounded, &total) else {
            return total;
        };
        match crate::ops::round(value, &rounding.step, rounding.mode) {
            Ok(value) => Possible::Known(value),
            Err(fault) => {
                let sides = Some((value.clone(), rounding.step.clone()));
                self.computed(Err(fault), figure.otherwise, sides)
            }
        }
    }

    /// The value of a decision that is a figure, asked from a frame; none where it does not arise.
    pub(super) fn decided(&mut self, frame: Frame, decision: DecisionId, at: ExprId) -> Possible {
        let element = self.element_for(self.plan.decisions.at(decision).ruleset, frame);
        let run = self.decide(decision, element);
        match (run.arises, &run.figure) {
            (_, None) => self.fault(at),
            (Truth::No, _) => Possible::Known(Value::None),
            (Truth::Yes, Some(figure)) => figure.clone(),
            (Truth::Open(cause), Some(Possible::Known(_))) => Possible::Open(cause),
            (Truth::Open(cause), Some(Possible::Open(why))) => Possible::Open(self.memory.causes.both(cause, *why)),
        }
    }
}

fn is_zero(value: &Value) -> bool {
    matches!(value, Value::Number(number) | Value::Money(number, _) | Value::Amount(number, _) if number.is_zero())
}

/// Whether an amount more would change a total, which is `otherwise` where nothing is certain.
fn changes(total: Fold, (before, certain): (&Value, bool), amount: &Value) -> bool {
    match (total, certain) {
        // In place of `otherwise` the amount stands alone; several that may apply add up to what they are worth.
        (Fold::Sum | Fold::Count | Fold::List | Fold::Only, false) => !is_zero(amount) || !is_zero(before),
        (Fold::Sum | Fold::Count | Fold::List | Fold::Only, true) => !is_zero(amount),
        (Fold::Greatest | Fold::Least, false) => crate::ops::same(amount, before) != Ok(true),
        (Fold::Greatest, true) => !crate::ops::order(amount, before).is_ok_and(std::cmp::Ordering::is_le),
        (Fold::Least, true) => !crate::ops::order(amount, before).is_ok_and(std::cmp::Ordering::is_ge),
    }
}
