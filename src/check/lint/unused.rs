//! Names that nothing uses.
//!
//! A name counts as used if its word stands anywhere else in the rule files of the pack, texts with insertions
//! included: a word too many hides a warning, and never makes a wrong one. What a ruleset without rules declares is
//! there for others. Language reference: "Warnings".

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use crate::check::Checker;
use crate::diagnostic::Code;
use crate::diagnostic::Diagnostic;
use crate::plan::RulesetId;
use crate::syntax::ast::Ident;

/// W109
#[expect(clippy::too_many_lines, reason = "one list of kinds of items")]
pub(super) fn unused_names(checker: &mut Checker<'_>) {
    let items = checker.items;
    let deciding: BTreeSet<RulesetId> = items.rules.iter().map(|declared| declared.scope).collect();
    let mut declared: Vec<(&str, &Ident)> = Vec::new();
    let mut add = |kind: &'static str, name, scope: RulesetId| {
        if deciding.contains(&scope) {
            declared.push((kind, name));
        }
    };
    let definitions = items
        .definitions
        .iter_ids()
        .filter(|(id, _)| !items.figures.contains(id));
    definitions.for_each(|(_, one)| add("definition", &one.of.name, one.scope));
    items
        .parameters
        .iter()
        .for_each(|one| add("parameter", &one.of.name, one.scope));
    items
        .tables
        .iter()
        .for_each(|one| add("table", &one.of.name, one.scope));
    items
        .groups
        .iter()
        .for_each(|one| add("group", &one.of.name, one.scope));
    items
        .obligations
        .iter()
        .for_each(|one| add("obligation", &one.of.name, one.scope));
    items
        .measures
        .iter()
        .for_each(|one| add("measure", &one.of.name, one.scope));
    items
        .calendars
        .iter()
        .for_each(|one| add("calendar", &one.of.name, one.scope));
    items
        .readings
        .iter()
        .for_each(|one| add("reading", &one.of.name, one.scope));
    if declared.is_empty() {
        return;
    }
    let mut counts: BTreeMap<&str, usize> = declared.iter().map(|(_, name)| (&*name.text, 0)).collect();
    let sources = checker.plan.files.clone();
    for ast in items.files.iter() {
        let text = sources.get(ast.file).map_or("", |source| &source.text);
        for word in text.split(|letter: char| !(letter.is_ascii_alphanumeric() || letter == '_')) {
            if let Some(count) = counts.get_mut(word) {
                *count = count.saturating_add(1);
            }
        }
    }
    for (kind, name) in declared {
        if counts.get(&*name.text).is_none_or(|count| *count > 1) {
            continue;
        }
        let said = Diagnostic::warning(Code::W109, name.span, format!("nothing uses {kind} `{}`", name.text))
            .here("declared here, and named nowhere else")
            .help("use it, or remove it: a name that nothing uses is often a clause that was forgotten");
        checker.diagnostics.add(said);
    }
}
