//! What programs rely on: short answers say the same as whole ones, mistakes come with their places, rules are shared.

use crate::api::Rules;
use crate::decision::Decision;
use crate::decision::Status;

const RULES: &str = r#"ruleset export "A rule to try"
  law in force on day
  decides each item in items

record Item "Goods"
  id    : text  "Number"
  price : money "Price"
  cost  : money or none "Cost"
  must hold: price is at least 0 USD

fact day   : date "Day"
fact to    : country "Where they go"
fact items : list of Item "What is shipped"

decision licence "Licence"
  outcomes, strictest first
    required "Needed"      ranks as licence
    free     "Not needed"  ranks as free
  otherwise free

decision policy "What becomes of the application"
  arises only when licence is required
  outcomes, strictest first
    refused  "Refused" ranks as refusal
    ordinary "Granted" ranks as licence
  otherwise ordinary

reading strict "Is it read strictly?"
  yes "It is"
  no  "It is not"

rule dear "Dear goods"
  from 2026-01-01
  when item.price is at least 100 USD
  then licence is required

rule enemy "To North Korea"
  when to is KP
   and item.cost is not none
   and (reading strict is yes)
  then policy is refused

summary all "All of it"
  strictest of licence, policy
"#;

fn rules() -> Rules {
    Rules::from_files([("export.rule", RULES)]).unwrap_or_else(|error| panic!("{error}"))
}

/// The line of a whole answer, put together from it alone.
#[cfg(feature = "cli")]
fn line(decision: &Decision) -> String {
    crate::render::write::json::brief(decision)
}

