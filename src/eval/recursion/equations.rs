//! Figures along references, written down as equations: what is free of the circle is worked out at once.
//!
//! Where no circle closes, each is worked out after those that it hangs on; each circle is solved exactly. What is not
//! known makes open what is multiplied by it, unless that is 0.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::diagnostic::Code;
use crate::ids::Id;
use crate::names::graph::Graph;
use crate::names::graph::NodeId;
use crate::plan::ExprId;
use crate::plan::ExprKind;
use crate::plan::List;
use crate::plan::LocalId;
use crate::syntax::ast::ArithmeticSign;
use crate::value::CauseId;
use crate::value::Number;
use crate::value::Possible;
use crate::value::Value;

use super::Handed;
use super::Reached;
use super::elimination::Equation;
use super::elimination::Unsolved;
use super::elimination::solve;
use super::elimination::times;
use crate::eval::Cause;
use crate::eval::Evaluation;
use crate::eval::Frame;
use crate::limits::Limits;

/// What one figure is made of.
#[derive(Debug)]
struct Made {
    /// What is free of the circle.
    constant: Value,
    /// Others, by number, each times a factor that is not known to be 0.
    terms: Vec<(usize, Possible)>,
    /// Why something is open.
    open: Option<CauseId>,
    at: ExprId,
}

impl<'a> Evaluation<'a> {
    /// Solves all that is reached from what is asked first, and remembers it.
    pub(super) fn solve_equations(&mut self, reached: &mut Reached<'a>) {
        let mut all: Vec<Made> = Vec::new();
        while let Some(asked) = reached.asked.get(all.len()).cloned() {
            let (frame, body) = self.enter_asked(&asked);
            let zero = crate::ops::zero(self.plan.exprs.at(body).ty.required());
            let mut made = Made {
                constant: zero.unwrap_or(Value::Number(Number::ZERO)),
                terms: Vec::new(),
                open: None,
                at: body,
            };
            self.figure(reached, frame, (body, &Number::from_u64(1)), &mut made);
            self.leave(frame);
            all.push(made);
        }
        let mut graph: Graph<()> = Graph::new(all.len());
        for (number, made) in all.iter().enumerate() {
            for (other, _) in &made.terms {
                graph.add(NodeId::from_index(number), NodeId::from_index(*other), ());
            }
        }
        for component in graph.components() {
            let values = match component.as_slice() {
                [one] if !graph.is_circle(&component) => vec![self.single(reached, &all, one.index())],
                _ => self.circle(reached, (&all, &graph), &component),
            };
            for (node, value) in component.iter().zip(values) {
                if let Some(asked) = reached.asked.get(node.index()) {
                    self.memory.calls.insert(asked.key.clone(), value);
                }
            }
        }
    }

    /// Adds a figure, times a factor, to what is made.
    #[expect(clippy::wildcard_enum_match_arm, reason = "the checker lets no other form through")]
    fn figure(&mut self, reached: &mut Reached<'a>, frame: Frame, (id, factor): (ExprId, &Number), made: &mut Made) {
        let plan = self.plan;
        if !reached.recursion.is_in(id) {
            let value = self.value(frame, id);
            self.add_value(factor, value, made);
            return;
        }
        match &plan.exprs.at(id).kind {
            ExprKind::Call { definition, arguments } => {
                match self.reach_call(reached, frame, (*definition, arguments)) {
                    Handed::Number(number) => made
                        .terms
                        .push((number, Possible::Known(Value::Number(factor.clone())))),
                    Handed::Known(value) => self.add_value(factor, value, made),
                }
            }
            ExprKind::Arithmetic { left, sign, right } => {
                self.signed(reached, frame, ((*left, *sign, *right), factor), made);
            }
            ExprKind::If { .. } | ExprKind::ByReading { .. } | ExprKind::Versions(_) => {
                let (cause, branches) = self.branches(frame, id);
                self.branched(reached, frame, (cause, &branches, factor), made);
            }
            ExprKind::Aggregate {
                body: Some(body),
                local,
                list,
                ..
            } => self.summed(reached, frame, ((*body, *local), list, factor), made),
            _ => self.opened(id, made),
        }
    }

    /// What cannot be in a checked plan.
    fn opened(&mut self, at: ExprId, made: &mut Made) {
        if let Possible::Open(cause) = self.fault(at) {
            made.open = Some(self.memory.causes.join(made.open, cause));
        }
    }

    /// A value that is free of the circle, times the factor.
    fn add_value(&mut self, factor: &Number, value: Possible, made: &mut Made) {
        let value = match value {
            Possible::Known(value) => {
                let sum = times(factor, &value).and_then(|value| crate::ops::add(&made.constant, &value));
                let sides = sum.is_err().then(|| (made.constant.clone(), value));
                self.computed(sum, made.at, sides)
            }
            open @ Possible::Open(_) => open,
        };
        match value {
            Possible::Known(sum) => made.constant = sum,
            Possible::Open(cause) => made.open = Some(self.memory.causes.join(made.open, cause)),
        }
    }

