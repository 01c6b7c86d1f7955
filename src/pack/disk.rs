//! Files on the disk.

use std::fs;
use std::io;
use std::io::Read;
use std::path::Path;
use std::path::PathBuf;

use crate::pack::files::Entry;
use crate::pack::files::EntryKind;
use crate::pack::files::Files;
use crate::pack::files::Unreadable;

/// The files of the machine.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Disk;

impl Files for Disk {
    fn read(&self, path: &Path, limit: usize) -> Result<Vec<u8>, Unreadable> {
        let file = fs::File::open(path).map_err(|error| unreadable(&error))?;
        let meta = file.metadata().map_err(|error| unreadable(&error))?;
        if meta.is_dir() {
            return Err(Unreadable::Machine("it is a folder".to_owned()));
        }
        // A pipe or a device states no length, so what is read is counted as well.
        let most = u64::try_from(limit).unwrap_or(u64::MAX);
        if meta.len() > most {
            return Err(Unreadable::TooLong(limit));
        }
        let mut bytes = Vec::with_capacity(usize::try_from(meta.len()).unwrap_or(0));
        let mut bounded = file.take(most.saturating_add(1));
        bounded.read_to_end(&mut bytes).map_err(|error| unreadable(&error))?;
        if bytes.len() > limit {
            return Err(Unreadable::TooLong(limit));
        }
        Ok(bytes)
    }

    fn list(&self, folder: &Path) -> Result<Vec<Entry>, Unreadable> {
        let mut entries = Vec::new();
        for entry in fs::read_dir(folder).map_err(|error| unreadable(&error))? {
            let entry = entry.map_err(|error| unreadable(&error))?;
            let name = entry.file_name().to_string_lossy().into_owned();
            let own = entry.file_type().map_err(|error| unreadable(&error))?;
            let kind = if own.is_dir() {
                EntryKind::Folder
            } else if own.is_symlink() && !fs::metadata(entry.path()).is_ok_and(|target| target.is_file()) {
                EntryKind::Link
            } else {
                EntryKind::File
            };
            entries.push(Entry { name, kind });
        }
        Ok(entries)
    }

    fn real(&self, path: &Path) -> Result<PathBuf, Unreadable> {
        let path = if path.as_os_str().is_empty() {
            Path::new(".")
        } else {
            path
        };
        fs::canonicalize(path).map_err(|error| unreadable(&error))
    }
}

fn unreadable(error: &io::Error) -> Unreadable {
    if error.kind() == io::ErrorKind::NotFound {
        Unreadable::Missing
    } else {
        Unreadable::Machine(error.to_string())
    }
}
