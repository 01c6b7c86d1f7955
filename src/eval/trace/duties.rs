//! Flags that are raised and obligations that are owed.

use std::collections::BTreeMap;

use crate::decision::Answered;
use crate::decision::Decision;
use crate::decision::Flag;
use crate::decision::Obligation;
use crate::diagnostic::Severity;
use crate::plan::ObligationId;
use crate::plan::RuleId;
use crate::plan::Within;
use crate::syntax::ast::RuleKind;
use crate::value::Date;
use crate::value::DecisionId;
use crate::value::Possible;
use crate::value::RecordRef;
use crate::value::Value;

use super::Answering;
use super::label_of;
use super::walk::answered;
use crate::eval::Evaluation;
use crate::eval::Frame;
use crate::eval::Truth;

impl<'a> Evaluation<'a> {
    /// Flags and obligations of all rulesets, element by element.
    pub(super) fn duties(&mut self, answering: &mut Answering<'a>, _only: &[DecisionId], decision: &mut Decision) {
        let plan = self.plan;
        for ruleset in plan.rulesets.ids() {
            for (number, element) in self.elements_of(ruleset).0.into_iter().enumerate() {
                if !plan.figures.is_empty() {
                    self.report_figures(answering, ruleset, (element, number == 0), &mut decision.figures);
                }
                for (rule, about) in plan.rules.iter_ids().filter(|(_, about)| about.ruleset == ruleset) {
                    if let RuleKind::Flag { for_review } = about.kind {
                        self.flag(answering, (rule, element), for_review, &mut decision.flags);
                    }
                }
                self.obligations(answering, ruleset, element, &mut decision.obligations);
            }
        }
    }

    /// A flag: its condition holds, and the law's date lies in its period.
    fn flag(
        &mut self,
        answering: &mut Answering<'a>,
        (rule, element): (RuleId, Option<RecordRef>),
        for_review: bool,
        flags: &mut Vec<Flag>,
    ) {
        let plan = self.plan;
        let about = plan.rules.at(rule);
        let met = self.met(rule, element);
        let force = self.rule_force(rule, element).truth();
        let words = answering.words;
        for witness in &met.witnesses {
            let raised = witness.truth.and(force, &mut self.memory.causes);
            if !raised.possible() {
                continue;
            }
            if let Some(cause) = raised.cause() {
                let hangs = format!("flag {} hangs on it (raised or not)", about.name);
                self.explain_causes(answering, [cause], Severity::Warning, &hangs);
            }
            let mut flag = Flag {
                name: about.full_name.to_string(),
                title: if about.title.is_empty() {
                    &about.name
                } else {
                    &about.title
                }
                .to_string(),
                r#for: label_of(answering, element),
                raised: answered(raised),
                for_review,
                cites: words.cites(&about.cites),
                at: words.rule_place(about.span),
                for_label: element.map_or_else(String::new, |element| words.label(element)),
                ..Flag::default()
            };
            (flag.witness, flag.witness_labels) = words.witness(about, witness);
            flags.push(flag);
        }
    }

    /// What the rules of a ruleset impose for an element.
    fn obligations(
        &mut self,
        answering: &mut Answering<'a>,
        ruleset: crate::plan::RulesetId,
        element: Option<RecordRef>,
        obligations: &mut Vec<Obligation>,
    ) {
        let plan = self.plan;
        let mut imposed: BTreeMap<ObligationId, (Truth, Vec<String>)> = BTreeMap::new();
        for (rule, about) in plan.rules.iter_ids() {
            if about.ruleset != ruleset || about.imposes.is_empty() {
                continue;
            }
            let applies = self.some_applies(rule, element);
            if !applies.possible() {
                continue;
            }
            for obligation in &about.imposes {
                let entry = imposed.entry(*obligation).or_insert((Truth::No, Vec::new()));
                entry.0 = entry.0.or(applies, &mut self.memory.causes);
                entry.1.push(about.full_name.to_string());
            }
        }
        for (id, (owed, imposed_by)) in imposed {
            let about = plan.obligations.at(id);
            if let Some(cause) = owed.cause() {
                let hangs = format!("{} hangs on it (owed or not)", about.name);
                self.explain_causes(answering, [cause], Severity::Warning, &hangs);
            }
            let frame = self.enter(about.ruleset, self.element_of(about.ruleset, element), about.locals);
            let mut obligation = Obligation {
                name: about.full_name.to_string(),
                title: if about.title.is_empty() {
                    &about.name
                } else {
                    &about.title
                }
                .to_string(),
                r#for: label_of(answering, element),
                owed: answered(owed),
                imposed_by,
                cites: answering.words.cites(&about.cites),
                at: answering.words.rule_place(about.span),
                for_label: element.map_or_else(String::new, |element| answering.words.label(element)),
                ..Obligation::default()
            };
            self.owed_by(answering, frame, about.owed_by, &mut obligation);
            if let Some(within) = &about.within {
                let (due, because) = self.due(frame, within);
                obligation.due = due.map(|due| due.to_string());
                obligation.due_because = because;
            }
            obligation.done = self.done(frame, about);
            self.leave(frame);
            obligations.push(obligation);
        }
    }

