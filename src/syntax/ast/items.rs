//! Items as they are written. Clauses that may stand once are `Option`s, those that add up are `Vec`s; the lowering
//! has reported a clause that stands twice or does not belong, and the types here cannot hold it.

use crate::source::FileId;
use crate::source::Span;

use crate::ids::IdVec;

use super::decision_tables::DecisionTable;
use super::exprs::Expr;
use super::exprs::ExprId;
use super::exprs::Fold;
use super::exprs::Ident;
use super::exprs::ListExpr;
use super::exprs::Literal;
use super::exprs::Path;
use super::exprs::PickKey;
use super::exprs::ReadingIs;
use super::exprs::ReadingRow;
use super::exprs::Rounding;
use super::exprs::Text;

/// A whole rule file.
#[derive(Clone, Debug)]
pub(crate) struct Ast {
    /// The file.
    pub(crate) file: FileId,
    /// Its first item; `None` if it could not be read, which was reported.
    pub(crate) header: Option<Header>,
    /// The other items that could be read, in order.
    pub(crate) items: Vec<Item>,
    /// The names of items that could not be read: silent wherever they are used.
    pub(crate) broken: Vec<Ident>,
    /// All expressions.
    pub(crate) exprs: IdVec<ExprId, Expr>,
}

/// The first item of a file.
#[derive(Clone, Debug)]
pub(crate) enum Header {
    /// `ruleset cn.core "…"`
    Ruleset(Ruleset),
    /// `tests of cn.rare_earth "…"`
    Tests(Tests),
}

/// `ruleset`
#[derive(Clone, Debug)]
pub(crate) struct Ruleset {
    /// `cn.rare_earth`
    pub(crate) name: Path,
    pub(crate) title: Option<Text>,
    pub(crate) issuer: Option<Text>,
    /// `zone "Asia/Shanghai"`
    pub(crate) zone: Option<Text>,
    /// `law in force on shipment.date`
    pub(crate) law_date: Option<Path>,
    /// `decides each item in shipment.items`
    pub(crate) decides_each: Option<(Ident, Path)>,
    /// `affected by n70`: sources that other rulesets of the pack must cite.
    pub(crate) affected_by: Vec<Ident>,
    pub(crate) common: Common,
}

/// `tests of`
#[derive(Clone, Debug)]
pub(crate) struct Tests {
    pub(crate) of: Vec<Path>,
    pub(crate) title: Option<Text>,
    pub(crate) common: Common,
    pub(crate) span: Span,
}

/// `cite` and `note`, which every item may carry.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Common {
    pub(crate) cites: Vec<Reference>,
    pub(crate) notes: Vec<Text>,
}

/// `n61 "1(1)", "8"`
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Reference {
    pub(crate) source: Ident,
    /// Empty: the whole source.
    pub(crate) paragraphs: Vec<Text>,
}

/// One item.
#[derive(Clone, Debug)]
pub(crate) struct Item {
    pub(crate) kind: ItemKind,
    /// From its first word to its last clause.
    pub(crate) span: Span,
    pub(crate) common: Common,
}

/// The kinds of items.
#[derive(Clone, Debug)]
pub(crate) enum ItemKind {
    Use(Path),
    Source(SourceItem),
    Enum(EnumItem),
    Record(RecordItem),
    Extend(RecordItem),
    Group(Group),
    Code(CodeScheme),
    Measure(Measure),
    Fact(FieldLine),
    Table(Table),
    DecisionTable(DecisionTable),
    Parameter(Parameter),
    Definition(Definition),
    /// `figure`: a definition that is reported.
    Figure(Definition),
    Decision(Decision),
    Summary(Summary),
    Rule(Rule),
    Obligation(Obligation),
    Calendar(Calendar),
    Suspension(Suspension),
    Reading(Reading),
    Case(Case),
    Test(Test),
    Property(Property),
}

/// How a text was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ReadAs {
    Text,
    Transcription,
    Press,
    Memory,
}

