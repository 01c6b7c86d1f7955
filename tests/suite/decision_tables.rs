//! Random decision tables: what is said about gaps and overlaps agrees with going through all combinations, and what a
//! table gives agrees with going through its rows; with gaps in the facts the true outcome stays possible.

use std::collections::BTreeSet;

use proptest::prelude::ProptestConfig;
use proptest::prelude::any;
use proptest::prop_assert;
use proptest::prop_assert_eq;
use proptest::proptest;
use rulec::Rules;
use serde_json::Map;
use serde_json::Value;
use serde_json::json;

use crate::random::Dice;

/// Values of one combination: a kind from 0 to 2, layers or none, a share in percent.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Point {
    kind: usize,
    layers: Option<i64>,
    share: i64,
}

/// A cell: its words, and what fits it.
#[derive(Clone, Debug)]
enum Cell {
    Any,
    None,
    /// Any of these.
    Values(Vec<i64>),
    /// From, to, each with whether it is included.
    Range(Option<(i64, bool)>, Option<(i64, bool)>),
}

const KINDS: [&str; 3] = ["a", "b", "c"];
const POLICIES: [&str; 5] = [
    "exactly one row fits",
    "all rows that fit agree",
    "first row wins",
    "strictest row wins",
    "rows add up",
];

impl Cell {
    fn words(&self, show: impl Fn(i64) -> String) -> String {
        match self {
            Cell::Any => "any".to_owned(),
            Cell::None => "none".to_owned(),
            Cell::Values(values) => match values.as_slice() {
                [one] => show(*one),
                several => {
                    let words: Vec<String> = several.iter().map(|value| show(*value)).collect();
                    format!("{{{}}}", words.join(", "))
                }
            },
            Cell::Range(low, high) => {
                let low = low.map(|(at, included)| {
                    let word = if included { "at least" } else { "more than" };
                    format!("{word} {}", show(at))
                });
                let high = high.map(|(at, included)| {
                    let word = if included { "at most" } else { "less than" };
                    format!("{word} {}", show(at))
                });
                low.into_iter().chain(high).collect::<Vec<_>>().join(" and ")
            }
        }
    }

    fn fits(&self, value: Option<i64>) -> bool {
        match (self, value) {
            (Cell::Any, _) | (Cell::None, None) => true,
            (Cell::None, Some(_)) | (Cell::Values(_) | Cell::Range(..), None) => false,
            (Cell::Values(values), Some(value)) => values.contains(&value),
            (Cell::Range(low, high), Some(value)) => {
                low.is_none_or(|(at, included)| value > at || included && value == at)
                    && high.is_none_or(|(at, included)| value < at || included && value == at)
            }
        }
    }
}

/// A random cell over values of which these are written.
fn cell(dice: &mut Dice, values: &[i64], ordered: bool, none: bool) -> Cell {
    match dice.below(if ordered { 5 } else { 3 }) {
        0 => Cell::Any,
        1 if none && dice.once_in(2) => Cell::None,
        1 => Cell::Values(vec![dice.pick(values)]),
        2 => Cell::Values((0..=dice.below(2)).map(|_| dice.pick(values)).collect()),
        3 => {
            let end = Some((dice.pick(values), dice.once_in(2)));
            if dice.once_in(2) {
                Cell::Range(end, None)
            } else {
                Cell::Range(None, end)
            }
        }
        _ => {
            let (low, high) = (dice.pick(values), dice.pick(values));
            let ends = (low.min(high), low.max(high));
            Cell::Range(Some((ends.0, dice.once_in(2))), Some((ends.1, dice.once_in(2))))
        }
    }
}

#[derive(Clone, Debug)]
struct Row {
    cells: [Cell; 3],
    result: usize,
}

impl Row {
    fn fits(&self, point: &Point) -> bool {
        let [kind, layers, share] = &self.cells;
        let number = i64::try_from(point.kind).unwrap();
        kind.fits(Some(number)) && layers.fits(point.layers) && share.fits(Some(point.share))
    }
}

#[derive(Clone, Debug)]
struct Table {
    policy: usize,
    rows: Vec<Row>,
    otherwise: Option<usize>,
}

fn table(dice: &mut Dice) -> Table {
    let policy = dice.below(POLICIES.len());
    let rows = (0..=dice.below(5))
        .map(|_| Row {
            cells: [
                cell(dice, &[0, 1, 2], false, false),
                cell(dice, &[0, 2, 3, 5], true, true),
                cell(dice, &[10, 20, 30], true, false),
            ],
            result: dice.below(3),
        })
        .collect();
    let otherwise = (!dice.once_in(3)).then(|| dice.below(3));
    Table {
        policy,
        rows,
        otherwise,
    }
}

