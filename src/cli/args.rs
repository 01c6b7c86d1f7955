//! The arguments of all commands. Their help texts are the documentation: `docs/cli.md` is made from them.

use std::path::PathBuf;

use clap::Args;
use clap::Parser;
use clap::Subcommand;
use clap::ValueEnum;

/// Decides cases of trade and export control by written rules, exactly, and says why.
#[derive(Debug, Parser)]
#[command(name = "rulec", version, disable_help_subcommand = true, after_help = EXITS)]
pub(super) struct Arguments {
    /// Show every bound on rules and facts, and its reason.
    #[arg(long)]
    pub(super) limits: bool,
    #[command(flatten)]
    pub(super) shared: Shared,
    #[command(subcommand)]
    pub(super) command: Option<Command>,
}

/// The exit codes, in one line for each help text.
const EXITS: &str = "Exit: 0 decided, checked, passed; 1 a test or lint failed; 2 wrong use; 3 errors in rules; \
    4 in facts; 5 not settled";

/// What every command understands.
#[derive(Clone, Copy, Debug, Args)]
pub(super) struct Shared {
    /// Draw with ASCII characters only.
    #[arg(long, global = true, help_heading = "Display")]
    pub(super) ascii: bool,
    /// When to use colours, which only repeat words; auto: on a terminal, unless `NO_COLOR` is set.
    #[arg(
        long,
        global = true,
        value_name = "WHEN",
        value_enum,
        default_value = "auto",
        help_heading = "Display"
    )]
    pub(super) color: ColorWhen,
}

/// When colours are used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum ColorWhen {
    // On a terminal, unless NO_COLOR is set or TERM is dumb.
    Auto,
    // Everywhere.
    Always,
    // Nowhere.
    Never,
}

/// What there is to do.
#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Decides records of facts by the rules of a pack.
    #[command(after_help = EXITS)]
    Eval(Eval),
    /// Checks the rules of a pack and shows every mistake in them.
    #[command(after_help = EXITS)]
    Check(Check),
    /// Lays rule files out in the one way in which they are read.
    #[command(after_help = EXITS)]
    Fmt(Fmt),
    /// Runs the tests of a pack.
    #[command(after_help = EXITS)]
    Test(Test),
    /// Shows the reasoning behind a decision as a tree.
    #[command(after_help = EXITS)]
    Explain(Explain),
    /// Shows which facts a pack asks for, as a JSON Schema.
    #[command(after_help = EXITS)]
    Schema(Schema),
    /// Reads the rules of a pack back as plain sentences that a lawyer can sign.
    #[command(after_help = EXITS)]
    Doc(Doc),
    /// Explains the code of a message, with an example and its cure.
    ExplainError(ExplainError),
    /// Makes a new pack with a first rule and its tests.
    Init(Init),
}

/// Which pack.
#[derive(Clone, Debug, Args)]
pub(super) struct Rules {
    /// The pack, or a folder of packs; without it the nearest rulec.toml, upwards from here.
    #[arg(long, value_name = "PACK")]
    pub(super) rules: Option<PathBuf>,
}

/// Which pack, for commands that look at nothing else.
#[derive(Clone, Debug, Args)]
pub(super) struct Here {
    /// The pack, or a folder of packs; without it the nearest rulec.toml, upwards from here.
    #[arg(value_name = "PACK")]
    pack: Option<PathBuf>,
}

impl Here {
    /// The rules that it names.
    pub(super) fn rules(&self) -> Rules {
        Rules {
            rules: self.pack.clone(),
        }
    }
}

/// How facts are decided.
#[derive(Clone, Debug, Args)]
pub(super) struct Asking {
    /// The law of this day, in place of the date that the facts give; the answer shows both.
    #[arg(long, value_name = "DATE")]
    pub(super) as_of: Option<String>,
    /// The day on which it is looked at whether obligations are done; it does not move the law's date.
    #[arg(long, value_name = "DATE")]
    pub(super) observed: Option<String>,
    /// Read an open point of the law so; may be repeated.
    #[arg(long, value_name = "NAME=CHOICE")]
    pub(super) reading: Vec<String>,
    /// Follow the author's advice on points that nobody chose.
    #[arg(long, value_name = "WHICH", value_enum)]
    pub(super) readings: Option<Readings>,
    /// Only this decision or summary; may be repeated.
    #[arg(long, value_name = "NAME")]
    pub(super) decision: Vec<String>,
    /// How messages about mistakes are shown.
    #[arg(long, value_name = "FORM", value_enum, default_value = "human")]
    pub(super) diagnostics: ReportFormat,
}

/// Readings that are chosen together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Readings {
    // What the author of the rules suggests.
    Suggested,
}

