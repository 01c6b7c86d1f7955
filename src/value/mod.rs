//! Values and their types: what facts hold and what rules compute.
//!
//! A [`Value`] is small and cheap to copy: names of parties, codes and texts are numbers in [`Texts`], records are
//! numbers in the facts. A value that may not be known is a [`Possible`]. Language reference: "Types and values".

mod amount_fault;
mod code;
mod country;
mod currency;
mod date;
mod duration;
mod fault;
mod measure;
mod number;
mod quantity;
mod texts;

use std::sync::Arc;

use crate::ids::define_id;

pub use rust_decimal::Decimal;

pub(crate) use code::CodeRelation;
pub(crate) use code::CodeScheme;
pub(crate) use code::Levels;
pub(crate) use code::cut_code;
pub(crate) use country::Country;
pub(crate) use country::CountryFault;
pub(crate) use currency::Currency;
pub(crate) use currency::CurrencyFault;
pub(crate) use date::Date;
pub(crate) use date::DateFault;
pub(crate) use date::Span as DateSpan;
pub(crate) use date::Term;
pub(crate) use duration::Duration;
pub(crate) use duration::DurationFault;
pub(crate) use fault::FaultKind;
pub(crate) use fault::FaultWords;
pub(crate) use measure::MOST_MEASURES;
pub(crate) use measure::Measure;
pub(crate) use measure::MeasureId;
pub(crate) use measure::MeasureUnit;
pub(crate) use measure::Measures;
pub(crate) use measure::one_spelling;
pub(crate) use number::Number;
pub(crate) use number::NumberFault;
pub(crate) use number::RoundMode;
pub(crate) use number::decimal_of;
pub(crate) use quantity::Dimension;
pub(crate) use quantity::Scale;
pub(crate) use quantity::Unit;
pub(crate) use quantity::UnitFault;
pub(crate) use quantity::from_percent;
pub(crate) use quantity::parse_amount;
pub(crate) use quantity::parse_money;
pub(crate) use quantity::parse_percent;
pub(crate) use quantity::show_amount;
pub(crate) use quantity::show_money;
pub(crate) use texts::TextId;
pub(crate) use texts::Texts;

define_id! {
    /// An enum of the vocabulary.
    pub(crate) EnumId;
    /// A record type of the vocabulary.
    pub(crate) RecordType;
    /// A classification of codes.
    pub(crate) SchemeId;
    /// A decision.
    pub(crate) DecisionId;
    /// A table.
    pub(crate) TableId;
    /// A row of a table, counted over all tables of a plan.
    pub(crate) RowId;
    /// A record in the facts: a product, a part, a party, a use.
    pub(crate) RecordRef;
    /// Why something is not known, in the evaluator's own list.
    pub(crate) CauseId;
}

/// The type of a value.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Type {
    /// A mistake that was reported; fits everything, silently.
    Error,
    /// `boolean`
    Boolean,
    /// `text`
    Text,
    /// `integer`: a [`Value::Number`] without a fraction.
    Integer,
    /// `decimal`: a [`Value::Number`].
    Decimal,
    /// `percent`: a [`Value::Number`]; 0.1% is 1/1000.
    Percent,
    /// `money`: a [`Value::Money`].
    Money,
    /// `mass`, `length`, a declared measure: a [`Value::Amount`] in the base unit of the dimension.
    Amount(Dimension),
    /// `date`
    Date,
    /// `duration`: days or months.
    Duration,
    /// `country`
    Country,
    /// `currency`
    Currency,
    /// A code of one scheme.
    Code(SchemeId),
    /// A value of an enum.
    Enum(EnumId),
    /// A record, or a reference to one.
    Record(RecordType),
    /// A row of a table.
    Row(TableId),
    /// An outcome of a decision.
    Outcome(DecisionId),
    /// `list of T`; also sets, groups and columns.
    List(Box<Type>),
    /// `T or none`
    Optional(Box<Type>),
    /// The type of the literal `none`, before anything is expected of it.
    None,
}

impl Type {
    /// The type without `or none`.
    pub(crate) fn required(&self) -> &Type {
        if let Type::Optional(inner) = self { inner } else { self }
    }
}

/// A value that is known.
///
/// Its order is one that any two values have, for keys and for sorting; how amounts compare is in `ops::compare`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Value {
    /// Known to be none.
    None,
    /// Yes or no.
    Boolean(bool),
    /// An integer, a decimal, a percent (0.1% is 1/1000).
    Number(Number),
    /// An amount of money. Zero has no currency: `None` only with a zero amount.
    Money(Number, Option<Currency>),
    /// A mass in kg, a length in m, what rules declare in its first unit.
    Amount(Number, Dimension),
    /// A day.
    Date(Date),
    /// So many days or months.
    Duration(Duration),
    /// A country.
    Country(Country),
    /// A currency.
    Currency(Currency),
    /// A text.
    Text(TextId),
    /// A code of a scheme.
    Code(SchemeId, TextId),
    /// The value of an enum with this number, from 0 in the order of its declaration.
    Enum(EnumId, u16),
    /// The outcome of a decision with this number, from 0, the strictest.
    Outcome(DecisionId, u16),
    /// A record in the facts.
    Record(RecordRef),
    /// A row of a table.
    Row(RowId),
    /// A list that rules made.
    List(Arc<[Value]>),
    /// A list in the facts: its first element and its length.
    Elements(u32, u32),
}

impl Value {
    /// An amount of money; zero has no currency.
    pub(crate) fn money(amount: Number, currency: Currency) -> Value {
        let currency = (!amount.is_zero()).then_some(currency);
        Value::Money(amount, currency)
    }

    /// The figure of a number or an amount, in the base unit of the dimension or in the currency that stands beside it.
    pub(crate) fn figure(&self) -> Option<&Number> {
        match self {
            Value::Number(number) | Value::Money(number, _) | Value::Amount(number, _) => Some(number),
            Value::None
            | Value::Boolean(_)
            | Value::Date(_)
            | Value::Duration(_)
            | Value::Country(_)
            | Value::Currency(_)
            | Value::Text(_)
            | Value::Code(..)
            | Value::Enum(..)
            | Value::Outcome(..)
            | Value::Record(_)
            | Value::Row(_)
            | Value::List(_)
            | Value::Elements(..) => None,
        }
    }
}

/// A value of which it may not be known what it is.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Possible {
    /// It is this.
    Known(Value),
    /// It is not known, or cannot be computed; the evaluator knows why.
    Open(CauseId),
}
