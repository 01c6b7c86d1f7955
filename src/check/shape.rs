//! Which facts there may be: schemes of codes, enums, records with their fields, extensions, and the top-level facts.
//!
//! Language reference: "Records and facts", "Codes".

use crate::diagnostic::Code;
use crate::diagnostic::Diagnostic;
use crate::ids::IdVec;
use crate::names::Declared;
use crate::names::SymbolKind;
use crate::names::errors::stands_twice;
use crate::names::errors::suggest;
use crate::plan::EnumShape;
use crate::plan::FieldId;
use crate::plan::FieldShape;
use crate::plan::MustHold;
use crate::plan::RecordShape;
use crate::plan::RulesetId;
use crate::source::Span;
use crate::syntax::ast;
use crate::syntax::ast::SettingValue;
use crate::value::CodeScheme;
use crate::value::Levels;
use crate::value::RecordType;
use crate::value::Type;
use crate::value::Value;

use super::Checker;
use super::exprs::Locals;
use super::lookup::RECORD;

/// The name of the type of the top-level facts.
const ROOT: &str = "facts";

impl<'a> Checker<'a> {
    /// Everything that facts may say, but ranges and defaults.
    pub(super) fn declare_shape(&mut self) {
        self.declare_measures();
        self.declare_schemes();
        for declared in self.items.enums.iter() {
            let of = declared.of;
            self.report_doubles(of.values.iter().map(|(name, _)| name));
            let values = of
                .values
                .iter()
                .map(|(name, title)| (name.text.clone(), super::title(title.as_ref())));
            self.plan.shape.enums.push(EnumShape {
                name: of.name.text.clone(),
                values: values.collect(),
            });
        }
        let mut records = IdVec::new();
        for declared in self.items.records.iter() {
            records.push(empty_record(
                &declared.of.name.text,
                super::title(declared.of.title.as_ref()),
                declared.of.name.span,
            ));
        }
        let nowhere = Span::new(crate::ids::Id::from_index(0), 0, 0);
        let root_span = self.items.facts.iter().next().map_or(nowhere, |fact| fact.of.name.span);
        let root = records.push(empty_record(ROOT, Box::default(), root_span));
        self.plan.shape.records = records;
        self.plan.shape.root = root;
        for (id, declared) in self.items.records.iter_ids() {
            self.add_fields(id, declared.scope, &declared.of.fields);
        }
        for declared in self.items.facts.iter() {
            self.add_field(root, declared.scope, declared.of, true);
        }
        for declared in &self.items.extensions {
            let found = self.find(declared.scope, &declared.of.name, &RECORD);
            if let Some(SymbolKind::Record(record)) = found.map(|found| found.kind) {
                self.add_fields(record, declared.scope, &declared.of.fields);
            }
        }
        self.declare_keys();
        self.find_references();
    }

    fn declare_schemes(&mut self) {
        for declared in self.items.schemes.iter() {
            let of = declared.of;
            if of.levels.is_none() {
                let said = Diagnostic::error(
                    Code::R119,
                    of.name.span,
                    format!("code `{}` does not say its levels", of.name.text),
                )
                .help("write `levels by dots`, `levels by hyphens` or `levels 2, 4, 6 digits`");
                self.diagnostics.add(said);
            }
            let levels = match of.levels.as_ref().map(|(levels, _)| levels) {
                Some(ast::Levels::Digits(digits)) => Levels::Digits(digits.clone()),
                Some(ast::Levels::Dots) | None => Levels::Dots,
                Some(ast::Levels::Hyphens) => Levels::Hyphens,
                Some(ast::Levels::Characters(characters, then_dots)) => {
                    Levels::Characters(characters.clone(), *then_dots)
                }
            };
            let scheme = CodeScheme {
                name: of.name.text.clone(),
                title: super::title(of.title.as_ref()),
                levels,
                example: of.example.as_ref().map(|example| example.text.clone()),
                cuts: Vec::new(),
            };
            self.check_levels(of, &scheme);
            self.plan.shape.schemes.push(scheme);
        }
    }

