//! The reasoning as a tree: the same expressions are gone through again, along what mattered.
//!
//! Of a conjunction that fails only the sides that fail are shown, of one that holds all; so for alternatives. On the
//! way the facts, readings, answers and comparisons on which it rests are collected. Evaluating has no effects and is
//! remembered, so that walking costs little. Nodes are bounded in number and in depth.
#![expect(
    clippy::match_same_arms,
    reason = "the arms say different things, though they end alike"
)]

use std::collections::BTreeSet;

use crate::decision::Answered;
use crate::decision::Comparison;
use crate::decision::Makeup;
use crate::decision::Node;
use crate::decision::TableRow;
use crate::decision::Term;
use crate::facts::CellValue;
use crate::ids::Id;
use crate::plan::DecisionTable;
use crate::plan::DefinitionId;
use crate::plan::ExprId;
use crate::plan::ExprKind;
use crate::plan::FieldId;
use crate::plan::List;
use crate::plan::ListTarget;
use crate::plan::LocalId;
use crate::plan::ObligationId;
use crate::plan::ReadingId;
use crate::plan::RecursionKind;
use crate::plan::RuleId;
use crate::syntax::ast::Fold;
use crate::syntax::ast::OrderWord;
use crate::syntax::ast::Quantity;
use crate::text;
use crate::value::DecisionId;
use crate::value::Number;
use crate::value::Possible;
use crate::value::RecordRef;
use crate::value::Type;
use crate::value::Value;

use super::show::Words;
use super::show::ungroup;
use crate::eval::Evaluation;
use crate::eval::Frame;
use crate::eval::Truth;

/// Most nodes of one answer.
const MOST_NODES: usize = 20_000;
/// Deepest nesting of nodes.
const DEEPEST: usize = 100;
/// Most elements of a list that are shown one by one.
const MOST_ELEMENTS: usize = 200;

/// What was met on the way.
pub(super) struct Seen<'a> {
    /// How to say things.
    pub(super) words: Words<'a>,
    /// Facts, in the order in which they were met.
    pub(super) facts: Vec<(RecordRef, FieldId)>,
    known: BTreeSet<(RecordRef, FieldId)>,
    /// Rows of tables that gave a value.
    pub(super) rows: Vec<TableRow>,
    /// Comparisons of numbers.
    pub(super) comparisons: Vec<Comparison>,
    /// Readings on which something hung.
    pub(super) readings: BTreeSet<ReadingId>,
    /// Numbers of the answers that were used.
    pub(super) answers: BTreeSet<usize>,
    /// Numbers of the answers about look-ups that were used.
    pub(super) row_answers: BTreeSet<usize>,
    /// Choices made since the last node of a definition.
    choices: Vec<String>,
    /// Definitions that were already gone through, for these arguments.
    calls: BTreeSet<(DefinitionId, Vec<Possible>)>,
    /// Decisions that are figures and were already gone through.
    figures: BTreeSet<(DecisionId, Option<RecordRef>)>,
    /// Thresholds of the comparisons: what is said beside them must not look as if it stood on the other side.
    pub(super) thresholds: Vec<Number>,
    /// Whether comparisons are of no interest, as within the terms of another one.
    no_comparisons: bool,
    /// Where the reasoning was cut.
    ends: BTreeSet<ExprId>,
    nodes: usize,
    depth: usize,
}

