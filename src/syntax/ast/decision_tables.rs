//! Decision tables as they are written: inputs, outputs, how rows decide, and the rows.
//!
//! Rows stand in blocks, so that a version is one more block.

use crate::source::Span;

use super::exprs::ExprId;
use super::exprs::Ident;
use super::exprs::OrderSpelling;
use super::exprs::OrderWord;
use super::exprs::Text;
use super::items::TypeExpr;
use super::items::Version;

/// `decision table advanced_chips "…"`
#[derive(Clone, Debug)]
pub(crate) struct DecisionTable {
    pub(crate) name: Ident,
    pub(crate) title: Option<Text>,
    /// `inputs kind : UseKind, node : length or none`
    pub(crate) inputs: Vec<(Ident, TypeExpr)>,
    /// `output tier : outcome of policy`
    pub(crate) outputs: Vec<(Ident, TypeExpr)>,
    /// `strictest row wins`
    pub(crate) policy: HitPolicy,
    /// Where that stands.
    pub(crate) policy_span: Span,
    /// Its rows.
    pub(crate) rows: TableRows,
}

/// The rows of a decision table.
#[derive(Clone, Debug)]
pub(crate) enum TableRows {
    /// The same at all times.
    One(RowBlock),
    /// `version from D  | … |`, one or more.
    Versions(Vec<Version<RowBlock>>),
}

/// How the rows that fit decide.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum HitPolicy {
    /// `exactly one row fits`
    ExactlyOne,
    /// `all rows that fit agree`
    Agree,
    /// `first row wins`
    First,
    /// `strictest row wins`
    Strictest,
    /// `rows add up`
    AddUp,
}

impl HitPolicy {
    /// As a rule file says it.
    pub(crate) fn words(self) -> &'static str {
        match self {
            HitPolicy::ExactlyOne => "exactly one row fits",
            HitPolicy::Agree => "all rows that fit agree",
            HitPolicy::First => "first row wins",
            HitPolicy::Strictest => "strictest row wins",
            HitPolicy::AddUp => "rows add up",
        }
    }
}

/// Rows that hold together.
#[derive(Clone, Debug)]
pub(crate) struct RowBlock {
    /// The inputs, then the outputs.
    pub(crate) heading: Vec<Ident>,
    pub(crate) rows: Vec<DecisionRow>,
    /// `| else | result |`
    pub(crate) otherwise: Option<ElseRow>,
    /// From the heading to the last row.
    pub(crate) span: Span,
}

/// A row with a cell for each input and a result for each output.
#[derive(Clone, Debug)]
pub(crate) struct DecisionRow {
    pub(crate) cells: Vec<InputCell>,
    pub(crate) results: Vec<ExprId>,
    pub(crate) span: Span,
}

/// `| else | result |`
#[derive(Clone, Debug)]
pub(crate) struct ElseRow {
    pub(crate) results: Vec<ExprId>,
    pub(crate) span: Span,
}

/// A cell below an input.
#[derive(Clone, Debug)]
pub(crate) struct InputCell {
    pub(crate) kind: InputCellKind,
    pub(crate) span: Span,
}

/// What a cell below an input says.
#[derive(Clone, Debug)]
pub(crate) enum InputCellKind {
    /// `any`
    Any,
    /// A value, a group, `{…}`, `none`.
    Value(ExprId),
    /// `at least 100 and less than 120`
    Bounds(Vec<CellBound>),
}

/// One bound.
#[derive(Clone, Debug)]
pub(crate) enum CellBound {
    /// `at most 14 nm`
    Order {
        word: OrderWord,
        spelling: OrderSpelling,
        end: ExprId,
    },
    /// `between 5% and 10%`
    Between { low: ExprId, high: ExprId },
}
