//! The event queue: what will happen, ordered by time, and by the order of scheduling among equal times.
//!
//! A binary heap over one packed 128-bit key. `cargo xtask bench` compares it with a bare loop.

use crate::units::{Instant, Nanos};
use std::cmp::Ordering;
use std::collections::BinaryHeap;

/// Future events, and the present instant.
#[derive(Clone, Debug)]
pub struct EventQueue<E> {
    heap: BinaryHeap<Entry<E>>,
    now: Instant,
    sequence: u64,
}

/// An event with its time in the high half of the key and its number in the low half.
#[derive(Clone, Copy, Debug)]
struct Entry<E> {
    key: u128,
    event: E,
}

impl<E: Copy> EventQueue<E> {
    /// An empty queue at the start of time.
    #[must_use]
    pub const fn new() -> Self {
        Self { heap: BinaryHeap::new(), now: Instant::START, sequence: 0 }
    }

    /// The present.
    #[must_use]
    pub const fn now(&self) -> Instant {
        self.now
    }

    /// How many events are scheduled.
    #[must_use]
    pub fn len(&self) -> usize {
        self.heap.len()
    }

    /// Whether nothing is scheduled.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.heap.is_empty()
    }

    /// Schedules an event after a delay from now.
    #[inline]
    pub fn after(&mut self, delay: Nanos, event: E) {
        self.at(self.now + delay, event);
    }

    /// Schedules an event at an instant; one in the past happens now.
    #[inline]
    pub fn at(&mut self, at: Instant, event: E) {
        let at = at.max(self.now);
        let key = (u128::from(at.get()) << 64) | u128::from(self.sequence);
        self.sequence += 1;
        self.heap.push(Entry { key, event });
    }

    /// When the next event happens.
    #[inline]
    #[must_use]
    pub fn next_at(&self) -> Option<Instant> {
        self.heap.peek().map(Entry::at)
    }

    /// Takes the next event and moves the present to it.
    #[inline]
    pub(super) fn pop(&mut self) -> Option<E> {
        let entry = self.heap.pop()?;
        self.now = entry.at();
        Some(entry.event)
    }

    /// Moves the present on, to an instant before which nothing is scheduled.
    pub(super) fn wait(&mut self, until: Instant) {
        debug_assert!(self.next_at().is_none_or(|at| at > until), "no event may be skipped");
        self.now = self.now.max(until);
    }
}

impl<E: Copy> Default for EventQueue<E> {
    fn default() -> Self {
        Self::new()
    }
}

impl<E> Entry<E> {
    fn at(&self) -> Instant {
        Instant::new(u64::try_from(self.key >> 64).unwrap_or(u64::MAX))
    }
}

impl<E> PartialEq for Entry<E> {
    fn eq(&self, other: &Self) -> bool {
        self.key == other.key
    }
}

impl<E> Eq for Entry<E> {}

impl<E> PartialOrd for Entry<E> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl<E> Ord for Entry<E> {
    /// The standard heap gives its greatest entry first: the earliest event is the greatest.
    fn cmp(&self, other: &Self) -> Ordering {
        other.key.cmp(&self.key)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ties_leave_in_the_order_they_came() {
        let mut queue = EventQueue::new();
        for (at, name) in [(5, 'c'), (1, 'a'), (5, 'd'), (1, 'b'), (5, 'e')] {
            queue.at(Instant::new(at), name);
        }
        let order: String = std::iter::from_fn(|| queue.pop()).collect();
        assert_eq!(order, "abcde", "by time, then by insertion");
        assert_eq!(queue.now(), Instant::new(5), "the present is that of the last event");
    }

    #[test]
    fn nothing_happens_in_the_past() {
        let mut queue = EventQueue::new();
        queue.at(Instant::new(9), 'a');
        queue.pop();
        queue.at(Instant::new(3), 'b');
        assert_eq!(queue.next_at(), Some(Instant::new(9)), "an event in the past happens now");
    }
}
