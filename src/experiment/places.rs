//! How sure the figures of each place are: the report's window cut into groups, whose spectrum gives the intervals.
//!
//! They are no part of the report, which the page's first program reads four times a second and has no use for them in.

use super::figures::{GROUPS_MIN, Window};
use super::report::Estimate;
use super::run::Run;
use super::sample::{Kind, Pool, Sample};
use crate::math;
use crate::payment::{Group, StationMark};
use crate::stats::{LEVEL, Spread};
use crate::units::Nanos;
use serde::{Deserialize, Serialize};

/// What was measured at one place with a queue, with intervals.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct PlaceEstimates {
    /// The code of the place.
    pub place: u8,
    /// Share of its workers that were held, 0 to 1; absent for any number of workers.
    pub utilisation: Option<Estimate>,
    /// Mean waiting time in milliseconds, of those too that were dropped from the queue.
    pub wait_ms: Estimate,
    /// Mean time from arrival until the worker is free again, or until it was dropped from the queue, in milliseconds.
    pub response_ms: Estimate,
    /// L: how many waited or were held by a worker, averaged over time.
    pub in_system: Estimate,
}

/// A ratio of two sums over a part of the window: what is counted, and by what it is divided.
type Ratio = fn(&StationMark, Nanos) -> (f64, f64);

impl PlaceEstimates {
    /// Every place of a run at this instant.
    pub(super) fn of(run: &Run) -> Vec<Self> {
        let window = Window::new(run);
        let (stations, excess) = window.stations();
        let (state, _) = window.worth_under(excess.map(|(excess, _)| excess));
        let pool = Pool { level: LEVEL, state, runs: 1 };
        let estimate = |index: usize, ratio: Ratio| pool.estimate(&[window.sample(index, ratio)], &window.seen.times);
        let place = |(index, station): (usize, super::report::StationReport)| Self {
            place: station.place,
            utilisation: match (station.mean_workers, station.workers) {
                (Some(_), _) => Some(estimate(index, held)),
                (None, workers) => workers.map(|workers| per_worker(estimate(index, busy), f64::from(workers))),
            },
            wait_ms: estimate(index, wait),
            response_ms: estimate(index, response),
            in_system: estimate(index, inside),
        };
        stations.into_iter().enumerate().map(place).collect()
    }
}

impl Window<'_> {
    /// What this window contributes to a figure of the place so far down the report.
    fn sample(&self, index: usize, ratio: Ratio) -> Sample {
        let from = self.seen.from.stations.get(index).copied().unwrap_or_default();
        let to = self.to.stations.get(index).copied().unwrap_or_default();
        let (upper, weight) = ratio(&to.since(&from), self.span);
        let mut before = (from, self.seen.from.total.at);
        let part = |group: &Group| {
            let mark = group.to.stations.get(index).copied().unwrap_or_default();
            let sums = ratio(&mark.since(&before.0), group.to.total.at.since(before.1));
            before = (mark, group.to.total.at);
            sums
        };
        let sums: Vec<(f64, f64)> = self.seen.groups.iter().map(part).collect();
        let spread = Spread::of_ratio(&sums).filter(|_| sums.len() >= GROUPS_MIN);
        Sample {
            kind: Kind::Mean,
            value: (weight > 0.0).then(|| upper / weight),
            weight,
            spread: spread.map(|spread| (spread.variance, spread.degrees)),
        }
    }
}

/// An area under a count over time, in seconds.
fn seconds(area: u128) -> f64 {
    math::float_wide(area) / 1e9
}

fn busy(seen: &StationMark, span: Nanos) -> (f64, f64) {
    (seconds(seen.busy), span.seconds())
}

/// Of a number of workers that changes.
fn held(seen: &StationMark, _: Nanos) -> (f64, f64) {
    (seconds(seen.busy), seconds(seen.pool))
}

fn inside(seen: &StationMark, span: Nanos) -> (f64, f64) {
    (seconds(seen.busy + seen.waiting), span.seconds())
}

fn wait(seen: &StationMark, _: Nanos) -> (f64, f64) {
    (seconds(seen.waiting) * 1e3, math::float(seen.started + seen.dropped))
}

fn response(seen: &StationMark, _: Nanos) -> (f64, f64) {
    (seconds(seen.busy + seen.waiting) * 1e3, math::float(seen.released + seen.dropped))
}

