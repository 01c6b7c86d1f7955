//! Which combinations no row covers, and which rows meet: exact, and bounded.
//!
//! Rows are boxes: a set of pieces for each input. Two boxes meet if they meet in each input. Whether boxes cover a box
//! is searched input by input with the set of rows that still fit; a set that was met before at the same input is not
//! gone through again, and where a row fits whatever comes, nothing is left to look for. The work is counted, and where
//! it passes its bound the answer is that it was not found out, never that there is no gap.

use std::collections::BTreeSet;

/// How much a search may cost: about a second where it is slowest, and some tens of megabytes.
pub(super) const MOST_WORK: usize = 4_000_000;
/// How often as much as one table may cost, all tables of a pack may cost together.
pub(super) const PACK: usize = 3;
/// Most inputs: a search goes so deep.
pub(super) const MOST_INPUTS: usize = 100;
/// How often a cell may be held against a piece of its input: some tenths of a second.
pub(super) const MOST_TRIED: usize = 8_000_000;
/// Most gaps that are shown.
pub(super) const MOST_FOUND: usize = 3;

/// What looking for gaps and meetings has cost.
#[derive(Clone, Copy, Debug, Default)]
pub(in crate::check) struct Spent {
    /// Steps of searches.
    pub(super) work: usize,
    /// Cells held against a piece.
    pub(super) tried: usize,
}

impl Spent {
    pub(super) fn is_over(self, tables: usize) -> bool {
        self.work > MOST_WORK.saturating_mul(tables) || self.tried > MOST_TRIED.saturating_mul(tables)
    }

    pub(super) fn plus(self, other: Spent) -> Spent {
        Spent {
            work: self.work.saturating_add(other.work),
            tried: self.tried.saturating_add(other.tried),
        }
    }
}

/// A set of rows.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct RowSet(Vec<u64>);

impl RowSet {
    fn none(rows: usize) -> RowSet {
        RowSet(vec![0; rows.div_ceil(64)])
    }

    /// The first rows, so many.
    fn first(count: usize, rows: usize) -> RowSet {
        let mut set = RowSet::none(rows);
        for row in 0..count {
            set.insert(row);
        }
        set
    }

    fn insert(&mut self, row: usize) {
        if let (Some(word), Some(bit)) = (self.0.get_mut(row >> 6), 1_u64.checked_shl(low_bits(row))) {
            *word |= bit;
        }
    }

    fn contains(&self, row: usize) -> bool {
        let bit = 1_u64.checked_shl(low_bits(row)).unwrap_or(0);
        self.0.get(row >> 6).is_some_and(|word| word & bit != 0)
    }

    fn both(&self, other: &RowSet) -> RowSet {
        RowSet(self.0.iter().zip(&other.0).map(|(one, other)| one & other).collect())
    }

    fn either(&self, other: &RowSet) -> RowSet {
        RowSet(self.0.iter().zip(&other.0).map(|(one, other)| one | other).collect())
    }

    fn meets(&self, other: &RowSet) -> bool {
        self.0.iter().zip(&other.0).any(|(one, other)| one & other != 0)
    }

    fn is_empty(&self) -> bool {
        self.0.iter().all(|word| *word == 0)
    }
}

fn low_bits(row: usize) -> u32 {
    u32::try_from(row & 63).unwrap_or(0)
}

/// For each input its pieces, each with the rows that fit it.
pub(super) struct Space {
    rows: usize,
    /// Pieces that the same rows fit are one; the number is that of the first of them.
    inputs: Vec<Vec<(usize, RowSet)>>,
    /// For each input the rows that fit all pieces of it and of those after it.
    whole: Vec<RowSet>,
    /// What was spent on it.
    pub(super) work: usize,
}

/// The search took more than it may.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct TooMuch;

impl Space {
    /// `fits(input, row, piece)` says whether the cell of a row fits a piece of an input; `pieces` how many each has.
    pub(super) fn new(rows: usize, pieces: &[usize], mut fits: impl FnMut(usize, usize, usize) -> bool) -> Space {
        let mut inputs = Vec::new();
        for (input, count) in pieces.iter().enumerate() {
            let mut sets: Vec<(usize, RowSet)> = Vec::new();
            let mut known = BTreeSet::new();
            for piece in 0..*count {
                let mut set = RowSet::none(rows);
                for row in (0..rows).filter(|row| fits(input, *row, piece)) {
                    set.insert(row);
                }
                if known.insert(set.clone()) {
                    sets.push((piece, set));
                }
            }
            inputs.push(sets);
        }
        let mut whole = vec![RowSet::first(rows, rows)];
        for sets in inputs.iter().rev() {
            let after = whole.last().cloned().unwrap_or_else(|| RowSet::none(rows));
            whole.push(sets.iter().fold(after, |all, (_, set)| all.both(set)));
        }
        whole.reverse();
        Space {
            rows,
            inputs,
            whole,
            work: 0,
        }
    }

