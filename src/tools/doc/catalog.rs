//! The items of a plan that have a sentence: their names, places and headlines.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use crate::plan::Cite;
use crate::plan::DefinitionId;
use crate::plan::GroupId;
use crate::plan::Headline;
use crate::plan::ObligationId;
use crate::plan::ParameterId;
use crate::plan::Plan;
use crate::plan::ReadingId;
use crate::plan::RuleId;
use crate::plan::RulesetId;
use crate::plan::SuspensionId;
use crate::source::Span;
use crate::syntax::ast::RuleKind;
use crate::value::DecisionId;
use crate::value::MeasureId;
use crate::value::TableId;

/// Something that has a sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Item {
    /// A ruleset: its date and what it decides.
    Ruleset(RulesetId),
    /// What must hold of each record of a type; the number in the plan.
    MustHold(usize),
    /// A reading.
    Reading(ReadingId),
    /// A parameter.
    Parameter(ParameterId),
    /// A definition.
    Definition(DefinitionId),
    /// A group.
    Group(GroupId),
    /// A table.
    Table(TableId),
    /// A measure.
    Measure(MeasureId),
    /// A decision.
    Decision(DecisionId),
    /// A summary; its number in the plan.
    Summary(usize),
    /// A rule, an exemption, a restriction or a flag.
    Rule(RuleId),
    /// An obligation.
    Obligation(ObligationId),
    /// A suspension.
    Suspension(SuspensionId),
}

/// What stands at the head of an item.
pub(super) struct Head<'p> {
    /// `exemption`
    pub(super) kind: &'static str,
    /// Its ruleset.
    pub(super) ruleset: RulesetId,
    /// Its name alone.
    pub(super) name: String,
    /// Its title, or empty.
    pub(super) title: &'p str,
    /// What it cites.
    pub(super) cites: &'p [Cite],
    /// Where it stands.
    pub(super) span: Span,
}

/// All items of a plan, and which names are shared.
pub(super) struct Catalog<'p> {
    plan: &'p Plan,
    /// How many items have a name.
    names: BTreeMap<String, usize>,
    /// The names of all fields of facts.
    fields: BTreeSet<&'p str>,
}

