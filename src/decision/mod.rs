//! The answer for one record of facts, as plain data: every output is made from it, and JSON is this structure itself.
//!
//! It stands alone: whoever shows it needs no rules, no plan and no facts. Values are texts in the language's spelling
//! without grouping (`48000 EUR`, `0.115%`), names are full (`cn.rare_earth.licence`), places are `file:line:column`
//! from the current folder. Fields that serde skips are for people only: titles, labels, short names.
//! The evaluator begins with `..Default::default()`; the default status is [`Status::Error`], so that what nobody filled
//! is never read as decided. Language reference: "The answer".

#[cfg(test)]
pub(crate) mod sample;
pub(crate) mod schema;
mod why_not;

use std::collections::BTreeMap;

use serde::Serialize;

use crate::diagnostic::Diagnostic;
use crate::source::Sources;
use crate::value::Decimal;
use crate::value::decimal_of;

pub use why_not::Critical;
pub use why_not::Lack;
pub use why_not::Nearest;
pub use why_not::WhyNot;

/// The version of the JSON form. It rises when a field changes its meaning or goes away.
pub const VERSION: u32 = 1;

/// The answer for one record of facts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Decision {
    /// [`VERSION`].
    pub version: u32,
    /// The file and the line on which the record begins: `motor.json:1`, `fleet.ndjson:3`.
    pub record: String,
    /// The `$id` of the record.
    pub id: Option<String>,
    /// The worst status among the decisions; [`Status::Error`] too where the record itself cannot be read.
    pub status: Status,
    /// What-if settings (`--set`), which the facts do not say.
    pub set: Vec<Setting>,
    /// Fields that the facts leave out and that have a value by `left out means`, and how often.
    pub left_out: Vec<LeftOut>,
    /// The rules that were used.
    pub rules: RulesUsed,
    /// The identity of the facts.
    pub facts: FactsUsed,
    /// The day on which obligations were looked at (`--observed`).
    pub observed: Option<String>,
    /// The readings on which something rests.
    pub readings: Vec<ReadingUsed>,
    /// The answers about incomplete tables that were used.
    pub answers: Vec<Answer>,
    /// The decisions, in the order of their rulesets, then of the elements, then of the file.
    pub decisions: Vec<Verdict>,
    /// The strictest of several decisions.
    pub summaries: Vec<Summary>,
    /// Values that are reported, not decided.
    pub figures: Vec<Figure>,
    /// Flags that are raised, or may be.
    pub flags: Vec<Flag>,
    /// What is owed, or may be.
    pub obligations: Vec<Obligation>,
    /// The facts on which something rests.
    pub used: Vec<FactUsed>,
    /// Every error of the record, those of its decisions included, each once.
    pub errors: Vec<Fault>,
}

impl Default for Decision {
    fn default() -> Self {
        Decision {
            version: VERSION,
            record: String::new(),
            id: None,
            status: Status::Error,
            set: Vec::new(),
            left_out: Vec::new(),
            rules: RulesUsed::default(),
            facts: FactsUsed::default(),
            observed: None,
            readings: Vec::new(),
            answers: Vec::new(),
            decisions: Vec::new(),
            summaries: Vec::new(),
            figures: Vec::new(),
            flags: Vec::new(),
            obligations: Vec::new(),
            used: Vec::new(),
            errors: Vec::new(),
        }
    }
}

/// How far a decision, or a record, is settled. In the order of [`Ord`], the worst is the greatest.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// `arises only when` does not hold: there is no outcome.
    DoesNotArise,
    /// There is one outcome.
    Decided,
    /// Several outcomes are possible.
    NotSettled,
    /// It cannot be decided: something is not known, or cannot be computed.
    #[default]
    Error,
}

/// Yes, no, or not known.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Answered {
    /// It is so.
    Yes,
    /// It is not so.
    No,
    /// It is not known.
    #[default]
    Open,
}

/// One what-if setting: `--set 'shipment.uses[1].kind=disaster_relief'`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Setting {
    /// The path in the facts.
    pub path: String,
    /// The value that was set.
    pub value: String,
    /// The value that the facts have; `None` if they have none.
    pub was: Option<String>,
}

