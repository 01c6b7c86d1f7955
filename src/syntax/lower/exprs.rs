//! Conditions and amounts.
//!
//! The grammar lets an aggregate, a quantifier, `if` and a choice by reading stand anywhere (`loose`); here they are
//! taken only where they are all there is: as the body of a definition, as an arm, in brackets, as an argument.

use crate::source::Span;

use super::Lower;
use super::Node;
use super::Rule;
use super::has;
use super::parts;

use crate::syntax::ast::DutyState;
use crate::syntax::ast::ExprId;
use crate::syntax::ast::ExprKind;
use crate::syntax::ast::OrderSpelling;
use crate::syntax::ast::OrderWord;
use crate::syntax::ast::ReadingIs;
use crate::syntax::ast::RuleState;
use crate::syntax::errors;

/// What a whole expression is the whole of.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Whole {
    /// The body of a definition: what is bare ends with the clause.
    Body,
    /// An arm of a choice by reading; it is no choice by reading itself.
    Arm,
    /// What stands in brackets.
    Bracketed,
}

impl<'a> Lower<'a> {
    /// `plain`
    pub(super) fn plain(&mut self, node: Node<'a>, whole: Whole) -> ExprId {
        let span = self.span(&node);
        self.within(span, |lower| lower.plain_within(node, whole, span))
    }

    fn plain_within(&mut self, node: Node<'a>, whole: Whole, span: Span) -> ExprId {
        let mut sides = parts(node);
        let Some(value) = sides.next() else {
            return self.error(span);
        };
        if let Some(fallback) = sides.next() {
            let (value, fallback) = (self.logic(value), self.logic(fallback));
            return self.push(ExprKind::Else { value, fallback }, span, &[value, fallback]);
        }
        match only_loose(&value) {
            Some(loose) => self.whole_loose(loose, whole),
            None => self.logic(value),
        }
    }

    /// `logic`
    pub(super) fn logic(&mut self, node: Node<'a>) -> ExprId {
        let span = self.span(&node);
        let (mut operands, mut ors, mut ands) = (Vec::new(), 0_usize, 0_usize);
        for part in node.clone().into_inner() {
            match part.as_rule() {
                Rule::joiner if has(&part, Rule::k_or) => ors = ors.saturating_add(1),
                Rule::joiner => ands = ands.saturating_add(1),
                Rule::cite => {}
                _ => operands.push(part),
            }
        }
        if ors > 0 && ands > 0 {
            let mixed = errors::MixedJoiners::new(self, node);
            self.report(mixed.into());
            return self.error(span);
        }
        if operands.len() == 1 {
            return match operands.pop() {
                Some(only) => self.negation(only),
                None => self.error(span),
            };
        }
        let operands: Vec<ExprId> = operands.into_iter().map(|operand| self.operand(operand)).collect();
        let children = operands.clone();
        self.push(
            if ors > 0 {
                ExprKind::Or(operands)
            } else {
                ExprKind::And(operands)
            },
            span,
            &children,
        )
    }

    /// A `negation` beside others, where a condition on a reading needs brackets.
    fn operand(&mut self, node: Node<'a>) -> ExprId {
        let comparison = parts(node.clone()).next();
        let reading = comparison.and_then(|comparison| parts(comparison).next());
        if let Some(reading) = reading.filter(|part| part.as_rule() == Rule::reading_is) {
            let span = self.span(&reading);
            let text = self.one_line(span);
            self.report(errors::reading_needs_brackets(span, &text));
            return self.error(span);
        }
        self.negation(node)
    }

    /// `negation`
    fn negation(&mut self, node: Node<'a>) -> ExprId {
        let mut nots = Vec::new();
        let mut inner = None;
        for part in node.into_inner() {
            match part.as_rule() {
                Rule::k_not => nots.push(self.span(&part)),
                _ => inner = Some(self.comparison(part)),
            }
        }
        let Some(mut inner) = inner else {
            return self.error(Span::new(self.file, self.base, self.base));
        };
        while let Some(not) = nots.pop() {
            let span = not.to(self.place(inner));
            inner = self.push(ExprKind::Not(inner), span, &[inner]);
        }
        inner
    }