    /// Whether a row fits nothing at all.
    pub(super) fn is_void(&self, row: usize) -> bool {
        self.inputs
            .iter()
            .any(|sets| !sets.iter().any(|(_, set)| set.contains(row)))
    }

    /// The rows above one that meet it: in each input they share a piece.
    pub(super) fn meeting_above(&mut self, row: usize) -> Result<Vec<usize>, TooMuch> {
        let mut meeting = RowSet::first(row, self.rows);
        for sets in &self.inputs {
            let mut sharing = RowSet::none(self.rows);
            let own = sets.iter().filter(|(_, set)| set.contains(row));
            for (_, set) in own {
                self.work = self.work.saturating_add(self.rows.div_ceil(64)).saturating_add(1);
                sharing = sharing.either(set);
            }
            self.work = self.work.saturating_add(sets.len().div_ceil(16));
            if self.work > MOST_WORK {
                return Err(TooMuch);
            }
            meeting = meeting.both(&sharing);
        }
        Ok((0..row).filter(|above| meeting.contains(*above)).collect())
    }

    /// A piece of each input that both rows fit, if they meet.
    pub(super) fn meet(&mut self, one: usize, other: usize) -> Result<Option<Vec<usize>>, TooMuch> {
        let mut found = Vec::new();
        for sets in &self.inputs {
            let both = sets
                .iter()
                .position(|(_, set)| set.contains(one) && set.contains(other));
            self.work = self.work.saturating_add(both.unwrap_or(sets.len())).saturating_add(1);
            if self.work > MOST_WORK {
                return Err(TooMuch);
            }
            let Some((piece, _)) = both.and_then(|number| sets.get(number)) else {
                return Ok(None);
            };
            found.push(*piece);
        }
        Ok(Some(found))
    }

    /// Combinations, a piece of each input, that none of the first rows covers; within a row, if one is given. A few,
    /// if there are many; none only if there is none.
    pub(super) fn uncovered(&mut self, first: usize, within: Option<usize>) -> Result<Vec<Vec<usize>>, TooMuch> {
        let mut search = Search {
            within,
            seen: BTreeSet::new(),
            path: Vec::new(),
            found: Vec::new(),
        };
        let start = RowSet::first(first, self.rows);
        self.search(&mut search, &start)?;
        Ok(search.found)
    }

    fn search(&mut self, search: &mut Search, fitting: &RowSet) -> Result<(), TooMuch> {
        let depth = search.path.len();
        if search.found.len() >= MOST_FOUND || self.whole.get(depth).is_some_and(|whole| whole.meets(fitting)) {
            return Ok(());
        }
        let Some(pieces) = self.inputs.get(depth).map(Vec::len) else {
            // No input is left: whatever still fits was found by `whole`.
            search.found.push(search.path.clone());
            return Ok(());
        };
        if fitting.is_empty() && search.within.is_none() {
            let mut path = search.path.clone();
            path.resize(self.inputs.len(), 0);
            if self.inputs.iter().all(|sets| !sets.is_empty()) {
                search.found.push(path);
            }
            return Ok(());
        }
        if !search.seen.insert((depth, fitting.clone())) {
            return Ok(());
        }
        let words = self.rows.div_ceil(64).saturating_add(1);
        self.work = self.work.saturating_add(pieces.saturating_mul(words)).saturating_add(8);
        if self.work > MOST_WORK {
            return Err(TooMuch);
        }
        for number in 0..pieces {
            let Some((piece, set)) = self.inputs.get(depth).and_then(|sets| sets.get(number)) else {
                continue;
            };
            if search.within.is_some_and(|row| !set.contains(row)) {
                continue;
            }
            let next = fitting.both(set);
            search.path.push(*piece);
            self.search(search, &next)?;
            search.path.pop();
        }
        Ok(())
    }
}

/// The state of a search.
struct Search {
    within: Option<usize>,
    seen: BTreeSet<(usize, RowSet)>,
    path: Vec<usize>,
    found: Vec<Vec<usize>>,
}
