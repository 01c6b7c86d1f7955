//! Decision tables: each output becomes a definition of the inputs, and gaps and overlaps of the rows are reported.
//!
//! A result is one value. Its rows are conditions like any others, so that what is not known of an input stays not known
//! in the result. Language reference: "Decision tables".

mod atoms;
mod cover;
mod days;
mod report;

use crate::diagnostic::Code;
use crate::diagnostic::Diagnostic;
use crate::ids::Id;
use crate::names::Declared;
use crate::plan::DecisionRow;
use crate::plan::DecisionRows;
use crate::plan::DecisionTable;
use crate::plan::DecisionTableId;
use crate::plan::Definition;
use crate::plan::DefinitionId;
use crate::plan::Expr;
use crate::plan::ExprId;
use crate::plan::ExprKind;
use crate::plan::Range;
use crate::plan::Version;
use crate::plan::Versions;
use crate::syntax::ast;
use crate::syntax::ast::HitPolicy;
use crate::syntax::ast::RowBlock;
use crate::syntax::ast::TableRows;
use crate::value::Type;

use super::Checker;
use super::exprs::Column;
use super::exprs::Fits;
use super::exprs::Locals;
use super::exprs::is_quantity;
use super::exprs::phrase;
use super::exprs::written;

pub(super) use cover::Spent;

/// A decision table that is read.
type Table<'a> = Declared<'a, ast::DecisionTable>;

/// The rows of a block as they were read.
pub(super) struct Block<'a> {
    /// As they are written.
    written: &'a RowBlock,
    /// What fits each cell, row by row.
    fits: Vec<Vec<Fits>>,
    /// The conditions of each row.
    conditions: Vec<Vec<ExprId>>,
    /// The results of each row.
    results: Vec<Vec<ExprId>>,
    /// The results of `else`.
    otherwise: Option<Vec<ExprId>>,
}

impl<'a> Checker<'a> {
    /// The decision tables with the types of their inputs and outputs, each output a definition behind all others.
    pub(super) fn declare_decision_tables(&mut self) {
        for (_, declared) in self.items.decision_tables.iter_ids() {
            let of = declared.of;
            self.report_doubles(of.inputs.iter().chain(&of.outputs).map(|(name, _)| name));
            let mut parameters = Vec::new();
            for (name, ty) in &of.inputs {
                let ty = self.one_value(declared.scope, ty, "input");
                parameters.push((name.text.clone(), ty));
            }
            let mut outputs = Vec::new();
            for (name, ty) in &of.outputs {
                let ty = self.one_value(declared.scope, ty, "output");
                let definition = Definition {
                    ruleset: declared.scope,
                    name: match of.outputs.as_slice() {
                        [_] => of.name.text.clone(),
                        _ => format!("{}.{}", of.name.text, name.text).into(),
                    },
                    title: super::title(of.title.as_ref()),
                    cites: self.cites_of(declared.item),
                    parameters: parameters.clone(),
                    ty,
                    body: ExprId::from_index(0),
                    locals: 0,
                    uses_element: false,
                    uses_date: false,
                    recursion: None,
                    goes: 0,
                    span: of.name.span,
                };
                outputs.push((name.text.clone(), self.plan.definitions.push(definition)));
            }
            self.plan.decision_tables.push(DecisionTable {
                name: of.name.text.clone(),
                outputs,
                span: of.name.span,
            });
        }
    }

    /// The type of an input or an output, which is one value.
    fn one_value(&mut self, scope: crate::plan::RulesetId, ty: &ast::TypeExpr, what: &str) -> Type {
        let found = self.resolve_type(scope, ty);
        if what == "input" && *found.required() == Type::Duration {
            let title = "a duration is no input of a decision table";
            let said = Diagnostic::error(Code::R606, ty.span, title)
                .here("days and months have no order among each other")
                .help("hand on a whole number, `days from A to B` or `whole months from A to B`");
            self.diagnostics.add(said);
            return Type::Error;
        }
        if !matches!(found.required(), Type::List(_)) {
            return found;
        }
        let said = Diagnostic::error(
            Code::R606,
            ty.span,
            format!("an {what} of a decision table is one value"),
        )
        .here(phrase(&self.plan, &found))
        .help("work the list out before: hand on a count, a sum, or whether some of it satisfies something");
        self.diagnostics.add(said);
        Type::Error
    }

