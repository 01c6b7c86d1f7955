//! Obligations: who imposes them, for which arguments, until when, and whether they are done or breached.
//!
//! Equal arguments are one obligation. Whatever the due day hangs on and is not known leaves it open; a day is never
//! guessed. Language reference: "Obligations".
#![expect(
    clippy::type_complexity,
    reason = "a pair of what is worked out together, named where it is read"
)]
#![expect(clippy::similar_names, reason = "they are the same thing before and after")]
#![expect(
    clippy::match_same_arms,
    reason = "the arms say different things, though they end alike"
)]

use std::collections::BTreeMap;
use std::rc::Rc;

use crate::diagnostic::Code;
use crate::ids::Id;
use crate::plan::CalendarId;
use crate::plan::CountedBy;
use crate::plan::DutyState;
use crate::plan::ExprId;
use crate::plan::Length;
use crate::plan::LocalId;
use crate::plan::ObligationId;
use crate::plan::OwedWhen;
use crate::plan::Rule;
use crate::plan::RuleId;
use crate::value::CauseId;
use crate::value::Date;
use crate::value::Duration;
use crate::value::Possible;
use crate::value::RecordRef;
use crate::value::Value;

use super::Cause;
use super::Evaluation;
use super::Frame;
use super::Truth;
use super::cause::Failure;

/// An obligation for some arguments.
#[derive(Clone, Debug)]
pub(super) struct Duty {
    /// The arguments, in the order of its parameters.
    pub(super) arguments: Box<[Possible]>,
    /// Whether it is imposed.
    pub(super) owed: Truth,
    /// The rules that impose it, or may.
    pub(super) by: Vec<RuleId>,
}

/// Until when something is owed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Due {
    /// No day is named.
    Never,
    /// At once, and no day is named.
    AtOnce,
    /// The last day on which it can be done.
    On(Date),
    /// Again and again: counted from a day, every so long; the first time.
    Every { from: Date, step: Duration, first: Date },
    /// It is owed until a day, and never due.
    Until(Date),
    /// The day is not known.
    Open(CauseId),
}

/// Why it is not known whether something was done in time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Doubt {
    /// The due day lies beyond what a calendar knows.
    Calendar(CalendarId),
    /// The due day has not passed at the law's date, and no day of observation is given.
    NotObserved(Date),
    /// It is due at once, and no day is named.
    AtOnce,
    /// It is done, and nothing says on which day.
    Undated,
    /// It recurs, and nothing says whether it was done again.
    Again,
}

impl<'a> Evaluation<'a> {
    /// An obligation of an element, for all arguments for which it may be imposed.
    pub(super) fn imposed(&mut self, obligation: ObligationId, element: Option<RecordRef>) -> Rc<[Duty]> {
        if let Some(known) = self.memory.duties.get(&(obligation, element)) {
            return Rc::clone(known);
        }
        let plan = self.plan;
        let about = plan.obligations.at(obligation);
        let own = plan.rulesets.at(about.ruleset).each.is_some();
        let mut all: BTreeMap<Box<[Possible]>, (Truth, Vec<RuleId>)> = BTreeMap::new();
        for rule in &about.imposed_by {
            let ruleset = plan.rules.at(*rule).ruleset;
            let (elements, more) = match (&plan.rulesets.at(ruleset).each, own) {
                (None, _) => (vec![None], None),
                (Some(_), true) => (vec![element], None),
                // What belongs to no element is imposed if it is for any of them.
                (Some(_), false) => self.elements_of(ruleset),
            };
            for element in elements {
                self.imposed_by(*rule, element, &mut |id, arguments, owed, causes| {
                    if id == obligation {
                        let (known, by) = all.entry(arguments).or_insert((Truth::No, Vec::new()));
                        *known = known.or(owed, causes);
                        if by.last() != Some(rule) {
                            by.push(*rule);
                        }
                    }
                });
            }
            if let Some(cause) = more {
                let nobody = about.parameters.iter().map(|_| Possible::Open(cause)).collect();
                let (known, by) = all.entry(nobody).or_insert((Truth::No, Vec::new()));
                *known = known.or(Truth::Open(cause), &mut self.memory.causes);
                by.push(*rule);
            }
        }
        let all = all
            .into_iter()
            .map(|(arguments, (owed, by))| Duty { arguments, owed, by });
        let all: Rc<[Duty]> = all.collect();
        self.memory.duties.insert((obligation, element), Rc::clone(&all));
        all
    }

