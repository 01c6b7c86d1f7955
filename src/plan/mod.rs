//! The compact plan that is evaluated: every name is a number, every expression has its type.
//!
//! *Takes* nothing (plain data). *Promises*, made by `check` and relied on by `eval`: all ids are of this plan; rules,
//! decisions and definitions that refer to each other form no circle, but for definitions in a [`Recursion`], which
//! says why it has a meaning; every list that is gone through has a list type; the sides of comparisons have types that compare. Names stay only to be shown.

mod about;
mod decision_tables;
mod duties;
mod expr;
mod recursion;
mod shape;
mod sign;
mod versions;

use std::sync::Arc;

use crate::ids::IdVec;
use crate::ids::define_id;
use crate::source::Sources;
use crate::source::Span;
use crate::syntax::ast;
use crate::value::Date;
use crate::value::DecisionId;
use crate::value::RecordType;
use crate::value::RoundMode;
use crate::value::RowId;
use crate::value::TableId;
use crate::value::Texts;
use crate::value::Type;
use crate::value::Value;

pub(crate) use about::*;
pub(crate) use decision_tables::*;
pub(crate) use duties::*;
pub(crate) use expr::*;
pub(crate) use recursion::*;
pub(crate) use shape::*;
pub(crate) use sign::may_be_negative;
pub(crate) use versions::*;

define_id! {
    /// A ruleset.
    pub(crate) RulesetId;
    /// An instrument that rules cite.
    pub(crate) SourceId;
    /// A reading.
    pub(crate) ReadingId;
    /// A parameter.
    pub(crate) ParameterId;
    /// A definition.
    pub(crate) DefinitionId;
    /// A decision table.
    pub(crate) DecisionTableId;
    /// A circle of definitions.
    pub(crate) RecursionId;
    /// A group.
    pub(crate) GroupId;
    /// A rule, an exemption, a restriction or a flag.
    pub(crate) RuleId;
    /// An obligation.
    pub(crate) ObligationId;
    /// A suspension.
    pub(crate) SuspensionId;
}

/// A whole pack, compiled.
#[derive(Clone, Debug)]
pub(crate) struct Plan {
    /// Which facts there may be.
    pub(crate) shape: Shape,
    /// All texts of rules and tables.
    pub(crate) texts: Arc<Texts>,
    /// All expressions.
    pub(crate) exprs: IdVec<ExprId, Expr>,
    /// All rulesets, sorted by name.
    pub(crate) rulesets: IdVec<RulesetId, Ruleset>,
    /// All sources.
    pub(crate) sources: IdVec<SourceId, SourceText>,
    /// All readings.
    pub(crate) readings: IdVec<ReadingId, Reading>,
    /// All parameters.
    pub(crate) parameters: IdVec<ParameterId, Parameter>,
    /// All definitions.
    pub(crate) definitions: IdVec<DefinitionId, Definition>,
    /// All decision tables.
    pub(crate) decision_tables: IdVec<DecisionTableId, DecisionTable>,
    /// The circles of definitions.
    pub(crate) recursions: IdVec<RecursionId, Recursion>,
    /// All groups.
    pub(crate) groups: IdVec<GroupId, Group>,
    /// All tables.
    pub(crate) tables: IdVec<TableId, Table>,
    /// The rows of all tables.
    pub(crate) rows: IdVec<RowId, Row>,
    /// All rules, exemptions, restrictions and flags.
    pub(crate) rules: IdVec<RuleId, Rule>,
    /// All decisions.
    pub(crate) decisions: IdVec<DecisionId, Decision>,
    /// All obligations.
    pub(crate) obligations: IdVec<ObligationId, Obligation>,
    /// All calendars.
    pub(crate) calendars: IdVec<CalendarId, Calendar>,
    /// All suspensions.
    pub(crate) suspensions: IdVec<SuspensionId, Suspension>,
    /// All summaries.
    pub(crate) summaries: Vec<Summary>,
    /// Definitions that are reported: `figure`.
    pub(crate) figures: Vec<DefinitionId>,
    /// Conditions that must hold of each record of a type.
    pub(crate) must_hold: Vec<MustHold>,
    /// Titles and citations of items that evaluation does not ask for them.
    pub(crate) headlines: Headlines,
    /// The tests of the pack.
    pub(crate) tests: Vec<Test>,
    /// The facts of the cases of the pack.
    pub(crate) cases: Vec<CaseFacts>,
    /// The properties of the pack.
    pub(crate) properties: Vec<Property>,
    /// The texts of the rule files, for places and for words in explanations.
    pub(crate) files: Sources,
}

