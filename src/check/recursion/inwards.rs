//! Definitions that call themselves or each other inwards, on what a traversal of parts yields.
//!
//! A product has parts in finite depth, so that ends. In a circle every call hands on the own article, or an element of
//! a traversal of it; without the latter calls nothing may be left of the circle; everything else passes unchanged. A
//! traversal that holds the whole itself (`with all its parts`) is never one.
//! Language reference: "Definitions that call themselves".

use std::cell::Cell;

use crate::ids::Id;
use crate::names::graph::Graph;
use crate::names::graph::NodeId;
use crate::plan::DefinitionId;
use crate::plan::ExprId;
use crate::plan::ExprKind;
use crate::plan::Filter;
use crate::plan::List;
use crate::plan::ListSource;
use crate::plan::LocalId;
use crate::source::Span;
use crate::syntax::ast::Fold;
use crate::syntax::ast::Traversal;
use crate::value::Type;

use crate::check::Checker;
use crate::check::exprs::children;

/// Through how many definitions that make lists of parts one looks.
const MOST_HOPS: usize = 8;

/// What a call in a circle hands on as the article.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Handed {
    /// The own article.
    Same,
    /// An element of a traversal of its parts.
    Inwards,
    /// Anything else, which need not end.
    Other,
}

/// A call in a circle.
struct Call {
    from: DefinitionId,
    to: DefinitionId,
    handed: Handed,
}

/// What is known of the locals of a definition: which hold parts of its article.
#[derive(Default)]
struct Inside {
    locals: Vec<LocalId>,
}

impl Checker<'_> {
    /// Whether a circle of definitions ends because each call hands on the own article or a part of it; then for each of
    /// them the parameter that holds the article.
    pub(super) fn goes_inwards(&self, circle: &[DefinitionId]) -> Option<Vec<usize>> {
        let (goes, with_whole) = self.read_inwards(circle, false)?;
        with_whole.is_none().then_some(goes)
    }

    /// Of a circle that goes inwards but for `a with all its parts`, on what that stands.
    pub(super) fn goes_inwards_with_the_whole(&self, circle: &[DefinitionId]) -> Option<Span> {
        self.read_inwards(circle, true)?.1
    }

    /// The parameters that hold the articles, if the circle ends; and the first whole that is gone through with its
    /// parts, where that is taken for a traversal of parts.
    fn read_inwards(&self, circle: &[DefinitionId], with_whole: bool) -> Option<(Vec<usize>, Option<Span>)> {
        let inwards: Vec<usize> = circle.iter().filter_map(|id| self.article_parameter(*id)).collect();
        if inwards.len() != circle.len() {
            return None;
        }
        let mut calls = Vec::new();
        let whole = Cell::new(None);
        for (id, own) in circle.iter().zip(&inwards) {
            let body = self.plan.definitions.at(*id).body;
            let mut reading = Reading {
                checker: self,
                circle,
                inwards: &inwards,
                from: *id,
                own: LocalId::from_index(*own),
                calls: Vec::new(),
                hops: MOST_HOPS,
                with_whole: with_whole.then_some(&whole),
            };
            reading.expr(body, &mut Inside::default());
            calls.append(&mut reading.calls);
        }
        Self::ends(circle, &calls).then_some((inwards, whole.get()))
    }

    /// The first parameter that is a record with parts.
    pub(in crate::check) fn article_parameter(&self, id: DefinitionId) -> Option<usize> {
        self.plan.definitions.at(id).parameters.iter().position(|(_, ty)| {
            let Type::Record(record) = ty else { return false };
            let shape = self.plan.shape.records.get(*record);
            shape.is_some_and(|shape| shape.parts.is_some())
        })
    }

    /// Every call hands on the article or a part, and what hands on the article itself forms no circle.
    fn ends(circle: &[DefinitionId], calls: &[Call]) -> bool {
        let place = |id: DefinitionId| NodeId::from_index(circle.iter().position(|known| *known == id).unwrap_or(0));
        let mut graph = Graph::new(circle.len());
        for call in calls {
            match call.handed {
                Handed::Other => return false,
                Handed::Same => graph.add(place(call.from), place(call.to), ()),
                Handed::Inwards => {}
            }
        }
        !graph.components().iter().any(|component| graph.is_circle(component))
    }
}

/// Reads the calls of one definition.
struct Reading<'c, 'a> {
    checker: &'c Checker<'a>,
    circle: &'c [DefinitionId],
    inwards: &'c [usize],
    from: DefinitionId,
    own: LocalId,
    calls: Vec<Call>,
    /// Through how many definitions that make lists one may still look.
    hops: usize,
    /// Where `a with all its parts` is taken for a traversal of parts: the first `a`.
    with_whole: Option<&'c Cell<Option<Span>>>,
}

