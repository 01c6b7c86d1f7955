//! The reader against `serde_json` on right, wrong and mutated texts; places; the words of each common mistake.

use proptest::prelude::*;
use serde_json::Value;

use crate::data::pull::Fault as _;
use crate::data::pull::Kind;
use crate::limits::Limits;
use crate::source::Sources;

use super::Fault;
use super::Reader;

/// The value as `serde_json` would have it; numbers by way of `f64`, as there.
fn value(reader: &mut Reader<'_>) -> Result<Value, Fault> {
    Ok(match reader.peek()? {
        Kind::Object => {
            reader.begin_object()?;
            let mut object = serde_json::Map::new();
            while let Some(key) = reader.next_key()? {
                let value = value(reader)?;
                object.insert(key.text.into_owned(), value);
            }
            Value::Object(object)
        }
        Kind::Array => {
            reader.begin_array()?;
            let mut array = Vec::new();
            while reader.next_element()? {
                array.push(value(reader)?);
            }
            Value::Array(array)
        }
        Kind::String => Value::String(reader.string()?.text.into_owned()),
        Kind::Number => number(reader.number()?.0),
        Kind::Boolean => Value::Bool(reader.boolean()?.0),
        Kind::Null | Kind::Plain | Kind::Missing => {
            reader.null()?;
            Value::Null
        }
    })
}

fn number(text: &str) -> Value {
    text.parse().unwrap_or(Value::Null)
}

fn read(text: &str) -> Result<Value, Fault> {
    let mut reader = Reader::new(text, &Limits::default());
    let value = value(&mut reader)?;
    reader.end()?;
    Ok(value)
}

fn skip(text: &str) -> Result<(), Fault> {
    let mut reader = Reader::new(text, &Limits::default());
    reader.skip_value()?;
    reader.end()
}

/// Reading, passing over and `serde_json` agree on whether it is JSON, and on what it says.
fn agrees(text: &str) {
    let oracle = text.parse::<Value>();
    let ours = read(text);
    assert_eq!(skip(text).err(), ours.clone().err(), "{text:?}");
    if let Err(fault) = ours {
        let mut sources = Sources::new();
        let file = sources.add("facts.json", text);
        let said = fault.diagnostic(text, file);
        assert!(!said.title.is_empty());
        assert!(
            text.get(said.at.unwrap().span.range()).is_some(),
            "a place inside {text:?}"
        );
    }
    match (oracle, ours) {
        (Ok(oracle), Ok(ours)) => assert_eq!(ours, oracle, "{text:?}"),
        (Err(oracle), Ok(_)) => {
            // The figures are kept as text here, so none is too large.
            assert!(
                oracle.to_string().contains("number out of range"),
                "{text:?}: serde_json says {oracle}"
            );
        }
        (Ok(_), Err(ours)) => panic!("{text:?}: serde_json takes it, we say {ours:?}"),
        (Err(_), Err(_)) => {}
    }
}

const RECORD: &str = concat!(
    r#" { "shipment" : {"date":"2026-12-01","items":[ {"id":"M1","price":"48000 EUR","n":-12.50e+3,"#,
    r#""name":"Ser\u0076o \ud83d\ude00 \"Ä\" \\\/\b\f\n\r\t", "parts":[],"x":{}} , null, true,false,[0,[1],-0] ] } } "#
);

