//! What keeps a condition from holding: the conditions at the bottom that fail, and by how much.
//!
//! The way down goes through `and`, names and quantifiers to single comparisons. Of alternatives that all fail the
//! nearest one is told: the fewest conditions that fail, then the smallest margin. Steps are bounded; where they end,
//! the condition is told as it is written. Language reference: "The answer".

use std::cmp::Ordering;

use crate::decision::Lack;
use crate::plan::ExprId;
use crate::plan::ExprKind;
use crate::plan::List;
use crate::plan::ListSource;
use crate::plan::ListTarget;
use crate::plan::LocalId;
use crate::syntax::ast::OrderWord;
use crate::syntax::ast::Quantity;
use crate::value::Number;
use crate::value::Possible;
use crate::value::Type;
use crate::value::Value;

use super::show::Words;
use super::walk::order_words;
use crate::eval::Evaluation;
use crate::eval::Frame;
use crate::eval::Truth;

/// Most steps of one search.
const MOST_STEPS: usize = 5_000;
/// Deepest way down.
const DEEPEST: usize = 60;
/// Most elements of a list that are looked into.
const MOST_ELEMENTS: usize = 50;
/// Most elements that fail and are told one by one.
const MOST_TOLD: usize = 5;
/// Most members of a set that are named.
const MOST_MEMBERS: usize = 3;

/// A search for what is lacking.
pub(super) struct Search<'a> {
    pub(super) words: Words<'a>,
    steps: usize,
    depth: usize,
}

impl<'a> Search<'a> {
    pub(super) fn new(words: Words<'a>) -> Search<'a> {
        Search {
            words,
            steps: 0,
            depth: 0,
        }
    }
}

/// A condition that fails, and how far it is from holding.
#[derive(Clone, Debug)]
pub(super) struct Missing {
    pub(super) lack: Lack,
    /// The margin as a part of the threshold.
    relative: Option<Number>,
}

impl Missing {
    /// A condition without figures.
    pub(super) fn plain(text: String, at: String) -> Missing {
        Missing {
            lack: Lack { text, margin: None, at },
            relative: None,
        }
    }
}

/// Which of two ways is nearer: fewer conditions that fail, then the smaller greatest margin; what has no margin is
/// farther than what has one.
pub(super) fn nearer(one: &[Missing], other: &[Missing]) -> Ordering {
    let greatest = |all: &[Missing]| {
        let margins: Option<Vec<Number>> = all.iter().map(|missing| missing.relative.clone()).collect();
        margins.map(|margins| margins.into_iter().max().unwrap_or(Number::ZERO))
    };
    one.len()
        .cmp(&other.len())
        .then_with(|| match (greatest(one), greatest(other)) {
            (Some(one), Some(other)) => one.cmp(&other),
            (Some(_), None) => Ordering::Less,
            (None, Some(_)) => Ordering::Greater,
            (None, None) => Ordering::Equal,
        })
}

impl<'a> Evaluation<'a> {
    /// What would have to change for a condition to be as wanted; nothing where it is.
    pub(super) fn lacking(&mut self, search: &mut Search<'a>, frame: Frame, id: ExprId, wanted: bool) -> Vec<Missing> {
        let truth = self.truth(frame, id);
        if truth == Truth::of(wanted) {
            return Vec::new();
        }
        if let Truth::Open(_) = truth {
            return vec![self.told(search, id, "not known")];
        }
        if search.steps > MOST_STEPS || search.depth > DEEPEST {
            return vec![self.whole(search, id, wanted)];
        }
        search.steps = search.steps.saturating_add(1);
        search.depth = search.depth.saturating_add(1);
        let missing = self.lacking_of(search, frame, id, wanted);
        search.depth = search.depth.saturating_sub(1);
        missing
    }

