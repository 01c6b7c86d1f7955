//! What refers to what: conditions, conclusions, setting aside, definitions, the law's date.
//!
//! A rule has three nodes, because what sets it aside asks whether it is live, not whether it applies: its condition,
//! whether it is live, whether it applies. So an exemption and what it exempts from form no circle. Language reference:
//! "Rules and exemptions".

use std::collections::BTreeSet;

use crate::ids::Id;
use crate::names::graph::Graph;
use crate::names::graph::NodeId;
use crate::plan::Conclusion;
use crate::plan::DateChoice;
use crate::plan::DefinitionId;
use crate::plan::ExprId;
use crate::plan::ExprKind;
use crate::plan::GroupId;
use crate::plan::List;
use crate::plan::ListSource;
use crate::plan::ListTarget;
use crate::plan::ObligationId;
use crate::plan::ParameterId;
use crate::plan::Piece;
use crate::plan::RuleId;
use crate::plan::RulesetId;
use crate::plan::SetsAside;
use crate::source::Span;
use crate::syntax::ast::RuleState;
use crate::value::DecisionId;
use crate::value::TableId;

use super::Checker;
use super::exprs::children;
use super::exprs::list_children;

/// What can refer and be referred to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Node {
    /// The condition of a rule.
    Met(RuleId),
    /// Whether a rule is met, in force, and has something to set aside.
    Live(RuleId),
    /// Whether a rule is live and nothing sets it aside.
    Applies(RuleId),
    /// What is decided.
    Decision(DecisionId),
    /// Whether there is anything to decide.
    Arises(DecisionId),
    /// A definition.
    Definition(DefinitionId),
    /// Whether an obligation is imposed, when it is due and whether it is done.
    Duty(ObligationId),
    /// The law's date of a ruleset.
    Date(RulesetId),
    /// The list of `decides each`.
    Each(RulesetId),
}

/// How a node refers to another.
#[derive(Clone, Copy, Debug)]
pub(super) struct Edge {
    /// Where; for what follows from the kinds of items the name of the item.
    pub(super) span: Span,
    /// How deep in its expression; 0 for what follows from the kinds of items.
    pub(super) depth: usize,
}

/// What an expression refers to.
#[derive(Clone, Copy, Debug)]
pub(super) enum Target {
    /// Another item.
    Node(Node),
    /// The element of `decides each`.
    Element,
    /// The law's date; for a parameter which.
    Date(Option<ParameterId>),
    /// What the facts answer about a list, which holds up to a day.
    Answer,
    /// The rows of a table.
    Table(TableId),
    /// The members of a group.
    Group(GroupId),
}

/// A reference in an expression.
#[derive(Clone, Copy, Debug)]
pub(super) struct Reference {
    pub(super) target: Target,
    pub(super) edge: Edge,
}

/// How nodes are numbered: the numbers of items of each kind, in a row.
#[derive(Clone, Copy, Debug)]
pub(super) struct Numbering {
    rules: usize,
    decisions: usize,
    definitions: usize,
    rulesets: usize,
    duties: usize,
}

impl Numbering {
    pub(super) fn node(self, node: Node) -> NodeId {
        let decisions = self.rules.saturating_mul(3);
        let definitions = decisions.saturating_add(self.decisions.saturating_mul(2));
        let rulesets = definitions.saturating_add(self.definitions);
        let duties = rulesets.saturating_add(self.rulesets.saturating_mul(2));
        let (start, step, index, offset) = match node {
            Node::Duty(obligation) => (duties, 1, obligation.index(), 0),
            Node::Met(rule) => (0, 3, rule.index(), 0),
            Node::Live(rule) => (0, 3, rule.index(), 1),
            Node::Applies(rule) => (0, 3, rule.index(), 2),
            Node::Decision(decision) => (decisions, 2, decision.index(), 0),
            Node::Arises(decision) => (decisions, 2, decision.index(), 1),
            Node::Definition(definition) => (definitions, 1, definition.index(), 0),
            Node::Date(ruleset) => (rulesets, 2, ruleset.index(), 0),
            Node::Each(ruleset) => (rulesets, 2, ruleset.index(), 1),
        };
        NodeId::from_index(index.saturating_mul(step).saturating_add(start).saturating_add(offset))
    }

