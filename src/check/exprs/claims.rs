//! What tests expect: claims about decisions, flags, obligations, rules and expressions.
//!
//! A claim about an expression is read at the date of the ruleset that declares what it speaks about.
//! Language reference: "Tests and cases".

use crate::diagnostic::Code;
use crate::diagnostic::Diagnostic;
use crate::ids::Id;
use crate::names::Found;
use crate::names::Symbol;
use crate::names::SymbolKind;
use crate::plan::By;
use crate::plan::Claim;
use crate::plan::ExprId;
use crate::plan::ExprKind;
use crate::plan::ReadingId;
use crate::plan::RuleId;
use crate::plan::RulesetId;
use crate::source::Span;
use crate::syntax::ast;
use crate::syntax::ast::FactPath;
use crate::syntax::ast::Ident;
use crate::syntax::ast::Path;
use crate::syntax::ast::PathStep;
use crate::syntax::ast::RuleKind;
use crate::syntax::ast::RuleState;
use crate::value::DecisionId;
use crate::value::Type;
use crate::value::Value;

use super::Elaborator;
use super::Locals;
use super::errors;
use super::walk;

/// What a line of a test says about `X is Y`.
pub(super) struct IsClaim<'t> {
    pub(super) subject: ast::ExprId,
    pub(super) value: ast::ExprId,
    pub(super) negated: bool,
    pub(super) because: Option<&'t [Path]>,
    pub(super) span: Span,
}

/// What a claim is about.
enum Claimed {
    Decision(DecisionId),
    /// One of several, and it does not say which: that was reported.
    Reported,
}

impl<'a> Elaborator<'a> {
    /// One claim; `None` after a report.
    pub(super) fn claim(&mut self, claim: &ast::Claim) -> Option<Claim> {
        match claim {
            ast::Claim::Error(code) => self.error_claim(code),
            ast::Claim::Flag { flag, raised } => self.flag(flag).map(|flag| Claim::Flag(flag, *raised)),
            ast::Claim::DoesNotArise { decision } => {
                let symbol = self.item_at(decision)?;
                let found = self.decision(symbol, decision.span);
                self.kept(found).map(Claim::DoesNotArise)
            }
            ast::Claim::Is {
                subject,
                value,
                negated,
                because,
            } => self.is_claim(&IsClaim {
                subject: *subject,
                value: *value,
                negated: *negated,
                because: because.as_deref(),
                span: self.node(*subject).span.to(self.node(*value).span),
            }),
            ast::Claim::Holds { condition } | ast::Claim::NoDuty { condition } => {
                let mut locals = Locals::new();
                let condition = self.condition(&mut locals, *condition);
                Some(self.holds(condition, &locals))
            }
            ast::Claim::State {
                rule,
                state,
                negated,
                by,
            } => self.state_claim(rule, (*state, *negated), by.as_ref()),
        }
    }

    fn error_claim(&mut self, code: &Ident) -> Option<Claim> {
        if Code::ALL.iter().any(|known| known.name() == &*code.text) {
            return Some(Claim::Error(code.text.clone()));
        }
        let fault = Diagnostic::error(Code::R207, code.span, format!("there is no error `{}`", code.text));
        let names = Code::ALL.iter().map(|code| code.name());
        self.diagnostics.add(errors::offer(fault, &code.text, names));
        None
    }

    /// The decision that a claim is about, if it is about one.
    fn decision_claimed(&mut self, locals: &mut Locals, claim: &IsClaim) -> Option<Claimed> {
        if let Some(call) = self.member_call(locals, claim.subject) {
            let span = self.node(claim.subject).span;
            return match self.members(locals, call, span)?.as_slice() {
                [(only, None)] => Some(Claimed::Decision(*only)),
                _ => None,
            };
        }
        let symbol = self.item_named(locals, claim.subject)?;
        let SymbolKind::Decision(decision) = symbol.kind else {
            return None;
        };
        if self.is_family(symbol) {
            let span = self.node(claim.subject).span;
            let fault = crate::check::per_value::wrong_number(true, &symbol.name, span);
            self.diagnostics.add(fault);
            return Some(Claimed::Reported);
        }
        Some(Claimed::Decision(decision))
    }

