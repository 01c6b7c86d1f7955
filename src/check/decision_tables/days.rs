//! The days on which groups change that cells name: on each of them the rows are looked at by themselves.
//!
//! Where a change hangs on a reading, whoever is in the group under some reading may be in it. A day on which a group
//! is not in force is left out: there nothing can be computed.

use std::collections::BTreeSet;

use crate::plan::DateChoice;
use crate::plan::GroupId;
use crate::plan::Period;
use crate::syntax::ast;
use crate::syntax::ast::DateArm;
use crate::syntax::ast::DateExpr;
use crate::syntax::ast::TableRows;
use crate::value::Date;

use super::Block;
use super::Checker;
use super::Fits;
use super::Table;
use super::atoms::Members;

impl<'a> Checker<'a> {
    /// The days from which on groups of a block differ, as far as it is in force; one without a day if they never do.
    pub(super) fn days_of(&self, table: Table<'a>, block: &Block<'_>) -> Vec<Option<Date>> {
        let mut days = BTreeSet::new();
        let mut seen = BTreeSet::new();
        let mut open = groups_of(block);
        while let Some(id) = open.pop() {
            if !seen.insert(id) {
                continue;
            }
            let Some(group) = self.plan.groups.get(id) else {
                continue;
            };
            open.extend(&group.includes);
            for version in &group.versions {
                open.push(version.of);
                days.extend(fixed(version.period.first.as_ref()).flatten());
                let last = fixed(version.period.last.as_ref()).flatten();
                days.extend(last.and_then(|last| last.add_days(1)));
            }
        }
        if days.is_empty() {
            return vec![None];
        }
        let (first, last) = in_force(table, block);
        days.extend(first);
        days.into_iter()
            .filter(|day| first.is_none_or(|first| *day >= first) && last.is_none_or(|last| *day <= last))
            .map(Some)
            .collect()
    }

    /// Who is in the groups of a block on a day; nothing if one of them is not in force.
    pub(super) fn members_on(&self, block: &Block<'_>, day: Option<Date>) -> Option<Members> {
        let mut members = Members::default();
        for group in groups_of(block) {
            let (mut certain, mut perhaps) = (Vec::new(), Vec::new());
            let mut seen = BTreeSet::new();
            let mut open = vec![(group, false)];
            while let Some((id, maybe)) = open.pop() {
                if !seen.insert((id, maybe)) {
                    continue;
                }
                let of = self.plan.groups.get(id)?;
                if maybe {
                    perhaps.extend(of.members.iter().cloned());
                } else {
                    certain.extend(of.members.iter().cloned());
                }
                perhaps.extend(of.uncertain.iter().cloned());
                open.extend(of.includes.iter().map(|inner| (*inner, maybe)));
                if of.versions.is_empty() {
                    continue;
                }
                let periods: Option<Vec<(Option<Date>, Option<Date>)>> =
                    of.versions.iter().map(|version| ends(&version.period)).collect();
                match periods {
                    None => open.extend(of.versions.iter().map(|version| (version.of, true))),
                    Some(periods) => {
                        let number = in_force_on(&periods, day)?;
                        open.push((of.versions.get(number)?.of, maybe));
                    }
                }
            }
            members.of.insert(group, (certain, perhaps));
        }
        Some(members)
    }
}

/// The groups that cells name.
fn groups_of(block: &Block<'_>) -> Vec<GroupId> {
    let mut groups = BTreeSet::new();
    for fits in block.fits.iter().flatten() {
        if let Fits::Group(id) = fits {
            groups.insert(*id);
        }
    }
    groups.into_iter().collect()
}

/// The number of the version in force: versions stand in the order of their first days.
fn in_force_on(periods: &[(Option<Date>, Option<Date>)], day: Option<Date>) -> Option<usize> {
    let begun = |(first, _): &(Option<Date>, Option<Date>)| match (first, day) {
        (None, _) => true,
        (Some(first), Some(day)) => *first <= day,
        (Some(_), None) => false,
    };
    let number = periods.iter().rposition(begun)?;
    let (_, last) = periods.get(number)?;
    match (last, day) {
        (Some(last), Some(day)) => (day <= *last).then_some(number),
        (None, _) | (Some(_), None) => Some(number),
    }
}

/// Both ends of a period, if no reading moves them.
fn ends(period: &Period) -> Option<(Option<Date>, Option<Date>)> {
    Some((fixed(period.first.as_ref())?, fixed(period.last.as_ref())?))
}

/// A day that no reading moves; nothing if one does.
#[expect(clippy::option_option, reason = "no day is not the same as a day that is not fixed")]
fn fixed(date: Option<&DateChoice>) -> Option<Option<Date>> {
    match date {
        None => Some(None),
        Some(DateChoice::Fixed(date)) => Some(Some(*date)),
        Some(DateChoice::ByReading { .. }) => None,
    }
}

/// When a block is in force, as far as no reading moves it.
fn in_force(table: Table<'_>, block: &Block<'_>) -> (Option<Date>, Option<Date>) {
    let TableRows::Versions(versions) = &table.of.rows else {
        return (None, None);
    };
    let Some(at) = versions
        .iter()
        .position(|version| version.of.span == block.written.span)
    else {
        return (None, None);
    };
    let first = versions.get(at).and_then(|version| written(&version.from));
    let own = versions
        .get(at)
        .and_then(|version| version.last.as_ref())
        .and_then(last);
    let next = at.checked_add(1).and_then(|next| versions.get(next));
    let until = next.and_then(|next| written(&next.from)).and_then(Date::previous_day);
    (first, own.or(until))
}

fn last(last: &ast::LastDay) -> Option<Date> {
    let date = written(&last.date)?;
    if last.before { date.previous_day() } else { Some(date) }
}

fn written(date: &DateExpr) -> Option<Date> {
    match date {
        DateExpr::Date(DateArm::Date(text, _)) => Date::parse(text).ok(),
        DateExpr::Date(DateArm::Open(_)) | DateExpr::ByReading { .. } | DateExpr::ByReadings { .. } => None,
    }
}
