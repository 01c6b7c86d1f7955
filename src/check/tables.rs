//! Tables: columns, rows from a CSV or in place, keys, and what a missing or an unread row means.
//!
//! A table says `complete` or `incomplete because`; nothing else is taken for a "no". Mistakes in a CSV are shown at
//! their line and column there. Language reference: "Tables", "Tables' honesty".

use std::collections::BTreeMap;

use crate::data::csv::Csv;
use crate::diagnostic::Code;
use crate::diagnostic::Diagnostic;
use crate::ids::IdVec;
use crate::names::Declared;
use crate::names::errors::suggest;
use crate::plan::AnswerCell;
use crate::plan::AnswerColumn;
use crate::plan::AnswerTable;
use crate::plan::Column;
use crate::plan::ColumnId;
use crate::plan::Incomplete;
use crate::plan::Range;
use crate::plan::Row;
use crate::plan::RowIndex;
use crate::plan::RulesetId;
use crate::plan::Table;
use crate::source::Span;
use crate::syntax::ast;
use crate::syntax::ast::CellKind;
use crate::text::list_and;
use crate::text::quoted;
use crate::value::Currency;
use crate::value::Number;
use crate::value::TableId;
use crate::value::Type;
use crate::value::Value;

use super::Checker;
use super::cells::CellUnit;
use super::cells::Written;
use super::exprs::within;
use super::filters::Filter;

/// The table files of a pack, by the place of the path in the rule file. What could not be read is not there.
pub(crate) type TableFiles = BTreeMap<Span, Csv>;

/// A column that is being filled.
struct Filling {
    ty: Type,
    range: Range,
    unit: Option<CellUnit>,
}

impl<'a> Checker<'a> {
    /// The tables with the types of their columns, without rows.
    pub(super) fn declare_tables(&mut self) {
        for declared in self.items.tables.iter() {
            let of = declared.of;
            self.report_doubles(of.columns.iter().map(|column| &column.name));
            let mut columns = IdVec::new();
            for line in &of.columns {
                let ty = self.stated_type(declared.scope, &line.ty);
                columns.push(Column {
                    name: line.name.text.clone(),
                    ty: self.cell_type(ty, line.ty.span),
                    certain: Vec::new(),
                    uncertain: Vec::new(),
                    unknown: Vec::new(),
                    codes: Vec::new(),
                });
            }
            let in_force = self.rows_in_force(of, &mut columns);
            let key = self.key(of, &columns);
            let incomplete = self.honesty(&of.honesty, &of.name, "table");
            let table = Table {
                ruleset: declared.scope,
                name: of.name.text.clone(),
                full_name: self.full_name(declared.scope, &of.name),
                nearest: self.nearest(of, &columns),
                columns,
                key,
                in_force,
                dated: in_force.is_some(),
                complete_under: Vec::new(),
                answers_hold: self.answers_hold(of),
                index: RowIndex::default(),
                rows: Vec::new(),
                incomplete,
                span: of.name.span,
            };
            self.plan.tables.push(table);
        }
    }

    /// A cell holds one plain value.
    fn cell_type(&mut self, ty: Type, span: Span) -> Type {
        match ty.required() {
            Type::List(_) | Type::Record(_) => {
                let said = Diagnostic::error(Code::R313, span, "a cell holds one plain value")
                    .help("give each value a row of its own");
                self.diagnostics.add(said);
                Type::Error
            }
            Type::Error
            | Type::Boolean
            | Type::Text
            | Type::Integer
            | Type::Decimal
            | Type::Percent
            | Type::Money
            | Type::Amount(_)
            | Type::Date
            | Type::Duration
            | Type::Country
            | Type::Currency
            | Type::Code(_)
            | Type::Enum(_)
            | Type::Row(_)
            | Type::Outcome(_)
            | Type::Optional(_)
            | Type::None => ty,
        }
    }

