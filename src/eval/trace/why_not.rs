//! Why a decision did not come out otherwise: for each outcome that was not given the nearest rule and what it lacks,
//! the rules that come first, and which figures or readings would change that.
//!
//! Nothing is said that is not so: that a rule would not be met under a figure follows from its own conditions; what
//! another reading gives is evaluated. Language reference: "The answer".

use crate::decision::Critical;
use crate::decision::Given;
use crate::decision::Nearest;
use crate::decision::Unknown;
use crate::decision::Verdict;
use crate::decision::WhyNot;
use crate::eval::Chosen;
use crate::eval::Evaluation;
use crate::eval::Frame;
use crate::eval::Memory;
use crate::eval::Truth;
use crate::eval::periods::Force;
use crate::eval::witness::Witness;
use crate::ids::Id;
use crate::plan::Concluded;
use crate::plan::ExprId;
use crate::plan::ExprKind;
use crate::plan::ReadingId;
use crate::plan::Rule;
use crate::plan::RuleId;
use crate::syntax::ast::ArithmeticSign;
use crate::syntax::ast::OrderWord;
use crate::value::DecisionId;
use crate::value::Number;
use crate::value::Possible;
use crate::value::RecordRef;
use crate::value::Type;
use crate::value::Value;

use super::lack::Missing;
use super::lack::Search;
use super::lack::nearer;
use super::lack::number_of;
use super::show::Words;

/// Most witnesses of a rule that are looked into.
const MOST_WITNESSES: usize = 20;
/// Deepest way down to a figure.
const DEEPEST: usize = 30;
/// Most lacking conditions that are told of one rule.
const MOST_LACKS: usize = 10;

/// A figure that decides for a rule: what is compared, how it would have to be, now, and its type.
struct Deciding {
    name: String,
    word: OrderWord,
    bound: Value,
    now: Value,
    ty: Type,
}

impl<'a> Evaluation<'a> {
    /// For each outcome that is not possible, why.
    pub(super) fn why_not(&mut self, words: Words<'a>, id: DecisionId, element: Option<RecordRef>) -> Vec<WhyNot> {
        let about = self.plan.decisions.at(id);
        let run = self.decide(id, element);
        let mut all = Vec::new();
        for (number, outcome) in (0_u16..).zip(&about.outcomes) {
            if run.possible.contains(&number) {
                continue;
            }
            let mut why = WhyNot {
                outcome: outcome.name.to_string(),
                ..WhyNot::default()
            };
            let first = self.applying(id, element, |other| other < number);
            why.comes_first = first.iter().map(|rule| self.full_name(*rule)).collect();
            let own = self.applying(id, element, |other| other == number);
            why.applies = own.iter().map(|rule| self.full_name(*rule)).collect();
            if own.is_empty() {
                self.nearest(words, (id, element, number), &first, &mut why);
            }
            let would_hold = number == about.otherwise || !own.is_empty();
            if let (true, None, [only]) = (would_hold, &why.nearest, first.as_slice()) {
                why.not_with = self.criticals(words, *only, element);
            }
            all.push(why);
        }
        all
    }

    fn full_name(&self, rule: RuleId) -> String {
        self.plan.rules.at(rule).full_name.to_string()
    }

    /// Which outcomes of a decision a rule concludes by itself.
    fn concluded(&mut self, rule: RuleId, (id, element): (DecisionId, Option<RecordRef>)) -> Vec<Truth> {
        let plan = self.plan;
        let mut truths = vec![Truth::No; plan.decisions.at(id).outcomes.len()];
        for one in plan.rules.at(rule).concludes.iter().filter(|one| one.decision == id) {
            match &one.what {
                Concluded::Outcome(outcome) => {
                    let applies = self.concludes(rule, one, element);
                    if let Some(truth) = truths.get_mut(usize::from(*outcome)) {
                        *truth = truth.or(applies, &mut self.memory.causes);
                    }
                }
                Concluded::Computed { outcome, may_be } => {
                    self.conclude_computed((rule, element), one, (*outcome, may_be), &mut truths);
                }
                Concluded::Amount(_) => {}
            }
        }
        truths
    }

