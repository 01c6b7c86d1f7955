//! Rules and what is like them, obligations, suspensions, cases and tests.

use crate::source::Span;
use crate::syntax::ast;
use crate::syntax::ast::Claim;
use crate::syntax::ast::Conclusion;
use crate::syntax::ast::ExprId;
use crate::syntax::ast::ExprKind;
use crate::syntax::ast::Path;
use crate::syntax::ast::Piece;
use crate::syntax::ast::ReadingIs;
use crate::syntax::ast::RuleKind;
use crate::syntax::ast::RuleState;
use crate::syntax::ast::SetsAside;
use crate::syntax::ast::Statement;
use crate::syntax::ast::Suspends;

use super::exprs::Joiners;
use super::exprs::Writer;
use super::exprs::ident;
use super::exprs::idents;
use super::exprs::paths;
use super::exprs::reading_words;
use super::exprs::state_words;
use super::items::Clause;
use super::items::clause;
use super::items::named;
use super::items::references;
use super::page::Page;
use super::rows;
use super::values;

impl Writer<'_> {
    pub(super) fn rule(&self, page: &mut Page, whole: Span, rule: &ast::Rule) -> Vec<Clause> {
        let word = match rule.kind {
            RuleKind::Rule => "rule ",
            RuleKind::Exemption => "exemption ",
            RuleKind::Restriction => "restriction ",
            RuleKind::Flag { .. } => "flag ",
        };
        named(page, whole.range().start, word, &rule.name, rule.title.as_ref());
        let mut clauses = Vec::new();
        if rule.kind == (RuleKind::Flag { for_review: true }) {
            let at = super::find_word(self.text, whole.range(), "review").unwrap_or(whole.range().end);
            let mut page = Page::default();
            page.placed("for review", at);
            clauses.push((at, page));
        }
        clauses.extend(only_if(&rule.only_if));
        clauses.extend(rule.from.as_ref().map(|from| self.from(from)));
        clauses.extend(rule.last.as_ref().map(|last| self.last(last)));
        clauses.extend(rule.for_each.iter().map(|each| self.for_each(each)));
        clauses.extend(rule.when.map(|condition| self.limbs(condition, &rule.limbs)));
        clauses.extend(rule.unless.map(|condition| self.condition("unless", condition)));
        let word = if rule.kind == RuleKind::Rule {
            "in place of "
        } else {
            "sets aside "
        };
        clauses.extend(rule.sets_aside.iter().filter_map(|sets| sets_aside(word, sets)));
        clauses.extend(self.then(&rule.then));
        clauses.extend(rule.because.as_ref().map(|because| self.because(because)));
        clauses.extend(rule.versions.iter().map(|version| self.rule_version(version)));
        clauses
    }

    pub(super) fn for_each(&self, each: &ast::ForEach) -> Clause {
        clause(each.variable.span, |page| {
            page.words("for each ");
            ident(page, &each.variable);
            page.words(" in ");
            page.margin(4, |page| self.list(page, &each.list));
        })
    }

    pub(super) fn because(&self, because: &ast::Because) -> Clause {
        let pieces = because.pieces.iter().map(|piece| match piece {
            Piece::Text(text) => text.to_string(),
            Piece::Insertion(inserted) => format!("{{{}}}", self.flat(*inserted)),
        });
        let text = pieces.collect::<String>();
        clause(because.span, |page| {
            page.placed(format!("because \"{text}\""), because.span.range().start);
        })
    }

    /// `when` with the citations of its conditions; then each condition has a line of its own.
    pub(super) fn limbs(&self, condition: ast::ExprId, limbs: &[ast::Limb]) -> Clause {
        let Some(ExprKind::And(operands)) = self.exprs.get(condition).map(|expr| &expr.kind) else {
            return self.condition("when", condition);
        };
        if limbs.is_empty() {
            return self.condition("when", condition);
        }
        let mut page = Page::default();
        page.words("when ");
        page.here(|page| {
            page.group(Some(0), |page| {
                for (number, operand) in operands.iter().enumerate() {
                    if number > 0 {
                        page.blank_left(4);
                        page.words("and ");
                    }
                    self.expr(page, *operand, Joiners::Stand);
                    for limb in limbs.iter().filter(|limb| limb.number == number) {
                        page.words(" ");
                        page.placed("cite ", limb.span.range().start);
                        page.margin(4, |page| references(page, &limb.cites));
                    }
                }
            });
        });
        (self.start(condition), page)
    }

    /// `(g)` behind the name of a decision that is made for each of something.
    fn arguments(&self, page: &mut Page, arguments: &[ExprId]) {
        if !arguments.is_empty() {
            self.enclosed(page, "(", arguments, ")");
        }
    }

    pub(super) fn then(&self, conclusions: &[Conclusion]) -> Option<Clause> {
        let span = |conclusion: &Conclusion| match conclusion {
            Conclusion::Outcome { span, .. } | Conclusion::Includes { span, .. } | Conclusion::Imposes { span, .. } => {
                *span
            }
        };
        let first = span(conclusions.first()?);
        Some(clause(first, |page| {
            for (index, conclusion) in conclusions.iter().enumerate() {
                if index == 0 {
                    page.words("then ");
                }
                page.margin(if index == 0 { 0 } else { 5 }, |page| {
                    if index > 0 {
                        page.line();
                        page.words("and ");
                    }
                    match conclusion {
                        Conclusion::Outcome {
                            decision,
                            arguments,
                            outcome,
                            ..
                        } => {
                            paths(page, std::slice::from_ref(decision));
                            self.arguments(page, arguments);
                            page.words(" is ");
                            self.expr(page, *outcome, Joiners::Stand);
                        }
                        Conclusion::Includes {
                            decision,
                            arguments,
                            amount,
                            ..
                        } => {
                            paths(page, std::slice::from_ref(decision));
                            self.arguments(page, arguments);
                            page.words(" includes ");
                            self.expr(page, *amount, Joiners::Stand);
                        }
                        Conclusion::Imposes {
                            obligation, arguments, ..
                        } => {
                            page.words("imposes ");
                            paths(page, std::slice::from_ref(obligation));
                            if !arguments.is_empty() {
                                self.enclosed(page, "(", arguments, ")");
                            }
                        }
                    }
                });
            }
        }))
    }

    pub(super) fn value_clause(&self, word: &str, id: ExprId) -> Clause {
        let mut page = Page::default();
        page.words(format!("{word} "));
        self.expr(&mut page, id, Joiners::Stand);
        (self.start(id), page)
    }

    pub(super) fn suspension(&self, page: &mut Page, start: usize, suspension: &ast::Suspension) -> Vec<Clause> {
        named(page, start, "suspension ", &suspension.name, suspension.title.as_ref());
        let mut clauses = Vec::new();
        clauses.extend(only_if(&suspension.only_if));
        clauses.extend(suspension.from.as_ref().map(|from| self.from(from)));
        clauses.extend(suspension.last.as_ref().map(|last| self.last(last)));
        for suspends in &suspension.suspends {
            let first = match suspends {
                Suspends::Citing { span, .. } | Suspends::Rows { span, .. } => Some(*span),
                Suspends::Rulesets(list) | Suspends::Rules(list) => list.first().map(|path| path.span),
            };
            clauses.extend(first.map(|at| {
                clause(at, |page| {
                    page.words("suspends ");
                    page.margin(4, |page| match suspends {
                        Suspends::Citing {
                            references: cited,
                            except,
                            ..
                        } => {
                            page.words("provisions citing ");
                            references(page, cited);
                            excepted(page, except);
                        }
                        Suspends::Rows { table, condition, .. } => {
                            page.words("rows of ");
                            paths(page, std::slice::from_ref(table));
                            if let Some(condition) = condition {
                                page.words(" where ");
                                self.expr(page, *condition, Joiners::Hang);
                            }
                        }
                        Suspends::Rulesets(list) => {
                            page.words("ruleset ");
                            paths(page, list);
                        }
                        Suspends::Rules(list) => paths(page, list),
                    });
                })
            }));
        }
        clauses
    }

    pub(super) fn case(page: &mut Page, start: usize, case: &ast::Case) -> Vec<Clause> {
        page.placed("case ", start);
        ident(page, &case.name);
        if let Some(from) = &case.from {
            page.words(" from ");
            ident(page, from);
        }
        super::items::title(page, case.title.as_ref());
        let settings = case.settings.iter();
        settings
            .map(|line| clause(line.span, |page| values::setting(page, line)))
            .collect()
    }

    pub(super) fn test(&self, page: &mut Page, start: usize, test: &ast::Test) -> Vec<Clause> {
        page.placed("test ", start);
        super::exprs::quoted(page, &test.name);
        let mut clauses = Vec::new();
        clauses.extend(
            test.as_of
                .as_ref()
                .map(|(date, span)| clause(*span, |page| page.placed(format!("as of {date}"), span.range().start))),
        );
        clauses.extend(test.observed.as_ref().map(|(date, span)| {
            clause(*span, |page| {
                page.placed(format!("observed {date}"), span.range().start);
            })
        }));
        clauses.extend(test.given.as_ref().and_then(given));
        clauses.extend(test.readings.iter().map(|reading| {
            clause(reading.span, |page| {
                page.placed(reading_words(reading), reading.span.range().start);
            })
        }));
        clauses.extend(test.suggested.as_ref().map(|except| self.suggested(start, except)));
        clauses.extend(test.examples.as_ref().map(|examples| {
            clause(examples.span, |page| {
                page.placed("examples", examples.span.range().start);
                let heading = examples.heading.first().map(|id| self.start(*id));
                let mut written = vec![(examples.heading.iter().map(|id| self.flat(*id)).collect(), heading)];
                for row in &examples.rows {
                    let cells = row.cells.iter().map(|cell| match (&cell.given, cell.expected) {
                        (Some(value), _) => values::flat(value),
                        (None, Some(expected)) => self.flat(expected),
                        (None, None) => String::new(),
                    });
                    written.push((cells.collect(), Some(row.span.range().start)));
                }
                page.margin(2, |page| rows::bars(page, &written));
            })
        }));
        clauses.extend(test.expect.iter().map(|expect| {
            clause(expect.span, |page| {
                page.placed("expect ", expect.span.range().start);
                if !expect.when.is_empty() {
                    page.words(format!("when {}: ", joined(&expect.when)));
                }
                page.margin(4, |page| self.claim(page, &expect.claim));
                if let Some(element) = &expect.element {
                    page.words(format!(" for {}", values::path_words(element)));
                }
            })
        }));
        clauses
    }

    pub(super) fn property(&self, page: &mut Page, start: usize, property: &ast::Property) -> Vec<Clause> {
        page.placed("property ", start);
        super::exprs::quoted(page, &property.name);
        let mut clauses = Vec::new();
        clauses.extend(
            property
                .as_of
                .as_ref()
                .map(|(date, span)| clause(*span, |page| page.placed(format!("as of {date}"), span.range().start))),
        );
        clauses.extend(property.readings.iter().map(|reading| {
            clause(reading.span, |page| {
                page.placed(reading_words(reading), reading.span.range().start);
            })
        }));
        clauses.extend(property.suggested.as_ref().map(|except| self.suggested(start, except)));
        match &property.statement {
            Statement::Always { when, always } => {
                clauses.extend(when.map(|condition| self.condition("when", condition)));
                clauses.push(self.condition("always", *always));
            }
            Statement::Never {
                path,
                rises,
                decision,
                milder,
            } => clauses.push(clause(property.stated, |page| {
                let way = if *rises { "rises" } else { "falls" };
                let end = if *milder { "milder" } else { "stricter" };
                page.placed("as ", property.stated.range().start);
                page.words(format!("{} {way},", values::path_words(path)));
                page.margin(4, |page| {
                    page.fill();
                    page.words(format!("{} never becomes {end}", decision.text()));
                });
            })),
        }
        clauses
    }

    /// `readings suggested except r, s`
    fn suggested(&self, start: usize, except: &[ast::Ident]) -> Clause {
        let at = super::find_word(self.text, start..self.text.len(), "suggested").unwrap_or(start);
        let mut page = Page::default();
        page.placed("readings suggested", at);
        if !except.is_empty() {
            page.words(" except ");
            page.margin(4, |page| idents(page, except));
        }
        (at, page)
    }

    fn claim(&self, page: &mut Page, claim: &Claim) {
        match claim {
            Claim::Error(code) => page.words(format!("error {}", code.text)),
            Claim::Flag { flag, raised: true } => page.words(format!("flag {}", flag.text())),
            Claim::Flag { flag, raised: false } => page.words(format!("no flag {}", flag.text())),
            Claim::NoDuty { condition } => {
                page.words("no ");
                if let Some(ExprKind::Duty { obligation, .. }) = self.exprs.get(*condition).map(|expr| &expr.kind) {
                    self.expr(page, *obligation, Joiners::Stand);
                }
            }
            Claim::DoesNotArise { decision } => page.words(format!("{} does not arise", decision.text())),
            Claim::Is {
                subject,
                value,
                negated,
                because,
            } => {
                self.expr(page, *subject, Joiners::Stand);
                page.words(if *negated { " is not " } else { " is " });
                self.expr(page, *value, Joiners::Stand);
                if let Some(because) = because {
                    page.words(" because ");
                    paths(page, because);
                }
            }
            Claim::Holds { condition } => self.expr(page, *condition, Joiners::Stand),
            Claim::State {
                rule,
                state: RuleState::Applies,
                ..
            } => page.words(format!("{} applies", rule.text())),
            Claim::State {
                rule,
                state,
                negated,
                by,
            } => {
                let not = if *negated { "not " } else { "" };
                let by = by.as_ref().map_or_else(String::new, |by| format!(" by {}", by.text()));
                page.words(format!("{} is {not}{}{by}", rule.text(), state_words(*state)));
            }
        }
    }
}

