//! Rules that are ready: a pack, opened and compiled.

use std::fmt;
use std::path::Path;

use crate::api::Error;
use crate::api::Evaluator;
use crate::api::Settings;
use crate::compile;
use crate::decision::Fault;
use crate::diagnostic::Code;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::Diagnostics;
use crate::diagnostic::Severity;
use crate::eval;
use crate::limits::Limits;
use crate::pack;
use crate::pack::ChosenReading;
use crate::pack::Disk;
use crate::pack::Files;
use crate::pack::MANIFEST;
use crate::pack::Memory;
use crate::plan::Plan;
use crate::source::Sources;
use crate::tools::evaluate::Engine;
use crate::tools::settings;
use crate::tools::settings::Choice;

/// Rules that are ready to decide: all rule files and tables of a pack, compiled together.
///
/// They do not change any more and may be shared between threads.
///
/// The rules of `rulec eval`, for a program; [`crate`] shows how they are used.
pub struct Rules {
    plan: Plan,
    sources: Sources,
    hash: String,
    warnings: Vec<Fault>,
    limits: Limits,
    /// The readings that the pack chooses.
    chosen: Vec<ChosenReading>,
    /// What comes of them.
    settings: eval::Settings,
}

impl Rules {
    /// Opens the pack in this folder: the one with its `rulec.toml`, or all packs below it.
    ///
    /// # Errors
    /// There is no pack, or there is a mistake in its files.
    pub fn open(folder: impl AsRef<Path>) -> Result<Rules, Error> {
        Rules::read(&Disk, folder.as_ref())
    }

    /// Takes a pack from memory: paths in it with their texts. A `rulec.toml` may be among them, and need not.
    ///
    /// ```
    /// let rules = rulec::Rules::from_files([("empty.rule", "ruleset empty \"Decides nothing\"\n")])?;
    /// assert_eq!(rules.decisions().count(), 0);
    ///
    /// let mistake = rulec::Rules::from_files([("a.rule", "ruleset a\n\nflag f \"F\"\n  when nobody_knows\n")]);
    /// assert_eq!(mistake.unwrap_err().faults()[0].code, "R201");
    /// # Ok::<(), rulec::Error>(())
    /// ```
    ///
    /// # Errors
    /// There is a mistake in the files.
    pub fn from_files<P, T>(files: impl IntoIterator<Item = (P, T)>) -> Result<Rules, Error>
    where
        P: AsRef<Path>,
        T: Into<Vec<u8>>,
    {
        let mut memory = Memory::new().with(MANIFEST, "title = \"Rules\"\n");
        for (path, text) in files {
            memory.add(path, text);
        }
        Rules::read(&memory, Path::new("."))
    }

    fn read(files: &dyn Files, folder: &Path) -> Result<Rules, Error> {
        let limits = Limits::default();
        let (mut sources, mut diagnostics) = (Sources::new(), Diagnostics::new());
        let Some(mut pack) = pack::open(files, folder, &limits, &mut sources, &mut diagnostics) else {
            return Err(Error::new(&diagnostics.sorted(), &sources));
        };
        let mut compiled = compile::compile(&mut pack, sources, diagnostics, &limits);
        let Some(plan) = compiled.plan.take_if(|_| !compiled.diagnostics.has_errors()) else {
            return Err(refused(compiled.diagnostics, &compiled.sources));
        };
        let chosen: Vec<ChosenReading> = pack.readings().cloned().collect();
        let settings = settings::settings(&plan, &choices(&chosen), false, &mut compiled.diagnostics);
        if compiled.diagnostics.has_errors() {
            return Err(refused(compiled.diagnostics, &compiled.sources));
        }
        let hash = pack.hash(&compiled.sources);
        let warnings = compiled.diagnostics.sorted();
        Ok(Rules {
            plan,
            hash,
            warnings: warnings.iter().map(|one| Fault::of(one, &compiled.sources)).collect(),
            sources: compiled.sources,
            limits,
            chosen,
            settings,
        })
    }

    /// `blake3:` and 64 hexadecimal digits: the identity of all files that were read. Every [`crate::Decision`] holds it.
    #[must_use]
    pub fn hash(&self) -> &str {
        &self.hash
    }

    /// What somebody should look at, although the rules can be used.
    #[must_use]
    pub fn warnings(&self) -> &[Fault] {
        &self.warnings
    }

    /// The full names of all decisions (`cn.rare_earth.licence`), in the order in which answers give them.
    pub fn decisions(&self) -> impl Iterator<Item = &str> {
        let of_rulesets = self.plan.rulesets.iter().flat_map(|ruleset| &ruleset.decisions);
        of_rulesets.map(|decision| &*self.plan.decisions.at(*decision).full_name)
    }

    /// Settings to choose readings, a day, or single decisions.
    #[must_use]
    pub fn settings(&self) -> Settings<'_> {
        Settings::new(self, self.settings.clone())
    }

    /// An evaluator of all decisions, with the readings that the pack chooses.
    #[must_use]
    pub fn evaluator(&self) -> Evaluator<'_> {
        Evaluator::new(self.engine(&self.settings), Vec::new())
    }

    /// The readings that the pack chooses.
    pub(super) fn choices(&self) -> Vec<Choice<'_>> {
        choices(&self.chosen)
    }

    pub(super) fn plan(&self) -> &Plan {
        &self.plan
    }

    /// These rules with these settings.
    pub(super) fn engine<'r>(&'r self, settings: &'r eval::Settings) -> Engine<'r> {
        Engine {
            plan: &self.plan,
            sources: &self.sources,
            rules_hash: &self.hash,
            settings,
            limits: &self.limits,
        }
    }
}

impl fmt::Debug for Rules {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<&str> = self.plan.rulesets.iter().map(|ruleset| &*ruleset.name).collect();
        formatter
            .debug_struct("Rules")
            .field("rulesets", &names)
            .field("hash", &self.hash)
            .finish_non_exhaustive()
    }
}

fn choices(chosen: &[ChosenReading]) -> Vec<Choice<'_>> {
    let choices = chosen.iter().map(|chosen| Choice {
        reading: &chosen.name,
        choice: &chosen.choice,
        by: MANIFEST,
        at: Some(chosen.name_span.to(chosen.choice_span)),
    });
    choices.collect()
}

/// The errors among what was said. Rules that gave no plan have one.
fn refused(mut said: Diagnostics, sources: &Sources) -> Error {
    if !said.has_errors() {
        said.add(Diagnostic::general(Code::X100, "rules without a mistake gave no plan"));
    }
    let mut said = said.sorted();
    said.retain(|diagnostic| diagnostic.severity == Severity::Error);
    Error::new(&said, sources)
}
