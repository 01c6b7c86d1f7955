//! `rulec doc --text`: the rules as plain sentences.

use crate::cli::args::Doc;
use crate::cli::args::ReportFormat;
use crate::cli::args::ResultFormat;
use crate::cli::exit::Exit;
use crate::cli::output;
use crate::cli::output::Output;
use crate::cli::rules;
use crate::diagnostic::Diagnostics;
use crate::render::view;
use crate::render::write;
use crate::tools;

/// Runs the command.
pub(in crate::cli) fn run(args: &Doc, output: &mut Output) -> Exit {
    let ready = match rules::ready(&args.rules, output, ReportFormat::Human) {
        Ok(ready) => ready,
        Err(exit) => return exit,
    };
    let mut said = Diagnostics::new();
    let items = tools::doc::read_back(&ready.plan, &ready.sources, &args.names, &mut said);
    let said = said.sorted();
    if output::has_errors(&said) {
        output.report(&said, &ready.sources, ReportFormat::Human);
        return Exit::Misuse;
    }
    match args.format {
        ResultFormat::Human => output.page(&view::doc::page(&items)),
        ResultFormat::Json => output.text(&write::json::read_back(&items, &ready.hash)),
    }
    Exit::Fine
}
