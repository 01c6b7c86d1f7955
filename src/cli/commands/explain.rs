//! `rulec explain`: the reasoning behind decisions.

use crate::cli::args::Explain;
use crate::cli::args::ReasonFormat;
use crate::cli::asking;
use crate::cli::asking::Told;
use crate::cli::exit::Exit;
use crate::cli::output::Output;
use crate::eval::Detail;
use crate::render::view;
use crate::render::write;

/// Runs the command.
pub(in crate::cli) fn run(args: &Explain, output: &mut Output) -> Exit {
    let request = asking::Request {
        facts: &args.facts,
        rules: &args.rules,
        asking: &args.asking,
        detail: Detail::Explain,
    };
    let mut is_first = true;
    asking::each(request, output, |told, output| {
        // Only outcomes are never what `explain` asks for.
        let Told::Answer(decision) = told else { return };
        match args.format {
            ReasonFormat::Json => output.text(&write::json::whole(decision)),
            ReasonFormat::Human => {
                output.text(if is_first { "" } else { "\n" });
                output.page(&view::explain::page(decision));
            }
            ReasonFormat::Markdown => {
                output.text(if is_first { "" } else { "\n" });
                output.markdown(&view::explain::page(decision));
            }
        }
        is_first = false;
    })
}
