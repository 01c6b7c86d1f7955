//! Days that follow from days: ends of months, quarters and years, and how long it is from one day to another.
//!
//! Language reference: "Dates and durations".

use crate::plan::ExprId;
use crate::value::DateSpan;
use crate::value::Number;
use crate::value::Possible;
use crate::value::Term;
use crate::value::Value;

use super::Evaluation;
use super::Frame;

impl Evaluation<'_> {
    /// `end of year of D`
    pub(super) fn end_of(&mut self, frame: Frame, term: Term, of: ExprId, at: ExprId) -> Possible {
        match self.value(frame, of) {
            Possible::Known(Value::Date(date)) => Possible::Known(Value::Date(date.end_of(term))),
            Possible::Known(_) => self.fault(at),
            open @ Possible::Open(_) => open,
        }
    }

    /// `whole months from A to B`
    pub(super) fn span_of(
        &mut self,
        frame: Frame,
        span: DateSpan,
        (from, to): (ExprId, ExprId),
        at: ExprId,
    ) -> Possible {
        match (self.value(frame, from), self.value(frame, to)) {
            (Possible::Known(Value::Date(from)), Possible::Known(Value::Date(to))) => {
                Possible::Known(Value::Number(Number::from_i64(from.span_to(to, span))))
            }
            (Possible::Open(one), Possible::Open(other)) => Possible::Open(self.memory.causes.both(one, other)),
            (open @ Possible::Open(_), Possible::Known(_)) | (Possible::Known(_), open @ Possible::Open(_)) => open,
            (Possible::Known(_), Possible::Known(_)) => self.fault(at),
        }
    }
}
