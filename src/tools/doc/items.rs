//! Rulesets, terms and decisions in words: one function a kind of item.

use crate::ids::Id;
use crate::plan::DefinitionId;
use crate::plan::LocalId;
use crate::plan::ParameterId;
use crate::plan::ReadingId;
use crate::plan::RulesetId;
use crate::text;
use crate::value::DecisionId;
use crate::value::MeasureId;
use crate::value::Number;
use crate::value::Type;

use super::catalog::Item;
use super::speaker::Mode;
use super::speaker::Speaker;
use super::speaker::article;

impl Speaker<'_> {
    /// The sentence of an item, without its head.
    pub(super) fn item(&mut self, item: Item) -> String {
        match item {
            Item::Ruleset(id) => self.ruleset(id),
            Item::MustHold(number) => self.must_hold(number),
            Item::Reading(id) => self.reading(id),
            Item::Parameter(id) => self.parameter(id),
            Item::Definition(id) => self.definition(id),
            Item::Group(id) => self.group(id),
            Item::Table(id) => self.table(id),
            Item::Measure(id) => self.measure(id),
            Item::Decision(id) => self.decision(id),
            Item::Summary(number) => self.summary(number),
            Item::Rule(id) => self.rule(id),
            Item::Obligation(id) => self.obligation(id),
            Item::Suspension(id) => self.suspension(id),
        }
    }

    /// In whose ruleset an item stands: what its element is called.
    pub(super) fn stand_in(&mut self, ruleset: RulesetId) {
        let each = self.plan.rulesets.at(ruleset).each.as_ref();
        self.element = each.map(|each| &*each.variable);
    }

    /// `for each item`, where the ruleset decides each.
    pub(super) fn each(&self) -> Option<String> {
        let element = self.element();
        let noun = element.strip_prefix("the ").unwrap_or(&element).to_owned();
        self.element.is_some().then(|| format!("for each {noun}"))
    }

    fn ruleset(&mut self, id: RulesetId) -> String {
        let about = self.plan.rulesets.at(id);
        self.stand_in(id);
        let mut parts = Vec::new();
        if let Some((date, _)) = &about.law_date {
            parts.push(format!(
                "the law is that in force on the day given by {}",
                self.say(*date).operand()
            ));
        }
        if let Some(each) = &about.each {
            let list = self.say(each.list).operand();
            let noun = self.record_noun(each.ty);
            parts.push(format!(
                "everything is decided for each {noun} among {list}, one by one"
            ));
        }
        parts.join("; ")
    }

    fn must_hold(&mut self, number: usize) -> String {
        let Some(about) = self.plan.must_hold.get(number) else {
            return String::new();
        };
        let noun = self.record_noun(about.record);
        self.bind(LocalId::from_index(0), format!("the {noun}"));
        let condition = self.condition(about.condition).side();
        format!(
            "of {} {noun} in the facts it always holds that {condition}; facts of which it does not hold are refused",
            article(&noun)
        )
    }

    /// The first unit of a measure, and how much of it each further one is.
    fn measure(&self, id: MeasureId) -> String {
        let mut units = self.plan.shape.measures.at(id).units.iter();
        let base = units.next().map_or("", |unit| &unit.name);
        let mut said = format!("an amount in {base}");
        for unit in units {
            said += &format!("; 1 {} is {} {base}", unit.name, exactly(&unit.size));
        }
        said
    }

    fn reading(&mut self, id: ReadingId) -> String {
        let about = self.plan.readings.at(id);
        let name = |number: u16| {
            let choice = about.choices.get(usize::from(number));
            choice.map_or_else(String::new, |(name, _)| name.to_string())
        };
        let choices: Vec<String> = about
            .choices
            .iter()
            .map(|(name, reason)| match self.mode {
                Mode::People => format!("{name} (\"{reason}\")"),
                Mode::Meaning => name.to_string(),
            })
            .collect();
        let mut said = format!("the text can be read as {}", text::list_or(&choices));
        match (about.settled, about.suggested, self.mode) {
            (Some(settled), _, _) => said += &format!("; it is settled as {}", name(settled)),
            (None, Some(suggested), Mode::People) => {
                said += &format!(
                    "; the author suggests {}, which by itself decides nothing",
                    name(suggested)
                );
            }
            (None, _, _) => said += "; nothing here settles it",
        }
        said
    }

    fn parameter(&mut self, id: ParameterId) -> String {
        if let Some(said) = self.keyed_values(id) {
            return said;
        }
        let about = self.plan.parameters.at(id);
        let noun = self.a_noun(&about.ty);
        let mut values = Vec::new();
        for value in &about.values {
            let shown = self.say(value.value).operand();
            values.push(match self.period(&value.period) {
                Some(period) => format!("{shown} {period}"),
                None => format!("{shown} at all times"),
            });
        }
        let starts = about.values.first().is_some_and(|first| first.period.first.is_some());
        let ends = about.values.last().is_some_and(|last| last.period.last.is_some());
        let several = about.values.len() > 1;
        let until = if several {
            ", each until the next one begins or its last day"
        } else {
            ""
        };
        let outside = match (starts, ends) {
            (true, true) => "; before and after that it cannot be computed",
            (true, false) => "; before that it cannot be computed",
            (false, true) => "; after that it cannot be computed",
            (false, false) => "",
        };
        format!("{noun}: {}{until}{outside}", values.join("; "))
    }

    fn definition(&mut self, id: DefinitionId) -> String {
        let about = self.plan.definitions.at(id);
        self.stand_in(about.ruleset);
        let typed = about.parameters.iter().enumerate();
        let heads = self.parameters(typed.map(|(number, (_, ty))| (LocalId::from_index(number), ty)));
        let of = if heads.is_empty() {
            String::new()
        } else {
            format!("for {}, ", text::list_and(&heads))
        };
        let is_condition = about.ty == Type::Boolean;
        let (head, body) = if is_condition {
            ("holds exactly if ".to_owned(), self.condition(about.body))
        } else {
            (format!("{}: ", self.a_noun(&about.ty)), self.say(about.body))
        };
        match about.recursion {
            Some(recursion) => {
                let words = self.plan.recursions.at(recursion).kind.words();
                format!("{of}{head}{}; it {words}", body.side())
            }
            None => format!("{of}{head}{}", body.whole()),
        }
    }

    fn decision(&mut self, id: DecisionId) -> String {
        let about = self.plan.decisions.at(id);
        self.stand_in(about.ruleset);
        let mut said = self.each().map_or_else(String::new, |each| format!("{each}, "));
        if let Some(condition) = about.arises_only_when {
            said += &format!("it arises only if {}, and is then ", self.condition(condition).side());
        }
        if let Some(figure) = &about.figure {
            return said + &self.figure_decision(id, figure);
        }
        let outcomes: Vec<String> = about
            .outcomes
            .iter()
            .enumerate()
            .map(|(number, outcome)| {
                let rank = outcome.rank.map_or_else(String::new, |rank| {
                    format!(" (ranks as {})", crate::eval::rank_word(rank))
                });
                let number = number.saturating_add(1);
                match self.mode {
                    Mode::People if !outcome.title.is_empty() => {
                        format!("{number} {} \"{}\"{rank}", outcome.name, outcome.title)
                    }
                    Mode::People | Mode::Meaning => format!("{number} {}{rank}", outcome.name),
                }
            })
            .collect();
        said += &format!(
            "the first of these, in this order, that a rule which applies concludes: {}",
            outcomes.join(", ")
        );
        let otherwise = self.outcome(id, about.otherwise);
        said += &format!("; if no rule concludes one, it is {otherwise}");
        let mut rules = Vec::new();
        for rule in &about.concluded_by {
            let name = self.used(Item::Rule(*rule));
            let outcomes = &self.plan.rules.at(*rule).concludes;
            let own = outcomes.iter().filter(|conclusion| conclusion.decision == id);
            for conclusion in own {
                let outcomes = conclusion.may_be().iter().map(|outcome| self.outcome(id, *outcome));
                let outcomes: Vec<String> = outcomes.collect();
                rules.push(format!("{name} ({})", text::list_or(&outcomes)));
            }
            self.use_all_about(*rule);
        }
        rules.sort();
        said += &if rules.is_empty() {
            "; no rule concludes one".to_owned()
        } else {
            format!("; the rules that conclude one are {}", text::list_and(&rules))
        };
        said
    }

    /// What sets a rule aside and suspends it, directly and through others: a decision rests on it too.
    pub(super) fn use_all_about(&mut self, rule: crate::plan::RuleId) {
        let mut open = vec![rule];
        let mut known = std::collections::BTreeSet::new();
        while let Some(next) = open.pop() {
            if !known.insert(next) {
                continue;
            }
            let about = self.plan.rules.at(next);
            self.uses.insert(Item::Rule(next));
            self.uses
                .extend(about.suspended_by.iter().map(|id| Item::Suspension(*id)));
            open.extend(about.set_aside_by.iter().copied());
            open.extend(about.sets_aside.iter().map(|target| target.rule));
        }
    }

    fn summary(&mut self, number: usize) -> String {
        let Some(about) = self.plan.summaries.get(number) else {
            return String::new();
        };
        let of: Vec<String> = about.of.iter().map(|id| self.used(Item::Decision(*id))).collect();
        format!(
            "the strictest, by rank, of {}; a decision that does not arise is passed over",
            text::list_and(&of)
        )
    }
}

/// A number in full: `0.001`, `1/3`.
fn exactly(number: &Number) -> String {
    match number.to_decimal_text() {
        Some(text) => text,
        None => format!("{number:?}"),
    }
}
