//! Who is meant by each name: the items of all rulesets, numbered, and what a name means where it is written.
//!
//! Rulesets are numbered by name and items by their place in the file, so that no order of files matters. Tests files
//! are scopes too, numbered after the rulesets. Language reference: "Files and items".

mod collect;
pub(crate) mod errors;
pub(crate) mod graph;
mod symbols;

pub(crate) use collect::Declared;
pub(crate) use collect::Items;
pub(crate) use collect::resolve;
pub(crate) use symbols::Found;
pub(crate) use symbols::Symbol;
pub(crate) use symbols::SymbolKind;
pub(crate) use symbols::Symbols;
