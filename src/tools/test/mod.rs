//! Runs the `test` items of a pack: facts from settings, through the reader, then claim by claim.
//!
//! Only what a test says is chosen: no manifest, no advice, no clock; so a test means the same everywhere.

pub(crate) mod cases;
mod facts;

use crate::data::pull::Syntax;
use crate::diagnostic::Code;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::Severity;
use crate::eval::Chosen;
use crate::eval::Evaluation;
use crate::eval::Held;
use crate::eval::Settings;
use crate::ids::Id;
use crate::plan::Claim;
use crate::plan::Expect;
use crate::plan::Plan;
use crate::plan::ReadingId;
use crate::plan::Test;
use crate::source::Sources;
use crate::source::Span;
use crate::syntax::ast::SettingLine;
use crate::value::Date;

use super::evaluate::Engine;
use super::evaluate::Record;
use super::evaluate::Session;
use super::property::PropertyResult;

/// What became of the tests of a pack.
#[derive(Clone, Debug, Default)]
pub(crate) struct TestResults {
    /// How many passed.
    pub(crate) passed: usize,
    /// Those that failed, in the order of the files.
    pub(crate) failed: Vec<FailedTest>,
    /// How many were left out by the filter.
    pub(crate) left_out: usize,
    /// What became of the fact files under `cases/`.
    pub(crate) cases: Vec<CaseResult>,
    /// What became of the properties, by name.
    pub(crate) properties: Vec<PropertyResult>,
}

/// What became of one fact file under `cases/`.
#[derive(Clone, Debug)]
pub(crate) struct CaseResult {
    /// The name of the fact file without its ending.
    pub(crate) name: String,
    /// Its snapshot.
    pub(crate) snapshot: std::path::PathBuf,
    /// Whether it is as it was.
    pub(crate) state: cases::CaseState,
    /// What was done about a difference.
    pub(crate) done: Done,
}

/// What was done about a new or changed answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Done {
    /// Nothing: it is the same, or nothing may be written.
    Nothing,
    /// It was written beside, as `.snap.new`.
    Pending,
    /// It was taken as the snapshot.
    Accepted,
}

impl CaseResult {
    /// Whether it fails the run.
    pub(crate) fn fails(&self) -> bool {
        self.state != cases::CaseState::Same && self.done != Done::Accepted
    }
}

impl TestResults {
    /// Whether nothing was run.
    pub(crate) fn is_empty(&self) -> bool {
        self.passed == 0 && self.failed.is_empty() && self.cases.is_empty() && self.properties.is_empty()
    }

    /// Whether something failed.
    pub(crate) fn fails(&self) -> bool {
        let refuted = |property: &PropertyResult| property.refuted.is_some();
        !self.failed.is_empty() || self.cases.iter().any(CaseResult::fails) || self.properties.iter().any(refuted)
    }
}

/// A test that failed.
#[derive(Clone, Debug)]
pub(crate) struct FailedTest {
    /// Its name.
    pub(crate) name: String,
    /// What did not hold, each at its line.
    pub(crate) failures: Vec<Failure>,
}

/// A line of a test that did not hold.
#[derive(Clone, Debug)]
pub(crate) struct Failure {
    /// The line, or the test.
    pub(crate) span: Span,
    /// What is found instead: `licence is free by otherwise`.
    pub(crate) found: String,
    /// What stands in the way, if it could not be decided; places are in the rule files.
    pub(crate) diagnostics: Vec<Diagnostic>,
}

/// Runs the tests whose name holds the filter.
pub(crate) fn run(engine: Engine<'_>, filter: Option<&str>) -> TestResults {
    let mut results = TestResults::default();
    let mut session = Session::new(engine);
    for test in &engine.plan.tests {
        if filter.is_some_and(|filter| !test.name.contains(filter)) {
            results.left_out = results.left_out.saturating_add(1);
            continue;
        }
        let failures = run_one(engine, &mut session, test);
        if failures.is_empty() {
            results.passed = results.passed.saturating_add(1);
        } else {
            results.failed.push(FailedTest {
                name: test.name.to_string(),
                failures,
            });
        }
    }
    results
}

fn run_one(engine: Engine<'_>, session: &mut Session<'_>, test: &Test) -> Vec<Failure> {
    let given = match facts::fact_text(&test.settings, test.span) {
        Ok(given) => given,
        Err(misled) => {
            let found = format!("a setting leads nowhere: {}", misled.why);
            let diagnostic = Diagnostic::error(Code::F219, misled.span, misled.why);
            return vec![Failure {
                span: misled.span,
                found,
                diagnostics: vec![diagnostic],
            }];
        }
    };
    let mut failures = Vec::new();
    for expect in &test.expects {
        let mut settings = settings_of(
            engine.plan,
            (test.as_of, test.suggested.as_deref()),
            test.readings.iter().chain(&expect.when),
        );
        settings.observed = test.observed;
        let record = Record {
            file: "test",
            line: 1,
            text: &given.text,
            syntax: Syntax::Json,
        };
        let wanted = match &expect.claim {
            Claim::Error(code) => Some(&**code),
            Claim::Flag(..)
            | Claim::DoesNotArise(_)
            | Claim::Outcome { .. }
            | Claim::Figure { .. }
            | Claim::Holds { .. }
            | Claim::State { .. } => None,
        };
        let outcome = session.with(record, &settings, |evaluation, sources| match wanted {
            Some(_) => Looked::Errors(all_errors(evaluation, sources)),
            None => Looked::Held(evaluation.claim(&expect.claim, expect.element, sources)),
        });
        let errors = match outcome {
            Ok(Looked::Held(held)) => {
                failures.extend(failure_of(held, expect, &given));
                continue;
            }
            Ok(Looked::Errors(errors)) | Err(errors) => errors,
        };
        let errors: Vec<Diagnostic> = errors
            .into_iter()
            .map(|error| at_setting(error, &given, session.sources(), engine.sources))
            .collect();
        failures.extend(error_failure(wanted, errors, expect));
        if wanted.is_none() {
            // The facts of this test cannot be read: that is one mistake, not one for each line.
            break;
        }
    }
    failures
}

