//! The words about a value whose type does not fit its place: R301, R303, R304, R305, R310, R313.
//!
//! The same words for an expression in a rule and for a literal in a table or a range.
//! Language reference: "Types and values".

use crate::diagnostic::Code;
use crate::diagnostic::Diagnostic;
use crate::source::Span;
use crate::value::Country;
use crate::value::CountryFault;
use crate::value::Type;

use super::errors;
use super::types;

/// A value that does not fit.
pub(super) struct Misfit<'t> {
    /// Its place.
    pub(super) span: Span,
    /// As it is written.
    pub(super) text: String,
    /// Whether it is a literal, so that it can be written otherwise.
    pub(super) literal: bool,
    /// Its type.
    pub(super) found: &'t Type,
    /// The type of the place.
    pub(super) wanted: &'t Type,
    /// What it is: `a percent`.
    pub(super) is: String,
    /// What belongs there: `money`.
    pub(super) belongs: String,
    /// The name of the wanted type: of the scheme, where a code is wanted.
    pub(super) scheme: String,
    /// The unit in which amounts of the wanted type are held, if it is one of mass, length or a declared measure.
    pub(super) base: Option<String>,
}

impl Misfit<'_> {
    /// What to say.
    pub(super) fn fault(&self) -> Diagnostic {
        if let Type::Optional(inner) = self.found
            && types::fits(inner, self.wanted)
        {
            return may_be_none(self.span, &self.text, &self.is);
        }
        if *self.found == Type::None {
            let title = format!("here {} belongs, which is never none", self.belongs);
            return Diagnostic::error(Code::R310, self.span, title)
                .help("write a value, or let the type say `or none`");
        }
        let (found, wanted) = (self.found.required(), self.wanted.required());
        if matches!(found, Type::List(_)) != matches!(wanted, Type::List(_)) {
            return self.list_or_value();
        }
        if let Some(fault) = self.percent_or_number() {
            return fault;
        }
        if let Some(fault) = self.code_without_scheme() {
            return fault;
        }
        let code = if types::is_amount(found) && types::is_amount(wanted) {
            Code::R303
        } else {
            Code::R304
        };
        let title = format!("`{}` is {}, and here {} belongs", self.text, self.is, self.belongs);
        let fault = Diagnostic::error(code, self.span, title).here(self.is.clone());
        match self.unit().or_else(|| self.unquoted()) {
            Some(help) => fault.help(help),
            None => fault,
        }
    }

    /// A plain number where an amount is wanted needs its unit.
    pub(super) fn unit(&self) -> Option<String> {
        if !self.literal || !types::is_number(self.found.required()) {
            return None;
        }
        let unit = if let Some(base) = &self.base {
            base
        } else if *self.wanted.required() == Type::Money {
            "USD"
        } else if *self.wanted.required() == Type::Duration {
            "days"
        } else {
            return None;
        };
        Some(format!("write its unit: `{} {unit}`", self.text))
    }

    /// A text in quotes where a country, a value of an enum or an outcome is wanted: most are meant without quotes.
    pub(super) fn unquoted(&self) -> Option<String> {
        let inner = self.text.strip_prefix('"')?.strip_suffix('"')?;
        if !self.literal {
            return None;
        }
        if *self.wanted.required() == Type::Country {
            return match Country::parse(inner) {
                Ok(country) | Err(CountryFault::Meant(country)) => Some(format!("write `{country}`, without quotes")),
                Err(CountryFault::Known(_) | CountryFault::Perhaps(_) | CountryFault::Unknown) => None,
            };
        }
        let word = !inner.is_empty() && inner.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
        let wanted = matches!(
            self.wanted.required(),
            Type::Currency | Type::Enum(_) | Type::Outcome(_)
        );
        (word && wanted).then(|| format!("write `{inner}`, without quotes"))
    }

    fn list_or_value(&self) -> Diagnostic {
        let text = &self.text;
        let title = format!("`{text}` is {}, and here {} belongs", self.is, self.belongs);
        let fault = Diagnostic::error(Code::R313, self.span, title).here(self.is.clone());
        if matches!(self.found.required(), Type::List(_)) {
            fault.help(format!(
                "say what of it: `(some p in {text} satisfies …)`, `(sum of p.… for p in {text})`"
            ))
        } else {
            fault.help(format!("a list of one is written `{{{text}}}`"))
        }
    }

    /// R301, where a percent and a plain number meet.
    pub(super) fn percent_or_number(&self) -> Option<Diagnostic> {
        let (found, wanted) = (self.found.required(), self.wanted.required());
        if types::is_number(found) && *wanted == Type::Percent {
            let fault = Diagnostic::error(Code::R301, self.span, "a plain number stands where a percent belongs");
            return Some(self.offer_percent(fault));
        }
        if *found == Type::Percent && types::is_number(wanted) {
            let fault = Diagnostic::error(Code::R301, self.span, "a percent stands where a plain number belongs");
            return Some(fault.help(format!("`{} / 100%` is a plain number", self.text)));
        }
        None
    }

    /// How to write this plain number as a percent.
    pub(super) fn offer_percent(&self, fault: Diagnostic) -> Diagnostic {
        if self.literal {
            fault.help(errors::percent_help(&self.text))
        } else {
            fault.help(format!("`{} * 100%` is a percent", self.text))
        }
    }

    /// R305, where a number or a text stands for a code.
    pub(super) fn code_without_scheme(&self) -> Option<Diagnostic> {
        let found = self.found.required();
        let is_code = matches!(self.wanted.required(), Type::Code(_));
        if !self.literal || !is_code || !(types::is_number(found) || *found == Type::Text) {
            return None;
        }
        let what = if *found == Type::Text { "a text" } else { "a number" };
        let fault = Diagnostic::error(Code::R305, self.span, "a code needs its scheme").here(what);
        let plain = self.text.trim_matches('"').replace(' ', "");
        Some(fault.help(format!("write `{} {plain}`", self.scheme)))
    }
}

/// R310 for something that may be none.
pub(super) fn may_be_none(span: Span, text: &str, is: &str) -> Diagnostic {
    Diagnostic::error(Code::R310, span, format!("`{text}` may be none"))
        .here(is)
        .help(format!("say first that it is not: `{text} is not none and …`"))
        .help(format!("or what holds then: `({text} else …)`"))
}
