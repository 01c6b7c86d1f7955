//! Exact numbers: decimals, ratios of small and of large integers. Nothing is ever rounded.
//!
//! Nearly all numbers are decimals of at most 38 digits, and these are added, multiplied and compared without touching
//! the heap. A quotient stays a ratio that is not reduced until it grows too large, so that `a / b >= t` costs a
//! division by nobody: comparing multiplies crosswise, in 256 bits. What exceeds 128 bits becomes a big ratio, up to
//! [`MOST_BITS`]; beyond that the operation fails and says so. Equal values are equal in whatever form.
//! Language reference: "Types and values".

mod parse;
mod ratio;
mod round;
mod show;

use std::cmp::Ordering;
use std::fmt;
use std::hash::Hash;
use std::hash::Hasher;

use dashu_ratio::RBig;

pub(crate) use parse::NumberFault;
pub(crate) use round::RoundMode;
pub(crate) use show::decimal_of;

/// Most bits of a numerator, and of a denominator.
pub(crate) const MOST_BITS: usize = 4096;

/// Most digits after the point of the decimal form; `10^38` is the last power of ten in an `i128`.
const MOST_SCALE: u8 = 38;

/// 1, 10, 100, … `10^38`.
const POWERS: [i128; 39] = powers();

#[expect(
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    reason = "computed by the compiler, which checks"
)]
const fn powers() -> [i128; 39] {
    let mut powers = [1; 39];
    let mut at = 1;
    while at < powers.len() {
        powers[at] = powers[at - 1] * 10;
        at += 1;
    }
    powers
}

/// `10^scale`, if it fits.
fn power(scale: u8) -> Option<i128> {
    POWERS.get(usize::from(scale)).copied()
}

/// An exact number.
#[derive(Clone)]
pub(crate) struct Number(Form);

/// The forms of a number. One value may have several.
#[derive(Clone)]
enum Form {
    /// `mantissa / 10^scale`, scale at most [`MOST_SCALE`].
    Decimal { mantissa: Mantissa, scale: u8 },
    /// A ratio that need not be reduced; the denominator is positive.
    Ratio { numerator: i64, denominator: i64 },
    /// The same, larger.
    Pair(Box<(i128, i128)>),
    /// A reduced ratio that does not fit into [`Form::Pair`].
    Big(Box<RBig>),
}

/// An `i128` aligned to 8 bytes, so that a [`Number`] takes 24 bytes in place of 32. Aligned to less, it would be
/// written and copied in pieces that overlap, which costs more than the addition.
#[derive(Clone, Copy)]
#[repr(align(8))]
struct Mantissa([u8; 16]);

impl Mantissa {
    const fn new(value: i128) -> Mantissa {
        Mantissa(value.to_ne_bytes())
    }

    const fn get(self) -> i128 {
        i128::from_ne_bytes(self.0)
    }
}

impl Number {
    /// 0
    pub(crate) const ZERO: Number = Number::decimal(0, 0);
    /// 1
    #[cfg(test)]
    pub(crate) const ONE: Number = Number::decimal(1, 0);
    /// 100
    pub(crate) const HUNDRED: Number = Number::decimal(100, 0);

    /// `mantissa / 10^scale`; the caller sees to it that the scale is at most [`MOST_SCALE`].
    const fn decimal(mantissa: i128, scale: u8) -> Number {
        Number(Form::Decimal {
            mantissa: Mantissa::new(mantissa),
            scale,
        })
    }

    /// `10^exponent`; 0 beyond `10^38` and `10^-38`.
    pub(crate) const fn power_of_ten(exponent: i8) -> Number {
        let mut power = 1_i128;
        let mut left = exponent.unsigned_abs();
        if left > MOST_SCALE {
            return Number::ZERO;
        }
        while left > 0 {
            power = power.saturating_mul(10);
            left = left.saturating_sub(1);
        }
        if exponent < 0 {
            Number::decimal(1, exponent.unsigned_abs())
        } else {
            Number::decimal(power, 0)
        }
    }

    /// An integer.
    pub(crate) fn from_i64(value: i64) -> Number {
        Number::decimal(i128::from(value), 0)
    }

    /// An integer.
    pub(crate) fn from_u64(value: u64) -> Number {
        Number::decimal(i128::from(value), 0)
    }

    /// The sum.
    #[inline]
    pub(crate) fn add(&self, other: &Number) -> Result<Number, NumberFault> {
        match self.aligned(other) {
            Some((a, b, scale)) if let Some(sum) = a.checked_add(b) => Ok(Number::decimal(sum, scale)),
            _ => ratio::add(self, other),
        }
    }

    /// The difference.
    #[inline]
    pub(crate) fn sub(&self, other: &Number) -> Result<Number, NumberFault> {
        match self.aligned(other) {
            Some((a, b, scale)) if let Some(difference) = a.checked_sub(b) => Ok(Number::decimal(difference, scale)),
            _ => ratio::add(self, &other.neg()),
        }
    }

    /// The product.
    #[inline]
    pub(crate) fn mul(&self, other: &Number) -> Result<Number, NumberFault> {
        match self.decimal_product(other) {
            Some(product) => Ok(product),
            None => ratio::mul(self, other),
        }
    }

