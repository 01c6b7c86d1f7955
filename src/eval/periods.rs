//! The date of the law, periods, parameters.
//!
//! Each ruleset has its own date: what the caller gave, else the fact that it names. Both ends of a period are inside.
//! Language reference: "Dates".

use crate::diagnostic::Code;
use crate::plan::DateChoice;
use crate::plan::DatedValue;
use crate::plan::ExprId;
use crate::plan::ParameterId;
use crate::plan::Period;
use crate::plan::RulesetId;
use crate::value::CauseId;
use crate::value::Date;
use crate::value::Possible;
use crate::value::RecordRef;
use crate::value::Value;

use super::Cause;
use super::Evaluation;
use super::Frame;
use super::Truth;
use super::cause::Failure;
use super::versions::InForce;

/// Where a date stands to a period.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Force {
    /// Inside.
    Within,
    /// Before its first day.
    NotYet,
    /// After its last day.
    Ended,
    /// It depends on what is not known.
    Open(CauseId),
}

impl Force {
    /// Whether it is in force.
    pub(super) fn truth(self) -> Truth {
        match self {
            Force::Within => Truth::Yes,
            Force::NotYet | Force::Ended => Truth::No,
            Force::Open(cause) => Truth::Open(cause),
        }
    }
}

impl Evaluation<'_> {
    /// The date of the law for a ruleset.
    pub(super) fn law_date(&mut self, ruleset: RulesetId, element: Option<RecordRef>) -> Possible {
        if let Some((date, _)) = self.settings.as_of {
            return Possible::Known(Value::Date(date));
        }
        self.stated_date(ruleset, element)
    }

    /// The date that the facts say, whatever the caller gave.
    pub(super) fn stated_date(&mut self, ruleset: RulesetId, element: Option<RecordRef>) -> Possible {
        if let Some(date) = self.memory.dates.get(&(ruleset, element)) {
            return date.clone();
        }
        let date = match &self.plan.rulesets.at(ruleset).law_date {
            Some((expr, _)) => {
                let expr = *expr;
                let frame = self.enter(ruleset, element, 8);
                let date = self.value(frame, expr);
                self.leave(frame);
                date
            }
            None => Possible::Open(self.memory.causes.add(Cause::NoDate(ruleset))),
        };
        self.memory.dates.insert((ruleset, element), date.clone());
        date
    }

    /// A date that may depend on readings; `Ok(None)` is open-ended.
    pub(super) fn date_of(&mut self, choice: &DateChoice) -> Result<Option<Date>, CauseId> {
        match choice {
            DateChoice::Fixed(date) => Ok(Some(*date)),
            DateChoice::ByReading { readings, rows } => match self.reading_row(readings, rows)? {
                Some(date) => Ok(date),
                // The checker lets no table through in which no row fits; were it so, it must not mean "no end".
                None => Err(self.unread_period()),
            },
        }
    }

    fn unread_period(&mut self) -> CauseId {
        self.fault_cause(crate::ids::Id::from_index(0))
    }

    /// Whether a date lies on or after the first day; open where a reading matters for this very date.
    fn begun(&mut self, first: &DateChoice, date: Date) -> Truth {
        self.against(first, |first| first.is_none_or(|first| first <= date))
    }

    /// Whether a date lies after the last day.
    fn over(&mut self, last: &DateChoice, date: Date) -> Truth {
        self.against(last, |last| last.is_some_and(|last| last < date))
    }

    /// A test of a date that may depend on readings: settled where every choice gives the same.
    fn against(&mut self, choice: &DateChoice, test: impl Fn(Option<Date>) -> bool) -> Truth {
        match self.date_of(choice) {
            Ok(date) => Truth::of(test(date)),
            Err(cause) => {
                let DateChoice::ByReading { readings, rows } = choice else {
                    return Truth::Open(cause);
                };
                let mut results = Vec::with_capacity(rows.len());
                for (choices, date) in rows {
                    if self.may_fit(readings, choices) {
                        results.push(test(*date));
                    }
                }
                match results.split_first() {
                    Some((first, rest)) if rest.iter().all(|other| other == first) => Truth::of(*first),
                    Some(_) | None => Truth::Open(cause),
                }
            }
        }
    }

    /// Whether a row may be the one, as far as readings are chosen.
    fn may_fit(&mut self, readings: &[crate::plan::ReadingId], choices: &[Option<u16>]) -> bool {
        readings
            .iter()
            .zip(choices)
            .all(|(reading, wanted)| match (wanted, self.choice(*reading)) {
                (Some(wanted), Some(chosen)) => *wanted == chosen,
                (None, _) | (_, None) => true,
            })
    }

    /// Where the date of a ruleset stands to a period.
    pub(super) fn force(&mut self, period: &Period, ruleset: RulesetId, element: Option<RecordRef>) -> Force {
        if period.first.is_none() && period.last.is_none() {
            return Force::Within;
        }
        match self.law_date(ruleset, element) {
            Possible::Known(Value::Date(date)) => self.force_on(period, date),
            Possible::Known(_) => Force::Open(self.memory.causes.add(Cause::NoDate(ruleset))),
            Possible::Open(cause) => Force::Open(cause),
        }
    }

    /// Where a date stands to a period.
    pub(super) fn force_on(&mut self, period: &Period, date: Date) -> Force {
        let begun = period
            .first
            .as_ref()
            .map_or(Truth::Yes, |first| self.begun(first, date));
        let over = period.last.as_ref().map_or(Truth::No, |last| self.over(last, date));
        match (begun, over) {
            (Truth::No, _) => Force::NotYet,
            (_, Truth::Yes) => Force::Ended,
            (Truth::Yes, Truth::No) => Force::Within,
            (Truth::Open(one), Truth::Open(other)) => Force::Open(self.memory.causes.both(one, other)),
            (Truth::Open(cause), Truth::No) | (Truth::Yes, Truth::Open(cause)) => Force::Open(cause),
        }
    }

    /// The value of a parameter at the date of the frame's ruleset. Before its first, or after its last with no later
    /// value, it cannot be computed.
    pub(super) fn parameter(&mut self, frame: Frame, parameter: ParameterId, at: ExprId) -> Possible {
        let plan = self.plan;
        let about = plan.parameters.at(parameter);
        self.dated_value(frame, (parameter, &about.values), at)
    }

    /// The value of a parameter for a key, at the date of the frame's ruleset.
    pub(super) fn parameter_of(&mut self, frame: Frame, parameter: ParameterId, key: ExprId, at: ExprId) -> Possible {
        let key = match self.value(frame, key) {
            Possible::Known(key) => key,
            open @ Possible::Open(_) => return open,
        };
        let by_key = &self.plan.parameters.at(parameter).by_key;
        let found = by_key.binary_search_by(|(known, _)| known.cmp(&key));
        match found.ok().and_then(|number| by_key.get(number)) {
            Some((_, values)) => self.dated_value(frame, (parameter, values), at),
            None => Possible::Open(self.failed(Failure {
                code: Code::E103,
                at,
                sides: Some((key, Value::None)),
                parameter: Some(parameter),
                table: None,
            })),
        }
    }

    fn dated_value(&mut self, frame: Frame, (parameter, values): (ParameterId, &[DatedValue]), at: ExprId) -> Possible {
        if let [only] = values
            && only.period == Period::default()
        {
            return self.value(frame, only.value);
        }
        let periods = values.iter().map(|value| &value.period);
        match self.in_force(periods, frame.ruleset, frame.element) {
            InForce::One(number) => match values.get(number) {
                Some(value) => self.value(frame, value.value),
                None => self.fault(at),
            },
            InForce::None(date) => Possible::Open(self.failed(Failure {
                code: Code::E103,
                at,
                sides: Some((Value::Date(date), Value::None)),
                parameter: Some(parameter),
                table: None,
            })),
            InForce::Open { cause, none: true, .. } => Possible::Open(cause),
            InForce::Open { cause, maybe, .. } => {
                let mut result: Option<Possible> = None;
                for value in maybe.iter().filter_map(|number| values.get(*number)) {
                    let value = self.value(frame, value.value);
                    result = Some(match result {
                        None => value,
                        Some(before) => self.either(cause, before, value),
                    });
                }
                result.unwrap_or(Possible::Open(cause))
            }
        }
    }
}
