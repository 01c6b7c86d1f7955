//! What of a source is shown for a diagnostic: frames of a few lines, cut to a window, with marks on them.
//!
//! Labels that stand within a few lines of each other share a frame, every other one has its own. Lines lose their
//! common indentation; a line that is wider than the report is cut around its marks, so neither a minified fact file
//! nor what is printed depends on how long a line is. A span of several lines is marked on its first.

use crate::diagnostic::Diagnostic;
use crate::diagnostic::Label;
use crate::render::escape;
use crate::source::FileId;
use crate::source::Source;
use crate::source::Sources;

/// Labels at most so many lines apart share a frame.
const NEAR: u32 = 3;

/// A few lines of one source.
pub(super) struct Frame {
    /// The name of the source.
    pub(super) name: String,
    /// The line of its first label, as people count it.
    pub(super) line: u32,
    /// The column of its first label in the source, from 1.
    pub(super) column: u32,
    /// The lines, from top to bottom.
    pub(super) rows: Vec<Row>,
}

/// A line as it is shown.
pub(super) struct Row {
    /// Its number in the source.
    pub(super) number: u32,
    /// Its text, dedented, escaped and cut.
    pub(super) text: String,
    /// What is marked on it, from left to right.
    pub(super) marks: Vec<Mark>,
}

/// A marked piece of a [`Row`].
#[derive(Clone, Debug)]
pub(super) struct Mark {
    /// The first byte in the text of the row.
    pub(super) start: usize,
    /// The byte after the last.
    pub(super) end: usize,
    /// What is said about it; may be empty.
    pub(super) text: String,
    /// Whether it is the place of the mistake itself.
    pub(super) primary: bool,
}

/// A label with the line on which it begins.
struct Place<'a> {
    file: FileId,
    source: &'a Source,
    number: u32,
    column: u32,
    line: &'a str,
    /// Where the line begins in the source.
    line_start: usize,
    /// The marked bytes of the line.
    start: usize,
    end: usize,
    text: &'a str,
    primary: bool,
}

/// The room for the text of a line.
#[derive(Clone, Copy)]
pub(super) struct Room {
    /// In columns.
    pub(super) width: usize,
    /// What stands where a line is cut.
    pub(super) cut: &'static str,
}

/// The frames of a diagnostic, that of the mistake itself first.
pub(super) fn frames(diagnostic: &Diagnostic, sources: &Sources, room: Room) -> Vec<Frame> {
    let mut groups: Vec<Vec<Place>> = Vec::new();
    let primary = diagnostic.at.iter().map(|label| (label, true));
    for (label, is_primary) in primary.chain(diagnostic.labels.iter().map(|label| (label, false))) {
        let Some(place) = place(label, is_primary, sources) else {
            continue;
        };
        match groups
            .iter_mut()
            .find(|group| group.iter().all(|other| are_near(other, &place, room.width)))
        {
            Some(group) => group.push(place),
            None => groups.push(vec![place]),
        }
    }
    groups.iter().filter_map(|group| frame(group, room)).collect()
}

fn place<'a>(label: &'a Label, primary: bool, sources: &'a Sources) -> Option<Place<'a>> {
    let source = sources.get(label.span.file)?;
    let position = source.position(label.span.start);
    let (line, line_start) = source.line_at(label.span.start);
    let range = label.span.range();
    let line_start = usize::try_from(line_start).unwrap_or(usize::MAX);
    let start = boundary(line, range.start.saturating_sub(line_start));
    let end = boundary(line, range.end.saturating_sub(line_start)).max(start);
    Some(Place {
        file: label.span.file,
        source,
        number: position.line,
        column: position.column,
        line,
        line_start,
        start,
        end,
        text: &label.text,
        primary,
    })
}

/// The last boundary of characters at or before this byte, within the line.
fn boundary(line: &str, byte: usize) -> usize {
    line.floor_char_boundary(byte.min(line.len()))
}

/// Whether two places can share a frame. On one line they must both fit on it.
fn are_near(a: &Place, b: &Place, width: usize) -> bool {
    let same_line = a.number == b.number && a.line_start == b.line_start;
    a.file == b.file
        && a.number.abs_diff(b.number) <= NEAR
        && (!same_line || a.start.abs_diff(b.start) <= width.saturating_div(2) || fits(a.line, width))
}

/// Whether a line, without its indentation, takes at most so many columns.
fn fits(line: &str, width: usize) -> bool {
    let mut taken: usize = 0;
    for character in line.trim_start().chars() {
        taken = taken.saturating_add(escape::width(character));
        if taken > width {
            return false;
        }
    }
    true
}

