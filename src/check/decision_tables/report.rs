//! What is said about rows that leave a gap, that meet, or that never fit; each with a made-up combination.

use crate::diagnostic::Code;
use crate::diagnostic::Diagnostic;
use crate::plan::ExprId;
use crate::plan::ExprKind;
use crate::plan::Range;
use crate::syntax::ast::HitPolicy;
use crate::text::list_and;
use crate::value::Currency;
use crate::value::Date;
use crate::value::Type;
use crate::value::Value;

use super::Block;
use super::Checker;
use super::Column;
use super::Fits;
use super::Table;
use super::atoms;
use super::atoms::Atom;
use super::atoms::Members;
use super::atoms::Shown;
use super::cover::MOST_FOUND;
use super::cover::MOST_INPUTS;
use super::cover::PACK;
use super::cover::Space;
use super::cover::Spent;
use super::cover::TooMuch;

/// The pieces of each input, and how they are shown.
struct Pieces<'c> {
    columns: &'c [Column],
    atoms: Vec<Vec<Atom>>,
    currencies: Vec<Option<Currency>>,
    /// The day, where groups change.
    day: Option<Date>,
    members: Members,
}

impl Pieces<'_> {
    /// The rows of a block over these pieces; `perhaps` counts who may be in a group as in it.
    fn space(&self, block: &Block<'_>, perhaps: bool) -> Space {
        let counts: Vec<usize> = self.atoms.iter().map(Vec::len).collect();
        Space::new(block.fits.len(), &counts, |input, row, piece| {
            let cell = block.fits.get(row).and_then(|row| row.get(input));
            let atom = self.atoms.get(input).and_then(|atoms| atoms.get(piece));
            cell.zip(atom)
                .is_some_and(|(cell, atom)| atoms::holds((&self.members, perhaps), cell, atom))
        })
    }
}

impl<'a> Checker<'a> {
    /// R601 to R604
    pub(super) fn check_cover(
        &mut self,
        columns: &[Column],
        (table, block): (Table<'a>, &Block<'_>),
        ranges: &[Range],
    ) {
        let broken = |fits: &Vec<Fits>| fits.iter().any(|fit| matches!(fit, Fits::Broken));
        // A row that was refused when it was read, or a type that is not known, would leave gaps of its own.
        if block.fits.iter().any(broken) || columns.iter().any(|column| *column.ty.required() == Type::Error) {
            return;
        }
        let mut faults = columns.len() > MOST_INPUTS;
        let mut currencies = Vec::new();
        for (index, column) in columns.iter().enumerate() {
            let currency = self.one_currency(block, index);
            faults |= currency.is_err() || !self.whole_numbers(block, column, index);
            currencies.push(currency.unwrap_or(None));
        }
        if columns.len() > MOST_INPUTS {
            self.report_too_much(table);
        }
        if faults {
            return;
        }
        if self.spent_on_tables.is_over(PACK) {
            return self.report_too_much(table);
        }
        let spent = self.search_days(columns, (table, block), ranges, &currencies);
        self.spent_on_tables = self.spent_on_tables.plus(spent);
    }

    /// Each day on which a group of the table changes, or the only one.
    fn search_days(
        &mut self,
        columns: &[Column],
        (table, block): (Table<'a>, &Block<'_>),
        ranges: &[Range],
        currencies: &[Option<Currency>],
    ) -> Spent {
        let before = self.diagnostics.len();
        let mut spent = Spent::default();
        for day in self.days_of(table, block) {
            let Some(members) = self.members_on(block, day) else {
                continue;
            };
            let mut pieces = Pieces {
                columns,
                atoms: Vec::new(),
                currencies: currencies.to_vec(),
                day,
                members,
            };
            for (index, (column, range)) in columns.iter().zip(ranges).enumerate() {
                let cells: Vec<&Fits> = block.fits.iter().filter_map(|row| row.get(index)).collect();
                let atoms = atoms::atoms(&self.plan, (&column.ty, range), &cells, &pieces.members);
                pieces.atoms.push(atoms);
            }
            let all: usize = pieces.atoms.iter().map(Vec::len).sum();
            spent.tried = spent.tried.saturating_add(all.saturating_mul(block.fits.len()));
            if spent.is_over(1) || self.search(&pieces, (table, block), &mut spent.work) == Err(TooMuch) {
                self.report_too_much(table);
            }
            // What is so on one day is mostly so on the next.
            if self.diagnostics.len() > before {
                break;
            }
        }
        spent
    }

