//! Opening a pack: manifests, the walk through folders, used packs without circles.

use std::path::Path;
use std::path::PathBuf;

use crate::data::decode;
use crate::diagnostic::Code;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::Diagnostics;
use crate::ids::IdVec;
use crate::limits::Limits;
use crate::pack::CaseFile;
use crate::pack::Folder;
use crate::pack::FolderId;
use crate::pack::MANIFEST;
use crate::pack::Pack;
use crate::pack::RuleFile;
use crate::pack::fence;
use crate::pack::files::EntryKind;
use crate::pack::files::Files;
use crate::pack::files::Unreadable;
use crate::pack::manifest;
use crate::pack::shown;
use crate::source::FileId;
use crate::source::Sources;
use crate::source::Span;

/// Most bytes of a manifest.
const MANIFEST_BYTES: usize = 64 << 10;
/// Most folders between a folder of packs and a pack in it.
const LEVELS_OF_FOLDERS: usize = 4;

/// Opens the pack in this folder, or all packs below it if it has no manifest of its own. What is wrong is reported;
/// `None` where there is no pack at all.
pub(crate) fn open<'f>(
    files: &'f dyn Files,
    root: &Path,
    limits: &Limits,
    sources: &mut Sources,
    diagnostics: &mut Diagnostics,
) -> Option<Pack<'f>> {
    let pack = Pack {
        files,
        limits: limits.clone(),
        folders: IdVec::new(),
        rule_files: Vec::new(),
        tables: std::collections::BTreeMap::new(),
    };
    let mut opening = Opening {
        pack,
        sources,
        diagnostics,
        way: Vec::new(),
    };
    let roots = opening.roots(root)?;
    for root in &roots {
        opening.folder(root, true, None);
    }
    opening.used();
    opening.conflicts();
    let pack = opening.pack;
    if pack.rule_files.is_empty() && !diagnostics.has_errors() {
        let title = format!("the pack in `{}` has no rules", shown(root));
        diagnostics.add(Diagnostic::general(Code::R508, title).help("a rule file ends in `.rule`"));
    }
    Some(pack)
}

/// Adds the text of a file under the name that users see.
pub(super) fn add_text(sources: &mut Sources, name: &str, bytes: &[u8], code: Code) -> Result<FileId, Box<Diagnostic>> {
    match decode::decode(bytes) {
        Ok(text) => Ok(sources.add(name, text)),
        Err(fault) => {
            let file = sources.add(name, fault.readable.as_str());
            let span = Span::new(file, fault.at(), fault.readable.len());
            let diagnostic = Diagnostic::error(code, span, "the file is no text").here("not UTF-8 from here on");
            Err(Box::new(diagnostic.help(fault.help())))
        }
    }
}

/// A pack that is being opened.
struct Opening<'f, 'a> {
    pack: Pack<'f>,
    sources: &'a mut Sources,
    diagnostics: &'a mut Diagnostics,
    /// The packs that lead to the one that is being opened, to find circles.
    way: Vec<FolderId>,
}

impl Opening<'_, '_> {
    /// The folders with a manifest: this one, or those below it.
    fn roots(&mut self, root: &Path) -> Option<Vec<PathBuf>> {
        let files = self.pack.files;
        if files.real(&root.join(MANIFEST)).is_ok() {
            return Some(vec![root.to_path_buf()]);
        }
        let mut found = Vec::new();
        let mut folders = vec![(root.to_path_buf(), 0_usize)];
        while let Some((folder, level)) = folders.pop() {
            if level > 0 && files.real(&folder.join(MANIFEST)).is_ok() {
                found.push(folder);
                continue;
            }
            for entry in files.list(&folder).unwrap_or_default() {
                if entry.kind == EntryKind::Folder && !entry.name.starts_with('.') && level < LEVELS_OF_FOLDERS {
                    folders.push((folder.join(&entry.name), level.saturating_add(1)));
                }
            }
        }
        found.sort_by_key(|folder| shown(folder));
        if found.is_empty() {
            let title = format!("there is no pack in `{}`", shown(root));
            let help = "a pack is a folder with a `rulec.toml`; `rulec init NAME` makes one";
            self.diagnostics.add(Diagnostic::general(Code::T104, title).help(help));
            return None;
        }
        Some(found)
    }

