//! From the bytes of a rule file to its text.
//!
//! A rule file is UTF-8. Lines end with LF, CR LF or CR; a lone CR becomes LF, which keeps every offset. A byte-order
//! mark in front is dropped. What is no text is said so by name, because nobody can be shown a place in it.

use crate::diagnostic::Code;
use crate::diagnostic::Diagnostic;
use crate::limits::Limits;

/// The text of a rule file, or what keeps it from being one.
pub(crate) fn decode(name: &str, bytes: &[u8], limits: &Limits) -> Result<String, Box<Diagnostic>> {
    if bytes.len() > limits.rule_file {
        return Err(Box::new(too_long(name, bytes.len(), limits.rule_file)));
    }
    if bytes.starts_with(&[0xFF, 0xFE]) || bytes.starts_with(&[0xFE, 0xFF]) {
        return Err(Box::new(no_text(name, "is UTF-16")));
    }
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    if let Some(at) = memchr::memchr(0, bytes) {
        let what = format!("has a zero byte in line {}", line_of(bytes, at));
        return Err(Box::new(no_text(name, &what)));
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => Ok(line_ends(text)),
        Err(fault) => {
            let what = format!("is not UTF-8 in line {}", line_of(bytes, fault.valid_up_to()));
            Err(Box::new(no_text(name, &what)))
        }
    }
}

/// A lone CR ends a line too.
fn line_ends(text: &str) -> String {
    if memchr::memchr(b'\r', text.as_bytes()).is_none() {
        return text.to_owned();
    }
    let mut signs = text.chars().peekable();
    let mut whole = String::with_capacity(text.len());
    while let Some(sign) = signs.next() {
        let ends = sign == '\r' && signs.peek() != Some(&'\n');
        whole.push(if ends { '\n' } else { sign });
    }
    whole
}

fn line_of(bytes: &[u8], at: usize) -> usize {
    let before = bytes.get(..at).unwrap_or(bytes);
    memchr::memchr_iter(b'\n', before).count().saturating_add(1)
}

fn no_text(name: &str, what: &str) -> Diagnostic {
    Diagnostic::general(Code::R115, format!("`{name}` {what}")).help("save it as plain text in UTF-8")
}

fn too_long(name: &str, found: usize, limit: usize) -> Diagnostic {
    Diagnostic::general(
        Code::R116,
        format!("`{name}` has {found} bytes, a rule file at most {limit}"),
    )
    .help("cut it into several rule files, and let one `use` the others")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(bytes: &[u8]) -> Result<String, String> {
        decode("a.rule", bytes, &Limits::default()).map_err(|fault| format!("{} {}", fault.code, fault.title))
    }

    #[test]
    fn every_line_end_is_taken_and_a_byte_order_mark_is_dropped() {
        for (bytes, text) in [
            (b"a\nb".as_slice(), "a\nb"),
            (b"a\r\nb", "a\r\nb"),
            (b"a\rb\r", "a\nb\n"),
            (b"\xEF\xBB\xBFa", "a"),
            (b"", ""),
        ] {
            assert_eq!(read(bytes), Ok(text.to_owned()), "{bytes:?}");
        }
    }

    #[test]
    fn what_is_no_text_is_named_with_its_line() {
        for (bytes, message) in [
            (b"a\n\0".as_slice(), "R115 `a.rule` has a zero byte in line 2"),
            (b"\xFF\xFEa\0", "R115 `a.rule` is UTF-16"),
            (b"a\n\n\xFF", "R115 `a.rule` is not UTF-8 in line 3"),
        ] {
            assert_eq!(read(bytes), Err(message.to_owned()), "{bytes:?}");
        }
    }

    #[test]
    fn a_file_beyond_the_limit_is_not_read() {
        let limits = Limits {
            rule_file: 3,
            ..Limits::default()
        };
        assert!(decode("a.rule", b"abc", &limits).is_ok());
        assert_eq!(
            decode("a.rule", b"abcd", &limits).map_err(|fault| fault.code),
            Err(Code::R116)
        );
    }
}
