//! Conditions that hang on each other, as a network of gates: the least fixed point in one go over its wires.
//!
//! Everything begins as No and only rises, to Open and to Yes (Kleene, "Introduction to Metamathematics", 1952; unit
//! propagation as of Dowling and Gallier, 1984). A gate counts its inputs, so each wire carries two changes at most: the
//! work is that of the network's size, whatever its circles. What is Yes follows from what is certain, what is not No
//! could follow if what is open turned out so.

use std::collections::BTreeSet;

use crate::ids::Id;
use crate::ids::IdVec;
use crate::ids::define_id;
use crate::names::graph::Graph;
use crate::names::graph::NodeId;
use crate::plan::ExprId;
use crate::syntax::ast::OrderWord;
use crate::value::CauseId;
use crate::value::Possible;
use crate::value::Value;

use crate::eval::Cause;
use crate::eval::Truth;
use crate::eval::cause::Causes;
use crate::eval::cause::Failure;
use crate::eval::cause::satisfies;

define_id! {
    /// A gate of a [`Network`].
    pub(super) GateId;
}

/// How one condition comes from others.
#[derive(Clone, Debug)]
pub(super) enum Gate {
    /// It hangs on nothing.
    Known(Truth),
    /// All of them hold.
    All(Vec<GateId>),
    /// At least one of them holds.
    Any(Vec<GateId>),
    /// Which of them counts is not known for this reason; it is settled if all agree.
    Alike(CauseId, Vec<GateId>),
    /// A sum; it is asked by [`Gate::Reaches`] only. Boxed, as are the figures below: most gates are small.
    Sum(Box<Sum>),
    /// Whether a sum reaches a figure: `is at least` or `is more than`.
    Reaches {
        /// A [`Gate::Sum`].
        sum: GateId,
        /// The word of the comparison.
        word: OrderWord,
        /// The figure.
        against: Box<Possible>,
    },
}

/// A sum of terms that are at least 0, each of which counts if its condition holds.
#[derive(Clone, Debug)]
pub(super) struct Sum {
    /// What is there whatever holds; any sign.
    pub(super) base: Possible,
    /// The conditions and what they add.
    pub(super) terms: Vec<(GateId, Possible)>,
    /// Why more may be added.
    pub(super) more: Option<CauseId>,
    /// Where it is written.
    pub(super) at: ExprId,
}

/// How far something has risen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Level {
    /// Certainly not.
    No,
    /// It may be either.
    Open,
    /// Certainly.
    Yes,
}

/// What is known of a sum so far.
#[derive(Clone, Debug)]
pub(super) struct Bounds {
    /// What certainly counts; `None`: it cannot be told.
    pub(super) low: Option<Value>,
    /// What could count; `None`: any amount.
    pub(super) high: Option<Value>,
    /// Why it could not be added up.
    fault: Option<crate::ops::Fault>,
}

/// What is known of a gate so far.
#[derive(Clone, Debug)]
struct State {
    level: Level,
    /// How far those who ask it know it to have risen.
    told: Level,
    /// How many inputs are No, Open, Yes.
    counts: [u32; 3],
    bounds: Option<Box<Bounds>>,
    /// Whether it is a sum whose change was not passed on yet.
    changed: bool,
}

/// Gates with their wires.
#[derive(Debug, Default)]
pub(super) struct Network {
    gates: IdVec<GateId, Gate>,
    states: IdVec<GateId, State>,
    asked_by: Wires,
}

/// The gates that ask each gate; the number is that of the term in a sum.
#[derive(Debug, Default)]
struct Wires {
    /// Those of all gates, one gate after the other.
    all: Vec<(GateId, u32)>,
    /// Where those of each gate begin; one more than there are gates.
    starts: Vec<usize>,
}

