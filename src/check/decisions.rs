//! Decisions and summaries: ladders of outcomes, strictest first, on one scale of ranks.
//!
//! Language reference: "Decisions".

use crate::diagnostic::Code;
use crate::diagnostic::Diagnostic;
use crate::names::SymbolKind;
use crate::names::errors::suggest;
use crate::plan::Decision;
use crate::plan::Outcome;
use crate::plan::Rank;
use crate::plan::Summary;
use crate::syntax::ast;
use crate::text::list_and;
use crate::text::list_or;
use crate::text::quoted;
use crate::value::DecisionId;

use super::Checker;
use super::exprs::Locals;
use super::lookup::DECISION;

/// The scale, strictest first.
const RANKS: [(&str, Rank); 6] = [
    ("prohibited", Rank::Prohibited),
    ("refusal", Rank::Refusal),
    ("licence", Rank::Licence),
    ("review", Rank::Review),
    ("conditional", Rank::Conditional),
    ("free", Rank::Free),
];

/// The word of a rank.
fn rank_word(rank: Rank) -> &'static str {
    RANKS
        .iter()
        .find(|(_, known)| *known == rank)
        .map_or("", |(word, _)| word)
}

impl Checker<'_> {
    /// The decisions with their outcomes.
    pub(super) fn declare_decisions(&mut self) {
        for (id, declared) in self.items.decisions.iter_ids() {
            let of = declared.of;
            self.report_doubles(of.outcomes.iter().map(|line| &line.name));
            let outcomes: Vec<Outcome> = of.outcomes.iter().map(|line| self.outcome(line)).collect();
            self.check_ladder(of, &outcomes);
            let otherwise = if of.figure.is_some() {
                0
            } else {
                self.otherwise(of, &outcomes)
            };
            let figure = self.declare_figure(*declared);
            self.plan.decisions.push(Decision {
                ruleset: declared.scope,
                name: of.name.text.clone(),
                full_name: self.full_name(declared.scope, &of.name),
                title: of.title.text.clone(),
                shared: of.shared.is_some(),
                per: None,
                members: Vec::new(),
                outcomes,
                otherwise,
                figure,
                may_not_arise: of.arises_only_when.is_some(),
                arises_only_when: None,
                locals: 0,
                concluded_by: Vec::new(),
                span: of.name.span,
            });
            if let Some(ruleset) = self.plan.rulesets.get_mut(declared.scope) {
                ruleset.decisions.push(id);
            }
        }
    }

    fn outcome(&mut self, line: &ast::OutcomeLine) -> Outcome {
        let rank = line.rank.as_ref().and_then(|word| {
            let found = RANKS.iter().find(|(known, _)| *known == &*word.text);
            if found.is_none() {
                let known: Vec<&str> = RANKS.iter().map(|(known, _)| *known).collect();
                let said = Diagnostic::error(Code::R207, word.span, format!("there is no rank `{}`", word.text))
                    .here(format!("the ranks are {}", list_and(&known)));
                self.diagnostics.add(suggest(said, &word.text, known));
            }
            found.map(|(_, rank)| *rank)
        });
        Outcome {
            name: line.name.text.clone(),
            title: line.title.text.clone(),
            rank,
            span: line.name.span,
        }
    }

    /// R402: each outcome against the next that has a rank; and ranks on all or on none.
    fn check_ladder(&mut self, of: &ast::Decision, outcomes: &[Outcome]) {
        let ranked: Vec<(&Outcome, Rank)> = outcomes
            .iter()
            .filter_map(|outcome| outcome.rank.map(|rank| (outcome, rank)))
            .collect();
        for ((above, above_rank), (below, below_rank)) in ranked.iter().zip(ranked.iter().skip(1)) {
            if below_rank < above_rank {
                let line = self.line_of(below.span);
                let title = format!("`{}` stands above `{}`, which ranks stricter", above.name, below.name);
                let why = format!(
                    "stands first, so it would win; `{}`, line {line}, is {}",
                    below.name,
                    rank_word(*below_rank)
                );
                let said = Diagnostic::error(Code::R402, above.span, title)
                    .here(why)
                    .help(format!("move `{}` above `{}`", below.name, above.name));
                self.diagnostics.add(said);
            }
        }
        let unranked = of.outcomes.iter().find(|line| line.rank.is_none());
        if let (Some(unranked), Some((first, _))) = (unranked, ranked.first()) {
            let title = format!("`{}` has no rank, but `{}` has one", unranked.name.text, first.name);
            let said = Diagnostic::error(Code::R402, unranked.name.span, title)
                .here("a decision has ranks on all outcomes or on none")
                .help("end the line with `ranks as …`: prohibited, refusal, licence, review, conditional or free");
            self.diagnostics.add(said);
        }
    }

    fn otherwise(&mut self, of: &ast::Decision, outcomes: &[Outcome]) -> u16 {
        let Some(word) = &of.otherwise else {
            let names: Vec<&str> = outcomes.iter().map(|outcome| &*outcome.name).collect();
            let title = format!("decision `{}` does not say what holds otherwise", of.name.text);
            let said = Diagnostic::error(Code::R119, of.name.span, title)
                .here("no `otherwise` below it")
                .help(format!("end it with `otherwise …`: {}", list_or(&quoted(&names))));
            self.diagnostics.add(said);
            return 0;
        };
        let found = outcomes.iter().position(|outcome| outcome.name == word.text);
        if found.is_none() && !outcomes.is_empty() {
            let names: Vec<&str> = outcomes.iter().map(|outcome| &*outcome.name).collect();
            let title = format!("`{}` is no outcome of `{}`", word.text, of.name.text);
            let said = Diagnostic::error(Code::R413, word.span, title)
                .here(format!("its outcomes are {}", list_and(&quoted(&names))));
            self.diagnostics.add(suggest(said, &word.text, names));
        }
        found.and_then(|number| u16::try_from(number).ok()).unwrap_or(0)
    }

    /// The conditions of `arises only when`.
    pub(super) fn check_decisions(&mut self) {
        for (id, declared) in self.items.decisions.iter_ids() {
            self.check_figure(id, *declared);
            let Some(condition) = declared.of.arises_only_when else {
                continue;
            };
            let mut locals = Locals::new();
            self.declare_value(id, *declared, &mut locals);
            let condition = self
                .elaborate(declared.scope, declared.ast)
                .condition(&mut locals, condition);
            let decision = self.plan.decisions.at_mut(id);
            decision.arises_only_when = Some(condition);
            decision.locals = locals.frame();
        }
    }

    /// The summaries, whose decisions must have ranks.
    pub(super) fn check_summaries(&mut self) {
        for declared in &self.items.summaries {
            let of = declared.of;
            let mut decisions: Vec<DecisionId> = Vec::new();
            for path in &of.of {
                let Some(SymbolKind::Decision(id)) =
                    self.find_path(declared.scope, path, &DECISION).map(|found| found.kind)
                else {
                    continue;
                };
                let decision = self.plan.decisions.at(id);
                if decision.figure.is_some() {
                    let said = super::figures::summed_up(&decision.name, path.span, decision.span);
                    self.diagnostics.add(said);
                    continue;
                }
                if decision.outcomes.iter().all(|outcome| outcome.rank.is_none()) && !decision.outcomes.is_empty() {
                    let said = Diagnostic::error(
                        Code::R216,
                        path.span,
                        format!("decision `{}` has no ranks", path.text()),
                    )
                    .here("a summary compares decisions by their ranks")
                    .label(decision.span, "declared here")
                    .help("give each outcome a rank: `ranks as licence`");
                    self.diagnostics.add(said);
                }
                let members = if decision.members.is_empty() {
                    vec![id]
                } else {
                    decision.members.clone()
                };
                if decisions.contains(&id) {
                    let said = Diagnostic::error(Code::R202, path.span, format!("`{}` stands twice", path.text()))
                        .help("remove one");
                    self.diagnostics.add(said);
                } else {
                    decisions.extend(members);
                }
            }
            self.plan.summaries.push(Summary {
                ruleset: declared.scope,
                name: of.name.text.clone(),
                title: super::title(of.title.as_ref()),
                of: decisions,
                span: of.name.span,
            });
        }
    }
}
