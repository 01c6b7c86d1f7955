//! What is said when a text is not JSON: worked out from the text at the place of the fault, in plain words.
//!
//! People write JSON by hand and by export, and make the same dozen mistakes; each has its own words and, where it is
//! certain, the edit that mends it.

use crate::data::Place;
use crate::data::pull;
use crate::diagnostic::Code;
use crate::diagnostic::Diagnostic;
use crate::source::FileId;
use crate::text;

use super::scan;

/// What should have stood where a text stopped being JSON.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Expected {
    /// A value.
    Value,
    /// A key or `}`, after `{`.
    KeyOrEnd,
    /// A key, after a comma.
    Key,
    /// `:` after a key.
    Colon,
    /// An element or `]`, after `[`.
    ElementOrEnd,
    /// An element, after a comma.
    Element,
    /// `,` or the closing bracket.
    CommaOrEnd,
    /// Nothing more.
    End,
    /// The closing quote of the string that begins here.
    ClosingQuote,
    /// No control character in a string.
    NoControl,
    /// A letter that makes an escape.
    Escape,
    /// Four hexadecimal digits.
    Hex,
    /// The other half of a character above U+FFFF.
    OtherHalf,
    /// A number that ends here.
    Number,
    /// Fewer levels.
    Shallower,
}

/// Where a text stops being JSON.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Fault {
    /// The byte.
    pub(super) at: usize,
    pub(super) expected: Expected,
    /// Where the innermost object or array was opened.
    pub(super) opened: Option<usize>,
    /// Whether that is an object.
    pub(super) in_object: bool,
}

impl Fault {
    pub(super) fn new(at: usize, expected: Expected) -> Fault {
        Fault {
            at,
            expected,
            opened: None,
            in_object: false,
        }
    }
}

impl pull::Fault for Fault {
    fn at(&self) -> usize {
        self.at
    }

    fn diagnostic(&self, text: &str, file: FileId) -> Diagnostic {
        Words {
            fault: *self,
            text,
            file,
        }
        .say()
    }
}

/// The fault with the text around it.
struct Words<'t> {
    fault: Fault,
    text: &'t str,
    file: FileId,
}

