//! Amounts: money with its currency, percents, masses and lengths with their units.
//!
//! A number without its unit is never an amount: 0.1 is no percent, and 48000 is no money. In facts and tables an
//! amount is written as a number, one blank and the unit, and a percent with its sign behind it. Masses are kept in kg,
//! lengths in m, what rules declare in the first of its units, exactly. Language reference: "Types and values".

use std::fmt;

use crate::text;
use crate::value::Currency;
use crate::value::Number;
use crate::value::NumberFault;
use crate::value::amount_fault::AmountFault;
use crate::value::amount_fault::Wanted;
use crate::value::measure::MeasureId;
use crate::value::measure::Measures;
use crate::value::measure::one_spelling;

/// A dimension.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Dimension {
    /// In kg.
    Mass,
    /// In m.
    Length,
    /// Declared by rules, in its first unit.
    Declared(MeasureId),
}

/// A dimension with its units.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Scale<'m> {
    dimension: Dimension,
    measures: &'m Measures,
}

/// A unit of a dimension.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) struct Unit<'m> {
    dimension: Dimension,
    size: Size<'m>,
    name: &'m str,
}

/// How much of the base unit of its dimension a unit is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Size<'m> {
    /// `10^exponent`
    Power(i8),
    /// As declared.
    Declared(&'m Number),
}

const fn unit(dimension: Dimension, exponent: i8, name: &'static str) -> Unit<'static> {
    Unit {
        dimension,
        size: Size::Power(exponent),
        name,
    }
}

/// All units of the language itself, the larger first.
const UNITS: [Unit<'static>; 9] = [
    unit(Dimension::Mass, 3, "t"),
    unit(Dimension::Mass, 0, "kg"),
    unit(Dimension::Mass, -3, "g"),
    unit(Dimension::Mass, -6, "mg"),
    unit(Dimension::Length, 3, "km"),
    unit(Dimension::Length, 0, "m"),
    unit(Dimension::Length, -3, "mm"),
    unit(Dimension::Length, -6, "µm"),
    unit(Dimension::Length, -9, "nm"),
];

/// Other spellings that are read: the Greek letter, and `u` for it.
const SPELLINGS: [(&str, &str); 2] = [("\u{3bc}m", "µm"), ("um", "µm")];

/// Other names, with the unit that is meant; only offered, never read.
const OTHER_NAMES: [(&str, &str); 28] = [
    ("tonne", "t"),
    ("tonnes", "t"),
    ("mt", "t"),
    ("to", "t"),
    ("kgs", "kg"),
    ("kilo", "kg"),
    ("kilos", "kg"),
    ("kilogram", "kg"),
    ("kilograms", "kg"),
    ("gr", "g"),
    ("gm", "g"),
    ("gram", "g"),
    ("grams", "g"),
    ("gramme", "g"),
    ("milligram", "mg"),
    ("milligrams", "mg"),
    ("metre", "m"),
    ("metres", "m"),
    ("meter", "m"),
    ("meters", "m"),
    ("kilometres", "km"),
    ("kilometers", "km"),
    ("millimetres", "mm"),
    ("millimeters", "mm"),
    ("micron", "µm"),
    ("microns", "µm"),
    ("nanometres", "nm"),
    ("nanometers", "nm"),
];

/// Why a word is no unit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum UnitFault<'m> {
    /// This unit was certainly meant.
    Meant(Unit<'m>),
    /// Nothing like it is known.
    Unknown,
}

impl Dimension {
    /// The dimension with its units, where these are the measures that rules declare.
    pub(crate) const fn of(self, measures: &Measures) -> Scale<'_> {
        Scale {
            dimension: self,
            measures,
        }
    }

    /// A dimension of the language itself, where rules declare none.
    #[cfg(test)]
    pub(crate) const fn alone(self) -> Scale<'static> {
        static NONE: Measures = Measures::new();
        self.of(&NONE)
    }
}

