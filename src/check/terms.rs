//! Parameters and definitions: what a name means, at which date.
//!
//! Language reference: "Parameters", "Definitions".

use crate::diagnostic::Code;
use crate::diagnostic::Diagnostic;
use crate::ids::Id;
use crate::names::Declared;
use crate::plan::DatedValue;
use crate::plan::Definition;
use crate::plan::ExprId;
use crate::plan::ExprKind;
use crate::plan::Parameter;
use crate::plan::Range;
use crate::syntax::ast;
use crate::value::Type;

use super::Checker;
use super::exprs::Locals;
use super::exprs::within;
use super::versions::first_day;

impl<'a> Checker<'a> {
    /// The parameters with their types.
    pub(super) fn declare_parameters(&mut self) {
        for declared in self.items.parameters.iter() {
            let of = declared.of;
            let ty = self.resolve_type(declared.scope, &of.ty);
            let parameter = Parameter {
                ruleset: declared.scope,
                name: of.name.text.clone(),
                ty,
                key: of
                    .key
                    .as_ref()
                    .map(|(name, ty)| (name.text.clone(), self.resolve_type(declared.scope, ty))),
                by_key: Vec::new(),
                values: Vec::new(),
                span: of.name.span,
            };
            self.plan.parameters.push(parameter);
        }
    }

    /// The definitions with the types of their parameters and of their values.
    pub(super) fn declare_definitions(&mut self) {
        for declared in self.items.definitions.iter() {
            let of = declared.of;
            self.report_doubles(of.parameters.iter().map(|(name, _)| name));
            let mut parameters = Vec::new();
            for (name, ty) in &of.parameters {
                parameters.push((name.text.clone(), self.resolve_type(declared.scope, ty)));
            }
            let ty = of
                .ty
                .as_ref()
                .map_or(Type::Boolean, |ty| self.resolve_type(declared.scope, ty));
            let definition = Definition {
                ruleset: declared.scope,
                name: of.name.text.clone(),
                title: super::title(of.title.as_ref()),
                cites: self.cites_of(declared.item),
                parameters,
                ty,
                body: ExprId::from_index(0),
                locals: 0,
                uses_element: false,
                uses_date: false,
                recursion: None,
                goes: 0,
                span: of.name.span,
            };
            self.plan.definitions.push(definition);
        }
    }

    /// The values of parameters, in the order of their first days.
    pub(super) fn check_parameters(&mut self) {
        for (id, declared) in self.items.parameters.iter_ids() {
            let ty = self.plan.parameters.at(id).ty.clone();
            let range = self.range(declared.scope, declared.of.ty.range.as_ref(), &ty);
            if self.plan.parameters.at(id).key.is_some() {
                self.check_keyed(id, *declared, (&ty, &range));
                continue;
            }
            let mut values = Vec::new();
            for value in &declared.of.values {
                if let Some(key) = value.key {
                    self.report_key_without_per(*declared, key);
                }
                values.push(self.dated_value(*declared, value, (&ty, &range)));
            }
            if values.is_empty() {
                let name = &declared.of.name;
                let said = Diagnostic::error(Code::R119, name.span, format!("parameter `{}` has no value", name.text))
                    .help("write one a line: `0.1% from 2025-10-09`, or `5% always`");
                self.diagnostics.add(said);
            }
            values.sort_by_key(|value| first_day(&value.period));
            let periods: Vec<_> = values.iter().map(|value| (&value.period, value.span)).collect();
            self.report_overlaps("values", &periods);
            self.plan.parameters.at_mut(id).values = values;
        }
    }

    pub(super) fn dated_value(
        &mut self,
        declared: Declared<'a, ast::Parameter>,
        value: &ast::ParameterValue,
        (ty, range): (&Type, &Range),
    ) -> DatedValue {
        let mut locals = Locals::without_facts();
        let expr = self
            .elaborate(declared.scope, declared.ast)
            .expr(&mut locals, value.value, Some(ty));
        let found = self.exprs.at(expr);
        if let ExprKind::Constant(constant) = &found.kind
            && !within(constant, range)
        {
            let title = format!("the value is not {}", range.words);
            let said = Diagnostic::error(Code::R317, found.span, title).label(declared.of.ty.span, "the type says so");
            self.diagnostics.add(said);
        }
        DatedValue {
            period: self.period(declared.scope, value.from.as_ref(), value.last.as_ref()),
            value: expr,
            span: value.span,
        }
    }

    /// What definitions mean.
    pub(super) fn check_definitions(&mut self) {
        for (id, declared) in self.items.definitions.iter_ids() {
            let of = declared.of;
            let mut locals = Locals::new();
            let types: Vec<Type> = self
                .plan
                .definitions
                .at(id)
                .parameters
                .iter()
                .map(|(_, ty)| ty.clone())
                .collect();
            for ((name, _), ty) in of.parameters.iter().zip(types) {
                locals.declare(name, ty);
            }
            let ty = self.plan.definitions.at(id).ty.clone();
            let mut means = |checker: &mut Self, means: ast::ExprId| {
                let mut elaborator = checker.elaborate(declared.scope, declared.ast);
                if ty == Type::Boolean {
                    elaborator.condition(&mut locals, means)
                } else {
                    elaborator.expr(&mut locals, means, Some(&ty))
                }
            };
            let body = match &of.means {
                ast::Meaning::One(one) => means(self, *one),
                ast::Meaning::Versions(written) => {
                    let versions = self.versions(declared.scope, (declared.item, written), |checker, one| {
                        means(checker, *one)
                    });
                    self.version_expr(versions, &ty, of.name.span)
                }
            };
            let definition = self.plan.definitions.at_mut(id);
            definition.body = body;
            definition.locals = locals.frame();
        }
    }
}