impl Table {
    fn text(&self) -> String {
        let sums = POLICIES[self.policy] == "rows add up";
        let result = |result: usize| if sums { result.to_string() } else { format!("o{result}") };
        let mut text = String::from(
            "ruleset random\n\nenum Kind\n  a\n  b\n  c\n\nfact kind : Kind\nfact layers : integer or none\n",
        );
        text.push_str("fact share : percent\n\ndecision d \"D\"\n  outcomes, strictest first\n");
        for outcome in 0..20 {
            text.push_str(&format!("    o{outcome} \"O\"\n"));
        }
        text.push_str(
            "  otherwise o19\n\ndecision table t\n  inputs kind : Kind, layers : integer or none, share : percent\n",
        );
        text.push_str(if sums {
            "  output r : integer\n  "
        } else {
            "  output r : outcome of d\n  "
        });
        text.push_str(POLICIES[self.policy]);
        text.push_str("\n  | kind | layers | share | r |\n");
        for row in &self.rows {
            let [kind, layers, share] = &row.cells;
            text.push_str(&format!(
                "  | {} | {} | {} | {} |\n",
                kind.words(|value| KINDS[usize::try_from(value).unwrap()].to_owned()),
                layers.words(|value| value.to_string()),
                share.words(|value| format!("{value}%")),
                result(row.result),
            ));
        }
        if let Some(otherwise) = self.otherwise {
            text.push_str(&format!("  | else | {} |\n", result(otherwise)));
        }
        if sums {
            for sum in 0..19 {
                text.push_str(&format!(
                    "\nrule r{sum}\n  when t(kind, layers, share) is {sum}\n  then d is o{sum}\n"
                ));
            }
        } else {
            text.push_str("\nrule r\n  then d is t(kind, layers, share)\n");
        }
        text
    }

    fn fitting(&self, point: &Point) -> Vec<usize> {
        (0..self.rows.len()).filter(|row| self.rows[*row].fits(point)).collect()
    }

    /// The codes of what is wrong with it, by going through all combinations.
    fn faults(&self) -> BTreeSet<&'static str> {
        let points = points();
        let mut faults = BTreeSet::new();
        let seen = |row: usize, at: &dyn Fn(&[usize]) -> bool| {
            points.iter().any(|point| {
                let fitting = self.fitting(point);
                fitting.contains(&row) && at(&fitting)
            })
        };
        if (0..self.rows.len()).any(|row| !seen(row, &|_| true)) {
            return BTreeSet::from(["R603"]);
        }
        let mut uncovered = false;
        for point in &points {
            let fitting = self.fitting(point);
            uncovered |= fitting.is_empty();
            let differ = fitting
                .iter()
                .any(|row| self.rows[*row].result != self.rows[fitting[0]].result);
            if self.policy == 0 && fitting.len() > 1 || self.policy == 1 && differ {
                faults.insert("R602");
            }
        }
        if self.policy != 4 && self.otherwise.is_none() && uncovered {
            faults.insert("R601");
        }
        if self.policy == 2 {
            let hidden = |row: usize| !seen(row, &|fitting| fitting[0] == row);
            if (0..self.rows.len()).any(hidden) || self.otherwise.is_some() && !uncovered {
                faults.insert("R603");
            }
        }
        faults
    }

    /// What it gives, by going through its rows.
    fn gives(&self, point: &Point) -> usize {
        let results: Vec<usize> = self
            .fitting(point)
            .into_iter()
            .map(|row| self.rows[row].result)
            .collect();
        match (self.policy, results.as_slice()) {
            (4, []) => self.otherwise.unwrap_or(0),
            (_, []) => self.otherwise.unwrap(),
            (4, several) => several.iter().sum(),
            (3, several) => *several.iter().min().unwrap(),
            (_, [first, ..]) => *first,
        }
    }
}

/// A value of every piece into which the cells can cut the inputs.
fn points() -> Vec<Point> {
    let mut points = Vec::new();
    for kind in 0..3 {
        for layers in [
            None,
            Some(-1),
            Some(0),
            Some(1),
            Some(2),
            Some(3),
            Some(4),
            Some(5),
            Some(6),
        ] {
            for share in [5, 10, 15, 20, 25, 30, 35] {
                points.push(Point { kind, layers, share });
            }
        }
    }
    points
}

fn facts(point: &Point, without: usize) -> String {
    let mut facts = Map::new();
    let all = [
        ("kind", json!(KINDS[point.kind])),
        ("layers", point.layers.map_or(Value::Null, |layers| json!(layers))),
        ("share", json!(format!("{}%", point.share))),
    ];
    for (number, (key, value)) in all.into_iter().enumerate() {
        if without & (1 << number) == 0 {
            facts.insert(key.to_owned(), value);
        }
    }
    Value::Object(facts).to_string()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, max_shrink_iters: 0, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn gaps_and_results_of_decision_tables_are_those_of_a_naive_reading(seed in any::<u64>()) {
        let mut dice = Dice::new(seed);
        let table = table(&mut dice);
        let text = table.text();
        let rules = match Rules::from_files([("random.rule", text.as_str())]) {
            Ok(rules) => rules,
            Err(error) => {
                let codes: BTreeSet<&str> = error.faults().iter().map(|fault| fault.code.as_str()).collect();
                prop_assert_eq!(codes, table.faults(), "{}", text);
                return Ok(());
            }
        };
        prop_assert_eq!(BTreeSet::new(), table.faults(), "{}", text);
        let mut evaluator = rules.evaluator();
        for point in points() {
            let expected = format!("o{}", table.gives(&point));
            let answer = evaluator.evaluate_json(&facts(&point, 0));
            prop_assert_eq!(&answer.decisions[0].possible, std::slice::from_ref(&expected), "{:?}\n{}", point, text);
            let without = 1 + dice.below(7);
            let open = evaluator.evaluate_json(&facts(&point, without));
            prop_assert!(open.decisions[0].possible.contains(&expected), "{:?} without {}\n{}", point, without, text);
        }
    }
}
