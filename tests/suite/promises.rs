//! What is promised to everybody: no order changes an answer, gaps are never read as "no", the formatter changes no
//! meaning, and no bytes whatever make the program crash.
//!
//! The law is `tests/language/shared`. Many records go through one run, as a stream; so a case of proptest is one run.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;

use proptest::prelude::ProptestConfig;
use proptest::prelude::any;
use proptest::prop_assert;
use proptest::prop_assert_eq;
use proptest::proptest;
use serde_json::Value;

use crate::random::Dice;
use crate::random::record;
use crate::random::shuffled;
use crate::random::with_gaps;
use crate::support::Ran;
use crate::support::Test;
use crate::support::files;
use crate::support::root;

fn shared(name: &str) -> String {
    fs::read_to_string(root().join("tests/language/shared").join(name)).unwrap()
}

/// The pack of `tests/language/shared`.
fn law() -> Test {
    Test::new()
        .file("rulec.toml", "title = \"Law\"\n")
        .file("vocabulary.rule", shared("vocabulary.rule"))
        .file("law.rule", shared("law.rule"))
}

/// Evaluates lines of records.
fn stream(pack: Test, lines: &[String], args: &[&str]) -> Ran {
    let mut all = vec!["eval", "facts.ndjson", "--format", "ndjson"];
    all.extend(args);
    pack.file("facts.ndjson", lines.join("\n")).args(all).run()
}

/// Each line of an answer.
fn answers(ran: &Ran) -> Vec<Value> {
    ran.stdout
        .lines()
        .map(|line| serde_json::from_str(line).unwrap_or_else(|error| panic!("{error}: {line}")))
        .collect()
}

/// The outcomes of a record: decision and element → the one outcome that is possible. What is not settled is left out.
fn settled(answer: &Value) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    for decision in answer["decisions"].as_array().into_iter().flatten() {
        let name = format!("{} {}", decision["name"], decision["for"]);
        match (
            decision["status"].as_str(),
            decision["possible"].as_array().map(Vec::as_slice),
        ) {
            (None | Some("decided"), Some([one])) => found.insert(name, one.to_string()),
            (Some("does_not_arise"), _) => found.insert(name, "does not arise".to_owned()),
            _ => None,
        };
    }
    found
}

/// Codes of mistakes in facts: such a record says nothing about outcomes.
fn has_fact_error(answer: &Value) -> bool {
    let errors = answer["errors"].as_array().into_iter().flatten();
    errors
        .into_iter()
        .any(|error| error["code"].as_str().is_some_and(|code| code.starts_with('F')))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 6, max_shrink_iters: 0, failure_persistence: None, ..ProptestConfig::default() })]

    /// The order of keys, of parts, of parties, of uses and of items changes no outcome.
    #[test]
    fn no_order_of_keys_or_parts_changes_an_outcome(seed in any::<u64>()) {
        let mut dice = Dice::new(seed);
        let records: Vec<Value> = (0..100).map(|_| {
            let whole = record(&mut dice);
            with_gaps(&whole, &mut dice, 30)
        }).collect();
        let written: Vec<String> = records.iter().map(Value::to_string).collect();
        let turned: Vec<String> = records.iter().map(|record| shuffled(record, &mut dice)).collect();
        let (first, second) = (stream(law(), &written, &[]), stream(law(), &turned, &[]));
        for ((one, other), record) in answers(&first).iter().zip(&answers(&second)).zip(&written) {
            prop_assert_eq!(settled(one), settled(other), "{}", record);
            prop_assert_eq!(&one["status"], &other["status"], "{}", record);
        }
    }

    /// Whatever is filled into gaps, an outcome that was given with the gaps stays.
    #[test]
    fn what_is_decided_with_gaps_is_decided_so_whatever_the_truth(seed in any::<u64>()) {
        let mut dice = Dice::new(seed);
        let whole: Vec<Value> = (0..200).map(|_| record(&mut dice)).collect();
        let open: Vec<String> = whole.iter().map(|record| {
            let one_in = 6 + dice.below(60);
            with_gaps(record, &mut dice, one_in).to_string()
        }).collect();
        let whole: Vec<String> = whole.iter().map(Value::to_string).collect();
        let (with, without) = (stream(law(), &open, &[]), stream(law(), &whole, &["--reading", "end_of_truce=lapsed"]));
        let extended = stream(law(), &whole, &["--reading", "end_of_truce=extended"]);
        let (with, without, extended) = (answers(&with), answers(&without), answers(&extended));
        prop_assert_eq!(with.len(), 200);
        let mut compared = 0;
        for (index, open) in open.iter().enumerate() {
            if has_fact_error(&with[index]) || has_fact_error(&without[index]) {
                continue;
            }
            for (decision, outcome) in settled(&with[index]) {
                for truth in [&without, &extended] {
                    let truth = settled(&truth[index]);
                    prop_assert_eq!(truth.get(&decision), Some(&outcome), "{}\nwith gaps: {}\nwhole: {}", decision, open, whole[index]);
                }
                compared += 1;
            }
        }
        prop_assert!(compared > 30, "only {} outcomes were settled with gaps", compared);
    }
}

