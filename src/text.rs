//! Words about foreign text: escaping, look-alike letters, did-you-mean, lists and plurals.
//!
//! What comes from facts or rule files may hold control characters, characters of no width and letters that only look
//! like the ones expected. Nothing of the kind reaches a terminal unescaped, and a name with such a letter is answered
//! with the letter, its place and its script. Everything here is for people; nothing decides.

use std::borrow::Cow;
use std::fmt::Write;

use unicode_script::Script;
use unicode_script::UnicodeScript;

/// Longest word, in characters, that is shown whole in a sentence, and for which candidates are looked for.
const LONGEST_WORD: usize = 64;
/// Most candidates that are looked at.
const MOST_CANDIDATES: usize = 10_000;
/// Most candidates that are offered.
const MOST_OFFERED: usize = 3;

/// Whether this character shows nothing, or moves what is shown: controls, bidi controls, characters of no width.
pub(crate) const fn is_hidden(character: char) -> bool {
    matches!(character,
        '\u{0}'..='\u{1f}' | '\u{7f}'..='\u{9f}' | '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}'
        | '\u{17b4}' | '\u{17b5}' | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{feff}' | '\u{ffa0}' | '\u{fff9}'..='\u{fffb}'
        | '\u{e0000}'..='\u{e0fff}')
}

/// Foreign text so that it is safe on a terminal and all of it can be seen: ESC is shown as `\u{1b}`.
pub(crate) fn escape(text: &str) -> Cow<'_, str> {
    if !text.chars().any(is_hidden) {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len().saturating_add(16));
    for character in text.chars() {
        if is_hidden(character) {
            shown.extend(character.escape_unicode());
        } else {
            shown.push(character);
        }
    }
    Cow::Owned(shown)
}

/// Foreign text for a sentence: escaped, and cut if it is longer than a line.
pub(crate) fn brief(text: &str) -> String {
    match text.char_indices().nth(LONGEST_WORD) {
        None => escape(text).into_owned(),
        Some((end, _)) => format!("{}…", escape(text.get(..end).unwrap_or(""))),
    }
}

/// A character that does not belong into a name or a code of plain letters and digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct LookAlike {
    /// Which character of the word it is, from 1.
    pub(crate) position: usize,
    /// Where it begins in the word, in bytes.
    pub(crate) offset: usize,
    /// The character.
    pub(crate) character: char,
}

impl LookAlike {
    /// What it is, for a sentence about the word: "its 1st letter is Cyrillic (U+043E)".
    pub(crate) fn words(&self) -> String {
        let point = code_point(self.character);
        let place = ordinal(self.position);
        match self.character {
            '\u{ff10}'..='\u{ff19}' => format!("its {place} character is a full-width digit ({point})"),
            '\u{ff01}'..='\u{ff5e}' => format!("its {place} character is full-width ({point})"),
            '\u{a0}' | '\u{2007}' | '\u{202f}' => format!("its {place} character is a no-break space ({point})"),
            '\u{2010}'..='\u{2015}' | '\u{2212}' => format!("its {place} character is another dash ({point})"),
            hidden if is_hidden(hidden) => format!("its {place} character cannot be seen ({point})"),
            letter if letter.is_alphabetic() => {
                let script = letter.script();
                if matches!(script, Script::Common | Script::Inherited | Script::Unknown) {
                    format!("its {place} letter is another one ({point})")
                } else {
                    format!(
                        "its {place} letter is {} ({point})",
                        script.full_name().replace('_', " ")
                    )
                }
            }
            _ => format!("its {place} character is another one ({point})"),
        }
    }
}

/// The first character of a word that is not plain ASCII, or cannot be seen.
pub(crate) fn foreign_character(word: &str) -> Option<LookAlike> {
    word.char_indices()
        .zip(1..)
        .find(|((_, character), _)| !character.is_ascii() || is_hidden(*character))
        .map(|((offset, character), position)| LookAlike {
            position,
            offset,
            character,
        })
}