/// A field that the facts leave out and that has a value by `left out means`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct LeftOut {
    /// The field with its record: `Article.technology`; a fact: `breach`.
    pub field: String,
    /// What leaving it out means: `[]`.
    pub means: String,
    /// How often it was left out in this record.
    pub times: usize,
}

/// The rules that were used.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct RulesUsed {
    /// `blake3:` and 64 hexadecimal digits.
    pub hash: String,
    /// All rulesets of the pack, sorted.
    pub rulesets: Vec<String>,
}

/// The identity of the facts.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct FactsUsed {
    /// `blake3:` and 64 hexadecimal digits, of the text of the record.
    pub hash: String,
}

/// A reading on which something rests, and what it would be otherwise.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct ReadingUsed {
    /// `cn.core.end_of_truce`
    pub name: String,
    /// `lapsed`; `None` if it is open.
    pub choice: Option<String>,
    /// Who chose: `--reading`, `rulec.toml`, `suggested`, `settled`, `test`; empty if it is open.
    pub by: String,
    /// Each other choice that would alone change a decision, with the outcomes of that decision then.
    pub otherwise: BTreeMap<String, Vec<String>>,
}

/// An answer about an incomplete table that was used.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum Answer {
    /// Whether a value is in a column.
    IsIn {
        /// The column: `cn.core.listed_parties.name`.
        list: String,
        /// The value asked for.
        value: String,
        /// Whether it is in the list.
        is_in: bool,
        /// The day of the answer.
        date: String,
        /// Where it was looked up, if that is said.
        source: Option<String>,
        /// Where the facts give it.
        at: String,
    },
    /// A cell of a row.
    LookUp {
        /// The table: `trade.rates`.
        table: String,
        /// The keys of the row, in the order of `one row per`.
        keys: Vec<String>,
        /// The column.
        column: String,
        /// The cell.
        value: String,
        /// The day of the answer, if it has one.
        date: Option<String>,
        /// Where it was looked up, if that is said.
        source: Option<String>,
        /// Where the facts give it.
        at: String,
    },
    /// That there is no row.
    NoRow {
        /// The table: `trade.rates`.
        table: String,
        /// The keys that were looked up, in the order of `one row per`.
        keys: Vec<String>,
        /// `false`
        is_in: bool,
        /// The day of the answer, if it has one.
        date: Option<String>,
        /// Where it was looked up, if that is said.
        source: Option<String>,
        /// Where the facts give it.
        at: String,
    },
}

/// The answer of one decision, for one element where its ruleset decides each.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Verdict {
    /// `cn.rare_earth.licence`
    pub name: String,
    /// `MOFCOM licence for this export`; the name where there is no title.
    pub title: String,
    /// The identity of the element: its `id`, else its number from 1. `None` where the ruleset decides once.
    pub r#for: Option<String>,
    /// The value of a decision that is made for each value, `usmca`, which its name has in brackets.
    pub value: Option<String>,
    /// How far it is settled.
    pub status: Status,
    /// The date of the law.
    pub law_date: LawDate,
    /// The outcomes that are possible, strictest first, or the figure: one if it is decided, none if it does not arise. With
    /// [`Status::Error`] those that cannot be ruled out, or none where even that is not known.
    pub possible: Vec<String>,
    /// The ranks of the possible outcomes, in the same order; empty for a decision without ranks.
    pub effects: Vec<String>,
    /// For a decision that is a figure: the exact total of what the rules include, where rounding changed it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rounded_from: Option<String>,
    /// The rules that apply, then those that are met but set aside, suspended, not yet in force or ended.
    pub rules: Vec<RuleResult>,
    /// The rows of tables on which the rules that are met rest.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub rows: Vec<TableRow>,
    /// The comparisons that mattered.
    pub comparisons: Vec<Comparison>,
    /// All minimal sets of unknowns that together settle it.
    pub settled_by: Vec<Vec<Unknown>>,
    /// What answers lead where.
    pub leads_to: Vec<LeadsTo>,
    /// Unknowns that cannot change it.
    pub no_matter: Vec<Unknown>,
    /// Why it cannot be decided, if so.
    pub errors: Vec<Fault>,
    /// The reasoning; only `explain` asks for it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub explanation: Option<Vec<Node>>,
    /// Why the other outcomes were not given, strictest first; only `explain` asks for it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub why_not: Option<Vec<WhyNot>>,
    /// For people: the element with its name, `SM-400 servo motor`.
    #[serde(skip)]
    pub for_label: String,
    /// For people: the titles of the possible outcomes, in the same order; empty texts where there is none.
    #[serde(skip)]
    pub outcome_titles: Vec<String>,
    /// For people: whether no rule concluded it, so that `otherwise` holds.
    #[serde(skip)]
    pub by_otherwise: bool,
}

