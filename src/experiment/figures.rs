//! From what a run counted to what it has to say: samples, estimates with their intervals and states.

use super::availability::Availability;
use super::follow_up::FollowUpReport;
use super::ledger::LedgerReport;
use super::metrics::Metrics;
use super::overload::{Counted, Excess, Ledger};
use super::pair::{Cut, Parts};
use super::recovery::RecoveryReport;
use super::report::{
    CacheReport, Counts, Early, Estimate, Formulas, Invariant, Overload, REPORT_VERSION, Report, State, StationReport,
    Verdict,
};
use super::run::Run;
use super::sample::{Kind, Pool, Sample};
use super::security::SecurityReport;
use super::trial::Observation;
use crate::math;
use crate::payment::{Gauge, Mark, Place, Slice, StationMark, Tally};
use crate::stats::{Histogram, LEVEL, Level, Spread, Times, drifts};
use crate::units::{Instant, Nanos, Ratio};

/// Fewer slices make no interval: the spectral estimate needs four to each of its 25 points.
const SLICES_MIN: usize = 100;
/// Fewer groups make no interval of a quantile.
pub(super) const GROUPS_MIN: usize = 10;
/// Nor do fewer payments, however long they took to come.
pub(super) const PAYMENTS_MIN: u64 = 100;
/// A run whose warm-up was found must not drift afterwards, in its response times and in its misses; each is judged at this
/// level, so that one steady run in a hundred is refused wrongly.
const DRIFT_LEVEL: f64 = 0.995;
/// Batches in each half for that test: response times remember the queue for long, misses hardly anything.
const DRIFT_BATCHES: (usize, usize) = (5, 16);
/// A warm-up that was found and eats more of a run than one part in so many is not believed: the run is too short.
const WARM_UP_PARTS: u64 = 4;

/// The window that a report speaks of.
pub(super) struct Window<'a> {
    pub(super) run: &'a Run,
    pub(super) seen: crate::payment::Window<'a>,
    pub(super) to: Mark,
    pub(super) tally: Tally,
    pub(super) span: Nanos,
    drift: Drift,
}

/// What still drifts after a warm-up that was found.
#[derive(Clone, Copy, Debug, Default)]
struct Drift {
    response: bool,
    misses: bool,
}

impl Drift {
    fn of(slices: &[Slice]) -> Self {
        let parts = |of: fn(&Tally) -> (f64, f64)| -> Vec<(f64, f64)> {
            slices.iter().map(|slice| of(&slice.tally())).collect()
        };
        let response = parts(|tally| (math::float_wide(tally.response_nanos) / 1e6, math::float(tally.completed)));
        let misses = parts(|tally| (math::float(tally.misses), math::float(tally.hits + tally.misses)));
        let (few, many) = DRIFT_BATCHES;
        Self { response: drifts(&response, few, DRIFT_LEVEL), misses: drifts(&misses, many, DRIFT_LEVEL) }
    }
}

impl Cut {
    /// What a run has to say at this instant, and what it contributes to a trial or to a comparison.
    pub(super) fn of(run: &Run) -> Self {
        let window = Window::new(run);
        let (stations, excess) = window.stations();
        let (worth, early) = window.worth_under(excess.as_ref().map(|(excess, _)| *excess));
        let state = if worth == State::Steady && excess.is_some() { State::Overloaded } else { worth };
        let overload = excess.map(|(_, overload)| overload);
        let (pool, measured) = (Pool { level: LEVEL, state: worth, runs: 1 }, window.parts());
        let parts = Metrics::collect(|pick| pick(&measured).judged(pool, &window.seen.times));
        let scenario = run.scenario().scenario();
        let from_s = window.seen.from.total.at.seconds();
        let report = Report {
            version: REPORT_VERSION,
            engine: env!("CARGO_PKG_VERSION").to_owned(),
            seed: run.seed(),
            digest: format!("{:016x}", run.network().digest()),
            simulated_s: run.now().seconds(),
            warm_up_s: scenario.warm_up_s.unwrap_or(from_s),
            warm_up_found: scenario.warm_up_s.is_none(),
            window_s: window.span.seconds(),
            events: run.events(),
            state,
            early,
            unstable: overload.as_ref().and_then(Overload::unstable),
            overloaded: overload.as_ref().and_then(Overload::overloaded),
            overload,
            payments: window.counts(),
            metrics: Metrics::collect(|pick| pick(&parts).estimate),
            formulas: window.formulas(),
            cache: window.cache(),
            verdict: window.verdict(state, pool),
            availability: Availability::of(
                &window,
                scenario.objective.availability,
                pool,
                &parts.availability.estimate,
            ),
            invariants: window.invariants(),
            stations,
            recovery: RecoveryReport::of(run.network()),
            ledger: window.ledger(),
            security: run.network().security().map(|counts| SecurityReport::new(&counts, scenario, worth)),
            follow_up: run.network().backlog_now().map(|backlog| FollowUpReport::new(&backlog, window.depth(), pool)),
        };
        let samples = Metrics::collect(|pick| pick(&parts).sample);
        let grid = window.seen.slices.last().map(|last| (last.to.at, last.span()));
        let observation = Observation { report, samples, times: window.seen.times.times(), cut: false };
        Self { observation, parts, grid }
    }
}

