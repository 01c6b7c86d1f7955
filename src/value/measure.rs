//! Measures that rules declare: a name, a unit in which amounts are held, and further units of an exact size.
//!
//! A unit means one thing in a whole pack, whoever declares it; so facts need no ruleset to be read. Language reference:
//! "Measures".

use crate::ids::Id;
use crate::ids::IdVec;
use crate::value::Number;

/// A measure that rules declare. Half as large as other ids: it stands in every amount.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct MeasureId(u16);

/// Most measures of a pack.
pub(crate) const MOST_MEASURES: u16 = u16::MAX;

impl Id for MeasureId {
    fn from_index(index: usize) -> Self {
        MeasureId(u16::try_from(index).unwrap_or(MOST_MEASURES))
    }

    fn index(self) -> usize {
        usize::from(self.0)
    }
}

/// A measure that rules declare.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Measure {
    /// `flux_density`
    pub(crate) name: Box<str>,
    /// Its title, or empty.
    pub(crate) title: Box<str>,
    /// Its units; the first is that in which amounts are held.
    pub(crate) units: Vec<MeasureUnit>,
}

/// A unit of a measure that rules declare.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct MeasureUnit {
    /// `T`, in the one spelling that [`one_spelling`] gives.
    pub(crate) name: Box<str>,
    /// How much of the first unit it is: more than zero.
    pub(crate) size: Number,
}

/// All measures that the rules of a pack declare.
pub(crate) type Measures = IdVec<MeasureId, Measure>;

/// A unit with the micro sign where it is written with the Greek letter: they look alike.
pub(crate) fn one_spelling(unit: &str) -> std::borrow::Cow<'_, str> {
    if unit.contains('\u{3bc}') {
        unit.replace('\u{3bc}', "µ").into()
    } else {
        unit.into()
    }
}
