//! The facts of one record: numbered slots, filled by `bind`, read by `eval`.
//!
//! All records (products, parts, parties, uses) lie in one vector, their fields in another, one cell a field in the
//! order of [`crate::plan::RecordShape::fields`]; the record of the top-level facts is number 0. Everything is cleared and filled
//! again for the next record of a stream, so that memory stays flat. Language reference: "Facts".

mod answers;
mod bind;
mod dollar;
mod errors;
mod keys;
mod path;
mod references;
mod row_answers;
mod scalar;
mod stream;
#[cfg(test)]
pub(crate) mod tests;
mod write;

use std::cmp::Ordering;
use std::sync::Arc;
use std::sync::OnceLock;

use crate::ids::Id;
use crate::plan::ColumnId;
use crate::plan::FieldId;
use crate::source::FileId;
use crate::source::Span;
use crate::value::Date;
use crate::value::RecordRef;
use crate::value::RecordType;
use crate::value::TableId;
use crate::value::Texts;
use crate::value::Value;

pub(crate) use bind::Binder;
pub(crate) use bind::FactText;
pub(crate) use path::Paths;
pub(crate) use stream::Content;
pub(crate) use stream::Form;
pub(crate) use stream::Pieces;
pub(crate) use stream::RecordText;
pub(crate) use write::text_of;

/// The facts of one record.
#[derive(Clone, Debug)]
pub(crate) struct Facts {
    /// The text that they were read from.
    pub(crate) file: FileId,
    /// All records, the root first.
    pub(crate) records: Vec<RecordEntry>,
    /// The fields of all records.
    pub(crate) cells: Vec<Cell>,
    /// The elements of all lists.
    pub(crate) elements: Vec<Value>,
    /// The places of the elements, in the same order: start and end.
    pub(crate) element_places: Vec<(u32, u32)>,
    /// The texts, on top of those of the plan.
    pub(crate) texts: Texts,
    /// Evidence; a cell holds its number plus one.
    pub(crate) evidence: Vec<Evidence>,
    /// What `$answers` says about lists.
    pub(crate) answers: Vec<Answer>,
    /// The numbers of these answers in the order of [`Facts::answers_about`].
    pub(crate) answer_order: Vec<u32>,
    /// What `$answers` says about look-ups, sorted by table and keys.
    pub(crate) row_answers: Vec<RowAnswer>,
    /// The numbers of those with a code among their keys, in the order of [`Facts::answers_from`].
    pub(crate) code_answers: Vec<u32>,
    /// `$id`, if it stands there.
    pub(crate) id: Option<Box<str>>,
    /// Which records have which ids, once a path was asked for.
    ids: OnceLock<Vec<path::Named>>,
}

/// A record in the facts.
#[derive(Clone, Copy, Debug)]
pub(crate) struct RecordEntry {
    /// Its type.
    pub(crate) ty: RecordType,
    /// Its first cell.
    pub(crate) first: u32,
    /// Where it stands: in which field of which record, and there at which place (from 0) of a list.
    pub(crate) parent: Option<(RecordRef, FieldId, u32)>,
    /// The bytes of the object.
    pub(crate) place: (u32, u32),
}

/// A field of a record.
#[derive(Clone, Debug)]
pub(crate) struct Cell {
    /// What is known of it.
    pub(crate) value: CellValue,
    /// The bytes of the value, or of nothing where it is left out.
    pub(crate) place: (u32, u32),
    /// The number of its evidence plus one; 0 for none.
    pub(crate) evidence: u32,
}

/// What a field holds.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum CellValue {
    /// The key is left out: not known.
    LeftOut,
    /// The key is left out, and the author said what that means.
    Default(Value),
    /// What was written. Lists are [`Value::Elements`].
    Known(Value),
}

/// `$source` and `$date` of a value.
#[derive(Clone, Debug, Default)]
pub(crate) struct Evidence {
    /// `$source`
    pub(crate) source: Option<Box<str>>,
    /// `$date`
    pub(crate) date: Option<Date>,
}

/// An answer to a list: whether a value is in it.
#[derive(Clone, Debug)]
pub(crate) struct Answer {
    /// The table.
    pub(crate) table: TableId,
    /// The column.
    pub(crate) column: ColumnId,
    /// The value that was asked for.
    pub(crate) value: Value,
    /// Whether it is in the list.
    pub(crate) is_in: bool,
    /// The day of the answer: it holds for law dates up to it. `None` (in tests): for every date.
    pub(crate) date: Option<Date>,
    /// `$source`
    pub(crate) source: Option<Box<str>>,
    /// Where it stands.
    pub(crate) place: (u32, u32),
}

/// An answer to a look-up with these very keys.
#[derive(Clone, Debug)]
pub(crate) struct RowAnswer {
    /// The table.
    pub(crate) table: TableId,
    /// What was asked for, in the order of `one row per`.
    pub(crate) keys: Vec<Value>,
    /// What was found.
    pub(crate) says: RowSays,
    /// The day of the answer: it holds for law dates up to it.
    pub(crate) date: Date,
    /// `$source`
    pub(crate) source: Option<Box<str>>,
    /// Where it stands.
    pub(crate) place: (u32, u32),
}

/// What a look-up found.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum RowSays {
    /// There is no row for these keys.
    NoRow,
    /// The row that is meant has this value in this column.
    Cell(ColumnId, Value),
}

