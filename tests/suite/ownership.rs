//! Who holds whom: random graphs against slow and obvious oracles, gaps that are filled at random, and graphs so large
//! or so tangled that only a cost in proportion to their size is bearable.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::fmt::Write;
use std::time::Duration;
use std::time::Instant;

use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::One;
use num_traits::Zero;
use proptest::prelude::ProptestConfig;
use proptest::prelude::any;
use proptest::proptest;
use serde_json::Value;
use serde_json::json;

use crate::random::Dice;
use crate::support::Ran;
use crate::support::Test;

const RULES: &str = r#"ruleset a "A"

record Holding "A share"
  party : Party
  share : percent at least 0%

record Party "A firm"
  identified by id
  id      : text            "Number"
  listed  : boolean         "Whether it is listed"
  holders : list of Holding "Who holds shares in it"

fact parties : list of Party "All of them"
fact asked   : Party         "Who is asked about"
fact times   : decimal       "The denominator of the share that is expected"
fact over    : percent       "Its numerator"

definition controlled(p : Party) "Listed, or half held by those that are controlled"
  means p.listed
     or controlling_share(p) is at least 50%

definition controlling_share(p : Party) : percent "Held by those that are controlled"
  means sum of h.share for h in p.holders where controlled(h.party)

definition tied(p : Party) "With two holders that are, or every one, or one with more than a third"
  means p.listed
     or (count of h in p.holders where tied(h.party)) is at least 2
     or (at least one and every h in p.holders where h.share is at least 10% satisfies tied(h.party))
     or (some h in p.holders satisfies h.share is more than 33% and bound(h.party))

definition bound(p : Party) "Tied, in other words"
  means (tied(p) and (some h in p.holders satisfies h.share is at least 0%))
     or (if p.listed then tied(p) else false)

definition share(p : Party) : percent "Multiplied along the chain"
  means sum of (if h.party.listed then h.share else h.share * share(h.party)) for h in p.holders

decision control "Control"
  outcomes, strictest first
    yes "Yes" ranks as refusal
    no  "No"  ranks as free
  otherwise no

rule by_control "Controlled"
  when controlled(asked)
  then control is yes

decision tie "Tie"
  outcomes, strictest first
    yes "Yes" ranks as refusal
    no  "No"  ranks as free
  otherwise no

rule by_tie "Tied"
  when tied(asked)
  then tie is yes

decision figure "Whether the share is what is expected"
  outcomes, strictest first
    other "Another" ranks as refusal
    equal "Equal"   ranks as free
  otherwise equal

rule differs "Another share"
  when share(asked) * times is not over
  then figure is other

decision half "Half of it"
  outcomes, strictest first
    yes "Yes" ranks as refusal
    no  "No"  ranks as free
  otherwise no

rule by_half "Half or more, multiplied"
  when share(asked) is at least 50%
  then half is yes
"#;

/// A firm: whether it is listed, and its holders with their shares in percent.
#[derive(Clone, Debug)]
struct Firm {
    listed: bool,
    holders: Vec<(usize, usize)>,
}

fn graph(dice: &mut Dice) -> Vec<Firm> {
    let count = 1 + dice.below(7);
    (0..count)
        .map(|_| Firm {
            listed: dice.once_in(5),
            holders: (0..dice.below(4))
                .map(|_| (dice.below(count), dice.pick(&[0, 5, 20, 25, 30, 50, 60, 100])))
                .collect(),
        })
        .collect()
}

/// Begins with nobody, and adds until nothing changes.
fn least(firms: &[Firm], follows: impl Fn(&Firm, &BTreeSet<usize>) -> bool) -> BTreeSet<usize> {
    let mut found = BTreeSet::new();
    loop {
        let before = found.len();
        for (number, firm) in firms.iter().enumerate() {
            if follows(firm, &found) {
                found.insert(number);
            }
        }
        if found.len() == before {
            return found;
        }
    }
}

fn controlled(firm: &Firm, found: &BTreeSet<usize>) -> bool {
    let held: usize = firm
        .holders
        .iter()
        .filter(|(who, _)| found.contains(who))
        .map(|(_, share)| share)
        .sum();
    firm.listed || held >= 50
}

