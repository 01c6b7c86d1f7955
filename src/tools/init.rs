//! A new pack with a first rule and its tests: small enough to be read at once, and every part of it works.

use crate::syntax::is_hard;

/// The files of a new pack, with their paths in its folder.
pub(crate) fn files(name: &str) -> Vec<(&'static str, String)> {
    [
        ("rulec.toml", include_str!("init/rulec.toml.txt")),
        ("first.rule", include_str!("init/first.rule.txt")),
        ("tests.rule", include_str!("init/tests.rule.txt")),
        ("cases/example.json", include_str!("init/example.json.txt")),
        ("cases/example.snap", include_str!("init/example.snap.txt")),
    ]
    .map(|(path, text)| (path, text.replace("NAME", name)))
    .to_vec()
}

/// Why a name is no name of a pack; `None` if it is one.
pub(crate) fn fault(name: &str) -> Option<&'static str> {
    let letters = |character: char| character.is_ascii_lowercase() || character.is_ascii_digit() || character == '_';
    if !name.starts_with(|first: char| first.is_ascii_lowercase()) {
        Some("a name begins with a small letter")
    } else if !name.chars().all(letters) {
        Some("a name has small letters, digits and `_`")
    } else if is_hard(name) {
        Some("this word is one of the language")
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_of_a_pack_is_a_name_of_the_language() {
        for (name, is_one) in [
            ("widgets", true),
            ("a_1", true),
            ("", false),
            ("Widgets", false),
            ("1a", false),
            ("a-b", false),
            ("../x", false),
            ("ä", false),
            ("unknown", false),
        ] {
            assert_eq!(fault(name).is_none(), is_one, "{name:?}");
        }
    }

    #[test]
    fn the_name_stands_in_the_rules_and_in_the_tests() {
        let files = files("widgets");
        let text = |wanted: &str| &files.iter().find(|(path, _)| *path == wanted).unwrap().1;
        assert!(text("first.rule").starts_with("ruleset widgets "));
        assert!(text("tests.rule").starts_with("tests of widgets "));
        assert!(files.iter().all(|(_, text)| !text.contains("NAME")));
    }
}
