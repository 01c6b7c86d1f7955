//! Which facts a pack asks for, as a JSON Schema (2020-12), for editors and for those who write facts by program.
//!
//! It is never stricter than the reader: whatever it refuses, `facts` refuses too. The other way round it cannot be as
//! strict: a key that stands twice, a reference to nobody, an amount out of its range pass a schema.

use serde_json::Map;
use serde_json::Value;
use serde_json::json;

use crate::plan::AnswerTable;
use crate::plan::FieldShape;
use crate::plan::Plan;
use crate::plan::RecordShape;
use crate::plan::Shape;
use crate::value;
use crate::value::Country;
use crate::value::Currency;
use crate::value::Dimension;
use crate::value::EnumId;
use crate::value::Number;
use crate::value::RecordType;
use crate::value::Scale;
use crate::value::Type;

/// A number as the reader takes it, in a string.
const NUMBER: &str = "-?[0-9]+(\\.[0-9]+)?";

/// The schema of the facts of a pack.
pub(crate) fn schema(plan: &Plan) -> Value {
    of_shape(&plan.shape)
}

/// The schema of facts of this shape.
fn of_shape(shape: &Shape) -> Value {
    let mut definitions = Map::new();
    add_scalars(&mut definitions, shape);
    for (ty, record) in shape.records.iter_ids().filter(|(ty, _)| *ty != shape.root) {
        definitions.insert(record_name(shape, ty), of_record(shape, record));
    }
    for (id, values) in shape.enums.iter_ids() {
        let values = values
            .values
            .iter()
            .map(|(name, title)| titled(json!({ "const": name }), title));
        definitions.insert(enum_name(shape, id), json!({ "oneOf": values.collect::<Vec<_>>() }));
    }
    for id in shape.measures.ids() {
        let scale = Dimension::Declared(id).of(&shape.measures);
        let example = format!("2 {}", scale.base());
        let amount = json!({ "type": "string", "pattern": format!("^{NUMBER} ({})$", units(scale)) });
        let title = shape.measures.get(id).map_or("", |measure| &measure.title);
        definitions.insert(
            measure_name(scale.word()),
            titled(with_example(amount, &example), title),
        );
    }
    for scheme in shape.schemes.iter() {
        let code = json!({ "type": "string", "minLength": 1, "examples": scheme.example.iter().collect::<Vec<_>>() });
        definitions.insert(code_name(&scheme.name), titled(code, &scheme.title));
    }
    let mut root = of_record(shape, shape.record(shape.root));
    if let Some(properties) = root.get_mut("properties").and_then(Value::as_object_mut) {
        properties.insert("$id".to_owned(), json!({ "$ref": "#/$defs/text" }));
        properties.insert(
            "$answers".to_owned(),
            json!({ "type": "array", "items": answer(shape) }),
        );
    }
    if let Some(root) = root.as_object_mut() {
        root.insert(
            "$schema".to_owned(),
            json!("https://json-schema.org/draft/2020-12/schema"),
        );
        root.insert("$defs".to_owned(), Value::Object(definitions));
    }
    root
}

