//! Slips in how an item is laid out: comments, titles, names, colons, braces, and words that end what ends by itself.

use crate::diagnostic::Code;
use crate::diagnostic::Diagnostic;
use crate::source::Span;
use crate::syntax::grammar::Rule;
use crate::text;

use super::failure::Place;
use super::failure::ident_at;
use super::vocabulary;

/// All of them, the most particular first.
pub(super) const CHECKS: [fn(&Place<'_>) -> Option<Diagnostic>; 12] = [
    comment,
    capitals,
    name_before_title,
    name_of_several_words,
    title,
    colon,
    end_of_line,
    braces,
    ends_nothing,
    no_else,
    declaration,
    citation,
];

/// `// …`, `/* … */`, `-- …`
fn comment(place: &Place<'_>) -> Option<Diagnostic> {
    let line = place.line();
    let line = line.split(['\n', '\r']).next().unwrap_or("");
    let reached = place.at.saturating_sub(place.head);
    let mut quoted = false;
    for (index, sign) in line.char_indices() {
        let rest = line.get(index..).unwrap_or("");
        match sign {
            '#' if !quoted => return None,
            '"' => quoted = !quoted,
            _ if quoted || index > reached => {}
            _ => {
                let begins = ["//", "/*", "-- "].into_iter().find(|sign| rest.starts_with(sign));
                if let Some(sign) = begins {
                    let start = place.head.saturating_add(index);
                    return Some(comment_sign(place, start, rest, sign.trim_end()));
                }
            }
        }
    }
    None
}

fn comment_sign(place: &Place<'_>, start: usize, rest: &str, sign: &str) -> Diagnostic {
    let at = Span::new(place.file, start, start.saturating_add(sign.len()));
    let whole = Span::new(place.file, start, start.saturating_add(rest.len()));
    let instead = as_comment(rest);
    Diagnostic::error(Code::R104, at, "a comment begins with `#`")
        .help(format!("write `{}`", text::brief(&instead)))
        .fix(whole, instead)
}

/// `# made in Vietnam`, of a comment with the signs of another language.
pub(super) fn as_comment(text: &str) -> String {
    let inner = text
        .trim_start_matches(['/', '*', '-'])
        .trim_end_matches(['/', '*', '-']);
    format!("# {}", inner.trim())
}

/// `AND`, `When`, `IS`: words of the language in capitals.
fn capitals(place: &Place<'_>) -> Option<Diagnostic> {
    let (at, previous) = place.previous();
    [(place.at, ident_at(place.rest())), (at, previous)]
        .into_iter()
        .find_map(|(at, word)| {
            let small = word.to_lowercase();
            let taken = matches!(place.before_word(at), "is" | "not" | "in") || small == word;
            if taken || !vocabulary::is_word(&small) {
                return None;
            }
            let error = place.error_at(
                at..at.saturating_add(word.len()),
                format!("`{word}` is not in small letters"),
            );
            let span = Span::new(place.file, at, at.saturating_add(word.len()));
            Some(error.help(format!("write `{small}`")).fix(span, small))
        })
}

/// `rule "Made in Vietnam"`, `rule 1_made_abroad`, `use "trade"`
fn name_before_title(place: &Place<'_>) -> Option<Diagnostic> {
    let item = place.words?;
    let word = ident_at(place.before());
    if place.before().trim() != item.word || !place.expects(Rule::name) && !place.expects(Rule::path_name) {
        return None;
    }
    if let Some(title) = place.word.strip_prefix('"') {
        let title = title.trim_end_matches('"');
        if word == "use" {
            return Some(
                place
                    .error("`use` names a ruleset, without quotes")
                    .help(format!("write `use {title}`")),
            );
        }
        let name = joined(title);
        let error = place.error(format!("{} has a name before its title", item.phrase));
        return Some(error.help(format!("write `{word} {name} {}`", text::brief(place.word))));
    }
    if place.word.starts_with(|c: char| c.is_ascii_digit()) {
        let error = place.error(format!(
            "`{}` is no name: it begins with a digit",
            text::brief(place.word)
        ));
        return Some(error.help(format!("begin it with a letter: `no_{}`", text::brief(place.word))));
    }
    None
}

/// A name made of the first words of a text.
fn joined(title: &str) -> String {
    let words = title.split(|c: char| !c.is_ascii_alphanumeric());
    let words: Vec<String> = words
        .filter(|word| !word.is_empty())
        .take(4)
        .map(str::to_lowercase)
        .collect();
    let name = words.join("_");
    if name.starts_with(|c: char| c.is_ascii_alphabetic()) {
        name
    } else {
        format!("no_{name}")
    }
}

/// `rule foreign-made "…"`, `rule foreign made "…"`
fn name_of_several_words(place: &Place<'_>) -> Option<Diagnostic> {
    if !place.on_first_line() || !wants_title(place) {
        return None;
    }
    let (start, name) = place.previous();
    let line = place.line_from(place.at);
    let hyphen = line.starts_with('-') && start.saturating_add(name.len()) == place.at;
    let words = if hyphen {
        line.split([' ', '(']).next().unwrap_or("")
    } else {
        let words = line.split('"').next().unwrap_or("").trim_end();
        if !line.contains('"') || !words.starts_with(|c: char| c.is_ascii_alphanumeric()) {
            return None;
        }
        words
    };
    let end = place.at.saturating_add(words.len());
    let whole = place.whole.get(start..end)?;
    let instead = whole
        .split(|c: char| !c.is_ascii_alphanumeric() && c != '_')
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join("_");
    let error = place.error_at(start..end, format!("`{}` is not one word", text::brief(whole)));
    Some(
        error
            .help(format!("a name is one word: `{instead}`"))
            .fix(Span::new(place.file, start, end), instead),
    )
}

/// `rule foreign_made Made in Vietnam`
fn title(place: &Place<'_>) -> Option<Diagnostic> {
    let words = place.line_from(place.at).trim_end_matches('{').trim_end();
    let wanted = wants_title(place) && place.on_first_line() && place.at > place.item.start;
    if !wanted || !words.starts_with(|c: char| c.is_alphabetic()) {
        return None;
    }
    let item = place.words?;
    if item.clause(words).is_some() || vocabulary::HARD.contains(&ident_at(words)) {
        return None;
    }
    let end = place.at.saturating_add(words.len());
    let error = place.error_at(place.at..end, "a title stands in quotes");
    let instead = format!("\"{words}\"");
    Some(
        error
            .help(format!("write `{}`", text::brief(&instead)))
            .fix(Span::new(place.file, place.at, end), instead),
    )
}

/// `when: …`, `rule r: "…"`, a colon at the end of a line, `then licence: required`, `HS:8505.11`
fn colon(place: &Place<'_>) -> Option<Diagnostic> {
    let before = place.before();
    if place.word != ":" {
        return None;
    }
    let (start, word) = place.previous();
    let rest = place.line_from(place.at.saturating_add(1)).trim_start();
    let error = |title: String| place.error(title).fix(place.span(), "");
    if before.trim_end().ends_with("then") || place.words.is_some_and(|item| item.clause(word).is_some()) {
        return Some(
            error(format!("no colon stands behind `{word}`"))
                .help(format!("write `{}`", text::brief(&format!("{word} {rest}")))),
        );
    }
    if place.on_first_line() && wants_title(place) {
        return Some(
            error("no colon stands behind a name".to_owned())
                .help(format!("write `{}`", text::brief(&format!("{word} {rest}")))),
        );
    }
    if rest.is_empty() {
        return Some(
            error("no colon stands at the end of a line".to_owned()).help(format!("remove it: `{word}` ends the line")),
        );
    }
    if place.expects(Rule::k_then) {
        return Some(
            place
                .error("a colon stands where `then` belongs")
                .help(format!("write `then {}`", text::brief(rest)))
                .fix(place.span(), " then"),
        );
    }
    if place.expects(Rule::k_is) || place.expects(Rule::includes) {
        let instead = text::brief(&format!("{word} is {rest}"));
        return Some(
            place
                .error("a colon stands where `is` belongs")
                .help(format!("write `{instead}`")),
        );
    }
    let scheme = word
        .bytes()
        .all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit());
    if scheme && !word.is_empty() && rest.starts_with(|c: char| c.is_ascii_alphanumeric()) {
        let code = place.condition_from(place.at.saturating_add(1)).trim_start();
        let whole = start..place.at.saturating_add(1).saturating_add(code.len());
        return Some(
            place
                .error_at(whole, "a code and its scheme stand apart")
                .help(format!("write `{word} {code}`"))
                .fix(place.span(), " "),
        );
    }
    None
}

