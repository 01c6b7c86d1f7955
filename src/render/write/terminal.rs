//! A page for a terminal or a pipe: labels in a column, lines broken at blanks, trees drawn or in ASCII.
//!
//! Words longer than the line (paths, citations, figures) are never cut. Every piece of text is escaped here.

use unicode_width::UnicodeWidthStr;

use crate::render::Color;
use crate::render::document::Block;
use crate::render::document::Branch;
use crate::render::document::Document;
use crate::render::document::Line;
use crate::render::document::Row;
use crate::render::document::Tone;
use crate::render::escape;

/// How wide the column of labels is.
const LABELS: usize = 12;

/// How a page is written.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Style {
    /// Columns of the terminal.
    pub(crate) width: usize,
    /// Whether colours repeat what words say.
    pub(crate) color: Color,
    /// What trees are drawn with.
    pub(crate) strokes: Strokes,
}

/// What trees are drawn with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Strokes {
    /// `├─`
    Drawn,
    /// `|-`
    Ascii,
}

/// The page as text, its last line ended.
pub(crate) fn write(document: &Document, style: Style) -> String {
    let mut page = Page {
        style,
        out: String::new(),
        tone: Tone::Plain,
    };
    for block in &document.blocks {
        page.block(block);
    }
    page.out
}

struct Page {
    style: Style,
    out: String,
    /// In what tone the page goes on.
    tone: Tone,
}

/// A word with what stands before it.
struct Word {
    /// Blanks before it, if it stands on the same line.
    gap: usize,
    pieces: Vec<(Tone, String)>,
}

impl Page {
    fn block(&mut self, block: &Block) {
        match block {
            Block::Heading(line) => {
                let strong = |tone: Tone| if tone == Tone::Plain { Tone::Strong } else { tone };
                let pieces = line.pieces.iter().map(|(tone, text)| (strong(*tone), text.clone()));
                self.line(
                    "",
                    "  ",
                    &Line {
                        pieces: pieces.collect(),
                    },
                );
            }
            Block::Line(line) => self.line("", "  ", line),
            Block::Paragraph(line) => self.line("", "", line),
            Block::Details(rows) => self.rows("  ", rows),
            Block::Sections(rows) => self.rows("", rows),
            Block::Table(head, rows) => self.table(head, rows),
            Block::Tree(roots) => {
                for root in roots {
                    self.line("", "   ", &root.line);
                    self.branches(&root.children, "");
                }
            }
            Block::Code(line) => {
                let line = format!("    {}", escape::shown(line));
                self.out.push_str(line.trim_end());
                self.out.push('\n');
            }
            Block::Gap => self.out.push('\n'),
        }
    }

    fn rows(&mut self, indent: &str, rows: &[Row]) {
        let below = " ".repeat(LABELS.saturating_add(indent.len()));
        for row in rows {
            let mut before = format!("{indent}{:LABELS$}", row.label);
            if row.label.len() >= LABELS {
                before.push(' ');
            }
            for line in &row.lines {
                self.line(&before, &below, line);
                before.clone_from(&below);
            }
        }
    }

    /// The branches under a line that begins with `before`.
    fn branches(&mut self, branches: &[Branch], before: &str) {
        let (middle, last, down) = match self.style.strokes {
            Strokes::Drawn => ("├─ ", "└─ ", "│  "),
            Strokes::Ascii => ("|- ", "`- ", "|  "),
        };
        let count = branches.len();
        for (index, branch) in branches.iter().enumerate() {
            let is_last = index.saturating_add(1) == count;
            let below = format!("{before}{}", if is_last { "   " } else { down });
            let stroke = if is_last { last } else { middle };
            self.line(&format!("{before}{stroke}"), &format!("{below}   "), &branch.line);
            self.branches(&branch.children, &below);
        }
    }

    fn table(&mut self, head: &[Line], rows: &[Vec<Line>]) {
        let mut widths: Vec<usize> = Vec::new();
        for cells in std::iter::once(head).chain(rows.iter().map(Vec::as_slice)) {
            widths.resize(widths.len().max(cells.len()), 0);
            for (width, cell) in widths.iter_mut().zip(cells) {
                *width = (*width).max(width_of(&words(cell)));
            }
        }
        for cells in std::iter::once(head).chain(rows.iter().map(Vec::as_slice)) {
            let mut row = Line::default();
            let mut behind = 0;
            for (cell, width) in cells.iter().zip(&widths) {
                row = row.plain(&escape::TIED.to_string().repeat(behind));
                row.pieces
                    .extend(cell.pieces.iter().map(|(tone, text)| (*tone, tied(text))));
                behind = width.saturating_sub(width_of(&words(cell))).saturating_add(2);
            }
            self.line("", "", &row);
        }
    }

    /// Writes a line, broken at blanks; the first begins with `before`, the others with `below`.
    fn line(&mut self, before: &str, below: &str, line: &Line) {
        let start = self.out.len();
        self.out.push_str(before);
        let mut column = before.width();
        let mut is_first = true;
        for word in words(line) {
            let gap = if is_first { 0 } else { word.gap };
            let width = width_of(std::slice::from_ref(&word));
            let end = column.saturating_add(gap).saturating_add(width);
            if !is_first && end > self.style.width {
                self.end_line(start);
                self.out.push_str(below);
                column = below.width();
            } else {
                if word.pieces.first().is_some_and(|(tone, _)| *tone != self.tone) {
                    self.paint(Tone::Plain);
                }
                self.out.push_str(&" ".repeat(gap));
                column = column.saturating_add(gap);
            }
            column = column.saturating_add(width);
            is_first = false;
            for (tone, text) in &word.pieces {
                self.piece(*tone, text);
            }
        }
        self.end_line(start);
    }

