//! A second evaluator of conditions: slow, obvious, and with another library for fractions. The engine must agree with
//! it on random expressions, in which facts are missing and divisions are by zero.

use std::collections::BTreeMap;

use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::Signed;
use num_traits::Zero;
use serde_json::Value;
use serde_json::json;

use crate::random::Dice;
use crate::support::Test;

/// A number: `None` is not known, or cannot be computed.
type Number = Option<BigRational>;
/// A condition: `None` is open.
type Truth = Option<bool>;

/// An expression with the text that says it.
enum Expr {
    Literal(String),
    Fact(usize),
    Arithmetic(Box<Expr>, char, Box<Expr>),
    Negative(Box<Expr>),
    If(Box<Condition>, Box<Expr>, Box<Expr>),
    Extreme(bool, Box<Expr>, Box<Expr>),
    Round(Box<Expr>, &'static str, &'static str),
}

enum Condition {
    Compare(Expr, &'static str, Expr),
    Between(Expr, Expr, Expr),
    Joined(Box<Condition>, bool, Box<Condition>),
    Not(Box<Condition>),
    Fact(usize),
}

/// `9.996` as a fraction.
fn fraction(text: &str) -> BigRational {
    let (sign, text) = text.strip_prefix('-').map_or((1, text), |rest| (-1, rest));
    let (whole, decimals) = text.split_once('.').unwrap_or((text, ""));
    let digits: BigInt = format!("{whole}{decimals}").parse().unwrap();
    let below = BigInt::from(10).pow(u32::try_from(decimals.len()).unwrap());
    BigRational::new(digits * sign, below)
}

/// To whole steps: of the two steps around the value that which the words mean.
fn rounded(value: &BigRational, step: &BigRational, mode: &str) -> BigRational {
    let steps = (value / step).abs();
    let (below, above) = (steps.floor(), steps.ceil());
    let (to_below, to_above) = (&steps - &below, &above - &steps);
    let is_even = (below.to_integer() % BigInt::from(2)).is_zero();
    let taken = match mode {
        "up" => above,
        "down" => below,
        _ if to_below < to_above => below,
        _ if to_below > to_above => above,
        "half even" if is_even => below,
        _ => above,
    };
    if value.is_negative() {
        -taken * step
    } else {
        taken * step
    }
}

impl Expr {
    fn random(dice: &mut Dice, depth: usize) -> Expr {
        let part = |dice: &mut Dice| Box::new(Expr::random(dice, depth - 1));
        match if depth == 0 { dice.below(2) } else { dice.below(11) } {
            0 => Expr::Literal(
                dice.pick(&["0", "1", "3", "0.1", "2.5", "1000.0000000000000000000000001", "7"])
                    .to_owned(),
            ),
            1 | 2 => Expr::Fact(dice.below(NUMBERS.len())),
            3 => Expr::Negative(part(dice)),
            4 => Expr::If(Box::new(Condition::random(dice, depth - 1)), part(dice), part(dice)),
            6 | 7 => {
                let step = dice.pick(&["0.01", "1", "0.25", "3"]);
                Expr::Round(part(dice), step, dice.pick(&["half up", "half even", "up", "down"]))
            }
            5 => Expr::Extreme(dice.once_in(2), part(dice), part(dice)),
            _ => {
                let left = part(dice);
                let sign = dice.pick(&['+', '-', '*', '/', '/']);
                Expr::Arithmetic(left, sign, part(dice))
            }
        }
    }

    fn text(&self) -> String {
        match self {
            Expr::Literal(text) => text.clone(),
            Expr::Fact(number) => format!("n{number}"),
            Expr::Arithmetic(left, sign, right) => format!("({} {sign} {})", left.text(), right.text()),
            Expr::Negative(of) => format!("(-{})", of.text()),
            Expr::Round(of, step, mode) => format!("(round {} to {step} {mode})", of.text()),
            Expr::If(condition, then, otherwise) => {
                format!(
                    "(if {} then {} else {})",
                    condition.text(),
                    then.text(),
                    otherwise.text()
                )
            }
            Expr::Extreme(greatest, left, right) => {
                let word = if *greatest { "greatest" } else { "least" };
                format!("({word} of {{{}, {}}})", left.text(), right.text())
            }
        }
    }

