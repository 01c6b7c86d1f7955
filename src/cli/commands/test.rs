//! `rulec test`: runs the tests of a pack.

use crate::cli::args::ResultFormat;
use crate::cli::args::Test;
use crate::cli::exit::Exit;
use crate::cli::output::Output;
use crate::cli::rules;
use crate::diagnostic::Code;
use crate::diagnostic::Diagnostic;
use crate::eval::Settings;
use crate::limits::Limits;
use crate::render::view;
use crate::render::write;
use crate::text;
use crate::tools;
use crate::tools::evaluate::Engine;

/// Runs the command.
pub(in crate::cli) fn run(args: &Test, output: &mut Output) -> Exit {
    let ready = match rules::ready(&args.rules, output, args.diagnostics) {
        Ok(ready) => ready,
        Err(exit) => return exit,
    };
    let engine = Engine {
        plan: &ready.plan,
        sources: &ready.sources,
        rules_hash: &ready.hash,
        settings: &Settings::default(),
        limits: &Limits::default(),
    };
    let results = tools::test::run(engine, args.only.as_deref());
    if results.passed == 0 && results.failed.is_empty() {
        return output.refuse(nothing(args.only.as_deref()));
    }
    match args.format {
        ResultFormat::Human => output.page(&view::test::page(&results, &ready.sources)),
        ResultFormat::Json => output.text(&write::json::tested(&results, &ready.sources)),
    }
    if results.failed.is_empty() {
        Exit::Fine
    } else {
        Exit::Failed
    }
}

/// That there is nothing to run.
fn nothing(only: Option<&str>) -> Diagnostic {
    match only {
        Some(only) => Diagnostic::general(Code::T105, format!("no test has `{}` in its name", text::brief(only)))
            .help("without `-k` all of them run"),
        None => Diagnostic::general(Code::T105, "the pack has no tests")
            .help("a file that begins `tests of NAME` holds them, each as `test \"What it shows\"`"),
    }
}
