//! `+ - * /`: on numbers (integers, decimals, percents), money, masses and lengths.
//!
//! Two amounts of one kind add up, and divide to a number; an amount times or divided by a number stays what it is.
//! Zero money has no currency, so it adds to any. A quotient is an exact ratio. Language reference: "Types and values".

use crate::ops::Fault;
use crate::value::Currency;
use crate::value::Date;
use crate::value::Duration;
use crate::value::Number;
use crate::value::NumberFault;
use crate::value::Type;
use crate::value::Value;

/// `a + b`
#[inline]
pub(crate) fn add(a: &Value, b: &Value) -> Result<Value, Fault> {
    match (a, b) {
        (Value::Date(date), Value::Duration(duration)) | (Value::Duration(duration), Value::Date(date)) => {
            later(*date, *duration)
        }
        (Value::Duration(a), Value::Duration(b)) => Ok(Value::Duration(a.plus(*b)?)),
        _ => combined(a, b, Number::add),
    }
}

/// `a - b`
pub(crate) fn subtract(a: &Value, b: &Value) -> Result<Value, Fault> {
    match (a, b) {
        (Value::Date(date), Value::Duration(duration)) => later(*date, duration.negated()),
        (Value::Duration(a), Value::Duration(b)) => Ok(Value::Duration(a.plus(b.negated())?)),
        _ => combined(a, b, Number::sub),
    }
}

/// A day so much later.
fn later(date: Date, duration: Duration) -> Result<Value, Fault> {
    duration.after(date).map(Value::Date).ok_or(Fault::OutOfCalendar)
}

/// A sum or a difference: both sides are of one kind, and so is the result.
#[inline]
fn combined(
    a: &Value,
    b: &Value,
    operation: impl FnOnce(&Number, &Number) -> Result<Number, NumberFault>,
) -> Result<Value, Fault> {
    match (a, b) {
        (Value::Number(a), Value::Number(b)) => Ok(Value::Number(operation(a, b)?)),
        (Value::Money(a, a_currency), Value::Money(b, b_currency)) => {
            let currency = common(*a_currency, *b_currency)?;
            Ok(money(operation(a, b)?, currency))
        }
        (Value::Amount(a, dimension), Value::Amount(b, other)) if dimension == other => {
            Ok(Value::Amount(operation(a, b)?, *dimension))
        }
        _ => Err(Fault::Kinds),
    }
}

/// `a * b`
pub(crate) fn multiply(a: &Value, b: &Value) -> Result<Value, Fault> {
    match (a, b) {
        (Value::Number(a), Value::Number(b)) => Ok(Value::Number(a.mul(b)?)),
        (Value::Money(amount, currency), Value::Number(number))
        | (Value::Number(number), Value::Money(amount, currency)) => Ok(money(amount.mul(number)?, *currency)),
        (Value::Amount(amount, dimension), Value::Number(number))
        | (Value::Number(number), Value::Amount(amount, dimension)) => {
            Ok(Value::Amount(amount.mul(number)?, *dimension))
        }
        (Value::Duration(duration), Value::Number(number)) | (Value::Number(number), Value::Duration(duration)) => {
            Ok(Value::Duration(duration.times(number)?))
        }
        _ => Err(Fault::Kinds),
    }
}

/// `a / b`
pub(crate) fn divide(a: &Value, b: &Value) -> Result<Value, Fault> {
    match (a, b) {
        (Value::Number(a), Value::Number(b)) => Ok(Value::Number(a.div(b)?)),
        (Value::Money(a, a_currency), Value::Money(b, b_currency)) => {
            common(*a_currency, *b_currency)?;
            Ok(Value::Number(a.div(b)?))
        }
        (Value::Amount(a, dimension), Value::Amount(b, other)) if dimension == other => Ok(Value::Number(a.div(b)?)),
        (Value::Money(amount, currency), Value::Number(number)) => Ok(money(amount.div(number)?, *currency)),
        (Value::Amount(amount, dimension), Value::Number(number)) => Ok(Value::Amount(amount.div(number)?, *dimension)),
        _ => Err(Fault::Kinds),
    }
}

/// `-a`
pub(crate) fn negate(a: &Value) -> Result<Value, Fault> {
    match a {
        Value::Number(number) => Ok(Value::Number(number.neg())),
        Value::Money(amount, currency) => Ok(Value::Money(amount.neg(), *currency)),
        Value::Amount(amount, dimension) => Ok(Value::Amount(amount.neg(), *dimension)),
        Value::Duration(duration) => Ok(Value::Duration(duration.negated())),
        Value::None
        | Value::Boolean(_)
        | Value::Date(_)
        | Value::Country(_)
        | Value::Currency(_)
        | Value::Text(_)
        | Value::Code(..)
        | Value::Enum(..)
        | Value::Outcome(..)
        | Value::Record(_)
        | Value::Row(_)
        | Value::List(_)
        | Value::Elements(..) => Err(Fault::Kinds),
    }
}

/// The sum over nothing, for a type that adds up.
pub(crate) fn zero(ty: &Type) -> Option<Value> {
    match ty.required() {
        Type::Integer | Type::Decimal | Type::Percent => Some(Value::Number(Number::ZERO)),
        Type::Money => Some(Value::Money(Number::ZERO, None)),
        Type::Amount(dimension) => Some(Value::Amount(Number::ZERO, *dimension)),
        Type::Error
        | Type::Boolean
        | Type::Text
        | Type::Date
        | Type::Duration
        | Type::Country
        | Type::Currency
        | Type::Code(_)
        | Type::Enum(_)
        | Type::Record(_)
        | Type::Row(_)
        | Type::Outcome(_)
        | Type::List(_)
        | Type::Optional(_)
        | Type::None => None,
    }
}

