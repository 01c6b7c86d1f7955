//! Dates: days without a time of day, as the law counts them.
//!
//! A date is read only in the form `2026-11-10`, and only if there is such a day. Everything else that looks like a
//! date gets the day it may have meant, but is never read as one. Language reference: "Types and values".

use std::fmt;

use jiff::civil;

use crate::text;
use crate::value::fault::FaultKind;
use crate::value::fault::FaultWords;

/// A day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Date(civil::Date);

/// What ends: `end of quarter of D`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Term {
    /// `month`
    Month,
    /// `quarter`: of the calendar year.
    Quarter,
    /// `year`
    Year,
}

/// What is counted between two days: `whole months from A to B`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Span {
    /// `days`
    Days,
    /// `whole months`
    Months,
    /// `whole years`
    Years,
}

/// Why a text is no date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum DateFault {
    /// It may be either of two days: `03/04/2026`.
    TwoDays(Date, Date),
    /// It is not of the form `2026-11-10`, but names this day.
    Form(Date),
    /// A time of day, or a time zone, stands with it.
    TimeOfDay(Date),
    /// There is no such month.
    NoSuchMonth(i8),
    /// There is no such day: the month of that year has only so many.
    NoSuchDay {
        /// The year.
        year: i16,
        /// The month, from 1.
        month: i8,
        /// How many days it has.
        days: i8,
    },
    /// There is no year 0.
    NoSuchYear,
    /// It does not look like a date.
    NoDate,
}

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

impl Date {
    /// The day that a text says in the form `2026-11-10`.
    pub(crate) fn parse(text: &str) -> Result<Date, DateFault> {
        match fields(text.as_bytes()) {
            Some((year, month, day)) => Date::checked(year, month, day),
            None => Err(diagnose(text)),
        }
    }

    /// The day with these numbers, if there is one.
    pub(crate) fn new(year: i16, month: i8, day: i8) -> Option<Date> {
        Date::checked(year, month, day).ok()
    }

    fn checked(year: i16, month: i8, day: i8) -> Result<Date, DateFault> {
        if year < 1 {
            return Err(DateFault::NoSuchYear);
        }
        let first = civil::Date::new(year, month, 1).map_err(|_| DateFault::NoSuchMonth(month))?;
        match civil::Date::new(year, month, day) {
            Ok(date) => Ok(Date(date)),
            Err(_) => Err(DateFault::NoSuchDay {
                year,
                month,
                days: first.days_in_month(),
            }),
        }
    }

    /// The day before; `None` before 0001-01-01.
    pub(crate) fn previous_day(self) -> Option<Date> {
        self.0.yesterday().ok().and_then(Date::counted)
    }

    /// So many days later, or earlier; `None` outside the years 1 to 9999.
    pub(crate) fn add_days(self, days: i64) -> Option<Date> {
        let span = jiff::Span::new().try_days(days).ok()?;
        self.0.checked_add(span).ok().and_then(Date::counted)
    }

    /// So many months later, or earlier; in a shorter month it ends on the last day. `None` outside the years 1 to 9999.
    pub(crate) fn add_months(self, months: i64) -> Option<Date> {
        let span = jiff::Span::new().try_months(months).ok()?;
        self.0.checked_add(span).ok().and_then(Date::counted)
    }

    /// The last day of the month, the quarter or the year in which this day lies.
    pub(crate) fn end_of(self, term: Term) -> Date {
        let month = match term {
            Term::Month => self.0.month(),
            // 1 to 3 give 3, 4 to 6 give 6, and so on.
            Term::Quarter => self.0.month().saturating_add(2).saturating_div(3).saturating_mul(3),
            Term::Year => 12,
        };
        let first = civil::Date::new(self.0.year(), month, 1).unwrap_or(self.0);
        Date(first.last_of_month())
    }

    /// How long it is to another day: so many days, or whole months or years; less than zero if it lies before.
    ///
    /// Of whole months and years it is the greatest N for which this day and N months is on or before the other. So
    /// `whole years from A to B is at least N` says the same as `A + N years is on or before B`, for every N.
    pub(crate) fn span_to(self, other: Date, span: Span) -> i64 {
        match span {
            Span::Days => i64::from(self.days_to(other)),
            Span::Months => self.months_to(other),
            Span::Years => self.months_to(other).div_euclid(12),
        }
    }

