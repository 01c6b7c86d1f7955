//! Which rows of a table count: the nearest one, those in force, those that are suspended; and where it is complete.
//!
//! Language reference: "Tables", "Rows in force".

use crate::diagnostic::Code;
use crate::diagnostic::Diagnostic;
use crate::ids::IdVec;
use crate::names::Declared;
use crate::names::SymbolKind;
use crate::plan::Column;
use crate::plan::ColumnId;
use crate::plan::Nearest;
use crate::plan::SuspensionId;
use crate::syntax::ast;
use crate::syntax::ast::Literal;
use crate::value::TableId;
use crate::value::Type;

use super::Checker;
use super::lookup::TABLE;

/// Longest time for which an answer may hold.
const LONGEST_ANSWER: i64 = 36_600;

impl<'a> Checker<'a> {
    /// The column of a name, which is of a date.
    fn date_column(
        &mut self,
        of: &ast::Table,
        word: &ast::Ident,
        columns: &IdVec<ColumnId, Column>,
    ) -> Option<ColumnId> {
        let Some((id, column)) = columns.iter_ids().find(|(_, column)| column.name == word.text) else {
            self.report_column(word, &of.columns);
            return None;
        };
        if matches!(column.ty.required(), Type::Date | Type::Error) {
            return Some(id);
        }
        let name = super::exprs::written(&self.plan, &column.ty);
        let said = Diagnostic::error(Code::R304, word.span, format!("column `{}` holds no dates", word.text))
            .here(format!("a {name}"))
            .help(format!("write `{} : date` among the columns", word.text));
        self.diagnostics.add(said);
        None
    }

    /// `rows in force from a, last day b`. A last day that is left blank is no end.
    pub(super) fn rows_in_force(
        &mut self,
        of: &ast::Table,
        columns: &mut IdVec<ColumnId, Column>,
    ) -> Option<(ColumnId, Option<ColumnId>)> {
        let (from, last) = of.rows_in_force.as_ref()?;
        let begins = self.date_column(of, from, columns)?;
        if let Type::Optional(_) = columns.at(begins).ty {
            let said = Diagnostic::error(Code::R310, from.span, format!("`{}` may be none", from.text))
                .here("from which day is a row in force then?")
                .help(format!("write `{} : date`", from.text));
            self.diagnostics.add(said);
        }
        let ends = match last {
            Some(last) => Some(self.date_column(of, last, columns)?),
            None => None,
        };
        if let Some(ends) = ends {
            let column = columns.at_mut(ends);
            if column.ty == Type::Date {
                column.ty = Type::Optional(Box::new(Type::Date));
            }
        }
        Some((begins, ends))
    }

    /// `narrowest wins`, `latest day on or before`
    pub(super) fn nearest(&mut self, of: &ast::Table, columns: &IdVec<ColumnId, Column>) -> Nearest {
        match &of.nearest {
            None => Nearest::Exact,
            Some(ast::Nearest::Latest(word)) => {
                let last = of.key.last().is_some_and(|last| last.span == word.span);
                if self.date_column(of, word, columns).is_some() && !last {
                    let said = Diagnostic::error(Code::R509, word.span, "the latest day is not the last of the key")
                        .here("the columns after it would say of which rows it is the latest")
                        .help(format!("write it last: `…, latest {} on or before`", word.text));
                    self.diagnostics.add(said);
                }
                Nearest::Latest
            }
            Some(ast::Nearest::Narrowest(span)) => {
                let codes = of.key.iter().filter(|word| {
                    let mut known = columns.iter();
                    let found = known.find(|column| column.name == word.text);
                    found.is_some_and(|column| matches!(column.ty.required(), Type::Code(_) | Type::Error))
                });
                if codes.count() != 1 {
                    let said = Diagnostic::error(
                        Code::R509,
                        *span,
                        "`narrowest wins` needs one column of codes in the key",
                    )
                    .here("of two codes the one that lies under the other is narrower")
                    .help("write `one row per hs, narrowest wins`");
                    self.diagnostics.add(said);
                }
                Nearest::Narrowest
            }
        }
    }

    /// `answers hold for 30 days`
    pub(super) fn answers_hold(&mut self, of: &ast::Table) -> i64 {
        let Some((days, span)) = &of.answers_hold else { return 0 };
        match days.parse() {
            Ok(days) if (0..=LONGEST_ANSWER).contains(&days) => days,
            _ => {
                let said = Diagnostic::error(
                    Code::R317,
                    *span,
                    format!("an answer holds for at most {LONGEST_ANSWER} days"),
                );
                self.diagnostics.add(said);
                0
            }
        }
    }

    /// `complete under HS 8505.11`
    pub(super) fn complete_under(&mut self, id: TableId, declared: Declared<'a, ast::Table>) {
        let of = declared.of;
        let Some((_, first)) = of.honesty.complete_under.first() else {
            return;
        };
        if of.honesty.incomplete.is_none() {
            let said = Diagnostic::error(
                Code::R505,
                *first,
                format!("table `{}` is complete as a whole", of.name.text),
            )
            .here("so it is complete under this code too")
            .help("remove the line, or say `incomplete because \"…\"` of the rest");
            self.diagnostics.add(said);
            return;
        }
        let table = self.plan.tables.at(id);
        let mut codes = table.key.iter().map(|column| &table.columns.at(*column).ty);
        let ty = codes
            .find(|ty| matches!(ty.required(), Type::Code(_) | Type::Error))
            .cloned();
        let Some(ty) = ty else {
            let said = Diagnostic::error(
                Code::R505,
                *first,
                format!("the key of table `{}` has no code", of.name.text),
            )
            .here("it is not told by codes what is in it")
            .help("name a column of codes in `one row per …`");
            self.diagnostics.add(said);
            return;
        };
        let mut under = Vec::new();
        for (literal, span) in &of.honesty.complete_under {
            if let Literal::Code { .. } = literal {
                under.extend(self.constant(declared.scope, literal, *span, ty.required()));
            }
        }
        self.plan.tables.at_mut(id).complete_under = under;
    }

    /// `suspends rows of TABLE where C`
    pub(super) fn suspend_rows(
        &mut self,
        id: SuspensionId,
        declared: Declared<'a, ast::Suspension>,
        (path, condition): (&ast::Path, Option<ast::ExprId>),
    ) {
        let Some(SymbolKind::Table(table)) = self.find_path(declared.scope, path, &TABLE).map(|found| found.kind)
        else {
            return;
        };
        let rows = self.plan.tables.at(table).rows.clone();
        let judged = match condition {
            None => rows.iter().map(|row| (*row, Some(true))).collect(),
            Some(condition) => {
                let place = (declared.scope, declared.ast);
                self.rows_that_satisfy(table, condition, place, "suspends rows of … where")
                    .1
            }
        };
        let mut any = false;
        for (row, holds) in judged {
            if holds != Some(false) {
                any = true;
                self.plan.rows.at_mut(row).suspended_by.push((id, holds == Some(true)));
            }
        }
        self.plan.tables.at_mut(table).dated |= any;
        // Of an incomplete table, such as a sample of a list, the rows that are meant may be missing.
        if !any && self.plan.tables.at(table).incomplete.is_none() && !self.diagnostics.has_errors() {
            let about = self.plan.tables.at(table);
            let title = format!("no row of `{}` is suspended", about.name);
            let said = Diagnostic::error(Code::R406, path.span, title)
                .here("no row satisfies the condition")
                .label(about.span, "declared here");
            self.diagnostics.add(said);
        }
    }
}
