//! Rule files: text to tree, and tree to the one layout.
//!
//! Takes the text of a file, gives an [`Ast`] of what could be read and a diagnostic for each thing that could not. A
//! file is cut into items before pest sees it (`scan`), each item is parsed alone (`grammar`) and lowered (`lower`), so
//! one broken item costs one message and hides nothing else. Promises: no expression is nested deeper than twice
//! [`Limits::nesting`]; every span lies in the file; a broken item's name stands in [`Ast::broken`].

pub(crate) mod ast;
mod decode;
mod errors;
mod format;
mod grammar;
#[cfg(test)]
mod hostile;
#[expect(
    clippy::wildcard_enum_match_arm,
    reason = "the rules of the grammar are pest's enum; each function names those that its own rule can hold"
)]
mod lower;
mod scan;

pub(crate) use decode::decode;
pub(crate) use format::format;

use crate::diagnostic::Code;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::Diagnostics;
use crate::ids::IdVec;
use crate::limits::Limits;
use crate::source::FileId;
use crate::source::Span;

use ast::Ast;
use ast::Ident;
use ast::ItemKind;
use ast::RuleKind;
use grammar::Rule;
use lower::Lower;
use lower::Picks;
use scan::Piece;
use scan::Scan;

/// Whether a word of the language is never a name.
pub(crate) fn is_hard(word: &str) -> bool {
    errors::is_hard(word)
}

/// Most mistakes that are reported in one file: what has more is no rule file, and the rest of it is not read.
const MOST_FAULTS: usize = 1_000;

/// Reads a rule file; reports what cannot be read and gives the rest.
pub(crate) fn parse(file: FileId, text: &str, limits: &Limits, diagnostics: &mut Diagnostics) -> Ast {
    let scan = scan::scan(text, limits.nesting);
    let mut lower = lower(file, text, (&scan, limits), diagnostics);
    let (mut header, mut items, mut broken, mut broken_before) = (None, Vec::new(), Vec::new(), false);
    for slip in scan.slips.iter().take(MOST_FAULTS) {
        lower.diagnostics.add(errors::slip(file, text, slip));
    }
    let headless = scan.pieces.first().is_none_or(|piece| !begins_a_file(text, piece));
    if headless {
        no_header(&mut lower, &scan);
    }
    let most = lower.diagnostics.len().saturating_add(MOST_FAULTS);
    for (index, piece) in scan.pieces.iter().enumerate() {
        let before = lower.diagnostics.len();
        if before >= most {
            break;
        }
        let read = if index == 0 && !headless {
            read_piece(&mut lower, piece, Rule::header_entry, Lower::header).map(|found| header = Some(found))
        } else if let Some(unknown) = errors::no_item(file, text, &piece.range).filter(|_| piece.slip.is_none()) {
            let words = text.get(piece.range.clone()).unwrap_or("");
            // A brace that closes what the broken item before it has opened is no second mistake.
            if index > 0 && !(broken_before && words.starts_with('}')) {
                lower.diagnostics.add(unknown);
            }
            broken.extend(name_of(file, text, piece).filter(|_| !errors::begins_clause(words)));
            continue;
        } else {
            read_piece(&mut lower, piece, Rule::item_entry, Lower::item).map(|item| items.push(item))
        };
        broken_before = read.is_none();
        if broken_before {
            broken.extend(name_of(file, text, piece));
            if lower.diagnostics.len() == before {
                lower.diagnostics.add(fault(file, piece));
            }
        }
    }
    let ast = Ast {
        file,
        header,
        items,
        broken,
        exprs: lower.exprs,
    };
    rules_without_then(text, &scan, &ast, diagnostics);
    ast
}

/// What lowers the items of a file.
fn lower<'a>(
    file: FileId,
    text: &'a str,
    (scan, limits): (&'a Scan, &Limits),
    diagnostics: &'a mut Diagnostics,
) -> Lower<'a> {
    Lower {
        file,
        text,
        comments: &scan.comments,
        base: 0,
        exprs: IdVec::new(),
        depths: IdVec::new(),
        diagnostics,
        nesting: limits.nesting,
        limit: limits.nesting.saturating_mul(2),
        longest: limits.item,
        too_deep: false,
        picks: Picks::Refused,
        whole: None,
    }
}

/// Reports that a file does not say what it is.
fn no_header(lower: &mut Lower<'_>, scan: &Scan) {
    let first = scan.pieces.first().map(|piece| &piece.range);
    let said = errors::no_header(lower.file, lower.text, first);
    lower.diagnostics.add(said);
}

/// Reports rules that conclude nothing; only now is it known which decisions the file has.
fn rules_without_then(text: &str, scan: &Scan, ast: &Ast, diagnostics: &mut Diagnostics) {
    let example = ast.items.iter().find_map(|item| {
        let ItemKind::Decision(decision) = &item.kind else {
            return None;
        };
        Some(decision)
    });
    let example = example.map(|decision| {
        let outcomes = decision
            .outcomes
            .iter()
            .take(4)
            .map(|outcome| &*outcome.name.text)
            .collect();
        (&*decision.name.text, outcomes)
    });
    let (mut counted, mut line, mut left) = (0_usize, 1_usize, MOST_FAULTS);
    for item in &ast.items {
        let ItemKind::Rule(rule) = &item.kind else { continue };
        let versions = rule.versions.iter().flat_map(|version| &version.of.then);
        if rule.kind != RuleKind::Rule || rule.then.iter().chain(versions).next().is_some() {
            continue;
        }
        let start = item.span.range().start;
        let index = scan.pieces.partition_point(|piece| piece.range.start <= start);
        let next = scan.pieces.get(index).map(|piece| piece.range.start);
        if let Some(next) = next {
            let passed = text.get(counted..next).unwrap_or("");
            line = line.saturating_add(memchr::memchr_iter(b'\n', passed.as_bytes()).count());
            counted = next;
        }
        diagnostics.add(errors::concludes_nothing(
            &rule.name,
            next.map(|_| line),
            example.clone(),
        ));
        left = left.saturating_sub(1);
        if left == 0 {
            return;
        }
    }
}

/// An item that could not be read although nothing was said about it.
fn fault(file: FileId, piece: &Piece) -> Diagnostic {
    let at = Span::new(file, piece.range.start, piece.range.end);
    Diagnostic::error(Code::X100, at, "this is a fault in rulec")
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
        lower.diagnostics.add(errors::slip(lower.file, lower.text, slip));
        return None;
    }
    if text.len() > lower.longest {
        lower
            .diagnostics
            .add(errors::too_long(lower.file, &piece.range, lower.longest));
        return None;
    }
    lower.base = piece.range.start;
    match grammar::parse(start, text) {
        Ok(nodes) => read(lower, nodes),
        Err(failure) => {
            lower
                .diagnostics
                .add(errors::explain(lower.file, lower.text, piece.range.clone(), &failure));
            None
        }
    }
}

/// The name of an item that could not be read.
fn name_of(file: FileId, text: &str, piece: &Piece) -> Option<Ident> {
    let item = text.get(piece.range.clone())?;
    let word = item.split_whitespace().next()?;
    let mut rest = item.get(word.len()..)?;
    if errors::first_words(item) == "decision table" {
        rest = rest.trim_start().strip_prefix("table")?;
    }
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
