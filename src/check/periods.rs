//! Periods in force: both ends inside, possibly by a reading, and never empty.
//!
//! `before D` becomes the day before D. A period that ends before it begins under some choice of the readings is an
//! error there, because nothing would show that a rule never acts. Language reference: "Periods".

use crate::diagnostic::Code;
use crate::diagnostic::Diagnostic;
use crate::plan::DateChoice;
use crate::plan::Period;
use crate::plan::ReadingId;
use crate::plan::RulesetId;
use crate::source::Span;
use crate::syntax::ast;
use crate::value::Date;

use super::Checker;

/// Most combinations of choices that are looked at.
const MOST_COMBINATIONS: usize = 4096;

/// A date that could not be read, which was reported.
struct Unreadable;

/// A choice for each of some readings.
type Choices = Vec<(ReadingId, u16)>;

impl Checker<'_> {
    /// A date as it is written; nothing after a report.
    pub(super) fn read_date(&mut self, text: &str, span: Span) -> Option<Date> {
        match Date::parse(text) {
            Ok(date) => Some(date),
            Err(fault) => {
                let said = super::cells::fault(fault.words(text), Code::R113, span);
                self.diagnostics.add(said);
                None
            }
        }
    }

    /// A period as it is written.
    pub(super) fn period(
        &mut self,
        scope: RulesetId,
        from: Option<&ast::DateExpr>,
        last: Option<&ast::LastDay>,
    ) -> Period {
        let first = from.and_then(|from| self.date_choice(scope, from));
        let mut end = last.and_then(|last| self.date_choice(scope, &last.date));
        if last.is_some_and(|last| last.before)
            && let Some(end) = &mut end
        {
            make_day_before(end);
        }
        let period = Period { first, last: end };
        if let (Some(from), Some(last)) = (from, last) {
            self.report_empty(&period, span_of(from), last.span);
        }
        period
    }

    fn date_choice(&mut self, scope: RulesetId, date: &ast::DateExpr) -> Option<DateChoice> {
        match date {
            ast::DateExpr::Date(ast::DateArm::Date(text, span)) => self.read_date(text, *span).map(DateChoice::Fixed),
            ast::DateExpr::Date(ast::DateArm::Open(_)) => None,
            ast::DateExpr::ByReading { reading, arms, span } => {
                let id = self.reading(scope, reading)?;
                let mut rows = Vec::new();
                for (choice, arm) in arms {
                    let number = self.choice(id, choice)?;
                    rows.push((vec![Some(number)], self.arm(arm).ok()?));
                }
                self.report_doubles(arms.iter().map(|(choice, _)| choice));
                self.complete(vec![id], rows, *span)
            }
            ast::DateExpr::ByReadings { readings, rows, span } => {
                let ids: Option<Vec<ReadingId>> = readings.iter().map(|name| self.reading(scope, name)).collect();
                let ids = ids?;
                let mut read = Vec::new();
                for row in rows {
                    let mut choices = Vec::new();
                    for (reading, choice) in ids.iter().zip(&row.choices) {
                        choices.push(match choice {
                            Some(choice) => Some(self.choice(*reading, choice)?),
                            None => None,
                        });
                    }
                    read.push((choices, self.arm(&row.value).ok()?));
                }
                self.complete(ids, read, *span)
            }
        }
    }

    /// No date for `open`; an error for a date that could not be read.
    fn arm(&mut self, arm: &ast::DateArm) -> Result<Option<Date>, Unreadable> {
        match arm {
            ast::DateArm::Date(text, span) => self.read_date(text, *span).map(Some).ok_or(Unreadable),
            ast::DateArm::Open(_) => Ok(None),
        }
    }

    /// The choice, unless a choice of the readings has no row.
    fn complete(
        &mut self,
        readings: Vec<ReadingId>,
        rows: Vec<(Vec<Option<u16>>, Option<Date>)>,
        span: Span,
    ) -> Option<DateChoice> {
        let missing = self
            .combinations(&readings)
            .into_iter()
            .find(|choices| !rows.iter().any(|(row, _)| row_fits(&readings, row, choices)));
        if self.combinations(&readings).is_empty() {
            let said = Diagnostic::error(
                Code::R316,
                span,
                format!("more than {MOST_COMBINATIONS} combinations of readings"),
            )
            .help("let fewer readings decide one date");
            self.diagnostics.add(said);
            return None;
        }
        if let Some(choices) = missing {
            let words = self.choices_words(&choices);
            let said = Diagnostic::error(Code::R316, span, format!("no date for {words}"))
                .help("write a line for every choice; `open` where there is no such day");
            self.diagnostics.add(said);
            return None;
        }
        Some(DateChoice::ByReading { readings, rows })
    }

    /// All combinations of choices of these readings.
    fn combinations(&self, readings: &[ReadingId]) -> Vec<Choices> {
        let mut all: Vec<Choices> = vec![Vec::new()];
        for &reading in readings {
            let count = u16::try_from(self.plan.readings.at(reading).choices.len()).unwrap_or(u16::MAX);
            if all.len().saturating_mul(usize::from(count)) > MOST_COMBINATIONS {
                return Vec::new();
            }
            all = all
                .iter()
                .flat_map(|chosen| {
                    (0..count).map(move |choice| {
                        let mut longer = chosen.clone();
                        longer.push((reading, choice));
                        longer
                    })
                })
                .collect();
        }
        all
    }

    /// `r is c and s is d`
    fn choices_words(&self, choices: &[(ReadingId, u16)]) -> String {
        let words = choices.iter().map(|(reading, choice)| {
            let reading = self.plan.readings.at(*reading);
            let name = reading.choices.get(usize::from(*choice)).map_or("", |(name, _)| name);
            format!("`{}` is `{name}`", reading.name)
        });
        words.collect::<Vec<_>>().join(" and ")
    }

    /// R401
    fn report_empty(&mut self, period: &Period, from: Span, last: Span) {
        let mut readings = readings_of(period.first.as_ref());
        readings.extend(readings_of(period.last.as_ref()));
        readings.sort_unstable();
        readings.dedup();
        for choices in self.combinations(&readings) {
            let first = date_under(period.first.as_ref(), &choices);
            let end = date_under(period.last.as_ref(), &choices);
            if let (Some(first), Some(end)) = (first, end)
                && first > end
            {
                let under = match choices.as_slice() {
                    [] => String::new(),
                    some => format!(" if {}", self.choices_words(some)),
                };
                let said = Diagnostic::error(Code::R401, last, format!("the period is empty{under}"))
                    .here(format!("its last day is {end}"))
                    .label(from, format!("its first day is {first}"))
                    .help("the first day and the last day are both inside; mend one of them");
                self.diagnostics.add(said);
                return;
            }
        }
    }
}

