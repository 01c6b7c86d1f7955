//! Mistakes in packs of a few lines, and what is said about them: each table has a mistake and its report a line.
//!
//! A report is shown as `CODE line: title`, files by name. What a whole report looks like is in `tests/diagnostics`.

mod decisions;
mod lints;
mod names;
mod order;
mod references;
mod rules;
mod shape;
mod tables;

use std::path::Path;

use crate::diagnostic::Diagnostics;
use crate::limits::Limits;
use crate::pack;
use crate::pack::MANIFEST;
use crate::pack::Memory;
use crate::plan::Plan;
use crate::source::Sources;

use super::Compiled;
use super::compile;

/// Compiles files in memory: names and texts.
fn compile_texts(files: &[(&str, &str)]) -> Compiled {
    let mut memory = Memory::new().with(format!("pack/{MANIFEST}"), "title = \"T\"\n");
    for (name, text) in files {
        memory.add(format!("pack/{name}"), *text);
    }
    let limits = Limits::default();
    let (mut sources, mut diagnostics) = (Sources::new(), Diagnostics::new());
    let opened = pack::open(&memory, Path::new("pack"), &limits, &mut sources, &mut diagnostics);
    compile(&mut opened.unwrap(), sources, diagnostics, &limits)
}

/// What is said about files in memory, by place.
fn said(files: &[(&str, &str)]) -> Vec<String> {
    let compiled = compile_texts(files);
    let sources = compiled.sources;
    let shown = compiled.diagnostics.sorted().into_iter().map(|said| {
        let place = said.at.as_ref().map_or(String::new(), |at| {
            let place = sources.place(at.span);
            let mut parts = place.split(':');
            let file = parts.next().unwrap().rsplit('/').next().unwrap().to_owned();
            let line = parts.next().unwrap();
            if file == "a.rule" {
                line.to_owned()
            } else {
                format!("{file}:{line}")
            }
        });
        format!("{} {place}: {}", said.code, said.title)
    });
    shown.collect()
}

/// What warns of texts that do nothing: a case shows one thing, and the rest of it does nothing. Each has a case of its
/// own in `tests/diagnostics`.
const DOES_NOTHING: [&str; 7] = ["W109", "W110", "W111", "W112", "W113", "W114", "W115"];

/// Compares what is said about a head with something below it, for each of a table: name, text, reports.
fn check_each(head: &str, cases: &[(&str, &str, &[&str])]) {
    for (name, text, expected) in cases {
        let file = format!("{head}{text}");
        let mut found = said(&[("a.rule", &file)]);
        found.retain(|line| !DOES_NOTHING.iter().any(|code| line.starts_with(code)));
        assert_eq!(found, *expected, "{name}\n{file}");
    }
}

/// The plan of one file without mistakes.
fn plan_of(text: &str) -> Plan {
    let compiled = compile_texts(&[("a.rule", text)]);
    let said: Vec<_> = compiled.diagnostics.iter().map(|said| &said.title).collect();
    compiled.plan.unwrap_or_else(|| panic!("{said:?}\n{text}"))
}
