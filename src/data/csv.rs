//! CSV with places: a heading and rows, every cell with its text and where it stands (RFC 4180, commas, UTF-8).
//!
//! Strict, because a table is law: a row with a cell too many or too few, a quote in the wrong place or a column that
//! stands twice is an error, and nothing is trimmed. The `csv` crate, which is kinder and knows no places of cells, is
//! the oracle of the tests. Empty lines are passed over; what a blank cell means is for the caller to say.

use std::sync::Arc;

use crate::data::Place;
use crate::diagnostic::Code;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::Diagnostics;
use crate::source::FileId;
use crate::source::Sources;
use crate::source::Span;

/// A table as it stands in its file.
#[derive(Clone, Debug)]
pub(crate) struct Csv {
    file: FileId,
    text: Arc<str>,
    /// Texts of cells in which a quote was doubled.
    unescaped: String,
    heading: Vec<Stored>,
    /// All cells, row by row; each row has as many as the heading.
    cells: Vec<Stored>,
}

/// A cell: its text lies in the file, between the quotes if there are any, or in `unescaped`.
#[derive(Clone, Copy, Debug)]
struct Stored {
    place: Place,
    text: Place,
    is_unescaped: bool,
}

/// A cell or a heading.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Cell<'c> {
    /// What it says, without quotes, nothing trimmed.
    pub(crate) text: &'c str,
    /// Where it stands, quotes included.
    pub(crate) span: Span,
}

/// A row below the heading.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Row<'c> {
    csv: &'c Csv,
    cells: &'c [Stored],
}

impl<'c> Row<'c> {
    /// The cell in this column, counted from 0.
    pub(crate) fn cell(&self, column: usize) -> Option<Cell<'c>> {
        self.cells.get(column).map(|stored| self.csv.cell(*stored))
    }

    /// All cells, in the order of the columns.
    #[cfg(test)]
    pub(crate) fn cells(&self) -> impl Iterator<Item = Cell<'c>> + use<'c> {
        let csv = self.csv;
        self.cells.iter().map(move |stored| csv.cell(*stored))
    }

    /// The whole row.
    pub(crate) fn span(&self) -> Span {
        let place = match (self.cells.first(), self.cells.last()) {
            (Some(first), Some(last)) => first.place.to(last.place),
            _ => Place { start: 0, end: 0 },
        };
        place.span(self.csv.file)
    }
}

impl Csv {
    /// The headings, in the order of the columns.
    pub(crate) fn headings(&self) -> impl Iterator<Item = Cell<'_>> {
        self.heading.iter().map(|stored| self.cell(*stored))
    }

    /// The column with this heading, counted from 0.
    pub(crate) fn column(&self, name: &str) -> Option<usize> {
        self.headings().position(|heading| heading.text == name)
    }

    /// The rows below the heading.
    pub(crate) fn rows(&self) -> impl Iterator<Item = Row<'_>> {
        self.cells
            .chunks_exact(self.heading.len().max(1))
            .map(|cells| Row { csv: self, cells })
    }

    /// The line of headings.
    pub(crate) fn heading_span(&self) -> Span {
        Row {
            csv: self,
            cells: &self.heading,
        }
        .span()
    }

    fn cell(&self, stored: Stored) -> Cell<'_> {
        let from = if stored.is_unescaped {
            self.unescaped.as_str()
        } else {
            &self.text
        };
        let text = from.get(stored.text.span(self.file).range()).unwrap_or("");
        Cell {
            text,
            span: stored.place.span(self.file),
        }
    }
}

