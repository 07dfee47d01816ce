//! What stands behind a chart's lines: the warm-up as a hatched band, the faults of the script as shaded windows, and theory
//! as thin dashed lines in ink.
//!
//! What there is to draw is pure; it is drawn on uPlot's own canvas, so that a saved picture has it too.

use super::kind::{Kind, Name, Unit};
use super::words;
use crate::app::text::ChartsText;
use crate::experiment::{Answer, Expectation, Known};
use crate::payment::Place;
use crate::scenario::{Fault, FaultKind};
use crate::wire::Column;
use std::rc::Rc;

/// What stands behind the lines of every chart.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Backdrop {
    /// The warm-up; none before the first figures, or where there is none.
    pub warm_up: Option<WarmUp>,
    /// What theory says of the scenario that runs.
    pub expectation: Option<Rc<Expectation>>,
    /// What goes wrong when.
    pub faults: Rc<Vec<Fault>>,
}

/// A warm-up: simulated, but not measured.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct WarmUp {
    /// Its end in simulated seconds.
    pub until_s: f64,
    /// Whether it was found from the observations instead of set.
    pub found: bool,
}

/// What theory says in a chart.
#[derive(Clone, Debug, PartialEq)]
pub struct Theory {
    /// The models' names; empty where each line has its own.
    pub model: String,
    /// Whether all of it is exact for this scenario.
    pub exact: bool,
    /// Levels, in the order of the chart's lines.
    pub levels: Vec<Level>,
}

/// A level that theory expects.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Level {
    /// The line that it belongs to; none for the mean response time, which is no line.
    pub of: Option<Name>,
    /// The value, in the unit of the chart.
    pub value: f64,
}

/// The band of a warm-up in seconds before now: from the start of the run or of the window to its end or now. None once it
/// has left the window.
pub(super) fn band(warm_up: WarmUp, now_s: f64, window_s: f64) -> Option<(f64, f64)> {
    let (from, to) = ((-now_s).max(-window_s), (warm_up.until_s - now_s).min(0.0));
    (to > from).then_some((from, to))
}

/// The window of a fault in seconds before now; a line where it is an instant. None while it is not in the chart's window.
pub(super) fn window(fault: &Fault, now_s: f64, window_s: f64) -> Option<(f64, f64)> {
    let (from, to) = ((fault.start_s - now_s).max(-window_s), (end_s(fault) - now_s).min(0.0));
    (fault.start_s <= now_s && to >= from).then_some((from, to))
}

/// When it is over; the cache is flushed in an instant.
fn end_s(fault: &Fault) -> f64 {
    if fault.kind == FaultKind::CacheFlush { fault.start_s } else { fault.end_s() }
}

/// The row of each name: the first one in which it touches none before it; none where all rows are taken. Each name is its
/// begin and its end.
pub(super) fn rows(names: &[(f64, f64)], most: usize) -> Vec<Option<usize>> {
    let mut taken: Vec<Vec<(f64, f64)>> = vec![Vec::new(); most];
    let place = |name: &(f64, f64)| {
        let apart = |other: &(f64, f64)| other.1 <= name.0 || name.1 <= other.0;
        let row = taken.iter().position(|row| row.iter().all(apart))?;
        taken.get_mut(row)?.push(*name);
        Some(row)
    };
    names.iter().map(place).collect()
}

impl Backdrop {
    /// The faults that stand between two instants, in words; empty if none does.
    pub(super) fn faults_between(&self, text: &ChartsText, from_s: f64, to_s: f64) -> String {
        let stands = |fault: &&Fault| {
            let end_s = end_s(fault);
            let goes_on = if end_s > fault.start_s { end_s > from_s } else { end_s >= from_s };
            fault.start_s < to_s && goes_on
        };
        self.faults.iter().filter(stands).map(text.fault).collect::<Vec<_>>().join("; ")
    }

    /// The faults that can be seen in the chart's window, each with begin and end in simulated seconds.
    pub(in crate::app) fn faults_seen(&self, text: &ChartsText, now_s: f64, window_s: f64) -> Vec<(String, f64, f64)> {
        let seen = self.faults.iter().filter(|fault| window(fault, now_s, window_s).is_some());
        seen.map(|fault| ((text.fault)(fault), fault.start_s, end_s(fault))).collect()
    }

