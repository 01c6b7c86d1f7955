//! Values to try: those that the rules themselves name, and their nearest neighbours.
//!
//! A mistake in a rule shows at its thresholds, on its days, for its countries and codes; values drawn from anywhere
//! hardly ever meet one. What is gathered is sorted, so that no order of files or rules changes a search.
#![expect(clippy::wildcard_enum_match_arm, reason = "what is not named here is none of it")]

use std::collections::BTreeMap;

use crate::facts::text_of;
use crate::plan::DateChoice;
use crate::plan::ExprKind;
use crate::plan::Period;
use crate::plan::Plan;
use crate::value::Country;
use crate::value::Currency;
use crate::value::Date;
use crate::value::Number;
use crate::value::Type;
use crate::value::Value;

/// Most values of one type; of more, evenly spread ones are kept.
const MOST: usize = 400;
/// Countries that are tried beside those of the rules.
const COUNTRIES: [&str; 6] = ["CN", "DE", "JP", "KP", "US", "VN"];

/// A value that may be tried.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Candidate {
    /// As facts write it, in JSON.
    pub(super) text: String,
    /// Its value, where values of its type have an order.
    pub(super) value: Option<Value>,
}

/// Values by type.
#[derive(Debug)]
pub(super) struct Pool {
    by_type: BTreeMap<Type, Vec<Candidate>>,
}

impl Pool {
    /// Gathers what the rules name.
    pub(super) fn of(plan: &Plan) -> Pool {
        let mut named: Vec<(Type, Value)> = Vec::new();
        for expr in plan.exprs.iter() {
            if let ExprKind::Constant(value) = &expr.kind {
                named.push((expr.ty.required().clone(), value.clone()));
            }
        }
        for row in plan.rows.iter() {
            let columns = plan.tables.at(row.table).columns.iter();
            let cells = columns.zip(&row.cells);
            named.extend(cells.filter_map(|(column, cell)| Some((column.ty.required().clone(), cell.clone()?))));
        }
        for group in plan.groups.iter() {
            named.extend(group.members.iter().map(|member| (group.ty.clone(), member.clone())));
        }
        for period in plan.rules.iter().map(|rule| &rule.period) {
            named.extend(days_of(period));
        }
        for suspension in plan.suspensions.iter() {
            named.extend(days_of(&suspension.period));
        }
        let mut pool = Gathering {
            plan,
            by_type: BTreeMap::new(),
        };
        for (ty, value) in &named {
            pool.add(ty, value);
        }
        pool.usual(&named);
        pool.finish()
    }

    /// The values of a type.
    pub(super) fn of_type(&self, ty: &Type) -> &[Candidate] {
        self.by_type.get(ty).map_or(&[], Vec::as_slice)
    }
}

fn days_of(period: &Period) -> Vec<(Type, Value)> {
    let ends = period.first.iter().chain(&period.last);
    let mut days = Vec::new();
    for end in ends {
        match end {
            DateChoice::Fixed(day) => days.push(*day),
            DateChoice::ByReading { rows, .. } => days.extend(rows.iter().filter_map(|(_, day)| *day)),
        }
    }
    days.into_iter().map(|day| (Type::Date, Value::Date(day))).collect()
}

struct Gathering<'p> {
    plan: &'p Plan,
    by_type: BTreeMap<Type, Vec<Candidate>>,
}

