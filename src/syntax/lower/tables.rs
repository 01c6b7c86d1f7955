//! Tables, parameters, decisions and summaries.

use super::Lower;
use super::Node;
use super::Rule;
use super::clauses::Once;
use super::figures::OutcomeClauses;
use super::items::HonestyClauses;
use super::literals::ungrouped;
use super::parts;

use crate::source::Span;

use crate::syntax::ast::Cell;
use crate::syntax::ast::CellKind;
use crate::syntax::ast::ColumnLine;
use crate::syntax::ast::Common;
use crate::syntax::ast::Decision;
use crate::syntax::ast::ExprId;
use crate::syntax::ast::Ident;
use crate::syntax::ast::Nearest;
use crate::syntax::ast::OutcomeLine;
use crate::syntax::ast::Parameter;
use crate::syntax::ast::ParameterValue;
use crate::syntax::ast::Path;
use crate::syntax::ast::Summary;
use crate::syntax::ast::Table;
use crate::syntax::ast::Text;
use crate::syntax::errors;

/// The clauses of a table.
struct TableClauses {
    title: Option<Text>,
    read_from: Once<Text>,
    only_rows: Once<ExprId>,
    columns: Once<Vec<ColumnLine>>,
    key: Once<(Vec<Ident>, Option<Nearest>)>,
    rows_in_force: Once<(Ident, Option<Ident>)>,
    answers_hold: Once<(Box<str>, Span)>,
    honesty: HonestyClauses,
    rows: Once<Rows>,
}

/// Rows in place: the heading, and the rows.
type Rows = (Vec<Ident>, Vec<(Vec<Cell>, Span)>);

impl<'a> Lower<'a> {
    /// `table`
    pub(super) fn table(&mut self, node: Node<'a>, common: &mut Common) -> Option<Table> {
        let mut pieces = parts(node);
        let name = self.next_ident(&mut pieces)?;
        let mut clauses = TableClauses {
            title: None,
            read_from: Once::new("read from"),
            only_rows: Once::new("only rows where"),
            columns: Once::new("columns"),
            key: Once::new("one row per"),
            rows_in_force: Once::new("rows in force from"),
            answers_hold: Once::new("answers hold for"),
            honesty: HonestyClauses::new(),
            rows: Once::new("|"),
        };
        for part in pieces {
            self.table_clause(&mut clauses, common, part);
        }
        if !clauses.columns.stands() {
            let help = "write `columns`, and below it one a line: `name : text`";
            self.report(errors::missing("table", &name, "has no columns", help));
            return None;
        }
        if !clauses.read_from.stands() && !clauses.rows.stands() {
            let help = "write `read from \"file.csv\"`, or a heading and rows between bars: `| name |`";
            self.report(errors::missing("table", &name, "has no rows", help));
            return None;
        }
        let (heading, rows) = clauses.rows.take().unwrap_or_default();
        let (key, nearest) = clauses.key.take().unwrap_or_default();
        Some(Table {
            name,
            title: clauses.title,
            read_from: clauses.read_from.take(),
            only_rows: clauses.only_rows.take(),
            columns: clauses.columns.take().unwrap_or_default(),
            key,
            nearest,
            rows_in_force: clauses.rows_in_force.take(),
            answers_hold: clauses.answers_hold.take(),
            honesty: clauses.honesty.take(),
            heading,
            rows,
        })
    }

    /// `table_clause`
    fn table_clause(&mut self, clauses: &mut TableClauses, common: &mut Common, node: Node<'a>) {
        let span = self.span(&node);
        match node.as_rule() {
            Rule::title => clauses.title = Some(self.quoted(&node)),
            Rule::read_from => {
                let text = self.only_text(node);
                self.once(&mut clauses.read_from, text, span);
            }
            Rule::only_rows => {
                let condition = self.only_logic(node);
                self.once(&mut clauses.only_rows, Some(condition), span);
            }
            Rule::columns => {
                let lines = parts(node).filter_map(|line| self.column_line(line)).collect();
                self.once(&mut clauses.columns, Some(lines), span);
            }
            Rule::key => {
                let key = self.key(node);
                self.once(&mut clauses.key, Some(key), span);
            }
            Rule::rows_in_force => {
                let mut columns = parts(node);
                let from = self.next_ident(&mut columns);
                let last = self.next_ident(&mut columns);
                self.once(&mut clauses.rows_in_force, from.map(|from| (from, last)), span);
            }
            Rule::answers_hold => {
                let days = parts(node).next().map(|days| ungrouped(days.as_str()));
                self.once(&mut clauses.answers_hold, days.map(|days| (days, span)), span);
            }
            Rule::table_rows => {
                let rows = self.table_rows(node);
                self.once(&mut clauses.rows, Some(rows), span);
            }
            _ => {
                if !self.honesty(&mut clauses.honesty, &node) {
                    self.common(common, &node);
                }
            }
        }
    }

