//! Why a text is no amount of money, no percent, no mass and no length; and what to write.
//!
//! The text is taken apart into a number and a unit, in either order, and the first of these that is wrong is named:
//! `16,80 EUR`, `EUR 48000`, `48 000 EUR`, `2 kgs`, `0.1`. Where both are right, the blank between them is not.

use std::ops::Range;

use crate::text;
use crate::value::Currency;
use crate::value::CurrencyFault;
use crate::value::Dimension;
use crate::value::Number;
use crate::value::NumberFault;
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
pub(crate) enum Wanted {
    /// `48000 EUR`
    Money,
    /// `0.1%`
    Percent,
    /// `2 kg`, `14 nm`
    Amount(Dimension),
}

/// Why a text is no amount.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum AmountFault {
    /// The number, which begins at this byte, cannot be read.
    Number(NumberFault, Wanted, Range<usize>),
    /// There is a number, but no unit.
    NoUnit(Wanted, Number),
    /// The unit at this place is none.
    Unit(UnitFault, Dimension, Range<usize>),
    /// The unit at this place measures something else.
    OtherUnit(Wanted, Range<usize>),
    /// The currency at this place is none.
    Currency(CurrencyFault, Range<usize>),
    /// Number and unit are right, but the unit stands first, or they are not joined as they should be.
    Form(String),
    /// It does not look like an amount.
    NoAmount(Wanted),
}

/// A number and a unit as they were written, with their places.
struct Parts {
    number: Range<usize>,
    unit: Range<usize>,
}

impl AmountFault {
    /// What is wrong with this text, which is no such amount.
    #[cold]
    pub(crate) fn of(text: &str, wanted: Wanted, max_digits: usize) -> AmountFault {
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
                Err(_) if unit == "%" || Unit::parse(unit).is_ok() => {
                    return AmountFault::OtherUnit(wanted, parts.unit);
                }
                Err(fault) => return AmountFault::Currency(fault, parts.unit),
            },
            (Wanted::Amount(dimension), _) => match Unit::parse(unit) {
                Ok(known) if known.dimension() == dimension => known.name(),
                Err(UnitFault::Meant(known)) if known.dimension() == dimension => {
                    return AmountFault::Unit(UnitFault::Meant(known), dimension, parts.unit);
                }
                Ok(_) | Err(UnitFault::Meant(_)) => return AmountFault::OtherUnit(wanted, parts.unit),
                Err(_) if unit == "%" || Currency::parse(unit).is_ok() => {
                    return AmountFault::OtherUnit(wanted, parts.unit);
                }
                Err(fault) => return AmountFault::Unit(fault, dimension, parts.unit),
            },
        };
        AmountFault::Form(joined(number, name))
    }

    /// The words about this fault of this text.
    pub(crate) fn words(&self, text: &str) -> FaultWords {
        match self {
            AmountFault::Number(fault, wanted, place) => number_words(*fault, *wanted, place, text),
            AmountFault::NoUnit(wanted, number) => no_unit_words(*wanted, number),
            AmountFault::Unit(fault, dimension, place) => {
                let unit = text.get(place.clone()).unwrap_or("");
                let title = format!("`{}` is no unit of {}", text::brief(unit), dimension.word());
                let words = FaultWords::new(FaultKind::Unit, title).at(place.clone());
                match fault {
                    UnitFault::Meant(unit) => words.instead(with_unit(text, place, unit.name())),
                    UnitFault::Unknown => {
                        words.help(format!("a {} is in {}", dimension.word(), dimension.list_of_units()))
                    }
                }
            }
            AmountFault::OtherUnit(wanted, place) => {
                let unit = text::brief(text.get(place.clone()).unwrap_or(""));
                FaultWords::new(FaultKind::Unit, format!("`{unit}` is no unit of {}", wanted.word()))
                    .at(place.clone())
                    .help(wanted.example())
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

impl Wanted {
    /// What its unit measures.
    fn word(self) -> &'static str {
        match self {
            Wanted::Money => "money",
            Wanted::Percent => "a percent",
            Wanted::Amount(dimension) => dimension.word(),
        }
    }

    /// The name of the unit that was certainly meant.
    fn unit_meant(self, unit: &str) -> Option<&'static str> {
        match self {
            Wanted::Percent => PERCENT_SIGNS.contains(&unit).then_some("%"),
            Wanted::Money => match Currency::parse(unit) {
                Ok(currency) | Err(CurrencyFault::Meant(currency)) => Some(currency.code()),
                Err(_) => None,
            },
            Wanted::Amount(dimension) => match Unit::parse(unit) {
                Ok(known) | Err(UnitFault::Meant(known)) if known.dimension() == dimension => Some(known.name()),
                Ok(_) | Err(_) => None,
            },
        }
    }

    fn thing(self) -> &'static str {
        match self {
            Wanted::Money => "amount of money",
            Wanted::Percent => "percent",
            Wanted::Amount(dimension) => dimension.word(),
        }
    }

    fn example(self) -> String {
        match self {
            Wanted::Money => "an amount of money is a number and a currency: `48000 EUR`".to_owned(),
            Wanted::Percent => "a percent is a number with its sign: `0.1%`".to_owned(),
            Wanted::Amount(dimension) => {
                format!(
                    "a {} is a number and its unit, {}",
                    dimension.word(),
                    dimension.list_of_units()
                )
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
fn number_words(fault: NumberFault, wanted: Wanted, place: &Range<usize>, text: &str) -> FaultWords {
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

fn no_unit_words(wanted: Wanted, number: &Number) -> FaultWords {
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
        Wanted::Amount(dimension) => {
            let units: Vec<String> = dimension.units().map(|unit| format!("`{written} {unit}`")).collect();
            FaultWords::new(FaultKind::NoUnit, format!("a {} without its unit", dimension.word()))
                .help(format!("write {}", text::list_or(&units)))
        }
    }
}

#[cfg(test)]
mod tests;
