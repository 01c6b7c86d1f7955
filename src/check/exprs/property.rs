//! Properties: what is stated of all facts, as conditions and a path of the plan. Language reference: "Properties".
#![expect(clippy::wildcard_enum_match_arm, reason = "what is not named here is none of it")]

use crate::diagnostic::Code;
use crate::diagnostic::Diagnostic;
use crate::names::SymbolKind;
use crate::plan::ExprId;
use crate::plan::ExprKind;
use crate::plan::FactStep;
use crate::plan::FieldId;
use crate::plan::Property;
use crate::plan::Statement;
use crate::source::Span;
use crate::syntax::ast;
use crate::syntax::ast::FactPath;
use crate::syntax::ast::Ident;
use crate::syntax::ast::Path;
use crate::syntax::ast::PathStep;
use crate::syntax::ast::PickKey;
use crate::value::DecisionId;
use crate::value::RecordType;
use crate::value::Type;

use super::Elaborator;
use super::Locals;
use super::errors;
use super::written;

/// Where a path has come to.
struct Reached {
    /// What stands there.
    ty: Type,
    /// Whether it is a reference to a record that stands elsewhere.
    reference: bool,
}

impl Elaborator<'_> {
    /// A property; `None` after a report.
    pub(crate) fn property(&mut self, property: &ast::Property) -> Option<Property> {
        let as_of = self.as_of(property.as_of.as_ref());
        let readings = self.chosen_readings(&property.readings);
        let suggested = property.suggested.as_deref().map(|except| self.excepted(except));
        let each = |id: &_| {
            self.plan
                .rulesets
                .get(*id)
                .is_some_and(|ruleset| ruleset.each.is_some())
        };
        self.element_of = self.tested().into_iter().find(each);
        let statement = match &property.statement {
            ast::Statement::Always { when, always } => self.always(*when, *always),
            ast::Statement::Never {
                path,
                rises,
                decision,
                milder,
            } => {
                let place = self.figure(path);
                let decision = self.ladder(decision);
                let (path, ty) = place?;
                Statement::Never {
                    path,
                    ty,
                    rises: *rises,
                    decision: decision?,
                    milder: *milder,
                }
            }
        };
        Some(Property {
            name: property.name.text.clone(),
            as_of,
            readings,
            suggested,
            statement,
            span: property.stated,
        })
    }

    fn always(&mut self, when: Option<ast::ExprId>, always: ast::ExprId) -> Statement {
        let mut locals = Locals::new();
        let when = when.map(|condition| {
            let conditions = self.conditions(&mut locals, condition);
            self.conjunction(conditions, self.node(condition).span)
        });
        let always = self.condition(&mut locals, always);
        let whole = self.push(
            ExprKind::And(when.into_iter().chain([always]).collect()),
            Type::Boolean,
            self.span_of(always),
        );
        let element = self.element_of.filter(|_| self.uses_element(whole));
        Statement::Always {
            when,
            always,
            ruleset: element.unwrap_or_else(|| self.speaks_of(whole)),
            locals: locals.frame(),
            decisions: self.decisions_in(always),
        }
    }

    /// The decisions whose outcomes an expression asks for.
    fn decisions_in(&self, expr: ExprId) -> Vec<DecisionId> {
        let (mut open, mut found) = (vec![expr], Vec::new());
        while let Some(id) = open.pop() {
            let Some(expr) = self.exprs.get(id) else { continue };
            if let ExprKind::Outcome { decision, .. } | ExprKind::DoesNotArise(decision) = &expr.kind
                && !found.contains(decision)
            {
                found.push(*decision);
            }
            open.extend(super::children(&expr.kind));
        }
        found
    }

    /// Whether the element stands in an expression itself; what it calls has its own ruleset.
    fn uses_element(&self, expr: ExprId) -> bool {
        let mut open = vec![expr];
        while let Some(id) = open.pop() {
            let Some(expr) = self.exprs.get(id) else { continue };
            if matches!(expr.kind, ExprKind::Element) {
                return true;
            }
            open.extend(super::children(&expr.kind));
        }
        false
    }

    /// The decision whose outcomes stand on a ladder.
    fn ladder(&mut self, path: &Path) -> Option<DecisionId> {
        let symbol = self.item_at(path)?;
        if let SymbolKind::Decision(decision) = symbol.kind {
            let about = self.plan.decisions.get(decision)?;
            if !about.outcomes.is_empty() {
                return Some(decision);
            }
            let title = format!("`{}` has no outcomes that are milder or stricter", path.text());
            let fault = Diagnostic::error(Code::R216, path.span, title).label(symbol.span, "declared here");
            self.diagnostics
                .add(fault.help("compare the figure: `when … always …`"));
            return None;
        }
        let title = format!("`{}` is {}, no decision", path.text(), self.kind_words(symbol));
        self.diagnostics
            .add(Diagnostic::error(Code::R216, path.span, title).label(symbol.span, "declared here"));
        None
    }

    /// The way to a figure in the facts, and its type.
    fn figure(&mut self, path: &FactPath) -> Option<(Vec<FactStep>, Type)> {
        let mut steps = Vec::with_capacity(path.steps.len());
        let mut at = Reached {
            ty: Type::Record(self.plan.shape.root),
            reference: false,
        };
        for step in &path.steps {
            match step {
                PathStep::Field(name) => {
                    let record = self.record_of(&at, name.span)?;
                    let (field, reached) = self.field_named(record, name)?;
                    steps.push(FactStep::Field(field));
                    at = reached;
                }
                PathStep::Pick(key, span) => {
                    let Type::List(element) = at.ty.required() else {
                        self.diagnostics.add(Diagnostic::error(
                            Code::R304,
                            *span,
                            "nothing is picked from what is no list",
                        ));
                        return None;
                    };
                    at.ty = Type::clone(element);
                    steps.push(self.picked(key, *span)?);
                }
            }
        }
        if is_ordered(at.ty.required()) {
            return Some((steps, at.ty.required().clone()));
        }
        let fault = Diagnostic::error(
            Code::R304,
            path.span,
            format!("{} neither rises nor falls", written(self.plan, &at.ty)),
        );
        self.diagnostics
            .add(fault.help("name a number, a percent, an amount or a date of the facts"));
        None
    }

    fn picked(&mut self, key: &PickKey, span: Span) -> Option<FactStep> {
        match key {
            PickKey::Key(key) => Some(FactStep::Key(key.clone())),
            PickKey::Number(number) => {
                let number = number.parse::<usize>().ok().and_then(|number| number.checked_sub(1));
                if number.is_none() {
                    self.diagnostics
                        .add(Diagnostic::error(Code::R304, span, "elements are counted from 1"));
                }
                number.map(FactStep::Number)
            }
        }
    }

    /// The record type that a path has come to: a record that stands there, or those of a list.
    fn record_of(&mut self, at: &Reached, span: Span) -> Option<RecordType> {
        let ty = match at.ty.required() {
            Type::List(element) => element.required(),
            other => other,
        };
        if let (Type::Record(record), false) = (ty, at.reference) {
            return Some(*record);
        }
        let fault = if at.reference {
            Diagnostic::error(
                Code::R304,
                span,
                "here stands a reference, and its record stands elsewhere",
            )
            .help("begin with the list that holds the records, as `parties.holders.share`")
        } else {
            Diagnostic::error(Code::R304, span, "a field is asked of what is no record")
        };
        self.diagnostics.add(fault);
        None
    }

    fn field_named(&mut self, record: RecordType, name: &Ident) -> Option<(FieldId, Reached)> {
        let plan = self.plan;
        let shape = plan.shape.records.get(record)?;
        if let Some((id, field)) = shape.field(&name.text).and_then(|id| Some((id, shape.fields.get(id)?))) {
            let reached = Reached {
                ty: field.ty.clone(),
                reference: field.reference,
            };
            return Some((id, reached));
        }
        let title = if record == plan.shape.root {
            format!("there is no fact `{}`", name.text)
        } else {
            format!("{} has no field `{}`", shape.name, name.text)
        };
        let fault = Diagnostic::error(Code::R201, name.span, title);
        let fields: Vec<&str> = shape.fields.iter().map(|field| &*field.name).collect();
        self.diagnostics.add(errors::offer_or_list(fault, &name.text, &fields));
        None
    }
}

/// Whether values of a type rise and fall.
fn is_ordered(ty: &Type) -> bool {
    matches!(
        ty,
        Type::Integer | Type::Decimal | Type::Percent | Type::Money | Type::Amount(_) | Type::Date | Type::Error
    )
}