    /// `one row per a, b`
    fn key(&mut self, of: &ast::Table, columns: &IdVec<ColumnId, Column>) -> Vec<ColumnId> {
        self.report_doubles(of.key.iter());
        let mut key = Vec::new();
        for word in &of.key {
            match columns.iter_ids().find(|(_, column)| column.name == word.text) {
                Some((id, _)) => key.push(id),
                None => self.report_column(word, &of.columns),
            }
        }
        key
    }

    pub(super) fn report_column(&mut self, word: &ast::Ident, columns: &[ast::ColumnLine]) {
        let names: Vec<&str> = columns.iter().map(|column| &*column.name.text).collect();
        let said = Diagnostic::error(
            Code::R206,
            word.span,
            format!("the table has no column `{}`", word.text),
        )
        .here(format!("its columns are {}", list_and(&quoted(&names))));
        self.diagnostics.add(suggest(said, &word.text, names));
    }

    /// Why something may be missing. R505 for a table that does not say what a missing row means.
    pub(super) fn honesty(&mut self, of: &ast::Honesty, name: &ast::Ident, what: &str) -> Option<Incomplete> {
        match (&of.complete, &of.incomplete) {
            (Some(complete), Some((_, incomplete))) => {
                let said = Diagnostic::error(
                    Code::R505,
                    *incomplete,
                    format!("{what} `{}` is complete and incomplete", name.text),
                )
                .label(*complete, "complete, it says here")
                .help("remove one");
                self.diagnostics.add(said);
            }
            (None, None) => {
                let title = format!("{what} `{}` does not say what a missing row means", name.text);
                let said = Diagnostic::error(Code::R505, name.span, title)
                    .here("neither `complete` nor `incomplete because`")
                    .help("`complete`: what is missing is a \"no\"; `incomplete because \"…\"`: it is not known");
                self.diagnostics.add(said);
            }
            (Some(_), None) | (None, Some(_)) => {}
        }
        of.incomplete.as_ref().map(|(_, span)| Incomplete { span: *span })
    }

    /// The rows of all tables.
    pub(super) fn fill_tables(&mut self) {
        for (id, declared) in self.items.tables.iter_ids() {
            let filling = self.filling(id, *declared);
            match &declared.of.read_from {
                Some(path) => self.read_file(id, *declared, path, &filling),
                None => self.read_in_place(id, *declared, &filling),
            }
            self.judge_rows(id, *declared);
            self.index(id);
            self.report_doubled_keys(id);
            self.complete_under(id, *declared);
            self.collect_look_ups(id, &filling);
        }
        self.collect_answerable();
    }

    fn filling(&mut self, id: TableId, declared: Declared<'a, ast::Table>) -> Vec<Filling> {
        let types: Vec<Type> = self
            .plan
            .tables
            .at(id)
            .columns
            .iter()
            .map(|column| column.ty.clone())
            .collect();
        let mut filling = Vec::new();
        for (line, ty) in declared.of.columns.iter().zip(types) {
            let range = self.range(declared.scope, line.ty.range.as_ref(), &ty);
            let unit = line.unit.as_ref().and_then(|unit| self.column_unit(unit, &ty));
            filling.push(Filling { ty, range, unit });
        }
        filling
    }

    /// `in %`, `in USD`, `in kg`
    fn column_unit(&mut self, unit: &ast::Ident, ty: &Type) -> Option<CellUnit> {
        let text = &*unit.text;
        let name = super::exprs::written(&self.plan, ty.required());
        let (read, help) = if *ty.required() == Type::Percent {
            let percent = (text == "%").then_some(CellUnit::Percent);
            (percent, "write `in %`".to_owned())
        } else if *ty.required() == Type::Money {
            let currency = Currency::parse(text).ok().map(CellUnit::Currency);
            (currency, "write the currency: `in USD`".to_owned())
        } else if let Type::Amount(dimension) = ty.required() {
            let scale = dimension.of(&self.plan.shape.measures);
            let unit = scale.parse(text).ok();
            let size = unit.and_then(|unit| unit.to_base(&Number::from_i64(1)).ok());
            (size.map(CellUnit::Unit), format!("write {}", scale.list_of_units()))
        } else {
            (None, format!("remove it: a {name} has no unit"))
        };
        if read.is_none() && *ty != Type::Error {
            let said = Diagnostic::error(Code::R309, unit.span, format!("`{text}` is no unit of {name}")).help(help);
            self.diagnostics.add(said);
        }
        read
    }

