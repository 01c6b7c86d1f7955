//! The syntax tree: items, and the expressions in them.

mod exprs;
mod items;

pub(crate) use exprs::*;
pub(crate) use items::*;
