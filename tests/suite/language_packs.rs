//! What several rulesets mean together, said in the language: each folder of `tests/language/packs` is a pack whose
//! tests must pass.

use std::fs;

use crate::support::Test;
use crate::support::files;
use crate::support::root;
use crate::support::tests_in;

#[test]
fn each_pack_passes_its_tests() {
    let folder = root().join("tests/language/packs");
    let mut faults = Vec::new();
    let mut passed = 0;
    for entry in fs::read_dir(&folder).unwrap() {
        let pack = entry.unwrap().path();
        let mut test = Test::new().file("rulec.toml", "title = \"A pack\"\n");
        let mut written = 0;
        for file in files(&pack, "") {
            let name = file.strip_prefix(&pack).unwrap().to_string_lossy().into_owned();
            let text = fs::read_to_string(&file).unwrap();
            written += tests_in(&text);
            test = test.file(&name, text);
        }
        let ran = test.args(["test"]).run();
        let said = format!("{}{}", ran.stdout, ran.stderr);
        let counted = ran.passed();
        if ran.status == Some(0) && counted >= written && written > 0 {
            passed += counted;
        } else {
            faults.push(format!("== {}, {written} tests are written\n{said}", pack.display()));
        }
    }
    assert!(faults.is_empty(), "{} packs:\n{}", faults.len(), faults.join("\n"));
    assert!(passed >= 5, "only {passed} tests");
}
