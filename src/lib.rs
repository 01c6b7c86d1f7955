//! `rulec`: a rule language and interpreter for trade and export control.
//!
//! Rules are compiled once; then records of facts are decided, one at a time, on as many threads as there are.
//!
//! ```
//! use rulec::Rules;
//!
//! let rules = Rules::from_files([(
//!     "export.rule",
//!     r#"ruleset export "A rule to try"
//!
//! fact destination : country "Where the goods go"
//! fact price       : money   "What they cost"
//!
//! decision licence "Export licence"
//!   outcomes, strictest first
//!     required "A licence is needed" ranks as licence
//!     free     "Not controlled"      ranks as free
//!   otherwise free
//!
//! rule dear "Goods of 1 000 euros or more to North Korea"
//!   when destination is KP
//!    and price is at least 1 000 EUR
//!   then licence is required
//!   because "{price} is at least 1 000 EUR"
//! "#,
//! )])?;
//! let mut evaluator = rules.evaluator();
//!
//! // The whole answer: outcomes, the rules behind them, figures, places.
//! let decision = evaluator.evaluate_json(r#"{"destination": "KP", "price": "1000 EUR"}"#);
//! assert_eq!(decision.decisions[0].possible, ["required"]);
//! assert_eq!(decision.decisions[0].rules[0].name, "export.dear");
//!
//! // Outcomes only, many times as fast. What is not settled is no outcome, and says why.
//! let outcomes = evaluator.outcomes_json(r#"{"destination": "KR", "price": "1000 EUR"}"#).unwrap();
//! assert_eq!(outcomes.iter().next().unwrap().outcome, Some("free"));
//! let unsettled = evaluator.outcomes_json(r#"{"destination": "KP"}"#).unwrap_err();
//! assert_eq!(unsettled.errors[0].title, "`price` is not stated");
//! # Ok::<(), rulec::Error>(())
//! ```
//!
//! [`Rules::open`] reads a pack from a folder, [`Rules::settings`] chooses readings and a day, and
//! [`Evaluator::outcomes_ndjson`] reads streams of any length. A [`Decision`] is plain data: it can be kept, compared
//! and written as JSON. `examples/library.rs` in the repository does all that, on several threads.

mod api;
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

pub use api::Error;
pub use api::Evaluator;
pub use api::Outcome;
pub use api::Outcomes;
pub use api::Rules;
pub use api::Settings;
pub use decision::Decision;
pub use limits::Limits;
pub use value::Decimal;