    fn check_levels(&mut self, of: &ast::CodeScheme, scheme: &CodeScheme) {
        if let Some((ast::Levels::Digits(levels) | ast::Levels::Characters(levels, _), span)) = &of.levels {
            let rising = levels.iter().zip(levels.iter().skip(1)).all(|(one, next)| one < next);
            if !rising || levels.first().is_none_or(|first| *first == 0) {
                let said = Diagnostic::error(Code::R306, *span, "the levels do not rise")
                    .help("write them from short to long: `levels 2, 4, 6 digits`");
                self.diagnostics.add(said);
                return;
            }
        }
        if let Some(example) = &of.example
            && let Err(fault) = scheme.parse(&example.text)
        {
            let said = Diagnostic::error(Code::R306, example.span, fault.words(&example.text, scheme).title)
                .here("the example does not fit the levels");
            self.diagnostics.add(said);
        }
    }

    fn add_fields(&mut self, record: RecordType, scope: RulesetId, fields: &[ast::FieldLine]) {
        for line in fields {
            self.add_field(record, scope, line, false);
        }
    }

    /// A field that stands twice is left out, but for facts, whose numbers are given already.
    fn add_field(&mut self, record: RecordType, scope: RulesetId, line: &ast::FieldLine, is_fact: bool) {
        let ty = self.stated_type(scope, &line.ty);
        let shape = self.plan.shape.records.at(record);
        let first = shape
            .field(&line.name.text)
            .and_then(|field| shape.fields.get(field))
            .map(|field| field.span);
        if let Some(first) = first {
            if !is_fact || self.scope_of(first) != Some(scope) {
                let said = if is_fact {
                    two_facts(&line.name.text, line.name.span, first)
                } else {
                    stands_twice(&line.name.text, line.name.span, first)
                };
                self.diagnostics.add(said);
            }
            if !is_fact {
                return;
            }
        }
        let field = FieldShape {
            name: line.name.text.clone(),
            ty,
            range: crate::plan::Range::default(),
            left_out: None,
            reference: false,
            title: super::title(line.title.as_ref()),
            ask: super::title(line.ask.as_ref()),
            span: line.name.span,
        };
        self.plan.shape.records.at_mut(record).fields.push(field);
    }

    /// The scope of a file; doubled facts of one scope were reported with the names.
    fn scope_of(&self, span: Span) -> Option<RulesetId> {
        let file = |ast: &&ast::Ast| ast.file == span.file;
        self.items
            .files
            .iter_ids()
            .find(|(_, ast)| file(ast))
            .map(|(scope, _)| scope)
    }

    fn declare_keys(&mut self) {
        for (id, declared) in self.items.records.iter_ids() {
            let shape = self.plan.shape.records.at(id);
            let list = Type::List(Box::new(Type::Record(id)));
            let parts = shape.field("parts").filter(|field| shape.fields.at(*field).ty == list);
            let mut key = None;
            if let Some(word) = &declared.of.identified_by {
                key = shape.field(&word.text);
                if key.is_none() {
                    let names: Vec<&str> = shape.fields.iter().map(|field| &*field.name).collect();
                    let title = format!("`{}` has no field `{}`", shape.name, word.text);
                    let said = suggest(Diagnostic::error(Code::R206, word.span, title), &word.text, names);
                    self.diagnostics.add(said);
                } else if let Some(field) = key.and_then(|key| shape.fields.get(key))
                    && !matches!(field.ty, Type::Text | Type::Error)
                {
                    let said = Diagnostic::error(Code::R304, word.span, format!("the key `{}` is no text", word.text))
                        .label(field.span, "declared here")
                        .help("a key is a `text` that is never none");
                    self.diagnostics.add(said);
                }
            }
            let shape = self.plan.shape.records.at(id);
            let id_field = key.or_else(|| {
                shape
                    .field("id")
                    .filter(|field| shape.fields.at(*field).ty == Type::Text)
            });
            let shape = self.plan.shape.records.at_mut(id);
            shape.key = key;
            shape.id_field = id_field;
            shape.parts = parts;
        }
    }