impl<'m> Scale<'m> {
    /// `mass`, `length`, or the name that rules give.
    pub(crate) fn word(self) -> &'m str {
        match self.dimension {
            Dimension::Mass => "mass",
            Dimension::Length => "length",
            Dimension::Declared(id) => self.measures.get(id).map_or("", |measure| &measure.name),
        }
    }

    /// `a mass`, `an energy_density`
    pub(crate) fn phrase(self) -> String {
        text::with_article(self.word())
    }

    /// Whether rules declare it.
    pub(crate) const fn is_declared(self) -> bool {
        match self.dimension {
            Dimension::Mass | Dimension::Length => false,
            Dimension::Declared(_) => true,
        }
    }

    /// Its units: the larger first, or in the order of their declaration.
    pub(crate) fn units(self) -> impl Iterator<Item = Unit<'m>> {
        let declared = match self.dimension {
            Dimension::Mass | Dimension::Length => None,
            Dimension::Declared(id) => self.measures.get(id),
        };
        let of_rules = declared.into_iter().flat_map(|measure| &measure.units);
        let of_rules = of_rules.map(move |unit| Unit {
            dimension: self.dimension,
            size: Size::Declared(&unit.size),
            name: &unit.name,
        });
        UNITS
            .into_iter()
            .filter(move |unit| unit.dimension == self.dimension)
            .chain(of_rules)
    }

    /// The unit in which its amounts are held.
    pub(crate) fn base(self) -> &'m str {
        match self.dimension {
            Dimension::Mass => "kg",
            Dimension::Length => "m",
            Dimension::Declared(_) => self.units().next().map_or("", Unit::name),
        }
    }

    /// `t, kg, g or mg`
    pub(crate) fn list_of_units(self) -> String {
        text::list_or(&self.units().map(Unit::name).collect::<Vec<_>>())
    }

    /// Its unit with this name, or why it has none.
    pub(crate) fn parse(self, name: &str) -> Result<Unit<'m>, UnitFault<'m>> {
        match Unit::parse(name, self.measures) {
            Ok(unit) if unit.dimension == self.dimension => Ok(unit),
            Err(UnitFault::Meant(unit)) if unit.dimension == self.dimension => Err(UnitFault::Meant(unit)),
            Ok(_) | Err(_) => Err(UnitFault::Unknown),
        }
    }

    /// Whether this, which is none of its units, is a unit of something else.
    pub(crate) fn is_of_another(self, name: &str) -> bool {
        let is_unit = match Unit::parse(name, self.measures) {
            Ok(_) | Err(UnitFault::Meant(_)) => true,
            Err(UnitFault::Unknown) => false,
        };
        is_unit || name == "%" || Currency::parse(name).is_ok()
    }

    /// Its unit with this name.
    fn named(self, name: &str) -> Option<Unit<'m>> {
        match self.dimension {
            Dimension::Mass | Dimension::Length => Unit::plain(name).filter(|unit| unit.dimension == self.dimension),
            Dimension::Declared(_) => {
                let name = one_spelling(name);
                self.units().find(|unit| *unit.name == *name)
            }
        }
    }
}

impl<'m> Unit<'m> {
    /// The unit with this name, of whatever dimension.
    pub(crate) fn parse(name: &str, measures: &'m Measures) -> Result<Unit<'m>, UnitFault<'m>> {
        let declared = || {
            let mut all = measures.ids().map(|id| Dimension::Declared(id).of(measures));
            all.find_map(|scale| scale.named(name))
        };
        Unit::plain(name).or_else(declared).ok_or_else(|| {
            let lower = name.trim().to_lowercase();
            let other = OTHER_NAMES
                .iter()
                .find(|(from, _)| *from == lower)
                .and_then(|(_, to)| Unit::plain(to));
            // `T` is tesla, so only longer names are read whatever their case.
            let case = Unit::plain(&lower).filter(|_| name.len() > 1 || *name == *lower);
            other.or(case).map_or(UnitFault::Unknown, UnitFault::Meant)
        })
    }

    /// The unit of the language itself with this name.
    fn plain(name: &str) -> Option<Unit<'static>> {
        let name = SPELLINGS
            .iter()
            .find(|(from, _)| *from == name)
            .map_or(name, |(_, to)| to);
        UNITS.into_iter().find(|unit| unit.name == name)
    }

    /// `kg`
    pub(crate) const fn name(self) -> &'m str {
        self.name
    }

    /// What it measures.
    pub(crate) const fn dimension(self) -> Dimension {
        self.dimension
    }

    /// So many of this unit, in the base unit of its dimension.
    pub(crate) fn to_base(self, number: &Number) -> Result<Number, NumberFault> {
        match self.size {
            Size::Power(exponent) => number.mul(&Number::power_of_ten(exponent)),
            Size::Declared(size) => number.mul(size),
        }
    }

    /// How many of this unit an amount in the base unit is.
    fn in_unit(self, amount: &Number) -> Option<Number> {
        match self.size {
            Size::Power(exponent) => amount.mul(&Number::power_of_ten(exponent.checked_neg()?)).ok(),
            Size::Declared(size) => amount.div(size).ok(),
        }
    }

    /// Whether amounts are shown in it: none is larger than the base unit.
    fn is_shown(self) -> bool {
        match self.size {
            Size::Power(exponent) => exponent <= 0,
            Size::Declared(size) => *size <= Number::from_i64(1),
        }
    }
}

