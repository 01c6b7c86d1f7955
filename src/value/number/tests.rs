//! Tables and properties of exact numbers; the oracle is another library, on purpose.

#![expect(
    clippy::arithmetic_side_effects,
    reason = "the numbers of the oracle grow; they do not overflow"
)]

use std::hash::DefaultHasher;

use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::Signed;
use num_traits::Zero;
use proptest::prelude::*;

use super::*;

fn number(text: &str) -> Number {
    Number::parse(text, 100).unwrap_or_else(|fault| panic!("{text}: {fault:?}"))
}

fn ratio(numerator: &str, denominator: &str) -> Number {
    number(numerator).div(&number(denominator)).unwrap()
}

#[test]
fn a_number_is_small() {
    assert_eq!(size_of::<Number>(), 24);
    assert_eq!(size_of::<crate::value::Value>(), 32);
}

#[test]
fn only_plain_decimals_are_numbers() {
    for (text, shown) in [
        ("0", "0"),
        ("-0", "0"),
        ("9.996", "9.996"),
        ("0.10", "0.1"),
        ("-14000000", "-14000000"),
        ("007", "7"),
        (
            "1234567890123456789012345678.1234567890123456789012345678",
            "1234567890123456789012345678.1234567890123456789012345678",
        ),
    ] {
        assert_eq!(
            Number::parse(text, 28).unwrap().to_decimal_text().as_deref(),
            Some(shown),
            "{text}"
        );
    }
    for (text, fault) in [
        ("", NumberFault::Empty),
        (" ", NumberFault::Empty),
        ("16,80", NumberFault::Comma(2)),
        ("1.200,50", NumberFault::Comma(5)),
        ("1e-3", NumberFault::Exponent(1)),
        ("1E400", NumberFault::Exponent(1)),
        ("1_000", NumberFault::Grouping(1)),
        ("1 000", NumberFault::Grouping(1)),
        ("1'000", NumberFault::Grouping(1)),
        ("1\u{a0}000", NumberFault::Grouping(1)),
        ("1.000.000", NumberFault::Grouping(1)),
        ("+1", NumberFault::Sign(0)),
        ("--1", NumberFault::Sign(0)),
        ("1-", NumberFault::Sign(1)),
        ("\u{2212}1", NumberFault::Sign(0)),
        ("1.", NumberFault::Point(1)),
        (".5", NumberFault::Point(0)),
        ("-.5", NumberFault::Point(1)),
        (".", NumberFault::Point(0)),
        ("-", NumberFault::Sign(0)),
        ("abc", NumberFault::NotANumber(0)),
        ("1a", NumberFault::NotANumber(1)),
        ("\u{ff11}", NumberFault::NotANumber(0)),
        ("NaN", NumberFault::NotANumber(0)),
        ("0x10", NumberFault::NotANumber(1)),
        (" 1", NumberFault::NotANumber(0)),
        ("12345678901234567890123456789", NumberFault::TooManyDigits(28)),
        ("0.00000000000000000000000000001", NumberFault::TooManyDigits(28)),
    ] {
        assert_eq!(Number::parse(text, 28), Err(fault), "{text:?}");
    }
}

#[test]
fn a_faulty_number_says_what_to_write() {
    for (text, help) in [
        ("16,80", Some("write `16.80`")),
        ("1,200", Some("write `1.200` or `1200`")),
        ("1,200,000", Some("write `1200000`")),
        ("-1,200.5", Some("write `-1200.5`")),
        ("1e-3", Some("write `0.001`")),
        ("2.5E3", Some("write `2500`")),
        ("1e999", Some("write all its digits")),
        ("1e-400", Some("write all its digits")),
        ("+1", Some("write `1`")),
        ("\u{2212}1", Some("write `-1`")),
        ("1.", Some("write `1`")),
        ("-.5", Some("write `-0.5`")),
        ("\u{ff11}\u{ff12}", Some("write `12`")),
        (" 12", Some("write `12`")),
        ("", None),
    ] {
        let words = Number::parse(text, 28).unwrap_err().words(text);
        assert_eq!(words.help.as_deref(), help, "{text:?}");
    }
}

