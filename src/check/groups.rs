//! Groups: named sets of countries, codes, texts or values of an enum, in place or from a column of a file.
//!
//! A group holds the members of the groups that it names, and is incomplete if one of these is. Language reference:
//! "Groups".

use std::collections::BTreeSet;

use crate::diagnostic::Code;
use crate::diagnostic::Diagnostic;
use crate::ids::Id;
use crate::names::Declared;
use crate::names::Found;
use crate::names::Symbol;
use crate::names::SymbolKind;
use crate::names::graph::Graph;
use crate::names::graph::NodeId;
use crate::plan::Group;
use crate::plan::GroupId;
use crate::plan::Incomplete;
use crate::plan::RulesetId;
use crate::source::Span;
use crate::syntax::ast;
use crate::syntax::ast::GroupBody;
use crate::syntax::ast::GroupMembers;
use crate::syntax::ast::Literal;
use crate::syntax::ast::Member;
use crate::value::Country;
use crate::value::Currency;
use crate::value::Type;
use crate::value::Value;

use super::Checker;
use super::filters::Filter;
use super::lookup::GROUP;

impl<'a> Checker<'a> {
    /// The groups with the types of their members, without members.
    pub(super) fn declare_groups(&mut self) {
        for declared in self.items.groups.iter() {
            let of = declared.of;
            let in_place = of.members().all(|members| members.file().is_none());
            let says_nothing = of.honesty.complete.is_none() && of.honesty.incomplete.is_none();
            let incomplete = if in_place && says_nothing {
                None
            } else {
                self.honesty(&of.honesty, &of.name, "group")
            };
            let group = Group {
                name: of.name.text.clone(),
                ty: Type::Error,
                versions: Vec::new(),
                includes: Vec::new(),
                members: Vec::new(),
                uncertain: Vec::new(),
                sorted: (Vec::new(), Vec::new()),
                incomplete,
                untold: of.of.is_none() && !in_place,
                span: of.name.span,
            };
            self.plan.groups.push(group);
        }
        self.order_groups();
        for id in self.group_order.clone() {
            let declared = *self.items.groups.at(id);
            self.plan.groups.at_mut(id).ty = self.group_type(declared);
        }
    }

    /// Groups that others name come first; a circle is an error.
    fn order_groups(&mut self) {
        let mut graph = Graph::new(self.items.groups.len());
        for (id, declared) in self.items.groups.iter_ids() {
            for member in declared.of.members().flat_map(named) {
                if let Member::Name(path) = member
                    && let Some(inner) = self.included(declared.scope, path)
                {
                    graph.add(
                        NodeId::from_index(id.index()),
                        NodeId::from_index(inner.index()),
                        path.span,
                    );
                }
            }
        }
        for component in graph.components() {
            if graph.is_circle(&component) {
                let circle = graph.circle(&component);
                let name = |node: NodeId| &*self.plan.groups.at(GroupId::from_index(node.index())).name;
                let places = circle
                    .iter()
                    .map(|(node, span)| (**span, format!("a member of `{}`", name(*node))));
                let places: Vec<(Span, String)> = places.collect();
                let said = super::errors::along(Code::R209, "groups that hold each other", &places);
                if let Some(said) = said {
                    self.diagnostics.add(said);
                }
            } else {
                self.group_order
                    .extend(component.iter().map(|node| GroupId::from_index(node.index())));
            }
        }
    }

    /// The group that a member names, if it is one.
    fn included(&self, scope: RulesetId, path: &ast::Path) -> Option<GroupId> {
        let words: Vec<&str> = path.parts.iter().map(|part| &*part.text).collect();
        match self.symbols.lookup_path(scope, &words) {
            Found::One(Symbol {
                kind: SymbolKind::Group(group),
                ..
            }) => Some(*group),
            Found::One(_) | Found::Several(_) | Found::Nothing => None,
        }
    }