const TEXTS: &[&str] = &[
    RECORD,
    "1",
    "-1",
    "0",
    "-0",
    "01",
    "-01",
    "1.",
    ".5",
    "1.5",
    "1.5e3",
    "1e",
    "1e+",
    "1E-7",
    "-",
    "+1",
    "1x",
    "1 2",
    "0x1F",
    "1_000",
    "1e999",
    "123456789012345678901234567890.5",
    "nul",
    "null",
    "nullx",
    "truex",
    "tru",
    "false ",
    "\"\"",
    "\"a",
    "\"\\u12\"",
    "\"\\u00e9\"",
    "\"\\ud800\"",
    "\"\\udc00\"",
    "\"\\ud83d\\ude00\"",
    "\"\\ud83d\\u0041\"",
    "\"\\x\"",
    "\"\u{7f}\u{2028}é\"",
    "\"a\tb\"",
    "\"a\nb\"",
    "\"\u{1}\"",
    "{}",
    "{ }",
    "[]",
    "[ ]",
    "[1,]",
    "[,]",
    "[1 2]",
    "{\"a\":1,}",
    "{\"a\" 1}",
    "{\"a\"}",
    "{\"a\":}",
    "{,}",
    "{a:1}",
    "{'a':1}",
    "{\"a\":1 \"b\":2}",
    "[1}",
    "{\"a\":1]",
    "",
    " ",
    "[[[[]]]]",
    "[",
    "{",
    "]",
    "}",
    "[]]",
    "{}{}",
    "// x\n1",
    "\u{a0}1",
    "NaN",
    "[NaN]",
    "\"12345678\\\"9\"",
];

#[test]
fn what_is_json_is_read_as_serde_json_reads_it() {
    for text in TEXTS {
        agrees(text);
    }
}

#[test]
fn a_text_cut_or_hurt_at_any_byte_is_an_error_or_a_value_never_a_panic() {
    for at in 0..RECORD.len() {
        if let Some(cut) = RECORD.get(..at) {
            agrees(cut);
        }
        for hurt in [
            &b"\0"[..],
            b"\"",
            b"{",
            b"}",
            b"[",
            b"]",
            b",",
            b":",
            b"\\",
            b"\n",
            b"/",
            b"'",
            b"9",
            b"e",
            b"-",
            b" ",
            b"",
        ] {
            let mut bytes = RECORD.as_bytes().to_vec();
            bytes.splice(at..=at, hurt.iter().copied());
            agrees(&String::from_utf8_lossy(&bytes));
        }
        let mut bytes = RECORD.as_bytes().to_vec();
        bytes[at] = 0xff;
        let fault = crate::data::decode::decode(&bytes).unwrap_err();
        assert!(fault.at() <= at, "byte {at}");
    }
}

fn json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::Bool),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        any::<String>().prop_map(Value::String),
        "[a-z\"\\\\\u{1}é ]{0,20}".prop_map(Value::String),
    ];
    leaf.prop_recursive(5, 60, 6, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Value::Array),
            prop::collection::vec(("[a-z_$\"é]{0,10}", inner), 0..6)
                .prop_map(|pairs| Value::Object(pairs.into_iter().collect())),
        ]
    })
}

proptest! {
    #[test]
    fn random_json_reads_as_serde_json_reads_it(value in json(), pretty in any::<bool>()) {
        let text = if pretty { format!("{value:#}") } else { value.to_string() };
        prop_assert_eq!(read(&text).unwrap(), text.parse::<Value>().unwrap());
    }

    #[test]
    fn mutated_json_is_taken_or_refused_as_serde_json_does(
        value in json(), at in any::<prop::sample::Index>(), sign in prop::sample::select("\"\\{}[],:.-+eE019 \n\tntfu/'é".chars().collect::<Vec<_>>()),
        kind in 0..3,
    ) {
        let mut signs: Vec<char> = value.to_string().chars().collect();
        let at = at.index(signs.len());
        match kind {
            0 => { signs.remove(at); }
            1 => signs.insert(at, sign),
            _ => signs[at] = sign,
        }
        agrees(&signs.into_iter().collect::<String>());
    }
}