impl Words<'_> {
    fn say(&self) -> Diagnostic {
        match self.fault.expected {
            Expected::ClosingQuote => self
                .at_quote("a text without its closing quote")
                .help("a text ends on its line; inside it a quote is written `\\\"` and a backslash `\\\\`"),
            Expected::NoControl => self.control(),
            Expected::Escape => self
                .found(2, format!("`{}` means nothing in a text", text::brief(self.piece(2))))
                .help("a backslash is written `\\\\`"),
            Expected::Hex => self
                .found(2, "`\\u` needs four hexadecimal digits")
                .help("as in `\\u00e9`; a backslash is written `\\\\`"),
            Expected::OtherHalf => self
                .found(6, format!("`{}` is half a character", text::brief(self.piece(6))))
                .help("write the character itself, or both halves, as in `\\ud83d\\ude00`"),
            Expected::Shallower => Diagnostic::error(Code::F104, self.span(1), "the facts are nested too deep")
                .here("one level too many")
                .help("`rulec --limits` shows how deep values may be nested"),
            Expected::Number => self.number(),
            Expected::End => self.more(),
            Expected::Value
            | Expected::KeyOrEnd
            | Expected::Key
            | Expected::Colon
            | Expected::ElementOrEnd
            | Expected::Element
            | Expected::CommaOrEnd => self.structure(),
        }
    }

    /// What stands where a key, a value or a comma should.
    fn structure(&self) -> Diagnostic {
        let next = self.rest().chars().next();
        let wants_key = matches!(self.fault.expected, Expected::Key | Expected::KeyOrEnd);
        let wants_value = matches!(
            self.fault.expected,
            Expected::Value | Expected::Element | Expected::ElementOrEnd
        );
        match next {
            None => self.ended(),
            Some('\'' | '‘' | '’' | '“' | '”' | '„' | '«' | '»') => self.wrong_quote(),
            Some('/' | '#') => self
                .found(1, "JSON has no comments")
                .help("remove it; where a fact comes from is said by {\"$value\": …, \"$source\": \"…\"}"),
            Some(bracket @ ('}' | ']')) => self.bracket(bracket),
            Some(sign) if wants_key && is_word(sign) => self.bare_key(),
            Some(sign) if wants_value && (is_word(sign) || sign == '.') => self.bare_value(),
            Some(_) => self.out_of_place(),
        }
    }

    /// The text ends too early.
    fn ended(&self) -> Diagnostic {
        if self.text.trim().is_empty() {
            return self.found(0, "there are no facts: the text is empty");
        }
        let end = self.text.trim_end().len();
        let at = Place::new(end, end).span(self.file);
        match self.fault.opened {
            None => Diagnostic::error(Code::F101, at, "the facts end too early").here("expected a value"),
            Some(opened) => {
                let closing = if self.fault.in_object { '}' } else { ']' };
                Diagnostic::error(Code::F101, at, format!("a `{closing}` is missing"))
                    .here("the text ends here")
                    .label(
                        Place::new(opened, opened.saturating_add(1)).span(self.file),
                        "never closed",
                    )
            }
        }
    }

    fn wrong_quote(&self) -> Diagnostic {
        let quote = self.rest().chars().next().unwrap_or('\'');
        let diagnostic = self.found(quote.len_utf8(), format!("`{quote}` quotes nothing in JSON"));
        let inside = self.rest().strip_prefix(quote).unwrap_or("");
        let end = inside.find(['\'', '’', '”', '“', '»', '\n']);
        match end
            .and_then(|end| inside.get(..end))
            .filter(|word| word.len() <= 60 && !word.contains(['"', '\\']))
        {
            Some(word) => diagnostic.help(format!("write `\"{}\"`", text::brief(word))),
            None => diagnostic.help("write `\"` before and after it"),
        }
    }

    /// A closing bracket where something else should stand.
    fn bracket(&self, bracket: char) -> Diagnostic {
        let right = if self.fault.in_object { '}' } else { ']' };
        let before = self.before();
        if before.ends_with(',') && self.fault.opened.is_some() {
            let comma = Place::new(before.len().saturating_sub(1), before.len()).span(self.file);
            return Diagnostic::error(Code::F101, comma, format!("a comma before `{bracket}`"))
                .here("nothing follows it")
                .help("remove the comma")
                .fix(comma, "");
        }
        if before.ends_with(':') {
            return self
                .found(1, format!("a value is missing before `{bracket}`"))
                .help("leave the key out if its value is not known, write `null` if it is known to be none");
        }
        if let Some(opened) = self.fault.opened.filter(|_| bracket != right) {
            let opened = Place::new(opened, opened.saturating_add(1)).span(self.file);
            let opening = if self.fault.in_object { '{' } else { '[' };
            return self
                .found(1, format!("`{bracket}` does not close `{opening}`"))
                .here(format!("expected `{right}`"))
                .label(opened, "opened here");
        }
        self.out_of_place()
    }

    fn bare_key(&self) -> Diagnostic {
        let word = self.word();
        let before = self.before();
        if starts_with_digit(word) && before.strip_suffix(',').is_some_and(ends_with_digit) {
            return self.comma_in_number();
        }
        let span = self.span(word.len());
        self.found(
            word.len(),
            format!("the key `{}` stands without quotes", text::brief(word)),
        )
        .help(format!("write `\"{}\"`", text::brief(word)))
        .fix(span, format!("\"{word}\""))
    }

    fn bare_value(&self) -> Diagnostic {
        let word = self.word();
        let title = format!("`{}` is no value of JSON", text::brief(word));
        let found = self.found(word.len(), title);
        match word {
            "NaN" | "Infinity" | "inf" | "nan" => found.help("leave the key out if the value is not known"),
            "None" | "NULL" | "Null" | "nil" | "undefined" | "none" | "unknown" => {
                found.help("leave the key out if the value is not known, write `null` if it is known to be none")
            }
            "True" | "TRUE" | "yes" | "Yes" => found.help("write `true`"),
            "False" | "FALSE" | "no" | "No" => found.help("write `false`"),
            _ => match word.chars().next() {
                Some('+') => found.help("write the number without `+`"),
                Some('.') => found.help(format!("write `0{}`", text::brief(word))),
                _ if self.fault.opened.is_none() => {
                    self.found(word.len(), "this is no JSON").help("facts begin with `{`")
                }
                _ => self.without_quotes(self.fault.at, word),
            },
        }
    }

    /// A number that goes on as no number does.
    fn number(&self) -> Diagnostic {
        let word = self.word();
        let title = format!("`{}` is no number", text::brief(word));
        let digits = word.strip_prefix('-').unwrap_or(word);
        if digits.is_empty() || digits == "Infinity" {
            return self
                .found(word.len(), title)
                .help("leave the key out if the value is not known");
        }
        if digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return self
                .found(word.len(), title)
                .here("a number begins with no 0")
                .help(format!(
                    "write `\"{word}\"` if it is a name, `{}` if it is a number",
                    digits.trim_start_matches('0')
                ));
        }
        if digits.ends_with('.') || digits.ends_with(['e', 'E', '+', '-']) {
            return self.found(word.len(), title).here("digits are missing after it");
        }
        self.without_quotes(self.fault.at, word)
    }

    /// An amount, a date or a word that lacks its quotes.
    fn without_quotes(&self, start: usize, word: &str) -> Diagnostic {
        let span = Place::new(start, start.saturating_add(word.len())).span(self.file);
        let diagnostic = Diagnostic::error(
            Code::F101,
            span,
            format!("`{}` stands without quotes", text::brief(word)),
        );
        diagnostic
            .help(format!("write `\"{}\"`", text::brief(word)))
            .fix(span, format!("\"{word}\""))
    }

    fn comma_in_number(&self) -> Diagnostic {
        self.found(self.word().len(), "a comma in a number")
            .help("decimals stand after a point, as in `16.80`, and thousands are not parted")
    }

    /// Something that is in its place nowhere here: say what was expected and what was found.
    fn out_of_place(&self) -> Diagnostic {
        let before = self.before();
        let word = self.word();
        if self.fault.expected == Expected::CommaOrEnd && ends_with_digit(before) && !word.is_empty() {
            let number = before
                .rfind(|sign: char| !is_word(sign) && sign != '.' && sign != ' ')
                .map_or(0, |at| at.saturating_add(1));
            let start = number.saturating_add(
                before
                    .get(number..)
                    .map_or(0, |n| n.len().saturating_sub(n.trim_start().len())),
            );
            let end = self.fault.at.saturating_add(word.len());
            return self.without_quotes(start, self.text.get(start..end).unwrap_or(word));
        }
        let next = self.rest().chars().next();
        if self.fault.expected == Expected::CommaOrEnd
            && next.is_some_and(|sign| is_word(sign) || "\"{[-".contains(sign))
        {
            let at = Place::new(before.len(), before.len()).span(self.file);
            return Diagnostic::error(Code::F101, at, "a comma is missing")
                .here("expected `,` before what follows")
                .fix(at, ",");
        }
        let length = next.map_or(0, char::len_utf8);
        let title = format!("{} stands where {} should", self.name_of_next(), self.expected());
        if self.fault.opened.is_none() && self.before().is_empty() {
            return self
                .found(length, "this is no JSON")
                .here("expected `{`")
                .help("facts begin with `{`");
        }
        self.found(length, title)
    }

    fn expected(&self) -> &'static str {
        match self.fault.expected {
            Expected::Key => "a key in quotes",
            Expected::KeyOrEnd => "a key in quotes or `}`",
            Expected::Colon => "`:`",
            Expected::CommaOrEnd if self.fault.in_object => "`,` or `}`",
            Expected::CommaOrEnd => "`,` or `]`",
            Expected::ElementOrEnd => "a value or `]`",
            Expected::End => "nothing",
            Expected::Value
            | Expected::Element
            | Expected::ClosingQuote
            | Expected::NoControl
            | Expected::Escape
            | Expected::Hex
            | Expected::OtherHalf
            | Expected::Number
            | Expected::Shallower => "a value",
        }
    }

    fn more(&self) -> Diagnostic {
        if self.rest().starts_with(['}', ']']) {
            return self
                .found(1, format!("one `{}` too many", self.piece(1)))
                .help("remove it");
        }
        if self.rest().starts_with('{') {
            return self
                .found(1, "a second record follows the first")
                .help("one record a file; many records stand one a line in a file that ends in `.ndjson`");
        }
        let length = self.rest().chars().next().map_or(0, char::len_utf8);
        self.found(
            length,
            format!("{} stands after the end of the facts", self.name_of_next()),
        )
    }

    fn control(&self) -> Diagnostic {
        let next = self.rest().chars().next().unwrap_or('\0');
        let escape = if next == '\t' {
            "\\t".to_owned()
        } else {
            format!("\\u{:04x}", u32::from(next))
        };
        self.found(1, format!("{} in a text", self.name_of_next()))
            .help(format!("write `{escape}`"))
    }

    fn name_of_next(&self) -> String {
        match self.rest().chars().next() {
            None => "the end of the text".to_owned(),
            Some('\t') => "a tab".to_owned(),
            Some('\u{a0}') => "a non-breaking space (U+00A0)".to_owned(),
            Some(sign) if sign.is_control() || sign.is_whitespace() || text::is_hidden(sign) => {
                format!("a character that is not seen (U+{:04X})", u32::from(sign))
            }
            Some(sign) => format!("`{sign}`"),
        }
    }

    fn at_quote(&self, title: &str) -> Diagnostic {
        self.found(1, title).here("begins here")
    }

    /// The fault over this many bytes.
    fn found(&self, length: usize, title: impl Into<String>) -> Diagnostic {
        Diagnostic::error(Code::F101, self.span(length), title)
    }

    fn span(&self, length: usize) -> crate::source::Span {
        let end = self.text.ceil_char_boundary(self.fault.at.saturating_add(length));
        Place::new(self.fault.at.min(end), end).span(self.file)
    }

    /// The text from the fault on.
    fn rest(&self) -> &str {
        self.text.get(self.fault.at..).unwrap_or("")
    }

    /// The text before the fault, without blanks at its end.
    fn before(&self) -> &str {
        self.text
            .get(..self.fault.at)
            .unwrap_or("")
            .trim_end_matches([' ', '\n', '\r', '\t'])
    }

    /// The next bytes, as whole characters.
    fn piece(&self, length: usize) -> &str {
        self.rest().get(..self.rest().ceil_char_boundary(length)).unwrap_or("")
    }

    /// What somebody wrote without quotes from here on.
    fn word(&self) -> &str {
        let rest = self.rest();
        let end = rest
            .find(|sign: char| !is_word(sign) && sign != '.')
            .unwrap_or(rest.len());
        rest.get(..end).unwrap_or("")
    }
}

fn is_word(sign: char) -> bool {
    u8::try_from(sign).map_or_else(|_| sign.is_alphanumeric(), |byte| byte < 0x80 && scan::is_word(byte))
}

fn starts_with_digit(text: &str) -> bool {
    text.starts_with(|sign: char| sign.is_ascii_digit())
}

fn ends_with_digit(text: &str) -> bool {
    text.ends_with(|sign: char| sign.is_ascii_digit())
}