impl Plan {
    /// What a decision that is a figure is worked out from: what rules include, and what holds otherwise.
    pub(crate) fn amounts_of(&self, id: DecisionId) -> Vec<ExprId> {
        let decision = self.decisions.at(id);
        let mut all: Vec<ExprId> = decision.figure.iter().map(|figure| figure.otherwise).collect();
        for rule in &decision.concluded_by {
            let own = self.rules.at(*rule).concludes.iter();
            all.extend(own.filter(|one| one.decision == id).filter_map(Conclusion::amount));
        }
        all
    }
}

/// A ruleset.
#[derive(Clone, Debug)]
pub(crate) struct Ruleset {
    /// `cn.rare_earth`
    pub(crate) name: Box<str>,
    /// `law in force on`: an expression of type date, and its words (`shipment.date`).
    pub(crate) law_date: Option<(ExprId, Box<str>)>,
    /// `decides each item in shipment.items`
    pub(crate) each: Option<Each>,
    /// Its decisions, in the order of the file.
    pub(crate) decisions: Vec<DecisionId>,
    /// The declaration.
    pub(crate) span: Span,
}

/// `decides each item in shipment.items`
#[derive(Clone, Debug)]
pub(crate) struct Each {
    /// `item`
    pub(crate) variable: Box<str>,
    /// The list, an expression that uses no element and no local.
    pub(crate) list: ExprId,
    /// The list's words: `shipment.items`; rulesets with the same words share the element.
    pub(crate) words: Box<str>,
    /// The type of the elements.
    pub(crate) ty: RecordType,
}

/// An instrument.
#[derive(Clone, Debug)]
pub(crate) struct SourceText {
    /// `cn.core.n61`
    pub(crate) full_name: Box<str>,
    /// `n61`
    pub(crate) name: Box<str>,
    /// `MOFCOM Announcement No. 61 of 2025`
    pub(crate) title: Box<str>,
    /// `short`, if it has one.
    pub(crate) short: Option<Box<str>>,
    /// How it was read, as a whole.
    pub(crate) read_as: ast::ReadAs,
    /// How single paragraphs were read.
    pub(crate) paragraphs_read_as: Vec<(Box<str>, ast::ReadAs)>,
}

/// `cite n61 "1(1)", "8"`
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Cite {
    /// The instrument.
    pub(crate) source: SourceId,
    /// The paragraphs; empty for the whole.
    pub(crate) paragraphs: Vec<Box<str>>,
}

/// A point that can be read in more than one way.
#[derive(Clone, Debug)]
pub(crate) struct Reading {
    /// `end_of_truce`
    pub(crate) name: Box<str>,
    /// `cn.core.end_of_truce`
    pub(crate) full_name: Box<str>,
    /// The question.
    pub(crate) title: Box<str>,
    /// Names and reasons of the choices.
    pub(crate) choices: Vec<(Box<str>, Box<str>)>,
    /// `suggested, not applied`
    pub(crate) suggested: Option<u16>,
    /// `settled as`
    pub(crate) settled: Option<u16>,
    /// The declaration.
    pub(crate) span: Span,
}

/// A date, or one that depends on readings. `None` in an arm is `open`.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum DateChoice {
    /// The same under every reading.
    Fixed(Date),
    /// By readings; the first row that fits holds.
    ByReading {
        /// The readings.
        readings: Vec<ReadingId>,
        /// For each reading the choice or `None` for any, then the date or `None` for `open`.
        rows: Vec<(Vec<Option<u16>>, Option<Date>)>,
    },
}