    #[expect(
        clippy::wildcard_enum_match_arm,
        reason = "whatever has no way down is told as it is written, which is always true"
    )]
    #[expect(clippy::too_many_lines, reason = "one arm a kind of condition, most only hand on")]
    fn lacking_of(&mut self, search: &mut Search<'a>, frame: Frame, id: ExprId, wanted: bool) -> Vec<Missing> {
        let plan = self.plan;
        match &plan.exprs.at(id).kind {
            ExprKind::And(sides) if wanted => self.lacking_all(search, frame, sides),
            ExprKind::Or(sides) if wanted => self.nearest_side(search, frame, (sides, true)),
            ExprKind::And(sides) => self.nearest_side(search, frame, (sides, false)),
            ExprKind::Or(sides) => {
                let mut all = Vec::new();
                for side in sides {
                    all.extend(self.lacking(search, frame, *side, false));
                }
                all
            }
            ExprKind::Not(of) => self.lacking(search, frame, *of, !wanted),
            ExprKind::Call { definition, arguments } => {
                let found = self.inside(frame, *definition, arguments, |this, inner, body| {
                    Some(this.lacking(search, inner, body, wanted))
                });
                match found {
                    Some(missing) if !missing.is_empty() => missing,
                    Some(_) | None => vec![self.whole(search, id, wanted)],
                }
            }
            ExprKind::Flag(rule) if plan.rules.at(*rule).for_each.is_empty() => {
                let about = plan.rules.at(*rule);
                let element = self.element_for(about.ruleset, frame);
                let inner = self.enter(about.ruleset, element, about.locals);
                let missing = if wanted {
                    self.lacking_all(search, inner, &about.when)
                } else {
                    self.nearest_side(search, inner, (&about.when, false))
                };
                self.leave(inner);
                if missing.is_empty() {
                    vec![self.whole(search, id, wanted)]
                } else {
                    missing
                }
            }
            ExprKind::Quantifier {
                quantity,
                local,
                list,
                condition,
            } if wanted => self.lacking_quantified(search, frame, (*quantity, *local, list, *condition), id),
            ExprKind::ByReading { readings, rows } => match self.reading_row(readings, rows) {
                Ok(Some(body)) => self.lacking(search, frame, body, wanted),
                Ok(None) | Err(_) => vec![self.whole(search, id, wanted)],
            },
            ExprKind::If {
                condition,
                then,
                otherwise,
            } => {
                let branch = if self.truth(frame, *condition) == Truth::Yes {
                    *then
                } else {
                    *otherwise
                };
                self.lacking(search, frame, branch, wanted)
            }
            _ => vec![self.lacking_leaf(search, frame, id, wanted)],
        }
    }

    /// All that fails of conditions that must all hold. Where something is none, what comes after it makes no sense.
    pub(super) fn lacking_all(&mut self, search: &mut Search<'a>, frame: Frame, sides: &[ExprId]) -> Vec<Missing> {
        let plan = self.plan;
        let mut all = Vec::new();
        for side in sides {
            let missing = self.lacking(search, frame, *side, true);
            let narrows = matches!(
                &plan.exprs.at(*side).kind,
                ExprKind::Is { right, .. } if matches!(plan.exprs.at(*right).kind, ExprKind::Constant(Value::None))
            );
            let stops = narrows && !missing.is_empty();
            all.extend(missing);
            if stops {
                break;
            }
        }
        all
    }

    /// The nearest of several ways.
    fn nearest_side(
        &mut self,
        search: &mut Search<'a>,
        frame: Frame,
        (sides, wanted): (&[ExprId], bool),
    ) -> Vec<Missing> {
        let mut best: Option<Vec<Missing>> = None;
        for side in sides {
            let missing = self.lacking(search, frame, *side, wanted);
            if missing.is_empty() {
                continue;
            }
            if best.as_ref().is_none_or(|best| nearer(&missing, best).is_lt()) {
                best = Some(missing);
            }
        }
        best.unwrap_or_default()
    }

    fn lacking_quantified(
        &mut self,
        search: &mut Search<'a>,
        frame: Frame,
        (quantity, local, list, condition): (Quantity, LocalId, &'a List, ExprId),
        id: ExprId,
    ) -> Vec<Missing> {
        let mut items = self.take_list();
        self.items(frame, list, &mut items);
        // A long list is gone through for each of its elements that asks for it again.
        search.steps = search.steps.saturating_add(items.len() / 100);
        let values: Vec<Value> = items
            .iter()
            .filter(|item| item.maybe.is_none())
            .take(MOST_ELEMENTS)
            .map(|item| item.value.clone())
            .collect();
        self.give_list(items);
        if values.is_empty() {
            let list = self.list_words(search, frame, list);
            let at = search.words.rule_place(self.plan.exprs.at(id).span);
            return vec![Missing::plain(format!("there is nothing among {list}"), at)];
        }
        let holds = !matches!(quantity, Quantity::No);
        let mut ways = Vec::new();
        for value in values {
            self.bind(frame, local, Possible::Known(value));
            let missing = self.lacking(search, frame, condition, holds);
            if !missing.is_empty() {
                ways.push(missing);
            }
        }
        let found = match quantity {
            Quantity::Some => ways
                .into_iter()
                .min_by(|one, other| nearer(one, other))
                .unwrap_or_default(),
            Quantity::Every { .. } | Quantity::OneAndEvery | Quantity::No => {
                let more = ways.len().saturating_sub(MOST_TOLD);
                let mut all: Vec<Missing> = ways.into_iter().take(MOST_TOLD).flatten().collect();
                if more > 0 {
                    all.push(self.told(search, id, &format!("not so for {more} more")));
                }
                all
            }
        };
        if found.is_empty() {
            vec![self.whole(search, id, true)]
        } else {
            found
        }
    }

    /// What is gone through, in words.
    pub(super) fn list_words(&mut self, search: &Search<'a>, frame: Frame, list: &List) -> String {
        let words = match &list.source {
            ListSource::Expr(expr) | ListSource::Collection(expr) => self.leaf_name(search.words, frame, *expr),
            ListSource::Parts { of, .. } => {
                let whole = self.shown(search.words, frame, *of, &[]);
                format!("the parts of {whole}")
            }
            ListSource::Table(table) => format!("the rows of {}", self.plan.tables.at(*table).name),
            ListSource::Group(group) => format!("the members of {}", self.plan.groups.at(*group).name),
            ListSource::Enum(_) => "the values".to_owned(),
        };
        if list.filters.is_empty() {
            words
        } else {
            format!("{words} that fits")
        }
    }

    /// A condition that fails, as it is written.
    fn whole(&self, search: &Search<'a>, id: ExprId, wanted: bool) -> Missing {
        let written = search.words.written(id);
        let at = search.words.rule_place(self.plan.exprs.at(id).span);
        Missing::plain(
            if wanted {
                format!("it is not so that {written}")
            } else {
                format!("it is so that {written}")
            },
            at,
        )
    }

    fn told(&self, search: &Search<'a>, id: ExprId, what: &str) -> Missing {
        let at = search.words.rule_place(self.plan.exprs.at(id).span);
        Missing::plain(format!("{}: {what}", search.words.written(id)), at)
    }

    /// One comparison.
    #[expect(
        clippy::wildcard_enum_match_arm,
        reason = "whatever is no comparison is told as it is written"
    )]
    fn lacking_leaf(&mut self, search: &mut Search<'a>, frame: Frame, id: ExprId, wanted: bool) -> Missing {
        let plan = self.plan;
        let words = search.words;
        let at = words.rule_place(plan.exprs.at(id).span);
        match &plan.exprs.at(id).kind {
            ExprKind::Is { left, right, negated } => {
                let name = self.leaf_name(words, frame, *left);
                let is = self.shown(words, frame, *left, &[]);
                let mut text = format!("{name} is {is}");
                if wanted != *negated {
                    let right = self.side_words(words, frame, *right);
                    text = format!("{text}, not {right}");
                }
                Missing::plain(text, at)
            }
            ExprKind::In { value, within, negated } => {
                let name = self.leaf_name(words, frame, *value);
                let is = self.shown(words, frame, *value, &[]);
                let within = self.target_words(words, frame, within);
                let not = if wanted == *negated { "" } else { "not " };
                Missing::plain(format!("{name} is {is}, {not}in {within}"), at)
            }
            ExprKind::Under { value, over, negated } => {
                let name = self.leaf_name(words, frame, *value);
                let is = self.shown(words, frame, *value, &[]);
                let over = self.target_words(words, frame, over);
                let not = if wanted == *negated { "" } else { "not " };
                Missing::plain(format!("{name} is {is}, {not}under {over}"), at)
            }
            ExprKind::Order { left, word, right } => {
                self.lacking_order(words, frame, (*left, *word, *right), (id, wanted))
            }
            ExprKind::ReadingIs {
                reading,
                choice,
                negated,
            } => self.lacking_reading(words, (*reading, *choice, *negated)),
            ExprKind::Field { .. } | ExprKind::Column { .. } | ExprKind::Local(_) => {
                let name = self.leaf_name(words, frame, id);
                let is = self.shown(words, frame, id, &[]);
                Missing::plain(format!("{name} is {is}"), at)
            }
            _ => self.whole(search, id, wanted),
        }
    }

    /// A comparison of figures: with the margin.
    fn lacking_order(
        &mut self,
        words: Words<'a>,
        frame: Frame,
        (left, order, right): (ExprId, OrderWord, ExprId),
        (id, wanted): (ExprId, bool),
    ) -> Missing {
        let plan = self.plan;
        let (one, other) = (self.value(frame, left), self.value(frame, right));
        let threshold = number_of(&other);
        let thresholds: Vec<Number> = threshold.iter().cloned().collect();
        let is = self.shown(words, frame, left, &thresholds);
        let name = self.leaf_name(words, frame, left);
        let against = self.side_words(words, frame, right);
        let ty = &plan.exprs.at(left).ty;
        let dates = ty.required() == &Type::Date;
        let operator = order_words(order, dates);
        let operator = operator.strip_prefix("is ").unwrap_or(operator);
        let not = if wanted { "not " } else { "" };
        let margin = match (&one, &other) {
            (Possible::Known(one), Possible::Known(other)) if !dates => crate::ops::subtract(one, other).ok(),
            (Possible::Known(_) | Possible::Open(_), _) => None,
        };
        let relative = match (
            margin.clone().map(Possible::Known).as_ref().and_then(number_of),
            threshold,
        ) {
            (Some(margin), Some(threshold)) if !threshold.is_zero() => {
                let part = margin.div(&threshold).ok();
                part.map(|part| {
                    if part < Number::ZERO {
                        Number::ZERO.sub(&part).unwrap_or(part)
                    } else {
                        part
                    }
                })
            }
            (Some(_) | None, _) => None,
        };
        Missing {
            lack: Lack {
                text: format!("{name} is {is}, {not}{operator} {against}"),
                margin: margin.map(|margin| words.value(&margin, ty, &[Number::ZERO])),
                at: words.rule_place(plan.exprs.at(id).span),
            },
            relative,
        }
    }

    /// A reading that is not chosen as it would have to be.
    pub(super) fn lacking_reading(
        &mut self,
        words: Words<'a>,
        (reading, choice, negated): (crate::plan::ReadingId, u16, bool),
    ) -> Missing {
        let about = words.plan.readings.at(reading);
        let name = |number: u16| about.choices.get(usize::from(number)).map_or("", |(name, _)| &**name);
        let at = words.rule_place(about.span);
        let text = match self.settings.choice(reading) {
            Some(chosen) if chosen != choice && !negated => {
                format!("{} is {}, not {}", about.name, name(chosen), name(choice))
            }
            Some(chosen) => format!("{} is {}", about.name, name(chosen)),
            None => format!("{} is not chosen", about.name),
        };
        Missing::plain(text, at)
    }

    /// What a value is called: a fact by its short path, a definition by its name, else as written.
    pub(super) fn leaf_name(&mut self, words: Words<'a>, frame: Frame, id: ExprId) -> String {
        let plan = self.plan;
        if let ExprKind::Field { of, field } = &plan.exprs.at(id).kind
            && let Possible::Known(Value::Record(record)) = self.value(frame, *of)
            && self.facts.record(record).is_some()
        {
            return words.short_path(record, *field);
        }
        if let ExprKind::Local(_) = &plan.exprs.at(id).kind {
            return self.shown(words, frame, id, &[]);
        }
        self.named(words, frame, id)
    }

    /// The other side of a comparison: its value, and its name where it has one.
    fn side_words(&mut self, words: Words<'a>, frame: Frame, id: ExprId) -> String {
        let shown = self.shown(words, frame, id, &[]);
        if let ExprKind::Constant(_) = &self.plan.exprs.at(id).kind {
            return shown;
        }
        format!("{} {shown}", self.leaf_name(words, frame, id))
    }

    /// A set: its first members, or its name.
    fn target_words(&mut self, words: Words<'a>, frame: Frame, target: &ListTarget) -> String {
        let plan = self.plan;
        match target {
            ListTarget::Column(table, column) => {
                let about = plan.tables.at(*table);
                format!("{}.{}", about.name, about.columns.at(*column).name)
            }
            ListTarget::Group(group) => plan.groups.at(*group).name.to_string(),
            ListTarget::List(list) | ListTarget::One(list) => {
                let ExprKind::Set(members) = &plan.exprs.at(*list).kind else {
                    return self.side_words(words, frame, *list);
                };
                let named = members.iter().take(MOST_MEMBERS);
                let mut shown: Vec<String> = named.map(|member| self.shown(words, frame, *member, &[])).collect();
                if members.len() > shown.len() {
                    shown.push("…".to_owned());
                }
                format!("{{{}}}", shown.join(", "))
            }
        }
    }
}

/// The number of an amount.
pub(super) fn number_of(value: &Possible) -> Option<Number> {
    match value {
        Possible::Known(Value::Number(number) | Value::Money(number, _) | Value::Amount(number, _)) => {
            Some(number.clone())
        }
        Possible::Known(_) | Possible::Open(_) => None,
    }
}