    fn signed(
        &mut self,
        reached: &mut Reached<'a>,
        frame: Frame,
        ((left, sign, right), factor): ((ExprId, ArithmeticSign, ExprId), &Number),
        made: &mut Made,
    ) {
        match sign {
            ArithmeticSign::Plus => {
                self.figure(reached, frame, (left, factor), made);
                self.figure(reached, frame, (right, factor), made);
            }
            ArithmeticSign::Minus => {
                self.figure(reached, frame, (left, factor), made);
                self.figure(reached, frame, (right, &factor.neg()), made);
            }
            ArithmeticSign::Times => {
                let (figure, by) = if reached.recursion.is_in(left) {
                    (left, right)
                } else {
                    (right, left)
                };
                match self.value(frame, by) {
                    Possible::Known(Value::Number(by)) => match by.mul(factor) {
                        Ok(by) if by.is_zero() => {}
                        Ok(by) => self.figure(reached, frame, (figure, &by), made),
                        Err(fault) => {
                            let failed = self.computed(Err(fault.into()), made.at, None);
                            self.add_value(factor, failed, made);
                        }
                    },
                    Possible::Open(cause) => self.times_open(reached, frame, (figure, cause), made),
                    Possible::Known(_) => self.opened(by, made),
                }
            }
            ArithmeticSign::Over => self.opened(left, made),
        }
    }

    /// A figure times what is not known: it matters unless the figure is 0.
    fn times_open(&mut self, reached: &mut Reached<'a>, frame: Frame, (id, cause): (ExprId, CauseId), made: &mut Made) {
        let mut inner = Made {
            constant: made.constant.clone(),
            terms: Vec::new(),
            open: None,
            at: id,
        };
        if let Some(zero) = crate::ops::zero(self.plan.exprs.at(id).ty.required()) {
            inner.constant = zero;
        }
        self.figure(reached, frame, (id, &Number::from_u64(1)), &mut inner);
        let free = is_zero(&inner.constant) && inner.open.is_none() && !self.memory.causes.cannot_be_computed(cause);
        if free {
            // What it hangs on is not known yet; if it is 0, so is the product.
            for (number, factor) in inner.terms {
                let other = cause_of(&factor);
                let joined = other.map_or(cause, |other| self.memory.causes.both(cause, other));
                made.terms.push((number, Possible::Open(joined)));
            }
        } else {
            made.open = Some(self.memory.causes.join(made.open, cause));
            made.open = self.joined(made.open, inner.open);
            made.terms.extend(inner.terms);
        }
    }

    fn branched(
        &mut self,
        reached: &mut Reached<'a>,
        frame: Frame,
        (cause, branches, factor): (Option<CauseId>, &[ExprId], &Number),
        made: &mut Made,
    ) {
        match (cause, branches) {
            (None, [only]) => self.figure(reached, frame, (*only, factor), made),
            (None, _) => self.opened(made.at, made),
            (Some(cause), _) => {
                // Whichever counts hangs on what is not known, so all that they hang on is named.
                made.open = Some(self.memory.causes.join(made.open, cause));
                for branch in branches {
                    self.figure(reached, frame, (*branch, factor), made);
                }
            }
        }
    }

