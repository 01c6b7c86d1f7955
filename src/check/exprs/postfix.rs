//! Fields, columns, calls of definitions, look-ups in tables, and what picks from lists in tests.
//!
//! Language reference: "Words and forms", look-up; "Tests and cases".

use crate::diagnostic::Code;
use crate::diagnostic::Diagnostic;
use crate::names::Symbol;
use crate::names::SymbolKind;
use crate::plan::DefinitionId;
use crate::plan::ExprId;
use crate::plan::ExprKind;
use crate::plan::List;
use crate::plan::ListSource;
use crate::source::Span;
use crate::syntax::ast;
use crate::syntax::ast::Ident;
use crate::syntax::ast::PickKey;
use crate::text;
use crate::value::DecisionId;
use crate::value::RecordType;
use crate::value::TableId;
use crate::value::Type;
use crate::value::Value;

use super::Elaborator;
use super::Locals;
use super::errors;
use super::names::Meaning;
use super::names::column_named;
use super::types;

impl<'a> Elaborator<'a> {
    /// `of.field`
    pub(super) fn field(&mut self, locals: &Locals, of: Meaning<'a>, field: &Ident, span: Span) -> Meaning<'a> {
        match of {
            Meaning::Value(of) => {
                let of = self.narrowed(locals, of);
                Meaning::Value(self.field_of(of, field, span))
            }
            Meaning::Item(symbol) => self.field_of_item(symbol, field, span),
            Meaning::Column(table, column) => {
                let title = format!("`{}` is a column, which has no fields", self.column_name(table, column));
                let fault = Diagnostic::error(Code::R206, field.span, title);
                Meaning::Value(self.fault(span, fault))
            }
        }
    }

    fn field_of_item(&mut self, symbol: &'a Symbol, field: &Ident, span: Span) -> Meaning<'a> {
        match symbol.kind {
            SymbolKind::Table(id) => {
                let columns = self.plan.tables.get(id).map(|table| &table.columns);
                if let Some(column) = columns.and_then(|columns| column_named(columns, &field.text)) {
                    return Meaning::Column(id, column);
                }
                let fault = self.unknown_column(id, field);
                Meaning::Value(self.fault(span, fault))
            }
            SymbolKind::Enum(id) => {
                let Some(value) = self.enum_value(id, &field.text) else {
                    let fault = self.unknown_value(id, field);
                    return Meaning::Value(self.fault(span, fault));
                };
                let value = ExprKind::Constant(Value::Enum(id, value));
                Meaning::Value(self.push(value, Type::Enum(id), span))
            }
            SymbolKind::Decision(id) => {
                let Some(outcome) = self.outcome(id, &field.text) else {
                    let fault = self.unknown_outcome(id, field);
                    return Meaning::Value(self.fault(span, fault));
                };
                let value = ExprKind::Constant(Value::Outcome(id, outcome));
                Meaning::Value(self.push(value, Type::Outcome(id), span))
            }
            SymbolKind::Broken => Meaning::Value(self.broken(span)),
            SymbolKind::Definition(_) | SymbolKind::DecisionTable(_) => {
                let value = self.meant(Meaning::Item(symbol), span);
                Meaning::Value(value)
            }
            SymbolKind::Record(_)
            | SymbolKind::Scheme(_)
            | SymbolKind::Measure(_)
            | SymbolKind::Fact(_)
            | SymbolKind::Group(_)
            | SymbolKind::Parameter(_)
            | SymbolKind::Rule(_)
            | SymbolKind::Summary(_)
            | SymbolKind::Obligation(_)
            | SymbolKind::Calendar(_)
            | SymbolKind::Suspension(_)
            | SymbolKind::Reading(_)
            | SymbolKind::Source(_)
            | SymbolKind::Case(_) => {
                let fault = self.no_fields(symbol, field, span);
                Meaning::Value(self.fault(span, fault))
            }
        }
    }

    fn field_of(&mut self, of: ExprId, field: &Ident, span: Span) -> ExprId {
        let ty = self.type_of(of);
        if let Type::Record(record) = ty {
            return self.field_of_record(of, record, field, span);
        }
        if let Type::Row(table) = ty {
            return self.column_of_row(of, table, field, span);
        }
        if ty == Type::Error {
            return self.broken(span);
        }
        let text = self.shown(self.span_of(of));
        let fault = if let Type::Optional(inner) = &ty
            && matches!(**inner, Type::Record(_) | Type::Row(_))
        {
            self.may_be_none(of)
        } else if let Type::List(inner) = &ty {
            let element = types::written(self.plan, inner);
            let title = format!("`{text}` is a list; each {element} in it has its own");
            let name = &field.text;
            let fault = Diagnostic::error(Code::R313, field.span, title);
            if matches!(&**name, "length" | "size" | "count" | "number") {
                return self.fault(span, fault.help(format!("to count them: `(count of p in {text})`")));
            }
            fault
                .help(format!("say of which: `(some p in {text} satisfies p.{name} …)`"))
                .help(format!("or add up: `(sum of p.{name} for p in {text})`"))
        } else {
            let title = format!("`{text}` is {}, which has no fields", types::phrase(self.plan, &ty));
            Diagnostic::error(Code::R206, field.span, title)
        };
        self.fault(span, fault)
    }

    fn column_of_row(&mut self, row: ExprId, table: TableId, field: &Ident, span: Span) -> ExprId {
        let Some(shape) = self.plan.tables.get(table) else {
            return self.broken(span);
        };
        let Some(column) = column_named(&shape.columns, &field.text) else {
            let fault = self.unknown_column(table, field);
            return self.fault(span, fault);
        };
        let ty = shape
            .columns
            .get(column)
            .map_or(Type::Error, |column| column.ty.clone());
        self.push(ExprKind::Column { row, column }, ty, span)
    }

    fn field_of_record(&mut self, of: ExprId, record: RecordType, field: &Ident, span: Span) -> ExprId {
        let Some(shape) = self.plan.shape.records.get(record) else {
            return self.broken(span);
        };
        if let Some(id) = shape.field(&field.text) {
            let ty = shape.fields.get(id).map_or(Type::Error, |field| field.ty.clone());
            return self.push(ExprKind::Field { of, field: id }, ty, span);
        }
        let title = format!("{} has no field `{}`", shape.name, field.text);
        let fault = Diagnostic::error(Code::R206, field.span, title);
        let names: Vec<&str> = shape.fields.iter().map(|field| &*field.name).collect();
        let fault = match text::did_you_mean(&field.text, names.iter().copied()).as_slice() {
            [] => fault.label(shape.span, format!("{} is declared here", shape.name)),
            _ => errors::offer(fault, &field.text, names.iter().copied()),
        };
        self.fault(span, fault)
    }

    fn unknown_column(&self, table: TableId, field: &Ident) -> Diagnostic {
        let Some(table) = self.plan.tables.get(table) else {
            return Diagnostic::error(Code::R206, field.span, format!("no column `{}`", field.text));
        };
        let title = format!("table `{}` has no column `{}`", table.name, field.text);
        let names: Vec<&str> = table.columns.iter().map(|column| &*column.name).collect();
        errors::offer_or_list(Diagnostic::error(Code::R206, field.span, title), &field.text, &names)
    }

    /// `listed_parties.name`
    pub(super) fn column_name(&self, table: TableId, column: crate::plan::ColumnId) -> String {
        self.plan.tables.get(table).map_or_else(String::new, |table| {
            let column = table.columns.get(column).map_or("", |column| &column.name);
            format!("{}.{column}", table.name)
        })
    }

    /// What a name means, as a value; an error where it is none by itself.
    #[expect(clippy::too_many_lines, reason = "one arm a kind, each hands on or is a line")]
    pub(super) fn meant(&mut self, meaning: Meaning<'a>, span: Span) -> ExprId {
        let symbol = match meaning {
            Meaning::Value(value) => return value,
            Meaning::Column(table, column) => {
                let name = self.column_name(table, column);
                let fault = Diagnostic::error(Code::R313, span, format!("`{name}` is a whole column"))
                    .help(format!(
                        "ask whether something is in it: `… is in {name}`, `… is under any of {name}`"
                    ))
                    .help("or look up one row by its key, in round brackets");
                return self.fault(span, fault);
            }
            Meaning::Item(symbol) => symbol,
        };
        match symbol.kind {
            SymbolKind::Group(id) => {
                let ty = self.plan.groups.get(id).map_or(Type::Error, |group| group.ty.clone());
                let list = List {
                    source: ListSource::Group(id),
                    filters: Vec::new(),
                };
                self.push(ExprKind::List(list), Type::List(Box::new(ty)), span)
            }
            SymbolKind::Table(id) => {
                let list = List {
                    source: ListSource::Table(id),
                    filters: Vec::new(),
                };
                self.push(ExprKind::List(list), Type::List(Box::new(Type::Row(id))), span)
            }
            SymbolKind::Rule(id) => self.flag_or_rule(id, symbol, span),
            SymbolKind::Broken => self.broken(span),
            SymbolKind::DecisionTable(id) => {
                let first = self
                    .plan
                    .decision_tables
                    .get(id)
                    .and_then(|table| table.outputs.first());
                let Some((_, first)) = first else {
                    return self.broken(span);
                };
                let fault = self.arguments_missing(*first, span);
                self.fault(span, fault)
            }
            SymbolKind::Definition(id) => {
                let fault = self.arguments_missing(id, span);
                self.fault(span, fault)
            }
            SymbolKind::Parameter(id) => {
                let fault = self.key_missing(id, symbol, span);
                self.fault(span, fault)
            }
            SymbolKind::Decision(id) => {
                let fault = self.bare_decision(id, symbol, span);
                self.fault(span, fault)
            }
            SymbolKind::Enum(_)
            | SymbolKind::Record(_)
            | SymbolKind::Scheme(_)
            | SymbolKind::Measure(_)
            | SymbolKind::Fact(_)
            | SymbolKind::Summary(_)
            | SymbolKind::Obligation(_)
            | SymbolKind::Calendar(_)
            | SymbolKind::Suspension(_)
            | SymbolKind::Reading(_)
            | SymbolKind::Source(_)
            | SymbolKind::Case(_) => {
                let fault = self.no_value(symbol, span);
                self.fault(span, fault)
            }
        }
    }

    /// A parameter with keys, without one.
    fn key_missing(&self, id: crate::plan::ParameterId, symbol: &Symbol, span: Span) -> Diagnostic {
        let key = self.plan.parameters.get(id).and_then(|of| of.key.as_ref());
        let key = key.map_or("…", |(key, _)| key);
        let title = format!("`{}` takes 1 argument, here none", symbol.name);
        Diagnostic::error(Code::R312, span, title)
            .label(symbol.span, "declared here")
            .help(format!("write `{}({key})`", symbol.name))
    }

    fn bare_decision(&self, id: DecisionId, symbol: &Symbol, span: Span) -> Diagnostic {
        let first = self
            .plan
            .decisions
            .get(id)
            .and_then(|decision| decision.outcomes.first());
        let outcome = first.map_or("…", |outcome| &outcome.name);
        let title = format!("`{}` is a decision, no value by itself", symbol.name);
        Diagnostic::error(Code::R216, span, title).help(format!("ask for an outcome: `{} is {outcome}`", symbol.name))
    }

    fn no_value(&self, symbol: &Symbol, span: Span) -> Diagnostic {
        let title = format!("`{}` is {}, no value", symbol.name, self.kind_words(symbol));
        let fault = Diagnostic::error(Code::R216, span, title).label(symbol.span, "declared here");
        let name = &symbol.name;
        if let SymbolKind::Reading(_) = symbol.kind {
            fault.help(format!("write `(reading {name} is …)`"))
        } else if let SymbolKind::Scheme(_) = symbol.kind {
            fault.help(format!("a code is written `{name} …`"))
        } else if let SymbolKind::Enum(_) = symbol.kind {
            fault.help(format!("one of its values is written `{name}.…`"))
        } else {
            fault
        }
    }

    /// `a rule`, `an exemption`, `a flag`, `a fact`.
    pub(super) fn kind_words(&self, symbol: &Symbol) -> &'static str {
        let SymbolKind::Rule(id) = symbol.kind else {
            return symbol.kind.words();
        };
        match self.plan.rules.get(id).map(|rule| rule.kind) {
            Some(ast::RuleKind::Exemption) => "an exemption",
            Some(ast::RuleKind::Restriction) => "a restriction",
            Some(ast::RuleKind::Flag { .. }) => "a flag",
            Some(ast::RuleKind::Rule) | None => "a rule",
        }
    }

    /// `callee(arguments)`: a definition, or a row of a table.
    pub(super) fn call(
        &mut self,
        locals: &mut Locals,
        callee: ast::ExprId,
        arguments: &[ast::ExprId],
        span: Span,
    ) -> ExprId {
        if let Some(symbol) = self.item_named(locals, callee)
            && self.is_family(symbol)
        {
            return if let Some(figure) = self.member_figure(locals, (symbol, arguments), span) {
                figure
            } else {
                self.in_vain(locals, arguments);
                let SymbolKind::Decision(id) = symbol.kind else {
                    return self.broken(span);
                };
                let fault = self.bare_decision(id, symbol, span);
                self.fault(span, fault)
            };
        }
        let meaning = self.meaning_of_callee(locals, callee);
        let what = match meaning {
            Meaning::Item(symbol) => {
                if let SymbolKind::Definition(id) = symbol.kind {
                    return self.call_definition(locals, id, arguments, span);
                }
                if let SymbolKind::DecisionTable(id) = symbol.kind {
                    return self.call_table(locals, id, arguments, span);
                }
                if let SymbolKind::Table(id) = symbol.kind {
                    return self.look_up(locals, id, arguments, span);
                }
                if let SymbolKind::Parameter(id) = symbol.kind {
                    return self.keyed_parameter(locals, id, arguments, span);
                }
                self.kind_words(symbol).to_owned()
            }
            Meaning::Value(of) => {
                if let Some(ExprKind::Call { definition, .. }) = self.exprs.get(of).map(|expr| &expr.kind) {
                    return self.call_definition(locals, *definition, arguments, span);
                }
                if self.is_broken(of) {
                    self.in_vain(locals, arguments);
                    return self.broken(span);
                }
                types::phrase(self.plan, &self.type_of(of))
            }
            Meaning::Column(..) => "a column".to_owned(),
        };
        self.in_vain(locals, arguments);
        let text = self.shown(span);
        let name = text.split('(').next().unwrap_or_default().trim_end().to_owned();
        let title = format!("`{name}` is {what}, which takes no arguments");
        let fault = Diagnostic::error(Code::R312, span, title).help(format!("write `{name}`"));
        self.fault(span, fault)
    }

    /// Reads arguments that nobody takes, for the mistakes in them.
    pub(super) fn in_vain(&mut self, locals: &mut Locals, arguments: &[ast::ExprId]) {
        for &argument in arguments {
            self.infer(locals, argument, Some(&Type::Error));
        }
    }

    pub(super) fn meaning_of_callee(&mut self, locals: &mut Locals, callee: ast::ExprId) -> Meaning<'a> {
        match self.words(callee) {
            Some(_) => self.meaning(locals, callee, None),
            None => Meaning::Value(self.infer(locals, callee, None)),
        }
    }

