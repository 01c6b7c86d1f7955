//! Facts of a small vocabulary: what is read, what is refused, with its words, place and path.

use std::sync::Arc;

use crate::diagnostic::Diagnostics;
use crate::ids::Id;
use crate::ids::IdVec;
use crate::limits::Limits;
use crate::plan::AnswerColumn;
use crate::plan::ColumnId;
use crate::plan::EnumShape;
use crate::plan::FieldId;
use crate::plan::FieldShape;
use crate::plan::Range;
use crate::plan::RecordShape;
use crate::plan::Shape;
use crate::source::FileId;
use crate::source::Sources;
use crate::source::Span;
use crate::value::CodeScheme;
use crate::value::Dimension;
use crate::value::EnumId;
use crate::value::Levels;
use crate::value::Number;
use crate::value::RecordRef;
use crate::value::RecordType;
use crate::value::SchemeId;
use crate::value::TableId;
use crate::value::Texts;
use crate::value::Type;
use crate::value::Value;

use crate::facts::Binder;
use crate::facts::CellValue;
use crate::facts::FactText;
use crate::facts::Facts;
use crate::facts::path::Paths;

fn nowhere() -> Span {
    Span::new(FileId::from_index(0), 0, 0)
}

fn field(name: &str, ty: Type) -> FieldShape {
    FieldShape {
        name: name.into(),
        ty,
        range: Range::default(),
        left_out: None,
        reference: false,
        title: "".into(),
        ask: "".into(),
        span: nowhere(),
    }
}

fn reference(name: &str, ty: Type) -> FieldShape {
    FieldShape {
        reference: true,
        ..field(name, ty)
    }
}

fn ranged(name: &str, ty: Type, low: i64, high: Option<i64>, words: &str) -> FieldShape {
    let end = |value: i64| (Number::from_i64(value), true);
    let range = Range {
        low: Some(end(low)),
        high: high.map(end),
        words: words.into(),
    };
    FieldShape {
        range,
        ..field(name, ty)
    }
}

fn list(ty: Type) -> Type {
    Type::List(Box::new(ty))
}

fn or_none(ty: Type) -> Type {
    Type::Optional(Box::new(ty))
}

fn record(name: &str, fields: Vec<FieldShape>) -> RecordShape {
    let mut shape = RecordShape {
        name: name.into(),
        title: "".into(),
        fields: IdVec::new(),
        key: None,
        collection: None,
        parts: None,
        id_field: None,
        span: nowhere(),
    };
    for field in fields {
        let is_id = &*field.name == "id";
        let is_parts = &*field.name == "parts";
        let id = shape.fields.push(field);
        shape.id_field = shape.id_field.or(is_id.then_some(id));
        shape.parts = shape.parts.or(is_parts.then_some(id));
    }
    shape
}

const ROOT: usize = 0;
const SHIPMENT: usize = 1;
const ARTICLE: usize = 2;
const PARTY: usize = 3;
const HOLDING: usize = 4;

/// A product, with a field of each kind of value.
fn article() -> RecordShape {
    record(
        "Article",
        vec![
            field("id", Type::Text),
            field("stage", Type::Enum(EnumId::from_index(0))),
            field("origin", Type::Country),
            field("hs", or_none(Type::Code(SchemeId::from_index(0)))),
            ranged("price", Type::Money, 0, None, "at least 0"),
            field("net_mass", Type::Amount(Dimension::Mass)),
            field("layers", Type::Integer),
            field("factor", Type::Decimal),
            FieldShape {
                left_out: Some(Value::List(Arc::from([]))),
                ..field("made_in", list(Type::Country))
            },
            FieldShape {
                left_out: Some(Value::Boolean(false)),
                ..field("used", Type::Boolean)
            },
            field("parts", list(Type::Record(RecordType::from_index(ARTICLE)))),
        ],
    )
}

