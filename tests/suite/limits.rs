//! Every bound of `rulec --limits`, at the bound and one beyond.

use std::fmt::Write;

use crate::support::Ran;
use crate::support::Test;

const RULES: &str = r#"ruleset a "A"

record Article "A product or a part"
  id    : text
  n     : decimal
  parts : list of Article

fact article : Article "What is asked about"

flag deep "Something is in it"
  when (some part in all parts of article satisfies part.id is "x")

decision d "D"
  outcomes, strictest first
    yes  "Yes" ranks as licence
    free "No"  ranks as free
  otherwise free

rule r "R"
  when deep
  then d is yes
"#;

fn eval(facts: &str) -> Ran {
    Test::new().rules(RULES).facts(facts).args(["eval", "facts.json"]).run()
}

/// A rule file of this many bytes.
fn rules_of(bytes: usize) -> String {
    let mut text = RULES.to_owned();
    while text.len() < bytes {
        let rest = bytes - text.len();
        text.push('#');
        text.push_str(&" ".repeat(rest.saturating_sub(2).min(1000)));
        if text.len() < bytes {
            text.push('\n');
        }
    }
    assert_eq!(text.len(), bytes);
    text
}

#[test]
fn a_rule_file_has_four_mebibytes() {
    let check = |bytes: usize| Test::new().rules(&rules_of(bytes)).args(["check"]).run();
    check(4 << 20).status(0);
    check((4 << 20) + 1).status(3).complains("R116");
}

#[test]
fn a_fact_file_has_sixty_four_mebibytes() {
    let facts = r#"{ "article": { "id": "x", "parts": [] } }"#;
    let padded = |bytes: usize| format!("{facts}{}", " ".repeat(bytes - facts.len()));
    eval(&padded(64 << 20)).status(0);
    eval(&padded((64 << 20) + 1)).status(4).complains("F105");
}

#[test]
fn brackets_are_nested_sixty_four_deep() {
    let check = |depth: usize| {
        let condition = format!("{}deep{}", "(".repeat(depth), ")".repeat(depth));
        Test::new()
            .rules(&format!("{RULES}\nflag f \"F\"\n  when {condition}\n"))
            .args(["check"])
            .run()
    };
    check(64).status(0);
    check(65).status(3).complains("R110");
}

