//! What changes on a day under one name: versions of definitions, rules, decision tables.

use crate::source::Span;

use super::Cite;
use super::Period;

/// What one version says, and when.
#[derive(Clone, Debug)]
pub(crate) struct Version<T> {
    /// When it holds: from its first day to its last, or to the day before the first day of the next.
    pub(crate) period: Period,
    /// Its own `cite` lines, without those of the whole item.
    pub(crate) cites: Vec<Cite>,
    /// What it says.
    pub(crate) of: T,
    /// `version from D, last day E`
    pub(crate) span: Span,
}

/// Versions in the order of their first days, which no two share.
pub(crate) type Versions<T> = Vec<Version<T>>;
