//! What the facts answer: whether a value is in a column, and what a look-up finds.
//!
//! An answer holds for law dates up to its own day, or as long after it as the table says. Answers that hold and
//! contradict each other settle nothing. A look-up is answered for the very keys that it asks: the row that stands there
//! for certain goes before, and an answer that says otherwise than the table is a mistake, never a choice. It settles
//! what the table leaves open, and nothing else: not a reading, not a code that is too coarse. Language reference:
//! "Tables' honesty".

use crate::diagnostic::Code;
use crate::facts::RowSays;
use crate::ids::Id;
use crate::plan::ColumnId;
use crate::plan::ExprId;
use crate::plan::Nearest;
use crate::value::CauseId;
use crate::value::CodeRelation;
use crate::value::Date;
use crate::value::Possible;
use crate::value::RowId;
use crate::value::TableId;
use crate::value::Value;

use super::Cause;
use super::Evaluation;
use super::Frame;
use super::Truth;
use super::cause::Failure;
use super::lookup::Found;

/// What answers say about a look-up.
enum Said {
    /// Nothing that holds.
    Nothing,
    /// The answer with this number.
    One(usize),
    /// There is no row: so says an answer about its only key.
    NotListed,
    /// They say different things.
    Several,
}

impl<'a> Evaluation<'a> {
    /// Whether an answer of this day holds at the date of the law.
    pub(super) fn answer_holds(&mut self, frame: Frame, table: TableId, day: Date) -> bool {
        let last = day.add_days(self.plan.tables.at(table).answers_hold).unwrap_or(day);
        let date = self.law_date(frame.ruleset, frame.element);
        matches!(date, Possible::Known(Value::Date(date)) if date <= last)
    }

    /// What the facts answer about a value in a column. For a code an answer holds for every code under the one that was
    /// asked for.
    pub(super) fn answered_by_facts(
        &mut self,
        value: &Value,
        (table, column): (TableId, ColumnId),
        frame: Frame,
        at: ExprId,
    ) -> Option<Truth> {
        if self.facts.answers.is_empty() {
            return None;
        }
        let mut found: Option<bool> = None;
        for number in self.answers_about(value, (table, column)) {
            let Some(answer) = self.facts.answers.get(number) else {
                continue;
            };
            let holds = answer.date.is_none_or(|day| self.answer_holds(frame, table, day));
            match (holds, found) {
                (false, _) => {}
                (true, None) => found = Some(answer.is_in),
                (true, Some(before)) if before == answer.is_in => {}
                (true, Some(_)) => {
                    let cause = Cause::NotListed {
                        table,
                        column,
                        value: value.clone(),
                        at,
                    };
                    return Some(Truth::Open(self.memory.causes.add(cause)));
                }
            }
        }
        found.map(Truth::of)
    }

    /// Whether an answer about this very value that holds says that it is not in a column.
    pub(super) fn is_denied(&mut self, value: &Value, target: (TableId, ColumnId), frame: Frame) -> bool {
        if self.facts.answers.is_empty() {
            return false;
        }
        let facts = self.facts;
        let no = facts
            .answers_about(target, value)
            .filter_map(|number| facts.answers.get(number));
        let no: Vec<Option<Date>> = no.filter(|answer| !answer.is_in).map(|answer| answer.date).collect();
        no.into_iter()
            .any(|date| date.is_none_or(|day| self.answer_holds(frame, target.0, day)))
    }

    /// The numbers of the answers about a value in a column, or about a code above it.
    pub(super) fn answers_about(&self, value: &Value, target: (TableId, ColumnId)) -> Vec<usize> {
        let facts = self.facts;
        let mut found: Vec<usize> = facts.answers_about(target, value).collect();
        let Value::Code(scheme, code) = value else {
            return found;
        };
        let levels = self.plan.shape.schemes.get(*scheme);
        let above = levels
            .into_iter()
            .flat_map(|levels| levels.above(facts.texts.get(*code)));
        for code in above.filter_map(|above| facts.texts.find(above)) {
            found.extend(facts.answers_about(target, &Value::Code(*scheme, code)));
        }
        found
    }

