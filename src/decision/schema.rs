//! The JSON Schema of [`Decision`](crate::decision::Decision), which `docs/decision.schema.json` shows.
//!
//! It is written by hand; tests validate full answers against it, so that a field that is added, renamed or left out on
//! one side only is found. Every field is required and no other is allowed, but for `explanation` and `why_not`,
//! which only `rulec explain` writes.

use serde_json::Map;
use serde_json::Value;
use serde_json::json;

use crate::decision::VERSION;
use crate::decision::why_not;

/// The schema, as JSON Schema 2020-12.
pub(crate) fn schema() -> Value {
    let mut schema = record("The answer for one record of facts", &top());
    if let Value::Object(fields) = &mut schema {
        fields.insert(
            "$schema".to_owned(),
            json!("https://json-schema.org/draft/2020-12/schema"),
        );
        fields.insert("title".to_owned(), json!("Decision"));
        fields.insert("$defs".to_owned(), definitions());
    }
    schema
}

/// A record with all of these fields and no other.
pub(super) fn record(description: &str, fields: &[(&str, Value)]) -> Value {
    let names: Vec<&str> = fields.iter().map(|(name, _)| *name).collect();
    let mut properties = Map::new();
    for (name, value) in fields {
        properties.insert((*name).to_owned(), value.clone());
    }
    json!({
        "type": "object", "description": description, "required": names, "properties": properties,
        "additionalProperties": false,
    })
}

pub(super) fn text(description: &str) -> Value {
    json!({ "type": "string", "description": description })
}

pub(super) fn text_or_null(description: &str) -> Value {
    json!({ "type": ["string", "null"], "description": description })
}

fn words(description: &str, allowed: &[&str]) -> Value {
    json!({ "enum": allowed, "description": description })
}

pub(super) fn texts(description: &str) -> Value {
    json!({ "type": "array", "items": { "type": "string" }, "description": description })
}

pub(super) fn list(of: &str, description: &str) -> Value {
    json!({ "type": "array", "items": { "$ref": format!("#/$defs/{of}") }, "description": description })
}

fn by_name(description: &str) -> Value {
    json!({ "type": "object", "additionalProperties": { "type": "string" }, "description": description })
}

fn status() -> Value {
    words(
        "How far it is settled. `error`: something is not known or cannot be computed.",
        &["does_not_arise", "decided", "not_settled", "error"],
    )
}

fn answered(description: &str) -> Value {
    words(description, &["yes", "no", "open"])
}

fn ranks() -> Value {
    json!({
        "type": "array", "description": "The ranks of the possible outcomes, strictest first; empty without ranks.",
        "items": { "enum": ["prohibited", "refusal", "licence", "review", "conditional", "free"] },
    })
}

fn element() -> Value {
    text_or_null("The element that is decided: its id, else its number from 1; null where a ruleset decides once.")
}

pub(super) fn place(what: &str) -> Value {
    text(&format!("{what}: file:line:column."))
}

fn top() -> Vec<(&'static str, Value)> {
    vec![
        (
            "version",
            json!({ "const": VERSION, "description": "The version of this form." }),
        ),
        ("record", text("File and first line of the record: `fleet.ndjson:3`.")),
        ("id", text_or_null("The `$id` of the record.")),
        ("status", status()),
        ("set", list("setting", "What-if settings.")),
        (
            "left_out",
            list("leftOut", "Fields left out that have a value by `left out means`."),
        ),
        (
            "rules",
            record(
                "The rules used.",
                &[
                    ("hash", text("`blake3:` and 64 hexadecimal digits.")),
                    ("rulesets", texts("All rulesets of the pack, sorted.")),
                ],
            ),
        ),
        (
            "facts",
            record(
                "The facts used.",
                &[("hash", text("`blake3:` and 64 hexadecimal digits."))],
            ),
        ),
        (
            "observed",
            text_or_null("The day on which obligations were looked at, if one was given."),
        ),
        ("readings", list("reading", "Readings on which something rests.")),
        (
            "answers",
            json!({
                "type": "array", "description": "Answers about incomplete tables that were used.",
                "items": { "anyOf": [{ "$ref": "#/$defs/isIn" }, { "$ref": "#/$defs/lookUp" }, { "$ref": "#/$defs/noRow" }] },
            }),
        ),
        ("decisions", list("decision", "The decisions.")),
        ("summaries", list("summary", "The strictest of several decisions.")),
        ("figures", list("figure", "Values that are reported.")),
        ("flags", list("flag", "Flags that are raised, or may be.")),
        ("obligations", list("obligation", "What is owed, or may be.")),
        ("used", list("fact", "Facts on which something rests.")),
        (
            "errors",
            list("error", "All errors of the record, those of its decisions included."),
        ),
    ]
}

