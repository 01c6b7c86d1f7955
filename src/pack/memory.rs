//! Files in memory: for the library, for tests, and for text that an editor has not saved.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::path::Component;
use std::path::Path;
use std::path::PathBuf;

use crate::pack::files::Entry;
use crate::pack::files::EntryKind;
use crate::pack::files::Files;
use crate::pack::files::Unreadable;

/// Files by path; folders are there because files are in them. `/` in front makes no difference.
#[derive(Clone, Debug, Default)]
pub(crate) struct Memory {
    files: BTreeMap<PathBuf, Vec<u8>>,
}

impl Memory {
    /// No files yet.
    pub(crate) fn new() -> Memory {
        Memory::default()
    }

    /// Puts a file there, in place of an earlier one.
    pub(crate) fn add(&mut self, path: impl AsRef<Path>, bytes: impl Into<Vec<u8>>) {
        self.files.insert(plain(path.as_ref()), bytes.into());
    }

    /// With a further file.
    #[must_use]
    pub(crate) fn with(mut self, path: impl AsRef<Path>, bytes: impl Into<Vec<u8>>) -> Memory {
        self.add(path, bytes);
        self
    }
}

impl Files for Memory {
    fn read(&self, path: &Path, limit: usize) -> Result<Vec<u8>, Unreadable> {
        match self.files.get(&plain(path)) {
            None => Err(Unreadable::Missing),
            Some(bytes) if bytes.len() > limit => Err(Unreadable::TooLong(limit)),
            Some(bytes) => Ok(bytes.clone()),
        }
    }

    fn list(&self, folder: &Path) -> Result<Vec<Entry>, Unreadable> {
        let folder = plain(folder);
        let mut entries = BTreeSet::new();
        for inside in self.files.keys().filter_map(|path| path.strip_prefix(&folder).ok()) {
            let mut steps = inside.components();
            if let Some(Component::Normal(name)) = steps.next() {
                let kind = if steps.next().is_some() {
                    EntryKind::Folder
                } else {
                    EntryKind::File
                };
                entries.insert(Entry {
                    name: name.to_string_lossy().into_owned(),
                    kind,
                });
            }
        }
        if entries.is_empty() {
            Err(Unreadable::Missing)
        } else {
            Ok(entries.into_iter().collect())
        }
    }

    fn real(&self, path: &Path) -> Result<PathBuf, Unreadable> {
        let path = plain(path);
        let there = self.files.keys().any(|file| file.starts_with(&path));
        if there { Ok(path) } else { Err(Unreadable::Missing) }
    }
}

/// The path without `.`, with `..` taken away together with the step before it.
fn plain(path: &Path) -> PathBuf {
    let mut out = PathBuf::new();
    for step in path.components() {
        match step {
            Component::Normal(name) => out.push(name),
            Component::ParentDir => {
                out.pop();
            }
            Component::CurDir | Component::RootDir | Component::Prefix(_) => {}
        }
    }
    out
}
