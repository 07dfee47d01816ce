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
    /// Mean waiting time in milliseconds.
    pub wait_ms: Estimate,
    /// Mean time from arrival until the worker is free again, in milliseconds.
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
            utilisation: station.workers.map(|workers| per_worker(estimate(index, busy), f64::from(workers))),
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

fn inside(seen: &StationMark, span: Nanos) -> (f64, f64) {
    (seconds(seen.busy + seen.waiting), span.seconds())
}

fn wait(seen: &StationMark, _: Nanos) -> (f64, f64) {
    (seconds(seen.waiting) * 1e3, math::float(seen.started))
}

fn response(seen: &StationMark, _: Nanos) -> (f64, f64) {
    (seconds(seen.busy + seen.waiting) * 1e3, math::float(seen.released))
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
    use crate::scenario::PRESETS;
    use crate::units::Instant;

    fn at(seconds: f64) -> Run {
        let mut run = Run::new(&PRESETS[0].checked(), 1);
        while !run.advance(Instant::from_seconds(seconds), 100_000) {}
        run
    }

    #[test]
    fn places_agree_with_the_report() {
        let mut run = at(120.0);
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
            assert_eq!(place.in_system.state, State::Steady, "{}", station.name);
            assert!(place.in_system.half_width.is_some(), "{} has an interval", station.name);
        }
    }

    #[test]
    fn nothing_has_an_interval_during_the_warm_up() {
        let places = at(5.0).places();
        assert!(places.iter().all(|place| place.response_ms.half_width.is_none()), "{places:?}");
        assert!(places.iter().all(|place| place.in_system.state == State::WarmingUp), "and says why");
    }
}
