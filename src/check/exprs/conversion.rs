//! Conversion by a table of rates, and codes cut to a level.
//!
//! A table of rates is told by its columns: one row per two currencies and a day, and one decimal. The rate of a pair is
//! how much of the second currency one of the first is worth. Language reference: "Conversion", "Codes".

use crate::diagnostic::Code;
use crate::diagnostic::Diagnostic;
use crate::names::Found;
use crate::names::SymbolKind;
use crate::plan::ColumnId;
use crate::plan::Conversion;
use crate::plan::ExprId;
use crate::plan::ExprKind;
use crate::plan::LocalId;
use crate::source::Span;
use crate::syntax::ast;
use crate::text;
use crate::value::Levels;
use crate::value::TableId;
use crate::value::Type;

use super::Elaborator;
use super::Locals;
use super::locals::Reach;
use super::types;

impl Elaborator<'_> {
    /// `p.price converted to CNY by rates on shipment.date`
    pub(super) fn convert(&mut self, locals: &mut Locals, conversion: &ast::Conversion, span: Span) -> ExprId {
        if locals.reach == Reach::Constants {
            let fault = Diagnostic::error(
                Code::R216,
                span,
                "a conversion hangs on a day, and this value on no facts",
            )
            .help("write the amount in the currency that is wanted");
            return self.fault(span, fault);
        }
        let amount = self.expr(locals, conversion.amount, Some(&Type::Money));
        let to = self.expr(locals, conversion.to, Some(&Type::Currency));
        let day = self.expr(locals, conversion.day, Some(&Type::Date));
        let table = self.rates_named(&conversion.table);
        let broken = [amount, to, day].into_iter().any(|id| self.is_broken(id));
        let Some((table, rate)) = table.filter(|_| !broken) else {
            return self.broken(span);
        };
        let (from, into, on) = (locals.unnamed(), locals.unnamed(), locals.unnamed());
        let forward = self.rate_of((table, rate), (from, into, on), span);
        let inverse = self.rate_of((table, rate), (into, from, on), span);
        let conversion = Conversion {
            amount,
            to,
            day,
            table,
            locals: (from, into, on),
            forward,
            inverse,
        };
        self.push(ExprKind::Convert(Box::new(conversion)), Type::Money, span)
    }

    /// The rate of a pair of currencies that are in locals, on the day that is in a local.
    fn rate_of(
        &mut self,
        (table, rate): (TableId, ColumnId),
        (from, to, on): (LocalId, LocalId, LocalId),
        span: Span,
    ) -> ExprId {
        let mut currencies = [from, to].into_iter();
        let mut keys = Vec::new();
        if let Some(about) = self.plan.tables.get(table) {
            for column in &about.key {
                let is_date = about.columns.get(*column).is_some_and(|column| column.ty == Type::Date);
                let (local, ty) = if is_date {
                    (on, Type::Date)
                } else {
                    (currencies.next().unwrap_or(to), Type::Currency)
                };
                keys.push(self.push(ExprKind::Local(local), ty, span));
            }
        }
        let row = self.push(ExprKind::Lookup { table, keys }, Type::Row(table), span);
        self.push(ExprKind::Column { row, column: rate }, Type::Decimal, span)
    }

    /// The table of rates that is named, and its column with the rate; reports why it is none.
    fn rates_named(&mut self, path: &ast::Path) -> Option<(TableId, ColumnId)> {
        let words: Vec<&str> = path.parts.iter().map(|part| &*part.text).collect();
        let table = match self.symbols.lookup_path(self.ruleset, &words) {
            Found::One(symbol) if symbol.kind == SymbolKind::Broken => return None,
            Found::One(symbol) => {
                if let SymbolKind::Table(table) = symbol.kind {
                    table
                } else {
                    let title = format!("`{}` is {}, no table of rates", path.text(), self.kind_words(symbol));
                    let fault = Diagnostic::error(Code::R216, path.span, title).label(symbol.span, "declared here");
                    self.diagnostics.add(fault);
                    return None;
                }
            }
            Found::Several(_) | Found::Nothing => {
                self.item_at(path)?;
                return None;
            }
        };
        let about = self.plan.tables.get(table)?;
        if let Some(rate) = about.rate_column() {
            return Some((table, rate));
        }
        let key: Vec<&str> = about
            .key
            .iter()
            .filter_map(|column| about.columns.get(*column))
            .map(|column| &*column.name)
            .collect();
        let here = if key.is_empty() {
            "it has no `one row per`".to_owned()
        } else {
            format!("it has one row per {}", text::list_and(&key))
        };
        let fault = Diagnostic::error(Code::R304, path.span, format!("`{}` is no table of rates", path.text()))
            .here(here)
            .label(about.span, "declared here")
            .help(
                "a table of rates has one row per two currencies and a day, and beside them one column of type decimal",
            )
            .help(
                "`base : currency`, `quote : currency`, `day : date`, `rate : decimal`, `one row per base, quote, day`",
            );
        self.diagnostics.add(fault);
        None
    }

    /// `p.hs cut to 4 digits`
    pub(super) fn cut(
        &mut self,
        locals: &mut Locals,
        (value, digits): (ast::ExprId, &(Box<str>, Span)),
        span: Span,
    ) -> ExprId {
        let value = self.infer(locals, value, None);
        let value = self.fit_required(value);
        let ty = self.type_of(value);
        let Type::Code(scheme) = ty else {
            if ty == Type::Error {
                return self.broken(span);
            }
            let at = self.span_of(value);
            let title = format!(
                "`{}` is {}, and only codes are cut",
                self.shown(at),
                types::phrase(self.plan, &ty)
            );
            return self.fault(span, Diagnostic::error(Code::R304, at, title));
        };
        let Some(about) = self.plan.shape.schemes.get(scheme) else {
            return self.broken(span);
        };
        let Levels::Digits(levels) = &about.levels else {
            let title = format!("codes of {} have no levels of digits", about.name);
            let fault = Diagnostic::error(Code::R306, digits.1, title).help("ask what it lies under: `… is under …`");
            return self.fault(span, fault);
        };
        match digits.0.parse::<u32>() {
            Ok(wanted) if levels.contains(&wanted) => self.push(ExprKind::Cut { value, digits: wanted }, ty, span),
            Ok(_) | Err(_) => {
                let levels: Vec<String> = levels.iter().map(ToString::to_string).collect();
                let title = format!("{} has no level of {} digits", about.name, digits.0);
                let fault = Diagnostic::error(Code::R306, digits.1, title)
                    .here(format!("its levels are {} digits", text::list_and(&levels)));
                self.fault(span, fault)
            }
        }
    }
}
