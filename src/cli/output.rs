//! The only place that writes to the terminal. Results go to standard output, everything else to standard error.
//!
//! Who reads may go away: a closed pipe ends the run quietly. A full disk is an error. Of a flood of diagnostics the
//! first are shown and the rest are counted, over the whole run.

use std::io;
use std::io::BufWriter;
use std::io::Write;

use super::args::ReportFormat;
use super::args::Shared;
use super::exit::Exit;
use super::files;
use super::look::Look;
use crate::diagnostic::Code;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::Severity;
use crate::limits::Limits;
use crate::render::Document;
use crate::render::changes;
use crate::render::report;
use crate::render::report::Form;
use crate::render::report::Manner;
use crate::render::write;
use crate::render::write::terminal::Strokes;
use crate::source::Sources;

/// Where a command writes.
pub(super) struct Output {
    results: Box<dyn Write>,
    aside: Box<dyn Write>,
    look: Look,
    state: State,
    /// How many diagnostics may still be shown.
    left: usize,
    /// How many were not shown.
    hidden: usize,
}

/// How writing went so far.
enum State {
    Open,
    /// Nobody reads any more.
    Closed,
    Failed(io::Error),
}

impl Output {
    /// Writes to the streams of the process.
    pub(super) fn to_terminal(shared: Shared) -> Output {
        let results = BufWriter::new(io::stdout());
        Output::new(Box::new(results), Box::new(io::stderr()), Look::of_process(shared))
    }

    /// Writes wherever it is told to.
    pub(super) fn new(results: Box<dyn Write>, aside: Box<dyn Write>, look: Look) -> Output {
        Output {
            results,
            aside,
            look,
            state: State::Open,
            left: Limits::default().errors_shown,
            hidden: 0,
        }
    }

    /// Whether nobody reads what is written, so that a long run may stop.
    pub(super) fn is_over(&self) -> bool {
        !matches!(self.state, State::Open)
    }

    /// Writes a piece of a result as it is.
    pub(super) fn text(&mut self, text: &str) {
        self.bytes(text.as_bytes());
    }

    /// Writes a piece of a result as it is.
    pub(super) fn bytes(&mut self, text: &[u8]) {
        if let State::Open = self.state {
            let written = self.results.write_all(text);
            self.note(written);
        }
    }

    /// Writes a page for people.
    pub(super) fn page(&mut self, page: &Document) {
        let text = write::terminal::write(page, self.look.results);
        self.text(&text);
    }

    /// Writes a page as Markdown.
    pub(super) fn markdown(&mut self, page: &Document) {
        self.text(&write::markdown::write(page));
    }

    /// Writes what would change in a file.
    pub(super) fn changes(&mut self, name: &str, before: &str, after: &str) {
        let text = changes::unified(name, before, after, self.look.results.color);
        self.text(&text);
    }

    /// Says something about the run, not about its result.
    pub(super) fn say(&mut self, text: &str) {
        self.flush();
        // If even standard error cannot be written there is nobody to tell.
        let _ = self.aside.write_all(text.as_bytes());
    }

    /// Shows diagnostics on standard error.
    pub(super) fn report(&mut self, diagnostics: &[Diagnostic], sources: &Sources, format: ReportFormat) {
        let manner = Manner {
            form: self.form(format),
            width: self.look.width,
        };
        let shown = report::first(diagnostics, sources, manner, self.left);
        self.left = self.left.saturating_sub(diagnostics.len());
        self.hidden = self.hidden.saturating_add(shown.hidden);
        if !shown.text.is_empty() {
            self.say(&shown.text);
        }
    }

    /// Shows a mistake in how the command was used, or what the machine refused.
    pub(super) fn refuse(&mut self, diagnostic: impl Into<Box<Diagnostic>>) -> Exit {
        self.report(&[*diagnostic.into()], &Sources::new(), ReportFormat::Human);
        Exit::Misuse
    }

    fn form(&self, format: ReportFormat) -> Form {
        match (format, self.look.results.strokes) {
            (ReportFormat::Human, Strokes::Drawn) => Form::Drawn(self.look.color),
            (ReportFormat::Human, Strokes::Ascii) => Form::Plain,
            (ReportFormat::Concise, _) => Form::Concise,
            (ReportFormat::Json, _) => Form::Json,
        }
    }

