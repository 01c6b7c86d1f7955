//! Operators: each has one exact meaning, on values that are known.
//!
//! What an operator does to values that are not known follows from that, in `eval`. Nothing here rounds, converts or
//! guesses: an operation that has no result says why. What the checker refuses (money and mass in one sum) is a
//! [`Fault::Kinds`] here, never a panic. Language reference: "Words and forms".

mod arithmetic;
mod compare;
mod round;
#[cfg(test)]
mod table;

use crate::value::DurationFault;
use crate::value::NumberFault;

pub(crate) use arithmetic::add;
pub(crate) use arithmetic::divide;
pub(crate) use arithmetic::multiply;
pub(crate) use arithmetic::negate;
pub(crate) use arithmetic::subtract;
pub(crate) use arithmetic::zero;
pub(crate) use compare::compare_codes;
pub(crate) use compare::compare_keys;
pub(crate) use compare::order;
pub(crate) use compare::same;
pub(crate) use round::round;

/// Why an operation on known values has no result.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Fault {
    /// A division by zero.
    DivisionByZero,
    /// The result needs more bits than are allowed.
    TooLarge,
    /// Two amounts in different currencies, neither of them zero.
    Currencies,
    /// Days and months, neither of them zero.
    DaysAndMonths,
    /// A day before 0001-01-01, or after 9999-12-31.
    OutOfCalendar,
    /// The operator is not for values of these kinds; the checker lets none through.
    Kinds,
}

impl From<DurationFault> for Fault {
    fn from(fault: DurationFault) -> Fault {
        match fault {
            DurationFault::DaysAndMonths => Fault::DaysAndMonths,
            DurationFault::TooLong => Fault::OutOfCalendar,
        }
    }
}

impl From<NumberFault> for Fault {
    fn from(fault: NumberFault) -> Fault {
        match fault {
            NumberFault::DivisionByZero => Fault::DivisionByZero,
            // The others are faults of a text, which no operation gives.
            NumberFault::TooLarge
            | NumberFault::Empty
            | NumberFault::Comma(_)
            | NumberFault::Exponent(_)
            | NumberFault::Grouping(_)
            | NumberFault::Sign(_)
            | NumberFault::Point(_)
            | NumberFault::TooManyDigits(_)
            | NumberFault::NotANumber(_) => Fault::TooLarge,
        }
    }
}