/// An answer without places and hashes, lists in a fixed order: what may not differ when files or items are turned.
fn bare(value: &Value) -> Value {
    match value {
        Value::Object(fields) => fields
            .iter()
            .filter(|(key, _)| !matches!(key.as_str(), "at" | "hash" | "by_at"))
            .map(|(key, field)| (key.clone(), bare(field)))
            .collect::<serde_json::Map<_, _>>()
            .into(),
        Value::Array(items) => {
            let mut items: Vec<Value> = items.iter().map(bare).collect();
            items.sort_by_key(Value::to_string);
            Value::Array(items)
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => value.clone(),
    }
}

/// The answer in lines, so that a difference can be found.
fn lines(value: &Value) -> Vec<String> {
    serde_json::to_string_pretty(value)
        .unwrap()
        .lines()
        .map(str::to_owned)
        .collect()
}

/// The items of a rule file, the first one apart.
fn items(text: &str) -> (String, Vec<String>) {
    let mut pieces: Vec<String> = Vec::new();
    for line in text.lines() {
        if pieces.is_empty() || line.starts_with(|letter: char| letter.is_ascii_lowercase()) {
            pieces.push(String::new());
        }
        let last = pieces.last_mut().unwrap();
        last.push_str(line);
        last.push('\n');
    }
    (pieces.remove(0), pieces)
}

/// The pack of rare earths with its vocabulary in one folder; `turn` may change each rule file and its name.
fn rare_earths(mut turn: impl FnMut(String, String) -> (String, String)) -> Test {
    let manifest = fs::read_to_string(root().join("rules/cn/rulec.toml")).unwrap();
    let readings = manifest
        .find("[readings]")
        .and_then(|at| manifest.get(at..))
        .unwrap_or("");
    let mut test = Test::new().file("rulec.toml", format!("title = \"Turned\"\n\n{readings}"));
    for pack in ["rules/cn", "rules/trade"] {
        for file in files(&root().join(pack), ".rule") {
            let text = fs::read_to_string(&file).unwrap();
            if text.starts_with("tests of") {
                continue;
            }
            let name = file.file_name().unwrap().to_string_lossy().into_owned();
            let (name, text) = turn(name, text);
            test = test.file(&name, text);
        }
        for file in files(&root().join(pack), ".csv") {
            let name = file
                .strip_prefix(root().join(pack))
                .unwrap()
                .to_string_lossy()
                .into_owned();
            test = test.file(&name, fs::read(&file).unwrap());
        }
    }
    test
}

fn examples() -> Vec<PathBuf> {
    let mut found = files(&root().join("rules/cn/cases"), ".json");
    found.push(root().join("examples/motor.json"));
    found
}

/// What the pack of rare earths says to all examples.
fn said(pack: impl Fn() -> Test) -> Vec<Value> {
    let ask = |example: &PathBuf| {
        let test = pack().facts(&fs::read_to_string(example).unwrap());
        let ran = test
            .args(["eval", "facts.json", "--readings", "suggested", "--format", "json"])
            .run();
        assert!(!ran.stdout.is_empty(), "{}: {}", example.display(), ran.stderr);
        bare(&serde_json::from_str(&ran.stdout).unwrap())
    };
    examples().iter().map(ask).collect()
}

#[test]
fn no_order_of_files_or_items_changes_an_answer() {
    let plain = said(|| rare_earths(|name, text| (name, text)));
    for seed in 1..4 {
        let turned = said(|| {
            let mut dice = Dice::new(seed);
            let mut number = 100;
            rare_earths(|_, text| {
                let (first, mut rest) = items(&text);
                dice.shuffle(&mut rest);
                number -= 1;
                (format!("{:02}_{number}.rule", dice.below(100)), first + &rest.concat())
            })
        });
        for ((one, other), example) in plain.iter().zip(&turned).zip(examples()) {
            assert_eq!(lines(one), lines(other), "{}, seed {seed}", example.display());
        }
    }
}

#[test]
fn the_formatter_changes_no_meaning_and_has_one_layout() {
    let format = |text: &str| {
        let ran = Test::new().args(["fmt", "-"]).stdin(text).run();
        assert_eq!(ran.status, Some(0), "{}\n{text}", ran.stderr);
        ran.stdout
    };
    for folder in ["rules", "tests/language"] {
        for file in files(&root().join(folder), ".rule") {
            let text = fs::read_to_string(&file).unwrap();
            let once = format(&text);
            assert_eq!(once, format(&once), "{}: laid out twice it differs", file.display());
            let comments = |text: &str| text.lines().filter(|line| line.trim_start().starts_with('#')).count();
            assert_eq!(
                comments(&text),
                comments(&once),
                "{}: a comment is lost",
                file.display()
            );
        }
    }
    let plain = said(|| rare_earths(|name, text| (name, text)));
    let laid_out = said(|| rare_earths(|name, text| (name, format(&text))));
    for ((one, other), example) in plain.iter().zip(&laid_out).zip(examples()) {
        assert_eq!(lines(one), lines(other), "{}", example.display());
    }
}

#[test]
fn the_rules_of_the_project_are_laid_out() {
    for folder in ["rules", "tests/language"] {
        for file in files(&root().join(folder), ".rule") {
            let text = fs::read_to_string(&file).unwrap();
            let ran = Test::new().args(["fmt", "-"]).stdin(&text).run();
            assert!(ran.stdout == text, "{}: run `rulec fmt`", file.display());
        }
    }
}

// ---- any bytes ---------------------------------------------------------------------------------------------

/// Neither a panic nor a signal.
fn no_crash(ran: &Ran, what: &str) {
    assert!(
        ran.status.is_some_and(|status| status <= 5),
        "{what}: exit {:?}\n{}",
        ran.status,
        ran.stderr
    );
    assert!(!ran.stderr.contains("panicked"), "{what}\n{}", ran.stderr);
    assert!(!ran.stderr.contains("X100"), "{what}\n{}", ran.stderr);
}

/// A record on one line, and no longer than it must be to have one of everything.
fn short_record() -> String {
    let record = r#"{ "shipment": { "date": "2027-02-01", "from": "VN", "importer": "P1", "uses": [{ "kind": "wmd" }],
        "report_sent": null, "items": [{ "id": "M1", "hs": "8505.11", "line": "2.3",
        "price": { "$value": "9.5 USD", "$source": "a \u00e9 \"b\"", "$date": "2026-01-01" }, "parts": [] }] },
        "parties": [{ "id": "P1", "name": "Hanil", "holders": [{ "party": "P1", "share": "50%" }] }],
        "$answers": [{ "list": "law.control_list.name", "value": "Hanil", "is_in": false, "$date": "2027-12-31" }] }"#;
    record.lines().map(str::trim).collect::<Vec<_>>().join(" ")
}

