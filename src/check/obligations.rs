//! Obligations: who owes, until when, and when it is done.
//!
//! Language reference: "Obligations".

use crate::diagnostic::Code;
use crate::diagnostic::Diagnostic;
use crate::names::Declared;
use crate::names::SymbolKind;
use crate::plan::CalendarId;
use crate::plan::CountedBy;
use crate::plan::ExprId;
use crate::plan::ExprKind;
use crate::plan::Length;
use crate::plan::Obligation;
use crate::plan::OwedWhen;
use crate::syntax::ast;
use crate::syntax::ast::OwedKind;
use crate::value::Type;
use crate::value::Value;

use super::Checker;
use super::exprs::Locals;
use super::exprs::is_working_days;
use super::lookup::CALENDAR;

/// The most working days that are counted.
const MOST_WORKING_DAYS: u32 = 10_000;

impl<'a> Checker<'a> {
    /// The obligations with their names and parameters.
    pub(super) fn declare_obligations(&mut self) {
        for declared in self.items.obligations.iter() {
            let of = declared.of;
            self.report_doubles(of.parameters.iter().map(|(name, _)| name));
            let mut parameters = Vec::new();
            for (name, ty) in &of.parameters {
                parameters.push((name.text.clone(), self.resolve_type(declared.scope, ty)));
            }
            let obligation = Obligation {
                ruleset: declared.scope,
                name: of.name.text.clone(),
                full_name: self.full_name(declared.scope, &of.name),
                title: super::title(of.title.as_ref()),
                title_pieces: Vec::new(),
                cites: self.cites_of(declared.item),
                parameters,
                owed_by: None,
                time: None,
                done_on: None,
                done_when: None,
                is_timed: of.time.is_some(),
                lasts: matches!(of.time.map(|time| time.kind), Some(OwedKind::For { .. })),
                says_when_done: of.done_on.is_some() || of.done_when.is_some(),
                locals: 0,
                imposed_by: Vec::new(),
                span: of.name.span,
            };
            self.plan.obligations.push(obligation);
        }
    }

    /// Their expressions.
    pub(super) fn check_obligations(&mut self) {
        for (id, declared) in self.items.obligations.iter_ids() {
            let of = declared.of;
            let mut locals = Locals::new();
            let types = self.plan.obligations.at(id).parameters.clone();
            for ((name, _), (_, ty)) in of.parameters.iter().zip(types) {
                locals.declare(name, ty);
            }
            let owed_by = of.owed_by.map(|expr| self.owed_by(*declared, expr, &mut locals));
            let time = of.time.and_then(|time| self.owed_when(*declared, time, &mut locals));
            if of.time.is_none() {
                self.report_counted(*declared, None);
            }
            let title_pieces = match &of.title_pieces {
                Some(pieces) => self.title_pieces(*declared, pieces, &mut locals),
                None => Vec::new(),
            };
            let mut elaborator = self.elaborate(declared.scope, declared.ast);
            let day = Type::Optional(Box::new(Type::Date));
            let done_on = of.done_on.map(|expr| elaborator.expr(&mut locals, expr, Some(&day)));
            let done_when = of.done_when.map(|expr| elaborator.condition(&mut locals, expr));
            if let (Some(on), Some(when)) = (done_on, done_when) {
                let said = Diagnostic::error(Code::R118, self.exprs.at(when).span, "two answers to when it is done")
                    .label(self.exprs.at(on).span, "the day on which it was done")
                    .help("keep `done on`, which says also whether it was done in time");
                self.diagnostics.add(said);
            }
            let obligation = self.plan.obligations.at_mut(id);
            obligation.owed_by = owed_by;
            obligation.time = time;
            obligation.title_pieces = title_pieces;
            obligation.done_on = done_on;
            obligation.done_when = done_when;
            obligation.locals = locals.frame();
        }
        self.note_who_imposes();
    }

    fn note_who_imposes(&mut self) {
        for id in self.plan.rules.ids() {
            for imposes in self.plan.rules.at(id).imposes.clone() {
                let by = &mut self.plan.obligations.at_mut(imposes.obligation).imposed_by;
                if by.last() != Some(&id) {
                    by.push(id);
                }
            }
        }
    }

