//! Conditions that cannot be otherwise: a rule that can never apply, a comparison that is always true.
//!
//! Only comparisons of one thing with constants are looked at. What the thing may be is tried out on a few values that
//! tell all such comparisons apart: each constant, one between each two, one on either side, and none where the type
//! allows it; all of them within what the vocabulary declares. Language reference: "Warnings".
#![expect(clippy::wildcard_enum_match_arm, reason = "what is not named here is none of it")]
#![expect(clippy::needless_for_each, reason = "one line for each kind")]
#![expect(
    clippy::match_same_arms,
    reason = "the arms say different things, though they end alike"
)]

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use crate::check::Checker;
use crate::check::exprs::children;
use crate::diagnostic::Code;
use crate::diagnostic::Diagnostic;
use crate::ops::order;
use crate::ops::same;
use crate::plan::Expr;
use crate::plan::ExprId;
use crate::plan::ExprKind;
use crate::plan::ListTarget;
use crate::plan::Range;
use crate::source::Span;
use crate::syntax::ast::OrderWord;
use crate::syntax::ast::RuleKind;
use crate::value::Currency;
use crate::value::Date;
use crate::value::Number;
use crate::value::Type;
use crate::value::Value;

/// W110 and W111
pub(super) fn constant_conditions(checker: &mut Checker<'_>) {
    let mut said = never(checker);
    said.extend(always(checker));
    for diagnostic in said {
        checker.diagnostics.add(diagnostic);
    }
}

/// Rules whose conditions contradict each other.
fn never(checker: &Checker<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for rule in checker.plan.rules.iter() {
        let mut limbs: Vec<(ExprId, bool)> = Vec::new();
        for condition in &rule.when {
            conjuncts(checker, *condition, true, &mut limbs);
        }
        if let Some(unless) = rule.unless {
            conjuncts(checker, unless, false, &mut limbs);
        }
        let mut about: BTreeMap<String, Vec<(ExprId, bool)>> = BTreeMap::new();
        for limb in limbs {
            if let Some(subject) = subject(checker, limb.0) {
                about.entry(key(checker, subject)).or_default().push(limb);
            }
        }
        for limbs in about.values().filter(|limbs| limbs.len() > 1) {
            let all: Vec<ExprId> = limbs.iter().map(|(limb, _)| *limb).collect();
            let tried = candidates(checker, &all);
            let fits = |value: &Value| {
                let holds = |(limb, wanted): &(ExprId, bool)| holds(checker, *limb, value) != Some(!*wanted);
                limbs.iter().all(holds)
            };
            if tried.is_empty() || tried.iter().any(fits) {
                continue;
            }
            let what = match rule.kind {
                RuleKind::Flag { .. } => "is never raised",
                RuleKind::Rule | RuleKind::Exemption | RuleKind::Restriction => "can never apply",
            };
            let places: Vec<Span> = all
                .iter()
                .filter_map(|limb| Some(checker.exprs.get(*limb)?.span))
                .collect();
            let [first, second, ..] = &*places else { continue };
            let said = Diagnostic::warning(Code::W110, rule.span, format!("`{}` {what}", rule.name))
                .here("its conditions contradict each other")
                .label(*first, "this")
                .label(*second, "and this")
                .help("mend one of them: no facts meet both");
            found.push(said);
            break;
        }
    }
    found
}

/// Comparisons that every value passes, or none.
fn always(checker: &Checker<'_>) -> Vec<Diagnostic> {
    let scopes = checker.symbols.scopes().iter_ids().filter(|(_, scope)| scope.tests);
    let tests: BTreeSet<_> = scopes
        .filter_map(|(id, _)| Some(checker.items.files.get(id)?.file))
        .collect();
    let mut found = Vec::new();
    for (id, expr) in checker.exprs.iter_ids() {
        if tests.contains(&expr.span.file) || !is_comparison(&expr.kind) {
            continue;
        }
        let tried = candidates(checker, &[id]);
        let results: BTreeSet<Option<bool>> = tried.iter().map(|value| holds(checker, id, value)).collect();
        let (title, help) = match results.iter().next() {
            Some(Some(true)) if results.len() == 1 => ("this is always true", "remove it, or write what is meant"),
            Some(Some(false)) if results.len() == 1 => ("this is never true", "write what is meant: no value passes"),
            _ => continue,
        };
        let subject = subject(checker, id).and_then(|subject| declared(checker, subject));
        let said = Diagnostic::warning(Code::W111, expr.span, title).here(match subject {
            Some(range) if !range.words.is_empty() => format!("by its declaration it is {}", range.words),
            Some(_) | None => "whatever the facts are".to_owned(),
        });
        found.push(said.help(help));
    }
    found
}

const fn is_comparison(kind: &ExprKind) -> bool {
    matches!(
        kind,
        ExprKind::Is { .. } | ExprKind::Order { .. } | ExprKind::Between { .. } | ExprKind::In { .. } | ExprKind::Or(_)
    )
}

