//! Facts in YAML: they say what the same facts in JSON say, however they are laid out, and nothing that YAML guesses.

use std::fs;

use proptest::prelude::*;
use serde_json::Value;

use crate::random;
use crate::random::Dice;
use crate::random::with_gaps;
use crate::support::Ran;
use crate::support::Test;
use crate::support::root;

/// The pack of `tests/language/shared`.
fn law() -> Test {
    let shared = |name: &str| fs::read_to_string(root().join("tests/language/shared").join(name)).unwrap();
    Test::new()
        .file("rulec.toml", "title = \"Law\"\n")
        .file("vocabulary.rule", shared("vocabulary.rule"))
        .file("law.rule", shared("law.rule"))
}

/// A value as YAML, behind its key or its `-`: laid out in one of the ways in which people do it.
fn yaml(value: &Value, indent: usize, dice: &mut Dice, out: &mut String) {
    let pad = " ".repeat(indent);
    match value {
        Value::Object(fields) if !fields.is_empty() && !dice.once_in(4) => {
            for (key, field) in fields {
                out.push_str(&format!("\n{pad}{key}:"));
                yaml(field, indent + 1 + dice.below(3), dice, out);
            }
        }
        Value::Array(items) if !items.is_empty() && !dice.once_in(4) => {
            for item in items {
                let gap = 1 + dice.below(3);
                out.push_str(&format!("\n{pad}-"));
                let mut inside = String::new();
                yaml(item, indent + 1 + gap, dice, &mut inside);
                // The first key of a record may stand behind the sign.
                let below = format!("\n{}", " ".repeat(indent + 1 + gap));
                match inside.strip_prefix(&below) {
                    Some(rest) if !rest.starts_with(' ') && dice.once_in(2) => {
                        out.push_str(&format!("{}{rest}", " ".repeat(gap)));
                    }
                    _ => out.push_str(&inside),
                }
            }
        }
        Value::String(text) => match dice.below(4) {
            0 => out.push_str(&format!(" {value}")),
            1 => out.push_str(&format!("   '{}' # said so", text.replace('\'', "''"))),
            2 if !text.contains(' ') => out.push_str(&format!(" {text}  # said so")),
            _ => out.push_str(&format!(" {text}")),
        },
        // What is JSON is YAML too.
        Value::Object(_) | Value::Array(_) | Value::Null | Value::Bool(_) | Value::Number(_) => {
            out.push_str(&format!(" {value}"));
        }
    }
}

fn document(record: &Value, dice: &mut Dice) -> String {
    let mut out = String::new();
    yaml(record, 0, dice, &mut out);
    format!("---{out}\n")
}

/// An answer without places, hashes and the name of the record.
fn bare(value: &Value) -> Value {
    match value {
        Value::Object(fields) => fields
            .iter()
            .filter(|(key, _)| !matches!(key.as_str(), "at" | "hash" | "record"))
            .map(|(key, field)| (key.clone(), bare(field)))
            .collect::<serde_json::Map<_, _>>()
            .into(),
        Value::Array(items) => items.iter().map(bare).collect(),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => value.clone(),
    }
}

/// The answers of a run that writes JSON, one after the other.
fn answers(ran: &Ran) -> Vec<Value> {
    serde_json::Deserializer::from_str(&ran.stdout)
        .into_iter::<Value>()
        .map(|answer| bare(&answer.unwrap()))
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 6, max_shrink_iters: 0, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_same_facts_get_the_same_answer_in_json_and_in_yaml(seed in any::<u64>()) {
        let mut dice = Dice::new(seed);
        let records: Vec<Value> = (0..40).map(|_| {
            let record = random::record(&mut dice);
            let one_in = dice.pick(&[4, 12, 10_000]);
            with_gaps(&record, &mut dice, one_in)
        }).collect();
        let json: Vec<String> = records.iter().map(|record| format!("{record}\n")).collect();
        let json = json.concat();
        let documents: String = records.iter().map(|record| document(record, &mut dice)).collect();
        let run = |name: &str, text: &str| law().file(name, text).args(["eval", name, "--format", "json"]).run();
        let (json, yaml) = (run("f.ndjson", &json), run("f.yaml", &documents));
        prop_assert_eq!(answers(&json).len(), 40, "{}", json.stderr);
        for ((one, other), record) in answers(&json).iter().zip(answers(&yaml)).zip(&records) {
            prop_assert_eq!(one, &other, "{}\n{}", record, documents);
        }
        prop_assert_eq!(json.status, yaml.status);
    }
}

