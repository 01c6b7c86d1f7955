//! Cases and tests.

use super::Lower;
use super::Node;
use super::Rule;
use super::amounts::pick_key;
use super::clauses::Once;
use super::exprs::duty_word;
use super::exprs::state_word;
use super::has;
use super::parts;

use crate::syntax::ast::Case;
use crate::syntax::ast::Claim;
use crate::syntax::ast::Common;
use crate::syntax::ast::DutyState;
use crate::syntax::ast::ExampleCell;
use crate::syntax::ast::ExampleRow;
use crate::syntax::ast::Examples;
use crate::syntax::ast::Expect;
use crate::syntax::ast::ExprId;
use crate::syntax::ast::ExprKind;
use crate::syntax::ast::FactPath;
use crate::syntax::ast::Given;
use crate::syntax::ast::Ident;
use crate::syntax::ast::Path;
use crate::syntax::ast::PathStep;
use crate::syntax::ast::Property;
use crate::syntax::ast::ReadingIs;
use crate::syntax::ast::RowAnswer;
use crate::syntax::ast::RuleState;
use crate::syntax::ast::Setting;
use crate::syntax::ast::SettingKind;
use crate::syntax::ast::SettingLine;
use crate::syntax::ast::SettingValue;
use crate::syntax::ast::Statement;
use crate::syntax::ast::Test;
use crate::syntax::errors;

impl<'a> Lower<'a> {
    /// `case`
    pub(super) fn case(&mut self, node: Node<'a>, common: &mut Common) -> Option<Case> {
        let mut pieces = parts(node);
        let name = self.next_ident(&mut pieces)?;
        let (mut from, mut title, mut settings) = (None, None, Vec::new());
        for part in pieces {
            match part.as_rule() {
                Rule::case_from => from = self.next_ident(&mut parts(part)),
                Rule::title => title = Some(self.quoted(&part)),
                Rule::setting => settings.extend(self.setting(part)),
                _ => {
                    self.common(common, &part);
                }
            }
        }
        Some(Case {
            name,
            from,
            title,
            settings,
        })
    }

    /// `setting`
    fn setting(&mut self, node: Node<'a>) -> Option<SettingLine> {
        let span = self.span(&node);
        let inner = parts(node).next()?;
        let rule = inner.as_rule();
        if rule == Rule::answer {
            let kind = self.answer(inner)?;
            return Some(SettingLine { kind, span });
        }
        if rule == Rule::row_answer {
            let kind = SettingKind::Row(self.row_answer(inner)?);
            return Some(SettingLine { kind, span });
        }
        let mut pieces = parts(inner);
        let path = self.fact_path(pieces.next()?);
        let value = self.value(pieces.next()?)?;
        let kind = if rule == Rule::also_has {
            SettingKind::AlsoHas(path, value)
        } else {
            SettingKind::Is(path, value)
        };
        Some(SettingLine { kind, span })
    }

    /// `answer`
    fn answer(&mut self, node: Node<'a>) -> Option<SettingKind> {
        let (negated, under) = (has(&node, Rule::k_not), has(&node, Rule::k_under));
        let mut pieces = parts(node);
        let first = pieces.next()?;
        let span = self.span(&first);
        let kind = match first.as_rule() {
            Rule::name => SettingValue::Name(self.ident(&first)),
            _ => SettingValue::Literal(self.literal_of(&first)?),
        };
        let value = Setting { kind, span };
        let column = self.path(pieces.next()?);
        Some(if under {
            SettingKind::AnswerUnder { value, negated, column }
        } else {
            SettingKind::Answer { value, negated, column }
        })
    }

    /// `row_answer`
    fn row_answer(&mut self, node: Node<'a>) -> Option<RowAnswer> {
        let mut pieces = parts(node);
        let table = self.path(pieces.next()?);
        let keys = parts(pieces.next()?).map(|key| self.value(key));
        let keys = keys.collect::<Option<Vec<Setting>>>()?;
        let cell = match pieces.next() {
            Some(cell) if cell.as_rule() == Rule::row_cell => {
                let mut inner = parts(cell);
                let column = self.next_ident(&mut inner)?;
                Some((column, self.value(inner.next()?)?))
            }
            Some(_) | None => None,
        };
        Some(RowAnswer { table, keys, cell })
    }

