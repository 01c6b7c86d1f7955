//! Conditions along references, written down as a network: what is free of the circle is worked out at once, what is
//! not becomes a gate.
//!
//! The checker lets only those forms through that can only grow; each has its gate here.

use crate::plan::ExprId;
use crate::plan::ExprKind;
use crate::plan::Filter;
use crate::plan::List;
use crate::plan::LocalId;
use crate::syntax::ast::OrderWord;
use crate::syntax::ast::Quantity;
use crate::value::CauseId;
use crate::value::Number;
use crate::value::Possible;
use crate::value::Type;
use crate::value::Value;

use super::Handed;
use super::Reached;
use super::network::Gate;
use super::network::GateId;
use super::network::Level;
use super::network::Network;
use super::network::Sum;
use crate::eval::Evaluation;
use crate::eval::Frame;
use crate::eval::Truth;
use crate::eval::lists::Item;
use crate::eval::lists::stranger;

/// All that is asked of a circle, and the network that it becomes.
pub(super) struct Wiring<'w, 'a> {
    reached: &'w mut Reached<'a>,
    network: Network,
    /// The gate of each that is asked.
    gates: Vec<GateId>,
    no: GateId,
    yes: GateId,
}

impl Wiring<'_, '_> {
    /// A condition that hangs on nothing.
    fn known(&mut self, truth: Truth) -> GateId {
        match truth {
            Truth::No => self.no,
            Truth::Yes => self.yes,
            Truth::Open(_) => self.network.add(Gate::Known(truth)),
        }
    }

    /// All of them; what is certain is left out.
    fn all(&mut self, mut gates: Vec<GateId>) -> GateId {
        if gates.contains(&self.no) {
            return self.no;
        }
        gates.retain(|gate| *gate != self.yes);
        match gates.as_slice() {
            [] => self.yes,
            [one] => *one,
            [_, _, ..] => self.network.add(Gate::All(gates)),
        }
    }

    /// At least one of them; what is certainly not is left out.
    fn any(&mut self, mut gates: Vec<GateId>) -> GateId {
        if gates.contains(&self.yes) {
            return self.yes;
        }
        gates.retain(|gate| *gate != self.no);
        match gates.as_slice() {
            [] => self.no,
            [one] => *one,
            [_, _, ..] => self.network.add(Gate::Any(gates)),
        }
    }

    /// The gate of one that is asked.
    fn gate_of(&mut self, number: usize) -> GateId {
        while self.gates.len() <= number {
            let gate = self.network.add(Gate::Known(Truth::No));
            self.gates.push(gate);
        }
        self.gates.get(number).copied().unwrap_or(self.no)
    }
}

impl<'a> Evaluation<'a> {
    /// Settles all that is reached from what is asked first, and remembers it.
    pub(super) fn settle_conditions(&mut self, reached: &mut Reached<'a>) {
        let mut network = Network::default();
        let no = network.add(Gate::Known(Truth::No));
        let yes = network.add(Gate::Known(Truth::Yes));
        let mut wiring = Wiring {
            reached,
            network,
            gates: Vec::new(),
            no,
            yes,
        };
        let mut number = 0;
        while let Some(asked) = wiring.reached.asked.get(number).cloned() {
            let gate = wiring.gate_of(number);
            let (frame, body) = self.enter_asked(&asked);
            let made = if self.plan.definitions.at(asked.key.definition).ty == Type::Boolean {
                let condition = self.gate(&mut wiring, frame, body);
                Gate::Any(vec![condition])
            } else {
                Gate::Sum(Box::new(self.sum_of(&mut wiring, frame, body)))
            };
            wiring.network.set(gate, made);
            self.leave(frame);
            number = number.saturating_add(1);
        }
        wiring.network.settle();
        self.remember_conditions(&wiring);
    }

