//! What a name means where it stands: a local, the element, a fact, a parameter, a definition, an item that is no
//! value by itself, or a value found by the type that is wanted.
//!
//! A value found by type never hides behind a name in scope, nor the name behind it: that is an error which offers
//! `Type.value`. Language reference: "Files and items", "Words and forms".

use crate::diagnostic::Code;
use crate::diagnostic::Diagnostic;
use crate::ids::Id;
use crate::names::Found;
use crate::names::Symbol;
use crate::names::SymbolKind;
use crate::plan::ColumnId;
use crate::plan::DefinitionId;
use crate::plan::ExprId;
use crate::plan::ExprKind;
use crate::plan::FieldId;
use crate::plan::LocalId;
use crate::source::Span;
use crate::syntax::ast;
use crate::syntax::ast::Ident;
use crate::syntax::ast::Path;
use crate::value::DecisionId;
use crate::value::EnumId;
use crate::value::RecordType;
use crate::value::TableId;
use crate::value::Type;
use crate::value::Value;

use super::Elaborator;
use super::Locals;
use super::locals::Fields;
use super::locals::Reach;
use super::types;

/// What a name or a path means.
#[derive(Clone, Copy, Debug)]
pub(super) enum Meaning<'a> {
    /// A value.
    Value(ExprId),
    /// An item that needs more words: a table, a rule, a decision, a definition with parameters.
    Item(&'a Symbol),
    /// `TABLE.column`
    Column(TableId, ColumnId),
}

/// A name that is a field of local 0.
enum Own {
    Field(RecordType, FieldId, Type),
    Column(TableId, ColumnId, Type),
}

