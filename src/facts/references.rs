//! References: a key, written where somebody is meant, becomes the record that has it.
//!
//! Records stand in one list and may be referred to before they come, so this is done when all facts have been read.
//! Circles are allowed: nothing is followed here.

use std::collections::BTreeSet;

use crate::data::pull::Pull;
use crate::facts::CellValue;
use crate::facts::bind::Reading;
use crate::facts::bind::Target;
use crate::facts::errors;
use crate::facts::errors::Whereabouts;
use crate::ids::Id;
use crate::value::RecordRef;
use crate::value::RecordType;
use crate::value::Value;

/// A key that stands for a record.
#[derive(Clone, Copy, Debug)]
pub(super) struct Pending {
    pub(super) target: Target,
    /// The type of the record.
    pub(super) ty: RecordType,
    /// The cell or the element that holds the key.
    pub(super) at: usize,
}

impl<'t, R: Pull<'t>> Reading<'_, 't, R> {
    /// Puts records in the place of keys. A list of references is a set.
    pub(super) fn resolve(&mut self) {
        self.collect_keys();
        let pending = std::mem::take(&mut self.scratch.pending);
        let mut lists: Vec<usize> = Vec::new();
        for waiting in &pending {
            let key = if waiting.target.element.is_some() {
                self.facts.elements.get(waiting.at)
            } else {
                match self.facts.cells.get(waiting.at).map(|cell| &cell.value) {
                    Some(CellValue::Known(key)) => Some(key),
                    Some(CellValue::LeftOut | CellValue::Default(_)) | None => None,
                }
            };
            let Some(key) = key.cloned() else { continue };
            match self.record_with(waiting.ty, &key) {
                Some(record) => self.put(waiting, record, &mut lists),
                None => self.nobody(waiting, &key),
            }
        }
        self.scratch.pending = pending;
        lists.dedup();
        for cell in lists {
            self.without_doubles(cell);
        }
    }

    /// All records that can be referred to, by type and key.
    fn collect_keys(&mut self) {
        let mut sorted = std::mem::take(&mut self.scratch.sorted);
        sorted.clear();
        for (index, entry) in self.facts.records.iter().enumerate() {
            let record = RecordRef::from_index(index);
            let key = self.scratch.tables.get(entry.ty.index()).and_then(|table| table.key);
            if let Some(CellValue::Known(key)) =
                key.and_then(|key| self.facts.cell(record, key)).map(|cell| &cell.value)
            {
                sorted.push((entry.ty, key.clone(), record));
            }
        }
        sorted.sort_unstable();
        for (first, second) in sorted.iter().zip(sorted.iter().skip(1)) {
            if (first.0, &first.1) == (second.0, &second.1) {
                self.same_key(first.2, second.2);
            }
        }
        self.scratch.sorted = sorted;
    }

    #[cold]
    fn same_key(&mut self, first: RecordRef, second: RecordRef) {
        let place = |record: RecordRef| {
            let entry = self.facts.record(record)?;
            let shape = self.shape.record(entry.ty);
            let cell = self.facts.cell(record, shape.key?)?;
            Some((&shape.name, self.facts.span(cell.place)))
        };
        if let (Some((name, at)), Some((_, first))) = (place(second), place(first)) {
            let key = self.written(at.range());
            let diagnostic = errors::same_key(name, key, at, first);
            self.problem(Whereabouts::Record(second), diagnostic);
        }
    }

    fn record_with(&self, ty: RecordType, key: &Value) -> Option<RecordRef> {
        let sorted = &self.scratch.sorted;
        let at = sorted.partition_point(|(other, value, _)| (*other, value) < (ty, key));
        let (found, value, record) = sorted.get(at)?;
        (*found == ty && value == key).then_some(*record)
    }

    fn put(&mut self, waiting: &Pending, record: RecordRef, lists: &mut Vec<usize>) {
        if waiting.target.element.is_some() {
            if let Some(element) = self.facts.elements.get_mut(waiting.at) {
                *element = Value::Record(record);
            }
            if waiting.target.element != Some(0) {
                lists.push(waiting.target.cell);
            }
        } else if let Some(cell) = self.facts.cells.get_mut(waiting.at) {
            cell.value = CellValue::Known(Value::Record(record));
        }
    }

    #[cold]
    fn nobody(&mut self, waiting: &Pending, key: &Value) {
        let place = if waiting.target.element.is_some() {
            self.facts.element_places.get(waiting.at).copied()
        } else {
            self.facts.cells.get(waiting.at).map(|cell| cell.place)
        };
        let at = self.facts.span(place.unwrap_or((0, 0)));
        let texts = &self.facts.texts;
        let said = |value: &Value| match value {
            Value::Text(id) | Value::Code(_, id) => Some(*id),
            Value::None
            | Value::Boolean(_)
            | Value::Number(_)
            | Value::Money(..)
            | Value::Amount(..)
            | Value::Date(_)
            | Value::Duration(_)
            | Value::Country(_)
            | Value::Currency(_)
            | Value::Enum(..)
            | Value::Outcome(..)
            | Value::Record(_)
            | Value::Row(_)
            | Value::List(_)
            | Value::Elements(..) => None,
        };
        let of_type = self.scratch.sorted.iter().filter(|(ty, _, _)| *ty == waiting.ty);
        let keys: Vec<&str> = of_type
            .filter_map(|(_, key, _)| said(key))
            .map(|id| texts.get(id))
            .take(1000)
            .collect();
        let key = said(key).map_or("", |id| texts.get(id));
        let diagnostic = errors::nobody(self.shape, waiting.ty, key, &keys, at);
        self.problem(waiting.target.whereabouts(), diagnostic);
    }

    /// Leaves each record once in the list of this cell, the first time.
    fn without_doubles(&mut self, cell: usize) {
        let Some(cell) = self.facts.cells.get_mut(cell) else {
            return;
        };
        let CellValue::Known(Value::Elements(start, length)) = &mut cell.value else {
            return;
        };
        let from = usize::try_from(*start).unwrap_or(usize::MAX);
        let end = from.saturating_add(usize::try_from(*length).unwrap_or(0));
        let mut seen = BTreeSet::new();
        let mut to = from;
        for at in from..end {
            let Some(value) = self.facts.elements.get(at).cloned() else {
                continue;
            };
            let Some(place) = self.facts.element_places.get(at).copied() else {
                continue;
            };
            if seen.insert(value.clone()) {
                if let (Some(slot), Some(kept)) =
                    (self.facts.elements.get_mut(to), self.facts.element_places.get_mut(to))
                {
                    *slot = value;
                    *kept = place;
                }
                to = to.saturating_add(1);
            }
        }
        *length = u32::try_from(to.saturating_sub(from)).unwrap_or(u32::MAX);
    }

    fn written(&self, range: std::ops::Range<usize>) -> &str {
        self.text.text.get(range).unwrap_or("").trim_matches(['"', '\''])
    }
}
