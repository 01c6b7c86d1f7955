//! Fact files, read in pieces so that memory stays flat: one record, one a line (NDJSON), or YAML documents.
//!
//! A piece ends where a record ends, so pieces can be worked on side by side. A record that is no text, or longer than
//! [`Limits::fact_file`], is an error of that record alone; the longer one is passed over without being held. Lines and
//! documents that are blank are no records. In YAML a line that begins with `---` parts documents wherever it stands,
//! also inside of a text, so documents are told apart without reading them. Language reference: "Fact files".

use std::io;
use std::io::BufRead;
use std::io::Read;

use crate::data::decode;
use crate::data::decode::NoText;
use crate::data::pull::Syntax;
use crate::diagnostic::Code;
use crate::diagnostic::Diagnostic;
use crate::limits::Limits;
use crate::source::FileId;
use crate::source::Span;

/// About as many bytes are read before a piece is handed out: it is gone through more than once, and larger ones would
/// not stay near the processor meanwhile.
const PIECE: usize = 1 << 18;

const MARK: &[u8] = "\u{feff}".as_bytes();

/// How a fact file is cut into records.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    /// The whole file is one record, JSON.
    Whole,
    /// Each line is a record, JSON.
    Lines,
    /// Each document is a record, YAML.
    Documents,
}

impl Form {
    /// The form that the ending of a file says.
    pub(crate) fn of_ending(ending: &str) -> Option<Form> {
        match ending {
            "json" => Some(Form::Whole),
            "ndjson" | "jsonl" => Some(Form::Lines),
            "yaml" | "yml" => Some(Form::Documents),
            _ => None,
        }
    }

    /// The form that the first line shows: YAML begins with a key, `---` or a comment; if all brackets are closed at the
    /// end of the line, each line is a record.
    pub(crate) fn of_first_line(line: &[u8]) -> Form {
        let text = line.strip_prefix(MARK).unwrap_or(line).trim_ascii();
        let key = text
            .iter()
            .position(|byte| *byte == b':')
            .and_then(|end| text.get(..end));
        let is_word = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'$');
        let has_key = key.is_some_and(|key| !key.is_empty() && key.iter().all(is_word));
        if has_key || text.starts_with(b"#") || text.starts_with(b"---") {
            Form::Documents
        } else if text.is_empty() || !is_closed(text) {
            Form::Whole
        } else {
            Form::Lines
        }
    }

    /// The form in which its records are written.
    pub(crate) fn syntax(self) -> Syntax {
        match self {
            Form::Whole | Form::Lines => Syntax::Json,
            Form::Documents => Syntax::Yaml,
        }
    }
}

/// Whether every bracket of a line is closed: then it may be a record of its own.
fn is_closed(line: &[u8]) -> bool {
    let (mut open, mut inside, mut escaped) = (0_usize, false, false);
    for byte in line {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if inside => escaped = true,
            b'"' => inside = !inside,
            _ if inside => {}
            b'{' | b'[' => open = open.saturating_add(1),
            b'}' | b']' => open = open.saturating_sub(1),
            _ => {}
        }
    }
    open == 0 && !inside
}

/// Reads a fact file piece by piece.
#[derive(Debug)]
pub(crate) struct Pieces<R> {
    /// What was read to see whether a byte-order mark stands there, then the rest.
    input: io::Chain<io::Cursor<Vec<u8>>, R>,
    form: Form,
    /// What was read of the next piece.
    rest: Vec<u8>,
    /// The number of the next line.
    line: u32,
    longest: usize,
    /// How many lines of the last piece were not held.
    passed_over: u32,
    /// Whether nothing has been read.
    is_first: bool,
    /// Whether nothing is left of a file that is one record.
    is_over: bool,
}

/// Whole records of a file.
#[derive(Debug)]
pub(crate) struct Piece {
    bytes: Vec<u8>,
    form: Form,
    first_line: u32,
    /// Whether it stands for a single record that is too long to be held.
    is_too_long: bool,
    longest: usize,
}

/// One record of a stream, or the only one of a file.
#[derive(Debug)]
pub(crate) struct RecordText<'p> {
    /// The number of its first line.
    pub(crate) line: u32,
    /// The form in which it is written.
    pub(crate) syntax: Syntax,
    /// Its text.
    pub(crate) content: Content<'p>,
}

