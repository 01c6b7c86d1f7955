//! Whom a rule applies for: one witness for each combination of the elements of its `for each`.
//!
//! A list that is not known, or may have more to come, has one witness that stands for whatever it does not say; what
//! the inner lists say about that one is not known either. Language reference: "Rules and exemptions".

use std::cell::OnceCell;
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use crate::diagnostic::Code;
use crate::ids::Id;
use crate::plan::ExprId;
use crate::plan::ListSource;
use crate::plan::LocalId;
use crate::plan::Rule;
use crate::plan::RuleId;
use crate::plan::SamePlaces;
use crate::value::Possible;
use crate::value::Value;

use super::Evaluation;
use super::Frame;
use super::Truth;
use super::cause::Failure;
use super::versions::InForce;

/// Witnesses that the condition refutes and that are still kept, so that the explanation can say why.
const REFUTED_KEPT: usize = 100;

/// Most combinations of elements that a rule with several lists goes through for one element.
const MOST_COMBINATIONS: usize = 4_000_000;

/// A rule for one element: its witnesses.
#[derive(Clone, Debug, Default)]
pub(super) struct RuleRun {
    /// One for each combination of elements of its `for each`, else one; none where it is certain that it is not in
    /// force. Of several lists, only the first combinations that the condition refutes are there.
    pub(super) witnesses: Vec<Witness>,
    /// How many combinations were gone through.
    combinations: usize,
    /// Whether some witness has what was worked out, once it was asked.
    some: OnceCell<Truth>,
    /// The numbers of the witnesses by their first values, once it was asked: of many witnesses each meets its own
    /// ones only.
    by_first: OnceCell<Vec<usize>>,
    /// The same by the values of the inner `for each`, by its number.
    by_inner: RefCell<BTreeMap<usize, Rc<[usize]>>>,
}

/// A rule for one witness.
#[derive(Clone, Debug)]
pub(super) struct Witness {
    /// The element of its outermost `for each`, none without one; open where this stands for what the list does not say.
    pub(super) first: Possible,
    /// The elements of the inner ones, in their order.
    pub(super) inner: Box<[Possible]>,
    /// In the lists, and the condition holds; or live; or applies.
    pub(super) truth: Truth,
    /// What sets it aside, where it is live and does not apply.
    pub(super) by: Vec<RuleId>,
}

impl Witness {
    /// The element of the `for each` of this number.
    pub(super) fn value(&self, number: usize) -> &Possible {
        match number.checked_sub(1).and_then(|inner| self.inner.get(inner)) {
            Some(value) => value,
            None => &self.first,
        }
    }

    /// What its witnesses are sorted by: known values first, each beside its equals.
    fn known(&self, number: usize) -> (bool, Option<&Value>) {
        match self.value(number) {
            Possible::Known(value) => (false, Some(value)),
            Possible::Open(_) => (true, None),
        }
    }
}

impl RuleRun {
    /// Forgets everything but the memory that it took.
    pub(super) fn clear(&mut self) {
        self.witnesses.clear();
        self.combinations = 0;
        self.some = OnceCell::new();
        self.by_first = OnceCell::new();
        self.by_inner.get_mut().clear();
    }

    /// The numbers of the witnesses, sorted by their elements of one `for each`.
    fn sorted(&self, place: usize) -> Vec<usize> {
        let mut numbers: Vec<usize> = (0..self.witnesses.len()).collect();
        numbers.sort_by_key(|number| self.witnesses.get(*number).map(|one| one.known(place)));
        numbers
    }

    /// The witnesses whose element of a `for each` may be this one: those of its value, and those that the list does
    /// not say.
    fn like(&self, place: usize, value: &Possible) -> Vec<&Witness> {
        let Possible::Known(value) = value else {
            return self.witnesses.iter().collect();
        };
        if place == 0 {
            return self.among(self.by_first.get_or_init(|| self.sorted(0)), place, value);
        }
        let sorted = Rc::clone(
            self.by_inner
                .borrow_mut()
                .entry(place)
                .or_insert_with(|| Rc::from(self.sorted(place))),
        );
        self.among(&sorted, place, value)
    }

