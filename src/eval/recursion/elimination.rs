//! Linear equations in a circle, solved exactly by eliminating one unknown after the other.
//!
//! Each unknown is a constant plus a sum of unknowns times factors of at least 0. Such a system, connected in itself,
//! has a finite solution from below if and only if every pivot on the diagonal is more than 0, in whatever order one
//! eliminates (Berman and Plemmons, "Nonnegative Matrices in the Mathematical Sciences", 1979, theorem 6.2.3). The
//! unknown with the fewest neighbours goes first, so long rings stay sparse.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use crate::ops::Fault;
use crate::value::Number;
use crate::value::Value;

/// An unknown: what it is made of.
#[derive(Clone, Debug)]
pub(super) struct Equation {
    /// What is free of the circle.
    pub(super) constant: Value,
    /// The unknowns, by number, and what they are multiplied by: never 0.
    pub(super) terms: BTreeMap<usize, Number>,
}

/// Why there is no solution.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unsolved {
    /// The circle feeds itself in full: no finite solution.
    NotFinite,
    /// More steps than are allowed.
    TooLarge,
    /// An operation has no result.
    Fault(Fault),
}

impl From<Fault> for Unsolved {
    fn from(fault: Fault) -> Unsolved {
        Unsolved::Fault(fault)
    }
}

/// What is left to be eliminated.
struct System {
    equations: Vec<Equation>,
    /// For each unknown the others that are made of it.
    used_by: Vec<BTreeSet<usize>>,
    /// The unknowns that are left, those with the least work first.
    left: BTreeSet<(usize, usize)>,
    /// The work under which each unknown stands in `left`.
    work: Vec<usize>,
    steps: usize,
}

/// The solution, in the order of the equations; `steps` bounds the work.
pub(super) fn solve(equations: Vec<Equation>, steps: usize) -> Result<Vec<Value>, Unsolved> {
    let count = equations.len();
    let mut used_by: Vec<BTreeSet<usize>> = vec![BTreeSet::new(); count];
    for (number, equation) in equations.iter().enumerate() {
        for unknown in equation.terms.keys() {
            if let Some(users) = used_by.get_mut(*unknown) {
                users.insert(number);
            }
        }
    }
    let mut system = System {
        equations,
        used_by,
        left: BTreeSet::new(),
        work: Vec::new(),
        steps,
    };
    system.work = (0..count).map(|number| system.weight(number)).collect();
    system.left = (0..count).map(|number| (system.weight(number), number)).collect();
    let mut order = Vec::with_capacity(count);
    while let Some((_, number)) = system.left.pop_first() {
        system.eliminate(number)?;
        order.push(number);
    }
    // What was eliminated last hangs on nothing any more.
    let mut values: Vec<Option<Value>> = vec![None; count];
    for number in order.into_iter().rev() {
        let Some(equation) = system.equations.get(number) else {
            continue;
        };
        let mut value = equation.constant.clone();
        for (unknown, factor) in &equation.terms {
            if let Some(Some(known)) = values.get(*unknown) {
                value = crate::ops::add(&value, &times(factor, known)?)?;
            }
        }
        if let Some(slot) = values.get_mut(number) {
            *slot = Some(value);
        }
    }
    Ok(values.into_iter().flatten().collect())
}

/// A value times a factor.
pub(super) fn times(factor: &Number, value: &Value) -> Result<Value, Fault> {
    crate::ops::multiply(&Value::Number(factor.clone()), value)
}

impl System {
    /// How much work it is to eliminate an unknown.
    fn weight(&self, number: usize) -> usize {
        let users = self.used_by.get(number).map_or(0, BTreeSet::len);
        let terms = self.equations.get(number).map_or(0, |equation| equation.terms.len());
        users.saturating_mul(terms)
    }

    /// Solves an equation for its own unknown, and puts the result into those that use it.
    fn eliminate(&mut self, number: usize) -> Result<(), Unsolved> {
        let Some(equation) = self.equations.get_mut(number) else {
            return Ok(());
        };
        let own = equation.terms.remove(&number).unwrap_or(Number::ZERO);
        let pivot = Number::from_u64(1).sub(&own).map_err(Fault::from)?;
        if pivot <= Number::ZERO {
            return Err(Unsolved::NotFinite);
        }
        if !own.is_zero() {
            let scale = Number::from_u64(1).div(&pivot).map_err(Fault::from)?;
            equation.constant = times(&scale, &equation.constant)?;
            for factor in equation.terms.values_mut() {
                *factor = factor.mul(&scale).map_err(Fault::from)?;
            }
        }
        let equation = equation.clone();
        let users = self.used_by.get_mut(number).map(std::mem::take).unwrap_or_default();
        for unknown in equation.terms.keys() {
            if let Some(users) = self.used_by.get_mut(*unknown) {
                users.remove(&number);
            }
            self.weigh(*unknown);
        }
        for user in users.into_iter().filter(|user| *user != number) {
            self.put_into(user, number, &equation)?;
        }
        Ok(())
    }

    fn put_into(&mut self, user: usize, number: usize, solved: &Equation) -> Result<(), Unsolved> {
        let taken = self
            .equations
            .get_mut(user)
            .and_then(|using| using.terms.remove(&number));
        let Some(factor) = taken else { return Ok(()) };
        let mut fresh = Vec::new();
        if let Some(using) = self.equations.get_mut(user) {
            using.constant = crate::ops::add(&using.constant, &times(&factor, &solved.constant)?)?;
            for (unknown, inner) in &solved.terms {
                self.steps = self.steps.checked_sub(1).ok_or(Unsolved::TooLarge)?;
                let product = factor.mul(inner).map_err(Fault::from)?;
                if let Some(known) = using.terms.get_mut(unknown) {
                    *known = known.add(&product).map_err(Fault::from)?;
                } else {
                    using.terms.insert(*unknown, product);
                    fresh.push(*unknown);
                }
            }
        }
        for unknown in fresh {
            if let Some(users) = self.used_by.get_mut(unknown) {
                users.insert(user);
            }
            self.weigh(unknown);
        }
        self.weigh(user);
        Ok(())
    }

    /// Keeps the order of what is left.
    fn weigh(&mut self, number: usize) {
        let weight = self.weight(number);
        let Some(work) = self.work.get_mut(number) else { return };
        if *work != weight && self.left.remove(&(*work, number)) {
            self.left.insert((weight, number));
        }
        *work = weight;
    }
}
