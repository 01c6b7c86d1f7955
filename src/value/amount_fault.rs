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
    Number(NumberFault, Range<usize>),
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
            return AmountFault::Number(NumberFault::Empty, 0..text.len());
        }
        let Some(parts) = Parts::of(text).filter(|_| text.len() <= LONGEST) else {
            return AmountFault::NoAmount(wanted);
        };
        let (Some(number), Some(unit)) = (text.get(parts.number.clone()), text.get(parts.unit.clone())) else {
            return AmountFault::NoAmount(wanted);
        };
        let read = Number::parse(number, max_digits);
        if let Err(fault) = read {
            return AmountFault::Number(fault, parts.number);
        }
        if let (Ok(number), "") = (&read, unit) {
            return AmountFault::NoUnit(wanted, number.clone());
        }
        let name = match (wanted, unit) {
            (Wanted::Percent, "%" | "\u{ff05}" | "\u{66a}" | "percent" | "per cent" | "pct") => "%",
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
            AmountFault::Number(fault, place) => number_words(*fault, place, text),
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

fn number_words(fault: NumberFault, place: &Range<usize>, text: &str) -> FaultWords {
    let words = fault.words(text.get(place.clone()).unwrap_or(""));
    let at = words
        .at
        .clone()
        .map(|at| at.start.saturating_add(place.start)..at.end.saturating_add(place.start));
    let instead = words.instead.clone().zip(Parts::of(text)).map(|(number, parts)| {
        joined(&number, text.get(parts.unit).unwrap_or(""))
            .trim_end()
            .to_owned()
    });
    let words = FaultWords { at, ..words };
    match instead {
        Some(instead) => FaultWords { help: None, ..words }.instead(instead),
        None => words,
    }
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
mod tests {
    use super::*;

    #[test]
    fn the_mistake_is_named_with_its_place_and_a_way_out() {
        use Wanted::Money;
        use Wanted::Percent;
        let mass = Wanted::Amount(Dimension::Mass);
        let length = Wanted::Amount(Dimension::Length);
        for (wanted, written, title, at, help) in [
            (
                Money,
                "16,80 EUR",
                "a comma in a number",
                Some(2..3),
                "write `16.80 EUR`",
            ),
            (
                Money,
                "1,200.50 EUR",
                "a comma in a number",
                Some(1..2),
                "write `1200.50 EUR`",
            ),
            (
                Money,
                "1.200,50 EUR",
                "a comma in a number",
                Some(5..6),
                "write `1200.50 EUR`",
            ),
            (
                Money,
                "1,200 EUR",
                "a comma in a number",
                Some(1..2),
                "write `1.200` or `1200`",
            ),
            (Money, "48 000 EUR", "digits in groups", Some(2..3), "write `48000 EUR`"),
            (Money, "48_000 EUR", "digits in groups", Some(2..3), "write `48000 EUR`"),
            (
                Money,
                "48'000.50 EUR",
                "digits in groups",
                Some(2..3),
                "write `48000.50 EUR`",
            ),
            (
                Money,
                "1.200.000 EUR",
                "digits in groups",
                Some(1..2),
                "write `1200000 EUR`",
            ),
            (
                Money,
                "4.8e4 EUR",
                "an exponent in a number",
                Some(3..4),
                "write `48000 EUR`",
            ),
            (
                Money,
                "+5 EUR",
                "a sign that no number has",
                Some(0..1),
                "write `5 EUR`",
            ),
            (
                Money,
                ".5 EUR",
                "a point without a digit on each side",
                Some(0..1),
                "write `0.5 EUR`",
            ),
            (
                Money,
                "48000 eur",
                "`eur` is no currency code",
                Some(6..9),
                "write `48000 EUR`",
            ),
            (
                Money,
                "48000 €",
                "`€` is no currency code",
                Some(6..9),
                "write `48000 EUR`",
            ),
            (
                Money,
                "€48000",
                "`€` is no currency code",
                Some(0..3),
                "write `48000 EUR`",
            ),
            (
                Money,
                "10 RMB",
                "`RMB` is no currency code",
                Some(3..6),
                "write `10 CNY`",
            ),
            (
                Money,
                "EUR 48000",
                "`EUR 48000` is not written as an amount",
                None,
                "write `48000 EUR`",
            ),
            (
                Money,
                "48000EUR",
                "`48000EUR` is not written as an amount",
                None,
                "write `48000 EUR`",
            ),
            (
                Money,
                "48000  EUR",
                "`48000  EUR` is not written as an amount",
                None,
                "write `48000 EUR`",
            ),
            (
                Money,
                " 48000 EUR",
                "` 48000 EUR` is not written as an amount",
                None,
                "write `48000 EUR`",
            ),
            (
                Money,
                "48000",
                "an amount of money without its currency",
                None,
                "write the currency behind the number, as in `48000 EUR`",
            ),
            (
                Money,
                "2 kg",
                "`kg` is no unit of money",
                Some(2..4),
                "an amount of money is a number and a currency: `48000 EUR`",
            ),
            (
                Money,
                "free",
                "`free` is no amount of money",
                None,
                "an amount of money is a number and a currency: `48000 EUR`",
            ),
            (
                Percent,
                "0.1",
                "a percent without its sign",
                None,
                "write `0.1%` or `10%`",
            ),
            (
                Percent,
                "0.1 %",
                "`0.1 %` is not written as an amount",
                None,
                "write `0.1%`",
            ),
            (Percent, "0,1%", "a comma in a number", Some(1..2), "write `0.1%`"),
            (
                Percent,
                "1‰",
                "`‰` is no unit of a percent",
                Some(1..4),
                "a percent is a number with its sign: `0.1%`",
            ),
            (
                mass,
                "2",
                "a mass without its unit",
                None,
                "write `2 t`, `2 kg`, `2 g` or `2 mg`",
            ),
            (mass, "2 kgs", "`kgs` is no unit of mass", Some(2..5), "write `2 kg`"),
            (
                mass,
                "2 lb",
                "`lb` is no unit of mass",
                Some(2..4),
                "a mass is in t, kg, g or mg",
            ),
            (
                mass,
                "2 T",
                "`T` is no unit of mass",
                Some(2..3),
                "a mass is in t, kg, g or mg",
            ),
            (
                mass,
                "2 m",
                "`m` is no unit of mass",
                Some(2..3),
                "a mass is a number and its unit, t, kg, g or mg",
            ),
            (
                length,
                "14nm",
                "`14nm` is not written as an amount",
                None,
                "write `14 nm`",
            ),
            (
                length,
                "14 EUR",
                "`EUR` is no unit of length",
                Some(3..6),
                "a length is a number and its unit, km, m, mm, µm or nm",
            ),
        ] {
            let words = AmountFault::of(written, wanted, 28).words(written);
            assert_eq!(
                (words.title.as_str(), words.at, words.help.as_deref()),
                (title, at, Some(help)),
                "{written:?}"
            );
        }
        let words = AmountFault::of("  ", Money, 28).words("  ");
        assert_eq!(words.title, "nothing is written where a number belongs");
    }

    #[test]
    fn what_is_to_be_written_instead_can_be_read() {
        for written in [
            "16,80 EUR",
            "48 000 EUR",
            "EUR 48000",
            "48000EUR",
            "€48000",
            "1e3 USD",
            "5. USD",
            "10 rmb",
        ] {
            let instead = AmountFault::of(written, Wanted::Money, 28)
                .words(written)
                .instead
                .unwrap();
            assert!(
                crate::value::quantity::parse_money(&instead, 28).is_ok(),
                "{written} gives {instead}"
            );
        }
    }
}
