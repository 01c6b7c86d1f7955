//! Tables of expressions: what is written, and its type or what is said about it.
//!
//! Each expression stands as the body of a definition with the parameters `a : Article` and `p : Party`, in a ruleset
//! that decides each `item`; see [`world`].

mod amounts;
mod lists;
mod names;
mod values;
mod world;

use crate::diagnostic::Diagnostics;
use crate::ids::Id;
use crate::ids::IdVec;
use crate::limits::Limits;
use crate::plan::Expr;
use crate::plan::ExprId;
use crate::source::Span;
use crate::syntax;
use crate::syntax::ast;
use crate::syntax::ast::Ast;
use crate::syntax::ast::Ident;
use crate::value::Texts;
use crate::value::Type;

use super::Elaborator;
use super::Locals;
use super::types;
use world::World;
use world::world;

/// What was made of an expression.
struct Read {
    world: World,
    exprs: IdVec<ExprId, Expr>,
    id: ExprId,
    diagnostics: Diagnostics,
}

/// Reads an expression, of this type if one is given.
fn read(text: &str, expected: Option<&Type>) -> Read {
    let rule = format!("ruleset own\n\ndefinition probe means {text}\n");
    let mut world = world();
    let mut diagnostics = Diagnostics::new();
    let file = world.plan.files.add("own.rule", rule.as_str());
    let ast = syntax::parse(file, &rule, &Limits::default(), &mut diagnostics);
    let mut exprs = IdVec::new();
    let mut texts = Texts::default();
    let id = match body(&ast) {
        Some(body) => {
            let mut elaborator = Elaborator {
                ast: &ast,
                ruleset: world.own,
                symbols: &world.symbols,
                plan: &world.plan,
                exprs: &mut exprs,
                texts: &mut texts,
                diagnostics: &mut diagnostics,
                tests: false,
            };
            let mut locals = locals();
            elaborator.expr(&mut locals, body, expected)
        }
        None => ExprId::from_index(0),
    };
    Read {
        world,
        exprs,
        id,
        diagnostics,
    }
}

fn locals() -> Locals {
    let mut locals = Locals::new();
    for (name, ty) in [("a", world::record(world::ARTICLE)), ("p", world::record(world::PARTY))] {
        let name = Ident {
            text: name.into(),
            span: Span::new(crate::source::FileId::from_index(0), 0, 0),
        };
        locals.declare(&name, ty);
    }
    locals
}

fn body(ast: &Ast) -> Option<ast::ExprId> {
    ast.items.iter().find_map(|item| match &item.kind {
        ast::ItemKind::Definition(definition) => Some(definition.means),
        _ => None,
    })
}

/// The type of an expression, or each mistake as `CODE title`, joined by `; `.
fn outcome(read: Read) -> String {
    if read.diagnostics.is_empty() {
        return match read.exprs.get(read.id) {
            Some(expr) => types::written(&read.world.plan, &expr.ty),
            None => "nothing".to_owned(),
        };
    }
    let said: Vec<String> = read
        .diagnostics
        .sorted()
        .iter()
        .map(|one| format!("{} {}", one.code, one.title))
        .collect();
    said.join("; ")
}

/// Checks a table of expressions and what comes of them.
fn table(rows: &[(&str, &str)]) {
    let wrong: Vec<String> = rows
        .iter()
        .map(|(text, expected)| (text, expected, outcome(read(text, None))))
        .filter(|(_, expected, found)| found != *expected)
        .map(|(text, expected, found)| format!("{text}\n  wanted {expected}\n  found  {found}"))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The first mistake with its marked text and its help.
fn said(text: &str, expected: Option<&Type>) -> String {
    let read = read(text, expected);
    let Some(one) = read.diagnostics.sorted().into_iter().next() else {
        return "nothing".to_owned();
    };
    let files = &read.world.plan.files;
    let at = one
        .at
        .map_or_else(String::new, |at| format!("[{}] {}", files.text(at.span), at.text));
    let labels: Vec<String> = one
        .labels
        .iter()
        .map(|label| format!("[{}] {}", files.text(label.span), label.text))
        .collect();
    format!(
        "{} {} {at} | {} | {}",
        one.code,
        one.title,
        labels.join(", "),
        one.help.join("; ")
    )
}