/// A vocabulary with one field of every kind.
pub(crate) fn shape() -> Shape {
    let of = |number: usize| Type::Record(RecordType::from_index(number));
    let party = || of(PARTY);
    let mut records = IdVec::new();
    records.push(record(
        "facts",
        vec![field("shipment", of(SHIPMENT)), field("parties", list(party()))],
    ));
    records.push(record(
        "Shipment",
        vec![
            field("date", Type::Date),
            field("destination", Type::Country),
            reference("importer", party()),
            field("currency", Type::Currency),
            field("items", list(of(ARTICLE))),
            field("report_sent", or_none(Type::Date)),
            field("urgent", Type::Boolean),
        ],
    ));
    records.push(article());
    let mut parties = record(
        "Party",
        vec![
            field("id", Type::Text),
            field("name", Type::Text),
            reference("branch_of", or_none(party())),
            reference("sisters", list(party())),
            field("holders", list(of(HOLDING))),
        ],
    );
    parties.key = Some(FieldId::from_index(0));
    parties.collection = Some(FieldId::from_index(1));
    records.push(parties);
    records.push(record(
        "Holding",
        vec![
            reference("party", party()),
            ranged("share", Type::Percent, 0, Some(1), "between 0% and 100%"),
        ],
    ));
    let (enums, schemes, answerable) = words();
    Shape {
        records,
        enums,
        schemes,
        measures: IdVec::new(),
        root: RecordType::from_index(ROOT),
        answerable,
        look_ups: Vec::new(),
    }
}

/// The enums, the codes and the lists of the vocabulary.
fn words() -> (IdVec<EnumId, EnumShape>, IdVec<SchemeId, CodeScheme>, Vec<AnswerColumn>) {
    let mut enums = IdVec::new();
    let values = ["material", "component", "finished"].map(|name| (name.into(), "".into()));
    enums.push(EnumShape {
        name: "Stage".into(),
        values: values.to_vec(),
    });
    let mut schemes = IdVec::new();
    schemes.push(CodeScheme {
        name: "HS".into(),
        title: "".into(),
        levels: Levels::Digits(vec![2, 4, 6]),
        example: Some("8505.11".into()),
        cuts: Vec::new(),
    });
    let answerable = [
        ("listed.name", "core.listed.name", Type::Text),
        ("listed.name", "us.listed.name", Type::Text),
        ("codes.hs", "core.codes.hs", Type::Code(SchemeId::from_index(0))),
    ];
    let answerable = answerable
        .into_iter()
        .enumerate()
        .map(|(number, (name, full_name, ty))| AnswerColumn {
            name: name.into(),
            full_name: full_name.into(),
            table: TableId::from_index(number),
            column: ColumnId::from_index(0),
            ty,
        });
    (enums, schemes, answerable.collect())
}

/// The facts, and what was said: `place CODE title | help | path`.
fn read_within(text: &str, limits: &Limits) -> (Facts, Vec<String>) {
    let shape = shape();
    let mut sources = Sources::new();
    let file = sources.add("f", text);
    let mut facts = Facts::new(file, Arc::new(Texts::default()));
    let mut diagnostics = Diagnostics::new();
    let text = sources.get(file).unwrap().text.to_string();
    Binder::new(&shape, limits).bind(
        FactText {
            syntax: crate::data::pull::Syntax::Json,
            text: &text,
            first_line: 1,
        },
        &mut facts,
        &mut diagnostics,
    );
    let said = diagnostics.sorted().into_iter().map(|d| {
        let at = sources.place(d.at.as_ref().unwrap().span).replace("f:", "");
        let rest = [d.at.unwrap().text, d.help.join(" "), d.path.unwrap_or_default()];
        let rest: Vec<String> = rest
            .into_iter()
            .filter(|words| !words.is_empty())
            .map(|words| format!(" | {words}"))
            .collect();
        format!("{at} {} {}{}", d.code, d.title, rest.concat())
    });
    (facts, said.collect())
}

fn read(text: &str) -> (Facts, Vec<String>) {
    read_within(text, &Limits::default())
}

