//! Conditions that are settled when rules are compiled: `only rows where`, which sees the texts of a file, and
//! `certain where`, which sees the typed cells of a row.
//!
//! Both compare columns with fixed values, nothing more; a cell that nobody read leaves a row uncertain. Language
//! reference: "Tables", "Tables' honesty".

use crate::data::csv::Csv;
use crate::data::csv::Row as CsvRow;
use crate::diagnostic::Code;
use crate::diagnostic::Diagnostic;
use crate::ids::Id;
use crate::names::Declared;
use crate::names::errors::suggest;
use crate::plan::ExprId;
use crate::plan::ExprKind;
use crate::plan::ListTarget;

use crate::source::Span;
use crate::syntax::ast;
use crate::syntax::ast::Ast;
use crate::syntax::ast::Literal;
use crate::syntax::ast::OrderWord;
use crate::value::CodeRelation;
use crate::value::RowId;
use crate::value::TableId;
use crate::value::Value;

use super::Checker;
use super::exprs::Locals;

/// A condition on the texts of a row.
#[derive(Clone, Debug)]
pub(super) enum Filter {
    /// All of them.
    All(Vec<Filter>),
    /// At least one of them.
    Any(Vec<Filter>),
    /// The opposite.
    Not(Box<Filter>),
    /// The cell in this column is one of these texts; an empty cell is none.
    OneOf(usize, Vec<Box<str>>),
}

impl Filter {
    /// Whether the row stays; not known where a cell that it hangs on is `unknown`.
    pub(super) fn keeps(&self, row: &CsvRow<'_>) -> Option<bool> {
        match self {
            Filter::All(all) => {
                let found: Vec<Option<bool>> = all.iter().map(|filter| filter.keeps(row)).collect();
                every(&found)
            }
            Filter::Any(any) => {
                let found: Vec<Option<bool>> = any.iter().map(|filter| filter.keeps(row).map(|keeps| !keeps)).collect();
                every(&found).map(|none| !none)
            }
            Filter::Not(inner) => inner.keeps(row).map(|keeps| !keeps),
            Filter::OneOf(column, texts) => {
                let cell = row.cell(*column)?;
                let found = texts.iter().any(|text| **text == *cell.text);
                (found || cell.text != "unknown").then_some(found)
            }
        }
    }
}