/// A period: both ends are inside; `before D` was made the day before D.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Period {
    /// The first day; `None`: no beginning.
    pub(crate) first: Option<DateChoice>,
    /// The last day; `None`: no end.
    pub(crate) last: Option<DateChoice>,
}

/// A dated value.
#[derive(Clone, Debug)]
pub(crate) struct Parameter {
    /// The ruleset that declares it.
    pub(crate) ruleset: RulesetId,
    /// `de_minimis`
    pub(crate) name: Box<str>,
    /// Its type.
    pub(crate) ty: Type,
    /// `per g : Agreement`: what it has a value for; then the values of each key, sorted by key.
    pub(crate) key: Option<(Box<str>, Type)>,
    /// Its values for each key.
    pub(crate) by_key: Vec<(Value, Vec<DatedValue>)>,
    /// Its values, in the order of their first days: a value holds from its first day to its last, or to the day
    /// before the next value's first.
    pub(crate) values: Vec<DatedValue>,
    /// The declaration.
    pub(crate) span: Span,
}

/// A value with its period.
#[derive(Clone, Debug)]
pub(crate) struct DatedValue {
    /// When it holds.
    pub(crate) period: Period,
    /// The value: an expression without facts.
    pub(crate) value: ExprId,
    /// The line.
    pub(crate) span: Span,
}

/// What a name means.
#[derive(Clone, Debug)]
pub(crate) struct Definition {
    /// The ruleset that declares it.
    pub(crate) ruleset: RulesetId,
    /// `cn_share`
    pub(crate) name: Box<str>,
    /// Its title, or empty.
    pub(crate) title: Box<str>,
    /// `cite` lines.
    pub(crate) cites: Vec<Cite>,
    /// Names and types of the parameters, which are the first locals of its frame.
    pub(crate) parameters: Vec<(Box<str>, Type)>,
    /// The type of its value.
    pub(crate) ty: Type,
    /// What it means.
    pub(crate) body: ExprId,
    /// How many locals its frame has.
    pub(crate) locals: u16,
    /// Whether it uses the element of `decides each`, itself or through others.
    pub(crate) uses_element: bool,
    /// Whether it uses the law's date (parameters, `the law's date`), itself or through others.
    pub(crate) uses_date: bool,
    /// The circle of definitions in which it stands, if there is one.
    pub(crate) recursion: Option<RecursionId>,
    /// The number of the parameter that goes inwards or along references, for those in a circle.
    pub(crate) goes: u16,
    /// The declaration.
    pub(crate) span: Span,
}

/// A named set.
#[derive(Clone, Debug)]
pub(crate) struct Group {
    /// `special_regions`
    pub(crate) name: Box<str>,
    /// The type of the members.
    pub(crate) ty: Type,
    /// `from D: AT, BE`: which groups it is, one after the other; empty if it has no dates. It has no members itself.
    pub(crate) versions: Versions<GroupId>,
    /// Groups with dates whose members belong to it too.
    pub(crate) includes: Vec<GroupId>,
    /// The members, those of included groups too.
    pub(crate) members: Vec<Value>,
    /// Members of which it is not certain that they belong (`certain where`).
    pub(crate) uncertain: Vec<Value>,
    /// The members, and those that are not certain, each sorted as keys are: membership is a binary search.
    pub(crate) sorted: (Vec<Value>, Vec<Value>),
    /// Why a member may be missing; `None` if it is complete.
    pub(crate) incomplete: Option<Incomplete>,
    /// It is read from a file, and says not of what.
    pub(crate) untold: bool,
    /// The declaration.
    pub(crate) span: Span,
}

impl Group {
    /// Whether who belongs to it hangs on the date.
    pub(crate) fn changes(&self) -> bool {
        !self.versions.is_empty() || !self.includes.is_empty()
    }
}

/// `incomplete because "…"`
#[derive(Clone, Debug)]
pub(crate) struct Incomplete {
    /// The clause, with the reason.
    pub(crate) span: Span,
}

