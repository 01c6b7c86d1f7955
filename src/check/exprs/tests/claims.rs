//! Tests of packs: cases, examples, claims.

use super::Place;
use super::listening;
use super::mistakes;
use super::try_in;
use crate::diagnostic::Diagnostic;
use crate::plan::By;
use crate::plan::Claim;
use crate::plan::Expect;
use crate::plan::Plan;
use crate::plan::Test;
use crate::syntax::ast;

use crate::check::exprs::Elaborator;
use crate::check::exprs::types;

/// Reads the tests in this text: of each item what it became, and what was said of it.
fn tests_in(text: &str) -> Vec<(Vec<String>, String)> {
    try_in(Place::Tests, text, |elaborator, cases, before| {
        let ast = elaborator.ast;
        let mut read = Vec::new();
        for item in &ast.items {
            if let ast::ItemKind::Test(test) = &item.kind {
                let (tests, own) = listening(elaborator, |elaborator| elaborator.test(test, item.span, cases));
                let inside = |one: &&Diagnostic| {
                    one.at
                        .as_ref()
                        .is_some_and(|at| item.span.range().contains(&at.span.range().start))
                };
                let said: Vec<Diagnostic> = before.iter().filter(inside).cloned().chain(own).collect();
                let shown = tests.iter().map(|test| describe(elaborator, test)).collect();
                read.push((shown, mistakes(&said)));
            }
        }
        read
    })
}

/// The first test in this text, and what was said of it.
fn only(text: &str) -> (Vec<String>, String) {
    tests_in(text).remove(0)
}

fn check_mistakes(rows: &[(&str, &str)]) {
    let found = lines(rows);
    assert_eq!(found.len(), rows.len());
    for ((line, expected), (_, said)) in rows.iter().zip(found) {
        assert_eq!(said, *expected, "{line}");
    }
}

/// Tries lines that expect, each in a test of its own.
fn lines(rows: &[(&str, &str)]) -> Vec<(Vec<String>, String)> {
    let items: Vec<String> = rows
        .iter()
        .map(|(line, _)| format!("test \"t\"\n  given base_case\n  expect {line}\n\n"))
        .collect();
    tests_in(&items.concat())
}

/// `name | settings | expected`
fn describe(elaborator: &Elaborator<'_>, test: &Test) -> String {
    let plan = elaborator.plan;
    let settings: Vec<&str> = test.settings.iter().map(|line| plan.files.text(line.span)).collect();
    let expects: Vec<String> = test
        .expects
        .iter()
        .map(|expect| expectation(elaborator, expect))
        .collect();
    format!("{} | {} | {}", test.name, settings.join(", "), expects.join(", "))
}

fn expectation(elaborator: &Elaborator<'_>, expect: &Expect) -> String {
    let plan = elaborator.plan;
    let mut said = String::new();
    for (reading, choice) in &expect.when {
        said = format!("{said}{} {choice}: ", plan.readings.at(*reading).name);
    }
    said.push_str(&claim_words(elaborator, plan, &expect.claim));
    if let Some(element) = expect.element {
        said = format!("{said} for {}", types::written(plan, &elaborator.type_of(element)));
    }
    said
}

fn claim_words(elaborator: &Elaborator<'_>, plan: &Plan, claim: &Claim) -> String {
    match claim {
        Claim::Error(code) => format!("error {code}"),
        Claim::Flag(rule, raised) => format!("flag {} {raised}", plan.rules.at(*rule).name),
        Claim::DoesNotArise(decision) => format!("{} does not arise", plan.decisions.at(*decision).name),
        Claim::Figure { decision, negated, .. } => format!("{} {negated}", plan.decisions.at(*decision).name),
        Claim::Outcome {
            decision,
            outcome,
            negated,
            because,
        } => {
            let decision = plan.decisions.at(*decision);
            let outcome = &decision.outcomes[usize::from(*outcome)].name;
            let because = because.as_ref().map_or(0, Vec::len);
            format!("{}.{outcome} {negated} because {because}", decision.name)
        }
        Claim::Holds {
            condition,
            ruleset,
            locals,
        } => {
            let text = elaborator.shown(elaborator.span_of(*condition));
            format!("[{text}] in {} with {locals}", plan.rulesets.at(*ruleset).name)
        }
        Claim::State {
            rule,
            state,
            negated,
            by,
        } => {
            let by = match by {
                None => "nobody",
                Some(By::Rule(rule)) => &plan.rules.at(*rule).name,
                Some(By::Suspension(suspension)) => &plan.suspensions.at(*suspension).name,
            };
            format!("{} {state:?} {negated} by {by}", plan.rules.at(*rule).name)
        }
    }
}

