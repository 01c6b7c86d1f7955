//! Calls inwards, on parts: the innermost first, on an explicit stack, so that no depth of a product and no length of a
//! circle becomes depth of the machine's stack.
//!
//! A body whose calls are not all worked out is gone through to see which calls it lacks; these come first, and then it
//! is gone through again.

use crate::plan::DefinitionId;
use crate::plan::RecursionId;
use crate::value::Possible;

use super::Asked;
use crate::eval::Evaluation;
use crate::eval::Frame;
use crate::eval::memo::Key;

/// Calls in a circle that stand deeper in each other than this are worked out on the explicit stack.
const DEEP: usize = 8;

/// A circle of which bodies are gone through to see what they lack.
#[derive(Debug)]
pub(in crate::eval) struct Driven {
    recursion: RecursionId,
    lacks: Vec<Asked>,
}

impl Evaluation<'_> {
    /// The value of a definition whose arguments are on the stack from the base of the frame on.
    pub(super) fn call_inwards(
        &mut self,
        recursion: RecursionId,
        (definition, key): (DefinitionId, Key),
        frame: Frame,
    ) -> Possible {
        if let Some(driven) = &mut self.memory.driven
            && driven.recursion == recursion
        {
            let arguments = self.memory.stack.get(frame.base..).unwrap_or(&[]).to_vec();
            driven.lacks.push(Asked { key, frame, arguments });
            self.leave(frame);
            // Whatever comes of it is thrown away.
            return self.fault(self.plan.definitions.at(definition).body);
        }
        if self.memory.depth >= DEEP {
            let arguments = self.memory.stack.get(frame.base..).unwrap_or(&[]).to_vec();
            self.leave(frame);
            return self.innermost_first(recursion, Asked { key, frame, arguments });
        }
        self.memory.depth = self.memory.depth.saturating_add(1);
        let value = self.body(definition, frame);
        self.memory.depth = self.memory.depth.saturating_sub(1);
        self.memory.calls.insert(key, value.clone());
        value
    }

    /// Works out what is asked, after all that it hangs on.
    fn innermost_first(&mut self, recursion: RecursionId, first: Asked) -> Possible {
        let wanted = first.key.clone();
        let outer = self.memory.driven.take();
        let depth = std::mem::replace(&mut self.memory.depth, 0);
        let mut open = vec![first];
        while let Some(asked) = open.last() {
            if self.memory.calls.get(&asked.key).is_some() {
                open.pop();
                continue;
            }
            let asked = asked.clone();
            self.memory.driven = Some(Driven {
                recursion,
                lacks: Vec::new(),
            });
            let (frame, body) = self.enter_asked(&asked);
            let value = self.value(frame, body);
            self.leave(frame);
            let lacks = self.memory.driven.take().map_or_else(Vec::new, |driven| driven.lacks);
            if lacks.is_empty() {
                self.memory.calls.insert(asked.key, value);
                open.pop();
            } else {
                open.extend(lacks);
            }
        }
        self.memory.driven = outer;
        self.memory.depth = depth;
        match self.memory.calls.get(&wanted) {
            Some(value) => value.clone(),
            None => self.fault(self.plan.definitions.at(wanted.definition).body),
        }
    }
}
