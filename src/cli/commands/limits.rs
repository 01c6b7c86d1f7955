//! `rulec --limits`: every bound, its value and why it is there.

use crate::cli::exit::Exit;
use crate::cli::output::Output;
use crate::limits::Limits;
use crate::render::view;

/// Runs the command.
pub(in crate::cli) fn run(output: &mut Output) -> Exit {
    output.page(&view::limits::page(&Limits::default()));
    Exit::Fine
}
