//! Results as JSON. An answer is its structure itself; the short form has a line a record and leaves out what is empty.

use serde::Serialize;

use crate::decision::Decision;
use crate::decision::Fault;
use crate::decision::Status;
use crate::render::view;
use crate::source::Sources;
use crate::tools::doc::ReadBack;
use crate::tools::property::PropertyResult;
use crate::tools::test::Done;
use crate::tools::test::TestResults;
use crate::tools::test::cases::CaseState;
use crate::tools::test::cases::Change;
use crate::tools::test::cases::Direction;

/// All of an answer, on several lines.
pub(crate) fn whole(decision: &Decision) -> String {
    document(decision)
}

/// Rules read back.
pub(crate) fn read_back(items: &[ReadBack], rules: &str) -> String {
    document(&ReadBackJson {
        version: 1,
        rules,
        items,
    })
}

#[derive(Serialize)]
struct ReadBackJson<'a> {
    version: u32,
    rules: &'a str,
    items: &'a [ReadBack],
}

/// What came of tests.
pub(crate) fn tested(results: &TestResults, sources: &Sources) -> String {
    let failed = results.failed.iter().map(|test| FailedJson {
        name: &test.name,
        failures: test
            .failures
            .iter()
            .map(|failure| FailureJson {
                at: sources.place(failure.span),
                expected: view::test::written(failure.span, sources),
                found: &failure.found,
                errors: failure
                    .diagnostics
                    .iter()
                    .map(|said| Fault::of(said, sources))
                    .collect(),
            })
            .collect(),
    });
    let cases = results.cases.iter().map(|case| CaseJson {
        name: &case.name,
        snapshot: case.snapshot.display().to_string(),
        state: match case.state {
            CaseState::Same => "same",
            CaseState::New => "new",
            CaseState::Changed(_) => "changed",
        },
        accepted: case.done == Done::Accepted,
        changes: match &case.state {
            CaseState::Changed(changes) => changes.iter().map(change).collect(),
            CaseState::Same | CaseState::New => Vec::new(),
        },
    });
    document(&TestedJson {
        version: 1,
        passed: results.passed,
        not_run: results.left_out,
        failed: failed.collect(),
        cases: cases.collect(),
        properties: results
            .properties
            .iter()
            .map(|property| property_json(property, sources))
            .collect(),
    })
}

fn property_json<'a>(property: &'a PropertyResult, sources: &Sources) -> PropertyJson<'a> {
    PropertyJson {
        name: &property.name,
        at: sources.place(property.span),
        stated: view::test::written(property.span, sources),
        status: if property.refuted.is_some() {
            "refuted"
        } else {
            "not_settled"
        },
        tries: property.tries,
        seen: property.held,
        witness: property.refuted.as_ref().map(|witness| WitnessJson {
            found: &witness.found,
            facts: &witness.facts,
            after: witness.after.as_deref(),
            arguments: &witness.arguments,
            written: witness.written.iter().map(|path| path.display().to_string()).collect(),
        }),
    }
}

/// What came of tests, as it is written.
#[derive(Serialize)]
struct TestedJson<'a> {
    version: u32,
    passed: usize,
    not_run: usize,
    failed: Vec<FailedJson<'a>>,
    cases: Vec<CaseJson<'a>>,
    properties: Vec<PropertyJson<'a>>,
}

/// What became of a property: never that it holds.
#[derive(Serialize)]
struct PropertyJson<'a> {
    name: &'a str,
    at: String,
    stated: String,
    status: &'static str,
    /// How many records of facts were tried.
    tries: usize,
    /// In how many of them it could be seen to hold or not.
    seen: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    witness: Option<WitnessJson<'a>>,
}

/// Facts that refute a property; each text is a fact file.
#[derive(Serialize)]
struct WitnessJson<'a> {
    found: &'a str,
    facts: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    after: Option<&'a str>,
    arguments: &'a [String],
    written: Vec<String>,
}

#[derive(Serialize)]
struct CaseJson<'a> {
    name: &'a str,
    snapshot: String,
    state: &'static str,
    accepted: bool,
    changes: Vec<ChangeJson<'a>>,
}

#[derive(Serialize)]
struct ChangeJson<'a> {
    about: &'a str,
    before: &'a str,
    after: &'a str,
    direction: Option<&'static str>,
}

fn change(change: &Change) -> ChangeJson<'_> {
    ChangeJson {
        about: &change.about,
        before: &change.before,
        after: &change.after,
        direction: change.direction.map(|direction| match direction {
            Direction::Looser => "looser",
            Direction::Stricter => "stricter",
        }),
    }
}