/// `source n61 "…"`
#[derive(Clone, Debug)]
pub(crate) struct SourceItem {
    pub(crate) name: Ident,
    pub(crate) title: Text,
    pub(crate) short: Option<Text>,
    pub(crate) published: Option<(Box<str>, Span)>,
    pub(crate) url: Option<Text>,
    /// `read as transcription`, and `read "8" as press`: paragraphs empty for the whole.
    pub(crate) read_as: Vec<(Vec<Text>, ReadAs)>,
    pub(crate) paragraphs: Vec<Text>,
    /// `not coded "6" because "…"`, `partly coded …`
    pub(crate) not_coded: Vec<NotCoded>,
}

/// `not coded "6" because "How to apply"`
#[derive(Clone, Debug)]
pub(crate) struct NotCoded {
    pub(crate) partly: bool,
    pub(crate) paragraphs: Vec<Text>,
    pub(crate) because: Text,
}

/// `enum PartyKind "…"`
#[derive(Clone, Debug)]
pub(crate) struct EnumItem {
    pub(crate) name: Ident,
    pub(crate) title: Option<Text>,
    pub(crate) values: Vec<(Ident, Option<Text>)>,
}

/// `record Party "…"`, and `extend Article`
#[derive(Clone, Debug)]
pub(crate) struct RecordItem {
    pub(crate) name: Ident,
    pub(crate) title: Option<Text>,
    /// `identified by id` (never in `extend`)
    pub(crate) identified_by: Option<Ident>,
    pub(crate) fields: Vec<FieldLine>,
    /// `must hold: C`
    pub(crate) must_hold: Vec<ExprId>,
}

/// `price : money at least 0 or none, left out means [] "Price" ask "…?"`
#[derive(Clone, Debug)]
pub(crate) struct FieldLine {
    pub(crate) name: Ident,
    pub(crate) ty: TypeExpr,
    pub(crate) left_out: Option<Setting>,
    pub(crate) title: Option<Text>,
    pub(crate) ask: Option<Text>,
}

/// A type as written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct TypeExpr {
    /// `list of`
    pub(crate) list: bool,
    /// `outcome of policy`: the decision; its last word is the name too.
    pub(crate) outcome_of: Option<Path>,
    /// `money`, `Article`, `HS`
    pub(crate) name: Ident,
    pub(crate) range: Option<RangeExpr>,
    /// `or none`
    pub(crate) or_none: bool,
    pub(crate) span: Span,
}

/// `at least 0`, `between 0% and 100%`
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct RangeExpr {
    /// The least value and whether it is included.
    pub(crate) low: Option<(Literal, bool)>,
    /// The greatest value and whether it is included.
    pub(crate) high: Option<(Literal, bool)>,
    pub(crate) span: Span,
}

/// `group special_regions "…"`
#[derive(Clone, Debug)]
pub(crate) struct Group {
    pub(crate) name: Ident,
    pub(crate) title: Option<Text>,
    /// `of country`
    pub(crate) of: Option<Ident>,
    pub(crate) body: GroupBody,
    pub(crate) honesty: Honesty,
}

impl Group {
    /// Where its members stand, of all versions.
    pub(crate) fn members(&self) -> impl Iterator<Item = &GroupMembers> {
        let (always, versions) = match &self.body {
            GroupBody::Always(members) => (Some(members), [].as_slice()),
            GroupBody::Versions(versions) => (None, versions.as_slice()),
        };
        always.into_iter().chain(versions.iter().map(|version| &version.of))
    }
}

/// What is in a group.
#[derive(Clone, Debug)]
pub(crate) enum GroupBody {
    /// The same on all days.
    Always(GroupMembers),
    /// `from 2020-12-14: IR, KP, SY`, one or more.
    Versions(Vec<Version<GroupMembers>>),
}

/// Where the members of a group stand.
#[derive(Clone, Debug)]
pub(crate) enum GroupMembers {
    /// `HK, MO, other_group`
    Named(Vec<Member>),
    /// `read from "x.csv" column c where …`
    File {
        path: Text,
        column: Ident,
        filter: Option<ExprId>,
    },
}

