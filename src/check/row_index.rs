//! Tables by their keys: what makes a look-up quick, and rows with one key.
//!
//! Codes are sorted by their texts, whatever the case of their letters, so that those under a code stand right after
//! it. Language reference: "Tables".

use std::cmp::Ordering;

use crate::diagnostic::Code;
use crate::diagnostic::Diagnostic;
use crate::ids::Id;
use crate::plan::ColumnId;
use crate::plan::Nearest;
use crate::plan::RowIndex;
use crate::value::RowId;
use crate::value::TableId;
use crate::value::Type;
use crate::value::Value;

use super::Checker;

impl Checker<'_> {
    /// Sorts the rows of a table: each column for membership, and all of them by their key.
    pub(super) fn index(&mut self, id: TableId) {
        for column in self.plan.tables.at(id).columns.ids() {
            self.index_column(id, column);
        }
        let table = self.plan.tables.at(id);
        if table.key.is_empty() {
            return;
        }
        let order = key_order(table);
        let columns: Vec<ColumnId> = order
            .iter()
            .filter_map(|place| table.key.get(*place))
            .copied()
            .collect();
        let whole = |row: &RowId| {
            let row = self.plan.rows.at(*row);
            columns
                .iter()
                .all(|column| matches!(row.cells.get(column.index()), Some(Some(_))))
        };
        let (mut rows, unknown): (Vec<RowId>, Vec<RowId>) = table.rows.iter().partition(|row| whole(row));
        rows.sort_by(|one, other| {
            let begins = table.in_force.map(|(from, _)| from);
            let all = columns.iter().copied().chain(begins);
            let all = all.map(|column| self.compare_cells((*one, *other), column));
            all.fold(Ordering::Equal, Ordering::then).then(one.cmp(other))
        });
        self.plan.tables.at_mut(id).index = RowIndex { order, rows, unknown };
    }

    fn index_column(&mut self, id: TableId, column: ColumnId) {
        let (mut certain, mut uncertain, mut unknown) = (Vec::new(), Vec::new(), Vec::new());
        let mut codes = Vec::new();
        for row in &self.plan.tables.at(id).rows {
            let of = self.plan.rows.at(*row);
            let cell = of.cells.get(column.index()).and_then(Option::as_ref);
            if let Some(Value::Code(..)) = cell {
                codes.push(*row);
            }
            match cell {
                None => unknown.push(*row),
                Some(value) if of.certain => certain.push((value.clone(), *row)),
                Some(value) => uncertain.push((value.clone(), *row)),
            }
        }
        certain.sort();
        uncertain.sort();
        codes.sort_by(|one, other| self.compare_cells((*one, *other), column).then(one.cmp(other)));
        let column = self.plan.tables.at_mut(id).columns.at_mut(column);
        column.certain = certain;
        column.uncertain = uncertain;
        column.unknown = unknown;
        column.codes = codes;
    }

    fn compare_cells(&self, (one, other): (RowId, RowId), column: ColumnId) -> Ordering {
        match (self.cell_of(one, column), self.cell_of(other, column)) {
            (Some(one), Some(other)) => crate::ops::compare_keys(one, other, |text| self.texts.get(text)),
            (one, other) => one.is_some().cmp(&other.is_some()),
        }
    }

    /// R504: two rows with one whole key, on one day.
    pub(super) fn report_doubled_keys(&mut self, id: TableId) {
        let table = self.plan.tables.at(id);
        let names: Vec<&str> = table
            .key
            .iter()
            .map(|column| &*table.columns.at(*column).name)
            .collect();
        let mut said = Vec::new();
        // With dates a key may have several rows, sorted by their first days; the one that goes on longest is kept.
        let mut longest: Option<RowId> = None;
        for row in &table.index.rows {
            let same = longest.filter(|other| {
                let mut columns = table.key.iter();
                columns.all(|column| self.compare_cells((*other, *row), *column) == Ordering::Equal)
            });
            longest = match same {
                Some(other) if self.last_day(id, other) >= self.last_day(id, *row) => Some(other),
                Some(_) | None => Some(*row),
            };
            let Some(first) = same.filter(|other| self.on_one_day(id, *other, *row)) else {
                continue;
            };
            let (first, second) = (first.min(*row), first.max(*row));
            let dated = table.in_force.is_some();
            let title = format!(
                "two rows of `{}` have the same {}{}",
                table.name,
                names.join(" and "),
                if dated { " on one day" } else { "" }
            );
            let mut found = Diagnostic::error(Code::R504, self.plan.rows.at(second).span, title)
                .here("here again")
                .label(self.plan.rows.at(first).span, "first here")
                .label(table.span, format!("one row per {}", names.join(", ")));
            if dated {
                found = found.help("end the earlier row before the later one begins");
            }
            said.push(found);
        }
        for said in said {
            self.diagnostics.add(said);
        }
    }

    /// The last day of a row, as an order: one that nobody read is early, no end is late.
    fn last_day(&self, id: TableId, row: RowId) -> (bool, Option<Value>) {
        let last = self.plan.tables.at(id).in_force.and_then(|(_, last)| last);
        match last.map(|last| self.cell_of(row, last)) {
            None | Some(Some(Value::None)) => (true, None),
            Some(end) => (false, end.cloned()),
        }
    }

    /// Whether a row is in force when a later one begins, as far as their cells say. A day that nobody read may be any
    /// day: that is no mistake of the table.
    fn on_one_day(&self, id: TableId, earlier: RowId, later: RowId) -> bool {
        let Some((from, _)) = self.plan.tables.at(id).in_force else {
            return true;
        };
        match (self.last_day(id, earlier), self.cell_of(later, from)) {
            ((true, _), Some(_)) => true,
            ((false, Some(Value::Date(end))), Some(Value::Date(begin))) => end >= *begin,
            (_, _) => false,
        }
    }

    fn cell_of(&self, row: RowId, column: ColumnId) -> Option<&Value> {
        self.plan
            .rows
            .at(row)
            .cells
            .get(column.index())
            .and_then(Option::as_ref)
    }
}

/// The order in which the columns of a key are compared: codes after all others, and last of all the one in which the
/// nearest row counts.
fn key_order(table: &crate::plan::Table) -> Vec<usize> {
    let is_code = |place: &usize| {
        let column = table.key.get(*place);
        column.is_some_and(|column| matches!(table.columns.at(*column).ty.required(), Type::Code(_)))
    };
    let is_date = |place: &usize| {
        let column = table.key.get(*place);
        column.is_some_and(|column| matches!(table.columns.at(*column).ty.required(), Type::Date))
    };
    let places = 0..table.key.len();
    let last = match table.nearest {
        Nearest::Exact | Nearest::Narrowest => places.clone().rev().find(is_code),
        // The checker lets only the last column be the one of the day.
        Nearest::Latest => places.clone().rev().find(is_date),
    };
    let (codes, mut order): (Vec<usize>, Vec<usize>) = places.filter(|place| Some(*place) != last).partition(is_code);
    order.extend(codes);
    order.extend(last);
    order
}
