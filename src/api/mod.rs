//! The library as programs see it: compile rules once, evaluate many records, on as many threads as there are.
//!
//! [`Rules`] are compiled and never change; [`Settings`] are what the caller chooses; each thread has an [`Evaluator`],
//! which keeps its memory from record to record. What is not decided is never an outcome: it comes as a
//! [`crate::Decision`] that says why. Everything here is re-exported by `lib.rs`.

mod error;
mod evaluator;
mod outcomes;
mod rules;
mod settings;
#[cfg(test)]
mod tests;

pub use error::Error;
pub use evaluator::Evaluator;
pub use outcomes::Outcome;
pub use outcomes::Outcomes;
pub use rules::Rules;
pub use settings::Settings;
