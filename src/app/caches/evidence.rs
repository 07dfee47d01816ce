//! What the tests show of each policy: how many cases, and whether counts must be equal or lie in a band.
//!
//! The numbers are those of `tests/known_answers_cache`; a test here counts them again, so that the page claims nothing
//! that the tests do not hold. Tests against real traces and running programs need what may not be there, so they count
//! for nothing here and are named in words alone.

use crate::cache::Policy;

#[cfg(test)]
#[path = "../../../tests/known_answers_cache/python.rs"]
mod python;
#[cfg(test)]
#[path = "../../../tests/known_answers_cache/redis.rs"]
mod redis;
#[cfg(test)]
#[path = "../../../tests/known_answers_cache/sequences.rs"]
#[expect(dead_code, reason = "only rows are counted here")]
mod sequences;
#[cfg(test)]
#[path = "../../../tests/known_answers_cache/tables.rs"]
#[expect(dead_code, reason = "only rows are counted here")]
mod tables;

/// Against what a policy's counts were held.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// libCacheSim 0.3.5.
    LibCacheSim,
    /// A model that was written independently.
    Model,
    /// libCacheSim 0.3.5, within a band, and an exact form under independent requests.
    RandomBand,
    /// Caffeine 2.6.2, within a band.
    CaffeineBand,
    /// CPython's counters.
    Python,
    /// FIFO, hit by hit, under a lifetime and without one.
    Fifo,
    /// Recorded runs of a Redis server, within a band.
    Redis,
    /// Nothing but what holds for every policy.
    Properties,
}

/// What the tests show of a policy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Evidence {
    /// Against what.
    pub kind: Kind,
    /// Short sequences at some capacity, hit by hit.
    pub sequences: u32,
    /// Short sequences at some capacity of which the count is known.
    pub counts: u32,
    /// Long generated traces at some capacity; of Redis recorded runs.
    pub traces: u32,
    /// A sliding window at some capacity.
    pub windows: u32,
    /// Whether an exact hit ratio under independent requests is met.
    pub closed_form: bool,
}

/// Against one kind of reference: hit by hit, by count, on traces.
const fn cases(kind: Kind, sequences: u32, counts: u32, traces: u32) -> Evidence {
    Evidence { kind, sequences, counts, traces, windows: 0, closed_form: false }
}

impl Evidence {
    /// The evidence of a policy.
    #[must_use]
    pub const fn of(policy: Policy) -> Self {
        use Kind::{CaffeineBand, Fifo, LibCacheSim, Model, Properties, Python, RandomBand, Redis};
        match policy {
            Policy::Fifo | Policy::Lru => cases(LibCacheSim, 19, 0, 20).windowed().closed(),
            Policy::Sieve | Policy::Arc | Policy::Belady => cases(LibCacheSim, 19, 0, 20).windowed(),
            Policy::Lfu | Policy::Clock | Policy::Lru2 => cases(LibCacheSim, 17, 0, 20).windowed(),
            Policy::TwoQ => cases(LibCacheSim, 13, 0, 20).windowed(),
            Policy::S3Fifo => cases(LibCacheSim, 2, 0, 20).windowed(),
            Policy::Lirs => cases(LibCacheSim, 17, 0, 20),
            Policy::Slru => cases(LibCacheSim, 11, 0, 20),
            Policy::ClockRef1 => cases(LibCacheSim, 17, 0, 0),
            Policy::Clock2Bit => cases(LibCacheSim, 0, 0, 20),
            Policy::LfuInsertionTies => cases(Model, 0, 19, 20),
            Policy::S3FifoV0 | Policy::S3FifoCaffeine | Policy::S3FifoFoyer | Policy::LirsAuthors => {
                cases(Model, 0, 0, 20)
            }
            Policy::Random => cases(RandomBand, 0, 0, 20).closed(),
            Policy::WTinyLfu => cases(CaffeineBand, 0, 0, 20),
            Policy::PythonLruCache => cases(Python, 0, 4, 15),
            Policy::Ttl => cases(Fifo, 0, 0, 0),
            Policy::RedisAllkeysLru => cases(Redis, 0, 0, 7),
            Policy::RedisAllkeysLfu | Policy::RedisAllkeysRandom => cases(Redis, 0, 0, 4),
            Policy::Gdsf | Policy::RedisVolatileTtl | Policy::RedisNoeviction => cases(Properties, 0, 0, 0),
        }
    }

    /// The same with a sliding window of 100 keys at three capacities.
    const fn windowed(self) -> Self {
        Self { windows: 3, ..self }
    }

    /// The same with an exact hit ratio under independent requests.
    const fn closed(self) -> Self {
        Self { closed_form: true, ..self }
    }
}

#[cfg(test)]
mod tests {
    use super::sequences::SEQUENCES;
    use super::tables::{A1, A2, A3, A4, A5};
    use super::*;

    #[test]
    fn the_page_claims_what_the_tests_hold() {
        for &policy in Policy::ALL {
            let is = |id: &str| id == policy.id();
            let sequences = SEQUENCES.iter().flat_map(|sequence| sequence.rows).filter(|row| is(row.0)).count();
            let counts = SEQUENCES.iter().flat_map(|sequence| sequence.counts).filter(|row| is(row.0)).count();
            let tables = || [&A1, &A2, &A3, &A4, &A5].into_iter();
            let exact = tables().flat_map(|table| table.exact).filter(|row| is(row.0)).count();
            let bands = tables().flat_map(|table| table.bands).filter(|row| is(row.0)).count();
            let evidence = Evidence::of(policy);
            let banded = matches!(evidence.kind, Kind::RandomBand | Kind::CaffeineBand);
            let (sequences, counts, traces) = match evidence.kind {
                Kind::Python => (0, python::CALLS.len(), python::TRACES.iter().map(|(_, counts)| counts.len()).sum()),
                Kind::Redis => (0, 0, redis::RUNS.iter().filter(|row| is(row.0)).map(|row| row.1.len()).sum()),
                _ => (sequences, counts, 4 * if banded { bands } else { exact }),
            };
            let claimed = [evidence.sequences, evidence.counts, evidence.traces];
            let held = [sequences, counts, traces].map(|count| u32::try_from(count).expect("few"));
            assert_eq!(claimed, held, "{}", policy.id());
        }
    }
}
