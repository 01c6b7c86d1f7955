//! The last line of a check: how much is wrong, and what to do next.

use std::collections::BTreeSet;

use crate::diagnostic::Diagnostic;
use crate::diagnostic::Severity;
use crate::render::document::Document;
use crate::render::document::Line;
use crate::render::document::Tone;
use crate::source::FileId;
use crate::text;

/// `2 places mended.`, `3 errors in 1 of 4 files. Next: rulec explain-error R108`
pub(crate) fn page(diagnostics: &[Diagnostic], rule_files: &BTreeSet<FileId>, mended: usize) -> Document {
    let of = |severity| {
        diagnostics
            .iter()
            .filter(move |diagnostic| diagnostic.severity == severity)
    };
    let (errors, warnings) = (of(Severity::Error).count(), of(Severity::Warning).count());
    let mut page = Document::default();
    if mended > 0 {
        let places = text::count(mended, "place", "places");
        page.line(Line::default().tone(Tone::Mild, &format!("{places} mended.")));
    }
    let all = text::count(rule_files.len(), "file", "files");
    let mut counts = Vec::new();
    if errors > 0 {
        counts.push(text::count(errors, "error", "errors"));
    }
    if warnings > 0 {
        counts.push(text::count(warnings, "warning", "warnings"));
    }
    if counts.is_empty() {
        page.line(
            Line::default()
                .tone(Tone::Mild, "No mistakes")
                .plain(&format!(" in {all}.")),
        );
        return page;
    }
    let places = diagnostics.iter().filter_map(|diagnostic| diagnostic.at.as_ref());
    let wrong: BTreeSet<FileId> = places.map(|label| label.span.file).collect();
    let tone = if errors > 0 { Tone::Strict } else { Tone::Middle };
    // Tables and manifests have mistakes too, but are no rule files.
    let wrong = wrong.iter().filter(|file| rule_files.contains(file)).count();
    let line = Line::default().tone(tone, &text::list_and(&counts));
    let line = match wrong {
        0 => line.plain("."),
        wrong => line.plain(&format!(" in {} of {all}.", text::group_digits(&wrong.to_string()))),
    };
    let first = of(Severity::Error).chain(of(Severity::Warning)).next();
    page.line(match first {
        Some(first) => line.plain(&format!(" Next: rulec explain-error {}", first.code)),
        None => line,
    });
    page
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Code;
    use crate::ids::Id;
    use crate::render::Color;
    use crate::render::write::terminal;
    use crate::source::Span;

    #[test]
    fn the_last_line_counts_and_says_what_to_do() {
        let rule_files: BTreeSet<FileId> = (0..4).map(FileId::from_index).collect();
        let at = |file| Span::new(FileId::from_index(file), 0, 1);
        let error = |file| Diagnostic::error(Code::R108, at(file), "t");
        let warning = Diagnostic::warning(Code::W101, at(0), "t");
        for (diagnostics, expected) in [
            (vec![], "No mistakes in 4 files.\n"),
            (
                vec![error(0), error(0), error(1)],
                "3 errors in 2 of 4 files. Next: rulec explain-error R108\n",
            ),
            (
                vec![warning.clone()],
                "1 warning in 1 of 4 files. Next: rulec explain-error W101\n",
            ),
            (
                vec![warning, error(1)],
                "1 error and 1 warning in 2 of 4 files. Next: rulec explain-error R108\n",
            ),
        ] {
            let style = terminal::Style {
                width: 100,
                color: Color::Off,
                strokes: terminal::Strokes::Drawn,
            };
            assert_eq!(terminal::write(&page(&diagnostics, &rule_files, 0), style), expected);
        }
    }
}
