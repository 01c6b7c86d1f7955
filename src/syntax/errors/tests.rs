//! The likely slips, each with its code, its words and its first way out.

use crate::diagnostic::Diagnostics;
use crate::limits::Limits;
use crate::source::Sources;
use crate::syntax::parse;

/// Each diagnostic as `CODE at: title; help`.
fn report(text: &str) -> Vec<String> {
    let mut diagnostics = Diagnostics::new();
    let mut sources = Sources::new();
    let file = sources.add("a.rule", text);
    parse(file, text, &Limits::default(), &mut diagnostics);
    let sorted = diagnostics.sorted();
    let lines = sorted.iter().map(|diagnostic| {
        let at = diagnostic
            .at
            .as_ref()
            .map(|label| sources.text(label.span))
            .unwrap_or_default();
        let help = diagnostic.help.join(" / ");
        format!("{} {at}: {}; {help}", diagnostic.code, diagnostic.title)
    });
    lines.collect()
}

fn check(cases: &[(&str, &str)], file: impl Fn(&str) -> String) {
    let said = |text: &str| report(&file(text));
    let others: Vec<_> = cases
        .iter()
        .filter(|(text, expected)| said(text) != [*expected])
        .map(|(text, expected)| (text, said(text), expected))
        .collect();
    assert!(others.is_empty(), "{others:#?}");
}

const CONDITIONS: &[(&str, &str)] = &[
    ("x = CN", "R103 =: `=` compares nothing; write `is`"),
    ("x == CN", "R103 ==: `==` compares nothing; write `is`"),
    ("x != CN", "R103 !=: `!=` compares nothing; write `is not`"),
    ("x ≠ CN", "R103 ≠: `≠` compares nothing; write `is not`"),
    ("x && y", "R104 &&: `&&` is a sign of another language; write `and`"),
    ("x || y", "R104 ||: `||` is a sign of another language; write `or`"),
    ("!x", "R104 !: `!` is a sign of another language; write `not`"),
    ("x => 5", "R103 =>: `=>` compares nothing; write `is at least 5`"),
    ("x is 'a'", "R104 ': `'` begins no text; write `\"a\"`"),
    ("x is at least 0,1%", "R106 ,: a comma in a number; write `0.1%`"),
    (
        "x is at least 1,000",
        "R106 ,: a comma in a number; write `1.000` or `1000`",
    ),
    ("x is at least 1e3", "R106 e: an exponent in a number; write `1000`"),
    (
        "x is at least 0.1 %",
        "R106 %: `%` stands apart from its number; write `0.1%`",
    ),
    (
        "x is at least 5USD",
        "R106 5: `5USD` is no number; if `USD` is a unit, write `5 USD`",
    ),
    (
        "x is at least 14 00 USD",
        "R106 14 00: a number in pieces; blanks group by threes, from the point: `1 400`",
    ),
    (
        "x is 10.11.2026",
        "R113 10.11.2026: 10 November or 11 October?; write `2026-11-10` or `2026-10-11`",
    ),
    (
        "x is 10/11/2026",
        "R113 10/11/2026: 10 November or 11 October?; write `2026-11-10` or `2026-10-11`",
    ),
    (
        "x is 2026-1-5",
        "R113 2026-1-5: `2026-1-5` is not written as a date; write `2026-01-05`",
    ),
    (
        "x is 2026-02-29",
        "R113 2026-02-29: there is no day `2026-02-29`; February 2026 has 28 days",
    ),
    (
        "x is 2026-11-10T00:00",
        "R113 2026-11-10T00:00: a date has no time of day; write the day alone, in the zone of the law: \
             `2026-11-10`",
    ),
    ("x CN", "R107 CN: `is` is missing before `CN`; write `is CN`"),
    (
        "x is greater than 5",
        "R107 greater: `greater` compares nothing; write `is more than 5`",
    ),
    (
        "xs contains CN",
        "R107 contains: `contains` compares nothing; write `x is in LIST`, or `(some x in LIST satisfies …)`",
    ),
    (
        "x is not at least 5",
        "R107 5: `is not at least` has words of its own; write `is less than 5`",
    ),
    (
        "r does not apply",
        "R107 apply: `does not apply` is said otherwise; write `not` before it: `not foreign_made applies`",
    ),
    ("(x and y", "R107 (: `(` is not closed; close it with `)`"),
    (
        "x and y)",
        "R107 ): `)` closes nothing; remove it, or open a bracket before",
    ),
    (
        "f (x)",
        "R107 (: `(` was not expected here; a call has no blank before its bracket: `caught(item)`",
    ),
    ("xs[\"a\"].b is CN", PICKED),
    ("x is −5", "R114 −: another dash (U+2212); write the plain `-`"),
    (
        "x is “a”",
        "R114 “: a curly quote (U+201C); write the straight quote `\"`",
    ),
    (
        "x is\u{A0}CN",
        "R114 \u{A0}: a blank that does not break a line (U+00A0); write a plain blank",
    ),
    (
        "\u{43E}rigin is CN",
        "R114 \u{43E}rigin: `\u{43E}rigin` is no name: its 1st letter is Cyrillic (U+043E); write `origin`",
    ),
    (
        "or\u{200B}igin is CN",
        "R114 \u{200B}: a character that cannot be seen (U+200B); remove it",
    ),
    (
        "x is \"a",
        "R105 \"a: a text without its closing quote; close it with `\"` on the same line",
    ),
];

