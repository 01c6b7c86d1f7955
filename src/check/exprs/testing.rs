//! Tests of a pack: cases laid on each other, examples made tests of their own, lines that expect.
//!
//! A case has the settings of the case it comes from, then its own; a heading of `examples` is a fact that is given,
//! or something that is expected. Language reference: "Tests and cases".

use crate::diagnostic::Code;
use crate::diagnostic::Diagnostic;
use crate::names::Found;
use crate::names::SymbolKind;
use crate::plan::Expect;
use crate::plan::ReadingId;
use crate::plan::RulesetId;
use crate::plan::Test;
use crate::source::Span;
use crate::syntax::ast;
use crate::syntax::ast::Ident;
use crate::syntax::ast::PathStep;
use crate::syntax::ast::SettingKind;
use crate::syntax::ast::SettingLine;
use crate::value::Date;

use super::Elaborator;
use super::claims::IsClaim;
use super::errors;

/// What a heading of `examples` stands for.
enum Heading {
    /// A fact that is given.
    Given(ast::FactPath),
    /// A decision or an expression that is expected.
    Expected(ast::ExprId),
}

/// What one row of `examples` says.
#[derive(Default)]
struct Row {
    settings: Vec<SettingLine>,
    expects: Vec<Expect>,
}

impl Elaborator<'_> {
    /// A test, or one for each row of its examples. `cases` are all cases, by their numbers.
    pub(crate) fn test(&mut self, test: &ast::Test, span: Span, cases: &[&ast::Case]) -> Vec<Test> {
        let mut settings = Vec::new();
        if let Some(given) = &test.given {
            if let Some(case) = given.case.as_ref().and_then(|name| self.case_named(self.ruleset, name)) {
                settings = self.settings_of(case, cases);
            }
            settings.extend(given.settings.iter().cloned());
        }
        let whole = Test {
            name: test.name.text.clone(),
            as_of: self.as_of(test.as_of.as_ref()),
            observed: self.as_of(test.observed.as_ref()),
            readings: self.chosen_readings(&test.readings),
            suggested: test.suggested.as_deref().map(|except| self.excepted(except)),
            settings,
            expects: test.expect.iter().filter_map(|expect| self.expect(expect)).collect(),
            span,
        };
        let Some(examples) = &test.examples else {
            return vec![whole];
        };
        let rows = self.rows_of(examples);
        (1_usize..)
            .zip(rows)
            .map(|(number, row)| {
                let mut own = whole.clone();
                own.name = format!("{} (row {number})", whole.name).into();
                own.settings.extend(row.settings);
                own.expects.extend(row.expects);
                own
            })
            .collect()
    }

    /// Checks where a case comes from; reports a circle once, at the first of its cases. `number` is its own.
    pub(crate) fn case(&mut self, case: &ast::Case, number: usize, cases: &[&ast::Case]) {
        let Some(from) = &case.from else {
            return;
        };
        let mut chain = vec![number];
        let mut next = self.case_named(self.ruleset, from);
        while let Some((at, scope)) = next {
            if at == number {
                let first = chain.iter().min() == Some(&number);
                if first {
                    self.circle(from.span, &chain, cases);
                }
                return;
            }
            if chain.contains(&at) {
                return;
            }
            chain.push(at);
            let from = cases.get(at).and_then(|case| case.from.as_ref());
            next = from.and_then(|from| self.find_case(scope, from));
        }
    }

    fn circle(&mut self, span: Span, chain: &[usize], cases: &[&ast::Case]) {
        let names: Vec<&str> = chain
            .iter()
            .chain(chain.first())
            .filter_map(|&at| cases.get(at))
            .map(|case| &*case.name.text)
            .collect();
        let fault = Diagnostic::error(Code::R214, span, format!("a circle of cases: {}", names.join(", ")))
            .help("one of them must stand on its own");
        self.diagnostics.add(fault);
    }

    /// The number of a case, and the scope in which it stands; silent where there is none.
    fn find_case(&self, scope: RulesetId, name: &Ident) -> Option<(usize, RulesetId)> {
        let Found::One(symbol) = self.symbols.lookup(scope, &name.text) else {
            return None;
        };
        let SymbolKind::Case(at) = symbol.kind else {
            return None;
        };
        Some((at, symbol.ruleset))
    }

    /// The number of a case, and the scope in which it stands; reports that there is none.
    fn case_named(&mut self, scope: RulesetId, name: &Ident) -> Option<(usize, RulesetId)> {
        if let Some(found) = self.find_case(scope, name) {
            return Some(found);
        }
        let fault = match self.symbols.lookup(scope, &name.text) {
            Found::One(symbol) if symbol.kind == SymbolKind::Broken => return None,
            Found::One(symbol) => {
                let title = format!("`{}` is {}, no case", name.text, self.kind_words(symbol));
                Diagnostic::error(Code::R216, name.span, title).label(symbol.span, "declared here")
            }
            Found::Several(owners) => self.several_owners(name, &owners),
            Found::Nothing => {
                let fault = Diagnostic::error(Code::R201, name.span, format!("there is no case `{}` here", name.text));
                let cases: Vec<&str> = self
                    .symbols
                    .visible(scope)
                    .filter(|symbol| matches!(symbol.kind, SymbolKind::Case(_)))
                    .map(|symbol| &*symbol.name)
                    .collect();
                errors::offer_or_list(fault, &name.text, &cases)
            }
        };
        self.diagnostics.add(fault);
        None
    }

    /// The settings of a case: those of the cases below it first. A circle ends where it closes.
    pub(crate) fn settings_of(&self, (start, scope): (usize, RulesetId), cases: &[&ast::Case]) -> Vec<SettingLine> {
        let (mut chain, mut next) = (Vec::new(), Some((start, scope)));
        while let Some((at, scope)) = next {
            if chain.contains(&at) {
                break;
            }
            chain.push(at);
            let from = cases.get(at).and_then(|case| case.from.as_ref());
            next = from.and_then(|from| self.find_case(scope, from));
        }
        let cases = chain.iter().rev().filter_map(|&at| cases.get(at));
        cases.flat_map(|case| case.settings.iter().cloned()).collect()
    }

    pub(super) fn as_of(&mut self, as_of: Option<&(Box<str>, Span)>) -> Option<Date> {
        let (text, span) = as_of?;
        self.literals().date(text, *span)
    }

    pub(super) fn chosen_readings(&mut self, readings: &[ast::ReadingIs]) -> Vec<(ReadingId, u16)> {
        let mut chosen: Vec<(ReadingId, u16)> = Vec::with_capacity(readings.len());
        for is in readings {
            let Some((reading, choice)) = self.chosen(is) else {
                continue;
            };
            if chosen.iter().any(|(other, _)| *other == reading) {
                let title = format!("reading `{}` is chosen twice", is.reading.text);
                self.diagnostics.add(Diagnostic::error(Code::R118, is.span, title));
                continue;
            }
            chosen.push((reading, choice));
        }
        chosen
    }

    pub(super) fn excepted(&mut self, except: &[Ident]) -> Vec<ReadingId> {
        except.iter().filter_map(|name| self.reading(name)).collect()
    }

    fn expect(&mut self, expect: &ast::Expect) -> Option<Expect> {
        let when = self.chosen_readings(&expect.when);
        let claim = self.claim(&expect.claim);
        let element = expect.element.as_ref().map(|path| self.fact_path(path));
        Some(Expect {
            when,
            claim: claim?,
            element,
            span: expect.span,
        })
    }

    fn rows_of(&mut self, examples: &ast::Examples) -> Vec<Row> {
        let headings: Vec<Heading> = examples.heading.iter().map(|&id| self.heading(id)).collect();
        let mut rows = Vec::with_capacity(examples.rows.len());
        for example in &examples.rows {
            let mut row = Row::default();
            for (heading, cell) in headings.iter().zip(&example.cells) {
                self.cell(heading, cell, example.span, &mut row);
            }
            rows.push(row);
        }
        if !headings.iter().any(|heading| matches!(heading, Heading::Expected(_))) {
            let fault = Diagnostic::error(Code::R119, examples.span, "the examples expect nothing")
                .help("add a column with a decision or an expression as its heading");
            self.diagnostics.add(fault);
        }
        rows
    }

    fn heading(&self, id: ast::ExprId) -> Heading {
        let mut steps = Vec::new();
        let span = self.node(id).span;
        match self.fact_steps(id, &mut steps) {
            Some(()) => Heading::Given(ast::FactPath { steps, span }),
            None => Heading::Expected(id),
        }
    }

    /// The steps of a path that begins with a fact.
    fn fact_steps(&self, id: ast::ExprId, steps: &mut Vec<PathStep>) -> Option<()> {
        let expr = self.node(id);
        if let ast::ExprKind::Field { of, field } = &expr.kind {
            self.fact_steps(*of, steps)?;
            steps.push(PathStep::Field(field.clone()));
            return Some(());
        }
        if let ast::ExprKind::Pick { of, key } = &expr.kind {
            self.fact_steps(*of, steps)?;
            steps.push(PathStep::Pick(key.clone(), expr.span));
            return Some(());
        }
        let ast::ExprKind::Name(name) = &expr.kind else {
            return None;
        };
        let Found::One(symbol) = self.symbols.lookup(self.ruleset, &name.text) else {
            return None;
        };
        let SymbolKind::Fact(_) = symbol.kind else {
            return None;
        };
        steps.push(PathStep::Field(name.clone()));
        Some(())
    }

    fn cell(&mut self, heading: &Heading, cell: &ast::ExampleCell, line: Span, row: &mut Row) {
        match (heading, &cell.given, cell.expected) {
            (Heading::Given(path), Some(value), _) => row.settings.push(SettingLine {
                kind: SettingKind::Is(path.clone(), value.clone()),
                span: cell.span,
            }),
            (Heading::Expected(subject), _, Some(value)) => {
                let claim = self.is_claim(&IsClaim {
                    subject: *subject,
                    value,
                    negated: false,
                    because: None,
                    span: cell.span,
                });
                row.expects.extend(claim.map(|claim| Expect {
                    when: Vec::new(),
                    claim,
                    element: None,
                    span: line,
                }));
            }
            (Heading::Given(_), None, _) => {
                let title = format!("`{}` is no value that a fact has", self.shown(cell.span));
                self.diagnostics.add(Diagnostic::error(Code::R304, cell.span, title));
            }
            (Heading::Expected(_), _, None) => {
                let title = format!("`{}` cannot be expected", self.shown(cell.span));
                let fault = Diagnostic::error(Code::R304, cell.span, title).help("say it in a test of its own");
                self.diagnostics.add(fault);
            }
        }
    }
}
