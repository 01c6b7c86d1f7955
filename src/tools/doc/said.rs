//! A piece of a sentence, and how it may stand within another: brackets keep what belongs together.

/// How a text may stand within another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Shape {
    /// One name or value: `the item's price`, `0.1%`.
    Word,
    /// A value in several words: `A divided by B`, `the sum of …`.
    Noun,
    /// One comparison: `the item's origin is CN`.
    Clause,
    /// Several conditions, or one that goes on to its end: `A and B`, `for every part among …: C`.
    Compound,
}

/// A piece of a sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Said {
    text: String,
    shape: Shape,
}

impl Said {
    /// One name or value.
    pub(super) fn word(text: impl Into<String>) -> Said {
        Said {
            text: text.into(),
            shape: Shape::Word,
        }
    }

    /// A value in several words.
    pub(super) fn noun(text: impl Into<String>) -> Said {
        Said {
            text: text.into(),
            shape: Shape::Noun,
        }
    }

    /// One comparison.
    pub(super) fn clause(text: impl Into<String>) -> Said {
        Said {
            text: text.into(),
            shape: Shape::Clause,
        }
    }

    /// Several conditions, or one that goes on to its end.
    pub(super) fn compound(text: impl Into<String>) -> Said {
        Said {
            text: text.into(),
            shape: Shape::Compound,
        }
    }

    /// Whether it is a value rather than something that holds or not.
    pub(super) fn is_value(&self) -> bool {
        matches!(self.shape, Shape::Word | Shape::Noun)
    }

    /// Beside an operator.
    pub(super) fn operand(self) -> String {
        match self.shape {
            Shape::Word => self.text,
            Shape::Noun | Shape::Clause | Shape::Compound => format!("({})", self.text),
        }
    }

    /// Beside `and` and `or`, and before a further clause.
    pub(super) fn side(self) -> String {
        match self.shape {
            Shape::Word | Shape::Clause => self.text,
            Shape::Noun | Shape::Compound => format!("({})", self.text),
        }
    }

    /// With nothing beside it.
    pub(super) fn whole(self) -> String {
        self.text
    }
}
