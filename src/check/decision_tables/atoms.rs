//! The values of an input, cut where a cell tells them apart: within a piece every row fits all values or none.
//!
//! Ordered types are cut at the ends of all cells into points and the open intervals between them; enums and booleans
//! have their values, countries, currencies, texts and codes the values that some cell names and "any other"; what may be none
//! has none besides. So a search over pieces is exact, and each piece has a value that can be shown.

use std::collections::BTreeMap;

use crate::plan::GroupId;
use crate::plan::Plan;
use crate::plan::Range;
use crate::value::Country;
use crate::value::Currency;
use crate::value::Date;
use crate::value::Number;
use crate::value::Texts;
use crate::value::Type;
use crate::value::Value;

use super::Fits;

/// A value that has an order.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Point {
    /// A number, or an amount in its base unit or in the currency of the column.
    Number(Number),
    /// A day.
    Date(Date),
}

/// A piece of the values of an input.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Atom {
    /// This value; none among them.
    Value(Value),
    /// Any value that no cell names.
    Other,
    /// This point.
    Point(Point),
    /// What lies between two points, without them.
    Between(Option<Point>, Option<Point>),
}

/// Who is in the groups that cells name, on some day: certainly, and perhaps.
#[derive(Debug, Default)]
pub(super) struct Members {
    /// By group.
    pub(super) of: BTreeMap<GroupId, (Vec<Value>, Vec<Value>)>,
}

impl Members {
    /// Those who are in a group for certain, or all who may be.
    fn of(&self, id: GroupId, perhaps: bool) -> impl Iterator<Item = &Value> {
        let found = self.of.get(&id).into_iter();
        found.flat_map(move |(certain, uncertain)| {
            let uncertain = if perhaps { uncertain.as_slice() } else { &[] };
            certain.iter().chain(uncertain)
        })
    }
}

/// Cuts the values of an input of this type; an input whose type is in error has one piece.
pub(super) fn atoms(plan: &Plan, (ty, range): (&Type, &Range), cells: &[&Fits], members: &Members) -> Vec<Atom> {
    let required = ty.required();
    let mut atoms = match required {
        Type::Integer | Type::Decimal | Type::Percent | Type::Money | Type::Amount(_) | Type::Date => {
            intervals(required, range, cells)
        }
        Type::Boolean => vec![Atom::Value(Value::Boolean(true)), Atom::Value(Value::Boolean(false))],
        Type::Enum(id) => {
            let values = plan.shape.enums.get(*id).map_or(0, |shape| shape.values.len());
            (0..values)
                .filter_map(|number| u16::try_from(number).ok())
                .map(|number| Atom::Value(Value::Enum(*id, number)))
                .collect()
        }
        Type::Outcome(id) => {
            let outcomes = plan.decisions.get(*id).map_or(0, |decision| decision.outcomes.len());
            (0..outcomes)
                .filter_map(|number| u16::try_from(number).ok())
                .map(|number| Atom::Value(Value::Outcome(*id, number)))
                .collect()
        }
        Type::Country => named_and(members, cells, Country::all().map(Value::Country)),
        Type::Currency => named_and(members, cells, Currency::all().map(Value::Currency)),
        Type::Text
        | Type::Code(_)
        | Type::Record(_)
        | Type::Row(_)
        | Type::List(_)
        | Type::Optional(_)
        | Type::None
        | Type::Duration
        | Type::Error => {
            let mut atoms = named(members, cells);
            atoms.push(Atom::Other);
            atoms
        }
    };
    if matches!(ty, Type::Optional(_)) {
        atoms.push(Atom::Value(Value::None));
    }
    atoms
}

/// Whether a cell fits all values of a piece, or where `perhaps` may fit them.
pub(super) fn holds((members, perhaps): (&Members, bool), cell: &Fits, atom: &Atom) -> bool {
    match cell {
        Fits::Any | Fits::Broken => true,
        Fits::Values(values) => match atom {
            Atom::Value(value) => values.contains(value),
            Atom::Point(at) => values.iter().filter_map(point).any(|one| one == *at),
            Atom::Other | Atom::Between(..) => false,
        },
        Fits::Group(id) => match atom {
            Atom::Value(value) => members.of(*id, perhaps).any(|member| member == value),
            Atom::Point(at) => members.of(*id, perhaps).filter_map(point).any(|one| one == *at),
            Atom::Other | Atom::Between(..) => false,
        },
        Fits::Range { low, high } => {
            let low = low
                .as_ref()
                .and_then(|(value, included)| Some((point(value)?, *included)));
            let high = high
                .as_ref()
                .and_then(|(value, included)| Some((point(value)?, *included)));
            inside(atom, low.as_ref(), high.as_ref())
        }
    }
}

