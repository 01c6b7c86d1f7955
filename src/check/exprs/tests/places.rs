//! What may be said where: in a ruleset that decides once, in `must hold`, in parameters, in `because`, in tests.

use super::Place;
use super::compare;
use super::listening;
use super::locals;
use super::mistakes;
use super::nowhere;
use super::table_in;
use super::try_in;
use crate::diagnostic::Diagnostic;
use crate::ids::Id;
use crate::plan::ExprId;
use crate::plan::ExprKind;
use crate::syntax::ast;
use crate::value::TableId;
use crate::value::Type;

use crate::check::exprs::Elaborator;
use crate::check::exprs::Locals;
use crate::check::exprs::types;

#[test]
fn a_ruleset_that_decides_once_reads_nothing_that_is_decided_for_each() {
    table_in(
        Place::Third,
        &[
            ("ban is banned", "R201 `ban` is not known here"),
            ("de_minimis", "percent"),
            (
                "licence is required",
                "R412 `licence` is decided for each of shipment.items, and this ruleset decides once",
            ),
            (
                "policy does not arise",
                "R412 `policy` is decided for each of shipment.items, and this ruleset decides once",
            ),
            (
                "foreign_made applies",
                "R412 `foreign_made` is decided for each of shipment.items, and this ruleset decides once",
            ),
            (
                "military_user",
                "R412 `military_user` is decided for each of shipment.items, and this ruleset decides once",
            ),
            ("item.price", "R201 `item` is not known here"),
            ("some item in shipment.items satisfies item.rare", "boolean"),
            ("content(a)", "money"),
        ],
    );
}

