//! Expressions as they are written, in one arena per file.
//!
//! Nothing is resolved here: a [`ExprKind::Name`] may be a fact, a definition, an enum value, an outcome or a country.

use crate::ids::define_id;
use crate::source::Span;
use crate::value::DateSpan;
use crate::value::RoundMode;
use crate::value::Term;

define_id! {
    /// An expression in the arena of its file.
    pub(crate) ExprId;
}

/// One word with its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Ident {
    /// The word.
    pub(crate) text: Box<str>,
    /// Its place.
    pub(crate) span: Span,
}

/// Words joined by dots: `cn.rare_earth.licence`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Path {
    /// At least one word.
    pub(crate) parts: Vec<Ident>,
    /// All of it.
    pub(crate) span: Span,
}

impl Path {
    /// The whole as written, without blanks: `cn.rare_earth.licence`.
    pub(crate) fn text(&self) -> String {
        self.parts.iter().map(|part| &*part.text).collect::<Vec<_>>().join(".")
    }
}

/// A quoted text with its place (quotes included in the span, not in the text).
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Text {
    /// What stands between the quotes.
    pub(crate) text: Box<str>,
    /// The place, quotes included.
    pub(crate) span: Span,
}

/// One expression.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Expr {
    /// What it says.
    pub(crate) kind: ExprKind,
    /// All of it.
    pub(crate) span: Span,
}

/// A literal, as text; its meaning depends on the type that is expected.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Literal {
    /// `256`, `9.996`, `14 000 000` (blanks removed).
    Number(Box<str>),
    /// `0.1%`, without the sign.
    Percent(Box<str>),
    /// `14 nm`, `10 000 USD`, `30 days`: number without blanks, unit as written.
    Amount { number: Box<str>, unit: Ident },
    /// `2026-11-10`, not yet known to exist.
    Date(Box<str>),
    /// `HS 8505.11`: scheme and text.
    Code { scheme: Ident, text: Box<str> },
    /// `"SUBARU Corporation"`.
    Text(Box<str>),
    /// `true`, `false`.
    Boolean(bool),
    /// `none`.
    None,
}

/// `p.price converted to CNY by rates on day`
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Conversion {
    /// What is converted.
    pub(crate) amount: ExprId,
    /// The currency into which.
    pub(crate) to: ExprId,
    /// The table of rates.
    pub(crate) table: Path,
    /// The day of the rate.
    pub(crate) day: ExprId,
}

/// `to 0.01 USD half up`
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Rounding {
    /// The step, a literal.
    pub(crate) step: ExprId,
    /// The way.
    pub(crate) mode: RoundMode,
}

/// A comparison by order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum OrderWord {
    /// `is at least`, `is on or after`, `>=`.
    AtLeast,
    /// `is at most`, `is on or before`, `<=`.
    AtMost,
    /// `is more than`, `is after`, `>`.
    MoreThan,
    /// `is less than`, `is before`, `<`.
    LessThan,
}

/// How an order comparison was spelled; the type of the sides must fit (dates: `Dates`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum OrderSpelling {
    /// `at least` and its like.
    Amounts,
    /// `on or after` and its like.
    Dates,
    /// `>=` and its like: fits both.
    Sign,
}

/// `+`, `-`, `*`, `/`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ArithmeticSign {
    /// `+`
    Plus,
    /// `-`
    Minus,
    /// `*`
    Times,
    /// `/`
    Over,
}

/// A state of a rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum RuleState {
    /// `r applies`
    Applies,
    /// `r is met`
    Met,
    /// `r is set aside`
    SetAside,
    /// `r is suspended`
    Suspended,
}

/// A state of an obligation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum DutyState {
    /// `o is owed`: imposed, done or not.
    Owed,
    /// `o is due on D`
    DueOn(ExprId),
    /// `o is done`
    Done,
    /// `o is breached`: done late, or not done though the due date has passed.
    Breached,
}

/// Which words stand before the variable of a quantifier.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Quantity {
    /// `some`
    Some,
    /// `every`; the flag is true for `every … , if any,`.
    Every { if_any: bool },
    /// `no`
    No,
    /// `at least one and every`
    OneAndEvery,
}

/// What an aggregate makes of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fold {
    /// `sum of E for p in xs`
    Sum,
    /// `greatest of E for p in xs`
    Greatest,
    /// `least of E for p in xs`
    Least,
    /// `count of p in xs`
    Count,
    /// `list of p in xs`
    List,
    /// `the only p in xs`
    Only,
}

/// Which parts of an article.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Traversal {
    /// `direct parts of a`
    Direct,
    /// `all parts of a`: at any depth, `a` not among them.
    All,
    /// `innermost parts of a`: those that have no parts.
    Innermost,
    /// `a with all its parts`: `a` and all its parts.
    WithAll,
}

/// A list with its filters, which act in the order in which they stand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ListExpr {
    /// What is gone through.
    pub(crate) source: ExprId,
    /// The filters, in order.
    pub(crate) filters: Vec<Filter>,
    /// All of it.
    pub(crate) span: Span,
}

/// One filter of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Filter {
    /// `where C`
    Where(ExprId),
    /// `outermost only`
    OutermostOnly(Span),
    /// `not inside any q where C`
    NotInside { variable: Ident, condition: ExprId },
}

