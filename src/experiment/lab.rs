//! The formula lab: throughput and latency of one station against its load, from theory and by simulation.
//!
//! A Poisson stream comes to so many servers with one line, M/G/c. For every load there is what theory says, the article's
//! T / N beside it, and a small trial with its intervals. Loads are [`LabTask`]s of their own, so that a pool of workers
//! can take them in any order; every task has the same seed, so that all loads see the same draws and the curves are
//! smooth. Each load is measured twice, roughly at first, so that the whole curve stands soon. Beyond a load of 1 there is
//! no latency to measure, but the throughput shows how it saturates.

use super::expectation::{Answer, Expectation, Expected};
use super::otherwise::{Otherwise, otherwise};
use super::report::{Estimate, REPORT_VERSION, State};
use super::trial::{Goal, Precision, Trial};
use crate::math;
use crate::scenario::{
    Cache, Cards, Checked, Gaps, LabSetting, Load, Popularity, Preset, Problem, Scenario, Service, Shape, Stage, Tail,
};
use serde::{Deserialize, Serialize};

/// Loads of the curve, as arriving work over what the servers can do.
const LOADS: [f64; 22] = [
    0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95, 1.05,
    1.15, 1.3,
];
/// Loads of the table.
const TABLE_LOADS: [f64; 11] = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.99];
/// The normal quantile of 0.99, by which a log-normal is written.
const NORMAL_P99: f64 = 2.326_347_874_040_841;
/// What the servers can do per second in the simulation. The station has no other measure of time than its services, so
/// it is simulated at this pace, at which a run costs least, and its times are scaled.
const CAPACITY_PER_S: f64 = 200.0;
/// Milliseconds in a second.
const MILLIS: f64 = 1e3;

/// What is known so far.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LabReport {
    /// Version of this form.
    pub version: u32,
    /// Version of the engine.
    pub engine: String,
    /// What was set.
    pub setting: LabSetting,
    /// Seed of the first run at each load.
    pub seed: u64,
    /// The points by rising load.
    pub points: Vec<LabPoint>,
}

/// The station at one load.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LabPoint {
    /// Arriving work over what the servers can do; the utilisation where it is below 1.
    pub load: f64,
    /// Arrivals per second.
    pub offered_per_s: f64,
    /// What theory says.
    pub theory: LabTheory,
    /// What was measured; absent before it was.
    pub measured: Option<LabMeasured>,
}

/// What theory says of a load; absent where it has no closed form or there is no steady state.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct LabTheory {
    /// The model, as `M/M/c`; absent where arrivals exceed capacity.
    pub model: Option<String>,
    /// Where it is from.
    pub source: Option<String>,
    /// Whether it is exact or an approximation; the throughput is exact at any load.
    pub exact: bool,
    /// Served per second: what arrives, or what the servers can do if that is less.
    pub throughput_per_s: f64,
    /// The article's T / N in milliseconds: the mean gap between completions.
    pub gap_ms: f64,
    /// Share that has to wait, 0 to 1.
    pub p_wait: Option<f64>,
    /// Mean wait in milliseconds.
    pub wait_ms: Option<f64>,
    /// Mean response time in milliseconds.
    pub response_ms: Option<f64>,
    /// How many are there on average.
    pub in_system: Option<f64>,
    /// Median response time in milliseconds.
    pub p50_ms: Option<f64>,
    /// Its 95th percentile.
    pub p95_ms: Option<f64>,
    /// Its 99th percentile.
    pub p99_ms: Option<f64>,
    /// What theory says were the station otherwise.
    #[serde(default)]
    pub otherwise: Vec<Otherwise>,
}

/// What the runs at a load measured, with intervals at 95 %.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LabMeasured {
    /// What the figures are worth together.
    pub state: State,
    /// Served per second.
    pub throughput_per_s: Estimate,
    /// The article's T / N in milliseconds.
    pub gap_ms: Option<f64>,
    /// Mean response time in milliseconds.
    pub response_ms: Estimate,
    /// Median response time.
    pub p50_ms: Estimate,
    /// 95th percentile.
    pub p95_ms: Estimate,
    /// 99th percentile.
    pub p99_ms: Estimate,
    /// Events of all runs.
    pub events: u64,
}