impl<'a> Seen<'a> {
    pub(super) fn new(words: Words<'a>) -> Seen<'a> {
        Seen {
            words,
            facts: Vec::new(),
            known: BTreeSet::new(),
            rows: Vec::new(),
            comparisons: Vec::new(),
            readings: BTreeSet::new(),
            answers: BTreeSet::new(),
            row_answers: BTreeSet::new(),
            choices: Vec::new(),
            calls: BTreeSet::new(),
            figures: BTreeSet::new(),
            thresholds: Vec::new(),
            no_comparisons: false,
            ends: BTreeSet::new(),
            nodes: 0,
            depth: 0,
        }
    }

    pub(super) fn fact(&mut self, record: RecordRef, field: FieldId) {
        if self.known.insert((record, field)) {
            self.facts.push((record, field));
        }
    }

    /// What stands in place of the steps below, once at each end: that they are there, and where they begin.
    fn cut(&mut self, id: ExprId) -> Vec<Node> {
        if !self.ends.insert(id) || self.ends.len() > MOST_ELEMENTS {
            return Vec::new();
        }
        let bound = if self.nodes > MOST_NODES {
            format!("after {MOST_NODES} steps")
        } else {
            format!("{DEEPEST} steps deep")
        };
        vec![Node {
            text: self.words.written(id),
            detail: Some(format!("goes on; the reasoning is cut {bound}")),
            ..Node::default()
        }]
    }

    /// A row that gave a value.
    pub(super) fn row(&mut self, row: TableRow) {
        if self.rows.len() < MOST_ELEMENTS && !self.rows.contains(&row) {
            self.rows.push(row);
        }
    }

    /// Whether a decision that is a figure is met for the first time.
    pub(super) fn first_of(&mut self, decision: DecisionId, element: Option<RecordRef>) -> bool {
        self.figures.insert((decision, element))
    }

    /// The next decision shows what it rests on in full again.
    pub(super) fn forget_calls(&mut self) {
        self.calls.clear();
        self.ends.clear();
        self.figures.clear();
        self.choices.clear();
        self.thresholds.clear();
    }

    /// The choices that were made since the last node of a definition.
    pub(super) fn take_choices(&mut self) -> Vec<String> {
        std::mem::take(&mut self.choices)
    }

    /// A reading that was chosen.
    pub(super) fn mention(&mut self, reading: ReadingId, choice: u16) {
        self.choice(reading, Some(choice));
    }

    fn choice(&mut self, reading: ReadingId, choice: Option<u16>) {
        let words = self.words;
        self.readings.insert(reading);
        let about = words.plan.readings.at(reading);
        if let Some((name, _)) = choice.and_then(|choice| about.choices.get(usize::from(choice))) {
            let said = format!("{} is {name}", about.name);
            if !self.choices.contains(&said) {
                self.choices.push(said);
            }
        }
    }
}

/// How a truth is shown.
pub(super) fn answered(truth: Truth) -> Answered {
    match truth {
        Truth::Yes => Answered::Yes,
        Truth::No => Answered::No,
        Truth::Open(_) => Answered::Open,
    }
}

pub(super) fn word(truth: Truth) -> String {
    match truth {
        Truth::Yes => "yes",
        Truth::No => "no",
        Truth::Open(_) => "open",
    }
    .to_owned()
}

impl<'a> Evaluation<'a> {
    /// Why an expression is what it is, as steps; a step of its own for what has a name.
    pub(super) fn walk(&mut self, seen: &mut Seen<'a>, frame: Frame, id: ExprId) -> Vec<Node> {
        if seen.nodes > MOST_NODES || seen.depth > DEEPEST {
            return seen.cut(id);
        }
        seen.nodes = seen.nodes.saturating_add(1);
        seen.depth = seen.depth.saturating_add(1);
        let nodes = self.walk_kind(seen, frame, id);
        seen.depth = seen.depth.saturating_sub(1);
        nodes
    }

