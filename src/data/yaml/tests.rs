//! What is read and what is refused, with places; hostile texts; any text of bytes ends in a value or a fault.

use proptest::prelude::*;

use crate::data::Place;
use crate::data::pull::Fault as _;
use crate::data::pull::Kind;
use crate::data::pull::Pull;
use crate::limits::Limits;
use crate::source::Sources;

use super::Fault;
use super::Reader;

/// What is read, as a line: texts as `"a"`, without quotes as `a`, `!` where a value is missing.
fn told(reader: &mut Reader<'_>) -> Result<String, Fault> {
    Ok(match reader.peek()? {
        Kind::Object => {
            reader.begin_object()?;
            let mut out = Vec::new();
            while let Some(key) = reader.next_key()? {
                out.push(format!("{}={}", key.text, told(reader)?));
            }
            format!("{{{}}}", out.join(" "))
        }
        Kind::Array => {
            reader.begin_array()?;
            let mut out = Vec::new();
            while reader.next_element()? {
                out.push(told(reader)?);
            }
            format!("[{}]", out.join(" "))
        }
        Kind::String => format!("{:?}", reader.string()?.text),
        Kind::Null => {
            reader.null()?;
            "null".to_owned()
        }
        Kind::Missing => {
            reader.null()?;
            "!".to_owned()
        }
        Kind::Plain | Kind::Number | Kind::Boolean => {
            let word = if reader.is_boolean()? { "?" } else { "" };
            format!("{word}{}", reader.string()?.text)
        }
    })
}

fn read(text: &str) -> Result<String, Fault> {
    let mut reader = Reader::new(text, &Limits::default());
    if !matches!(reader.peek()?, Kind::Object | Kind::Array) {
        reader.begin_object()?;
    }
    let told = told(&mut reader)?;
    reader.end()?;
    Ok(told)
}

fn skip(text: &str) -> Result<Place, Fault> {
    let mut reader = Reader::new(text, &Limits::default());
    let place = reader.skip_value()?;
    reader.end()?;
    Ok(place)
}

/// `line:column CODE title`
fn said(text: &str) -> String {
    let Err(fault) = read(text) else { return String::new() };
    let mut sources = Sources::new();
    let file = sources.add("f", text);
    let diagnostic = fault.diagnostic(text, file);
    let place = sources.place(diagnostic.at.unwrap().span).replace("f:", "");
    format!("{place} {} {}", diagnostic.code, diagnostic.title)
}

#[test]
fn what_stands_without_quotes_is_the_text_that_somebody_wrote() {
    for (text, expected) in [
        ("a: NO", "{a=NO}"),
        (
            "a: 8505.10\nb: 012\nc: 0x1F\nd: 1_000\ne: 1e3",
            "{a=8505.10 b=012 c=0x1F d=1_000 e=1e3}",
        ),
        (
            "a: yes\nb: off\nc: True\nd: true\ne: 'true'",
            "{a=yes b=off c=True d=?true e=\"true\"}",
        ),
        (
            "a: 2026-12-01\nb: 10 000 USD\nc: 0.1%",
            "{a=2026-12-01 b=10 000 USD c=0.1%}",
        ),
        (
            "a: null\nb:\nc: ~\nd: Null\ne: 'null'\nf: \"\"",
            "{a=null b=! c=! d=! e=\"null\" f=\"\"}",
        ),
        ("a: x # said so\nb: x#y", "{a=x b=x#y}"),
        ("a: Hanil\n  Robotics", "{a=Hanil Robotics}"),
        ("a: 'it''s'\nb: \"\\u00e9\"", "{a=\"it's\" b=\"é\"}"),
        ("a: |\n  x\n  y\nb: >-\n  x\n  y", "{a=\"x\\ny\\n\" b=\"x y\"}"),
        ("a:\n- x\n-\n- b: 1\n  c: 2\n-\n  - y", "{a=[x ! {b=1 c=2} [y]]}"),
        ("{\"a\":1, \"b\" :[x, {c: d}]}", "{a=1 b=[x {c=d}]}"),
        ("--- # head\na: 1\n...\n# foot\n", "{a=1}"),
        ("a: 1\r\nb: 2\r\n", "{a=1 b=2}"),
        ("a: []\nb: {}", "{a=[] b={}}"),
        ("a: --- x", "{a=--- x}"),
        ("a: http://x.y:80/z", "{a=http://x.y:80/z}"),
    ] {
        assert_eq!(read(text).as_deref(), Ok(expected), "{text:?}");
        assert!(skip(text).is_ok(), "{text:?}");
    }
}

