//! Whole laws of several regimes, said in the language: each folder of `tests/language/laws` is a pack. The built program
//! finds neither a mistake nor anything to warn of in it, passes all its tests, and would lay nothing in it out anew.

use std::fs;
use std::path::Path;

use crate::support::Test;
use crate::support::files;
use crate::support::root;
use crate::support::tests_in;

/// The folders of the laws, named from the root of the project.
fn laws() -> Vec<String> {
    let folder = root().join("tests/language/laws");
    let mut found: Vec<String> = fs::read_dir(&folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.is_dir())
        .map(|path| path.strip_prefix(root()).unwrap().display().to_string())
        .collect();
    found.sort();
    assert!(!found.is_empty(), "no law stands in {}", folder.display());
    found
}

/// How many tests are written in the files of a pack.
fn own(pack: &Path) -> usize {
    let texts = files(pack, ".rule")
        .into_iter()
        .map(|file| fs::read_to_string(file).unwrap());
    texts.map(|text| tests_in(&text)).sum()
}

/// How many tests are written in a pack, and in the packs that it uses: these run as well.
fn written(pack: &Path) -> usize {
    let manifest = fs::read_to_string(pack.join("rulec.toml")).unwrap();
    let used = manifest.lines().find(|line| line.starts_with("packs = ")).unwrap_or("");
    let others: usize = used
        .split('"')
        .skip(1)
        .step_by(2)
        .map(|other| written(&pack.join(other)))
        .sum();
    own(pack) + others
}

#[test]
fn each_law_checks_without_a_word() {
    for law in laws() {
        let ran = Test::inside(&law).args(["check"]).status(0);
        assert_eq!(ran.stderr, "", "{law}");
        let mut lines = ran.stdout.lines();
        let line = lines.next().unwrap_or("");
        assert!(
            line.starts_with("No mistakes in ") && lines.next().is_none(),
            "{law}: {}",
            ran.stdout
        );
    }
}

#[test]
fn each_law_passes_all_its_tests() {
    for law in laws() {
        let pack = root().join(&law);
        assert!(own(&pack) > 0, "{law} has no tests");
        let written = written(&pack);
        let ran = Test::inside(&law).args(["test", "--property-tries", "200"]).status(0);
        assert!(
            ran.passed() >= written,
            "{law}: {written} tests are written\n{}",
            ran.stdout
        );
    }
}

#[test]
fn each_law_is_laid_out_as_the_program_does() {
    for law in laws() {
        Test::inside(&law).args(["fmt", "--check", "."]).status(0);
    }
}
