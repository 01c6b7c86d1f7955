//! Whether an expression has the type that its place wants, and narrowing of what may be none.
//!
//! Reference: "Types and values"; "Words and forms", optional.

use crate::diagnostic::Code;
use crate::diagnostic::Diagnostic;
use crate::plan::Expr;
use crate::plan::ExprId;
use crate::plan::ExprKind;
use crate::value::Type;

use super::Elaborator;
use super::Locals;
use super::misfit;
use super::misfit::Misfit;
use super::types;

impl Elaborator<'_> {
    /// The expression itself, if a value of its type may stand where this type is wanted.
    pub(super) fn fit(&mut self, id: ExprId, wanted: &Type) -> ExprId {
        let found = self.type_of(id);
        if types::fits(&found, wanted) {
            return id;
        }
        let fault = self.misfit(id, &found, wanted).fault();
        let span = self.span_of(id);
        self.fault(span, fault)
    }

    /// The expression itself, if it is a condition.
    pub(super) fn fit_condition(&mut self, id: ExprId) -> ExprId {
        let found = self.type_of(id);
        if types::fits(&found, &Type::Boolean) {
            return id;
        }
        let span = self.span_of(id);
        if found == Type::Optional(Box::new(Type::Boolean)) {
            let fault = self.may_be_none(id);
            return self.fault(span, fault);
        }
        let text = self.shown(span);
        let what = types::phrase(self.plan, &found);
        let fault = Diagnostic::error(
            Code::R314,
            span,
            format!("`{text}` is {what}, and here a condition belongs"),
        )
        .here(what)
        .help(Self::comparison_offered(&found, &text));
        self.fault(span, fault)
    }

    fn comparison_offered(found: &Type, text: &str) -> String {
        let required = found.required();
        let tail = if types::is_ordered(required) && *required != Type::Date {
            "is at least …"
        } else if *required == Type::Date {
            "is on or after …"
        } else if matches!(required, Type::Code(_)) {
            "is under …"
        } else if let Type::List(_) = required {
            return format!("say of which: `some p in {text} satisfies …`");
        } else {
            "is …"
        };
        format!("compare it: `{text} {tail}`")
    }

    /// The expression itself, if it is known not to be none.
    pub(super) fn fit_required(&mut self, id: ExprId) -> ExprId {
        let found = self.type_of(id);
        if !matches!(found, Type::Optional(_) | Type::None) {
            return id;
        }
        let fault = self.may_be_none(id);
        let span = self.span_of(id);
        self.fault(span, fault)
    }

    /// The expression itself, if its value can be shown in a text.
    pub(super) fn fit_shown(&mut self, id: ExprId) -> ExprId {
        let found = self.type_of(id);
        let span = self.span_of(id);
        if matches!(found, Type::List(_)) {
            let text = self.shown(span);
            let fault = Diagnostic::error(Code::R313, span, format!("`{text}` is a list, which cannot be shown")).help(
                format!("say how many: `(count of p in {text})`, or write a field of one of them"),
            );
            return self.fault(span, fault);
        }
        if matches!(found, Type::Row(_)) {
            let text = self.shown(span);
            let fault = Diagnostic::error(Code::R304, span, format!("`{text}` is a row, which cannot be shown"))
                .help(format!("write which column: `{text}.…`"));
            return self.fault(span, fault);
        }
        id
    }

    /// Why the first type does not fit where the second is wanted.
    pub(super) fn misfit<'t>(&self, id: ExprId, found: &'t Type, wanted: &'t Type) -> Misfit<'t> {
        let span = self.span_of(id);
        let scheme = types::written(self.plan, wanted.required());
        Misfit {
            span,
            text: self.shown(span),
            literal: self.constant(id).is_some(),
            found,
            wanted,
            is: types::phrase(self.plan, found),
            belongs: types::phrase(self.plan, wanted),
            scheme,
            base: types::base_unit(&self.plan.shape, wanted),
        }
    }

    /// R310 for an expression that may be none.
    pub(super) fn may_be_none(&self, id: ExprId) -> Diagnostic {
        let span = self.span_of(id);
        let ty = self.type_of(id);
        if ty == Type::None {
            return Diagnostic::error(Code::R310, span, "here something must be, and `none` is nothing");
        }
        misfit::may_be_none(span, &self.shown(span), &types::written(self.plan, &ty))
    }

    /// The expression, with the type that it has where it is known not to be none.
    pub(super) fn narrowed(&mut self, locals: &Locals, id: ExprId) -> ExprId {
        let Some(Expr {
            kind,
            ty: Type::Optional(inner),
            span,
        }) = self.exprs.get(id)
        else {
            return id;
        };
        if !locals.narrowed().iter().any(|&known| self.same(known, id)) {
            return id;
        }
        let expr = Expr {
            kind: kind.clone(),
            ty: (**inner).clone(),
            span: *span,
        };
        self.exprs.push(expr)
    }

    /// Whether two paths or calls certainly read the same value.
    fn same(&self, left: ExprId, right: ExprId) -> bool {
        if left == right {
            return true;
        }
        let (Some(left), Some(right)) = (self.exprs.get(left), self.exprs.get(right)) else {
            return false;
        };
        let all = |left: &[ExprId], right: &[ExprId]| {
            left.len() == right.len() && left.iter().zip(right).all(|(&left, &right)| self.same(left, right))
        };
        match (&left.kind, &right.kind) {
            (ExprKind::Root, ExprKind::Root)
            | (ExprKind::Element, ExprKind::Element)
            | (ExprKind::LawsDate, ExprKind::LawsDate) => true,
            (ExprKind::Constant(left), ExprKind::Constant(right)) => left == right,
            (ExprKind::Local(left), ExprKind::Local(right)) => left == right,
            (ExprKind::Parameter(left), ExprKind::Parameter(right)) => left == right,
            (ExprKind::Field { of: a, field: f }, ExprKind::Field { of: b, field: g }) => f == g && self.same(*a, *b),
            (ExprKind::Column { row: a, column: f }, ExprKind::Column { row: b, column: g }) => {
                f == g && self.same(*a, *b)
            }
            (ExprKind::Lookup { table: t, keys: a }, ExprKind::Lookup { table: u, keys: b }) => t == u && all(a, b),
            (
                ExprKind::Call {
                    definition: d,
                    arguments: a,
                },
                ExprKind::Call {
                    definition: e,
                    arguments: b,
                },
            ) => d == e && all(a, b),
            _ => false,
        }
    }
}