    fn end_line(&mut self, start: usize) {
        self.paint(Tone::Plain);
        while self.out.len() > start && self.out.ends_with(' ') {
            self.out.pop();
        }
        self.out.push('\n');
    }

    fn piece(&mut self, tone: Tone, text: &str) {
        self.paint(tone);
        self.out.push_str(&text.replace(escape::TIED, " "));
    }

    /// Goes on in another colour.
    fn paint(&mut self, tone: Tone) {
        if self.style.color == Color::Off || self.tone == tone {
            return;
        }
        let code = match tone {
            Tone::Plain => "",
            Tone::Strong => "1",
            Tone::Strict => "1;31",
            Tone::Middle => "1;33",
            Tone::Mild => "1;32",
            Tone::Open => "1;35",
            Tone::Faint => "2",
        };
        if self.tone != Tone::Plain {
            self.out.push_str("\u{1b}[0m");
        }
        if !code.is_empty() {
            self.out.extend(["\u{1b}[", code, "m"]);
        }
        self.tone = tone;
    }
}

fn tied(text: &str) -> String {
    text.replace(' ', &escape::TIED.to_string())
}

fn width_of(words: &[Word]) -> usize {
    let of = |word: &Word| {
        word.pieces
            .iter()
            .map(|(_, text)| text.width())
            .fold(word.gap, usize::saturating_add)
    };
    let first = words.first().map_or(0, |word| word.gap);
    words
        .iter()
        .map(of)
        .fold(0, usize::saturating_add)
        .saturating_sub(first)
}

/// The words of a line, escaped. Where two pieces meet without a blank they are one word.
fn words(line: &Line) -> Vec<Word> {
    let mut words: Vec<Word> = Vec::new();
    let mut gap: usize = 0;
    let mut inside = false;
    for (tone, text) in &line.pieces {
        for (index, part) in text.split(' ').enumerate() {
            if index > 0 {
                gap = gap.saturating_add(1);
                inside = false;
            }
            if part.is_empty() {
                continue;
            }
            let piece = (*tone, escape::shown(part));
            match words.last_mut() {
                Some(word) if inside => word.pieces.push(piece),
                _ => words.push(Word {
                    gap,
                    pieces: vec![piece],
                }),
            }
            inside = true;
            gap = 0;
        }
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    const NARROW: Style = Style {
        width: 30,
        color: Color::Off,
        strokes: Strokes::Drawn,
    };

    fn page(fill: impl Fn(&mut Document)) -> Document {
        let mut document = Document::default();
        fill(&mut document);
        document
    }

    #[test]
    fn long_lines_are_broken_at_blanks_and_words_are_never_cut() {
        let document = page(|page| {
            let line = Line::of("the figure is")
                .plain(" ")
                .value("48000 EUR")
                .place("a/very/long/path/that/does/not/fit.rule:1:2");
            page.details(vec![Row::new("figure", line)]);
        });
        let expected = "  figure      the figure is\n              48 000 EUR\n              a/very/long/path/that/does/not/fit.rule:1:2\n";
        assert_eq!(write(&document, NARROW), expected);
    }

    #[test]
    fn a_label_stands_once_before_its_lines() {
        let document = page(|page| {
            page.sections(vec![Row {
                label: "Owed",
                lines: vec![Line::of("a"), Line::of("b")],
            }]);
        });
        assert_eq!(write(&document, NARROW), "Owed        a\n            b\n");
    }

    #[test]
    fn trees_are_drawn_or_in_ascii() {
        let leaf = |text: &str| Branch {
            line: Line::of(text),
            children: Vec::new(),
        };
        let document = page(|page| {
            let children = vec![
                Branch {
                    line: Line::of("b"),
                    children: vec![leaf("c"), leaf("d")],
                },
                Branch {
                    line: Line::of("e is a line that is too long for it"),
                    children: vec![leaf("f")],
                },
            ];
            page.tree(vec![Branch {
                line: Line::of("a"),
                children,
            }]);
        });
        let drawn = "a\n├─ b\n│  ├─ c\n│  └─ d\n└─ e is a line that is too\n      long for it\n   └─ f\n";
        assert_eq!(write(&document, NARROW), drawn);
        let ascii = Style {
            strokes: Strokes::Ascii,
            ..NARROW
        };
        assert_eq!(
            write(&document, ascii),
            drawn.replace("├─", "|-").replace("└─", "`-").replace('│', "|")
        );
    }

    #[test]
    fn columns_of_a_table_line_up() {
        let cell = Line::of;
        let document = page(|page| {
            page.table(
                &["case", "before"],
                vec![vec![cell("motor"), cell("free")], vec![cell("東京"), cell("required")]],
            );
        });
        assert_eq!(
            write(&document, NARROW),
            "case   before\nmotor  free\n東京   required\n"
        );
    }

    #[test]
    fn foreign_text_is_escaped_and_colour_only_repeats() {
        let document = page(|page| page.line(Line::of("a\u{1b}[31m").tone(Tone::Strict, " REQUIRED")));
        assert_eq!(write(&document, NARROW), "a\\u{1b}[31m REQUIRED\n");
        let colored = write(
            &document,
            Style {
                color: Color::On,
                ..NARROW
            },
        );
        assert_eq!(colored, "a\\u{1b}[31m \u{1b}[1;31mREQUIRED\u{1b}[0m\n");
    }
}