impl GroupMembers {
    /// The file from which they are read.
    pub(crate) fn file(&self) -> Option<&Text> {
        match self {
            GroupMembers::Named(_) => None,
            GroupMembers::File { path, .. } => Some(path),
        }
    }
}

/// A member of a group.
#[derive(Clone, Debug)]
pub(crate) enum Member {
    /// A code or a text.
    Literal(Literal, Span),
    /// A country, a value, another group.
    Name(Path),
}

/// `complete`, `incomplete because "…"`, `certain where C`
#[derive(Clone, Debug, Default)]
pub(crate) struct Honesty {
    pub(crate) complete: Option<Span>,
    /// The reason, and the place of the words `incomplete because`.
    pub(crate) incomplete: Option<(Text, Span)>,
    pub(crate) certain_where: Option<ExprId>,
    /// `complete under HS 8505.11` (tables only): codes under which no row is missing.
    pub(crate) complete_under: Vec<(Literal, Span)>,
}

/// `code HS "…"`
#[derive(Clone, Debug)]
pub(crate) struct CodeScheme {
    pub(crate) name: Ident,
    pub(crate) title: Option<Text>,
    pub(crate) levels: Option<(Levels, Span)>,
    pub(crate) example: Option<Text>,
}

/// The levels of a classification.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Levels {
    /// `levels 2, 4, 6, 8, 10 digits`
    Digits(Vec<u32>),
    /// `levels by dots`
    Dots,
    /// `levels by hyphens`
    Hyphens,
    /// `levels 1, 2, 5 characters, then dots`; the flag is `then dots`.
    Characters(Vec<u32>, bool),
}

/// `measure volume "…" in m3`
#[derive(Clone, Debug)]
pub(crate) struct Measure {
    pub(crate) name: Ident,
    pub(crate) title: Option<Text>,
    /// The unit in which amounts are held.
    pub(crate) unit: Ident,
    /// `1 l is 0.001 m3`
    pub(crate) lines: Vec<UnitLine>,
}

/// `1 l is 0.001 m3`: each side a number and a unit.
#[derive(Clone, Debug)]
pub(crate) struct UnitLine {
    pub(crate) one: (Box<str>, Ident),
    pub(crate) other: (Box<str>, Ident),
    /// A minus stands before the second, which is a mistake.
    pub(crate) is_negative: bool,
    pub(crate) span: Span,
}

/// `table listed_parties "…"`
#[derive(Clone, Debug)]
pub(crate) struct Table {
    pub(crate) name: Ident,
    pub(crate) title: Option<Text>,
    /// `read from "x.csv"`
    pub(crate) read_from: Option<Text>,
    /// `only rows where C`: sees text, before types.
    pub(crate) only_rows: Option<ExprId>,
    pub(crate) columns: Vec<ColumnLine>,
    /// `one row per a, b`
    pub(crate) key: Vec<Ident>,
    /// `narrowest wins`, `latest day on or before` in the key.
    pub(crate) nearest: Option<Nearest>,
    /// `rows in force from a, last day b`
    pub(crate) rows_in_force: Option<(Ident, Option<Ident>)>,
    /// `answers hold for 30 days`
    pub(crate) answers_hold: Option<(Box<str>, Span)>,
    pub(crate) honesty: Honesty,
    /// Rows in place: the heading and the rows.
    pub(crate) heading: Vec<Ident>,
    pub(crate) rows: Vec<(Vec<Cell>, Span)>,
}

/// Which row a look-up means where none has the very key.
#[derive(Clone, Debug)]
pub(crate) enum Nearest {
    /// `narrowest wins`
    Narrowest(Span),
    /// `latest day on or before`: the column, which is among those of the key.
    Latest(Ident),
}

/// `rate : percent in % read as "from" "Title"`
#[derive(Clone, Debug)]
pub(crate) struct ColumnLine {
    pub(crate) name: Ident,
    pub(crate) ty: TypeExpr,
    /// `in USD`, `in %`
    pub(crate) unit: Option<Ident>,
    /// `read as "from"`
    pub(crate) read_as: Option<Text>,
    pub(crate) title: Option<Text>,
    pub(crate) ask: Option<Text>,
}