/// A table of data.
#[derive(Clone, Debug)]
pub(crate) struct Table {
    /// The ruleset that declares it.
    pub(crate) ruleset: RulesetId,
    /// `listed_parties`
    pub(crate) name: Box<str>,
    /// With its ruleset.
    pub(crate) full_name: Box<str>,
    /// Its columns.
    pub(crate) columns: IdVec<ColumnId, Column>,
    /// The columns of `one row per`; empty if it has no key.
    pub(crate) key: Vec<ColumnId>,
    /// Which row a look-up means where none has the very key.
    pub(crate) nearest: Nearest,
    /// `rows in force from a, last day b`: columns of dates; a last day that is none is no end.
    pub(crate) in_force: Option<(ColumnId, Option<ColumnId>)>,
    /// Whether some of its rows do not stand in it on every day: they are in force for a time, or suspended.
    pub(crate) dated: bool,
    /// `complete under`: codes under which no row is missing, though others may be.
    pub(crate) complete_under: Vec<Value>,
    /// `answers hold for 30 days`: for how many days after its own an answer holds; 0 without the clause.
    pub(crate) answers_hold: i64,
    /// The rows by their keys.
    pub(crate) index: RowIndex,
    /// Its rows, in the order of the file.
    pub(crate) rows: Vec<RowId>,
    /// Why a row may be missing; `None` if it is complete.
    pub(crate) incomplete: Option<Incomplete>,
    /// The declaration.
    pub(crate) span: Span,
}

/// Which row a look-up means where none has the very key.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Nearest {
    /// None.
    #[default]
    Exact,
    /// `narrowest wins`: the narrowest code above the one that is asked.
    Narrowest,
    /// `latest day on or before`: the last day up to the one that is asked.
    Latest,
}

/// The rows of a table by their keys.
#[derive(Clone, Debug, Default)]
pub(crate) struct RowIndex {
    /// The columns of the key, by their place in `one row per`, in the order in which rows are sorted: the one in which
    /// the nearest row counts, else the one of codes, comes last.
    pub(crate) order: Vec<usize>,
    /// The rows with a whole key, sorted: codes by their texts, so that those under a code come right after it.
    pub(crate) rows: Vec<RowId>,
    /// The rows with a cell of the key that nobody read.
    pub(crate) unknown: Vec<RowId>,
}

impl Table {
    /// The column with the rate, if this is a table of rates: one row per two currencies and a day, and one decimal.
    pub(crate) fn rate_column(&self) -> Option<ColumnId> {
        let of_key = |ty: &Type| {
            let fits = self
                .key
                .iter()
                .filter(|id| self.columns.get(**id).is_some_and(|column| column.ty == *ty));
            fits.count()
        };
        if self.key.len() != 3 || of_key(&Type::Currency) != 2 || of_key(&Type::Date) != 1 {
            return None;
        }
        let mut rates = self
            .columns
            .iter_ids()
            .filter(|(id, column)| !self.key.contains(id) && column.ty == Type::Decimal);
        match (rates.next(), rates.next()) {
            (Some((rate, _)), None) => Some(rate),
            (Some(_) | None, _) => None,
        }
    }
}

/// A column of a table.
#[derive(Clone, Debug)]
pub(crate) struct Column {
    /// `name`
    pub(crate) name: Box<str>,
    /// The type of its cells.
    pub(crate) ty: Type,
    /// For each row of the table the cell; `None` in a row that says `unknown`. Sorted index below.
    /// The values of certain rows, sorted, each with its row: membership is a binary search.
    pub(crate) certain: Vec<(Value, RowId)>,
    /// The values of rows that are not certain, sorted.
    pub(crate) uncertain: Vec<(Value, RowId)>,
    /// Rows whose cell is unknown, or that are not certain in that cell.
    pub(crate) unknown: Vec<RowId>,
    /// In a column of codes: all rows with a cell, by their codes, those under a code right after it.
    pub(crate) codes: Vec<RowId>,
}

