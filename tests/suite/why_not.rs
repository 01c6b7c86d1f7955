//! Why not: what `rulec explain` says about the outcomes that were not given, and that it is so.

use serde_json::Value;

use crate::support::Test;

/// A law with one of each that can keep an outcome away.
const LAW: &str = r#"ruleset law "A law"
  law in force on sale.day

source act "The Act"
  published 2025-01-01
  read as text
  paragraphs "1", "2"

enum Kind "Kind of use"
  arms   "Arms"
  relief "Relief"
  school "Schools"
  other  "Other"

record Use "A use"
  kind : Kind "Kind"

record Part "A part"
  id     : text             "Number"
  origin : country          "Origin"
  price  : money at least 0 "Price"
  parts  : list of Part     "Parts"

record Sale "A sale"
  day     : date                 "When"
  to      : country              "Where to"
  price   : money at least 0     "Price"
  layers  : integer or none      "Layers"
  uses    : list of Use          "Uses"
  parts   : list of Part         "Parts"
  permit  : boolean              "Permitted"

fact sale : Sale "The sale"

reading breadth "How broad?"
  wide   "All parts"
  narrow "Only direct ones"

parameter limit : percent "The limit"
  cite act "1"
  10% from 2025-01-01

definition foreign(p : Part) "Not of the United States"
  cite act "1"
  means p.origin is not US

definition content : money "What is foreign"
  cite act "1"
  means according to reading breadth
    wide:   sum of p.price for p in sale.parts where foreign(p)
    narrow: 0 USD

definition share : percent "Its share"
  cite act "1"
  means content / sale.price

definition only_relief "Only relief"
  cite act "2"
  means at least one and every u in sale.uses satisfies u.kind is in {relief, school}

decision licence "Licence"
  outcomes, strictest first
    banned   "Banned"     ranks as prohibited
    required "A licence"  ranks as licence
    notice   "A notice"   ranks as review
    exempt   "No licence" ranks as conditional
    free     "Free"       ranks as free
  otherwise free

rule ban "To one country"
  cite act "1"
  when sale.to is KP
  then licence is banned

rule old_ban "An old ban"
  cite act "1"
  before 2025-06-01
  when sale.to is IR
   and sale.price is at least 1000 USD
  then licence is banned

rule big "A large share"
  cite act "1"
  when sale.to is not US
   and share is at least limit
  then licence is required

rule layered "Many layers"
  cite act "1"
  for each use in sale.uses
  when use.kind is arms
   and sale.layers is not none
   and sale.layers is at least 256
  then licence is notice

rule parted "A part from one country"
  cite act "1"
  for each piece in sale.parts
  when piece.origin is CU
  then licence is notice

exemption aid "Relief"
  cite act "2"
  sets aside big
  when only_relief
  unless sale.permit
  then licence is exempt
"#;

/// The facts, with some lines changed.
fn facts(changes: &[(&str, &str)]) -> String {
    let mut text = r#"{ "sale": { "day": "2026-01-01", "to": "KR", "price": "100 USD", "layers": null,
  "uses": [{ "kind": "other" }],
  "parts": [{ "id": "A", "origin": "VN", "price": "15 USD", "parts": [] },
            { "id": "B", "origin": "US", "price": "70 USD", "parts": [] }],
  "permit": false } }"#
        .to_owned();
    for (from, to) in changes {
        assert_eq!(text.matches(from).count(), 1, "`{from}` stands once");
        text = text.replace(from, to);
    }
    text
}

/// What `explain` says about the outcomes that were not given: their lines and those below.
fn why_not(changes: &[(&str, &str)], more: &[&str]) -> Vec<String> {
    let mut args = vec!["explain", "facts.json"];
    args.extend(if more.is_empty() {
        &["--reading", "breadth=wide"]
    } else {
        more
    });
    let ran = Test::new().rules(LAW).facts(&facts(changes)).args(args).run();
    let lines = ran.stdout.lines().skip_while(|line| !line.starts_with("not "));
    lines.map(str::to_owned).collect()
}

#[test]
fn each_outcome_that_was_not_given_has_its_nearest_rule() {
    assert_eq!(
        why_not(&[], &[]),
        [
            "not banned: nearest is ban (act 1), 1 condition fails:",
            "   sale.to is KR, not KP",
            "not notice: nearest is parted for A (act 1), 1 condition fails:",
            "   A.origin is VN, not CU",
            "   and big applies and comes before it",
            "not exempt: nearest is aid (act 2), 1 condition fails:",
            "   sale.uses[1].kind is other, not in {relief, school}",
            "not free: big applies; not with content under 10 USD (now 15 USD), or breadth is narrow",
        ]
    );
}