impl<'a> Checker<'a> {
    /// `only rows where C`; nothing after a report.
    #[expect(
        clippy::wildcard_enum_match_arm,
        reason = "few forms are understood here; every other one is reported"
    )]
    pub(super) fn text_filter(&mut self, ast: &Ast, id: ast::ExprId, csv: &Csv) -> Option<Filter> {
        use ast::ExprKind as Kind;
        let expr = ast.exprs.get(id)?;
        let negate = |filter, negated| {
            if negated { Filter::Not(Box::new(filter)) } else { filter }
        };
        match &expr.kind {
            Kind::Error => None,
            Kind::Bracketed(inner) => self.text_filter(ast, *inner, csv),
            Kind::And(parts) => self.text_filters(ast, parts, csv).map(Filter::All),
            Kind::Or(parts) => self.text_filters(ast, parts, csv).map(Filter::Any),
            Kind::Not(inner) => self
                .text_filter(ast, *inner, csv)
                .map(|filter| Filter::Not(Box::new(filter))),
            Kind::Is { left, right, negated } => {
                let column = self.filter_column(ast, *left, csv)?;
                let text = self.filter_text(ast, *right, (csv, column))?;
                Some(negate(Filter::OneOf(column, vec![text]), *negated))
            }
            Kind::In { value, within, negated } => {
                let column = self.filter_column(ast, *value, csv)?;
                let Some(Kind::Set(members)) = ast.exprs.get(*within).map(|expr| &expr.kind) else {
                    return self.report_filter(&expr.kind, expr.span);
                };
                let texts: Option<Vec<Box<str>>> = members
                    .iter()
                    .map(|member| self.filter_text(ast, *member, (csv, column)))
                    .collect();
                Some(negate(Filter::OneOf(column, texts?), *negated))
            }
            other => self.report_filter(other, expr.span),
        }
    }

    fn text_filters(&mut self, ast: &Ast, parts: &[ast::ExprId], csv: &Csv) -> Option<Vec<Filter>> {
        parts.iter().map(|part| self.text_filter(ast, *part, csv)).collect()
    }

    fn filter_column(&mut self, ast: &Ast, id: ast::ExprId, csv: &Csv) -> Option<usize> {
        let expr = ast.exprs.get(id)?;
        if let ast::ExprKind::Name(name) = &expr.kind {
            self.file_column(csv, &name.text, name.span)
        } else {
            self.report_filter(&expr.kind, expr.span)
        }
    }

    /// A text that cells are compared with. One that stands in no cell is a slip: all rows would go, or none.
    fn filter_text(&mut self, ast: &Ast, id: ast::ExprId, (csv, column): (&Csv, usize)) -> Option<Box<str>> {
        let expr = ast.exprs.get(id)?;
        if let ast::ExprKind::Literal(Literal::Text(text)) = &expr.kind {
            let mut cells: Vec<&str> = csv
                .rows()
                .filter_map(|row| row.cell(column))
                .map(|cell| cell.text)
                .collect();
            if cells.is_empty() || cells.contains(&&**text) {
                return Some(text.clone());
            }
            cells.sort_unstable();
            cells.dedup();
            let said = Diagnostic::error(
                Code::R207,
                expr.span,
                format!("no row of the file has `{text}` in this column"),
            );
            self.diagnostics.add(suggest(said, text, cells));
            None
        } else if let ast::ExprKind::Literal(Literal::None) = &expr.kind {
            Some(Box::default())
        } else {
            self.report_filter(&expr.kind, expr.span)
        }
    }

    fn report_filter<T>(&mut self, found: &ast::ExprKind, span: Span) -> Option<T> {
        if *found == ast::ExprKind::Error {
            return None;
        }
        let said = Diagnostic::error(Code::R107, span, "not understood in `only rows where`")
            .here("it sees the texts of the file, before types")
            .help("compare a column with texts: `x is \"a\"`, `x is in {\"a\", \"b\"}`, `x is none` for an empty cell");
        self.diagnostics.add(said);
        None
    }

    /// Whether two cells are the same; a code that is coarser than the other may be.
    fn same_cell(&self, left: &Value, right: &Value) -> Option<bool> {
        let (Value::Code(scheme, one), Value::Code(_, other)) = (left, right) else {
            return Some(left == right);
        };
        let scheme = self.plan.shape.schemes.get(*scheme)?;
        match scheme.relation(self.texts.get(*one), self.texts.get(*other)) {
            CodeRelation::Same => Some(true),
            CodeRelation::Apart | CodeRelation::Under => Some(false),
            CodeRelation::Coarser => None,
        }
    }

    /// Whether a cell is one of these.
    fn among(&self, value: &Value, members: &[Value]) -> Option<bool> {
        let found: Vec<Option<bool>> = members.iter().map(|member| self.same_cell(value, member)).collect();
        if found.contains(&Some(true)) {
            Some(true)
        } else if found.contains(&None) {
            None
        } else {
            Some(false)
        }
    }

    /// `certain where C`: which rows certainly stand in the list.
    pub(super) fn judge_rows(&mut self, id: TableId, declared: Declared<'a, ast::Table>) {
        let Some(condition) = declared.of.honesty.certain_where else {
            return;
        };
        let place = (declared.scope, declared.ast);
        let (condition, judged) = self.rows_that_satisfy(id, condition, place, "certain where");
        if let Some(headline) = self.plan.headlines.tables.get_mut(id) {
            headline.certain = Some(condition);
        }
        for (row, certain) in judged {
            let row = self.plan.rows.at_mut(row);
            row.certain = row.certain && certain == Some(true);
        }
    }

    /// Whether each row of a table satisfies a condition on its cells, which these words introduce.
    pub(super) fn rows_that_satisfy(
        &mut self,
        id: TableId,
        condition: ast::ExprId,
        (scope, ast): (crate::plan::RulesetId, &'a Ast),
        words: &str,
    ) -> (ExprId, Vec<(RowId, Option<bool>)>) {
        let mut locals = Locals::of_row(id);
        let condition = self.elaborate(scope, ast).condition(&mut locals, condition);
        let mut odd = None;
        let rows = self.plan.tables.at(id).rows.iter();
        let found = rows.map(|row| (*row, self.holds(condition, *row, &mut odd))).collect();
        if let Some(span) = odd {
            let said = Diagnostic::error(Code::R107, span, format!("not understood in `{words}`"))
                .here("it is settled when the rules are read")
                .help("compare columns with fixed values: `verification is \"read\"`");
            self.diagnostics.add(said);
        }
        (condition, found)
    }

    /// Whether a condition holds of a row; nothing where a cell is unknown. What is not understood goes into `odd`.
    #[expect(
        clippy::wildcard_enum_match_arm,
        reason = "few forms are understood here; every other one is reported"
    )]
    #[expect(clippy::too_many_lines, reason = "one arm a form that is understood")]
    fn holds(&self, condition: ExprId, row: RowId, odd: &mut Option<Span>) -> Option<bool> {
        let expr = self.exprs.get(condition)?;
        match &expr.kind {
            ExprKind::Constant(Value::Boolean(value)) => Some(*value),
            ExprKind::And(parts) => {
                let found: Vec<_> = parts.iter().map(|part| self.holds(*part, row, odd)).collect();
                every(&found)
            }
            ExprKind::Or(parts) => {
                let found: Vec<_> = parts
                    .iter()
                    .map(|part| self.holds(*part, row, odd).map(|held| !held))
                    .collect();
                every(&found).map(|held| !held)
            }
            ExprKind::Not(inner) => self.holds(*inner, row, odd).map(|held| !held),
            ExprKind::Is { left, right, negated } => {
                let (left, right) = (self.cell_value(*left, row, odd)?, self.cell_value(*right, row, odd)?);
                self.same_cell(&left, &right).map(|same| same != *negated)
            }
            ExprKind::In {
                value,
                within: ListTarget::List(list),
                negated,
            } => {
                let value = self.cell_value(*value, row, odd)?;
                let members = self.members(*list, row, odd)?;
                self.among(&value, &members).map(|among| among != *negated)
            }
            ExprKind::In {
                value,
                within: ListTarget::Group(group),
                negated,
            } => {
                let value = self.cell_value(*value, row, odd)?;
                let group = match self.plan.groups.get(*group)? {
                    group if group.changes() => return not_understood(&expr.kind, expr.span, odd),
                    group => group,
                };
                match self.among(&value, &group.members) {
                    Some(false) if group.incomplete.is_some() || group.uncertain.contains(&value) => None,
                    among => among.map(|among| among != *negated),
                }
            }
            ExprKind::Under {
                value,
                over: ListTarget::One(over),
                negated,
            } => {
                let (value, over) = (self.cell_value(*value, row, odd)?, self.cell_value(*over, row, odd)?);
                self.under(&value, &over).map(|under| under != *negated)
            }
            ExprKind::Order { left, word, right } => {
                let (left, right) = (self.cell_value(*left, row, odd)?, self.cell_value(*right, row, odd)?);
                ordered(&left, *word, &right)
            }
            ExprKind::Column { .. } => {
                let Value::Boolean(value) = self.cell_value(condition, row, odd)? else {
                    return None;
                };
                Some(value)
            }
            other => not_understood(other, expr.span, odd),
        }
    }

    fn cell_value(&self, id: ExprId, row: RowId, odd: &mut Option<Span>) -> Option<Value> {
        let expr = self.exprs.get(id)?;
        if let ExprKind::Constant(value) = &expr.kind {
            Some(value.clone())
        } else if let ExprKind::Column { column, .. } = &expr.kind {
            self.plan.rows.get(row)?.cells.get(column.index())?.clone()
        } else {
            not_understood(&expr.kind, expr.span, odd)
        }
    }

    fn members(&self, id: ExprId, row: RowId, odd: &mut Option<Span>) -> Option<Vec<Value>> {
        let expr = self.exprs.get(id)?;
        if let ExprKind::Set(members) = &expr.kind {
            let members = members.iter().map(|member| self.cell_value(*member, row, odd));
            members.collect()
        } else {
            not_understood(&expr.kind, expr.span, odd)
        }
    }

    fn under(&self, value: &Value, over: &Value) -> Option<bool> {
        let (Value::Code(scheme, value), Value::Code(_, over)) = (value, over) else {
            return Some(false);
        };
        let scheme = self.plan.shape.schemes.get(*scheme)?;
        match scheme.relation(self.texts.get(*value), self.texts.get(*over)) {
            CodeRelation::Same | CodeRelation::Under => Some(true),
            CodeRelation::Coarser => None,
            CodeRelation::Apart => Some(false),
        }
    }
}

