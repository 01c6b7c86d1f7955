//! `is in`, `is under`: lists, columns, groups and codes.
//!
//! A column of codes is never asked by `is in`, which would miss the codes below its rows.
//! Language reference: "Types and values".

use crate::diagnostic::Code;
use crate::diagnostic::Diagnostic;
use crate::names::SymbolKind;
use crate::plan::ExprId;
use crate::plan::ExprKind;
use crate::plan::ListTarget;
use crate::source::Span;
use crate::syntax::ast;
use crate::value::SchemeId;
use crate::value::Type;

use super::Elaborator;
use super::Locals;
use super::names::Meaning;
use super::types;

impl<'a> Elaborator<'a> {
    /// `value is in within`
    pub(super) fn within(
        &mut self,
        locals: &mut Locals,
        (value, within): (ast::ExprId, ast::ExprId),
        negated: bool,
        span: Span,
    ) -> ExprId {
        let Some((value, within, element)) = self.list_sides(locals, value, within, "is in") else {
            return self.broken(span);
        };
        let fault = match (&within, element.required()) {
            (ListTarget::Column(table, column), Type::Code(_)) => {
                let name = self.column_name(*table, *column);
                let text = self.shown(self.span_of(value));
                Some(
                    Diagnostic::error(
                        Code::R315,
                        span,
                        format!("`{name}` holds codes, which stand for all codes below them"),
                    )
                    .help(format!("write `{text} is under any of {name}`")),
                )
            }
            _ => self.element_meets(value, (&within, &element), span),
        };
        if let Some(fault) = fault {
            return self.fault(span, fault);
        }
        let kind = ExprKind::In { value, within, negated };
        self.push(kind, Type::Boolean, span)
    }

    pub(super) fn element_meets(
        &self,
        value: ExprId,
        (list, element): (&ListTarget, &Type),
        span: Span,
    ) -> Option<Diagnostic> {
        let ty = self.type_of(value);
        if let ListTarget::List(list) = list
            && !matches!(ty, Type::List(_))
            && let Some(ExprKind::Set(of)) = self.exprs.get(*list).map(|expr| &expr.kind)
        {
            return of.iter().find_map(|&one| self.meet(value, one));
        }
        if types::compare(&ty, element) {
            return None;
        }
        let text = self.shown(self.span_of(value));
        if let Type::List(_) = ty {
            return Some(
                Diagnostic::error(Code::R313, self.span_of(value), format!("`{text}` is a list itself"))
                    .help(format!("say of which: `(some x in {text} satisfies x is in …)`")),
            );
        }
        let wanted = element.required();
        let misfit = self.misfit(value, &ty, wanted);
        if let Some(fault) = misfit.percent_or_number().or_else(|| misfit.code_without_scheme()) {
            return Some(fault);
        }
        let title = format!(
            "`{text}` is {}, and the list holds {}",
            types::phrase(self.plan, &ty),
            types::phrase(self.plan, wanted)
        );
        let code = if types::is_amount(&ty) && types::is_amount(wanted) {
            Code::R303
        } else {
            Code::R304
        };
        let said = Diagnostic::error(code, span, title);
        if let ListTarget::Group(group) = list
            && let group = self.plan.groups.at(*group)
            && group.untold
        {
            let of = super::written(self.plan, ty.required());
            let words = format!("say of what the group is: `group {} … of {of}`", group.name);
            return Some(said.label(group.span, "read from a file as texts").help(words));
        }
        Some(said)
    }

    /// The value, the list, and the type of its elements; `None` after a report.
    fn list_sides(
        &mut self,
        locals: &mut Locals,
        value: ast::ExprId,
        list: ast::ExprId,
        verb: &str,
    ) -> Option<(ExprId, ListTarget, Type)> {
        let set = matches!(self.node(list).kind, ast::ExprKind::Set(_));
        let bare = self.rank(locals, value) == 0;
        if set && !bare {
            let value = self.infer(locals, value, None);
            let hint = self.hint_of(value);
            let list = self.infer(locals, list, hint.map(|ty| Type::List(Box::new(ty))).as_ref());
            let target = self.list_target(Meaning::Value(list), list, verb);
            return target
                .filter(|_| !self.is_broken(value))
                .map(|(target, element)| (value, target, element));
        }
        let span = self.node(list).span;
        let meaning = self.meaning(locals, list, None);
        let shown = match meaning {
            Meaning::Value(id) => id,
            Meaning::Item(_) | Meaning::Column(..) => self.broken(span),
        };
        let target = self.list_target(meaning, shown, verb);
        let hint = target
            .as_ref()
            .map_or(Type::Error, |(_, element)| element.required().clone());
        let value = self.infer(locals, value, Some(&hint));
        target
            .filter(|_| !self.is_broken(value))
            .map(|(target, element)| (value, target, element))
    }

