//! Words about mistakes that lie in several places at once.

use crate::diagnostic::Code;
use crate::diagnostic::Diagnostic;
use crate::source::Span;

/// A circle, place by place; nothing for no places.
pub(super) fn along(code: Code, title: &str, places: &[(Span, String)]) -> Option<Diagnostic> {
    let ((span, words), rest) = places.split_first()?;
    let mut said = Diagnostic::error(code, *span, title).here(words.clone());
    for (span, words) in rest {
        said = said.label(*span, words.clone());
    }
    Some(said)
}
