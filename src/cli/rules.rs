//! Opening the rules of a command: which pack, what is wrong with it, and the plan if nothing is.

use std::path::Path;
use std::path::PathBuf;

use super::args::ReportFormat;
use super::args::Rules;
use super::exit::Exit;
use super::output;
use super::output::Output;
use crate::compile;
use crate::diagnostic::Code;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::Diagnostics;
use crate::diagnostic::Severity;
use crate::limits::Limits;
use crate::pack;
use crate::pack::Disk;
use crate::pack::MANIFEST;
use crate::pack::Pack;
use crate::plan::Plan;
use crate::source::Sources;
use crate::tools::settings::Choice;

static DISK: Disk = Disk;

/// The rules of a command, with everything that was said about them.
pub(super) struct Opened {
    /// All texts.
    pub(super) sources: Sources,
    /// The pack; `None` if there is none.
    pub(super) pack: Option<Pack<'static>>,
    /// What was said about it, by place, without doubles.
    pub(super) diagnostics: Vec<Diagnostic>,
    plan: Option<Plan>,
}

/// Rules without an error.
pub(super) struct Ready {
    /// All texts.
    pub(super) sources: Sources,
    /// The pack.
    pub(super) pack: Pack<'static>,
    /// The plan.
    pub(super) plan: Plan,
    /// The identity of the rules.
    pub(super) hash: String,
}

/// Opens and compiles the pack that the arguments name, or the nearest one upwards.
pub(super) fn open(rules: &Rules) -> Opened {
    let (mut sources, mut diagnostics) = (Sources::new(), Diagnostics::new());
    let limits = Limits::default();
    let Some(root) = root(rules) else {
        return Opened {
            sources,
            pack: None,
            diagnostics: vec![no_pack()],
            plan: None,
        };
    };
    let Some(mut pack) = pack::open(&DISK, &root, &limits, &mut sources, &mut diagnostics) else {
        return Opened {
            sources,
            pack: None,
            diagnostics: diagnostics.sorted(),
            plan: None,
        };
    };
    let compiled = compile::compile(&mut pack, sources, diagnostics, &limits);
    Opened {
        sources: compiled.sources,
        pack: Some(pack),
        diagnostics: compiled.diagnostics.sorted(),
        plan: compiled.plan,
    }
}

/// The folder of the pack: as named, or the nearest upwards.
pub(super) fn root(rules: &Rules) -> Option<PathBuf> {
    rules
        .rules
        .clone()
        .or_else(|| pack::find_upwards(&DISK, Path::new(".")))
}

/// That there is no pack.
pub(super) fn no_pack() -> Diagnostic {
    Diagnostic::general(
        Code::T104,
        format!("there is no `{MANIFEST}` here, nor in a folder above"),
    )
    .help("name a pack with `--rules PACK`, or make one with `rulec init NAME`")
}

/// Opens rules that are to be used: if something is wrong, it is shown and the exit code is given.
pub(super) fn ready(rules: &Rules, output: &mut Output, format: ReportFormat) -> Result<Ready, Exit> {
    let opened = open(rules);
    let errors = opened
        .diagnostics
        .iter()
        .filter(|said| said.severity == Severity::Error);
    let errors: Vec<Diagnostic> = errors.cloned().collect();
    match (opened.pack, opened.plan) {
        (Some(pack), Some(plan)) if errors.is_empty() => {
            let hash = pack.hash(&opened.sources);
            Ok(Ready {
                sources: opened.sources,
                pack,
                plan,
                hash,
            })
        }
        _ if errors.is_empty() => {
            output.refuse(Diagnostic::general(Code::X100, "rules without a mistake gave no plan"));
            Err(Exit::Rules)
        }
        _ => {
            output.report(&errors, &opened.sources, format);
            Err(exit(&errors))
        }
    }
}

/// What was said about rules, as an exit code. That there is no pack is wrong use; mistakes in one are its own.
pub(super) fn exit(diagnostics: &[Diagnostic]) -> Exit {
    if diagnostics.is_empty() {
        Exit::Fine
    } else if !output::has_errors(diagnostics) {
        Exit::Failed
    } else if diagnostics.iter().all(|said| said.code == Code::T104) {
        Exit::Misuse
    } else {
        Exit::Rules
    }
}

impl Ready {
    /// The readings that the manifests choose.
    pub(super) fn choices(&self) -> Vec<Choice<'_>> {
        let choice = |chosen: &'_ pack::ChosenReading| (chosen.name_span, chosen.choice_span);
        let readings = self.pack.readings().map(|chosen| {
            let (name, value) = choice(chosen);
            Choice {
                reading: &chosen.name,
                choice: &chosen.choice,
                by: MANIFEST,
                at: Some(name.to(value)),
            }
        });
        readings.collect()
    }
}
