//! Gathers the items of all files in one order, numbers them, and notes who owns each name and who uses whom.
//!
//! The order: rulesets by name, tests files by the name of the file, items by their place. The numbers given here are
//! those of the plan: `check` pushes in the same order. The record type of the top-level facts comes after all others.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use crate::diagnostic::Diagnostics;
use crate::ids::Id;
use crate::ids::IdVec;
use crate::plan::CalendarId;
use crate::plan::DecisionTableId;
use crate::plan::DefinitionId;
use crate::plan::FieldId;
use crate::plan::GroupId;
use crate::plan::ObligationId;
use crate::plan::ParameterId;
use crate::plan::ReadingId;
use crate::plan::RuleId;
use crate::plan::RulesetId;
use crate::plan::SourceId;
use crate::plan::SuspensionId;
use crate::source::Sources;
use crate::source::Span;
use crate::syntax::ast;
use crate::syntax::ast::Ast;
use crate::syntax::ast::Header;
use crate::syntax::ast::Ident;
use crate::syntax::ast::Item;
use crate::syntax::ast::ItemKind;
use crate::value::DecisionId;
use crate::value::EnumId;
use crate::value::MeasureId;
use crate::value::RecordType;
use crate::value::SchemeId;
use crate::value::TableId;

use super::errors;
use super::graph::Graph;
use super::graph::NodeId;
use super::symbols::Scope;
use super::symbols::Symbol;
use super::symbols::SymbolKind;
use super::symbols::Symbols;

/// An item with where it stands.
#[derive(Debug)]
pub(crate) struct Declared<'a, T> {
    /// The ruleset or tests file.
    pub(crate) scope: RulesetId,
    /// Its file.
    pub(crate) ast: &'a Ast,
    /// The whole item, with its `cite` lines.
    pub(crate) item: &'a Item,
    /// What it declares.
    pub(crate) of: &'a T,
}

impl<T> Clone for Declared<'_, T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Declared<'_, T> {}

/// All items, numbered as in the plan.
#[derive(Debug, Default)]
pub(crate) struct Items<'a> {
    /// The file of each ruleset, then of each tests file.
    pub(crate) files: IdVec<RulesetId, &'a Ast>,
    /// The rulesets among them, which come first.
    pub(crate) rulesets: IdVec<RulesetId, &'a ast::Ruleset>,
    /// `enum`
    pub(crate) enums: IdVec<EnumId, Declared<'a, ast::EnumItem>>,
    /// `record`
    pub(crate) records: IdVec<RecordType, Declared<'a, ast::RecordItem>>,
    /// `extend`
    pub(crate) extensions: Vec<Declared<'a, ast::RecordItem>>,
    /// `code`
    pub(crate) schemes: IdVec<SchemeId, Declared<'a, ast::CodeScheme>>,
    /// `measure`
    pub(crate) measures: IdVec<MeasureId, Declared<'a, ast::Measure>>,
    /// `fact`
    pub(crate) facts: IdVec<FieldId, Declared<'a, ast::FieldLine>>,
    /// `group`
    pub(crate) groups: IdVec<GroupId, Declared<'a, ast::Group>>,
    /// `table`
    pub(crate) tables: IdVec<TableId, Declared<'a, ast::Table>>,
    /// `decision table`
    pub(crate) decision_tables: IdVec<DecisionTableId, Declared<'a, ast::DecisionTable>>,
    /// `parameter`
    pub(crate) parameters: IdVec<ParameterId, Declared<'a, ast::Parameter>>,
    /// `definition`
    pub(crate) definitions: IdVec<DefinitionId, Declared<'a, ast::Definition>>,
    /// The definitions that are reported: `figure`.
    pub(crate) figures: Vec<DefinitionId>,
    /// `rule`, `exemption`, `restriction`, `flag`
    pub(crate) rules: IdVec<RuleId, Declared<'a, ast::Rule>>,
    /// `decision`
    pub(crate) decisions: IdVec<DecisionId, Declared<'a, ast::Decision>>,
    /// `summary`
    pub(crate) summaries: Vec<Declared<'a, ast::Summary>>,
    /// `calendar`
    pub(crate) calendars: IdVec<CalendarId, Declared<'a, ast::Calendar>>,
    /// `obligation`
    pub(crate) obligations: IdVec<ObligationId, Declared<'a, ast::Obligation>>,
    /// `suspension`
    pub(crate) suspensions: IdVec<SuspensionId, Declared<'a, ast::Suspension>>,
    /// `reading`
    pub(crate) readings: IdVec<ReadingId, Declared<'a, ast::Reading>>,
    /// `source`
    pub(crate) sources: IdVec<SourceId, Declared<'a, ast::SourceItem>>,
    /// `case`
    pub(crate) cases: Vec<Declared<'a, ast::Case>>,
    /// `test`
    pub(crate) tests: Vec<Declared<'a, ast::Test>>,
    /// `property`
    pub(crate) properties: Vec<Declared<'a, ast::Property>>,
}

