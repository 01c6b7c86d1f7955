//! What answers look like to people, line by line.

use super::*;
use crate::decision::Answered;
use crate::decision::Decision;
use crate::decision::Fault;
use crate::decision::Node;
use crate::decision::RuleKind;
use crate::decision::RuleResult;
use crate::decision::RuleState;
use crate::decision::Setting;
use crate::decision::Status;
use crate::decision::sample;
use crate::render::Color;
use crate::render::Document;
use crate::render::write::terminal;

fn shown(document: &Document) -> String {
    let style = terminal::Style {
        width: 100,
        color: Color::Off,
        strokes: terminal::Strokes::Drawn,
    };
    terminal::write(document, style)
}

#[test]
fn an_answer_begins_with_the_outcome_and_ends_with_what_it_rests_on() {
    assert_eq!(
        shown(&decision::page(&sample::motor())),
        "\
motor.json  SM-400 servo motor  law of 2026-12-01 (shipment.date)
May it go? LICENCE  strictest of licence, policy, export

MOFCOM licence for this export: required  \"A licence is needed\"
  rule        foreign_made \"Made abroad, with Chinese rare earths at or above the threshold\"
              MOFCOM Announcement No. 61 of 2025, 1(1), 8 (transcription)  rare_earth.rule:163:6
  because     Chinese content is 0.115% of the value; the threshold is 0.1%, itself included
  figure      cn_share 0.115% is at least de_minimis 0.1%, 0.015 points above
              55.20 EUR of 48 000 EUR: DY 38.40, TB 16.80  motor.json:41:30, 52:30
  suspended   no longer: last day of truce_2025 was 2026-11-10
What MOFCOM does with the application: ordinary  otherwise
Free by otherwise: cn.bans.export

Owed        compliance_notice(P1 Hanil Robotics) by P0 Neckar Antriebe, no due date  n61 7
            \"Tell the recipient\"
Review      truce_to_check \"The end of the suspension must be checked\"  n70 1 (press)
Rests on    end_of_truce is lapsed (--reading); extended: free
            component_scope is open
            Hanil Robotics not in listed_parties (answer of 2026-12-01, motor.json:14:3)
            rates(USD, CNY, 2027-01-15).rate is 7.20 (answer, motor.json:15:3)
rules 4f2a91c0 (cn.bans, cn.core, cn.rare_earth, trade)  facts 91bc07de
"
    );
}

#[test]
fn an_exemption_shows_what_it_sets_aside_and_a_what_if_says_so() {
    let mut motor = sample::motor();
    motor.set = vec![Setting {
        path: "shipment.uses[1].kind".to_owned(),
        value: "disaster_relief".to_owned(),
        was: Some("other_use".to_owned()),
    }];
    let mut licence = motor.decisions.first().unwrap().clone();
    let mut set_aside = licence.rules.remove(0);
    set_aside.state = RuleState::SetAside;
    set_aside.by = vec!["cn.rare_earth.humanitarian".to_owned()];
    set_aside.remarks.clear();
    licence.rules = vec![
        RuleResult {
            name: "cn.rare_earth.humanitarian".to_owned(),
            kind: RuleKind::Exemption,
            concludes: vec!["exempt".to_owned()],
            cites: vec![sample::cite(&["5"])],
            at: "rare_earth.rule:331:11".to_owned(),
            ..RuleResult::default()
        },
        set_aside,
    ];
    licence.comparisons.clear();
    licence.possible = vec!["exempt".to_owned()];
    licence.effects = vec!["conditional".to_owned()];
    licence.outcome_titles = vec!["No licence; a report afterwards".to_owned()];
    motor.decisions = vec![licence];
    let page = shown(&decision::page(&motor));
    assert!(
        page.contains(
            "
MOFCOM licence for this export: exempt  \"No licence; a report afterwards\"
  what if     shipment.uses[1].kind is disaster_relief (--set), was other_use
  exemption   humanitarian
              MOFCOM Announcement No. 61 of 2025, 5 (transcription)  rare_earth.rule:331:11
  set aside   foreign_made (n61 1(1), 8) by humanitarian; would conclude required
"
        ),
        "{page}"
    );
}

#[test]
fn what_is_not_decided_names_what_it_hangs_on_and_never_a_single_outcome() {
    let mut motor = sample::motor();
    let licence = motor.decisions.first_mut().unwrap();
    licence.status = Status::Error;
    licence.possible = vec!["required".to_owned(), "free".to_owned()];
    licence.rules.clear();
    licence.comparisons.clear();
    licence.errors = vec![Fault {
        code: "E202".to_owned(),
        title: "the parts of ENC are not stated".to_owned(),
        at: "motor.json:60:11".to_owned(),
        ..Fault::default()
    }];
    motor.decisions.truncate(1);
    let summary = motor.summaries.first_mut().unwrap();
    summary.status = Status::Error;
    summary.effects = vec!["licence".to_owned(), "free".to_owned()];
    let page = shown(&decision::page(&motor));
    assert!(
        page.contains("May it go? NOT DECIDED, licence or free  strictest of"),
        "{page}"
    );
    assert!(
        page.contains(
            "
MOFCOM licence for this export: NOT DECIDED, required or free
  hangs on    E202: the parts of ENC are not stated  motor.json:60:11
"
        ),
        "{page}"
    );
}

