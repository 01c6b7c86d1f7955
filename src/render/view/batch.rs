//! The last line of a batch: how many records came to what.

use std::collections::BTreeMap;

use crate::decision::Decision;
use crate::decision::Status;
use crate::text;
use crate::tools::outcomes::Outcomes;

/// What the records of a run came to.
#[derive(Debug, Default)]
pub(crate) struct Batch {
    records: usize,
    by_status: BTreeMap<Status, usize>,
    /// Outcomes of the decided records, while each has one decision only.
    outcomes: BTreeMap<String, usize>,
    several: bool,
}

impl Batch {
    /// Counts one record.
    pub(crate) fn add(&mut self, decision: &Decision) {
        self.records = self.records.saturating_add(1);
        let count = self.by_status.entry(decision.status).or_default();
        *count = count.saturating_add(1);
        match decision.decisions.as_slice() {
            [only] if decision.status == Status::Decided => {
                let count = self.outcomes.entry(text::list_or(&only.possible)).or_default();
                *count = count.saturating_add(1);
            }
            [_] | [] => {}
            [_, _, ..] => self.several = true,
        }
    }

    /// Counts one record of which only the outcomes were asked for.
    pub(crate) fn add_outcomes(&mut self, outcomes: &Outcomes<'_>) {
        self.records = self.records.saturating_add(1);
        let mut decisions = outcomes.decisions();
        let (first, second) = (decisions.next(), decisions.next());
        let arises =
            first.iter().chain(&second).any(|one| one.outcome.is_some()) || decisions.any(|one| one.outcome.is_some());
        let status = if arises { Status::Decided } else { Status::DoesNotArise };
        let count = self.by_status.entry(status).or_default();
        *count = count.saturating_add(1);
        if second.is_some() {
            self.several = true;
        } else if let Some(outcome) = first.and_then(|one| one.outcome) {
            if let Some(count) = self.outcomes.get_mut(outcome) {
                *count = count.saturating_add(1);
            } else {
                self.outcomes.insert(outcome.to_owned(), 1);
            }
        }
    }

    /// How many there were.
    pub(crate) fn records(&self) -> usize {
        self.records
    }

    /// `3 records: 1 decided (1 required), 1 not settled, 1 with errors`
    pub(crate) fn line(&self) -> String {
        let mut parts = Vec::new();
        for (status, words) in [
            (Status::Decided, "decided"),
            (Status::DoesNotArise, "that do not arise"),
            (Status::NotSettled, "not settled"),
            (Status::Error, "with errors"),
        ] {
            let Some(count) = self.by_status.get(&status) else {
                continue;
            };
            let mut part = format!("{} {words}", text::group_digits(&count.to_string()));
            if status == Status::Decided && !self.several {
                let outcomes = self.outcomes.iter().map(|(outcome, count)| {
                    format!("{} {}", text::group_digits(&count.to_string()), text::escape(outcome))
                });
                part.extend([" (", &outcomes.collect::<Vec<_>>().join(", "), ")"]);
            }
            parts.push(part);
        }
        format!(
            "{}: {}\n",
            text::count(self.records, "record", "records"),
            parts.join(", ")
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::decision::sample;

    #[test]
    fn records_are_counted_by_what_they_came_to() {
        let mut one = sample::motor();
        one.decisions.truncate(1);
        let open = Decision {
            status: Status::NotSettled,
            ..one.clone()
        };
        let mut batch = Batch::default();
        for decision in [&one, &open, &Decision::default()] {
            batch.add(decision);
        }
        assert_eq!(
            batch.line(),
            "3 records: 1 decided (1 required), 1 not settled, 1 with errors\n"
        );
        batch.add(&sample::motor());
        assert_eq!(batch.line(), "4 records: 2 decided, 1 not settled, 1 with errors\n");
    }
}