    /// The rules that apply and conclude such an outcome.
    fn applying(&mut self, id: DecisionId, element: Option<RecordRef>, which: impl Fn(u16) -> bool) -> Vec<RuleId> {
        let plan = self.plan;
        let mut found = Vec::new();
        for rule in &plan.decisions.at(id).concluded_by {
            let truths = self.concluded(*rule, (id, element));
            let mut numbered = (0_u16..).zip(truths);
            if numbered.any(|(number, truth)| which(number) && truth == Truth::Yes) {
                found.push(*rule);
            }
        }
        found.sort_by_key(|rule| &plan.rules.at(*rule).name);
        found
    }

    /// The rule that is nearest to concluding an outcome.
    fn nearest(
        &mut self,
        words: Words<'a>,
        (id, element, number): (DecisionId, Option<RecordRef>, u16),
        first: &[RuleId],
        why: &mut WhyNot,
    ) {
        let plan = self.plan;
        let mut candidates: Vec<RuleId> = plan.decisions.at(id).concluded_by.clone();
        candidates.retain(|rule| {
            let mut concludes = plan.rules.at(*rule).concludes.iter();
            concludes.any(|one| one.decision == id && one.may_be().contains(&number))
        });
        candidates.sort_by_key(|rule| (&plan.rules.at(*rule).name, rule.index()));
        let mut best: Option<(RuleId, Vec<String>, Vec<Missing>)> = None;
        for rule in candidates {
            let truths = self.concluded(rule, (id, element));
            if truths.get(usize::from(number)) != Some(&Truth::No) {
                continue;
            }
            let (labels, mut missing) = match self.some_applies(rule, element) {
                Truth::No => self.lacks_of(words, rule, element),
                Truth::Yes | Truth::Open(_) => (Vec::new(), Vec::new()),
            };
            let mut own = plan.rules.at(rule).concludes.iter().filter(|one| one.decision == id);
            if own.any(|one| one.computed().is_some()) {
                let at = words.rule_place(plan.rules.at(rule).span);
                let text = if missing.is_empty() {
                    "what it works out is another outcome"
                } else {
                    "what it then works out may be another outcome"
                };
                missing.push(Missing::plain(text.to_owned(), at));
            }
            if missing.is_empty() {
                continue;
            }
            if best.as_ref().is_none_or(|(_, _, best)| nearer(&missing, best).is_lt()) {
                best = Some((rule, labels, missing));
            }
        }
        let Some((rule, witness, missing)) = best else { return };
        let about = plan.rules.at(rule);
        let sets_aside = |other: &RuleId| about.sets_aside.iter().any(|target| target.rule == *other);
        let fails = missing.len();
        why.nearest = Some(Nearest {
            rule: about.full_name.to_string(),
            witness,
            cites: words.cites(&about.cites),
            at: words.rule_place(about.span),
            fails,
            lacks: missing.into_iter().take(MOST_LACKS).map(|one| one.lack).collect(),
            still: first
                .iter()
                .filter(|other| !sets_aside(other))
                .map(|other| self.full_name(*other))
                .collect(),
        });
    }

