//! What is said about a text that could not be read as a value.
//!
//! Each type of value has a fault of its own, which holds the facts of the mistake; its `words` turn them into one
//! shape, so that rule files, tables and fact files say the same thing about the same mistake. Whoever read the text
//! adds its place and picks the code by [`FaultKind`].

use std::ops::Range;

/// What kind of mistake it is; decides the code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum FaultKind {
    /// A number that cannot be read.
    Number,
    /// An amount or a percent without its unit.
    NoUnit,
    /// A unit that there is not, or one of another dimension.
    Unit,
    /// No currency code.
    Currency,
    /// No country code.
    Country,
    /// A date that cannot be read.
    Date,
    /// A code that its scheme does not allow.
    Code,
}

/// The words about a text that could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct FaultWords {
    /// What kind of mistake it is.
    pub(crate) kind: FaultKind,
    /// What is wrong: lower case, no full stop.
    pub(crate) title: String,
    /// Where in the text, in bytes; `None` for all of it.
    pub(crate) at: Option<Range<usize>>,
    /// A way out, if one is known.
    pub(crate) help: Option<String>,
    /// What was certainly meant, if it is certain: replaces the whole text.
    pub(crate) instead: Option<String>,
}

impl FaultWords {
    /// Words with a title only.
    pub(crate) fn new(kind: FaultKind, title: impl Into<String>) -> FaultWords {
        FaultWords {
            kind,
            title: title.into(),
            at: None,
            help: None,
            instead: None,
        }
    }

    /// Where in the text.
    pub(crate) fn at(mut self, at: Range<usize>) -> FaultWords {
        self.at = Some(at);
        self
    }

    /// A way out.
    pub(crate) fn help(mut self, help: impl Into<String>) -> FaultWords {
        self.help = Some(help.into());
        self
    }

    /// What was certainly meant; the help says so too.
    pub(crate) fn instead(mut self, instead: impl Into<String>) -> FaultWords {
        let instead = instead.into();
        self.help.get_or_insert_with(|| format!("write `{instead}`"));
        self.instead = Some(instead);
        self
    }
}
