//! What changes on a day, and which rows count, in words: versions of groups, values of a key, rows in force.

use crate::ids::Id;
use crate::plan::ColumnId;
use crate::plan::DatedValue;
use crate::plan::GroupId;
use crate::plan::Nearest;
use crate::plan::ParameterId;
use crate::plan::SuspensionId;
use crate::plan::Table;
use crate::text;
use crate::value::TableId;
use crate::value::Value;

use super::speaker::Mode;
use super::speaker::Speaker;

impl Speaker<'_> {
    /// The members of a group, version by version.
    pub(super) fn group_versions(&mut self, id: GroupId) -> String {
        let about = self.plan.groups.at(id);
        let mut said = Vec::new();
        for version in &about.versions {
            let when = self
                .period(&version.period)
                .unwrap_or_else(|| "at all times".to_owned());
            said.push(format!("{when}: {}", self.version_members(version.of)));
        }
        let headline = self.plan.headlines.groups.at(id);
        let gaps = if about.incomplete.is_some() {
            self.missing(true, headline, "what is not named here")
        } else {
            String::new()
        };
        format!(
            "a group of {} that changes; by the date of the law, {}, each until the next one begins or its last day; on \
             other days it cannot be computed{gaps}",
            text::list_and(&[self.a_noun(&about.ty)]),
            said.join("; ")
        )
    }

    /// All members of a group, and the groups with dates that belong to it.
    fn version_members(&mut self, id: GroupId) -> String {
        let about = self.plan.groups.at(id);
        let mut members: Vec<String> = about.members.iter().map(|one| self.value(one, &about.ty)).collect();
        members.sort();
        for inner in &about.includes {
            members.push(format!("those of group {}", self.plan.groups.at(*inner).name));
        }
        let mut said = self.listed(&members);
        let mut uncertain: Vec<String> = about.uncertain.iter().map(|one| self.value(one, &about.ty)).collect();
        uncertain.sort();
        if !uncertain.is_empty() {
            said += &format!(" (of these it is not certain: {})", self.listed(&uncertain));
        }
        said
    }

    /// The groups with dates that belong to a group.
    pub(super) fn included_groups(&mut self, id: GroupId) -> String {
        let about = self.plan.groups.at(id);
        let names = about
            .includes
            .iter()
            .map(|inner| self.plan.groups.at(*inner).name.to_string());
        let names: Vec<String> = names.collect();
        if names.is_empty() {
            return String::new();
        }
        format!(
            "; and whoever belongs to {} at the date of the law",
            text::list_and(&names)
        )
    }

    /// Which row is meant, which rows count, and where none is missing.
    pub(super) fn which_rows(&mut self, about: &Table) -> String {
        let mut said = vec![match about.nearest {
            Nearest::Exact => String::new(),
            Nearest::Narrowest => ", the one with the narrowest code that covers what is asked".to_owned(),
            Nearest::Latest => ", the one of the latest day on or before the one that is asked".to_owned(),
        }];
        if let Some((from, last)) = about.in_force {
            let name = |column: ColumnId| about.columns.at(column).name.to_string();
            let end = match last {
                Some(last) => format!(" up to and including its {} (none: no end)", name(last)),
                None => String::new(),
            };
            said.push(format!("; a row is in force from its {}{end}", name(from)));
        }
        let codes = about.complete_under.iter().filter_map(|code| {
            let Value::Code(_, code) = code else { return None };
            Some(self.plan.texts.get(*code).to_owned())
        });
        let under: Vec<String> = codes.collect();
        if !under.is_empty() {
            said.push(format!("; no row under {} is missing", text::list_and(&under)));
        }
        if about.answers_hold > 0 {
            let days = text::group_digits(&about.answers_hold.to_string());
            said.push(format!("; an answer of the facts holds for {days} days after its own"));
        }
        said.concat()
    }

    /// The values of a parameter for each key.
    pub(super) fn keyed_values(&mut self, id: ParameterId) -> Option<String> {
        let about = self.plan.parameters.at(id);
        let (name, ty) = about.key.as_ref()?;
        let noun = self.a_noun(&about.ty);
        let name = match self.mode {
            Mode::People => name.to_string(),
            Mode::Meaning => self.noun(ty),
        };
        let mut said = Vec::new();
        for (key, values) in &about.by_key {
            let key = self.value(key, ty);
            said.push(format!("for {key} {}", self.values(values)));
        }
        Some(format!(
            "{noun} for each {name}: {}; for any other {name}, and on other days, it cannot be computed",
            said.join("; ")
        ))
    }

    fn values(&mut self, values: &[DatedValue]) -> String {
        let mut said = Vec::new();
        for value in values {
            let shown = self.say(value.value).operand();
            let when = self.period(&value.period).unwrap_or_else(|| "at all times".to_owned());
            said.push(format!("{shown} {when}"));
        }
        let until = if values.len() > 1 {
            ", each until the next one begins or its last day"
        } else {
            ""
        };
        format!("{}{until}", said.join(", "))
    }

    /// How many rows of which tables a suspension takes out of force.
    pub(super) fn suspended_rows(&self, id: SuspensionId) -> Vec<String> {
        let mut said = Vec::new();
        for table in self.plan.tables.ids() {
            said.extend(self.suspended_rows_of(id, table));
        }
        said
    }

    fn suspended_rows_of(&self, id: SuspensionId, table: TableId) -> Option<String> {
        let about = self.plan.tables.at(table);
        let rows = about.rows.iter().map(|row| self.plan.rows.at(*row));
        let meant = |row: &&crate::plan::Row| row.suspended_by.iter().any(|(by, _)| by.index() == id.index());
        let count = rows.filter(meant).count();
        (count > 0).then(|| format!("{} of {}", text::count(count, "row", "rows"), about.name))
    }
}