#[test]
fn parts_are_nested_a_hundred_and_twenty_eight_deep() {
    let nested = |depth: usize| {
        let (open, close) = (r#"{ "id": "a", "parts": ["#.repeat(depth), "] }".repeat(depth));
        eval(&format!(r#"{{ "article": {open}{close} }}"#))
    };
    // The article itself, and this many levels of parts below it.
    nested(1 + 128).status(0);
    nested(1 + 129).status(4).complains("F104");
}

#[test]
fn a_number_has_twenty_eight_digits_before_and_after_the_point() {
    let with = |before: usize, after: usize| {
        let number = format!("{}.{}", "9".repeat(before), "9".repeat(after));
        eval(&format!(
            r#"{{ "article": {{ "id": "x", "n": "{number}", "parts": [] }} }}"#
        ))
    };
    with(28, 28).status(0);
    with(29, 28).status(4).complains("F213");
    with(28, 29).status(4).complains("F213");
}

#[test]
fn a_record_holds_a_million_records() {
    let parts = |count: usize| {
        let mut text = String::from(r#"{"article":{"id":"a","parts":[{"parts":[]}"#);
        for _ in 2..count {
            text.push_str(r#",{"parts":[]}"#);
        }
        eval(&format!("{text}]}}}}"))
    };
    parts(1_000_001).status(4).complains("F105");
}

#[test]
fn definitions_stand_on_each_other_five_hundred_and_twelve_deep() {
    let chain = |length: usize| {
        let mut text = RULES.to_owned();
        text.push_str("\ndefinition d0 \"D\"\n  means deep\n");
        for number in 1..length {
            writeln!(text, "\ndefinition d{number} \"D\"\n  means d{}", number - 1).unwrap();
        }
        writeln!(text, "\nflag last \"Last\"\n  when d{}", length - 1).unwrap();
        Test::new().rules(&text).args(["check"]).run()
    };
    chain(100).status(0);
    chain(600).status(3).complains("R415");
}

/// The body of the definition with this number, around the definition of that name.
type Wrap = dyn Fn(usize, &str) -> String;

/// A chain of this many definitions, each of which wraps the one before it so.
fn wrapped(length: usize, wrap: &Wrap) -> String {
    let mut text = format!("{RULES}\ndefinition d0(a : Article) \"D\"\n  means a.id is \"x\"\n");
    for number in 1..length {
        let inner = format!("d{}", number - 1);
        writeln!(
            text,
            "\ndefinition d{number}(a : Article) \"D\"\n  means {}",
            wrap(number, &inner)
        )
        .unwrap();
    }
    writeln!(
        text,
        "\nrule last \"Last\"\n  when d{}(article)\n  then d is yes",
        length - 1
    )
    .unwrap();
    text
}

#[test]
fn the_deepest_that_is_allowed_is_evaluated_on_every_thread() {
    let wraps: [&Wrap; 4] = [
        &|_, inner| format!("not {inner}(a)"),
        &|_, inner| format!("{}{inner}(a){}", "(not ".repeat(14), ")".repeat(14)),
        &|number, inner| format!("some p{number} in a with all its parts satisfies {inner}(p{number})"),
        &|_, inner| format!("if a.id is \"y\" then {inner}(a) else (not {inner}(a))"),
    ];
    let record = r#"{ "article": { "id": "a", "parts": [{ "id": "b", "parts": [] }] } }"#;
    for (which, wrap) in wraps.iter().enumerate() {
        let (mut allowed, mut refused) = (1, 700);
        while refused - allowed > 1 {
            let middle = usize::midpoint(allowed, refused);
            let ran = Test::new().rules(&wrapped(middle, wrap)).args(["check"]).run();
            if ran.status == Some(3) {
                refused = middle;
            } else {
                allowed = middle;
            }
        }
        assert!((20..600).contains(&allowed), "wrap {which}: {allowed}");
        let rules = wrapped(allowed, wrap);
        let stream = vec![record; 100].join("\n");
        let test = || Test::new().rules(&rules).facts(record).file("f.ndjson", &stream);
        test().args(["eval", "facts.json"]).status(0);
        test().args(["explain", "facts.json"]).status(0);
        test().args(["eval", "f.ndjson", "--format", "ndjson"]).status(0);
    }
}

#[test]
fn an_item_has_two_hundred_and_fifty_six_kibibytes() {
    let check = |bytes: usize| {
        let before = "\nflag wide \"Wide\"\n  when deep";
        let more = (bytes - before.len() + 1) / " or deep".len();
        let text = format!("{RULES}{before}{}\n", " or deep".repeat(more));
        Test::new().rules(&text).args(["check"]).run()
    };
    check(256 << 10).status(0);
    let ran = check((256 << 10) + 16).status(3);
    assert_eq!(ran.codes(), ["R116"]);
    assert!(ran.stderr.contains("longer than 262 144 bytes"), "{}", ran.stderr);
}

#[test]
fn a_quarter_of_a_million_pairs_of_setting_aside_are_enough() {
    let law = |rules: usize, exemptions: usize| {
        let mut text = format!("{RULES}\nsource s \"S\"\n  read as text\n  paragraphs \"1\"\n");
        for number in 0..rules {
            write!(
                text,
                "\nrule r{number} \"R\"\n  cite s \"1\"\n  when deep\n  then d is yes\n"
            )
            .unwrap();
        }
        for number in 0..exemptions {
            write!(
                text,
                "\nexemption e{number} \"E\"\n  cite s \"1\"\n  sets aside rules citing s \"1\"\n  when not deep\n"
            )
            .unwrap();
        }
        Test::new().rules(&text).args(["check"]).run()
    };
    let ran = law(1001, 250).status(3);
    assert_eq!(ran.codes(), ["R116"]);
    assert!(ran.stderr.contains("more than 250 000 pairs"), "{}", ran.stderr);
    assert!(!law(400, 20).codes().iter().any(|code| code.starts_with('R')));
}

#[test]
fn fifty_thousand_mistakes_in_one_record_are_told_and_then_reading_ends() {
    let parts = |count: usize| {
        let facts = vec![r#"{"idd":1}"#; count].join(",");
        let ran = eval(&format!(r#"{{"article":{{"id":"a","parts":[{facts}]}}}}"#)).status(4);
        // Where the line is long, a column must not be counted from its start for each mistake.
        assert!(
            ran.stdout.len() + ran.stderr.len() < 40_000,
            "a page of millions of lines"
        );
        ran
    };
    let ran = parts(50_000);
    assert!(ran.stderr.contains("and 49 980 more"), "{}", ran.stderr);
    assert!(ran.stdout.contains("and 49 980 more"), "{}", ran.stdout);
    let ran = parts(60_000);
    assert!(ran.stderr.contains("and 49 981 more"), "{}", ran.stderr);
    let facts = vec![r#"{"idd":1}"#; 60_000].join(",");
    let last = Test::new()
        .rules(RULES)
        .facts(&format!(r#"{{"article":{{"id":"a","parts":[{facts}]}}}}"#))
        .args(["eval", "facts.json", "--format", "json"])
        .run()
        .status(4)
        .stdout;
    assert!(
        last.contains("more than 50000 mistakes in one case"),
        "JSON has all of them"
    );
}

#[test]
fn a_decision_table_whose_gaps_cannot_be_looked_for_in_time_is_refused() {
    let table = |name: &str, rows: usize| {
        let mut text = format!(
            "\ndecision table {name} \"T\"\n  inputs a : integer\n  output b : integer\n  exactly one row fits\n    | a | b |\n"
        );
        for row in 0..rows {
            writeln!(text, "    | {row} | {row} |").unwrap();
        }
        text + "    | else | 0 |\n"
    };
    let check = |tables: &str| Test::new().rules(&format!("{RULES}{tables}")).args(["check"]).run();
    assert!(!check(&table("t", 500)).codes().contains(&"R604".to_owned()));
    check(&table("t", 5000)).status(3).complains("R604");
    let many: String = (0..8).map(|number| table(&format!("t{number}"), 2500)).collect();
    let ran = check(&many).status(3).complains("R604");
    assert!(ran.stderr.contains("with all the tables before it"), "{}", ran.stderr);
}

#[test]
fn a_line_as_long_as_a_record_may_be_is_gone_through_once() {
    let facts = format!(
        r#"{{"article":{{"id":"x","parts":[]}}}}{}"#,
        " ".repeat((32 << 20) - 40)
    );
    let start = std::time::Instant::now();
    Test::new()
        .rules(RULES)
        .file("facts.ndjson", facts)
        .args(["eval", "facts.ndjson"])
        .run()
        .status(0);
    assert!(start.elapsed().as_secs() < 60, "{:?}", start.elapsed());
}