    /// `key`
    fn key(&mut self, node: Node<'a>) -> (Vec<Ident>, Option<Nearest>) {
        let (mut key, mut nearest) = (Vec::new(), None);
        for part in parts(node) {
            let span = self.span(&part);
            let found = match part.as_rule() {
                Rule::narrowest => Nearest::Narrowest(span),
                Rule::latest => {
                    let Some(column) = self.next_ident(&mut parts(part)) else {
                        continue;
                    };
                    key.push(column.clone());
                    Nearest::Latest(column)
                }
                _ => {
                    key.push(self.ident(&part));
                    continue;
                }
            };
            if nearest.is_some() {
                self.report(errors::nearest_twice(span));
            } else {
                nearest = Some(found);
            }
        }
        (key, nearest)
    }

    /// `column_line`
    fn column_line(&mut self, node: Node<'a>) -> Option<ColumnLine> {
        let mut pieces = parts(node);
        let name = self.next_ident(&mut pieces)?;
        let ty = self.ty(pieces.next()?)?;
        let mut line = ColumnLine {
            name,
            ty,
            unit: None,
            read_as: None,
            title: None,
            ask: None,
        };
        for part in pieces {
            match part.as_rule() {
                Rule::in_unit => line.unit = self.next_ident(&mut parts(part)),
                Rule::read_as_name => line.read_as = self.only_text(part),
                Rule::title => line.title = Some(self.quoted(&part)),
                _ => line.ask = self.only_text(part),
            }
        }
        Some(line)
    }

    /// `table_rows`: the first is the heading.
    fn table_rows(&mut self, node: Node<'a>) -> Rows {
        let mut rows = parts(node);
        let Some(first) = rows.next() else {
            return Rows::default();
        };
        let mut heading = Vec::new();
        for cell in parts(first) {
            let Some(inner) = parts(cell).next() else { continue };
            let span = self.span(&inner);
            if inner.as_rule() != Rule::field {
                self.report(errors::no_heading(span));
                return Rows::default();
            }
            heading.push(self.ident(&inner));
        }
        let mut read = Vec::new();
        for row in rows {
            let span = self.span(&row);
            let cells: Vec<Node<'a>> = parts(row).collect();
            if self.cells_fit(&cells, heading.len(), span) {
                let cells = cells
                    .into_iter()
                    .map(|cell| self.table_cell(cell))
                    .collect::<Option<Vec<Cell>>>();
                read.extend(cells.map(|cells| (cells, span)));
            }
        }
        (heading, read)
    }

    /// `table_cell`
    fn table_cell(&mut self, node: Node<'a>) -> Option<Cell> {
        let inner = parts(node).next()?;
        let span = self.span(&inner);
        let kind = match inner.as_rule() {
            Rule::unknown => CellKind::Unknown,
            Rule::field => CellKind::Name(self.ident(&inner)),
            _ => CellKind::Literal(self.literal(inner)?),
        };
        Some(Cell { kind, span })
    }

    /// `parameter`
    pub(super) fn parameter(&mut self, node: Node<'a>, common: &mut Common) -> Option<Parameter> {
        let mut pieces = parts(node);
        let name = self.next_ident(&mut pieces)?;
        let mut key = None;
        let mut ty = pieces.next()?;
        if ty.as_rule() == Rule::parameter_key {
            key = Some(self.typed(parts(ty).next()?)?);
            ty = pieces.next()?;
        }
        let ty = self.ty(ty)?;
        let (mut title, mut values) = (None, Vec::new());
        for part in pieces {
            match part.as_rule() {
                Rule::title => title = Some(self.quoted(&part)),
                Rule::parameter_value => values.extend(self.parameter_value(part)),
                _ => {
                    self.common(common, &part);
                }
            }
        }
        if values.is_empty() {
            let help = "write it with its first day, `0.1% from 2025-10-09`, or `5% always`";
            self.report(errors::missing("parameter", &name, "has no value", help));
            return None;
        }
        Some(Parameter {
            name,
            key,
            ty,
            title,
            values,
        })
    }

