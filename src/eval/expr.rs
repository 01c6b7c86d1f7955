//! Values and truths of expressions. One function for values, one for truths; conditions never become values on the way.
//!
//! Logic is Kleene's: all sides are looked at until one settles it, so that neither an unknown nor an error hides a
//! side that settles it, in whatever order they stand. Language reference: "Words and forms", "Cannot be computed".

use std::sync::Arc;

use crate::diagnostic::Code;
use crate::facts::CellValue;
use crate::ids::Id;
use crate::plan::ExprId;
use crate::plan::ExprKind;
use crate::plan::FieldId;
use crate::plan::LocalId;
use crate::plan::ReadingId;
use crate::syntax::ast::ArithmeticSign;
use crate::syntax::ast::Fold;
use crate::value::CauseId;
use crate::value::Possible;
use crate::value::RecordRef;
use crate::value::TextId;
use crate::value::Value;

use super::Cause;
use super::Evaluation;
use super::Frame;
use super::Truth;
use super::cause::Failure;
use super::memo::Arguments;
use super::memo::Key;

impl<'a> Evaluation<'a> {
    /// The value of an expression.
    #[expect(
        clippy::too_many_lines,
        reason = "one arm a kind of expression, each hands on or is a line"
    )]
    pub(super) fn value(&mut self, frame: Frame, id: ExprId) -> Possible {
        let plan = self.plan;
        match &plan.exprs.at(id).kind {
            ExprKind::Constant(value) => Possible::Known(value.clone()),
            ExprKind::Root => Possible::Known(Value::Record(self.facts.root())),
            ExprKind::Element => match frame.element {
                Some(element) => Possible::Known(Value::Record(element)),
                None => self.fault(id),
            },
            ExprKind::Local(local) => match self.local(frame, *local) {
                Some(value) => value.clone(),
                None => self.fault(id),
            },
            ExprKind::Field { of, field } => match self.value(frame, *of) {
                // As a value the list of all is known only if nobody can be missing in it.
                Possible::Known(Value::Record(record)) => match self.missing_in(id) {
                    Some(cause) => Possible::Open(cause),
                    None => self.field(record, *field),
                },
                Possible::Known(Value::None) => Possible::Known(Value::None),
                Possible::Known(_) => self.fault(id),
                open @ Possible::Open(_) => open,
            },
            ExprKind::Column { row, column } => self.column(frame, *row, *column, id),
            ExprKind::Lookup { table, keys } => self.look_up(frame, *table, keys, id),
            ExprKind::Parameter(parameter) => self.parameter(frame, *parameter, id),
            ExprKind::ParameterOf { parameter, key } => self.parameter_of(frame, *parameter, *key, id),
            ExprKind::Versions(versions) => self.version(frame, versions, id),
            ExprKind::Call { definition, arguments } => self.call(frame, *definition, arguments),
            ExprKind::Arithmetic { left, sign, right } => self.arithmetic(frame, (*left, *sign, *right), id),
            ExprKind::Negate(of) => match self.value(frame, *of) {
                Possible::Known(value) => self.computed(crate::ops::negate(&value), id, None),
                open @ Possible::Open(_) => open,
            },
            ExprKind::Separately(of) => self.separately(frame, of, id),
            ExprKind::Convert(conversion) => self.convert(frame, conversion, id),
            ExprKind::Cut { value, digits } => self.cut(frame, (*value, *digits), id),
            ExprKind::Round { value, to } => match self.value(frame, *value) {
                Possible::Known(value) => {
                    let result = crate::ops::round(&value, &to.step, to.mode);
                    let sides = result.is_err().then(|| (value, to.step.clone()));
                    self.computed(result, id, sides)
                }
                open @ Possible::Open(_) => open,
            },
            ExprKind::Decided(decision) => self.decided(frame, *decision, id),
            ExprKind::If {
                condition,
                then,
                otherwise,
            } => {
                let (condition, then, otherwise) = (*condition, *then, *otherwise);
                match self.truth(frame, condition) {
                    Truth::Yes => self.value(frame, then),
                    Truth::No => self.value(frame, otherwise),
                    Truth::Open(cause) => {
                        let (one, other) = (self.value(frame, then), self.value(frame, otherwise));
                        self.either(cause, one, other)
                    }
                }
            }
            ExprKind::Else { value, fallback } => match self.value(frame, *value) {
                Possible::Known(Value::None) => self.value(frame, *fallback),
                some @ (Possible::Known(_) | Possible::Open(_)) => some,
            },
            ExprKind::Rows(rows) => self.rows(frame, rows, id),
            ExprKind::ByReading { readings, rows } => match self.reading_row(readings, rows) {
                Ok(Some(body)) => self.value(frame, body),
                Ok(None) => self.fault(id),
                Err(cause) => self.under_every_reading(frame, cause, rows),
            },
            ExprKind::Aggregate {
                fold,
                body,
                local,
                list,
            } => self.aggregate(frame, (*fold, *body, *local), list, id),
            ExprKind::Extreme { fold, of } => self.extreme(frame, *fold, of, id),
            ExprKind::Set(_) | ExprKind::List(_) => self.list_value(frame, id),
            ExprKind::EndOf { term, of } => self.end_of(frame, *term, *of, id),
            ExprKind::SpanOf { span, from, to } => self.span_of(frame, *span, (*from, *to), id),
            ExprKind::LawsDate => self.law_date(frame.ruleset, frame.element),
            ExprKind::PickKey { list, field, key } => self.pick_key(frame, *list, (*field, *key), id),
            ExprKind::PickNumber { list, number } => self.pick_number(frame, *list, *number, id),
            ExprKind::Flag(_)
            | ExprKind::And(_)
            | ExprKind::Or(_)
            | ExprKind::Not(_)
            | ExprKind::Is { .. }
            | ExprKind::Order { .. }
            | ExprKind::Between { .. }
            | ExprKind::In { .. }
            | ExprKind::Under { .. }
            | ExprKind::State { .. }
            | ExprKind::Duty { .. }
            | ExprKind::Outcome { .. }
            | ExprKind::DoesNotArise(_)
            | ExprKind::ReadingIs { .. }
            | ExprKind::Quantifier { .. } => match self.truth(frame, id) {
                Truth::Yes => Possible::Known(Value::Boolean(true)),
                Truth::No => Possible::Known(Value::Boolean(false)),
                Truth::Open(cause) => Possible::Open(cause),
            },
        }
    }

    /// Whether a condition holds.
    #[expect(
        clippy::too_many_lines,
        reason = "one arm a kind of expression, each hands on or is a line"
    )]
    pub(super) fn truth(&mut self, frame: Frame, id: ExprId) -> Truth {
        let plan = self.plan;
        match &plan.exprs.at(id).kind {
            ExprKind::And(all) => self.all(frame, all),
            ExprKind::Or(all) => self.any(frame, all),
            ExprKind::Not(of) => self.truth(frame, *of).negate(),
            ExprKind::Is { left, right, negated } => self.is(frame, *left, *right, id).negate_if(*negated),
            ExprKind::Order { left, word, right } => self.compare(frame, (*left, *word, *right), id),
            ExprKind::Between {
                value,
                low,
                high,
                negated,
            } => self.between(frame, *value, (*low, *high), id).negate_if(*negated),
            ExprKind::In { value, within, negated } => self.within(frame, *value, within, id).negate_if(*negated),
            ExprKind::Under { value, over, negated } => self.under(frame, *value, over, id).negate_if(*negated),
            ExprKind::Quantifier {
                quantity,
                local,
                list,
                condition,
            } => self.quantifier(frame, (*quantity, *local), list, *condition),
            ExprKind::Flag(rule) => self.some_met(*rule, self.element_for(plan.rules.at(*rule).ruleset, frame)),
            ExprKind::State { rule, state, negated } => self.state(frame, *rule, *state).negate_if(*negated),
            ExprKind::Duty {
                obligation,
                arguments,
                state,
                negated,
            } => self
                .duty(frame, (*obligation, *state), arguments.as_deref(), id)
                .negate_if(*negated),
            ExprKind::Outcome {
                decision,
                outcome,
                negated,
            } => self.outcome_is(frame, *decision, *outcome).negate_if(*negated),
            ExprKind::DoesNotArise(decision) => {
                let element = self.element_for(plan.decisions.at(*decision).ruleset, frame);
                self.decide(*decision, element).arises.negate()
            }
            ExprKind::ReadingIs {
                reading,
                choice,
                negated,
            } => match self.choice(*reading) {
                Some(chosen) => Truth::of(chosen == *choice).negate_if(*negated),
                None => Truth::Open(self.memory.causes.add(Cause::Reading(*reading))),
            },
            ExprKind::Constant(_)
            | ExprKind::Root
            | ExprKind::Element
            | ExprKind::Local(_)
            | ExprKind::Field { .. }
            | ExprKind::Column { .. }
            | ExprKind::Lookup { .. }
            | ExprKind::Parameter(_)
            | ExprKind::ParameterOf { .. }
            | ExprKind::Versions(_)
            | ExprKind::Call { .. }
            | ExprKind::Arithmetic { .. }
            | ExprKind::Negate(_)
            | ExprKind::Round { .. }
            | ExprKind::Separately(_)
            | ExprKind::Convert(_)
            | ExprKind::Cut { .. }
            | ExprKind::Decided(_)
            | ExprKind::If { .. }
            | ExprKind::Else { .. }
            | ExprKind::ByReading { .. }
            | ExprKind::Rows(_)
            | ExprKind::Aggregate { .. }
            | ExprKind::Extreme { .. }
            | ExprKind::Set(_)
            | ExprKind::List(_)
            | ExprKind::LawsDate
            | ExprKind::EndOf { .. }
            | ExprKind::SpanOf { .. }
            | ExprKind::PickKey { .. }
            | ExprKind::PickNumber { .. } => match self.value(frame, id) {
                Possible::Known(Value::Boolean(known)) => Truth::of(known),
                Possible::Open(cause) => Truth::Open(cause),
                Possible::Known(_) => match self.fault(id) {
                    Possible::Open(cause) => Truth::Open(cause),
                    Possible::Known(_) => Truth::No,
                },
            },
        }
    }

    /// All of them hold.
    pub(super) fn all(&mut self, frame: Frame, conditions: &[ExprId]) -> Truth {
        let mut result = Truth::Yes;
        for condition in conditions {
            let truth = self.truth(frame, *condition);
            result = result.and(truth, &mut self.memory.causes);
            if result == Truth::No {
                break;
            }
        }
        result
    }

    /// At least one of them holds.
    pub(super) fn any(&mut self, frame: Frame, conditions: &[ExprId]) -> Truth {
        let mut result = Truth::No;
        for condition in conditions {
            let truth = self.truth(frame, *condition);
            result = result.or(truth, &mut self.memory.causes);
            if result == Truth::Yes {
                break;
            }
        }
        result
    }

    /// What a local holds.
    fn local(&self, frame: Frame, local: LocalId) -> Option<&Possible> {
        self.memory.stack.get(frame.base.saturating_add(local.index()))
    }

    /// Puts a value into a local.
    pub(super) fn bind(&mut self, frame: Frame, local: LocalId, value: Possible) {
        if let Some(slot) = self.memory.stack.get_mut(frame.base.saturating_add(local.index())) {
            *slot = value;
        }
    }

    /// A field of a record; that of somebody who stands in no list is not known.
    pub(super) fn field(&mut self, record: RecordRef, field: FieldId) -> Possible {
        match self.facts.cell(record, field) {
            Some(cell) => match &cell.value {
                CellValue::Known(value) | CellValue::Default(value) => Possible::Known(value.clone()),
                CellValue::LeftOut => Possible::Open(self.memory.causes.add(Cause::LeftOut { record, field })),
            },
            None => Possible::Open(self.stranger_cause()),
        }
    }

    /// What cannot happen in a checked plan: a fault of ours, never a decision.
    pub(super) fn fault(&mut self, at: ExprId) -> Possible {
        Possible::Open(self.fault_cause(at))
    }

    /// The same as a reason.
    pub(super) fn fault_cause(&mut self, at: ExprId) -> CauseId {
        self.failed(Failure {
            code: Code::X100,
            at,
            sides: None,
            parameter: None,
            table: None,
        })
    }

    /// A failure as a reason.
    pub(super) fn failed(&mut self, failure: Failure) -> CauseId {
        self.memory.causes.add(Cause::Failed(failure))
    }

    /// The result of an operator.
    pub(super) fn computed(
        &mut self,
        result: Result<Value, crate::ops::Fault>,
        at: ExprId,
        sides: Option<(Value, Value)>,
    ) -> Possible {
        match result {
            Ok(value) => Possible::Known(value),
            Err(fault) => {
                let failure = Failure {
                    code: fault_code(fault),
                    at,
                    sides,
                    parameter: None,
                    table: None,
                };
                Possible::Open(self.failed(failure))
            }
        }
    }

    /// One of two values, for a reason: known if both are the same.
    pub(super) fn either(&mut self, cause: CauseId, one: Possible, other: Possible) -> Possible {
        if let (Possible::Known(one), Possible::Known(other)) = (&one, &other)
            && one == other
        {
            return Possible::Known(one.clone());
        }
        let mut joined = cause;
        for side in [one, other] {
            if let Possible::Open(cause) = side {
                joined = self.memory.causes.both(joined, cause);
            }
        }
        Possible::Open(joined)
    }

    fn arithmetic(
        &mut self,
        frame: Frame,
        (left, sign, right): (ExprId, ArithmeticSign, ExprId),
        at: ExprId,
    ) -> Possible {
        let (left, right) = (self.value(frame, left), self.value(frame, right));
        match (left, right) {
            (Possible::Known(left), Possible::Known(right)) => {
                let result = match sign {
                    ArithmeticSign::Plus => crate::ops::add(&left, &right),
                    ArithmeticSign::Minus => crate::ops::subtract(&left, &right),
                    ArithmeticSign::Times => crate::ops::multiply(&left, &right),
                    ArithmeticSign::Over => crate::ops::divide(&left, &right),
                };
                let sides = if result.is_err() { Some((left, right)) } else { None };
                self.computed(result, at, sides)
            }
            (Possible::Open(one), Possible::Open(other)) => Possible::Open(self.memory.causes.both(one, other)),
            (open @ Possible::Open(_), Possible::Known(_)) | (Possible::Known(_), open @ Possible::Open(_)) => open,
        }
    }

    /// `greatest of {a, b}`: of those that are not none; none if there is none.
    fn extreme(&mut self, frame: Frame, fold: Fold, of: &[ExprId], at: ExprId) -> Possible {
        let mut best = Possible::Known(Value::None);
        for id in of {
            let value = self.value(frame, *id);
            best = self.better(best, value, fold, at);
        }
        best
    }

    /// The greater, or the lesser, of two values of which either may be none.
    pub(super) fn better(&mut self, best: Possible, value: Possible, fold: Fold, at: ExprId) -> Possible {
        match (best, value) {
            (Possible::Open(one), Possible::Open(other)) => Possible::Open(self.memory.causes.both(one, other)),
            (open @ Possible::Open(_), Possible::Known(_)) | (Possible::Known(_), open @ Possible::Open(_)) => open,
            (Possible::Known(Value::None), value) => value,
            (best, Possible::Known(Value::None)) => best,
            (Possible::Known(best), Possible::Known(value)) => match crate::ops::order(&value, &best) {
                Ok(order) => {
                    let takes = if fold == Fold::Greatest {
                        order.is_gt()
                    } else {
                        order.is_lt()
                    };
                    Possible::Known(if takes { value } else { best })
                }
                Err(fault) => self.computed(Err(fault), at, Some((best, value))),
            },
        }
    }

    /// The first row that fits the readings; `Err` with the reason where one of them is open and matters.
    pub(super) fn reading_row<T: Copy>(
        &mut self,
        readings: &[ReadingId],
        rows: &[(Vec<Option<u16>>, T)],
    ) -> Result<Option<T>, CauseId> {
        for (choices, value) in rows {
            let mut fits = Truth::Yes;
            for (reading, wanted) in readings.iter().zip(choices) {
                let Some(wanted) = wanted else { continue };
                let truth = match self.choice(*reading) {
                    Some(chosen) => Truth::of(chosen == *wanted),
                    None => Truth::Open(self.memory.causes.add(Cause::Reading(*reading))),
                };
                fits = fits.and(truth, &mut self.memory.causes);
            }
            match fits {
                Truth::Yes => return Ok(Some(*value)),
                Truth::No => {}
                Truth::Open(cause) => return Err(cause),
            }
        }
        Ok(None)
    }

    /// The value under every choice that an open reading leaves: known if it is the same under all.
    fn under_every_reading(&mut self, frame: Frame, cause: CauseId, rows: &[(Vec<Option<u16>>, ExprId)]) -> Possible {
        let mut result: Option<Possible> = None;
        for (_, body) in rows {
            let value = self.value(frame, *body);
            result = Some(match result {
                None => value,
                Some(before) => self.either(cause, before, value),
            });
        }
        result.unwrap_or(Possible::Open(cause))
    }

    /// The value of a definition for these arguments, worked out once.
    pub(super) fn call(
        &mut self,
        frame: Frame,
        definition: crate::plan::DefinitionId,
        arguments: &'a [ExprId],
    ) -> Possible {
        let plan = self.plan;
        let about = plan.definitions.at(definition);
        let inner = self.frame_of(definition, frame);
        // The arguments are the first locals of the definition's frame.
        let base = self.memory.stack.len();
        for argument in arguments {
            let value = self.value(frame, *argument);
            self.memory.stack.push(value);
        }
        let values = self.memory.stack.get(base..).unwrap_or(&[]);
        let key = key_of(definition, inner, about.uses_date, values);
        if let Some(value) = self.memory.calls.get(&key) {
            let value = value.clone();
            self.memory.stack.truncate(base);
            return value;
        }
        let inner = Frame { base, ..inner };
        if let Some(recursion) = about.recursion {
            return self.call_in_circle(recursion, (definition, key), inner);
        }
        let value = self.body(definition, inner);
        self.memory.calls.insert(key, value.clone());
        value
    }

    /// The frame of a definition that is called from another one, without its locals.
    pub(super) fn frame_of(&self, definition: crate::plan::DefinitionId, frame: Frame) -> Frame {
        let about = self.plan.definitions.at(definition);
        Frame {
            base: 0,
            ruleset: frame.ruleset,
            element: if about.uses_element || about.uses_date {
                frame.element
            } else {
                None
            },
        }
    }

    /// Works out the body of a definition; the frame begins with its arguments.
    pub(super) fn body(&mut self, definition: crate::plan::DefinitionId, frame: Frame) -> Possible {
        let plan = self.plan;
        let about = plan.definitions.at(definition);
        self.room(frame, about.locals);
        let value = self.value(frame, about.body);
        self.leave(frame);
        value
    }

    fn pick_key(&mut self, frame: Frame, list: ExprId, (field, key): (FieldId, TextId), at: ExprId) -> Possible {
        let elements = match self.written_list(frame, list) {
            Possible::Known(value) => self.elements(&value).to_vec(),
            open @ Possible::Open(_) => return open,
        };
        let wanted = self.plan.texts.get(key);
        let named = |element: &&Value| {
            let Value::Record(record) = element else { return false };
            let cell = self.facts.cell(*record, field).map(|cell| &cell.value);
            matches!(cell, Some(CellValue::Known(Value::Text(text))) if self.facts.texts.get(*text) == wanted)
        };
        let found = elements.iter().find(named);
        match found {
            Some(element) => Possible::Known(element.clone()),
            None => self.fault(at),
        }
    }

    fn pick_number(&mut self, frame: Frame, list: ExprId, number: u32, at: ExprId) -> Possible {
        let element = match self.written_list(frame, list) {
            Possible::Known(value) => {
                let index = usize::try_from(number).ok().and_then(|number| number.checked_sub(1));
                index.and_then(|index| self.elements(&value).get(index)).cloned()
            }
            open @ Possible::Open(_) => return open,
        };
        match element {
            Some(element) => Possible::Known(element),
            None => self.fault(at),
        }
    }

    /// The elements of a list value.
    pub(super) fn elements<'v>(&'v self, value: &'v Value) -> &'v [Value] {
        match value {
            Value::Elements(start, length) => self.facts.list(*start, *length),
            Value::List(elements) => elements,
            Value::None
            | Value::Boolean(_)
            | Value::Number(_)
            | Value::Money(..)
            | Value::Amount(..)
            | Value::Date(_)
            | Value::Duration(_)
            | Value::Country(_)
            | Value::Currency(_)
            | Value::Text(_)
            | Value::Code(..)
            | Value::Enum(..)
            | Value::Outcome(..)
            | Value::Record(_)
            | Value::Row(_) => &[],
        }
    }

    /// A list as a value.
    pub(super) fn listed(values: Vec<Value>) -> Value {
        Value::List(Arc::from(values))
    }
}

/// The key under which a call is remembered.
pub(super) fn key_of(definition: crate::plan::DefinitionId, frame: Frame, uses_date: bool, values: &[Possible]) -> Key {
    let arguments = match values {
        [] => Arguments::None,
        [Possible::Known(Value::Record(record))] => Arguments::Record(*record),
        several => Arguments::Many(several.into()),
    };
    Key {
        definition,
        ruleset: uses_date.then_some(frame.ruleset),
        element: frame.element,
        arguments,
    }
}

/// The code under which a fault of an operator is known.
pub(super) fn fault_code(fault: crate::ops::Fault) -> Code {
    match fault {
        crate::ops::Fault::DivisionByZero => Code::E101,
        crate::ops::Fault::TooLarge => Code::E102,
        crate::ops::Fault::Currencies => Code::E302,
        crate::ops::Fault::DaysAndMonths => Code::E303,
        crate::ops::Fault::OutOfCalendar => Code::E105,
        crate::ops::Fault::Kinds => Code::X100,
    }
}
