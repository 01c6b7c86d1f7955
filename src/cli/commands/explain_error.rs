//! `rulec explain-error`: the page of a code.

use crate::cli::args::ExplainError;
use crate::cli::exit::Exit;
use crate::cli::output::Output;
use crate::diagnostic::Code;
use crate::diagnostic::Diagnostic;
use crate::render::view;
use crate::text;

/// Runs the command.
pub(in crate::cli) fn run(args: &ExplainError, output: &mut Output) -> Exit {
    let wanted = args.code.trim().to_ascii_uppercase();
    if let Some(code) = Code::ALL.iter().find(|code| code.name() == wanted) {
        output.page(&view::manual::page(code.page()));
        return Exit::Fine;
    }
    let near = text::did_you_mean(&wanted, Code::ALL.iter().map(|code| code.name()));
    let title = format!("there is no code `{}`", text::brief(&args.code));
    let diagnostic = Diagnostic::general(Code::T101, title);
    output.refuse(if near.is_empty() {
        diagnostic.help("a code is a letter and three digits, as R108")
    } else {
        diagnostic.help(format!("write {}", text::list_or(&text::quoted(&near))))
    })
}
