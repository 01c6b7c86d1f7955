//! The row of a key: the very one, the narrowest code above it, or the latest day up to it.
//!
//! A row counts if it is certain, in force and not suspended; one of which this is not known means that row or the next
//! that fits. A fact that is coarser than a row, or than the key of an answer, may be that row. In an incomplete table a nearer row may be missing,
//! unless the very key is there. Rows are found by bisection. Language reference: "Look-ups", "Tables' honesty".

use std::cmp::Ordering;

use crate::ids::Id;
use crate::plan::ColumnId;
use crate::plan::ExprId;
use crate::plan::Nearest;
use crate::plan::Table;
use crate::value::CauseId;
use crate::value::CodeRelation;
use crate::value::Possible;
use crate::value::RowId;
use crate::value::TableId;
use crate::value::Value;

use super::Cause;
use super::Evaluation;
use super::Frame;
use super::Truth;

/// What is asked of a table, in the order in which its rows are sorted.
struct Asked<'k, 'a> {
    frame: Frame,
    table: TableId,
    about: &'a Table,
    /// The columns of the key.
    columns: Vec<ColumnId>,
    /// What they are to be.
    keys: Vec<&'k Value>,
    at: ExprId,
}

/// What a look-up finds.
pub(super) enum Found {
    /// This row.
    Row(RowId),
    /// Certainly no row.
    Nothing,
    /// It may be one row or another, or none.
    Open(CauseId),
}

impl<'a> Evaluation<'a> {
    /// The row of a key.
    pub(super) fn look_up(&mut self, frame: Frame, table: TableId, keys: &[ExprId], at: ExprId) -> Possible {
        let values = match self.keys(frame, keys) {
            Ok(values) => values,
            Err(cause) => return Possible::Open(cause),
        };
        match self.find_row(frame, table, &values, at) {
            Found::Row(row) => Possible::Known(Value::Row(row)),
            Found::Open(cause) => Possible::Open(cause),
            Found::Nothing => self.no_such_row(table, &values, at),
        }
    }

    /// What is asked for; why one of the keys is open.
    pub(super) fn keys(&mut self, frame: Frame, keys: &[ExprId]) -> Result<Vec<Value>, CauseId> {
        let mut values = Vec::with_capacity(keys.len());
        for key in keys {
            match self.value(frame, *key) {
                Possible::Known(value) => values.push(value),
                Possible::Open(cause) => return Err(cause),
            }
        }
        Ok(values)
    }

    /// What the table itself says of these keys.
    pub(super) fn find_row(&mut self, frame: Frame, table: TableId, values: &[Value], at: ExprId) -> Found {
        let about = self.plan.tables.at(table);
        let order = &about.index.order;
        let asked = Asked {
            frame,
            table,
            about,
            columns: order
                .iter()
                .filter_map(|place| about.key.get(*place))
                .copied()
                .collect(),
            keys: order.iter().filter_map(|place| values.get(*place)).collect(),
            at,
        };
        let finer = match self.may_be_finer(&asked) {
            None => self.finer_is_answered(frame, table, values, at),
            finer @ Some(_) => finer,
        };
        match (finer, about.nearest) {
            (Some(cause), _) => Found::Open(cause),
            (None, Nearest::Latest) => self.latest(&asked),
            (None, Nearest::Exact | Nearest::Narrowest) => self.by_code(&asked),
        }
    }

    /// Whether a row stands in its table on the day of the frame's ruleset.
    pub(super) fn stands(&mut self, frame: Frame, row: RowId) -> Truth {
        let plan = self.plan;
        let of = plan.rows.at(row);
        let mut truth = if of.certain {
            Truth::Yes
        } else {
            Truth::Open(self.unread_row(row))
        };
        let about = plan.tables.at(of.table);
        if !about.dated {
            return truth;
        }
        if let Some((from, last)) = about.in_force {
            let in_force = self.row_in_force(frame, row, (from, last));
            truth = truth.and(in_force, &mut self.memory.causes);
        }
        for (suspension, certain) in &of.suspended_by {
            if truth == Truth::No {
                break;
            }
            let about = plan.suspensions.at(*suspension);
            let exists = self.chosen(&about.only_if);
            let force = self.force(&about.period, frame.ruleset, frame.element).truth();
            let mut suspended = exists.and(force, &mut self.memory.causes);
            if !certain {
                let unread = Truth::Open(self.unread_row(row));
                suspended = suspended.and(unread, &mut self.memory.causes);
            }
            truth = truth.and(suspended.negate(), &mut self.memory.causes);
        }
        truth
    }

