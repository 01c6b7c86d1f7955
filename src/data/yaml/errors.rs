//! What is said when a text is not YAML, or is YAML of a form that facts do not have.
//!
//! The parser says what it was doing; people want to know what to write. So its words only choose among ours, and the
//! line at the place says the rest.

use crate::data::Place;
use crate::data::pull;
use crate::diagnostic::Code;
use crate::diagnostic::Diagnostic;
use crate::source::FileId;
use crate::text;

/// Where a text stops being what facts are written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Fault {
    at: usize,
    wrong: Wrong,
}

/// What is wrong there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Wrong {
    /// `&name`
    Anchor,
    /// `*name`
    Alias,
    /// `!!str`
    Tag,
    /// `<<:`
    Merge,
    /// A key that is a record or a list.
    KeyOfMany,
    /// No key before `:`.
    NoKey,
    /// A character that is not seen.
    Hidden,
    /// CR without LF.
    LoneReturn,
    /// One level too many.
    Shallower,
    /// No document.
    Nothing,
    /// The document is no record.
    NoRecord,
    /// A second document.
    More,
    /// What the parser could not go on with.
    Other(Option<Likely>),
}

/// What is likely to be meant, by what the parser says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Likely {
    /// `a: b: c`, or a key that is indented too deep.
    SecondColon,
    /// Something stands left of the record.
    Outside,
    /// A line without `: `.
    NoColon,
    /// A quote that is not closed.
    Quote,
    /// A bracket that is not closed above.
    Open,
    /// `\q` in quotes.
    Escape,
    /// Text behind a closing quote.
    AfterQuote,
    /// `[` or `{` that is not closed, or a comma that is missing.
    Bracket,
    /// A bracket too many.
    Misplaced,
    /// A text that begins with a sign of YAML.
    Sign,
    /// `key: - element`
    Element,
    /// Two things in a row where one belongs.
    Indent,
}

impl Fault {
    pub(super) fn new(at: usize, wrong: Wrong) -> Fault {
        Fault { at, wrong }
    }

    /// The same inside of brackets, where what the parser cannot explain is that one is not closed.
    pub(super) fn in_brackets(self) -> Fault {
        if self.wrong == Wrong::Other(None) {
            Fault::new(self.at, Wrong::Other(Some(Likely::Open)))
        } else {
            self
        }
    }
}

/// What may not stand in YAML at all: the parser would take some of it for the end.
pub(super) fn check(text: &str) -> Result<(), Fault> {
    if text.bytes().any(|byte| !(b' '..0x7f).contains(&byte)) {
        for (at, sign) in text.char_indices() {
            match sign {
                '\n' | '\t' => {}
                '\r' if text.as_bytes().get(at.saturating_add(1)) == Some(&b'\n') => {}
                '\r' => return Err(Fault::new(at, Wrong::LoneReturn)),
                sign if sign.is_control() || sign == '\u{feff}' => return Err(Fault::new(at, Wrong::Hidden)),
                _ => {}
            }
        }
    }
    Ok(())
}

/// The fault of an anchor or a tag, which stands before its value.
pub(super) fn property_fault(text: &str, value: usize, is_anchor: bool) -> Fault {
    let (sign, wrong) = if is_anchor {
        ('&', Wrong::Anchor)
    } else {
        ('!', Wrong::Tag)
    };
    // The place of a value begins with what is said about it, that of a record in lines behind it.
    let at = match text.get(value..) {
        Some(rest) if rest.starts_with(['&', '!']) => rest.find(sign).map(|inside| value.saturating_add(inside)),
        Some(_) | None => text.get(..value).and_then(|before| before.rfind(sign)),
    };
    Fault::new(at.unwrap_or(value), wrong)
}

/// The fault that the parser found.
pub(super) fn scan_fault(text: &str, at: usize, info: &str) -> Fault {
    let rest = text.get(at..).unwrap_or("");
    let has = |part: &str| info.contains(part);
    if has("recursion limit") {
        return Fault::new(at, Wrong::Shallower);
    }
    if has("unknown anchor") {
        return Fault::new(at, Wrong::Alias);
    }
    if (has("tag") || has("verbatim")) && rest.starts_with('!') {
        return Fault::new(at, Wrong::Tag);
    }
    let likely = if has("mapping values are not allowed") {
        Some(Likely::SecondColon)
    } else if has("document start") {
        Some(Likely::Outside)
    } else if has("simple key") {
        Some(Likely::NoColon)
    } else if has("trailing content") {
        Some(Likely::AfterQuote)
    } else if has("escape") || has("hexadecimal") {
        Some(Likely::Escape)
    } else if has("quoted scalar") {
        Some(Likely::Quote)
    } else if has("flow construct") {
        Some(Likely::Open)
    } else if has("flow sequence") || has("flow mapping") {
        Some(Likely::Bracket)
    } else if has("misplaced bracket") {
        Some(Likely::Misplaced)
    } else if has("unexpected character") || has("cannot start any token") {
        Some(Likely::Sign)
    } else if has("sequence entries are not allowed") {
        Some(Likely::Element)
    } else if has("block mapping") || has("block collection") {
        Some(Likely::Indent)
    } else {
        None
    };
    // A line that has no `: ` is noticed at its end; the fault is the line.
    let at = match likely {
        Some(Likely::NoColon) => {
            let before = text.get(..at).unwrap_or("").trim_end();
            let line = before.rfind('\n').map_or(0, |end| end.saturating_add(1));
            let inside = before.get(line..).unwrap_or("");
            line.saturating_add(inside.len().saturating_sub(inside.trim_start().len()))
        }
        // A directive stands before the facts, and what follows it is then outside.
        Some(Likely::Outside) if text.trim_start().starts_with('%') => {
            text.len().saturating_sub(text.trim_start().len())
        }
        Some(_) | None => at.min(text.trim_end().len()),
    };
    Fault::new(at, Wrong::Other(likely))
}

