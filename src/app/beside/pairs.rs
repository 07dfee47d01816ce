//! Theory's figures and the measured ones, side by side: which belong together, and how one stands to the other.

use crate::experiment::{Answer, Estimate, Expectation, Expected, PlaceEstimates, Report, State, Violation};
use crate::payment::Place;
use std::collections::BTreeSet;

/// What is compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Quantity {
    /// Share of workers held.
    Utilisation,
    /// Mean wait.
    Wait,
    /// Mean response time.
    Response,
    /// 95th percentile of the response time.
    P95,
    /// L: payments there, averaged over time.
    Inside,
    /// Hits among all look-ups of the cache.
    HitRatio,
}

/// The columns of the table.
pub(super) const COLUMNS: [Quantity; 5] =
    [Quantity::Utilisation, Quantity::Wait, Quantity::Response, Quantity::P95, Quantity::Inside];

/// How theory stands to an interval; outside of it by which share of the measured mean, unless that is zero.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Standing {
    /// The interval holds it.
    Inside,
    /// It lies above.
    Above(Option<f64>),
    /// It lies below.
    Below(Option<f64>),
}

/// Theory's figure beside the measured one.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Pair {
    pub(super) quantity: Quantity,
    /// Theory's figure; none without a closed form.
    pub(super) theory: Option<f64>,
    /// What was measured; none where nothing is.
    pub(super) measured: Option<Estimate>,
}

/// A place, or the whole, with its answer and its pairs in the order of [`COLUMNS`].
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Row<'a> {
    /// The place; none for the whole.
    pub(super) place: Option<Place>,
    pub(super) answer: &'a Answer,
    pub(super) pairs: [Pair; 5],
}

/// Where things stand on the axis of a pair, each as a share of its length.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Axis {
    /// Both ends of the interval; none without one.
    pub(super) interval: Option<(f64, f64)>,
    /// The measured mean.
    pub(super) mean: f64,
    /// Theory.
    pub(super) theory: f64,
}

/// Room beside the outermost mark of an axis, as a share of what lies between the marks.
const ROOM: f64 = 0.25;
/// Simulated times are whole nanoseconds, so a measured mean without spread differs from theory's by less than this share.
const ROUNDING: f64 = 1e-6;

impl Pair {
    /// How theory stands to the interval; none while there is no interval.
    pub(super) fn standing(&self) -> Option<Standing> {
        let (theory, measured) = (self.theory?, self.measured?);
        let (mean, half_width) = (measured.mean?, measured.half_width?);
        if measured.state != State::Steady {
            return None;
        }
        let distance = theory - mean;
        let share = (mean.abs() > 0.0).then(|| (distance / mean).abs());
        Some(match distance.abs() <= half_width + mean.abs() * ROUNDING {
            true => Standing::Inside,
            false if distance > 0.0 => Standing::Above(share),
            false => Standing::Below(share),
        })
    }

    /// The axis that holds both; none unless both are known.
    pub(super) fn axis(&self) -> Option<Axis> {
        let (theory, measured) = (self.theory?, self.measured?);
        let mean = measured.mean?;
        let half_width = measured.half_width.filter(|_| measured.state == State::Steady);
        let reach = half_width.unwrap_or(0.0);
        let (low, high) = (theory.min(mean - reach), theory.max(mean + reach));
        let room = (high - low) * ROOM;
        let share = |x: f64| match room > 0.0 {
            true => (x - low + room) / (high - low + 2.0 * room),
            false => 0.5,
        };
        let interval = half_width.map(|half_width| (share(mean - half_width), share(mean + half_width)));
        Some(Axis { interval, mean: share(mean), theory: share(theory) })
    }
}

