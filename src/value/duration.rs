//! Durations: so many days, or so many months. A year is twelve months; days and months never compare.
//!
//! How many days a month has depends on where it begins, so `30 days` is neither more nor less than `1 month`, and the
//! two do not add up. Nothing at all has no unit: `0 days` is `0 months`. Language reference: "Types and values".

use std::cmp::Ordering;
use std::fmt;

use crate::value::Date;
use crate::value::Number;
use crate::value::fault::FaultKind;
use crate::value::fault::FaultWords;

use super::date::Span;

/// The greatest number of days or months; more leads out of every calendar.
const MOST: i32 = 4_000_000;

/// What is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Unit {
    /// Days.
    Days,
    /// Months of the calendar.
    Months,
}

/// A number of days or of months.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Duration {
    count: i32,
    unit: Unit,
}

/// Why there is no such duration.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum DurationFault {
    /// Days and months do not add up, and neither is more than the other.
    DaysAndMonths,
    /// More days or months than any calendar has.
    TooLong,
}

/// Why a number with a word behind it says no duration.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum DurationTextFault {
    /// The word is no unit of time.
    NoUnit,
    /// `2 weeks`: seven days each.
    Weeks,
    /// Half a day, a third of a month.
    NotWhole,
    /// More than any calendar has.
    TooLong,
}

impl Duration {
    fn new(count: i64, unit: Unit) -> Option<Duration> {
        let count = i32::try_from(count)
            .ok()
            .filter(|count| (-MOST..=MOST).contains(count))?;
        // Nothing has no unit.
        let unit = if count == 0 { Unit::Days } else { unit };
        Some(Duration { count, unit })
    }

    /// Whether this word is a unit of time.
    pub(crate) fn is_unit(word: &str) -> bool {
        matches!(word, "day" | "days" | "month" | "months" | "year" | "years")
    }

    /// A number and the word behind it: `30`, `days`.
    pub(crate) fn parse(number: &Number, unit: &str) -> Result<Duration, DurationTextFault> {
        let (unit, times) = match unit {
            "day" | "days" => (Unit::Days, 1_i64),
            "month" | "months" => (Unit::Months, 1),
            "year" | "years" => (Unit::Months, 12),
            "week" | "weeks" => return Err(DurationTextFault::Weeks),
            _ => return Err(DurationTextFault::NoUnit),
        };
        if !number.is_integer() {
            return Err(DurationTextFault::NotWhole);
        }
        let count = number.to_i64().and_then(|count| count.checked_mul(times));
        count
            .and_then(|count| Duration::new(count, unit))
            .ok_or(DurationTextFault::TooLong)
    }

    /// A duration as facts and tables write it: `30 days`. It is never less than nothing there.
    pub(crate) fn read(text: &str, digits: usize) -> Result<Duration, FaultWords> {
        let shown = crate::text::brief(text);
        let words = |title: String| FaultWords::new(FaultKind::Unit, title);
        let Some((number, unit)) = text.split_once(' ') else {
            return Err(
                words(format!("`{shown}` is no duration")).help("write the unit with it: `30 days`, `6 months`")
            );
        };
        let number = Number::parse(number, digits).map_err(|fault| fault.words(number))?;
        let duration = Duration::parse(&number, unit).map_err(|fault| fault.words(&number.show(&[]), unit))?;
        if duration.count < 0 {
            return Err(words(format!("`{shown}` is less than no time at all")).help("write how long it is: `30 days`"));
        }
        Ok(duration)
    }

    /// The day so much later than another; `None` out of the calendar.
    pub(crate) fn after(self, date: Date) -> Option<Date> {
        match self.unit {
            Unit::Days => date.add_days(i64::from(self.count)),
            Unit::Months => date.add_months(i64::from(self.count)),
        }
    }

    /// Whether so often after a day, once or more, there is this day.
    pub(crate) fn reaches(self, from: Date, day: Date) -> bool {
        let (span, step) = match self.unit {
            Unit::Days => (Span::Days, i64::from(self.count)),
            Unit::Months => (Span::Months, i64::from(self.count)),
        };
        let times = from.span_to(day, span).checked_div(step).filter(|times| *times >= 1);
        let count = times.and_then(|times| times.checked_mul(step));
        let reached = count.and_then(|count| Duration::new(count, self.unit));
        reached.and_then(|duration| duration.after(from)) == Some(day)
    }

    /// The same backwards.
    pub(crate) fn negated(self) -> Duration {
        Duration {
            count: self.count.saturating_neg(),
            unit: self.unit,
        }
    }

    /// Whether it leads to a later day, so that what is due every so long ends somewhere.
    pub(crate) fn is_positive(self) -> bool {
        self.count > 0
    }

