//! Decision tables.

use super::Lower;
use super::Node;
use super::Rule;
use super::clauses::Once;
use super::exprs::Whole;
use super::exprs::order_word;
use super::has;
use super::parts;

use crate::source::Span;
use crate::syntax::ast::CellBound;
use crate::syntax::ast::Common;
use crate::syntax::ast::DecisionRow;
use crate::syntax::ast::DecisionTable;
use crate::syntax::ast::ElseRow;
use crate::syntax::ast::ExprId;
use crate::syntax::ast::HitPolicy;
use crate::syntax::ast::Ident;
use crate::syntax::ast::InputCell;
use crate::syntax::ast::InputCellKind;
use crate::syntax::ast::RowBlock;
use crate::syntax::ast::TableRows;
use crate::syntax::ast::Text;
use crate::syntax::ast::TypeExpr;
use crate::syntax::ast::Version;
use crate::syntax::errors;

/// Names with their types.
type Columns = Vec<(Ident, TypeExpr)>;

/// The clauses of a decision table.
struct Clauses<'a> {
    title: Option<Text>,
    inputs: Once<Columns>,
    outputs: Once<Columns>,
    policy: Once<(HitPolicy, Span)>,
    rows: Once<Node<'a>>,
    versions: Vec<Node<'a>>,
}

impl<'a> Lower<'a> {
    /// `decision_table`
    pub(super) fn decision_table(&mut self, node: Node<'a>, common: &mut Common) -> Option<DecisionTable> {
        let mut pieces = parts(node);
        let name = self.next_ident(&mut pieces)?;
        let mut clauses = Clauses {
            title: None,
            inputs: Once::new("inputs"),
            outputs: Once::new("output"),
            policy: Once::new("exactly one row fits"),
            rows: Once::new("|"),
            versions: Vec::new(),
        };
        for part in pieces {
            self.decision_table_clause(&mut clauses, common, part);
        }
        let missing = |what: &str, help: &str| errors::missing("decision table", &name, what, help);
        let Some(inputs) = clauses.inputs.take() else {
            self.report(missing(
                "has no inputs",
                "say what its rows ask: `inputs origin : country`",
            ));
            return None;
        };
        let Some(outputs) = clauses.outputs.take() else {
            self.report(missing(
                "has no output",
                "say what its rows give: `output rate : percent`",
            ));
            return None;
        };
        let Some((policy, policy_span)) = clauses.policy.take() else {
            let help = "write `exactly one row fits`, `all rows that fit agree`, `first row wins`, `strictest row wins` or `rows add up`";
            self.report(missing("does not say how its rows decide", help));
            return None;
        };
        let rows = (clauses.rows.take(), clauses.versions);
        let rows = self.rows_of_table(&name, (&inputs, &outputs), rows)?;
        Some(DecisionTable {
            name,
            title: clauses.title,
            inputs,
            outputs,
            policy,
            policy_span,
            rows,
        })
    }

    /// The rows of a decision table, or its versions.
    fn rows_of_table(
        &mut self,
        name: &Ident,
        columns: (&Columns, &Columns),
        rows: (Option<Node<'a>>, Vec<Node<'a>>),
    ) -> Option<TableRows> {
        let names = columns.0.iter().chain(columns.1).map(|(name, _)| &*name.text);
        let heading = format!("| {} |", names.collect::<Vec<_>>().join(" | "));
        match rows {
            (Some(rows), versions) => {
                if let Some(version) = versions.first() {
                    let at = self.span(version);
                    self.report(errors::above_its_versions("| … |", at));
                    return None;
                }
                Some(TableRows::One(self.row_block(columns, rows)?))
            }
            (None, versions) if versions.is_empty() => {
                let help = format!("write a heading and rows between bars: `{heading}`");
                self.report(errors::missing("decision table", name, "has no rows", &help));
                None
            }
            (None, versions) => {
                let versions = versions
                    .into_iter()
                    .map(|version| self.table_version(version, name, columns, &heading));
                Some(TableRows::Versions(versions.collect::<Option<Vec<_>>>()?))
            }
        }
    }

    fn decision_table_clause(&mut self, clauses: &mut Clauses<'a>, common: &mut Common, node: Node<'a>) {
        let span = self.span(&node);
        match node.as_rule() {
            Rule::title => clauses.title = Some(self.quoted(&node)),
            Rule::inputs => {
                let columns = parts(node).map(|typed| self.typed(typed)).collect();
                self.once(&mut clauses.inputs, columns, span);
            }
            Rule::outputs => {
                let columns = parts(node).map(|typed| self.typed(typed)).collect();
                self.once(&mut clauses.outputs, columns, span);
            }
            Rule::hit_policy => self.once(&mut clauses.policy, Some((hit_policy(&node), span)), span),
            Rule::table_version => clauses.versions.push(node),
            Rule::decision_rows => self.once(&mut clauses.rows, Some(node), span),
            _ => {
                self.common(common, &node);
            }
        }
    }

    /// `table_version`
    fn table_version(
        &mut self,
        node: Node<'a>,
        name: &Ident,
        columns: (&Columns, &Columns),
        heading: &str,
    ) -> Option<Version<RowBlock>> {
        let mut pieces = parts(node);
        let days = self.version_days(pieces.next()?)?;
        let mut common = Common::default();
        let mut rows: Once<Node<'a>> = Once::new("|");
        for part in pieces {
            let span = self.span(&part);
            if !self.common(&mut common, &part) {
                self.once(&mut rows, Some(part), span);
            }
        }
        let Some(rows) = rows.take() else {
            self.report(errors::version_without(name, days.span, "has no rows", heading));
            return None;
        };
        let block = self.row_block(columns, rows)?;
        Some(days.says(common, block))
    }