    fn title_pieces(
        &mut self,
        declared: Declared<'a, ast::Obligation>,
        title: &ast::Because,
        locals: &mut Locals,
    ) -> Vec<crate::plan::Piece> {
        let mut pieces = Vec::new();
        for piece in &title.pieces {
            pieces.push(match piece {
                ast::Piece::Text(text) => crate::plan::Piece::Text(text.clone()),
                ast::Piece::Insertion(expr) => {
                    let shown = self.elaborate(declared.scope, declared.ast).insertion(locals, *expr);
                    crate::plan::Piece::Insertion(shown)
                }
            });
        }
        pieces
    }

    fn owed_by(&mut self, declared: Declared<'a, ast::Obligation>, expr: ast::ExprId, locals: &mut Locals) -> ExprId {
        let found = self.elaborate(declared.scope, declared.ast).expr(locals, expr, None);
        let ty = &self.exprs.at(found).ty;
        if !matches!(ty, Type::Record(_) | Type::Text | Type::Error) {
            let said = Diagnostic::error(Code::R304, self.exprs.at(found).span, "neither a party nor a text")
                .here("who owes it?")
                .help("name a record, `shipment.exporter`, or write a text");
            self.diagnostics.add(said);
        }
        found
    }

    fn owed_when(
        &mut self,
        declared: Declared<'a, ast::Obligation>,
        time: ast::OwedWhen,
        locals: &mut Locals,
    ) -> Option<OwedWhen> {
        let working = match time.kind {
            OwedKind::Within { length, .. } => working_days(declared.ast, length),
            OwedKind::Every { .. } | OwedKind::For { .. } | OwedKind::Before { .. } | OwedKind::AtOnce => None,
        };
        if working.is_none() && self.report_counted(declared, Some(time.span)) {
            return None;
        }
        let day = |checker: &mut Self, expr, locals: &mut Locals| {
            let mut elaborator = checker.elaborate(declared.scope, declared.ast);
            elaborator.expr(locals, expr, Some(&Type::Date))
        };
        Some(match time.kind {
            OwedKind::AtOnce => OwedWhen::AtOnce,
            OwedKind::Before { day: expr, included } => OwedWhen::Before {
                day: day(self, expr, locals),
                included,
            },
            OwedKind::Within { length, after } => {
                let length = match working {
                    Some(written) => self.working_days(declared, written, time.span)?,
                    None => Length::Duration(self.length(declared, length, locals)),
                };
                OwedWhen::Within {
                    length,
                    after: day(self, after, locals),
                }
            }
            OwedKind::Every { length, after } => {
                let length = self.length(declared, length, locals);
                self.check_step(length);
                OwedWhen::Every {
                    length,
                    after: day(self, after, locals),
                }
            }
            OwedKind::For { length, after } => OwedWhen::For {
                length: self.length(declared, length, locals),
                after: day(self, after, locals),
            },
        })
    }

    /// R117: a calendar where no working days are counted.
    fn report_counted(&mut self, declared: Declared<'a, ast::Obligation>, time: Option<crate::source::Span>) -> bool {
        let Some(counted) = &declared.of.counted else {
            return false;
        };
        let title = "a calendar counts working days, and there are none";
        let said = Diagnostic::error(Code::R117, counted.span, title)
            .help("write `within 10 working days after …`, or remove it");
        self.diagnostics.add(match time {
            Some(time) => said.label(time, "every day counts"),
            None => said,
        });
        true
    }

    /// A duration that is not working days.
    fn length(&mut self, declared: Declared<'a, ast::Obligation>, expr: ast::ExprId, locals: &mut Locals) -> ExprId {
        if let ast::ExprKind::Literal(ast::Literal::Number(number)) = &declared.ast.exprs.at(expr).kind {
            let span = declared.ast.exprs.at(expr).span;
            let said = Diagnostic::error(Code::R106, span, format!("`{number}` of what?")).help(format!(
                "write `{number} days`, `{number} working days` or `{number} months`"
            ));
            self.diagnostics.add(said);
            return self.exprs.push(crate::plan::Expr {
                kind: ExprKind::Constant(Value::None),
                ty: Type::Error,
                span,
            });
        }
        self.elaborate(declared.scope, declared.ast)
            .expr(locals, expr, Some(&Type::Duration))
    }

