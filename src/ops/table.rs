//! The operators as rows, for the table in the reference and for the laws that all of them must keep.
//!
//! The reference holds the table between its marks as this file writes it; the test shows the wanted text where they
//! differ. A new operator gets a row, and with it the laws.

use std::cmp::Ordering;

use proptest::prelude::*;

use super::*;
use crate::value::Currency;
use crate::value::Dimension;
use crate::value::Number;
use crate::value::Value;

/// An operator.
struct Operator {
    /// As the formatter writes it.
    words: &'static str,
    /// Another spelling that is understood, or empty.
    symbol: &'static str,
    /// What it is for.
    family: &'static str,
    /// What it means.
    meaning: &'static str,
    /// Its exact meaning.
    exact: Exact,
}

/// What carries an operator out.
enum Exact {
    /// Two values to one; whether the order of the sides does not matter.
    Arithmetic(fn(&Value, &Value) -> Result<Value, Fault>, bool),
    /// Two values to yes or no, and the operator that says the opposite.
    Truth(fn(&Value, &Value) -> Result<bool, Fault>, &'static str),
}

fn by_order(a: &Value, b: &Value, holds: fn(Ordering) -> bool) -> Result<bool, Fault> {
    order(a, b).map(holds)
}

const TABLE: &[Operator] = &[
    Operator {
        words: "+",
        symbol: "",
        family: "arithmetic",
        meaning: "the sum of two amounts of one kind; money only in one currency",
        exact: Exact::Arithmetic(add, true),
    },
    Operator {
        words: "-",
        symbol: "",
        family: "arithmetic",
        meaning: "their difference",
        exact: Exact::Arithmetic(subtract, false),
    },
    Operator {
        words: "*",
        symbol: "",
        family: "arithmetic",
        meaning: "the product of a number and an amount, or of two numbers",
        exact: Exact::Arithmetic(multiply, true),
    },
    Operator {
        words: "/",
        symbol: "",
        family: "arithmetic",
        meaning: "the exact ratio of two amounts of one kind, or an amount divided by a number; by zero it cannot be computed",
        exact: Exact::Arithmetic(divide, false),
    },
    Operator {
        words: "is",
        symbol: "",
        family: "sameness",
        meaning: "the same value; none is none, and is nothing else",
        exact: Exact::Truth(same, "is not"),
    },
    Operator {
        words: "is not",
        symbol: "",
        family: "sameness",
        meaning: "the opposite of `is`",
        exact: Exact::Truth(|a, b| same(a, b).map(|same| !same), "is"),
    },
    Operator {
        words: "is at least",
        symbol: ">= ≥",
        family: "order",
        meaning: "more, or the same; for dates `is on or after`",
        exact: Exact::Truth(|a, b| by_order(a, b, Ordering::is_ge), "is less than"),
    },
    Operator {
        words: "is at most",
        symbol: "<= ≤",
        family: "order",
        meaning: "less, or the same; for dates `is on or before`",
        exact: Exact::Truth(|a, b| by_order(a, b, Ordering::is_le), "is more than"),
    },
    Operator {
        words: "is more than",
        symbol: ">",
        family: "order",
        meaning: "more; for dates `is after`",
        exact: Exact::Truth(|a, b| by_order(a, b, Ordering::is_gt), "is at most"),
    },
    Operator {
        words: "is less than",
        symbol: "<",
        family: "order",
        meaning: "less; for dates `is before`",
        exact: Exact::Truth(|a, b| by_order(a, b, Ordering::is_lt), "is at least"),
    },
];

/// The table as it stands in the reference.
fn markdown() -> String {
    let rows = TABLE.iter().map(|row| {
        let also: Vec<String> = row.symbol.split_whitespace().map(|sign| format!("`{sign}`")).collect();
        format!(
            "| `{}` | {} | {} | {} |\n",
            row.words,
            also.join(" "),
            row.family,
            row.meaning
        )
    });
    std::iter::once("| operator | also | for | meaning |\n| --- | --- | --- | --- |\n".to_owned())
        .chain(rows)
        .collect()
}

#[test]
fn the_page_of_operators_is_this_table() {
    let page = include_str!("../../docs/operators.md");
    let wanted = markdown();
    assert!(page.contains(&wanted), "docs/operators.md must hold:\n{wanted}");
}

fn number() -> impl Strategy<Value = Number> {
    prop_oneof![
        "-?[0-9]{1,3}".prop_map(|text| Number::parse(&text, 28).unwrap()),
        "-?[0-9]{1,28}\\.[0-9]{1,28}".prop_map(|text| Number::parse(&text, 28).unwrap()),
        (any::<i64>(), 1..1000_i64).prop_map(|(a, b)| Number::from_i64(a).div(&Number::from_i64(b)).unwrap()),
    ]
}

fn value() -> impl Strategy<Value = Value> {
    let currency = prop_oneof![Just("EUR"), Just("USD")].prop_map(|code| Currency::parse(code).unwrap());
    prop_oneof![
        3 => number().prop_map(Value::Number),
        3 => (number(), currency).prop_map(|(amount, currency)| Value::money(amount, currency)),
        2 => number().prop_map(|amount| Value::Amount(amount, Dimension::Mass)),
        1 => number().prop_map(|amount| Value::Amount(amount, Dimension::Length)),
        1 => Just(Value::None),
    ]
}

proptest! {
    #[test]
    fn sides_that_do_not_matter_can_be_exchanged(a in value(), b in value()) {
        for row in TABLE {
            if let Exact::Arithmetic(exact, true) = row.exact {
                prop_assert_eq!(exact(&a, &b), exact(&b, &a), "{}", row.words);
            }
        }
        prop_assert_eq!(same(&a, &b), same(&b, &a));
    }

    #[test]
    fn each_comparison_is_the_opposite_of_its_opposite(a in value(), b in value()) {
        for row in TABLE {
            let Exact::Truth(exact, opposite) = row.exact else { continue };
            let other = TABLE.iter().find(|row| row.words == opposite).unwrap();
            let Exact::Truth(other, _) = other.exact else { panic!("{opposite} is no comparison") };
            prop_assert_eq!(exact(&a, &b), other(&a, &b).map(|holds| !holds), "{}", row.words);
        }
    }

    #[test]
    fn what_is_the_same_has_no_order(a in value(), b in value()) {
        if let Ok(order) = order(&a, &b) {
            prop_assert_eq!(same(&a, &b), Ok(order.is_eq()));
        }
    }

    #[test]
    fn arithmetic_can_be_undone(a in value(), b in value()) {
        if let Ok(sum) = add(&a, &b) {
            prop_assert_eq!(subtract(&sum, &b), Ok(a.clone()));
        }
        if let Ok(quotient) = divide(&a, &b) {
            prop_assert_eq!(multiply(&quotient, &b), Ok(a.clone()));
        }
        if let Ok(negated) = negate(&a) {
            prop_assert_eq!(negate(&negated), Ok(a));
        }
    }

    #[test]
    fn a_share_is_at_least_a_threshold_if_the_part_is_at_least_that_much(
        part in number(),
        whole in number(),
        threshold in number(),
    ) {
        let whole = if whole.is_negative() { whole.neg() } else { whole };
        prop_assume!(!whole.is_zero());
        let eur = Currency::parse("EUR").unwrap();
        let [part, whole] = [part, whole].map(|amount| Value::money(amount, eur));
        let threshold = Value::Number(threshold);
        let share = divide(&part, &whole).unwrap();
        let wanted = multiply(&whole, &threshold).unwrap();
        prop_assert_eq!(order(&share, &threshold), order(&part, &wanted));
    }
}
