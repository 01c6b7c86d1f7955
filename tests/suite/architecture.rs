//! The direction of imports, the fences around libraries, and the page at the head of each file.
//!
//! Reads `src/**/*.rs` line by line; no parser. `LAYERS` is the drawing of ARCHITECTURE.md as data: whoever adds a
//! module gives it a row here and there. A fault says where it is and what to write instead.

use std::fs;
use std::path::Path;
use std::path::PathBuf;

/// Lowest first. A module imports modules of the rows above its own line only; two modules of one row do not know each
/// other.
const LAYERS: &[&[&str]] = &[
    &["ids", "limits", "text"],
    &["source"],
    &["diagnostic"],
    &["data", "value"],
    &["ops", "pack"],
    &["decision", "syntax"],
    &["plan"],
    &["names"],
    &["check"],
    &["facts"],
    &["eval"],
    &["compile"],
    &["tools"],
    &["render"],
    &["api"],
    &["cli"],
];

/// What is named on the left is written in the modules on the right and nowhere else.
const FENCES: &[(&str, &[&str])] = &[
    ("pest::", &["syntax"]),
    ("pest_derive::", &["syntax"]),
    ("rust_decimal::", &["value"]),
    ("dashu_ratio::", &["value"]),
    ("dashu_int::", &["value"]),
    ("jiff::", &["value"]),
    ("miette::", &["render"]),
    ("clap::", &["cli"]),
    ("tempfile::", &["pack", "cli"]),
    ("toml::", &["pack"]),
    ("saphyr_parser::", &["data"]),
    ("serde_json::from_", &[]),
    ("std::fs", &["pack", "cli"]),
    ("std::env", &["cli"]),
    ("std::time", &["cli"]),
    ("std::net", &[]),
    ("std::process", &["cli", "main"]),
    ("std::thread", &["tools"]),
    ("HashMap", &[]),
    ("HashSet", &[]),
    ("println!", &[]),
    ("eprintln!", &[]),
];

/// Files that belong to no module: the crate page, which exports, and the program, which only starts.
const ROOTS: &[&str] = &["lib", "main"];

#[test]
fn imports_go_one_way_and_each_file_has_its_page() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    collect(&src, &mut files);
    assert!(files.len() > 20, "only {} files below {}", files.len(), src.display());
    let mut faults = Vec::new();
    for file in files {
        let text = fs::read_to_string(&file).unwrap();
        let name = file.strip_prefix(&src).unwrap().to_str().unwrap().replace('\\', "/");
        faults.extend(faults_of(&name, &text));
    }
    assert!(faults.is_empty(), "\n{}\n", faults.join("\n"));
}

/// All Rust files below a folder, in a fixed order.
fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    let mut entries: Vec<PathBuf> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            collect(&path, files);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
}

/// What is wrong in one file, named from `src/`: `check/types.rs`.
fn faults_of(name: &str, text: &str) -> Vec<String> {
    let module = name.split(['/', '.']).next().unwrap_or(name);
    let mut faults = Vec::new();
    if !text.starts_with("//!") {
        faults.push(format!(
            "src/{name}:1: begin the file with its page: `//! what lives here, the one idea to know`"
        ));
    }
    let root = ROOTS.contains(&module);
    if !root && row(module).is_none() {
        faults.push(format!(
            "src/{name}:1: module `{module}` has no row: give it one in LAYERS (tests/suite/architecture.rs) and in ARCHITECTURE.md"
        ));
    }
    for (line, number) in text.lines().zip(1..) {
        let code = without_comment(line);
        let at = format!("src/{name}:{number}");
        if let Some(fault) = brace_import(code) {
            faults.push(format!("{at}: {fault}"));
        } else if !root {
            faults.extend(
                imported(code)
                    .into_iter()
                    .filter_map(|other| Some(format!("{at}: {}", upward(module, other)?))),
            );
        }
        if code.contains("super::super::") {
            faults.push(format!("{at}: write `crate::{module}::…` instead of `super::super::`"));
        }
        for (word, allowed) in FENCES {
            if names(code, word) && !allowed.contains(&module) {
                faults.push(format!(
                    "{at}: `{word}` belongs {}; call what is offered there",
                    fence_words(allowed)
                ));
            }
        }
    }
    faults
}

/// The row of a module.
fn row(module: &str) -> Option<usize> {
    LAYERS.iter().position(|layer| layer.contains(&module))
}

/// The line without its `//` comment. Two slashes within quotes are taken for one too, which hides nothing: an import
/// never follows a quote.
fn without_comment(line: &str) -> &str {
    line.split("//").next().unwrap_or("")
}

/// `use crate::{…}` and `use super::{…}`, also with braces further down the path.
fn brace_import(code: &str) -> Option<String> {
    let start = code
        .trim_start()
        .trim_start_matches("pub(crate) ")
        .trim_start_matches("pub(super) ")
        .trim_start_matches("pub ");
    let ours = ["use crate::", "use super::", "use self::"]
        .iter()
        .any(|prefix| start.starts_with(prefix));
    (ours && code.contains('{')).then(|| "one import a line: write `use crate::module::Thing;` for each".to_owned())
}

