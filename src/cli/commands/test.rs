//! `rulec test`: runs the tests of a pack, and compares the answers of its cases with their snapshots.
//!
//! A new or changed answer is written beside its snapshot, as `.snap.new`, and `--accept` takes it; where `CI` is set
//! nothing is written. What is written is written whole or not at all.

use std::path::Path;
use std::path::PathBuf;

use crate::cli::args::ResultFormat;
use crate::cli::args::Test;
use crate::cli::exit::Exit;
use crate::cli::files;
use crate::cli::output;
use crate::cli::output::Output;
use crate::cli::rules;
use crate::cli::rules::Ready;
use crate::data::decode;
use crate::data::pull::Syntax;
use crate::diagnostic::Code;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::Diagnostics;
use crate::eval::Detail;
use crate::eval::Settings;
use crate::limits::Limits;
use crate::pack::CaseFile;
use crate::render::view;
use crate::render::write;
use crate::text;
use crate::tools;
use crate::tools::evaluate::Engine;
use crate::tools::evaluate::Record;
use crate::tools::evaluate::Session;
use crate::tools::property::PropertyResult;
use crate::tools::settings;
use crate::tools::test::CaseResult;
use crate::tools::test::Done;
use crate::tools::test::cases;
use crate::tools::test::cases::CaseState;

/// Runs the command.
pub(in crate::cli) fn run(args: &Test, output: &mut Output) -> Exit {
    let ready = match rules::ready(&args.pack.rules(), output, args.diagnostics) {
        Ok(ready) => ready,
        Err(exit) => return exit,
    };
    let limits = Limits::default();
    let none = Settings::default();
    let engine = Engine {
        plan: &ready.plan,
        sources: &ready.sources,
        rules_hash: &ready.hash,
        settings: &none,
        limits: &limits,
    };
    let mut results = tools::test::run(engine, args.only.as_deref());
    let mut said = Diagnostics::new();
    let chosen = settings::settings(&ready.plan, &ready.choices(), false, &mut said);
    let said = said.sorted();
    output.report(&said, &ready.sources, args.diagnostics);
    if output::has_errors(&said) {
        return Exit::Rules;
    }
    let engine = Engine {
        settings: &chosen,
        ..engine
    };
    match run_cases(&ready, engine, args).and_then(|cases| Ok((cases, run_properties(&ready, engine, args)?))) {
        Ok((cases, properties)) => (results.cases, results.properties) = (cases, properties),
        Err(diagnostic) => return output.refuse(diagnostic),
    }
    if results.is_empty() {
        return output.refuse(nothing(args.only.as_deref()));
    }
    match args.format {
        ResultFormat::Human => output.page(&view::test::page(&results, &ready.sources)),
        ResultFormat::Json => output.text(&write::json::tested(&results, &ready.sources)),
    }
    if results.fails() { Exit::Failed } else { Exit::Fine }
}

/// Decides the cases of the packs that were asked for, and writes what is new.
fn run_cases(ready: &Ready, engine: Engine<'_>, args: &Test) -> Result<Vec<CaseResult>, Box<Diagnostic>> {
    let may_write = std::env::var_os("CI").is_none();
    let mut session = Session::new(engine);
    let mut results = Vec::new();
    let folders = ready.pack.folders.iter().filter(|folder| folder.asked_for);
    let mut before: Option<&CaseFile> = None;
    for case in folders.flat_map(|folder| &folder.cases) {
        let twin = before
            .replace(case)
            .filter(|twin| twin.path.with_extension("") == case.path.with_extension(""));
        if let Some(twin) = twin {
            let title = format!("{} and {} share a snapshot", twin.file_name(), case.file_name());
            return Err(Diagnostic::general(Code::T105, title).help("rename one of them").into());
        }
        if args
            .only
            .as_ref()
            .is_some_and(|only| !case.name.contains(only.as_str()))
        {
            continue;
        }
        let answer = answer(ready, &mut session, case)?;
        let snapshot = PathBuf::from(files::shown(&case.path.with_extension("snap")));
        let before = read_snapshot(&snapshot)?;
        let state = cases::compare(engine.plan, before.as_deref(), &answer);
        let file = cases::file_text(&format!("cases/{}", case.file_name()), &answer);
        let done = write(&snapshot, &file, &state, (args.accept, may_write))?;
        results.push(CaseResult {
            name: case.name.clone(),
            snapshot,
            state,
            done,
        });
    }
    Ok(results)
}

