//! States of rules, flags by their names, outcomes of decisions, readings as conditions.
//!
//! What belongs to one element can only be read where the same element is decided.
//! Language reference: "Rules and exemptions".

use crate::diagnostic::Code;
use crate::diagnostic::Diagnostic;
use crate::names::Found;
use crate::names::Symbol;
use crate::names::SymbolKind;
use crate::plan::ExprId;
use crate::plan::ExprKind;
use crate::plan::ReadingId;
use crate::plan::RuleId;
use crate::plan::RulesetId;
use crate::source::Span;
use crate::syntax::ast;
use crate::syntax::ast::Ident;
use crate::syntax::ast::ReadingIs;
use crate::syntax::ast::RuleKind;
use crate::syntax::ast::RuleState;
use crate::value::DecisionId;
use crate::value::Type;
use crate::value::Value;

use super::Elaborator;
use super::Locals;
use super::errors;
use super::names::Meaning;
use super::types;

impl<'a> Elaborator<'a> {
    /// The name of a flag means its condition; any other rule needs its state.
    pub(super) fn flag_or_rule(&mut self, id: RuleId, symbol: &'a Symbol, span: Span) -> ExprId {
        let Some(rule) = self.plan.rules.get(id) else {
            return self.broken(span);
        };
        match rule.kind {
            RuleKind::Flag { .. } => {
                if let Some(fault) = self.other_element(rule.ruleset, symbol, span) {
                    return self.fault(span, fault);
                }
                self.push(ExprKind::Flag(id), Type::Boolean, span)
            }
            RuleKind::Rule | RuleKind::Exemption | RuleKind::Restriction => {
                let title = format!("`{}` is {}: which state of it?", symbol.name, self.kind_words(symbol));
                let fault = Diagnostic::error(Code::R311, span, title)
                    .help(format!("`{} applies`: its outcome counts", symbol.name))
                    .help(format!(
                        "`{} is met`: its condition holds, whatever its period",
                        symbol.name
                    ));
                self.fault(span, fault)
            }
        }
    }

    /// `rule applies`, `rule is met`
    pub(super) fn state(
        &mut self,
        locals: &mut Locals,
        rule: ast::ExprId,
        (state, negated): (RuleState, bool),
        span: Span,
    ) -> ExprId {
        match self.meaning(locals, rule, None) {
            Meaning::Item(symbol) => match self.rule_with_states(symbol, span) {
                Ok(rule) => self.push(ExprKind::State { rule, state, negated }, Type::Boolean, span),
                Err(fault) => self.fault(span, *fault),
            },
            Meaning::Value(value) if self.type_of(value) == Type::Error => self.broken(span),
            Meaning::Value(value) => {
                let at = self.span_of(value);
                let what = types::phrase(self.plan, &self.type_of(value));
                let title = format!("`{}` is {what}, and only rules have states", self.shown(at));
                self.fault(span, Diagnostic::error(Code::R216, at, title))
            }
            Meaning::Column(table, column) => {
                let title = format!(
                    "`{}` is a column, and only rules have states",
                    self.column_name(table, column)
                );
                self.fault(span, Diagnostic::error(Code::R216, span, title))
            }
        }
    }

    /// The rule, exemption or restriction that this is.
    pub(super) fn rule_with_states(&self, symbol: &Symbol, span: Span) -> Result<RuleId, Box<Diagnostic>> {
        let SymbolKind::Rule(id) = symbol.kind else {
            let title = format!(
                "`{}` is {}, and only rules have states",
                symbol.name,
                self.kind_words(symbol)
            );
            let fault = Diagnostic::error(Code::R216, span, title).label(symbol.span, "declared here");
            return Err(Box::new(fault));
        };
        let ruleset = self.plan.rules.get(id).map_or(symbol.ruleset, |rule| rule.ruleset);
        if matches!(
            self.plan.rules.get(id).map(|rule| rule.kind),
            Some(RuleKind::Flag { .. })
        ) {
            let title = format!("`{}` is a flag: its name means its condition", symbol.name);
            let fault = Diagnostic::error(Code::R216, span, title).help(format!("write `{}` alone", symbol.name));
            return Err(Box::new(fault));
        }
        match self.other_element(ruleset, symbol, span) {
            Some(fault) => Err(Box::new(fault)),
            None => Ok(id),
        }
    }

