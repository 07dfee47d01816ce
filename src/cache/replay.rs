//! A trace of keys through a cache, request by request, and what came of it.
//!
//! Source of the frame: libCacheSim's, one lookup a request and an insertion on a miss, cold start, each entry one.

use super::trace::{Measure, Trace};
use super::{Policy, Settings};
use crate::units::Ratio;

/// What a replay counted, by the measure that it was asked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// All requests.
    pub requests: u64,
    /// Those that found their key.
    pub hits: u64,
    /// Those that did not.
    pub misses: u64,
}

impl Counts {
    /// Counts a request that weighs so much.
    #[inline]
    pub(super) fn add(&mut self, hit: bool, weight: u64) {
        self.requests += weight;
        self.hits += u64::from(hit) * weight;
        self.misses += u64::from(!hit) * weight;
    }

    /// The share of requests that found their key; `None` without requests.
    #[must_use]
    pub fn hit_ratio(self) -> Option<Ratio> {
        Ratio::of(self.hits, self.requests)
    }

    /// The share of requests that did not find their key; `None` without requests.
    #[must_use]
    pub fn miss_ratio(self) -> Option<Ratio> {
        Ratio::of(self.misses, self.requests)
    }
}

/// Sends a trace through a new cache of so many entries, without a lifetime.
#[must_use]
pub fn replay(policy: Policy, capacity: u32, trace: &Trace) -> Counts {
    policy.build(Settings::of(capacity)).replay(trace)
}

/// The same, with what the requests count by a measure.
#[must_use]
pub fn replay_by(policy: Policy, capacity: u32, trace: &Trace, measure: Measure) -> Counts {
    policy.build(Settings::of(capacity)).replay_after(trace, 0, measure)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_key_more_than_fits_is_the_cyclic_adversary() {
        let round = Trace::of_keys((0..1010).map(|request| request % 101));
        let counts = replay(Policy::Lru, 100, &round);
        assert_eq!(counts, Counts { requests: 1010, hits: 0, misses: 1010 }, "101 keys in turn, 100 cells, no hit");
        let counts = replay(Policy::Lru, 101, &round);
        assert_eq!(counts.hits, 909, "with one cell more, only the first round misses");
        assert_eq!(counts.hit_ratio().map(Ratio::get), Some(0.9), "9 of 10 rounds");
    }

    #[test]
    fn nothing_of_nothing_is_no_ratio() {
        assert_eq!(replay(Policy::Lru, 4, &Trace::of_keys([])).miss_ratio(), None, "no request, no share");
    }
}