    /// What a rule lacks to apply, for the witness for which it lacks least; and who that is.
    fn lacks_of(&mut self, words: Words<'a>, rule: RuleId, element: Option<RecordRef>) -> (Vec<String>, Vec<Missing>) {
        let plan = self.plan;
        let about = plan.rules.at(rule);
        let standing = self.out_of_force(words, rule, element);
        let mut readings = Vec::new();
        for (reading, choice, negated) in &about.only_if {
            let chosen = self.settings.choice(*reading);
            if chosen.is_none_or(|chosen| (chosen == *choice) == *negated) {
                readings.push(self.lacking_reading(words, (*reading, *choice, *negated)));
            }
        }
        if !readings.is_empty() {
            // Of a rule that the readings leave out nothing else is worked out.
            readings.extend(standing);
            return (Vec::new(), readings);
        }
        let (met, applies) = (self.met(rule, element), self.applies(rule, element));
        let mut best: Option<(Vec<String>, Vec<Missing>)> = None;
        for (number, witness) in met.witnesses.iter().enumerate().take(MOST_WITNESSES) {
            let mut missing = standing.clone();
            let frame = self.enter(about.ruleset, element, about.locals.max(1));
            self.bind_witness(frame, about, witness);
            let mut search = Search::new(words);
            missing.extend(self.lacking_all(&mut search, frame, &about.when));
            if let Some(unless) = about.unless {
                missing.extend(self.lacking(&mut search, frame, unless, false));
            }
            self.leave(frame);
            missing.extend(self.idle(words, about, (witness, element)));
            if missing.is_empty() {
                missing.extend(self.overruled(words, about, applies.witnesses.get(number)));
            }
            let is_nearer = |(_, best): &(Vec<String>, Vec<Missing>)| nearer(&missing, best).is_lt();
            if !missing.is_empty() && best.as_ref().is_none_or(is_nearer) {
                best = Some((words.witness(about, witness).1, missing));
            }
        }
        if met.witnesses.is_empty()
            && let Some(each) = about.for_each.first()
        {
            let frame = self.enter(about.ruleset, element, about.locals.max(1));
            let list = self.list_words(&Search::new(words), frame, &each.list);
            self.leave(frame);
            let mut missing = standing;
            let at = words.rule_place(about.span);
            missing.push(Missing::plain(format!("there is nothing among {list}"), at));
            return (Vec::new(), missing);
        }
        best.unwrap_or_default()
    }

    /// What keeps a rule out of force.
    fn out_of_force(&mut self, words: Words<'a>, rule: RuleId, element: Option<RecordRef>) -> Vec<Missing> {
        let plan = self.plan;
        let about = plan.rules.at(rule);
        let mut missing = Vec::new();
        let at = words.rule_place(about.span);
        let date = |choice: Option<crate::value::Date>, word: &str| {
            choice.map_or_else(String::new, |date| format!(": {word} {date}"))
        };
        match self.rule_force(rule, element) {
            Force::NotYet => {
                let first = about
                    .period
                    .first
                    .as_ref()
                    .or_else(|| about.versions.first()?.period.first.as_ref());
                let first = first.and_then(|first| self.date_of(first).ok().flatten());
                missing.push(Missing::plain(format!("not yet in force{}", date(first, "from")), at));
            }
            Force::Ended => {
                let last = about
                    .period
                    .last
                    .as_ref()
                    .or_else(|| about.versions.last()?.period.last.as_ref());
                let last = last.and_then(|last| self.date_of(last).ok().flatten());
                missing.push(Missing::plain(
                    format!("no longer in force{}", date(last, "last day")),
                    at,
                ));
            }
            Force::Within => {
                for suspension in &about.suspended_by {
                    if self.suspends(*suspension, rule, element) == Truth::Yes {
                        let by = plan.suspensions.at(*suspension);
                        let last = by.period.last.as_ref();
                        let last = last.and_then(|last| self.date_of(last).ok().flatten());
                        let to = last.map_or_else(String::new, |last| format!(" to {last}"));
                        let text = format!("suspended by {}{to}", by.name);
                        missing.push(Missing::plain(text, words.rule_place(about.span)));
                    }
                }
            }
            Force::Open(_) => missing.push(Missing::plain("whether it is in force is not known".to_owned(), at)),
        }
        missing
    }

    /// That a rule that sets others aside finds nothing to set aside.
    fn idle(
        &mut self,
        words: Words<'a>,
        about: &'a Rule,
        (witness, element): (&Witness, Option<RecordRef>),
    ) -> Option<Missing> {
        let plan = self.plan;
        if !about.hangs_on_what_it_sets_aside() || self.something_to_set_aside(about, witness, element) != Truth::No {
            return None;
        }
        let mut targets: Vec<&str> = about
            .sets_aside
            .iter()
            .map(|target| &*plan.rules.at(target.rule).name)
            .collect();
        targets.sort_unstable();
        targets.truncate(MOST_LACKS);
        let text = match targets.as_slice() {
            [only] => format!("there is nothing to set aside: {only} would not hold"),
            several => format!(
                "there is nothing to set aside: none of {} would hold",
                several.join(", ")
            ),
        };
        Some(Missing::plain(text, words.rule_place(about.span)))
    }

