//! Rules, exemptions, restrictions, suspensions: what acts on what.

use super::check_each;
use super::plan_of;
use crate::plan::DateChoice;
use crate::plan::Plan;
use crate::value::Date;

const HEAD: &str = "ruleset a \"A\"\n  law in force on day\nfact day : date \"Day\"\nfact x : boolean \"X\"\nfact names : list of N \"N\"\n\
record N \"N\"\n  id : text \"Id\"\nsource s \"S\"\n  published 2020-01-01\n  read as text\nsource t \"T\"\n  published 2020-01-01\n  read as text\n\
decision d \"D\"\n  outcomes, strictest first\n    no \"No\" ranks as licence\n    half \"Half\" ranks as conditional\n    yes \"Yes\" ranks as free\n  \
otherwise yes\nrule one \"R\"\n  cite s \"1(1)\"\n  when x\n  then d is no\nrule two \"R\"\n  cite s \"12\"\n  cite t \"1\"\n  for each name in names\n  \
when x\n  then d is half\n";

#[test]
#[expect(clippy::too_many_lines, reason = "a table of cases, one after another")]
fn each_mistake_of_acting_on_others_is_said_where_it_stands() {
    check_each(
        HEAD,
        &[
            (
                "nothing is cited so",
                "exemption e \"E\"\n  sets aside rules citing s \"2\"\n  when x\n",
                &["R406 31: no rule fits this clause"],
            ),
            (
                "an exception of nothing",
                "exemption e \"E\"\n  sets aside rules citing s \"1\" except two\n  when x\n",
                &["R406 31: `two` is no exception: it does not fit the clause anyway"],
            ),
            (
                "no such witness",
                "exemption e \"E\"\n  for each name in names\n  sets aside one for name\n  when x\n",
                &["R406 32: `one` has no `for each name`"],
            ),
            (
                "concluded of nothing",
                "exemption e \"E\"\n  sets aside two\n  when x\n  then d is half\n",
                &[],
            ),
            (
                "stricter than the rule",
                "exemption e \"E\"\n  sets aside two\n  when x\n  then d is no\n",
                &["R407 33: exemption `e` concludes `no`, stricter than the `half` of `two` that it sets aside"],
            ),
            (
                "an exemption from an exemption",
                "exemption e \"E\"\n  sets aside one\n  when x\nexemption f \"F\"\n  sets aside e\n  when x\n",
                &["R407 34: exemption `f` takes exemption `e` away"],
            ),
            (
                "a restriction of a rule",
                "restriction e \"E\"\n  sets aside one\n  when x\n",
                &["R408 31: restriction `e` sets rule `one` aside"],
            ),
            (
                "itself",
                "exemption e \"E\"\n  sets aside e\n  when x\n",
                &["R405 31: `e` sets itself aside"],
            ),
            (
                "a flag",
                "flag f \"F\"\n  when x\nexemption e \"E\"\n  sets aside f\n  when x\n",
                &["R406 33: `f` is a flag, which nothing sets aside"],
            ),
            (
                "another source stands",
                "suspension p \"P\"\n  from 2020-01-01\n  suspends provisions citing s\n",
                &["R417 32: `two` also cites `t`, which is not suspended"],
            ),
            (
                "a ruleset that is none",
                "suspension p \"P\"\n  suspends ruleset b\n",
                &["R205 31: there is no ruleset `b`"],
            ),
            (
                "a period that ends first",
                "rule r \"R\"\n  from 2020-01-02\n  before 2020-01-02\n  then d is no\n",
                &["R401 32: the period is empty"],
            ),
        ],
    );
}

/// Which rules a suspension `p` suspends, and which an exemption `e` sets aside.
fn acts_on(text: &str) -> (Vec<String>, Vec<String>) {
    let plan: Plan = plan_of(&format!("{HEAD}{text}"));
    let suspended = plan.rules.iter().filter(|rule| !rule.suspended_by.is_empty());
    let aside = plan.rules.iter().filter(|rule| !rule.set_aside_by.is_empty());
    (
        suspended.map(|rule| rule.name.to_string()).collect(),
        aside.map(|rule| rule.name.to_string()).collect(),
    )
}

#[test]
fn a_clause_reaches_what_it_says_and_nothing_else() {
    for (text, suspended, aside) in [
        (
            "suspension p \"P\"\n  suspends provisions citing s \"1\"\n",
            &["one"][..],
            &[][..],
        ),
        (
            "suspension p \"P\"\n  suspends provisions citing s except two\n",
            &["one"],
            &[],
        ),
        (
            "suspension p \"P\"\n  suspends provisions citing s\n  suspends two\n",
            &["one", "two"],
            &[],
        ),
        (
            "suspension p \"P\"\n  suspends ruleset a\nflag f \"F\"\n  when x\n",
            &["one", "two"],
            &[],
        ),
        (
            "exemption e \"E\"\n  sets aside rules citing s \"1\"\n  when x\n",
            &[],
            &["one"],
        ),
        (
            "exemption e \"E\"\n  sets aside all rules except one\n  when x\n",
            &[],
            &["two"],
        ),
        (
            "exemption e \"E\"\n  for each name in names\n  sets aside two for name\n  when x\n",
            &[],
            &["two"],
        ),
        (
            "exemption e \"E\"\n  sets aside one\n  when x\nrestriction g \"G\"\n  sets aside all exemptions\n  when x\n",
            &[],
            &["one", "e"],
        ),
    ] {
        assert_eq!(
            acts_on(text),
            (
                suspended.iter().map(ToString::to_string).collect(),
                aside.iter().map(ToString::to_string).collect()
            ),
            "{text}"
        );
    }
}

#[test]
fn a_day_before_is_the_last_day() {
    let plan = plan_of(&format!(
        "{HEAD}rule r \"R\"\n  from 2020-01-01\n  before 2020-03-01\n  when x\n  then d is no\n"
    ));
    let rule = plan.rules.iter().find(|rule| &*rule.name == "r").unwrap();
    let last = Date::parse("2020-02-29").unwrap();
    assert_eq!(rule.period.last, Some(DateChoice::Fixed(last)));
}
