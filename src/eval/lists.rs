//! Lists, the filters that act on them in order, and what is made of them.
//!
//! An element may be certain to be in the list or only possibly (its `where` is open), and a list may have more to
//! come (a part list that is not stated, an incomplete table, somebody who stands in no list). Parts are walked with an
//! explicit stack: their depth comes from the facts. Language reference: "Parts, ownership", "Quantifiers, aggregates".

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use crate::plan::ExprId;
use crate::plan::ExprKind;
use crate::plan::FieldId;
use crate::plan::Filter;
use crate::plan::List;
use crate::plan::ListSource;
use crate::plan::LocalId;
use crate::syntax::ast::Fold;
use crate::syntax::ast::Quantity;
use crate::syntax::ast::Traversal;
use crate::value::CauseId;
use crate::value::Number;
use crate::value::Possible;
use crate::value::RecordRef;
use crate::value::RecordType;
use crate::value::Type;
use crate::value::Value;

use super::Cause;
use super::Evaluation;
use super::Frame;
use super::Truth;

/// An element of a list.
#[derive(Clone, Debug)]
pub(super) struct Item {
    /// The element.
    pub(super) value: Value,
    /// Why it is not certain that it is in the list; `None`: it is.
    pub(super) maybe: Option<CauseId>,
}

/// The number that stands for somebody whom an unknown reference names and who stands in no list.
pub(super) fn stranger() -> RecordRef {
    crate::ids::Id::from_index(usize::MAX)
}

impl<'a> Evaluation<'a> {
    /// The elements of a list, after its filters, in `out`; gives the reason why more may come, if so.
    pub(super) fn items(&mut self, frame: Frame, list: &'a List, out: &mut Vec<Item>) -> Option<CauseId> {
        self.items_by(frame, list, |_| true, out)
    }

    /// The same with some of the filters only.
    pub(super) fn items_by(
        &mut self,
        frame: Frame,
        list: &'a List,
        wanted: impl Fn(&Filter) -> bool,
        out: &mut Vec<Item>,
    ) -> Option<CauseId> {
        out.clear();
        let mut whole: Option<RecordRef> = None;
        let more = match &list.source {
            ListSource::Expr(expr) => self.items_of(frame, *expr, out),
            ListSource::Collection(expr) => {
                let more = self.written_items(frame, *expr, out);
                if let Some(cause) = self.stranger_of(*expr) {
                    // He is asked like everybody else, so that he matters only where he could.
                    out.push(Item {
                        value: Value::Record(stranger()),
                        maybe: Some(cause),
                    });
                }
                more
            }
            ListSource::Parts { traversal, of } => match self.value(frame, *of) {
                Possible::Known(Value::Record(record)) => {
                    whole = Some(record);
                    self.parts(*traversal, record, out)
                }
                Possible::Known(_) => None,
                Possible::Open(cause) => Some(cause),
            },
            ListSource::Table(table) => self.table_rows(frame, *table, out),
            ListSource::Group(group) => self.group_members(frame, *group, out),
            ListSource::Enum(id) => {
                let values = self.plan.shape.enums.get(*id).map_or(0, |shape| shape.values.len());
                let numbers = (0_u16..).take(values);
                out.extend(numbers.map(|number| Item {
                    value: Value::Enum(*id, number),
                    maybe: None,
                }));
                None
            }
        };
        for filter in list.filters.iter().filter(|filter| wanted(filter)) {
            match filter {
                Filter::Where { local, condition } => {
                    self.keep_where(frame, *local, *condition, out);
                }
                Filter::OutermostOnly => self.keep_outermost(out),
                Filter::NotInside { local, condition } => self.drop_inside(frame, whole, (*local, *condition), out),
            }
        }
        more
    }

    /// A list from the pool, empty.
    pub(super) fn take_list(&mut self) -> Vec<Item> {
        self.memory.pool.pop().unwrap_or_default()
    }

    /// Back into the pool.
    pub(super) fn give_list(&mut self, mut list: Vec<Item>) {
        list.clear();
        self.memory.pool.push(list);
    }

