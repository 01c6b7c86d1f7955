//! Obligations and calendars.

use crate::source::Span;
use crate::syntax::ast;
use crate::syntax::ast::CalendarDays;
use crate::syntax::ast::CountedBy;
use crate::syntax::ast::OwedKind;

use super::exprs::Joiners;
use super::exprs::Writer;
use super::exprs::idents;
use super::exprs::paths;
use super::items::Clause;
use super::items::clause;
use super::page::Page;

impl Writer<'_> {
    pub(super) fn obligation(&self, page: &mut Page, start: usize, obligation: &ast::Obligation) -> Vec<Clause> {
        page.placed("obligation ", start);
        super::exprs::ident(page, &obligation.name);
        super::items::parameters(page, &obligation.parameters);
        super::items::title(page, obligation.title.as_ref());
        let mut clauses = Vec::new();
        clauses.extend(obligation.owed_by.map(|who| self.value_clause("owed by", who)));
        clauses.extend(obligation.time.map(|time| self.owed_when(time.kind, time.span)));
        clauses.extend(
            obligation
                .counted
                .as_ref()
                .map(|counted| clause(counted.span, |page| counted_by(page, &counted.by))),
        );
        clauses.extend(obligation.done_on.map(|date| self.value_clause("done on", date)));
        clauses.extend(
            obligation
                .done_when
                .map(|condition| self.condition("done when", condition)),
        );
        clauses
    }

    fn owed_when(&self, time: OwedKind, span: Span) -> Clause {
        clause(span, |page| {
            let (before, length, between, day) = match time {
                OwedKind::AtOnce => {
                    page.words("at once");
                    return;
                }
                OwedKind::Before { day, included } => {
                    let words = if included { "on or before " } else { "before " };
                    (words, None, "", day)
                }
                OwedKind::Within { length, after } => ("within ", Some(length), " after ", after),
                OwedKind::Every { length, after } => ("every ", Some(length), " after ", after),
                OwedKind::For { length, after } => ("for ", Some(length), " after ", after),
            };
            page.words(before);
            if let Some(length) = length {
                self.expr(page, length, Joiners::Stand);
            }
            page.words(between);
            self.expr(page, day, Joiners::Stand);
        })
    }

    pub(super) fn calendar(page: &mut Page, start: usize, calendar: &ast::Calendar) -> Vec<Clause> {
        page.placed("calendar ", start);
        super::exprs::ident(page, &calendar.name);
        super::items::title(page, calendar.title.as_ref());
        let mut clauses = Vec::new();
        clauses.extend(calendar.weekend.first().map(|first| {
            clause(first.span, |page| {
                page.words("weekend ");
                idents(page, &calendar.weekend);
            })
        }));
        let off = calendar.days_off.iter().map(|days| ("days off ", days));
        let working = calendar.working.iter().map(|days| ("working days ", days));
        clauses.extend(off.chain(working).map(|(words, days)| days_of(words, days)));
        clauses.extend(calendar.covers.as_ref().map(|covers| {
            clause(covers.first.1, |page| {
                let end = if covers.before { "before" } else { "last day" };
                page.words(format!("covers from {}, {end} {}", covers.first.0, covers.last.0));
            })
        }));
        clauses
    }
}

fn counted_by(page: &mut Page, by: &CountedBy) {
    match by {
        CountedBy::Calendar(path) => {
            page.words("counted by ");
            paths(page, std::slice::from_ref(path));
        }
        CountedBy::Reading { reading, arms } => {
            page.words("counted according to reading ");
            super::exprs::ident(page, reading);
            let width = arms.iter().map(|(choice, _)| choice.text.len()).max().unwrap_or(0);
            page.margin(2, |page| {
                for (choice, calendar) in arms {
                    page.line();
                    let name = format!("{}:", choice.text);
                    let padded = format!("{name:<pad$}", pad = width.saturating_add(2));
                    page.placed(padded, choice.span.range().start);
                    paths(page, std::slice::from_ref(calendar));
                }
            });
        }
    }
}

fn days_of(words: &str, days: &CalendarDays) -> Clause {
    match days {
        CalendarDays::File { path, column } => clause(path.span, |page| {
            page.words(format!("{words}read from "));
            super::exprs::quoted(page, path);
            page.words(" column ");
            super::exprs::ident(page, column);
        }),
        CalendarDays::Days(days) => {
            let at = days
                .first()
                .map_or_else(|| Span::new(crate::ids::Id::from_index(0), 0, 0), |(_, span)| *span);
            clause(at, |page| {
                page.words(words);
                page.margin(4, |page| {
                    for (index, (day, span)) in days.iter().enumerate() {
                        if index > 0 {
                            page.words(",");
                            page.fill();
                        }
                        page.placed(&**day, span.range().start);
                    }
                });
            })
        }
    }
}
