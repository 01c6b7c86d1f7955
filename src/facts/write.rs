//! Values as facts write them, in JSON: the opposite of reading.

use crate::plan::Shape;
use crate::value::Number;
use crate::value::Texts;
use crate::value::Type;
use crate::value::Value;

/// A single value of this type as JSON; `None` for what facts cannot say.
pub(crate) fn text_of(value: &Value, ty: &Type, shape: &Shape, texts: &Texts) -> Option<String> {
    let quoted = |text: &str| Some(serde_json::Value::from(text).to_string());
    match value {
        Value::None => Some("null".to_owned()),
        Value::Boolean(yes) => Some(yes.to_string()),
        Value::Number(number) if *ty == Type::Percent => {
            let hundredths = number.mul(&Number::from_i64(100)).ok()?;
            quoted(&format!("{}%", hundredths.to_decimal_text()?))
        }
        Value::Number(number) => number.to_decimal_text(),
        Value::Money(number, Some(currency)) => quoted(&format!("{} {}", number.to_decimal_text()?, currency.code())),
        Value::Money(_, None) => quoted("0 USD"),
        Value::Amount(number, dimension) => {
            let unit = dimension.of(&shape.measures).base();
            quoted(&format!("{} {unit}", number.to_decimal_text()?))
        }
        Value::Date(day) => quoted(&day.to_string()),
        Value::Country(country) => quoted(country.code()),
        Value::Currency(currency) => quoted(currency.code()),
        Value::Text(text) | Value::Code(_, text) => quoted(texts.get(*text)),
        Value::Enum(id, number) => {
            let values = shape.enums.get(*id)?;
            quoted(&values.values.get(usize::from(*number))?.0)
        }
        Value::Duration(_)
        | Value::Outcome(..)
        | Value::Record(_)
        | Value::Row(_)
        | Value::List(_)
        | Value::Elements(..) => None,
    }
}
