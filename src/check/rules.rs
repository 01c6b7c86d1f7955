//! Rules, exemptions, restrictions and flags: their periods, conditions and conclusions.
//!
//! What sets what aside is in `precedence`. Language reference: "Rules and exemptions".

use crate::diagnostic::Code;
use crate::diagnostic::Diagnostic;
use crate::names::Declared;
use crate::names::SymbolKind;
use crate::plan::Conclusion;
use crate::plan::ExprKind;
use crate::plan::ForEach;
use crate::plan::Imposes;
use crate::plan::Limb;
use crate::plan::Piece;
use crate::plan::Rule;
use crate::plan::RuleId;
use crate::plan::RulesetId;
use crate::source::Span;
use crate::syntax::ast;
use crate::syntax::ast::RuleKind;
use crate::value::DecisionId;
use crate::value::Type;
use crate::value::Value;

use super::Checker;
use super::exprs::Locals;
use super::lookup::DECISION;
use super::lookup::OBLIGATION;

/// `rule`, `exemption`, `restriction`, `flag`.
pub(super) fn kind_word(kind: RuleKind) -> &'static str {
    match kind {
        RuleKind::Rule => "rule",
        RuleKind::Exemption => "exemption",
        RuleKind::Restriction => "restriction",
        RuleKind::Flag { .. } => "flag",
    }
}

impl<'a> Checker<'a> {
    /// The rules with their names, citations and periods, without conditions.
    pub(super) fn declare_rules(&mut self) {
        for declared in self.items.rules.iter() {
            let of = declared.of;
            let rule = Rule {
                kind: of.kind,
                ruleset: declared.scope,
                name: of.name.text.clone(),
                full_name: self.full_name(declared.scope, &of.name),
                title: super::title(of.title.as_ref()),
                cites: self.all_cites(declared),
                only_if: self.readings_are(declared.scope, &of.only_if),
                period: self.period(declared.scope, of.from.as_ref(), of.last.as_ref()),
                versions: Vec::new(),
                for_each: Vec::new(),
                when: Vec::new(),
                limbs: Vec::new(),
                unless: None,
                sets_aside: Vec::new(),
                set_aside_by: Vec::new(),
                suspended_by: Vec::new(),
                concludes: Vec::new(),
                imposes: Vec::new(),
                because: Vec::new(),
                locals: 0,
                span: of.name.span,
            };
            self.plan.rules.push(rule);
        }
    }

    /// Conditions and conclusions.
    pub(super) fn check_rules(&mut self) {
        for (id, declared) in self.items.rules.iter_ids() {
            let mut locals = Locals::new();
            self.check_conditions(id, *declared, &mut locals);
            self.check_conclusions(id, *declared, &mut locals);
            self.check_because(id, *declared, &mut locals);
            self.plan.rules.at_mut(id).locals = locals.frame();
        }
    }

    fn check_conditions(&mut self, id: RuleId, declared: Declared<'a, ast::Rule>, locals: &mut Locals) {
        let of = declared.of;
        for each in &of.for_each {
            let (list, local, ty) =
                self.elaborate(declared.scope, declared.ast)
                    .list(locals, &each.list, &each.variable);
            let name = each.variable.text.clone();
            let each = ForEach { name, local, list, ty };
            self.plan.rules.at_mut(id).for_each.push(each);
        }
        let mut elaborator = self.elaborate(declared.scope, declared.ast);
        let when = of
            .when
            .map(|when| elaborator.conditions(locals, when))
            .unwrap_or_default();
        let unless = of.unless.map(|unless| elaborator.condition(locals, unless));
        let mut limbs = Vec::new();
        for limb in &of.limbs {
            let cites = self.references(declared.scope, &limb.cites);
            self.limb_cites.extend(cites.iter().cloned());
            limbs.push(Limb {
                number: limb.number,
                cites,
                span: limb.span,
            });
        }
        let rule = self.plan.rules.at_mut(id);
        rule.when = when;
        rule.limbs = limbs;
        rule.unless = unless;
        if !of.versions.is_empty() {
            self.check_rule_versions(id, declared, locals);
        }
    }