    /// What theory says in a chart; none where it says nothing.
    pub(super) fn theory(&self, kind: Kind) -> Option<Theory> {
        let expectation = self.expectation.as_deref()?;
        let theory = match kind {
            Kind::Response => response(expectation),
            Kind::Utilisation => utilisation(expectation),
            Kind::HitRatio => hits(expectation),
            Kind::Flow | Kind::Queues | Kind::Workers | Kind::Availability | Kind::Shares => None,
        };
        theory.filter(|theory| !theory.levels.is_empty())
    }
}

fn response(expectation: &Expectation) -> Option<Theory> {
    let Answer::Known(known) = &expectation.whole else { return None };
    let figures = &known.figures;
    let percentiles = [(Column::P50, figures.p50_ms), (Column::P95, figures.p95_ms), (Column::P99, figures.p99_ms)];
    let mut levels: Vec<Level> = percentiles
        .into_iter()
        .filter_map(|(column, value)| value.map(|value| Level { of: Some(Name::Column(column)), value }))
        .collect();
    if levels.is_empty() {
        levels.extend(figures.response_ms.map(|value| Level { of: None, value }));
    }
    Some(Theory { model: known.model.clone(), exact: known.exact, levels })
}

fn utilisation(expectation: &Expectation) -> Option<Theory> {
    let known = |processors: bool| {
        let stations = expectation.stations.iter().filter(move |station| is_processor(station.place) == processors);
        stations.map(|station| (station.place, station.answer.figures().and_then(|figures| figures.utilisation)))
    };
    let single = |(code, value): (u8, Option<f64>)| {
        let of = Some(Name::Column(Column::Utilisation(Place::from_code(code))));
        value.map(|value| Level { of, value })
    };
    let mut levels: Vec<Level> = known(false).filter_map(single).collect();
    let processors: Option<Vec<f64>> = known(true).map(|(_, value)| value).collect();
    if let Some(values) = processors.filter(|values| !values.is_empty()) {
        let value = values.iter().sum::<f64>() / crate::math::count(values.len());
        levels.push(Level { of: Some(Name::ProcessorsUtilisation), value });
    }
    let busy = |known: &&Known| known.figures.utilisation.is_some();
    let known = expectation.stations.iter().filter_map(|station| match &station.answer {
        Answer::Known(known) => Some(&**known),
        Answer::Unstable(_) | Answer::Unknown(_) => None,
    });
    let exact = known.filter(busy).all(|known| known.exact);
    Some(Theory { model: String::new(), exact, levels })
}

fn is_processor(code: u8) -> bool {
    matches!(Place::from_code(code), Place::Processor(_))
}

fn hits(expectation: &Expectation) -> Option<Theory> {
    let cache = &expectation.cache;
    let value = cache.hit_ratio?;
    let levels = vec![Level { of: Some(Name::Column(Column::HitRatio)), value }];
    Some(Theory { model: cache.model.clone()?, exact: cache.exact, levels })
}

impl Theory {
    /// The ends of an axis that shows the levels too; only positive ones for a logarithmic axis.
    pub(super) fn widen(&self, extent: Option<(f64, f64)>, positive: bool) -> Option<(f64, f64)> {
        let values = self.levels.iter().map(|level| level.value);
        values.filter(|value| value.is_finite() && (!positive || *value > 0.0)).fold(extent, |extent, value| {
            let (low, high) = extent.unwrap_or((value, value));
            Some((low.min(value), high.max(value)))
        })
    }

    /// Names and values of the levels, with their units.
    pub(super) fn named(&self, text: &ChartsText, unit: Unit) -> Vec<(String, String)> {
        self.levels.iter().map(|level| (level.name(text), words::full(unit, level.value))).collect()
    }
}

impl Level {
    /// Its name: that of its line, or the mean's.
    pub(super) fn name(&self, text: &ChartsText) -> String {
        self.of.map_or_else(|| text.mean.to_owned(), text.name)
    }
}

