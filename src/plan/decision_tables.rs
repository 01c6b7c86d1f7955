//! Decision tables: each output is a definition whose parameters are the inputs, and whose body is the rows.

use crate::source::Span;
use crate::syntax::ast::HitPolicy;

use super::DecisionTableId;
use super::DefinitionId;
use super::ExprId;

/// A decision table.
#[derive(Clone, Debug)]
pub(crate) struct DecisionTable {
    /// `advanced_chips`
    pub(crate) name: Box<str>,
    /// Its outputs, each a definition.
    pub(crate) outputs: Vec<(Box<str>, DefinitionId)>,
    /// The declaration (the name).
    pub(crate) span: Span,
}

/// The rows of a decision table, for one output.
#[derive(Clone, Debug)]
pub(crate) struct DecisionRows {
    /// The table.
    pub(crate) table: DecisionTableId,
    /// How the rows that fit decide.
    pub(crate) policy: HitPolicy,
    /// The rows, in order.
    pub(crate) rows: Vec<DecisionRow>,
    /// Whether the check could leave out that no row fits: an input has a range, or it is not certain who is in a group.
    pub(crate) partial: bool,
    /// The result where no row fits, and where it stands.
    pub(crate) otherwise: Option<(ExprId, Span)>,
}

/// A row of a decision table.
#[derive(Clone, Debug)]
pub(crate) struct DecisionRow {
    /// Its cells: it fits if all of them hold; empty where every cell is `any`.
    pub(crate) conditions: Vec<ExprId>,
    /// Its result.
    pub(crate) result: ExprId,
    /// Where it stands.
    pub(crate) span: Span,
}
