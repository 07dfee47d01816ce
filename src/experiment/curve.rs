//! A scenario at rising load: how the article's T / N falls while the response time explodes.
//!
//! Each point is a run of its own under the same seed. A probe at the scenario's own load tells the capacity, and the
//! loads are spread from a tenth of it to a quarter above. Every load is constant: one that varies is taken at a constant
//! rate, its mean, because a single rate must stand below each point. In a closed loop the number of clients rises, and what
//! they offer is measured.

use super::{Report, Run, State};
use crate::math;
use crate::scenario::{CLIENTS, Checked, Load, RATE, Shape};
use crate::units::Instant;
use serde::{Deserialize, Serialize};

/// Points of a curve.
const POINTS: u32 = 16;
/// Lowest load as a share of the capacity.
const LOAD_MIN: f64 = 0.1;
/// Highest load as a share of the capacity: far enough above it to see what happens.
const LOAD_MAX: f64 = 1.25;
/// Payments that a point simulates, the warm-up included: some tens of milliseconds of work.
const PAYMENTS: f64 = 30_000.0;
/// Share of a point's time that is warm-up.
const WARM_UP_SHARE: f64 = 0.2;
/// Events that are simulated at a time.
const SLICE: u64 = 100_000;

/// The scenario at one load.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct CurvePoint {
    /// Offered payments per second.
    pub offered_per_s: f64,
    /// Answered payments per second.
    pub completed_per_s: f64,
    /// The article's T / N in milliseconds.
    pub gap_ms: Option<f64>,
    /// Measured mean response time in milliseconds.
    pub response_ms: Option<f64>,
    /// Half the width of its 95 % interval; absent while there is none.
    pub half_width_ms: Option<f64>,
    /// Measured 99th percentile in milliseconds.
    pub p99_ms: Option<f64>,
    /// Whether arrivals exceeded capacity and nothing bounded the queue.
    pub unstable: bool,
    /// Share of the arrivals that full queues turned away.
    #[serde(default)]
    pub rejected_share: f64,
    /// What the point is worth.
    #[serde(default)]
    pub state: State,
}

/// A curve in the making.
#[derive(Debug)]
pub struct Curve {
    scenario: Checked,
    seed: u64,
    loads: Vec<f64>,
    points: Vec<CurvePoint>,
    current: Option<Run>,
}

impl Curve {
    /// A curve without points yet.
    #[must_use]
    pub fn new(scenario: &Checked, seed: u64) -> Self {
        Self { scenario: scenario.clone(), seed, loads: Vec::new(), points: Vec::new(), current: None }
    }

    /// The points so far, by rising load.
    #[must_use]
    pub fn points(&self) -> &[CurvePoint] {
        &self.points
    }

    /// Simulates a slice. Returns whether the curve is complete.
    pub fn work(&mut self) -> bool {
        if self.done() {
            return true;
        }
        let next = self.loads.get(self.points.len()).copied();
        let run = match &mut self.current {
            Some(run) => run,
            None => match at_load(&self.scenario, next) {
                Some(scenario) => self.current.insert(Run::new(&scenario, self.seed)),
                None => return true,
            },
        };
        let end = Instant::from_seconds(run.scenario().scenario().duration_s);
        if run.advance(end, SLICE) {
            let report = run.report();
            self.current = None;
            self.finish(&report);
        }
        self.done()
    }

    /// Whether every point is there.
    #[must_use]
    pub fn done(&self) -> bool {
        !self.loads.is_empty() && self.points.len() == self.loads.len()
    }

    fn finish(&mut self, report: &Report) {
        if self.loads.is_empty() {
            self.loads = loads(&self.scenario, report);
            return;
        }
        self.points.push(CurvePoint {
            offered_per_s: report.metrics.offered_per_s.mean.unwrap_or(0.0),
            completed_per_s: report.metrics.completed_per_s.mean.unwrap_or(0.0),
            gap_ms: report.formulas.gap_ms,
            response_ms: report.metrics.response_ms.mean,
            half_width_ms: report.metrics.response_ms.half_width,
            p99_ms: report.metrics.p99_ms.mean,
            unstable: report.unstable.is_some(),
            rejected_share: math::float(report.payments.rejected) / math::float(report.payments.offered.max(1)),
            state: report.state,
        });
    }
}

/// The loads to simulate: arrival rates, or numbers of clients.
fn loads(scenario: &Checked, probe: &Report) -> Vec<f64> {
    let top = match scenario.scenario().load {
        Load::Open { rate_per_s, .. } => LOAD_MAX * capacity(probe).unwrap_or(rate_per_s * 2.0),
        Load::Closed { clients, .. } => f64::from(clients) * 2.0,
    };
    let step = (1.0 - LOAD_MIN / LOAD_MAX) / f64::from(POINTS - 1);
    (0..POINTS).map(|point| top * (LOAD_MIN / LOAD_MAX + step * f64::from(point))).collect()
}

/// Payments per second that the narrowest place could bear, by the holding times of the probe.
fn capacity(probe: &Report) -> Option<f64> {
    let offered = probe.metrics.offered_per_s.mean.filter(|offered| *offered > 0.0)?;
    let visits = |arrivals: f64| (arrivals / offered).max(f64::MIN_POSITIVE);
    let bounds = probe
        .stations
        .iter()
        .filter_map(|station| station.capacity_per_s.map(|capacity| capacity / visits(station.arrivals_per_s)));
    bounds.min_by(f64::total_cmp)
}

/// The scenario at a load, long enough for an honest point; the probe without one.
fn at_load(scenario: &Checked, load: Option<f64>) -> Option<Checked> {
    let mut changed = scenario.scenario().clone();
    let rate = match &mut changed.load {
        Load::Open { rate_per_s, shape, .. } => {
            *rate_per_s = load.unwrap_or(*rate_per_s).clamp(RATE.min, RATE.max);
            *shape = Shape::Constant;
            *rate_per_s
        }
        Load::Closed { clients, think } => {
            let wanted = load.unwrap_or(f64::from(*clients)).clamp(CLIENTS.min, CLIENTS.max);
            *clients = math::low(math::whole(wanted));
            // Each client pays at most once per think time and service; a second is a fair guess for both.
            f64::from(*clients) * 1e3 / think.mean_ms().max(100.0)
        }
    };
    changed.duration_s = (PAYMENTS / rate).clamp(1.0, 86_400.0);
    changed.warm_up_s = Some(changed.duration_s * WARM_UP_SHARE);
    changed.check().ok()
}
