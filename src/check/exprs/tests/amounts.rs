//! Arithmetic and literals.

use super::table;
use super::table_of;
use crate::value::Type;

#[test]
fn sums_are_of_one_kind() {
    table(&[
        ("a.price + 5 USD", "money"),
        ("a.price - a.price", "money"),
        ("1 + 2", "integer"),
        ("1 + 2.5", "decimal"),
        ("a.share + 5%", "percent"),
        ("a.net_mass + 2 kg", "mass"),
        ("-a.price", "money"),
        ("-5%", "percent"),
        ("a.price + a.net_mass", "R303 money and mass cannot be added"),
        ("a.net_mass - a.width", "R303 mass and length cannot be subtracted"),
        ("a.price + 5", "R304 money and number cannot be added"),
        ("a.share + 5", "R301 a percent and a plain number meet"),
        ("5 + a.share", "R301 a percent and a plain number meet"),
        ("a.price + a.share", "R304 money and percent cannot be added"),
        ("5 USD + 5 EUR", "R302 USD and EUR meet without a rate"),
        ("5 USD + 0 EUR", "money"),
        (
            "shipment.date - a.bought_on",
            "R304 one day cannot be subtracted from another",
        ),
        ("shipment.date + 5", "R304 a number without a unit is no time"),
        ("a.name + \"x\"", "R304 `a.name` is a text, no figure"),
        ("a.parts + 1", "R313 `a.parts` is a list of Article, no figure"),
        ("-a.name", "R304 `-` stands before a text"),
        ("a.rare + 1", "R304 `a.rare` is a condition, no figure"),
    ]);
}

#[test]
fn products_and_quotients_have_the_type_of_the_law() {
    table(&[
        ("a.price * 2", "money"),
        ("2 * a.price", "money"),
        ("a.price * 10%", "money"),
        ("10% * a.price", "money"),
        ("a.price / 2", "money"),
        ("a.price / 50%", "money"),
        ("a.net_mass * 1.5", "mass"),
        ("a.price / a.price", "decimal"),
        ("a.net_mass / 1 kg * 3 EUR", "money"),
        ("a.share * a.share", "percent"),
        ("a.share * 2", "percent"),
        ("2 * a.share", "percent"),
        ("a.share / 2", "percent"),
        ("a.share / 100%", "decimal"),
        ("3 / 4", "decimal"),
        ("3 * 4", "integer"),
        ("a.price * a.price", "R304 money and money cannot be multiplied"),
        ("a.price * a.net_mass", "R303 money and mass cannot be multiplied"),
        ("a.price / a.net_mass", "R303 money and mass cannot be divided"),
        ("2 / a.price", "R304 number and money cannot be divided"),
        ("10 USD / 5 EUR", "R302 USD and EUR meet without a rate"),
    ]);
}

#[test]
fn a_ratio_is_a_percent_where_one_is_wanted() {
    table(&[
        ("content(a) / a.price is at least 50%", "boolean"),
        ("50% is at most content(a) / a.price", "boolean"),
        ("content(a) / a.price is at least de_minimis", "boolean"),
        ("content(a) / a.price is at least 0.5", "boolean"),
        ("(content(a) / a.price) * 2 is at least 50%", "boolean"),
        ("content(a) / a.price - 5% is at least 50%", "boolean"),
        ("(sum of q.price / a.price for q in a.parts) is at least 50%", "boolean"),
        (
            "1 / 2 is at least 50%",
            "R301 a percent is compared with a plain number",
        ),
        ("1 / 2 * 100% is at least 50%", "boolean"),
    ]);
    table_of(&[
        ("content(a) / a.price", Type::Percent, "percent"),
        ("content(a) / a.price", Type::Decimal, "decimal"),
        ("if a.rare then content(a) / a.price else 0%", Type::Percent, "percent"),
        ("if a.rare then 0% else content(a) / a.price", Type::Percent, "percent"),
        ("sum of q.price / a.price for q in a.parts", Type::Percent, "percent"),
        (
            "3 / 4",
            Type::Percent,
            "R301 a plain number stands where a percent belongs",
        ),
        ("5", Type::Decimal, "integer"),
        ("5", Type::Percent, "R301 a plain number stands where a percent belongs"),
        (
            "5%",
            Type::Decimal,
            "R301 a percent stands where a plain number belongs",
        ),
        (
            "1.5",
            Type::Integer,
            "R304 `1.5` is a plain number, and here a whole number belongs",
        ),
        ("5", Type::Money, "R304 `5` is a whole number, and here money belongs"),
        ("5 kg", Type::Money, "R303 `5 kg` is a mass, and here money belongs"),
        (
            "a.parts",
            Type::Money,
            "R313 `a.parts` is a list of Article, and here money belongs",
        ),
        ("none", Type::Money, "R310 here money belongs, which is never none"),
        ("a.cost", Type::Money, "R310 `a.cost` may be none"),
    ]);
}

#[test]
fn units_are_known_or_offered() {
    table(&[
        ("2 kg", "mass"),
        ("14 nm", "length"),
        ("10 000 USD", "money"),
        ("2 kilo", "R309 `kilo` is no unit"),
        ("2 KG", "R309 `KG` is no unit"),
        ("2 XYZ", "R308 `XYZ` is no currency code"),
        ("2 eur", "R308 `eur` is no currency code"),
        ("2 weeks", "R309 weeks are counted in days"),
    ]);
}

#[test]
fn arms_give_one_type() {
    table(&[
        ("if a.rare then 1 else 2.5", "decimal"),
        ("if a.rare then a.price else none", "money or none"),
        (
            "if a.rare then 5 USD else 5 kg",
            "R303 one arm is money, the other a mass",
        ),
        (
            "if a.rare then 5% else 5",
            "R301 a plain number stands where a percent belongs",
        ),
        (
            "if a.price then 1 else 2",
            "R314 `a.price` is money, and here a condition belongs",
        ),
        ("if p.kind is civil then p.kind else military", "PartyKind"),
        ("greatest of {a.price, 5 USD}", "money"),
        ("least of {a.price, 5 kg}", "R303 one arm is money, the other a mass"),
        ("greatest of {a.name, \"x\"}", "R304 a text is neither greater nor less"),
        ("greatest of {1 USD, 2 EUR}", "R302 USD and EUR meet without a rate"),
        ("greatest of {a.cost, a.price}", "R310 `a.cost` may be none"),
    ]);
}
