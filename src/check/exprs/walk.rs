//! The expressions that stand directly in an expression of the plan, in the order in which they are written.

use crate::plan::DutyState;
use crate::plan::ExprId;
use crate::plan::ExprKind;
use crate::plan::Filter;
use crate::plan::List;
use crate::plan::ListSource;
use crate::plan::ListTarget;

/// The expressions that stand directly in this one.
#[expect(clippy::too_many_lines, reason = "one arm a kind, each hands on or is a line")]
pub(crate) fn children(kind: &ExprKind) -> Vec<ExprId> {
    match kind {
        ExprKind::Constant(_)
        | ExprKind::Root
        | ExprKind::Element
        | ExprKind::Local(_)
        | ExprKind::Parameter(_)
        | ExprKind::Flag(_)
        | ExprKind::State { .. }
        | ExprKind::Outcome { .. }
        | ExprKind::DoesNotArise(_)
        | ExprKind::Decided(_)
        | ExprKind::ReadingIs { .. }
        | ExprKind::LawsDate => Vec::new(),
        ExprKind::Duty { arguments, state, .. } => {
            let day = match state {
                DutyState::DueOn(day) => Some(*day),
                DutyState::Owed | DutyState::Done | DutyState::Breached => None,
            };
            arguments.iter().flatten().copied().chain(day).collect()
        }
        ExprKind::Field { of: one, .. }
        | ExprKind::Column { row: one, .. }
        | ExprKind::Not(one)
        | ExprKind::Negate(one)
        | ExprKind::ParameterOf { key: one, .. }
        | ExprKind::EndOf { of: one, .. }
        | ExprKind::Round { value: one, .. }
        | ExprKind::Cut { value: one, .. }
        | ExprKind::PickKey { list: one, .. }
        | ExprKind::PickNumber { list: one, .. } => vec![*one],
        ExprKind::Lookup { keys: many, .. }
        | ExprKind::Call { arguments: many, .. }
        | ExprKind::And(many)
        | ExprKind::Or(many)
        | ExprKind::Extreme { of: many, .. }
        | ExprKind::Set(many) => many.clone(),
        ExprKind::Is { left, right, .. }
        | ExprKind::Order { left, right, .. }
        | ExprKind::Arithmetic { left, right, .. }
        | ExprKind::SpanOf {
            from: left, to: right, ..
        }
        | ExprKind::Else {
            value: left,
            fallback: right,
        } => vec![*left, *right],
        ExprKind::Between { value, low, high, .. } => vec![*value, *low, *high],
        ExprKind::In {
            value, within: target, ..
        }
        | ExprKind::Under {
            value, over: target, ..
        } => std::iter::once(*value).chain(target_child(target)).collect(),
        ExprKind::If {
            condition,
            then,
            otherwise,
        } => vec![*condition, *then, *otherwise],
        ExprKind::Versions(versions) => versions.iter().map(|version| version.of).collect(),
        ExprKind::Rows(rows) => {
            let each = rows.rows.iter();
            let all = each.flat_map(|row| row.conditions.iter().copied().chain([row.result]));
            all.chain(rows.otherwise.map(|(result, _)| result)).collect()
        }
        ExprKind::ByReading { rows, .. } => rows.iter().map(|(_, value)| *value).collect(),
        ExprKind::Quantifier { list, condition, .. } => {
            let mut all = list_children(list);
            all.push(*condition);
            all
        }
        ExprKind::Aggregate { body, list, .. } => {
            let mut all = list_children(list);
            all.extend(*body);
            all
        }
        ExprKind::Separately(of) => {
            let mut all = list_children(&of.list);
            all.extend(of.body);
            all.push(of.key);
            all
        }
        ExprKind::Convert(of) => vec![of.amount, of.to, of.day, of.forward, of.inverse],
        ExprKind::List(list) => list_children(list),
    }
}

/// The expressions that stand directly in a list: its source, then its filters.
pub(crate) fn list_children(list: &List) -> Vec<ExprId> {
    let source = match &list.source {
        ListSource::Expr(of) | ListSource::Collection(of) | ListSource::Parts { of, .. } => Some(*of),
        ListSource::Table(_) | ListSource::Group(_) | ListSource::Enum(_) => None,
    };
    let filters = list.filters.iter().filter_map(|filter| match filter {
        Filter::Where { condition, .. } | Filter::NotInside { condition, .. } => Some(*condition),
        Filter::OutermostOnly => None,
    });
    source.into_iter().chain(filters).collect()
}

fn target_child(target: &ListTarget) -> Option<ExprId> {
    match target {
        ListTarget::List(of) | ListTarget::One(of) => Some(*of),
        ListTarget::Column(..) | ListTarget::Group(_) => None,
    }
}