impl pull::Fault for Fault {
    fn at(&self) -> usize {
        self.at
    }

    fn diagnostic(&self, text: &str, file: FileId) -> Diagnostic {
        Words {
            at: self.at,
            text,
            file,
        }
        .say(self.wrong)
    }
}

/// The place of a fault with the text around it.
struct Words<'t> {
    at: usize,
    text: &'t str,
    file: FileId,
}

impl Words<'_> {
    fn say(&self, wrong: Wrong) -> Diagnostic {
        match wrong {
            Wrong::Anchor => self
                .form(format!("facts have no anchors as `{}`", text::brief(self.word())))
                .help("write the value where it is meant; a text that begins with `&` stands in quotes"),
            Wrong::Alias => self
                .form(format!("facts have no aliases as `{}`", text::brief(self.word())))
                .help("write the value here again; a text that begins with `*` stands in quotes"),
            Wrong::Tag => self
                .form(format!("facts have no tags as `{}`", text::brief(self.word())))
                .help("leave it out: the rules say what a value is; a text that begins with `!` stands in quotes"),
            Wrong::Merge => self
                .form("facts have no merge keys, `<<`".to_owned())
                .help("write the keys here that are meant"),
            Wrong::KeyOfMany => self
                .form("a key that is no name".to_owned())
                .help("a key is a name and a colon: `origin: CN`"),
            Wrong::NoKey => self.found(1, "a value without its key").help("write `key: value`"),
            Wrong::Hidden => {
                let sign = self.rest().chars().next().unwrap_or('\0');
                let title = format!("a character that is not seen ({}) in the facts", text::code_point(sign));
                self.found(sign.len_utf8(), title).help("remove it")
            }
            Wrong::LoneReturn => self
                .found(1, "a line that ends with CR alone")
                .help("save the file with the line ends LF or CR LF"),
            Wrong::Shallower => Diagnostic::error(
                Code::F104,
                self.place(1).span(self.file),
                "the facts are nested too deep",
            )
            .here("one level too many")
            .help("`rulec --limits` shows how deep values may be nested"),
            Wrong::Nothing => self.found(0, "there are no facts: the text is empty"),
            Wrong::NoRecord => self
                .found(self.word().len(), "facts are keys with their values")
                .help("write one fact a line: `destination: KR`"),
            Wrong::More => self
                .found(3, "a second record follows the first")
                .help("many records stand in a file that ends in `.yaml`, parted by a line `---`"),
            Wrong::Other(likely) => self.other(likely),
        }
    }

    /// What the parser could not go on with.
    fn other(&self, likely: Option<Likely>) -> Diagnostic {
        if let Some(tab) = self.tab() {
            let at = Place::new(tab, tab.saturating_add(1)).span(self.file);
            return Diagnostic::error(Code::F101, at, "a tab at the beginning of a line")
                .help("what belongs together is indented by blanks in YAML");
        }
        let here = self.rest().chars().next();
        match likely {
            Some(Likely::SecondColon) => self.second_colon(),
            Some(Likely::Outside) => self.outside(here),
            Some(Likely::NoColon) => self.no_colon(),
            Some(Likely::Quote) => self
                .found(1, "a text without its closing quote")
                .help("inside `\"…\"` a quote is written `\\\"`, inside `'…'` it is written twice"),
            Some(Likely::Open) => self
                .found(self.word().len(), "a bracket that was opened above is not closed")
                .help("close it with `]` or `}` before this line"),
            Some(Likely::Escape) => self
                .found(2, format!("`{}` means nothing in a text", text::brief(self.word_of(2))))
                .help("a backslash is written `\\\\` in `\"…\"`, and as it is in `'…'`"),
            Some(Likely::AfterQuote) => self
                .found(self.word().len(), "something stands behind the closing quote")
                .help("put all of the text in quotes; inside `\"…\"` a quote is written `\\\"`"),
            Some(Likely::Bracket) => match here {
                None | Some('\n' | '\r') => self
                    .found(0, "a bracket that is not closed")
                    .help("close it with `]` or `}`"),
                Some(_) => self
                    .found(self.word().len(), "a comma or a closing bracket is missing")
                    .help(
                        "elements in brackets are parted by commas; a text with `, : [ ] { }` in it stands in quotes",
                    ),
            },
            Some(Likely::Misplaced) => self
                .found(1, format!("one `{}` too many", self.word_of(1)))
                .help("remove it, or put the text in quotes"),
            Some(Likely::Sign) => {
                let sign = self.word_of(here.map_or(0, char::len_utf8));
                self.found(
                    sign.len(),
                    format!("a text that begins with `{}` stands without quotes", text::brief(sign)),
                )
                .help(format!("write `\"{}\"`", text::brief(self.line_rest())))
            }
            Some(Likely::Element) => self
                .found(1, "a list begins behind its key")
                .help("its elements stand below, each on a line that begins with `- `; or write `[…]`"),
            Some(Likely::Indent) => self
                .found(self.word().len(), "this line does not belong to what stands above it")
                .help("keys of one record begin in one column, and so do the `-` of one list"),
            None => self
                .found(self.word().len(), "the facts cannot be read from here on")
                .help("is a quote, a bracket, or the blank behind a colon missing?"),
        }
    }

    fn second_colon(&self) -> Diagnostic {
        let line = self.line_start();
        let before = self.text.get(line..self.at).unwrap_or("");
        let key = before.trim_start().trim_start_matches("- ");
        if let Some((_, value)) = key.split_once(": ") {
            let start = self.at.saturating_sub(value.len());
            let whole = self
                .text
                .get(start..)
                .unwrap_or("")
                .lines()
                .next()
                .unwrap_or("")
                .trim_end();
            let at = Place::new(start, start.saturating_add(whole.len())).span(self.file);
            let diagnostic = Diagnostic::error(Code::F101, at, "a text with a colon in it stands without quotes");
            return diagnostic.help(format!("write `\"{}\"`", text::brief(whole)));
        }
        let start = line.saturating_add(before.len().saturating_sub(before.trim_start().len()));
        let at = Place::new(start, self.at).span(self.file);
        Diagnostic::error(Code::F101, at, "this key is indented deeper than what it belongs to")
            .help("keys of one record begin in one column")
    }

    fn outside(&self, here: Option<char>) -> Diagnostic {
        match here {
            Some('%') => self
                .found(self.word().len(), "a directive of YAML")
                .help("facts need none: remove the line"),
            Some('{') => self
                .found(1, "a second record follows the first")
                .help("many records are parted by a line `---`"),
            Some(_) | None => self
                .found(self.word().len(), "this line does not belong to what stands above it")
                .help("keys of one record begin in one column"),
        }
    }

    fn no_colon(&self) -> Diagnostic {
        let line = self.line_rest();
        let diagnostic = self.found(
            line.len(),
            "a line without a key, or without the blank behind its colon",
        );
        match line.split_once(':') {
            Some((key, value)) if !value.is_empty() && !value.starts_with('/') => diagnostic.help(format!(
                "write `{}: {}`",
                text::brief(key.trim()),
                text::brief(value.trim())
            )),
            Some(_) | None => diagnostic.help("write `key: value`"),
        }
    }

    /// A tab that indents the line of the fault, or the one after it.
    fn tab(&self) -> Option<usize> {
        let mut start = self.line_start();
        for line in self.text.get(start..)?.split_inclusive('\n').take(2) {
            let blanks = line.len().saturating_sub(line.trim_start_matches([' ', '\t']).len());
            if let Some(tab) = line.get(..blanks).and_then(|blanks| blanks.find('\t')) {
                return Some(start.saturating_add(tab));
            }
            start = start.saturating_add(line.len());
        }
        None
    }

    fn line_start(&self) -> usize {
        let before = self.text.get(..self.at).unwrap_or("");
        before.rfind('\n').map_or(0, |end| end.saturating_add(1))
    }

    fn rest(&self) -> &str {
        self.text.get(self.at..).unwrap_or("")
    }

    /// What is left of the line.
    fn line_rest(&self) -> &str {
        self.rest().lines().next().unwrap_or("").trim_end()
    }

    /// The word that begins here.
    fn word(&self) -> &str {
        let line = self.line_rest();
        let end = line.find([' ', ',', ']', '}']).unwrap_or(line.len());
        let first = line.chars().next().map_or(0, char::len_utf8);
        self.word_of(end.max(first).min(60))
    }

    fn word_of(&self, length: usize) -> &str {
        self.rest().get(..length).unwrap_or("")
    }

    fn place(&self, length: usize) -> Place {
        Place::new(self.at, self.at.saturating_add(length).min(self.text.len()))
    }

    fn found(&self, length: usize, title: impl Into<String>) -> Diagnostic {
        Diagnostic::error(Code::F101, self.place(length).span(self.file), title)
    }

    /// A form of YAML that facts do not have.
    fn form(&self, title: String) -> Diagnostic {
        let at = self.place(self.word().len().max(1)).span(self.file);
        Diagnostic::error(Code::F106, at, title)
    }
}