/// How closely a load is measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum LabPass {
    /// So that it is known soon.
    Rough,
    /// As it stays.
    Fine,
}

/// One load to be simulated.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct LabTask {
    /// What is set.
    pub setting: LabSetting,
    /// The load.
    pub load: f64,
    /// Seed of the first run.
    pub seed: u64,
    /// How closely.
    pub pass: LabPass,
}

/// A lab under way.
#[derive(Clone, Debug)]
pub struct Lab {
    setting: LabSetting,
    seed: u64,
    points: Vec<LabPoint>,
}

impl Lab {
    /// A lab with all that theory says, and nothing measured yet.
    ///
    /// # Errors
    /// Every number that is out of range.
    pub fn new(setting: LabSetting, seed: u64) -> Result<Self, Vec<Problem>> {
        setting.check()?;
        Ok(Self { setting, seed, points: setting.points(&LOADS) })
    }

    /// Every task: all loads roughly, by rising load, then all of them finely.
    #[must_use]
    pub fn tasks(&self) -> Vec<LabTask> {
        let (setting, seed) = (self.setting, self.seed);
        let of = |pass| self.points.iter().map(move |point| LabTask { setting, load: point.load, seed, pass });
        of(LabPass::Rough).chain(of(LabPass::Fine)).collect()
    }

    /// Takes what came of a task; tasks may come back in any order. What is rough does not replace what is known.
    pub fn take(&mut self, task: usize, measured: LabMeasured) {
        let fine = task.checked_sub(self.points.len());
        if let Some(point) = self.points.get_mut(fine.unwrap_or(task))
            && (fine.is_some() || point.measured.is_none())
        {
            point.measured = Some(measured);
        }
    }

    /// What is known so far.
    #[must_use]
    pub fn report(&self) -> LabReport {
        LabReport {
            version: REPORT_VERSION,
            engine: env!("CARGO_PKG_VERSION").to_owned(),
            setting: self.setting,
            seed: self.seed,
            points: self.points.clone(),
        }
    }

    /// The article's thread pool as a table: M/M/4 with services of 50 ms at loads from 0.1 to 0.99, from theory alone.
    #[must_use]
    pub fn table() -> Vec<LabPoint> {
        LabSetting::default().points(&TABLE_LOADS)
    }
}

impl LabSetting {
    /// What the servers can do per second.
    fn capacity_per_s(&self) -> f64 {
        f64::from(self.servers) * MILLIS / self.service_ms
    }

    /// The law of the service.
    fn service(&self) -> Service {
        let (mean_ms, scv) = (self.service_ms, self.service_scv);
        match self.tail {
            _ if scv == 0.0 => Service::Deterministic { mean_ms },
            _ if scv == 1.0 => Service::Exponential { mean_ms },
            Tail::HyperExponential if scv > 1.0 => Service::HyperExponential { mean_ms, scv },
            _ => {
                // The variance of the logarithm is ln(1 + scv), the mean exp(variance / 2) medians.
                let variance = math::ln_1p(scv);
                let median_ms = mean_ms * math::exp(-variance / 2.0);
                Service::LogNormal { median_ms, p99_ms: median_ms * math::exp(NORMAL_P99 * variance.sqrt()) }
            }
        }
    }

    /// The station at a load for so many payments, all other places without time; `None` if a number is out of range.
    fn scenario(&self, load: f64, payments: f64) -> Option<Checked> {
        let rate_per_s = load * self.capacity_per_s();
        let plain = Preset::find("mmc").map(Preset::scenario).unwrap_or_default();
        let scenario = Scenario {
            load: Load::Open { rate_per_s, shape: Shape::Constant, gaps: Gaps::Exponential },
            gateway: Stage { workers: Some(self.servers), queue_limit: None, service: self.service() },
            // One card, always in the cache: nothing to draw, nothing to work out.
            cards: Cards::of(1, Popularity::Scan),
            cache: Cache { capacity: 1, ..plain.cache },
            warm_up_s: None,
            duration_s: payments / rate_per_s,
            ..plain
        };
        scenario.check().ok()
    }

