//! Texts that users wrote (rule files, tables, fact files), and places in them.
//!
//! A [`Span`] is a range of bytes in one file; lines and columns (both from 1, columns in characters) are worked out
//! only when somebody looks. How text gets here is not known here: `pack` and `cli` read it.

use std::sync::Arc;
use std::sync::OnceLock;

use crate::ids::Id;
use crate::ids::IdVec;
use crate::ids::define_id;

define_id! {
    /// A text in [`Sources`].
    pub(crate) FileId;
}

/// A range of bytes in one file. `end` is the first byte after it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Span {
    /// The file.
    pub(crate) file: FileId,
    /// The first byte.
    pub(crate) start: u32,
    /// The byte after the last.
    pub(crate) end: u32,
}

impl Span {
    /// The range in this file.
    pub(crate) fn new(file: FileId, start: usize, end: usize) -> Span {
        Span {
            file,
            start: u32::try_from(start).unwrap_or(u32::MAX),
            end: u32::try_from(end).unwrap_or(u32::MAX),
        }
    }

    /// From the start of this one to the end of the other, which stands in the same file.
    pub(crate) fn to(self, other: Span) -> Span {
        Span {
            file: self.file,
            start: self.start.min(other.start),
            end: self.end.max(other.end),
        }
    }

    /// The range as indices.
    pub(crate) fn range(self) -> std::ops::Range<usize> {
        let index = |byte: u32| usize::try_from(byte).unwrap_or(usize::MAX);
        index(self.start)..index(self.end)
    }
}

/// A place as people count: line and column from 1, the column in characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Position {
    /// The line, from 1.
    pub(crate) line: u32,
    /// The column in characters, from 1.
    pub(crate) column: u32,
}

/// Where the lines of a text begin. Columns of one long line are found without counting it from its start each time.
#[derive(Clone, Debug)]
pub(crate) struct Lines {
    starts: Vec<u32>,
    /// How many characters begin before each block of [`BLOCK`] bytes.
    blocks: Vec<u32>,
}

const BLOCK: usize = 4096;

impl Lines {
    /// The lines of this text.
    pub(crate) fn of(text: &str) -> Lines {
        let number = |index: usize| u32::try_from(index).unwrap_or(u32::MAX);
        let ends = memchr::memchr_iter(b'\n', text.as_bytes()).map(|end| number(end.saturating_add(1)));
        let mut before = 0_usize;
        let mut mark = |block: &[u8]| {
            let begins = before;
            before = before.saturating_add(characters(block));
            number(begins)
        };
        Lines {
            starts: std::iter::once(0).chain(ends).collect(),
            blocks: text.as_bytes().chunks(BLOCK).map(&mut mark).collect(),
        }
    }

    /// The number of the line that holds this byte, from 0.
    fn index(&self, byte: u32) -> usize {
        self.starts.partition_point(|&start| start <= byte).saturating_sub(1)
    }

    /// The first byte of a line that is counted from 0.
    fn start(&self, index: usize) -> Option<u32> {
        self.starts.get(index).copied()
    }

    /// The place of a byte in the text, which must be the text that this was made of.
    pub(crate) fn position(&self, text: &str, byte: u32) -> Position {
        let index = self.index(byte);
        let before = |byte: u32| {
            let byte = usize::try_from(byte).unwrap_or(usize::MAX).min(text.len());
            let block = byte.checked_div(BLOCK).unwrap_or(0);
            let marked = self.blocks.get(block).copied().unwrap_or(0);
            let rest = text.as_bytes().get(block.saturating_mul(BLOCK)..byte).unwrap_or(&[]);
            u32::try_from(characters(rest))
                .unwrap_or(u32::MAX)
                .saturating_add(marked)
        };
        let column = before(byte).saturating_sub(before(self.start(index).unwrap_or(0)));
        Position {
            line: u32::try_from(index).unwrap_or(u32::MAX).saturating_add(1),
            column: column.saturating_add(1),
        }
    }
}

/// How many characters begin in these bytes.
fn characters(bytes: &[u8]) -> usize {
    bytes.iter().filter(|byte| **byte & 0xc0 != 0x80).count()
}

/// One text, with its name as the user knows it.
#[derive(Clone, Debug)]
pub(crate) struct Source {
    /// The path as shown: relative to the current folder where that is possible.
    pub(crate) name: Box<str>,
    /// The text, without a leading byte-order mark.
    pub(crate) text: Arc<str>,
    /// The number of the first line: a record of a stream begins in the middle of its file.
    pub(crate) first_line: u32,
    /// Made when somebody looks.
    lines: OnceLock<Lines>,
}

