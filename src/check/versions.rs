//! `version from D`: periods that follow each other, what each says, and what it cites.
//!
//! What stands above the first version holds for all of them. Language reference: "Versions".

use crate::diagnostic::Code;
use crate::diagnostic::Diagnostic;
use crate::plan::Cite;
use crate::plan::DateChoice;
use crate::plan::ExprId;
use crate::plan::ExprKind;
use crate::plan::Period;
use crate::plan::RulesetId;
use crate::plan::Version;
use crate::plan::Versions;
use crate::source::Span;
use crate::syntax::ast;
use crate::syntax::ast::Common;
use crate::syntax::ast::Item;
use crate::syntax::ast::ItemKind;
use crate::syntax::ast::Meaning;
use crate::value::Date;
use crate::value::Type;

use super::Checker;

/// The versions of an item, as far as citations go.
pub(super) fn commons_of(item: &Item) -> Vec<(Span, &Common)> {
    fn all<T>(versions: &[ast::Version<T>]) -> Vec<(Span, &Common)> {
        versions.iter().map(|version| (version.span, &version.common)).collect()
    }
    if let ItemKind::Rule(rule) = &item.kind {
        all(&rule.versions)
    } else if let ItemKind::DecisionTable(ast::DecisionTable {
        rows: ast::TableRows::Versions(versions),
        ..
    }) = &item.kind
    {
        all(versions)
    } else if let ItemKind::Definition(ast::Definition {
        means: Meaning::Versions(versions),
        ..
    }) = &item.kind
    {
        all(versions)
    } else {
        Vec::new()
    }
}

impl Checker<'_> {
    /// Versions as they are written, in the order of their first days; `says` gives what each of them says.
    pub(super) fn versions<T, U>(
        &mut self,
        scope: RulesetId,
        (item, written): (&Item, &[ast::Version<T>]),
        mut says: impl FnMut(&mut Self, &T) -> U,
    ) -> Versions<U> {
        let mut versions = Vec::new();
        for version in written {
            let mut cites = self.cites_of(item);
            cites.extend(self.version_cites(version.span));
            versions.push(Version {
                period: self.period(scope, Some(&version.from), version.last.as_ref()),
                cites,
                of: says(self, &version.of),
                span: version.span,
            });
        }
        versions.sort_by_key(|version: &Version<U>| first_day(&version.period));
        let periods: Vec<(&Period, Span)> = versions.iter().map(|version| (&version.period, version.span)).collect();
        self.report_overlaps("versions", &periods);
        versions
    }

    /// The citations of one version.
    pub(super) fn version_cites(&self, version: Span) -> Vec<Cite> {
        self.cites.get(&version).cloned().unwrap_or_default()
    }

    /// The expression that is what the version in force says.
    pub(super) fn version_expr(&mut self, versions: Versions<ExprId>, ty: &Type, span: Span) -> ExprId {
        self.exprs.push(crate::plan::Expr {
            kind: ExprKind::Versions(versions),
            ty: ty.clone(),
            span,
        })
    }

    /// Whether a definition cites something, or each of its versions does.
    pub(super) fn rests_on_the_law(&self, definition: &crate::plan::Definition) -> bool {
        if let Some(ExprKind::Versions(versions)) = self.exprs.get(definition.body).map(|body| &body.kind) {
            return versions.iter().all(|version| !version.cites.is_empty());
        }
        !definition.cites.is_empty()
    }

    /// R416: two values or versions that hold on one day. A later one ends an earlier one that has no end of its own.
    pub(super) fn report_overlaps(&mut self, what: &str, periods: &[(&Period, Span)]) {
        for ((earlier, first), (later, second)) in periods.iter().zip(periods.iter().skip(1)) {
            let next = first_day(later);
            let same_day = first_day(earlier) == next;
            let still = match (fixed(earlier.last.as_ref()), next) {
                (Some(last), Some(next)) => last >= next,
                (Some(_), None) => true,
                (None, _) => false,
            };
            if same_day || still {
                let one = what.strip_suffix('s').unwrap_or(what);
                let said = Diagnostic::error(Code::R416, *second, format!("two {what} for one day"))
                    .here("holds too")
                    .label(*first, "still holds then")
                    .help(format!(
                        "end the earlier {one} with `last day …`, or begin the later one after it"
                    ));
                self.diagnostics.add(said);
            }
        }
    }
}

/// The first day, the earliest under any reading; nothing for no beginning.
pub(super) fn first_day(period: &Period) -> Option<Date> {
    match period.first.as_ref()? {
        DateChoice::Fixed(date) => Some(*date),
        DateChoice::ByReading { rows, .. } => rows.iter().map(|(_, date)| *date).min().flatten(),
    }
}

fn fixed(date: Option<&DateChoice>) -> Option<Date> {
    match date? {
        DateChoice::Fixed(date) => Some(*date),
        DateChoice::ByReading { .. } => None,
    }
}
