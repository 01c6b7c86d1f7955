//! Rounding: what is rounded, and to which step.
//!
//! The step is a literal of the kind of the amount and more than zero; money is rounded in the currency of its step.
//! Language reference: "Rounding".

use crate::diagnostic::Code;
use crate::diagnostic::Diagnostic;
use crate::plan::ExprId;
use crate::plan::ExprKind;
use crate::plan::Rounding;
use crate::source::Span;
use crate::syntax::ast;
use crate::value::Number;
use crate::value::Type;
use crate::value::Value;

use super::Elaborator;
use super::Locals;
use super::types;

impl Elaborator<'_> {
    /// `round x to 0.01 USD half up`
    pub(super) fn round(
        &mut self,
        locals: &mut Locals,
        (value, to): (ast::ExprId, ast::Rounding),
        hint: Option<&Type>,
        span: Span,
    ) -> ExprId {
        let step = self.step_type(to);
        let value = self.infer(locals, value, step.as_ref().or(hint));
        let value = self.fit_required(value);
        let ty = self.type_of(value);
        if ty == Type::Error {
            return self.broken(span);
        }
        if !types::is_quantity(&ty) {
            let at = self.span_of(value);
            let title = format!(
                "`{}` is {}, and only amounts and numbers are rounded",
                self.shown(at),
                types::phrase(self.plan, &ty)
            );
            return self.fault(span, Diagnostic::error(Code::R304, at, title));
        }
        match self.rounding_to(to, &ty) {
            Some(to) => self.push(ExprKind::Round { value, to }, ty, span),
            None => self.broken(span),
        }
    }

    /// The type that the step says by itself.
    fn step_type(&self, to: ast::Rounding) -> Option<Type> {
        let is_percent = matches!(
            self.node(to.step).kind,
            ast::ExprKind::Literal(ast::Literal::Percent(_))
        );
        is_percent.then_some(Type::Percent)
    }

    /// A step of this type, and the way; reports why it is none.
    pub(crate) fn rounding_to(&mut self, to: ast::Rounding, ty: &Type) -> Option<Rounding> {
        let step = self.expr(&mut Locals::without_facts(), to.step, None);
        let at = self.span_of(step);
        let found = self.type_of(step);
        if found == Type::Error || *ty == Type::Error {
            return None;
        }
        let same = found == *ty || types::is_number(&found) && types::is_number(ty);
        if !same || !types::is_quantity(&found) {
            let what = types::phrase(self.plan, ty);
            let title = format!("{what} is not rounded to {}", types::phrase(self.plan, &found));
            let help = if *ty == Type::Money {
                "write the step with its currency: `0.01 USD`"
            } else if *ty == Type::Percent {
                "write the step as a percent: `0.1%`"
            } else {
                "write the step in the same kind: `1`, `0.01 USD`, `0.1%`, `1 kg`"
            };
            self.diagnostics
                .add(Diagnostic::error(Code::R304, at, title).here("the step").help(help));
            return None;
        }
        let value = self.constant(step)?.clone();
        if let Value::Number(number) | Value::Money(number, _) | Value::Amount(number, _) = &value
            && *number > Number::ZERO
        {
            return Some(Rounding {
                step: value,
                mode: to.mode,
            });
        }
        let said = Diagnostic::error(Code::R317, at, "nothing can be rounded to steps of 0")
            .help("write the smallest amount that is left: `0.01 USD`, `1 kg`");
        self.diagnostics.add(said);
        None
    }
}
