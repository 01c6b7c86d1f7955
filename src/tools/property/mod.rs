//! Properties: statements about all possible facts. Facts are searched for that refute one; what is not refuted is not
//! settled, and never said to hold.
//!
//! The same rules give the same search everywhere: nothing hangs on a clock, a machine or the order of files.
//! Language reference: "Properties".
#![expect(clippy::similar_names, reason = "they are the same thing before and after")]

mod dice;
mod grow;
mod pool;
mod sample;
mod search;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use crate::data::pull::Syntax;
use crate::diagnostic::Diagnostics;
use crate::eval::Settings;
use crate::facts::Binder;
use crate::facts::FactText;
use crate::facts::Facts;
use crate::ids::Id;
use crate::plan::Plan;
use crate::plan::Property;
use crate::source::Span;

use super::evaluate::Engine;
use super::evaluate::Session;
use super::test;

use pool::Pool;
use sample::Sample;
use sample::World;
use search::Judge;

/// How many records are tried for a property unless somebody says otherwise.
pub(crate) const TRIES: usize = 500;

/// Larger facts of cases are not searched: each try would go through all of them.
const LARGEST_SEED: usize = 1 << 16;

/// What became of a property.
#[derive(Clone, Debug)]
pub(crate) struct PropertyResult {
    /// Its name.
    pub(crate) name: String,
    /// The words of its statement.
    pub(crate) span: Span,
    /// How many records were tried.
    pub(crate) tries: usize,
    /// In how many of them it could be seen whether it holds.
    pub(crate) held: usize,
    /// What refutes it; else it is not settled.
    pub(crate) refuted: Option<Witness>,
}

/// Facts that refute a property.
#[derive(Clone, Debug)]
pub(crate) struct Witness {
    /// What is found instead.
    pub(crate) found: String,
    /// The facts, as a fact file.
    pub(crate) facts: String,
    /// The facts after a figure has changed.
    pub(crate) after: Option<String>,
    /// What a file of them may be called, without its ending.
    pub(crate) file: String,
    /// The arguments with which `rulec eval` decides them as the property does.
    pub(crate) arguments: Vec<String>,
    /// Where they were written.
    pub(crate) written: Vec<std::path::PathBuf>,
}

/// Searches for facts that refute the properties whose name holds the filter. `cases` are facts to start from.
pub(crate) fn run(
    engine: Engine<'_>,
    cases: &[(String, Syntax)],
    (filter, tries): (Option<&str>, usize),
) -> Vec<PropertyResult> {
    let plan = engine.plan;
    let mut asked: Vec<&Property> = plan
        .properties
        .iter()
        .filter(|property| filter.is_none_or(|filter| property.name.contains(filter)))
        .collect();
    if asked.is_empty() {
        return Vec::new();
    }
    asked.sort_by(|one, other| one.name.cmp(&other.name));
    let pool = Pool::of(plan);
    let world = World::of(plan);
    let seeds = seeds(engine, &world, cases);
    let mut session = Session::new(engine);
    let mut results = Vec::with_capacity(asked.len());
    for property in asked {
        let settings = test::settings_of(
            plan,
            (property.as_of, property.suggested.as_deref()),
            property.readings.iter(),
        );
        let mut judge = Judge {
            session: &mut session,
            settings: &settings,
            world: &world,
            statement: &property.statement,
        };
        let searched = search::search(&mut judge, &pool, (&property.name, &seeds), tries);
        let refuted = searched.refuted.map(|refuted| Witness {
            found: refuted.found,
            facts: refuted.sample.pretty(&world),
            after: refuted.after.map(|after| after.pretty(&world)),
            file: file_name(&property.name),
            arguments: arguments(plan, &settings),
            written: Vec::new(),
        });
        results.push(PropertyResult {
            name: property.name.to_string(),
            span: property.span,
            tries: searched.tries,
            held: searched.held,
            refuted,
        });
    }
    results
}

/// The facts of tests and cases, each once, the shortest first.
fn seeds(engine: Engine<'_>, world: &World<'_>, cases: &[(String, Syntax)]) -> Vec<Sample> {
    let plan = engine.plan;
    let mut texts: Vec<(String, Syntax)> = cases.to_vec();
    let tests = plan.tests.iter().map(|test| (&test.settings, test.span));
    let given = tests.chain(plan.cases.iter().map(|case| (&case.settings, case.span)));
    let given = given.filter_map(|(settings, span)| test::given_text(settings, span));
    texts.extend(given.map(|text| (text, Syntax::Json)));
    let mut binder = Binder::new(&plan.shape, engine.limits);
    let mut facts = Facts::new(engine.sources.next(), Arc::clone(&plan.texts));
    let mut seeds: Vec<(String, Sample)> = Vec::new();
    for (text, syntax) in texts.iter().filter(|(text, _)| text.len() <= LARGEST_SEED) {
        let mut said = Diagnostics::new();
        let text = FactText {
            text,
            first_line: 1,
            syntax: *syntax,
        };
        binder.bind(text, &mut facts, &mut said);
        if said.has_errors() {
            continue;
        }
        if let Some(sample) = Sample::of_facts(&facts, world) {
            seeds.push((sample.text(world), sample));
        }
    }
    seeds.sort_by(|one, other| (one.0.len(), &one.0).cmp(&(other.0.len(), &other.0)));
    seeds.dedup_by(|one, other| one.0 == other.0);
    seeds.into_iter().map(|(_, sample)| sample).collect()
}

/// The name of a file for facts that refute a property: its words.
fn file_name(name: &str) -> String {
    let mut file = String::new();
    for word in name.split(|sign: char| !sign.is_ascii_alphanumeric()) {
        if word.is_empty() || file.len().saturating_add(word.len()) > 48 {
            continue;
        }
        if !file.is_empty() {
            file.push('-');
        }
        file.push_str(&word.to_ascii_lowercase());
    }
    if file.is_empty() { "witness".to_owned() } else { file }
}

/// The date and the readings of a property, as arguments.
fn arguments(plan: &Plan, settings: &Settings) -> Vec<String> {
    let mut arguments = Vec::new();
    if let Some((day, _)) = settings.as_of {
        arguments.extend(["--as-of".to_owned(), day.to_string()]);
    }
    for (id, about) in plan.readings.iter_ids() {
        let chosen = settings.readings.get(id.index()).and_then(Option::as_ref);
        let choice = chosen.filter(|chosen| chosen.by != "settled");
        if let Some(choice) = choice.and_then(|chosen| about.choices.get(usize::from(chosen.choice))) {
            arguments.extend(["--reading".to_owned(), format!("{}={}", about.full_name, choice.0)]);
        }
    }
    arguments
}