    /// `parameter_value`
    fn parameter_value(&mut self, node: Node<'a>) -> Option<ParameterValue> {
        let span = self.span(&node);
        let mut pieces = parts(node);
        let value = self.additive(pieces.next()?);
        let (mut from, mut last, mut key) = (None, None, None);
        for part in pieces {
            match part.as_rule() {
                Rule::value_for => key = parts(part).next().map(|key| self.additive(key)),
                Rule::from => from = Some(self.from(part)?),
                Rule::last => last = Some(self.last(part)?),
                _ => {}
            }
        }
        Some(ParameterValue {
            value,
            key,
            from,
            last,
            span,
        })
    }

    /// `decision`
    pub(super) fn decision(&mut self, node: Node<'a>, common: &mut Common) -> Option<Decision> {
        let mut pieces = parts(node);
        let name = self.next_ident(&mut pieces)?;
        let mut title = None;
        let (mut per, mut shared) = (None, Once::new("shared"));
        let mut arises_only_when = Once::new("arises only when");
        let mut clauses = OutcomeClauses::new();
        for part in pieces {
            let span = self.span(&part);
            match part.as_rule() {
                Rule::title => title = Some(self.quoted(&part)),
                Rule::per_value => {
                    let mut inner = parts(part);
                    per = Some((self.next_ident(&mut inner)?, self.path(inner.next()?)));
                }
                Rule::shared => self.once(&mut shared, Some(span), span),
                Rule::arises_only => {
                    let condition = self.only_logic(part);
                    self.once(&mut arises_only_when, Some(condition), span);
                }
                Rule::outcomes => {
                    let lines: Vec<OutcomeLine> = parts(part).filter_map(|line| self.outcome(line)).collect();
                    self.once(&mut clauses.outcomes, Some(lines), span);
                }
                _ if self.figure_clause(&mut clauses, &part) => {}
                _ => {
                    self.common(common, &part);
                }
            }
        }
        let title = self.titled(&name, title)?;
        let arises_only_when = arises_only_when.take();
        if clauses.ty.is_some() {
            return Some(Decision {
                figure: Some(self.figure_decision(&name, clauses)?),
                name,
                title,
                per,
                shared: shared.take(),
                arises_only_when,
                outcomes: Vec::new(),
                otherwise: None,
            });
        }
        self.only_for_figures(&name, &clauses);
        let Some(outcomes) = clauses.outcomes.take() else {
            let help = "write `outcomes, strictest first`, and below it one a line: `required \"A licence is needed\"`";
            self.report(errors::missing("decision", &name, "has no outcomes", help));
            return None;
        };
        Some(Decision {
            name,
            title,
            per,
            shared: shared.take(),
            arises_only_when,
            outcomes,
            otherwise: self.otherwise_outcome(clauses.otherwise),
            figure: None,
        })
    }

    /// The title of a decision; reports that there is none.
    fn titled(&mut self, name: &Ident, title: Option<Text>) -> Option<Text> {
        if title.is_none() {
            let example = "decision licence \"Is a licence needed?\"";
            self.report(errors::no_title("decision", name, example));
        }
        title
    }

    /// `outcome`
    fn outcome(&mut self, node: Node<'a>) -> Option<OutcomeLine> {
        let mut pieces = parts(node);
        let name = self.next_ident(&mut pieces)?;
        let title = self.quoted(&pieces.next()?);
        let rank = pieces.next().and_then(|ranks| self.next_ident(&mut parts(ranks)));
        Some(OutcomeLine { name, title, rank })
    }

    /// `summary`
    pub(super) fn summary(&mut self, node: Node<'a>, common: &mut Common) -> Option<Summary> {
        let mut pieces = parts(node);
        let name = self.next_ident(&mut pieces)?;
        let mut title = None;
        let mut of: Once<Vec<Path>> = Once::new("strictest of");
        for part in pieces {
            let span = self.span(&part);
            match part.as_rule() {
                Rule::title => title = Some(self.quoted(&part)),
                Rule::strictest_of => {
                    let paths = parts(part).next().map(|paths| self.paths(paths));
                    self.once(&mut of, paths, span);
                }
                _ => {
                    self.common(common, &part);
                }
            }
        }
        let Some(of) = of.take() else {
            let help = "end it with `strictest of licence, export`";
            self.report(errors::missing("summary", &name, "sums up nothing", help));
            return None;
        };
        Some(Summary { name, title, of })
    }
}