impl Wires {
    fn of(gates: &IdVec<GateId, Gate>) -> Wires {
        let mut counts = vec![0_usize; gates.len()];
        for input in gates.iter().flat_map(inputs) {
            if let Some(count) = counts.get_mut(input.index()) {
                *count = count.saturating_add(1);
            }
        }
        let mut ends = 0_usize;
        let mut starts = Vec::with_capacity(gates.len().saturating_add(1));
        for count in &counts {
            starts.push(ends);
            ends = ends.saturating_add(*count);
        }
        starts.push(ends);
        let mut next = starts.clone();
        let mut all = vec![(GateId::from_index(0), 0); ends];
        for (id, gate) in gates.iter_ids() {
            for (number, input) in (0_u32..).zip(inputs(gate)) {
                let place = next.get_mut(input.index());
                if let Some(place) = place {
                    if let Some(slot) = all.get_mut(*place) {
                        *slot = (id, number);
                    }
                    *place = place.saturating_add(1);
                }
            }
        }
        Wires { all, starts }
    }

    /// One of the gates that ask a gate.
    fn get(&self, id: GateId, index: usize) -> Option<(GateId, u32)> {
        let start = *self.starts.get(id.index())?;
        let end = *self.starts.get(id.index().saturating_add(1))?;
        let at = start.saturating_add(index);
        (at < end).then(|| self.all.get(at).copied()).flatten()
    }
}

impl Network {
    /// Adds a gate.
    pub(super) fn add(&mut self, gate: Gate) -> GateId {
        self.gates.push(gate)
    }

    /// Puts another gate where one is.
    pub(super) fn set(&mut self, id: GateId, gate: Gate) {
        if let Some(slot) = self.gates.get_mut(id) {
            *slot = gate;
        }
    }

    /// How far a gate rose.
    pub(super) fn level(&self, id: GateId) -> Level {
        self.states.get(id).map_or(Level::Open, |state| state.level)
    }

    /// What is known of a sum.
    pub(super) fn bounds(&self, id: GateId) -> Option<&Bounds> {
        self.states.get(id)?.bounds.as_deref()
    }

    /// Works out all gates.
    pub(super) fn settle(&mut self) {
        self.wire();
        // Sums wait until nothing else moves, so that many changes are passed on as one.
        let mut rose: Vec<GateId> = Vec::new();
        let mut sums: Vec<GateId> = Vec::new();
        for id in self.gates.ids() {
            self.rise(id, &mut rose);
        }
        loop {
            while let Some(id) = rose.pop() {
                self.pass_on(id, &mut rose, &mut sums);
            }
            let Some(sum) = sums.pop() else { break };
            if let Some(state) = self.states.get_mut(sum) {
                state.changed = false;
            }
            let mut index = 0;
            while let Some((asking, _)) = self.asked_by.get(sum, index) {
                index = index.saturating_add(1);
                self.rise(asking, &mut rose);
            }
        }
    }

    /// Everything at its beginning, and who asks whom.
    fn wire(&mut self) {
        self.states = IdVec::new();
        for gate in self.gates.iter() {
            let bounds = if let Gate::Sum(sum) = gate {
                Some(Box::new(begin(sum)))
            } else {
                None
            };
            self.states.push(State {
                level: Level::No,
                told: Level::No,
                counts: [u32::try_from(inputs(gate).count()).unwrap_or(u32::MAX), 0, 0],
                bounds,
                changed: false,
            });
        }
        self.asked_by = Wires::of(&self.gates);
    }

