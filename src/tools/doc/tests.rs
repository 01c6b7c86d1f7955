//! A slip of one word changes the sentence; what means the same has the same sentence and the same hash.

use std::path::Path;

use super::ReadBack;
use super::read_back;
use crate::compile::compile;
use crate::diagnostic::Diagnostics;
use crate::limits::Limits;
use crate::pack;
use crate::pack::MANIFEST;
use crate::pack::Memory;
use crate::source::Sources;

/// A law in which each kind of thing stands once.
const LAW: &str = include_str!("law.rule");

/// Amounts, tables, days: what the other law has not.
const MORE: &str = include_str!("more.rule");

/// Everything that a file says, read back.
fn read(text: &str) -> Vec<ReadBack> {
    let memory = Memory::new()
        .with(format!("pack/{MANIFEST}"), "title = \"T\"\n")
        .with("pack/a.rule", text);
    let limits = Limits::default();
    let (mut sources, mut diagnostics) = (Sources::new(), Diagnostics::new());
    let mut opened = pack::open(&memory, Path::new("pack"), &limits, &mut sources, &mut diagnostics).unwrap();
    let compiled = compile(&mut opened, sources, diagnostics, &limits);
    let said: Vec<String> = compiled.diagnostics.iter().map(|said| format!("{said:?}")).collect();
    let plan = compiled.plan.unwrap_or_else(|| panic!("{said:#?}\n{text}"));
    read_back(&plan, &compiled.sources, &[], &mut Diagnostics::new())
}

fn of<'r>(all: &'r [ReadBack], name: &str) -> &'r ReadBack {
    let found = all.iter().find(|one| one.short == name);
    found.unwrap_or_else(|| panic!("{name} is not read back"))
}

fn changed(from: &str, to: &str) -> String {
    changed_in(LAW, from, to)
}

fn changed_in(law: &str, from: &str, to: &str) -> String {
    assert_eq!(law.matches(from).count(), 1, "`{from}` has to stand once in the law");
    law.replace(from, to)
}