/// The character by which a word differs from a wanted ASCII word that it looks like, if it does.
pub(crate) fn look_alike(word: &str, wanted: &str) -> Option<LookAlike> {
    let foreign = foreign_character(word)?;
    (word.len() <= wanted.len().saturating_mul(8) && appearance(word) == appearance(wanted)).then_some(foreign)
}

/// Whether each accent is one with its letter, where there is such a letter: "é" as one character.
pub(crate) fn is_composed(text: &str) -> bool {
    text.is_ascii() || unicode_normalization::is_nfc(text)
}

/// The first word that mixes plain letters with ones that look like plain ones, and the character that does so: of
/// another alphabet, or full-width. A word that is all of another alphabet is what it seems.
pub(crate) fn disguised_word(text: &str) -> Option<(&str, LookAlike)> {
    if text.is_ascii() {
        return None;
    }
    text.split(|character: char| !character.is_alphanumeric())
        .find_map(|word| {
            let latin = word
                .chars()
                .any(|letter| letter.is_alphabetic() && letter.script() == Script::Latin);
            word.char_indices()
                .zip(1..)
                .find(|((_, character), _)| disguises(*character, latin))
                .map(|((offset, character), position)| {
                    let strange = LookAlike {
                        position,
                        offset,
                        character,
                    };
                    (word, strange)
                })
        })
}

/// Whether a character only looks like a plain letter or digit, in a word with Latin letters or without.
fn disguises(character: char, latin: bool) -> bool {
    if character.is_ascii() {
        return false;
    }
    if half_width(character) != character {
        return true;
    }
    if !latin || matches!(character.script(), Script::Latin | Script::Common | Script::Inherited) {
        return false;
    }
    let alone = character.to_string();
    let mut looks = unicode_security::confusable_detection::skeleton(&alone).fuse();
    matches!((looks.next(), looks.next()), (Some(look), None) if look.is_ascii_alphanumeric())
}

/// What a word looks like: equal for words that cannot be told apart by eye.
fn appearance(word: &str) -> String {
    let plain: String = word
        .chars()
        .filter(|character| !is_hidden(*character))
        .map(half_width)
        .collect();
    unicode_security::confusable_detection::skeleton(&plain).collect()
}

/// A full-width character as the plain one.
fn half_width(character: char) -> char {
    match character {
        '\u{ff01}'..='\u{ff5e}' => u32::from(character)
            .checked_sub(0xfee0)
            .and_then(char::from_u32)
            .unwrap_or(character),
        other => other,
    }
}

/// A word with its full-width characters made plain, those of no width dropped, and look-alike letters replaced.
/// `None` if something is left that is not ASCII.
pub(crate) fn plain_ascii(word: &str) -> Option<String> {
    let mut plain = String::with_capacity(word.len());
    for character in word.chars().filter(|character| !is_hidden(*character)).map(half_width) {
        if character.is_ascii() {
            plain.push(character);
            continue;
        }
        let alone = character.to_string();
        let mut looks = unicode_security::confusable_detection::skeleton(&alone).fuse();
        match (looks.next(), looks.next()) {
            (Some(look), None) if look.is_ascii() => plain.push(look),
            _ => return None,
        }
    }
    Some(plain)
}

/// `U+043E`
pub(crate) fn code_point(character: char) -> String {
    format!("U+{:04X}", u32::from(character))
}

/// `1st`, `2nd`, `11th`, `21st`.
pub(crate) fn ordinal(number: usize) -> String {
    let ending = match (number.checked_rem(10), number.checked_rem(100)) {
        (_, Some(11..=13)) => "th",
        (Some(1), _) => "st",
        (Some(2), _) => "nd",
        (Some(3), _) => "rd",
        _ => "th",
    };
    format!("{number}{ending}")
}

