//! Definitions that call themselves or each other, and why each such circle has exactly one meaning.
//!
//! Inwards they end, as parts have parts in finite depth. Along references they need not end: there a circle of
//! conditions means its least fixed point, and a circle of figures the least solution of its equations. Language
//! reference: "Definitions that call themselves".

use super::ExprId;

/// Why a circle of definitions has a meaning.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum RecursionKind {
    /// Each call hands on a part of what was handed to it.
    Inwards,
    /// Conditions along references that only become true by others becoming true: what follows from the facts, and
    /// nothing that would follow from itself alone.
    Least,
    /// Figures along references that are sums of others times a fact: the least solution of their equations.
    Linear,
}

impl RecursionKind {
    /// What it does, for explanations and read-backs.
    pub(crate) fn words(self) -> &'static str {
        match self {
            RecursionKind::Inwards => "calls itself on parts, and ends with what has none",
            RecursionKind::Least => "follows references, in circles too: holds only for what follows from the facts",
            RecursionKind::Linear => "multiplies along references, in circles too: the exact solution of the equations",
        }
    }
}

/// A circle of definitions.
#[derive(Clone, Debug)]
pub(crate) struct Recursion {
    /// Why it has a meaning.
    pub(crate) kind: RecursionKind,
    /// The expressions in which a call of one of them stands, sorted.
    pub(crate) through: Vec<ExprId>,
}

impl Recursion {
    /// Whether a call of the circle stands in an expression.
    pub(crate) fn is_in(&self, expr: ExprId) -> bool {
        self.through.binary_search(&expr).is_ok()
    }
}