#[derive(Serialize)]
struct FailedJson<'a> {
    name: &'a str,
    failures: Vec<FailureJson<'a>>,
}

#[derive(Serialize)]
struct FailureJson<'a> {
    at: String,
    expected: String,
    found: &'a str,
    errors: Vec<Fault>,
}

/// Plain data is always written: it has neither maps with odd keys nor anything that can fail.
fn document(value: &impl Serialize) -> String {
    serde_json::to_string_pretty(value).unwrap_or_default() + "\n"
}

/// The short answer: outcomes and errors, on one line.
pub(crate) fn brief(decision: &Decision) -> String {
    let brief = Brief {
        version: decision.version,
        record: &decision.record,
        id: decision.id.as_deref(),
        status: decision.status,
        decisions: decision
            .decisions
            .iter()
            .map(|verdict| BriefVerdict {
                name: &verdict.name,
                r#for: verdict.r#for.as_deref(),
                status: told(verdict.status, decision.status),
                possible: &verdict.possible,
                effects: &verdict.effects,
            })
            .collect(),
        summaries: decision
            .summaries
            .iter()
            .map(|summary| BriefSummary {
                name: &summary.name,
                r#for: summary.r#for.as_deref(),
                status: told(summary.status, decision.status),
                effects: &summary.effects,
            })
            .collect(),
        errors: decision
            .errors
            .iter()
            .map(|fault| BriefFault {
                code: &fault.code,
                at: &fault.at,
                title: &fault.title,
            })
            .collect(),
    };
    serde_json::to_string(&brief).unwrap_or_default() + "\n"
}

/// The status of a decision where the outcomes do not say it: one outcome that is left of an error is no decision.
fn told(status: Status, of_record: Status) -> Option<Status> {
    match status {
        Status::Decided => None,
        Status::NotSettled if of_record == Status::NotSettled => None,
        Status::NotSettled | Status::DoesNotArise | Status::Error => Some(status),
    }
}

#[derive(Serialize)]
struct Brief<'a> {
    version: u32,
    record: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<&'a str>,
    status: Status,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    decisions: Vec<BriefVerdict<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    summaries: Vec<BriefSummary<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    errors: Vec<BriefFault<'a>>,
}

#[derive(Serialize)]
struct BriefVerdict<'a> {
    name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    r#for: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    status: Option<Status>,
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    possible: &'a [String],
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    effects: &'a [String],
}

#[derive(Serialize)]
struct BriefSummary<'a> {
    name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    r#for: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    status: Option<Status>,
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    effects: &'a [String],
}

#[derive(Serialize)]
struct BriefFault<'a> {
    code: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    at: &'a str,
    title: &'a str,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::decision::sample;

    #[test]
    fn a_short_answer_is_one_line_without_what_is_empty() {
        let mut motor = sample::motor();
        motor.id = Some("A".to_owned());
        motor.decisions.truncate(1);
        motor.summaries.clear();
        assert_eq!(
            brief(&motor),
            "{\"version\":1,\"record\":\"motor.json:1\",\"id\":\"A\",\"status\":\"decided\",\"decisions\":[{\"name\":\
             \"cn.rare_earth.licence\",\"for\":\"SM-400\",\"possible\":[\"required\"],\"effects\":[\"licence\"]}]}\n"
        );
        let fault = Fault {
            code: "F201".to_owned(),
            at: "fleet.ndjson:3:412".to_owned(),
            title: "Article has no key `orgin`".to_owned(),
            ..Fault::default()
        };
        let broken = Decision {
            record: "fleet.ndjson:3".to_owned(),
            errors: vec![fault],
            ..Decision::default()
        };
        assert_eq!(
            brief(&broken),
            "{\"version\":1,\"record\":\"fleet.ndjson:3\",\"status\":\"error\",\"errors\":[{\"code\":\"F201\",\
             \"at\":\"fleet.ndjson:3:412\",\"title\":\"Article has no key `orgin`\"}]}\n"
        );
    }

    #[test]
    fn a_single_outcome_that_is_no_decision_says_so() {
        let mut motor = sample::motor();
        motor.status = Status::Error;
        let verdict = motor.decisions.first_mut().unwrap();
        verdict.status = Status::Error;
        verdict.possible = vec!["free".to_owned()];
        assert!(brief(&motor).contains("\"for\":\"SM-400\",\"status\":\"error\",\"possible\":[\"free\"]"));
    }
}