    fn group_type(&mut self, declared: Declared<'a, ast::Group>) -> Type {
        if let Some(of) = &declared.of.of {
            return self.named_type(declared.scope, of);
        }
        for member in declared.of.members().flat_map(named) {
            let found = match member {
                Member::Literal(Literal::Code { scheme, .. }, _) => Some(self.named_type(declared.scope, scheme)),
                Member::Literal(Literal::Text(_), _) => Some(Type::Text),
                Member::Literal(_, _) => None,
                Member::Name(path) => match self.included(declared.scope, path) {
                    Some(group) => Some(self.plan.groups.at(group).ty.clone()),
                    None => plain_name(path),
                },
            };
            if let Some(ty) = found {
                return ty;
            }
        }
        if declared.of.members().any(|members| members.file().is_some()) {
            return Type::Text;
        }
        let name = &declared.of.name;
        let said = Diagnostic::error(Code::R211, name.span, format!("of what is group `{}`?", name.text)).help(
            format!("write `group {} … of country`, or the name of an enum", name.text),
        );
        self.diagnostics.add(said);
        Type::Error
    }

    /// The members of all groups.
    pub(super) fn fill_groups(&mut self) {
        for id in self.group_order.clone() {
            let declared = *self.items.groups.at(id);
            match &declared.of.body {
                GroupBody::Always(members) => self.add_members(id, declared, members),
                GroupBody::Versions(versions) => self.add_versions(id, declared, versions),
            }
        }
        for id in self.plan.groups.ids() {
            let sorted = |members: &[Value]| {
                let mut sorted = members.to_vec();
                sorted.sort_by(|one, other| crate::ops::compare_keys(one, other, |text| self.texts.get(text)));
                sorted
            };
            let group = self.plan.groups.at(id);
            let sorted = (sorted(&group.members), sorted(&group.uncertain));
            self.plan.groups.at_mut(id).sorted = sorted;
        }
    }

    fn add_members(&mut self, id: GroupId, declared: Declared<'a, ast::Group>, members: &GroupMembers) {
        match members {
            GroupMembers::Named(members) => self.add_named(id, declared, members),
            GroupMembers::File { path, column, filter } => self.read_group(id, declared, (path, column, *filter)),
        }
    }

    fn add_named(&mut self, id: GroupId, declared: Declared<'a, ast::Group>, members: &[Member]) {
        let mut seen = BTreeSet::new();
        for member in members {
            self.add_member((id, &mut seen), declared, member);
        }
    }

    /// Each version is a group of its own, which has no name of its own.
    fn add_versions(
        &mut self,
        id: GroupId,
        declared: Declared<'a, ast::Group>,
        written: &[ast::Version<GroupMembers>],
    ) {
        let versions = self.versions(declared.scope, (declared.item, written), |checker, members| {
            let empty = checker.plan.groups.at(id).clone();
            let version = checker.plan.groups.push(empty);
            checker.add_members(version, declared, members);
            version
        });
        self.plan.groups.at_mut(id).versions = versions;
    }

    fn add_member(
        &mut self,
        (id, seen): (GroupId, &mut BTreeSet<Value>),
        declared: Declared<'a, ast::Group>,
        member: &Member,
    ) {
        let ty = self.plan.groups.at(id).ty.clone();
        match member {
            Member::Literal(literal, span) => {
                let value = self.constant(declared.scope, literal, *span, &ty);
                self.put_member((id, seen), value, *span);
            }
            Member::Name(path) => {
                if let Some(inner) = self.included(declared.scope, path) {
                    self.include(id, inner, path.span);
                    seen.extend(self.plan.groups.at(id).members.iter().cloned());
                } else if let [word] = path.parts.as_slice() {
                    let value = self.word(declared.scope, word, &ty);
                    self.put_member((id, seen), value, path.span);
                } else {
                    self.find_path(declared.scope, path, &GROUP);
                }
            }
        }
    }