    /// The elements of an expression of list type. A set is taken element by element, so that one that is not known
    /// leaves the others known; equal elements are one.
    #[expect(clippy::wildcard_enum_match_arm, reason = "every other expression is a value")]
    pub(super) fn items_of(&mut self, frame: Frame, expr: ExprId, out: &mut Vec<Item>) -> Option<CauseId> {
        let plan = self.plan;
        match &plan.exprs.at(expr).kind {
            ExprKind::Set(elements) => {
                let mut more = None;
                let mut seen = BTreeSet::new();
                for element in elements {
                    match self.value(frame, *element) {
                        Possible::Known(value) => {
                            if seen.insert(value.clone()) {
                                out.push(Item { value, maybe: None });
                            }
                        }
                        Possible::Open(cause) => more = Some(self.memory.causes.join(more, cause)),
                    }
                }
                more
            }
            ExprKind::List(list) => self.items(frame, list, out),
            _ if self.is_collection(expr) => {
                let more = self.written_items(frame, expr, out);
                match self.stranger_of(expr) {
                    Some(cause) => Some(self.memory.causes.join(more, cause)),
                    None => more,
                }
            }
            _ => match self.value(frame, expr) {
                Possible::Known(value) => {
                    out.extend(self.elements(&value).iter().map(|value| Item {
                        value: value.clone(),
                        maybe: None,
                    }));
                    None
                }
                Possible::Open(cause) => Some(cause),
            },
        }
    }

    /// Whether an expression is the fact that holds all records of an identified type.
    pub(super) fn is_collection(&self, expr: ExprId) -> bool {
        let plan = self.plan;
        let ExprKind::Field { of, field } = &plan.exprs.at(expr).kind else {
            return false;
        };
        let Type::List(inner) = &plan.exprs.at(expr).ty else {
            return false;
        };
        let Type::Record(ty) = &**inner else { return false };
        matches!(plan.exprs.at(*of).kind, ExprKind::Root)
            && plan
                .shape
                .records
                .get(*ty)
                .is_some_and(|shape| shape.collection == Some(*field))
    }

    /// Why somebody may be missing in the collection, if this expression is one.
    pub(super) fn missing_in(&mut self, expr: ExprId) -> Option<CauseId> {
        if self.is_collection(expr) {
            self.stranger_of(expr)
        } else {
            None
        }
    }

    /// The list that is written, whoever may be missing in it.
    #[expect(clippy::wildcard_enum_match_arm, reason = "only a field can be the collection")]
    pub(super) fn written_list(&mut self, frame: Frame, expr: ExprId) -> Possible {
        match &self.plan.exprs.at(expr).kind {
            ExprKind::Field { field, .. } if self.is_collection(expr) => self.field(self.facts.root(), *field),
            _ => self.value(frame, expr),
        }
    }

    fn written_items(&mut self, frame: Frame, expr: ExprId, out: &mut Vec<Item>) -> Option<CauseId> {
        match self.written_list(frame, expr) {
            Possible::Known(value) => {
                let elements = self.elements(&value).iter();
                out.extend(elements.map(|value| Item {
                    value: value.clone(),
                    maybe: None,
                }));
                None
            }
            Possible::Open(cause) => Some(cause),
        }
    }

    /// A list as one value: known if every element is certain and no more may come.
    pub(super) fn list_value(&mut self, frame: Frame, expr: ExprId) -> Possible {
        let mut out = self.take_list();
        let mut open = self.items_of(frame, expr, &mut out);
        for item in &out {
            if let Some(cause) = item.maybe {
                open = Some(self.memory.causes.join(open, cause));
            }
        }
        let value = match open {
            Some(cause) => Possible::Open(cause),
            None => Possible::Known(Self::listed(out.iter().map(|item| item.value.clone()).collect())),
        };
        self.give_list(out);
        value
    }

    /// The field that holds the parts of a record, and what is in it.
    fn part_list(&mut self, record: RecordRef) -> Result<(u32, u32), CauseId> {
        let field = self.parts_field(record);
        match field.map(|field| self.field(record, field)) {
            Some(Possible::Known(Value::Elements(start, length))) => Ok((start, length)),
            Some(Possible::Known(_)) | None => Ok((0, 0)),
            Some(Possible::Open(cause)) => Err(cause),
        }
    }

    fn parts_field(&self, record: RecordRef) -> Option<FieldId> {
        let entry = self.facts.record(record)?;
        self.plan.shape.records.get(entry.ty)?.parts
    }

