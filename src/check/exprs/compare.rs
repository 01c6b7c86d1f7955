//! `is`, order, `between`, `in`, `under`: which two things compare.
//!
//! `is`, `is in` and `is under` are total on what may be none; order needs a value. Two kinds of amounts, a percent
//! and a plain number, codes of two schemes never compare. Language reference: "Types and values".

use crate::diagnostic::Code;
use crate::diagnostic::Diagnostic;
use crate::names::Symbol;
use crate::names::SymbolKind;
use crate::plan::ExprId;
use crate::plan::ExprKind;
use crate::source::Span;
use crate::syntax::ast;
use crate::syntax::ast::OrderSpelling;
use crate::syntax::ast::OrderWord;
use crate::value::Type;
use crate::value::Value;

use super::Elaborator;
use super::Locals;
use super::names::is_capitals;
use super::types;

/// How two values meet.
#[derive(Clone, Copy, Debug)]
pub(super) enum Meeting {
    /// They are compared.
    Compared,
    /// A sign stands between them: its place, and what it does, `added`.
    Sign(Span, &'static str),
}

impl<'a> Elaborator<'a> {
    /// How well a side says its type by itself: a bare word not at all, a literal number or a ratio only roughly.
    pub(super) fn rank(&self, locals: &Locals, id: ast::ExprId) -> u8 {
        use ast::ExprKind as Kind;
        match &self.node(id).kind {
            Kind::Literal(ast::Literal::None) | Kind::Error => 0,
            Kind::Literal(ast::Literal::Number(_)) => 1,
            Kind::Name(name) => self.rank_of_name(locals, &name.text),
            Kind::Bracketed(inner) | Kind::Negate(inner) => self.rank(locals, *inner),
            Kind::Arithmetic {
                sign: ast::ArithmeticSign::Over,
                ..
            } => 2,
            Kind::Arithmetic { left, right, .. } => self.rank(locals, *left).max(self.rank(locals, *right)),
            Kind::Round { value, .. } => self.rank(locals, *value).max(2),
            Kind::If { then, otherwise, .. } => self.rank(locals, *then).max(self.rank(locals, *otherwise)),
            Kind::Else { value, fallback } => self.rank(locals, *value).max(self.rank(locals, *fallback)),
            Kind::Set(of) | Kind::Extreme { of, .. } => of.iter().map(|&of| self.rank(locals, of)).max().unwrap_or(0),
            Kind::ByReading { arms, .. } => arms.iter().map(|arm| self.rank(locals, arm.body)).max().unwrap_or(0),
            Kind::ByReadings { rows, .. } => rows.iter().map(|row| self.rank(locals, row.value)).max().unwrap_or(0),
            Kind::Aggregate { body: Some(body), .. }
                if matches!(self.node(*body).kind, Kind::Arithmetic { .. } | Kind::Bracketed(_)) =>
            {
                self.rank(locals, *body).max(2)
            }
            Kind::Literal(_)
            | Kind::Field { .. }
            | Kind::Call { .. }
            | Kind::Pick { .. }
            | Kind::And(_)
            | Kind::Or(_)
            | Kind::Not(_)
            | Kind::Is { .. }
            | Kind::Order { .. }
            | Kind::Between { .. }
            | Kind::In { .. }
            | Kind::Under { .. }
            | Kind::State { .. }
            | Kind::Duty { .. }
            | Kind::DoesNotArise { .. }
            | Kind::ReadingIs(_)
            | Kind::Quantifier { .. }
            | Kind::Aggregate { .. }
            | Kind::Traversal { .. }
            | Kind::EndOf { .. }
            | Kind::SpanOf { .. }
            | Kind::ExtremeOf { .. }
            | Kind::Convert(_)
            | Kind::Cut { .. }
            | Kind::LawsDate => 3,
        }
    }

