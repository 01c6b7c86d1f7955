//! Circles in what refers to what: `use`, cases, setting aside, references between rules, definitions and decisions.
//!
//! Nodes are added in a fixed order, so what is found does not depend on the order of files. Components are found by
//! Tarjan's algorithm ("Depth-first search and linear graph algorithms", 1972), with an explicit stack.

use std::collections::VecDeque;

use crate::ids::IdVec;
use crate::ids::define_id;

define_id! {
    /// A node of a [`Graph`].
    pub(crate) NodeId;
}

/// What refers to what; `E` says where and how.
#[derive(Clone, Debug)]
pub(crate) struct Graph<E> {
    edges: IdVec<NodeId, Vec<(NodeId, E)>>,
}

/// What Tarjan's algorithm knows of a node.
#[derive(Clone, Copy)]
struct Mark {
    order: u32,
    low: u32,
    open: bool,
}

impl<E> Graph<E> {
    /// A graph with this many nodes and no edges.
    pub(crate) fn new(nodes: usize) -> Graph<E> {
        let mut edges = IdVec::new();
        for _ in 0..nodes {
            edges.push(Vec::new());
        }
        Graph { edges }
    }

    /// The first refers to the second.
    pub(crate) fn add(&mut self, from: NodeId, to: NodeId, edge: E) {
        if let Some(edges) = self.edges.get_mut(from) {
            edges.push((to, edge));
        }
    }

    /// Where a node leads.
    pub(crate) fn edges(&self, from: NodeId) -> &[(NodeId, E)] {
        self.edges.get(from).map_or(&[], Vec::as_slice)
    }

    /// All nodes in groups that reach each other, each sorted; a group stands after all groups that it leads to.
    pub(crate) fn components(&self) -> Vec<Vec<NodeId>> {
        let mut marks: IdVec<NodeId, Option<Mark>> = IdVec::new();
        for _ in 0..self.edges.len() {
            marks.push(None);
        }
        let mut found = Vec::new();
        let mut open = Vec::new();
        let mut counter = 0;
        for root in self.edges.ids() {
            if marks.at(root).is_none() {
                self.search(root, &mut marks, (&mut open, &mut counter), &mut found);
            }
        }
        found
    }

    fn search(
        &self,
        root: NodeId,
        marks: &mut IdVec<NodeId, Option<Mark>>,
        (open, counter): (&mut Vec<NodeId>, &mut u32),
        found: &mut Vec<Vec<NodeId>>,
    ) {
        let mut path = vec![(root, 0_usize)];
        while let Some((node, next)) = path.pop() {
            if next == 0 {
                let order = *counter;
                *counter = counter.saturating_add(1);
                open.push(node);
                *marks.at_mut(node) = Some(Mark {
                    order,
                    low: order,
                    open: true,
                });
            }
            if let Some((to, _)) = self.edges(node).get(next) {
                path.push((node, next.saturating_add(1)));
                match *marks.at(*to) {
                    None => path.push((*to, 0)),
                    Some(mark) if mark.open => lower(marks.at_mut(node), mark.order),
                    Some(_) => {}
                }
                continue;
            }
            let Some(mark) = *marks.at(node) else { continue };
            if let Some((parent, _)) = path.last() {
                lower(marks.at_mut(*parent), mark.low);
            }
            if mark.low == mark.order {
                found.push(close(node, open, marks));
            }
        }
    }

    /// Whether a component is a circle: several nodes, or one that refers to itself.
    pub(crate) fn is_circle(&self, component: &[NodeId]) -> bool {
        match component {
            [] => false,
            [one] => self.edges(*one).iter().any(|(to, _)| to == one),
            _ => true,
        }
    }

    /// A shortest circle through the first node of a component: each node with its edge to the next; the last one's
    /// leads to the first. Empty if there is none.
    pub(crate) fn circle(&self, component: &[NodeId]) -> Vec<(NodeId, &E)> {
        let Some(&start) = component.first() else {
            return Vec::new();
        };
        let mut came_from: IdVec<NodeId, Option<(NodeId, &E)>> = IdVec::new();
        for _ in 0..self.edges.len() {
            came_from.push(None);
        }
        let mut queue = VecDeque::from([start]);
        while let Some(node) = queue.pop_front() {
            for (to, edge) in self.edges(node) {
                if came_from.at(*to).is_none() && component.binary_search(to).is_ok() {
                    *came_from.at_mut(*to) = Some((node, edge));
                    queue.push_back(*to);
                }
            }
            if came_from.at(start).is_some() {
                break;
            }
        }
        let mut circle = Vec::new();
        let mut at = start;
        while let Some((before, edge)) = *came_from.at(at) {
            circle.push((before, edge));
            at = before;
            if at == start {
                break;
            }
        }
        circle.reverse();
        circle
    }
}

fn lower(mark: &mut Option<Mark>, low: u32) {
    if let Some(mark) = mark {
        mark.low = mark.low.min(low);
    }
}

fn close(node: NodeId, open: &mut Vec<NodeId>, marks: &mut IdVec<NodeId, Option<Mark>>) -> Vec<NodeId> {
    let mut component = Vec::new();
    while let Some(member) = open.pop() {
        if let Some(mark) = marks.at_mut(member) {
            mark.open = false;
        }
        component.push(member);
        if member == node {
            break;
        }
    }
    component.sort_unstable();
    component
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ids::Id;

    fn graph(nodes: usize, edges: &[(usize, usize)]) -> Graph<()> {
        let mut graph = Graph::new(nodes);
        for &(from, to) in edges {
            graph.add(NodeId::from_index(from), NodeId::from_index(to), ());
        }
        graph
    }

    fn numbers(nodes: &[NodeId]) -> Vec<usize> {
        nodes.iter().map(|node| node.index()).collect()
    }

    #[test]
    fn what_is_led_to_comes_first_and_circles_are_one_group() {
        for (nodes, edges, expected) in [
            (3, &[(0, 1), (1, 2)][..], vec![vec![2], vec![1], vec![0]]),
            (3, &[(0, 1), (1, 0), (1, 2)], vec![vec![2], vec![0, 1]]),
            (
                4,
                &[(0, 1), (1, 2), (2, 0), (2, 3), (3, 3)],
                vec![vec![3], vec![0, 1, 2]],
            ),
            (2, &[], vec![vec![0], vec![1]]),
        ] {
            let found: Vec<_> = graph(nodes, edges).components().iter().map(|c| numbers(c)).collect();
            assert_eq!(found, expected, "{edges:?}");
        }
    }

    #[test]
    fn a_circle_is_shown_the_short_way() {
        let graph = graph(4, &[(0, 1), (1, 2), (2, 3), (3, 0), (2, 0)]);
        let component = graph.components().remove(0);
        assert!(graph.is_circle(&component));
        let circle: Vec<_> = graph.circle(&component).iter().map(|(node, ())| node.index()).collect();
        assert_eq!(circle, [0, 1, 2]);
    }

    #[test]
    fn a_long_chain_needs_no_stack() {
        let edges: Vec<_> = (0..200_000).map(|n| (n, n + 1)).collect();
        assert_eq!(graph(200_001, &edges).components().len(), 200_001);
    }
}
