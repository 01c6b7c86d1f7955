//! `rulec.toml`: the title of a pack, the readings that it chooses, and the packs that it uses.
//!
//! ```toml
//! title = "China: export control"
//! packs = ["../trade"]
//!
//! [readings]
//! several_materials = "summed"
//! ```
//! A key that is not known is an error: a reading that is chosen in vain would be a wrong decision.

use std::ops::Range;

use toml::Spanned;
use toml::de::DeTable;
use toml::de::DeValue;

use crate::diagnostic::Code;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::Diagnostics;
use crate::source::FileId;
use crate::source::Span;

/// The keys that may stand at the top.
const KEYS: [&str; 3] = ["title", "packs", "readings"];

/// Dotted keys become tables in tables, which are walked and dropped by recursion: this bounds them.
const MOST_DOTS: usize = 32;

/// What a pack says of itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Manifest {
    /// Its text.
    pub(crate) file: FileId,
    /// Its title.
    pub(crate) title: String,
    /// The packs that it uses: paths from its own folder.
    pub(crate) packs: Vec<(String, Span)>,
    /// The readings that it chooses, in the order of their names.
    pub(crate) readings: Vec<ChosenReading>,
}

/// A reading that a manifest chooses.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ChosenReading {
    /// `end_of_truce`, or with its ruleset `cn.core.end_of_truce`.
    pub(crate) name: String,
    /// Where the name stands.
    pub(crate) name_span: Span,
    /// `lapsed`
    pub(crate) choice: String,
    /// Where the choice stands.
    pub(crate) choice_span: Span,
}

/// Reads a manifest. What is wrong is reported and left out.
pub(super) fn read(file: FileId, text: &str, diagnostics: &mut Diagnostics) -> Manifest {
    let mut reading = Reading {
        manifest: Manifest {
            file,
            title: String::new(),
            packs: Vec::new(),
            readings: Vec::new(),
        },
        diagnostics,
    };
    if let Some((start, line)) = lines_with_places(text).find(|(_, line)| line.matches('.').count() > MOST_DOTS) {
        let end = start.saturating_add(line.len());
        reading.wrong(
            start..end,
            "too many dots in one line",
            "a name has a few parts, as `cn.core.end_of_truce`",
        );
        return reading.manifest;
    }
    match DeTable::parse(text) {
        Ok(table) => reading.top(table.get_ref()),
        Err(error) => {
            let at = error.span().unwrap_or(0..0);
            let span = Span::new(file, at.start, at.end);
            let why = error.message().lines().next().unwrap_or("");
            reading
                .diagnostics
                .add(Diagnostic::error(Code::R507, span, "the manifest is not TOML").here(why));
        }
    }
    reading.manifest.readings.sort_by(|a, b| a.name.cmp(&b.name));
    reading.manifest
}

fn lines_with_places(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.split_inclusive('\n').scan(0_usize, |at, line| {
        let start = *at;
        *at = start.saturating_add(line.len());
        Some((start, line))
    })
}

struct Reading<'d> {
    manifest: Manifest,
    diagnostics: &'d mut Diagnostics,
}

