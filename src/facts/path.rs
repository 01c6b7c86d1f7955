//! Where a fact stands, as people write it: `shipment.items["M1"].parts["T1"].origin`.
//!
//! A record in a list is named by its `id` if no other record of the list has the same, else counted from 1. Ids may
//! stand anywhere in their record, so paths are made when all of it has been read. Language reference: "Tests".

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
    /// Of all records in lists that have an id: list, id, record; sorted.
    ids: Vec<(RecordRef, FieldId, TextId, RecordRef)>,
}

impl<'f> Paths<'f> {
    /// Looks through all ids once.
    pub(crate) fn new(shape: &'f Shape, facts: &'f Facts) -> Paths<'f> {
        let mut ids = Vec::new();
        for (index, entry) in facts.records.iter().enumerate() {
            let record = RecordRef::from_index(index);
            if let (Some((parent, field, _)), Some(id)) = (entry.parent, id_of(shape, facts, record)) {
                ids.push((parent, field, id, record));
            }
        }
        ids.sort_unstable();
        Paths { shape, facts, ids }
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

    fn is_only(&self, parent: RecordRef, field: FieldId, id: TextId) -> bool {
        let first = self
            .ids
            .partition_point(|entry| (entry.0, entry.1, entry.2) < (parent, field, id));
        let second = self.ids.get(first.saturating_add(1));
        second.is_none_or(|entry| (entry.0, entry.1, entry.2) != (parent, field, id))
    }
}

/// The id of a record, if its type has one and it is stated as a text.
fn id_of(shape: &Shape, facts: &Facts, record: RecordRef) -> Option<TextId> {
    let field = shape.record(facts.record(record)?.ty).id_field?;
    match &facts.cell(record, field)?.value {
        CellValue::Known(Value::Text(id)) => Some(*id),
        CellValue::Known(_) | CellValue::Default(_) | CellValue::LeftOut => None,
    }
}

fn escaped(id: &str) -> String {
    text::escape(id).replace('\\', "\\\\").replace('"', "\\\"")
}