fn definitions() -> Value {
    let mut all = Map::new();
    for part in [inputs(), reasons(), why_not::schema(), results()] {
        if let Value::Object(part) = part {
            all.extend(part);
        }
    }
    Value::Object(all)
}

/// What an answer was made from.
fn inputs() -> Value {
    json!({
        "setting": record("A what-if setting.", &[
            ("path", text("The path in the facts.")),
            ("value", text("The value set.")),
            ("was", text_or_null("The value that the facts have.")),
        ]),
        "leftOut": record("A field left out.", &[
            ("field", text("`Article.technology`, or a fact.")),
            ("means", text("What leaving it out means.")),
            ("times", json!({ "type": "integer", "minimum": 1, "description": "How often." })),
        ]),
        "reading": record("A reading.", &[
            ("name", text("Its full name.")),
            ("choice", text_or_null("The choice; null if it is open.")),
            ("by", text("Who chose: `--reading`, `rulec.toml`, `suggested`, `settled`, `test`; empty if open.")),
            ("otherwise", json!({
                "type": "object", "additionalProperties": { "type": "array", "items": { "type": "string" } },
                "description": "Other choices that alone would change a decision, with its outcomes then.",
            })),
        ]),
        "isIn": record("Whether a value is in a column.", &[
            ("list", text("The column.")),
            ("value", text("The value.")),
            ("is_in", json!({ "type": "boolean" })),
            ("date", text("The day of the answer.")),
            ("source", text_or_null("Where it was looked up.")),
            ("at", place("Where the facts give it")),
        ]),
        "lookUp": record("A cell of a table.", &[
            ("table", text("The table.")),
            ("keys", texts("The keys of the row.")),
            ("column", text("The column.")),
            ("value", text("The cell.")),
            ("date", text_or_null("The day of the answer.")),
            ("source", text_or_null("Where it was looked up.")),
            ("at", place("Where the facts give it")),
        ]),
        "noRow": record("That a table has no such row.", &[
            ("table", text("The table.")),
            ("keys", texts("The keys that were looked up.")),
            ("is_in", json!({ "type": "boolean" })),
            ("date", text_or_null("The day of the answer.")),
            ("source", text_or_null("Where it was looked up.")),
            ("at", place("Where the facts give it")),
        ]),
    })
}

/// Decisions with their reasons.
fn reasons() -> Value {
    json!({
        "decision": decision(),
        "rule": rule(),
        "limb": record("A condition with a citation of its own.", &[
            ("condition", text("The condition as it is written.")),
            ("holds", answered("Whether it holds.")),
            ("cites", list("citation", "What it cites.")),
            ("at", place("Where it stands")),
        ]),
        "citation": record("A source and its paragraphs.", &[
            ("source", text("Its full name.")),
            ("title", text("Its title.")),
            ("paragraphs", texts("The paragraphs; empty for the whole.")),
            ("read_as", words("How it was read.", &["text", "transcription", "press", "memory"])),
        ]),
        "comparison": comparison(),
        "row": row(),
        "unknown": json!({ "oneOf": [unknown("fact", &[]), unknown("reading", &[]), unknown("answer", &[])] }),
        "given": json!({
            "oneOf": [unknown("fact", &["is"]), unknown("reading", &["is"]), unknown("answer", &["is"])],
        }),
        "leadsTo": record("What answers lead to.", &[
            ("if", list("given", "The answers, all together.")),
            ("possible", texts("The outcomes then, strictest first.")),
        ]),
    })
}