    fn rank_of_name(&self, locals: &Locals, name: &str) -> u8 {
        use crate::names::Found;
        if self.is_local(locals, name) {
            return 3;
        }
        match self.symbols.lookup(self.ruleset, name) {
            Found::One(symbol) if symbol.kind != SymbolKind::Broken => 3,
            Found::Several(_) => 3,
            Found::One(_) | Found::Nothing if is_capitals(name) => 2,
            Found::One(_) | Found::Nothing => 0,
        }
    }

    /// Two sides that must agree; the one that says its type by itself is read first.
    pub(super) fn sides(
        &mut self,
        locals: &mut Locals,
        (left, right): (ast::ExprId, ast::ExprId),
        hint: Option<&Type>,
    ) -> (ExprId, ExprId) {
        if self.rank(locals, left) >= self.rank(locals, right) {
            let left = self.infer(locals, left, hint);
            let known = self.hint_of(left);
            let right = self.infer(locals, right, known.as_ref().or(hint));
            (left, right)
        } else {
            let right = self.infer(locals, right, hint);
            let known = self.hint_of(right);
            let left = self.infer(locals, left, known.as_ref().or(hint));
            (left, right)
        }
    }

    /// `left is right`
    pub(super) fn is(
        &mut self,
        locals: &mut Locals,
        (left, right): (ast::ExprId, ast::ExprId),
        negated: bool,
        span: Span,
    ) -> ExprId {
        if let ast::ExprKind::Literal(ast::Literal::None) = &self.node(right).kind {
            return self.is_none_at(locals, (left, right), negated, span);
        }
        if let Some(symbol) = self.item_named(locals, left)
            && self.has_outcomes(symbol)
        {
            return self.outcome_is(locals, symbol, (right, negated), span);
        }
        if let Some(call) = self.member_call(locals, left)
            && self.has_outcomes(call.0)
        {
            return self.member_is(locals, call, (right, negated), span);
        }
        if let Some(symbol) = self.item_named(locals, right)
            && self.has_outcomes(symbol)
        {
            let word = self.shown(self.node(left).span);
            let title = format!("`{}` is a decision, and stands on the left of `is`", symbol.name);
            let fault = Diagnostic::error(Code::R216, self.node(right).span, title)
                .help(format!("write `{} is {word}`", symbol.name));
            return self.fault(span, fault);
        }
        if self.rank(locals, left) < self.rank(locals, right) {
            let (left, right) = self.sides(locals, (left, right), None);
            return self.is_between((left, right), negated, span);
        }
        let found = self.infer(locals, left, None);
        if let Some(ty @ Type::List(_)) = self.exprs.get(found).map(|expr| expr.ty.clone()) {
            // The other side is not read: it is meant for one element, and its words would be said to be unknown.
            let fault = self.list_compared(found, &ty, self.node(right).span);
            return self.fault(span, fault);
        }
        let known = self.hint_of(found);
        let right = self.infer(locals, right, known.as_ref());
        self.is_between((found, right), negated, span)
    }

    /// `left is right` of two expressions of the plan.
    pub(super) fn is_between(&mut self, (left, right): (ExprId, ExprId), negated: bool, span: Span) -> ExprId {
        if let Some(fault) = self.meet(left, right) {
            return self.fault(span, fault);
        }
        if self.is_broken(left) || self.is_broken(right) {
            return self.broken(span);
        }
        self.push(ExprKind::Is { left, right, negated }, Type::Boolean, span)
    }

    pub(super) fn is_broken(&self, id: ExprId) -> bool {
        self.exprs.get(id).is_none_or(|expr| expr.ty == Type::Error)
    }

    /// Whether this is a decision that is no figure.
    pub(super) fn has_outcomes(&self, symbol: &Symbol) -> bool {
        let SymbolKind::Decision(id) = symbol.kind else {
            return false;
        };
        self.plan
            .decisions
            .get(id)
            .is_some_and(|decision| decision.figure.is_none())
    }