#[test]
fn texts_are_borrowed_and_every_place_is_exact() {
    let text = "{\"käy\": \"v\", \"n\": 1.50, \"e\":\"a\\u0062\", \"l\": [true, null]}";
    let mut reader = Reader::new(text, &Limits::default());
    assert_eq!(at(text, reader.begin_object().unwrap()), "{");
    let key = reader.next_key().unwrap().unwrap();
    assert!(matches!(key.text, std::borrow::Cow::Borrowed("käy")));
    assert_eq!(at(text, key.place), "\"käy\"");
    let value = reader.string().unwrap();
    assert_eq!(at(text, value.place), "\"v\"");
    assert_eq!(reader.next_key().unwrap().unwrap().text, "n");
    let (number, place) = reader.number().unwrap();
    assert_eq!((number, at(text, place)), ("1.50", "1.50"));
    reader.next_key().unwrap();
    let escaped = reader.string().unwrap();
    assert_eq!((escaped.text.as_ref(), at(text, escaped.place)), ("ab", "\"a\\u0062\""));
    reader.next_key().unwrap();
    let list = reader.skip_value().unwrap();
    assert_eq!(at(text, list), "[true, null]");
    assert_eq!(reader.next_key().unwrap(), None);
    reader.end().unwrap();
}

fn at(text: &str, place: crate::data::Place) -> &str {
    text.get(place.span(file()).range()).unwrap()
}

fn file() -> crate::source::FileId {
    Sources::new().add("facts.json", "")
}

#[test]
fn nesting_ends_at_the_limit_with_the_place_of_the_level_that_is_too_much() {
    let limits = Limits {
        parts_depth: 4,
        ..Limits::default()
    };
    let read_all = |reader: &mut Reader<'_>| {
        reader.begin_array()?;
        while reader.next_element()? {
            reader.begin_array()?;
        }
        Ok(())
    };
    let skip: fn(&mut Reader<'_>) -> Result<(), Fault> = |reader| reader.skip_value().map(drop);
    let most = 4 * 3 + 16;
    for (read, deepest, levels) in [
        (skip, 4, 4),
        (skip, 4, 5),
        (skip, 4, 100_000),
        (read_all, most, most + 1),
        (read_all, most, 100_000),
    ] {
        let text = "[".repeat(levels) + &"]".repeat(levels);
        let result = read(&mut Reader::new(&text, &limits));
        assert_eq!(result.is_ok(), levels <= deepest, "{levels}");
        if let Err(fault) = result {
            assert_eq!(fault.at(), deepest);
            assert_eq!(fault.diagnostic(&text, file()).code.name(), "F104");
        }
    }
}

/// `line:column title | here | help`.
fn said(text: &str) -> String {
    let mut sources = Sources::new();
    let file = sources.add("f", text);
    let fault = read(text).unwrap_err().diagnostic(text, file);
    let at = fault.at.unwrap();
    let others: Vec<String> = fault
        .labels
        .iter()
        .map(|label| format!("[{} {}]", sources.place(label.span), label.text))
        .collect();
    let mut words = format!("{} {}", sources.place(at.span), fault.title);
    for more in [at.text, others.join(" "), fault.help.join(" ")]
        .iter()
        .filter(|more| !more.is_empty())
    {
        words.push_str(" | ");
        words.push_str(more);
    }
    words.trim_start_matches("f:").to_owned()
}