/// A cell of a table in place.
#[derive(Clone, Debug)]
pub(crate) struct Cell {
    /// A literal, a name, or `unknown`.
    pub(crate) kind: CellKind,
    pub(crate) span: Span,
}

/// What stands in a cell.
#[derive(Clone, Debug)]
pub(crate) enum CellKind {
    Literal(Literal),
    Name(Ident),
    /// `unknown`: not read.
    Unknown,
}

/// `parameter de_minimis : percent "…"`
#[derive(Clone, Debug)]
pub(crate) struct Parameter {
    pub(crate) name: Ident,
    /// `per g : Agreement`
    pub(crate) key: Option<(Ident, TypeExpr)>,
    pub(crate) ty: TypeExpr,
    pub(crate) title: Option<Text>,
    pub(crate) values: Vec<ParameterValue>,
}

/// `0.1% from 2025-10-09, last day 2026-01-01`, `60% before 2024-01-01`, `5% always`
#[derive(Clone, Debug)]
pub(crate) struct ParameterValue {
    pub(crate) value: ExprId,
    /// `for usmca`
    pub(crate) key: Option<ExprId>,
    pub(crate) from: Option<DateExpr>,
    pub(crate) last: Option<LastDay>,
    pub(crate) span: Span,
}

/// `definition cn_share(a : Article) : percent "…"`
#[derive(Clone, Debug)]
pub(crate) struct Definition {
    pub(crate) name: Ident,
    pub(crate) parameters: Vec<(Ident, TypeExpr)>,
    pub(crate) ty: Option<TypeExpr>,
    pub(crate) title: Option<Text>,
    /// `means E`, or one after the other.
    pub(crate) means: Meaning,
}

/// What a definition means.
#[derive(Clone, Debug)]
pub(crate) enum Meaning {
    /// `means E`
    One(ExprId),
    /// `version from D  means E`, one or more.
    Versions(Vec<Version<ExprId>>),
}

/// `version from D, last day E`, with what stands below it.
#[derive(Clone, Debug)]
pub(crate) struct Version<T> {
    /// Its first day.
    pub(crate) from: DateExpr,
    /// Its last day; without one it runs to the next version, or to the end.
    pub(crate) last: Option<LastDay>,
    /// `cite` and `note` of this version alone.
    pub(crate) common: Common,
    /// What it says.
    pub(crate) of: T,
    /// `version from D, last day E`
    pub(crate) span: Span,
}

/// `decision licence "…"`
#[derive(Clone, Debug)]
pub(crate) struct Decision {
    pub(crate) name: Ident,
    pub(crate) title: Text,
    /// `for each g in Agreement`
    pub(crate) per: Option<(Ident, Path)>,
    /// `shared`: where the word stands; other rulesets may conclude it.
    pub(crate) shared: Option<Span>,
    /// `arises only when C`
    pub(crate) arises_only_when: Option<ExprId>,
    /// Strictest first.
    pub(crate) outcomes: Vec<OutcomeLine>,
    /// `otherwise free`
    pub(crate) otherwise: Option<Ident>,
    /// What it says where it is a figure; then it has no outcomes.
    pub(crate) figure: Option<FigureDecision>,
}

/// `decision due : money "…"`: what its clauses say.
#[derive(Clone, Debug)]
pub(crate) struct FigureDecision {
    pub(crate) ty: TypeExpr,
    /// `adds up`, `takes the greatest`, `takes the least`: a sum, the greatest, the least.
    pub(crate) total: Fold,
    /// Where that stands.
    pub(crate) total_span: Span,
    /// `rounded to 0.01 USD half up`, and where it stands.
    pub(crate) rounded: Option<(Rounding, Span)>,
    /// `otherwise 0 USD`
    pub(crate) otherwise: ExprId,
}

/// `required "A licence is needed" ranks as licence`
#[derive(Clone, Debug)]
pub(crate) struct OutcomeLine {
    pub(crate) name: Ident,
    pub(crate) title: Text,
    pub(crate) rank: Option<Ident>,
}

