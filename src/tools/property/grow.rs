//! Makes records of facts from the vocabulary, and changes them a little: another value, an element more or less.
#![expect(clippy::needless_pass_by_value, reason = "small, and taken over")]
#![expect(clippy::wildcard_enum_match_arm, reason = "what is not named here is none of it")]

use std::cmp::Ordering;
use std::collections::BTreeMap;

use crate::plan::FactStep;
use crate::plan::FieldId;
use crate::plan::FieldShape;
use crate::plan::Range;
use crate::plan::Shape;
use crate::value::Number;
use crate::value::RecordType;
use crate::value::Type;
use crate::value::Value;

use super::dice::Dice;
use super::pool::Candidate;
use super::pool::Pool;
use super::sample::Node;
use super::sample::Sample;
use super::sample::Spot;
use super::sample::World;
use super::sample::single;

/// Records of one type are nested no deeper than this.
const DEEPEST: usize = 3;
/// A record that is made has no more values than this, about.
const LARGEST: usize = 400;

/// Makes and changes records.
pub(super) struct Grower<'p> {
    pub(super) world: &'p World<'p>,
    pub(super) shape: &'p Shape,
    pub(super) pool: &'p Pool,
    pub(super) dice: Dice,
}

/// What a record that is being made has to know of the whole.
struct Whole {
    /// The keys of the records of each identified type.
    keys: BTreeMap<RecordType, Vec<String>>,
    /// How many records there are, for ids.
    records: usize,
    /// How many values there are.
    values: usize,
}

