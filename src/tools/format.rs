//! The one layout of a rule file.

use crate::diagnostic::Diagnostics;
use crate::limits::Limits;
use crate::source::FileId;
use crate::source::Sources;
use crate::syntax;

/// The text of a rule file in its one layout; `None` if it cannot be read, which is reported.
pub(crate) fn format(file: FileId, sources: &Sources, diagnostics: &mut Diagnostics) -> Option<String> {
    let text = &sources.get(file)?.text;
    let mut own = Diagnostics::new();
    syntax::parse(file, text, &Limits::default(), &mut own);
    let is_broken = own.has_errors();
    diagnostics.append(own);
    if is_broken { None } else { Some(text.to_string()) }
}
