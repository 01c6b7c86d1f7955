//! `rulec`: a rule language and interpreter for trade and export control.

mod check;
#[cfg(feature = "cli")]
#[doc(hidden)]
pub mod cli;
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
#[cfg(feature = "cli")]
mod render;
mod source;
mod syntax;
mod text;
mod tools;
mod value;

pub use limits::Limits;
