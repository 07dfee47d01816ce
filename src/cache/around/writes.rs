//! How a write reaches the store behind the cache, and which writes a crash loses.
//!
//! Through: store first, then cache, before the writer is answered. Around: store alone, and what is cached is thrown
//! away. Behind: cache alone, and the store later; until then the entry is dirty, an eviction has to write it first, and
//! a crash loses it although the writer was told that it is done.

use crate::math;

/// Where a write goes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WritePolicy {
    /// Store and cache.
    Through,
    /// The store; the cached entry is thrown away.
    Around,
    /// The cache; the store when there is time.
    Behind,
}

impl WritePolicy {
    /// Whether the writer waits for the store.
    #[must_use]
    pub const fn waits(self) -> bool {
        matches!(self, Self::Through | Self::Around)
    }

    /// Whether the cache holds the new value afterwards.
    #[must_use]
    pub const fn caches(self) -> bool {
        matches!(self, Self::Through | Self::Behind)
    }
}

/// The writes that only the cache knows of.
#[derive(Clone, Debug, Default)]
pub struct WriteBehind {
    /// By key: writes since the store had it last.
    pending: Vec<u32>,
    /// Keys with any, in the order in which they became so; some may have been written by now.
    queue: std::collections::VecDeque<u32>,
    dirty: u32,
}

impl WriteBehind {
    /// A write is taken by the cache.
    pub fn write(&mut self, key: u32) {
        let place = math::index(key);
        if place >= self.pending.len() {
            self.pending.resize(place + 1, 0);
        }
        self.pending[place] += 1;
        if self.pending[place] == 1 {
            self.queue.push_back(key);
            self.dirty += 1;
        }
    }

    /// The store takes the key that has waited longest: one write for all of its writes.
    pub fn flush(&mut self) -> Option<u32> {
        while let Some(key) = self.queue.pop_front() {
            if self.evict(key) {
                return Some(key);
            }
        }
        None
    }

    /// The key leaves the cache: whether it has to be written first, which then is done.
    pub fn evict(&mut self, key: u32) -> bool {
        let pending = self.pending.get_mut(math::index(key)).map_or(0, std::mem::take);
        self.dirty -= u32::from(pending > 0);
        pending > 0
    }

    /// Whether only the cache has the newest value of a key.
    #[must_use]
    pub fn is_dirty(&self, key: u32) -> bool {
        self.pending.get(math::index(key)).is_some_and(|pending| *pending > 0)
    }

    /// Keys whose newest value the store does not have.
    #[must_use]
    pub const fn dirty(&self) -> u32 {
        self.dirty
    }

    /// The cache is lost: how many writes that were called done are lost with it.
    pub fn crash(&mut self) -> u64 {
        let lost = self.pending.iter().copied().map(u64::from).sum();
        *self = Self::default();
        lost
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_not_flushed_is_lost() {
        let mut behind = WriteBehind::default();
        for key in [3, 1, 3, 2] {
            behind.write(key);
        }
        assert_eq!(behind.dirty(), 3);
        assert!(behind.evict(1), "a dirty entry is written before it leaves");
        assert!(!behind.evict(1), "once");
        assert_eq!(
            [0, 1, 3, 9].map(|key| behind.is_dirty(key)),
            [false, false, true, false],
            "never, no more, yes, never"
        );
        assert_eq!(behind.flush(), Some(3), "the oldest, both of its writes at once");
        behind.write(3);
        assert_eq!(behind.crash(), 2, "the write of 2 and the last one of 3");
        assert_eq!((behind.dirty(), behind.flush()), (0, None));
    }
}
