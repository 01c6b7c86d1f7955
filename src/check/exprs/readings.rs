//! A choice by readings: every way in which the law can be read has its arm.
//!
//! Reference: "Words and forms", by a reading.

use crate::diagnostic::Code;
use crate::diagnostic::Diagnostic;
use crate::plan::ExprId;
use crate::plan::ExprKind;
use crate::plan::ReadingId;
use crate::source::Span;
use crate::syntax::ast;
use crate::syntax::ast::Ident;
use crate::syntax::ast::ReadingRow;
use crate::text;
use crate::value::Type;

use super::Elaborator;
use super::Locals;

/// Most steps in the search for a combination of choices without a row.
const MOST_STEPS: usize = 100_000;

/// A row: for each reading the choice, or `None` for any.
pub(crate) type Choices = Vec<Option<u16>>;

impl Elaborator<'_> {
    /// `according to reading r  x: 1  y: 2`
    pub(super) fn by_reading(
        &mut self,
        locals: &mut Locals,
        (reading, arms): (&Ident, &[ast::Arm]),
        hint: Option<&Type>,
        span: Span,
    ) -> ExprId {
        let id = self.reading(reading);
        let choices: Vec<&Ident> = arms.iter().map(|arm| &arm.choice).collect();
        let choices = id.and_then(|id| self.arms(id, &choices, reading.span));
        let bodies: Vec<ast::ExprId> = arms.iter().map(|arm| arm.body).collect();
        let bodies = self.arm_values(locals, &bodies, hint);
        let ty = self.joined(&bodies);
        let (Some(id), Some(choices)) = (id, choices) else {
            return self.broken(span);
        };
        let rows = choices
            .into_iter()
            .map(|choice| vec![Some(choice)])
            .zip(bodies)
            .collect();
        let kind = ExprKind::ByReading {
            readings: vec![id],
            rows,
        };
        self.push(kind, ty, span)
    }

    /// `according to readings r, s` with rows.
    pub(super) fn by_readings(
        &mut self,
        locals: &mut Locals,
        (readings, rows): (&[Ident], &[ReadingRow<ast::ExprId>]),
        hint: Option<&Type>,
        span: Span,
    ) -> ExprId {
        let bodies: Vec<ast::ExprId> = rows.iter().map(|row| row.value).collect();
        let bodies = self.arm_values(locals, &bodies, hint);
        let ty = self.joined(&bodies);
        let Some((readings, choices)) = self.rows(readings, rows, span) else {
            return self.broken(span);
        };
        let rows = choices.into_iter().zip(bodies).collect();
        self.push(ExprKind::ByReading { readings, rows }, ty, span)
    }

    /// The values of arms; those that say their type by themselves are read first.
    fn arm_values(&mut self, locals: &mut Locals, arms: &[ast::ExprId], hint: Option<&Type>) -> Vec<ExprId> {
        let mut values: Vec<Option<ExprId>> = vec![None; arms.len()];
        let mut known = hint.cloned();
        for wanted in (0..=3).rev() {
            for (value, &arm) in values.iter_mut().zip(arms) {
                if value.is_none() && self.rank(locals, arm) == wanted {
                    let id = self.infer(locals, arm, known.as_ref());
                    known = known.or_else(|| self.hint_of(id));
                    *value = Some(id);
                }
            }
        }
        values.into_iter().flatten().collect()
    }

    /// The numbers of the choices of all arms, each choice once; reports what is missing. For dates too.
    pub(crate) fn arms(&mut self, reading: ReadingId, arms: &[&Ident], span: Span) -> Option<Vec<u16>> {
        let mut numbers: Vec<Option<u16>> = Vec::with_capacity(arms.len());
        for (at, arm) in arms.iter().enumerate() {
            let first = arms.iter().take(at).find(|first| first.text == arm.text);
            if let Some(first) = first {
                let fault = Diagnostic::error(Code::R118, arm.span, format!("`{}` has two arms", arm.text))
                    .label(first.span, "first here");
                self.diagnostics.add(fault);
            }
            numbers.push(self.choice(reading, arm).filter(|_| first.is_none()));
        }
        let all = numbers.iter().copied().collect::<Option<Vec<u16>>>()?;
        let shape = self.plan.readings.get(reading)?;
        let missing: Vec<&str> = (0_u16..)
            .zip(&shape.choices)
            .filter(|(number, _)| !all.contains(number))
            .map(|(_, (name, _))| &**name)
            .collect();
        if missing.is_empty() {
            return Some(all);
        }
        let title = format!("no arm for {}", text::list_and(&text::quoted(&missing)));
        let fault = Diagnostic::error(Code::R316, span, title)
            .label(shape.span, format!("its choices: {}", shape_choices(shape)))
            .help(format!("add `{}: …`", missing.join(": …`, `")));
        self.diagnostics.add(fault);
        None
    }

    /// The readings and rows of a table of choices; every combination has a row, no row is in vain. For dates too.
    pub(crate) fn rows<T>(
        &mut self,
        readings: &[Ident],
        rows: &[ReadingRow<T>],
        span: Span,
    ) -> Option<(Vec<ReadingId>, Vec<Choices>)> {
        let ids: Vec<Option<ReadingId>> = readings.iter().map(|reading| self.reading(reading)).collect();
        let ids = ids.into_iter().collect::<Option<Vec<ReadingId>>>()?;
        let mut choices: Vec<Option<Choices>> = Vec::with_capacity(rows.len());
        for row in rows {
            choices.push(self.row(&ids, row));
        }
        let choices = choices.into_iter().collect::<Option<Vec<Choices>>>()?;
        let sizes: Vec<u16> = ids.iter().map(|&id| self.choices_of(id)).collect();
        let mut steps = MOST_STEPS;
        for (at, row) in rows.iter().enumerate() {
            let before: Vec<&Choices> = choices.iter().take(at).collect();
            let own = choices.get(at)?;
            if uncovered(&before, own, &sizes, &mut steps).is_none() && steps > 0 {
                let fault = Diagnostic::error(Code::R118, row.span, "this row is never reached")
                    .help("the rows above hold for all that it names: remove it, or put it first");
                self.diagnostics.add(fault);
                return None;
            }
        }
        let all: Vec<&Choices> = choices.iter().collect();
        let any = vec![None; sizes.len()];
        if let Some(missing) = uncovered(&all, &any, &sizes, &mut steps) {
            let fault = self.row_missing(&ids, &missing, span);
            self.diagnostics.add(fault);
            return None;
        }
        if steps == 0 {
            let fault = Diagnostic::error(
                Code::R316,
                span,
                "too many combinations to see whether each has its row",
            )
            .help("choose by fewer readings at once");
            self.diagnostics.add(fault);
            return None;
        }
        Some((ids, choices))
    }

    fn row<T>(&mut self, readings: &[ReadingId], row: &ReadingRow<T>) -> Option<Choices> {
        if row.choices.len() != readings.len() {
            let title = format!(
                "{} for {}",
                text::count(row.choices.len(), "choice", "choices"),
                text::count(readings.len(), "reading", "readings")
            );
            self.diagnostics.add(Diagnostic::error(Code::R120, row.span, title));
            return None;
        }
        let mut numbers = Vec::with_capacity(readings.len());
        for (&reading, choice) in readings.iter().zip(&row.choices) {
            numbers.push(match choice {
                None => Some(None),
                Some(choice) => self.choice(reading, choice).map(Some),
            });
        }
        numbers.into_iter().collect()
    }

    fn choices_of(&self, reading: ReadingId) -> u16 {
        let count = self
            .plan
            .readings
            .get(reading)
            .map_or(0, |reading| reading.choices.len());
        u16::try_from(count).unwrap_or(u16::MAX)
    }

    fn row_missing(&self, readings: &[ReadingId], missing: &[u16], span: Span) -> Diagnostic {
        let names: Vec<&str> = readings
            .iter()
            .zip(missing)
            .filter_map(|(&id, &choice)| {
                let reading = self.plan.readings.get(id)?;
                reading.choices.get(usize::from(choice)).map(|(name, _)| &**name)
            })
            .collect();
        Diagnostic::error(
            Code::R316,
            span,
            format!("no row for {}", text::list_and(&text::quoted(&names))),
        )
        .help(format!("add `| {} | … |`", names.join(" | ")))
    }
}

