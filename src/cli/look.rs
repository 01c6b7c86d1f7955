//! What the terminal is like: how wide, whether it shows colours, whether it shows more than ASCII.
//!
//! Nothing of this changes a word of a result, but for `--ascii`, where trees and diagnostics are drawn with ASCII.

use std::env;
use std::io::IsTerminal;

use super::args::ColorWhen;
use super::args::Shared;
use crate::render::Color;
use crate::render::write::terminal::Strokes;
use crate::render::write::terminal::Style;

/// Widest and narrowest lines on a terminal.
const WIDTHS: (usize, usize) = (80, 120);
/// Columns of a line where nobody says how wide it may be.
const PIPE_WIDTH: usize = 100;

/// What the streams of the process are like.
#[derive(Clone, Copy, Debug)]
pub(super) struct Look {
    /// How pages are written to standard output.
    pub(super) results: Style,
    /// Columns of standard error.
    pub(super) width: usize,
    /// Whether diagnostics are coloured.
    pub(super) color: Color,
}

impl Look {
    /// What the arguments, the environment and the terminal say.
    pub(super) fn of_process(shared: Shared) -> Look {
        let strokes = if shared.ascii || !speaks_utf8() {
            Strokes::Ascii
        } else {
            Strokes::Drawn
        };
        let (out, err) = (std::io::stdout().is_terminal(), std::io::stderr().is_terminal());
        let results = Style {
            width: width(out),
            color: color(shared.color, out),
            strokes,
        };
        Look {
            results,
            width: width(err),
            color: color(shared.color, err),
        }
    }
}

fn width(is_terminal: bool) -> usize {
    let columns = terminal_size::terminal_size().map(|(terminal_size::Width(columns), _)| usize::from(columns));
    match columns {
        Some(columns) if is_terminal => columns.clamp(WIDTHS.0, WIDTHS.1),
        _ => PIPE_WIDTH,
    }
}

fn color(when: ColorWhen, is_terminal: bool) -> Color {
    let is_set = |name: &str| env::var_os(name).is_some_and(|value| !value.is_empty());
    let is_dumb = env::var_os("TERM").is_some_and(|term| term == "dumb");
    match when {
        ColorWhen::Always => Color::On,
        ColorWhen::Auto if is_terminal && !is_set("NO_COLOR") && !is_dumb => Color::On,
        ColorWhen::Auto | ColorWhen::Never => Color::Off,
    }
}

/// Whether the language settings name UTF-8, or nothing at all.
fn speaks_utf8() -> bool {
    let named = ["LC_ALL", "LC_CTYPE", "LANG"]
        .into_iter()
        .filter_map(env::var_os)
        .find(|value| !value.is_empty());
    named.is_none_or(|value| {
        let value = value.to_string_lossy().to_ascii_lowercase();
        value.contains("utf-8") || value.contains("utf8")
    })
}