impl fmt::Display for Unit<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name)
    }
}

impl fmt::Debug for Unit<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name)
    }
}

/// The amount of money that a text says: `48000 EUR`.
pub(crate) fn parse_money(text: &str, max_digits: usize) -> Result<(Number, Currency), AmountFault<'static>> {
    if let Some((number, currency)) = split(text)
        && let (Ok(number), Ok(currency)) = (Number::parse(number, max_digits), Currency::parse(currency))
    {
        return Ok((number, currency));
    }
    Err(AmountFault::of(text, Wanted::Money, max_digits))
}

/// What stands before and behind the last blank. Neither a number nor a unit has a blank in it.
fn split(text: &str) -> Option<(&str, &str)> {
    let at = text.bytes().rposition(|byte| byte == b' ')?;
    Some((text.get(..at)?, text.get(at.saturating_add(1)..)?))
}

/// The amount that a text says, in the base unit of its dimension: `2 kg`, `14 nm`.
pub(crate) fn parse_amount<'m>(text: &str, scale: Scale<'m>, max_digits: usize) -> Result<Number, AmountFault<'m>> {
    if let Some((number, unit)) = split(text)
        && let (Ok(number), Some(unit)) = (Number::parse(number, max_digits), scale.named(unit))
        && let Ok(amount) = unit.to_base(&number)
    {
        return Ok(amount);
    }
    Err(AmountFault::of(text, Wanted::Amount(scale), max_digits))
}

/// The percent that a text says, as a number: `0.1%` is 1/1000.
pub(crate) fn parse_percent(text: &str, max_digits: usize) -> Result<Number, AmountFault<'static>> {
    if let Some(number) = text.strip_suffix('%')
        && let Ok(number) = Number::parse(number, max_digits)
        && let Ok(percent) = from_percent(&number)
    {
        return Ok(percent);
    }
    Err(AmountFault::of(text, Wanted::Percent, max_digits))
}

/// So many percent, as a number: 0.1 is 1/1000.
pub(crate) fn from_percent(number: &Number) -> Result<Number, NumberFault> {
    number.mul(&Number::power_of_ten(-2))
}

/// For people: `48 000 EUR`, `16.80 EUR`; zero without a currency is `0`.
pub(crate) fn show_money(amount: &Number, currency: Option<Currency>, thresholds: &[Number]) -> String {
    match currency {
        Some(currency) => {
            let number = amount.show_with_minor(usize::from(currency.minor_digits()), thresholds);
            format!("{number} {currency}")
        }
        None => amount.show(thresholds),
    }
}

