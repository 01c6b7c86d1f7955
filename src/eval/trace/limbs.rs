//! The conditions of a rule in the explanation, and those of them that cite the law themselves.
//!
//! Language reference: "Rules and exemptions", limbs.

use crate::decision::Limb;
use crate::decision::Node;
use crate::plan;
use crate::plan::ExprId;
use crate::plan::Rule;

use super::Answering;
use super::walk::answered;
use crate::eval::Evaluation;
use crate::eval::Frame;
use crate::eval::Truth;

impl<'a> Evaluation<'a> {
    /// The conditions of `when`, each with what it cites itself; of versions those of the one that is in force.
    fn in_when(&mut self, frame: Frame, about: &'a Rule) -> Vec<(ExprId, Option<&'a plan::Limb>)> {
        let with = |when: &[ExprId], limbs: &'a [plan::Limb]| -> Vec<(ExprId, Option<&'a plan::Limb>)> {
            let limb = |number: usize| limbs.iter().find(|limb| limb.number == number);
            when.iter()
                .enumerate()
                .map(|(number, one)| (*one, limb(number)))
                .collect()
        };
        let mut found = with(&about.when, &about.limbs);
        if let Some(version) = self.only_version(&about.versions, frame.ruleset, frame.element)
            && !version.of.limbs.is_empty()
        {
            // The last one chooses among the versions.
            found.pop();
            found.extend(with(&version.of.when, &version.of.limbs));
        }
        found
    }

    /// The conditions of a rule as they are for the witness that is bound.
    pub(super) fn conditions(&mut self, answering: &mut Answering<'a>, frame: Frame, about: &'a Rule) -> Vec<Node> {
        let mut nodes = Vec::new();
        for (condition, limb) in self.in_when(frame, about) {
            let found = self.walk(&mut answering.seen, frame, condition);
            match limb {
                Some(limb) => {
                    let mut node = Self::one_node(answering, condition, found, self.truth(frame, condition));
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
        for (condition, limb) in self.in_when(frame, about) {
            let truth = self.truth(frame, condition);
            if truth != Truth::No && limb.is_none() {
                continue;
            }
            let found = self.walk(&mut answering.seen, frame, condition);
            match limb {
                Some(limb) => {
                    let mut node = Self::one_node(answering, condition, found, truth);
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
        for (condition, limb) in self.in_when(frame, about) {
            let Some(limb) = limb else { continue };
            limbs.push(Limb {
                condition: answering.words.written(condition),
                holds: answered(self.truth(frame, condition)),
                cites: answering.words.cites(&limb.cites),
                at: answering.words.rule_place(limb.span),
            });
        }
        limbs
    }
}