    /// Which fields hold references, and which fact holds all records of an identified type.
    fn find_references(&mut self) {
        let root = self.plan.shape.root;
        let mut collections: Vec<(RecordType, FieldId)> = Vec::new();
        for (field, shape) in self.plan.shape.records.at(root).fields.iter_ids() {
            if let Type::List(inner) = &shape.ty
                && let Type::Record(record) = **inner
                && self.plan.shape.records.at(record).key.is_some()
            {
                if let Some((_, first)) = collections.iter().find(|(known, _)| *known == record) {
                    let first = &self.plan.shape.records.at(root).fields.at(*first);
                    let name = &self.plan.shape.records.at(record).name;
                    let title = format!(
                        "two facts hold the records of `{name}`: `{}` and `{}`",
                        first.name, shape.name
                    );
                    let said = Diagnostic::error(Code::R202, shape.span, title)
                        .here("here again")
                        .label(first.span, "first here")
                        .help("everybody stands in one list; elsewhere stands his key");
                    self.diagnostics.add(said);
                } else {
                    collections.push((record, field));
                }
            }
        }
        for (record, field) in &collections {
            self.plan.shape.records.at_mut(*record).collection = Some(*field);
        }
        self.mark_references(&collections);
    }

    fn mark_references(&mut self, collections: &[(RecordType, FieldId)]) {
        let root = self.plan.shape.root;
        let identified: Vec<bool> = self
            .plan
            .shape
            .records
            .iter()
            .map(|record| record.key.is_some())
            .collect();
        let mut homeless = Vec::new();
        for record in self.plan.shape.records.ids() {
            for field in self.plan.shape.records.at(record).fields.ids() {
                let shape = self.plan.shape.records.at_mut(record).fields.at_mut(field);
                let Type::Record(of) = element(&shape.ty) else { continue };
                if !identified.get(crate::ids::Id::index(of)).copied().unwrap_or(false) {
                    continue;
                }
                if record == root && collections.contains(&(of, field)) {
                    continue;
                }
                shape.reference = true;
                if !collections.iter().any(|(held, _)| *held == of) {
                    homeless.push((of, shape.span));
                }
            }
        }
        homeless.dedup_by_key(|(of, _)| *of);
        for (of, span) in homeless {
            let name = &self.plan.shape.records.at(of).name;
            let title = format!("no fact holds the records of `{name}`");
            let said = Diagnostic::error(Code::R119, self.plan.shape.records.at(of).span, title)
                .here("identified, so it is written as a key elsewhere")
                .label(span, "as here")
                .help(format!("add `fact … : list of {name}`"));
            self.diagnostics.add(said);
        }
    }

    /// Ranges and defaults, which need the values of enums and schemes.
    pub(super) fn check_fields(&mut self) {
        let root = self.plan.shape.root;
        for (id, declared) in self.items.records.iter_ids() {
            self.check_field_lines(id, declared.scope, &declared.of.fields);
        }
        for (field, declared) in self.items.facts.iter_ids() {
            self.check_field(root, field, (declared.scope, declared.of));
        }
        for declared in &self.items.extensions {
            if let crate::names::Found::One(symbol) = self.symbols.lookup(declared.scope, &declared.of.name.text)
                && let SymbolKind::Record(record) = symbol.kind
            {
                self.check_field_lines(record, declared.scope, &declared.of.fields);
            }
        }
    }

    fn check_field_lines(&mut self, record: RecordType, scope: RulesetId, lines: &[ast::FieldLine]) {
        for line in lines {
            let shape = self.plan.shape.records.at(record);
            let own = shape.fields.iter_ids().find(|(_, field)| field.span == line.name.span);
            if let Some((field, _)) = own {
                self.check_field(record, field, (scope, line));
            }
        }
    }