#[test]
fn every_place_is_exact() {
    let text = "é: Müller x  # c\nlist:\n  - \"a b\" \n  - {k : 'v'}\nlast: ü";
    let mut reader = Reader::new(text, &Limits::default());
    let mut places = Vec::new();
    let byte = |byte: u32| usize::try_from(byte).unwrap();
    let at = |place: Place| text.get(byte(place.start)..byte(place.end)).unwrap().to_owned();
    places.push(at(reader.begin_object().unwrap()));
    while let Some(key) = reader.next_key().unwrap() {
        places.push(at(key.place));
        let inside = reader.at();
        let place = reader.skip_value().unwrap();
        assert!(inside <= byte(place.start));
        assert_eq!(reader.at(), byte(place.end));
        places.push(at(place));
    }
    let list = "- \"a b\" \n  - {k : 'v'}";
    assert_eq!(places, ["é", "é", "Müller x", "list", list, "last", "ü"]);
}

#[test]
fn what_is_no_yaml_or_no_yaml_of_facts_is_said_with_its_place() {
    for (text, expected) in [
        ("", "1:1 F101 there are no facts: the text is empty"),
        ("# c\n", "1:1 F101 there are no facts: the text is empty"),
        ("KR", "1:1 F101 facts are keys with their values"),
        ("a: &x 1", "1:4 F106 facts have no anchors as `&x`"),
        ("a: *x", "1:4 F106 facts have no aliases as `*x`"),
        ("a: &x\n  b: 1", "1:4 F106 facts have no anchors as `&x`"),
        ("a: !!str 1", "1:4 F106 facts have no tags as `!!str`"),
        ("a: ! 1", "1:4 F106 facts have no tags as `!`"),
        ("<<: {a: 1}", "1:1 F106 facts have no merge keys, `<<`"),
        ("? [a]\n: 1", "1:3 F106 a key that is no name"),
        (": 1", "1:1 F101 a value without its key"),
        ("a: 1\n---\nb: 2", "2:1 F101 a second record follows the first"),
        ("{a: 1}\n{b: 2}", "2:1 F101 a second record follows the first"),
        ("%YAML 1.1\na: 1", "1:1 F101 a directive of YAML"),
        ("a: 1\rb: 2\r", "1:5 F101 a line that ends with CR alone"),
        ("a: x\0y", "1:5 F101 a character that is not seen (U+0000) in the facts"),
        (
            "\u{feff}a: x",
            "1:1 F101 a character that is not seen (U+FEFF) in the facts",
        ),
        (
            "a: x\u{85}b: y",
            "1:5 F101 a character that is not seen (U+0085) in the facts",
        ),
        ("a:\n\tb: 1", "2:1 F101 a tab at the beginning of a line"),
        ("a: - b", "1:4 F101 a list begins behind its key"),
        ("a: [1\nb: 2", "2:2 F101 a bracket that was opened above is not closed"),
        ("a: [1", "1:6 F101 a bracket that is not closed"),
        ("a: {b: 1}}", "1:10 F101 one `}` too many"),
        ("a: 'x' y", "1:8 F101 something stands behind the closing quote"),
        ("a: \"x", "1:4 F101 a text without its closing quote"),
        ("a: \"x\nb: \"y\"", "1:4 F101 a text without its closing quote"),
        ("a: \"\\q\"", "1:4 F101 `\"\\` means nothing in a text"),
        ("a: `x", "1:4 F101 a text that begins with ``` stands without quotes"),
        (
            "a: 1\n b: 2",
            "2:2 F101 this key is indented deeper than what it belongs to",
        ),
        ("a: b: c", "1:4 F101 a text with a colon in it stands without quotes"),
        (
            "  a: 1\nb: 2",
            "2:1 F101 this line does not belong to what stands above it",
        ),
        (
            "a: 1\nb",
            "2:1 F101 a line without a key, or without the blank behind its colon",
        ),
    ] {
        assert_eq!(said(text), expected, "{text:?}");
        assert!(skip(text).is_err() || text == "KR", "{text:?}");
    }
}