#[test]
fn a_margin_says_by_how_much() {
    assert_eq!(
        why_not(
            &[
                ("15 USD", "9.99 USD"),
                ("\"VN\"", "\"CU\""),
                ("\"to\": \"KR\"", "\"to\": \"IR\"")
            ],
            &[]
        ),
        [
            "not banned: nearest is ban (act 1), 1 condition fails:",
            "   sale.to is IR, not KP",
            "not required: nearest is big (act 1), 1 condition fails:",
            "   share is 9.99%, not at least limit 10%, 0.01 points below",
            "not exempt: nearest is aid (act 2), 2 conditions fail:",
            "   sale.uses[1].kind is other, not in {relief, school}",
            "   there is nothing to set aside: big would not hold",
            "   and parted applies and comes before it",
            "not free: parted applies",
        ]
    );
}

#[test]
fn a_rule_that_is_out_of_force_or_set_aside_says_so() {
    let lines = why_not(
        &[
            ("100 USD", "2000 USD"),
            ("15 USD", "900 USD"),
            ("\"KR\"", "\"IR\""),
            ("\"other\"", "\"relief\""),
        ],
        &[],
    );
    // `ban` and `old_ban` lack one condition each: the first by name.
    assert_eq!(
        lines[..2],
        [
            "not banned: nearest is ban (act 1), 1 condition fails:",
            "   sale.to is IR, not KP"
        ]
    );
    assert!(
        lines.contains(&"not required: nearest is big (act 1), 1 condition fails:".to_owned()),
        "{lines:#?}"
    );
    assert!(lines.contains(&"   set aside by aid".to_owned()), "{lines:#?}");
    let rules = LAW.replace("  when sale.to is KP\n", "  when sale.to is KP\n   and sale.permit\n");
    let changed = facts(&[("100 USD", "2000 USD"), ("\"KR\"", "\"IR\"")]);
    Test::new()
        .rules(&rules)
        .facts(&changed)
        .args(["explain", "facts.json", "--reading", "breadth=wide"])
        .run()
        .says(
            "not banned: nearest is old_ban (act 1), 1 condition fails:\n   no longer in force: last day 2025-05-31\n",
        );
}

#[test]
fn what_comes_after_a_none_is_not_asked() {
    let lines = why_not(&[("\"VN\"", "\"US\""), ("\"other\"", "\"arms\"")], &[]);
    assert!(lines.contains(&"   sale.layers is none".to_owned()), "{lines:#?}");
    assert!(!lines.iter().any(|line| line.contains("256")), "{lines:#?}");
    let lines = why_not(&[("\"VN\"", "\"US\""), ("\"other\"", "\"arms\""), ("null", "200")], &[]);
    assert!(
        lines.contains(&"   sale.layers is 200, not at least 256, 56 below".to_owned()),
        "{lines:#?}"
    );
}

#[test]
fn an_empty_list_is_what_is_lacking() {
    let lines = why_not(&[("[{ \"kind\": \"other\" }]", "[]")], &[]);
    assert!(
        lines.contains(&"   there is nothing among sale.uses".to_owned()),
        "{lines:#?}"
    );
}

#[test]
fn an_outcome_that_comes_second_says_what_comes_first() {
    let lines = why_not(&[("\"VN\"", "\"CU\"")], &[]);
    let said = "not notice: parted applies, but big comes first; not with content under 10 USD (now 15 USD), or\n   \
                breadth is narrow\n";
    assert!(lines.join("\n").contains(said), "{lines:#?}");
}

/// The answer as JSON.
fn explained(args: &[&str]) -> Value {
    let mut all = vec![
        "explain",
        "examples/motor.json",
        "--rules",
        "rules/cn",
        "--format",
        "json",
    ];
    all.extend(args);
    let ran = Test::inside(".").args(all).status(0);
    read(&ran.stdout)
}

fn read(text: &str) -> Value {
    text.parse().unwrap()
}

#[test]
fn the_motor_says_why_it_is_neither_exempt_nor_free() {
    let args = [
        "explain",
        "../../examples/motor.json",
        "--reading",
        "end_of_truce=lapsed",
        "--decision",
        "licence",
    ];
    Test::inside("rules/cn").args(args).status(0).says(
        "not exempt: nearest is humanitarian (n61 5), 1 condition fails:\n   \
         shipment.uses[1].kind is other_use, not in {emergency_medical, public_health, disaster_relief, …}\n\
         not free: foreign_made applies; not with cn_content under 48 EUR (now 55.20 EUR), or any of\n   \
         end_of_truce is extended, several_materials is each_alone, component_scope is magnets_only,\n   revival is new_period\n",
    );
}

#[test]
fn each_reading_that_is_named_gives_that_outcome() {
    let answer = explained(&["--reading", "end_of_truce=lapsed", "--decision", "licence"]);
    let mut tried = 0;
    for why in answer["decisions"][0]["why_not"].as_array().unwrap() {
        for given in why["readings"].as_array().unwrap() {
            let name = given["reading"].as_str().unwrap();
            let choice = format!("{name}={}", given["is"].as_str().unwrap());
            let lapsed = if name.ends_with("end_of_truce") {
                &choice
            } else {
                "end_of_truce=lapsed"
            };
            let then = explained(&["--reading", &choice, "--reading", lapsed, "--decision", "licence"]);
            assert_eq!(
                then["decisions"][0]["possible"],
                serde_json::json!([why["outcome"]]),
                "{choice}"
            );
            tried += 1;
        }
    }
    assert!(tried >= 3, "{tried}");
}