    pub(super) fn call_definition(
        &mut self,
        locals: &mut Locals,
        id: DefinitionId,
        arguments: &[ast::ExprId],
        span: Span,
    ) -> ExprId {
        let parameters = self.parameters_of(id);
        if parameters.len() != arguments.len() {
            self.in_vain(locals, arguments);
            let fault = self.wrong_number(id, arguments.len(), span);
            return self.fault(span, fault);
        }
        let arguments: Vec<ExprId> = parameters
            .iter()
            .zip(arguments)
            .map(|((_, ty), &argument)| self.expr(locals, argument, Some(ty)))
            .collect();
        if arguments.iter().any(|&argument| self.is_broken(argument)) {
            return self.broken(span);
        }
        let ty = self
            .plan
            .definitions
            .get(id)
            .map_or(Type::Error, |definition| definition.ty.clone());
        self.push(
            ExprKind::Call {
                definition: id,
                arguments,
            },
            ty,
            span,
        )
    }

    fn wrong_number(&self, id: DefinitionId, found: usize, span: Span) -> Diagnostic {
        let (name, declared) = self
            .plan
            .definitions
            .get(id)
            .map_or(("", span), |definition| (&*definition.name, definition.span));
        let parameters = self.parameters_of(id);
        let title = match parameters.len() {
            0 => format!("`{name}` takes no arguments, here {found}"),
            count => format!(
                "`{name}` takes {}, here {found}",
                text::count(count, "argument", "arguments")
            ),
        };
        let fault = Diagnostic::error(Code::R312, span, title).label(declared, "declared here");
        if parameters.is_empty() {
            return fault.help(format!("write `{name}`"));
        }
        fault.help(format!("write `{}`", self.call_pattern(id)))
    }