/// For people, in the unit that takes fewest digits, but none above the base unit: `14 nm`, `2 kg`, `250 g`, `1 500 kg`.
pub(crate) fn show_amount(amount: &Number, scale: Scale<'_>, thresholds: &[Number]) -> String {
    let shown = scale.units().filter(|unit| unit.is_shown()).filter_map(|unit| {
        let number = unit.in_unit(amount)?;
        let thresholds: Vec<Number> = thresholds
            .iter()
            .filter_map(|threshold| unit.in_unit(threshold))
            .collect();
        let shown = number.show(&thresholds);
        // A number without an end has as many digits in each power of ten: there, the unit in which it is at least 1.
        let is_cut = shown.ends_with('…');
        let length = if is_cut {
            usize::from(shown.starts_with("0.") || shown.starts_with("-0."))
        } else {
            shown.chars().count()
        };
        Some(((is_cut, length), shown, unit))
    });
    // The first of those that are equally short: the largest unit.
    let shortest = shown.min_by_key(|(key, ..)| *key);
    shortest.map_or_else(
        || amount.show(thresholds),
        |(_, number, unit)| format!("{number} {unit}"),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(text: &str) -> Number {
        Number::parse(text, 28).unwrap()
    }

    #[test]
    fn amounts_are_read_in_their_base_unit() {
        use Dimension::Length;
        use Dimension::Mass;
        for (text, dimension, amount) in [
            ("2 kg", Mass, "2"),
            ("1.5 t", Mass, "1500"),
            ("250 g", Mass, "0.25"),
            ("3 mg", Mass, "0.000003"),
            ("-2 kg", Mass, "-2"),
            ("14 nm", Length, "0.000000014"),
            ("5 µm", Length, "0.000005"),
            ("5 μm", Length, "0.000005"),
            ("5 um", Length, "0.000005"),
            ("7 mm", Length, "0.007"),
            ("2 km", Length, "2000"),
        ] {
            assert_eq!(parse_amount(text, dimension.alone(), 28), Ok(number(amount)), "{text}");
        }
        assert_eq!(parse_percent("0.1%", 28), Ok(number("0.001")));
        assert_eq!(parse_percent("-100%", 28), Ok(number("-1")));
        let eur = Currency::parse("EUR").unwrap();
        assert_eq!(parse_money("48000 EUR", 28), Ok((number("48000"), eur)));
        assert_eq!(parse_money("-16.80 EUR", 28), Ok((number("-16.8"), eur)));
    }

    #[test]
    fn units_have_one_name_and_offer_it() {
        let none = Measures::new();
        for (name, meant) in [
            ("KG", Some("kg")),
            ("kgs", Some("kg")),
            ("Tonnes", Some("t")),
            ("NM", Some("nm")),
            ("microns", Some("µm")),
            ("T", None),
            ("lb", None),
            ("cm", None),
            ("", None),
        ] {
            let fault = Unit::parse(name, &none).unwrap_err();
            let unit = match fault {
                UnitFault::Meant(unit) => Some(unit.name()),
                UnitFault::Unknown => None,
            };
            assert_eq!(unit, meant, "{name:?}");
        }
        for unit in UNITS {
            assert_eq!(Unit::parse(unit.name(), &none), Ok(unit));
        }
    }

    #[test]
    fn amounts_are_shown_in_the_unit_that_reads_best() {
        use Dimension::Length;
        use Dimension::Mass;
        for (amount, dimension, shown) in [
            ("2", Mass, "2 kg"),
            ("1500", Mass, "1 500 kg"),
            ("0.25", Mass, "250 g"),
            ("0.5", Mass, "0.5 kg"),
            ("0.000003", Mass, "3 mg"),
            ("0", Mass, "0 kg"),
            ("0.000000014", Length, "14 nm"),
            ("0.0000000015", Length, "1.5 nm"),
            ("-0.007", Length, "-7 mm"),
            ("3.2", Length, "3.2 m"),
        ] {
            assert_eq!(show_amount(&number(amount), dimension.alone(), &[]), shown, "{amount}");
        }
        let third = number("1").div(&number("3")).unwrap();
        assert_eq!(show_amount(&third, Mass.alone(), &[]), "333.33… g");
        assert_eq!(
            show_amount(&third.add(&number("1")).unwrap(), Mass.alone(), &[]),
            "1.333… kg"
        );
    }

    #[test]
    fn declared_amounts_are_read_and_shown_exactly() {
        let unit = |name: &str, size: Number| crate::value::measure::MeasureUnit {
            name: name.into(),
            size,
        };
        let mut measures = Measures::new();
        let volume = Dimension::Declared(measures.push(crate::value::measure::Measure {
            name: "volume".into(),
            title: Box::default(),
            units: vec![
                unit("m3", number("1")),
                unit("l", number("0.001")),
                unit("gal", number("0.003785411784")),
                unit("µl", number("0.000000001")),
            ],
        }));
        let volume = volume.of(&measures);
        for (text, amount, shown) in [
            ("2 m3", "2", "2 m3"),
            ("1.5 l", "0.0015", "1.5 l"),
            ("2 gal", "0.007570823568", "2 gal"),
            ("3 \u{3bc}l", "0.000000003", "3 µl"),
            ("1000 l", "1", "1 m3"),
            ("0 l", "0", "0 m3"),
        ] {
            let read = parse_amount(text, volume, 28).unwrap();
            assert_eq!(
                (&read, &*show_amount(&read, volume, &[])),
                (&number(amount), shown),
                "{text}"
            );
        }
        let third = number("1").div(&number("3")).unwrap();
        assert_eq!(show_amount(&third, volume, &[]), "333.33… l");
        for text in ["2 kg", "2 L", "2", "2 M3", "two l"] {
            assert!(parse_amount(text, volume, 28).is_err(), "{text}");
        }
        assert!(parse_amount("2 l", Dimension::Mass.of(&measures), 28).is_err());
    }

    #[test]
    fn money_is_shown_with_the_digits_of_its_currency() {
        for (amount, currency, shown) in [
            ("48000", "EUR", "48 000 EUR"),
            ("16.8", "EUR", "16.80 EUR"),
            ("16.80", "EUR", "16.80 EUR"),
            ("9.996", "USD", "9.996 USD"),
            ("0.5", "JPY", "0.5 JPY"),
            ("1.5", "BHD", "1.500 BHD"),
            ("-1200", "EUR", "-1 200 EUR"),
        ] {
            let currency = Currency::parse(currency).unwrap();
            assert_eq!(show_money(&number(amount), Some(currency), &[]), shown, "{amount}");
        }
        assert_eq!(show_money(&Number::ZERO, None, &[]), "0");
    }
}
