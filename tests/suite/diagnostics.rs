//! Mistakes that people really make, each with the report that it gets.
//!
//! `tests/diagnostics/CODE_what.rule` is a rule file with one mistake, checked beside `shared/base.rule`;
//! `CODE_what.json` or `CODE_what.yaml` is facts with one mistake, evaluated by both files of `shared/`; a folder `CODE_what/` is a pack of
//! its own files and `shared/base.rule`. Source and report stand together in a snapshot beside it, and exactly one
//! diagnostic is reported, with the code in the name: one mistake, one message. Read a snapshot as the one who made the
//! mistake would.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::path::PathBuf;

use crate::support::Ran;
use crate::support::Test;
use crate::support::blocks;
use crate::support::codes_in;
use crate::support::files;
use crate::support::register;
use crate::support::root;

/// Codes that no file of a size to be read can show, and the test that has them.
const ELSEWHERE: &[(&str, &str)] = &[
    ("R115", "promises: files of any bytes"),
    ("R116", "limits: a rule file at its bound and beyond"),
    ("R415", "limits: definitions at their bound and beyond"),
    ("F103", "promises: files of any bytes"),
    ("F105", "limits: facts at their bound and beyond"),
    ("E108", "ownership: a hundred who all hold each other"),
    ("E102", "value: numbers beyond their bound"),
    ("T103", "cli: a full disk"),
    ("X100", "nobody knows how to reach it"),
];

/// The cases: files and folders of `tests/diagnostics` that are named after a code.
fn cases() -> Vec<PathBuf> {
    let mut found: Vec<PathBuf> = fs::read_dir(root().join("tests/diagnostics"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| {
            let name = name_of(path);
            let case = codes_in(&name.replace('_', " ")).len() == 1;
            case && (path.is_dir() || name.ends_with(".rule") || facts_name(&name).is_some())
        })
        .collect();
    found.sort();
    found
}

/// What the facts of a case are called in its pack.
fn facts_name(case: &str) -> Option<&'static str> {
    let names = ["facts.json", "facts.yaml"];
    names
        .into_iter()
        .find(|name| case.ends_with(name.trim_start_matches("facts")))
}

fn name_of(path: &Path) -> String {
    path.file_name().unwrap().to_string_lossy().into_owned()
}

/// `R301` of `R301_percent_and_number.rule`.
fn code_of(path: &Path) -> String {
    name_of(path).split('_').next().unwrap().to_owned()
}

/// Names and texts.
type Files = Vec<(String, String)>;

/// The files of a case as they stand in its pack: those of the case, then the shared ones.
fn pack_of(case: &Path) -> (Files, Files) {
    let shared = |name: &str| {
        (
            name.to_owned(),
            text(&root().join("tests/diagnostics/shared").join(name)),
        )
    };
    if case.is_dir() {
        let own = files(case, "");
        let named = |path: &PathBuf| {
            (
                path.strip_prefix(case).unwrap().to_string_lossy().into_owned(),
                text(path),
            )
        };
        return (own.iter().map(named).collect(), vec![shared("base.rule")]);
    }
    if let Some(name) = facts_name(&name_of(case)) {
        return (
            vec![(name.to_owned(), text(case))],
            vec![shared("base.rule"), shared("law.rule")],
        );
    }
    (vec![("own.rule".to_owned(), text(case))], vec![shared("base.rule")])
}

fn text(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// What the program says to a case.
fn report(own: &[(String, String)], shared: &[(String, String)]) -> Ran {
    let mut test = Test::new().file("rulec.toml", "title = \"A case\"\n");
    for (name, content) in own.iter().chain(shared) {
        test = test.file(name, content);
    }
    let facts = own.iter().find_map(|(name, _)| facts_name(name));
    test.args(match facts {
        Some(facts) => vec!["eval", facts, "--ascii"],
        None => vec!["check", "--ascii"],
    })
    .run()
}

#[test]
fn each_mistake_gets_its_report() {
    let mut settings = insta::Settings::clone_current();
    settings.set_prepend_module_to_snapshot(false);
    settings.set_snapshot_path("../diagnostics");
    settings.set_omit_expression(true);
    let mut faults = Vec::new();
    for case in cases() {
        let (own, shared) = pack_of(&case);
        let ran = report(&own, &shared);
        // In the plain form a diagnostic begins `place: CODE: title`.
        let said: Vec<&str> = ran.stderr.lines().filter_map(|line| line.split(": ").nth(1)).collect();
        let said: Vec<&str> = said
            .into_iter()
            .filter(|word| codes_in(word).first().is_some_and(|code| code == word))
            .collect();
        if said != [&*code_of(&case)] {
            faults.push(format!(
                "{} gets {said:?}:\n{}{}",
                name_of(&case),
                ran.stdout,
                ran.stderr
            ));
            continue;
        }
        let mut shown = String::new();
        for (name, content) in &own {
            shown.push_str(&format!("-- {name}\n{content}"));
        }
        shown.push_str(&format!("-- report, exit {}\n{}", ran.status.unwrap_or(-1), ran.stderr));
        settings.bind(|| {
            // A snapshot that differs panics; the others are still to be seen.
            let kept = std::panic::catch_unwind(|| insta::assert_snapshot!(name_of(&case), shown));
            if kept.is_err() {
                faults.push(format!("{}: the report has changed", name_of(&case)));
            }
        });
    }
    assert!(faults.is_empty(), "{} cases:\n{}", faults.len(), faults.join("\n"));
}

#[test]
fn each_code_has_a_case_or_a_page_that_shows_it() {
    let shown: BTreeSet<String> = cases().iter().map(|case| code_of(case)).collect();
    let mut without = Vec::new();
    for (code, _) in register() {
        let page = text(&root().join(format!("docs/errors/{code}.md")));
        let example = blocks(&page).iter().any(|block| block.heading != "Put right");
        let elsewhere = ELSEWHERE.iter().any(|(other, _)| *other == code);
        if !shown.contains(&code) && !example && !elsewhere {
            without.push(code);
        }
    }
    assert!(
        without.is_empty(),
        "nothing shows {without:?}: add tests/diagnostics/CODE_what.rule"
    );
}

#[test]
fn each_snapshot_has_its_case() {
    let names: BTreeSet<String> = cases().iter().map(|case| name_of(case)).collect();
    for snapshot in files(&root().join("tests/diagnostics"), ".snap") {
        let of = name_of(&snapshot).trim_end_matches(".snap").to_owned();
        assert!(names.contains(&of), "{} has no case: remove it", snapshot.display());
    }
}