fn span_of(date: &ast::DateExpr) -> Span {
    match date {
        ast::DateExpr::Date(ast::DateArm::Date(_, span) | ast::DateArm::Open(span))
        | ast::DateExpr::ByReading { span, .. }
        | ast::DateExpr::ByReadings { span, .. } => *span,
    }
}

fn make_day_before(date: &mut DateChoice) {
    match date {
        DateChoice::Fixed(date) => *date = date.previous_day().unwrap_or(*date),
        DateChoice::ByReading { rows, .. } => {
            for (_, date) in rows {
                *date = date.map(|date| date.previous_day().unwrap_or(date));
            }
        }
    }
}

fn readings_of(date: Option<&DateChoice>) -> Vec<ReadingId> {
    match date {
        None | Some(DateChoice::Fixed(_)) => Vec::new(),
        Some(DateChoice::ByReading { readings, .. }) => readings.clone(),
    }
}

/// The date under these choices; nothing for `open`.
fn date_under(date: Option<&DateChoice>, choices: &[(ReadingId, u16)]) -> Option<Date> {
    match date? {
        DateChoice::Fixed(date) => Some(*date),
        DateChoice::ByReading { readings, rows } => rows
            .iter()
            .find(|(row, _)| row_fits(readings, row, choices))
            .and_then(|(_, date)| *date),
    }
}

fn row_fits(readings: &[ReadingId], row: &[Option<u16>], choices: &[(ReadingId, u16)]) -> bool {
    readings.iter().zip(row).all(|(reading, wanted)| {
        wanted.is_none_or(|wanted| {
            choices
                .iter()
                .any(|(chosen, choice)| chosen == reading && *choice == wanted)
        })
    })
}