    fn row_in_force(&mut self, frame: Frame, row: RowId, (from, last): (ColumnId, Option<ColumnId>)) -> Truth {
        let cells = &self.plan.rows.at(row).cells;
        let cell = |column: ColumnId| cells.get(column.index()).cloned().flatten();
        let date = match self.law_date(frame.ruleset, frame.element) {
            Possible::Known(Value::Date(date)) => date,
            Possible::Known(_) => return Truth::Open(self.memory.causes.add(Cause::NoDate(frame.ruleset))),
            Possible::Open(cause) => return Truth::Open(cause),
        };
        let begun = match cell(from) {
            Some(Value::Date(first)) => Truth::of(first <= date),
            Some(_) | None => Truth::Open(self.unread_row(row)),
        };
        let goes_on = match last.map(cell) {
            None | Some(Some(Value::None)) => Truth::Yes,
            Some(Some(Value::Date(last))) => Truth::of(date <= last),
            Some(Some(_) | None) => Truth::Open(self.unread_row(row)),
        };
        begun.and(goes_on, &mut self.memory.causes)
    }

    fn unread_row(&mut self, row: RowId) -> CauseId {
        self.memory.causes.add(Cause::Unread {
            row,
            value: None,
            at: None,
        })
    }

    /// The row with the very key, or with the narrowest code above the one that is asked.
    fn by_code(&mut self, asked: &Asked<'_, 'a>) -> Found {
        let (Some(last), Some(column)) = (asked.keys.last().copied(), asked.columns.last().copied()) else {
            return Found::Nothing;
        };
        let head = self.with_head(asked, asked.columns.len().saturating_sub(1));
        let Value::Code(scheme, code) = last else {
            let rows = self.equal(head, column, last);
            return match self.first_standing(asked.frame, rows) {
                Found::Nothing => self.missing(asked, rows.is_empty()),
                found @ (Found::Row(_) | Found::Open(_)) => found,
            };
        };
        let facts = self.facts;
        let text = facts.texts.get(*code);
        let levels = self.plan.shape.schemes.get(*scheme);
        let above = levels.into_iter().flat_map(|levels| levels.above(text));
        let above = above.filter(|_| asked.about.nearest == Nearest::Narrowest);
        let mut missing = false;
        for (number, wanted) in std::iter::once(text).chain(above).enumerate() {
            let rows = self.with_code(head, column, wanted);
            let found = self.first_standing(asked.frame, rows);
            match found {
                Found::Nothing => {}
                Found::Row(_) if number > 0 => {
                    // A narrower one may be missing, or be among those whose key nobody read.
                    return match self.unread_key(asked) {
                        Some(cause) => Found::Open(cause),
                        None if missing => Found::Open(self.no_row(asked)),
                        None => found,
                    };
                }
                Found::Row(_) | Found::Open(_) => return found,
            }
            missing |=
                rows.is_empty() && asked.about.incomplete.is_some() && !self.is_complete_under(asked.about, wanted);
        }
        self.missing(asked, missing)
    }

    /// The row of the latest day up to the one that is asked.
    fn latest(&mut self, asked: &Asked<'_, 'a>) -> Found {
        let (Some(day), Some(column)) = (asked.keys.last().copied(), asked.columns.last().copied()) else {
            return Found::Nothing;
        };
        let head = self.with_head(asked, asked.columns.len().saturating_sub(1));
        let plan = self.plan;
        let cell = |row: &RowId| plan.rows.at(*row).cells.get(column.index()).and_then(Option::as_ref);
        let begun = head.partition_point(|row| cell(row).is_some_and(|cell| cell <= day));
        for row in head.get(..begun).unwrap_or(&[]).iter().rev() {
            let very = cell(row) == Some(day);
            match self.stands(asked.frame, *row) {
                Truth::No => {}
                Truth::Open(cause) => return Found::Open(cause),
                Truth::Yes if very => return Found::Row(*row),
                // A later one may be missing, or be among those whose key nobody read.
                Truth::Yes => {
                    return match self.unread_key(asked) {
                        Some(cause) => Found::Open(cause),
                        None if self.may_lack_rows(asked) => Found::Open(self.no_row(asked)),
                        None => Found::Row(*row),
                    };
                }
            }
        }
        self.missing(asked, true)
    }

