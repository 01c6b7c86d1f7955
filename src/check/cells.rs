//! From what is written in a cell, a range, a default or a group to a value of the type that is wanted there.
//!
//! Cells of a CSV are texts, read by the type of their column; literals of a rule file are read the same way, so that
//! both say the same thing about the same mistake. Language reference: "Tables", "Types and values".

use crate::diagnostic::Code;
use crate::diagnostic::Diagnostic;
use crate::names::errors::suggest;
use crate::plan::Range;
use crate::plan::RulesetId;
use crate::source::Span;
use crate::syntax::ast;
use crate::syntax::ast::Literal;
use crate::text::list_and;
use crate::text::quoted;
use crate::value::Country;
use crate::value::Currency;
use crate::value::Date;
use crate::value::Duration;
use crate::value::FaultKind;
use crate::value::FaultWords;
use crate::value::Number;
use crate::value::SchemeId;
use crate::value::Type;
use crate::value::Value;
use crate::value::from_percent;
use crate::value::parse_amount;
use crate::value::parse_money;
use crate::value::parse_percent;

use super::Checker;
use super::exprs::Literals;

/// The unit that a column gives to all its cells: `in %`, `in USD`, `in kg`.
#[derive(Clone, Debug)]
pub(super) enum CellUnit {
    Percent,
    Currency(Currency),
    /// How much of the base unit it is.
    Unit(Number),
}

/// A text that is to be read as a value.
#[derive(Clone, Copy)]
pub(super) struct Written<'t> {
    /// The text.
    pub(super) text: &'t str,
    /// Where it stands.
    pub(super) span: Span,
    /// In a table file: every mistake is R503.
    pub(super) in_file: bool,
}

/// What is said about a text that could not be read.
pub(super) fn fault(words: FaultWords, code: Code, span: Span) -> Diagnostic {
    let inside = words.at.filter(|at| at.end <= span.range().len());
    let at = inside.map_or(span, |at| {
        let start = span.range().start;
        Span::new(span.file, start.saturating_add(at.start), start.saturating_add(at.end))
    });
    let mut said = Diagnostic::error(code, at, words.title);
    if let Some(help) = words.help {
        said = said.help(help);
    }
    if let Some(instead) = words.instead {
        said = said.fix(span, instead);
    }
    said
}

/// The code of a mistake in a rule file.
fn code_of(kind: FaultKind) -> Code {
    match kind {
        FaultKind::Number => Code::R106,
        FaultKind::NoUnit => Code::R304,
        FaultKind::Unit => Code::R309,
        FaultKind::Currency => Code::R308,
        FaultKind::Country => Code::R307,
        FaultKind::Date => Code::R113,
        FaultKind::Code => Code::R306,
    }
}