/// The day whose law was used.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct LawDate {
    /// The day; empty if it is not known.
    pub possible: Vec<String>,
    /// Where it comes from: the fact (`shipment.date`), `--as-of`, `today`, `test`.
    pub from: String,
    /// The day that `--as-of` (or `as of` in a test) gave, if it did.
    pub as_of: Option<String>,
    /// The day that the fact says, where `as_of` stands in its place and differs.
    pub fact: Option<String>,
}

/// What became of a rule that is met.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum RuleState {
    /// It holds.
    #[default]
    Applies,
    /// An exemption or restriction that applies sets it aside.
    SetAside,
    /// A suspension has taken it out of force.
    Suspended,
    /// Its period has not begun.
    NotYetInForce,
    /// Its period is over.
    Ended,
}

/// One rule, exemption or restriction that is met, for one witness.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct RuleResult {
    /// `cn.rare_earth.foreign_made`
    pub name: String,
    /// Its title; empty if it has none.
    pub title: String,
    /// What became of it.
    pub state: RuleState,
    /// Full names of what sets it aside, or suspends it.
    pub by: Vec<String>,
    /// Whom it applies for: the variable of `for each` and the identity of the element.
    pub witness: BTreeMap<String, String>,
    /// The conditions with a citation of their own.
    pub limbs: Vec<Limb>,
    /// The outcomes that it concludes for this decision.
    pub concludes: Vec<String>,
    /// What it includes in the figure, where the decision is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub includes: Option<String>,
    /// What it cites.
    pub cites: Vec<Citation>,
    /// Its `because` with everything put in, for people (numbers are grouped); `None` if it has none.
    pub because: Option<String>,
    /// Where its name is declared.
    pub at: String,
    /// For people: `exemption`, `restriction` or `rule`.
    #[serde(skip)]
    pub kind: RuleKind,
    /// For people: the witnesses with their names, `P1 Hanil Robotics`, in the order of `witness`.
    #[serde(skip)]
    pub witness_labels: Vec<String>,
    /// For people: further lines, each with the word that stands before it: `suspended`, `no longer: last day …`.
    #[serde(skip)]
    pub remarks: Vec<Remark>,
}

/// The kind of a rule.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum RuleKind {
    /// `rule`
    #[default]
    Rule,
    /// `exemption`
    Exemption,
    /// `restriction`
    Restriction,
}

/// A line about a rule.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Remark {
    /// The word before it: `suspended`, `in force`.
    pub word: String,
    /// The line: `no longer: last day of truce_2025 was 2026-11-10`.
    pub text: String,
}

/// A condition of a rule that has a citation of its own.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Limb {
    /// The condition as it is written: `item.origin is CN`.
    pub condition: String,
    /// Whether it holds.
    pub holds: Answered,
    /// What it cites.
    pub cites: Vec<Citation>,
    /// Where it stands.
    pub at: String,
}

/// A source and its paragraphs.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Citation {
    /// `cn.core.n61`
    pub source: String,
    /// `MOFCOM Announcement No. 61 of 2025`
    pub title: String,
    /// `1(1)`, `8`; empty for the whole.
    pub paragraphs: Vec<String>,
    /// How the text was read: `text`, `transcription`, `press`, `memory`.
    pub read_as: String,
    /// For people: the name in lists, `n61`, or what `short` says.
    #[serde(skip)]
    pub short: String,
}

/// A row of a table that gave a value.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct TableRow {
    /// `row 1 of need`, `rates(USD, CNY).rate`.
    pub row: String,
    /// What it gives.
    pub value: String,
    /// Where it stands: file, line, column.
    pub at: String,
}

