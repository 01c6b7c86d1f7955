//! Decisions that are made for each value, where they are read: `preference(usmca) is due`, `preference(g) does not
//! arise`.
//!
//! A value that is written means one decision; any other argument is compared with the values of all of them.
//! Language reference: "Decisions for each value".

use crate::names::Symbol;
use crate::names::SymbolKind;
use crate::plan::ExprId;
use crate::plan::ExprKind;
use crate::source::Span;
use crate::syntax::ast;
use crate::value::DecisionId;
use crate::value::Type;

use super::Elaborator;
use super::Locals;

/// The decisions that an argument may mean, each with the condition that it means this one.
pub(super) type Members = Vec<(DecisionId, Option<ExprId>)>;

impl<'a> Elaborator<'a> {
    /// `preference(g)`, where this is a decision that is made for each value.
    pub(super) fn member_call(&self, locals: &Locals, id: ast::ExprId) -> Option<(&'a Symbol, &'a [ast::ExprId])> {
        let ast::ExprKind::Call { callee, arguments } = &self.node(id).kind else {
            return None;
        };
        let symbol = self.item_named(locals, *callee)?;
        self.is_family(symbol).then_some((symbol, arguments.as_slice()))
    }

    /// Whether this is a decision that is made for each value.
    pub(super) fn is_family(&self, symbol: &Symbol) -> bool {
        let SymbolKind::Decision(id) = symbol.kind else {
            return false;
        };
        self.plan
            .decisions
            .get(id)
            .is_some_and(|decision| decision.per.is_some())
    }

    /// The decisions that a call may mean; `None` after a report.
    pub(super) fn members(
        &mut self,
        locals: &mut Locals,
        (symbol, arguments): (&'a Symbol, &[ast::ExprId]),
        span: Span,
    ) -> Option<Members> {
        let SymbolKind::Decision(first) = symbol.kind else {
            return None;
        };
        let of = self.plan.decisions.get(first)?;
        let per = of.per.as_ref()?;
        if let Some(fault) = self.other_element(of.ruleset, symbol, span) {
            self.diagnostics.add(fault);
            return None;
        }
        let [argument] = arguments else {
            let said = crate::check::per_value::wrong_number(true, &symbol.name, span);
            self.diagnostics.add(said);
            return None;
        };
        let argument = self.expr(locals, *argument, Some(&per.ty));
        if self.is_broken(argument) {
            return None;
        }
        let at = self.span_of(argument);
        let known = self.constant(argument).cloned();
        let mut members = Members::new();
        for member in &of.members {
            let Some(own) = self.plan.decisions.get(*member).and_then(|one| one.per.as_ref()) else {
                continue;
            };
            match &known {
                Some(known) if *known == own.value => members.push((*member, None)),
                Some(_) => {}
                None => {
                    let right = self.push(ExprKind::Constant(own.value.clone()), per.ty.clone(), at);
                    let left = argument;
                    let negated = false;
                    let same = self.push(ExprKind::Is { left, right, negated }, Type::Boolean, at);
                    members.push((*member, Some(same)));
                }
            }
        }
        Some(members)
    }

    /// Whether the decision that is meant has something.
    fn of_members(
        &mut self,
        members: Members,
        negated: bool,
        span: Span,
        has: impl Fn(DecisionId, bool) -> ExprKind,
    ) -> ExprId {
        if let [(only, None)] = members.as_slice() {
            return self.push(has(*only, negated), Type::Boolean, span);
        }
        let mut any = Vec::new();
        for (member, same) in members {
            let holds = self.push(has(member, false), Type::Boolean, span);
            let both = same.into_iter().chain([holds]).collect();
            any.push(self.push(ExprKind::And(both), Type::Boolean, span));
        }
        let some = self.push(ExprKind::Or(any), Type::Boolean, span);
        if negated {
            self.push(ExprKind::Not(some), Type::Boolean, span)
        } else {
            some
        }
    }

    /// `preference(g) is due`
    pub(super) fn member_is(
        &mut self,
        locals: &mut Locals,
        call: (&'a Symbol, &[ast::ExprId]),
        (right, negated): (ast::ExprId, bool),
        span: Span,
    ) -> ExprId {
        let Some(members) = self.members(locals, call, span) else {
            return self.broken(span);
        };
        let Some(outcome) = self.outcome_named(locals, call.0, right) else {
            return self.broken(span);
        };
        self.of_members(members, negated, span, |decision, negated| ExprKind::Outcome {
            decision,
            outcome,
            negated,
        })
    }

    /// `preference(g) does not arise`
    pub(super) fn member_does_not_arise(
        &mut self,
        locals: &mut Locals,
        call: (&'a Symbol, &[ast::ExprId]),
        span: Span,
    ) -> ExprId {
        match self.members(locals, call, span) {
            Some(members) => self.of_members(members, false, span, |decision, _| ExprKind::DoesNotArise(decision)),
            None => self.broken(span),
        }
    }

    /// A figure that is decided for each value, read as a value.
    pub(super) fn member_figure(
        &mut self,
        locals: &mut Locals,
        call: (&'a Symbol, &[ast::ExprId]),
        span: Span,
    ) -> Option<ExprId> {
        let SymbolKind::Decision(first) = call.0.kind else {
            return None;
        };
        let ty = self.figure_of(first)?;
        let Some(mut members) = self.members(locals, call, span) else {
            return Some(self.broken(span));
        };
        let (last, _) = members.pop()?;
        let mut found = self.push(ExprKind::Decided(last), ty.clone(), span);
        while let Some((member, same)) = members.pop() {
            let then = self.push(ExprKind::Decided(member), ty.clone(), span);
            let condition = same?;
            let otherwise = found;
            let kind = ExprKind::If {
                condition,
                then,
                otherwise,
            };
            found = self.push(kind, ty.clone(), span);
        }
        Some(found)
    }
}