/// A row of a table.
#[derive(Clone, Debug)]
pub(crate) struct Row {
    /// Its table.
    pub(crate) table: TableId,
    /// A cell for each column; `None`: `unknown`, nobody read it.
    pub(crate) cells: Vec<Option<Value>>,
    /// Whether it is certain that the row stands in the list.
    pub(crate) certain: bool,
    /// `suspends rows of`: which suspensions mean it, and whether that is certain.
    pub(crate) suspended_by: Vec<(SuspensionId, bool)>,
    /// Where it stands, in the rule file or in the CSV.
    pub(crate) span: Span,
}

/// A rule, an exemption, a restriction or a flag.
#[derive(Clone, Debug)]
pub(crate) struct Rule {
    /// Which of them.
    pub(crate) kind: ast::RuleKind,
    /// The ruleset that declares it: its date and its element.
    pub(crate) ruleset: RulesetId,
    /// `foreign_made`
    pub(crate) name: Box<str>,
    /// `cn.rare_earth.foreign_made`
    pub(crate) full_name: Box<str>,
    /// Its title, or empty.
    pub(crate) title: Box<str>,
    /// `cite` lines, those of all its versions too.
    pub(crate) cites: Vec<Cite>,
    /// `only if reading r is c`, all of them: reading, choice, negated.
    pub(crate) only_if: Vec<(ReadingId, u16, bool)>,
    /// When it is in force.
    pub(crate) period: Period,
    /// `version from D`: outside of all of them it is not in force; empty if it has none.
    pub(crate) versions: Versions<RuleVersion>,
    /// `for each p in …`, the outer ones first: the rule applies once for each combination of their elements.
    pub(crate) for_each: Vec<ForEach>,
    /// The conditions that `and` joins in `when`, one by one; empty: always.
    pub(crate) when: Vec<ExprId>,
    /// Those of `when` that cite something themselves, in their order.
    pub(crate) limbs: Vec<Limb>,
    /// `unless`
    pub(crate) unless: Option<ExprId>,
    /// What it sets aside; of a rule, what it stands `in place of`.
    pub(crate) sets_aside: Vec<SetsAside>,
    /// What sets it aside: the other direction of `sets_aside`.
    pub(crate) set_aside_by: Vec<RuleId>,
    /// Which suspensions name it.
    pub(crate) suspended_by: Vec<SuspensionId>,
    /// `then d is o`
    pub(crate) concludes: Vec<Conclusion>,
    /// `then imposes o`
    pub(crate) imposes: Vec<Imposes>,
    /// `because "…"`
    pub(crate) because: Vec<Piece>,
    /// How many locals its frame has.
    pub(crate) locals: u16,
    /// The declaration (the name).
    pub(crate) span: Span,
}

impl Rule {
    /// Whether it lives only where something that it sets aside does: what stands in place of rules needs none of them.
    pub(crate) fn hangs_on_what_it_sets_aside(&self) -> bool {
        match self.kind {
            ast::RuleKind::Exemption | ast::RuleKind::Restriction => !self.sets_aside.is_empty(),
            ast::RuleKind::Rule | ast::RuleKind::Flag { .. } => false,
        }
    }
}

/// What a version of a rule says beside the expressions that choose among the versions.
#[derive(Clone, Debug, Default)]
pub(crate) struct RuleVersion {
    /// The conditions of its `when`, one by one.
    pub(crate) when: Vec<ExprId>,
    /// Those of them that cite something themselves.
    pub(crate) limbs: Vec<Limb>,
    /// `because "…"`
    pub(crate) because: Vec<Piece>,
}

/// A condition of `when` with a citation of its own.
#[derive(Clone, Debug)]
pub(crate) struct Limb {
    /// Its number in `when`.
    pub(crate) number: usize,
    /// What it cites.
    pub(crate) cites: Vec<Cite>,
    /// The citation.
    pub(crate) span: Span,
}

/// `for each p in …` of a rule
#[derive(Clone, Debug)]
pub(crate) struct ForEach {
    /// `p`
    pub(crate) name: Box<str>,
    /// The local that it binds.
    pub(crate) local: LocalId,
    /// What it goes through; it may hang on the locals of the outer ones.
    pub(crate) list: List,
    /// The type of the elements.
    pub(crate) ty: Type,
    /// The number of the version that it stands in; under another one the rule does not go through it.
    pub(crate) version: Option<usize>,
}