    /// What sets aside a rule that is met, in force and not idle.
    fn overruled(&self, words: Words<'a>, about: &Rule, applied: Option<&Witness>) -> Option<Missing> {
        let by = applied.map(|one| &one.by).filter(|by| !by.is_empty())?;
        let by: Vec<&str> = by.iter().map(|rule| &*self.plan.rules.at(*rule).name).collect();
        let text = format!("set aside by {}", crate::text::list_and(&by));
        Some(Missing::plain(text, words.rule_place(about.span)))
    }

    /// The figures on which alone it hangs that a rule applies.
    fn criticals(&mut self, words: Words<'a>, rule: RuleId, element: Option<RecordRef>) -> Vec<Critical> {
        let plan = self.plan;
        let about = plan.rules.at(rule);
        if !about.sets_aside.is_empty() {
            // Without it, what it sets aside would hold.
            return Vec::new();
        }
        let applies = self.applies(rule, element);
        let applying: Vec<&Witness> = applies.witnesses.iter().filter(|one| one.truth == Truth::Yes).collect();
        let ([only], [_]) = (applying.as_slice(), applies.witnesses.as_slice()) else {
            return Vec::new();
        };
        let mut found = Vec::new();
        let frame = self.enter(about.ruleset, element, about.locals.max(1));
        self.bind_witness(frame, about, only);
        for condition in &about.when {
            self.deciding(words, (frame, *condition, 0), &mut found);
        }
        self.leave(frame);
        let mut criticals: Vec<Critical> = Vec::new();
        for one in found {
            let bound = Possible::Known(one.bound.clone());
            let thresholds: Vec<Number> = number_of(&bound).into_iter().collect();
            let critical = Critical {
                rule: about.full_name.to_string(),
                left: one.name,
                operator: opposite(one.word).to_owned(),
                bound: words.value(&one.bound, &one.ty, &[]),
                is: words.value(&one.now, &one.ty, &thresholds),
            };
            if !criticals.contains(&critical) {
                criticals.push(critical);
            }
        }
        criticals
    }