/// In which item, what stands there, and what a slip makes of it.
const SLIPS: &[(&str, &str, &str)] = &[
    // Traversals and filters.
    (
        "content",
        "all parts of a where counts(p), outermost only",
        "direct parts of a where counts(p), outermost only",
    ),
    (
        "content",
        "all parts of a where counts(p), outermost only",
        "innermost parts of a where counts(p), outermost only",
    ),
    (
        "content",
        "all parts of a where counts(p), outermost only",
        "a with all its parts where counts(p), outermost only",
    ),
    (
        "content",
        "all parts of a where counts(p), outermost only",
        "all parts of a where counts(p)",
    ),
    (
        "content",
        "all parts of a where counts(p), outermost only",
        "all parts of a, outermost only, where counts(p)",
    ),
    (
        "content",
        "all parts of a where counts(p), outermost only",
        "all parts of a where not counts(p), outermost only",
    ),
    (
        "content",
        "not inside any q where q.origin is CN",
        "not inside any q where q.origin is VN",
    ),
    (
        "content",
        "not inside any q where q.origin is CN",
        "where p.origin is not CN",
    ),
    ("content", "sum of p.price", "sum of p.cost"),
    ("largest", "greatest of p.price", "least of p.price"),
    ("largest", "innermost parts of a", "direct parts of a"),
    (
        "lots",
        "count of p in direct parts of a",
        "count of p in all parts of a",
    ),
    // Quantifiers.
    (
        "some_listed",
        "some p in shipment.people satisfies",
        "every p in shipment.people, if any, satisfies",
    ),
    (
        "some_listed",
        "some p in shipment.people satisfies",
        "no p in shipment.people satisfies",
    ),
    (
        "some_listed",
        "some p in shipment.people satisfies",
        "at least one and every p in shipment.people satisfies",
    ),
    (
        "no_arms",
        "at least one and every u in shipment.uses",
        "every u in shipment.uses, if any,",
    ),
    (
        "no_arms",
        "at least one and every u in shipment.uses",
        "some u in shipment.uses",
    ),
    // And, or, not, brackets, which element.
    (
        "mixed",
        "(shipment.gift or shipment.sample) and shipment.paid",
        "shipment.gift or (shipment.sample and shipment.paid)",
    ),
    (
        "mixed",
        "(shipment.gift or shipment.sample) and shipment.paid",
        "(shipment.gift and shipment.sample) or shipment.paid",
    ),
    (
        "mixed",
        "(shipment.gift or shipment.sample) and shipment.paid",
        "(shipment.gift or not shipment.sample) and shipment.paid",
    ),
    ("nested", "q.origin is p.origin", "q.origin is a.origin"),
    ("nested", "q.origin is p.origin", "p.origin is a.origin"),
    ("nested", "some q in all parts of p", "some q in all parts of a"),
    ("same", "p is q or p.branch_of is q", "p is q or q.branch_of is p"),
    // Comparisons, thresholds, units.
    (
        "caught",
        "share(a) is at least threshold",
        "share(a) is more than threshold",
    ),
    (
        "caught",
        "share(a) is at least threshold",
        "share(a) is at most threshold",
    ),
    (
        "caught",
        "share(a) is at least threshold",
        "share(a) is less than threshold",
    ),
    ("threshold", "0.1% from 2025-10-09", "0.01% from 2025-10-09"),
    ("threshold", "0.1% from 2025-10-09", "0.1% from 2025-10-08"),
    (
        "threshold",
        "0.2% from 2026-01-01",
        "0.2% from 2026-01-01, last day 2026-12-31",
    ),
    ("share", "content(a) / a.price", "a.price / content(a)"),
    ("share", "content(a) / a.price", "content(a) / a.cost"),
    (
        "dated",
        "shipment.date is on or before 2026-11-10",
        "shipment.date is before 2026-11-10",
    ),
    (
        "dated",
        "shipment.date is on or before 2026-11-10",
        "shipment.date is on or after 2026-11-10",
    ),
    ("ranged", "is between 1 and 5", "is between 1 and 4"),
    ("ranged", "is between 1 and 5", "is not between 1 and 5"),
    // Sets, groups, codes, none.
    ("in_set", "u.kind is in {arms, relief}", "u.kind is in {arms}"),
    (
        "in_set",
        "u.kind is in {arms, relief}",
        "u.kind is not in {arms, relief}",
    ),
    ("magnets", "a.hs is under HS 8505.11", "a.hs is under HS 8505"),
    ("magnets", "a.hs is under HS 8505.11", "a.hs is HS 8505.11"),
    ("abroad", "a.origin is not CN", "a.origin is CN"),
    ("abroad", "a.origin is not in regions", "a.origin is in regions"),
    ("no_branch", "p.branch_of is none", "p.branch_of is not none"),
    ("rate_of", "(b else 5%)", "(b else 6%)"),
    ("regions", "HK, MO", "HK, MO, TW"),
    ("regions", "HK, MO", "HK, MO incomplete because \"A sample\""),
    // Readings.
    ("by_reading", "wide:   a.parts_price", "wide:   a.price"),
    ("by_reading", "narrow: a.price", "narrow: a.cost"),
    ("either", "(reading scope is wide)", "(reading scope is narrow)"),
    ("either", "(reading scope is wide)", "(reading scope is not wide)"),
    // Tables.
    ("listed", "incomplete because \"A sample\"", "complete"),
    ("listed", "certain where seen is \"read\"", ""),
    ("listed", "one row per name", ""),
    ("rates", "| VN   | 5%   |", "| VN   | 6%   |"),
    ("on_list", "p.name is in listed.name", "p.name is in listed.seen"),
    ("rate_for", "rates(a.origin).rate", "rates(a.made_in).rate"),
    // Decisions.
    ("licence", "    exempt   \"No licence\"      ranks as conditional\n", ""),
    ("licence", "otherwise free", "otherwise exempt"),
    (
        "policy",
        "arises only when licence is required",
        "arises only when licence is exempt",
    ),
    ("all_of_it", "strictest of licence, policy", "strictest of licence"),
    // Rules: period, conditions, what follows.
    ("foreign_made", "from 2025-12-01", "from 2025-12-02"),
    ("foreign_made", "last day 2026-11-30", "before 2026-11-30"),
    ("foreign_made", "last day 2026-11-30", ""),
    (
        "foreign_made",
        "caught(item) and abroad(item)",
        "caught(item) or abroad(item)",
    ),
    ("foreign_made", "caught(item) and abroad(item)", "caught(item)"),
    (
        "listed_party",
        "for each party in {shipment.exporter, shipment.buyer}",
        "for each party in {shipment.exporter}",
    ),
    (
        "listed_party",
        "only if reading scope is wide",
        "only if reading scope is narrow",
    ),
    ("listed_party", "only if reading scope is wide", ""),
    ("listed_party", "then policy is refused", "then policy is ordinary"),
    (
        "relief_goods",
        "sets aside foreign_made",
        "sets aside foreign_made, given",
    ),
    ("relief_goods", "unless to_army", ""),
    ("relief_goods", "and imposes report", ""),
    ("known", "sets aside listed_party for party", "sets aside listed_party"),
    ("notice", "foreign_made applies", "foreign_made is met"),
    ("notice", "foreign_made applies", "foreign_made is set aside"),
    ("notice", "foreign_made applies", "foreign_made is suspended"),
    ("watched", "for review\n", "\n"),
    ("truce", "last day 2026-11-10", "before 2026-11-10"),
    ("truce", "suspends foreign_made", "suspends foreign_made, given"),
    ("report", "within 10 days after", "within 10 months after"),
    ("report", "within 10 days after", "within 11 days after"),
    ("report", "owed by shipment.exporter", "owed by shipment.buyer"),
    ("Holding", "at most 100%", "less than 100%"),
    (
        "law",
        "law in force on shipment.date",
        "law in force on shipment.contract",
    ),
    (
        "law",
        "decides each item in shipment.items",
        "decides each item in shipment.samples",
    ),
];