/// What else an answer says.
fn results() -> Value {
    json!({
        "summary": record("The strictest of several decisions.", &[
            ("name", text("Its full name.")), ("title", text("Its title.")), ("for", element()),
            ("status", status()), ("effects", ranks()),
            ("strictest_of", texts("The decisions.")),
            ("errors", list("error", "Why it cannot be decided.")),
        ]),
        "figure": record("A value that is reported.", &[
            ("name", text("Its full name.")), ("title", text("Its title.")), ("for", element()),
            ("value", text_or_null("Its value; null if it is not known.")),
            ("cites", list("citation", "What it cites.")), ("at", place("Where it is declared")),
        ]),
        "flag": record("A flag.", &[
            ("name", text("Its full name.")), ("title", text("Its title.")), ("for", element()),
            ("witness", by_name("Whom it is raised for.")),
            ("raised", answered("Whether it is raised.")),
            ("for_review", json!({ "type": "boolean", "description": "Whether a person has to look." })),
            ("cites", list("citation", "What it cites.")), ("at", place("Where it is declared")),
        ]),
        "obligation": obligation(),
        "fact": record("A fact used.", &[
            ("path", text("Its path.")), ("value", text("Its value.")), ("at", place("Where it stands")),
            ("source", text_or_null("The `$source` of its evidence.")),
            ("date", text_or_null("The `$date` of its evidence.")),
        ]),
        "error": record("An error.", &[
            ("code", json!({ "type": "string", "pattern": "^[RFEWTX][0-9]{3}$" })),
            ("at", text("Its place: file:line:column; empty if it has none.")),
            ("title", text("What is wrong.")),
            ("path", text_or_null("Where in the record.")),
            ("help", texts("Ways out.")),
        ]),
        "node": record("A step of the reasoning.", &[
            ("text", text("What is reasoned about.")),
            ("value", text_or_null("`yes`, `no`, `open` or a figure.")),
            ("detail", text_or_null("What to add.")),
            ("readings", texts("The readings that made it so.")),
            ("cites", list("citation", "What it rests on in law.")),
            ("at", text_or_null("Where it stands: file:line:column.")),
            ("children", list("node", "The steps under it.")),
        ]),
    })
}

/// `{"fact": PATH}` with further texts.
fn unknown(key: &str, more: &[&str]) -> Value {
    let mut fields = vec![(key, text("Its path or name."))];
    fields.extend(more.iter().map(|name| (*name, text("What it is taken to be."))));
    record("Something that is not known.", &fields)
}

fn decision() -> Value {
    let mut decision = record(
        "The answer of one decision.",
        &[
            ("name", text("Its full name.")),
            ("title", text("Its title.")),
            ("for", element()),
            (
                "value",
                text_or_null("The value, of a decision that is made for each value."),
            ),
            ("status", status()),
            (
                "law_date",
                record(
                    "The day whose law was used.",
                    &[
                        ("possible", texts("The day; empty if it is not known.")),
                        ("from", text("Where it comes from: a fact, `--as-of`, `today`, `test`.")),
                        ("as_of", text_or_null("The day that `--as-of` gave.")),
                        (
                            "fact",
                            text_or_null("The day that the fact says, where another stands in its place."),
                        ),
                    ],
                ),
            ),
            (
                "possible",
                texts("The outcomes that are possible, strictest first, or the figure: one if decided."),
            ),
            ("effects", ranks()),
            ("rules", list("rule", "The rules that are met.")),
            ("comparisons", list("comparison", "The comparisons that mattered.")),
            (
                "settled_by",
                json!({
                    "type": "array", "items": { "type": "array", "items": { "$ref": "#/$defs/unknown" } },
                    "description": "All minimal sets of unknowns that together settle it.",
                }),
            ),
            ("leads_to", list("leadsTo", "What answers lead where.")),
            ("no_matter", list("unknown", "Unknowns that cannot change it.")),
            ("errors", list("error", "Why it cannot be decided.")),
        ],
    );
    may_have(
        &mut decision,
        "explanation",
        list("node", "The reasoning; only `rulec explain` writes it."),
    );
    may_have(
        &mut decision,
        "rows",
        list("row", "The rows of tables on which the rules that are met rest."),
    );
    let rounded = text("For a figure: the exact total of what the rules include, where rounding changed it.");
    may_have(&mut decision, "rounded_from", rounded);
    let why_not = "Why the other outcomes were not given; only `rulec explain` writes it.";
    may_have(&mut decision, "why_not", list("whyNot", why_not));
    decision
}