    fn check_field(&mut self, record: RecordType, field: FieldId, (scope, line): (RulesetId, &ast::FieldLine)) {
        let ty = self.plan.shape.records.at(record).fields.at(field).ty.clone();
        let range = self.range(scope, line.ty.range.as_ref(), &ty);
        let left_out = line
            .left_out
            .as_ref()
            .and_then(|setting| self.setting(scope, setting, &ty));
        let shape = self.plan.shape.records.at_mut(record).fields.at_mut(field);
        shape.range = range;
        shape.left_out = left_out;
    }

    /// A plain value as `left out means` states it.
    fn setting(&mut self, scope: RulesetId, setting: &ast::Setting, ty: &Type) -> Option<Value> {
        let span = setting.span;
        match &setting.kind {
            SettingValue::Literal(literal) => self.constant(scope, literal, span, ty),
            SettingValue::Negative(literal) => self.constant(scope, literal, span, ty).map(negative),
            SettingValue::Name(name) => self.word(scope, name, ty),
            SettingValue::Qualified(path) => self.word(scope, path.parts.last()?, ty),
            SettingValue::List(elements) => {
                let Type::List(inner) = ty.required() else {
                    if *ty != Type::Error {
                        let said = Diagnostic::error(Code::R313, span, "a list, where one value belongs");
                        self.diagnostics.add(said);
                    }
                    return None;
                };
                let values: Option<Vec<Value>> = elements.iter().map(|one| self.setting(scope, one, inner)).collect();
                values.map(|values| Value::List(values.into()))
            }
            SettingValue::Record(_) | SettingValue::Unknown => {
                self.report_no_constant(span);
                None
            }
        }
    }

    /// `must hold` of records and extensions.
    pub(super) fn check_must_hold(&mut self) {
        for (id, declared) in self.items.records.iter_ids() {
            self.must_hold(id, *declared);
        }
        for declared in &self.items.extensions {
            if let crate::names::Found::One(symbol) = self.symbols.lookup(declared.scope, &declared.of.name.text)
                && let SymbolKind::Record(record) = symbol.kind
            {
                self.must_hold(record, *declared);
            }
        }
    }

    fn must_hold(&mut self, record: RecordType, declared: Declared<'a, ast::RecordItem>) {
        for condition in &declared.of.must_hold {
            let mut locals = Locals::of_record(record);
            let condition = self
                .elaborate(declared.scope, declared.ast)
                .condition(&mut locals, *condition);
            self.plan.must_hold.push(MustHold {
                record,
                condition,
                locals: locals.frame(),
            });
        }
    }
}

/// R202: facts of two rulesets that a fact file could not tell apart.
fn two_facts(name: &str, second: Span, first: Span) -> Diagnostic {
    Diagnostic::error(Code::R202, second, format!("two rulesets have a fact `{name}`"))
        .here("here again")
        .label(first, "first here")
        .help("declare it once, in a ruleset that both `use`: a fact file has one key for it")
}

fn empty_record(name: &str, title: Box<str>, span: Span) -> RecordShape {
    RecordShape {
        name: name.into(),
        title,
        fields: IdVec::new(),
        key: None,
        collection: None,
        parts: None,
        id_field: None,
        span,
    }
}

fn negative(value: Value) -> Value {
    if let Value::Number(number) = value {
        Value::Number(number.neg())
    } else if let Value::Money(number, currency) = value {
        Value::Money(number.neg(), currency)
    } else if let Value::Amount(number, dimension) = value {
        Value::Amount(number.neg(), dimension)
    } else {
        value
    }
}

/// The type itself, or of the elements of a list.
pub(super) fn element(ty: &Type) -> Type {
    if let Type::List(inner) = ty.required() {
        inner.required().clone()
    } else {
        ty.required().clone()
    }
}
