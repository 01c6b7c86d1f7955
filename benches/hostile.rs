//! Hostile input: how long the binary takes over it, and how much memory, on rule files and facts made to do harm.
//!
//! `cargo bench --bench hostile` makes each input, runs `rulec` on it, and prints a line. Whatever takes more than
//! [`SECONDS`] or [`MEGABYTES`] is marked, and then the run fails, unless its line says why it may. A crash fails in any
//! case. The memory is the peak that Linux tells of a process while it runs, looked at every millisecond.
//! docs/performance.md tells what came of it.
#![expect(
    clippy::print_stdout,
    clippy::unwrap_used,
    clippy::arithmetic_side_effects,
    clippy::too_many_lines,
    reason = "a benchmark prints, lists its inputs one by one, and whatever is wrong ends it"
)]

use std::fmt::Write;
use std::fs;
use std::path::PathBuf;
use std::process::Command;
use std::process::ExitCode;
use std::process::Stdio;
use std::time::Duration;
use std::time::Instant;

/// The longest time, of the wall: run it on an idle machine.
const SECONDS: f64 = 2.0;
/// The most memory.
const MEGABYTES: u64 = 200;

/// A law that walks parts and holders.
const RULES: &str = include_str!("hostile/a.rule");

/// One input.
struct Input {
    name: &'static str,
    rules: String,
    /// The facts with the ending of their file; without them the rules are checked and laid out.
    facts: Option<(&'static str, String)>,
    /// Why it may take more memory.
    large: Option<&'static str>,
}

fn rules(name: &'static str, more: &str) -> Input {
    Input {
        name,
        rules: format!("{RULES}{more}"),
        facts: None,
        large: None,
    }
}

fn facts(name: &'static str, ending: &'static str, text: String) -> Input {
    Input {
        name,
        rules: RULES.to_owned(),
        facts: Some((ending, text)),
        large: None,
    }
}

/// Facts with these parties and these parts.
fn record(parties: &str, parts: &str) -> String {
    format!(r#"{{"parties":[{parties}],"who":"P0","article":{{"id":"a","n":"1","price":"1 USD","parts":[{parts}]}}}}"#)
}

fn listed(parts: &str) -> String {
    record(r#"{"id":"P0","name":"X","holders":[]}"#, parts)
}

/// Parties, each held by others: the numbers of the holders of each, and their shares.
fn holders(count: usize, share: &str, of: impl Fn(usize) -> Vec<usize>) -> String {
    let party = |number: usize| {
        let holding = |holder: usize| format!(r#"{{"party":"P{holder}","share":"{share}"}}"#);
        let held: Vec<String> = of(number).into_iter().map(holding).collect();
        let name = if number + 1 == count { "X" } else { "Y" };
        format!(r#"{{"id":"P{number}","name":"{name}","holders":[{}]}}"#, held.join(","))
    };
    (0..count).map(party).collect::<Vec<_>>().join(",")
}

fn rule_inputs() -> Vec<Input> {
    let mut usual = String::new();
    for number in 0.. {
        let item = format!(
            "\ndefinition def{number} \"Definition {number}\"\n  means some part in all parts of article satisfies \
             (part.n is at least {number} and part.id is \"x{number}\")\n\nrule r{number} \"Rule {number}\"\n  \
             when def{number}\n   and article.n is more than {number}\n  then d is yes\n  because \"It is {{article.n}}\"\n"
        );
        if RULES.len() + usual.len() + item.len() > 4 << 20 {
            break;
        }
        usual.push_str(&item);
    }
    let flag = |condition: &str| format!("\nflag f \"F\"\n  when {condition}\n");
    let wide = |words: usize| vec!["deep"; words].join(" and ");
    let mut wide_flags = String::new();
    for number in 0..16 {
        write!(wide_flags, "\nflag f{number} \"F\"\n  when {}\n", wide(28_000)).unwrap();
    }
    let table = |name: &str, rows: usize| {
        let mut text = format!(
            "\ndecision table {name} \"T\"\n  inputs a : integer, c : integer\n  output b : integer\n  \
             exactly one row fits\n    | a | c | b |\n"
        );
        for row in 0..rows {
            writeln!(text, "    | at least {row} and less than {} | {row} | {row} |", row + 1).unwrap();
        }
        text + "    | else | 0 |\n"
    };
    let mut aside = String::from("\nsource s \"S\"\n  read as text\n  paragraphs \"1\"\n");
    for number in 0..8000 {
        write!(
            aside,
            "\nrule r{number} \"R\"\n  cite s \"1\"\n  when deep\n  then d is yes\n"
        )
        .unwrap();
    }
    for number in 0..4000 {
        write!(
            aside,
            "\nexemption e{number} \"E\"\n  cite s \"1\"\n  sets aside rules citing s \"1\"\n  when deep\n  then d is free\n"
        )
        .unwrap();
    }
    let mut chain = String::new();
    for number in 0..20_000 {
        write!(chain, "\ndefinition q{number} \"Q\"\n  means q{}\n", number + 1).unwrap();
    }
    chain.push_str("\ndefinition q20000 \"Q\"\n  means deep\n");
    vec![
        rules("4 MiB of rules", &usual),
        rules(
            "10 000 brackets",
            &flag(&format!("{}deep{}", "(".repeat(10_000), ")".repeat(10_000))),
        ),
        rules("20 000 not", &flag(&format!("{}deep", "not ".repeat(20_000)))),
        rules("4 MiB of brackets", &flag(&"(".repeat(4_000_000))),
        rules("4 MiB of quotes", &flag(&"\"".repeat(4_000_000))),
        rules("4 MiB in one condition", &flag(&wide(450_000))),
        rules("4 MiB in sixteen conditions", &wide_flags),
        rules("4 MiB of lines that are no items", &"\nx y z".repeat(600_000)),
        rules(
            "4 MiB of rules without a condition",
            &"\nrule r \"x\"\n  whem a\n".repeat(140_000),
        ),
        rules("4 MiB of NUL", &"\0".repeat(4_000_000)),
        rules(
            "4 MiB of signs that turn the writing",
            &format!("\n# {}", "\u{202e}".repeat(1_300_000)),
        ),
        rules("a table of 10 000 rows in one item", &table("t", 4000)),
        rules(
            "200 decision tables of 300 rows",
            &(0..200).map(|n| table(&format!("t{n}"), 300)).collect::<String>(),
        ),
        rules("4 000 exemptions from 8 000 rules", &aside),
        rules("20 000 definitions on each other", &chain),
    ]
}

fn fact_inputs() -> Vec<Input> {
    let many = |one: &str, count: usize| vec![one; count].join(",");
    vec![
        facts(
            "100 000 levels of parts",
            "json",
            format!("{{\"article\":{}", "{\"parts\":[".repeat(100_000)),
        ),
        Input {
            large: Some("500 bytes for each part of four fields"),
            ..facts(
                "a million parts",
                "json",
                listed(&many(r#"{"id":"p","n":"1","price":"1 USD","parts":[]}"#, 999_990)),
            )
        },
        facts(
            "64 MB in one line",
            "ndjson",
            listed("").replace("\"a\"", &format!("\"{}\"", "x".repeat(60 << 20))),
        ),
        facts(
            "64 MB of digits",
            "json",
            format!("{{\"article\":{{\"n\":\"{}\"}}}}", "1".repeat(60 << 20)),
        ),
        facts(
            "4 million keys that nobody knows",
            "json",
            format!("{{{}}}", many(r#""k":1"#, 4_000_000)),
        ),
        facts(
            "10 million nulls",
            "json",
            format!("{{\"article\":{{\"parts\":[{}]}}}}", many("null", 10_000_000)),
        ),
        facts(
            "900 000 parts with two mistakes each",
            "json",
            listed(&many(r#"{"id":"p","n":"x","prise":1}"#, 900_000)),
        ),
        facts(
            "a chain of 100 000 holders",
            "json",
            record(
                &holders(100_000, "100%", |n| {
                    vec![n + 1].into_iter().filter(|m| *m < 100_000).collect()
                }),
                "",
            ),
        ),
        facts(
            "a circle of 100 000 holders",
            "json",
            record(&holders(100_000, "50%", |n| vec![(n + 1) % 100_000]), ""),
        ),
        facts(
            "2^5000 ways of holding",
            "json",
            record(
                &holders(10_000, "50%", |n| {
                    [n + 1, n + 2].into_iter().filter(|m| *m < 10_000).collect()
                }),
                "",
            ),
        ),
        facts(
            "400 parties that all hold each other",
            "json",
            record(&holders(400, "0.1%", |n| (0..400).filter(|m| *m != n).collect()), ""),
        ),
        facts("100 000 brackets of YAML", "yaml", "[".repeat(100_000)),
        facts(
            "100 000 aliases of YAML",
            "yaml",
            format!("a: &a [1,1,1]\n{}", "b: *a\n".repeat(100_000)),
        ),
    ]
}

/// Seconds, megabytes, exit code; `None` for a run that was killed or crashed.
fn run(folder: &PathBuf, args: &[&str]) -> (f64, u64, Option<i32>) {
    let start = Instant::now();
    let mut child = Command::new(env!("CARGO_BIN_EXE_rulec"))
        .args(args)
        .current_dir(folder)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let status = format!("/proc/{}/status", child.id());
    let mut peak = 0;
    loop {
        if let Ok(text) = fs::read_to_string(&status) {
            let line = text.lines().find_map(|line| line.strip_prefix("VmHWM:"));
            let kilobytes = line.and_then(|rest| rest.split_whitespace().next()?.parse::<u64>().ok());
            peak = peak.max(kilobytes.unwrap_or(0));
        }
        if let Some(status) = child.try_wait().unwrap() {
            return (start.elapsed().as_secs_f64(), peak >> 10, status.code());
        }
        if start.elapsed() > Duration::from_mins(1) {
            child.kill().unwrap();
            child.wait().unwrap();
            return (start.elapsed().as_secs_f64(), peak >> 10, None);
        }
        std::thread::sleep(Duration::from_millis(1));
    }
}

fn main() -> ExitCode {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("hostile");
    let mut is_bad = false;
    for input in rule_inputs().into_iter().chain(fact_inputs()) {
        if folder.exists() {
            fs::remove_dir_all(&folder).unwrap();
        }
        fs::create_dir_all(&folder).unwrap();
        fs::write(folder.join("rulec.toml"), "title = \"T\"\n").unwrap();
        fs::write(folder.join("a.rule"), &input.rules).unwrap();
        let mut commands = vec![vec!["check"], vec!["fmt", "--check"]];
        let file;
        if let Some((ending, text)) = &input.facts {
            file = format!("facts.{ending}");
            fs::write(folder.join(&file), text).unwrap();
            commands = vec![vec!["eval", &file]];
        }
        for args in commands {
            let (seconds, megabytes, code) = run(&folder, &args);
            let crashed = !matches!(code, Some(0..=5));
            let too_much = seconds > SECONDS || (megabytes > MEGABYTES && input.large.is_none());
            is_bad |= crashed || too_much;
            let mark = if crashed {
                "CRASHED"
            } else if too_much {
                "TOO MUCH"
            } else {
                input.large.unwrap_or("")
            };
            let code = code.map_or_else(|| "-".to_owned(), |code| code.to_string());
            println!(
                "{:42} {:5} exit {code:2} {seconds:6.2} s {megabytes:5} MB  {mark}",
                input.name,
                args.first().unwrap()
            );
        }
    }
    fs::remove_dir_all(&folder).unwrap();
    if is_bad { ExitCode::FAILURE } else { ExitCode::SUCCESS }
}
