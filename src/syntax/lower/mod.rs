//! From what pest matched to the tree: one function per rule of the grammar, and pest's pairs go no further.
//!
//! The functions trust the grammar: where it promises a part that is not there, they give `None` (items) or an error
//! expression, and the caller reports a fault of ours if nothing else was reported. What the grammar takes but the
//! language refuses (clauses given twice, `and` beside `or`, what needs brackets) is reported here.

mod amounts;
mod clauses;
mod decision_tables;
mod duties;
mod exprs;
mod figures;
mod items;
mod lists;
mod literals;
mod measures;
mod rules;
mod tables;
mod testing;
mod texts;
mod versions;

use std::ops::Range;

use crate::diagnostic::Diagnostic;
use crate::diagnostic::Diagnostics;
use crate::ids::IdVec;
use crate::source::FileId;
use crate::source::Span;

use super::ast::Expr;
use super::ast::ExprId;
use super::ast::ExprKind;
use super::ast::Header;
use super::ast::Ident;
use super::ast::Item;
use super::ast::Path;
use super::ast::Text;
use super::grammar;
use super::grammar::Node;
use super::grammar::Rule;

/// Whether a list may be picked from by key or by count.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Picks {
    /// In tests and cases.
    Allowed,
    /// Everywhere else.
    Refused,
}

/// What all lowering functions share.
pub(super) struct Lower<'a> {
    /// The file.
    pub(super) file: FileId,
    /// Its text.
    pub(super) text: &'a str,
    /// All comments in it, in order.
    pub(super) comments: &'a [Range<usize>],
    /// Where the piece that pest saw begins.
    pub(super) base: usize,
    /// The arena.
    pub(super) exprs: IdVec<ExprId, Expr>,
    /// How deep each expression is.
    pub(super) depths: IdVec<ExprId, usize>,
    /// What has been reported.
    pub(super) diagnostics: &'a mut Diagnostics,
    /// The greatest nesting of brackets.
    pub(super) nesting: usize,
    /// The greatest depth of an expression.
    pub(super) limit: usize,
    /// The longest item, in bytes.
    pub(super) longest: usize,
    /// Whether this item was reported as too deep.
    pub(super) too_deep: bool,
    /// Whether lists may be picked from.
    pub(super) picks: Picks,
    /// The condition, the body or the bracket that is being lowered.
    pub(super) whole: Option<Span>,
}

impl<'a> Lower<'a> {
    /// The first item of a file.
    pub(super) fn header(&mut self, nodes: Vec<Node<'a>>) -> Option<Header> {
        let node = nodes.into_iter().next()?;
        if node.as_rule() == Rule::ruleset {
            self.ruleset(node)
        } else {
            self.tests(node)
        }
    }

    /// Any other item.
    pub(super) fn item(&mut self, nodes: Vec<Node<'a>>) -> Option<Item> {
        let node = nodes.into_iter().next()?;
        self.picks = if matches!(node.as_rule(), Rule::case | Rule::test) {
            Picks::Allowed
        } else {
            Picks::Refused
        };
        self.too_deep = false;
        self.any_item(node)
    }

    /// Reports something.
    fn report(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.add(diagnostic);
    }

    /// Lowers something of which this is the whole.
    fn within<T>(&mut self, whole: Span, lower: impl FnOnce(&mut Self) -> T) -> T {
        let outer = self.whole.replace(whole);
        let result = lower(self);
        self.whole = outer;
        result
    }

    /// Puts an expression into the arena, unless it is too deep to be walked.
    fn push(&mut self, kind: ExprKind, span: Span, children: &[ExprId]) -> ExprId {
        let below = children.iter().filter_map(|&child| self.depths.get(child)).max();
        let depth = below.map_or(0, |depth| depth.saturating_add(1));
        if depth > self.limit {
            if !self.too_deep {
                self.too_deep = true;
                self.report(super::errors::too_deep(span));
            }
            return self.error(span);
        }
        self.depths.push(depth);
        self.exprs.push(Expr { kind, span })
    }

    /// An expression that was reported.
    fn error(&mut self, span: Span) -> ExprId {
        self.depths.push(0);
        self.exprs.push(Expr {
            kind: ExprKind::Error,
            span,
        })
    }

    /// The place of a node. pest counts blanks and comments behind it, where something optional could have followed.
    pub(super) fn span(&self, node: &Node<'_>) -> Span {
        let start = self.base.saturating_add(node.as_span().start());
        let mut end = self.base.saturating_add(node.as_span().end());
        loop {
            let text = self.text.get(start..end).unwrap_or("");
            end = start.saturating_add(text.trim_end().len());
            let index = self.comments.partition_point(|comment| comment.start < end);
            match index.checked_sub(1).and_then(|before| self.comments.get(before)) {
                Some(comment) if comment.end >= end && comment.start >= start => end = comment.start,
                _ => return Span::new(self.file, start, end),
            }
        }
    }

    /// What stands at a place, on one line and without comments.
    pub(super) fn one_line(&self, span: Span) -> String {
        let mut line = String::new();
        let Range { mut start, end } = span.range();
        let first = self.comments.partition_point(|comment| comment.start < start);
        let inside = self
            .comments
            .iter()
            .skip(first)
            .take_while(|comment| comment.start < end);
        let stops = inside.map(|comment| (comment.start, comment.end)).chain([(end, end)]);
        for (stop, next) in stops {
            line.push_str(self.text.get(start..stop).unwrap_or(""));
            start = next;
        }
        line.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// A name, a field, or any other word that stands for itself.
    fn ident(&self, node: &Node<'_>) -> Ident {
        Ident {
            text: node.as_str().into(),
            span: self.span(node),
        }
    }

    /// `name` or `field`, whichever comes next.
    fn next_ident(&self, parts: &mut impl Iterator<Item = Node<'a>>) -> Option<Ident> {
        parts.next().map(|node| self.ident(&node))
    }

    /// `names`
    fn names(&self, node: Node<'a>) -> Vec<Ident> {
        parts(node).map(|name| self.ident(&name)).collect()
    }

    /// `path_name`
    fn path(&self, node: Node<'a>) -> Path {
        let span = self.span(&node);
        Path {
            parts: parts(node).map(|part| self.ident(&part)).collect(),
            span,
        }
    }

    /// `path_names`
    fn paths(&self, node: Node<'a>) -> Vec<Path> {
        parts(node).map(|path| self.path(path)).collect()
    }

    /// `string`, `title`
    fn quoted(&self, node: &Node<'_>) -> Text {
        Text {
            text: unquoted(node).into(),
            span: self.span(node),
        }
    }

    /// `strings`
    fn strings(&self, node: Node<'a>) -> Vec<Text> {
        parts(node).map(|string| self.quoted(&string)).collect()
    }

    /// The quoted text in a clause that is a word and a text: `note "…"`.
    fn only_text(&self, node: Node<'a>) -> Option<Text> {
        parts(node).next().map(|string| self.quoted(&string))
    }
}

/// What stands in a node, without the words of the language.
fn parts(node: Node<'_>) -> impl Iterator<Item = Node<'_>> {
    node.into_inner().filter(|part| !grammar::is_word(part.as_rule()))
}

/// Whether this word of the language stands directly in the node.
fn has(node: &Node<'_>, word: Rule) -> bool {
    node.clone().into_inner().any(|part| part.as_rule() == word)
}

/// A quoted text without its quotes.
fn unquoted<'t>(node: &Node<'t>) -> &'t str {
    let text = node.as_str();
    text.strip_prefix('"')
        .and_then(|text| text.strip_suffix('"'))
        .unwrap_or(text)
}
