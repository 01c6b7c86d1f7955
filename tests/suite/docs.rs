//! What the documents show is what happens: pages of codes, the reference, README.
//!
//! A page of a code shows a mistake and, below `## Put right`, the same put right. A block names its file
//! (```` ```csv list.csv ````); without a name rules are `rules.rule` and facts `facts.json` or `facts.yaml`. What "Put right" does not
//! show again stays as it was. A `console` block says which commands run; otherwise facts are evaluated, or rules checked.
//!
//! In `docs/language.md` a block of rules that does not begin a file continues its `example.rule`. In README the output
//! below a command is compared; `RULEC_BLESS=1` writes it anew.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::fs;

use crate::support::Block;
use crate::support::Test;
use crate::support::blocks;
use crate::support::codes_in;
use crate::support::files;
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
            ("json" | "yaml", None) => format!("facts.{}", block.kind),
            (kind, None) => panic!("line {}: name the file: ```{kind} FILE", block.line),
        };
        self.files.insert(name, block.text.clone());
    }

    /// All that the commands say, and whether they ended without errors in rules, facts or arguments.
    fn run(&self) -> (String, bool) {
        let rules = self.files.keys().any(|name| name.ends_with(".rule"));
        let facts = ["facts.json", "facts.yaml"]
            .into_iter()
            .find(|name| self.files.contains_key(*name));
        let commands = match (&*self.commands, facts) {
            ([], Some(facts)) => vec![vec!["eval".to_owned(), facts.to_owned()]],
            ([], None) => vec![vec!["check".to_owned()]],
            (stated, _) => stated.to_vec(),
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
    let shown = !example.is_empty();
    for block in example {
        before.add(block);
    }
    let mut after = before.clone();
    if cure
        .iter()
        .any(|block| matches!(&*block.kind, "rule" | "json" | "yaml"))
    {
        after.commands = if cure.iter().any(|block| block.kind == "console") {
            Vec::new()
        } else {
            before.commands.clone()
        };
    }
    for block in &cure {
        after.add(block);
    }
    (shown.then_some(before), (!cure.is_empty()).then_some(after))
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

/// The blocks of `docs/language.md` that have a name: the files that its other blocks build on.
fn reference() -> (Vec<Block>, String, String) {
    let page = fs::read_to_string(root().join("docs/language.md")).unwrap();
    let all = blocks(&page);
    let named = |name: &str| {
        let found = all.iter().find(|block| block.name.as_deref() == Some(name));
        found
            .unwrap_or_else(|| panic!("docs/language.md has no block {name}"))
            .text
            .clone()
    };
    let (vocabulary, example) = (named("vocabulary.rule"), named("example.rule"));
    (all, vocabulary, example)
}

#[test]
fn the_examples_of_the_reference_compile_and_pass_their_tests() {
    let (all, vocabulary, example) = reference();
    let mut faults = Vec::new();
    for block in all.iter().filter(|block| block.kind == "rule") {
        let rules = match &block.name {
            Some(name) if name == "vocabulary.rule" => String::new(),
            Some(_) => block.text.clone(),
            None if block.text.starts_with("ruleset ") => block.text.clone(),
            None if block.text.starts_with("tests of ") => example.clone(),
            None => format!("{example}\n{}", block.text),
        };
        let test = || {
            let mut test = Test::new()
                .file("rulec.toml", "title = \"Reference\"\n")
                .file("vocabulary.rule", &vocabulary);
            for table in all.iter().filter(|block| block.kind == "csv") {
                test = test.file(table.name.as_deref().unwrap(), &table.text);
            }
            if block.text.starts_with("tests of ") {
                test = test.file("tests.rule", &block.text);
            }
            if rules.is_empty() {
                test
            } else {
                test.file("rules.rule", &rules)
            }
        };
        let ran = test().args(["check"]).run();
        // An example shows one thing: an outcome that it does not reach, or a rule that cites nothing, is no fault of it.
        let codes = codes_in(&ran.stderr);
        let shown = format!("line {}, {}", block.line, block.heading);
        if ran.status.is_none_or(|status| status > 1)
            || codes.iter().any(|code| !["W102", "W115"].contains(&code.as_str()))
        {
            faults.push(format!("{shown}: check says\n{}{}", ran.stdout, ran.stderr));
        } else if rules.contains("\ntest \"") || block.text.contains("\ntest \"") {
            let ran = test().args(["test"]).run();
            if ran.status != Some(0) {
                faults.push(format!("{shown}: test says\n{}{}", ran.stdout, ran.stderr));
            }
        }
    }
    assert!(
        faults.is_empty(),
        "{} examples of docs/language.md:\n{}",
        faults.len(),
        faults.join("\n")
    );
}

/// The words of the language, from the grammar: `k_before = @{ "before" ~ end }`.
fn words_of_the_grammar() -> Vec<String> {
    let mut words = Vec::new();
    for file in files(&root().join("grammar"), ".pest") {
        let text = fs::read_to_string(file).unwrap();
        let rules = text.lines().filter_map(|line| line.strip_prefix("k_"));
        words.extend(rules.filter_map(|rule| rule.split('"').nth(1).map(str::to_owned)));
    }
    words.retain(|word| word.starts_with(|letter: char| letter.is_ascii_alphabetic()));
    words
}

#[test]
fn each_word_of_the_language_stands_in_an_example_of_the_reference() {
    let (all, ..) = reference();
    let mut shown: BTreeSet<String> = BTreeSet::new();
    for block in all.iter().filter(|block| block.kind == "rule") {
        for line in block.text.lines() {
            // What stands in quotes or in a comment is no word of the language.
            let plain: String = line.split('"').step_by(2).collect::<Vec<_>>().join(" ");
            let plain = plain.split('#').next().unwrap();
            let words = plain.split(|letter: char| !letter.is_ascii_alphanumeric() && letter != '_');
            shown.extend(words.map(str::to_owned));
        }
    }
    let words = words_of_the_grammar();
    assert!(words.len() > 150, "the grammar has {} words", words.len());
    let missing: Vec<&String> = words.iter().filter(|word| !shown.contains(*word)).collect();
    assert!(missing.is_empty(), "no example of docs/language.md has {missing:?}");
}

#[test]
fn each_code_is_named_where_its_construct_is_described() {
    let pages = ["language.md", "facts.md", "cli.md"];
    let text: String = pages
        .map(|page| fs::read_to_string(root().join("docs").join(page)).unwrap())
        .concat();
    let named: BTreeSet<String> = codes_in(&text).into_iter().collect();
    let missing: Vec<String> = register()
        .into_iter()
        .map(|(code, _)| code)
        // T is arguments and the machine, X a fault of rulec: neither is anything that somebody writes in rules or facts.
        .filter(|code| !named.contains(code) && !code.starts_with(['T', 'X']))
        .collect();
    assert!(missing.is_empty(), "docs/ {pages:?} do not name {missing:?}");
}

#[test]
fn the_record_that_shows_how_facts_are_written_is_decided() {
    let (_, vocabulary, example) = reference();
    let page = fs::read_to_string(root().join("docs/facts.md")).unwrap();
    let record = blocks(&page).into_iter().find(|block| block.kind == "json").unwrap();
    let list = "\ntable listed_parties \"Listed parties\"\n  columns\n    name : text\n  one row per name\n  \
                incomplete because \"A sample\"\n  | name |\n  | \"Red Star Co\" |\n\n\
                rule listed \"The importer is listed\"\n  when shipment.importer.name is in listed_parties.name\n  \
                then licence is required\n";
    Test::new()
        .file("rulec.toml", "title = \"Facts\"\n")
        .file("vocabulary.rule", vocabulary)
        .file("rules.rule", format!("{example}{list}"))
        .facts(&record.text)
        .args(["eval", "facts.json"])
        .status(0)
        .says("order 4711")
        .says("listed_parties");
}

/// Commands and outputs of a `console` block: `$ command` begins one.
fn sessions(text: &str) -> Vec<(String, String)> {
    let mut found: Vec<(String, String)> = Vec::new();
    for line in text.lines() {
        match (line.strip_prefix("$ "), found.last_mut()) {
            (Some(command), _) => found.push((command.to_owned(), String::new())),
            (None, Some((_, output))) => {
                output.push_str(line);
                output.push('\n');
            }
            (None, None) => panic!("a console block begins with a command: {line}"),
        }
    }
    found
}

#[test]
fn readme_shows_what_its_commands_print() {
    let path = root().join("README.md");
    let page = fs::read_to_string(&path).unwrap();
    let ci = fs::read_to_string(root().join(".ci/run")).unwrap();
    let mut current = page.clone();
    let mut compared = 0;
    for block in blocks(&page).iter().filter(|block| block.kind == "console") {
        let mut shown = String::new();
        for (line, _) in sessions(&block.text) {
            let mut output = String::new();
            if let Some((start, args)) = line.split_once(" -- ") {
                assert!(
                    start.starts_with("cargo run --locked --release"),
                    "README: how is this run? {line}"
                );
                compared += 1;
                let args = command(&format!("$ rulec {args}")).unwrap();
                output = Test::inside(".").args(args.iter().map(String::as_str)).run().stdout;
            } else {
                assert!(ci.contains(&line), "README says `{line}`, and .ci/run does not run it");
            }
            shown.push_str(&format!("$ {line}\n{output}"));
        }
        current = current.replace(&block.text, &shown);
    }
    assert!(compared > 0, "README shows no output");
    if std::env::var_os("RULEC_BLESS").is_some() {
        fs::write(&path, current).unwrap();
    } else {
        assert!(
            page == current,
            "README shows other output than the program; RULEC_BLESS=1 writes it anew:\n{current}"
        );
    }
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