#[test]
fn the_motor_that_is_written_by_hand_gets_the_answer_of_the_one_in_json() {
    let rules = root().join("rules/cn");
    let said = |name: &str| {
        let text = fs::read_to_string(root().join("examples").join(name)).unwrap();
        let test = Test::new().file(name, text);
        let rules = rules.to_string_lossy();
        let ran = test
            .args([
                "eval",
                name,
                "--rules",
                &rules,
                "--readings",
                "suggested",
                "--format",
                "json",
            ])
            .run();
        assert!(matches!(ran.status, Some(0 | 5)), "{}", ran.stderr);
        answers(&ran)
    };
    assert_eq!(said("motor.json"), said("motor.yaml"));
}

const RULES: &str = r#"ruleset a "A"
  law in force on d

code HS "H" levels 2, 4, 6 digits

fact d : date "Day"
fact to : country "To"
fact hs : HS "Code"
fact name : text "Name"
fact lots : integer "Lots"
fact civil : boolean "Civil"
fact licence : text or none "Licence"

flag norway "To Norway" when to is NO
flag coarse "Of 8505.10" when hs is HS 8505.10
flag twelve "Named 012" when name is "012"
flag one "One lot" when lots is 1
flag civil_use "Civil" when civil
flag none_there "Without a licence" when licence is none
"#;

const FACTS: &str = "d: 2026-12-01\nto: NO\nhs: 8505.10\nname: 012\nlots: 1\ncivil: true\nlicence: null\n";

#[test]
fn yaml_guesses_nothing() {
    let ran = |facts: &str| {
        Test::new()
            .rules(RULES)
            .file("f.yaml", facts)
            .args(["eval", "f.yaml"])
            .run()
    };
    let whole = ran(FACTS);
    for flag in [
        "To Norway",
        "Of 8505.10",
        "Named 012",
        "One lot",
        "Civil",
        "Without a licence",
    ] {
        assert!(whole.stdout.contains(flag), "{flag}: {}{}", whole.stdout, whole.stderr);
    }
    for (right, wrong, code, said) in [
        ("civil: true", "civil: yes", "F203", "write `true`"),
        ("civil: true", "civil: off", "F203", "write `false`"),
        ("civil: true", "civil: True", "F203", "write `true`"),
        ("civil: true", "civil: \"true\"", "F203", "write `true` without quotes"),
        ("lots: 1", "lots: 01", "F213", "write `1`"),
        ("lots: 1", "lots: 0x1", "F213", "`0x1` is no number"),
        ("lots: 1", "lots: 1_0", "F213", "digits in groups"),
        ("lots: 1", "lots: 1.0e0", "F213", "an exponent"),
        (
            "licence: null",
            "licence:",
            "F222",
            "write `null` if it is known to be none",
        ),
        ("licence: null", "licence: ~", "F222", "write `null` if there is none"),
        ("licence: null", "licence: NULL", "F222", "`\"NULL\"` if it is a text"),
        ("name: 012", "name: null", "F210", "`name` cannot be none"),
        ("name: 012", "name: [012]", "F203", "`name` is one, not several"),
        ("name: 012", "name: |\n  012", "F220", "a blank after the text"),
        ("to: NO", "to: No", "F211", "`No` is no country code"),
        ("to: NO", "to: Norway", "F211", "is no country code"),
        ("d: 2026-12-01", "d: 2026-12-1", "F214", ""),
        ("to: NO", "to: NO\nto: NO", "F102", "`to` stands twice"),
    ] {
        let ran = ran(&FACTS.replace(right, wrong)).status(4);
        assert_eq!(ran.codes(), [code], "{wrong}: {}", ran.stderr);
        assert!(ran.stderr.contains(said), "{wrong}: {}", ran.stderr);
    }
}

