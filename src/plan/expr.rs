//! Expressions of the plan: resolved, typed, in one arena.

use crate::ids::define_id;
use crate::source::Span;
use crate::syntax::ast::ArithmeticSign;
use crate::syntax::ast::Fold;
use crate::syntax::ast::OrderWord;
use crate::syntax::ast::Quantity;
use crate::syntax::ast::RuleState;
use crate::syntax::ast::Traversal;
use crate::value::DateSpan;
use crate::value::DecisionId;
use crate::value::EnumId;
use crate::value::TableId;
use crate::value::Term;
use crate::value::TextId;
use crate::value::Type;
use crate::value::Value;

use super::ColumnId;
use super::DecisionRows;
use super::DefinitionId;
use super::FieldId;
use super::GroupId;
use super::ObligationId;
use super::ParameterId;
use super::ReadingId;
use super::Rounding;
use super::RuleId;
use super::Versions;

define_id! {
    /// An expression of the plan.
    pub(crate) ExprId;
    /// A local of the frame of a rule, a definition or a test: parameters first, then the variables of lists.
    pub(crate) LocalId;
}

/// An expression.
#[derive(Clone, Debug)]
pub(crate) struct Expr {
    /// What it does.
    pub(crate) kind: ExprKind,
    /// Its type.
    pub(crate) ty: Type,
    /// Where it is written; its words are shown in explanations.
    pub(crate) span: Span,
}

/// The kinds of expressions.
#[derive(Clone, Debug)]
pub(crate) enum ExprKind {
    /// A value.
    Constant(Value),
    /// The record of the top-level facts.
    Root,
    /// The element of `decides each`.
    Element,
    /// A parameter of a definition, or the variable of a list.
    Local(LocalId),
    /// A field of a record.
    Field { of: ExprId, field: FieldId },
    /// A cell of a row.
    Column { row: ExprId, column: ColumnId },
    /// The row of a table with this key, in the order of `one row per`.
    Lookup { table: TableId, keys: Vec<ExprId> },
    /// The value of a parameter at the law's date.
    Parameter(ParameterId),
    /// The value of a parameter for a key, at the law's date.
    ParameterOf { parameter: ParameterId, key: ExprId },
    /// What the version in force at the law's date says; outside of all of them it cannot be computed.
    Versions(Versions<ExprId>),
    /// The value of a definition.
    Call {
        definition: DefinitionId,
        arguments: Vec<ExprId>,
    },
    /// The condition of a flag (its name means the condition; with `for each`, for some witness).
    Flag(RuleId),
    /// All of them.
    And(Vec<ExprId>),
    /// At least one of them.
    Or(Vec<ExprId>),
    /// The opposite.
    Not(ExprId),
    /// The same value; total on none.
    Is { left: ExprId, right: ExprId, negated: bool },
    /// A comparison by order.
    Order {
        left: ExprId,
        word: OrderWord,
        right: ExprId,
    },
    /// Both ends included.
    Between {
        value: ExprId,
        low: ExprId,
        high: ExprId,
        negated: bool,
    },
    /// In a list; codes are compared as by `is`.
    In {
        value: ExprId,
        within: ListTarget,
        negated: bool,
    },
    /// The same code or one below; `over` holds codes.
    Under {
        value: ExprId,
        over: ListTarget,
        negated: bool,
    },
    /// A state of a rule.
    State {
        rule: RuleId,
        state: RuleState,
        negated: bool,
    },
    /// The value of a decision that is a figure; none where it may not arise and does not.
    Decided(DecisionId),
    /// `greatest of (sum of E for p in xs separately by p.key)`
    Separately(Box<Separately>),
    /// `p.price converted to CNY by rates on day`
    Convert(Box<Conversion>),
    /// `p.hs cut to 4 digits`
    Cut { value: ExprId, digits: u32 },
    /// `round x to 0.01 USD half up`
    Round { value: ExprId, to: Rounding },
    /// A state of an obligation; without arguments, for some of its arguments.
    Duty {
        obligation: ObligationId,
        arguments: Option<Vec<ExprId>>,
        state: DutyState,
        negated: bool,
    },
    /// `licence is required`: false where the decision does not arise; then `is not` is true.
    Outcome {
        decision: DecisionId,
        outcome: u16,
        negated: bool,
    },
    /// `policy does not arise`
    DoesNotArise(DecisionId),
    /// `reading r is c`
    ReadingIs {
        reading: ReadingId,
        choice: u16,
        negated: bool,
    },
    /// Arithmetic.
    Arithmetic {
        left: ExprId,
        sign: ArithmeticSign,
        right: ExprId,
    },
    /// `-a`
    Negate(ExprId),
    /// `if c then a else b`
    If {
        condition: ExprId,
        then: ExprId,
        otherwise: ExprId,
    },
    /// `a else b`
    Else { value: ExprId, fallback: ExprId },
    /// The rows of a decision table: the body of the definition of one output.
    Rows(Box<DecisionRows>),
    /// A choice by readings: the first row that fits; `None` is `any`.
    ByReading {
        readings: Vec<ReadingId>,
        rows: Vec<(Vec<Option<u16>>, ExprId)>,
    },
    /// A quantifier.
    Quantifier {
        quantity: Quantity,
        local: LocalId,
        list: List,
        condition: ExprId,
    },
    /// `sum of`, `greatest of`, `least of` with a body; `count of` without; `list of` without.
    Aggregate {
        fold: Fold,
        body: Option<ExprId>,
        local: LocalId,
        list: List,
    },
    /// `greatest of {a, b}`, `least of {a, b}`
    Extreme { fold: Fold, of: Vec<ExprId> },
    /// `{a, b}` as a list; equal elements are one.
    Set(Vec<ExprId>),
    /// A list as a value: a traversal, a group, the rows of a table.
    List(List),
    /// `end of year of D`
    EndOf { term: Term, of: ExprId },
    /// `whole months from A to B`: an integer.
    SpanOf { span: DateSpan, from: ExprId, to: ExprId },
    /// `the law's date`
    LawsDate,
    /// `["M1"]`: the element whose `field` is this text (tests).
    PickKey { list: ExprId, field: FieldId, key: TextId },
    /// `[1]`: counted from 1 (tests).
    PickNumber { list: ExprId, number: u32 },
}