/// Reads the table in this file. Rows that do not fit are reported and left out; without a heading that can be read
/// there is no table.
pub(crate) fn read(sources: &Sources, file: FileId, diagnostics: &mut Diagnostics) -> Option<Csv> {
    let text = Arc::clone(&sources.get(file)?.text);
    let csv = Csv {
        file,
        text: Arc::clone(&text),
        unescaped: String::new(),
        heading: Vec::new(),
        cells: Vec::new(),
    };
    let mut scan = Scan {
        text: &text,
        at: 0,
        csv,
    };
    let mut row = Vec::new();
    loop {
        match scan.row(&mut row) {
            Ok(true) if scan.csv.heading.is_empty() => {
                scan.csv.heading = std::mem::take(&mut row);
                check_heading(&scan.csv, diagnostics);
            }
            Ok(true) if row.len() == scan.csv.heading.len() => scan.csv.cells.append(&mut row),
            Ok(true) => diagnostics.add(ragged(&scan.csv, &row)),
            Ok(false) => break,
            Err(fault) => {
                diagnostics.add(fault.diagnostic(file));
                break;
            }
        }
    }
    if scan.csv.heading.is_empty() {
        if !diagnostics.has_errors() {
            let start = Span::new(file, 0, 0);
            diagnostics.add(
                Diagnostic::error(Code::R501, start, "the table has no heading")
                    .help("its first line names the columns"),
            );
        }
        return None;
    }
    Some(scan.csv)
}

fn check_heading(csv: &Csv, diagnostics: &mut Diagnostics) {
    let mut seen: Vec<Cell<'_>> = csv.headings().filter(|heading| !heading.text.is_empty()).collect();
    seen.sort_by_key(|heading| (heading.text, heading.span));
    for (first, second) in seen.iter().zip(seen.iter().skip(1)) {
        if first.text == second.text {
            diagnostics.add(
                Diagnostic::error(Code::R501, second.span, format!("column `{}` stands twice", first.text))
                    .label(first.span, "first here")
                    .help("give each column a name of its own"),
            );
        }
    }
    if let [only] = seen.as_slice()
        && let Some(separator) = only.text.chars().find(|sign| matches!(sign, ';' | '\t'))
    {
        let name = if separator == ';' { "semicolons" } else { "tabs" };
        diagnostics.add(
            Diagnostic::error(Code::R501, only.span, format!("{name} part the columns"))
                .help("save the table as CSV with commas"),
        );
    }
}

fn ragged(csv: &Csv, row: &[Stored]) -> Diagnostic {
    let span = Row { csv, cells: row }.span();
    let (found, expected) = (row.len(), csv.heading.len());
    let cells = |count: usize| {
        if count == 1 {
            "1 cell".to_owned()
        } else {
            format!("{count} cells")
        }
    };
    let diagnostic = Diagnostic::error(
        Code::R120,
        span,
        format!("a row of {} under a heading of {expected}", cells(found)),
    )
    .label(csv.heading_span(), cells(expected));
    if found > expected {
        diagnostic.help("a cell that holds a comma stands in quotes: `\"a, b\"`")
    } else {
        diagnostic.help("a cell that says nothing is still parted by its comma: `a,,c`")
    }
}

/// What is wrong with a cell.
enum Fault {
    /// The quote here is never closed.
    Unclosed(usize),
    /// Something stands between the closing quote and the comma.
    AfterQuote(usize),
    /// A quote stands in a cell that does not begin with one.
    QuoteInside(usize, usize),
}

impl Fault {
    fn diagnostic(&self, file: FileId) -> Diagnostic {
        let error = |at: usize, title| Diagnostic::error(Code::R501, Span::new(file, at, at.saturating_add(1)), title);
        match self {
            Fault::Unclosed(at) => error(*at, "a quote that is never closed")
                .help("a cell that begins with a quote ends with one; inside it a quote is written twice"),
            Fault::AfterQuote(at) => error(*at, "a cell goes on after its closing quote")
                .help("inside a cell in quotes a quote is written twice: `\"6\"\" pipe\"`; between cells stands a comma alone"),
            Fault::QuoteInside(at, start) => error(*at, "a quote inside a cell that does not begin with one")
                .label(Span::new(file, *start, start.saturating_add(1)), "the cell begins here")
                .help("put the cell in quotes and write the quote twice: `\"6\"\" pipe\"`"),
        }
    }
}

/// A table that is being read.
struct Scan<'t> {
    text: &'t str,
    at: usize,
    csv: Csv,
}