    /// `X is Y because r, s`
    pub(super) fn is_claim(&mut self, claim: &IsClaim) -> Option<Claim> {
        let mut locals = Locals::new();
        if let Some(claimed) = self.decision_claimed(&mut locals, claim) {
            let Claimed::Decision(decision) = claimed else {
                return None;
            };
            if let Some(ty) = self.figure_of(decision) {
                return self.figure_claim(claim, decision, ty.required());
            }
            let first = self.plan.decisions.get(decision)?.per.as_ref().map(|per| per.first);
            let wanted = Type::Outcome(first.unwrap_or(decision));
            let value = self.infer(&mut locals, claim.value, Some(&wanted));
            let value = self.fit(value, &wanted);
            let because = match claim.because {
                Some(rules) => Some(self.applying_rules(rules)?),
                None => None,
            };
            return match self.constant(value) {
                Some(Value::Outcome(_, outcome)) => Some(Claim::Outcome {
                    decision,
                    outcome: *outcome,
                    negated: claim.negated,
                    because,
                }),
                _ => None,
            };
        }
        let condition = self.is(&mut locals, (claim.subject, claim.value), claim.negated, claim.span);
        if let Some(rule) = claim.because.and_then(<[Path]>::first) {
            let fault = Diagnostic::error(
                Code::R117,
                rule.span,
                "only an outcome of a decision has rules that conclude it",
            )
            .help("leave `because` out");
            self.diagnostics.add(fault);
        }
        Some(self.holds(condition, &locals))
    }

    /// `due is 123.45 USD because r, s`
    fn figure_claim(&mut self, claim: &IsClaim, decision: DecisionId, ty: &Type) -> Option<Claim> {
        let value = self.expr(&mut Locals::without_facts(), claim.value, Some(ty));
        let because = match claim.because {
            Some(rules) => Some(self.applying_rules(rules)?),
            None => None,
        };
        (!self.is_broken(value)).then_some(Claim::Figure {
            decision,
            value,
            negated: claim.negated,
            because,
        })
    }

    fn applying_rules(&mut self, rules: &[Path]) -> Option<Vec<RuleId>> {
        let mut all = Vec::with_capacity(rules.len());
        for rule in rules {
            all.push(self.rule(rule));
        }
        all.into_iter().collect()
    }

    fn holds(&self, condition: ExprId, locals: &Locals) -> Claim {
        let of_duty = match self.exprs.get(condition).map(|expr| &expr.kind) {
            Some(ExprKind::Duty { obligation, .. }) => self.plan.obligations.get(*obligation).map(|of| of.ruleset),
            Some(_) | None => None,
        };
        Claim::Holds {
            condition,
            ruleset: of_duty.unwrap_or_else(|| self.speaks_of(condition)),
            locals: locals.frame(),
        }
    }

    fn state_claim(&mut self, rule: &Path, (state, negated): (RuleState, bool), by: Option<&Path>) -> Option<Claim> {
        let rule = self.rule(rule);
        let by = match by {
            Some(path) => Some(self.by(path, state)?),
            None => None,
        };
        Some(Claim::State {
            rule: rule?,
            state,
            negated,
            by,
        })
    }

    fn by(&mut self, path: &Path, state: RuleState) -> Option<By> {
        let symbol = self.item_at(path)?;
        match (symbol.kind, state) {
            (SymbolKind::Suspension(id), RuleState::Suspended) => Some(By::Suspension(id)),
            (SymbolKind::Rule(_), RuleState::SetAside) => self.rule(path).map(By::Rule),
            (_, RuleState::Suspended | RuleState::SetAside | RuleState::Applies | RuleState::Met) => {
                let what = self.kind_words(symbol);
                let (who, does) = match state {
                    RuleState::Suspended => ("a suspension", "suspends rules"),
                    RuleState::SetAside | RuleState::Applies | RuleState::Met => {
                        ("an exemption or a restriction", "sets rules aside")
                    }
                };
                let title = format!("`{}` is {what}, and only {who} {does}", path.text());
                self.diagnostics
                    .add(Diagnostic::error(Code::R216, path.span, title).label(symbol.span, "declared here"));
                None
            }
        }
    }

    fn kept<T>(&mut self, found: Result<T, Box<Diagnostic>>) -> Option<T> {
        match found {
            Ok(found) => Some(found),
            Err(fault) => {
                self.diagnostics.add(*fault);
                None
            }
        }
    }

    fn rule(&mut self, path: &Path) -> Option<RuleId> {
        let symbol = self.item_at(path)?;
        let found = self.rule_with_states(symbol, path.span);
        self.kept(found)
    }

    fn flag(&mut self, path: &Path) -> Option<RuleId> {
        let symbol = self.item_at(path)?;
        if let SymbolKind::Rule(id) = symbol.kind
            && matches!(
                self.plan.rules.get(id).map(|rule| rule.kind),
                Some(RuleKind::Flag { .. })
            )
        {
            return Some(id);
        }
        let title = format!("`{}` is {}, no flag", path.text(), self.kind_words(symbol));
        self.diagnostics
            .add(Diagnostic::error(Code::R216, path.span, title).label(symbol.span, "declared here"));
        None
    }