fn frame(group: &[Place], room: Room) -> Option<Frame> {
    let first = group.first()?;
    let top = group.iter().min_by_key(|place| place.line_start)?;
    let bottom = group.iter().max_by_key(|place| place.line_start)?;
    let mut lines = Vec::new();
    let mut at = top.line_start;
    while at <= bottom.line_start {
        let (line, start) = first.source.line_at(u32::try_from(at).unwrap_or(u32::MAX));
        let number = first.source.position(start).line;
        lines.push((number, at, line));
        let after = first.source.text.get(at..).and_then(|rest| rest.find('\n'));
        match after {
            Some(end) => at = at.saturating_add(end).saturating_add(1),
            None => break,
        }
    }
    let indent = indentation(&lines, group);
    let rows = lines
        .iter()
        .map(|&(number, start, line)| {
            let mut here: Vec<&Place> = group.iter().filter(|place| place.line_start == start).collect();
            here.sort_by_key(|place| (place.start, place.end));
            row(number, line, indent, room, &here)
        })
        .collect();
    Some(Frame {
        name: escape::shown(&first.source.name),
        line: first.number,
        column: first.column,
        rows,
    })
}

/// How many bytes of blanks and tabs all lines begin with; no mark is lost by leaving them out.
fn indentation(lines: &[(u32, usize, &str)], group: &[Place]) -> usize {
    let blanks = |line: &str| line.len().saturating_sub(line.trim_start_matches([' ', '\t']).len());
    let of_lines = lines
        .iter()
        .filter(|(_, _, line)| !line.trim().is_empty())
        .map(|(_, _, line)| blanks(line))
        .min();
    let of_marks = group.iter().map(|place| place.start).min();
    of_lines.unwrap_or(0).min(of_marks.unwrap_or(0))
}

/// A line as it is shown. Bytes of the line become bytes of the row by walking over its characters once.
fn row(number: u32, line: &str, indent: usize, room: Room, places: &[&Place]) -> Row {
    let width = room.width;
    let indent = boundary(line, indent);
    let whole = fits(line.get(indent..).unwrap_or(""), width);
    let begin = match places.first() {
        Some(place) if !whole => before(line, place.start, width.saturating_div(3)).max(indent),
        _ => indent,
    };
    let mut text = String::from(if begin > indent { room.cut } else { "" });
    let mut taken = escape::width_of(&text);
    let mut starts = vec![None; places.len()];
    let mut ends = vec![None; places.len()];
    let mut note = |byte: usize, at: usize| {
        for (place, (start, end)) in places.iter().zip(starts.iter_mut().zip(ends.iter_mut())) {
            if byte >= place.start && start.is_none() {
                *start = Some(at);
            }
            if byte >= place.end && end.is_none() {
                *end = Some(at);
            }
        }
    };
    for (offset, character) in line.get(begin..).unwrap_or("").char_indices() {
        note(begin.saturating_add(offset), text.len());
        let end = taken
            .saturating_add(escape::width(character))
            .saturating_add(room.cut.chars().count());
        if !whole && end > width {
            text.push_str(room.cut);
            break;
        }
        taken = taken.saturating_add(escape::width(character));
        escape::push(&mut text, character);
    }
    let last = text.len();
    let marks = places
        .iter()
        .zip(starts.iter().zip(&ends))
        .map(|(place, (start, end))| {
            let start = start.unwrap_or(last);
            let end = end.unwrap_or(last).max(start);
            Mark {
                start,
                end,
                text: escape::shown(place.text),
                primary: place.primary,
            }
        });
    Row {
        number,
        marks: marks.map(|mark| widened(mark, &text)).collect(),
        text,
    }
}

/// A mark of nothing becomes one of the character there, if there is one.
fn widened(mark: Mark, text: &str) -> Mark {
    let next = text
        .get(mark.start..)
        .and_then(|rest| rest.chars().next())
        .map_or(0, char::len_utf8);
    if mark.start == mark.end {
        Mark {
            end: mark.start.saturating_add(next),
            ..mark
        }
    } else {
        mark
    }
}

/// The byte that lies at most so many columns before this one.
fn before(line: &str, byte: usize, columns: usize) -> usize {
    let mut taken: usize = 0;
    for (at, character) in line.get(..byte).unwrap_or("").char_indices().rev() {
        taken = taken.saturating_add(escape::width(character));
        if taken > columns {
            return at.saturating_add(character.len_utf8());
        }
    }
    0
}
