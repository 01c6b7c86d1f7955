//! Numbers for people: exact, grouped by blanks, and never on the wrong side of a threshold.
//!
//! A number with an end is shown whole. One without is cut, never rounded, as soon as what is shown stands on the same
//! side of every threshold as the number itself, and `…` says that it goes on: 0.09996% is never shown as 0.1%.

#![expect(
    clippy::arithmetic_side_effects,
    reason = "big integers grow, they do not overflow; a denominator is never zero"
)]

use dashu_int::IBig;
use dashu_int::UBig;
use dashu_ratio::RBig;
use rust_decimal::Decimal;

use crate::text;
use crate::value::number::Number;

/// More digits than a [`Decimal`] holds.
const MOST_DIGITS: usize = 64;
/// Most digits after the point that are shown before `…`, unless a threshold needs more.
const LONGEST_FRACTION: usize = 60;
/// Least significant digits of a number that is cut.
const SIGNIFICANT: usize = 4;
/// Least digits after the point of a number that is cut.
const LEAST_FRACTION: usize = 2;

impl Number {
    /// All its digits without grouping, `-0.001`, if they have an end.
    pub(crate) fn to_decimal_text(&self) -> Option<String> {
        let (mantissa, scale) = finite(&self.to_big())?;
        let sign = if mantissa < IBig::ZERO { "-" } else { "" };
        let (whole, fraction) = digits(&mantissa, scale);
        Some(if fraction.is_empty() {
            format!("{sign}{whole}")
        } else {
            format!("{sign}{whole}.{fraction}")
        })
    }

    /// For people: `48 000`, `0.00115`, `0.3333…`. What is cut stands on its right side of each threshold.
    pub(crate) fn show(&self, thresholds: &[Number]) -> String {
        show(&self.to_big(), 0, || thresholds.iter().map(Number::to_big).collect())
    }

    /// For people, as an amount of money: if it has a fraction, at least so many digits of it.
    pub(crate) fn show_with_minor(&self, minor: usize, thresholds: &[Number]) -> String {
        show(&self.to_big(), minor, || {
            thresholds.iter().map(Number::to_big).collect()
        })
    }

    /// For people, in percent: 1/1000 is `0.1%`. The thresholds are numbers too: 1/1000 for 0.1%.
    pub(crate) fn show_percent(&self, thresholds: &[Number]) -> String {
        let percent = |number: &Number| number.to_big() * RBig::from(100_u8);
        let mut shown = show(&percent(self), 0, || thresholds.iter().map(percent).collect());
        shown.push('%');
        shown
    }

    /// As a [`Decimal`], if it is one: at most 28 digits after the point, 96 bits in all.
    pub(crate) fn to_decimal(&self) -> Option<Decimal> {
        let (mantissa, scale) = finite(&self.to_big())?;
        let mantissa = i128::try_from(mantissa).ok()?;
        Decimal::try_from_i128_with_scale(mantissa, u32::try_from(scale).ok()?).ok()
    }
}

/// The figure of an answer as a [`Decimal`]: `48000 EUR`, `0.115%` (0.00115); `None` if it is no figure, if it was cut
/// (`0.3333…`), or if it has more digits than a [`Decimal`] holds.
pub(crate) fn decimal_of(figure: &str) -> Option<Decimal> {
    let (number, percent) = match figure.strip_suffix('%') {
        Some(number) => (number, true),
        None => (figure.split(' ').next()?, false),
    };
    let number = Number::parse(number, MOST_DIGITS).ok()?;
    let number = if percent {
        number.div(&Number::HUNDRED).ok()?
    } else {
        number
    };
    number.to_decimal()
}

impl std::fmt::Display for Number {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(&self.show(&[]))
    }
}

/// Mantissa and least scale, if the digits have an end.
fn finite(value: &RBig) -> Option<(IBig, usize)> {
    let mut denominator = value.denominator().clone();
    let twos = denominator.remove(&UBig::from(2_u8)).unwrap_or(0);
    let fives = denominator.remove(&UBig::from(5_u8)).unwrap_or(0);
    if !denominator.is_one() {
        return None;
    }
    let scale = twos.max(fives);
    let missing = UBig::from(2_u8).pow(scale.saturating_sub(twos)) * UBig::from(5_u8).pow(scale.saturating_sub(fives));
    Some((value.numerator() * IBig::from(missing), scale))
}

/// The digits before and after the point, without the sign.
fn digits(mantissa: &IBig, scale: usize) -> (String, String) {
    let all = format!(
        "{:0>width$}",
        unsigned(mantissa).to_string(),
        width = scale.saturating_add(1)
    );
    let (whole, fraction) = all
        .split_at_checked(all.len().saturating_sub(scale))
        .unwrap_or((&all, ""));
    (whole.to_owned(), fraction.to_owned())
}

fn unsigned(value: &IBig) -> UBig {
    value.clone().into_parts().1
}

fn show(value: &RBig, minor: usize, thresholds: impl FnOnce() -> Vec<RBig>) -> String {
    let sign = if *value < RBig::ZERO { "-" } else { "" };
    match finite(value) {
        Some((mantissa, scale)) if scale <= LONGEST_FRACTION => {
            let (whole, mut fraction) = digits(&mantissa, scale);
            while !fraction.is_empty() && fraction.len() < minor {
                fraction.push('0');
            }
            let point = if fraction.is_empty() { "" } else { "." };
            format!("{sign}{}{point}{fraction}", text::group_digits(&whole))
        }
        Some(_) | None => {
            let cut = Cut::of(value, &thresholds());
            let more = if cut.is_whole { "" } else { "…" };
            format!("{sign}{}.{}{more}", text::group_digits(&cut.whole), cut.fraction)
        }
    }
}

/// The first digits of a number.
struct Cut {
    whole: String,
    fraction: String,
    /// Whether no digit is left out.
    is_whole: bool,
}

impl Cut {
    /// As many digits as tell the number from every threshold.
    fn of(value: &RBig, thresholds: &[RBig]) -> Cut {
        let (numerator, denominator) = (unsigned(value.numerator()), value.denominator().clone());
        let whole = &numerator / &denominator;
        let mut rest = &numerator % &denominator;
        let mut shown = whole.clone();
        let mut power = UBig::ONE;
        let (whole, mut fraction) = (whole.to_string(), String::new());
        let mut significant = if whole == "0" { 0 } else { whole.len() };
        while rest != UBig::ZERO {
            let enough = significant >= SIGNIFICANT && fraction.len() >= LEAST_FRACTION;
            if enough && tells_apart(value, &shown, &power, thresholds) {
                break;
            }
            rest *= UBig::from(10_u8);
            let digit = &rest / &denominator;
            rest %= &denominator;
            fraction.push_str(&digit.to_string());
            significant = if significant == 0 && digit == UBig::ZERO {
                0
            } else {
                significant.saturating_add(1)
            };
            shown = shown * UBig::from(10_u8) + digit;
            power *= UBig::from(10_u8);
        }
        Cut {
            whole,
            fraction,
            is_whole: rest == UBig::ZERO,
        }
    }
}

/// Whether the digits shown stand to each threshold as the number does.
fn tells_apart(value: &RBig, shown: &UBig, power: &UBig, thresholds: &[RBig]) -> bool {
    let sign = value.sign();
    let shown = RBig::from_parts(IBig::from_parts(sign, shown.clone()), power.clone());
    thresholds
        .iter()
        .all(|threshold| value == threshold || shown.cmp(threshold) == value.cmp(threshold))
}
