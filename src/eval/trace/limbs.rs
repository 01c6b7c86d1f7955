//! The conditions of a rule in the explanation, and those of them that cite the law themselves.
//!
//! Language reference: "Rules and exemptions", limbs.

use crate::decision::Limb;
use crate::decision::Node;
use crate::plan::Rule;

use super::Answering;
use super::walk::answered;
use crate::eval::Evaluation;
use crate::eval::Frame;
use crate::eval::Truth;

impl<'a> Evaluation<'a> {
    /// The conditions of a rule as they are for the witness that is bound.
    pub(super) fn conditions(&mut self, answering: &mut Answering<'a>, frame: Frame, about: &'a Rule) -> Vec<Node> {
        let mut nodes = Vec::new();
        for (number, condition) in about.when.iter().enumerate() {
            let found = self.walk(&mut answering.seen, frame, *condition);
            match about.limbs.iter().find(|limb| limb.number == number) {
                Some(limb) => {
                    let mut node = Self::one_node(answering, *condition, found, self.truth(frame, *condition));
                    node.cites = answering.words.cites(&limb.cites);
                    nodes.push(node);
                }
                None => nodes.extend(found),
            }
        }
        if let Some(unless) = about.unless {
            nodes.extend(self.walk(&mut answering.seen, frame, unless));
        }
        nodes
    }

    /// What failed of the conditions of a rule; of limbs, also what held.
    pub(super) fn failed_conditions(
        &mut self,
        answering: &mut Answering<'a>,
        frame: Frame,
        about: &'a Rule,
    ) -> Vec<Node> {
        let mut nodes = Vec::new();
        for (number, condition) in about.when.iter().enumerate() {
            let truth = self.truth(frame, *condition);
            let limb = about.limbs.iter().find(|limb| limb.number == number);
            if truth != Truth::No && limb.is_none() {
                continue;
            }
            let found = self.walk(&mut answering.seen, frame, *condition);
            match limb {
                Some(limb) => {
                    let mut node = Self::one_node(answering, *condition, found, truth);
                    node.cites = answering.words.cites(&limb.cites);
                    nodes.push(node);
                }
                None => nodes.extend(found),
            }
        }
        if let Some(unless) = about.unless
            && self.truth(frame, unless) == Truth::Yes
        {
            nodes.extend(self.walk(&mut answering.seen, frame, unless));
        }
        nodes
    }

    /// One node for a condition: the only one that explains it, else one above those that do.
    fn one_node(answering: &Answering, condition: crate::plan::ExprId, mut found: Vec<Node>, truth: Truth) -> Node {
        if found.len() == 1
            && let Some(only) = found.pop_if(|only| only.cites.is_empty())
        {
            return only;
        }
        Node {
            text: answering.words.written(condition),
            value: Some(super::walk::word(truth)),
            children: found,
            ..Node::default()
        }
    }

    /// The limbs of a rule for the witness that is bound.
    pub(super) fn limbs(&mut self, answering: &Answering<'a>, frame: Frame, about: &'a Rule) -> Vec<Limb> {
        let mut limbs = Vec::new();
        for limb in &about.limbs {
            let Some(condition) = about.when.get(limb.number) else {
                continue;
            };
            limbs.push(Limb {
                condition: answering.words.written(*condition),
                holds: answered(self.truth(frame, *condition)),
                cites: answering.words.cites(&limb.cites),
                at: answering.words.rule_place(limb.span),
            });
        }
        limbs
    }
}
