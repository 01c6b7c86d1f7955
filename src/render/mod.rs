//! How results and diagnostics look: results become a document, which a writer writes; diagnostics become a report.
//!
//! Nothing here decides or looks anything up: a view shows what is in its result. Text from outside is escaped by the
//! writers, never by the views. Colour only repeats what a word says.

pub(crate) mod changes;
mod document;
mod escape;
pub(crate) mod report;
pub(crate) mod view;
pub(crate) mod write;

pub(crate) use document::Document;

/// Whether colours are used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Color {
    /// They are.
    On,
    /// They are not: a pipe, `NO_COLOR`, `TERM=dumb`.
    Off,
}
