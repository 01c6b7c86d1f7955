//! What `eval` and `explain` share: opening rules, going through records, collecting the worst that happened.

use std::io;
use std::path::PathBuf;

use super::args::Asking;
use super::args::Readings;
use super::args::Rules;
use super::exit::Exit;
use super::files::FactFile;
use super::output;
use super::output::Output;
use super::rules;
use super::rules::Ready;
use crate::decision::Decision;
use crate::diagnostic::Code;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::Diagnostics;
use crate::eval::Detail;
use crate::eval::Settings;
use crate::facts::Content;
use crate::facts::Pieces;
use crate::facts::RecordText;
use crate::limits::Limits;
use crate::text;
use crate::tools::evaluate::Engine;
use crate::tools::evaluate::Record;
use crate::tools::evaluate::Session;
use crate::tools::outcomes::Outcomes;
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

/// What is known of one record.
pub(super) enum Told<'a> {
    /// The answer.
    Answer(&'a Decision),
    /// Only outcomes were asked for, and all of them are settled.
    Outcomes(&'a Outcomes<'a>),
}

/// Decides every record, shows what is wrong with it, and hands the answer on.
pub(super) fn each(request: Request, output: &mut Output, mut take: impl FnMut(Told<'_>, &mut Output)) -> Exit {
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
    for path in request.facts {
        let read = FactFile::open(path, limits.fact_file).and_then(|file| {
            let name = file.name.clone();
            let mut given = false;
            let ended = records(file, &limits, |name, record| {
                given = true;
                exit = exit.max(decide(
                    (name, record),
                    (&mut session, &asked),
                    request,
                    output,
                    &mut take,
                ));
                !output.is_over()
            });
            ended.map_err(|error| FactFile::failed(&name, &error))?;
            if !given {
                output.refuse(FactFile::holds_nothing(&name));
                exit = exit.max(Exit::Facts);
            }
            Ok(())
        });
        if let Err(diagnostic) = read {
            exit = exit.max(output.refuse(diagnostic));
        }
        if output.is_over() {
            break;
        }
    }
    exit
}

/// Goes through the records of a file while `each` says so.
fn records(file: FactFile, limits: &Limits, mut each: impl FnMut(&str, &RecordText<'_>) -> bool) -> io::Result<()> {
    let mut pieces = Pieces::new(file.reader, file.form, limits);
    let mut spare = Vec::new();
    while let Some(piece) = pieces.next(spare)? {
        for record in piece.records() {
            if !each(&file.name, &record) {
                return Ok(());
            }
        }
        spare = piece.into_spare();
    }
    Ok(())
}

/// Decides one record, and shows what is wrong with it.
fn decide(
    (name, record): (&str, &RecordText<'_>),
    (session, asked): (&mut Session<'_>, &Asked),
    request: Request,
    output: &mut Output,
    take: &mut impl FnMut(Told<'_>, &mut Output),
) -> Exit {
    let answered = match record.content {
        Content::Text(text) => {
            let piece = Record {
                file: name,
                line: record.line,
                text,
                syntax: record.syntax,
            };
            if request.detail == Detail::Outcome {
                match session.outcomes(piece, &asked.only) {
                    Ok(outcomes) => {
                        take(Told::Outcomes(&outcomes), output);
                        return Exit::Fine;
                    }
                    Err(answered) => *answered,
                }
            } else {
                session.decide(piece, &asked.only, request.detail)
            }
        }
        Content::NoText(_) | Content::TooLong(_) => session.refuse(name, record),
    };
    take(Told::Answer(&answered.decision), output);
    output.report(&answered.diagnostics, session.sources(), request.asking.diagnostics);
    Exit::of(&answered.decision)
}

/// What is asked of the rules, in their own numbers.
struct Asked {
    settings: Settings,
    only: Vec<DecisionId>,
}

/// The arguments, read; what the rules do not have is shown.
fn asked(asking: &Asking, ready: &Ready, output: &mut Output) -> Result<Asked, Exit> {
    let days = day_of("--as-of", asking.as_of.as_deref())
        .and_then(|as_of| Ok((as_of, day_of("--observed", asking.observed.as_deref())?)));
    let understood = days.and_then(|days| Ok((days, choices(asking)?)));
    let ((as_of, observed), chosen) = understood.map_err(|diagnostic| output.refuse(diagnostic))?;
    let mut said = Diagnostics::new();
    let mut choices = ready.choices();
    choices.extend(chosen);
    let suggested = asking.readings == Some(Readings::Suggested);
    let mut settings = settings::settings(&ready.plan, &choices, suggested, &mut said);
    settings.as_of = as_of.map(|date| (date, "--as-of"));
    settings.observed = observed;
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

/// The day of `--as-of` or `--observed`.
fn day_of(argument: &str, written: Option<&str>) -> Result<Option<Date>, Box<Diagnostic>> {
    let Some(written) = written else { return Ok(None) };
    let date = Date::parse(written).map_err(|fault| {
        let words = fault.words(written);
        let diagnostic = Diagnostic::general(Code::T101, format!("`{argument}`: {}", words.title));
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