    fn flush(&mut self) {
        if let State::Open = self.state {
            let flushed = self.results.flush();
            self.note(flushed);
        }
    }

    fn note(&mut self, written: io::Result<()>) {
        match written {
            Ok(()) => {}
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => self.state = State::Closed,
            Err(error) => self.state = State::Failed(error),
        }
    }

    /// Says what is left to be said and gives the exit code.
    pub(super) fn finish(mut self, exit: Exit) -> Exit {
        self.flush();
        if self.hidden > 0 {
            self.say(&report::more(self.hidden));
        }
        let State::Failed(error) = &self.state else { return exit };
        let refused = Diagnostic::general(
            Code::T103,
            format!("the result cannot be written: {}", files::reason(error)),
        );
        self.left = 1;
        self.refuse(refused)
    }
}

/// Whether an error is among diagnostics.
pub(super) fn has_errors(diagnostics: &[Diagnostic]) -> bool {
    diagnostics
        .iter()
        .any(|diagnostic| diagnostic.severity == Severity::Error)
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::sync::Mutex;

    use super::*;
    use crate::cli::args::ColorWhen;
    use crate::source::Span;

    /// Keeps what is written, or fails in one way.
    #[derive(Clone, Default)]
    struct Sheet {
        text: Arc<Mutex<Vec<u8>>>,
        fails: Option<io::ErrorKind>,
    }

    impl Write for Sheet {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            match self.fails {
                Some(kind) => Err(kind.into()),
                None => self.text.lock().unwrap().write(bytes),
            }
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    impl Sheet {
        fn text(&self) -> String {
            String::from_utf8(self.text.lock().unwrap().clone()).unwrap()
        }
    }

    fn output(results: &Sheet, aside: &Sheet) -> Output {
        let shared = Shared {
            ascii: true,
            color: ColorWhen::Never,
        };
        Output::new(
            Box::new(results.clone()),
            Box::new(aside.clone()),
            Look::of_process(shared),
        )
    }

    #[test]
    fn of_a_flood_over_many_records_the_first_are_shown_and_the_rest_is_counted() {
        let (results, aside) = (Sheet::default(), Sheet::default());
        let mut output = output(&results, &aside);
        let mut sources = Sources::new();
        let file = sources.add("a.ndjson", "{}");
        let said = vec![Diagnostic::error(Code::F201, Span::new(file, 0, 1), "t"); 7];
        for _ in 0..100 {
            output.report(&said, &sources, ReportFormat::Concise);
        }
        assert_eq!(output.finish(Exit::Facts), Exit::Facts);
        assert_eq!(aside.text().lines().count(), 21);
        assert!(aside.text().ends_with("and 680 more\n"), "{}", aside.text());
    }

    #[test]
    fn a_closed_pipe_is_quiet_and_a_full_disk_is_an_error() {
        for (kind, exit, said) in [
            (io::ErrorKind::BrokenPipe, Exit::Facts, ""),
            (
                io::ErrorKind::StorageFull,
                Exit::Misuse,
                "T103: the result cannot be written: no storage space\n",
            ),
        ] {
            let (results, aside) = (
                Sheet {
                    fails: Some(kind),
                    ..Sheet::default()
                },
                Sheet::default(),
            );
            let mut output = output(&results, &aside);
            output.text("x");
            assert!(output.is_over());
            output.text("y");
            assert_eq!(output.finish(Exit::Facts), exit);
            assert_eq!(aside.text(), said);
        }
    }

    #[test]
    fn what_is_said_aside_comes_after_the_results_before_it() {
        let sheet = Sheet::default();
        let mut output = Output::new(
            Box::new(BufWriter::new(sheet.clone())),
            Box::new(sheet.clone()),
            Look::of_process(Shared {
                ascii: true,
                color: ColorWhen::Never,
            }),
        );
        output.text("first\n");
        output.say("second\n");
        output.text("third\n");
        output.finish(Exit::Fine);
        assert_eq!(sheet.text(), "first\nsecond\nthird\n");
    }
}