/// The candidates that somebody who wrote this word may have meant, the best first, at most three.
pub(crate) fn did_you_mean<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Vec<&'a str> {
    let length = word.chars().count();
    if length > LONGEST_WORD {
        return Vec::new();
    }
    let lower = word.to_lowercase();
    let farthest = match length {
        0 => 0,
        1..=5 => 1,
        6..=8 => 2,
        _ => 3,
    };
    let mut found: Vec<(usize, &str)> = candidates
        .into_iter()
        .take(MOST_CANDIDATES)
        .filter(|candidate| *candidate != word && candidate.chars().count().abs_diff(length) <= farthest)
        .map(|candidate| (strsim::osa_distance(&lower, &candidate.to_lowercase()), candidate))
        .filter(|(distance, candidate)| *distance <= farthest && *distance < candidate.chars().count())
        .collect();
    found.sort_unstable();
    found.dedup();
    let nearest = found.first().map_or(0, |(distance, _)| *distance);
    found.retain(|(distance, _)| *distance <= nearest.saturating_add(1));
    found.truncate(MOST_OFFERED);
    found.into_iter().map(|(_, candidate)| candidate).collect()
}

/// `a`, `a or b`, `a, b or c`.
pub(crate) fn list_or<T: AsRef<str>>(items: &[T]) -> String {
    list(items, " or ")
}

/// `a`, `a and b`, `a, b and c`.
pub(crate) fn list_and<T: AsRef<str>>(items: &[T]) -> String {
    list(items, " and ")
}

fn list<T: AsRef<str>>(items: &[T], last: &str) -> String {
    let mut words = String::new();
    for (index, item) in items.iter().enumerate() {
        let left = items.len().saturating_sub(index);
        words.push_str(match (index, left) {
            (0, _) => "",
            (_, 1) => last,
            _ => ", ",
        });
        words.push_str(item.as_ref());
    }
    words
}

/// `a text`, `an Article`.
pub(crate) fn with_article(word: &str) -> String {
    let vowel = word.starts_with(['a', 'e', 'i', 'o', 'A', 'E', 'I', 'O']);
    format!("{} {word}", if vowel { "an" } else { "a" })
}

/// Each in backticks, for [`list_or`] and [`list_and`].
pub(crate) fn quoted<T: AsRef<str>>(items: &[T]) -> Vec<String> {
    items
        .iter()
        .map(|item| format!("`{}`", escape(item.as_ref())))
        .collect()
}

/// `1 record`, `3 records`, `12 000 records`.
pub(crate) fn count(number: usize, one: &str, many: &str) -> String {
    format!(
        "{} {}",
        group_digits(&number.to_string()),
        if number == 1 { one } else { many }
    )
}

/// A figure and what it is taken of: `cn_share of M1`, and `mass_of M1`, as the name says `of` already.
pub(crate) fn applied(name: &str, to: &str) -> String {
    if name.ends_with("_of") {
        format!("{name} {to}")
    } else {
        format!("{name} of {to}")
    }
}

