//! Aggregates, quantifiers, `if`, choices by reading, and the lists that they go through.

use crate::source::Span;

use super::Lower;
use super::Node;
use super::Rule;
use super::exprs::Whole;
use super::has;
use super::parts;

use crate::syntax::ast::Arm;
use crate::syntax::ast::ExprId;
use crate::syntax::ast::ExprKind;
use crate::syntax::ast::Filter;
use crate::syntax::ast::Fold;
use crate::syntax::ast::Ident;
use crate::syntax::ast::ListExpr;
use crate::syntax::ast::Quantity;
use crate::syntax::ast::ReadingRow;
use crate::syntax::ast::Traversal;
use crate::syntax::errors;

impl<'a> Lower<'a> {
    /// `loose` that is the whole of something.
    pub(super) fn whole_loose(&mut self, node: Node<'a>, whole: Whole) -> ExprId {
        let span = self.span(&node);
        let choice = parts(node.clone())
            .next()
            .is_some_and(|inner| inner.as_rule() == Rule::by_reading);
        if whole != Whole::Bracketed && (errors::ends_in_joined(&node) || (whole == Whole::Arm && choice)) {
            let needs = errors::NeedsBrackets::new(self, &node);
            self.report(needs.into());
            return self.error(span);
        }
        match parts(node).next() {
            None => self.error(span),
            Some(inner) => match inner.as_rule() {
                Rule::by_reading => self.by_reading(inner),
                Rule::conditional => self.conditional(inner),
                Rule::quantifier => self.quantifier(inner).unwrap_or_else(|| self.error(span)),
                _ => self.aggregate(inner).unwrap_or_else(|| self.error(span)),
            },
        }
    }

    /// `conditional`: the last `else` holds the innermost.
    fn conditional(&mut self, node: Node<'a>) -> ExprId {
        let whole = self.span(&node);
        let mut pieces: Vec<ExprId> = parts(node).map(|piece| self.logic(piece)).collect();
        let Some(mut otherwise) = pieces.pop() else {
            return self.error(whole);
        };
        while let (Some(then), Some(condition)) = (pieces.pop(), pieces.pop()) {
            let from = if pieces.is_empty() {
                whole
            } else {
                self.place(condition)
            };
            let span = from.to(self.place(otherwise));
            let kind = ExprKind::If {
                condition,
                then,
                otherwise,
            };
            otherwise = self.push(kind, span, &[condition, then, otherwise]);
        }
        otherwise
    }

    /// `by_reading`
    fn by_reading(&mut self, node: Node<'a>) -> ExprId {
        let span = self.span(&node);
        let several = has(&node, Rule::k_readings);
        let mut pieces = parts(node);
        let Some(first) = pieces.next() else {
            return self.error(span);
        };
        if several {
            let readings = self.names(first);
            let Some(rows) = pieces.next() else {
                return self.error(span);
            };
            let rows = self.reading_rows(&readings, rows, |lower, cell| Some(lower.plain(cell, Whole::Arm)));
            let children: Vec<ExprId> = rows.iter().map(|row| row.value).collect();
            return self.push(ExprKind::ByReadings { readings, rows }, span, &children);
        }
        let reading = self.ident(&first);
        let mut arms = Vec::new();
        for arm in pieces {
            let mut arm = parts(arm);
            if let (Some(choice), Some(body)) = (self.next_ident(&mut arm), arm.next()) {
                arms.push(Arm {
                    choice,
                    body: self.plain(body, Whole::Arm),
                });
            }
        }
        let children: Vec<ExprId> = arms.iter().map(|arm| arm.body).collect();
        self.push(ExprKind::ByReading { reading, arms }, span, &children)
    }

