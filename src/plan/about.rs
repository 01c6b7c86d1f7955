//! What items are called and what they cite, where evaluation needs none of it: for reading rules back.
//!
//! Beside the plan's own items, under the same ids, so that what is only read stays apart from what is evaluated.

use crate::ids::IdVec;
use crate::source::Span;
use crate::value::DecisionId;
use crate::value::MeasureId;
use crate::value::TableId;

use super::Cite;
use super::ExprId;
use super::GroupId;
use super::ParameterId;
use super::ReadingId;
use super::RulesetId;
use super::SuspensionId;

/// The headlines of items that carry none of their own.
#[derive(Clone, Debug, Default)]
pub(crate) struct Headlines {
    /// Of parameters.
    pub(crate) parameters: IdVec<ParameterId, Headline>,
    /// Of groups.
    pub(crate) groups: IdVec<GroupId, Headline>,
    /// Of tables.
    pub(crate) tables: IdVec<TableId, Headline>,
    /// Of measures.
    pub(crate) measures: IdVec<MeasureId, Headline>,
    /// Of decisions.
    pub(crate) decisions: IdVec<DecisionId, Headline>,
    /// Of suspensions.
    pub(crate) suspensions: IdVec<SuspensionId, Headline>,
    /// Of readings.
    pub(crate) readings: IdVec<ReadingId, Headline>,
    /// Of summaries.
    pub(crate) summaries: Vec<Headline>,
}

/// What stands at the head of an item, and what is said about its gaps.
#[derive(Clone, Debug)]
pub(crate) struct Headline {
    /// The ruleset that declares it.
    pub(crate) ruleset: RulesetId,
    /// Its title, or empty.
    pub(crate) title: Box<str>,
    /// `cite` lines.
    pub(crate) cites: Vec<Cite>,
    /// The item.
    pub(crate) span: Span,
    /// The reason of `incomplete because`, or empty.
    pub(crate) incomplete_because: Box<str>,
    /// `only rows where` of a table, `where` of a group that is read from a file; in the words of the language, or
    /// empty.
    pub(crate) only_where: Box<str>,
    /// `certain where`, in the words of the language, or empty.
    pub(crate) certain_where: Box<str>,
    /// `certain where` of a table: an expression in which the row is local 0.
    pub(crate) certain: Option<ExprId>,
}
