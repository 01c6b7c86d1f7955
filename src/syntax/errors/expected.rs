//! What the rules of the grammar are called in a message: "a date", "`when`", "a text in quotes".
//!
//! pest names the rules that it tried where it stopped. Rules of words speak for themselves, the others have a row here,
//! and a test sees to it that none is forgotten.

use crate::syntax::grammar;
use crate::syntax::grammar::Rule;
use crate::text;

const VALUE: &str = "a value or a name";
const NAME: &str = "a name";
const TEXT: &str = "a text in quotes";
const ROW: &str = "a row between bars";
const PERIOD: &str = "`from` or `last day`";

/// Rules and their words, several rules a row. What has no words says nothing that helps.
const WORDS: &[(&[&str], &str)] = &[
    (
        &[
            "plain",
            "logic",
            "negation",
            "comparison",
            "additive",
            "term",
            "factor",
            "postfix",
            "primary",
            "literal",
            "number",
            "percent",
            "amount",
            "code_literal",
            "constant",
            "bracketed",
            "set",
            "extreme",
            "end_of",
            "span_of",
            "working_days",
            "traversal",
            "laws_date",
            "value",
            "list_value",
            "record_value",
            "negative",
            "unknown",
            "loose",
            "quantifier",
            "aggregate",
            "conditional",
            "rounding",
            "list",
            "list_source",
            "table_cell",
            "decision_cell",
            "example_cell",
            "reading_cell",
            "member",
            "members",
            "decimal",
            "claim",
            "plain_claim",
            "fold_of",
            "pick_from",
            "quantity",
        ],
        VALUE,
    ),
    (
        &[
            "name",
            "field",
            "path_name",
            "fact_path",
            "names",
            "path_names",
            "reference",
            "typed",
            "enum_value",
            "outcome",
            "set_rule",
            "concludes",
            "column_line",
            "field_line",
            "parameters",
            "strictest_of",
            "entry",
        ],
        NAME,
    ),
    (&["string", "strings", "title"], TEXT),
    (&["ident", "type", "of_kind"], "a type"),
    (&["date", "dates", "date_arm"], "a date"),
    (&["digits"], "a whole number"),
    (&["unit", "column_unit", "in_unit"], "a unit"),
    (&["measure_in"], "`in` and a unit"),
    (&["unit_line"], "a line like `1 l is 0.001 m3`"),
    (&["days_or_months"], "`days` or `months`"),
    (
        &[
            "row_end",
            "table_row",
            "table_rows",
            "decision_row",
            "decision_rows",
            "reading_row",
            "reading_rows",
            "example_row",
        ],
        ROW,
    ),
    (&["arm"], "an arm, `choice: …`"),
    (&["choice"], "a choice and its text in quotes"),
    (
        &["setting", "states", "answer", "row_answer", "also_has"],
        "a fact, `shipment.destination is KR`",
    ),
    (
        &["parameter_value"],
        "a value with its first day, `0.1% from 2025-10-09`",
    ),
    (&["period", "from", "last"], PERIOD),
    (&["always"], "`always`"),
    (&["is_tail", "state", "claim_tail"], "`is`"),
    (&["joiner"], "`and` or `or`"),
    (
        &["conclusion", "imposes", "includes"],
        "a conclusion, `licence is required`",
    ),
    (&["reading_is"], "`reading r is …`"),
    (
        &["bounds", "cell_bounds", "order", "between", "range", "range_word"],
        "`at least`, `at most` or the like",
    ),
    (&["converted"], "`converted to`"),
    (&["cut"], "`cut to`"),
    (&["separately"], "`separately by`"),
    (&["figure_is"], "`is`"),
    (&["round_mode"], "`half up`, `half even`, `up` or `down`"),
    (&["totals"], "`adds up`"),
    (&["rounded"], "`rounded to`"),
    (&["only_if"], "`only if`"),
    (&["left_out"], "`, left out means …`"),
    (
        &[
            "version_days",
            "definition_version",
            "flag_version",
            "rule_version",
            "table_version",
        ],
        "`version from`",
    ),
    (&["for_each", "per_value"], "`for each`"),
    (&["premise"], "`when`"),
    (&["for_review"], "`for review`"),
    (&["sets_aside"], "`sets aside`"),
    (&["owed_by"], "`owed by`"),
    (&["owed_when", "within_time"], "`within`"),
    (&["every_time"], "`every`"),
    (&["for_time"], "`for`"),
    (&["before_day"], "`before`"),
    (&["at_once"], "`at once`"),
    (&["counted"], "`counted by`"),
    (&["weekend"], "`weekend`"),
    (&["days_off"], "`days off`"),
    (&["working"], "`working days`"),
    (&["covers"], "`covers from`"),
    (&["covers_last"], "`last day`"),
    (&["days_from"], "a date or `read from`"),
    (&["observed"], "`observed`"),
    (&["done_on", "done_when"], "`done on`"),
    (&["rules_citing"], "`rules citing`"),
    (&["provisions_citing"], "`provisions citing`"),
    (&["all_but"], "`all exemptions`"),
    (&["arises_only"], "`arises only when`"),
    (&["read_as", "read_from", "group_file"], "`read`"),
    (&["not_coded"], "`not coded`"),
    (&["must_hold"], "`must hold`"),
    (&["identified"], "`identified by`"),
    (&["only_rows"], "`only rows where`"),
    (&["key"], "`one row per`"),
    (&["narrowest"], "`narrowest wins`"),
    (&["latest"], "`latest … on or before`"),
    (&["rows_in_force"], "`rows in force from`"),
    (&["answers_hold"], "`answers hold for`"),
    (&["complete_under"], "`complete under`"),
    (&["rows_of"], "`rows of`"),
    (&["parameter_key"], "`per`"),
    (&["value_for"], "`for`"),
    (&["group_version"], "`from`"),
    (&["outputs"], "`output`"),
    (&["hit_policy"], "how its rows decide, `exactly one row fits`"),
    (&["certain"], "`certain where`"),
    (&["incomplete"], "`incomplete because`"),
    (&["in_force_on"], "`law in force on`"),
    (&["decides_each"], "`decides each`"),
    (&["affected_by"], "`affected by`"),
    (&["in_place"], "`in place of`"),
    (&["as_of"], "`as of`"),
    (&["chosen", "choose"], "`reading r is …`"),
    (&["suggested_all"], "`readings suggested`"),
    (
        &[
            "cite",
            "note",
            "ask",
            "issuer",
            "zone",
            "short",
            "published",
            "url",
            "paragraphs",
            "levels",
            "example",
            "columns",
            "complete",
            "means",
            "outcomes",
            "otherwise",
            "when",
            "unless",
            "then",
            "because",
            "suspends",
            "suggested",
            "settled",
            "shared",
            "given",
            "examples",
            "expect",
            "where",
            "except",
            "ranks",
            "inputs",
            "open",
            "under",
            "within",
            "owed",
        ],
        "",
    ),
];

