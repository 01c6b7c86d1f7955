//! One decision for one element: outcomes, rules with their states, comparisons, reasoning.

use crate::decision::LawDate;
use crate::decision::Node;
use crate::decision::Remark;
use crate::decision::RuleKind;
use crate::decision::RuleResult;
use crate::decision::RuleState;
use crate::decision::Status;
use crate::decision::Verdict;
use crate::diagnostic::Severity;
use crate::plan::Conclusion;
use crate::plan::Decision as DecisionPlan;
use crate::plan::Piece;
use crate::plan::Rank;
use crate::plan::Rule;
use crate::plan::RuleId;
use crate::plan::RulesetId;
use crate::syntax::ast;
use crate::value::DecisionId;
use crate::value::Possible;
use crate::value::RecordRef;
use crate::value::Value;

use super::Answering;
use super::Detail;
use super::Words;
use super::figures::figure_word;
use super::label_of;
use crate::eval::DecisionRun;
use crate::eval::Evaluation;
use crate::eval::Truth;
use crate::eval::periods::Force;
use crate::eval::witness::Witness;

/// The word of a rank.
pub(crate) fn rank_word(rank: Rank) -> &'static str {
    match rank {
        Rank::Prohibited => "prohibited",
        Rank::Refusal => "refusal",
        Rank::Licence => "licence",
        Rank::Review => "review",
        Rank::Conditional => "conditional",
        Rank::Free => "free",
    }
}

/// The names of the outcomes that are possible, or the figure; `does not arise` where that is. Nothing for a figure
/// that is open.
pub(crate) fn possible_words(say: &Words, about: &DecisionPlan, run: &DecisionRun) -> Vec<String> {
    let mut words = Vec::new();
    if about.figure.is_some() && run.arises.possible() {
        // Of a figure that is open nothing is ruled out.
        let Some(figure) = figure_word(say, about, run) else {
            return words;
        };
        words.push(figure);
    }
    if run.arises.possible() {
        let outcomes = run
            .possible
            .iter()
            .filter_map(|number| about.outcomes.get(usize::from(*number)));
        words.extend(outcomes.map(|outcome| outcome.name.to_string()));
    }
    if run.arises != Truth::Yes {
        words.push("does not arise".to_owned());
    }
    words
}

/// The ranks that are possible; `None` where it may not arise.
pub(super) fn ranks(about: &DecisionPlan, run: &DecisionRun) -> Vec<Option<Rank>> {
    let mut ranks = Vec::new();
    if run.arises.possible() {
        let outcomes = run
            .possible
            .iter()
            .filter_map(|number| about.outcomes.get(usize::from(*number)));
        ranks.extend(outcomes.map(|outcome| outcome.rank));
    }
    if run.arises != Truth::Yes {
        ranks.push(None);
    }
    ranks
}

/// The ranks that the strictest of several decisions may have, strictest first; `None` where none of them may arise.
pub(super) fn strictest(sets: &[Vec<Option<Rank>>]) -> Vec<Option<Rank>> {
    let mut all: Vec<Option<Rank>> = sets.iter().flatten().copied().collect();
    // `None` last: a decision that does not arise is passed over.
    all.sort_by_key(|rank| (rank.is_none(), *rank));
    all.dedup();
    all.retain(|rank| {
        let no_stricter = |other: &Option<Rank>| match (rank, other) {
            (_, None) => true,
            (None, Some(_)) => false,
            (Some(rank), Some(other)) => other >= rank,
        };
        sets.iter().all(|set| set.iter().any(no_stricter))
    });
    all
}