    fn summed(
        &mut self,
        reached: &mut Reached<'a>,
        frame: Frame,
        ((body, local), list, factor): ((ExprId, LocalId), &'a List, &Number),
        made: &mut Made,
    ) {
        let mut items = self.take_list();
        let more = self.items(frame, list, &mut items);
        made.open = self.joined(made.open, more);
        for item in &items {
            made.open = self.joined(made.open, item.maybe);
            self.bind(frame, local, Possible::Known(item.value.clone()));
            self.figure(reached, frame, (body, factor), made);
        }
        self.give_list(items);
    }

    /// The value of what hangs on no circle: all that it hangs on is worked out.
    fn single(&mut self, reached: &Reached<'a>, all: &[Made], number: usize) -> Possible {
        let Some(made) = all.get(number) else {
            return self.fault(ExprId::from_index(0));
        };
        let mut sum = Made {
            constant: made.constant.clone(),
            terms: Vec::new(),
            open: made.open,
            at: made.at,
        };
        for (other, factor) in &made.terms {
            let value = self.value_of(reached, *other, made.at);
            self.add_product(factor, value, &mut sum);
        }
        match sum.open {
            Some(cause) => Possible::Open(cause),
            None => Possible::Known(sum.constant),
        }
    }

    fn value_of(&mut self, reached: &Reached<'a>, number: usize, at: ExprId) -> Possible {
        let known = reached
            .asked
            .get(number)
            .and_then(|asked| self.memory.calls.get(&asked.key));
        match known {
            Some(value) => value.clone(),
            None => self.fault(at),
        }
    }

    fn add_product(&mut self, factor: &Possible, value: Possible, sum: &mut Made) {
        match (factor, value) {
            (Possible::Known(Value::Number(factor)), value) => self.add_value(factor, value, sum),
            (Possible::Open(_), Possible::Known(value)) if is_zero(&value) => {}
            (Possible::Open(cause), value) => {
                sum.open = Some(self.memory.causes.join(sum.open, *cause));
                if let Possible::Open(other) = value {
                    sum.open = Some(self.memory.causes.join(sum.open, other));
                }
            }
            (Possible::Known(_), _) => self.opened(sum.at, sum),
        }
    }

    /// The values of a circle. All of them hang on each other, so what is open in one is open in all.
    fn circle(
        &mut self,
        reached: &Reached<'a>,
        (all, graph): (&[Made], &Graph<()>),
        component: &[NodeId],
    ) -> Vec<Possible> {
        let mut open = None;
        let mut equations = Vec::with_capacity(component.len());
        let mut at = ExprId::from_index(0);
        for node in component {
            let Some(made) = all.get(node.index()) else { continue };
            at = made.at;
            let mut sum = Made {
                constant: made.constant.clone(),
                terms: Vec::new(),
                open: made.open,
                at,
            };
            let mut terms: BTreeMap<usize, Number> = BTreeMap::new();
            for (other, factor) in &made.terms {
                match (component.binary_search(&NodeId::from_index(*other)), factor) {
                    (Ok(place), Possible::Known(Value::Number(factor))) => {
                        let known = terms.remove(&place).unwrap_or(Number::ZERO);
                        match known.add(factor) {
                            Ok(factor) => {
                                terms.insert(place, factor);
                            }
                            Err(fault) => {
                                let failed = self.computed(Err(fault.into()), at, None);
                                self.add_value(&Number::ZERO, failed, &mut sum);
                            }
                        }
                    }
                    (Ok(_), Possible::Open(cause)) => {
                        sum.open = Some(self.memory.causes.join(sum.open, *cause));
                    }
                    (Ok(_), Possible::Known(_)) => self.opened(at, &mut sum),
                    (Err(_), factor) => {
                        let value = self.value_of(reached, *other, at);
                        self.add_product(factor, value, &mut sum);
                    }
                }
            }
            open = self.joined(open, sum.open);
            equations.push(Equation {
                constant: sum.constant,
                terms,
            });
        }
        if open.is_none() {
            match solve(equations, Limits::default().circle_steps) {
                Ok(values) if values.len() == component.len() => {
                    return values.into_iter().map(Possible::Known).collect();
                }
                Ok(_) => open = cause_of(&self.fault(at)),
                Err(unsolved) => open = Some(self.unsolved(reached, graph, (component, at), unsolved)),
            }
        }
        let open = open.unwrap_or_else(|| self.stranger_cause());
        component.iter().map(|_| Possible::Open(open)).collect()
    }

    /// Why a circle has no values.
    fn unsolved(
        &mut self,
        reached: &Reached<'a>,
        graph: &Graph<()>,
        (component, at): (&[NodeId], ExprId),
        unsolved: Unsolved,
    ) -> CauseId {
        let code = match unsolved {
            Unsolved::NotFinite => Code::E107,
            Unsolved::TooLarge => Code::E108,
            Unsolved::Fault(fault) => {
                let failed = self.computed(Err(fault), at, None);
                return cause_of(&failed).unwrap_or_else(|| self.stranger_cause());
            }
        };
        let mut members = Vec::new();
        for (node, ()) in graph.circle(component) {
            let Some(asked) = reached.asked.get(node.index()) else {
                continue;
            };
            let goes = usize::from(self.plan.definitions.at(asked.key.definition).goes);
            if let Some(Possible::Known(Value::Record(record))) = asked.arguments.get(goes) {
                members.push(*record);
            }
        }
        self.memory.causes.add(Cause::Circle {
            code,
            at,
            members: Arc::from(members),
            of: component.len(),
        })
    }
}

fn is_zero(value: &Value) -> bool {
    crate::ops::order(value, &Value::Number(Number::ZERO)).is_ok_and(std::cmp::Ordering::is_eq)
        || matches!(value, Value::Money(number, _) | Value::Amount(number, _) if number.is_zero())
}

fn cause_of(value: &Possible) -> Option<CauseId> {
    match value {
        Possible::Open(cause) => Some(*cause),
        Possible::Known(_) => None,
    }
}