#[test]
fn facts_that_are_cut_or_spoilt_at_any_byte_are_no_crash() {
    let record = short_record();
    let bytes = record.as_bytes();
    let mut lines: Vec<Vec<u8>> = (0..bytes.len()).map(|end| bytes[..end].to_vec()).collect();
    for put in [
        b"\0".as_slice(),
        b"\"",
        b"{",
        b"}",
        b"[",
        b"\\",
        b"\xff",
        b"9",
        b"-",
        b"\xf0\x9f\x92\xa9",
    ] {
        for at in 0..bytes.len() {
            lines.push([&bytes[..at], put, &bytes[at..]].concat());
            lines.push([&bytes[..at], put, bytes.get(at + 1..).unwrap_or(&[])].concat());
        }
    }
    let count = lines.len();
    let ran = law()
        .file("f.ndjson", lines.join(&b'\n'))
        .args(["eval", "f.ndjson", "--format", "ndjson"])
        .run();
    no_crash(&ran, "a stream of spoilt records");
    assert!(
        ran.stdout.lines().count() >= count - 1,
        "{} answers to {count} records",
        ran.stdout.lines().count()
    );
}

/// A rule file with one of almost everything.
const RULES: &str = r#"ruleset a "A"
  law in force on d
  decides each item in items
source n "N" published 2025-01-01 read as text paragraphs "1(1)"
code HS "H" levels 2, 4, 6 digits
enum E "E" x "X", y "Y"
record R "R"
  id : text
  p : money at least 0 or none, left out means none "P" ask "?"
  h : HS
  parts : list of R