    fn read_file(&mut self, id: TableId, declared: Declared<'a, ast::Table>, path: &ast::Text, filling: &[Filling]) {
        let files = self.tables;
        let Some(csv) = files.get(&path.span) else { return };
        let of = declared.of;
        let mut places = Vec::new();
        for line in &of.columns {
            let name = line.read_as.as_ref().map_or(&*line.name.text, |read_as| &*read_as.text);
            let at = line.read_as.as_ref().map_or(line.name.span, |read_as| read_as.span);
            places.push(self.file_column(csv, name, at));
        }
        let filter = of.only_rows.and_then(|expr| self.text_filter(declared.ast, expr, csv));
        if of.only_rows.is_some() && filter.is_none() || places.contains(&None) {
            return;
        }
        for row in csv.rows() {
            let kept = filter.as_ref().map_or(Some(true), |filter: &Filter| filter.keeps(&row));
            if kept == Some(false) {
                continue;
            }
            let mut cells = Vec::new();
            for (place, filling) in places.iter().zip(filling) {
                let cell = place.and_then(|place| row.cell(place));
                cells.push(cell.and_then(|cell| self.file_cell(cell.text, cell.span, filling)));
            }
            self.push_row(id, cells, (row.span(), kept == Some(true)));
        }
    }

    /// The place of a column in a table file.
    pub(super) fn file_column(&mut self, csv: &Csv, name: &str, at: Span) -> Option<usize> {
        let found = csv.column(name);
        if found.is_none() {
            let headings: Vec<&str> = csv.headings().map(|heading| heading.text).collect();
            let said = Diagnostic::error(Code::R502, at, format!("the file has no column `{name}`")).label(
                csv.heading_span(),
                format!("its columns are {}", list_and(&quoted(&headings))),
            );
            let said = suggest(said, name, headings);
            self.diagnostics
                .add(said.help("if the file calls it otherwise: `name : type read as \"…\"`"));
        }
        found
    }

    /// A cell of a file. `None` is unknown, or a mistake that was reported.
    pub(super) fn file_value(&mut self, text: &str, span: Span, ty: &Type, unit: Option<&CellUnit>) -> Option<Value> {
        match (text, ty) {
            ("unknown", _) | ("", Type::Error) => None,
            ("", Type::Optional(_)) => Some(Value::None),
            ("", _) => {
                let name = super::exprs::written(&self.plan, ty);
                let said = Diagnostic::error(Code::R503, span, "an empty cell")
                    .here(format!("a {name} belongs here"))
                    .help(format!(
                        "write `unknown` if nobody read it; if it may be none, `{name} or none` in the column"
                    ));
                self.diagnostics.add(said);
                None
            }
            _ => {
                let written = Written {
                    text,
                    span,
                    in_file: true,
                };
                self.read_value(written, ty, unit)
            }
        }
    }

    fn file_cell(&mut self, text: &str, span: Span, filling: &Filling) -> Option<Value> {
        let value = self.file_value(text, span, &filling.ty, filling.unit.as_ref())?;
        self.check_range(&value, span, (filling, Code::R503));
        Some(value)
    }

    fn check_range(&mut self, value: &Value, span: Span, (filling, code): (&Filling, Code)) {
        if !within(value, &filling.range) {
            let said = Diagnostic::error(code, span, format!("the value is not {}", filling.range.words))
                .here("outside the range of its column");
            self.diagnostics.add(said);
        }
    }