    fn days_to(self, other: Date) -> i32 {
        // Days are what a difference of civil dates is given in, so nothing is rounded; it is at most 3.7 million.
        self.0.until(other.0).map_or(0, |span| span.get_days())
    }

    fn months_to(self, other: Date) -> i64 {
        let years = i64::from(other.0.year()).saturating_sub(i64::from(self.0.year()));
        let months = i64::from(other.0.month()).saturating_sub(i64::from(self.0.month()));
        let between = years.saturating_mul(12).saturating_add(months);
        // So many months later it is the month of the other day; there it may be a later day.
        let reached = self.add_months(between).is_some_and(|day| day <= other);
        if reached { between } else { between.saturating_sub(1) }
    }

    /// Whether it is the day of the week with this number, from 0 for Monday.
    pub(crate) fn day_of_week(self) -> u8 {
        u8::try_from(self.0.weekday().to_monday_zero_offset()).unwrap_or(0)
    }

    /// The date, if its year counts.
    fn counted(date: civil::Date) -> Option<Date> {
        (date.year() >= 1).then_some(Date(date))
    }

    /// `3 April`
    fn words(self) -> String {
        format!("{} {}", self.0.day(), month_name(self.0.month()))
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.0.year(), self.0.month(), self.0.day())
    }
}

fn month_name(month: i8) -> &'static str {
    let index = usize::try_from(month).ok().and_then(|month| month.checked_sub(1));
    index.and_then(|index| MONTHS.get(index)).copied().unwrap_or("month")
}

/// Year, month and day of `dddd-dd-dd`.
fn fields(text: &[u8]) -> Option<(i16, i8, i8)> {
    let [y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2] = text else {
        return None;
    };
    let year = digits(&[*y1, *y2, *y3, *y4])?;
    let (month, day) = (digits(&[*m1, *m2])?, digits(&[*d1, *d2])?);
    Some((year, i8::try_from(month).ok()?, i8::try_from(day).ok()?))
}

/// The number of at most four digits.
fn digits(text: &[u8]) -> Option<i16> {
    if text.is_empty() || text.len() > 4 {
        return None;
    }
    text.iter().try_fold(0_i16, |number, byte| {
        let digit = i16::from(byte.is_ascii_digit().then(|| byte.wrapping_sub(b'0'))?);
        number.checked_mul(10)?.checked_add(digit)
    })
}

/// What a text that is no date may have meant.
#[cold]
fn diagnose(text: &str) -> DateFault {
    if text.len() > 60 {
        return DateFault::NoDate;
    }
    if let (Some(start), Some(rest)) = (text.get(..10), text.get(10..))
        && let Some((year, month, day)) = fields(start.as_bytes())
        && rest.starts_with(['T', 't', ' ', '[', 'Z', 'z', '+'])
    {
        return Date::new(year, month, day).map_or(DateFault::NoDate, DateFault::TimeOfDay);
    }
    if let (8, Some(y), Some(m), Some(d)) = (text.len(), text.get(..4), text.get(4..6), text.get(6..))
        && let Some([y, m, d]) = numbers([y, m, d])
    {
        return day(y, m, d).map_or(DateFault::NoDate, DateFault::Form);
    }
    let plain = text::plain_ascii(text).unwrap_or_default();
    let parts: Vec<&str> = plain
        .split(['-', '/', '.', ' ', ','])
        .filter(|part| !part.is_empty())
        .collect();
    let &[first, second, third] = parts.as_slice() else {
        return DateFault::NoDate;
    };
    match [first.len(), second.len(), third.len()] {
        [4, ..] => numbers([first, second, third]).and_then(|[y, m, d]| day(y, m, d)),
        [.., 4] => return diagnose_year_last([first, second, third]),
        _ => None,
    }
    .map_or(DateFault::NoDate, DateFault::Form)
}

/// `03/04/2026`, `10.11.2026`, `10 November 2026`, `Nov 10, 2026`.
fn diagnose_year_last([first, second, third]: [&str; 3]) -> DateFault {
    let named = |name: &str, number: &str| {
        let [year, number] = [third, number].map(|part| digits(part.as_bytes()));
        day(year?, month_number(name)?, number?)
    };
    if let Some(date) = named(second, first).or_else(|| named(first, second)) {
        return DateFault::Form(date);
    }
    let Some([a, b, year]) = numbers([first, second, third]) else {
        return DateFault::NoDate;
    };
    match (day(year, b, a), day(year, a, b)) {
        (Some(one), Some(other)) if one != other => DateFault::TwoDays(one, other),
        (Some(date), _) | (None, Some(date)) => DateFault::Form(date),
        (None, None) => DateFault::NoDate,
    }
}

