//! Tables of expressions: what is written, and its type or what is said about it.
//!
//! Each expression stands as the body of a definition with the parameters `a : Article` and `p : Party`, in a ruleset
//! that decides each `item`; see [`world`]. Signatures are made as for every pack.

mod amounts;
mod claims;
mod lists;
mod names;
mod places;
mod values;
mod world;

use crate::check::Checker;
use crate::check::Input;
use crate::check::TableFiles;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::Diagnostics;
use crate::limits::Limits;
use crate::names::resolve;
use crate::plan::ExprKind;
use crate::plan::Plan;
use crate::source::FileId;
use crate::source::Sources;
use crate::source::Span;
use crate::syntax;
use crate::syntax::ast;
use crate::syntax::ast::Ident;
use crate::value::Type;

use super::Elaborator;
use super::Locals;
use super::types;

/// The file in which something is tried.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Own,
    Third,
    Tests,
}

/// What came of an expression.
struct Read {
    /// The type as written; the mistakes, if there are any.
    outcome: String,
    kind: Option<ExprKind>,
    /// The first mistake with its marked texts and its help.
    first: String,
}

/// Reads the pack with this text at this place, and tries something with the expressions of that file. What is said of
/// that file before goes to `body` too.
fn try_in<T>(
    place: Place,
    text: &str,
    body: impl FnOnce(&mut Elaborator<'_>, &[&ast::Case], Vec<Diagnostic>) -> T,
) -> T {
    let limits = Limits::default();
    let (mut sources, mut diagnostics) = (Sources::new(), Diagnostics::new());
    let mut files = Vec::new();
    for (name, rules) in world::FILES {
        let rules = [
            ("{own}", Place::Own),
            ("{third}", Place::Third),
            ("{tests}", Place::Tests),
        ]
        .iter()
        .fold(rules.to_owned(), |rules, (mark, at)| {
            rules.replace(mark, if *at == place { text } else { "" })
        });
        let file = sources.add(name, rules.as_str());
        files.push(syntax::parse(file, &rules, &limits, &mut diagnostics));
    }
    let (items, symbols) = resolve(&files, &sources, &mut diagnostics);
    let tables = TableFiles::new();
    let mut quiet = Diagnostics::new();
    let input = Input {
        items: &items,
        symbols: &symbols,
        sources,
        tables: &tables,
        limits: &limits,
        unread: false,
    };
    let mut checker = Checker::new(input, &mut quiet);
    checker.declare();
    checker.check_rulesets();
    checker.fill();
    let (at, name) = match place {
        Place::Own => (2, "own"),
        Place::Third => (3, "third"),
        Place::Tests => (4, ""),
    };
    let scope = symbols.scopes().iter_ids().find(|(_, scope)| *scope.name == *name);
    let (ruleset, ast) = (scope.map(|(id, _)| id).unwrap(), &files[at]);
    let said = diagnostics
        .sorted()
        .into_iter()
        .filter(|one| one.at.as_ref().is_some_and(|at| at.span.file == ast.file))
        .collect();
    let mut elaborator = checker.elaborate(ruleset, ast);
    elaborator.tests = place == Place::Tests;
    let cases: Vec<&ast::Case> = items.cases.iter().map(|case| case.of).collect();
    body(&mut elaborator, &cases, said)
}

/// Reads expressions, each of its type if one is given.
fn read_all(place: Place, probes: &[(&str, Option<&Type>)]) -> Vec<Read> {
    let items: Vec<String> = probes
        .iter()
        .enumerate()
        .map(|(number, (text, _))| format!("definition probe_{number} means {text}\n\n"))
        .collect();
    try_in(place, &items.concat(), |elaborator, _, said| {
        probes
            .iter()
            .enumerate()
            .map(|(number, (_, expected))| read_probe(elaborator, number, *expected, &said))
            .collect()
    })
}

fn read_probe(elaborator: &mut Elaborator<'_>, number: usize, expected: Option<&Type>, before: &[Diagnostic]) -> Read {
    let name = format!("probe_{number}");
    let means = elaborator.ast.items.iter().find_map(|item| {
        if let ast::ItemKind::Definition(definition) = &item.kind
            && *definition.name.text == *name
            && let ast::Meaning::One(means) = definition.means
        {
            return Some(means);
        }
        None
    });
    let mut locals = locals(elaborator);
    let (id, own) = listening(elaborator, |elaborator| {
        means.map(|means| elaborator.expr(&mut locals, means, expected))
    });
    let mut said = own;
    if said.is_empty() && means.is_none() {
        said = before.iter().take(1).cloned().collect();
    }
    let expr = id.and_then(|id| elaborator.exprs.get(id));
    let ty = expr.map_or_else(String::new, |expr| types::written(elaborator.plan, &expr.ty));
    Read {
        outcome: if said.is_empty() { ty } else { mistakes(&said) },
        kind: expr.map(|expr| expr.kind.clone()),
        first: said.first().map_or_else(String::new, |one| shown(elaborator.plan, one)),
    }
}

/// Does something, and gives what was said meanwhile.
fn listening<T>(elaborator: &mut Elaborator<'_>, body: impl FnOnce(&mut Elaborator<'_>) -> T) -> (T, Vec<Diagnostic>) {
    let mut own = Diagnostics::new();
    let result = body(&mut Elaborator {
        ast: elaborator.ast,
        ruleset: elaborator.ruleset,
        symbols: elaborator.symbols,
        plan: elaborator.plan,
        exprs: elaborator.exprs,
        texts: elaborator.texts,
        diagnostics: &mut own,
        element_of: None,
        tests: elaborator.tests,
    });
    (result, own.sorted())
}

