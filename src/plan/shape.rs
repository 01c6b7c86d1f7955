//! Which facts there may be: record types with numbered fields, enums, code schemes, and the columns that facts answer.
//!
//! All top-level facts are the fields of one record type, [`Shape::root`]; so a fact file is one record. A record type
//! that is identified by a key has one collection (`fact parties : list of Party`); everywhere else a field of that
//! type holds a reference, written as the key.

use crate::ids::IdVec;
use crate::ids::define_id;
use crate::source::Span;
use crate::value::CodeScheme;
use crate::value::EnumId;
use crate::value::Measures;
use crate::value::Number;
use crate::value::RecordType;
use crate::value::SchemeId;
use crate::value::TableId;
use crate::value::Type;
use crate::value::Value;

define_id! {
    /// A field of a record type, in the order of declaration (extensions after).
    pub(crate) FieldId;
    /// A column of a table, in the order of declaration.
    pub(crate) ColumnId;
}

/// Everything that facts may say.
#[derive(Clone, Debug)]
pub(crate) struct Shape {
    /// All record types; [`Shape::root`] is among them.
    pub(crate) records: IdVec<RecordType, RecordShape>,
    /// All enums.
    pub(crate) enums: IdVec<EnumId, EnumShape>,
    /// All code schemes.
    pub(crate) schemes: IdVec<SchemeId, CodeScheme>,
    /// All measures that rules declare.
    pub(crate) measures: Measures,
    /// The type whose fields are the top-level facts.
    pub(crate) root: RecordType,
    /// The columns that `$answers` and tests may answer.
    pub(crate) answerable: Vec<AnswerColumn>,
    /// The tables with a key, whose look-ups `$answers` and tests may answer.
    pub(crate) look_ups: Vec<AnswerTable>,
}

/// A record type.
#[derive(Clone, Debug)]
pub(crate) struct RecordShape {
    /// `Party`; the root is called `facts`.
    pub(crate) name: Box<str>,
    /// Its title, or empty.
    pub(crate) title: Box<str>,
    /// Its fields, those of `extend` included.
    pub(crate) fields: IdVec<FieldId, FieldShape>,
    /// `identified by id`
    pub(crate) key: Option<FieldId>,
    /// The field of the root that holds all records of an identified type.
    pub(crate) collection: Option<FieldId>,
    /// The field `parts : list of` the type itself, if it has one.
    pub(crate) parts: Option<FieldId>,
    /// The field that names a record in a path: the key, else a text field `id`, if there is one.
    pub(crate) id_field: Option<FieldId>,
    /// The declaration.
    pub(crate) span: Span,
}

/// A field of a record type.
#[derive(Clone, Debug)]
pub(crate) struct FieldShape {
    /// `price`
    pub(crate) name: Box<str>,
    /// Its type; `Optional` where `or none` stands.
    pub(crate) ty: Type,
    /// The range of a number or an amount.
    pub(crate) range: Range,
    /// What is meant where the key is left out. `Value::List` of nothing for `[]`.
    pub(crate) left_out: Option<Value>,
    /// Whether the field holds references (or a list of them) to records that stand in a collection.
    pub(crate) reference: bool,
    /// Its title, or empty.
    pub(crate) title: Box<str>,
    /// The question for a supplier, or empty.
    pub(crate) ask: Box<str>,
    /// The declaration.
    pub(crate) span: Span,
}

/// The range of a number: each end with whether it is included. Money ranges compare the amount in any currency,
/// masses, lengths and declared measures the amount in their base unit.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Range {
    /// The least value.
    pub(crate) low: Option<(Number, bool)>,
    /// The greatest value.
    pub(crate) high: Option<(Number, bool)>,
    /// As the author wrote it: `at least 0`.
    pub(crate) words: Box<str>,
}

impl Range {
    /// Whether a value lies in the range; what has no amount does.
    pub(crate) fn holds(&self, value: &Value) -> bool {
        let (Value::Number(number) | Value::Money(number, _) | Value::Amount(number, _)) = value else {
            return true;
        };
        let above = self
            .low
            .as_ref()
            .is_none_or(|(low, included)| number > low || *included && number == low);
        let below = self
            .high
            .as_ref()
            .is_none_or(|(high, included)| number < high || *included && number == high);
        above && below
    }
}

/// An enum.
#[derive(Clone, Debug)]
pub(crate) struct EnumShape {
    /// `PartyKind`
    pub(crate) name: Box<str>,
    /// Names and titles, in order.
    pub(crate) values: Vec<(Box<str>, Box<str>)>,
}

/// A column of which facts may say whether a value is in it.
#[derive(Clone, Debug)]
pub(crate) struct AnswerColumn {
    /// `listed_parties.name`
    pub(crate) name: Box<str>,
    /// With the ruleset: `cn.core.listed_parties.name`.
    pub(crate) full_name: Box<str>,
    /// The table.
    pub(crate) table: TableId,
    /// The column.
    pub(crate) column: ColumnId,
    /// The type of its values.
    pub(crate) ty: Type,
}

/// A table with a key: what its look-ups ask, and what may be answered.
#[derive(Clone, Debug)]
pub(crate) struct AnswerTable {
    /// `rates`
    pub(crate) name: Box<str>,
    /// With the ruleset: `trade.rates`.
    pub(crate) full_name: Box<str>,
    /// The table.
    pub(crate) table: TableId,
    /// Whether it leaves anything open that could be answered.
    pub(crate) is_open: bool,
    /// The columns of the key, in the order of `one row per`.
    pub(crate) keys: Vec<AnswerCell>,
    /// The other columns.
    pub(crate) cells: Vec<AnswerCell>,
}

/// A column of a table with a key.
#[derive(Clone, Debug)]
pub(crate) struct AnswerCell {
    /// `rate`
    pub(crate) name: Box<str>,
    /// The column.
    pub(crate) column: ColumnId,
    /// The type of its cells; `Optional` where `or none` stands.
    pub(crate) ty: Type,
    /// The range of its cells.
    pub(crate) range: Range,
}

impl Shape {
    /// The shape of a record type that this shape made.
    pub(crate) fn record(&self, ty: RecordType) -> &RecordShape {
        self.records.at(ty)
    }
}

impl RecordShape {
    /// The field of this name.
    pub(crate) fn field(&self, name: &str) -> Option<FieldId> {
        self.fields
            .iter_ids()
            .find(|(_, field)| &*field.name == name)
            .map(|(id, _)| id)
    }
}
