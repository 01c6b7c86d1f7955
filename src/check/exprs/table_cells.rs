//! The cells of decision tables: a condition on one input, and which values fit it.
//!
//! A cell below an input is a plain value, a bound, a set or a group, so that gaps and overlaps can be found without any
//! facts. `none` fits only where a cell says so; what says something else is not none, and is known not to be in the
//! results of its row. Language reference: "Decision tables".

use crate::diagnostic::Code;
use crate::diagnostic::Diagnostic;
use crate::names::Found;
use crate::names::SymbolKind;
use crate::plan::DecisionTableId;
use crate::plan::ExprId;
use crate::plan::ExprKind;
use crate::plan::GroupId;
use crate::plan::List;
use crate::plan::ListSource;
use crate::plan::ListTarget;
use crate::plan::LocalId;
use crate::source::Span;
use crate::syntax::ast;
use crate::syntax::ast::CellBound;
use crate::syntax::ast::InputCell;
use crate::syntax::ast::InputCellKind;
use crate::syntax::ast::OrderSpelling;
use crate::syntax::ast::OrderWord;
use crate::text::list_and;
use crate::text::quoted;
use crate::value::Type;
use crate::value::Value;

use super::Elaborator;
use super::Locals;
use super::errors;
use super::types;

/// An input of a decision table.
#[derive(Clone, Debug)]
pub(crate) struct Column {
    /// The local that holds it.
    pub(crate) local: LocalId,
    /// Its type.
    pub(crate) ty: Type,
    /// Its name in the heading.
    pub(crate) span: Span,
}

/// Which values fit a cell.
#[derive(Clone, Debug)]
pub(crate) enum Fits {
    /// All, and none.
    Any,
    /// These.
    Values(Vec<Value>),
    /// The members of a group.
    Group(GroupId),
    /// What lies between two ends, each with whether it is included.
    Range {
        /// The least value.
        low: Option<(Value, bool)>,
        /// The greatest value.
        high: Option<(Value, bool)>,
    },
    /// It was reported.
    Broken,
}

