//! A diagnostic without drawing: for screen readers, terminals without UTF-8, and tools that read `file:line:column`.
//!
//! The first line is the whole of the concise form. Under it stand the line of the source, carets under the mistake with
//! what is to be said there, and the help. Another label on the same line is put under its own place.

use super::frame::Frame;
use super::frame::Mark;
use super::frame::Row;
use crate::render::escape;

/// The lines under the first: frames, then help.
pub(super) fn body(frames: &[Frame], help: &[String]) -> String {
    let mut out = String::new();
    for (index, frame) in frames.iter().enumerate() {
        if index > 0 {
            add_line(&mut out, &format!("{}:{}:{}", frame.name, frame.line, frame.column));
        }
        for row in frame.rows.iter().filter(|row| !row.marks.is_empty()) {
            add_line(&mut out, &row.text);
            for line in under(row) {
                add_line(&mut out, &line);
            }
        }
    }
    for (index, line) in help.iter().flat_map(|help| help.lines()).enumerate() {
        add_line(
            &mut out,
            &format!("{}{line}", if index == 0 { "help: " } else { "      " }),
        );
    }
    out
}

fn add_line(out: &mut String, line: &str) {
    out.push_str("  ");
    out.push_str(line.trim_end());
    out.push('\n');
}

/// The lines under a row: marks that do not overlap share one.
fn under(row: &Row) -> Vec<String> {
    let mut lines = Vec::new();
    let mut waiting: Vec<&Mark> = row.marks.iter().collect();
    // The mistake itself always has a place on the first line.
    waiting.sort_by_key(|mark| !mark.primary);
    while !waiting.is_empty() {
        let mut placed: Vec<(usize, String)> = Vec::new();
        waiting.retain(|mark| {
            let at = escape::width_of(row.text.get(..mark.start).unwrap_or(""));
            let text = shown(mark, row);
            let end = at.saturating_add(escape::width_of(&text));
            let is_free = placed
                .iter()
                .all(|(other, taken)| end < *other || at > other.saturating_add(escape::width_of(taken)));
            if is_free {
                placed.push((at, text));
            }
            !is_free
        });
        placed.sort();
        let mut line = String::new();
        for (at, text) in placed {
            let gap = at.saturating_sub(escape::width_of(&line));
            line.push_str(&" ".repeat(gap));
            line.push_str(&text);
        }
        lines.push(line);
    }
    lines
}

/// Carets and what is said; another label is its text alone, or dashes where it has none.
fn shown(mark: &Mark, row: &Row) -> String {
    let columns = escape::width_of(row.text.get(mark.start..mark.end).unwrap_or("")).max(1);
    match (mark.primary, mark.text.is_empty()) {
        (true, true) => "^".repeat(columns),
        (true, false) => format!("{} {}", "^".repeat(columns), mark.text),
        (false, true) => "-".repeat(columns),
        (false, false) => mark.text.clone(),
    }
}
