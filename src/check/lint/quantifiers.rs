//! Quantifiers that say more, or less, than the law: `every` over nothing, `some` where all are meant.
//!
//! Language reference: "Warnings", "Quantifiers".

use std::collections::BTreeSet;

use crate::check::Checker;
use crate::check::exprs::children;
use crate::diagnostic::Code;
use crate::diagnostic::Diagnostic;
use crate::plan::DefinitionId;
use crate::plan::ExprId;
use crate::plan::ExprKind;
use crate::plan::List;
use crate::plan::ListSource;
use crate::plan::Rule;
use crate::plan::RulesetId;
use crate::source::Span;
use crate::syntax::ast::Quantity;
use crate::syntax::ast::RuleKind;
use crate::syntax::ast::Traversal;

use super::coverage::with_sources;

/// W101
pub(super) fn plain_every(checker: &mut Checker<'_>) {
    for expr in checker.exprs.iter() {
        if let ExprKind::Quantifier {
            quantity: Quantity::Every { if_any: false },
            list,
            ..
        } = &expr.kind
            && may_be_empty(checker, list)
        {
            let said = Diagnostic::warning(Code::W101, word(expr.span, "every"), "`every` holds of an empty list")
                .here("the list may be empty")
                .help("`at least one and every … satisfies` does not hold then")
                .help("`every … in …, if any, satisfies` does, and says so");
            checker.diagnostics.add(said);
        }
    }
}

fn may_be_empty(checker: &Checker<'_>, list: &List) -> bool {
    let sure = match &list.source {
        ListSource::Parts { traversal, .. } => *traversal == Traversal::WithAll,
        ListSource::Expr(id) => {
            let kind = checker.exprs.get(*id).map(|expr| &expr.kind);
            if let Some(ExprKind::Set(members)) = kind {
                !members.is_empty()
            } else if let Some(ExprKind::List(inner)) = kind {
                !may_be_empty(checker, inner)
            } else {
                false
            }
        }
        ListSource::Group(group) => !checker.plan.groups.at(*group).members.is_empty(),
        ListSource::Enum(_) => true,
        ListSource::Collection(_) | ListSource::Table(_) => false,
    };
    !sure || !list.filters.is_empty()
}

/// The word with which an expression begins.
fn word(span: Span, word: &str) -> Span {
    let length = u32::try_from(word.len()).unwrap_or(0);
    Span {
        end: span.start.saturating_add(length),
        ..span
    }
}

/// W105
pub(super) fn favouring(checker: &mut Checker<'_>) {
    let sourced = with_sources(checker);
    for rule in checker.plan.rules.iter() {
        if let Some(said) = for_all(checker, rule) {
            checker.diagnostics.add(said);
        }
        let (wanted, shown, title, why, help) = match rule.kind {
            RuleKind::Exemption => (
                Quantity::Some,
                "some",
                "`some` in exemption",
                "one of them is enough to favour",
                "if all must be so, write `at least one and every … satisfies`",
            ),
            RuleKind::Restriction => (
                Quantity::Every { if_any: false },
                "every",
                "`every` in restriction",
                "all of them are needed to restrict",
                "if one is enough, write `some … satisfies`",
            ),
            RuleKind::Rule | RuleKind::Flag { .. } => continue,
        };
        for span in quantifiers(checker, &rule.when, wanted, &sourced) {
            let said = Diagnostic::warning(Code::W105, word(span, shown), format!("{title} `{}`", rule.name))
                .here(why)
                .help(help)
                .help("if it is meant so, put it into a definition that cites the law");
            checker.diagnostics.add(said);
        }
    }
}

/// What goes through lists, and sets something aside whole.
fn for_all(checker: &Checker<'_>, rule: &Rule) -> Option<Diagnostic> {
    let whole = rule.sets_aside.iter().find(|aside| aside.same.is_none())?;
    let target = checker.plan.rules.at(whole.rule);
    let shared = |name: &str| target.for_each.iter().any(|each| *each.name == *name);
    let each = rule.for_each.iter().find(|each| shared(&each.name));
    let each = each.or(rule.for_each.first())?;
    let variable = &each.name;
    let words = if rule.kind == RuleKind::Rule {
        "in place of"
    } else {
        "sets aside"
    };
    let title = format!(
        "`{}` sets `{}` aside for all when one `{variable}` fits",
        rule.name, target.name
    );
    let said = Diagnostic::warning(Code::W105, rule.span, title)
        .here(format!(
            "it goes through a list, and sets `{}` aside whole",
            target.name
        ))
        .label(target.span, "set aside")
        .help(format!("write `{words} {} for {variable}`", target.name));
    Some(said)
}

/// The quantifiers of this kind in conditions, and in definitions that cite nothing although they could.
fn quantifiers(checker: &Checker<'_>, roots: &[ExprId], wanted: Quantity, sourced: &BTreeSet<RulesetId>) -> Vec<Span> {
    let mut found = Vec::new();
    let mut seen: BTreeSet<DefinitionId> = BTreeSet::new();
    let mut open: Vec<ExprId> = roots.to_vec();
    while let Some(id) = open.pop() {
        let Some(expr) = checker.exprs.get(id) else { continue };
        if let ExprKind::Quantifier { quantity, .. } = &expr.kind
            && same_kind(*quantity, wanted)
        {
            found.push(expr.span);
        }
        if let ExprKind::Call { definition, .. } = &expr.kind {
            let of = checker.plan.definitions.at(*definition);
            if !checker.rests_on_the_law(of) && sourced.contains(&of.ruleset) && seen.insert(*definition) {
                open.push(of.body);
            }
        }
        open.extend(children(&expr.kind));
    }
    found
}

fn same_kind(one: Quantity, other: Quantity) -> bool {
    match (one, other) {
        (Quantity::Some, Quantity::Some) | (Quantity::Every { .. }, Quantity::Every { .. }) => true,
        (Quantity::Some | Quantity::Every { .. } | Quantity::No | Quantity::OneAndEvery, _) => false,
    }
}
