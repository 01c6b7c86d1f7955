//! Rounding to whole steps, exactly: `0.01 USD half up` takes the whole number of cents that is nearest.
//!
//! The quotient by the step is exact, so whether a number lies half way is never a matter of digits. Ways of rounding
//! look at the distance from zero, so a number and its opposite are rounded alike. Language reference: "Rounding".

#![expect(
    clippy::arithmetic_side_effects,
    reason = "big integers grow, they do not overflow; a denominator is never zero"
)]

use std::cmp::Ordering;

use dashu_int::IBig;
use dashu_int::UBig;
use dashu_ratio::RBig;

use crate::value::number::Number;
use crate::value::number::NumberFault;
use crate::value::number::ratio;

/// A way of rounding.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum RoundMode {
    /// To the nearest step; half way, away from zero.
    HalfUp,
    /// To the nearest step; half way, to the even one.
    HalfEven,
    /// Away from zero.
    Up,
    /// Towards zero.
    Down,
}

impl RoundMode {
    /// All of them.
    #[cfg(test)]
    pub(crate) const ALL: [RoundMode; 4] = [RoundMode::HalfUp, RoundMode::HalfEven, RoundMode::Up, RoundMode::Down];

    /// `half up`
    pub(crate) const fn words(self) -> &'static str {
        match self {
            RoundMode::HalfUp => "half up",
            RoundMode::HalfEven => "half even",
            RoundMode::Up => "up",
            RoundMode::Down => "down",
        }
    }

    /// Whether the step further from zero is taken: how the rest stands to half a step, whether there is a rest, and
    /// whether the step nearer to zero is odd.
    const fn takes_further(self, half: Ordering, some_rest: bool, odd: bool) -> bool {
        match self {
            RoundMode::HalfUp => half.is_ge(),
            RoundMode::HalfEven => half.is_gt() || (half.is_eq() && odd),
            RoundMode::Up => some_rest,
            RoundMode::Down => false,
        }
    }
}

impl Number {
    /// The whole number of steps that the way of rounding takes, times the step; the sign of the step is no matter.
    pub(crate) fn round_to(&self, step: &Number, mode: RoundMode) -> Result<Number, NumberFault> {
        let steps = self.div(step)?;
        if steps.is_integer() {
            return Ok(self.clone());
        }
        steps.whole(mode)?.mul(step)
    }

    /// The whole number that the way of rounding takes.
    fn whole(&self, mode: RoundMode) -> Result<Number, NumberFault> {
        if let Some((numerator, denominator)) = self.as_pair()
            && let Some(whole) = whole_of_pair(numerator, denominator, mode)
        {
            return Ok(ratio::from_pair(whole, 1));
        }
        let (sign, size) = self.to_big().numerator().clone().into_parts();
        let denominator = self.to_big().denominator().clone();
        let mut whole: UBig = &size / &denominator;
        let rest: UBig = size % &denominator;
        let half = (&rest + &rest).cmp(&denominator);
        let odd = !(&whole % UBig::from(2_u8)).is_zero();
        if mode.takes_further(half, !rest.is_zero(), odd) {
            whole += UBig::ONE;
        }
        ratio::from_big(RBig::from(IBig::from_parts(sign, whole)))
    }
}

/// The same for integers that fit; `None` where a step on the way does not.
fn whole_of_pair(numerator: i128, denominator: i128, mode: RoundMode) -> Option<i128> {
    let whole = numerator.checked_div(denominator)?;
    let rest = numerator.checked_rem(denominator)?;
    let half = rest.unsigned_abs().checked_mul(2)?.cmp(&denominator.unsigned_abs());
    if mode.takes_further(half, rest != 0, whole.checked_rem(2)? != 0) {
        whole.checked_add(rest.signum())
    } else {
        Some(whole)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(text: &str) -> Number {
        Number::parse(text, 60).unwrap()
    }

    #[test]
    fn each_way_of_rounding_takes_its_step() {
        for (text, step, up_half, even, up, down) in [
            ("0.005", "0.01", "0.01", "0", "0.01", "0"),
            ("0.015", "0.01", "0.02", "0.02", "0.02", "0.01"),
            ("0.025", "0.01", "0.03", "0.02", "0.03", "0.02"),
            ("-0.005", "0.01", "-0.01", "0", "-0.01", "0"),
            ("-0.025", "0.01", "-0.03", "-0.02", "-0.03", "-0.02"),
            ("0.0049999999999999999999999999", "0.01", "0", "0", "0.01", "0"),
            ("0.0050000000000000000000000001", "0.01", "0.01", "0.01", "0.01", "0"),
            ("0", "0.01", "0", "0", "0", "0"),
            ("7", "1", "7", "7", "7", "7"),
            ("7", "5", "5", "5", "10", "5"),
            ("7.5", "5", "10", "10", "10", "5"),
            ("12.5", "5", "15", "10", "15", "10"),
            ("0.12", "0.05", "0.1", "0.1", "0.15", "0.1"),
        ] {
            for (mode, wanted) in RoundMode::ALL.into_iter().zip([up_half, even, up, down]) {
                let rounded = number(text).round_to(&number(step), mode);
                assert_eq!(rounded, Ok(number(wanted)), "{text} to {step} {}", mode.words());
            }
        }
    }

    #[test]
    fn a_ratio_is_rounded_exactly_however_large() {
        let third = number("1").div(&number("3")).unwrap();
        assert_eq!(third.round_to(&number("0.01"), RoundMode::HalfUp), Ok(number("0.33")));
        assert_eq!(third.round_to(&number("0.01"), RoundMode::Up), Ok(number("0.34")));
        let mut large = number("123456789012345678901234567890123456789012345678901234567890.5");
        assert_eq!(
            large.round_to(&number("1"), RoundMode::HalfEven),
            Ok(number("123456789012345678901234567890123456789012345678901234567890"))
        );
        large = large.neg();
        assert_eq!(
            large.round_to(&number("1"), RoundMode::HalfUp),
            Ok(number("-123456789012345678901234567890123456789012345678901234567891"))
        );
        assert_eq!(
            large.round_to(&Number::ZERO, RoundMode::Down),
            Err(NumberFault::DivisionByZero)
        );
    }
}
