//! `version from D`: its first line, and below it what it says.

use crate::syntax::ast::GroupMembers;
use crate::syntax::ast::RuleVersion;
use crate::syntax::ast::Version;

use super::exprs::Writer;
use super::items::Clause;
use super::items::below;
use super::items::clause;

impl Writer<'_> {
    /// A version, whose clauses are these.
    pub(super) fn version<T>(&self, version: &Version<T>, says: Vec<Clause>) -> Clause {
        let mut clauses = Self::common(&version.common);
        clauses.extend(says);
        clause(version.span, |page| {
            page.placed("version from ", version.span.range().start);
            self.date(page, &version.from);
            if let Some(last) = &version.last {
                page.words(", ");
                self.last_day(page, last);
            }
            below(page, clauses);
        })
    }

    /// `from 2020-12-14: IR, KP, SY`
    pub(super) fn group_version(&self, version: &Version<GroupMembers>) -> Clause {
        clause(version.span, |page| {
            page.placed("from ", version.span.range().start);
            self.date(page, &version.from);
            if let Some(last) = &version.last {
                page.words(", ");
                self.last_day(page, last);
            }
            page.words(": ");
            page.margin(4, |page| page.append(self.group_members(&version.of).1));
        })
    }

    pub(super) fn rule_version(&self, version: &Version<RuleVersion>) -> Clause {
        let of = &version.of;
        let mut says = Vec::new();
        says.extend(of.for_each.iter().map(|each| self.for_each(each)));
        says.extend(of.when.map(|condition| self.limbs(condition, &of.limbs)));
        says.extend(of.unless.map(|condition| self.condition("unless", condition)));
        says.extend(self.then(&of.then));
        says.extend(of.because.as_ref().map(|because| self.because(because)));
        self.version(version, says)
    }
}
