//! Which row of a decision table fitted, for the explanation.

use crate::decision::Node;
use crate::decision::TableRow;
use crate::plan::DecisionRows;
use crate::value::Possible;
use crate::value::Value;

use super::walk::Seen;
use crate::eval::Evaluation;
use crate::eval::Frame;
use crate::eval::Truth;

/// Most rows that are shown where it is not known which one fits.
const MOST_ROWS: usize = 20;

impl<'a> Evaluation<'a> {
    /// The rows that fit or may fit, each with its place and its result; those that gave nothing to it are left out.
    pub(super) fn walk_rows(&mut self, seen: &mut Seen<'a>, frame: Frame, rows: &'a DecisionRows) -> Vec<Node> {
        let plan = self.plan;
        let name = &plan.decision_tables.at(rows.table).name;
        let (candidates, _) = self.fitting_rows(frame, rows);
        let mut nodes = Vec::new();
        for candidate in candidates.into_iter().take(MOST_ROWS) {
            let row = candidate.row.and_then(|number| rows.rows.get(number));
            let Some(span) = row.map(|row| row.span).or(rows.otherwise.map(|(_, span)| span)) else {
                continue;
            };
            let which = match candidate.row {
                Some(number) => format!("row {} of {name}", number.saturating_add(1)),
                None => format!("else of {name}"),
            };
            let value = match self.value(frame, candidate.result) {
                Possible::Known(Value::None) => "none".to_owned(),
                Possible::Known(_) | Possible::Open(_) => self.shown(seen.words, frame, candidate.result, &[]),
            };
            let at = seen.words.rule_place(span);
            seen.row(TableRow {
                row: which.clone(),
                value: value.clone(),
                at: at.clone(),
            });
            let mut node = Node {
                text: which,
                value: Some(value),
                at: Some(at),
                ..Node::default()
            };
            if let Truth::Open(_) = candidate.truth {
                node.detail = Some("may fit".to_owned());
            }
            for condition in row.map_or(&[][..], |row| row.conditions.as_slice()) {
                self.walk(seen, frame, *condition);
            }
            node.children = self.walk(seen, frame, candidate.result);
            nodes.push(node);
        }
        nodes
    }
}
