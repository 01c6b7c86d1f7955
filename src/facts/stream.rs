//! Streams of records, one a line (NDJSON), read in pieces so that memory stays flat; and single files the same way.
//!
//! A piece ends where a line ends, so pieces can be worked on side by side. A line that is no text, or longer than
//! [`Limits::fact_file`], is an error of that record alone; the longer one is passed over without being held. Lines
//! that are blank are no records. Language reference: "Fact files".

use std::io;
use std::io::BufRead;

use crate::data::decode;
use crate::data::decode::NoText;
use crate::diagnostic::Code;
use crate::diagnostic::Diagnostic;
use crate::limits::Limits;
use crate::source::FileId;
use crate::source::Span;

/// About as many bytes are read before a piece is handed out: it is gone through more than once, and larger ones would
/// not stay near the processor meanwhile.
const PIECE: usize = 1 << 18;

/// Reads a stream piece by piece.
#[derive(Debug)]
pub(crate) struct Pieces<R> {
    input: R,
    /// What was read of the next piece.
    rest: Vec<u8>,
    /// The number of the next line.
    line: u32,
    longest: usize,
}

/// Whole lines of a stream.
#[derive(Debug)]
pub(crate) struct Piece {
    bytes: Vec<u8>,
    first_line: u32,
    /// Whether it stands for a single line that is too long to be held.
    is_too_long: bool,
    longest: usize,
}

/// One record of a stream, or the only one of a file.
#[derive(Debug)]
pub(crate) struct RecordText<'p> {
    /// The number of its first line.
    pub(crate) line: u32,
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
    /// Reads this stream.
    pub(crate) fn new(input: R, limits: &Limits) -> Pieces<R> {
        Pieces {
            input,
            rest: Vec::new(),
            line: 1,
            longest: limits.fact_file,
        }
    }

    /// The next lines; `None` at the end. `spare` is memory of an earlier piece, or empty.
    ///
    /// # Errors
    /// The machine cannot read on.
    pub(crate) fn next(&mut self, spare: Vec<u8>) -> io::Result<Option<Piece>> {
        let mut bytes = spare;
        bytes.clear();
        bytes.append(&mut self.rest);
        let mut is_too_long = false;
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
            } else if let Some(line_end) = memchr::memrchr(b'\n', &bytes) {
                self.rest = bytes.split_off(line_end.saturating_add(1));
                break;
            } else if bytes.len() > self.longest {
                bytes.clear();
                is_too_long = true;
                self.skip_line()?;
                break;
            } else {
                bytes.extend_from_slice(available);
                self.input.consume(length);
            }
        }
        if bytes.is_empty() && !is_too_long {
            return Ok(None);
        }
        let first_line = self.line;
        let lines = if is_too_long {
            1
        } else {
            memchr::memchr_iter(b'\n', &bytes).count()
        };
        self.line = first_line.saturating_add(u32::try_from(lines).unwrap_or(u32::MAX));
        Ok(Some(Piece {
            bytes,
            first_line,
            is_too_long,
            longest: self.longest,
        }))
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
        let text = simdutf8::basic::from_utf8(&self.bytes).ok();
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
                content: Content::TooLong(self.piece.longest),
            };
            return (!std::mem::replace(&mut self.is_done, true)).then_some(record);
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
                    content: content(bytes, text, self.piece.longest),
                });
            }
        }
    }
}

fn content<'p>(bytes: &'p [u8], text: Option<&'p str>, longest: usize) -> Content<'p> {
    if bytes.len() > longest {
        return Content::TooLong(longest);
    }
    match text.map_or_else(|| decode::decode(bytes), |text| Ok(decode::without_mark(text))) {
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
    fn records(bytes: &[u8], buffer: usize, longest: usize) -> Vec<String> {
        let limits = Limits {
            fact_file: longest,
            ..Limits::default()
        };
        let mut pieces = Pieces::new(io::BufReader::with_capacity(buffer, bytes), &limits);
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
                let first = if longest < 11 { "1: F105" } else { "1: {\"a\":1}\r" };
                assert_eq!(
                    records(stream, buffer, longest),
                    [first, "4: {\"b\":2}", "6: {\"ä\":3}"],
                    "{buffer} {longest}"
                );
            }
        }
    }

    #[test]
    fn a_bad_line_harms_no_other() {
        let mut stream = b"{}\n{\"a\":\"\xfc\"}\n".to_vec();
        stream.extend(std::iter::repeat_n(b'x', 5000));
        stream.extend(b"\n{\"b\":1}\n\xff");
        for buffer in [1, 7, 64, 10_000] {
            assert_eq!(
                records(&stream, buffer, 100),
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
        let mut pieces = Pieces::new(io::BufReader::new(Endless(1 << 28)), &limits);
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
        let mut pieces = Pieces::new(io::BufReader::new(stream.as_bytes()), &Limits::default());
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