#[test]
#[cfg(feature = "cli")]
fn a_short_answer_is_that_of_the_whole_one() {
    let rules = rules();
    let settings = rules.settings().reading("strict", "yes").unwrap();
    let mut evaluator = settings.evaluator();
    let mut settled = 0;
    for (facts, errors) in [
        (
            r#"{"$id":"a \"b\" ü\\","day":"2026-01-01","to":"KP","items":[{"id":"M1","price":"100 USD","cost":"1 USD"}]}"#,
            0,
        ),
        (
            r#"{"day":"2026-01-01","to":"KR","items":[{"id":"M1","price":"99.99 USD","cost":null},{"price":"100 USD","cost":null}]}"#,
            0,
        ),
        (
            r#"{"day":"2025-12-31","to":"KR","items":[{"id":"M\\1","price":"100 USD"}]}"#,
            0,
        ),
        (
            r#"{"day":"2026-01-01","to":"KP","items":[{"id":"M1","price":"100 USD"}]}"#,
            1,
        ),
        (
            r#"{"day":"2026-01-01","to":"KP","items":[{"id":"M1","price":"-1 USD","cost":null}]}"#,
            1,
        ),
        (r#"{"day":"2026-01-01","to":"KP","items":[]}"#, 1),
        (r#"{"day":"2026-01-01","to":"KP"}"#, 1),
        (r#"{"items":[{"price":"100 USD"}]}"#, 3),
        (r#"{"day":"2026-01-01","too":"KP"}"#, 1),
        ("{", 1),
    ] {
        let whole = evaluator.evaluate_json(facts);
        assert_eq!(whole.errors.len(), errors, "{facts} {:?}", whole.errors);
        match evaluator.outcomes_json(facts) {
            Ok(outcomes) => {
                settled += 1;
                let mut out = Vec::new();
                outcomes.write_json(&mut out);
                assert_eq!(String::from_utf8(out).unwrap(), line(&whole), "{facts}");
                for (found, verdict) in outcomes.iter().zip(&whole.decisions) {
                    assert_eq!(found.outcome, verdict.possible.first().map(String::as_str));
                    assert_eq!(found.element.as_deref(), verdict.r#for.as_deref());
                }
                assert_ne!(whole.status, Status::Error, "{facts}");
            }
            Err(decision) => {
                assert_eq!(line(&decision), line(&whole), "{facts}");
                assert_eq!(whole.status, Status::Error, "{facts}");
            }
        }
    }
    assert_eq!(settled, 3);
}

#[test]
fn streams_give_each_record_with_its_line_and_go_on_after_a_mistake() {
    let rules = rules();
    let settings = rules
        .settings()
        .decision("licence")
        .unwrap()
        .as_of("2026-02-01")
        .unwrap();
    let good = r#"{"day":"2025-01-01","items":[{"id":"M1","price":"100 USD"}]}"#;
    let stream = [
        good.as_bytes(),
        b"{\"day\":1}",
        b"",
        b"{\"day\":\"\xff\"}",
        good.as_bytes(),
    ]
    .join(&b'\n');
    let mut evaluator = settings.evaluator();
    let mut found = Vec::new();
    let name = "fleet.ndjson";
    let each = |answer: Result<crate::api::Outcomes<'_>, Box<Decision>>| {
        found.push(match answer {
            Ok(outcomes) => {
                let words = outcomes.iter().map(|one| format!("{} {:?}", one.decision, one.outcome));
                format!("{}: {}", outcomes.line(), words.collect::<Vec<_>>().join(", "))
            }
            Err(decision) => format!("{}: {}", decision.record, decision.errors[0].code),
        });
    };
    evaluator.outcomes_ndjson(name, stream.as_slice(), each).unwrap();
    assert_eq!(
        found,
        [
            "1: export.licence Some(\"required\")",
            "fleet.ndjson:2: F203",
            "fleet.ndjson:4: F103",
            "5: export.licence Some(\"required\")",
        ]
    );
    let mut records = Vec::new();
    evaluator
        .evaluate_ndjson(name, stream.as_slice(), |decision| {
            records.push((decision.record, decision.status));
        })
        .unwrap();
    let records: Vec<_> = records
        .iter()
        .map(|(record, status)| (record.as_str(), *status))
        .collect();
    assert_eq!(
        records,
        [
            ("fleet.ndjson:1", Status::Decided),
            ("fleet.ndjson:2", Status::Error),
            ("fleet.ndjson:4", Status::Error),
            ("fleet.ndjson:5", Status::Decided),
        ]
    );
}

#[test]
fn mistakes_come_with_their_places() {
    let files = [
        ("rulec.toml", "title = \"T\"\n[readings]\nstrict = \"maybe\"\n"),
        ("a.rule", RULES),
    ];
    for (error, expected) in [
        (Rules::from_files(files).unwrap_err(), "rulec.toml:3:1: T106: "),
        (
            Rules::from_files([("a.rule", "ruleset a\n\nflag f \"F\"\n  when nobody_knows\n")]).unwrap_err(),
            "a.rule:4:8: R201: ",
        ),
        (Rules::open("there/is/no/such/folder").unwrap_err(), "T104: "),
        (rules().settings().reading("strict", "maybe").unwrap_err(), "T106: "),
        (rules().settings().as_of("01/02/2026").unwrap_err(), "T101: "),
        (rules().settings().decision("nothing").unwrap_err(), "T106: "),
    ] {
        assert!(error.to_string().starts_with(expected), "{expected} {error}");
        assert_eq!(error.faults().len(), 1, "{error}");
    }
}

#[test]
fn rules_and_settings_are_shared_between_threads_and_every_evaluator_says_the_same() {
    fn shared<T: Send + Sync>(_: &T) {}
    let rules = rules();
    let settings = rules.settings();
    shared(&rules);
    shared(&settings);
    let facts = r#"{"day":"2026-01-01","to":"KR","items":[{"id":"M1","price":"100 USD","cost":null}]}"#;
    let (mut one, mut other) = (rules.evaluator(), settings.evaluator());
    let first = one.evaluate_json(facts);
    assert!(one.evaluate_json("{").status == Status::Error);
    assert_eq!(one.evaluate_json(facts), first, "nothing is left of the record before");
    assert_eq!(other.evaluate_json(facts), first);
    assert_eq!(first.rules.hash, rules.hash());
}