#[test]
fn each_line_that_expects_becomes_a_claim() {
    let rows = [
        ("licence is required", "licence.required false because 0"),
        ("licence is not required", "licence.required true because 0"),
        (
            "licence is required because foreign_made",
            "licence.required false because 1",
        ),
        ("licence is licence.fee", "licence.fee false because 0"),
        ("policy does not arise", "policy does not arise"),
        ("flag military_user", "flag military_user true"),
        ("no flag military_user", "flag military_user false"),
        ("no report", "[report] in own with 0"),
        ("report is owed", "[report is owed] in own with 0"),
        ("error F203", "error F203"),
        ("foreign_made applies", "foreign_made Applies false by nobody"),
        ("foreign_made is not met", "foreign_made Met true by nobody"),
        (
            "foreign_made is set aside by relief_goods",
            "foreign_made SetAside false by relief_goods",
        ),
        (
            "foreign_made is suspended by pause",
            "foreign_made Suspended false by pause",
        ),
        (
            "content(shipment.items[\"M1\"]) is 5 USD",
            "[content(shipment.items[\"M1\"]) is 5 USD] in own with 0",
        ),
        (
            "content(shipment.items[1]) is at least 5 USD",
            "[content(shipment.items[1]) is at least 5 USD] in own with 0",
        ),
        ("military_user is true", "[military_user is true] in own with 0"),
        (
            "shipment.importer.kind is civil",
            "[shipment.importer.kind is civil] in own with 0",
        ),
        (
            "when reading truce is lapsed: licence is free",
            "truce 0: licence.free false because 0",
        ),
        (
            "licence is free for shipment.items[\"M1\"]",
            "licence.free false because 0 for Article",
        ),
    ];
    let found = lines(&rows);
    assert_eq!(found.len(), rows.len());
    for ((line, expected), (tests, said)) in rows.iter().zip(found) {
        let wanted = format!("t | shipment.destination is KR, urgent is false | {expected}");
        assert_eq!((said.as_str(), tests.join(";")), ("", wanted), "{line}");
    }
}

#[test]
fn a_claim_about_nothing_is_a_mistake() {
    let rows = [
        ("licence is requird", "R207 decision `licence` has no outcome `requird`"),
        (
            "licence is 5",
            "R304 `5` is a whole number, and here an outcome of licence belongs",
        ),
        (
            "licence is required because foreign_mad",
            "R201 `foreign_mad` is not known here",
        ),
        (
            "licence is required because military_user",
            "R216 `military_user` is a flag: its name means its condition",
        ),
        (
            "urgent is true because foreign_made",
            "R117 only an outcome of a decision has rules that conclude it",
        ),
        ("licens does not arise", "R201 `licens` is not known here"),
        (
            "foreign_made does not arise",
            "R216 `foreign_made` is a rule, no decision",
        ),
        ("flag foreign_made", "R216 `foreign_made` is a rule, no flag"),
        (
            "no military_user",
            "R216 `military_user` is a flag, and only obligations have such states",
        ),
        ("error F999", "R207 there is no error `F999`"),
    ];
    check_mistakes(&rows);
}

