//! Diagnostics as text: drawn, plain, concise or as JSON.
//!
//! What comes from outside is escaped and cut to a window first ([`frame`]), so that neither a terminal nor miette ever
//! sees more of it than is shown. All forms say the same: code, title, places, help. Language reference: "Errors".

mod frame;
mod graphical;
mod json;
mod plain;

use frame::Room;

use crate::diagnostic::Diagnostic;
use crate::diagnostic::Severity;
use crate::render::Color;
use crate::render::escape;
use crate::source::Sources;
use crate::text;

/// In what form diagnostics are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    /// With frames drawn around the source.
    Drawn(Color),
    /// With carets under the source, in ASCII.
    Plain,
    /// One line each: `path:line:column: code: title`.
    Concise,
    /// One JSON object a line.
    Json,
}

/// How diagnostics are written.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Manner {
    /// The form.
    pub(crate) form: Form,
    /// Columns of the terminal.
    pub(crate) width: usize,
}

/// One diagnostic as text, its last line ended.
pub(super) fn one(diagnostic: &Diagnostic, sources: &Sources, manner: Manner) -> String {
    let title = shortened(&diagnostic.title);
    match manner.form {
        Form::Concise => first_line(diagnostic, sources, &title),
        Form::Json => {
            let line = serde_json::to_string(&json::entry(diagnostic, sources));
            line.map_or_else(|_| first_line(diagnostic, sources, &title), |line| line + "\n")
        }
        Form::Plain => {
            // Two blanks stand before each line of the source.
            let frames = frame::frames(
                diagnostic,
                sources,
                Room {
                    width: manner.width.saturating_sub(2),
                    cut: "...",
                },
            );
            first_line(diagnostic, sources, &title) + &plain::body(&frames, &help(diagnostic))
        }
        Form::Drawn(color) => {
            let numbers = diagnostic
                .labels
                .iter()
                .chain(&diagnostic.at)
                .map(|label| digits(label.span, sources));
            // A blank, the number, a blank, a bar, a blank.
            let gutter = numbers.max().unwrap_or(0).saturating_add(4);
            let frames = frame::frames(
                diagnostic,
                sources,
                Room {
                    width: manner.width.saturating_sub(gutter),
                    cut: "…",
                },
            );
            graphical::draw(diagnostic, title, &help(diagnostic), frames, color)
        }
    }
}

/// Some diagnostics as text.
pub(crate) struct Shown {
    /// Those that are shown, one after the other.
    pub(crate) text: String,
    /// How many are not.
    pub(crate) hidden: usize,
}

/// At most so many diagnostics as text, errors before warnings where not all are shown. As JSON all are.
pub(crate) fn first(diagnostics: &[Diagnostic], sources: &Sources, manner: Manner, at_most: usize) -> Shown {
    let mut text = String::new();
    if manner.form == Form::Json || diagnostics.len() <= at_most {
        for diagnostic in diagnostics {
            text += &one(diagnostic, sources, manner);
        }
        return Shown { text, hidden: 0 };
    }
    let of = |severity| {
        diagnostics
            .iter()
            .filter(move |diagnostic| diagnostic.severity == severity)
    };
    for diagnostic in of(Severity::Error).chain(of(Severity::Warning)).take(at_most) {
        text += &one(diagnostic, sources, manner);
    }
    Shown {
        text,
        hidden: diagnostics.len().saturating_sub(at_most),
    }
}

/// All that was said about the rules of a pack, as one JSON document.
pub(crate) fn document(diagnostics: &[Diagnostic], sources: &Sources, files: usize) -> String {
    let of = |severity| {
        diagnostics
            .iter()
            .filter(|diagnostic| diagnostic.severity == severity)
            .count()
    };
    let report = json::Report {
        version: 1,
        files,
        errors: of(Severity::Error),
        warnings: of(Severity::Warning),
        diagnostics: diagnostics
            .iter()
            .map(|diagnostic| json::entry(diagnostic, sources))
            .collect(),
    };
    serde_json::to_string_pretty(&report).unwrap_or_default() + "\n"
}

/// That there are more diagnostics than were shown.
pub(crate) fn more(hidden: usize) -> String {
    format!("and {} more\n", text::group_digits(&hidden.to_string()))
}

/// A title as it is shown. A word so long that nobody reads it to its end is cut: a name may be a mebibyte long.
fn shortened(title: &str) -> String {
    const LONGEST_WORD: usize = 200;
    let word = |word: &str| match word.char_indices().nth(LONGEST_WORD) {
        Some((end, _)) => escape::shown(word.get(..end).unwrap_or("")) + "...",
        None => escape::shown(word),
    };
    title.split(' ').map(word).collect::<Vec<_>>().join(" ")
}

fn digits(span: crate::source::Span, sources: &Sources) -> usize {
    sources
        .get(span.file)
        .map_or(0, |source| source.position(span.start).line.to_string().len())
}

fn first_line(diagnostic: &Diagnostic, sources: &Sources, title: &str) -> String {
    let place = diagnostic
        .at
        .as_ref()
        .map(|label| escape::shown(&sources.place(label.span)))
        .unwrap_or_default();
    let separator = if place.is_empty() { "" } else { ": " };
    let severity = match diagnostic.severity {
        Severity::Error => "",
        Severity::Warning => "warning: ",
    };
    format!("{place}{separator}{}: {severity}{title}\n", diagnostic.code)
}

/// The lines of help; an edit that nobody put into words is the help.
fn help(diagnostic: &Diagnostic) -> Vec<String> {
    let lines = diagnostic.help.iter().flat_map(|help| help.lines()).map(escape::shown);
    let lines: Vec<String> = lines.collect();
    match &diagnostic.fix {
        Some(fix) if lines.is_empty() && fix.replacement.is_empty() => vec!["remove it".to_owned()],
        Some(fix) if lines.is_empty() => vec![format!("write `{}`", escape::shown(&fix.replacement))],
        _ => lines,
    }
}

#[cfg(test)]
mod tests;