    #[expect(clippy::too_many_lines, reason = "one arm a kind of expression, each only hands on")]
    fn walk_kind(&mut self, seen: &mut Seen<'a>, frame: Frame, id: ExprId) -> Vec<Node> {
        let plan = self.plan;
        match &plan.exprs.at(id).kind {
            ExprKind::And(all) => self.walk_sides(seen, frame, (id, all), Truth::Yes),
            ExprKind::Or(all) => self.walk_sides(seen, frame, (id, all), Truth::No),
            ExprKind::Order { left, word, right } => {
                vec![self.walk_order(seen, frame, (*left, *word, *right), id)]
            }
            ExprKind::Between { value, low, high, .. } => {
                self.walk_order(seen, frame, (*value, OrderWord::AtLeast, *low), id);
                self.walk_order(seen, frame, (*value, OrderWord::AtMost, *high), id);
                vec![self.leaf(seen, frame, id, *value)]
            }
            ExprKind::Is { left, right, .. } => {
                let mut node = self.leaf(seen, frame, id, *left);
                node.children.extend(self.walk(seen, frame, *right));
                node.children
                    .retain(|child| !child.children.is_empty() || child.at.is_none());
                vec![node]
            }
            ExprKind::In { value, within, .. } => vec![self.walk_membership(seen, frame, (id, *value), within)],
            ExprKind::Under { value, over, .. } => vec![self.walk_membership(seen, frame, (id, *value), over)],
            ExprKind::Call { definition, arguments } => self.walk_call(seen, frame, (*definition, arguments), id),
            ExprKind::Field { of, field } => self.walk_field(seen, frame, (*of, *field)),
            ExprKind::Quantifier {
                quantity,
                local,
                list,
                condition,
            } => {
                vec![self.walk_quantifier(seen, frame, (*quantity, *local, list, *condition), id)]
            }
            ExprKind::Aggregate {
                body: Some(body),
                local,
                list,
                ..
            } => self.terms_of(seen, frame, (*body, *local, list)),
            ExprKind::Rows(rows) => self.walk_rows(seen, frame, rows),
            ExprKind::ByReading { readings, rows } => {
                for reading in readings {
                    seen.choice(*reading, self.settings.choice(*reading));
                }
                match self.reading_row(readings, rows) {
                    Ok(Some(body)) => self.walk(seen, frame, body),
                    Ok(None) | Err(_) => Vec::new(),
                }
            }
            ExprKind::Versions(versions) => match self.only_version(versions, frame.ruleset, frame.element) {
                Some(version) => self.walk(seen, frame, version.of),
                None => Vec::new(),
            },
            ExprKind::ReadingIs { reading, .. } => {
                seen.choice(*reading, self.settings.choice(*reading));
                let truth = self.truth(frame, id);
                vec![Node {
                    text: seen.words.written(id),
                    value: Some(word(truth)),
                    ..Node::default()
                }]
            }
            ExprKind::If {
                condition,
                then,
                otherwise,
            } => {
                let truth = self.truth(frame, *condition);
                let mut nodes = self.walk(seen, frame, *condition);
                let branch = if truth == Truth::No { *otherwise } else { *then };
                nodes.extend(self.walk(seen, frame, branch));
                nodes
            }
            ExprKind::Else { value, fallback } => {
                let none = self.value(frame, *value) == Possible::Known(Value::None);
                self.walk(seen, frame, if none { *fallback } else { *value })
            }
            ExprKind::Arithmetic { left, right, .. } => {
                let mut nodes = self.walk(seen, frame, *left);
                nodes.extend(self.walk(seen, frame, *right));
                nodes
            }
            ExprKind::SpanOf {
                from: left, to: right, ..
            } => {
                let mut nodes = self.walk(seen, frame, *left);
                nodes.extend(self.walk(seen, frame, *right));
                nodes
            }
            ExprKind::Not(of)
            | ExprKind::Negate(of)
            | ExprKind::ParameterOf { key: of, .. }
            | ExprKind::EndOf { of, .. } => self.walk(seen, frame, *of),
            ExprKind::Decided(decision) => vec![self.walk_decided(seen, frame, (*decision, id))],
            ExprKind::Separately(of) => match of.body {
                Some(body) => self.terms_of(seen, frame, (body, of.local, &of.list)),
                None => Vec::new(),
            },
            ExprKind::Convert(conversion) => vec![self.walk_conversion(seen, frame, conversion, id)],
            ExprKind::Cut { value, .. } | ExprKind::Round { value, .. } => self.walk(seen, frame, *value),
            ExprKind::Flag(rule) => self.walk_flag(seen, frame, *rule),
            ExprKind::Duty { obligation, .. } => vec![self.walk_duty(seen, frame, *obligation, id)],
            ExprKind::State { .. } | ExprKind::Outcome { .. } | ExprKind::DoesNotArise(_) => {
                let truth = self.truth(frame, id);
                vec![Node {
                    text: seen.words.written(id),
                    value: Some(word(truth)),
                    ..Node::default()
                }]
            }
            ExprKind::Extreme { of, .. } | ExprKind::Set(of) => {
                let mut nodes = Vec::new();
                for part in of {
                    nodes.extend(self.walk(seen, frame, *part));
                }
                nodes
            }
            ExprKind::Column { row, column } => {
                self.walk(seen, frame, *row);
                let value = self.shown(seen.words, frame, id, &[]);
                let by = self.by_row_answer(seen, frame, id);
                let mut node = Node {
                    text: seen.words.written(id),
                    value: Some(value.clone()),
                    detail: by.is_some().then(|| "by an answer".to_owned()),
                    at: by.map(|(_, place)| place),
                    ..Node::default()
                };
                if let Possible::Known(Value::Row(row)) = self.value(frame, *row) {
                    let table = plan.tables.at(plan.rows.at(row).table);
                    let at = seen.words.rule_place(plan.rows.at(row).span);
                    let key = seen.words.value(&Value::Row(row), &Type::Text, &[]);
                    let column = table.columns.get(*column).map_or("", |column| &column.name);
                    seen.row(TableRow {
                        row: format!("{}({key}).{column}", table.name),
                        value,
                        at: at.clone(),
                    });
                    node.at = Some(at);
                }
                vec![node]
            }
            ExprKind::Lookup { keys, .. } => {
                let mut nodes = Vec::new();
                for key in keys {
                    nodes.extend(self.walk(seen, frame, *key));
                }
                nodes
            }
            ExprKind::Aggregate { body: None, .. }
            | ExprKind::List(_)
            | ExprKind::Constant(_)
            | ExprKind::Root
            | ExprKind::Element
            | ExprKind::Local(_)
            | ExprKind::Parameter(_)
            | ExprKind::LawsDate
            | ExprKind::PickKey { .. }
            | ExprKind::PickNumber { .. } => Vec::new(),
        }
    }

