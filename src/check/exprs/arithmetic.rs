//! Sums, differences, products and quotients: what comes of which types.
//!
//! Amounts of one kind add up, and divide to a ratio: a percent or a plain number, as the place wants. An amount times
//! or divided by a number or a percent stays what it is. Language reference: "Types and values".

use crate::diagnostic::Code;
use crate::diagnostic::Diagnostic;
use crate::plan::ExprId;
use crate::plan::ExprKind;
use crate::source::Span;
use crate::syntax::ast;
use crate::syntax::ast::ArithmeticSign;
use crate::value::Dimension;
use crate::value::Type;
use crate::value::Value;

use super::Elaborator;
use super::Locals;
use super::compare::Meeting;
use super::types;

impl Elaborator<'_> {
    /// `a + b`
    pub(super) fn arithmetic(&mut self, locals: &mut Locals, id: ast::ExprId, hint: Option<&Type>) -> ExprId {
        let expr = self.node(id);
        let ast::ExprKind::Arithmetic {
            left,
            sign,
            sign_span,
            right,
        } = &expr.kind
        else {
            return self.broken(expr.span);
        };
        let ratio = hint.filter(|ty| **ty == Type::Percent);
        let sides = match sign {
            ArithmeticSign::Plus | ArithmeticSign::Minus => self.sides(locals, (*left, *right), hint),
            ArithmeticSign::Times | ArithmeticSign::Over => {
                (self.factor(locals, *left, ratio), self.factor(locals, *right, ratio))
            }
        };
        let ratio = ratio.unwrap_or(&Type::Decimal);
        self.operate(sides, (*sign, *sign_span), ratio, expr.span)
    }

    /// A side of a product: a quotient in it is a percent where the whole is one.
    fn factor(&mut self, locals: &mut Locals, id: ast::ExprId, ratio: Option<&Type>) -> ExprId {
        let hint = ratio.filter(|_| self.rank(locals, id) == 2);
        self.infer(locals, id, hint)
    }

    /// `-a`
    pub(super) fn negate(&mut self, locals: &mut Locals, of: ast::ExprId, hint: Option<&Type>, span: Span) -> ExprId {
        let of = self.infer(locals, of, hint);
        let of = self.fit_required(of);
        let ty = self.type_of(of);
        if ty == Type::Error {
            return self.broken(span);
        }
        if let Some(Value::Number(number)) = self.constant(of) {
            let kind = ExprKind::Constant(Value::Number(number.neg()));
            return self.push(kind, ty, span);
        }
        if types::is_quantity(&ty) || ty == Type::Duration {
            return self.push(ExprKind::Negate(of), ty, span);
        }
        let title = format!("`-` stands before {}", types::phrase(self.plan, &ty));
        self.fault(span, Diagnostic::error(Code::R304, span, title))
    }

    /// The value of a constant.
    pub(super) fn constant(&self, id: ExprId) -> Option<&Value> {
        match self.exprs.get(id).map(|expr| &expr.kind) {
            Some(ExprKind::Constant(value)) => Some(value),
            _ => None,
        }
    }

    fn operate(
        &mut self,
        (left, right): (ExprId, ExprId),
        (sign, at): (ArithmeticSign, Span),
        ratio: &Type,
        span: Span,
    ) -> ExprId {
        let (left, right) = (self.fit_required(left), self.fit_required(right));
        if self.is_broken(left) || self.is_broken(right) {
            return self.broken(span);
        }
        let types = (self.type_of(left), self.type_of(right));
        let result = match sign {
            ArithmeticSign::Plus | ArithmeticSign::Minus => sum(&types.0, &types.1, sign),
            ArithmeticSign::Times => product(&types.0, &types.1),
            ArithmeticSign::Over => quotient(&types.0, &types.1, ratio),
        };
        let meeting = Meeting::Sign(at, done(sign));
        let fault = match result {
            None => Some(self.no_result((left, &types.0), (right, &types.1), sign, at)),
            Some(_) if matches!(sign, ArithmeticSign::Times) => None,
            Some(_) => self
                .currencies_meet(left, right, meeting)
                .or_else(|| self.days_and_months(left, right, meeting)),
        };
        match (fault, result) {
            (None, Some(ty)) => self.push(ExprKind::Arithmetic { left, sign, right }, ty, span),
            (Some(fault), _) => self.fault(span, fault),
            (None, None) => self.broken(span),
        }
    }

    fn no_result(
        &self,
        (left, found): (ExprId, &Type),
        (right, other): (ExprId, &Type),
        sign: ArithmeticSign,
        at: Span,
    ) -> Diagnostic {
        if let Some(fault) = self.no_date((left, found), (right, other), sign, at) {
            return fault;
        }
        for (id, ty) in [(left, found), (right, other)] {
            if !types::is_quantity(ty) {
                let text = self.shown(self.span_of(id));
                let what = types::phrase(self.plan, ty);
                let code = if matches!(ty, Type::List(_)) {
                    Code::R313
                } else {
                    Code::R304
                };
                let fault = Diagnostic::error(code, self.span_of(id), format!("`{text}` is {what}, no figure"));
                return if let Type::List(_) = ty {
                    fault.help(format!("say what of it: `(sum of p.… for p in {text})`"))
                } else {
                    fault
                };
            }
        }
        let meeting = Meeting::Sign(at, done(sign));
        let percent = matches!((found, other), (Type::Percent, _) | (_, Type::Percent));
        let numbers = types::is_number(found) || types::is_number(other);
        if percent && numbers && matches!(sign, ArithmeticSign::Plus | ArithmeticSign::Minus) {
            let literal = if types::is_number(found) { left } else { right };
            let fault = Diagnostic::error(Code::R301, self.span_of(literal), "a percent and a plain number meet");
            return self
                .misfit(literal, &Type::Decimal, &Type::Percent)
                .offer_percent(fault);
        }
        let fault = self.kinds_meet((left, found), (right, other), meeting);
        let (one, two) = (self.shown(self.span_of(left)), self.shown(self.span_of(right)));
        match (found, other, sign) {
            (Type::Money, Type::Amount(dimension), ArithmeticSign::Plus | ArithmeticSign::Minus) => {
                let scale = dimension.of(&self.plan.shape.measures);
                let by = if *dimension == Dimension::Mass {
                    "weight"
                } else {
                    scale.word()
                };
                let mark = sign_text(sign);
                let unit = scale.base();
                fault.help(format!("money by {by}: `{one} {mark} {two} / 1 {unit} * 3 EUR`"))
            }
            (Type::Money, Type::Amount(dimension), ArithmeticSign::Over) => {
                let unit = dimension.of(&self.plan.shape.measures).base();
                fault.help(format!("per {unit}: `{one} / ({two} / 1 {unit})`"))
            }
            _ => fault,
        }
    }
}

