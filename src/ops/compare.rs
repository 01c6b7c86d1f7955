//! `is`, and the order of numbers, money, masses, lengths and dates.
//!
//! `is` is total: none is none, and is nothing else. An order is only among values of one kind that are not none. Two
//! amounts in different currencies neither are the same nor have an order, unless one is zero, which has no currency.
//! Codes are compared by their levels, in `eval`. Language reference: "Types and values".

use std::cmp::Ordering;

use crate::ops::Fault;
use crate::ops::arithmetic::common;
use crate::value::TextId;
use crate::value::Value;

/// `a is b`; for codes, whether they are written the same.
pub(crate) fn same(a: &Value, b: &Value) -> Result<bool, Fault> {
    match (a, b) {
        (Value::None, Value::None) => Ok(true),
        (Value::None, _) | (_, Value::None) => Ok(false),
        (Value::Boolean(a), Value::Boolean(b)) => Ok(a == b),
        (Value::Number(_), Value::Number(_))
        | (Value::Money(..), Value::Money(..))
        | (Value::Amount(..), Value::Amount(..))
        | (Value::Date(_), Value::Date(_))
        | (Value::Duration(_), Value::Duration(_)) => order(a, b).map(Ordering::is_eq),
        (Value::Country(a), Value::Country(b)) => Ok(a == b),
        (Value::Currency(a), Value::Currency(b)) => Ok(a == b),
        (Value::Text(a), Value::Text(b)) => Ok(a == b),
        (Value::Code(a_scheme, a), Value::Code(b_scheme, b)) if a_scheme == b_scheme => Ok(a == b),
        (Value::Enum(a_enum, a), Value::Enum(b_enum, b)) if a_enum == b_enum => Ok(a == b),
        (Value::Outcome(a_decision, a), Value::Outcome(b_decision, b)) if a_decision == b_decision => Ok(a == b),
        (Value::Record(a), Value::Record(b)) => Ok(a == b),
        (Value::Row(a), Value::Row(b)) => Ok(a == b),
        _ => Err(Fault::Kinds),
    }
}

/// How `a` stands to `b`.
#[inline]
pub(crate) fn order(a: &Value, b: &Value) -> Result<Ordering, Fault> {
    match (a, b) {
        (Value::Number(a), Value::Number(b)) => Ok(a.cmp(b)),
        (Value::Money(a, a_currency), Value::Money(b, b_currency)) => {
            common(*a_currency, *b_currency)?;
            Ok(a.cmp(b))
        }
        (Value::Amount(a, dimension), Value::Amount(b, other)) if dimension == other => Ok(a.cmp(b)),
        (Value::Date(a), Value::Date(b)) => Ok(a.cmp(b)),
        (Value::Duration(a), Value::Duration(b)) => Ok(a.compare(*b)?),
        _ => Err(Fault::Kinds),
    }
}

/// The order in which keys of tables are sorted: codes by their texts, whatever the case of their letters, so that those
/// under a code stand right after it; all else as values.
pub(crate) fn compare_keys<'t>(a: &Value, b: &Value, text: impl Fn(TextId) -> &'t str) -> Ordering {
    match (a, b) {
        (Value::Code(a_scheme, a), Value::Code(b_scheme, b)) => {
            a_scheme.cmp(b_scheme).then_with(|| compare_codes(text(*a), text(*b)))
        }
        (a, b) => a.cmp(b),
    }
}

/// The order of codes by their texts.
pub(crate) fn compare_codes(a: &str, b: &str) -> Ordering {
    if a == b {
        return Ordering::Equal;
    }
    a.bytes()
        .map(|byte| byte.to_ascii_lowercase())
        .cmp(b.bytes().map(|byte| byte.to_ascii_lowercase()))
}

#[cfg(test)]
mod tests {
    use super::*;

    use crate::value::Country;
    use crate::value::Currency;
    use crate::value::Date;
    use crate::value::Dimension;
    use crate::value::Number;

    fn number(text: &str) -> Value {
        Value::Number(Number::parse(text, 28).unwrap())
    }

    fn money(amount: &str, currency: &str) -> Value {
        Value::money(Number::parse(amount, 28).unwrap(), Currency::parse(currency).unwrap())
    }

    fn country(code: &str) -> Value {
        Value::Country(Country::parse(code).unwrap())
    }

    fn date(text: &str) -> Value {
        Value::Date(Date::parse(text).unwrap())
    }

    #[test]
    fn sameness_is_by_value_and_total_on_none() {
        for (a, b, expected) in [
            (Value::None, Value::None, Ok(true)),
            (Value::None, country("CN"), Ok(false)),
            (Value::None, number("0"), Ok(false)),
            (country("CN"), country("CN"), Ok(true)),
            (country("CN"), country("TW"), Ok(false)),
            (number("0.10"), number("0.1"), Ok(true)),
            (money("5", "EUR"), money("5.00", "EUR"), Ok(true)),
            (money("0", "EUR"), money("0", "USD"), Ok(true)),
            (money("0", "EUR"), money("5", "USD"), Ok(false)),
            (money("5", "EUR"), money("5", "USD"), Err(Fault::Currencies)),
            (number("5"), money("5", "USD"), Err(Fault::Kinds)),
            (Value::Boolean(true), Value::Boolean(false), Ok(false)),
        ] {
            assert_eq!(same(&a, &b), expected, "{a:?} is {b:?}");
            assert_eq!(same(&b, &a), expected, "{b:?} is {a:?}");
        }
    }

    #[test]
    fn order_is_among_amounts_of_one_kind_and_dates() {
        let mass = |text| Value::Amount(Number::parse(text, 28).unwrap(), Dimension::Mass);
        let length = |text| Value::Amount(Number::parse(text, 28).unwrap(), Dimension::Length);
        for (a, b, expected) in [
            (number("0.09996"), number("0.1"), Ok(Ordering::Less)),
            (money("10", "EUR"), money("0", "USD"), Ok(Ordering::Greater)),
            (
                money("-10", "EUR"),
                Value::Money(Number::ZERO, None),
                Ok(Ordering::Less),
            ),
            (money("10", "EUR"), money("10", "USD"), Err(Fault::Currencies)),
            (mass("1"), mass("2"), Ok(Ordering::Less)),
            (mass("1"), length("2"), Err(Fault::Kinds)),
            (date("2026-11-10"), date("2026-11-11"), Ok(Ordering::Less)),
            (date("2026-11-10"), date("2026-11-10"), Ok(Ordering::Equal)),
            (Value::None, number("0"), Err(Fault::Kinds)),
            (country("AT"), country("BE"), Err(Fault::Kinds)),
        ] {
            assert_eq!(order(&a, &b), expected, "{a:?} against {b:?}");
            assert_eq!(order(&b, &a), expected.map(Ordering::reverse), "{b:?} against {a:?}");
        }
    }
}
