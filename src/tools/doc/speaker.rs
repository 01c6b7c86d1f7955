//! What a sentence is made with: the plan, what locals are called, and what the sentence uses on its way.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use crate::plan::LocalId;
use crate::plan::Plan;
use crate::value::RecordType;
use crate::value::Type;

use super::catalog::Catalog;
use super::catalog::Item;

/// For whom a sentence is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mode {
    /// For people: long lists are counted, titles and values help along.
    People,
    /// For the hash of the meaning: everything that counts, whole, and nothing else.
    Meaning,
}

/// Makes the sentence of one item.
pub(super) struct Speaker<'p> {
    pub(super) plan: &'p Plan,
    pub(super) catalog: &'p Catalog<'p>,
    pub(super) mode: Mode,
    /// What the element of `decides each` is called: `item`.
    pub(super) element: Option<&'p str>,
    /// What the item uses.
    pub(super) uses: BTreeSet<Item>,
    /// What the locals in scope are called: `the part`, `party A`.
    locals: BTreeMap<LocalId, String>,
}

impl<'p> Speaker<'p> {
    /// Nothing said yet.
    pub(super) fn new(plan: &'p Plan, catalog: &'p Catalog<'p>, mode: Mode) -> Speaker<'p> {
        Speaker {
            plan,
            catalog,
            mode,
            element: None,
            uses: BTreeSet::new(),
            locals: BTreeMap::new(),
        }
    }

    /// The name of an item, which the sentence uses.
    pub(super) fn used(&mut self, item: Item) -> String {
        self.uses.insert(item);
        self.named(item)
    }

    /// The name of an item that is only mentioned.
    pub(super) fn named(&self, item: Item) -> String {
        match self.mode {
            Mode::People => self.catalog.name(item),
            Mode::Meaning => self.catalog.full_name(item),
        }
    }

    /// The element of `decides each`.
    pub(super) fn element(&self) -> String {
        match (self.mode, self.element) {
            (Mode::People, Some(name)) => format!("the {name}"),
            (Mode::People, None) | (Mode::Meaning, _) => "the element".to_owned(),
        }
    }

    /// What a local is called.
    pub(super) fn local(&self, local: LocalId) -> String {
        let name = self.locals.get(&local);
        name.map_or_else(|| "it".to_owned(), Clone::clone)
    }

    /// The parameters of a function, each with its name; two of one kind are told apart by letters.
    pub(super) fn parameters(&mut self, parameters: impl Iterator<Item = (LocalId, &'p Type)>) -> Vec<String> {
        let nouns: Vec<(LocalId, String)> = parameters.map(|(local, ty)| (local, self.noun(ty))).collect();
        let mut heads = Vec::new();
        for (number, (local, noun)) in nouns.iter().enumerate() {
            let alone = nouns.iter().filter(|(_, other)| other == noun).count() == 1;
            let before = nouns.iter().take(number).filter(|(_, other)| other == noun).count();
            let (name, head) = if alone {
                (format!("the {noun}"), format!("{} {noun}", article(noun)))
            } else {
                let name = format!("{noun} {}", letter(before));
                (name.clone(), name)
            };
            self.locals.insert(*local, name);
            heads.push(head);
        }
        heads
    }

    /// A name for a new local that nothing in scope has.
    pub(super) fn fresh(&self, noun: &str) -> String {
        let taken = |name: &String| {
            self.locals.values().any(|other| other == name) || self.element.is_some() && *name == self.element()
        };
        let plain = format!("the {noun}");
        if !taken(&plain) && !taken(&format!("{noun} A")) {
            return plain;
        }
        let lettered = (1..).map(|number| format!("{noun} {}", letter(number)));
        lettered.take(1000).find(|name| !taken(name)).unwrap_or(plain)
    }

    /// Gives a local a name; what it was called before.
    pub(super) fn bind(&mut self, local: LocalId, name: String) -> Option<String> {
        self.locals.insert(local, name)
    }

    /// Gives it its old name back.
    pub(super) fn unbind(&mut self, local: LocalId, before: Option<String>) {
        match before {
            Some(name) => self.locals.insert(local, name),
            None => self.locals.remove(&local),
        };
    }

    /// What a value of a type is called.
    pub(super) fn noun(&self, ty: &Type) -> String {
        match ty.required() {
            Type::Record(record) => self.record_noun(*record),
            Type::Row(_) => "row".to_owned(),
            Type::Country => "country".to_owned(),
            Type::Currency => "currency".to_owned(),
            Type::Code(_) => "code".to_owned(),
            Type::Enum(id) => {
                let shape = self.plan.shape.enums.get(*id);
                shape.map_or_else(|| "value".to_owned(), |shape| spaced(&shape.name))
            }
            Type::Text => "text".to_owned(),
            Type::Date => "date".to_owned(),
            Type::Duration => "duration".to_owned(),
            Type::Money => "amount of money".to_owned(),
            Type::Amount(dimension) => dimension.of(&self.plan.shape.measures).word().replace('_', " "),
            Type::Percent => "percentage".to_owned(),
            Type::Integer => "whole number".to_owned(),
            Type::Decimal => "number".to_owned(),
            Type::Boolean => "yes or no".to_owned(),
            Type::Outcome(_) => "outcome".to_owned(),
            Type::List(_) => "list".to_owned(),
            Type::Optional(_) | Type::Error | Type::None => "value".to_owned(),
        }
    }

    /// What a value of a type is called, with an article and whether it may be none: `a date, or none`.
    pub(super) fn a_noun(&self, ty: &Type) -> String {
        let noun = self.noun(ty);
        let noun = format!("{} {noun}", article(&noun));
        if let Type::List(inner) = ty {
            format!("{noun}, each member {}", self.a_noun(inner))
        } else if let Type::Optional(_) = ty {
            format!("{noun}, or none")
        } else {
            noun
        }
    }

    /// `article`, `raw material`
    pub(super) fn record_noun(&self, record: RecordType) -> String {
        let shape = self.plan.shape.records.get(record);
        shape.map_or_else(|| "record".to_owned(), |shape| spaced(&shape.name))
    }
}

/// `a`, `an`
pub(super) fn article(noun: &str) -> &'static str {
    if noun.starts_with("use") || noun.starts_with("uni") {
        "a"
    } else if noun.starts_with(['a', 'e', 'i', 'o', 'u', 'A', 'E', 'I', 'O', 'U']) {
        "an"
    } else {
        "a"
    }
}

/// `A`, `B`, …, `Z`, `A1`, …
fn letter(number: usize) -> String {
    let letter = ('A'..='Z').nth(number % 26).unwrap_or('Z');
    match number / 26 {
        0 => letter.to_string(),
        round => format!("{letter}{round}"),
    }
}

/// `RawMaterial` as `raw material`.
fn spaced(name: &str) -> String {
    let mut out = String::new();
    for character in name.chars() {
        if character.is_uppercase() && !out.is_empty() {
            out.push(' ');
        }
        out.extend(character.to_lowercase());
    }
    out
}
