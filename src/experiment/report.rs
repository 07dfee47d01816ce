//! What a run has to say: every number with its unit in its name, its state, and how sure it is.
//!
//! The one result that page, command line and host receive, and therefore serialised here and not copied into a twin
//! in `wire`. It carries a version and only ever gains fields.

use serde::{Deserialize, Serialize};

/// Version of the report's form.
pub const REPORT_VERSION: u32 = 1;

/// What a number is worth.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum State {
    /// Nothing was observed yet.
    #[default]
    Empty,
    /// Too early to say: inside the warm-up, or too few batches for an interval.
    WarmingUp,
    /// Measured, with an interval.
    Steady,
    /// The load varies with time: a run is one observation, and no interval can be made from it alone.
    Varying,
    /// Arrivals exceed capacity somewhere: there is no steady state to estimate.
    Unstable,
}

/// A measured quantity with its uncertainty.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Estimate {
    /// The estimate; absent when nothing was observed.
    pub mean: Option<f64>,
    /// Half the width of its interval; absent unless the state is steady.
    pub half_width: Option<f64>,
    /// Confidence level of the interval.
    pub level: f64,
    /// Number of runs behind it.
    pub runs: u32,
    /// What it is worth.
    pub state: State,
}

/// Counts of payments since the end of the warm-up.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counts {
    /// Arrivals.
    pub offered: u64,
    /// Admitted by the gateway.
    pub accepted: u64,
    /// Answered by the issuer: approved or declined.
    pub completed: u64,
    /// Answered yes.
    pub approved: u64,
    /// Answered no for a good reason.
    pub declined: u64,
    /// Ended without a correct answer: turned away by a full queue, or failed at the issuer.
    pub failed: u64,
    /// Those of the failed that a full queue turned away.
    pub rejected: u64,
    /// Answered within the objective's response time.
    pub good: u64,
    /// Under way at the end.
    pub in_flight: u64,
}

/// The measured quantities.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Metrics {
    /// Arrivals per second.
    pub offered_per_s: Estimate,
    /// Admitted per second.
    pub accepted_per_s: Estimate,
    /// Throughput: answered per second.
    pub completed_per_s: Estimate,
    /// Answered within the objective's response time per second.
    pub goodput_per_s: Estimate,
    /// Mean response time, from the intended arrival to the answer.
    pub response_ms: Estimate,
    /// Median response time.
    pub p50_ms: Estimate,
    /// 95th percentile.
    pub p95_ms: Estimate,
    /// 99th percentile.
    pub p99_ms: Estimate,
    /// 99.9th percentile.
    pub p999_ms: Estimate,
    /// Correct answers among all that ended.
    pub availability: Estimate,
    /// Hits among all look-ups of the cache.
    pub cache_hit_ratio: Estimate,
    /// Payments under way, averaged over time.
    pub in_system: Estimate,
}

/// Both formulas of the article and Little's law, with this run's numbers in them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Formulas {
    /// N: payments answered in the window.
    pub n: u64,
    /// T: length of the window in seconds.
    pub t_s: f64,
    /// TPS = N / T.
    pub tps: Option<f64>,
    /// Latency = T / N in milliseconds: the mean gap between completions.
    pub gap_ms: Option<f64>,
    /// L: payments under way, averaged over time.
    pub l: f64,
    /// lambda: admitted per second.
    pub lambda_per_s: f64,
    /// W: mean time from admission to the end, in milliseconds.
    pub w_ms: Option<f64>,
}

/// One place with a queue.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct StationReport {
    /// Its name, as `processor 2`.
    pub name: String,
    /// The code of its place.
    pub place: u8,
    /// Workers, lines or connections; absent for any number.
    pub workers: Option<u32>,
    /// Payments that came, turned-away ones included.
    pub arrivals: u64,
    /// Payments that a full queue turned away.
    pub rejected: u64,
    /// Share of its workers that were held, averaged over time; absent for any number of workers.
    pub utilisation: Option<f64>,
    /// Payments held by workers, averaged over time.
    pub mean_busy: f64,
    /// Payments waiting, averaged over time.
    pub mean_waiting: f64,
    /// Mean waiting time in milliseconds.
    pub mean_wait_ms: Option<f64>,
    /// Mean time that a worker was held by one payment, in milliseconds.
    pub mean_hold_ms: Option<f64>,
    /// Payments that came per second.
    pub arrivals_per_s: f64,
    /// What it could bear per second at this holding time; absent for any number of workers.
    pub capacity_per_s: Option<f64>,
    /// Share of the balancer's picks, for a processor.
    pub share: Option<f64>,
    /// Whether arrivals exceed capacity here.
    pub unstable: bool,
}

/// The cache's own counters.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct CacheReport {
    /// Id of its policy.
    pub policy: String,
    /// Entries it may hold.
    pub capacity: u32,
    /// Entries it holds.
    pub resident: u32,
    /// Look-ups that found their card.
    pub hits: u64,
    /// Look-ups that did not.
    pub misses: u64,
    /// Entries that had to go.
    pub evictions: u64,
}

/// The objective and whether it was met; absent while it can't be said.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Verdict {
    /// Response time that the objective names.
    pub response_ms: f64,
    /// Share of answers that must be in time.
    pub share: f64,
    /// Measured share of answers that were in time.
    pub in_time: Option<f64>,
    /// Whether enough were.
    pub response_met: Option<bool>,
    /// Availability that the objective names.
    pub availability: f64,
    /// Whether it was reached.
    pub availability_met: Option<bool>,
}

/// A law that must hold in every run, and how often it did not.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Invariant {
    /// What must hold.
    pub name: String,
    /// How often it did not.
    pub violations: u64,
}

/// What a run has to say.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Report {
    /// Version of this form.
    pub version: u32,
    /// Version of the engine: same scenario, seed and engine give the same digest.
    pub engine: String,
    /// The seed.
    pub seed: u64,
    /// Fingerprint of every event of the run, 16 hexadecimal digits.
    pub digest: String,
    /// Simulated time in seconds, warm-up included.
    pub simulated_s: f64,
    /// Length of the warm-up in seconds: simulated, not measured.
    pub warm_up_s: f64,
    /// Length of the window that every figure below speaks of.
    pub window_s: f64,
    /// Events simulated, warm-up included.
    pub events: u64,
    /// What the figures are worth together.
    pub state: State,
    /// Why the state is unstable, in words: the place, the arrivals and the capacity.
    pub unstable: Option<String>,
    /// Counts of payments.
    pub payments: Counts,
    /// Measured quantities.
    pub metrics: Metrics,
    /// The formulas.
    pub formulas: Formulas,
    /// Every place with a queue: gateway, channel, card management, database, then the processors.
    pub stations: Vec<StationReport>,
    /// The cache.
    pub cache: CacheReport,
    /// The objective.
    pub verdict: Verdict,
    /// The laws that must hold.
    pub invariants: Vec<Invariant>,
}
