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
    /// By request: the bytes that were asked for; empty where they are not known.
    sizes: Vec<u32>,
}

/// What a share of hits or misses is a share of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Measure {
    /// Each request counts one.
    #[default]
    Requests,
    /// Each request counts the bytes that it asks for.
    Bytes,
    /// Each request counts what it costs to fetch its key.
    Cost,
}

impl Measure {
    /// All of them, in the order in which they are offered.
    pub const ALL: [Self; 3] = [Self::Requests, Self::Bytes, Self::Cost];

    /// Its id.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Requests => "requests",
            Self::Bytes => "bytes",
            Self::Cost => "cost",
        }
    }

    /// The measure with an id.
    #[must_use]
    pub fn from_id(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|measure| measure.id() == id)
    }
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
        Self { keys, distinct, timing: Timing::Paced(PACE), costs: Vec::new(), sizes: Vec::new() }
    }

    /// The same requests, so much time apart.
    #[must_use]
    pub fn paced(self, gap: Nanos) -> Self {
        Self { timing: Timing::Paced(gap), ..self }
    }

    /// The same requests at given instants, one each and in order; a trace of which one has none keeps the pace.
    #[must_use]
    pub fn at(self, instants: Vec<Instant>) -> Self {
        if instants.len() == self.keys.len() { Self { timing: Timing::Given(instants), ..self } } else { self }
    }

    /// The same requests with what each key costs, in any unit, at least 1.
    #[must_use]
    pub fn with_costs(self, costs: Vec<u32>) -> Self {
        Self { costs, ..self }
    }

    /// The same requests with the bytes that each asks for, one number each.
    #[must_use]
    pub fn with_sizes(self, sizes: Vec<u32>) -> Self {
        if sizes.len() == self.keys.len() { Self { sizes, ..self } } else { self }
    }

    /// Whether the trace can be measured so.
    #[must_use]
    pub const fn has(&self, measure: Measure) -> bool {
        match measure {
            Measure::Requests => true,
            Measure::Bytes => !self.sizes.is_empty(),
            Measure::Cost => !self.costs.is_empty(),
        }
    }

    /// What a request counts; 1 where the trace does not say.
    #[inline]
    #[must_use]
    pub fn weight(&self, measure: Measure, request: usize) -> u64 {
        match measure {
            Measure::Requests => 1,
            Measure::Bytes => self.sizes.get(request).map_or(1, |&size| u64::from(size)),
            Measure::Cost => self.keys.get(request).map_or(1, |&key| u64::from(self.cost(key))),
        }
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