/// The currency in which two amounts meet; zero, which has none, takes that of the other.
#[inline]
pub(super) fn common(a: Option<Currency>, b: Option<Currency>) -> Result<Option<Currency>, Fault> {
    match (a, b) {
        (Some(one), Some(other)) if one != other => Err(Fault::Currencies),
        (Some(currency), _) | (None, Some(currency)) => Ok(Some(currency)),
        (None, None) => Ok(None),
    }
}

/// Money whose currency is that of what it was made from.
fn money(amount: Number, currency: Option<Currency>) -> Value {
    match currency {
        Some(currency) => Value::money(amount, currency),
        None => Value::Money(amount, None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    use crate::value::Dimension;

    fn number(text: &str) -> Value {
        Value::Number(Number::parse(text, 28).unwrap())
    }

    fn money(amount: &str, currency: &str) -> Value {
        Value::money(Number::parse(amount, 28).unwrap(), Currency::parse(currency).unwrap())
    }

    fn mass(text: &str) -> Value {
        Value::Amount(Number::parse(text, 28).unwrap(), Dimension::Mass)
    }

    fn length(text: &str) -> Value {
        Value::Amount(Number::parse(text, 28).unwrap(), Dimension::Length)
    }

    #[test]
    fn amounts_of_one_kind_add_up() {
        let nothing = Value::Money(Number::ZERO, None);
        for (a, b, sum) in [
            (number("1"), number("0.5"), Ok(number("1.5"))),
            (money("38.40", "EUR"), money("16.80", "EUR"), Ok(money("55.2", "EUR"))),
            (money("0", "USD"), money("5", "EUR"), Ok(money("5", "EUR"))),
            (money("5", "EUR"), nothing.clone(), Ok(money("5", "EUR"))),
            (money("5", "EUR"), money("-5", "EUR"), Ok(nothing.clone())),
            (nothing.clone(), nothing.clone(), Ok(nothing)),
            (money("5", "EUR"), money("5", "USD"), Err(Fault::Currencies)),
            (mass("2"), mass("0.5"), Ok(mass("2.5"))),
            (mass("2"), length("2"), Err(Fault::Kinds)),
            (mass("2"), money("2", "EUR"), Err(Fault::Kinds)),
            (number("2"), money("2", "EUR"), Err(Fault::Kinds)),
            (Value::None, number("2"), Err(Fault::Kinds)),
        ] {
            assert_eq!(add(&a, &b), sum, "{a:?} + {b:?}");
            assert_eq!(add(&b, &a), sum, "{b:?} + {a:?}");
            if let Ok(negated) = negate(&b) {
                assert_eq!(subtract(&a, &negated), sum, "{a:?} - {negated:?}");
            }
        }
    }

    #[test]
    fn products_and_quotients_keep_the_kind_or_make_a_number() {
        for (result, expected) in [
            (multiply(&money("10", "EUR"), &number("3")), Ok(money("30", "EUR"))),
            (
                multiply(&number("0.001"), &money("10", "EUR")),
                Ok(money("0.01", "EUR")),
            ),
            (multiply(&mass("2"), &number("3")), Ok(mass("6"))),
            (multiply(&number("3"), &mass("2")), Ok(mass("6"))),
            (multiply(&money("1", "EUR"), &money("1", "EUR")), Err(Fault::Kinds)),
            (multiply(&mass("1"), &mass("1")), Err(Fault::Kinds)),
            (
                divide(&money("55.20", "EUR"), &money("48000", "EUR")),
                Ok(number("0.00115")),
            ),
            (divide(&money("1", "EUR"), &money("1", "USD")), Err(Fault::Currencies)),
            (divide(&money("0", "EUR"), &money("1", "USD")), Ok(number("0"))),
            (
                divide(&money("1", "EUR"), &money("0", "USD")),
                Err(Fault::DivisionByZero),
            ),
            (
                divide(&money("0", "EUR"), &money("0", "EUR")),
                Err(Fault::DivisionByZero),
            ),
            (divide(&money("1", "EUR"), &number("4")), Ok(money("0.25", "EUR"))),
            (divide(&mass("1"), &mass("4")), Ok(number("0.25"))),
            (divide(&mass("1"), &length("4")), Err(Fault::Kinds)),
            (divide(&number("1"), &mass("4")), Err(Fault::Kinds)),
            (divide(&mass("1"), &number("0")), Err(Fault::DivisionByZero)),
        ] {
            assert_eq!(result, expected);
        }
    }

    #[test]
    fn money_that_comes_to_nothing_has_no_currency() {
        let nothing = Value::Money(Number::ZERO, None);
        assert_eq!(multiply(&money("5", "EUR"), &number("0")), Ok(nothing.clone()));
        assert_eq!(subtract(&money("5", "EUR"), &money("5", "EUR")), Ok(nothing.clone()));
        assert_eq!(zero(&Type::Money), Some(nothing));
        assert_eq!(zero(&Type::Optional(Box::new(Type::Percent))), Some(number("0")));
        assert_eq!(zero(&Type::Date), None);
    }
}
