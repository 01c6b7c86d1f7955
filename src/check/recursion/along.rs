//! Circles along references: which parameter goes along them, and what each call hands on.
//!
//! Somebody refers to others, who are finitely many; what else a definition is given passes unchanged. So each is asked
//! finitely many things, and each of them once.

use std::collections::BTreeSet;

use crate::ids::Id;
use crate::names::graph::Graph;
use crate::names::graph::NodeId;
use crate::plan::DefinitionId;
use crate::plan::ExprId;
use crate::plan::ExprKind;
use crate::plan::LocalId;
use crate::value::Type;

use super::slips::Slip;
use crate::check::Checker;
use crate::check::exprs::children;

/// A call within a circle.
struct Call {
    from: DefinitionId,
    to: DefinitionId,
    at: ExprId,
    arguments: Vec<ExprId>,
}

impl Checker<'_> {
    /// For each definition of a circle the parameter that goes along references, if each has one.
    pub(super) fn along_references(&self, circle: &[DefinitionId]) -> Option<Vec<usize>> {
        let calls = self.calls_of(circle);
        let mut goes = Vec::new();
        for id in circle {
            let refers = |(place, (_, ty)): (usize, &(Box<str>, Type))| self.is_reference(ty).then_some(place);
            let parameters = self.plan.definitions.at(*id).parameters.iter().enumerate();
            let places: Vec<usize> = parameters.filter_map(refers).collect();
            let changes = |place: &&usize| {
                calls.iter().filter(|call| call.to == *id).any(|call| {
                    let argument = call.arguments.get(**place);
                    argument.is_some_and(|argument| !self.passes(call.from, *argument))
                })
            };
            goes.push(*places.iter().find(changes).or_else(|| places.first())?);
        }
        Some(goes)
    }

    /// Whether values of a type are references to records that have an identity.
    fn is_reference(&self, ty: &Type) -> bool {
        let Type::Record(record) = ty else { return false };
        let shape = self.plan.shape.records.get(*record);
        shape.is_some_and(|shape| shape.key.is_some())
    }

    /// A parameter of the caller, or a fixed value.
    fn passes(&self, from: DefinitionId, argument: ExprId) -> bool {
        match self.exprs.get(argument).map(|expr| &expr.kind) {
            Some(ExprKind::Local(local)) => local.index() < self.plan.definitions.at(from).parameters.len(),
            Some(ExprKind::Constant(_)) => true,
            _ => false,
        }
    }

    fn calls_of(&self, circle: &[DefinitionId]) -> Vec<Call> {
        let mut calls = Vec::new();
        for from in circle {
            let mut seen = BTreeSet::new();
            let mut open = vec![self.plan.definitions.at(*from).body];
            while let Some(at) = open.pop() {
                let Some(expr) = self.exprs.get(at).filter(|_| seen.insert(at)) else {
                    continue;
                };
                if let ExprKind::Call { definition, arguments } = &expr.kind
                    && circle.contains(definition)
                {
                    calls.push(Call {
                        from: *from,
                        to: *definition,
                        at,
                        arguments: arguments.clone(),
                    });
                }
                open.extend(children(&expr.kind).into_iter().rev());
            }
        }
        calls
    }

    /// What calls hand on that they may not.
    pub(super) fn slips_along(&self, circle: &[DefinitionId], goes: &[usize], through: &BTreeSet<ExprId>) -> Vec<Slip> {
        let goes_of = |id: DefinitionId| {
            let place = circle.iter().position(|known| *known == id).unwrap_or(0);
            goes.get(place).copied().unwrap_or(0)
        };
        let node = |id: DefinitionId| NodeId::from_index(circle.iter().position(|known| *known == id).unwrap_or(0));
        let calls = self.calls_of(circle);
        let mut slips = Vec::new();
        let mut same = Graph::new(circle.len());
        for call in &calls {
            let Some(span) = self.span_of(call.at) else { continue };
            let own = LocalId::from_index(goes_of(call.from));
            let name = self.name_of(call.to);
            for (place, argument) in call.arguments.iter().enumerate() {
                let around = self.span_of(*argument);
                if through.contains(argument) {
                    slips.push(Slip {
                        call: span,
                        title: format!("{name} is called with what hangs on itself"),
                        around: around.map(|span| (span, "this hangs on the circle too".to_owned())),
                        help: "hand on somebody to whom the facts refer".to_owned(),
                    });
                } else if place == goes_of(call.to) {
                    if self.is_local(*argument, own) {
                        same.add(node(call.from), node(call.to), call.at);
                    }
                } else if !self.passes(call.from, *argument) || self.is_local(*argument, own) {
                    let parameters = &self.plan.definitions.at(call.to).parameters;
                    let parameter = parameters.get(place).map_or("", |(name, _)| name);
                    slips.push(Slip {
                        call: span,
                        title: format!("{name} is handed another `{parameter}` than its caller has"),
                        around: around.map(|span| (span, "this changes from call to call".to_owned())),
                        help: "along references one parameter goes from one to the next; hand on every other one unchanged"
                            .to_owned(),
                    });
                }
            }
        }
        for component in same.components() {
            let closed = same.circle(&component);
            if let Some((_, at)) = closed.first()
                && let Some(span) = self.span_of(**at)
                && let Some(ExprKind::Call { definition, .. }) = self.exprs.get(**at).map(|expr| &expr.kind)
            {
                slips.push(Slip {
                    call: span,
                    title: format!("{} calls itself for the very same", self.name_of(*definition)),
                    around: Some((span, "nothing follows from this".to_owned())),
                    help: "call it for somebody else to whom the facts refer, such as a holder".to_owned(),
                });
            }
        }
        slips
    }

    fn is_local(&self, id: ExprId, local: LocalId) -> bool {
        matches!(self.exprs.get(id).map(|expr| &expr.kind), Some(ExprKind::Local(found)) if *found == local)
    }

    /// The first call of the circle in an expression, and the name of what is called.
    pub(super) fn first_call(&self, id: ExprId, through: &BTreeSet<ExprId>) -> Option<(ExprId, String)> {
        let mut at = id;
        loop {
            let expr = self.exprs.get(at)?;
            let inner = children(&expr.kind).into_iter().find(|child| through.contains(child));
            match (inner, &expr.kind) {
                (Some(inner), _) => at = inner,
                (None, ExprKind::Call { definition, .. }) => return Some((at, self.name_of(*definition))),
                (None, _) => return None,
            }
        }
    }

    /// A slip of the first call in an expression; `title` follows the name of what is called.
    pub(super) fn slip(
        &self,
        (id, through): (ExprId, &BTreeSet<ExprId>),
        title: &str,
        (around, words): (ExprId, &str),
        help: &str,
    ) -> Option<Slip> {
        let (call, name) = self.first_call(id, through)?;
        Some(Slip {
            call: self.span_of(call)?,
            title: format!("{name} {title}"),
            around: self.span_of(around).map(|span| (span, words.to_owned())),
            help: help.to_owned(),
        })
    }
}
