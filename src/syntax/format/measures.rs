//! The layout of measures: their unit behind the title, one conversion a line.

use crate::syntax::ast;

use super::exprs::literal_words;
use super::items::Clause;
use super::items::clause;
use super::items::named;
use super::page::Page;

/// `measure volume "Volume" in m3`, and its conversions.
pub(super) fn measure(page: &mut Page, start: usize, measure: &ast::Measure) -> Vec<Clause> {
    named(page, start, "measure ", &measure.name, measure.title.as_ref());
    let unit = &measure.unit;
    let is_word = !unit.text.contains('/');
    page.words(" in ");
    page.placed(
        if is_word {
            unit.text.to_string()
        } else {
            format!("\"{}\"", unit.text)
        },
        unit.span.range().start,
    );
    let side = |(number, unit): &(Box<str>, ast::Ident)| {
        literal_words(&ast::Literal::Amount {
            number: number.clone(),
            unit: unit.clone(),
        })
    };
    let line = |line: &ast::UnitLine| {
        clause(line.span, |page| {
            let words = format!("{} is {}", side(&line.one), side(&line.other));
            page.placed(words, line.span.range().start);
        })
    };
    measure.lines.iter().map(line).collect()
}