    fn arguments_missing(&self, id: DefinitionId, span: Span) -> Diagnostic {
        let name = self.plan.definitions.get(id).map_or("", |definition| &definition.name);
        let count = text::count(self.parameters_of(id).len(), "argument", "arguments");
        Diagnostic::error(Code::R312, span, format!("`{name}` takes {count}, here none"))
            .help(format!("write `{}`", self.call_pattern(id)))
    }

    fn call_pattern(&self, id: DefinitionId) -> String {
        let name = self.plan.definitions.get(id).map_or("", |definition| &definition.name);
        let parameters: Vec<String> = self
            .parameters_of(id)
            .iter()
            .map(|(parameter, ty)| format!("{parameter} : {}", types::written(self.plan, ty)))
            .collect();
        match name.split_once('.') {
            // One of several outputs of a decision table.
            Some((table, output)) => format!("{table}({}).{output}", parameters.join(", ")),
            None => format!("{name}({})", parameters.join(", ")),
        }
    }

    /// `tolerance(usmca)`
    fn keyed_parameter(
        &mut self,
        locals: &mut Locals,
        id: crate::plan::ParameterId,
        arguments: &[ast::ExprId],
        span: Span,
    ) -> ExprId {
        let Some((of, key)) = self.plan.parameters.get(id).and_then(|of| Some((of, of.key.as_ref()?))) else {
            return self.broken(span);
        };
        let [argument] = arguments else {
            self.in_vain(locals, arguments);
            let title = format!("`{}` takes 1 argument, here {}", of.name, arguments.len());
            let fault = Diagnostic::error(Code::R312, span, title)
                .label(of.span, "declared here")
                .help(format!("write `{}({})`", of.name, key.0));
            return self.fault(span, fault);
        };
        let key = self.expr(locals, *argument, Some(&key.1));
        if self.is_broken(key) {
            return self.broken(span);
        }
        self.push(ExprKind::ParameterOf { parameter: id, key }, of.ty.clone(), span)
    }