    /// The rows of decision tables.
    pub(super) fn check_decision_tables(&mut self) {
        for (id, declared) in self.items.decision_tables.iter_ids() {
            self.check_policy(id, *declared);
            let columns: Vec<Column> = self.input_columns(id, *declared);
            let ranges: Vec<Range> = declared
                .of
                .inputs
                .iter()
                .zip(&columns)
                .map(|((_, ty), column)| self.range(declared.scope, ty.range.as_ref(), column.ty.required()))
                .collect();
            let bodies = match &declared.of.rows {
                TableRows::One(block) => self.read_block(id, *declared, block, &ranges),
                TableRows::Versions(written) => {
                    let item = (declared.item, written.as_slice());
                    let versions = self.versions(declared.scope, item, |checker, block: &RowBlock| {
                        checker.read_block(id, *declared, block, &ranges)
                    });
                    self.bodies_of_versions(id, &versions)
                }
            };
            for (definition, body) in self.outputs(id).into_iter().zip(bodies) {
                self.plan.definitions.at_mut(definition).body = body;
            }
        }
    }

    /// The inputs, which are the first locals.
    fn input_columns(&self, id: DecisionTableId, declared: Table<'a>) -> Vec<Column> {
        let parameters = self.definition_of(id).map_or(&[][..], |of| of.parameters.as_slice());
        let inputs = declared.of.inputs.iter().zip(parameters).enumerate();
        inputs
            .map(|(index, ((name, _), (_, ty)))| Column {
                local: crate::plan::LocalId::from_index(index),
                ty: ty.clone(),
                span: name.span,
            })
            .collect()
    }

    /// The definition of the first output.
    fn definition_of(&self, id: DecisionTableId) -> Option<&Definition> {
        let (_, first) = self.plan.decision_tables.at(id).outputs.first()?;
        self.plan.definitions.get(*first)
    }

    fn outputs(&self, id: DecisionTableId) -> Vec<DefinitionId> {
        let outputs = self.plan.decision_tables.at(id).outputs.iter();
        outputs.map(|(_, definition)| *definition).collect()
    }

    fn set_locals(&mut self, id: DecisionTableId, locals: u16) {
        for definition in self.outputs(id) {
            let about = self.plan.definitions.at_mut(definition);
            about.locals = about.locals.max(locals);
        }
    }

    /// For each output the expression that is what the version in force says.
    fn bodies_of_versions(&mut self, id: DecisionTableId, versions: &Versions<Vec<ExprId>>) -> Vec<ExprId> {
        let span = self.plan.decision_tables.at(id).span;
        let mut bodies = Vec::new();
        for (place, definition) in self.outputs(id).into_iter().enumerate() {
            let of_output = versions.iter().filter_map(|version| {
                Some(Version {
                    period: version.period.clone(),
                    cites: version.cites.clone(),
                    of: *version.of.get(place)?,
                    span: version.span,
                })
            });
            let ty = self.plan.definitions.at(definition).ty.clone();
            bodies.push(self.version_expr(of_output.collect(), &ty, span));
        }
        bodies
    }

    /// Reads the rows of a block; for each output an expression.
    fn read_block(
        &mut self,
        id: DecisionTableId,
        declared: Table<'a>,
        written: &RowBlock,
        ranges: &[Range],
    ) -> Vec<ExprId> {
        let columns = self.input_columns(id, declared);
        let types: Vec<Type> = self
            .outputs(id)
            .into_iter()
            .map(|definition| self.plan.definitions.at(definition).ty.clone())
            .collect();
        let mut locals = Locals::new();
        for ((name, _), column) in declared.of.inputs.iter().zip(&columns) {
            locals.declare(name, column.ty.clone());
        }
        let mut block = Block {
            written,
            fits: Vec::new(),
            conditions: Vec::new(),
            results: Vec::new(),
            otherwise: None,
        };
        let mut elaborator = self.elaborate(declared.scope, declared.ast);
        for row in &written.rows {
            let mark = locals.mark();
            let (mut fits, mut conditions) = (Vec::new(), Vec::new());
            for (cell, column) in row.cells.iter().zip(&columns) {
                let (of, fit) = elaborator.input_cell(&mut locals, column, cell);
                conditions.extend(of);
                fits.push(fit);
            }
            let results = row.results.iter().zip(&types);
            let results = results.map(|(result, ty)| elaborator.expr(&mut locals, *result, Some(ty)));
            block.results.push(results.collect());
            block.fits.push(fits);
            block.conditions.push(conditions);
            locals.reset(mark);
        }
        block.otherwise = written.otherwise.as_ref().map(|row| {
            let results = row.results.iter().zip(&types);
            results
                .map(|(result, ty)| elaborator.expr(&mut locals, *result, Some(ty)))
                .collect()
        });
        self.set_locals(id, locals.frame());
        self.check_cover(&columns, (declared, &block), ranges);
        let partial = self.is_partial(&block, ranges);
        self.bodies(id, declared, &block, partial)
    }