/// `sets aside r`, `sets aside r for p`
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct SetsAside {
    /// The rule.
    pub(crate) rule: RuleId,
    /// `for p`: only the applications whose `p` is the same; the number of that `for each` here and in the rule.
    pub(crate) same: Option<SamePlaces>,
}

/// The numbers of the `for each` of one name in two rules.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct SamePlaces {
    /// In the rule that sets aside.
    pub(crate) here: usize,
    /// In the rule that is set aside.
    pub(crate) there: usize,
}

/// `then d is o`
#[derive(Clone, Debug)]
pub(crate) struct Conclusion {
    /// The decision.
    pub(crate) decision: DecisionId,
    /// Where the decision is made for each of something, or concluded by a version: whether this witness is about its
    /// value, and the version in force concludes it.
    pub(crate) only_for: Option<ExprId>,
    /// What it concludes.
    pub(crate) what: Concluded,
}

impl Conclusion {
    /// The numbers of the outcomes that it may be, strictest first; of a figure none.
    pub(crate) fn may_be(&self) -> &[u16] {
        match &self.what {
            Concluded::Outcome(outcome) => std::slice::from_ref(outcome),
            Concluded::Computed { may_be, .. } => may_be,
            Concluded::Amount(_) => &[],
        }
    }

    /// The outcome, where it is worked out.
    pub(crate) fn computed(&self) -> Option<ExprId> {
        match &self.what {
            Concluded::Outcome(_) | Concluded::Amount(_) => None,
            Concluded::Computed { outcome, .. } => Some(*outcome),
        }
    }

    /// What it includes in a figure.
    pub(crate) fn amount(&self) -> Option<ExprId> {
        match &self.what {
            Concluded::Outcome(_) | Concluded::Computed { .. } => None,
            Concluded::Amount(amount) => Some(*amount),
        }
    }
}

/// What a rule concludes of a decision.
#[derive(Clone, Debug)]
pub(crate) enum Concluded {
    /// `licence is required`: the number of the outcome.
    Outcome(u16),
    /// `policy is table(x)`: an outcome that is worked out for each witness.
    Computed {
        /// An expression in the frame of the rule, whose type is that of the decision's outcomes.
        outcome: ExprId,
        /// The numbers that it can have, strictest first.
        may_be: Vec<u16>,
    },
    /// `due includes 25% * value`: an expression in the frame of the rule, taken once for each witness.
    Amount(ExprId),
}

/// A piece of a text with insertions.
#[derive(Clone, Debug)]
pub(crate) enum Piece {
    /// As it stands.
    Text(Box<str>),
    /// The value of an expression.
    Insertion(ExprId),
}

/// The fixed scale on which regimes compare, strictest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Rank {
    /// `prohibited`
    Prohibited,
    /// `refusal`
    Refusal,
    /// `licence`
    Licence,
    /// `review`
    Review,
    /// `conditional`
    Conditional,
    /// `free`
    Free,
}

/// A decision.
#[derive(Clone, Debug)]
pub(crate) struct Decision {
    /// The ruleset that owns it.
    pub(crate) ruleset: RulesetId,
    /// `licence`
    pub(crate) name: Box<str>,
    /// `cn.rare_earth.licence`
    pub(crate) full_name: Box<str>,
    /// Its title.
    pub(crate) title: Box<str>,
    /// Whether rules of other rulesets may conclude it.
    pub(crate) shared: bool,
    /// `for each g in Agreement`: there is one decision for each value; this is the value of this one.
    pub(crate) per: Option<PerValue>,
    /// Of the first of those: all of them, in the order of the values.
    pub(crate) members: Vec<DecisionId>,
    /// Its outcomes, strictest first.
    pub(crate) outcomes: Vec<Outcome>,
    /// The number of the outcome that holds if no rule concludes one.
    pub(crate) otherwise: u16,
    /// How it comes about where it is a figure; then it has no outcomes.
    pub(crate) figure: Option<FigureDecision>,
    /// Whether `arises only when` stands there.
    pub(crate) may_not_arise: bool,
    /// `arises only when`
    pub(crate) arises_only_when: Option<ExprId>,
    /// How many locals the frame of that condition has.
    pub(crate) locals: u16,
    /// The rules that conclude it.
    pub(crate) concluded_by: Vec<RuleId>,
    /// The declaration (the name).
    pub(crate) span: Span,
}

