//! What the caller chose: readings and the date of the law, by name, turned into numbers.
//!
//! A choice comes from the command line, else from the manifest, else from the author's advice if that was asked for; a
//! reading that is settled has its choice, and another one is a mistake.

use crate::diagnostic::Code;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::Diagnostics;
use crate::eval::Chosen;
use crate::eval::Settings;
use crate::ids::Id;
use crate::plan::Plan;
use crate::plan::ReadingId;
use crate::source::Span;
use crate::text;
use crate::value::DecisionId;

/// A reading and a choice, by name.
#[derive(Clone, Debug)]
#[expect(clippy::struct_field_names, reason = "a reading has choices")]
pub(crate) struct Choice<'n> {
    /// The reading: `end_of_truce`, or with its ruleset.
    pub(crate) reading: &'n str,
    /// What it is read as; `open` reopens one that the manifest chose.
    pub(crate) choice: &'n str,
    /// `--reading`, `rulec.toml`, `test`.
    pub(crate) by: &'static str,
    /// The place, if it stands in a file.
    pub(crate) at: Option<Span>,
}

/// The settings for these choices, later ones before earlier ones; `suggested` adds the author's advice where nobody
/// chose.
pub(crate) fn settings(
    plan: &Plan,
    choices: &[Choice<'_>],
    suggested: bool,
    diagnostics: &mut Diagnostics,
) -> Settings {
    let mut readings: Vec<Option<Chosen>> = vec![None; plan.readings.len()];
    let mut reopened = vec![false; plan.readings.len()];
    for choice in choices {
        match resolve(plan, choice) {
            Ok((reading, number)) => {
                if let (Some(slot), Some(open)) = (readings.get_mut(reading.index()), reopened.get_mut(reading.index()))
                {
                    *slot = number.map(|choice_number| Chosen {
                        choice: choice_number,
                        by: choice.by,
                    });
                    *open = number.is_none();
                }
            }
            Err(diagnostic) => diagnostics.add(*diagnostic),
        }
    }
    for (id, about) in plan.readings.iter_ids() {
        let Some(slot) = readings.get_mut(id.index()) else {
            continue;
        };
        if let Some(choice) = about.settled {
            *slot = Some(Chosen { choice, by: "settled" });
        } else if slot.is_none() && suggested && reopened.get(id.index()) == Some(&false) {
            *slot = about.suggested.map(|choice| Chosen {
                choice,
                by: "suggested",
            });
        }
    }
    Settings {
        readings,
        as_of: None,
        observed: None,
    }
}

/// The reading of this name, short or full.
pub(crate) fn reading_named(plan: &Plan, name: &str) -> Vec<ReadingId> {
    let full = plan
        .readings
        .iter_ids()
        .filter(|(_, about)| *about.full_name == *name)
        .map(|(id, _)| id);
    let full: Vec<ReadingId> = full.collect();
    if !full.is_empty() {
        return full;
    }
    plan.readings
        .iter_ids()
        .filter(|(_, about)| *about.name == *name)
        .map(|(id, _)| id)
        .collect()
}

fn resolve(plan: &Plan, choice: &Choice<'_>) -> Result<(ReadingId, Option<u16>), Box<Diagnostic>> {
    let fault = |title: String| match choice.at {
        Some(at) => Diagnostic::error(Code::T106, at, title),
        None => Diagnostic::general(Code::T106, title),
    };
    let found = reading_named(plan, choice.reading);
    let id = match found.as_slice() {
        [only] => *only,
        [] => {
            let names: Vec<&str> = plan.readings.iter().map(|about| &*about.name).collect();
            let close = text::quoted(&text::did_you_mean(choice.reading, names.iter().copied()));
            let mut diagnostic = fault(format!("there is no reading `{}`", choice.reading));
            diagnostic = if close.is_empty() {
                let names: Vec<&str> = names.into_iter().take(30).collect();
                diagnostic.help(format!("the pack has {}", text::list_and(&text::quoted(&names))))
            } else {
                diagnostic.help(format!("did you mean {}?", text::list_or(&close)))
            };
            return Err(Box::new(diagnostic));
        }
        several => {
            let names: Vec<&str> = several.iter().map(|id| &*plan.readings.at(*id).full_name).collect();
            let diagnostic = fault(format!("several readings are called `{}`", choice.reading));
            return Err(Box::new(
                diagnostic.help(format!("write {}", text::list_or(&text::quoted(&names)))),
            ));
        }
    };
    let about = plan.readings.at(id);
    if choice.choice == "open" {
        return Ok((id, None));
    }
    let number = about.choices.iter().position(|(name, _)| **name == *choice.choice);
    let Some(number) = number.and_then(|number| u16::try_from(number).ok()) else {
        let names: Vec<&str> = about.choices.iter().map(|(name, _)| &**name).collect();
        let diagnostic = fault(format!("reading `{}` has no choice `{}`", about.name, choice.choice));
        return Err(Box::new(
            diagnostic.help(format!("choose {}", text::list_or(&text::quoted(&names)))),
        ));
    };
    match about.settled {
        Some(settled) if settled != number => {
            let name = about.choices.get(usize::from(settled)).map_or("", |(name, _)| name);
            let diagnostic = fault(format!("reading `{}` is settled as `{name}`", about.name));
            Err(Box::new(
                diagnostic.help("another choice is no longer a reading of the law"),
            ))
        }
        Some(_) | None => Ok((id, Some(number))),
    }
}

/// The decisions of these names, short or full.
pub(crate) fn decisions_named(plan: &Plan, names: &[String], diagnostics: &mut Diagnostics) -> Vec<DecisionId> {
    let mut found = Vec::new();
    for name in names {
        let fits = |about: &crate::plan::Decision| {
            let family = |per: &crate::plan::PerValue| *per.full_family == **name || *per.family == **name;
            *about.full_name == **name || *about.name == **name || about.per.as_ref().is_some_and(family)
        };
        let fitting: Vec<DecisionId> = plan
            .decisions
            .iter_ids()
            .filter(|(_, about)| fits(about))
            .map(|(id, _)| id)
            .collect();
        if fitting.is_empty() {
            let all: Vec<&str> = plan.decisions.iter().map(|about| &*about.name).collect();
            let diagnostic = Diagnostic::general(Code::T106, format!("there is no decision `{name}`"));
            diagnostics.add(diagnostic.help(format!("the pack decides {}", text::list_and(&text::quoted(&all)))));
        }
        found.extend(fitting);
    }
    found
}