impl Elaborator<'_> {
    /// `table(x, y)`: its value, where it has one output.
    pub(super) fn call_table(
        &mut self,
        locals: &mut Locals,
        table: DecisionTableId,
        arguments: &[ast::ExprId],
        span: Span,
    ) -> ExprId {
        let Some(about) = self.plan.decision_tables.get(table) else {
            return self.broken(span);
        };
        if let [(_, only)] = about.outputs.as_slice() {
            return self.call_definition(locals, *only, arguments, span);
        }
        let names: Vec<&str> = about.outputs.iter().map(|(name, _)| &**name).collect();
        let first = names.first().copied().unwrap_or("");
        let fault = Diagnostic::error(
            Code::R206,
            span,
            format!("`{}` gives several values: {}", about.name, list_and(&quoted(&names))),
        )
        .help(format!("say which: `{}.{first}`", self.shown(span)));
        self.in_vain(locals, arguments);
        self.fault(span, fault)
    }

    /// `table(x, y).output`, where the table has several outputs.
    pub(super) fn output_of_call(
        &mut self,
        locals: &mut Locals,
        of: ast::ExprId,
        field: &ast::Ident,
        span: Span,
    ) -> Option<ExprId> {
        let ast::ExprKind::Call { callee, arguments } = &self.node(of).kind else {
            return None;
        };
        let words = self.words(*callee)?;
        let first = words.first()?;
        if self.is_local(locals, &first.text) {
            return None;
        }
        let path: Vec<&str> = words.iter().map(|word| &*word.text).collect();
        let Found::One(symbol) = self.symbols.lookup_path(self.ruleset, &path) else {
            return None;
        };
        let SymbolKind::DecisionTable(table) = symbol.kind else {
            return None;
        };
        let about = self.plan.decision_tables.get(table)?;
        if about.outputs.len() < 2 {
            return None;
        }
        let output = about.outputs.iter().find(|(name, _)| **name == *field.text);
        let Some((_, definition)) = output else {
            let names: Vec<&str> = about.outputs.iter().map(|(name, _)| &**name).collect();
            let title = format!("decision table `{}` has no output `{}`", about.name, field.text);
            let fault = errors::offer_or_list(Diagnostic::error(Code::R206, field.span, title), &field.text, &names);
            self.in_vain(locals, arguments);
            return Some(self.fault(span, fault));
        };
        Some(self.call_definition(locals, *definition, arguments, span))
    }

    /// The conditions of a cell, and what fits it.
    pub(crate) fn input_cell(&mut self, locals: &mut Locals, column: &Column, cell: &InputCell) -> (Vec<ExprId>, Fits) {
        let found = match &cell.kind {
            InputCellKind::Any => Some((Vec::new(), Fits::Any)),
            InputCellKind::Value(value) => self.value_cell(locals, column, (*value, cell.span)),
            InputCellKind::Bounds(bounds) => self.bounds_cell(locals, column, (bounds, cell.span)),
        };
        found.unwrap_or((Vec::new(), Fits::Broken))
    }

    fn value_cell(
        &mut self,
        locals: &mut Locals,
        column: &Column,
        (value, span): (ast::ExprId, Span),
    ) -> Option<(Vec<ExprId>, Fits)> {
        if let ast::ExprKind::Literal(ast::Literal::None) = &self.node(value).kind {
            return self.none_cell(column, span);
        }
        let wanted = column.ty.required().clone();
        let hint = if let ast::ExprKind::Set(_) = &self.node(value).kind {
            Type::List(Box::new(wanted))
        } else {
            wanted
        };
        let found = self.infer(locals, value, Some(&hint));
        if self.is_broken(found) {
            return None;
        }
        let fits = self.fits_of(found)?;
        let (mut conditions, input) = self.not_none(locals, column, span);
        let condition = if let Type::List(element) = self.type_of(found) {
            self.in_cell(input, (found, &element), span)
        } else {
            self.is_between((input, found), false, span)
        };
        if self.is_broken(condition) {
            return None;
        }
        conditions.push(condition);
        Some((conditions, fits))
    }

    /// `none`
    fn none_cell(&mut self, column: &Column, span: Span) -> Option<(Vec<ExprId>, Fits)> {
        if !matches!(column.ty, Type::Optional(_) | Type::Error) {
            let name = self.shown(column.span);
            let fault = Diagnostic::error(Code::R304, span, format!("`{name}` is never none"))
                .label(column.span, types::phrase(self.plan, &column.ty))
                .help(format!(
                    "if it can be, let the input say so: `{name} : {} or none`",
                    types::written(self.plan, &column.ty)
                ));
            self.diagnostics.add(fault);
            return None;
        }
        let left = self.push(ExprKind::Local(column.local), column.ty.clone(), column.span);
        let right = self.push(ExprKind::Constant(Value::None), Type::None, span);
        let kind = ExprKind::Is {
            left,
            right,
            negated: false,
        };
        let condition = self.push(kind, Type::Boolean, span);
        Some((vec![condition], Fits::Values(vec![Value::None])))
    }

    /// That the input is not none, where it can be; and the input.
    fn not_none(&mut self, locals: &mut Locals, column: &Column, span: Span) -> (Vec<ExprId>, ExprId) {
        let input = self.push(ExprKind::Local(column.local), column.ty.clone(), column.span);
        if !matches!(column.ty, Type::Optional(_)) {
            return (Vec::new(), input);
        }
        let right = self.push(ExprKind::Constant(Value::None), Type::None, span);
        let kind = ExprKind::Is {
            left: input,
            right,
            negated: true,
        };
        let condition = self.push(kind, Type::Boolean, span);
        locals.narrow(input);
        let narrowed = self.narrowed(locals, input);
        (vec![condition], narrowed)
    }

    /// `{a, b}`, or a group.
    fn in_cell(&mut self, value: ExprId, (list, element): (ExprId, &Type), span: Span) -> ExprId {
        let within = match self.exprs.get(list).map(|expr| &expr.kind) {
            Some(ExprKind::List(List {
                source: ListSource::Group(group),
                ..
            })) => ListTarget::Group(*group),
            _ => ListTarget::List(list),
        };
        if let Some(fault) = self.element_meets(value, (&within, element), span) {
            return self.fault(span, fault);
        }
        let kind = ExprKind::In {
            value,
            within,
            negated: false,
        };
        self.push(kind, Type::Boolean, span)
    }

    /// `at least 100 and less than 120`
    fn bounds_cell(
        &mut self,
        locals: &mut Locals,
        column: &Column,
        (bounds, span): (&[CellBound], Span),
    ) -> Option<(Vec<ExprId>, Fits)> {
        let mut ends = Vec::new();
        for bound in bounds {
            match bound {
                CellBound::Order { word, spelling, end } => ends.push((*word, *spelling, *end)),
                CellBound::Between { low, high } => {
                    ends.push((OrderWord::AtLeast, OrderSpelling::Sign, *low));
                    ends.push((OrderWord::AtMost, OrderSpelling::Sign, *high));
                }
            }
        }
        let (mut conditions, input) = self.not_none(locals, column, span);
        let (mut low, mut high) = (None, None);
        for (word, spelling, end) in ends {
            let right = self.infer(locals, end, Some(column.ty.required()));
            if self.is_broken(right) {
                return None;
            }
            let condition = self.order_between((input, right), (word, spelling), span);
            if self.is_broken(condition) {
                return None;
            }
            conditions.push(condition);
            let end = self.plain_value(right)?;
            let (slot, included) = match word {
                OrderWord::AtLeast => (&mut low, true),
                OrderWord::MoreThan => (&mut low, false),
                OrderWord::AtMost => (&mut high, true),
                OrderWord::LessThan => (&mut high, false),
            };
            if slot.is_some() {
                let fault = Diagnostic::error(Code::R605, span, "two bounds on one side")
                    .help("write one from below and one from above: `at least 100 and less than 120`");
                self.diagnostics.add(fault);
                return None;
            }
            *slot = Some((end, included));
        }
        Some((conditions, Fits::Range { low, high }))
    }

    /// Which values an expression in a cell names.
    fn fits_of(&mut self, id: ExprId) -> Option<Fits> {
        if let Some(ExprKind::List(List {
            source: ListSource::Group(group),
            ..
        })) = self.exprs.get(id).map(|expr| &expr.kind)
        {
            return Some(Fits::Group(*group));
        }
        if let Some(ExprKind::Set(of)) = self.exprs.get(id).map(|expr| &expr.kind) {
            let of = of.clone();
            let values = of.into_iter().map(|one| self.plain_value(one));
            return Some(Fits::Values(values.collect::<Option<Vec<_>>>()?));
        }
        Some(Fits::Values(vec![self.plain_value(id)?]))
    }

    /// The value that is written here; R605 if it has to be worked out.
    fn plain_value(&mut self, id: ExprId) -> Option<Value> {
        if let Some(value) = self.constant(id) {
            return Some(value.clone());
        }
        if let Some(ExprKind::Negate(of)) = self.exprs.get(id).map(|expr| &expr.kind)
            && let Some(value) = self.constant(*of)
            && let Ok(value) = crate::ops::negate(value)
        {
            return Some(value);
        }
        let span = self.span_of(id);
        let title = format!("`{}` is no plain value", self.shown(span));
        let fault = Diagnostic::error(Code::R605, span, title)
            .here("which rows fit would hang on facts or dates")
            .help("write the value itself; for what has to be worked out, give the table one more input");
        self.diagnostics.add(fault);
        None
    }
}