/// The definitions that every schema has.
fn add_scalars(definitions: &mut Map<String, Value>, shape: &Shape) {
    let (mass, length) = (
        Dimension::Mass.of(&shape.measures),
        Dimension::Length.of(&shape.measures),
    );
    let number = |range: &str| json!({ "type": "string", "pattern": format!("^{range}$") });
    let codes = |codes: Vec<&str>| json!({ "enum": codes });
    let definitions_of_values = [
        // No blank at either end; what a blank is beyond these four, the reader knows better.
        (
            "text",
            json!({ "type": "string", "pattern": "^[^ \\t\\n\\r]([\\s\\S]*[^ \\t\\n\\r])?$" }),
        ),
        ("boolean", json!({ "type": "boolean" })),
        (
            "integer",
            json!({ "anyOf": [{ "type": "integer" }, number("-?[0-9]+(\\.0+)?")] }),
        ),
        ("decimal", json!({ "anyOf": [{ "type": "number" }, number(NUMBER)] })),
        ("percent", with_example(number(&format!("{NUMBER}%")), "0.1%")),
        (
            "money",
            with_example(number(&format!("{NUMBER} [A-Z]{{3}}")), "48000 EUR"),
        ),
        (
            "mass",
            with_example(number(&format!("{NUMBER} ({})", units(mass))), "2 kg"),
        ),
        (
            "length",
            with_example(number(&format!("{NUMBER} ({})", units(length))), "14 nm"),
        ),
        ("date", with_example(number("[0-9]{4}-[0-9]{2}-[0-9]{2}"), "2026-12-01")),
        (
            "duration",
            with_example(number("[0-9]+(\\.0+)? (days?|months?|years?)"), "30 days"),
        ),
        ("country", codes(Country::all().map(Country::code).collect())),
        ("currency", codes(Currency::all().map(Currency::code).collect())),
    ];
    for (name, definition) in definitions_of_values {
        definitions.insert(name.to_owned(), definition);
    }
    let evidence = json!({
        "title": "A value and where it comes from",
        "type": "object",
        "properties": { "$value": true, "$source": { "$ref": "#/$defs/text" }, "$date": { "$ref": "#/$defs/date" } },
        "required": ["$value"],
        "additionalProperties": false,
    });
    definitions.insert("evidence".to_owned(), evidence);
}

/// The units of a dimension, and their other spellings that are read.
fn units(scale: Scale<'_>) -> String {
    let mut names: Vec<String> = scale.units().map(|unit| unit.name().to_owned()).collect();
    let with_greek = names.iter().filter(|name| name.contains('µ'));
    let greek: Vec<String> = with_greek.map(|name| name.replace('µ', "\u{3bc}")).collect();
    names.extend(greek);
    if scale.word() == "length" {
        names.push("um".to_owned());
    }
    names.join("|")
}

fn with_example(mut schema: Value, example: &str) -> Value {
    if let Some(schema) = schema.as_object_mut() {
        schema.insert("examples".to_owned(), json!([example]));
    }
    schema
}

fn titled(mut schema: Value, title: &str) -> Value {
    if let Some(schema) = schema.as_object_mut().filter(|_| !title.is_empty()) {
        schema.insert("title".to_owned(), json!(title));
    }
    schema
}

fn of_record(shape: &Shape, record: &RecordShape) -> Value {
    let mut properties = Map::new();
    for field in record.fields.iter() {
        properties.insert(field.name.to_string(), of_field(shape, field));
    }
    let key = record.key.and_then(|key| record.fields.get(key));
    let required: Vec<&str> = key.iter().map(|key| &*key.name).collect();
    let schema = json!({
        "type": "object",
        "properties": properties,
        "required": required,
        "additionalProperties": false,
    });
    titled(schema, &record.title)
}

fn of_field(shape: &Shape, field: &FieldShape) -> Value {
    let value = of_type(shape, &field.ty, field.reference);
    let value = with_range(value, field);
    let mut schema = titled(stated(&value), &field.title);
    let ask = (!field.ask.is_empty()).then(|| field.ask.to_string());
    let range = (!field.range.words.is_empty()).then(|| field.range.words.to_string());
    let left_out = field.left_out.as_ref().map(left_out);
    let description: Vec<String> = [ask, range, left_out].into_iter().flatten().collect();
    if let Some(schema) = schema.as_object_mut().filter(|_| !description.is_empty()) {
        schema.insert("description".to_owned(), json!(description.join("; ")));
    }
    schema
}

