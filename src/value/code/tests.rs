//! Codes, their one form, their mistakes, and how they stand to each other.

use proptest::prelude::*;

use super::*;

fn scheme(name: &str, levels: Levels, example: Option<&str>) -> CodeScheme {
    CodeScheme {
        name: name.into(),
        title: name.into(),
        levels,
        example: example.map(Into::into),
        cuts: Vec::new(),
    }
}

fn hs() -> CodeScheme {
    scheme("HS", Levels::Digits(vec![2, 4, 6, 8, 10]), Some("8505.11"))
}

fn eccn() -> CodeScheme {
    scheme("ECCN", Levels::Dots, Some("3A001.a.1"))
}

fn euro() -> CodeScheme {
    scheme("EUDU", Levels::Characters(vec![1, 2, 5], true), Some("3A001.b"))
}

#[test]
fn a_code_has_one_form() {
    let region = scheme("Region", Levels::Hyphens, Some("US-CA"));
    let line = scheme("CN61", Levels::Dots, Some("61.A1.P1.12"));
    for (scheme, text, code) in [
        (hs(), "8505.11", "8505.11"),
        (hs(), "850511", "8505.11"),
        (hs(), "8505.11.10.00", "8505.11.10.00"),
        (hs(), "8505111000", "8505.11.10.00"),
        (hs(), "85", "85"),
        (hs(), "85.05.11", "8505.11"),
        (eccn(), "3A001.a.1", "3A001.a.1"),
        (eccn(), "3a001.A.1", "3A001.a.1"),
        (eccn(), "EAR99", "EAR99"),
        (line, "61.a1.p1.12", "61.A1.P1.12"),
        (region, "us-ca", "US-CA"),
        (euro(), "3", "3"),
        (euro(), "3a", "3A"),
        (euro(), "3A001", "3A001"),
        (euro(), "3A001.b.10", "3A001.b.10"),
    ] {
        assert_eq!(scheme.parse(text).as_deref(), Ok(code), "{} {text}", scheme.name);
    }
}

#[test]
fn what_is_no_code_is_refused_with_its_reason() {
    let lengths = "HS has codes of 2, 4, 6, 8 or 10 digits; this has 5";
    for (scheme, text, at, help) in [
        (hs(), "8505.1", None, lengths),
        (hs(), "85051", None, lengths),
        (hs(), "850.511", None, "write `8505.11`"),
        (hs(), "8505 11", None, "write `8505.11`"),
        (hs(), "８505.11", None, "write `8505.11`"),
        (hs(), "8505..11", Some(5..6), "a code of HS is written as `8505.11`"),
        (hs(), "8505.", Some(4..5), "a code of HS is written as `8505.11`"),
        (hs(), ".8505", Some(0..1), "a code of HS is written as `8505.11`"),
        (hs(), "85O5", Some(2..3), "a code of HS is written as `8505.11`"),
        (hs(), "", None, "a code of HS is written as `8505.11`"),
        (eccn(), "3\u{410}001", None, "write `3A001`"),
        (eccn(), "3A001 ", None, "write `3A001`"),
        (
            eccn(),
            "3A001..a",
            Some(6..7),
            "a code of ECCN is written as `3A001.a.1`",
        ),
        (eccn(), "3A001.", Some(5..6), "a code of ECCN is written as `3A001.a.1`"),
        (
            eccn(),
            "3A001/a",
            Some(5..6),
            "a code of ECCN is written as `3A001.a.1`",
        ),
        (eccn(), "中A001", Some(0..3), "its 1st letter is Han (U+4E2D)"),
        (
            euro(),
            "3A00",
            None,
            "EUDU has codes of 1, 2 or 5 characters; this has 4",
        ),
        (euro(), "3A.b", Some(2..3), "a code of EUDU is written as `3A001.b`"),
    ] {
        let words = scheme.parse(text).unwrap_err().words(text, &scheme);
        assert_eq!(
            (words.at, words.help.as_deref()),
            (at, Some(help)),
            "{} {text:?}",
            scheme.name
        );
    }
}