/// The examples of rounding that other decimals get wrong.
#[test]
fn a_hair_under_a_threshold_is_under_it() {
    let per_mille = number("0.001");
    let hair = "1000.0000000000000000000000001";
    assert!(ratio("1", hair) < per_mille);
    assert!(ratio("1", "1000") >= per_mille);
    assert!(ratio("1", "999.9999999999999999999999999") > per_mille);
    assert!(ratio("250", "999.9999999999999999999999999") > number("0.25"));
    assert!(ratio("250", "1000") <= number("0.25"));
    let third = ratio("1", "3");
    assert_eq!(third.mul(&number("3")).unwrap(), Number::ONE);
    let sum = third.add(&third).unwrap().add(&third).unwrap();
    assert_eq!(sum, Number::ONE);
    assert_eq!(Number::ONE.div(&Number::ZERO), Err(NumberFault::DivisionByZero));
    assert_eq!(Number::ZERO.div(&Number::ZERO), Err(NumberFault::DivisionByZero));
}

#[test]
fn equal_values_are_equal_in_whatever_form() {
    let hash = |number: &Number| {
        let mut hasher = DefaultHasher::new();
        number.hash(&mut hasher);
        hasher.finish()
    };
    let huge = "1000000000000000000000000000000000000000000000000";
    for (a, b) in [
        (number("0.10"), number("0.1")),
        (number("0"), number("-0.000")),
        (ratio("1", "4"), number("0.25")),
        (ratio("2", "6"), ratio("1", "3")),
        (ratio("-1", "3"), ratio("1", "-3")),
        (ratio(huge, huge), Number::ONE),
        (ratio(huge, "3").mul(&ratio("3", huge)).unwrap(), Number::ONE),
        (ratio("1", huge).mul(&number(huge)).unwrap(), number("1.0")),
        (
            number("0.00000000000000000000000000000000000000000000000010")
                .mul(&number(huge))
                .unwrap(),
            number("0.1"),
        ),
    ] {
        assert_eq!(a, b);
        assert_eq!(hash(&a), hash(&b), "{a:?}");
    }
    assert_ne!(number("0.1"), number("0.10000000000000000000000000001"));
}

#[test]
fn the_largest_integers_do_not_overflow() {
    let most = number("170141183460469231731687303715884105727");
    let least = most.neg().sub(&Number::ONE).unwrap();
    assert_eq!(
        least.to_decimal_text().unwrap(),
        "-170141183460469231731687303715884105728"
    );
    assert_eq!(
        least.neg().to_decimal_text().unwrap(),
        "170141183460469231731687303715884105728"
    );
    assert_eq!(least.neg().neg(), least);
    assert_eq!(most.add(&Number::ONE).unwrap(), least.neg());
    assert_eq!(least.div(&number("-1")).unwrap(), least.neg());
    assert_eq!(Number::ONE.div(&least).unwrap().mul(&least).unwrap(), Number::ONE);
    assert!(least < most && least < Number::ZERO && least.is_negative());
    assert!(ratio("1", "3") < most && ratio("-1", "3") > least);
}

#[test]
fn growth_has_an_end() {
    let mut large = number("99999999999999999999999999999999999999");
    let fault = loop {
        match large.mul(&large) {
            Ok(square) => large = square,
            Err(fault) => break fault,
        }
    };
    assert_eq!(fault, NumberFault::TooLarge);
    let mut small = ratio("1", "99999999999999999999999999999999999999");
    while let Ok(square) = small.mul(&small) {
        small = square;
    }
    assert!(small > Number::ZERO);
}

