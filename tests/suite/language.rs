//! What the language means, said in the language: `tests/language/<topic>/*.rule`.
//!
//! Each file is a pack of its own: a ruleset of a few lines with `test` items, one point each. A file that says
//! `use vocabulary` gets `shared/vocabulary.rule`; a file of tests, which begins `tests of law`, gets both files of
//! `shared`. Tables stand beside it.

use std::fs;

use crate::support::Test;
use crate::support::files;
use crate::support::root;
use crate::support::tests_in;

#[test]
fn each_file_passes_its_tests() {
    let folder = root().join("tests/language");
    let shared = |name: &str| fs::read_to_string(folder.join("shared").join(name)).unwrap();
    let mut faults = Vec::new();
    let mut passed = 0;
    for case in files(&folder, ".rule") {
        if ["shared", "packs", "laws"]
            .iter()
            .any(|other| case.starts_with(folder.join(other)))
        {
            continue;
        }
        let shown = case.strip_prefix(&folder).unwrap().display().to_string();
        let text = fs::read_to_string(&case).unwrap();
        let mut test = Test::new().rules(&text);
        let of_law = text.starts_with("tests of law");
        if of_law || text.contains("\nuse vocabulary\n") {
            test = test.file("vocabulary.rule", shared("vocabulary.rule"));
        }
        if of_law {
            test = test.file("law.rule", shared("law.rule"));
        }
        for table in files(case.parent().unwrap(), ".csv") {
            test = test.file(&table.file_name().unwrap().to_string_lossy(), fs::read(&table).unwrap());
        }
        let written = tests_in(&text);
        let ran = test.args(["test"]).run();
        let said = format!("{}{}", ran.stdout, ran.stderr);
        // A file whose tests are passed over would pass as well, so they are counted; a table of examples is one a row.
        let counted = ran.passed();
        if ran.status == Some(0) && counted >= written {
            passed += counted;
        } else {
            faults.push(format!(
                "== {shown}, exit {:?}, {written} tests are written\n{said}",
                ran.status
            ));
        }
    }
    assert!(faults.is_empty(), "{} files:\n{}", faults.len(), faults.join("\n"));
    assert!(passed > 130, "only {passed} tests");
}
