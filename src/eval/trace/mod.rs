//! The answer for one record: the plain [`Decision`], filled from what was evaluated.
//!
//! Outcomes first; then, if asked, the rules with their states, the comparisons, what it rests on and the reasoning.
//! A decision that hangs on what is not known becomes errors that name it. Language reference: "The answer".
#![expect(clippy::too_many_lines, reason = "one list of steps in order")]

mod duties;
mod figures;
mod lack;
mod limbs;
mod results;
mod show;
mod tables;
mod walk;
mod why_not;

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use crate::decision::Answer as AnswerUsed;
use crate::decision::Decision;
use crate::decision::FactUsed;
use crate::decision::FactsUsed;
use crate::decision::Fault;
use crate::decision::LeftOut;
use crate::decision::ReadingUsed;
use crate::decision::RulesUsed;
use crate::decision::Status;
use crate::decision::Summary;
use crate::decision::Verdict;
use crate::diagnostic::Code;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::Severity;
use crate::facts::CellValue;
use crate::ids::Id;
use crate::plan::Rank;
use crate::plan::ReadingId;
use crate::plan::RulesetId;
use crate::source::Sources;
use crate::value::CauseId;
use crate::value::DecisionId;
use crate::value::Possible;
use crate::value::RecordRef;
use crate::value::Value;

use super::Chosen;
use super::Evaluation;
use super::Memory;
use super::Settings;
use super::Truth;
use super::report;

pub(crate) use results::possible_words;
pub(crate) use results::rank_word;
pub(crate) use show::Words;
pub(crate) use show::citations;
use walk::Seen;

/// Most errors that one decision gives.
const MOST_ERRORS: usize = 50;

/// How much the answer tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Detail {
    /// Outcomes only.
    Outcome,
    /// Also rules, figures, what is owed, what it rests on.
    Full,
    /// Also the whole reasoning.
    Explain,
}

/// Where the record stands, and the identities of what was used.
#[derive(Clone, Copy)]
pub(crate) struct RecordPlace<'s> {
    /// `motor.json:1`
    pub(crate) record: &'s str,
    /// The texts of rules and facts.
    pub(crate) sources: &'s Sources,
    /// `blake3:…` of the rules.
    pub(crate) rules_hash: &'s str,
    /// `blake3:…` of the record.
    pub(crate) facts_hash: &'s str,
}

/// What a person would take for the same reason: code, title, path.
type Reason = (Code, String, Option<String>);

/// What is being put together.
struct Answering<'a> {
    words: Words<'a>,
    detail: Detail,
    seen: Seen<'a>,
    diagnostics: Vec<Diagnostic>,
    /// What is not known, and what hangs on it.
    reasons: BTreeMap<Reason, (Diagnostic, BTreeSet<String>)>,
}

impl<'a> Evaluation<'a> {
    /// The answer for this record, for all decisions or for those named; and its errors with their places.
    pub(crate) fn answer(
        &mut self,
        place: RecordPlace<'a>,
        only: &[DecisionId],
        detail: Detail,
    ) -> (Decision, Vec<Diagnostic>) {
        let words = self.words(place.sources);
        let mut answering = Answering {
            words,
            detail,
            seen: Seen::new(words),
            diagnostics: Vec::new(),
            reasons: BTreeMap::new(),
        };
        let mut decision = Decision {
            record: place.record.to_owned(),
            id: self.facts.id.as_deref().map(str::to_owned),
            rules: RulesUsed {
                hash: place.rules_hash.to_owned(),
                rulesets: self
                    .plan
                    .rulesets
                    .iter()
                    .map(|ruleset| ruleset.name.to_string())
                    .collect(),
            },
            facts: FactsUsed {
                hash: place.facts_hash.to_owned(),
            },
            observed: self.settings.observed.map(|day| day.to_string()),
            ..Decision::default()
        };
        self.must_hold(&mut answering);
        if answering.diagnostics.is_empty() {
            self.verdicts(&mut answering, only, &mut decision);
            if detail >= Detail::Full {
                let asked: Vec<ReadingId> = self
                    .plan
                    .readings
                    .ids()
                    .filter(|id| self.memory.asked.get(id.index()) == Some(&true))
                    .collect();
                self.duties(&mut answering, only, &mut decision);
                self.rests_on(&mut answering, &mut decision, &asked, only);
                if detail == Detail::Explain {
                    self.readings_for(words, (&asked, only), &mut decision.decisions);
                }
            }
        }
        let mut diagnostics = answering.diagnostics;
        for (mut diagnostic, hangs) in answering.reasons.into_values() {
            for (number, hangs) in hangs.into_iter().enumerate() {
                diagnostic.help.insert(number, hangs);
            }
            diagnostics.push(diagnostic);
        }
        diagnostics.sort_by(|a, b| (a.code, &a.title).cmp(&(b.code, &b.title)));
        diagnostics.dedup();
        decision.errors = diagnostics
            .iter()
            .filter(|diagnostic| diagnostic.severity == Severity::Error)
            .map(|diagnostic| Fault::of(diagnostic, place.sources))
            .collect();
        let worst = decision.decisions.iter().map(|verdict| verdict.status).max();
        decision.status = if decision.errors.is_empty() {
            worst.unwrap_or(Status::Decided)
        } else {
            Status::Error
        };
        (decision, diagnostics)
    }

