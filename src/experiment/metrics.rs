//! The measured quantities: the same twelve for a run, a trial, a comparison and a difference.

use super::report::Estimate;
use serde::{Deserialize, Serialize};

/// One thing of every measured quantity: its estimate, or what a run contributes to it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Metrics<T = Estimate> {
    /// Arrivals per second.
    pub offered_per_s: T,
    /// Admitted per second.
    pub accepted_per_s: T,
    /// Throughput: answered per second.
    pub completed_per_s: T,
    /// Answered within the objective's response time per second.
    pub goodput_per_s: T,
    /// Mean response time, from the intended arrival to the answer.
    pub response_ms: T,
    /// Median response time.
    pub p50_ms: T,
    /// 95th percentile.
    pub p95_ms: T,
    /// 99th percentile.
    pub p99_ms: T,
    /// 99.9th percentile.
    pub p999_ms: T,
    /// Correct answers among all that ended.
    pub availability: T,
    /// Hits among all look-ups of the cache.
    pub cache_hit_ratio: T,
    /// Payments under way, averaged over time.
    pub in_system: T,
}

impl<T> Metrics<T> {
    /// Every quantity under its field's name, in order.
    pub fn entries(&self) -> [(&'static str, &T); 12] {
        [
            ("offered_per_s", &self.offered_per_s),
            ("accepted_per_s", &self.accepted_per_s),
            ("completed_per_s", &self.completed_per_s),
            ("goodput_per_s", &self.goodput_per_s),
            ("response_ms", &self.response_ms),
            ("p50_ms", &self.p50_ms),
            ("p95_ms", &self.p95_ms),
            ("p99_ms", &self.p99_ms),
            ("p999_ms", &self.p999_ms),
            ("availability", &self.availability),
            ("cache_hit_ratio", &self.cache_hit_ratio),
            ("in_system", &self.in_system),
        ]
    }

    /// The same, to be filled in.
    pub fn entries_mut(&mut self) -> [(&'static str, &mut T); 12] {
        [
            ("offered_per_s", &mut self.offered_per_s),
            ("accepted_per_s", &mut self.accepted_per_s),
            ("completed_per_s", &mut self.completed_per_s),
            ("goodput_per_s", &mut self.goodput_per_s),
            ("response_ms", &mut self.response_ms),
            ("p50_ms", &mut self.p50_ms),
            ("p95_ms", &mut self.p95_ms),
            ("p99_ms", &mut self.p99_ms),
            ("p999_ms", &mut self.p999_ms),
            ("availability", &mut self.availability),
            ("cache_hit_ratio", &mut self.cache_hit_ratio),
            ("in_system", &mut self.in_system),
        ]
    }

    /// The quantity of a field's name.
    pub fn find(&self, name: &str) -> Option<&T> {
        self.entries().into_iter().find(|(known, _)| *known == name).map(|(_, value)| value)
    }

    /// Both things of every quantity.
    pub(super) fn zip<S>(self, other: Metrics<S>) -> Metrics<(T, S)> {
        Metrics {
            offered_per_s: (self.offered_per_s, other.offered_per_s),
            accepted_per_s: (self.accepted_per_s, other.accepted_per_s),
            completed_per_s: (self.completed_per_s, other.completed_per_s),
            goodput_per_s: (self.goodput_per_s, other.goodput_per_s),
            response_ms: (self.response_ms, other.response_ms),
            p50_ms: (self.p50_ms, other.p50_ms),
            p95_ms: (self.p95_ms, other.p95_ms),
            p99_ms: (self.p99_ms, other.p99_ms),
            p999_ms: (self.p999_ms, other.p999_ms),
            availability: (self.availability, other.availability),
            cache_hit_ratio: (self.cache_hit_ratio, other.cache_hit_ratio),
            in_system: (self.in_system, other.in_system),
        }
    }

    /// Something else of every quantity; `make` is given a function that picks the quantity from a table.
    pub fn collect<S>(make: impl Fn(fn(&Metrics<S>) -> &S) -> T) -> Self {
        Self {
            offered_per_s: make(|all| &all.offered_per_s),
            accepted_per_s: make(|all| &all.accepted_per_s),
            completed_per_s: make(|all| &all.completed_per_s),
            goodput_per_s: make(|all| &all.goodput_per_s),
            response_ms: make(|all| &all.response_ms),
            p50_ms: make(|all| &all.p50_ms),
            p95_ms: make(|all| &all.p95_ms),
            p99_ms: make(|all| &all.p99_ms),
            p999_ms: make(|all| &all.p999_ms),
            availability: make(|all| &all.availability),
            cache_hit_ratio: make(|all| &all.cache_hit_ratio),
            in_system: make(|all| &all.in_system),
        }
    }
}
