//! Outcomes that have to be worked out: which ones an expression can have at all.
//!
//! A rule may conclude what a decision table or a reading gives. Whatever is not known then, the outcome is one of these,
//! so they bound what a decision may be, what an exemption may favour, and which outcomes are reached. Language reference:
//! "Decision tables".

use std::collections::BTreeSet;

use crate::plan::Concluded;
use crate::plan::DefinitionId;
use crate::plan::ExprId;
use crate::plan::ExprKind;
use crate::value::DecisionId;
use crate::value::Type;
use crate::value::Value;

use super::Checker;

/// What an expression can be.
#[derive(Default)]
struct Found {
    outcomes: BTreeSet<u16>,
    /// It may be any outcome: not all of it could be followed.
    any: bool,
    definitions: BTreeSet<DefinitionId>,
}

impl Checker<'_> {
    /// What a rule concludes; nothing after a mistake that was reported.
    pub(super) fn outcome_concluded(&mut self, expr: ExprId, decision: DecisionId) -> Option<Concluded> {
        let about = self.exprs.at(expr);
        if about.ty == Type::Error {
            return None;
        }
        if let ExprKind::Constant(Value::Outcome(_, outcome)) = about.kind {
            return Some(Concluded::Outcome(outcome));
        }
        let mut found = Found::default();
        let mut open = vec![expr];
        while let Some(id) = open.pop() {
            self.outcomes_in(id, &mut found, &mut open);
        }
        let all = self
            .plan
            .decisions
            .get(decision)
            .map_or(0, |decision| decision.outcomes.len());
        let all = (0..all).filter_map(|number| u16::try_from(number).ok());
        let may_be = all
            .filter(|number| found.any || found.outcomes.contains(number))
            .collect();
        Some(Concluded::Computed { outcome: expr, may_be })
    }

    /// The outcomes that an expression says, and the expressions whose value it may have.
    #[expect(clippy::wildcard_enum_match_arm, reason = "of whatever else nothing is known")]
    fn outcomes_in(&self, id: ExprId, found: &mut Found, open: &mut Vec<ExprId>) {
        match &self.exprs.at(id).kind {
            ExprKind::Constant(Value::Outcome(_, outcome)) => {
                found.outcomes.insert(*outcome);
            }
            ExprKind::If { then, otherwise, .. } => open.extend([*then, *otherwise]),
            ExprKind::Else { value, fallback } => open.extend([*value, *fallback]),
            ExprKind::ByReading { rows, .. } => open.extend(rows.iter().map(|(_, body)| *body)),
            ExprKind::Versions(versions) => open.extend(versions.iter().map(|version| version.of)),
            ExprKind::Rows(rows) => {
                open.extend(rows.rows.iter().map(|row| row.result));
                open.extend(rows.otherwise.map(|(result, _)| result));
            }
            ExprKind::Call { definition, .. } => {
                if found.definitions.insert(*definition) {
                    open.push(self.plan.definitions.at(*definition).body);
                }
            }
            ExprKind::Constant(Value::None) => {}
            _ => found.any = true,
        }
    }
}
