//! The command line: what each sub-command prints, where, and with which exit code.
//!
//! Results go to standard output, everything about mistakes to standard error. One test for each exit code, and for
//! what the machine can do to a command: a closed pipe, a full disk, no environment.

use std::fs;
use std::io::Write;
use std::process::Stdio;

use crate::support::Test;
use crate::support::root;

const RULES: &str = r#"ruleset shop "Goods to other countries"
  law in force on day

reading hong_kong "Is Hong Kong a country of its own?"
  inside  "It is part of China"
  outside "It is a customs territory of its own"

fact day         : date    "Day of the export"
fact destination : country "Where the goods go" ask "Where do the goods finally go?"
fact content     : money at least 0 "Value of what comes from China"
fact price       : money at least 0 "Price of the goods"

definition share : percent "Share from China"
  means content / price

decision licence "Export licence"
  outcomes, strictest first
    required "A licence is needed" ranks as licence
    free     "No licence"          ranks as free
  otherwise free

rule embargo "Goods to North Korea"
  when destination is KP
  then licence is required

rule to_china "Goods to China with a tenth or more from China"
  from 2026-01-01
  when (destination is CN or (destination is HK and (reading hong_kong is inside)))
   and share is at least 10%
  then licence is required
  because "{share} comes from China"

test "Nothing goes to North Korea without a licence"
  given destination is KP
  expect licence is required because embargo
"#;

const KOREA: &str = r#"{ "day": "2026-12-01", "destination": "KR", "content": "1 EUR", "price": "10 EUR" }"#;
const NORTH: &str = r#"{ "day": "2026-12-01", "destination": "KP" }"#;

fn shop() -> Test {
    Test::new().rules(RULES)
}

/// The rules with one line put in place of another.
fn with(old: &str, new: &str) -> Test {
    assert!(RULES.contains(old), "{old}");
    Test::new().rules(&RULES.replace(old, new))
}

// ---- exit codes ----------------------------------------------------------------------------------------

#[test]
fn exit_0_all_is_decided_checked_passed() {
    shop().facts(KOREA).args(["eval", "facts.json"]).status(0).says("free");
    shop().args(["check"]).status(0);
    shop().args(["test"]).status(0).says("1 test");
}

#[test]
fn exit_1_a_test_fails_a_lint_warns_a_file_is_laid_out_otherwise() {
    with("licence is required because embargo", "licence is free")
        .args(["test"])
        .status(1);
    let unreached = "free     \"No licence\"          ranks as free";
    let lint = with(
        unreached,
        &format!("exempt \"Exempt\" ranks as conditional\n    {unreached}"),
    );
    lint.args(["check"]).status(1).complains("W102");
    with("  when destination is KP", "   when   destination is KP")
        .args(["fmt", "--check"])
        .status(1);
}

#[test]
fn exit_2_wrong_use() {
    for args in [
        &["evaluate"][..],
        &["eval"],
        &["eval", "facts.json", "--colour", "never"],
        &["check", "--format", "pdf"],
    ] {
        shop()
            .facts(KOREA)
            .args(args.iter().copied())
            .status(2)
            .complains("T101");
    }
    shop()
        .args(["eval", "nowhere.json"])
        .status(2)
        .complains("T102")
        .complains("nowhere.json");
    Test::new()
        .facts(KOREA)
        .args(["eval", "facts.json"])
        .status(2)
        .complains("T104");
    shop()
        .facts(KOREA)
        .args(["eval", "facts.json", "--decision", "license"])
        .status(2)
        .complains("T106")
        .complains("licence");
    shop()
        .facts(KOREA)
        .args(["eval", "facts.json", "--reading", "hong_kong=within"])
        .status(2)
        .complains("T106");
}

#[test]
fn exit_3_errors_in_rules() {
    let wrong = || with("when destination is KP", "when destinaton is KP");
    for args in [
        &["check"][..],
        &["test"],
        &["eval", "facts.json"],
        &["explain", "facts.json"],
        &["schema"],
    ] {
        wrong()
            .facts(KOREA)
            .args(args.iter().copied())
            .status(3)
            .complains("R201");
    }
}

