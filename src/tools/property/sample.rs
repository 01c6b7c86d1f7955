//! A record of facts while it is being searched: a tree whose leaves are JSON, with what is answered about lists.
//!
//! Trees are never deep: what is made here stops after a few levels of parts, and deeper facts of cases are not taken.
#![expect(clippy::wildcard_enum_match_arm, reason = "what is not named here is none of it")]
#![expect(
    clippy::type_complexity,
    reason = "a pair of what is worked out together, named where it is read"
)]

use std::collections::BTreeSet;

use crate::facts::CellValue;
use crate::facts::Facts;
use crate::facts::text_of;
use crate::plan::ColumnId;
use crate::plan::FactStep;
use crate::plan::FieldId;
use crate::plan::FieldShape;
use crate::plan::Plan;
use crate::plan::Shape;
use crate::value::RecordRef;
use crate::value::RecordType;
use crate::value::TableId;
use crate::value::Type;
use crate::value::Value;

/// Longer records are laid out over several lines.
const WIDTH: usize = 100;
/// Deeper facts are not searched.
const DEEPEST: usize = 16;

/// What facts may say.
pub(super) struct World<'p> {
    /// The vocabulary.
    pub(super) shape: &'p Shape,
    /// The lists about which facts may say whether something is in them.
    lists: Vec<AnsweredList>,
}

/// A list about which facts may say something.
struct AnsweredList {
    name: String,
    ty: Type,
    table: TableId,
    column: ColumnId,
    /// Of a list that is complete: the values of which it is not certain that they are in it.
    only: Option<BTreeSet<String>>,
}

impl<'p> World<'p> {
    /// What the facts of a plan may say.
    pub(super) fn of(plan: &'p Plan) -> World<'p> {
        let shape = &plan.shape;
        let lists = shape.answerable.iter().map(|answerable| {
            let ty = answerable.ty.required().clone();
            let table = plan.tables.at(answerable.table);
            let column = table.columns.get(answerable.column);
            let uncertain = column.map_or(&[][..], |column| column.uncertain.as_slice()).iter();
            let uncertain = uncertain.filter_map(|(value, _)| text_of(value, &ty, shape, &plan.texts));
            AnsweredList {
                name: answerable.full_name.to_string(),
                table: answerable.table,
                column: answerable.column,
                only: table.incomplete.is_none().then(|| uncertain.collect()),
                ty,
            }
        });
        World {
            shape,
            lists: lists.collect(),
        }
    }
}

/// A value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Node {
    /// As JSON.
    Scalar(String),
    /// The fields that are stated.
    Record(RecordType, Vec<(FieldId, Node)>),
    /// The elements.
    List(Vec<Node>),
}

/// A record of facts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Sample {
    /// The facts.
    pub(super) root: Node,
    /// Which values, as JSON, are answered to be in which list (by full name); all others are not in it.
    pub(super) inside: BTreeSet<(String, String)>,
    /// About which nothing is answered.
    pub(super) silent: BTreeSet<(String, String)>,
}

/// Where a value stands in a tree: at each level the number of the entry or of the element.
pub(super) type Place = Vec<usize>;

/// A value in a tree, with what its field says of it.
#[derive(Clone, Debug)]
pub(super) struct Spot {
    pub(super) place: Place,
    pub(super) record: RecordType,
    pub(super) field: FieldId,
    /// Whether it is an element of the list of the field.
    pub(super) is_element: bool,
}

impl Spot {
    /// The field.
    pub(super) fn shape<'s>(&self, shape: &'s Shape) -> Option<&'s FieldShape> {
        shape.records.get(self.record)?.fields.get(self.field)
    }
}

/// The type of an element of a list, or of the value itself; without `or none`.
pub(super) fn single(ty: &Type) -> &Type {
    match ty.required() {
        Type::List(element) => element.required(),
        other => other,
    }
}

impl Node {
    /// The value at a place.
    pub(super) fn at(&self, place: &[usize]) -> Option<&Node> {
        place.iter().try_fold(self, |node, step| match node {
            Node::Record(_, fields) => fields.get(*step).map(|(_, node)| node),
            Node::List(elements) => elements.get(*step),
            Node::Scalar(_) => None,
        })
    }