impl<'a> Elaborator<'a> {
    /// What a name, or fields of a name, means.
    pub(super) fn meaning(&mut self, locals: &mut Locals, id: ast::ExprId, hint: Option<&Type>) -> Meaning<'a> {
        let expr = self.node(id);
        if let ast::ExprKind::Name(name) = &expr.kind {
            return self.named(locals, name, hint);
        }
        if let ast::ExprKind::Bracketed(inner) = &expr.kind {
            return self.meaning(locals, *inner, hint);
        }
        let ast::ExprKind::Field { of, field } = &expr.kind else {
            return Meaning::Value(self.infer(locals, id, hint));
        };
        if let Some(words) = self.words(id) {
            if let Some(symbol) = self.qualified(locals, &words) {
                return self.item(locals, symbol, expr.span);
            }
            if let Some(fault) = self.not_in_ruleset(locals, &words, expr.span) {
                return Meaning::Value(self.fault(expr.span, fault));
            }
        }
        if let Some(output) = self.output_of_call(locals, *of, field, expr.span) {
            return Meaning::Value(output);
        }
        let of = self.meaning(locals, *of, None);
        self.field(locals, of, field, expr.span)
    }

    /// A path of words.
    pub(super) fn infer_path(&mut self, locals: &mut Locals, path: &Path, hint: Option<&Type>) -> ExprId {
        let words: Vec<&Ident> = path.parts.iter().collect();
        let mut rest = words.as_slice();
        let mut meaning = None;
        for length in (2..=words.len()).rev() {
            let (head, tail) = words.split_at(length);
            if let Some(symbol) = self.qualified(locals, head) {
                let span = head.first().map_or(path.span, |first| first.span.to(path.span));
                meaning = Some(self.item(locals, symbol, span));
                rest = tail;
                break;
            }
        }
        for &word in rest {
            let span = path.parts.first().map_or(word.span, |first| first.span.to(word.span));
            meaning = Some(match meaning {
                None => self.named(locals, word, hint.filter(|_| words.len() == 1)),
                Some(of) => self.field(locals, of, word, span),
            });
        }
        match meaning {
            Some(meaning) => self.meant(meaning, path.span),
            None => self.broken(path.span),
        }
    }

    /// The words of a chain of fields that begins with a name.
    pub(super) fn words(&self, id: ast::ExprId) -> Option<Vec<&'a Ident>> {
        let kind = &self.node(id).kind;
        if let ast::ExprKind::Name(name) = kind {
            return Some(vec![name]);
        }
        let ast::ExprKind::Field { of, field } = kind else {
            return None;
        };
        let mut words = self.words(*of)?;
        words.push(field);
        Some(words)
    }

    /// The item with this full name: `cn.rare_earth.licence`. A name that is known here by its first word goes first.
    fn qualified(&self, locals: &Locals, words: &[&Ident]) -> Option<&'a Symbol> {
        let first = words.first()?;
        if words.len() < 2 || self.is_local(locals, &first.text) {
            return None;
        }
        match self.symbols.lookup(self.ruleset, &first.text) {
            Found::One(symbol) if symbol.kind != SymbolKind::Broken => return None,
            Found::One(_) | Found::Several(_) | Found::Nothing => {}
        }
        let path: Vec<&str> = words.iter().map(|word| &*word.text).collect();
        match self.symbols.lookup_path(self.ruleset, &path) {
            Found::One(symbol) if symbol.kind != SymbolKind::Broken => Some(symbol),
            Found::One(_) | Found::Several(_) | Found::Nothing => None,
        }
    }

    /// Whether this word is a name of the frame, or the element.
    pub(super) fn is_local(&self, locals: &Locals, name: &str) -> bool {
        locals.find(name).is_some() || self.own_field(locals, name).is_some() || self.is_element(locals, name)
    }

    /// Where a name of the frame is declared: a local, a field of the record at hand, the element.
    pub(super) fn declared_in_frame(&self, locals: &Locals, name: &str) -> Option<Span> {
        if let Some(local) = locals.find(name) {
            return Some(local.span);
        }
        match self.own_field(locals, name) {
            Some(Own::Field(record, field, _)) => {
                let shape = self.plan.shape.records.get(record)?;
                return shape.fields.get(field).map(|field| field.span);
            }
            Some(Own::Column(table, ..)) => return self.plan.tables.get(table).map(|table| table.span),
            None => {}
        }
        let ruleset = self.plan.rulesets.get(self.ruleset)?;
        self.is_element(locals, name).then_some(ruleset.span)
    }

    fn is_element(&self, locals: &Locals, name: &str) -> bool {
        locals.reach == Reach::All && self.each_variable().is_some_and(|variable| variable == name)
    }

    pub(super) fn each_variable(&self) -> Option<&'a str> {
        let ruleset = self.element_of.unwrap_or(self.ruleset);
        let each = self.plan.rulesets.get(ruleset)?.each.as_ref()?;
        Some(&each.variable)
    }

    /// A field of the record, or a column of the row, whose condition is read.
    fn own_field(&self, locals: &Locals, name: &str) -> Option<Own> {
        match locals.fields? {
            Fields::Record(record) => {
                let shape = self.plan.shape.records.get(record)?;
                let field = shape.field(name)?;
                Some(Own::Field(record, field, shape.fields.get(field)?.ty.clone()))
            }
            Fields::Row(table) => {
                let columns = &self.plan.tables.get(table)?.columns;
                let column = column_named(columns, name)?;
                Some(Own::Column(table, column, columns.get(column)?.ty.clone()))
            }
        }
    }

    /// What one word means.
    pub(super) fn named(&mut self, locals: &mut Locals, name: &Ident, hint: Option<&Type>) -> Meaning<'a> {
        let value = hint.and_then(|ty| self.value_of_type(&name.text, ty.required()));
        if let Some((value, ty)) = value {
            return Meaning::Value(self.found_by_type(locals, name, (value, ty)));
        }
        if let Some(own) = self.in_frame(locals, name) {
            return Meaning::Value(own);
        }
        match self.symbols.lookup(self.ruleset, &name.text) {
            Found::One(symbol) if symbol.kind != SymbolKind::Broken => return self.item(locals, symbol, name.span),
            Found::Several(owners) => {
                let fault = self.several_owners(name, &owners);
                return Meaning::Value(self.fault(name.span, fault));
            }
            Found::One(_) if !is_capitals(&name.text) => return Meaning::Value(self.broken(name.span)),
            Found::One(_) | Found::Nothing => {}
        }
        if is_capitals(&name.text) {
            return Meaning::Value(self.capitals(name, hint));
        }
        if hint == Some(&Type::Error) {
            return Meaning::Value(self.broken(name.span));
        }
        let fault = self.unknown_name(locals, name, hint);
        Meaning::Value(self.fault(name.span, fault))
    }

    /// A local, a field of the record at hand, the element.
    fn in_frame(&mut self, locals: &Locals, name: &Ident) -> Option<ExprId> {
        if let Some(local) = locals.find(&name.text) {
            let (kind, ty) = (ExprKind::Local(local.id), local.ty.clone());
            return Some(self.push(kind, ty, name.span));
        }
        if let Some(own) = self.own_field(locals, &name.text) {
            return Some(self.read_own(own, name.span));
        }
        if self.each_variable() != Some(&*name.text) {
            return None;
        }
        if locals.reach != Reach::All {
            let fault = Diagnostic::error(
                Code::R216,
                name.span,
                format!(
                    "`{}` is one element of the list, and this holds for all of them",
                    name.text
                ),
            )
            .help("write it without the element");
            return Some(self.fault(name.span, fault));
        }
        let ruleset = self.element_of.unwrap_or(self.ruleset);
        let ty = self.plan.rulesets.get(ruleset)?.each.as_ref()?.ty;
        // A list that was no list of records was reported with the ruleset.
        let known = self.plan.shape.records.get(ty).is_some();
        let ty = if known { Type::Record(ty) } else { Type::Error };
        Some(self.push(ExprKind::Element, ty, name.span))
    }

    fn read_own(&mut self, own: Own, span: Span) -> ExprId {
        let this = ExprKind::Local(LocalId::from_index(0));
        match own {
            Own::Field(record, field, ty) => {
                let of = self.push(this, Type::Record(record), span);
                self.push(ExprKind::Field { of, field }, ty, span)
            }
            Own::Column(table, column, ty) => {
                let row = self.push(this, Type::Row(table), span);
                self.push(ExprKind::Column { row, column }, ty, span)
            }
        }
    }

    /// The value of this name in an enum, a decision, the countries or the currencies.
    fn value_of_type(&self, name: &str, ty: &Type) -> Option<(Value, Type)> {
        let value = if let Type::Enum(id) = ty {
            Value::Enum(*id, self.enum_value(*id, name)?)
        } else if let Type::Outcome(id) = ty {
            Value::Outcome(*id, self.outcome(*id, name)?)
        } else {
            return None;
        };
        Some((value, ty.clone()))
    }

    /// The number of a value of an enum.
    pub(super) fn enum_value(&self, id: EnumId, name: &str) -> Option<u16> {
        let values = &self.plan.shape.enums.get(id)?.values;
        let at = values.iter().position(|(value, _)| **value == *name)?;
        u16::try_from(at).ok()
    }

    /// The number of an outcome of a decision.
    pub(super) fn outcome(&self, id: DecisionId, name: &str) -> Option<u16> {
        let outcomes = &self.plan.decisions.get(id)?.outcomes;
        let at = outcomes.iter().position(|outcome| *outcome.name == *name)?;
        u16::try_from(at).ok()
    }

    /// A value found by its type: an error if the word is also a name in scope.
    fn found_by_type(&mut self, locals: &Locals, name: &Ident, (value, ty): (Value, Type)) -> ExprId {
        let item = match self.symbols.lookup(self.ruleset, &name.text) {
            Found::One(symbol) if symbol.kind != SymbolKind::Broken => Some(symbol.span),
            Found::Several(owners) => owners.first().map(|owner| owner.span),
            Found::One(_) | Found::Nothing => None,
        };
        let declared = self.declared_in_frame(locals, &name.text).or(item);
        let Some(declared) = declared else {
            return self.push(ExprKind::Constant(value), ty, name.span);
        };
        let owner = self.owner_of_values(&ty);
        let fault = Diagnostic::error(
            Code::R208,
            name.span,
            format!("`{}` is a name here, and also a value of {owner}", name.text),
        )
        .here("which of the two?")
        .label(declared, "the name")
        .help(format!("write `{owner}.{}` for the value", name.text));
        self.fault(name.span, fault)
    }

    fn owner_of_values(&self, ty: &Type) -> String {
        if let Type::Outcome(id) = ty {
            let decision = self.plan.decisions.get(*id);
            return decision.map_or("", |decision| &decision.name).to_owned();
        }
        types::written(self.plan, ty)
    }

    /// `CN`, `USD`.
    fn capitals(&mut self, name: &Ident, hint: Option<&Type>) -> ExprId {
        let wanted = match hint.map(Type::required) {
            Some(Type::Country) => Type::Country,
            Some(Type::Currency) => Type::Currency,
            _ if name.text.len() == 2 => Type::Country,
            _ => Type::Currency,
        };
        match self.literals().capitals(&name.text, name.span, &wanted) {
            Some(value) => self.push(ExprKind::Constant(value), wanted, name.span),
            None => self.broken(name.span),
        }
    }

    /// An item as what it means: a value where it is one by itself.
    #[expect(clippy::too_many_lines, reason = "one arm a kind of name")]
    pub(super) fn item(&mut self, locals: &Locals, symbol: &'a Symbol, span: Span) -> Meaning<'a> {
        if locals.reach == Reach::Constants
            && matches!(
                symbol.kind,
                SymbolKind::Fact(_)
                    | SymbolKind::Definition(_)
                    | SymbolKind::DecisionTable(_)
                    | SymbolKind::Decision(_)
            )
        {
            let title = format!(
                "`{}` is {}, and this value hangs on no facts",
                symbol.name,
                symbol.kind.words()
            );
            let fault = Diagnostic::error(Code::R216, span, title).help("write the value itself");
            return Meaning::Value(self.fault(span, fault));
        }
        match symbol.kind {
            SymbolKind::Fact(field) => Meaning::Value(self.fact(field, span)),
            SymbolKind::Parameter(id) => self.parameter(id, symbol, span),
            SymbolKind::Definition(id) if self.parameters_of(id).is_empty() => {
                let ty = self
                    .plan
                    .definitions
                    .get(id)
                    .map_or(Type::Error, |definition| definition.ty.clone());
                let arguments = Vec::new();
                Meaning::Value(self.push(
                    ExprKind::Call {
                        definition: id,
                        arguments,
                    },
                    ty,
                    span,
                ))
            }
            SymbolKind::Decision(id)
                if !self.is_family(symbol)
                    && let Some(figure) = self.figure_of(id) =>
            {
                Meaning::Value(self.push(ExprKind::Decided(id), figure, span))
            }
            SymbolKind::Broken => Meaning::Value(self.broken(span)),
            SymbolKind::Definition(_)
            | SymbolKind::Enum(_)
            | SymbolKind::Record(_)
            | SymbolKind::Scheme(_)
            | SymbolKind::Measure(_)
            | SymbolKind::Group(_)
            | SymbolKind::Table(_)
            | SymbolKind::DecisionTable(_)
            | SymbolKind::Rule(_)
            | SymbolKind::Decision(_)
            | SymbolKind::Summary(_)
            | SymbolKind::Obligation(_)
            | SymbolKind::Calendar(_)
            | SymbolKind::Suspension(_)
            | SymbolKind::Reading(_)
            | SymbolKind::Source(_)
            | SymbolKind::Case(_) => Meaning::Item(symbol),
        }
    }

    /// The type of the value of a decision that is a figure: it may be none where the decision may not arise.
    pub(super) fn figure_of(&self, id: DecisionId) -> Option<Type> {
        let decision = self.plan.decisions.get(id)?;
        let ty = decision.figure.as_ref()?.ty.clone();
        if decision.may_not_arise && ty != Type::Error {
            return Some(Type::Optional(Box::new(ty)));
        }
        Some(ty)
    }

    /// A parameter; one with keys needs more words.
    fn parameter(&mut self, id: crate::plan::ParameterId, symbol: &'a Symbol, span: Span) -> Meaning<'a> {
        match self.plan.parameters.get(id) {
            Some(parameter) if parameter.key.is_some() => Meaning::Item(symbol),
            Some(parameter) => Meaning::Value(self.push(ExprKind::Parameter(id), parameter.ty.clone(), span)),
            None => Meaning::Value(self.broken(span)),
        }
    }

    pub(super) fn parameters_of(&self, id: DefinitionId) -> &'a [(Box<str>, Type)] {
        self.plan
            .definitions
            .get(id)
            .map_or(&[], |definition| &definition.parameters)
    }

    /// A top-level fact.
    pub(super) fn fact(&mut self, field: FieldId, span: Span) -> ExprId {
        let root = self.plan.shape.root;
        let of = self.push(ExprKind::Root, Type::Record(root), span);
        let ty = self
            .plan
            .shape
            .records
            .get(root)
            .and_then(|shape| shape.fields.get(field))
            .map_or(Type::Error, |field| field.ty.clone());
        self.push(ExprKind::Field { of, field }, ty, span)
    }
}

/// Two or three capitals: a country or a currency.
pub(super) fn is_capitals(name: &str) -> bool {
    matches!(name.len(), 2 | 3) && name.bytes().all(|byte| byte.is_ascii_uppercase())
}

/// The column of this name.
pub(super) fn column_named(columns: &crate::ids::IdVec<ColumnId, crate::plan::Column>, name: &str) -> Option<ColumnId> {
    columns
        .iter_ids()
        .find(|(_, column)| *column.name == *name)
        .map(|(id, _)| id)
}
