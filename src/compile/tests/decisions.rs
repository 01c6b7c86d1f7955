//! Decisions, parameters, readings and periods by reading.

use super::check_each;

#[test]
fn each_mistake_of_a_ladder_a_value_or_a_choice_is_said_where_it_stands() {
    let head =
        "ruleset a \"A\"\n  law in force on day\nfact day : date \"Day\"\nreading r \"R?\"\n  one \"1\"\n  two \"2\"\n";
    let ladder = |outcomes: &str, otherwise: &str| {
        format!("decision d \"D\"\n  outcomes, strictest first\n{outcomes}  otherwise {otherwise}\n")
    };
    let (some, wrong, none) = (
        ladder("    no \"N\" ranks as licence\n    yes \"Y\"\n", "yes"),
        ladder("    yes \"Y\" ranks as free\n    no \"N\" ranks as licence\n", "yes"),
        ladder("    no \"N\" ranks as license\n    yes \"Y\" ranks as free\n", "maybe"),
    );
    check_each(
        head,
        &[
            (
                "a rank on one only",
                &some,
                &["R402 10: `yes` has no rank, but `no` has one"],
            ),
            (
                "ranks the wrong way round",
                &wrong,
                &["R402 9: `yes` stands above `no`, which ranks stricter"],
            ),
            (
                "an unknown rank, and an unknown outcome otherwise",
                &none,
                &[
                    "R207 9: there is no rank `license`",
                    "R413 11: `maybe` is no outcome of `d`",
                ],
            ),
            (
                "two values on one day",
                "parameter p : percent \"P\"\n  1% from 2020-01-01\n  2% from 2020-01-01\n",
                &["R416 9: two values for one day"],
            ),
            (
                "a value that still runs",
                "parameter p : percent \"P\"\n  1% from 2020-01-01, last day 2021-01-01\n  2% from 2021-01-01\n",
                &["R416 9: two values for one day"],
            ),
            (
                "a value that the next ends",
                "parameter p : percent \"P\"\n  2% from 2021-01-01\n  1% from 2020-01-01\n",
                &[],
            ),
            (
                "a choice without a date",
                "flag f \"F\"\n  last day according to reading r\n    one: 2020-01-01\n  when day is 2020-01-01\n",
                &["R316 8: no date for `r` is `two`"],
            ),
            (
                "empty under one choice",
                "flag f \"F\"\n  from 2020-01-01\n  last day according to reading r\n    one: 2019-01-01\n    two: open\n  when day is 2020-01-01\n",
                &["R401 9: the period is empty if `r` is `one`"],
            ),
        ],
    );
}
