//! Expressions in their one layout.
//!
//! What fits stands on one line; else it breaks before `and`, `or` and the signs, after commas, and behind `satisfies`.
//! The words are the language's own: `>=` becomes `is at least`.

use crate::ids::IdVec;
use crate::syntax::ast::ArithmeticSign;
use crate::syntax::ast::DutyState;
use crate::syntax::ast::Expr;
use crate::syntax::ast::ExprId;
use crate::syntax::ast::ExprKind;
use crate::syntax::ast::Filter;
use crate::syntax::ast::Fold;
use crate::syntax::ast::Ident;
use crate::syntax::ast::ListExpr;
use crate::syntax::ast::Literal;
use crate::syntax::ast::OrderSpelling;
use crate::syntax::ast::OrderWord;
use crate::syntax::ast::Path;
use crate::syntax::ast::PickKey;
use crate::syntax::ast::Quantity;
use crate::syntax::ast::ReadingIs;
use crate::syntax::ast::ReadingRow;
use crate::syntax::ast::Rounding;
use crate::syntax::ast::RuleState;
use crate::syntax::ast::Text;
use crate::syntax::ast::Traversal;
use crate::text;
use crate::value::DateSpan;
use crate::value::Term;

use super::page::Page;
use super::rows;

/// Conditions longer than this have each `and` and `or` on a line of its own.
const SHORT: usize = 72;

/// Where a chain of `and` or `or` breaks.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Joiners {
    /// Left of the conditions, so that these stand below each other: behind `when`, `means`, the name of an arm.
    Hang,
    /// Where the conditions begin: in brackets.
    Stand,
}

/// Writes expressions of one file.
pub(super) struct Writer<'a> {
    /// The arena.
    pub(super) exprs: &'a IdVec<ExprId, Expr>,
    /// The text of the file.
    pub(super) text: &'a str,
}

