//! Decisions that are figures, and rounding.

use super::Lower;
use super::Node;
use super::Rule;
use super::has;
use super::parts;

use crate::source::Span;
use crate::syntax::ast::Common;
use crate::syntax::ast::Conversion;
use crate::syntax::ast::Definition;
use crate::syntax::ast::ExprId;
use crate::syntax::ast::ExprKind;
use crate::syntax::ast::FigureDecision;
use crate::syntax::ast::Fold;
use crate::syntax::ast::Ident;
use crate::syntax::ast::Meaning;
use crate::syntax::ast::OutcomeLine;
use crate::syntax::ast::Rounding;
use crate::syntax::ast::TypeExpr;
use crate::syntax::errors;
use crate::value::RoundMode;

use super::clauses::Once;
use super::exprs::Whole;
use super::literals::ungrouped;

/// The clauses of a decision that say what it comes to.
pub(super) struct OutcomeClauses {
    /// `: money`
    pub(super) ty: Option<TypeExpr>,
    /// `outcomes, strictest first`
    pub(super) outcomes: Once<Vec<OutcomeLine>>,
    /// `adds up`
    totals: Once<(Fold, Span)>,
    /// `rounded to 0.01 USD half up`
    rounded: Once<(Rounding, Span)>,
    /// `otherwise free`, `otherwise 0 USD`
    pub(super) otherwise: Once<ExprId>,
}

impl OutcomeClauses {
    pub(super) fn new() -> OutcomeClauses {
        OutcomeClauses {
            ty: None,
            outcomes: Once::new("outcomes"),
            totals: Once::new("adds up"),
            rounded: Once::new("rounded to"),
            otherwise: Once::new("otherwise"),
        }
    }
}

impl<'a> Lower<'a> {
    /// The clauses of figures; false if it is another one.
    pub(super) fn figure_clause(&mut self, clauses: &mut OutcomeClauses, node: &Node<'a>) -> bool {
        let span = self.span(node);
        match node.as_rule() {
            Rule::of_kind => clauses.ty = parts(node.clone()).next().and_then(|ty| self.ty(ty)),
            Rule::totals => self.once(&mut clauses.totals, Some((total(node), span)), span),
            Rule::rounded => {
                let rounding = self.round_to(node.clone()).map(|rounding| (rounding, span));
                self.once(&mut clauses.rounded, rounding, span);
            }
            Rule::otherwise => {
                let value = self.last_additive(node.clone());
                self.once(&mut clauses.otherwise, value, span);
            }
            _ => return false,
        }
        true
    }

    /// What a decision with a type says; `None` after a report.
    pub(super) fn figure_decision(&mut self, name: &Ident, clauses: OutcomeClauses) -> Option<FigureDecision> {
        let ty = clauses.ty?;
        if let Some(outcomes) = clauses.outcomes.place() {
            let at = self.head(outcomes, "outcomes, strictest first");
            self.report(errors::figure_with_outcomes(at, name, ty.span));
            return None;
        }
        let Some((total, total_span)) = clauses.totals.take() else {
            let help = "write `adds up`, `takes the greatest` or `takes the least` below it";
            let what = "does not say what its rules come to together";
            self.report(errors::missing("decision", name, what, help));
            return None;
        };
        let Some(otherwise) = clauses.otherwise.take() else {
            let help = "say what holds if no rule includes anything: `otherwise 0 USD`";
            self.report(errors::missing("decision", name, "has no `otherwise`", help));
            return None;
        };
        Some(FigureDecision {
            ty,
            total,
            total_span,
            rounded: clauses.rounded.take(),
            otherwise,
        })
    }

    /// Reports the clauses of figures in a decision with outcomes.
    pub(super) fn only_for_figures(&mut self, name: &Ident, clauses: &OutcomeClauses) {
        let places = [
            (clauses.totals.place(), "adds up"),
            (clauses.rounded.place(), "rounded to"),
        ];
        for (place, words) in places {
            if let Some(span) = place {
                let at = self.head(span, words);
                self.report(errors::only_for_figures(at, name));
            }
        }
    }

