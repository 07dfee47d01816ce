//! What a run has to say: every number with its unit in its name, its state, and how sure it is.
//!
//! The one result that page, command line and host receive, and therefore serialised here and not copied into a twin
//! in `wire`. It carries a version and only ever gains fields.

use super::availability::Availability;
use super::metrics::Metrics;
use super::recovery::RecoveryReport;
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
    /// Too early to say; [`Early`] tells why.
    WarmingUp,
    /// Measured, with an interval.
    Steady,
    /// The load varies with time: a run is one observation, and only several of them make an interval.
    Varying,
    /// Arrivals exceed capacity somewhere, and nothing bounds the queue there: there is no steady state to estimate.
    Unstable,
    /// Arrivals exceed capacity somewhere, and a full queue turns the rest away: what passes is steady, measured with
    /// intervals. Only whole reports are in this state; their figures are steady.
    Overloaded,
}

/// Why it is too early to say.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Early {
    /// The warm-up that was set is not over.
    WarmUp,
    /// Too few payments, or too short a time; where the warm-up is to be found, its end is still looked for.
    Short,
    /// The warm-up that was found eats more than a quarter of the run.
    LateWarmUp,
    /// A warm-up was found, but what follows it still drifts: its halves differ by more than chance.
    Drift,
    /// A limited queue to which more comes than it can bear is not full yet.
    Filling,
    /// The events that a trial may spend ended within a run, and its load varies, so that only whole runs count.
    Budget,
}

impl Early {
    /// The reason in words.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::WarmUp => "the warm-up is not over",
            Self::Short => "too few payments or too short a time",
            Self::LateWarmUp => "the warm-up that was found is more than a quarter of the run",
            Self::Drift => "the run still drifts: its second half differs from the first by more than chance",
            Self::Filling => "a queue with too much to do is not full yet",
            Self::Budget => "the budget of events ended within a run, and a load that varies takes whole ones",
        }
    }
}

/// A measured quantity with its uncertainty.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Estimate {
    /// The estimate; absent when nothing was observed.
    pub mean: Option<f64>,
    /// Half the width of its interval; absent unless the state is steady, or varying over several runs.
    pub half_width: Option<f64>,
    /// Confidence level of the interval.
    pub level: f64,
    /// Number of runs behind it.
    pub runs: u32,
    /// What it is worth.
    pub state: State,
    /// Least value that a run of a trial had; absent for a single run.
    #[serde(default)]
    pub low: Option<f64>,
    /// Greatest value that a run of a trial had; absent for a single run.
    #[serde(default)]
    pub high: Option<f64>,
    /// A quantile that so few payments can't tell is left out, and this is about how many it takes, in each run where it
    /// counts [per run](Estimate::per_run); absent otherwise.
    #[serde(default)]
    pub needed: Option<u64>,
}

impl Estimate {
    /// Half-width as a share of the mean; `None` without an interval, or around zero.
    #[must_use]
    pub fn relative(&self) -> Option<f64> {
        let (mean, half_width) = (self.mean?.abs(), self.half_width?);
        (mean > 0.0).then(|| half_width / mean)
    }

    /// Whether each run stands for itself, because the load varies, so that each needs a sample of its own.
    #[must_use]
    pub fn per_run(&self) -> bool {
        self.state == State::Varying && self.runs > 1
    }
}

/// Counts of payments since the end of the warm-up.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counts {
    /// Arrivals.
    pub offered: u64,
    /// Admitted by the gateway.
    pub accepted: u64,
    /// Answered finally and correctly: approved or declined by the issuer, or fraud that a control blocked.
    pub completed: u64,
    /// Answered yes.
    pub approved: u64,
    /// Answered no for a good reason.
    pub declined: u64,
    /// Ended without a correct answer: turned away by a full queue, failed at the issuer, or declined falsely by a control.
    pub failed: u64,
    /// Those of the failed that a full queue turned away.
    pub rejected: u64,
    /// Those of the failed that failed technically: at the issuer or on the way to it, without an answer in time, or turned
    /// away. The others are shoppers that left and false declines of a control.
    #[serde(default)]
    pub technical: u64,
    /// Answered within the objective's response time.
    pub good: u64,
    /// Those of the completed that the issuer's books contradict: charged more than once, or without an approval that stands.
    /// Counted when they are judged, which is later than their end; they are neither goodput nor available.
    #[serde(default)]
    pub contradicted: u64,
    /// Those of the good that they contradict.
    #[serde(default)]
    pub contradicted_good: u64,
    /// Under way at the end.
    pub in_flight: u64,
}