    /// The sides of `and` or `or` that made it what it is: all, if it has the value that all of them must have.
    fn walk_sides(
        &mut self,
        seen: &mut Seen<'a>,
        frame: Frame,
        (whole, sides): (ExprId, &'a [ExprId]),
        needs_all: Truth,
    ) -> Vec<Node> {
        let result = self.truth(frame, whole);
        let mut nodes = Vec::new();
        for side in sides {
            let truth = self.truth(frame, *side);
            let mattered = result == needs_all || truth != needs_all;
            let settles = matches!(result, Truth::Open(_)) || truth == result;
            if mattered && settles {
                nodes.extend(self.walk(seen, frame, *side));
                if needs_all == Truth::Yes && result == Truth::No {
                    // What comes after it may make sense only where it holds.
                    break;
                }
            }
        }
        nodes
    }

    /// A state of an obligation: who imposes it, until when, and the facts on which that hangs.
    fn walk_duty(&mut self, seen: &mut Seen<'a>, frame: Frame, obligation: ObligationId, id: ExprId) -> Node {
        let truth = self.truth(frame, id);
        let about = self.plan.obligations.at(obligation);
        let element = self.element_for(about.ruleset, frame);
        let mut children = Vec::new();
        let mut by = BTreeSet::new();
        for duty in self
            .imposed(obligation, element)
            .iter()
            .filter(|duty| duty.owed.possible())
        {
            by.extend(duty.by.iter().map(|rule| &*self.plan.rules.at(*rule).name));
            let inner = self.enter_duty(obligation, element, &duty.arguments);
            for expr in about.exprs() {
                children.extend(self.walk(seen, inner, expr));
            }
            self.leave(inner);
        }
        let by: Vec<&str> = by.into_iter().collect();
        let found = self.duty_found(frame, obligation);
        let detail = if by.is_empty() {
            found
        } else {
            format!("{found}, imposed by {}", crate::text::list_and(&by))
        };
        Node {
            text: seen.words.written(id),
            value: Some(word(truth)),
            detail: Some(detail),
            children,
            ..Node::default()
        }
    }

    /// A value in words.
    pub(super) fn shown(&mut self, words: Words<'a>, frame: Frame, id: ExprId, thresholds: &[Number]) -> String {
        match self.value(frame, id) {
            Possible::Known(value) => words.value(&value, &self.plan.exprs.at(id).ty, thresholds),
            Possible::Open(_) => "not known".to_owned(),
        }
    }

    /// A condition about one value: as written, with what the value is and where it stands.
    fn leaf(&mut self, seen: &mut Seen<'a>, frame: Frame, id: ExprId, value: ExprId) -> Node {
        let truth = self.truth(frame, id);
        let inner = self.walk(seen, frame, value);
        let shown = self.shown(seen.words, frame, value, &[]);
        let at = match inner.as_slice() {
            [only] => only.at.clone(),
            [] | [_, ..] => None,
        };
        let children = if at.is_some() { Vec::new() } else { inner };
        let constant = matches!(self.plan.exprs.at(value).kind, ExprKind::Constant(_));
        let detail = if constant { None } else { Some(shown) };
        Node {
            text: seen.words.written(id),
            value: Some(word(truth)),
            detail,
            at,
            children,
            ..Node::default()
        }
    }

    /// Membership: with the answer that settled it.
    fn walk_membership(
        &mut self,
        seen: &mut Seen<'a>,
        frame: Frame,
        (id, value): (ExprId, ExprId),
        target: &'a ListTarget,
    ) -> Node {
        let mut node = self.leaf(seen, frame, id, value);
        if let (ListTarget::Column(table, column), Possible::Known(known)) = (target, self.value(frame, value)) {
            let facts = self.facts;
            for number in facts.answers_about((*table, *column), &known) {
                if let Some(answer) = facts.answers.get(number).filter(|answer| answer.value == known) {
                    seen.answers.insert(number);
                    let at = seen.words.sources.place(facts.span(answer.place));
                    node.detail = Some(format!("{} by an answer", seen.words.value(&known, &Type::Text, &[])));
                    node.at = Some(at);
                }
            }
        }
        node
    }

    /// The answer on which a cell rests, which is kept as used: what was asked, and its place.
    pub(super) fn by_row_answer(&mut self, seen: &mut Seen<'a>, frame: Frame, id: ExprId) -> Option<(String, String)> {
        let plan = self.plan;
        let ExprKind::Column { row, column } = &plan.exprs.at(id).kind else {
            return None;
        };
        let ExprKind::Lookup { table, keys } = &plan.exprs.at(*row).kind else {
            return None;
        };
        let number = self.row_answer_used(frame, (*table, *column), keys, *row)?;
        let facts = self.facts;
        let answer = facts.row_answers.get(number)?;
        seen.row_answers.insert(number);
        let asked = crate::eval::answers_said::asked(seen.words, answer.table, &answer.keys);
        Some((asked, seen.words.sources.place(facts.span(answer.place))))
    }

    fn walk_field(&mut self, seen: &mut Seen<'a>, frame: Frame, (of, field): (ExprId, FieldId)) -> Vec<Node> {
        let Possible::Known(Value::Record(record)) = self.value(frame, of) else {
            return self.walk(seen, frame, of);
        };
        let Some(cell) = self.facts.cell(record, field) else {
            return Vec::new();
        };
        let shape = self
            .facts
            .record(record)
            .and_then(|entry| self.plan.shape.records.get(entry.ty));
        let Some(about) = shape.and_then(|shape| shape.fields.get(field)) else {
            return Vec::new();
        };
        let (value, at) = match &cell.value {
            CellValue::LeftOut => ("not stated".to_owned(), None),
            CellValue::Default(value) => (format!("{} (left out)", seen.words.value(value, &about.ty, &[])), None),
            CellValue::Known(value) => {
                // Who it is says where he stands; what he consists of is shown where it is gone through.
                if matches!(about.ty.required(), Type::Record(_) | Type::List(_)) {
                    return Vec::new();
                }
                (
                    seen.words.value(value, &about.ty, &[]),
                    Some(seen.words.fact_place(cell)),
                )
            }
        };
        seen.fact(record, field);
        vec![Node {
            text: seen.words.short_path(record, field),
            value: Some(value),
            at,
            ..Node::default()
        }]
    }

    /// A named value or condition: its body is gone through once for the same arguments.
    fn walk_call(
        &mut self,
        seen: &mut Seen<'a>,
        frame: Frame,
        (definition, arguments): (DefinitionId, &'a [ExprId]),
        id: ExprId,
    ) -> Vec<Node> {
        let plan = self.plan;
        let about = plan.definitions.at(definition);
        let mut values = Vec::with_capacity(arguments.len());
        let mut named = Vec::new();
        for argument in arguments {
            let value = self.value(frame, *argument);
            if let Possible::Known(known) = &value
                && !Self::is_element(frame, known)
            {
                named.push(seen.words.value(known, &plan.exprs.at(*argument).ty, &[]));
            }
            values.push(value);
        }
        let shown = self.shown(seen.words, frame, id, &[]);
        let text = if named.is_empty() {
            about.name.to_string()
        } else {
            text::applied(&about.name, &named.join(", "))
        };
        let mut node = Node {
            text,
            value: Some(shown),
            cites: seen.words.cites(&about.cites),
            ..Node::default()
        };
        self.version_named(seen.words, frame, about.body, &mut node);
        node.detail = self.along_references(definition, id);
        let again = !seen.calls.insert((definition, values.clone()));
        if again {
            return vec![node];
        }
        // What is handed to a decision table decides which row fits.
        let of_table = |table: &DecisionTable| table.outputs.iter().any(|(_, output)| *output == definition);
        if plan.decision_tables.iter().any(of_table) {
            for argument in arguments {
                node.children.extend(self.walk(seen, frame, *argument));
            }
        }
        let outer = std::mem::take(&mut seen.choices);
        let element = if about.uses_element || about.uses_date {
            frame.element
        } else {
            None
        };
        let inner = self.enter(frame.ruleset, element, about.locals);
        for (index, value) in values.into_iter().enumerate() {
            self.bind(inner, LocalId::from_index(index), value);
        }
        node.children.extend(self.walk(seen, inner, about.body));
        self.leave(inner);
        node.readings = std::mem::replace(&mut seen.choices, outer);
        vec![node]
    }

    /// How a call from outside enters a circle of definitions along references.
    fn along_references(&self, definition: DefinitionId, call: ExprId) -> Option<String> {
        let recursion = self.plan.recursions.at(self.plan.definitions.at(definition).recursion?);
        let enters = recursion.kind != RecursionKind::Inwards && !recursion.is_in(call);
        enters.then(|| recursion.kind.words().to_owned())
    }

    /// Says which version of a definition is in force, and what it cites.
    fn version_named(&mut self, words: Words<'a>, frame: Frame, body: ExprId, node: &mut Node) {
        let plan = self.plan;
        if let ExprKind::Versions(versions) = &plan.exprs.at(body).kind
            && let Some(version) = self.only_version(versions, frame.ruleset, frame.element)
        {
            node.cites = words.cites(&version.cites);
            node.text.push_str(&self.version_words(&version.period));
        }
    }

    fn is_element(frame: Frame, value: &Value) -> bool {
        matches!((frame.element, value), (Some(element), Value::Record(record)) if element == *record)
    }

    fn walk_flag(&mut self, seen: &mut Seen<'a>, frame: Frame, rule: RuleId) -> Vec<Node> {
        let plan = self.plan;
        let about = plan.rules.at(rule);
        let element = self.element_for(about.ruleset, frame);
        let truth = self.some_met(rule, element);
        let mut node = Node {
            text: about.name.to_string(),
            value: Some(word(truth)),
            cites: seen.words.cites(&about.cites),
            ..Node::default()
        };
        if about.for_each.is_empty() {
            let inner = self.enter(about.ruleset, element, about.locals);
            for condition in &about.when {
                node.children.extend(self.walk(seen, inner, *condition));
            }
            self.leave(inner);
        }
        vec![node]
    }

    fn walk_quantifier(
        &mut self,
        seen: &mut Seen<'a>,
        frame: Frame,
        (quantity, local, list, condition): (Quantity, LocalId, &'a List, ExprId),
        id: ExprId,
    ) -> Node {
        let truth = self.truth(frame, id);
        let mut node = Node {
            text: seen.words.written(id),
            value: Some(word(truth)),
            ..Node::default()
        };
        let mut items = self.take_list();
        self.items(frame, list, &mut items);
        // A witness settles `some` and refutes `every` and `no`; without one, all of them count.
        let wanted = match quantity {
            Quantity::Some | Quantity::No => Truth::Yes,
            Quantity::Every { .. } | Quantity::OneAndEvery => Truth::No,
        };
        let witnessed = match quantity {
            Quantity::Some => truth == Truth::Yes,
            Quantity::No | Quantity::Every { .. } | Quantity::OneAndEvery => truth == Truth::No,
        };
        for item in items.iter().take(MOST_ELEMENTS) {
            self.bind(frame, local, Possible::Known(item.value.clone()));
            let holds = self.truth(frame, condition);
            if witnessed && holds != wanted {
                continue;
            }
            let ty = self.list_type(list);
            let children = self.walk(seen, frame, condition);
            let text = seen.words.value(&item.value, &ty, &[]);
            node.children.push(Node {
                text,
                value: Some(word(holds)),
                children,
                ..Node::default()
            });
        }
        self.give_list(items);
        node
    }

    /// The type of the elements, as far as showing them needs it.
    fn list_type(&self, list: &List) -> Type {
        match &list.source {
            crate::plan::ListSource::Expr(expr) | crate::plan::ListSource::Collection(expr) => {
                let ty = self.plan.exprs.at(*expr).ty.required();
                if let Type::List(inner) = ty {
                    (**inner).clone()
                } else {
                    ty.clone()
                }
            }
            crate::plan::ListSource::Parts { .. }
            | crate::plan::ListSource::Table(_)
            | crate::plan::ListSource::Group(_) => Type::Text,
            crate::plan::ListSource::Enum(id) => Type::Enum(*id),
        }
    }

    /// The terms of a sum, one node each.
    fn terms_of(
        &mut self,
        seen: &mut Seen<'a>,
        frame: Frame,
        (body, local, list): (ExprId, LocalId, &'a List),
    ) -> Vec<Node> {
        let mut items = self.take_list();
        self.items(frame, list, &mut items);
        if let crate::plan::ListSource::Expr(expr) | crate::plan::ListSource::Parts { of: expr, .. } = &list.source {
            // The choices behind a list that a definition makes belong to the sum.
            self.walk(seen, frame, *expr);
        }
        let mut nodes = Vec::new();
        for item in items.iter().take(MOST_ELEMENTS) {
            self.bind(frame, local, Possible::Known(item.value.clone()));
            let inner = self.walk(seen, frame, body);
            let value = self.shown(seen.words, frame, body, &[]);
            let at = inner.iter().find_map(deepest_place);
            let text = seen.words.value(&item.value, &self.list_type(list), &[]);
            let children = self.through_whom(seen, frame, (body, inner), list);
            nodes.push(Node {
                text,
                value: Some(value),
                at,
                children,
                ..Node::default()
            });
        }
        self.give_list(items);
        nodes
    }

    /// Why a term counts that hangs on others through the circle in which its definition stands: the next step along
    /// references. Each is gone through once, so that circles end.
    fn through_whom(
        &mut self,
        seen: &mut Seen<'a>,
        frame: Frame,
        (body, inner): (ExprId, Vec<Node>),
        list: &'a List,
    ) -> Vec<Node> {
        let plan = self.plan;
        if seen.no_comparisons || plan.recursions.is_empty() {
            return Vec::new();
        }
        let recurs = |id: ExprId| plan.recursions.iter().any(|recursion| recursion.is_in(id));
        let mut nodes = if recurs(body) { inner } else { Vec::new() };
        for filter in &list.filters {
            if let crate::plan::Filter::Where { condition, .. } = filter
                && recurs(*condition)
            {
                nodes.extend(self.walk(seen, frame, *condition));
            }
        }
        nodes
    }

    /// A comparison by order, with figures, threshold and margin.
    #[expect(clippy::too_many_lines, reason = "one long record is filled")]
    fn walk_order(
        &mut self,
        seen: &mut Seen<'a>,
        frame: Frame,
        (left, order, right): (ExprId, OrderWord, ExprId),
        id: ExprId,
    ) -> Node {
        let plan = self.plan;
        let truth = self.compare(frame, (left, order, right), id);
        let before = seen.facts.len();
        let mut children = self.walk(seen, frame, left);
        let facts: Vec<String> = seen
            .facts
            .get(before..)
            .unwrap_or(&[])
            .iter()
            .map(|(record, field)| seen.words.path(*record, *field))
            .collect();
        children.extend(self.walk(seen, frame, right));
        let (one, other) = (self.value(frame, left), self.value(frame, right));
        let threshold = match &other {
            Possible::Known(Value::Number(number) | Value::Money(number, _) | Value::Amount(number, _)) => {
                vec![number.clone()]
            }
            Possible::Known(_) | Possible::Open(_) => Vec::new(),
        };
        seen.thresholds.extend(threshold.iter().cloned());
        let is = match self.certain_end(frame, (left, order, right)) {
            Some((end, value)) => {
                let value = seen.words.value(&value, &plan.exprs.at(left).ty, &threshold);
                format!(
                    "{} {value}",
                    if end == OrderWord::AtLeast {
                        "at least"
                    } else {
                        "at most"
                    }
                )
            }
            None => self.shown(seen.words, frame, left, &threshold),
        };
        let against = self.shown(seen.words, frame, right, &[]);
        let dates = self.plan.exprs.at(left).ty.required() == &Type::Date;
        let operator = order_words(order, dates);
        let text = format!(
            "{} {is} {operator} {}",
            self.named(seen.words, frame, left),
            side(&seen.words.written(right), &against)
        );
        if !dates && !seen.no_comparisons {
            let margin = match (&one, &other) {
                (Possible::Known(one), Possible::Known(other)) => crate::ops::subtract(one, other).ok(),
                (Possible::Open(_), _) | (_, Possible::Open(_)) => None,
            };
            let ty = self.plan.exprs.at(left).ty.clone();
            let comparison = Comparison {
                left: self.named(seen.words, frame, left),
                is,
                operator: operator.to_owned(),
                right: seen.words.written(right),
                threshold: against,
                holds: answered(truth),
                margin: margin.map(|margin| seen.words.value(&margin, &ty, &[Number::ZERO])),
                facts,
                at: seen.words.rule_place(self.plan.exprs.at(id).span),
                made_of: self.makeup(seen.words, frame, left),
            };
            if !seen
                .comparisons
                .iter()
                .any(|other| other.at == comparison.at && other.is == comparison.is)
            {
                seen.comparisons.push(comparison);
            }
        }
        Node {
            text,
            value: Some(word(truth)),
            children,
            ..Node::default()
        }
    }

    /// An expression as written; of a call the name alone where it is asked of the element, else of whom.
    pub(super) fn named(&mut self, words: Words<'a>, frame: Frame, id: ExprId) -> String {
        let plan = self.plan;
        let ExprKind::Call { definition, arguments } = &plan.exprs.at(id).kind else {
            return words.written(id);
        };
        let mut of = Vec::new();
        for argument in arguments {
            match self.value(frame, *argument) {
                Possible::Known(value) if Self::is_element(frame, &value) => {}
                Possible::Known(value) => of.push(words.value(&value, &plan.exprs.at(*argument).ty, &[])),
                Possible::Open(_) => of.push(words.written(*argument)),
            }
        }
        let name = &plan.definitions.at(*definition).name;
        if of.is_empty() {
            name.to_string()
        } else {
            text::applied(name, &of.join(", "))
        }
    }

    /// What a share or a sum is made of.
    #[expect(
        clippy::wildcard_enum_match_arm,
        reason = "what is no share and no sum is made of nothing"
    )]
    fn makeup(&mut self, words: Words<'a>, frame: Frame, id: ExprId) -> Option<Makeup> {
        let plan = self.plan;
        match &plan.exprs.at(id).kind {
            ExprKind::Call { definition, arguments } => {
                self.inside(frame, *definition, arguments, |this, inner, body| {
                    this.makeup(words, inner, body)
                })
            }
            ExprKind::Arithmetic {
                left,
                sign: crate::syntax::ast::ArithmeticSign::Over,
                right,
            } => Some(Makeup {
                total: self.shown(words, frame, *left, &[]),
                of: Some(self.shown(words, frame, *right, &[])),
                terms: self.terms(words, frame, *left).unwrap_or_default(),
            }),
            ExprKind::ByReading { readings, rows } => match self.reading_row(readings, rows) {
                Ok(Some(body)) => self.makeup(words, frame, body),
                Ok(None) | Err(_) => None,
            },
            ExprKind::Aggregate { fold: Fold::Sum, .. } => Some(Makeup {
                total: self.shown(words, frame, id, &[]),
                of: None,
                terms: self.terms(words, frame, id)?,
            }),
            _ => None,
        }
    }

    /// The terms of a sum that stands behind names and choices.
    #[expect(clippy::wildcard_enum_match_arm, reason = "what is no sum has no terms")]
    fn terms(&mut self, words: Words<'a>, frame: Frame, id: ExprId) -> Option<Vec<Term>> {
        let plan = self.plan;
        match &plan.exprs.at(id).kind {
            ExprKind::Call { definition, arguments } => {
                self.inside(frame, *definition, arguments, |this, inner, body| {
                    this.terms(words, inner, body)
                })
            }
            ExprKind::ByReading { readings, rows } => match self.reading_row(readings, rows) {
                Ok(Some(body)) => self.terms(words, frame, body),
                Ok(None) | Err(_) => None,
            },
            ExprKind::Else { value, .. } => self.terms(words, frame, *value),
            ExprKind::Aggregate {
                fold: Fold::Sum,
                body: Some(body),
                local,
                list,
            } => {
                // Terms are gone through once: a comparison in them would go through its own terms again, and so on
                // inwards, which doubles the work at each level of the product.
                let mut seen = Seen {
                    no_comparisons: true,
                    ..Seen::new(words)
                };
                let nodes = self.terms_of(&mut seen, frame, (*body, *local, list));
                let short = |text: &str| text.split(' ').next().unwrap_or("").to_owned();
                Some(
                    nodes
                        .into_iter()
                        .map(|node| Term {
                            label: short(&node.text),
                            value: node.value.unwrap_or_default(),
                            at: node.at,
                        })
                        .collect(),
                )
            }
            _ => None,
        }
    }

    /// Goes into the body of a definition with its arguments bound.
    pub(super) fn inside<T>(
        &mut self,
        frame: Frame,
        definition: DefinitionId,
        arguments: &'a [ExprId],
        then: impl FnOnce(&mut Self, Frame, ExprId) -> Option<T>,
    ) -> Option<T> {
        let plan = self.plan;
        let about = plan.definitions.at(definition);
        if about.recursion.is_some() && self.memory.depth > DEEPEST {
            return None;
        }
        let values: Vec<Possible> = arguments.iter().map(|argument| self.value(frame, *argument)).collect();
        let element = if about.uses_element || about.uses_date {
            frame.element
        } else {
            None
        };
        let inner = self.enter(frame.ruleset, element, about.locals);
        for (index, value) in values.into_iter().enumerate() {
            self.bind(inner, LocalId::from_index(index), value);
        }
        let found = then(self, inner, about.body);
        self.leave(inner);
        found
    }
}

/// A name with its value; a literal only once.
fn side(written: &str, value: &str) -> String {
    let name = written.split('(').next().unwrap_or("").trim();
    if ungroup(name) == value {
        value.to_owned()
    } else {
        format!("{name} {value}")
    }
}

/// The first place at or under a node.
fn deepest_place(node: &Node) -> Option<String> {
    node.at.clone().or_else(|| node.children.iter().find_map(deepest_place))
}

/// The words of a comparison.
pub(super) fn order_words(word: OrderWord, dates: bool) -> &'static str {
    match (word, dates) {
        (OrderWord::AtLeast, false) => "is at least",
        (OrderWord::AtMost, false) => "is at most",
        (OrderWord::MoreThan, false) => "is more than",
        (OrderWord::LessThan, false) => "is less than",
        (OrderWord::AtLeast, true) => "is on or after",
        (OrderWord::AtMost, true) => "is on or before",
        (OrderWord::MoreThan, true) => "is after",
        (OrderWord::LessThan, true) => "is before",
    }
}