    /// The element for a ruleset that may decide once.
    fn element_of(&self, ruleset: crate::plan::RulesetId, element: Option<RecordRef>) -> Option<RecordRef> {
        self.plan.rulesets.at(ruleset).each.as_ref().and(element)
    }

    fn owed_by(
        &mut self,
        answering: &Answering<'a>,
        frame: Frame,
        owed_by: Option<crate::plan::ExprId>,
        obligation: &mut Obligation,
    ) {
        let Some(expr) = owed_by else { return };
        match self.value(frame, expr) {
            Possible::Known(Value::Record(record)) => {
                obligation.owed_by = Some(answering.words.identity(record));
                obligation.owed_by_label = answering.words.label(record);
            }
            Possible::Known(value) => {
                let text = answering.words.value(&value, &self.plan.exprs.at(expr).ty, &[]);
                obligation.owed_by = Some(text.clone());
                obligation.owed_by_label = text;
            }
            Possible::Open(_) => "not known".clone_into(&mut obligation.owed_by_label),
        }
    }

    /// The last day on which it can be done: the first day is not counted, a month ends with its last day.
    pub(crate) fn due(&mut self, frame: Frame, within: &Within) -> (Option<Date>, String) {
        let unit = if within.months { "months" } else { "days" };
        match self.value(frame, within.after) {
            Possible::Known(Value::Date(after)) => {
                let due = if within.months {
                    after.add_months(within.count)
                } else {
                    after.add_days(within.count)
                };
                (due, format!("{} {unit} after {after}", within.count))
            }
            Possible::Known(_) => (None, String::new()),
            Possible::Open(_) => (None, format!("{} {unit} after a day that is not known", within.count)),
        }
    }

    fn done(&mut self, frame: Frame, about: &crate::plan::Obligation) -> Answered {
        if let Some(expr) = about.done_on {
            return match self.value(frame, expr) {
                Possible::Known(Value::None) => Answered::No,
                Possible::Known(_) => Answered::Yes,
                Possible::Open(_) => Answered::Open,
            };
        }
        match about.done_when {
            Some(condition) => answered(self.truth(frame, condition)),
            // Nothing says how it would be seen to be done.
            None => Answered::Open,
        }
    }

    /// Whether an obligation is owed for an element, and when it is due.
    pub(crate) fn owed(&mut self, obligation: ObligationId, element: Option<RecordRef>) -> (Truth, Option<Date>) {
        let plan = self.plan;
        let about = plan.obligations.at(obligation);
        let mut owed = Truth::No;
        for (rule, imposing) in plan.rules.iter_ids() {
            if imposing.imposes.contains(&obligation) {
                let applies = self.some_applies(rule, self.element_of(imposing.ruleset, element));
                owed = owed.or(applies, &mut self.memory.causes);
            }
        }
        let due = about.within.as_ref().and_then(|within| {
            let frame = self.enter(about.ruleset, self.element_of(about.ruleset, element), about.locals);
            let due = self.due(frame, within).0;
            self.leave(frame);
            due
        });
        (owed, due)
    }
}