    /// Parts of an article, each before what it consists of.
    fn parts(&mut self, traversal: Traversal, whole: RecordRef, out: &mut Vec<Item>) -> Option<CauseId> {
        let mut more: Option<CauseId> = None;
        if traversal == Traversal::WithAll {
            out.push(Item {
                value: Value::Record(whole),
                maybe: None,
            });
        }
        if self.facts.record(whole).is_none() {
            return Some(self.stranger_cause());
        }
        let mut stack: Vec<(u32, u32)> = Vec::new();
        match self.part_list(whole) {
            Ok(parts) => stack.push(parts),
            Err(cause) => more = Some(cause),
        }
        while let Some((start, length)) = stack.pop() {
            if length == 0 {
                continue;
            }
            stack.push((start.saturating_add(1), length.saturating_sub(1)));
            let Some(Value::Record(part)) = self.facts.list(start, 1).first().cloned() else {
                continue;
            };
            if traversal == Traversal::Direct {
                out.push(Item {
                    value: Value::Record(part),
                    maybe: None,
                });
                continue;
            }
            let inner = self.part_list(part);
            let item = |maybe| Item {
                value: Value::Record(part),
                maybe,
            };
            match (traversal, inner) {
                (Traversal::Innermost, Ok((_, length))) if length > 0 => {}
                (Traversal::Innermost, Err(cause)) => out.push(item(Some(cause))),
                (Traversal::Innermost | Traversal::All | Traversal::WithAll | Traversal::Direct, _) => {
                    out.push(item(None));
                }
            }
            match inner {
                Ok(parts) => stack.push(parts),
                Err(cause) => more = Some(self.memory.causes.join(more, cause)),
            }
        }
        more
    }

    fn keep_where(&mut self, frame: Frame, local: LocalId, condition: ExprId, out: &mut Vec<Item>) {
        let mut kept = 0;
        for index in 0..out.len() {
            let Some(mut item) = out.get(index).cloned() else { break };
            self.bind(frame, local, Possible::Known(item.value.clone()));
            match self.truth(frame, condition) {
                Truth::No => continue,
                Truth::Yes => {}
                Truth::Open(cause) => item.maybe = Some(self.memory.causes.join(item.maybe, cause)),
            }
            if let Some(slot) = out.get_mut(kept) {
                *slot = item;
            }
            kept = kept.saturating_add(1);
        }
        out.truncate(kept);
    }

    /// Drops what lies inside another one that is still in the list. Each stands before what it consists of, so those
    /// around an element are on a stack when it is reached.
    fn keep_outermost(&mut self, out: &mut Vec<Item>) {
        let mut around: Vec<(RecordRef, Option<CauseId>)> = Vec::new();
        let mut kept = 0;
        for index in 0..out.len() {
            let Some(mut item) = out.get(index).cloned() else { break };
            let Value::Record(part) = item.value else { continue };
            while around.last().is_some_and(|(outer, _)| !self.lies_inside(part, *outer)) {
                around.pop();
            }
            let inside_certain = around.iter().any(|(_, maybe)| maybe.is_none());
            let open = around.iter().filter_map(|(_, maybe)| *maybe).collect::<Vec<_>>();
            around.push((part, item.maybe));
            if inside_certain {
                // It is dropped, and so is what lies inside it: whatever is around it is around that too.
                around.pop();
                continue;
            }
            for cause in open {
                item.maybe = Some(self.memory.causes.join(item.maybe, cause));
            }
            if let Some(slot) = out.get_mut(kept) {
                *slot = item;
            }
            kept = kept.saturating_add(1);
        }
        out.truncate(kept);
    }

    /// Whether a record stands inside another, at any depth.
    fn lies_inside(&self, inner: RecordRef, outer: RecordRef) -> bool {
        let mut at = inner;
        while let Some((parent, _, _)) = self.facts.record(at).and_then(|entry| entry.parent) {
            if parent == outer {
                return true;
            }
            at = parent;
        }
        false
    }

    /// The part of the whole in which a part lies: never the whole itself, and nothing around it.
    fn part_around(&self, part: RecordRef, whole: Option<RecordRef>) -> Option<RecordRef> {
        if Some(part) == whole {
            return None;
        }
        let entry = self.facts.record(part)?;
        let (parent, field, _) = entry.parent?;
        let outer = self.facts.record(parent)?;
        let is_part = self.plan.shape.records.get(outer.ty)?.parts == Some(field);
        (is_part && Some(parent) != whole).then_some(parent)
    }