    /// All nodes, in the order of their numbers.
    pub(super) fn all(self) -> Vec<Node> {
        let mut nodes = Vec::new();
        for rule in (0..self.rules).map(RuleId::from_index) {
            nodes.extend([Node::Met(rule), Node::Live(rule), Node::Applies(rule)]);
        }
        for decision in (0..self.decisions).map(DecisionId::from_index) {
            nodes.extend([Node::Decision(decision), Node::Arises(decision)]);
        }
        nodes.extend((0..self.definitions).map(|index| Node::Definition(DefinitionId::from_index(index))));
        for ruleset in (0..self.rulesets).map(RulesetId::from_index) {
            nodes.extend([Node::Date(ruleset), Node::Each(ruleset)]);
        }
        nodes.extend((0..self.duties).map(|index| Node::Duty(ObligationId::from_index(index))));
        nodes
    }
}

impl Checker<'_> {
    /// How the nodes of this plan are numbered.
    pub(super) fn numbering(&self) -> Numbering {
        Numbering {
            rules: self.plan.rules.len(),
            decisions: self.plan.decisions.len(),
            definitions: self.plan.definitions.len(),
            rulesets: self.plan.rulesets.len(),
            duties: self.plan.obligations.len(),
        }
    }

    /// Who refers to whom in the whole plan.
    pub(super) fn reference_graph(&self) -> Graph<Edge> {
        let numbering = self.numbering();
        let nodes = numbering.all();
        let mut graph = Graph::new(nodes.len());
        for node in nodes {
            let from = numbering.node(node);
            for (to, span) in self.follows(node) {
                graph.add(from, numbering.node(to), Edge { span, depth: 0 });
            }
            for reference in self.references_in(&self.roots(node)) {
                if let Target::Node(to) = reference.target {
                    graph.add(from, numbering.node(to), reference.edge);
                }
            }
        }
        graph
    }

    /// What a node hangs on because of what it is.
    fn follows(&self, node: Node) -> Vec<(Node, Span)> {
        match node {
            Node::Definition(_) | Node::Date(_) | Node::Each(_) | Node::Arises(_) => Vec::new(),
            Node::Duty(id) => {
                let obligation = self.plan.obligations.at(id);
                let mut follows = vec![(Node::Date(obligation.ruleset), obligation.span)];
                let by = obligation.imposed_by.iter();
                follows.extend(by.map(|rule| (Node::Applies(*rule), self.plan.rules.at(*rule).span)));
                follows
            }
            Node::Met(rule) => {
                let rule = self.plan.rules.at(rule);
                vec![
                    (Node::Date(rule.ruleset), rule.span),
                    (Node::Each(rule.ruleset), rule.span),
                ]
            }
            Node::Live(id) => {
                let rule = self.plan.rules.at(id);
                let mut follows = vec![(Node::Met(id), rule.span)];
                if !rule.hangs_on_what_it_sets_aside() {
                    return follows;
                }
                let aside = rule.sets_aside.iter().map(|aside| aside.rule);
                let aside = aside.filter(|other| !self.in_reported_circle(id, *other));
                follows.extend(aside.map(|other| (Node::Live(other), rule.span)));
                follows
            }
            Node::Applies(id) => {
                let rule = self.plan.rules.at(id);
                let mut follows = vec![(Node::Live(id), rule.span)];
                let by = rule.set_aside_by.iter().copied();
                let by = by.filter(|other| !self.in_reported_circle(id, *other));
                follows.extend(by.map(|other| (Node::Applies(other), rule.span)));
                let aside: &[SetsAside] = if rule.hangs_on_what_it_sets_aside() {
                    &rule.sets_aside
                } else {
                    &[]
                };
                let aside = aside.iter().map(|aside| self.plan.rules.at(aside.rule));
                let concluded = std::iter::once(rule).chain(aside).flat_map(|rule| &rule.concludes);
                follows.extend(concluded.map(|conclusion| (Node::Arises(conclusion.decision), rule.span)));
                follows
            }
            Node::Decision(id) => {
                let decision = self.plan.decisions.at(id);
                let mut follows = vec![(Node::Arises(id), decision.span)];
                let by = decision.concluded_by.iter();
                follows.extend(by.map(|rule| (Node::Applies(*rule), self.plan.rules.at(*rule).span)));
                follows
            }
        }
    }

    fn in_reported_circle(&self, one: RuleId, other: RuleId) -> bool {
        let reported = &self.circles_of_setting_aside;
        reported.contains(&one) && reported.contains(&other)
    }

    /// The expressions of a node itself.
    pub(super) fn roots(&self, node: Node) -> Vec<ExprId> {
        match node {
            Node::Live(_) | Node::Applies(_) => Vec::new(),
            Node::Decision(id) => self.plan.amounts_of(id),
            Node::Met(rule) => {
                let rule = self.plan.rules.at(rule);
                let mut roots: Vec<ExprId> = Vec::new();
                for each in &rule.for_each {
                    roots.extend(list_children(&each.list));
                }
                roots.extend(&rule.when);
                roots.extend(rule.concludes.iter().filter_map(|one| one.only_for));
                roots.extend(rule.unless);
                roots.extend(rule.concludes.iter().filter_map(Conclusion::computed));
                let versions = rule.versions.iter().flat_map(|version| &version.of.because);
                for piece in rule.because.iter().chain(versions) {
                    match piece {
                        Piece::Text(_) => {}
                        Piece::Insertion(expr) => roots.push(*expr),
                    }
                }
                roots
            }
            Node::Duty(id) => {
                let obligation = self.plan.obligations.at(id);
                let mut roots = obligation.exprs();
                for rule in &obligation.imposed_by {
                    let imposes = self.plan.rules.at(*rule).imposes.iter();
                    let imposes = imposes.filter(|imposes| imposes.obligation == id);
                    roots.extend(imposes.flat_map(|imposes| imposes.arguments.iter().chain(&imposes.only_if)));
                }
                roots
            }
            Node::Arises(decision) => self.plan.decisions.at(decision).arises_only_when.into_iter().collect(),
            Node::Definition(definition) => vec![self.plan.definitions.at(definition).body],
            Node::Date(ruleset) => {
                let date = self.plan.rulesets.at(ruleset).law_date.as_ref();
                date.map(|(date, _)| *date).into_iter().collect()
            }
            Node::Each(ruleset) => self
                .plan
                .rulesets
                .at(ruleset)
                .each
                .as_ref()
                .map(|each| each.list)
                .into_iter()
                .collect(),
        }
    }

    /// Everything that these expressions refer to, in the order in which it is written.
    pub(super) fn references_in(&self, roots: &[ExprId]) -> Vec<Reference> {
        let mut found = Vec::new();
        let mut seen = BTreeSet::new();
        let mut open: Vec<(ExprId, usize)> = roots.iter().rev().map(|root| (*root, 1)).collect();
        while let Some((id, depth)) = open.pop() {
            if !seen.insert(id) {
                continue;
            }
            let Some(expr) = self.exprs.get(id) else { continue };
            let edge = Edge { span: expr.span, depth };
            found.extend(targets(&expr.kind).into_iter().map(|target| Reference { target, edge }));
            let inner = children(&expr.kind).into_iter().rev();
            open.extend(inner.map(|child| (child, depth.saturating_add(1))));
        }
        found
    }

    /// How deep expressions are nested, without what they refer to.
    pub(super) fn depth_of(&self, roots: &[ExprId]) -> usize {
        let mut deepest = 0;
        let mut open: Vec<(ExprId, usize)> = roots.iter().map(|root| (*root, 1)).collect();
        while let Some((id, depth)) = open.pop() {
            deepest = deepest.max(depth);
            if let Some(expr) = self.exprs.get(id) {
                let inner = children(&expr.kind).into_iter();
                open.extend(inner.map(|child| (child, depth.saturating_add(1))));
            }
        }
        deepest
    }

    /// Whether what a reference means changes with the date.
    pub(super) fn changes(&self, target: Target) -> bool {
        match target {
            Target::Table(table) => self.plan.tables.at(table).dated,
            Target::Group(group) => self.plan.groups.at(group).changes(),
            Target::Date(Some(parameter)) => self.is_dated(parameter),
            Target::Date(None) | Target::Answer => true,
            Target::Node(_) | Target::Element => false,
        }
    }

    /// Whether a parameter changes with the date.
    pub(super) fn is_dated(&self, parameter: ParameterId) -> bool {
        let dated = |choice: &Option<DateChoice>| choice.is_some();
        let of = self.plan.parameters.at(parameter);
        let keyed = of.by_key.iter().flat_map(|(_, values)| values);
        of.values
            .iter()
            .chain(keyed)
            .any(|value| dated(&value.period.first) || dated(&value.period.last))
    }
}

