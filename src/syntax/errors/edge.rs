//! What stands at the edge of a file, where items begin.

use std::ops::Range;

use crate::diagnostic::Code;
use crate::diagnostic::Diagnostic;
use crate::source::FileId;
use crate::source::Span;
use crate::text;

use super::failure::ident_at;
use super::failure::word_at;
use super::layout;
use super::vocabulary;

/// A file that does not begin by saying what it is.
pub(in crate::syntax) fn no_header(file: FileId, whole: &str, item: Option<&Range<usize>>) -> Diagnostic {
    let text = item.and_then(|item| whole.get(item.clone())).unwrap_or("");
    let start = item.map_or(0, |item| item.start);
    let word = ident_at(text);
    let at = Span::new(file, start, start.saturating_add(word.len()));
    let title = if item.is_none() {
        "the file is empty"
    } else {
        "the file does not begin with what it is"
    };
    let close = text::did_you_mean(word, ["ruleset", "tests"]);
    let error = Diagnostic::error(Code::R102, at, title);
    match close.first() {
        Some(close) => error.help(format!("did you mean `{close}`?")),
        None => error.help("begin it with `ruleset NAME \"Title\"`, or with `tests of NAME \"Title\"`"),
    }
}

/// Whether a text begins with words that only ever stand inside an item.
pub(in crate::syntax) fn begins_clause(text: &str) -> bool {
    let word = ident_at(text);
    let common = vocabulary::COMMON.contains(&word) || matches!(word, "and" | "or");
    common || !vocabulary::owners(text).is_empty()
}

/// A line at the edge that begins no item.
pub(in crate::syntax) fn no_item(file: FileId, whole: &str, item: &Range<usize>) -> Option<Diagnostic> {
    let text = whole.get(item.clone()).unwrap_or("");
    let word = ident_at(text);
    if vocabulary::item_words().any(|item| item == word) {
        return None;
    }
    let shown = if word.is_empty() { word_at(text) } else { word };
    let at = Span::new(file, item.start, item.start.saturating_add(shown.len()));
    let error = Diagnostic::error(Code::R101, at, format!("`{}` begins no item", text::brief(shown)));
    if vocabulary::HEADERS.iter().any(|header| header.word == word) {
        return Some(error.help("it stands once, at the beginning of the file"));
    }
    if begins_clause(text) {
        let edge = Span { end: at.start, ..at };
        return Some(
            error
                .help("indent it, so that it belongs to the item above")
                .fix(edge, "  "),
        );
    }
    Some(meant(error, at, word, text))
}

/// What was meant by a line that begins no item.
fn meant(error: Diagnostic, at: Span, word: &str, line: &str) -> Diagnostic {
    let line = line.split(['\n', '\r']).next().unwrap_or("");
    if ["//", "/*", "--"].into_iter().any(|sign| line.starts_with(sign)) {
        let end = at.range().start.saturating_add(line.len());
        let instead = layout::as_comment(line);
        let error = Diagnostic::error(Code::R104, at, "a comment begins with `#`");
        return error
            .help(format!("write `{}`", text::brief(&instead)))
            .fix(Span::new(at.file, at.range().start, end), instead);
    }
    let small = word.to_lowercase();
    let close = text::did_you_mean(word, vocabulary::item_words());
    let other = ITEMS_MEANT.iter().find(|(other, _)| *other == small);
    if layout::ENDS.contains(&&*small) || line.trim_end() == "}" {
        error.help("remove it: an item ends where the next one begins")
    } else if word == "import" || word == "include" {
        error.help("write `use`").fix(at, "use")
    } else if vocabulary::item_words().any(|item| item == small) {
        error
            .help(format!("write it in small letters: `{small}`"))
            .fix(at, small)
    } else if let Some((_, item)) = other {
        error.help(format!("write `{item}`"))
    } else if close.is_empty() {
        error.help("if it belongs to the item above, indent it; an item begins with its kind: `rule NAME \"Title\"`")
    } else {
        error.help(format!("did you mean {}?", text::list_or(&text::quoted(&close))))
    }
}

/// Words with which items begin elsewhere, and how they begin here.
const ITEMS_MEANT: &[(&str, &str)] = &[
    ("let", "definition NAME : TYPE \"Title\"`, and below it `means …"),
    ("var", "definition NAME : TYPE \"Title\"`, and below it `means …"),
    (
        "const",
        "parameter NAME : TYPE \"Title\"`, and below it its value with its first day",
    ),
    (
        "threshold",
        "parameter NAME : TYPE \"Title\"`, and below it its value with its first day",
    ),
    ("function", "definition NAME(x : TYPE) : TYPE \"Title\""),
    ("def", "definition NAME(x : TYPE) : TYPE \"Title\""),
    ("define", "definition NAME(x : TYPE) : TYPE \"Title\""),
    ("if", "rule NAME \"Title\"`, and below it `when …"),
    ("prohibition", "rule NAME \"Title\""),
    ("ban", "rule NAME \"Title\""),
    ("exception", "exemption NAME \"Title\""),
    ("type", "record NAME \"Title\""),
    ("struct", "record NAME \"Title\""),
    ("class", "record NAME \"Title\""),
    ("entity", "record NAME \"Title\""),
    ("list", "group NAME \"Title\""),
    ("countries", "group NAME \"Title\""),
    ("input", "fact NAME : TYPE \"Title\""),
    ("given", "fact NAME : TYPE \"Title\""),
    ("scenario", "test \"what it shows\""),
    ("duty", "obligation NAME \"Title\""),
    ("regulation", "source NAME \"Title\""),
];