const WORDS: &[(&str, &str)] = &[
    ("", "1:1 there are no facts: the text is empty"),
    (
        "{\"a\": 1,}",
        "1:8 a comma before `}` | nothing follows it | remove the comma",
    ),
    (
        "{\"a\": [1,\n]}",
        "1:9 a comma before `]` | nothing follows it | remove the comma",
    ),
    ("{'a': 1}", "1:2 `'` quotes nothing in JSON | write `\"a\"`"),
    ("{\"a\": “x”}", "1:7 `“` quotes nothing in JSON | write `\"x\"`"),
    (
        "{\"a\": 1, // x\n}",
        "1:10 JSON has no comments | remove it; where a fact comes from is said by {\"$value\": …, \"$source\": \"…\"}",
    ),
    ("{a: 1}", "1:2 the key `a` stands without quotes | write `\"a\"`"),
    (
        "{\"a\": NaN}",
        "1:7 `NaN` is no value of JSON | leave the key out if the value is not known",
    ),
    (
        "{\"a\": -Infinity}",
        "1:7 `-Infinity` is no number | leave the key out if the value is not known",
    ),
    (
        "{\"a\": None}",
        "1:7 `None` is no value of JSON | leave the key out if the value is not known, write `null` if it is known to be none",
    ),
    ("{\"a\": True}", "1:7 `True` is no value of JSON | write `true`"),
    ("{\"a\": CN}", "1:7 `CN` stands without quotes | write `\"CN\"`"),
    (
        "{\"a\": 48000 EUR}",
        "1:7 `48000 EUR` stands without quotes | write `\"48000 EUR\"`",
    ),
    ("{\"a\": 0.1%}", "1:7 `0.1%` stands without quotes | write `\"0.1%\"`"),
    (
        "{\"a\": 2026-12-01}",
        "1:7 `2026-12-01` stands without quotes | write `\"2026-12-01\"`",
    ),
    (
        "{\"a\": 16,80}",
        "1:10 a comma in a number | decimals stand after a point, as in `16.80`, and thousands are not parted",
    ),
    (
        "{\"a\": 007}",
        "1:7 `007` is no number | a number begins with no 0 | write `\"007\"` if it is a name, `7` if it is a number",
    ),
    ("{\"a\": .5}", "1:7 `.5` is no value of JSON | write `0.5`"),
    ("{\"a\": 5.}", "1:7 `5.` is no number | digits are missing after it"),
    (
        "{\"a\": 1",
        "1:8 a `}` is missing | the text ends here | [f:1:1 never closed]",
    ),
    (
        "{\n\"a\": [1\n",
        "2:8 a `]` is missing | the text ends here | [f:2:6 never closed]",
    ),
    (
        "{\"a\": [1}",
        "1:9 `}` does not close `[` | expected `]` | [f:1:7 opened here]",
    ),
    (
        "{\"a\": }",
        "1:7 a value is missing before `}` | leave the key out if its value is not known, write `null` if it is known to be none",
    ),
    ("{\"a\" 1}", "1:6 `1` stands where `:` should"),
    (
        "{\"a\": 1 \"b\": 2}",
        "1:8 a comma is missing | expected `,` before what follows",
    ),
    (
        "{\"a\": 1}\n{\"b\": 2}",
        "2:1 a second record follows the first | one record a file; many records stand one a line in a file that ends in `.ndjson`",
    ),
    ("{\"a\": 1}}", "1:9 one `}` too many | remove it"),
    (
        "{\"a\": \"x\n\"}",
        "1:7 a text without its closing quote | begins here | a text ends on its line; inside it a quote is written `\\\"` and a backslash `\\\\`",
    ),
    ("{\"a\": \"x\ty\"}", "1:9 a tab in a text | write `\\t`"),
    (
        "{\"a\": \"C:\\x\"}",
        "1:10 `\\x` means nothing in a text | a backslash is written `\\\\`",
    ),
    (
        "{\"a\": \"\\ud800\"}",
        "1:8 `\\ud800` is half a character | write the character itself, or both halves, as in `\\ud83d\\ude00`",
    ),
    (
        "{\u{a0}\"a\": 1}",
        "1:2 a non-breaking space (U+00A0) stands where a key in quotes or `}` should",
    ),
    (
        "{\"a\": 1 \0}",
        "1:9 a character that is not seen (U+0000) stands where `,` or `}` should",
    ),
    ("<xml/>", "1:1 this is no JSON | expected `{` | facts begin with `{`"),
    ("shipment:\n  date: x", "1:1 this is no JSON | facts begin with `{`"),
];

#[test]
fn each_common_mistake_is_said_in_plain_words() {
    for (text, words) in WORDS {
        assert_eq!(&said(text), words, "{text:?}");
    }
}
