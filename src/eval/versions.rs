//! Which of several versions is in force at the law's date. Language reference: "Versions".

use crate::diagnostic::Code;
use crate::plan::ExprId;
use crate::plan::Period;
use crate::plan::RulesetId;
use crate::plan::Version;
use crate::value::CauseId;
use crate::value::Date;
use crate::value::Possible;
use crate::value::RecordRef;
use crate::value::Value;

use super::Evaluation;
use super::Frame;
use super::cause::Failure;
use super::periods::Force;

/// Which one is in force.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum InForce {
    /// This.
    One(usize),
    /// None of them on this day: it lies before the first, after the last, or between two.
    None(Date),
    /// One of these; or none of them, if `none`. It hangs on a reading, or on a date that is not known.
    Open {
        cause: CauseId,
        maybe: Vec<usize>,
        none: bool,
    },
}

impl<'a> Evaluation<'a> {
    /// Which of these periods, in the order of their first days, is in force at the date of a ruleset. Of those that
    /// have begun the last one counts: the first day of the next ends the one before it.
    pub(super) fn in_force<'p>(
        &mut self,
        periods: impl DoubleEndedIterator<Item = &'p Period> + ExactSizeIterator,
        ruleset: RulesetId,
        element: Option<RecordRef>,
    ) -> InForce {
        let date = match self.law_date(ruleset, element) {
            Possible::Known(Value::Date(date)) => date,
            Possible::Known(_) => {
                return InForce::Open {
                    cause: self.memory.causes.add(super::Cause::NoDate(ruleset)),
                    maybe: (0..periods.len()).collect(),
                    none: true,
                };
            }
            Possible::Open(cause) => {
                return InForce::Open {
                    cause,
                    maybe: (0..periods.len()).collect(),
                    none: true,
                };
            }
        };
        let mut open = None;
        let mut maybe = Vec::new();
        let mut none = true;
        for (index, period) in periods.enumerate().rev() {
            match self.force_on(period, date) {
                Force::Within => {
                    none = false;
                    maybe.push(index);
                    break;
                }
                Force::NotYet => {}
                Force::Ended => break,
                Force::Open(cause) => {
                    open = Some(self.memory.causes.join(open, cause));
                    maybe.push(index);
                }
            }
        }
        match (open, maybe.as_slice()) {
            (None, [one]) => InForce::One(*one),
            (None, _) => InForce::None(date),
            (Some(cause), _) => InForce::Open { cause, maybe, none },
        }
    }

    /// The versions that may be in force; more than one, or none, with the reason why it is open.
    pub(super) fn version_branches(
        &mut self,
        frame: Frame,
        versions: &[Version<ExprId>],
        at: ExprId,
    ) -> (Option<CauseId>, Vec<ExprId>) {
        let periods = versions.iter().map(|version| &version.period);
        match self.in_force(periods, frame.ruleset, frame.element) {
            InForce::One(number) => (
                None,
                versions.get(number).map(|version| version.of).into_iter().collect(),
            ),
            InForce::Open {
                cause,
                none: false,
                maybe,
            } => {
                let maybe = maybe.iter().filter_map(|number| versions.get(*number));
                (Some(cause), maybe.map(|version| version.of).collect())
            }
            InForce::None(_) | InForce::Open { .. } => match self.version(frame, versions, at) {
                Possible::Open(cause) => (Some(cause), Vec::new()),
                Possible::Known(_) => (None, Vec::new()),
            },
        }
    }

    /// What the version in force says.
    pub(super) fn version(&mut self, frame: Frame, versions: &[Version<ExprId>], at: ExprId) -> Possible {
        let periods = versions.iter().map(|version| &version.period);
        match self.in_force(periods, frame.ruleset, frame.element) {
            InForce::One(number) => match versions.get(number) {
                Some(version) => self.value(frame, version.of),
                None => self.fault(at),
            },
            InForce::None(date) => Possible::Open(self.failed(Failure {
                code: Code::E103,
                at,
                sides: Some((Value::Date(date), Value::None)),
                parameter: None,
                table: None,
            })),
            InForce::Open { cause, none: true, .. } => Possible::Open(cause),
            InForce::Open { cause, maybe, .. } => {
                let mut result: Option<Possible> = None;
                for version in maybe.iter().filter_map(|number| versions.get(*number)) {
                    let value = self.value(frame, version.of);
                    result = Some(match result {
                        None => value,
                        Some(before) => self.either(cause, before, value),
                    });
                }
                result.unwrap_or(Possible::Open(cause))
            }
        }
    }

    /// The version that certainly is in force.
    pub(super) fn only_version<T>(
        &mut self,
        versions: &'a [Version<T>],
        ruleset: RulesetId,
        element: Option<RecordRef>,
    ) -> Option<&'a Version<T>> {
        if versions.is_empty() {
            return None;
        }
        let periods = versions.iter().map(|version| &version.period);
        match self.in_force(periods, ruleset, element) {
            InForce::One(number) => versions.get(number),
            InForce::None(_) | InForce::Open { .. } => None,
        }
    }

    /// Where the date of a ruleset stands to versions as a whole.
    pub(super) fn force_of_versions<T>(
        &mut self,
        versions: &[Version<T>],
        ruleset: RulesetId,
        element: Option<RecordRef>,
    ) -> Force {
        if versions.is_empty() {
            return Force::Within;
        }
        let periods = versions.iter().map(|version| &version.period);
        match self.in_force(periods, ruleset, element) {
            InForce::One(_) | InForce::Open { none: false, .. } => Force::Within,
            InForce::Open { cause, none: true, .. } => Force::Open(cause),
            InForce::None(date) => {
                let last = versions.last().map(|version| &version.period);
                match last.map(|last| self.force_on(last, date)) {
                    Some(Force::Ended) => Force::Ended,
                    Some(Force::NotYet | Force::Within | Force::Open(_)) | None => Force::NotYet,
                }
            }
        }
    }

    /// The first day of a period, where it is known.
    pub(super) fn first_day(&mut self, period: &Period) -> Option<Date> {
        let first = period.first.as_ref()?;
        self.date_of(first).ok().flatten()
    }

    /// `, version from 2027-01-01`
    pub(super) fn version_words(&mut self, period: &Period) -> String {
        match self.first_day(period) {
            Some(first) => format!(", version from {first}"),
            None => String::new(),
        }
    }
}
