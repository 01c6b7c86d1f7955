//! What is said of names that mean nothing, or too much: where they would be known, and what was meant.
//!
//! Language reference: "Files and items".

use crate::diagnostic::Code;
use crate::diagnostic::Diagnostic;
use crate::names::Found;
use crate::names::Symbol;
use crate::names::SymbolKind;
use crate::source::Span;
use crate::syntax::ast::Ident;
use crate::text;
use crate::value::Country;
use crate::value::CountryFault;
use crate::value::DecisionId;
use crate::value::EnumId;
use crate::value::Type;

use super::Elaborator;
use super::Locals;
use super::errors;
use super::locals::Fields;
use super::locals::Reach;
use super::types;

impl<'a> Elaborator<'a> {
    /// R201 for the full name of a ruleset, and a name that is not in it or not known here.
    pub(super) fn not_in_ruleset(&self, locals: &Locals, words: &[&Ident], span: Span) -> Option<Diagnostic> {
        let (name, owner) = words.split_last()?;
        let first = owner.first()?;
        if self.is_local(locals, &first.text) || self.symbols.lookup(self.ruleset, &first.text) != Found::Nothing {
            return None;
        }
        let full: Vec<&str> = owner.iter().map(|word| &*word.text).collect();
        let full = full.join(".");
        let ruleset = self.symbols.ruleset(&full)?;
        let used = self.symbols.scopes().get(self.ruleset)?.uses.contains(&ruleset);
        let names = || {
            self.symbols
                .scopes()
                .get(ruleset)
                .into_iter()
                .flat_map(|scope| scope.own.keys())
        };
        if !used && ruleset != self.ruleset {
            let fault = Diagnostic::error(Code::R201, span, format!("the names of {full} are not known here"));
            return Some(fault.help(format!("write `use {full}`")));
        }
        let fault = Diagnostic::error(Code::R201, span, format!("{full} has no `{}`", name.text));
        Some(errors::offer(fault, &name.text, names().map(|name| &**name)))
    }

    pub(super) fn several_owners(&self, name: &Ident, owners: &[&Symbol]) -> Diagnostic {
        let full: Vec<String> = owners.iter().map(|owner| self.symbols.full_name(owner)).collect();
        let mut fault = Diagnostic::error(
            Code::R203,
            name.span,
            format!("`{}` may be {}", name.text, text::list_or(&text::quoted(&full))),
        )
        .here("which of them?");
        for (owner, full) in owners.iter().zip(&full) {
            fault = fault.label(owner.span, full.clone());
        }
        fault.help(format!("write {}", text::list_or(&text::quoted(&full))))
    }

    pub(super) fn unknown_name(&self, locals: &Locals, name: &Ident, hint: Option<&Type>) -> Diagnostic {
        if matches!(&*name.text, "known" | "stated" | "proved") {
            let title = "no rule asks whether a fact is known";
            return Diagnostic::error(Code::R201, name.span, title).help(
                "leave it out: what is not known is never read as \"no\"; proof that a law asks for is a fact of its own, \
                 as in `certificate is not none`",
            );
        }
        match hint.map(Type::required) {
            Some(Type::Enum(id)) => return self.unknown_value(*id, name),
            Some(Type::Outcome(id)) => return self.unknown_outcome(*id, name),
            Some(wanted) => {
                if let Some(fault) = self.value_of_another_type(name, wanted) {
                    return fault;
                }
            }
            None => {}
        }
        let title = format!("`{}` is not known here", name.text);
        let fault = Diagnostic::error(Code::R201, name.span, title);
        if let Some(help) = elsewhere_said(&name.text) {
            return fault.help(help);
        }
        if let Some(help) = self.known_elsewhere(name) {
            return fault.help(help);
        }
        let own: Vec<&str> = self.own_names(locals);
        let visible = self.symbols.visible(self.ruleset).map(|symbol| &*symbol.name);
        // A name in small letters is no type.
        let small = name.text.starts_with(|first: char| first.is_lowercase());
        let fits = |other: &&str| !(small && other.starts_with(|first: char| first.is_uppercase()));
        errors::offer(fault, &name.text, own.into_iter().chain(visible).filter(fits))
    }

    /// R307 for a country in small letters or by its name; R304 for a value of an enum where something else belongs.
    fn value_of_another_type(&self, name: &Ident, wanted: &Type) -> Option<Diagnostic> {
        if *wanted == Type::Country
            && let Err(fault @ (CountryFault::Meant(_) | CountryFault::Perhaps(_))) = Country::parse(&name.text)
        {
            let words = fault.words(&name.text);
            let said = Diagnostic::error(Code::R307, name.span, words.title);
            return Some(match words.help {
                Some(help) => said.help(help),
                None => said,
            });
        }
        let mut enums = self.plan.shape.enums.iter();
        let owner = enums.find(|shape| shape.values.iter().any(|(value, _)| **value == *name.text))?;
        if self.symbols.elsewhere(self.ruleset, &name.text).next().is_some() {
            return None;
        }
        let title = format!(
            "`{}` is a value of {}, and here {} belongs",
            name.text,
            owner.name,
            types::phrase(self.plan, wanted)
        );
        Some(Diagnostic::error(Code::R304, name.span, title).here(format!("a value of {}", owner.name)))
    }