    fn value(&self, facts: &[Number], truths: &[Truth]) -> Number {
        match self {
            Expr::Literal(text) => Some(fraction(text)),
            Expr::Fact(number) => facts[*number].clone(),
            Expr::Negative(of) => of.value(facts, truths).map(|value| -value),
            Expr::Round(of, step, mode) => of
                .value(facts, truths)
                .map(|value| rounded(&value, &fraction(step), mode)),
            Expr::If(condition, then, otherwise) => match condition.holds(facts, truths) {
                Some(true) => then.value(facts, truths),
                Some(false) => otherwise.value(facts, truths),
                None => {
                    // Both ways may lead to one value; the engine may know that or not, so it is left out of the test.
                    None
                }
            },
            Expr::Extreme(greatest, left, right) => {
                let (left, right) = (left.value(facts, truths)?, right.value(facts, truths)?);
                Some(if *greatest { left.max(right) } else { left.min(right) })
            }
            Expr::Arithmetic(left, sign, right) => {
                let (left, right) = (left.value(facts, truths)?, right.value(facts, truths)?);
                match sign {
                    '+' => Some(left + right),
                    '-' => Some(left - right),
                    '*' => Some(left * right),
                    _ if right.is_zero() => None,
                    _ => Some(left / right),
                }
            }
        }
    }
}

impl Condition {
    fn random(dice: &mut Dice, depth: usize) -> Condition {
        let part = |dice: &mut Dice| Box::new(Condition::random(dice, depth - 1));
        match if depth == 0 { dice.below(5) } else { dice.below(12) } {
            0 => Condition::Fact(dice.below(TRUTHS.len())),
            1..=5 => {
                let words = [
                    "is at least",
                    "is at most",
                    "is more than",
                    "is less than",
                    "is",
                    "is not",
                ];
                let left = Expr::random(dice, depth.min(3));
                let word = dice.pick(&words);
                Condition::Compare(left, word, Expr::random(dice, depth.min(3)))
            }
            6 => {
                let value = Expr::random(dice, depth.min(2));
                let low = Expr::random(dice, 1);
                Condition::Between(value, low, Expr::random(dice, 1))
            }
            7 => Condition::Not(part(dice)),
            _ => {
                let left = part(dice);
                let and = dice.once_in(2);
                Condition::Joined(left, and, part(dice))
            }
        }
    }

    fn text(&self) -> String {
        match self {
            Condition::Fact(number) => format!("b{number}"),
            Condition::Compare(left, word, right) => format!("({} {word} {})", left.text(), right.text()),
            Condition::Between(value, low, high) => {
                format!("({} is between {} and {})", value.text(), low.text(), high.text())
            }
            Condition::Joined(left, and, right) => {
                format!("({} {} {})", left.text(), if *and { "and" } else { "or" }, right.text())
            }
            Condition::Not(of) => format!("(not {})", of.text()),
        }
    }

    fn holds(&self, facts: &[Number], truths: &[Truth]) -> Truth {
        match self {
            Condition::Fact(number) => truths[*number],
            Condition::Compare(left, word, right) => {
                let (left, right) = (left.value(facts, truths)?, right.value(facts, truths)?);
                Some(match *word {
                    "is at least" => left >= right,
                    "is at most" => left <= right,
                    "is more than" => left > right,
                    "is less than" => left < right,
                    "is" => left == right,
                    _ => left != right,
                })
            }
            Condition::Between(value, low, high) => {
                let value = value.value(facts, truths);
                let at_least = value
                    .clone()
                    .zip(low.value(facts, truths))
                    .map(|(value, low)| value >= low);
                let at_most = value.zip(high.value(facts, truths)).map(|(value, high)| value <= high);
                both(at_least, at_most)
            }
            Condition::Joined(left, true, right) => both(left.holds(facts, truths), right.holds(facts, truths)),
            Condition::Joined(left, false, right) => {
                let (left, right) = (left.holds(facts, truths), right.holds(facts, truths));
                both(left.map(|left| !left), right.map(|right| !right)).map(|neither| !neither)
            }
            Condition::Not(of) => of.holds(facts, truths).map(|holds| !holds),
        }
    }