#[test]
fn a_record_with_mistakes_decides_nothing() {
    let fault = Fault {
        code: "F201".to_owned(),
        title: "Article has no key `orgin`".to_owned(),
        at: "fleet.ndjson:3:412".to_owned(),
        ..Fault::default()
    };
    let broken = Decision {
        record: "fleet.ndjson:3".to_owned(),
        errors: vec![fault],
        ..Decision::default()
    };
    let page = shown(&decision::page(&broken));
    assert!(
        page.starts_with(
            "
fleet.ndjson:3

NOT DECIDED: the facts have mistakes
  error       F201: Article has no key `orgin`  fleet.ndjson:3:412
"
            .trim_start()
        ),
        "{page}"
    );
}

#[test]
fn the_only_decision_is_shown_even_if_it_is_free_by_otherwise() {
    let mut motor = sample::motor();
    motor.decisions.drain(..2);
    let page = shown(&decision::page(&motor));
    assert!(page.contains("Export ban: free  otherwise\n"), "{page}");
    assert!(!page.contains("Free by otherwise"), "{page}");
}

#[test]
fn several_elements_and_dates_are_told_apart() {
    let mut motor = sample::motor();
    motor.decisions.truncate(2);
    let second = motor.decisions.last_mut().unwrap();
    second.for_label = "ENC encoder".to_owned();
    second.law_date.as_of = Some("2027-02-01".to_owned());
    second.law_date.possible = vec!["2027-02-01".to_owned()];
    second.law_date.fact = Some("2026-12-01".to_owned());
    let page = shown(&decision::page(&motor));
    assert!(
        page.starts_with("motor.json\n\nSM-400 servo motor\nMay it go? LICENCE"),
        "{page}"
    );
    assert!(
        page.contains("\n  date        law of 2026-12-01 (shipment.date)\n"),
        "{page}"
    );
    assert!(
        page.contains(
            "
ENC encoder
What MOFCOM does with the application: ordinary  otherwise
  date        law of 2027-02-01 (--as-of; shipment.date is 2026-12-01)
"
        ),
        "{page}"
    );
}

#[test]
fn a_comparison_that_fails_says_how_far() {
    let mut motor = sample::motor();
    let comparison = motor.decisions.first_mut().unwrap().comparisons.first_mut().unwrap();
    comparison.holds = Answered::No;
    comparison.is = "0.08%".to_owned();
    comparison.margin = Some("-0.02%".to_owned());
    comparison.right = "0.1%".to_owned();
    let page = shown(&decision::page(&motor));
    assert!(
        page.contains("figure      cn_share 0.08% is at least 0.1%: no, 0.02 points below\n"),
        "{page}"
    );
}

#[test]
fn the_reasoning_is_a_tree() {
    let node = |text: &str, value: Option<&str>, children: Vec<Node>| Node {
        text: text.to_owned(),
        value: value.map(str::to_owned),
        children,
        ..Node::default()
    };
    let mut applies = node(
        "foreign_made applies, from 2025-12-01",
        None,
        vec![
            Node {
                detail: Some("DE to KR".to_owned()),
                at: Some("motor.json:4:22".to_owned()),
                ..node("between_foreign_countries", Some("yes"), vec![])
            },
            node(
                "caught",
                Some("yes"),
                vec![Node {
                    readings: vec!["several_materials is summed".to_owned()],
                    ..node(
                        "cn_content",
                        Some("55.20 EUR"),
                        vec![node("value", Some("48000 EUR"), vec![])],
                    )
                }],
            ),
        ],
    );
    applies.cites = vec![sample::cite(&["1(1)", "8"])];
    let mut motor = sample::motor();
    motor.decisions.truncate(1);
    motor.decisions.first_mut().unwrap().explanation = Some(vec![applies]);
    assert_eq!(
        shown(&explain::page(&motor)),
        "\
licence is required
└─ foreign_made applies, from 2025-12-01  n61 1(1), 8 (transcription)
   ├─ between_foreign_countries: yes, DE to KR  motor.json:4:22
   └─ caught: yes
      └─ cn_content 55.20 EUR  several_materials is summed
         └─ value 48 000 EUR
"
    );
}