impl Writer<'_> {
    /// An expression on one line.
    pub(super) fn flat(&self, id: ExprId) -> String {
        let mut page = Page::default();
        self.expr(&mut page, id, Joiners::Stand);
        page.flat()
    }

    /// Where an expression begins.
    pub(super) fn start(&self, id: ExprId) -> usize {
        self.exprs.get(id).map_or(0, |expr| expr.span.range().start)
    }

    /// An expression.
    #[expect(clippy::too_many_lines, reason = "one arm a kind of expression, most only hand on")]
    pub(super) fn expr(&self, page: &mut Page, id: ExprId, joiners: Joiners) {
        let Some(expr) = self.exprs.get(id) else { return };
        let at = expr.span.range().start;
        match &expr.kind {
            ExprKind::Error => {}
            ExprKind::Literal(literal) => page.placed(literal_words(literal), at),
            ExprKind::Name(name) => ident(page, name),
            ExprKind::LawsDate => page.placed("the law's date", at),
            ExprKind::ReadingIs(reading) => page.placed(reading_words(reading), at),
            ExprKind::And(operands) => self.chain(page, "and", operands, joiners),
            ExprKind::Or(operands) => self.chain(page, "or", operands, joiners),
            ExprKind::Not(inner) => self.prefixed(page, "not ", *inner),
            ExprKind::Negate(inner) => self.prefixed(page, "-", *inner),
            ExprKind::Field { .. } | ExprKind::Call { .. } | ExprKind::Pick { .. } | ExprKind::Set(_) => {
                self.compound(page, &expr.kind);
            }
            ExprKind::Bracketed(inner) => self.bracketed(page, *inner),
            ExprKind::Extreme { fold, of } => {
                page.words(format!("{} of ", fold_word(*fold)));
                self.enclosed(page, "{", of, "}");
            }
            ExprKind::Traversal { traversal, of } => self.traversal(page, *traversal, *of),
            ExprKind::EndOf { term, of } => self.prefixed(page, end_words(*term), *of),
            ExprKind::SpanOf { span, from, to } => {
                self.prefixed(page, span_words(*span), *from);
                self.prefixed(page, " to ", *to);
            }
            ExprKind::Arithmetic { left, sign, right, .. } => page.group(None, |page| {
                page.here(|page| self.arithmetic(page, *left, *sign, *right));
            }),
            ExprKind::ExtremeOf { fold, of } => {
                page.placed(format!("{} of ", fold_word(*fold)), at);
                self.expr(page, *of, Joiners::Stand);
            }
            ExprKind::Cut { value, digits } => {
                self.expr(page, *value, Joiners::Stand);
                page.words(format!(" cut to {} digits", digits.0));
            }
            ExprKind::Convert(conversion) => page.group(None, |page| {
                page.here(|page| {
                    self.expr(page, conversion.amount, Joiners::Stand);
                    page.blank();
                    page.words("converted to ");
                    self.expr(page, conversion.to, Joiners::Stand);
                    page.words(" by ");
                    paths(page, std::slice::from_ref(&conversion.table));
                    page.words(" on ");
                    self.expr(page, conversion.day, Joiners::Stand);
                });
            }),
            ExprKind::Round { value, to } => {
                page.group(None, |page| {
                    page.here(|page| {
                        page.words("round ");
                        self.expr(page, *value, Joiners::Stand);
                        page.blank_left(0);
                        page.words(self.rounding_words(*to));
                    });
                });
            }
            ExprKind::If { .. } => page.group(None, |page| page.here(|page| self.conditional(page, id))),
            ExprKind::Else { value, fallback } => page.group(None, |page| {
                page.here(|page| {
                    self.expr(page, *value, Joiners::Stand);
                    page.blank();
                    page.words("else ");
                    self.expr(page, *fallback, Joiners::Stand);
                });
            }),
            ExprKind::ByReading { .. } | ExprKind::ByReadings { .. } => self.by_reading(page, &expr.kind, at),
            ExprKind::Quantifier { .. } | ExprKind::Aggregate { .. } => self.loose(page, &expr.kind, at),
            ExprKind::Is { .. }
            | ExprKind::Order { .. }
            | ExprKind::Between { .. }
            | ExprKind::In { .. }
            | ExprKind::Under { .. }
            | ExprKind::State { .. }
            | ExprKind::Duty { .. }
            | ExprKind::DoesNotArise { .. } => self.comparison(page, &expr.kind),
        }
    }

    /// `to 0.01 USD half up`
    pub(super) fn rounding_words(&self, to: Rounding) -> String {
        format!("to {} {}", self.flat(to.step), to.mode.words())
    }

    fn prefixed(&self, page: &mut Page, words: &str, inner: ExprId) {
        page.words(words);
        self.expr(page, inner, Joiners::Stand);
    }

    /// `a and b and c`
    fn chain(&self, page: &mut Page, word: &str, operands: &[ExprId], joiners: Joiners) {
        let left = if joiners == Joiners::Hang {
            word.len().saturating_add(1)
        } else {
            0
        };
        let width = (joiners == Joiners::Hang).then_some(SHORT);
        page.here(|page| {
            page.group(width, |page| {
                for (index, operand) in operands.iter().enumerate() {
                    if index > 0 {
                        page.blank_left(left);
                        page.words(format!("{word} "));
                    }
                    self.expr(page, *operand, Joiners::Stand);
                }
            });
        });
    }

    fn bracketed(&self, page: &mut Page, inner: ExprId) {
        page.words("(");
        page.here(|page| self.expr(page, inner, Joiners::Stand));
        page.words(")");
    }

    /// Fields, calls, picks and sets.
    #[expect(
        clippy::wildcard_enum_match_arm,
        reason = "`expr` hands on only the kinds that are named here"
    )]
    fn compound(&self, page: &mut Page, kind: &ExprKind) {
        match kind {
            ExprKind::Field { of, field } => {
                self.expr(page, *of, Joiners::Stand);
                page.words(".");
                ident(page, field);
            }
            ExprKind::Call { callee, arguments } => {
                self.expr(page, *callee, Joiners::Stand);
                self.enclosed(page, "(", arguments, ")");
            }
            ExprKind::Pick { of, key } => {
                self.expr(page, *of, Joiners::Stand);
                page.words(pick_words(key));
            }
            ExprKind::Set(members) => self.enclosed(page, "{", members, "}"),
            _ => {}
        }
    }

    /// `{a, b}`, `(a, b)`
    pub(super) fn enclosed(&self, page: &mut Page, open: &str, members: &[ExprId], close: &str) {
        page.words(open);
        page.here(|page| {
            for (index, member) in members.iter().enumerate() {
                if index > 0 {
                    page.words(",");
                    page.fill();
                }
                page.group(None, |page| self.expr(page, *member, Joiners::Stand));
            }
        });
        page.words(close);
    }

    fn traversal(&self, page: &mut Page, traversal: Traversal, of: ExprId) {
        let before = match traversal {
            Traversal::Direct => "direct parts of ",
            Traversal::All => "all parts of ",
            Traversal::Innermost => "innermost parts of ",
            Traversal::WithAll => "",
        };
        page.words(before);
        self.expr(page, of, Joiners::Stand);
        if traversal == Traversal::WithAll {
            page.words(" with all its parts");
        }
    }

    fn arithmetic(&self, page: &mut Page, left: ExprId, sign: ArithmeticSign, right: ExprId) {
        // A chain goes from the left, so that its breaks all belong to one group.
        match self.exprs.get(left).map(|expr| &expr.kind) {
            Some(ExprKind::Arithmetic { left, sign, right, .. }) => self.arithmetic(page, *left, *sign, *right),
            _ => self.expr(page, left, Joiners::Stand),
        }
        page.blank();
        page.words(match sign {
            ArithmeticSign::Plus => "+ ",
            ArithmeticSign::Minus => "- ",
            ArithmeticSign::Times => "* ",
            ArithmeticSign::Over => "/ ",
        });
        self.expr(page, right, Joiners::Stand);
    }

    /// `if c then a else b`, and what `else` goes on with.
    fn conditional(&self, page: &mut Page, id: ExprId) {
        let Some(ExprKind::If {
            condition,
            then,
            otherwise,
        }) = self.exprs.get(id).map(|expr| &expr.kind)
        else {
            self.expr(page, id, Joiners::Stand);
            return;
        };
        page.words("if ");
        self.expr(page, *condition, Joiners::Stand);
        page.words(" then ");
        self.expr(page, *then, Joiners::Stand);
        page.blank();
        page.words("else ");
        self.conditional(page, *otherwise);
    }

    /// `according to reading r`, with its arms below it.
    #[expect(
        clippy::wildcard_enum_match_arm,
        reason = "`expr` hands on only the kinds that are named here"
    )]
    fn by_reading(&self, page: &mut Page, kind: &ExprKind, at: usize) {
        match kind {
            ExprKind::ByReading { reading, arms } => {
                page.placed("according to reading ", at);
                ident(page, reading);
                let width = arms.iter().map(|arm| arm.choice.text.len()).max().unwrap_or(0);
                page.margin(2, |page| {
                    for arm in arms {
                        page.line();
                        let name = format!("{}:", arm.choice.text);
                        page.placed(
                            format!("{name:<pad$}", pad = width.saturating_add(2)),
                            arm.choice.span.range().start,
                        );
                        page.here(|page| self.expr(page, arm.body, Joiners::Hang));
                    }
                });
            }
            ExprKind::ByReadings { readings, rows } => {
                page.placed("according to readings ", at);
                idents(page, readings);
                self.reading_rows(page, readings, rows, |value| self.flat(*value));
            }
            _ => {}
        }
    }

    /// The table of a choice by several readings.
    pub(super) fn reading_rows<T>(
        &self,
        page: &mut Page,
        readings: &[Ident],
        rows: &[ReadingRow<T>],
        value: impl Fn(&T) -> String,
    ) {
        let first = rows.first().map(|row| row.span.range().start);
        let heading = first
            .and_then(|first| rows::last_heading(self.text, first))
            .unwrap_or("value");
        let names = readings.iter().map(|reading| reading.text.to_string());
        let mut table = vec![(names.chain([heading.to_owned()]).collect::<Vec<_>>(), None)];
        for row in rows {
            let choices = row
                .choices
                .iter()
                .map(|choice| choice.as_ref().map_or("any", |choice| &choice.text).to_owned());
            table.push((
                choices.chain([value(&row.value)]).collect(),
                Some(row.span.range().start),
            ));
        }
        page.margin(2, |page| rows::bars(page, &table));
    }

    /// Quantifiers and aggregates.
    #[expect(
        clippy::wildcard_enum_match_arm,
        reason = "`expr` hands on only the kinds that are named here"
    )]
    fn loose(&self, page: &mut Page, kind: &ExprKind, at: usize) {
        page.here(|page| {
            page.margin(2, |page| {
                page.group(None, |page| match kind {
                    ExprKind::Quantifier {
                        quantity,
                        variable,
                        list,
                        condition,
                    } => {
                        page.placed(format!("{} ", quantity_words(*quantity)), at);
                        ident(page, variable);
                        page.words(" in ");
                        self.list(page, list);
                        let if_any = matches!(quantity, Quantity::Every { if_any: true });
                        page.words(if if_any { ", if any, satisfies" } else { " satisfies" });
                        page.blank();
                        self.expr(page, *condition, Joiners::Stand);
                    }
                    ExprKind::Aggregate {
                        fold,
                        body,
                        variable,
                        list,
                        separately,
                    } => {
                        let words = if *fold == Fold::Only {
                            "the only ".to_owned()
                        } else {
                            format!("{} of ", fold_word(*fold))
                        };
                        page.placed(words, at);
                        if let Some(body) = body {
                            self.expr(page, *body, Joiners::Stand);
                            page.blank();
                            page.words("for ");
                        }
                        ident(page, variable);
                        page.words(" in ");
                        self.list(page, list);
                        if let Some(key) = separately {
                            page.fill();
                            page.words("separately by ");
                            self.expr(page, *key, Joiners::Stand);
                        }
                    }
                    _ => {}
                });
            });
        });
    }

    /// A list with its filters.
    pub(super) fn list(&self, page: &mut Page, list: &ListExpr) {
        self.expr(page, list.source, Joiners::Stand);
        for (index, filter) in list.filters.iter().enumerate() {
            let first_where = index == 0 && matches!(filter, Filter::Where(_));
            page.words(if first_where { "" } else { "," });
            page.fill();
            match filter {
                Filter::Where(condition) => self.prefixed(page, "where ", *condition),
                Filter::OutermostOnly(span) => page.placed("outermost only", span.range().start),
                Filter::NotInside { variable, condition } => {
                    page.words("not inside any ");
                    ident(page, variable);
                    self.prefixed(page, " where ", *condition);
                }
            }
        }
    }

    /// What has `is` in it.
    #[expect(
        clippy::wildcard_enum_match_arm,
        reason = "`expr` hands on only the kinds that are named here"
    )]
    fn comparison(&self, page: &mut Page, kind: &ExprKind) {
        let not = |negated: bool| if negated { "is not " } else { "is " };
        let (left, words, right) = match kind {
            ExprKind::Is { left, right, negated } => (*left, not(*negated).to_owned(), Some(*right)),
            ExprKind::Order {
                left,
                word,
                spelling,
                right,
            } => (*left, format!("is {} ", order_words(*word, *spelling)), Some(*right)),
            ExprKind::Between {
                value,
                low,
                high,
                negated,
            } => {
                let words = format!("{}between {} and ", not(*negated), self.flat(*low));
                (*value, words, Some(*high))
            }
            ExprKind::In { value, within, negated } => (*value, format!("{}in ", not(*negated)), Some(*within)),
            ExprKind::Under {
                value,
                over,
                any_of,
                negated,
            } => {
                let under = if *any_of { "under any of " } else { "under " };
                (*value, format!("{}{under}", not(*negated)), Some(*over))
            }
            ExprKind::State {
                rule,
                state: RuleState::Applies,
                ..
            } => (*rule, "applies".to_owned(), None),
            ExprKind::State { rule, state, negated } => {
                (*rule, format!("{}{}", not(*negated), state_words(*state)), None)
            }
            ExprKind::Duty {
                obligation,
                state,
                negated,
            } => {
                let (word, day) = duty_words(*state);
                (*obligation, format!("{}{word}", not(*negated)), day)
            }
            ExprKind::DoesNotArise { decision } => (*decision, "does not arise".to_owned(), None),
            _ => return,
        };
        page.group(None, |page| {
            page.here(|page| {
                self.expr(page, left, Joiners::Stand);
                page.blank();
                page.words(words);
                if let Some(right) = right {
                    self.expr(page, right, Joiners::Stand);
                }
            });
        });
    }
}

