//! Files, texts, types of facts, and what is derived from them.

use crate::source::Span;

use super::Lower;
use super::Node;
use super::Rule;
use super::clauses::Once;
use super::exprs::Whole;
use super::has;
use super::literals::ungrouped;
use super::parts;

use crate::syntax::ast::CodeScheme;
use crate::syntax::ast::Common;
use crate::syntax::ast::Definition;
use crate::syntax::ast::EnumItem;
use crate::syntax::ast::ExprId;
use crate::syntax::ast::FieldLine;
use crate::syntax::ast::Group;
use crate::syntax::ast::GroupBody;
use crate::syntax::ast::GroupMembers;
use crate::syntax::ast::Honesty;
use crate::syntax::ast::Ident;
use crate::syntax::ast::Item;
use crate::syntax::ast::ItemKind;
use crate::syntax::ast::Levels;
use crate::syntax::ast::Literal;
use crate::syntax::ast::Meaning;
use crate::syntax::ast::Member;
use crate::syntax::ast::RecordItem;
use crate::syntax::errors;

impl<'a> Lower<'a> {
    /// Any item but the first.
    pub(super) fn any_item(&mut self, node: Node<'a>) -> Option<Item> {
        let span = self.span(&node);
        let mut common = Common::default();
        let to = &mut common;
        let kind = match node.as_rule() {
            Rule::use_item => ItemKind::Use(self.use_item(node, to)?),
            Rule::source => ItemKind::Source(self.source(node, to)?),
            Rule::enum_item => ItemKind::Enum(self.enum_item(node, to)?),
            Rule::record => ItemKind::Record(self.record(node, to)?),
            Rule::extend => ItemKind::Extend(self.record(node, to)?),
            Rule::group => ItemKind::Group(self.group(node, to)?),
            Rule::code => ItemKind::Code(self.code(node, to)?),
            Rule::measure => ItemKind::Measure(self.measure(node, to)?),
            Rule::fact => ItemKind::Fact(self.fact(node, to)?),
            Rule::table => ItemKind::Table(self.table(node, to)?),
            Rule::decision_table => ItemKind::DecisionTable(self.decision_table(node, to)?),
            Rule::parameter => ItemKind::Parameter(self.parameter(node, to)?),
            Rule::definition => ItemKind::Definition(self.definition(node, to)?),
            Rule::figure => ItemKind::Figure(self.figure(node, to)?),
            Rule::decision => ItemKind::Decision(self.decision(node, to)?),
            Rule::summary => ItemKind::Summary(self.summary(node, to)?),
            Rule::flag | Rule::rule_item | Rule::exemption | Rule::restriction => ItemKind::Rule(self.rule(node, to)?),
            Rule::obligation => ItemKind::Obligation(self.obligation(node, to)?),
            Rule::calendar => ItemKind::Calendar(self.calendar(node, to)?),
            Rule::suspension => ItemKind::Suspension(self.suspension(node, to)?),
            Rule::reading => ItemKind::Reading(self.reading(node, to)?),
            Rule::case => ItemKind::Case(self.case(node, to)?),
            Rule::test => ItemKind::Test(self.test(node, to)?),
            Rule::property => ItemKind::Property(self.property(node, to)?),
            _ => return None,
        };
        Some(Item { kind, span, common })
    }

    /// `enum_item`
    fn enum_item(&mut self, node: Node<'a>, common: &mut Common) -> Option<EnumItem> {
        let mut pieces = parts(node);
        let name = self.next_ident(&mut pieces)?;
        let (mut title, mut values) = (None, Vec::new());
        for part in pieces {
            match part.as_rule() {
                Rule::title => title = Some(self.quoted(&part)),
                Rule::enum_value => {
                    let mut inner = parts(part);
                    let value = self.next_ident(&mut inner)?;
                    self.parted(values.last(), &value);
                    values.push((value, inner.next().map(|title| self.quoted(&title))));
                }
                _ => {
                    self.common(common, &part);
                }
            }
        }
        if values.is_empty() {
            self.report(errors::missing(
                "enum",
                &name,
                "has no values",
                "write one a line below it: `civil \"Anybody else\"`",
            ));
            return None;
        }
        Some(EnumItem { name, title, values })
    }

    /// Reports two values of an enum that stand on one line with nothing between them.
    fn parted(&mut self, before: Option<&(Ident, Option<super::Text>)>, value: &Ident) {
        let Some((last, None)) = before else { return };
        let gap = self
            .text
            .get(last.span.range().end..value.span.range().start)
            .unwrap_or("");
        if !gap.contains([',', '\n', '\r']) {
            self.report(errors::comma_missing(last, value));
        }
    }

