//! `and`, `or`, `not`, `if`, `else`, and the comparisons handed on.
//!
//! What a condition says is not none holds for the rest of the same `and`, and from `if` for its `then`.
//! Language reference: "Words and forms".

use crate::diagnostic::Code;
use crate::diagnostic::Diagnostic;
use crate::plan::ExprId;
use crate::plan::ExprKind;
use crate::source::Span;
use crate::syntax::ast;
use crate::value::Type;
use crate::value::Value;

use super::Elaborator;
use super::Locals;
use super::types;

impl Elaborator<'_> {
    /// `a and b`
    pub(super) fn and(&mut self, locals: &mut Locals, parts: &[ast::ExprId], span: Span) -> ExprId {
        let mark = locals.mark();
        let of = self.conjuncts(locals, parts);
        locals.reset(mark);
        self.push(ExprKind::And(of), Type::Boolean, span)
    }

    /// `a or b`
    pub(super) fn or(&mut self, locals: &mut Locals, parts: &[ast::ExprId], span: Span) -> ExprId {
        let mut of = Vec::with_capacity(parts.len());
        let mut rest = parts;
        while let Some((&part, after)) = rest.split_first() {
            let condition = self.condition(locals, part);
            of.push(condition);
            rest = after;
            // Looked for behind a comparison only: behind each part it would take the square of their number.
            if !matches!(
                self.exprs.get(condition).map(|expr| &expr.kind),
                Some(ExprKind::Is { .. })
            ) {
                continue;
            }
            let bare = after.iter().take_while(|&&part| self.is_bare(part)).count();
            let (values, after) = after.split_at_checked(bare).unwrap_or((&[], after));
            if let Some(fault) = self.values_after_is(locals, condition, values) {
                let fault = self.fault(span, fault);
                of.push(fault);
                rest = after;
            }
        }
        self.push(ExprKind::Or(of), Type::Boolean, span)
    }

    /// A word or a literal alone, which may be the value of something.
    fn is_bare(&self, id: ast::ExprId) -> bool {
        matches!(self.node(id).kind, ast::ExprKind::Name(_) | ast::ExprKind::Literal(_))
    }

    /// R314 for `made_in is VN or KR`: values behind a comparison, which it does not reach.
    fn values_after_is(&self, locals: &Locals, before: ExprId, values: &[ast::ExprId]) -> Option<Diagnostic> {
        let first = self.node(*values.first()?).span;
        let ExprKind::Is { left, right, negated } = self.exprs.get(before).map(|expr| &expr.kind)? else {
            return None;
        };
        let ty = self.type_of(*left);
        let all_fit = values
            .iter()
            .all(|&value| self.is_value_of(locals, value, ty.required()));
        if !all_fit {
            return None;
        }
        let mut set = vec![self.shown(self.span_of(*right))];
        set.extend(values.iter().map(|&value| self.shown(self.node(value).span)));
        let word = if *negated { "is not in" } else { "is in" };
        let what = types::phrase(self.plan, ty.required());
        let title = format!("`{}` is {what}, and here a condition belongs", self.shown(first));
        let left = self.shown(self.span_of(*left));
        let fault = Diagnostic::error(Code::R314, first, title).here(what);
        Some(fault.help(format!("write `{left} {word} {{{}}}`", set.join(", "))))
    }

    /// Whether a bare word or literal can only be meant as a value of this type.
    #[expect(
        clippy::wildcard_enum_match_arm,
        reason = "nothing else can be a value of a type that is expected"
    )]
    fn is_value_of(&self, locals: &Locals, id: ast::ExprId, ty: &Type) -> bool {
        match &self.node(id).kind {
            ast::ExprKind::Name(name) => {
                let known = self.is_local(locals, &name.text)
                    || self.symbols.lookup(self.ruleset, &name.text) != crate::names::Found::Nothing;
                if known {
                    return false;
                }
                match ty {
                    Type::Enum(of) => self.enum_value(*of, &name.text).is_some(),
                    Type::Outcome(of) => self.outcome(*of, &name.text).is_some(),
                    Type::Country => crate::value::Country::parse(&name.text).is_ok(),
                    Type::Currency => crate::value::Currency::parse(&name.text).is_ok(),
                    _ => false,
                }
            }
            ast::ExprKind::Literal(ast::Literal::Text(_)) => *ty == Type::Text,
            ast::ExprKind::Literal(ast::Literal::Code { .. }) => matches!(ty, Type::Code(_)),
            _ => false,
        }
    }

    /// `not a`
    pub(super) fn not(&mut self, locals: &mut Locals, inner: ast::ExprId, span: Span) -> ExprId {
        let of = self.condition(locals, inner);
        self.push(ExprKind::Not(of), Type::Boolean, span)
    }

    /// Conditions that `and` joins: what one says is not none is known in the next ones, and afterwards in `locals`.
    pub(super) fn conjuncts(&mut self, locals: &mut Locals, parts: &[ast::ExprId]) -> Vec<ExprId> {
        let mut of = Vec::with_capacity(parts.len());
        for &part in parts {
            let condition = self.condition(locals, part);
            self.learn(locals, condition);
            of.push(condition);
        }
        of
    }

    /// A condition of which what follows may make use.
    pub(super) fn premise(&mut self, locals: &mut Locals, id: ast::ExprId) -> ExprId {
        let condition = self.condition(locals, id);
        self.learn(locals, condition);
        condition
    }

    /// What is not none if the condition holds.
    fn learn(&self, locals: &mut Locals, condition: ExprId) {
        match self.exprs.get(condition).map(|expr| &expr.kind) {
            Some(ExprKind::And(parts)) => {
                for &part in parts {
                    self.learn(locals, part);
                }
            }
            Some(ExprKind::Is {
                left,
                right,
                negated: true,
            }) if self.is_none(*right) => locals.narrow(*left),
            Some(ExprKind::Not(inner)) => {
                if let Some(ExprKind::Is {
                    left,
                    right,
                    negated: false,
                }) = self.exprs.get(*inner).map(|expr| &expr.kind)
                    && self.is_none(*right)
                {
                    locals.narrow(*left);
                }
            }
            _ => {}
        }
    }

    fn is_none(&self, id: ExprId) -> bool {
        self.exprs
            .get(id)
            .is_some_and(|expr| expr.ty == Type::None && matches!(expr.kind, ExprKind::Constant(Value::None)))
    }

    /// `if c then a else b`
    pub(super) fn choose(
        &mut self,
        locals: &mut Locals,
        (condition, then, otherwise): (ast::ExprId, ast::ExprId, ast::ExprId),
        hint: Option<&Type>,
        span: Span,
    ) -> ExprId {
        let mark = locals.mark();
        let condition = self.premise(locals, condition);
        let (then, otherwise) = if self.rank(locals, then) >= self.rank(locals, otherwise) {
            let then = self.infer(locals, then, hint);
            locals.reset(mark);
            let known = self.hint_of(then);
            (then, self.infer(locals, otherwise, hint.or(known.as_ref())))
        } else {
            let learned = locals.forget(mark);
            let otherwise = self.infer(locals, otherwise, hint);
            let known = self.hint_of(otherwise);
            locals.remember(learned);
            let then = self.infer(locals, then, hint.or(known.as_ref()));
            locals.reset(mark);
            (then, otherwise)
        };
        let ty = self.joined(&[then, otherwise]);
        self.push(
            ExprKind::If {
                condition,
                then,
                otherwise,
            },
            ty,
            span,
        )
    }

    /// `a else b`
    pub(super) fn or_else(
        &mut self,
        locals: &mut Locals,
        (value, fallback): (ast::ExprId, ast::ExprId),
        hint: Option<&Type>,
        span: Span,
    ) -> ExprId {
        let value = self.infer_wide(locals, value, hint);
        let ty = self.type_of(value);
        let known = ty.required().clone();
        let fallback = self.infer(locals, fallback, Some(&known));
        let Type::Optional(inner) = &ty else {
            if ty == Type::Error {
                return self.broken(span);
            }
            let text = self.shown(self.span_of(value));
            let fault = Diagnostic::error(
                Code::R304,
                span,
                format!("`{text}` is never none, so `else` says nothing"),
            )
            .here(types::phrase(self.plan, &ty))
            .help(format!("write `{text}` alone"));
            return self.fault(span, fault);
        };
        let wanted = Type::Optional(inner.clone());
        let fallback = self.fit(fallback, &wanted);
        let other = self.type_of(fallback);
        let ty = if let Type::Optional(_) | Type::None = other {
            wanted
        } else {
            types::join(inner, &other).unwrap_or(Type::Error)
        };
        self.push(ExprKind::Else { value, fallback }, ty, span)
    }

    /// The type of a value that one of these gives; reports those that do not go together.
    pub(super) fn joined(&mut self, arms: &[ExprId]) -> Type {
        let Some((&first, rest)) = arms.split_first() else {
            return Type::Error;
        };
        let mut ty = self.type_of(first);
        for &arm in rest {
            let other = self.type_of(arm);
            let Some(joined) = types::join(&ty, &other) else {
                let fault = self.arms_differ(first, arm, &ty);
                self.diagnostics.add(fault);
                return Type::Error;
            };
            ty = joined;
        }
        ty
    }

    fn arms_differ(&self, first: ExprId, arm: ExprId, ty: &Type) -> Diagnostic {
        let other = self.type_of(arm);
        let (left, right) = (types::phrase(self.plan, ty), types::phrase(self.plan, &other));
        let (wanted, found) = (ty.required(), other.required());
        let fault = self.misfit(arm, found, wanted).percent_or_number().unwrap_or_else(|| {
            let amounts = types::is_amount(wanted) && types::is_amount(found);
            let code = if amounts { Code::R303 } else { Code::R304 };
            Diagnostic::error(code, self.span_of(arm), format!("one arm is {left}, the other {right}"))
        });
        fault.here(right).label(self.span_of(first), left)
    }

    /// What the type of this expression says about a neighbour: nothing, where it is none.
    pub(super) fn hint_of(&self, id: ExprId) -> Option<Type> {
        let ty = self.type_of(id);
        (ty != Type::None).then(|| ty.required().clone())
    }
}