    /// The value at a place, to be changed.
    pub(super) fn at_mut(&mut self, place: &[usize]) -> Option<&mut Node> {
        place.iter().try_fold(self, |node, step| match node {
            Node::Record(_, fields) => fields.get_mut(*step).map(|(_, node)| node),
            Node::List(elements) => elements.get_mut(*step),
            Node::Scalar(_) => None,
        })
    }

    /// All values below the root, outer ones first.
    pub(super) fn spots(&self) -> Vec<Spot> {
        let mut spots = Vec::new();
        let mut open: Vec<(&Node, Place, Option<(RecordType, FieldId)>)> = vec![(self, Vec::new(), None)];
        while let Some((node, place, of)) = open.pop() {
            match node {
                Node::Scalar(_) => {}
                Node::Record(record, fields) => {
                    for (number, (field, value)) in fields.iter().enumerate() {
                        let mut inside = place.clone();
                        inside.push(number);
                        spots.push(Spot {
                            place: inside.clone(),
                            record: *record,
                            field: *field,
                            is_element: false,
                        });
                        open.push((value, inside, Some((*record, *field))));
                    }
                }
                Node::List(elements) => {
                    for (number, value) in elements.iter().enumerate() {
                        let mut inside = place.clone();
                        inside.push(number);
                        if let Some((record, field)) = of {
                            spots.push(Spot {
                                place: inside.clone(),
                                record,
                                field,
                                is_element: true,
                            });
                        }
                        open.push((value, inside, None));
                    }
                }
            }
        }
        spots.sort_by(|one, other| (one.place.len(), &one.place).cmp(&(other.place.len(), &other.place)));
        spots
    }

    /// Appends it as JSON.
    fn write(&self, shape: &Shape, out: &mut String) {
        match self {
            Node::Scalar(text) => out.push_str(text),
            Node::Record(ty, fields) => {
                out.push('{');
                for (number, (field, value)) in fields.iter().enumerate() {
                    let fields = shape.records.get(*ty).map(|record| &record.fields);
                    let name = fields
                        .and_then(|fields| fields.get(*field))
                        .map_or("", |field| &field.name);
                    if number > 0 {
                        out.push_str(", ");
                    }
                    out.push('"');
                    out.push_str(name);
                    out.push_str("\": ");
                    value.write(shape, out);
                }
                out.push('}');
            }
            Node::List(elements) => {
                out.push('[');
                for (number, value) in elements.iter().enumerate() {
                    if number > 0 {
                        out.push_str(", ");
                    }
                    value.write(shape, out);
                }
                out.push(']');
            }
        }
    }

    /// Appends it as JSON over several lines, where it is too long for one.
    fn lay_out(&self, shape: &Shape, indent: usize, out: &mut String) {
        let mut flat = String::new();
        self.write(shape, &mut flat);
        let is_short = indent > 0 && flat.len().saturating_add(indent) <= WIDTH;
        let inside = indent.saturating_add(2);
        let pad = " ".repeat(inside);
        match self {
            Node::Record(ty, fields) if !is_short && !fields.is_empty() => {
                let about = shape.record(*ty);
                for (number, (field, value)) in fields.iter().enumerate() {
                    let name = about.fields.get(*field).map_or("", |field| &field.name);
                    out.push_str(if number == 0 { "{\n" } else { ",\n" });
                    out.push_str(&[&pad, "\"", name, "\": "].concat());
                    value.lay_out(shape, inside, out);
                }
                out.push_str(&["\n", &" ".repeat(indent), "}"].concat());
            }
            Node::List(elements) if !is_short && !elements.is_empty() => {
                for (number, value) in elements.iter().enumerate() {
                    out.push_str(if number == 0 { "[\n" } else { ",\n" });
                    out.push_str(&pad);
                    value.lay_out(shape, inside, out);
                }
                out.push_str(&["\n", &" ".repeat(indent), "]"].concat());
            }
            Node::Record(..) | Node::List(_) | Node::Scalar(_) => out.push_str(&flat),
        }
    }