/// The limbs that `and` joins; what is asked of each.
fn conjuncts(checker: &Checker<'_>, id: ExprId, wanted: bool, limbs: &mut Vec<(ExprId, bool)>) {
    match checker.exprs.get(id).map(|expr| &expr.kind) {
        Some(ExprKind::And(all)) if wanted => all.iter().for_each(|one| conjuncts(checker, *one, true, limbs)),
        Some(ExprKind::Or(all)) if !wanted => all.iter().for_each(|one| conjuncts(checker, *one, false, limbs)),
        Some(ExprKind::Not(inner)) => conjuncts(checker, *inner, !wanted, limbs),
        Some(_) => limbs.push((id, wanted)),
        None => {}
    }
}

/// What a condition speaks about, if it compares one thing with constants; a condition of its own speaks about itself.
fn subject(checker: &Checker<'_>, id: ExprId) -> Option<ExprId> {
    let expr = checker.exprs.get(id)?;
    match &expr.kind {
        ExprKind::Is { left, right, .. } | ExprKind::Order { left, right, .. } => {
            constant(checker, *right).map(|_| *left)
        }
        ExprKind::Between { value, low, high, .. } => {
            (constant(checker, *low).is_some() && constant(checker, *high).is_some()).then_some(*value)
        }
        ExprKind::In { value, within, .. } => members(checker, within).map(|_| *value),
        ExprKind::And(all) | ExprKind::Or(all) => {
            let first = subject(checker, *all.first()?)?;
            let same = |one: &ExprId| subject(checker, *one).is_some_and(|it| key(checker, it) == key(checker, first));
            all.iter().all(same).then_some(first)
        }
        ExprKind::Not(inner) => subject(checker, *inner),
        _ if expr.ty == Type::Boolean => Some(id),
        _ => None,
    }
}

fn constant<'c>(checker: &'c Checker<'_>, id: ExprId) -> Option<&'c Value> {
    match &checker.exprs.get(id)?.kind {
        ExprKind::Constant(value) => Some(value),
        _ => None,
    }
}

fn members<'c>(checker: &'c Checker<'_>, within: &ListTarget) -> Option<Vec<&'c Value>> {
    match within {
        ListTarget::List(list) => match &checker.exprs.get(*list)?.kind {
            ExprKind::Set(all) => all.iter().map(|one| constant(checker, *one)).collect(),
            _ => None,
        },
        ListTarget::Column(..) | ListTarget::Group(_) | ListTarget::One(_) => None,
    }
}

/// An expression without its place, for telling whether two say the same.
pub(super) fn key(checker: &Checker<'_>, id: ExprId) -> String {
    let Some(expr) = checker.exprs.get(id) else {
        return String::new();
    };
    let mut text = format!("{:?}", expr.kind);
    for child in children(&expr.kind) {
        text = text.replace(&format!("{child:?}"), &format!("({})", key(checker, child)));
    }
    text
}

/// Whether a condition holds if its subject has this value; `None` where that cannot be said.
fn holds(checker: &Checker<'_>, id: ExprId, value: &Value) -> Option<bool> {
    let expr = checker.exprs.get(id)?;
    let ordered = |right: ExprId| order(value, constant(checker, right)?).ok();
    match &expr.kind {
        ExprKind::Is { right, negated, .. } => Some(same(value, constant(checker, *right)?).ok()? != *negated),
        ExprKind::Order { word, right, .. } => {
            let ordering = ordered(*right)?;
            Some(match word {
                OrderWord::AtLeast => ordering.is_ge(),
                OrderWord::AtMost => ordering.is_le(),
                OrderWord::MoreThan => ordering.is_gt(),
                OrderWord::LessThan => ordering.is_lt(),
            })
        }
        ExprKind::Between { low, high, negated, .. } => {
            Some((ordered(*low)?.is_ge() && ordered(*high)?.is_le()) != *negated)
        }
        ExprKind::In { within, negated, .. } => {
            let mut inside = false;
            for member in members(checker, within)? {
                inside |= same(value, member).ok()?;
            }
            Some(inside != *negated)
        }
        ExprKind::And(all) => all
            .iter()
            .try_fold(true, |so_far, one| Some(so_far & holds(checker, *one, value)?)),
        ExprKind::Or(all) => all
            .iter()
            .try_fold(false, |so_far, one| Some(so_far | holds(checker, *one, value)?)),
        ExprKind::Not(inner) => holds(checker, *inner, value).map(|holds| !holds),
        _ => match value {
            Value::Boolean(value) => Some(*value),
            _ => None,
        },
    }
}

/// Values of the subject that tell these conditions apart; empty where they cannot be listed.
fn candidates(checker: &Checker<'_>, conditions: &[ExprId]) -> Vec<Value> {
    let Some(subject) = conditions.first().and_then(|first| subject(checker, *first)) else {
        return Vec::new();
    };
    let Some(expr) = checker.exprs.get(subject) else {
        return Vec::new();
    };
    let mut constants = Vec::new();
    let mut orders = false;
    for condition in conditions {
        gather(checker, *condition, &mut constants, &mut orders);
    }
    let mut values = match expr.ty.required() {
        Type::Boolean => vec![Value::Boolean(true), Value::Boolean(false)],
        Type::Enum(of) => {
            let count = checker.plan.shape.enums.get(*of).map_or(0, |shape| shape.values.len());
            (0_u16..).take(count).map(|number| Value::Enum(*of, number)).collect()
        }
        Type::Integer | Type::Decimal | Type::Percent | Type::Money | Type::Amount(_) => {
            numbers(checker, expr, subject, &constants)
        }
        Type::Date => days(&constants),
        _ => Vec::new(),
    };
    let optional = matches!(expr.ty, Type::Optional(_));
    if optional && !orders && !values.is_empty() {
        values.push(Value::None);
    }
    values
}

