//! A heap of keys by a number that only rises while a key stays: the lowest one goes first.
//!
//! A raise only notes the new number; the heap is set right when the key comes to its top with an old one. So a hit
//! costs a store into a flat array, and an eviction the few entries that stand at the top wrongly. Equal numbers: the
//! key that was seen first.

use crate::math;
use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::collections::binary_heap::PeekMut;

/// The number of a key that is not in the heap.
const ABSENT: u64 = u64::MAX;
/// Entries that may stand in the heap beyond twice its keys before the old ones are cleared away.
const STALE_MAX: usize = 64;

/// Keys by a number below 2^64 - 1 each.
#[derive(Clone, Debug, Default)]
pub(super) struct Heap {
    /// The number that each key had when it was put here, at most its present one.
    entries: BinaryHeap<Reverse<(u64, u32)>>,
    /// By key: its present number.
    numbers: Vec<u64>,
    len: usize,
}

impl Heap {
    /// Keys below this one may come from now on.
    pub(super) fn grow(&mut self, keys: usize) {
        self.numbers.resize(keys, ABSENT);
    }

    /// The present number of a key.
    pub(super) fn number(&self, key: u32) -> u64 {
        self.numbers[math::index(key)]
    }

    /// The present numbers and the keys, in the order in which they would go. Looks through all keys.
    pub(super) fn members(&self) -> Vec<(u64, u32)> {
        let keyed = (0..).zip(&self.numbers).filter(|&(_, &number)| number != ABSENT);
        let mut members: Vec<(u64, u32)> = keyed.map(|(key, &number)| (number, key)).collect();
        members.sort_unstable();
        members
    }

    /// Adds a key.
    pub(super) fn push(&mut self, key: u32, number: u64) {
        self.numbers[math::index(key)] = number;
        self.entries.push(Reverse((number, key)));
        self.len += 1;
        if self.entries.len() > 2 * self.len + STALE_MAX {
            self.clear_stale();
        }
    }

    /// Gives a key of the heap a number not below its present one.
    #[inline]
    pub(super) fn raise(&mut self, key: u32, number: u64) {
        debug_assert!(number >= self.number(key), "the heap finds only what rises");
        self.numbers[math::index(key)] = number;
    }

    /// Takes the key with the lowest number out: that number and the key.
    pub(super) fn pop(&mut self) -> Option<(u64, u32)> {
        loop {
            let mut top = self.entries.peek_mut()?;
            let Reverse((number, key)) = *top;
            let present = self.numbers[math::index(key)];
            if present == number {
                PeekMut::pop(top);
                self.remove(key);
                return Some((number, key));
            }
            if present == ABSENT {
                PeekMut::pop(top);
            } else {
                *top = Reverse((present, key));
            }
        }
    }

    /// Takes a key out.
    pub(super) fn remove(&mut self, key: u32) {
        self.numbers[math::index(key)] = ABSENT;
        self.len -= 1;
    }

    /// Rebuilds the heap of present numbers, each key once.
    #[cold]
    fn clear_stale(&mut self) {
        let present = |&Reverse((_, key)): &Reverse<(u64, u32)>| (self.numbers[math::index(key)], key);
        let mut entries: Vec<_> = self.entries.iter().map(present).filter(|&(number, _)| number != ABSENT).collect();
        entries.sort_unstable();
        entries.dedup();
        self.entries = entries.into_iter().map(Reverse).collect();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lowest_present_number_comes_first() {
        let mut heap = Heap::default();
        heap.grow(8);
        for (key, number) in [(0, 5), (1, 3), (2, 4), (3, 4)] {
            heap.push(key, number);
        }
        heap.raise(1, 9);
        heap.remove(2);
        heap.push(2, 6);
        let shown = heap.members();
        let order: Vec<_> = std::iter::from_fn(|| heap.pop()).collect();
        assert_eq!(order, shown, "as they were shown before");
        assert_eq!(order, [(4, 3), (5, 0), (6, 2), (9, 1)], "raised and renewed keys stand where they are now");
    }

    #[test]
    fn what_left_does_not_pile_up() {
        let mut heap = Heap::default();
        heap.grow(4);
        for number in 0..10_000 {
            heap.push(1, number);
            heap.remove(1);
        }
        assert!(heap.entries.len() <= STALE_MAX + 2, "{} entries of no key", heap.entries.len());
    }
}
