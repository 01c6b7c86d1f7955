//! Bytes to text: UTF-8, checked once per file or record, with or without a byte-order mark.
//!
//! Text in another encoding is never guessed at: a wrongly decoded name of a party is a party that is not on the list.

use std::borrow::Cow;

/// Why bytes are no text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct NoText {
    /// What can be shown of it: the text before the fault, then `�`. The fault is the last character.
    pub(crate) readable: String,
    /// What it seems to be: "UTF-16", "another encoding".
    pub(crate) looks_like: &'static str,
}

impl NoText {
    /// The byte of the fault in `readable`.
    pub(crate) fn at(&self) -> usize {
        self.readable
            .len()
            .saturating_sub(char::REPLACEMENT_CHARACTER.len_utf8())
    }

    /// One line of help.
    pub(crate) fn help(&self) -> String {
        format!("this seems to be {}; save the file as UTF-8", self.looks_like)
    }
}

/// The text without its byte-order mark.
///
/// # Errors
/// The bytes are not UTF-8.
pub(crate) fn decode(bytes: &[u8]) -> Result<&str, NoText> {
    text(bytes).map(without_mark)
}

/// The text as it stands; a byte-order mark is none of the caller's.
///
/// # Errors
/// The bytes are not UTF-8.
pub(crate) fn text(bytes: &[u8]) -> Result<&str, NoText> {
    simdutf8::basic::from_utf8(bytes).map_err(|_| no_text(bytes))
}

/// The text without a byte-order mark at its start.
pub(crate) fn without_mark(text: &str) -> &str {
    text.strip_prefix('\u{feff}').unwrap_or(text)
}

fn no_text(bytes: &[u8]) -> NoText {
    let valid = simdutf8::compat::from_utf8(bytes).map_or_else(|error| error.valid_up_to(), str::len);
    let before = bytes.get(..valid).map_or(Cow::Borrowed(""), String::from_utf8_lossy);
    let mut readable = without_mark(&before).to_owned();
    readable.push(char::REPLACEMENT_CHARACTER);
    let looks_like = match bytes {
        [0xff, 0xfe, ..] | [0xfe, 0xff, ..] => "UTF-16",
        [0x1f, 0x8b, ..] | [b'P', b'K', 3, 4, ..] => "a packed file",
        _ => "text in another encoding, as Windows-1252",
    };
    NoText { readable, looks_like }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mark_is_dropped_and_the_first_bad_byte_is_named() {
        assert_eq!(decode(b"\xef\xbb\xbf{}"), Ok("{}"));
        assert_eq!(decode("M\u{fc}ller".as_bytes()), Ok("Müller"));
        for (bytes, readable, looks_like) in [
            (
                &b"\xef\xbb\xbf{\"M\xfcller\"}"[..],
                "{\"M\u{fffd}",
                "text in another encoding, as Windows-1252",
            ),
            (b"\xff\xfe{\0", "\u{fffd}", "UTF-16"),
            (b"PK\x03\x04\xff", "PK\x03\x04\u{fffd}", "a packed file"),
            (b"\xed\xa0\x80", "\u{fffd}", "text in another encoding, as Windows-1252"),
        ] {
            let fault = decode(bytes).unwrap_err();
            assert_eq!(
                (fault.readable.as_str(), fault.looks_like),
                (readable, looks_like),
                "{bytes:?}"
            );
            assert_eq!(fault.readable.get(fault.at()..), Some("\u{fffd}"));
        }
    }
}