/// The text of a record, or why there is none.
#[derive(Debug)]
pub(crate) enum Content<'p> {
    /// Text, without a byte-order mark.
    Text(&'p str),
    /// Bytes that are no text.
    NoText(NoText),
    /// More bytes than the limit, which this is.
    TooLong(usize),
}

impl<R: BufRead> Pieces<R> {
    /// Reads this file.
    pub(crate) fn new(input: R, form: Form, limits: &Limits) -> Pieces<R> {
        Pieces {
            input: io::Cursor::new(Vec::new()).chain(input),
            form,
            rest: Vec::new(),
            line: 1,
            longest: limits.fact_file,
            passed_over: 0,
            is_first: true,
            is_over: false,
        }
    }

    /// The next records; `None` at the end. `spare` is memory of an earlier piece, or empty.
    ///
    /// # Errors
    /// The machine cannot read on.
    pub(crate) fn next(&mut self, spare: Vec<u8>) -> io::Result<Option<Piece>> {
        if std::mem::take(&mut self.is_first) {
            self.pass_mark()?;
        }
        let mut bytes = spare;
        bytes.clear();
        bytes.append(&mut self.rest);
        let is_too_long = match self.form {
            Form::Whole if self.is_over => return Ok(None),
            Form::Whole => self.whole(&mut bytes)?,
            Form::Lines => self.lines(&mut bytes)?,
            Form::Documents => self.document(&mut bytes)?,
        };
        if bytes.is_empty() && !is_too_long && self.form != Form::Whole {
            return Ok(None);
        }
        let first_line = self.line;
        let lines = u32::try_from(memchr::memchr_iter(b'\n', &bytes).count()).unwrap_or(u32::MAX);
        let passed_over = std::mem::take(&mut self.passed_over);
        self.line = first_line.saturating_add(lines).saturating_add(passed_over);
        Ok(Some(Piece {
            bytes,
            form: self.form,
            first_line,
            is_too_long,
            longest: self.longest,
        }))
    }

    /// Passes over a byte-order mark: once, at the very beginning.
    fn pass_mark(&mut self) -> io::Result<()> {
        let (head, input) = self.input.get_mut();
        let mut first = Vec::new();
        let most = u64::try_from(MARK.len()).unwrap_or(0);
        input.take(most).read_to_end(&mut first)?;
        if first != MARK {
            *head = io::Cursor::new(first);
        }
        Ok(())
    }

    /// Reads all of a file that is one record; whether it is too long.
    fn whole(&mut self, bytes: &mut Vec<u8>) -> io::Result<bool> {
        self.is_over = true;
        let most = u64::try_from(self.longest).unwrap_or(u64::MAX).saturating_add(1);
        (&mut self.input).take(most).read_to_end(bytes)?;
        Ok(self.give_up_if_too_long(bytes))
    }

    fn give_up_if_too_long(&self, bytes: &mut Vec<u8>) -> bool {
        let is_too_long = bytes.len() > self.longest;
        if is_too_long {
            *bytes = Vec::new();
        }
        is_too_long
    }

    /// Reads one document; whether it is too long. Its first line may have been read with the one before it.
    fn document(&mut self, bytes: &mut Vec<u8>) -> io::Result<bool> {
        let mut is_too_long = false;
        let mut line = Vec::new();
        let mut is_inside = false;
        loop {
            line.clear();
            let most = u64::try_from(self.longest).unwrap_or(u64::MAX).saturating_add(8);
            if (&mut self.input).take(most).read_until(b'\n', &mut line)? == 0 {
                break;
            }
            let is_start = !is_inside && is_marker(&line, b"---");
            if is_start && (is_too_long || !bytes.is_empty()) {
                self.rest = line;
                break;
            }
            let is_end = !is_inside && is_marker(&line, b"...");
            is_inside = !line.ends_with(b"\n");
            if is_too_long {
                self.passed_over = self.passed_over.saturating_add(u32::from(!is_inside));
            } else {
                bytes.append(&mut line);
                if bytes.len() > self.longest {
                    let lines = memchr::memchr_iter(b'\n', bytes).count();
                    self.passed_over = u32::try_from(lines).unwrap_or(u32::MAX);
                    is_too_long = self.give_up_if_too_long(bytes);
                }
            }
            if is_end {
                break;
            }
        }
        Ok(is_too_long)
    }