    /// Reads a folder with a manifest, once; `named` is the place in the manifest that names it.
    fn folder(&mut self, path: &Path, asked_for: bool, named: Option<(&str, Span)>) -> Option<FolderId> {
        let files = self.pack.files;
        let Ok(real) = files
            .real(path)
            .and_then(|real| files.real(&path.join(MANIFEST)).map(|_| real))
        else {
            if let Some((written, at)) = named {
                let title = format!("there is no pack at `{written}`");
                let help = "a pack is a folder with a `rulec.toml`; the path begins at this folder";
                self.diagnostics
                    .add(Diagnostic::error(Code::R507, at, title).help(help));
            }
            return None;
        };
        if let Some((id, _)) = self.pack.folders.iter_ids().find(|(_, folder)| folder.real == real) {
            return Some(id);
        }
        let manifest = self.manifest(path)?;
        let cases = self.cases(path);
        let folder = Folder {
            path: path.to_path_buf(),
            real,
            manifest,
            asked_for,
            cases,
        };
        let id = self.pack.folders.push(folder);
        self.rule_files(id, path);
        Some(id)
    }

    fn manifest(&mut self, folder: &Path) -> Option<manifest::Manifest> {
        let path = folder.join(MANIFEST);
        let bytes = match self.pack.files.read(&path, MANIFEST_BYTES) {
            Ok(bytes) => bytes,
            Err(error) => {
                self.unreadable(Code::R507, &path, &error);
                return None;
            }
        };
        match add_text(self.sources, &shown(&path), &bytes, Code::R507) {
            Ok(file) => {
                let text = self.sources.get(file).map(|source| std::sync::Arc::clone(&source.text));
                let mut own = Diagnostics::new();
                let manifest = manifest::read(file, text.as_deref().unwrap_or(""), &mut own);
                self.diagnostics.append(own);
                Some(manifest)
            }
            Err(diagnostic) => {
                self.diagnostics.add(*diagnostic);
                None
            }
        }
    }

    fn cases(&self, folder: &Path) -> Vec<CaseFile> {
        let folder = folder.join("cases");
        let entries = self.pack.files.list(&folder).unwrap_or_default();
        let mut cases: Vec<CaseFile> = entries
            .iter()
            .filter(|entry| entry.kind == EntryKind::File)
            .filter_map(|entry| Some((entry.name.rsplit_once('.')?, &entry.name)))
            .filter(|((name, ending), _)| !name.is_empty() && is_case(name, ending))
            .map(|((name, _), file)| CaseFile {
                name: name.to_owned(),
                path: folder.join(file),
            })
            .collect();
        cases.sort_by(|a, b| (&a.name, &a.path).cmp(&(&b.name, &b.path)));
        cases
    }

    /// Reads all `*.rule` files in a folder and below it. Hidden files and folders are the editor's, not the pack's.
    fn rule_files(&mut self, id: FolderId, root: &Path) {
        let mut found: Vec<(String, PathBuf)> = Vec::new();
        let mut folders = vec![(String::new(), root.to_path_buf())];
        while let Some((inside, folder)) = folders.pop() {
            let entries = match self.pack.files.list(&folder) {
                Ok(entries) => entries,
                Err(error) => {
                    self.unreadable(Code::T102, &folder, &error);
                    continue;
                }
            };
            for entry in entries.into_iter().filter(|entry| !entry.name.starts_with('.')) {
                let path = folder.join(&entry.name);
                let name = format!("{inside}{}", entry.name);
                let is_rule_file = Path::new(&entry.name)
                    .extension()
                    .is_some_and(|end| end.eq_ignore_ascii_case("rule"));
                match entry.kind {
                    EntryKind::Folder => folders.push((format!("{name}/"), path)),
                    EntryKind::Link => self.link(&path),
                    EntryKind::File if entry.name == MANIFEST && !inside.is_empty() => self.pack_inside(&path),
                    EntryKind::File if is_rule_file => found.push((name, path)),
                    EntryKind::File => {}
                }
            }
        }
        found.sort();
        for (name, path) in found {
            self.rule_file(id, name, &path);
        }
    }

    fn rule_file(&mut self, folder: FolderId, name: String, path: &Path) {
        let root = self
            .pack
            .folders
            .get(folder)
            .map_or_else(PathBuf::new, |folder| folder.real.clone());
        let bytes = match fence::inside(self.pack.files, path, &root) {
            Ok(real) => self.pack.files.read(&real, self.pack.limits.rule_file),
            Err(fence::Outside::Leaves) => return self.link(path),
            Err(fence::Outside::Unreadable(error)) => Err(error),
        };
        let added = match bytes {
            Ok(bytes) => add_text(self.sources, &shown(path), &bytes, Code::R115),
            Err(error @ Unreadable::TooLong(_)) => return self.unreadable(Code::R116, path, &error),
            Err(error) => return self.unreadable(Code::T102, path, &error),
        };
        match added {
            Ok(file) => self.pack.rule_files.push(RuleFile {
                file,
                folder,
                path: name,
            }),
            Err(diagnostic) => self.diagnostics.add(*diagnostic),
        }
    }

