//! What a run has to say of a ledger channel: how full its blocks are, and how long a payment takes into one and to the end.

use crate::math;
use crate::payment::BlockCounts;
use serde::{Deserialize, Serialize};

/// A ledger channel since the end of the warm-up; messages that follow a payment take places too and are counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct LedgerReport {
    /// Blocks that came.
    pub blocks: u64,
    /// Places in them that were used.
    pub used: u64,
    /// Share of their places that were used, 0 to 1; absent before the first block.
    pub used_share: Option<f64>,
    /// Payments and messages per second that it can take at most.
    pub bound_per_s: f64,
    /// How many are in the pool now.
    pub pool: u32,
    /// How many are in a block now, but not final.
    pub unconfirmed: u64,
    /// Time from the pool into a block that half do not exceed, 95 % and 99 %, in milliseconds; absent before the first.
    pub inclusion_ms: Option<[f64; 3]>,
    /// Time from the pool until the payment is final, likewise.
    pub finality_ms: Option<[f64; 3]>,
}

impl LedgerReport {
    pub(super) fn new(counts: BlockCounts, bound_per_s: f64) -> Self {
        let BlockCounts { blocks, places, used, pool, unconfirmed, inclusion_ms, finality_ms } = counts;
        let used_share = (places > 0).then(|| math::float(used) / math::float(places));
        Self { blocks, used, used_share, bound_per_s, pool, unconfirmed, inclusion_ms, finality_ms }
    }
}
