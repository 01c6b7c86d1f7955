//! Rules, exemptions, restrictions and flags: their periods, conditions and conclusions.
//!
//! What sets what aside is in `precedence`. Language reference: "Rules and exemptions".

use crate::diagnostic::Code;
use crate::diagnostic::Diagnostic;
use crate::names::Declared;
use crate::names::SymbolKind;
use crate::plan::Conclusion;
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

use super::Checker;
use super::exprs::Locals;
use super::lookup::DECISION;
use super::lookup::OBLIGATION;

/// What `then` says.
#[derive(Debug, Default)]
pub(super) struct Said {
    /// What it concludes, with the words.
    pub(super) concludes: Vec<(Conclusion, Span)>,
    /// What it imposes.
    pub(super) imposes: Vec<Imposes>,
}

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
            if !declared.of.versions.is_empty() {
                self.check_rule_versions(id, *declared, &mut locals);
            }
            self.check_because(id, *declared, &mut locals);
            self.plan.rules.at_mut(id).locals = locals.frame();
        }
    }

    fn check_conditions(&mut self, id: RuleId, declared: Declared<'a, ast::Rule>, locals: &mut Locals) {
        let of = declared.of;
        for each in &of.for_each {
            let each = self.for_each(declared, each, locals);
            self.plan.rules.at_mut(id).for_each.push(each);
        }
        let mut elaborator = self.elaborate(declared.scope, declared.ast);
        let when = of
            .when
            .map(|when| elaborator.conditions(locals, when))
            .unwrap_or_default();
        let unless = of.unless.map(|unless| elaborator.condition(locals, unless));
        let limbs = self.limbs(declared.scope, &of.limbs);
        let rule = self.plan.rules.at_mut(id);
        rule.when = when;
        rule.limbs = limbs;
        rule.unless = unless;
    }

    /// `for each p in xs`
    pub(super) fn for_each(
        &mut self,
        declared: Declared<'a, ast::Rule>,
        each: &ast::ForEach,
        locals: &mut Locals,
    ) -> ForEach {
        let (list, local, ty) = self
            .elaborate(declared.scope, declared.ast)
            .list(locals, &each.list, &each.variable);
        ForEach {
            name: each.variable.text.clone(),
            local,
            list,
            ty,
            version: None,
        }
    }

    /// What conditions cite themselves.
    pub(super) fn limbs(&mut self, scope: RulesetId, written: &[ast::Limb]) -> Vec<Limb> {
        let mut limbs = Vec::new();
        for limb in written {
            let cites = self.references(scope, &limb.cites);
            self.limb_cites.extend(cites.iter().cloned());
            limbs.push(Limb {
                number: limb.number,
                cites,
                span: limb.span,
            });
        }
        limbs
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

    pub(super) fn pieces(
        &mut self,
        declared: Declared<'a, ast::Rule>,
        because: &ast::Because,
        locals: &mut Locals,
    ) -> Vec<Piece> {
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
        let said = self.conclusions(declared, &of.then, locals);
        for (conclusion, span) in said.concludes {
            self.add_conclusion(id, conclusion, span);
        }
        self.plan.rules.at_mut(id).imposes = said.imposes;
        let versions = of.versions.iter().flat_map(|version| &version.of.then);
        if let (RuleKind::Restriction, Some(conclusion)) = (of.kind, of.then.iter().chain(versions).next()) {
            self.report_restriction_concludes(of, conclusion);
        }
    }

    /// What `then` says, with the words.
    pub(super) fn conclusions(
        &mut self,
        declared: Declared<'a, ast::Rule>,
        then: &[ast::Conclusion],
        locals: &mut Locals,
    ) -> Said {
        let mut said = Said::default();
        for conclusion in then {
            let (found, arguments, span) = match conclusion {
                ast::Conclusion::Outcome {
                    decision,
                    arguments,
                    outcome,
                    span,
                } => {
                    let found = self.conclusion(declared, (decision, *outcome, *span), locals);
                    (found, arguments, *span)
                }
                ast::Conclusion::Includes {
                    decision,
                    arguments,
                    amount,
                    span,
                } => {
                    let found = self.inclusion(declared, (decision, *amount, *span), locals);
                    (found, arguments, *span)
                }
                ast::Conclusion::Imposes {
                    obligation,
                    arguments,
                    span,
                } => {
                    let imposes = self.imposes(declared, (obligation, arguments, *span), locals);
                    said.imposes.extend(imposes);
                    continue;
                }
            };
            if let Some(found) = found {
                let members = self.for_members((declared, arguments.as_slice()), found, locals, span);
                said.concludes.extend(members.into_iter().map(|member| (member, span)));
            }
        }
        said
    }

    /// Adds a conclusion. R118 where the rule concludes that decision already.
    pub(super) fn add_conclusion(&mut self, id: RuleId, conclusion: Conclusion, span: Span) {
        let rule = self.plan.rules.at_mut(id);
        if rule.concludes.iter().any(|known| known.decision == conclusion.decision) {
            self.report_twice(id, conclusion.decision, span);
            return;
        }
        let decision = conclusion.decision;
        rule.concludes.push(conclusion);
        self.plan.decisions.at_mut(decision).concluded_by.push(id);
    }

    /// R118
    pub(super) fn report_twice(&mut self, id: RuleId, decision: DecisionId, span: Span) {
        let (rule, decision) = (&self.plan.rules.at(id).name, &self.plan.decisions.at(decision).name);
        let said = Diagnostic::error(Code::R118, span, format!("`{rule}` concludes `{decision}` twice"))
            .here("here again")
            .help("write two rules");
        self.diagnostics.add(said);
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
            only_if: None,
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
