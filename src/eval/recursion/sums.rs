//! Sums of which some terms are not known: what is certain may reach a figure, and all that could count may miss it.
//!
//! Only of terms that are declared at least 0: there what is certain is the least that the sum can be.

use crate::plan::ExprId;
use crate::plan::ExprKind;
use crate::plan::List;
use crate::plan::LocalId;
use crate::plan::RecursionKind;
use crate::plan::may_be_negative;
use crate::syntax::ast::Fold;
use crate::syntax::ast::OrderWord;
use crate::value::Number;
use crate::value::Possible;
use crate::value::Value;

use crate::eval::Evaluation;
use crate::eval::Frame;
use crate::eval::Truth;
use crate::eval::cause::satisfies;
use crate::eval::lists::stranger;

/// The least and the greatest that a sum can be; `None` for the latter: any amount.
type Ends = (Value, Option<Value>);

impl<'a> Evaluation<'a> {
    /// A comparison by order.
    pub(in crate::eval) fn compare(
        &mut self,
        frame: Frame,
        (left, word, right): (ExprId, OrderWord, ExprId),
        at: ExprId,
    ) -> Truth {
        let (one, other) = (self.value(frame, left), self.value(frame, right));
        let told = match (&one, &other) {
            (Possible::Open(_), Possible::Known(figure)) => self.told_by_ends(frame, (left, word, figure)),
            (Possible::Known(_) | Possible::Open(_), _) => None,
        };
        match told {
            Some(holds) => Truth::of(holds),
            None => self.order(&one, word, &other, at),
        }
    }

    /// Why a comparison of a sum that is not known is settled: what it certainly is, and whether that is the least or
    /// the most of it.
    pub(in crate::eval) fn certain_end(
        &mut self,
        frame: Frame,
        (sum, word, right): (ExprId, OrderWord, ExprId),
    ) -> Option<(OrderWord, Value)> {
        let (Possible::Open(_), Possible::Known(figure)) = (self.value(frame, sum), self.value(frame, right)) else {
            return None;
        };
        let holds = self.told_by_ends(frame, (sum, word, &figure))?;
        let (low, high) = self.ends(frame, sum)?;
        let by_least = match word {
            OrderWord::AtLeast | OrderWord::MoreThan => holds,
            OrderWord::AtMost | OrderWord::LessThan => !holds,
        };
        if by_least {
            Some((OrderWord::AtLeast, low))
        } else {
            high.map(|high| (OrderWord::AtMost, high))
        }
    }

    /// Whether a sum that is not known satisfies a comparison whatever it is.
    fn told_by_ends(&mut self, frame: Frame, (sum, word, figure): (ExprId, OrderWord, &Value)) -> Option<bool> {
        let (low, high) = self.ends(frame, sum)?;
        let holds = |end: &Value| crate::ops::order(end, figure).ok().map(|order| satisfies(order, word));
        let low = holds(&low)?;
        match (word, high.as_ref().map(holds)) {
            (OrderWord::AtLeast | OrderWord::MoreThan, _) if low => Some(true),
            (OrderWord::AtMost | OrderWord::LessThan, _) if !low => Some(false),
            (_, Some(Some(high))) if high == low => Some(low),
            (_, Some(Some(_) | None) | None) => None,
        }
    }

    /// Between what a sum certainly lies; nothing where that cannot be told.
    #[expect(clippy::wildcard_enum_match_arm, reason = "what is no sum is known or not")]
    fn ends(&mut self, frame: Frame, id: ExprId) -> Option<Ends> {
        let plan = self.plan;
        match &plan.exprs.at(id).kind {
            ExprKind::Aggregate {
                fold: Fold::Sum,
                body: Some(body),
                local,
                list,
            } => match may_be_negative(plan, &plan.exprs, *body) {
                None => self.ends_of_sum(frame, (Some(*body), *local), list),
                Some(_) => None,
            },
            ExprKind::Aggregate {
                fold: Fold::Count,
                local,
                list,
                ..
            } => self.ends_of_sum(frame, (None, *local), list),
            ExprKind::Call { definition, arguments } => {
                let about = plan.definitions.at(*definition);
                let kind = about.recursion.map(|recursion| plan.recursions.at(recursion).kind);
                if matches!(kind, Some(RecursionKind::Inwards | RecursionKind::Linear)) {
                    return None;
                }
                let base = self.memory.stack.len();
                for argument in arguments {
                    let value = self.value(frame, *argument);
                    self.memory.stack.push(value);
                }
                let inner = Frame {
                    base,
                    ..self.frame_of(*definition, frame)
                };
                self.room(inner, about.locals);
                let ends = self.ends(inner, about.body);
                self.leave(inner);
                ends
            }
            ExprKind::If { .. } | ExprKind::ByReading { .. } | ExprKind::Versions(_) => {
                match self.branches(frame, id) {
                    (None, branches) => self.ends(frame, *branches.first()?),
                    (Some(_), _) => None,
                }
            }
            _ => match self.value(frame, id) {
                Possible::Known(value) => Some((value.clone(), Some(value))),
                Possible::Open(_) => None,
            },
        }
    }

    fn ends_of_sum(&mut self, frame: Frame, (body, local): (Option<ExprId>, LocalId), list: &'a List) -> Option<Ends> {
        let zero = match body {
            Some(body) => crate::ops::zero(self.plan.exprs.at(body).ty.required()),
            None => None,
        };
        let mut low = zero.unwrap_or(Value::Number(Number::ZERO));
        let mut items = self.take_list();
        let more = self.items(frame, list, &mut items);
        let mut high = more.is_none().then(|| low.clone());
        let mut fits = true;
        for item in &items {
            self.bind(frame, local, Possible::Known(item.value.clone()));
            let term = match body {
                Some(body) => self.value(frame, body),
                None => Possible::Known(Value::Number(Number::from_u64(1))),
            };
            let Possible::Known(term) = term else {
                high = None;
                continue;
            };
            if item.value == Value::Record(stranger()) {
                // He stands for any number of them.
                high = None;
            }
            if item.maybe.is_none() {
                match crate::ops::add(&low, &term) {
                    Ok(sum) => low = sum,
                    Err(_) => fits = false,
                }
            }
            high = high.and_then(|high| crate::ops::add(&high, &term).ok());
        }
        self.give_list(items);
        fits.then_some((low, high))
    }
}
