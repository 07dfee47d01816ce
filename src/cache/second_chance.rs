//! What the CLOCK policies share: a queue whose members may go round again, once for every count they have.
//!
//! Source: Corbató, "A paging experiment with the Multics system", 1968, and libCacheSim 0.3.5 (CLOCK, n-bit counters).

use super::Visit;
use super::list::{Links, List};
use super::structure::{Member, Part};
use crate::math;

/// A queue with a small counter a key.
#[derive(Clone, Debug)]
pub(super) struct SecondChance {
    links: Links,
    queue: List,
    counts: Vec<u8>,
    /// The counter of a newcomer.
    initial: u8,
    /// Where counters stop.
    max: u8,
}

impl SecondChance {
    pub(super) fn new(initial: u8, max: u8) -> Self {
        Self { links: Links::default(), queue: List::EMPTY, counts: Vec::new(), initial, max }
    }

    pub(super) fn grow(&mut self, keys: usize) {
        self.links.grow(keys);
        self.counts.resize(keys, 0);
    }

    #[inline]
    pub(super) fn hit(&mut self, key: u32, _visit: Visit) {
        let count = &mut self.counts[math::index(key)];
        *count = (*count + 1).min(self.max);
    }

    #[inline]
    pub(super) fn evict(&mut self, _visit: Visit) -> Option<u32> {
        loop {
            let oldest = self.queue.first()?;
            let count = &mut self.counts[math::index(oldest)];
            if *count == 0 {
                self.links.remove(&mut self.queue, oldest);
                return Some(oldest);
            }
            *count -= 1;
            self.links.renew(&mut self.queue, oldest);
        }
    }

    #[inline]
    pub(super) fn store(&mut self, key: u32, _visit: Visit) {
        self.counts[math::index(key)] = self.initial;
        self.links.push(&mut self.queue, key);
    }

    pub(super) fn remove(&mut self, key: u32) {
        self.links.remove(&mut self.queue, key);
    }

    /// The hand is the front: who goes round again moves to the end.
    pub(super) fn parts(&self) -> Vec<Part> {
        let hand = self.queue.first();
        let member = |key: u32| Member { hand: hand == Some(key), ..Member::used(key, self.counts[math::index(key)]) };
        vec![Part::new("clock", self.links.members(self.queue).map(member))]
    }
}