impl Scan<'_> {
    /// Reads the next row that is not an empty line; `false` at the end.
    fn row(&mut self, row: &mut Vec<Stored>) -> Result<bool, Fault> {
        row.clear();
        while let Some(b'\n' | b'\r') = self.next() {
            self.at = self.at.wrapping_add(1);
        }
        if self.next().is_none() {
            return Ok(false);
        }
        loop {
            let cell = if self.next() == Some(b'"') {
                self.quoted()?
            } else {
                self.plain()?
            };
            row.push(cell);
            match self.next() {
                Some(b',') => self.at = self.at.wrapping_add(1),
                Some(b'\n' | b'\r') | None => return Ok(true),
                Some(_) => return Err(Fault::AfterQuote(self.at)),
            }
        }
    }

    fn next(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn plain(&mut self) -> Result<Stored, Fault> {
        let start = self.at;
        loop {
            match self.next() {
                Some(b',' | b'\n' | b'\r') | None => {
                    let place = Place::new(start, self.at);
                    return Ok(Stored {
                        place,
                        text: place,
                        is_unescaped: false,
                    });
                }
                Some(b'"') => return Err(Fault::QuoteInside(self.at, start)),
                Some(_) => self.at = self.at.wrapping_add(1),
            }
        }
    }

    fn quoted(&mut self) -> Result<Stored, Fault> {
        let start = self.at;
        let inside = start.wrapping_add(1);
        let unescaped = self.csv.unescaped.len();
        let mut from = inside;
        loop {
            let rest = self.text.as_bytes().get(from..).unwrap_or(&[]);
            let Some(quote) = memchr::memchr(b'"', rest).map(|found| from.saturating_add(found)) else {
                return Err(Fault::Unclosed(start));
            };
            let after = quote.wrapping_add(1);
            self.at = after;
            if self.next() != Some(b'"') {
                let place = Place::new(start, after);
                if from == inside {
                    return Ok(Stored {
                        place,
                        text: Place::new(inside, quote),
                        is_unescaped: false,
                    });
                }
                self.csv.unescaped.push_str(self.text.get(from..quote).unwrap_or(""));
                let text = Place::new(unescaped, self.csv.unescaped.len());
                return Ok(Stored {
                    place,
                    text,
                    is_unescaped: true,
                });
            }
            // The first of two quotes belongs to the text.
            self.csv.unescaped.push_str(self.text.get(from..after).unwrap_or(""));
            from = after.wrapping_add(1);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn table(text: &str) -> (Sources, Option<Csv>, Vec<String>) {
        let mut sources = Sources::new();
        let file = sources.add("t.csv", text);
        let mut diagnostics = Diagnostics::new();
        let csv = read(&sources, file, &mut diagnostics);
        let said = diagnostics
            .iter()
            .map(|d| format!("{} {}", sources.place(d.at.as_ref().unwrap().span), d.title))
            .collect();
        (sources, csv, said)
    }

    #[test]
    fn cells_are_read_as_written_with_their_places() {
        let text = "name,note\r\n\"Hanil, \"\"Robotics\"\"\", two words \n\n\"\",\"line\nbreak\"\nÄ,é";
        let (sources, csv, said) = table(text);
        let csv = csv.unwrap();
        assert_eq!(said, Vec::<String>::new());
        assert_eq!(
            (csv.column("name"), csv.column("note"), csv.column("Note")),
            (Some(0), Some(1), None)
        );
        let cells: Vec<(&str, String, &str)> = csv
            .rows()
            .flat_map(|row| row.cells().collect::<Vec<_>>())
            .map(|cell| (cell.text, sources.place(cell.span), sources.text(cell.span)))
            .collect();
        assert_eq!(
            cells,
            [
                ("Hanil, \"Robotics\"", "t.csv:2:1".into(), "\"Hanil, \"\"Robotics\"\"\""),
                (" two words ", "t.csv:2:23".into(), " two words "),
                ("", "t.csv:4:1".into(), "\"\""),
                ("line\nbreak", "t.csv:4:4".into(), "\"line\nbreak\""),
                ("Ä", "t.csv:6:1".into(), "Ä"),
                ("é", "t.csv:6:3".into(), "é"),
            ]
        );
        assert_eq!(sources.text(csv.rows().last().unwrap().span()), "Ä,é");
    }

    #[test]
    fn what_does_not_fit_is_an_error_with_its_place() {
        for (text, expected) in [
            ("", "t.csv:1:1 the table has no heading"),
            ("\n\r\n", "t.csv:1:1 the table has no heading"),
            ("a,b\n1,2,3\n", "t.csv:2:1 a row of 3 cells under a heading of 2"),
            ("a,b\n1\n", "t.csv:2:1 a row of 1 cell under a heading of 2"),
            ("a,b,a\n1,2,3\n", "t.csv:1:5 column `a` stands twice"),
            ("a;b\n1;2\n", "t.csv:1:1 semicolons part the columns"),
            ("a\tb\n1\t2\n", "t.csv:1:1 tabs part the columns"),
            ("a,b\n\"x,1\n2,3\n", "t.csv:2:1 a quote that is never closed"),
            ("\"a", "t.csv:1:1 a quote that is never closed"),
            ("a,b\n\"x\" ,1\n", "t.csv:2:4 a cell goes on after its closing quote"),
            (
                "a,b\n6\" pipe,1\n",
                "t.csv:2:2 a quote inside a cell that does not begin with one",
            ),
            (
                "a,b\n1, \"x\"\n",
                "t.csv:2:4 a quote inside a cell that does not begin with one",
            ),
        ] {
            assert_eq!(table(text).2, [expected], "{text:?}");
        }
    }

    #[test]
    fn a_row_that_does_not_fit_hides_no_other() {
        let (_, csv, said) = table("a,b\n1,2\n3\n4,5\n6,7,8\n");
        assert_eq!((csv.unwrap().rows().count(), said.len()), (2, 2));
    }

    proptest! {
        #[test]
        fn what_the_csv_crate_writes_is_read_as_it_reads_it(
            rows in prop::collection::vec(prop::collection::vec("[a,\"\n\r é;]{0,6}", 3), 1..6), crlf in any::<bool>(),
        ) {
            let terminator = if crlf { csv::Terminator::CRLF } else { csv::Terminator::Any(b'\n') };
            let mut writer = csv::WriterBuilder::new().terminator(terminator).from_writer(Vec::new());
            writer.write_record(["one", "two", "three"]).unwrap();
            for row in &rows {
                writer.write_record(row).unwrap();
            }
            let text = String::from_utf8(writer.into_inner().unwrap()).unwrap();
            let (_, table, said) = table(&text);
            prop_assert_eq!(said, Vec::<String>::new());
            let read: Vec<Vec<String>> = table.unwrap().rows().map(|row| row.cells().map(|cell| cell.text.to_owned()).collect()).collect();
            prop_assert_eq!(&read, &rows);
        }

        #[test]
        fn whatever_the_bytes_reading_ends_and_places_lie_inside(text in "[a,\"\n\r é]{0,30}") {
            let (sources, table, _) = table(&text);
            for row in table.iter().flat_map(Csv::rows) {
                for cell in row.cells() {
                    prop_assert_eq!(cell.text.is_empty(), matches!(sources.text(cell.span), "" | "\"\""));
                }
            }
            // Where the strict reading finds nothing wrong, the kind one reads the same.
            if let (Some(ours), _, true) = (table.as_ref(), &sources, table_is_right(&text)) {
                let mut reader = csv::ReaderBuilder::new().from_reader(text.as_bytes());
                let theirs: Vec<Vec<String>> = reader.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect();
                let ours: Vec<Vec<String>> = ours.rows().map(|row| row.cells().map(|cell| cell.text.to_owned()).collect()).collect();
                prop_assert_eq!(ours, theirs);
            }
        }
    }

    fn table_is_right(text: &str) -> bool {
        table(text).2.is_empty()
    }
}