/// A field by the way to it: names of fields, numbers of list elements.
fn at(facts: &Facts, way: &str) -> CellValue {
    let shape = shape();
    let mut record = facts.root();
    let mut found = CellValue::LeftOut;
    for step in way.split('.') {
        found = match (step.parse::<usize>(), &found) {
            (Ok(number), CellValue::Known(Value::Elements(start, length))) => {
                CellValue::Known(facts.list(*start, *length)[number].clone())
            }
            (Ok(_), other) => panic!("{way}: no list: {other:?}"),
            (Err(_), _) => {
                let ty = facts.record(record).unwrap().ty;
                let field = shape.record(ty).field(step).unwrap();
                facts.cell(record, field).unwrap().value.clone()
            }
        };
        if let CellValue::Known(Value::Record(next)) = found {
            record = next;
        }
    }
    found
}

const FACTS: &str = r#"{
  "$id": "case 1",
  "shipment": {
    "date": "2026-12-01", "destination": {"$value": "KR", "$source": "Contract 17", "$date": "2026-11-01"},
    "importer": "P1", "report_sent": null, "urgent": true,
    "items": [
      {"id": "M1", "stage": "finished", "price": "48000.50 EUR", "net_mass": "250 g", "layers": 12, "factor": "0.5",
       "parts": {"$source": "BOM", "$value": [
         {"id": "T1", "origin": "CN", "hs": "8505.11", "price": "0 USD", "parts": []},
         {"$value": {"hs": null, "made_in": ["DE", {"$value": "FR"}], "used": true}}]}}
    ]
  },
  "$answers": [{"value": "X", "list": "core.listed.name", "$date": "2026-12-01", "is_in": false}],
  "parties": [
    {"id": "P1", "name": "Hanil \u0022Robotics\u0022", "sisters": ["P2", "P1", "P2"], "holders": [{"party": "P2", "share": "50%"}]},
    {"id": "P2", "branch_of": "P1"}
  ]
}"#;

#[test]
fn every_value_lands_in_its_slot() {
    let (mut facts, said) = read(FACTS);
    assert_eq!(said, Vec::<String>::new());
    assert_eq!(facts.id.as_deref(), Some("case 1"));
    let number = |text: &str| Number::parse(text, 28).unwrap();
    let text = |facts: &mut Facts, text: &str| Value::Text(facts.texts.intern(text));
    let code = Value::Code(SchemeId::from_index(0), facts.texts.intern("8505.11"));
    let (m1, name) = (text(&mut facts, "M1"), text(&mut facts, "Hanil \"Robotics\""));
    let known = |value| CellValue::Known(value);
    let country = |code: &str| Value::Country(crate::value::Country::parse(code).unwrap());
    let euro = crate::value::Currency::parse("EUR").unwrap();
    for (way, expected) in [
        (
            "shipment.date",
            known(Value::Date(crate::value::Date::parse("2026-12-01").unwrap())),
        ),
        ("shipment.destination", known(country("KR"))),
        ("shipment.currency", CellValue::LeftOut),
        ("shipment.report_sent", known(Value::None)),
        ("shipment.urgent", known(Value::Boolean(true))),
        ("shipment.items.0.id", known(m1)),
        ("shipment.items.0.stage", known(Value::Enum(EnumId::from_index(0), 2))),
        (
            "shipment.items.0.price",
            known(Value::Money(number("48000.50"), Some(euro))),
        ),
        (
            "shipment.items.0.net_mass",
            known(Value::Amount(number("0.25"), Dimension::Mass)),
        ),
        ("shipment.items.0.layers", known(Value::Number(number("12")))),
        ("shipment.items.0.factor", known(Value::Number(number("0.5")))),
        ("shipment.items.0.made_in", CellValue::Default(Value::Elements(0, 0))),
        ("shipment.items.0.used", CellValue::Default(Value::Boolean(false))),
        ("shipment.items.0.parts.0.hs", known(code)),
        (
            "shipment.items.0.parts.0.price",
            known(Value::Money(Number::ZERO, None)),
        ),
        ("shipment.items.0.parts.1.parts", CellValue::LeftOut),
        ("shipment.items.0.parts.1.hs", known(Value::None)),
        ("shipment.items.0.parts.1.made_in.1", known(country("FR"))),
        ("shipment.items.0.parts.1.used", known(Value::Boolean(true))),
        ("shipment.importer.name", known(name)),
    ] {
        assert_eq!(at(&facts, way), expected, "{way}");
    }
    let CellValue::Known(Value::Elements(_, length)) = at(&facts, "shipment.items.0.parts.0.parts") else {
        panic!()
    };
    assert_eq!(length, 0);
}

