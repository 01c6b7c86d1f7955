//! Why a text is no amount of money, no percent and no measure; and what to write.
//!
//! The text is taken apart into a number and a unit, in either order, and the first of these that is wrong is named:
//! `16,80 EUR`, `EUR 48000`, `48 000 EUR`, `2 kgs`, `0.1`. Where both are right, the blank between them is not.

use std::ops::Range;

use crate::text;
use crate::value::Currency;
use crate::value::CurrencyFault;
use crate::value::Measures;
use crate::value::Number;
use crate::value::NumberFault;
use crate::value::Scale;
use crate::value::Unit;
use crate::value::fault::FaultKind;
use crate::value::fault::FaultWords;
use crate::value::quantity::UnitFault;

/// Longest text, in bytes, that is taken apart.
const LONGEST: usize = 120;

/// Signs and words that certainly mean percent.
const PERCENT_SIGNS: [&str; 6] = ["%", "\u{ff05}", "\u{66a}", "percent", "per cent", "pct"];

/// What kind of amount was to be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Wanted<'m> {
    /// `48000 EUR`
    Money,
    /// `0.1%`
    Percent,
    /// `2 kg`, `14 nm`
    Amount(Scale<'m>),
}

/// Why a text is no amount.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum AmountFault<'m> {
    /// The number, which begins at this byte, cannot be read.
    Number(NumberFault, Wanted<'m>, Range<usize>),
    /// There is a number, but no unit.
    NoUnit(Wanted<'m>, Number),
    /// The unit at this place is none.
    Unit(UnitFault<'m>, Scale<'m>, Range<usize>),
    /// The unit at this place measures something else.
    OtherUnit(Wanted<'m>, Range<usize>),
    /// The currency at this place is none.
    Currency(CurrencyFault, Range<usize>),
    /// Number and unit are right, but the unit stands first, or they are not joined as they should be.
    Form(String),
    /// It does not look like an amount.
    NoAmount(Wanted<'m>),
}

/// A number and a unit as they were written, with their places.
struct Parts {
    number: Range<usize>,
    unit: Range<usize>,
}

impl<'m> AmountFault<'m> {
    /// What is wrong with this text, which is no such amount.
    #[cold]
    pub(crate) fn of(text: &str, wanted: Wanted<'m>, max_digits: usize) -> AmountFault<'m> {
        if text.trim().is_empty() {
            return AmountFault::Number(NumberFault::Empty, wanted, 0..text.len());
        }
        let Some(parts) = Parts::of(text).filter(|_| text.len() <= LONGEST) else {
            return AmountFault::NoAmount(wanted);
        };
        let (Some(number), Some(unit)) = (text.get(parts.number.clone()), text.get(parts.unit.clone())) else {
            return AmountFault::NoAmount(wanted);
        };
        let read = Number::parse(number, max_digits);
        if let Err(fault) = read {
            return AmountFault::Number(fault, wanted, parts.number);
        }
        if let (Ok(number), "") = (&read, unit) {
            return AmountFault::NoUnit(wanted, number.clone());
        }
        let name = match (wanted, unit) {
            (Wanted::Percent, sign) if PERCENT_SIGNS.contains(&sign) => "%",
            (Wanted::Percent, _) => return AmountFault::OtherUnit(wanted, parts.unit),
            (Wanted::Money, _) => match Currency::parse(unit) {
                Ok(currency) => currency.code(),
                Err(_) if unit == "%" || Unit::parse(unit, &Measures::new()).is_ok() => {
                    return AmountFault::OtherUnit(wanted, parts.unit);
                }
                Err(fault) => return AmountFault::Currency(fault, parts.unit),
            },
            (Wanted::Amount(scale), _) => match scale.parse(unit) {
                Ok(known) => known.name(),
                Err(UnitFault::Meant(known)) => {
                    return AmountFault::Unit(UnitFault::Meant(known), scale, parts.unit);
                }
                Err(UnitFault::Unknown) if scale.is_of_another(unit) => {
                    return AmountFault::OtherUnit(wanted, parts.unit);
                }
                Err(fault) => return AmountFault::Unit(fault, scale, parts.unit),
            },
        };
        AmountFault::Form(joined(number, name))
    }

    /// The words about this fault of this text.
    pub(crate) fn words(&self, text: &str) -> FaultWords {
        match self {
            AmountFault::Number(fault, wanted, place) => number_words(*fault, *wanted, place, text),
            AmountFault::NoUnit(wanted, number) => no_unit_words(*wanted, number),
            AmountFault::Unit(fault, scale, place) => {
                let unit = text.get(place.clone()).unwrap_or("");
                let title = format!("`{}` is no unit of {}", text::brief(unit), scale.word());
                let words = FaultWords::new(FaultKind::Unit, title).at(place.clone());
                match fault {
                    UnitFault::Meant(unit) => words.instead(with_unit(text, place, unit.name())),
                    UnitFault::Unknown => {
                        let units = format!("{} is in {}", scale.phrase(), scale.list_of_units());
                        words.help(match Wanted::Amount(*scale).close(unit) {
                            Some(close) => format!("did you mean {close}? {units}"),
                            None => units,
                        })
                    }
                }
            }
            AmountFault::OtherUnit(wanted, place) => {
                let unit = text::brief(text.get(place.clone()).unwrap_or(""));
                FaultWords::new(FaultKind::Unit, format!("`{unit}` is no unit of {}", wanted.word()))
                    .at(place.clone())
                    .help(match wanted.close(text.get(place.clone()).unwrap_or("")) {
                        Some(close) => format!("did you mean {close}? {}", wanted.example()),
                        None => wanted.example(),
                    })
            }
            AmountFault::Currency(fault, place) => {
                let words = fault.words(text.get(place.clone()).unwrap_or("")).at(place.clone());
                match &words.instead {
                    Some(code) => {
                        let instead = with_unit(text, place, code);
                        FaultWords { help: None, ..words }.instead(instead)
                    }
                    None => words,
                }
            }
            AmountFault::Form(instead) => FaultWords::new(
                FaultKind::Number,
                format!("`{}` is not written as an amount", text::brief(text)),
            )
            .instead(instead),
            AmountFault::NoAmount(wanted) => FaultWords::new(
                FaultKind::Number,
                format!("`{}` is no {}", text::brief(text), wanted.thing()),
            )
            .help(wanted.example()),
        }
    }
}

impl<'m> Wanted<'m> {
    /// What its unit measures.
    fn word(self) -> &'m str {
        match self {
            Wanted::Money => "money",
            Wanted::Percent => "a percent",
            Wanted::Amount(scale) => scale.word(),
        }
    }

    /// The name of the unit that was certainly meant.
    fn unit_meant(self, unit: &str) -> Option<&'m str> {
        match self {
            Wanted::Percent => PERCENT_SIGNS.contains(&unit).then_some("%"),
            Wanted::Money => match Currency::parse(unit) {
                Ok(currency) | Err(CurrencyFault::Meant(currency)) => Some(currency.code()),
                Err(_) => None,
            },
            Wanted::Amount(scale) => match scale.parse(unit) {
                Ok(known) | Err(UnitFault::Meant(known)) => Some(known.name()),
                Err(UnitFault::Unknown) => None,
            },
        }
    }

    /// Units of a declared measure that are spelt alike: those of the language itself have their own other names.
    fn close(self, unit: &str) -> Option<String> {
        let Wanted::Amount(scale) = self else { return None };
        let close = text::did_you_mean(unit, scale.units().map(Unit::name));
        (scale.is_declared() && !close.is_empty()).then(|| text::list_or(&text::quoted(&close)))
    }

    fn thing(self) -> &'m str {
        match self {
            Wanted::Money => "amount of money",
            Wanted::Percent => "percent",
            Wanted::Amount(scale) => scale.word(),
        }
    }

    fn example(self) -> String {
        match self {
            Wanted::Money => "an amount of money is a number and a currency: `48000 EUR`".to_owned(),
            Wanted::Percent => "a percent is a number with its sign: `0.1%`".to_owned(),
            Wanted::Amount(scale) => {
                format!("{} is a number and its unit, {}", scale.phrase(), scale.list_of_units())
            }
        }
    }
}

impl Parts {
    /// Number and unit, in either order, without the blanks around them.
    fn of(text: &str) -> Option<Parts> {
        let first = text.find(|character: char| character.is_ascii_digit())?;
        let sign = text.get(..first)?.rfind(['-', '+', '.', '\u{2212}']);
        // A sign belongs to the number if nothing but signs stands between them.
        let start = sign
            .filter(|at| text.get(*at..first).is_some_and(|between| between.chars().count() == 1))
            .unwrap_or(first);
        let before = trimmed(text, 0..start);
        if !before.is_empty() {
            return Some(Parts {
                number: trimmed(text, start..text.len()),
                unit: before,
            });
        }
        let end = number_end(text, first);
        Some(Parts {
            number: trimmed(text, start..end),
            unit: trimmed(text, end..text.len()),
        })
    }
}

/// Where the number ends whose first digit is here: at the first letter or sign that is no exponent.
fn number_end(text: &str, first: usize) -> usize {
    let rest = text.get(first..).unwrap_or("");
    let mut end = rest.len();
    let mut characters = rest.char_indices().peekable();
    let mut after_digit = false;
    while let Some((at, character)) = characters.next() {
        let is_exponent = matches!(character, 'e' | 'E')
            && after_digit
            && characters
                .peek()
                .is_some_and(|(_, next)| matches!(next, '0'..='9' | '-' | '+'));
        let is_number =
            character.is_ascii_digit() || " .,_'+-\u{2019}\u{a0}\u{2009}\u{202f}\u{2212}".contains(character);
        if !is_exponent && !is_number {
            end = at;
            break;
        }
        after_digit = character.is_ascii_digit();
    }
    first.saturating_add(end)
}

/// A part of a text without the blanks at its ends.
fn trimmed(text: &str, range: Range<usize>) -> Range<usize> {
    let part = text.get(range.clone()).unwrap_or("");
    let start = range
        .start
        .saturating_add(part.len().saturating_sub(part.trim_start().len()));
    start..start.saturating_add(part.trim().len())
}

/// `48000 EUR`, `0.1%`
fn joined(number: &str, unit: &str) -> String {
    if unit == "%" {
        format!("{number}%")
    } else {
        format!("{number} {unit}")
    }
}

/// The text with another unit.
fn with_unit(text: &str, unit: &Range<usize>, name: &str) -> String {
    let number = match Parts::of(text) {
        Some(parts) => text.get(parts.number).unwrap_or(""),
        None => text.get(..unit.start).unwrap_or("").trim(),
    };
    joined(number, name)
}

/// The number is wrong; where the unit is known, or was certainly meant, it stands in what is to be written.
fn number_words(fault: NumberFault, wanted: Wanted<'_>, place: &Range<usize>, text: &str) -> FaultWords {
    let unit = Parts::of(text).and_then(|parts| text.get(parts.unit)).unwrap_or("");
    let meant = wanted.unit_meant(unit);
    let whole = |number: &str| joined(number, meant.unwrap_or(unit)).trim_end().to_owned();
    let words = fault.words_with(text.get(place.clone()).unwrap_or(""), whole);
    let at = words
        .at
        .clone()
        .map(|at| at.start.saturating_add(place.start)..at.end.saturating_add(place.start));
    let instead = words.instead.clone().filter(|_| meant.is_some());
    FaultWords { at, instead, ..words }
}

fn no_unit_words(wanted: Wanted<'_>, number: &Number) -> FaultWords {
    let written = number.to_decimal_text().unwrap_or_default();
    match wanted {
        Wanted::Money => FaultWords::new(FaultKind::NoUnit, "an amount of money without its currency")
            .help(format!("write the currency behind the number, as in `{written} EUR`")),
        Wanted::Percent => {
            let hundredfold = number
                .mul(&Number::HUNDRED)
                .ok()
                .and_then(|number| number.to_decimal_text());
            FaultWords::new(FaultKind::NoUnit, "a percent without its sign")
                .help(format!("write `{written}%` or `{}%`", hundredfold.unwrap_or_default()))
        }
        Wanted::Amount(scale) => {
            let units: Vec<String> = scale.units().map(|unit| format!("`{written} {unit}`")).collect();
            FaultWords::new(FaultKind::NoUnit, format!("{} without its unit", scale.phrase()))
                .help(format!("write {}", text::list_or(&units)))
        }
    }
}

#[cfg(test)]
mod tests;
