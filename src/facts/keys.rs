//! Record types made ready for reading: each key leads to its slot without allocation.
//!
//! Facts come from programs, and programs write keys in one order: after each field it is remembered which came next,
//! and that one is tried first. Only where that fails, the fields of the same length are gone through.

use crate::facts::Cell;
use crate::facts::CellValue;
use crate::plan::FieldId;
use crate::plan::FieldShape;
use crate::plan::RecordShape;
use crate::value::Dimension;
use crate::value::EnumId;
use crate::value::RecordType;
use crate::value::SchemeId;
use crate::value::Type;
use crate::value::Value;

/// What a field, or an element of its list, holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Yes or no.
    Boolean,
    /// A text.
    Text,
    /// A whole number.
    Integer,
    /// A number.
    Decimal,
    /// `"0.1%"`
    Percent,
    /// `"48000 EUR"`
    Money,
    /// `"2 kg"`
    Amount(Dimension),
    /// `"2026-12-01"`
    Date,
    /// `"30 days"`
    Duration,
    /// `"CN"`
    Country,
    /// `"EUR"`
    Currency,
    /// A code.
    Code(SchemeId),
    /// A name of an enum.
    Enum(EnumId),
    /// A record that stands here.
    Record(RecordType),
    /// The key of a record that stands in its collection.
    Reference(RecordType),
    /// Nothing that facts could say.
    Nothing,
}

/// A field.
#[derive(Clone, Debug)]
pub(super) struct Slot {
    pub(super) name: Box<str>,
    /// The key as programs write it: `"name":`.
    pub(super) quoted: Box<str>,
    pub(super) kind: Kind,
    pub(super) is_list: bool,
    pub(super) is_optional: bool,
    pub(super) has_range: bool,
}

/// A record type.
#[derive(Clone, Debug)]
pub(super) struct Table {
    pub(super) slots: Vec<Slot>,
    /// What a new record of this type holds before anything is read.
    pub(super) template: Vec<Cell>,
    pub(super) key: Option<FieldId>,
    pub(super) parts: Option<FieldId>,
    /// For each field, and before the first: the field that came next the last time.
    next: Vec<u16>,
}

impl Table {
    pub(super) fn new(record: &RecordShape) -> Table {
        let slots: Vec<Slot> = record.fields.iter().map(Slot::new).collect();
        let template = record.fields.iter().map(|field| Cell {
            value: field
                .left_out
                .as_ref()
                .map_or(CellValue::LeftOut, |value| CellValue::Default(default_of(value))),
            place: (0, 0),
            evidence: 0,
        });
        let next = (0..=slots.len())
            .map(|index| u16::try_from(index).unwrap_or(u16::MAX))
            .collect();
        Table {
            template: template.collect(),
            key: record.key,
            parts: record.parts,
            next,
            slots,
        }
    }

    /// The slot that is likely to come next; `previous` as in [`Table::find`].
    #[inline]
    pub(super) fn expected(&self, previous: usize) -> Option<(usize, &Slot)> {
        let expected = usize::from(*self.next.get(previous)?);
        Some((expected, self.slots.get(expected)?))
    }

    /// The slot of a key; `previous` is the number of the field before it plus one, 0 at the start.
    #[inline]
    pub(super) fn find(&mut self, key: &str, previous: usize) -> Option<usize> {
        let expected = usize::from(self.next.get(previous).copied().unwrap_or(0));
        if self.slots.get(expected).is_some_and(|slot| &*slot.name == key) {
            return Some(expected);
        }
        let found = self.slots.iter().position(|slot| &*slot.name == key)?;
        if let Some(next) = self.next.get_mut(previous) {
            *next = u16::try_from(found).unwrap_or(0);
        }
        Some(found)
    }
}

impl Slot {
    fn new(field: &FieldShape) -> Slot {
        let is_optional = matches!(field.ty, Type::Optional(_));
        let ty = field.ty.required();
        let element = if let Type::List(element) = ty {
            Some(element.required())
        } else {
            None
        };
        let is_list = element.is_some();
        let kind = kind_of(element.unwrap_or(ty), field.reference);
        let has_range = field.range.low.is_some() || field.range.high.is_some();
        Slot {
            name: field.name.clone(),
            quoted: format!("\"{}\":", field.name).into(),
            kind,
            is_list,
            is_optional,
            has_range,
        }
    }
}

/// What a value of this type is written as.
pub(super) fn kind_of(ty: &Type, reference: bool) -> Kind {
    match ty {
        Type::Boolean => Kind::Boolean,
        Type::Text => Kind::Text,
        Type::Integer => Kind::Integer,
        Type::Decimal => Kind::Decimal,
        Type::Percent => Kind::Percent,
        Type::Money => Kind::Money,
        Type::Amount(dimension) => Kind::Amount(*dimension),
        Type::Date => Kind::Date,
        Type::Duration => Kind::Duration,
        Type::Country => Kind::Country,
        Type::Currency => Kind::Currency,
        Type::Code(scheme) => Kind::Code(*scheme),
        Type::Enum(id) => Kind::Enum(*id),
        Type::Record(ty) if reference => Kind::Reference(*ty),
        Type::Record(ty) => Kind::Record(*ty),
        Type::Optional(inner) => kind_of(inner, reference),
        Type::Error | Type::Row(_) | Type::Outcome(_) | Type::List(_) | Type::None => Kind::Nothing,
    }
}

/// A list of nothing is one of the facts' lists, as one that is written.
fn default_of(value: &Value) -> Value {
    if let Value::List(list) = value
        && list.is_empty()
    {
        Value::Elements(0, 0)
    } else {
        value.clone()
    }
}
