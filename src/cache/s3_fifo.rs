//! S3-FIFO as libCacheSim has it today: three FIFO queues, and a cache that fills up before it judges.
//!
//! Until the first eviction, a newcomer that finds the small queue full goes into the main one. Source: libCacheSim
//! 0.3.5, whose counts it equals. The published rule without this exception is `s3-fifo-v0`; `s3-fifo-caffeine` and
//! `s3-fifo-foyer` are what these products have under the same name.

use super::registry::forward;
use super::three_queues::{Habit, Rules, ThreeQueues};
use super::{Evict, Parameter, Settings, Visit};

/// Two uses lift; nine tenths of the capacity are remembered.
const RULES: Rules = Rules { uses_to_move: 2, ghost_tenths: 9, habit: Habit::Fills };

/// Three FIFO queues; the main one fills first.
#[derive(Clone, Debug)]
pub struct S3Fifo(ThreeQueues);

impl Evict for S3Fifo {
    const ID: &'static str = "s3-fifo";
    const NAME: &'static str = "S3-FIFO";
    const SUMMARY: &'static str = "A small queue on trial, a main queue, and a memory of failures: a key that comes back goes into the main queue.";
    const SOURCE: &'static str = "Yang et al., SOSP 2023; libCacheSim 0.3.5, S3FIFO 0.1/0.9, threshold 2";
    const PARAMETERS: &'static [Parameter] = &[
        Parameter::of("small", "Share of the capacity for entries on trial", "0.1", "libCacheSim 0.3.5, S3FIFO"),
        Parameter::of("ghosts", "Keys remembered, as a share of the capacity", "0.9", "libCacheSim 0.3.5, S3FIFO"),
        Parameter::of("threshold", "Uses that lift an entry into the main queue", "2", "libCacheSim 0.3.5, S3FIFO"),
        Parameter::of("uses-max", "Uses beyond this count no more", "3", "libCacheSim 0.3.5, S3FIFO"),
    ];

    fn new(settings: Settings) -> Self {
        Self(ThreeQueues::new(settings, RULES))
    }

    fn miss(&mut self, key: u32, _visit: Visit) {
        self.0.miss(key);
    }

    forward!();
}
