//! `rulec eval`: decides records of facts.

use crate::cli::args::AnswerFormat;
use crate::cli::args::Eval;
use crate::cli::asking;
use crate::cli::asking::Told;
use crate::cli::exit::Exit;
use crate::cli::output::Output;
use crate::eval::Detail;
use crate::render::view;
use crate::render::write;

/// Runs the command.
pub(in crate::cli) fn run(args: &Eval, output: &mut Output) -> Exit {
    let request = asking::Request {
        facts: &args.facts,
        rules: &args.rules,
        asking: &args.asking,
        detail: match args.format {
            AnswerFormat::Ndjson => Detail::Outcome,
            AnswerFormat::Human | AnswerFormat::Json | AnswerFormat::Markdown => Detail::Full,
        },
    };
    let mut batch = view::batch::Batch::default();
    let mut line = Vec::new();
    let exit = asking::each(request, output, |told, output| {
        let is_first = batch.records() == 0;
        let decision = match told {
            Told::Answer(decision) => decision,
            Told::Outcomes(outcomes) => {
                batch.add_outcomes(outcomes);
                line.clear();
                outcomes.write_line(&mut line);
                return output.bytes(&line);
            }
        };
        batch.add(decision);
        match args.format {
            AnswerFormat::Human => {
                output.text(if is_first { "" } else { "\n" });
                output.page(&view::decision::page(decision));
            }
            AnswerFormat::Json => output.text(&write::json::whole(decision)),
            AnswerFormat::Ndjson => output.text(&write::json::brief(decision)),
            AnswerFormat::Markdown => {
                output.text(if is_first { "" } else { "\n" });
                output.markdown(&view::decision::page(decision));
            }
        }
    });
    if batch.records() > 1 {
        output.say(&batch.line());
    }
    exit
}
