//! What is said about names: unknown, doubled, circles of `use`. The facts come in, the words are here.

use crate::diagnostic::Code;
use crate::diagnostic::Diagnostic;
use crate::source::Span;
use crate::syntax::ast::Ident;
use crate::text::did_you_mean;
use crate::text::list_or;
use crate::text::quoted;

use super::symbols::SymbolKind;

/// `write …`, where something is near.
pub(crate) fn suggest<'a>(
    diagnostic: Diagnostic,
    word: &str,
    candidates: impl IntoIterator<Item = &'a str>,
) -> Diagnostic {
    let near = did_you_mean(word, candidates);
    if near.is_empty() {
        return diagnostic;
    }
    diagnostic.help(format!("write {}", list_or(&quoted(&near))))
}

/// R202: two items, values, fields or columns with one name.
pub(crate) fn stands_twice(name: &str, second: Span, first: Span) -> Diagnostic {
    Diagnostic::error(Code::R202, second, format!("the name `{name}` stands twice"))
        .here("here again")
        .label(first, "first here")
        .help("rename one of them")
}

/// R121: a name that begins like a type, or a type that begins like a name.
pub(super) fn first_letter(name: &Ident, kind: SymbolKind) -> Diagnostic {
    let instead = if kind.is_type() {
        as_type(&name.text)
    } else {
        as_name(&name.text)
    };
    let title = if kind.is_type() {
        format!("the type `{}` begins with a small letter", name.text)
    } else {
        format!("the name `{}` begins with a capital letter", name.text)
    };
    Diagnostic::error(Code::R121, name.span, title)
        .here("types begin with a capital, all other names with a small letter")
        .help(format!("call it `{instead}`, here and wherever it is used"))
}

/// `foreign_made` of `ForeignMade`
fn as_name(text: &str) -> String {
    let mut name = String::new();
    let mut small = false;
    for letter in text.chars() {
        if letter.is_ascii_uppercase() && small {
            name.push('_');
        }
        small = letter.is_ascii_lowercase() || letter.is_ascii_digit();
        name.push(letter.to_ascii_lowercase());
    }
    name
}

/// `UseKind` of `use_kind`
fn as_type(text: &str) -> String {
    let words = text.split('_').filter_map(|word| {
        let mut letters = word.chars();
        let first = letters.next()?;
        Some(first.to_uppercase().chain(letters).collect::<String>())
    });
    words.collect()
}

/// R202: two files of one ruleset.
pub(super) fn ruleset_twice(name: &str, second: Span, first: Span) -> Diagnostic {
    Diagnostic::error(Code::R202, second, format!("two files are ruleset `{name}`"))
        .here("here again")
        .label(first, "first here")
        .help("a ruleset is one file: rename one, and let others `use` both")
}

/// R205
pub(crate) fn unknown_ruleset<'a>(name: &str, at: Span, known: impl IntoIterator<Item = &'a str>) -> Diagnostic {
    let said = Diagnostic::error(Code::R205, at, format!("there is no ruleset `{name}`"))
        .here("no file of the pack begins so");
    suggest(said, name, known)
}

/// R204: the names of the circle, and the place of each `use` with what it uses.
pub(super) fn circle_of_use(names: &[&str], places: &[(Span, String)]) -> Diagnostic {
    let first = names.first().copied().unwrap_or("");
    let shown = names.iter().copied().chain([first]).collect::<Vec<_>>().join(", ");
    let mut places = places.iter();
    let (span, words) = places
        .next()
        .cloned()
        .unwrap_or((Span::new(crate::ids::Id::from_index(0), 0, 0), String::new()));
    let mut said = Diagnostic::error(Code::R204, span, format!("a circle of `use`: {shown}")).here(words);
    for (span, words) in places {
        said = said.label(*span, words.clone());
    }
    said.help("move what both need into a ruleset of its own, and let both `use` that")
}

/// R117: an item that no tests file may hold.
pub(super) fn not_in_tests(word: &str, at: Span) -> Diagnostic {
    Diagnostic::error(Code::R117, at, format!("{word} does not belong in a tests file"))
        .help("a tests file holds `case` and `test`; move it to a ruleset")
}
