//! Circles of figures along references: sums of others, each times a fact, and of terms free of them.
//!
//! Such equations have at most one solution from below, which can be worked out exactly. Conditions are free of the
//! circle, and what multiplies is at least 0.

use std::collections::BTreeSet;

use crate::plan::DefinitionId;
use crate::plan::ExprId;
use crate::plan::ExprKind;
use crate::plan::may_be_negative;
use crate::syntax::ast::ArithmeticSign;
use crate::syntax::ast::Fold;
use crate::value::Type;

use super::slips::Slip;
use crate::check::Checker;
use crate::check::exprs::list_children;

/// The form that works.
const FORM: &str =
    "write a sum: `sum of (if listed(h.party) then h.share else h.share * f(h.party)) for h in p.holders`";

/// Reads the figures of one circle.
struct Figures<'c, 'a> {
    checker: &'c Checker<'a>,
    circle: &'c [DefinitionId],
    through: &'c BTreeSet<ExprId>,
    slips: Vec<Slip>,
}

impl Checker<'_> {
    /// What makes a circle of figures more than linear.
    pub(super) fn slips_of_figures(&self, circle: &[DefinitionId], through: &BTreeSet<ExprId>) -> Vec<Slip> {
        let mut reading = Figures {
            checker: self,
            circle,
            through,
            slips: Vec::new(),
        };
        let ty = circle.first().map(|id| &self.plan.definitions.at(*id).ty);
        for id in circle {
            let definition = self.plan.definitions.at(*id);
            let figure = matches!(
                definition.ty,
                Type::Percent | Type::Decimal | Type::Integer | Type::Money | Type::Amount(_)
            );
            if figure && Some(&definition.ty) == ty {
                reading.figure(definition.body);
            } else {
                let title = if figure {
                    "is a figure of another kind than the others of its circle"
                } else {
                    "is neither a condition nor a figure"
                };
                reading.add(
                    definition.body,
                    title,
                    (definition.body, "in this circle"),
                    "a circle of definitions is of conditions, or of figures of one type",
                );
            }
        }
        reading.slips
    }
}

impl Figures<'_, '_> {
    fn calls(&self, id: ExprId) -> bool {
        self.through.contains(&id)
    }

    fn add(&mut self, id: ExprId, title: &str, around: (ExprId, &str), help: &str) {
        let slip = self.checker.slip((id, self.through), title, around, help);
        self.slips.extend(slip);
    }

    fn free(&mut self, id: ExprId, around: ExprId) {
        if self.calls(id) {
            self.add(
                id,
                "decides a condition in a circle of figures",
                (around, "the condition hangs on the circle"),
                "ask only what is free of the circle, such as whether a holder is listed",
            );
        }
    }

    #[expect(clippy::wildcard_enum_match_arm, reason = "whatever is not named is not linear")]
    fn figure(&mut self, id: ExprId) {
        let Some(expr) = self.checker.exprs.get(id).filter(|_| self.calls(id)) else {
            return;
        };
        match &expr.kind {
            ExprKind::Call { definition, .. } if self.circle.contains(definition) => {}
            ExprKind::Aggregate {
                fold: Fold::Sum,
                body: Some(body),
                list,
                ..
            } => {
                for child in list_children(list) {
                    self.free(child, id);
                }
                self.figure(*body);
            }
            ExprKind::Arithmetic { left, sign, right } => self.arithmetic(id, (*left, *sign, *right)),
            ExprKind::If {
                condition,
                then,
                otherwise,
            } => {
                self.free(*condition, id);
                self.figure(*then);
                self.figure(*otherwise);
            }
            ExprKind::ByReading { rows, .. } => {
                for (_, body) in rows {
                    self.figure(*body);
                }
            }
            ExprKind::Versions(versions) => {
                for version in versions {
                    self.figure(version.of);
                }
            }
            ExprKind::Extreme { .. } | ExprKind::Aggregate { .. } => self.add(
                id,
                "hangs on the greatest, the least or a count of its own circle",
                (id, "this is no sum"),
                FORM,
            ),
            _ => self.add(
                id,
                "is used in its own circle in a way that is not linear",
                (id, "in this"),
                FORM,
            ),
        }
    }

    fn arithmetic(&mut self, id: ExprId, (left, sign, right): (ExprId, ArithmeticSign, ExprId)) {
        match sign {
            ArithmeticSign::Plus => {
                self.figure(left);
                self.figure(right);
            }
            ArithmeticSign::Minus => {
                self.figure(left);
                if self.calls(right) {
                    self.add(
                        right,
                        "is subtracted in its own circle",
                        (id, "in this difference"),
                        FORM,
                    );
                }
            }
            ArithmeticSign::Times => {
                if self.calls(left) && self.calls(right) {
                    self.add(
                        id,
                        "is multiplied with its own circle",
                        (id, "both sides hang on it"),
                        FORM,
                    );
                    return;
                }
                let (figure, factor) = if self.calls(left) { (left, right) } else { (right, left) };
                self.figure(figure);
                if let Some(culprit) = may_be_negative(&self.checker.plan, &self.checker.exprs, factor) {
                    let (words, help) = self.checker.negative_words(culprit);
                    self.add(
                        figure,
                        "is multiplied by what may be less than 0",
                        (culprit, &words),
                        &help,
                    );
                }
            }
            ArithmeticSign::Over => {
                self.add(
                    id,
                    "stands in a division in its own circle",
                    (id, "in this quotient"),
                    FORM,
                );
            }
        }
    }
}
