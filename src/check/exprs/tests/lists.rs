//! Lists, quantifiers, aggregates.

use super::read;
use super::table;
use crate::plan::ExprKind;
use crate::plan::ListSource;

#[test]
fn quantifiers_and_aggregates_go_through_lists() {
    table(&[
        ("some q in a.parts satisfies q.rare", "boolean"),
        ("every q in all parts of a, if any, satisfies is_rare(q)", "boolean"),
        ("no q in a with all its parts satisfies q.origin is CN", "boolean"),
        (
            "at least one and every u in shipment.uses satisfies u.kind is relief",
            "boolean",
        ),
        ("sum of q.price for q in a.parts", "money"),
        ("sum of q.share for q in a.parts where q.rare", "percent"),
        ("count of q in a.parts", "integer"),
        ("greatest of q.price for q in a.parts", "money or none"),
        ("least of q.bought_on for q in a.parts", "date or none"),
        ("list of q in all parts of a where q.rare", "list of Article"),
        ("all parts of a", "list of Article"),
        ("sum of q.price for q in inner(a)", "money"),
        ("some r in listed satisfies r.name is p.name", "boolean"),
        (
            "some r in listed satisfies r.nme is p.name",
            "R206 table `listed` has no column `nme`",
        ),
        ("some c in special satisfies c is a.origin", "boolean"),
        (
            "some x in {shipment.importer, shipment.end_user} satisfies x.kind is military",
            "boolean",
        ),
        (
            "some x in {a, p} satisfies x.name is \"x\"",
            "R304 one arm is an Article, the other a Party",
        ),
    ]);
}

#[test]
fn a_list_is_wanted_where_something_is_gone_through() {
    table(&[
        (
            "some x in shipment.importer satisfies x.kind is military",
            "R313 `shipment.importer` is a Party, no list",
        ),
        ("some x in a satisfies x.rare", "R313 `a` is an Article, no list"),
        ("some x in a.price satisfies x.rare", "R313 `a.price` is money, no list"),
        (
            "some q in a.parts satisfies q.price",
            "R314 `q.price` is money, and here a condition belongs",
        ),
        (
            "some q in a.prts satisfies q.orgin is CN",
            "R206 Article has no field `prts`",
        ),
        (
            "sum of q.name for q in a.parts",
            "R304 `q.name` is a text, and only figures add up",
        ),
        (
            "sum of q.rare for q in a.parts",
            "R304 `q.rare` is a condition, and only figures add up",
        ),
        (
            "sum of q.parts for q in a.parts",
            "R313 `q.parts` is a list for each of them, and one figure belongs here",
        ),
        ("sum of q.cost for q in a.parts", "R310 `q.cost` may be none"),
        (
            "greatest of q.name for q in a.parts",
            "R304 `q.name` is a text, which is neither greater nor less",
        ),
        (
            "(greatest of q.price for q in a.parts) is at least 5 USD",
            "R310 `greatest of q.price for q in a.parts` may be none",
        ),
        (
            "((greatest of q.price for q in a.parts) else 0 USD) is at least 5 USD",
            "boolean",
        ),
        (
            "some a in a.parts satisfies a.rare",
            "R202 `a` already means something else here",
        ),
        (
            "some item in a.parts satisfies item.rare",
            "R202 `item` already means something else here",
        ),
    ]);
}

#[test]
fn parts_are_those_of_what_has_parts() {
    table(&[
        ("some q in all parts of p satisfies q.rare", "R206 Party has no parts"),
        (
            "some q in all parts of a.parts satisfies q.rare",
            "R313 `a.parts` is a list, and one article has parts",
        ),
        (
            "some q in all parts of a.price satisfies q.rare",
            "R304 `a.price` is money, which has no parts",
        ),
        (
            "sum of q.price for q in all parts of a where q.rare, outermost only",
            "money",
        ),
        (
            "sum of q.price for q in all parts of a, not inside any m where m.rare",
            "money",
        ),
        (
            "sum of q.price for q in a.parts, outermost only",
            "R117 `outermost only` belongs to parts, and this list is no list of parts",
        ),
        (
            "sum of q.price for q in inner(a), not inside any m where m.rare",
            "R117 `not inside any` belongs to parts, and this list is no list of parts",
        ),
    ]);
}

#[test]
fn the_fact_of_all_parties_is_a_collection_and_a_list_in_a_record_is_not() {
    for (text, collection) in [
        ("some x in parties satisfies x.kind is military", true),
        ("some x in everybody satisfies x.kind is military", false),
        ("some h in p.holders satisfies h.party is p", false),
    ] {
        let Some(ExprKind::Quantifier { list, .. }) = read(text).kind else {
            panic!("{text} is no quantifier");
        };
        assert_eq!(matches!(list.source, ListSource::Collection(_)), collection, "{text}");
    }
}
