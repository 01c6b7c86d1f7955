//! What sets rules aside where both conclude a decision that is made for each value: it reaches the same value only.
//!
//! An exemption about one value that sets a rule aside whole would set aside what the rule says of the other values,
//! and be live because of them. Language reference: "Decisions for each value".

use crate::diagnostic::Code;
use crate::diagnostic::Diagnostic;
use crate::plan::Conclusion;
use crate::plan::ExprId;
use crate::plan::ExprKind;
use crate::plan::LocalId;
use crate::plan::Rule;
use crate::plan::RuleId;
use crate::plan::SamePlaces;
use crate::plan::SetsAside;
use crate::source::Span;
use crate::syntax::ast::RuleKind;
use crate::value::DecisionId;
use crate::value::Value;

use super::Checker;
use super::rules::kind_word;

/// For which value a rule concludes a decision.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum About {
    /// The value of this decision.
    Written(DecisionId),
    /// What this expression says.
    Computed(ExprId),
}

impl Checker<'_> {
    /// Whether what a rule sets aside is about the same values of every decision that both conclude. R427.
    pub(super) fn sets_aside_same_values(&mut self, id: RuleId, aside: SetsAside, span: Span) -> bool {
        let (rule, target) = (self.plan.rules.at(id), self.plan.rules.at(aside.rule));
        for conclusion in &rule.concludes {
            let Some(per) = &self.plan.decisions.at(conclusion.decision).per else {
                continue;
            };
            let (own, other) = (self.values(rule, per.first), self.values(target, per.first));
            let bound = aside.same.and_then(|same| locals(rule, target, same));
            let known = |one: &About, of: &[About], turned: bool| {
                of.iter().any(|of| {
                    let pair = if turned { (*of, *one) } else { (*one, *of) };
                    self.is_same(pair, bound)
                })
            };
            let same =
                own.iter().all(|one| known(one, &other, false)) && other.iter().all(|one| known(one, &own, true));
            if other.is_empty() || same {
                continue;
            }
            let said = self.mixed((rule, target), &per.family, span);
            self.diagnostics.add(said);
            return false;
        }
        true
    }

    /// For which values of a family a rule concludes it.
    fn values(&self, rule: &Rule, family: DecisionId) -> Vec<About> {
        let mut found = Vec::new();
        for conclusion in &rule.concludes {
            let of = &self.plan.decisions.at(conclusion.decision).per;
            if of.as_ref().is_none_or(|per| per.first != family) {
                continue;
            }
            for about in self.values_of(conclusion) {
                if !found.contains(&about) {
                    found.push(about);
                }
            }
        }
        found
    }

    /// The values, also where each version of the rule has its own.
    fn values_of(&self, conclusion: &Conclusion) -> Vec<About> {
        let kind = |id: ExprId| self.exprs.get(id).map(|expr| &expr.kind);
        let written = About::Written(conclusion.decision);
        let about = |id: ExprId| match kind(id) {
            Some(ExprKind::Is { left, .. }) => Some(About::Computed(*left)),
            Some(ExprKind::Constant(Value::Boolean(false))) => None,
            _ => Some(written),
        };
        match conclusion.only_for.map(|condition| (condition, kind(condition))) {
            None => vec![written],
            Some((_, Some(ExprKind::Versions(versions)))) => {
                versions.iter().filter_map(|version| about(version.of)).collect()
            }
            Some((condition, _)) => about(condition).into_iter().collect(),
        }
    }

    fn is_same(&self, pair: (About, About), bound: Option<(LocalId, LocalId)>) -> bool {
        match pair {
            (About::Written(one), About::Written(other)) => one == other,
            (About::Computed(one), About::Computed(other)) => self.says_the_same(one, other, bound),
            (About::Written(_), About::Computed(_)) | (About::Computed(_), About::Written(_)) => false,
        }
    }

    /// Whether an expression of one rule says the same as one of the other, where both have the same witness.
    fn says_the_same(&self, one: ExprId, other: ExprId, bound: Option<(LocalId, LocalId)>) -> bool {
        let (mut one, mut other) = (one, other);
        loop {
            let kinds = (self.exprs.get(one), self.exprs.get(other));
            let (Some(left), Some(right)) = kinds else { return false };
            match (&left.kind, &right.kind) {
                (ExprKind::Local(here), ExprKind::Local(there)) => return bound == Some((*here, *there)),
                (ExprKind::Root, ExprKind::Root) | (ExprKind::Element, ExprKind::Element) => return true,
                (
                    ExprKind::Field { of, field },
                    ExprKind::Field {
                        of: other_of,
                        field: other_field,
                    },
                ) if field == other_field => (one, other) = (*of, *other_of),
                _ => return false,
            }
        }
    }

    fn mixed(&self, (rule, target): (&Rule, &Rule), family: &str, span: Span) -> Diagnostic {
        let (kind, words) = match rule.kind {
            RuleKind::Rule => ("rule", "in place of"),
            RuleKind::Exemption | RuleKind::Restriction | RuleKind::Flag { .. } => (kind_word(rule.kind), "sets aside"),
        };
        let title = format!(
            "{kind} `{}` sets `{}` aside for other values of `{family}` than its own",
            rule.name, target.name
        );
        let argument = |rule: &Rule| {
            let first = rule.concludes.iter().find_map(|one| {
                let per = self.plan.decisions.at(one.decision).per.as_ref();
                per.filter(|per| *per.family == *family)
            });
            let computed =
                first.is_some_and(|per| matches!(self.values(rule, per.first).first(), Some(About::Computed(_))));
            match first {
                Some(per) if !computed => format!("concludes `{family}({})`", per.shown),
                Some(_) | None => format!("concludes `{family}` for values of its own"),
            }
        };
        let shared = rule.for_each.iter().find(|each| {
            let same = target.for_each.iter().find(|other| other.name == each.name);
            same.is_some_and(|same| same.ty == each.ty)
        });
        let said = Diagnostic::error(Code::R427, span, title)
            .here(argument(rule))
            .label(target.span, argument(target));
        let name = &target.name;
        match shared {
            Some(each) => said.help(format!(
                "write `{words} {name} for {0}`, and conclude `{family}` for the value that `{0}` says, in both",
                each.name
            )),
            None => said.help(format!(
                "go through the values in both, `for each value in …`, and write `{words} {name} for value`"
            )),
        }
        .help(format!(
            "if it is to set `{name}` aside for every value, let it conclude nothing of `{family}`, and conclude that in a rule of its own"
        ))
    }
}

/// The locals of the `for each` that are the same in both.
fn locals(rule: &Rule, target: &Rule, same: SamePlaces) -> Option<(LocalId, LocalId)> {
    let here = rule.for_each.get(same.here)?.local;
    let there = target.for_each.get(same.there)?.local;
    Some((here, there))
}