/// What a list refers to by itself.
pub(super) fn list_target(list: &List) -> Option<Target> {
    match &list.source {
        ListSource::Table(table) => Some(Target::Table(*table)),
        ListSource::Group(group) => Some(Target::Group(*group)),
        ListSource::Expr(_) | ListSource::Collection(_) | ListSource::Parts { .. } | ListSource::Enum(_) => None,
    }
}

/// What an expression refers to by itself.
#[expect(clippy::too_many_lines, reason = "one arm a kind, each hands on or is a line")]
fn targets(kind: &ExprKind) -> Vec<Target> {
    if let ExprKind::In {
        within: ListTarget::Column(table, _),
        ..
    }
    | ExprKind::Under {
        over: ListTarget::Column(table, _),
        ..
    } = kind
    {
        return vec![Target::Answer, Target::Table(*table)];
    }
    if let ExprKind::In {
        within: ListTarget::Group(group),
        ..
    }
    | ExprKind::Under {
        over: ListTarget::Group(group),
        ..
    } = kind
    {
        return vec![Target::Group(*group)];
    }
    if let ExprKind::Quantifier { list, .. } | ExprKind::Aggregate { list, .. } | ExprKind::List(list) = kind {
        return list_target(list).into_iter().collect();
    }
    let target = match kind {
        // An answer about a row holds up to a day, so it depends on whose date is asked for.
        ExprKind::Lookup { table, .. } => return vec![Target::Answer, Target::Table(*table)],
        ExprKind::Call { definition, .. } => Target::Node(Node::Definition(*definition)),
        ExprKind::Flag(rule) => Target::Node(Node::Met(*rule)),
        ExprKind::State { rule, state, .. } => Target::Node(match state {
            RuleState::Met | RuleState::Suspended => Node::Met(*rule),
            RuleState::Applies | RuleState::SetAside => Node::Applies(*rule),
        }),
        ExprKind::Duty { obligation, .. } => Target::Node(Node::Duty(*obligation)),
        ExprKind::Outcome { decision, .. } | ExprKind::Decided(decision) => Target::Node(Node::Decision(*decision)),
        ExprKind::DoesNotArise(decision) => Target::Node(Node::Arises(*decision)),
        ExprKind::Element => Target::Element,
        ExprKind::LawsDate | ExprKind::Versions(_) => Target::Date(None),
        ExprKind::Parameter(parameter) | ExprKind::ParameterOf { parameter, .. } => Target::Date(Some(*parameter)),
        ExprKind::Constant(_)
        | ExprKind::Root
        | ExprKind::Local(_)
        | ExprKind::Field { .. }
        | ExprKind::Column { .. }
        | ExprKind::And(_)
        | ExprKind::Or(_)
        | ExprKind::Not(_)
        | ExprKind::Is { .. }
        | ExprKind::Order { .. }
        | ExprKind::Between { .. }
        | ExprKind::In { .. }
        | ExprKind::Under { .. }
        | ExprKind::ReadingIs { .. }
        | ExprKind::Arithmetic { .. }
        | ExprKind::Negate(_)
        | ExprKind::EndOf { .. }
        | ExprKind::SpanOf { .. }
        | ExprKind::Round { .. }
        | ExprKind::Separately(_)
        | ExprKind::Convert(_)
        | ExprKind::Cut { .. }
        | ExprKind::If { .. }
        | ExprKind::Else { .. }
        | ExprKind::ByReading { .. }
        | ExprKind::Rows(_)
        | ExprKind::Quantifier { .. }
        | ExprKind::Aggregate { .. }
        | ExprKind::Extreme { .. }
        | ExprKind::Set(_)
        | ExprKind::List(_)
        | ExprKind::PickKey { .. }
        | ExprKind::PickNumber { .. } => return Vec::new(),
    };
    vec![target]
}
