//! LRU-2: the entry whose last use but one is the longest ago goes first; those used only once before all others.
//!
//! Entries with a single use go in the order of their insertion; what is known of an entry is forgotten when it leaves.
//! Source: O'Neil, O'Neil and Weikum, "The LRU-K page replacement algorithm for database disk buffering", SIGMOD 1993,
//! without its retained history, as in libCacheSim 0.3.5 (LRU-K, K = 2), whose counts it equals.

use super::heap::Heap;
use super::list::{Links, List};
use super::structure::{Member, Part};
use super::{Evict, Parameter, Settings, Visit};
use crate::math;

/// Oldest last use but one, first to go.
#[derive(Clone, Debug)]
pub struct Lru2 {
    links: Links,
    /// Entries with one use, in order of insertion.
    single: List,
    /// Entries with more uses, by their last but one.
    heap: Heap,
    /// By key: the request that used it last.
    last: Vec<u64>,
    /// By key: whether it stands in `single`.
    is_single: Vec<bool>,
    /// Requests so far.
    requests: u64,
}

impl Evict for Lru2 {
    const ID: &'static str = "lru-2";
    const NAME: &'static str = "LRU-2";
    const SUMMARY: &'static str = "Entries used only once make room first, then the one whose last use but one is oldest.";
    const SOURCE: &'static str = "O'Neil, O'Neil and Weikum, SIGMOD 1993, K = 2; libCacheSim 0.3.5, LRU-K";
    const PARAMETERS: &'static [Parameter] = &[
        Parameter::of("k", "Which use decides, counted from the last one", "2", "O'Neil, O'Neil and Weikum (1993)"),
    ];

    fn new(_settings: Settings) -> Self {
        Self {
            links: Links::default(),
            single: List::EMPTY,
            heap: Heap::default(),
            last: Vec::new(),
            is_single: Vec::new(),
            requests: 0,
        }
    }

    fn grow(&mut self, keys: usize) {
        self.links.grow(keys);
        self.heap.grow(keys);
        self.last.resize(keys, 0);
        self.is_single.resize(keys, false);
    }

    fn hit(&mut self, key: u32, _visit: Visit) {
        self.requests += 1;
        let before = std::mem::replace(&mut self.last[math::index(key)], self.requests);
        if std::mem::replace(&mut self.is_single[math::index(key)], false) {
            self.links.remove(&mut self.single, key);
            self.heap.push(key, before);
        } else {
            self.heap.raise(key, before);
        }
    }

    fn evict(&mut self, _visit: Visit) -> Option<u32> {
        self.links.pop(&mut self.single).or_else(|| self.heap.pop().map(|(_, key)| key))
    }

    fn store(&mut self, key: u32, _visit: Visit) {
        self.requests += 1;
        self.last[math::index(key)] = self.requests;
        self.is_single[math::index(key)] = true;
        self.links.push(&mut self.single, key);
    }

    fn remove(&mut self, key: u32) {
        if self.is_single[math::index(key)] {
            self.links.remove(&mut self.single, key);
        } else {
            self.heap.remove(key);
        }
    }

    fn parts(&self) -> Vec<Part> {
        vec![
            Part::new("used once", self.links.members(self.single).map(Member::of)),
            Part::new("by last use but one", self.heap.members().into_iter().map(|(_, key)| Member::of(key))),
        ]
    }
}