impl Reading<'_, '_> {
    #[expect(
        clippy::wildcard_enum_match_arm,
        reason = "every other form holds expressions, and binds nothing"
    )]
    fn expr(&mut self, id: ExprId, inside: &mut Inside) {
        let Some(expr) = self.checker.exprs.get(id) else { return };
        match &expr.kind {
            ExprKind::Call { definition, arguments } => {
                if let Some(place) = self.circle.iter().position(|known| known == definition) {
                    let article = self.inwards.get(place).copied().unwrap_or(0);
                    let handed = self.handed(arguments, article, inside);
                    self.calls.push(Call {
                        from: self.from,
                        to: *definition,
                        handed,
                    });
                }
                for argument in arguments {
                    self.expr(*argument, inside);
                }
            }
            ExprKind::Quantifier {
                local, list, condition, ..
            } => {
                let before = self.enter(*local, list, inside);
                self.expr(*condition, inside);
                inside.locals.truncate(before);
            }
            ExprKind::Aggregate { body, local, list, .. } => {
                let before = self.enter(*local, list, inside);
                if let Some(body) = body {
                    self.expr(*body, inside);
                }
                inside.locals.truncate(before);
            }
            ExprKind::Separately(of) => {
                let before = self.enter(of.local, &of.list, inside);
                for part in of.body.into_iter().chain([of.key]) {
                    self.expr(part, inside);
                }
                inside.locals.truncate(before);
            }
            ExprKind::List(list) => {
                let before = self.enter_unnamed(list, inside);
                inside.locals.truncate(before);
            }
            other => {
                for child in children(other) {
                    self.expr(child, inside);
                }
            }
        }
    }

    /// Reads a list, whose elements from then on are in this local; how many locals were known before.
    fn enter(&mut self, local: LocalId, list: &List, inside: &mut Inside) -> usize {
        let before = inside.locals.len();
        if self.yields_parts(list, inside) {
            inside.locals.push(local);
        }
        self.list(list, inside);
        before
    }

    fn enter_unnamed(&mut self, list: &List, inside: &mut Inside) -> usize {
        let before = inside.locals.len();
        self.list(list, inside);
        before
    }

    /// The expressions of a list; its filters see elements too.
    fn list(&mut self, list: &List, inside: &mut Inside) {
        let parts = self.yields_parts(list, inside);
        match &list.source {
            ListSource::Expr(of) | ListSource::Collection(of) | ListSource::Parts { of, .. } => self.expr(*of, inside),
            ListSource::Table(_) | ListSource::Group(_) | ListSource::Enum(_) => {}
        }
        for filter in &list.filters {
            match filter {
                Filter::Where { local, condition } | Filter::NotInside { local, condition } => {
                    let before = inside.locals.len();
                    if parts {
                        inside.locals.push(*local);
                    }
                    self.expr(*condition, inside);
                    inside.locals.truncate(before);
                }
                Filter::OutermostOnly => {}
            }
        }
    }

    /// Whether all elements of a list are parts of the own article: a traversal of it, or of one of its parts, that
    /// leaves itself out.
    fn yields_parts(&self, list: &List, inside: &Inside) -> bool {
        match &list.source {
            ListSource::Parts { traversal, of } => match traversal {
                Traversal::Direct | Traversal::All | Traversal::Innermost => {
                    self.is_article(*of) || self.is_part(*of, inside)
                }
                Traversal::WithAll => {
                    let Some(whole) = self.with_whole else { return false };
                    let own = self.is_article(*of) || self.is_part(*of, inside);
                    if own && whole.get().is_none() {
                        whole.set(self.checker.exprs.get(*of).map(|expr| expr.span));
                    }
                    own
                }
            },
            ListSource::Expr(id) => self.is_list_of_parts(*id, inside),
            ListSource::Collection(_) | ListSource::Table(_) | ListSource::Group(_) | ListSource::Enum(_) => false,
        }
    }

    /// Whether an expression is a list of parts of the own article: also by a definition that makes one of what it is
    /// handed.
    fn is_list_of_parts(&self, id: ExprId, inside: &Inside) -> bool {
        let (definition, arguments) = match self.checker.exprs.get(id).map(|expr| &expr.kind) {
            Some(
                ExprKind::List(inner)
                | ExprKind::Aggregate {
                    fold: Fold::List,
                    body: None,
                    list: inner,
                    ..
                },
            ) => return self.yields_parts(inner, inside),
            Some(ExprKind::Call { definition, arguments }) => (*definition, arguments),
            _ => return false,
        };
        let handed = |id: &ExprId| self.is_article(*id) || self.is_part(*id, inside);
        let Some(article) = arguments.iter().position(handed) else {
            return false;
        };
        let Some(hops) = self.hops.checked_sub(1) else {
            return false;
        };
        let made = Reading {
            checker: self.checker,
            circle: &[],
            inwards: &[],
            from: definition,
            own: LocalId::from_index(article),
            calls: Vec::new(),
            hops,
            with_whole: self.with_whole,
        };
        made.is_list_of_parts(self.checker.plan.definitions.at(definition).body, &Inside::default())
    }

    fn is_article(&self, id: ExprId) -> bool {
        matches!(self.checker.exprs.get(id).map(|expr| &expr.kind), Some(ExprKind::Local(local)) if *local == self.own)
    }

    fn is_part(&self, id: ExprId, inside: &Inside) -> bool {
        matches!(self.checker.exprs.get(id).map(|expr| &expr.kind), Some(ExprKind::Local(local)) if inside.locals.contains(local))
    }

    fn handed(&self, arguments: &[ExprId], article: usize, inside: &Inside) -> Handed {
        for (place, argument) in arguments.iter().enumerate() {
            if place != article && !self.passes_unchanged(*argument) {
                return Handed::Other;
            }
        }
        match arguments.get(article) {
            Some(argument) if self.is_article(*argument) => Handed::Same,
            Some(argument) if self.is_part(*argument, inside) => Handed::Inwards,
            _ => Handed::Other,
        }
    }

    /// A parameter of its own, or a fixed value.
    fn passes_unchanged(&self, id: ExprId) -> bool {
        let parameters = self.checker.plan.definitions.at(self.from).parameters.len();
        match self.checker.exprs.get(id).map(|expr| &expr.kind) {
            Some(ExprKind::Local(local)) => local.index() < parameters && *local != self.own,
            Some(ExprKind::Constant(_)) => true,
            _ => false,
        }
    }
}