/// The whole first, then every place in the report's order.
pub(super) fn rows<'a>(expectation: &'a Expectation, report: &Report, places: &[PlaceEstimates]) -> Vec<Row<'a>> {
    let metrics = &report.metrics;
    let whole = [None, None, Some(metrics.response_ms), Some(metrics.p95_ms), Some(metrics.in_system)];
    let mut rows = vec![row(None, &expectation.whole, whole)];
    rows.extend(expectation.stations.iter().map(|station| {
        let seen = places.iter().find(|place| place.place == station.place);
        let measured = [
            seen.and_then(|seen| seen.utilisation),
            seen.map(|seen| seen.wait_ms),
            seen.map(|seen| seen.response_ms),
            None,
            seen.map(|seen| seen.in_system),
        ];
        row(Some(Place::from_code(station.place)), &station.answer, measured)
    }));
    rows
}

fn row(place: Option<Place>, answer: &Answer, measured: [Option<Estimate>; 5]) -> Row<'_> {
    let figures = answer.figures().copied().unwrap_or_default();
    let theory = COLUMNS.map(|quantity| figure(&figures, quantity));
    let pair = |column: usize| Pair { quantity: COLUMNS[column], theory: theory[column], measured: measured[column] };
    Row { place, answer, pairs: [0, 1, 2, 3, 4].map(pair) }
}

fn figure(figures: &Expected, quantity: Quantity) -> Option<f64> {
    match quantity {
        Quantity::Utilisation => figures.utilisation,
        Quantity::Wait => figures.wait_ms,
        Quantity::Response => figures.response_ms,
        Quantity::P95 => figures.p95_ms,
        Quantity::Inside => figures.in_system,
        Quantity::HitRatio => None,
    }
}

/// The cache's pair.
pub(super) fn hits(expectation: &Expectation, report: &Report) -> Pair {
    let measured = Some(report.metrics.cache_hit_ratio);
    Pair { quantity: Quantity::HitRatio, theory: expectation.cache.hit_ratio, measured }
}

/// Everything that the scenario does not keep of the models' assumptions, each once, by places.
pub(super) fn violations(expectation: &Expectation) -> Vec<Violation> {
    let places = expectation.stations.iter().flat_map(|station| &station.violated);
    let all = places.chain(&expectation.cache.violated).chain(&expectation.violated);
    all.copied().collect::<BTreeSet<Violation>>().into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pair(theory: f64, mean: f64, half_width: Option<f64>) -> Pair {
        let measured = Estimate { mean: Some(mean), half_width, state: State::Steady, ..Estimate::default() };
        Pair { quantity: Quantity::Wait, theory: Some(theory), measured: Some(measured) }
    }

    #[track_caller]
    fn check(theory: f64, mean: f64, half_width: f64, expected: Standing) {
        assert_eq!(pair(theory, mean, Some(half_width)).standing(), Some(expected), "{theory}, {mean} ± {half_width}");
    }

    #[test]
    fn theory_stands_inside_or_outside() {
        check(10.5, 10.0, 0.6, Standing::Inside);
        check(10.5, 10.0, 0.4, Standing::Above(Some(0.05)));
        check(9.5, 10.0, 0.4, Standing::Below(Some(0.05)));
        check(5.0, 5.000_000_4, 0.0, Standing::Inside);
        check(0.1, 0.0, 0.0, Standing::Above(None));
        assert_eq!(pair(1.0, 1.0, None).standing(), None, "no interval, no judgement");
        let mut varying = pair(1.0, 1.0, Some(0.5));
        varying.measured = varying.measured.map(|measured| Estimate { state: State::Varying, ..measured });
        assert_eq!(varying.standing(), None, "nor without a steady state");
    }

    #[test]
    fn an_axis_holds_interval_and_theory() {
        let axis = pair(14.0, 10.0, Some(1.0)).axis().expect("both are known");
        let (low, high) = axis.interval.expect("an interval");
        assert!(
            0.0 < low && low < axis.mean && axis.mean < high && high < axis.theory && axis.theory < 1.0,
            "{axis:?}"
        );
        let same = pair(5.0, 5.0, None).axis().expect("both are known");
        assert_eq!((same.mean, same.theory, same.interval), (0.5, 0.5, None), "one on the other");
    }
}
