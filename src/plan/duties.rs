//! Obligations and the calendars by which their working days are counted.

use crate::ids::define_id;
use crate::source::Span;
use crate::value::Date;
use crate::value::Type;

use super::Cite;
use super::ExprId;
use super::ObligationId;
use super::Piece;
use super::ReadingId;
use super::RuleId;
use super::RulesetId;

define_id! {
    /// A calendar.
    pub(crate) CalendarId;
}

/// Who owes what.
#[derive(Clone, Debug)]
pub(crate) struct Obligation {
    /// The ruleset that declares it.
    pub(crate) ruleset: RulesetId,
    /// `report_to_mofcom`
    pub(crate) name: Box<str>,
    /// `cn.rare_earth.report_to_mofcom`
    pub(crate) full_name: Box<str>,
    /// Its title, or empty.
    pub(crate) title: Box<str>,
    /// The title with its insertions; empty if it has none.
    pub(crate) title_pieces: Vec<Piece>,
    /// `cite` lines.
    pub(crate) cites: Vec<Cite>,
    /// Names and types of the parameters, which are the first locals of its frame.
    pub(crate) parameters: Vec<(Box<str>, Type)>,
    /// A party (a record) or a text.
    pub(crate) owed_by: Option<ExprId>,
    /// Until when, or how long, or how often.
    pub(crate) time: Option<OwedWhen>,
    /// `done on D`: a date or none.
    pub(crate) done_on: Option<ExprId>,
    /// `done when C`
    pub(crate) done_when: Option<ExprId>,
    /// Whether it has a clause about time.
    pub(crate) is_timed: bool,
    /// Whether it is owed for a time, and never due.
    pub(crate) lasts: bool,
    /// Whether it says when it is done.
    pub(crate) says_when_done: bool,
    /// How many locals the frames of these expressions have.
    pub(crate) locals: u16,
    /// The rules that impose it, each once.
    pub(crate) imposed_by: Vec<RuleId>,
    /// The declaration (the name).
    pub(crate) span: Span,
}

impl Obligation {
    /// The expressions of the obligation itself.
    pub(crate) fn exprs(&self) -> Vec<ExprId> {
        let mut all: Vec<ExprId> = self.owed_by.into_iter().collect();
        match &self.time {
            None | Some(OwedWhen::AtOnce) => {}
            Some(OwedWhen::Before { day, .. }) => all.push(*day),
            Some(
                OwedWhen::Every { length, after }
                | OwedWhen::For { length, after }
                | OwedWhen::Within {
                    length: Length::Duration(length),
                    after,
                },
            ) => all.extend([*length, *after]),
            Some(OwedWhen::Within {
                length: Length::WorkingDays { .. },
                after,
            }) => all.push(*after),
        }
        all.extend(self.done_on);
        all.extend(self.done_when);
        for piece in &self.title_pieces {
            if let Piece::Insertion(expr) = piece {
                all.push(*expr);
            }
        }
        all
    }
}

/// Until when something is owed. The first day is not counted; months end on the last day of a shorter month.
#[derive(Clone, Debug)]
pub(crate) enum OwedWhen {
    /// `within 10 days after D`
    Within { length: Length, after: ExprId },
    /// `every 6 months after D`
    Every { length: ExprId, after: ExprId },
    /// `for 5 years after D`: it ends then, and is not due.
    For { length: ExprId, after: ExprId },
    /// `before D`, `on or before D`
    Before { day: ExprId, included: bool },
    /// `at once`: it is due, and no day is named.
    AtOnce,
}

/// How long.
#[derive(Clone, Debug)]
pub(crate) enum Length {
    /// A duration: days or months of the calendar.
    Duration(ExprId),
    /// `10 working days`, and how they are counted.
    WorkingDays { count: u32, by: CountedBy },
}

/// By which calendar.
#[derive(Clone, Debug)]
pub(crate) enum CountedBy {
    /// By one.
    Calendar(CalendarId),
    /// By a reading: the calendar of each of its choices, in their order.
    Reading(ReadingId, Vec<CalendarId>),
}

/// Which days are worked.
#[derive(Clone, Debug)]
pub(crate) struct Calendar {
    /// `china_official`
    pub(crate) name: Box<str>,
    /// Which days of the week are not worked, from Monday.
    pub(crate) weekend: [bool; 7],
    /// Further days that are not worked, sorted.
    pub(crate) days_off: Vec<Date>,
    /// Days of the weekend that are worked, sorted.
    pub(crate) working: Vec<Date>,
    /// The first and the last day that it knows; `None`: it knows all days.
    pub(crate) covers: Option<(Date, Date)>,
    /// The declaration (the name).
    pub(crate) span: Span,
}