impl<'a> Evaluation<'a> {
    /// The verdict of one decision.
    pub(super) fn verdict(
        &mut self,
        answering: &mut Answering<'a>,
        id: DecisionId,
        element: Option<RecordRef>,
    ) -> Verdict {
        let plan = self.plan;
        let about = plan.decisions.at(id);
        let run = self.decide(id, element);
        let possible = possible_words(&answering.words, about, &run);
        let outcomes = || {
            run.possible
                .iter()
                .filter_map(|number| about.outcomes.get(usize::from(*number)))
        };
        let mut verdict = Verdict {
            name: about.full_name.to_string(),
            title: about.title.to_string(),
            r#for: label_of(answering, element),
            value: about.per.as_ref().map(|per| per.shown.to_string()),
            law_date: self.law_date_used(about.ruleset, element),
            by_otherwise: run.otherwise && run.possible.len() == 1,
            for_label: element.map_or_else(String::new, |element| answering.words.label(element)),
            ..Verdict::default()
        };
        if run.arises == Truth::No {
            verdict.status = Status::DoesNotArise;
        } else {
            verdict.possible.clone_from(&possible);
            verdict.effects = outcomes()
                .filter_map(|outcome| outcome.rank)
                .map(|rank| rank_word(rank).to_owned())
                .collect();
            verdict.outcome_titles = outcomes().map(|outcome| outcome.title.to_string()).collect();
            verdict.outcome_titles.resize(possible.len(), String::new());
            if about.figure.is_some() {
                verdict.rounded_from = self.rounded_from(answering.words, id, element);
            }
            let causes: Vec<_> = run.cause.into_iter().chain(run.arises.cause()).collect();
            if possible.len() == 1 {
                verdict.status = Status::Decided;
            } else {
                let hangs = if possible.is_empty() {
                    format!("{} hangs on it", about.name)
                } else {
                    format!("{} hangs on it ({})", about.name, crate::text::list_or(&possible))
                };
                let found = self.explain_causes(answering, causes, Severity::Error, &hangs);
                verdict.errors = found
                    .iter()
                    .map(|one| crate::decision::Fault::of(one, answering.words.sources))
                    .collect();
            }
        }
        if answering.detail >= Detail::Full {
            self.details(answering, id, element, &mut verdict);
        }
        verdict
    }

    /// The date of the law and where it comes from.
    fn law_date_used(&mut self, ruleset: RulesetId, element: Option<RecordRef>) -> LawDate {
        let date = |possible: &Possible| match possible {
            Possible::Known(Value::Date(date)) => Some(date.to_string()),
            Possible::Known(_) | Possible::Open(_) => None,
        };
        let named = self
            .plan
            .rulesets
            .at(ruleset)
            .law_date
            .as_ref()
            .map(|(_, words)| words.to_string());
        let stated = date(&self.stated_date(ruleset, element));
        match self.settings.as_of {
            Some((as_of, from)) => {
                let as_of = as_of.to_string();
                let differs = stated.filter(|stated| *stated != as_of);
                LawDate {
                    possible: vec![as_of.clone()],
                    from: from.to_owned(),
                    as_of: Some(as_of),
                    fact: differs,
                }
            }
            None => LawDate {
                possible: stated.into_iter().collect(),
                from: named.unwrap_or_default(),
                as_of: None,
                fact: None,
            },
        }
    }

    /// Rules, comparisons, reasoning.
    fn details(
        &mut self,
        answering: &mut Answering<'a>,
        id: DecisionId,
        element: Option<RecordRef>,
        verdict: &mut Verdict,
    ) {
        let plan = self.plan;
        let about = plan.decisions.at(id);
        answering.seen.comparisons.clear();
        answering.seen.rows.clear();
        answering.seen.forget_calls();
        let mut nodes = Vec::new();
        if let Some(condition) = about.arises_only_when {
            let frame = self.enter(about.ruleset, element, about.locals);
            self.bind_value(frame, id);
            let walked = self.walk(&mut answering.seen, frame, condition);
            self.leave(frame);
            nodes.push(Node {
                text: if verdict.status == Status::DoesNotArise {
                    "does not arise"
                } else {
                    "arises"
                }
                .to_owned(),
                children: walked,
                ..Node::default()
            });
        }
        let mut results = Vec::new();
        for rule in self.concluding(id) {
            self.rule_results(answering, (rule, element), (id, verdict), &mut results);
        }
        results.sort_by_key(|(result, _): &(RuleResult, Node)| result.state);
        for (result, node) in results {
            nodes.push(node);
            verdict.rules.push(result);
        }
        verdict.rows = std::mem::take(&mut answering.seen.rows);
        if verdict.by_otherwise && verdict.status != Status::DoesNotArise {
            nodes.extend(self.why_none(answering, id, element));
        }
        verdict.comparisons = std::mem::take(&mut answering.seen.comparisons);
        if answering.detail == Detail::Explain {
            verdict.explanation = Some(nodes);
            verdict.why_not = Some(match verdict.status {
                Status::DoesNotArise => Vec::new(),
                Status::Decided | Status::NotSettled | Status::Error => self.why_not(answering.words, id, element),
            });
        }
    }