/// What cannot be settled when rules are read; a mistake that was reported is silent.
fn not_understood<T>(found: &ExprKind, span: Span, odd: &mut Option<Span>) -> Option<T> {
    if !matches!(found, ExprKind::Constant(_)) {
        odd.get_or_insert(span);
    }
    None
}

/// Kleene's conjunction.
fn every(found: &[Option<bool>]) -> Option<bool> {
    if found.contains(&Some(false)) {
        Some(false)
    } else if found.contains(&None) {
        None
    } else {
        Some(true)
    }
}

/// A comparison of two values of one kind.
fn ordered(left: &Value, word: OrderWord, right: &Value) -> Option<bool> {
    let comparable = match (left, right) {
        (Value::Number(_), Value::Number(_))
        | (Value::Date(_), Value::Date(_))
        | (Value::Amount(..), Value::Amount(..)) => true,
        (Value::Money(_, left), Value::Money(_, right)) => left == right || left.is_none() || right.is_none(),
        (_, _) => false,
    };
    if !comparable {
        return None;
    }
    let order = left.cmp(right);
    Some(match word {
        OrderWord::AtLeast => order.is_ge(),
        OrderWord::AtMost => order.is_le(),
        OrderWord::MoreThan => order.is_gt(),
        OrderWord::LessThan => order.is_lt(),
    })
}
