//! The table of limits.

use crate::limits::Limits;
use crate::render::document::Document;
use crate::render::document::Line;
use crate::text;

/// The page.
pub(crate) fn page(limits: &Limits) -> Document {
    let mut page = Document::default();
    let rows = limits.table().into_iter().map(|(name, value, reason)| {
        vec![
            Line::of(name),
            Line::of(&text::group_digits(&value.to_string())),
            Line::of(reason),
        ]
    });
    page.table(&["limit", "value", "why"], rows.collect());
    page
}