fn tied(firms: &[Firm], firm: &Firm, found: &BTreeSet<usize>) -> bool {
    let is_tied = |who: &usize| found.contains(who);
    let counted = firm.holders.iter().filter(|(who, _)| is_tied(who)).count();
    let large: Vec<_> = firm.holders.iter().filter(|(_, share)| *share >= 10).collect();
    let bound = |who: &usize| is_tied(who) && (!firms[*who].holders.is_empty() || firms[*who].listed);
    firm.listed
        || counted >= 2
        || (!large.is_empty() && large.iter().all(|(who, _)| is_tied(who)))
        || firm.holders.iter().any(|(who, share)| *share > 33 && bound(who))
}

/// The share in listed hands, by elimination over fractions; `None` where a circle that matters feeds itself in full.
fn multiplied(firms: &[Firm], asked: usize) -> Option<BigRational> {
    let mut reached = vec![asked];
    let mut next = 0;
    while let Some(firm) = reached.get(next).map(|number| &firms[*number]) {
        for (who, share) in &firm.holders {
            if *share > 0 && !firms[*who].listed && !reached.contains(who) {
                reached.push(*who);
            }
        }
        next += 1;
    }
    let percent = |share: usize| BigRational::new(BigInt::from(share), BigInt::from(100));
    let place = |who: usize| reached.iter().position(|number| *number == who).unwrap();
    // 1 - A | b
    let mut rows: Vec<Vec<BigRational>> = Vec::new();
    for (number, who) in reached.iter().enumerate() {
        let mut row = vec![BigRational::zero(); reached.len() + 1];
        row[number] = BigRational::one();
        for (holder, share) in &firms[*who].holders {
            if firms[*holder].listed {
                row[reached.len()] += percent(*share);
            } else if *share > 0 {
                row[place(*holder)] -= percent(*share);
            }
        }
        rows.push(row);
    }
    for pivot in 0..rows.len() {
        if rows[pivot][pivot] <= BigRational::zero() {
            return None;
        }
        let solved = rows[pivot].clone();
        for (number, row) in rows.iter_mut().enumerate() {
            if number != pivot {
                let factor = &row[pivot] / &solved[pivot];
                for (cell, other) in row.iter_mut().zip(&solved) {
                    *cell -= &factor * other;
                }
            }
        }
    }
    Some(&rows[0][reached.len()] / &rows[0][0])
}

fn facts(firms: &[Firm], asked: usize, expected: &BigRational) -> Value {
    let parties: Vec<Value> = firms
        .iter()
        .enumerate()
        .map(|(number, firm)| {
            let holders: Vec<Value> = firm
                .holders
                .iter()
                .map(|(who, share)| json!({ "party": format!("P{who}"), "share": format!("{share}%") }))
                .collect();
            json!({ "id": format!("P{number}"), "listed": firm.listed, "holders": holders })
        })
        .collect();
    json!({
        "parties": parties, "asked": format!("P{asked}"), "times": expected.denom().to_string(),
        "over": format!("{}%", expected.numer() * BigInt::from(100)),
    })
}

fn run(lines: &[String]) -> Vec<BTreeMap<String, String>> {
    let test = Test::new().rules(RULES).file("facts.ndjson", lines.join("\n"));
    let ran = test.args(["eval", "facts.ndjson", "--format", "ndjson"]).run();
    let answers: Vec<_> = ran.stdout.lines().map(decided).collect();
    assert_eq!(answers.len(), lines.len(), "{}{}", ran.stdout, ran.stderr);
    answers
}

/// The decisions that are settled.
fn decided(line: &str) -> BTreeMap<String, String> {
    let answer: Value = serde_json::from_str(line).unwrap();
    let all = answer["decisions"].as_array().unwrap_or_else(|| panic!("{line}"));
    assert!(!all.is_empty(), "{line}");
    let mut found = BTreeMap::new();
    for one in all {
        let status = one["status"].as_str();
        if let (None | Some("decided"), Some([outcome])) = (status, one["possible"].as_array().map(Vec::as_slice)) {
            let text = |value: &Value| value.as_str().unwrap().to_owned();
            found.insert(text(&one["name"]), text(outcome));
        }
    }
    found
}

