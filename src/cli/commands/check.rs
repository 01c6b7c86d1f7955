//! `rulec check`: every mistake in the rules of a pack.

use std::collections::BTreeSet;

use crate::cli::args::Check;
use crate::cli::args::ReportFormat;
use crate::cli::exit::Exit;
use crate::cli::output::Output;
use crate::cli::rules;
use crate::render::report;
use crate::render::view;
use crate::source::FileId;

/// Runs the command.
pub(in crate::cli) fn run(args: &Check, output: &mut Output) -> Exit {
    let opened = rules::open(&args.pack.rules());
    let diagnostics = &opened.diagnostics;
    let files: BTreeSet<FileId> = opened
        .pack
        .iter()
        .flat_map(|pack| &pack.rule_files)
        .map(|rule_file| rule_file.file)
        .collect();
    if args.format == ReportFormat::Json {
        output.text(&report::document(diagnostics, &opened.sources, files.len()));
    } else {
        output.report(diagnostics, &opened.sources, args.format);
        if opened.pack.is_some() {
            output.page(&view::check::page(diagnostics, &files));
        }
    }
    rules::exit(diagnostics)
}
