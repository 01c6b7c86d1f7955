//! Searches for facts that refute a property, and makes them small.
//!
//! It starts from the facts of the pack's tests and cases, keeps each record that reaches something new (a further
//! condition of a rule, another outcome), and changes what it has kept. Language reference: "Properties".
#![expect(clippy::too_many_lines, reason = "one list of steps in order")]
#![expect(clippy::similar_names, reason = "they are the same thing before and after")]

use std::collections::BTreeSet;

use crate::data::pull::Syntax;
use crate::eval::Evaluation;
use crate::eval::Looked;
use crate::eval::Settings;
use crate::plan::ExprId;
use crate::plan::FactStep;
use crate::plan::RulesetId;
use crate::plan::Shape;
use crate::plan::Statement;
use crate::source::Sources;
use crate::tools::evaluate::Record;
use crate::tools::evaluate::Session;
use crate::value::DecisionId;
use crate::value::Type;
use crate::value::Value;

use super::dice::Dice;
use super::grow::Grower;
use super::pool::Candidate;
use super::pool::Pool;
use super::sample::Node;
use super::sample::Sample;
use super::sample::World;
use super::sample::single;

/// How many evaluations are spent on making a witness smaller.
const MOST_STEPS: usize = 4_000;
/// How many values are tried in the place of one.
const MOST_VALUES: usize = 12;
/// How many records are kept.
const MOST_KEPT: usize = 512;

/// What a search came to.
pub(super) struct Searched {
    /// How many records were tried.
    pub(super) tries: usize,
    /// In how many of them the condition held.
    pub(super) held: usize,
    /// What refutes it.
    pub(super) refuted: Option<Refuted>,
}

/// Facts that refute a property.
pub(super) struct Refuted {
    /// The facts.
    pub(super) sample: Sample,
    /// Where a figure changes: the facts with the other value.
    pub(super) after: Option<Sample>,
    /// What is found instead.
    pub(super) found: String,
}

/// Looks at records for one property.
pub(super) struct Judge<'j, 'r> {
    pub(super) session: &'j mut Session<'r>,
    pub(super) settings: &'j Settings,
    pub(super) world: &'j World<'j>,
    pub(super) statement: &'j Statement,
}

/// What one try showed.
struct Shown {
    looked: Looked,
    marks: Vec<u64>,
}

/// A figure that changes from one value to another.
#[derive(Clone)]
struct Change {
    from: Candidate,
    to: Candidate,
}

impl Judge<'_, '_> {
    fn with<T>(
        &mut self,
        sample: &Sample,
        look: impl for<'a> FnOnce(&mut Evaluation<'a>, &'a Sources) -> T,
    ) -> Option<T> {
        let text = sample.text(self.world);
        let record = Record {
            file: "property",
            line: 1,
            text: &text,
            syntax: Syntax::Json,
        };
        let looked = self.session.with(record, self.settings, |evaluation, sources| {
            evaluation.is_possible().then(|| look(evaluation, sources))
        });
        looked.ok().flatten()
    }

    /// What a record shows of `when C always D`; nothing if it is not possible.
    fn always(&mut self, sample: &Sample, of: (Option<ExprId>, ExprId), at: (RulesetId, u16)) -> Option<Shown> {
        self.with(sample, |evaluation, _| {
            let (looked, _) = evaluation.always(of, at);
            let marks = evaluation.reached(of.0.map(|when| (when, at.0, at.1)));
            Shown { looked, marks }
        })
    }

    fn rungs(&mut self, sample: &Sample, decision: DecisionId) -> Option<(Vec<Option<usize>>, Vec<u64>)> {
        self.with(sample, |evaluation, _| {
            (evaluation.rungs(decision), evaluation.reached(None))
        })
    }

    /// The place at which a change of a figure moves the decision as it never should, with both records.
    fn moved(&mut self, sample: &Sample, change: &Change) -> Option<(Sample, Sample)> {
        let Statement::Never { path, decision, .. } = self.statement else {
            return None;
        };
        for place in sample.places(self.world.shape, path) {
            let with = |candidate: &Candidate| {
                let mut changed = sample.clone();
                if let Some(node) = changed.root.at_mut(&place) {
                    *node = Node::Scalar(candidate.text.clone());
                }
                changed
            };
            let (before, after) = (with(&change.from), with(&change.to));
            let (Some((one, _)), Some((other, _))) = (self.rungs(&before, *decision), self.rungs(&after, *decision))
            else {
                continue;
            };
            if self.breaks(&one, &other) {
                return Some((before, after));
            }
        }
        None
    }