#[test]
fn a_claim_about_something_else_is_a_mistake() {
    let rows = [
        (
            "foreign_made is suspended by relief_goods",
            "R216 `relief_goods` is an exemption, and only a suspension suspends rules",
        ),
        (
            "foreign_made is set aside by pause",
            "R216 `pause` is a suspension, and only an exemption or a restriction sets rules aside",
        ),
        ("report is due on shipment.date", "R426 `report` has no due date"),
        (
            "content(shipment.items) is 5 USD",
            "R313 `shipment.items` is a list of Article, and here an Article belongs",
        ),
        (
            "shipment[\"x\"].date is 2026-01-01",
            "R313 `shipment` is a Shipment, no list",
        ),
        (
            "shipment.uses[\"x\"].kind is relief",
            "R206 Use has no field `id` to pick by",
        ),
        ("shipment.uses[0].kind is relief", "R106 `[0]` is no place in a list"),
        (
            "content(shipment.items[1]) is 5",
            "R304 money and number cannot be compared",
        ),
        (
            "licence is free for shipment.itms[\"M1\"]",
            "R206 Shipment has no field `itms`",
        ),
        (
            "when reading truce is lapst: licence is free",
            "R215 reading `truce` has no choice `lapst`",
        ),
    ];
    check_mistakes(&rows);
}

#[test]
fn a_case_has_the_settings_of_the_case_below_it_first() {
    let (tests, said) = only(
        "case mine from derived\n  shipment.date is 2026-01-01\n\n\
         test \"t\"\n  given mine with urgent is unknown\n  expect licence is free\n",
    );
    assert_eq!(said, "");
    assert_eq!(
        tests,
        [
            "t | shipment.destination is KR, urgent is false, urgent is true, shipment.date is 2026-01-01, urgent is unknown \
          | licence.free false because 0"
        ]
    );
}

#[test]
fn an_unknown_case_is_a_mistake_and_a_circle_is_said_once() {
    let (_, said) = only("test \"t\"\n  given bas_case\n  expect licence is free\n");
    assert_eq!(said, "R201 there is no case `bas_case` here");
    let (_, said) = only("test \"t\"\n  given licence\n  expect licence is free\n");
    assert_eq!(said, "R216 `licence` is a decision, no case");
    let (tests, said) = only("test \"t\"\n  given loop_a\n  expect licence is free\n");
    assert_eq!((tests.len(), said.as_str()), (1, ""));
    let said = try_in(Place::Own, "", |elaborator, cases, _| {
        let ((), said) = listening(elaborator, |elaborator| {
            for (number, case) in cases.iter().enumerate() {
                elaborator.case(case, number, cases);
            }
        });
        mistakes(&said)
    });
    assert_eq!(said, "R214 a circle of cases: loop_a, loop_b, loop_a");
}

#[test]
fn each_row_of_examples_is_a_test() {
    let (tests, said) = only(
        "test \"t\"\n  given base_case\n  examples\n    \
         | urgent | shipment.items[1].price | licence  | content(shipment.items[1]) |\n    \
         | true   | 5 USD                   | required | 5 USD                      |\n    \
         | false  | 6 USD                   | fee      | 6 USD                      |\n",
    );
    assert_eq!(said, "R208 `fee` is a name here, and also a value of licence");
    assert_eq!(
        tests,
        [
            "t (row 1) | shipment.destination is KR, urgent is false, true, 5 USD | licence.required false because 0, \
             [5 USD] in own with 0",
            "t (row 2) | shipment.destination is KR, urgent is false, false, 6 USD | [6 USD] in own with 0",
        ]
    );
}

#[test]
fn examples_without_anything_expected_are_a_mistake() {
    for (rows, expected) in [
        ("| urgent |\n    | true   |", "R119 the examples expect nothing"),
        (
            "| urgent | licence |\n    | true | [] |",
            "R304 `[]` cannot be expected",
        ),
    ] {
        let (_, said) = only(&format!("test \"t\"\n  examples\n    {rows}\n"));
        assert_eq!(said, expected, "{rows}");
    }
}

#[test]
fn a_test_chooses_each_reading_once() {
    for (lines, expected) in [
        ("reading truce is lapsed", ""),
        ("readings suggested except truce", ""),
        (
            "reading truce is lapsed\n  reading truce is extended",
            "R118 reading `truce` is chosen twice",
        ),
        ("readings suggested except trce", "R215 there is no reading `trce` here"),
        ("as of 2026-02-30", "R113 there is no day `2026-02-30`"),
    ] {
        let (_, said) = only(&format!("test \"t\"\n  {lines}\n  expect licence is free\n"));
        assert_eq!(said, expected, "{lines}");
    }
}
