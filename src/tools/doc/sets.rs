//! Groups and tables in words: what stands in them, and what it means that something does not.

use crate::ids::Id;
use crate::plan::ColumnId;
use crate::plan::GroupId;
use crate::plan::Headline;
use crate::plan::Row;
use crate::plan::Table;
use crate::text;
use crate::value::TableId;
use crate::value::Type;

use super::speaker::Mode;
use super::speaker::Speaker;

/// Most members of a group, or rows of a table, that people see one by one.
const MOST_SHOWN: usize = 12;

impl Speaker<'_> {
    pub(super) fn group(&mut self, id: GroupId) -> String {
        let about = self.plan.groups.at(id);
        if !about.versions.is_empty() {
            return self.group_versions(id);
        }
        let headline = self.plan.headlines.groups.at(id);
        let mut members: Vec<String> = about.members.iter().map(|one| self.value(one, &about.ty)).collect();
        members.sort();
        let listed = self.listed(&members);
        let noun = self.a_noun(&about.ty);
        let count = text::count(members.len(), "member", "members");
        let mut said = format!("a group of {count}, each {noun}: {listed}");
        said += &self.included_groups(id);
        if !headline.only_where.is_empty() {
            said += &format!("; of its file only the rows where {} are read", headline.only_where);
        }
        let mut uncertain: Vec<String> = about.uncertain.iter().map(|one| self.value(one, &about.ty)).collect();
        uncertain.sort();
        if !headline.certain_where.is_empty() {
            said += &format!("; a member is certain only where {}", headline.certain_where);
        }
        if !uncertain.is_empty() {
            said += &format!(
                "; it is not certain that these belong to it, so for them it is not known: {}",
                self.listed(&uncertain)
            );
        }
        said += &self.missing(about.incomplete.is_some(), headline, "what is not named here");
        said
    }

    /// What it means that something is missing.
    pub(super) fn missing(&self, incomplete: bool, headline: &Headline, what: &str) -> String {
        match (incomplete, self.mode) {
            (false, _) => format!("; it is complete: {what} does not belong to it"),
            (true, Mode::People) if !headline.incomplete_because.is_empty() => format!(
                "; it is incomplete (\"{}\"): of {what} it is not known whether it belongs to it",
                headline.incomplete_because
            ),
            (true, Mode::People | Mode::Meaning) => {
                format!("; it is incomplete: of {what} it is not known whether it belongs to it")
            }
        }
    }

    pub(super) fn listed(&self, all: &[String]) -> String {
        let left = all.len().saturating_sub(MOST_SHOWN);
        if all.is_empty() {
            return "nothing".to_owned();
        }
        if self.mode == Mode::Meaning || left == 0 {
            return text::list_and(all);
        }
        let first: Vec<&str> = all.iter().take(MOST_SHOWN).map(String::as_str).collect();
        format!(
            "{} and {} more",
            first.join(", "),
            text::group_digits(&left.to_string())
        )
    }

    pub(super) fn table(&mut self, id: TableId) -> String {
        let about = self.plan.tables.at(id);
        let headline = self.plan.headlines.tables.at(id);
        let columns: Vec<String> = about
            .columns
            .iter()
            .map(|column| format!("{} ({})", column.name, self.a_noun(&column.ty)))
            .collect();
        let count = text::count(about.rows.len(), "row", "rows");
        let mut said = format!("a table of {count} with {}", text::list_and(&columns));
        if about.key.is_empty() {
            said += "; several rows may say the same";
        } else {
            let key: Vec<&str> = about.key.iter().map(|id| &*about.columns.at(*id).name).collect();
            said += &format!("; one row for each {}", text::list_and(&key));
        }
        said += &self.which_rows(about);
        if !headline.only_where.is_empty() {
            said += &format!("; of its file only the rows where {} are read", headline.only_where);
        }
        said += &self.certainty(about, headline);
        said += &self.missing(about.incomplete.is_some(), headline, "a row that is not here");
        said += &self.rows(about);
        said
    }

    fn certainty(&mut self, about: &Table, headline: &Headline) -> String {
        let mut said = String::new();
        if let Some(certain) = headline.certain {
            let before = self.bind(crate::plan::LocalId::from_index(0), "the row".to_owned());
            let condition = self.condition(certain).side();
            self.unbind(crate::plan::LocalId::from_index(0), before);
            said = format!("; a row is certain only where {condition}");
        }
        let rows = about.rows.iter().map(|row| self.plan.rows.at(*row));
        let uncertain = rows.filter(|row| !row.certain).count();
        if uncertain > 0 {
            let rows = text::count(uncertain, "row", "rows");
            let verb = if uncertain == 1 { "is" } else { "are" };
            said += &format!("; {rows} {verb} not certain: whether it stands there is not known");
        }
        said
    }

    /// All rows for the meaning, and for people those of a short table.
    fn rows(&mut self, about: &Table) -> String {
        if self.mode == Mode::People && about.rows.len() > MOST_SHOWN {
            return String::new();
        }
        let plan = self.plan;
        let mut rows: Vec<String> = about
            .rows
            .iter()
            .map(|row| self.row(about, plan.rows.at(*row)))
            .collect();
        rows.sort();
        match rows.as_slice() {
            [] => String::new(),
            _ => format!("; its rows: {}", rows.join("; ")),
        }
    }

    fn row(&mut self, about: &Table, row: &Row) -> String {
        let cells: Vec<String> = row
            .cells
            .iter()
            .enumerate()
            .map(|(number, cell)| {
                let ty = about
                    .columns
                    .get(ColumnId::from_index(number))
                    .map_or(&Type::Error, |column| &column.ty);
                cell.as_ref()
                    .map_or_else(|| "not read".to_owned(), |cell| self.value(cell, ty))
            })
            .collect();
        let certain = match (row.certain, row.suspended_by.is_empty()) {
            (true, true) => "",
            (true, false) => " (suspended for a time)",
            (false, true) => " (not certain)",
            (false, false) => " (not certain, and suspended for a time)",
        };
        format!("{}{certain}", cells.join(", "))
    }
}
