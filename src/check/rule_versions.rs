//! `version from D` of rules: what each version goes through, asks, concludes and imposes, beside what holds for all.
//!
//! What the versions say becomes expressions that choose by the date, so that a day that is not known leaves open what
//! hangs on it. Language reference: "Versions".

use std::collections::BTreeMap;

use crate::names::Declared;
use crate::plan::Concluded;
use crate::plan::Conclusion;
use crate::plan::Expr;
use crate::plan::ExprId;
use crate::plan::ExprKind;
use crate::plan::ForEach;
use crate::plan::Imposes;
use crate::plan::RuleId;
use crate::plan::RuleVersion;
use crate::plan::Version;
use crate::plan::Versions;
use crate::source::Span;
use crate::syntax::ast;
use crate::value::DecisionId;
use crate::value::Type;
use crate::value::Value;

use super::Checker;
use super::exprs::Locals;
use super::rules::Said;

/// What one version says.
struct Own {
    for_each: Vec<ForEach>,
    holds: ExprId,
    unless: Option<ExprId>,
    said: Said,
    shown: RuleVersion,
}

/// The versions that conclude a decision: their numbers, what they conclude, and the words.
type Concluding = Vec<(usize, Conclusion, Span)>;

impl<'a> Checker<'a> {
    /// Adds to a rule what its versions say.
    pub(super) fn check_rule_versions(&mut self, id: RuleId, declared: Declared<'a, ast::Rule>, locals: &mut Locals) {
        let place = declared.of.name.span;
        let written = (declared.item, declared.of.versions.as_slice());
        let read = self.versions(declared.scope, written, |checker, version| {
            let mark = locals.mark();
            let own = checker.own(declared, version, locals);
            locals.reset(mark);
            own
        });
        let (mut days, mut own) = (Versions::new(), Vec::new());
        for version in read {
            own.push(version.of);
            days.push(Version {
                period: version.period,
                cites: version.cites,
                of: (),
                span: version.span,
            });
        }
        self.add_conditions(id, (&days, place), &own);
        let mut concluding: BTreeMap<DecisionId, Concluding> = BTreeMap::new();
        let mut shown = Vec::new();
        for (number, version) in own.into_iter().enumerate() {
            for (conclusion, span) in version.said.concludes {
                let known = concluding.entry(conclusion.decision).or_default();
                if known.iter().any(|(other, _, _)| *other == number) {
                    self.report_twice(id, conclusion.decision, span);
                } else {
                    known.push((number, conclusion, span));
                }
            }
            self.add_imposed(id, (&days, number), version.said.imposes);
            let for_each = version.for_each.into_iter().map(|each| ForEach {
                version: Some(number),
                ..each
            });
            self.plan.rules.at_mut(id).for_each.extend(for_each);
            shown.push(version.shown);
        }
        for (decision, concluding) in concluding {
            self.add_concluding(id, (&days, decision), &concluding);
        }
        self.plan.rules.at_mut(id).versions = of_versions(&days, shown.into_iter().map(Some));
    }

    fn own(&mut self, declared: Declared<'a, ast::Rule>, version: &ast::RuleVersion, locals: &mut Locals) -> Own {
        let for_each = version.for_each.iter();
        let for_each = for_each.map(|each| self.for_each(declared, each, locals)).collect();
        let mut elaborator = self.elaborate(declared.scope, declared.ast);
        let when = version.when.map(|when| elaborator.conditions(locals, when));
        let when = when.unwrap_or_default();
        let holds = elaborator.conjunction(when.clone(), declared.of.name.span);
        let unless = version.unless.map(|unless| elaborator.condition(locals, unless));
        let limbs = self.limbs(declared.scope, &version.limbs);
        let said = self.conclusions(declared, &version.then, locals);
        let because = version.because.as_ref();
        let because = because.map(|because| self.pieces(declared, because, locals));
        let because = because.unwrap_or_default();
        Own {
            for_each,
            holds,
            unless,
            said,
            shown: RuleVersion { when, limbs, because },
        }
    }

    /// The conditions of versions become one condition beside those that hold for all.
    fn add_conditions(&mut self, id: RuleId, (days, place): (&Versions<()>, Span), own: &[Own]) {
        let when = of_versions(days, own.iter().map(|version| Some(version.holds)));
        let when = self.version_expr(when, &Type::Boolean, place);
        let above = self.plan.rules.at(id).unless;
        let unless = if own.iter().any(|version| version.unless.is_some()) {
            let no = self.yes_or_no(false, place);
            let unless = own.iter().map(|version| version.unless.or(Some(no)));
            let unless = of_versions(days, unless);
            Some(self.version_expr(unless, &Type::Boolean, place))
        } else {
            None
        };
        let unless = match (above, unless) {
            (Some(one), Some(other)) => Some(self.exprs.push(Expr {
                kind: ExprKind::Or(vec![one, other]),
                ty: Type::Boolean,
                span: self.exprs.at(one).span,
            })),
            (one, other) => one.or(other),
        };
        let rule = self.plan.rules.at_mut(id);
        rule.when.push(when);
        rule.unless = unless;
    }

