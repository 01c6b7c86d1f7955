//! Figures in the answer: what each rule includes, the total before it is rounded, and a figure that is read as a value.
//!
//! Language reference: "Decisions that are figures".

use crate::decision::Figure;
use crate::decision::Node;
use crate::decision::TableRow;
use crate::diagnostic::Severity;
use crate::plan::Conversion;
use crate::plan::Decision as DecisionPlan;
use crate::plan::ExprId;
use crate::plan::ExprKind;
use crate::plan::RuleId;
use crate::plan::RulesetId;
use crate::value::DecisionId;
use crate::value::Possible;
use crate::value::RecordRef;
use crate::value::Type;
use crate::value::Value;

use super::Answering;
use super::label_of;
use super::show::Words;
use super::walk::Seen;
use crate::eval::DecisionRun;
use crate::eval::Evaluation;
use crate::eval::Frame;
use crate::eval::Truth;
use crate::eval::amounts::Rate;
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

    /// A conversion: the amount, and the rate with the row that says it.
    pub(super) fn walk_conversion(
        &mut self,
        seen: &mut Seen<'a>,
        frame: Frame,
        conversion: &'a Conversion,
        at: ExprId,
    ) -> Node {
        let shown = self.shown(seen.words, frame, at, &[]);
        let mut node = Node {
            text: seen.words.written(at),
            value: Some(shown),
            ..Node::default()
        };
        node.children.extend(self.walk(seen, frame, conversion.amount));
        node.children.extend(self.walk(seen, frame, conversion.to));
        let Ok((_, _, rate)) = self.rate(frame, conversion, at) else {
            return node;
        };
        let (rate, lookup, way) = match rate {
            Rate::Same => return node,
            Rate::Forward(rate, lookup) => (rate, lookup, ""),
            Rate::Inverse(rate, lookup) => (rate, lookup, "the inverse of it"),
        };
        node.children.extend(self.walk(seen, frame, conversion.day));
        let table = self.plan.tables.at(conversion.table);
        let row = if let ExprKind::Column { row, .. } = &self.plan.exprs.at(lookup).kind {
            self.value(frame, *row)
        } else {
            Possible::Known(Value::None)
        };
        let answered = self.by_row_answer(seen, frame, lookup);
        let by_answer = answered.is_some();
        let (text, place) = match (row, answered) {
            (Possible::Known(row @ Value::Row(id)), _) => (
                format!("{}({})", table.name, seen.words.value(&row, &Type::Text, &[])),
                Some(seen.words.rule_place(self.plan.rows.at(id).span)),
            ),
            (Possible::Known(_) | Possible::Open(_), Some((asked, place))) => (asked, Some(place)),
            (Possible::Known(_) | Possible::Open(_), None) => (format!("{}()", table.name), None),
        };
        let detail = [by_answer.then_some("by an answer"), (!way.is_empty()).then_some(way)];
        let detail: Vec<&str> = detail.into_iter().flatten().collect();
        let value = seen.words.value(&Value::Number(rate), &Type::Decimal, &[]);
        if let (Some(at), false) = (&place, by_answer) {
            seen.row(TableRow {
                row: text.clone(),
                value: value.clone(),
                at: at.clone(),
            });
        }
        node.children.push(Node {
            text,
            value: Some(value),
            detail: (!detail.is_empty()).then(|| detail.join(", ")),
            at: place,
            ..Node::default()
        });
        node
    }

    /// The figures that rules report, for an element.
    pub(super) fn report_figures(
        &mut self,
        answering: &mut Answering<'a>,
        ruleset: RulesetId,
        (element, first): (Option<RecordRef>, bool),
        figures: &mut Vec<Figure>,
    ) {
        let plan = self.plan;
        let words = answering.words;
        for id in &plan.figures {
            let about = plan.definitions.at(*id);
            // What hangs on no element is said once.
            if about.ruleset != ruleset || !(first || about.uses_element) {
                continue;
            }
            let element = element.filter(|_| about.uses_element);
            let frame = self.enter(ruleset, element, 0);
            let value = self.call(frame, *id, &[]);
            self.leave(frame);
            let shown = match &value {
                Possible::Known(value) => Some(words.value(value, &about.ty, &[])),
                Possible::Open(cause) => {
                    let hangs = format!("figure {} hangs on it", about.name);
                    self.explain_causes(answering, [*cause], Severity::Warning, &hangs);
                    None
                }
            };
            figures.push(Figure {
                name: format!("{}.{}", plan.rulesets.at(ruleset).name, about.name),
                title: if about.title.is_empty() {
                    about.name.to_string()
                } else {
                    about.title.to_string()
                },
                r#for: label_of(answering, element),
                value: shown,
                cites: words.cites(&about.cites),
                at: words.rule_place(about.span),
            });
        }
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
                if self.is_about_another((*rule, element), decision, witness) {
                    continue;
                }
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