    /// Whether a decision moves as it never should, for some element.
    fn breaks(&self, before: &[Option<usize>], after: &[Option<usize>]) -> bool {
        let Statement::Never { milder, .. } = self.statement else {
            return false;
        };
        let same = before.len() == after.len();
        same && before.iter().zip(after).any(|pair| match pair {
            (Some(one), Some(other)) if *milder => other > one,
            (Some(one), Some(other)) => other < one,
            (None, _) | (_, None) => false,
        })
    }
}

/// Searches, at most so many tries; `seeds` are facts to start from.
pub(super) fn search(
    judge: &mut Judge<'_, '_>,
    pool: &Pool,
    (name, seeds): (&str, &[Sample]),
    tries: usize,
) -> Searched {
    let world = judge.world;
    let mut grower = Grower {
        world,
        shape: world.shape,
        pool,
        dice: Dice::of(name),
    };
    let mut seen: BTreeSet<u64> = BTreeSet::new();
    let mut kept: Vec<Sample> = Vec::new();
    let mut searched = Searched {
        tries: 0,
        held: 0,
        refuted: None,
    };
    let mut waiting: Vec<Sample> = seeds.iter().rev().cloned().collect();
    while searched.tries < tries {
        searched.tries = searched.tries.saturating_add(1);
        let mut sample = match waiting.pop() {
            Some(seed) => seed,
            None => next(&mut grower, &kept),
        };
        let shown = match judge.statement {
            Statement::Always {
                when,
                always,
                ruleset,
                locals,
                ..
            } => {
                let shown = judge.always(&sample, (*when, *always), (*ruleset, *locals));
                if shown.as_ref().is_some_and(|shown| shown.looked == Looked::Counter) {
                    let counter = |judge: &mut Judge<'_, '_>, sample: &Sample| {
                        let shown = judge.always(sample, (*when, *always), (*ruleset, *locals));
                        shown.is_some_and(|shown| shown.looked == Looked::Counter)
                    };
                    let small = shrink(judge, pool, sample, counter);
                    searched.held = searched.held.saturating_add(1);
                    searched.refuted = Some(refuted_always(judge, small));
                    return searched;
                }
                shown
            }
            Statement::Never { path, ty, rises, .. } => {
                grower.lead(&mut sample, path);
                match never(judge, &mut grower, &sample, (path, ty, *rises)) {
                    Tried::Broken(change) => {
                        let broken =
                            |judge: &mut Judge<'_, '_>, sample: &Sample| judge.moved(sample, &change).is_some();
                        let small = shrink(judge, pool, sample, broken);
                        searched.held = searched.held.saturating_add(1);
                        searched.refuted = refuted_never(judge, &small, &change);
                        return searched;
                    }
                    Tried::Shown(shown) => Some(shown),
                    Tried::Nothing => None,
                }
            }
        };
        let Some(shown) = shown else { continue };
        if shown.looked > Looked::Outside {
            searched.held = searched.held.saturating_add(1);
        }
        let before = seen.len();
        seen.extend(shown.marks);
        if seen.len() > before && kept.len() < MOST_KEPT {
            kept.push(sample);
        }
    }
    searched
}

/// The next record: made anew, or one that was kept, changed.
fn next(grower: &mut Grower<'_>, kept: &[Sample]) -> Sample {
    if kept.is_empty() || grower.dice.once_in(5) {
        return grower.sample();
    }
    // What was kept last reached furthest.
    let from = if grower.dice.once_in(2) {
        kept.len().saturating_sub(8)
    } else {
        0
    };
    match grower.dice.pick(kept.get(from..).unwrap_or(kept)).cloned() {
        Some(sample) => grower.changed(&sample),
        None => grower.sample(),
    }
}

/// What a try of `as PATH rises` showed.
enum Tried {
    Broken(Change),
    Shown(Shown),
    Nothing,
}