    fn among(&self, sorted: &[usize], place: usize, value: &Value) -> Vec<&Witness> {
        let wanted = (false, Some(value));
        let key = |number: &usize| self.witnesses.get(*number).map(|one| one.known(place));
        let from = sorted.partition_point(|number| key(number) < Some(wanted));
        let listed = sorted.iter().skip(from).map_while(|number| self.witnesses.get(*number));
        let same = listed.take_while(|one| one.known(place) == wanted);
        let unlisted = sorted.iter().rev().filter_map(|number| self.witnesses.get(*number));
        same.chain(unlisted.take_while(|one| one.known(place).0)).collect()
    }
}

impl<'a> Evaluation<'a> {
    /// The witnesses of a rule, with its condition.
    pub(super) fn witnesses(&mut self, frame: Frame, about: &'a Rule, exists: Truth, run: &mut RuleRun) {
        self.go_through(frame, (about, 0), exists, run);
    }

    /// Goes through the `for each` of a rule from this number on; the outer ones are bound.
    fn go_through(&mut self, frame: Frame, (about, number): (&'a Rule, usize), inside: Truth, run: &mut RuleRun) {
        let Some(each) = about.for_each.get(number) else {
            self.witness(frame, about, inside, run);
            return;
        };
        let next = (about, number.saturating_add(1));
        if let Some(version) = each.version {
            match self.version_in_force(about, version, frame) {
                Truth::Yes => {}
                Truth::No => {
                    self.bind(frame, each.local, Possible::Known(Value::None));
                    self.go_through(frame, next, inside, run);
                    return;
                }
                // As long as it is not known which version is in force, one witness stands for all of its elements.
                Truth::Open(cause) => {
                    self.bind(frame, each.local, Possible::Open(cause));
                    let here = Truth::Open(cause).and(inside, &mut self.memory.causes);
                    self.go_through(frame, next, here, run);
                    return;
                }
            }
        }
        let mut items = self.take_list();
        let more = self.items(frame, &each.list, &mut items);
        for item in &items {
            if run.combinations > MOST_COMBINATIONS {
                break;
            }
            self.bind(frame, each.local, Possible::Known(item.value.clone()));
            let here = item.maybe.map_or(Truth::Yes, Truth::Open);
            let here = here.and(inside, &mut self.memory.causes);
            self.go_through(frame, next, here, run);
        }
        self.give_list(items);
        if let Some(cause) = more {
            // The rule may apply for what the list does not say; whatever does not hang on the witness is still asked.
            self.bind(frame, each.local, Possible::Open(cause));
            let here = Truth::Open(cause).and(inside, &mut self.memory.causes);
            self.go_through(frame, next, here, run);
        }
    }

    /// Whether the version of this number is in force.
    fn version_in_force(&mut self, about: &'a Rule, number: usize, frame: Frame) -> Truth {
        let periods = about.versions.iter().map(|version| &version.period);
        match self.in_force(periods, frame.ruleset, frame.element) {
            InForce::One(one) => Truth::of(one == number),
            InForce::Open { cause, maybe, .. } if maybe.contains(&number) => Truth::Open(cause),
            InForce::None(_) | InForce::Open { .. } => Truth::No,
        }
    }

    /// One witness: everything is bound. Past the bound one witness, of which nothing is known, stands for all others.
    fn witness(&mut self, frame: Frame, about: &'a Rule, mut inside: Truth, run: &mut RuleRun) {
        run.combinations = run.combinations.saturating_add(1);
        if run.combinations > MOST_COMBINATIONS {
            // Where nothing in the rule has a place to name, any will do: what is left out must not go unsaid.
            let at = place(about).unwrap_or_else(|| ExprId::from_index(0));
            let cause = self.failed(Failure {
                code: Code::E102,
                at,
                sides: None,
                parameter: None,
                table: None,
            });
            for each in &about.for_each {
                self.bind(frame, each.local, Possible::Open(cause));
            }
            inside = inside.and(Truth::Open(cause), &mut self.memory.causes);
        }
        let truth = self.condition(frame, about, inside);
        if truth == Truth::No && about.for_each.len() > 1 && run.witnesses.len() >= REFUTED_KEPT {
            return;
        }
        let mut bound = about.for_each.iter().map(|each| self.bound(frame, each.local));
        let first = bound.next().unwrap_or(Possible::Known(Value::None));
        let inner = bound.collect();
        run.witnesses.push(Witness {
            first,
            inner,
            truth,
            by: Vec::new(),
        });
    }

    fn bound(&self, frame: Frame, local: LocalId) -> Possible {
        let at = frame.base.saturating_add(local.index());
        self.memory
            .stack
            .get(at)
            .cloned()
            .unwrap_or(Possible::Known(Value::None))
    }

    /// Binds the variables of a rule to a witness.
    pub(super) fn bind_witness(&mut self, frame: Frame, about: &Rule, witness: &Witness) {
        for (number, each) in about.for_each.iter().enumerate() {
            self.bind(frame, each.local, witness.value(number).clone());
        }
    }

    /// Whether some witness has what was worked out.
    pub(super) fn some(&mut self, run: &RuleRun) -> Truth {
        let causes = &mut self.memory.causes;
        let any = |truth: Truth, witness: &Witness| truth.or(witness.truth, causes);
        *run.some.get_or_init(|| run.witnesses.iter().fold(Truth::No, any))
    }

    /// The same of the rule that is set aside, if it must be for the same as this witness of the one that sets aside.
    pub(super) fn some_there(&mut self, run: &RuleRun, witness: &Witness, same: Option<SamePlaces>) -> Truth {
        match same {
            None => self.some(run),
            Some(same) => self.some_like(run, same.there, witness.value(same.here)),
        }
    }

    /// The same, of witnesses of which something else holds too.
    pub(super) fn some_there_where(
        &mut self,
        run: &RuleRun,
        (witness, same): (&Witness, Option<SamePlaces>),
        mut holds: impl FnMut(&mut Self, &Witness) -> Truth,
    ) -> Truth {
        let mut truth = Truth::No;
        let (place, value) = match same {
            Some(same) => (same.there, witness.value(same.here)),
            None => (0, &Possible::Known(Value::None)),
        };
        let like: Vec<&Witness> = match same {
            Some(_) => run.like(place, value),
            None => run.witnesses.iter().collect(),
        };
        for other in like.into_iter().filter(|other| other.truth.possible()) {
            let fits = match same {
                Some(_) => fits(value, other.value(place)),
                None => Truth::Yes,
            };
            let there = fits.and(other.truth, &mut self.memory.causes);
            if there.possible() {
                let also = holds(self, other);
                let both = there.and(also, &mut self.memory.causes);
                truth = truth.or(both, &mut self.memory.causes);
            }
        }
        truth
    }

    /// The same of the rule that sets aside, for a witness of the one that is set aside.
    pub(super) fn some_here(&mut self, run: &RuleRun, witness: &Witness, same: Option<SamePlaces>) -> Truth {
        match same {
            None => self.some(run),
            Some(same) => self.some_like(run, same.here, witness.value(same.there)),
        }
    }

    fn some_like(&mut self, run: &RuleRun, place: usize, value: &Possible) -> Truth {
        let mut truth = Truth::No;
        for other in run.like(place, value) {
            let fits = fits(value, other.value(place));
            let both = fits.and(other.truth, &mut self.memory.causes);
            truth = truth.or(both, &mut self.memory.causes);
        }
        truth
    }
}

/// Whether the element of one rule is that of another.
fn fits(one: &Possible, other: &Possible) -> Truth {
    match (one, other) {
        (Possible::Known(one), Possible::Known(other)) => Truth::of(one == other),
        (Possible::Open(cause), _) | (Possible::Known(_), Possible::Open(cause)) => Truth::Open(*cause),
    }
}

/// An expression of the innermost list, else of the condition.
fn place(about: &Rule) -> Option<ExprId> {
    let mut lists = about.for_each.iter().rev();
    let of_list = lists.find_map(|each| match &each.list.source {
        ListSource::Expr(expr) | ListSource::Collection(expr) | ListSource::Parts { of: expr, .. } => Some(*expr),
        ListSource::Table(_) | ListSource::Group(_) | ListSource::Enum(_) => None,
    });
    of_list.or_else(|| about.when.first().copied())
}