/// The same in the other law.
const MORE_SLIPS: &[(&str, &str, &str)] = &[
    // Tables and groups.
    ("nordic", "from 2025-01-01: DK", "from 2025-01-02: DK"),
    ("nordic", "DK, SE, FI", "DK, SE, NO"),
    ("rates", "latest on on or before", "on"),
    ("rates", "7.20", "7.21"),
    ("duties", "one row per hs, narrowest wins", "one row per hs"),
    ("duties", "| 5%   |", "| 6%   |"),
    ("listed", "  rows in force from since, last day until\n", ""),
    ("listed", "from since, last day until", "from since"),
    ("listed", "  answers hold for 30 days\n", ""),
    ("listed", "answers hold for 30 days", "answers hold for 31 days"),
    (
        "tolerance",
        "7% from 2020-07-01 for second",
        "8% from 2020-07-01 for second",
    ),
    (
        "tolerance",
        "7% from 2020-07-01 for second",
        "7% from 2020-07-02 for second",
    ),
    // Decision tables.
    ("chips", "first row wins", "all rows that fit agree"),
    ("chips", "at least 256", "more than 256"),
    ("chips", "| nordic | true", "| FI     | true"),
    ("chips", "| else         | false", "| else         | true"),
    // Versions and days.
    ("tolerated", "last day 2026-12-31", "before 2026-12-31"),
    ("tolerated", "version from 2027-01-01", "version from 2027-01-02"),
    ("tolerated", "at most 20 USD", "at most 50 USD"),
    ("late", "day + 10 days", "day + 10 months"),
    ("late", "day + 10 days", "day - 10 days"),
    ("late", "is after day", "is on or after day"),
    ("old", "whole years from sent to day", "whole months from sent to day"),
    ("old", "whole years from sent to day", "whole years from day to sent"),
    ("in_year", "end of year of day", "end of quarter of day"),
    ("in_year", "end of year of day", "end of year of sent"),
    // Who holds whom.
    ("held", "is at least 50%", "is more than 50%"),
    ("held", "where held(h.party)", "where h.party.id is \"Red\""),
    // Amounts.
    (
        "in_yuan",
        "converted to CNY by rates on day",
        "converted to USD by rates on day",
    ),
    (
        "in_yuan",
        "converted to CNY by rates on day",
        "converted to CNY by rates on sent",
    ),
    (
        "cents",
        "round value to 0.01 USD half up",
        "round value to 0.01 USD half even",
    ),
    ("cents", "round value to 0.01 USD half up", "round value to 0.01 USD up"),
    (
        "cents",
        "round value to 0.01 USD half up",
        "round value to 1 USD half up",
    ),
    ("headings", "cut to 4 digits", "cut to 6 digits"),
    ("headings", "separately by l.hs cut to 4 digits", "separately by l.line"),
    ("headings", "greatest of (sum", "least of (sum"),
    ("meant", "where l.line is first", "where l.line is second"),
    ("due", "  adds up\n", "  takes the greatest\n"),
    ("due", "  rounded to 0.01 USD half up\n", ""),
    ("due", "rounded to 0.01 USD half up", "rounded to 0.01 USD down"),
    ("base", "25% * value", "2.5% * value"),
    ("special", "  in place of base\n", ""),
];

