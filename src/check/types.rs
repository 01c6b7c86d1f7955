//! From a type as it is written to a type of the plan.
//!
//! Language reference: "Types and values".

use crate::diagnostic::Code;
use crate::diagnostic::Diagnostic;
use crate::names::Found;
use crate::names::SymbolKind;
use crate::names::errors::suggest;
use crate::plan::RulesetId;
use crate::syntax::ast;
use crate::value::Dimension;
use crate::value::Type;

use super::Checker;
use super::lookup::DECISION;
use super::lookup::several;

/// The types of the language itself.
const PLAIN: [(&str, Type); 12] = [
    ("boolean", Type::Boolean),
    ("text", Type::Text),
    ("integer", Type::Integer),
    ("decimal", Type::Decimal),
    ("percent", Type::Percent),
    ("money", Type::Money),
    ("mass", Type::Amount(Dimension::Mass)),
    ("length", Type::Amount(Dimension::Length)),
    ("date", Type::Date),
    ("duration", Type::Duration),
    ("country", Type::Country),
    ("currency", Type::Currency),
];

/// What other languages call these types.
const OTHERWISE_CALLED: [(&str, &str); 11] = [
    ("string", "text"),
    ("str", "text"),
    ("bool", "boolean"),
    ("int", "integer"),
    ("number", "decimal"),
    ("float", "decimal"),
    ("amount", "money"),
    ("percentage", "percent"),
    ("weight", "mass"),
    ("period", "duration"),
    ("time", "duration"),
];

/// Whether this names a type of the language itself.
pub(super) fn is_plain_type(name: &str) -> bool {
    PLAIN.iter().any(|(plain, _)| *plain == name)
}

impl Checker<'_> {
    /// The type that is written here; [`Type::Error`] after a report.
    pub(super) fn resolve_type(&mut self, scope: RulesetId, ty: &ast::TypeExpr) -> Type {
        let mut resolved = match &ty.outcome_of {
            Some(decision) => match self.find_path(scope, decision, &DECISION).map(|found| found.kind) {
                Some(SymbolKind::Decision(id)) => Type::Outcome(id),
                Some(_) | None => Type::Error,
            },
            None => self.named_type(scope, &ty.name),
        };
        if resolved == Type::Error {
            return resolved;
        }
        if ty.list {
            resolved = Type::List(Box::new(resolved));
        }
        if ty.or_none {
            resolved = Type::Optional(Box::new(resolved));
        }
        resolved
    }

    /// The type of what somebody states, in facts or in a table of data: never an outcome.
    pub(super) fn stated_type(&mut self, scope: RulesetId, ty: &ast::TypeExpr) -> Type {
        let Some(decision) = &ty.outcome_of else {
            return self.resolve_type(scope, ty);
        };
        let title = "an outcome is decided by rules, and is never stated";
        let said = Diagnostic::error(Code::R216, ty.span, title)
            .here("facts and tables of data hold what is known before")
            .help(format!(
                "write an `enum` for what others decided; `{}` is asked in a condition, `{} is …`",
                decision.text(),
                decision.text()
            ));
        self.fault(said)
    }

    /// The type of this name, without `list of` and `or none`.
    pub(super) fn named_type(&mut self, scope: RulesetId, name: &ast::Ident) -> Type {
        if let Some((_, ty)) = PLAIN.iter().find(|(plain, _)| *plain == &*name.text) {
            return ty.clone();
        }
        match self.symbols.lookup(scope, &name.text) {
            Found::One(symbol) if self.is_faulty(symbol.kind) => Type::Error,
            Found::One(symbol) => type_of(symbol.kind).unwrap_or_else(|| {
                let title = format!("`{}` is {}, not a type", name.text, symbol.kind.words());
                let said = Diagnostic::error(Code::R216, name.span, title)
                    .here("a type belongs here")
                    .label(symbol.span, "declared here");
                self.fault(said)
            }),
            Found::Several(symbols) => {
                let full: Vec<String> = symbols.iter().map(|symbol| self.symbols.full_name(symbol)).collect();
                self.fault(several(&name.text, name.span, &full))
            }
            Found::Nothing => {
                let said = self.unknown_type(scope, name);
                self.fault(said)
            }
        }
    }

    /// A measure one of whose units was reported.
    fn is_faulty(&self, kind: SymbolKind) -> bool {
        self.faulty_measures
            .iter()
            .any(|faulty| kind == SymbolKind::Measure(*faulty))
    }

    fn fault(&mut self, said: Diagnostic) -> Type {
        self.diagnostics.add(said);
        Type::Error
    }

    fn unknown_type(&self, scope: RulesetId, name: &ast::Ident) -> Diagnostic {
        let said = Diagnostic::error(Code::R211, name.span, format!("there is no type `{}`", name.text));
        let elsewhere = self
            .symbols
            .elsewhere(scope, &name.text)
            .find(|symbol| type_of(symbol.kind).is_some());
        if let Some(owner) = elsewhere {
            let ruleset = self.symbols.ruleset_name(owner.ruleset);
            return said
                .label(owner.span, format!("ruleset `{ruleset}` has one"))
                .help(format!("write `use {ruleset}` above"));
        }
        let visible = self
            .symbols
            .visible(scope)
            .filter(|symbol| type_of(symbol.kind).is_some());
        let known = PLAIN
            .iter()
            .map(|(plain, _)| *plain)
            .chain(visible.map(|symbol| &*symbol.name));
        match OTHERWISE_CALLED.iter().find(|(other, _)| *other == &*name.text) {
            Some((_, meant)) => said.help(format!("write `{meant}`")).fix(name.span, *meant),
            None => suggest(said, &name.text, known),
        }
    }
}

/// The type that an item declares, if it declares one.
fn type_of(kind: SymbolKind) -> Option<Type> {
    match kind {
        SymbolKind::Enum(id) => Some(Type::Enum(id)),
        SymbolKind::Record(id) => Some(Type::Record(id)),
        SymbolKind::Scheme(id) => Some(Type::Code(id)),
        SymbolKind::Measure(id) => Some(Type::Amount(Dimension::Declared(id))),
        SymbolKind::Broken => Some(Type::Error),
        SymbolKind::Fact(_)
        | SymbolKind::Group(_)
        | SymbolKind::Table(_)
        | SymbolKind::DecisionTable(_)
        | SymbolKind::Parameter(_)
        | SymbolKind::Definition(_)
        | SymbolKind::Rule(_)
        | SymbolKind::Decision(_)
        | SymbolKind::Summary(_)
        | SymbolKind::Obligation(_)
        | SymbolKind::Calendar(_)
        | SymbolKind::Suspension(_)
        | SymbolKind::Reading(_)
        | SymbolKind::Source(_)
        | SymbolKind::Case(_) => None,
    }
}
