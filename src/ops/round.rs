//! Rounding of amounts: in the unit of the step, and money in its currency.
//!
//! Language reference: "Rounding".

use crate::ops::Fault;
use crate::ops::arithmetic::common;
use crate::value::RoundMode;
use crate::value::Value;

/// `round a to step half up`
pub(crate) fn round(a: &Value, step: &Value, mode: RoundMode) -> Result<Value, Fault> {
    match (a, step) {
        (Value::Number(a), Value::Number(step)) => Ok(Value::Number(a.round_to(step, mode)?)),
        (Value::Amount(a, dimension), Value::Amount(step, other)) if dimension == other => {
            Ok(Value::Amount(a.round_to(step, mode)?, *dimension))
        }
        (Value::Money(a, currency), Value::Money(step, of_step)) => match common(*currency, *of_step)? {
            Some(currency) => Ok(Value::money(a.round_to(step, mode)?, currency)),
            None => Err(Fault::DivisionByZero),
        },
        _ => Err(Fault::Kinds),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    use crate::value::Currency;
    use crate::value::Dimension;
    use crate::value::Number;

    #[test]
    fn money_is_rounded_in_the_currency_of_the_step_only() {
        let money =
            |text: &str, code: &str| Value::money(Number::parse(text, 28).unwrap(), Currency::parse(code).unwrap());
        let step = money("0.01", "USD");
        let up = RoundMode::HalfUp;
        assert_eq!(round(&money("1.005", "USD"), &step, up), Ok(money("1.01", "USD")));
        assert_eq!(round(&money("-1.005", "USD"), &step, up), Ok(money("-1.01", "USD")));
        assert_eq!(round(&money("1.005", "EUR"), &step, up), Err(Fault::Currencies));
        assert_eq!(
            round(&money("0.004", "USD"), &step, up),
            Ok(Value::Money(Number::ZERO, None))
        );
        assert_eq!(
            round(&Value::Money(Number::ZERO, None), &step, up),
            Ok(Value::Money(Number::ZERO, None))
        );
        let mass = Value::Amount(Number::parse("1.5", 28).unwrap(), Dimension::Mass);
        assert_eq!(round(&mass, &step, up), Err(Fault::Kinds));
    }
}