    /// `fact_path`
    fn fact_path(&mut self, node: Node<'a>) -> FactPath {
        let span = self.span(&node);
        let mut steps = Vec::new();
        for part in parts(node) {
            let at = self.span(&part);
            match part.as_rule() {
                Rule::pick => steps.extend(pick_key(&part).map(|key| PathStep::Pick(key, at))),
                _ => steps.push(PathStep::Field(self.ident(&part))),
            }
        }
        FactPath { steps, span }
    }

    /// `test`
    pub(super) fn test(&mut self, node: Node<'a>, common: &mut Common) -> Option<Test> {
        let whole = self.span(&node);
        let (mut name, mut readings, mut expect) = (None, Vec::new(), Vec::new());
        let (mut as_of, mut given) = (Once::new("as of"), Once::new("given"));
        let mut observed = Once::new("observed");
        let (mut suggested, mut examples) = (Once::new("readings suggested"), Once::new("examples"));
        for part in parts(node) {
            let span = self.span(&part);
            match part.as_rule() {
                Rule::title => name = Some(self.quoted(&part)),
                Rule::as_of => {
                    let date = parts(part).next()?;
                    let at = self.span(&date);
                    let date = self.date(&date).map(|text| (text, at));
                    self.once(&mut as_of, date, span);
                }
                Rule::observed => {
                    let date = self.written_day(&parts(part).next()?);
                    self.once(&mut observed, date, span);
                }
                Rule::given => {
                    let facts = self.given(part);
                    self.once(&mut given, facts, span);
                }
                Rule::chosen => readings.extend(parts(part).filter_map(|choice| self.choose(choice))),
                Rule::suggested_all => {
                    let except = parts(part).next().map(|names| self.names(names)).unwrap_or_default();
                    self.once(&mut suggested, Some(except), span);
                }
                Rule::examples => {
                    let table = self.examples(part);
                    self.once(&mut examples, table, span);
                }
                Rule::expect => expect.extend(self.expect(part)),
                _ => {
                    self.common(common, &part);
                }
            }
        }
        let Some(name) = name else {
            self.report(errors::test_without_name(self.head(whole, "test")));
            return None;
        };
        let (as_of, given) = (as_of.take(), given.take());
        Some(Test {
            name,
            as_of,
            observed: observed.take(),
            given,
            readings,
            suggested: suggested.take(),
            examples: examples.take(),
            expect,
        })
    }

    /// `property`
    pub(super) fn property(&mut self, node: Node<'a>, common: &mut Common) -> Option<Property> {
        let whole = self.span(&node);
        let (mut name, mut readings) = (None, Vec::new());
        let (mut as_of, mut suggested) = (Once::new("as of"), Once::new("readings suggested"));
        let mut statements = Vec::new();
        for part in parts(node) {
            let span = self.span(&part);
            match part.as_rule() {
                Rule::title => name = Some(self.quoted(&part)),
                Rule::as_of => {
                    let date = parts(part).next()?;
                    let at = self.span(&date);
                    let date = self.date(&date).map(|text| (text, at));
                    self.once(&mut as_of, date, span);
                }
                Rule::chosen => readings.extend(parts(part).filter_map(|choice| self.choose(choice))),
                Rule::suggested_all => {
                    let except = parts(part).next().map(|names| self.names(names)).unwrap_or_default();
                    self.once(&mut suggested, Some(except), span);
                }
                Rule::always_holds => statements.push((self.always(part)?, span)),
                Rule::never_becomes => statements.push((self.never(part)?, span)),
                _ => {
                    self.common(common, &part);
                }
            }
        }
        let Some(name) = name else {
            self.report(errors::property_without_name(self.head(whole, "property")));
            return None;
        };
        if statements.len() != 1 {
            let second = statements.get(1).map(|(_, span)| *span);
            let at = second.unwrap_or_else(|| self.head(whole, "property"));
            self.report(errors::property_without_statement(at));
        }
        let (statement, stated) = statements.into_iter().next()?;
        Some(Property {
            name,
            as_of: as_of.take(),
            readings,
            suggested: suggested.take(),
            statement,
            stated,
        })
    }

