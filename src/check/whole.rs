//! What only the whole plan shows: circles of references, what is made for each element, what hangs on the law's date,
//! how deep an evaluation can go.
//!
//! Components of the graph of references come in an order in which everything stands after what it refers to, so one
//! pass over them is enough. Language reference: "Rules and exemptions", "Dates", "Limits".

use crate::diagnostic::Code;
use crate::diagnostic::Diagnostic;
use crate::ids::Id;
use crate::ids::IdVec;
use crate::names::graph::Graph;
use crate::names::graph::NodeId;
use crate::plan::DefinitionId;
use crate::plan::ExprId;
use crate::plan::RulesetId;
use crate::source::Span;

use super::Checker;
use super::recursion::Found;
use super::references::Edge;
use super::references::Node;
use super::references::Target;

impl Checker<'_> {
    /// R209, R318, R412, R410, R415; and what definitions use.
    pub(super) fn check_references(&mut self) {
        let graph = self.reference_graph();
        let nodes = self.numbering().all();
        let components = graph.components();
        for component in &components {
            if graph.is_circle(component) {
                self.check_circle(&graph, component, &nodes);
            }
            let definitions = component.iter().filter_map(|node| definition_of(&nodes, *node));
            let definitions: Vec<DefinitionId> = definitions.collect();
            // Until nothing changes, so that in a circle each one sees what all the others use.
            let mut changed = true;
            while changed {
                changed = false;
                for id in &definitions {
                    changed |= self.note_uses(*id);
                }
            }
        }
        self.check_elements();
        self.check_dates();
        self.check_depth(&graph, &components, &nodes);
    }

    fn check_circle(&mut self, graph: &Graph<Edge>, component: &[NodeId], nodes: &[Node]) {
        let definitions: Option<Vec<DefinitionId>> = component.iter().map(|node| definition_of(nodes, *node)).collect();
        let circle = graph.circle(component);
        let alone = circle.len() == 1;
        let found = definitions
            .as_ref()
            .map(|definitions| self.check_recursion(definitions));
        if matches!(found, Some(Found::Fits | Found::Said)) {
            return;
        }
        let places = self.circle_places(&circle, nodes);
        let inwards = definitions.as_ref().is_some_and(|definitions| {
            let articles = definitions.iter().filter(|id| self.article_parameter(**id).is_some());
            articles.count() == definitions.len()
        });
        if alone || inwards {
            let name = circle.first().and_then(|(node, _)| nodes.get(node.index()));
            let name = name.map_or_else(String::new, |node| self.node_name(*node).0);
            self.report_recursion(&places, &name);
            return;
        }
        let mut names: Vec<String> = Vec::new();
        for (node, _) in circle.iter().chain(circle.first()) {
            let name = nodes
                .get(node.index())
                .map_or_else(String::new, |node| self.node_name(*node).0);
            if names.last() != Some(&name) {
                names.push(name);
            }
        }
        let title = format!("a circle of references: {}", names.join(", "));
        if let Some(said) = super::errors::along(Code::R209, &title, &places) {
            self.diagnostics
                .add(said.help("one of them must be settled without the others"));
        }
    }

    /// Where each item of a circle refers to the next.
    fn circle_places(&self, circle: &[(NodeId, &Edge)], nodes: &[Node]) -> Vec<(Span, String)> {
        let mut places = Vec::new();
        let following = circle.iter().cycle().skip(1);
        for ((from, edge), (to, _)) in circle.iter().zip(following) {
            let (Some(from), Some(to)) = (nodes.get(from.index()), nodes.get(to.index())) else {
                continue;
            };
            let ((from_name, from_word), (to_name, _)) = (self.node_name(*from), self.node_name(*to));
            if from_name == to_name && edge.depth == 0 {
                continue;
            }
            let words = match (edge.depth, from_word) {
                (0, "decision") => format!("`{to_name}` concludes `{from_name}`"),
                (0, "obligation") => format!("`{to_name}` imposes `{from_name}`"),
                (0, _) => format!("`{from_name}` hangs on `{to_name}`"),
                _ => format!("{from_word} `{from_name}` refers to `{to_name}`"),
            };
            places.push((edge.span, words));
        }
        places
    }

    /// The name of the item of a node, and what it is.
    fn node_name(&self, node: Node) -> (String, &'static str) {
        match node {
            Node::Met(id) | Node::Live(id) | Node::Applies(id) => {
                let rule = self.plan.rules.at(id);
                (rule.name.to_string(), super::rules::kind_word(rule.kind))
            }
            Node::Decision(id) | Node::Arises(id) => (self.plan.decisions.at(id).name.to_string(), "decision"),
            Node::Definition(id) => (self.plan.definitions.at(id).name.to_string(), "definition"),
            Node::Duty(id) => (self.plan.obligations.at(id).name.to_string(), "obligation"),
            Node::Date(id) | Node::Each(id) => (self.plan.rulesets.at(id).name.to_string(), "ruleset"),
        }
    }

    /// Whether a definition uses the element and the law's date, itself or through others.
    fn note_uses(&mut self, id: DefinitionId) -> bool {
        let mut uses = (false, false);
        for reference in self.references_in(&self.roots(Node::Definition(id))) {
            match reference.target {
                Target::Element => uses.0 = true,
                Target::Date(_) | Target::Answer => uses.1 = true,
                dated @ (Target::Table(_) | Target::Group(_)) => uses.1 |= self.changes(dated),
                Target::Node(Node::Definition(other)) => {
                    let other = self.plan.definitions.at(other);
                    uses.0 |= other.uses_element;
                    uses.1 |= other.uses_date;
                }
                Target::Node(node) => uses.0 |= self.made_for_each(node).is_some(),
            }
        }
        let definition = self.plan.definitions.at_mut(id);
        let before = (definition.uses_element, definition.uses_date);
        definition.uses_element |= uses.0;
        definition.uses_date |= uses.1;
        before != (definition.uses_element, definition.uses_date)
    }

    /// The ruleset over whose list a node is made, if it is made for each element.
    fn made_for_each(&self, node: Node) -> Option<RulesetId> {
        let ruleset = match node {
            Node::Met(id) | Node::Live(id) | Node::Applies(id) => self.plan.rules.at(id).ruleset,
            Node::Decision(id) | Node::Arises(id) => self.plan.decisions.at(id).ruleset,
            Node::Duty(id) => self.plan.obligations.at(id).ruleset,
            Node::Definition(id) => {
                let definition = self.plan.definitions.at(id);
                if !definition.uses_element {
                    return None;
                }
                definition.ruleset
            }
            Node::Date(_) | Node::Each(_) => return None,
        };
        self.plan.rulesets.get(ruleset)?.each.as_ref().map(|_| ruleset)
    }

    /// R412, in every expression.
    fn check_elements(&mut self) {
        let mut contexts: Vec<(Option<RulesetId>, Vec<ExprId>)> = Vec::new();
        for node in self.numbering().all() {
            let ruleset = match node {
                Node::Met(id) | Node::Live(id) | Node::Applies(id) => Some(self.plan.rules.at(id).ruleset),
                Node::Decision(id) | Node::Arises(id) => Some(self.plan.decisions.at(id).ruleset),
                Node::Definition(id) => Some(self.plan.definitions.at(id).ruleset),
                // The arguments of what imposes it are looked at where it is imposed.
                Node::Duty(_) => continue,
                Node::Date(id) => Some(id),
                Node::Each(_) => None,
            };
            contexts.push((ruleset, self.roots(node)));
        }
        for obligation in self.plan.obligations.iter() {
            contexts.push((Some(obligation.ruleset), obligation.exprs()));
        }
        let mut imposed = Vec::new();
        for rule in self.plan.rules.iter() {
            for imposes in &rule.imposes {
                let roots = imposes.arguments.iter().chain(&imposes.only_if).copied().collect();
                contexts.push((Some(rule.ruleset), roots));
                imposed.push((rule.ruleset, imposes.obligation, imposes.span));
            }
        }
        for (ruleset, obligation, span) in imposed {
            self.check_element(Some(ruleset), Node::Duty(obligation), span);
        }
        for must_hold in &self.plan.must_hold {
            contexts.push((None, vec![must_hold.condition]));
        }
        for (ruleset, roots) in contexts {
            for reference in self.references_in(&roots) {
                if let Target::Node(node) = reference.target {
                    self.check_element(ruleset, node, reference.edge.span);
                }
            }
        }
        self.check_summaries_of_elements();
    }

    fn check_element(&mut self, here: Option<RulesetId>, node: Node, span: Span) {
        let Some(owner) = self.made_for_each(node) else { return };
        if self.share_element(here, owner) {
            return;
        }
        let (name, word) = self.node_name(node);
        let owner = self.plan.rulesets.at(owner);
        let list = owner.each.as_ref().map_or("", |each| &each.words);
        let title = format!("{word} `{name}` of `{}` is made for each of `{list}`", owner.name);
        let own = here.and_then(|here| self.plan.rulesets.get(here));
        let found = match own.and_then(|own| own.each.as_ref()) {
            Some(each) => format!("here each of `{}` is decided", each.words),
            None => "here one thing is decided".to_owned(),
        };
        let said = Diagnostic::error(Code::R412, span, title)
            .here(found)
            .label(owner.span, "declared by this ruleset")
            .help(format!(
                "write `decides each … in {list}` here too, or read it in a ruleset that does"
            ));
        self.diagnostics.add(said);
    }

    /// Rulesets that decide each element of the same list share the element.
    fn share_element(&self, here: Option<RulesetId>, owner: RulesetId) -> bool {
        let words = |ruleset: RulesetId| self.plan.rulesets.get(ruleset)?.each.as_ref().map(|each| &each.words);
        here.is_some_and(|here| here == owner || words(here) == words(owner))
    }

    /// The decisions of a summary are made for elements of one list, or once.
    fn check_summaries_of_elements(&mut self) {
        let mut said = Vec::new();
        for summary in &self.plan.summaries {
            let mut first: Option<(&str, &str)> = None;
            for decision in summary.of.iter().map(|id| self.plan.decisions.at(*id)) {
                let each = self
                    .plan
                    .rulesets
                    .get(decision.ruleset)
                    .and_then(|ruleset| ruleset.each.as_ref());
                let Some(each) = each else { continue };
                match first {
                    None => first = Some((&each.words, &decision.full_name)),
                    Some((words, _)) if *words == *each.words => {}
                    Some((words, other)) => said.push(
                        Diagnostic::error(
                            Code::R412,
                            summary.span,
                            format!("`{}` sums up different lists", summary.name),
                        )
                        .here(format!(
                            "`{other}` is decided for each of `{words}`, `{}` for each of `{}`",
                            decision.full_name, each.words
                        ))
                        .help("write a summary for each list"),
                    ),
                }
            }
        }
        for said in said {
            self.diagnostics.add(said);
        }
    }

    /// R410; and the law's date hangs on no date.
    fn check_dates(&mut self) {
        for id in self.plan.rulesets.ids() {
            let ruleset = self.plan.rulesets.at(id);
            if let Some((date, _)) = ruleset.law_date {
                if let Some((span, what)) = self.dated_reference(&[date]) {
                    let title = format!("the law's date of `{}` hangs on itself", ruleset.name);
                    let said = Diagnostic::error(Code::R209, span, title)
                        .here(format!("{what}, which is looked up at that date"))
                        .help("take a date fact, or a definition without dated parameters");
                    self.diagnostics.add(said);
                }
            } else if let Some((span, what)) = self.first_dated(id) {
                let title = format!(
                    "ruleset `{}` does not say at which date its law is looked up",
                    ruleset.name
                );
                let said = Diagnostic::error(Code::R410, ruleset.span, title)
                    .here("no `law in force on` below it")
                    .label(span, what)
                    .help("write `law in force on …` with a date fact");
                self.diagnostics.add(said);
            }
        }
    }

    /// The first place in a ruleset that needs the law's date.
    fn first_dated(&self, id: RulesetId) -> Option<(Span, String)> {
        let dated = |period: &crate::plan::Period| period.first.is_some() || period.last.is_some();
        for (number, rule) in self.plan.rules.iter_ids().filter(|(_, rule)| rule.ruleset == id) {
            if dated(&rule.period) {
                return Some((rule.span, "it has a period".to_owned()));
            }
            let suspensions = rule
                .suspended_by
                .iter()
                .map(|suspension| self.plan.suspensions.at(*suspension));
            if let Some(suspension) = suspensions.into_iter().find(|suspension| dated(&suspension.period)) {
                return Some((
                    rule.span,
                    format!("it is suspended by `{}` for a period", suspension.name),
                ));
            }
            let lists = rule
                .for_each
                .iter()
                .filter_map(|each| super::references::list_target(&each.list));
            if lists.into_iter().any(|target| self.changes(target)) {
                return Some((
                    rule.span,
                    "it goes through rows that are not in force on every day".to_owned(),
                ));
            }
            if let Some(found) = self.dated_reference(&self.roots(Node::Met(number))) {
                return Some(found);
            }
        }
        let decisions = self
            .plan
            .decisions
            .iter_ids()
            .filter(|(_, decision)| decision.ruleset == id);
        decisions
            .into_iter()
            .flat_map(|(number, _)| [Node::Arises(number), Node::Decision(number)])
            .find_map(|node| self.dated_reference(&self.roots(node)))
    }

    /// The first reference to something that changes with the date, itself or through definitions.
    fn dated_reference(&self, roots: &[ExprId]) -> Option<(Span, String)> {
        let mut seen = std::collections::BTreeSet::new();
        let mut open: Vec<(Option<Span>, Vec<ExprId>)> = vec![(None, roots.to_vec())];
        while let Some((outer, roots)) = open.pop() {
            for reference in self.references_in(&roots) {
                let span = outer.unwrap_or(reference.edge.span);
                match reference.target {
                    Target::Date(None) => return Some((span, "it asks for the law's date".to_owned())),
                    Target::Date(Some(parameter)) if self.is_dated(parameter) => {
                        let name = &self.plan.parameters.at(parameter).name;
                        return Some((span, format!("it uses parameter `{name}`, which changes")));
                    }
                    Target::Node(node @ Node::Definition(definition)) => {
                        if seen.insert(definition) {
                            open.push((Some(span), self.roots(node)));
                        }
                    }
                    Target::Table(table) if self.plan.tables.at(table).dated => {
                        let name = &self.plan.tables.at(table).name;
                        return Some((
                            span,
                            format!("it uses table `{name}`, whose rows are not in force on every day"),
                        ));
                    }
                    Target::Group(group) if self.changes(reference.target) => {
                        let name = &self.plan.groups.at(group).name;
                        return Some((span, format!("it uses group `{name}`, which changes")));
                    }
                    Target::Date(Some(_))
                    | Target::Answer
                    | Target::Table(_)
                    | Target::Group(_)
                    | Target::Element
                    | Target::Node(_) => {}
                }
            }
        }
        None
    }

    /// R415: the longest way through everything that refers to each other.
    fn check_depth(&mut self, graph: &Graph<Edge>, components: &[Vec<NodeId>], nodes: &[Node]) {
        let mut depths: IdVec<NodeId, usize> = IdVec::new();
        for _ in nodes {
            depths.push(0);
        }
        for component in components {
            for node in component {
                let Some(of) = nodes.get(node.index()) else { continue };
                let mut depth = self.depth_of(&self.roots(*of));
                let mut was_too_deep = false;
                for (to, edge) in graph.edges(*node) {
                    if component.binary_search(to).is_err() {
                        let below = depths.get(*to).copied().unwrap_or(0);
                        was_too_deep |= below > self.limits.evaluation;
                        depth = depth.max(edge.depth.saturating_add(below).saturating_add(1));
                    }
                }
                if let Some(known) = depths.get_mut(*node) {
                    *known = depth;
                }
                if depth > self.limits.evaluation && !was_too_deep {
                    self.report_depth(*of, depth);
                }
            }
        }
    }

    fn report_depth(&mut self, node: Node, depth: usize) {
        let (name, word) = self.node_name(node);
        let span = match node {
            Node::Met(id) | Node::Live(id) | Node::Applies(id) => self.plan.rules.at(id).span,
            Node::Decision(id) | Node::Arises(id) => self.plan.decisions.at(id).span,
            Node::Definition(id) => self.plan.definitions.at(id).span,
            Node::Duty(id) => self.plan.obligations.at(id).span,
            Node::Date(id) | Node::Each(id) => self.plan.rulesets.at(id).span,
        };
        let title = format!("{word} `{name}` stands on too much that stands on each other");
        let said = Diagnostic::error(Code::R415, span, title)
            .here(format!(
                "{depth} steps deep, and {} are allowed",
                self.limits.evaluation
            ))
            .help("divide the longest of the definitions that it uses");
        self.diagnostics.add(said);
    }
}

fn definition_of(nodes: &[Node], node: NodeId) -> Option<DefinitionId> {
    match nodes.get(node.index())? {
        Node::Definition(id) => Some(*id),
        Node::Met(_)
        | Node::Live(_)
        | Node::Applies(_)
        | Node::Decision(_)
        | Node::Arises(_)
        | Node::Duty(_)
        | Node::Date(_)
        | Node::Each(_) => None,
    }
}
