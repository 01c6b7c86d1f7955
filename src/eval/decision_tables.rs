//! Decision tables: the rows that fit, or may fit, and what they give together.
//!
//! A row fits if all its cells hold, which may be open; `else` fits if no row does. The result is known only if every
//! row that may fit leads to it: nothing hangs on a fact that changes nothing, and nothing is guessed. Language reference:
//! "Decision tables".

use crate::diagnostic::Code;
use crate::plan::DecisionRows;
use crate::plan::ExprId;
use crate::syntax::ast::HitPolicy;
use crate::value::CauseId;
use crate::value::Possible;
use crate::value::Value;

use super::Evaluation;
use super::Frame;
use super::Truth;
use super::cause::Failure;

/// A row that may fit.
#[derive(Clone, Copy, Debug)]
pub(super) struct Candidate {
    /// Its number; `None` for `else`.
    pub(super) row: Option<usize>,
    /// Whether it fits: yes, or open.
    pub(super) truth: Truth,
    /// Its result.
    pub(super) result: ExprId,
}

impl<'a> Evaluation<'a> {
    /// The rows that fit or may fit, in order, and whether it may be that none does although there is no `else`.
    pub(super) fn fitting_rows(&mut self, frame: Frame, rows: &'a DecisionRows) -> (Vec<Candidate>, Truth) {
        let mut candidates = Vec::new();
        let mut nothing = Truth::Yes;
        for (number, row) in rows.rows.iter().enumerate() {
            let truth = self.all(frame, &row.conditions);
            nothing = nothing.and(truth.negate(), &mut self.memory.causes);
            if truth.possible() {
                candidates.push(Candidate {
                    row: Some(number),
                    truth,
                    result: row.result,
                });
            }
            if truth == Truth::Yes && rows.policy == HitPolicy::First {
                break;
            }
        }
        let Some((result, _)) = rows.otherwise else {
            return (candidates, nothing);
        };
        if nothing.possible() {
            candidates.push(Candidate {
                row: None,
                truth: nothing,
                result,
            });
        }
        (candidates, Truth::No)
    }

    /// What the rows of a decision table give.
    pub(super) fn rows(&mut self, frame: Frame, rows: &'a DecisionRows, at: ExprId) -> Possible {
        let (candidates, nothing) = self.fitting_rows(frame, rows);
        if rows.policy == HitPolicy::AddUp {
            return self.rows_add_up(frame, &candidates, at);
        }
        match nothing {
            Truth::Yes => return Possible::Open(self.no_result(at, None)),
            Truth::Open(cause) if rows.partial => {
                let failed = self.no_result(at, None);
                return Possible::Open(self.memory.causes.both(cause, failed));
            }
            Truth::No | Truth::Open(_) => {}
        }
        match rows.policy {
            HitPolicy::Strictest => self.strictest_row(frame, &candidates, at),
            HitPolicy::ExactlyOne | HitPolicy::Agree | HitPolicy::First | HitPolicy::AddUp => {
                self.one_result(frame, rows.policy, &candidates, at)
            }
        }
    }

    /// The one result to which all rows that may fit lead.
    fn one_result(&mut self, frame: Frame, policy: HitPolicy, candidates: &[Candidate], at: ExprId) -> Possible {
        let mut known: Vec<Value> = Vec::new();
        let mut certain: Option<Value> = None;
        let mut cause = None;
        for candidate in candidates {
            let value = self.value(frame, candidate.result);
            if let Truth::Open(reason) = candidate.truth {
                cause = Some(self.memory.causes.join(cause, reason));
            }
            let value = match value {
                Possible::Known(value) => value,
                Possible::Open(reason) => {
                    cause = Some(self.memory.causes.join(cause, reason));
                    // It is not the same as any that is known.
                    known.extend([Value::None, Value::Boolean(false)]);
                    continue;
                }
            };
            if candidate.truth == Truth::Yes {
                match &certain {
                    Some(other) if policy == HitPolicy::ExactlyOne || *other != value => {
                        // The check of the rules leaves no such rows but where it is not certain who is in a group.
                        let sides = Some((other.clone(), value));
                        return Possible::Open(self.no_result(at, sides));
                    }
                    Some(_) => {}
                    None => certain = Some(value.clone()),
                }
            }
            known.push(value);
        }
        known.dedup();
        match (known.pop(), known.is_empty(), cause) {
            (Some(value), true, _) => Possible::Known(value),
            (_, _, Some(cause)) => Possible::Open(cause),
            (_, _, None) => Possible::Open(self.no_result(at, None)),
        }
    }

