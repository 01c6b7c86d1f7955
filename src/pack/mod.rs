//! Packs: which files belong together, and what may be read for them.
//!
//! *Takes* a folder with a `rulec.toml` (or a folder of such folders). *Gives* a [`Pack`]: the texts of all `*.rule`
//! files in it and below it, and of the packs that its manifest names, in an order that is the same on every machine.
//! *Promises* that nothing out of these folders is read, whatever a rule file says. The unit of a decision is the
//! pack, not a list of files: a file left out is a wrong decision. Language reference: "Packs".

mod disk;
mod fence;
mod files;
mod hash;
mod manifest;
mod memory;
mod open;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::path::Path;
use std::path::PathBuf;

use crate::data::pull::Syntax;
use crate::diagnostic::Code;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::Diagnostics;
use crate::ids::IdVec;
use crate::ids::define_id;
use crate::limits::Limits;
use crate::source::FileId;
use crate::source::Sources;
use crate::source::Span;

pub(crate) use disk::Disk;
pub(crate) use files::Files;
pub(crate) use files::Unreadable;
pub(crate) use manifest::ChosenReading;
pub(crate) use manifest::Manifest;
pub(crate) use memory::Memory;
pub(crate) use open::open;

define_id! {
    /// A folder with a manifest.
    pub(crate) FolderId;
}

/// The name of the manifest.
pub(crate) const MANIFEST: &str = "rulec.toml";

/// All rule files that are read together.
pub(crate) struct Pack<'f> {
    files: &'f dyn Files,
    limits: Limits,
    /// The folders with a manifest: those that were asked for, then those that they use.
    pub(crate) folders: IdVec<FolderId, Folder>,
    /// All rule files, folder by folder, in each by path.
    pub(crate) rule_files: Vec<RuleFile>,
    /// Tables that were read, by their real path.
    tables: BTreeMap<PathBuf, TableFile>,
}

/// A folder with a manifest.
#[derive(Clone, Debug)]
pub(crate) struct Folder {
    /// The folder as users see it, from the current folder.
    pub(crate) path: PathBuf,
    /// The folder with links resolved.
    real: PathBuf,
    /// What it says of itself.
    pub(crate) manifest: Manifest,
    /// Whether the user asked for it; else another uses it, and the readings that it chooses are not taken over.
    pub(crate) asked_for: bool,
    /// Its fact files: `cases/*.json` and `cases/*.yaml`, by name.
    pub(crate) cases: Vec<CaseFile>,
}

/// A rule file.
#[derive(Clone, Debug)]
pub(crate) struct RuleFile {
    /// Its text.
    pub(crate) file: FileId,
    /// The folder that it belongs to.
    pub(crate) folder: FolderId,
    /// Its path in that folder, `/` between folders.
    pub(crate) path: String,
}

/// A fact file of a pack.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct CaseFile {
    /// Its name without ending: `motor`.
    pub(crate) name: String,
    /// Its path, from the current folder.
    pub(crate) path: PathBuf,
}

impl CaseFile {
    /// Its name with its ending.
    pub(crate) fn file_name(&self) -> String {
        let name = self.path.file_name().unwrap_or_default();
        name.to_string_lossy().into_owned()
    }

    /// The form in which it is written.
    pub(crate) fn syntax(&self) -> Syntax {
        if self.path.extension().is_some_and(|ending| ending == "json") {
            Syntax::Json
        } else {
            Syntax::Yaml
        }
    }
}

/// A table file that was read.
#[derive(Clone, Debug)]
struct TableFile {
    file: FileId,
    folder: FolderId,
    /// Its path in that folder.
    path: String,
}

