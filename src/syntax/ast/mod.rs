//! The syntax tree: items, and the expressions in them.

mod decision_tables;
mod exprs;
mod items;

pub(crate) use decision_tables::*;
pub(crate) use exprs::*;
pub(crate) use items::*;
