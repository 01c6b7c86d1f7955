//! Circles of definitions: which of the ways they may go, and what to say where they go none.
//!
//! Inwards on parts; along references as conditions with a least fixed point, or as linear figures with a least
//! solution. What is refused is told by its place: the call, what stands around it, and the way out. Language reference:
//! "Definitions that call themselves".

mod along;
mod inwards;
mod least;
mod linear;
mod slips;

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use crate::diagnostic::Code;
use crate::diagnostic::Diagnostic;
use crate::plan::DefinitionId;
use crate::plan::ExprId;
use crate::plan::ExprKind;
use crate::plan::Recursion;
use crate::plan::RecursionKind;
use crate::source::Span;
use crate::text::list_and;
use crate::text::quoted;
use crate::value::Type;

use super::Checker;
use super::exprs::children;

/// What became of a circle of definitions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Found {
    /// It has a meaning.
    Fits,
    /// It has none, and that was said.
    Said,
    /// It has none, and nothing was said yet.
    Refused,
}

impl Checker<'_> {
    /// Checks a circle of definitions, and notes in the plan why it has a meaning.
    pub(super) fn check_recursion(&mut self, circle: &[DefinitionId]) -> Found {
        let through = self.through(circle);
        if let Some(goes) = self.goes_inwards(circle) {
            self.note_recursion(circle, &goes, (RecursionKind::Inwards, through));
            return Found::Fits;
        }
        if let Some(whole) = self.goes_inwards_with_the_whole(circle) {
            self.report_with_the_whole(circle, whole);
            return Found::Said;
        }
        let Some(goes) = self.along_references(circle) else {
            return Found::Refused;
        };
        let boolean = circle
            .iter()
            .any(|id| self.plan.definitions.at(*id).ty == Type::Boolean);
        let kind = if boolean {
            RecursionKind::Least
        } else {
            RecursionKind::Linear
        };
        let mut slips = self.slips_along(circle, &goes, &through);
        if slips.is_empty() {
            slips = match kind {
                RecursionKind::Linear => self.slips_of_figures(circle, &through),
                RecursionKind::Least | RecursionKind::Inwards => self.slips_of_conditions(circle, &through),
            };
        }
        if slips.is_empty() {
            self.note_recursion(circle, &goes, (kind, through));
            return Found::Fits;
        }
        let code = if kind == RecursionKind::Linear {
            Code::R320
        } else {
            Code::R319
        };
        for slip in slips {
            self.diagnostics.add(slip.said(code));
        }
        Found::Said
    }

    fn note_recursion(
        &mut self,
        circle: &[DefinitionId],
        goes: &[usize],
        (kind, through): (RecursionKind, BTreeSet<ExprId>),
    ) {
        let recursion = self.plan.recursions.push(Recursion {
            kind,
            through: through.into_iter().collect(),
        });
        for (id, goes) in circle.iter().zip(goes) {
            let definition = self.plan.definitions.at_mut(*id);
            definition.recursion = Some(recursion);
            definition.goes = u16::try_from(*goes).unwrap_or(0);
        }
    }

    /// The expressions in which a call of the circle stands.
    fn through(&self, circle: &[DefinitionId]) -> BTreeSet<ExprId> {
        let mut known = BTreeMap::new();
        for id in circle {
            self.calls_in(self.plan.definitions.at(*id).body, circle, &mut known);
        }
        known
            .into_iter()
            .filter_map(|(id, calls)| calls.then_some(id))
            .collect()
    }

    fn calls_in(&self, id: ExprId, circle: &[DefinitionId], known: &mut BTreeMap<ExprId, bool>) -> bool {
        if let Some(calls) = known.get(&id) {
            return *calls;
        }
        let Some(expr) = self.exprs.get(id) else { return false };
        let mut calls = matches!(&expr.kind, ExprKind::Call { definition, .. } if circle.contains(definition));
        for child in children(&expr.kind) {
            calls |= self.calls_in(child, circle, known);
        }
        known.insert(id, calls);
        calls
    }

    /// R318
    pub(super) fn report_recursion(&mut self, places: &[(Span, String)], name: &str) {
        let title = match places.len() {
            1 => format!("definition `{name}` calls itself without an end"),
            _ => format!("definition `{name}` calls itself through others without an end"),
        };
        if let Some(said) = super::errors::along(Code::R318, &title, places) {
            self.diagnostics.add(
                said.help(
                    "it may call itself on parts only: `… for p in direct parts of a`, where `a` is its own article",
                )
                .help("what else it is given must be handed on unchanged"),
            );
        }
    }

    /// R318, of `a with all its parts`.
    fn report_with_the_whole(&mut self, circle: &[DefinitionId], whole: Span) {
        let names: Vec<&str> = circle.iter().map(|id| &*self.plan.definitions.at(*id).name).collect();
        let calls = match names.as_slice() {
            [only] => format!("definition `{only}` calls itself"),
            several => format!("definitions {} call each other", list_and(&quoted(several))),
        };
        let title = format!("{calls} through `with all its parts`, which holds the whole as well");
        let said = Diagnostic::error(Code::R318, whole, title)
            .here("this one is among its own `with all its parts`")
            .help("write `direct parts of …` or `all parts of …`, and add what is said of the whole beside it");
        self.diagnostics.add(said);
    }

    /// A name in backticks.
    fn name_of(&self, id: DefinitionId) -> String {
        format!("`{}`", self.plan.definitions.at(id).name)
    }

    /// Where an expression is written.
    fn span_of(&self, id: ExprId) -> Option<Span> {
        self.exprs.get(id).map(|expr| expr.span)
    }
}