fn shape_choices(reading: &crate::plan::Reading) -> String {
    let names: Vec<&str> = reading.choices.iter().map(|(name, _)| &**name).collect();
    text::list_and(&names)
}

/// A combination within `pattern` that no row covers. Gives up, with `steps` at 0, when the search takes too long.
fn uncovered(rows: &[&Choices], pattern: &Choices, sizes: &[u16], steps: &mut usize) -> Option<Vec<u16>> {
    search(rows, pattern, sizes, &mut Vec::new(), steps)
}

fn search(
    rows: &[&Choices],
    pattern: &Choices,
    sizes: &[u16],
    chosen: &mut Vec<u16>,
    steps: &mut usize,
) -> Option<Vec<u16>> {
    *steps = steps.checked_sub(1)?;
    let at = chosen.len();
    let Some(&size) = sizes.get(at) else {
        return rows.is_empty().then(|| chosen.clone());
    };
    if rows.iter().any(|row| row.iter().skip(at).all(Option::is_none)) {
        return None;
    }
    let fixed = pattern.get(at).copied().flatten();
    for choice in 0..size {
        if fixed.is_some_and(|fixed| fixed != choice) {
            continue;
        }
        let fitting: Vec<&Choices> = rows
            .iter()
            .filter(|row| row.get(at).is_some_and(|own| own.is_none_or(|own| own == choice)))
            .copied()
            .collect();
        chosen.push(choice);
        let found = search(&fitting, pattern, sizes, chosen, steps);
        chosen.pop();
        if found.is_some() {
            return found;
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_combination_without_a_row_is_found() {
        for (rows, expected) in [
            (vec![vec![Some(0), None], vec![Some(1), None]], None),
            (vec![vec![Some(0), Some(0)], vec![Some(1), None]], Some(vec![0, 1])),
            (vec![vec![None, Some(1)]], Some(vec![0, 0])),
            (vec![vec![None, None]], None),
            (vec![], Some(vec![0, 0])),
        ] {
            let all: Vec<&Choices> = rows.iter().collect();
            let mut steps = 100;
            assert_eq!(
                uncovered(&all, &vec![None, None], &[2, 2], &mut steps),
                expected,
                "{rows:?}"
            );
        }
    }

    #[test]
    fn a_search_without_end_is_given_up() {
        let mut steps = 50;
        let rows: Vec<Choices> = (0..30).map(|n| vec![Some(n % 2); 20]).collect();
        let all: Vec<&Choices> = rows.iter().collect();
        let sizes = [2; 20];
        let pattern: Choices = vec![None; 20];
        uncovered(&all, &pattern, &sizes, &mut steps);
        assert!(steps <= 50, "{steps}");
    }
}