#[test]
fn exit_4_errors_in_facts_or_in_an_evaluation() {
    let eval = |facts: &str| shop().facts(facts).args(["eval", "facts.json"]).status(4);
    eval(r#"{ "destinaton": "KR" }"#)
        .complains("F201")
        .complains("facts.json:1:3");
    eval(&KOREA.replace("\"KR\"", "\"CN\"").replace("10 EUR", "0 EUR")).complains("E101");
}

#[test]
fn exit_4_what_hangs_on_something_that_is_not_known() {
    let eval = |facts: &str| shop().facts(facts).args(["eval", "facts.json"]).status(4);
    eval(r#"{ "day": "2026-12-01" }"#)
        .complains("E202")
        .complains("destination");
    eval(&KOREA.replace("\"KR\"", "\"HK\""))
        .complains("E203")
        .complains("hong_kong");
}

#[test]
fn exit_4_a_stream_without_a_record() {
    for stream in ["", "\n\n"] {
        shop()
            .file("facts.ndjson", stream)
            .args(["eval", "facts.ndjson"])
            .status(4)
            .complains("F101")
            .complains("holds no record");
    }
}

#[test]
fn check_and_test_take_the_pack_that_they_are_given() {
    let pack = |test: Test| {
        test.file("shop/rulec.toml", "title = \"Shop\"\n")
            .file("shop/shop.rule", "rubbish\n")
    };
    pack(Test::new())
        .args(["check", "shop"])
        .status(3)
        .complains("shop/shop.rule");
    pack(Test::new())
        .args(["test", "shop"])
        .status(3)
        .complains("shop/shop.rule");
    pack(Test::new()).args(["check"]).status(2).complains("T104");
}

#[test]
fn the_worst_of_several_records_gives_the_exit_code() {
    let stream = |records: &[&str]| {
        let lines = records.join("\n");
        shop()
            .file("facts.ndjson", lines)
            .args(["eval", "facts.ndjson", "--format", "ndjson"])
            .run()
    };
    let (open, wrong) = (r#"{ "day": "2026-12-01" }"#, r#"{ "destinaton": "KR" }"#);
    for (records, status) in [
        (vec![KOREA, NORTH], 0),
        (vec![KOREA, open], 4),
        (vec![wrong, open, KOREA], 4),
    ] {
        let ran = stream(&records).status(status);
        assert_eq!(
            ran.stdout.lines().count(),
            records.len(),
            "a line for each record:\n{}",
            ran.stdout
        );
    }
}

// ---- eval ----------------------------------------------------------------------------------------------

#[test]
fn an_answer_has_outcome_rule_reason_and_hashes() {
    let facts = KOREA.replace("\"KR\"", "\"CN\"");
    let ran = shop().facts(&facts).args(["eval", "facts.json"]).status(0);
    for word in [
        "required",
        "to_china",
        "10% comes from China",
        "rules.rule:",
        "2026-12-01",
    ] {
        assert!(ran.stdout.contains(word), "`{word}` is missing:\n{}", ran.stdout);
    }
    assert_eq!(ran.stderr, "");
}

#[test]
fn the_law_of_another_day_is_asked_for_and_shown() {
    let facts = KOREA.replace("\"KR\"", "\"CN\"");
    let args = ["eval", "facts.json", "--as-of", "2025-12-31"];
    shop()
        .facts(&facts)
        .args(args)
        .status(0)
        .says("free")
        .says("2025-12-31")
        .says("2026-12-01");
}

#[test]
fn a_reading_is_chosen_by_argument_or_manifest_and_named_in_the_answer() {
    let facts = KOREA.replace("\"KR\"", "\"HK\"");
    let eval = ["eval", "facts.json"];
    let chosen = ["eval", "facts.json", "--reading", "hong_kong=inside"];
    shop()
        .facts(&facts)
        .args(chosen)
        .status(0)
        .says("required")
        .says("hong_kong");
    let manifest = "title = \"Shop\"\n[readings]\nhong_kong = \"outside\"\n";
    shop()
        .file("rulec.toml", manifest)
        .facts(&facts)
        .args(eval)
        .status(0)
        .says("free")
        .says("hong_kong");
    shop()
        .file("rulec.toml", manifest)
        .facts(&facts)
        .args(chosen)
        .status(0)
        .says("required");
}

#[test]
fn facts_come_from_standard_input_too() {
    shop().args(["eval", "-"]).stdin(NORTH).status(0).says("required");
}

#[test]
fn a_record_with_a_mistake_stops_no_other() {
    let lines = format!("{NORTH}\n{{ \"destinaton\": \"KR\" }}\n{KOREA}\n");
    let ran = shop()
        .file("f.ndjson", lines)
        .args(["eval", "f.ndjson", "--format", "ndjson"])
        .status(4);
    let of =
        |line: usize| -> serde_json::Value { serde_json::from_str(ran.stdout.lines().nth(line).unwrap()).unwrap() };
    assert_eq!(of(0)["status"], "decided");
    assert_eq!(of(1)["status"], "error");
    assert_eq!(of(1)["errors"][0]["code"], "F201");
    assert_eq!(of(2)["status"], "decided");
}

#[test]
fn answers_in_json_keep_to_the_schema() {
    let schema: serde_json::Value =
        serde_json::from_str(&fs::read_to_string(root().join("docs/decision.schema.json")).unwrap()).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    for facts in [KOREA, NORTH, r#"{ "day": "2026-12-01" }"#, r#"{ "destinaton": "KR" }"#] {
        let ran = shop()
            .facts(facts)
            .args(["eval", "facts.json", "--format", "json"])
            .run();
        let answer: serde_json::Value = serde_json::from_str(&ran.stdout).unwrap();
        let faults: Vec<String> = validator
            .iter_errors(&answer)
            .map(|fault| format!("{}: {fault}", fault.instance_path()))
            .collect();
        assert!(faults.is_empty(), "{facts}\n{faults:?}\n{}", ran.stdout);
    }
    assert!(
        !validator.is_valid(&serde_json::json!({ "version": 1 })),
        "the schema asks for nothing"
    );
}

// ---- the other commands -----------------------------------------------------------------------------------

#[test]
fn check_mends_what_has_one_certain_mend_and_reports_the_rest() {
    let ran = Test::new()
        .rules("ruleset a \"A\"\n\nfact n : integer\n\nfact m : integer\n\nflag one \"One\"\n  when n == 1 && m != 2\n\nflag two \"Two\"\n  when n = 1\n   and k is 2\n")
        .args(["check", "--fix"])
        .status(3)
        .says("4 places mended.")
        .says("1 error in 1 of 1 file")
        .complains("R201");
    assert_eq!(
        ran.written("rules.rule"),
        "ruleset a \"A\"\n\nfact n : integer\n\nfact m : integer\n\nflag one \"One\"\n  when n is 1 and m is not 2\n\nflag two \"Two\"\n  when n is 1\n   and k is 2\n"
    );
}

#[test]
fn check_names_place_code_and_way_out() {
    let ran = with("when destination is KP", "when destinaton is KP")
        .args(["check", "--format", "concise"])
        .status(3);
    let line = RULES
        .lines()
        .position(|line| line.contains("when destination is KP"))
        .unwrap()
        + 1;
    assert!(
        ran.stderr.starts_with(&format!("rules.rule:{line}:8: R201: ")),
        "{}",
        ran.stderr
    );
    assert!(ran.stdout.lines().count() <= 1, "{}", ran.stdout);
}

#[test]
fn a_test_that_fails_says_what_was_expected_and_what_came() {
    let ran = with("licence is required because embargo", "licence is free")
        .args(["test"])
        .status(1);
    let said = format!("{}{}", ran.stdout, ran.stderr);
    for word in [
        "Nothing goes to North Korea without a licence",
        "free",
        "required",
        "rules.rule:",
    ] {
        assert!(said.contains(word), "`{word}` is missing:\n{said}");
    }
}

#[test]
fn only_some_tests_are_run() {
    shop().args(["test", "-k", "North Korea"]).status(0).says("1 test");
    shop().args(["test", "-k", "South Korea"]).status(2).complains("T105");
}

#[test]
fn fmt_lays_a_file_out_and_says_what_would_change() {
    let crooked = || with("  when destination is KP", "    when    destination   is KP");
    let ran = crooked().args(["fmt", "--diff"]).run();
    assert!(
        ran.stdout.contains("-    when    destination   is KP"),
        "{}",
        ran.stdout
    );
    let ran = crooked().args(["fmt"]).status(0);
    assert!(
        ran.written("rules.rule").contains("\n  when destination is KP\n"),
        "{}",
        ran.written("rules.rule")
    );
}

#[test]
fn explain_shows_the_reasoning_and_what_fails() {
    let ran = shop()
        .facts(KOREA)
        .args(["explain", "facts.json", "--decision", "licence"])
        .status(0);
    for word in ["free", "embargo", "destination", "KR"] {
        assert!(ran.stdout.contains(word), "`{word}` is missing:\n{}", ran.stdout);
    }
}

#[test]
fn explain_error_shows_the_page() {
    let page = fs::read_to_string(root().join("docs/errors/R301.md")).unwrap();
    let ran = Test::new().args(["explain-error", "R301"]).status(0);
    let words = |text: &str| {
        text.split_whitespace()
            .filter(|word| !word.starts_with(['#', '`']))
            .map(str::to_owned)
            .collect::<Vec<_>>()
    };
    assert_eq!(
        words(&ran.stdout),
        words(&page),
        "each word of the page, however it is laid out"
    );
    Test::new().args(["explain-error", "r301"]).status(0);
    Test::new().args(["explain-error", "R999"]).status(2).complains("T101");
}

#[test]
fn schema_accepts_what_the_reader_accepts() {
    let ran = shop().args(["schema"]).status(0);
    let schema: serde_json::Value = serde_json::from_str(&ran.stdout).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    for (facts, right) in [
        (KOREA, true),
        (NORTH, true),
        (
            r#"{ "$id": "A", "destination": { "$value": "KR", "$source": "Contract 17" } }"#,
            true,
        ),
        (r#"{ "destinaton": "KR" }"#, false),
        (r#"{ "destination": "UK" }"#, false),
        (r#"{ "price": 10 }"#, false),
        (r#"{ "destination": null }"#, false),
    ] {
        let value: serde_json::Value = serde_json::from_str(facts).unwrap();
        assert_eq!(validator.is_valid(&value), right, "by the schema: {facts}");
        let read = shop().facts(facts).args(["eval", "facts.json"]).run().status != Some(4);
        assert_eq!(read, right, "by the reader: {facts}");
    }
}

#[test]
fn init_makes_a_pack_whose_tests_pass() {
    let ran = Test::new().args(["init", "widgets"]).status(0).says("widgets");
    let mut made = Test::new();
    for name in [
        "rulec.toml",
        "first.rule",
        "tests.rule",
        "cases/example.json",
        "cases/example.snap",
    ] {
        made = made.file(name, ran.written(&format!("widgets/{name}")));
    }
    made.args(["test"]).status(0).says("3 tests");
}

#[test]
fn init_overwrites_nothing() {
    let ran = Test::new()
        .file("widgets/first.rule", "mine")
        .args(["init", "widgets"])
        .run();
    assert_ne!(ran.status, Some(0));
    assert_eq!(ran.written("widgets/first.rule"), "mine");
}

#[test]
fn limits_are_printed() {
    Test::new().args(["--limits"]).status(0).says("128").says("1 000 000");
}

// ---- what the machine can do ------------------------------------------------------------------------------

#[test]
fn a_closed_pipe_ends_quietly() {
    let lines = format!("{KOREA}\n").repeat(20_000);
    let test = shop()
        .file("f.ndjson", lines)
        .args(["eval", "f.ndjson", "--format", "json"]);
    let mut child = test.command().spawn().unwrap();
    drop(child.stdout.take());
    drop(child.stdin.take());
    let output = child.wait_with_output().unwrap();
    let stderr = String::from_utf8(output.stderr).unwrap();
    assert!(!stderr.contains("panicked") && !stderr.contains("T103"), "{stderr}");
    assert_ne!(output.status.code(), Some(101));
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_an_error() {
    for args in [
        &["eval", "facts.json"][..],
        &["schema"],
        &["explain-error", "R301"],
        &["test"],
        &["--limits"],
    ] {
        let test = shop().facts(KOREA).args(args.iter().copied());
        let full = fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
        let mut child = test.command().stdout(Stdio::from(full)).spawn().unwrap();
        drop(child.stdin.take());
        let output = child.wait_with_output().unwrap();
        let stderr = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(2), "{args:?}\n{stderr}");
        assert!(stderr.contains("T103"), "{args:?}\n{stderr}");
    }
}

#[test]
fn standard_error_that_cannot_be_written_to_is_no_crash() {
    let test = with("when destination is KP", "when destinaton is KP").args(["check"]);
    let mut child = test.command().spawn().unwrap();
    drop(child.stderr.take());
    let status = child.wait().unwrap();
    assert_eq!(status.code(), Some(3));
}

#[test]
fn no_environment_changes_a_byte() {
    let facts = KOREA.replace("\"KR\"", "\"CN\"");
    let eval = || shop().facts(&facts).args(["eval", "facts.json"]);
    let plain = eval().run().stdout;
    for (name, value) in [
        ("TZ", "Pacific/Kiritimati"),
        ("LANG", "de_DE.UTF-8"),
        ("COLUMNS", "40"),
        ("RUST_BACKTRACE", "1"),
    ] {
        assert_eq!(eval().env(name, value).run().stdout, plain, "{name}={value}");
    }
}

#[test]
fn colours_are_for_terminals_or_on_request_and_only_repeat_words() {
    let eval = |color: &'static str| {
        shop()
            .facts(NORTH)
            .args(["eval", "facts.json", "--color", color])
            .run()
            .stdout
    };
    assert!(!eval("auto").contains('\u{1b}'));
    let (never, always) = (eval("never"), eval("always"));
    assert!(always.contains('\u{1b}'), "{always}");
    let mut bare = String::new();
    let mut inside = false;
    for letter in always.chars() {
        match letter {
            '\u{1b}' => inside = true,
            'm' if inside => inside = false,
            _ if inside => {}
            _ => bare.push(letter),
        }
    }
    assert_eq!(bare, never);
}

#[test]
fn ascii_is_ascii() {
    let facts = KOREA.replace("\"KR\"", "\"CN\"");
    for args in [
        &["eval", "facts.json", "--ascii"][..],
        &["explain", "facts.json", "--ascii"],
    ] {
        let ran = shop().facts(&facts).args(args.iter().copied()).status(0);
        assert!(ran.stdout.is_ascii(), "{args:?}\n{}", ran.stdout);
    }
    let ran = with("when destination is KP", "when destinaton is KP")
        .args(["check", "--ascii"])
        .run();
    assert!(ran.stderr.is_ascii(), "{}", ran.stderr);
}

#[test]
fn signs_from_facts_never_reach_the_terminal() {
    let rules = RULES
        .replace("rule embargo \"", "fact buyer : text \"Who buys\"\n\nrule embargo \"")
        .replace(
            "  then licence is required\n\nrule to_china",
            "  then licence is required\n  because \"{buyer} is in North Korea\"\n\nrule to_china",
        );
    let hidden = ['\u{1b}', '\u{7}', '\u{202e}', '\u{200b}', '\u{9b}'];
    for sign in hidden {
        let facts = serde_json::json!({ "destination": "KP", "buyer": format!("a{sign}[2Jb"), "day": "2026-12-01" });
        for args in [
            &["eval", "facts.json"][..],
            &["explain", "facts.json"],
            &["eval", "facts.json", "--format", "markdown"],
        ] {
            let escaped = facts.to_string();
            let raw = escaped.replace("\\u001b", "\u{1b}").replace("\\u0007", "\u{7}");
            for facts in [escaped, raw] {
                let ran = Test::new().rules(&rules).facts(&facts).args(args.iter().copied()).run();
                let said = format!("{}{}", ran.stdout, ran.stderr);
                assert!(!said.contains(sign), "{args:?} prints {sign:?}");
                assert!(
                    said.contains("F220") || said.contains("F101") || said.contains("b is in North Korea"),
                    "{sign:?}\n{said}"
                );
            }
        }
    }
}

#[test]
fn standard_input_that_is_never_closed_is_not_waited_for() {
    let test = shop().facts(KOREA).args(["eval", "facts.json"]);
    let mut child = test.command().spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let status = child.wait().unwrap();
    let _ = stdin.write_all(b"late");
    assert_eq!(status.code(), Some(0));
}
