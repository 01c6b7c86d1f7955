//! From a pack to a plan: the whole way in one function, which a newcomer reads first.
//!
//! Each step reports what is wrong and goes on with the rest, so that one run shows every mistake once; a plan comes
//! out only if there was no error. The order of files makes no difference. Language reference: "Packs".

use crate::check;
use crate::check::TableFiles;
use crate::data::csv;
use crate::diagnostic::Diagnostics;
use crate::limits::Limits;
use crate::names;
use crate::pack::Pack;
use crate::plan::Plan;
use crate::source::Sources;
use crate::syntax;
use crate::syntax::ast::Ast;
use crate::syntax::ast::CalendarDays;
use crate::syntax::ast::GroupMembers;
use crate::syntax::ast::ItemKind;
use crate::syntax::ast::Text;

/// What came of a pack.
pub(crate) struct Compiled {
    /// All texts, table files included.
    pub(crate) sources: Sources,
    /// The plan; `None` if there was an error.
    pub(crate) plan: Option<Plan>,
    /// Everything that was said, also when the pack was opened.
    pub(crate) diagnostics: Diagnostics,
}

/// Compiles a pack. `sources` and `diagnostics` are those with which it was opened.
pub(crate) fn compile(
    pack: &mut Pack<'_>,
    mut sources: Sources,
    mut diagnostics: Diagnostics,
    limits: &Limits,
) -> Compiled {
    let mut files: Vec<Ast> = Vec::new();
    for rule_file in &pack.rule_files {
        let text = sources.get(rule_file.file).map(|source| source.text.clone());
        let text = text.as_deref().unwrap_or("");
        files.push(syntax::parse(rule_file.file, text, limits, &mut diagnostics));
    }
    let tables = read_tables(pack, &files, &mut sources, &mut diagnostics);
    let (items, symbols) = names::resolve(&files, &sources, &mut diagnostics);
    let input = check::Input {
        items: &items,
        symbols: &symbols,
        sources: sources.clone(),
        tables: &tables,
        limits,
        unread: files.iter().any(|file| file.header.is_none()),
    };
    let plan = check::check(input, &mut diagnostics);
    Compiled {
        sources,
        plan,
        diagnostics,
    }
}

/// The table files that tables and groups name.
fn read_tables(pack: &mut Pack<'_>, files: &[Ast], sources: &mut Sources, diagnostics: &mut Diagnostics) -> TableFiles {
    let mut tables = TableFiles::new();
    for path in files
        .iter()
        .flat_map(|file| &file.items)
        .flat_map(|item| table_paths(&item.kind))
    {
        let csv = pack
            .table(sources, &path.text, path.span, diagnostics)
            .and_then(|file| csv::read(sources, file, diagnostics));
        if let Some(csv) = csv {
            tables.insert(path.span, csv);
        }
    }
    tables
}

/// The files from which an item is read.
fn table_paths(item: &ItemKind) -> Vec<&Text> {
    if let ItemKind::Calendar(calendar) = item {
        let clauses = calendar.days_off.iter().chain(&calendar.working);
        return clauses
            .filter_map(|days| match days {
                CalendarDays::File { path, .. } => Some(path),
                CalendarDays::Days(_) => None,
            })
            .collect();
    }
    if let ItemKind::Group(group) = item {
        return group.members().filter_map(GroupMembers::file).collect();
    }
    table_path(item).into_iter().collect()
}

/// The file from which a table is read.
fn table_path(item: &ItemKind) -> Option<&Text> {
    match item {
        ItemKind::Table(table) => table.read_from.as_ref(),
        ItemKind::Use(_)
        | ItemKind::Source(_)
        | ItemKind::Enum(_)
        | ItemKind::Record(_)
        | ItemKind::Extend(_)
        | ItemKind::Group(_)
        | ItemKind::Code(_)
        | ItemKind::Measure(_)
        | ItemKind::Fact(_)
        | ItemKind::DecisionTable(_)
        | ItemKind::Parameter(_)
        | ItemKind::Definition(_)
        | ItemKind::Figure(_)
        | ItemKind::Decision(_)
        | ItemKind::Summary(_)
        | ItemKind::Rule(_)
        | ItemKind::Obligation(_)
        | ItemKind::Calendar(_)
        | ItemKind::Suspension(_)
        | ItemKind::Reading(_)
        | ItemKind::Case(_)
        | ItemKind::Test(_)
        | ItemKind::Property(_) => None,
    }
}

#[cfg(test)]
mod tests;