    fn own_names<'l>(&self, locals: &'l Locals) -> Vec<&'l str>
    where
        'a: 'l,
    {
        let mut names: Vec<&str> = locals.names().collect();
        match locals.fields {
            Some(Fields::Record(record)) => {
                if let Some(shape) = self.plan.shape.records.get(record) {
                    names.extend(shape.fields.iter().map(|field| &*field.name));
                }
            }
            Some(Fields::Row(table)) => {
                if let Some(table) = self.plan.tables.get(table) {
                    names.extend(table.columns.iter().map(|column| &*column.name));
                }
            }
            None => {}
        }
        names.extend(self.each_variable().filter(|_| locals.reach == Reach::All));
        names
    }

    /// Where a name would be known: by a `use`, as a value of an enum, as the element of another ruleset.
    fn known_elsewhere(&self, name: &Ident) -> Option<String> {
        if let Some(owner) = self.symbols.elsewhere(self.ruleset, &name.text).next() {
            let ruleset = self.symbols.ruleset_name(owner.ruleset);
            return Some(format!("it belongs to {ruleset}: write `use {ruleset}`"));
        }
        if let Some(each) = self
            .plan
            .rulesets
            .iter()
            .find(|ruleset| ruleset.each.as_ref().is_some_and(|each| *each.variable == *name.text))
        {
            return Some(format!(
                "it is the element of {}, known in that ruleset alone; give the definition a parameter",
                each.name
            ));
        }
        let decides_once = self
            .plan
            .rulesets
            .get(self.ruleset)
            .is_some_and(|own| own.each.is_none());
        if decides_once && *name.text == *"item" {
            return Some(
                "this ruleset decides once; `decides each item in …` at its head makes `item` known".to_owned(),
            );
        }
        let owner = self
            .plan
            .shape
            .enums
            .iter()
            .find(|shape| shape.values.iter().any(|(value, _)| **value == *name.text))?;
        Some(format!(
            "a value of {}: write `{}.{}`",
            owner.name, owner.name, name.text
        ))
    }

    /// R206 for a field of something that is no fact: of a type, where the fact is meant that is called like it.
    pub(super) fn no_fields(&self, symbol: &Symbol, field: &Ident, span: Span) -> Diagnostic {
        if let SymbolKind::Record(_) = symbol.kind
            && let Some(fact) = self.fact_of_type(symbol)
        {
            let title = format!("`{}` is the type; the fact is `{fact}`", symbol.name);
            let whole = format!("{fact}.{}", field.text);
            let fault = Diagnostic::error(Code::R206, span, title).label(symbol.span, "the type");
            return fault.help(format!("write `{whole}`")).fix(span, whole);
        }
        let title = format!("`{}` is {}, which has no fields", symbol.name, self.kind_words(symbol));
        Diagnostic::error(Code::R206, field.span, title).label(symbol.span, "declared here")
    }

    /// The fact that is called as its type, but for the capital letter.
    fn fact_of_type(&self, ty: &Symbol) -> Option<String> {
        let mut letters = ty.name.chars();
        let fact = letters.next()?.to_lowercase().chain(letters).collect::<String>();
        match self.symbols.lookup(self.ruleset, &fact) {
            Found::One(symbol) if matches!(symbol.kind, SymbolKind::Fact(_)) => Some(fact),
            Found::One(_) | Found::Several(_) | Found::Nothing => None,
        }
    }

    /// R207 for a value that an enum does not have.
    pub(super) fn unknown_value(&self, id: EnumId, name: &Ident) -> Diagnostic {
        let Some(shape) = self.plan.shape.enums.get(id) else {
            return Diagnostic::error(Code::R207, name.span, format!("`{}` is no value", name.text));
        };
        let names: Vec<&str> = shape.values.iter().map(|(value, _)| &**value).collect();
        let title = format!("{} has no value `{}`", shape.name, name.text);
        errors::offer_or_list(Diagnostic::error(Code::R207, name.span, title), &name.text, &names)
    }

    /// R207 for an outcome that a decision does not have.
    pub(super) fn unknown_outcome(&self, id: DecisionId, name: &Ident) -> Diagnostic {
        let Some(decision) = self.plan.decisions.get(id) else {
            return Diagnostic::error(Code::R207, name.span, format!("`{}` is no outcome", name.text));
        };
        let names: Vec<&str> = decision.outcomes.iter().map(|outcome| &*outcome.name).collect();
        let title = format!("decision `{}` has no outcome `{}`", decision.name, name.text);
        errors::offer_or_list(Diagnostic::error(Code::R207, name.span, title), &name.text, &names)
    }
}

/// Words that other languages know, and what the language has for them.
fn elsewhere_said(word: &str) -> Option<&'static str> {
    Some(match &*word.to_lowercase() {
        "yes" | "y" | "true" => "leave it away: the condition alone says that it holds; or write `true`",
        "no" | "n" | "false" => "write `not` before the condition; or write `false`",
        "null" | "nil" | "empty" | "blank" | "nothing" | "undefined" | "missing" => "write `none`",
        "today" | "now" | "current_date" => "rules know no clock: write a date of the facts, or `the law's date`",
        "this" | "self" | "it" => "write the name of what is meant, as in `item`",
        "more" | "higher" | "greater" | "above" => "write `is at least` before the value",
        "less" | "lower" | "fewer" | "below" => "write `is at most` before the value",
        _ => return None,
    })
}
