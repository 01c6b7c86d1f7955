//! `rulec fmt`: rule files in their one layout. A file that cannot be read is left as it is.

use std::path::Path;
use std::path::PathBuf;

use crate::cli::args::Fmt;
use crate::cli::args::ReportFormat;
use crate::cli::exit::Exit;
use crate::cli::files;
use crate::cli::output;
use crate::cli::output::Output;
use crate::cli::rules;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::Diagnostics;
use crate::limits::Limits;
use crate::source::Sources;
use crate::syntax;
use crate::text;
use crate::tools;

/// Runs the command.
pub(in crate::cli) fn run(args: &Fmt, output: &mut Output) -> Exit {
    if args.files.iter().any(|path| path == Path::new("-")) {
        return standard_input(args, output);
    }
    let paths = match paths(args) {
        Ok(paths) => paths,
        Err(diagnostic) => return output.refuse(diagnostic),
    };
    let mut exit = Exit::Fine;
    let mut changed = Vec::new();
    for path in &paths {
        let (one, is_changed) = file(args, path, output);
        exit = exit.max(one);
        if is_changed {
            changed.push(files::shown(path));
        }
    }
    if args.check {
        for path in &changed {
            output.text(&format!("{}\n", text::escape(path)));
        }
    } else if !args.diff {
        let all = text::count(paths.len(), "file", "files");
        output.text(&format!(
            "{} of {all} laid out anew.\n",
            text::group_digits(&changed.len().to_string())
        ));
    }
    exit
}

/// Lays out one file; whether it was, or would be, changed.
fn file(args: &Fmt, path: &Path, output: &mut Output) -> (Exit, bool) {
    let bytes = match files::read(path, Limits::default().rule_file) {
        Ok(bytes) => bytes,
        Err(diagnostic) => return (output.refuse(diagnostic), false),
    };
    let (before, after) = match formatted(&files::shown(path), &bytes, output) {
        Ok(texts) => texts,
        Err(exit) => return (exit, false),
    };
    if after.as_bytes() == bytes {
        return (Exit::Fine, false);
    }
    if args.diff {
        output.changes(&files::shown(path), &before, &after);
    }
    if args.check || args.diff {
        return (Exit::Failed, true);
    }
    match files::replace(path, &after) {
        Ok(()) => (Exit::Fine, true),
        Err(diagnostic) => (output.refuse(diagnostic), false),
    }
}

/// Lays out what comes in, and writes it out.
fn standard_input(args: &Fmt, output: &mut Output) -> Exit {
    let bytes = match files::standard_input(Limits::default().rule_file) {
        Ok(bytes) => bytes,
        Err(diagnostic) => return output.refuse(diagnostic),
    };
    let (before, after) = match formatted("standard input", &bytes, output) {
        Ok(texts) => texts,
        Err(exit) => return exit,
    };
    let is_same = after.as_bytes() == bytes;
    if args.diff && !is_same {
        output.changes("standard input", &before, &after);
    } else if !args.check && !args.diff {
        output.text(&after);
    }
    if is_same || !(args.check || args.diff) {
        Exit::Fine
    } else {
        Exit::Failed
    }
}

/// A text before and after.
fn formatted(name: &str, bytes: &[u8], output: &mut Output) -> Result<(String, String), Exit> {
    let mut sources = Sources::new();
    let mut diagnostics = Diagnostics::new();
    let after = match syntax::decode(name, bytes, &Limits::default()) {
        Ok(text) => {
            let file = sources.add(name, text);
            tools::format::format(file, &sources, &mut diagnostics).map(|after| (file, after))
        }
        Err(diagnostic) => {
            diagnostics.add(*diagnostic);
            None
        }
    };
    let diagnostics: Vec<Diagnostic> = diagnostics.sorted();
    if output::has_errors(&diagnostics) {
        output.report(&diagnostics, &sources, ReportFormat::Human);
        return Err(Exit::Rules);
    }
    let Some((file, after)) = after else {
        return Err(Exit::Rules);
    };
    let before = sources
        .get(file)
        .map_or_else(String::new, |source| source.text.to_string());
    Ok((before, after))
}

/// The files that are named, those in the folders that are named, or those of the pack.
fn paths(args: &Fmt) -> Result<Vec<PathBuf>, Box<Diagnostic>> {
    let roots = if args.files.is_empty() {
        vec![rules::root(&args.rules).ok_or_else(rules::no_pack)?]
    } else {
        args.files.clone()
    };
    let mut paths = Vec::new();
    for root in roots {
        paths.extend(files::rule_files(&root)?);
    }
    Ok(paths)
}