    /// `table(keys)`
    fn look_up(&mut self, locals: &mut Locals, table: TableId, arguments: &[ast::ExprId], span: Span) -> ExprId {
        let Some(shape) = self.plan.tables.get(table) else {
            return self.broken(span);
        };
        if shape.key.len() != arguments.len() {
            self.in_vain(locals, arguments);
            let names: Vec<&str> = shape
                .key
                .iter()
                .filter_map(|&column| shape.columns.get(column))
                .map(|column| &*column.name)
                .collect();
            let fault = if names.is_empty() {
                Diagnostic::error(
                    Code::R509,
                    span,
                    format!("table `{}` does not say what its key is", shape.name),
                )
                .label(shape.span, "declared here")
                .help("add a line to the table: `one row per …`")
                .help(format!("or ask for any row: `(some r in {} satisfies …)`", shape.name))
            } else {
                let given = text::count(arguments.len(), "key", "keys");
                Diagnostic::error(
                    Code::R509,
                    span,
                    format!(
                        "table `{}` has one row per {}, here {given}",
                        shape.name,
                        text::list_and(&names)
                    ),
                )
                .help(format!("write `{}({}).…`", shape.name, names.join(", ")))
            };
            return self.fault(span, fault);
        }
        let keys: Vec<ExprId> = shape
            .key
            .iter()
            .zip(arguments)
            .map(|(&column, &argument)| {
                let ty = shape
                    .columns
                    .get(column)
                    .map_or(Type::Error, |column| column.ty.clone());
                self.expr(locals, argument, Some(&ty))
            })
            .collect();
        if keys.iter().any(|&key| self.is_broken(key)) {
            return self.broken(span);
        }
        self.push(ExprKind::Lookup { table, keys }, Type::Row(table), span)
    }