/// `summary china "…" strictest of a.x, b.y`
#[derive(Clone, Debug)]
pub(crate) struct Summary {
    pub(crate) name: Ident,
    pub(crate) title: Option<Text>,
    pub(crate) of: Vec<Path>,
}

/// Which of the items that have conditions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum RuleKind {
    Rule,
    Exemption,
    Restriction,
    /// `flag`; with `for review`.
    Flag {
        for_review: bool,
    },
}

/// `rule`, `exemption`, `restriction`, `flag`
#[derive(Clone, Debug)]
pub(crate) struct Rule {
    pub(crate) kind: RuleKind,
    pub(crate) name: Ident,
    pub(crate) title: Option<Text>,
    /// `only if reading r is c and reading s is d`
    pub(crate) only_if: Vec<ReadingIs>,
    pub(crate) from: Option<DateExpr>,
    pub(crate) last: Option<LastDay>,
    /// `for each p in …`, the outer ones first.
    pub(crate) for_each: Vec<ForEach>,
    pub(crate) when: Option<ExprId>,
    /// The conditions of `when` that cite something themselves.
    pub(crate) limbs: Vec<Limb>,
    pub(crate) unless: Option<ExprId>,
    /// Several `sets aside` clauses add up; of a rule, `in place of`.
    pub(crate) sets_aside: Vec<SetsAside>,
    pub(crate) then: Vec<Conclusion>,
    pub(crate) because: Option<Because>,
    /// `version from D`; what stands above them holds for all.
    pub(crate) versions: Vec<Version<RuleVersion>>,
}

/// What a version of a rule says.
#[derive(Clone, Debug)]
pub(crate) struct RuleVersion {
    /// Inside those that stand above the versions.
    pub(crate) for_each: Vec<ForEach>,
    pub(crate) when: Option<ExprId>,
    /// The conditions of `when` that cite something themselves.
    pub(crate) limbs: Vec<Limb>,
    pub(crate) unless: Option<ExprId>,
    pub(crate) then: Vec<Conclusion>,
    pub(crate) because: Option<Because>,
}

/// `item.origin is CN cite n61 "1(1)"` among others in `when`
#[derive(Clone, Debug)]
pub(crate) struct Limb {
    /// The number of the condition among those that `and` joins.
    pub(crate) number: usize,
    pub(crate) cites: Vec<Reference>,
    /// The citation.
    pub(crate) span: Span,
}

/// `for each p in xs where C`
#[derive(Clone, Debug)]
pub(crate) struct ForEach {
    pub(crate) variable: Ident,
    pub(crate) list: ListExpr,
}

/// What an exemption or a restriction sets aside.
#[derive(Clone, Debug)]
pub(crate) enum SetsAside {
    /// `r, s for party`
    Rules(Vec<(Path, Option<Ident>)>),
    /// `rules citing n61 "1" except r`
    Citing {
        references: Vec<Reference>,
        except: Vec<Path>,
        span: Span,
    },
    /// `all exemptions except gov`, `all rules`
    All {
        exemptions: bool,
        except: Vec<Path>,
        span: Span,
    },
}

/// One conclusion.
#[derive(Clone, Debug)]
pub(crate) enum Conclusion {
    /// `licence is exempt`: decision and outcome
    Outcome {
        decision: Path,
        /// `preference(g) is due`: the `g`.
        arguments: Vec<ExprId>,
        outcome: ExprId,
        span: Span,
    },
    /// `due includes 25% * value`: decision and amount
    Includes {
        decision: Path,
        /// `due(g) includes …`: the `g`.
        arguments: Vec<ExprId>,
        amount: ExprId,
        span: Span,
    },
    /// `imposes report`, `imposes tell_recipient(p)`
    Imposes {
        obligation: Path,
        arguments: Vec<ExprId>,
        span: Span,
    },
}

/// `because "… {expr} …"`
#[derive(Clone, Debug)]
pub(crate) struct Because {
    pub(crate) pieces: Vec<Piece>,
    pub(crate) span: Span,
}

/// A piece of a text with insertions.
#[derive(Clone, Debug)]
pub(crate) enum Piece {
    Text(Box<str>),
    Insertion(ExprId),
}

