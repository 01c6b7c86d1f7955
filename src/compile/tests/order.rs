//! The order of files makes no difference, to what is said or to the plan.

use super::compile_texts;
use super::said;

const A: &str = "ruleset a \"A\"\nuse b\nflag f \"F\"\n  when y and broken_here\n  \nflag g \"G\"\n  when z\n";
const B: &str = "ruleset b \"B\"\nfact y : boolean \"Y\"\nfact z : country \"Z\"\ndefinition d \"D\"\n  means e\ndefinition e \"E\"\n  means d\n";
const C: &str = "ruleset c \"C\"\nuse q\nfact w : boolean \"W\"\n";

#[test]
fn files_may_be_called_as_one_likes() {
    let line = |said: &str| said.split(": ").nth(1).unwrap().to_owned();
    let mut first: Vec<String> = said(&[("a.rule", A), ("b.rule", B), ("c.rule", C)])
        .iter()
        .map(|said| line(said))
        .collect();
    first.sort();
    assert_eq!(first.len(), 4, "{first:?}");
    for names in [["c.rule", "b.rule", "a.rule"], ["m.rule", "z.rule", "b.rule"]] {
        let files = [(names[0], A), (names[1], B), (names[2], C)];
        let mut other: Vec<String> = said(&files).iter().map(|said| line(said)).collect();
        other.sort();
        assert_eq!(other, first, "{names:?}");
    }
}

#[test]
fn a_plan_is_numbered_by_rulesets_whatever_the_files_are_called() {
    let a = "ruleset a \"A\"\nuse b\nflag f \"F\"\n  when y\n";
    let b = "ruleset b \"B\"\nfact y : boolean \"Y\"\nflag g \"G\"\n  when y\n";
    let plan = |names: [&str; 2]| {
        let compiled = compile_texts(&[(names[0], a), (names[1], b)]);
        let plan = compiled.plan.unwrap();
        let rules: Vec<String> = plan.rules.iter().map(|rule| rule.full_name.to_string()).collect();
        let kinds: Vec<String> = plan
            .exprs
            .iter()
            .map(|expr| format!("{:?} {:?}", expr.kind, expr.ty))
            .collect();
        (rules, kinds)
    };
    assert_eq!(plan(["a.rule", "b.rule"]), plan(["z.rule", "m.rule"]));
    assert_eq!(plan(["a.rule", "b.rule"]).0, ["a.f", "b.g"]);
}
