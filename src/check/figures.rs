//! Decisions that are figures: their type, what rules include in them, what they are rounded to.
//!
//! Language reference: "Decisions that are figures", "Rounding".

use crate::diagnostic::Code;
use crate::diagnostic::Diagnostic;
use crate::ids::Id;
use crate::names::Declared;
use crate::plan::Concluded;
use crate::plan::Conclusion;
use crate::plan::ExprId;
use crate::plan::FigureDecision;
use crate::source::Span;
use crate::syntax::ast;
use crate::value::DecisionId;
use crate::value::Type;

use super::Checker;
use super::exprs::Locals;
use super::exprs::is_ordered;
use super::exprs::is_quantity;
use super::exprs::written;

impl<'a> Checker<'a> {
    /// The type of a decision that is a figure; what it is rounded to comes with the expressions.
    pub(super) fn declare_figure(&mut self, declared: Declared<'a, ast::Decision>) -> Option<FigureDecision> {
        let figure = declared.of.figure.as_ref()?;
        let mut ty = self.resolve_type(declared.scope, &figure.ty);
        let fits = match figure.total {
            ast::Fold::Sum => is_quantity(&ty),
            ast::Fold::Greatest | ast::Fold::Least | ast::Fold::Count | ast::Fold::List | ast::Fold::Only => {
                is_ordered(&ty)
            }
        };
        if !fits && ty != Type::Error {
            let what = written(&self.plan, &ty);
            let title = format!("a decision that is a figure is an amount or a number, not `{what}`");
            let said = Diagnostic::error(Code::R304, figure.ty.span, title)
                .help("write `money`, `percent`, `decimal`, `mass` or another measure, without `or none`");
            self.diagnostics.add(said);
            ty = Type::Error;
        }
        if let Some(range) = &figure.ty.range {
            let said = Diagnostic::error(Code::R117, range.span, "a figure that is decided has no range")
                .help("remove it; a bound is the law's: `least of {…}`, `greatest of {…}` in the rules");
            self.diagnostics.add(said);
        }
        Some(FigureDecision {
            ty,
            total: figure.total,
            rounded: None,
            otherwise: ExprId::from_index(0),
        })
    }

    /// `rounded to` and `otherwise` of a decision that is a figure.
    pub(super) fn check_figure(&mut self, id: DecisionId, declared: Declared<'a, ast::Decision>) {
        let Some(ty) = self
            .plan
            .decisions
            .at(id)
            .figure
            .as_ref()
            .map(|figure| figure.ty.clone())
        else {
            return;
        };
        let Some(of) = &declared.of.figure else { return };
        let mut elaborator = self.elaborate(declared.scope, declared.ast);
        let rounded = of
            .rounded
            .as_ref()
            .and_then(|(rounding, _)| elaborator.rounding_to(*rounding, &ty));
        let otherwise = elaborator.expr(&mut Locals::without_facts(), of.otherwise, Some(&ty));
        if let Some(figure) = &mut self.plan.decisions.at_mut(id).figure {
            figure.rounded = rounded;
            figure.otherwise = otherwise;
        }
    }

    /// `due includes 25% * item.customs_value`
    pub(super) fn inclusion(
        &mut self,
        declared: Declared<'a, ast::Rule>,
        (path, amount, span): (&ast::Path, ast::ExprId, Span),
        locals: &mut Locals,
    ) -> Option<Conclusion> {
        let decision = self.concluded(declared, path)?;
        let about = self.plan.decisions.at(decision);
        let Some(figure) = &about.figure else {
            let outcome = about.outcomes.first().map_or("…", |outcome| &outcome.name);
            let title = format!("`{}` has outcomes, and nothing is included in it", about.name);
            let said = Diagnostic::error(Code::R216, span, title)
                .label(about.span, "declared here")
                .help(format!("conclude one of them: `then {} is {outcome}`", about.name));
            self.diagnostics.add(said);
            return None;
        };
        let ty = figure.ty.clone();
        let amount = self
            .elaborate(declared.scope, declared.ast)
            .expr(locals, amount, Some(&ty));
        Some(Conclusion {
            decision,
            only_for: None,
            what: Concluded::Amount(amount),
        })
    }
}

/// R216: `then due is 5 USD`.
pub(super) fn concluded_as_outcome(name: &str, span: Span, declared: Span) -> Diagnostic {
    let title = format!("`{name}` is a figure that several rules make together");
    Diagnostic::error(Code::R216, span, title)
        .here("`is` concludes an outcome")
        .label(declared, "declared here")
        .help(format!("say what the rule adds to it: `then {name} includes …`"))
}

/// R216: a figure in a summary.
pub(super) fn summed_up(name: &str, span: Span, declared: Span) -> Diagnostic {
    Diagnostic::error(Code::R216, span, format!("`{name}` is a figure, which has no rank"))
        .here("a summary compares decisions by their ranks")
        .label(declared, "declared here")
        .help("leave it out of the summary")
}
