//! What `eval` and `explain` share: opening rules, going through records, collecting the worst that happened.

use std::path::PathBuf;

use super::args::Asking;
use super::args::Readings;
use super::args::Rules;
use super::exit::Exit;
use super::files;
use super::files::RecordText;
use super::output;
use super::output::Output;
use super::rules;
use super::rules::Ready;
use crate::data::decode;
use crate::decision::Decision;
use crate::decision::Fault;
use crate::diagnostic::Code;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::Diagnostics;
use crate::eval::Detail;
use crate::eval::Settings;
use crate::limits::Limits;
use crate::source::Sources;
use crate::source::Span;
use crate::text;
use crate::tools::evaluate::Answered;
use crate::tools::evaluate::Engine;
use crate::tools::evaluate::Record;
use crate::tools::evaluate::Session;
use crate::tools::settings;
use crate::tools::settings::Choice;
use crate::value::Date;
use crate::value::DecisionId;

/// What is to be decided.
#[derive(Clone, Copy)]
pub(super) struct Request<'a> {
    /// The fact files.
    pub(super) facts: &'a [PathBuf],
    /// The rules.
    pub(super) rules: &'a Rules,
    /// How.
    pub(super) asking: &'a Asking,
    /// How much the answers tell.
    pub(super) detail: Detail,
}

/// Decides every record, shows what is wrong with it, and hands the answer on.
pub(super) fn each(request: Request, output: &mut Output, mut take: impl FnMut(&Decision, &mut Output)) -> Exit {
    let format = request.asking.diagnostics;
    let ready = match rules::ready(request.rules, output, format) {
        Ok(ready) => ready,
        Err(exit) => return exit,
    };
    let asked = match asked(request.asking, &ready, output) {
        Ok(asked) => asked,
        Err(exit) => return exit,
    };
    let limits = Limits::default();
    let engine = Engine {
        plan: &ready.plan,
        sources: &ready.sources,
        rules_hash: &ready.hash,
        settings: &asked.settings,
        limits: &limits,
    };
    let mut session = Session::new(engine);
    let mut exit = Exit::Fine;
    for record in files::records(request.facts) {
        if output.is_over() {
            break;
        }
        let record = match record {
            Ok(record) => record,
            Err(diagnostic) => {
                let is_fact = matches!(diagnostic.code, Code::F101 | Code::F105);
                output.refuse(diagnostic);
                exit = exit.max(if is_fact { Exit::Facts } else { Exit::Misuse });
                continue;
            }
        };
        let (answered, foreign) = decide(&record, &mut session, &asked.only, request.detail);
        exit = exit.max(Exit::of(&answered.decision));
        take(&answered.decision, output);
        output.report(
            &answered.diagnostics,
            foreign.as_ref().unwrap_or(session.sources()),
            format,
        );
    }
    exit
}

/// What is asked of the rules, in their own numbers.
struct Asked {
    settings: Settings,
    only: Vec<DecisionId>,
}

/// The arguments, read; what the rules do not have is shown.
fn asked(asking: &Asking, ready: &Ready, output: &mut Output) -> Result<Asked, Exit> {
    let understood = as_of(asking).and_then(|as_of| Ok((as_of, choices(asking)?)));
    let (as_of, chosen) = understood.map_err(|diagnostic| output.refuse(diagnostic))?;
    let mut said = Diagnostics::new();
    let mut choices = ready.choices();
    choices.extend(chosen);
    let suggested = asking.readings == Some(Readings::Suggested);
    let mut settings = settings::settings(&ready.plan, &choices, suggested, &mut said);
    settings.as_of = as_of.map(|date| (date, "--as-of"));
    let only = settings::decisions_named(&ready.plan, &asking.decision, &mut said);
    let said = said.sorted();
    output.report(&said, &ready.sources, asking.diagnostics);
    if !output::has_errors(&said) {
        return Ok(Asked { settings, only });
    }
    // A choice in a manifest that the rules do not have is a mistake in the pack.
    Err(if said.iter().any(|said| said.at.is_some()) {
        Exit::Rules
    } else {
        Exit::Misuse
    })
}

/// The answer for one record; with the texts of its own where it is no text at all.
fn decide(
    record: &RecordText,
    session: &mut Session<'_>,
    only: &[DecisionId],
    detail: Detail,
) -> (Answered, Option<Sources>) {
    match decode::decode(&record.bytes) {
        Ok(text) => {
            let piece = Record {
                file: &record.name,
                line: record.first_line,
                text,
            };
            (session.decide(piece, only, detail), None)
        }
        Err(fault) => {
            let (diagnostic, sources) = no_text(record, &fault);
            let decision = Decision {
                record: format!("{}:{}", record.name, record.first_line),
                errors: vec![Fault::of(&diagnostic, &sources)],
                ..Decision::default()
            };
            (
                Answered {
                    decision,
                    diagnostics: vec![diagnostic],
                },
                Some(sources),
            )
        }
    }
}

/// That a record is no text.
fn no_text(record: &RecordText, fault: &decode::NoText) -> (Diagnostic, Sources) {
    let mut sources = Sources::new();
    let file = sources.add_piece(&record.name, fault.readable.as_str(), record.first_line);
    let span = Span::new(file, fault.at(), fault.readable.len());
    let diagnostic = Diagnostic::error(Code::F103, span, "the facts are no text")
        .here("not UTF-8 from here on")
        .help(fault.help());
    (diagnostic, sources)
}

/// The day of `--as-of`.
fn as_of(asking: &Asking) -> Result<Option<Date>, Box<Diagnostic>> {
    let Some(written) = &asking.as_of else { return Ok(None) };
    let date = Date::parse(written).map_err(|fault| {
        let words = fault.words(written);
        let diagnostic = Diagnostic::general(Code::T101, format!("`--as-of`: {}", words.title));
        words.help.into_iter().fold(diagnostic, Diagnostic::help)
    })?;
    Ok(Some(date))
}

/// The choices of `--reading`.
fn choices(asking: &Asking) -> Result<Vec<Choice<'_>>, Box<Diagnostic>> {
    let mut choices: Vec<Choice> = Vec::new();
    for written in &asking.reading {
        let parts = written.split_once('=');
        let Some((reading, choice)) = parts.filter(|(name, choice)| !name.is_empty() && !choice.is_empty()) else {
            let title = format!("`{}` chooses no reading", text::brief(written));
            return Err(Diagnostic::general(Code::T101, title)
                .help("write `--reading NAME=CHOICE`")
                .into());
        };
        if choices
            .iter()
            .any(|other| other.reading == reading && other.choice != choice)
        {
            let title = format!("reading `{}` is chosen twice", text::brief(reading));
            return Err(Diagnostic::general(Code::T101, title)
                .help("a point of the law is read in one way")
                .into());
        }
        choices.push(Choice {
            reading,
            choice,
            by: "--reading",
            at: None,
        });
    }
    Ok(choices)
}
