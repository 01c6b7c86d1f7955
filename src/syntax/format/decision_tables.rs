//! Decision tables: `else` spans the cells of all inputs.

use crate::syntax::ast;
use crate::syntax::ast::CellBound;
use crate::syntax::ast::Ident;
use crate::syntax::ast::InputCell;
use crate::syntax::ast::InputCellKind;
use crate::syntax::ast::RowBlock;
use crate::syntax::ast::TableRows;
use crate::syntax::ast::TypeExpr;

use super::exprs::Writer;
use super::exprs::order_words;
use super::items::Clause;
use super::items::clause;
use super::items::named;
use super::items::type_words;
use super::page::Page;
use super::rows;
use super::rows::Row;

impl Writer<'_> {
    /// `decision table`
    pub(super) fn decision_table(&self, page: &mut Page, start: usize, table: &ast::DecisionTable) -> Vec<Clause> {
        named(page, start, "decision table ", &table.name, table.title.as_ref());
        let mut clauses = Vec::new();
        let output = if table.outputs.len() > 1 { "outputs" } else { "output" };
        clauses.extend(typed("inputs", &table.inputs));
        clauses.extend(typed(output, &table.outputs));
        let at = table.policy_span.range().start;
        clauses.push(clause(table.policy_span, |page| {
            page.placed(table.policy.words(), at);
        }));
        let rows = |block: &RowBlock| {
            let mut page = Page::default();
            self.row_block(&mut page, table.inputs.len(), block);
            (block.span.range().start, page)
        };
        match &table.rows {
            TableRows::One(block) => clauses.push(rows(block)),
            TableRows::Versions(versions) => {
                clauses.extend(
                    versions
                        .iter()
                        .map(|version| self.version(version, vec![rows(&version.of)])),
                );
            }
        }
        clauses
    }

    /// A heading and its rows.
    pub(super) fn row_block(&self, page: &mut Page, inputs: usize, block: &RowBlock) {
        let heading = block.heading.iter().map(|name| name.text.to_string()).collect();
        let mut written: Vec<Row> = vec![(heading, Some(block.span.range().start))];
        for row in &block.rows {
            let tests = row.cells.iter().map(|cell| self.input_cell(cell));
            let results = row.results.iter().map(|result| self.flat(*result));
            written.push((tests.chain(results).collect(), Some(row.span.range().start)));
        }
        let otherwise = block.otherwise.as_ref().map(|row| {
            let results: Vec<String> = row.results.iter().map(|result| self.flat(*result)).collect();
            (results, Some(row.span.range().start))
        });
        rows::bars_and_else(page, &written, inputs, otherwise.as_ref());
    }

    fn input_cell(&self, cell: &InputCell) -> String {
        match &cell.kind {
            InputCellKind::Any => "any".to_owned(),
            InputCellKind::Value(value) => self.flat(*value),
            InputCellKind::Bounds(bounds) => {
                let bounds: Vec<String> = bounds.iter().map(|bound| self.cell_bound(bound)).collect();
                bounds.join(" and ")
            }
        }
    }

    fn cell_bound(&self, bound: &CellBound) -> String {
        match bound {
            CellBound::Order { word, spelling, end } => {
                format!("{} {}", order_words(*word, *spelling), self.flat(*end))
            }
            CellBound::Between { low, high } => format!("between {} and {}", self.flat(*low), self.flat(*high)),
        }
    }
}

/// `inputs a : T, b : T`
fn typed(word: &str, columns: &[(Ident, TypeExpr)]) -> Option<Clause> {
    let (first, _) = columns.first()?;
    Some(clause(first.span, |page| {
        page.words(format!("{word} "));
        page.margin(4, |page| {
            for (index, (name, ty)) in columns.iter().enumerate() {
                if index > 0 {
                    page.words(",");
                    page.fill();
                }
                page.placed(format!("{} : {}", name.text, type_words(ty)), name.span.range().start);
            }
        });
    }))
}