impl Gathering<'_> {
    /// A value and its nearest neighbours.
    fn add(&mut self, ty: &Type, value: &Value) {
        self.put(ty, value);
        match value {
            Value::Number(number) => {
                // The least step that people write: 0.01%, 1, 0.01.
                let step = match ty {
                    Type::Integer => Number::from_i64(1),
                    Type::Percent => Number::power_of_ten(-4),
                    _ => Number::power_of_ten(-2),
                };
                for next in [number.add(&step), number.sub(&step)].into_iter().flatten() {
                    self.put(ty, &Value::Number(next));
                }
            }
            Value::Money(number, Some(currency)) => {
                let step = Number::power_of_ten(-2);
                for next in [number.add(&step), number.sub(&step)].into_iter().flatten() {
                    self.put(ty, &Value::money(next, *currency));
                }
            }
            Value::Amount(number, dimension) => {
                let step = Number::power_of_ten(-3);
                for next in [number.add(&step), number.sub(&step)].into_iter().flatten() {
                    self.put(ty, &Value::Amount(next, *dimension));
                }
            }
            Value::Date(day) => {
                for next in [day.add_days(-1), day.add_days(1)].into_iter().flatten() {
                    self.put(ty, &Value::Date(next));
                }
            }
            Value::None
            | Value::Boolean(_)
            | Value::Money(_, None)
            | Value::Duration(_)
            | Value::Country(_)
            | Value::Currency(_)
            | Value::Text(_)
            | Value::Code(..)
            | Value::Enum(..)
            | Value::Outcome(..)
            | Value::Record(_)
            | Value::Row(_)
            | Value::List(_)
            | Value::Elements(..) => {}
        }
    }

    fn put(&mut self, ty: &Type, value: &Value) {
        let shape = &self.plan.shape;
        let Some(text) = text_of(value, ty, shape, &self.plan.texts) else {
            return;
        };
        let is_ordered = matches!(
            value,
            Value::Number(_) | Value::Money(..) | Value::Amount(..) | Value::Date(_)
        );
        let value = is_ordered.then(|| value.clone());
        self.by_type
            .entry(ty.clone())
            .or_default()
            .push(Candidate { text, value });
    }

    /// What is tried in any case.
    fn usual(&mut self, named: &[(Type, Value)]) {
        for number in [0, 1, 2, 100] {
            for ty in [Type::Integer, Type::Decimal] {
                self.put(&ty, &Value::Number(Number::from_i64(number)));
            }
        }
        let percents: Vec<Number> = named.iter().filter_map(|(ty, value)| percent(ty, value)).collect();
        for number in [0, 1] {
            self.put(&Type::Percent, &Value::Number(Number::from_i64(number)));
        }
        for hundredths in [10, 49, 50, 51] {
            self.put(
                &Type::Percent,
                &Value::Number(
                    Number::power_of_ten(-2)
                        .mul(&Number::from_i64(hundredths))
                        .unwrap_or_else(|_| Number::from_i64(0)),
                ),
            );
        }
        let mut currencies: Vec<Currency> = named.iter().filter_map(|(_, value)| currency(value)).collect();
        currencies.extend(Currency::parse("USD").ok());
        currencies.sort_unstable();
        currencies.dedup();
        for currency in currencies.iter().take(3) {
            for number in [1, 100, 10_000] {
                self.add(&Type::Money, &Value::money(Number::from_i64(number), *currency));
            }
            // Shares of the 10 000 above: a share of a value meets its threshold.
            for percent in &percents {
                if let Ok(part) = percent.mul(&Number::from_i64(10_000)) {
                    self.add(&Type::Money, &Value::money(part, *currency));
                }
            }
        }
        for country in COUNTRIES.iter().filter_map(|code| Country::parse(code).ok()) {
            self.put(&Type::Country, &Value::Country(country));
        }
        for day in ["2020-01-01", "2025-06-30", "2030-12-31"] {
            if let Ok(day) = Date::parse(day) {
                self.put(&Type::Date, &Value::Date(day));
            }
        }
        for currency in currencies {
            self.put(&Type::Currency, &Value::Currency(currency));
        }
        self.usual_words();
    }

    /// Texts, truths, values of enums, codes and amounts.
    fn usual_words(&mut self) {
        let mut add = |ty: Type, text: &str| {
            let text = text.to_owned();
            self.by_type
                .entry(ty)
                .or_default()
                .push(Candidate { text, value: None });
        };
        for text in ["\"X\"", "\"Y\""] {
            add(Type::Text, text);
        }
        for text in ["true", "false"] {
            add(Type::Boolean, text);
        }
        let shape = &self.plan.shape;
        for (id, values) in shape.enums.iter_ids() {
            for (name, _) in &values.values {
                add(Type::Enum(id), &format!("\"{name}\""));
            }
        }
        for (id, scheme) in shape.schemes.iter_ids() {
            for code in [
                "1", "12", "1234", "1234.56", "123456", "12345678", "A", "AB-1", "1A", "1A001",
            ] {
                if scheme.parse(code).is_ok() {
                    add(Type::Code(id), &format!("\"{code}\""));
                }
            }
        }
        let dimensions: Vec<Type> = shape
            .records
            .iter()
            .flat_map(|record| record.fields.iter())
            .map(|field| field.ty.required().clone())
            .filter(|ty| matches!(ty, Type::Amount(_)))
            .collect();
        for ty in dimensions {
            if let Type::Amount(dimension) = ty {
                for number in [0, 1, 1000] {
                    self.put(&ty, &Value::Amount(Number::from_i64(number), dimension));
                }
            }
        }
    }

    fn finish(self) -> Pool {
        let mut by_type = self.by_type;
        for all in by_type.values_mut() {
            // Short values first: a search that gets smaller takes them in this order.
            all.sort_by(|one, other| (one.text.len(), one).cmp(&(other.text.len(), other)));
            all.dedup_by(|one, other| one.text == other.text);
            let step = all.len().div_ceil(MOST).max(1);
            *all = std::mem::take(all).into_iter().step_by(step).collect();
        }
        Pool { by_type }
    }
}

fn percent(ty: &Type, value: &Value) -> Option<Number> {
    match (ty, value) {
        (Type::Percent, Value::Number(number)) => Some(number.clone()),
        _ => None,
    }
}

fn currency(value: &Value) -> Option<Currency> {
    if let Value::Money(_, currency) = value {
        *currency
    } else {
        None
    }
}