/// A date, or a choice of dates by readings.
#[derive(Clone, Debug)]
pub(crate) enum DateExpr {
    Date(DateArm),
    ByReading {
        reading: Ident,
        arms: Vec<(Ident, DateArm)>,
        span: Span,
    },
    ByReadings {
        readings: Vec<Ident>,
        rows: Vec<ReadingRow<DateArm>>,
        span: Span,
    },
}

/// One date, or `open`.
#[derive(Clone, Debug)]
pub(crate) enum DateArm {
    /// As written, not yet known to exist.
    Date(Box<str>, Span),
    Open(Span),
}

/// `last day D`, or `before D`
#[derive(Clone, Debug)]
pub(crate) struct LastDay {
    /// `before`: the date is the first day outside.
    pub(crate) before: bool,
    pub(crate) date: DateExpr,
    pub(crate) span: Span,
}

/// `obligation report "…"`
#[derive(Clone, Debug)]
pub(crate) struct Obligation {
    pub(crate) name: Ident,
    /// `(p : Party)`
    pub(crate) parameters: Vec<(Ident, TypeExpr)>,
    pub(crate) title: Option<Text>,
    /// The title with its insertions, if it has some.
    pub(crate) title_pieces: Option<Because>,
    /// `owed by shipment.exporter`, `owed by "the importer"`
    pub(crate) owed_by: Option<ExprId>,
    /// `within 10 days after D` and its like.
    pub(crate) time: Option<OwedWhen>,
    /// `counted by china_official`
    pub(crate) counted: Option<Counted>,
    /// `done on D`
    pub(crate) done_on: Option<ExprId>,
    /// `done when C`
    pub(crate) done_when: Option<ExprId>,
}

/// Until when something is owed.
#[derive(Clone, Copy, Debug)]
pub(crate) struct OwedWhen {
    /// The form.
    pub(crate) kind: OwedKind,
    /// The clause.
    pub(crate) span: Span,
}

/// The forms of time of an obligation.
#[derive(Clone, Copy, Debug)]
pub(crate) enum OwedKind {
    /// `within LENGTH after D`
    Within { length: ExprId, after: ExprId },
    /// `every LENGTH after D`
    Every { length: ExprId, after: ExprId },
    /// `for LENGTH after D`
    For { length: ExprId, after: ExprId },
    /// `before D`, `on or before D`
    Before { day: ExprId, included: bool },
    /// `at once`
    AtOnce,
}

/// Which days are worked.
#[derive(Clone, Debug)]
pub(crate) struct Counted {
    /// The form.
    pub(crate) by: CountedBy,
    /// The clause.
    pub(crate) span: Span,
}

/// By which calendar working days are counted.
#[derive(Clone, Debug)]
pub(crate) enum CountedBy {
    /// `counted by china_official`
    Calendar(Path),
    /// `counted according to reading r  official: china_official  …`
    Reading { reading: Ident, arms: Vec<(Ident, Path)> },
}

/// `calendar china_official "…"`
#[derive(Clone, Debug)]
pub(crate) struct Calendar {
    pub(crate) name: Ident,
    pub(crate) title: Option<Text>,
    /// `weekend saturday, sunday`
    pub(crate) weekend: Vec<Ident>,
    /// `days off …`
    pub(crate) days_off: Vec<CalendarDays>,
    /// `working days …`
    pub(crate) working: Vec<CalendarDays>,
    /// `covers from D, last day D`
    pub(crate) covers: Option<Covers>,
}

/// Days of a calendar.
#[derive(Clone, Debug)]
pub(crate) enum CalendarDays {
    /// `read from "x.csv" column day`
    File { path: Text, column: Ident },
    /// `2026-10-01, 2026-10-02`
    Days(Vec<(Box<str>, Span)>),
}

/// `covers from D, last day D`
#[derive(Clone, Debug)]
pub(crate) struct Covers {
    /// The first day.
    pub(crate) first: (Box<str>, Span),
    /// The last day, or the day after it.
    pub(crate) last: (Box<str>, Span),
    /// `before D`
    pub(crate) before: bool,
}

