//! Which paths a rule file may name: below its own folder or elsewhere in its pack, never out of it.
//!
//! A pack comes from somebody else; opening it must not read the user's other files. What the path says is checked
//! first, then where it leads once links are followed.

use std::path::Path;
use std::path::PathBuf;

use crate::diagnostic::Code;
use crate::diagnostic::Diagnostic;
use crate::pack::files::Files;
use crate::source::Span;

/// What is wrong with a path as it is written, in the words of the title and of the help.
fn fault(written: &str, up: Up) -> Option<(&'static str, &'static str)> {
    let drive = written.as_bytes().get(1) == Some(&b':');
    if written.is_empty() {
        Some(("an empty path", "write the path of a file, from the folder of this one"))
    } else if written.contains('\\') {
        Some(("a backslash in a path", "write `/` between folders"))
    } else if written.starts_with('/') || drive || written.contains('\0') {
        Some((
            "a path that does not begin in this folder",
            "write the path from the folder of this file",
        ))
    } else if up == Up::Refused && written.split('/').any(|step| step == "..") {
        Some((
            "a path that leaves the pack",
            "put the file into the pack; `..` is not followed",
        ))
    } else {
        None
    }
}

/// Whether a path may go up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Up {
    /// `..` is refused.
    Refused,
    /// `..` is followed: to a pack beside this one.
    Allowed,
}

/// What there is to say against a path as it is written.
pub(super) fn objection(written: &str, at: Span, up: Up) -> Option<Diagnostic> {
    fault(written, up).map(|(title, help)| Diagnostic::error(Code::R506, at, title).help(help))
}

/// Makes sure that a path, its links followed, lies in the pack, whose own folder is `root` with links followed.
pub(super) fn inside(files: &dyn Files, path: &Path, root: &Path) -> Result<PathBuf, Outside> {
    match files.real(path) {
        Ok(real) if real.starts_with(root) => Ok(real),
        Ok(_) => Err(Outside::Leaves),
        Err(error) => Err(Outside::Unreadable(error)),
    }
}

/// Why a path is not followed.
pub(super) enum Outside {
    /// A link leads out of the pack.
    Leaves,
    /// It cannot be read at all.
    Unreadable(super::files::Unreadable),
}
