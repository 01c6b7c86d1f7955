//! Calls in circles of definitions, each (definition, arguments) worked out once, whatever the depth of the facts.
//!
//! Inwards the innermost comes first, on an explicit stack. Along references all that is reached is written down first,
//! as a network of conditions or as equations, and then settled as a whole. Language reference: "Definitions that call
//! themselves".

mod conditions;
mod elimination;
mod equations;
mod inwards;
mod network;
mod sums;

use std::collections::BTreeMap;

use crate::plan::DefinitionId;
use crate::plan::ExprId;
use crate::plan::Recursion;
use crate::plan::RecursionKind;
use crate::value::CauseId;
use crate::value::Possible;
use crate::value::Value;

use super::Evaluation;
use super::Frame;
use super::memo::Key;

pub(super) use inwards::Driven;

/// A definition with its arguments, somewhere in a circle.
#[derive(Clone, Debug)]
struct Asked {
    key: Key,
    frame: Frame,
    arguments: Vec<Possible>,
}

/// All that is asked of a circle, in the order in which it was met.
#[derive(Debug)]
struct Reached<'a> {
    recursion: &'a Recursion,
    asked: Vec<Asked>,
    numbers: BTreeMap<Key, usize>,
}

/// What a call hands on.
enum Handed {
    /// It is known already.
    Known(Possible),
    /// This one of all that is asked.
    Number(usize),
}

impl<'a> Evaluation<'a> {
    /// The value of a definition in a circle, whose arguments are on the stack from the base of the frame on.
    pub(super) fn call_in_circle(
        &mut self,
        recursion: crate::plan::RecursionId,
        (definition, key): (DefinitionId, Key),
        frame: Frame,
    ) -> Possible {
        let about = self.plan.recursions.at(recursion);
        if about.kind == RecursionKind::Inwards {
            return self.call_inwards(recursion, (definition, key), frame);
        }
        let arguments = self.memory.stack.get(frame.base..).unwrap_or(&[]).to_vec();
        self.leave(frame);
        let mut reached = Reached {
            recursion: about,
            asked: Vec::new(),
            numbers: BTreeMap::new(),
        };
        match self.reach(&mut reached, (definition, key.clone()), frame, arguments) {
            Handed::Known(value) => value,
            Handed::Number(_) => {
                match about.kind {
                    RecursionKind::Linear => self.solve_equations(&mut reached),
                    RecursionKind::Least | RecursionKind::Inwards => self.settle_conditions(&mut reached),
                }
                match self.memory.calls.get(&key) {
                    Some(value) => value.clone(),
                    None => self.fault(self.plan.definitions.at(definition).body),
                }
            }
        }
    }

    /// The value of a call within a circle, or its number among all that is asked. Of somebody of whom it is not known
    /// who he is, nothing is known.
    fn reach(
        &mut self,
        reached: &mut Reached<'a>,
        (definition, key): (DefinitionId, Key),
        frame: Frame,
        arguments: Vec<Possible>,
    ) -> Handed {
        if let Some(number) = reached.numbers.get(&key) {
            return Handed::Number(*number);
        }
        // A sum that is open is gone through again: what of it is certain may be enough.
        let keeps = self.plan.definitions.at(definition).ty == crate::value::Type::Boolean
            || reached.recursion.kind == RecursionKind::Linear;
        match self.memory.calls.get(&key) {
            Some(known @ Possible::Known(_)) => return Handed::Known(known.clone()),
            Some(open @ Possible::Open(_)) if keeps => return Handed::Known(open.clone()),
            Some(Possible::Open(_)) | None => {}
        }
        let goes = usize::from(self.plan.definitions.at(definition).goes);
        match arguments.get(goes) {
            Some(Possible::Known(Value::Record(_))) => {
                let number = reached.asked.len();
                reached.numbers.insert(key.clone(), number);
                reached.asked.push(Asked { key, frame, arguments });
                Handed::Number(number)
            }
            Some(open @ Possible::Open(_)) => Handed::Known(open.clone()),
            Some(Possible::Known(_)) | None => Handed::Known(self.fault(self.plan.definitions.at(definition).body)),
        }
    }

    /// A call that stands in a body of the circle.
    fn reach_call(
        &mut self,
        reached: &mut Reached<'a>,
        frame: Frame,
        (definition, arguments): (DefinitionId, &'a [ExprId]),
    ) -> Handed {
        let about = self.plan.definitions.at(definition);
        let mut values = Vec::with_capacity(arguments.len());
        for argument in arguments {
            values.push(self.value(frame, *argument));
        }
        let inner = self.frame_of(definition, frame);
        let key = super::expr::key_of(definition, inner, about.uses_date, &values);
        self.reach(reached, (definition, key), inner, values)
    }

    /// Enters the body of what is asked: its frame, and its expression.
    fn enter_asked(&mut self, asked: &Asked) -> (Frame, ExprId) {
        let about = self.plan.definitions.at(asked.key.definition);
        let base = self.memory.stack.len();
        self.memory.stack.extend(asked.arguments.iter().cloned());
        let frame = Frame { base, ..asked.frame };
        self.room(frame, about.locals);
        (frame, about.body)
    }

    /// Both reasons, where either may be missing.
    fn joined(&mut self, one: Option<CauseId>, other: Option<CauseId>) -> Option<CauseId> {
        match (one, other) {
            (one, Some(other)) => Some(self.memory.causes.join(one, other)),
            (one, None) => one,
        }
    }
}