impl Grower<'_> {
    /// A record of facts.
    pub(super) fn sample(&mut self) -> Sample {
        let mut whole = self.whole();
        let root = self.record(self.shape.root, 0, None, &mut whole);
        let mut sample = Sample::new(root);
        self.answer(&mut sample, 4);
        sample
    }

    fn whole(&mut self) -> Whole {
        let mut keys = BTreeMap::new();
        for (ty, record) in self.shape.records.iter_ids() {
            let Some(key) = record.key.and_then(|key| record.fields.get(key)) else {
                continue;
            };
            let count = self.dice.below(3).saturating_add(1);
            keys.insert(ty, self.keys(&record.name, &key.ty, count));
        }
        Whole {
            keys,
            records: 0,
            values: 0,
        }
    }

    /// Keys for records of a type.
    fn keys(&mut self, name: &str, ty: &Type, count: usize) -> Vec<String> {
        if *ty.required() == Type::Text {
            let letter = name.chars().next().unwrap_or('X');
            return (1..=count).map(|number| format!("\"{letter}{number}\"")).collect();
        }
        let all = self.pool.of_type(ty.required());
        all.iter().take(count).map(|candidate| candidate.text.clone()).collect()
    }

    fn record(&mut self, ty: RecordType, depth: usize, key: Option<String>, whole: &mut Whole) -> Node {
        whole.records = whole.records.saturating_add(1);
        let number = whole.records;
        let about = self.shape.record(ty);
        let mut named: Vec<(FieldId, &FieldShape)> = about.fields.iter_ids().collect();
        // By name: no order of files changes a search.
        named.sort_by(|one, other| one.1.name.cmp(&other.1.name));
        let mut fields = Vec::with_capacity(named.len());
        for (field, shape) in named {
            let is_key = about.key == Some(field);
            let is_id = about.id_field == Some(field) && *shape.ty.required() == Type::Text;
            let value = match (&key, is_key, is_id) {
                (Some(key), true, _) => Some(Node::Scalar(key.clone())),
                (_, _, true) => {
                    let letter = about.name.chars().next().unwrap_or('X');
                    Some(Node::Scalar(format!("\"{letter}{number}\"")))
                }
                _ => self.value(shape, depth, whole),
            };
            fields.extend(value.map(|value| (field, value)));
        }
        Node::Record(ty, fields)
    }

    /// A value of a field; `None`: there is none that could be stated.
    fn value(&mut self, field: &FieldShape, depth: usize, whole: &mut Whole) -> Option<Node> {
        whole.values = whole.values.saturating_add(1);
        if matches!(field.ty, Type::Optional(_)) && self.dice.once_in(3) {
            return Some(Node::Scalar("null".to_owned()));
        }
        let Type::List(_) = field.ty.required() else {
            return self.single(field, depth, whole);
        };
        let ty = single(&field.ty);
        let collected = match ty {
            Type::Record(record) if !field.reference => whole.keys.get(record).cloned(),
            _ => None,
        };
        if let (Some(keys), Type::Record(record)) = (collected, ty) {
            let elements = keys
                .into_iter()
                .map(|key| self.record(*record, depth, Some(key), whole))
                .collect();
            return Some(Node::List(elements));
        }
        let most = if whole.values > LARGEST { 0 } else { self.length(depth) };
        let elements = (0..most).filter_map(|_| self.single(field, depth, whole));
        Some(Node::List(elements.collect()))
    }

    /// How many elements a list gets: one more often than none, two or three.
    fn length(&mut self, depth: usize) -> usize {
        if depth >= DEEPEST {
            return 0;
        }
        *self.dice.pick(&[0, 1, 1, 1, 2, 2, 3]).unwrap_or(&1)
    }

    /// A single value of a field, or of an element of its list.
    fn single(&mut self, field: &FieldShape, depth: usize, whole: &mut Whole) -> Option<Node> {
        match single(&field.ty) {
            Type::Record(ty) if field.reference => {
                let keys = whole.keys.get(ty)?;
                let number = self.dice.below(keys.len());
                keys.get(number).cloned().map(Node::Scalar)
            }
            Type::Record(ty) => Some(self.record(*ty, depth.saturating_add(1), None, whole)),
            ty => self.scalar(ty, &field.range).map(Node::Scalar),
        }
    }

    /// A value of a type, within a range.
    fn scalar(&mut self, ty: &Type, range: &Range) -> Option<String> {
        let all = self.pool.of_type(ty);
        for _ in 0..8 {
            let candidate = self.dice.pick(all)?;
            if is_within(candidate, range) {
                return Some(candidate.text.clone());
            }
        }
        let found = all.iter().find(|candidate| is_within(candidate, range))?;
        Some(found.text.clone())
    }

    /// Answers anew, yes for one in so many.
    fn answer(&mut self, sample: &mut Sample, times: usize) {
        sample.inside.clear();
        for answer in sample.answerable(self.world) {
            if self.dice.once_in(times) {
                sample.inside.insert(answer);
            }
        }
    }

    /// The same record, changed at a few places.
    pub(super) fn changed(&mut self, sample: &Sample) -> Sample {
        let mut sample = sample.clone();
        let changes = *self.dice.pick(&[1, 1, 2, 3]).unwrap_or(&1);
        for _ in 0..changes {
            self.change(&mut sample);
        }
        sample
    }

    fn change(&mut self, sample: &mut Sample) {
        let answers = sample.answerable(self.world);
        if !answers.is_empty() && self.dice.once_in(6) {
            if let Some(answer) = self.dice.pick(&answers).cloned()
                && !sample.inside.remove(&answer)
            {
                sample.inside.insert(answer);
            }
            return;
        }
        let spots = sample.root.spots();
        let Some(spot) = self.dice.pick(&spots).cloned() else {
            return;
        };
        let Some(field) = spot.shape(self.shape) else { return };
        if !spot.is_element && matches!(field.ty.required(), Type::List(_)) {
            return self.change_list(sample, &spot, field);
        }
        let about = self.shape.record(spot.record);
        if about.key == Some(spot.field) {
            return;
        }
        if let Some(value) = self.another(sample, &spot, field)
            && let Some(node) = sample.root.at_mut(&spot.place)
        {
            *node = value;
        }
    }

    /// Another value for a place.
    fn another(&mut self, sample: &Sample, spot: &Spot, field: &FieldShape) -> Option<Node> {
        if !spot.is_element && matches!(field.ty, Type::Optional(_)) && self.dice.once_in(5) {
            return Some(Node::Scalar("null".to_owned()));
        }
        match single(&field.ty) {
            Type::Record(ty) if field.reference => {
                let keys = sample.keys(self.shape, *ty);
                self.dice.pick(&keys).cloned().map(Node::Scalar)
            }
            Type::Record(_) => {
                let mut whole = self.whole_of(sample);
                self.single(field, spot.place.len(), &mut whole)
            }
            ty => {
                // A value that stands elsewhere, now and then: rules compare facts with each other.
                if self.dice.once_in(4) {
                    let spots = sample.root.spots();
                    let alike = spots.iter().filter(|other| {
                        let other = other.shape(self.shape);
                        other.is_some_and(|other| !other.reference && single(&other.ty) == ty)
                    });
                    let alike: Vec<&Spot> = alike.collect();
                    if let Some(Node::Scalar(text)) =
                        self.dice.pick(&alike).and_then(|other| sample.root.at(&other.place))
                        && text != "null"
                    {
                        return Some(Node::Scalar(text.clone()));
                    }
                }
                self.scalar(ty, &field.range).map(Node::Scalar)
            }
        }
    }

    fn whole_of(&self, sample: &Sample) -> Whole {
        let types = self.shape.records.iter_ids().filter(|(_, record)| record.key.is_some());
        Whole {
            keys: types.map(|(ty, _)| (ty, sample.keys(self.shape, ty))).collect(),
            records: sample.root.spots().len(),
            values: 0,
        }
    }

    /// An element more, or less, or twice.
    fn change_list(&mut self, sample: &mut Sample, spot: &Spot, field: &FieldShape) {
        let mut whole = self.whole_of(sample);
        let ty = single(&field.ty);
        let key = match ty {
            Type::Record(record) if !field.reference => self.free_key(*record, &whole),
            _ => None,
        };
        let element = match (ty, key) {
            (Type::Record(record), Some(key)) => Some(self.record(*record, spot.place.len(), Some(key), &mut whole)),
            _ => self.single(field, spot.place.len(), &mut whole),
        };
        let way = self.dice.below(3);
        let number = self.dice.below(8);
        let Some(Node::List(elements)) = sample.root.at_mut(&spot.place) else {
            return;
        };
        match (way, element) {
            (0, _) if !elements.is_empty() => {
                let at = number.checked_rem(elements.len()).unwrap_or(0);
                elements.remove(at);
            }
            (_, Some(element)) if elements.len() < 4 => elements.push(element),
            (_, _) => {
                elements.pop();
            }
        }
    }

    /// A key that no record of an identified type has yet.
    fn free_key(&mut self, ty: RecordType, whole: &Whole) -> Option<String> {
        let about = self.shape.record(ty);
        let key = about.fields.get(about.key?)?;
        let used = whole.keys.get(&ty)?;
        let keys = self.keys(&about.name, &key.ty, used.len().saturating_add(1));
        keys.into_iter().find(|key| !used.contains(key))
    }

    /// Makes that a path leads somewhere: what it picks by an id is there.
    pub(super) fn lead(&mut self, sample: &mut Sample, path: &[FactStep]) {
        let mut place = Vec::new();
        let mut above: Option<(RecordType, FieldId)> = None;
        for step in path {
            let Some(node) = sample.root.at(&place) else { return };
            match (node, step) {
                (Node::Record(ty, fields), FactStep::Field(wanted)) => {
                    let Some(number) = fields.iter().position(|(field, _)| field == wanted) else {
                        return;
                    };
                    above = Some((*ty, *wanted));
                    place.push(number);
                }
                (Node::List(_), FactStep::Key(_) | FactStep::Number(_)) => {
                    let Some(number) = self.picked(sample, &place, above, step) else {
                        return;
                    };
                    place.push(number);
                }
                _ => return,
            }
        }
    }

    /// The number of the element that a step picks; it is made if it is not there.
    fn picked(
        &mut self,
        sample: &mut Sample,
        place: &[usize],
        above: Option<(RecordType, FieldId)>,
        step: &FactStep,
    ) -> Option<usize> {
        let (record, field) = above?;
        let field = self.shape.record(record).fields.get(field)?;
        let Type::Record(ty) = single(&field.ty) else {
            return None;
        };
        let id = self.shape.record(*ty).id_field;
        let wanted = match step {
            FactStep::Number(number) => {
                let Some(Node::List(elements)) = sample.root.at(place) else {
                    return None;
                };
                return (*number < elements.len()).then_some(*number);
            }
            FactStep::Key(key) => serde_json::Value::from(&**key).to_string(),
            FactStep::Field(_) => return None,
        };
        let mut whole = self.whole_of(sample);
        let fresh = self.single(field, place.len(), &mut whole);
        let Some(Node::List(elements)) = sample.root.at_mut(place) else {
            return None;
        };
        if let Some(number) = elements
            .iter()
            .position(|element| id.and_then(|id| element.scalar_of(id)) == Some(wanted.as_str()))
        {
            return Some(number);
        }
        if elements.is_empty() {
            elements.extend(fresh);
        }
        let Some(Node::Record(_, fields)) = elements.first_mut() else {
            return None;
        };
        let id = fields.iter_mut().find(|(field, _)| Some(*field) == id);
        id.map(|(_, value)| *value = Node::Scalar(wanted)).map(|()| 0)
    }
}

/// Whether a value is within the range of its field.
pub(super) fn is_within(candidate: &Candidate, range: &Range) -> bool {
    let Some(value) = &candidate.value else { return true };
    let (Value::Number(number) | Value::Money(number, _) | Value::Amount(number, _)) = value else {
        return true;
    };
    let inside = |end: &Option<(Number, bool)>, wanted: Ordering| match end {
        Some((end, included)) => {
            let order = number.cmp(end);
            order == wanted || *included && order.is_eq()
        }
        None => true,
    };
    inside(&range.low, Ordering::Greater) && inside(&range.high, Ordering::Less)
}
