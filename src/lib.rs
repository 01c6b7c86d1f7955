//! `rulec`: a rule language and interpreter for trade and export control.

mod check;
mod cli;
mod compile;
mod data;
pub mod decision;
mod diagnostic;
mod eval;
mod facts;
mod ids;
mod limits;
mod names;
mod ops;
mod pack;
mod plan;
mod render;
mod source;
mod syntax;
mod text;
mod tools;
mod value;

pub use limits::Limits;
