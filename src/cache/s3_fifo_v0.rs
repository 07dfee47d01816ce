//! S3-FIFO as published: every newcomer starts in the small queue, also while the cache fills.
//!
//! Source: Yang et al., SOSP 2023; libCacheSim calls it v0. It differs from `s3-fifo` where a scan meets a large cache.

use super::registry::forward;
use super::three_queues::{Habit, Rules, ThreeQueues};
use super::{Evict, Parameter, Settings, Visit};

/// Two uses lift; nine tenths of the capacity are remembered.
const RULES: Rules = Rules { uses_to_move: 2, ghost_tenths: 9, habit: Habit::Plain };

/// Three FIFO queues; newcomers start in the small one.
#[derive(Clone, Debug)]
pub struct S3FifoV0(ThreeQueues);

impl Evict for S3FifoV0 {
    const ID: &'static str = "s3-fifo-v0";
    const NAME: &'static str = "S3-FIFO, as published";
    const SUMMARY: &'static str = "S3-FIFO whose newcomers all start in the small queue, even while the cache fills.";
    const SOURCE: &'static str = "Yang et al., SOSP 2023; libCacheSim 0.3.5, S3FIFOv0";
    const PARAMETERS: &'static [Parameter] = &[
        Parameter::of("small", "Share of the capacity for entries on trial", "0.1", "libCacheSim 0.3.5, S3FIFOv0"),
        Parameter::of("ghosts", "Keys remembered, as a share of the capacity", "0.9", "libCacheSim 0.3.5, S3FIFOv0"),
        Parameter::of("threshold", "Uses that lift an entry into the main queue", "2", "libCacheSim 0.3.5, S3FIFOv0"),
        Parameter::of("uses-max", "Uses beyond this count no more", "3", "libCacheSim 0.3.5, S3FIFOv0"),
    ];

    fn new(settings: Settings) -> Self {
        Self(ThreeQueues::new(settings, RULES))
    }

    fn miss(&mut self, key: u32, _visit: Visit) {
        self.0.miss(key);
    }

    forward!();
}
