//! Literals, and words that are values by their type, read as values: in expressions, tables, ranges, groups.
//!
//! A literal says its own type; whether that fits the place is a second question, with the same words everywhere.
//! Language reference: "Types and values".

use crate::diagnostic::Code;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::Diagnostics;
use crate::limits::Limits;
use crate::names::Found;
use crate::names::SymbolKind;
use crate::names::Symbols;
use crate::plan::ExprId;
use crate::plan::ExprKind;
use crate::plan::Range;
use crate::plan::RulesetId;
use crate::plan::Shape;
use crate::source::Span;
use crate::syntax::ast::Ident;
use crate::syntax::ast::Literal;
use crate::text;
use crate::value::Country;
use crate::value::Currency;
use crate::value::Date;
use crate::value::Dimension;
use crate::value::FaultKind;
use crate::value::FaultWords;
use crate::value::Number;
use crate::value::Scale;
use crate::value::SchemeId;
use crate::value::Texts;
use crate::value::Type;
use crate::value::Unit;
use crate::value::UnitFault;
use crate::value::Value;
use crate::value::from_percent;

use super::Elaborator;
use super::errors;
use super::misfit::Misfit;
use super::types;

/// Reads literals and words as values.
pub(crate) struct Literals<'a> {
    /// Enums and schemes of codes.
    pub(crate) shape: &'a Shape,
    /// What names mean.
    pub(crate) symbols: &'a Symbols,
    /// Where the literals stand.
    pub(crate) ruleset: RulesetId,
    /// Where texts go.
    pub(crate) texts: &'a mut Texts,
    /// Where mistakes go.
    pub(crate) diagnostics: &'a mut Diagnostics,
}

impl Elaborator<'_> {
    /// A literal as an expression of its own type.
    pub(super) fn literal(&mut self, literal: &Literal, span: Span) -> ExprId {
        match self.literals().read(literal, span) {
            Some((value, ty)) => self.push(ExprKind::Constant(value), ty, span),
            None => self.broken(span),
        }
    }

    pub(super) fn literals(&mut self) -> Literals<'_> {
        Literals {
            shape: &self.plan.shape,
            symbols: self.symbols,
            ruleset: self.ruleset,
            texts: self.texts,
            diagnostics: self.diagnostics,
        }
    }
}

