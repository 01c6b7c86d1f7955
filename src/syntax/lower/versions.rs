//! `version from D`: what changes on a day, under one name. What stands above the first version holds for all of them.

use super::Lower;
use super::Node;
use super::Rule;
use super::clauses::Once;
use super::exprs::Whole;
use super::parts;

use crate::source::Span;
use crate::syntax::ast::Because;
use crate::syntax::ast::Common;
use crate::syntax::ast::DateExpr;
use crate::syntax::ast::ExprId;
use crate::syntax::ast::GroupMembers;
use crate::syntax::ast::Ident;
use crate::syntax::ast::LastDay;
use crate::syntax::ast::RuleVersion;
use crate::syntax::ast::Version;
use crate::syntax::errors;

/// The first line of a version.
pub(super) struct Days {
    /// Its first day.
    pub(super) from: DateExpr,
    /// Its last day.
    pub(super) last: Option<LastDay>,
    /// The line.
    pub(super) span: Span,
}

impl Days {
    /// The version that says this from then on.
    pub(super) fn says<T>(self, common: Common, of: T) -> Version<T> {
        Version {
            from: self.from,
            last: self.last,
            common,
            of,
            span: self.span,
        }
    }
}

impl<'a> Lower<'a> {
    /// `version_days`
    pub(super) fn version_days(&mut self, node: Node<'a>) -> Option<Days> {
        let span = self.span(&node);
        let mut pieces = parts(node);
        let from = self.from(pieces.next()?)?;
        let last = match pieces.next() {
            Some(last) => Some(self.last(last)?),
            None => None,
        };
        Some(Days { from, last, span })
    }

    /// `definition_version`
    pub(super) fn definition_version(&mut self, node: Node<'a>, name: &Ident) -> Option<Version<ExprId>> {
        let mut pieces = parts(node);
        let days = self.version_days(pieces.next()?)?;
        let mut common = Common::default();
        let mut means: Once<ExprId> = Once::new("means");
        for part in pieces {
            let span = self.span(&part);
            if !self.common(&mut common, &part) {
                let body = parts(part).next().map(|plain| self.plain(plain, Whole::Body));
                self.once(&mut means, body, span);
            }
        }
        let Some(means) = means.take() else {
            self.report(errors::version_without(name, days.span, "means nothing", "means …"));
            return None;
        };
        Some(days.says(common, means))
    }

    /// `group_version`
    pub(super) fn group_version(&mut self, node: Node<'a>) -> Option<Version<GroupMembers>> {
        let span = self.span(&node);
        let mut pieces = parts(node);
        let from = self.from(pieces.next()?)?;
        let mut last = None;
        let mut members = None;
        for part in pieces {
            if part.as_rule() == Rule::last {
                last = Some(self.last(part)?);
            } else {
                members = Some(self.group_members(part)?);
            }
        }
        let days = Days { from, last, span };
        Some(days.says(Common::default(), members?))
    }

    /// `rule_version`
    pub(super) fn rule_version(&mut self, node: Node<'a>) -> Option<Version<RuleVersion>> {
        let mut pieces = parts(node);
        let days = self.version_days(pieces.next()?)?;
        let mut common = Common::default();
        let (mut when, mut unless) = (Once::new("when"), Once::new("unless"));
        let (mut for_each, mut then) = (Vec::new(), Once::new("then"));
        let mut because: Once<Because> = Once::new("because");
        for part in pieces {
            let span = self.span(&part);
            match part.as_rule() {
                Rule::when => {
                    let condition = self.limbs(part, &mut common);
                    self.once(&mut when, condition, span);
                }
                Rule::unless => {
                    let condition = self.only_logic(part);
                    self.once(&mut unless, Some(condition), span);
                }
                Rule::for_each => for_each.extend(self.for_each(part)),
                Rule::then => {
                    let conclusions = self.conclusions(part);
                    self.once(&mut then, conclusions, span);
                }
                Rule::because => {
                    let text = self.because(part);
                    self.once(&mut because, text, span);
                }
                _ => {
                    self.common(&mut common, &part);
                }
            }
        }
        let (when, limbs) = match when.take() {
            Some((when, limbs)) => (Some(when), limbs),
            None => (None, Vec::new()),
        };
        let version = RuleVersion {
            for_each,
            when,
            limbs,
            unless: unless.take(),
            then: then.take().unwrap_or_default(),
            because: because.take(),
        };
        Some(days.says(common, version))
    }
}