    /// What a rule imposes for an element: each obligation with its arguments, where it may be.
    pub(super) fn imposed_by(
        &mut self,
        rule: RuleId,
        element: Option<RecordRef>,
        found: &mut dyn FnMut(ObligationId, Box<[Possible]>, Truth, &mut super::cause::Causes),
    ) {
        let plan = self.plan;
        let about = plan.rules.at(rule);
        let some = self.some_applies(rule, element);
        if !some.possible() {
            return;
        }
        let plain = about.imposes.iter().filter(|imposes| imposes.arguments.is_empty());
        for imposes in plain {
            let owed = self.imposed_if(about, element, (imposes.only_if, some));
            if owed.possible() {
                found(imposes.obligation, Box::default(), owed, &mut self.memory.causes);
            }
        }
        if about.imposes.iter().all(|imposes| imposes.arguments.is_empty()) {
            return;
        }
        let run = self.applies(rule, element);
        for witness in run.witnesses.iter().filter(|witness| witness.truth.possible()) {
            let frame = self.enter(about.ruleset, element, about.locals);
            self.bind_witness(frame, about, witness);
            for imposes in about.imposes.iter().filter(|imposes| !imposes.arguments.is_empty()) {
                let owed = self.imposed_if(about, element, (imposes.only_if, witness.truth));
                if !owed.possible() {
                    continue;
                }
                let arguments: Box<[Possible]> = imposes
                    .arguments
                    .iter()
                    .map(|argument| self.value(frame, *argument))
                    .collect();
                found(imposes.obligation, arguments, owed, &mut self.memory.causes);
            }
            self.leave(frame);
        }
    }

    /// Whether what a rule imposes is owed where it applies: what a version imposes while that is in force.
    fn imposed_if(
        &mut self,
        about: &'a Rule,
        element: Option<RecordRef>,
        (only_if, applies): (Option<ExprId>, Truth),
    ) -> Truth {
        let Some(condition) = only_if else { return applies };
        let frame = self.enter(about.ruleset, element, about.locals);
        let in_force = self.truth(frame, condition);
        self.leave(frame);
        applies.and(in_force, &mut self.memory.causes)
    }

    /// The frame of an obligation for some arguments.
    pub(super) fn enter_duty(
        &mut self,
        obligation: ObligationId,
        element: Option<RecordRef>,
        arguments: &[Possible],
    ) -> Frame {
        let about = self.plan.obligations.at(obligation);
        let element = self.plan.rulesets.at(about.ruleset).each.as_ref().and(element);
        let frame = self.enter(about.ruleset, element, about.locals);
        for (number, argument) in arguments.iter().enumerate() {
            self.bind(frame, LocalId::from_index(number), argument.clone());
        }
        frame
    }

