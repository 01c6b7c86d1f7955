//! The command line: arguments in, results out, an exit code.
//!
//! Only here are the environment, the terminal and files of users touched. A command opens what it needs, calls one
//! function of `tools` and hands the result to `render`; it decides nothing.

mod args;
mod asking;
mod commands;
#[cfg(test)]
mod documents;
mod exit;
mod files;
mod look;
mod misuse;
mod output;
mod rules;

use std::process::ExitCode;

use clap::Parser;

use args::Arguments;
use args::Command;
use exit::Exit;
use output::Output;

/// Runs the program with the arguments of the process.
#[must_use]
pub fn main() -> ExitCode {
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) => return misuse::answer(&error).into(),
    };
    let mut output = Output::to_terminal(arguments.shared);
    let exit = run(&arguments, &mut output);
    output.finish(exit).into()
}

/// Runs one command.
fn run(arguments: &Arguments, output: &mut Output) -> Exit {
    match &arguments.command {
        Some(Command::Eval(args)) => commands::eval::run(args, output),
        Some(Command::Check(args)) => commands::check::run(args, output),
        Some(Command::Fmt(args)) => commands::fmt::run(args, output),
        Some(Command::Test(args)) => commands::test::run(args, output),
        Some(Command::Explain(args)) => commands::explain::run(args, output),
        Some(Command::Schema(args)) => commands::schema::run(args, output),
        Some(Command::Doc(args)) => commands::doc::run(args, output),
        Some(Command::ExplainError(args)) => commands::explain_error::run(args, output),
        Some(Command::Init(args)) => commands::init::run(args, output),
        None if arguments.limits => commands::limits::run(output),
        None => misuse::no_command(output),
    }
}