/// Changes a figure of a record once and compares.
fn never(
    judge: &mut Judge<'_, '_>,
    grower: &mut Grower<'_>,
    sample: &Sample,
    (path, ty, rises): (&[FactStep], &Type, bool),
) -> Tried {
    let Statement::Never { decision, .. } = judge.statement else {
        return Tried::Nothing;
    };
    let places = sample.places(judge.world.shape, path);
    let Some(place) = grower.dice.pick(&places).cloned() else {
        return Tried::Nothing;
    };
    let Some(change) = pair(grower, ty, rises) else {
        return Tried::Nothing;
    };
    let mut changed = sample.clone();
    let mut rungs = Vec::new();
    let mut marks = Vec::new();
    for candidate in [&change.from, &change.to] {
        if let Some(node) = changed.root.at_mut(&place) {
            *node = Node::Scalar(candidate.text.clone());
        }
        let Some((found, reached)) = judge.rungs(&changed, *decision) else {
            return Tried::Nothing;
        };
        rungs.push(found);
        marks.extend(reached);
    }
    let (Some(before), Some(after)) = (rungs.first(), rungs.get(1)) else {
        return Tried::Nothing;
    };
    if judge.breaks(before, after) {
        return Tried::Broken(change);
    }
    let settled = before
        .iter()
        .zip(after)
        .any(|(one, other)| one.is_some() && other.is_some());
    let looked = if settled { Looked::Fits } else { Looked::Outside };
    Tried::Shown(Shown { looked, marks })
}

/// Two values of a type, the first the less if a figure rises.
fn pair(grower: &mut Grower<'_>, ty: &Type, rises: bool) -> Option<Change> {
    let all = grower.pool.of_type(ty);
    for _ in 0..8 {
        let (one, other) = (grower.dice.pick(all)?, grower.dice.pick(all)?);
        let (Some(left), Some(right)) = (&one.value, &other.value) else {
            continue;
        };
        if !compare(left, right) || one == other {
            continue;
        }
        let (less, more) = if is_less(left, right) {
            (one, other)
        } else {
            (other, one)
        };
        let (from, to) = if rises { (less, more) } else { (more, less) };
        return Some(Change {
            from: from.clone(),
            to: to.clone(),
        });
    }
    None
}

/// Whether two values have an order: amounts of money only in one currency.
fn compare(left: &Value, right: &Value) -> bool {
    match (left, right) {
        (Value::Money(_, one), Value::Money(_, other)) => one.is_none() || other.is_none() || one == other,
        _ => true,
    }
}

fn is_less(left: &Value, right: &Value) -> bool {
    match (left, right) {
        (Value::Money(left, _), Value::Money(right, _)) => left < right,
        _ => left < right,
    }
}

/// The same facts, as small as they get while they still refute.
fn shrink(
    judge: &mut Judge<'_, '_>,
    pool: &Pool,
    sample: Sample,
    mut refutes: impl FnMut(&mut Judge<'_, '_>, &Sample) -> bool,
) -> Sample {
    let world = judge.world;
    let mut best = sample;
    let mut size = measure(&best, world);
    let mut steps = 0_usize;
    loop {
        let smaller = shorter(&best, world)
            .chain(simpler(&best, world.shape, pool))
            .map(|smaller| (measure(&smaller, world), smaller))
            .filter(|(smaller, _)| *smaller < size)
            .take(MOST_STEPS.saturating_sub(steps))
            .find(|(_, smaller)| {
                steps = steps.saturating_add(1);
                refutes(judge, smaller)
            });
        let Some((smaller_size, smaller)) = smaller else {
            return best;
        };
        (best, size) = (smaller, smaller_size);
    }
}

fn measure(sample: &Sample, world: &World<'_>) -> (usize, String) {
    let text = sample.text(world);
    (text.len(), text)
}

/// The record with a list emptied or an element less, the outer ones first; with an answer less.
fn shorter<'s>(sample: &'s Sample, world: &'s World<'_>) -> impl Iterator<Item = Sample> {
    let spots = sample.root.spots();
    let lists = spots.into_iter().flat_map(move |spot| {
        let length = match sample.root.at(&spot.place) {
            Some(Node::List(elements)) => elements.len(),
            Some(Node::Scalar(_) | Node::Record(..)) | None => 0,
        };
        let without = move |number: Option<usize>| {
            let mut smaller = sample.clone();
            if let Some(Node::List(elements)) = smaller.root.at_mut(&spot.place) {
                match number {
                    None => elements.clear(),
                    Some(number) if number < elements.len() => {
                        elements.remove(number);
                    }
                    Some(_) => {}
                }
            }
            smaller
        };
        let each = (0..length).rev().map(Some);
        (length > 0)
            .then_some(None)
            .into_iter()
            .chain(each.filter(move |_| length > 1))
            .map(without)
    });
    let answers = sample.answerable(world).into_iter();
    let answers = answers.filter(|answer| !sample.silent.contains(answer)).map(|answer| {
        let mut smaller = sample.clone();
        smaller.inside.remove(&answer);
        smaller.silent.insert(answer);
        smaller
    });
    lists.chain(answers)
}