/// Leaves keys out, each once in so many times; gives what was left out.
fn gaps(dice: &mut Dice, whole: &Value) -> Value {
    let mut record = whole.clone();
    for party in record["parties"].as_array_mut().unwrap() {
        let fields = party.as_object_mut().unwrap();
        for key in ["listed", "holders"] {
            if dice.once_in(8) {
                fields.remove(key);
            }
        }
        for holding in fields
            .get_mut("holders")
            .and_then(Value::as_array_mut)
            .into_iter()
            .flatten()
        {
            for key in ["party", "share"] {
                if dice.once_in(8) {
                    holding.as_object_mut().unwrap().remove(key);
                }
            }
        }
    }
    record
}

/// Fills what is left out at random; whoever is not named may be somebody new.
fn filled(dice: &mut Dice, record: &Value) -> Value {
    let mut record = record.clone();
    let count = record["parties"].as_array().unwrap().len();
    let mut unnamed = false;
    let mut somebody = |dice: &mut Dice| {
        let who = dice.below(count + 1);
        unnamed |= who == count;
        json!(if who == count {
            "N".to_owned()
        } else {
            format!("P{who}")
        })
    };
    for party in record["parties"].as_array_mut().unwrap() {
        if party.get("listed").is_none() {
            party["listed"] = json!(dice.once_in(2));
        }
        if party.get("holders").is_none() {
            let holders: Vec<Value> = (0..dice.below(3)).map(|_| json!({})).collect();
            party["holders"] = Value::Array(holders);
        }
        for holding in party["holders"].as_array_mut().unwrap() {
            if holding.get("party").is_none() {
                holding["party"] = somebody(dice);
            }
            if holding.get("share").is_none() {
                holding["share"] = json!(format!("{}%", dice.pick(&[0, 1, 30, 50, 100])));
            }
        }
    }
    if unnamed {
        let new = json!({ "id": "N", "listed": dice.once_in(2), "holders": [{ "party": "P0", "share": "60%" }] });
        record["parties"].as_array_mut().unwrap().push(new);
    }
    record
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(5))]

    #[test]
    fn the_engine_agrees_with_iteration_and_with_elimination(seed in any::<u64>()) {
        let mut dice = Dice::new(seed);
        let graphs: Vec<(Vec<Firm>, usize)> = (0..150)
            .map(|_| { let firms = graph(&mut dice); let asked = dice.below(firms.len()); (firms, asked) })
            .collect();
        let expected: Vec<Option<BigRational>> =
            graphs.iter().map(|(firms, asked)| multiplied(firms, *asked)).collect();
        let lines: Vec<String> = graphs
            .iter()
            .zip(&expected)
            .map(|((firms, asked), share)| facts(firms, *asked, share.as_ref().unwrap_or(&BigRational::zero())).to_string())
            .collect();
        for (((firms, asked), share), (line, answer)) in
            graphs.iter().zip(&expected).zip(lines.iter().zip(run(&lines)))
        {
            let word = |holds: bool| Some(if holds { "yes".to_owned() } else { "no".to_owned() });
            let control = least(firms, controlled).contains(asked);
            let tie = least(firms, |firm, found| tied(firms, firm, found)).contains(asked);
            let half = BigRational::new(BigInt::from(1), BigInt::from(2));
            assert_eq!(answer.get("a.control").cloned(), word(control), "{line}");
            assert_eq!(answer.get("a.tie").cloned(), word(tie), "{line}");
            assert_eq!(answer.get("a.half").cloned(), share.as_ref().and_then(|share| word(*share >= half)), "{line}");
            assert_eq!(answer.get("a.figure").cloned(), share.as_ref().map(|_| "equal".to_owned()), "{line}");
        }
    }

    #[test]
    fn what_is_decided_with_gaps_is_decided_so_whoever_holds_whom(seed in any::<u64>()) {
        let mut dice = Dice::new(seed);
        let mut open = Vec::new();
        let mut full = Vec::new();
        for _ in 0..60 {
            let firms = graph(&mut dice);
            let asked = dice.below(firms.len());
            let whole = facts(&firms, asked, &BigRational::zero());
            let record = gaps(&mut dice, &whole);
            full.extend((0..6).map(|_| filled(&mut dice, &record).to_string()));
            open.push(record.to_string());
        }
        let closed = run(&full);
        let mut told = 0;
        for (index, (record, answer)) in open.iter().zip(run(&open)).enumerate() {
            for (number, other) in closed.iter().enumerate().skip(index * 6).take(6) {
                told += answer.len();
                for (name, outcome) in &answer {
                    assert_eq!(other.get(name), Some(outcome), "{name}: {record}\n{}", full[number]);
                }
            }
        }
        assert!(told > 60 * 6, "only {told} outcomes were compared");
    }
}

