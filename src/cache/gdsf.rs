//! GDSF: what is cheap to fetch and seldom used goes first, and what was valuable long ago loses its rank.
//!
//! An entry's rank is L + uses x cost, with L the rank of the last one that had to go; a hit counts a use and takes the
//! present L. Sizes are one. Where all costs are equal this is LFU with ageing. Equal ranks: the key that was seen first.
//! Source: Cherkasova, "Improving WWW proxies performance with Greedy-Dual-Size-Frequency caching policy", HP Labs
//! 98-69R1, 1998.

use super::heap::Heap;
use super::structure::{Member, Part};
use super::{Evict, Settings, Visit};
use crate::math;

/// Lowest rank of uses and costs, first to go.
#[derive(Clone, Debug)]
pub struct Gdsf {
    /// By the bits of the rank: those of positive floats are in the order of the floats.
    heap: Heap,
    /// By key.
    uses: Vec<u32>,
    /// L: the rank of the last victim.
    inflation: f64,
}

impl Evict for Gdsf {
    const ID: &'static str = "gdsf";
    const NAME: &'static str = "GDSF (by cost and use)";
    const SUMMARY: &'static str = "The entry with the least uses times cost makes room; old merits fade.";
    const SOURCE: &'static str = "Cherkasova, HP Labs 98-69R1 (1998), sizes of one";

    fn new(_settings: Settings) -> Self {
        Self { heap: Heap::default(), uses: Vec::new(), inflation: 0.0 }
    }

    fn grow(&mut self, keys: usize) {
        self.heap.grow(keys);
        self.uses.resize(keys, 0);
    }

    fn hit(&mut self, key: u32, visit: Visit) {
        let uses = &mut self.uses[math::index(key)];
        *uses = uses.saturating_add(1);
        let rank = self.rank(key, visit).max(self.heap.number(key));
        self.heap.raise(key, rank);
    }

    fn evict(&mut self, _visit: Visit) -> Option<u32> {
        let (rank, key) = self.heap.pop()?;
        self.inflation = f64::from_bits(rank);
        Some(key)
    }

    fn store(&mut self, key: u32, visit: Visit) {
        self.uses[math::index(key)] = 1;
        let rank = self.rank(key, visit);
        self.heap.push(key, rank);
    }

    fn remove(&mut self, key: u32) {
        self.heap.remove(key);
    }

    fn parts(&self) -> Vec<Part> {
        let member = |(_, key): (u64, u32)| Member::used(key, self.uses[math::index(key)]);
        vec![Part::new("by rank", self.heap.members().into_iter().map(member))]
    }
}

impl Gdsf {
    fn rank(&self, key: u32, visit: Visit) -> u64 {
        let merit = f64::from(self.uses[math::index(key)]) * f64::from(visit.cost);
        (self.inflation + merit).to_bits()
    }
}