fact d : date
fact items : list of R
group g "G" KP, MM
table t "T"
  columns c : HS k : percent in %
  one row per c
  incomplete because "s"
  | c | k |
  | HS 8505 | 1.5 |
parameter q : percent "Q" cite n "1(1)" 0.1% from 2025-01-01, last day 2026-01-01
reading r "R?" u "U" v "V" suggested, not applied: u
definition s(a : R) : percent "S"
  means (sum of (o.p else 0 USD) for o in all parts of a where (o.h is under any of t.c), outermost only) / 100 USD
decision l "L" outcomes, strictest first no "N" ranks as licence ok "O" ranks as free otherwise ok
rule b "B"
  cite n "1(1)"
  from according to reading r u: 2025-01-01 v: open
  for each o in direct parts of item where not o.p is none
  when s(item) is at least q and (some z in items satisfies z.id is "x") # c
  then l is no
  because "{s(item)} {o.id}"
suspension w "W" from 2026-01-01 suspends provisions citing n
test "T"
  given items is [{ id: "x", p: 1 USD, parts: [] }]
  expect l is ok
"#;

#[test]
fn the_rule_file_that_is_spoilt_is_whole_at_first() {
    let ran = Test::new().rules(RULES).args(["check"]).run();
    assert!(matches!(ran.status, Some(0 | 1)), "{:?}\n{}", ran.status, ran.stderr);
}

#[test]
fn rules_that_are_cut_or_spoilt_at_any_byte_are_no_crash() {
    let bytes = RULES.as_bytes();
    let puts: [&[u8]; 7] = [b"\0", b"\"", b"{", b"\xff", b"(", b"\n", b"."];
    let variants = |at: usize| {
        let put = puts[at % puts.len()];
        [bytes[..at].to_vec(), [&bytes[..at], put, &bytes[at..]].concat()]
    };
    // Cut at each byte, spoilt at every third, in one run with a pack for each; then some of them alone, where no other file hides anything.
    let mut all = Test::new();
    for at in 0..bytes.len() {
        for (number, variant) in variants(at)
            .into_iter()
            .enumerate()
            .take(if at % 3 == 0 { 2 } else { 1 })
        {
            let folder = format!("{}/{at}_{number}", at / 100);
            all = all
                .file(&format!("{folder}/rulec.toml"), "title = \"T\"\n")
                .file(&format!("{folder}/r.rule"), variant);
        }
    }
    no_crash(&all.args(["check", "."]).run(), "all variants in one run");
    for at in (0..bytes.len()).step_by(8) {
        for variant in variants(at) {
            let shown = String::from_utf8_lossy(&variant).into_owned();
            let ran = Test::new()
                .file("rulec.toml", "title = \"T\"\n")
                .file("r.rule", variant)
                .args(["check"])
                .run();
            no_crash(&ran, &shown);
        }
    }
}

