//! The one layout of a rule file.
//!
//! A file that can be read is written anew from its tree, so that the layout follows from the content and not from the
//! author's line breaks; the order of items and clauses is the author's, and so is each comment. The result is read
//! again and compared: a layout that would mean something else is a fault of ours and is not handed out.

mod decision_tables;
mod duties;
mod exprs;
mod items;
mod measures;
mod page;
mod rows;
mod rules;
#[cfg(test)]
mod tests;
mod values;
mod versions;

use std::ops::Range;

use crate::diagnostic::Code;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::Diagnostics;
use crate::limits::Limits;
use crate::source::FileId;
use crate::source::Span;

use super::ast::Ast;
use super::parse;
use super::scan::Scan;
use super::scan::scan;

use exprs::Writer;
use page::Comment;

/// The text in its one layout; `None` if it cannot be read, which is reported.
pub(crate) fn format(file: FileId, text: &str, limits: &Limits, diagnostics: &mut Diagnostics) -> Option<String> {
    let mut found = Diagnostics::new();
    let ast = parse(file, text, limits, &mut found);
    let broken = found.has_errors();
    diagnostics.append(found);
    if broken {
        return None;
    }
    let written = write(text, &ast, &scan(text, limits.nesting));
    let said = shape(&ast);
    // One tree at a time: those of a file at its bound are large.
    drop(ast);
    // Each operand on its own line makes an item longer: what could be read stays readable.
    let room = Limits {
        item: usize::MAX,
        ..limits.clone()
    };
    if said != shape(&parse(file, &written, &room, &mut Diagnostics::new())) {
        let at = Span::new(file, 0, 0);
        diagnostics.add(Diagnostic::error(
            Code::X100,
            at,
            "the layout of this file would change its meaning",
        ));
        return None;
    }
    Some(written)
}

/// What a tree says, without its places, as a hash.
fn shape(ast: &Ast) -> blake3::Hash {
    let mut hasher = blake3::Hasher::new();
    let mut add = |part: String| {
        let mut rest = part.as_str();
        while let Some((before, place)) = rest.split_once("Span {") {
            hasher.update(before.as_bytes());
            rest = place.split_once('}').map_or("", |(_, after)| after);
        }
        hasher.update(rest.as_bytes());
    };
    add(format!("{:?}", ast.header));
    for item in &ast.items {
        add(format!("{item:?}"));
    }
    for (_, expr) in ast.exprs.iter_ids() {
        add(format!("{expr:?}").replace("spelling: Sign", "spelling: Amounts"));
    }
    hasher.finalize()
}

/// Items and the comments between them.
fn write(text: &str, ast: &Ast, scan: &Scan) -> String {
    let writer = Writer {
        exprs: &ast.exprs,
        text,
    };
    let header = ast.header.as_ref().map(Writer::header);
    let pages = header.into_iter().chain(ast.items.iter().map(|item| writer.item(item)));
    let mut out = String::with_capacity(text.len());
    let mut comments = scan.comments.iter().map(|range| comment(text, range)).peekable();
    let mut before = Before::Nothing;
    for (mut page, piece) in pages.zip(&scan.pieces) {
        while let Some(comment) = comments.next_if(|comment| comment.at < piece.range.start) {
            between(&mut out, text, &comment, &mut before);
        }
        while let Some(comment) = comments.next_if(|comment| {
            comment.at < piece.range.end || (comment.trails && same_line(text, piece.range.end, comment.at))
        }) {
            page.comment(&comment);
        }
        let uses = begins_with(text, &piece.range, "use");
        gap(
            &mut out,
            text,
            piece.range.start,
            if uses { Next::Use } else { Next::Item },
            before,
        );
        page.print(&mut out);
        before = if uses { Before::Use } else { Before::Item };
    }
    for comment in comments {
        between(&mut out, text, &comment, &mut before);
    }
    out
}

/// What was written last.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Before {
    Nothing,
    Use,
    Item,
    /// A comment between items.
    Comment,
    /// An indented comment that ends an item.
    Inner,
}

/// What comes next.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Next {
    Use,
    Item,
    Comment,
}

/// A comment outside of all items; an indented one belongs to the item above it.
fn between(out: &mut String, text: &str, comment: &Comment, before: &mut Before) {
    let line = text.get(..comment.at).unwrap_or("");
    let indented = line.ends_with([' ', '\t']);
    if indented && matches!(before, Before::Use | Before::Item | Before::Inner) {
        out.push_str("  ");
        *before = Before::Inner;
    } else {
        gap(out, text, comment.at, Next::Comment, *before);
        *before = Before::Comment;
    }
    out.push_str(&comment.text);
    out.push('\n');
}

/// The blank line before what comes next, if there is to be one.
fn gap(out: &mut String, text: &str, at: usize, next: Next, before: Before) {
    let blank = match (before, next) {
        (Before::Nothing, _) | (Before::Use, Next::Use) => false,
        (Before::Comment, _) => blank_line_before(text, at),
        (Before::Use | Before::Item | Before::Inner, _) => true,
    };
    if blank {
        out.push('\n');
    }
}

/// Whether the author left a blank line above the line of this byte.
fn blank_line_before(text: &str, at: usize) -> bool {
    let before = text.get(..at).unwrap_or("").trim_end_matches([' ', '\t']);
    let gap = before.get(before.trim_end().len()..).unwrap_or("");
    gap.replace("\r\n", "\n")
        .chars()
        .filter(|sign| matches!(sign, '\n' | '\r'))
        .count()
        > 1
}

fn comment(text: &str, range: &Range<usize>) -> Comment {
    let before = text.get(..range.start).unwrap_or("");
    let line = before.rsplit(['\n', '\r']).next().unwrap_or("");
    let words = text.get(range.clone()).unwrap_or("").trim_end();
    Comment {
        at: range.start,
        text: words.to_owned(),
        trails: !line.trim().is_empty(),
    }
}

fn same_line(text: &str, from: usize, to: usize) -> bool {
    text.get(from..to)
        .is_some_and(|between| !between.contains(['\n', '\r']))
}

fn begins_with(text: &str, range: &Range<usize>, word: &str) -> bool {
    text.get(range.clone())
        .is_some_and(|item| item.split_whitespace().next() == Some(word))
}

/// Where a word stands in a part of the text, outside of texts in quotes and comments.
fn find_word(text: &str, range: Range<usize>, word: &str) -> Option<usize> {
    let part = text.get(range.clone())?;
    let (mut quoted, mut comment, mut start) = (false, false, 0);
    for (at, sign) in part.char_indices() {
        match sign {
            '\n' | '\r' => (quoted, comment) = (false, false),
            '"' if !comment => quoted = !quoted,
            '#' if !quoted => comment = true,
            _ => {}
        }
        let letter = |c: char| c.is_ascii_alphanumeric() || c == '_';
        let rest = part.get(at..)?;
        let begins = at == 0 || !part.get(start..at)?.ends_with(letter);
        start = at;
        if !quoted && !comment && begins && rest.strip_prefix(word).is_some_and(|after| !after.starts_with(letter)) {
            return Some(range.start.saturating_add(at));
        }
    }
    None
}
