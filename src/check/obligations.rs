//! Obligations: who owes, until when, and when it is done.
//!
//! Language reference: "Obligations".

use crate::diagnostic::Code;
use crate::diagnostic::Diagnostic;
use crate::names::Declared;
use crate::plan::ExprId;
use crate::plan::Obligation;
use crate::plan::Within;
use crate::syntax::ast;
use crate::value::Type;

use super::Checker;
use super::exprs::Locals;

impl<'a> Checker<'a> {
    /// The obligations with their names.
    pub(super) fn declare_obligations(&mut self) {
        for declared in self.items.obligations.iter() {
            let of = declared.of;
            let obligation = Obligation {
                ruleset: declared.scope,
                name: of.name.text.clone(),
                full_name: self.full_name(declared.scope, &of.name),
                title: super::title(of.title.as_ref()),
                cites: self.cites_of(declared.item),
                owed_by: None,
                within: None,
                done_on: None,
                done_when: None,
                locals: 0,
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
            let owed_by = of.owed_by.map(|expr| self.owed_by(*declared, expr, &mut locals));
            let within = of
                .within
                .as_ref()
                .and_then(|within| self.within(*declared, within, &mut locals));
            let mut elaborator = self.elaborate(declared.scope, declared.ast);
            let day = Type::Optional(Box::new(Type::Date));
            let done_on = of.done_on.map(|expr| elaborator.expr(&mut locals, expr, Some(&day)));
            let done_when = of.done_when.map(|expr| elaborator.condition(&mut locals, expr));
            let obligation = self.plan.obligations.at_mut(id);
            obligation.owed_by = owed_by;
            obligation.within = within;
            obligation.done_on = done_on;
            obligation.done_when = done_when;
            obligation.locals = locals.frame();
        }
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

    fn within(
        &mut self,
        declared: Declared<'a, ast::Obligation>,
        (count, unit, after): &(Box<str>, ast::Ident, ast::ExprId),
        locals: &mut Locals,
    ) -> Option<Within> {
        let after = self
            .elaborate(declared.scope, declared.ast)
            .expr(locals, *after, Some(&Type::Date));
        let months = matches!(&*unit.text, "month" | "months");
        let number: Option<i64> = count.parse().ok().filter(|count| (0..=100_000).contains(count));
        if number.is_none() {
            let said = Diagnostic::error(
                Code::R106,
                unit.span,
                format!("`{count}` is no number of {}", unit.text),
            )
            .help("write a whole number: `within 10 days after …`");
            self.diagnostics.add(said);
        }
        Some(Within {
            count: number?,
            months,
            after,
        })
    }
}
