//! Figures in the answer: what each rule includes and cites, the total before it is rounded, the rate of a conversion
//! with its row, values that are reported.

use serde_json::Value;

use crate::support::Test;

const RULES: &str = r#"ruleset duty "Duties on entry"
  law in force on day

source tariff "The tariff"
  read as text
  paragraphs "1", "2", "3"

table rates "Rates of the central bank"
  cite tariff "3"
  columns
    base  : currency
    quote : currency
    on    : date
    rate  : decimal
  one row per base, quote, latest on on or before
  complete
  | base | quote | on         | rate |
  | EUR  | USD   | 2027-01-15 | 1.25 |
  | EUR  | USD   | 2027-01-18 | 1.20 |

fact day : date "Day of entry"

fact value : money "Customs value"

fact on_list : boolean "Is it on the list?"

definition in_dollars : money "The value in dollars"
  cite tariff "3"
  means value converted to USD by rates on day

decision due : money "Duty to be paid"
  adds up
  rounded to 0.01 USD half up
  otherwise 0 USD

rule general_rate "The general rate"
  cite tariff "1"
  then due includes 2.5% * in_dollars

rule surcharge "The surcharge"
  cite tariff "2"
  when on_list
  then due includes 10% * in_dollars
  because "10% of {in_dollars}"

figure customs_value : money "The value in dollars"
  cite tariff "3"
  is in_dollars
"#;

const FACTS: &str = r#"{ "day": "2027-01-17", "value": "1000.33 EUR", "on_list": true }"#;

fn answered(command: &str) -> String {
    let test = Test::new().rules(RULES).facts(FACTS);
    let args: Vec<&str> = command.split(' ').collect();
    test.args(args).status(0).stdout
}

#[test]
fn each_rule_says_what_it_includes_and_cites_and_the_total_is_exact() {
    let page = answered("eval facts.json");
    for line in [
        "Duty to be paid: 156.30 USD",
        "  rounded     from 156.3015625 USD",
        "  rule        general_rate \"The general rate\", includes 31.2603125 USD",
        "              The tariff, 1  rules.rule:36:6",
        "  rule        surcharge \"The surcharge\", includes 125.04125 USD",
        "  because     10% of 1 250.4125 USD",
        "Figures     customs_value \"The value in dollars\" 1 250.4125 USD  tariff 3",
    ] {
        assert!(page.lines().any(|known| known == line), "{line}\n{page}");
    }
}

#[test]
fn the_rate_of_a_conversion_is_shown_with_its_row() {
    let tree = answered("explain facts.json");
    let rate = tree.lines().find(|line| line.contains("rates(")).unwrap_or(&tree);
    assert!(rate.contains("rates(EUR, USD, 2027-01-15) 1.25"), "{rate}");
    assert!(rate.ends_with("rules.rule:18:3"), "{rate}");
}

#[test]
fn a_figure_that_nothing_else_names_is_no_slip() {
    let checked = Test::new().rules(RULES).args(["check"]).status(0);
    assert_eq!(checked.stderr, "");
}

#[test]
fn json_has_the_figures() {
    let json: Value = serde_json::from_str(&answered("eval facts.json --format json")).unwrap();
    let due = &json["decisions"][0];
    assert_eq!(due["possible"][0], "156.30 USD");
    assert_eq!(due["rounded_from"], "156.3015625 USD");
    assert_eq!(due["rules"][0]["includes"], "31.2603125 USD");
    assert_eq!(json["figures"][0]["value"], "1250.4125 USD");
    assert_eq!(json["figures"][0]["cites"][0]["paragraphs"][0], "3");
    let line: Value = serde_json::from_str(&answered("eval facts.json --format ndjson")).unwrap();
    assert_eq!(line["decisions"][0]["possible"][0], "156.30 USD");
    assert_eq!(line["status"], "decided");
}