/// The value for which a decision is made.
#[derive(Clone, Debug)]
pub(crate) struct PerValue {
    /// `preference`, without the value.
    pub(crate) family: Box<str>,
    /// The same with its ruleset.
    pub(crate) full_family: Box<str>,
    /// The first decision of the family.
    pub(crate) first: DecisionId,
    /// The value, which is local 0 of `arises only when`.
    pub(crate) value: Value,
    /// `usmca`
    pub(crate) shown: Box<str>,
    /// The type of the values.
    pub(crate) ty: Type,
}

/// How a decision that is a figure comes about.
#[derive(Clone, Debug)]
pub(crate) struct FigureDecision {
    /// The type of the figure.
    pub(crate) ty: Type,
    /// What is made of all that rules include: a sum, the greatest, the least.
    pub(crate) total: ast::Fold,
    /// `rounded to 0.01 USD half up`: once, at the end.
    pub(crate) rounded: Option<Rounding>,
    /// What it is if no rule includes anything: an expression without facts.
    pub(crate) otherwise: ExprId,
}

/// `to 0.01 USD half up`
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Rounding {
    /// The step, more than zero.
    pub(crate) step: Value,
    /// The way.
    pub(crate) mode: RoundMode,
}

/// One rung of a decision's ladder.
#[derive(Clone, Debug)]
pub(crate) struct Outcome {
    /// `required`
    pub(crate) name: Box<str>,
    /// `A licence is needed`
    pub(crate) title: Box<str>,
    /// Its rank; a decision has ranks on all outcomes or on none.
    pub(crate) rank: Option<Rank>,
    /// The line.
    pub(crate) span: Span,
}

/// A later instrument that takes provisions out of force for a period.
#[derive(Clone, Debug)]
pub(crate) struct Suspension {
    /// `truce_2025`
    pub(crate) name: Box<str>,
    /// `cn.rare_earth.truce_2025`
    pub(crate) full_name: Box<str>,
    /// `only if reading r is c`
    pub(crate) only_if: Vec<(ReadingId, u16, bool)>,
    /// When it suspends; tested at the date of the ruleset of the suspended rule.
    pub(crate) period: Period,
}

/// Decisions of several rulesets on one scale.
#[derive(Clone, Debug)]
pub(crate) struct Summary {
    /// The ruleset that declares it.
    pub(crate) ruleset: RulesetId,
    /// `china`
    pub(crate) name: Box<str>,
    /// Its title, or empty.
    pub(crate) title: Box<str>,
    /// The decisions.
    pub(crate) of: Vec<DecisionId>,
    /// The declaration (the name).
    pub(crate) span: Span,
}

/// `must hold: C` of a record; the record is local 0, its fields are read from it.
#[derive(Clone, Debug)]
pub(crate) struct MustHold {
    /// The record type.
    pub(crate) record: RecordType,
    /// The condition.
    pub(crate) condition: ExprId,
    /// How many locals its frame has.
    pub(crate) locals: u16,
}

/// A test, with the rows of `examples` made tests of their own.
#[derive(Clone, Debug)]
pub(crate) struct Test {
    /// Its name; with `examples`, the row is added: `… (row 2)`.
    pub(crate) name: Box<str>,
    /// `as of`
    pub(crate) as_of: Option<Date>,
    /// `observed`
    pub(crate) observed: Option<Date>,
    /// Chosen readings.
    pub(crate) readings: Vec<(ReadingId, u16)>,
    /// `readings suggested except …`: the exceptions.
    pub(crate) suggested: Option<Vec<ReadingId>>,
    /// What is given: the settings of the case and of the cases below it first.
    pub(crate) settings: Vec<ast::SettingLine>,
    /// What is expected.
    pub(crate) expects: Vec<Expect>,
    /// The test.
    pub(crate) span: Span,
}