/// Digits in groups of three by blanks, counted from the right: `48 000`.
pub(crate) fn group_digits(digits: &str) -> String {
    let length = digits.chars().count();
    let mut grouped = String::with_capacity(length.saturating_add(length.div_euclid(3)));
    for (index, digit) in digits.chars().enumerate() {
        let left = length.saturating_sub(index);
        if index > 0 && left.is_multiple_of(3) {
            grouped.push(' ');
        }
        let _ = grouped.write_char(digit);
    }
    grouped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_moves_or_hides_text_is_shown_as_its_number() {
        for (text, shown) in [
            ("Neckar Antriebe", "Neckar Antriebe"),
            ("\u{1b}[31mred", "\\u{1b}[31mred"),
            ("a\u{7}b", "a\\u{7}b"),
            ("\u{9b}2J", "\\u{9b}2J"),
            ("\u{202e}fdp.exe", "\\u{202e}fdp.exe"),
            ("Han\u{200b}il", "Han\\u{200b}il"),
            ("two\nlines\tand tab", "two\\u{a}lines\\u{9}and tab"),
            ("深圳华阳 µm é", "深圳华阳 µm é"),
        ] {
            assert_eq!(escape(text), shown, "{text:?}");
        }
    }

    #[test]
    fn a_look_alike_is_named_with_its_place() {
        for (word, wanted, words) in [
            ("\u{43e}rigin", "origin", Some("its 1st letter is Cyrillic (U+043E)")),
            ("pr\u{456}ce", "price", Some("its 3rd letter is Cyrillic (U+0456)")),
            ("\u{3bf}rigin", "origin", Some("its 1st letter is Greek (U+03BF)")),
            (
                "or\u{200b}igin",
                "origin",
                Some("its 3rd character cannot be seen (U+200B)"),
            ),
            (
                "p\u{ff11}",
                "p1",
                Some("its 2nd character is a full-width digit (U+FF11)"),
            ),
            (
                "\u{ff4f}rigin",
                "origin",
                Some("its 1st character is full-width (U+FF4F)"),
            ),
            ("origin", "origin", None),
            ("orgin", "origin", None),
            ("größe", "origin", None),
        ] {
            let found = look_alike(word, wanted).map(|found| found.words());
            assert_eq!(found.as_deref(), words, "{word:?}");
        }
    }

    #[test]
    fn a_word_in_disguise_is_told_from_one_of_another_alphabet() {
        for (text, word) in [
            ("Hanil M\u{43e}tors", Some("M\u{43e}tors")),
            ("\u{ff38} Ltd", Some("\u{ff38}")),
            ("Hanil Motors", None),
            ("Росэлектроника АО", None),
            ("OOO Росэлектроника", None),
            ("Société Générale, Łódź, Groß & Söhne", None),
            ("深圳华阳 ABC 株式会社", None),
            ("10 k\u{3a9}, 5 \u{3bc}m, 5 µm, α-Fe", None),
        ] {
            assert_eq!(disguised_word(text).map(|(word, _)| word), word, "{text}");
        }
        for (text, composed) in [("é", true), ("e\u{301}", false), ("가", true), ("ọ\u{300}", true)] {
            assert_eq!(is_composed(text), composed, "{text}");
        }
    }

    #[test]
    fn look_alikes_become_plain() {
        for (word, plain) in [
            ("\u{ff23}\u{ff2e}", Some("CN")),
            ("3\u{410}001", Some("3A001")),
            ("G\u{200b}B", Some("GB")),
            ("中国", None),
        ] {
            assert_eq!(plain_ascii(word).as_deref(), plain, "{word:?}");
        }
    }

    #[test]
    fn the_nearest_names_are_offered_and_only_those() {
        let keys = [
            "origin",
            "price",
            "parts",
            "party",
            "made_in",
            "net_mass",
            "customs_value",
        ];
        for (word, offered) in [
            ("orgin", &["origin"][..]),
            ("Origin", &["origin"]),
            ("part", &["parts", "party"]),
            ("netmass", &["net_mass"]),
            ("custom_value", &["customs_value"]),
            ("weight", &[]),
            ("x", &[]),
            ("", &[]),
        ] {
            assert_eq!(did_you_mean(word, keys), offered, "{word:?}");
        }
        assert!(did_you_mean(&"a".repeat(100_000), keys).is_empty());
    }

    #[test]
    fn lists_plurals_and_groups_are_words() {
        assert_eq!(list_or::<&str>(&[]), "");
        assert_eq!(list_or(&["a"]), "a");
        assert_eq!(list_or(&["a", "b"]), "a or b");
        assert_eq!(list_and(&["a", "b", "c"]), "a, b and c");
        assert_eq!(quoted(&["a\u{1b}"]), ["`a\\u{1b}`"]);
        assert_eq!(count(1, "record", "records"), "1 record");
        assert_eq!(count(0, "record", "records"), "0 records");
        assert_eq!(applied("cn_share", "M1"), "cn_share of M1");
        assert_eq!(applied("mass_of", "lead, M1"), "mass_of lead, M1");
        assert_eq!(count(49_980, "error", "errors"), "49 980 errors");
        for (digits, grouped) in [
            ("", ""),
            ("7", "7"),
            ("200", "200"),
            ("1200", "1 200"),
            ("14000000", "14 000 000"),
        ] {
            assert_eq!(group_digits(digits), grouped);
        }
        for (number, words) in [
            (1, "1st"),
            (2, "2nd"),
            (3, "3rd"),
            (4, "4th"),
            (11, "11th"),
            (22, "22nd"),
            (113, "113th"),
        ] {
            assert_eq!(ordinal(number), words);
        }
    }
}
