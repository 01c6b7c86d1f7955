//! Circles of conditions along references: each may only become true by others becoming true.
//!
//! So `and`, `or`, `some`, what `every` asks, and a sum of what is at least 0 that is to reach a figure. Anything that
//! would be undone by more being true (`not`, `no`, a filter of `every`, `at most`) gives a circle no meaning, or two.

use std::collections::BTreeSet;

use crate::plan::DefinitionId;
use crate::plan::ExprId;
use crate::plan::ExprKind;
use crate::plan::Filter;
use crate::plan::List;
use crate::plan::may_be_negative;
use crate::syntax::ast::ArithmeticSign;
use crate::syntax::ast::Fold;
use crate::syntax::ast::OrderWord;
use crate::syntax::ast::Quantity;
use crate::value::Type;

use super::slips::Slip;
use crate::check::Checker;
use crate::check::exprs::list_children;

/// The way out where more being true would undo it.
const ONLY_GROWS: &str = "within its own circle it may stand only where more of it being true makes nothing else untrue: under `and`, `or`, `some`, \
     or as the filter of a sum that is to be at least something";

/// Reads the conditions of one circle.
struct Conditions<'c, 'a> {
    checker: &'c Checker<'a>,
    circle: &'c [DefinitionId],
    through: &'c BTreeSet<ExprId>,
    slips: Vec<Slip>,
}

impl Checker<'_> {
    /// What gives a circle of conditions no least fixed point.
    pub(super) fn slips_of_conditions(&self, circle: &[DefinitionId], through: &BTreeSet<ExprId>) -> Vec<Slip> {
        let mut reading = Conditions {
            checker: self,
            circle,
            through,
            slips: Vec::new(),
        };
        for id in circle {
            let definition = self.plan.definitions.at(*id);
            if definition.ty == Type::Boolean {
                reading.condition(definition.body);
            } else {
                reading.sum(definition.body);
            }
        }
        reading.slips
    }
}

impl Conditions<'_, '_> {
    fn calls(&self, id: ExprId) -> bool {
        self.through.contains(&id)
    }

    fn add(&mut self, id: ExprId, title: &str, around: (ExprId, &str), help: &str) {
        let slip = self.checker.slip((id, self.through), title, around, help);
        self.slips.extend(slip);
    }

