//! Rules, exemptions, restrictions, flags, and suspensions.

use super::Lower;
use super::Node;
use super::Rule;
use super::clauses::Once;
use super::exprs::Whole;
use super::has;
use super::parts;

use crate::source::Span;
use crate::syntax::ast;
use crate::syntax::ast::Because;
use crate::syntax::ast::Common;
use crate::syntax::ast::Conclusion;
use crate::syntax::ast::DateExpr;
use crate::syntax::ast::ExprId;
use crate::syntax::ast::ExprKind;
use crate::syntax::ast::ForEach;
use crate::syntax::ast::LastDay;
use crate::syntax::ast::Limb;
use crate::syntax::ast::Path;
use crate::syntax::ast::Piece;
use crate::syntax::ast::ReadingIs;
use crate::syntax::ast::RuleKind;
use crate::syntax::ast::RuleVersion;
use crate::syntax::ast::SetsAside;
use crate::syntax::ast::Suspends;
use crate::syntax::ast::Suspension;
use crate::syntax::ast::Text;
use crate::syntax::ast::Version;
use crate::syntax::errors;
use crate::syntax::grammar;
use crate::syntax::scan;
use crate::syntax::scan::SlipKind;

/// The clauses of a rule, and of what is like one.
struct RuleClauses {
    title: Option<Text>,
    for_review: bool,
    only_if: Once<Vec<ReadingIs>>,
    from: Once<DateExpr>,
    last: Once<LastDay>,
    for_each: Vec<ForEach>,
    when: Once<(ExprId, Vec<Limb>)>,
    unless: Once<ExprId>,
    sets_aside: Vec<SetsAside>,
    then: Once<Vec<Conclusion>>,
    because: Once<Because>,
    versions: Vec<Version<RuleVersion>>,
}

impl RuleClauses {
    fn new() -> RuleClauses {
        RuleClauses {
            title: None,
            for_review: false,
            only_if: Once::new("only if"),
            from: Once::new("from"),
            last: Once::new("last day"),
            for_each: Vec::new(),
            when: Once::new("when"),
            unless: Once::new("unless"),
            sets_aside: Vec::new(),
            then: Once::new("then"),
            because: Once::new("because"),
            versions: Vec::new(),
        }
    }
}

impl<'a> Lower<'a> {
    /// `rule_item`, `exemption`, `restriction`, `flag`
    pub(super) fn rule(&mut self, node: Node<'a>, common: &mut Common) -> Option<ast::Rule> {
        let which = node.as_rule();
        let mut pieces = parts(node);
        let name = self.next_ident(&mut pieces)?;
        let mut clauses = RuleClauses::new();
        for part in pieces {
            let at = self.span(&part);
            self.rule_clause(&mut clauses, common, part);
            if let Some(last) = clauses.versions.last().filter(|last| last.span.start < at.start) {
                let said = errors::below_the_versions(at, last.span);
                self.report(said);
            }
        }
        if let (true, Some(first)) = (clauses.because.stands(), clauses.versions.first())
            && clauses.versions.iter().any(|version| version.of.because.is_some())
        {
            let said = errors::above_its_versions("because", first.span);
            self.report(said);
        }
        let kind = match which {
            Rule::exemption => RuleKind::Exemption,
            Rule::restriction => RuleKind::Restriction,
            Rule::flag => RuleKind::Flag {
                for_review: clauses.for_review,
            },
            _ => RuleKind::Rule,
        };
        let (when, limbs) = match clauses.when.take() {
            Some((when, limbs)) => (Some(when), limbs),
            None => (None, Vec::new()),
        };
        Some(ast::Rule {
            kind,
            name,
            title: clauses.title,
            only_if: clauses.only_if.take().unwrap_or_default(),
            from: clauses.from.take(),
            last: clauses.last.take(),
            for_each: clauses.for_each,
            when,
            limbs,
            unless: clauses.unless.take(),
            sets_aside: clauses.sets_aside,
            then: clauses.then.take().unwrap_or_default(),
            because: clauses.because.take(),
            versions: clauses.versions,
        })
    }