    /// The item that needs more words which these words name, without reading them.
    pub(super) fn item_named(&self, locals: &Locals, id: ast::ExprId) -> Option<&'a Symbol> {
        use crate::names::Found;
        let words = self.words(id)?;
        let first = words.first()?;
        if self.is_local(locals, &first.text) {
            return None;
        }
        let path: Vec<&str> = words.iter().map(|word| &*word.text).collect();
        match self.symbols.lookup_path(self.ruleset, &path) {
            Found::One(symbol) if symbol.kind != SymbolKind::Broken => Some(symbol),
            Found::One(_) | Found::Several(_) | Found::Nothing => None,
        }
    }

    /// `x is none`
    fn is_none_at(
        &mut self,
        locals: &mut Locals,
        (left, right): (ast::ExprId, ast::ExprId),
        negated: bool,
        span: Span,
    ) -> ExprId {
        let none = self.infer(locals, right, None);
        let left = self.infer_wide(locals, left, None);
        let ty = self.type_of(left);
        if ty == Type::Error {
            return self.broken(span);
        }
        if let Type::Optional(_) | Type::None = ty {
            let kind = ExprKind::Is {
                left,
                right: none,
                negated,
            };
            return self.push(kind, Type::Boolean, span);
        }
        let at = self.span_of(left);
        let written = types::written(self.plan, &ty);
        let fault = Diagnostic::error(Code::R304, at, format!("`{}` is never none", self.shown(at)))
            .here(types::phrase(self.plan, &ty))
            .help(format!("if it can be, let its type say so: `{written} or none`"));
        self.fault(span, fault)
    }

    /// Why two values do not compare, if they do not.
    pub(super) fn meet(&self, left: ExprId, right: ExprId) -> Option<Diagnostic> {
        let (found, other) = (self.type_of(left), self.type_of(right));
        if types::compare(&found, &other) {
            return self
                .currencies_meet(left, right, Meeting::Compared)
                .or_else(|| self.days_and_months(left, right, Meeting::Compared))
                .or_else(|| self.out_of_range(left, right));
        }
        for (id, ty, other) in [(left, found.required(), right), (right, other.required(), left)] {
            if let Type::List(_) | Type::Row(_) = ty {
                return Some(self.list_compared(id, ty, self.span_of(other)));
            }
        }
        for (id, ty, against) in [(left, &found, &other), (right, &other, &found)] {
            let misfit = self.misfit(id, ty, against);
            if types::is_number(ty.required()) && *against.required() == Type::Percent {
                let fault = Diagnostic::error(Code::R301, misfit.span, "a percent is compared with a plain number");
                return Some(misfit.offer_percent(fault));
            }
            if let Some(fault) = misfit.code_without_scheme() {
                return Some(fault);
            }
        }
        let fault = self.kinds_meet((left, found.required()), (right, other.required()), Meeting::Compared);
        Some(self.count_of_days((left, right), fault))
    }

    /// Two kinds of values that do not go together.
    pub(super) fn kinds_meet(
        &self,
        (left, found): (ExprId, &Type),
        (right, other): (ExprId, &Type),
        meeting: Meeting,
    ) -> Diagnostic {
        let (one, two) = (types::label(self.plan, found), types::label(self.plan, other));
        let done = match meeting {
            Meeting::Compared => "compared",
            Meeting::Sign(_, done) => done,
        };
        let amounts = types::is_amount(found) && types::is_amount(other) && found != other;
        let code = if amounts { Code::R303 } else { Code::R304 };
        let title = if let (Type::Code(_), Type::Code(_)) = (found, other) {
            format!("codes of {one} and {two} never compare")
        } else if types::is_quantity(found) && types::is_quantity(other) {
            format!("{one} and {two} cannot be {done}")
        } else {
            let (one, two) = (types::phrase(self.plan, found), types::phrase(self.plan, other));
            format!("{one} and {two} cannot be {done}")
        };
        let fault = match meeting {
            Meeting::Compared => Diagnostic::error(code, self.span_of(right), title).here(two),
            Meeting::Sign(at, _) => Diagnostic::error(code, at, title).label(self.span_of(right), two),
        };
        let fault = fault.label(self.span_of(left), one);
        let (left, right) = (self.misfit(left, found, other), self.misfit(right, other, found));
        let help = left.unit().or_else(|| right.unit());
        match help.or_else(|| left.unquoted()).or_else(|| right.unquoted()) {
            Some(help) => fault.help(help),
            None => fault,
        }
    }

