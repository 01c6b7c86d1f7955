//! Expressions in words: one arm a kind, and none for the rest, so that a new kind does not compile without its words.
//!
//! Whatever can be mistaken for its neighbour is said in full: whether a whole counts among its parts, what comes first
//! of two filters, what holds over nothing. Brackets say what belongs together.

use crate::plan::Expr;
use crate::plan::ExprId;
use crate::plan::ExprKind;
use crate::plan::ListTarget;
use crate::plan::ReadingId;
use crate::plan::Version;
use crate::syntax::ast::ArithmeticSign;
use crate::syntax::ast::OrderWord;
use crate::syntax::ast::RuleState;
use crate::text;
use crate::value::DateSpan;
use crate::value::Term;
use crate::value::Type;
use crate::value::Value;

use super::catalog::Item;
use super::said::Said;
use super::speaker::Speaker;

impl Speaker<'_> {
    /// An expression of type yes or no as a condition.
    pub(super) fn condition(&mut self, id: ExprId) -> Said {
        let said = self.say(id);
        if said.is_value() {
            Said::clause(format!("{} is true", said.operand()))
        } else {
            said
        }
    }

    /// A value, or a condition where the type is yes or no.
    fn typed(&mut self, id: ExprId) -> Said {
        if self.plan.exprs.at(id).ty == Type::Boolean {
            self.condition(id)
        } else {
            self.say(id)
        }
    }

    /// An expression in words.
    #[expect(clippy::too_many_lines, reason = "one arm a kind of expression, most only hand on")]
    pub(super) fn say(&mut self, id: ExprId) -> Said {
        let Expr { kind, ty, .. } = self.plan.exprs.at(id);
        match kind {
            ExprKind::Constant(value) => Said::word(self.value(value, ty)),
            ExprKind::Root => Said::word("the facts"),
            ExprKind::Element => Said::word(self.element()),
            ExprKind::Local(local) => Said::word(self.local(*local)),
            ExprKind::Field { of, field } => self.field(*of, *field),
            ExprKind::Column { row, column } => self.column(*row, *column),
            ExprKind::Lookup { table, keys } => self.lookup(*table, keys),
            ExprKind::Parameter(parameter) => self.parameter_value(*parameter),
            ExprKind::ParameterOf { parameter, key } => {
                let key = self.say(*key).operand();
                Said::noun(format!("{} for {key}", self.used(Item::Parameter(*parameter))))
            }
            ExprKind::Versions(versions) => self.versions(versions),
            ExprKind::Call { definition, arguments } => self.call(*definition, arguments),
            ExprKind::Flag(rule) => Said::clause(format!("the condition of {} holds", self.used(Item::Rule(*rule)))),
            ExprKind::And(all) => self.joined(all, " and "),
            ExprKind::Or(all) => self.joined(all, " or "),
            ExprKind::Not(of) => Said::clause(format!("it is not so that ({})", self.condition(*of).whole())),
            ExprKind::Is { left, right, negated } => self.is(*left, *right, *negated),
            ExprKind::Order { left, word, right } => {
                let words = order_words(*word, self.plan.exprs.at(*left).ty.required() == &Type::Date);
                let (left, right) = (self.say(*left).operand(), self.say(*right).operand());
                Said::clause(format!("{left} {words} {right}"))
            }
            ExprKind::Between {
                value,
                low,
                high,
                negated,
            } => {
                let (value, low) = (self.say(*value).operand(), self.say(*low).operand());
                let high = self.say(*high).operand();
                let not = not(*negated);
                Said::clause(format!("{value} is{not} between {low} and {high}, both included"))
            }
            ExprKind::In { value, within, negated } => self.is_in(*value, within, *negated),
            ExprKind::Under { value, over, negated } => self.is_under(*value, over, *negated),
            ExprKind::State { rule, state, negated } => {
                let name = self.used(Item::Rule(*rule));
                Said::clause(format!("{name} {}", state_words(*state, *negated)))
            }
            ExprKind::Duty {
                obligation,
                arguments,
                state,
                negated,
            } => self.duty((*obligation, arguments.as_deref()), *state, *negated),
            ExprKind::Outcome {
                decision,
                outcome,
                negated,
            } => {
                let name = self.used(Item::Decision(*decision));
                let outcome = self.outcome(*decision, *outcome);
                Said::clause(format!("{name} is{} {outcome}", not(*negated)))
            }
            ExprKind::DoesNotArise(decision) => {
                Said::clause(format!("{} does not arise", self.used(Item::Decision(*decision))))
            }
            ExprKind::ReadingIs {
                reading,
                choice,
                negated,
            } => self.reading_is(*reading, *choice, *negated),
            ExprKind::Arithmetic { left, sign, right } => {
                let (left, right) = (self.say(*left).operand(), self.say(*right).operand());
                Said::noun(format!("{left} {} {right}", sign_words(*sign)))
            }
            ExprKind::Negate(of) => Said::noun(format!("minus {}", self.say(*of).operand())),
            ExprKind::If {
                condition,
                then,
                otherwise,
            } => {
                let condition = self.condition(*condition).side();
                let (then, otherwise) = (self.typed(*then).side(), self.typed(*otherwise).side());
                Said::compound(format!("if {condition}: {then}; otherwise: {otherwise}"))
            }
            ExprKind::Else { value, fallback } => {
                let (value, fallback) = (self.say(*value).operand(), self.say(*fallback).operand());
                Said::noun(format!("{value}, or {fallback} if that is none"))
            }
            ExprKind::Rows(rows) => self.decision_rows(rows),
            ExprKind::ByReading { readings, rows } => self.by_reading(readings, rows),
            ExprKind::Quantifier {
                quantity,
                local,
                list,
                condition,
            } => self.quantifier(*quantity, *local, list, *condition),
            ExprKind::Aggregate {
                fold,
                body,
                local,
                list,
            } => self.aggregate(*fold, *body, (*local, list)),
            ExprKind::Extreme { fold, of } => {
                let of = self.members(of);
                Said::noun(format!("the {} of {of}", super::lists::extreme_word(*fold)))
            }
            ExprKind::Set(of) => Said::word(self.members(of)),
            ExprKind::List(list) => self.list_value(list),
            ExprKind::EndOf { term, of } => {
                let term = match term {
                    Term::Month => "month",
                    Term::Quarter => "quarter of the calendar year",
                    Term::Year => "calendar year",
                };
                Said::noun(format!("the last day of the {term} of {}", self.say(*of).operand()))
            }
            ExprKind::SpanOf { span, from, to } => {
                let span = match span {
                    DateSpan::Days => "days",
                    DateSpan::Months => "whole months",
                    DateSpan::Years => "whole years",
                };
                let (from, to) = (self.say(*from).operand(), self.say(*to).operand());
                Said::noun(format!("the number of {span} from {from} to {to}"))
            }
            ExprKind::Decided(decision) => Said::word(self.used(Item::Decision(*decision))),
            ExprKind::Separately(of) => self.separately(of),
            ExprKind::Convert(conversion) => self.convert(conversion),
            ExprKind::Cut { value, digits } => {
                Said::noun(format!("{} cut to {digits} digits", self.say(*value).operand()))
            }
            ExprKind::Round { value, to } => self.round(*value, to, ty),
            ExprKind::LawsDate => Said::word("the date of the law"),
            ExprKind::PickKey { list, field: _, key } => {
                let key = crate::text::escape(self.plan.texts.get(*key)).into_owned();
                Said::word(format!("{}[\"{key}\"]", self.say(*list).operand()))
            }
            ExprKind::PickNumber { list, number } => Said::word(format!("{}[{number}]", self.say(*list).operand())),
        }
    }

    /// `the item's price`; a fact at the top is `the shipment`.
    fn field(&mut self, of: ExprId, field: crate::plan::FieldId) -> Said {
        let about = self.plan.exprs.at(of);
        let Type::Record(record) = about.ty.required() else {
            return Said::word("it");
        };
        let shape = self.plan.shape.records.get(*record);
        let name = shape
            .and_then(|shape| shape.fields.get(field))
            .map_or("", |field| &field.name);
        if matches!(about.kind, ExprKind::Root) {
            return Said::word(format!("the {name}"));
        }
        Said::word(format!("{}'s {name}", self.say(of).operand()))
    }

    fn column(&mut self, row: ExprId, column: crate::plan::ColumnId) -> Said {
        let about = self.plan.exprs.at(row);
        let name = if let Type::Row(table) = about.ty.required() {
            let columns = &self.plan.tables.at(*table).columns;
            columns.get(column).map_or("", |column| &column.name)
        } else {
            ""
        };
        Said::word(format!("{}'s {name}", self.say(row).operand()))
    }

    fn lookup(&mut self, table: crate::value::TableId, keys: &[ExprId]) -> Said {
        let about = self.plan.tables.at(table);
        let name = self.used(Item::Table(table));
        let mut parts = Vec::new();
        for (column, key) in about.key.iter().zip(keys) {
            let column = about.columns.get(*column).map_or("", |column| &column.name);
            parts.push(format!("{column} {}", self.say(*key).operand()));
        }
        Said::noun(format!("the row of {name} for {}", parts.join(" and ")))
    }

    /// A parameter; where it has one value, people see it.
    fn parameter_value(&mut self, id: crate::plan::ParameterId) -> Said {
        let name = self.used(Item::Parameter(id));
        let about = self.plan.parameters.at(id);
        if let (super::speaker::Mode::People, [only]) = (self.mode, about.values.as_slice())
            && let ExprKind::Constant(value) = &self.plan.exprs.at(only.value).kind
        {
            return Said::word(format!("{name} ({})", self.value(value, &about.ty)));
        }
        Said::word(name)
    }

    /// What changes on a day.
    fn versions(&mut self, versions: &[Version<ExprId>]) -> Said {
        let mut said = Vec::new();
        for version in versions {
            let when = self
                .period(&version.period)
                .unwrap_or_else(|| "at all times".to_owned());
            let says = if let ExprKind::Constant(Value::Boolean(holds)) = &self.plan.exprs.at(version.of).kind {
                if *holds {
                    "always".to_owned()
                } else {
                    "never".to_owned()
                }
            } else {
                self.typed(version.of).side()
            };
            said.push(format!("{when}: {says}"));
        }
        let until = if versions.len() > 1 {
            "; each until the next one begins or its last day"
        } else {
            ""
        };
        Said::compound(format!(
            "by the date of the law, {}{until}; on other days it cannot be computed",
            said.join("; ")
        ))
    }

    /// A definition: like a field where it is asked of one thing, so that what one reads first is of whom.
    fn call(&mut self, id: crate::plan::DefinitionId, arguments: &[ExprId]) -> Said {
        let about = self.plan.definitions.at(id);
        let name = self.used(Item::Definition(id));
        let is_condition = about.ty == Type::Boolean;
        let arguments: Vec<String> = arguments
            .iter()
            .map(|argument| self.typed(*argument).operand())
            .collect();
        match (is_condition, arguments.as_slice()) {
            (true, []) => Said::clause(format!("{name} holds")),
            (true, [only]) => Said::clause(format!("{name} holds for {only}")),
            (true, several) => Said::clause(format!("{name} holds for ({})", several.join("; "))),
            (false, []) => Said::word(name),
            (false, [only]) if self.catalog.is_field(&about.name) => {
                Said::word(format!("{only}'s {name} (as defined)"))
            }
            (false, [only]) => Said::word(format!("{only}'s {name}")),
            (false, several) => Said::word(text::applied(&name, &format!("({})", several.join("; ")))),
        }
    }

    fn joined(&mut self, all: &[ExprId], word: &str) -> Said {
        let parts: Vec<String> = all.iter().map(|part| self.condition(*part).side()).collect();
        Said::compound(parts.join(word))
    }

    fn is(&mut self, left: ExprId, right: ExprId, negated: bool) -> Said {
        let may_be_none = matches!(self.plan.exprs.at(left).ty, Type::Optional(_))
            && !matches!(
                &self.plan.exprs.at(right).kind,
                ExprKind::Constant(crate::value::Value::None)
            );
        let (left, right) = (self.typed(left).operand(), self.typed(right).operand());
        let none = if may_be_none && negated {
            ", or there is none"
        } else {
            ""
        };
        let text = format!("{left} is{} {right}{none}", not(negated));
        if none.is_empty() {
            Said::clause(text)
        } else {
            Said::compound(text)
        }
    }

    fn is_in(&mut self, value: ExprId, within: &ListTarget, negated: bool) -> Said {
        let value = self.say(value).operand();
        let is = format!("is{}", not(negated));
        Said::clause(match within {
            ListTarget::List(list) => format!("{value} {is} one of {}", self.say(*list).operand()),
            ListTarget::Column(..) | ListTarget::Group(_) | ListTarget::One(_) => {
                format!("{value} {is} in {}", self.target(within))
            }
        })
    }

    fn is_under(&mut self, value: ExprId, over: &ListTarget, negated: bool) -> Said {
        let value = self.say(value).operand();
        let not = not(negated);
        let over = match over {
            ListTarget::One(code) => self.say(*code).operand(),
            ListTarget::List(list) => format!("any of {}", self.say(*list).operand()),
            ListTarget::Column(..) | ListTarget::Group(_) => format!("any of {}", self.target(over)),
        };
        Said::clause(format!("{value} is{not} {over} or a code under it"))
    }

    /// A set that has a name.
    fn target(&mut self, target: &ListTarget) -> String {
        match target {
            ListTarget::Column(table, column) => {
                let name = self.used(Item::Table(*table));
                let columns = &self.plan.tables.at(*table).columns;
                let column = columns.get(*column).map_or("", |column| &column.name);
                format!("the column {column} of {name}")
            }
            ListTarget::Group(group) => format!("the group {}", self.used(Item::Group(*group))),
            ListTarget::List(list) | ListTarget::One(list) => self.say(*list).operand(),
        }
    }

    /// `{A, B}`
    fn members(&mut self, of: &[ExprId]) -> String {
        let shown: Vec<String> = of.iter().map(|member| self.typed(*member).operand()).collect();
        format!("{{{}}}", shown.join(", "))
    }

    /// `inner_magnet is read as follows`
    pub(super) fn reading_is(&mut self, reading: ReadingId, choice: u16, negated: bool) -> Said {
        let name = self.used(Item::Reading(reading));
        let choice = self.choice(reading, choice);
        let not = not(negated);
        Said::clause(format!("{name} is{not} read as {choice}"))
    }

    /// A choice by readings: the first that fits.
    fn by_reading(&mut self, readings: &[ReadingId], rows: &[(Vec<Option<u16>>, ExprId)]) -> Said {
        let mut arms = Vec::new();
        for (choices, body) in rows {
            let when = self.choices(readings, choices);
            arms.push(format!("{when}: {}", self.typed(*body).side()));
        }
        let first = if readings.len() > 1 {
            "the first that fits: "
        } else {
            ""
        };
        Said::compound(format!("{first}{}", arms.join("; ")))
    }
}

