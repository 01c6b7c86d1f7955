//! Comparisons, codes, none and narrowing.

use super::messages;
use super::table;

#[test]
fn the_side_that_says_its_type_tells_what_a_word_means() {
    table(&[
        ("p.kind is military", "boolean"),
        ("military is p.kind", "boolean"),
        ("p.kind is not civil", "boolean"),
        ("p.kind is in {military, civil}", "boolean"),
        ("p.kind is in bad_kinds", "boolean"),
        ("p.kind is PartyKind.military", "boolean"),
        ("a.origin is CN", "boolean"),
        ("CN is a.origin", "boolean"),
        ("a.origin is in {CN, HK}", "boolean"),
        ("a.origin is not in special", "boolean"),
        ("shipment.currency is USD", "boolean"),
        ("p.kind is (if urgent then military else civil)", "boolean"),
        ("p.kind is militry", "R207 PartyKind has no value `militry`"),
        ("p.kind is in {militry, civil}", "R207 PartyKind has no value `militry`"),
        ("p.kind is PartyKind.militry", "R207 PartyKind has no value `militry`"),
        ("p.kind is CN", "R304 a PartyKind and a country cannot be compared"),
        ("p.knd is military", "R206 Party has no field `knd`"),
        (
            "p.kind is both",
            "R208 `both` is a name here, and also a value of PartyKind",
        ),
        (
            "p.kind is in {both, civil}",
            "R208 `both` is a name here, and also a value of PartyKind",
        ),
        ("p.kind is PartyKind.both", "boolean"),
        ("a.origin is UK", "R307 `UK` is no country code"),
        ("a.origin is EU", "R307 `EU` is no country code"),
        ("shipment.currency is RMB", "R308 `RMB` is no currency code"),
        ("a.origin is \"CN\"", "R304 a country and a text cannot be compared"),
    ]);
}

#[test]
fn only_what_is_of_one_kind_compares() {
    table(&[
        ("a.name is \"magnet\"", "boolean"),
        ("a.rare is true", "boolean"),
        ("p is shipment.importer", "boolean"),
        ("a is p", "R304 an Article and a Party cannot be compared"),
        (
            "a.share is at least 0.1",
            "R301 a percent is compared with a plain number",
        ),
        ("a.share is at least 0.1%", "boolean"),
        ("a.share >= 50%", "boolean"),
        ("a.factor is 10%", "R301 a percent is compared with a plain number"),
        ("a.price is at least 10 USD", "boolean"),
        (
            "a.price is at least a.net_mass",
            "R303 money and mass cannot be compared",
        ),
        ("a.price is at least 10", "R304 money and number cannot be compared"),
        ("a.net_mass is 2", "R304 mass and number cannot be compared"),
        (
            "a.net_mass is at most a.width",
            "R303 mass and length cannot be compared",
        ),
        ("a.width is at most 14 nm", "boolean"),
        ("10 USD is at least 5 EUR", "R302 USD and EUR meet without a rate"),
        ("a.layers is at least 256", "boolean"),
        ("a.layers is at least 0.5", "boolean"),
    ]);
}

#[test]
fn only_what_has_an_order_is_more_or_less() {
    table(&[
        ("a.bought_on is before 2026-01-01", "boolean"),
        ("a.bought_on is on or after shipment.date", "boolean"),
        ("a.bought_on is at least 2026-01-01", "boolean"),
        (
            "a.price is on or after 10 USD",
            "R304 `on or after` compares days, and `a.price` is money",
        ),
        (
            "a.layers is before 5",
            "R304 `before` compares days, and `a.layers` is a whole number",
        ),
        (
            "a.origin is at least CN",
            "R304 `a.origin` is a country, which is neither more nor less",
        ),
        (
            "p.kind is more than civil",
            "R304 `p.kind` is a PartyKind, which is neither more nor less",
        ),
        (
            "a.hs is at least HS 8505",
            "R304 `a.hs` is a code of HS, which is neither more nor less",
        ),
        ("a.share is between 5% and 10%", "boolean"),
        (
            "a.share is between 5 and 10",
            "R301 a percent is compared with a plain number",
        ),
        (
            "a.price is between 5 USD and 10 kg",
            "R303 money and mass cannot be compared",
        ),
        ("a.price is not between 1 USD and 2 USD", "boolean"),
        ("a.parts is a", "R313 `a.parts` is a list, and `is` compares one value"),
        (
            "a.price is {1 USD}",
            "R313 `{1 USD}` is a list, and `is` compares one value",
        ),
        (
            "a.parts is at least 2",
            "R313 `a.parts` is a list, and one value is compared",
        ),
        ("a.origin is in CN", "R313 `CN` is a country, no list"),
        ("a.origin is in a.made_in", "R313 `a.made_in` is a country, no list"),
        (
            "a.origin is in {\"CN\"}",
            "R304 a country and a text cannot be compared",
        ),
        ("a.share is in {1, 2}", "R301 a percent is compared with a plain number"),
        ("shipment.importer is in parties", "boolean"),
        ("a.parts is in {a}", "R313 `a.parts` is a list itself"),
    ]);
}

