//! What the language means, said in the language: `tests/language/<topic>/*.rule`.
//!
//! Each file is a pack of its own: a ruleset of a few lines and `test` items, one point each. Tables stand beside it.

use std::fs;

use crate::support::Test;
use crate::support::files;
use crate::support::root;

#[test]
fn each_file_passes_its_tests() {
    let folder = root().join("tests/language");
    let mut faults = Vec::new();
    let cases = files(&folder, ".rule");
    assert!(!cases.is_empty(), "no file below {}", folder.display());
    for case in cases {
        let shown = case.strip_prefix(&folder).unwrap().display().to_string();
        let mut test = Test::new().rules(&fs::read_to_string(&case).unwrap());
        for table in files(case.parent().unwrap(), ".csv") {
            test = test.file(&table.file_name().unwrap().to_string_lossy(), fs::read(&table).unwrap());
        }
        let ran = test.args(["test"]).run();
        if ran.status != Some(0) {
            faults.push(format!(
                "== {shown}, exit {:?}\n{}{}",
                ran.status, ran.stdout, ran.stderr
            ));
        }
    }
    assert!(faults.is_empty(), "{} files:\n{}", faults.len(), faults.join("\n"));
}
