//! FIFO: the entry that was stored first goes first, however often it is used.
//!
//! This is the article's "timestamp" rule, replace the oldest data by its time stamp, with the time of insertion; the
//! order is kept as a queue, so that entries of the same instant keep their order too. Source: libCacheSim 0.3.5,
//! whose counts it equals.

use super::list::{Links, List};
use super::structure::{Member, Part};
use super::{Evict, Settings, Visit};

/// First stored, first to go.
#[derive(Clone, Debug)]
pub struct Fifo {
    links: Links,
    queue: List,
}

impl Evict for Fifo {
    const ID: &'static str = "fifo";
    const NAME: &'static str = "FIFO (oldest time stamp)";
    const SUMMARY: &'static str = "The entry that was stored longest ago makes room, even if it is in constant use.";
    const SOURCE: &'static str = "The article's time stamp rule; libCacheSim 0.3.5, FIFO";

    fn new(_settings: Settings) -> Self {
        Self { links: Links::default(), queue: List::EMPTY }
    }

    fn grow(&mut self, keys: usize) {
        self.links.grow(keys);
    }

    fn store(&mut self, key: u32, _visit: Visit) {
        self.links.push(&mut self.queue, key);
    }

    fn hit(&mut self, _key: u32, _visit: Visit) {}

    fn evict(&mut self, _visit: Visit) -> Option<u32> {
        self.links.pop(&mut self.queue)
    }

    fn remove(&mut self, key: u32) {
        self.links.remove(&mut self.queue, key);
    }

    fn parts(&self) -> Vec<Part> {
        vec![Part::new("queue", self.links.members(self.queue).map(Member::of))]
    }
}
