//! The packs below `rules/`: no mistake and no warning in them, their tests pass, and each rule cites a text.

use std::fs;
use std::path::PathBuf;

use crate::support::Test;
use crate::support::files;
use crate::support::root;

/// The folders of the packs, named from the root of the project.
fn packs() -> Vec<String> {
    let found: Vec<String> = files(&root().join("rules"), "rulec.toml")
        .iter()
        .map(|manifest| {
            manifest
                .parent()
                .unwrap()
                .strip_prefix(root())
                .unwrap()
                .display()
                .to_string()
        })
        .collect();
    assert!(found.len() >= 2, "{found:?}");
    found
}

#[test]
fn each_pack_checks_without_a_warning_and_its_tests_pass() {
    for pack in packs() {
        let ran = Test::inside(&pack).args(["check"]).status(0);
        assert_eq!(ran.stderr, "", "{pack}");
        let has_tests = files(&root().join(&pack), ".rule")
            .iter()
            .any(|file| fs::read_to_string(file).unwrap().contains("\ntest \""));
        if has_tests {
            Test::inside(&pack).args(["test", "--property-tries", "60"]).status(0);
        }
    }
}

#[test]
fn each_pack_says_where_its_texts_are_from() {
    for pack in packs() {
        let readme = root().join(&pack).join("README.md");
        assert!(readme.exists(), "{} is missing", readme.display());
    }
}

/// Items of a rule file: each begins in the first column.
fn items(text: &str) -> Vec<(usize, String)> {
    let mut found: Vec<(usize, String)> = Vec::new();
    for (line, number) in text.lines().zip(1..) {
        if line.starts_with(|letter: char| letter.is_ascii_lowercase()) {
            found.push((number, line.to_owned()));
        } else if let Some((_, item)) = found.last_mut() {
            item.push('\n');
            item.push_str(line);
        }
    }
    found
}

#[test]
fn each_rule_cites_a_text() {
    let mut without: Vec<String> = Vec::new();
    for file in files(&root().join("rules"), ".rule") {
        let shown: PathBuf = file.strip_prefix(root()).unwrap().to_path_buf();
        for (line, item) in items(&fs::read_to_string(&file).unwrap()) {
            let kind = item.split(' ').next().unwrap_or("");
            let decides = [
                "rule",
                "exemption",
                "restriction",
                "suspension",
                "parameter",
                "obligation",
            ]
            .contains(&kind);
            if decides && !item.lines().any(|line| line.trim_start().starts_with("cite ")) {
                without.push(format!(
                    "{}:{line}: {}",
                    shown.display(),
                    item.lines().next().unwrap_or("")
                ));
            }
        }
    }
    assert!(without.is_empty(), "these cite nothing:\n{}", without.join("\n"));
}

#[test]
fn each_example_is_decided_by_the_pack_that_shows_it() {
    for file in files(&root().join("examples"), ".json") {
        let facts = file.strip_prefix(root()).unwrap().display().to_string();
        let ran = Test::inside(".").args(["eval", &facts, "--rules", "rules/cn"]).run();
        // What is left open in the example, a reading or a fact, may keep it from being decided; a mistake may not.
        let only_open = ran.codes().iter().all(|code| code.starts_with("E20"));
        assert!(
            matches!(ran.status, Some(0 | 4)) && only_open,
            "{facts} {:?}\n{}{}",
            ran.status,
            ran.stdout,
            ran.stderr
        );
    }
}
