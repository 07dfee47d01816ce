//! From what a run counted to what it has to say: estimates with their intervals and states.

use super::report::{
    CacheReport, Counts, Estimate, Formulas, Invariant, Metrics, REPORT_VERSION, Report, State, StationReport, Verdict,
};
use super::run::Run;
use crate::math;
use crate::payment::{Batch, Gauge, Mark, StationMark, Tally};
use crate::scenario::Load;
use crate::stats::{LEVEL, Level, batch_interval};
use crate::units::Nanos;

/// A place counts as overloaded only if its workers were held for more than this share of the time ...
const OVERLOAD_UTILISATION: f64 = 0.98;
/// ... and more than this share of its arrivals stayed in the queue ...
const OVERLOAD_GROWTH: f64 = 0.01;
/// ... and so many payments wait for each worker. All three together keep a busy but stable place out.
const OVERLOAD_WAITING_PER_WORKER: f64 = 3.0;
/// A short queue proves nothing, however few the workers.
const OVERLOAD_WAITING_MIN: f64 = 20.0;

/// The window that a report speaks of.
struct Window<'a> {
    run: &'a Run,
    from: Mark,
    to: Mark,
    tally: Tally,
    span: Nanos,
    state: State,
}

impl Report {
    /// What a run has to say at this instant.
    pub(super) fn of(run: &Run) -> Self {
        let mut window = Window::new(run);
        let stations = window.stations();
        let unstable = stations.iter().find(|station| station.unstable).map(overload);
        if unstable.is_some() && window.state != State::Empty {
            window.state = State::Unstable;
        }
        let scenario = run.scenario().scenario();
        Self {
            version: REPORT_VERSION,
            engine: env!("CARGO_PKG_VERSION").to_owned(),
            seed: run.seed(),
            digest: format!("{:016x}", run.network().digest()),
            simulated_s: run.now().seconds(),
            warm_up_s: scenario.warm_up_s,
            window_s: window.span.seconds(),
            events: run.events(),
            state: window.state,
            unstable,
            payments: window.counts(),
            metrics: window.metrics(),
            formulas: window.formulas(),
            cache: window.cache(),
            verdict: window.verdict(),
            invariants: window.invariants(),
            stations,
        }
    }
}

/// The sentence that names an overloaded place.
fn overload(station: &StationReport) -> String {
    let capacity = station.capacity_per_s.unwrap_or(0.0);
    format!("arrivals {:.1}/s exceed capacity {capacity:.1}/s at {}", station.arrivals_per_s, station.name)
}

impl<'a> Window<'a> {
    /// From the end of the warm-up to now; during the warm-up from the start, and said to be so.
    fn new(run: &'a Run) -> Self {
        let network = run.network();
        let to = network.mark(run.now());
        let warm = network.window().cloned();
        let measuring = warm.is_some();
        let from = warm
            .unwrap_or_else(|| Mark { stations: vec![StationMark::default(); to.stations.len()], ..Mark::default() });
        let tally = to.total.tally.since(&from.total.tally);
        let span = to.total.at.since(from.total.at);
        let varies = matches!(&run.scenario().scenario().load, Load::Open { shape, .. } if shape.varies());
        let state = match () {
            () if span == Nanos::ZERO => State::Empty,
            () if varies && measuring => State::Varying,
            () if measuring && network.batches().is_some() => State::Steady,
            () => State::WarmingUp,
        };
        Self { run, from, to, tally, span, state }
    }

    fn counts(&self) -> Counts {
        Counts {
            offered: self.tally.offered,
            accepted: self.tally.accepted,
            completed: self.tally.completed,
            approved: self.tally.approved,
            declined: self.tally.declined,
            failed: self.tally.failed,
            rejected: self.tally.rejected,
            good: self.tally.good,
            in_flight: u64::from(self.run.network().in_system()),
        }
    }

    /// An estimate by its value over the whole window and its value in each batch.
    fn estimate(&self, whole: Option<f64>, of_batch: impl Fn(&Batch) -> Option<f64>) -> Estimate {
        let state = if whole.is_none() { State::Empty } else { self.state };
        let batches = self.run.network().batches().filter(|_| state == State::Steady);
        let values = batches.map(|batches| batches.iter().filter_map(of_batch).collect::<Vec<f64>>());
        // Batches without any observation would make the others look alike: no interval then.
        let values = values.filter(|values| batches.is_some_and(|batches| batches.len() == values.len()));
        let half_width = values.and_then(|values| batch_interval(&values)).map(|interval| interval.half_width);
        let state = if state == State::Steady && half_width.is_none() { State::WarmingUp } else { state };
        Estimate { mean: whole, half_width, level: LEVEL, runs: 1, state }
    }

    fn rate(&self, of: impl Fn(&Tally) -> u64) -> Estimate {
        let per_second =
            |tally: &Tally, span: Nanos| (span > Nanos::ZERO).then(|| math::float(of(tally)) / span.seconds());
        self.estimate(per_second(&self.tally, self.span), |batch| per_second(&batch.tally(), batch.span()))
    }

    fn quantile(&self, share: f64) -> Estimate {
        self.estimate(self.run.network().times().quantile_ms(share), |batch| batch.times.quantile_ms(share))
    }