#[test]
fn codes_stand_to_each_other_by_levels() {
    use CodeRelation::Apart;
    use CodeRelation::Coarser;
    use CodeRelation::Same;
    use CodeRelation::Under;
    for (scheme, fact, law, relation) in [
        (hs(), "8505.11", "8505.11", Same),
        (hs(), "850511", "8505.11", Same),
        (hs(), "8505.11.10", "8505.11", Under),
        (hs(), "8505.11", "85", Under),
        (hs(), "8505", "8505.11", Coarser),
        (hs(), "85", "8505.11", Coarser),
        (hs(), "8505.19", "8505.11", Apart),
        (eccn(), "3A001.b.1", "3A001.b", Under),
        (eccn(), "3A001.b.10", "3A001.b.1", Apart),
        (eccn(), "3A001.b.1", "3A001.b.10", Apart),
        (eccn(), "3A001", "3A001.a.1", Coarser),
        (eccn(), "3A0011", "3A001", Apart),
        (eccn(), "3a001.A", "3A001.a", Same),
        (euro(), "3A001.b.1", "3A", Under),
        (euro(), "3A001", "3", Under),
        (euro(), "3A001", "3A001.b", Coarser),
        (euro(), "3A001.b.10", "3A001.b.1", Apart),
        (euro(), "3B001", "3A", Apart),
    ] {
        let (fact, law) = (scheme.parse(fact).unwrap(), scheme.parse(law).unwrap());
        assert_eq!(scheme.relation(&fact, &law), relation, "{} {fact} {law}", scheme.name);
    }
    let unusual = scheme("X", Levels::Dots, None);
    assert_eq!(
        unusual.relation("3a001.B", "3A001"),
        Under,
        "case tells no codes apart, even without an example"
    );
}

proptest! {
    #[test]
    fn a_code_in_its_one_form_is_read_as_itself(text in "\\PC{0,8}|[0-9.]{1,13}|[0-9A-Da-d.]{1,9}") {
        for scheme in [hs(), eccn(), euro()] {
            match scheme.parse(&text) {
                Ok(code) => prop_assert_eq!(scheme.parse(&code), Ok(code.as_ref().into())),
                Err(fault) => {
                    let instead = fault.words(&text, &scheme).instead;
                    prop_assert!(instead.is_none_or(|code| scheme.parse(&code).as_deref() == Ok(&*code)), "{}", text);
                }
            }
        }
    }

    #[test]
    fn relations_are_one_order(a in "[12]{1,5}(\\.[12]{1,2}){0,3}", b in "[12]{1,5}(\\.[12]{1,2}){0,3}") {
        for scheme in [hs(), eccn(), euro()] {
            let (Ok(a), Ok(b)) = (scheme.parse(&a), scheme.parse(&b)) else { continue };
            let back = match scheme.relation(&a, &b) {
                CodeRelation::Same => CodeRelation::Same,
                CodeRelation::Under => CodeRelation::Coarser,
                CodeRelation::Coarser => CodeRelation::Under,
                CodeRelation::Apart => CodeRelation::Apart,
            };
            prop_assert_eq!(scheme.relation(&b, &a), back);
        }
    }
}

#[test]
fn the_codes_above_a_code_are_those_that_it_is_under() {
    for (levels, code, expected) in [
        (
            Levels::Digits(vec![2, 4, 6, 8]),
            "8505.11.10",
            &["8505.11", "8505", "85"][..],
        ),
        (Levels::Dots, "3A001.b.10", &["3A001.b", "3A001"]),
        (Levels::Hyphens, "UA-43", &["UA"]),
        (
            Levels::Characters(vec![1, 2, 5], true),
            "3A001.a.1",
            &["3A001.a", "3A001", "3A", "3"],
        ),
    ] {
        let scheme = scheme("X", levels, None);
        assert_eq!(scheme.above(code).collect::<Vec<_>>(), expected, "{code}");
        for above in expected {
            assert_eq!(
                scheme.relation(code, above),
                CodeRelation::Under,
                "{code} under {above}"
            );
        }
    }
}
