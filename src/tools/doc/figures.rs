//! Decisions that are figures, and rounding, in words.

use crate::plan::Conversion;
use crate::plan::ExprId;
use crate::plan::FigureDecision;
use crate::plan::Rounding;
use crate::syntax::ast::Fold;
use crate::text;
use crate::value::DecisionId;
use crate::value::RoundMode;
use crate::value::Type;

use super::catalog::Item;
use super::said::Said;
use super::speaker::Speaker;

impl Speaker<'_> {
    /// How a decision that is a figure comes about.
    pub(super) fn figure_decision(&mut self, id: DecisionId, figure: &FigureDecision) -> String {
        let total = match figure.total {
            Fold::Greatest => "the greatest of the amounts",
            Fold::Least => "the least of the amounts",
            Fold::Sum | Fold::Count | Fold::List | Fold::Only => "the sum of the amounts",
        };
        let rounded = figure.rounded.as_ref().map_or_else(String::new, |rounding| {
            format!(", rounded once at the end {}", self.rounding(rounding, &figure.ty))
        });
        let otherwise = self.say(figure.otherwise).operand();
        let plan = self.plan;
        let mut rules = Vec::new();
        for rule in &plan.decisions.at(id).concluded_by {
            rules.push(self.used(Item::Rule(*rule)));
            self.use_all_about(*rule);
        }
        rules.sort();
        let by = if rules.is_empty() {
            "no rule includes anything".to_owned()
        } else {
            format!("the rules that include something are {}", text::list_and(&rules))
        };
        format!(
            "{total} that the rules which apply include, each rule once for everything it applies for{rounded}; if no rule \
             includes anything, it is {otherwise}; {by}"
        )
    }

    /// `round x to 0.01 USD half up`
    pub(super) fn round(&mut self, value: ExprId, to: &Rounding, ty: &Type) -> Said {
        let value = self.say(value).operand();
        Said::noun(format!("{value} rounded {}", self.rounding(to, ty)))
    }

    /// `p.price converted to CNY by rates on day`
    pub(super) fn convert(&mut self, of: &Conversion) -> Said {
        let (amount, to) = (self.say(of.amount).operand(), self.say(of.to).operand());
        let (table, day) = (self.used(Item::Table(of.table)), self.say(of.day).operand());
        Said::noun(format!(
            "{amount} converted to {to} at the rate of {table} for {day}, or the inverse of the rate of the other way if that \
             pair has none"
        ))
    }

    fn rounding(&self, to: &Rounding, ty: &Type) -> String {
        let way = match to.mode {
            RoundMode::HalfUp | RoundMode::HalfEven => "to the nearest multiple of",
            RoundMode::Up => "away from zero to a multiple of",
            RoundMode::Down => "towards zero to a multiple of",
        };
        let half = match to.mode {
            RoundMode::HalfUp => ", half way away from zero",
            RoundMode::HalfEven => ", half way to the even one",
            RoundMode::Up | RoundMode::Down => "",
        };
        format!("{way} {}{half}", self.value(&to.step, ty))
    }
}