    /// R412, if this belongs to elements of which the present ruleset knows nothing.
    pub(super) fn other_element(&self, owner: RulesetId, symbol: &Symbol, span: Span) -> Option<Diagnostic> {
        if self.tests || owner == self.ruleset {
            return None;
        }
        let each = self.plan.rulesets.get(owner)?.each.as_ref()?;
        let own = self.plan.rulesets.get(self.ruleset);
        let (owner_name, words) = (&self.plan.rulesets.get(owner)?.name, &each.words);
        let title = match own.and_then(|own| own.each.as_ref()) {
            Some(own) if own.words == each.words => return None,
            Some(own) => format!(
                "`{}` is decided for each of {words}, and this ruleset decides for each of {}",
                symbol.name, own.words
            ),
            None => format!(
                "`{}` is decided for each of {words}, and this ruleset decides once",
                symbol.name
            ),
        };
        Some(
            Diagnostic::error(Code::R412, span, title)
                .label(symbol.span, format!("in {owner_name}"))
                .help(format!(
                    "let this ruleset decide each too: `decides each {} in {words}`",
                    each.variable
                )),
        )
    }

    /// The decision that this is, if it can be read here.
    pub(super) fn decision(&self, symbol: &Symbol, span: Span) -> Result<DecisionId, Box<Diagnostic>> {
        let SymbolKind::Decision(id) = symbol.kind else {
            let title = format!("`{}` is {}, no decision", symbol.name, self.kind_words(symbol));
            let fault = Diagnostic::error(Code::R216, span, title).label(symbol.span, "declared here");
            return Err(Box::new(fault));
        };
        if self.is_family(symbol) {
            let fault = crate::check::per_value::wrong_number(true, &symbol.name, span);
            return Err(Box::new(fault.label(symbol.span, "declared here")));
        }
        let ruleset = self
            .plan
            .decisions
            .get(id)
            .map_or(symbol.ruleset, |decision| decision.ruleset);
        match self.other_element(ruleset, symbol, span) {
            Some(fault) => Err(Box::new(fault)),
            None => Ok(id),
        }
    }

    /// `decision does not arise`
    pub(super) fn does_not_arise(&mut self, locals: &mut Locals, decision: ast::ExprId, span: Span) -> ExprId {
        if let Some(call) = self.member_call(locals, decision) {
            return self.member_does_not_arise(locals, call, span);
        }
        match self.meaning(locals, decision, None) {
            Meaning::Item(symbol) => match self.decision(symbol, span) {
                Ok(id) => self.push(ExprKind::DoesNotArise(id), Type::Boolean, span),
                Err(fault) => self.fault(span, *fault),
            },
            Meaning::Value(value) if self.type_of(value) == Type::Error => self.broken(span),
            Meaning::Value(value) if let Some(ExprKind::Decided(id)) = self.exprs.get(value).map(|expr| &expr.kind) => {
                let id = *id;
                self.push(ExprKind::DoesNotArise(id), Type::Boolean, span)
            }
            Meaning::Value(_) | Meaning::Column(..) => {
                let text = self.shown(span);
                self.fault(
                    span,
                    Diagnostic::error(Code::R216, span, format!("`{text}`: only a decision arises")),
                )
            }
        }
    }

    /// `licence is required`, where the left side is this decision.
    pub(super) fn outcome_is(
        &mut self,
        locals: &mut Locals,
        symbol: &'a Symbol,
        (right, negated): (ast::ExprId, bool),
        span: Span,
    ) -> ExprId {
        let decision = match self.decision(symbol, span) {
            Ok(decision) => decision,
            Err(fault) => return self.fault(span, *fault),
        };
        match self.outcome_named(locals, symbol, right) {
            Some(outcome) => {
                let kind = ExprKind::Outcome {
                    decision,
                    outcome,
                    negated,
                };
                self.push(kind, Type::Boolean, span)
            }
            None => self.broken(span),
        }
    }

