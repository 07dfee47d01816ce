//! Miss-ratio curves: how many misses at every size of the cache.
//!
//! Exact LRU needs one pass for all sizes together (Mattson, Gecsei, Slutz and Traiger, "Evaluation techniques for storage
//! hierarchies", IBM Systems Journal 9(2), 1970): a request hits in every cache larger than the number of other keys that
//! were asked for since its key was asked for last. Belady's limit has such distances too, which cost more and are taken
//! up to a limit ([`OPTIMAL_STEPS_MAX`]). Every other policy, and Belady's beyond, is replayed at the sizes that are asked
//! for; Belady's misses fall ever more slowly with the size, so that a line between two sizes lies above. Long traces can
//! be sampled (SHARDS): the keys whose hash falls below a threshold stand for all.

mod che;
mod distances;
mod optimal;

pub use che::Che;
pub use distances::Distances;

use super::trace::{Measure, Trace};
use super::{Policy, replay_by};
use crate::math;
use optimal::Optimal;

/// Of longer traces the LRU curve is sampled.
pub const EXACT_MAX: usize = 5_000_000;
/// Belady's limit at all sizes at once takes at most as many steps as requests times different keys, and often a tenth of
/// these. Beyond this product, say 100,000 requests for 20,000 keys, it would take longer than replays at some sizes.
pub const OPTIMAL_STEPS_MAX: u64 = 2_000_000_000;
/// The share of the keys in the sample.
pub const SAMPLE_RATE: f64 = 0.1;
/// Values of the hash that SHARDS compares.
const HASHES: u64 = 1 << 24;

/// The misses of one policy at any size.
#[derive(Clone, Debug)]
pub struct Curve {
    requests: u64,
    /// Requests that would hit in a cache of at least so many entries: the sum over smaller stack distances.
    hits: Vec<f64>,
    /// How many requests the sample stood for, for each that it should have: 1 without a sample.
    sampled: f64,
    rate: f64,
}

impl Curve {
    /// Exact LRU at every size.
    #[must_use]
    pub fn lru(trace: &Trace) -> Self {
        Self::lru_by(trace, Measure::Requests)
    }

    /// Exact LRU at every size, with what requests and misses count by a measure. A size is still a number of entries.
    #[must_use]
    pub fn lru_by(trace: &Trace, measure: Measure) -> Self {
        let mut distances = Distances::new(trace.distinct());
        let mut counts = vec![0_u64; math::index(trace.distinct())];
        let mut total = 0;
        for (request, &key) in trace.keys().iter().enumerate() {
            let weight = trace.weight(measure, request);
            total += weight;
            if let Some(distance) = distances.request(key) {
                counts[math::index(distance)] += weight;
            }
        }
        Self::of(&counts, total, 1.0)
    }

    /// Belady's limit at every size, exactly, with what requests and misses count by a measure: what replays count one by
    /// one. `None` for a trace that is too large ([`Curve::has_belady`]).
    #[must_use]
    pub fn belady_by(trace: &Trace, measure: Measure) -> Option<Self> {
        if !Self::has_belady(trace) {
            return None;
        }
        let mut optimal = Optimal::new(trace.keys().len());
        let mut counts = vec![0_u64; math::index(trace.distinct())];
        let mut total = 0;
        for (request, next_use) in trace.next_uses().into_iter().enumerate() {
            let weight = trace.weight(measure, request);
            total += weight;
            if let Some(distance) = optimal.request(request, next_use) {
                counts[math::index(distance)] += weight;
            }
        }
        Some(Self::of(&counts, total, 1.0))
    }

    /// Whether a trace is small enough for Belady's limit at every size: its requests times its different keys are at most
    /// [`OPTIMAL_STEPS_MAX`].
    #[must_use]
    pub fn has_belady(trace: &Trace) -> bool {
        math::wide(trace.keys().len()).saturating_mul(u64::from(trace.distinct())) <= OPTIMAL_STEPS_MAX
    }

    /// LRU from a sample of the keys, a share above 0 and at most 1: their distances are scaled up, and the requests that
    /// the sample has too few or too many count as the smallest distance (SHARDS-adj; Waldspurger, Park, Garthwaite and
    /// Ahmad, "Efficient MRC construction with SHARDS", FAST 2015).
    #[must_use]
    pub fn lru_sampled(trace: &Trace, rate: f64) -> Self {
        Self::lru_sampled_by(trace, rate, Measure::Requests)
    }