#[test]
fn conditions() {
    check(CONDITIONS, |text| {
        format!("ruleset s\nrule r\n  when {text}\n  then d is o\n")
    });
}

const PICKED: &str = "R107 [\"a\"]: only tests and cases pick one element of a list; say which elements are meant: \
                      `(some x in xs satisfies …)`";

#[test]
fn brackets() {
    let cases = [
        (
            "a or b and c",
            "R108 b: `and` stands beside `or` without brackets; (a or b) and c / a or (b and c)",
        ),
        (
            "a and b or c and d",
            "R108 b: `and` stands beside `or` without brackets; a and (b or c) and d / (a and b) or (c and d)",
        ),
        (
            "sum of h.share for h in p.holders # one\n  where listed(h.party) is at least x",
            "R109 sum: a sum that is compared needs brackets; \
             (sum of h.share for h in p.holders where listed(h.party)) is at least x / \
             (sum of h.share for h in p.holders where listed(h.party) is at least x)",
        ),
        (
            "every p in xs satisfies p.a is CN and y",
            "R109 every: an `every` beside another condition needs brackets; \
             (every p in xs satisfies p.a is CN) and y / (every p in xs satisfies p.a is CN and y)",
        ),
        (
            "x is at least count of p in xs",
            "R109 count: a count that is compared needs brackets; x is at least (count of p in xs)",
        ),
        (
            "some p in xs satisfies p.a",
            "R109 some: a `some` here needs brackets; (some p in xs satisfies p.a)",
        ),
        (
            "reading r is c and x",
            "R109 reading r is c: a condition on a reading needs brackets beside another condition; \
             write `(reading r is c)`",
        ),
    ];
    check(&cases, |text| {
        format!("ruleset s\nrule r\n  when {text}\n  then d is o\n")
    });
    let cases = [
        (
            "sum of p.a for p in xs where p.b and p.c",
            "R109 sum: a sum beside another condition needs brackets; (sum of p.a for p in xs where p.b) and p.c / \
             (sum of p.a for p in xs where p.b and p.c)",
        ),
        (
            "x / count of p in xs",
            "R109 count: a count beside other words needs brackets; x / (count of p in xs)",
        ),
        (
            "according to reading r  a: according to reading s  b: 1  c: 2",
            "R109 according: a choice by reading here needs brackets; \
             (according to reading s b: 1 c: 2)",
        ),
    ];
    check(&cases, |text| format!("ruleset s\ndefinition d\n  means {text}\n"));
}

#[test]
fn whole_bodies_need_no_brackets() {
    for body in [
        "sum of p.a for p in xs where (p.b and p.c), outermost only, not inside any q where q.d",
        "if x then 1 else if y then 2 else 3",
        "f(some p in xs satisfies p.a and p.b)",
        "(sum of p.a for p in xs where p.b and p.c) is at least 5",
        "according to reading r\n    a: some p in xs satisfies p.b\n    b: x else y",
        "according to readings r, s\n    | r | s | value |\n    | a | any | 1 / 3 |",
        "x else y",
        "greatest of {1, 2} + least of {3}",
        "the law's date",
        "all parts of direct parts of x",
        "reading r is not c",
        "x ≥ 5 and y < 3",
    ] {
        assert_eq!(
            report(&format!("ruleset s\ndefinition d\n  means {body}\n")),
            [""; 0],
            "{body}"
        );
    }
}

#[test]
fn clauses() {
    let cases = [
        (
            "rule r\n  until 2026-11-10\n  then d is o",
            "R112 until: `until` does not say whether the day is inside; \
             `last day 2026-11-10` if it is, `before 2026-11-10` if not",
        ),
        (
            "rule r\n  from 2026-01-01 through 2026-11-10\n  then d is o",
            "R112 through: `through` does not say whether the day is inside; \
             `last day 2026-11-10` if it is, `before 2026-11-10` if not",
        ),
        (
            "rule r\n  from 10 November 2026\n  then d is o",
            "R113 10 November 2026: `10 November 2026` is not written as a date; write `2026-11-10`",
        ),
        (
            "group g\n  HS 8501, HS 8502\n  HS 8503",
            "R107 HS: `HS` begins no clause of a group; members go on after a comma: end the line above with `,`",
        ),
        (
            "rule r\n  wen x\n  then d is o",
            "R107 wen: `wen` begins no clause of a rule; did you mean `when`?",
        ),
        (
            "rule r\n  if x\n  then d is o",
            "R107 if: `if` begins no clause of a rule; write `when x`",
        ),
        (
            "rule r\n  when x\n  d is o",
            "R107 d: `then` is missing before `d is o`; write `then d is o`",
        ),
        (
            "flag f\n  when x\n  d is o",
            "R107 d: `d is …` is joined to nothing; \
             write `and` or `or` before it, if it is one condition with what stands above",
        ),
        (
            "definition d\n  means x\n  otherwise y",
            "R117 otherwise: `otherwise` is no clause of a definition; \
             a definition says `means …`",
        ),
        (
            "record R\n  a : text\n  when x",
            "R117 when: `when` is no clause of a record; \
             a record says `identified by …`, and one field a line: `price : money \"Price\"`",
        ),
        (
            "definition d\n  means x\n\n  rule r\n    then d is o",
            "R117 rule: `rule r` is indented, so it would be a part of a definition; \
             write `rule` at the beginning of the line",
        ),
        (
            "flag f\n  when x\n  when y",
            "R118 when: `when` stands twice; join the two with `and` or with `or`",
        ),
    ];
    check(&cases, |text| format!("ruleset s\n\n{text}\n"));
}

