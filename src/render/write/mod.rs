//! One file per output format: each writes the same [`Document`](crate::render::document::Document).

pub(crate) mod json;
pub(crate) mod markdown;
pub(crate) mod terminal;
