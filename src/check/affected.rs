//! `affected by n70`: what changes a ruleset from outside must be in the pack.
//!
//! A suspension that stands in a file of its own is missed by nobody when that file is left out, and the answer is
//! wrong without a word; so the ruleset names the instruments, and the pack must hold something that cites each.
//! Language reference: "Rulesets".

use crate::diagnostic::Code;
use crate::diagnostic::Diagnostic;
use crate::names::Found;
use crate::names::SymbolKind;
use crate::plan::RulesetId;
use crate::plan::SourceId;
use crate::syntax::ast;
use crate::syntax::ast::Header;
use crate::syntax::ast::Ident;
use crate::syntax::ast::ItemKind;

use super::Checker;
use super::lookup::SOURCE;

impl Checker<'_> {
    /// R418, for each ruleset.
    pub(super) fn check_affected_by(&mut self) {
        for (scope, file) in self.items.files.iter_ids() {
            let Some(Header::Ruleset(ruleset)) = &file.header else {
                continue;
            };
            for name in &ruleset.affected_by {
                self.affected_by(scope, ruleset, name);
            }
        }
    }

    fn affected_by(&mut self, scope: RulesetId, ruleset: &ast::Ruleset, name: &Ident) {
        let elsewhere = self.symbols.elsewhere(scope, &name.text).next().is_some();
        if matches!(self.symbols.lookup(scope, &name.text), Found::Nothing) && !elsewhere {
            let title = format!(
                "no file of the pack declares `{}`, which affects `{}`",
                name.text,
                ruleset.name.text()
            );
            let said = Diagnostic::error(Code::R418, name.span, title)
                .here("its file is missing")
                .help("add the file to the pack: without it the answer would pass over what that instrument changes");
            self.diagnostics.add(said);
            return;
        }
        let Some(SymbolKind::Source(source)) = self.find(scope, name, &SOURCE).map(|found| found.kind) else {
            return;
        };
        if self.something_cites(source) {
            return;
        }
        let title = format!(
            "nothing in the pack cites `{}`, which affects `{}`",
            name.text,
            ruleset.name.text()
        );
        let said = Diagnostic::error(Code::R418, name.span, title)
            .here("the file with its suspensions or rules is missing")
            .label(self.items.sources.at(source).of.name.span, "the source itself")
            .help("add the file to the pack: without it the answer would pass over what that instrument changes");
        self.diagnostics.add(said);
    }

    /// Whether an item that can change an answer cites a source.
    fn something_cites(&self, source: SourceId) -> bool {
        let items = self.items.files.iter().flat_map(|file| &file.items);
        let acting =
            items.filter(|item| !matches!(item.kind, ItemKind::Source(_) | ItemKind::Case(_) | ItemKind::Test(_)));
        let mut own = acting.filter_map(|item| self.cites.get(&item.span)).flatten();
        own.any(|cite| cite.source == source) || self.limb_cites.iter().any(|cite| cite.source == source)
    }
}