    /// `rule_clause`, `for_review`, `sets_aside`
    fn rule_clause(&mut self, clauses: &mut RuleClauses, common: &mut Common, node: Node<'a>) {
        let span = self.span(&node);
        match node.as_rule() {
            Rule::title => clauses.title = Some(self.quoted(&node)),
            Rule::for_review => clauses.for_review = true,
            Rule::only_if => {
                let readings = self.readings(node);
                self.once(&mut clauses.only_if, readings, span);
            }
            Rule::from => {
                let date = self.from(node);
                self.once(&mut clauses.from, date, span);
            }
            Rule::last => {
                let date = self.last(node);
                self.once(&mut clauses.last, date, span);
            }
            Rule::for_each => {
                clauses.for_each.extend(self.for_each(node));
            }
            Rule::when => {
                let condition = self.limbs(node, common);
                self.once(&mut clauses.when, condition, span);
            }
            Rule::unless => {
                let condition = self.only_logic(node);
                self.once(&mut clauses.unless, Some(condition), span);
            }
            Rule::sets_aside => clauses.sets_aside.extend(self.sets_aside(node)),
            Rule::rule_version | Rule::flag_version => clauses.versions.extend(self.rule_version(node)),
            Rule::in_place => {
                let rules = parts(node).filter_map(|rule| self.set_rule(rule)).collect();
                clauses.sets_aside.push(SetsAside::Rules(rules));
            }
            Rule::then => {
                let conclusions = self.conclusions(node);
                self.once(&mut clauses.then, conclusions, span);
            }
            Rule::because => {
                let because = self.because(node);
                self.once(&mut clauses.because, because, span);
            }
            _ => {
                self.common(common, &node);
            }
        }
    }

    /// `when`: its conditions, and those that cite something themselves. A citation that begins a line behind the last
    /// condition, where no other one has its own, is a clause of the rule.
    pub(super) fn limbs(&mut self, node: Node<'a>, common: &mut Common) -> Option<(ExprId, Vec<Limb>)> {
        let whole = parts(node).next()?;
        let (mut limbs, mut number, mut or) = (Vec::new(), 0_usize, false);
        for part in whole.clone().into_inner() {
            match part.as_rule() {
                Rule::cite => limbs.push(Limb {
                    number: number.saturating_sub(1),
                    cites: self.references(part.clone()),
                    span: self.span(&part),
                }),
                Rule::joiner => or |= has(&part, Rule::k_or),
                _ => number = number.saturating_add(1),
            }
        }
        let of_the_rule = match limbs.as_slice() {
            [only] => only.number.saturating_add(1) == number && (number == 1 || self.begins_line(only.span)),
            _ => false,
        };
        if of_the_rule {
            common.cites.extend(limbs.drain(..).flat_map(|limb| limb.cites));
        }
        if let (true, Some(limb)) = (or, limbs.first()) {
            self.report(errors::limb_of_or(self.head(limb.span, "cite")));
            limbs.clear();
        }
        let span = self.span(&whole);
        Some((self.within(span, |lower| lower.logic(whole)), limbs))
    }

    /// Whether nothing but blanks stands before a place on its line.
    fn begins_line(&self, span: Span) -> bool {
        let before = self.text.get(..span.range().start).unwrap_or("");
        let line = before.rsplit(['\n', '\r']).next().unwrap_or("");
        line.trim().is_empty()
    }

    /// `for_each`
    pub(super) fn for_each(&mut self, node: Node<'a>) -> Option<ForEach> {
        let mut pieces = parts(node);
        let variable = self.next_ident(&mut pieces)?;
        let list = self.list(pieces.next()?);
        Some(ForEach { variable, list })
    }