    /// What is behind `is in` or `is under any of`, with the type of its elements; `None` after a report.
    fn list_target(&mut self, meaning: Meaning<'a>, id: ExprId, verb: &str) -> Option<(ListTarget, Type)> {
        let span = self.span_of(id);
        match meaning {
            Meaning::Column(table, column) => {
                let ty = self.plan.tables.get(table)?.columns.get(column)?.ty.clone();
                return Some((ListTarget::Column(table, column), ty));
            }
            Meaning::Item(symbol) => {
                if let SymbolKind::Group(group) = symbol.kind {
                    let ty = self.plan.groups.get(group)?.ty.clone();
                    return Some((ListTarget::Group(group), ty));
                }
                if let SymbolKind::Table(_) = symbol.kind {
                    let name = &symbol.name;
                    let fault = Diagnostic::error(Code::R313, span, format!("`{name}` is a table: in which column?"))
                        .help(format!("write `{verb} {name}.…`"));
                    self.diagnostics.add(fault);
                    return None;
                }
            }
            Meaning::Value(_) => {}
        }
        let list = self.meant(meaning, span);
        let ty = self.type_of(list);
        if let Type::List(element) = ty {
            return Some((ListTarget::List(list), *element));
        }
        if ty != Type::Error {
            let text = self.shown(self.span_of(list));
            let what = types::phrase(self.plan, &ty);
            let single = if verb == "is in" { "is" } else { "is under" };
            let fault = Diagnostic::error(Code::R313, span, format!("`{text}` is {what}, no list"))
                .help(format!("write `{single} {text}`"));
            self.diagnostics.add(fault);
        }
        None
    }

    /// `value is under over`
    pub(super) fn under(&mut self, locals: &mut Locals, id: ast::ExprId) -> ExprId {
        let expr = self.node(id);
        let span = expr.span;
        let ast::ExprKind::Under {
            value,
            over,
            any_of,
            negated,
        } = &expr.kind
        else {
            return self.broken(span);
        };
        let negated = *negated;
        let sides = if *any_of {
            self.list_sides(locals, *value, *over, "is under any of")
        } else {
            self.under_one(locals, *value, *over)
        };
        let Some((value, over, element)) = sides else {
            return self.broken(span);
        };
        match self.codes_fault(value, &element, span) {
            Some(fault) => self.fault(span, fault),
            None => self.push(ExprKind::Under { value, over, negated }, Type::Boolean, span),
        }
    }

    fn under_one(
        &mut self,
        locals: &mut Locals,
        value: ast::ExprId,
        over: ast::ExprId,
    ) -> Option<(ExprId, ListTarget, Type)> {
        let value = self.infer(locals, value, None);
        let hint = self.hint_of(value);
        let span = self.node(over).span;
        let meaning = self.meaning(locals, over, hint.as_ref());
        let several = match meaning {
            Meaning::Column(..) => true,
            Meaning::Item(symbol) => matches!(symbol.kind, SymbolKind::Group(_) | SymbolKind::Table(_)),
            Meaning::Value(id) => matches!(self.type_of(id), Type::List(_)),
        };
        if several {
            let text = self.shown(span);
            let fault = Diagnostic::error(Code::R313, span, format!("`{text}` holds several codes"))
                .help(format!("write `is under any of {text}`"));
            self.diagnostics.add(fault);
            return None;
        }
        let over = self.meant(meaning, span);
        let over = self.fit_required(over);
        let element = self.type_of(over);
        if self.is_broken(value) || element == Type::Error {
            return None;
        }
        if let (Type::Code(scheme), false) = (self.type_of(value).required().clone(), matches!(element, Type::Code(_)))
        {
            let fitted = self.fit(over, &Type::Code(scheme));
            return (!self.is_broken(fitted)).then_some((value, ListTarget::One(fitted), element));
        }
        Some((value, ListTarget::One(over), element))
    }

    fn codes_fault(&self, value: ExprId, element: &Type, span: Span) -> Option<Diagnostic> {
        let ty = self.type_of(value);
        match (ty.required(), element.required()) {
            (Type::Code(left), Type::Code(right)) if left == right => None,
            (Type::Code(left), Type::Code(right)) => {
                let (left, right) = (self.scheme(*left), self.scheme(*right));
                let title = format!("codes of {left} and {right} never compare");
                Some(Diagnostic::error(Code::R304, span, title).label(self.span_of(value), left))
            }
            (Type::Code(_), other) => {
                let title = format!("the list holds {}, no codes", types::phrase(self.plan, other));
                Some(Diagnostic::error(Code::R304, span, title).help("write `is in`"))
            }
            (found, _) => {
                if let Some(fault) = self.misfit(value, found, element.required()).code_without_scheme() {
                    return Some(fault);
                }
                let text = self.shown(self.span_of(value));
                let title = format!(
                    "`{text}` is {}, and only codes stand under codes",
                    types::phrase(self.plan, found)
                );
                Some(Diagnostic::error(Code::R304, self.span_of(value), title))
            }
        }
    }

    fn scheme(&self, scheme: SchemeId) -> String {
        types::written(self.plan, &Type::Code(scheme))
    }
}
