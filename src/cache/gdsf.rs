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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cache::Store;
    use crate::cache::trace::{Measure, Trace};

    /// The requests that hit, in two entries, of keys in order of first sight with what each costs.
    fn hits(keys: &[u64], costs: &[u32]) -> Vec<u64> {
        let trace = Trace::of_keys(keys.iter().copied()).with_costs(costs.to_vec());
        let parts = u32::try_from(keys.len()).expect("few");
        let counts = Store::<Gdsf>::new(Settings::of(2)).replay_in(&trace, parts, Measure::Requests);
        counts.iter().map(|counts| counts.hits).collect()
    }

    #[test]
    fn what_is_dear_outlives_what_is_used_more() {
        // 0 is used twice at a cost of 1, 1 once at 10: ranks 2 and 10, so that 0 makes room for 2.
        assert_eq!(hits(&[0, 0, 1, 2, 1, 0], &[1, 10, 1]), [0, 1, 0, 0, 1, 0], "use times cost");
        assert_eq!(hits(&[0, 0, 1, 2, 1, 0], &[1, 1, 1]), [0, 1, 0, 0, 0, 0], "at equal costs the other way round");
    }

    #[test]
    fn old_merits_fade_as_ranks_rise() {
        // 0 has the rank 3. 1 (rank 1) makes room for 2, which gets 1 + 1, and that for 3, which gets 2 + 1. Then 0 and 3 are
        // equal, and the one seen first goes for 4. Without the rise 0 would stay for ever.
        assert_eq!(hits(&[0, 0, 0, 1, 2, 3, 4, 3, 0], &[1; 5]), [0, 1, 1, 0, 0, 0, 0, 1, 0], "the rank of the last victim");
    }
}