#[test]
fn a_slip_of_a_word_changes_the_sentence_and_the_hash() {
    for (law, slips) in [(LAW, SLIPS), (MORE, MORE_SLIPS)] {
        let right = read(law);
        for (name, from, to) in slips {
            let slipped = read(&changed_in(law, from, to));
            let (right, slipped) = (of(&right, name), of(&slipped, name));
            assert_ne!(
                right.sentence, slipped.sentence,
                "{name}: `{from}` and `{to}` read the same"
            );
            assert_ne!(
                right.meaning, slipped.meaning,
                "{name}: `{from}` and `{to}` have one hash"
            );
        }
    }
}

#[test]
fn the_name_of_a_key_changes_no_meaning() {
    let right = read(MORE);
    let other = read(&changed_in(MORE, "tolerance per l : Line", "tolerance per line : Line"));
    assert_eq!(of(&right, "tolerance").meaning, of(&other, "tolerance").meaning);
}

#[test]
fn a_slip_in_what_is_used_changes_the_hash_of_the_user_alone() {
    let right = read(LAW);
    let slipped = read(&changed("sum of p.price", "sum of p.cost"));
    for (name, same) in [
        ("content", false),
        ("share", false),
        ("caught", false),
        ("foreign_made", false),
        ("licence", false),
        ("all_of_it", false),
        ("notice", false),
        ("abroad", true),
        ("rates", true),
        ("given", true),
        ("report", true),
    ] {
        let equal = of(&right, name).meaning == of(&slipped, name).meaning;
        assert_eq!(equal, same, "{name}");
        if name != "content" {
            assert_eq!(of(&right, name).sentence, of(&slipped, name).sentence, "{name}");
        }
    }
}

/// What stands there, and the same in other words.
const EQUAL: &[(&str, &str)] = &[
    (
        "sum of p.price for p in all parts of a where counts(p), outermost only, not inside any q where q.origin is CN",
        "sum of part.price for part in all parts of a\n    where counts(part), outermost only,\n    not inside any inner where inner.origin is CN",
    ),
    (
        "definition same(p : Party, q : Party) \"The same firm\"\n  cite act \"1\"\n  means p is q or p.branch_of is q",
        "definition same(one : Party, other : Party) \"The same firm\"\n  cite act \"1\"\n  means one is other\n     or one.branch_of is other",
    ),
    (
        "  when caught(item) and abroad(item)\n",
        "  when caught(item)\n   and abroad(item)  # a comment\n",
    ),
    (
        "shipment.date is on or before 2026-11-10",
        "shipment.date <= 2026-11-10",
    ),
    (
        "(shipment.gift or shipment.sample) and shipment.paid",
        "((shipment.gift or shipment.sample)) and (shipment.paid)",
    ),
    ("last day 2026-11-30", "before 2026-12-01"),
];

