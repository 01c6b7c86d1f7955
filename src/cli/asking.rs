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
use crate::data::decode;
use crate::decision::Decision;
use crate::decision::Fault;
use crate::diagnostic::Code;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::Diagnostics;
use crate::eval::Detail;
use crate::limits::Limits;
use crate::source::Sources;
use crate::source::Span;
use crate::text;
use crate::tools::evaluate::Engine;
use crate::tools::evaluate::Record;
use crate::tools::evaluate::Session;
use crate::tools::settings;
use crate::tools::settings::Choice;
use crate::value::Date;

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
    let (as_of, chosen) = match as_of(request.asking).and_then(|as_of| Ok((as_of, choices(request.asking)?))) {
        Ok(understood) => understood,
        Err(diagnostic) => return output.refuse(diagnostic),
    };
    let ready = match rules::ready(request.rules, output, format) {
        Ok(ready) => ready,
        Err(exit) => return exit,
    };
    let mut said = Diagnostics::new();
    let mut choices = ready.choices();
    choices.extend(chosen);
    let suggested = request.asking.readings == Some(Readings::Suggested);
    let mut settings = settings::settings(&ready.plan, &choices, suggested, &mut said);
    settings.as_of = as_of.map(|date| (date, "--as-of"));
    let only = settings::decisions_named(&ready.plan, &request.asking.decision, &mut said);
    let said = said.sorted();
    output.report(&said, &ready.sources, format);
    if output::has_errors(&said) {
        // A choice in a manifest that the rules do not have is a mistake in the pack.
        return if said.iter().any(|said| said.at.is_some()) {
            Exit::Rules
        } else {
            Exit::Misuse
        };
    }
    let limits = Limits::default();
    let engine = Engine {
        plan: &ready.plan,
        sources: &ready.sources,
        rules_hash: &ready.hash,
        settings: &settings,
        limits: &limits,
    };
    let mut session = Session::new(engine);
    let mut exit = Exit::Fine;
    for record in files::records(request.facts) {
        if output.is_over() {
            break;
        }
        let text = match &record {
            Ok(record) => decode::decode(&record.bytes).map_err(|fault| no_text(record, &fault)),
            Err(diagnostic) => {
                let worst = if diagnostic.code == Code::F105 {
                    Exit::Facts
                } else {
                    Exit::Misuse
                };
                output.refuse(diagnostic.clone());
                exit = exit.max(worst);
                continue;
            }
        };
        let Ok(record) = &record else { continue };
        match text {
            Ok(text) => {
                let piece = Record {
                    file: &record.name,
                    line: record.first_line,
                    text,
                };
                let answered = session.decide(piece, &only, request.detail);
                exit = exit.max(Exit::of(&answered.decision));
                take(&answered.decision, output);
                output.report(&answered.diagnostics, session.sources(), format);
            }
            Err((diagnostic, sources)) => {
                let decision = Decision {
                    record: format!("{}:{}", record.name, record.first_line),
                    errors: vec![Fault::of(&diagnostic, &sources)],
                    ..Decision::default()
                };
                exit = exit.max(Exit::of(&decision));
                take(&decision, output);
                output.report(&[diagnostic], &sources, format);
            }
        }
    }
    exit
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