    /// Reads lines up to a good size; whether it is a single one that is too long.
    fn lines(&mut self, bytes: &mut Vec<u8>) -> io::Result<bool> {
        let mut is_too_long = false;
        // Whether what was read is known to be the beginning of one line: it is looked through once, not again and again.
        let mut is_one_line = false;
        loop {
            let available = match self.input.fill_buf() {
                Ok(available) => available,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) => return Err(error),
            };
            if available.is_empty() {
                break;
            }
            let length = available.len();
            let line_end = memchr::memrchr(b'\n', available);
            if bytes.len().saturating_add(length) < PIECE.min(self.longest) {
                bytes.extend_from_slice(available);
                self.input.consume(length);
            } else if let Some(line_end) = line_end {
                let (lines, rest) = available
                    .split_at_checked(line_end.saturating_add(1))
                    .unwrap_or((available, &[]));
                bytes.extend_from_slice(lines);
                self.rest.extend_from_slice(rest);
                self.input.consume(length);
                break;
            } else if !is_one_line && let Some(line_end) = memchr::memrchr(b'\n', bytes) {
                self.rest = bytes.split_off(line_end.saturating_add(1));
                break;
            } else if bytes.len() > self.longest {
                bytes.clear();
                is_too_long = true;
                self.passed_over = 1;
                self.skip_line()?;
                break;
            } else {
                is_one_line = true;
                bytes.extend_from_slice(available);
                self.input.consume(length);
            }
        }
        Ok(is_too_long)
    }

    /// Passes over the rest of a line without holding it.
    fn skip_line(&mut self) -> io::Result<()> {
        loop {
            let available = match self.input.fill_buf() {
                Ok(available) => available,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) => return Err(error),
            };
            let line_end = memchr::memchr(b'\n', available);
            let length = line_end.map_or(available.len(), |at| at.saturating_add(1));
            self.input.consume(length);
            if length == 0 || line_end.is_some() {
                return Ok(());
            }
        }
    }
}

impl Piece {
    /// The records in it, in order.
    pub(crate) fn records(&self) -> Records<'_> {
        let text = decode::text(&self.bytes).ok();
        Records {
            piece: self,
            text,
            at: 0,
            line: self.first_line,
            is_done: false,
        }
    }

    /// Hands the memory on to the next piece.
    pub(crate) fn into_spare(self) -> Vec<u8> {
        self.bytes
    }
}

/// The records of a piece.
#[derive(Debug)]
pub(crate) struct Records<'p> {
    piece: &'p Piece,
    /// The whole piece, if all of it is text.
    text: Option<&'p str>,
    at: usize,
    /// The number of the line that begins at `at`.
    line: u32,
    is_done: bool,
}

impl<'p> Iterator for Records<'p> {
    type Item = RecordText<'p>;

    fn next(&mut self) -> Option<RecordText<'p>> {
        if self.piece.is_too_long {
            let record = RecordText {
                line: self.line,
                syntax: self.piece.form.syntax(),
                content: Content::TooLong(self.piece.longest),
            };
            return (!std::mem::replace(&mut self.is_done, true)).then_some(record);
        }
        if self.piece.form != Form::Lines {
            return self.only();
        }
        loop {
            let rest = self.piece.bytes.get(self.at..).filter(|rest| !rest.is_empty())?;
            let end = memchr::memchr(b'\n', rest).map_or(self.piece.bytes.len(), |found| self.at.saturating_add(found));
            let (start, line) = (self.at, self.line);
            self.at = end.saturating_add(1);
            self.line = line.saturating_add(1);
            let bytes = self.piece.bytes.get(start..end).unwrap_or(&[]);
            if !bytes.iter().all(u8::is_ascii_whitespace) {
                let text = self.text.and_then(|text| text.get(start..end));
                return Some(RecordText {
                    line,
                    syntax: Syntax::Json,
                    content: content(bytes, text, self.piece.longest),
                });
            }
        }
    }
}

impl<'p> Records<'p> {
    /// All of the piece, unless that was given, or is a document without anything in it.
    fn only(&mut self) -> Option<RecordText<'p>> {
        let bytes = self.piece.bytes.as_slice();
        let is_given = std::mem::replace(&mut self.is_done, true);
        if is_given || self.piece.form == Form::Documents && is_blank_document(bytes) {
            return None;
        }
        Some(RecordText {
            line: self.line,
            syntax: self.piece.form.syntax(),
            content: content(bytes, self.text, self.piece.longest),
        })
    }
}

