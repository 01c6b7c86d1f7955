//! From a name as it is written to the item that it means, where only one kind of item will do.
//!
//! One mistake gives one message: an item that had a mistake of its own is silent here. Language reference: "Files and
//! items".

use crate::diagnostic::Code;
use crate::diagnostic::Diagnostic;
use crate::names::Found;
use crate::names::Symbol;
use crate::names::SymbolKind;
use crate::names::errors::suggest;
use crate::plan::RulesetId;
use crate::source::Span;
use crate::syntax::ast;
use crate::text::list_or;

use super::Checker;

/// Which kind of item is wanted.
pub(super) struct Wanted {
    /// `rule`
    pub(super) noun: &'static str,
    /// What an unknown one is.
    pub(super) unknown: Code,
    /// Whether this kind will do.
    pub(super) fits: fn(SymbolKind) -> bool,
}

/// A source.
pub(super) const SOURCE: Wanted = Wanted {
    noun: "source",
    unknown: Code::R210,
    fits: |kind| matches!(kind, SymbolKind::Source(_)),
};

/// A reading.
pub(super) const READING: Wanted = Wanted {
    noun: "reading",
    unknown: Code::R215,
    fits: |kind| matches!(kind, SymbolKind::Reading(_)),
};

/// A rule, an exemption, a restriction or a flag.
pub(super) const RULE: Wanted = Wanted {
    noun: "rule",
    unknown: Code::R201,
    fits: |kind| matches!(kind, SymbolKind::Rule(_)),
};

/// A decision.
pub(super) const DECISION: Wanted = Wanted {
    noun: "decision",
    unknown: Code::R201,
    fits: |kind| matches!(kind, SymbolKind::Decision(_)),
};

/// An enum.
pub(super) const ENUM: Wanted = Wanted {
    noun: "enum",
    unknown: Code::R211,
    fits: |kind| matches!(kind, SymbolKind::Enum(_)),
};

/// A group.
pub(super) const GROUP: Wanted = Wanted {
    noun: "group",
    unknown: Code::R201,
    fits: |kind| matches!(kind, SymbolKind::Group(_)),
};

/// A table.
pub(super) const TABLE: Wanted = Wanted {
    noun: "table",
    unknown: Code::R201,
    fits: |kind| matches!(kind, SymbolKind::Table(_)),
};

/// An obligation.
pub(super) const OBLIGATION: Wanted = Wanted {
    noun: "obligation",
    unknown: Code::R201,
    fits: |kind| matches!(kind, SymbolKind::Obligation(_)),
};

/// A calendar.
pub(super) const CALENDAR: Wanted = Wanted {
    noun: "calendar",
    unknown: Code::R201,
    fits: |kind| matches!(kind, SymbolKind::Calendar(_)),
};

/// A record type.
pub(super) const RECORD: Wanted = Wanted {
    noun: "record type",
    unknown: Code::R211,
    fits: |kind| matches!(kind, SymbolKind::Record(_)),
};

impl<'a> Checker<'a> {
    /// The item of the wanted kind that a path means here.
    pub(super) fn find_path(&mut self, scope: RulesetId, path: &ast::Path, wanted: &Wanted) -> Option<&'a Symbol> {
        let words: Vec<&str> = path.parts.iter().map(|part| &*part.text).collect();
        self.find_words(scope, &words, path.span, wanted)
    }

    /// The item of the wanted kind that a name means here.
    pub(super) fn find(&mut self, scope: RulesetId, name: &ast::Ident, wanted: &Wanted) -> Option<&'a Symbol> {
        self.find_words(scope, &[&name.text], name.span, wanted)
    }

    fn find_words(&mut self, scope: RulesetId, words: &[&str], span: Span, wanted: &Wanted) -> Option<&'a Symbol> {
        match self.symbols.lookup_path(scope, words) {
            Found::One(symbol) if symbol.kind == SymbolKind::Broken => None,
            Found::One(symbol) if (wanted.fits)(symbol.kind) => Some(symbol),
            Found::One(symbol) => {
                self.diagnostics.add(something_else(symbol, span, wanted));
                None
            }
            Found::Several(symbols) => {
                let full: Vec<String> = symbols.iter().map(|symbol| self.symbols.full_name(symbol)).collect();
                self.diagnostics.add(several(&words.join("."), span, &full));
                None
            }
            Found::Nothing => {
                self.report_unknown(scope, words, span, wanted);
                None
            }
        }
    }

    fn report_unknown(&mut self, scope: RulesetId, words: &[&str], span: Span, wanted: &Wanted) {
        let name = words.join(".");
        let said = Diagnostic::error(wanted.unknown, span, format!("there is no {} `{name}`", wanted.noun));
        let owner = match words {
            [name] => self
                .symbols
                .elsewhere(scope, name)
                .find(|symbol| (wanted.fits)(symbol.kind)),
            _ => None,
        };
        let said = if let Some(owner) = owner {
            let ruleset = self.symbols.ruleset_name(owner.ruleset);
            said.here("not among the names known here")
                .label(owner.span, format!("ruleset `{ruleset}` has one"))
                .help(format!("write `use {ruleset}` above"))
        } else {
            let fitting = self.symbols.visible(scope).filter(|symbol| (wanted.fits)(symbol.kind));
            let fitting: Vec<&str> = fitting.map(|symbol| &*symbol.name).collect();
            let near = !crate::text::did_you_mean(&name, fitting.iter().copied()).is_empty();
            if wanted.unknown == Code::R210 && !near {
                said.help(format!(
                    "declare it, `source {name} \"…\"`, or `use` the ruleset that does"
                ))
            } else {
                suggest(said, &name, fitting)
            }
        };
        self.diagnostics.add(said);
    }
}

/// R216: the name of something of another kind.
fn something_else(symbol: &Symbol, span: Span, wanted: &Wanted) -> Diagnostic {
    let words = symbol.kind.words();
    let article = if wanted.noun.starts_with('o') { "an" } else { "a" };
    let title = format!("`{}` is {words}, not {article} {}", symbol.name, wanted.noun);
    Diagnostic::error(Code::R216, span, title)
        .here(format!("{article} {} belongs here", wanted.noun))
        .label(symbol.span, "declared here")
}

/// R203: a name that several used rulesets own.
pub(super) fn several(name: &str, span: Span, full: &[String]) -> Diagnostic {
    let quoted: Vec<String> = full.iter().map(|name| format!("`{name}`")).collect();
    Diagnostic::error(Code::R203, span, format!("two rulesets own the name `{name}`"))
        .here("which one?")
        .help(format!("write {}", list_or(&quoted)))
}