impl Reading<'_> {
    fn top(&mut self, table: &DeTable<'_>) {
        for (key, value) in table {
            match key.get_ref().as_ref() {
                "title" => match value.get_ref().as_str() {
                    Some(title) => title.clone_into(&mut self.manifest.title),
                    None => self.wrong(
                        value.span(),
                        "the title is a text",
                        "as in title = \"China: export control\"",
                    ),
                },
                "packs" => self.packs(value),
                "readings" => match value.get_ref().as_table() {
                    Some(readings) => self.readings("", readings),
                    None => self.wrong(
                        value.span(),
                        "the readings are a table",
                        "[readings] on a line of its own, below it: name = \"choice\"",
                    ),
                },
                other => self.unknown_key(other, key.span()),
            }
        }
        if self.manifest.title.trim().is_empty() && !self.diagnostics.has_errors() {
            self.wrong(0..0, "the pack has no title", "as in title = \"China: export control\"");
        }
    }

    fn packs(&mut self, value: &Spanned<DeValue<'_>>) {
        let Some(list) = value.get_ref().as_array() else {
            return self.wrong(
                value.span(),
                "the packs are a list of paths",
                "as in packs = [\"../trade\"]",
            );
        };
        for path in list {
            match path.get_ref().as_str() {
                Some(text) => self.manifest.packs.push((text.to_owned(), self.span(path.span()))),
                None => self.wrong(
                    path.span(),
                    "the path of a pack is a text",
                    "as in packs = [\"../trade\"]",
                ),
            }
        }
    }

    /// TOML reads `cn.core.end_of_truce = "lapsed"` as tables in tables; here it is one name.
    fn readings(&mut self, ruleset: &str, table: &DeTable<'_>) {
        for (key, value) in table {
            let name = format!("{ruleset}{}", key.get_ref());
            match value.get_ref() {
                DeValue::String(choice) => {
                    let chosen = ChosenReading {
                        name,
                        name_span: self.span(key.span()),
                        choice: choice.to_string(),
                        choice_span: self.span(value.span()),
                    };
                    self.manifest.readings.push(chosen);
                }
                DeValue::Table(inner) => self.readings(&format!("{name}."), inner),
                DeValue::Integer(_)
                | DeValue::Float(_)
                | DeValue::Boolean(_)
                | DeValue::Datetime(_)
                | DeValue::Array(_) => {
                    self.wrong(
                        value.span(),
                        "the choice of a reading is a text",
                        &format!("as in {name} = \"lapsed\""),
                    );
                }
            }
        }
    }

    fn unknown_key(&mut self, key: &str, at: Range<usize>) {
        let like = KEYS.iter().find(|known| strsim::damerau_levenshtein(known, key) <= 2);
        let help = match like {
            Some(known) => format!("write `{known}`"),
            None => "a manifest has `title`, `packs` and `[readings]`".to_owned(),
        };
        self.wrong(at, format!("the manifest has no key `{key}`"), &help);
    }

    fn wrong(&mut self, at: Range<usize>, title: impl Into<String>, help: &str) {
        let diagnostic = Diagnostic::error(Code::R507, self.span(at), title).help(help);
        self.diagnostics.add(diagnostic);
    }

    fn span(&self, at: Range<usize>) -> Span {
        Span::new(self.manifest.file, at.start, at.end)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Sources;

    fn manifest(text: &str) -> (Manifest, Vec<String>) {
        let mut sources = Sources::new();
        let file = sources.add("rulec.toml", text);
        let mut diagnostics = Diagnostics::new();
        let manifest = read(file, text, &mut diagnostics);
        let said = diagnostics
            .iter()
            .map(|d| format!("{} {}", sources.place(d.at.as_ref().unwrap().span), d.title))
            .collect();
        (manifest, said)
    }

    #[test]
    fn a_manifest_has_a_title_packs_and_readings_with_their_places() {
        let text =
            "title = \"T\"\npacks = [\"../trade\"]\n[readings]\nb = \"x\"\ncn.core.a = \"y\"\n\"cn.core.c\" = 'z'\n";
        let (manifest, said) = manifest(text);
        assert_eq!((said, manifest.title.as_str()), (vec![], "T"));
        assert_eq!(text.get(manifest.packs[0].1.range()).unwrap(), "\"../trade\"");
        let readings: Vec<_> = manifest
            .readings
            .iter()
            .map(|r| {
                (
                    r.name.as_str(),
                    r.choice.as_str(),
                    text.get(r.name_span.range()).unwrap(),
                    text.get(r.choice_span.range()).unwrap(),
                )
            })
            .collect();
        assert_eq!(
            readings,
            [
                ("b", "x", "b", "\"x\""),
                ("cn.core.a", "y", "a", "\"y\""),
                ("cn.core.c", "z", "\"cn.core.c\"", "'z'")
            ]
        );
    }

    #[test]
    fn what_a_manifest_does_not_have_is_an_error_at_its_place() {
        for (text, expected) in [
            ("", vec!["rulec.toml:1:1 the pack has no title"]),
            ("title = 1", vec!["rulec.toml:1:9 the title is a text"]),
            (
                "title = \"T\"\nreading.a = \"b\"",
                vec!["rulec.toml:2:1 the manifest has no key `reading`"],
            ),
            (
                "title = \"T\"\npack = []",
                vec!["rulec.toml:2:1 the manifest has no key `pack`"],
            ),
            (
                "title = \"T\"\npacks = \"../a\"",
                vec!["rulec.toml:2:9 the packs are a list of paths"],
            ),
            (
                "title = \"T\"\n[readings]\na = true\nb = 1",
                vec![
                    "rulec.toml:3:5 the choice of a reading is a text",
                    "rulec.toml:4:5 the choice of a reading is a text",
                ],
            ),
            (
                "title = \"T\"\ntitle = \"U\"",
                vec!["rulec.toml:2:1 the manifest is not TOML"],
            ),
            ("title = \"T", vec!["rulec.toml:1:11 the manifest is not TOML"]),
        ] {
            assert_eq!(manifest(text).1, expected, "{text:?}");
        }
    }
}