    /// How to say things about this record.
    pub(in crate::eval) fn words(&mut self, sources: &'a Sources) -> Words<'a> {
        let mut law_date = self.settings.as_of.map(|(date, _)| date);
        if law_date.is_none() {
            let once = self
                .plan
                .rulesets
                .iter_ids()
                .filter(|(_, about)| about.law_date.is_some() && about.each.is_none());
            let each = self
                .plan
                .rulesets
                .iter_ids()
                .filter(|(_, about)| about.law_date.is_some() && about.each.is_some());
            let rulesets: Vec<RulesetId> = once.chain(each).map(|(id, _)| id).collect();
            for ruleset in rulesets {
                let element = self.elements_of(ruleset).0.into_iter().next().flatten();
                if let Possible::Known(Value::Date(date)) = self.law_date(ruleset, element) {
                    law_date = Some(date);
                    break;
                }
            }
        }
        Words {
            plan: self.plan,
            facts: self.facts,
            sources,
            law_date,
        }
    }

    /// What must hold of each record: a breach is a mistake in the facts.
    fn must_hold(&mut self, answering: &mut Answering<'a>) {
        let plan = self.plan;
        if plan.must_hold.is_empty() {
            return;
        }
        for (index, entry) in self.facts.records.iter().enumerate() {
            for rule in plan.must_hold.iter().filter(|rule| rule.record == entry.ty) {
                let record = RecordRef::from_index(index);
                if self.holds(rule, record) == Truth::No {
                    let words = answering.words;
                    let condition = words.written(rule.condition);
                    let at = self.facts.span((entry.place.0, entry.place.0.saturating_add(1)));
                    let identity = words.identity(record);
                    answering.diagnostics.push(
                        Diagnostic::error(Code::F209, at, format!("{identity}: what must hold does not"))
                            .here(format!("here it does not hold that {condition}"))
                            .label(plan.exprs.at(rule.condition).span, "must hold")
                            .path(words.record_path(record))
                            .help("correct the facts: one of these figures cannot be right"),
                    );
                }
            }
        }
    }

    /// All decisions of all rulesets, element by element, and the summaries.
    fn verdicts(&mut self, answering: &mut Answering<'a>, only: &[DecisionId], decision: &mut Decision) {
        let plan = self.plan;
        for (ruleset, about) in plan.rulesets.iter_ids() {
            let wanted: Vec<DecisionId> = about
                .decisions
                .iter()
                .copied()
                .filter(|id| only.is_empty() || only.contains(id))
                .collect();
            if wanted.is_empty() {
                continue;
            }
            for element in self.elements_or_errors(answering, ruleset) {
                for id in &wanted {
                    let verdict = self.verdict(answering, *id, element);
                    decision.decisions.push(verdict);
                }
            }
        }
        if only.is_empty() {
            self.summaries(answering, decision);
        }
    }

    /// The elements that a ruleset decides; an empty list is nothing to decide, and one that may have more an error.
    fn elements_or_errors(&mut self, answering: &mut Answering<'a>, ruleset: RulesetId) -> Vec<Option<RecordRef>> {
        let plan = self.plan;
        let (elements, more) = self.elements_of(ruleset);
        let Some(each) = &plan.rulesets.at(ruleset).each else {
            return elements;
        };
        if let Some(cause) = more {
            let hangs = format!("{} decides each of them", plan.rulesets.at(ruleset).name);
            self.explain_causes(answering, [cause], Severity::Error, &hangs);
        } else if elements.is_empty() {
            let at = self.facts.record(self.facts.root()).map_or((0, 0), |entry| entry.place);
            let at = self.facts.span((at.0, at.0.saturating_add(1)));
            answering.diagnostics.push(
                Diagnostic::error(
                    Code::E202,
                    at,
                    format!("`{}` is empty: there is nothing to decide", each.words),
                )
                .label(
                    plan.rulesets.at(ruleset).span,
                    format!("decides each {}", each.variable),
                )
                .help("list what is asked about; an empty list is never free"),
            );
        }
        elements
    }

    /// Reasons as diagnostics, each leaf once; what hangs on it is said for all decisions together.
    fn explain_causes(
        &mut self,
        answering: &mut Answering<'a>,
        causes: impl IntoIterator<Item = CauseId>,
        severity: Severity,
        hangs: &str,
    ) -> Vec<Diagnostic> {
        let leaves = self.memory.causes.leaves(causes, MOST_ERRORS);
        let mut found = Vec::new();
        for cause in leaves {
            let mut diagnostic = report::diagnostic(answering.words, cause);
            diagnostic.severity = severity;
            let key = (diagnostic.code, diagnostic.title.clone(), diagnostic.path.clone());
            let (known, all) = answering
                .reasons
                .entry(key)
                .or_insert_with(|| (diagnostic.clone(), BTreeSet::new()));
            known.severity = known.severity.min(severity);
            all.insert(hangs.to_owned());
            diagnostic.help.insert(0, hangs.to_owned());
            found.push(diagnostic);
        }
        found
    }

    /// The strictest of several decisions, for each element of those that decide each.
    fn summaries(&mut self, answering: &mut Answering<'a>, decision: &mut Decision) {
        let plan = self.plan;
        for summary in &plan.summaries {
            let each = summary
                .of
                .iter()
                .map(|id| plan.decisions.at(*id).ruleset)
                .find(|id| plan.rulesets.at(*id).each.is_some());
            let elements = each.map_or_else(|| vec![None], |ruleset| self.elements_of(ruleset).0);
            for element in elements {
                let mut sets: Vec<Vec<Option<Rank>>> = Vec::new();
                for id in &summary.of {
                    let about = plan.decisions.at(*id);
                    let own = plan.rulesets.at(about.ruleset).each.as_ref().and(element);
                    let run = self.decide(*id, own);
                    sets.push(results::ranks(about, &run));
                }
                let effects = results::strictest(&sets);
                let settled = effects.len() <= 1;
                let errors = if settled {
                    Vec::new()
                } else {
                    errors_of(summary, element, &answering.words, decision)
                };
                decision.summaries.push(Summary {
                    name: format!("{}.{}", plan.rulesets.at(summary.ruleset).name, summary.name),
                    title: if summary.title.is_empty() {
                        &summary.name
                    } else {
                        &summary.title
                    }
                    .to_string(),
                    r#for: label_of(answering, element),
                    status: match (settled, effects.first()) {
                        (false, _) => Status::Error,
                        (true, Some(Some(_))) => Status::Decided,
                        (true, Some(None) | None) => Status::DoesNotArise,
                    },
                    effects: effects
                        .iter()
                        .flatten()
                        .map(|rank| results::rank_word(*rank).to_owned())
                        .collect(),
                    strictest_of: summary
                        .of
                        .iter()
                        .map(|id| plan.decisions.at(*id).full_name.to_string())
                        .collect(),
                    errors,
                    for_label: element.map_or_else(String::new, |element| answering.words.label(element)),
                });
            }
        }
    }

    /// Facts, readings and answers on which it rests, and what was left out with a meaning.
    fn rests_on(
        &mut self,
        answering: &mut Answering<'a>,
        decision: &mut Decision,
        asked: &[ReadingId],
        only: &[DecisionId],
    ) {
        let words = answering.words;
        let facts = self.facts;
        for (record, field) in &answering.seen.facts {
            let Some(cell) = facts.cell(*record, *field) else {
                continue;
            };
            let CellValue::Known(value) = &cell.value else { continue };
            let shape = facts
                .record(*record)
                .and_then(|entry| self.plan.shape.records.get(entry.ty));
            let Some(about) = shape.and_then(|shape| shape.fields.get(*field)) else {
                continue;
            };
            let evidence = facts.evidence_of(cell);
            decision.used.push(FactUsed {
                path: words.path(*record, *field),
                value: words.value(value, &about.ty, &[]),
                at: words.fact_place(cell),
                source: evidence
                    .and_then(|evidence| evidence.source.as_deref())
                    .map(str::to_owned),
                date: evidence.and_then(|evidence| evidence.date).map(|date| date.to_string()),
            });
        }
        for number in &answering.seen.answers {
            if let Some(answer) = facts.answers.get(*number) {
                let column = &self.plan.tables.at(answer.table).columns.at(answer.column);
                decision.answers.push(AnswerUsed::IsIn {
                    list: format!("{}.{}", self.plan.tables.at(answer.table).full_name, column.name),
                    value: words.value(&answer.value, &column.ty, &[]),
                    is_in: answer.is_in,
                    date: answer.date.map_or_else(String::new, |date| date.to_string()),
                    source: answer.source.as_ref().map(ToString::to_string),
                    at: words.sources.place(facts.span(answer.place)),
                });
            }
        }
        for number in &answering.seen.row_answers {
            decision.answers.extend(
                facts
                    .row_answers
                    .get(*number)
                    .map(|answer| row_answer_used(words, answer)),
            );
        }
        decision.left_out = self.left_out(answering.words);
        let outcomes = self.outcomes(words, only);
        for reading in asked {
            if let Some(used) = self.reading_used(
                *reading,
                &outcomes,
                (only, answering.words),
                answering.seen.readings.contains(reading),
            ) {
                decision.readings.push(used);
            }
        }
    }

    /// Fields that were left out and have a value by `left out means`.
    fn left_out(&self, words: Words) -> Vec<LeftOut> {
        let mut counted: BTreeMap<(crate::value::RecordType, crate::plan::FieldId), (usize, String)> = BTreeMap::new();
        for entry in &self.facts.records {
            let Some(shape) = self.plan.shape.records.get(entry.ty) else {
                continue;
            };
            for (field, about) in shape.fields.iter_ids().filter(|(_, about)| about.left_out.is_some()) {
                let at = usize::try_from(entry.first)
                    .unwrap_or(usize::MAX)
                    .saturating_add(field.index());
                if let Some(CellValue::Default(value)) = self.facts.cells.get(at).map(|cell| &cell.value) {
                    let times = counted
                        .entry((entry.ty, field))
                        .or_insert_with(|| (0, words.value(value, &about.ty, &[])));
                    times.0 = times.0.saturating_add(1);
                }
            }
        }
        let name = |ty: crate::value::RecordType, field: crate::plan::FieldId| {
            let shape = self.plan.shape.records.at(ty);
            let field = shape.fields.get(field).map_or("", |field| &field.name);
            if ty == self.plan.shape.root {
                field.to_owned()
            } else {
                format!("{}.{field}", shape.name)
            }
        };
        counted
            .into_iter()
            .map(|((ty, field), (times, means))| LeftOut {
                field: name(ty, field),
                means,
                times,
            })
            .collect()
    }

    /// The possible outcomes of all decisions for all elements, to compare readings by.
    fn outcomes(&mut self, words: Words, only: &[DecisionId]) -> Vec<Outcomes> {
        let plan = self.plan;
        let mut all = Vec::new();
        for (ruleset, about) in plan.rulesets.iter_ids() {
            for element in self.elements_of(ruleset).0 {
                for id in about.decisions.iter().filter(|id| only.is_empty() || only.contains(id)) {
                    let run = self.decide(*id, element);
                    let possible = results::possible_words(&words, plan.decisions.at(*id), &run);
                    all.push(Outcomes {
                        decision: *id,
                        element,
                        possible,
                    });
                }
            }
        }
        all
    }

    /// A reading that was asked, if it is open, chosen, and what the other choices alone would give.
    fn reading_used(
        &mut self,
        reading: ReadingId,
        outcomes: &[Outcomes],
        (only, words): (&[DecisionId], Words<'a>),
        mentioned: bool,
    ) -> Option<ReadingUsed> {
        let about = self.plan.readings.at(reading);
        let chosen = self.settings.readings.get(reading.index()).cloned().flatten();
        let mut otherwise = BTreeMap::new();
        if let Some(chosen) = &chosen
            && about.settled.is_none()
        {
            for (number, (name, _)) in (0_u16..).zip(&about.choices) {
                if number == chosen.choice {
                    continue;
                }
                let mut settings = self.settings.clone();
                if let Some(slot) = settings.readings.get_mut(reading.index()) {
                    *slot = Some(Chosen {
                        choice: number,
                        by: chosen.by,
                    });
                }
                let changed = what_changes(self, &settings, outcomes, (only, words));
                if !changed.is_empty() {
                    otherwise.insert(name.to_string(), changed);
                }
            }
        }
        if otherwise.is_empty() && !(mentioned && chosen.is_none()) {
            return None;
        }
        Some(ReadingUsed {
            name: about.full_name.to_string(),
            choice: chosen
                .as_ref()
                .and_then(|chosen| about.choices.get(usize::from(chosen.choice)))
                .map(|(name, _)| name.to_string()),
            by: chosen.map_or_else(String::new, |chosen| chosen.by.to_owned()),
            otherwise,
        })
    }
}

/// The possible outcomes of a decision for an element.
#[derive(PartialEq, Eq)]
struct Outcomes {
    decision: DecisionId,
    element: Option<RecordRef>,
    possible: Vec<String>,
}

/// What another setting gives: the outcomes of the decision that it changes; where it changes several, each with its
/// decision and its element. That another decision then arises or does not follows, and is not said.
fn what_changes(
    evaluation: &Evaluation,
    settings: &Settings,
    outcomes: &[Outcomes],
    (only, words): (&[DecisionId], Words),
) -> Vec<String> {
    let mut memory = Memory::default();
    let mut other = Evaluation::new(evaluation.plan, evaluation.facts, settings, &mut memory);
    let now = other.outcomes(words, only);
    let mut changed: Vec<&Outcomes> = now
        .iter()
        .zip(outcomes)
        .filter(|(now, before)| now != before)
        .map(|(now, _)| now)
        .collect();
    let conditional = |one: &Outcomes| evaluation.plan.decisions.at(one.decision).arises_only_when.is_some();
    if changed.iter().any(|one| !conditional(one)) {
        changed.retain(|one| !conditional(one));
    }
    if let [only] = changed.as_slice() {
        return only.possible.clone();
    }
    let several = outcomes
        .iter()
        .any(|one| one.element != outcomes.first().and_then(|first| first.element));
    changed
        .into_iter()
        .map(|one| {
            let name = &evaluation.plan.decisions.at(one.decision).name;
            let of = match one.element {
                Some(element) if several => format!(" of {}", words.identity(element)),
                Some(_) | None => String::new(),
            };
            format!("{name}{of} {}", one.possible.join(" or "))
        })
        .collect()
}

/// The errors of the decisions of a summary for an element.
fn errors_of(
    summary: &crate::plan::Summary,
    element: Option<RecordRef>,
    words: &Words,
    decision: &Decision,
) -> Vec<Fault> {
    let names: Vec<&str> = summary
        .of
        .iter()
        .map(|id| &*words.plan.decisions.at(*id).full_name)
        .collect();
    let label = element.map(|element| words.identity(element));
    let ours = |verdict: &&Verdict| {
        names.contains(&verdict.name.as_str()) && (verdict.r#for.is_none() || verdict.r#for == label)
    };
    decision
        .decisions
        .iter()
        .filter(ours)
        .flat_map(|verdict| verdict.errors.iter().cloned())
        .collect()
}

/// The identity of an element.
/// An answer about a look-up, as it is shown.
fn row_answer_used(words: Words<'_>, answer: &crate::facts::RowAnswer) -> AnswerUsed {
    let about = words.plan.tables.at(answer.table);
    let types = about.key.iter().map(|column| &about.columns.at(*column).ty);
    let keys = answer.keys.iter().zip(types);
    let keys: Vec<String> = keys.map(|(key, ty)| words.value(key, ty, &[])).collect();
    let (table, at) = (
        about.full_name.to_string(),
        words.sources.place(words.facts.span(answer.place)),
    );
    let (date, source) = (
        Some(answer.date.to_string()),
        answer.source.as_ref().map(ToString::to_string),
    );
    match &answer.says {
        crate::facts::RowSays::NoRow => AnswerUsed::NoRow {
            table,
            keys,
            is_in: false,
            date,
            source,
            at,
        },
        crate::facts::RowSays::Cell(column, value) => {
            let column = about.columns.at(*column);
            AnswerUsed::LookUp {
                table,
                keys,
                column: column.name.to_string(),
                value: words.value(value, &column.ty, &[]),
                date,
                source,
                at,
            }
        }
    }
}

fn label_of(answering: &Answering, element: Option<RecordRef>) -> Option<String> {
    element.map(|element| answering.words.identity(element))
}
