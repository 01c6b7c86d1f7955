//! What is said about a call in a circle that gives the circle no meaning: the call, what stands around it, a way out.

use crate::diagnostic::Code;
use crate::diagnostic::Diagnostic;
use crate::source::Span;

/// A place where a circle of definitions has no meaning.
#[derive(Clone, Debug)]
pub(super) struct Slip {
    /// The call.
    pub(super) call: Span,
    /// What is wrong, with the name of what is called.
    pub(super) title: String,
    /// What stands around the call, or beside it, and its words.
    pub(super) around: Option<(Span, String)>,
    /// The way out.
    pub(super) help: String,
}

impl Slip {
    /// As a diagnostic.
    pub(super) fn said(self, code: Code) -> Diagnostic {
        let said = Diagnostic::error(code, self.call, self.title);
        match self.around {
            Some((span, words)) if span == self.call => said.here(words),
            Some((span, words)) => said.here("called here").label(span, words),
            None => said.here("called here"),
        }
        .help(self.help)
    }
}