impl Calendar {
    /// Whether a day is worked; `None` for a day that it does not know.
    pub(crate) fn is_worked(&self, day: Date) -> Option<bool> {
        if self.covers.is_some_and(|(first, last)| day < first || last < day) {
            return None;
        }
        if self.working.binary_search(&day).is_ok() {
            return Some(true);
        }
        let weekend = self.weekend.get(usize::from(day.day_of_week())) == Some(&true);
        Some(!weekend && self.days_off.binary_search(&day).is_err())
    }

    /// The day on which so many working days after a day are over, itself not counted; `None` if it lies beyond what
    /// the calendar knows.
    pub(crate) fn working_day_after(&self, day: Date, count: u32) -> Option<Date> {
        let (mut day, mut left) = (day, count);
        while left > 0 {
            day = day.add_days(1)?;
            if self.is_worked(day)? {
                left = left.saturating_sub(1);
            }
        }
        Some(day)
    }
}

/// `then imposes o`, `then imposes tell_recipient(p)`
#[derive(Clone, Debug)]
pub(crate) struct Imposes {
    /// The obligation.
    pub(crate) obligation: ObligationId,
    /// Its arguments, in the frame of the rule.
    pub(crate) arguments: Vec<ExprId>,
    /// In a version: whether that is in force.
    pub(crate) only_if: Option<ExprId>,
    /// Where it is written.
    pub(crate) span: Span,
}

impl Imposes {
    /// Whether both certainly impose the same; arguments may differ from witness to witness.
    pub(crate) fn same_as(&self, other: &Imposes) -> bool {
        let plain = |one: &Imposes| one.arguments.is_empty() && one.only_if.is_none();
        self.obligation == other.obligation && plain(self) && plain(other)
    }
}

#[cfg(test)]
#[expect(clippy::arithmetic_side_effects, reason = "an overflow in a test fails the test")]
mod tests {
    use super::*;

    use proptest::prelude::*;

    fn date(text: &str) -> Date {
        Date::parse(text).unwrap()
    }

    fn calendar(days_off: &[Date], working: &[Date]) -> Calendar {
        let sorted = |days: &[Date]| {
            let mut days = days.to_vec();
            days.sort_unstable();
            days
        };
        Calendar {
            name: "c".into(),
            weekend: [false, false, false, false, false, true, true],
            days_off: sorted(days_off),
            working: sorted(working),
            covers: Some((date("2025-01-01"), date("2026-12-31"))),
            span: Span::new(crate::ids::Id::from_index(0), 0, 0),
        }
    }

    #[test]
    fn ten_working_days_after_a_friday_with_and_without_the_saturday_that_is_worked() {
        let friday = date("2025-10-10");
        let official = calendar(&[date("2025-10-08")], &[date("2025-10-11")]);
        assert_eq!(official.working_day_after(friday, 10), Some(date("2025-10-23")));
        assert_eq!(
            calendar(&[], &[]).working_day_after(friday, 10),
            Some(date("2025-10-24"))
        );
    }

    #[test]
    fn what_lies_beyond_the_calendar_has_no_date() {
        let calendar = calendar(&[], &[]);
        for (day, count, due) in [
            ("2026-12-30", 1, Some("2026-12-31")),
            ("2026-12-30", 2, None),
            ("2026-12-31", 1, None),
            ("2027-02-01", 10, None),
            ("2024-12-31", 1, Some("2025-01-01")),
            ("2024-12-30", 1, None),
        ] {
            assert_eq!(
                calendar.working_day_after(date(day), count),
                due.map(date),
                "{day} + {count}"
            );
        }
    }

    fn day_of_2026() -> impl Strategy<Value = Date> {
        (0..365_i64).prop_map(|days| date("2026-01-01").add_days(days).unwrap())
    }

    proptest! {
        #[test]
        fn working_days_are_counted_as_one_who_walks_day_by_day(
            off in prop::collection::vec(day_of_2026(), 0..40),
            on in prop::collection::vec(day_of_2026(), 0..20),
            from in day_of_2026(),
            count in 1..60_u32,
        ) {
            let calendar = calendar(&off, &on);
            // 2026-01-01 is a Thursday.
            let is_worked = |number: i64, day: &Date| {
                on.contains(day) || !off.contains(day) && !matches!((number + 3) % 7, 5 | 6)
            };
            let year: Vec<Date> = (0..365)
                .map(|number| (number, date("2026-01-01").add_days(number).unwrap()))
                .filter(|(number, day)| *day > from && is_worked(*number, day))
                .map(|(_, day)| day)
                .collect();
            let expected = usize::try_from(count).ok().and_then(|count| year.get(count - 1)).copied();
            prop_assert_eq!(calendar.working_day_after(from, count), expected);
        }
    }
}
