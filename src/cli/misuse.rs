//! Arguments that are not understood, in our own words; and help, which is no mistake.

use clap::CommandFactory;
use clap::error::ContextKind;
use clap::error::ContextValue;
use clap::error::ErrorKind;

use super::args::Arguments;
use super::args::ColorWhen;
use super::args::Shared;
use super::exit::Exit;
use super::output::Output;
use crate::diagnostic::Code;
use crate::diagnostic::Diagnostic;
use crate::text;

/// What is said where the arguments give nothing to run: help, the version, or what is wrong with them.
pub(super) fn answer(error: &clap::Error) -> Exit {
    let mut output = Output::to_terminal(Shared {
        ascii: false,
        color: ColorWhen::Auto,
    });
    let exit = if matches!(error.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayVersion) {
        output.text(&error.render().to_string());
        Exit::Fine
    } else {
        output.refuse(diagnostic(error))
    };
    output.finish(exit)
}

/// What is said where no command is named.
pub(super) fn no_command(output: &mut Output) -> Exit {
    output.say(&Arguments::command().render_help().to_string());
    Exit::Misuse
}

/// What clap found, as one of our diagnostics.
fn diagnostic(error: &clap::Error) -> Diagnostic {
    let argument = context(error, ContextKind::InvalidArg);
    let value = context(error, ContextKind::InvalidValue);
    #[expect(
        clippy::wildcard_enum_match_arm,
        reason = "the enum is not ours and grows; its own words stand for the rest"
    )]
    let title = match error.kind() {
        ErrorKind::InvalidSubcommand => {
            format!(
                "there is no command `{}`",
                context(error, ContextKind::InvalidSubcommand)
            )
        }
        ErrorKind::UnknownArgument => format!("there is no option `{argument}`"),
        ErrorKind::InvalidValue if value.is_empty() => format!("`{argument}` needs a value"),
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => format!("`{value}` does not fit `{argument}`"),
        ErrorKind::MissingRequiredArgument => format!("`{argument}` is missing"),
        ErrorKind::ArgumentConflict => {
            let other = context(error, ContextKind::PriorArg);
            if other.is_empty() || other == argument {
                format!("`{argument}` stands twice")
            } else {
                format!("`{argument}` and `{other}` do not go together")
            }
        }
        ErrorKind::TooManyValues => format!("`{value}` is one value too many for `{argument}`"),
        ErrorKind::TooFewValues | ErrorKind::WrongNumberOfValues | ErrorKind::NoEquals => {
            format!("`{argument}` needs a value")
        }
        ErrorKind::MissingSubcommand | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            "a command is missing".to_owned()
        }
        _ => error
            .to_string()
            .lines()
            .next()
            .unwrap_or("")
            .trim_start_matches("error: ")
            .to_owned(),
    };
    let diagnostic = Diagnostic::general(Code::T101, title);
    match way_out(error) {
        Some(way_out) => diagnostic.help(way_out),
        None => diagnostic.help("`rulec --help`, or `--help` behind a command, shows what there is"),
    }
}

/// What the user may have meant, or what there is to choose from.
fn way_out(error: &clap::Error) -> Option<String> {
    let suggested = [
        ContextKind::SuggestedArg,
        ContextKind::SuggestedSubcommand,
        ContextKind::SuggestedValue,
    ]
    .into_iter();
    let suggested: Vec<String> = suggested.flat_map(|kind| contexts(error, kind)).collect();
    if !suggested.is_empty() {
        return Some(format!("write {}", text::list_or(&text::quoted(&suggested))));
    }
    let allowed = contexts(error, ContextKind::ValidValue);
    (!allowed.is_empty()).then(|| format!("write {}", text::list_or(&text::quoted(&allowed))))
}

fn context(error: &clap::Error, kind: ContextKind) -> String {
    contexts(error, kind).join(" ")
}

fn contexts(error: &clap::Error, kind: ContextKind) -> Vec<String> {
    match error.get(kind) {
        Some(ContextValue::String(text)) => vec![text.clone()],
        Some(ContextValue::Strings(texts)) => texts.clone(),
        Some(ContextValue::StyledStr(text)) => vec![text.to_string()],
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use clap::Parser;

    use super::*;

    #[test]
    fn what_is_not_understood_is_said_in_our_words_with_a_way_out() {
        for (arguments, title, help) in [
            (&["evil"][..], "there is no command `evil`", "write `eval`"),
            (
                &["eval", "--formt", "json", "x"],
                "there is no option `--formt`",
                "write `--format`",
            ),
            (
                &["eval", "x", "--format", "yaml"],
                "`yaml` does not fit `--format <FORM>`",
                "write `human`, `json`, `ndjson` or `markdown`",
            ),
            (
                &["eval"],
                "`<FACTS>...` is missing",
                "`rulec --help`, or `--help` behind a command, shows what there is",
            ),
            (
                &["eval", "x", "--as-of"],
                "`--as-of <DATE>` needs a value",
                "`rulec --help`, or `--help` behind a command, shows what there is",
            ),
            (
                &["schema", "--rules", "a", "--rules", "b"],
                "`--rules <PACK>` stands twice",
                "`rulec --help`, or `--help` behind a command, shows what there is",
            ),
        ] {
            let error =
                Arguments::try_parse_from(std::iter::once("rulec").chain(arguments.iter().copied())).unwrap_err();
            let diagnostic = diagnostic(&error);
            assert_eq!(
                (diagnostic.title.as_str(), diagnostic.help.join("|").as_str()),
                (title, help),
                "{arguments:?}"
            );
        }
    }
}
