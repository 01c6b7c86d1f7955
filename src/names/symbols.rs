//! The names that items own, and what a name means in a ruleset: its own first, then those of the rulesets that it uses.
//!
//! A tests file is a scope like a ruleset: it uses the rulesets that it is about and what these use. A scope that uses a
//! ruleset which could not be read knows nothing of that ruleset's names, so there an unknown name is silent.
//! Language reference: "Files and items".

use std::collections::BTreeMap;

use crate::ids::Id;
use crate::ids::IdVec;
use crate::plan::CalendarId;
use crate::plan::DecisionTableId;
use crate::plan::DefinitionId;
use crate::plan::FieldId;
use crate::plan::GroupId;
use crate::plan::ObligationId;
use crate::plan::ParameterId;
use crate::plan::ReadingId;
use crate::plan::RuleId;
use crate::plan::RulesetId;
use crate::plan::SourceId;
use crate::plan::SuspensionId;
use crate::source::FileId;
use crate::source::Span;
use crate::value::DecisionId;
use crate::value::EnumId;
use crate::value::MeasureId;
use crate::value::RecordType;
use crate::value::SchemeId;
use crate::value::TableId;

/// What a name stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum SymbolKind {
    /// `enum`
    Enum(EnumId),
    /// `record`
    Record(RecordType),
    /// `code`
    Scheme(SchemeId),
    /// `measure`
    Measure(MeasureId),
    /// `fact`: a field of the root.
    Fact(FieldId),
    /// `group`
    Group(GroupId),
    /// `table`
    Table(TableId),
    /// `decision table`
    DecisionTable(DecisionTableId),
    /// `parameter`
    Parameter(ParameterId),
    /// `definition`
    Definition(DefinitionId),
    /// `rule`, `exemption`, `restriction`, `flag`: see [`crate::plan::Rule::kind`].
    Rule(RuleId),
    /// `decision`
    Decision(DecisionId),
    /// `summary`: its place in [`crate::plan::Plan::summaries`].
    Summary(usize),
    /// `obligation`
    Obligation(ObligationId),
    /// `calendar`
    Calendar(CalendarId),
    /// `suspension`
    Suspension(SuspensionId),
    /// `reading`
    Reading(ReadingId),
    /// `source`
    Source(SourceId),
    /// `case`: its place among all cases.
    Case(usize),
    /// Its item had a mistake that was reported: silent.
    Broken,
}

impl SymbolKind {
    /// Whether it is the name of a type, and so begins with a capital; what is broken is taken as it is written.
    pub(super) fn is_type(self) -> bool {
        matches!(
            self,
            SymbolKind::Enum(_) | SymbolKind::Record(_) | SymbolKind::Scheme(_)
        )
    }

    /// What it is, with its article: `a fact`.
    pub(crate) fn words(self) -> &'static str {
        match self {
            SymbolKind::Enum(_) => "an enum",
            SymbolKind::Record(_) => "a record type",
            SymbolKind::Scheme(_) => "a scheme of codes",
            SymbolKind::Measure(_) => "a measure",
            SymbolKind::Fact(_) => "a fact",
            SymbolKind::Group(_) => "a group",
            SymbolKind::Table(_) => "a table",
            SymbolKind::DecisionTable(_) => "a decision table",
            SymbolKind::Parameter(_) => "a parameter",
            SymbolKind::Definition(_) => "a definition",
            SymbolKind::Rule(_) => "a rule",
            SymbolKind::Decision(_) => "a decision",
            SymbolKind::Summary(_) => "a summary",
            SymbolKind::Obligation(_) => "an obligation",
            SymbolKind::Calendar(_) => "a calendar",
            SymbolKind::Suspension(_) => "a suspension",
            SymbolKind::Reading(_) => "a reading",
            SymbolKind::Source(_) => "a source",
            SymbolKind::Case(_) => "a case",
            SymbolKind::Broken => "an item with a mistake",
        }
    }
}

