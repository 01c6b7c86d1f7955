//! What is seen before pest: where items begin, where comments stand, and how deep the brackets go.
//!
//! A file is cut into items by its lines: what starts in column 1 begins an item, what is indented continues it, a
//! comment in column 1 belongs to nobody. So one broken item hides no other. Texts and comments end with their line, so
//! each line is read alone. The nesting is bounded here, because a parser that has run out of stack can say nothing.

use std::ops::Range;

/// What the scan of a file found.
#[derive(Debug, Default)]
pub(super) struct Scan {
    /// The items, in order.
    pub(super) pieces: Vec<Piece>,
    /// All comments, from their sign to the end of their line.
    pub(super) comments: Vec<Range<usize>>,
    /// What stands in comments and must not: it breaks no item.
    pub(super) slips: Vec<Slip>,
}

/// One item: the bytes from its first word to its last sign that is no comment.
#[derive(Debug)]
pub(super) struct Piece {
    /// Its place.
    pub(super) range: Range<usize>,
    /// The first thing in it that pest need not see.
    pub(super) slip: Option<Slip>,
}

/// A mistake in the signs of a text, with its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Slip {
    /// Its place.
    pub(super) range: Range<usize>,
    /// What it is.
    pub(super) kind: SlipKind,
}

/// The mistakes that can be seen without a grammar.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum SlipKind {
    /// A text that does not end on its line.
    OpenText,
    /// Brackets, or conditions within conditions, beyond the limit.
    TooDeep,
    /// A sign that may not stand where it stands.
    Character(char),
}

/// Reads a file line by line.
pub(super) fn scan(text: &str, nesting: usize) -> Scan {
    let mut scanner = Scanner {
        text,
        nesting,
        scan: Scan::default(),
        levels: vec![0],
        depth: 0,
        last_word: "",
    };
    let mut start = 0;
    for line in text.split_inclusive(['\n', '\r']) {
        scanner.line(start, line.trim_end_matches(['\n', '\r']));
        start = start.saturating_add(line.len());
    }
    scanner.scan
}

/// The state between lines.
struct Scanner<'t> {
    text: &'t str,
    nesting: usize,
    scan: Scan,
    /// For each open bracket, and for the item itself, how many conditions opened without a bracket.
    levels: Vec<usize>,
    /// Open brackets and opened conditions together.
    depth: usize,
    /// The word before, on whatever line.
    last_word: &'t str,
}

impl<'t> Scanner<'t> {
    fn line(&mut self, start: usize, line: &'t str) {
        let Some(first) = line.chars().next() else { return };
        if line.trim().is_empty() {
            return;
        }
        let begins = !first.is_whitespace() && first != '#';
        if begins || (self.scan.pieces.is_empty() && !line.trim_start().starts_with('#')) {
            self.scan.pieces.push(Piece {
                range: start..start,
                slip: None,
            });
            self.levels = vec![0];
            self.depth = 0;
            self.last_word = "";
        }
        self.signs(start, line);
    }