    /// The rules that conclude a decision, and what sets them aside without concluding it.
    fn concluding(&self, id: DecisionId) -> Vec<RuleId> {
        let plan = self.plan;
        let mut rules = plan.decisions.at(id).concluded_by.clone();
        for rule in &plan.decisions.at(id).concluded_by {
            for other in &plan.rules.at(*rule).set_aside_by {
                if !rules.contains(other) && plan.rules.at(*other).concludes.is_empty() {
                    rules.push(*other);
                }
            }
        }
        rules
    }

    /// The results of one rule that is met: one for each witness.
    fn rule_results(
        &mut self,
        answering: &mut Answering<'a>,
        (rule, element): (RuleId, Option<RecordRef>),
        (decision, verdict): (DecisionId, &Verdict),
        results: &mut Vec<(RuleResult, Node)>,
    ) {
        let met = self.met(rule, element);
        let applying = self.applies(rule, element);
        let force = self.rule_force(rule, element);
        let suspended = self.suspended(rule, element);
        for (index, witness) in met.witnesses.iter().enumerate() {
            if witness.truth != Truth::Yes || self.is_about_another((rule, element), decision, witness) {
                continue;
            }
            let applied = applying.witnesses.get(index);
            let state = match (force, suspended, applied.map(|applied| applied.truth)) {
                (Force::NotYet, ..) => RuleState::NotYetInForce,
                (Force::Ended, ..) => RuleState::Ended,
                (_, Truth::Yes, _) => RuleState::Suspended,
                (_, _, Some(Truth::Yes)) => RuleState::Applies,
                (_, _, Some(Truth::No)) if applied.is_some_and(|applied| !applied.by.is_empty()) => RuleState::SetAside,
                _ => continue,
            };
            if verdict.status == Status::DoesNotArise {
                continue;
            }
            let by = match state {
                RuleState::SetAside => applied.map(|applied| applied.by.clone()).unwrap_or_default(),
                RuleState::Applies | RuleState::Suspended | RuleState::NotYetInForce | RuleState::Ended => Vec::new(),
            };
            results.push(self.rule_result(answering, (rule, element, decision), (witness, state), &by));
        }
    }

