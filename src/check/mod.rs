//! From trees and names to a plan that keeps its promises: types, periods, precedence, references, and lints.
//!
//! *Takes* the items of all files, numbered, and the table files that they name. *Gives* a [`Plan`], or nothing if
//! there is an error. *Promises* what [`crate::plan`] says. First all signatures go into the plan (names, types,
//! citations, periods), then the values of tables and groups, then every expression, then what needs the whole. A part
//! that had a mistake is silent from then on. Language reference: all of it.

mod about;
mod affected;
mod calendars;
mod cells;
mod cites;
mod cuts;
mod decision_tables;
mod decisions;
mod errors;
mod exprs;
mod figures;
mod filters;
mod groups;
mod keyed;
mod lint;
mod lookup;
mod measures;
mod obligations;
mod outcomes;
mod per_value;
mod periods;
mod precedence;
mod readings;
mod recursion;
mod references;
mod row_index;
mod rule_versions;
mod rules;
mod rulesets;
mod same_value;
mod shape;
mod suspensions;
mod table_clauses;
mod tables;
mod terms;
mod types;
mod versions;
mod whole;

use std::sync::Arc;

use crate::diagnostic::Diagnostics;
use crate::ids::IdVec;
use crate::limits::Limits;
use crate::names::Items;
use crate::names::Symbols;
use crate::plan::CaseFacts;
use crate::plan::Cite;
use crate::plan::Expr;
use crate::plan::ExprId;
use crate::plan::GroupId;
use crate::plan::Headlines;
use crate::plan::Plan;
use crate::plan::RuleId;
use crate::plan::RulesetId;
use crate::plan::Shape;
use crate::source::Sources;
use crate::source::Span;
use crate::syntax::ast;
use crate::syntax::ast::Ast;
use crate::syntax::ast::Ident;
use crate::syntax::ast::Item;
use crate::value::MeasureId;
use crate::value::Texts;

use cites::Cites;
use exprs::Elaborator;

pub(crate) use tables::TableFiles;

/// What is checked.
pub(crate) struct Input<'a> {
    /// All items, numbered.
    pub(crate) items: &'a Items<'a>,
    /// What names mean.
    pub(crate) symbols: &'a Symbols,
    /// The texts of all files.
    pub(crate) sources: Sources,
    /// The table files.
    pub(crate) tables: &'a TableFiles,
    /// Bounds.
    pub(crate) limits: &'a Limits,
    /// A file has no first line: it may be any ruleset, so an unknown one is silent.
    pub(crate) unread: bool,
}

/// The pass: what it reads, and the plan that it fills.
struct Checker<'a> {
    items: &'a Items<'a>,
    symbols: &'a Symbols,
    tables: &'a TableFiles,
    limits: &'a Limits,
    unread: bool,
    /// Its expressions are in `exprs` and its texts in `texts` until the end.
    plan: Plan,
    exprs: IdVec<ExprId, Expr>,
    texts: Texts,
    cites: Cites,
    /// The citations of single conditions.
    limb_cites: Vec<Cite>,
    /// Measures with a unit that was reported: their type is silent.
    faulty_measures: Vec<MeasureId>,
    /// Groups without a circle, those that others name first.
    group_order: Vec<GroupId>,
    /// Rules in a circle of setting aside, which was reported.
    circles_of_setting_aside: Vec<RuleId>,
    /// What looking for gaps in decision tables has cost.
    spent_on_tables: decision_tables::Spent,
    diagnostics: &'a mut Diagnostics,
}

/// Checks everything; a plan if there is no error.
pub(crate) fn check(input: Input<'_>, diagnostics: &mut Diagnostics) -> Option<Plan> {
    let had_errors = diagnostics.has_errors();
    let mut checker = Checker::new(input, diagnostics);
    checker.declare();
    checker.fill();
    checker.check_expressions();
    checker.check_whole();
    if !had_errors && !checker.diagnostics.has_errors() {
        lint::run(&mut checker);
    }
    let Checker {
        mut plan,
        exprs,
        mut texts,
        diagnostics,
        ..
    } = checker;
    cuts::prepare(&mut plan, &exprs, &mut texts);
    plan.exprs = exprs;
    plan.texts = Arc::new(texts);
    (!had_errors && !diagnostics.has_errors()).then_some(plan)
}

