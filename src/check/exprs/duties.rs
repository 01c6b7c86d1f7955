//! States of obligations: `o is owed`, `o(p) is due on D`, `o is done`, `o is breached`.
//!
//! Without arguments the state holds if it does for some of the obligation's arguments, as the state of a rule does for
//! some witness. Language reference: "Obligations".
#![expect(clippy::wildcard_enum_match_arm, reason = "what is not named here is none of it")]
#![expect(
    clippy::match_same_arms,
    reason = "the arms say different things, though they end alike"
)]

use crate::diagnostic::Code;
use crate::diagnostic::Diagnostic;
use crate::names::Symbol;
use crate::names::SymbolKind;
use crate::plan::DutyState;
use crate::plan::ExprId;
use crate::plan::ExprKind;
use crate::plan::ObligationId;
use crate::source::Span;
use crate::syntax::ast;
use crate::text;
use crate::value::Type;

use super::Elaborator;
use super::Locals;
use super::types;

impl Elaborator<'_> {
    /// `o is owed` and its like.
    pub(super) fn duty(
        &mut self,
        locals: &mut Locals,
        obligation: ast::ExprId,
        (state, negated): (ast::DutyState, bool),
        span: Span,
    ) -> ExprId {
        let (name, arguments) = match &self.node(obligation).kind {
            ast::ExprKind::Call { callee, arguments } => (*callee, Some(arguments)),
            _ => (obligation, None),
        };
        let at = self.node(name).span;
        let Some(symbol) = self.item_named(locals, name) else {
            return self.no_obligation(locals, name, span);
        };
        let SymbolKind::Obligation(id) = symbol.kind else {
            let title = format!(
                "`{}` is {}, and only obligations have such states",
                symbol.name,
                self.kind_words(symbol)
            );
            let mut fault = Diagnostic::error(Code::R216, at, title).label(symbol.span, "declared here");
            if self.tests && self.kind_words(symbol) == "a flag" {
                fault = fault.help(format!("write `flag {0}` or `no flag {0}`", symbol.name));
            }
            return self.fault(span, fault);
        };
        if let Some(fault) = self.stateless(id, symbol, state, at) {
            return self.fault(span, fault);
        }
        let arguments = match arguments {
            None => None,
            Some(arguments) => match self.duty_arguments(locals, id, arguments, self.node(obligation).span) {
                Some(arguments) => Some(arguments),
                None => return self.broken(span),
            },
        };
        let state = match state {
            ast::DutyState::Owed => DutyState::Owed,
            ast::DutyState::Done => DutyState::Done,
            ast::DutyState::Breached => DutyState::Breached,
            ast::DutyState::DueOn(day) => DutyState::DueOn(self.expr(locals, day, Some(&Type::Date))),
        };
        let kind = ExprKind::Duty {
            obligation: id,
            arguments,
            state,
            negated,
        };
        self.push(kind, Type::Boolean, span)
    }

    /// Arguments for the parameters of an obligation; `None` after a report.
    pub(crate) fn duty_arguments(
        &mut self,
        locals: &mut Locals,
        id: ObligationId,
        arguments: &[ast::ExprId],
        span: Span,
    ) -> Option<Vec<ExprId>> {
        let about = self.plan.obligations.get(id)?;
        let parameters = &about.parameters;
        if parameters.len() != arguments.len() {
            let title = match parameters.len() {
                0 => format!("`{}` takes no arguments, here {}", about.name, arguments.len()),
                count => format!(
                    "`{}` takes {}, here {}",
                    about.name,
                    text::count(count, "argument", "arguments"),
                    if arguments.is_empty() {
                        "none".to_owned()
                    } else {
                        arguments.len().to_string()
                    }
                ),
            };
            let names: Vec<String> = parameters
                .iter()
                .map(|(name, ty)| format!("{name} : {}", types::written(self.plan, ty)))
                .collect();
            let pattern = if names.is_empty() {
                String::new()
            } else {
                format!("({})", names.join(", "))
            };
            let fault = Diagnostic::error(Code::R312, span, title)
                .label(about.span, "declared here")
                .help(format!("write `{}{pattern}`", about.name));
            self.diagnostics.add(fault);
            return None;
        }
        let found: Vec<ExprId> = parameters
            .iter()
            .zip(arguments)
            .map(|((_, ty), &argument)| self.expr(locals, argument, Some(ty)))
            .collect();
        (!found.iter().any(|&argument| self.is_broken(argument))).then_some(found)
    }

    fn no_obligation(&mut self, locals: &mut Locals, name: ast::ExprId, span: Span) -> ExprId {
        let value = self.infer(locals, name, None);
        if self.type_of(value) == Type::Error {
            return self.broken(span);
        }
        let at = self.span_of(value);
        let what = types::phrase(self.plan, &self.type_of(value));
        let title = format!("`{}` is {what}, and only obligations have such states", self.shown(at));
        self.fault(span, Diagnostic::error(Code::R216, at, title))
    }

    /// A state that the obligation can never show.
    fn stateless(&self, id: ObligationId, symbol: &Symbol, state: ast::DutyState, at: Span) -> Option<Diagnostic> {
        let of = self.plan.obligations.get(id)?;
        let name = &symbol.name;
        let fault = |title: String| Diagnostic::error(Code::R426, at, title).label(symbol.span, "declared here");
        match state {
            ast::DutyState::Owed => None,
            ast::DutyState::Done | ast::DutyState::Breached if !of.says_when_done => Some(
                fault(format!("`{name}` does not say when it is done"))
                    .help("add `done on …` with a date or none, or `done when …` with a condition"),
            ),
            ast::DutyState::DueOn(_) | ast::DutyState::Breached if of.lasts => Some(
                fault(format!("`{name}` lasts for a time, and is never due"))
                    .help("ask whether it is owed: `… is owed`"),
            ),
            ast::DutyState::DueOn(_) | ast::DutyState::Breached if !of.is_timed => {
                Some(fault(format!("`{name}` has no due date")).help("add `within …`, `before …` or the like"))
            }
            ast::DutyState::Done | ast::DutyState::Breached | ast::DutyState::DueOn(_) => None,
        }
    }
}