/// A comparison of two values.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Comparison {
    /// The left side as written: `cn_share(item)`.
    pub left: String,
    /// Its value, with enough digits to stand on its right side of the threshold.
    pub is: String,
    /// The words of the operator: `is at least`.
    pub operator: String,
    /// The right side as written: `de_minimis`, `0.1%`.
    pub right: String,
    /// Its value.
    pub threshold: String,
    /// Whether it holds.
    pub holds: Answered,
    /// The left value less the threshold: `0.015%`, `-12.50 EUR`, `0`; `None` where there is no difference (texts, codes).
    pub margin: Option<String>,
    /// The paths of the facts that made up the left side.
    pub facts: Vec<String>,
    /// Where it stands.
    pub at: String,
    /// For people: what the left value is made of, if it is a sum or a share.
    #[serde(skip)]
    pub made_of: Option<Makeup>,
}

impl Comparison {
    /// The left value as an exact decimal without its unit, a percent as a fraction (0.115% is 0.00115); `None` if it
    /// is no number, if it has no end, or if it has more digits than a [`Decimal`] holds.
    #[must_use]
    pub fn figure(&self) -> Option<Decimal> {
        decimal_of(&self.is)
    }

    /// The threshold in the same way.
    #[must_use]
    pub fn threshold_figure(&self) -> Option<Decimal> {
        decimal_of(&self.threshold)
    }
}

/// What a figure is made of: `55.20 EUR of 48 000 EUR: DY 38.40, TB 16.80`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Makeup {
    /// The sum: `55.20 EUR`.
    pub total: String,
    /// Of what it is a share: `48000 EUR`.
    pub of: Option<String>,
    /// The terms of the sum: a label, a value and its place.
    pub terms: Vec<Term>,
}

/// A term of a sum.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Term {
    /// `DY`
    pub label: String,
    /// `38.40 EUR`
    pub value: String,
    /// Its place in the facts, if it has one.
    pub at: Option<String>,
}

/// Something that is not known.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Unknown {
    /// A fact, by its path.
    Fact(String),
    /// A reading, by its full name.
    Reading(String),
    /// An answer of an incomplete table: `Hanil Robotics in cn.core.listed_parties.name`.
    Answer(String),
}

/// What the possible set becomes with some answers.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct LeadsTo {
    /// The answers, all together.
    pub r#if: Vec<Given>,
    /// The outcomes then, strictest first.
    pub possible: Vec<String>,
}

/// One answer to something that is not known.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Given {
    /// What is not known.
    #[serde(flatten)]
    pub unknown: Unknown,
    /// What it is taken to be: `CN`, `any other`.
    pub is: String,
}

/// The strictest of several decisions.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Summary {
    /// `cn.rare_earth.may_go`
    pub name: String,
    /// `May it go?`
    pub title: String,
    /// The identity of the element.
    pub r#for: Option<String>,
    /// How far it is settled.
    pub status: Status,
    /// The ranks that are possible, strictest first.
    pub effects: Vec<String>,
    /// The full names of the decisions.
    pub strictest_of: Vec<String>,
    /// Why it cannot be decided, if so.
    pub errors: Vec<Fault>,
    /// For people: the element with its name.
    #[serde(skip)]
    pub for_label: String,
}

/// A value that is reported, not decided.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Figure {
    /// Its full name.
    pub name: String,
    /// Its title.
    pub title: String,
    /// The identity of the element.
    pub r#for: Option<String>,
    /// Its value; `None` if it is not known.
    pub value: Option<String>,
    /// What it cites.
    pub cites: Vec<Citation>,
    /// Where it is declared.
    pub at: String,
}

/// A yes or no that is reported on its own.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Flag {
    /// `cn.rare_earth.truce_to_check`
    pub name: String,
    /// `The end of the suspension must be checked`
    pub title: String,
    /// The identity of the element.
    pub r#for: Option<String>,
    /// Whom it is raised for: the variable of `for each` and the identity of the element.
    pub witness: BTreeMap<String, String>,
    /// Whether it is raised.
    pub raised: Answered,
    /// Whether a person has to look.
    pub for_review: bool,
    /// What it cites.
    pub cites: Vec<Citation>,
    /// Where it is declared.
    pub at: String,
    /// For people: the element with its name.
    #[serde(skip)]
    pub for_label: String,
    /// For people: the witnesses with their names.
    #[serde(skip)]
    pub witness_labels: Vec<String>,
}

