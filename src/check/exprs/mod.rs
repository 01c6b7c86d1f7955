//! From an expression as written to an expression of the plan: names become numbers, and every part gets its type.
//!
//! *Takes* the tree of a file, the names that are known there, and a plan that has all signatures (shapes, types of
//! parameters and definitions, outcomes) though no bodies yet. *Gives* expressions of the plan, and diagnostics. *Promises*: what
//! comes out without a mistake has the type that was wanted; what was reported is [`ExprKind::Constant`] of none with
//! [`Type::Error`], which fits everywhere, so that one mistake gives one message.
//!
//! Types are found in both directions: `p.kind is military` learns from its left side which `military` is meant, so
//! the side that says its type by itself is read first. Language reference: "Words and forms", "Types and values".

mod arithmetic;
mod claims;
mod compare;
mod conversion;
mod dates;
mod duties;
mod errors;
mod fit;
mod lists;
mod literal;
mod locals;
mod logic;
mod members;
mod membership;
mod misfit;
mod names;
mod postfix;
mod property;
mod readings;
mod rounding;
mod states;
mod table_cells;
mod testing;
#[cfg(test)]
mod tests;
mod types;
mod unknown;
mod walk;

use crate::diagnostic::Diagnostic;
use crate::diagnostic::Diagnostics;
use crate::ids::IdVec;
use crate::names::Symbols;
use crate::plan::Expr;
use crate::plan::ExprId;
use crate::plan::ExprKind;
use crate::plan::Plan;
use crate::plan::RulesetId;
use crate::source::Span;
use crate::syntax::ast;
use crate::syntax::ast::Ast;
use crate::value::Texts;
use crate::value::Type;
use crate::value::Value;

pub(crate) use dates::is_working_days;
pub(crate) use literal::Literals;
pub(crate) use literal::within;
pub(crate) use locals::Locals;
pub(crate) use table_cells::Column;
pub(crate) use table_cells::Fits;
pub(crate) use types::is_ordered;
pub(crate) use types::is_quantity;
pub(crate) use types::phrase;
pub(crate) use types::written;
pub(crate) use walk::children;
pub(crate) use walk::list_children;

/// Reads the expressions of one file.
pub(crate) struct Elaborator<'a> {
    /// The file.
    pub(crate) ast: &'a Ast,
    /// The ruleset, or the scope of a tests file.
    pub(crate) ruleset: RulesetId,
    /// What names mean.
    pub(crate) symbols: &'a Symbols,
    /// The plan with its signatures.
    pub(crate) plan: &'a Plan,
    /// Where expressions go.
    pub(crate) exprs: &'a mut IdVec<ExprId, Expr>,
    /// Where texts go.
    pub(crate) texts: &'a mut Texts,
    /// Where mistakes go.
    pub(crate) diagnostics: &'a mut Diagnostics,
    /// In tests and cases `["M1"]` picks from lists.
    pub(crate) tests: bool,
    /// In a property the ruleset whose element `item` is; else that of the file.
    pub(crate) element_of: Option<RulesetId>,
}

impl<'a> Elaborator<'a> {
    /// An expression; of this type, if one is given.
    pub(crate) fn expr(&mut self, locals: &mut Locals, id: ast::ExprId, expected: Option<&Type>) -> ExprId {
        let found = self.infer(locals, id, expected.map(Type::required));
        match expected {
            Some(wanted) => self.fit(found, wanted),
            None => found,
        }
    }

    /// A condition.
    pub(crate) fn condition(&mut self, locals: &mut Locals, id: ast::ExprId) -> ExprId {
        let mark = locals.mark();
        let found = self.infer(locals, id, Some(&Type::Boolean));
        locals.reset(mark);
        self.fit_condition(found)
    }

    /// Conditions that `and` joins, one by one. What they say is not none is known in `locals` from then on.
    pub(crate) fn conditions(&mut self, locals: &mut Locals, id: ast::ExprId) -> Vec<ExprId> {
        if let ast::ExprKind::And(parts) = &self.node(id).kind {
            return self.conjuncts(locals, parts);
        }
        self.conjuncts(locals, &[id])
    }

    /// Conditions as one, which holds if all of them do.
    pub(crate) fn conjunction(&mut self, conditions: Vec<ExprId>, span: Span) -> ExprId {
        match conditions.as_slice() {
            [] => self.push(ExprKind::Constant(Value::Boolean(true)), Type::Boolean, span),
            [only] => *only,
            [first, ..] => {
                let span = self.span_of(*first);
                self.push(ExprKind::And(conditions), Type::Boolean, span)
            }
        }
    }

    /// The words of a path, `shipment.date`, as an expression of this type.
    pub(crate) fn path(&mut self, locals: &mut Locals, path: &ast::Path, expected: Option<&Type>) -> ExprId {
        let found = self.infer_path(locals, path, expected.map(Type::required));
        match expected {
            Some(wanted) => self.fit(found, wanted),
            None => found,
        }
    }

    /// An insertion of a text: anything that can be shown.
    pub(crate) fn insertion(&mut self, locals: &mut Locals, id: ast::ExprId) -> ExprId {
        let found = self.infer(locals, id, None);
        self.fit_shown(found)
    }

