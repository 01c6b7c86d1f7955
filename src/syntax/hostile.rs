//! Files that were made to do harm, or were damaged: each gives an error or a result, never a crash.

use std::fmt::Write;

use proptest::prelude::any;
use proptest::proptest;

use super::parse;
use crate::diagnostic::Code;
use crate::diagnostic::Diagnostics;
use crate::limits::Limits;
use crate::source::Sources;

const SMALL: &str = r#"ruleset s "S"

table t "T"
  columns
    a : HS or none in % read as "b" "A"   # c
  one row per a
  incomplete because "X"
  | a       |
  | HS 85.1 |

rule r "R"
  cite n "1"
  from according to reading q
    c: 2026-01-01
    d: open
  for each p in all parts of item where p.x is in {A, b}, outermost only
  when not (some q in {p} satisfies q.a is at least -1.5% and (reading k is not l))
   and f(p, 10 000 USD) is not none
  then d is o
       and imposes z
  because "{p.x} is {f(p)}"
"#;

/// The codes that a text gives.
fn codes(text: &str) -> Vec<Code> {
    let mut diagnostics = Diagnostics::new();
    let file = Sources::new().add("a.rule", text);
    parse(file, text, &Limits::default(), &mut diagnostics);
    diagnostics.iter().map(|diagnostic| diagnostic.code).collect()
}

fn rule(condition: &str) -> Vec<Code> {
    codes(&format!("ruleset s\nrule r\n  when {condition}\n  then d is o\n"))
}

#[test]
fn the_small_file_is_read() {
    assert_eq!(codes(SMALL), []);
}

#[test]
fn sixty_four_brackets_are_read_and_sixty_five_are_too_deep() {
    for (open, close) in [
        ("(", ")"),
        ("f(", ")"),
        ("(a and not b.c(", "))"),
        ("-(1 + 2 * (", "))"),
    ] {
        let levels = 64 / open.matches(['(', '{']).count();
        let nested = |levels: usize| format!("{}x{}", open.repeat(levels), close.repeat(levels));
        let code = if open.len() > 3 && open.starts_with(['(', '-']) {
            vec![Code::R110]
        } else {
            vec![]
        };
        assert_eq!(rule(&nested(levels)), code, "{open}");
        assert_eq!(rule(&nested(levels + 1)), [Code::R110], "{open}");
    }
}

#[test]
fn what_nests_without_brackets_is_bounded_too() {
    for (piece, last) in [
        ("not ", "x"),
        ("- ", "x"),
        ("some p in xs satisfies ", "x"),
        ("if a then b else ", "c"),
        ("all parts of ", "x"),
        ("sum of ", "x"),
        ("x + ", "x"),
        ("x.", "x"),
        ("x where ", "x"),
        ("according to reading r a: ", "x"),
        ("(some p in xs satisfies ", "x"),
        ("[", ""),
        ("x is ", "x"),
        ("\"", ""),
        ("{", ""),
    ] {
        for count in [65, 130, if piece == "not " { 20_000 } else { 2_000 }] {
            let found = rule(&format!("{}{last}", piece.repeat(count)));
            assert!(!found.is_empty() || count < 130, "{count} times {piece}");
        }
    }
}

#[test]
fn what_is_inserted_into_a_text_is_bounded_too() {
    let nested = |levels: usize| format!("x\n  because \"{{{}y{}}}\"", "(".repeat(levels), ")".repeat(levels));
    assert_eq!(rule(&nested(64)), []);
    assert_eq!(rule(&nested(20_000)), [Code::R110]);
}

#[test]
fn brackets_that_do_not_fit_cost_no_time() {
    for piece in [
        "(a is b and ",
        "(sum of (",
        "f(x, (",
        "(some p in (x) satisfies (",
        "{(",
        "(if (a) then (",
    ] {
        let depth = 60 / piece.matches(['(', '{']).count();
        assert!(!rule(&piece.repeat(depth)).is_empty(), "{piece}");
        assert!(
            !rule(&format!("{}x{}", piece.repeat(depth), ") + 1".repeat(depth))).is_empty(),
            "{piece}"
        );
    }
}

#[test]
fn a_file_that_is_cut_anywhere_gives_a_result() {
    for end in 0..SMALL.len() {
        codes(SMALL.get(..end).unwrap());
    }
}

#[test]
fn a_sign_put_anywhere_gives_a_result() {
    let start = SMALL.find("rule r").unwrap();
    for (at, sign) in (start..SMALL.len()).zip("\0\"{)|\u{202E}\n\ré,".chars().cycle()) {
        let (before, after) = SMALL.split_at(at);
        codes(&format!("{before}{sign}{after}"));
    }
}

#[test]
fn a_long_line_and_many_items_are_read() {
    let mut many = String::from("ruleset s\n");
    for index in 0..2_000 {
        let _ = write!(many, "\nfact f{index} : text \"{}\"\n", "x".repeat(50));
    }
    assert_eq!(codes(&many), []);
    assert_eq!(codes(&format!("ruleset s \"{}\"", "ab ".repeat(80_000))), []);
    assert_eq!(codes(&format!("# {}\nruleset s", "ab ".repeat(100_000))), []);
    assert_eq!(codes(&"(".repeat(200_000)).first(), Some(&Code::R102));
    assert_eq!(codes(&"a\n".repeat(2_000)).len(), 1_001);
    assert_eq!(codes(&format!("ruleset s\n{}", "rule r\n".repeat(2_000))).len(), 1_000);
}

proptest! {
    #[test]
    fn any_text_gives_a_result(text in any::<String>()) {
        codes(&text);
    }

    #[test]
    fn any_words_of_the_language_give_a_result(words in proptest::collection::vec(0_usize..WORDS.len(), 0..40)) {
        let text: String = words.into_iter().map(|word| WORDS[word]).collect();
        codes(&text);
    }
}

const WORDS: &[&str] = &[
    "\n",
    "\n  ",
    " ",
    "ruleset s",
    "rule r",
    "decision d \"D\"",
    "when ",
    "then ",
    "is ",
    "not ",
    "and ",
    "or ",
    "(",
    ")",
    "{",
    "}",
    "x",
    ".y",
    "some p in ",
    "satisfies ",
    "where ",
    "sum of ",
    "for ",
    "according to reading r ",
    "c: ",
    "10 000 ",
    "USD",
    "0.1%",
    "2026-11-10",
    "\"t\"",
    "| ",
    "table t",
    "columns",
    "a : text",
    "#",
    "test \"t\"",
    "given ",
    "expect ",
    "if ",
    "else ",
    ", outermost only",
    "reading r is c",
    "because \"{x}\"",
    "not inside any q ",
    "cite n \"1\"",
    "all parts of ",
    "record R",
    "enum E",
    "group g",
    "[",
    "]",
    "least ",
    "at ",
    "is at least ",
    "- ",
];