    /// The place of an expression.
    pub(super) fn place(&self, id: ExprId) -> Span {
        self.exprs
            .get(id)
            .map_or_else(|| Span::new(self.file, self.base, self.base), |expr| expr.span)
    }

    /// `comparison`
    fn comparison(&mut self, node: Node<'a>) -> ExprId {
        let span = self.span(&node);
        let mut sides = parts(node);
        let Some(first) = sides.next() else {
            return self.error(span);
        };
        if first.as_rule() == Rule::reading_is {
            return match self.reading_is(first) {
                Some(reading) => self.push(ExprKind::ReadingIs(reading), span, &[]),
                None => self.error(span),
            };
        }
        let left = self.additive(first);
        let Some(rest) = sides.next() else { return left };
        self.tail(left, rest, span)
    }

    /// `is_tail`, `compared`, `state`: what follows the left side.
    pub(super) fn tail(&mut self, left: ExprId, node: Node<'a>, span: Span) -> ExprId {
        match node.as_rule() {
            Rule::compared => self.compared(left, node, span),
            Rule::state if has(&node, Rule::k_applies) => {
                let kind = ExprKind::State {
                    rule: left,
                    state: RuleState::Applies,
                    negated: false,
                };
                self.push(kind, span, &[left])
            }
            Rule::state => self.push(ExprKind::DoesNotArise { decision: left }, span, &[left]),
            _ => {
                let negated = has(&node, Rule::k_not);
                match parts(node).next() {
                    Some(right) => self.compare(left, negated, right, span),
                    None => self.error(span),
                }
            }
        }
    }

    /// `compared`
    fn compared(&mut self, left: ExprId, node: Node<'a>, span: Span) -> ExprId {
        let mut sides = parts(node);
        let (Some(sign), Some(right)) = (sides.next(), sides.next()) else {
            return self.error(span);
        };
        let word = match sign.as_str() {
            "<=" | "≤" => OrderWord::AtMost,
            ">=" | "≥" => OrderWord::AtLeast,
            "<" => OrderWord::LessThan,
            _ => OrderWord::MoreThan,
        };
        let right = self.additive(right);
        self.push(
            ExprKind::Order {
                left,
                word,
                spelling: OrderSpelling::Sign,
                right,
            },
            span,
            &[left, right],
        )
    }

    /// What follows `is` or `is not`.
    pub(super) fn compare(&mut self, left: ExprId, negated: bool, node: Node<'a>, span: Span) -> ExprId {
        match node.as_rule() {
            Rule::bounds => match parts(node.clone()).next() {
                Some(between) if between.as_rule() == Rule::between => self.between(left, negated, between, span),
                _ => self.order(left, node, span),
            },
            Rule::between => self.between(left, negated, node, span),
            Rule::within => match self.last_additive(node) {
                Some(within) => self.push(
                    ExprKind::In {
                        value: left,
                        within,
                        negated,
                    },
                    span,
                    &[left, within],
                ),
                None => self.error(span),
            },
            Rule::under => {
                let any_of = parts(node.clone()).any(|part| part.as_rule() == Rule::any_of);
                match self.last_additive(node) {
                    Some(over) => self.push(
                        ExprKind::Under {
                            value: left,
                            over,
                            any_of,
                            negated,
                        },
                        span,
                        &[left, over],
                    ),
                    None => self.error(span),
                }
            }
            Rule::due_on => match self.last_additive(node) {
                Some(day) => self.duty(left, (DutyState::DueOn(day), negated), span),
                None => self.error(span),
            },
            Rule::rule_state if duty_word(&node).is_some() => {
                let state = duty_word(&node).unwrap_or(DutyState::Owed);
                self.duty(left, (state, negated), span)
            }
            Rule::rule_state => self.push(
                ExprKind::State {
                    rule: left,
                    state: state_word(&node),
                    negated,
                },
                span,
                &[left],
            ),
            _ => {
                let right = self.additive(node);
                self.push(ExprKind::Is { left, right, negated }, span, &[left, right])
            }
        }
    }

    /// `o is owed` and its like.
    pub(super) fn duty(&mut self, obligation: ExprId, (state, negated): (DutyState, bool), span: Span) -> ExprId {
        let kind = ExprKind::Duty {
            obligation,
            state,
            negated,
        };
        match state {
            DutyState::DueOn(day) => self.push(kind, span, &[obligation, day]),
            DutyState::Owed | DutyState::Done | DutyState::Breached => self.push(kind, span, &[obligation]),
        }
    }