#[test]
fn a_figure_that_is_named_is_the_very_threshold() {
    for (price, outcome) in [("10 USD", "required"), ("9.99999999 USD", "free")] {
        let ran = Test::new()
            .rules(LAW)
            .facts(&facts(&[("15 USD", price)]))
            .args(["eval", "facts.json", "--reading", "breadth=wide", "--format", "json"])
            .status(0);
        assert_eq!(read(&ran.stdout)["decisions"][0]["possible"][0], outcome, "{price}");
    }
}

#[test]
fn two_records_of_one_list_with_one_id_have_two_paths() {
    let changed = facts(&[("\"id\": \"B\", \"origin\": \"US\"", "\"id\": \"A\", \"origin\": \"MX\"")]);
    let ran = Test::new()
        .rules(LAW)
        .facts(&changed)
        .args(["eval", "facts.json", "--reading", "breadth=wide", "--format", "json"])
        .status(0);
    let used = read(&ran.stdout)["used"].clone();
    let paths: Vec<&str> = used
        .as_array()
        .unwrap()
        .iter()
        .map(|fact| fact["path"].as_str().unwrap())
        .collect();
    assert!(
        paths.contains(&"sale.parts[1].price") && paths.contains(&"sale.parts[2].price"),
        "{paths:?}"
    );
    let mut once = paths.clone();
    once.sort_unstable();
    once.dedup();
    assert_eq!(once.len(), paths.len(), "{paths:?}");
}

/// A firm held through so many others by one that is listed.
fn chain(length: usize) -> String {
    let holder = |number: usize| {
        format!(
            "{{\"id\":\"P{number}\",\"name\":\"N\",\"holders\":[{{\"party\":\"P{}\",\"share\":\"60%\"}}]}}",
            number + 1
        )
    };
    let mut parties: Vec<String> = (0..length).map(holder).collect();
    parties.push(format!("{{\"id\":\"P{length}\",\"name\":\"Red Star\",\"holders\":[]}}"));
    format!("{{\"buyer\":\"P0\",\"parties\":[{}]}}", parties.join(","))
}

const HELD: &str = "ruleset shop \"Shop\"
record Holding \"A share\"
  party : Party
  share : percent between 0% and 100%
record Party \"A firm\"
  identified by id
  id      : text
  name    : text
  holders : list of Holding
fact parties : list of Party \"All of them\"
fact buyer : Party \"The buyer\"
definition held(p : Party) \"Held\"
  means p.name is \"Red Star\"
     or (sum of h.share for h in p.holders where held(h.party)) is at least 50%
decision licence \"Licence\"
  outcomes, strictest first
    required \"Yes\" ranks as licence
    free     \"No\"  ranks as free
  otherwise free
rule watched \"Held by somebody who is listed\"
  when held(buyer)
  then licence is required
";

#[test]
fn a_reasoning_that_is_too_deep_says_where_it_is_cut() {
    for (length, cut) in [(5, 0), (60, 1)] {
        let ran = Test::new()
            .rules(HELD)
            .file("facts.json", chain(length))
            .args(["explain", "facts.json", "--format", "json"])
            .status(0);
        let said = ran.stdout.matches("goes on; the reasoning is cut").count();
        assert_eq!(said, cut, "a chain of {length}: {}", ran.stdout);
    }
}

const TABLES: &str = "ruleset duty \"Duty\"
fact place : country \"Where\"
fact price : money at least 0 \"Price\"
decision licence \"Licence\"
  outcomes, strictest first
    required \"Yes\" ranks as licence
    free     \"No\"  ranks as free
  otherwise free
decision due : money \"Duty\"
  adds up
  otherwise 0 EUR
table rates \"Rates\"
  columns
    place : country
    rate  : percent in %
  one row per place
  complete
  | place | rate |
  | KR    | 5    |
  | JP    | 8    |
decision table need \"What is needed\"
  inputs price : money
  output result : outcome of licence
  first row wins
  | price              | result   |
  | at least 1 000 EUR | required |
  | else               | free     |
rule by_price \"By price\"
  then licence is need(price)
rule by_place \"By place\"
  then due includes rates(place).rate * price
rule not_met \"Not met\"
  when rates(KR).rate is more than 6%
  then due includes 1 EUR
";

#[test]
fn eval_names_the_rows_of_tables_that_gave_something() {
    let ran = Test::new()
        .rules(TABLES)
        .file("facts.json", "{\"place\":\"JP\",\"price\":\"2000 EUR\"}")
        .args(["eval", "facts.json", "--ascii"])
        .status(0);
    let rows: Vec<&str> = ran
        .stdout
        .lines()
        .filter_map(|line| line.trim().strip_prefix("row "))
        .collect();
    let rows: Vec<&str> = rows.iter().map(|row| row.trim()).collect();
    assert_eq!(
        rows,
        [
            "row 1 of need required  rules.rule:26:3",
            "rates(JP).rate 8%  rules.rule:20:3"
        ],
        "{}",
        ran.stdout
    );
}