    /// `reading_rows`: a heading with the readings and a name for the value, then a row for each case.
    pub(super) fn reading_rows<T>(
        &mut self,
        readings: &[Ident],
        node: Node<'a>,
        mut value: impl FnMut(&mut Self, Node<'a>) -> Option<T>,
    ) -> Vec<ReadingRow<T>> {
        let mut rows = Vec::new();
        let mut heading = true;
        for row in parts(node) {
            let span = self.span(&row);
            let mut cells: Vec<Node<'a>> = parts(row).collect();
            if std::mem::take(&mut heading) {
                self.reading_heading(readings, &cells, span);
                continue;
            }
            if !self.cells_fit(&cells, readings.len().saturating_add(1), span) {
                continue;
            }
            let Some(last) = cells.pop().and_then(|cell| parts(cell).next()) else {
                continue;
            };
            let choices = cells.iter().map(|cell| self.choice_cell(cell)).collect();
            if let Some(value) = value(self, last) {
                rows.push(ReadingRow { choices, value, span });
            }
        }
        rows
    }

    fn reading_heading(&mut self, readings: &[Ident], cells: &[Node<'a>], span: Span) {
        let found: Vec<&str> = cells.iter().map(|cell| cell.as_str().trim()).collect();
        let names = readings.iter().map(|reading| &*reading.text);
        if found.len() != readings.len().saturating_add(1) || !names.zip(&found).all(|(name, cell)| name == *cell) {
            self.report(errors::reading_heading(span, readings));
        }
    }

    /// A choice, or `any`.
    fn choice_cell(&mut self, cell: &Node<'a>) -> Option<Ident> {
        let span = self.span(cell);
        let text = cell.as_str().trim();
        if text == "any" {
            return None;
        }
        if !text.chars().all(|c| c.is_ascii_alphanumeric() || c == '_') {
            self.report(errors::no_choice(span, text));
        }
        Some(Ident {
            text: text.into(),
            span,
        })
    }

    /// Whether a row has as many cells as its heading, and none is blank; reports if not.
    pub(super) fn cells_fit(&mut self, cells: &[Node<'a>], expected: usize, span: Span) -> bool {
        let blank = cells
            .iter()
            .find(|cell| parts((*cell).clone()).any(|part| part.as_rule() == Rule::blank_cell));
        if let Some(blank) = blank {
            let end = self.span(blank).range().start;
            let bar = self.text.get(..end).and_then(|before| before.rfind('|'));
            let start = bar.map_or(end, |bar| bar.saturating_add(1));
            self.report(errors::blank_cell(Span::new(self.file, start, end)));
            return false;
        }
        if cells.len() != expected {
            self.report(errors::wrong_cells(span, cells.len(), expected));
            return false;
        }
        true
    }

    /// `quantifier`
    fn quantifier(&mut self, node: Node<'a>) -> Option<ExprId> {
        let span = self.span(&node);
        let mut pieces = parts(node);
        let quantity = pieces.next()?;
        let variable = self.next_ident(&mut pieces)?;
        let list = self.list(pieces.next()?);
        let next = pieces.next()?;
        let (if_any, condition) = match next.as_rule() {
            Rule::if_any => (Some(next), pieces.next()?),
            _ => (None, next),
        };
        let one = has(&quantity, Rule::k_one);
        let every = has(&quantity, Rule::k_every);
        let quantity = match (&if_any, one, every) {
            (None, true, _) => Quantity::OneAndEvery,
            (_, false, true) => Quantity::Every {
                if_any: if_any.is_some(),
            },
            (None, false, false) if has(&quantity, Rule::k_some) => Quantity::Some,
            (None, false, false) => Quantity::No,
            (Some(words), _, _) => {
                let at = self.span(words);
                self.report(errors::if_any_without_every(at));
                return Some(self.error(span));
            }
        };
        let condition = self.logic(condition);
        let mut children = list_children(&list);
        children.push(condition);
        Some(self.push(
            ExprKind::Quantifier {
                quantity,
                variable,
                list,
                condition,
            },
            span,
            &children,
        ))
    }

    /// `aggregate`
    fn aggregate(&mut self, node: Node<'a>) -> Option<ExprId> {
        let span = self.span(&node);
        let mut pieces = parts(node);
        let first = pieces.next()?;
        let (fold, body, variable) = if first.as_rule() == Rule::fold_of {
            let fold = match &first {
                words if has(words, Rule::k_sum) => Fold::Sum,
                words if has(words, Rule::k_greatest) => Fold::Greatest,
                _ => Fold::Least,
            };
            let body = self.last_additive(first)?;
            let Some(variable) = self.next_ident(&mut pieces) else {
                return Some(self.extreme_of(fold, body, span));
            };
            (fold, Some(body), variable)
        } else {
            let fold = if has(&first, Rule::k_count) {
                Fold::Count
            } else if has(&first, Rule::k_only) {
                Fold::Only
            } else {
                Fold::List
            };
            (fold, None, self.next_ident(&mut parts(first))?)
        };
        let list = self.list(pieces.next()?);
        let separately = pieces.next().and_then(|key| self.last_additive(key));
        let mut children = list_children(&list);
        children.extend(body);
        children.extend(separately);
        Some(self.push(
            ExprKind::Aggregate {
                fold,
                body,
                variable,
                list,
                separately,
            },
            span,
            &children,
        ))
    }

    /// `greatest of (…)`, without a list of its own: what stands in the brackets must give one for each key.
    fn extreme_of(&mut self, fold: Fold, of: ExprId, span: Span) -> ExprId {
        let inner = match self.exprs.get(of).map(|expr| &expr.kind) {
            Some(ExprKind::Bracketed(inner)) => self.exprs.get(*inner).map(|expr| &expr.kind),
            other => other,
        };
        let by_key = matches!(
            inner,
            Some(ExprKind::Aggregate {
                separately: Some(_),
                ..
            })
        );
        if !by_key || fold == Fold::Sum {
            if !matches!(inner, Some(ExprKind::Error)) {
                self.report(errors::fold_without_list(fold, span));
            }
            return self.error(span);
        }
        self.push(ExprKind::ExtremeOf { fold, of }, span, &[of])
    }

    /// `list`
    pub(super) fn list(&mut self, node: Node<'a>) -> ListExpr {
        let span = self.span(&node);
        let mut source = None;
        let mut filters = Vec::new();
        for part in parts(node) {
            match part.as_rule() {
                Rule::list_source => source = Some(self.list_source(part)),
                Rule::outermost => filters.push(Filter::OutermostOnly(self.span(&part))),
                Rule::not_inside => {
                    let mut inner = parts(part);
                    if let (Some(variable), Some(condition)) = (self.next_ident(&mut inner), inner.next()) {
                        let condition = self.only_logic(condition);
                        filters.push(Filter::NotInside { variable, condition });
                    }
                }
                _ => filters.push(Filter::Where(self.only_logic(part))),
            }
        }
        let source = source.unwrap_or_else(|| self.error(span));
        ListExpr { source, filters, span }
    }

    /// The condition of a clause that is a word and a condition: `where`, `when`.
    pub(super) fn only_logic(&mut self, node: Node<'a>) -> ExprId {
        let span = self.span(&node);
        match parts(node).find(|part| part.as_rule() == Rule::logic) {
            Some(logic) => {
                let whole = self.span(&logic);
                self.within(whole, |lower| lower.logic(logic))
            }
            None => self.error(span),
        }
    }

    /// `list_source`
    fn list_source(&mut self, node: Node<'a>) -> ExprId {
        let span = self.span(&node);
        let mut pieces = parts(node);
        let Some(of) = pieces.next().map(|postfix| self.postfix(postfix)) else {
            return self.error(span);
        };
        if pieces.next().is_none() {
            return of;
        }
        self.push(
            ExprKind::Traversal {
                traversal: Traversal::WithAll,
                of,
            },
            span,
            &[of],
        )
    }
}

/// The expressions of a list.
fn list_children(list: &ListExpr) -> Vec<ExprId> {
    let mut children = vec![list.source];
    for filter in &list.filters {
        match filter {
            Filter::Where(condition) | Filter::NotInside { condition, .. } => children.push(*condition),
            Filter::OutermostOnly(_) => {}
        }
    }
    children
}
