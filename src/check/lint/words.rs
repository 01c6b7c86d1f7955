//! Words that mislead: choices that read like outcomes, names of one letter, lists that are empty by default.
//!
//! Language reference: "Warnings".

use std::collections::BTreeMap;

use crate::check::Checker;
use crate::diagnostic::Code;
use crate::diagnostic::Diagnostic;
use crate::names::SymbolKind;
use crate::source::Span;
use crate::syntax::ast::ExprKind;
use crate::syntax::ast::Filter;
use crate::syntax::ast::Ident;
use crate::value::Value;

/// W106
pub(super) fn shared_words(checker: &mut Checker<'_>) {
    let mut shared: BTreeMap<Span, Diagnostic> = BTreeMap::new();
    for (scope, _) in checker.symbols.scopes().iter_ids().filter(|(_, scope)| !scope.tests) {
        let mut outcomes: BTreeMap<&str, Span> = BTreeMap::new();
        for symbol in checker.symbols.visible(scope) {
            if let SymbolKind::Decision(decision) = symbol.kind {
                let of = checker.plan.decisions.at(decision);
                outcomes.extend(of.outcomes.iter().map(|outcome| (&*outcome.name, outcome.span)));
            }
        }
        for symbol in checker.symbols.visible(scope) {
            let SymbolKind::Reading(reading) = symbol.kind else {
                continue;
            };
            for (choice, _) in &checker.items.readings.at(reading).of.choices {
                if let Some(outcome) = outcomes.get(&*choice.text) {
                    let title = format!("choice `{}` has the word of an outcome", choice.text);
                    let said = Diagnostic::warning(Code::W106, choice.span, title)
                        .here("a view of the law")
                        .label(*outcome, "an outcome")
                        .help("give the choice a word of its own");
                    shared.entry(choice.span).or_insert(said);
                }
            }
        }
    }
    for said in shared.into_values() {
        checker.diagnostics.add(said);
    }
}

/// W107
pub(super) fn short_names(checker: &mut Checker<'_>) {
    let mut names: Vec<&Ident> = Vec::new();
    let mut spans: Vec<Span> = Vec::new();
    for declared in checker.items.rules.iter() {
        let versions = declared.of.versions.iter().flat_map(|version| &version.of.for_each);
        names.extend(declared.of.for_each.iter().chain(versions).map(|each| &each.variable));
        spans.push(declared.item.span);
    }
    spans.sort_unstable();
    // Each expression is looked at once, whatever the number of rules.
    for ast in checker.items.files.iter() {
        for (_, expr) in ast.exprs.iter_ids() {
            let before = spans.partition_point(|span| (span.file, span.start) <= (expr.span.file, expr.span.start));
            let around = before.checked_sub(1).and_then(|last| spans.get(last));
            if around.is_some_and(|span| span.file == expr.span.file && expr.span.end <= span.end) {
                names.extend(variables(&expr.kind));
            }
        }
    }
    names.sort_by_key(|name| name.span);
    for name in names.into_iter().filter(|name| name.text.chars().count() == 1) {
        let said = Diagnostic::warning(
            Code::W107,
            name.span,
            format!("`{}` says nothing about itself", name.text),
        )
        .here("a name of one letter in a rule")
        .help("name what it is: `party`, `purpose`, `part`");
        checker.diagnostics.add(said);
    }
}

/// The names that an expression binds itself.
fn variables(kind: &ExprKind) -> Vec<&Ident> {
    let (ExprKind::Quantifier { variable, list, .. } | ExprKind::Aggregate { variable, list, .. }) = kind else {
        return Vec::new();
    };
    let mut names = vec![variable];
    for filter in &list.filters {
        match filter {
            Filter::NotInside { variable, .. } => names.push(variable),
            Filter::Where(_) | Filter::OutermostOnly(_) => {}
        }
    }
    names
}

/// W108
pub(super) fn empty_when_left_out(checker: &mut Checker<'_>) {
    for record in checker.plan.shape.records.iter() {
        for field in record.fields.iter() {
            if let Some(Value::List(list)) = &field.left_out
                && list.is_empty()
            {
                let title = format!("`{}` is empty for whoever forgets it", field.name);
                let said = Diagnostic::warning(Code::W108, field.span, title)
                    .here("`left out means []`")
                    .help("without it a list that is left out is not known, and is asked for");
                checker.diagnostics.add(said);
            }
        }
    }
}
