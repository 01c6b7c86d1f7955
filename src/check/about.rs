//! Titles, citations and what is said about gaps: kept for reading rules back.

use crate::ids::IdVec;
use crate::names::Declared;
use crate::plan::Headline;
use crate::syntax::ast;
use crate::syntax::ast::Ast;
use crate::syntax::ast::GroupBody;
use crate::syntax::ast::GroupMembers;
use crate::syntax::ast::Honesty;
use crate::syntax::ast::Literal;

use super::Checker;
use super::title;

impl<'a> Checker<'a> {
    /// Headlines of all items that carry none of their own in the plan.
    pub(super) fn declare_headlines(&mut self) {
        for declared in self.items.measures.iter() {
            let headline = self.headline(declared, declared.of.title.as_ref());
            self.plan.headlines.measures.push(headline);
        }
        let items = self.items;
        for declared in items.parameters.iter() {
            let headline = self.headline(declared, declared.of.title.as_ref());
            self.plan.headlines.parameters.push(headline);
        }
        for declared in items.groups.iter() {
            let mut headline = self.headline(declared, declared.of.title.as_ref());
            tell_gaps(&mut headline, &declared.of.honesty, declared.ast);
            if let GroupBody::Always(GroupMembers::File {
                filter: Some(filter), ..
            }) = &declared.of.body
            {
                headline.only_where = filter_words(declared.ast, *filter).into();
            }
            self.plan.headlines.groups.push(headline);
        }
        for declared in items.tables.iter() {
            let mut headline = self.headline(declared, declared.of.title.as_ref());
            tell_gaps(&mut headline, &declared.of.honesty, declared.ast);
            if let Some(filter) = declared.of.only_rows {
                headline.only_where = filter_words(declared.ast, filter).into();
            }
            self.plan.headlines.tables.push(headline);
        }
        for declared in items.decisions.iter() {
            let headline = self.headline(declared, Some(&declared.of.title));
            self.plan.headlines.decisions.push(headline);
        }
        for declared in items.suspensions.iter() {
            let headline = self.headline(declared, declared.of.title.as_ref());
            self.plan.headlines.suspensions.push(headline);
        }
        let mut readings = IdVec::new();
        for declared in items.readings.iter() {
            readings.push(self.headline(declared, None));
        }
        self.plan.headlines.readings = readings;
        for declared in &items.summaries {
            let headline = self.headline(declared, declared.of.title.as_ref());
            self.plan.headlines.summaries.push(headline);
        }
    }

    fn headline<T>(&self, declared: &Declared<'a, T>, text: Option<&ast::Text>) -> Headline {
        Headline {
            ruleset: declared.scope,
            title: title(text),
            cites: self.cites_of(declared.item),
            span: declared.item.span,
            incomplete_because: Box::default(),
            only_where: Box::default(),
            certain_where: Box::default(),
            certain: None,
        }
    }
}

fn tell_gaps(headline: &mut Headline, honesty: &Honesty, ast: &Ast) {
    headline.incomplete_because = title(honesty.incomplete.as_ref().map(|(text, _)| text));
    if let Some(certain) = honesty.certain_where {
        headline.certain_where = filter_words(ast, certain).into();
    }
}

/// A condition on columns in the words of the language, the same for every layout of it.
#[expect(
    clippy::wildcard_enum_match_arm,
    reason = "few forms are understood in such conditions; every other one was reported"
)]
fn filter_words(ast: &Ast, id: ast::ExprId) -> String {
    use ast::ExprKind as Kind;
    let Some(expr) = ast.exprs.get(id) else {
        return String::new();
    };
    let joined = |parts: &[ast::ExprId], word: &str| {
        let parts: Vec<String> = parts.iter().map(|part| filter_words(ast, *part)).collect();
        parts.join(word)
    };
    let not = |negated: bool| if negated { " not" } else { "" };
    match &expr.kind {
        Kind::Name(name) => name.text.to_string(),
        Kind::Literal(Literal::Text(text)) => format!("\"{text}\""),
        Kind::Literal(Literal::None) => "none".to_owned(),
        Kind::Literal(Literal::Number(text) | Literal::Date(text)) => text.to_string(),
        Kind::Literal(Literal::Percent(text)) => format!("{text}%"),
        Kind::Literal(Literal::Amount { number, unit }) => format!("{number} {}", unit.text),
        Kind::Literal(Literal::Code { scheme, text }) => format!("{} {text}", scheme.text),
        Kind::Literal(Literal::Boolean(yes)) => yes.to_string(),
        Kind::Bracketed(inner) => format!("({})", filter_words(ast, *inner)),
        Kind::Set(members) => format!("{{{}}}", joined(members, ", ")),
        Kind::And(parts) => joined(parts, " and "),
        Kind::Or(parts) => joined(parts, " or "),
        Kind::Not(inner) => format!("not {}", filter_words(ast, *inner)),
        Kind::Is { left, right, negated } => format!(
            "{} is{} {}",
            filter_words(ast, *left),
            not(*negated),
            filter_words(ast, *right)
        ),
        Kind::In { value, within, negated } => format!(
            "{} is{} in {}",
            filter_words(ast, *value),
            not(*negated),
            filter_words(ast, *within)
        ),
        _ => String::new(),
    }
}