    /// What theory says of these loads.
    fn points(&self, loads: &[f64]) -> Vec<LabPoint> {
        let point = |&load: &f64| LabPoint {
            load,
            offered_per_s: load * self.capacity_per_s(),
            theory: self.theory(load),
            measured: None,
        };
        loads.iter().map(point).collect()
    }

    fn theory(&self, load: f64) -> LabTheory {
        let throughput_per_s = load.min(1.0) * self.capacity_per_s();
        let (gap_ms, otherwise) = (MILLIS / throughput_per_s, otherwise(self, load));
        let blank = LabTheory { throughput_per_s, gap_ms, otherwise, ..LabTheory::default() };
        let Some(Answer::Known(known)) =
            self.scenario(load, LabPass::Fine.payments()).map(|scenario| Expectation::of(&scenario).whole)
        else {
            return blank;
        };
        let Expected { p_wait, wait_ms, response_ms, in_system, p50_ms, p95_ms, p99_ms, .. } = known.figures;
        LabTheory {
            model: Some(known.model),
            source: Some(known.source),
            exact: known.exact,
            p_wait,
            wait_ms,
            response_ms,
            in_system,
            p50_ms,
            p95_ms,
            p99_ms,
            ..blank
        }
    }
}

impl LabPass {
    /// Payments in each of the first runs at a load; more follow until the interval is narrow.
    const fn payments(self) -> f64 {
        match self {
            Self::Rough => 5_000.0,
            Self::Fine => 20_000.0,
        }
    }

    /// Wanted half-width of the mean response time as a share of it.
    const fn precision(self) -> f64 {
        match self {
            Self::Rough => 0.05,
            Self::Fine => 0.02,
        }
    }

    /// Events that a load may take: half a second of work in a browser, or half of that.
    const fn budget_events(self) -> u64 {
        match self {
            Self::Rough => 1_500_000,
            Self::Fine => 3_000_000,
        }
    }
}

impl LabTask {
    /// Does the task: a trial until its interval is narrow enough or its events are spent; `None` if a number is out of
    /// range.
    #[must_use]
    pub fn run(&self) -> Option<LabMeasured> {
        self.setting.check().ok()?;
        let pace = self.setting.capacity_per_s() / CAPACITY_PER_S;
        let simulated = LabSetting { service_ms: self.setting.service_ms * pace, ..self.setting };
        let scenario = simulated.scenario(self.load, self.pass.payments())?;
        let precision = Precision {
            metric: "response_ms".to_owned(),
            relative: self.pass.precision(),
            budget_events: self.pass.budget_events(),
        };
        let mut trial = Trial::new(&scenario, self.seed, Goal::Precision(precision));
        while !trial.complete() {
            for job in trial.jobs() {
                trial.take(job.index, job.run(&scenario));
            }
        }
        let report = trial.report();
        let metrics = report.metrics;
        let time = |estimate: Estimate| scaled(estimate, 1.0 / pace);
        let throughput_per_s = scaled(metrics.completed_per_s, pace);
        Some(LabMeasured {
            state: report.state,
            throughput_per_s,
            gap_ms: throughput_per_s.mean.filter(|rate| *rate > 0.0).map(|rate| MILLIS / rate),
            response_ms: time(metrics.response_ms),
            p50_ms: time(metrics.p50_ms),
            p95_ms: time(metrics.p95_ms),
            p99_ms: time(metrics.p99_ms),
            events: report.events,
        })
    }
}

/// An estimate in another unit.
fn scaled(estimate: Estimate, factor: f64) -> Estimate {
    let by = |value: Option<f64>| value.map(|value| value * factor);
    Estimate {
        mean: by(estimate.mean),
        half_width: by(estimate.half_width),
        low: by(estimate.low),
        high: by(estimate.high),
        ..estimate
    }
}
