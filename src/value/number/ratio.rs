//! Ratios: what is neither an addition, a product nor a comparison of two decimals that fit.
//!
//! First with 128-bit integers, checked; if these overflow, reduced; if that does not help, with big integers. A result
//! of big integers takes the smallest form into which it fits, so the detour leaves no trace.

use std::cmp::Ordering;

use dashu_int::IBig;
use dashu_int::UBig;
use dashu_ratio::RBig;

use crate::value::number::Form;
use crate::value::number::MOST_BITS;
use crate::value::number::Number;
use crate::value::number::NumberFault;

/// A numerator and a positive denominator.
type Pair = (i128, i128);

/// The sum.
#[expect(clippy::arithmetic_side_effects, reason = "big ratios grow; they do not overflow")]
pub(super) fn add(a: &Number, b: &Number) -> Result<Number, NumberFault> {
    if let (Some(a), Some(b)) = (a.as_pair(), b.as_pair())
        && let Some((numerator, denominator)) = add_pairs(a, b).or_else(|| add_pairs(reduce(a), reduce(b)))
    {
        return Ok(from_pair(numerator, denominator));
    }
    from_big(a.to_big() + b.to_big())
}

fn add_pairs(a: Pair, b: Pair) -> Option<Pair> {
    if a.1 == b.1 {
        return Some((a.0.checked_add(b.0)?, a.1));
    }
    let numerator = a.0.checked_mul(b.1)?.checked_add(b.0.checked_mul(a.1)?)?;
    Some((numerator, a.1.checked_mul(b.1)?))
}

/// The product.
#[expect(clippy::arithmetic_side_effects, reason = "big ratios grow; they do not overflow")]
pub(super) fn mul(a: &Number, b: &Number) -> Result<Number, NumberFault> {
    if let (Some(a), Some(b)) = (a.as_pair(), b.as_pair()) {
        let product = mul_pairs(a, b).or_else(|| mul_pairs(reduce((a.0, b.1)), reduce((b.0, a.1))));
        if let Some((numerator, denominator)) = product {
            return Ok(from_pair(numerator, denominator));
        }
    }
    from_big(a.to_big() * b.to_big())
}

fn mul_pairs(a: Pair, b: Pair) -> Option<Pair> {
    Some((a.0.checked_mul(b.0)?, a.1.checked_mul(b.1)?))
}

/// `a / b` for integers, if they fit; `None` for a division by zero too.
pub(super) fn quotient(a: i128, b: i128) -> Option<Number> {
    match b.cmp(&0) {
        Ordering::Greater => Some(from_pair(a, b)),
        Ordering::Equal => None,
        Ordering::Less => Some(from_pair(a.checked_neg()?, b.checked_neg()?)),
    }
}

/// `1 / a`.
#[expect(clippy::arithmetic_side_effects, reason = "big ratios grow, and zero was refused")]
pub(super) fn reciprocal(a: &Number) -> Result<Number, NumberFault> {
    if a.is_zero() {
        return Err(NumberFault::DivisionByZero);
    }
    if let Some((numerator, denominator)) = a.as_pair()
        && let Some(number) = quotient(denominator, numerator)
    {
        return Ok(number);
    }
    from_big(RBig::ONE / a.to_big())
}

/// The number with the other sign.
#[expect(clippy::arithmetic_side_effects, reason = "big ratios grow; they do not overflow")]
pub(super) fn neg(a: &Number) -> Number {
    match a.as_pair() {
        Some((numerator, denominator)) if let Some(negated) = numerator.checked_neg() => {
            from_pair(negated, denominator)
        }
        // Negating changes no size but for the least `i128`, so the limit of bits holds.
        _ => demoted(-a.to_big()),
    }
}

/// The order of two numbers of any form.
pub(super) fn compare(a: &Number, b: &Number) -> Ordering {
    match (a.as_pair(), b.as_pair()) {
        (Some(a), Some(b)) => compare_pairs(a, b),
        (Some(_), None) | (None, Some(_) | None) => a.to_big().cmp(&b.to_big()),
    }
}

/// Crosswise, in 256 bits if need be.
fn compare_pairs(a: Pair, b: Pair) -> Ordering {
    if let (Some(left), Some(right)) = (a.0.checked_mul(b.1), b.0.checked_mul(a.1)) {
        return left.cmp(&right);
    }
    let sign = a.0.signum();
    let signs = sign.cmp(&b.0.signum());
    if signs.is_ne() {
        return signs;
    }
    let left = wide_product(a.0.unsigned_abs(), b.1.unsigned_abs());
    let right = wide_product(b.0.unsigned_abs(), a.1.unsigned_abs());
    if sign < 0 { right.cmp(&left) } else { left.cmp(&right) }
}

/// The product in 256 bits: the high half, the low half.
fn wide_product(a: u128, b: u128) -> (u128, u128) {
    let (low, high) = a.carrying_mul(b, 0);
    (high, low)
}

/// A form for a ratio whose denominator is positive. It is not reduced: that would cost more than what it saves.
pub(super) fn from_pair(numerator: i128, denominator: i128) -> Number {
    if denominator == 1 {
        return Number::decimal(numerator, 0);
    }
    match (i64::try_from(numerator), i64::try_from(denominator)) {
        (Ok(numerator), Ok(denominator)) => {
            match (numerator.checked_rem(denominator), numerator.checked_div(denominator)) {
                (Some(0), Some(integer)) => Number::from_i64(integer),
                _ => Number(Form::Ratio { numerator, denominator }),
            }
        }
        _ => Number(Form::Pair(Box::new((numerator, denominator)))),
    }
}

/// A pair in lowest terms; `(0, 1)` for zero.
pub(super) fn reduced(numerator: i128, denominator: i128) -> Pair {
    reduce((numerator, denominator))
}

fn reduce((numerator, denominator): Pair) -> Pair {
    let mut a = numerator.unsigned_abs();
    let mut b = denominator.unsigned_abs();
    while let Some(rest) = a.checked_rem(b) {
        a = b;
        b = rest;
    }
    // The greatest common divisor divides a positive `i128`, so it is one.
    match i128::try_from(a) {
        Ok(divisor) if divisor > 1 => (numerator.div_euclid(divisor), denominator.div_euclid(divisor)),
        Ok(_) | Err(_) => (numerator, denominator),
    }
}

/// A pair as a big ratio.
pub(super) fn big(numerator: i128, denominator: i128) -> RBig {
    RBig::from_parts(IBig::from(numerator), UBig::from(denominator.unsigned_abs()))
}

/// The smallest form of a big ratio, if it is within the limit.
pub(super) fn from_big(value: RBig) -> Result<Number, NumberFault> {
    use dashu_int::ops::BitTest;
    if value.numerator().bit_len() > MOST_BITS || value.denominator().bit_len() > MOST_BITS {
        return Err(NumberFault::TooLarge);
    }
    Ok(demoted(value))
}

/// The smallest form of a big ratio.
fn demoted(value: RBig) -> Number {
    match (i128::try_from(value.numerator()), i128::try_from(value.denominator())) {
        (Ok(numerator), Ok(denominator)) => from_pair(numerator, denominator),
        _ => Number(Form::Big(Box::new(value))),
    }
}