impl Checker<'_> {
    /// The value of this type that a text says; nothing after a report. A text in a column with a unit is the number.
    pub(super) fn read_value(&mut self, written: Written<'_>, ty: &Type, unit: Option<&CellUnit>) -> Option<Value> {
        let text = written.text;
        let digits = self.limits.digits;
        let read = match (ty.required(), unit) {
            (Type::Error, _) => return None,
            (Type::Text, _) => Ok(Value::Text(self.texts.intern(text))),
            (Type::Boolean, _) => {
                return self
                    .one_of(written, "boolean", &["true", "false"])
                    .map(|at| Value::Boolean(at == 0));
            }
            (Type::Integer, _) => Number::parse(text, digits)
                .map_err(|fault| fault.words(text))
                .and_then(|number| whole(number, text)),
            (Type::Decimal, _) => Number::parse(text, digits)
                .map(Value::Number)
                .map_err(|fault| fault.words(text)),
            (Type::Percent, Some(CellUnit::Percent)) => Number::parse(text, digits)
                .and_then(|number| from_percent(&number))
                .map(Value::Number)
                .map_err(|fault| fault.words(text)),
            (Type::Percent, _) => parse_percent(text, digits)
                .map(Value::Number)
                .map_err(|fault| fault.words(text)),
            (Type::Money, Some(CellUnit::Currency(currency))) => Number::parse(text, digits)
                .map(|amount| Value::money(amount, *currency))
                .map_err(|fault| fault.words(text)),
            (Type::Money, _) => parse_money(text, digits)
                .map(|(amount, currency)| Value::money(amount, currency))
                .map_err(|fault| fault.words(text)),
            (Type::Amount(dimension), Some(CellUnit::Unit(unit))) => Number::parse(text, digits)
                .and_then(|number| number.mul(unit))
                .map(|amount| Value::Amount(amount, *dimension))
                .map_err(|fault| fault.words(text)),
            (Type::Amount(dimension), _) => parse_amount(text, dimension.of(&self.plan.shape.measures), digits)
                .map(|amount| Value::Amount(amount, *dimension))
                .map_err(|fault| fault.words(text)),
            (Type::Date, _) => Date::parse(text).map(Value::Date).map_err(|fault| fault.words(text)),
            (Type::Duration, _) => Duration::read(text, digits).map(Value::Duration),
            (Type::Country, _) => Country::parse(text)
                .map(Value::Country)
                .map_err(|fault| fault.words(text)),
            (Type::Currency, _) => Currency::parse(text)
                .map(Value::Currency)
                .map_err(|fault| fault.words(text)),
            (Type::Code(scheme), _) => return self.read_code(written, *scheme),
            (Type::Enum(id), _) => {
                let shape = self.plan.shape.enums.at(*id);
                let name = shape.name.clone();
                let values: Vec<Box<str>> = shape.values.iter().map(|(value, _)| value.clone()).collect();
                let values: Vec<&str> = values.iter().map(|value| &**value).collect();
                let at = self.one_of(written, &name, &values)?;
                return u16::try_from(at).ok().map(|at| Value::Enum(*id, at));
            }
            (Type::Record(_) | Type::Row(_) | Type::Outcome(_) | Type::List(_) | Type::Optional(_) | Type::None, _) => {
                self.report_no_constant(written.span);
                return None;
            }
        };
        read.map_err(|words| self.report_fault(words, written)).ok()
    }

    fn read_code(&mut self, written: Written<'_>, scheme: SchemeId) -> Option<Value> {
        let scheme_of = self.plan.shape.schemes.get(scheme)?;
        match scheme_of.parse(written.text) {
            Ok(code) => Some(Value::Code(scheme, self.texts.intern(&code))),
            Err(fault) => {
                let words = fault.words(written.text, scheme_of);
                self.report_fault(words, written);
                None
            }
        }
    }

    fn report_fault(&mut self, words: FaultWords, written: Written<'_>) {
        let code = if written.in_file {
            Code::R503
        } else {
            code_of(words.kind)
        };
        self.diagnostics.add(fault(words, code, written.span));
    }

    /// The place of a word among those of its type.
    fn one_of(&mut self, written: Written<'_>, of: &str, known: &[&str]) -> Option<usize> {
        let found = known.iter().position(|value| *value == written.text);
        if found.is_none() {
            let code = if written.in_file { Code::R503 } else { Code::R207 };
            let said = Diagnostic::error(
                code,
                written.span,
                format!("`{}` is no value of {of}", crate::text::escape(written.text)),
            )
            .here(if known.len() > 8 {
                String::new()
            } else {
                format!("its values are {}", list_and(&quoted(known)))
            });
            self.diagnostics.add(suggest(said, written.text, known.iter().copied()));
        }
        found
    }

    /// The value of a literal of a rule file, where this type is wanted.
    pub(super) fn constant(&mut self, scope: RulesetId, literal: &Literal, span: Span, ty: &Type) -> Option<Value> {
        self.literals(scope).value(literal, span, ty)
    }

    /// The value that a word of a rule file stands for, where this type is wanted.
    pub(super) fn word(&mut self, scope: RulesetId, word: &ast::Ident, ty: &Type) -> Option<Value> {
        self.literals(scope).name(word, ty)
    }

    pub(super) fn literals(&mut self, scope: RulesetId) -> Literals<'_> {
        Literals {
            shape: &self.plan.shape,
            symbols: self.symbols,
            ruleset: scope,
            texts: &mut self.texts,
            diagnostics: self.diagnostics,
        }
    }

    /// Only plain values stand in tables, groups and defaults.
    pub(super) fn report_no_constant(&mut self, span: Span) {
        let said = Diagnostic::error(Code::R304, span, "no value of this type can be written here")
            .help("only plain values: texts, numbers, amounts, dates, codes, countries, currencies, values of an enum");
        self.diagnostics.add(said);
    }

    /// The range that a type states.
    pub(super) fn range(&mut self, scope: RulesetId, written: Option<&ast::RangeExpr>, ty: &Type) -> Range {
        let Some(range) = written else {
            return Range::default();
        };
        let inner = &super::shape::element(ty);
        if *inner == Type::Error {
            return Range::default();
        }
        let mut literals = self.literals(scope);
        let mut end = |end: &Option<(Literal, bool)>| {
            let (literal, included) = end.as_ref()?;
            Some((literals.range_end(literal, range.span, inner)?, *included))
        };
        let (low, high) = (end(&range.low), end(&range.high));
        let words = self
            .plan
            .files
            .text(range.span)
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" ");
        if let (Some((least, low_in)), Some((greatest, high_in))) = (&low, &high)
            && (least > greatest || least == greatest && !(*low_in && *high_in))
        {
            self.diagnostics
                .add(Diagnostic::error(Code::R317, range.span, "nothing lies in this range"));
        }
        Range {
            low,
            high,
            words: words.into(),
        }
    }
}

fn whole(number: Number, text: &str) -> Result<Value, FaultWords> {
    if number.is_integer() {
        Ok(Value::Number(number))
    } else {
        Err(FaultWords::new(
            FaultKind::Number,
            format!("`{text}` is no whole number"),
        ))
    }
}
