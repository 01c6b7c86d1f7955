//! `docs/tutorial.md`, followed to the letter by somebody who types what it says.
//!
//! A block that names a file writes it: one that begins a file (`ruleset`, `tests of`) and JSON as a whole, other rules
//! item by item, each in the place of the item of that kind and name, or at the end. The output below each command is
//! compared; `RULEC_BLESS=1` writes it anew.

use std::fs;
use std::path::PathBuf;

use crate::support::Test;
use crate::support::blocks;
use crate::support::root;

/// The items of a rule file: what stands in the first column begins one.
fn items(text: &str) -> Vec<String> {
    let mut items: Vec<String> = Vec::new();
    for line in text.lines() {
        let begins = line.starts_with(|first: char| !first.is_whitespace());
        match items.last_mut() {
            Some(item) if !begins => item.push_str(&format!("\n{line}")),
            _ => items.push(line.to_owned()),
        }
    }
    items.iter().map(|item| item.trim_end().to_owned()).collect()
}

/// Kind and name of an item: `rule foreign_magnet`, `definition cn_content`, `test "exactly 0.1%"`.
fn key(item: &str) -> String {
    let (kind, rest) = item.split_once(' ').unwrap_or((item, ""));
    let name = match rest.strip_prefix('"') {
        Some(title) => title.split('"').next().unwrap_or_default(),
        None => rest.split([' ', '(', '\n']).next().unwrap_or_default(),
    };
    format!("{kind} {name}")
}

/// The file after somebody has written this block into it.
fn edited(old: &str, block: &str) -> String {
    if block.starts_with("ruleset ") || block.starts_with("tests of ") {
        return block.to_owned();
    }
    let mut all = items(old);
    for new in items(block) {
        match all.iter_mut().find(|item| key(item) == key(&new)) {
            Some(item) => *item = new,
            None => all.push(new),
        }
    }
    let mut text = all.join("\n\n");
    text.push('\n');
    text
}

/// The arguments of `rulec test -k caught`.
fn arguments(command: &str) -> Vec<&str> {
    let mut words = command.split(' ');
    assert_eq!(words.next(), Some("rulec"), "a command of the tutorial: {command}");
    words.collect()
}

#[test]
fn the_tutorial_works_as_it_is_printed() {
    let path = root().join("docs/tutorial.md");
    let page = fs::read_to_string(&path).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let mut here: PathBuf = folder.path().to_owned();
    let mut rest = page.as_str();
    let mut current = String::new();
    for block in blocks(&page) {
        let (before, after) = rest.split_once(&block.text).unwrap();
        current.push_str(before);
        rest = after;
        if let Some(name) = &block.name {
            let file = here.join(name);
            let old = fs::read_to_string(&file).unwrap_or_default();
            let new = if block.kind == "rule" {
                edited(&old, &block.text)
            } else {
                block.text.clone()
            };
            fs::write(file, new).unwrap();
            current.push_str(&block.text);
            continue;
        }
        for command in block.text.lines().filter_map(|line| line.strip_prefix("$ ")) {
            current.push_str(&format!("$ {command}\n"));
            if let Some(inner) = command.strip_prefix("cd ") {
                here.push(inner);
                continue;
            }
            let ran = Test::inside(&here.to_string_lossy()).args(arguments(command)).run();
            current.push_str(&ran.stdout);
            current.push_str(&ran.stderr);
        }
    }
    current.push_str(rest);
    if std::env::var_os("RULEC_BLESS").is_some() {
        fs::write(&path, current).unwrap();
    } else {
        assert!(
            page == current,
            "docs/tutorial.md shows other output than the program; RULEC_BLESS=1 writes it anew:\n{current}"
        );
    }
}
