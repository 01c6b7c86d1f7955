//! A result as a page: lines, labelled rows, tables, trees; what each output format is written from.
//!
//! A view fills it and says what a piece of text is, never how it looks. Texts are raw: whoever writes the page escapes
//! them for his format. [`escape::TIED`] stands for a blank at which a line is not broken.

use crate::render::escape;

/// A page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Document {
    /// From top to bottom.
    pub(super) blocks: Vec<Block>,
}

/// A part of a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Block {
    /// What the following is about.
    Heading(Line),
    /// A line of its own.
    Line(Line),
    /// Sentences.
    Paragraph(Line),
    /// Labelled rows that belong to the line above.
    Details(Vec<Row>),
    /// Labelled rows that stand for themselves.
    Sections(Vec<Row>),
    /// A table; rows have as many cells as the head.
    Table(Vec<Line>, Vec<Vec<Line>>),
    /// A tree; its roots are not connected.
    Tree(Vec<Branch>),
    /// A line of a file, as it is.
    Code(String),
    /// An empty line.
    Gap,
}

/// Lines behind a label.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Row {
    /// `rule`; empty where it is that of the row above.
    pub(super) label: &'static str,
    /// The lines.
    pub(super) lines: Vec<Line>,
}

/// A line of a tree with what hangs on it. At most as deep as an explanation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Branch {
    /// What stands at the branch.
    pub(super) line: Line,
    /// What hangs on it.
    pub(super) children: Vec<Branch>,
}

/// What a piece of text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tone {
    /// Words.
    Plain,
    /// What a line is about.
    Strong,
    /// An outcome that forbids or refuses, a failure.
    Strict,
    /// An outcome with conditions, something to look at.
    Middle,
    /// An outcome that lets go, a success.
    Mild,
    /// What is not settled or not known.
    Open,
    /// A place, a hash: for whoever looks for it.
    Faint,
}

/// A line, in pieces.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Line {
    /// The pieces, in order.
    pub(super) pieces: Vec<(Tone, String)>,
}

impl Document {
    /// Adds a heading.
    pub(super) fn heading(&mut self, line: Line) {
        self.blocks.push(Block::Heading(line));
    }

    /// Adds a line.
    pub(super) fn line(&mut self, line: Line) {
        self.blocks.push(Block::Line(line));
    }

    /// Adds sentences.
    pub(super) fn paragraph(&mut self, line: Line) {
        self.blocks.push(Block::Paragraph(line));
    }

    /// Adds an empty line, unless the page begins here or there is one already.
    pub(super) fn gap(&mut self) {
        if !matches!(self.blocks.last(), None | Some(Block::Gap)) {
            self.blocks.push(Block::Gap);
        }
    }

    /// Adds rows under the line above, if there are any.
    pub(super) fn details(&mut self, rows: Vec<Row>) {
        if !rows.is_empty() {
            self.blocks.push(Block::Details(rows));
        }
    }

    /// Adds rows of their own, if there are any.
    pub(super) fn sections(&mut self, rows: Vec<Row>) {
        if !rows.is_empty() {
            self.blocks.push(Block::Sections(rows));
        }
    }

    /// Adds a tree, if there is one.
    pub(super) fn tree(&mut self, roots: Vec<Branch>) {
        if !roots.is_empty() {
            self.blocks.push(Block::Tree(roots));
        }
    }

    /// Adds a line of a file.
    pub(super) fn code(&mut self, line: &str) {
        self.blocks.push(Block::Code(line.to_owned()));
    }

    /// Adds a table.
    pub(super) fn table(&mut self, head: &[&str], rows: Vec<Vec<Line>>) {
        self.blocks
            .push(Block::Table(head.iter().map(|cell| Line::of(cell)).collect(), rows));
    }
}

impl Row {
    /// A row of one line.
    pub(super) fn new(label: &'static str, line: Line) -> Row {
        Row {
            label,
            lines: vec![line],
        }
    }
}

impl Line {
    /// A line of words.
    pub(super) fn of(text: &str) -> Line {
        Line::default().plain(text)
    }

    /// With words.
    pub(super) fn plain(self, text: &str) -> Line {
        self.tone(Tone::Plain, text)
    }

    /// With a piece of this kind.
    pub(super) fn tone(mut self, tone: Tone, text: &str) -> Line {
        if !text.is_empty() {
            self.pieces.push((tone, text.to_owned()));
        }
        self
    }

    /// With a title in quotes, after a blank; nothing if it is empty.
    pub(super) fn title(self, title: &str) -> Line {
        if title.is_empty() {
            self
        } else {
            self.plain(&format!(" \"{title}\""))
        }
    }

    /// With something that stands apart: two blanks and a piece of this kind; nothing if it is empty.
    pub(super) fn apart(self, tone: Tone, text: &str) -> Line {
        if text.is_empty() {
            self
        } else {
            self.plain("  ").tone(tone, text)
        }
    }

    /// With a place, apart; its blanks do not break.
    pub(super) fn place(self, place: &str) -> Line {
        self.apart(Tone::Faint, &place.replace(' ', &escape::TIED.to_string()))
    }

    /// With a value, its digits grouped.
    pub(super) fn value(self, value: &str) -> Line {
        self.plain(&escape::grouped(value))
    }
}