    /// What one version imposes is owed only while that is in force.
    fn add_imposed(&mut self, id: RuleId, (days, number): (&Versions<()>, usize), imposed: Vec<Imposes>) {
        for imposes in imposed {
            let in_force = self.in_versions(days, imposes.span, |checker, version| {
                checker.yes_or_no(version == number, imposes.span)
            });
            self.plan.rules.at_mut(id).imposes.push(Imposes {
                only_if: Some(in_force),
                ..imposes
            });
        }
    }

    /// What the versions conclude of a decision, as one conclusion.
    fn add_concluding(&mut self, id: RuleId, (days, decision): (&Versions<()>, DecisionId), concluding: &Concluding) {
        let Some((_, first, span)) = concluding.first() else {
            return;
        };
        let of = |number: usize| concluding.iter().find(|(version, _, _)| *version == number);
        let for_all = concluding.len() == days.len();
        let only_for = if for_all && concluding.iter().all(|(_, one, _)| one.only_for.is_none()) {
            None
        } else {
            Some(self.in_versions(days, *span, |checker, number| match of(number) {
                Some((_, conclusion, span)) => match conclusion.only_for {
                    Some(condition) => condition,
                    None => checker.yes_or_no(true, *span),
                },
                None => checker.yes_or_no(false, *span),
            }))
        };
        let mut said = Vec::new();
        for number in 0..days.len() {
            said.push(of(number).map(|(_, conclusion, span)| self.value_of(decision, conclusion, *span)));
        }
        let ty = match &self.plan.decisions.at(decision).figure {
            Some(figure) => figure.ty.clone(),
            None => Type::Outcome(decision),
        };
        let mut may_be: Vec<u16> = concluding
            .iter()
            .flat_map(|(_, one, _)| one.may_be().to_vec())
            .collect();
        may_be.sort_unstable();
        may_be.dedup();
        let what = match (&first.what, may_be.as_slice()) {
            (Concluded::Outcome(only), [_]) if concluding.iter().all(|(_, one, _)| one.computed().is_none()) => {
                Concluded::Outcome(*only)
            }
            (Concluded::Amount(_), _) => {
                Concluded::Amount(self.version_expr(of_versions(days, said.into_iter()), &ty, *span))
            }
            (Concluded::Outcome(_) | Concluded::Computed { .. }, _) => Concluded::Computed {
                outcome: self.version_expr(of_versions(days, said.into_iter()), &ty, *span),
                may_be,
            },
        };
        let conclusion = Conclusion {
            decision,
            only_for,
            what,
        };
        self.add_conclusion(id, conclusion, *span);
    }

    /// What a version concludes, as an expression.
    fn value_of(&mut self, decision: DecisionId, conclusion: &Conclusion, span: Span) -> ExprId {
        match conclusion.what {
            Concluded::Outcome(outcome) => self.exprs.push(Expr {
                kind: ExprKind::Constant(Value::Outcome(decision, outcome)),
                ty: Type::Outcome(decision),
                span,
            }),
            Concluded::Computed { outcome, .. } => outcome,
            Concluded::Amount(amount) => amount,
        }
    }

    /// A condition that holds by the version in force.
    fn in_versions(
        &mut self,
        days: &Versions<()>,
        span: Span,
        mut of: impl FnMut(&mut Self, usize) -> ExprId,
    ) -> ExprId {
        let conditions: Vec<ExprId> = (0..days.len()).map(|number| of(self, number)).collect();
        let conditions = of_versions(days, conditions.into_iter().map(Some));
        self.version_expr(conditions, &Type::Boolean, span)
    }

    fn yes_or_no(&mut self, holds: bool, span: Span) -> ExprId {
        self.exprs.push(Expr {
            kind: ExprKind::Constant(Value::Boolean(holds)),
            ty: Type::Boolean,
            span,
        })
    }
}

/// The same versions, where they say something.
fn of_versions<T>(days: &Versions<()>, says: impl Iterator<Item = Option<T>>) -> Versions<T> {
    let says = days.iter().zip(says).filter_map(|(day, of)| {
        Some(Version {
            period: day.period.clone(),
            cites: day.cites.clone(),
            of: of?,
            span: day.span,
        })
    });
    says.collect()
}