    /// `decision_rows`: the first is the heading.
    fn row_block(&mut self, (inputs, outputs): (&Columns, &Columns), node: Node<'a>) -> Option<RowBlock> {
        let span = self.span(&node);
        let mut lines = parts(node);
        let heading = self.decision_heading(inputs, outputs, lines.next()?)?;
        let mut block = RowBlock {
            heading,
            rows: Vec::new(),
            otherwise: None,
            span,
        };
        let mut broken = false;
        for line in lines {
            let span = self.span(&line);
            let cells: Vec<Node<'a>> = parts(line).collect();
            if let Some(other) = &block.otherwise {
                self.report(errors::row_below_else(span, other.span));
                return None;
            }
            let is_else = |cell: &Node<'a>| parts(cell.clone()).any(|part| part.as_rule() == Rule::else_cell);
            if cells.first().is_some_and(is_else) {
                block.otherwise = self.else_row(cells, outputs.len(), span);
                broken |= block.otherwise.is_none();
            } else {
                let fits = self.cells_fit(&cells, block.heading.len(), span);
                let row = fits.then(|| self.decision_row(cells, inputs.len(), span)).flatten();
                broken |= row.is_none();
                block.rows.extend(row);
            }
        }
        // Without the row that was refused there would seem to be a gap.
        if broken {
            return None;
        }
        if block.rows.is_empty() && block.otherwise.is_none() {
            self.report(errors::heading_without_rows(block.span));
            return None;
        }
        Some(block)
    }

    /// The heading: the inputs, then the outputs, as they were declared.
    fn decision_heading(&mut self, inputs: &Columns, outputs: &Columns, row: Node<'a>) -> Option<Vec<Ident>> {
        let span = self.span(&row);
        let heading: Vec<Ident> = parts(row)
            .map(|cell| Ident {
                text: cell.as_str().trim().into(),
                span: self.span(&cell),
            })
            .collect();
        let names: Vec<&str> = inputs.iter().chain(outputs).map(|(name, _)| &*name.text).collect();
        if heading.iter().map(|name| &*name.text).eq(names.iter().copied()) {
            return Some(heading);
        }
        self.report(errors::decision_heading(span, &names));
        None
    }

    /// `| else | result |`
    fn else_row(&mut self, cells: Vec<Node<'a>>, outputs: usize, span: Span) -> Option<ElseRow> {
        let expected = outputs.saturating_add(1);
        if cells.len() != expected {
            self.report(errors::else_once(span));
            return None;
        }
        if !self.cells_fit(&cells, expected, span) {
            return None;
        }
        let results = cells.into_iter().skip(1).map(|cell| self.result_cell(cell));
        let results = results.collect::<Option<Vec<ExprId>>>()?;
        Some(ElseRow { results, span })
    }

    fn decision_row(&mut self, cells: Vec<Node<'a>>, inputs: usize, span: Span) -> Option<DecisionRow> {
        let (mut tests, mut results) = (Vec::new(), Vec::new());
        for (place, cell) in cells.into_iter().enumerate() {
            if place < inputs {
                tests.push(self.input_cell(cell)?);
            } else {
                results.push(self.result_cell(cell)?);
            }
        }
        Some(DecisionRow {
            cells: tests,
            results,
            span,
        })
    }

    /// A cell below an input.
    fn input_cell(&mut self, cell: Node<'a>) -> Option<InputCell> {
        let inner = parts(cell).next()?;
        let span = self.span(&inner);
        let kind = match inner.as_rule() {
            Rule::any_cell => InputCellKind::Any,
            Rule::cell_bounds => {
                let bounds = parts(inner).map(|bound| self.cell_bound(bound));
                InputCellKind::Bounds(bounds.collect::<Option<Vec<_>>>()?)
            }
            Rule::else_cell => {
                self.report(errors::else_inside(span));
                return None;
            }
            _ => InputCellKind::Value(self.plain(inner, Whole::Body)),
        };
        Some(InputCell { kind, span })
    }

    /// `bounds`
    fn cell_bound(&mut self, node: Node<'a>) -> Option<CellBound> {
        let mut pieces = parts(node);
        let first = pieces.next()?;
        if first.as_rule() == Rule::between {
            let mut ends = parts(first);
            let (low, high) = (ends.next()?, ends.next()?);
            return Some(CellBound::Between {
                low: self.additive(low),
                high: self.additive(high),
            });
        }
        let (word, spelling) = order_word(&first);
        let end = self.additive(pieces.next()?);
        Some(CellBound::Order { word, spelling, end })
    }

    /// A cell below an output.
    fn result_cell(&mut self, cell: Node<'a>) -> Option<ExprId> {
        let inner = parts(cell).next()?;
        let span = self.span(&inner);
        if inner.as_rule() == Rule::plain {
            return Some(self.plain(inner, Whole::Body));
        }
        self.report(errors::no_result(span));
        None
    }
}

/// `hit_policy`
fn hit_policy(node: &Node<'_>) -> HitPolicy {
    if has(node, Rule::k_exactly) {
        HitPolicy::ExactlyOne
    } else if has(node, Rule::k_first) {
        HitPolicy::First
    } else if has(node, Rule::k_strictest) {
        HitPolicy::Strictest
    } else if has(node, Rule::k_agree) {
        HitPolicy::Agree
    } else {
        HitPolicy::AddUp
    }
}