    /// The expression at the end of a clause.
    pub(super) fn last_additive(&mut self, node: Node<'a>) -> Option<ExprId> {
        parts(node)
            .filter(|part| part.as_rule() == Rule::additive)
            .last()
            .map(|part| self.additive(part))
    }

    /// `bounds` with an order
    fn order(&mut self, left: ExprId, node: Node<'a>, span: Span) -> ExprId {
        let mut sides = parts(node);
        let (Some(order), Some(right)) = (sides.next(), sides.next()) else {
            return self.error(span);
        };
        let (word, spelling) = order_word(&order);
        let right = self.additive(right);
        self.push(
            ExprKind::Order {
                left,
                word,
                spelling,
                right,
            },
            span,
            &[left, right],
        )
    }

    /// `between`
    fn between(&mut self, value: ExprId, negated: bool, node: Node<'a>, span: Span) -> ExprId {
        let mut ends = parts(node);
        let (Some(low), Some(high)) = (ends.next(), ends.next()) else {
            return self.error(span);
        };
        let (low, high) = (self.additive(low), self.additive(high));
        self.push(
            ExprKind::Between {
                value,
                low,
                high,
                negated,
            },
            span,
            &[value, low, high],
        )
    }

    /// `reading_is`
    pub(super) fn reading_is(&mut self, node: Node<'a>) -> Option<ReadingIs> {
        let span = self.span(&node);
        let negated = has(&node, Rule::k_not);
        let mut names = parts(node);
        let reading = self.next_ident(&mut names)?;
        let choice = self.next_ident(&mut names)?;
        Some(ReadingIs {
            reading,
            choice,
            negated,
            span,
        })
    }
}

/// The aggregate, quantifier, `if` or choice that is all there is in a condition.
fn only_loose<'t>(node: &Node<'t>) -> Option<Node<'t>> {
    let mut node = node.clone();
    loop {
        if node.as_rule() == Rule::loose {
            return Some(node);
        }
        let descends = matches!(
            node.as_rule(),
            Rule::logic | Rule::limbs | Rule::negation | Rule::comparison | Rule::additive | Rule::term | Rule::factor
        );
        if !descends {
            return None;
        }
        let mut inner = node.into_inner();
        let first = inner.next()?;
        if inner.next().is_some() {
            return None;
        }
        node = first;
    }
}

/// `order`, and `range_word`
pub(super) fn order_word(node: &Node<'_>) -> (OrderWord, OrderSpelling) {
    let word = |word| has(node, word);
    if word(Rule::k_before) {
        (
            if word(Rule::k_on) {
                OrderWord::AtMost
            } else {
                OrderWord::LessThan
            },
            OrderSpelling::Dates,
        )
    } else if word(Rule::k_after) {
        (
            if word(Rule::k_on) {
                OrderWord::AtLeast
            } else {
                OrderWord::MoreThan
            },
            OrderSpelling::Dates,
        )
    } else if word(Rule::k_than) {
        (
            if word(Rule::k_more) {
                OrderWord::MoreThan
            } else {
                OrderWord::LessThan
            },
            OrderSpelling::Amounts,
        )
    } else {
        (
            if word(Rule::k_least) {
                OrderWord::AtLeast
            } else {
                OrderWord::AtMost
            },
            OrderSpelling::Amounts,
        )
    }
}

/// `rule_state`
pub(super) fn state_word(node: &Node<'_>) -> RuleState {
    if has(node, Rule::k_met) {
        RuleState::Met
    } else if has(node, Rule::k_suspended) {
        RuleState::Suspended
    } else {
        RuleState::SetAside
    }
}

/// The state of an obligation that `rule_state` says, if it says one.
pub(super) fn duty_word(node: &Node<'_>) -> Option<DutyState> {
    if has(node, Rule::k_owed) {
        Some(DutyState::Owed)
    } else if has(node, Rule::k_done) {
        Some(DutyState::Done)
    } else {
        has(node, Rule::k_breached).then_some(DutyState::Breached)
    }
}