/// Arguments of `eval`.
#[derive(Debug, Args)]
pub(super) struct Eval {
    /// Fact files: JSON, NDJSON with a record a line, or YAML ("-": standard input).
    #[arg(required = true, value_name = "FACTS")]
    pub(super) facts: Vec<PathBuf>,
    #[command(flatten)]
    pub(super) rules: Rules,
    #[command(flatten)]
    pub(super) asking: Asking,
    /// How the answers are written.
    #[arg(long, value_name = "FORM", value_enum, default_value = "human")]
    pub(super) format: AnswerFormat,
}

/// Arguments of `explain`.
#[derive(Debug, Args)]
pub(super) struct Explain {
    /// Fact files: JSON, NDJSON with a record a line, or YAML ("-": standard input).
    #[arg(required = true, value_name = "FACTS")]
    pub(super) facts: Vec<PathBuf>,
    #[command(flatten)]
    pub(super) rules: Rules,
    #[command(flatten)]
    pub(super) asking: Asking,
    /// How the reasoning is written.
    #[arg(long, value_name = "FORM", value_enum, default_value = "human")]
    pub(super) format: ReasonFormat,
}

/// Arguments of `check`.
#[derive(Debug, Args)]
pub(super) struct Check {
    #[command(flatten)]
    pub(super) pack: Here,
    /// Mend what has one certain mend, in the rule files of the pack itself, and report the rest.
    #[arg(long)]
    pub(super) fix: bool,
    /// How the messages are written.
    #[arg(long, value_name = "FORM", value_enum, default_value = "human")]
    pub(super) format: ReportFormat,
}

/// Arguments of `fmt`.
#[derive(Debug, Args)]
pub(super) struct Fmt {
    /// Rule files and folders ("-": standard input to standard output); without them the whole pack.
    #[arg(value_name = "FILES")]
    pub(super) files: Vec<PathBuf>,
    #[command(flatten)]
    pub(super) rules: Rules,
    /// Change nothing; name the files that are laid out otherwise.
    #[arg(long)]
    pub(super) check: bool,
    /// Change nothing; show what would change.
    #[arg(long)]
    pub(super) diff: bool,
}

/// Arguments of `test`.
#[derive(Debug, Args)]
pub(super) struct Test {
    #[command(flatten)]
    pub(super) pack: Here,
    /// Only tests and cases whose name has this text in it.
    #[arg(short = 'k', value_name = "TEXT")]
    pub(super) only: Option<String>,
    /// How many records of facts are tried for each property.
    #[arg(long, value_name = "N", default_value_t = crate::tools::property::TRIES)]
    pub(super) property_tries: usize,
    /// Writes the facts that refute a property into this folder.
    #[arg(long, value_name = "FOLDER")]
    pub(super) witnesses: Option<PathBuf>,
    /// Takes new and changed answers of the cases as their snapshots.
    #[arg(long)]
    pub(super) accept: bool,
    /// How the result is written.
    #[arg(long, value_name = "FORM", value_enum, default_value = "human")]
    pub(super) format: ResultFormat,
    /// How messages about mistakes in the rules are shown.
    #[arg(long, value_name = "FORM", value_enum, default_value = "human")]
    pub(super) diagnostics: ReportFormat,
}

/// Arguments of `schema`.
#[derive(Debug, Args)]
pub(super) struct Schema {
    #[command(flatten)]
    pub(super) rules: Rules,
    /// The schema of the answers instead, which is the same for every pack.
    #[arg(long)]
    pub(super) decision: bool,
}

/// Arguments of `doc`.
#[derive(Debug, Args)]
pub(super) struct Doc {
    /// Only these items, by short or full name, or all of a ruleset.
    #[arg(value_name = "NAMES")]
    pub(super) names: Vec<String>,
    /// One sentence an item, made from what is evaluated, with the hash of its meaning.
    #[arg(long, required = true)]
    text: bool,
    #[command(flatten)]
    pub(super) rules: Rules,
    /// How the sentences are written.
    #[arg(long, value_name = "FORM", value_enum, default_value = "human")]
    pub(super) format: ResultFormat,
}

/// Arguments of `explain-error`.
#[derive(Debug, Args)]
pub(super) struct ExplainError {
    /// The code, as R108.
    #[arg(value_name = "CODE")]
    pub(super) code: String,
}

/// Arguments of `init`.
#[derive(Debug, Args)]
pub(super) struct Init {
    /// The name of the pack, which becomes a folder here.
    #[arg(value_name = "NAME")]
    pub(super) name: String,
}

/// How answers are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum AnswerFormat {
    // For people.
    Human,
    // All of each answer, one JSON document a record.
    Json,
    // Short answers, a line a record.
    Ndjson,
    // For a pull request or a file.
    Markdown,
}

/// How reasoning is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum ReasonFormat {
    // A tree for people.
    Human,
    // All of each answer with its reasoning, one JSON document a record.
    Json,
    // A list for a pull request or a file.
    Markdown,
}

/// How messages are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum ReportFormat {
    // With the lines that they are about.
    Human,
    // One line each: path:line:column: code: message.
    Concise,
    // JSON.
    Json,
}

/// How results are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum ResultFormat {
    // For people.
    Human,
    // JSON.
    Json,
}