/// Whether levels are named on the chart itself: where they are few.
pub(super) const fn labelled(kind: Kind) -> bool {
    matches!(kind, Kind::Response | Kind::HitRatio)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::Preset;

    fn backdrop(preset: &str) -> Backdrop {
        let scenario = Preset::find(preset).expect("a preset").checked();
        Backdrop { expectation: Some(Rc::new(Expectation::of(&scenario))), ..Backdrop::default() }
    }

    #[track_caller]
    fn check(until_s: f64, now_s: f64, expected: Option<(f64, f64)>) {
        assert_eq!(band(WarmUp { until_s, found: false }, now_s, 60.0), expected, "until {until_s} at {now_s}");
    }

    #[test]
    fn the_band_ends_with_the_warm_up() {
        check(15.0, 40.0, Some((-40.0, -25.0)));
        check(15.0, 70.0, Some((-60.0, -55.0)));
        check(15.0, 75.0, None);
        check(15.0, 10.0, Some((-10.0, 0.0)));
        check(0.0, 10.0, None);
        check(15.0, 0.0, None);
    }

    #[test]
    fn a_fault_has_its_window() {
        let slow = Fault::new(FaultKind::Slow { times: 20.0 }, Place::Processor(0), 30.0, 20.0);
        let seen = |now_s| window(&slow, now_s, 60.0);
        assert_eq!([seen(29.0), seen(40.0), seen(60.0)], [None, Some((-10.0, 0.0)), Some((-30.0, -10.0))], "it comes");
        assert_eq!([seen(100.0), seen(111.0)], [Some((-60.0, -50.0)), None], "and leaves the chart");
        let flush = Fault::new(FaultKind::CacheFlush, Place::CardManagement, 30.0, 20.0);
        assert_eq!(window(&flush, 45.0, 60.0), Some((-15.0, -15.0)), "an instant is a line");
        let backdrop = Backdrop { faults: Rc::new(vec![slow, flush]), ..Backdrop::default() };
        let text = &crate::app::text::WORKBENCH.charts;
        let between = |from_s, to_s| backdrop.faults_between(text, from_s, to_s);
        assert_eq!(between(29.0, 30.0), "", "not yet");
        assert_eq!(between(30.0, 31.0), "processor 1 20× slower; card management cache flushed", "both");
        assert_eq!(between(31.0, 32.0), "processor 1 20× slower", "the flush is over");
        assert_eq!(between(50.0, 51.0), "", "all over");
    }

    #[test]
    fn names_stand_below_each_other_where_they_would_touch() {
        let names = [(0.0, 50.0), (40.0, 90.0), (50.0, 80.0), (10.0, 95.0)];
        assert_eq!(rows(&names, 2), [Some(0), Some(1), Some(0), None], "the last finds no room");
    }

    #[test]
    fn theory_stands_where_it_is_known() {
        let backdrop = backdrop("calm-day");
        let expectation = backdrop.expectation.clone().expect("given");
        let theory = backdrop.theory(Kind::Response).expect("the whole has a model");
        let figures = expectation.whole.figures().expect("known");
        match figures.p95_ms {
            Some(p95) => assert_eq!(theory.levels[1].value, p95, "percentiles where there are some"),
            None => {
                assert_eq!((theory.levels[0].of, Some(theory.levels[0].value)), (None, figures.response_ms), "mean")
            }
        }
        let busy = backdrop.theory(Kind::Utilisation).expect("utilisation needs rates alone");
        assert!(busy.levels.iter().any(|level| level.of == Some(Name::ProcessorsUtilisation)), "{busy:?}");
        assert_eq!(backdrop.theory(Kind::Shares), None, "nothing is said of shares");
        assert_eq!(Backdrop::default().theory(Kind::Response), None, "nothing before the worker said so");
    }

    #[test]
    fn an_axis_grows_for_theory() {
        let level = |value| Level { of: None, value };
        let theory = Theory { model: String::new(), exact: true, levels: vec![level(0.0), level(9.0)] };
        assert_eq!(theory.widen(Some((2.0, 4.0)), true), Some((2.0, 9.0)), "zero has no logarithm");
        assert_eq!(theory.widen(None, false), Some((0.0, 9.0)), "without data it stands alone");
    }
}
