//! Obligations and calendars.

use super::Lower;
use super::Node;
use super::Rule;
use super::clauses::Once;
use super::has;
use super::parts;

use crate::source::Span;
use crate::syntax::ast;
use crate::syntax::ast::Calendar;
use crate::syntax::ast::CalendarDays;
use crate::syntax::ast::Common;
use crate::syntax::ast::Counted;
use crate::syntax::ast::CountedBy;
use crate::syntax::ast::Covers;
use crate::syntax::ast::ExprId;
use crate::syntax::ast::Ident;
use crate::syntax::ast::Obligation;
use crate::syntax::ast::OwedKind;
use crate::syntax::ast::OwedWhen;
use crate::syntax::ast::Path;
use crate::syntax::ast::Text;
use crate::syntax::ast::TypeExpr;

/// The clauses of an obligation.
struct Clauses {
    parameters: Vec<(Ident, TypeExpr)>,
    title: Option<Text>,
    title_pieces: Option<ast::Because>,
    owed_by: Once<ExprId>,
    time: Once<OwedWhen>,
    counted: Once<Counted>,
    done_on: Once<ExprId>,
    done_when: Once<ExprId>,
}

impl<'a> Lower<'a> {
    /// `obligation`
    pub(super) fn obligation(&mut self, node: Node<'a>, common: &mut Common) -> Option<Obligation> {
        let mut pieces = parts(node);
        let name = self.next_ident(&mut pieces)?;
        let mut clauses = Clauses {
            parameters: Vec::new(),
            title: None,
            title_pieces: None,
            owed_by: Once::new("owed by"),
            time: Once::new("within"),
            counted: Once::new("counted by"),
            done_on: Once::new("done on"),
            done_when: Once::new("done when"),
        };
        for part in pieces {
            self.obligation_clause(&mut clauses, common, part)?;
        }
        let (owed_by, time, counted) = (clauses.owed_by.take(), clauses.time.take(), clauses.counted.take());
        Some(Obligation {
            name,
            parameters: clauses.parameters,
            title: clauses.title,
            title_pieces: clauses.title_pieces,
            owed_by,
            time,
            counted,
            done_on: clauses.done_on.take(),
            done_when: clauses.done_when.take(),
        })
    }

    fn obligation_clause(&mut self, clauses: &mut Clauses, common: &mut Common, part: Node<'a>) -> Option<()> {
        let span = self.span(&part);
        match part.as_rule() {
            Rule::parameters => {
                clauses.parameters = parts(part).map(|typed| self.typed(typed)).collect::<Option<Vec<_>>>()?;
            }
            Rule::title => {
                let title = self.quoted(&part);
                if title.text.contains('{') {
                    clauses.title_pieces = self.text_with_insertions(&part);
                }
                clauses.title = Some(title);
            }
            Rule::owed_by => {
                let who = parts(part).next().map(|who| self.postfix(who));
                self.once(&mut clauses.owed_by, who, span);
            }
            Rule::owed_when => {
                let time = self.owed_when(part, span);
                self.once(&mut clauses.time, time, span);
            }
            Rule::counted => {
                let counted = self.counted(part, span);
                self.once(&mut clauses.counted, counted, span);
            }
            Rule::done_on => {
                let date = self.last_additive(part);
                self.once(&mut clauses.done_on, date, span);
            }
            Rule::done_when => {
                let condition = self.only_logic(part);
                self.once(&mut clauses.done_when, Some(condition), span);
            }
            _ => {
                self.common(common, &part);
            }
        }
        Some(())
    }

    /// `owed_when`
    fn owed_when(&mut self, node: Node<'a>, span: Span) -> Option<OwedWhen> {
        let form = parts(node).next()?;
        let rule = form.as_rule();
        let included = has(&form, Rule::k_on);
        let mut pieces = parts(form);
        let kind = match rule {
            Rule::at_once => OwedKind::AtOnce,
            Rule::before_day => {
                let day = self.additive(pieces.next()?);
                OwedKind::Before { day, included }
            }
            _ => {
                let length = self.postfix(pieces.next()?);
                let after = self.additive(pieces.next()?);
                match rule {
                    Rule::every_time => OwedKind::Every { length, after },
                    Rule::for_time => OwedKind::For { length, after },
                    _ => OwedKind::Within { length, after },
                }
            }
        };
        Some(OwedWhen { kind, span })
    }

    /// `counted`
    fn counted(&mut self, node: Node<'a>, span: Span) -> Option<Counted> {
        let mut pieces = parts(node);
        let first = pieces.next()?;
        let by = if first.as_rule() == Rule::path_name {
            CountedBy::Calendar(self.path(first))
        } else {
            let reading = self.ident(&first);
            let mut arms: Vec<(Ident, Path)> = Vec::new();
            for arm in pieces {
                let mut inner = parts(arm);
                let choice = self.next_ident(&mut inner)?;
                arms.push((choice, self.path(inner.next()?)));
            }
            CountedBy::Reading { reading, arms }
        };
        Some(Counted { by, span })
    }

    /// `calendar`
    pub(super) fn calendar(&mut self, node: Node<'a>, common: &mut Common) -> Option<Calendar> {
        let mut pieces = parts(node);
        let name = self.next_ident(&mut pieces)?;
        let (mut title, mut days_off, mut working) = (None, Vec::new(), Vec::new());
        let (mut weekend, mut covers) = (Once::new("weekend"), Once::new("covers"));
        for part in pieces {
            let span = self.span(&part);
            match part.as_rule() {
                Rule::title => title = Some(self.quoted(&part)),
                Rule::weekend => {
                    let names = parts(part).next().map(|names| self.names(names));
                    self.once(&mut weekend, names, span);
                }
                Rule::days_off => days_off.extend(self.calendar_days(part)),
                Rule::working => working.extend(self.calendar_days(part)),
                Rule::covers => {
                    let span_of_days = self.covers(part);
                    self.once(&mut covers, span_of_days, span);
                }
                _ => {
                    self.common(common, &part);
                }
            }
        }
        Some(Calendar {
            name,
            title,
            weekend: weekend.take().unwrap_or_default(),
            days_off,
            working,
            covers: covers.take(),
        })
    }

    /// `days_off`, `working`
    fn calendar_days(&mut self, node: Node<'a>) -> Option<CalendarDays> {
        let days = parts(node).next()?;
        let mut pieces = parts(days);
        let first = pieces.next()?;
        if first.as_rule() == Rule::string {
            let path = self.quoted(&first);
            let column = self.next_ident(&mut pieces)?;
            return Some(CalendarDays::File { path, column });
        }
        let all = std::iter::once(first).chain(pieces);
        let all: Option<Vec<_>> = all.map(|day| self.written_day(&day)).collect();
        all.map(CalendarDays::Days)
    }

    /// `covers`
    fn covers(&mut self, node: Node<'a>) -> Option<Covers> {
        let mut pieces = parts(node);
        let first = self.written_day(&pieces.next()?)?;
        let last = pieces.next()?;
        let before = has(&last, Rule::k_before);
        let last = self.written_day(&parts(last).next()?)?;
        Some(Covers { first, last, before })
    }

    /// A date with its place.
    pub(super) fn written_day(&mut self, node: &Node<'a>) -> Option<(Box<str>, Span)> {
        let at = self.span(node);
        self.date(node).map(|text| (text, at))
    }
}