    /// `record`, `extend`
    fn record(&mut self, node: Node<'a>, common: &mut Common) -> Option<RecordItem> {
        let item = if node.as_rule() == Rule::extend {
            "extend"
        } else {
            "record"
        };
        let mut pieces = parts(node);
        let name = self.next_ident(&mut pieces)?;
        let (mut title, mut fields, mut must_hold) = (None, Vec::new(), Vec::new());
        let mut identified_by = Once::new("identified by");
        for part in pieces {
            let span = self.span(&part);
            match part.as_rule() {
                Rule::title => title = Some(self.quoted(&part)),
                Rule::identified => {
                    let field = self.next_ident(&mut parts(part));
                    self.once(&mut identified_by, field, span);
                }
                Rule::must_hold => must_hold.push(self.only_logic(part)),
                Rule::field_line => fields.extend(self.field_line(part)),
                _ => {
                    self.common(common, &part);
                }
            }
        }
        if fields.is_empty() && must_hold.is_empty() {
            self.report(errors::missing(
                item,
                &name,
                "has no fields",
                "write one a line below it: `name : text`",
            ));
            return None;
        }
        Some(RecordItem {
            name,
            title,
            identified_by: identified_by.take(),
            fields,
            must_hold,
        })
    }

    /// `field_line`
    fn field_line(&mut self, node: Node<'a>) -> Option<FieldLine> {
        let mut pieces = parts(node);
        let name = self.next_ident(&mut pieces)?;
        let ty = self.ty(pieces.next()?)?;
        let (mut left_out, mut title, mut ask) = (None, None, None);
        for part in pieces {
            match part.as_rule() {
                Rule::left_out => left_out = Some(self.value(parts(part).next()?)?),
                Rule::title => title = Some(self.quoted(&part)),
                _ => ask = self.only_text(part),
            }
        }
        Some(FieldLine {
            name,
            ty,
            left_out,
            title,
            ask,
        })
    }

    /// `fact`
    fn fact(&mut self, node: Node<'a>, common: &mut Common) -> Option<FieldLine> {
        let mut line = None;
        for part in parts(node) {
            if !self.common(common, &part) {
                line = self.field_line(part);
            }
        }
        line
    }

    /// `group`
    fn group(&mut self, node: Node<'a>, common: &mut Common) -> Option<Group> {
        let mut pieces = parts(node);
        let name = self.next_ident(&mut pieces)?;
        let (mut title, mut of, mut body) = (None, None, None);
        let mut honesty = HonestyClauses::new();
        for part in pieces {
            match part.as_rule() {
                Rule::title => title = Some(self.quoted(&part)),
                Rule::of_type => of = self.next_ident(&mut parts(part)),
                Rule::members | Rule::group_file => body = Some(GroupBody::Always(self.group_members(part)?)),
                Rule::group_version => {
                    let version = self.group_version(part)?;
                    match &mut body {
                        Some(GroupBody::Versions(versions)) => versions.push(version),
                        Some(_) | None => body = Some(GroupBody::Versions(vec![version])),
                    }
                }
                _ if self.honesty(&mut honesty, &part) => {}
                _ => {
                    self.common(common, &part);
                }
            }
        }
        Some(Group {
            name,
            title,
            of,
            body: body?,
            honesty: honesty.take(),
        })
    }

    /// `member`
    pub(super) fn member(&mut self, node: Node<'a>) -> Option<Member> {
        let inner = parts(node).next()?;
        let span = self.span(&inner);
        Some(match inner.as_rule() {
            Rule::path_name => Member::Name(self.path(inner)),
            _ => Member::Literal(self.literal_of(&inner)?, span),
        })
    }

    /// `members` or `group_file`
    pub(super) fn group_members(&mut self, node: Node<'a>) -> Option<GroupMembers> {
        let named = node.as_rule() == Rule::members;
        let mut pieces = parts(node);
        if named {
            let members = pieces
                .map(|member| self.member(member))
                .collect::<Option<Vec<Member>>>()?;
            return Some(GroupMembers::Named(members));
        }
        let path = self.quoted(&pieces.next()?);
        let column = self.next_ident(&mut pieces)?;
        let filter = pieces.next().map(|filter| self.only_logic(filter));
        Some(GroupMembers::File { path, column, filter })
    }

    /// `complete`, `incomplete`, `certain`; false if it is another clause.
    pub(super) fn honesty(&mut self, honesty: &mut HonestyClauses, node: &Node<'a>) -> bool {
        let span = self.span(node);
        match node.as_rule() {
            Rule::complete => self.once(&mut honesty.complete, Some(span), span),
            Rule::incomplete => {
                let reason = self.only_text(node.clone());
                let words = parts(node.clone()).next().map_or(span, |text| {
                    Span::new(self.file, span.range().start, self.span(&text).range().start)
                });
                let words = self.trimmed(words);
                self.once(&mut honesty.incomplete, reason.map(|reason| (reason, words)), span);
            }
            Rule::complete_under => {
                for code in parts(node.clone()) {
                    let at = self.span(&code);
                    let literal = self.literal_of(&code);
                    honesty.complete_under.extend(literal.map(|literal| (literal, at)));
                }
            }
            Rule::certain => {
                let condition = self.only_logic(node.clone());
                self.once(&mut honesty.certain_where, Some(condition), span);
            }
            _ => return false,
        }
        true
    }