#[test]
fn items() {
    let cases = [
        (
            "rule r\n  when x",
            "R411 r: rule `r` concludes nothing; end it with `then`, a decision, `is` and an outcome: `then licence is required`",
        ),
        (
            "definition d\n  cite n",
            "R119 d: definition `d` means nothing; end it with `means …`",
        ),
        ("rule r\n  when", "R107 when: a rule ends too early; "),
        (
            "enum E\n  none",
            "R111 none: `none` is a word of the language; call it `no_value`",
        ),
        (
            "definition for\n  means 1",
            "R111 for: `for` is a word of the language; call it `meant_for`",
        ),
        (
            "enum E\n  a b",
            "R107 b: a comma is missing between `a` and `b`; write `a, b`",
        ),
        (
            "record R\n  a text",
            "R107 text: `text` stands where `:` was expected; ",
        ),
        (
            "flag f\n  because \"a {b\"",
            "R107 {: `{` without `}`; close it: `{cn_share(item)}`",
        ),
        (
            "flag f\n  because \"a {b c}\"",
            "R107 b c: `b c` is nothing that can be inserted; write a name, a field or a call in braces: `{cn_share(item)}`",
        ),
        (
            "use \"trade\"",
            "R107 \"trade\": `use` names a ruleset, without quotes; write `use trade`",
        ),
        (
            "test \"t\"\n  given x is between 1 and 2",
            "R107 1: `between` states no single value; state one value, or `unknown`, and expect one",
        ),
        (
            "test \"t\"\n  expect d is one of {a, b}",
            "R107 of: `one of` states no single value; state one value, or `unknown`, and expect one",
        ),
        (
            "test \"t\"\n  expect a + b applies",
            "R107 a + b: `a + b` is no name of a rule, a decision or an obligation; ",
        ),
    ];
    check(&cases, |text| format!("ruleset s\n\n{text}\n"));
}

#[test]
fn rows() {
    let cases = [
        (
            "| a | b |\n  | \"x\" |",
            "R120 | \"x\" |: this row has 1 cells, its heading 2; a row has one cell for each name in the heading",
        ),
        (
            "| a | b |\n  | \"x\" | |",
            "R120  : a cell is blank; write `none` if there is none, `unknown` if nobody read it",
        ),
        (
            "| a | b |\n  | \"x\" | 5",
            "R120 | \"x\" | 5: this row has no bar at its end; end it with `|`",
        ),
        (
            "| \"a\" | b |",
            "R120 \"a\": the first row is the heading: names only; ",
        ),
    ];
    check(&cases, |text| {
        format!("ruleset s\ntable t\n  columns\n    a : text\n  complete\n  {text}\n")
    });
}

#[test]
fn lines_at_the_edge() {
    let cases = [
        (
            "ruleset s\nrul r\n  then d is o",
            "R101 rul: `rul` begins no item; did you mean `rule`?",
        ),
        (
            "ruleset s\nflag f\nwhen x",
            "R101 when: `when` begins no item; indent it, so that it belongs to the item above",
        ),
        (
            "ruleset s\nruleset t",
            "R101 ruleset: `ruleset` begins no item; it stands once, at the beginning of the file",
        ),
        (
            "ruleset s\n{",
            "R101 {: `{` begins no item; if it belongs to the item above, indent it; an item begins with its kind: `rule NAME \"Title\"`",
        ),
        (
            "use s",
            "R102 use: the file does not begin with what it is; begin it with `ruleset NAME \"Title\"`, or with `tests of NAME \"Title\"`",
        ),
        (
            "rulset s",
            "R102 rulset: the file does not begin with what it is; did you mean `ruleset`?",
        ),
        (
            "",
            "R102 : the file is empty; begin it with `ruleset NAME \"Title\"`, or with `tests of NAME \"Title\"`",
        ),
        (
            "ruleset s # a\u{202E}b",
            "R114 \u{202E}: a character that turns the direction of writing (U+202E); remove it: what is read and what is shown would differ",
        ),
    ];
    check(&cases, str::to_owned);
}

#[test]
fn what_is_not_part_of_the_language_does_not_parse() {
    let item = "case c\n  x may have more";
    assert_eq!(report(&format!("ruleset s\n\n{item}\n")).len(), 1, "{item}");
}