    fn search(
        &mut self,
        pieces: &Pieces<'_>,
        (table, block): (Table<'a>, &Block<'_>),
        work: &mut usize,
    ) -> Result<(), TooMuch> {
        let rows = block.fits.len();
        // Rows meet where both may fit, and leave a gap where none fits for certain.
        let mut perhaps = pieces.space(block, true);
        perhaps.work = *work;
        let policy = table.of.policy;
        let mut void = false;
        for row in (0..rows).filter(|row| perhaps.is_void(*row)) {
            void = true;
            self.report_void(block, row);
        }
        if void {
            return Ok(());
        }
        match policy {
            HitPolicy::ExactlyOne | HitPolicy::Agree => self.overlaps(&mut perhaps, pieces, (table, block))?,
            // On another day the row may fit.
            HitPolicy::First if pieces.day.is_some() => {}
            HitPolicy::First => self.hidden((&mut perhaps, pieces), block)?,
            HitPolicy::Strictest | HitPolicy::AddUp => {}
        }
        *work = perhaps.work;
        if policy != HitPolicy::AddUp && block.written.otherwise.is_none() {
            let mut certain = pieces.space(block, false);
            certain.work = *work;
            let gaps = certain.uncovered(rows, None)?;
            self.report_gaps(pieces, (table, block), &gaps);
            *work = certain.work;
        }
        Ok(())
    }

    /// R602
    fn overlaps(
        &mut self,
        space: &mut Space,
        pieces: &Pieces<'_>,
        (table, block): (Table<'a>, &Block<'_>),
    ) -> Result<(), TooMuch> {
        let mut found = 0_usize;
        for other in 0..block.fits.len() {
            for one in space.meeting_above(other)? {
                if found >= MOST_FOUND {
                    return Ok(());
                }
                if table.of.policy == HitPolicy::Agree && self.agree(block, one, other) {
                    continue;
                }
                if let Some(meeting) = space.meet(one, other)? {
                    found = found.saturating_add(1);
                    self.report_overlap(pieces, (table, block), (one, other), &meeting);
                }
            }
        }
        Ok(())
    }

    /// Whether two rows certainly give the same: equal values, or the same words.
    fn agree(&self, block: &Block<'_>, one: usize, other: usize) -> bool {
        let results = |row: usize| block.results.get(row).map_or(&[][..], Vec::as_slice);
        let same = |(one, other): (&ExprId, &ExprId)| {
            let (one, other) = (self.exprs.at(*one), self.exprs.at(*other));
            if let (ExprKind::Constant(one), ExprKind::Constant(other)) = (&one.kind, &other.kind) {
                return one == other;
            }
            let words = |span| {
                let text: Vec<&str> = self.plan.files.text(span).split_whitespace().collect();
                text.join(" ")
            };
            one.ty == Type::Error || other.ty == Type::Error || words(one.span) == words(other.span)
        };
        results(one).iter().zip(results(other)).all(same)
    }