fn inside(atom: &Atom, low: Option<&(Point, bool)>, high: Option<&(Point, bool)>) -> bool {
    match atom {
        Atom::Value(_) | Atom::Other => false,
        Atom::Point(at) => {
            low.is_none_or(|(low, included)| at > low || *included && at == low)
                && high.is_none_or(|(high, included)| at < high || *included && at == high)
        }
        Atom::Between(from, to) => {
            low.is_none_or(|(low, _)| from.as_ref().is_some_and(|from| from >= low))
                && high.is_none_or(|(high, _)| to.as_ref().is_some_and(|to| to <= high))
        }
    }
}

/// The values that cells name, without none.
fn named(members: &Members, cells: &[&Fits]) -> Vec<Atom> {
    let mut values: Vec<Value> = Vec::new();
    for cell in cells {
        match cell {
            Fits::Values(of) => values.extend(of.iter().cloned()),
            Fits::Group(id) => values.extend(members.of(*id, true).cloned()),
            Fits::Any | Fits::Range { .. } | Fits::Broken => {}
        }
    }
    values.retain(|value| *value != Value::None);
    values.sort();
    values.dedup();
    values.into_iter().map(Atom::Value).collect()
}

/// The values that cells name, and one more for all others, if there are any.
fn named_and(members: &Members, cells: &[&Fits], mut all: impl Iterator<Item = Value>) -> Vec<Atom> {
    let mut atoms = named(members, cells);
    let other = all.find(|value| {
        !atoms
            .iter()
            .any(|atom| matches!(atom, Atom::Value(known) if known == value))
    });
    atoms.extend(other.map(Atom::Value));
    atoms
}

/// The point of a value that has an order.
pub(super) fn point(value: &Value) -> Option<Point> {
    if let Value::Date(date) = value {
        return Some(Point::Date(*date));
    }
    value.figure().cloned().map(Point::Number)
}

/// Points and the intervals between them, within the range of the type.
fn intervals(ty: &Type, range: &Range, cells: &[&Fits]) -> Vec<Atom> {
    let mut points: Vec<Point> = Vec::new();
    for cell in cells {
        match cell {
            Fits::Values(values) => points.extend(values.iter().filter_map(point)),
            Fits::Range { low, high } => {
                points.extend(low.iter().chain(high).filter_map(|(value, _)| point(value)));
            }
            Fits::Any | Fits::Group(_) | Fits::Broken => {}
        }
    }
    let end = |end: &Option<(Number, bool)>| end.clone().map(|(number, included)| (Point::Number(number), included));
    let (low, high) = (end(&range.low), end(&range.high));
    points.extend(low.iter().chain(&high).map(|(point, _)| point.clone()));
    points.sort();
    points.dedup();
    let mut atoms = Vec::new();
    let mut before: Option<Point> = None;
    for at in points {
        atoms.push(Atom::Between(before.clone(), Some(at.clone())));
        atoms.push(Atom::Point(at.clone()));
        before = Some(at);
    }
    atoms.push(Atom::Between(before, None));
    atoms.retain(|atom| inside(atom, low.as_ref(), high.as_ref()) && !is_empty(ty, atom));
    atoms
}

/// Whether no value lies between two neighbouring whole numbers or days.
fn is_empty(ty: &Type, atom: &Atom) -> bool {
    let Atom::Between(Some(from), Some(to)) = atom else {
        return false;
    };
    match (from, to) {
        (Point::Number(from), Point::Number(to)) => {
            *ty == Type::Integer && from.add(&Number::from_i64(1)).is_ok_and(|next| next >= *to)
        }
        (Point::Date(from), Point::Date(to)) => from.add_days(1).is_none_or(|next| next >= *to),
        (Point::Number(_), Point::Date(_)) | (Point::Date(_), Point::Number(_)) => false,
    }
}

/// How a value of a piece is shown: in the words of a rule file.
pub(super) struct Shown<'a> {
    /// The names of values.
    pub(super) plan: &'a Plan,
    /// Texts and codes.
    pub(super) texts: &'a Texts,
    /// The type of the input.
    pub(super) ty: &'a Type,
    /// The currency in which the column of money is written.
    pub(super) currency: Option<Currency>,
}

