//! Properties: what is false is refuted with facts that the reader can run; what is true is never said to be proved.

use std::fs;

use serde_json::Value;

use crate::support::Ran;
use crate::support::Test;
use crate::support::root;

/// Statements about the pack of `tests/language/shared` that are false.
const FALSE: [&str; 5] = [
    r#"property "civil goods are never refused"
  as of 2027-02-01
  reading end_of_truce is lapsed
  when shipment.end_user.kind is civil
  always not policy is refused
"#,
    r#"property "magnets of Japan are free"
  as of 2027-02-01
  reading end_of_truce is lapsed
  when item.origin is JP
  always licence is free
"#,
    r#"property "a dearer product never makes the answer milder"
  as of 2027-02-01
  readings suggested
  reading end_of_truce is lapsed
  as shipment.items.price rises, licence never becomes milder
"#,
    r#"property "as time passes nothing gets stricter"
  reading end_of_truce is lapsed
  as shipment.date rises, licence never becomes stricter
"#,
    r#"property "all Chinese shares are below the threshold"
  as of 2027-02-01
  when item.price is more than 0 USD
  always cn_share(item) is less than 0.1%
"#,
];

fn shared(name: &str) -> String {
    fs::read_to_string(root().join("tests/language/shared").join(name)).unwrap()
}

/// The pack with these statements; `names` are the names of the three files, which decide their order.
fn pack(names: [&str; 3], statements: &[&str]) -> Test {
    let statements = statements.concat();
    Test::new()
        .file("rulec.toml", "title = \"Law\"\n")
        .file(names[0], shared("vocabulary.rule"))
        .file(names[1], shared("law.rule"))
        .file(names[2], format!("tests of law \"Statements\"\n\n{statements}"))
}

const NAMES: [&str; 3] = ["vocabulary.rule", "law.rule", "statements.rule"];

fn json(ran: &Ran) -> Vec<Value> {
    let answer: Value = serde_json::from_str(&ran.stdout).unwrap();
    answer["properties"].as_array().unwrap().clone()
}

#[test]
fn what_is_false_is_refuted_by_few_facts() {
    let ran = pack(NAMES, &FALSE).args(["test", "--ascii"]).status(1);
    insta::assert_snapshot!("refuted", ran.stdout);
}

#[test]
fn the_facts_that_refute_are_written_and_the_command_shows_it() {
    let ran = pack(NAMES, &FALSE)
        .args(["test", "--witnesses", "found", "--format", "json"])
        .status(1);
    for property in json(&ran) {
        assert_eq!(property["status"], "refuted", "{property}");
        let witness = &property["witness"];
        let files: Vec<&str> = witness["written"]
            .as_array()
            .unwrap()
            .iter()
            .map(|path| path.as_str().unwrap())
            .collect();
        assert_eq!(files.len(), if witness["after"].is_null() { 1 } else { 2 });
        for (file, key) in files.iter().zip(["facts", "after"]) {
            let text = ran.written(file);
            assert_eq!(text, witness[key].as_str().unwrap());
            let mut args = vec!["eval", file];
            args.extend(
                witness["arguments"]
                    .as_array()
                    .unwrap()
                    .iter()
                    .map(|word| word.as_str().unwrap()),
            );
            let decided = pack(NAMES, &[]).file(file, &text).args(args).run();
            assert!(!decided.stderr.contains(": F"), "{}", decided.stderr);
            // What was found is what the answer says.
            let found = witness["found"].as_str().unwrap();
            let outcomes = ["required", "free", "refused", "ordinary", "exempt"];
            let said = outcomes
                .iter()
                .any(|word| found.contains(word) && decided.stdout.contains(&format!(": {word}")));
            let is_figure = found.contains("it does not hold");
            assert!(said || is_figure, "{found}\n{}", decided.stdout);
        }
    }
}

#[test]
fn one_search_gives_one_result_whatever_the_order_of_files_and_items() {
    let args = ["test", "--property-tries", "600", "--format", "json"];
    let bare = |ran: &Ran| -> Vec<Value> {
        let mut all = json(ran);
        for property in &mut all {
            property.as_object_mut().unwrap().remove("at");
        }
        all
    };
    let one = bare(&pack(NAMES, &FALSE).args(args).run());
    let again = bare(&pack(NAMES, &FALSE).args(args).run());
    assert_eq!(one, again);
    let mut turned = FALSE;
    turned.reverse();
    let other = bare(&pack(["z.rule", "b.rule", "a.rule"], &turned).args(args).run());
    assert_eq!(one, other);
}

#[test]
fn what_is_not_refuted_is_not_settled_and_never_passed() {
    let truth = r#"property "goods of Japan"
  when item.origin is JP
  always item.origin is not KP
"#;
    let never = r#"property "of nothing"
  when item.origin is JP
   and item.origin is KP
  always licence is free
"#;
    let ran = pack(NAMES, &[truth, never])
        .args(["test", "--property-tries", "300", "--ascii"])
        .status(0);
    insta::assert_snapshot!("not_settled", ran.stdout);
    let ran = pack(NAMES, &[truth])
        .args(["test", "--property-tries", "50", "--format", "json"])
        .status(0);
    let found = json(&ran);
    assert_eq!(
        (&found[0]["status"], &found[0]["tries"]),
        (&"not_settled".into(), &50.into())
    );
    assert!(found[0]["witness"].is_null());
    let ran = pack(NAMES, &[truth, FALSE[0]]).args(["test", "-k", "Japan"]).status(0);
    assert!(
        ran.stdout.contains("1 property: 0 refuted, 1 not settled"),
        "{}",
        ran.stdout
    );
}

#[test]
fn facts_that_cannot_be_and_what_cannot_be_computed_refute_nothing() {
    // Shares of holders are at most the whole, and a share of a price of zero is no number.
    for statement in [
        "property \"shares\"\n  as of 2027-02-01\n  when (some p in parties satisfies p.kind is civil)\n  always (every p in parties satisfies (sum of h.share for h in p.holders) is at most 100%)\n",
        "property \"shares of the price\"\n  as of 2027-02-01\n  always cn_share(item) is at least 0%\n",
    ] {
        let ran = pack(NAMES, &[statement])
            .args(["test", "--property-tries", "500"])
            .run();
        assert_eq!(ran.status, Some(0), "{}{}", ran.stdout, ran.stderr);
        assert!(ran.stdout.contains("0 refuted, 1 not settled"), "{}", ran.stdout);
    }
}

#[test]
fn a_property_stands_in_a_ruleset_too_and_starts_from_cases() {
    let rules = r#"ruleset a "A"

fact lots : integer at least 0 "Lots"
fact code : text "A code"

decision licence "Licence"
  outcomes, strictest first
    required "Needed"
    free     "Not needed"
  otherwise free

rule odd "A code that nobody would guess"
  when code is cut_of_case
   and lots is more than 41
  then licence is required

definition cut_of_case : text "The code"
  means "xq-7719"

property "nothing is required"
  always licence is free
"#;
    let ran = Test::new().rules(rules).args(["test", "--ascii"]).status(1);
    assert!(ran.stdout.contains("licence is required because odd"), "{}", ran.stdout);
    assert!(ran.stdout.contains("\"lots\": 42"), "{}", ran.stdout);
}