    /// Looks at a gate anew.
    fn rise(&mut self, id: GateId, rose: &mut Vec<GateId>) {
        let (Some(gate), Some(state)) = (self.gates.get(id), self.states.get(id)) else {
            return;
        };
        let [no, open, yes] = state.counts;
        let level = match gate {
            Gate::Known(truth) => level_of(*truth),
            Gate::Any(_) if yes > 0 => Level::Yes,
            Gate::All(_) if no > 0 => Level::No,
            Gate::Any(_) | Gate::All(_) if open > 0 => Level::Open,
            Gate::Any(_) | Gate::Sum(_) => Level::No,
            Gate::All(_) => Level::Yes,
            Gate::Alike(..) if yes > 0 && no == 0 && open == 0 => Level::Yes,
            Gate::Alike(..) if no > 0 && open == 0 && yes == 0 => Level::No,
            Gate::Alike(..) => Level::Open,
            Gate::Reaches { sum, word, against } => {
                let bounds = self.states.get(*sum).and_then(|state| state.bounds.as_deref());
                bounds.map_or(Level::Open, |bounds| reaches(bounds, *word, against))
            }
        };
        if level > state.level
            && let Some(state) = self.states.get_mut(id)
        {
            rose.push(id);
            state.level = level;
        }
    }

    /// Tells those who ask a gate that it rose.
    fn pass_on(&mut self, id: GateId, rose: &mut Vec<GateId>, sums: &mut Vec<GateId>) {
        let Some(state) = self.states.get_mut(id) else { return };
        let (before, level) = (state.told, state.level);
        state.told = level;
        if before == level {
            return;
        }
        let mut index = 0;
        while let Some((asking, number)) = self.asked_by.get(id, index) {
            index = index.saturating_add(1);
            let (Some(gate), Some(state)) = (self.gates.get(asking), self.states.get_mut(asking)) else {
                continue;
            };
            if let Gate::Sum(sum) = gate {
                let number = usize::try_from(number).unwrap_or(usize::MAX);
                if let Some((_, term)) = sum.terms.get(number)
                    && let Some(bounds) = &mut state.bounds
                {
                    bounds.count(term, before, level);
                }
                if !state.changed {
                    state.changed = true;
                    sums.push(asking);
                }
            } else {
                move_count(&mut state.counts, before, level);
                self.rise(asking, rose);
            }
        }
    }

    /// Why gates are open: for each of them what is open in what it hangs on.
    pub(super) fn causes(&self, causes: &mut Causes) -> IdVec<GateId, Option<CauseId>> {
        let mut graph: Graph<()> = Graph::new(self.gates.len());
        for (id, gate) in self.gates.iter_ids() {
            let open = self.level(id) == Level::Open || matches!(gate, Gate::Sum(_));
            for input in inputs(gate).filter(|_| open) {
                if self.level(input) == Level::Open || matches!(gate, Gate::Reaches { .. }) {
                    graph.add(NodeId::from_index(id.index()), NodeId::from_index(input.index()), ());
                }
            }
        }
        let mut found: IdVec<GateId, Option<CauseId>> = IdVec::new();
        for _ in self.gates.iter() {
            found.push(None);
        }
        for component in graph.components() {
            let mut own: BTreeSet<CauseId> = BTreeSet::new();
            for node in &component {
                let id = GateId::from_index(node.index());
                self.own_causes(id, causes, &mut own);
                let inner = graph.edges(*node).iter();
                own.extend(inner.filter_map(|(to, ())| *found.get(GateId::from_index(to.index()))?));
            }
            let joined = own
                .into_iter()
                .fold(None, |joined, cause| Some(causes.join(joined, cause)));
            for node in component {
                if let Some(slot) = found.get_mut(GateId::from_index(node.index())) {
                    *slot = joined;
                }
            }
        }
        found
    }

    /// What is open in a gate by itself.
    fn own_causes(&self, id: GateId, causes: &mut Causes, own: &mut BTreeSet<CauseId>) {
        let Some(gate) = self.gates.get(id) else { return };
        match gate {
            Gate::Known(truth) => own.extend(truth.cause()),
            Gate::Alike(cause, _) if self.level(id) == Level::Open => {
                own.insert(*cause);
            }
            Gate::All(_) | Gate::Any(_) | Gate::Alike(..) => {}
            Gate::Reaches { against, .. } => own.extend(cause_of(against)),
            Gate::Sum(sum) => {
                own.extend(cause_of(&sum.base));
                own.extend(sum.more);
                let counting = sum.terms.iter().filter(|(guard, _)| self.level(*guard) > Level::No);
                own.extend(counting.filter_map(|(_, term)| cause_of(term)));
                if let Some(fault) = self.bounds(id).and_then(|bounds| bounds.fault) {
                    own.insert(causes.add(Cause::Failed(Failure {
                        code: crate::eval::expr::fault_code(fault),
                        at: sum.at,
                        sides: None,
                        parameter: None,
                        table: None,
                    })));
                }
            }
        }
    }
}

