//! S3-FIFO as Caffeine's simulator has it: who moves into a full main queue drives out its oldest at once.
//!
//! So one newcomer can cost several entries, and for a while less is resident than may be. Its threshold is 1 and must be
//! exceeded, which is two uses; the memory is asked only after room was made. Source: Caffeine's simulator,
//! `S3FifoPolicy` with percent-small 0.10, percent-ghost 0.90, move-to-main-threshold 1 and maximum-frequency 3.

use super::registry::forward;
use super::three_queues::{Habit, Rules, ThreeQueues};
use super::{Evict, Parameter, Settings, Visit};

/// More than one use lifts; nine tenths of the capacity are remembered.
const RULES: Rules = Rules { uses_to_move: 2, ghost_tenths: 9, habit: Habit::Trims };

/// Three FIFO queues; the main one is cut back at once.
#[derive(Clone, Debug)]
pub struct S3FifoCaffeine(ThreeQueues);

impl Evict for S3FifoCaffeine {
    const ID: &'static str = "s3-fifo-caffeine";
    const NAME: &'static str = "S3-FIFO of Caffeine's simulator";
    const SUMMARY: &'static str =
        "S3-FIFO whose main queue gives up its oldest whenever an entry moves into it beyond its share.";
    const SOURCE: &'static str = "Caffeine's simulator, two-queue.S3Fifo: small 0.1, ghost 0.9, threshold above 1";
    const PARAMETERS: &'static [Parameter] = &[
        Parameter::of("small", "Share of the capacity for entries on trial", "0.1", "Caffeine's simulator, percent-small"),
        Parameter::of("ghosts", "Keys remembered, as a share of the capacity", "0.9", "Caffeine's simulator, percent-ghost"),
        Parameter::of("threshold", "Uses that lift an entry into the main queue", "2", "Caffeine's simulator, move-to-main-threshold 1, to be exceeded"),
        Parameter::of("uses-max", "Uses beyond this count no more", "3", "Caffeine's simulator, maximum-frequency"),
    ];

    fn new(settings: Settings) -> Self {
        Self(ThreeQueues::new(settings, RULES))
    }

    fn miss(&mut self, key: u32, _visit: Visit) {
        self.0.miss(key);
    }

    fn dropped(&mut self) -> Option<u32> {
        self.0.dropped()
    }

    forward!();
}
