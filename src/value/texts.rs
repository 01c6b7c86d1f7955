//! Texts as numbers: equal texts have equal numbers, so that comparing is one instruction.
//!
//! A plan holds the texts of its rules and tables; the facts of a record add theirs on top of these and are cleared
//! for the next record without giving memory back. Hashing is keyed, so that facts cannot flood one bucket.

use std::hash::BuildHasher;
use std::hash::RandomState;
use std::sync::Arc;

use crate::ids::Id;
use crate::ids::define_id;

define_id! {
    /// A text in [`Texts`].
    pub(crate) TextId;
}

/// An interner, possibly on top of another that does not change any more.
#[derive(Clone, Debug)]
pub(crate) struct Texts {
    base: Option<Arc<Texts>>,
    arena: String,
    /// The end of each text in the arena.
    ends: Vec<usize>,
    /// Open addressing: number of the text plus one; 0 is free. Its length is a power of two.
    buckets: Vec<u32>,
    hasher: RandomState,
}

impl Default for Texts {
    fn default() -> Self {
        Texts {
            base: None,
            arena: String::new(),
            ends: Vec::new(),
            buckets: vec![0; 64],
            hasher: RandomState::new(),
        }
    }
}

impl Texts {
    /// Texts on top of those of a plan.
    pub(crate) fn on(base: Arc<Texts>) -> Texts {
        Texts {
            base: Some(base),
            ..Texts::default()
        }
    }

    /// How many texts lie below this layer.
    fn below(&self) -> usize {
        self.base.as_ref().map_or(0, |base| base.len())
    }

    /// How many texts there are, those below included.
    pub(crate) fn len(&self) -> usize {
        self.below().saturating_add(self.ends.len())
    }

    /// Forgets the texts of this layer, not those below.
    pub(crate) fn clear(&mut self) {
        self.arena.clear();
        self.ends.clear();
        self.buckets.fill(0);
    }

    /// The number of this text, which is added if it is new.
    pub(crate) fn intern(&mut self, text: &str) -> TextId {
        if let Some(id) = self.find(text) {
            return id;
        }
        if self.ends.len().saturating_mul(2) >= self.buckets.len() {
            self.grow();
        }
        let local = self.ends.len();
        self.arena.push_str(text);
        self.ends.push(self.arena.len());
        self.enter(local, text_hash(&self.hasher, text));
        TextId::from_index(self.below().saturating_add(local))
    }

    /// The number of this text, if it has one.
    pub(crate) fn find(&self, text: &str) -> Option<TextId> {
        if let Some(id) = self.base.as_ref().and_then(|base| base.find(text)) {
            return Some(id);
        }
        let mask = self.buckets.len().wrapping_sub(1);
        let mut at = text_hash(&self.hasher, text) & mask;
        loop {
            let entry = *self.buckets.get(at)?;
            let local = usize::try_from(entry).ok()?.checked_sub(1)?;
            if self.local(local) == text {
                return Some(TextId::from_index(self.below().saturating_add(local)));
            }
            at = at.wrapping_add(1) & mask;
        }
    }

    /// The text with this number; empty for a number of another interner.
    pub(crate) fn get(&self, id: TextId) -> &str {
        match (id.index().checked_sub(self.below()), &self.base) {
            (Some(local), _) => self.local(local),
            (None, Some(base)) => base.get(id),
            (None, None) => "",
        }
    }

    fn local(&self, local: usize) -> &str {
        let start = local
            .checked_sub(1)
            .and_then(|before| self.ends.get(before))
            .copied()
            .unwrap_or(0);
        let end = self.ends.get(local).copied().unwrap_or(start);
        self.arena.get(start..end).unwrap_or("")
    }

    fn enter(&mut self, local: usize, hash: usize) {
        let mask = self.buckets.len().wrapping_sub(1);
        let mut at = hash & mask;
        while let Some(entry) = self.buckets.get_mut(at) {
            if *entry == 0 {
                *entry = u32::try_from(local).unwrap_or(u32::MAX).saturating_add(1);
                return;
            }
            at = at.wrapping_add(1) & mask;
        }
    }

    fn grow(&mut self) {
        self.buckets = vec![0; self.buckets.len().saturating_mul(2)];
        for local in 0..self.ends.len() {
            let hash = text_hash(&self.hasher, self.local(local));
            self.enter(local, hash);
        }
    }
}

fn text_hash(hasher: &RandomState, text: &str) -> usize {
    usize::try_from(hasher.hash_one(text) & 0xffff_ffff).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_texts_have_equal_numbers_across_layers() {
        let mut base = Texts::default();
        let steel = base.intern("steel");
        let mut texts = Texts::on(Arc::new(base));
        assert_eq!(texts.intern("steel"), steel);
        let ids: Vec<_> = (0..500).map(|n| texts.intern(&format!("P{n}"))).collect();
        for (n, id) in ids.iter().enumerate() {
            assert_eq!(texts.get(*id), format!("P{n}"));
            assert_eq!(texts.intern(&format!("P{n}")), *id);
        }
        texts.clear();
        assert_eq!(texts.find("P7"), None);
        assert_eq!(texts.get(steel), "steel");
    }
}
