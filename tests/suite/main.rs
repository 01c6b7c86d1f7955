//! All tests that go through files or through the built binary, in one binary, so that they link once.
//!
//! The folders beside `suite` hold the files; the modules here say what is done with them. Tests of single values
//! stand beside the code that they test.
#![cfg(test)]

mod architecture;
mod cli;
mod diagnostics;
mod docs;
mod language;
mod oracle;
mod packs;
mod promises;
mod random;
mod support;
