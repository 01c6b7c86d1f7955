//! Where a fact stands, as people write it: `shipment.items["M1"].parts["T1"].origin`.
//!
//! A record in a list is named by its `id` if no other record of the list has the same, else counted from 1: so a path
//! leads to one place. Ids may stand anywhere in their record, so paths are made when all of it has been read. The only
//! writer of paths: mistakes, answers and explanations name a fact in the same way. Language reference: "Tests".

use std::borrow::Cow;
use std::cmp::Ordering;

use crate::facts::CellValue;
use crate::facts::Facts;
use crate::ids::Id;
use crate::plan::FieldId;
use crate::plan::Shape;
use crate::text;
use crate::value::RecordRef;
use crate::value::TextId;
use crate::value::Type;
use crate::value::Value;

/// Makes paths in the facts of one record.
pub(crate) struct Paths<'f> {
    shape: &'f Shape,
    facts: &'f Facts,
    ids: Cow<'f, [Named]>,
}

/// A record in a list that has an id: the id, the list, the record. Sorted, so that records of one id, and of one id in
/// one list, stand together.
pub(super) type Named = (TextId, RecordRef, FieldId, RecordRef);

impl<'f> Paths<'f> {
    /// Looks through all ids, of facts that are still being read.
    pub(super) fn new(shape: &'f Shape, facts: &'f Facts) -> Paths<'f> {
        Paths {
            shape,
            facts,
            ids: Cow::Owned(ids(shape, facts)),
        }
    }

    /// The same of facts that have been read: they keep what was found.
    pub(crate) fn of(shape: &'f Shape, facts: &'f Facts) -> Paths<'f> {
        Paths {
            shape,
            facts,
            ids: Cow::Borrowed(facts.ids.get_or_init(|| ids(shape, facts))),
        }
    }

    /// The path of a record; empty for the record of the top-level facts.
    pub(crate) fn record(&self, record: RecordRef) -> String {
        let mut steps = Vec::new();
        let mut at = record;
        while let Some((parent, field, number)) = self.facts.record(at).and_then(|entry| entry.parent) {
            steps.push(self.step(parent, field, Some((at, number))));
            at = parent;
        }
        steps.reverse();
        steps.join(".")
    }

    /// The path of a field, or of an element of its list (from 0).
    pub(crate) fn field(&self, record: RecordRef, field: FieldId, element: Option<u32>) -> String {
        let mut path = self.record(record);
        if !path.is_empty() {
            path.push('.');
        }
        path.push_str(&self.step(record, field, None));
        if let Some(element) = element {
            path = format!("{path}[{}]", element.saturating_add(1));
        }
        path
    }

    /// What a record is called in a sentence: its id, or its type.
    pub(crate) fn name(&self, record: RecordRef) -> String {
        match (id_of(self.shape, self.facts, record), self.facts.record(record)) {
            (Some(id), _) => text::brief(self.facts.texts.get(id)),
            (None, Some(entry)) => self.shape.record(entry.ty).name.to_string(),
            (None, None) => String::new(),
        }
    }

    /// `items["M1"]`: a field, and which record of its list.
    fn step(&self, parent: RecordRef, field: FieldId, inside: Option<(RecordRef, u32)>) -> String {
        let shape = self.facts.record(parent).map(|entry| self.shape.record(entry.ty));
        let Some(field_shape) = shape.and_then(|shape| shape.fields.get(field)) else {
            return String::new();
        };
        let name = &field_shape.name;
        match inside {
            Some((record, number)) if matches!(field_shape.ty.required(), Type::List(_)) => {
                match id_of(self.shape, self.facts, record).filter(|id| self.is_only(parent, field, *id)) {
                    Some(id) => format!("{name}[\"{}\"]", escaped(self.facts.texts.get(id))),
                    None => format!("{name}[{}]", number.saturating_add(1)),
                }
            }
            Some(_) | None => name.to_string(),
        }
    }

    /// The field of a record in short: `TB.origin` where no other record has that id, else its path.
    pub(crate) fn short(&self, record: RecordRef, field: FieldId) -> String {
        let id = id_of(self.shape, self.facts, record);
        match id.filter(|id| self.first_two(|entry| entry.0.cmp(id)).1.is_none()) {
            Some(id) => {
                let shape = self.facts.record(record).map(|entry| self.shape.record(entry.ty));
                let name = shape
                    .and_then(|shape| shape.fields.get(field))
                    .map_or("", |field| &field.name);
                format!("{}.{name}", self.facts.texts.get(id))
            }
            None => self.field(record, field, None),
        }
    }

    fn is_only(&self, parent: RecordRef, field: FieldId, id: TextId) -> bool {
        let same = self.first_two(|entry| (entry.0, entry.1, entry.2).cmp(&(id, parent, field)));
        same.1.is_none()
    }

    /// The first two entries for which the order is equal.
    fn first_two(&self, order: impl Fn(&Named) -> Ordering) -> (Option<&Named>, Option<&Named>) {
        let first = self.ids.partition_point(|entry| order(entry).is_lt());
        let mut same = self.ids.iter().skip(first).take_while(|entry| order(entry).is_eq());
        (same.next(), same.next())
    }
}

/// All records in lists that have an id.
fn ids(shape: &Shape, facts: &Facts) -> Vec<Named> {
    let mut ids = Vec::new();
    for (index, entry) in facts.records.iter().enumerate() {
        let record = RecordRef::from_index(index);
        if let (Some((parent, field, _)), Some(id)) = (entry.parent, id_of(shape, facts, record)) {
            ids.push((id, parent, field, record));
        }
    }
    ids.sort_unstable();
    ids
}

/// The id of a record, if its type has one and it is stated as a text.
fn id_of(shape: &Shape, facts: &Facts, record: RecordRef) -> Option<TextId> {
    let field = shape.record(facts.record(record)?.ty).id_field?;
    match &facts.cell(record, field)?.value {
        CellValue::Known(Value::Text(id)) | CellValue::Default(Value::Text(id)) => Some(*id),
        CellValue::Known(_) | CellValue::Default(_) | CellValue::LeftOut => None,
    }
}

fn escaped(id: &str) -> String {
    text::escape(id).replace('\\', "\\\\").replace('"', "\\\"")
}
