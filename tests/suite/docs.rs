//! What the documents show is what happens: pages of codes, the reference, README.
//!
//! A page of a code shows a mistake and, below `## Put right`, the same put right. A block names its file
//! (```` ```csv list.csv ````); without a name rules are `rules.rule` and facts `facts.json`. What "Put right" does not
//! show again stays as it was. A `console` block says which commands run; otherwise facts are evaluated, or rules checked.

use std::collections::BTreeMap;
use std::fs;

use crate::support::Block;
use crate::support::Test;
use crate::support::blocks;
use crate::support::codes_in;
use crate::support::register;
use crate::support::root;

/// The files and commands of a page, before and after.
#[derive(Default, Clone)]
struct Scene {
    files: BTreeMap<String, String>,
    commands: Vec<Vec<String>>,
}

impl Scene {
    fn add(&mut self, block: &Block) {
        let name = match (&*block.kind, &block.name) {
            ("console", _) => {
                self.commands = block.text.lines().filter_map(command).collect();
                return;
            }
            (_, Some(name)) => name.clone(),
            ("rule", None) => "rules.rule".to_owned(),
            ("json", None) => "facts.json".to_owned(),
            (kind, None) => panic!("line {}: name the file: ```{kind} FILE", block.line),
        };
        self.files.insert(name, block.text.clone());
    }

    /// All that the commands say, and whether they ended without errors in rules, facts or arguments.
    fn run(&self) -> (String, bool) {
        let rules = self.files.keys().any(|name| name.ends_with(".rule"));
        let facts = self.files.contains_key("facts.json");
        let commands = match &*self.commands {
            [] if facts => vec![vec!["eval".to_owned(), "facts.json".to_owned()]],
            [] => vec![vec!["check".to_owned()]],
            stated => stated.to_vec(),
        };
        let (mut said, mut clean) = (String::new(), true);
        for command in commands {
            let mut test = Test::new();
            if rules && !self.files.contains_key("rulec.toml") {
                test = test.file("rulec.toml", "title = \"A page\"\n");
            }
            for (name, content) in &self.files {
                test = test.file(name, content);
            }
            let ran = test.args(command.iter().map(String::as_str)).run();
            clean = clean && !matches!(ran.status, Some(2..=4) | None);
            said.push_str(&ran.stdout);
            said.push_str(&ran.stderr);
        }
        (said, clean)
    }
}

/// The arguments of a line `$ rulec eval facts.json --set 'a=b'`; `None` for a line of output.
fn command(line: &str) -> Option<Vec<String>> {
    let line = line.strip_prefix("$ ")?;
    let mut words = Vec::new();
    let (mut word, mut quoted) = (String::new(), false);
    for letter in line.chars() {
        match letter {
            '\'' => quoted = !quoted,
            ' ' if !quoted => words.push(std::mem::take(&mut word)),
            _ => word.push(letter),
        }
    }
    words.push(word);
    words.retain(|word| !word.is_empty());
    assert_eq!(
        words.first().map(String::as_str),
        Some("rulec"),
        "a command of a page: {line}"
    );
    Some(words.split_off(1))
}

/// The page of a code as its example and its cure.
fn scenes(page: &str) -> (Option<Scene>, Option<Scene>) {
    let all = blocks(page);
    let (cure, example): (Vec<&Block>, Vec<&Block>) = all.iter().partition(|block| block.heading == "Put right");
    let mut before = Scene::default();
    example.iter().for_each(|block| before.add(block));
    let mut after = before.clone();
    if cure.iter().any(|block| block.kind == "rule" || block.kind == "json") {
        after.commands = if cure.iter().any(|block| block.kind == "console") {
            Vec::new()
        } else {
            before.commands.clone()
        };
    }
    cure.iter().for_each(|block| after.add(block));
    (
        (!example.is_empty()).then_some(before),
        (!cure.is_empty()).then_some(after),
    )
}

#[test]
fn the_page_of_a_code_shows_the_code_and_its_cure() {
    let mut faults = Vec::new();
    for (code, title) in register() {
        let page = fs::read_to_string(root().join(format!("docs/errors/{code}.md"))).unwrap();
        if page.lines().next() != Some(&*format!("# {code}: {title}")) {
            faults.push(format!("{code}: the first line is not `# {code}: {title}`"));
        }
        for heading in ["## Put right", "## Why the language insists"] {
            if !page.lines().any(|line| line == heading) {
                faults.push(format!("{code}: there is no `{heading}`"));
            }
        }
        let (example, cure) = scenes(&page);
        if let Some(example) = example {
            let (said, _) = example.run();
            let codes = codes_in(&said);
            if codes != [code.clone()] {
                faults.push(format!("{code}: the example gives {codes:?}:\n{said}"));
            }
        }
        if let Some(cure) = cure {
            let (said, clean) = cure.run();
            if !clean || !codes_in(&said).is_empty() {
                faults.push(format!("{code}: put right it says\n{said}"));
            }
        }
    }
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
}

#[test]
fn no_page_blames_or_speaks_in_jargon() {
    for (code, _) in register() {
        let page = fs::read_to_string(root().join(format!("docs/errors/{code}.md")))
            .unwrap()
            .to_lowercase();
        for word in [
            "invalid",
            "illegal",
            "unexpected token",
            "parser",
            "syntax",
            "boolean expression",
            "user error",
        ] {
            assert!(!page.contains(word), "docs/errors/{code}.md says `{word}`");
        }
    }
}
