//! Redis's `allkeys-random`: any key may go.
//!
//! The same as [`super::Random`], under the name by which people look for it. Source: Redis 7.0, `evict.c`, which draws
//! a random key of its table.

use super::registry::forward;
use super::{Evict, Random, Settings, Visit};

/// Any key may go.
#[derive(Clone, Debug)]
pub struct RedisAllkeysRandom(Random);

impl Evict for RedisAllkeysRandom {
    const ID: &'static str = "redis-allkeys-random";
    const NAME: &'static str = "Redis allkeys-random";
    const SUMMARY: &'static str = "A key drawn by lot makes room.";
    const SOURCE: &'static str = "Redis 7.0, maxmemory-policy allkeys-random";

    forward!(Random);
}