/// A quantile of times, with the spread of the share of them that it covers over their groups.
pub(super) fn quantile<'a>(share: f64, times: &Histogram, groups: impl Iterator<Item = &'a Times>) -> Parts {
    let limit = times.quantile_limit(share).unwrap_or_default();
    let part = |group: &Times| (math::float(group.within(limit)), math::float(group.len()));
    let sums: Vec<(f64, f64)> = groups.map(part).collect();
    let spread = Spread::of_ratio(&sums).filter(|_| sums.len() >= GROUPS_MIN);
    let sample = Sample {
        kind: Kind::Quantile(share),
        value: times.quantile_ms(share),
        weight: math::float(times.len()),
        spread: spread.map(|spread| (spread.variance, spread.degrees)),
    };
    Parts { sample, estimate: Estimate::default(), resolution_ms: 0.0, sums }
}

impl<'a> Window<'a> {
    /// From the end of the warm-up to now; during a warm-up that was set from the start, and said to be so.
    pub(super) fn new(run: &'a Run) -> Self {
        let network = run.network();
        let to = network.mark(run.now());
        let seen = network.window();
        let from = &seen.from.total;
        let (tally, span) = (to.total.tally.since(&from.tally), to.total.at.since(from.at));
        let found = run.scenario().scenario().warm_up_s.is_none();
        let drift = if found { Drift::of(seen.slices) } else { Drift::default() };
        Self { run, seen, to, tally, span, drift }
    }

    /// What the figures are worth, queues without end left aside, and why it is too early if it is.
    fn worth(&self) -> (State, Option<Early>) {
        let (seen, scenario) = (&self.seen, self.run.scenario().scenario());
        let (from, to) = (seen.from.total.at.get(), self.to.total.at.get());
        let found = scenario.warm_up_s.is_none();
        let early = match () {
            () if to == 0 || self.span == Nanos::ZERO => return (State::Empty, None),
            () if !seen.begun => Early::WarmUp,
            () if scenario.varies() => return (State::Varying, None),
            () if seen.slices.len() < SLICES_MIN || self.tally.completed < PAYMENTS_MIN => Early::Short,
            () if found && from > to / WARM_UP_PARTS => Early::LateWarmUp,
            () if self.drift.response || self.drift.misses && scenario.database.read_time().mean_ms() > 0.0 => {
                Early::Drift
            }
            () => return (State::Steady, None),
        };
        (State::WarmingUp, Some(early))
    }

