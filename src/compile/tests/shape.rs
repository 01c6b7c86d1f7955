//! Records, enums, codes and groups.

use super::check_each;
use super::plan_of;
use crate::value::Type;

#[test]
fn each_mistake_in_the_vocabulary_is_said_where_it_stands() {
    check_each(
        "ruleset a \"A\"\n",
        &[
            (
                "a value twice",
                "enum K \"K\"\n  p, q, p\n",
                &["R202 3: the name `p` stands twice"],
            ),
            (
                "a key that is no field",
                "record P \"P\"\n  identified by nr\n  id : text \"Id\"\n",
                &["R206 3: `P` has no field `nr`"],
            ),
            (
                "nobody holds the records",
                "record P \"P\"\n  identified by id\n  id : text \"Id\"\nfact p : P \"P\"\n",
                &["R119 2: no fact holds the records of `P`"],
            ),
            (
                "a default of another type",
                "fact n : integer, left out means 1.5 \"N\"\n",
                &["R304 2: `1.5` is a plain number, and here a whole number belongs"],
            ),
            (
                "a range without anything in it",
                "fact n : percent between 10% and 5% \"N\"\n",
                &["R317 2: nothing lies in this range"],
            ),
            (
                "levels that do not rise",
                "code C \"C\"\n  levels 4, 2 digits\n",
                &["R306 3: the levels do not rise"],
            ),
            (
                "an example of another form",
                "code C \"C\"\n  levels 2, 4 digits\n  example \"123\"\n",
                &["R306 4: `123` is no code of C"],
            ),
            (
                "a member twice",
                "group g \"G\"\n  DE, FR, DE\n",
                &["R202 3: a member of `g` stands twice"],
            ),
            (
                "groups in a circle",
                "group g \"G\"\n  h\ngroup h \"H\"\n  g\n",
                &["R209 3: groups that hold each other"],
            ),
            (
                "a group of another type inside",
                "group g \"G\"\n  DE, h\ngroup h \"H\"\n  \"x\"\n",
                &["R304 3: `h` is a group of text"],
            ),
        ],
    );
}

#[test]
fn a_record_knows_its_parts_its_key_and_who_refers_to_it() {
    let plan = plan_of(
        "ruleset a \"A\"\nrecord Party \"P\"\n  identified by id\n  id : text \"Id\"\n  holders : list of Holding \"H\"\n\
         record Holding \"H\"\n  by : Party \"By\"\nrecord Article \"A\"\n  id : text \"Id\"\n  maker : Party or none \"M\"\n  \
         parts : list of Article \"P\"\nfact parties : list of Party \"P\"\nfact goods : list of Article \"G\"\n",
    );
    let record = |name: &str| plan.shape.records.iter().find(|record| &*record.name == name).unwrap();
    let (party, article, root) = (record("Party"), record("Article"), record("facts"));
    assert_eq!(party.key, party.field("id"));
    assert_eq!(party.collection, root.field("parties"));
    assert_eq!(article.parts, article.field("parts"));
    assert_eq!(article.id_field, article.field("id"));
    let references: Vec<&str> = plan
        .shape
        .records
        .iter()
        .flat_map(|record| record.fields.iter().filter(|field| field.reference))
        .map(|field| &*field.name)
        .collect();
    assert_eq!(references, ["by", "maker"]);
    assert!(matches!(root.fields.at(root.field("goods").unwrap()).ty, Type::List(_)));
}

#[test]
fn a_group_holds_the_members_of_those_it_names_in_any_order() {
    let plan =
        plan_of("ruleset a \"A\"\ngroup g \"G\"\n  h, DE\ngroup h \"H\"\n  FR\n  incomplete because \"a sample\"\n");
    let group = plan.groups.iter().find(|group| &*group.name == "g").unwrap();
    assert_eq!(group.members.len(), 2);
    assert_eq!(group.ty, Type::Country);
    assert!(group.incomplete.is_some());
}