/// `suspension truce "…"`
#[derive(Clone, Debug)]
pub(crate) struct Suspension {
    pub(crate) name: Ident,
    pub(crate) title: Option<Text>,
    pub(crate) only_if: Vec<ReadingIs>,
    pub(crate) from: Option<DateExpr>,
    pub(crate) last: Option<LastDay>,
    pub(crate) suspends: Vec<Suspends>,
}

/// What is suspended.
#[derive(Clone, Debug)]
pub(crate) enum Suspends {
    /// `provisions citing n61 "1", n62 except r`
    Citing {
        references: Vec<Reference>,
        except: Vec<Path>,
        span: Span,
    },
    /// `rows of listed_parties where C`
    Rows {
        table: Path,
        condition: Option<ExprId>,
        span: Span,
    },
    /// `ruleset cn.bans`
    Rulesets(Vec<Path>),
    /// `foreign_made, cn.bans.no_18`
    Rules(Vec<Path>),
}

/// `reading end_of_truce "…?"`
#[derive(Clone, Debug)]
pub(crate) struct Reading {
    pub(crate) name: Ident,
    pub(crate) title: Text,
    pub(crate) choices: Vec<(Ident, Text)>,
    /// `suggested, not applied: c`
    pub(crate) suggested: Option<Ident>,
    /// `settled as c`
    pub(crate) settled: Option<Ident>,
}

/// `case rotor from magnet "…"`
#[derive(Clone, Debug)]
pub(crate) struct Case {
    pub(crate) name: Ident,
    pub(crate) from: Option<Ident>,
    pub(crate) title: Option<Text>,
    pub(crate) settings: Vec<SettingLine>,
}

/// One setting: `shipment.destination is KR`
#[derive(Clone, Debug)]
pub(crate) struct SettingLine {
    pub(crate) kind: SettingKind,
    pub(crate) span: Span,
}

/// The kinds of settings.
#[derive(Clone, Debug)]
pub(crate) enum SettingKind {
    /// `PATH is VALUE`
    Is(FactPath, Setting),
    /// `PATH also has { … }`
    AlsoHas(FactPath, Setting),
    /// `"Hanil Motors" is not in listed_parties.name`
    Answer {
        value: Setting,
        negated: bool,
        column: Path,
    },
    /// `HS 8505.11 is not under any of codes.code`: an answer about a code and all codes under it.
    AnswerUnder {
        value: Setting,
        negated: bool,
        column: Path,
    },
    /// What a look-up finds.
    Row(RowAnswer),
}

/// `rates(USD, CNY, 2027-01-15).rate is 7.20`, `rates(USD, CNY, 2027-01-15) is not there`
#[derive(Clone, Debug)]
pub(crate) struct RowAnswer {
    /// The table, with or without its ruleset.
    pub(crate) table: Path,
    /// What is asked for.
    pub(crate) keys: Vec<Setting>,
    /// The column and what stands in it; `None`: there is no such row.
    pub(crate) cell: Option<(Ident, Setting)>,
}

/// `shipment.items["M1"].parts["T1"].price`
#[derive(Clone, Debug)]
pub(crate) struct FactPath {
    pub(crate) steps: Vec<PathStep>,
    pub(crate) span: Span,
}

/// One step of a path in the facts.
#[derive(Clone, Debug)]
pub(crate) enum PathStep {
    Field(Ident),
    Pick(PickKey, Span),
}

/// A value as a test states it.
#[derive(Clone, Debug)]
pub(crate) struct Setting {
    pub(crate) kind: SettingValue,
    pub(crate) span: Span,
}

/// The kinds of stated values.
#[derive(Clone, Debug)]
pub(crate) enum SettingValue {
    Literal(Literal),
    /// A leading `-`.
    Negative(Literal),
    /// `CN`, `other_use`
    Name(Ident),
    /// `UseKind.other_use`
    Qualified(Path),
    List(Vec<Setting>),
    Record(Vec<(Ident, Setting)>),
    /// `unknown`: the key is left out.
    Unknown,
}