impl Counts {
    /// These and those of another run.
    #[must_use]
    pub const fn and(&self, other: &Self) -> Self {
        Self {
            offered: self.offered + other.offered,
            accepted: self.accepted + other.accepted,
            completed: self.completed + other.completed,
            approved: self.approved + other.approved,
            declined: self.declined + other.declined,
            failed: self.failed + other.failed,
            rejected: self.rejected + other.rejected,
            technical: self.technical + other.technical,
            good: self.good + other.good,
            contradicted: self.contradicted + other.contradicted,
            contradicted_good: self.contradicted_good + other.contradicted_good,
            in_flight: self.in_flight + other.in_flight,
        }
    }
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
    /// Its workers averaged over time, where their number follows the load or a fault takes some; absent elsewhere.
    #[serde(default)]
    pub mean_workers: Option<f64>,
    /// Payments that came, turned-away ones included.
    pub arrivals: u64,
    /// Payments that a full queue turned away.
    pub rejected: u64,
    /// Payments that waited and were dropped from the queue.
    #[serde(default)]
    pub dropped: u64,
    /// Share of its workers that were held, averaged over time; absent for any number of workers.
    pub utilisation: Option<f64>,
    /// Payments held by workers, averaged over time.
    pub mean_busy: f64,
    /// Payments waiting, averaged over time.
    pub mean_waiting: f64,
    /// Mean waiting time in milliseconds, of those too that were dropped from the queue.
    pub mean_wait_ms: Option<f64>,
    /// Mean waiting time of the payments with priority and of those without; absent where there is one class.
    #[serde(default)]
    pub class_wait_ms: Option<[f64; 2]>,
    /// Mean time that a worker was held by one payment, in milliseconds.
    pub mean_hold_ms: Option<f64>,
    /// Payments that came per second.
    pub arrivals_per_s: f64,
    /// What it could bear per second at this holding time; absent for any number of workers.
    pub capacity_per_s: Option<f64>,
    /// Share of the balancer's picks, for a processor.
    pub share: Option<f64>,
    /// Whether arrivals exceed capacity here and nothing bounds the queue.
    pub unstable: bool,
    /// Whether arrivals exceed capacity here and a full queue turns the rest away, or will when it is full.
    #[serde(default)]
    pub overloaded: bool,
}

/// Where arrivals exceed capacity, and what becomes of the rest.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Overload {
    /// The place, as `processor 2`.
    pub station: String,
    /// Payments that came there per second.
    pub offered_per_s: f64,
    /// What it could bear per second at its holding time.
    pub capacity_per_s: f64,
    /// Share of what came that a full queue turned away; absent where nothing bounds the queue, so that it grows for ever.
    #[serde(default)]
    pub rejected_share: Option<f64>,
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
    /// Those of the misses that waited for another one's read of the same card; absent without single flight.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub joined: Option<u64>,
    /// Those of the hits that read their card anew all the same; absent without early refresh.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refreshed: Option<u64>,
    /// Those of the hits whose entry was beyond its lifetime, answered all the same; absent where none are.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stale: Option<u64>,
    /// Look-ups of numbers that belong to no card, hits and misses; absent where nobody names one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub absent: Option<u64>,
    /// Those of them that the cache answered; absent where it keeps no such answers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub absent_hits: Option<u64>,
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
    /// Half the width of its interval; absent while there is none.
    #[serde(default)]
    pub in_time_half_width: Option<f64>,
    /// Whether enough were.
    pub response_met: Option<bool>,
    /// Availability that the objective names.
    pub availability: f64,
    /// Whether it was reached.
    pub availability_met: Option<bool>,
}

impl Verdict {
    /// Whether either half of the objective is known to be missed.
    #[must_use]
    pub fn missed(&self) -> bool {
        [self.response_met, self.availability_met].contains(&Some(false))
    }
}

/// A law that must hold in every run, and how often it did not since the first payment, the warm-up included.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Invariant {
    /// What must hold.
    pub name: String,
    /// How often it did not.
    pub violations: u64,
}

/// Numbers of the promises that hold only with the safeguards for them: no double charge, no hold without a payment, no
/// approval without a decision.
const PROMISES: [&str; 5] = ["I1", "I2", "I3", "I4", "I5"];

impl Invariant {
    /// Whether it is a promise of the safeguards, by the numbers that its name ends with, and no law of conservation: a
    /// scenario that switches them off may break it.
    #[must_use]
    pub fn is_promise(&self) -> bool {
        let numbers = self.name.strip_suffix(')').and_then(|name| name.rsplit_once('('));
        numbers.is_some_and(|(_, numbers)| numbers.split(", ").any(|number| PROMISES.contains(&number)))
    }
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
    /// Whether it was found from the observations instead of set.
    #[serde(default)]
    pub warm_up_found: bool,
    /// Length of the window that every figure below speaks of.
    pub window_s: f64,
    /// Events simulated, warm-up included.
    pub events: u64,
    /// What the figures are worth together.
    pub state: State,
    /// Why it is too early to say; absent in any other state.
    #[serde(default)]
    pub early: Option<Early>,
    /// Why the state is unstable, in words: the place, the arrivals and the capacity.
    pub unstable: Option<String>,
    /// Who turns payments away because more come than can be served, in words, whatever the state: a fact of the
    /// system and not of the measurement.
    #[serde(default)]
    pub overloaded: Option<String>,
    /// Either of them in figures.
    #[serde(default)]
    pub overload: Option<Overload>,
    /// Counts of payments.
    pub payments: Counts,
    /// Measured quantities.
    pub metrics: Metrics,
    /// The formulas.
    pub formulas: Formulas,
    /// Every place with a queue: gateway, channel, card management, database, then the processors, the controls, and the
    /// forwarders.
    pub stations: Vec<StationReport>,
    /// The cache.
    pub cache: CacheReport,
    /// The objective.
    pub verdict: Verdict,
    /// Availability by its several definitions.
    #[serde(default)]
    pub availability: Availability,
    /// The laws that must hold.
    pub invariants: Vec<Invariant>,
    /// What became of answers that did not come; absent where every answer comes.
    #[serde(default)]
    pub recovery: Option<RecoveryReport>,
    /// A ledger channel; absent for any other.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ledger: Option<super::ledger::LedgerReport>,
    /// Fraud and what the controls did about it; absent where neither is simulated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub security: Option<super::security::SecurityReport>,
    /// The backlog and how results reached their merchants; absent where every answer is the result.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub follow_up: Option<super::follow_up::FollowUpReport>,
}