impl Pack<'_> {
    /// The readings chosen by the manifests that were asked for, by name.
    pub(crate) fn readings(&self) -> impl Iterator<Item = &ChosenReading> {
        self.folders
            .iter()
            .filter(|folder| folder.asked_for)
            .flat_map(|folder| &folder.manifest.readings)
    }

    /// The text of the table that a rule file names; `at` is the place of the path in the rule file. A table that
    /// several items name is read once. `None`, with a diagnostic, where the path leaves the pack, or there is no such
    /// file, or it is too long or no text.
    pub(crate) fn table(
        &mut self,
        sources: &mut Sources,
        written: &str,
        at: Span,
        diagnostics: &mut Diagnostics,
    ) -> Option<FileId> {
        match self.find_table(sources, written, at) {
            Ok(file) => Some(file),
            Err(diagnostic) => {
                diagnostics.add(*diagnostic);
                None
            }
        }
    }

    fn find_table(&mut self, sources: &mut Sources, written: &str, at: Span) -> Result<FileId, Box<Diagnostic>> {
        if let Some(objection) = fence::objection(written, at, fence::Up::Refused) {
            return Err(Box::new(objection));
        }
        let of = self.rule_files.iter().find(|rule_file| rule_file.file == at.file);
        let Some((rule_file, folder)) = of.and_then(|of| self.folders.get(of.folder).map(|folder| (of, folder))) else {
            return Err(Box::new(Diagnostic::error(
                Code::X100,
                at,
                "a path in a file that is in no pack",
            )));
        };
        let beside = Path::new(&rule_file.path).parent().unwrap_or(Path::new(""));
        let path = folder.path.join(beside).join(written);
        let real = match fence::inside(self.files, &path, &folder.real) {
            Ok(real) => real,
            Err(fence::Outside::Leaves) => {
                let diagnostic =
                    Diagnostic::error(Code::R506, at, format!("`{written}` is a link that leaves the pack"));
                return Err(Box::new(diagnostic.help("put the file itself into the pack")));
            }
            Err(fence::Outside::Unreadable(error)) => return Err(no_table(written, at, &error)),
        };
        if let Some(known) = self.tables.get(&real) {
            return Ok(known.file);
        }
        let bytes = match self.files.read(&real, self.limits.table_file) {
            Ok(bytes) => bytes,
            Err(error) => return Err(no_table(written, at, &error)),
        };
        let file = open::add_text(sources, &shown(&path), &bytes, Code::R501)
            .map_err(|fault| Box::new(fault.label(at, "read from here")))?;
        let inside = shown(real.strip_prefix(&folder.real).unwrap_or(&real));
        self.tables.insert(
            real,
            TableFile {
                file,
                folder: rule_file.folder,
                path: inside,
            },
        );
        Ok(file)
    }

    /// The bytes of a fact file of this pack.
    ///
    /// # Errors
    /// It cannot be read, or is too long.
    pub(crate) fn case(&self, case: &CaseFile) -> Result<Vec<u8>, Unreadable> {
        self.files.read(&case.path, self.limits.fact_file)
    }

    /// The identity of the rules: of all manifests, rule files and tables read so far. Compute it after compiling.
    pub(crate) fn hash(&self, sources: &Sources) -> String {
        hash::rules(self, sources)
    }
}

fn no_table(written: &str, at: Span, error: &Unreadable) -> Box<Diagnostic> {
    let diagnostic = Diagnostic::error(Code::R501, at, format!("the table `{written}` cannot be read"));
    Box::new(match error {
        Unreadable::Missing => diagnostic
            .here("there is no such file")
            .help("the path begins at the folder of this file"),
        Unreadable::TooLong(_) => diagnostic
            .here(error.to_string())
            .help("`rulec --limits` shows how long a table may be"),
        Unreadable::Machine(_) => diagnostic.here(error.to_string()),
    })
}

/// The folder with a manifest that is nearest upwards from this one, as a path from it: `.`, `..`, `../..`.
pub(crate) fn find_upwards(files: &dyn Files, from: &Path) -> Option<PathBuf> {
    let real = files.real(from).ok()?;
    let mut path = from.to_path_buf();
    for folder in real.ancestors() {
        if files.real(&folder.join(MANIFEST)).is_ok() {
            return Some(path);
        }
        if path == Path::new(".") || path == Path::new("") {
            path = PathBuf::from("..");
        } else {
            path.push("..");
        }
    }
    None
}

/// A path as it is shown: `/` between folders, without `./` in front and without a folder that `..` leaves again.
fn shown(path: &Path) -> String {
    let mut steps: Vec<String> = Vec::new();
    for step in path.components() {
        match step {
            std::path::Component::CurDir => {}
            std::path::Component::ParentDir if steps.last().is_some_and(|last| last != ".." && !last.is_empty()) => {
                steps.pop();
            }
            std::path::Component::ParentDir => steps.push("..".to_owned()),
            std::path::Component::RootDir => steps.push(String::new()),
            std::path::Component::Normal(name) => steps.push(name.to_string_lossy().into_owned()),
            std::path::Component::Prefix(drive) => steps.push(drive.as_os_str().to_string_lossy().into_owned()),
        }
    }
    if steps.is_empty() {
        ".".to_owned()
    } else {
        steps.join("/")
    }
}
