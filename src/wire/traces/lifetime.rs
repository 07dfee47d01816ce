//! How long the entries of the cache lab's caches live, as a person sets it.

use crate::cache::{Expiry, Policy, Settings};
use crate::units::Nanos;
use serde::{Deserialize, Serialize};

/// Seconds of the longest lifetime, some eleven days.
pub const LIFETIME_MAX: u32 = 1_000_000;
const NANOS_PER_SECOND: u64 = 1_000_000_000;

/// How long an entry lives.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Lifetime {
    /// Seconds, 1 to [`LIFETIME_MAX`].
    pub seconds: u32,
    /// Whether each hit begins a new life; otherwise only to be stored anew does.
    pub sliding: bool,
}

impl Lifetime {
    /// The same within what is allowed.
    #[must_use]
    pub const fn within_limits(self) -> Self {
        let seconds = match self.seconds {
            0 => 1,
            seconds if seconds > LIFETIME_MAX => LIFETIME_MAX,
            seconds => seconds,
        };
        Self { seconds, ..self }
    }
}

/// A cache of so many entries that live so long, under a policy that may keep them for ever ([`Settings::under`]).
#[must_use]
pub fn settings(policy: Policy, entries: u32, lifetime: Option<Lifetime>) -> Settings {
    let settings = Settings::of(entries);
    match lifetime.map(Lifetime::within_limits) {
        None => settings,
        Some(Lifetime { seconds, sliding }) => {
            let expiry = if sliding { Expiry::AfterAccess } else { Expiry::AfterWrite };
            let ttl = Nanos::new(u64::from(seconds) * NANOS_PER_SECOND);
            Settings { expiry, ..settings.with_ttl(Some(ttl)) }.under(policy)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cache::trace::{Generator, Trace, Zipf};

    fn misses(trace: &Trace, policy: Policy, lifetime: Option<Lifetime>) -> u64 {
        policy.build(settings(policy, 50, lifetime)).replay(trace).misses
    }

    #[test]
    fn a_shorter_life_misses_more_and_the_limit_stays() {
        let law = Zipf { keys: 200, exponent: 0.8, seed: 3, requests: 4_000 };
        let trace = Generator::Zipf(law).trace().paced(Nanos::new(NANOS_PER_SECOND / 10));
        let live = |seconds: u32, sliding: bool| Some(Lifetime { seconds, sliding });
        for policy in [Policy::Lru, Policy::Ttl, Policy::RedisVolatileTtl] {
            let [short, long] = [2, 20].map(|seconds| misses(&trace, policy, live(seconds, false)));
            assert!(short > long, "{policy:?}: {short}, {long}");
            assert!(misses(&trace, policy, live(2, true)) < short, "{policy:?}: hits prolong a life");
        }
        let none = misses(&trace, Policy::RedisVolatileTtl, None);
        assert_eq!(none, misses(&trace, Policy::RedisNoeviction, None), "without a lifetime nobody may go");
        let limit = misses(&trace, Policy::Belady, None);
        assert_eq!(limit, misses(&trace, Policy::Belady, live(2, false)), "the limit knows none");
    }

    #[test]
    fn nothing_is_too_long() {
        let limited = |seconds: u32| Lifetime { seconds, sliding: true }.within_limits().seconds;
        assert_eq!([0, 1, u32::MAX].map(limited), [1, 1, LIFETIME_MAX]);
    }
}
