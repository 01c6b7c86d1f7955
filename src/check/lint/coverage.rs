//! What no rule decides: outcomes that nothing reaches, paragraphs that nothing cites, definitions without a root in
//! the law.
//!
//! Language reference: "Warnings".

use std::collections::BTreeSet;

use crate::check::Checker;
use crate::check::cites::covers;
use crate::diagnostic::Code;
use crate::diagnostic::Diagnostic;
use crate::plan::Cite;
use crate::plan::RulesetId;
use crate::plan::SourceId;
use crate::source::Span;
use crate::syntax::ast;
use crate::syntax::ast::RuleKind;
use crate::value::DecisionId;

/// W102
pub(super) fn unreached_outcomes(checker: &mut Checker<'_>) {
    for (id, decision) in checker.plan.decisions.iter_ids() {
        // A decision for each value is one, whichever of its values a rule concludes.
        if decision.per.as_ref().is_some_and(|per| per.first != id) {
            continue;
        }
        let family = |other: &DecisionId| *other == id || decision.members.contains(other);
        let concluded_by = decision.members.iter().map(|member| checker.plan.decisions.at(*member));
        let concluded_by = concluded_by.chain([decision]).flat_map(|one| &one.concluded_by);
        let mut reached: BTreeSet<usize> = BTreeSet::from([usize::from(decision.otherwise)]);
        for rule in concluded_by {
            let concluded = checker.plan.rules.at(*rule).concludes.iter();
            let own = concluded.filter(|conclusion| family(&conclusion.decision));
            reached.extend(own.flat_map(|conclusion| conclusion.may_be().iter().map(|outcome| usize::from(*outcome))));
        }
        for (number, outcome) in decision.outcomes.iter().enumerate() {
            if !reached.contains(&number) {
                let name = decision.per.as_ref().map_or(&decision.name, |per| &per.family);
                let title = format!("no rule concludes that `{name}` is `{}`", outcome.name);
                let said = Diagnostic::warning(Code::W102, outcome.span, title)
                    .here("nothing reaches it")
                    .help("write the rule that is missing, or remove the outcome");
                checker.diagnostics.add(said);
            }
        }
    }
}

/// W103
pub(super) fn uncited_paragraphs(checker: &mut Checker<'_>) {
    let cites: Vec<&Cite> = checker.cites.values().flatten().chain(&checker.limb_cites).collect();
    for (id, declared) in checker.items.sources.iter_ids() {
        let source = declared.of;
        for paragraph in &source.paragraphs {
            if is_cited(&cites, id, &paragraph.text) || is_not_coded(source, &paragraph.text) {
                continue;
            }
            let name = &source.name.text;
            let title = format!("nothing cites {name} \"{}\"", paragraph.text);
            let said = Diagnostic::warning(Code::W103, paragraph.span, title)
                .here("no item rests on it")
                .help(format!(
                    "write what it says, or `not coded \"{}\" because \"…\"` if nothing is decided by it",
                    paragraph.text
                ));
            checker.diagnostics.add(said);
        }
    }
}

fn is_cited(cites: &[&Cite], source: SourceId, paragraph: &str) -> bool {
    cites.iter().any(|cite| {
        let whole = cite.paragraphs.is_empty();
        cite.source == source && (whole || cite.paragraphs.iter().any(|cited| covers(cited, paragraph)))
    })
}

fn is_not_coded(source: &ast::SourceItem, paragraph: &str) -> bool {
    let of = source.not_coded.iter().filter(|not_coded| !not_coded.partly);
    of.flat_map(|not_coded| &not_coded.paragraphs)
        .any(|known| *known.text == *paragraph)
}

/// W104
pub(super) fn bare_definitions(checker: &mut Checker<'_>) {
    let sourced = with_sources(checker);
    for (id, definition) in checker.plan.definitions.iter_ids() {
        if !sourced.contains(&definition.ruleset) {
            continue;
        }
        let lacks = match (definition.title.is_empty(), !checker.rests_on_the_law(definition)) {
            (false, false) => continue,
            (true, false) => "title",
            (false, true) => "citation",
            (true, true) => "title and citation",
        };
        let what = match checker
            .plan
            .decision_tables
            .iter()
            .find(|table| table.span == definition.span)
        {
            // Said once, with its first output.
            Some(table) if table.outputs.first().is_some_and(|(_, first)| *first != id) => continue,
            Some(_) => "decision table",
            None => "definition",
        };
        let name = definition.name.split('.').next().unwrap_or("");
        let title = format!("{what} `{name}` has no {lacks}");
        let said = Diagnostic::warning(Code::W104, definition.span, title)
            .here("on what does it rest?")
            .help("say in a title what it means, and `cite` what it comes from: slips hide in definitions");
        checker.diagnostics.add(said);
    }
}

/// W115
pub(super) fn uncited_items(checker: &mut Checker<'_>) {
    let sourced = with_sources(checker);
    let mut found: Vec<(&str, &str, RulesetId, Span)> = Vec::new();
    for rule in checker.plan.rules.iter().filter(|rule| rule.cites.is_empty()) {
        let kind = match rule.kind {
            RuleKind::Rule => "rule",
            RuleKind::Exemption => "exemption",
            RuleKind::Restriction => "restriction",
            RuleKind::Flag { .. } => "flag",
        };
        found.push((kind, &rule.name, rule.ruleset, rule.span));
    }
    let parameters = checker.items.parameters.iter();
    for declared in parameters.filter(|declared| declared.item.common.cites.is_empty()) {
        found.push((
            "parameter",
            &declared.of.name.text,
            declared.scope,
            declared.of.name.span,
        ));
    }
    let found = found.into_iter().filter(|(_, _, scope, _)| sourced.contains(scope));
    for (kind, name, _, span) in found.collect::<Vec<_>>() {
        let said = Diagnostic::warning(Code::W115, span, format!("{kind} `{name}` cites nothing"))
            .here("which text does it carry out?")
            .help("write `cite` with the source and the paragraph");
        checker.diagnostics.add(said);
    }
}

/// The rulesets that know any sources, their own or those of a ruleset that they use.
pub(super) fn with_sources(checker: &Checker<'_>) -> BTreeSet<RulesetId> {
    let own: BTreeSet<RulesetId> = checker.items.sources.iter().map(|declared| declared.scope).collect();
    let scopes = checker.symbols.scopes().iter_ids();
    let knowing = scopes.filter(|(id, scope)| own.contains(id) || scope.uses.iter().any(|used| own.contains(used)));
    knowing.map(|(id, _)| id).collect()
}
