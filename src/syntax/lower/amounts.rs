//! Amounts, and what they are made of: fields, calls, sets, parts.

use crate::source::Span;

use super::Lower;
use super::Node;
use super::Picks;
use super::Rule;
use super::exprs::Whole;
use super::has;
use super::parts;
use super::unquoted;

use crate::syntax::ast::ArithmeticSign;
use crate::syntax::ast::ExprId;
use crate::syntax::ast::ExprKind;
use crate::syntax::ast::Fold;
use crate::syntax::ast::PickKey;
use crate::syntax::ast::Traversal;
use crate::syntax::errors;
use crate::value::DateSpan;
use crate::value::Term;

impl<'a> Lower<'a> {
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
                Rule::rounding => inner = Some(self.rounding(part)),
                Rule::converted | Rule::cut => inner = inner.map(|of| self.changed(of, part)),
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
                    let arguments = self.arguments(step);
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
                    let list = Span { end: at.start, ..whole };
                    let list = self.one_line(list);
                    self.report(errors::picked_in_a_rule(at, &list));
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

    /// `call`
    pub(super) fn arguments(&mut self, node: Node<'a>) -> Vec<ExprId> {
        parts(node).map(|part| self.plain(part, Whole::Bracketed)).collect()
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
            Rule::end_of => self.end_of(inner, span),
            Rule::span_of => self.span_of(inner, span),
            Rule::laws_date => self.push(ExprKind::LawsDate, span, &[]),
            _ => self.traversal(inner),
        }
    }

    /// `end_of`
    fn end_of(&mut self, node: Node<'a>, span: Span) -> ExprId {
        let term = if has(&node, Rule::k_year) {
            Term::Year
        } else if has(&node, Rule::k_quarter) {
            Term::Quarter
        } else {
            Term::Month
        };
        match parts(node).next() {
            Some(of) => {
                let of = self.postfix(of);
                self.push(ExprKind::EndOf { term, of }, span, &[of])
            }
            None => self.error(span),
        }
    }

    /// `span_of`
    fn span_of(&mut self, node: Node<'a>, span: Span) -> ExprId {
        let counted = if has(&node, Rule::k_years) {
            DateSpan::Years
        } else if has(&node, Rule::k_months) {
            DateSpan::Months
        } else {
            DateSpan::Days
        };
        let mut ends = parts(node);
        let (Some(from), Some(to)) = (ends.next(), ends.next()) else {
            return self.error(span);
        };
        let (from, to) = (self.postfix(from), self.postfix(to));
        let kind = ExprKind::SpanOf {
            span: counted,
            from,
            to,
        };
        self.push(kind, span, &[from, to])
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