impl Shown<'_> {
    /// A value of the piece, made up where it has many.
    #[expect(clippy::wildcard_enum_match_arm, reason = "of other types nothing is said")]
    pub(super) fn atom(&self, atom: &Atom) -> String {
        match atom {
            Atom::Value(value) => self.value(value),
            Atom::Other => match self.ty.required() {
                Type::Text => "any other text".to_owned(),
                Type::Code(_) => format!("any other code of {}", super::written(self.plan, self.ty.required())),
                _ => "anything".to_owned(),
            },
            Atom::Point(at) => self.point(at),
            Atom::Between(from, to) => match within(self.ty.required(), from.as_ref(), to.as_ref()) {
                Some(at) => self.point(&at),
                None => "any other value".to_owned(),
            },
        }
    }

    #[expect(clippy::wildcard_enum_match_arm, reason = "all other numbers are plain")]
    fn point(&self, at: &Point) -> String {
        match at {
            Point::Date(date) => date.to_string(),
            Point::Number(number) => match self.ty.required() {
                Type::Percent => number.show_percent(&[]),
                Type::Money => crate::value::show_money(number, self.currency, &[]),
                Type::Amount(dimension) => {
                    crate::value::show_amount(number, dimension.of(&self.plan.shape.measures), &[])
                }
                _ => number.show(&[]),
            },
        }
    }

    fn value(&self, value: &Value) -> String {
        match value {
            Value::None => "none".to_owned(),
            Value::Boolean(yes) => yes.to_string(),
            Value::Country(country) => country.code().to_owned(),
            Value::Currency(currency) => currency.code().to_owned(),
            Value::Text(text) => format!("\"{}\"", self.texts.get(*text)),
            Value::Code(_, text) => {
                let scheme = super::written(self.plan, self.ty.required());
                format!("{scheme} {}", self.texts.get(*text))
            }
            Value::Enum(id, number) => {
                let values = self.plan.shape.enums.get(*id).map(|shape| &shape.values);
                let name = values.and_then(|values| values.get(usize::from(*number)));
                name.map_or_else(String::new, |(name, _)| name.to_string())
            }
            Value::Outcome(id, number) => {
                let outcomes = self.plan.decisions.get(*id).map(|decision| &decision.outcomes);
                let outcome = outcomes.and_then(|outcomes| outcomes.get(usize::from(*number)));
                outcome.map_or_else(String::new, |outcome| outcome.name.to_string())
            }
            Value::Number(_) | Value::Money(..) | Value::Amount(..) | Value::Date(_) => {
                point(value).map_or_else(String::new, |at| self.point(&at))
            }
            Value::Duration(_) | Value::Record(_) | Value::Row(_) | Value::List(_) | Value::Elements(..) => {
                "anything".to_owned()
            }
        }
    }
}

/// A value between two points.
#[expect(clippy::wildcard_enum_match_arm, reason = "whatever is no day is a number here")]
fn within(ty: &Type, from: Option<&Point>, to: Option<&Point>) -> Option<Point> {
    let whole = *ty == Type::Integer;
    let one = Number::from_i64(1);
    let two = Number::from_i64(2);
    Some(match (from, to) {
        (None, None) => match ty {
            Type::Date => Point::Date(Date::new(2027, 1, 1)?),
            _ => Point::Number(one),
        },
        (Some(Point::Date(from)), _) => Point::Date(from.add_days(1)?),
        (None, Some(Point::Date(to))) => Point::Date(to.previous_day()?),
        (Some(Point::Number(from)), None) if whole || *from <= Number::ZERO => Point::Number(from.add(&one).ok()?),
        (Some(Point::Number(from)), None) => Point::Number(from.mul(&two).ok()?),
        (None, Some(Point::Number(to))) if whole || *to <= Number::ZERO => Point::Number(to.sub(&one).ok()?),
        (None, Some(Point::Number(to))) => Point::Number(to.div(&two).ok()?),
        (Some(Point::Number(from)), Some(Point::Number(_))) if whole => Point::Number(from.add(&one).ok()?),
        (Some(Point::Number(from)), Some(Point::Number(to))) => Point::Number(from.add(to).ok()?.div(&two).ok()?),
        (Some(Point::Number(_)), Some(Point::Date(_))) => return None,
    })
}
