//! Names: doubled, unknown, owned by two, reached through `use`.

use super::check_each;
use super::said;

#[test]
fn each_name_is_owned_once_and_reached_through_use() {
    let b = "ruleset b \"B\"\n\nfact y : boolean \"Y\"\n";
    let c = "ruleset c \"C\"\n\nfact z : boolean \"Z\"\n";
    for (name, a, expected) in [
        ("a used name", "use b\nflag f \"F\"\n  when y\n", &[][..]),
        ("a full name", "use b\nflag f \"F\"\n  when b.y\n", &[]),
        (
            "a name of a ruleset that is not used",
            "use b\nflag f \"F\"\n  when z\n",
            &["R201 5: `z` is not known here"],
        ),
        (
            "an unknown ruleset, whose names are silent",
            "use d\nflag f \"F\"\n  when w\n",
            &["R205 3: there is no ruleset `d`"],
        ),
        (
            "two rulesets with one fact",
            "use b\nfact y : boolean \"Y\"\n",
            &["R202 b.rule:3: two rulesets have a fact `y`"],
        ),
        (
            "a broken use hides no names",
            "ues b\nflag f \"F\"\n  when y\n",
            &["R101 3: `ues` begins no item"],
        ),
    ] {
        let a = format!("ruleset a \"A\"\n\n{a}");
        assert_eq!(
            said(&[("a.rule", &a), ("b.rule", b), ("c.rule", c)]),
            expected,
            "{name}"
        );
    }
}

#[test]
fn two_files_are_not_one_ruleset_and_tests_hold_tests_only() {
    let a = "ruleset a \"A\"\n\nfact x : boolean \"X\"\n";
    let again = "ruleset a \"A\"\n\nfact y : boolean \"Y\"\n";
    assert_eq!(
        said(&[("a.rule", a), ("b.rule", again)]),
        ["R202 b.rule:1: two files are ruleset `a`"]
    );
    let tests = "tests of a, b \"T\"\n\nfact z : boolean \"Z\"\n";
    assert_eq!(
        said(&[("a.rule", a), ("t.rule", tests)]),
        [
            "R205 t.rule:1: there is no ruleset `b`",
            "R117 t.rule:3: a `fact` does not belong in a tests file"
        ]
    );
}

#[test]
fn rulesets_that_use_each_other_are_shown_place_by_place() {
    let a = "ruleset a \"A\"\n\nuse b\n";
    let b = "ruleset b \"B\"\n\nuse c\n";
    let c = "ruleset c \"C\"\n\nuse a\n";
    assert_eq!(
        said(&[("a.rule", a), ("b.rule", b), ("c.rule", c)]),
        ["R204 3: a circle of `use`: a, b, c, a"]
    );
}

#[test]
fn names_that_belong_elsewhere_say_what_they_are() {
    let head = "ruleset a \"A\"\n\nfact x : boolean \"X\"\n\nsource s \"S\"\n  published 2020-01-01\n  read as text\n  paragraphs \"1(1)\", \"2\"\n  not coded \"1(1)\", \"2\" because \"a test\"\n\nreading r \"R?\"\n  one \"1\"\n  two \"2\"\n\n";
    check_each(
        head,
        &[
            (
                "a source that is none",
                "flag f \"F\"\n  cite x \"1\"\n  when x\n",
                &["R216 16: `x` is a fact, not a source"],
            ),
            (
                "an unknown source",
                "flag f \"F\"\n  cite q \"1\"\n  when x\n",
                &["R210 16: there is no source `q`"],
            ),
            (
                "a paragraph above a listed one",
                "flag f \"F\"\n  cite s \"1\"\n  when x\n",
                &[],
            ),
            (
                "a paragraph that only looks alike",
                "flag f \"F\"\n  cite s \"1(11)\"\n  when x\n",
                &["R212 16: s has no paragraph \"1(11)\""],
            ),
            (
                "an unknown choice",
                "flag f \"F\"\n  only if reading r is three\n  when x\n",
                &["R215 16: reading `r` has no choice `three`"],
            ),
            (
                "an unknown type",
                "fact q : number \"Q\"\n",
                &["R211 15: there is no type `number`"],
            ),
            (
                "a reading as a type",
                "fact q : r \"Q\"\n",
                &["R216 15: `r` is a reading, not a type"],
            ),
        ],
    );
}
