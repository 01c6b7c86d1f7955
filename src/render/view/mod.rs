//! One file per result: what is shown of it and in which order. Words and order are promises.
//!
//! The outcome first, then rule and citation, figure and margin, what is set aside, what is owed, what it rests on.

pub(crate) mod batch;
pub(crate) mod check;
pub(crate) mod decision;
pub(crate) mod doc;
pub(crate) mod explain;
pub(crate) mod limits;
pub(crate) mod manual;
mod rests;
pub(crate) mod test;
#[cfg(test)]
mod tests;
mod why_not;
mod words;