    /// A place without the blanks at its end.
    fn trimmed(&self, span: Span) -> Span {
        let text = self.text.get(span.range()).unwrap_or("");
        let start = span.range().start;
        Span::new(self.file, start, start.saturating_add(text.trim_end().len()))
    }

    /// `code`
    fn code(&mut self, node: Node<'a>, common: &mut Common) -> Option<CodeScheme> {
        let mut pieces = parts(node);
        let name = self.next_ident(&mut pieces)?;
        let mut title = None;
        let (mut levels, mut example) = (Once::new("levels"), Once::new("example"));
        for part in pieces {
            let span = self.span(&part);
            match part.as_rule() {
                Rule::title => title = Some(self.quoted(&part)),
                Rule::levels => {
                    let found = self.levels(part);
                    self.once(&mut levels, found.map(|found| (found, span)), span);
                }
                Rule::example => {
                    let text = self.only_text(part);
                    self.once(&mut example, text, span);
                }
                _ => {
                    self.common(common, &part);
                }
            }
        }
        Some(CodeScheme {
            name,
            title,
            levels: levels.take(),
            example: example.take(),
        })
    }

    /// `levels`
    fn levels(&mut self, node: Node<'a>) -> Option<Levels> {
        let characters = has(&node, Rule::k_characters);
        let (mut counts, mut dots) = (Vec::new(), false);
        for part in parts(node) {
            match part.as_rule() {
                Rule::levels_by if has(&part, Rule::k_dots) => return Some(Levels::Dots),
                Rule::levels_by => return Some(Levels::Hyphens),
                Rule::then_dots => dots = true,
                _ => {
                    let Ok(count) = ungrouped(part.as_str()).parse() else {
                        let at = self.span(&part);
                        self.report(errors::level_too_large(at));
                        return None;
                    };
                    counts.push(count);
                }
            }
        }
        Some(if characters {
            Levels::Characters(counts, dots)
        } else {
            Levels::Digits(counts)
        })
    }

    /// `definition`
    fn definition(&mut self, node: Node<'a>, common: &mut Common) -> Option<Definition> {
        let mut pieces = parts(node);
        let name = self.next_ident(&mut pieces)?;
        let (mut parameters, mut ty, mut title) = (Vec::new(), None, None);
        let mut means: Once<ExprId> = Once::new("means");
        let mut versions = Vec::new();
        for part in pieces {
            let span = self.span(&part);
            match part.as_rule() {
                Rule::definition_version => versions.push(self.definition_version(part, &name)),
                Rule::parameters => {
                    parameters = parts(part).map(|typed| self.typed(typed)).collect::<Option<Vec<_>>>()?;
                }
                Rule::of_kind => ty = Some(self.ty(parts(part).next()?)?),
                Rule::title => title = Some(self.quoted(&part)),
                Rule::means => {
                    let body = parts(part).next().map(|plain| self.plain(plain, Whole::Body));
                    self.once(&mut means, body, span);
                }
                _ => {
                    self.common(common, &part);
                }
            }
        }
        let versions = versions.into_iter().collect::<Option<Vec<_>>>()?;
        let means = match (means.take(), versions.first()) {
            (Some(means), None) => Meaning::One(means),
            (None, Some(_)) => Meaning::Versions(versions),
            (Some(_), Some(first)) => {
                self.report(errors::above_its_versions("means", first.span));
                return None;
            }
            (None, None) => {
                self.report(errors::missing(
                    "definition",
                    &name,
                    "means nothing",
                    "end it with `means …`",
                ));
                return None;
            }
        };
        Some(Definition {
            name,
            parameters,
            ty,
            title,
            means,
        })
    }
}

/// `complete`, `incomplete because`, `certain where`
pub(super) struct HonestyClauses {
    complete: Once<Span>,
    incomplete: Once<(super::Text, Span)>,
    certain_where: Once<ExprId>,
    complete_under: Vec<(Literal, Span)>,
}

impl HonestyClauses {
    /// None of them seen yet.
    pub(super) fn new() -> HonestyClauses {
        HonestyClauses {
            complete: Once::new("complete"),
            incomplete: Once::new("incomplete because"),
            certain_where: Once::new("certain where"),
            complete_under: Vec::new(),
        }
    }

    /// What they say.
    pub(super) fn take(self) -> Honesty {
        Honesty {
            complete: self.complete.take(),
            incomplete: self.incomplete.take(),
            certain_where: self.certain_where.take(),
            complete_under: self.complete_under,
        }
    }
}
