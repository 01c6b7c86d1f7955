//! Comparisons: by sameness (total on none), by order, between two ends.

use crate::plan::ExprId;
use crate::plan::ExprKind;
use crate::plan::ListTarget;
use crate::syntax::ast::OrderWord;
use crate::value::CodeRelation;
use crate::value::Possible;
use crate::value::Value;

use super::Cause;
use super::Evaluation;
use super::Frame;
use super::Truth;
use super::cause::satisfies;
use super::lists::stranger;

impl Evaluation<'_> {
    /// `left is right`
    pub(super) fn is(&mut self, frame: Frame, left: ExprId, right: ExprId, at: ExprId) -> Truth {
        let (left, right) = (self.value(frame, left), self.value(frame, right));
        match (left, right) {
            (Possible::Known(left), Possible::Known(right)) => self.same(&left, &right, at),
            (Possible::Open(one), Possible::Open(other)) => Truth::Open(self.memory.causes.both(one, other)),
            (Possible::Open(cause), Possible::Known(_)) | (Possible::Known(_), Possible::Open(cause)) => {
                Truth::Open(cause)
            }
        }
    }

    /// Whether two known values are the same. A fact that is coarser than the law's code may be it; somebody who stands
    /// in no list is none of those who do.
    pub(super) fn same(&mut self, left: &Value, right: &Value, at: ExprId) -> Truth {
        match (left, right) {
            (Value::Code(scheme, fact), Value::Code(_, law)) => match self.relation(*scheme, *fact, *law) {
                CodeRelation::Same => Truth::Yes,
                CodeRelation::Apart => Truth::No,
                CodeRelation::Coarser => self.coarse(left, at),
                // Finer than the law's code, it is another; but if that is a fact too, it may be the one that is coarse.
                CodeRelation::Under if self.compares_with_the_law(at) => Truth::No,
                CodeRelation::Under => self.coarse(right, at),
            },
            (Value::Record(one), Value::Record(other)) if *one == stranger() && *other == stranger() => {
                Truth::Open(self.stranger_cause())
            }
            (left, right) => match crate::ops::same(left, right) {
                Ok(same) => Truth::of(same),
                Err(fault) => match self.computed(Err(fault), at, Some((left.clone(), right.clone()))) {
                    Possible::Open(cause) => Truth::Open(cause),
                    Possible::Known(_) => Truth::No,
                },
            },
        }
    }

    pub(super) fn coarse(&mut self, value: &Value, at: ExprId) -> Truth {
        let value = value.clone();
        Truth::Open(self.memory.causes.add(Cause::Coarse { value, at }))
    }

    /// Whether the right side of a comparison is written in the rules or in a table, and is no fact.
    #[expect(clippy::wildcard_enum_match_arm, reason = "whatever else may be a fact")]
    fn compares_with_the_law(&self, at: ExprId) -> bool {
        match &self.plan.exprs.at(at).kind {
            ExprKind::Is { right, .. } => self.is_law(*right),
            ExprKind::In {
                within: ListTarget::Group(_) | ListTarget::Column(..),
                ..
            } => true,
            ExprKind::In {
                within: ListTarget::List(list) | ListTarget::One(list),
                ..
            } => self.is_law(*list),
            _ => false,
        }
    }

    /// Whether an expression is certainly no fact, so that a code in it is as fine as the law means it.
    #[expect(clippy::wildcard_enum_match_arm, reason = "whatever else may be a fact")]
    pub(super) fn is_law(&self, expr: ExprId) -> bool {
        match &self.plan.exprs.at(expr).kind {
            ExprKind::Constant(_) | ExprKind::Parameter(_) | ExprKind::ParameterOf { .. } | ExprKind::Column { .. } => {
                true
            }
            ExprKind::Set(elements) => elements.iter().all(|element| self.is_law(*element)),
            _ => false,
        }
    }

    /// A comparison by order.
    pub(super) fn order(&mut self, left: &Possible, word: OrderWord, right: &Possible, at: ExprId) -> Truth {
        match (left, right) {
            (Possible::Known(left), Possible::Known(right)) => match crate::ops::order(left, right) {
                Ok(order) => Truth::of(satisfies(order, word)),
                Err(fault) => match self.computed(Err(fault), at, Some((left.clone(), right.clone()))) {
                    Possible::Open(cause) => Truth::Open(cause),
                    Possible::Known(_) => Truth::No,
                },
            },
            (Possible::Open(one), Possible::Open(other)) => Truth::Open(self.memory.causes.both(*one, *other)),
            (Possible::Open(cause), Possible::Known(_)) | (Possible::Known(_), Possible::Open(cause)) => {
                Truth::Open(*cause)
            }
        }
    }

    /// Both ends are included.
    pub(super) fn between(&mut self, frame: Frame, value: ExprId, ends: (ExprId, ExprId), at: ExprId) -> Truth {
        let value = self.value(frame, value);
        let low = self.value(frame, ends.0);
        let high = self.value(frame, ends.1);
        let above = self.order(&value, OrderWord::AtLeast, &low, at);
        let below = self.order(&value, OrderWord::AtMost, &high, at);
        above.and(below, &mut self.memory.causes)
    }
}