#[test]
fn what_is_cut_stands_on_the_right_side_of_every_threshold() {
    let per_mille = number("0.001");
    for (value, thresholds, shown) in [
        (ratio("9.996", "10000"), vec![per_mille.clone()], "0.09996%"),
        (ratio("55.20", "48000"), vec![per_mille.clone()], "0.115%"),
        (ratio("1", "3"), vec![], "33.33…%"),
        (ratio("2", "3"), vec![], "66.66…%"),
        (ratio("1", "3000"), vec![per_mille.clone()], "0.03333…%"),
        (ratio("-1", "3"), vec![], "-33.33…%"),
        // 0.1% and a third of 10^-12: the digits go on until they exceed 0.1%.
        (
            number("0.001").add(&ratio("1", "3000000000000")).unwrap(),
            vec![per_mille.clone()],
            "0.10000000003…%",
        ),
        (
            number("0.001").sub(&ratio("1", "3000000000000")).unwrap(),
            vec![per_mille.clone()],
            "0.09999…%",
        ),
        (
            number("-0.001").sub(&ratio("1", "3000000000000")).unwrap(),
            vec![per_mille.neg()],
            "-0.10000000003…%",
        ),
        (ratio("1", "3"), vec![ratio("1", "3")], "33.33…%"),
        (
            ratio("1", "3"),
            vec![number("0.3333333"), number("0.3333334")],
            "33.333333…%",
        ),
        (number("0"), vec![], "0%"),
        (number("0.5"), vec![], "50%"),
        (number("12"), vec![], "1 200%"),
    ] {
        assert_eq!(value.show_percent(&thresholds), shown, "{value:?}");
    }
    for (value, shown) in [
        (number("48000"), "48 000"),
        (number("1200"), "1 200"),
        (number("200"), "200"),
        (number("-14000000.50"), "-14 000 000.5"),
        (number("0.0000001"), "0.0000001"),
        (ratio("1", "7"), "0.1428…"),
        (ratio("1", "700000"), "0.000001428…"),
        (ratio("10000000", "3"), "3 333 333.33…"),
        (ratio("1", "8"), "0.125"),
    ] {
        assert_eq!(value.show(&[]), shown, "{value:?}");
    }
    assert_eq!(ratio("1", "3").to_decimal_text(), None);
}

#[test]
fn integers_are_known_as_such() {
    for (value, integer) in [
        (number("256"), true),
        (number("256.00"), true),
        (ratio("512", "2"), true),
        (number("-3"), true),
        (number("99999999999999999999"), true),
        (number("0.5"), false),
        (ratio("1", "3"), false),
    ] {
        assert_eq!(value.is_integer(), integer, "{value:?}");
    }
}

#[test]
fn decimals_of_the_api_convert_without_loss_or_not_at_all() {
    use rust_decimal::Decimal;
    for text in [
        "0",
        "-16.8",
        "79228162514264337593543950335",
        "0.0000000000000000000000000001",
    ] {
        let decimal = Decimal::from_str_exact(text).unwrap();
        assert_eq!(number(text).to_decimal(), Some(decimal));
    }
    for value in [
        ratio("1", "3"),
        number("79228162514264337593543950336"),
        number("0.00000000000000000000000000001"),
    ] {
        assert_eq!(value.to_decimal(), None, "{value:?}");
    }
    assert_eq!(ratio("1", "8").to_decimal(), Some(Decimal::new(125, 3)));
}

/// A decimal in text: from a few digits to more than an `i128` holds.
fn decimal_text() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => "-?[0-9]{1,6}(\\.[0-9]{1,4})?",
        2 => "-?[0-9]{1,28}(\\.[0-9]{1,28})?",
        1 => "-?(0|1|170141183460469231731687303715884105727|9223372036854775807|9223372036854775808)",
    ]
}

fn oracle(text: &str) -> BigRational {
    let digits = text.replace('.', "");
    let scale = text.find('.').map_or(0, |point| text.len() - point - 1);
    let power = num_traits::pow(BigInt::from(10), scale);
    BigRational::new(digits.parse().unwrap(), power)
}

/// A number with its oracle, in any form.
fn any_number() -> impl Strategy<Value = (Number, BigRational)> {
    (decimal_text(), decimal_text(), any::<bool>()).prop_map(|(a, b, divides)| {
        let (value, expected) = (number(&a), oracle(&a));
        let divisor = oracle(&b);
        if divides && !divisor.is_zero() {
            (value.div(&number(&b)).unwrap(), expected / divisor)
        } else {
            (value, expected)
        }
    })
}

fn same(value: &Number, expected: &BigRational) -> bool {
    let big = value.to_big();
    big.numerator().to_string() == expected.numer().to_string()
        && big.denominator().to_string() == expected.denom().to_string()
}