/// `end of year of `
fn end_words(term: Term) -> &'static str {
    match term {
        Term::Month => "end of month of ",
        Term::Quarter => "end of quarter of ",
        Term::Year => "end of year of ",
    }
}

/// `days from `
fn span_words(span: DateSpan) -> &'static str {
    match span {
        DateSpan::Days => "days from ",
        DateSpan::Months => "whole months from ",
        DateSpan::Years => "whole years from ",
    }
}

/// A name at its place.
pub(super) fn ident(page: &mut Page, name: &Ident) {
    page.placed(&*name.text, name.span.range().start);
}

/// `a, b`
pub(super) fn idents(page: &mut Page, names: &[Ident]) {
    for (index, name) in names.iter().enumerate() {
        if index > 0 {
            page.words(",");
            page.fill();
        }
        ident(page, name);
    }
}

/// `a.b, c`
pub(super) fn paths(page: &mut Page, paths: &[Path]) {
    for (index, path) in paths.iter().enumerate() {
        if index > 0 {
            page.words(",");
            page.fill();
        }
        page.placed(path.text(), path.span.range().start);
    }
}

/// A text with its quotes.
pub(super) fn quoted(page: &mut Page, text: &Text) {
    page.placed(format!("\"{}\"", text.text), text.span.range().start);
}