    /// `o is owed`, `o(p) is due on D` and their like, asked from a frame.
    pub(super) fn duty(
        &mut self,
        frame: Frame,
        (obligation, state): (ObligationId, DutyState),
        arguments: Option<&'a [ExprId]>,
        at: ExprId,
    ) -> Truth {
        let ruleset = self.plan.obligations.at(obligation).ruleset;
        let element = self.element_for(ruleset, frame);
        let wanted: Option<Vec<Possible>> =
            arguments.map(|arguments| arguments.iter().map(|argument| self.value(frame, *argument)).collect());
        let day = match state {
            DutyState::DueOn(day) => Some(self.value(frame, day)),
            DutyState::Owed | DutyState::Done | DutyState::Breached => None,
        };
        let mut truth = Truth::No;
        for duty in self.imposed(obligation, element).iter() {
            let mut holds = duty.owed;
            if let Some(wanted) = &wanted {
                let same = self.same_arguments(wanted, &duty.arguments, at);
                holds = holds.and(same, &mut self.memory.causes);
            }
            if holds.possible() && state != DutyState::Owed {
                let inner = self.enter_duty(obligation, element, &duty.arguments);
                let is = match (state, &day) {
                    (DutyState::Owed, _) => Truth::Yes,
                    (DutyState::DueOn(_), day) => self.is_due_on(inner, obligation, day.as_ref()),
                    (DutyState::Done, _) => self.is_done(inner, obligation),
                    (DutyState::Breached, _) => self.is_breached(inner, obligation),
                };
                self.leave(inner);
                holds = holds.and(is, &mut self.memory.causes);
            }
            truth = truth.or(holds, &mut self.memory.causes);
        }
        truth
    }

    fn same_arguments(&mut self, wanted: &[Possible], found: &[Possible], at: ExprId) -> Truth {
        let mut truth = Truth::Yes;
        for (one, other) in wanted.iter().zip(found) {
            let same = match (one, other) {
                (Possible::Known(one), Possible::Known(other)) => self.same(one, other, at),
                (Possible::Open(one), Possible::Open(other)) => Truth::Open(self.memory.causes.both(*one, *other)),
                (Possible::Open(cause), Possible::Known(_)) | (Possible::Known(_), Possible::Open(cause)) => {
                    Truth::Open(*cause)
                }
            };
            truth = truth.and(same, &mut self.memory.causes);
        }
        truth
    }

    /// Until when an obligation is owed; the frame is its own.
    pub(super) fn due(&mut self, frame: Frame, obligation: ObligationId) -> Due {
        let plan = self.plan;
        match &plan.obligations.at(obligation).time {
            None => Due::Never,
            Some(OwedWhen::AtOnce) => Due::AtOnce,
            Some(OwedWhen::Before { day, included }) => match self.day(frame, *day) {
                Ok(date) if *included => Due::On(date),
                Ok(date) => match date.previous_day() {
                    Some(date) => Due::On(date),
                    None => Due::Open(self.out_of_calendar(*day, date, None)),
                },
                Err(cause) => Due::Open(cause),
            },
            Some(OwedWhen::Within {
                length: Length::WorkingDays { count, by },
                after,
            }) => match self.day(frame, *after) {
                Ok(date) => self.counted(obligation, date, *count, by),
                Err(cause) => Due::Open(cause),
            },
            Some(OwedWhen::Within {
                length: Length::Duration(length),
                after,
            }) => match self.later(frame, *length, *after) {
                Ok((_, _, due)) => Due::On(due),
                Err(cause) => Due::Open(cause),
            },
            Some(OwedWhen::For { length, after }) => match self.later(frame, *length, *after) {
                Ok((_, _, due)) => Due::Until(due),
                Err(cause) => Due::Open(cause),
            },
            Some(OwedWhen::Every { length, after }) => match self.later(frame, *length, *after) {
                Ok((from, step, first)) => Due::Every { from, step, first },
                Err(cause) => Due::Open(cause),
            },
        }
    }

    fn day(&mut self, frame: Frame, expr: ExprId) -> Result<Date, CauseId> {
        match self.value(frame, expr) {
            Possible::Known(Value::Date(date)) => Ok(date),
            Possible::Open(cause) => Err(cause),
            Possible::Known(_) => Err(self.fault_cause(expr)),
        }
    }

    fn out_of_calendar(&mut self, at: ExprId, date: Date, duration: Option<Duration>) -> CauseId {
        self.failed(Failure {
            code: Code::E105,
            at,
            sides: duration.map(|duration| (Value::Date(date), Value::Duration(duration))),
            parameter: None,
            table: None,
        })
    }

