//! Clauses that many items share: citations, notes, periods, readings; and clauses that may stand once.

use crate::source::Span;

use super::Lower;
use super::Node;
use super::Rule;
use super::has;
use super::parts;

use crate::syntax::ast::Common;
use crate::syntax::ast::DateArm;
use crate::syntax::ast::DateExpr;
use crate::syntax::ast::LastDay;
use crate::syntax::ast::ReadingIs;
use crate::syntax::ast::Reference;
use crate::syntax::errors;

/// A clause that may stand once, with its place.
pub(super) struct Once<T> {
    word: &'static str,
    found: Option<(T, Span)>,
}

impl<T> Once<T> {
    /// Not yet seen; the words with which it begins.
    pub(super) fn new(word: &'static str) -> Once<T> {
        Once { word, found: None }
    }

    /// What it says.
    pub(super) fn take(self) -> Option<T> {
        self.found.map(|(value, _)| value)
    }

    /// Where it stands.
    pub(super) fn place(&self) -> Option<Span> {
        self.found.as_ref().map(|(_, span)| *span)
    }

    /// Whether it stands.
    pub(super) fn stands(&self) -> bool {
        self.found.is_some()
    }
}

impl<'a> Lower<'a> {
    /// Keeps a clause, or reports that it stands twice. `None` was reported where it was read.
    pub(super) fn once<T>(&mut self, slot: &mut Once<T>, value: Option<T>, span: Span) {
        match (&slot.found, value) {
            (Some((_, first)), _) => {
                let (first, second) = (self.head(*first, slot.word), self.head(span, slot.word));
                self.report(errors::twice(slot.word, first, second));
            }
            (None, Some(value)) => slot.found = Some((value, span)),
            (None, None) => {}
        }
    }

    /// The first words of a clause.
    pub(in crate::syntax) fn head(&self, span: Span, words: &str) -> Span {
        let start = span.range().start;
        let spelled = self.text.get(span.range()).is_some_and(|text| text.starts_with(words));
        if spelled {
            Span::new(self.file, start, start.saturating_add(words.len()))
        } else {
            span
        }
    }

    /// `cite`, `note`; false if it is another clause.
    pub(super) fn common(&mut self, common: &mut Common, node: &Node<'a>) -> bool {
        match node.as_rule() {
            Rule::cite => common.cites.extend(self.references(node.clone())),
            Rule::note => common.notes.extend(self.only_text(node.clone())),
            _ => return false,
        }
        true
    }

    /// The `reference`s in a clause.
    pub(super) fn references(&self, node: Node<'a>) -> Vec<Reference> {
        let references = parts(node).filter(|part| part.as_rule() == Rule::reference);
        references.filter_map(|reference| self.reference(reference)).collect()
    }

    /// `reference`
    fn reference(&self, node: Node<'a>) -> Option<Reference> {
        let mut pieces = parts(node);
        let source = self.next_ident(&mut pieces)?;
        let paragraphs = pieces.next().map(|strings| self.strings(strings)).unwrap_or_default();
        Some(Reference { source, paragraphs })
    }

    /// `from`
    pub(super) fn from(&mut self, node: Node<'a>) -> Option<DateExpr> {
        self.dates(parts(node).next()?)
    }

    /// `last`
    pub(super) fn last(&mut self, node: Node<'a>) -> Option<LastDay> {
        let span = self.span(&node);
        let before = has(&node, Rule::k_before);
        let date = self.dates(parts(node).next()?)?;
        Some(LastDay { before, date, span })
    }

    /// `dates`
    fn dates(&mut self, node: Node<'a>) -> Option<DateExpr> {
        let span = self.span(&node);
        let mut pieces = parts(node);
        let first = pieces.next()?;
        match first.as_rule() {
            Rule::date => {
                let at = self.span(&first);
                Some(DateExpr::Date(DateArm::Date(self.date(&first)?, at)))
            }
            Rule::names => {
                let readings = self.names(first);
                let rows = self.reading_rows(&readings, pieces.next()?, |lower, cell| lower.date_cell(&cell));
                Some(DateExpr::ByReadings { readings, rows, span })
            }
            _ => {
                let reading = self.ident(&first);
                let mut arms = Vec::new();
                for arm in pieces {
                    let mut arm = parts(arm);
                    let choice = self.next_ident(&mut arm)?;
                    let date = arm.next()?;
                    arms.push((choice, self.date_arm(&date)?));
                }
                Some(DateExpr::ByReading { reading, arms, span })
            }
        }
    }

    /// `open`, `date`
    fn date_arm(&mut self, node: &Node<'a>) -> Option<DateArm> {
        let span = self.span(node);
        if node.as_rule() == Rule::open {
            return Some(DateArm::Open(span));
        }
        Some(DateArm::Date(self.date(node)?, span))
    }

    /// The last cell of a row: a date, or `open`.
    fn date_cell(&mut self, node: &Node<'a>) -> Option<DateArm> {
        let span = self.span(node);
        let text = node.as_str().trim();
        if text == "open" {
            return Some(DateArm::Open(span));
        }
        if let Some(wrong) = errors::no_such_day(text, span) {
            self.report(wrong);
            return None;
        }
        Some(DateArm::Date(text.into(), span))
    }

    /// `only_if`, `expect_when`
    pub(super) fn readings(&mut self, node: Node<'a>) -> Option<Vec<ReadingIs>> {
        parts(node).map(|reading| self.reading_is(reading)).collect()
    }
}