/// What a key that is left out means.
fn left_out(value: &value::Value) -> String {
    match value {
        value::Value::List(list) if list.is_empty() => "left out means []".to_owned(),
        value::Value::Boolean(value) => format!("left out means {value}"),
        value::Value::None => "left out means none".to_owned(),
        value::Value::Number(_)
        | value::Value::Money(..)
        | value::Value::Amount(..)
        | value::Value::Date(_)
        | value::Value::Duration(_)
        | value::Value::Country(_)
        | value::Value::Currency(_)
        | value::Value::Text(_)
        | value::Value::Code(..)
        | value::Value::Enum(..)
        | value::Value::Outcome(..)
        | value::Value::Record(_)
        | value::Value::Row(_)
        | value::Value::List(_)
        | value::Value::Elements(..) => "may be left out: the rules say what that means".to_owned(),
    }
}

/// The value itself, or evidence around it.
fn stated(value: &Value) -> Value {
    let evidence = json!({ "$ref": "#/$defs/evidence", "properties": { "$value": value } });
    json!({ "anyOf": [value, evidence] })
}

fn of_type(shape: &Shape, ty: &Type, reference: bool) -> Value {
    let named = |name: &str| json!({ "$ref": format!("#/$defs/{name}") });
    match ty {
        Type::Boolean => named("boolean"),
        Type::Text => named("text"),
        Type::Integer => named("integer"),
        Type::Decimal => named("decimal"),
        Type::Percent => named("percent"),
        Type::Money => named("money"),
        Type::Amount(dimension @ (Dimension::Mass | Dimension::Length)) => named(dimension.of(&shape.measures).word()),
        Type::Amount(dimension @ Dimension::Declared(_)) => named(&measure_name(dimension.of(&shape.measures).word())),
        Type::Date => named("date"),
        Type::Duration => named("duration"),
        Type::Country => named("country"),
        Type::Currency => named("currency"),
        Type::Code(scheme) => named(
            &shape
                .schemes
                .get(*scheme)
                .map_or_else(String::new, |scheme| code_name(&scheme.name)),
        ),
        Type::Enum(id) => named(&enum_name(shape, *id)),
        Type::Record(ty) if reference => {
            let record = shape.record(*ty);
            let key = record.key.and_then(|key| record.fields.get(key));
            let schema = key.map_or_else(|| named("text"), |key| of_type(shape, &key.ty, false));
            with_description(schema, &format!("the key of a {}", record.name))
        }
        Type::Record(ty) => named(&record_name(shape, *ty)),
        Type::List(element) => json!({ "type": "array", "items": stated(&of_type(shape, element, reference)) }),
        Type::Optional(inner) => json!({ "anyOf": [of_type(shape, inner, reference), { "type": "null" }] }),
        Type::Error | Type::Row(_) | Type::Outcome(_) | Type::None => json!(false),
    }
}

fn with_description(mut schema: Value, description: &str) -> Value {
    if let Some(schema) = schema.as_object_mut() {
        schema.insert("description".to_owned(), json!(description));
    }
    schema
}

/// The ends of the range of a plain number. Both are included, because programs compare them as floats.
fn with_range(mut schema: Value, field: &FieldShape) -> Value {
    if !matches!(field.ty.required(), Type::Integer | Type::Decimal) {
        return schema;
    }
    for (name, end) in [("minimum", &field.range.low), ("maximum", &field.range.high)] {
        let end: Option<Value> = end.as_ref().and_then(|(end, _)| as_json(end));
        if let (Some(end), Some(schema)) = (end, schema.as_object_mut()) {
            schema.insert(name.to_owned(), end);
        }
    }
    schema
}

fn as_json(number: &Number) -> Option<Value> {
    number.to_decimal_text()?.parse().ok()
}