    /// The text of a field of a record.
    pub(super) fn scalar_of(&self, wanted: FieldId) -> Option<&str> {
        let Node::Record(_, fields) = self else { return None };
        match fields.iter().find(|(field, _)| *field == wanted)? {
            (_, Node::Scalar(text)) => Some(text),
            (_, Node::Record(..) | Node::List(_)) => None,
        }
    }
}

impl Sample {
    /// A sample without answers.
    pub(super) fn new(root: Node) -> Sample {
        Sample {
            root,
            inside: BTreeSet::new(),
            silent: BTreeSet::new(),
        }
    }

    /// The keys of the records of an identified type.
    pub(super) fn keys(&self, shape: &Shape, ty: RecordType) -> Vec<String> {
        let about = shape.record(ty);
        let (Some(key), Some(collection), Node::Record(_, fields)) = (about.key, about.collection, &self.root) else {
            return Vec::new();
        };
        let list = fields.iter().find(|(field, _)| *field == collection);
        let Some((_, Node::List(elements))) = list else {
            return Vec::new();
        };
        let keys = elements.iter().filter_map(|element| element.scalar_of(key));
        keys.map(str::to_owned).collect()
    }

    /// What may be answered: lists and values, each once.
    pub(super) fn answerable(&self, world: &World<'_>) -> Vec<(String, String)> {
        let mut found = BTreeSet::new();
        let shape = world.shape;
        let spots = if world.lists.is_empty() {
            Vec::new()
        } else {
            self.root.spots()
        };
        for spot in spots {
            let (Some(field), Some(Node::Scalar(text))) = (spot.shape(shape), self.root.at(&spot.place)) else {
                continue;
            };
            if field.reference || text == "null" {
                continue;
            }
            for list in world.lists.iter().filter(|list| list.ty == *single(&field.ty)) {
                if list.only.as_ref().is_none_or(|only| only.contains(text)) {
                    found.insert((list.name.clone(), text.clone()));
                }
            }
        }
        found.into_iter().collect()
    }

    /// The answers as JSON.
    fn answers(&self, world: &World<'_>) -> Vec<String> {
        let answers = self.answerable(world).into_iter();
        let stated = answers.filter(|answer| !self.silent.contains(answer));
        let text = stated.map(|answer| {
            let is_in = self.inside.contains(&answer);
            let (list, value) = answer;
            format!("{{\"list\": \"{list}\", \"value\": {value}, \"is_in\": {is_in}, \"$date\": \"9999-12-31\"}}")
        });
        text.collect()
    }

    /// The record as JSON.
    pub(super) fn text(&self, world: &World<'_>) -> String {
        let mut out = String::new();
        self.root.write(world.shape, &mut out);
        let answers = self.answers(world);
        if !answers.is_empty() && out.ends_with('}') {
            out.pop();
            let comma = if out.len() > 1 { ", " } else { "" };
            out.push_str(&[comma, "\"$answers\": [", &answers.join(", "), "]}"].concat());
        }
        out
    }

    /// The record as a fact file that people read.
    pub(super) fn pretty(&self, world: &World<'_>) -> String {
        let mut out = String::new();
        self.root.lay_out(world.shape, 0, &mut out);
        let answers = self.answers(world);
        if !answers.is_empty() && out.ends_with('}') {
            out.pop();
            let before = out.trim_end().len();
            out.truncate(before);
            let comma = if before > 1 { "," } else { "" };
            let answers = answers.join(",\n    ");
            out.push_str(&[comma, "\n  \"$answers\": [\n    ", &answers, "\n  ]\n}"].concat());
        }
        out.push('\n');
        out
    }

    /// The places of the values that a path leads to.
    pub(super) fn places(&self, shape: &Shape, path: &[FactStep]) -> Vec<Place> {
        let mut reached: Vec<(Place, &Node)> = vec![(Vec::new(), &self.root)];
        for step in path {
            let mut next = Vec::new();
            for (place, node) in reached {
                enter(shape, (&place, node), step, &mut next);
            }
            reached = next;
        }
        let scalars = reached.into_iter().filter(|(_, node)| matches!(node, Node::Scalar(_)));
        scalars.map(|(place, _)| place).collect()
    }