/// What was looked at.
enum Looked {
    Held(Held),
    Errors(Vec<Diagnostic>),
}

/// All errors that an evaluation of all decisions gives.
fn all_errors<'a>(evaluation: &mut Evaluation<'a>, sources: &'a Sources) -> Vec<Diagnostic> {
    let place = crate::eval::RecordPlace {
        record: "test",
        sources,
        rules_hash: "",
        facts_hash: "",
    };
    evaluation.answer(place, &[], crate::eval::Detail::Outcome).1
}

fn failure_of(held: Held, expect: &Expect, given: &facts::FactText) -> Option<Failure> {
    let (found, diagnostics) = match held {
        Held::Yes => return None,
        Held::No(found) => (found, Vec::new()),
        Held::Open(diagnostics) => ("it is not settled".to_owned(), diagnostics),
        Held::WhichElement(0) => ("there is nothing to decide".to_owned(), Vec::new()),
        Held::WhichElement(several) => (
            format!("{several} elements are decided; say which one: `for shipment.items[\"…\"]`"),
            Vec::new(),
        ),
    };
    let _ = given;
    Some(Failure {
        span: expect.span,
        found,
        diagnostics,
    })
}

/// Whether the errors are those expected.
fn error_failure(wanted: Option<&str>, errors: Vec<Diagnostic>, expect: &Expect) -> Option<Failure> {
    match wanted {
        Some(code) if errors.iter().any(|error| error.code.name() == code) => None,
        Some(_) if errors.is_empty() => Some(Failure {
            span: expect.span,
            found: "no error".to_owned(),
            diagnostics: Vec::new(),
        }),
        Some(_) => {
            let mut codes: Vec<&str> = errors.iter().map(|error| error.code.name()).collect();
            codes.sort_unstable();
            codes.dedup();
            Some(Failure {
                span: expect.span,
                found: format!("error {}", codes.join(", ")),
                diagnostics: errors,
            })
        }
        None => {
            let found = "the facts of the test cannot be read".to_owned();
            let errors = errors
                .into_iter()
                .filter(|error| error.severity == Severity::Error)
                .collect();
            Some(Failure {
                span: expect.span,
                found,
                diagnostics: errors,
            })
        }
    }
}

/// A mistake in the facts of a test, shown at the setting that made it.
fn at_setting(mut error: Diagnostic, given: &facts::FactText, all: &Sources, rules: &Sources) -> Diagnostic {
    let in_facts = |span: Span| rules.get(span.file).is_none() && all.get(span.file).is_some();
    let moved = |span: Span| {
        if in_facts(span) {
            given.setting_at(span.start).unwrap_or(span)
        } else {
            span
        }
    };
    if let Some(at) = &mut error.at {
        at.span = moved(at.span);
    }
    for label in &mut error.labels {
        label.span = moved(label.span);
    }
    error
}

/// The facts that settings state, as JSON.
pub(super) fn given_text(settings: &[SettingLine], span: Span) -> Option<String> {
    facts::fact_text(settings, span).ok().map(|given| given.text)
}

/// What a test or a property chose: its date, its `readings suggested except …`, and its readings.
pub(super) fn settings_of<'t>(
    plan: &Plan,
    (as_of, suggested): (Option<Date>, Option<&[ReadingId]>),
    chosen: impl Iterator<Item = &'t (ReadingId, u16)>,
) -> Settings {
    let mut readings: Vec<Option<Chosen>> = plan
        .readings
        .iter_ids()
        .map(|(id, about)| {
            let settled = about.settled.map(|choice| Chosen { choice, by: "settled" });
            let except = suggested.is_none_or(|except| except.contains(&id));
            let advice = about.suggested.filter(|_| !except).map(|choice| Chosen {
                choice,
                by: "suggested",
            });
            settled.or(advice)
        })
        .collect();
    for (reading, choice) in chosen {
        if let Some(slot) = readings.get_mut(reading.index()) {
            *slot = Some(Chosen {
                choice: *choice,
                by: "test",
            });
        }
    }
    Settings {
        readings,
        as_of: as_of.map(|date| (date, "test")),
        observed: None,
    }
}
