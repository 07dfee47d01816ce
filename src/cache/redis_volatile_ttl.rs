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