    /// Drops what lies inside a part (never the whole itself) that satisfies the condition.
    fn drop_inside(
        &mut self,
        frame: Frame,
        whole: Option<RecordRef>,
        (local, condition): (LocalId, ExprId),
        out: &mut Vec<Item>,
    ) {
        let mut asked: BTreeMap<RecordRef, Truth> = BTreeMap::new();
        let mut kept = 0;
        for index in 0..out.len() {
            let Some(mut item) = out.get(index).cloned() else { break };
            let Value::Record(part) = item.value else { continue };
            let mut inside = Truth::No;
            let mut at = part;
            while let Some(parent) = self.part_around(at, whole) {
                if inside == Truth::Yes {
                    break;
                }
                let truth = if let Some(truth) = asked.get(&parent) {
                    *truth
                } else {
                    self.bind(frame, local, Possible::Known(Value::Record(parent)));
                    let truth = self.truth(frame, condition);
                    asked.insert(parent, truth);
                    truth
                };
                inside = inside.or(truth, &mut self.memory.causes);
                at = parent;
            }
            match inside {
                Truth::Yes => continue,
                Truth::No => {}
                Truth::Open(cause) => item.maybe = Some(self.memory.causes.join(item.maybe, cause)),
            }
            if let Some(slot) = out.get_mut(kept) {
                *slot = item;
            }
            kept = kept.saturating_add(1);
        }
        out.truncate(kept);
    }

    /// Why somebody may be missing in the collection that this expression names.
    pub(super) fn stranger_of(&mut self, expr: ExprId) -> Option<CauseId> {
        let Type::List(inner) = &self.plan.exprs.at(expr).ty else {
            return None;
        };
        let Type::Record(ty) = &**inner else { return None };
        self.stranger_in(*ty)
    }

    /// Why somebody of this type may be missing in its collection: the first field that is not stated and may name him.
    fn stranger_in(&mut self, ty: RecordType) -> Option<CauseId> {
        if let Some(known) = self.memory.strangers.get(&ty) {
            return *known;
        }
        let found = self.unknown_reference(ty);
        let cause = found.map(|(record, field)| self.memory.causes.add(Cause::Stranger { record, field }));
        self.memory.strangers.insert(ty, cause);
        cause
    }

    /// The first field that is not stated and may name somebody of this type.
    fn unknown_reference(&self, ty: RecordType) -> Option<(RecordRef, FieldId)> {
        use crate::facts::CellValue;
        use crate::ids::Id;
        let naming = self.naming_types(ty);
        for (index, entry) in self.facts.records.iter().enumerate() {
            let record = RecordRef::from_index(index);
            let Some(shape) = self.plan.shape.records.get(entry.ty) else {
                continue;
            };
            for (field, about) in shape.fields.iter_ids() {
                let left_out = self
                    .facts
                    .cell(record, field)
                    .is_some_and(|cell| cell.value == CellValue::LeftOut);
                if left_out && may_name(about, ty, &naming) {
                    return Some((record, field));
                }
            }
        }
        None
    }

    /// For each record type whether a record of it leads to the wanted type, at any depth: what stands in it, and what
    /// it refers to, as somebody who stands in no list refers to others who do not.
    fn naming_types(&self, wanted: RecordType) -> Vec<bool> {
        let records = &self.plan.shape.records;
        let mut naming = vec![false; records.len()];
        loop {
            let before = naming.clone();
            for (shape, names) in records.iter().zip(&mut naming) {
                *names = *names || shape.fields.iter().any(|field| may_name(field, wanted, &before));
            }
            if naming == before {
                return naming;
            }
        }
    }

    /// Why nothing is known of somebody who stands in no list.
    pub(super) fn stranger_cause(&mut self) -> CauseId {
        let known = self.memory.strangers.values().find_map(|cause| *cause);
        let identified = self
            .plan
            .shape
            .records
            .iter_ids()
            .filter(|(_, shape)| shape.key.is_some());
        let identified: Vec<RecordType> = identified.map(|(ty, _)| ty).collect();
        match known.or_else(|| identified.into_iter().find_map(|ty| self.stranger_in(ty))) {
            Some(cause) => cause,
            None => self.memory.causes.add(Cause::Stranger {
                record: self.facts.root(),
                field: crate::ids::Id::from_index(0),
            }),
        }
    }