    /// The number of the outcome of a decision that is written; `None` after a report.
    pub(super) fn outcome_named(&mut self, locals: &mut Locals, symbol: &'a Symbol, right: ast::ExprId) -> Option<u16> {
        let SymbolKind::Decision(decision) = symbol.kind else {
            return None;
        };
        let wanted = Type::Outcome(decision);
        let right = self.infer(locals, right, Some(&wanted));
        match self.exprs.get(right).map(|expr| (&expr.kind, &expr.ty)) {
            Some((_, Type::Error)) | None => None,
            Some((ExprKind::Constant(Value::Outcome(of, outcome)), _)) if *of == decision => Some(*outcome),
            Some((_, ty)) => {
                let at = self.span_of(right);
                let what = types::phrase(self.plan, ty);
                let title = format!("`{}` is {what}, no outcome of `{}`", self.shown(at), symbol.name);
                let names = self.outcome_names(decision);
                let fault = errors::offer_or_list(Diagnostic::error(Code::R304, at, title), "", &names);
                self.diagnostics.add(fault);
                None
            }
        }
    }

    fn outcome_names(&self, decision: DecisionId) -> Vec<&'a str> {
        self.plan
            .decisions
            .get(decision)
            .map(|decision| decision.outcomes.iter().map(|outcome| &*outcome.name).collect())
            .unwrap_or_default()
    }

    /// `reading r is c`
    pub(super) fn reading_is(&mut self, is: &ReadingIs) -> ExprId {
        match self.reading_choice(&is.reading, &is.choice) {
            Some((reading, choice)) => {
                let kind = ExprKind::ReadingIs {
                    reading,
                    choice,
                    negated: is.negated,
                };
                self.push(kind, Type::Boolean, is.span)
            }
            None => self.broken(is.span),
        }
    }

    /// A reading and one of its choices; reports what there is not.
    pub(crate) fn reading_choice(&mut self, reading: &Ident, choice: &Ident) -> Option<(ReadingId, u16)> {
        let id = self.reading(reading)?;
        Some((id, self.choice(id, choice)?))
    }

    /// A reading by its name; reports that there is none.
    pub(crate) fn reading(&mut self, name: &Ident) -> Option<ReadingId> {
        let fault = match self.symbols.lookup(self.ruleset, &name.text) {
            Found::One(symbol) => {
                if let SymbolKind::Reading(id) = symbol.kind {
                    return Some(id);
                }
                if symbol.kind == SymbolKind::Broken {
                    return None;
                }
                let title = format!("`{}` is {}, no reading", name.text, self.kind_words(symbol));
                Diagnostic::error(Code::R215, name.span, title).label(symbol.span, "declared here")
            }
            Found::Several(owners) => self.several_owners(name, &owners),
            Found::Nothing => {
                let fault = Diagnostic::error(
                    Code::R215,
                    name.span,
                    format!("there is no reading `{}` here", name.text),
                );
                let readings = self
                    .symbols
                    .visible(self.ruleset)
                    .filter(|symbol| matches!(symbol.kind, SymbolKind::Reading(_)))
                    .map(|symbol| &*symbol.name);
                errors::offer(fault, &name.text, readings)
            }
        };
        self.diagnostics.add(fault);
        None
    }

    /// The number of a choice of a reading; reports that there is none.
    pub(crate) fn choice(&mut self, reading: ReadingId, name: &Ident) -> Option<u16> {
        let shape = self.plan.readings.get(reading)?;
        if let Some(at) = shape.choices.iter().position(|(choice, _)| **choice == *name.text) {
            return u16::try_from(at).ok();
        }
        let title = format!("reading `{}` has no choice `{}`", shape.name, name.text);
        let names: Vec<&str> = shape.choices.iter().map(|(choice, _)| &**choice).collect();
        let fault = errors::offer_or_list(Diagnostic::error(Code::R215, name.span, title), &name.text, &names);
        self.diagnostics.add(fault);
        None
    }
}
