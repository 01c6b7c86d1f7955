//! What sets what aside, in both directions: by name, by citation, all of a kind, and for the same witness.
//!
//! An exemption favours, a restriction takes an exemption away, and neither reaches out of its own ruleset. Language
//! reference: "Rules and exemptions".

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use crate::diagnostic::Code;
use crate::diagnostic::Diagnostic;
use crate::ids::Id;
use crate::names::SymbolKind;
use crate::names::graph::Graph;
use crate::names::graph::NodeId;
use crate::plan::RuleId;
use crate::plan::RulesetId;
use crate::plan::SamePlaces;
use crate::plan::SetsAside;
use crate::source::Span;
use crate::syntax::ast;
use crate::syntax::ast::RuleKind;
use crate::text::group_digits;
use crate::text::list_and;
use crate::text::quoted;
use crate::value::Type;

use super::Checker;
use super::cites::cites_within;
use super::lookup::RULE;
use super::rules::kind_word;

/// Where each rule is set aside: the words of the clause.
pub(super) type Clauses = Vec<(RuleId, RuleId, Span)>;

impl Checker<'_> {
    /// Fills `sets_aside` and `set_aside_by`.
    pub(super) fn check_precedence(&mut self) {
        let mut clauses = Clauses::new();
        for (id, declared) in self.items.rules.iter_ids() {
            let of = declared.of;
            let mut found: Vec<(SetsAside, Span)> = Vec::new();
            for clause in &of.sets_aside {
                self.clause(id, clause, &mut found);
            }
            let sets_aside_others = matches!(of.kind, RuleKind::Exemption | RuleKind::Restriction);
            if sets_aside_others && of.sets_aside.is_empty() {
                let title = format!("{} `{}` sets nothing aside", kind_word(of.kind), of.name.text);
                let said = Diagnostic::error(Code::R406, of.name.span, title)
                    .here("no `sets aside` below it")
                    .help(self.what_to_set_aside(of));
                self.diagnostics.add(said);
            }
            self.set_aside(id, &found, &mut clauses);
            let mut same_values = true;
            for (sets_aside, span) in found {
                same_values &= self.sets_aside_same_values(id, sets_aside, span);
            }
            if same_values {
                self.check_exemption(id, of);
            }
            if clauses.len() > self.limits.pairs_set_aside {
                self.report_pairs(of.name.span);
                return;
            }
        }
        self.report_circles(&clauses);
    }

    /// "write `sets aside foreign_made`, or …", with the rules that this one could set aside.
    fn what_to_set_aside(&self, of: &ast::Rule) -> String {
        let wanted = match of.kind {
            RuleKind::Restriction => RuleKind::Exemption,
            RuleKind::Rule | RuleKind::Exemption | RuleKind::Flag { .. } => RuleKind::Rule,
        };
        let declared = self.items.rules.iter_ids().map(|(_, declared)| declared);
        let same_file =
            declared.filter(|other| other.of.kind == wanted && other.of.name.span.file == of.name.span.file);
        let names: Vec<String> = same_file
            .take(3)
            .map(|other| format!("`sets aside {}`", other.of.name.text))
            .collect();
        if names.is_empty() {
            return "name the rules: `sets aside r`, or `sets aside rules citing n61 \"1\"`".to_owned();
        }
        format!("write {}", crate::text::list_or(&names))
    }

    /// Notes what one rule sets aside, each target once: what is set aside whole needs no clause for some of its
    /// applications.
    fn set_aside(&mut self, id: RuleId, found: &[(SetsAside, Span)], clauses: &mut Clauses) {
        let mut ways: BTreeMap<RuleId, BTreeSet<Option<SamePlaces>>> = BTreeMap::new();
        for (aside, span) in found {
            let known = ways.entry(aside.rule).or_default();
            if known.is_empty() {
                self.plan.rules.at_mut(aside.rule).set_aside_by.push(id);
                clauses.push((id, aside.rule, *span));
            }
            known.insert(aside.same);
        }
        let is_whole = |rule: RuleId| ways.get(&rule).is_some_and(|known| known.contains(&None));
        let mut left = ways.clone();
        let mut kept = Vec::new();
        for (aside, _) in found {
            let is_left = left.get_mut(&aside.rule).is_some_and(|known| known.remove(&aside.same));
            if is_left && (aside.same.is_none() || !is_whole(aside.rule)) {
                kept.push(*aside);
            }
        }
        self.plan.rules.at_mut(id).sets_aside = kept;
    }

    /// R116
    #[cold]
    fn report_pairs(&mut self, at: Span) {
        let most = group_digits(&self.limits.pairs_set_aside.to_string());
        let title = format!("more than {most} pairs of a rule and what sets it aside");
        let said = Diagnostic::error(Code::R116, at, title)
            .here("with this one there are too many")
            .help("divide the ruleset, or let the exemptions set aside what they are made for");
        self.diagnostics.add(said);
    }

    fn clause(&mut self, id: RuleId, clause: &ast::SetsAside, found: &mut Vec<(SetsAside, Span)>) {
        let scope = self.plan.rules.at(id).ruleset;
        let whole = |rule| SetsAside { rule, same: None };
        match clause {
            ast::SetsAside::Rules(rules) => {
                for (path, witness) in rules {
                    if let Some(target) = self.target(id, path) {
                        let same = witness.as_ref().map(|witness| self.same_witness(id, target, witness));
                        let same = match same {
                            None => None,
                            Some(Some(places)) => Some(places),
                            Some(None) => continue,
                        };
                        found.push((SetsAside { rule: target, same }, path.span));
                    }
                }
            }
            ast::SetsAside::Citing {
                references,
                except,
                span,
            } => {
                let cites = self.references(scope, references);
                let all = self.own_rules(id, RuleKind::Rule);
                let citing = all.into_iter().filter(|rule| {
                    let own = &self.plan.rules.at(*rule).cites;
                    own.iter()
                        .any(|cite| cites.iter().any(|general| cites_within(cite, general)))
                });
                let citing = citing.collect();
                let broken = cites.len() < references.len();
                let kept = self.without(scope, citing, except, (*span, broken));
                self.check_direction(id, &kept, *span);
                found.extend(kept.into_iter().map(|rule| (whole(rule), *span)));
            }
            ast::SetsAside::All {
                exemptions,
                except,
                span,
            } => {
                let kind = if *exemptions {
                    RuleKind::Exemption
                } else {
                    RuleKind::Rule
                };
                let all = self.own_rules(id, kind);
                let kept = self.without(scope, all, except, (*span, false));
                self.check_direction(id, &kept, *span);
                found.extend(kept.into_iter().map(|rule| (whole(rule), *span)));
            }
        }
    }

    /// The rules of this kind in the ruleset of this one, without itself.
    fn own_rules(&self, id: RuleId, kind: RuleKind) -> Vec<RuleId> {
        let ruleset = self.plan.rules.at(id).ruleset;
        let of_kind = |rule: &crate::plan::Rule| rule.ruleset == ruleset && rule.kind == kind;
        self.plan
            .rules
            .iter_ids()
            .filter(|(other, rule)| *other != id && of_kind(rule))
            .map(|(other, _)| other)
            .collect()
    }

    /// What is left without the exceptions. R406 for an exception that excepts nothing, and if nothing was there.
    pub(super) fn without(
        &mut self,
        scope: RulesetId,
        mut rules: Vec<RuleId>,
        except: &[ast::Path],
        (span, broken): (Span, bool),
    ) -> Vec<RuleId> {
        if rules.is_empty() && !broken {
            let said = Diagnostic::error(Code::R406, span, "no rule fits this clause")
                .here("so it does nothing")
                .help("look at what the rules cite, or name them");
            self.diagnostics.add(said);
            return rules;
        }
        for path in except {
            let Some(SymbolKind::Rule(excepted)) = self.find_path(scope, path, &RULE).map(|found| found.kind) else {
                continue;
            };
            let before = rules.len();
            rules.retain(|rule| *rule != excepted);
            if rules.len() == before && !broken {
                let title = format!("`{}` is no exception: it does not fit the clause anyway", path.text());
                let said = Diagnostic::error(Code::R406, path.span, title)
                    .label(span, "what the clause says")
                    .help("remove it");
                self.diagnostics.add(said);
            }
        }
        rules
    }

    /// The rule of the own ruleset that is named, unless it may not be set aside by this one.
    fn target(&mut self, id: RuleId, path: &ast::Path) -> Option<RuleId> {
        let scope = self.plan.rules.at(id).ruleset;
        let SymbolKind::Rule(target) = self.find_path(scope, path, &RULE)?.kind else {
            return None;
        };
        let rule = self.plan.rules.at(target);
        let said = if let RuleKind::Flag { .. } = rule.kind {
            Diagnostic::error(
                Code::R406,
                path.span,
                format!("`{}` is a flag, which nothing sets aside", rule.name),
            )
            .label(rule.span, "declared here")
            .help("put the exception into its condition")
        } else if rule.ruleset != scope {
            let owner = self.symbols.ruleset_name(rule.ruleset);
            Diagnostic::error(
                Code::R409,
                path.span,
                format!("`{}` belongs to ruleset `{owner}`", rule.name),
            )
            .here("only rules of the own ruleset are set aside")
            .label(rule.span, "declared here")
            .help(format!("write the exception in `{owner}`"))
        } else if target == id {
            Diagnostic::error(Code::R405, path.span, format!("`{}` sets itself aside", rule.name))
        } else {
            return self.check_direction(id, &[target], path.span).then_some(target);
        };
        self.diagnostics.add(said);
        None
    }

    /// An exemption never takes an exemption away alone, a restriction takes away nothing else.
    fn check_direction(&mut self, id: RuleId, targets: &[RuleId], span: Span) -> bool {
        let rule = self.plan.rules.at(id);
        let declared = self.items.rules.at(id).of;
        for target in targets {
            let target = self.plan.rules.at(*target);
            let target_word = kind_word(target.kind);
            let said = match (rule.kind, target.kind) {
                (RuleKind::Restriction, RuleKind::Rule | RuleKind::Restriction) => {
                    let title = format!("restriction `{}` sets {target_word} `{}` aside", rule.name, target.name);
                    Diagnostic::error(Code::R408, span, title)
                        .here("which favours; a restriction takes an exemption away")
                        .label(target.span, format!("a {target_word}"))
                        .help("write `exemption`")
                }
                (RuleKind::Exemption, RuleKind::Exemption)
                    if declared.then.is_empty()
                        && declared.versions.iter().all(|version| version.of.then.is_empty()) =>
                {
                    let title = format!("exemption `{}` takes exemption `{}` away", rule.name, target.name);
                    Diagnostic::error(Code::R407, span, title)
                        .here("so what that one favours is caught again")
                        .label(target.span, "an exemption")
                        .help("write `restriction`")
                }
                (RuleKind::Rule, RuleKind::Exemption | RuleKind::Restriction | RuleKind::Flag { .. }) => {
                    let title = format!("`{}` stands in place of {target_word} `{}`", rule.name, target.name);
                    Diagnostic::error(Code::R406, span, title)
                        .here("only a rule yields to a rule")
                        .label(target.span, format!("declared as {target_word}"))
                        .help("what takes an exemption away is a `restriction`")
                }
                (RuleKind::Flag { .. }, _) => {
                    let word = kind_word(rule.kind);
                    Diagnostic::error(Code::R117, span, format!("{word} `{}` sets something aside", rule.name))
                        .help("only an `exemption` or a `restriction` does")
                }
                (RuleKind::Rule, RuleKind::Rule) | (RuleKind::Exemption | RuleKind::Restriction, _) => continue,
            };
            self.diagnostics.add(said);
            return false;
        }
        true
    }

    /// `for p`: both go through lists with a variable of this name and of one type.
    fn same_witness(&mut self, id: RuleId, target: RuleId, witness: &ast::Ident) -> Option<SamePlaces> {
        let place = |rule: RuleId| {
            let of = &self.plan.rules.at(rule).for_each;
            of.iter()
                .position(|each| each.name == witness.text && each.version.is_none())
        };
        let said = match (place(id), place(target)) {
            (Some(here), Some(there)) => {
                let ty = |rule: RuleId, at: usize| self.plan.rules.at(rule).for_each.get(at).map(|each| &each.ty);
                let (own, other) = (ty(id, here), ty(target, there));
                if own == other || own == Some(&Type::Error) || other == Some(&Type::Error) {
                    return Some(SamePlaces { here, there });
                }
                let words = |ty: Option<&Type>| ty.map_or_else(String::new, |ty| super::exprs::written(&self.plan, ty));
                let target = self.plan.rules.at(target);
                let title = format!("`{}` is something else in `{}`", witness.text, target.name);
                Diagnostic::error(Code::R406, witness.span, title)
                    .here(format!("here it is {}", words(own)))
                    .label(target.span, format!("here it is {}", words(other)))
                    .help("go through the same things in both")
            }
            (here, _) => {
                let rule = self.plan.rules.at(if here.is_none() { id } else { target });
                let found = match rule.for_each.as_slice() {
                    each if each.iter().any(|one| one.name == witness.text) => {
                        format!(
                            "`for each {}` stands in a version, and not above the versions",
                            witness.text
                        )
                    }
                    [] => "it goes through no list".to_owned(),
                    [only] => format!("its variable is `{}`", only.name),
                    several => {
                        let names: Vec<&str> = several.iter().map(|each| &*each.name).collect();
                        format!("its variables are {}", list_and(&quoted(&names)))
                    }
                };
                let title = format!("`{}` has no `for each {}`", rule.name, witness.text);
                Diagnostic::error(Code::R406, witness.span, title)
                    .here("both must go through a list with this variable")
                    .label(rule.span, found)
                    .help(format!(
                        "write `for each {} in …` in both, over the same things",
                        witness.text
                    ))
            }
        };
        self.diagnostics.add(said);
        None
    }

    /// R407, and R406 for a conclusion that can never be reached.
    #[expect(clippy::too_many_lines, reason = "two long reports")]
    fn check_exemption(&mut self, id: RuleId, of: &ast::Rule) {
        let rule = self.plan.rules.at(id);
        if rule.kind != RuleKind::Exemption || rule.sets_aside.is_empty() {
            return;
        }
        let mut said = Vec::new();
        for conclusion in &rule.concludes {
            let decision = self.plan.decisions.at(conclusion.decision);
            let span = conclusion_span(of, &decision.name).unwrap_or(rule.span);
            let name = |outcome: u16| {
                decision
                    .outcomes
                    .get(usize::from(outcome))
                    .map_or("", |found| &found.name)
            };
            let mut reached = false;
            for target in &rule.sets_aside {
                let target = self.plan.rules.at(target.rule);
                let Some(other) = target
                    .concludes
                    .iter()
                    .find(|other| other.decision == conclusion.decision)
                else {
                    continue;
                };
                reached = true;
                // Figures are not compared.
                let (Some(own), Some(aside)) = (conclusion.may_be().first(), other.may_be().last()) else {
                    continue;
                };
                let (own, aside) = (*own, *aside);
                if own < aside {
                    let may = may_word(conclusion);
                    let title = format!(
                        "exemption `{}` {may} `{}`, stricter than the `{}` of `{}` that it sets aside",
                        rule.name,
                        name(own),
                        name(aside),
                        target.name
                    );
                    let label = format!("{} `{}`", may_word(other), name(aside));
                    said.push(
                        Diagnostic::error(Code::R407, span, title)
                            .here("an exemption favours")
                            .label(target.span, label)
                            .help("what makes an outcome stricter is a `rule`"),
                    );
                }
            }
            if !reached {
                let title = format!("nothing that `{}` sets aside concludes `{}`", rule.name, decision.name);
                said.push(
                    Diagnostic::error(Code::R406, span, title)
                        .here("so this is never concluded")
                        .help(format!(
                            "set aside a rule that concludes `{}`, or write a `rule`",
                            decision.name
                        )),
                );
            }
        }
        for said in said {
            self.diagnostics.add(said);
        }
    }

    /// R405
    fn report_circles(&mut self, clauses: &Clauses) {
        let mut graph = Graph::new(self.plan.rules.len());
        let node = |rule: RuleId| NodeId::from_index(rule.index());
        for (from, to, span) in clauses {
            graph.add(node(*from), node(*to), *span);
        }
        for component in graph.components() {
            if !graph.is_circle(&component) {
                continue;
            }
            let circle = graph.circle(&component);
            let name = |node: NodeId| &*self.plan.rules.at(RuleId::from_index(node.index())).name;
            let names: Vec<&str> = circle.iter().map(|(node, _)| name(*node)).collect();
            let places = circle.iter().zip(names.iter().cycle().skip(1));
            let places = places.map(|((node, span), next)| (**span, format!("{} sets {next} aside", name(*node))));
            let places: Vec<(Span, String)> = places.collect();
            let shown = names.iter().copied().chain(names.first().copied()).collect::<Vec<_>>();
            let title = format!("a circle of setting aside: {}", shown.join(", "));
            if let Some(said) = super::errors::along(Code::R405, &title, &places) {
                self.diagnostics
                    .add(said.help("remove one; the law says which of the two yields"));
            }
            self.circles_of_setting_aside
                .extend(component.iter().map(|node| RuleId::from_index(node.index())));
        }
    }
}

/// How a rule is said to conclude one of its outcomes.
fn may_word(conclusion: &crate::plan::Conclusion) -> &'static str {
    if conclusion.may_be().len() > 1 {
        "may conclude"
    } else {
        "concludes"
    }
}

/// Where a rule concludes this decision.
fn conclusion_span(of: &ast::Rule, decision: &str) -> Option<Span> {
    let versions = of.versions.iter().flat_map(|version| &version.of.then);
    of.then.iter().chain(versions).find_map(|conclusion| match conclusion {
        ast::Conclusion::Outcome {
            decision: path, span, ..
        }
        | ast::Conclusion::Includes {
            decision: path, span, ..
        } => (path.parts.last().map(|last| &*last.text) == Some(decision)).then_some(*span),
        ast::Conclusion::Imposes { .. } => None,
    })
}