/// Gathers and numbers the items of these files, whatever their order.
pub(crate) fn resolve<'a>(files: &'a [Ast], sources: &Sources, diagnostics: &mut Diagnostics) -> (Items<'a>, Symbols) {
    let mut rulesets = Vec::new();
    let mut tests = Vec::new();
    for ast in files {
        let file = sources.get(ast.file).map_or("", |source| &source.name);
        match &ast.header {
            Some(Header::Ruleset(ruleset)) => rulesets.push((ruleset.name.text(), file, ast, ruleset)),
            Some(Header::Tests(of)) => tests.push((file, ast, of)),
            None => {}
        }
    }
    rulesets.sort_by(|a, b| (&a.0, a.1).cmp(&(&b.0, b.1)));
    tests.sort_by_key(|(file, ..)| *file);

    let mut items = Items::default();
    let mut scopes = IdVec::new();
    let mut seen: BTreeMap<&str, Span> = BTreeMap::new();
    for (name, _, ast, ruleset) in &rulesets {
        if let Some(first) = seen.get(name.as_str()) {
            diagnostics.add(errors::ruleset_twice(name, ruleset.name.span, *first));
        } else {
            seen.insert(name, ruleset.name.span);
        }
        items.rulesets.push(*ruleset);
        scopes.push(items.add_file(name, false, ast, diagnostics));
    }
    for (_, ast, _) in &tests {
        scopes.push(items.add_file("", true, ast, diagnostics));
    }
    let unread = files.iter().any(|ast| ast.header.is_none());
    let known = rulesets.iter().map(|(name, ..)| name.as_str()).collect();
    resolve_uses(&items, &mut scopes, &Uses { known, unread }, diagnostics);
    (items, Symbols::new(scopes))
}

impl<'a> Items<'a> {
    /// Numbers the items of a file; its names.
    fn add_file(&mut self, name: &str, tests: bool, ast: &'a Ast, diagnostics: &mut Diagnostics) -> Scope {
        let scope = self.files.push(ast);
        let mut own: BTreeMap<Box<str>, Symbol> = BTreeMap::new();
        let mut declare = |ident: &Ident, kind: SymbolKind, diagnostics: &mut Diagnostics| {
            if let Some(first) = own.get(&ident.text) {
                diagnostics.add(errors::stands_twice(&ident.text, ident.span, first.span));
                return;
            }
            let broken = kind == SymbolKind::Broken;
            if !broken && kind.is_type() != ident.text.starts_with(|first: char| first.is_ascii_uppercase()) {
                diagnostics.add(errors::first_letter(ident, kind));
            }
            let symbol = Symbol {
                kind,
                name: ident.text.clone(),
                span: ident.span,
                ruleset: scope,
            };
            own.insert(ident.text.clone(), symbol);
        };
        for item in &ast.items {
            if tests && !may_stand_in_tests(&item.kind) {
                diagnostics.add(errors::not_in_tests(word(&item.kind), item.span));
                if let Some(name) = item_name(&item.kind) {
                    declare(name, SymbolKind::Broken, diagnostics);
                }
            } else if let Some((name, kind)) = self.add(scope, ast, item) {
                declare(name, kind, diagnostics);
            }
        }
        for broken in &ast.broken {
            declare(broken, SymbolKind::Broken, diagnostics);
        }
        Scope {
            name: name.into(),
            tests,
            own,
            uses: Vec::new(),
            blind: false,
        }
    }

