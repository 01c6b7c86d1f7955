//! What is said to somebody about a mistake: a code, a place, what was expected and found, and a way out.
//!
//! A [`Diagnostic`] is plain data; how it looks is decided in `render`. Passes never fail: they put diagnostics into
//! [`Diagnostics`] and go on with what is left, so that one run shows every mistake once.

mod codes;

pub(crate) use codes::Code;

use crate::source::Span;

/// How much a diagnostic weighs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Severity {
    /// The run cannot give its result.
    Error,
    /// The result stands, but somebody should look.
    Warning,
}

/// A place with what is to be said there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Label {
    /// The place.
    pub(crate) span: Span,
    /// What is to be said there; may be empty.
    pub(crate) text: String,
}

/// An edit that certainly mends the mistake.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Fix {
    /// What is replaced.
    pub(crate) span: Span,
    /// What stands there afterwards.
    pub(crate) replacement: String,
}

/// One mistake, said once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Diagnostic {
    /// The code, which has a page.
    pub(crate) code: Code,
    /// Error or warning.
    pub(crate) severity: Severity,
    /// What is wrong, in the user's words and with his names in backticks; lower case, no full stop.
    pub(crate) title: String,
    /// The place of the mistake, if it has one.
    pub(crate) at: Option<Label>,
    /// Other places: the declaration, the other currency.
    pub(crate) labels: Vec<Label>,
    /// One line each: ways out, candidates.
    pub(crate) help: Vec<String>,
    /// A certain edit.
    pub(crate) fix: Option<Fix>,
    /// In facts: where in the record, `shipment.items["M1"].parts["T1"].origin`.
    pub(crate) path: Option<String>,
}

impl Diagnostic {
    /// An error at a place.
    pub(crate) fn error(code: Code, at: Span, title: impl Into<String>) -> Diagnostic {
        Diagnostic {
            code,
            severity: Severity::Error,
            title: title.into(),
            at: Some(Label {
                span: at,
                text: String::new(),
            }),
            labels: Vec::new(),
            help: Vec::new(),
            fix: None,
            path: None,
        }
    }

    /// A warning at a place.
    pub(crate) fn warning(code: Code, at: Span, title: impl Into<String>) -> Diagnostic {
        Diagnostic {
            severity: Severity::Warning,
            ..Diagnostic::error(code, at, title)
        }
    }

    /// An error that has no place in a text: an argument, the machine.
    pub(crate) fn general(code: Code, title: impl Into<String>) -> Diagnostic {
        Diagnostic {
            code,
            severity: Severity::Error,
            title: title.into(),
            at: None,
            labels: Vec::new(),
            help: Vec::new(),
            fix: None,
            path: None,
        }
    }

    /// What is to be said at the place itself.
    pub(crate) fn here(mut self, text: impl Into<String>) -> Diagnostic {
        if let Some(label) = &mut self.at {
            label.text = text.into();
        }
        self
    }

    /// Another place, with what is to be said there.
    pub(crate) fn label(mut self, span: Span, text: impl Into<String>) -> Diagnostic {
        self.labels.push(Label {
            span,
            text: text.into(),
        });
        self
    }

    /// A way out; several lines add up.
    pub(crate) fn help(mut self, text: impl Into<String>) -> Diagnostic {
        self.help.push(text.into());
        self
    }

    /// A certain edit.
    pub(crate) fn fix(mut self, span: Span, replacement: impl Into<String>) -> Diagnostic {
        self.fix = Some(Fix {
            span,
            replacement: replacement.into(),
        });
        self
    }

    /// The path in the facts.
    pub(crate) fn path(mut self, path: impl Into<String>) -> Diagnostic {
        self.path = Some(path.into());
        self
    }
}

/// Collects what passes have to say.
#[derive(Clone, Debug, Default)]
pub(crate) struct Diagnostics {
    items: Vec<Diagnostic>,
}

impl Diagnostics {
    /// Nothing said yet.
    pub(crate) const fn new() -> Diagnostics {
        Diagnostics { items: Vec::new() }
    }

    /// Says one thing.
    pub(crate) fn add(&mut self, diagnostic: impl Into<Diagnostic>) {
        self.items.push(diagnostic.into());
    }

    /// Takes over all that another collector holds.
    pub(crate) fn append(&mut self, other: Diagnostics) {
        self.items.extend(other.items);
    }

    /// Whether an error is among them.
    pub(crate) fn has_errors(&self) -> bool {
        self.items
            .iter()
            .any(|diagnostic| diagnostic.severity == Severity::Error)
    }

    /// Whether nothing was said.
    pub(crate) fn is_empty(&self) -> bool {
        self.items.is_empty()
    }

    /// How many things were said.
    pub(crate) fn len(&self) -> usize {
        self.items.len()
    }

    /// All of them as they came.
    #[cfg(test)]
    pub(crate) fn iter(&self) -> std::slice::Iter<'_, Diagnostic> {
        self.items.iter()
    }

    /// All of them by place, without doubles.
    pub(crate) fn sorted(mut self) -> Vec<Diagnostic> {
        self.items.sort_by(|a, b| {
            let place = |d: &Diagnostic| d.at.as_ref().map(|label| label.span);
            (place(a), a.code, &a.title).cmp(&(place(b), b.code, &b.title))
        });
        self.items.dedup();
        self.items
    }
}
