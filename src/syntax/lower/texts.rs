//! What a file is, what it uses, the texts that it cites and how they can be read.

use super::Lower;
use super::Node;
use super::Path;
use super::Rule;
use super::Text;
use super::clauses::Once;
use super::has;
use super::parts;

use crate::syntax::ast::Common;
use crate::syntax::ast::Header;
use crate::syntax::ast::NotCoded;
use crate::syntax::ast::ReadAs;
use crate::syntax::ast::Reading;
use crate::syntax::ast::Ruleset;
use crate::syntax::ast::SourceItem;
use crate::syntax::ast::Tests;
use crate::syntax::errors;

impl<'a> Lower<'a> {
    /// `ruleset`
    pub(super) fn ruleset(&mut self, node: Node<'a>) -> Option<Header> {
        let mut pieces = parts(node);
        let name = self.path(pieces.next()?);
        let (mut title, mut common) = (None, Common::default());
        let (mut issuer, mut zone) = (Once::new("issuer"), Once::new("zone"));
        let (mut law_date, mut decides_each) = (Once::new("law in force on"), Once::new("decides each"));
        let mut affected_by = Vec::new();
        for part in pieces {
            let span = self.span(&part);
            match part.as_rule() {
                Rule::title => title = Some(self.quoted(&part)),
                Rule::issuer => {
                    let text = self.only_text(part);
                    self.once(&mut issuer, text, span);
                }
                Rule::zone => {
                    let text = self.only_text(part);
                    self.once(&mut zone, text, span);
                }
                Rule::in_force_on => {
                    let path = parts(part).next().map(|path| self.path(path));
                    self.once(&mut law_date, path, span);
                }
                Rule::decides_each => {
                    let mut inner = parts(part);
                    let variable = self.next_ident(&mut inner)?;
                    let list = self.path(inner.next()?);
                    self.once(&mut decides_each, Some((variable, list)), span);
                }
                Rule::affected_by => affected_by.extend(parts(part).flat_map(|names| self.names(names))),
                _ => {
                    self.common(&mut common, &part);
                }
            }
        }
        Some(Header::Ruleset(Ruleset {
            name,
            title,
            issuer: issuer.take(),
            zone: zone.take(),
            law_date: law_date.take(),
            decides_each: decides_each.take(),
            affected_by,
            common,
        }))
    }

    /// `tests`
    pub(super) fn tests(&mut self, node: Node<'a>) -> Option<Header> {
        let span = self.span(&node);
        let mut pieces = parts(node);
        let of = self.paths(pieces.next()?);
        let (mut title, mut common) = (None, Common::default());
        for part in pieces {
            if !self.common(&mut common, &part) {
                title = Some(self.quoted(&part));
            }
        }
        Some(Header::Tests(Tests {
            of,
            title,
            common,
            span,
        }))
    }

    /// `use_item`
    pub(super) fn use_item(&mut self, node: Node<'a>, common: &mut Common) -> Option<Path> {
        let mut path = None;
        for part in parts(node) {
            if !self.common(common, &part) {
                path = Some(self.path(part));
            }
        }
        path
    }

    /// `source`
    pub(super) fn source(&mut self, node: Node<'a>, common: &mut Common) -> Option<SourceItem> {
        let mut pieces = parts(node);
        let name = self.next_ident(&mut pieces)?;
        let mut title = None;
        let (mut short, mut published, mut url) = (Once::new("short"), Once::new("published"), Once::new("url"));
        let (mut read_as, mut paragraphs, mut not_coded) = (Vec::new(), Vec::new(), Vec::new());
        for part in pieces {
            let span = self.span(&part);
            match part.as_rule() {
                Rule::title => title = Some(self.quoted(&part)),
                Rule::short => {
                    let text = self.only_text(part);
                    self.once(&mut short, text, span);
                }
                Rule::url => {
                    let text = self.only_text(part);
                    self.once(&mut url, text, span);
                }
                Rule::published => {
                    let date = parts(part).next()?;
                    let at = self.span(&date);
                    let date = self.date(&date).map(|text| (text, at));
                    self.once(&mut published, date, span);
                }
                Rule::read_as => read_as.push(self.read_as(part)),
                Rule::paragraphs => paragraphs.extend(parts(part).flat_map(|strings| self.strings(strings))),
                Rule::not_coded => not_coded.push(self.not_coded(part)?),
                _ => {
                    self.common(common, &part);
                }
            }
        }
        let Some(title) = title else {
            self.report(errors::no_title(
                "source",
                &name,
                "source n61 \"MOFCOM Announcement No. 61 of 2025\"",
            ));
            return None;
        };
        let (short, published, url) = (short.take(), published.take(), url.take());
        Some(SourceItem {
            name,
            title,
            short,
            published,
            url,
            read_as,
            paragraphs,
            not_coded,
        })
    }

    /// `read_as`
    fn read_as(&mut self, node: Node<'a>) -> (Vec<Text>, ReadAs) {
        let how = match &node {
            node if has(node, Rule::k_transcription) => ReadAs::Transcription,
            node if has(node, Rule::k_press) => ReadAs::Press,
            node if has(node, Rule::k_memory) => ReadAs::Memory,
            _ => ReadAs::Text,
        };
        (parts(node).flat_map(|strings| self.strings(strings)).collect(), how)
    }

    /// `not_coded`
    fn not_coded(&mut self, node: Node<'a>) -> Option<NotCoded> {
        let partly = has(&node, Rule::k_partly);
        let mut pieces = parts(node);
        let paragraphs = self.strings(pieces.next()?);
        let because = self.quoted(&pieces.next()?);
        Some(NotCoded {
            partly,
            paragraphs,
            because,
        })
    }

    /// `reading`
    pub(super) fn reading(&mut self, node: Node<'a>, common: &mut Common) -> Option<Reading> {
        let mut pieces = parts(node);
        let name = self.next_ident(&mut pieces)?;
        let (mut title, mut choices) = (None, Vec::new());
        let (mut suggested, mut settled) = (Once::new("suggested"), Once::new("settled as"));
        for part in pieces {
            let span = self.span(&part);
            match part.as_rule() {
                Rule::title => title = Some(self.quoted(&part)),
                Rule::choice => {
                    let mut inner = parts(part);
                    let choice = self.next_ident(&mut inner)?;
                    choices.push((choice, self.quoted(&inner.next()?)));
                }
                Rule::suggested => {
                    let choice = self.next_ident(&mut parts(part));
                    self.once(&mut suggested, choice, span);
                }
                Rule::settled => {
                    let choice = self.next_ident(&mut parts(part));
                    self.once(&mut settled, choice, span);
                }
                _ => {
                    self.common(common, &part);
                }
            }
        }
        let Some(title) = title else {
            self.report(errors::no_title(
                "reading",
                &name,
                "reading end_of_truce \"Did No. 70 lapse?\"",
            ));
            return None;
        };
        if choices.is_empty() {
            let help = "write one a line below it: `lapsed \"No. 70 ran out\"`";
            self.report(errors::missing("reading", &name, "has no choices", help));
            return None;
        }
        Some(Reading {
            name,
            title,
            choices,
            suggested: suggested.take(),
            settled: settled.take(),
        })
    }
}
