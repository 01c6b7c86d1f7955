//! Rules from a folder, compiled once; records decided on several threads, each with its own evaluator.
//!
//! `cargo run --example library` decides the fleet of `examples/fleet.ndjson` by the rules in `rules/cn`.
#![expect(clippy::print_stdout, reason = "an example shows what it finds")]

use std::error::Error;
use std::fs;
use std::path::Path;
use std::thread;

use rulec::Rules;
use rulec::Settings;

fn main() -> Result<(), Box<dyn Error>> {
    let project = Path::new(env!("CARGO_MANIFEST_DIR"));
    let rules = Rules::open(project.join("rules/cn"))?;
    let settings = rules
        .settings()
        .reading("end_of_truce", "lapsed")?
        .as_of("2027-02-01")?;
    println!("rules {}", rules.hash());

    let fleet = fs::read_to_string(project.join("examples/fleet.ndjson"))?;
    let records: Vec<&str> = fleet.lines().collect();
    let half = records.len().div_ceil(2).max(1);
    thread::scope(|scope| {
        let workers: Vec<_> = records
            .chunks(half)
            .map(|piece| scope.spawn(|| decide(&settings, piece)))
            .collect();
        for worker in workers {
            for line in worker.join().unwrap_or_default() {
                println!("{line}");
            }
        }
    });
    Ok(())
}

/// Decides some records; the evaluator keeps its memory from one to the next.
fn decide(settings: &Settings<'_>, records: &[&str]) -> Vec<String> {
    let mut evaluator = settings.evaluator();
    let mut lines = Vec::new();
    for record in records {
        match evaluator.outcomes_json(record) {
            Ok(outcomes) => {
                let id = outcomes.id().unwrap_or("?");
                for found in outcomes.iter() {
                    let of = found.element.as_deref().unwrap_or("all");
                    let outcome = found.outcome.unwrap_or("does not arise");
                    lines.push(format!("{id}, {of}: {}: {outcome}", found.decision));
                }
            }
            // Not settled, or a mistake in the facts: never to be read as an outcome.
            Err(decision) => {
                let why = decision.errors.first().map_or("", |error| error.title.as_str());
                lines.push(format!("{}: {why}", decision.id.as_deref().unwrap_or("?")));
            }
        }
    }
    lines
}
