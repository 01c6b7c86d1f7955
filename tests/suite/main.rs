//! All tests that go through files or through the built binary, in one binary, so that they link once.
//!
//! The folders beside `suite` hold the files; the modules here say what is done with them. Tests of single values
//! stand beside the code that they test.
#![cfg(test)]
#![expect(clippy::arithmetic_side_effects, reason = "an overflow in a test fails the test")]
#![expect(
    clippy::case_sensitive_file_extension_comparisons,
    reason = "the files of the project are named in lower case"
)]
#![expect(clippy::format_push_string, reason = "readable texts matter more here than a copy")]
#![expect(clippy::similar_names, reason = "`test` and `text` are what the helpers are about")]

mod amounts;
mod architecture;
mod cli;
mod decision_tables;
mod diagnostics;
mod doc;
mod docs;
mod language;
mod language_packs;
mod laws;
mod limits;
mod lookups;
mod never_free;
mod oracle;
mod ownership;
mod packs;
mod promises;
mod properties;
mod random;
mod support;
mod tutorial;
mod why_not;
mod yaml;