    fn rule_result(
        &mut self,
        answering: &mut Answering<'a>,
        (rule, element, decision): (RuleId, Option<RecordRef>, DecisionId),
        (witness, state): (&Witness, RuleState),
        by: &[RuleId],
    ) -> (RuleResult, Node) {
        let plan = self.plan;
        let about = plan.rules.at(rule);
        let words = answering.words;
        let outcomes = &plan.decisions.at(decision).outcomes;
        let mut result = RuleResult {
            name: about.full_name.to_string(),
            title: about.title.to_string(),
            state,
            by: by
                .iter()
                .map(|rule| plan.rules.at(*rule).full_name.to_string())
                .collect(),
            concludes: self
                .outcomes_for((rule, element), decision, witness)
                .into_iter()
                .filter_map(|outcome| outcomes.get(usize::from(outcome)))
                .map(|outcome| outcome.name.to_string())
                .collect(),
            cites: words.cites(&about.cites),
            at: words.rule_place(about.span),
            kind: match about.kind {
                ast::RuleKind::Exemption => RuleKind::Exemption,
                ast::RuleKind::Restriction => RuleKind::Restriction,
                ast::RuleKind::Rule | ast::RuleKind::Flag { .. } => RuleKind::Rule,
            },
            ..RuleResult::default()
        };
        (result.witness, result.witness_labels) = words.witness(about, witness);
        self.suspensions(rule, element, &mut result);
        self.in_force_remark(rule, state, &mut result);
        let mut node = Node {
            text: rule_text(&about.name, state, by.iter().map(|rule| &*plan.rules.at(*rule).name)),
            cites: words.cites(&about.cites),
            at: Some(words.rule_place(about.span)),
            ..Node::default()
        };
        let frame = self.enter(about.ruleset, element, about.locals.max(1));
        self.bind_witness(frame, about, witness);
        node.children = self.conditions(answering, frame, about);
        result.limbs = self.limbs(answering, frame, about);
        if let Some((amount, shown)) = self.includes(words, (rule, element, decision), witness) {
            node.detail = Some(format!("includes {shown}"));
            result.includes = Some(shown);
            node.children.extend(self.walk(&mut answering.seen, frame, amount));
        }
        let concluded = about
            .concludes
            .iter()
            .filter(|conclusion| conclusion.decision == decision);
        for outcome in concluded.filter_map(Conclusion::computed) {
            node.children.extend(self.walk(&mut answering.seen, frame, outcome));
        }
        for (reading, choice, _) in &about.only_if {
            answering.seen.mention(*reading, *choice);
        }
        node.readings = answering.seen.take_choices();
        let own = self.version_shown(words, (about, element), (&mut result, &mut node));
        result.because = self.because(answering, frame, own.unwrap_or(&about.because));
        self.leave(frame);
        (result, node)
    }

    /// What suspends it, or no longer does.
    fn suspensions(&mut self, rule: RuleId, element: Option<RecordRef>, result: &mut RuleResult) {
        let plan = self.plan;
        let ruleset = plan.rules.at(rule).ruleset;
        for suspension in &plan.rules.at(rule).suspended_by {
            let about = plan.suspensions.at(*suspension);
            let last = about
                .period
                .last
                .as_ref()
                .and_then(|last| self.date_of(last).ok().flatten());
            match self.force(&about.period, ruleset, element) {
                Force::Within if result.state == RuleState::Suspended => {
                    if self.suspends(*suspension, rule, element) != Truth::Yes {
                        continue;
                    }
                    result.by.push(about.full_name.to_string());
                    let to = last.map_or_else(|| ", with no last day".to_owned(), |last| format!(" to {last}"));
                    result.remarks.push(Remark {
                        word: "suspended".to_owned(),
                        text: format!("by {}{to}", about.name),
                    });
                }
                Force::Ended => {
                    if let Some(last) = last {
                        let text = format!("no longer: last day of {} was {last}", about.name);
                        result.remarks.push(Remark {
                            word: "suspended".to_owned(),
                            text,
                        });
                    }
                }
                Force::Within | Force::NotYet | Force::Open(_) => {}
            }
        }
    }

    /// From when, or until when, a rule that is not in force would be.
    fn in_force_remark(&mut self, rule: RuleId, state: RuleState, result: &mut RuleResult) {
        let plan = self.plan;
        let about = plan.rules.at(rule);
        let period = &about.period;
        let first = about
            .versions
            .first()
            .map_or(&period.first, |version| &version.period.first);
        let last = about
            .versions
            .last()
            .map_or(&period.last, |version| &version.period.last);
        let (choice, word) = match state {
            RuleState::NotYetInForce => (if period.first.is_some() { &period.first } else { first }, "from"),
            RuleState::Ended => (if period.last.is_some() { &period.last } else { last }, "last day"),
            RuleState::Applies | RuleState::SetAside | RuleState::Suspended => return,
        };
        let date = choice.as_ref().and_then(|choice| self.date_of(choice).ok().flatten());
        if let Some(date) = date {
            result.remarks.push(Remark {
                word: "in force".to_owned(),
                text: format!("{word} {date}"),
            });
        }
    }