    fn remember_conditions(&mut self, wiring: &Wiring<'_, 'a>) {
        let causes = wiring.network.causes(&mut self.memory.causes);
        for (asked, gate) in wiring.reached.asked.iter().zip(&wiring.gates) {
            let open = causes.get(*gate).copied().flatten();
            let known = match wiring.network.bounds(*gate) {
                Some(bounds) => bounds.settled().cloned(),
                None => match wiring.network.level(*gate) {
                    Level::No => Some(Value::Boolean(false)),
                    Level::Yes => Some(Value::Boolean(true)),
                    Level::Open => None,
                },
            };
            let value = match (known, open) {
                (Some(value), _) => Possible::Known(value),
                (None, Some(cause)) => Possible::Open(cause),
                (None, None) => self.fault(self.plan.definitions.at(asked.key.definition).body),
            };
            self.memory.calls.insert(asked.key.clone(), value);
        }
    }

    /// The gate of a condition.
    #[expect(clippy::wildcard_enum_match_arm, reason = "the checker lets no other form through")]
    fn gate(&mut self, wiring: &mut Wiring<'_, 'a>, frame: Frame, id: ExprId) -> GateId {
        if !wiring.reached.recursion.is_in(id) {
            let truth = self.truth(frame, id);
            return wiring.known(truth);
        }
        let plan = self.plan;
        match &plan.exprs.at(id).kind {
            ExprKind::And(sides) => match self.sides(wiring, frame, (sides, Truth::No)) {
                Some(gates) => wiring.all(gates),
                None => wiring.no,
            },
            ExprKind::Or(sides) => match self.sides(wiring, frame, (sides, Truth::Yes)) {
                Some(gates) => wiring.any(gates),
                None => wiring.yes,
            },
            ExprKind::Call { definition, arguments } => {
                match self.reach_call(wiring.reached, frame, (*definition, arguments)) {
                    Handed::Number(number) => wiring.gate_of(number),
                    Handed::Known(Possible::Known(Value::Boolean(known))) => wiring.known(Truth::of(known)),
                    Handed::Known(Possible::Open(cause)) => wiring.known(Truth::Open(cause)),
                    Handed::Known(Possible::Known(_)) => self.fault_gate(wiring, id),
                }
            }
            ExprKind::If { .. } | ExprKind::ByReading { .. } | ExprKind::Versions(_) => {
                match self.branches(frame, id) {
                    (None, branches) => match branches.first() {
                        Some(only) => self.gate(wiring, frame, *only),
                        None => self.fault_gate(wiring, id),
                    },
                    (Some(cause), branches) => {
                        let gates = branches
                            .iter()
                            .map(|branch| self.gate(wiring, frame, *branch))
                            .collect();
                        wiring.network.add(Gate::Alike(cause, gates))
                    }
                }
            }
            ExprKind::Order { left, word, right } => {
                let against = self.value(frame, *right);
                self.reaches(wiring, frame, (*left, *word, &against))
            }
            ExprKind::Quantifier {
                quantity,
                local,
                list,
                condition,
            } => self.quantified(wiring, frame, (*quantity, *local), (list, *condition)),
            _ => self.fault_gate(wiring, id),
        }
    }

    fn fault_gate(&mut self, wiring: &mut Wiring<'_, 'a>, at: ExprId) -> GateId {
        match self.fault(at) {
            Possible::Open(cause) => wiring.known(Truth::Open(cause)),
            Possible::Known(_) => wiring.no,
        }
    }

