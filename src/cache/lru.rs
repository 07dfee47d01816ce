//! LRU: the entry that was not used for the longest time goes first.
//!
//! Exact: one list of all entries in the order of their last use. Source: libCacheSim 0.3.5, whose counts it equals.
//! Redis's `allkeys-lru` is another policy, an approximation by samples.

use super::list::{Links, List};
use super::structure::{Member, Part};
use super::{Evict, Settings, Visit};

/// Least recently used, first to go.
#[derive(Clone, Debug)]
pub struct Lru {
    links: Links,
    /// By last use, the latest at the end.
    order: List,
}

impl Evict for Lru {
    const ID: &'static str = "lru";
    const NAME: &'static str = "LRU (least recently used)";
    const SUMMARY: &'static str = "The entry that nobody has asked for the longest makes room.";
    const SOURCE: &'static str = "Textbook LRU, exact; libCacheSim 0.3.5, LRU";

    fn new(_settings: Settings) -> Self {
        Self { links: Links::default(), order: List::EMPTY }
    }

    fn grow(&mut self, keys: usize) {
        self.links.grow(keys);
    }

    fn store(&mut self, key: u32, _visit: Visit) {
        self.links.push(&mut self.order, key);
    }

    fn hit(&mut self, key: u32, _visit: Visit) {
        self.links.renew(&mut self.order, key);
    }

    fn evict(&mut self, _visit: Visit) -> Option<u32> {
        self.links.pop(&mut self.order)
    }

    fn remove(&mut self, key: u32) {
        self.links.remove(&mut self.order, key);
    }

    fn parts(&self) -> Vec<Part> {
        vec![Part::new("by last use", self.links.members(self.order).map(Member::of))]
    }
}
