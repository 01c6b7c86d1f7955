//! The layout: what it looks like, that it is reached in one go, and that it keeps every comment.

use crate::diagnostic::Diagnostics;
use crate::limits::Limits;
use crate::source::Sources;

fn format(text: &str) -> Option<String> {
    let file = Sources::new().add("a.rule", text);
    super::format(file, text, &Limits::default(), &mut Diagnostics::new())
}

/// Every kind of item and clause, in the layout.
const LAID_OUT: &str = r#"# What the file is about

ruleset s.t "A ruleset"
  issuer "Somebody"
  zone "Europe/Berlin"
  law in force on shipment.date
  decides each item in shipment.items

use a  # the first
use b

# ==== texts ====

source n61 "Number 61"
  short "No. 61"
  published 2025-10-09
  read as transcription
  url "https://example.org"
  paragraphs "734.3(a)", "734.4(a)(1)", "734.4(a)(2)", "734.4(a)(3)", "734.4(a)(4)", "734.4(a)(5)", "734.4(a)(6)(i)",
    "734.4(a)(6)(ii)"
  read "8" as press
  not coded "6" because "How to apply"
  partly coded "7", "8" because "Facts ask for it"

# Directly above its item.
enum Kind "Kinds"
  cite n61 "1"
  military "Armed forces"
  civil    "Anybody else"  # the rest
  other, more

record Party "A party"
  identified by id
  id      : text                               "Its number"
  kind    : Kind or none                       ask "Which kind?"
  holders : list of Holding, left out means [] "Holders" ask "Who?"
  share   : percent between 0% and 100%
  must hold: (sum of h.share for h in holders) is at most 100%

extend Party
  price : money more than 10 000 EUR or none

group g "A group" of country
  HK, MO, s.other, HS 8505.11

group h
  read from "x.csv" column iso2 where kind is "A:5"
  certain where x is "read"
  incomplete because "A sample"

code HS "Harmonized System"
  levels 2, 4, 6 digits
  example "8505.11"

measure energy_density "Energy per mass" in "Wh/kg"  # in quotes: no word

measure volume "Volume" in m3
  1 l is 0.001 m3  # a litre
  3 third is 1 l

fact shipment : Shipment "The export" ask "What is it?"

table t "A table"
  read from "x.csv"
  only rows where part is 1
  columns
    id    : HS
    limit : money in USD read as "max" "The limit"
  one row per id, limit
  certain where id is "read"
  complete

table u
  columns
    a : text
  complete
  | a         | b       |
  # between rows
  | "a"       | 10 000  |
  | HS 8505.1 | unknown |

parameter p : percent "A share"
  0.1% from 2025-10-09, last day 2026-01-01
  60% before 2024-01-01
  5% always

definition f(a : Article, b : list of Party) : percent "A figure"
  cite n61 "1"
  means according to reading r
    one:     sum of p.price for p in all parts of a where counts(p), outermost only, not inside any q where is_magnet(q)
    another: (a.x / -b.y) + 10 000.5 * 3

decision licence "Is a licence needed?"
  arises only when x is y
  outcomes, strictest first
    required "A licence is needed" ranks as licence
    free     "Free"
  otherwise free

decision due : money "Duty"
  arises only when x is y
  adds up
  rounded to 0.01 USD half up
  otherwise 0 USD

decision rate : percent "Rate"
  takes the greatest
  rounded to 0.1% half even
  otherwise 1%

summary all "May it go?"
  strictest of a.x, b.y

rule r "A rule"
  cite n61 "1(1)", "8"
  only if reading a is b and reading c is not d
  from according to readings a, b
    | a   | b     | first_day  |
    | one | any   | 2026-01-01 |
    | two | three | open       |
  last day according to reading a
    one:     2026-11-10
    another: open
  for each party in {shipment.importer, shipment.end_user} where party.kind is military
  when is_military(shipment.end_user)
   and (at least one and every purpose in shipment.uses satisfies
          purpose.kind is in {emergency_medical, public_health, disaster_relief, other_humanitarian})
   and not x is at least 5  # why
  unless a or b
  then licence is required
       and imposes report
  because "{party.name} is listed"

figure most : money or none "The greatest"
  cite n61 "1"
  is greatest of (sum of p.price for p in all parts of a where counts(p) separately by p.hs cut to 4 digits)

definition converted : money "In yuan"
  means (the only p in xs where p.id is "A").price converted to shipment.currency by core.rates on shipment.date

rule s "An amount"
  then due includes 25% * item.value + round item.value / 3 to 0.01 USD half even
       and due includes -(round item.x to 1 kg up)

exemption e "An exemption"
  sets aside rules citing n61 "1" except r
  sets aside r for party, s
  when foreign_made is not met

restriction n "A restriction"
  sets aside all exemptions except e

flag f2 "A flag"
  for review
  when x is on or before y

obligation o "An obligation"
  owed by "the importer"
  within 10 days after shipment.date
  done on shipment.report_sent

suspension q "A suspension"
  from 2025-11-07
  before 2026-11-10
  suspends provisions citing n55, n56 "1"
  suspends ruleset a.b