/// `"1", "2"`
pub(super) fn texts(page: &mut Page, texts: &[Text]) {
    for (index, text) in texts.iter().enumerate() {
        if index > 0 {
            page.words(",");
            page.fill();
        }
        quoted(page, text);
    }
}

/// A literal as it is written; digits group by threes from five on.
pub(super) fn literal_words(literal: &Literal) -> String {
    match literal {
        Literal::Number(number) => number_words(number),
        Literal::Percent(number) => format!("{}%", number_words(number)),
        Literal::Amount { number, unit } => format!("{} {}", number_words(number), unit.text),
        Literal::Date(date) => date.to_string(),
        Literal::Code { scheme, text } => format!("{} {text}", scheme.text),
        Literal::Text(text) => format!("\"{text}\""),
        Literal::Boolean(true) => "true".to_owned(),
        Literal::Boolean(false) => "false".to_owned(),
        Literal::None => "none".to_owned(),
    }
}

/// `10 000.5`
pub(super) fn number_words(number: &str) -> String {
    let (whole, fraction) = number
        .split_once('.')
        .map_or((number, None), |(whole, rest)| (whole, Some(rest)));
    let whole = if whole.len() < 5 {
        whole.to_owned()
    } else {
        text::group_digits(whole)
    };
    fraction.map_or_else(|| whole.clone(), |fraction| format!("{whole}.{fraction}"))
}