/// Whether a line is `---` or `...`, alone or with something behind it.
fn is_marker(line: &[u8], marker: &[u8]) -> bool {
    let rest = line.strip_prefix(marker);
    rest.is_some_and(|rest| matches!(rest.first(), None | Some(b' ' | b'\t' | b'\r' | b'\n')))
}

/// Whether a document has nothing in it but markers and comments.
fn is_blank_document(bytes: &[u8]) -> bool {
    bytes.split(|byte| *byte == b'\n').all(|line| {
        let is_marker = is_marker(line, b"---") || is_marker(line, b"...");
        let inside = if is_marker { line.get(3..).unwrap_or(&[]) } else { line }.trim_ascii();
        inside.is_empty() || inside.starts_with(b"#")
    })
}

fn content<'p>(bytes: &'p [u8], text: Option<&'p str>, longest: usize) -> Content<'p> {
    if bytes.len() > longest {
        return Content::TooLong(longest);
    }
    match text.map_or_else(|| decode::text(bytes), Ok) {
        Ok(text) => Content::Text(text),
        Err(fault) => Content::NoText(fault),
    }
}

impl RecordText<'_> {
    /// The text to show places in: all of it, or what can be shown.
    pub(crate) fn shown(&self) -> &str {
        match &self.content {
            Content::Text(text) => text,
            Content::NoText(fault) => &fault.readable,
            Content::TooLong(_) => "",
        }
    }

    /// What is wrong, if this is no text; its places are in [`RecordText::shown`].
    pub(crate) fn fault(&self, file: FileId) -> Option<Diagnostic> {
        match &self.content {
            Content::Text(_) => None,
            Content::NoText(fault) => {
                let at = Span::new(file, fault.at(), fault.readable.len());
                let diagnostic =
                    Diagnostic::error(Code::F103, at, "the facts are no text").here("not UTF-8 from here on");
                Some(diagnostic.help(fault.help()))
            }
            Content::TooLong(limit) => {
                let title = format!("the facts are longer than {limit} bytes");
                let diagnostic = Diagnostic::error(Code::F105, Span::new(file, 0, 0), title);
                Some(diagnostic.help("write one record a line into a file that ends in `.ndjson`; `rulec --limits` shows how long one may be"))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `line: text`, or the code of what is wrong, of all records; read in buffers of this size.
    fn records(form: Form, bytes: &[u8], buffer: usize, longest: usize) -> Vec<String> {
        let limits = Limits {
            fact_file: longest,
            ..Limits::default()
        };
        let mut pieces = Pieces::new(io::BufReader::with_capacity(buffer, bytes), form, &limits);
        let mut found = Vec::new();
        let mut spare = Vec::new();
        while let Some(piece) = pieces.next(spare).unwrap() {
            for record in piece.records() {
                let file = crate::source::Sources::new().add("f", "");
                let said = record
                    .fault(file)
                    .map_or_else(|| record.shown().to_owned(), |fault| fault.code.to_string());
                found.push(format!("{}: {said}", record.line));
            }
            spare = piece.into_spare();
        }
        found
    }

    #[test]
    fn each_line_is_a_record_with_its_number_whatever_the_buffer() {
        let stream = "\u{feff}{\"a\":1}\r\n\n  \n{\"b\":2}\n\r\n{\"ä\":3}".as_bytes();
        for buffer in 1..60 {
            for longest in [8, 12, 100] {
                assert_eq!(
                    records(Form::Lines, stream, buffer, longest),
                    ["1: {\"a\":1}\r", "4: {\"b\":2}", "6: {\"ä\":3}"],
                    "{buffer} {longest}"
                );
            }
        }
    }

    #[test]
    fn documents_are_parted_by_their_lines_and_blank_ones_are_none() {
        let stream =
            "\u{feff}# all\n---\na: 1\n\n--- # next\nb: '\n--- x'\n...\n# c\nc: --- \n----: 1\n---\n".as_bytes();
        let all = [
            "2: ---\na: 1\n\n",
            "5: --- # next\nb: '\n",
            "7: --- x'\n...\n",
            "9: # c\nc: --- \n----: 1\n",
        ];
        for buffer in 1..60 {
            assert_eq!(records(Form::Documents, stream, buffer, 100), all, "{buffer}");
            let short = records(Form::Documents, stream, buffer, 15);
            assert_eq!(
                short,
                ["2: ---\na: 1\n\n", "5: F105", "7: --- x'\n...\n", "9: F105"],
                "{buffer}"
            );
        }
        assert_eq!(records(Form::Documents, b"", 8, 9), [""; 0]);
        assert_eq!(records(Form::Documents, b"# x\n---\n...\n", 8, 9), [""; 0]);
        assert_eq!(
            records(Form::Documents, b"a: \xff\n---\nb: 1", 8, 99),
            ["1: F103", "2: ---\nb: 1"]
        );
        let long = [b"a: ".as_slice(), &[b'x'; 5000], b"\n---\nb: 1"].concat();
        assert_eq!(records(Form::Documents, &long, 8, 99), ["1: F105", "2: ---\nb: 1"]);
    }

    #[test]
    fn a_whole_file_is_one_record_even_if_it_is_empty() {
        assert_eq!(records(Form::Whole, b"", 8, 9), ["1: "]);
        assert_eq!(records(Form::Whole, "\u{feff}{\n}\n".as_bytes(), 1, 4), ["1: {\n}\n"]);
        assert_eq!(records(Form::Whole, b"{\n\n}\n", 8, 4), ["1: F105"]);
        // One mark is passed over, not two.
        assert_eq!(
            records(Form::Whole, "\u{feff}\u{feff}{}".as_bytes(), 8, 9),
            ["1: \u{feff}{}"]
        );
        assert_eq!(
            records(Form::Lines, "{}\n\u{feff}{}".as_bytes(), 8, 9),
            ["1: {}", "2: \u{feff}{}"]
        );
    }

    #[test]
    fn the_first_line_shows_the_form() {
        for (line, form) in [
            ("{\"a\":1}\n", Form::Lines),
            ("{\n", Form::Whole),
            ("{\"a}\\\"\":\n", Form::Whole),
            ("{\"a{\":1}\n", Form::Lines),
            ("\n", Form::Whole),
            ("", Form::Whole),
            ("---\n", Form::Documents),
            ("# facts\n", Form::Documents),
            ("\u{feff}shipment:\n", Form::Documents),
            ("$id: x\n", Form::Documents),
            ("hello\n", Form::Lines),
        ] {
            assert_eq!(Form::of_first_line(line.as_bytes()), form, "{line:?}");
        }
    }

    #[test]
    fn a_bad_line_harms_no_other() {
        let mut stream = b"{}\n{\"a\":\"\xfc\"}\n".to_vec();
        stream.extend(std::iter::repeat_n(b'x', 5000));
        stream.extend(b"\n{\"b\":1}\n\xff");
        for buffer in [1, 7, 64, 10_000] {
            assert_eq!(
                records(Form::Lines, &stream, buffer, 100),
                ["1: {}", "2: F103", "3: F105", "4: {\"b\":1}", "5: F103"],
                "{buffer}"
            );
        }
    }

    #[test]
    fn a_line_that_is_too_long_is_never_held() {
        struct Endless(usize);
        impl io::Read for Endless {
            fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
                let length = buffer.len().min(self.0);
                self.0 = self.0.saturating_sub(length);
                buffer[..length].fill(b' ');
                if self.0 == 0 && length > 0 {
                    buffer[length - 1] = b'\n';
                }
                Ok(length)
            }
        }
        let limits = Limits {
            fact_file: 1 << 16,
            ..Limits::default()
        };
        let mut pieces = Pieces::new(io::BufReader::new(Endless(1 << 28)), Form::Lines, &limits);
        let piece = pieces.next(Vec::new()).unwrap().unwrap();
        assert!(piece.bytes.capacity() <= 1 << 18, "{}", piece.bytes.capacity());
        assert!(matches!(
            piece.records().next().unwrap().content,
            Content::TooLong(65536)
        ));
        assert!(pieces.next(piece.into_spare()).unwrap().is_none());
    }

    #[test]
    fn long_streams_come_in_pieces_of_whole_lines() {
        let line = format!("{{\"a\":\"{}\"}}\n", "x".repeat(1000));
        let stream = line.repeat(5000);
        let mut pieces = Pieces::new(io::BufReader::new(stream.as_bytes()), Form::Lines, &Limits::default());
        let (mut lines, mut count) = (0_u32, 0_usize);
        while let Some(piece) = pieces.next(Vec::new()).unwrap() {
            assert!(piece.bytes.len() <= PIECE + 8192);
            for record in piece.records() {
                lines += 1;
                assert_eq!((record.line, record.shown()), (lines, line.trim_end()));
            }
            count += 1;
        }
        assert_eq!((lines, count), (5000, stream.len().div_ceil(PIECE)));
    }
}