reading r2 "Which?"
  one     "The one"
  another "The other"
  suggested, not applied: one

# Tests stand in files of their own, but this is allowed too.
case c "A case"
  shipment.date is 2027-02-01
  shipment.items is [{
    id: "M1", name: "magnet", stage: component, form: magnet, made_in: VN, origin: VN, hs: HS 8505.11, eccn: none,
    parts: [{ id: "T1", name: "terbium oxide", stage: material, form: oxide, made_in: CN, price: -10.5 USD, parts: [] }]
  }]
  parties is [
    { id: "P0", name: "Viet Magnets", country: VN, kind: civil, branch_of: none, holders: [] },
    { id: "P1", name: "Hanil Motors", country: KR, kind: Kind.civil, branch_of: unknown, holders: [] }
  ]
  "Hanil Motors" is not in listed_parties.name

case d from c
  parties also has { id: "A" }

test "a test"
  as of 2027-02-01
  given c with shipment.items["M1"].parts[1].price is 10 000 USD
  reading a is b
  readings suggested except c, d
  examples
    | breach            | f(shipment.items["M1"], CN) |
    | unlicensed_export | 3 000 000 CNY               |
  expect when reading a is b: licence is required because r, s for shipment.items["M1"]
  expect policy does not arise
  expect no report
  expect flag f2
  expect r is suspended by q
  # the last
"#;

#[test]
fn the_layout_is_reached_and_stays() {
    assert_eq!(format(LAID_OUT).as_deref(), Some(LAID_OUT));
}

#[test]
fn line_breaks_and_blanks_of_the_author_do_not_matter() {
    for (text, layout) in [
        (
            "ruleset s\n\n\n\nrule r\n      when\n a>=5 and b<CN\n  then d\n    is o",
            "ruleset s\n\nrule r\n  when a is at least 5 and b is less than CN\n  then d is o\n",
        ),
        (
            "ruleset   s   \"T\"\r\nuse a\r\n\r\nuse b",
            "ruleset s \"T\"\n\nuse a\nuse b\n",
        ),
        (
            "ruleset s\nrule r\n  cite a \"1\", \"2\", b\n  then d is o and imposes p",
            "ruleset s\n\nrule r\n  cite a \"1\", \"2\"\n  cite b\n  then d is o\n       and imposes p\n",
        ),
        (
            "ruleset s\ndefinition f means a + 12345.678 kg - 1 234",
            "ruleset s\n\ndefinition f\n  means a + 12 345.678 kg - 1234\n",
        ),
        (
            "ruleset s\nenum E a \"A\"\n bb",
            "ruleset s\n\nenum E\n  a \"A\"\n  bb\n",
        ),
    ] {
        assert_eq!(format(text).as_deref(), Some(layout), "{text:?}");
        assert_eq!(format(layout).as_deref(), Some(layout), "{layout:?}");
    }
}

#[test]
fn comments_stay_at_their_place() {
    for (text, layout) in [
        (
            "ruleset s\nrule r\n  when a # one\n # two\n   and b # three\n  then d is o\n# four\n",
            "ruleset s\n\nrule r\n  when a  # one\n   # two\n   and b  # three\n  then d is o\n\n# four\n",
        ),
        (
            "# a\n# b\n\n\n# c\nruleset s # d\n  # e\n",
            "# a\n# b\n\n# c\nruleset s  # d\n  # e\n",
        ),
        (
            "ruleset s\nuse a\n# why\nuse b\n\n\n# end",
            "ruleset s\n\nuse a\n\n# why\nuse b\n\n# end\n",
        ),
    ] {
        assert_eq!(format(text).as_deref(), Some(layout), "{text:?}");
        assert_eq!(format(layout).as_deref(), Some(layout), "{layout:?}");
    }
}

#[test]
fn a_comment_put_anywhere_is_kept() {
    let start = LAID_OUT.find("enum Kind").unwrap();
    let comments = LAID_OUT.matches('#').count();
    let mut kept = 0;
    for (at, _) in LAID_OUT
        .match_indices([' ', '\n'])
        .filter(|(at, _)| *at > start)
        .step_by(37)
    {
        let (before, after) = LAID_OUT.split_at(at);
        let line = before.rsplit('\n').next().unwrap();
        if line.contains('#') || line.matches('"').count() % 2 == 1 || line.is_empty() {
            continue;
        }
        let Some(once) = format(&format!("{before}  # new\n  {after}")) else {
            continue;
        };
        assert_eq!(once.matches('#').count(), comments + 1, "{line}");
        assert_eq!(format(&once).as_ref(), Some(&once), "{line}");
        kept += 1;
    }
    assert!(kept > 20, "only {kept} places took a comment");
}

#[test]
fn a_file_that_cannot_be_read_is_not_written() {
    for text in [
        "rule r",
        "ruleset s\nrule r\n  when a = b\n  then d is o",
        "ruleset s\nflag f\n  when a and b or c",
    ] {
        assert_eq!(format(text), None, "{text}");
    }
}
