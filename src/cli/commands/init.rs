//! `rulec init`: a new pack.

use std::path::Path;

use crate::cli::args::Init;
use crate::cli::exit::Exit;
use crate::cli::files;
use crate::cli::output::Output;
use crate::diagnostic::Code;
use crate::diagnostic::Diagnostic;
use crate::text;
use crate::tools::init;

/// Runs the command.
pub(in crate::cli) fn run(args: &Init, output: &mut Output) -> Exit {
    let name = args.name.as_str();
    if let Some(why) = init::fault(name) {
        let title = format!("`{}` cannot be the name of a pack", text::brief(name));
        return output.refuse(Diagnostic::general(Code::T101, title).help(why));
    }
    let folder = Path::new(name);
    if files::exists(folder) {
        let diagnostic = Diagnostic::general(Code::T103, format!("there is already something at `{name}`"));
        return output.refuse(diagnostic.help("choose another name, or move it away"));
    }
    let files = init::files(name);
    for (path, text) in &files {
        if let Err(diagnostic) = files::create(&folder.join(path), text) {
            return output.refuse(diagnostic);
        }
    }
    let paths: Vec<&str> = files.iter().map(|(path, _)| *path).collect();
    output.text(&format!("{name}: {}\nNext: cd {name}; rulec test\n", paths.join(", ")));
    Exit::Fine
}
