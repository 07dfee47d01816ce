//! What a run has to say of answers that follow: the backlog, how results reached their merchants, and two times.
//!
//! The time to acceptance and the time to the result are never one figure: HTTP 202 promises nothing about the result (RFC
//! 9110, section 15.3.3). The report's response time, its availability and what is good within the objective speak of the
//! result alone.

use super::figures::quantile;
use super::recovery::Sum;
use super::report::Estimate;
use super::sample::Pool;
use super::security::Proportion;
use crate::payment::{Backlog, Depth};
use crate::stats::Grouped;
use crate::units::Instant;
use serde::{Deserialize, Serialize};

/// The percentiles of both times.
const SHARES: [f64; 3] = [0.5, 0.95, 0.99];

/// The panel. Counts are exact for this run, since the end of a warm-up that was set, or since the start.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct FollowUpReport {
    /// Submissions that the gateway accepted.
    pub accepted: u64,
    /// Submissions that were told so again.
    pub accepted_again: u64,
    /// Submissions that were turned away because the backlog was full.
    pub turned_away: u64,
    /// Accepted payments that were not worked on because their shopper had gone.
    pub withdrawn: u64,
    /// Accepted payments that wait now.
    pub waiting: u32,
    /// Accepted payments that forwarders work on now.
    pub working: u32,
    /// Most that waited at a time.
    pub deepest: u32,
    /// When, in seconds since the start of the run.
    pub deepest_at_s: f64,
    /// From then until nobody waited, in seconds; absent while somebody still does.
    pub drain_s: Option<f64>,
    /// Mean number waiting over equal parts of the window: their ends in seconds since the start of the run, and the means.
    pub depth: Vec<[f64; 2]>,
    /// Results of accepted payments.
    pub results: u64,
    /// Those that the merchant acknowledged the first time, of all.
    pub at_first: Proportion,
    /// Those that had to be told again, of all.
    pub repeated: Proportion,
    /// Those that were given up, of all.
    pub given_up: Proportion,
    /// Those that are being told now.
    pub telling: u64,
    /// Times that a result was told.
    pub notices: u64,
    /// Results that came to a merchant which had them.
    pub duplicates: u64,
    /// Orders that were fulfilled once more because of one.
    pub fulfilled_twice: Sum,
    /// From arrival to acceptance in milliseconds: p50, p95, p99.
    pub to_acceptance_ms: [Estimate; 3],
    /// From arrival to a final, correct result that was told, in milliseconds: p50, p95, p99.
    pub to_result_ms: [Estimate; 3],
}

impl FollowUpReport {
    /// What was counted, worth as much as the run's state says.
    pub(super) fn new(backlog: &Backlog<'_>, depth: Vec<[f64; 2]>, pool: Pool) -> Self {
        let Backlog { counts, waiting, working, telling, .. } = *backlog;
        let Depth { deepest, at, drained } = backlog.depth;
        let share = |count: u64| Proportion::new(count, counts.results, pool.state);
        Self {
            accepted: counts.accepted,
            accepted_again: counts.accepted_again,
            turned_away: counts.turned_away,
            withdrawn: counts.withdrawn,
            waiting,
            working,
            deepest,
            deepest_at_s: at.seconds(),
            drain_s: drained.map(|drained: Instant| drained.since(at).seconds()),
            depth,
            results: counts.results,
            at_first: share(counts.told_at_once),
            repeated: share(counts.told_again),
            given_up: share(counts.given_up),
            telling,
            notices: counts.notices,
            duplicates: counts.duplicates,
            fulfilled_twice: counts.fulfilled_twice.into(),
            to_acceptance_ms: percentiles(backlog.to_acceptance, pool),
            to_result_ms: percentiles(backlog.to_result, pool),
        }
    }
}

/// Percentiles, with the interval that the response time's have.
fn percentiles(times: &Grouped, pool: Pool) -> [Estimate; 3] {
    SHARES.map(|share| quantile(share, times.all(), times.groups().iter()).judged(pool, times.all()).estimate)
}