impl Source {
    fn new(name: &str, text: Arc<str>, first_line: u32) -> Source {
        Source {
            name: name.into(),
            text,
            first_line,
            lines: OnceLock::new(),
        }
    }

    fn lines(&self) -> &Lines {
        self.lines.get_or_init(|| Lines::of(&self.text))
    }

    /// The place of a byte.
    pub(crate) fn position(&self, byte: u32) -> Position {
        let within = self.lines().position(&self.text, byte);
        Position {
            line: within.line.saturating_sub(1).saturating_add(self.first_line),
            column: within.column,
        }
    }

    /// The text of the line (counted from 1 within this text, whatever `first_line` says) that holds this byte, with
    /// the byte at which it begins.
    pub(crate) fn line_at(&self, byte: u32) -> (&str, u32) {
        let lines = self.lines();
        let index = lines.index(byte);
        let start = lines.start(index).unwrap_or(0);
        let end = lines.start(index.saturating_add(1)).unwrap_or(u32::MAX);
        let end = end.min(u32::try_from(self.text.len()).unwrap_or(u32::MAX));
        let line = self
            .text
            .get(
                Span {
                    file: FileId::from_index(0),
                    start,
                    end,
                }
                .range(),
            )
            .unwrap_or("");
        (line.trim_end_matches(['\n', '\r']), start)
    }
}

/// All texts of one run.
#[derive(Clone, Debug, Default)]
pub(crate) struct Sources {
    files: IdVec<FileId, Source>,
}

impl Sources {
    /// No texts yet.
    pub(crate) const fn new() -> Sources {
        Sources { files: IdVec::new() }
    }

    /// Adds a text under the name that users know.
    pub(crate) fn add(&mut self, name: &str, text: impl Into<Arc<str>>) -> FileId {
        self.files.push(Source::new(name, text.into(), 1))
    }

    /// Adds a piece of a longer file that begins at this line of it.
    pub(crate) fn add_piece(&mut self, name: &str, text: impl Into<Arc<str>>, first_line: u32) -> FileId {
        self.files.push(Source::new(name, text.into(), first_line))
    }

    /// The id that the next text will have.
    pub(crate) fn next(&self) -> FileId {
        FileId::from_index(self.files.len())
    }

    /// Forgets this text and all that were added after it: the records of a stream come and go.
    pub(crate) fn forget_from(&mut self, file: FileId) {
        self.files.truncate(file.index());
    }

    /// The text with this id.
    pub(crate) fn get(&self, file: FileId) -> Option<&Source> {
        self.files.get(file)
    }

    /// The bytes of a span; empty where it lies outside.
    pub(crate) fn text(&self, span: Span) -> &str {
        self.files
            .get(span.file)
            .and_then(|source| source.text.get(span.range()))
            .unwrap_or("")
    }

    /// `file:line:column` of the start of a span.
    pub(crate) fn place(&self, span: Span) -> String {
        match self.files.get(span.file) {
            None => String::new(),
            Some(source) => {
                let at = source.position(span.start);
                format!("{}:{}:{}", source.name, at.line, at.column)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_of_a_long_line_are_those_that_one_counts_from_its_start() {
        let text = format!("{}\n{}", "x".repeat(5000), "äx€".repeat(5000));
        let lines = Lines::of(&text);
        for (index, _) in text.char_indices().skip(4000).step_by(97) {
            let before = text.get(..index).unwrap();
            let line = before.rsplit('\n').next().unwrap();
            let number = |count: usize| u32::try_from(count).unwrap();
            let expected = Position {
                line: number(before.matches('\n').count() + 1),
                column: number(line.chars().count() + 1),
            };
            assert_eq!(lines.position(&text, number(index)), expected, "byte {index}");
        }
    }

    #[test]
    fn lines_and_columns_count_from_one_and_in_characters() {
        let mut sources = Sources::new();
        let file = sources.add("a.rule", "ä b\nc");
        for (byte, place) in [
            (0, "a.rule:1:1"),
            (2, "a.rule:1:2"),
            (3, "a.rule:1:3"),
            (5, "a.rule:2:1"),
        ] {
            assert_eq!(
                sources.place(Span {
                    file,
                    start: byte,
                    end: byte
                }),
                place,
                "byte {byte}"
            );
        }
    }
}