fn read(text: &str) -> Read {
    read_all(Place::Own, &[(text, None)]).remove(0)
}

fn nowhere() -> Span {
    use crate::ids::Id;
    Span::new(FileId::from_index(0), 0, 0)
}

/// The parameters of the probe.
fn locals(elaborator: &Elaborator<'_>) -> Locals {
    let mut locals = Locals::new();
    for (name, record) in [("a", "Article"), ("p", "Party")] {
        let ty = elaborator
            .plan
            .shape
            .records
            .iter_ids()
            .find(|(_, shape)| *shape.name == *record)
            .map_or(Type::Error, |(id, _)| Type::Record(id));
        let name = Ident {
            text: name.into(),
            span: nowhere(),
        };
        locals.declare(&name, ty);
    }
    locals
}

/// Each mistake as `CODE title`, joined by `; `.
fn mistakes(said: &[Diagnostic]) -> String {
    let said: Vec<String> = said.iter().map(|one| format!("{} {}", one.code, one.title)).collect();
    said.join("; ")
}

/// A mistake with its marked texts and its help.
fn shown(plan: &Plan, one: &Diagnostic) -> String {
    let at = one
        .at
        .as_ref()
        .map_or_else(String::new, |at| format!("[{}] {}", plan.files.text(at.span), at.text));
    let labels: Vec<String> = one
        .labels
        .iter()
        .map(|label| format!("[{}] {}", plan.files.text(label.span), label.text))
        .collect();
    format!(
        "{} {} {at} | {} | {}",
        one.code,
        one.title,
        labels.join(", "),
        one.help.join("; ")
    )
}

/// Checks a table of expressions and what comes of them.
fn table(rows: &[(&str, &str)]) {
    table_in(Place::Own, rows);
}

fn table_in(place: Place, rows: &[(&str, &str)]) {
    let probes: Vec<(&str, Option<&Type>)> = rows.iter().map(|(text, _)| (*text, None)).collect();
    let found = read_all(place, &probes);
    compare(
        rows.iter()
            .zip(&found)
            .map(|((text, expected), read)| (*text, *expected, &*read.outcome)),
    );
}

/// Checks a table of expressions of given types.
fn table_of(rows: &[(&str, Type, &str)]) {
    let probes: Vec<(&str, Option<&Type>)> = rows.iter().map(|(text, ty, _)| (*text, Some(ty))).collect();
    let found = read_all(Place::Own, &probes);
    compare(
        rows.iter()
            .zip(&found)
            .map(|((text, _, expected), read)| (*text, *expected, &*read.outcome)),
    );
}

/// Checks the whole message about each expression.
fn messages(rows: &[(&str, &str)]) {
    let probes: Vec<(&str, Option<&Type>)> = rows.iter().map(|(text, _)| (*text, None)).collect();
    let found = read_all(Place::Own, &probes);
    compare(
        rows.iter()
            .zip(&found)
            .map(|((text, expected), read)| (*text, *expected, &*read.first)),
    );
}

fn compare<'r>(rows: impl Iterator<Item = (&'r str, &'r str, &'r str)>) {
    let wrong: Vec<String> = rows
        .filter(|(_, expected, found)| found != expected)
        .map(|(text, expected, found)| format!("{text}\n  wanted {expected}\n  found  {found}"))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