    /// What recurs has a next time.
    fn check_step(&mut self, length: ExprId) {
        if let ExprKind::Constant(Value::Duration(duration)) = self.exprs.at(length).kind
            && !duration.is_positive()
        {
            let said = Diagnostic::error(Code::R317, self.exprs.at(length).span, "it would never come again")
                .help("write how often: `every 6 months after …`");
            self.diagnostics.add(said);
        }
    }

    /// `10 working days`, and by which calendar.
    fn working_days(
        &mut self,
        declared: Declared<'a, ast::Obligation>,
        (number, span): (&str, crate::source::Span),
        clause: crate::source::Span,
    ) -> Option<Length> {
        let count = number
            .parse()
            .ok()
            .filter(|count| (1..=MOST_WORKING_DAYS).contains(count));
        if count.is_none() {
            let said = Diagnostic::error(Code::R106, span, format!("`{number}` is no number of working days")).help(
                format!("write a whole number from 1 to {MOST_WORKING_DAYS}: `within 10 working days after …`"),
            );
            self.diagnostics.add(said);
        }
        let Some(counted) = &declared.of.counted else {
            let said = Diagnostic::error(Code::R119, clause, "by which calendar are the working days counted?")
                .help("write `counted by` and the name of a calendar")
                .help("`calendar monday_to_friday` with `weekend saturday, sunday` knows no holidays");
            self.diagnostics.add(said);
            return None;
        };
        let by = match &counted.by {
            ast::CountedBy::Calendar(path) => CountedBy::Calendar(self.calendar(declared, path)?),
            ast::CountedBy::Reading { reading, arms } => self.by_reading(declared, reading, arms)?,
        };
        Some(Length::WorkingDays { count: count?, by })
    }

    fn calendar(&mut self, declared: Declared<'a, ast::Obligation>, path: &ast::Path) -> Option<CalendarId> {
        let SymbolKind::Calendar(id) = self.find_path(declared.scope, path, &CALENDAR)?.kind else {
            return None;
        };
        Some(id)
    }

    fn by_reading(
        &mut self,
        declared: Declared<'a, ast::Obligation>,
        reading: &ast::Ident,
        arms: &[(ast::Ident, ast::Path)],
    ) -> Option<CountedBy> {
        let id = self.reading(declared.scope, reading)?;
        self.report_doubles(arms.iter().map(|(choice, _)| choice));
        let mut found = Vec::new();
        for (choice, path) in arms {
            let number = self.choice(id, choice)?;
            found.push((number, self.calendar(declared, path)?));
        }
        let names = self.plan.readings.at(id).choices.iter().map(|(name, _)| name.clone());
        let names: Vec<Box<str>> = names.collect();
        let mut calendars = Vec::new();
        for (number, name) in (0_u16..).zip(&names) {
            if let Some((_, calendar)) = found.iter().find(|(arm, _)| *arm == number) {
                calendars.push(*calendar);
            } else {
                let title = format!("no calendar for the choice `{name}` of `{}`", reading.text);
                let said = Diagnostic::error(Code::R316, reading.span, title)
                    .help(format!("write a line `{name}: …` with the name of a calendar"));
                self.diagnostics.add(said);
                return None;
            }
        }
        Some(CountedBy::Reading(id, calendars))
    }
}

/// The number of `10 working days`, if a length is that.
fn working_days(ast: &ast::Ast, length: ast::ExprId) -> Option<(&str, crate::source::Span)> {
    let expr = ast.exprs.at(length);
    if let ast::ExprKind::Literal(ast::Literal::Amount { number, unit }) = &expr.kind
        && is_working_days(&unit.text)
    {
        return Some((number, expr.span));
    }
    None
}