    /// Numbers an item; its name and what it is.
    fn add(&mut self, scope: RulesetId, ast: &'a Ast, item: &'a Item) -> Option<(&'a Ident, SymbolKind)> {
        macro_rules! declared {
            ($of:expr) => {
                Declared {
                    scope,
                    ast,
                    item,
                    of: $of,
                }
            };
        }
        let kind = match &item.kind {
            ItemKind::Use(_) => return None,
            ItemKind::Source(of) => SymbolKind::Source(self.sources.push(declared!(of))),
            ItemKind::Enum(of) => SymbolKind::Enum(self.enums.push(declared!(of))),
            ItemKind::Record(of) => SymbolKind::Record(self.records.push(declared!(of))),
            ItemKind::Extend(of) => {
                self.extensions.push(declared!(of));
                return None;
            }
            ItemKind::Group(of) => SymbolKind::Group(self.groups.push(declared!(of))),
            ItemKind::Code(of) => SymbolKind::Scheme(self.schemes.push(declared!(of))),
            ItemKind::Measure(of) => SymbolKind::Measure(self.measures.push(declared!(of))),
            ItemKind::Fact(of) => SymbolKind::Fact(self.facts.push(declared!(of))),
            ItemKind::Table(of) => SymbolKind::Table(self.tables.push(declared!(of))),
            ItemKind::DecisionTable(of) => SymbolKind::DecisionTable(self.decision_tables.push(declared!(of))),
            ItemKind::Parameter(of) => SymbolKind::Parameter(self.parameters.push(declared!(of))),
            ItemKind::Definition(of) => SymbolKind::Definition(self.definitions.push(declared!(of))),
            ItemKind::Figure(of) => {
                let id = self.definitions.push(declared!(of));
                self.figures.push(id);
                SymbolKind::Definition(id)
            }
            ItemKind::Decision(of) => SymbolKind::Decision(self.decisions.push(declared!(of))),
            ItemKind::Summary(of) => SymbolKind::Summary(push(&mut self.summaries, declared!(of))),
            ItemKind::Rule(of) => SymbolKind::Rule(self.rules.push(declared!(of))),
            ItemKind::Calendar(of) => SymbolKind::Calendar(self.calendars.push(declared!(of))),
            ItemKind::Obligation(of) => SymbolKind::Obligation(self.obligations.push(declared!(of))),
            ItemKind::Suspension(of) => SymbolKind::Suspension(self.suspensions.push(declared!(of))),
            ItemKind::Reading(of) => SymbolKind::Reading(self.readings.push(declared!(of))),
            ItemKind::Case(of) => SymbolKind::Case(push(&mut self.cases, declared!(of))),
            ItemKind::Test(of) => {
                self.tests.push(declared!(of));
                return None;
            }
            ItemKind::Property(of) => {
                self.properties.push(declared!(of));
                return None;
            }
        };
        item_name(&item.kind).map(|name| (name, kind))
    }
}

fn push<T>(items: &mut Vec<T>, item: T) -> usize {
    items.push(item);
    items.len().saturating_sub(1)
}

fn may_stand_in_tests(kind: &ItemKind) -> bool {
    matches!(
        kind,
        ItemKind::Case(_) | ItemKind::Test(_) | ItemKind::Property(_) | ItemKind::Use(_)
    )
}

/// The name that an item owns.
fn item_name(kind: &ItemKind) -> Option<&Ident> {
    Some(match kind {
        ItemKind::Use(_) | ItemKind::Extend(_) | ItemKind::Test(_) | ItemKind::Property(_) => return None,
        ItemKind::Source(of) => &of.name,
        ItemKind::Enum(of) => &of.name,
        ItemKind::Record(of) => &of.name,
        ItemKind::Group(of) => &of.name,
        ItemKind::Code(of) => &of.name,
        ItemKind::Measure(of) => &of.name,
        ItemKind::Fact(of) => &of.name,
        ItemKind::Table(of) => &of.name,
        ItemKind::DecisionTable(of) => &of.name,
        ItemKind::Parameter(of) => &of.name,
        ItemKind::Definition(of) | ItemKind::Figure(of) => &of.name,
        ItemKind::Decision(of) => &of.name,
        ItemKind::Summary(of) => &of.name,
        ItemKind::Rule(of) => &of.name,
        ItemKind::Obligation(of) => &of.name,
        ItemKind::Calendar(of) => &of.name,
        ItemKind::Suspension(of) => &of.name,
        ItemKind::Reading(of) => &of.name,
        ItemKind::Case(of) => &of.name,
    })
}

