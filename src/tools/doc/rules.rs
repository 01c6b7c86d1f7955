//! Rules, exemptions, restrictions, flags and suspensions in words.

use crate::eval::citations;
use crate::ids::Id;
use crate::plan::Concluded;
use crate::plan::ExprId;
use crate::plan::ExprKind;
use crate::plan::Limb;
use crate::plan::ReadingId;
use crate::plan::Rule;
use crate::plan::RuleId;
use crate::plan::SamePlaces;
use crate::plan::SuspensionId;
use crate::syntax::ast::RuleKind;
use crate::text;
use crate::value::Value;

use super::catalog::Item;
use super::speaker::Mode;
use super::speaker::Speaker;

impl<'p> Speaker<'p> {
    pub(super) fn rule(&mut self, id: RuleId) -> String {
        let about = self.plan.rules.at(id);
        self.stand_in(about.ruleset);
        let mut said = Vec::new();
        said.extend(self.only_if(&about.only_if));
        said.extend(self.period(&about.period));
        let mut versions = Vec::new();
        for version in &about.versions {
            versions.extend(self.period(&version.period));
        }
        if !versions.is_empty() {
            said.push(format!("in its versions {}", text::list_and(&versions)));
        }
        said.extend(self.each());
        let mut open = Vec::new();
        for each in &about.for_each {
            let among = self.among(Some(each.local), &each.list);
            let version = each.version.and_then(|number| about.versions.get(number));
            let version = version.and_then(|version| self.period(&version.period));
            let version = version.map_or_else(String::new, |days| format!(" (in the version {days})"));
            said.push(format!("for each {} among {}{version}", among.noun, among.text));
            open.push(among);
        }
        if about.when.is_empty() {
            said.push("in every case".to_owned());
        } else {
            said.push(format!("if {}", self.when(about)));
        }
        if let Some(unless) = about.unless {
            said.push(format!("unless {}", self.condition(unless).side()));
        }
        let mut said = format!("{}: {}", said.join(", "), self.consequence(about));
        for among in open.into_iter().rev() {
            self.leave(among);
        }
        said += &self.standing(about);
        said
    }

    /// The conditions, each with what it cites itself.
    fn when(&mut self, about: &'p Rule) -> String {
        if about.versions.iter().all(|version| version.of.limbs.is_empty()) {
            return self.cited(&about.when, &about.limbs);
        }
        // The last one chooses among the versions.
        let above = about.when.split_last().map_or(&[][..], |(_, above)| above);
        let mut said = Vec::new();
        for version in &about.versions {
            let when = match version.of.when.as_slice() {
                [] => "always".to_owned(),
                when => self.cited(when, &version.of.limbs),
            };
            let days = self
                .period(&version.period)
                .unwrap_or_else(|| "at all times".to_owned());
            said.push(format!("{days}: {when}"));
        }
        let versions = format!(
            "(by the date of the law, {}; each until the next one begins or its last day; on other days it cannot be computed)",
            said.join("; ")
        );
        if above.is_empty() {
            return versions;
        }
        format!("{} and {versions}", self.cited(above, &about.limbs))
    }

    /// Conditions with the citations that they have of their own, which are no part of the meaning.
    fn cited(&mut self, when: &[ExprId], limbs: &[Limb]) -> String {
        let mut said = Vec::new();
        for (number, condition) in when.iter().enumerate() {
            let mut condition = self.condition(*condition).side();
            let limb = limbs.iter().find(|limb| limb.number == number);
            if let (Some(limb), Mode::People) = (limb, self.mode) {
                let cites = citations(self.plan, &limb.cites);
                let cites = cites
                    .iter()
                    .map(|cite| format!("{} {}", cite.short, cite.paragraphs.join(", ")));
                let cites: Vec<String> = cites.map(|cite| cite.trim().to_owned()).collect();
                condition += &format!(" ({})", cites.join("; "));
            }
            said.push(condition);
        }
        said.join(" and ")
    }

    /// `only if inner_magnet is read as follows`
    fn only_if(&mut self, readings: &[(ReadingId, u16, bool)]) -> Option<String> {
        let mut parts = Vec::new();
        for (reading, choice, negated) in readings {
            parts.push(self.reading_is(*reading, *choice, *negated).whole());
        }
        (!parts.is_empty()).then(|| format!("only if {}", parts.join(" and ")))
    }