    /// Whether it may be at run time that no row fits: a value outside the range of an input, somebody who is perhaps
    /// not in a group.
    fn is_partial(&self, block: &Block<'_>, ranges: &[Range]) -> bool {
        let uncertain = |fits: &Fits| {
            let Fits::Group(group) = fits else { return false };
            let group = self.plan.groups.get(*group);
            group.is_some_and(|group| {
                let dated = !group.versions.is_empty() || !group.includes.is_empty();
                dated || !group.uncertain.is_empty() || group.incomplete.is_some()
            })
        };
        ranges.iter().any(|range| range.low.is_some() || range.high.is_some())
            || block.fits.iter().flatten().any(uncertain)
    }

    fn bodies(&mut self, id: DecisionTableId, declared: Table<'a>, block: &Block<'_>, partial: bool) -> Vec<ExprId> {
        let mut bodies = Vec::new();
        for (place, definition) in self.outputs(id).into_iter().enumerate() {
            let written = block.written.rows.iter();
            let read = block.conditions.iter().zip(&block.results);
            let rows = written.zip(read).filter_map(|(row, (conditions, results))| {
                Some(DecisionRow {
                    conditions: conditions.clone(),
                    result: *results.get(place)?,
                    span: row.span,
                })
            });
            let otherwise = block.written.otherwise.as_ref().zip(block.otherwise.as_ref());
            let otherwise = otherwise.and_then(|(row, results)| Some((*results.get(place)?, row.span)));
            let rows = DecisionRows {
                table: id,
                policy: declared.of.policy,
                rows: rows.collect(),
                partial,
                otherwise,
            };
            let ty = self.plan.definitions.at(definition).ty.clone();
            bodies.push(self.exprs.push(Expr {
                kind: ExprKind::Rows(Box::new(rows)),
                ty,
                span: block.written.span,
            }));
        }
        bodies
    }

    /// R606: what the rows give must be of the kind that they decide about.
    fn check_policy(&mut self, id: DecisionTableId, declared: Table<'a>) {
        let of = declared.of;
        let types: Vec<Type> = self
            .outputs(id)
            .into_iter()
            .map(|definition| self.plan.definitions.at(definition).ty.clone())
            .collect();
        let at = of.policy_span;
        let words = of.policy.words();
        match of.policy {
            HitPolicy::ExactlyOne | HitPolicy::Agree | HitPolicy::First => {}
            HitPolicy::Strictest => {
                if let Some((second, _)) = of.outputs.get(1) {
                    let said = Diagnostic::error(Code::R606, at, format!("`{words}` decides about one output"))
                        .label(second.span, "another one")
                        .help("write a table for each output");
                    self.diagnostics.add(said);
                }
                let other = types.first().filter(|ty| !matches!(ty, Type::Outcome(_) | Type::Error));
                if let (Some(ty), Some((name, _))) = (other, of.outputs.first()) {
                    let said = Diagnostic::error(Code::R606, at, format!("`{words}` is about outcomes"))
                        .label(name.span, phrase(&self.plan, ty))
                        .help(
                            "let the output be outcomes, `output tier : outcome of policy`, or write `first row wins`",
                        );
                    self.diagnostics.add(said);
                }
            }
            HitPolicy::AddUp => {
                for ((name, _), ty) in of.outputs.iter().zip(&types) {
                    if is_quantity(ty) || *ty == Type::Error {
                        continue;
                    }
                    let said = Diagnostic::error(Code::R606, at, format!("`{words}` is about numbers and amounts"))
                        .label(name.span, written(&self.plan, ty))
                        .help("let the output be a number, a percent or an amount that is never none");
                    self.diagnostics.add(said);
                }
            }
        }
    }
}
