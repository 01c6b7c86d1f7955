//! Flags that are raised and obligations that are owed.
#![expect(
    clippy::type_complexity,
    reason = "a pair of what is worked out together, named where it is read"
)]
#![expect(clippy::wildcard_enum_match_arm, reason = "what is not named here is none of it")]

use std::collections::BTreeMap;

use crate::decision::Answered;
use crate::decision::Decision;
use crate::decision::Flag;
use crate::decision::Obligation;
use crate::diagnostic::Severity;
use crate::plan::CountedBy;
use crate::plan::Length;
use crate::plan::ObligationId;
use crate::plan::OwedWhen;
use crate::plan::Piece;
use crate::plan::RuleId;
use crate::syntax::ast::RuleKind;
use crate::value::DecisionId;
use crate::value::Possible;
use crate::value::RecordRef;
use crate::value::Type;
use crate::value::Value;

use super::Answering;
use super::label_of;
use super::walk::answered;
use crate::eval::Evaluation;
use crate::eval::Frame;
use crate::eval::Truth;
use crate::eval::duties::Due;

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
        let mut imposed: BTreeMap<(ObligationId, Box<[Possible]>), (Truth, Vec<String>)> = BTreeMap::new();
        for (rule, about) in plan.rules.iter_ids() {
            if about.ruleset != ruleset || about.imposes.is_empty() {
                continue;
            }
            self.imposed_by(rule, element, &mut |obligation, arguments, owed, causes| {
                let (known, by) = imposed
                    .entry((obligation, arguments))
                    .or_insert((Truth::No, Vec::new()));
                *known = known.or(owed, causes);
                if by.last().is_none_or(|last| **last != *about.full_name) {
                    by.push(about.full_name.to_string());
                }
            });
        }
        for ((id, arguments), (owed, imposed_by)) in imposed {
            let about = plan.obligations.at(id);
            if let Some(cause) = owed.cause() {
                let hangs = format!("{} hangs on it (owed or not)", about.name);
                self.explain_causes(answering, [cause], Severity::Warning, &hangs);
            }
            let mut obligation = self.obligation(answering, (id, element), &arguments);
            obligation.owed = answered(owed);
            obligation.imposed_by = imposed_by;
            if self.is_shared(id)
                && let Some(known) = obligations.iter_mut().find(|known| {
                    (&known.name, &known.r#for, &known.with) == (&obligation.name, &obligation.r#for, &obligation.with)
                })
            {
                known.owed = known.owed.min(obligation.owed);
                known.imposed_by.append(&mut obligation.imposed_by);
            } else {
                obligations.push(obligation);
            }
        }
    }

    /// Whether rules of several rulesets impose an obligation: equal arguments are one.
    fn is_shared(&self, id: ObligationId) -> bool {
        let rulesets = self.plan.obligations.at(id).imposed_by.iter();
        let mut rulesets = rulesets.map(|rule| self.plan.rules.at(*rule).ruleset);
        let first = rulesets.next();
        rulesets.any(|ruleset| Some(ruleset) != first)
    }

    /// An obligation for some arguments: who, until when, whether done.
    fn obligation(
        &mut self,
        answering: &mut Answering<'a>,
        (id, element): (ObligationId, Option<RecordRef>),
        arguments: &[Possible],
    ) -> Obligation {
        let about = self.plan.obligations.at(id);
        let words = answering.words;
        let frame = self.enter_duty(id, element, arguments);
        let title = if about.title_pieces.is_empty() {
            about.title.to_string()
        } else {
            self.title(words, frame, &about.title_pieces)
        };
        let mut obligation = Obligation {
            name: about.full_name.to_string(),
            title: if title.is_empty() {
                about.name.to_string()
            } else {
                title
            },
            r#for: label_of(answering, element),
            cites: words.cites(&about.cites),
            at: words.rule_place(about.span),
            for_label: element.map_or_else(String::new, |element| words.label(element)),
            ..Obligation::default()
        };
        for ((name, ty), argument) in about.parameters.iter().zip(arguments) {
            let (value, label) = match argument {
                Possible::Known(Value::Record(record)) => (words.identity(*record), words.label(*record)),
                Possible::Known(value) => (words.value(value, ty, &[]), words.grouped(value, ty, &[])),
                Possible::Open(_) => ("not known".to_owned(), "not known".to_owned()),
            };
            obligation.with.insert(name.to_string(), value);
            obligation.with_labels.push(label);
        }
        self.owed_by(answering, frame, about.owed_by, &mut obligation);
        self.until_when(answering, frame, id, &mut obligation);
        if about.says_when_done {
            obligation.done = answered(self.is_done(frame, id));
        }
        obligation.breached = match about.is_timed && !about.lasts {
            true if about.says_when_done => answered(self.is_breached(frame, id)),
            // Nothing says how it would be seen to be done.
            true => Answered::Open,
            false => Answered::No,
        };
        self.leave(frame);
        obligation
    }

    /// A title with everything put in.
    fn title(&mut self, words: super::Words<'a>, frame: Frame, pieces: &'a [Piece]) -> String {
        let mut text = String::new();
        for piece in pieces {
            match piece {
                Piece::Text(piece) => text.push_str(piece),
                Piece::Insertion(expr) => match self.value(frame, *expr) {
                    Possible::Known(value) => {
                        text.push_str(&words.grouped(&value, &self.plan.exprs.at(*expr).ty, &[]));
                    }
                    Possible::Open(_) => text.push_str("(not known)"),
                },
            }
        }
        text
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

    /// The due date, or until when it lasts, and why.
    fn until_when(&mut self, answering: &Answering<'a>, frame: Frame, id: ObligationId, obligation: &mut Obligation) {
        let words = answering.words;
        let Some(time) = &self.plan.obligations.at(id).time else {
            return;
        };
        let due = self.due(frame, id);
        obligation.due_words = self.time_words(words, frame, time);
        obligation.due_because.clone_from(&obligation.due_words);
        if let OwedWhen::Within {
            length: Length::WorkingDays { by, .. },
            ..
        } = time
        {
            let by = self.calendar_words(by);
            obligation.due_because.push_str(&by);
            if due == Due::Never || matches!(due, Due::Open(_)) {
                obligation.due_words.push_str(&by);
            }
        }
        match due {
            Due::Never => {}
            Due::AtOnce => obligation.at_once = true,
            Due::On(date) => obligation.due = Some(date.to_string()),
            Due::Every { first, .. } => {
                obligation.due = Some(first.to_string());
                obligation.recurs = true;
            }
            Due::Until(date) => obligation.until = Some(date.to_string()),
            Due::Open(_) => self.open_due(frame, id, obligation),
        }
    }

    /// What there is to say about a due date that is not known: what else it may be, where a reading decides it, or
    /// that it lies beyond the calendar.
    fn open_due(&mut self, frame: Frame, id: ObligationId, obligation: &mut Obligation) {
        let plan = self.plan;
        let Some(OwedWhen::Within {
            length: Length::WorkingDays { count, by },
            after,
        }) = &plan.obligations.at(id).time
        else {
            return;
        };
        let Possible::Known(Value::Date(after)) = self.value(frame, *after) else {
            return;
        };
        let said = |calendar: &crate::plan::Calendar| match (calendar.working_day_after(after, *count), calendar.covers)
        {
            (Some(due), _) => format!("{due} by {}", calendar.name),
            (None, Some((_, last))) => format!("beyond {}, which ends on {last}", calendar.name),
            (None, None) => format!("beyond {}", calendar.name),
        };
        let all: Vec<String> = match by {
            CountedBy::Calendar(calendar) => vec![said(plan.calendars.at(*calendar))],
            CountedBy::Reading(reading, calendars) => match self.settings.choice(*reading) {
                Some(choice) => calendars
                    .get(usize::from(choice))
                    .map(|calendar| said(plan.calendars.at(*calendar)))
                    .into_iter()
                    .collect(),
                None => calendars
                    .iter()
                    .map(|calendar| said(plan.calendars.at(*calendar)))
                    .collect(),
            },
        };
        let between = if all.len() == 1 { ", " } else { ": " };
        obligation.due_words = format!(
            "{} after {after}{between}{}",
            working_days(*count),
            crate::text::list_or(&all)
        );
        obligation.due_because.clone_from(&obligation.due_words);
    }

    /// `10 working days after 2026-12-01`
    fn time_words(&mut self, words: super::Words<'a>, frame: Frame, time: &'a OwedWhen) -> String {
        let day = |evaluation: &mut Self, expr: crate::plan::ExprId| match evaluation.value(frame, expr) {
            Possible::Known(value) => words.value(&value, &Type::Date, &[]),
            Possible::Open(_) => "a day that is not known".to_owned(),
        };
        let length = |evaluation: &mut Self, expr: crate::plan::ExprId| match &evaluation.plan.exprs.at(expr).kind {
            crate::plan::ExprKind::Constant(_) => words.written(expr),
            _ => match evaluation.value(frame, expr) {
                Possible::Known(value) => words.value(&value, &Type::Duration, &[]),
                Possible::Open(_) => "a time that is not known".to_owned(),
            },
        };
        match time {
            OwedWhen::AtOnce => "at once".to_owned(),
            OwedWhen::Before {
                day: expr,
                included: true,
            } => format!("on or before {}", day(self, *expr)),
            OwedWhen::Before {
                day: expr,
                included: false,
            } => format!("before {}", day(self, *expr)),
            OwedWhen::Within {
                length: Length::WorkingDays { count, .. },
                after,
            } => {
                format!("{} after {}", working_days(*count), day(self, *after))
            }
            OwedWhen::Within {
                length: Length::Duration(expr),
                after,
            }
            | OwedWhen::For { length: expr, after } => {
                format!("{} after {}", length(self, *expr), day(self, *after))
            }
            OwedWhen::Every { length: expr, after } => {
                format!("every {} after {}", length(self, *expr), day(self, *after))
            }
        }
    }

    /// `, by china_official`
    fn calendar_words(&self, by: &CountedBy) -> String {
        let calendar = match by {
            CountedBy::Calendar(calendar) => Some(*calendar),
            CountedBy::Reading(reading, calendars) => {
                let choice = self.settings.choice(*reading);
                choice.and_then(|choice| calendars.get(usize::from(choice)).copied())
            }
        };
        calendar.map_or_else(String::new, |calendar| {
            format!(", by {}", self.plan.calendars.at(calendar).name)
        })
    }
}

/// `10 working days`
fn working_days(count: u32) -> String {
    crate::text::count(usize::try_from(count).unwrap_or(0), "working day", "working days")
}
