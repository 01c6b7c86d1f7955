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

use crate::syntax::ast::ArithmeticSign;
use crate::syntax::ast::ExprId;
use crate::syntax::ast::ExprKind;
use crate::syntax::ast::Fold;
use crate::syntax::ast::OrderSpelling;
use crate::syntax::ast::OrderWord;
use crate::syntax::ast::PickKey;
use crate::syntax::ast::ReadingIs;
use crate::syntax::ast::RuleState;
use crate::syntax::ast::Traversal;
use crate::syntax::errors;
use crate::syntax::lower::Picks;
use crate::syntax::lower::unquoted;

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

    /// `additive`, `term`: from the left.
    pub(super) fn additive(&mut self, node: Node<'a>) -> ExprId {
        if let Some(wrong) = errors::date_as_arithmetic(&node, self.span(&node)) {
            self.report(wrong);
            return self.error(self.span(&node));
        }
        let mut whole: Option<ExprId> = None;
        let mut sign = None;
        for part in node.into_inner() {
            match part.as_rule() {
                Rule::add_sign | Rule::mul_sign => sign = Some((arithmetic_sign(part.as_str()), self.span(&part))),
                Rule::term => {
                    let right = self.additive(part);
                    whole = Some(self.joined(whole, sign, right));
                }
                _ => {
                    let right = self.factor(part);
                    whole = Some(self.joined(whole, sign, right));
                }
            }
        }
        whole.unwrap_or_else(|| self.error(Span::new(self.file, self.base, self.base)))
    }

    fn joined(&mut self, left: Option<ExprId>, sign: Option<(ArithmeticSign, Span)>, right: ExprId) -> ExprId {
        let (Some(left), Some((sign, sign_span))) = (left, sign) else {
            return right;
        };
        let span = self.place(left).to(self.place(right));
        self.push(
            ExprKind::Arithmetic {
                left,
                sign,
                sign_span,
                right,
            },
            span,
            &[left, right],
        )
    }

    /// `factor`
    fn factor(&mut self, node: Node<'a>) -> ExprId {
        let span = self.span(&node);
        let mut minuses = Vec::new();
        let mut inner = None;
        for part in node.into_inner() {
            match part.as_rule() {
                Rule::minus => minuses.push(self.span(&part)),
                Rule::loose => {
                    let needs = errors::NeedsBrackets::new(self, &part);
                    self.report(needs.into());
                    return self.error(span);
                }
                _ => inner = Some(self.postfix(part)),
            }
        }
        let Some(mut inner) = inner else {
            return self.error(span);
        };
        while let Some(minus) = minuses.pop() {
            let span = minus.to(self.place(inner));
            inner = self.push(ExprKind::Negate(inner), span, &[inner]);
        }
        inner
    }

    /// `postfix`
    pub(super) fn postfix(&mut self, node: Node<'a>) -> ExprId {
        let whole = self.span(&node);
        let mut steps = parts(node);
        let Some(primary) = steps.next() else {
            return self.error(whole);
        };
        let mut inner = self.primary(primary);
        for step in steps {
            let span = self.place(inner).to(self.span(&step));
            inner = match step.as_rule() {
                Rule::call => {
                    let arguments: Vec<ExprId> = parts(step).map(|part| self.plain(part, Whole::Bracketed)).collect();
                    let mut children = arguments.clone();
                    children.push(inner);
                    self.push(
                        ExprKind::Call {
                            callee: inner,
                            arguments,
                        },
                        span,
                        &children,
                    )
                }
                Rule::pick if self.picks == Picks::Refused => {
                    let at = self.span(&step);
                    self.report(errors::picked_in_a_rule(at));
                    return self.error(whole);
                }
                Rule::pick => match pick_key(&step) {
                    Some(key) => self.push(ExprKind::Pick { of: inner, key }, span, &[inner]),
                    None => self.error(span),
                },
                _ => {
                    let field = self.ident(&step);
                    self.push(ExprKind::Field { of: inner, field }, span, &[inner])
                }
            };
        }
        inner
    }

    /// `primary`
    fn primary(&mut self, node: Node<'a>) -> ExprId {
        let span = self.span(&node);
        let Some(inner) = parts(node).next() else {
            return self.error(span);
        };
        match inner.as_rule() {
            Rule::literal => match self.literal(inner) {
                Some(literal) => self.push(ExprKind::Literal(literal), span, &[]),
                None => self.error(span),
            },
            Rule::name => {
                let name = self.ident(&inner);
                self.push(ExprKind::Name(name), span, &[])
            }
            Rule::bracketed => match parts(inner).next() {
                Some(plain) => {
                    let inner = self.plain(plain, Whole::Bracketed);
                    self.push(ExprKind::Bracketed(inner), span, &[inner])
                }
                None => self.error(span),
            },
            Rule::set => {
                let members = self.members_of(inner);
                let children = members.clone();
                self.push(ExprKind::Set(members), span, &children)
            }
            Rule::extreme => {
                let fold = if has(&inner, Rule::k_least) {
                    Fold::Least
                } else {
                    Fold::Greatest
                };
                let of = parts(inner).next().map(|set| self.members_of(set)).unwrap_or_default();
                let children = of.clone();
                self.push(ExprKind::Extreme { fold, of }, span, &children)
            }
            Rule::laws_date => self.push(ExprKind::LawsDate, span, &[]),
            _ => self.traversal(inner),
        }
    }

    /// `set`
    fn members_of(&mut self, node: Node<'a>) -> Vec<ExprId> {
        parts(node).map(|member| self.additive(member)).collect()
    }

    /// `traversal`
    fn traversal(&mut self, node: Node<'a>) -> ExprId {
        let whole = self.span(&node);
        let mut words = Vec::new();
        let mut inner = None;
        for part in parts(node) {
            match part.as_rule() {
                Rule::part_words => words.push((traversal_word(&part), self.span(&part))),
                _ => inner = Some(self.postfix(part)),
            }
        }
        let Some(mut inner) = inner else {
            return self.error(whole);
        };
        while let Some((traversal, at)) = words.pop() {
            let span = at.to(self.place(inner));
            inner = self.push(ExprKind::Traversal { traversal, of: inner }, span, &[inner]);
        }
        inner
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
            Rule::logic | Rule::negation | Rule::comparison | Rule::additive | Rule::term | Rule::factor
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

/// `part_words`
fn traversal_word(node: &Node<'_>) -> Traversal {
    if has(node, Rule::k_direct) {
        Traversal::Direct
    } else if has(node, Rule::k_innermost) {
        Traversal::Innermost
    } else {
        Traversal::All
    }
}

/// `pick`
pub(super) fn pick_key(node: &Node<'_>) -> Option<PickKey> {
    let key = parts(node.clone()).next()?;
    Some(match key.as_rule() {
        Rule::string => PickKey::Key(unquoted(&key).into()),
        _ => PickKey::Number(key.as_str().replace(' ', "").into()),
    })
}

fn arithmetic_sign(sign: &str) -> ArithmeticSign {
    match sign {
        "+" => ArithmeticSign::Plus,
        "-" => ArithmeticSign::Minus,
        "*" => ArithmeticSign::Times,
        _ => ArithmeticSign::Over,
    }
}