#[test]
fn codes_compare_within_their_scheme() {
    table(&[
        ("a.hs is HS 8505.11", "boolean"),
        ("a.hs is under HS 8505.11", "boolean"),
        ("a.hs is not under HS 8505", "boolean"),
        ("a.eccn is under ECCN 3A001", "boolean"),
        ("a.hs is under any of {HS 8505, HS 8506}", "boolean"),
        ("a.hs is under any of codes.code", "boolean"),
        ("a.hs is under any of magnets", "boolean"),
        ("a.hs is in magnets", "boolean"),
        ("a.hs is in {HS 8505, HS 8506}", "boolean"),
        (
            "a.hs is in codes.code",
            "R315 `codes.code` holds codes, which stand for all codes below them",
        ),
        ("a.hs is under ECCN 3A001", "R304 codes of HS and ECCN never compare"),
        ("a.hs is ECCN 3A001", "R304 codes of HS and ECCN never compare"),
        ("a.hs is under 8505.11", "R305 a code needs its scheme"),
        ("a.hs is 8505.11", "R305 a code needs its scheme"),
        ("a.hs is \"8505.11\"", "R305 a code needs its scheme"),
        ("a.hs is in {8505, 8506}", "R305 a code needs its scheme"),
        ("a.hs is under codes.code", "R313 `codes.code` holds several codes"),
        ("a.hs is under magnets", "R313 `magnets` holds several codes"),
        (
            "a.hs is under any of HS 8505",
            "R313 `HS 8505` is a code of HS, no list",
        ),
        (
            "a.name is under HS 8505",
            "R304 `a.name` is a text, and only codes stand under codes",
        ),
        (
            "a.hs is under any of special",
            "R304 the list holds a country, no codes",
        ),
        ("a.hs is HTS 8505", "R213 there is no scheme of codes `HTS` here"),
        ("a.hs is HS 8505.1", "R306 `8505.1` is no code of HS"),
        ("a.name is in listed.name", "boolean"),
        (
            "a.origin is in listed.name",
            "R304 `a.origin` is a country, and the list holds a text",
        ),
        ("a.name is in listed", "R313 `listed` is a table: in which column?"),
        ("a.name is listed.name", "R313 `listed.name` is a whole column"),
    ]);
}

#[test]
fn what_may_be_none_is_narrowed_before_it_is_measured() {
    table(&[
        ("a.eccn is none", "boolean"),
        ("a.cost is not none", "boolean"),
        ("a.price is none", "R304 `a.price` is never none"),
        ("a.cost is 5 USD", "boolean"),
        ("a.cost is at least 5 USD", "R310 `a.cost` may be none"),
        ("a.cost + a.price", "R310 `a.cost` may be none"),
        ("a.cost is not none and a.cost is at least 5 USD", "boolean"),
        ("not a.cost is none and a.cost is at least 5 USD", "boolean"),
        (
            "a.cost is at least 5 USD and a.cost is not none",
            "R310 `a.cost` may be none",
        ),
        (
            "a.cost is not none or a.cost is at least 5 USD",
            "R310 `a.cost` may be none",
        ),
        (
            "(a.cost is not none and a.rare) and a.cost is at least 5 USD",
            "boolean",
        ),
        (
            "(a.cost is not none or a.rare) and a.cost is at least 5 USD",
            "R310 `a.cost` may be none",
        ),
        (
            "a.cost is not none and (a.cost is not none and a.cost > 1 USD)",
            "boolean",
        ),
        (
            "a.cost is not none and item.cost is at least 5 USD",
            "R310 `item.cost` may be none",
        ),
        ("a.supplier is not none and a.supplier.kind is military", "boolean"),
        ("a.supplier.kind is military", "R310 `a.supplier` may be none"),
    ]);
}

