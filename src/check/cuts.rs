//! Codes that rules cut: every code of the rules is there cut as well, so that evaluation makes no text.
//!
//! Codes of the facts are cut where they are read. Language reference: "Codes".

use std::collections::BTreeSet;

use crate::ids::IdVec;
use crate::plan::Expr;
use crate::plan::ExprId;
use crate::plan::ExprKind;
use crate::plan::Plan;
use crate::value::SchemeId;
use crate::value::Texts;
use crate::value::Type;
use crate::value::Value;

/// Notes which levels codes are cut to, and keeps what the codes of the rules are then.
pub(super) fn prepare(plan: &mut Plan, exprs: &IdVec<ExprId, Expr>, texts: &mut Texts) {
    let mut cuts: BTreeSet<(SchemeId, u32)> = BTreeSet::new();
    for expr in exprs.iter() {
        if let (ExprKind::Cut { digits, .. }, Type::Code(scheme)) = (&expr.kind, &expr.ty) {
            cuts.insert((*scheme, *digits));
        }
    }
    if cuts.is_empty() {
        return;
    }
    for (scheme, digits) in cuts {
        if let Some(scheme) = plan.shape.schemes.get_mut(scheme) {
            scheme.cuts.push(digits);
        }
    }
    let mut found: BTreeSet<Value> = BTreeSet::new();
    let mut keep = |value: &Value| {
        if let Value::Code(..) = value {
            found.insert(value.clone());
        }
    };
    for expr in exprs.iter() {
        if let ExprKind::Constant(value) = &expr.kind {
            keep(value);
        }
    }
    for row in plan.rows.iter() {
        row.cells.iter().flatten().for_each(&mut keep);
    }
    for group in plan.groups.iter() {
        group.members.iter().chain(&group.uncertain).for_each(&mut keep);
    }
    for record in plan.shape.records.iter() {
        record
            .fields
            .iter()
            .filter_map(|field| field.left_out.as_ref())
            .for_each(&mut keep);
    }
    for value in found {
        if let Value::Code(scheme, code) = value
            && let Some(scheme) = plan.shape.schemes.get(scheme)
        {
            scheme.keep_cuts(code, texts);
        }
    }
}