    /// Both together.
    pub(crate) fn plus(self, other: Duration) -> Result<Duration, DurationFault> {
        let unit = self.common(other)?;
        let sum = i64::from(self.count).saturating_add(i64::from(other.count));
        Duration::new(sum, unit).ok_or(DurationFault::TooLong)
    }

    /// So many times.
    pub(crate) fn times(self, number: &Number) -> Result<Duration, DurationFault> {
        let product = number
            .to_i64()
            .and_then(|times| times.checked_mul(i64::from(self.count)));
        product
            .and_then(|count| Duration::new(count, self.unit))
            .ok_or(DurationFault::TooLong)
    }

    /// Which of two is longer.
    pub(crate) fn compare(self, other: Duration) -> Result<Ordering, DurationFault> {
        self.common(other).map(|_| self.count.cmp(&other.count))
    }

    fn common(self, other: Duration) -> Result<Unit, DurationFault> {
        match (self.count, other.count) {
            (0, _) => Ok(other.unit),
            (_, 0) => Ok(self.unit),
            _ if self.unit == other.unit => Ok(self.unit),
            _ => Err(DurationFault::DaysAndMonths),
        }
    }
}

impl DurationTextFault {
    /// The words about this fault of this number and this word.
    pub(crate) fn words(self, number: &str, unit: &str) -> FaultWords {
        let words = |title: String| FaultWords::new(FaultKind::Unit, title);
        match self {
            DurationTextFault::NoUnit => words(format!("`{unit}` is no unit of time"))
                .help("time is counted in days, months and years: `30 days`, `6 months`"),
            DurationTextFault::Weeks => {
                let days = number.parse::<i64>().ok().and_then(|weeks| weeks.checked_mul(7));
                let days = days.map_or_else(|| "14 days".to_owned(), |days| format!("{days} days"));
                words("weeks are counted in days".to_owned()).help(format!("write `{days}`"))
            }
            DurationTextFault::NotWhole => words(format!("`{number} {unit}` is no whole number of {unit}"))
                .help("a day is the smallest unit of time here, and months are whole"),
            DurationTextFault::TooLong => {
                words(format!("`{number} {unit}` is longer than any calendar")).help("years go from 0001 to 9999")
            }
        }
    }
}

impl fmt::Display for Duration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (count, unit) = match self.unit {
            Unit::Days => (self.count, "day"),
            Unit::Months if self.count.checked_rem(12) == Some(0) => {
                (self.count.checked_div(12).unwrap_or(self.count), "year")
            }
            Unit::Months => (self.count, "month"),
        };
        let plural = if matches!(count, 1 | -1) { "" } else { "s" };
        write!(f, "{count} {unit}{plural}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn duration(text: &str) -> Duration {
        Duration::read(text, 28).unwrap()
    }

    #[test]
    fn a_year_is_twelve_months_and_nothing_has_no_unit() {
        for (text, shown) in [
            ("30 days", "30 days"),
            ("1 day", "1 day"),
            ("18 months", "18 months"),
            ("24 months", "2 years"),
            ("1 year", "1 year"),
            ("0 months", "0 days"),
        ] {
            assert_eq!(duration(text).to_string(), shown);
        }
        assert_eq!(duration("0 years"), duration("0 days"));
    }

    #[test]
    fn days_and_months_neither_compare_nor_add_up() {
        let (days, months) = (duration("30 days"), duration("1 month"));
        assert_eq!(days.compare(months), Err(DurationFault::DaysAndMonths));
        assert_eq!(days.plus(months), Err(DurationFault::DaysAndMonths));
        assert_eq!(duration("12 months").compare(duration("1 year")), Ok(Ordering::Equal));
        assert_eq!(duration("0 days").compare(months), Ok(Ordering::Less));
        assert_eq!(months.negated().compare(duration("0 days")), Ok(Ordering::Less));
    }

    #[test]
    fn what_is_no_duration_says_why() {
        for (text, title, help) in [
            ("2 weeks", "weeks are counted in days", "write `14 days`"),
            (
                "1.5 months",
                "`1.5 months` is no whole number of months",
                "a day is the smallest unit of time here, and months are whole",
            ),
            (
                "30",
                "`30` is no duration",
                "write the unit with it: `30 days`, `6 months`",
            ),
            (
                "9000000 days",
                "`9 000 000 days` is longer than any calendar",
                "years go from 0001 to 9999",
            ),
            (
                "3 hours",
                "`hours` is no unit of time",
                "time is counted in days, months and years: `30 days`, `6 months`",
            ),
            (
                "-3 days",
                "`-3 days` is less than no time at all",
                "write how long it is: `30 days`",
            ),
        ] {
            let words = Duration::read(text, 28).unwrap_err();
            assert_eq!(
                (words.title.as_str(), words.help.as_deref()),
                (title, Some(help)),
                "{text}"
            );
        }
    }
}
