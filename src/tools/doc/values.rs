//! Values, dates and periods in words.

use crate::plan::DateChoice;
use crate::plan::Period;
use crate::plan::ReadingId;
use crate::text;
use crate::value::Date;
use crate::value::Dimension;
use crate::value::Type;
use crate::value::Value;
use crate::value::show_amount;
use crate::value::show_money;

use super::catalog::Item;
use super::speaker::Mode;
use super::speaker::Speaker;

impl Speaker<'_> {
    /// A fixed value.
    pub(super) fn value(&self, value: &Value, ty: &Type) -> String {
        match value {
            Value::None => "none".to_owned(),
            Value::Boolean(yes) => yes.to_string(),
            Value::Number(number) if ty.required() == &Type::Percent => number.show_percent(&[]),
            Value::Number(number) => number.show(&[]),
            Value::Money(amount, currency) => show_money(amount, *currency, &[]),
            // Where only the meaning counts, a unit of another size is another amount.
            Value::Amount(amount, Dimension::Declared(id)) if self.mode == Mode::Meaning => {
                let scale = Dimension::Declared(*id).of(&self.plan.shape.measures);
                format!("{amount:?} {}", scale.base())
            }
            Value::Amount(amount, dimension) => show_amount(amount, dimension.of(&self.plan.shape.measures), &[]),
            Value::Date(date) => date.to_string(),
            Value::Duration(duration) => duration.to_string(),
            Value::Country(country) => country.code().to_owned(),
            Value::Currency(currency) => currency.code().to_owned(),
            Value::Text(id) => format!("\"{}\"", text::escape(self.plan.texts.get(*id))),
            Value::Code(scheme, id) => {
                let scheme = self.plan.shape.schemes.get(*scheme);
                let name = scheme.map_or("", |scheme| &*scheme.name);
                format!("{name} {}", self.plan.texts.get(*id))
            }
            Value::Enum(id, number) => {
                let values = self.plan.shape.enums.get(*id).map(|shape| &shape.values);
                let name = values.and_then(|values| values.get(usize::from(*number)));
                name.map_or_else(String::new, |(name, _)| name.to_string())
            }
            Value::Outcome(decision, number) => self.outcome(*decision, *number),
            Value::List(elements) => {
                let inner = if let Type::List(inner) = ty.required() {
                    inner
                } else {
                    ty
                };
                let shown: Vec<String> = elements.iter().map(|element| self.value(element, inner)).collect();
                format!("{{{}}}", shown.join(", "))
            }
            // Rules hold no facts, and no row by itself.
            Value::Record(_) | Value::Row(_) | Value::Elements(..) => String::new(),
        }
    }

    /// The name of an outcome.
    pub(super) fn outcome(&self, decision: crate::value::DecisionId, number: u16) -> String {
        let outcomes = self.plan.decisions.get(decision).map(|about| &about.outcomes);
        let outcome = outcomes.and_then(|outcomes| outcomes.get(usize::from(number)));
        outcome.map_or_else(String::new, |outcome| outcome.name.to_string())
    }

    /// When something holds; `None`: at all times.
    pub(super) fn period(&mut self, period: &Period) -> Option<String> {
        let first = period
            .first
            .as_ref()
            .map(|first| self.date_choice(first, "no beginning"));
        let last = period.last.as_ref().map(|last| self.date_choice(last, "no end"));
        match (first, last) {
            (None, None) => None,
            (Some(first), None) => Some(format!("from {first} on")),
            (None, Some(last)) => Some(format!("up to and including {last}")),
            (Some(first), Some(last)) => Some(format!("from {first} up to and including {last}")),
        }
    }

    fn date_choice(&mut self, choice: &DateChoice, open: &str) -> String {
        let date = |date: &Option<Date>| date.map_or_else(|| open.to_owned(), |date| date.to_string());
        match choice {
            DateChoice::Fixed(date) => date.to_string(),
            DateChoice::ByReading { readings, rows } => {
                let rows: Vec<String> = rows
                    .iter()
                    .map(|(choices, day)| format!("{}: {}", self.choices(readings, choices), date(day)))
                    .collect();
                format!("({})", rows.join("; "))
            }
        }
    }

    /// `with inner_magnet read as follows`
    pub(super) fn choices(&mut self, readings: &[ReadingId], choices: &[Option<u16>]) -> String {
        let mut parts = Vec::new();
        for (reading, choice) in readings.iter().zip(choices) {
            let name = self.used(Item::Reading(*reading));
            if let Some(choice) = choice {
                parts.push(format!("{name} read as {}", self.choice(*reading, *choice)));
            }
        }
        if parts.is_empty() {
            "otherwise".to_owned()
        } else {
            format!("with {}", parts.join(" and "))
        }
    }

    /// The name of a choice.
    pub(super) fn choice(&self, reading: ReadingId, choice: u16) -> String {
        let choices = &self.plan.readings.at(reading).choices;
        let found = choices.get(usize::from(choice));
        found.map_or_else(String::new, |(name, _)| name.to_string())
    }
}
