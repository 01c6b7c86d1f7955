//! Decision tables in words: how their rows decide, then each row with its conditions and its result.

use crate::plan::DecisionRows;
use crate::syntax::ast::HitPolicy;

use super::said::Said;
use super::speaker::Speaker;

impl<'p> Speaker<'p> {
    /// The rows of a decision table.
    pub(super) fn decision_rows(&mut self, rows: &'p DecisionRows) -> Said {
        let how = match rows.policy {
            HitPolicy::ExactlyOne => "what the one row gives that fits",
            HitPolicy::Agree => "what the rows that fit give, all of them the same",
            HitPolicy::First => "what the first row gives, in this order, that fits",
            HitPolicy::Strictest => "the strictest of what the rows that fit give",
            HitPolicy::AddUp => "the sum of what the rows that fit give, nothing if none fits",
        };
        let mut said = Vec::new();
        for (number, row) in rows.rows.iter().enumerate() {
            let conditions: Vec<String> = row
                .conditions
                .iter()
                .map(|condition| self.condition(*condition).side())
                .collect();
            let conditions = if conditions.is_empty() {
                "whatever comes".to_owned()
            } else {
                format!("if {}", conditions.join(" and "))
            };
            let result = self.say(row.result).side();
            said.push(format!("row {} {conditions}: {result}", number.saturating_add(1)));
        }
        if let Some((result, _)) = rows.otherwise {
            said.push(format!("if no row fits: {}", self.say(result).side()));
        }
        Said::compound(format!("{how}: {}", said.join("; ")))
    }
}
