//! Tables of mistakes in amounts.

use proptest::prelude::*;

use Wanted::Money;
use Wanted::Percent;

use super::*;
use crate::value::Country;
use crate::value::Date;
use crate::value::Dimension;
use crate::value::parse_amount;
use crate::value::parse_money;
use crate::value::parse_percent;

const MASS: Wanted<'static> = Wanted::Amount(Dimension::Mass.alone());
const LENGTH: Wanted<'static> = Wanted::Amount(Dimension::Length.alone());

/// What is wanted, what is written, the title, its place, the help.
type Case = (
    Wanted<'static>,
    &'static str,
    &'static str,
    Option<Range<usize>>,
    &'static str,
);

const CASES: &[Case] = &[
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
        "write `1.200 EUR` or `1200 EUR`",
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
        MASS,
        "2",
        "a mass without its unit",
        None,
        "write `2 t`, `2 kg`, `2 g` or `2 mg`",
    ),
    (MASS, "2 kgs", "`kgs` is no unit of mass", Some(2..5), "write `2 kg`"),
    (
        MASS,
        "2 lb",
        "`lb` is no unit of mass",
        Some(2..4),
        "a mass is in t, kg, g or mg",
    ),
    (
        MASS,
        "2 T",
        "`T` is no unit of mass",
        Some(2..3),
        "a mass is in t, kg, g or mg",
    ),
    (
        MASS,
        "2 m",
        "`m` is no unit of mass",
        Some(2..3),
        "a mass is a number and its unit, t, kg, g or mg",
    ),
    (
        LENGTH,
        "14nm",
        "`14nm` is not written as an amount",
        None,
        "write `14 nm`",
    ),
    (
        LENGTH,
        "14 EUR",
        "`EUR` is no unit of length",
        Some(3..6),
        "a length is a number and its unit, km, m, mm, µm or nm",
    ),
];

#[test]
fn the_mistake_is_named_with_its_place_and_a_way_out() {
    for (wanted, written, title, at, help) in CASES {
        let words = AmountFault::of(written, *wanted, 28).words(written);
        assert_eq!(
            (words.title.as_str(), words.at, words.help.as_deref()),
            (*title, at.clone(), Some(*help)),
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

proptest! {
    #[test]
    fn nothing_that_is_read_panics_and_what_is_offered_can_be_read(
        text in "\\PC{0,16}|[-+0-9.,eE _']{0,8} ?(EUR|eur|€|kg|KG|nm|%|‰| )|(EUR|€|\\$) ?[0-9.,]{1,6}",
    ) {
        let offered = |fault: AmountFault<'_>| fault.words(&text).instead;
        if let Some(instead) = parse_money(&text, 28).err().and_then(offered) {
            prop_assert!(parse_money(&instead, 200).is_ok(), "{} gives {}", text, instead);
        }
        if let Some(instead) = parse_percent(&text, 28).err().and_then(offered) {
            prop_assert!(parse_percent(&instead, 200).is_ok(), "{} gives {}", text, instead);
        }
        for dimension in [Dimension::Mass, Dimension::Length] {
            if let Some(instead) = parse_amount(&text, dimension.alone(), 28).err().and_then(offered) {
                prop_assert!(parse_amount(&instead, dimension.alone(), 200).is_ok(), "{} gives {}", text, instead);
            }
        }
        for at in [parse_money(&text, 28).err(), parse_percent(&text, 28).err()].into_iter().flatten() {
            let place = at.words(&text).at;
            prop_assert!(place.is_none_or(|place| text.get(place).is_some()), "{}", text);
        }
    }

    #[test]
    fn what_is_offered_for_a_date_is_a_date(text in "\\PC{0,12}|[0-9]{1,4}[-/. ][0-9]{1,2}[-/. ][0-9]{1,4}|[0-9]{8}") {
        if let Err(fault) = Date::parse(&text) {
            let instead = fault.words(&text).instead;
            prop_assert!(instead.is_none_or(|instead| Date::parse(&instead).is_ok()), "{}", text);
        }
    }

    #[test]
    fn what_is_offered_for_a_country_or_a_currency_is_one(text in "\\PC{0,8}|[A-Za-z]{1,4}") {
        if let Err(fault) = Country::parse(&text) {
            let instead = fault.words(&text).instead;
            prop_assert!(instead.is_none_or(|instead| Country::parse(&instead).is_ok()), "{}", text);
        }
        if let Err(fault) = Currency::parse(&text) {
            let instead = fault.words(&text).instead;
            prop_assert!(instead.is_none_or(|instead| Currency::parse(&instead).is_ok()), "{}", text);
        }
    }
}