    /// `always_holds`
    fn always(&mut self, node: Node<'a>) -> Option<Statement> {
        let (mut when, mut always) = (None, None);
        for part in parts(node) {
            match part.as_rule() {
                Rule::premise => when = Some(self.only_logic(part)),
                _ => always = Some(self.logic(part)),
            }
        }
        Some(Statement::Always { when, always: always? })
    }

    /// `never_becomes`
    fn never(&mut self, node: Node<'a>) -> Option<Statement> {
        let (rises, milder) = (has(&node, Rule::k_rises), has(&node, Rule::k_milder));
        let mut pieces = parts(node);
        let path = self.fact_path(pieces.next()?);
        let decision = self.path(pieces.next()?);
        Some(Statement::Never {
            path,
            rises,
            decision,
            milder,
        })
    }

    /// `given`
    fn given(&mut self, node: Node<'a>) -> Option<Given> {
        let (mut case, mut settings) = (None, Vec::new());
        for part in parts(node) {
            match part.as_rule() {
                Rule::name => case = Some(self.ident(&part)),
                _ => settings.push(self.setting(part)?),
            }
        }
        Some(Given { case, settings })
    }

    /// `choose`
    fn choose(&mut self, node: Node<'a>) -> Option<ReadingIs> {
        let span = self.span(&node);
        let mut pieces = parts(node);
        let reading = self.next_ident(&mut pieces)?;
        let choice = self.next_ident(&mut pieces)?;
        Some(ReadingIs {
            reading,
            choice,
            negated: false,
            span,
        })
    }

    /// `examples`
    fn examples(&mut self, node: Node<'a>) -> Option<Examples> {
        let span = self.span(&node);
        let mut rows = parts(node);
        let first = rows.next()?;
        let first_span = self.span(&first);
        let cells: Vec<Node<'a>> = parts(first).collect();
        if !self.cells_fit(&cells, cells.len(), first_span) {
            return None;
        }
        let mut heading = Vec::new();
        for cell in cells {
            let at = self.span(&cell);
            let Some(head) = self.example_cell(cell)?.expected else {
                self.report(errors::no_heading(at));
                return None;
            };
            heading.push(head);
        }
        let mut read = Vec::new();
        for row in rows {
            let span = self.span(&row);
            let cells: Vec<Node<'a>> = parts(row).collect();
            if self.cells_fit(&cells, heading.len(), span) {
                let cells = cells
                    .into_iter()
                    .map(|cell| self.example_cell(cell))
                    .collect::<Option<Vec<_>>>()?;
                read.push(ExampleRow { cells, span });
            }
        }
        Some(Examples {
            heading,
            rows: read,
            span,
        })
    }

    /// `example_cell`
    fn example_cell(&mut self, node: Node<'a>) -> Option<ExampleCell> {
        let inner = parts(node).next()?;
        let span = self.span(&inner);
        if inner.as_rule() == Rule::additive {
            let expected = Some(self.additive(inner));
            return Some(ExampleCell {
                given: None,
                expected,
                span,
            });
        }
        let given = self.value(inner)?;
        let expected = self.value_expr(&given);
        Some(ExampleCell {
            given: Some(given),
            expected,
            span,
        })
    }

    /// A stated value as an expression, if it can be one.
    fn value_expr(&mut self, value: &Setting) -> Option<ExprId> {
        let span = value.span;
        Some(match &value.kind {
            SettingValue::Literal(literal) => self.push(ExprKind::Literal(literal.clone()), span, &[]),
            SettingValue::Negative(literal) => {
                let inner = self.push(ExprKind::Literal(literal.clone()), span, &[]);
                self.push(ExprKind::Negate(inner), span, &[inner])
            }
            SettingValue::Name(name) => self.push(ExprKind::Name(name.clone()), span, &[]),
            SettingValue::Qualified(path) => self.path_expr(path.clone()),
            SettingValue::List(_) | SettingValue::Record(_) | SettingValue::Unknown => return None,
        })
    }

    /// `expect`
    fn expect(&mut self, node: Node<'a>) -> Option<Expect> {
        let span = self.span(&node);
        let (mut when, mut claim, mut element) = (Vec::new(), None, None);
        for part in parts(node) {
            match part.as_rule() {
                Rule::expect_when => when = self.readings(part)?,
                Rule::for_element => element = parts(part).next().map(|path| self.fact_path(path)),
                _ => claim = Some(self.claim(part)?),
            }
        }
        Some(Expect {
            when,
            claim: claim?,
            element,
            span,
        })
    }