    /// `then`
    pub(super) fn conclusions(&mut self, node: Node<'a>) -> Option<Vec<Conclusion>> {
        parts(node).map(|conclusion| self.conclusion(conclusion)).collect()
    }

    /// `conclusion`
    fn conclusion(&mut self, node: Node<'a>) -> Option<Conclusion> {
        let inner = parts(node).next()?;
        let span = self.span(&inner);
        let imposes = inner.as_rule() == Rule::imposes;
        let includes = inner.as_rule() == Rule::includes;
        let mut pieces = parts(inner);
        let path = self.path(pieces.next()?);
        if imposes {
            let call = pieces.next();
            let arguments = call.map(|call| self.arguments(call)).unwrap_or_default();
            return Some(Conclusion::Imposes {
                obligation: path,
                arguments,
                span,
            });
        }
        let mut next = pieces.next()?;
        let mut arguments = Vec::new();
        if next.as_rule() == Rule::call {
            arguments = parts(next)
                .map(|argument| self.plain(argument, Whole::Bracketed))
                .collect();
            next = pieces.next()?;
        }
        if includes {
            return Some(Conclusion::Includes {
                decision: path,
                arguments,
                amount: self.additive(next),
                span,
            });
        }
        let outcome = self.additive(next);
        Some(Conclusion::Outcome {
            decision: path,
            arguments,
            outcome,
            span,
        })
    }

    /// A path as an expression.
    pub(super) fn path_expr(&mut self, path: Path) -> ExprId {
        let mut whole: Option<ExprId> = None;
        for part in path.parts {
            let span = whole.map_or(part.span, |whole| self.place(whole).to(part.span));
            whole = Some(match whole {
                None => self.push(ExprKind::Name(part), span, &[]),
                Some(of) => self.push(ExprKind::Field { of, field: part }, span, &[of]),
            });
        }
        whole.unwrap_or_else(|| self.error(path.span))
    }

    /// `because`
    pub(super) fn because(&mut self, node: Node<'a>) -> Option<Because> {
        self.text_with_insertions(&parts(node).next()?)
    }

    /// Texts, and expressions in braces, each parsed at its own place.
    pub(super) fn text_with_insertions(&mut self, string: &Node<'a>) -> Option<Because> {
        let span = self.span(string);
        let mut rest = super::unquoted(string);
        let mut at = span.range().start.saturating_add(1);
        let mut pieces = Vec::new();
        while let Some(open) = rest.find('{') {
            let (before, inside) = rest.split_at(open);
            let inside = inside.strip_prefix('{').unwrap_or(inside);
            let begin = at.saturating_add(open).saturating_add(1);
            let Some((insertion, after)) = inside.split_once('}') else {
                let brace = Span::new(self.file, begin.saturating_sub(1), begin);
                self.report(errors::open_insertion(brace));
                return None;
            };
            if !before.is_empty() {
                pieces.push(Piece::Text(before.into()));
            }
            pieces.push(Piece::Insertion(self.insertion(insertion, begin)?));
            at = begin.saturating_add(insertion.len()).saturating_add(1);
            rest = after;
        }
        if !rest.is_empty() {
            pieces.push(Piece::Text(rest.into()));
        }
        Some(Because { pieces, span })
    }

    /// `insertion_entry`
    fn insertion(&mut self, text: &'a str, begin: usize) -> Option<ExprId> {
        let at = Span::new(self.file, begin, begin.saturating_add(text.len()));
        let seen = scan::scan(text, self.nesting);
        if seen
            .pieces
            .iter()
            .any(|piece| piece.slip.as_ref().is_some_and(|slip| slip.kind == SlipKind::TooDeep))
        {
            self.report(errors::too_deep(at));
            return None;
        }
        let nodes = grammar::parse(Rule::insertion_entry, text)
            .ok()
            .filter(|_| seen.comments.is_empty());
        let Some(nodes) = nodes else {
            self.report(errors::no_insertion(at, text));
            return None;
        };
        let outer = std::mem::replace(&mut self.base, begin);
        let inner = nodes
            .into_iter()
            .next()
            .map(|node| self.within(at, |lower| lower.additive(node)));
        self.base = outer;
        inner
    }