/// The constants of a condition, and whether it compares by order.
fn gather(checker: &Checker<'_>, id: ExprId, constants: &mut Vec<Value>, orders: &mut bool) {
    let Some(expr) = checker.exprs.get(id) else { return };
    match &expr.kind {
        ExprKind::Is { right, .. } => constants.extend(constant(checker, *right).cloned()),
        ExprKind::Order { right, .. } => {
            constants.extend(constant(checker, *right).cloned());
            *orders = true;
        }
        ExprKind::Between { low, high, .. } => {
            constants.extend([*low, *high].iter().filter_map(|end| constant(checker, *end).cloned()));
            *orders = true;
        }
        ExprKind::In { within, .. } => {
            constants.extend(members(checker, within).unwrap_or_default().into_iter().cloned());
        }
        ExprKind::And(all) | ExprKind::Or(all) => {
            all.iter().for_each(|one| gather(checker, *one, constants, orders));
        }
        ExprKind::Not(inner) => gather(checker, *inner, constants, orders),
        _ => {}
    }
}

/// The range that the vocabulary declares for a field.
fn declared<'c>(checker: &'c Checker<'_>, id: ExprId) -> Option<&'c Range> {
    let ExprKind::Field { of, field } = &checker.exprs.get(id)?.kind else {
        return None;
    };
    let Type::Record(record) = checker.exprs.get(*of)?.ty.required() else {
        return None;
    };
    Some(&checker.plan.shape.record(*record).fields.get(*field)?.range)
}

/// Each constant, one between each two, and one on either side, within the declared range.
fn numbers(checker: &Checker<'_>, expr: &Expr, subject: ExprId, constants: &[Value]) -> Vec<Value> {
    let mut points: BTreeSet<Number> = BTreeSet::new();
    let mut template: Option<Value> = None;
    for value in constants {
        match value {
            Value::Number(number) => points.insert(number.clone()),
            Value::Amount(number, _) => points.insert(number.clone()),
            Value::Money(number, currency) => {
                if let (Some(Value::Money(_, Some(other))), Some(currency)) = (&template, currency)
                    && other != currency
                {
                    return Vec::new();
                }
                points.insert(number.clone())
            }
            _ => continue,
        };
        if !matches!(value, Value::Money(_, None)) || template.is_none() {
            template = Some(value.clone());
        }
    }
    let Some(template) = template else { return Vec::new() };
    let range = declared(checker, subject);
    let ends = range.iter().flat_map(|range| [&range.low, &range.high]).flatten();
    points.extend(ends.map(|(end, _)| end.clone()));
    let fits = |number: &Number| {
        let low = range.and_then(|range| range.low.as_ref());
        let high = range.and_then(|range| range.high.as_ref());
        low.is_none_or(|(end, inside)| number > end || (*inside && number == end))
            && high.is_none_or(|(end, inside)| number < end || (*inside && number == end))
            && (*expr.ty.required() != Type::Integer || number.is_integer())
    };
    let made = between(&points);
    let kept = made.into_iter().filter(fits);
    kept.map(|number| match &template {
        Value::Amount(_, dimension) => Value::Amount(number, *dimension),
        Value::Money(_, Some(currency)) => Value::money(number, *currency),
        // Beside zero alone any currency will do.
        Value::Money(_, None) => Currency::parse("EUR").map_or(Value::None, |euro| Value::money(number, euro)),
        _ => Value::Number(number),
    })
    .collect()
}

/// These points, one before, one after, and those between.
fn between(points: &BTreeSet<Number>) -> Vec<Number> {
    let one = Number::from_i64(1);
    let half = one.div(&Number::from_i64(2));
    let mut made: Vec<Number> = points.iter().cloned().collect();
    made.extend(points.first().and_then(|first| first.sub(&one).ok()));
    made.extend(points.last().and_then(|last| last.add(&one).ok()));
    for (low, high) in points.iter().zip(points.iter().skip(1)) {
        if let (Ok(sum), Ok(half)) = (low.add(high), &half) {
            made.extend(sum.mul(half).ok());
        }
        made.extend(low.add(&one).ok().filter(|next| next < high));
    }
    made
}

/// Each day, the one before and the one after.
fn days(constants: &[Value]) -> Vec<Value> {
    let mut days: BTreeSet<Date> = BTreeSet::new();
    for value in constants {
        if let Value::Date(day) = value {
            days.extend([-1, 0, 1].iter().filter_map(|step| day.add_days(*step)));
        }
    }
    days.into_iter().map(Value::Date).collect()
}
