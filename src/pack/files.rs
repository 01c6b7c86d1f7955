//! How text is asked for: a folder of files, on the disk or in memory.

use std::path::Path;
use std::path::PathBuf;

/// Something in a folder.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Entry {
    /// Its name in the folder.
    pub(crate) name: String,
    /// What it is.
    pub(crate) kind: EntryKind,
}

/// What stands in a folder under a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum EntryKind {
    /// A file.
    File,
    /// A folder.
    Folder,
    /// A link to a folder, or to nothing.
    Link,
}

/// Why something could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Unreadable {
    /// There is nothing under this path.
    Missing,
    /// It is longer than the limit, in bytes.
    TooLong(usize),
    /// What the machine says.
    Machine(String),
}

impl std::fmt::Display for Unreadable {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Unreadable::Missing => f.write_str("there is no such file"),
            Unreadable::TooLong(limit) => write!(f, "it is longer than {limit} bytes"),
            Unreadable::Machine(words) => f.write_str(words),
        }
    }
}

/// Where files come from.
pub(crate) trait Files {
    /// The bytes of a file, at most `limit` of them.
    ///
    /// # Errors
    /// It is missing, too long, or the machine cannot read it.
    fn read(&self, path: &Path, limit: usize) -> Result<Vec<u8>, Unreadable>;

    /// What stands in a folder, in no particular order.
    ///
    /// # Errors
    /// It is missing, no folder, or the machine cannot read it.
    fn list(&self, folder: &Path) -> Result<Vec<Entry>, Unreadable>;

    /// The path with all links and `..` resolved, so that one file has one path.
    ///
    /// # Errors
    /// There is nothing under this path.
    fn real(&self, path: &Path) -> Result<PathBuf, Unreadable>;
}
