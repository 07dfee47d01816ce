//! Answers that follow: accepted at once, worked off from a backlog, told until they are acknowledged.

use super::problem::Limit;
use super::reader::Reader;
use super::recovery::Backoff;
use super::stages::{QUEUE, WORKERS};
use crate::payment::{FollowUpPlan, UNLIMITED};
use serde::Serialize;

/// Range of the times that a result is told.
pub const DELIVERIES: Limit = Limit::new(1.0, 100.0, "deliveries");

/// How answers follow.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct FollowUp {
    /// The gateway answers "accepted" at once and tells the result later.
    pub enabled: bool,
    /// Accepted payments that are worked on at a time.
    pub workers: u32,
    /// Accepted payments that may wait for that; `null` for any number.
    pub queue_limit: Option<u32>,
    /// The pause before a result is told again that was not acknowledged.
    pub redeliver: Backoff,
    /// Most times that a result is told.
    pub deliveries: u32,
    /// Merchants keep the ids of results that they have had.
    pub deduplicate: bool,
}

impl Default for FollowUp {
    /// Off. Thirty-two at a time and a second, doubled up to a minute, are assumptions; Stripe tells a result again with an
    /// exponential pause for three days, which is longer than any run here.
    fn default() -> Self {
        Self {
            enabled: false,
            workers: 32,
            queue_limit: None,
            redeliver: Backoff::Exponential { base_ms: 1_000.0, cap_ms: 60_000.0 },
            deliveries: 10,
            deduplicate: true,
        }
    }
}

impl FollowUp {
    pub(super) fn read(reader: &mut Reader<'_>) -> Self {
        reader.section("follow_up", Self::default(), |reader, default| Self {
            enabled: reader.switch("enabled", default.enabled),
            workers: reader.whole("workers", WORKERS, default.workers),
            queue_limit: reader.whole_or_none("queue_limit", QUEUE, default.queue_limit),
            redeliver: Backoff::read(reader, "redeliver", default.redeliver),
            deliveries: reader.whole("deliveries", DELIVERIES, default.deliveries),
            deduplicate: reader.switch("deduplicate", default.deduplicate),
        })
    }

    pub(super) fn plan(&self) -> Option<FollowUpPlan> {
        self.enabled.then(|| FollowUpPlan {
            workers: self.workers,
            queue_limit: self.queue_limit.unwrap_or(UNLIMITED),
            redeliver: self.redeliver.plan(1, None).backoff,
            deliveries: self.deliveries,
            deduplicate: self.deduplicate,
        })
    }
}
