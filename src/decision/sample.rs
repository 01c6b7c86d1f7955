//! A made-up answer in which every field has something in it, for tests of views, writers and the schema.
#![expect(clippy::too_many_lines, reason = "one list of steps in order")]

use super::*;

fn text(text: &str) -> String {
    text.to_owned()
}

/// `MOFCOM Announcement No. 61 of 2025`, read from a transcription.
pub(crate) fn cite(paragraphs: &[&str]) -> Citation {
    Citation {
        source: text("cn.core.n61"),
        title: text("MOFCOM Announcement No. 61 of 2025"),
        paragraphs: paragraphs.iter().map(|it| text(it)).collect(),
        read_as: text("transcription"),
        short: text("n61"),
    }
}

fn licence() -> Verdict {
    Verdict {
        name: text("cn.rare_earth.licence"),
        title: text("MOFCOM licence for this export"),
        r#for: Some(text("SM-400")),
        for_label: text("SM-400 servo motor"),
        status: Status::Decided,
        law_date: LawDate {
            possible: vec![text("2026-12-01")],
            from: text("shipment.date"),
            as_of: None,
            fact: None,
        },
        possible: vec![text("required")],
        outcome_titles: vec![text("A licence is needed")],
        effects: vec![text("licence")],
        rules: vec![RuleResult {
            name: text("cn.rare_earth.foreign_made"),
            title: text("Made abroad, with Chinese rare earths at or above the threshold"),
            concludes: vec![text("required")],
            cites: vec![cite(&["1(1)", "8"])],
            because: Some(text(
                "Chinese content is 0.115% of the value; the threshold is 0.1%, itself included",
            )),
            at: text("rare_earth.rule:163:6"),
            remarks: vec![Remark {
                word: text("suspended"),
                text: text("no longer: last day of truce_2025 was 2026-11-10"),
            }],
            ..RuleResult::default()
        }],
        rows: Vec::new(),
        comparisons: vec![Comparison {
            left: text("cn_share(item)"),
            is: text("0.115%"),
            operator: text("is at least"),
            right: text("de_minimis"),
            threshold: text("0.1%"),
            holds: Answered::Yes,
            margin: Some(text("0.015%")),
            facts: vec![text("shipment.items[\"SM-400\"].price")],
            at: text("rare_earth.rule:149:59"),
            made_of: Some(Makeup {
                total: text("55.20 EUR"),
                of: Some(text("48000 EUR")),
                terms: vec![
                    Term {
                        label: text("DY"),
                        value: text("38.40 EUR"),
                        at: Some(text("motor.json:41:30")),
                    },
                    Term {
                        label: text("TB"),
                        value: text("16.80 EUR"),
                        at: Some(text("motor.json:52:30")),
                    },
                ],
            }),
        }],
        explanation: None,
        why_not: None,
        ..Verdict::default()
    }
}

fn by_otherwise(name: &str, title: &str, outcome: &str, effect: &str) -> Verdict {
    Verdict {
        name: text(name),
        title: text(title),
        possible: vec![text(outcome)],
        effects: vec![text(effect)],
        outcome_titles: vec![text("Never shown")],
        by_otherwise: true,
        rules: Vec::new(),
        rows: Vec::new(),
        comparisons: Vec::new(),
        ..licence()
    }
}

fn readings() -> Vec<ReadingUsed> {
    vec![
        ReadingUsed {
            name: text("cn.core.end_of_truce"),
            choice: Some(text("lapsed")),
            by: text("--reading"),
            otherwise: BTreeMap::from([(text("extended"), vec![text("free")])]),
        },
        ReadingUsed {
            name: text("cn.core.component_scope"),
            ..ReadingUsed::default()
        },
    ]
}

fn answers() -> Vec<Answer> {
    vec![
        Answer::IsIn {
            list: text("cn.core.listed_parties.name"),
            value: text("Hanil Robotics"),
            is_in: false,
            date: text("2026-12-01"),
            source: None,
            at: text("motor.json:14:3"),
        },
        Answer::LookUp {
            table: text("trade.rates"),
            keys: ["USD", "CNY", "2027-01-15"].map(text).to_vec(),
            column: text("rate"),
            value: text("7.20"),
            date: None,
            source: None,
            at: text("motor.json:15:3"),
        },
    ]
}

fn may_go() -> Summary {
    Summary {
        name: text("cn.rare_earth.may_go"),
        title: text("May it go?"),
        r#for: Some(text("SM-400")),
        for_label: text("SM-400 servo motor"),
        status: Status::Decided,
        effects: vec![text("licence")],
        strictest_of: ["cn.rare_earth.licence", "cn.rare_earth.policy", "cn.bans.export"]
            .map(text)
            .to_vec(),
        errors: Vec::new(),
    }
}

fn truce_to_check() -> Flag {
    Flag {
        name: text("cn.rare_earth.truce_to_check"),
        title: text("The end of the suspension must be checked"),
        raised: Answered::Yes,
        for_review: true,
        cites: vec![Citation {
            source: text("cn.core.n70"),
            short: text("n70"),
            read_as: text("press"),
            ..cite(&["1"])
        }],
        at: text("core.rule:9:6"),
        ..Flag::default()
    }
}

fn compliance_notice() -> Obligation {
    Obligation {
        name: text("cn.rare_earth.compliance_notice"),
        title: text("Tell the recipient"),
        with: BTreeMap::from([(text("recipient"), text("P1"))]),
        with_labels: vec![text("P1 Hanil Robotics")],
        owed: Answered::Yes,
        owed_by: Some(text("P0")),
        owed_by_label: text("P0 Neckar Antriebe"),
        done: Answered::No,
        imposed_by: vec![text("cn.rare_earth.foreign_made")],
        cites: vec![cite(&["7"])],
        at: text("rare_earth.rule:80:12"),
        ..Obligation::default()
    }
}

/// The servo motor whose rare earths need a licence.
pub(crate) fn motor() -> Decision {
    Decision {
        record: text("motor.json:1"),
        status: Status::Decided,
        rules: RulesUsed {
            hash: text("blake3:4f2a91c0ffff"),
            rulesets: ["cn.bans", "cn.core", "cn.rare_earth", "trade"].map(text).to_vec(),
        },
        facts: FactsUsed {
            hash: text("blake3:91bc07deffff"),
        },
        readings: readings(),
        answers: answers(),
        decisions: vec![
            licence(),
            by_otherwise(
                "cn.rare_earth.policy",
                "What MOFCOM does with the application",
                "ordinary",
                "licence",
            ),
            by_otherwise("cn.bans.export", "Export ban", "free", "free"),
        ],
        summaries: vec![may_go()],
        flags: vec![truce_to_check()],
        obligations: vec![compliance_notice()],
        used: vec![FactUsed {
            path: text("shipment.items[\"SM-400\"].price"),
            value: text("48000 EUR"),
            at: text("motor.json:25:18"),
            source: None,
            date: None,
        }],
        ..Decision::default()
    }
}