    /// All rows of which the first columns are as asked, in the order of the next one.
    fn with_head(&self, asked: &Asked<'_, 'a>, length: usize) -> &'a [RowId] {
        let plan = self.plan;
        let columns = asked.columns.get(..length).unwrap_or(&[]);
        let compare = |row: &RowId| {
            let cells = &plan.rows.at(*row).cells;
            let mut order = Ordering::Equal;
            for (column, wanted) in columns.iter().zip(&asked.keys) {
                let cell = cells.get(column.index()).and_then(Option::as_ref);
                order = order.then_with(|| match cell {
                    Some(cell) => self.compare_key(cell, wanted),
                    None => Ordering::Less,
                });
            }
            order
        };
        between(&asked.about.index.rows, compare)
    }

    fn compare_key(&self, cell: &Value, wanted: &Value) -> Ordering {
        let facts = self.facts;
        crate::ops::compare_keys(cell, wanted, |text| facts.texts.get(text))
    }

    /// Of rows that are sorted by a column those with this cell.
    fn equal(&self, rows: &'a [RowId], column: ColumnId, wanted: &Value) -> &'a [RowId] {
        let plan = self.plan;
        between(rows, |row| {
            match plan.rows.at(*row).cells.get(column.index()).and_then(Option::as_ref) {
                Some(cell) => self.compare_key(cell, wanted),
                None => Ordering::Less,
            }
        })
    }

    /// Of rows that are sorted by a column of codes those with this code.
    pub(super) fn with_code(&self, rows: &'a [RowId], column: ColumnId, wanted: &str) -> &'a [RowId] {
        between(rows, |row| match self.code_of(*row, column) {
            Some(code) => crate::ops::compare_codes(code, wanted),
            None => Ordering::Less,
        })
    }

    /// Of rows that are sorted by a column of codes those whose code begins with these letters, and is longer.
    pub(super) fn beginning_with(&self, rows: &'a [RowId], column: ColumnId, start: &str) -> &'a [RowId] {
        between(rows, |row| {
            let Some(code) = self.code_of(*row, column) else {
                return Ordering::Less;
            };
            let same = code
                .as_bytes()
                .get(..start.len())
                .is_some_and(|begin| begin.eq_ignore_ascii_case(start.as_bytes()));
            if same && code.len() > start.len() {
                Ordering::Equal
            } else {
                crate::ops::compare_codes(code, start).then(Ordering::Less)
            }
        })
    }

    fn code_of(&self, row: RowId, column: ColumnId) -> Option<&'a str> {
        let facts = self.facts;
        match self.plan.rows.at(row).cells.get(column.index()) {
            Some(Some(Value::Code(_, code))) => Some(facts.texts.get(*code)),
            Some(_) | None => None,
        }
    }

    /// Of some rows with one key that which stands in the table; of several, which stand there one after the other, at
    /// most one does.
    fn first_standing(&mut self, frame: Frame, rows: &[RowId]) -> Found {
        let mut open: Option<CauseId> = None;
        for row in rows {
            match self.stands(frame, *row) {
                Truth::Yes => return Found::Row(*row),
                Truth::No => {}
                Truth::Open(cause) => open = Some(self.memory.causes.join(open, cause)),
            }
        }
        open.map_or(Found::Nothing, Found::Open)
    }

    /// Whether a code that is asked is coarser than that of a row which may stand in the table, and so may be that row.
    fn may_be_finer(&mut self, asked: &Asked<'_, 'a>) -> Option<CauseId> {
        let codes = asked.keys.iter().filter(|key| matches!(key, Value::Code(..))).count();
        let first = asked.keys.iter().position(|key| matches!(key, Value::Code(..)))?;
        let (column, key) = (*asked.columns.get(first)?, *asked.keys.get(first)?);
        let Value::Code(_, code) = key else { return None };
        let facts = self.facts;
        let text = facts.texts.get(*code);
        let head = self.with_head(asked, first);
        let finer = self.beginning_with(head, column, text);
        let same: &[RowId] = if codes > 1 {
            self.with_code(head, column, text)
        } else {
            &[]
        };
        for row in finer.iter().chain(same) {
            if self.is_finer(asked, *row) && self.stands(asked.frame, *row).possible() {
                return Some(self.memory.causes.add(Cause::Coarse {
                    value: key.clone(),
                    at: asked.at,
                }));
            }
        }
        None
    }

    /// Whether the key of a row is the one that is asked, or one under it.
    fn is_finer(&self, asked: &Asked<'_, 'a>, row: RowId) -> bool {
        let mut coarser = false;
        let last = asked.columns.last();
        let fits = asked.columns.iter().zip(&asked.keys).all(|(column, wanted)| {
            let cell = self
                .plan
                .rows
                .at(row)
                .cells
                .get(column.index())
                .and_then(Option::as_ref);
            match (*wanted, cell) {
                (Value::Code(scheme, fact), Some(Value::Code(_, law))) => match self.relation(*scheme, *fact, *law) {
                    CodeRelation::Same => true,
                    CodeRelation::Coarser => {
                        coarser = true;
                        true
                    }
                    CodeRelation::Under | CodeRelation::Apart => false,
                },
                (day, Some(cell)) if asked.about.nearest == Nearest::Latest && Some(column) == last => cell <= day,
                (wanted, cell) => cell == Some(wanted),
            }
        });
        fits && coarser
    }

    /// Whether rows with this key may be missing: in an incomplete table, unless it is complete under one of its codes.
    fn may_lack_rows(&self, asked: &Asked<'_, 'a>) -> bool {
        let covered = asked.keys.iter().any(|key| self.is_covered(asked.about, key));
        asked.about.incomplete.is_some() && !covered
    }

    /// Whether the table says that no row is missing under this value, as it is a code.
    pub(super) fn is_covered(&self, about: &Table, value: &Value) -> bool {
        let Value::Code(_, code) = value else { return false };
        self.is_complete_under(about, self.facts.texts.get(*code))
    }

    /// Whether the table says that no row is missing under this code.
    fn is_complete_under(&self, about: &Table, code: &str) -> bool {
        about.complete_under.iter().any(|over| {
            let Value::Code(scheme, over) = over else { return false };
            let over = self.facts.texts.get(*over);
            self.plan
                .shape
                .schemes
                .get(*scheme)
                .is_some_and(|scheme| matches!(scheme.relation(code, over), CodeRelation::Same | CodeRelation::Under))
        })
    }

    /// A row whose key nobody read in full and that may be the one.
    fn unread_key(&mut self, asked: &Asked<'_, 'a>) -> Option<CauseId> {
        let latest = asked.about.nearest == Nearest::Latest;
        let narrowest = asked.about.nearest == Nearest::Narrowest;
        let last = asked.columns.last().copied();
        for row in &asked.about.index.unknown {
            let fits = asked.columns.iter().zip(&asked.keys).all(|(column, wanted)| {
                let near = Some(*column) == last && (latest || narrowest);
                match self
                    .plan
                    .rows
                    .at(*row)
                    .cells
                    .get(column.index())
                    .and_then(Option::as_ref)
                {
                    None => true,
                    Some(cell) if near && latest => cell <= *wanted,
                    Some(Value::Code(scheme, law)) => {
                        let Value::Code(_, fact) = wanted else { return false };
                        match self.relation(*scheme, *fact, *law) {
                            CodeRelation::Same | CodeRelation::Coarser => true,
                            CodeRelation::Under => near,
                            CodeRelation::Apart => false,
                        }
                    }
                    Some(cell) => cell == *wanted,
                }
            });
            if fits && self.stands(asked.frame, *row).possible() {
                return Some(self.unread_row(*row));
            }
        }
        None
    }

    /// What it means that no row says so; a key of which some row is there has no other.
    fn missing(&mut self, asked: &Asked<'_, 'a>, may_be_missing: bool) -> Found {
        if let Some(cause) = self.unread_key(asked) {
            return Found::Open(cause);
        }
        // Of codes above the one that is asked it was looked into before.
        let narrowest = asked.about.nearest == Nearest::Narrowest;
        if may_be_missing && (narrowest || self.may_lack_rows(asked)) {
            Found::Open(self.no_row(asked))
        } else {
            Found::Nothing
        }
    }

    /// That a row may be missing, as a reason.
    fn no_row(&mut self, asked: &Asked<'_, 'a>) -> CauseId {
        let cause = match (asked.columns.as_slice(), asked.keys.as_slice()) {
            ([column], [value]) if asked.about.nearest == Nearest::Exact => Cause::NotListed {
                table: asked.table,
                column: *column,
                value: (*value).clone(),
                at: asked.at,
            },
            _ => Cause::NoRow {
                table: asked.table,
                keys: Self::in_written_order(asked),
                at: asked.at,
            },
        };
        self.memory.causes.add(cause)
    }

    /// The key as the rule writes it.
    fn in_written_order(asked: &Asked<'_, 'a>) -> Vec<Value> {
        let mut keys: Vec<(usize, Value)> = asked
            .about
            .index
            .order
            .iter()
            .zip(&asked.keys)
            .map(|(place, key)| (*place, (*key).clone()))
            .collect();
        keys.sort_by_key(|(place, _)| *place);
        keys.into_iter().map(|(_, key)| key).collect()
    }
}

/// The part of sorted rows for which the comparison says that they are equal.
fn between(rows: &[RowId], compare: impl Fn(&RowId) -> Ordering) -> &[RowId] {
    let from = rows.partition_point(|row| compare(row).is_lt());
    let rest = rows.get(from..).unwrap_or(&[]);
    let length = rest.partition_point(|row| compare(row).is_eq());
    rest.get(..length).unwrap_or(&[])
}