fn sum(left: &Type, right: &Type, sign: ArithmeticSign) -> Option<Type> {
    match (left, right) {
        (Type::Date, Type::Duration) => return Some(Type::Date),
        (Type::Duration, Type::Date) if sign == ArithmeticSign::Plus => return Some(Type::Date),
        (Type::Duration, Type::Duration) => return Some(Type::Duration),
        _ => {}
    }
    if types::is_number(left) && types::is_number(right) {
        return types::join(left, right);
    }
    (left == right && types::is_quantity(left)).then(|| left.clone())
}

fn product(left: &Type, right: &Type) -> Option<Type> {
    let is_factor = |ty: &Type| types::is_number(ty) || *ty == Type::Percent;
    match (left, right) {
        _ if types::is_number(left) && types::is_number(right) => types::join(left, right),
        (Type::Duration, Type::Integer) | (Type::Integer, Type::Duration) => Some(Type::Duration),
        (Type::Percent, other) if is_factor(other) => Some(Type::Percent),
        (other, Type::Percent) if is_factor(other) => Some(Type::Percent),
        (amount, factor) | (factor, amount) if types::is_amount(amount) && is_factor(factor) => Some(amount.clone()),
        _ => None,
    }
}

fn quotient(left: &Type, right: &Type, ratio: &Type) -> Option<Type> {
    let is_factor = |ty: &Type| types::is_number(ty) || *ty == Type::Percent;
    match (left, right) {
        _ if types::is_number(left) && is_factor(right) => Some(Type::Decimal),
        (Type::Percent, Type::Percent) => Some(ratio.clone()),
        (Type::Percent, other) if types::is_number(other) => Some(Type::Percent),
        _ if left == right && types::is_amount(left) => Some(ratio.clone()),
        (amount, factor) if types::is_amount(amount) && is_factor(factor) => Some(amount.clone()),
        _ => None,
    }
}

pub(super) const fn done(sign: ArithmeticSign) -> &'static str {
    match sign {
        ArithmeticSign::Plus => "added",
        ArithmeticSign::Minus => "subtracted",
        ArithmeticSign::Times => "multiplied",
        ArithmeticSign::Over => "divided",
    }
}

const fn sign_text(sign: ArithmeticSign) -> &'static str {
    match sign {
        ArithmeticSign::Plus => "+",
        ArithmeticSign::Minus => "-",
        ArithmeticSign::Times => "*",
        ArithmeticSign::Over => "/",
    }
}