    fn metrics(&self) -> Metrics {
        let in_system = Level::mean(self.from.total.in_system, self.to.total.in_system, self.span);
        Metrics {
            offered_per_s: self.rate(|tally| tally.offered),
            accepted_per_s: self.rate(|tally| tally.accepted),
            completed_per_s: self.rate(|tally| tally.completed),
            goodput_per_s: self.rate(|tally| tally.good),
            response_ms: self.estimate(self.tally.response_ms(), |batch| batch.tally().response_ms()),
            p50_ms: self.quantile(0.5),
            p95_ms: self.quantile(0.95),
            p99_ms: self.quantile(0.99),
            p999_ms: self.quantile(0.999),
            availability: self.estimate(self.tally.availability(), |batch| batch.tally().availability()),
            cache_hit_ratio: self.estimate(self.tally.hit_ratio(), |batch| batch.tally().hit_ratio()),
            in_system: self.estimate((self.span > Nanos::ZERO).then_some(in_system), |batch| {
                Some(Level::mean(batch.from.in_system, batch.to.in_system, batch.span()))
            }),
        }
    }

    fn formulas(&self) -> Formulas {
        let (n, t_s) = (self.tally.completed, self.span.seconds());
        Formulas {
            n,
            t_s,
            tps: (t_s > 0.0).then(|| math::float(n) / t_s),
            gap_ms: (n > 0).then(|| t_s * 1e3 / math::float(n)),
            l: Level::mean(self.from.total.in_system, self.to.total.in_system, self.span),
            lambda_per_s: if t_s > 0.0 { math::float(self.tally.accepted) / t_s } else { 0.0 },
            w_ms: self.tally.sojourn_ms(),
        }
    }

    fn stations(&self) -> Vec<StationReport> {
        let gauges = self.run.network().gauges();
        let marks = self.from.stations.iter().zip(&self.to.stations);
        gauges
            .zip(marks)
            .enumerate()
            .map(|(index, (gauge, (from, to)))| self.station(index, gauge, [from, to]))
            .collect()
    }

    fn station(&self, index: usize, gauge: Gauge, [from, to]: [&StationMark; 2]) -> StationReport {
        let seen = to.since(from);
        let seconds = self.span.seconds();
        let mean_busy = Level::mean(0, seen.busy, self.span);
        let mean_waiting = Level::mean(0, seen.waiting, self.span);
        let per = |area: u128, of: u64| (of > 0).then(|| math::float_wide(area) / math::float(of) / 1e6);
        let mean_hold_ms = per(seen.busy, seen.released);
        let capacity =
            |workers: u32| mean_hold_ms.filter(|hold| *hold > 0.0).map(|hold| f64::from(workers) * 1e3 / hold);
        let processor = index
            .checked_sub(self.to.stations.len() - crate::math::index(self.run.scenario().scenario().processors.count));
        let mut report = StationReport {
            name: gauge.place.name(),
            place: gauge.place.code(),
            workers: gauge.workers,
            arrivals: seen.arrivals,
            rejected: seen.rejected,
            utilisation: gauge.workers.map(|workers| mean_busy / f64::from(workers)),
            mean_busy,
            mean_waiting,
            mean_wait_ms: per(seen.waiting, seen.started),
            mean_hold_ms,
            arrivals_per_s: if seconds > 0.0 { math::float(seen.arrivals) / seconds } else { 0.0 },
            capacity_per_s: gauge.workers.and_then(capacity),
            share: processor.and_then(|processor| self.tally.pick_share(processor)),
            unstable: false,
        };
        report.unstable = overloaded(&report, seen, gauge);
        report
    }

    fn cache(&self) -> CacheReport {
        let scenario = self.run.scenario().scenario();
        CacheReport {
            policy: scenario.cache.policy.id().to_owned(),
            capacity: scenario.cache.capacity,
            resident: math::id(self.run.network().resident()),
            hits: self.tally.hits,
            misses: self.tally.misses,
            evictions: self.tally.evictions,
        }
    }

    fn verdict(&self) -> Verdict {
        let objective = &self.run.scenario().scenario().objective;
        let in_time =
            (self.tally.completed > 0).then(|| math::float(self.tally.good) / math::float(self.tally.completed));
        let settled = !matches!(self.state, State::Empty | State::WarmingUp);
        let met = |measured: Option<f64>, wanted: f64| measured.filter(|_| settled).map(|measured| measured >= wanted);
        Verdict {
            response_ms: objective.response_ms,
            share: objective.share,
            in_time,
            response_met: met(in_time, objective.share),
            availability: objective.availability,
            availability_met: met(self.tally.availability(), objective.availability),
        }
    }

    fn invariants(&self) -> Vec<Invariant> {
        let violations = self.run.network().violations(self.run.now());
        violations.map(|(name, violations)| Invariant { name: name.to_owned(), violations }).into()
    }
}

/// Whether arrivals exceed capacity at a place: its queue grows, and nothing but its workers bounds it.
fn overloaded(station: &StationReport, seen: StationMark, gauge: Gauge) -> bool {
    let Some((workers, capacity)) = station.workers.zip(station.capacity_per_s) else { return false };
    let waiting = f64::from(gauge.waiting);
    let stayed = math::float(seen.arrivals.saturating_sub(seen.started + seen.rejected));
    seen.rejected == 0
        && station.utilisation.is_some_and(|utilisation| utilisation > OVERLOAD_UTILISATION)
        && station.arrivals_per_s > capacity
        && stayed > OVERLOAD_GROWTH * math::float(seen.arrivals)
        && waiting > (OVERLOAD_WAITING_PER_WORKER * f64::from(workers)).max(OVERLOAD_WAITING_MIN)
}
