//! Figures in the answer: what each rule includes, the total before it is rounded, and a figure that is read as a value.
//!
//! Language reference: "Decisions that are figures".

use crate::decision::Node;
use crate::plan::Decision as DecisionPlan;
use crate::plan::ExprId;
use crate::plan::RuleId;
use crate::value::DecisionId;
use crate::value::Possible;
use crate::value::RecordRef;

use super::show::Words;
use super::walk::Seen;
use crate::eval::DecisionRun;
use crate::eval::Evaluation;
use crate::eval::Frame;
use crate::eval::Truth;
use crate::eval::witness::Witness;

/// The figure that was worked out, in words; `None` where it is open.
pub(super) fn figure_word(words: &Words, about: &DecisionPlan, run: &DecisionRun) -> Option<String> {
    match (&about.figure, &run.figure) {
        (Some(figure), Some(Possible::Known(value))) => Some(words.value(value, &figure.ty, &[])),
        (Some(_) | None, _) => None,
    }
}

impl<'a> Evaluation<'a> {
    /// The total before it was rounded, where rounding changed it.
    pub(super) fn rounded_from(
        &mut self,
        words: Words<'a>,
        id: DecisionId,
        element: Option<RecordRef>,
    ) -> Option<String> {
        let figure = self.plan.decisions.at(id).figure.as_ref()?;
        figure.rounded.as_ref()?;
        let figured = self.figured(id, figure, element);
        match (figured.total, figured.value) {
            (Possible::Known(total), Possible::Known(value)) if total != value => {
                Some(words.value(&total, &figure.ty, &[]))
            }
            (Possible::Known(_) | Possible::Open(_), _) => None,
        }
    }

    /// What a rule includes in a figure for a witness.
    pub(super) fn includes(
        &mut self,
        words: Words<'a>,
        (rule, element, decision): (RuleId, Option<RecordRef>, DecisionId),
        witness: &Witness,
    ) -> Option<(ExprId, String)> {
        let plan = self.plan;
        let figure = plan.decisions.at(decision).figure.as_ref()?;
        let own = plan.rules.at(rule).concludes.iter();
        let amount = own
            .filter(|one| one.decision == decision)
            .find_map(crate::plan::Conclusion::amount)?;
        let shown = match self.included(rule, amount, witness, element) {
            Possible::Known(value) => words.value(&value, &figure.ty, &[]),
            Possible::Open(_) => "an amount that is not known".to_owned(),
        };
        Some((amount, shown))
    }

    /// A decision that is a figure, read as a value: what it is, and under it the rules that make it.
    pub(super) fn walk_decided(
        &mut self,
        seen: &mut Seen<'a>,
        frame: Frame,
        (decision, at): (DecisionId, ExprId),
    ) -> Node {
        let plan = self.plan;
        let about = plan.decisions.at(decision);
        let element = self.element_for(about.ruleset, frame);
        let shown = self.shown(seen.words, frame, at, &[]);
        let mut node = Node {
            text: seen.words.written(at),
            value: Some(shown),
            at: Some(seen.words.rule_place(about.span)),
            ..Node::default()
        };
        if !seen.first_of(decision, element) {
            return node;
        }
        for rule in &about.concluded_by {
            let run = self.applies(*rule, element);
            let rule_plan = plan.rules.at(*rule);
            for witness in run.witnesses.iter().filter(|witness| witness.truth == Truth::Yes) {
                let Some((amount, shown)) = self.includes(seen.words, (*rule, element, decision), witness) else {
                    continue;
                };
                let inner = self.enter(rule_plan.ruleset, element, rule_plan.locals.max(1));
                self.bind_witness(inner, rule_plan, witness);
                let children = self.walk(seen, inner, amount);
                self.leave(inner);
                node.children.push(Node {
                    text: format!("{} includes {shown}", rule_plan.name),
                    cites: seen.words.cites(&rule_plan.cites),
                    at: Some(seen.words.rule_place(rule_plan.span)),
                    children,
                    ..Node::default()
                });
            }
        }
        node
    }
}
