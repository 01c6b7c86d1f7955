//! What stands at the edge of a file, where items begin.

use std::ops::Range;

use crate::diagnostic::Code;
use crate::diagnostic::Diagnostic;
use crate::source::FileId;
use crate::source::Span;
use crate::text;

use super::failure::ident_at;
use super::failure::word_at;
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
    let close = text::did_you_mean(word, vocabulary::item_words());
    Some(if word == "import" || word == "include" {
        error.help("write `use`").fix(at, "use")
    } else if close.is_empty() {
        let words: Vec<String> = vocabulary::item_words().map(|word| format!("`{word}`")).collect();
        error.help(format!("an item begins with {}", text::list_or(&words)))
    } else {
        error.help(format!("did you mean {}?", text::list_or(&text::quoted(&close))))
    })
}