/// Something that somebody owes.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Obligation {
    /// `cn.rare_earth.compliance_notice`
    pub name: String,
    /// `Tell the recipient`
    pub title: String,
    /// The identity of the element.
    pub r#for: Option<String>,
    /// The values of its parameters, by name.
    pub with: BTreeMap<String, String>,
    /// Whether it is owed.
    pub owed: Answered,
    /// Who owes it: the identity of a party, or a text; `None` if nobody is named.
    pub owed_by: Option<String>,
    /// The last day on which it can be done; `None` if it has no due date, or if that is not known.
    pub due: Option<String>,
    /// Why it is due then: `10 working days after 2026-12-01, by china_official`; or why no day is known; empty if it
    /// names no time.
    pub due_because: String,
    /// Whether it is due again and again; `due` is the first time.
    pub recurs: bool,
    /// The last day of what is owed for a time, and is never due.
    pub until: Option<String>,
    /// Whether it is done.
    pub done: Answered,
    /// Whether it was done late, or is not done though its due date has passed.
    pub breached: Answered,
    /// Full names of the rules that impose it.
    pub imposed_by: Vec<String>,
    /// What it cites.
    pub cites: Vec<Citation>,
    /// Where it is declared.
    pub at: String,
    /// For people: the values of its parameters, `P1 Hanil Robotics`, in the order in which they are declared.
    #[serde(skip)]
    pub with_labels: Vec<String>,
    /// For people: who owes it, `P0 Neckar Antriebe`.
    #[serde(skip)]
    pub owed_by_label: String,
    /// For people: why it is due then, `10 days after 2026-12-01`, or why that day is not known; empty if there is
    /// nothing to say.
    #[serde(skip)]
    pub due_words: String,
    /// For people: it is due at once.
    #[serde(skip)]
    pub at_once: bool,
    /// For people: the element with its name.
    #[serde(skip)]
    pub for_label: String,
}

/// A fact on which something rests.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct FactUsed {
    /// `shipment.items["SM-400"].price`
    pub path: String,
    /// `48000 EUR`
    pub value: String,
    /// Where it stands in the facts.
    pub at: String,
    /// The `$source` of its evidence.
    pub source: Option<String>,
    /// The `$date` of its evidence.
    pub date: Option<String>,
}

/// An error, as far as it concerns a record.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Fault {
    /// `F201`
    pub code: String,
    /// Its place; empty if it has none.
    pub at: String,
    /// What is wrong.
    pub title: String,
    /// Where in the record it is, if that is known: `shipment.items["M1"].origin`.
    pub path: Option<String>,
    /// Ways out.
    pub help: Vec<String>,
}

impl Fault {
    /// What a diagnostic says, with its place in words.
    pub(crate) fn of(diagnostic: &Diagnostic, sources: &Sources) -> Fault {
        Fault {
            code: diagnostic.code.name().to_owned(),
            at: diagnostic
                .at
                .as_ref()
                .map_or_else(String::new, |label| sources.place(label.span)),
            title: diagnostic.title.clone(),
            path: diagnostic.path.clone(),
            help: diagnostic.help.clone(),
        }
    }
}

/// A step of the reasoning, with the steps under it: at most 128 deep, so that whoever walks it may recurse.
///
/// It is read as `text: value, detail  readings  citations  place`; the colon stands before `yes`, `no` and `open` only:
/// `caught: yes`, `between_foreign_countries: yes, DE to KR`, `cn_content 55.20 EUR  several_materials is summed`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Node {
    /// `cn_share 0.115% is at least de_minimis 0.1%`
    pub text: String,
    /// `yes`, `no`, `open` or a figure; `None` where the text says it all.
    pub value: Option<String>,
    /// What to add: `DE to KR`.
    pub detail: Option<String>,
    /// The readings that made it so: `end_of_truce is lapsed`.
    pub readings: Vec<String>,
    /// What it rests on in law.
    pub cites: Vec<Citation>,
    /// Where it stands: in the facts for a fact, else in the rules; `None` where that says nothing.
    pub at: Option<String>,
    /// The steps under it.
    pub children: Vec<Node>,
}