/// Adds a field that is left out where it has nothing to say.
fn may_have(record: &mut Value, name: &str, field: Value) {
    if let Some(properties) = record.get_mut("properties").and_then(Value::as_object_mut) {
        properties.insert(name.to_owned(), field);
    }
}

fn rule() -> Value {
    let mut rule = record(
        "A rule, exemption or restriction that is met.",
        &[
            ("name", text("Its full name.")),
            ("title", text("Its title; empty if it has none.")),
            (
                "state",
                words(
                    "What became of it.",
                    &["applies", "set_aside", "suspended", "not_yet_in_force", "ended"],
                ),
            ),
            ("by", texts("What sets it aside or suspends it.")),
            (
                "witness",
                by_name("Whom it applies for: the variable and the identity of the element."),
            ),
            ("limbs", list("limb", "Conditions with citations of their own.")),
            ("concludes", texts("The outcomes that it concludes for this decision.")),
            ("cites", list("citation", "What it cites.")),
            ("because", text_or_null("Its reason, for people.")),
            ("at", place("Where it is declared")),
        ],
    );
    may_have(
        &mut rule,
        "includes",
        text("What it includes, where the decision is a figure."),
    );
    rule
}

fn row() -> Value {
    record(
        "A row of a table that gave a value.",
        &[
            ("row", text("Which row of which table.")),
            ("value", text("What it gives.")),
            ("at", text("Where it stands: file, line, column.")),
        ],
    )
}

fn comparison() -> Value {
    record(
        "A comparison of two values.",
        &[
            ("left", text("The left side as written.")),
            ("is", text("Its value.")),
            ("operator", text("`is at least` and its like.")),
            ("right", text("The right side as written.")),
            ("threshold", text("Its value.")),
            ("holds", answered("Whether it holds.")),
            (
                "margin",
                text_or_null("The left value less the threshold; null where there is no difference."),
            ),
            ("facts", texts("The paths of the facts that made up the left side.")),
            ("at", place("Where it stands")),
        ],
    )
}

