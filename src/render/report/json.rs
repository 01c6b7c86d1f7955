//! Diagnostics as JSON, for editors and scripts: the field names are promises.

use serde::Serialize;

use crate::diagnostic::Diagnostic;
use crate::diagnostic::Severity;
use crate::source::Sources;
use crate::source::Span;

/// One diagnostic.
#[derive(Serialize)]
pub(super) struct Entry<'a> {
    code: &'static str,
    severity: &'static str,
    /// `file:line:column`; `None` if it has no place.
    at: Option<String>,
    /// `line:column` of the character after the last.
    end: Option<String>,
    title: &'a str,
    /// What is said at the place itself.
    here: &'a str,
    labels: Vec<Place<'a>>,
    help: &'a [String],
    fix: Option<Edit<'a>>,
    /// Where in the facts.
    path: Option<&'a str>,
}

#[derive(Serialize)]
struct Place<'a> {
    at: String,
    end: String,
    text: &'a str,
}

#[derive(Serialize)]
struct Edit<'a> {
    at: String,
    end: String,
    replacement: &'a str,
}

/// What a diagnostic says, ready to be written.
pub(super) fn entry<'a>(diagnostic: &'a Diagnostic, sources: &Sources) -> Entry<'a> {
    let at = diagnostic.at.as_ref();
    Entry {
        code: diagnostic.code.name(),
        severity: match diagnostic.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
        },
        at: at.map(|label| sources.place(label.span)),
        end: at.map(|label| end(label.span, sources)),
        title: &diagnostic.title,
        here: at.map_or("", |label| &label.text),
        labels: diagnostic
            .labels
            .iter()
            .map(|label| Place {
                at: sources.place(label.span),
                end: end(label.span, sources),
                text: &label.text,
            })
            .collect(),
        help: &diagnostic.help,
        fix: diagnostic.fix.as_ref().map(|fix| Edit {
            at: sources.place(fix.span),
            end: end(fix.span, sources),
            replacement: &fix.replacement,
        }),
        path: diagnostic.path.as_deref(),
    }
}

/// All that was said about the rules of a pack.
#[derive(Serialize)]
pub(super) struct Report<'a> {
    pub(super) version: u32,
    /// How many rule files were read.
    pub(super) files: usize,
    pub(super) errors: usize,
    pub(super) warnings: usize,
    pub(super) diagnostics: Vec<Entry<'a>>,
}

fn end(span: Span, sources: &Sources) -> String {
    let Some(source) = sources.get(span.file) else {
        return String::new();
    };
    let at = source.position(span.end);
    format!("{}:{}", at.line, at.column)
}
