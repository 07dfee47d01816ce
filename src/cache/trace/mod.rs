//! Traces: who was asked for, in order, and when; made by a generator or read from a file.
//!
//! A trace holds its keys as dense numbers in order of first sight. That costs one look-up a request, once, and every
//! replay then works on flat arrays.

mod generator;
mod interner;

pub use generator::{Drift, Generator, Scan, Zipf};
pub use interner::Interner;

use super::Visit;
use crate::math;
use crate::units::{Instant, Nanos};

/// Most requests of a trace.
pub const REQUESTS_MAX: usize = 10_000_000;
/// Time between requests where a trace does not say: 20,000 a second.
pub const PACE: Nanos = Nanos::new(50_000);

/// Requests in order.
#[derive(Clone, Debug)]
pub struct Trace {
    keys: Vec<u32>,
    distinct: u32,
    timing: Timing,
    /// By key: what it costs to fetch it; all 1 where this is empty.
    costs: Vec<u32>,
}

/// When the requests happen.
#[derive(Clone, Debug)]
enum Timing {
    /// One after so much time each.
    Paced(Nanos),
    /// At these instants.
    Given(Vec<Instant>),
}

impl Trace {
    /// A trace of any numbers.
    #[must_use]
    pub fn of_keys(keys: impl IntoIterator<Item = u64>) -> Self {
        let mut interner = Interner::default();
        let keys = keys.into_iter().map(|key| interner.number(key)).collect();
        Self::of_numbered(keys, interner.len())
    }

    /// A trace of keys that were numbered in order of first sight, of which there are so many.
    #[must_use]
    pub fn of_numbered(keys: Vec<u32>, distinct: u32) -> Self {
        debug_assert!(keys.iter().all(|&key| key < distinct), "keys are numbered from 0");
        Self { keys, distinct, timing: Timing::Paced(PACE), costs: Vec::new() }
    }

    /// The same requests, so much time apart.
    #[must_use]
    pub fn paced(self, gap: Nanos) -> Self {
        Self { timing: Timing::Paced(gap), ..self }
    }

    /// The same requests at given instants, one each; a request without one keeps the pace.
    #[must_use]
    pub fn at(self, instants: Vec<Instant>) -> Self {
        if instants.len() == self.keys.len() { Self { timing: Timing::Given(instants), ..self } } else { self }
    }

    /// The same requests with what each key costs, in any unit, at least 1.
    #[must_use]
    pub fn with_costs(self, costs: Vec<u32>) -> Self {
        Self { costs, ..self }
    }

    /// The keys in the order of the requests.
    #[must_use]
    pub fn keys(&self) -> &[u32] {
        &self.keys
    }

    /// How many different keys there are.
    #[must_use]
    pub const fn distinct(&self) -> u32 {
        self.distinct
    }

    /// Whether each request came with its instant.
    #[must_use]
    pub const fn has_times(&self) -> bool {
        matches!(self.timing, Timing::Given(_))
    }

    /// When a request happens.
    #[must_use]
    pub fn instant(&self, request: usize) -> Instant {
        match &self.timing {
            Timing::Paced(gap) => Instant::new(gap.get().saturating_mul(math::wide(request))),
            Timing::Given(instants) => instants.get(request).copied().unwrap_or(Instant::NEVER),
        }
    }

    /// What it costs to fetch a key.
    #[must_use]
    pub fn cost(&self, key: u32) -> u32 {
        self.costs.get(math::index(key)).copied().unwrap_or(1)
    }

    /// For each request the number of the next one for the same key, or [`Visit::NEVER_AGAIN`].
    #[must_use]
    pub fn next_uses(&self) -> Vec<u32> {
        let mut upcoming = vec![Visit::NEVER_AGAIN; math::index(self.distinct)];
        let mut next_uses = vec![Visit::NEVER_AGAIN; self.keys.len()];
        for (request, &key) in self.keys.iter().enumerate().rev() {
            next_uses[request] = std::mem::replace(&mut upcoming[math::index(key)], math::id(request));
        }
        next_uses
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_next_use_is_found_for_every_request() {
        let trace = Trace::of_keys([5, 9, 5, 5, 9, 7]);
        assert_eq!(trace.keys(), [0, 1, 0, 0, 1, 2], "numbered by first sight");
        let never = Visit::NEVER_AGAIN;
        assert_eq!(trace.next_uses(), [2, 4, 3, never, never, never]);
    }
}
