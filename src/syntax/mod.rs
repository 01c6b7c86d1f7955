//! Rule files: text to tree, and tree to the one layout.
//!
//! Takes the text of a file, gives an [`Ast`] of what could be read and a diagnostic for each thing that could not. A
//! file is cut into items before pest sees it (`scan`), each item is parsed alone (`grammar`) and lowered (`lower`), so
//! one broken item costs one message and hides nothing else. Promises: no expression is nested deeper than twice
//! [`Limits::nesting`]; every span lies in the file; a broken item's name stands in [`Ast::broken`].

pub(crate) mod ast;
mod decode;
mod errors;
mod grammar;
mod lower;
mod scan;

pub(crate) use decode::decode;

use crate::diagnostic::Code;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::Diagnostics;
use crate::ids::IdVec;
use crate::limits::Limits;
use crate::source::FileId;
use crate::source::Span;

use ast::Ast;
use ast::Ident;
use grammar::Rule;
use lower::Lower;
use lower::Picks;
use scan::Piece;

/// Reads a rule file; reports what cannot be read and gives the rest.
pub(crate) fn parse(file: FileId, text: &str, limits: &Limits, diagnostics: &mut Diagnostics) -> Ast {
    let scan = scan::scan(text, limits.nesting);
    let mut lower = Lower {
        file,
        text,
        comments: &scan.comments,
        base: 0,
        exprs: IdVec::new(),
        depths: IdVec::new(),
        diagnostics,
        limit: limits.nesting.saturating_mul(2),
        too_deep: false,
        picks: Picks::Refused,
    };
    let (mut header, mut items, mut broken) = (None, Vec::new(), Vec::new());
    for (index, piece) in scan.pieces.iter().enumerate() {
        let before = lower.diagnostics.len();
        let read = if index == 0 && begins_a_file(text, piece) {
            read_piece(&mut lower, piece, Rule::header_entry, Lower::header).map(|found| header = Some(found))
        } else {
            read_piece(&mut lower, piece, Rule::item_entry, Lower::item).map(|item| items.push(item))
        };
        if read.is_none() {
            broken.extend(name_of(file, text, piece));
            if lower.diagnostics.len() == before {
                let at = Span::new(file, piece.range.start, piece.range.end);
                lower
                    .diagnostics
                    .add(Diagnostic::error(Code::X100, at, "this is a fault in rulec"));
            }
        }
    }
    Ast {
        file,
        header,
        items,
        broken,
        exprs: lower.exprs,
    }
}

/// Whether the first item is one with which a file begins.
fn begins_a_file(text: &str, piece: &Piece) -> bool {
    let piece = text.get(piece.range.clone()).unwrap_or("");
    matches!(piece.split_whitespace().next(), Some("ruleset" | "tests"))
}

/// Parses and lowers one item.
fn read_piece<'a, T>(
    lower: &mut Lower<'a>,
    piece: &Piece,
    start: Rule,
    read: impl FnOnce(&mut Lower<'a>, Vec<grammar::Node<'a>>) -> Option<T>,
) -> Option<T> {
    let text = lower.text.get(piece.range.clone())?;
    if let Some(slip) = &piece.slip {
        let at = Span::new(lower.file, slip.range.start, slip.range.end);
        lower.diagnostics.add(match slip.kind {
            scan::SlipKind::OpenText => Diagnostic::error(Code::R105, at, "a text without its closing quote"),
            scan::SlipKind::TooDeep => errors::too_deep(at),
        });
        return None;
    }
    lower.base = piece.range.start;
    match grammar::parse(start, text) {
        Ok(nodes) => read(lower, nodes),
        Err(failure) => {
            let at = match failure.location {
                pest::error::InputLocation::Pos(at) => at,
                pest::error::InputLocation::Span((at, _)) => at,
            };
            let at = piece.range.start.saturating_add(at);
            let word = lower
                .text
                .get(at..)
                .and_then(|rest| rest.split_whitespace().next())
                .unwrap_or("");
            let span = Span::new(lower.file, at, at.saturating_add(word.len()));
            let title = format!("`{word}` was not expected here");
            lower.diagnostics.add(Diagnostic::error(Code::R107, span, title));
            None
        }
    }
}

/// The name of an item that could not be read.
fn name_of(file: FileId, text: &str, piece: &Piece) -> Option<Ident> {
    let item = text.get(piece.range.clone())?;
    let word = item.split_whitespace().next()?;
    let rest = item.get(word.len()..)?;
    let name = rest.trim_start();
    let start = piece.range.start.saturating_add(item.len()).saturating_sub(name.len());
    let length = name
        .find(|c: char| !c.is_ascii_alphanumeric() && c != '_')
        .unwrap_or(name.len());
    let name = name.get(..length).filter(|name| !name.is_empty())?;
    Some(Ident {
        text: name.into(),
        span: Span::new(file, start, start.saturating_add(length)),
    })
}
