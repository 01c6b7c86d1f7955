//! Literals, types and values as a test states them.

use super::Lower;
use super::Node;
use super::Rule;
use super::exprs::order_word;
use super::has;
use super::parts;
use super::unquoted;

use crate::syntax::ast::Ident;
use crate::syntax::ast::Literal;
use crate::syntax::ast::OrderWord;
use crate::syntax::ast::RangeExpr;
use crate::syntax::ast::Setting;
use crate::syntax::ast::SettingValue;
use crate::syntax::ast::TypeExpr;
use crate::syntax::errors;

impl<'a> Lower<'a> {
    /// `literal`; `None` if it was reported.
    pub(super) fn literal(&mut self, node: Node<'a>) -> Option<Literal> {
        let inner = parts(node).next()?;
        self.literal_of(&inner)
    }

    /// What stands in a `literal`.
    pub(super) fn literal_of(&mut self, inner: &Node<'a>) -> Option<Literal> {
        let text = inner.as_str();
        Some(match inner.as_rule() {
            Rule::date => Literal::Date(self.date(inner)?),
            Rule::percent => Literal::Percent(ungrouped(text.trim_end_matches('%'))),
            Rule::amount => {
                let mut pieces = parts(inner.clone());
                let number = ungrouped(pieces.next()?.as_str());
                Literal::Amount {
                    number,
                    unit: self.next_ident(&mut pieces)?,
                }
            }
            Rule::number => Literal::Number(ungrouped(text)),
            Rule::code_literal => {
                let mut pieces = parts(inner.clone());
                let scheme = self.next_ident(&mut pieces)?;
                Literal::Code {
                    scheme,
                    text: pieces.next()?.as_str().into(),
                }
            }
            Rule::string => Literal::Text(unquoted(inner).into()),
            _ if text == "none" => Literal::None,
            _ => Literal::Boolean(text == "true"),
        })
    }

    /// `date`; reports a day that does not exist.
    pub(super) fn date(&mut self, node: &Node<'a>) -> Option<Box<str>> {
        let text = node.as_str();
        if let Some(wrong) = errors::no_such_day(text, self.span(node)) {
            self.report(wrong);
            return None;
        }
        Some(text.into())
    }

    /// `type`
    pub(super) fn ty(&mut self, node: Node<'a>) -> Option<TypeExpr> {
        let span = self.span(&node);
        let (mut list, mut name, mut range, mut or_none) = (false, None, None, false);
        let mut outcome_of = None;
        for part in parts(node) {
            match part.as_rule() {
                Rule::list_of => list = true,
                Rule::outcome_of => {
                    let path = parts(part).next().map(|path| self.path(path))?;
                    name = path.parts.last().cloned();
                    outcome_of = Some(path);
                }
                Rule::ident => name = Some(self.ident(&part)),
                Rule::range => range = Some(self.range(part)?),
                _ => or_none = true,
            }
        }
        Some(TypeExpr {
            list,
            outcome_of,
            name: name?,
            range,
            or_none,
            span,
        })
    }

    /// `range`
    fn range(&mut self, node: Node<'a>) -> Option<RangeExpr> {
        let span = self.span(&node);
        let between = has(&node, Rule::k_between);
        let mut pieces = parts(node);
        let first = pieces.next()?;
        if between {
            let low = Some((self.literal(first)?, true));
            let high = Some((self.literal(pieces.next()?)?, true));
            return Some(RangeExpr { low, high, span });
        }
        let (word, _) = order_word(&first);
        let end = self.literal(pieces.next()?)?;
        Some(match word {
            OrderWord::AtLeast => RangeExpr {
                low: Some((end, true)),
                high: None,
                span,
            },
            OrderWord::MoreThan => RangeExpr {
                low: Some((end, false)),
                high: None,
                span,
            },
            OrderWord::AtMost => RangeExpr {
                low: None,
                high: Some((end, true)),
                span,
            },
            OrderWord::LessThan => RangeExpr {
                low: None,
                high: Some((end, false)),
                span,
            },
        })
    }

    /// `typed`
    pub(super) fn typed(&mut self, node: Node<'a>) -> Option<(Ident, TypeExpr)> {
        let mut pieces = parts(node);
        let name = self.next_ident(&mut pieces)?;
        Some((name, self.ty(pieces.next()?)?))
    }

    /// `value`
    pub(super) fn value(&mut self, node: Node<'a>) -> Option<Setting> {
        let span = self.span(&node);
        let inner = parts(node).next()?;
        let kind = match inner.as_rule() {
            Rule::unknown => SettingValue::Unknown,
            Rule::list_value => SettingValue::List(
                parts(inner)
                    .map(|value| self.value(value))
                    .collect::<Option<Vec<Setting>>>()?,
            ),
            Rule::record_value => SettingValue::Record(
                parts(inner)
                    .map(|entry| self.entry(entry))
                    .collect::<Option<Vec<(Ident, Setting)>>>()?,
            ),
            Rule::negative => SettingValue::Negative(self.literal(parts(inner).next()?)?),
            Rule::literal => SettingValue::Literal(self.literal(inner)?),
            _ => {
                let mut path = self.path(inner);
                if path.parts.len() == 1 {
                    SettingValue::Name(path.parts.pop()?)
                } else {
                    SettingValue::Qualified(path)
                }
            }
        };
        Some(Setting { kind, span })
    }

    /// `entry`
    fn entry(&mut self, node: Node<'a>) -> Option<(Ident, Setting)> {
        let mut pieces = parts(node);
        let name = self.next_ident(&mut pieces)?;
        Some((name, self.value(pieces.next()?)?))
    }
}

/// A number without the blanks that group it.
pub(super) fn ungrouped(number: &str) -> Box<str> {
    number.replace(' ', "").into()
}
