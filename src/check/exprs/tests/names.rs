//! Names, fields, calls, look-ups, states and decisions.

use super::messages;
use super::table;

#[test]
fn a_name_means_one_thing() {
    table(&[
        ("a", "Article"),
        ("item", "Article"),
        ("shipment", "Shipment"),
        ("shipment.importer.country", "country"),
        ("de_minimis", "percent"),
        ("own.de_minimis", "percent"),
        ("content(a)", "money"),
        ("own.content(a)", "money"),
        ("exporter.country", "country"),
        ("everybody", "list of Party"),
        ("special", "list of country"),
        ("listed", "list of row of listed"),
        ("military_user", "boolean"),
        ("other.shared", "boolean"),
        ("CN", "country"),
        ("USD", "currency"),
        ("the law's date", "date"),
        ("PartyKind.military", "PartyKind"),
        ("de_minimus", "R201 `de_minimus` is not known here"),
        ("shipmnt.date", "R201 `shipmnt` is not known here"),
        ("own.de_minimus", "R201 own has no `de_minimus`"),
        ("other.shared.x", "R206 `shared` is a flag, which has no fields"),
        ("third.shared", "R201 the names of third are not known here"),
        ("base.shipment.date", "date"),
        ("military", "R201 `military` is not known here"),
        ("shared", "R203 `shared` may be `fourth.shared` or `other.shared`"),
        ("report", "R216 `report` is an obligation, no value"),
        ("n61", "R216 `n61` is a source, no value"),
        ("truce", "R216 `truce` is a reading, no value"),
        ("pause", "R216 `pause` is a suspension, no value"),
        ("HS", "R216 `HS` is a scheme of codes, no value"),
        ("Article", "R216 `Article` is a record type, no value"),
        ("licence", "R216 `licence` is a decision, no value by itself"),
        ("licence.required", "outcome of licence"),
        ("spoilt", "something"),
        ("spoilt.x + 5 kg", "something"),
        ("spoilt(a, b)", "something"),
        ("broken_type is 5", "something"),
    ]);
}

#[test]
fn a_rule_needs_its_state() {
    table(&[
        ("foreign_made applies", "boolean"),
        ("foreign_made is met", "boolean"),
        ("foreign_made is not set aside", "boolean"),
        ("relief_goods is suspended", "boolean"),
        ("shared_rule applies", "boolean"),
        ("foreign_made", "R311 `foreign_made` is a rule: which state of it?"),
        (
            "not relief_goods",
            "R311 `relief_goods` is an exemption: which state of it?",
        ),
        (
            "military_user applies",
            "R216 `military_user` is a flag: its name means its condition",
        ),
        ("a applies", "R216 `a` is an Article, and only rules have states"),
        (
            "licence is met",
            "R216 `licence` is a decision, and only rules have states",
        ),
        ("foreign_mad applies", "R201 `foreign_mad` is not known here"),
    ]);
}

#[test]
fn an_outcome_belongs_to_its_decision() {
    table(&[
        ("licence is required", "boolean"),
        ("licence is not free", "boolean"),
        ("own.licence is required", "boolean"),
        ("licence is licence.required", "boolean"),
        ("licence does not arise", "boolean"),
        ("ban is banned", "boolean"),
        ("licence is requird", "R207 decision `licence` has no outcome `requird`"),
        ("licence is refused", "R207 decision `licence` has no outcome `refused`"),
        (
            "licence is fee",
            "R208 `fee` is a name here, and also a value of licence",
        ),
        (
            "licence is policy.refused",
            "R304 `policy.refused` is an outcome of policy, no outcome of `licence`",
        ),
        ("licence is 5", "R304 `5` is a whole number, no outcome of `licence`"),
        (
            "required is licence",
            "R216 `licence` is a decision, and stands on the left of `is`",
        ),
        (
            "foreign_made does not arise",
            "R216 `foreign_made` is a rule, no decision",
        ),
        ("a does not arise", "R216 `a does not arise`: only a decision arises"),
    ]);
}

#[test]
fn fields_belong_to_records() {
    table(&[
        ("a.orgin", "R206 Article has no field `orgin`"),
        ("a.price.currency", "R206 `a.price` is money, which has no fields"),
        (
            "a.parts.price",
            "R313 `a.parts` is a list; each Article in it has its own",
        ),
        ("listed.nme", "R206 table `listed` has no column `nme`"),
        ("special.name", "R206 `special` is a group, which has no fields"),
        ("content.x", "R312 `content` takes 1 argument, here none"),
    ]);
}