/// A comma or a full stop where a line ends.
fn end_of_line(place: &Place<'_>) -> Option<Diagnostic> {
    let before = place.before().trim_end();
    let (at, sign) = if place.word == "," {
        (place.at, ",")
    } else if place.rest().starts_with('.') {
        (place.at, ".")
    } else if before.ends_with('.') {
        (place.item.start.saturating_add(before.len()).saturating_sub(1), ".")
    } else {
        return None;
    };
    let span = Span::new(place.file, at, at.saturating_add(1));
    let next = place.whole.get(at.saturating_add(1)..place.item.end)?;
    if !next.trim_start_matches([' ', '\t']).starts_with(['\n', '\r']) && !next.trim().is_empty() {
        return None;
    }
    let error = Diagnostic::error(Code::R104, span, format!("`{sign}` ends nothing")).fix(span, "");
    let clause = next.trim().is_empty() || place.words.is_some_and(|item| item.clause(next.trim_start()).is_some());
    if !clause && sign == "," && !place.expects(Rule::joiner) {
        return None;
    }
    Some(error.help(if clause || sign == "." {
        "remove it: a clause ends where the next one begins"
    } else {
        "conditions are joined by `and` or by `or`"
    }))
}

/// `rule r "…" {`
fn braces(place: &Place<'_>) -> Option<Diagnostic> {
    if place.word != "{"
        || !place.expects(Rule::EOI)
        || place.previous().1 == "in"
        || vocabulary::order_word(place.previous().1).is_some()
    {
        return None;
    }
    let set = place.previous().1.chars().all(|c| !c.is_ascii_lowercase());
    if set && !place.line_from(place.at.saturating_add(1)).trim().is_empty() {
        return None;
    }
    let error = Diagnostic::error(Code::R104, place.span(), "braces enclose no clauses");
    Some(error.help(format!(
        "remove `{{` and its `}}`: what is indented belongs to {}",
        place.phrase()
    )))
}