    fn list_compared(&self, id: ExprId, ty: &Type, other: Span) -> Diagnostic {
        let at = self.span_of(id);
        let text = self.shown(at);
        let word = self.shown(other);
        if matches!(&*word, "empty" | "none" | "null" | "nothing" | "blank") && !matches!(ty, Type::Row(_)) {
            let title = format!("`{text}` is a list, and no list is `{word}`");
            return Diagnostic::error(Code::R313, at, title)
                .help(format!("if nothing is in it: `(count of p in {text}) is 0`"));
        }
        if let Type::Row(_) = ty {
            return Diagnostic::error(Code::R304, at, format!("`{text}` is a row, and rows do not compare"))
                .help(format!("write which column: `{text}.…`"));
        }
        Diagnostic::error(
            Code::R313,
            at,
            format!("`{text}` is a list, and `is` compares one value"),
        )
        .help(format!("write `… is in {text}`, or `(some p in {text} satisfies …)`"))
    }

    /// R302: two amounts that are written in two currencies.
    pub(super) fn currencies_meet(&self, left: ExprId, right: ExprId, meeting: Meeting) -> Option<Diagnostic> {
        let currency = |id: ExprId| match self.exprs.get(id).map(|expr| &expr.kind) {
            Some(ExprKind::Constant(Value::Money(_, currency))) => *currency,
            _ => None,
        };
        let (one, two) = (currency(left)?, currency(right)?);
        if one == two {
            return None;
        }
        let title = format!("{} and {} meet without a rate", one.code(), two.code());
        let second = format!("in {}", two.code());
        let fault = match meeting {
            Meeting::Compared => Diagnostic::error(Code::R302, self.span_of(right), title).here(second),
            Meeting::Sign(at, _) => Diagnostic::error(Code::R302, at, title).label(self.span_of(right), second),
        };
        Some(
            fault
                .label(self.span_of(left), format!("in {}", one.code()))
                .help(format!(
                    "write both in one currency, or convert one: `… converted to {} by rates on …`",
                    one.code()
                )),
        )
    }

    /// R317: a literal that the range of the field beside it excludes.
    fn out_of_range(&self, left: ExprId, right: ExprId) -> Option<Diagnostic> {
        for (field, literal) in [(left, right), (right, left)] {
            let (Some(of), Some(constant)) = (self.exprs.get(field), self.exprs.get(literal)) else {
                continue;
            };
            let (ExprKind::Field { of, field }, ExprKind::Constant(value)) = (&of.kind, &constant.kind) else {
                continue;
            };
            let Type::Record(record) = self.type_of(*of) else {
                continue;
            };
            let shape = self.plan.shape.records.get(record)?.fields.get(*field)?;
            if super::literal::within(value, &shape.range) {
                continue;
            }
            let title = format!("`{}` is never {}", shape.name, self.shown(constant.span));
            return Some(
                Diagnostic::error(Code::R317, constant.span, title)
                    .label(shape.span, shape.range.words.clone())
                    .help(format!("it is {}", shape.range.words)),
            );
        }
        None
    }

    /// `left is at least right`
    pub(super) fn order(&mut self, locals: &mut Locals, id: ast::ExprId) -> ExprId {
        let expr = self.node(id);
        let span = expr.span;
        let ast::ExprKind::Order {
            left,
            word,
            spelling,
            right,
        } = &expr.kind
        else {
            return self.broken(span);
        };
        let sides = self.sides(locals, (*left, *right), None);
        self.order_between(sides, (*word, *spelling), span)
    }