fn per_worker(held: Estimate, workers: f64) -> Estimate {
    Estimate {
        mean: held.mean.map(|mean| mean / workers),
        half_width: held.half_width.map(|half_width| half_width / workers),
        ..held
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::State;
    use crate::payment::Place;
    use crate::scenario::{Discipline, Fault, FaultKind, Gaps, Load, PRESETS, Processing, Scenario, Service, Shape};
    use crate::units::Instant;

    fn at(seconds: f64) -> Run {
        let mut run = Run::new(&PRESETS[0].checked(), 1);
        while !run.advance(Instant::from_seconds(seconds), 100_000) {}
        run
    }

    fn agree(mut run: Run) {
        let (report, places) = (run.report(), run.places());
        assert_eq!(places.len(), report.stations.len(), "one each");
        for (place, station) in places.iter().zip(&report.stations) {
            assert_eq!(place.place, station.place, "in the report's order");
            let close = |found: Option<f64>, expected: Option<f64>| {
                let difference = found.unwrap_or_default() - expected.unwrap_or_default();
                assert!(difference.abs() < 1e-9, "{}: {found:?} is not {expected:?}", station.name);
            };
            close(place.utilisation.and_then(|estimate| estimate.mean), station.utilisation);
            close(place.wait_ms.mean, station.mean_wait_ms);
            close(place.in_system.mean, Some(station.mean_busy + station.mean_waiting));
            assert!(place.utilisation.and_then(|estimate| estimate.mean).is_none_or(|share| share <= 1.0), "{place:?}");
        }
    }

    #[test]
    fn places_agree_with_the_report() {
        let mut run = at(120.0);
        for place in run.places() {
            assert_eq!(place.in_system.state, State::Steady, "{place:?}");
            assert!(place.in_system.half_width.is_some(), "{place:?} has an interval");
        }
        agree(run);
    }

    /// The calm day for a while with something changed.
    fn changed(change: impl FnOnce(&mut Scenario)) -> Run {
        let mut scenario = PRESETS[0].scenario();
        change(&mut scenario);
        let mut run = Run::new(&scenario.check().expect("a scenario"), 1);
        while !run.advance(Instant::from_seconds(120.0), 100_000) {}
        run
    }

    #[test]
    fn who_is_dropped_has_waited_too() {
        let mut run = changed(|scenario| {
            scenario.gateway.workers = Some(1);
            scenario.gateway.service = Service::Exponential { mean_ms: 10.0 };
            scenario.load = Load::Open { rate_per_s: 120.0, shape: Shape::Constant, gaps: Gaps::Exponential };
            scenario.overload.gateway_queue = Discipline::Codel { target_ms: 5.0, interval_ms: 100.0 };
            scenario.processing = Processing::Asynchronous;
        });
        assert!(run.report().stations[0].dropped > 100, "some are dropped");
        agree(run);
    }

    #[test]
    fn workers_that_a_fault_takes_are_not_counted_on() {
        let mut run = changed(|scenario| {
            let kind = FaultKind::Capacity { share: 0.25 };
            scenario.faults = vec![Fault { kind, place: Place::Gateway, start_s: 90.0, duration_s: 1_000.0 }];
        });
        let report = run.report();
        let gateway = &report.stations[0];
        let whole = f64::from(PRESETS[0].scenario().gateway.workers.expect("a number"));
        let mean = gateway.mean_workers.expect("it changes");
        assert!(mean > 0.25 * whole && mean < whole, "{mean} of {whole}");
        agree(run);
    }

    #[test]
    fn workers_that_follow_the_load_are_counted_as_they_were() {
        agree(changed(|scenario| {
            scenario.load = Load::Open {
                rate_per_s: 240.0,
                shape: Shape::Ramp { to_per_s: 10.0, over_s: 60.0 },
                gaps: Gaps::Exponential,
            };
            scenario.scaling.on = true;
        }));
    }

    #[test]
    fn nothing_has_an_interval_during_the_warm_up() {
        let places = at(5.0).places();
        assert!(places.iter().all(|place| place.response_ms.half_width.is_none()), "{places:?}");
        assert!(places.iter().all(|place| place.in_system.state == State::WarmingUp), "and says why");
    }
}