impl Literals<'_> {
    /// A literal as a value of this type; reports why it is none.
    pub(crate) fn value(&mut self, literal: &Literal, span: Span, ty: &Type) -> Option<Value> {
        let (value, found) = self.read(literal, span)?;
        if types::fits(&found, ty) {
            return Some(value);
        }
        let fault = Misfit {
            span,
            text: spelled(literal),
            literal: true,
            found: &found,
            wanted: ty,
            is: types::phrase_in(self.shape, &found),
            belongs: types::phrase_in(self.shape, ty),
            scheme: types::written_in(self.shape, ty.required()),
            base: types::base_unit(self.shape, ty),
        }
        .fault();
        self.diagnostics.add(fault);
        None
    }

    /// A word as a value of this type: a value of an enum, a country, a currency.
    pub(crate) fn name(&mut self, name: &Ident, ty: &Type) -> Option<Value> {
        let ty = ty.required();
        if *ty == Type::Error {
            return None;
        }
        if let Type::Country | Type::Currency = ty {
            return self.capitals(&name.text, name.span, ty);
        }
        if let Type::Enum(id) = ty {
            let shape = self.shape.enums.get(*id)?;
            if let Some(at) = shape.values.iter().position(|(value, _)| **value == *name.text) {
                return u16::try_from(at).ok().map(|at| Value::Enum(*id, at));
            }
            let names: Vec<&str> = shape.values.iter().map(|(value, _)| &**value).collect();
            let title = format!("{} has no value `{}`", shape.name, name.text);
            let fault = Diagnostic::error(Code::R207, name.span, title);
            self.diagnostics.add(errors::offer_or_list(fault, &name.text, &names));
            return None;
        }
        let belongs = types::phrase_in(self.shape, ty);
        let title = format!("`{}` is a word, and here {belongs} belongs", name.text);
        let fault = Diagnostic::error(Code::R304, name.span, title);
        self.diagnostics.add(if *ty == Type::Text {
            fault.help(format!("write `\"{}\"`", name.text))
        } else {
            fault
        });
        None
    }

    /// One end of the range of a type. Money ranges say a plain number, which holds in every currency; zero needs no
    /// unit in any range.
    pub(crate) fn range_end(&mut self, literal: &Literal, span: Span, ty: &Type) -> Option<Number> {
        let ty = ty.required();
        if let (Literal::Number(_), true) = (literal, types::is_amount(ty)) {
            let Value::Number(number) = self.value(literal, span, &Type::Decimal)? else {
                return None;
            };
            if *ty == Type::Money || number.is_zero() {
                return Some(number);
            }
        }
        if let (Literal::Amount { .. }, Type::Money) = (literal, ty) {
            let fault = Diagnostic::error(Code::R304, span, "a range of money holds in every currency")
                .help("write the number alone: `money at least 0`");
            self.diagnostics.add(fault);
            return None;
        }
        if !types::is_quantity(ty) {
            let what = types::written_in(self.shape, ty);
            let fault = Diagnostic::error(Code::R304, span, format!("`{what}` has no range"))
                .help("ranges are for numbers, percents and amounts");
            self.diagnostics.add(fault);
            return None;
        }
        let value = self.value(literal, span, ty)?;
        if let Value::Number(number) | Value::Money(number, _) | Value::Amount(number, _) = value {
            return Some(number);
        }
        None
    }

    /// A literal as the value that it says by itself, with its type.
    fn read(&mut self, literal: &Literal, span: Span) -> Option<(Value, Type)> {
        match literal {
            Literal::Number(text) => {
                let number = self.number(text, span)?;
                let ty = if number.is_integer() && !text.contains('.') {
                    Type::Integer
                } else {
                    Type::Decimal
                };
                Some((Value::Number(number), ty))
            }
            Literal::Percent(text) => {
                let number = self.number(text, span)?;
                match from_percent(&number) {
                    Ok(number) => Some((Value::Number(number), Type::Percent)),
                    Err(fault) => self.fault(span, fault.words(text)),
                }
            }
            Literal::Amount { number, unit } => self.amount(number, unit, span),
            Literal::Date(text) => self.date(text, span).map(|date| (Value::Date(date), Type::Date)),
            Literal::Code { scheme, text } => self.code(scheme, text, span),
            Literal::Text(text) => Some((Value::Text(self.texts.intern(text)), Type::Text)),
            Literal::Boolean(value) => Some((Value::Boolean(*value), Type::Boolean)),
            Literal::None => Some((Value::None, Type::None)),
        }
    }

    /// A day as it is written; reports that there is none.
    pub(crate) fn date(&mut self, text: &str, span: Span) -> Option<Date> {
        match Date::parse(text) {
            Ok(date) => Some(date),
            Err(fault) => self.fault(span, fault.words(text)),
        }
    }

    /// A number as it is written; reports that it is none.
    pub(crate) fn number(&mut self, text: &str, span: Span) -> Option<Number> {
        match Number::parse(text, Limits::default().digits) {
            Ok(number) => Some(number),
            Err(fault) => self.fault(span, fault.words(text)),
        }
    }

    fn amount(&mut self, number: &str, unit: &Ident, span: Span) -> Option<(Value, Type)> {
        let amount = self.number(number, span)?;
        let capitals = unit.text.len() == 3 && unit.text.bytes().all(|byte| byte.is_ascii_uppercase());
        if capitals {
            return match Currency::parse(&unit.text) {
                Ok(_) if amount.is_zero() => Some((Value::Money(amount, None), Type::Money)),
                Ok(currency) => Some((Value::Money(amount, Some(currency)), Type::Money)),
                Err(fault) => self.fault(unit.span, fault.words(&unit.text)),
            };
        }
        if let Some(read) = self.duration(&amount, unit, span) {
            return read.map(|duration| (Value::Duration(duration), Type::Duration));
        }
        match Unit::parse(&unit.text, &self.shape.measures) {
            Ok(measure) => match measure.to_base(&amount) {
                Ok(amount) => {
                    let dimension = measure.dimension();
                    Some((Value::Amount(amount, dimension), Type::Amount(dimension)))
                }
                Err(fault) => self.fault(span, fault.words(number)),
            },
            Err(UnitFault::Meant(measure)) => {
                let title = format!("`{}` is no unit", unit.text);
                let fault = Diagnostic::error(Code::R309, unit.span, title)
                    .help(format!("write `{number} {measure}`"))
                    .fix(unit.span, measure.name());
                self.diagnostics.add(fault);
                None
            }
            Err(UnitFault::Unknown) => self.unknown_unit(number, unit),
        }
    }

    fn unknown_unit<T>(&mut self, number: &str, unit: &Ident) -> Option<T> {
        if Currency::parse(&unit.text.to_ascii_uppercase()).is_ok()
            && let Err(fault) = Currency::parse(&unit.text)
        {
            return self.fault(unit.span, fault.words(&unit.text));
        }
        let fault = Diagnostic::error(Code::R309, unit.span, format!("`{}` is no unit", unit.text));
        if matches!(&*unit.text.to_lowercase(), "percent" | "pct" | "percentage") {
            self.diagnostics.add(fault.help(format!("write `{number}%`")));
            return None;
        }
        if matches!(&*unit.text, "ton" | "tons") {
            let help = format!("there are several tons; if 1000 kg is meant, write `{number} t`");
            self.diagnostics.add(fault.help(help));
            return None;
        }
        let measures = &self.shape.measures;
        let (mass, length) = (Dimension::Mass.of(measures), Dimension::Length.of(measures));
        let declared = || measures.ids().map(|id| Dimension::Declared(id).of(measures));
        let scales = [mass, length].into_iter().chain(declared());
        let names: Vec<&str> = scales.flat_map(Scale::units).map(Unit::name).collect();
        let close = text::did_you_mean(&unit.text, names);
        self.diagnostics.add(if close.is_empty() {
            declared()
                .fold(fault, |fault, scale| {
                    fault.help(format!("{} is in {}", scale.phrase(), scale.list_of_units()))
                })
                .help("a mass is in units such as `kg`, a length in `m`, money in a currency, `EUR`")
        } else {
            fault.help(format!("write {}", text::list_or(&text::quoted(&close))))
        });
        None
    }

    fn code(&mut self, scheme: &Ident, text: &str, span: Span) -> Option<(Value, Type)> {
        if self.symbols.lookup(self.ruleset, &scheme.text) == Found::Nothing
            && Currency::parse(&scheme.text).is_ok()
            && text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.')
        {
            let instead = format!("{text} {}", scheme.text);
            let fault = Diagnostic::error(Code::R106, span, "the currency stands before its amount");
            self.diagnostics
                .add(fault.help(format!("write `{instead}`")).fix(span, instead));
            return None;
        }
        let id = self.scheme(scheme)?;
        let shape = self.shape.schemes.get(id)?;
        match shape.parse(text) {
            Ok(code) => Some((Value::Code(id, self.texts.intern(&code)), Type::Code(id))),
            Err(fault) => {
                let words = fault.words(text, shape);
                let instead = words.instead.clone();
                let mut fault = with_words(Code::R306, span, words);
                if let Some(instead) = instead {
                    fault = fault.fix(span, format!("{} {instead}", scheme.text));
                }
                self.diagnostics.add(fault);
                None
            }
        }
    }

    /// A scheme of codes by its name; reports that there is none.
    pub(crate) fn scheme(&mut self, name: &Ident) -> Option<SchemeId> {
        let fault = match self.symbols.lookup(self.ruleset, &name.text) {
            Found::One(symbol) => {
                if let SymbolKind::Scheme(id) = symbol.kind {
                    return Some(id);
                }
                if symbol.kind == SymbolKind::Broken {
                    return None;
                }
                let title = format!("`{}` is {}, no scheme of codes", name.text, symbol.kind.words());
                Diagnostic::error(Code::R213, name.span, title).label(symbol.span, "declared here")
            }
            Found::Several(owners) => {
                let mut fault = Diagnostic::error(
                    Code::R203,
                    name.span,
                    format!("`{}` stands in several used rulesets", name.text),
                );
                for owner in owners {
                    fault = fault.label(owner.span, self.symbols.full_name(owner));
                }
                fault
            }
            Found::Nothing => {
                let fault = Diagnostic::error(
                    Code::R213,
                    name.span,
                    format!("there is no scheme of codes `{}` here", name.text),
                );
                let schemes: Vec<&str> = self
                    .symbols
                    .visible(self.ruleset)
                    .filter(|symbol| matches!(symbol.kind, SymbolKind::Scheme(_)))
                    .map(|symbol| &*symbol.name)
                    .collect();
                errors::offer_or_list(fault, &name.text, &schemes)
            }
        };
        self.diagnostics.add(fault);
        None
    }

    /// `CN` or `USD`, as this type wants.
    pub(super) fn capitals(&mut self, text: &str, span: Span, ty: &Type) -> Option<Value> {
        if *ty == Type::Currency {
            return match Currency::parse(text) {
                Ok(currency) => Some(Value::Currency(currency)),
                Err(fault) => self.fault(span, fault.words(text)),
            };
        }
        match Country::parse(text) {
            Ok(country) => Some(Value::Country(country)),
            Err(_) if text == "EU" => {
                let title = "`EU` is no country code";
                self.diagnostics.add(
                    Diagnostic::error(Code::R307, span, title)
                        .help("the European Union is no country: write the member state, as in `DE`,")
                        .help("or for all of them the name of a group: `is in eu`"),
                );
                None
            }
            Err(fault) => self.fault(span, fault.words(text)),
        }
    }

    pub(super) fn fault<T>(&mut self, span: Span, words: FaultWords) -> Option<T> {
        let code = match words.kind {
            FaultKind::Number | FaultKind::NoUnit => Code::R106,
            FaultKind::Unit => Code::R309,
            FaultKind::Currency => Code::R308,
            FaultKind::Country => Code::R307,
            FaultKind::Date => Code::R113,
            FaultKind::Code => Code::R306,
        };
        self.diagnostics.add(with_words(code, span, words));
        None
    }
}

fn with_words(code: Code, span: Span, words: FaultWords) -> Diagnostic {
    let fault = Diagnostic::error(code, span, words.title);
    match words.help {
        Some(help) => fault.help(help),
        None => fault,
    }
}

/// A literal as it is written.
fn spelled(literal: &Literal) -> String {
    match literal {
        Literal::Number(text) | Literal::Date(text) => text.to_string(),
        Literal::Percent(text) => format!("{text}%"),
        Literal::Amount { number, unit } => format!("{number} {}", unit.text),
        Literal::Code { scheme, text } => format!("{} {text}", scheme.text),
        Literal::Text(text) => format!("\"{text}\""),
        Literal::Boolean(value) => value.to_string(),
        Literal::None => "none".to_owned(),
    }
}

/// Whether a value lies in a range; what has no amount does.
pub(crate) fn within(value: &Value, range: &Range) -> bool {
    range.holds(value)
}
