//! Calendars: the weekend, days off, days that are worked all the same, and the span that they cover.
//!
//! Whoever lists holidays knows them only up to a day; beyond it no day is counted. Language reference: "Calendars".
#![expect(
    clippy::type_complexity,
    reason = "a pair of what is worked out together, named where it is read"
)]

use crate::diagnostic::Code;
use crate::diagnostic::Diagnostic;
use crate::names::Declared;
use crate::names::errors::suggest;
use crate::plan::Calendar;
use crate::source::Span;
use crate::syntax::ast;
use crate::syntax::ast::CalendarDays;
use crate::value::Date;
use crate::value::Type;
use crate::value::Value;

use super::Checker;

/// The days of the week.
const DAYS: [&str; 7] = [
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
];

impl<'a> Checker<'a> {
    /// All calendars.
    pub(super) fn declare_calendars(&mut self) {
        for declared in self.items.calendars.iter() {
            let of = declared.of;
            let weekend = self.weekend(&of.weekend);
            let mut days_off = self.calendar_days(*declared, &of.days_off);
            let mut working = self.calendar_days(*declared, &of.working);
            let covers = of.covers.as_ref().and_then(|covers| self.covers(covers));
            self.check_calendar(of, weekend, (&mut days_off, &mut working));
            let calendar = Calendar {
                name: of.name.text.clone(),
                weekend,
                days_off: days_off.into_iter().map(|(day, _)| day).collect(),
                working: working.into_iter().map(|(day, _)| day).collect(),
                covers,
                span: of.name.span,
            };
            self.plan.calendars.push(calendar);
        }
    }

    fn weekend(&mut self, names: &[ast::Ident]) -> [bool; 7] {
        self.report_doubles(names.iter());
        let mut weekend = [false; 7];
        for name in names {
            let number = DAYS.iter().position(|day| **day == *name.text);
            if let Some(day) = number.and_then(|number| weekend.get_mut(number)) {
                *day = true;
            } else {
                let said = Diagnostic::error(Code::R207, name.span, format!("`{}` is no day of the week", name.text));
                self.diagnostics.add(suggest(said, &name.text, DAYS));
            }
        }
        weekend
    }

    /// The days of all clauses, with their places.
    fn calendar_days(&mut self, _: Declared<'a, ast::Calendar>, clauses: &'a [CalendarDays]) -> Vec<(Date, Span)> {
        let mut all = Vec::new();
        for clause in clauses {
            match clause {
                CalendarDays::Days(days) => {
                    for (text, span) in days {
                        all.extend(self.read_date(text, *span).map(|day| (day, *span)));
                    }
                }
                CalendarDays::File { path, column } => self.read_days(path, column, &mut all),
            }
        }
        all
    }

    fn read_days(&mut self, path: &ast::Text, column: &ast::Ident, all: &mut Vec<(Date, Span)>) {
        let files = self.tables;
        let Some(csv) = files.get(&path.span) else { return };
        let Some(place) = self.file_column(csv, &column.text, column.span) else {
            return;
        };
        for row in csv.rows() {
            let Some(cell) = row.cell(place) else { continue };
            if cell.text == "unknown" {
                let said = Diagnostic::error(Code::R503, cell.span, "a day that nobody read")
                    .here("working days cannot be counted past it")
                    .help("write the day, or let the calendar end before it: `covers from …, last day …`");
                self.diagnostics.add(said);
            } else if let Some(Value::Date(day)) = self.file_value(cell.text, cell.span, &Type::Date, None) {
                all.push((day, cell.span));
            }
        }
    }

    /// `covers from D, last day D`
    fn covers(&mut self, covers: &ast::Covers) -> Option<(Date, Date)> {
        let first = self.read_date(&covers.first.0, covers.first.1);
        let last = self.read_date(&covers.last.0, covers.last.1)?;
        let last = if covers.before { last.previous_day()? } else { last };
        let first = first?;
        if last < first {
            let said = Diagnostic::error(Code::R401, covers.last.1, "the calendar covers no day")
                .here(format!("its last day is {last}"))
                .label(covers.first.1, format!("its first day is {first}"))
                .help("the first day and the last day are both inside; mend one of them");
            self.diagnostics.add(said);
            return None;
        }
        Some((first, last))
    }

    /// Sorts the days; a calendar that cannot be counted by is a mistake.
    fn check_calendar(
        &mut self,
        of: &ast::Calendar,
        weekend: [bool; 7],
        (days_off, working): (&mut Vec<(Date, Span)>, &mut Vec<(Date, Span)>),
    ) {
        for days in [&mut *days_off, &mut *working] {
            days.sort_unstable_by_key(|(day, _)| *day);
            for (one, other) in days.iter().zip(days.iter().skip(1)) {
                if one.0 == other.0 {
                    let said = Diagnostic::error(Code::R202, other.1, format!("{} stands twice", one.0))
                        .label(one.1, "here first")
                        .help("remove one");
                    self.diagnostics.add(said);
                }
            }
            days.dedup_by_key(|(day, _)| *day);
        }
        for (day, span) in days_off.iter() {
            if let Ok(found) = working.binary_search_by_key(day, |(day, _)| *day)
                && let Some((_, other)) = working.get(found)
            {
                let said = Diagnostic::error(Code::R425, *span, format!("{day} is a day off and a working day"))
                    .here("a day off")
                    .label(*other, "a working day")
                    .help("remove one of them");
                self.diagnostics.add(said);
            }
        }
        let listed = !days_off.is_empty() || !working.is_empty();
        if listed && of.covers.is_none() {
            let title = format!(
                "calendar `{}` does not say up to which day its days are known",
                of.name.text
            );
            let said = Diagnostic::error(Code::R425, of.name.span, title)
                .here("after it every day but the weekend would count, holidays too")
                .help("write `covers from 2025-01-01, last day 2026-12-31`");
            self.diagnostics.add(said);
        } else if weekend == [true; 7] && of.covers.is_none() {
            let title = format!("in calendar `{}` no day is worked", of.name.text);
            let said = Diagnostic::error(Code::R425, of.name.span, title).help("leave a day out of the weekend");
            self.diagnostics.add(said);
        }
    }
}