/// Words that end a block in other languages.
pub(super) const ENDS: &[&str] = &["end", "endif", "endrule", "end_rule", "fi", "done", "esac", "stop"];

/// `end`
fn ends_nothing(place: &Place<'_>) -> Option<Diagnostic> {
    let word = ident_at(place.rest());
    if !place.between_clauses() || !ENDS.contains(&word) {
        return None;
    }
    let error = place.error(format!("`{word}` ends nothing"));
    Some(error.help(format!("remove it: {} ends where the next item begins", place.phrase())))
}

/// `else licence is free` in a rule
fn no_else(place: &Place<'_>) -> Option<Diagnostic> {
    let word = ident_at(place.rest());
    let item = place.words?;
    if !place.between_clauses() || word != "else" || !item.clauses.contains(&"then") {
        return None;
    }
    let rest = place.line_from(place.at.saturating_add(word.len())).trim();
    let rest = rest.strip_prefix("then ").unwrap_or(rest);
    let mut words = rest.split_whitespace();
    let (decision, outcome) = (words.next().unwrap_or("the decision"), words.nth(1).unwrap_or("…"));
    let error = place.error(format!("{} has no `else`", item.phrase));
    Some(error.help(format!(
        "what holds if no rule applies stands in `{decision}`: `otherwise {outcome}`"
    )))
}

/// `let x = 5 USD` in a rule
fn declaration(place: &Place<'_>) -> Option<Diagnostic> {
    let word = ident_at(place.rest());
    let own = place.words.is_some_and(|item| item.clause(place.rest()).is_some());
    if own
        || !place.between_clauses()
        || !matches!(word, "let" | "var" | "const" | "declare" | "define" | "set" | "assign")
    {
        return None;
    }
    let rest = place.line_from(place.at.saturating_add(word.len())).trim_start();
    let name = ident_at(rest);
    let value = rest.split_once('=').map_or("…", |(_, value)| value.trim());
    if name.is_empty() || !rest.contains('=') {
        return None;
    }
    let error = place.error(format!("{} declares nothing", place.phrase()));
    Some(error.help(format!(
        "write an item of its own: `definition {name} : TYPE \"Title\"`, and below it `means {}`",
        text::brief(value)
    )))
}

/// `cite n61 1`, `cite "No. 61, 1(1)"`, `cite n61 paragraph 1`
fn citation(place: &Place<'_>) -> Option<Diagnostic> {
    if ident_at(place.line()) != "cite" {
        return None;
    }
    let behind = place.whole.get(place.head..place.at)?.trim();
    if behind == "cite" && place.word.starts_with('"') {
        let source = place
            .whole
            .split(['\n', '\r'])
            .find_map(|line| line.strip_prefix("source "));
        let source = source.map_or("n61", ident_at);
        return Some(place.error("a citation names its source first").help(format!(
            "write the name of the source, then the paragraph: `cite {source} \"1\"`"
        )));
    }
    let (_, source) = place.previous();
    let rest = place.line_from(place.at);
    let word = ident_at(rest);
    let unit = matches!(
        word.to_lowercase().as_str(),
        "paragraph" | "paragraphs" | "para" | "article" | "art" | "section" | "sec" | "no" | "point" | "annex"
    );
    let number = rest.starts_with(|c: char| c.is_ascii_digit());
    if source == "cite" || source.is_empty() || !(unit || number) {
        return None;
    }
    let paragraph = if unit {
        rest.get(word.len()..).unwrap_or("").trim_start_matches(['.', ' '])
    } else {
        rest
    };
    let end = place.at.saturating_add(rest.len());
    Some(
        place
            .error_at(place.at..end, "a paragraph stands in quotes")
            .help(format!(
                "write `cite {source} \"{}\"`",
                text::brief(paragraph.trim_matches('"'))
            )),
    )
}

fn wants_title(place: &Place<'_>) -> bool {
    place.expects(Rule::title) || place.expects(Rule::string)
}