    fn put_member(&mut self, (id, seen): (GroupId, &mut BTreeSet<Value>), value: Option<Value>, span: Span) {
        let Some(value) = value else { return };
        let group = self.plan.groups.at_mut(id);
        if seen.insert(value.clone()) {
            group.members.push(value);
        } else {
            let said = Diagnostic::error(Code::R202, span, format!("a member of `{}` stands twice", group.name))
                .here("here again")
                .help("remove it");
            self.diagnostics.add(said);
        }
    }

    /// The members of a group that this one names.
    fn include(&mut self, id: GroupId, inner: GroupId, span: Span) {
        let other = self.plan.groups.at(inner).clone();
        let own = self.plan.groups.at_mut(id);
        if own.ty != other.ty && own.ty != Type::Error && other.ty != Type::Error {
            let name = super::exprs::written(&self.plan, &other.ty);
            let wanted = super::exprs::written(&self.plan, &self.plan.groups.at(id).ty);
            let said = Diagnostic::error(Code::R304, span, format!("`{}` is a group of {name}", other.name))
                .here(format!("here a {wanted} belongs"))
                .label(other.span, "declared here");
            self.diagnostics.add(said);
            return;
        }
        if other.changes() {
            // Who belongs to it hangs on the date.
            own.includes.push(inner);
            return;
        }
        let known: BTreeSet<Value> = own.members.iter().cloned().collect();
        let new = other.members.into_iter().filter(|member| !known.contains(member));
        own.members.extend(new);
        own.uncertain.extend(other.uncertain);
        if own.incomplete.is_none() {
            own.incomplete = other.incomplete.map(|_| Incomplete { span });
        }
    }

    fn read_group(
        &mut self,
        id: GroupId,
        declared: Declared<'a, ast::Group>,
        (path, column, filter): (&ast::Text, &ast::Ident, Option<ast::ExprId>),
    ) {
        let files = self.tables;
        let Some(csv) = files.get(&path.span) else { return };
        let ty = self.plan.groups.at(id).ty.clone();
        let place = self.file_column(csv, &column.text, column.span);
        let keep = filter.and_then(|filter| self.text_filter(declared.ast, filter, csv));
        let certain = declared.of.honesty.certain_where;
        let sure = certain.and_then(|certain| self.text_filter(declared.ast, certain, csv));
        let Some(place) = place else { return };
        if filter.is_some() && keep.is_none() || certain.is_some() && sure.is_none() {
            return;
        }
        let mut known: BTreeSet<Value> = self.plan.groups.at(id).members.iter().cloned().collect();
        for row in csv.rows() {
            let kept = keep.as_ref().map_or(Some(true), |keep: &Filter| keep.keeps(&row));
            if kept == Some(false) {
                continue;
            }
            let Some(cell) = row.cell(place) else { continue };
            let value = self.file_value(cell.text, cell.span, &ty, None);
            let is_certain =
                kept == Some(true) && sure.as_ref().is_none_or(|sure: &Filter| sure.keeps(&row) == Some(true));
            let group = self.plan.groups.at_mut(id);
            match value {
                Some(value) if !is_certain => group.uncertain.push(value),
                Some(value) if known.insert(value.clone()) => group.members.push(value),
                None if cell.text == "unknown" && group.incomplete.is_none() => {
                    group.incomplete = Some(Incomplete { span: cell.span });
                }
                Some(_) | None => {}
            }
        }
    }
}

/// The members that are named in place.
fn named(members: &GroupMembers) -> &[Member] {
    match members {
        GroupMembers::Named(members) => members,
        GroupMembers::File { .. } => &[],
    }
}

/// Two capitals are a country, three a currency.
fn plain_name(path: &ast::Path) -> Option<Type> {
    let [only] = path.parts.as_slice() else { return None };
    if Country::parse(&only.text).is_ok() {
        Some(Type::Country)
    } else if Currency::parse(&only.text).is_ok() {
        Some(Type::Currency)
    } else {
        let capitals = only.text.chars().all(|character| character.is_ascii_uppercase());
        match (capitals, only.text.len()) {
            (true, 2) => Some(Type::Country),
            (true, 3) => Some(Type::Currency),
            _ => None,
        }
    }
}
