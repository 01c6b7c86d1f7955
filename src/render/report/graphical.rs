//! A diagnostic drawn by miette.
//!
//! miette never sees the source: it gets one made-up text of all frames, one after the other, so that no line is long,
//! nothing in it is foreign, and frames that are apart stay apart. Lines and columns in the heads of the frames are
//! those of the real source.

use miette::GraphicalReportHandler;
use miette::GraphicalTheme;
use miette::LabeledSpan;
use miette::MietteError;
use miette::MietteSpanContents;
use miette::SourceCode;
use miette::SourceSpan;
use miette::SpanContents;

use super::frame::Frame;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::Severity;
use crate::render::Color;

/// The text of a diagnostic, drawn.
pub(super) fn draw(
    diagnostic: &Diagnostic,
    title: String,
    help: &[String],
    frames: Vec<Frame>,
    color: Color,
) -> String {
    let drawing = Drawing {
        code: diagnostic.code.name(),
        severity: diagnostic.severity,
        title,
        help: help.join("\n"),
        stage: Stage::new(frames),
    };
    let theme = match color {
        Color::On => GraphicalTheme::unicode(),
        Color::Off => GraphicalTheme::unicode_nocolor(),
    };
    // One line of context is asked for so that a frame can be told from a label, see `Stage::read_span`.
    let handler = GraphicalReportHandler::new_themed(theme)
        .with_links(false)
        .with_context_lines(1)
        .with_wrap_lines(false)
        .without_syntax_highlighting();
    let mut out = String::new();
    match handler.render_report(&mut out, &drawing) {
        Ok(()) => out,
        Err(_) => format!("{}: {}\n", drawing.code, drawing.title),
    }
}

/// What miette is given.
#[derive(Debug)]
struct Drawing {
    code: &'static str,
    severity: Severity,
    title: String,
    help: String,
    stage: Stage,
}

impl std::fmt::Display for Drawing {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.title)
    }
}

impl std::error::Error for Drawing {}

impl miette::Diagnostic for Drawing {
    fn code<'a>(&'a self) -> Option<Box<dyn std::fmt::Display + 'a>> {
        Some(Box::new(self.code))
    }

    fn severity(&self) -> Option<miette::Severity> {
        Some(match self.severity {
            Severity::Error => miette::Severity::Error,
            Severity::Warning => miette::Severity::Warning,
        })
    }

    fn help<'a>(&'a self) -> Option<Box<dyn std::fmt::Display + 'a>> {
        if self.help.is_empty() {
            return None;
        }
        Some(Box::new(&self.help))
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        Some(&self.stage)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        Some(Box::new(self.stage.labels.iter().cloned()))
    }
}

/// All frames as one text.
#[derive(Debug)]
struct Stage {
    text: String,
    scenes: Vec<Scene>,
    labels: Vec<LabeledSpan>,
}

/// Where a frame lies in the text of the stage.
#[derive(Debug)]
struct Scene {
    name: String,
    start: usize,
    end: usize,
    /// The number of its first line, from 0 as miette counts.
    first: usize,
    rows: usize,
    /// The place of its first label, from 0.
    line: usize,
    column: usize,
}

impl Stage {
    fn new(frames: Vec<Frame>) -> Stage {
        let mut stage = Stage {
            text: String::new(),
            scenes: Vec::new(),
            labels: Vec::new(),
        };
        for frame in frames {
            stage.add(frame);
        }
        stage
    }

    fn add(&mut self, frame: Frame) {
        let from_zero = |number: u32| usize::try_from(number).unwrap_or(usize::MAX).saturating_sub(1);
        let start = self.text.len();
        let first = frame.rows.first().map_or(0, |row| from_zero(row.number));
        let rows = frame.rows.len();
        let mut is_first = true;
        for row in frame.rows {
            let base = self.text.len();
            for mark in row.marks {
                let span = SourceSpan::from((base.saturating_add(mark.start), mark.end.saturating_sub(mark.start)));
                let text = (!mark.text.is_empty()).then_some(mark.text);
                let label = if mark.primary || is_first {
                    LabeledSpan::new_primary_with_span
                } else {
                    LabeledSpan::new_with_span
                };
                self.labels.push(label(text, span));
                is_first = false;
            }
            self.text.push_str(&row.text);
            self.text.push('\n');
        }
        let (line, column) = (from_zero(frame.line), from_zero(frame.column));
        self.scenes.push(Scene {
            name: frame.name,
            start,
            end: self.text.len(),
            first,
            rows,
            line,
            column,
        });
    }
}

impl SourceCode for Stage {
    /// The whole frame in which a span lies. A span across frames is refused, so that miette never joins them.
    /// Without context miette asks for the place of a label only, to write it at the head of its frame.
    fn read_span<'a>(
        &'a self,
        span: &SourceSpan,
        lines_before: usize,
        _lines_after: usize,
    ) -> Result<Box<dyn SpanContents<'a> + 'a>, MietteError> {
        let end = span.offset().saturating_add(span.len());
        let scene = self
            .scenes
            .iter()
            .find(|scene| scene.start <= span.offset() && end <= scene.end);
        let scene = scene.ok_or(MietteError::OutOfBounds)?;
        let data = self
            .text
            .as_bytes()
            .get(scene.start..scene.end)
            .ok_or(MietteError::OutOfBounds)?;
        let whole = SourceSpan::from((scene.start, scene.end.saturating_sub(scene.start)));
        let (line, column) = if lines_before == 0 {
            (scene.line, scene.column)
        } else {
            (scene.first, 0)
        };
        Ok(Box::new(MietteSpanContents::new_named(
            scene.name.clone(),
            data,
            whole,
            line,
            column,
            scene.rows,
        )))
    }
}
