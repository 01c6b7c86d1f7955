//! `rulec schema`: which facts a pack asks for.

use crate::cli::args::ReportFormat;
use crate::cli::args::Schema;
use crate::cli::exit::Exit;
use crate::cli::output::Output;
use crate::cli::rules;
use crate::decision;
use crate::tools;

/// Runs the command.
pub(in crate::cli) fn run(args: &Schema, output: &mut Output) -> Exit {
    if args.decision {
        return write(&decision::schema::schema(), output);
    }
    match rules::ready(&args.rules, output, ReportFormat::Human) {
        Ok(ready) => write(&tools::schema::schema(&ready.plan), output),
        Err(exit) => exit,
    }
}

fn write(schema: &serde_json::Value, output: &mut Output) -> Exit {
    // A value that was made from texts and lists is always written.
    output.text(&(serde_json::to_string_pretty(schema).unwrap_or_default() + "\n"));
    Exit::Fine
}
