//! Which type fits where, and how types are called in messages.
//!
//! An integer is a decimal; a value fits where it may be none; a mistake that was reported fits everywhere. Everything
//! else has to be said in the rules. Language reference: "Types and values".

use crate::plan::Plan;
use crate::plan::Shape;
use crate::text;
use crate::value::Type;

/// Whether a value of the first type may stand where one of the second is wanted.
pub(super) fn fits(found: &Type, wanted: &Type) -> bool {
    if found == wanted || *found == Type::Error || *wanted == Type::Error {
        return true;
    }
    match (found, wanted) {
        (Type::Integer, Type::Decimal) | (Type::None, Type::Optional(_)) => true,
        (Type::Optional(found), Type::Optional(wanted)) | (Type::List(found), Type::List(wanted)) => {
            fits(found, wanted)
        }
        (found, Type::Optional(wanted)) => fits(found, wanted),
        _ => false,
    }
}

/// The type of a value that is of one or of the other type, if there is one.
pub(super) fn join(left: &Type, right: &Type) -> Option<Type> {
    match (left, right) {
        (Type::Error, other) | (other, Type::Error) => Some(other.clone()),
        (Type::None, Type::None) => Some(Type::None),
        (Type::None, Type::Optional(_)) => Some(right.clone()),
        (Type::Optional(_), Type::None) => Some(left.clone()),
        (Type::None, other) | (other, Type::None) => Some(Type::Optional(Box::new(other.clone()))),
        (Type::Optional(inner), other) | (other, Type::Optional(inner)) => {
            join(inner, other.required()).map(|joined| Type::Optional(Box::new(joined)))
        }
        (Type::List(left), Type::List(right)) => join(left, right).map(|joined| Type::List(Box::new(joined))),
        _ if fits(left, right) => Some(right.clone()),
        _ if fits(right, left) => Some(left.clone()),
        _ => None,
    }
}

/// Whether two values can be the same: what `is` may stand between.
pub(super) fn compare(left: &Type, right: &Type) -> bool {
    let (left, right) = (left.required(), right.required());
    if matches!(left, Type::List(_) | Type::Row(_)) || matches!(right, Type::List(_) | Type::Row(_)) {
        return false;
    }
    fits(left, right) || fits(right, left) || *left == Type::None || *right == Type::None
}

/// The unit in which amounts of a type are held.
pub(super) fn base_unit(shape: &Shape, ty: &Type) -> Option<String> {
    if let Type::Amount(dimension) = ty.required() {
        Some(dimension.of(&shape.measures).base().to_owned())
    } else {
        None
    }
}

/// Integer, decimal.
pub(super) fn is_number(ty: &Type) -> bool {
    matches!(ty, Type::Integer | Type::Decimal)
}

/// Money, mass, length, a declared measure.
pub(super) fn is_amount(ty: &Type) -> bool {
    matches!(ty, Type::Money | Type::Amount(_))
}

/// What can be added, and taken the sum of.
pub(crate) fn is_quantity(ty: &Type) -> bool {
    is_number(ty) || is_amount(ty) || *ty == Type::Percent
}

/// What has an order.
pub(crate) fn is_ordered(ty: &Type) -> bool {
    is_quantity(ty) || matches!(ty, Type::Date | Type::Duration)
}

/// The type as a rule file writes it: `list of Article`, `ECCN or none`.
pub(crate) fn written(plan: &Plan, ty: &Type) -> String {
    if let Type::Row(id) = ty {
        format!("row of {}", plan.tables.get(*id).map_or("", |table| &table.name))
    } else if let Type::Outcome(id) = ty {
        let decision = plan.decisions.get(*id);
        format!("outcome of {}", decision.map_or("", |decision| &decision.name))
    } else if let Type::List(inner) = ty {
        format!("list of {}", written(plan, inner))
    } else if let Type::Optional(inner) = ty {
        format!("{} or none", written(plan, inner))
    } else {
        written_in(&plan.shape, ty)
    }
}

/// The type as a rule file writes it, where only the vocabulary is known.
pub(super) fn written_in(shape: &Shape, ty: &Type) -> String {
    match ty {
        Type::Error => "something".to_owned(),
        Type::Boolean => "boolean".to_owned(),
        Type::Text => "text".to_owned(),
        Type::Integer => "integer".to_owned(),
        Type::Decimal => "decimal".to_owned(),
        Type::Percent => "percent".to_owned(),
        Type::Money => "money".to_owned(),
        Type::Amount(dimension) => dimension.of(&shape.measures).word().to_owned(),
        Type::Date => "date".to_owned(),
        Type::Duration => "duration".to_owned(),
        Type::Country => "country".to_owned(),
        Type::Currency => "currency".to_owned(),
        Type::Code(id) => shape.schemes.get(*id).map_or("", |scheme| &scheme.name).to_owned(),
        Type::Enum(id) => shape.enums.get(*id).map_or("", |shape| &shape.name).to_owned(),
        Type::Record(id) => shape.records.get(*id).map_or("", |shape| &shape.name).to_owned(),
        Type::Row(_) => "row".to_owned(),
        Type::Outcome(_) => "outcome".to_owned(),
        Type::List(inner) => format!("list of {}", written_in(shape, inner)),
        Type::Optional(inner) => format!("{} or none", written_in(shape, inner)),
        Type::None => "none".to_owned(),
    }
}

/// The type in a sentence: `a percent`, `money`, `an Article`, `a code of HS`.
pub(crate) fn phrase(plan: &Plan, ty: &Type) -> String {
    phrased(ty, &written(plan, ty))
}

/// The type in a sentence, where only the vocabulary is known.
pub(super) fn phrase_in(shape: &Shape, ty: &Type) -> String {
    phrased(ty, &written_in(shape, ty))
}

fn phrased(ty: &Type, written: &str) -> String {
    match ty {
        Type::Boolean => "a condition".to_owned(),
        Type::Integer => "a whole number".to_owned(),
        Type::Decimal => "a plain number".to_owned(),
        Type::Error | Type::Money | Type::None => written.to_owned(),
        Type::Code(_) => format!("a code of {written}"),
        Type::Optional(inner) => {
            let inside = phrased(inner, written.strip_suffix(" or none").unwrap_or(written));
            format!("{inside} or none")
        }
        Type::Text
        | Type::Percent
        | Type::Amount(_)
        | Type::Date
        | Type::Duration
        | Type::Country
        | Type::Currency
        | Type::Enum(_)
        | Type::Record(_)
        | Type::Row(_)
        | Type::Outcome(_)
        | Type::List(_) => text::with_article(written),
    }
}

/// The type of an amount as a label under it: `money`, `mass`, `number`.
pub(super) fn label(plan: &Plan, ty: &Type) -> String {
    if is_number(ty) {
        "number".to_owned()
    } else {
        written(plan, ty)
    }
}