    /// Whether a choice hangs on a condition that is open: there the engine may know more than this evaluator.
    fn chooses_blindly(&self, facts: &[Number], truths: &[Truth]) -> bool {
        let number = |expr: &Expr| expr.chooses_blindly(facts, truths);
        match self {
            Condition::Fact(_) => false,
            Condition::Compare(left, _, right) => number(left) || number(right),
            Condition::Between(value, low, high) => number(value) || number(low) || number(high),
            Condition::Joined(left, _, right) => {
                left.chooses_blindly(facts, truths) || right.chooses_blindly(facts, truths)
            }
            Condition::Not(of) => of.chooses_blindly(facts, truths),
        }
    }
}

impl Expr {
    fn chooses_blindly(&self, facts: &[Number], truths: &[Truth]) -> bool {
        match self {
            Expr::Literal(_) | Expr::Fact(_) => false,
            Expr::Negative(of) | Expr::Round(of, ..) => of.chooses_blindly(facts, truths),
            Expr::Arithmetic(left, _, right) | Expr::Extreme(_, left, right) => {
                left.chooses_blindly(facts, truths) || right.chooses_blindly(facts, truths)
            }
            Expr::If(condition, then, otherwise) => {
                condition.holds(facts, truths).is_none()
                    || condition.chooses_blindly(facts, truths)
                    || then.chooses_blindly(facts, truths)
                    || otherwise.chooses_blindly(facts, truths)
            }
        }
    }
}

fn both(left: Truth, right: Truth) -> Truth {
    match (left, right) {
        (Some(false), _) | (_, Some(false)) => Some(false),
        (Some(true), Some(true)) => Some(true),
        _ => None,
    }
}

/// The facts `n0`, `n1`, …: as written; empty is left out.
const NUMBERS: [&str; 7] = [
    "0",
    "3",
    "-2.5",
    "0.001",
    "999.9999999999999999999999999",
    "",
    "1000000000000",
];
/// The facts `b0`, `b1`, …
const TRUTHS: [Truth; 3] = [Some(true), Some(false), None];

#[test]
fn the_engine_agrees_with_a_slow_evaluator() {
    let numbers: Vec<Number> = NUMBERS
        .iter()
        .map(|text| (!text.is_empty()).then(|| fraction(text)))
        .collect();
    let mut record = BTreeMap::new();
    let mut rules = String::from("ruleset random \"Random conditions\"\n\n");
    for (index, text) in NUMBERS.iter().enumerate() {
        rules.push_str(&format!("fact n{index} : decimal \"N\"\n"));
        if !text.is_empty() {
            record.insert(format!("n{index}"), json!(text));
        }
    }
    for (index, truth) in TRUTHS.iter().enumerate() {
        rules.push_str(&format!("fact b{index} : boolean \"B\"\n"));
        if let Some(truth) = truth {
            record.insert(format!("b{index}"), json!(truth));
        }
    }
    let mut dice = Dice::new(20_261_123);
    let mut conditions = Vec::new();
    while conditions.len() < 3_000 {
        let condition = Condition::random(&mut dice, 4);
        if !condition.chooses_blindly(&numbers, &TRUTHS) {
            rules.push_str(&format!(
                "flag f{} \"F\"\n  when {}\n",
                conditions.len(),
                condition.text()
            ));
            conditions.push(condition);
        }
    }
    let test = Test::new().rules(&rules).facts(&json!(record).to_string());
    let ran = test.args(["eval", "facts.json", "--format", "json"]).run();
    assert!(
        !ran.stdout.is_empty(),
        "{}",
        ran.stderr.chars().take(3000).collect::<String>()
    );
    let answer: Value = serde_json::from_str(&ran.stdout).unwrap();
    let raised: BTreeMap<&str, &str> = answer["flags"]
        .as_array()
        .unwrap()
        .iter()
        .map(|flag| (flag["name"].as_str().unwrap(), flag["raised"].as_str().unwrap()))
        .collect();
    let mut counts = BTreeMap::new();
    for (index, condition) in conditions.iter().enumerate() {
        let expected = match condition.holds(&numbers, &TRUTHS) {
            Some(true) => "yes",
            Some(false) => "no",
            None => "open",
        };
        let found = raised.get(&*format!("random.f{index}")).copied().unwrap_or("no");
        assert_eq!(found, expected, "when {}", condition.text());
        *counts.entry(expected).or_insert(0) += 1;
    }
    assert!(
        counts.len() == 3 && counts.values().all(|count| *count > 200),
        "too little of one kind: {counts:?}"
    );
}