    /// The outcome that `otherwise` names, in a decision with outcomes.
    pub(super) fn otherwise_outcome(&mut self, clause: Once<ExprId>) -> Option<Ident> {
        let id = clause.take()?;
        let expr = self.exprs.get(id)?;
        if let ExprKind::Name(name) = &expr.kind {
            return Some(name.clone());
        }
        if expr.kind != ExprKind::Error {
            let span = expr.span;
            self.report(errors::otherwise_is_no_outcome(span));
        }
        None
    }

    /// `converted`, `cut`: what stands behind an amount or a code.
    pub(super) fn changed(&mut self, of: ExprId, node: Node<'a>) -> ExprId {
        let span = self.place(of).to(self.span(&node));
        let is_cut = node.as_rule() == Rule::cut;
        let mut pieces = parts(node);
        if is_cut {
            let Some(digits) = pieces.next() else {
                return self.error(span);
            };
            let digits = (ungrouped(digits.as_str()), self.span(&digits));
            return self.push(ExprKind::Cut { value: of, digits }, span, &[of]);
        }
        let (Some(to), Some(table), Some(day)) = (pieces.next(), pieces.next(), pieces.next()) else {
            return self.error(span);
        };
        let (to, table, day) = (self.postfix(to), self.path(table), self.postfix(day));
        let conversion = Conversion {
            amount: of,
            to,
            table,
            day,
        };
        self.push(ExprKind::Convert(conversion), span, &[of, to, day])
    }

    /// `figure`
    pub(super) fn figure(&mut self, node: Node<'a>, common: &mut Common) -> Option<Definition> {
        let mut pieces = parts(node);
        let name = self.next_ident(&mut pieces)?;
        let (mut ty, mut title) = (None, None);
        let mut means: Once<ExprId> = Once::new("is");
        for part in pieces {
            let span = self.span(&part);
            match part.as_rule() {
                Rule::of_kind => ty = Some(self.ty(parts(part).next()?)?),
                Rule::title => title = Some(self.quoted(&part)),
                Rule::figure_is => {
                    let body = parts(part).next().map(|plain| self.plain(plain, Whole::Body));
                    self.once(&mut means, body, span);
                }
                _ => {
                    self.common(common, &part);
                }
            }
        }
        let Some(ty) = ty else {
            let help = format!("write it behind the name: `figure {} : money \"…\"`", name.text);
            self.report(errors::missing(
                "figure",
                &name,
                "does not say of which type it is",
                &help,
            ));
            return None;
        };
        let Some(means) = means.take() else {
            self.report(errors::missing(
                "figure",
                &name,
                "does not say what it is",
                "end it with `is …`",
            ));
            return None;
        };
        Some(Definition {
            name,
            parameters: Vec::new(),
            ty: Some(ty),
            title,
            means: Meaning::One(means),
        })
    }

    /// `rounding`
    pub(super) fn rounding(&mut self, node: Node<'a>) -> ExprId {
        let span = self.span(&node);
        let value = parts(node.clone())
            .find(|part| part.as_rule() == Rule::additive)
            .map(|part| self.additive(part));
        match (value, self.round_to(node)) {
            (Some(value), Some(to)) => self.push(ExprKind::Round { value, to }, span, &[value]),
            _ => self.error(span),
        }
    }

    /// `to 0.01 USD half up`, in `rounding` and `rounded`
    fn round_to(&mut self, node: Node<'a>) -> Option<Rounding> {
        let mut mode = RoundMode::HalfUp;
        let mut step = None;
        for part in parts(node) {
            let span = self.span(&part);
            match part.as_rule() {
                Rule::literal => {
                    let literal = self.literal(part)?;
                    step = Some(self.push(ExprKind::Literal(literal), span, &[]));
                }
                Rule::round_mode => mode = round_mode(&part),
                _ => {}
            }
        }
        step.map(|step| Rounding { step, mode })
    }
}

/// `totals`
fn total(node: &Node<'_>) -> Fold {
    if has(node, Rule::k_greatest) {
        Fold::Greatest
    } else if has(node, Rule::k_least) {
        Fold::Least
    } else {
        Fold::Sum
    }
}

/// `round_mode`
fn round_mode(node: &Node<'_>) -> RoundMode {
    if has(node, Rule::k_even) {
        RoundMode::HalfEven
    } else if has(node, Rule::k_half) {
        RoundMode::HalfUp
    } else if has(node, Rule::k_up) {
        RoundMode::Up
    } else {
        RoundMode::Down
    }
}