impl<'a> Checker<'a> {
    /// Nothing read yet.
    fn new(input: Input<'a>, diagnostics: &'a mut Diagnostics) -> Checker<'a> {
        Checker {
            items: input.items,
            symbols: input.symbols,
            tables: input.tables,
            limits: input.limits,
            unread: input.unread,
            plan: empty_plan(input.sources),
            exprs: IdVec::new(),
            texts: Texts::default(),
            cites: Cites::new(),
            limb_cites: Vec::new(),
            faulty_measures: Vec::new(),
            group_order: Vec::new(),
            circles_of_setting_aside: Vec::new(),
            spent_on_tables: decision_tables::Spent::default(),
            diagnostics,
        }
    }

    /// All signatures: what an expression may ask of an item without looking into it.
    fn declare(&mut self) {
        self.declare_rulesets();
        self.declare_shape();
        self.declare_sources();
        self.cites = self.read_cites();
        self.declare_readings();
        self.declare_parameters();
        self.declare_definitions();
        self.declare_decision_tables();
        self.declare_groups();
        self.declare_tables();
        self.declare_decisions();
        self.declare_rules();
        self.declare_obligations();
        self.declare_calendars();
        self.declare_suspensions();
        self.declare_headlines();
    }

    /// Plain values: ranges, defaults, members, rows.
    fn fill(&mut self) {
        self.check_fields();
        self.fill_groups();
        self.fill_tables();
    }

    /// Every expression.
    fn check_expressions(&mut self) {
        self.check_rulesets();
        self.check_must_hold();
        self.check_parameters();
        self.check_definitions();
        self.check_decision_tables();
        self.make_members();
        self.check_decisions();
        self.fill_members();
        self.check_rules();
        self.check_obligations();
        self.check_summaries();
    }

    /// What needs the whole.
    fn check_whole(&mut self) {
        self.check_precedence();
        self.check_suspensions();
        self.check_references();
        self.check_affected_by();
        self.plan.figures.clone_from(&self.items.figures);
        self.check_tests();
        self.name_members();
    }

    /// Cases and tests.
    fn check_tests(&mut self) {
        let cases: Vec<&'a ast::Case> = self.items.cases.iter().map(|case| case.of).collect();
        for (number, declared) in self.items.cases.iter().enumerate() {
            let mut elaborator = self.elaborate(declared.scope, declared.ast);
            elaborator.tests = true;
            elaborator.case(declared.of, number, &cases);
            let settings = elaborator.settings_of((number, declared.scope), &cases);
            let span = declared.item.span;
            self.plan.cases.push(CaseFacts { settings, span });
        }
        for declared in &self.items.tests {
            let mut elaborator = self.elaborate(declared.scope, declared.ast);
            elaborator.tests = true;
            let tests = elaborator.test(declared.of, declared.item.span, &cases);
            self.plan.tests.extend(tests);
        }
        for declared in &self.items.properties {
            let mut elaborator = self.elaborate(declared.scope, declared.ast);
            elaborator.tests = true;
            let property = elaborator.property(declared.of);
            self.plan.properties.extend(property);
        }
    }

    /// What reads the expressions of one file.
    fn elaborate(&mut self, ruleset: RulesetId, ast: &'a Ast) -> Elaborator<'_> {
        Elaborator {
            ast,
            ruleset,
            symbols: self.symbols,
            plan: &self.plan,
            exprs: &mut self.exprs,
            texts: &mut self.texts,
            diagnostics: self.diagnostics,
            tests: false,
            element_of: None,
        }
    }

    /// `cn.rare_earth.licence`
    fn full_name(&self, scope: RulesetId, name: &Ident) -> Box<str> {
        match self.symbols.ruleset_name(scope) {
            "" => name.text.clone(),
            ruleset => format!("{ruleset}.{}", name.text).into(),
        }
    }

    /// The citations of an item.
    fn cites_of(&self, item: &Item) -> Vec<Cite> {
        self.cites.get(&item.span).cloned().unwrap_or_default()
    }

    /// The line of a place.
    fn line_of(&self, span: Span) -> u32 {
        let source = self.plan.files.get(span.file);
        source.map_or(0, |source| source.position(span.start).line)
    }
}

/// A title, or nothing.
fn title(text: Option<&ast::Text>) -> Box<str> {
    text.map_or_else(Box::default, |text| text.text.clone())
}

fn empty_plan(files: Sources) -> Plan {
    Plan {
        shape: Shape {
            records: IdVec::new(),
            enums: IdVec::new(),
            schemes: IdVec::new(),
            measures: IdVec::new(),
            root: crate::ids::Id::from_index(0),
            answerable: Vec::new(),
            look_ups: Vec::new(),
        },
        texts: Arc::new(Texts::default()),
        exprs: IdVec::new(),
        rulesets: IdVec::new(),
        sources: IdVec::new(),
        readings: IdVec::new(),
        parameters: IdVec::new(),
        definitions: IdVec::new(),
        decision_tables: IdVec::new(),
        recursions: IdVec::new(),
        groups: IdVec::new(),
        tables: IdVec::new(),
        rows: IdVec::new(),
        rules: IdVec::new(),
        decisions: IdVec::new(),
        obligations: IdVec::new(),
        calendars: IdVec::new(),
        suspensions: IdVec::new(),
        summaries: Vec::new(),
        figures: Vec::new(),
        must_hold: Vec::new(),
        headlines: Headlines::default(),
        tests: Vec::new(),
        cases: Vec::new(),
        properties: Vec::new(),
        files,
    }
}
