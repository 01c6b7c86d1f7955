//! Lists: sets, traversals of parts, filters, quantifiers and aggregates.
//!
//! A list is gone through in the order of its filters. Tables are lists of their rows, groups of their members; the
//! fact that holds all records of an identified type is a collection, which is never known to be whole.
//! Language reference: "Words and forms", parts, quantifiers, aggregates.

use crate::diagnostic::Code;
use crate::diagnostic::Diagnostic;
use crate::names::SymbolKind;
use crate::plan::ExprId;
use crate::plan::ExprKind;
use crate::plan::Filter;
use crate::plan::List;
use crate::plan::ListSource;
use crate::plan::LocalId;
use crate::plan::Separately;
use crate::source::Span;
use crate::syntax::ast;
use crate::syntax::ast::Fold;
use crate::syntax::ast::Ident;
use crate::syntax::ast::ListExpr;
use crate::syntax::ast::Traversal;
use crate::value::Type;

use super::Elaborator;
use super::Locals;
use super::names::Meaning;
use super::types;

impl Elaborator<'_> {
    /// A list with its filters. The variable stays declared in `locals`; what the filters say is not none, known.
    pub(crate) fn list(&mut self, locals: &mut Locals, list: &ListExpr, variable: &Ident) -> (List, LocalId, Type) {
        let (source, element) = self.source(locals, list.source);
        self.variable_is_free(locals, variable);
        let local = locals.declare(variable, element.clone());
        let mut filters = Vec::with_capacity(list.filters.len());
        for filter in &list.filters {
            filters.extend(self.filter(locals, filter, (&source, &element), local));
        }
        (List { source, filters }, local, element)
    }

    /// R202: a variable that hides another one, or the element.
    fn variable_is_free(&mut self, locals: &Locals, variable: &Ident) {
        let Some(declared) = self.declared_in_frame(locals, &variable.text) else {
            return;
        };
        let fault = Diagnostic::error(
            Code::R202,
            variable.span,
            format!("`{}` already means something else here", variable.text),
        )
        .label(declared, "first here")
        .help("give the variable another name");
        self.diagnostics.add(fault);
    }

    fn filter(
        &mut self,
        locals: &mut Locals,
        filter: &ast::Filter,
        (source, element): (&ListSource, &Type),
        local: LocalId,
    ) -> Option<Filter> {
        let on_parts = matches!(source, ListSource::Parts { .. }) || *element == Type::Error;
        match filter {
            ast::Filter::Where(condition) => {
                let condition = self.premise(locals, *condition);
                Some(Filter::Where { local, condition })
            }
            ast::Filter::OutermostOnly(span) => {
                if !on_parts {
                    self.only_parts("outermost only", *span);
                    return None;
                }
                Some(Filter::OutermostOnly)
            }
            ast::Filter::NotInside { variable, condition } => {
                if !on_parts {
                    self.only_parts("not inside any", variable.span);
                    return None;
                }
                self.variable_is_free(locals, variable);
                let mark = locals.mark();
                let local = locals.declare(variable, element.clone());
                let condition = self.condition(locals, *condition);
                locals.reset(mark);
                Some(Filter::NotInside { local, condition })
            }
        }
    }

    fn only_parts(&mut self, words: &str, span: Span) {
        let fault = Diagnostic::error(
            Code::R117,
            span,
            format!("`{words}` belongs to parts, and this list is no list of parts"),
        )
        .help("go through the parts: `p in all parts of …`");
        self.diagnostics.add(fault);
    }

    /// What is gone through, and the type of its elements.
    fn source(&mut self, locals: &mut Locals, id: ast::ExprId) -> (ListSource, Type) {
        let span = self.node(id).span;
        if let ast::ExprKind::Traversal { traversal, of } = &self.node(id).kind {
            return self.parts(locals, *traversal, *of);
        }
        let meaning = self.meaning(locals, id, None);
        if let Meaning::Item(symbol) = meaning {
            if let SymbolKind::Table(table) = symbol.kind {
                return (ListSource::Table(table), Type::Row(table));
            }
            if let SymbolKind::Group(group) = symbol.kind {
                let ty = self.plan.groups.get(group).map(|group| group.ty.clone());
                return (ListSource::Group(group), ty.unwrap_or(Type::Error));
            }
            if let SymbolKind::Enum(id) = symbol.kind {
                return (ListSource::Enum(id), Type::Enum(id));
            }
        }
        let list = self.meant(meaning, span);
        let list = self.narrowed(locals, list);
        let ty = self.type_of(list);
        if let Type::List(element) = ty {
            return if self.is_collection(list, &element) {
                (ListSource::Collection(list), *element)
            } else {
                (ListSource::Expr(list), *element)
            };
        }
        if ty == Type::Error {
            return (ListSource::Expr(list), ty);
        }
        let fault = self.no_list(list, &ty);
        let broken = self.fault(span, fault);
        (ListSource::Expr(broken), Type::Error)
    }

    fn no_list(&self, id: ExprId, ty: &Type) -> Diagnostic {
        if let Type::Optional(inner) = ty
            && let Type::List(_) = **inner
        {
            return self.may_be_none(id);
        }
        let at = self.span_of(id);
        let text = self.shown(at);
        let what = types::phrase(self.plan, ty);
        let fault = Diagnostic::error(Code::R313, at, format!("`{text}` is {what}, no list")).here(what);
        let parts = if let Type::Record(record) = ty {
            let shape = self.plan.shape.records.get(*record);
            shape.is_some_and(|shape| shape.parts.is_some())
        } else {
            false
        };
        if parts {
            return fault.help(format!(
                "its parts are `all parts of {text}` or `direct parts of {text}`"
            ));
        }
        fault.help(format!("a list of one is written `{{{text}}}`"))
    }

    /// The fact that holds all records of an identified type.
    fn is_collection(&self, list: ExprId, element: &Type) -> bool {
        let Type::Record(record) = element else {
            return false;
        };
        let collection = self.plan.shape.records.get(*record).and_then(|shape| shape.collection);
        match self.exprs.get(list).map(|expr| &expr.kind) {
            Some(ExprKind::Field { of, field }) => {
                let root = matches!(self.exprs.get(*of).map(|expr| &expr.kind), Some(ExprKind::Root));
                root && collection == Some(*field)
            }
            _ => false,
        }
    }

    /// `all parts of a`
    fn parts(&mut self, locals: &mut Locals, traversal: Traversal, of: ast::ExprId) -> (ListSource, Type) {
        let of = self.infer(locals, of, None);
        let of = self.fit_required(of);
        let ty = self.type_of(of);
        let span = self.span_of(of);
        let shape = if let Type::Record(record) = &ty {
            self.plan.shape.records.get(*record)
        } else {
            None
        };
        if ty == Type::Error || shape.is_some_and(|shape| shape.parts.is_some()) {
            return (ListSource::Parts { traversal, of }, ty);
        }
        let text = self.shown(span);
        let fault = if let Some(shape) = shape {
            Diagnostic::error(Code::R206, span, format!("{} has no parts", shape.name))
                .label(shape.span, "declared here")
                .help(format!("parts are a field `parts : list of {}`", shape.name))
        } else if let Type::List(_) = ty {
            let title = format!("`{text}` is a list, and one article has parts");
            Diagnostic::error(Code::R313, span, title).help(format!(
                "say of which: `(some a in {text} satisfies (some p in all parts of a satisfies …))`"
            ))
        } else {
            let title = format!("`{text}` is {}, which has no parts", types::phrase(self.plan, &ty));
            Diagnostic::error(Code::R304, span, title)
        };
        let of = self.fault(span, fault);
        (ListSource::Parts { traversal, of }, Type::Error)
    }

    /// `some p in xs satisfies C`
    pub(super) fn quantifier(&mut self, locals: &mut Locals, id: ast::ExprId) -> ExprId {
        let expr = self.node(id);
        let ast::ExprKind::Quantifier {
            quantity,
            variable,
            list,
            condition,
        } = &expr.kind
        else {
            return self.broken(expr.span);
        };
        let mark = locals.mark();
        let (list, local, _) = self.list(locals, list, variable);
        let condition = self.condition(locals, *condition);
        locals.reset(mark);
        let kind = ExprKind::Quantifier {
            quantity: *quantity,
            local,
            list,
            condition,
        };
        self.push(kind, Type::Boolean, expr.span)
    }

    /// `all parts of a` as a value.
    pub(super) fn traversal(
        &mut self,
        locals: &mut Locals,
        traversal: Traversal,
        of: ast::ExprId,
        span: Span,
    ) -> ExprId {
        let (source, element) = self.parts(locals, traversal, of);
        let list = List {
            source,
            filters: Vec::new(),
        };
        self.push(ExprKind::List(list), list_of(element), span)
    }

    /// `sum of E for p in xs`
    pub(super) fn aggregate(&mut self, locals: &mut Locals, id: ast::ExprId, hint: Option<&Type>) -> ExprId {
        let expr = self.node(id);
        let ast::ExprKind::Aggregate {
            fold,
            body,
            variable,
            list,
            separately,
        } = &expr.kind
        else {
            return self.broken(expr.span);
        };
        if let Some(key) = separately {
            let fault = Diagnostic::error(
                Code::R313,
                self.node(*key).span,
                "one for each key are several, and one value belongs here",
            )
            .help(format!("say which: `greatest of ({})`", self.shown(expr.span)));
            return self.fault(expr.span, fault);
        }
        let mark = locals.mark();
        let (list, local, element) = self.list(locals, list, variable);
        let body = body.map(|body| self.infer(locals, body, hint));
        locals.reset(mark);
        let fold = *fold;
        let ty = match (fold, body) {
            (Fold::Count, _) => Some(Type::Integer),
            (Fold::List, _) => Some(list_of(element)),
            (Fold::Only, _) => Some(element).filter(|element| *element != Type::Error),
            (Fold::Sum | Fold::Greatest | Fold::Least, Some(body)) => self.folded(fold, body),
            (Fold::Sum | Fold::Greatest | Fold::Least, None) => None,
        };
        let Some(ty) = ty else {
            return self.broken(expr.span);
        };
        let kind = ExprKind::Aggregate {
            fold,
            body,
            local,
            list,
        };
        self.push(kind, ty, expr.span)
    }

    /// `greatest of (sum of E for p in xs separately by p.key)`
    pub(super) fn extreme_of(
        &mut self,
        locals: &mut Locals,
        (outer, of): (Fold, ast::ExprId),
        hint: Option<&Type>,
        span: Span,
    ) -> ExprId {
        let inner = if let ast::ExprKind::Bracketed(inner) = &self.node(of).kind {
            *inner
        } else {
            of
        };
        let ast::ExprKind::Aggregate {
            fold,
            body,
            variable,
            list,
            separately: Some(key),
        } = &self.node(inner).kind
        else {
            return self.broken(span);
        };
        let mark = locals.mark();
        let (list, local, _) = self.list(locals, list, variable);
        let body = body.map(|body| self.infer(locals, body, hint));
        let key = self.infer(locals, *key, None);
        let key = self.fit_key(key);
        locals.reset(mark);
        let ty = match (*fold, body) {
            (Fold::Count, _) => Some(Type::Integer),
            (Fold::Sum, Some(body)) => self.folded(Fold::Sum, body),
            (Fold::Sum | Fold::Greatest | Fold::Least | Fold::List | Fold::Only, _) => {
                let fault = Diagnostic::error(
                    Code::R107,
                    self.node(inner).span,
                    "only sums and counts are made for each key",
                )
                .help("write `sum of … separately by …`, or `count of … separately by …`");
                self.diagnostics.add(fault);
                None
            }
        };
        let Some(ty) = ty.filter(|_| !self.is_broken(key)) else {
            return self.broken(span);
        };
        let kind = ExprKind::Separately(Box::new(Separately {
            outer,
            body,
            local,
            list,
            key,
        }));
        self.push(kind, Type::Optional(Box::new(ty)), span)
    }

    /// The expression itself, if its value can be a key.
    fn fit_key(&mut self, key: ExprId) -> ExprId {
        let ty = self.type_of(key);
        let span = self.span_of(key);
        if !matches!(ty.required(), Type::List(_) | Type::Row(_)) {
            return key;
        }
        let what = types::phrase(self.plan, &ty);
        let fault = Diagnostic::error(Code::R313, span, format!("`{}` is {what}, no key", self.shown(span)))
            .help("write one value of each element: `separately by p.id`");
        self.fault(span, fault)
    }

    /// The type of the sum, the greatest or the least of values like this one; `None` after a report.
    fn folded(&mut self, fold: Fold, body: ExprId) -> Option<Type> {
        let body = self.fit_required(body);
        let ty = self.type_of(body);
        if ty == Type::Error {
            return None;
        }
        let good = if fold == Fold::Sum {
            types::is_quantity(&ty)
        } else {
            types::is_ordered(&ty)
        };
        if good {
            return Some(if fold == Fold::Sum {
                ty
            } else {
                Type::Optional(Box::new(ty))
            });
        }
        let at = self.span_of(body);
        let text = self.shown(at);
        let what = types::phrase(self.plan, &ty);
        let fault = if let Type::List(_) = ty {
            Diagnostic::error(
                Code::R313,
                at,
                format!("`{text}` is a list for each of them, and one figure belongs here"),
            )
            .help(format!("say which figure: `(sum of q.… for q in {text})`"))
        } else if fold == Fold::Sum {
            let fault =
                Diagnostic::error(Code::R304, at, format!("`{text}` is {what}, and only figures add up")).here(what);
            if ty == Type::Boolean {
                fault.help("to count what satisfies it: `(count of p in … where …)`")
            } else {
                fault
            }
        } else {
            Diagnostic::error(
                Code::R304,
                at,
                format!("`{text}` is {what}, which is neither greater nor less"),
            )
            .here(what)
        };
        self.diagnostics.add(fault);
        None
    }

    /// `greatest of {a, b}`
    pub(super) fn extreme(
        &mut self,
        locals: &mut Locals,
        fold: Fold,
        of: &[ast::ExprId],
        (hint, span): (Option<&Type>, Span),
    ) -> ExprId {
        let of = self.elements(locals, of, hint);
        let of: Vec<ExprId> = of.into_iter().map(|id| self.fit_required(id)).collect();
        let ty = self.joined(&of);
        if ty == Type::Error || of.iter().any(|&id| self.is_broken(id)) {
            return self.broken(span);
        }
        if let Some(pair) = of.windows(2).find_map(|pair| match pair {
            [left, right] => self.currencies_meet(*left, *right, super::compare::Meeting::Compared),
            _ => None,
        }) {
            return self.fault(span, pair);
        }
        if !types::is_ordered(&ty) {
            let title = format!("{} is neither greater nor less", types::phrase(self.plan, &ty));
            return self.fault(span, Diagnostic::error(Code::R304, span, title));
        }
        self.push(ExprKind::Extreme { fold, of }, ty, span)
    }

    /// `{a, b}`
    pub(super) fn set(&mut self, locals: &mut Locals, of: &[ast::ExprId], hint: Option<&Type>, span: Span) -> ExprId {
        let element = match hint {
            Some(Type::List(element)) => Some(&**element),
            other => other.filter(|ty| **ty == Type::Error),
        };
        let of = self.elements(locals, of, element);
        let of: Vec<ExprId> = of.into_iter().map(|id| self.fit_required(id)).collect();
        let ty = self.joined(&of);
        if ty == Type::Error || of.iter().any(|&id| self.is_broken(id)) {
            return self.broken(span);
        }
        if matches!(ty, Type::List(_) | Type::Row(_)) {
            let title = format!("a set holds values, and this is {}", types::phrase(self.plan, &ty));
            return self.fault(span, Diagnostic::error(Code::R313, span, title));
        }
        self.push(ExprKind::Set(of), list_of(ty), span)
    }

    /// Values of one type; the one that says its type by itself is read first.
    fn elements(&mut self, locals: &mut Locals, of: &[ast::ExprId], hint: Option<&Type>) -> Vec<ExprId> {
        if hint.is_some() {
            return of.iter().map(|&id| self.infer(locals, id, hint)).collect();
        }
        let best = of
            .iter()
            .enumerate()
            .max_by_key(|(at, id)| (self.rank(locals, **id), std::cmp::Reverse(*at)));
        let Some((at, &id)) = best else {
            return Vec::new();
        };
        let first = self.infer(locals, id, None);
        let known = self.hint_of(first);
        of.iter()
            .enumerate()
            .map(|(place, &id)| {
                if place == at {
                    first
                } else {
                    self.infer(locals, id, known.as_ref())
                }
            })
            .collect()
    }
}

fn list_of(element: Type) -> Type {
    if element == Type::Error {
        return element;
    }
    Type::List(Box::new(element))
}