    /// The gates of the sides of `and` or `or`, those first that are free of the circle; nothing if one of these settles
    /// it, so that nobody is asked for what does not matter.
    fn sides(
        &mut self,
        wiring: &mut Wiring<'_, 'a>,
        frame: Frame,
        (sides, settles): (&'a [ExprId], Truth),
    ) -> Option<Vec<GateId>> {
        let mut gates = Vec::with_capacity(sides.len());
        for side in sides.iter().filter(|side| !wiring.reached.recursion.is_in(**side)) {
            let truth = self.truth(frame, *side);
            if truth == settles {
                return None;
            }
            gates.push(wiring.known(truth));
        }
        for side in sides.iter().filter(|side| wiring.reached.recursion.is_in(**side)) {
            gates.push(self.gate(wiring, frame, *side));
        }
        Some(gates)
    }

    /// Which way `if` goes, or which rows of a choice by readings count; more than one with the reason why it is open.
    #[expect(clippy::wildcard_enum_match_arm, reason = "nothing else has branches")]
    pub(super) fn branches(&mut self, frame: Frame, id: ExprId) -> (Option<CauseId>, Vec<ExprId>) {
        let plan = self.plan;
        match &plan.exprs.at(id).kind {
            ExprKind::If {
                condition,
                then,
                otherwise,
            } => match self.truth(frame, *condition) {
                Truth::Yes => (None, vec![*then]),
                Truth::No => (None, vec![*otherwise]),
                Truth::Open(cause) => (Some(cause), vec![*then, *otherwise]),
            },
            ExprKind::ByReading { readings, rows } => match self.reading_row(readings, rows) {
                Ok(row) => (None, row.into_iter().collect()),
                Err(cause) => (Some(cause), rows.iter().map(|(_, body)| *body).collect()),
            },
            ExprKind::Versions(versions) => self.version_branches(frame, versions, id),
            _ => (None, Vec::new()),
        }
    }

    /// Whether a sum reaches a figure.
    #[expect(
        clippy::wildcard_enum_match_arm,
        reason = "everything else is a sum, whatever its form"
    )]
    fn reaches(
        &mut self,
        wiring: &mut Wiring<'_, 'a>,
        frame: Frame,
        (left, word, against): (ExprId, OrderWord, &Possible),
    ) -> GateId {
        let plan = self.plan;
        let sum = match &plan.exprs.at(left).kind {
            ExprKind::If { .. } | ExprKind::ByReading { .. } | ExprKind::Versions(_) => {
                let (cause, branches) = self.branches(frame, left);
                let gates: Vec<GateId> = branches
                    .iter()
                    .map(|branch| self.reaches(wiring, frame, (*branch, word, against)))
                    .collect();
                return match (cause, gates.first()) {
                    (None, Some(only)) => *only,
                    (None, None) => self.fault_gate(wiring, left),
                    (Some(cause), _) => wiring.network.add(Gate::Alike(cause, gates)),
                };
            }
            ExprKind::Call { definition, arguments } if wiring.reached.recursion.is_in(left) => {
                match self.reach_call(wiring.reached, frame, (*definition, arguments)) {
                    Handed::Number(number) => wiring.gate_of(number),
                    Handed::Known(base) => wiring.network.add(Gate::Sum(Box::new(Sum {
                        base,
                        terms: Vec::new(),
                        more: None,
                        at: left,
                    }))),
                }
            }
            _ => {
                let sum = self.sum_of(wiring, frame, left);
                wiring.network.add(Gate::Sum(Box::new(sum)))
            }
        };
        let against = against.clone();
        wiring.network.add(Gate::Reaches {
            sum,
            word,
            against: Box::new(against),
        })
    }

    /// A sum with its terms.
    fn sum_of(&mut self, wiring: &mut Wiring<'_, 'a>, frame: Frame, id: ExprId) -> Sum {
        let zero = crate::ops::zero(self.plan.exprs.at(id).ty.required());
        let mut sum = Sum {
            base: Possible::Known(zero.unwrap_or(Value::Number(Number::ZERO))),
            terms: Vec::new(),
            more: None,
            at: id,
        };
        self.add_terms(wiring, frame, id, &mut sum);
        sum
    }

    #[expect(clippy::wildcard_enum_match_arm, reason = "the checker lets no other form through")]
    fn add_terms(&mut self, wiring: &mut Wiring<'_, 'a>, frame: Frame, id: ExprId, sum: &mut Sum) {
        let plan = self.plan;
        if !wiring.reached.recursion.is_in(id) {
            let value = self.value(frame, id);
            sum.base = self.total(&sum.base.clone(), value, id);
            return;
        }
        match &plan.exprs.at(id).kind {
            ExprKind::Arithmetic { left, right, .. } => {
                self.add_terms(wiring, frame, *left, sum);
                self.add_terms(wiring, frame, *right, sum);
            }
            ExprKind::Aggregate { body, local, list, .. } => {
                let items = self.guarded(wiring, frame, (*local, list), &mut sum.more);
                for (item, guards) in items {
                    let guard = wiring.all(guards);
                    if guard == wiring.no {
                        continue;
                    }
                    let unnamed = item.value == Value::Record(stranger());
                    self.bind(frame, *local, Possible::Known(item.value));
                    let term = match body {
                        // He stands for any number of them.
                        _ if unnamed => Possible::Open(self.stranger_cause()),
                        Some(body) => self.value(frame, *body),
                        None => Possible::Known(Value::Number(Number::from_u64(1))),
                    };
                    sum.terms.push((guard, term));
                }
            }
            ExprKind::If { .. } | ExprKind::ByReading { .. } | ExprKind::Versions(_) => {
                match self.branches(frame, id) {
                    (None, branches) => {
                        if let Some(only) = branches.first() {
                            self.add_terms(wiring, frame, *only, sum);
                        }
                    }
                    (Some(cause), _) => sum.base = Possible::Open(cause),
                }
            }
            _ => sum.base = self.fault(id),
        }
    }

    /// One more for what is there whatever holds.
    fn total(&mut self, base: &Possible, value: Possible, at: ExprId) -> Possible {
        match (base, value) {
            (Possible::Known(base), Possible::Known(value)) => {
                let sum = crate::ops::add(base, &value);
                self.computed(sum, at, None)
            }
            (Possible::Open(one), Possible::Open(other)) => Possible::Open(self.memory.causes.both(*one, other)),
            (Possible::Open(cause), Possible::Known(_)) => Possible::Open(*cause),
            (Possible::Known(_), open @ Possible::Open(_)) => open,
        }
    }

    /// The elements of a list, each with the conditions under which it is in it.
    fn guarded(
        &mut self,
        wiring: &mut Wiring<'_, 'a>,
        frame: Frame,
        (local, list): (LocalId, &'a List),
        more: &mut Option<CauseId>,
    ) -> Vec<(Item, Vec<GateId>)> {
        let mut items = self.take_list();
        let recursion = wiring.reached.recursion;
        let free = |filter: &Filter| match filter {
            Filter::Where { condition, .. } | Filter::NotInside { condition, .. } => !recursion.is_in(*condition),
            Filter::OutermostOnly => true,
        };
        let open = self.items_by(frame, list, free, &mut items);
        *more = self.joined(*more, open);
        let mut found = Vec::with_capacity(items.len());
        for item in items.drain(..) {
            let mut guards: Vec<GateId> = Vec::new();
            if let Some(cause) = item.maybe {
                guards.push(wiring.known(Truth::Open(cause)));
            }
            self.bind(frame, local, Possible::Known(item.value.clone()));
            for filter in list.filters.iter().filter(|filter| !free(filter)) {
                if let Filter::Where { local, condition } = filter {
                    self.bind(frame, *local, Possible::Known(item.value.clone()));
                    guards.push(self.gate(wiring, frame, *condition));
                }
            }
            found.push((item, guards));
        }
        self.give_list(items);
        found
    }

    fn quantified(
        &mut self,
        wiring: &mut Wiring<'_, 'a>,
        frame: Frame,
        (quantity, local): (Quantity, LocalId),
        (list, condition): (&'a List, ExprId),
    ) -> GateId {
        let mut more = None;
        let items = self.guarded(wiring, frame, (local, list), &mut more);
        let some = quantity == Quantity::Some;
        let mut gates = Vec::with_capacity(items.len());
        let mut exists = Vec::new();
        for (item, mut guards) in items {
            self.bind(frame, local, Possible::Known(item.value));
            let holds = self.gate(wiring, frame, condition);
            if some {
                guards.push(holds);
                gates.push(wiring.all(guards));
                continue;
            }
            // Whoever is only perhaps in the list has only perhaps to satisfy it.
            exists.push(wiring.all(guards.clone()));
            guards.push(holds);
            gates.push(if guards.len() > 1 { wiring.any(guards) } else { holds });
        }
        if let Some(cause) = more {
            gates.push(wiring.known(Truth::Open(cause)));
            exists.push(wiring.known(Truth::Open(cause)));
        }
        match quantity {
            Quantity::Some => wiring.any(gates),
            Quantity::Every { .. } => wiring.all(gates),
            Quantity::OneAndEvery => {
                gates.push(wiring.any(exists));
                wiring.all(gates)
            }
            Quantity::No => self.fault_gate(wiring, condition),
        }
    }
}