/// What could have stood where pest stopped, in words, without doubles.
pub(super) fn words(expected: &[Rule]) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    // What may stand behind every amount says nothing about this one.
    let behind = [Rule::k_converted, Rule::k_cut];
    for &rule in expected.iter().filter(|rule| !behind.contains(rule)) {
        // "`and` or `or`" are two words.
        for found in word(rule).split(" or ").filter(|found| !found.is_empty()) {
            if !words.iter().any(|word| word == found) {
                words.push(found.to_owned());
            }
        }
    }
    // Where a value may stand a name may, and a text.
    if words.iter().any(|word| word == VALUE) {
        words.retain(|word| word != NAME && word != TEXT && word != "a date");
    }
    words.sort_by_key(|word| word.starts_with('`'));
    words
}

/// The words for one rule; empty if it says nothing.
fn word(rule: Rule) -> String {
    let name = format!("{rule:?}");
    if rule == Rule::k_colon {
        return "`:`".to_owned();
    }
    if rule == Rule::k_bar {
        return "`|`".to_owned();
    }
    if grammar::is_word(rule) {
        return name
            .strip_prefix("k_")
            .map(|word| format!("`{word}`"))
            .unwrap_or_default();
    }
    let row = WORDS.iter().find(|(rules, _)| rules.contains(&name.as_str()));
    match row {
        Some((_, "")) => format!("`{name}`"),
        Some((_, words)) => (*words).to_owned(),
        None => String::new(),
    }
}

/// At most three things that were expected: "a date or `open`".
pub(super) fn sentence(words: &[String]) -> Option<String> {
    (1..=3).contains(&words.len()).then(|| text::list_or(words))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Rules that a message never names: they begin what goes on anyway, or stand for whole items.
    const SILENT: &[&str] = &[
        "EOI",
        "header_entry",
        "item_entry",
        "insertion_entry",
        "unit_entry",
        "row_keys",
        "row_cell",
        "ruleset",
        "tests",
        "use_item",
        "source",
        "enum_item",
        "record",
        "extend",
        "group",
        "code",
        "measure",
        "fact",
        "table",
        "decision_table",
        "parameter",
        "definition",
        "figure",
        "decision",
        "summary",
        "flag",
        "rule_item",
        "exemption",
        "restriction",
        "obligation",
        "calendar",
        "suspension",
        "reading",
        "case",
        "test",
        "property",
        "always_holds",
        "never_becomes",
        "add_sign",
        "mul_sign",
        "minus",
        "call",
        "pick",
        "compared",
        "compare_sign",
        "part_words",
        "hard",
        "not_unit",
        "scheme",
        "code_text",
        "end",
        "blank",
        "blank_cell",
        "any_cell",
        "else_cell",
        "outcome_of",
        "list_of",
        "or_none",
        "levels_by",
        "then_dots",
        "of_type",
        "read_as_name",
        "for_witness",
        "rulesets",
        "case_from",
        "expect_when",
        "for_element",
        "error_claim",
        "no_claim",
        "flag_claim",
        "due_on",
        "calendar_arm",
        "by_whom",
        "because_of",
        "any_of",
        "rule_state",
        "does_not_arise",
        "if_any",
        "outermost",
        "not_inside",
        "with_parts",
        "by_reading",
        "WHITESPACE",
        "COMMENT",
        "unit_letter",
        "item",
        "common",
        "table_clause",
        "rule_clause",
        "limb",
        "limbs",
        "key_part",
    ];

    #[test]
    fn each_rule_of_the_grammar_has_words_or_is_silent() {
        for rule in Rule::all_rules() {
            let name = format!("{rule:?}");
            let rows = WORDS.iter().filter(|(rules, _)| rules.contains(&name.as_str())).count();
            let silent = SILENT.iter().filter(|silent| **silent == name).count();
            let expected = usize::from(!grammar::is_word(*rule));
            assert_eq!(rows + silent, expected, "{name}");
        }
    }
}
