//! What the tests share: running the built binary in a folder of its own, and reading fenced blocks of documents.
//!
//! A test reads as a sentence: `Test::new().rules("…").facts("…").args(["eval", "facts.json"]).status(0).says("…")`.

use std::fs;
use std::io::Write;
use std::path::Path;
use std::path::PathBuf;
use std::process::Command;
use std::process::Stdio;

use tempfile::TempDir;

/// The root of the project.
pub(crate) fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// A folder with files in it, and a command that will run there.
pub(crate) struct Test {
    folder: TempDir,
    at: PathBuf,
    args: Vec<String>,
    stdin: Vec<u8>,
    env: Vec<(String, String)>,
}

impl Test {
    /// An empty folder; nothing is passed yet.
    pub(crate) fn new() -> Test {
        let folder = TempDir::new().unwrap();
        let at = folder.path().to_path_buf();
        Test {
            folder,
            at,
            args: Vec::new(),
            stdin: Vec::new(),
            env: Vec::new(),
        }
    }

    /// The command runs in a folder of the project, not in a new one. Such a test writes nothing.
    pub(crate) fn inside(folder: &str) -> Test {
        Test {
            at: root().join(folder),
            ..Test::new()
        }
    }

    /// Writes a file into the folder.
    pub(crate) fn file(self, name: &str, content: impl AsRef<[u8]>) -> Test {
        assert!(
            self.at.starts_with(self.folder.path()),
            "`{name}` would be written into the project"
        );
        let path = self.at.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
        self
    }

    /// The only rule file of a pack: `rules.rule`, and a `rulec.toml` that says only its title.
    pub(crate) fn rules(self, text: &str) -> Test {
        self.file("rules.rule", text).file("rulec.toml", "title = \"A test\"\n")
    }

    /// The facts: `facts.json`.
    pub(crate) fn facts(self, text: &str) -> Test {
        self.file("facts.json", text)
    }

    /// The arguments, the name of the program apart.
    pub(crate) fn args<'a>(mut self, args: impl IntoIterator<Item = &'a str>) -> Test {
        self.args = args.into_iter().map(str::to_owned).collect();
        self
    }

    /// What the program reads from its standard input.
    pub(crate) fn stdin(mut self, text: impl AsRef<[u8]>) -> Test {
        self.stdin = text.as_ref().to_vec();
        self
    }

    /// A variable of the environment, which is otherwise empty.
    pub(crate) fn env(mut self, name: &str, value: &str) -> Test {
        self.env.push((name.to_owned(), value.to_owned()));
        self
    }

    /// The command, ready to be started: no environment but what the test says, so no machine differs.
    pub(crate) fn command(&self) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_rulec"));
        command
            .args(&self.args)
            .current_dir(&self.at)
            .env_clear()
            .envs(self.env.iter().cloned());
        command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        command
    }

    /// Runs the command and keeps the folder until the result is dropped.
    pub(crate) fn run(self) -> Ran {
        let mut child = self.command().spawn().unwrap();
        // Nobody may be reading: then the pipe closes, which is the program's right.
        let _ = child.stdin.take().unwrap().write_all(&self.stdin);
        let output = child.wait_with_output().unwrap();
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
        Ran {
            said: self.args.join(" "),
            status: output.status.code(),
            stdout: text(output.stdout),
            stderr: text(output.stderr),
            folder: self.folder,
        }
    }

    /// Runs the command and compares its exit code.
    pub(crate) fn status(self, expected: i32) -> Ran {
        self.run().status(expected)
    }
}

/// What a command said and how it ended.
pub(crate) struct Ran {
    said: String,
    /// The exit code; `None` if a signal ended it.
    pub(crate) status: Option<i32>,
    /// What it wrote to its standard output.
    pub(crate) stdout: String,
    /// What it wrote to its standard error.
    pub(crate) stderr: String,
    folder: TempDir,
}

impl Ran {
    /// Compares the exit code.
    pub(crate) fn status(self, expected: i32) -> Ran {
        assert_eq!(
            self.status,
            Some(expected),
            "exit code of `rulec {}`\n{}{}",
            self.said,
            self.stdout,
            self.stderr
        );
        self
    }

    /// Standard output holds this text.
    pub(crate) fn says(self, expected: &str) -> Ran {
        assert!(
            self.stdout.contains(expected),
            "`rulec {}` does not say {expected:?}:\n{}",
            self.said,
            self.stdout
        );
        self
    }

    /// Standard error holds this text.
    pub(crate) fn complains(self, expected: &str) -> Ran {
        assert!(
            self.stderr.contains(expected),
            "`rulec {}` does not complain {expected:?}:\n{}",
            self.said,
            self.stderr
        );
        self
    }