/// One sum for each key, and the greatest or the least of them.
#[derive(Clone, Debug)]
pub(crate) struct Separately {
    /// The greatest or the least of all keys.
    pub(crate) outer: Fold,
    /// What is summed up; without it the elements are counted.
    pub(crate) body: Option<ExprId>,
    /// The element.
    pub(crate) local: LocalId,
    /// What is gone through.
    pub(crate) list: List,
    /// The key.
    pub(crate) key: ExprId,
}

/// A conversion by a table of rates.
#[derive(Clone, Debug)]
pub(crate) struct Conversion {
    /// The amount.
    pub(crate) amount: ExprId,
    /// The currency that is wanted.
    pub(crate) to: ExprId,
    /// The day of the rate.
    pub(crate) day: ExprId,
    /// The table.
    pub(crate) table: TableId,
    /// Where the currency of the amount, the one that is wanted, and the day are put for the look-ups.
    pub(crate) locals: (LocalId, LocalId, LocalId),
    /// The rate of the pair, looked up with these locals.
    pub(crate) forward: ExprId,
    /// The rate of the other way.
    pub(crate) inverse: ExprId,
}

/// A state of an obligation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum DutyState {
    /// Imposed, done or not.
    Owed,
    /// Imposed, and due on this day.
    DueOn(ExprId),
    /// Imposed and done.
    Done,
    /// Imposed, and done late, or not done though the due date has passed.
    Breached,
}

/// What a value may be in, or a code under.
#[derive(Clone, Debug)]
pub(crate) enum ListTarget {
    /// `TABLE.column`: honesty of the table decides what absence means.
    Column(TableId, ColumnId),
    /// A group.
    Group(GroupId),
    /// An expression of list type.
    List(ExprId),
    /// One code (`is under HS 8505`).
    One(ExprId),
}

/// A list with its filters.
#[derive(Clone, Debug)]
pub(crate) struct List {
    /// What is gone through.
    pub(crate) source: ListSource,
    /// The filters, in the order in which they act. The local is that of the variable of the list.
    pub(crate) filters: Vec<Filter>,
}

/// What is gone through.
#[derive(Clone, Debug)]
pub(crate) enum ListSource {
    /// An expression of list type.
    Expr(ExprId),
    /// The collection of an identified record type (`parties`): an unknown reference may name somebody who is not in
    /// it, and he counts. The expression is the fact itself.
    Collection(ExprId),
    /// Parts of an article.
    Parts { traversal: Traversal, of: ExprId },
    /// The rows of a table.
    Table(TableId),
    /// The members of a group.
    Group(GroupId),
    /// The values of an enum.
    Enum(EnumId),
}

/// A filter of a list.
#[derive(Clone, Debug)]
pub(crate) enum Filter {
    /// Keeps what satisfies the condition; the element is bound to the local.
    Where { local: LocalId, condition: ExprId },
    /// Drops what lies inside another one that is still in the list.
    OutermostOnly,
    /// Drops what lies inside a part of the same article that satisfies the condition.
    NotInside { local: LocalId, condition: ExprId },
}