    /// Opens the packs that the manifests name, and those that these name.
    fn used(&mut self) {
        let asked: Vec<FolderId> = self.pack.folders.ids().collect();
        let mut done: Vec<FolderId> = Vec::new();
        for root in asked {
            // Each entry: a pack and how many of the packs that it names have been looked at.
            let mut open: Vec<(FolderId, usize)> = vec![(root, 0)];
            self.way = vec![root];
            while let Some((folder, next)) = open.pop() {
                match self.named(folder, next) {
                    Some(named) if !done.contains(&folder) => {
                        open.push((folder, next.saturating_add(1)));
                        if let Some(used) = self.use_pack(folder, &named) {
                            open.push((used, 0));
                            self.way.push(used);
                        }
                    }
                    _ => {
                        done.push(folder);
                        self.way.pop();
                    }
                }
            }
        }
    }

    fn named(&self, folder: FolderId, number: usize) -> Option<(String, Span)> {
        self.pack.folders.get(folder)?.manifest.packs.get(number).cloned()
    }

    /// Opens a pack that another names; `None` if that cannot be, or makes a circle.
    fn use_pack(&mut self, from: FolderId, (written, at): &(String, Span)) -> Option<FolderId> {
        if let Some(diagnostic) = fence::objection(written, *at, fence::Up::Allowed) {
            self.diagnostics.add(diagnostic);
            return None;
        }
        let path = self.pack.folders.get(from)?.path.join(written);
        let used = self.folder(&path, false, Some((written, *at)))?;
        let Some(start) = self.way.iter().position(|folder| *folder == used) else {
            return Some(used);
        };
        let mut circle: Vec<String> = self
            .way
            .iter()
            .skip(start)
            .map(|folder| self.title_of(*folder))
            .collect();
        circle.push(self.title_of(used));
        let title = format!("a circle of packs: {}", circle.join(", "));
        self.diagnostics.add(
            Diagnostic::error(Code::R507, *at, title)
                .help("put what both need into a third pack that neither uses back"),
        );
        None
    }

    fn title_of(&self, folder: FolderId) -> String {
        self.pack
            .folders
            .get(folder)
            .map_or_else(String::new, |folder| shown(&folder.path))
    }

    /// Two manifests that were asked for must not choose one reading differently.
    fn conflicts(&mut self) {
        let mut chosen: Vec<_> = self.pack.readings().cloned().collect();
        chosen.sort_by(|a, b| (&a.name, a.name_span).cmp(&(&b.name, b.name_span)));
        for (first, second) in chosen.iter().zip(chosen.iter().skip(1)) {
            if first.name == second.name && first.choice != second.choice {
                self.diagnostics.add(
                    Diagnostic::error(
                        Code::R507,
                        second.choice_span,
                        format!("two packs read `{}` differently", first.name),
                    )
                    .here(format!("`{}`", second.choice))
                    .label(first.choice_span, format!("`{}`", first.choice))
                    .help("choose one, or leave the choice to `--reading`"),
                );
            }
        }
    }

    fn link(&mut self, path: &Path) {
        let title = format!("`{}` is a link that leaves the pack, or to a folder", shown(path));
        self.diagnostics
            .add(Diagnostic::general(Code::R506, title).help("put the files themselves into the pack"));
    }

    fn pack_inside(&mut self, path: &Path) {
        let title = format!("`{}` makes a pack inside a pack", shown(path));
        self.diagnostics.add(
            Diagnostic::general(Code::R507, title)
                .help("put it beside this pack and name it in `packs`, or remove its manifest"),
        );
    }

    fn unreadable(&mut self, code: Code, path: &Path, error: &Unreadable) {
        let diagnostic = Diagnostic::general(code, format!("`{}` cannot be read: {error}", shown(path)));
        let diagnostic = match error {
            Unreadable::TooLong(_) => diagnostic.help("`rulec --limits` shows how long files may be"),
            Unreadable::Missing | Unreadable::Machine(_) => diagnostic,
        };
        self.diagnostics.add(diagnostic);
    }
}

/// Whether a file under `cases/` holds facts. Hidden ones are the editor's.
fn is_case(name: &str, ending: &str) -> bool {
    !name.starts_with('.') && matches!(ending, "json" | "yaml" | "yml")
}
