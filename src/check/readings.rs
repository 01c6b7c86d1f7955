//! Readings, and where a choice of one is named.
//!
//! Language reference: "Readings".

use std::collections::BTreeMap;

use crate::diagnostic::Code;
use crate::diagnostic::Diagnostic;
use crate::names::SymbolKind;
use crate::names::errors::stands_twice;
use crate::names::errors::suggest;
use crate::plan::Reading;
use crate::plan::ReadingId;
use crate::plan::RulesetId;
use crate::syntax::ast;
use crate::text::list_and;
use crate::text::quoted;

use super::Checker;
use super::lookup::READING;

impl Checker<'_> {
    /// The readings themselves.
    pub(super) fn declare_readings(&mut self) {
        for (id, declared) in self.items.readings.iter_ids() {
            let of = declared.of;
            self.plan.readings.push(Reading {
                name: of.name.text.clone(),
                full_name: self.full_name(declared.scope, &of.name),
                title: of.title.text.clone(),
                choices: of
                    .choices
                    .iter()
                    .map(|(name, reason)| (name.text.clone(), reason.text.clone()))
                    .collect(),
                suggested: None,
                settled: None,
                span: of.name.span,
            });
            self.report_doubles(of.choices.iter().map(|(name, _)| name));
            if of.choices.len() < 2 {
                let said = Diagnostic::error(
                    Code::R414,
                    of.name.span,
                    format!("reading `{}` leaves no choice", of.name.text),
                )
                .here("it needs at least two ways to read the text")
                .help("name each way on a line of its own: `name \"reason\"`");
                self.diagnostics.add(said);
            }
            let suggested = of.suggested.as_ref().and_then(|choice| self.choice(id, choice));
            let settled = of.settled.as_ref().and_then(|choice| self.choice(id, choice));
            let reading = self.plan.readings.at_mut(id);
            reading.suggested = suggested;
            reading.settled = settled;
        }
    }

    /// Reports names that stand twice in one list.
    pub(super) fn report_doubles<'i>(&mut self, names: impl Iterator<Item = &'i ast::Ident>) {
        let mut seen: BTreeMap<&str, &ast::Ident> = BTreeMap::new();
        for name in names {
            match seen.get(&*name.text) {
                Some(first) => self.diagnostics.add(stands_twice(&name.text, name.span, first.span)),
                None => {
                    seen.insert(&name.text, name);
                }
            }
        }
    }

    /// The reading of this name.
    pub(super) fn reading(&mut self, scope: RulesetId, name: &ast::Ident) -> Option<ReadingId> {
        let SymbolKind::Reading(id) = self.find(scope, name, &READING)?.kind else {
            return None;
        };
        Some(id)
    }

    /// The number of a choice.
    pub(super) fn choice(&mut self, reading: ReadingId, choice: &ast::Ident) -> Option<u16> {
        let of = self.plan.readings.at(reading);
        let found = of.choices.iter().position(|(name, _)| *name == choice.text);
        if found.is_none() {
            let names: Vec<&str> = of.choices.iter().map(|(name, _)| &**name).collect();
            let title = format!("reading `{}` has no choice `{}`", of.name, choice.text);
            let said = Diagnostic::error(Code::R215, choice.span, title)
                .here(format!("its choices are {}", list_and(&quoted(&names))))
                .label(of.span, "declared here");
            let said = suggest(said, &choice.text, names);
            self.diagnostics.add(said);
        }
        found.and_then(|number| u16::try_from(number).ok())
    }

    /// `reading r is c`: reading, choice, and whether `not` stands there.
    pub(super) fn reading_is(&mut self, scope: RulesetId, is: &ast::ReadingIs) -> Option<(ReadingId, u16, bool)> {
        let reading = self.reading(scope, &is.reading)?;
        let choice = self.choice(reading, &is.choice)?;
        Some((reading, choice, is.negated))
    }

    /// Several of them, all of which must hold.
    pub(super) fn readings_are(&mut self, scope: RulesetId, all: &[ast::ReadingIs]) -> Vec<(ReadingId, u16, bool)> {
        all.iter().filter_map(|is| self.reading_is(scope, is)).collect()
    }
}