    /// A day, a duration, and the day so much later.
    fn later(&mut self, frame: Frame, length: ExprId, after: ExprId) -> Result<(Date, Duration, Date), CauseId> {
        let date = self.day(frame, after)?;
        match self.value(frame, length) {
            Possible::Known(Value::Duration(duration)) => match duration.after(date) {
                Some(later) => Ok((date, duration, later)),
                None => Err(self.out_of_calendar(after, date, Some(duration))),
            },
            Possible::Open(cause) => Err(cause),
            Possible::Known(_) => Err(self.fault_cause(length)),
        }
    }

    /// So many working days after a day: known if all calendars that may be meant give the same.
    fn counted(&mut self, obligation: ObligationId, date: Date, count: u32, by: &'a CountedBy) -> Due {
        let (reading, calendars) = match by {
            CountedBy::Calendar(calendar) => return self.counted_by(obligation, date, (count, *calendar)),
            CountedBy::Reading(reading, calendars) => (*reading, calendars),
        };
        if let Some(choice) = self.choice(reading) {
            return match calendars.get(usize::from(choice)) {
                Some(calendar) => self.counted_by(obligation, date, (count, *calendar)),
                // The checker gives each choice a calendar; were it not so, it must not mean that nothing is ever late.
                None => Due::Open(self.fault_cause(crate::ids::Id::from_index(0))),
            };
        }
        let mut all = calendars
            .iter()
            .map(|calendar| self.counted_by(obligation, date, (count, *calendar)));
        let first = all.next();
        match first {
            Some(Due::On(first)) if all.all(|other| other == Due::On(first)) => Due::On(first),
            _ => Due::Open(self.memory.causes.add(Cause::Reading(reading))),
        }
    }

    fn counted_by(&mut self, obligation: ObligationId, date: Date, (count, calendar): (u32, CalendarId)) -> Due {
        match self.plan.calendars.at(calendar).working_day_after(date, count) {
            Some(due) => Due::On(due),
            None => Due::Open(self.duty_doubt(obligation, Doubt::Calendar(calendar))),
        }
    }

    fn duty_doubt(&mut self, obligation: ObligationId, doubt: Doubt) -> CauseId {
        self.memory.causes.add(Cause::Duty { obligation, doubt })
    }

    fn is_due_on(&mut self, frame: Frame, obligation: ObligationId, day: Option<&Possible>) -> Truth {
        let day = match day {
            Some(Possible::Known(Value::Date(day))) => *day,
            Some(Possible::Open(cause)) => return Truth::Open(*cause),
            Some(Possible::Known(_)) | None => return Truth::No,
        };
        match self.due(frame, obligation) {
            Due::On(due) => Truth::of(due == day),
            Due::Every { from, step, .. } => Truth::of(step.reaches(from, day)),
            Due::Open(cause) => Truth::Open(cause),
            Due::Never | Due::Until(_) => Truth::No,
            Due::AtOnce => Truth::Open(self.duty_doubt(obligation, Doubt::AtOnce)),
        }
    }

    /// Whether an obligation is done; the frame is its own.
    pub(super) fn is_done(&mut self, frame: Frame, obligation: ObligationId) -> Truth {
        let about = self.plan.obligations.at(obligation);
        match (about.done_on, about.done_when) {
            (Some(expr), _) => match self.value(frame, expr) {
                Possible::Known(Value::None) => Truth::No,
                Possible::Known(_) => Truth::Yes,
                Possible::Open(cause) => Truth::Open(cause),
            },
            (None, Some(condition)) => self.truth(frame, condition),
            // The checker lets nobody ask where nothing says it.
            (None, None) => Truth::Open(self.duty_doubt(obligation, Doubt::Undated)),
        }
    }

