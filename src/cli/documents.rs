//! `docs/cli.md` and `docs/decision.schema.json`, made from what they describe and compared with it.

use clap::CommandFactory;

use super::args::Arguments;
use super::exit::Exit;
use crate::decision::schema;
use crate::limits::Limits;
use crate::text;

/// What stands above the commands.
const HEAD: &str = "\
# The command line

Results go to standard output, everything about mistakes and progress to standard error. Equal input gives equal bytes: no command looks
at the clock, the network or the environment, except that `NO_COLOR`, `TERM=dumb` and a pipe turn colours off, and that a language
setting without UTF-8 has the effect of `--ascii`.

A pack is a folder with a `rulec.toml`. Without `--rules` a command takes the nearest one, from the current folder upwards.
";

/// What stands behind the commands.
const TAIL: &str = "
## Facts

`FACTS` are JSON files, one record each, or NDJSON files (`.ndjson`, `.jsonl`), one record a line; `-` is standard input, in either form.
A record with a mistake never stops the others. `facts.md` says how facts are written.

## Answers

| `--format` | is |
| --- | --- |
| `human` | a page for each record |
| `json` | all of each answer; one JSON document a record, one after the other. `decision.schema.json` describes it |
| `ndjson` | the outcomes and errors of a record on one line; what is empty is left out |
| `markdown` | the page for people, for a pull request or a file |

Names of decisions and readings are short (`licence`) or full (`cn.rare_earth.licence`). `--reading NAME=open` reopens a point that the
manifest chose. A choice comes from `--reading`, else from the manifest, else from `--readings suggested`.

## Messages

| form | is |
| --- | --- |
| `human` | each message with the lines that it is about; at most ERRORS are shown, and the rest is counted |
| `concise` | `path:line:column: code: message`, a line each |
| `json` | a JSON object a line, on standard error; for `rulec check` one document on standard output |

`rulec explain-error CODE` shows what a code means, with an example and its cure.
";

fn documented() -> String {
    let mut page = String::from(HEAD);
    let mut top = Arguments::command().term_width(100);
    top.build();
    let names: Vec<String> = top
        .get_subcommands()
        .map(|command| command.get_name().to_owned())
        .collect();
    page += &section("rulec", &mut top);
    for name in &names {
        let command = top.find_subcommand_mut(name).unwrap();
        page += &section(&format!("rulec {name}"), command);
    }
    page += "\n## Exit codes\n\nThe worst that happened gives the code: 2 before 3, 4, 5 and 1.\n\n| code | when |\n| --- | --- |\n";
    let mut exits = Exit::ALL;
    exits.sort_by_key(|(_, number, _)| *number);
    for (_, number, meaning) in exits {
        page.extend(["| ", &number.to_string(), " | ", meaning, " |\n"]);
    }
    page += &TAIL.replace("ERRORS", &Limits::default().errors_shown.to_string());
    page += "\n## Limits\n\n`rulec --limits` prints them.\n\n| limit | value | why |\n| --- | --- | --- |\n";
    for (name, value, why) in Limits::default().table() {
        page.extend([
            "| ",
            name,
            " | ",
            &text::group_digits(&value.to_string()),
            " | ",
            why,
            " |\n",
        ]);
    }
    page
}

fn section(title: &str, command: &mut clap::Command) -> String {
    let help = command.render_help().to_string();
    let lines: Vec<&str> = help.lines().map(str::trim_end).collect();
    format!("\n## {title}\n\n```text\n{}\n```\n", lines.join("\n").trim_end())
}

fn check(name: &str, expected: &str) {
    let path = format!("{}/docs/{name}", env!("CARGO_MANIFEST_DIR"));
    if std::env::var_os("RULEC_BLESS").is_some() {
        std::fs::write(&path, expected).unwrap();
    }
    let actual = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        actual == expected,
        "docs/{name} is not what it was made from; RULEC_BLESS=1 writes it anew"
    );
}

#[test]
fn the_page_of_the_command_line_is_its_help() {
    check("cli.md", &documented());
}

#[test]
fn the_schema_of_answers_is_the_one_in_the_documents() {
    check(
        "decision.schema.json",
        &(serde_json::to_string_pretty(&schema::schema()).unwrap() + "\n"),
    );
}
