//! `rulec check`: every mistake in the rules of a pack; `--fix` mends those that have one certain mend.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::path::PathBuf;

use crate::cli::args::Check;
use crate::cli::args::ReportFormat;
use crate::cli::exit::Exit;
use crate::cli::files;
use crate::cli::output::Output;
use crate::cli::rules;
use crate::cli::rules::Opened;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::Fix;
use crate::render::report;
use crate::render::view;
use crate::source::FileId;

/// How often the rules are read again: a mend may uncover the next mistake of an item.
const ROUNDS: usize = 100;

/// Runs the command.
pub(in crate::cli) fn run(args: &Check, output: &mut Output) -> Exit {
    let mut opened = rules::open(&args.pack.rules());
    let mut mended = 0_usize;
    if args.fix {
        for _ in 0..ROUNDS {
            match mend(&opened) {
                Ok(0) => break,
                Ok(count) => mended = mended.saturating_add(count),
                Err(diagnostic) => return output.refuse(*diagnostic),
            }
            opened = rules::open(&args.pack.rules());
        }
    }
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
            output.page(&view::check::page(diagnostics, &files, mended));
        }
    }
    rules::exit(diagnostics)
}

/// Makes the certain edits in the files of the pack that was asked for, and says how many there were.
fn mend(opened: &Opened) -> Result<usize, Box<Diagnostic>> {
    let mut edits: BTreeMap<FileId, Vec<&Fix>> = BTreeMap::new();
    for fix in opened.diagnostics.iter().filter_map(|said| said.fix.as_ref()) {
        edits.entry(fix.span.file).or_default().push(fix);
    }
    let mut mended = 0_usize;
    for rule_file in opened.pack.iter().flat_map(|pack| &pack.rule_files) {
        let Some(fixes) = edits.get_mut(&rule_file.file) else {
            continue;
        };
        let folder = opened.pack.as_ref().and_then(|pack| pack.folders.get(rule_file.folder));
        let (Some(folder), Some(source)) = (folder, opened.sources.get(rule_file.file)) else {
            continue;
        };
        if !folder.asked_for {
            continue;
        }
        fixes.sort_by_key(|fix| fix.span);
        let mut text = String::with_capacity(source.text.len());
        let mut written = 0_usize;
        for fix in fixes.iter() {
            let range = fix.span.range();
            // An edit inside of another one waits for the next round.
            if let Some(before) = source.text.get(written..range.start) {
                text.push_str(before);
                text.push_str(&fix.replacement);
                written = range.end;
                mended = mended.saturating_add(1);
            }
        }
        text.push_str(source.text.get(written..).unwrap_or(""));
        let path: PathBuf = folder.path.join(&rule_file.path);
        files::replace(&path, &text)?;
    }
    Ok(mended)
}
