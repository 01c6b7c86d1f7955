//! Days and durations: ends of terms, spans between days, and what does not go together with them.
//!
//! A day and a duration give a day; the span between two days is a whole number, which says with its words what it
//! counts. Language reference: "Dates and durations".
#![expect(clippy::option_option, reason = "written or not, and none or not, are two questions")]

use crate::diagnostic::Code;
use crate::diagnostic::Diagnostic;
use crate::plan::ExprId;
use crate::plan::ExprKind;
use crate::source::Span;
use crate::syntax::ast;
use crate::syntax::ast::ArithmeticSign;
use crate::syntax::ast::Ident;
use crate::value::DateSpan;
use crate::value::Duration;
use crate::value::Number;
use crate::value::Term;
use crate::value::Type;
use crate::value::Value;

use super::Elaborator;
use super::Locals;
use super::compare::Meeting;
use super::literal::Literals;
use super::types;

/// The unit of `10 working days`.
pub(crate) fn is_working_days(unit: &str) -> bool {
    unit.starts_with("working")
}

impl Elaborator<'_> {
    /// `end of year of D`
    pub(super) fn end_of(&mut self, locals: &mut Locals, term: Term, of: ast::ExprId, span: Span) -> ExprId {
        let of = self.day(locals, of);
        if self.is_broken(of) {
            return self.broken(span);
        }
        self.push(ExprKind::EndOf { term, of }, Type::Date, span)
    }

    /// `whole months from A to B`
    pub(super) fn span_between(
        &mut self,
        locals: &mut Locals,
        counted: DateSpan,
        (from, to): (ast::ExprId, ast::ExprId),
        span: Span,
    ) -> ExprId {
        let (from, to) = (self.day(locals, from), self.day(locals, to));
        if self.is_broken(from) || self.is_broken(to) {
            return self.broken(span);
        }
        let kind = ExprKind::SpanOf {
            span: counted,
            from,
            to,
        };
        self.push(kind, Type::Integer, span)
    }

    /// A day that is not none.
    fn day(&mut self, locals: &mut Locals, id: ast::ExprId) -> ExprId {
        self.expr(locals, id, Some(&Type::Date))
    }

    /// Why two values of which one is a day or a duration have no sum, product or quotient.
    pub(super) fn no_date(
        &self,
        (left, found): (ExprId, &Type),
        (right, other): (ExprId, &Type),
        sign: ArithmeticSign,
        at: Span,
    ) -> Option<Diagnostic> {
        let is_time = |ty: &Type| matches!(ty, Type::Date | Type::Duration);
        if !is_time(found) && !is_time(other) {
            return None;
        }
        let (one, two) = (self.shown(self.span_of(left)), self.shown(self.span_of(right)));
        let labelled = |title: String| {
            Diagnostic::error(Code::R304, at, title)
                .label(self.span_of(left), types::label(self.plan, found))
                .label(self.span_of(right), types::label(self.plan, other))
        };
        let additive = matches!(sign, ArithmeticSign::Plus | ArithmeticSign::Minus);
        Some(match (found, other) {
            (Type::Date, Type::Date) if sign == ArithmeticSign::Minus => {
                labelled("one day cannot be subtracted from another".to_owned())
                    .help(format!("for the days between them write `days from {two} to {one}`"))
                    .help(format!(
                        "or `whole months from {two} to {one}`, `whole years from {two} to {one}`"
                    ))
                    .help(format!("to know which is first: `{one} is after {two}`"))
            }
            (Type::Date, number) if additive && types::is_number(number) => {
                labelled("a number without a unit is no time".to_owned())
                    .help(format!("write `{two} days`, `{two} months` or `{two} years`"))
            }
            (Type::Date, Type::Date) => labelled("two days do not add up".to_owned())
                .help(format!("for the days between them write `days from {one} to {two}`")),
            (Type::Duration, number) | (number, Type::Duration)
                if sign == ArithmeticSign::Times && matches!(number, Type::Decimal | Type::Percent) =>
            {
                labelled("a duration is multiplied by a whole number only".to_owned())
                    .help("days and months are whole: say how many")
            }
            _ => {
                let (one, two) = (types::phrase(self.plan, found), types::phrase(self.plan, other));
                labelled(format!("{one} and {two} cannot be {}", super::arithmetic::done(sign)))
                    .help("a day and a duration give a day: `shipment.date + 10 days`")
            }
        })
    }

    /// R303: days and months that are written side by side.
    pub(super) fn days_and_months(&self, left: ExprId, right: ExprId, meeting: Meeting) -> Option<Diagnostic> {
        let duration = |id: ExprId| match self.constant(id) {
            Some(Value::Duration(duration)) => Some(*duration),
            Some(_) | None => None,
        };
        let (one, two) = (duration(left)?, duration(right)?);
        one.compare(two).err()?;
        let (title, at) = match meeting {
            Meeting::Compared => (
                "neither is longer: how many days a month has depends on the month",
                self.span_of(right),
            ),
            Meeting::Sign(at, _) => ("days and months do not add up", at),
        };
        Some(
            Diagnostic::error(Code::R303, at, title)
                .label(self.span_of(left), one.to_string())
                .label(self.span_of(right), two.to_string())
                .help("write both in days, or both in months or years; or add them to a day, one after the other"),
        )
    }

    /// A span is a number already: `days from A to B is at most 30`.
    pub(super) fn count_of_days(&self, (left, right): (ExprId, ExprId), fault: Diagnostic) -> Diagnostic {
        for (span, duration) in [(left, right), (right, left)] {
            let is_span = matches!(
                self.exprs.get(span).map(|expr| &expr.kind),
                Some(ExprKind::SpanOf { .. })
            );
            if is_span && self.type_of(duration) == Type::Duration {
                let text = self.shown(self.span_of(duration));
                let number = text.split(' ').next().unwrap_or("30");
                return fault.help(format!(
                    "`{}` is a number: write `{number}`",
                    self.shown(self.span_of(span))
                ));
            }
        }
        fault
    }
}

impl Literals<'_> {
    /// A number with a unit of time behind it; `None` if the unit is none. `Some(None)` after a report.
    pub(super) fn duration(&mut self, number: &Number, unit: &Ident, span: Span) -> Option<Option<Duration>> {
        if is_working_days(&unit.text) {
            let title = "working days are counted only by an obligation";
            let fault = Diagnostic::error(Code::R309, span, title)
                .help("which days are worked is said by a calendar: `within 10 working days after …`, `counted by …`");
            self.diagnostics.add(fault);
            return Some(None);
        }
        if !Duration::is_unit(&unit.text) && !matches!(&*unit.text, "week" | "weeks") {
            return None;
        }
        match Duration::parse(number, &unit.text) {
            Ok(duration) => Some(Some(duration)),
            Err(fault) => {
                let words = fault.words(&number.show(&[]), &unit.text);
                Some(self.fault(span, words))
            }
        }
    }
}