    /// The facts of a record that was read; `None` if they are nested deeper than is searched.
    pub(super) fn of_facts(facts: &Facts, world: &World<'_>) -> Option<Sample> {
        let shape = world.shape;
        let mut sample = Sample::new(record_node(facts, shape, facts.root(), 0)?);
        for answer in facts.answers.iter().filter(|answer| answer.is_in) {
            let mut lists = world.lists.iter();
            let list = lists.find(|list| list.table == answer.table && list.column == answer.column)?;
            let value = text_of(&answer.value, &list.ty, shape, &facts.texts)?;
            sample.inside.insert((list.name.clone(), value));
        }
        Some(sample)
    }
}

/// One step of a path from a value; a list that is not picked from is gone through.
fn enter<'n>(shape: &Shape, (place, node): (&Place, &'n Node), step: &FactStep, next: &mut Vec<(Place, &'n Node)>) {
    let further = |number: usize| {
        let mut inside = place.clone();
        inside.push(number);
        inside
    };
    match (node, step) {
        (Node::Record(_, fields), FactStep::Field(wanted)) => {
            for (number, (field, value)) in fields.iter().enumerate() {
                if field == wanted {
                    next.push((further(number), value));
                }
            }
        }
        (Node::List(elements), FactStep::Field(_)) => {
            for (number, element) in elements.iter().enumerate() {
                let inside = further(number);
                if matches!(element, Node::Record(..)) {
                    enter(shape, (&inside, element), step, next);
                }
            }
        }
        (Node::List(elements), FactStep::Number(number)) => {
            next.extend(elements.get(*number).map(|element| (further(*number), element)));
        }
        (Node::List(elements), FactStep::Key(key)) => {
            let wanted = serde_json::Value::from(&**key).to_string();
            for (number, element) in elements.iter().enumerate() {
                let Node::Record(ty, _) = element else { continue };
                let id = shape.record(*ty).id_field.and_then(|id| element.scalar_of(id));
                if id == Some(wanted.as_str()) {
                    next.push((further(number), element));
                }
            }
        }
        (Node::Scalar(_), _) | (Node::Record(..), FactStep::Number(_) | FactStep::Key(_)) => {}
    }
}

fn record_node(facts: &Facts, shape: &Shape, record: RecordRef, depth: usize) -> Option<Node> {
    let ty = facts.record(record)?.ty;
    if depth > DEEPEST {
        return None;
    }
    let mut fields = Vec::new();
    for (field, about) in shape.record(ty).fields.iter_ids() {
        let Some(CellValue::Known(value)) = facts.cell(record, field).map(|cell| &cell.value) else {
            continue;
        };
        fields.push((&about.name, field, value_node(facts, shape, (value, about), depth)?));
    }
    // By name: no order of files changes a search.
    fields.sort_by(|one, other| one.0.cmp(other.0));
    let fields = fields.into_iter().map(|(_, field, node)| (field, node));
    Some(Node::Record(ty, fields.collect()))
}

fn value_node(facts: &Facts, shape: &Shape, (value, field): (&Value, &FieldShape), depth: usize) -> Option<Node> {
    match value {
        Value::Elements(start, length) => {
            let elements = facts.list(*start, *length).iter();
            let nodes = elements.map(|element| value_node(facts, shape, (element, field), depth));
            nodes.collect::<Option<Vec<_>>>().map(Node::List)
        }
        Value::Record(record) if field.reference => {
            let ty = facts.record(*record)?.ty;
            let about = shape.record(ty);
            let key = about.key?;
            let Some(CellValue::Known(value)) = facts.cell(*record, key).map(|cell| &cell.value) else {
                return None;
            };
            let key = about.fields.get(key)?;
            text_of(value, single(&key.ty), shape, &facts.texts).map(Node::Scalar)
        }
        Value::Record(record) => record_node(facts, shape, *record, depth.saturating_add(1)),
        other => text_of(other, single(&field.ty), shape, &facts.texts).map(Node::Scalar),
    }
}