#[test]
fn deep_and_long_texts_end_in_a_fault_or_a_value() {
    let deep = |open: &str| open.repeat(100_000);
    let indented: Vec<String> = (0..3_000).map(|depth| format!("{}a:\n", " ".repeat(depth))).collect();
    let indented = indented.concat();
    for text in [
        deep("["),
        deep("{"),
        deep("{a: "),
        deep("[[], "),
        deep("- "),
        deep("? "),
        indented,
    ] {
        let fault = read(&text).unwrap_err();
        let mut sources = Sources::new();
        let file = sources.add("f", &*text);
        let code = fault.diagnostic(&text, file).code.to_string();
        assert!(code == "F104" || code == "F106", "{code}: {:?}", text.get(..20));
        assert!(skip(&text).is_err());
    }
    for text in [
        format!("a: {}", "x ".repeat(1 << 19)),
        format!("a: x{}y", "\n".repeat(1 << 19)),
        format!("a: \"{}", "\\n".repeat(1 << 19)),
        "#\n".repeat(1 << 19),
        ":".repeat(1 << 19),
        format!("a: [{}]", "b, ".repeat(1 << 17)),
        format!("a: |\n{}", " x\n".repeat(1 << 18)),
        "a: b\n".repeat(1 << 17),
    ] {
        let _ = read(&text);
        let _ = skip(&text);
    }
}

const RECORD: &str = "# c\nparties:\n  - id: P1\n    name: 'Hanil ''R'''\n    holders: [{ party: P0, share: \"10%\" }]\nshipment:\n  note: |\n    x\n    é\n  items:\n  - id: M1 # it\n    price: 10 USD\n";

#[test]
fn a_text_that_is_cut_or_hurt_at_any_byte_ends_in_a_value_or_a_fault() {
    assert!(read(RECORD).is_ok(), "{}", said(RECORD));
    for at in 0..RECORD.len() {
        for hurt in [
            &b"\0"[..],
            b"\t",
            b"\r",
            b"\n",
            b"\"",
            b"'",
            b"{",
            b"]",
            b":",
            b"- ",
            b"&",
            b"*",
            b"!",
            b"|",
            b"%",
            b"\x80",
            b"",
        ] {
            let mut bytes = RECORD.as_bytes().to_vec();
            bytes.splice(at..=at, hurt.iter().copied());
            let text = String::from_utf8_lossy(&bytes);
            let _ = said(&text);
            let _ = skip(&text);
        }
        let _ = said(&String::from_utf8_lossy(&RECORD.as_bytes()[..at]));
    }
}

proptest! {
    #[test]
    fn any_text_ends_in_a_value_or_a_fault_that_can_be_shown(text in "[a-c:\\-#&*!|>'\"{}\\[\\],?%@` \n\r\té~0.]{0,60}") {
        let _ = said(&text);
        let _ = skip(&text);
    }

    #[test]
    fn quoted_texts_come_back(text in any::<String>()) {
        let quoted = serde_json::Value::from(text.as_str()).to_string();
        let yaml = format!("a: {quoted}");
        // JSON leaves some characters as they are that YAML does not take.
        if super::errors::check(&yaml).is_ok() {
            let expected = format!("{{a={text:?}}}");
            prop_assert_eq!(read(&yaml).ok(), Some(expected), "{}", said(&yaml));
        }
    }
}