    /// The conditions of versions become one condition beside those that hold for all.
    fn check_rule_versions(&mut self, id: RuleId, declared: Declared<'a, ast::Rule>, locals: &mut Locals) {
        let place = declared.of.name.span;
        let written = (declared.item, declared.of.versions.as_slice());
        let read = self.versions(declared.scope, written, |checker, version| {
            let mark = locals.mark();
            let mut elaborator = checker.elaborate(declared.scope, declared.ast);
            let when = version.when.map(|when| elaborator.conditions(locals, when));
            let when = elaborator.conjunction(when.unwrap_or_default(), place);
            let unless = version.unless.map(|unless| elaborator.condition(locals, unless));
            let because = version.because.as_ref();
            let because = because.map(|because| checker.pieces(declared, because, locals));
            locals.reset(mark);
            (when, unless, because.unwrap_or_default())
        });
        let no = self.exprs.push(crate::plan::Expr {
            kind: ExprKind::Constant(Value::Boolean(false)),
            ty: Type::Boolean,
            span: place,
        });
        let (mut when, mut unless) = (Vec::new(), Vec::new());
        let (mut texts, mut exceptions) = (Vec::new(), false);
        for version in read {
            let (holds, except, because) = version.of;
            exceptions |= except.is_some();
            let of = |of| crate::plan::Version {
                period: version.period.clone(),
                cites: version.cites.clone(),
                of,
                span: version.span,
            };
            when.push(of(holds));
            unless.push(of(except.unwrap_or(no)));
            texts.push(crate::plan::Version {
                period: version.period,
                cites: version.cites,
                of: because,
                span: version.span,
            });
        }
        let when = self.version_expr(when, &Type::Boolean, place);
        let unless = exceptions.then(|| self.version_expr(unless, &Type::Boolean, place));
        let above = self.plan.rules.at(id).unless;
        let unless = match (above, unless) {
            (Some(one), Some(other)) => Some(self.exprs.push(crate::plan::Expr {
                kind: ExprKind::Or(vec![one, other]),
                ty: Type::Boolean,
                span: self.exprs.at(one).span,
            })),
            (one, other) => one.or(other),
        };
        let rule = self.plan.rules.at_mut(id);
        rule.when.push(when);
        rule.unless = unless;
        rule.versions = texts;
    }

    /// The citations of a rule and of its versions.
    fn all_cites(&self, declared: &Declared<'a, ast::Rule>) -> Vec<crate::plan::Cite> {
        let mut cites = self.cites_of(declared.item);
        for version in &declared.of.versions {
            for cite in self.version_cites(version.span) {
                if !cites.contains(&cite) {
                    cites.push(cite);
                }
            }
        }
        cites
    }

    fn check_because(&mut self, id: RuleId, declared: Declared<'a, ast::Rule>, locals: &mut Locals) {
        let Some(because) = &declared.of.because else {
            return;
        };
        let pieces = self.pieces(declared, because, locals);
        self.plan.rules.at_mut(id).because = pieces;
    }

    fn pieces(&mut self, declared: Declared<'a, ast::Rule>, because: &ast::Because, locals: &mut Locals) -> Vec<Piece> {
        let mut pieces = Vec::new();
        for piece in &because.pieces {
            pieces.push(match piece {
                ast::Piece::Text(text) => Piece::Text(text.clone()),
                ast::Piece::Insertion(expr) => {
                    Piece::Insertion(self.elaborate(declared.scope, declared.ast).insertion(locals, *expr))
                }
            });
        }
        pieces
    }

    fn check_conclusions(&mut self, id: RuleId, declared: Declared<'a, ast::Rule>, locals: &mut Locals) {
        let of = declared.of;
        for conclusion in &of.then {
            match conclusion {
                ast::Conclusion::Outcome {
                    decision,
                    arguments,
                    outcome,
                    span,
                } => {
                    let place = (decision, *outcome, *span);
                    if let Some(conclusion) = self.conclusion(declared, place, locals) {
                        let about = (declared, arguments.as_slice());
                        for conclusion in self.for_members(about, conclusion, locals, *span) {
                            self.add_conclusion(id, conclusion, *span);
                        }
                    }
                }
                ast::Conclusion::Includes {
                    decision,
                    arguments,
                    amount,
                    span,
                } => {
                    let place = (decision, *amount, *span);
                    if let Some(conclusion) = self.inclusion(declared, place, locals) {
                        let about = (declared, arguments.as_slice());
                        for conclusion in self.for_members(about, conclusion, locals, *span) {
                            self.add_conclusion(id, conclusion, *span);
                        }
                    }
                }
                ast::Conclusion::Imposes {
                    obligation,
                    arguments,
                    span,
                } => {
                    if let Some(imposes) = self.imposes(declared, (obligation, arguments, *span), locals) {
                        self.plan.rules.at_mut(id).imposes.push(imposes);
                    }
                }
            }
        }
        if let (RuleKind::Restriction, Some(conclusion)) = (of.kind, of.then.first()) {
            self.report_restriction_concludes(of, conclusion);
        }
    }

