//! What refers to what: circles, recursion, the element, the date, depth.

use std::fmt::Write;

use super::check_each;
use super::plan_of;
use super::said;

const PARTS: &str = "ruleset a \"A\"\nrecord Article \"A\"\n  id : text \"Id\"\n  price : money \"P\"\n  parts : list of Article \"P\"\n\
fact goods : Article \"G\"\n";

#[test]
fn definitions_call_themselves_on_parts_only() {
    check_each(
        PARTS,
        &[
            (
                "on direct parts",
                "definition f(a : Article) \"F\"\n  means (some p in direct parts of a satisfies f(p))\n",
                &[],
            ),
            (
                "in a filter",
                "definition f(a : Article) \"F\"\n  means (some p in all parts of a where f(p) satisfies p.id is \"x\")\n",
                &[],
            ),
            (
                "through another that hands the article on",
                "definition f(a : Article) \"F\"\n  means g(a)\ndefinition g(a : Article) \"G\"\n  means (some p in all parts of a satisfies f(p))\n",
                &[],
            ),
            (
                "with what includes itself",
                "definition f(a : Article) \"F\"\n  means (some p in a with all its parts satisfies f(p))\n",
                &["R318 8: definition `f` calls itself without an end"],
            ),
            (
                "on something else",
                "definition f(a : Article) \"F\"\n  means (some p in all parts of a satisfies f(goods))\n",
                &["R318 8: definition `f` calls itself without an end"],
            ),
            (
                "with another value changed",
                "definition f(a : Article, b : Article) \"F\"\n  means (some p in all parts of a satisfies f(p, p))\n",
                &["R318 8: definition `f` calls itself without an end"],
            ),
            (
                "with another value handed on",
                "definition f(a : Article, b : Article) \"F\"\n  means (some p in all parts of a satisfies f(p, b))\n",
                &[],
            ),
            (
                "two that hand the article to each other",
                "definition f(a : Article) \"F\"\n  means g(a)\ndefinition g(a : Article) \"G\"\n  means f(a)\n",
                &["R318 8: definition `f` calls itself through others without an end"],
            ),
            (
                "two without an article",
                "definition f \"F\"\n  means g\ndefinition g \"G\"\n  means f\n",
                &["R209 8: a circle of references: f, g, f"],
            ),
        ],
    );
}

#[test]
fn a_circle_through_rules_is_one_unless_it_only_sets_aside() {
    let head = "ruleset a \"A\"\nfact x : boolean \"X\"\ndecision d \"D\"\n  outcomes, strictest first\n    no \"N\"\n    yes \"Y\"\n  otherwise yes\n";
    check_each(
        head,
        &[
            (
                "an exemption",
                "rule r \"R\"\n  when x\n  then d is no\nexemption e \"E\"\n  sets aside r\n  when r is met\n  then d is yes\n",
                &[],
            ),
            (
                "an exemption that asks whether the rule applies",
                "rule r \"R\"\n  when x\n  then d is no\nexemption e \"E\"\n  sets aside r\n  when r applies\n",
                &["R209 8: a circle of references: r, e, r"],
            ),
            (
                "a rule that asks its own decision",
                "rule r \"R\"\n  when d is yes\n  then d is no\n",
                &["R209 9: a circle of references: r, d, r"],
            ),
            (
                "a flag through a definition",
                "definition f \"F\"\n  means g\nflag g \"G\"\n  when f\nrule r \"R\"\n  when x\n  then d is no\n",
                &["R209 11: a circle of references: g, f, g"],
            ),
        ],
    );
}

#[test]
fn what_is_made_for_each_is_read_where_each_is_decided() {
    let each = "ruleset b \"B\"\n  decides each item in items\nrecord I \"I\"\n  id : text \"Id\"\nfact items : list of I \"I\"\nfact others : list of I \"O\"\n\
                definition first \"F\"\n  means item.id is \"1\"\ndefinition fixed \"F\"\n  means others is in others\n";
    let each = each.replace("definition fixed \"F\"\n  means others is in others\n", "");
    for (name, a, expected) in [
        (
            "for the same list",
            "ruleset a \"A\"\n  decides each thing in items\nuse b\nflag f \"F\"\n  when first\n",
            &[][..],
        ),
        (
            "once",
            "ruleset a \"A\"\nuse b\nflag f \"F\"\n  when first\n",
            &["R412 4: definition `first` of `b` is made for each of `items`"],
        ),
        (
            "for another list",
            "ruleset a \"A\"\n  decides each thing in others\nuse b\nflag f \"F\"\n  when first\n",
            &["R412 5: definition `first` of `b` is made for each of `items`"],
        ),
    ] {
        assert_eq!(said(&[("a.rule", a), ("b.rule", &each)]), expected, "{name}");
    }
}

#[test]
fn what_changes_needs_a_date_and_the_date_needs_none() {
    let parameter = "parameter p : percent \"P\"\n  1% from 2020-01-01\n";
    let always = "parameter p : percent \"P\"\n  1% always\n";
    let flag = "fact s : percent \"S\"\nflag f \"F\"\n  when over\ndefinition over \"O\"\n  means s is at least p\n";
    check_each(
        "ruleset a \"A\"\n",
        &[
            (
                "a dated parameter through a definition",
                &format!("{parameter}{flag}"),
                &["R410 1: ruleset `a` does not say at which date its law is looked up"],
            ),
            ("one that never changes", &format!("{always}{flag}"), &[]),
            ("a dated parameter that nothing asks for", parameter, &[]),
        ],
    );
    let text = "ruleset a \"A\"\n  law in force on start\nparameter p : date \"P\"\n  2020-01-01 from 2020-01-01\ndefinition start : date \"S\"\n  means p\n";
    assert_eq!(
        said(&[("a.rule", text)]),
        ["R209 2: the law's date of `a` hangs on itself"]
    );
}

#[test]
fn the_plan_says_what_definitions_use_and_where_they_recur() {
    let plan = plan_of(&format!(
        "{PARTS}parameter p : money \"P\"\n  1 USD always\ndefinition f(b : boolean, a : Article) \"F\"\n  \
         means a.price is at least p or (some q in direct parts of a satisfies g(q))\ndefinition g(a : Article) \"G\"\n  means f(true, a)\n"
    ));
    let shown: Vec<_> = plan
        .definitions
        .iter()
        .map(|of| {
            (
                &*of.name,
                of.uses_element,
                of.uses_date,
                of.recursion.map_or(0, |of| plan.recursions.at(of).members.len()),
                of.goes,
            )
        })
        .collect();
    assert_eq!(shown, [("f", false, true, 2, 1), ("g", false, true, 2, 0)]);
}

#[test]
fn definitions_stand_in_each_other_up_to_the_bound() {
    let chain = |length: usize| {
        let mut text = "ruleset a \"A\"\nfact x : boolean \"X\"\ndefinition d0 \"D\"\n  means x\n".to_owned();
        for n in 1..=length {
            writeln!(text, "definition d{n} \"D\"\n  means not d{}", n - 1).unwrap();
        }
        said(&[("a.rule", &text)])
    };
    assert_eq!(chain(100), [""; 0]);
    let deep = chain(600);
    assert_eq!(deep.len(), 1);
    assert!(deep[0].starts_with("R415"), "{deep:?}");
}