    /// What it concludes, imposes and sets aside.
    fn consequence(&mut self, about: &'p Rule) -> String {
        let mut parts = Vec::new();
        for conclusion in &about.concludes {
            let decision = self.named(Item::Decision(conclusion.decision));
            let only = self.only_where(conclusion.only_for);
            let says = match &conclusion.what {
                Concluded::Outcome(outcome) => {
                    format!("{decision} is {}", self.outcome(conclusion.decision, *outcome))
                }
                Concluded::Computed { outcome, .. } => {
                    format!("{decision} is {}", self.say(*outcome).operand())
                }
                Concluded::Amount(amount) => format!("{decision} includes {}", self.say(*amount).operand()),
            };
            parts.push(format!("{says}{only}"));
        }
        for imposes in &about.imposes {
            let name = self.used(Item::Obligation(imposes.obligation));
            let arguments = imposes.arguments.iter();
            let arguments: Vec<String> = arguments.map(|argument| self.say(*argument).operand()).collect();
            let whom = if arguments.is_empty() {
                String::new()
            } else {
                format!(" for {}", text::list_and(&arguments))
            };
            let only = self.only_where(imposes.only_if);
            parts.push(format!("{name}{whom} is owed{only}"));
        }
        match about.kind {
            RuleKind::Flag { for_review: true } => parts.push("it is raised, for a person to look at".to_owned()),
            RuleKind::Flag { for_review: false } => parts.push("it is raised".to_owned()),
            RuleKind::Rule | RuleKind::Exemption | RuleKind::Restriction => {}
        }
        if !about.sets_aside.is_empty() {
            let mut targets: Vec<String> = about
                .sets_aside
                .iter()
                .map(|target| {
                    let name = self.named(Item::Rule(target.rule));
                    match target.same {
                        Some(same) => format!("{name} (only {})", self.for_the_same(about, target.rule, same)),
                        None => name,
                    }
                })
                .collect();
            targets.sort();
            let hangs = if about.hangs_on_what_it_sets_aside() {
                ", and it applies only where one of them would otherwise hold"
            } else {
                ""
            };
            parts.push(format!(
                "{} set aside{hangs}",
                match targets.as_slice() {
                    [only] => format!("{only} is"),
                    several => format!("{} are", text::list_and(several)),
                }
            ));
        }
        parts.join(", and ")
    }

    /// Where something is concluded or imposed only for some of what a rule applies for, or by one of its versions.
    fn only_where(&mut self, condition: Option<ExprId>) -> String {
        let Some(condition) = condition else {
            return String::new();
        };
        if let ExprKind::Versions(versions) = &self.plan.exprs.at(condition).kind {
            let mut days = Vec::new();
            for version in versions {
                let ExprKind::Constant(Value::Boolean(says_it)) = &self.plan.exprs.at(version.of).kind else {
                    return format!(" (only where {})", self.condition(condition).whole());
                };
                if *says_it {
                    days.extend(self.period(&version.period));
                }
            }
            let word = if days.len() == 1 { "version" } else { "versions" };
            return format!(" (only in the {word} {})", text::list_and(&days));
        }
        format!(" (only where {})", self.condition(condition).whole())
    }

    /// `where its party is the party`
    fn for_the_same(&self, about: &Rule, other: RuleId, same: SamePlaces) -> String {
        let here = about.for_each.get(same.here).map(|each| self.local(each.local));
        let there = &self.plan.rules.at(other).for_each;
        let nouns: Vec<String> = there.iter().map(|each| self.noun(&each.ty)).collect();
        let noun = nouns.get(same.there).cloned().unwrap_or_default();
        let alike = |upto: usize| nouns.iter().take(upto).filter(|other| **other == noun).count();
        let number = match alike(nouns.len()) {
            0 | 1 => String::new(),
            _ => format!("{} ", text::ordinal(alike(same.there.saturating_add(1)))),
        };
        format!("where its {number}{noun} is {}", here.unwrap_or_default())
    }

    /// By what it is set aside and suspended.
    fn standing(&self, about: &Rule) -> String {
        let mut said = String::new();
        let mut by: Vec<String> = about
            .set_aside_by
            .iter()
            .map(|id| self.named(Item::Rule(*id)))
            .collect();
        by.sort();
        by.dedup();
        if !by.is_empty() {
            said += &format!("; set aside by {}", text::list_and(&by));
        }
        let mut by: Vec<String> = about
            .suspended_by
            .iter()
            .map(|id| self.named(Item::Suspension(*id)))
            .collect();
        by.sort();
        if !by.is_empty() {
            said += &format!("; suspended by {}", text::list_and(&by));
        }
        said
    }

    pub(super) fn suspension(&mut self, id: SuspensionId) -> String {
        let about = self.plan.suspensions.at(id);
        let mut said = Vec::new();
        said.extend(self.only_if(&about.only_if));
        let period = self.period(&about.period);
        said.push(period.unwrap_or_else(|| "at all times".to_owned()));
        let rules = self.plan.rules.iter_ids();
        let suspended = rules.filter(|(_, rule)| rule.suspended_by.iter().any(|by| by.index() == id.index()));
        let mut names: Vec<String> = suspended.map(|(rule, _)| self.named(Item::Rule(rule))).collect();
        names.sort();
        names.extend(self.suspended_rows(id));
        let verb = if names.len() == 1 { "is" } else { "are" };
        format!("{}: {} {verb} out of force", said.join(", "), text::list_and(&names))
    }
}