/// Evaluates one record, in time.
fn in_time(parties: &str, what: &str, decisions: &[&str]) -> (BTreeMap<String, String>, Ran) {
    let facts = format!("{{ \"asked\": \"P0\", \"times\": \"1\", \"over\": \"0%\", \"parties\": [{parties}] }}");
    let mut args = vec!["eval", "facts.json", "--format", "ndjson"];
    args.extend(decisions.iter().flat_map(|decision| ["--decision", decision]));
    let begun = Instant::now();
    let ran = Test::new().rules(RULES).facts(&facts).args(args).run();
    assert!(
        begun.elapsed() < Duration::from_secs(100),
        "{what}: {:?}",
        begun.elapsed()
    );
    (decided(ran.stdout.trim()), ran)
}

/// A party and its holders.
fn party(text: &mut String, number: usize, listed: bool, holders: &[(usize, &str)]) {
    let comma = if text.is_empty() { "" } else { "," };
    write!(text, "{comma}{{\"id\":\"P{number}\",\"listed\":{listed},\"holders\":[").unwrap();
    for (index, (who, share)) in holders.iter().enumerate() {
        let comma = if index == 0 { "" } else { "," };
        write!(text, "{comma}{{\"party\":\"P{who}\",\"share\":\"{share}\"}}").unwrap();
    }
    text.push_str("]}");
}

#[test]
fn a_chain_of_a_hundred_thousand_is_followed_to_its_end() {
    let mut text = String::new();
    for number in 0..100_000 {
        party(&mut text, number, false, &[(number + 1, "100%")]);
    }
    party(&mut text, 100_000, true, &[]);
    let (answer, _) = in_time(&text, "a chain", &["a.control", "a.half"]);
    assert_eq!((&*answer["a.control"], &*answer["a.half"]), ("yes", "yes"));
}

#[test]
fn a_ring_of_a_hundred_thousand_is_solved() {
    let mut text = String::new();
    let count = 100_000;
    party(&mut text, 0, false, &[(1, "50%"), (count, "25%")]);
    for number in 1..count {
        party(&mut text, number, false, &[((number + 1) % count, "100%")]);
    }
    party(&mut text, count, true, &[]);
    let (answer, _) = in_time(&text, "a ring", &["a.control", "a.half"]);
    assert_eq!((&*answer["a.control"], &*answer["a.half"]), ("no", "yes"));
}

#[test]
fn a_graph_with_more_ways_than_could_be_walked_is_walked_once() {
    let mut text = String::new();
    for level in 0..40 {
        let (left, right) = (2 * level + 2, 2 * level + 3);
        for number in [2 * level, 2 * level + 1] {
            party(&mut text, number, false, &[(left, "50%"), (right, "50%")]);
        }
    }
    party(&mut text, 80, true, &[]);
    party(&mut text, 81, false, &[]);
    let (answer, _) = in_time(&text, "diamonds", &["a.control", "a.half"]);
    assert_eq!((&*answer["a.control"], &*answer["a.half"]), ("yes", "yes"));
}