/// `reading r is not c`
pub(super) fn reading_words(reading: &ReadingIs) -> String {
    let not = if reading.negated { "not " } else { "" };
    format!("reading {} is {not}{}", reading.reading.text, reading.choice.text)
}

/// `["M1"]`
pub(super) fn pick_words(key: &PickKey) -> String {
    match key {
        PickKey::Key(key) => format!("[\"{key}\"]"),
        PickKey::Number(number) => format!("[{number}]"),
    }
}

/// `set aside`
pub(super) fn state_words(state: RuleState) -> &'static str {
    match state {
        RuleState::Applies => "applies",
        RuleState::Met => "met",
        RuleState::SetAside => "set aside",
        RuleState::Suspended => "suspended",
    }
}

/// `due on `, and the day.
fn duty_words(state: DutyState) -> (&'static str, Option<ExprId>) {
    match state {
        DutyState::Owed => ("owed", None),
        DutyState::DueOn(day) => ("due on ", Some(day)),
        DutyState::Done => ("done", None),
        DutyState::Breached => ("breached", None),
    }
}

fn fold_word(fold: Fold) -> &'static str {
    match fold {
        Fold::Sum => "sum",
        Fold::Greatest => "greatest",
        Fold::Least => "least",
        Fold::Count => "count",
        Fold::List => "list",
        Fold::Only => "the only",
    }
}

fn quantity_words(quantity: Quantity) -> &'static str {
    match quantity {
        Quantity::Some => "some",
        Quantity::Every { .. } => "every",
        Quantity::No => "no",
        Quantity::OneAndEvery => "at least one and every",
    }
}

pub(super) fn order_words(word: OrderWord, spelling: OrderSpelling) -> &'static str {
    match (word, spelling) {
        (OrderWord::AtLeast, OrderSpelling::Dates) => "on or after",
        (OrderWord::AtMost, OrderSpelling::Dates) => "on or before",
        (OrderWord::MoreThan, OrderSpelling::Dates) => "after",
        (OrderWord::LessThan, OrderSpelling::Dates) => "before",
        (OrderWord::AtLeast, OrderSpelling::Amounts | OrderSpelling::Sign) => "at least",
        (OrderWord::AtMost, OrderSpelling::Amounts | OrderSpelling::Sign) => "at most",
        (OrderWord::MoreThan, OrderSpelling::Amounts | OrderSpelling::Sign) => "more than",
        (OrderWord::LessThan, OrderSpelling::Amounts | OrderSpelling::Sign) => "less than",
    }
}
