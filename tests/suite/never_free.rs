//! Ways in which an answer could be free, or decided, and must not be: each folder of `tests/never_free/` is a pack
//! with facts, and the possible outcomes of its decisions stand beside it.

use std::fs;
use std::path::Path;

use crate::support::Test;
use crate::support::root;

/// Each decision with its possible outcomes: `ra.licence A: required, free`.
fn possible(folder: &Path) -> String {
    let mut test = Test::new();
    let mut files: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    files.sort();
    for file in files
        .iter()
        .filter(|file| file.extension().is_none_or(|ending| ending != "snap"))
    {
        test = test.file(&file.file_name().unwrap().to_string_lossy(), fs::read(file).unwrap());
    }
    let ran = test.args(["eval", "facts.json", "--format", "ndjson"]).run();
    let Ok(answer) = serde_json::from_str::<serde_json::Value>(ran.stdout.lines().next().unwrap_or("")) else {
        return format!("exit {:?}\n{}{}", ran.status, ran.stdout, ran.stderr);
    };
    let mut lines = Vec::new();
    for decision in answer["decisions"].as_array().into_iter().flatten() {
        let element = decision["for"]
            .as_str()
            .map_or(String::new(), |element| format!(" {element}"));
        let outcomes: Vec<&str> = decision["possible"]
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(|one| one.as_str())
            .collect();
        lines.push(format!(
            "{}{element}: {}",
            decision["name"].as_str().unwrap_or(""),
            outcomes.join(", ")
        ));
    }
    for error in answer["errors"].as_array().into_iter().flatten() {
        lines.push(format!(
            "{}: {}",
            error["code"].as_str().unwrap_or(""),
            error["title"].as_str().unwrap_or("")
        ));
    }
    lines.join("\n")
}

#[test]
fn what_is_not_known_is_never_free() {
    insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true }, {
        let mut folders: Vec<_> = fs::read_dir(root().join("tests/never_free")).unwrap()
            .map(|entry| entry.unwrap().path()).filter(|path| path.is_dir()).collect();
        folders.sort();
        assert!(folders.len() >= 9, "{} folders", folders.len());
        for folder in folders {
            let name = folder.file_name().unwrap().to_string_lossy().into_owned();
            insta::with_settings!({ snapshot_path => folder.clone() }, {
                insta::assert_snapshot!(name, possible(&folder));
            });
        }
    });
}