    /// A cell of the row that a look-up means, by the table or by an answer.
    pub(super) fn answered_cell(
        &mut self,
        frame: Frame,
        (table, column): (TableId, ColumnId),
        keys: &[ExprId],
        (row, at): (ExprId, ExprId),
    ) -> Possible {
        let values = match self.keys(frame, keys) {
            Ok(values) => values,
            Err(cause) => return Possible::Open(cause),
        };
        let found = self.find_row(frame, table, &values, row);
        let said = self.row_answer(frame, (table, column), &values, row);
        let says = match said {
            Said::Nothing | Said::Several => return self.cell_found(&found, (table, column), &values, (row, at)),
            Said::NotListed => None,
            Said::One(number) => self.facts.row_answers.get(number).map(|answer| (number, &answer.says)),
        };
        match (found, says) {
            (Found::Row(there), Some((number, RowSays::Cell(_, value)))) => match self.cell(there, column) {
                Some(cell) if cell == value => Possible::Known(value.clone()),
                Some(_) => self.against_table((number, Some(there)), at),
                None => Possible::Known(value.clone()),
            },
            (Found::Row(there), Some((number, RowSays::NoRow))) => self.against_table((number, Some(there)), at),
            (Found::Nothing, Some((number, RowSays::Cell(..)))) => self.against_table((number, None), at),
            (Found::Open(cause), Some((_, RowSays::Cell(_, value)))) if self.is_answerable(cause, table) => {
                Possible::Known(value.clone())
            }
            (Found::Open(cause), None | Some((_, RowSays::NoRow))) if self.is_answerable(cause, table) => {
                self.no_such_row(table, &values, row)
            }
            (found, _) => self.cell_found(&found, (table, column), &values, (row, at)),
        }
    }

    /// What a look-up gives without answers.
    fn cell_found(
        &mut self,
        found: &Found,
        (table, column): (TableId, ColumnId),
        values: &[Value],
        (row, at): (ExprId, ExprId),
    ) -> Possible {
        match found {
            Found::Row(there) => self.cell_of(*there, column, at),
            Found::Open(cause) => Possible::Open(*cause),
            Found::Nothing => self.no_such_row(table, values, row),
        }
    }

    /// That there is certainly no row.
    pub(super) fn no_such_row(&mut self, table: TableId, values: &[Value], at: ExprId) -> Possible {
        let sides = values
            .first()
            .map(|value| (value.clone(), values.get(1).cloned().unwrap_or(Value::None)));
        Possible::Open(self.failed(Failure {
            code: Code::E104,
            at,
            sides,
            parameter: None,
            table: Some(table),
        }))
    }

