//! Texts as numbers: equal texts have equal numbers, so that comparing is one instruction.
//!
//! A plan holds the texts of its rules and tables; the facts of a record add theirs on top of these and are cleared
//! for the next record without giving memory back. Every text of the facts passes here, so a text is hashed once for
//! both layers, by multiplying eight bytes at a time (as in wyhash). The hash is keyed by what nobody outside the
//! process knows, so that facts cannot flood one bucket.

use std::hash::BuildHasher;
use std::hash::RandomState;
use std::sync::Arc;

use crate::ids::Id;
use crate::ids::define_id;

define_id! {
    /// A text in [`Texts`].
    pub(crate) TextId;
}

/// Fewest buckets; a power of two.
const FEWEST_BUCKETS: usize = 64;

/// An interner, possibly on top of another that does not change any more.
#[derive(Clone, Debug)]
pub(crate) struct Texts {
    base: Option<Arc<Texts>>,
    /// How many texts lie below this layer.
    below: usize,
    arena: String,
    /// The end of each text in the arena.
    ends: Vec<usize>,
    /// Open addressing, at most half full. Its length is a power of two.
    buckets: Vec<Bucket>,
    seed: Seed,
}

/// A place for a text of this layer.
#[derive(Clone, Copy, Debug, Default)]
struct Bucket {
    /// The hash of the text; not looked at where there is none.
    hash: u32,
    /// The number of the text in this layer plus one; 0 is free.
    entry: u32,
}

impl Default for Texts {
    fn default() -> Self {
        Texts {
            base: None,
            below: 0,
            arena: String::new(),
            ends: Vec::new(),
            buckets: vec![Bucket::default(); FEWEST_BUCKETS],
            seed: Seed::random(),
        }
    }
}

impl Texts {
    /// Texts on top of those of a plan.
    pub(crate) fn on(base: Arc<Texts>) -> Texts {
        Texts {
            below: base.len(),
            seed: base.seed,
            base: Some(base),
            ..Texts::default()
        }
    }

    /// How many texts there are, those below included.
    pub(crate) fn len(&self) -> usize {
        self.below.saturating_add(self.ends.len())
    }

    /// Forgets the texts of this layer, not those below. Room for about as many is left as there were.
    pub(crate) fn clear(&mut self) {
        let buckets = self.ends.len().saturating_mul(4).next_power_of_two();
        self.buckets.truncate(buckets.max(FEWEST_BUCKETS));
        self.buckets.fill(Bucket::default());
        self.arena.clear();
        self.ends.clear();
    }

    /// The number of this text, which is added if it is new.
    #[inline]
    pub(crate) fn intern(&mut self, text: &str) -> TextId {
        let hash = self.seed.hash(text);
        match self.find_hashed(text, hash) {
            Some(id) => id,
            None => self.add(text, hash),
        }
    }

    /// The number of this text, if it has one.
    pub(crate) fn find(&self, text: &str) -> Option<TextId> {
        self.find_hashed(text, self.seed.hash(text))
    }

    /// The text with this number; empty for a number of another interner.
    #[inline]
    pub(crate) fn get(&self, id: TextId) -> &str {
        match (id.index().checked_sub(self.below), &self.base) {
            (Some(local), _) => self.local(local),
            (None, Some(base)) => base.get(id),
            (None, None) => "",
        }
    }

    fn find_hashed(&self, text: &str, hash: u32) -> Option<TextId> {
        let below = self.base.as_ref().and_then(|base| base.find_here(text, hash));
        below.or_else(|| self.find_here(text, hash))
    }

    fn find_here(&self, text: &str, hash: u32) -> Option<TextId> {
        let mask = self.buckets.len().wrapping_sub(1);
        let mut at = index(hash) & mask;
        loop {
            let bucket = self.buckets.get(at)?;
            let local = index(bucket.entry).checked_sub(1)?;
            if bucket.hash == hash && self.local(local) == text {
                return Some(TextId::from_index(self.below.saturating_add(local)));
            }
            at = at.wrapping_add(1) & mask;
        }
    }

    fn local(&self, local: usize) -> &str {
        let before = local.checked_sub(1).and_then(|before| self.ends.get(before));
        let start = before.copied().unwrap_or(0);
        let end = self.ends.get(local).copied().unwrap_or(start);
        self.arena.get(start..end).unwrap_or("")
    }