    #[inline]
    fn decimal_product(&self, other: &Number) -> Option<Number> {
        let ((a, a_scale), (b, b_scale)) = (self.as_decimal()?, other.as_decimal()?);
        let scale = a_scale.checked_add(b_scale).filter(|scale| *scale <= MOST_SCALE)?;
        Some(Number::decimal(a.checked_mul(b)?, scale))
    }

    /// The quotient, exact; by zero it fails.
    pub(crate) fn div(&self, other: &Number) -> Result<Number, NumberFault> {
        if other.is_zero() {
            return Err(NumberFault::DivisionByZero);
        }
        match self.aligned(other) {
            Some((a, b, _)) if let Some(quotient) = ratio::quotient(a, b) => Ok(quotient),
            _ => ratio::mul(self, &ratio::reciprocal(other)?),
        }
    }

    /// The number with the other sign.
    pub(crate) fn neg(&self) -> Number {
        match &self.0 {
            Form::Decimal { mantissa, scale } if let Some(negated) = mantissa.get().checked_neg() => {
                Number::decimal(negated, *scale)
            }
            Form::Decimal { .. } | Form::Ratio { .. } | Form::Pair(_) | Form::Big(_) => ratio::neg(self),
        }
    }

    /// Whether it is 0.
    #[inline]
    pub(crate) fn is_zero(&self) -> bool {
        match &self.0 {
            Form::Decimal { mantissa, .. } => mantissa.get() == 0,
            Form::Ratio { numerator, .. } => *numerator == 0,
            Form::Pair(pair) => pair.0 == 0,
            Form::Big(big) => big.is_zero(),
        }
    }

    /// Whether it is less than 0.
    #[cfg(test)]
    pub(crate) fn is_negative(&self) -> bool {
        match &self.0 {
            Form::Decimal { mantissa, .. } => mantissa.get() < 0,
            Form::Ratio { numerator, .. } => *numerator < 0,
            Form::Pair(pair) => pair.0 < 0,
            Form::Big(big) => **big < RBig::ZERO,
        }
    }

    /// Whether it has no fraction.
    pub(crate) fn is_integer(&self) -> bool {
        match self.as_pair() {
            Some((numerator, denominator)) => numerator.checked_rem(denominator) == Some(0),
            None => self.to_big().is_int(),
        }
    }

    /// The whole number that it is, if it is one of this size.
    pub(crate) fn to_i64(&self) -> Option<i64> {
        let (numerator, denominator) = self.as_pair()?;
        if numerator.checked_rem(denominator) != Some(0) {
            return None;
        }
        i64::try_from(numerator.checked_div(denominator)?).ok()
    }

    /// Mantissa and scale, if it has the decimal form.
    #[inline]
    fn as_decimal(&self) -> Option<(i128, u8)> {
        match &self.0 {
            Form::Decimal { mantissa, scale } => Some((mantissa.get(), *scale)),
            Form::Ratio { .. } | Form::Pair(_) | Form::Big(_) => None,
        }
    }

    /// Both mantissas at one scale, if both are decimals and these fit.
    #[inline]
    fn aligned(&self, other: &Number) -> Option<(i128, i128, u8)> {
        let ((a, a_scale), (b, b_scale)) = (self.as_decimal()?, other.as_decimal()?);
        if a_scale == b_scale {
            return Some((a, b, a_scale));
        }
        let factor = power(a_scale.abs_diff(b_scale))?;
        if a_scale < b_scale {
            Some((a.checked_mul(factor)?, b, b_scale))
        } else {
            Some((a, b.checked_mul(factor)?, a_scale))
        }
    }

    /// Numerator and positive denominator, not reduced, if they fit.
    fn as_pair(&self) -> Option<(i128, i128)> {
        match &self.0 {
            Form::Decimal { mantissa, scale } => Some((mantissa.get(), power(*scale)?)),
            Form::Ratio { numerator, denominator } => Some((i128::from(*numerator), i128::from(*denominator))),
            Form::Pair(pair) => Some(**pair),
            Form::Big(_) => None,
        }
    }

    /// The same number as a big ratio.
    fn to_big(&self) -> RBig {
        match (&self.0, self.as_pair()) {
            (Form::Big(big), _) => RBig::clone(big),
            (_, Some((numerator, denominator))) => ratio::big(numerator, denominator),
            (_, None) => RBig::ZERO,
        }
    }
}

impl Ord for Number {
    #[inline]
    fn cmp(&self, other: &Number) -> Ordering {
        // Zero, and numbers of different signs, are told apart whatever their scales.
        if let (Some((a, _)), Some((b, _))) = (self.as_decimal(), other.as_decimal())
            && (a <= 0 && b >= 0 || a >= 0 && b <= 0)
        {
            return a.cmp(&b);
        }
        match self.aligned(other) {
            Some((a, b, _)) => a.cmp(&b),
            None => ratio::compare(self, other),
        }
    }
}

impl PartialOrd for Number {
    #[inline]
    fn partial_cmp(&self, other: &Number) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Number {
    #[inline]
    fn eq(&self, other: &Number) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Number {}

impl Hash for Number {
    fn hash<H: Hasher>(&self, state: &mut H) {
        match self.as_pair() {
            Some((numerator, denominator)) => ratio::reduced(numerator, denominator).hash(state),
            None => self.to_big().hash(state),
        }
    }
}

impl fmt::Debug for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.to_decimal_text() {
            Some(text) => f.write_str(&text),
            None => write!(f, "{}", self.to_big()),
        }
    }
}

#[cfg(test)]
mod tests;
