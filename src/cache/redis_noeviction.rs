//! Redis's `noeviction`: a full cache keeps what it has and refuses newcomers.
//!
//! Redis answers such a write with an error; here the miss is simply not stored. Only expiry makes room. Source: Redis
//! 7.0, `evict.c`, the default of the server.

use super::{Evict, Settings, Visit};

/// Nobody has to go.
#[derive(Clone, Debug)]
pub struct RedisNoeviction;

impl Evict for RedisNoeviction {
    const ID: &'static str = "redis-noeviction";
    const NAME: &'static str = "Redis noeviction";
    const SUMMARY: &'static str = "What was stored first stays; a full cache refuses newcomers.";
    const SOURCE: &'static str = "Redis 7.0, maxmemory-policy noeviction";

    fn new(_settings: Settings) -> Self {
        Self
    }

    fn grow(&mut self, _keys: usize) {}

    fn hit(&mut self, _key: u32, _visit: Visit) {}

    fn evict(&mut self, _visit: Visit) -> Option<u32> {
        None
    }

    fn store(&mut self, _key: u32, _visit: Visit) {}

    fn remove(&mut self, _key: u32) {}
}