#[test]
fn a_firm_that_all_others_hold_and_that_holds_them_is_looked_at_in_proportion() {
    // P1 begins, each makes the next one count, and all of them hold P0, which holds each of them.
    let count = 20_000;
    let mut text = String::new();
    let holders: Vec<(usize, &str)> = (2..count).map(|number| (number, "0.001%")).collect();
    party(&mut text, 0, false, &holders);
    party(&mut text, 1, true, &[]);
    for number in 2..count {
        party(&mut text, number, false, &[(number - 1, "60%"), (0, "1%")]);
    }
    let (answer, _) = in_time(&text, "a hub", &["a.control"]);
    assert_eq!(&*answer["a.control"], "no");
}

#[test]
fn a_hundred_who_all_hold_each_other_are_too_many_to_solve() {
    let all = |count: usize| {
        let mut text = String::new();
        for number in 0..count {
            let share = format!("{}%", if number % 2 == 0 { "0.3" } else { "0.7" });
            let holders: Vec<(usize, &str)> = (0..count).map(|holder| (holder, &*share)).collect();
            party(&mut text, number, false, &holders);
        }
        in_time(&text, "a tangle", &["a.control", "a.half"])
    };
    let (answer, _) = all(60);
    assert_eq!(&*answer["a.half"], "no");
    let (answer, ran) = all(100);
    assert_eq!((&*answer["a.control"], answer.get("a.half")), ("no", None));
    assert!(ran.stdout.contains("E108"), "{}", ran.stdout);
}

#[test]
fn a_long_circle_of_definitions_goes_through_the_deepest_product_in_time() {
    let count = 40;
    let mut rules = String::from(
        "ruleset a \"A\"\n\nrecord Article \"A part\"\n  n     : decimal\n  parts : list of Article\n\nfact article : Article \"A\"\n\n",
    );
    for number in 0..count {
        // Each asks the next of the same article, the last one the first of the parts; one in between skips ahead.
        let next = (number + 1) % count;
        let skipped = if number == 3 {
            " or (some p in all parts of a satisfies f7(p, b))"
        } else {
            ""
        };
        let body = if next == 0 {
            "a.n is at least 1 or (some p in direct parts of a satisfies f0(p, b))".to_owned()
        } else {
            format!("f{next}(a, b){skipped}")
        };
        write!(
            rules,
            "definition f{number}(a : Article, b : boolean) \"F\"\n  means {body}\n\n"
        )
        .unwrap();
    }
    rules.push_str(
        "decision d \"D\"\n  outcomes, strictest first\n    yes \"Y\" ranks as refusal\n    no \"N\" ranks as free\n  otherwise no\n\n\
         rule r \"R\"\n  when f0(article, true)\n  then d is yes\n",
    );
    let depth = 126;
    for (innermost, outcome) in [("1", "yes"), ("0", "no")] {
        let facts = format!(
            "{{\"article\":{}{{\"n\":\"{innermost}\",\"parts\":[]}}{}}}",
            "{\"n\":\"0\",\"parts\":[".repeat(depth),
            "]}".repeat(depth)
        );
        let begun = Instant::now();
        let ran = Test::new()
            .rules(&rules)
            .facts(&facts)
            .args(["eval", "facts.json", "--format", "ndjson"])
            .run();
        assert!(begun.elapsed() < Duration::from_secs(20), "{:?}", begun.elapsed());
        assert_eq!(decided(ran.stdout.trim())["a.d"], outcome);
    }
}

#[test]
fn the_reasoning_follows_whoever_holds_whom_and_ends_in_circles() {
    let mut text = String::new();
    party(&mut text, 0, false, &[(1, "60%"), (2, "40%")]);
    party(&mut text, 1, false, &[(0, "40%"), (3, "50%")]);
    party(&mut text, 2, false, &[]);
    party(&mut text, 3, true, &[]);
    let facts = format!("{{ \"asked\": \"P0\", \"times\": \"1\", \"over\": \"0%\", \"parties\": [{text}] }}");
    let explain = |decision: &str| {
        let args = ["explain", "facts.json", "--decision", decision];
        Test::new().rules(RULES).facts(&facts).args(args).run().status(0).stdout
    };
    insta::assert_snapshot!(format!("{}\n{}", explain("a.control"), explain("a.half")));
}
