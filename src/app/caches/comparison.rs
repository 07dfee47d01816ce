//! Several policies on one trace, and the limit that none can pass.
//!
//! The traces are short enough to be replayed while the page waits: seven replays of 20,000 requests.

use super::sequence::{self, Sequence};
use crate::cache::trace::{Drift, Generator, Scan, Trace, Zipf};
use crate::cache::{Counts, Policy};
use crate::units::Nanos;
use crate::wire::traces::{Lifetime, settings};

/// Most policies side by side.
pub const CHOSEN_MAX: usize = 6;
/// Entries at first.
pub(super) const ENTRIES: u32 = 100;
/// Entries of the largest cache.
pub const ENTRIES_MAX: u32 = 1_000;
/// Below this LIRS as libCacheSim has it may keep more than its capacity (`cache::Lirs`).
pub const LIRS_FAIR: u32 = 200;
/// Requests of a generated trace.
pub const REQUESTS: u32 = 20_000;

/// Time between requests of a generated trace: a hundred a second, so that an entry stays for seconds and a clock that
/// counts whole ones (Redis's) tells the old from the new, as it does where a cache holds more and is asked more.
const PACE: Nanos = Nanos::new(10_000_000);

/// The law of the keys: 200 of them get some 63 % of the requests.
const LAW: Zipf = Zipf { keys: 2_000, exponent: 0.9, seed: 1, requests: REQUESTS };

/// Which trace is compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    /// What was typed above.
    Typed,
    /// Some keys more popular than others.
    Zipf,
    /// The same with scans.
    Scan,
    /// The same with favourites that change.
    Drift,
    /// 101 keys in turn.
    Loop,
    /// One population by day, another by night.
    Daily,
    /// Cards, merchants and issuers' ranges.
    Payments,
}

impl Source {
    /// All of them, in the order of the list.
    pub const ALL: [Self; 7] =
        [Self::Zipf, Self::Scan, Self::Drift, Self::Daily, Self::Payments, Self::Loop, Self::Typed];

    /// Its word in the list.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Typed => "typed",
            Self::Zipf => "zipf",
            Self::Scan => "scan",
            Self::Drift => "drift",
            Self::Loop => "loop",
            Self::Daily => "daily",
            Self::Payments => "payments",
        }
    }

    /// Its trace.
    #[must_use]
    pub fn trace(self, typed: &Sequence) -> Trace {
        let generator = match self {
            Self::Typed => return typed.trace(),
            Self::Zipf => Generator::Zipf(LAW),
            Self::Scan => Generator::Scan(LAW, Scan { period: 2_000, length: 500, extra: 4_000 }),
            Self::Drift => Generator::Drift(LAW, Drift { period: 2_000, step: 50 }),
            Self::Loop => Generator::Loop { keys: 101, requests: REQUESTS },
            Self::Daily => Generator::Daily(LAW, Drift { period: 5_000, step: LAW.keys }),
            Self::Payments => Generator::Payments(LAW),
        };
        generator.trace().paced(PACE)
    }

    /// Time from one request to the next.
    #[must_use]
    pub(super) const fn pace(self) -> Nanos {
        match self {
            Self::Typed => sequence::PACE,
            _ => PACE,
        }
    }
}

/// What came of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Comparison {
    /// Different keys of the trace.
    pub(super) distinct: u32,
    /// Each policy, the fewest misses first.
    pub(super) rows: Vec<(Policy, Counts)>,
    /// Belady's limit.
    pub(super) limit: Counts,
}

/// Replays a trace under each policy and under Belady's, with so many entries that live so long.
#[must_use]
pub(super) fn compare(trace: &Trace, (entries, lifetime): (u32, Option<Lifetime>), policies: &[Policy]) -> Comparison {
    let replay = |policy: Policy| policy.build(settings(policy, entries, lifetime)).replay(trace);
    let mut rows: Vec<_> = policies.iter().map(|&policy| (policy, replay(policy))).collect();
    rows.sort_by_key(|(policy, counts)| (counts.misses, *policy));
    Comparison { distinct: trace.distinct(), rows, limit: replay(Policy::Belady) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cache::replay;

    #[test]
    fn every_source_fits_its_budget() {
        let typed = Sequence::read("1 2 1").expect("a sequence");
        for source in Source::ALL {
            let requests = source.trace(&typed).keys().len();
            assert_eq!(requests, if source == Source::Typed { 3 } else { 20_000 }, "{source:?}");
        }
    }

    #[test]
    fn requests_come_at_the_pace_that_is_shown() {
        let typed = Sequence::read("1 2 1").expect("a sequence");
        for source in Source::ALL {
            let trace = source.trace(&typed);
            assert_eq!(trace.instant(2).get(), 2 * source.pace().get(), "{source:?}");
        }
    }

    /// With all requests in one second Redis's clock would tell no entry from another, and LRU would be a draw by lot.
    #[test]
    fn redis_goes_by_recency_here() {
        let trace = Source::Zipf.trace(&Sequence::default());
        let [lru, redis, random] = [Policy::Lru, Policy::RedisAllkeysLru, Policy::RedisAllkeysRandom]
            .map(|policy| replay(policy, ENTRIES, &trace).misses);
        assert!(lru < redis && 2 * redis < lru + random, "LRU {lru}, Redis {redis}, by lot {random}");
    }

    /// As many entries as keys: only age makes them miss again.
    #[test]
    fn entries_expire_where_a_lifetime_is_set() {
        let trace = Source::Loop.trace(&Sequence::default());
        let misses = |seconds: u32| {
            let found = compare(&trace, (101, Some(Lifetime { seconds, sliding: false })), &[Policy::Ttl]);
            (found.rows[0].1.misses, found.limit.misses)
        };
        assert_eq!(misses(1), (20_000, 101), "a round takes 1.01 s");
        assert_eq!(misses(2), (10_001, 101), "every other round");
        assert_eq!(misses(1_000), (101, 101), "the first one");
    }

    #[test]
    fn the_limit_is_the_limit() {
        let trace = Source::Loop.trace(&Sequence::default());
        let found = compare(&trace, (100, None), &[Policy::Lru, Policy::TwoQ, Policy::Random]);
        let misses = |policy| found.rows.iter().find(|row| row.0 == policy).map(|row| row.1.misses);
        assert_eq!(misses(Policy::Lru), Some(20_000), "one key more than fits: LRU never hits");
        assert!(found.rows.is_sorted_by_key(|row| row.1.misses), "the best first");
        assert!(found.rows.iter().all(|row| row.1.misses >= found.limit.misses), "none is better than the limit");
    }
}