/// Searches for facts that refute the properties, and writes them where that was asked for.
fn run_properties(ready: &Ready, engine: Engine<'_>, args: &Test) -> Result<Vec<PropertyResult>, Box<Diagnostic>> {
    if ready.plan.properties.is_empty() {
        return Ok(Vec::new());
    }
    let folders = ready.pack.folders.iter().filter(|folder| folder.asked_for);
    let cases = folders.flat_map(|folder| &folder.cases).filter_map(|case| {
        let bytes = ready.pack.case(case).ok()?;
        let text = decode::decode(&bytes).ok()?;
        Some((text.to_owned(), case.syntax()))
    });
    let cases: Vec<(String, Syntax)> = cases.collect();
    let mut results = tools::property::run(engine, &cases, (args.only.as_deref(), args.property_tries));
    let Some(folder) = &args.witnesses else {
        return Ok(results);
    };
    for witness in results.iter_mut().filter_map(|result| result.refuted.as_mut()) {
        let texts = [Some(&witness.facts), witness.after.as_ref()];
        let endings = ["", "-after"];
        let mut written = Vec::new();
        for (text, ending) in texts.into_iter().zip(endings) {
            let Some(text) = text else { continue };
            let path = folder.join(format!("{}{ending}.json", witness.file));
            if files::exists(&path) {
                files::replace(&path, text)?;
            } else {
                files::create(&path, text)?;
            }
            written.push(PathBuf::from(files::shown(&path)));
        }
        witness.written = written;
    }
    Ok(results)
}

/// The answer of a case, as the text of a snapshot.
fn answer(ready: &Ready, session: &mut Session<'_>, case: &CaseFile) -> Result<String, Box<Diagnostic>> {
    let name = files::shown(&case.path);
    let bytes = ready
        .pack
        .case(case)
        .map_err(|error| Diagnostic::general(Code::T102, format!("{name} cannot be read")).help(error.to_string()))?;
    let text = decode::decode(&bytes)
        .map_err(|fault| Diagnostic::general(Code::F103, format!("{name} is no text")).help(fault.help()))?;
    let record = Record {
        file: &name,
        line: 1,
        text,
        syntax: case.syntax(),
    };
    Ok(cases::text(&session.decide(record, &[], Detail::Full).decision))
}

/// A snapshot, if there is one.
fn read_snapshot(path: &Path) -> Result<Option<String>, Box<Diagnostic>> {
    if !files::exists(path) {
        return Ok(None);
    }
    let bytes = files::read(path, Limits::default().fact_file)?;
    match String::from_utf8(bytes) {
        Ok(text) => Ok(Some(text)),
        Err(_) => Err(Box::new(
            Diagnostic::general(Code::T102, format!("{} is no text", files::shown(path)))
                .help("remove it, and `rulec test --accept` writes it anew"),
        )),
    }
}

/// Writes a new or changed answer: as the snapshot if it is accepted, else beside it.
fn write(
    snapshot: &Path,
    file: &str,
    state: &CaseState,
    (accept, may_write): (bool, bool),
) -> Result<Done, Box<Diagnostic>> {
    let pending = PathBuf::from(format!("{}.new", snapshot.display()));
    if *state == CaseState::Same {
        if may_write && files::exists(&pending) {
            files::remove(&pending)?;
        }
        return Ok(Done::Nothing);
    }
    if accept {
        files::write(snapshot, file)?;
        if files::exists(&pending) {
            files::remove(&pending)?;
        }
        return Ok(Done::Accepted);
    }
    if !may_write {
        return Ok(Done::Nothing);
    }
    files::write(&pending, file)?;
    Ok(Done::Pending)
}

/// That there is nothing to run.
fn nothing(only: Option<&str>) -> Diagnostic {
    match only {
        Some(only) => Diagnostic::general(
            Code::T105,
            format!("no test, case or property has `{}` in its name", text::brief(only)),
        )
        .help("without `-k` all of them run"),
        None => Diagnostic::general(Code::T105, "the pack has neither tests nor cases")
            .help("a file that begins `tests of NAME` holds tests, each as `test \"What it shows\"`")
            .help("a fact file under `cases/` is a case: its answer is kept beside it"),
    }
}