/// The module after each `crate::`.
fn imported(code: &str) -> Vec<&str> {
    code.match_indices("crate::")
        .filter_map(|(at, word)| {
            let rest = code.get(at + word.len()..)?;
            let end = rest
                .find(|letter: char| !letter.is_alphanumeric() && letter != '_')
                .unwrap_or(rest.len());
            rest.get(..end)
        })
        .filter(|module| !module.is_empty())
        .collect()
}

/// Why `module` may not import `other`, if it may not.
fn upward(module: &str, other: &str) -> Option<String> {
    if module == other {
        return None;
    }
    let (Some(own), Some(theirs)) = (row(module), row(other)) else {
        return row(module).map(|_| {
            format!("`crate::{other}` is no module with a row: import the thing from where it is defined, `crate::module::{other}`")
        });
    };
    match theirs.cmp(&own) {
        std::cmp::Ordering::Less => None,
        std::cmp::Ordering::Equal => Some(format!(
            "`{module}` and `{other}` stand in one row and do not know each other: move what both need into a lower row"
        )),
        std::cmp::Ordering::Greater => Some(format!(
            "`{module}` may not import `{other}`, which stands above it: hand the value in as an argument, or move it into a row below `{module}`"
        )),
    }
}

/// Whether the line names the word, not a longer word that ends with it.
fn names(code: &str, word: &str) -> bool {
    code.match_indices(word).any(|(at, _)| {
        !code
            .get(..at)
            .is_some_and(|before| before.ends_with(|letter: char| letter.is_alphanumeric() || letter == '_'))
    })
}

/// `in syntax`, `in pack, cli`, `nowhere`.
fn fence_words(allowed: &[&str]) -> String {
    if allowed.is_empty() {
        "nowhere in this crate".to_owned()
    } else {
        format!("in {} only", allowed.join(", "))
    }
}

/// A line in a file, and what is said about it; nothing if it may stand there.
const CASES: &[(&str, &str, &str)] = &[
    (
        "syntax/mod.rs",
        "use crate::check::Checked;",
        "`syntax` may not import `check`",
    ),
    (
        "value/number.rs",
        "use crate::data::Node;",
        "`value` and `data` stand in one row",
    ),
    (
        "value/number.rs",
        "    let x = crate::eval::run();",
        "`value` may not import `eval`",
    ),
    ("quota/mod.rs", "", "module `quota` has no row"),
    ("check/mod.rs", "use crate::{names, plan};", "one import a line"),
    (
        "check/mod.rs",
        "pub(crate) use crate::plan::{Plan, Expr};",
        "one import a line",
    ),
    (
        "check/mod.rs",
        "use crate::Limits;",
        "`crate::Limits` is no module with a row",
    ),
    ("check/mod.rs", "use crate::limits::Limits;", ""),
    (
        "check/mod.rs",
        "use crate::quota::Quota;",
        "`crate::quota` is no module with a row",
    ),
    ("check/types.rs", "use super::super::names;", "write `crate::check::…`"),
    ("check/types.rs", "use pest::Parser;", "`pest::` belongs in syntax only"),
    (
        "check/types.rs",
        "let at = std::time::SystemTime::now();",
        "`std::time` belongs in cli only",
    ),
    ("cli/output.rs", "println!();", "`println!` belongs nowhere"),
    ("check/types.rs", "// use pest::Parser;", ""),
    ("check/types.rs", "use crate::names::Resolved;", ""),
    ("syntax/mod.rs", "use pest::Parser;", ""),
    ("lib.rs", "pub use crate::cli::main;", ""),
];

#[test]
fn the_faults_are_seen() {
    let page = "//! A page.\n";
    for (name, line, expected) in CASES {
        let faults = faults_of(name, &format!("{page}{line}\n"));
        if expected.is_empty() {
            assert!(faults.is_empty(), "{name}: {line}: {faults:?}");
        } else {
            assert!(
                faults.iter().any(|fault| fault.contains(expected)),
                "{name}: {line}: {faults:?}"
            );
        }
    }
    assert!(
        faults_of("check/mod.rs", "use crate::plan::Plan;\n")
            .iter()
            .any(|fault| fault.contains("with its page"))
    );
}

#[test]
fn the_drawing_in_the_document_is_the_one_that_is_checked() {
    let document = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("ARCHITECTURE.md")).unwrap();
    let drawn: Vec<Vec<&str>> = document
        .lines()
        .skip_while(|line| *line != "```rows")
        .skip(1)
        .take_while(|line| *line != "```")
        .map(|line| line.split("  ").next().unwrap_or("").split_whitespace().collect())
        .collect();
    let checked: Vec<Vec<&str>> = LAYERS.iter().map(|layer| layer.to_vec()).collect();
    assert_eq!(
        drawn, checked,
        "ARCHITECTURE.md, the block ```rows: one row a line, lowest first, two blanks before words"
    );
}
