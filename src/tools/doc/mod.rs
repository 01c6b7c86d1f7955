//! Rules read back: each item as one plain sentence that a lawyer can sign.
//!
//! Made from the plan alone, never from the text of the rules, so that it says what will be evaluated and not what
//! somebody meant to write. Behind each sentence stands the hash of its meaning: of the item and of all that it uses,
//! said in full. Layout, titles and the names of locals do not change it; a traversal, a quantifier, an order, a
//! threshold or a date does. `exprs.rs` has an arm for each kind of expression. Language reference: "Reading back".

#![expect(
    clippy::format_push_string,
    reason = "a sentence is put together from pieces; that it reads well here matters more than a copy"
)]

mod catalog;
mod dated;
mod duties;
mod exprs;
mod figures;
mod items;
mod lists;
mod rules;
mod said;
mod sets;
mod speaker;
mod tables;
mod values;

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use serde::Serialize;

use crate::decision::Citation;
use crate::diagnostic::Code;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::Diagnostics;
use crate::eval;
use crate::plan::Plan;
use crate::source::Sources;
use crate::text;

use catalog::Catalog;
use catalog::Item;
use speaker::Mode;
use speaker::Speaker;

/// An item read back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct ReadBack {
    /// `definition`
    pub(crate) kind: &'static str,
    /// `cn.rare_earth.counted_parts`
    pub(crate) name: String,
    /// Its title, or empty.
    pub(crate) title: String,
    /// What it cites.
    pub(crate) cites: Vec<Citation>,
    /// The sentence, without name, title and citation, and without a full stop.
    pub(crate) sentence: String,
    /// `blake3:` and 64 hexadecimal digits, of the meaning.
    pub(crate) meaning: String,
    /// The full names of the items that it uses directly.
    pub(crate) uses: Vec<String>,
    /// Where it stands.
    pub(crate) at: String,
    /// For people: its name alone.
    #[serde(skip)]
    pub(crate) short: String,
}

impl ReadBack {
    /// The first digits of the meaning: `3be1c2`.
    pub(crate) fn brief(&self) -> &str {
        self.meaning.get(7..13).unwrap_or("")
    }
}

/// All items, or those of these names, short or full; or of a ruleset.
pub(crate) fn read_back(
    plan: &Plan,
    sources: &Sources,
    names: &[String],
    diagnostics: &mut Diagnostics,
) -> Vec<ReadBack> {
    let catalog = Catalog::new(plan);
    let items = catalog.items();
    let wanted = wanted(&catalog, &items, names, diagnostics);
    if wanted.is_empty() {
        return Vec::new();
    }
    let mut own: BTreeMap<Item, ([u8; 32], BTreeSet<Item>)> = BTreeMap::new();
    for item in &items {
        let mut speaker = Speaker::new(plan, &catalog, Mode::Meaning);
        let said = format!("{}: {}", catalog.head(*item).kind, speaker.item(*item));
        own.insert(*item, (*blake3::hash(said.as_bytes()).as_bytes(), speaker.uses));
    }
    let mut all = Vec::new();
    for item in wanted {
        let mut speaker = Speaker::new(plan, &catalog, Mode::People);
        let sentence = speaker.item(item);
        let head = catalog.head(item);
        all.push(ReadBack {
            kind: head.kind,
            name: catalog.full_name(item),
            title: head.title.to_owned(),
            cites: eval::citations(plan, head.cites),
            sentence,
            meaning: format!("blake3:{}", meaning(item, &own, &catalog)),
            uses: direct(item, &own, &catalog),
            at: sources.place(head.span),
            short: head.name,
        });
    }
    all
}

/// The items that are asked for.
fn wanted(catalog: &Catalog<'_>, items: &[Item], names: &[String], diagnostics: &mut Diagnostics) -> Vec<Item> {
    if names.is_empty() {
        return items.to_vec();
    }
    let mut found = BTreeSet::new();
    for name in names {
        let fits = |item: &&Item| {
            let full = catalog.full_name(**item);
            full == *name
                || catalog.head(**item).name == *name
                || full.strip_prefix(&**name).is_some_and(|rest| rest.starts_with('.'))
        };
        let fitting: Vec<Item> = items.iter().filter(fits).copied().collect();
        if fitting.is_empty() {
            let all: Vec<String> = items.iter().map(|item| catalog.head(*item).name).collect();
            let close = text::quoted(&text::did_you_mean(name, all.iter().map(String::as_str)));
            let said = Diagnostic::general(Code::T106, format!("there is no item `{}`", text::brief(name)));
            diagnostics.add(if close.is_empty() {
                said.help("name a rule, a definition, a table, a decision; without names all are read back")
            } else {
                said.help(format!("did you mean {}?", text::list_or(&close)))
            });
        }
        found.extend(fitting);
    }
    items.iter().filter(|item| found.contains(item)).copied().collect()
}

/// The hash of an item and of all that it uses, directly or through others.
fn meaning(item: Item, own: &BTreeMap<Item, ([u8; 32], BTreeSet<Item>)>, catalog: &Catalog<'_>) -> String {
    let mut reached: BTreeSet<Item> = BTreeSet::new();
    let mut open = vec![item];
    while let Some(next) = open.pop() {
        if let Some((_, uses)) = own.get(&next) {
            open.extend(uses.iter().filter(|used| reached.insert(**used)).copied());
        }
    }
    reached.remove(&item);
    let mut parts: Vec<(String, Item)> = reached
        .into_iter()
        .map(|used| (catalog.full_name(used), used))
        .collect();
    parts.sort();
    let mut hasher = blake3::Hasher::new();
    if let Some((hash, _)) = own.get(&item) {
        hasher.update(hash);
    }
    for (name, used) in parts {
        if let Some((hash, _)) = own.get(&used) {
            hasher.update(name.as_bytes());
            hasher.update(&[0]);
            hasher.update(hash);
        }
    }
    hasher.finalize().to_hex().to_string()
}

fn direct(item: Item, own: &BTreeMap<Item, ([u8; 32], BTreeSet<Item>)>, catalog: &Catalog<'_>) -> Vec<String> {
    let uses = own.get(&item).map(|(_, uses)| uses);
    let mut names: Vec<String> = uses
        .into_iter()
        .flatten()
        .filter(|used| **used != item)
        .map(|used| catalog.full_name(*used))
        .collect();
    names.sort();
    names.dedup();
    names
}