/// A name that an item owns.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Symbol {
    /// What it stands for.
    pub(crate) kind: SymbolKind,
    /// The name.
    pub(crate) name: Box<str>,
    /// The name where it is declared.
    pub(crate) span: Span,
    /// The scope that owns it.
    pub(crate) ruleset: RulesetId,
}

/// What a name means somewhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Found<'a> {
    /// This.
    One(&'a Symbol),
    /// Several used rulesets own the name: only full names will do.
    Several(Vec<&'a Symbol>),
    /// Nothing.
    Nothing,
}

/// The names of a ruleset or of a tests file.
#[derive(Clone, Debug)]
pub(crate) struct Scope {
    /// `cn.rare_earth`; empty for a tests file.
    pub(crate) name: Box<str>,
    /// Whether it is a tests file; then its id is no ruleset of the plan.
    pub(crate) tests: bool,
    /// Its own names.
    pub(crate) own: BTreeMap<Box<str>, Symbol>,
    /// What it uses, without itself; in the order of ids.
    pub(crate) uses: Vec<RulesetId>,
    /// It uses something that could not be read: unknown names are silent.
    pub(crate) blind: bool,
}

/// All names of a pack.
#[derive(Clone, Debug)]
pub(crate) struct Symbols {
    scopes: IdVec<RulesetId, Scope>,
    broken: Symbol,
}

impl Symbols {
    /// The names of these scopes: rulesets first, sorted by name, then tests files.
    pub(crate) fn new(scopes: IdVec<RulesetId, Scope>) -> Symbols {
        let nowhere = Span::new(FileId::from_index(0), 0, 0);
        let broken = Symbol {
            kind: SymbolKind::Broken,
            name: Box::default(),
            span: nowhere,
            ruleset: RulesetId::from_index(0),
        };
        Symbols { scopes, broken }
    }

    /// What the name means in this scope: its own names first, then those of what it uses (not of what these use).
    pub(crate) fn lookup(&self, from: RulesetId, name: &str) -> Found<'_> {
        let Some(scope) = self.scopes.get(from) else {
            return Found::Nothing;
        };
        if let Some(own) = scope.own.get(name) {
            return Found::One(own);
        }
        let found: Vec<&Symbol> = scope
            .uses
            .iter()
            .filter_map(|&used| self.scopes.get(used)?.own.get(name))
            .collect();
        match found.as_slice() {
            [] if scope.blind => Found::One(&self.broken),
            [] => Found::Nothing,
            [one] => Found::One(one),
            _ => Found::Several(found),
        }
    }

    /// What a path of words means: one word, or the full name of a ruleset (this one or one it uses) and a name in it.
    pub(crate) fn lookup_path(&self, from: RulesetId, path: &[&str]) -> Found<'_> {
        let Some((name, ruleset)) = path.split_last() else {
            return Found::Nothing;
        };
        if ruleset.is_empty() {
            return self.lookup(from, name);
        }
        let ruleset = ruleset.join(".");
        let Some(scope) = self.scopes.get(from) else {
            return Found::Nothing;
        };
        let found = std::iter::once(from)
            .chain(scope.uses.iter().copied())
            .filter_map(|id| self.scopes.get(id))
            .find(|scope| *scope.name == *ruleset && !scope.tests)
            .and_then(|scope| scope.own.get(*name));
        match found {
            Some(symbol) => Found::One(symbol),
            None if scope.blind => Found::One(&self.broken),
            None => Found::Nothing,
        }
    }

    /// All that [`Symbols::lookup`] can find here, own names first: what somebody may have meant.
    pub(crate) fn visible(&self, from: RulesetId) -> impl Iterator<Item = &Symbol> {
        let uses = self.scopes.get(from).map_or(&[][..], |scope| &scope.uses);
        std::iter::once(from)
            .chain(uses.iter().copied())
            .filter_map(|id| self.scopes.get(id))
            .flat_map(|scope| scope.own.values())
    }

    /// Owners of this name that the scope does not use: `use` would make it known.
    pub(crate) fn elsewhere(&self, from: RulesetId, name: &str) -> impl Iterator<Item = &Symbol> {
        let uses = self.scopes.get(from).map_or(&[][..], |scope| &scope.uses);
        self.scopes
            .iter_ids()
            .filter(move |(id, scope)| *id != from && !scope.tests && !uses.contains(id))
            .filter_map(move |(_, scope)| scope.own.get(name))
    }

    /// The name of a ruleset; empty for a tests file.
    pub(crate) fn ruleset_name(&self, ruleset: RulesetId) -> &str {
        self.scopes.get(ruleset).map_or("", |scope| &scope.name)
    }

    /// `cn.rare_earth.licence`; in a tests file just the name.
    pub(crate) fn full_name(&self, symbol: &Symbol) -> String {
        match self.ruleset_name(symbol.ruleset) {
            "" => symbol.name.to_string(),
            ruleset => format!("{ruleset}.{}", symbol.name),
        }
    }

    /// A ruleset by its name.
    pub(crate) fn ruleset(&self, name: &str) -> Option<RulesetId> {
        self.scopes
            .iter_ids()
            .find(|(_, scope)| *scope.name == *name && !scope.tests)
            .map(|(id, _)| id)
    }

    /// All scopes.
    pub(crate) fn scopes(&self) -> &IdVec<RulesetId, Scope> {
        &self.scopes
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Scopes `a` (with x, y), `b` (with y, z) and `c` that uses both and owns z.
    fn symbols(blind: bool) -> (Symbols, RulesetId) {
        let mut scopes = IdVec::new();
        for (name, own, uses) in [("a", "xy", &[][..]), ("b", "yz", &[]), ("c", "z", &[0, 1])] {
            let ruleset = RulesetId::from_index(scopes.len());
            let symbol = |letter: char| Symbol {
                kind: SymbolKind::Summary(0),
                name: letter.to_string().into(),
                span: Span::new(FileId::from_index(0), 0, 1),
                ruleset,
            };
            scopes.push(Scope {
                name: name.into(),
                tests: false,
                own: own.chars().map(|c| (c.to_string().into(), symbol(c))).collect(),
                uses: uses.iter().map(|&id: &usize| RulesetId::from_index(id)).collect(),
                blind: blind && name == "c",
            });
        }
        (Symbols::new(scopes), RulesetId::from_index(2))
    }

    fn shown(symbols: &Symbols, found: &Found) -> String {
        match found {
            Found::One(one) if one.kind == SymbolKind::Broken => "broken".into(),
            Found::One(one) => symbols.full_name(one),
            Found::Several(all) => all
                .iter()
                .map(|one| symbols.full_name(one))
                .collect::<Vec<_>>()
                .join(" or "),
            Found::Nothing => "nothing".into(),
        }
    }

    #[test]
    fn own_names_win_and_used_ones_may_meet() {
        let (symbols, c) = symbols(false);
        for (path, expected) in [
            (&["x"][..], "a.x"),
            (&["y"], "a.y or b.y"),
            (&["z"], "c.z"),
            (&["b", "z"], "b.z"),
            (&["b", "x"], "nothing"),
            (&["q"], "nothing"),
        ] {
            assert_eq!(shown(&symbols, &symbols.lookup_path(c, path)), expected, "{path:?}");
        }
    }

    #[test]
    fn where_a_used_ruleset_could_not_be_read_unknown_names_are_silent() {
        let (symbols, c) = symbols(true);
        assert_eq!(shown(&symbols, &symbols.lookup(c, "q")), "broken");
        assert_eq!(shown(&symbols, &symbols.lookup_path(c, &["d", "q"])), "broken");
        assert_eq!(shown(&symbols, &symbols.lookup(c, "x")), "a.x");
    }
}
