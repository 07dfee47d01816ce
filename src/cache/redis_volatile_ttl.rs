//! Redis's `volatile-ttl`: of a few drawn keys that have an expiry, the one that expires soonest.
//!
//! Without a lifetime in the settings no key has an expiry, nothing may be evicted, and a full cache refuses newcomers
//! as `noeviction` does. Source: Redis 7.0, `evict.c`, samples 5.

use super::redis::Sampled;
use super::structure::{Member, Part};
use super::{Evict, Expiry, Parameter, Settings, Visit};
use crate::math;
use crate::units::Instant;

/// Soonest to expire of a sample, first to go.
#[derive(Clone, Debug)]
pub struct RedisVolatileTtl {
    sampled: Sampled,
    /// By key.
    expires: Vec<Instant>,
    settings: Settings,
}

impl Evict for RedisVolatileTtl {
    const ID: &'static str = "redis-volatile-ttl";
    const NAME: &'static str = "Redis volatile-ttl";
    const SUMMARY: &'static str = "Of a few keys drawn by lot, the one that expires soonest makes room; none without a TTL.";
    const SOURCE: &'static str = "Redis 7.0, maxmemory-policy volatile-ttl, maxmemory-samples 5";
    const PARAMETERS: &'static [Parameter] = &[
        Parameter::of("samples", "Keys drawn for an eviction", "5", "Redis 7.0, maxmemory-samples"),
        Parameter::of("pool", "Best candidates that are kept", "16", "Redis 7.0, EVPOOL_SIZE"),
    ];
    const TIMED: bool = true;

    fn new(settings: Settings) -> Self {
        Self { sampled: Sampled::new(settings), expires: Vec::new(), settings }
    }

    fn grow(&mut self, keys: usize) {
        self.sampled.residents.grow(keys);
        self.expires.resize(keys, Instant::NEVER);
    }

    fn hit(&mut self, key: u32, visit: Visit) {
        if let (Expiry::AfterAccess, Some(ttl)) = (self.settings.expiry, self.settings.ttl) {
            self.expires[math::index(key)] = visit.now + ttl;
        }
    }

    fn renew(&mut self, key: u32, visit: Visit) {
        self.expires[math::index(key)] = visit.expires;
    }

    fn evict(&mut self, _visit: Visit) -> Option<u32> {
        self.settings.ttl?;
        let expires = &self.expires;
        self.sampled.evict(|key| u64::MAX - expires[math::index(key)].get())
    }

    fn store(&mut self, key: u32, visit: Visit) {
        self.expires[math::index(key)] = visit.expires;
        self.sampled.residents.push(key);
    }

    fn remove(&mut self, key: u32) {
        self.sampled.residents.remove(key);
    }

    fn parts(&self) -> Vec<Part> {
        self.sampled.parts(Member::of)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cache::Store;
    use crate::units::Nanos;

    fn at(seconds: u64) -> Instant {
        Instant::new(seconds * 1_000_000_000)
    }

    /// Keys 0 to 2 with an end each in a cache of three, hundreds of times: a sample of five misses one of three keys in
    /// 13 of a hundred draws, so that the soonest to expire goes in most.
    #[test]
    fn the_soonest_to_expire_goes() {
        for ends in [[10, 20, 30], [30, 10, 20], [20, 30, 10]] {
            let victim = |seed: u64| {
                let lifetime = Some(Nanos::from_seconds(100.0));
                let mut store =
                    Store::<RedisVolatileTtl>::new(Settings { seed, ..Settings::of(3) }.with_ttl(lifetime));
                (0..).zip(ends).for_each(|(key, end)| assert_eq!(store.insert_until(key, at(0), at(end)), None));
                store.insert_until(3, at(1), at(90))
            };
            let victims: Vec<_> = (0..400).map(victim).collect();
            let share = |key: u32| math::count(victims.iter().filter(|&&victim| victim == Some(key)).count()) / 400.0;
            let shares: Vec<f64> = [0, 1, 2].map(share).into();
            let of = |end: u64| ends.iter().position(|&other| other == end).map_or(0.0, |place| shares[place]);
            // (2 / 3)^5 = 0.13 and (1 / 3)^5 = 0.004, each give or take three standard deviations.
            assert!((of(10) - 0.868).abs() < 0.051, "{ends:?}: {shares:?}");
            assert!((of(20) - 0.128).abs() < 0.051 && of(30) < 0.02, "{ends:?}: {shares:?}");
        }
    }
}
