//! A scenario at rising load: how the article's T / N falls while the response time explodes.
//!
//! Each point is a run of its own under the same seed. A probe at the scenario's own load tells the capacity, and the
//! loads are spread from a tenth of it to a quarter above. Every load is constant: one that varies is taken at a constant
//! rate, its mean, because a single rate must stand below each point. In a closed loop the number of clients rises, and what
//! they offer is measured.
//!
//! A queue remembers for longer the busier it is, so points take longer runs as the load rises. Each finds the end of its
//! warm-up itself and is refused as any run is, if it is too short or still drifts. So close to the capacity that no run of
//! tolerable length would make an honest interval there is a figure without one, which says that it is too early to tell.

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
/// Payments that the probe simulates, and a point of a closed loop, the warm-up included.
const PAYMENTS: f64 = 30_000.0;
/// Share of the probe's time that is warm-up.
const WARM_UP_SHARE: f64 = 0.2;
/// Payments that an interval takes at a utilisation u: so many / (1 - u)^2, the time that a queue remembers. With as many
/// 91 to 94 of 100 intervals of M/M/1 hold the truth, 95 with two or three times as many (BENCHMARKS.md, coverage).
const PAYMENTS_HONEST: f64 = 5_000.0;
/// Payments of a point at least: the lightest loads remember nothing, and above the capacity there is nothing to settle.
const PAYMENTS_MIN: f64 = 15_000.0;
/// Payments of a point at most. One that would take more has the second number, and no interval.
const PAYMENTS_MAX: (f64, f64) = (300_000.0, 120_000.0);
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
    /// Half the width of its 95 % interval; absent where the state carries none.
    pub half_width_ms: Option<f64>,
    /// Measured 99th percentile in milliseconds.
    pub p99_ms: Option<f64>,
    /// Half the width of the interval of `p99_ms`; absent likewise, and where so few payments can't tell it.
    #[serde(default)]
    pub p99_half_width_ms: Option<f64>,
    /// Half the width of the interval of `completed_per_s`; absent likewise.
    #[serde(default)]
    pub completed_half_width_per_s: Option<f64>,
    /// Whether arrivals exceeded capacity and nothing bounded the queue.
    pub unstable: bool,
    /// Share of the arrivals that full queues turned away.
    #[serde(default)]
    pub rejected_share: f64,
    /// What the point is worth.
    #[serde(default)]
    pub state: State,
}

/// What a point is to be simulated at.
#[derive(Clone, Copy, Debug)]
struct PointLoad {
    /// Arrival rate, or number of clients.
    load: f64,
    /// The same as a share of what the scenario can bear; absent in a closed loop, which slows down instead.
    utilisation: Option<f64>,
}

/// A curve in the making.
#[derive(Debug)]
pub struct Curve {
    scenario: Checked,
    seed: u64,
    loads: Vec<PointLoad>,
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
        match self.loads.get(self.points.len()) {
            Some(load) => self.points.push(CurvePoint::new(report, load.is_honest())),
            None => self.loads = loads(&self.scenario, report),
        }
    }
}

impl CurvePoint {
    /// What a run says; with intervals only if it was long enough for its load.
    fn new(report: &Report, honest: bool) -> Self {
        let metrics = &report.metrics;
        let sure = |half_width: Option<f64>| half_width.filter(|_| honest);
        Self {
            offered_per_s: metrics.offered_per_s.mean.unwrap_or(0.0),
            completed_per_s: metrics.completed_per_s.mean.unwrap_or(0.0),
            gap_ms: report.formulas.gap_ms,
            response_ms: metrics.response_ms.mean,
            half_width_ms: sure(metrics.response_ms.half_width),
            p99_ms: metrics.p99_ms.mean,
            p99_half_width_ms: sure(metrics.p99_ms.half_width),
            completed_half_width_per_s: sure(metrics.completed_per_s.half_width),
            unstable: report.unstable.is_some(),
            rejected_share: math::float(report.payments.rejected) / math::float(report.payments.offered.max(1)),
            state: if honest || report.state != State::Steady { report.state } else { State::WarmingUp },
        }
    }
}

impl PointLoad {
    /// Payments that an honest interval takes.
    fn wanted(self) -> f64 {
        match self.utilisation {
            Some(utilisation) if utilisation < 1.0 => PAYMENTS_HONEST / ((1.0 - utilisation) * (1.0 - utilisation)),
            Some(_) => PAYMENTS_MIN,
            None => PAYMENTS,
        }
    }

    /// Whether it gets as many.
    fn is_honest(self) -> bool {
        self.wanted() <= PAYMENTS_MAX.0
    }

    /// Payments that it simulates, the warm-up included.
    fn payments(self) -> f64 {
        if self.is_honest() { self.wanted().max(PAYMENTS_MIN) } else { PAYMENTS_MAX.1 }
    }
}