/// ` not`, or nothing.
pub(super) fn not(negated: bool) -> &'static str {
    if negated { " not" } else { "" }
}

fn order_words(word: OrderWord, dates: bool) -> &'static str {
    match (word, dates) {
        (OrderWord::AtLeast, false) => "is at least",
        (OrderWord::AtMost, false) => "is at most",
        (OrderWord::MoreThan, false) => "is more than",
        (OrderWord::LessThan, false) => "is less than",
        (OrderWord::AtLeast, true) => "is on or after",
        (OrderWord::AtMost, true) => "is on or before",
        (OrderWord::MoreThan, true) => "is after",
        (OrderWord::LessThan, true) => "is before",
    }
}

fn sign_words(sign: ArithmeticSign) -> &'static str {
    match sign {
        ArithmeticSign::Plus => "plus",
        ArithmeticSign::Minus => "minus",
        ArithmeticSign::Times => "times",
        ArithmeticSign::Over => "divided by",
    }
}

fn state_words(state: RuleState, negated: bool) -> &'static str {
    match (state, negated) {
        (RuleState::Applies, false) => "applies",
        (RuleState::Applies, true) => "does not apply",
        (RuleState::Met, false) => "is met (its condition alone)",
        (RuleState::Met, true) => "is not met (its condition alone)",
        (RuleState::SetAside, false) => "is set aside",
        (RuleState::SetAside, true) => "is not set aside",
        (RuleState::Suspended, false) => "is suspended",
        (RuleState::Suspended, true) => "is not suspended",
    }
}