    /// R603 under `first row wins`: rows above cover all that a row fits.
    fn hidden(&mut self, (space, pieces): (&mut Space, &Pieces<'_>), block: &Block<'_>) -> Result<(), TooMuch> {
        let mut certain = pieces.space(block, false);
        for row in 1..block.fits.len() {
            if space.uncovered(row, Some(row))?.is_empty() && certain.uncovered(row, Some(row))?.is_empty() {
                self.report_hidden(block, row);
            }
        }
        let rows = block.fits.len();
        if let Some(otherwise) = &block.written.otherwise
            && certain.uncovered(rows, None)?.is_empty()
        {
            let said = Diagnostic::error(Code::R603, otherwise.span, "`else` never fits")
                .here("the rows above cover everything")
                .help("remove it, or look at the rows above");
            self.diagnostics.add(said);
        }
        Ok(())
    }

    fn report_void(&mut self, block: &Block<'_>, row: usize) {
        let Some(written) = block.written.rows.get(row) else {
            return;
        };
        let said = Diagnostic::error(Code::R603, written.span, format!("row {} never fits", number(row)))
            .here("a cell of it fits no value")
            .help("look at its bounds and at the range of the input");
        self.diagnostics.add(said);
    }

    fn report_hidden(&mut self, block: &Block<'_>, row: usize) {
        let Some(written) = block.written.rows.get(row) else {
            return;
        };
        let title = format!("row {} never fits", number(row));
        let said = Diagnostic::error(Code::R603, written.span, title)
            .here("rows above cover everything that it fits")
            .help("move it up, or remove it");
        self.diagnostics.add(said);
    }

    /// R601
    fn report_gaps(&mut self, pieces: &Pieces<'_>, (table, block): (Table<'a>, &Block<'_>), gaps: &[Vec<usize>]) {
        let Some((first, further)) = gaps.split_first() else {
            return;
        };
        let combination = self.combination(pieces, first);
        let last = block.written.rows.last().map_or(block.written.span, |row| row.span);
        let mut said = Diagnostic::error(Code::R601, last, format!("no row fits where {combination}"))
            .here("the last row")
            .label(table.of.policy_span, "so the table gives nothing there")
            .help("add a row for it, or end the table with `| else | … |`");
        for gap in further {
            said = said.help(format!("nor does one where {}", self.combination(pieces, gap)));
        }
        self.diagnostics.add(said);
    }

    fn report_overlap(
        &mut self,
        pieces: &Pieces<'_>,
        (table, block): (Table<'a>, &Block<'_>),
        (one, other): (usize, usize),
        meeting: &[usize],
    ) {
        let combination = self.combination(pieces, meeting);
        let rows = &block.written.rows;
        let (Some(above), Some(below)) = (rows.get(one), rows.get(other)) else {
            return;
        };
        let differ = table.of.policy == HitPolicy::Agree;
        let (and, help) = if differ {
            (
                ", and their results differ",
                "give both the same result, or cut one of them so that they do not meet",
            )
        } else {
            (
                "",
                "cut one of them so that they do not meet, or write `first row wins` if the upper one is to win",
            )
        };
        let title = format!(
            "rows {} and {} both fit where {combination}{and}",
            number(one),
            number(other)
        );
        let said = Diagnostic::error(Code::R602, below.span, title)
            .here(format!("row {}", number(other)))
            .label(above.span, format!("row {}", number(one)))
            .help(help);
        self.diagnostics.add(said);
    }

    /// R604
    fn report_too_much(&mut self, table: Table<'a>) {
        let of = table.of;
        let (with, why) = if self.spent_on_tables.is_over(PACK) {
            (
                " with all the tables before it",
                "these tables have too many rows together",
            )
        } else {
            ("", "too many combinations of its inputs differ")
        };
        let title = format!(
            "`{}` is too large{with} to find out whether its rows leave a gap",
            of.name.text
        );
        let said = Diagnostic::error(Code::R604, of.name.span, title)
            .here(why)
            .help("split it: let one table work out a few inputs, and hand its result to the next");
        self.diagnostics.add(said);
    }

    /// `kind is memory_chips, node is 14 nm and layers is 240`
    fn combination(&self, pieces: &Pieces<'_>, chosen: &[usize]) -> String {
        let each = pieces.columns.iter().zip(&pieces.atoms).zip(&pieces.currencies);
        let words = each.zip(chosen).map(|(((column, atoms), currency), piece)| {
            let shown = Shown {
                plan: &self.plan,
                texts: &self.texts,
                ty: &column.ty,
                currency: *currency,
            };
            let name = self.plan.files.text(column.span);
            let value = atoms.get(*piece).map_or_else(String::new, |atom| shown.atom(atom));
            format!("{name} is {value}")
        });
        let combination = list_and(&words.collect::<Vec<_>>());
        match pieces.day {
            Some(day) => format!("{combination} on {day}"),
            None => combination,
        }
    }

    /// R302: the currency in which a column of money is written, if it names one.
    fn one_currency(&mut self, block: &Block<'_>, input: usize) -> Result<Option<Currency>, ()> {
        let mut known: Option<Currency> = None;
        for (row, written) in block.fits.iter().zip(&block.written.rows) {
            let Some(cell) = row.get(input) else { continue };
            for value in values(cell) {
                let Value::Money(_, Some(currency)) = value else {
                    continue;
                };
                if known.is_some_and(|known| known != *currency) {
                    let at = written.cells.get(input).map_or(written.span, |cell| cell.span);
                    let said = Diagnostic::error(Code::R302, at, "a column of amounts in two currencies")
                        .here(format!("in {}", currency.code()))
                        .help("write all bounds of an input in one currency");
                    self.diagnostics.add(said);
                    return Err(());
                }
                known = Some(*currency);
            }
        }
        Ok(known)
    }

    /// R605: whole numbers alone bound a whole number.
    fn whole_numbers(&mut self, block: &Block<'_>, column: &Column, input: usize) -> bool {
        if *column.ty.required() != Type::Integer {
            return true;
        }
        for (row, written) in block.fits.iter().zip(&block.written.rows) {
            let Some(cell) = row.get(input) else { continue };
            let fraction = |value: &&Value| matches!(value, Value::Number(number) if !number.is_integer());
            if values(cell).iter().any(fraction) {
                let at = written.cells.get(input).map_or(written.span, |cell| cell.span);
                let name = self.plan.files.text(column.span).to_owned();
                let said = Diagnostic::error(Code::R605, at, format!("`{name}` is a whole number, and this is none"))
                    .help("write a whole number");
                self.diagnostics.add(said);
                return false;
            }
        }
        true
    }
}

/// The values that a cell names.
fn values(cell: &Fits) -> Vec<&Value> {
    match cell {
        Fits::Values(values) => values.iter().collect(),
        Fits::Range { low, high } => low.iter().chain(high).map(|(value, _)| value).collect(),
        Fits::Any | Fits::Group(_) | Fits::Broken => Vec::new(),
    }
}

/// Rows are counted from 1, below the heading.
fn number(row: usize) -> usize {
    row.saturating_add(1)
}