#[test]
fn what_may_be_none_is_narrowed_by_if_where_and_else() {
    table(&[
        ("if a.cost is not none then a.cost else a.price", "money"),
        ("if a.cost is none then a.price else a.cost", "money or none"),
        (
            "reference_price(a) is not none and reference_price(a) is at least 5 USD",
            "boolean",
        ),
        (
            "reference_price(a) is not none and reference_price(item) is at least 5 USD",
            "R310 `reference_price(item)` may be none",
        ),
        ("a.cost else a.price", "money"),
        ("(a.cost else 0 USD) is at least 5 USD", "boolean"),
        ("a.cost else reference_price(a)", "money or none"),
        (
            "a.price else a.cost",
            "R304 `a.price` is never none, so `else` says nothing",
        ),
        (
            "a.cost else 5 kg",
            "R303 `5 kg` is a mass, and here money or none belongs",
        ),
        (
            "content(a.supplier)",
            "R304 `a.supplier` is a Party or none, and here an Article belongs",
        ),
        ("held(a.supplier, p)", "R310 `a.supplier` may be none"),
        (
            "some q in a.parts where q.cost is not none satisfies q.cost is at least 5 USD",
            "boolean",
        ),
        (
            "some q in a.parts satisfies q.cost is at least 5 USD",
            "R310 `q.cost` may be none",
        ),
        (
            "(some q in a.parts where q.cost is not none satisfies q.rare) and a.cost > 1 USD",
            "R310 `a.cost` may be none",
        ),
    ]);
}

#[test]
fn a_literal_outside_the_range_of_its_field_is_a_slip() {
    table(&[
        ("some h in p.holders satisfies h.share is at least 50%", "boolean"),
        ("some h in p.holders satisfies h.share is at least 100%", "boolean"),
        (
            "some h in p.holders satisfies h.share is at least 150%",
            "R317 `share` is never 150%",
        ),
        (
            "some h in p.holders satisfies -1% is h.share",
            "R317 `share` is never -1%",
        ),
    ]);
}

#[test]
fn a_message_says_the_place_and_a_way_out() {
    messages(&[
        (
            "a.share is at least 0.1",
            "R301 a percent is compared with a plain number [0.1]  |  | `0.1%` is one in a thousand, `10%` one in ten",
        ),
        (
            "a.share is at least 0.25",
            "R301 a percent is compared with a plain number [0.25]  |  | \
             `0.25%` is 0.25 in a hundred, `25%` 0.25 times the whole",
        ),
        (
            "a.share is at least a.factor",
            "R301 a percent is compared with a plain number [a.factor]  |  | `a.factor * 100%` is a percent",
        ),
        (
            "a.price + a.net_mass",
            "R303 money and mass cannot be added [+]  | [a.net_mass] mass, [a.price] money | \
             money by weight: `a.price + a.net_mass / 1 kg * 3 EUR`",
        ),
        (
            "a.hs is under 8505.11",
            "R305 a code needs its scheme [8505.11] a number |  | write `HS 8505.11`",
        ),
        (
            "a.origin is UK",
            "R307 `UK` is no country code [UK]  |  | the United Kingdom is `GB`",
        ),
        (
            "p.kind is militry",
            "R207 PartyKind has no value `militry` [militry]  |  | write `military`",
        ),
        (
            "a.orgin is CN",
            "R206 Article has no field `orgin` [orgin]  |  | write `origin`",
        ),
        (
            "a.price is at least 10",
            "R304 money and number cannot be compared [10] number | [a.price] money | write its unit: `10 USD`",
        ),
        (
            "a.hs is in codes.code",
            "R315 `codes.code` holds codes, which stand for all codes below them [a.hs is in codes.code]  |  | \
             write `a.hs is under any of codes.code`",
        ),
    ]);
}