/// The loads to simulate.
fn loads(scenario: &Checked, probe: &Report) -> Vec<PointLoad> {
    let (top, bears) = match scenario.scenario().load {
        Load::Open { rate_per_s, .. } => {
            let capacity = capacity(probe).unwrap_or(rate_per_s * 2.0);
            (LOAD_MAX * capacity, Some(capacity))
        }
        Load::Closed { clients, .. } => (f64::from(clients) * 2.0, None),
    };
    let step = (1.0 - LOAD_MIN / LOAD_MAX) / f64::from(POINTS - 1);
    let point = |place: u32| {
        let load = top * (LOAD_MIN / LOAD_MAX + step * f64::from(place));
        PointLoad { load, utilisation: bears.map(|capacity| load / capacity) }
    };
    (0..POINTS).map(point).collect()
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
fn at_load(scenario: &Checked, point: Option<PointLoad>) -> Option<Checked> {
    let mut changed = scenario.scenario().clone();
    let load = point.map(|point| point.load);
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
    changed.duration_s = (point.map_or(PAYMENTS, PointLoad::payments) / rate).clamp(1.0, 86_400.0);
    // The probe asks for holding times alone, which settle at once.
    changed.warm_up_s = if point.is_some() { None } else { Some(changed.duration_s * WARM_UP_SHARE) };
    changed.check().ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::{Preset, Service, Stage};
    use crate::theory::{Demand, Mmc};

    /// A single server of 10 ms, exponential.
    fn single() -> Checked {
        let plain = Preset::find("mmc").map(Preset::scenario).unwrap();
        let service = Service::Exponential { mean_ms: 10.0 };
        let gateway = Stage { workers: Some(1), queue_limit: None, service };
        crate::scenario::Scenario { gateway, ..plain }.check().unwrap()
    }

    fn drawn(scenario: &Checked, seed: u64) -> Curve {
        let mut curve = Curve::new(scenario, seed);
        while !curve.work() {}
        curve
    }

    /// At loads that are settled in time, 95 of 100 intervals of the mean hold what Erlang says, and those of the throughput
    /// hold what arrives; 88 of a hundred are three standard errors fewer.
    #[test]
    fn the_intervals_of_the_points_hold_the_truth() {
        let scenario = single();
        let (mut points, mut held) = (0, [0; 3]);
        for seed in 1..=10 {
            let curve = drawn(&scenario, seed);
            for (at, point) in curve.loads.iter().zip(&curve.points).filter(|(_, point)| point.half_width_ms.is_some())
            {
                let exact = Mmc::new(Demand { arrival_rate_per_s: at.load, service_mean_ms: 10.0 }, 1).unwrap();
                let truths = [exact.means().response_ms, exact.response_quantile_ms(0.99).unwrap(), at.load];
                let seen = [
                    (point.response_ms, point.half_width_ms),
                    (point.p99_ms, point.p99_half_width_ms),
                    (Some(point.completed_per_s), point.completed_half_width_per_s),
                ];
                points += 1;
                for (held, ((mean, half_width), truth)) in held.iter_mut().zip(seen.into_iter().zip(truths)) {
                    *held += u32::from((mean.unwrap() - truth).abs() <= half_width.unwrap());
                }
            }
        }
        assert!(points >= 90, "up to nine tenths of the capacity there are intervals: {points}");
        assert!(held.iter().all(|held| f64::from(*held) >= 0.88 * f64::from(points)), "{held:?} of {points} hold");
    }

    /// The page draws it while somebody waits.
    #[test]
    fn a_curve_costs_at_most_twice_as_much_as_even_points() {
        let curve = drawn(&single(), 1);
        let payments: f64 = curve.loads.iter().map(|point| point.payments()).sum();
        assert!(payments <= 2.0 * 16.0 * PAYMENTS, "{payments}");
    }

    #[test]
    fn a_point_that_cannot_settle_in_time_has_no_interval_and_says_so() {
        let curve = drawn(&single(), 1);
        let near = curve.loads.iter().zip(&curve.points).find(|(at, _)| (0.9..1.0).contains(&at.utilisation.unwrap()));
        let (_, near) = near.unwrap();
        assert_eq!(
            (near.state, near.half_width_ms, near.p99_half_width_ms),
            (State::WarmingUp, None, None),
            "{near:?}"
        );
        assert!(near.response_ms.is_some(), "but a figure");
        let last = curve.points.last().unwrap();
        assert_eq!((last.unstable, last.state, last.half_width_ms), (true, State::Unstable, None), "{last:?}");
    }

    /// A million cards at first unknown: the cache fills all the time, which a warm-up that is set does not see.
    #[test]
    fn a_point_that_drifts_has_no_interval() {
        let mut filling = crate::scenario::Scenario::default();
        filling.cards.count = 1_000_000;
        filling.cache.capacity = 1_000_000;
        let curve = drawn(&filling.check().unwrap(), 1);
        let early =
            curve.points.iter().filter(|point| point.state == State::WarmingUp && point.half_width_ms.is_none());
        assert!(early.count() >= 10, "{:?}", curve.points);
    }
}