/// What picks from a list in a test: `["M1"]` by key, `[1]` by count from 1.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum PickKey {
    /// `["M1"]`
    Key(Box<str>),
    /// `[1]`
    Number(Box<str>),
}

/// One arm of a choice by one reading.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Arm {
    /// The choice.
    pub(crate) choice: Ident,
    /// What holds then.
    pub(crate) body: ExprId,
}

/// One row of a choice by several readings; `None` stands for `any`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ReadingRow<T> {
    /// A choice for each reading; `None` is `any`.
    pub(crate) choices: Vec<Option<Ident>>,
    /// What holds then.
    pub(crate) value: T,
    /// The row.
    pub(crate) span: Span,
}

/// `reading r is c`, `reading r is not c`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ReadingIs {
    /// The reading.
    pub(crate) reading: Ident,
    /// The choice.
    pub(crate) choice: Ident,
    /// Whether `not` stood there.
    pub(crate) negated: bool,
    /// All of it.
    pub(crate) span: Span,
}

/// The kinds of expressions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum ExprKind {
    /// A mistake that was reported; silent from now on.
    Error,
    /// A literal.
    Literal(Literal),
    /// A name alone: `shipment`, `de_minimis`, `CN`, `military`.
    Name(Ident),
    /// `of.field`. Also the dots of a qualified name, as `cn.rare_earth.licence`.
    Field { of: ExprId, field: Ident },
    /// `callee(args)`: a definition, or a row of a table.
    Call { callee: ExprId, arguments: Vec<ExprId> },
    /// `of["M1"]`: tests and cases only.
    Pick { of: ExprId, key: PickKey },
    /// `{a, b}`
    Set(Vec<ExprId>),
    /// `(inner)`
    Bracketed(ExprId),
    /// `a and b and c`
    And(Vec<ExprId>),
    /// `a or b or c`
    Or(Vec<ExprId>),
    /// `not a`
    Not(ExprId),
    /// `left is right`, `left is not right`; `x is none` has the literal `none` on its right.
    Is { left: ExprId, right: ExprId, negated: bool },
    /// `left is at least right` and its like.
    Order {
        left: ExprId,
        word: OrderWord,
        spelling: OrderSpelling,
        right: ExprId,
    },
    /// `x is between low and high`, both included.
    Between {
        value: ExprId,
        low: ExprId,
        high: ExprId,
        negated: bool,
    },
    /// `x is in set`
    In {
        value: ExprId,
        within: ExprId,
        negated: bool,
    },
    /// `x is under HS 8505`, `x is under any of column`
    Under {
        value: ExprId,
        over: ExprId,
        any_of: bool,
        negated: bool,
    },
    /// `rule applies`, `rule is met`, … with `not` for `is not met`.
    State {
        rule: ExprId,
        state: RuleState,
        negated: bool,
    },
    /// `obligation is owed`, `obligation(p) is done`, … with `not` for `is not owed`.
    Duty {
        obligation: ExprId,
        state: DutyState,
        negated: bool,
    },
    /// `decision does not arise`
    DoesNotArise { decision: ExprId },
    /// `(reading r is c)`
    ReadingIs(ReadingIs),
    /// `a + b`
    Arithmetic {
        left: ExprId,
        sign: ArithmeticSign,
        sign_span: Span,
        right: ExprId,
    },
    /// `-a`
    Negate(ExprId),
    /// `round x to 0.01 USD half up`
    Round { value: ExprId, to: Rounding },
    /// `if c then a else b`
    If {
        condition: ExprId,
        then: ExprId,
        otherwise: ExprId,
    },
    /// `a else b`: b where a is none.
    Else { value: ExprId, fallback: ExprId },
    /// `according to reading r  x: 1  y: 2`
    ByReading { reading: Ident, arms: Vec<Arm> },
    /// `according to readings r, s` with a table between bars; the heading row is checked when it is lowered.
    ByReadings {
        readings: Vec<Ident>,
        rows: Vec<ReadingRow<ExprId>>,
    },
    /// `some p in xs satisfies C`
    Quantifier {
        quantity: Quantity,
        variable: Ident,
        list: ListExpr,
        condition: ExprId,
    },
    /// `sum of E for p in xs`; `count of p in xs` and `list of p in xs` have no body. `sum of shipment.items.price`
    /// is not written: there is always a variable.
    Aggregate {
        fold: Fold,
        body: Option<ExprId>,
        variable: Ident,
        list: ListExpr,
        /// `separately by E`: one of them for each value of E, inside [`ExprKind::ExtremeOf`] only.
        separately: Option<ExprId>,
    },
    /// `greatest of (sum of E for p in xs separately by p.key)`: of an aggregate that gives one for each key, in
    /// brackets.
    ExtremeOf { fold: Fold, of: ExprId },
    /// `p.price converted to CNY by rates on day`
    Convert(Conversion),
    /// `p.hs cut to 4 digits`
    Cut {
        value: ExprId,
        /// As written, blanks removed, and its place.
        digits: (Box<str>, Span),
    },
    /// `least of {a, b}`, `greatest of {a, b}`
    Extreme { fold: Fold, of: Vec<ExprId> },
    /// `all parts of a`
    Traversal { traversal: Traversal, of: ExprId },
    /// `end of year of D`
    EndOf { term: Term, of: ExprId },
    /// `whole months from A to B`
    SpanOf { span: DateSpan, from: ExprId, to: ExprId },
    /// `the law's date`
    LawsDate,
}