/// One answer, for each list that the rules hold in part, and for each table with a key.
fn answer(shape: &Shape) -> Value {
    let lists = shape.answerable.iter().map(|column| {
        let names = [&column.name, &column.full_name];
        json!({ "properties": { "list": { "enum": names }, "value": of_type(shape, &column.ty, false) } })
    });
    let lists: Vec<Value> = lists.collect();
    let tables = shape.look_ups.iter().filter(|table| table.is_open);
    let tables: Vec<Value> = tables.map(|table| row_answer(shape, table)).collect();
    let which = |all: Vec<Value>| {
        if all.is_empty() {
            json!(false)
        } else {
            json!({ "anyOf": all })
        }
    };
    let about_list = json!({
        "title": "Whether a value is in a list that the rules hold in part",
        "type": "object",
        "properties": {
            "list": true, "value": true, "is_in": { "type": "boolean" }, "$date": { "$ref": "#/$defs/date" },
            "$source": { "$ref": "#/$defs/text" },
        },
        "required": ["list", "value", "is_in", "$date"],
        "additionalProperties": false,
        "allOf": [which(lists)],
    });
    let about_row = json!({
        "title": "What a look-up finds in a table that the rules hold in part",
        "type": "object",
        "properties": {
            "table": true, "keys": { "type": "array" }, "column": true, "value": true, "is_in": { "const": false },
            "$date": { "$ref": "#/$defs/date" }, "$source": { "$ref": "#/$defs/text" },
        },
        "required": ["table", "keys", "$date"],
        "oneOf": [{ "required": ["column", "value"] }, { "required": ["is_in"] }],
        "additionalProperties": false,
        "allOf": [which(tables)],
    });
    json!({ "anyOf": [about_list, about_row] })
}

/// An answer about a row of this table.
fn row_answer(shape: &Shape, table: &AnswerTable) -> Value {
    let names = [&table.name, &table.full_name];
    let keys = table.keys.iter().map(|key| of_type(shape, &key.ty, false));
    let keys: Vec<Value> = keys.collect();
    let cells = table.cells.iter().map(|cell| {
        let value = of_type(shape, &cell.ty, false);
        json!({ "properties": { "column": { "const": cell.name }, "value": value } })
    });
    let cells: Vec<Value> = cells.collect();
    json!({
        "properties": {
            "table": { "enum": names },
            "keys": { "type": "array", "prefixItems": keys, "minItems": keys.len(), "maxItems": keys.len() },
        },
        "anyOf": cells.into_iter().chain([json!({ "required": ["is_in"] })]).collect::<Vec<_>>(),
    })
}

/// The name of a record type, with a number where two rulesets have one of the same name.
fn record_name(shape: &Shape, ty: RecordType) -> String {
    let name = &shape.record(ty).name;
    let before = shape
        .records
        .iter_ids()
        .filter(|(other, record)| *other < ty && record.name == *name)
        .count();
    numbered(name, before)
}

fn enum_name(shape: &Shape, id: EnumId) -> String {
    let Some(values) = shape.enums.get(id) else {
        return String::new();
    };
    let of_enums = shape
        .enums
        .iter_ids()
        .filter(|(other, other_values)| *other < id && other_values.name == values.name);
    let of_records = shape.records.iter().filter(|record| record.name == values.name);
    numbered(&values.name, of_enums.count().saturating_add(of_records.count()))
}

fn numbered(name: &str, before: usize) -> String {
    if before == 0 {
        name.to_owned()
    } else {
        format!("{name}{}", before.saturating_add(1))
    }
}

/// Measures are kept apart from what the language itself has.
fn measure_name(name: &str) -> String {
    format!("measure:{name}")
}