fn numbers(parts: [&str; 3]) -> Option<[i16; 3]> {
    let [a, b, c] = parts.map(|part| digits(part.as_bytes()));
    Some([a?, b?, c?])
}

fn day(year: i16, month: i16, day: i16) -> Option<Date> {
    Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?)
}

/// The number of a month by its English name, or its first three letters.
fn month_number(name: &str) -> Option<i16> {
    let name = name.to_lowercase();
    let index = MONTHS.iter().position(|month| {
        let month = month.to_lowercase();
        month == name || name.len() == 3 && month.starts_with(&name)
    })?;
    i16::try_from(index).ok()?.checked_add(1)
}

impl DateFault {
    /// The words about this fault of this text.
    pub(crate) fn words(self, text: &str) -> FaultWords {
        let words = |title: String| FaultWords::new(FaultKind::Date, title);
        let shown = text::brief(text);
        match self {
            DateFault::TwoDays(one, other) => {
                words(format!("{} or {}?", one.words(), other.words())).help(format!("write `{one}` or `{other}`"))
            }
            DateFault::Form(date) => words(format!("`{shown}` is not written as a date")).instead(date.to_string()),
            DateFault::TimeOfDay(date) => words("a date has no time of day".to_owned())
                .help(format!("write the day alone, in the zone of the law: `{date}`")),
            DateFault::NoSuchMonth(_) => words(format!("there is no day `{shown}`"))
                .help("a date is year, month and day, and months go from 01 to 12: `2026-11-10`".to_owned()),
            DateFault::NoSuchDay { year, month, days } => words(format!("there is no day `{shown}`"))
                .help(format!("{} {year} has {days} days", month_name(month))),
            DateFault::NoSuchYear => words(format!("there is no day `{shown}`")).help("years go from 0001 to 9999"),
            DateFault::NoDate => {
                words(format!("`{shown}` is no date")).help("a date is year, month and day: `2026-11-10`")
            }
        }
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

    const FAULTS: &[(&str, &str, &str)] = &[
        (
            "03/04/2026",
            "3 April or 4 March?",
            "write `2026-04-03` or `2026-03-04`",
        ),
        (
            "05/05/2026",
            "`05/05/2026` is not written as a date",
            "write `2026-05-05`",
        ),
        (
            "25/04/2026",
            "`25/04/2026` is not written as a date",
            "write `2026-04-25`",
        ),
        (
            "10.11.2026",
            "10 November or 11 October?",
            "write `2026-11-10` or `2026-10-11`",
        ),
        ("20261110", "`20261110` is not written as a date", "write `2026-11-10`"),
        (
            "2026/11/10",
            "`2026/11/10` is not written as a date",
            "write `2026-11-10`",
        ),
        ("2026-1-5", "`2026-1-5` is not written as a date", "write `2026-01-05`"),
        (
            " 2026-11-10",
            "` 2026-11-10` is not written as a date",
            "write `2026-11-10`",
        ),
        (
            "10 November 2026",
            "`10 November 2026` is not written as a date",
            "write `2026-11-10`",
        ),
        (
            "Nov 10, 2026",
            "`Nov 10, 2026` is not written as a date",
            "write `2026-11-10`",
        ),
        (
            "2026-11-10T00:00:00",
            "a date has no time of day",
            "write the day alone, in the zone of the law: `2026-11-10`",
        ),
        (
            "2026-11-10[UTC]",
            "a date has no time of day",
            "write the day alone, in the zone of the law: `2026-11-10`",
        ),
        (
            "2026-02-29",
            "there is no day `2026-02-29`",
            "February 2026 has 28 days",
        ),
        (
            "2026-11-00",
            "there is no day `2026-11-00`",
            "November 2026 has 30 days",
        ),
        (
            "2026-13-01",
            "there is no day `2026-13-01`",
            "a date is year, month and day, and months go from 01 to 12: `2026-11-10`",
        ),
        (
            "0000-01-01",
            "there is no day `0000-01-01`",
            "years go from 0001 to 9999",
        ),
        (
            "+002026-11-10",
            "`+002026-11-10` is no date",
            "a date is year, month and day: `2026-11-10`",
        ),
        (
            "-000044-03-15",
            "`-000044-03-15` is no date",
            "a date is year, month and day: `2026-11-10`",
        ),
        (
            "tomorrow",
            "`tomorrow` is no date",
            "a date is year, month and day: `2026-11-10`",
        ),
        ("", "`` is no date", "a date is year, month and day: `2026-11-10`"),
    ];

    #[test]
    fn only_the_written_form_of_a_real_day_is_a_date() {
        for text in ["2026-11-10", "2024-02-29", "0001-01-01", "9999-12-31"] {
            assert_eq!(date(text).to_string(), text);
        }
        for (text, title, help) in FAULTS {
            let words = Date::parse(text).unwrap_err().words(text);
            assert_eq!(
                (words.title.as_str(), words.help.as_deref()),
                (*title, Some(*help)),
                "{text:?}"
            );
        }
        assert!(Date::parse("２０２６-11-10").is_err());
    }

    #[test]
    fn months_end_on_the_last_day_of_a_shorter_month() {
        for (from, months, to) in [
            ("2026-01-31", 1, Some("2026-02-28")),
            ("2024-01-31", 1, Some("2024-02-29")),
            ("2024-02-29", 12, Some("2025-02-28")),
            ("2026-03-31", -1, Some("2026-02-28")),
            ("2026-12-01", 10, Some("2027-10-01")),
            ("9999-12-01", 1, None),
            ("0001-01-31", -1, None),
            ("2026-01-01", i64::MAX, None),
        ] {
            assert_eq!(
                date(from).add_months(months).map(|day| day.to_string()).as_deref(),
                to,
                "{from} + {months} months"
            );
        }
    }

    #[test]
    fn months_quarters_and_years_end_on_their_last_day() {
        for (day, month, quarter, year) in [
            ("2024-02-10", "2024-02-29", "2024-03-31", "2024-12-31"),
            ("2026-04-30", "2026-04-30", "2026-06-30", "2026-12-31"),
            ("9999-12-31", "9999-12-31", "9999-12-31", "9999-12-31"),
        ] {
            let ends = [Term::Month, Term::Quarter, Term::Year].map(|term| date(day).end_of(term).to_string());
            assert_eq!(ends, [month, quarter, year], "{day}");
        }
    }

    fn any_day() -> impl Strategy<Value = Date> {
        let days = prop_oneof![3 => 738_000..740_000_i64, 1 => 0..3_652_059_i64];
        days.prop_map(|days| date("0001-01-01").add_days(days).unwrap())
    }

    proptest! {
        #[test]
        fn whole_months_are_the_greatest_number_that_is_reached(from in any_day(), to in any_day()) {
            let reached = |months: i64| from.add_months(months).is_some_and(|day| day <= to);
            let months = from.span_to(to, Span::Months);
            prop_assert!(reached(months), "{from} + {months} months is after {to}");
            prop_assert!(!reached(months + 1), "{from} + {} months is on or before {to}", months + 1);
            let years = from.span_to(to, Span::Years);
            prop_assert!(reached(years * 12) && !reached(years * 12 + 12));
        }

        #[test]
        fn days_between_two_days_lead_from_one_to_the_other(from in any_day(), to in any_day()) {
            let days = from.span_to(to, Span::Days);
            prop_assert_eq!(from.add_days(days), Some(to));
            prop_assert_eq!(to.span_to(from, Span::Days), -days);
        }
    }

    #[test]
    fn days_are_counted_over_the_ends_of_months_and_years() {
        assert_eq!(date("2024-03-01").previous_day(), Some(date("2024-02-29")));
        assert_eq!(date("2026-12-01").add_days(10), Some(date("2026-12-11")));
        assert_eq!(date("2027-01-01").add_days(-1), Some(date("2026-12-31")));
        assert_eq!(date("0001-01-01").previous_day(), None);
        assert_eq!(date("2026-01-01").add_days(i64::MIN), None);
        assert!(date("2026-11-09") < date("2026-11-10"));
        assert_eq!(size_of::<Date>(), 4);
    }
}