    /// The item that a path names; reports that there is none, silent for one with a mistake of its own.
    pub(super) fn item_at(&mut self, path: &Path) -> Option<&'a Symbol> {
        let words: Vec<&str> = path.parts.iter().map(|part| &*part.text).collect();
        let whole = Ident {
            text: path.text().into(),
            span: path.span,
        };
        let fault = match self.symbols.lookup_path(self.ruleset, &words) {
            Found::One(symbol) if symbol.kind == SymbolKind::Broken => return None,
            Found::One(symbol) => return Some(symbol),
            Found::Several(owners) => self.several_owners(&whole, &owners),
            Found::Nothing => self.unknown_name(&Locals::new(), &whole, None),
        };
        self.diagnostics.add(fault);
        None
    }

    /// `for shipment.items["M2"]`
    pub(super) fn fact_path(&mut self, path: &FactPath) -> ExprId {
        let mut locals = Locals::new();
        let mut found: Option<ExprId> = None;
        for step in &path.steps {
            found = Some(match (step, found) {
                (PathStep::Field(name), None) => {
                    let meaning = self.named(&mut locals, name, None);
                    self.meant(meaning, name.span)
                }
                (PathStep::Field(name), Some(of)) => {
                    let span = path.span.to(name.span);
                    let meaning = self.field(&locals, super::names::Meaning::Value(of), name, span);
                    self.meant(meaning, span)
                }
                (PathStep::Pick(key, span), Some(of)) => self.pick_from(of, key, path.span.to(*span)),
                (PathStep::Pick(_, span), None) => self.broken(*span),
            });
        }
        found.unwrap_or_else(|| self.broken(path.span))
    }

    /// A choice that a test makes or supposes.
    pub(super) fn chosen(&mut self, is: &ast::ReadingIs) -> Option<(ReadingId, u16)> {
        let found = self.reading_choice(&is.reading, &is.choice);
        if is.negated {
            let fault = Diagnostic::error(
                Code::R215,
                is.span,
                "a test says which choice is made, not which is not",
            )
            .help(format!("write `reading {} is …`", is.reading.text));
            self.diagnostics.add(fault);
            return None;
        }
        found
    }

    /// The ruleset that declares what an expression speaks about, one that has a law's date before others; for facts
    /// alone the first ruleset that the file tests.
    pub(super) fn speaks_of(&self, condition: ExprId) -> RulesetId {
        let mut owners = Vec::new();
        self.owners(condition, &mut owners);
        let dated = |id: &RulesetId| {
            self.plan
                .rulesets
                .get(*id)
                .is_some_and(|ruleset| ruleset.law_date.is_some())
        };
        let tested = self.tested().into_iter().next();
        owners
            .iter()
            .copied()
            .find(dated)
            .or(tested)
            .or_else(|| owners.first().copied())
            .unwrap_or_else(|| RulesetId::from_index(0))
    }

    /// The rulesets that the file tests; else that of the file itself.
    pub(super) fn tested(&self) -> Vec<RulesetId> {
        match &self.ast.header {
            Some(ast::Header::Tests(tests)) => tests
                .of
                .iter()
                .filter_map(|path| self.symbols.ruleset(&path.text()))
                .collect(),
            Some(ast::Header::Ruleset(_)) | None => vec![self.ruleset],
        }
    }

    fn owners(&self, id: ExprId, owners: &mut Vec<RulesetId>) {
        let Some(expr) = self.exprs.get(id) else {
            return;
        };
        let plan = self.plan;
        let owner = if let ExprKind::Call { definition, .. } = &expr.kind {
            plan.definitions.get(*definition).map(|definition| definition.ruleset)
        } else if let ExprKind::Parameter(id) = &expr.kind {
            plan.parameters.get(*id).map(|parameter| parameter.ruleset)
        } else if let ExprKind::Flag(id) | ExprKind::State { rule: id, .. } = &expr.kind {
            plan.rules.get(*id).map(|rule| rule.ruleset)
        } else if let ExprKind::Duty { obligation, .. } = &expr.kind {
            plan.obligations.get(*obligation).map(|obligation| obligation.ruleset)
        } else if let ExprKind::Outcome { decision, .. }
        | ExprKind::DoesNotArise(decision)
        | ExprKind::Decided(decision) = &expr.kind
        {
            plan.decisions.get(*decision).map(|decision| decision.ruleset)
        } else if let ExprKind::Lookup { table, .. } = &expr.kind {
            plan.tables.get(*table).map(|table| table.ruleset)
        } else {
            None
        };
        owners.extend(owner);
        for child in walk::children(&expr.kind) {
            self.owners(child, owners);
        }
    }
}