impl<'p> Catalog<'p> {
    /// Counts the names once.
    pub(super) fn new(plan: &'p Plan) -> Catalog<'p> {
        let fields = plan
            .shape
            .records
            .iter()
            .flat_map(|record| record.fields.iter())
            .map(|field| &*field.name)
            .collect();
        let mut catalog = Catalog {
            plan,
            names: BTreeMap::new(),
            fields,
        };
        for item in catalog.items() {
            let count = catalog.names.entry(catalog.head(item).name).or_insert(0);
            *count = count.saturating_add(1);
        }
        catalog
    }

    /// All items, ruleset by ruleset, in the order of their files.
    pub(super) fn items(&self) -> Vec<Item> {
        let plan = self.plan;
        let mut items: Vec<Item> = Vec::new();
        let dated = |id: &RulesetId| plan.rulesets.at(*id).law_date.is_some() || plan.rulesets.at(*id).each.is_some();
        items.extend(plan.rulesets.ids().filter(dated).map(Item::Ruleset));
        items.extend((0..plan.must_hold.len()).map(Item::MustHold));
        items.extend(plan.readings.ids().map(Item::Reading));
        items.extend(plan.parameters.ids().map(Item::Parameter));
        items.extend(plan.definitions.ids().map(Item::Definition));
        items.extend(plan.headlines.groups.ids().map(Item::Group));
        items.extend(plan.tables.ids().map(Item::Table));
        items.extend(plan.headlines.measures.ids().map(Item::Measure));
        items.extend(plan.decisions.ids().map(Item::Decision));
        items.extend((0..plan.summaries.len()).map(Item::Summary));
        items.extend(plan.rules.ids().map(Item::Rule));
        items.extend(plan.obligations.ids().map(Item::Obligation));
        items.extend(plan.suspensions.ids().map(Item::Suspension));
        items.sort_by_cached_key(|item| {
            let head = self.head(*item);
            (head.ruleset, head.span.file, head.span.start, *item)
        });
        items
    }

    /// The name of an item; with its ruleset where another item has the same.
    pub(super) fn name(&self, item: Item) -> String {
        let head = self.head(item);
        if self.names.get(&head.name).is_none_or(|count| *count == 1) {
            head.name
        } else {
            self.full_name(item)
        }
    }

    /// Whether a field of facts has the name too.
    pub(super) fn is_field(&self, name: &str) -> bool {
        self.fields.contains(name)
    }

    /// `cn.rare_earth.foreign_made`
    pub(super) fn full_name(&self, item: Item) -> String {
        let head = self.head(item);
        let ruleset = &self.plan.rulesets.at(head.ruleset).name;
        match item {
            Item::Ruleset(_) | Item::MustHold(_) => head.name,
            _ if ruleset.is_empty() => head.name,
            Item::Reading(_)
            | Item::Parameter(_)
            | Item::Definition(_)
            | Item::Group(_)
            | Item::Table(_)
            | Item::Measure(_)
            | Item::Decision(_)
            | Item::Summary(_)
            | Item::Rule(_)
            | Item::Obligation(_)
            | Item::Suspension(_) => format!("{ruleset}.{}", head.name),
        }
    }

    /// What stands at the head of an item.
    #[expect(clippy::too_many_lines, reason = "one arm a kind of item")]
    pub(super) fn head(&self, item: Item) -> Head<'p> {
        let plan = self.plan;
        match item {
            Item::Ruleset(id) => {
                let about = plan.rulesets.at(id);
                plain("ruleset", id, &about.name, about.span)
            }
            Item::MustHold(number) => {
                let (span, name) = plan.must_hold.get(number).map_or_else(
                    || (plan.rulesets.iter().next().map(|first| first.span), String::new()),
                    |about| {
                        let span = plan.exprs.at(about.condition).span;
                        (Some(span), plan.shape.record(about.record).name.to_string())
                    },
                );
                let span = span.unwrap_or_else(nowhere);
                plain("must hold", self.ruleset_of(span), &name, span)
            }
            Item::Reading(id) => {
                let about = plan.readings.at(id);
                Head {
                    title: &about.title,
                    ..headed("reading", &about.name, plan.headlines.readings.at(id))
                }
            }
            Item::Parameter(id) => headed(
                "parameter",
                &plan.parameters.at(id).name,
                plan.headlines.parameters.at(id),
            ),
            Item::Definition(id) => {
                let about = plan.definitions.at(id);
                Head {
                    title: &about.title,
                    cites: &about.cites,
                    ..plain("definition", about.ruleset, &about.name, about.span)
                }
            }
            Item::Group(id) => headed("group", &plan.groups.at(id).name, plan.headlines.groups.at(id)),
            Item::Table(id) => headed("table", &plan.tables.at(id).name, plan.headlines.tables.at(id)),
            Item::Measure(id) => headed(
                "measure",
                &plan.shape.measures.at(id).name,
                plan.headlines.measures.at(id),
            ),
            Item::Decision(id) => headed("decision", &plan.decisions.at(id).name, plan.headlines.decisions.at(id)),
            Item::Summary(number) => match (plan.summaries.get(number), plan.headlines.summaries.get(number)) {
                (Some(about), Some(headline)) => headed("summary", &about.name, headline),
                _ => plain("summary", self.ruleset_of(nowhere()), "", nowhere()),
            },
            Item::Rule(id) => {
                let about = plan.rules.at(id);
                let kind = match about.kind {
                    RuleKind::Rule => "rule",
                    RuleKind::Exemption => "exemption",
                    RuleKind::Restriction => "restriction",
                    RuleKind::Flag { .. } => "flag",
                };
                Head {
                    title: &about.title,
                    cites: &about.cites,
                    ..plain(kind, about.ruleset, &about.name, about.span)
                }
            }
            Item::Obligation(id) => {
                let about = plan.obligations.at(id);
                Head {
                    title: &about.title,
                    cites: &about.cites,
                    ..plain("obligation", about.ruleset, &about.name, about.span)
                }
            }
            Item::Suspension(id) => headed(
                "suspension",
                &plan.suspensions.at(id).name,
                plan.headlines.suspensions.at(id),
            ),
        }
    }

    /// The ruleset whose file holds a place.
    fn ruleset_of(&self, span: Span) -> RulesetId {
        let found = self
            .plan
            .rulesets
            .iter_ids()
            .find(|(_, about)| about.span.file == span.file);
        found.map_or_else(|| crate::ids::Id::from_index(0), |(id, _)| id)
    }
}

/// A place for what is not there.
fn nowhere() -> Span {
    Span::new(crate::ids::Id::from_index(0), 0, 0)
}

fn plain<'p>(kind: &'static str, ruleset: RulesetId, name: &str, span: Span) -> Head<'p> {
    Head {
        kind,
        ruleset,
        name: name.to_owned(),
        title: "",
        cites: &[],
        span,
    }
}

fn headed<'p>(kind: &'static str, name: &str, headline: &'p Headline) -> Head<'p> {
    Head {
        kind,
        ruleset: headline.ruleset,
        name: name.to_owned(),
        title: &headline.title,
        cites: &headline.cites,
        span: headline.span,
    }
}
