//! Citations: which paragraphs there are, and which cover which.
//!
//! A citation is a tree: `"1"` covers what continues it with a bracket, a dot or a blank, so `"1(1)"` and `"1.2"`, but
//! not `"12"`. Language reference: "Sources".

use std::collections::BTreeMap;

use crate::diagnostic::Code;
use crate::diagnostic::Diagnostic;
use crate::names::SymbolKind;
use crate::names::errors::suggest;
use crate::plan::Cite;
use crate::plan::RulesetId;
use crate::plan::SourceId;
use crate::plan::SourceText;
use crate::source::Span;
use crate::syntax::ast;
use crate::syntax::ast::Header;
use crate::text::list_or;

use super::Checker;
use super::lookup::SOURCE;

/// The citations of all items and of their versions, by place.
pub(super) type Cites = BTreeMap<Span, Vec<Cite>>;

/// Whether a citation covers another one: the same paragraph, or one inside it.
pub(super) fn covers(general: &str, special: &str) -> bool {
    special
        .strip_prefix(general)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with(['(', '.', ' ']))
}

/// Whether citing `special` is citing something of `general`; no paragraphs mean the whole source.
pub(super) fn cites_within(special: &Cite, general: &Cite) -> bool {
    special.source == general.source
        && (general.paragraphs.is_empty()
            || special
                .paragraphs
                .iter()
                .any(|inner| general.paragraphs.iter().any(|outer| covers(outer, inner))))
}

impl Checker<'_> {
    /// The sources themselves.
    pub(super) fn declare_sources(&mut self) {
        for declared in self.items.sources.iter() {
            let source = declared.of;
            let whole = source.read_as.iter().find(|(paragraphs, _)| paragraphs.is_empty());
            let single = source
                .read_as
                .iter()
                .flat_map(|(paragraphs, how)| paragraphs.iter().map(|paragraph| (paragraph.text.clone(), *how)));
            self.plan.sources.push(SourceText {
                full_name: self.full_name(declared.scope, &source.name),
                name: source.name.text.clone(),
                title: source.title.text.clone(),
                short: source.short.as_ref().map(|short| short.text.clone()),
                read_as: whole.map_or(ast::ReadAs::Text, |(_, how)| *how),
                paragraphs_read_as: single.collect(),
            });
            self.check_source(source);
        }
    }

    fn check_source(&mut self, source: &ast::SourceItem) {
        if let Some((text, span)) = &source.published {
            self.read_date(text, *span);
        }
        let read_as = source.read_as.iter().flat_map(|(paragraphs, _)| paragraphs);
        let not_coded = source.not_coded.iter().flat_map(|not_coded| &not_coded.paragraphs);
        for paragraph in read_as.chain(not_coded) {
            if !source.paragraphs.iter().any(|known| known.text == paragraph.text) {
                let said = no_such_paragraph(source, paragraph);
                self.diagnostics.add(said);
            }
        }
    }

    /// The citations of every item, headers included.
    pub(super) fn read_cites(&mut self) -> Cites {
        let mut cites = Cites::new();
        for (scope, ast) in self.items.files.iter_ids() {
            let header = ast.header.as_ref().map(|header| match header {
                Header::Ruleset(ruleset) => (ruleset.name.span, &ruleset.common),
                Header::Tests(tests) => (tests.span, &tests.common),
            });
            let items = ast.items.iter().map(|item| (item.span, &item.common));
            let versions = ast.items.iter().flat_map(super::versions::commons_of);
            for (span, common) in header.into_iter().chain(items).chain(versions) {
                cites.insert(span, self.references(scope, &common.cites));
            }
        }
        cites
    }

    /// References as they are written: `n61 "1(1)", "8"`.
    pub(super) fn references(&mut self, scope: RulesetId, references: &[ast::Reference]) -> Vec<Cite> {
        let mut cites = Vec::new();
        for reference in references {
            let Some(SymbolKind::Source(source)) = self.find(scope, &reference.source, &SOURCE).map(|found| found.kind)
            else {
                continue;
            };
            self.check_paragraphs(source, &reference.paragraphs);
            cites.push(Cite {
                source,
                paragraphs: reference
                    .paragraphs
                    .iter()
                    .map(|paragraph| paragraph.text.clone())
                    .collect(),
            });
        }
        cites
    }

    /// A paragraph is known if it is listed, or if one inside it is.
    fn check_paragraphs(&mut self, source: SourceId, paragraphs: &[ast::Text]) {
        let declared = self.items.sources.at(source).of;
        for paragraph in paragraphs {
            let known = declared
                .paragraphs
                .iter()
                .any(|known| covers(&paragraph.text, &known.text));
            if !known && !declared.paragraphs.is_empty() {
                self.diagnostics.add(no_such_paragraph(declared, paragraph));
            }
        }
    }
}

/// R212
fn no_such_paragraph(source: &ast::SourceItem, paragraph: &ast::Text) -> Diagnostic {
    let title = format!("{} has no paragraph \"{}\"", source.name.text, paragraph.text);
    let said = Diagnostic::error(Code::R212, paragraph.span, title)
        .here("not among those listed")
        .label(source.name.span, "its paragraphs are listed here");
    let stem = |text: &str| text.split(['(', '.', ' ']).next().unwrap_or("").to_owned();
    let near: Vec<String> = source
        .paragraphs
        .iter()
        .filter(|known| stem(&known.text) == stem(&paragraph.text))
        .map(|known| format!("\"{}\"", known.text))
        .take(5)
        .collect();
    if near.is_empty() {
        let said = suggest(
            said,
            &paragraph.text,
            source.paragraphs.iter().map(|known| &*known.text),
        );
        return said.help(format!(
            "if the text has \"{}\", add it to `paragraphs`",
            paragraph.text
        ));
    }
    let near = list_or(&near);
    said.help(format!("cite {near}; if the text has \"{}\", add it", paragraph.text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_paragraph_covers_what_continues_it_and_nothing_else() {
        for (general, special, expected) in [
            ("1", "1", true),
            ("1", "1(1)", true),
            ("1", "1.2", true),
            ("1", "1 a", true),
            ("1", "12", false),
            ("1", "1a", false),
            ("1(1)", "1", false),
            ("1(1)", "1(1)(a)", true),
            ("1(1)", "1(12)", false),
        ] {
            assert_eq!(covers(general, special), expected, "{general} covers {special}");
        }
    }
}