    /// A condition that may only grow.
    #[expect(
        clippy::wildcard_enum_match_arm,
        reason = "whatever is not named hides what hangs on what"
    )]
    fn condition(&mut self, id: ExprId) {
        let Some(expr) = self.checker.exprs.get(id).filter(|_| self.calls(id)) else {
            return;
        };
        match &expr.kind {
            ExprKind::And(all) | ExprKind::Or(all) => {
                for one in all {
                    self.condition(*one);
                }
            }
            ExprKind::Call { definition, .. } if self.circle.contains(definition) => {}
            ExprKind::If {
                condition,
                then,
                otherwise,
            } => {
                self.free(*condition, id, "decides which way `if` goes, in its own circle");
                self.condition(*then);
                self.condition(*otherwise);
            }
            ExprKind::ByReading { rows, .. } => {
                for (_, body) in rows {
                    self.condition(*body);
                }
            }
            ExprKind::Versions(versions) => {
                for version in versions {
                    self.condition(version.of);
                }
            }
            ExprKind::Order { left, word, right } => self.order(id, (*left, *word, *right)),
            ExprKind::Quantifier {
                quantity,
                list,
                condition,
                ..
            } => self.quantifier(id, *quantity, list, *condition),
            ExprKind::Not(_) => self.add(id, "hangs on `not` of itself", (id, "under this `not`"), ONLY_GROWS),
            ExprKind::Is { .. } => self.add(
                id,
                "is compared in its own circle",
                (id, "in this comparison"),
                "write it by itself: `controlled(h.party)`, without `is`",
            ),
            ExprKind::Between { .. } => self.add(
                id,
                "hangs on a sum that has an upper bound",
                (id, "what is between two ends may grow beyond the second"),
                "compare a sum in a circle with `is at least` or `is more than` only",
            ),
            _ => self.add(
                id,
                "is used in its own circle in a way that hides what hangs on what",
                (id, "in this"),
                ONLY_GROWS,
            ),
        }
    }

    /// What may not hang on the circle.
    fn free(&mut self, id: ExprId, around: ExprId, title: &str) {
        if self.calls(id) {
            self.add(id, title, (around, "in this"), ONLY_GROWS);
        }
    }

    fn order(&mut self, id: ExprId, (left, word, right): (ExprId, OrderWord, ExprId)) {
        if self.calls(right) {
            self.add(
                right,
                "hangs on a sum on the right of a comparison",
                (id, "in this comparison"),
                "write the sum first: `(sum of … where …) is at least …`",
            );
        }
        if !self.calls(left) {
            return;
        }
        match word {
            OrderWord::AtLeast | OrderWord::MoreThan => match self.checker.exprs.get(left).map(|expr| &expr.kind) {
                Some(ExprKind::Call { definition, .. }) if self.circle.contains(definition) => {}
                Some(_) | None => self.sum(left),
            },
            OrderWord::AtMost | OrderWord::LessThan => self.add(
                left,
                "hangs on a sum that must stay small",
                (id, "more being true makes this untrue"),
                "compare a sum in a circle with `is at least` or `is more than` only",
            ),
        }
    }

    fn quantifier(&mut self, id: ExprId, quantity: Quantity, list: &List, condition: ExprId) {
        match quantity {
            Quantity::Some => {
                self.list(id, list, true);
                self.condition(condition);
            }
            Quantity::Every { .. } | Quantity::OneAndEvery => {
                self.list(id, list, false);
                self.condition(condition);
            }
            Quantity::No => self.add(id, "hangs on `no …` of itself", (id, "under this `no`"), ONLY_GROWS),
        }
    }

    /// A list; `grows` tells whether more elements can only make more true.
    fn list(&mut self, id: ExprId, list: &List, grows: bool) {
        if !list_children(list).iter().any(|child| self.calls(*child)) {
            return;
        }
        let plain = list.filters.iter().all(|filter| matches!(filter, Filter::Where { .. }));
        for filter in &list.filters {
            match filter {
                Filter::Where { condition, .. } if !grows => self.free(
                    *condition,
                    id,
                    "is a filter of `every` in its own circle: more elements would have to satisfy it",
                ),
                Filter::Where { condition, .. } if plain => self.condition(*condition),
                Filter::Where { condition, .. } | Filter::NotInside { condition, .. } => self.free(
                    *condition,
                    id,
                    "is a filter beside one that drops elements, in its own circle",
                ),
                Filter::OutermostOnly => {}
            }
        }
        let filters: Vec<ExprId> = list.filters.iter().filter_map(condition_of).collect();
        for source in list_children(list).into_iter().filter(|child| !filters.contains(child)) {
            self.free(source, id, "decides in its own circle what a list holds");
        }
    }

    /// A figure that may only grow: a sum, or a count, of what is at least 0.
    #[expect(clippy::wildcard_enum_match_arm, reason = "whatever is not named is no sum")]
    fn sum(&mut self, id: ExprId) {
        let Some(expr) = self.checker.exprs.get(id).filter(|_| self.calls(id)) else {
            return;
        };
        if matches!(expr.ty.required(), Type::Money) {
            self.add(
                id,
                "hangs on an amount of money",
                (id, "amounts of money in two currencies do not add up"),
                "in a circle of conditions take shares, numbers, masses or lengths",
            );
            return;
        }
        match &expr.kind {
            ExprKind::Aggregate {
                fold: Fold::Sum,
                body: Some(body),
                list,
                ..
            } => {
                self.list(id, list, true);
                self.term(id, *body);
            }
            ExprKind::Aggregate {
                fold: Fold::Count,
                list,
                ..
            } => self.list(id, list, true),
            ExprKind::Arithmetic {
                left,
                sign: ArithmeticSign::Plus,
                right,
            } => {
                self.sum(*left);
                self.sum(*right);
            }
            ExprKind::If {
                condition,
                then,
                otherwise,
            } => {
                self.free(*condition, id, "decides which way `if` goes, in its own circle");
                self.sum(*then);
                self.sum(*otherwise);
            }
            ExprKind::ByReading { rows, .. } => {
                for (_, body) in rows {
                    self.sum(*body);
                }
            }
            ExprKind::Versions(versions) => {
                for version in versions {
                    self.sum(version.of);
                }
            }
            _ => self.no_sum(id),
        }
    }

    fn no_sum(&mut self, id: ExprId) {
        self.add(
            id,
            "hangs on a figure that is neither a sum nor a count",
            (id, "this figure"),
            "in a circle of conditions only `sum of … where …` and `count of … where …` may hang on the circle",
        );
    }

    /// What a sum adds.
    fn term(&mut self, sum: ExprId, body: ExprId) {
        if self.calls(body) {
            self.add(
                body,
                "stands in a term of a sum in a circle of conditions",
                (sum, "what it adds hangs on the circle itself"),
                "a circle either counts whoever satisfies it whole (`sum of h.share for h in … where …`) or multiplies, without \
                 conditions on itself",
            );
            return;
        }
        let Some(culprit) = may_be_negative(&self.checker.plan, &self.checker.exprs, body) else {
            return;
        };
        let (words, help) = self.checker.negative_words(culprit);
        self.add(
            sum,
            "hangs on a sum of what may be less than 0",
            (culprit, &words),
            &help,
        );
    }
}

impl Checker<'_> {
    /// What is said of a figure that is not declared at least 0.
    pub(super) fn negative_words(&self, culprit: ExprId) -> (String, String) {
        let zero = match self.exprs.get(culprit).map(|expr| expr.ty.required()) {
            Some(Type::Percent) => "at least 0%",
            Some(_) | None => "at least 0",
        };
        let field = match self.exprs.get(culprit).map(|expr| &expr.kind) {
            Some(ExprKind::Field { of, field }) => match self.exprs.get(*of).map(|expr| expr.ty.required()) {
                Some(Type::Record(record)) => {
                    let shape = self.plan.shape.records.get(*record);
                    shape.and_then(|shape| Some((&shape.name, &shape.fields.get(*field)?.name)))
                }
                _ => None,
            },
            _ => None,
        };
        match field {
            Some((record, name)) => (
                format!("`{name}` of `{record}` is not declared at least 0"),
                format!("write `{zero}` behind the type of `{name}` in `{record}`"),
            ),
            None => (
                "nothing says that this is at least 0".to_owned(),
                format!("take facts and parameters that are declared `{zero}`"),
            ),
        }
    }
}

fn condition_of(filter: &Filter) -> Option<ExprId> {
    match filter {
        Filter::Where { condition, .. } | Filter::NotInside { condition, .. } => Some(*condition),
        Filter::OutermostOnly => None,
    }
}
