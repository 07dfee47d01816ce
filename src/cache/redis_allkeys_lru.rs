//! Redis's `allkeys-lru`: the least recently used of a few drawn keys, by a clock that ticks once a second.
//!
//! The clock makes it depend on the rate: the more requests a second, the more keys look equally old. Time is that of the
//! simulation or of the replay. The clock's wrap after 194 days is left out. Source: Redis 7.0, `evict.c`, samples 5.

use super::redis::{Sampled, seconds};
use super::structure::{Member, Part};
use super::{Evict, Parameter, Settings, Visit};
use crate::math;

/// Longest unused of a sample, first to go.
#[derive(Clone, Debug)]
pub struct RedisAllkeysLru {
    sampled: Sampled,
    /// By key: the second in which it was used last.
    used: Vec<u64>,
}

impl Evict for RedisAllkeysLru {
    const ID: &'static str = "redis-allkeys-lru";
    const NAME: &'static str = "Redis allkeys-lru";
    const SUMMARY: &'static str = "Of a few keys drawn by lot, the one not used for the most seconds makes room.";
    const SOURCE: &'static str = "Redis 7.0, maxmemory-policy allkeys-lru, maxmemory-samples 5";
    const PARAMETERS: &'static [Parameter] = &[
        Parameter::of("samples", "Keys drawn for an eviction", "5", "Redis 7.0, maxmemory-samples"),
        Parameter::of("pool", "Best candidates that are kept", "16", "Redis 7.0, EVPOOL_SIZE"),
        Parameter::of("clock", "Seconds of a tick of the clock", "1", "Redis 7.0, LRU_CLOCK_RESOLUTION"),
    ];
    const TIMED: bool = true;

    fn new(settings: Settings) -> Self {
        Self { sampled: Sampled::new(settings), used: Vec::new() }
    }

    fn grow(&mut self, keys: usize) {
        self.sampled.residents.grow(keys);
        self.used.resize(keys, 0);
    }

    fn hit(&mut self, key: u32, visit: Visit) {
        self.used[math::index(key)] = seconds(visit);
    }

    fn evict(&mut self, visit: Visit) -> Option<u32> {
        let (now, used) = (seconds(visit), &self.used);
        self.sampled.evict(|key| now.saturating_sub(used[math::index(key)]))
    }

    fn store(&mut self, key: u32, visit: Visit) {
        self.used[math::index(key)] = seconds(visit);
        self.sampled.residents.push(key);
    }

    fn remove(&mut self, key: u32) {
        self.sampled.residents.remove(key);
    }

    fn parts(&self) -> Vec<Part> {
        self.sampled.parts(Member::of)
    }
}