impl Bounds {
    /// A condition rose: what it adds.
    fn count(&mut self, term: &Possible, before: Level, now: Level) {
        if before == Level::No {
            match term {
                Possible::Known(value) => self.high = self.high.take().and_then(|high| self.added(&high, value)),
                Possible::Open(_) => self.high = None,
            }
        }
        if now == Level::Yes
            && let Possible::Known(value) = term
        {
            self.low = self.low.take().and_then(|low| self.added(&low, value));
        }
    }

    fn added(&mut self, sum: &Value, value: &Value) -> Option<Value> {
        match crate::ops::add(sum, value) {
            Ok(sum) => Some(sum),
            Err(fault) => {
                self.fault = Some(fault);
                None
            }
        }
    }

    /// The value, if it is settled.
    pub(super) fn settled(&self) -> Option<&Value> {
        if self.low == self.high { self.low.as_ref() } else { None }
    }
}

fn begin(sum: &Sum) -> Bounds {
    let base = match &sum.base {
        Possible::Known(value) => Some(value.clone()),
        Possible::Open(_) => None,
    };
    Bounds {
        low: base.clone(),
        high: if sum.more.is_some() { None } else { base },
        fault: None,
    }
}

/// Whether a sum reaches a figure, as far as its bounds tell.
fn reaches(bounds: &Bounds, word: OrderWord, against: &Possible) -> Level {
    let Possible::Known(against) = against else {
        return Level::Open;
    };
    let told = |value: &Option<Value>| {
        let order = crate::ops::order(value.as_ref()?, against).ok()?;
        Some(satisfies(order, word))
    };
    match (told(&bounds.low), told(&bounds.high)) {
        (Some(true), _) => Level::Yes,
        (Some(false), Some(false)) => Level::No,
        (Some(false) | None, _) => Level::Open,
    }
}

/// What a gate asks, in order.
fn inputs(gate: &Gate) -> impl Iterator<Item = GateId> {
    let (many, terms, one): (&[GateId], &[(GateId, Possible)], Option<GateId>) = match gate {
        Gate::Known(_) => (&[], &[], None),
        Gate::All(many) | Gate::Any(many) | Gate::Alike(_, many) => (many, &[], None),
        Gate::Sum(sum) => (&[], &sum.terms, None),
        Gate::Reaches { sum, .. } => (&[], &[], Some(*sum)),
    };
    many.iter()
        .copied()
        .chain(terms.iter().map(|(guard, _)| *guard))
        .chain(one)
}

fn move_count(counts: &mut [u32; 3], before: Level, now: Level) {
    let [no, open, yes] = counts;
    match before {
        Level::No => *no = no.saturating_sub(1),
        Level::Open => *open = open.saturating_sub(1),
        Level::Yes => *yes = yes.saturating_sub(1),
    }
    match now {
        Level::No => *no = no.saturating_add(1),
        Level::Open => *open = open.saturating_add(1),
        Level::Yes => *yes = yes.saturating_add(1),
    }
}

fn level_of(truth: Truth) -> Level {
    match truth {
        Truth::No => Level::No,
        Truth::Open(_) => Level::Open,
        Truth::Yes => Level::Yes,
    }
}

fn cause_of(value: &Possible) -> Option<CauseId> {
    match value {
        Possible::Open(cause) => Some(*cause),
        Possible::Known(_) => None,
    }
}