    /// The strictest outcome of the rows that fit; rows that may fit matter only if they are stricter.
    fn strictest_row(&mut self, frame: Frame, candidates: &[Candidate], at: ExprId) -> Possible {
        let mut certain: Option<Value> = None;
        let mut open: Vec<(Option<Value>, CauseId)> = Vec::new();
        for candidate in candidates {
            match (self.value(frame, candidate.result), candidate.truth) {
                (Possible::Open(reason), truth) => {
                    let reason = self.memory.causes.join(truth.cause(), reason);
                    open.push((None, reason));
                }
                // Outcomes have the order of their ladder, the strictest first.
                (Possible::Known(value), Truth::Yes) => {
                    certain = Some(certain.map_or(value.clone(), |best| best.min(value)));
                }
                (Possible::Known(value), Truth::Open(reason)) => open.push((Some(value), reason)),
                (Possible::Known(_), Truth::No) => {}
            }
        }
        if let Some(best) = &certain {
            let strictest = matches!(best, Value::Outcome(_, 0));
            open.retain(|(value, _)| !strictest && value.as_ref().is_none_or(|value| value < best));
        } else if let Some((Some(first), _)) = open.first()
            && open.iter().all(|(value, _)| value.as_ref() == Some(first))
        {
            return Possible::Known(first.clone());
        }
        let mut cause = None;
        for (_, reason) in open {
            cause = Some(self.memory.causes.join(cause, reason));
        }
        match (cause, certain) {
            (Some(cause), _) => Possible::Open(cause),
            (None, Some(best)) => Possible::Known(best),
            (None, None) => Possible::Open(self.no_result(at, None)),
        }
    }

    /// The sum of the rows that fit; a row that may fit matters unless it adds nothing.
    fn rows_add_up(&mut self, frame: Frame, candidates: &[Candidate], at: ExprId) -> Possible {
        let Some(mut sum) = crate::ops::zero(&self.plan.exprs.at(at).ty) else {
            return self.fault(at);
        };
        let zero = sum.clone();
        let mut cause = None;
        for candidate in candidates {
            match (self.value(frame, candidate.result), candidate.truth) {
                (Possible::Open(reason), truth) => {
                    let reason = self.memory.causes.join(truth.cause(), reason);
                    cause = Some(self.memory.causes.join(cause, reason));
                }
                (Possible::Known(value), _) if value == zero => {}
                (Possible::Known(_), Truth::Open(reason)) => {
                    cause = Some(self.memory.causes.join(cause, reason));
                }
                (Possible::Known(value), Truth::Yes) => {
                    let sides = (sum.clone(), value.clone());
                    match self.computed(crate::ops::add(&sum, &value), at, Some(sides)) {
                        Possible::Known(next) => sum = next,
                        Possible::Open(reason) => cause = Some(self.memory.causes.join(cause, reason)),
                    }
                }
                (Possible::Known(_), Truth::No) => {}
            }
        }
        cause.map_or(Possible::Known(sum), Possible::Open)
    }

    /// Why a decision table gives nothing: no row fits, or these two results differ.
    fn no_result(&mut self, at: ExprId, sides: Option<(Value, Value)>) -> CauseId {
        self.failed(Failure {
            code: Code::E110,
            at,
            sides,
            parameter: None,
            table: None,
        })
    }
}
