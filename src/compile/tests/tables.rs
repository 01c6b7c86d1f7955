//! Tables: cells, keys, filters, certainty.

use super::check_each;
use super::compile_texts;
use super::said;

#[test]
fn each_mistake_in_a_table_is_said_where_it_stands() {
    let head = "ruleset a \"A\"\nenum K \"K\"\n  p, q\ntable t \"T\"\n  columns\n";
    check_each(
        head,
        &[
            (
                "nothing wrong",
                "    a : text\n    k : K or none\n  complete\n  | a | k |\n  | \"x\" | none |\n  | \"y\" | unknown |\n",
                &[],
            ),
            (
                "an unknown value",
                "    k : K\n  complete\n  | k |\n  | r |\n",
                &["R207 9: K has no value `r`"],
            ),
            (
                "a column that is none",
                "    k : K\n  complete\n  | k | z |\n  | p | 1 |\n",
                &["R206 8: the table has no column `z`"],
            ),
            (
                "a column without cells",
                "    k : K\n    z : text\n  complete\n  | k |\n  | p |\n",
                &["R502 7: the rows have no column `z`"],
            ),
            (
                "a key that is no column",
                "    k : K\n  one row per z\n  complete\n  | k |\n  | p |\n",
                &["R206 7: the table has no column `z`"],
            ),
            (
                "a list in a cell",
                "    k : list of K\n  complete\n  | k |\n  | p |\n",
                &["R313 6: a cell holds one plain value"],
            ),
            (
                "a unit of another kind",
                "    k : percent in kg\n  complete\n  | k |\n  | 5% |\n",
                &["R309 6: `kg` is no unit of percent"],
            ),
            (
                "outside the range",
                "    k : integer more than 3\n  complete\n  | k |\n  | 3 |\n",
                &["R317 9: the value is not more than 3"],
            ),
        ],
    );
}

#[test]
fn a_file_is_filtered_as_text_and_judged_by_type() {
    let rules = "ruleset a \"A\"\ntable t \"T\"\n  read from \"t.csv\"\n  only rows where kind is not \"x\"\n  columns\n    \
                 name : text\n    share : percent in % read as \"part\"\n  one row per name\n  complete\n  \
                 certain where share is at least 10%\n";
    let csv = "name,part,kind\na,10,y\nb,9.99,y\nc,bad,x\nd,unknown,y\n";
    let compiled = compile_texts(&[("a.rule", rules), ("t.csv", csv)]);
    let plan = compiled.plan.unwrap();
    let certain: Vec<bool> = plan.rows.iter().map(|row| row.certain).collect();
    assert_eq!(certain, [true, false, false]);
    let share = plan.tables.iter().next().unwrap().columns.iter().nth(1).unwrap();
    assert_eq!(
        (share.certain.len(), share.uncertain.len(), share.unknown.len()),
        (1, 1, 1)
    );
    assert_eq!(plan.shape.answerable.len(), 2);
}

#[test]
fn mistakes_in_a_file_are_shown_in_the_file() {
    let rules = "ruleset a \"A\"\ntable t \"T\"\n  read from \"t.csv\"\n  columns\n    name : text\n    day : date or none\n  \
                 one row per name\n  complete\n";
    for (csv, expected) in [
        (
            "name,day\na,\nb,2025-02-30\n",
            &["R503 t.csv:3: there is no day `2025-02-30`"][..],
        ),
        (
            "name,day\na,\na,2025-01-01\n",
            &["R504 t.csv:3: two rows of `t` have the same name"],
        ),
        ("name,day\n,2025-01-01\n", &["R503 t.csv:2: an empty cell"]),
        ("name,when\na,2025-01-01\n", &["R502 6: the file has no column `day`"]),
    ] {
        assert_eq!(said(&[("a.rule", rules), ("t.csv", csv)]), expected, "{csv}");
    }
}