/// What an item is, with its article.
fn word(kind: &ItemKind) -> &'static str {
    match kind {
        ItemKind::Use(_) => "a `use`",
        ItemKind::Source(_) => "a `source`",
        ItemKind::Enum(_) => "an `enum`",
        ItemKind::Record(_) => "a `record`",
        ItemKind::Extend(_) => "an `extend`",
        ItemKind::Group(_) => "a `group`",
        ItemKind::Code(_) => "a `code`",
        ItemKind::Measure(_) => "a `measure`",
        ItemKind::Fact(_) => "a `fact`",
        ItemKind::Table(_) => "a `table`",
        ItemKind::DecisionTable(_) => "a `decision table`",
        ItemKind::Parameter(_) => "a `parameter`",
        ItemKind::Definition(_) => "a `definition`",
        ItemKind::Figure(_) => "a `figure`",
        ItemKind::Decision(_) => "a `decision`",
        ItemKind::Summary(_) => "a `summary`",
        ItemKind::Rule(_) => "a rule",
        ItemKind::Obligation(_) => "an `obligation`",
        ItemKind::Calendar(_) => "a `calendar`",
        ItemKind::Suspension(_) => "a `suspension`",
        ItemKind::Reading(_) => "a `reading`",
        ItemKind::Case(_) => "a `case`",
        ItemKind::Test(_) => "a `test`",
        ItemKind::Property(_) => "a `property`",
    }
}

/// What is known of rulesets while uses are resolved.
struct Uses<'a> {
    known: BTreeSet<&'a str>,
    /// A file without its first line may be any ruleset.
    unread: bool,
}

/// Fills [`Scope::uses`], and reports unknown rulesets and circles.
fn resolve_uses(items: &Items, scopes: &mut IdVec<RulesetId, Scope>, context: &Uses, diagnostics: &mut Diagnostics) {
    let mut numbers: BTreeMap<Box<str>, RulesetId> = BTreeMap::new();
    for (id, scope) in scopes.iter_ids().filter(|(_, scope)| !scope.tests) {
        numbers.entry(scope.name.clone()).or_insert(id);
    }
    let mut written: IdVec<RulesetId, Vec<(RulesetId, Span)>> = IdVec::new();
    for (id, ast) in items.files.iter_ids() {
        let mut used = Vec::new();
        for path in used_paths(ast) {
            let name = path.text();
            if let Some(&number) = numbers.get(name.as_str()) {
                used.push((number, path.span));
                continue;
            }
            scopes.at_mut(id).blind = true;
            if !context.unread {
                let known = context.known.iter().copied();
                diagnostics.add(errors::unknown_ruleset(&name, path.span, known));
            }
        }
        // A broken item may have been a `use`: then its ruleset is taken as used, so that its names are no mistakes.
        for broken in &ast.broken {
            let inside = format!("{}.", broken.text);
            used.extend(numbers.get(&broken.text).map(|&number| (number, broken.span)));
            scopes.at_mut(id).blind |= numbers.keys().any(|name| name.starts_with(&inside));
        }
        written.push(used);
    }
    for id in scopes.ids() {
        let mut uses: BTreeSet<RulesetId> = written.at(id).iter().map(|(used, _)| *used).collect();
        if scopes.at(id).tests {
            let further: Vec<RulesetId> = uses
                .iter()
                .flat_map(|&used| written.at(used))
                .map(|(used, _)| *used)
                .collect();
            scopes.at_mut(id).blind |= uses.iter().any(|&used| scopes.at(used).blind);
            uses.extend(further);
        }
        uses.remove(&id);
        scopes.at_mut(id).uses = uses.into_iter().collect();
    }
    report_circles(scopes, &written, diagnostics);
}

/// What a file uses, as it is written.
fn used_paths(ast: &Ast) -> Vec<&ast::Path> {
    let mut paths = Vec::new();
    if let Some(Header::Tests(tests)) = &ast.header {
        paths.extend(&tests.of);
    }
    for item in &ast.items {
        if let ItemKind::Use(path) = &item.kind {
            paths.push(path);
        }
    }
    paths
}

fn report_circles(
    scopes: &IdVec<RulesetId, Scope>,
    written: &IdVec<RulesetId, Vec<(RulesetId, Span)>>,
    diagnostics: &mut Diagnostics,
) {
    let mut graph = Graph::new(scopes.len());
    for (from, used) in written.iter_ids() {
        for (to, span) in used {
            graph.add(NodeId::from_index(from.index()), NodeId::from_index(to.index()), *span);
        }
    }
    let name = |node: NodeId| &*scopes.at(RulesetId::from_index(node.index())).name;
    for component in graph.components() {
        if !graph.is_circle(&component) {
            continue;
        }
        let circle = graph.circle(&component);
        let names: Vec<&str> = circle.iter().map(|(node, _)| name(*node)).collect();
        let following = names.iter().cycle().skip(1);
        let places: Vec<(Span, String)> = circle
            .iter()
            .zip(following)
            .map(|((node, span), next)| (**span, format!("`{}` uses `{next}`", name(*node))))
            .collect();
        diagnostics.add(errors::circle_of_use(&names, &places));
    }
}
