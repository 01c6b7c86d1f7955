//! The JSON Schema of [`Decision`](crate::decision::Decision), which `docs/decision.schema.json` shows.
//!
//! It is written by hand; a test validates a full answer against it, so that a field that is added, renamed or left out
//! on one side only is found.
