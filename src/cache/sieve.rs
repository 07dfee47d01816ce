//! SIEVE: a hand goes round a queue and takes the first entry that was not used since it passed; nothing ever moves.
//!
//! The hand goes from the oldest towards the newest and rests where it took an entry; uses are cleared as it passes.
//! Source: Zhang, Yang, Yue, Vigfusson and Rashmi, "SIEVE is simpler than LRU", NSDI 2024; libCacheSim 0.3.5, whose
//! counts it equals. Some libraries of the name fill the gap with the newest entry, which makes it LRU.

use super::list::{Links, List, NONE};
use super::structure::{Member, Part};
use super::{Evict, Settings, Visit};
use crate::math;

/// The first one that the hand finds unused.
#[derive(Clone, Debug)]
pub struct Sieve {
    links: Links,
    /// In order of insertion.
    queue: List,
    visited: Vec<bool>,
    /// Where the search goes on, or `NONE`: at the oldest.
    hand: u32,
}

impl Evict for Sieve {
    const ID: &'static str = "sieve";
    const NAME: &'static str = "SIEVE";
    const SUMMARY: &'static str = "A hand goes from old to new and takes the first entry not used since it last passed.";
    const SOURCE: &'static str = "Zhang et al., NSDI 2024; libCacheSim 0.3.5, Sieve";

    fn new(_settings: Settings) -> Self {
        Self { links: Links::default(), queue: List::EMPTY, visited: Vec::new(), hand: NONE }
    }

    fn grow(&mut self, keys: usize) {
        self.links.grow(keys);
        self.visited.resize(keys, false);
    }

    fn hit(&mut self, key: u32, _visit: Visit) {
        self.visited[math::index(key)] = true;
    }

    fn evict(&mut self, _visit: Visit) -> Option<u32> {
        let oldest = self.queue.first()?;
        let mut at = if self.hand == NONE { oldest } else { self.hand };
        while self.visited[math::index(at)] {
            self.visited[math::index(at)] = false;
            at = self.links.after(at).unwrap_or(oldest);
        }
        self.hand = self.links.after(at).unwrap_or(NONE);
        self.links.remove(&mut self.queue, at);
        Some(at)
    }

    fn store(&mut self, key: u32, _visit: Visit) {
        self.visited[math::index(key)] = false;
        self.links.push(&mut self.queue, key);
    }

    fn remove(&mut self, key: u32) {
        if self.hand == key {
            self.hand = self.links.after(key).unwrap_or(NONE);
        }
        self.links.remove(&mut self.queue, key);
    }

    fn parts(&self) -> Vec<Part> {
        let hand = if self.hand == NONE { self.queue.first() } else { Some(self.hand) };
        let member = |key: u32| Member { hand: hand == Some(key), ..Member::used(key, self.visited[math::index(key)]) };
        vec![Part::new("queue", self.links.members(self.queue).map(member))]
    }
}