    fn cell(&self, row: RowId, column: ColumnId) -> Option<&'a Value> {
        self.plan
            .rows
            .at(row)
            .cells
            .get(column.index())
            .and_then(Option::as_ref)
    }

    /// An answer that says otherwise than the table.
    fn against_table(&mut self, (answer, row): (usize, Option<RowId>), at: ExprId) -> Possible {
        Possible::Open(self.memory.causes.add(Cause::Against { answer, row, at }))
    }

    /// The answer that holds about a look-up with these very keys.
    fn row_answer(&mut self, frame: Frame, (table, column): (TableId, ColumnId), keys: &[Value], at: ExprId) -> Said {
        let mut said = match keys {
            [key] if self.plan.tables.at(table).nearest == Nearest::Exact && !matches!(key, Value::Code(..)) => {
                let of_key = self.plan.tables.at(table).key.first().copied();
                let listed = of_key.and_then(|of_key| self.answered_by_facts(key, (table, of_key), frame, at));
                match listed {
                    Some(Truth::No) => Said::NotListed,
                    Some(Truth::Open(_)) => return Said::Several,
                    Some(Truth::Yes) | None => Said::Nothing,
                }
            }
            _ => Said::Nothing,
        };
        let facts = self.facts;
        let (first, answers) = facts.answers_of_row(table, keys);
        for (number, answer) in (first..).zip(answers) {
            let is_meant = match &answer.says {
                RowSays::NoRow => true,
                RowSays::Cell(other, _) => *other == column,
            };
            if !is_meant && !matches!(said, Said::NotListed) || !self.answer_holds(frame, table, answer.date) {
                continue;
            }
            said = match (said, &answer.says) {
                (Said::Nothing, _) => Said::One(number),
                (Said::NotListed, RowSays::NoRow) => Said::NotListed,
                (Said::One(before), says) => match facts.row_answers.get(before) {
                    Some(before_it) if before_it.says == *says => Said::One(number),
                    Some(_) | None => return Said::Several,
                },
                (Said::NotListed, RowSays::Cell(..)) | (Said::Several, _) => return Said::Several,
            };
        }
        said
    }

    /// Whether a code that is asked is coarser than that of a row which an answer says is there, and so may be that row.
    pub(super) fn finer_is_answered(
        &mut self,
        frame: Frame,
        table: TableId,
        keys: &[Value],
        at: ExprId,
    ) -> Option<CauseId> {
        let facts = self.facts;
        if facts.code_answers.is_empty() {
            return None;
        }
        let key = keys.iter().find(|key| matches!(key, Value::Code(..)))?;
        let Value::Code(_, code) = key else { return None };
        for answer in facts.answers_from(table, facts.texts.get(*code)) {
            if matches!(answer.says, RowSays::Cell(..))
                && self.asks_finer(table, keys, &answer.keys)
                && self.answer_holds(frame, table, answer.date)
            {
                let value = key.clone();
                return Some(self.memory.causes.add(Cause::Coarse { value, at }));
            }
        }
        None
    }

    /// Whether keys that were answered may be those that are asked, with a finer code.
    fn asks_finer(&self, table: TableId, asked: &[Value], answered: &[Value]) -> bool {
        let about = self.plan.tables.at(table);
        let day = about.index.order.last().filter(|_| about.nearest == Nearest::Latest);
        let mut coarser = false;
        let fits = asked.iter().zip(answered).enumerate().all(|(place, keys)| match keys {
            (Value::Code(scheme, fact), Value::Code(_, law)) => match self.relation(*scheme, *fact, *law) {
                CodeRelation::Same => true,
                CodeRelation::Coarser => {
                    coarser = true;
                    true
                }
                CodeRelation::Under | CodeRelation::Apart => false,
            },
            (asked, answered) if day == Some(&place) => answered <= asked,
            (asked, answered) => asked == answered,
        });
        fits && coarser
    }

    /// The number of the answer on which a cell rests, if it rests on one.
    pub(super) fn row_answer_used(
        &mut self,
        frame: Frame,
        (table, column): (TableId, ColumnId),
        keys: &[ExprId],
        row: ExprId,
    ) -> Option<usize> {
        if self.facts.row_answers.is_empty() {
            return None;
        }
        let values = self.keys(frame, keys).ok()?;
        let Said::One(number) = self.row_answer(frame, (table, column), &values, row) else {
            return None;
        };
        match self.find_row(frame, table, &values, row) {
            Found::Row(there) => self.cell(there, column).is_none().then_some(number),
            Found::Open(cause) => self.is_answerable(cause, table).then_some(number),
            Found::Nothing => None,
        }
    }

    /// Whether something is open only because of what this table lacks, or of what nobody read in it.
    pub(super) fn is_answerable(&self, root: CauseId, table: TableId) -> bool {
        self.memory.causes.all(root, |cause| match cause {
            Cause::NoRow { table: of, .. } | Cause::NotListed { table: of, .. } => *of == table,
            Cause::Unread { row, .. } => self.plan.rows.at(*row).table == table,
            Cause::LeftOut { .. }
            | Cause::Stranger { .. }
            | Cause::MoreRows { .. }
            | Cause::NotInGroup { .. }
            | Cause::NoVersion { .. }
            | Cause::Reading(_)
            | Cause::NoDate(_)
            | Cause::Coarse { .. }
            | Cause::Duty { .. }
            | Cause::Against { .. }
            | Cause::Failed(_)
            | Cause::Circle { .. }
            | Cause::Both(..) => false,
        })
    }
}