/// What a case states: the settings of the cases below it first.
#[derive(Clone, Debug)]
pub(crate) struct CaseFacts {
    /// What it states.
    pub(crate) settings: Vec<ast::SettingLine>,
    /// The case.
    pub(crate) span: Span,
}

/// What is stated of all facts.
#[derive(Clone, Debug)]
pub(crate) struct Property {
    /// Its name.
    pub(crate) name: Box<str>,
    /// `as of`
    pub(crate) as_of: Option<Date>,
    /// Chosen readings.
    pub(crate) readings: Vec<(ReadingId, u16)>,
    /// `readings suggested except …`: the exceptions.
    pub(crate) suggested: Option<Vec<ReadingId>>,
    /// What it states.
    pub(crate) statement: Statement,
    /// The words of the statement.
    pub(crate) span: Span,
}

/// What a property states.
#[derive(Clone, Debug)]
pub(crate) enum Statement {
    /// `when C always D`
    Always {
        /// Of which facts; `None`: of all.
        when: Option<ExprId>,
        /// What holds of them.
        always: ExprId,
        /// Whose date and elements.
        ruleset: RulesetId,
        /// How many locals the frame of the two has.
        locals: u16,
        /// The decisions that it speaks about.
        decisions: Vec<DecisionId>,
    },
    /// `as PATH rises, d never becomes milder`
    Never {
        /// The way to the figure from the top-level facts; each element of a list from which nothing is picked.
        path: Vec<FactStep>,
        /// The type of the figure.
        ty: Type,
        /// `rises`, not `falls`.
        rises: bool,
        /// The decision.
        decision: DecisionId,
        /// `milder`, not `stricter`.
        milder: bool,
    },
}

/// A step in the facts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum FactStep {
    /// A field of a record.
    Field(FieldId),
    /// The element with this id.
    Key(Box<str>),
    /// The element with this number, from 0.
    Number(usize),
}

/// What a test expects.
#[derive(Clone, Debug)]
pub(crate) struct Expect {
    /// `when reading r is c:`
    pub(crate) when: Vec<(ReadingId, u16)>,
    /// What is expected.
    pub(crate) claim: Claim,
    /// `for shipment.items["M2"]`
    pub(crate) element: Option<ExprId>,
    /// The line.
    pub(crate) span: Span,
}

/// A claim of a test.
#[derive(Clone, Debug)]
pub(crate) enum Claim {
    /// `error F203`
    Error(Box<str>),
    /// `flag f`, `no flag f`
    Flag(RuleId, bool),
    /// `d does not arise`
    DoesNotArise(DecisionId),
    /// `due is 123.45 USD because r, s`
    Figure {
        /// The decision.
        decision: DecisionId,
        /// The figure: an expression without facts.
        value: ExprId,
        /// `is not`
        negated: bool,
        /// All applying rules that include something.
        because: Option<Vec<RuleId>>,
    },
    /// `d is o because r, s`
    Outcome {
        /// The decision.
        decision: DecisionId,
        /// The number of the outcome.
        outcome: u16,
        /// `is not`
        negated: bool,
        /// All applying rules that conclude it.
        because: Option<Vec<RuleId>>,
    },
    /// A condition about an expression, at the date of the ruleset that declares what it speaks about. Locals: none.
    Holds {
        /// The condition.
        condition: ExprId,
        /// Whose date and element.
        ruleset: RulesetId,
        /// How many locals its frame has.
        locals: u16,
    },
    /// `r is suspended by s`
    State {
        /// The rule.
        rule: RuleId,
        /// The state.
        state: ast::RuleState,
        /// `is not`
        negated: bool,
        /// By which rule or suspension.
        by: Option<By>,
    },
}

/// What sets aside or suspends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum By {
    /// An exemption or a restriction.
    Rule(RuleId),
    /// A suspension.
    Suspension(SuspensionId),
}