#[test]
fn calls_have_their_arguments() {
    table(&[
        ("held(p, shipment.importer)", "boolean"),
        ("content", "R312 `content` takes 1 argument, here none"),
        ("content(a, a)", "R312 `content` takes 1 argument, here 2"),
        ("held(p)", "R312 `held` takes 2 arguments, here 1"),
        ("exporter(a)", "R312 `exporter` takes no arguments, here 1"),
        ("content(p)", "R304 `p` is a Party, and here an Article belongs"),
        (
            "content(a.parts)",
            "R313 `a.parts` is a list of Article, and here an Article belongs",
        ),
        ("a(p)", "R312 `a` is an Article, which takes no arguments"),
        (
            "de_minimis(a)",
            "R312 `de_minimis` is a percent, which takes no arguments",
        ),
        ("special(a)", "R312 `special` is a group, which takes no arguments"),
        ("contnt(a)", "R201 `contnt` is not known here"),
        ("contnt(b, militry)", "R201 `contnt` is not known here"),
    ]);
}

#[test]
fn a_row_is_looked_up_by_its_whole_key() {
    table(&[
        ("codes(a.hs).limit", "money"),
        ("codes(HS 8505).note", "text or none"),
        ("codes(a.hs)", "row of codes"),
        ("listed(p.name, p.country).since", "date"),
        (
            "listed(p.name).since",
            "R509 table `listed` has one row per name and country, here 1 key",
        ),
        ("loose(p.name).x", "R509 table `loose` does not say what its key is"),
        ("codes(8505).limit", "R305 a code needs its scheme"),
        (
            "codes(a.eccn).limit",
            "R304 `a.eccn` is a code of ECCN or none, and here a code of HS belongs",
        ),
        ("codes(a.hs).limt", "R206 table `codes` has no column `limt`"),
        (
            "codes(a.hs) is codes(a.hs)",
            "R304 `codes(a.hs)` is a row, and rows do not compare",
        ),
    ]);
}

#[test]
fn a_choice_by_reading_has_an_arm_for_each() {
    table(&[
        ("(reading truce is lapsed)", "boolean"),
        ("(reading truce is not lapsed) and a.rare", "boolean"),
        ("(reading truce is lapst)", "R215 reading `truce` has no choice `lapst`"),
        ("(reading trce is lapsed)", "R215 there is no reading `trce` here"),
        (
            "(reading licence is lapsed)",
            "R215 `licence` is a decision, no reading",
        ),
        ("according to reading truce lapsed: 5% extended: de_minimis", "percent"),
        ("according to reading truce lapsed: 5 USD", "R316 no arm for `extended`"),
        (
            "according to reading truce lapsed: 1\n  extended: 2\n  other: 3",
            "R215 reading `truce` has no choice `other`",
        ),
        (
            "according to reading truce lapsed: 1\n  lapsed: 2\n  extended: 3",
            "R118 `lapsed` has two arms",
        ),
        (
            "according to reading truce lapsed: 5 USD extended: 5 kg",
            "R303 one arm is money, the other a mass",
        ),
        (
            "p.kind is (according to reading truce lapsed: civil extended: military)",
            "boolean",
        ),
        (
            "according to readings truce, scope\n  | truce | scope | value |\n  | lapsed | any | 1 |\n  \
             | extended | narrow | 2 |\n  | extended | wide | 3 |",
            "integer",
        ),
        (
            "according to readings truce, scope\n  | truce | scope | value |\n  | lapsed | any | 1 |\n  \
             | extended | narrow | 2 |",
            "R316 no row for `extended` and `wide`",
        ),
        (
            "according to readings truce, scope\n  | truce | scope | value |\n  | any | any | 1 |\n  \
             | extended | narrow | 2 |",
            "R118 this row is never reached",
        ),
    ]);
}

#[test]
fn an_unknown_name_is_answered_with_what_was_meant() {
    messages(&[
        (
            "de_minimus",
            "R201 `de_minimus` is not known here [de_minimus]  |  | write `de_minimis`",
        ),
        (
            "known_only_thre",
            "R201 `known_only_thre` is not known here [known_only_thre]  |  | write `known_only_there`",
        ),
        (
            "military",
            "R201 `military` is not known here [military]  |  | a value of PartyKind: write `PartyKind.military`",
        ),
        (
            "p.kind is both",
            "R208 `both` is a name here, and also a value of PartyKind [both] which of the two? | [both] the name | \
             write `PartyKind.both` for the value",
        ),
        (
            "foreign_made",
            "R311 `foreign_made` is a rule: which state of it? [foreign_made]  |  | \
             `foreign_made applies`: its outcome counts; `foreign_made is met`: its condition holds, whatever its period",
        ),
        (
            "listed(p.name).since",
            "R509 table `listed` has one row per name and country, here 1 key [listed(p.name)]  |  | \
             write `listed(name, country).…`",
        ),
        (
            "held(p)",
            "R312 `held` takes 2 arguments, here 1 [held(p)]  | [held] declared here | \
             write `held(p : Party, owner : Party)`",
        ),
    ]);
}