fn obligation() -> Value {
    record(
        "Something that somebody owes.",
        &[
            ("name", text("Its full name.")),
            ("title", text("Its title.")),
            ("for", element()),
            ("with", by_name("The values of its parameters.")),
            ("owed", answered("Whether it is owed.")),
            ("owed_by", text_or_null("Who owes it.")),
            (
                "due",
                text_or_null("The last day on which it can be done; of what recurs the first."),
            ),
            (
                "due_because",
                text("Why it is due then, or why no day is known; empty if it names no time."),
            ),
            (
                "recurs",
                json!({ "type": "boolean", "description": "Whether it is due again and again." }),
            ),
            (
                "until",
                text_or_null("The last day of what is owed for a time, and is never due."),
            ),
            ("done", answered("Whether it is done.")),
            (
                "breached",
                answered("Whether it was done late, or is not done though its due date has passed."),
            ),
            ("imposed_by", texts("The rules that impose it.")),
            ("cites", list("citation", "What it cites.")),
            ("at", place("Where it is declared")),
        ],
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::decision::Critical;
    use crate::decision::Decision;
    use crate::decision::Fault;
    use crate::decision::Given;
    use crate::decision::Lack;
    use crate::decision::LeadsTo;
    use crate::decision::LeftOut;
    use crate::decision::Limb;
    use crate::decision::Nearest;
    use crate::decision::Node;
    use crate::decision::Setting;
    use crate::decision::Status;
    use crate::decision::TableRow;
    use crate::decision::Unknown;
    use crate::decision::WhyNot;
    use crate::decision::sample;

    fn faults(decision: &Decision) -> Vec<String> {
        let validator = jsonschema::validator_for(&schema()).unwrap();
        let value = serde_json::to_value(decision).unwrap();
        validator
            .iter_errors(&value)
            .map(|error| format!("{}: {error}", error.instance_path()))
            .collect()
    }

    /// An answer in which every list has something in it, so that every definition is looked at.
    fn full() -> Decision {
        let mut answer = sample::motor();
        let fault = Fault {
            code: "E202".to_owned(),
            ..Fault::default()
        };
        answer.set.push(Setting::default());
        answer.left_out.push(LeftOut {
            times: 1,
            ..LeftOut::default()
        });
        answer.figures.push(crate::decision::Figure::default());
        answer.errors.push(fault.clone());
        let first = answer.decisions.first_mut().unwrap();
        first.status = Status::NotSettled;
        let fact = Unknown::Fact("breach".to_owned());
        first
            .settled_by
            .push(vec![fact.clone(), Unknown::Reading("r".to_owned())]);
        let given = Given {
            unknown: Unknown::Answer("x in t.c".to_owned()),
            is: "yes".to_owned(),
        };
        first.leads_to.push(LeadsTo {
            r#if: vec![given],
            possible: vec!["free".to_owned()],
        });
        first.no_matter.push(fact);
        first.errors.push(fault);
        first.rows.push(TableRow::default());
        first.rules.first_mut().unwrap().limbs.push(Limb {
            cites: vec![sample::cite(&["1"])],
            ..Limb::default()
        });
        let leaf = Node {
            cites: vec![sample::cite(&["8"])],
            ..Node::default()
        };
        first.why_not = Some(vec![WhyNot {
            nearest: Some(Nearest {
                fails: 1,
                lacks: vec![Lack::default()],
                ..Nearest::default()
            }),
            not_with: vec![Critical::default()],
            ..WhyNot::default()
        }]);
        first.explanation = Some(vec![Node {
            children: vec![leaf],
            ..Node::default()
        }]);
        answer
    }

    #[test]
    fn a_full_answer_and_an_empty_one_fit_the_schema() {
        assert_eq!(faults(&full()), Vec::<String>::new());
        assert_eq!(faults(&Decision::default()), Vec::<String>::new());
    }

    #[test]
    fn an_answer_that_says_something_else_does_not_fit() {
        let mut answer = full();
        answer.decisions.first_mut().unwrap().effects = vec!["allowed".to_owned()];
        assert_eq!(faults(&answer).len(), 1);
        answer = full();
        answer.errors.first_mut().unwrap().code = String::new();
        assert_eq!(faults(&answer).len(), 1);
    }

    #[test]
    fn fields_come_in_the_order_that_is_documented() {
        let json = serde_json::to_string(&sample::motor()).unwrap();
        let names = [
            "version", "record", "id", "status", "set", "left_out", "rules", "facts", "observed", "readings", "answers",
        ];
        let more = [
            "decisions",
            "summaries",
            "figures",
            "flags",
            "obligations",
            "used",
            "errors",
        ];
        let mut from = 0;
        for name in names.iter().chain(&more) {
            let found = json
                .get(from..)
                .unwrap()
                .find(&format!("\"{name}\":"))
                .unwrap_or_else(|| panic!("{name} out of order"));
            from += found;
        }
        assert!(json.contains(
            "\"margin\":\"0.015%\",\"facts\":[\"shipment.items[\\\"SM-400\\\"].price\"],\"at\":\"rare_earth.rule:149:59\"}"
        ));
        assert!(
            json.contains("\"read_as\":\"transcription\"}"),
            "what is for people only is left out: {json}"
        );
    }
}