#[test]
fn hostile_yaml_gets_an_error_in_time() {
    let laughs: Vec<String> = (1..9)
        .map(|level| {
            format!(
                "a{level}: &a{level} [{}]\n",
                vec![format!("*a{}", level - 1); 9].join(", ")
            )
        })
        .collect();
    for (what, facts, code) in [
        ("a billion laughs", format!("a0: &a0 [x]\n{}", laughs.concat()), "F106"),
        ("lists", "- ".repeat(100_000), "F203"),
        ("brackets", format!("name: {}", "[".repeat(100_000)), "F104"),
        (
            "records",
            (0..2_000)
                .map(|depth| format!("{}name:\n", " ".repeat(depth)))
                .collect::<Vec<_>>()
                .concat(),
            "F104",
        ),
        ("a long text", format!("name: \"{}\"", "x ".repeat(1 << 20)), "F220"),
        ("a long number", format!("lots: {}", "9".repeat(1 << 20)), "F213"),
        ("CR alone", FACTS.replace('\n', "\r"), "F101"),
        ("NUL", FACTS.replace("012", "01\0"), "F101"),
        ("two marks", format!("\u{feff}\u{feff}{FACTS}"), "F101"),
    ] {
        let start = std::time::Instant::now();
        let ran = Test::new()
            .rules(RULES)
            .file("f.yaml", &facts)
            .args(["eval", "f.yaml"])
            .status(4);
        assert!(ran.codes().contains(&code.to_owned()), "{what}: {}", ran.stderr);
        assert!(
            ran.stderr.len() < 100_000,
            "{what}: {} bytes of report",
            ran.stderr.len()
        );
        assert!(start.elapsed().as_secs() < 60, "{what}: {:?}", start.elapsed());
    }
    let marked = Test::new().rules(RULES).file("f.yaml", format!("\u{feff}{FACTS}"));
    marked.args(["eval", "f.yaml"]).status(0);
    for mark in ["", "\u{feff}"] {
        let facts = format!("{mark}\u{feff}{{ \"to\": \"NO\" }}");
        let ran = Test::new()
            .rules(RULES)
            .facts(&facts)
            .args(["eval", "facts.json"])
            .run();
        assert_eq!(
            ran.codes().contains(&"F101".to_owned()),
            !mark.is_empty(),
            "{}",
            ran.stderr
        );
    }
}

#[test]
fn documents_that_are_cut_or_spoilt_at_any_byte_harm_no_other() {
    let bytes = FACTS.as_bytes();
    let mut documents: Vec<Vec<u8>> = (0..bytes.len()).map(|end| bytes[..end].to_vec()).collect();
    for put in [
        b"\0".as_slice(),
        b"\"",
        b"{",
        b"[",
        b"\xff",
        b"\r",
        b"\t",
        b": ",
        b"- ",
        b"&",
        b"*",
        b"%",
    ] {
        for at in 0..bytes.len() {
            documents.push([&bytes[..at], put, &bytes[at..]].concat());
        }
    }
    let last = format!("$id: last\n{FACTS}");
    documents.push(last.into_bytes());
    let count = documents.len();
    let ran = Test::new()
        .rules(RULES)
        .file("f.yaml", documents.join(b"\n---\n".as_slice()))
        .args(["eval", "f.yaml", "--format", "ndjson"])
        .run();
    assert!(
        !ran.stderr.contains("panicked") && !ran.stderr.contains("X100"),
        "{}",
        ran.stderr
    );
    // Only the one that is cut before its first byte is no record.
    assert_eq!(ran.stdout.lines().count(), count - 1);
    let last = ran.stdout.lines().last().unwrap();
    assert!(last.contains("\"id\":\"last\"") && !last.contains("errors"), "{last}");
}

#[test]
fn a_case_of_a_pack_may_be_yaml() {
    let pack = || {
        Test::new()
            .file("rulec.toml", "title = \"A\"\n")
            .rules(RULES)
            .file("cases/norway.yaml", FACTS)
    };
    let ran = pack().args(["test", "--accept"]).status(0);
    let snapshot = ran.written("cases/norway.snap");
    assert!(snapshot.contains("source: cases/norway.yaml"), "{snapshot}");
    assert!(snapshot.contains("flag a.norway"), "{snapshot}");
    let ran = pack().file("cases/norway.json", "{}").args(["test"]).status(2);
    assert!(ran.stderr.contains("share a snapshot"), "{}", ran.stderr);
}