fn joined(readings: &[ReadingIs]) -> String {
    readings.iter().map(reading_words).collect::<Vec<_>>().join(" and ")
}

fn only_if(readings: &[ReadingIs]) -> Option<Clause> {
    let first = readings.first()?.span;
    Some(clause(first, |page| {
        page.placed(format!("only if {}", joined(readings)), first.range().start);
    }))
}

fn excepted(page: &mut Page, except: &[Path]) {
    if !except.is_empty() {
        page.words(" except ");
        paths(page, except);
    }
}

fn sets_aside(word: &str, sets: &SetsAside) -> Option<Clause> {
    let at = match sets {
        SetsAside::Rules(rules) => rules.first()?.0.span,
        SetsAside::Citing { span, .. } | SetsAside::All { span, .. } => *span,
    };
    Some(clause(at, |page| {
        page.words(word);
        page.margin(4, |page| match sets {
            SetsAside::Rules(rules) => {
                for (index, (rule, witness)) in rules.iter().enumerate() {
                    if index > 0 {
                        page.words(",");
                        page.fill();
                    }
                    paths(page, std::slice::from_ref(rule));
                    if let Some(witness) = witness {
                        page.words(" for ");
                        ident(page, witness);
                    }
                }
            }
            SetsAside::Citing {
                references: cited,
                except,
                ..
            } => {
                page.words("rules citing ");
                references(page, cited);
                excepted(page, except);
            }
            SetsAside::All { exemptions, except, .. } => {
                page.words(if *exemptions { "all exemptions" } else { "all rules" });
                excepted(page, except);
            }
        });
    }))
}

/// `given magnet with`, and the settings: one behind it, several below.
fn given(given: &ast::Given) -> Option<Clause> {
    let first = given.settings.first().map(|line| line.span);
    let at = given.case.as_ref().map(|case| case.span).or(first)?;
    let one = given.settings.len() == 1 && given.settings.first().is_some_and(values::is_short);
    Some(clause(at, |page| {
        page.words("given");
        if let Some(case) = &given.case {
            page.words(" ");
            ident(page, case);
            page.words(if given.settings.is_empty() { "" } else { " with" });
        }
        page.margin(if one { 0 } else { 2 }, |page| {
            for line in &given.settings {
                if one {
                    page.words(" ");
                } else {
                    page.line();
                }
                values::setting(page, line);
            }
        });
    }))
}