    /// Whether it was done late, or is not done though the due date has passed; the frame is its own.
    pub(super) fn is_breached(&mut self, frame: Frame, obligation: ObligationId) -> Truth {
        match self.due(frame, obligation) {
            Due::On(due) => self.is_late(frame, obligation, due),
            Due::Every { step, first, .. } => match self.is_late(frame, obligation, first) {
                Truth::No => self.is_late_again(frame, obligation, step.after(first)),
                late @ (Truth::Yes | Truth::Open(_)) => late,
            },
            Due::Never | Due::Until(_) => Truth::No,
            Due::AtOnce => Truth::Open(self.duty_doubt(obligation, Doubt::AtOnce)),
            Due::Open(cause) => Truth::Open(cause),
        }
    }

    /// Once done, it is due again.
    fn is_late_again(&mut self, frame: Frame, obligation: ObligationId, next: Option<Date>) -> Truth {
        let Some(next) = next else { return Truth::No };
        match self.is_done(frame, obligation) {
            Truth::No => Truth::No,
            Truth::Yes | Truth::Open(_) => match self.has_passed(frame, obligation, next) {
                Truth::No => Truth::No,
                Truth::Yes => Truth::Open(self.duty_doubt(obligation, Doubt::Again)),
                open @ Truth::Open(_) => open,
            },
        }
    }

    fn is_late(&mut self, frame: Frame, obligation: ObligationId, due: Date) -> Truth {
        if let Some(expr) = self.plan.obligations.at(obligation).done_on {
            return match self.value(frame, expr) {
                Possible::Known(Value::Date(done)) => Truth::of(due < done),
                Possible::Known(_) => self.has_passed(frame, obligation, due),
                Possible::Open(cause) => Truth::Open(cause),
            };
        }
        let done = self.is_done(frame, obligation);
        match (done, self.has_passed(frame, obligation, due)) {
            // Whatever was done was done by the day of observation, and so in time.
            (_, Truth::No) => Truth::No,
            (Truth::No, passed) => passed,
            (Truth::Yes, Truth::Open(cause)) => Truth::Open(cause),
            (Truth::Yes, Truth::Yes) => Truth::Open(self.duty_doubt(obligation, Doubt::Undated)),
            (Truth::Open(cause), Truth::Yes | Truth::Open(_)) => Truth::Open(cause),
        }
    }

    /// Whether a due day lies before the day of observation; without one, a day that the law's date has not passed
    /// may have passed since.
    fn has_passed(&mut self, frame: Frame, obligation: ObligationId, due: Date) -> Truth {
        if let Some(observed) = self.settings.observed {
            return Truth::of(due < observed);
        }
        match self.law_date(frame.ruleset, frame.element) {
            Possible::Known(Value::Date(date)) if due < date => Truth::Yes,
            Possible::Known(_) => Truth::Open(self.duty_doubt(obligation, Doubt::NotObserved(due))),
            Possible::Open(cause) => Truth::Open(cause),
        }
    }

    /// What an obligation is instead, for a test that fails.
    pub(super) fn duty_found(&mut self, frame: Frame, obligation: ObligationId) -> String {
        let element = self.element_for(self.plan.obligations.at(obligation).ruleset, frame);
        let mut found = Vec::new();
        for duty in self
            .imposed(obligation, element)
            .iter()
            .filter(|duty| duty.owed.possible())
        {
            let inner = self.enter_duty(obligation, element, &duty.arguments);
            let due = match self.due(inner, obligation) {
                Due::Never => "it is owed, with no due date".to_owned(),
                Due::AtOnce => "it is due at once".to_owned(),
                Due::On(date) => format!("it is due on {date}"),
                Due::Every { first, .. } => format!("it is due on {first} and again"),
                Due::Until(date) => format!("it is owed until {date}"),
                Due::Open(_) => "it is owed, and its due date is not known".to_owned(),
            };
            self.leave(inner);
            found.push(due);
        }
        match found.as_slice() {
            [] => "it is not owed".to_owned(),
            [only] => only.clone(),
            [_, ..] => {
                found.dedup();
                found.join("; ")
            }
        }
    }
}