/// Reads each body in locals of a kind, and gives the type or what is said.
fn each_in(make: impl Fn(&Elaborator<'_>) -> Locals, rows: &[(&str, &str)]) {
    let items: Vec<String> = rows
        .iter()
        .map(|(text, _)| format!("definition probe means {text}\n\n"))
        .collect();
    let found: Vec<String> = try_in(Place::Own, &items.concat(), |elaborator, _, _| {
        let means = bodies(elaborator);
        means
            .into_iter()
            .map(|means| {
                let mut locals = make(elaborator);
                let (id, said) = listening(elaborator, |elaborator| elaborator.expr(&mut locals, means, None));
                type_or(elaborator, id, &said)
            })
            .collect()
    });
    compare(
        rows.iter()
            .zip(&found)
            .map(|((text, expected), found)| (*text, *expected, found.as_str())),
    );
}

fn type_or(elaborator: &Elaborator<'_>, id: ExprId, said: &[Diagnostic]) -> String {
    let ty = elaborator.exprs.get(id).map_or(Type::Error, |expr| expr.ty.clone());
    if said.is_empty() {
        types::written(elaborator.plan, &ty)
    } else {
        mistakes(said)
    }
}

/// The bodies of the definitions called `probe`, in order.
fn bodies(elaborator: &Elaborator<'_>) -> Vec<ast::ExprId> {
    let items = elaborator.ast.items.iter();
    items
        .filter_map(|item| {
            if let ast::ItemKind::Definition(definition) = &item.kind
                && *definition.name.text == *"probe"
                && let ast::Meaning::One(means) = definition.means
            {
                return Some(means);
            }
            None
        })
        .collect()
}

#[test]
fn must_hold_speaks_of_the_fields_of_its_record() {
    each_in(
        |elaborator| {
            let id = elaborator
                .plan
                .shape
                .records
                .iter_ids()
                .find(|(_, shape)| *shape.name == *"Party");
            Locals::of_record(id.unwrap().0)
        },
        &[
            ("(sum of h.share for h in holders) is at most 100%", "boolean"),
            ("kind is military", "boolean"),
            ("branch_of is not none and branch_of.kind is civil", "boolean"),
            ("knd is military", "R201 `knd` is not known here"),
            (
                "item.rare",
                "R216 `item` is one element of the list, and this holds for all of them",
            ),
            (
                "some kind in holders satisfies kind.share is 5%",
                "R202 `kind` already means something else here",
            ),
        ],
    );
}

#[test]
fn a_condition_on_a_row_speaks_of_its_columns() {
    each_in(
        |_| Locals::of_row(TableId::from_index(0)),
        &[
            ("name is \"x\"", "boolean"),
            ("country is CN", "boolean"),
            ("since is before 2026-01-01", "boolean"),
            ("nme is \"x\"", "R201 `nme` is not known here"),
            ("urgent", "R216 `urgent` is a fact, and this value hangs on no facts"),
        ],
    );
}

#[test]
fn the_value_of_a_parameter_hangs_on_no_facts() {
    each_in(
        |_| Locals::without_facts(),
        &[
            ("5 USD * 2", "money"),
            (
                "shipment.date",
                "R216 `shipment` is a fact, and this value hangs on no facts",
            ),
            (
                "exporter",
                "R216 `exporter` is a definition, and this value hangs on no facts",
            ),
            (
                "item.price",
                "R216 `item` is one element of the list, and this holds for all of them",
            ),
        ],
    );
}

#[test]
fn what_when_says_is_known_afterwards() {
    let items = "definition probe means a.cost is not none and a.rare\n\n\
                 definition probe means a.cost is at least 5 USD\n";
    try_in(Place::Own, items, |elaborator, _, _| {
        let mut locals = locals(elaborator);
        let [when, after] = bodies(elaborator)[..] else {
            panic!("two probes");
        };
        let (_, said) = listening(elaborator, |elaborator| elaborator.condition(&mut locals, after));
        assert_eq!(mistakes(&said), "R310 `a.cost` may be none");
        let (of, said) = listening(elaborator, |elaborator| elaborator.conditions(&mut locals, when));
        assert_eq!((of.len(), &*mistakes(&said)), (2, ""));
        let (_, said) = listening(elaborator, |elaborator| elaborator.condition(&mut locals, after));
        assert_eq!(mistakes(&said), "");
    });
}

#[test]
fn anything_that_can_be_shown_stands_in_a_text() {
    let rows = [
        ("a.price", ""),
        ("a.cost", ""),
        ("p", ""),
        ("p.kind", ""),
        ("a.parts", "R313 `a.parts` is a list, which cannot be shown"),
        ("codes(a.hs)", "R304 `codes(a.hs)` is a row, which cannot be shown"),
        ("codes(a.hs).limit", ""),
    ];
    let items: Vec<String> = rows
        .iter()
        .map(|(text, _)| format!("definition probe means {text}\n\n"))
        .collect();
    try_in(Place::Own, &items.concat(), |elaborator, _, _| {
        let means = bodies(elaborator);
        let mut locals = locals(elaborator);
        for (means, (text, expected)) in means.into_iter().zip(rows) {
            let (_, said) = listening(elaborator, |elaborator| elaborator.insertion(&mut locals, means));
            assert_eq!(mistakes(&said), expected, "{text}");
        }
    });
}

#[test]
fn a_path_of_a_ruleset_is_read_as_an_expression() {
    let rows = [
        ("shipment.date", "date"),
        ("base.shipment.date", "date"),
        ("start", "date"),
        ("own.start", "date"),
        ("shipment.dat", "R206 Shipment has no field `dat`"),
        ("shipment.importer", "R304 `this` is a Party, and here a date belongs"),
    ];
    try_in(Place::Own, "", |elaborator, _, _| {
        for (words, expected) in rows {
            let parts = words.split('.').map(|word| ast::Ident {
                text: word.into(),
                span: nowhere(),
            });
            let path = ast::Path {
                parts: parts.collect(),
                span: nowhere(),
            };
            let mut locals = Locals::new();
            let (id, said) = listening(elaborator, |elaborator| {
                elaborator.path(&mut locals, &path, Some(&Type::Date))
            });
            assert_eq!(type_or(elaborator, id, &said), expected, "{words}");
        }
    });
}

#[test]
fn every_local_has_a_number_of_its_own() {
    let item = "definition probe means (some q in a.parts satisfies q.rare) and (some q in a.parts where q.rare \
                satisfies (some r in q.parts satisfies r.rare))\n";
    try_in(Place::Own, item, |elaborator, _, _| {
        let mut locals = locals(elaborator);
        let means = bodies(elaborator)[0];
        elaborator.condition(&mut locals, means);
        let numbers: Vec<usize> = elaborator
            .exprs
            .iter()
            .filter_map(|expr| {
                if let ExprKind::Quantifier { local, .. } = &expr.kind {
                    return Some(local.index());
                }
                None
            })
            .collect();
        assert_eq!((numbers, locals.frame()), (vec![2, 4, 3], 5));
    });
}