    /// The codes of the diagnostics, in the order in which they stand, each once.
    pub(crate) fn codes(&self) -> Vec<String> {
        codes_in(&self.stderr)
    }

    /// How many tests passed, as `rulec test` counts them; none if it does not say.
    pub(crate) fn passed(&self) -> usize {
        let mut lines = self.stdout.lines().chain(self.stderr.lines());
        let line = lines.find(|line| line.contains(" passed")).unwrap_or("");
        line.split(' ').next().and_then(|count| count.parse().ok()).unwrap_or(0)
    }

    /// A file that the command wrote.
    pub(crate) fn written(&self, name: &str) -> String {
        fs::read_to_string(self.folder.path().join(name)).unwrap()
    }
}

/// How many tests stand in a rule file. A table of examples runs more.
pub(crate) fn tests_in(rules: &str) -> usize {
    rules.lines().filter(|line| line.starts_with("test \"")).count()
}

/// Words of the form `R301` in diagnostics, each once. Plain diagnostics begin `place: R301: title`.
pub(crate) fn codes_in(text: &str) -> Vec<String> {
    let mut codes: Vec<String> = Vec::new();
    for word in text.split(|letter: char| !letter.is_ascii_alphanumeric()) {
        let mut letters = word.chars();
        let code = letters.next().is_some_and(|letter| "RFEWTX".contains(letter))
            && word.len() == 4
            && letters.all(|letter| letter.is_ascii_digit());
        if code && !codes.iter().any(|other| other == word) {
            codes.push(word.to_owned());
        }
    }
    codes
}

/// The register of codes with their titles, as it stands in the source.
pub(crate) fn register() -> Vec<(String, String)> {
    let text = fs::read_to_string(root().join("src/diagnostic/codes.rs")).unwrap();
    let codes: Vec<(String, String)> = text
        .lines()
        .skip_while(|line| *line != "codes! {")
        .skip(1)
        .take_while(|line| *line != "}")
        .filter_map(|line| line.trim().split_once(' '))
        .map(|(code, title)| (code.to_owned(), title.trim_matches('"').to_owned()))
        .collect();
    assert!(codes.len() > 100, "only {} codes were found", codes.len());
    codes
}

/// A fenced block of a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Block {
    /// The nearest heading above, without its signs: `Put right`.
    pub(crate) heading: String,
    /// The first word after the fence: `rule`.
    pub(crate) kind: String,
    /// The second word, if there is one: `metals.csv`.
    pub(crate) name: Option<String>,
    /// What stands between the fences.
    pub(crate) text: String,
    /// The line of the fence, from 1.
    pub(crate) line: usize,
}

/// The fenced blocks of a document, in order.
pub(crate) fn blocks(document: &str) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut heading = String::new();
    let mut open: Option<Block> = None;
    for (line, number) in document.lines().zip(1..) {
        match (&mut open, line.strip_prefix("```")) {
            (Some(_), Some("")) => blocks.extend(open.take()),
            (Some(block), _) => {
                block.text.push_str(line);
                block.text.push('\n');
            }
            (None, Some(info)) => {
                let mut words = info.split_whitespace().map(str::to_owned);
                open = Some(Block {
                    heading: heading.clone(),
                    kind: words.next().unwrap_or_default(),
                    name: words.next(),
                    text: String::new(),
                    line: number,
                });
            }
            (None, None) if line.starts_with('#') => heading = line.trim_start_matches('#').trim().to_owned(),
            (None, None) => {}
        }
    }
    assert!(open.is_none(), "a fence is not closed: {open:?}");
    blocks
}

/// All files below a folder whose name ends so, in a fixed order.
pub(crate) fn files(folder: &Path, ending: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut open = vec![folder.to_path_buf()];
    while let Some(next) = open.pop() {
        for entry in fs::read_dir(&next).unwrap_or_else(|error| panic!("{}: {error}", next.display())) {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
            } else if path.to_string_lossy().ends_with(ending) {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

#[test]
fn blocks_carry_their_heading_kind_and_name() {
    let found = blocks("# A\n```csv a.csv\nx,y\n```\n## B c\ntext\n```rule\nfact f : text\n```\n");
    let shown: Vec<(&str, &str, Option<&str>, &str)> = found
        .iter()
        .map(|block| (&*block.heading, &*block.kind, block.name.as_deref(), &*block.text))
        .collect();
    assert_eq!(
        shown,
        [
            ("A", "csv", Some("a.csv"), "x,y\n"),
            ("B c", "rule", None, "fact f : text\n")
        ]
    );
}

#[test]
fn codes_are_found_each_once() {
    assert_eq!(
        codes_in("a.rule:1:2: R301: a percent\nR302\n × x R301 X100, ECR1, HS 8505"),
        ["R301", "R302", "X100"]
    );
}