    /// Goes through the signs of one line.
    fn signs(&mut self, start: usize, line: &'t str) {
        let mut signs = line.char_indices().peekable();
        while let Some((index, sign)) = signs.next() {
            let at = start.saturating_add(index);
            let mut end = at.saturating_add(sign.len_utf8());
            match sign {
                '#' => {
                    let comment = at..start.saturating_add(line.len());
                    self.scan.slips.extend(hidden(self.text, comment.clone()));
                    self.scan.comments.push(comment);
                    return;
                }
                '"' => {
                    let rest = line.get(index.saturating_add(1)..).unwrap_or("");
                    let Some(length) = rest.find('"') else {
                        self.slip(at..start.saturating_add(line.len()), SlipKind::OpenText);
                        return;
                    };
                    let inside = at..at.saturating_add(length);
                    if let Some(slip) = hidden(self.text, inside) {
                        self.slip(slip.range, slip.kind);
                    }
                    end = at.saturating_add(length).saturating_add(2);
                    let stop = index.saturating_add(length).saturating_add(2);
                    while signs.peek().is_some_and(|&(next, _)| next < stop) {
                        signs.next();
                    }
                }
                '(' | '[' | '{' => {
                    self.levels.push(0);
                    self.deeper(at..end);
                }
                ')' | ']' | '}' if self.levels.len() > 1 => {
                    let opened = self.levels.pop().unwrap_or(0);
                    self.depth = self.depth.saturating_sub(opened).saturating_sub(1);
                }
                _ if sign.is_ascii_alphabetic() => {
                    let rest = line.get(index..).unwrap_or("");
                    let length = rest
                        .find(|c: char| !c.is_ascii_alphanumeric() && c != '_')
                        .unwrap_or(rest.len());
                    let word = rest.get(..length).unwrap_or("");
                    end = at.saturating_add(length);
                    let stop = index.saturating_add(length);
                    while signs.peek().is_some_and(|&(next, _)| next < stop) {
                        signs.next();
                    }
                    self.word(at..end, word);
                }
                _ if may_stand(sign) => {}
                _ => self.slip(at..end, SlipKind::Character(sign)),
            }
            if !sign.is_whitespace() {
                self.reach(end);
            }
        }
    }

    /// A word: some open a condition or a list that ends nowhere in particular.
    fn word(&mut self, range: Range<usize>, word: &'t str) {
        let opens = match word {
            "satisfies" | "where" | "if" | "according" => true,
            "of" => matches!(
                self.last_word,
                "sum" | "count" | "greatest" | "least" | "list" | "parts"
            ),
            _ => false,
        };
        let dotted = range
            .start
            .checked_sub(1)
            .and_then(|before| self.text.as_bytes().get(before))
            == Some(&b'.');
        self.last_word = word;
        if opens && !dotted {
            if let Some(level) = self.levels.last_mut() {
                *level = level.saturating_add(1);
            }
            self.deeper(range);
        }
    }

    fn deeper(&mut self, range: Range<usize>) {
        self.depth = self.depth.saturating_add(1);
        if self.depth > self.nesting {
            self.slip(range, SlipKind::TooDeep);
        }
    }

    fn slip(&mut self, range: Range<usize>, kind: SlipKind) {
        self.reach(range.end);
        if let Some(piece) = self.scan.pieces.last_mut() {
            piece.slip.get_or_insert(Slip { range, kind });
        }
    }

    /// The item goes on at least to here.
    fn reach(&mut self, end: usize) {
        if let Some(piece) = self.scan.pieces.last_mut() {
            piece.range.end = end;
        }
    }
}

/// Whether a sign may stand outside of texts and comments.
fn may_stand(sign: char) -> bool {
    sign == '\t' || (sign.is_ascii() && !sign.is_ascii_control()) || matches!(sign, 'µ' | 'μ' | '°' | 'Ω' | '≤' | '≥')
}

/// The first sign in a text or a comment that nobody sees, or that turns the writing around.
fn hidden(text: &str, range: Range<usize>) -> Option<Slip> {
    let start = range.start;
    let inside = text.get(range)?;
    let (index, sign) = inside.char_indices().find(|&(_, sign)| is_hidden(sign))?;
    let at = start.saturating_add(index);
    Some(Slip {
        range: at..at.saturating_add(sign.len_utf8()),
        kind: SlipKind::Character(sign),
    })
}

/// Controls, marks of direction, and signs without width that no script needs.
fn is_hidden(sign: char) -> bool {
    (sign.is_control() && sign != '\t')
        || is_direction(sign)
        || matches!(
            sign,
            '\u{AD}' | '\u{200B}' | '\u{2060}'..='\u{2064}' | '\u{FEFF}' | '\u{2028}' | '\u{2029}'
        )
}

/// A mark that turns the direction of writing.
pub(super) fn is_direction(sign: char) -> bool {
    matches!(sign, '\u{61C}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}
