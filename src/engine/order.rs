//! Events by time: a sorted array of the near future, and a ladder for the rest once there is much of it.
//!
//! Up to [`NEAR_MAX`] pending events nothing beats a sorted array; beyond, the ladder's cost hardly grows. The array
//! gives its later half to the ladder when it is full and takes the earliest bucket back when it is empty, so the choice
//! is made at run time and the order is the same.

use super::entry::{Entry, Key};
use super::ladder::Ladder;

/// Most events of the near future.
const NEAR_MAX: usize = 64;
/// Those that stay when the others go to the ladder.
const NEAR_KEPT: usize = NEAR_MAX / 2;

/// Events in the order of their keys. They must be pushed in the order of their sequence numbers.
#[derive(Clone, Debug)]
pub(super) struct Order<E> {
    /// The earliest at the end; empty only if all is empty.
    near: Vec<Entry<E>>,
    /// Every event in `near` comes before every one in the ladder, and a new one goes to the ladder from here on.
    boundary: u64,
    far: Ladder<E>,
}

impl<E: Copy> Order<E> {
    pub(super) const fn new() -> Self {
        Self { near: Vec::new(), boundary: u64::MAX, far: Ladder::new() }
    }

    pub(super) fn len(&self) -> usize {
        self.near.len() + self.far.len()
    }

    /// The place of the earliest event.
    #[inline]
    pub(super) fn first(&self) -> Key {
        self.near.last().map_or(Key::LAST, Entry::key)
    }

    /// Adds an event. It comes in parts, which stay in registers: an entry that is put together in memory is read back
    /// before its parts have arrived there.
    #[inline]
    pub(super) fn push(&mut self, Key { at, sequence }: Key, event: E) {
        if at < self.boundary && self.near.len() < NEAR_MAX {
            self.insert(Entry { at, sequence, event });
        } else {
            self.push_far(at, sequence, event);
        }
    }

    #[inline]
    pub(super) fn pop(&mut self) -> Option<E> {
        let event = self.near.pop()?.event;
        if self.near.is_empty() && self.far.len() > 0 {
            self.refill();
        }
        Some(event)
    }

    /// Inserts into the near future, behind everything at the same time.
    #[inline]
    fn insert(&mut self, entry: Entry<E>) {
        // A move of a whole block costs a call; most events go a few places from the end.
        let mut place = self.near.len();
        self.near.push(entry);
        while let Some(before) = place.checked_sub(1) {
            if self.near[before].at > entry.at {
                break;
            }
            self.near[place] = self.near[before];
            place = before;
        }
        self.near[place] = entry;
    }

    #[cold]
    #[inline(never)]
    fn push_far(&mut self, at: u64, sequence: u64, event: E) {
        if at >= self.boundary {
            self.far.push(Entry { at, sequence, event });
            if self.near.is_empty() {
                self.refill();
            }
            return;
        }
        let spilled = self.near.len().saturating_sub(NEAR_KEPT);
        self.boundary = self.near[spilled - 1].at;
        self.far.spill(self.near.drain(..spilled));
        self.push(Key { at, sequence }, event);
    }

    #[cold]
    fn refill(&mut self) {
        self.boundary = self.far.refill(&mut self.near);
        self.near.sort_unstable_by_key(|entry| std::cmp::Reverse(entry.key()));
    }
}
