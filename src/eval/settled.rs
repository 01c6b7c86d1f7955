//! Outcomes without the reasoning: what streams of records ask for, without making a text.
//!
//! Only where every decision is settled. Where one is not, where what must hold does not, or where there is nothing to
//! decide, [`Evaluation::settle`] says no, and [`Evaluation::answer`] says why. Language reference: "The answer".

use crate::ids::Id;
use crate::plan::LocalId;
use crate::plan::MustHold;
use crate::plan::Rank;
use crate::plan::RulesetId;
use crate::value::DecisionId;
use crate::value::Possible;
use crate::value::RecordRef;
use crate::value::Value;

use super::Evaluation;
use super::Truth;

/// All decisions of a record and all summaries, each settled, in the order of the answer.
#[derive(Clone, Debug, Default)]
pub(crate) struct Settled {
    /// The decisions.
    pub(crate) decisions: Vec<SettledDecision>,
    /// The summaries.
    pub(crate) summaries: Vec<SettledSummary>,
}

/// A decision that is settled, for one element.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct SettledDecision {
    /// The decision.
    pub(crate) decision: DecisionId,
    /// The element, where its ruleset decides each.
    pub(crate) element: Option<RecordRef>,
    /// The number of the outcome; `None`: it does not arise, or is a figure.
    pub(crate) outcome: Option<u16>,
    /// The figure; `None`: it does not arise, or is no figure.
    pub(crate) figure: Option<Value>,
}

/// A summary that is settled, for one element.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct SettledSummary {
    /// Its number in the plan.
    pub(crate) summary: usize,
    /// The element, where one of its decisions is of a ruleset that decides each.
    pub(crate) element: Option<RecordRef>,
    /// The strictest rank; `None`: none of its decisions arises.
    pub(crate) rank: Option<Rank>,
}

impl Evaluation<'_> {
    /// Decides all decisions, or those named, into `out`; whether all of them are settled.
    pub(crate) fn settle(&mut self, only: &[DecisionId], out: &mut Settled) -> bool {
        out.decisions.clear();
        out.summaries.clear();
        self.all_hold() && self.settle_decisions(only, out) && (!only.is_empty() || self.settle_summaries(out))
    }

    /// Whether no condition that must hold of a record is broken.
    fn all_hold(&mut self) -> bool {
        let plan = self.plan;
        if plan.must_hold.is_empty() {
            return true;
        }
        for (index, entry) in self.facts.records.iter().enumerate() {
            for rule in plan.must_hold.iter().filter(|rule| rule.record == entry.ty) {
                if self.holds(rule, RecordRef::from_index(index)) == Truth::No {
                    return false;
                }
            }
        }
        true
    }

    /// Whether what must hold of the records of a type holds of this one.
    pub(super) fn holds(&mut self, rule: &MustHold, record: RecordRef) -> Truth {
        let frame = self.enter(RulesetId::from_index(0), None, rule.locals.max(1));
        self.bind(frame, LocalId::from_index(0), Possible::Known(Value::Record(record)));
        let holds = self.truth(frame, rule.condition);
        self.leave(frame);
        holds
    }

    fn settle_decisions(&mut self, only: &[DecisionId], out: &mut Settled) -> bool {
        let plan = self.plan;
        for (ruleset, about) in plan.rulesets.iter_ids() {
            let wanted = |id: &&DecisionId| only.is_empty() || only.contains(id);
            if !about.decisions.iter().any(|id| wanted(&id)) {
                continue;
            }
            if about.each.is_none() {
                for id in about.decisions.iter().filter(wanted) {
                    if !self.settle_decision(*id, None, out) {
                        return false;
                    }
                }
                continue;
            }
            let (elements, more) = self.elements_of(ruleset);
            if more.is_some() || elements.is_empty() {
                return false;
            }
            for element in elements {
                for id in about.decisions.iter().filter(wanted) {
                    if !self.settle_decision(*id, element, out) {
                        return false;
                    }
                }
            }
        }
        // A pack that decides nothing has no outcome to give.
        !out.decisions.is_empty()
    }

    fn settle_decision(&mut self, decision: DecisionId, element: Option<RecordRef>, out: &mut Settled) -> bool {
        let run = self.decide(decision, element);
        let (outcome, figure) = match (run.arises, run.possible.as_slice(), &run.figure) {
            (Truth::No, ..) => (None, None),
            (Truth::Yes, _, Some(Possible::Known(figure))) => (None, Some(figure.clone())),
            (Truth::Yes, [only], None) => (Some(*only), None),
            (Truth::Yes | Truth::Open(_), ..) => return false,
        };
        out.decisions.push(SettledDecision {
            decision,
            element,
            outcome,
            figure,
        });
        true
    }

    /// The strictest of several decisions, all of which are settled by now.
    fn settle_summaries(&mut self, out: &mut Settled) -> bool {
        let plan = self.plan;
        for (number, summary) in plan.summaries.iter().enumerate() {
            let ruleset_of = |id: &DecisionId| plan.decisions.at(*id).ruleset;
            let each = summary
                .of
                .iter()
                .map(ruleset_of)
                .find(|id| plan.rulesets.at(*id).each.is_some());
            let elements = each.map_or_else(|| vec![None], |ruleset| self.elements_of(ruleset).0);
            for element in elements {
                let mut strictest: Option<Rank> = None;
                for id in &summary.of {
                    let about = plan.decisions.at(*id);
                    let own = plan.rulesets.at(about.ruleset).each.as_ref().and(element);
                    let run = self.decide(*id, own);
                    let rank = match (run.arises, run.possible.as_slice()) {
                        (Truth::No, _) => None,
                        (Truth::Yes, [only]) => about.outcomes.get(usize::from(*only)).and_then(|found| found.rank),
                        (Truth::Yes | Truth::Open(_), _) => return false,
                    };
                    strictest = match (strictest, rank) {
                        (Some(one), Some(other)) => Some(one.min(other)),
                        (one, other) => one.or(other),
                    };
                }
                out.summaries.push(SettledSummary {
                    summary: number,
                    element,
                    rank: strictest,
                });
            }
        }
        true
    }
}