    /// Says which version of a rule is in force, and what it cites; its own `because`, if it has one.
    fn version_shown(
        &mut self,
        words: Words<'a>,
        (about, element): (&'a Rule, Option<RecordRef>),
        (result, node): (&mut RuleResult, &mut Node),
    ) -> Option<&'a Vec<Piece>> {
        let version = self.only_version(&about.versions, about.ruleset, element)?;
        result.cites = words.cites(&version.cites);
        node.cites.clone_from(&result.cites);
        node.text.push_str(&self.version_words(&version.period));
        if let Some(first) = self.first_day(&version.period) {
            result.remarks.push(Remark {
                word: "version".to_owned(),
                text: format!("from {first}"),
            });
        }
        Some(&version.of.because).filter(|own| !own.is_empty())
    }

    /// `because` with everything put in.
    fn because(&mut self, answering: &Answering<'a>, frame: crate::eval::Frame, pieces: &[Piece]) -> Option<String> {
        if pieces.is_empty() {
            return None;
        }
        let mut text = String::new();
        for piece in pieces {
            match piece {
                Piece::Text(piece) => text.push_str(piece),
                Piece::Insertion(expr) => {
                    let shown = match self.value(frame, *expr) {
                        Possible::Known(value) => {
                            let ty = &self.plan.exprs.at(*expr).ty;
                            answering.words.grouped(&value, ty, &answering.seen.thresholds)
                        }
                        Possible::Open(_) => "(not known)".to_owned(),
                    };
                    text.push_str(&shown);
                }
            }
        }
        Some(text)
    }

    /// Why no rule concludes a decision: what failed in each that could.
    fn why_none(&mut self, answering: &mut Answering<'a>, id: DecisionId, element: Option<RecordRef>) -> Vec<Node> {
        let plan = self.plan;
        let mut nodes = Vec::new();
        for rule in &plan.decisions.at(id).concluded_by {
            let about = plan.rules.at(*rule);
            let met = self.met(*rule, element);
            if met.witnesses.iter().any(|witness| witness.truth != Truth::No) {
                continue;
            }
            let mut node = Node {
                text: format!("{} is not met", about.name),
                cites: answering.words.cites(&about.cites),
                at: Some(answering.words.rule_place(about.span)),
                ..Node::default()
            };
            let before = answering.seen.comparisons.len();
            for witness in met.witnesses.iter().take(20) {
                let frame = self.enter(about.ruleset, element, about.locals.max(1));
                self.bind_witness(frame, about, witness);
                let failed = self.failed_conditions(answering, frame, about);
                node.children.extend(failed);
                self.leave(frame);
            }
            // A figure is worth saying only where it alone made the difference.
            if failing(&node) != 1 {
                answering.seen.comparisons.truncate(before);
            }
            node.readings = answering.seen.take_choices();
            nodes.push(node);
        }
        nodes
    }
}

/// How many steps failed that have no failing step under them.
fn failing(node: &Node) -> usize {
    let below: usize = node.children.iter().map(failing).sum();
    if below == 0 && node.value.as_deref() == Some("no") {
        1
    } else {
        below
    }
}

/// `foreign_made applies`, `foreign_made is set aside by humanitarian`
fn rule_text<'n>(name: &str, state: RuleState, by: impl Iterator<Item = &'n str>) -> String {
    match state {
        RuleState::Applies => format!("{name} applies"),
        RuleState::SetAside => format!("{name} is set aside by {}", by.collect::<Vec<_>>().join(", ")),
        RuleState::Suspended => format!("{name} is met, and suspended"),
        RuleState::NotYetInForce => format!("{name} is met, and not yet in force"),
        RuleState::Ended => format!("{name} is met, and no longer in force"),
    }
}
