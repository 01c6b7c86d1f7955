//! Texts with places: JSON, YAML and CSV as they stand in the file, every key, value and cell with its range of bytes.
//!
//! Nothing here knows a vocabulary, and nothing is trimmed, converted or guessed: a number stays the text that somebody
//! wrote. Facts are pulled value by value ([`pull::Pull`]), because fact files are large; tables are read whole
//! ([`csv::Csv`]), because they are looked at many times.

pub(crate) mod csv;
pub(crate) mod decode;
pub(crate) mod json;
pub(crate) mod pull;
pub(crate) mod yaml;

use crate::source::FileId;
use crate::source::Span;

/// A range of bytes in the text that is being read; `end` is the first byte after it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Place {
    /// The first byte.
    pub(crate) start: u32,
    /// The byte after the last.
    pub(crate) end: u32,
}

impl Place {
    /// The range between two indices.
    #[inline]
    pub(crate) fn new(start: usize, end: usize) -> Place {
        Place {
            start: u32::try_from(start).unwrap_or(u32::MAX),
            end: u32::try_from(end).unwrap_or(u32::MAX),
        }
    }

    /// The same range in a file.
    pub(crate) fn span(self, file: FileId) -> Span {
        Span {
            file,
            start: self.start,
            end: self.end,
        }
    }

    /// From the start of this one to the end of the other.
    pub(crate) fn to(self, other: Place) -> Place {
        Place {
            start: self.start.min(other.start),
            end: self.end.max(other.end),
        }
    }
}