#[test]
fn files_of_any_bytes_get_an_error() {
    let utf16: Vec<u8> = RULES.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let marked = [&b"\xff\xfe"[..], &utf16].concat();
    for (bytes, code) in [
        (utf16, None),
        (marked, Some("R115")),
        (b"\xff\xff\xff".to_vec(), Some("R115")),
        (vec![0; 4096], None),
    ] {
        let ran = Test::new()
            .file("rulec.toml", "title = \"T\"\n")
            .file("r.rule", &bytes)
            .args(["check"])
            .status(3);
        no_crash(&ran, "bytes");
        assert!(
            code.is_none_or(|code| ran.codes().contains(&code.to_owned())),
            "{:?}: {}",
            code,
            ran.stderr
        );
        let ran = law().file("f.json", &bytes).args(["eval", "f.json"]).status(4);
        no_crash(&ran, "bytes");
    }
    let ran = law()
        .file("f.json", b"\xff\xfe{\0}\0")
        .args(["eval", "f.json"])
        .status(4);
    assert!(ran.codes().contains(&"F103".to_owned()), "{}", ran.stderr);
    let marked = format!("\u{feff}{}", short_record());
    let ran = law().file("f.json", marked).args(["eval", "f.json"]).run();
    assert!(!has_code(&ran, 'F'), "a byte-order mark is no mistake: {}", ran.stderr);
    let cr = RULES.replace('\n', "\r");
    no_crash(&Test::new().rules(&cr).args(["check"]).run(), "lines that end in CR");
    let ran = Test::new().rules(&RULES.replace('\n', "\r\n")).args(["check"]).run();
    assert!(
        matches!(ran.status, Some(0 | 1)),
        "lines that end in CR LF: {}",
        ran.stderr
    );
}

fn has_code(ran: &Ran, letter: char) -> bool {
    ran.codes().iter().any(|code| code.starts_with(letter))
}

#[test]
fn deep_and_long_input_gets_an_error_in_time() {
    let flag =
        |condition: &str| format!("ruleset a \"A\"\n\nfact u : boolean \"U\"\n\nflag f \"F\"\n  when {condition}\n");
    let brackets = format!("{}u{}", "(".repeat(10_000), ")".repeat(10_000));
    let sums = vec!["u"; 5_000].join(" and ");
    for (what, text, status) in [
        ("brackets", flag(&brackets), 3),
        ("not", flag(&format!("{}u", "not ".repeat(20_000))), 3),
        ("open brackets", flag(&"(".repeat(100_000)), 3),
        ("if", flag(&format!("{}u", "if u then u else ".repeat(10_000))), 3),
        ("a long and", flag(&sums), 0),
        ("one long name", flag(&"u".repeat(1 << 20)), 3),
        ("one long text", flag(&format!("u is \"{}", "x".repeat(1 << 20))), 3),
    ] {
        let start = std::time::Instant::now();
        let ran = Test::new().rules(&text).args(["check"]).run();
        no_crash(&ran, what);
        assert_eq!(
            ran.status,
            Some(status),
            "{what}: {}",
            ran.stderr.chars().take(500).collect::<String>()
        );
        assert!(
            ran.stderr.len() < 100_000,
            "{what}: {} bytes of report",
            ran.stderr.len()
        );
        assert!(start.elapsed().as_secs() < 60, "{what}: {:?}", start.elapsed());
    }
    for (what, facts) in [
        ("lists", "[".repeat(100_000)),
        ("records", "{\"shipment\":".repeat(100_000)),
        (
            "parts",
            format!("{{\"shipment\":{{\"items\":[{}", "{\"parts\":[".repeat(100_000)),
        ),
        ("a long text", format!("{{\"shipment\":\"{}\"}}", "x".repeat(1 << 20))),
        ("a long number", format!("{{\"shipment\":{}}}", "9".repeat(1 << 20))),
    ] {
        let ran = law().facts(&facts).args(["eval", "facts.json"]).status(4);
        no_crash(&ran, what);
        assert!(
            ran.stderr.len() < 100_000,
            "{what}: {} bytes of report",
            ran.stderr.len()
        );
    }
}

#[test]
fn a_flood_of_mistakes_is_cut_and_counted() {
    let parts = vec![r#"{ "orgin": "CN" }"#; 5_000].join(", ");
    let facts = format!(r#"{{ "shipment": {{ "items": [{{ "id": "A", "parts": [{parts}] }}] }} }}"#);
    let ran = law().facts(&facts).args(["eval", "facts.json"]).status(4);
    assert!(ran.stderr.len() < 40_000, "{} bytes of report", ran.stderr.len());
    assert!(
        ran.stderr.contains("4980") || ran.stderr.contains("4 980"),
        "{}",
        ran.stderr
    );
}
