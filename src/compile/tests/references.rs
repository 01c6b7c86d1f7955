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
                &["R318 8: definition `f` calls itself through `with all its parts`, which holds the whole as well"],
            ),
            (
                "with what includes one of the parts",
                "definition f(a : Article) \"F\"\n  means (some p in direct parts of a satisfies (some q in p with all its parts satisfies f(q)))\n",
                &["R318 8: definition `f` calls itself through `with all its parts`, which holds the whole as well"],
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

const FIRMS: &str = "ruleset a \"A\"\nrecord Holding \"H\"\n  party : Party\n  share : percent at least 0%\n  votes : percent\n  worth : money at least 0\n\
record Party \"P\"\n  identified by id\n  id : text \"Id\"\n  listed : boolean\n  holders : list of Holding\n  other : Party or none\n\
fact parties : list of Party \"P\"\nfact asked : Party \"Q\"\n";

/// A definition of this type that means this.
fn of_firms(ty: &str, means: &str) -> String {
    format!("definition f(p : Party, q : Party){ty} \"F\"\n  means {means}\n")
}

#[test]
#[expect(clippy::too_many_lines, reason = "a table of examples")]
fn conditions_follow_references_where_more_of_them_being_true_undoes_nothing() {
    let mut wrong = Vec::new();
    for (means, expected) in [
        ("p.listed or (some h in p.holders satisfies f(h.party, q))", ""),
        (
            "p.listed or (sum of h.share for h in p.holders where f(h.party, q)) is more than 50%",
            "",
        ),
        (
            "p.listed or (count of h in p.holders where f(h.party, q)) is at least 2",
            "",
        ),
        (
            "at least one and every h in p.holders where h.share is at least 1% satisfies f(h.party, q)",
            "",
        ),
        ("p.other is not none and f(p.other, q)", ""),
        (
            "if p.listed then true else (some h in p.holders satisfies f(h.party, q))",
            "",
        ),
        ("some o in parties satisfies (o.listed and f(o, q))", ""),
        (
            "not (some h in p.holders satisfies f(h.party, q))",
            "R319 16: `f` hangs on `not` of itself",
        ),
        (
            "no h in p.holders satisfies f(h.party, q)",
            "R319 16: `f` hangs on `no …` of itself",
        ),
        (
            "every h in p.holders where f(h.party, q), if any, satisfies h.party.listed",
            "R319 16: `f` is a filter of `every` in its own circle: more elements would have to satisfy it",
        ),
        (
            "(sum of h.share for h in p.holders where f(h.party, q)) is at most 50%",
            "R319 16: `f` hangs on a sum that must stay small",
        ),
        (
            "50% is at most (sum of h.share for h in p.holders where f(h.party, q))",
            "R319 16: `f` hangs on a sum on the right of a comparison",
        ),
        (
            "(sum of h.votes for h in p.holders where f(h.party, q)) is at least 50%",
            "R319 16: `f` hangs on a sum of what may be less than 0",
        ),
        (
            "(sum of h.share - 1% for h in p.holders where f(h.party, q)) is at least 50%",
            "R319 16: `f` hangs on a sum of what may be less than 0",
        ),
        (
            "(sum of h.worth for h in p.holders where f(h.party, q)) is at least 5 EUR",
            "R319 16: `f` hangs on an amount of money",
        ),
        (
            "some h in p.holders satisfies (if f(h.party, q) then p.listed else false)",
            "R319 16: `f` decides which way `if` goes, in its own circle",
        ),
        (
            "some h in p.holders satisfies f(h.party, p)",
            "R319 16: `f` is handed another `q` than its caller has",
        ),
        ("p.listed or f(p, q)", "R319 16: `f` calls itself for the very same"),
    ] {
        let got = said(&[("a.rule", &format!("{FIRMS}{}", of_firms("", means)))]);
        if got.join("; ") != expected {
            wrong.push(format!("{means}\n    {}", got.join("; ")));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn figures_follow_references_where_they_are_linear() {
    let mut wrong = Vec::new();
    let sum = |term: &str| format!("sum of ({term}) for h in p.holders");
    for (means, expected) in [
        (sum("if h.party.listed then h.share else h.share * f(h.party, q)"), ""),
        (sum("f(h.party, q) * h.share * 50% + h.share"), ""),
        (
            format!("{} - 1%", sum("h.share * f(h.party, q)"))
                .replace("sum", "(sum")
                .replace("holders", "holders)"),
            "",
        ),
        (
            sum("if f(h.party, q) is at least 50% then 100% else 0%"),
            "R320 16: `f` decides a condition in a circle of figures",
        ),
        (
            sum("f(h.party, q) * f(h.party, q)"),
            "R320 16: `f` is multiplied with its own circle",
        ),
        (
            sum("h.share - f(h.party, q)"),
            "R320 16: `f` is subtracted in its own circle",
        ),
        (
            sum("h.votes * f(h.party, q)"),
            "R320 16: `f` is multiplied by what may be less than 0",
        ),
        (
            sum("f(h.party, q) / 2"),
            "R320 16: `f` stands in a division in its own circle",
        ),
        (
            "greatest of {0%, (sum of f(h.party, q) for h in p.holders)}".to_owned(),
            "R320 16: `f` hangs on the greatest, the least or a count of its own circle",
        ),
        (
            "sum of h.share for h in p.holders where f(h.party, q) is at least 1%".to_owned(),
            "R320 16: `f` decides a condition in a circle of figures",
        ),
    ] {
        let got = said(&[("a.rule", &format!("{FIRMS}{}", of_firms(" : percent", &means)))]);
        if got.join("; ") != expected {
            wrong.push(format!("{means}\n    {}", got.join("; ")));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_circle_of_conditions_may_name_its_sums_but_not_multiply_in_them() {
    let two = |share: &str| {
        let text = format!(
            "{FIRMS}definition held(p : Party) \"H\"\n  means p.listed or part(p) is at least 50%\ndefinition part(p : Party) : percent \"S\"\n  means {share}\n"
        );
        said(&[("a.rule", &text)]).join("; ")
    };
    assert_eq!(two("sum of h.share for h in p.holders where held(h.party)"), "");
    assert!(two("sum of h.share * part(h.party) for h in p.holders where held(h.party)").starts_with("R319"));
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
                of.recursion.is_some(),
                of.goes,
            )
        })
        .collect();
    assert_eq!(shown, [("f", false, true, true, 1), ("g", false, true, true, 0)]);
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