    /// `of["M1"]`, `of[1]`: tests and cases only.
    pub(super) fn pick(&mut self, locals: &mut Locals, of: ast::ExprId, key: &PickKey, span: Span) -> ExprId {
        let of = self.infer(locals, of, None);
        self.pick_from(of, key, span)
    }

    pub(super) fn pick_from(&mut self, of: ExprId, key: &PickKey, span: Span) -> ExprId {
        let ty = self.type_of(of);
        let text = self.shown(self.span_of(of));
        if !self.tests {
            let fault = Diagnostic::error(Code::R313, span, "a rule never picks one element of a list")
                .help(format!("say of which it holds: `(some p in {text} satisfies …)`"));
            return self.fault(span, fault);
        }
        let Type::List(element) = ty else {
            if ty == Type::Error {
                return self.broken(span);
            }
            let title = format!("`{text}` is {}, no list", types::phrase(self.plan, &ty));
            let fault = Diagnostic::error(Code::R313, span, title).help(format!("write `{text}`"));
            return self.fault(span, fault);
        };
        let element = *element;
        match key {
            PickKey::Number(number) => match number.parse::<u32>() {
                Ok(number) if number > 0 => self.push(ExprKind::PickNumber { list: of, number }, element, span),
                _ => {
                    let fault = Diagnostic::error(Code::R106, span, format!("`[{number}]` is no place in a list"))
                        .help("places are counted from 1");
                    self.fault(span, fault)
                }
            },
            PickKey::Key(key) => self.pick_key(of, key, element, span),
        }
    }

    fn pick_key(&mut self, list: ExprId, key: &str, element: Type, span: Span) -> ExprId {
        let field = if let Type::Record(record) = &element {
            self.plan.shape.records.get(*record).and_then(|shape| shape.id_field)
        } else {
            None
        };
        let Some(field) = field else {
            let what = types::written(self.plan, &element);
            let fault = Diagnostic::error(Code::R206, span, format!("{what} has no field `id` to pick by"))
                .help("count from 1: `[1]`");
            return self.fault(span, fault);
        };
        let key = self.texts.intern(key);
        self.push(ExprKind::PickKey { list, field, key }, element, span)
    }
}
