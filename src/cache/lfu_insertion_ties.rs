//! LFU with the other usual tie: among entries used equally often the one that was stored first goes first.
//!
//! The counts differ from those of [`super::Lfu`] where ties matter. Uses beyond 2^32 - 1 count as that many. Source:
//! the textbook rule as many libraries have it, a heap by count and insertion.

use super::heap::Heap;
use super::structure::{Member, Part};
use super::{Evict, Settings, Visit};

/// One use, in the upper half of an entry's rank; the lower half is the number of its insertion.
const USE: u64 = 1 << 32;

/// Least frequently used, first to go; the one stored first among equals.
#[derive(Clone, Debug)]
pub struct LfuInsertionTies {
    heap: Heap,
    /// Insertions so far.
    stored: u32,
}

impl Evict for LfuInsertionTies {
    const ID: &'static str = "lfu-insertion-ties";
    const NAME: &'static str = "LFU, ties by insertion";
    const SUMMARY: &'static str = "As LFU, but among entries used equally often the one stored first makes room.";
    const SOURCE: &'static str = "Textbook LFU, exact, ties to the oldest insertion";

    fn new(_settings: Settings) -> Self {
        Self { heap: Heap::default(), stored: 0 }
    }

    fn grow(&mut self, keys: usize) {
        self.heap.grow(keys);
    }

    fn hit(&mut self, key: u32, _visit: Visit) {
        let rank = self.heap.number(key);
        // The largest rank but one, because the largest marks what is absent.
        self.heap.raise(key, rank.checked_add(USE).unwrap_or(rank).min(u64::MAX - 1));
    }

    fn evict(&mut self, _visit: Visit) -> Option<u32> {
        self.heap.pop().map(|(_, key)| key)
    }

    fn store(&mut self, key: u32, _visit: Visit) {
        self.heap.push(key, USE | u64::from(self.stored));
        self.stored = self.stored.wrapping_add(1);
    }

    fn remove(&mut self, key: u32) {
        self.heap.remove(key);
    }

    fn parts(&self) -> Vec<Part> {
        let members = self.heap.members().into_iter().map(|(rank, key)| Member::used(key, rank / USE));
        vec![Part::new("by uses", members)]
    }
}
