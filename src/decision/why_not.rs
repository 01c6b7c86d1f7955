//! Why an outcome was not given: as data, and the part of the schema that describes it.

use serde::Serialize;
use serde_json::Value;
use serde_json::json;

use super::Citation;
use super::Given;
use super::schema::list;
use super::schema::place;
use super::schema::record;
use super::schema::text;
use super::schema::text_or_null;
use super::schema::texts;

/// Why an outcome was not given.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct WhyNot {
    /// The outcome.
    pub outcome: String,
    /// Full names of the rules that apply and conclude a stricter outcome, which comes first.
    pub comes_first: Vec<String>,
    /// Full names of the rules that apply and conclude it.
    pub applies: Vec<String>,
    /// The rule that is nearest to concluding it; `None` if none does, or if one applies.
    pub nearest: Option<Nearest>,
    /// Figures with which a rule that comes first would not be met, everything else as it is; each is enough.
    pub not_with: Vec<Critical>,
    /// Other choices of readings that would each alone give it.
    pub readings: Vec<Given>,
}

/// The rule that lacks least to conclude an outcome.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Nearest {
    /// Its full name.
    pub rule: String,
    /// Whom it would be for: the elements of its `for each`, as people name them.
    pub witness: Vec<String>,
    /// What it cites.
    pub cites: Vec<Citation>,
    /// Where it is declared.
    pub at: String,
    /// How many conditions fail.
    pub fails: usize,
    /// The first of them.
    pub lacks: Vec<Lack>,
    /// Full names of rules that apply, come first, and would not be set aside by it.
    pub still: Vec<String>,
}

/// A condition that fails.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Lack {
    /// `shipment.uses[1].kind is other_use, not in {emergency_medical, …}`
    pub text: String,
    /// The left value less the threshold, where figures are compared.
    pub margin: Option<String>,
    /// Where the condition stands.
    pub at: String,
}

/// A figure with which a rule would not be met.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Critical {
    /// The full name of the rule.
    pub rule: String,
    /// The figure: `cn_content`.
    pub left: String,
    /// How it would have to be: `is less than`.
    pub operator: String,
    /// Than what: `48 EUR`.
    pub bound: String,
    /// What it is: `55.20 EUR`.
    pub is: String,
}

/// Why an outcome was not given.
pub(super) fn schema() -> Value {
    json!({
        "whyNot": record("Why an outcome was not given.", &[
            ("outcome", text("The outcome.")),
            ("comes_first", texts("The rules that apply and conclude a stricter outcome.")),
            ("applies", texts("The rules that apply and conclude it.")),
            ("nearest", json!({ "oneOf": [{ "$ref": "#/$defs/nearest" }, { "type": "null" }] })),
            ("not_with", list("critical", "Figures with which what comes first would not be met, all else as it is.")),
            ("readings", list("given", "Other choices of readings that would each alone give it.")),
        ]),
        "nearest": record("The rule that lacks least to conclude an outcome.", &[
            ("rule", text("Its full name.")),
            ("witness", texts("Whom it would be for.")),
            ("cites", list("citation", "What it cites.")),
            ("at", place("Where it is declared")),
            ("fails", json!({ "type": "integer", "minimum": 1, "description": "How many conditions fail." })),
            ("lacks", list("lack", "The first of them.")),
            ("still", texts("Rules that apply, come first, and would not be set aside by it.")),
        ]),
        "lack": record("A condition that fails.", &[
            ("text", text("What is so, and what is not.")),
            ("margin", text_or_null("The left value less the threshold, where figures are compared.")),
            ("at", place("Where the condition stands")),
        ]),
        "critical": record("A figure with which a rule would not be met.", &[
            ("rule", text("The full name of the rule.")),
            ("left", text("The figure.")),
            ("operator", text("How it would have to be: `is less than`.")),
            ("bound", text("Than what.")),
            ("is", text("What it is.")),
        ]),
    })
}