    /// The comparisons that must hold for a condition to hold: along `and` and names.
    #[expect(
        clippy::wildcard_enum_match_arm,
        reason = "of whatever else it is not said that it hangs on one figure"
    )]
    fn deciding(&mut self, words: Words<'a>, (frame, id, depth): (Frame, ExprId, usize), found: &mut Vec<Deciding>) {
        let plan = self.plan;
        if depth > DEEPEST || self.truth(frame, id) != Truth::Yes {
            return;
        }
        let deeper = depth.saturating_add(1);
        match &plan.exprs.at(id).kind {
            ExprKind::And(sides) => {
                for side in sides {
                    self.deciding(words, (frame, *side, deeper), found);
                }
            }
            ExprKind::Call { definition, arguments } => {
                self.inside(frame, *definition, arguments, |this, inner, body| {
                    this.deciding(words, (inner, body, deeper), found);
                    Some(())
                });
            }
            ExprKind::ByReading { readings, rows } => {
                if let Ok(Some(body)) = self.reading_row(readings, rows) {
                    self.deciding(words, (frame, body, deeper), found);
                }
            }
            ExprKind::Order { left, word, right } => {
                let (now, bound) = (self.value(frame, *left), self.value(frame, *right));
                let (Possible::Known(now), Possible::Known(bound)) = (now, bound) else {
                    return;
                };
                if number_of(&Possible::Known(bound.clone())).is_none() {
                    return;
                }
                let found_one = match self.solved(words, (frame, *left, deeper), (*word, &bound)) {
                    Some(solved) => solved,
                    None => Deciding {
                        name: self.leaf_name(words, frame, *left),
                        word: *word,
                        bound,
                        now,
                        ty: plan.exprs.at(*left).ty.clone(),
                    },
                };
                found.push(found_one);
            }
            _ => {}
        }
    }

    /// A share that is compared, solved for what is divided: `cn_content` at 0.1% of the value.
    #[expect(clippy::wildcard_enum_match_arm, reason = "only a quotient is solved")]
    fn solved(
        &mut self,
        words: Words<'a>,
        (frame, id, depth): (Frame, ExprId, usize),
        (word, bound): (OrderWord, &Value),
    ) -> Option<Deciding> {
        let plan = self.plan;
        if depth > DEEPEST {
            return None;
        }
        let deeper = depth.saturating_add(1);
        match &plan.exprs.at(id).kind {
            ExprKind::Call { definition, arguments } => {
                self.inside(frame, *definition, arguments, |this, inner, body| {
                    this.solved(words, (inner, body, deeper), (word, bound))
                })
            }
            ExprKind::ByReading { readings, rows } => match self.reading_row(readings, rows) {
                Ok(Some(body)) => self.solved(words, (frame, body, deeper), (word, bound)),
                Ok(None) | Err(_) => None,
            },
            ExprKind::Arithmetic {
                left,
                sign: ArithmeticSign::Over,
                right,
            } => {
                let Possible::Known(divisor) = self.value(frame, *right) else {
                    return None;
                };
                // A negative divisor would turn the comparison round.
                if number_of(&Possible::Known(divisor.clone()))? <= Number::ZERO {
                    return None;
                }
                let Possible::Known(now) = self.value(frame, *left) else {
                    return None;
                };
                let bound = crate::ops::multiply(bound, &divisor).ok()?;
                crate::ops::order(&now, &bound).ok()?;
                Some(Deciding {
                    name: self.leaf_name(words, frame, *left),
                    word,
                    bound,
                    now,
                    ty: plan.exprs.at(*left).ty.clone(),
                })
            }
            _ => None,
        }
    }

    /// Which readings, each alone, would give the outcomes that were not given.
    pub(super) fn readings_for(
        &mut self,
        words: Words<'a>,
        (asked, only): (&[ReadingId], &[DecisionId]),
        verdicts: &mut [Verdict],
    ) {
        let plan = self.plan;
        for reading in asked {
            let about = plan.readings.at(*reading);
            let Some(chosen) = self.settings.readings.get(reading.index()).cloned().flatten() else {
                continue;
            };
            if about.settled.is_some() {
                continue;
            }
            for (number, (name, _)) in (0_u16..)
                .zip(&about.choices)
                .filter(|(number, _)| *number != chosen.choice)
            {
                let mut settings = self.settings.clone();
                if let Some(slot) = settings.readings.get_mut(reading.index()) {
                    *slot = Some(Chosen {
                        choice: number,
                        by: chosen.by,
                    });
                }
                let mut memory = Memory::default();
                let mut other = Evaluation::new(plan, self.facts, &settings, &mut memory);
                let outcomes = other.outcomes(words, only);
                if outcomes.len() != verdicts.len() {
                    continue;
                }
                for (verdict, then) in verdicts.iter_mut().zip(outcomes) {
                    let [only] = then.possible.as_slice() else { continue };
                    let mut whys = verdict.why_not.iter_mut().flatten();
                    if let Some(why) = whys.find(|why| why.outcome == *only) {
                        why.readings.push(Given {
                            unknown: Unknown::Reading(about.full_name.to_string()),
                            is: name.to_string(),
                        });
                    }
                }
            }
        }
    }
}

/// How a figure would have to be for a comparison not to hold.
fn opposite(word: OrderWord) -> &'static str {
    match word {
        OrderWord::AtLeast => "is less than",
        OrderWord::AtMost => "is more than",
        OrderWord::MoreThan => "is at most",
        OrderWord::LessThan => "is at least",
    }
}