    /// What the figures are worth where arrivals may exceed capacity.
    pub(super) fn worth_under(&self, excess: Option<Excess>) -> (State, Option<Early>) {
        match (self.worth(), excess) {
            ((State::Empty, _), _) => (State::Empty, None),
            (_, Some(Excess::Endless)) => (State::Unstable, None),
            ((State::Steady, _), Some(Excess::Filling)) => (State::WarmingUp, Some(Early::Filling)),
            (worth, _) => worth,
        }
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
            technical: self.tally.technical,
            good: self.tally.good,
            contradicted: self.tally.contradicted,
            contradicted_good: self.tally.contradicted_good,
            in_flight: u64::from(self.run.network().in_system()),
        }
    }

    /// Mean number waiting at the last station, group by group.
    fn depth(&self) -> Vec<[f64; 2]> {
        let mut from = self.seen.from;
        let mean = |to: &'a Mark| {
            let span = to.total.at.since(from.total.at);
            let [before, after] = [from, to].map(|mark| mark.stations.last().map_or(0, |station| station.waiting));
            from = to;
            [to.total.at.seconds(), Level::mean(before, after, span)]
        };
        self.seen.groups.iter().map(|group| &group.to).map(mean).collect()
    }

    /// A ratio of two sums: its value over the whole window, and its spread over the slices.
    fn ratio(&self, kind: Kind, of: impl Fn(&Tally, f64) -> (f64, f64)) -> Parts {
        let (upper, weight) = of(&self.tally, self.span.seconds());
        let part = |slice: &Slice| of(&slice.tally(), slice.span().seconds());
        let parts: Vec<(f64, f64)> = self.seen.slices.iter().map(part).collect();
        Self::of_sums(kind, [upper, weight], parts)
    }

    pub(super) fn of_sums(kind: Kind, [upper, weight]: [f64; 2], sums: Vec<(f64, f64)>) -> Parts {
        let enough = sums.len() >= SLICES_MIN;
        let spread = Spread::of_ratio(&sums).filter(|_| enough).map(|spread| (spread.variance, spread.degrees));
        let sample = Sample { kind, value: (weight > 0.0).then(|| upper.max(0.0) / weight), weight, spread };
        Parts { sample, estimate: Estimate::default(), resolution_ms: 0.0, sums }
    }

    fn rate(&self, count: impl Fn(&Tally) -> u64) -> Parts {
        self.ratio(Kind::Rate, |tally, seconds| (math::float(count(tally)), seconds))
    }

    pub(super) fn share(&self, part: impl Fn(&Tally) -> u64, whole: impl Fn(&Tally) -> u64) -> Parts {
        self.ratio(Kind::Share, |tally, _| (math::float(part(tally)), math::float(whole(tally))))
    }

    /// A quantile, with the spread of the share of payments that it covers.
    fn quantile(&self, share: f64) -> Parts {
        quantile(share, &self.seen.times, self.seen.groups.iter().map(|group| &group.times))
    }

    /// Misses that cost no time may drift without touching anything else: then this figure alone has no interval.
    fn hit_ratio(&self) -> Parts {
        let mut parts = self.share(|tally| tally.hits, |tally| tally.hits + tally.misses);
        parts.sample.spread = parts.sample.spread.filter(|_| !self.drift.misses);
        parts
    }

    fn in_system(&self) -> Parts {
        let area = |from: u128, to: u128| math::float_wide(to.saturating_sub(from)) / 1e9;
        let part = |slice: &Slice| (area(slice.from.in_system, slice.to.in_system), slice.span().seconds());
        let parts: Vec<(f64, f64)> = self.seen.slices.iter().map(part).collect();
        let whole = area(self.seen.from.total.in_system, self.to.total.in_system);
        Self::of_sums(Kind::Mean, [whole, self.span.seconds()], parts)
    }

    fn parts(&self) -> Metrics<Parts> {
        let response =
            |tally: &Tally, _: f64| (math::float_wide(tally.response_nanos) / 1e6, math::float(tally.completed));
        Metrics {
            offered_per_s: self.rate(|tally| tally.offered),
            accepted_per_s: self.rate(|tally| tally.accepted),
            completed_per_s: self.rate(|tally| tally.completed),
            goodput_per_s: self.ratio(Kind::Rate, |tally, seconds| (tally.correct_in_time(), seconds)),
            response_ms: self.ratio(Kind::Mean, response),
            p50_ms: self.quantile(0.5),
            p95_ms: self.quantile(0.95),
            p99_ms: self.quantile(0.99),
            p999_ms: self.quantile(0.999),
            availability: self.correct(),
            cache_hit_ratio: self.hit_ratio(),
            in_system: self.in_system(),
        }
    }

    fn formulas(&self) -> Formulas {
        let (n, t_s) = (self.tally.completed, self.span.seconds());
        Formulas {
            n,
            t_s,
            tps: (t_s > 0.0).then(|| math::float(n) / t_s),
            gap_ms: (n > 0).then(|| t_s * 1e3 / math::float(n)),
            l: Level::mean(self.seen.from.total.in_system, self.to.total.in_system, self.span),
            lambda_per_s: if t_s > 0.0 { math::float(self.tally.accepted) / t_s } else { 0.0 },
            w_ms: self.tally.sojourn_ms(),
        }
    }

    /// Every place with a queue, and the worst of those where arrivals exceed capacity, the first one of its kind.
    pub(super) fn stations(&self) -> (Vec<StationReport>, Option<(Excess, Overload)>) {
        let gauges = self.run.network().gauges();
        let marks = self.seen.from.stations.iter().zip(&self.to.stations);
        let picks: u64 = marks.clone().map(|(from, to)| to.picks - from.picks).sum();
        let mut worst: Option<(Excess, Overload)> = None;
        let judged = gauges.zip(marks).map(|(gauge, (from, to))| {
            let mut report = self.station(gauge, [from, to]);
            if matches!(gauge.place, Place::Processor(_)) {
                report.share = Ratio::of(to.picks - from.picks, picks).map(Ratio::get);
            }
            let elapsed = self.to.total.at.since(Instant::START);
            let ledger = Ledger::of(self.run.scenario().scenario(), gauge.place);
            report.capacity_per_s = ledger.map(|ledger| ledger.bound_per_s).or(report.capacity_per_s);
            let counted = Counted { gauge, ledger, whole: *to, elapsed, window: to.since(from), span: self.span };
            let excess = counted.excess(&report);
            report.unstable = excess == Some(Excess::Endless);
            report.overloaded = excess.is_some() && !report.unstable;
            if let Some(excess) = excess
                && worst.as_ref().is_none_or(|(known, _)| excess < *known)
            {
                worst = Some((excess, counted.overload(excess)));
            }
            report
        });
        (judged.collect(), worst)
    }

    fn station(&self, gauge: Gauge, [from, to]: [&StationMark; 2]) -> StationReport {
        let seen = to.since(from);
        let seconds = self.span.seconds();
        let mean_busy = Level::mean(0, seen.busy, self.span);
        let mean_waiting = Level::mean(0, seen.waiting, self.span);
        let per = |area: u128, of: u64| (of > 0).then(|| math::float_wide(area) / math::float(of) / 1e6);
        let called = seen.started + seen.dropped;
        let ahead = per(seen.waiting_ahead, seen.called_ahead);
        let behind = per(seen.waiting - seen.waiting_ahead, called - seen.called_ahead);
        let mean_hold_ms = per(seen.busy, seen.released);
        let capacity = |workers: f64| mean_hold_ms.filter(|hold| *hold > 0.0).map(|hold| workers * 1e3 / hold);
        let mean_workers = (seen.pool > 0).then(|| Level::mean(0, seen.pool, self.span));
        let workers = mean_workers.or(gauge.workers.map(f64::from));
        StationReport {
            name: gauge.place.name(),
            place: gauge.place.code(),
            workers: gauge.workers,
            mean_workers,
            arrivals: seen.arrivals,
            rejected: seen.rejected,
            dropped: seen.dropped,
            utilisation: workers.map(|workers| mean_busy / workers),
            mean_busy,
            mean_waiting,
            mean_wait_ms: per(seen.waiting, called),
            class_wait_ms: ahead.zip(behind).map(|(ahead, behind)| [ahead, behind]),
            mean_hold_ms,
            arrivals_per_s: if seconds > 0.0 { math::float(seen.arrivals) / seconds } else { 0.0 },
            capacity_per_s: workers.and_then(capacity),
            share: None,
            unstable: false,
            overloaded: false,
        }
    }

    fn cache(&self) -> CacheReport {
        let scenario = self.run.scenario().scenario();
        let unknown = scenario.has_unknown_cards();
        CacheReport {
            policy: scenario.cache.policy.id().to_owned(),
            capacity: scenario.cache.capacity,
            resident: math::id(self.run.network().resident()),
            hits: self.tally.hits,
            misses: self.tally.misses,
            evictions: self.tally.evictions,
            joined: scenario.cache.single_flight.then_some(self.tally.joined),
            refreshed: scenario.cache.refresh_beta.map(|_| self.tally.refreshed),
            stale: scenario.cache.stale_ms.map(|_| self.tally.stale),
            absent: unknown.then_some(self.tally.absent),
            absent_hits: scenario.cache.absent_ms.filter(|_| unknown).map(|_| self.tally.absent_hits),
        }
    }

    fn verdict(&self, state: State, pool: Pool) -> Verdict {
        let objective = &self.run.scenario().scenario().objective;
        let in_time = self.share(|tally| tally.good, |tally| tally.completed).sample;
        let in_time_half_width = pool.estimate(&[in_time], &self.seen.times).half_width;
        let in_time = in_time.value;
        let settled = !matches!(state, State::Empty | State::WarmingUp);
        let met = |measured: Option<f64>, wanted: f64| measured.filter(|_| settled).map(|measured| measured >= wanted);
        Verdict {
            response_ms: objective.response_ms,
            share: objective.share,
            in_time,
            in_time_half_width,
            response_met: met(in_time, objective.share),
            availability: objective.availability,
            availability_met: met(self.correct().sample.value, objective.availability),
        }
    }

    /// What merchants sent where they may send a payment again. Counted from the end of a warm-up that was set, so that a
    /// warm-up that was found leaves it open.
    pub(super) fn submissions(&self) -> Option<u64> {
        let scenario = self.run.scenario().scenario();
        let counts = self.run.network().recovery()?;
        (scenario.merchant.tries > 1 && scenario.warm_up_s.is_some()).then_some(counts.submissions)
    }

    fn ledger(&self) -> Option<LedgerReport> {
        let bound_per_s = self.run.scenario().scenario().channel.kind.bound_per_s()?;
        self.run.network().blocks(self.run.now()).map(|counts| LedgerReport::new(counts, bound_per_s))
    }

    fn invariants(&self) -> Vec<Invariant> {
        let violations = self.run.network().violations(self.run.now());
        let law = |(name, violations): (&str, u64)| Invariant { name: name.to_owned(), violations };
        violations.into_iter().map(law).collect()
    }
}