/// The record with a shorter value in a place, or without a key that has a meaning when it is left out.
fn simpler<'s>(sample: &'s Sample, shape: &'s Shape, pool: &'s Pool) -> impl Iterator<Item = Sample> + use<'s> {
    sample.root.spots().into_iter().flat_map(move |spot| {
        let mut found = Vec::new();
        let Some(field) = spot.shape(shape) else { return found };
        let mut values: Vec<String> = Vec::new();
        if !spot.is_element && matches!(field.ty, Type::Optional(_)) {
            values.push("null".to_owned());
        }
        let is_scalar = matches!(sample.root.at(&spot.place), Some(Node::Scalar(_)));
        if is_scalar && shape.record(spot.record).key != Some(spot.field) {
            let ty = single(&field.ty);
            if let (Type::Record(record), true) = (ty, field.reference) {
                values.extend(sample.keys(shape, *record));
            } else {
                let all = pool.of_type(ty).iter().take(MOST_VALUES);
                values.extend(all.map(|candidate| candidate.text.clone()));
            }
        }
        for value in values {
            let mut smaller = sample.clone();
            if let Some(node) = smaller.root.at_mut(&spot.place) {
                *node = Node::Scalar(value);
                found.push(smaller);
            }
        }
        if let (false, true, Some((last, above))) = (spot.is_element, field.left_out.is_some(), spot.place.split_last())
        {
            let mut smaller = sample.clone();
            if let Some(Node::Record(_, fields)) = smaller.root.at_mut(above)
                && *last < fields.len()
            {
                fields.remove(*last);
                found.push(smaller);
            }
        }
        found
    })
}

/// What is found where a condition holds and the statement does not.
fn refuted_always(judge: &mut Judge<'_, '_>, sample: Sample) -> Refuted {
    let statement = judge.statement;
    let found = judge.with(&sample, |evaluation, sources| {
        let Statement::Always {
            when,
            always,
            ruleset,
            locals,
            decisions,
        } = statement
        else {
            return String::new();
        };
        let (_, element) = evaluation.always((*when, *always), (*ruleset, *locals));
        let words: Vec<String> = decisions
            .iter()
            .map(|decision| evaluation.decision_words(*decision, element, sources))
            .collect();
        let words = if words.is_empty() {
            "it does not hold".to_owned()
        } else {
            words.join("; ")
        };
        match element {
            Some(element) => format!("for {}: {words}", evaluation.element_words(element, sources)),
            None => words,
        }
    });
    Refuted {
        sample,
        after: None,
        found: found.unwrap_or_default(),
    }
}

/// What is found before and after a figure changes.
fn refuted_never(judge: &mut Judge<'_, '_>, sample: &Sample, change: &Change) -> Option<Refuted> {
    let (before, after) = judge.moved(sample, change)?;
    let Statement::Never { decision, .. } = judge.statement else {
        return None;
    };
    let one = judge.rungs(&before, *decision)?.0;
    let other = judge.rungs(&after, *decision)?.0;
    let broken = one
        .iter()
        .zip(&other)
        .position(|(one, other)| judge.breaks(&[*one], &[*other]))?;
    let mut words = |sample: &Sample| {
        judge.with(sample, |evaluation, sources| {
            let element = evaluation.elements_decided(*decision).get(broken).copied().flatten();
            evaluation.decision_words(*decision, element, sources)
        })
    };
    let (was, is) = (words(&before)?, words(&after)?);
    let shown = |candidate: &Candidate| candidate.text.trim_matches('"').to_owned();
    let found = format!("at {}: {was}; at {}: {is}", shown(&change.from), shown(&change.to));
    Some(Refuted {
        sample: before,
        after: Some(after),
        found,
    })
}