impl Facts {
    /// No facts yet, to be filled by `bind`.
    pub(crate) fn new(file: FileId, base: Arc<Texts>) -> Facts {
        Facts {
            file,
            records: Vec::new(),
            cells: Vec::new(),
            elements: Vec::new(),
            element_places: Vec::new(),
            texts: Texts::on(base),
            evidence: Vec::new(),
            answers: Vec::new(),
            answer_order: Vec::new(),
            row_answers: Vec::new(),
            code_answers: Vec::new(),
            id: None,
            ids: OnceLock::new(),
        }
    }

    /// Forgets everything but the memory it took.
    pub(crate) fn clear(&mut self) {
        self.records.clear();
        self.cells.clear();
        self.elements.clear();
        self.element_places.clear();
        self.texts.clear();
        self.evidence.clear();
        self.answers.clear();
        self.answer_order.clear();
        self.row_answers.clear();
        self.code_answers.clear();
        self.id = None;
        self.ids = OnceLock::new();
    }

    /// The record of the top-level facts.
    #[expect(clippy::unused_self, reason = "it reads as what it is: a record of these facts")]
    pub(crate) fn root(&self) -> RecordRef {
        RecordRef::from_index(0)
    }

    /// A record; `None` for somebody who stands in no list.
    pub(crate) fn record(&self, record: RecordRef) -> Option<&RecordEntry> {
        self.records.get(record.index())
    }

    /// A field of a record.
    pub(crate) fn cell(&self, record: RecordRef, field: FieldId) -> Option<&Cell> {
        let entry = self.records.get(record.index())?;
        self.cells
            .get(usize::try_from(entry.first).ok()?.checked_add(field.index())?)
    }

    /// The numbers of the answers about a column and this very value; of a code in whatever case.
    pub(crate) fn answers_about<'f>(
        &'f self,
        (table, column): (TableId, ColumnId),
        value: &Value,
    ) -> impl Iterator<Item = usize> + use<'f> {
        let compare = |number: &u32| {
            let answer = usize::try_from(*number)
                .ok()
                .and_then(|number| self.answers.get(number));
            answer.map_or(Ordering::Less, |answer| {
                let place = (answer.table, answer.column).cmp(&(table, column));
                place.then_with(|| self.compare_answered(&answer.value, value))
            })
        };
        let from = self.answer_order.partition_point(|number| compare(number).is_lt());
        let rest = self.answer_order.get(from..).unwrap_or(&[]);
        let length = rest.partition_point(|number| compare(number).is_eq());
        let found = rest.get(..length).unwrap_or(&[]);
        found.iter().filter_map(|number| usize::try_from(*number).ok())
    }

    /// Sorts what was answered, so that each question finds its answers by bisection.
    fn index_answers(&mut self) {
        let mut order = std::mem::take(&mut self.answer_order);
        order.extend(0..u32::try_from(self.answers.len()).unwrap_or(u32::MAX));
        let at = |number: &u32| {
            usize::try_from(*number)
                .ok()
                .and_then(|number| self.answers.get(number))
        };
        order.sort_by(|one, other| match (at(one), at(other)) {
            (Some(one), Some(other)) => {
                let place = (one.table, one.column).cmp(&(other.table, other.column));
                place.then_with(|| self.compare_answered(&one.value, &other.value))
            }
            (None, _) | (_, None) => Ordering::Equal,
        });
        self.answer_order = order;
        self.row_answers.sort_by(|one, other| {
            let key = |answer: &RowAnswer| (answer.table, answer.date, answer.place);
            let keys = one.table.cmp(&other.table).then_with(|| one.keys.cmp(&other.keys));
            keys.then_with(|| key(one).cmp(&key(other)))
        });
        self.order_code_answers();
    }

    fn compare_answered(&self, one: &Value, other: &Value) -> Ordering {
        crate::ops::compare_keys(one, other, |text| self.texts.get(text))
    }

    /// The answers about a look-up with these keys, with the number of the first.
    pub(crate) fn answers_of_row(&self, table: TableId, keys: &[Value]) -> (usize, &[RowAnswer]) {
        let key = |answer: &RowAnswer| answer.table.cmp(&table).then_with(|| answer.keys.as_slice().cmp(keys));
        let from = self.row_answers.partition_point(|answer| key(answer).is_lt());
        let rest = self.row_answers.get(from..).unwrap_or(&[]);
        let length = rest.partition_point(|answer| key(answer).is_eq());
        (from, rest.get(..length).unwrap_or(&[]))
    }

    /// The elements of a list of the facts.
    pub(crate) fn list(&self, start: u32, length: u32) -> &[Value] {
        let start = usize::try_from(start).unwrap_or(usize::MAX);
        let length = usize::try_from(length).unwrap_or(usize::MAX);
        self.elements.get(start..start.saturating_add(length)).unwrap_or(&[])
    }

    /// A place in the text of the facts.
    pub(crate) fn span(&self, place: (u32, u32)) -> Span {
        Span {
            file: self.file,
            start: place.0,
            end: place.1,
        }
    }

    /// The evidence of a cell.
    pub(crate) fn evidence_of(&self, cell: &Cell) -> Option<&Evidence> {
        self.evidence.get(usize::try_from(cell.evidence).ok()?.checked_sub(1)?)
    }
}
