//! Index types and the vectors that they index.
//!
//! Names are looked up once, when rules are compiled; from then on everything is a number. A number that indexes one
//! table must never index another, so each table has an id type of its own, made by [`define_id!`].

use std::marker::PhantomData;

/// A type of index: a newtype over `u32` made by [`define_id!`].
pub(crate) trait Id: Copy + Eq + Ord {
    /// The id with this number.
    fn from_index(index: usize) -> Self;
    /// The number of this id.
    fn index(self) -> usize;
}

/// Makes index types over `u32`. `define_id!(/// Doc. pub(crate) FactId);`
macro_rules! define_id {
    ($($(#[$doc:meta])* $visibility:vis $name:ident;)+) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        $visibility struct $name(u32);
        impl $crate::ids::Id for $name {
            #[inline]
            fn from_index(index: usize) -> Self {
                $name(u32::try_from(index).unwrap_or(u32::MAX))
            }
            #[inline]
            fn index(self) -> usize {
                usize::try_from(self.0).unwrap_or(usize::MAX)
            }
        }
    )+};
}
pub(crate) use define_id;

/// A vector that only its own id type indexes.
///
/// [`IdVec::at`] is for ids that this very vector made with [`IdVec::push`]; everything else uses [`IdVec::get`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct IdVec<I, T> {
    items: Vec<T>,
    id: PhantomData<I>,
}

impl<I: Id, T> IdVec<I, T> {
    /// An empty vector.
    pub(crate) const fn new() -> Self {
        IdVec {
            items: Vec::new(),
            id: PhantomData,
        }
    }

    /// Appends an item and returns its id.
    pub(crate) fn push(&mut self, item: T) -> I {
        let id = I::from_index(self.items.len());
        self.items.push(item);
        id
    }

    /// The item with this id, if there is one.
    #[inline]
    pub(crate) fn get(&self, id: I) -> Option<&T> {
        self.items.get(id.index())
    }

    /// The item with an id that this very vector made.
    #[inline]
    #[expect(
        clippy::indexing_slicing,
        reason = "an id is made by the push of this very vector, which keeps its items"
    )]
    pub(crate) fn at(&self, id: I) -> &T {
        &self.items[id.index()]
    }

    /// The item with an id that this very vector made, to be changed.
    #[inline]
    #[expect(
        clippy::indexing_slicing,
        reason = "an id is made by the push of this very vector, which keeps its items"
    )]
    pub(crate) fn at_mut(&mut self, id: I) -> &mut T {
        &mut self.items[id.index()]
    }

    /// The item with this id, to be changed.
    #[inline]
    pub(crate) fn get_mut(&mut self, id: I) -> Option<&mut T> {
        self.items.get_mut(id.index())
    }

    /// Drops all items but the first so many.
    pub(crate) fn truncate(&mut self, length: usize) {
        self.items.truncate(length);
    }

    /// How many items there are.
    pub(crate) fn len(&self) -> usize {
        self.items.len()
    }

    /// Whether there is none.
    pub(crate) fn is_empty(&self) -> bool {
        self.items.is_empty()
    }

    /// All items, in the order of their ids.
    pub(crate) fn iter(&self) -> std::slice::Iter<'_, T> {
        self.items.iter()
    }

    /// All ids with their items.
    pub(crate) fn iter_ids(&self) -> impl Iterator<Item = (I, &T)> {
        self.items
            .iter()
            .enumerate()
            .map(|(index, item)| (I::from_index(index), item))
    }

    /// All ids.
    pub(crate) fn ids(&self) -> impl Iterator<Item = I> + use<I, T> {
        (0..self.items.len()).map(I::from_index)
    }
}

impl<I: Id, T> Default for IdVec<I, T> {
    fn default() -> Self {
        IdVec::new()
    }
}
