//! `decision preference for each g in Agreement`: one decision for each value of an enum.
//!
//! The plan has a decision for each value, so that everything that is asked of a decision is asked of each; the first
//! stands for the name. A rule concludes those whose value its argument is. Language reference: "Decisions for each
//! value".

use crate::diagnostic::Code;
use crate::diagnostic::Diagnostic;
use crate::names::Declared;
use crate::names::SymbolKind;
use crate::plan::Conclusion;
use crate::plan::Expr;
use crate::plan::ExprId;
use crate::plan::ExprKind;
use crate::plan::PerValue;
use crate::source::Span;
use crate::syntax::ast;
use crate::value::DecisionId;
use crate::value::EnumId;
use crate::value::Type;
use crate::value::Value;

use super::Checker;
use super::exprs::Locals;
use super::lookup::ENUM;

impl<'a> Checker<'a> {
    /// The decisions for the other values, behind all that are declared.
    pub(super) fn make_members(&mut self) {
        let declared: Vec<(DecisionId, Declared<'a, ast::Decision>)> = self
            .items
            .decisions
            .iter_ids()
            .filter(|(_, declared)| declared.of.per.is_some())
            .map(|(id, declared)| (id, *declared))
            .collect();
        for (first, declared) in declared {
            let Some((_, path)) = &declared.of.per else { continue };
            let Some(SymbolKind::Enum(id)) = self.find_path(declared.scope, path, &ENUM).map(|found| found.kind) else {
                continue;
            };
            self.make_members_of(first, id);
        }
    }

    fn make_members_of(&mut self, first: DecisionId, id: EnumId) {
        let values = self.plan.shape.enums.get(id).map(|shape| shape.values.clone());
        let (head, mut members) = (self.plan.decisions.at(first).clone(), Vec::new());
        for (number, (name, _)) in (0_u16..).zip(values.unwrap_or_default()) {
            let per = PerValue {
                family: head.name.clone(),
                full_family: head.full_name.clone(),
                first,
                value: Value::Enum(id, number),
                shown: name.clone(),
                ty: Type::Enum(id),
            };
            if number == 0 {
                self.plan.decisions.at_mut(first).per = Some(per);
                members.push(first);
                continue;
            }
            let mut member = head.clone();
            member.name = format!("{}({name})", head.name).into();
            member.full_name = format!("{}({name})", head.full_name).into();
            member.title = format!("{} ({name})", head.title).into();
            member.per = Some(per);
            members.push(self.plan.decisions.push(member));
            let headline = self.plan.headlines.decisions.at(first).clone();
            self.plan.headlines.decisions.push(headline);
        }
        let of = self.plan.rulesets.at_mut(head.ruleset);
        let at = of.decisions.iter().position(|own| *own == first);
        if let Some(at) = at {
            of.decisions.splice(at..=at, members.iter().copied());
        }
        self.plan.decisions.at_mut(first).members = members;
    }

    /// The variable of `for each`, where the condition of a decision is read.
    pub(super) fn declare_value(&mut self, id: DecisionId, declared: Declared<'a, ast::Decision>, locals: &mut Locals) {
        if let (Some((variable, _)), Some(per)) = (&declared.of.per, &self.plan.decisions.at(id).per) {
            locals.declare(variable, per.ty.clone());
        }
    }

    /// What was found out about the first decision holds for all of its family.
    pub(super) fn fill_members(&mut self) {
        for id in self.items.decisions.ids() {
            let head = self.plan.decisions.at(id).clone();
            for member in head.members.iter().filter(|member| **member != id) {
                let member = self.plan.decisions.at_mut(*member);
                member.arises_only_when = head.arises_only_when;
                member.locals = head.locals;
                member.figure.clone_from(&head.figure);
            }
        }
    }

    /// The first decision is called after its value at last, when nothing more is said about the family.
    pub(super) fn name_members(&mut self) {
        for id in self.items.decisions.ids() {
            let head = self.plan.decisions.at_mut(id);
            if let Some(per) = &head.per {
                head.name = format!("{}({})", per.family, per.shown).into();
                head.full_name = format!("{}({})", per.full_family, per.shown).into();
                head.title = format!("{} ({})", head.title, per.shown).into();
            }
        }
    }

    /// What a rule concludes, for each decision of the family that its argument may mean. R312.
    pub(super) fn for_members(
        &mut self,
        (declared, arguments): (Declared<'a, ast::Rule>, &[ast::ExprId]),
        conclusion: Conclusion,
        locals: &mut Locals,
        span: Span,
    ) -> Vec<Conclusion> {
        let of = self.plan.decisions.at(conclusion.decision);
        let (Some(per), [argument]) = (&of.per, arguments) else {
            if of.per.is_none() && arguments.is_empty() {
                return vec![conclusion];
            }
            let said = wrong_number(of.per.is_some(), &of.name, span).label(of.span, "declared here");
            self.diagnostics.add(said);
            return Vec::new();
        };
        let (ty, members) = (per.ty.clone(), of.members.clone());
        let argument = self
            .elaborate(declared.scope, declared.ast)
            .expr(locals, *argument, Some(&ty));
        let argument_expr = self.exprs.at(argument).clone();
        if argument_expr.ty == Type::Error {
            return Vec::new();
        }
        let mut found = Vec::new();
        for member in members {
            let Some(value) = self.plan.decisions.at(member).per.as_ref().map(|per| per.value.clone()) else {
                continue;
            };
            let mut only_for = None;
            if let ExprKind::Constant(known) = &argument_expr.kind {
                if *known != value {
                    continue;
                }
            } else {
                only_for = Some(self.is_value(argument, (value, ty.clone()), argument_expr.span));
            }
            found.push(Conclusion {
                decision: member,
                only_for,
                what: conclusion.what.clone(),
            });
        }
        found
    }

    fn is_value(&mut self, left: ExprId, (value, ty): (Value, Type), span: Span) -> ExprId {
        let right = self.exprs.push(Expr {
            kind: ExprKind::Constant(value),
            ty,
            span,
        });
        let kind = ExprKind::Is {
            left,
            right,
            negated: false,
        };
        self.exprs.push(Expr {
            kind,
            ty: Type::Boolean,
            span,
        })
    }
}

/// R312: a decision for each value without its value, or another one with a value.
pub(super) fn wrong_number(per_value: bool, name: &str, span: Span) -> Diagnostic {
    if per_value {
        Diagnostic::error(
            Code::R312,
            span,
            format!("`{name}` is decided for each of several values"),
        )
        .here("for which one?")
        .help(format!("write the value in brackets: `{name}(…)`"))
    } else {
        Diagnostic::error(
            Code::R312,
            span,
            format!("`{name}` is one decision, which takes no value"),
        )
        .help(format!("write `{name}`"))
    }
}