    fn add(&mut self, text: &str, hash: u32) -> TextId {
        if self.ends.len().saturating_mul(2) >= self.buckets.len() {
            self.grow();
        }
        let local = self.ends.len();
        self.arena.push_str(text);
        self.ends.push(self.arena.len());
        let entry = u32::try_from(local).unwrap_or(u32::MAX).saturating_add(1);
        self.enter(Bucket { hash, entry });
        TextId::from_index(self.below.saturating_add(local))
    }

    fn enter(&mut self, new: Bucket) {
        let mask = self.buckets.len().wrapping_sub(1);
        let mut at = index(new.hash) & mask;
        while let Some(bucket) = self.buckets.get_mut(at) {
            if bucket.entry == 0 {
                *bucket = new;
                return;
            }
            at = at.wrapping_add(1) & mask;
        }
    }

    #[cold]
    fn grow(&mut self) {
        let doubled = self.buckets.len().saturating_mul(2);
        let old = std::mem::replace(&mut self.buckets, vec![Bucket::default(); doubled]);
        for bucket in old {
            if bucket.entry != 0 {
                self.enter(bucket);
            }
        }
    }
}

#[inline]
fn index(number: u32) -> usize {
    usize::try_from(number).unwrap_or(0)
}

/// What the hash is keyed by.
#[derive(Clone, Copy, Debug)]
struct Seed {
    start: u64,
    factor: u64,
}

impl Seed {
    fn random() -> Seed {
        let random = RandomState::new();
        Seed {
            start: random.hash_one(0),
            factor: random.hash_one(1) | 1,
        }
    }

    #[inline]
    fn hash(self, text: &str) -> u32 {
        let bytes = text.as_bytes();
        let mut state = self.start ^ u64::try_from(bytes.len()).unwrap_or(0);
        let (eights, rest) = bytes.as_chunks::<8>();
        for eight in eights {
            state = folded(state ^ u64::from_le_bytes(*eight), self.factor);
        }
        if !rest.is_empty() {
            state = folded(state ^ at_most_eight(bytes, rest), self.factor);
        }
        let mixed = folded(state, self.start | 1);
        u32::try_from(mixed >> 32).unwrap_or(0)
    }
}

/// The rest of a text behind its chunks of eight bytes, as one number: the last eight bytes, if there are so many.
#[inline]
fn at_most_eight(bytes: &[u8], rest: &[u8]) -> u64 {
    if let Some(last) = bytes.last_chunk::<8>() {
        return u64::from_le_bytes(*last);
    }
    if let (Some(first), Some(last)) = (rest.first_chunk::<4>(), rest.last_chunk::<4>()) {
        return u64::from(u32::from_le_bytes(*first)) << 32 | u64::from(u32::from_le_bytes(*last));
    }
    rest.iter().fold(0, |number, byte| number << 8 | u64::from(*byte))
}

/// Both halves of the product of two numbers.
#[inline]
fn folded(a: u64, b: u64) -> u64 {
    let (low, high) = a.carrying_mul(b, 0);
    low ^ high
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

    #[test]
    fn texts_that_differ_in_one_byte_or_in_length_are_told_apart() {
        let mut texts = Texts::default();
        let mut ids = Vec::new();
        for length in 0..40 {
            let same = "a".repeat(length);
            ids.push(texts.intern(&same));
            for at in 0..length {
                let mut other = same.clone();
                other.replace_range(at..=at, "b");
                ids.push(texts.intern(&other));
            }
        }
        let count = ids.len();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!((ids.len(), texts.len()), (count, count));
    }

    #[test]
    fn hashes_spread_and_differ_from_run_to_run() {
        let (one, other) = (Seed::random(), Seed::random());
        let texts: Vec<String> = (0..10_000).map(|number| format!("P{number}")).collect();
        let mut hashes: Vec<u32> = texts.iter().map(|text| one.hash(text) % 16_384).collect();
        hashes.sort_unstable();
        hashes.dedup();
        // Of 10 000 balls thrown into 16 384 boxes, about 7 500 boxes hold one.
        assert!((7_000..8_000).contains(&hashes.len()), "{}", hashes.len());
        assert!(texts.iter().filter(|text| one.hash(text) == other.hash(text)).count() < 10);
    }

    #[test]
    fn a_long_record_does_not_slow_the_short_ones_after_it() {
        let mut texts = Texts::default();
        for number in 0..100_000 {
            texts.intern(&format!("P{number}"));
        }
        texts.clear();
        texts.intern("P1");
        texts.clear();
        assert_eq!(texts.buckets.len(), FEWEST_BUCKETS);
    }
}