    /// `sets_aside`
    fn sets_aside(&mut self, node: Node<'a>) -> Option<SetsAside> {
        let first = parts(node.clone()).next()?;
        let span = self.span(&first);
        Some(match first.as_rule() {
            Rule::rules_citing => {
                let (references, except) = self.citing(first);
                SetsAside::Citing {
                    references,
                    except,
                    span,
                }
            }
            Rule::all_but => {
                let exemptions = has(&first, Rule::k_exemptions);
                SetsAside::All {
                    exemptions,
                    except: self.except(first),
                    span,
                }
            }
            _ => SetsAside::Rules(parts(node).filter_map(|rule| self.set_rule(rule)).collect()),
        })
    }

    /// `set_rule`
    fn set_rule(&mut self, node: Node<'a>) -> Option<(Path, Option<ast::Ident>)> {
        let mut pieces = parts(node);
        let rule = self.path(pieces.next()?);
        let witness = pieces.next().and_then(|witness| self.next_ident(&mut parts(witness)));
        Some((rule, witness))
    }

    /// `rules_citing`, `provisions_citing`
    fn citing(&mut self, node: Node<'a>) -> (Vec<ast::Reference>, Vec<Path>) {
        (self.references(node.clone()), self.except(node))
    }

    /// The `except` in a clause.
    fn except(&mut self, node: Node<'a>) -> Vec<Path> {
        let except = parts(node).find(|part| part.as_rule() == Rule::except);
        except
            .and_then(|except| parts(except).next())
            .map(|paths| self.paths(paths))
            .unwrap_or_default()
    }

    /// `suspension`
    pub(super) fn suspension(&mut self, node: Node<'a>, common: &mut Common) -> Option<Suspension> {
        let mut pieces = parts(node);
        let name = self.next_ident(&mut pieces)?;
        let (mut title, mut suspends) = (None, Vec::new());
        let (mut only_if, mut from, mut last) = (Once::new("only if"), Once::new("from"), Once::new("last day"));
        for part in pieces {
            let span = self.span(&part);
            match part.as_rule() {
                Rule::title => title = Some(self.quoted(&part)),
                Rule::only_if => {
                    let readings = self.readings(part);
                    self.once(&mut only_if, readings, span);
                }
                Rule::from => {
                    let date = self.from(part);
                    self.once(&mut from, date, span);
                }
                Rule::last => {
                    let date = self.last(part);
                    self.once(&mut last, date, span);
                }
                Rule::suspends => suspends.extend(self.suspends(part)),
                _ => {
                    self.common(common, &part);
                }
            }
        }
        if suspends.is_empty() {
            let help = "say what it takes out of force: `suspends provisions citing …`";
            self.report(errors::missing("suspension", &name, "suspends nothing", help));
        }
        let only_if = only_if.take().unwrap_or_default();
        Some(Suspension {
            name,
            title,
            only_if,
            from: from.take(),
            last: last.take(),
            suspends,
        })
    }

    /// `suspends`
    fn suspends(&mut self, node: Node<'a>) -> Option<Suspends> {
        let first = parts(node).next()?;
        let span = self.span(&first);
        Some(match first.as_rule() {
            Rule::provisions_citing => {
                let (references, except) = self.citing(first);
                Suspends::Citing {
                    references,
                    except,
                    span,
                }
            }
            Rule::rows_of => {
                let mut pieces = parts(first);
                let table = self.path(pieces.next()?);
                let condition = pieces.next().map(|filter| self.only_logic(filter));
                Suspends::Rows { table, condition, span }
            }
            Rule::rulesets => Suspends::Rulesets(parts(first).next().map(|paths| self.paths(paths))?),
            _ => Suspends::Rules(self.paths(first)),
        })
    }
}
