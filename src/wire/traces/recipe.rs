//! What a generated trace is made of, as a person sets it.

use crate::cache::trace::{Drift, Generator, REQUESTS_MAX, Scan, Trace, Zipf};
use crate::math;
use crate::units::Nanos;
use serde::{Deserialize, Serialize};

/// Most keys of a generated trace.
pub const KEYS_MAX: u32 = 1_000_000;
/// Most requests of a trace, made or read.
pub const TRACE_MAX: u32 = math::low(math::wide(REQUESTS_MAX));
/// Most requests a second of a generated trace.
pub const PACE_MAX: u32 = 1_000_000;
const NANOS_PER_SECOND: u64 = 1_000_000_000;
/// The largest exponent of Zipf's law.
pub const EXPONENT_MAX: f64 = 2.0;

/// How a generator draws.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Pattern {
    /// Independent requests under Zipf's law.
    #[default]
    Zipf,
    /// The same, a fifth of them replaced by scans.
    Scan,
    /// The same, with favourites that change a hundred times.
    Drift,
    /// One population by day, another by night, five times each.
    Daily,
    /// Cards, their merchants and their issuers' ranges.
    Payments,
    /// All keys in turn.
    Loop,
}

/// A trace to be made.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Recipe {
    /// How it draws.
    pub pattern: Pattern,
    /// Keys to ask for, 1 to [`KEYS_MAX`].
    pub keys: u32,
    /// Exponent of Zipf's law, 0 to [`EXPONENT_MAX`].
    pub exponent: f64,
    /// Requests, 1 to [`TRACE_MAX`].
    pub requests: u32,
    /// Of the draws.
    pub seed: u32,
    /// Requests a second, 1 to [`PACE_MAX`]: what lifetimes and Redis's clock go by.
    pub per_second: u32,
}

impl Default for Recipe {
    fn default() -> Self {
        Self { pattern: Pattern::Zipf, keys: 100_000, exponent: 1.0, requests: 1_000_000, seed: 1, per_second: 20_000 }
    }
}

/// The traces of the known answers, by name: every policy's misses on them are in the project's tests.
pub const NAMED: [(&str, Recipe); 5] = [
    ("A1", named(Pattern::Zipf, 1.0, 1)),
    ("A2", named(Pattern::Zipf, 0.8, 11)),
    ("A3", named(Pattern::Scan, 0.9, 2)),
    ("A4", named(Pattern::Drift, 0.9, 3)),
    ("A5", Recipe { keys: 5_000, requests: 200_000, ..named(Pattern::Loop, 1.0, 1) }),
];

const fn named(pattern: Pattern, exponent: f64, seed: u32) -> Recipe {
    Recipe { pattern, keys: 100_000, exponent, requests: 1_000_000, seed, per_second: 20_000 }
}

/// Scans of a trace, and the share of a scan's period in tenths.
const SCANS: u32 = 100;
const SCAN_TENTHS: u32 = 2;
/// Moves of the favourites, and the share of the keys that each skips.
const MOVES: u32 = 100;
const MOVE_SHARE: u32 = 200;
/// Days of a trace.
const DAYS: u32 = 5;

impl Pattern {
    /// All of them, in the order of the list.
    pub const ALL: [Self; 6] = [Self::Zipf, Self::Scan, Self::Drift, Self::Daily, Self::Payments, Self::Loop];

    /// Its word in the list.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Zipf => "zipf",
            Self::Scan => "scan",
            Self::Drift => "drift",
            Self::Daily => "daily",
            Self::Payments => "payments",
            Self::Loop => "loop",
        }
    }
}

impl Recipe {
    /// The same within what is allowed.
    #[must_use]
    pub const fn within_limits(self) -> Self {
        let exponent = if self.exponent.is_nan() { 0.0 } else { self.exponent.clamp(0.0, EXPONENT_MAX) };
        let (keys, requests) = (clamp(self.keys, KEYS_MAX), clamp(self.requests, TRACE_MAX));
        Self { keys, requests, exponent, per_second: clamp(self.per_second, PACE_MAX), ..self }
    }

    /// The trace, its requests at their pace.
    #[must_use]
    pub fn trace(&self) -> Trace {
        let gap = NANOS_PER_SECOND / u64::from(self.within_limits().per_second);
        self.generator().trace().paced(Nanos::new(gap))
    }

    /// What makes its keys.
    #[must_use]
    pub fn generator(&self) -> Generator {
        let Self { pattern, keys, exponent, requests, seed, .. } = self.within_limits();
        let law = Zipf { keys, exponent, seed: u64::from(seed), requests };
        let part = |parts: u32| (requests / parts).max(1);
        match pattern {
            Pattern::Zipf => Generator::Zipf(law),
            Pattern::Scan => {
                let period = part(SCANS);
                Generator::Scan(law, Scan { period, length: period / 10 * SCAN_TENTHS, extra: keys.div_ceil(2) })
            }
            Pattern::Drift => Generator::Drift(law, Drift { period: part(MOVES), step: keys.div_ceil(MOVE_SHARE) }),
            Pattern::Daily => Generator::Daily(law, Drift { period: part(DAYS), step: keys }),
            Pattern::Payments => Generator::Payments(law),
            Pattern::Loop => Generator::Loop { keys, requests },
        }
    }
}

const fn clamp(number: u32, most: u32) -> u32 {
    if number == 0 {
        1
    } else if number > most {
        most
    } else {
        number
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_pattern_makes_its_requests() {
        for pattern in Pattern::ALL {
            let recipe = Recipe { pattern, keys: 50, requests: 1_000, ..Recipe::default() };
            let trace = recipe.trace();
            assert_eq!(trace.instant(20_000).get(), 1_000_000_000, "at its pace");
            assert_eq!(trace.keys().len(), 1_000, "{pattern:?}");
            assert!((2..=150).contains(&trace.distinct()), "{pattern:?}: {}", trace.distinct());
        }
    }

    /// As `tests/known_answers_cache.rs` has them.
    #[test]
    fn named_traces_are_those_of_the_known_answers() {
        let law = |exponent: f64, seed: u64| Zipf { keys: 100_000, exponent, seed, requests: 1_000_000 };
        let known = [
            Generator::Zipf(law(1.0, 1)),
            Generator::Zipf(law(0.8, 11)),
            Generator::Scan(law(0.9, 2), Scan { period: 10_000, length: 2_000, extra: 50_000 }),
            Generator::Drift(law(0.9, 3), Drift { period: 10_000, step: 500 }),
            Generator::Loop { keys: 5_000, requests: 200_000 },
        ];
        assert_eq!(NAMED.map(|(_, recipe)| recipe.generator()), known);
        assert!(NAMED.iter().all(|(_, recipe)| recipe.within_limits() == *recipe), "all can be set");
    }

    #[test]
    fn nothing_is_too_much() {
        let recipe = Recipe { keys: 0, exponent: f64::NAN, requests: u32::MAX, per_second: 0, ..Recipe::default() };
        let recipe = recipe.within_limits();
        assert_eq!((recipe.keys, recipe.requests, recipe.per_second), (1, TRACE_MAX, 1), "within the limits");
        assert!(recipe.exponent.abs() < 1e-12, "a number");
    }
}