    /// `left is at least right` of two expressions of the plan.
    pub(super) fn order_between(
        &mut self,
        (left, right): (ExprId, ExprId),
        (word, spelling): (OrderWord, OrderSpelling),
        span: Span,
    ) -> ExprId {
        let (left, right) = (self.fit_required(left), self.fit_required(right));
        let fault = self
            .no_order(left)
            .or_else(|| self.no_order(right))
            .or_else(|| self.meet(left, right))
            .or_else(|| self.spelling(left, word, spelling, span));
        if let Some(fault) = fault {
            return self.fault(span, fault);
        }
        if self.is_broken(left) || self.is_broken(right) {
            return self.broken(span);
        }
        self.push(ExprKind::Order { left, word, right }, Type::Boolean, span)
    }

    fn no_order(&self, id: ExprId) -> Option<Diagnostic> {
        let ty = self.type_of(id);
        if types::is_ordered(&ty) || ty == Type::Error {
            return None;
        }
        let at = self.span_of(id);
        let text = self.shown(at);
        if let Type::List(_) = ty {
            return Some(
                Diagnostic::error(Code::R313, at, format!("`{text}` is a list, and one value is compared")).help(
                    format!("say what of it: `(count of p in {text})`, `(sum of p.… for p in {text})`"),
                ),
            );
        }
        let what = types::phrase(self.plan, &ty);
        let fault = Diagnostic::error(
            Code::R304,
            at,
            format!("`{text}` is {what}, which is neither more nor less"),
        );
        let inner = text.trim_matches('"');
        Some(fault.help(if crate::value::Date::parse(inner).is_ok() {
            format!("a date stands without quotes: `{inner}`")
        } else if let Type::Code(_) = ty {
            format!("codes are compared by level: `{text} is under …`")
        } else {
            format!("write `{text} is …`")
        }))
    }

    /// `on or after` and its like compare days.
    fn spelling(&self, left: ExprId, word: OrderWord, spelling: OrderSpelling, span: Span) -> Option<Diagnostic> {
        let ty = self.type_of(left);
        if spelling != OrderSpelling::Dates || ty == Type::Date || ty == Type::Error {
            return None;
        }
        let (dates, amounts) = match word {
            OrderWord::AtLeast => ("on or after", "is at least"),
            OrderWord::AtMost => ("on or before", "is at most"),
            OrderWord::MoreThan => ("after", "is more than"),
            OrderWord::LessThan => ("before", "is less than"),
        };
        let text = self.shown(self.span_of(left));
        let title = format!(
            "`{dates}` compares days, and `{text}` is {}",
            types::phrase(self.plan, &ty)
        );
        Some(Diagnostic::error(Code::R304, span, title).help(format!("write `{amounts}`")))
    }

    /// `value is between low and high`
    pub(super) fn between(&mut self, locals: &mut Locals, id: ast::ExprId) -> ExprId {
        let expr = self.node(id);
        let span = expr.span;
        let ast::ExprKind::Between {
            value,
            low,
            high,
            negated,
        } = &expr.kind
        else {
            return self.broken(span);
        };
        let (value, low, high, negated) = (*value, *low, *high, *negated);
        let (value, low) = self.sides(locals, (value, low), None);
        let known = self.hint_of(value);
        let high = self.infer(locals, high, known.as_ref());
        let of = [value, low, high].map(|id| self.fit_required(id));
        let [value, low, high] = of;
        let fault = of
            .iter()
            .find_map(|&id| self.no_order(id))
            .or_else(|| self.meet(value, low))
            .or_else(|| self.meet(value, high))
            .or_else(|| self.currencies_meet(low, high, Meeting::Compared));
        if let Some(fault) = fault {
            return self.fault(span, fault);
        }
        if of.iter().any(|&id| self.is_broken(id)) {
            return self.broken(span);
        }
        let kind = ExprKind::Between {
            value,
            low,
            high,
            negated,
        };
        self.push(kind, Type::Boolean, span)
    }
}
