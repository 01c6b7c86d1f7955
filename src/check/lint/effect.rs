//! Rules that change nothing: one that another always covers, one that concludes what holds otherwise, an exemption
//! that is never in force together with what it sets aside.
//!
//! Language reference: "Warnings".

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use crate::check::Checker;
use crate::diagnostic::Code;
use crate::diagnostic::Diagnostic;
use crate::plan::Concluded;
use crate::plan::DateChoice;
use crate::plan::Period;
use crate::plan::Rule;
use crate::plan::RuleId;
use crate::syntax::ast::RuleKind;
use crate::value::Date;
use crate::value::DecisionId;

use super::conditions::key;

/// With more rules of one decision each pair is not looked at: a check stays linear in the size of the rules.
const PAIRS: usize = 400;

/// W112
pub(super) fn shadowed_rules(checker: &mut Checker<'_>) {
    let mut by_decision: BTreeMap<DecisionId, Vec<(RuleId, u16)>> = BTreeMap::new();
    for (id, rule) in checker.plan.rules.iter_ids() {
        if let (RuleKind::Rule, [only]) = (rule.kind, &*rule.concludes)
            && let Concluded::Outcome(outcome) = only.what
        {
            by_decision.entry(only.decision).or_default().push((id, outcome));
        }
    }
    let mut found = Vec::new();
    for rules in by_decision.values().filter(|rules| rules.len() <= PAIRS) {
        let keys: Vec<Conditions> = rules.iter().map(|(id, _)| Conditions::of(checker, *id)).collect();
        for ((narrow, outcome), inner) in rules.iter().zip(&keys) {
            let wider = rules.iter().zip(&keys).find(|((wide, other), outer)| {
                let (one, two) = (checker.plan.rules.at(*wide), checker.plan.rules.at(*narrow));
                // Of two that say the same the later one is named.
                let twins = outer.limbs == inner.limbs && outer.unless == inner.unless && other == outcome;
                wide != narrow
                    && other <= outcome
                    && covers(one, two)
                    && outer.cover(inner)
                    && (!twins || wide < narrow)
            });
            if let Some(((wide, _), _)) = wider {
                found.push((*narrow, *wide));
            }
        }
    }
    for (narrow, wide) in found {
        let (narrow, wide) = (checker.plan.rules.at(narrow), checker.plan.rules.at(wide));
        let said = Diagnostic::warning(
            Code::W112,
            narrow.span,
            format!("`{}` changes no answer: `{}` covers it", narrow.name, wide.name),
        )
        .here("whenever it applies, the other one does")
        .label(wide.span, "concludes as much, on fewer conditions")
        .help("remove one of them, or write the condition that tells them apart");
        checker.diagnostics.add(said);
    }
}

/// The conditions of a rule, without places.
struct Conditions {
    limbs: BTreeSet<String>,
    unless: Option<String>,
}

impl Conditions {
    fn of(checker: &Checker<'_>, id: RuleId) -> Conditions {
        let rule = checker.plan.rules.at(id);
        let mut limbs: BTreeSet<String> = rule.when.iter().map(|limb| key(checker, *limb)).collect();
        for each in &rule.for_each {
            limbs.insert(format!("{:?}", each.list.source));
        }
        Conditions {
            limbs,
            unless: rule.unless.map(|unless| key(checker, unless)),
        }
    }

    /// Whether these hold wherever the others hold.
    fn cover(&self, narrower: &Conditions) -> bool {
        let unless = self.unless.is_none() || self.unless == narrower.unless;
        unless && self.limbs.is_subset(&narrower.limbs)
    }
}

/// Whether one rule is in force, exists and is not set aside wherever the other is, and does as much.
fn covers(wide: &Rule, narrow: &Rule) -> bool {
    let plain = |rule: &Rule| rule.for_each.is_empty() && rule.versions.is_empty();
    wide.ruleset == narrow.ruleset
        && plain(wide)
        && plain(narrow)
        && (wide.period == narrow.period || wide.period == Period::default())
        && wide.only_if.iter().all(|one| narrow.only_if.contains(one))
        && wide.set_aside_by.iter().all(|one| narrow.set_aside_by.contains(one))
        && wide.suspended_by.iter().all(|one| narrow.suspended_by.contains(one))
        && narrow
            .imposes
            .iter()
            .all(|one| wide.imposes.iter().any(|other| one.same_as(other)))
        && narrow.sets_aside.is_empty()
}

/// W113
pub(super) fn concludes_otherwise(checker: &mut Checker<'_>) {
    let mut found = Vec::new();
    for (id, decision) in checker.plan.decisions.iter_ids() {
        let outcome_of = |rule: &Rule| {
            let own = rule.concludes.iter().find(|one| one.decision == id);
            own.and_then(|one| match one.what {
                Concluded::Outcome(outcome) => Some(outcome),
                Concluded::Computed { .. } | Concluded::Amount(_) => None,
            })
        };
        let milder = |rule: &RuleId| outcome_of(checker.plan.rules.at(*rule)).is_none_or(|it| it > decision.otherwise);
        if decision.figure.is_some() || decision.concluded_by.iter().any(milder) {
            continue;
        }
        for rule in &decision.concluded_by {
            let about = checker.plan.rules.at(*rule);
            let only = about.kind == RuleKind::Rule && about.concludes.len() == 1 && about.imposes.is_empty();
            if only && outcome_of(about) == Some(decision.otherwise) && about.sets_aside.is_empty() {
                let outcome = decision.outcomes.get(usize::from(decision.otherwise));
                let name = outcome.map_or("", |outcome| &outcome.name);
                let said = Diagnostic::warning(
                    Code::W113,
                    about.span,
                    format!("`{}` concludes `{name}`, which holds otherwise", about.name),
                )
                .here("without this rule the answer is the same")
                .label(decision.span, format!("`otherwise {name}`"))
                .help("remove it, or make it an exemption that sets a rule aside");
                found.push(said);
            }
        }
    }
    for said in found {
        checker.diagnostics.add(said);
    }
}

/// W114
pub(super) fn sets_nothing_live_aside(checker: &mut Checker<'_>) {
    let mut found = Vec::new();
    for rule in checker.plan.rules.iter().filter(|rule| !rule.sets_aside.is_empty()) {
        let mut apart = rule.sets_aside.iter().map(|target| checker.plan.rules.at(target.rule));
        if !apart.all(|target| are_apart(&rule.period, &target.period)) {
            continue;
        }
        let Some(target) = rule.sets_aside.first().map(|target| checker.plan.rules.at(target.rule)) else {
            continue;
        };
        let said = Diagnostic::warning(
            Code::W114,
            rule.span,
            format!("`{}` is never in force together with what it sets aside", rule.name),
        )
        .here("so it sets nothing aside")
        .label(target.span, format!("`{}` is in force at other times", target.name))
        .help("look at the first and last days of both");
        found.push(said);
    }
    for said in found {
        checker.diagnostics.add(said);
    }
}

/// Whether two periods have no day in common, as far as their days are fixed.
fn are_apart(one: &Period, other: &Period) -> bool {
    let fixed = |day: Option<&DateChoice>| match day {
        Some(DateChoice::Fixed(day)) => Some(*day),
        Some(DateChoice::ByReading { .. }) | None => None,
    };
    let before =
        |last: Option<Date>, first: Option<Date>| matches!((last, first), (Some(last), Some(first)) if last < first);
    before(fixed(one.last.as_ref()), fixed(other.first.as_ref()))
        || before(fixed(other.last.as_ref()), fixed(one.first.as_ref()))
}
