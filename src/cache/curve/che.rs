//! Che's approximation of LRU: the miss ratio from popularities alone.
//!
//! If requests are independent, an entry leaves an LRU cache when it was not asked for during a time T that hardly
//! depends on the entry; T is such that the expected number of entries is the capacity (Che, Tung and Wang, "Hierarchical
//! web caching systems: modeling, design and experimental results", IEEE JSAC 20(7), 2002). Where a trace misses less,
//! its keys come in bursts; where it misses more, they come in turns. First requests, which always miss, are not in it.

use crate::cache::trace::Trace;
use crate::math;

/// Halvings of the interval that holds the characteristic time: as many as a float has digits.
const HALVINGS: u32 = 60;

/// The popularities of a trace.
#[derive(Clone, Debug)]
pub struct Che {
    /// Share of the requests that a key gets, and how many keys get it.
    groups: Vec<(f64, f64)>,
    keys: u32,
}

impl Che {
    /// Counts the requests of each key.
    #[must_use]
    pub fn of(trace: &Trace) -> Self {
        let mut counts = vec![0_u64; math::index(trace.distinct())];
        for &key in trace.keys() {
            counts[math::index(key)] += 1;
        }
        counts.sort_unstable();
        let requests = math::count(trace.keys().len());
        let group = |equal: &[u64]| (math::float(equal[0]) / requests, math::count(equal.len()));
        Self { groups: counts.chunk_by(|left, right| left == right).map(group).collect(), keys: trace.distinct() }
    }

    /// The share of requests that miss with so many entries.
    #[must_use]
    pub fn miss_ratio(&self, capacity: u32) -> f64 {
        if capacity >= self.keys {
            return 0.0;
        }
        let time = self.characteristic_time(f64::from(capacity));
        self.groups.iter().map(|(share, keys)| keys * share * math::exp(-share * time)).sum()
    }

    /// The time, in requests, in which the expected number of different keys is the capacity.
    fn characteristic_time(&self, capacity: f64) -> f64 {
        let within =
            |time: f64| -> f64 { self.groups.iter().map(|(share, keys)| -keys * math::exp_m1(-share * time)).sum() };
        let mut high = 1.0;
        while within(high) < capacity && high < f64::MAX / 2.0 {
            high *= 2.0;
        }
        let mut low = 0.0;
        for _ in 0..HALVINGS {
            let middle = f64::midpoint(low, high);
            if within(middle) < capacity { low = middle } else { high = middle }
        }
        f64::midpoint(low, high)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cache::curve::Curve;
    use crate::cache::trace::{Generator, Zipf};

    #[test]
    fn equal_keys_hit_by_their_share_of_the_cache() {
        let che = Che::of(&Generator::Loop { keys: 100, requests: 1_000 }.trace());
        for capacity in [1, 10, 50, 99] {
            let expected = 1.0 - f64::from(capacity) / 100.0;
            assert!((che.miss_ratio(capacity) - expected).abs() < 1e-9, "{capacity}: {}", che.miss_ratio(capacity));
        }
        assert!(che.miss_ratio(100).abs() < 1e-12 && che.miss_ratio(101).abs() < 1e-12, "all fit");
    }

    #[test]
    fn independent_requests_miss_as_it_says() {
        let law = Zipf { keys: 2_000, exponent: 0.8, seed: 5, requests: 500_000 };
        let trace = Generator::Zipf(law).trace();
        let (che, curve) = (Che::of(&trace), Curve::lru(&trace));
        for capacity in [20, 100, 500, 1_000] {
            let (found, exact) = (che.miss_ratio(capacity), curve.miss_ratio(capacity).unwrap_or(f64::NAN));
            assert!((found - exact).abs() < 0.01, "{capacity}: {found}, exact {exact}");
        }
    }
}
