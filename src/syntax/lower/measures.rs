//! Measures that rules declare, and their units.

use super::Lower;
use super::Node;
use super::Rule;
use super::clauses::Once;
use super::has;
use super::parts;

use crate::syntax::ast::Common;
use crate::syntax::ast::Ident;
use crate::syntax::ast::Literal;
use crate::syntax::ast::Measure;
use crate::syntax::ast::UnitLine;
use crate::syntax::errors;
use crate::syntax::grammar;

impl<'a> Lower<'a> {
    /// `measure`
    pub(super) fn measure(&mut self, node: Node<'a>, common: &mut Common) -> Option<Measure> {
        let mut pieces = parts(node);
        let name = self.next_ident(&mut pieces)?;
        let (mut title, mut lines, mut is_said) = (None, Vec::new(), false);
        let mut unit = Once::new("in");
        for part in pieces {
            let span = self.span(&part);
            match part.as_rule() {
                Rule::title => title = Some(self.quoted(&part)),
                Rule::measure_in => {
                    let found = self.first_unit(part);
                    is_said |= found.is_none();
                    self.once(&mut unit, found, span);
                }
                Rule::unit_line => {
                    let mut sides = parts(part.clone());
                    let one = self.side(&mut sides)?;
                    let is_negative = has(&part, Rule::minus);
                    let other = self.side(&mut sides.filter(|side| side.as_rule() == Rule::amount))?;
                    lines.push(UnitLine {
                        one,
                        other,
                        is_negative,
                        span,
                    });
                }
                _ => {
                    self.common(common, &part);
                }
            }
        }
        let Some(unit) = unit.take() else {
            if is_said {
                return None;
            }
            self.report(errors::missing(
                "measure",
                &name,
                "does not say its unit",
                "end its first line with the unit: `in T`",
            ));
            return None;
        };
        Some(Measure {
            name,
            title,
            unit,
            lines,
        })
    }

    /// `measure_in`: a unit that is no word of letters stands in quotes.
    fn first_unit(&mut self, node: Node<'a>) -> Option<Ident> {
        let part = parts(node).next()?;
        if part.as_rule() != Rule::string {
            return Some(self.ident(&part));
        }
        let text = self.quoted(&part);
        let is_alone = text.text.trim() == &*text.text;
        if !is_alone || grammar::parse(Rule::unit_entry, &text.text).is_err() {
            self.report(errors::no_unit_behind_a_number(&text));
            return None;
        }
        Some(Ident {
            text: text.text,
            span: text.span,
        })
    }

    /// `amount`
    fn side(&mut self, sides: &mut impl Iterator<Item = Node<'a>>) -> Option<(Box<str>, Ident)> {
        match self.literal_of(&sides.next()?)? {
            Literal::Amount { number, unit } => Some((number, unit)),
            Literal::Number(_)
            | Literal::Percent(_)
            | Literal::Date(_)
            | Literal::Code { .. }
            | Literal::Text(_)
            | Literal::Boolean(_)
            | Literal::None => None,
        }
    }
}