#[test]
fn what_means_the_same_has_the_same_sentence_and_the_same_hash() {
    let right = read(LAW);
    for (from, to) in EQUAL {
        let other = read(&changed(from, to));
        assert_eq!(right.len(), other.len());
        for (one, other) in right.iter().zip(&other) {
            assert_eq!(one.sentence, other.sentence, "`{from}` and `{to}`");
            assert_eq!(one.meaning, other.meaning, "{}: `{from}` and `{to}`", one.name);
        }
    }
}

#[test]
fn the_order_of_items_and_their_titles_change_no_meaning() {
    let right = read(LAW);
    let (head, items) = LAW.split_once("\n\n").unwrap();
    let mut blocks: Vec<&str> = items.trim_end().split("\n\n").collect();
    blocks.reverse();
    let other = read(&format!("{head}\n\n{}\n", blocks.join("\n\n")).replace("\"The same firm\"", "\"One firm\""));
    for one in right.iter().filter(|one| one.kind != "must hold") {
        let other = of(&other, &one.short);
        assert_eq!((&one.sentence, &one.meaning), (&other.sentence, &other.meaning));
    }
}

#[test]
fn long_groups_are_counted_and_hashed_whole() {
    let countries = "AT, BE, BG, HR, CY, CZ, DK, EE, FI, FR, DE, GR, HU, IE, IT";
    let law = |members: &str| format!("ruleset g \"G\"\n\ngroup union \"Members\" of country\n  {members}\n");
    let long = read(&law(countries));
    assert_eq!(
        of(&long, "union").sentence,
        "a group of 15 members, each a country: AT, BE, BG, CY, CZ, DE, DK, EE, FI, FR, GR, HR and 3 more; it is \
         complete: what is not named here does not belong to it"
    );
    let other = read(&law(&countries.replace("IT", "LV")));
    assert_eq!(of(&long, "union").sentence, of(&other, "union").sentence);
    assert_ne!(of(&long, "union").meaning, of(&other, "union").meaning);
}

#[test]
fn the_same_witness_is_counted_among_its_like() {
    let law = |inner: &str, same: &str| {
        format!(
            "ruleset w \"W\"\n\nrecord Lot \"A lot\"\n  ok : boolean\n  in : list of Piece\n\nrecord Piece \"A piece\"\n  ok : boolean\n\n\
             fact lots : list of Lot \"Lots\"\n\ndecision d \"D\"\n  outcomes, strictest first\n    no \"No\"\n    yes \"Yes\"\n  \
             otherwise yes\n\nrule r \"R\"\n  for each lot in lots\n  for each {inner}\n  then d is no\n\n\
             exemption e \"E\"\n  for each lot in lots\n  for each {inner}\n  sets aside r for {same}\n  when lot.ok\n"
        )
    };
    let unlike = read(&law("piece in lot.in", "piece"));
    assert!(
        of(&unlike, "e")
            .sentence
            .contains("r (only where its piece is the piece) is set aside")
    );
    let alike = read(&law("other in lots", "other"));
    assert!(
        of(&alike, "e")
            .sentence
            .contains("r (only where its 2nd lot is lot B) is set aside")
    );
}

#[test]
fn a_name_that_ends_in_of_is_not_doubled() {
    let law = "ruleset w \"W\"\n\ndefinition share_of(a : integer, b : integer) : integer \"S\"\n  means a + b\n\n\
               definition both : integer \"B\"\n  means share_of(1, 2)\n";
    assert!(of(&read(law), "both").sentence.ends_with("share_of (1; 2)"));
}

#[test]
fn the_laws_of_these_tests_are_read_back() {
    for (name, law) in [("law", LAW), ("more", MORE)] {
        let all = read(law);
        let shown: Vec<String> = all
            .iter()
            .map(|one| format!("{} {}: {}.", one.kind, one.short, one.sentence))
            .collect();
        insta::with_settings!({ omit_expression => true }, {
            insta::assert_snapshot!(name, shown.join("\n\n"));
        });
    }
}