proptest! {
    #[test]
    fn arithmetic_and_order_are_those_of_another_library((a, x) in any_number(), (b, y) in any_number()) {
        prop_assert!(same(&a, &x));
        prop_assert!(same(&a.add(&b).unwrap(), &(&x + &y)));
        prop_assert!(same(&a.sub(&b).unwrap(), &(&x - &y)));
        prop_assert!(same(&a.mul(&b).unwrap(), &(&x * &y)));
        prop_assert!(same(&a.neg(), &-&x));
        prop_assert_eq!(a.cmp(&b), x.cmp(&y));
        prop_assert_eq!(a.is_zero(), x.is_zero());
        prop_assert_eq!(a.is_negative(), x.is_negative());
        prop_assert_eq!(a.is_integer(), x.is_integer());
        if y.is_zero() {
            prop_assert_eq!(a.div(&b), Err(NumberFault::DivisionByZero));
        } else {
            prop_assert!(same(&a.div(&b).unwrap(), &(&x / &y)));
        }
    }

    #[test]
    fn the_laws_of_arithmetic_hold((a, _) in any_number(), (b, _) in any_number(), (c, _) in any_number()) {
        prop_assert_eq!(a.add(&b).unwrap(), b.add(&a).unwrap());
        prop_assert_eq!(a.mul(&b).unwrap(), b.mul(&a).unwrap());
        let sum = a.mul(&b.add(&c).unwrap()).unwrap();
        prop_assert_eq!(sum, a.mul(&b).unwrap().add(&a.mul(&c).unwrap()).unwrap());
        prop_assert_eq!(a.sub(&b).unwrap().add(&b).unwrap(), a);
    }

    #[test]
    fn a_quotient_meets_a_threshold_exactly(part in 1_u64.., whole in 1_u64.., hair in 20_u8..=28) {
        // The threshold is the quotient itself, and a hair beside it.
        let quotient = Number::from_u64(part).div(&Number::from_u64(whole)).unwrap();
        let hair = Number::power_of_ten(-i8::try_from(hair).unwrap());
        prop_assert!(quotient >= quotient.sub(&hair).unwrap());
        prop_assert!(quotient < quotient.add(&hair).unwrap());
        let threshold = number("0.001");
        let exactly = Number::from_u64(whole).mul(&threshold).unwrap();
        let whole = Number::from_u64(whole);
        prop_assert!(exactly.div(&whole).unwrap() >= threshold);
        prop_assert!(exactly.sub(&hair).unwrap().div(&whole).unwrap() < threshold);
        prop_assert!(exactly.add(&hair).unwrap().div(&whole).unwrap() > threshold);
    }

    #[test]
    fn what_is_shown_is_a_prefix_on_the_right_side((a, _) in any_number(), (b, _) in any_number()) {
        let shown = a.show(std::slice::from_ref(&b));
        let read = Number::parse(&shown.replace([' ', '…'], ""), 10_000).unwrap();
        if shown.ends_with('…') {
            prop_assert_ne!(&read, &a);
            prop_assert!(a == b || read.cmp(&b) == a.cmp(&b), "{} {:?} {:?}", shown, a, b);
        } else {
            prop_assert_eq!(&read, &a);
        }
    }

    #[test]
    fn nothing_that_is_read_panics(text in "\\PC{0,12}|[-+0-9.,eE _']{0,20}") {
        match Number::parse(&text, 28) {
            Ok(value) => prop_assert_eq!(&value, &number(&value.to_decimal_text().unwrap())),
            Err(fault) => {
                let words = fault.words(&text);
                if let Some(instead) = words.instead {
                    prop_assert!(Number::parse(&instead, 200).is_ok(), "{} gives {}", text, instead);
                }
            }
        }
    }
}

#[test]
fn figures_of_answers_are_decimals_or_none() {
    let of = |figure: &str| crate::value::decimal_of(figure).map(|decimal| decimal.to_string());
    for (figure, decimal) in [
        ("48000 EUR", Some("48000")),
        ("0.115%", Some("0.00115")),
        ("-0.5 kg", Some("-0.5")),
        ("0.3333…%", None),
        ("not known", None),
        ("0.00000000000000000000000000000000001", None),
    ] {
        assert_eq!(of(figure).as_deref(), decimal, "{figure}");
    }
}
