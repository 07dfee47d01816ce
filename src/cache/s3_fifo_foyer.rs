//! S3-FIFO as the Rust cache foyer has it: one use is enough, and as many keys are remembered as there are entries.
//!
//! Who moves into the main queue keeps its uses, who comes back from the memory is still remembered, and the small queue
//! gives way only beyond its share. Source: foyer-memory 0.22, one shard, `S3FifoConfig` by default: small 0.1, ghost 1.0,
//! threshold 1.

use super::registry::forward;
use super::three_queues::{Habit, Rules, ThreeQueues};
use super::{Evict, Parameter, Settings, Visit};

/// One use lifts; as many keys are remembered as there are entries.
const RULES: Rules = Rules { uses_to_move: 1, ghost_tenths: 10, habit: Habit::Keeps };

/// Three FIFO queues; one use lifts.
#[derive(Clone, Debug)]
pub struct S3FifoFoyer(ThreeQueues);

impl Evict for S3FifoFoyer {
    const ID: &'static str = "s3-fifo-foyer";
    const NAME: &'static str = "S3-FIFO of foyer";
    const SUMMARY: &'static str =
        "S3-FIFO in which a single use lifts an entry into the main queue, and as many failures are remembered as entries fit.";
    const SOURCE: &'static str = "foyer-memory 0.22, S3Fifo by default: small 0.1, ghost 1.0, threshold 1";
    const PARAMETERS: &'static [Parameter] = &[
        Parameter::of("small", "Share of the capacity for entries on trial", "0.1", "foyer-memory 0.22, S3FifoConfig"),
        Parameter::of("ghosts", "Keys remembered, as a share of the capacity", "1", "foyer-memory 0.22, S3FifoConfig"),
        Parameter::of("threshold", "Uses that lift an entry into the main queue", "1", "foyer-memory 0.22, S3FifoConfig"),
        Parameter::of("uses-max", "Uses beyond this count no more", "3", "foyer-memory 0.22, S3FifoConfig"),
    ];

    fn new(settings: Settings) -> Self {
        Self(ThreeQueues::new(settings, RULES))
    }

    fn miss(&mut self, key: u32, _visit: Visit) {
        self.0.miss(key);
    }

    forward!();
}