    fn add_conclusion(&mut self, id: RuleId, conclusion: Conclusion, span: Span) {
        let rule = self.plan.rules.at_mut(id);
        if rule.concludes.iter().any(|known| known.decision == conclusion.decision) {
            let decision = &self.plan.decisions.at(conclusion.decision).name;
            let said = Diagnostic::error(
                Code::R118,
                span,
                format!("`{}` concludes `{decision}` twice", rule.name),
            )
            .here("here again")
            .help("write two rules");
            self.diagnostics.add(said);
            return;
        }
        let decision = conclusion.decision;
        rule.concludes.push(conclusion);
        self.plan.decisions.at_mut(decision).concluded_by.push(id);
    }

    /// `licence is required`
    fn conclusion(
        &mut self,
        declared: Declared<'a, ast::Rule>,
        (path, outcome, span): (&ast::Path, ast::ExprId, Span),
        locals: &mut Locals,
    ) -> Option<Conclusion> {
        let decision = self.concluded(declared, path)?;
        let of = self.plan.decisions.at(decision);
        if of.figure.is_some() {
            let said = super::figures::concluded_as_outcome(&of.name, span, of.span);
            self.diagnostics.add(said);
            return None;
        }
        let wanted = Type::Outcome(decision);
        let expr = self
            .elaborate(declared.scope, declared.ast)
            .expr(locals, outcome, Some(&wanted));
        let what = self.outcome_concluded(expr, decision)?;
        Some(Conclusion {
            decision,
            only_for: None,
            what,
        })
    }

    /// The decision of the own ruleset that a rule concludes.
    pub(super) fn concluded(&mut self, declared: Declared<'a, ast::Rule>, path: &ast::Path) -> Option<DecisionId> {
        let SymbolKind::Decision(decision) = self.find_path(declared.scope, path, &DECISION)?.kind else {
            return None;
        };
        let of = self.plan.decisions.at(decision);
        if of.ruleset != declared.scope && !of.shared {
            let owner = self.symbols.ruleset_name(of.ruleset);
            let title = format!("decision `{}` belongs to ruleset `{owner}`", of.name);
            let said = Diagnostic::error(Code::R409, path.span, title)
                .here("only its own rules conclude it")
                .label(of.span, "declared here")
                .help(format!(
                    "move `{}` to `{owner}`, or declare a decision here",
                    declared.of.name.text
                ))
                .help(format!(
                    "if others are to conclude it, write `shared` below `{}`",
                    of.name
                ));
            self.diagnostics.add(said);
            return None;
        }
        if of.ruleset != declared.scope && !self.concludes_for_each(declared.scope, decision, path.span) {
            return None;
        }
        Some(decision)
    }

    /// R412: a shared decision is concluded by rulesets that decide as its own does, once or each of the same list.
    fn concludes_for_each(&mut self, scope: RulesetId, decision: DecisionId, span: Span) -> bool {
        let of = self.plan.decisions.at(decision);
        let each = |ruleset: RulesetId| self.plan.rulesets.at(ruleset).each.as_ref().map(|each| &each.words);
        let words = |list: Option<&Box<str>>| list.map_or("once".to_owned(), |list| format!("each of `{list}`"));
        let (own, other) = (each(scope), each(of.ruleset));
        if own == other {
            return true;
        }
        let owner = self.plan.rulesets.at(of.ruleset);
        let title = format!(
            "decision `{}` is made {}",
            of.name,
            if other.is_some() { "for each" } else { "once" }
        );
        let said = Diagnostic::error(Code::R412, span, title)
            .here(format!("this ruleset decides {}", words(own)))
            .label(owner.span, format!("this one decides {}", words(other)))
            .help("what shares a decision decides once, or each of the same list");
        self.diagnostics.add(said);
        false
    }

    /// `imposes report`, `imposes tell_recipient(p)`
    fn imposes(
        &mut self,
        declared: Declared<'a, ast::Rule>,
        (path, arguments, span): (&ast::Path, &[ast::ExprId], Span),
        locals: &mut Locals,
    ) -> Option<Imposes> {
        let SymbolKind::Obligation(obligation) = self.find_path(declared.scope, path, &OBLIGATION)?.kind else {
            return None;
        };
        let mut elaborator = self.elaborate(declared.scope, declared.ast);
        let arguments = elaborator.duty_arguments(locals, obligation, arguments, span)?;
        Some(Imposes {
            obligation,
            arguments,
            span,
        })
    }

    /// R408
    fn report_restriction_concludes(&mut self, of: &ast::Rule, conclusion: &ast::Conclusion) {
        let (ast::Conclusion::Outcome { span, .. }
        | ast::Conclusion::Includes { span, .. }
        | ast::Conclusion::Imposes { span, .. }) = conclusion;
        let title = format!("restriction `{}` concludes something", of.name.text);
        let said = Diagnostic::error(Code::R408, *span, title)
            .here("a restriction only takes an exemption away")
            .help("what forbids or demands something by itself is a `rule`");
        self.diagnostics.add(said);
    }
}
