//! Suspensions: which provisions a later instrument takes out of force.
//!
//! Only rules, exemptions and restrictions can be suspended, never definitions or flags: what others read stays true.
//! Language reference: "Suspensions".

use crate::diagnostic::Code;
use crate::diagnostic::Diagnostic;
use crate::ids::Id;
use crate::names::Declared;
use crate::names::SymbolKind;
use crate::names::errors::unknown_ruleset;
use crate::plan::Cite;
use crate::plan::RuleId;
use crate::plan::RulesetId;
use crate::plan::Suspension;
use crate::plan::SuspensionId;
use crate::source::Span;
use crate::syntax::ast;
use crate::syntax::ast::RuleKind;
use crate::text::list_and;
use crate::text::quoted;

use super::Checker;
use super::cites::cites_within;
use super::lookup::RULE;

impl<'a> Checker<'a> {
    /// The suspensions with their periods.
    pub(super) fn declare_suspensions(&mut self) {
        for declared in self.items.suspensions.iter() {
            let of = declared.of;
            let suspension = Suspension {
                name: of.name.text.clone(),
                full_name: self.full_name(declared.scope, &of.name),
                only_if: self.readings_are(declared.scope, &of.only_if),
                period: self.period(declared.scope, of.from.as_ref(), of.last.as_ref()),
            };
            self.plan.suspensions.push(suspension);
        }
    }

    /// Fills `suspended_by`.
    pub(super) fn check_suspensions(&mut self) {
        for (id, declared) in self.items.suspensions.iter_ids() {
            if declared.of.suspends.is_empty() {
                let name = &declared.of.name;
                let said = Diagnostic::error(
                    Code::R406,
                    name.span,
                    format!("suspension `{}` suspends nothing", name.text),
                )
                .here("no `suspends` below it")
                .help("end it with `suspends provisions citing …`, the names of rules, or `ruleset …`");
                self.diagnostics.add(said);
            }
            let named = self.named_rules(*declared);
            let mut suspended = named.clone();
            for clause in &declared.of.suspends {
                match clause {
                    ast::Suspends::Rules(_) => {}
                    ast::Suspends::Rows { table, condition, .. } => {
                        self.suspend_rows(id, *declared, (table, *condition));
                    }
                    ast::Suspends::Rulesets(paths) => {
                        for path in paths {
                            suspended.extend(self.rules_of_ruleset(path));
                        }
                    }
                    ast::Suspends::Citing { .. } => suspended.extend(self.citing(*declared, clause, &named)),
                }
            }
            suspended.sort_unstable();
            suspended.dedup();
            self.suspend(id, &suspended);
        }
    }

    fn suspend(&mut self, id: SuspensionId, rules: &[RuleId]) {
        for rule in rules {
            self.plan.rules.at_mut(*rule).suspended_by.push(id);
        }
    }

    /// The rules that are named.
    fn named_rules(&mut self, declared: Declared<'a, ast::Suspension>) -> Vec<RuleId> {
        let mut named = Vec::new();
        for clause in &declared.of.suspends {
            let ast::Suspends::Rules(paths) = clause else { continue };
            for path in paths {
                let Some(SymbolKind::Rule(rule)) = self.find_path(declared.scope, path, &RULE).map(|found| found.kind)
                else {
                    continue;
                };
                let of = self.plan.rules.at(rule);
                if let RuleKind::Flag { .. } = of.kind {
                    let title = format!("`{}` is a flag, which nothing suspends", of.name);
                    let said = Diagnostic::error(Code::R406, path.span, title)
                        .here("only rules, exemptions and restrictions can be suspended")
                        .label(of.span, "declared here");
                    self.diagnostics.add(said);
                } else {
                    named.push(rule);
                }
            }
        }
        named
    }

    fn rules_of_ruleset(&mut self, path: &ast::Path) -> Vec<RuleId> {
        let name = path.text();
        let Some(ruleset) = self.symbols.ruleset(&name) else {
            let known: Vec<&str> = self.plan.rulesets.iter().map(|ruleset| &*ruleset.name).collect();
            if !self.unread {
                let said = unknown_ruleset(&name, path.span, known);
                self.diagnostics.add(said);
            }
            return Vec::new();
        };
        let rules = self.suspendable(|rule| rule.ruleset == ruleset);
        if rules.is_empty() {
            let said = Diagnostic::error(Code::R406, path.span, format!("ruleset `{name}` has no rules"))
                .here("so nothing is suspended");
            self.diagnostics.add(said);
        }
        rules
    }

    fn suspendable(&self, fits: impl Fn(&crate::plan::Rule) -> bool) -> Vec<RuleId> {
        self.plan
            .rules
            .iter_ids()
            .filter(|(_, rule)| !matches!(rule.kind, RuleKind::Flag { .. }) && fits(rule))
            .map(|(id, _)| id)
            .collect()
    }

    /// The provisions of the whole pack that cite what is suspended.
    fn citing(
        &mut self,
        declared: Declared<'a, ast::Suspension>,
        clause: &ast::Suspends,
        named: &[RuleId],
    ) -> Vec<RuleId> {
        let ast::Suspends::Citing {
            references,
            except,
            span,
        } = clause
        else {
            return Vec::new();
        };
        let cites = self.references(declared.scope, references);
        let broken = cites.len() < references.len();
        let citing = self.suspendable(|rule| {
            rule.cites
                .iter()
                .any(|cite| cites.iter().any(|general| cites_within(cite, general)))
        });
        let kept = self.without(declared.scope, citing, except, (*span, broken));
        for rule in &kept {
            if !named.contains(rule) && !broken {
                self.check_other_sources(declared.scope, *rule, (&cites, *span));
            }
        }
        kept
    }

    /// R417: a provision that stands on something else as well.
    fn check_other_sources(&mut self, scope: RulesetId, rule: RuleId, (cites, span): (&[Cite], Span)) {
        let of = self.plan.rules.at(rule);
        let sources = of.cites.iter().map(|cite| cite.source);
        let mut others: Vec<&str> = sources
            .filter(|source| !cites.iter().any(|cite| cite.source == *source))
            .map(|source| &*self.plan.sources.at(source).name)
            .collect();
        others.dedup();
        if others.is_empty() {
            return;
        }
        let shown = if of.ruleset.index() == scope.index() {
            &of.name
        } else {
            &of.full_name
        };
        let title = format!(
            "`{shown}` also cites {}, which is not suspended",
            list_and(&quoted(&others))
        );
        let said = Diagnostic::error(Code::R417, span, title)
            .here("is it suspended or not?")
            .label(of.span, "this provision")
            .help(format!("add `suspends {shown}`, or `except {shown}`"));
        self.diagnostics.add(said);
    }
}