    fn read_in_place(&mut self, id: TableId, declared: Declared<'a, ast::Table>, filling: &[Filling]) {
        let of = declared.of;
        if of.heading.is_empty() {
            let name = &of.name;
            let said = Diagnostic::error(Code::R119, name.span, format!("table `{}` has no rows", name.text))
                .help("write `read from \"….csv\"`, or rows between bars under a heading");
            self.diagnostics.add(said);
            return;
        }
        self.report_doubles(of.heading.iter());
        let mut places = Vec::new();
        for word in &of.heading {
            let place = of.columns.iter().position(|column| column.name.text == word.text);
            if place.is_none() {
                self.report_column(word, &of.columns);
            }
            places.push(place);
        }
        for (number, line) in of.columns.iter().enumerate() {
            if !places.contains(&Some(number)) {
                let span = of.heading.first().map_or(of.name.span, |first| first.span);
                let said = Diagnostic::error(
                    Code::R502,
                    line.name.span,
                    format!("the rows have no column `{}`", line.name.text),
                )
                .label(span, "the heading");
                self.diagnostics.add(said);
            }
        }
        for (cells, span) in &of.rows {
            let mut read: Vec<Option<Value>> = vec![None; filling.len()];
            for (place, cell) in places.iter().zip(cells) {
                let Some((slot, filling)) = place.and_then(|at| Some((read.get_mut(at)?, filling.get(at)?))) else {
                    continue;
                };
                *slot = self.cell(declared.scope, cell, filling);
            }
            self.push_row(id, read, (*span, true));
        }
    }

    fn cell(&mut self, scope: RulesetId, cell: &ast::Cell, filling: &Filling) -> Option<Value> {
        let value = match &cell.kind {
            CellKind::Unknown => return None,
            CellKind::Name(name) => self.word(scope, name, &filling.ty),
            CellKind::Literal(ast::Literal::Number(text)) if filling.unit.is_some() => {
                let written = Written {
                    text,
                    span: cell.span,
                    in_file: false,
                };
                self.read_value(written, &filling.ty, filling.unit.as_ref())
            }
            CellKind::Literal(literal) => self.constant(scope, literal, cell.span, &filling.ty),
        }?;
        self.check_range(&value, cell.span, (filling, Code::R317));
        Some(value)
    }

    fn push_row(&mut self, table: TableId, cells: Vec<Option<Value>>, (span, certain): (Span, bool)) {
        let row = self.plan.rows.push(Row {
            table,
            cells,
            certain,
            suspended_by: Vec::new(),
            span,
        });
        self.plan.tables.at_mut(table).rows.push(row);
    }

    /// What the look-ups of a table with a key ask, and what facts may answer.
    fn collect_look_ups(&mut self, id: TableId, filling: &[Filling]) {
        let table = self.plan.tables.at(id);
        let is_unread = |column: &Column| !column.uncertain.is_empty() || !column.unknown.is_empty();
        let of = |of_key: bool| {
            let columns = table.columns.iter_ids().zip(filling);
            let wanted = columns.filter(move |((number, _), _)| table.key.contains(number) == of_key);
            wanted.map(|((number, column), filling)| AnswerCell {
                name: column.name.clone(),
                column: number,
                ty: column.ty.clone(),
                range: filling.range.clone(),
            })
        };
        let mut keys: Vec<AnswerCell> = of(true).collect();
        keys.sort_by_key(|cell| table.key.iter().position(|key| *key == cell.column));
        if keys.is_empty() {
            return;
        }
        let look_up = AnswerTable {
            name: table.name.clone(),
            full_name: table.full_name.clone(),
            table: id,
            is_open: table.incomplete.is_some() || table.columns.iter().any(is_unread),
            keys,
            cells: of(false).collect(),
        };
        self.plan.shape.look_ups.push(look_up);
    }

    /// The columns about which facts may say something that the table leaves open.
    fn collect_answerable(&mut self) {
        for (id, table) in self.plan.tables.iter_ids() {
            for (number, column) in table.columns.iter_ids() {
                if table.incomplete.is_some() || !column.uncertain.is_empty() || !column.unknown.is_empty() {
                    self.plan.shape.answerable.push(AnswerColumn {
                        name: format!("{}.{}", table.name, column.name).into(),
                        full_name: format!("{}.{}", table.full_name, column.name).into(),
                        table: id,
                        column: number,
                        ty: column.ty.clone(),
                    });
                }
            }
        }
    }
}
