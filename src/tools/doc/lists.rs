//! Lists, quantifiers and sums in words: which elements, in which order they are sorted out, and what is made of them.

use crate::plan::ExprId;
use crate::plan::Filter;
use crate::plan::List;
use crate::plan::ListSource;
use crate::plan::LocalId;
use crate::syntax::ast::Fold;
use crate::syntax::ast::Quantity;
use crate::syntax::ast::Traversal;
use crate::value::Type;

use super::catalog::Item;
use super::said::Said;
use super::speaker::Speaker;

/// A list in words, with its element still in scope.
pub(super) struct Among {
    /// `part`: the element, without an article.
    pub(super) noun: String,
    /// `the parts of the item at any depth, the item itself not among them`
    pub(super) text: String,
    restore: Vec<(LocalId, Option<String>)>,
}

impl<'p> Speaker<'p> {
    /// Opens a list: its element has a name until [`Speaker::leave`].
    pub(super) fn among(&mut self, local: Option<LocalId>, list: &'p List) -> Among {
        // The source does not see the element.
        let source = self.source(&list.source);
        let name = self.fresh(&self.element_noun(&list.source));
        let noun = name.strip_prefix("the ").unwrap_or(&name).to_owned();
        let mut restore = Vec::new();
        for local in local.into_iter().chain(list.filters.iter().filter_map(own_local)) {
            restore.push((local, self.bind(local, name.clone())));
        }
        let mut text = source.operand();
        let whole = self.whole_of(&list.source);
        for filter in &list.filters {
            let kept = self.filter(filter, &noun, whole.as_deref());
            text.push_str("; of these, ");
            text.push_str(&kept);
        }
        if !list.filters.is_empty() {
            text = format!("({text})");
        }
        Among { noun, text, restore }
    }

    /// Closes a list.
    pub(super) fn leave(&mut self, among: Among) {
        for (local, before) in among.restore.into_iter().rev() {
            self.unbind(local, before);
        }
    }

    fn filter(&mut self, filter: &'p Filter, noun: &str, whole: Option<&str>) -> String {
        match filter {
            Filter::Where { condition, .. } => {
                format!("only each {noun} for which {}", self.condition(*condition).side())
            }
            Filter::OutermostOnly => "only the outermost (nothing inside one of them is counted again)".to_owned(),
            Filter::NotInside { local, condition } => {
                let name = self.fresh("part");
                let outer = name.strip_prefix("the ").unwrap_or(&name).to_owned();
                let before = self.bind(*local, name);
                let condition = self.condition(*condition).side();
                self.unbind(*local, before);
                let whole = whole.unwrap_or("the whole");
                format!(
                    "only each {noun} that lies inside no {outer} of {whole} (never {whole} itself) for which {condition}"
                )
            }
        }
    }

    /// What has the parts, where parts are gone through.
    fn whole_of(&mut self, source: &'p ListSource) -> Option<String> {
        match source {
            ListSource::Parts { of, .. } => Some(self.say(*of).operand()),
            ListSource::Expr(_)
            | ListSource::Collection(_)
            | ListSource::Table(_)
            | ListSource::Group(_)
            | ListSource::Enum(_) => None,
        }
    }

    fn source(&mut self, source: &'p ListSource) -> Said {
        match source {
            ListSource::Expr(expr) => self.say(*expr),
            ListSource::Collection(expr) => {
                let all = self.say(*expr).operand();
                Said::noun(format!("{all} and whoever else the facts refer to"))
            }
            ListSource::Parts { traversal, of } => {
                let of = self.say(*of).operand();
                Said::word(match traversal {
                    Traversal::Direct => format!("the direct parts of {of}, nothing deeper"),
                    Traversal::All => format!("all parts of {of} at any depth, not {of} itself"),
                    Traversal::Innermost => {
                        format!("the innermost parts of {of} at any depth, those that have no parts, not {of} itself")
                    }
                    Traversal::WithAll => format!("{of} itself and all its parts at any depth"),
                })
            }
            ListSource::Table(table) => Said::word(format!("the rows of {}", self.used(Item::Table(*table)))),
            ListSource::Group(group) => Said::word(format!("the members of {}", self.used(Item::Group(*group)))),
            ListSource::Enum(id) => {
                let values = self.plan.shape.enums.get(*id).map(|shape| &shape.values);
                let names = values.into_iter().flatten().map(|(name, _)| &**name);
                Said::word(format!("the values {{{}}}", names.collect::<Vec<_>>().join(", ")))
            }
        }
    }