/// Codes are kept apart from records and enums of the same name.
fn code_name(name: &str) -> String {
    format!("code:{name}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::tests::read_facts;
    use crate::facts::tests::shape;
    use crate::facts::tests::texts_with_mistakes;
    use proptest::prelude::*;
    use std::sync::LazyLock;

    static VALIDATOR: LazyLock<jsonschema::Validator> =
        LazyLock::new(|| jsonschema::validator_for(&of_shape(&shape())).unwrap());

    #[test]
    fn the_schema_is_one_of_its_dialect() {
        jsonschema::meta::validate(&of_shape(&shape())).unwrap();
    }

    #[test]
    fn what_the_reader_takes_the_schema_takes_and_most_mistakes_it_finds_too() {
        let mut missed = Vec::new();
        for (text, codes) in texts_with_mistakes() {
            let Ok(value) = text.parse::<Value>() else { continue };
            let is_valid = VALIDATOR.is_valid(&value);
            assert!(is_valid || !codes.is_empty(), "only the schema refuses {text}");
            if is_valid {
                missed.extend(codes);
            }
        }
        missed.sort();
        missed.dedup();
        // What no schema can say, and the form of codes.
        assert_eq!(
            missed,
            [
                "F102", "F205", "F206", "F207", "F208", "F212", "F213", "F214", "F218", "F220"
            ]
        );
    }

    /// Something near to facts: keys and values of the vocabulary, put together at random.
    fn facts() -> impl Strategy<Value = Value> {
        let scalars = [
            "\"CN\"",
            "\"EUR\"",
            "\"P1\"",
            "\"2026-12-01\"",
            "\"12 EUR\"",
            "\"2 kg\"",
            "\"3 um\"",
            "\"50%\"",
            "\"finished\"",
            "\"8505.11\"",
            "\"85\"",
            "\"12\"",
            "\"12.0\"",
            "\"-0.5\"",
            "12",
            "12.0",
            "0.5",
            "-3",
            "1e2",
            "true",
            "null",
            "\"\"",
            "\" x\"",
            "\"x y\"",
            "\"\u{a0}\"",
        ];
        let leaf = prop::sample::select(scalars.map(|text| text.parse::<Value>().unwrap()).to_vec());
        let keys = "shipment parties date destination importer currency items urgent id stage origin hs price net_mass layers \
            factor made_in used parts name branch_of sisters holders party share $value $source $date $id x";
        let keys: Vec<&str> = keys.split_whitespace().collect();
        leaf.prop_recursive(6, 40, 6, move |inner| {
            prop_oneof![
                1 => prop::collection::vec(inner.clone(), 0..3).prop_map(Value::Array),
                3 => prop::collection::vec((prop::sample::select(keys.clone()), inner), 0..5)
                    .prop_map(|pairs| Value::Object(pairs.into_iter().map(|(key, value)| (key.to_owned(), value)).collect())),
            ]
        })
    }

    /// A value for each field by its name, right or wrong.
    fn placed(value: &Value) -> Value {
        json!({ "shipment": { "date": value, "urgent": value, "report_sent": value, "currency": value, "destination": value,
            "items": [{ "id": value }, { "price": value, "net_mass": value, "layers": value, "factor": value, "hs": value,
                "made_in": [value], "stage": value, "used": { "$value": value } }] } })
    }

    proptest! {
        #[test]
        fn what_the_schema_refuses_the_reader_refuses(value in facts(), place in any::<bool>()) {
            let value = if place { value } else { json!({ "shipment": { "items": [value] } }) };
            let is_taken = read_facts(&value.to_string()).is_empty();
            prop_assert!(!is_taken || VALIDATOR.is_valid(&value), "only the schema refuses {}", value);
        }
    }

    #[test]
    fn each_single_value_is_judged_field_by_field() {
        for text in [
            "\"CN\"",
            "\"12 EUR\"",
            "\"2 kg\"",
            "\"3 \u{3bc}m\"",
            "\"12\"",
            "12",
            "12.0",
            "0.5",
            "1e2",
            "true",
            "null",
            "\"2026-12-01\"",
            "\"x\"",
            "\"85\"",
            "\"EUR\"",
        ] {
            let all = placed(&text.parse().unwrap());
            let fields = all.pointer("/shipment").and_then(Value::as_object).unwrap();
            for (key, value) in fields.iter().filter(|(key, _)| *key != "items") {
                let one = json!({ "shipment": { key: value } });
                assert!(
                    VALIDATOR.is_valid(&one) || !read_facts(&one.to_string()).is_empty(),
                    "{one}"
                );
            }
            let items = all.pointer("/shipment/items/1").and_then(Value::as_object).unwrap();
            for (key, value) in items {
                let one = json!({ "shipment": { "items": [{ key: value }] } });
                assert!(
                    VALIDATOR.is_valid(&one) || !read_facts(&one.to_string()).is_empty(),
                    "{one}"
                );
            }
        }
    }
}