    /// An expression of any type; the hint says what names without meaning of their own may be.
    fn infer(&mut self, locals: &mut Locals, id: ast::ExprId, hint: Option<&Type>) -> ExprId {
        let found = self.infer_wide(locals, id, hint);
        self.narrowed(locals, found)
    }

    /// As [`Elaborator::infer`], but without what is known not to be none.
    fn infer_wide(&mut self, locals: &mut Locals, id: ast::ExprId, hint: Option<&Type>) -> ExprId {
        use ast::ExprKind as Kind;
        let expr = self.node(id);
        let span = expr.span;
        match &expr.kind {
            Kind::Error => self.broken(span),
            Kind::Literal(literal) => self.literal(literal, span),
            Kind::Name(_) | Kind::Field { .. } => {
                let meaning = self.meaning(locals, id, hint);
                self.meant(meaning, span)
            }
            Kind::Call { callee, arguments } => self.call(locals, *callee, arguments, span),
            Kind::Pick { of, key } => self.pick(locals, *of, key, span),
            Kind::Set(of) => self.set(locals, of, hint, span),
            Kind::Bracketed(inner) => self.infer_wide(locals, *inner, hint),
            Kind::And(parts) => self.and(locals, parts, span),
            Kind::Or(parts) => self.or(locals, parts, span),
            Kind::Not(inner) => self.not(locals, *inner, span),
            Kind::Is { left, right, negated } => self.is(locals, (*left, *right), *negated, span),
            Kind::Order { .. } => self.order(locals, id),
            Kind::Between { .. } => self.between(locals, id),
            Kind::In { value, within, negated } => self.within(locals, (*value, *within), *negated, span),
            Kind::Under { .. } => self.under(locals, id),
            Kind::State { rule, state, negated } => self.state(locals, *rule, (*state, *negated), span),
            Kind::Duty {
                obligation,
                state,
                negated,
            } => self.duty(locals, *obligation, (*state, *negated), span),
            Kind::DoesNotArise { decision } => self.does_not_arise(locals, *decision, span),
            Kind::ReadingIs(reading) => self.reading_is(reading),
            Kind::Arithmetic { .. } => self.arithmetic(locals, id, hint),
            Kind::Negate(of) => self.negate(locals, *of, hint, span),
            Kind::ExtremeOf { fold, of } => self.extreme_of(locals, (*fold, *of), hint, span),
            Kind::Convert(conversion) => self.convert(locals, conversion, span),
            Kind::Cut { value, digits } => self.cut(locals, (*value, digits), span),
            Kind::Round { value, to } => self.round(locals, (*value, *to), hint, span),
            Kind::If {
                condition,
                then,
                otherwise,
            } => self.choose(locals, (*condition, *then, *otherwise), hint, span),
            Kind::Else { value, fallback } => self.or_else(locals, (*value, *fallback), hint, span),
            Kind::ByReading { reading, arms } => self.by_reading(locals, (reading, arms), hint, span),
            Kind::ByReadings { readings, rows } => self.by_readings(locals, (readings, rows), hint, span),
            Kind::Quantifier { .. } => self.quantifier(locals, id),
            Kind::Aggregate { .. } => self.aggregate(locals, id, hint),
            Kind::Traversal { traversal, of } => self.traversal(locals, *traversal, *of, span),
            Kind::Extreme { fold, of } => self.extreme(locals, *fold, of, (hint, span)),
            Kind::EndOf { term, of } => self.end_of(locals, *term, *of, span),
            Kind::SpanOf {
                span: counted,
                from,
                to,
            } => self.span_between(locals, *counted, (*from, *to), span),
            Kind::LawsDate => self.push(ExprKind::LawsDate, Type::Date, span),
        }
    }

    /// Puts an expression into the plan.
    fn push(&mut self, kind: ExprKind, ty: Type, span: Span) -> ExprId {
        self.exprs.push(Expr { kind, ty, span })
    }

    /// What stands for a mistake that was reported.
    fn broken(&mut self, span: Span) -> ExprId {
        self.push(ExprKind::Constant(Value::None), Type::Error, span)
    }

    /// Reports a mistake and gives what stands for it.
    fn fault(&mut self, span: Span, diagnostic: Diagnostic) -> ExprId {
        self.diagnostics.add(diagnostic);
        self.broken(span)
    }

    /// The type of an expression of the plan.
    fn type_of(&self, id: ExprId) -> Type {
        self.exprs.get(id).map_or(Type::Error, |expr| expr.ty.clone())
    }

    /// Where an expression of the plan is written.
    fn span_of(&self, id: ExprId) -> Span {
        self.exprs.at(id).span
    }

    /// An expression as it is written.
    fn node(&self, id: ast::ExprId) -> &'a ast::Expr {
        self.ast.exprs.at(id)
    }

    /// The words of a place, in one line; for messages.
    fn shown(&self, span: Span) -> String {
        let text = self.plan.files.text(span);
        let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
        match line.char_indices().nth(60) {
            Some((end, _)) => format!("{}…", line.get(..end).unwrap_or("")),
            None if line.is_empty() => "this".to_owned(),
            None => line,
        }
    }
}