    fn element_noun(&self, source: &ListSource) -> String {
        match source {
            ListSource::Expr(expr) | ListSource::Collection(expr) => {
                let ty = self.plan.exprs.at(*expr).ty.required();
                if let Type::List(inner) = ty {
                    self.noun(inner)
                } else {
                    self.noun(ty)
                }
            }
            ListSource::Parts {
                traversal: Traversal::WithAll,
                of,
            } => self.noun(&self.plan.exprs.at(*of).ty),
            ListSource::Parts { .. } => "part".to_owned(),
            ListSource::Table(_) => "row".to_owned(),
            ListSource::Group(group) => self.noun(&self.plan.groups.at(*group).ty),
            ListSource::Enum(id) => self.noun(&Type::Enum(*id)),
        }
    }

    /// A list as a value.
    pub(super) fn list_value(&mut self, list: &'p List) -> Said {
        let among = self.among(None, list);
        let text = among.text.clone();
        self.leave(among);
        Said::word(text)
    }

    pub(super) fn quantifier(&mut self, quantity: Quantity, local: LocalId, list: &'p List, condition: ExprId) -> Said {
        let among = self.among(Some(local), list);
        let condition = self.condition(condition).side();
        let (noun, text) = (&among.noun, &among.text);
        let said = Said::compound(match quantity {
            Quantity::Some => format!("for at least one {noun} among {text}: {condition}"),
            Quantity::No => format!("for no {noun} among {text}: {condition}"),
            // Both spellings mean the same: `if any` only says that the author thought of it.
            Quantity::Every { if_any: true | false } => {
                format!("for every {noun} among {text} (so also if there is none): {condition}")
            }
            Quantity::OneAndEvery => {
                format!("there is at least one {noun} among {text}, and for every one of them: {condition}")
            }
        });
        self.leave(among);
        said
    }

    pub(super) fn aggregate(&mut self, fold: Fold, body: Option<ExprId>, (local, list): (LocalId, &'p List)) -> Said {
        let among = self.among(Some(local), list);
        let body = body.map_or_else(String::new, |body| self.say(body).operand());
        let (noun, text) = (&among.noun, &among.text);
        let nested = if counts_within(list) {
            ", one that lies inside another counting as well"
        } else {
            ""
        };
        let said = Said::noun(match fold {
            Fold::Sum => format!("the sum of {body} over every {noun} among {text}{nested}"),
            Fold::Greatest | Fold::Least => {
                let word = extreme_word(fold);
                format!("the {word} of {body} over every {noun} among {text} (none if there is none)")
            }
            Fold::Count => format!("the count of every {noun} among {text}{nested}"),
            Fold::List => format!("every {noun} among {text}{nested}"),
            Fold::Only => {
                format!("the only {noun} among {text} (if there is none, or several, it cannot be computed)")
            }
        });
        self.leave(among);
        said
    }
}

impl<'p> Speaker<'p> {
    /// One sum for each key, and the greatest or the least of them.
    pub(super) fn separately(&mut self, of: &'p crate::plan::Separately) -> Said {
        let among = self.among(Some(of.local), &of.list);
        let key = self.say(of.key).operand();
        let (noun, text) = (among.noun.clone(), among.text.clone());
        let sum = match of.body {
            Some(body) => format!(
                "the sums of {} over every {noun} among {text}",
                self.say(body).operand()
            ),
            None => format!("the counts of every {noun} among {text}"),
        };
        self.leave(among);
        let word = extreme_word(of.outer);
        Said::noun(format!(
            "the {word} of {sum}, one for each {key} (none if there is none)"
        ))
    }
}

/// `greatest`, `least`
pub(super) fn extreme_word(fold: Fold) -> &'static str {
    match fold {
        Fold::Greatest => "greatest",
        Fold::Least => "least",
        Fold::Sum => "sum",
        Fold::Count => "number",
        Fold::List => "list",
        Fold::Only => "only",
    }
}

/// Whether a part inside another one that is gone through is gone through as well.
fn counts_within(list: &List) -> bool {
    let deep = matches!(
        list.source,
        ListSource::Parts {
            traversal: Traversal::All | Traversal::WithAll,
            ..
        }
    );
    let sorted_out = |filter: &Filter| matches!(filter, Filter::OutermostOnly | Filter::NotInside { .. });
    deep && !list.filters.iter().any(sorted_out)
}

/// The local of a filter that stands for the element of the list itself.
fn own_local(filter: &Filter) -> Option<LocalId> {
    match filter {
        Filter::Where { local, .. } => Some(*local),
        Filter::OutermostOnly | Filter::NotInside { .. } => None,
    }
}