    /// Whether some, every, no element satisfies a condition.
    pub(super) fn quantifier(
        &mut self,
        frame: Frame,
        (quantity, local): (Quantity, LocalId),
        list: &'a List,
        condition: ExprId,
    ) -> Truth {
        let mut items = self.take_list();
        let more = self.items(frame, list, &mut items);
        let wanted = matches!(quantity, Quantity::Some | Quantity::No);
        // `every` is "none that does not": both look for a witness.
        let mut witness = Truth::No;
        let mut exists = Truth::No;
        for item in &items {
            let inside = item.maybe.map_or(Truth::Yes, Truth::Open);
            exists = exists.or(inside, &mut self.memory.causes);
            self.bind(frame, local, Possible::Known(item.value.clone()));
            let holds = self.truth(frame, condition).negate_if(!wanted);
            let found = inside.and(holds, &mut self.memory.causes);
            witness = witness.or(found, &mut self.memory.causes);
            if witness == Truth::Yes {
                break;
            }
        }
        if let Some(cause) = more {
            witness = witness.or(Truth::Open(cause), &mut self.memory.causes);
            exists = exists.or(Truth::Open(cause), &mut self.memory.causes);
        }
        self.give_list(items);
        match quantity {
            Quantity::Some => witness,
            Quantity::No | Quantity::Every { .. } => witness.negate(),
            Quantity::OneAndEvery => witness.negate().and(exists, &mut self.memory.causes),
        }
    }

    /// `sum of`, `count of`, `greatest of`, `least of`, `list of`.
    pub(super) fn aggregate(
        &mut self,
        frame: Frame,
        (fold, body, local): (Fold, Option<ExprId>, LocalId),
        list: &'a List,
        at: ExprId,
    ) -> Possible {
        let mut items = self.take_list();
        let mut open = self.items(frame, list, &mut items);
        if fold == Fold::Only {
            let value = self.the_only((&items, open), at);
            self.give_list(items);
            return value;
        }
        for item in &items {
            if let Some(cause) = item.maybe {
                open = Some(self.memory.causes.join(open, cause));
            }
        }
        let value = match (open, fold, body) {
            (None, Fold::Count, _) => Possible::Known(Value::Number(Number::from_u64(
                u64::try_from(items.len()).unwrap_or(u64::MAX),
            ))),
            (None, Fold::List, _) => {
                Possible::Known(Self::listed(items.iter().map(|item| item.value.clone()).collect()))
            }
            (open, _, Some(body)) => self.folded(frame, (fold, body, local), (&items, open), at),
            (Some(cause), _, None) => Possible::Open(cause),
            (None, Fold::Sum | Fold::Greatest | Fold::Least | Fold::Only, None) => self.fault(at),
        };
        self.give_list(items);
        value
    }

    fn folded(
        &mut self,
        frame: Frame,
        (fold, body, local): (Fold, ExprId, LocalId),
        (items, mut open): (&[Item], Option<CauseId>),
        at: ExprId,
    ) -> Possible {
        let mut result = match fold {
            Fold::Sum => Possible::Known(self.nothing(body)),
            Fold::Greatest | Fold::Least | Fold::Count | Fold::List | Fold::Only => Possible::Known(Value::None),
        };
        for item in items {
            self.bind(frame, local, Possible::Known(item.value.clone()));
            let value = self.value(frame, body);
            if let Possible::Open(cause) = value {
                open = Some(self.memory.causes.join(open, cause));
                continue;
            }
            if open.is_some() {
                continue;
            }
            result = match (fold, result, value) {
                (Fold::Sum, Possible::Known(sum), Possible::Known(value)) => match crate::ops::add(&sum, &value) {
                    Ok(sum) => Possible::Known(sum),
                    Err(fault) => self.computed(Err(fault), at, Some((sum, value))),
                },
                (_, result, value) => self.better(result, value, fold, at),
            };
            if let Possible::Open(cause) = result {
                open = Some(self.memory.causes.join(open, cause));
            }
        }
        match open {
            Some(cause) => Possible::Open(cause),
            None => result,
        }
    }

    /// The sum over nothing: zero of the type of the terms; zero money has no currency.
    fn nothing(&self, body: ExprId) -> Value {
        crate::ops::zero(self.plan.exprs.at(body).ty.required()).unwrap_or(Value::Number(Number::ZERO))
    }
}

/// Whether a field that is not stated may lead to a record of the wanted type.
fn may_name(field: &crate::plan::FieldShape, wanted: RecordType, naming: &[bool]) -> bool {
    let mut ty = &field.ty;
    while let Type::Optional(inner) | Type::List(inner) = ty {
        ty = inner;
    }
    let Type::Record(record) = ty else { return false };
    *record == wanted || naming.get(crate::ids::Id::index(*record)) == Some(&true)
}
