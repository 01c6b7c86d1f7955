//! Obligations, their states and calendars in words.

use crate::ids::Id;
use crate::plan::CalendarId;
use crate::plan::CountedBy;
use crate::plan::DutyState;
use crate::plan::ExprId;
use crate::plan::Length;
use crate::plan::LocalId;
use crate::plan::ObligationId;
use crate::plan::OwedWhen;
use crate::text;
use crate::value::Date;

use super::catalog::Item;
use super::said::Said;
use super::speaker::Mode;
use super::speaker::Speaker;

/// The days of the week.
const DAYS: [&str; 7] = [
    "Monday",
    "Tuesday",
    "Wednesday",
    "Thursday",
    "Friday",
    "Saturday",
    "Sunday",
];

impl Speaker<'_> {
    /// The sentence of an obligation.
    pub(super) fn obligation(&mut self, id: ObligationId) -> String {
        let about = self.plan.obligations.at(id);
        self.stand_in(about.ruleset);
        let typed = about.parameters.iter().enumerate();
        let heads = self.parameters(typed.map(|(number, (_, ty))| (LocalId::from_index(number), ty)));
        let mut parts = Vec::new();
        if !heads.is_empty() {
            parts.push(format!("for {}, once for equal ones", text::list_and(&heads)));
        }
        if let Some(owed_by) = about.owed_by {
            parts.push(format!("owed by {}", self.say(owed_by).operand()));
        }
        parts.push(match &about.time {
            Some(time) => self.owed_when(time),
            None => "with no due date".to_owned(),
        });
        if let Some(done) = about.done_on {
            parts.push(format!(
                "done on the day given by {}, and not done while that is none",
                self.say(done).operand()
            ));
        }
        if let Some(done) = about.done_when {
            parts.push(format!("done when {}", self.condition(done).side()));
        }
        parts.join("; ")
    }

    fn owed_when(&mut self, time: &OwedWhen) -> String {
        match time {
            OwedWhen::AtOnce => "due at once".to_owned(),
            OwedWhen::Before { day, included: true } => format!("due on or before {}", self.say(*day).operand()),
            OwedWhen::Before { day, included: false } => {
                format!("due before {}, that day excluded", self.say(*day).operand())
            }
            OwedWhen::Within {
                length: Length::Duration(length),
                after,
            } => {
                let (length, after) = (self.say(*length).operand(), self.say(*after).operand());
                format!("due within {length} after {after}, that day not counted")
            }
            OwedWhen::Within {
                length: Length::WorkingDays { count, by },
                after,
            } => {
                let after = self.say(*after).operand();
                let count = text::count(usize::try_from(*count).unwrap_or(0), "working day", "working days");
                let by = self.counted_by(by);
                format!("due within {count} after {after}, that day not counted; {by}")
            }
            OwedWhen::Every { length, after } => {
                let (length, after) = (self.say(*length).operand(), self.say(*after).operand());
                format!("due every {length} after {after}, again and again")
            }
            OwedWhen::For { length, after } => {
                let (length, after) = (self.say(*length).operand(), self.say(*after).operand());
                format!("owed until {length} after {after}, and never due")
            }
        }
    }

    fn counted_by(&mut self, by: &CountedBy) -> String {
        match by {
            CountedBy::Calendar(calendar) => self.calendar(*calendar),
            CountedBy::Reading(reading, calendars) => {
                let mut arms = Vec::new();
                for (number, calendar) in (0_u16..).zip(calendars) {
                    let when = self.reading_is(*reading, number, false).side();
                    arms.push(format!("if {when}: {}", self.calendar(*calendar)));
                }
                arms.join("; ")
            }
        }
    }

    /// Which days are worked.
    fn calendar(&self, id: CalendarId) -> String {
        let about = self.plan.calendars.at(id);
        let weekend = about.weekend.iter().zip(DAYS).filter(|(off, _)| **off);
        let weekend: Vec<&str> = weekend.map(|(_, day)| day).collect();
        let listed = |days: &[Date]| match self.mode {
            Mode::People => text::count(days.len(), "further day", "further days"),
            Mode::Meaning => text::list_and(&days.iter().map(ToString::to_string).collect::<Vec<_>>()),
        };
        let mut parts = vec![if weekend.is_empty() {
            "all days are worked".to_owned()
        } else {
            format!("all days are worked but {}", text::list_and(&weekend))
        }];
        if !about.days_off.is_empty() {
            parts.push(format!("{} not worked", listed(&about.days_off)));
        }
        if !about.working.is_empty() {
            parts.push(format!("{} worked all the same", listed(&about.working)));
        }
        if let Some((first, last)) = about.covers {
            parts.push(format!("before {first} and after {last} no day is known"));
        }
        format!("by calendar {}: {}", about.name, parts.join(", "))
    }

    /// `tell for the buyer is done`
    pub(super) fn duty(
        &mut self,
        (obligation, arguments): (ObligationId, Option<&[ExprId]>),
        state: DutyState,
        negated: bool,
    ) -> Said {
        let name = self.used(Item::Obligation(obligation));
        let whom = match arguments {
            None if self.plan.obligations.at(obligation).parameters.is_empty() => String::new(),
            None => " for some of its arguments".to_owned(),
            Some([]) => String::new(),
            Some(arguments) => {
                let arguments: Vec<String> = arguments.iter().map(|argument| self.say(*argument).operand()).collect();
                format!(" for {}", text::list_and(&arguments))
            }
        };
        let not = if negated { " not" } else { "" };
        let state = match state {
            DutyState::Owed => "owed, done or not".to_owned(),
            DutyState::Done => "owed and done".to_owned(),
            DutyState::Breached => {
                "owed and breached (done late, or not done though its due date has passed)".to_owned()
            }
            DutyState::DueOn(day) => format!("owed and due on {}", self.say(day).operand()),
        };
        Said::clause(format!("{name}{whom} is{not} {state}"))
    }
}
