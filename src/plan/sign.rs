//! What is at least 0 by its declaration, whatever the facts.
//!
//! A sum of such terms only grows with each of them. So some of them may settle a comparison before the others are
//! known, and a condition on such a sum can refer to itself.

use crate::ids::IdVec;
use crate::syntax::ast::ArithmeticSign;
use crate::syntax::ast::Fold;
use crate::value::Number;
use crate::value::Type;
use crate::value::Value;

use super::Expr;
use super::ExprId;
use super::ExprKind;
use super::Plan;
use super::Range;

/// Deepest nesting that is looked through; beyond that nothing is taken for certain.
const DEEPEST: usize = 64;

/// The part of an expression that may be less than 0, as far as declarations say; `None` if the whole is at least 0.
pub(crate) fn may_be_negative(plan: &Plan, exprs: &IdVec<ExprId, Expr>, id: ExprId) -> Option<ExprId> {
    Signs { plan, exprs }.negative(id, DEEPEST)
}

/// Where declarations are looked up. A plan in the making has its expressions elsewhere.
struct Signs<'p> {
    plan: &'p Plan,
    exprs: &'p IdVec<ExprId, Expr>,
}

impl Signs<'_> {
    #[expect(clippy::wildcard_enum_match_arm, reason = "whatever is not named may have any sign")]
    fn negative(&self, id: ExprId, depth: usize) -> Option<ExprId> {
        let Some(expr) = self.exprs.get(id) else {
            return Some(id);
        };
        let Some(depth) = depth.checked_sub(1) else {
            return Some(id);
        };
        match &expr.kind {
            ExprKind::Constant(value) => (!not_negative(value)).then_some(id),
            ExprKind::Field { of, field } => (!self.field(*of, *field)).then_some(id),
            ExprKind::Versions(versions) => versions.iter().find_map(|version| self.negative(version.of, depth)),
            ExprKind::Parameter(parameter) | ExprKind::ParameterOf { parameter, .. } => {
                let values = self.plan.parameters.get(*parameter).map_or(&[][..], |of| &of.values);
                let all = values.iter().all(|value| self.negative(value.value, depth).is_none());
                (!all || values.is_empty()).then_some(id)
            }
            ExprKind::Arithmetic { left, sign, right } => match sign {
                ArithmeticSign::Plus | ArithmeticSign::Times | ArithmeticSign::Over => {
                    self.negative(*left, depth).or_else(|| self.negative(*right, depth))
                }
                ArithmeticSign::Minus => Some(id),
            },
            ExprKind::If { then, otherwise, .. } => {
                self.negative(*then, depth).or_else(|| self.negative(*otherwise, depth))
            }
            ExprKind::Else { value, fallback } => {
                self.negative(*value, depth).or_else(|| self.negative(*fallback, depth))
            }
            ExprKind::ByReading { rows, .. } => rows.iter().find_map(|(_, body)| self.negative(*body, depth)),
            ExprKind::Extreme { of, .. } => of.iter().find_map(|one| self.negative(*one, depth)),
            ExprKind::Aggregate { fold: Fold::Count, .. } => None,
            ExprKind::Aggregate {
                fold: Fold::Sum | Fold::Greatest | Fold::Least,
                body: Some(body),
                ..
            } => self.negative(*body, depth),
            ExprKind::Call { definition, .. } => {
                let of = self.plan.definitions.get(*definition)?;
                self.negative(of.body, depth).map(|_| id)
            }
            _ => Some(id),
        }
    }

    fn field(&self, of: ExprId, field: super::FieldId) -> bool {
        let Some(Type::Record(record)) = self.exprs.get(of).map(|expr| expr.ty.required()) else {
            return false;
        };
        let shape = self.plan.shape.records.get(*record);
        let about = shape.and_then(|shape| shape.fields.get(field));
        about.is_some_and(|about| from_zero(&about.range))
    }
}

/// Whether a range begins at 0 or above.
fn from_zero(range: &Range) -> bool {
    range.low.as_ref().is_some_and(|(low, _)| *low >= Number::ZERO)
}

/// Whether a value is an amount of at least 0.
fn not_negative(value: &Value) -> bool {
    value.figure().is_some_and(|figure| *figure >= Number::ZERO)
}