/// `test "…"`
#[derive(Clone, Debug)]
pub(crate) struct Test {
    pub(crate) name: Text,
    /// `as of 2027-02-01`
    pub(crate) as_of: Option<(Box<str>, Span)>,
    /// `observed 2027-12-31`
    pub(crate) observed: Option<(Box<str>, Span)>,
    /// `given magnet with …`
    pub(crate) given: Option<Given>,
    pub(crate) readings: Vec<ReadingIs>,
    /// `readings suggested except r, s`
    pub(crate) suggested: Option<Vec<Ident>>,
    /// `examples` between bars.
    pub(crate) examples: Option<Examples>,
    pub(crate) expect: Vec<Expect>,
}

/// `property "…"`
#[derive(Clone, Debug)]
pub(crate) struct Property {
    pub(crate) name: Text,
    /// `as of 2027-02-01`
    pub(crate) as_of: Option<(Box<str>, Span)>,
    pub(crate) readings: Vec<ReadingIs>,
    /// `readings suggested except r, s`
    pub(crate) suggested: Option<Vec<Ident>>,
    pub(crate) statement: Statement,
    /// The words of the statement.
    pub(crate) stated: Span,
}

/// What a property states of all facts.
#[derive(Clone, Debug)]
pub(crate) enum Statement {
    /// `when C always D`
    Always { when: Option<ExprId>, always: ExprId },
    /// `as PATH rises, d never becomes milder`
    Never {
        path: FactPath,
        /// `rises`, not `falls`.
        rises: bool,
        decision: Path,
        /// `milder`, not `stricter`.
        milder: bool,
    },
}

/// `given magnet with …`, `given …`
#[derive(Clone, Debug)]
pub(crate) struct Given {
    pub(crate) case: Option<Ident>,
    pub(crate) settings: Vec<SettingLine>,
}

/// `examples` with its rows: headings are facts given or things expected.
#[derive(Clone, Debug)]
pub(crate) struct Examples {
    pub(crate) heading: Vec<ExprId>,
    pub(crate) rows: Vec<ExampleRow>,
    pub(crate) span: Span,
}

/// A row of `examples`.
#[derive(Clone, Debug)]
pub(crate) struct ExampleRow {
    /// Each cell both ways: as a value to state, and as an expression to expect.
    pub(crate) cells: Vec<ExampleCell>,
    pub(crate) span: Span,
}

/// A cell of `examples`.
#[derive(Clone, Debug)]
pub(crate) struct ExampleCell {
    /// As a value that is given, if it can be one.
    pub(crate) given: Option<Setting>,
    /// As what is expected, if it can be.
    pub(crate) expected: Option<ExprId>,
    pub(crate) span: Span,
}

/// One line `expect …`
#[derive(Clone, Debug)]
pub(crate) struct Expect {
    /// `when reading r is c and reading s is d:`
    pub(crate) when: Vec<ReadingIs>,
    pub(crate) claim: Claim,
    /// `for shipment.items["M2"]`
    pub(crate) element: Option<FactPath>,
    pub(crate) span: Span,
}

/// What is expected.
#[derive(Clone, Debug)]
pub(crate) enum Claim {
    /// `error F203`
    Error(Ident),
    /// `flag f`, `no flag f`
    Flag { flag: Path, raised: bool },
    /// `no report_to_mofcom`; the condition says that it is not owed.
    NoDuty { condition: ExprId },
    /// `policy does not arise`, `policy arises` is not written.
    DoesNotArise { decision: Path },
    /// `X is Y because r, s` (decisions and expressions), `X is not Y`
    Is {
        subject: ExprId,
        value: ExprId,
        negated: bool,
        because: Option<Vec<Path>>,
    },
    /// `X is at least Y` and other conditions about expressions: any comparison.
    Holds { condition: ExprId },
    /// `r applies`, `r is met`, `r is not set aside`, `r is suspended by s`, `r is set aside by e`
    State {
        rule: Path,
        state: super::exprs::RuleState,
        negated: bool,
        by: Option<Path>,
    },
}