    /// `claim`
    fn claim(&mut self, node: Node<'a>) -> Option<Claim> {
        let inner = parts(node).next()?;
        match inner.as_rule() {
            Rule::error_claim => Some(Claim::Error(self.next_ident(&mut parts(inner))?)),
            Rule::flag_claim => Some(Claim::Flag {
                flag: self.path(parts(inner).next()?),
                raised: true,
            }),
            Rule::no_claim => {
                let inner = parts(inner).next()?;
                Some(if inner.as_rule() == Rule::flag_claim {
                    Claim::Flag {
                        flag: self.path(parts(inner).next()?),
                        raised: false,
                    }
                } else {
                    let span = self.span(&inner);
                    let obligation = self.postfix(inner);
                    let condition = self.duty(obligation, (DutyState::Owed, true), span);
                    Claim::NoDuty { condition }
                })
            }
            _ => self.plain_claim(inner),
        }
    }

    /// `plain_claim`
    fn plain_claim(&mut self, node: Node<'a>) -> Option<Claim> {
        let span = self.span(&node);
        let mut pieces = parts(node);
        let subject = self.additive(pieces.next()?);
        let rest = pieces.next()?;
        match rest.as_rule() {
            Rule::state if has(&rest, Rule::k_applies) => {
                let rule = self.subject_path(subject)?;
                Some(Claim::State {
                    rule,
                    state: RuleState::Applies,
                    negated: false,
                    by: None,
                })
            }
            Rule::state
                if matches!(
                    self.exprs.get(subject).map(|expr| &expr.kind),
                    Some(ExprKind::Call { .. })
                ) =>
            {
                let condition = self.push(ExprKind::DoesNotArise { decision: subject }, span, &[subject]);
                Some(Claim::Holds { condition })
            }
            Rule::state => Some(Claim::DoesNotArise {
                decision: self.subject_path(subject)?,
            }),
            Rule::compared => Some(Claim::Holds {
                condition: self.tail(subject, rest, span),
            }),
            _ => self.claim_tail(subject, rest, span),
        }
    }

    /// `claim_tail`
    fn claim_tail(&mut self, subject: ExprId, node: Node<'a>, span: crate::source::Span) -> Option<Claim> {
        let negated = has(&node, Rule::k_not);
        let mut pieces = parts(node);
        let first = pieces.next()?;
        let second = pieces.next();
        Some(match first.as_rule() {
            Rule::rule_state if duty_word(&first).is_some() => Claim::Holds {
                condition: self.compare(subject, negated, first, span),
            },
            Rule::rule_state => {
                let rule = self.subject_path(subject)?;
                let by = second.and_then(|by| parts(by).next()).map(|path| self.path(path));
                Claim::State {
                    rule,
                    state: state_word(&first),
                    negated,
                    by,
                }
            }
            Rule::additive => {
                let value = self.additive(first);
                let because = second
                    .and_then(|because| parts(because).next())
                    .map(|paths| self.paths(paths));
                Claim::Is {
                    subject,
                    value,
                    negated,
                    because,
                }
            }
            _ => Claim::Holds {
                condition: self.compare(subject, negated, first, span),
            },
        })
    }

    /// A subject that must be the name of a rule, a decision or an obligation.
    fn subject_path(&mut self, subject: ExprId) -> Option<Path> {
        let span = self.place(subject);
        let mut parts: Vec<Ident> = Vec::new();
        let mut at = subject;
        loop {
            match self.exprs.get(at).map(|expr| &expr.kind) {
                Some(ExprKind::Name(name)) => {
                    parts.push(name.clone());
                    parts.reverse();
                    return Some(Path { parts, span });
                }
                Some(ExprKind::Field { of, field }) => {
                    parts.push(field.clone());
                    at = *of;
                }
                Some(ExprKind::Error) => return None,
                _ => {
                    let text = self.one_line(span);
                    self.report(errors::no_rule_name(span, &text));
                    return None;
                }
            }
        }
    }
}