#[test]
fn references_lead_to_records_and_a_list_of_them_is_a_set() {
    let (facts, _) = read(FACTS);
    let (p1, p2) = (at(&facts, "parties.0"), at(&facts, "parties.1"));
    assert_ne!(p1, p2);
    assert_eq!(at(&facts, "shipment.importer"), p1);
    assert_eq!(at(&facts, "parties.0.holders.0.party"), p2);
    assert_eq!(at(&facts, "parties.1.branch_of"), p1);
    let CellValue::Known(Value::Elements(start, length)) = at(&facts, "parties.0.sisters") else {
        panic!()
    };
    let sisters: Vec<CellValue> = facts
        .list(start, length)
        .iter()
        .cloned()
        .map(CellValue::Known)
        .collect();
    assert_eq!(sisters, [p2, p1]);
}

#[test]
fn the_answer_of_the_nearest_day_comes_first_and_then_that_about_the_finest_code() {
    let answer = |value: &str, is_in: bool, date: &str| {
        format!(r#"{{"list": "codes.hs", "value": "{value}", "is_in": {is_in}, "$date": "{date}"}}"#)
    };
    let mut written = [
        answer("8505", true, "2026-12-01"),
        answer("8505", true, "2026-06-01"),
        answer("8505.11", false, "2026-06-01"),
    ];
    for _ in 0..2 {
        let (facts, said) = read(&format!(r#"{{"$answers": [{}]}}"#, written.join(", ")));
        assert!(said.is_empty(), "{said:?}");
        let order: Vec<(bool, String)> = facts
            .answers
            .iter()
            .map(|answer| (answer.is_in, answer.date.unwrap().to_string()))
            .collect();
        let expected = [(false, "2026-06-01"), (true, "2026-06-01"), (true, "2026-12-01")];
        assert_eq!(order, expected.map(|(is_in, day)| (is_in, day.to_owned())));
        written.reverse();
    }
}

#[test]
fn evidence_and_answers_are_kept_with_their_places() {
    let (facts, _) = read(FACTS);
    let shape = shape();
    let CellValue::Known(Value::Record(shipment)) = at(&facts, "shipment") else {
        panic!()
    };
    let destination = shape
        .record(RecordType::from_index(SHIPMENT))
        .field("destination")
        .unwrap();
    let cell = facts.cell(shipment, destination).unwrap();
    let evidence = facts.evidence_of(cell).unwrap();
    assert_eq!(
        (evidence.source.as_deref(), evidence.date.map(|date| date.to_string())),
        (Some("Contract 17"), Some("2026-11-01".into()))
    );
    assert_eq!(FACTS.get(facts.span(cell.place).range()), Some("\"KR\""));
    let answer = &facts.answers[0];
    assert_eq!(
        (answer.table.index(), answer.is_in, answer.date.unwrap().to_string()),
        (0, false, "2026-12-01".into())
    );
    assert!(
        FACTS
            .get(facts.span(answer.place).range())
            .unwrap()
            .starts_with("{\"value\": \"X\"")
    );
}

#[test]
fn paths_name_records_by_their_id_where_it_is_the_only_one() {
    let text = r#"{"shipment": {"items": [{"id": "A", "parts": [{"id": "T"}, {"id": "T"}, {"stage": "finished"}, {"id": "q\"", "parts": []}]}]}}"#;
    let (facts, said) = read(text);
    assert_eq!(said, Vec::<String>::new());
    let shape = shape();
    let paths = Paths::new(&shape, &facts);
    let all: Vec<String> = (0..facts.records.len())
        .map(|record| paths.record(RecordRef::from_index(record)))
        .collect();
    assert_eq!(
        all,
        [
            "",
            "shipment",
            "shipment.items[\"A\"]",
            "shipment.items[\"A\"].parts[1]",
            "shipment.items[\"A\"].parts[2]",
            "shipment.items[\"A\"].parts[3]",
            "shipment.items[\"A\"].parts[\"q\\\"\"]",
        ]
    );
}

/// In each first line one mistake, in an article (`A: …`), the shipment (`S: …`), a second party (`P: …`) or at the top
/// (`T: …`); in each second line what is said: `place CODE title | at the place | help | path`.
const MISTAKES: &str = include_str!("mistakes.txt");

/// The whole texts of [`MISTAKES`], each with what is said.
fn with_mistakes() -> Vec<(String, &'static str)> {
    let lines: Vec<&str> = MISTAKES.lines().collect();
    let whole = |case: &[&'static str]| {
        let (kind, inside) = case[0].split_once(": ").unwrap();
        let whole = match kind {
            "A" => format!("{{\"shipment\":{{\"items\":[\n{{{inside}, \"id\": \"M1\"}}]}}}}"),
            "S" => format!("{{\"shipment\":\n{{{inside}}}}}"),
            "P" => format!("{{\"parties\":[{{\"id\":\"P1\"}},\n{{{inside}}}]}}"),
            _ => format!("{{{inside}}}"),
        };
        (whole, case[1].trim_start())
    };
    lines.chunks_exact(2).map(whole).collect()
}

/// Texts with mistakes, and one without, with the codes of what is said.
pub(crate) fn texts_with_mistakes() -> Vec<(String, Vec<String>)> {
    let mut texts: Vec<String> = with_mistakes().into_iter().map(|(text, _)| text).collect();
    texts.push(FACTS.to_owned());
    texts
        .into_iter()
        .map(|text| (text.clone(), read_facts(&text)))
        .collect()
}

/// The codes of what is said about a text.
pub(crate) fn read_facts(text: &str) -> Vec<String> {
    let code = |words: &String| words.split(' ').nth(1).unwrap_or("").to_owned();
    read(text).1.iter().map(code).collect()
}

#[test]
fn each_mistake_is_said_once_with_its_place_path_and_a_way_out() {
    for (text, expected) in with_mistakes() {
        assert_eq!(read(&text).1.join("; "), expected, "{text}");
    }
}

#[test]
fn all_mistakes_of_a_record_are_said_in_one_run_up_to_where_it_is_no_json() {
    let text = r#"{"shipment": {"date": "2026-13-01", "items": [{"id": "M1", "price": 5, "orgin": "CN"}], "importer": "P9"},
 "parties": [{"id": "P1", "name": ""}] x"#;
    let codes = |said: Vec<String>| {
        said.iter()
            .map(|words| words.split(' ').nth(1).unwrap().to_owned())
            .collect::<Vec<_>>()
    };
    // A reference is looked for only when all records have been read.
    assert_eq!(codes(read(text).1), ["F214", "F215", "F201", "F220", "F101"]);
    assert_eq!(
        codes(read(&text.replace(" x", "}")).1),
        ["F214", "F215", "F201", "F207", "F220"]
    );
}

#[test]
fn a_record_leaves_nothing_behind_for_the_next() {
    let shape = shape();
    let limits = Limits::default();
    let mut sources = Sources::new();
    let file = sources.add("f", "");
    let mut facts = Facts::new(file, Arc::new(Texts::default()));
    let mut binder = Binder::new(&shape, &limits);
    let small = r#"{"parties": [{"id": "Q"}], "shipment": {"importer": "Q", "items": []}}"#;
    let read = |binder: &mut Binder<'_>, facts: &mut Facts, text: &str| {
        let mut diagnostics = Diagnostics::new();
        binder.bind(
            FactText {
                syntax: crate::data::pull::Syntax::Json,
                text,
                first_line: 1,
            },
            facts,
            &mut diagnostics,
        );
        diagnostics.sorted().into_iter().map(|d| d.title).collect::<Vec<_>>()
    };
    for before in [
        "{}",
        FACTS,
        "{\"shipment\": {\"items\": [{",
        "{\"shipment\": {\"importer\": \"P9\"}}",
        "{\"$id\": \"x\", \"$answers\": 1}",
    ] {
        read(&mut binder, &mut facts, before);
        assert_eq!(
            read(&mut binder, &mut facts, small),
            Vec::<String>::new(),
            "after {before}"
        );
        assert_eq!(
            (facts.records.len(), facts.cells.len(), facts.elements.len()),
            (3, 2 + 7 + 5, 1)
        );
        assert_eq!(
            (facts.id.as_deref(), facts.answers.len(), facts.evidence.len()),
            (None, 0, 0)
        );
        assert_eq!(at(&facts, "shipment.importer"), at(&facts, "parties.0"));
        assert_eq!(at(&facts, "shipment.date"), CellValue::LeftOut);
        assert_eq!(
            read(
                &mut binder,
                &mut facts,
                "{\"parties\": [{\"id\": \"Q\"}, {\"id\": \"Q\"}]}"
            )
            .len(),
            1
        );
    }
}

#[test]
fn the_order_of_keys_makes_no_difference() {
    let one = r#"{"shipment": {"date": "2026-12-01", "importer": "P1", "items": [{"id": "A", "origin": "CN", "parts": []}]}, "parties": [{"id": "P1", "name": "N"}]}"#;
    let other = r#"{"parties": [{"name": "N", "id": "P1"}], "shipment": {"items": [{"parts": [], "origin": "CN", "id": "A"}], "importer": "P1", "date": "2026-12-01"}}"#;
    let ((one, said_one), (other, said_other)) = (read(one), read(other));
    assert_eq!((said_one, said_other), (vec![], vec![]));
    for way in [
        "shipment.date",
        "shipment.items.0.origin",
        "shipment.urgent",
        "shipment.items.0.made_in",
    ] {
        assert_eq!(at(&one, way), at(&other, way), "{way}");
    }
    assert_eq!(at(&one, "shipment.importer"), at(&one, "parties.0"));
    assert_eq!(at(&other, "shipment.importer"), at(&other, "parties.0"));
}

#[test]
fn facts_cut_or_hurt_at_any_byte_are_an_error_or_facts_never_a_panic() {
    for byte in 0..FACTS.len() {
        if let Some(cut) = FACTS.get(..byte) {
            let (_, said) = read(cut);
            assert!(!said.is_empty(), "cut at {byte}");
        }
        for hurt in [
            "", "\0", "\"", "{", "}", "[", "]", ",", ":", "\\", "\n", "$", "9", "n", " ", "é",
        ] {
            let mut bytes = FACTS.as_bytes().to_vec();
            bytes.splice(byte..=byte, hurt.bytes());
            let text = String::from_utf8(bytes).unwrap();
            let (_, said) = read(&text);
            assert!(
                !said.is_empty() || text.parse::<serde_json::Value>().is_ok(),
                "{hurt:?} at {byte}"
            );
        }
    }
}

#[test]
fn parts_may_be_nested_and_records_counted_up_to_the_limit_and_no_further() {
    let nested = |levels: usize| {
        format!(
            "{{\"shipment\": {{\"items\": [{{{}}}]}}}}",
            "\"parts\": [{".repeat(levels) + &"}]".repeat(levels)
        )
    };
    let flat = |parts: usize| format!("{{\"shipment\": {{\"items\": [{}]}}}}", vec!["{}"; parts].join(","));
    let unwanted = |levels: usize| {
        format!(
            "{{\"shipment\": {{\"date\": {}{}}}}}",
            "[".repeat(levels),
            "]".repeat(levels)
        )
    };
    let limits = Limits {
        parts_depth: 5,
        records: 12,
        ..Limits::default()
    };
    for (text, expected) in [
        (nested(5), None),
        (nested(6), Some("F104 parts are nested too deep")),
        (nested(100_000), Some("F104 parts are nested too deep")),
        (unwanted(5), Some("F203 a list stands where a date belongs")),
        (unwanted(6), Some("F104 the facts are nested too deep")),
        (flat(10), None),
        (flat(11), Some("F105 too many records in one case")),
    ] {
        let (_, said) = read_within(&text, &limits);
        assert_eq!(said.len(), usize::from(expected.is_some()), "{said:?}");
        assert!(expected.is_none_or(|words| said[0].contains(words)), "{said:?}");
    }
}
