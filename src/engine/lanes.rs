//! Lanes: events that all come after one constant delay.
//!
//! What is scheduled at now plus a constant happens in the order of scheduling, so a ring is enough: no comparison when
//! an event joins, and only the heads of the lanes compete when one leaves. That suits constant service times and
//! delays, steps that take no time, and timeouts, which mostly never matter.

use super::entry::{Entry, Key};
use crate::math;
use crate::units::Nanos;
use std::collections::VecDeque;

/// A lane of an event queue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lane(u32);

/// All lanes of a queue.
#[derive(Clone, Debug)]
pub(super) struct Lanes<E> {
    rings: Vec<Ring<E>>,
    /// The key of each ring's head, [`Key::LAST`] for an empty one, side by side because every pop compares them all.
    heads: Vec<Key>,
    /// The least key of all heads, and its lane.
    first: Key,
    first_lane: usize,
}

#[derive(Clone, Debug)]
struct Ring<E> {
    delay: Nanos,
    entries: VecDeque<Entry<E>>,
}

impl<E: Copy> Lanes<E> {
    pub(super) const fn new() -> Self {
        Self { rings: Vec::new(), heads: Vec::new(), first: Key::LAST, first_lane: 0 }
    }

    pub(super) fn len(&self) -> usize {
        self.rings.iter().map(|ring| ring.entries.len()).sum()
    }

    /// The lane of a delay, a new one if there is none yet.
    pub(super) fn lane(&mut self, delay: Nanos) -> Lane {
        let known = self.rings.iter().position(|ring| ring.delay == delay);
        let lane = known.unwrap_or(self.rings.len());
        if known.is_none() {
            self.rings.push(Ring { delay, entries: VecDeque::new() });
            self.heads.push(Key::LAST);
        }
        Lane(math::id(lane))
    }

    /// The delay of a lane.
    #[inline]
    pub(super) fn delay(&self, lane: Lane) -> Nanos {
        self.rings[math::index(lane.0)].delay
    }

    /// The place of the earliest event.
    #[inline]
    pub(super) const fn first(&self) -> Key {
        self.first
    }

    /// Adds an event, which must not come before one that the lane holds.
    #[inline]
    pub(super) fn push(&mut self, lane: Lane, entry: Entry<E>) {
        let lane = math::index(lane.0);
        let ring = &mut self.rings[lane];
        debug_assert!(ring.entries.back().is_none_or(|last| last.key() < entry.key()), "a lane is in order");
        ring.entries.push_back(entry);
        if self.heads[lane] == Key::LAST {
            self.heads[lane] = entry.key();
            if entry.key() < self.first {
                self.first = entry.key();
                self.first_lane = lane;
            }
        }
    }

    #[inline]
    pub(super) fn pop(&mut self) -> Option<E> {
        let ring = self.rings.get_mut(self.first_lane)?;
        let entry = ring.entries.pop_front()?;
        self.heads[self.first_lane] = ring.entries.front().map_or(Key::LAST, Entry::key);
        self.first = Key::LAST;
        for (lane, head) in self.heads.iter().enumerate() {
            if *head < self.first {
                self.first = *head;
                self.first_lane = lane;
            }
        }
        Some(entry.event)
    }
}
