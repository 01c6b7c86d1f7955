//! The one layout of a rule file.

use crate::diagnostic::Diagnostics;
use crate::limits::Limits;
use crate::source::FileId;
use crate::source::Sources;
use crate::syntax;

/// The text of a rule file in its one layout; `None` if it cannot be read, which is reported.
pub(crate) fn format(file: FileId, sources: &Sources, diagnostics: &mut Diagnostics) -> Option<String> {
    let source = sources.get(file)?;
    syntax::format(file, &source.text, &Limits::default(), diagnostics)
}
