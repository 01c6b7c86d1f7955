//! Reading back: what `rulec doc --text` writes of the packs.

use serde_json::Value;

use crate::support::Test;

#[test]
fn a_rule_and_a_traversal_of_the_pack_are_read_back() {
    let ran = Test::inside("rules/cn")
        .args(["doc", "--text", "foreign_made", "counted_parts"])
        .status(0);
    // The hashes change with the pack; what they must do is tested beside the code.
    let meaning = |line: &str| line.split("[meaning").next().unwrap_or("").trim_end().to_owned();
    let said: Vec<String> = ran.stdout.lines().map(meaning).collect();
    insta::with_settings!({ omit_expression => true, prepend_module_to_snapshot => false }, {
        insta::assert_snapshot!("doc_of_the_pack", said.join("\n"));
    });
}

#[test]
fn every_item_of_every_pack_is_a_sentence_with_a_hash() {
    for pack in ["rules/cn", "rules/trade"] {
        let ran = Test::inside(pack).args(["doc", "--text", "--format", "json"]).status(0);
        let answer: Value = ran.stdout.parse().unwrap();
        let items = answer["items"].as_array().unwrap();
        assert!(!items.is_empty(), "{pack}");
        for item in items {
            let sentence = item["sentence"].as_str().unwrap();
            let meaning = item["meaning"].as_str().unwrap();
            assert!(!sentence.is_empty() && !sentence.contains("  "), "{item}");
            assert!(meaning.starts_with("blake3:") && meaning.len() == 71, "{item}");
            let (open, close) = (sentence.matches('(').count(), sentence.matches(')').count());
            assert_eq!(open, close, "{sentence}");
        }
    }
}

#[test]
fn versions_limbs_and_decisions_for_each_value_are_read_back() {
    let folder = crate::support::root().join("tests/language");
    for (file, says) in [
        (
            "versions/rules_whole.rule",
            [
                "firm C's share is at least 50% (act 2(2));",
                "among the users (in the version from 2026-01-01 on)",
                "and report is owed (only in the version from 2025-01-01 on)",
            ],
        ),
        (
            "decisions/for_each_value_set_aside.rule",
            [
                "control(tca) is controlled (only where the agreement is tca)",
                "claimed (only where its agreement is the agreement) is set aside",
                "decision control(usmca)",
            ],
        ),
        (
            "rulesets/limbs.rule",
            [
                "if the abroad is true (act 1(1)) and the share is at least 0.1% (act 1(2)): licence",
                "rule caught",
                "exemption humanitarian",
            ],
        ),
    ] {
        let text = std::fs::read_to_string(folder.join(file)).unwrap();
        let ran = Test::new().rules(&text).args(["doc", "--text"]).status(0);
        let said = ran.stdout.split_whitespace().collect::<Vec<_>>().join(" ");
        for words in says {
            assert!(said.contains(words), "{file}: `{words}` in\n{}", ran.stdout);
        }
    }
}

#[test]
fn a_name_that_nobody_has_is_wrong_use_and_offers_one() {
    Test::inside("rules/cn")
        .args(["doc", "--text", "foreign_mode"])
        .status(2)
        .complains("T106")
        .complains("foreign_made");
    Test::inside("rules/cn").args(["doc"]).status(2).complains("--text");
}