    /// The same, with what requests and misses count by a measure.
    #[must_use]
    pub fn lru_sampled_by(trace: &Trace, rate: f64, measure: Measure) -> Self {
        let rate = rate.clamp(1.0 / math::float(HASHES), 1.0);
        let threshold = math::floor(rate * math::float(HASHES));
        let mut distances = Distances::new(trace.distinct());
        let mut counts = vec![0_u64; math::index(trace.distinct())];
        let (mut total, mut sampled) = (0, 0);
        for (request, &key) in trace.keys().iter().enumerate() {
            let weight = trace.weight(measure, request);
            total += weight;
            if hash(key) % HASHES >= threshold {
                continue;
            }
            sampled += weight;
            if let Some(distance) = distances.request(key) {
                counts[math::index(distance)] += weight;
            }
        }
        let mut curve = Self::of(&counts, total, rate);
        let expected = math::float(curve.requests) * rate;
        curve.sampled = if expected > 0.0 { math::float(sampled) / expected } else { 1.0 };
        for hits in &mut curve.hits {
            *hits += (expected - math::float(sampled)) / rate;
        }
        curve
    }

    fn of(counts: &[u64], requests: u64, rate: f64) -> Self {
        let mut sum = 0;
        let below = counts.iter().map(|count| {
            sum += count;
            math::float(sum) / rate
        });
        Self { requests, hits: below.collect(), sampled: 1.0, rate }
    }

    /// The smallest size of which the curve says anything: 1, or for a sample the one that its first entry stands for.
    #[must_use]
    pub fn smallest(&self) -> u32 {
        let whole = math::floor(1.0 / self.rate);
        math::low(if math::float(whole) * self.rate < 1.0 { whole + 1 } else { whole })
    }

    /// Misses with so many entries; for a sample an estimate, and below its smallest size none: then all are counted.
    #[must_use]
    pub fn misses(&self, capacity: u32) -> f64 {
        let total = math::float(self.requests);
        // Entries of the sample's cache: each of its distances stands for 1 / rate.
        let place = math::floor(f64::from(capacity) * self.rate);
        let place = usize::try_from(place).unwrap_or(usize::MAX).min(self.hits.len());
        let hits = place.checked_sub(1).map_or(0.0, |last| self.hits[last]);
        (total - hits).clamp(0.0, total)
    }

    /// The share of requests that miss; `None` without requests.
    #[must_use]
    pub fn miss_ratio(&self, capacity: u32) -> Option<f64> {
        (self.requests > 0).then(|| self.misses(capacity) / math::float(self.requests))
    }

    /// Requests in the sample for each that it should have; beyond 0.8 to 1.2 a hot key decides and the curve is rough.
    #[must_use]
    pub const fn sampled_share(&self) -> f64 {
        self.sampled
    }

    /// The smallest size at which at most this share of the requests misses, if there is one.
    #[must_use]
    pub fn size_for(&self, miss_ratio: f64) -> Option<u32> {
        let allowed = math::float(self.requests) * (1.0 - miss_ratio);
        let place = self.hits.partition_point(|&hits| hits < allowed);
        let entries = math::count(place + 1) / self.rate;
        (place < self.hits.len()).then(|| math::low(math::whole(entries)))
    }
}

/// Misses of any policy at some sizes by a measure, each by a replay of its own.
#[must_use]
pub fn replayed(policy: Policy, capacities: &[u32], trace: &Trace, measure: Measure) -> Vec<u64> {
    capacities.iter().map(|&capacity| replay_by(policy, capacity, trace, measure).misses).collect()
}

/// Sizes that look evenly spread on a logarithmic axis: 1, 2, 5, 10 and so on, and last the number of keys.
#[must_use]
pub fn sizes(distinct: u32) -> Vec<u32> {
    let decades = std::iter::successors(Some(1_u32), |size| size.checked_mul(10));
    let mut sizes: Vec<u32> = decades.flat_map(|size| [1, 2, 5].map(|step| size.saturating_mul(step))).collect();
    sizes.retain(|&size| size < distinct);
    sizes.push(distinct.max(1));
    sizes
}

/// The first output of SplitMix64 (Steele, Lea and Flood, 2014) from the key as its state.
fn hash(key: u32) -> u64 {
    let mut z = u64::from(key).wrapping_add(0x9E37_79B9_7F4A_7C15);
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}
