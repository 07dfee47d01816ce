//! The numbers of a chart at an instant, taken from what the worker sent.

use super::backdrop::Backdrop;
use super::kind::{Line, Merge};
use crate::math;
use crate::payment::{ROWS, TIERS};
use crate::wire::{Roster, Series, Snapshot};
use std::rc::Rc;

/// How much of a window time may be ahead of the data.
const OUTRUN: f64 = 0.1;

/// What the charts show: the last data that came, and the instant that the window ends at.
#[derive(Clone, Debug, Default)]
pub(crate) struct Shot {
    /// The instant in simulated seconds.
    pub(crate) now_s: f64,
    /// What stands behind the lines.
    pub(crate) backdrop: Backdrop,
    run: u32,
    main: Option<Rc<Snapshot>>,
    pinned: Option<Rc<Snapshot>>,
}

/// Two shots are the same when they show the same snapshots: comparing values would take long, and gaps are unequal.
impl PartialEq for Shot {
    fn eq(&self, other: &Self) -> bool {
        let place = |held: &Option<Rc<Snapshot>>| held.as_ref().map(Rc::as_ptr);
        self.now_s.to_bits() == other.now_s.to_bits()
            && place(&self.main) == place(&other.main)
            && place(&self.pinned) == place(&other.pinned)
            && self.backdrop == other.backdrop
    }
}

impl Shot {
    /// Takes in a snapshot; tells whether there is anything new to draw.
    pub(crate) fn take(&mut self, snapshot: &Rc<Snapshot>) -> bool {
        let again = snapshot.run != self.run || snapshot.now_s < self.now_s;
        let moved = snapshot.now_s.to_bits() != self.now_s.to_bits();
        if again && snapshot.series.is_none() && snapshot.now_s < self.last_s() {
            self.main = None;
            self.pinned = None;
        }
        self.run = snapshot.run;
        if !again && snapshot.series.is_none() && self.outran(snapshot.now_s) {
            return false;
        }
        self.now_s = snapshot.now_s;
        if snapshot.series.is_some() {
            self.main = Some(Rc::clone(snapshot));
        }
        if snapshot.pinned_series.is_some() {
            self.pinned = Some(Rc::clone(snapshot));
        }
        again || moved || snapshot.series.is_some() || snapshot.pinned_series.is_some()
    }

    /// Whether time is so fast that the data would leave the window before the next ones come: then the window ends where
    /// they do, and moves on with them.
    fn outran(&self, now_s: f64) -> bool {
        self.series().is_some_and(|series| now_s - self.last_s() > window_s(series.tier) * OUTRUN)
    }

    fn last_s(&self) -> f64 {
        self.series().and_then(|series| series.times_s.last().copied()).unwrap_or(0.0)
    }

    /// The data of the run.
    pub(crate) fn series(&self) -> Option<&Series> {
        self.main.as_ref().and_then(|snapshot| snapshot.series.as_ref())
    }

    /// How many rows the data have.
    pub(crate) fn rows(&self) -> usize {
        self.series().map_or(0, |series| series.times_s.len())
    }

    /// The tier of the data; none before the first.
    pub(crate) fn tier(&self) -> Option<u8> {
        self.series().map(|series| series.tier)
    }

    /// The data of the pinned scenario.
    pub(crate) fn pinned(&self) -> Option<&Series> {
        self.pinned.as_ref().and_then(|snapshot| snapshot.pinned_series.as_ref())
    }
}

/// Length of a tier's window in simulated seconds.
pub(crate) fn window_s(tier: u8) -> f64 {
    TIERS.get(usize::from(tier)).unwrap_or(&TIERS[0]) * math::count(ROWS)
}

/// The numbers of a chart: rows inside the window, oldest first. Missing values are not-a-number.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Frame {
    /// End of each row in simulated seconds.
    pub(crate) times_s: Vec<f64>,
    /// The chart's lines.
    pub(crate) lines: Vec<Vec<f64>>,
    /// The same of the pinned scenario; empty without one. A line that it does not have is empty.
    pub(crate) twins: Vec<Vec<f64>>,
}

impl Frame {
    /// The numbers of a chart with these lines.
    pub(crate) fn of(lines: &[Line], roster: &Roster, shot: &Shot, compared: bool) -> Self {
        let Some(series) = shot.series().filter(|series| series.roster == *roster) else {
            return Self::default();
        };
        let start = shot.now_s - window_s(series.tier);
        let visible = |time: f64| time > start && time <= shot.now_s;
        let rows: Vec<usize> = (0..series.times_s.len())
            .filter(|row| series.times_s.get(*row).is_some_and(|time| visible(*time)))
            .collect();
        let times_s = pick(&series.times_s, &rows);
        let values = lines.iter().map(|line| pick(&line_values(line, series), &rows)).collect();
        let pinned = shot.pinned().filter(|pinned| compared && pinned.tier == series.tier);
        let twins = pinned.map_or_else(Vec::new, |pinned| twins(lines, pinned, &times_s));
        Self { times_s, lines: values, twins }
    }

    /// The least and the greatest value; only positive ones for a logarithmic axis.
    pub(crate) fn extent(&self, positive: bool) -> Option<(f64, f64)> {
        let all = self.lines.iter().chain(&self.twins).flatten().copied();
        all.filter(|value| value.is_finite() && (!positive || *value > 0.0)).fold(
            None,
            |extent: Option<(f64, f64)>, value| {
                let (low, high) = extent.unwrap_or((value, value));
                Some((low.min(value), high.max(value)))
            },
        )
    }

    /// The row nearest to an instant.
    pub(crate) fn row_at(&self, time_s: f64) -> Option<usize> {
        let distance = |row: &usize| self.times_s.get(*row).map_or(f64::INFINITY, |time| (time - time_s).abs());
        (0..self.times_s.len()).min_by(|a, b| distance(a).total_cmp(&distance(b)))
    }
}

fn pick(values: &[f64], rows: &[usize]) -> Vec<f64> {
    rows.iter().map(|row| values.get(*row).copied().unwrap_or(f64::NAN)).collect()
}

/// The pinned scenario's lines at the main run's instants.
fn twins(lines: &[Line], pinned: &Series, times_s: &[f64]) -> Vec<Vec<f64>> {
    let near = |time: f64| {
        let after = pinned.times_s.partition_point(|other| *other < time - pinned.step_s / 2.0);
        pinned.times_s.get(after).filter(|other| (**other - time).abs() <= pinned.step_s / 2.0).map(|_| after)
    };
    let rows: Vec<usize> = times_s.iter().map(|time| near(*time).unwrap_or(usize::MAX)).collect();
    lines.iter().map(|line| pick(&line_values(line, pinned), &rows)).collect()
}

fn line_values(line: &Line, series: &Series) -> Vec<f64> {
    let parts: Vec<&[f64]> = line.columns.iter().map(|column| series.column(*column)).collect();
    if let [one] = parts.as_slice() {
        return one.to_vec();
    }
    (0..series.times_s.len()).map(|row| merge(line.merge, parts.iter().filter_map(|part| part.get(row)))).collect()
}

fn merge<'a>(how: Merge, values: impl Iterator<Item = &'a f64>) -> f64 {
    let (sum, count) =
        values.filter(|value| value.is_finite()).fold((0.0, 0.0), |(sum, count), value| (sum + value, count + 1.0));
    match how {
        _ if count <= 0.0 => f64::NAN,
        Merge::Sum => sum,
        Merge::Mean => sum / count,
    }
}

/// The rows that stand alone between gaps: a line can't show them, so they get a dot.
pub(crate) fn lonely(values: &[f64]) -> Vec<usize> {
    let there = |row: Option<usize>| row.and_then(|row| values.get(row)).is_some_and(|value| value.is_finite());
    (0..values.len())
        .filter(|row| there(Some(*row)) && !there(row.checked_sub(1)) && !there(row.checked_add(1)))
        .collect()
}

/// A run with so many processors and nothing beside the way.
#[cfg(test)]
pub(crate) fn roster(processors: u8) -> Roster {
    Roster { stations: crate::payment::Place::stations(processors).collect(), scaled: false }
}

/// Data for tests and demonstrations: each column counts up from its own hundred, every tenth value is missing.
#[cfg(test)]
pub(crate) fn example(processors: u8, rows: u32) -> Shot {
    let roster = roster(processors);
    let width = crate::wire::columns(&roster).len();
    let step_s = TIERS[0];
    let value = |column: usize, row: u32| match row % 10 {
        7 => f64::NAN,
        _ => math::count(column) * 100.0 + f64::from(row),
    };
    let series = Series {
        tier: 0,
        step_s,
        roster,
        times_s: (1..=rows).map(|row| f64::from(row) * step_s).collect(),
        columns: (0..width).map(|column| (0..rows).map(|row| value(column, row)).collect()).collect(),
    };
    let now_s = f64::from(rows) * step_s;
    let mut shot = Shot::default();
    shot.take(&Rc::new(Snapshot {
        run: 1,
        now_s,
        pinned_series: Some(series.clone()),
        series: Some(series),
        ..Snapshot::default()
    }));
    shot
}

#[cfg(test)]
mod tests {
    use super::super::kind::Kind;
    use super::*;

    fn frame(kind: Kind, processors: u8, compared: bool) -> Frame {
        Frame::of(&kind.lines(&roster(processors)), &roster(processors), &example(processors, 100), compared)
    }

    #[test]
    fn a_frame_holds_the_window() {
        let mut shot = example(2, 100);
        let lines = Kind::Flow.lines(&roster(2));
        assert_eq!(Frame::of(&lines, &roster(2), &shot, false).times_s.len(), 100, "all rows are inside the minute");
        shot.now_s += 30.0;
        assert_eq!(Frame::of(&lines, &roster(2), &shot, false).times_s.len(), 60, "the first 20 s went out");
        assert_eq!(Frame::of(&lines, &roster(3), &shot, false), Frame::default(), "other data are not drawn");
    }

    #[test]
    fn at_full_speed_the_window_waits_for_its_data() {
        let mut shot = example(2, 100);
        let before = shot.now_s;
        let far = |now_s, series| Rc::new(Snapshot { run: 1, now_s, series, ..Snapshot::default() });
        assert!(!shot.take(&far(before + 900.0, None)), "an instant far away brings nothing to draw");
        let frame = Frame::of(&Kind::Flow.lines(&roster(2)), &roster(2), &shot, false);
        assert_eq!(frame.times_s.len(), 100, "and leaves the lines alone");
        assert!(shot.take(&far(before + 1.0, None)) && shot.now_s > before, "a near one moves the window");
        assert!(shot.take(&far(before + 900.0, shot.series().cloned())), "so do the next data");
    }

    #[test]
    fn processors_become_a_stage() {
        let queues = frame(Kind::Queues, 2, false);
        assert_eq!(queues.lines.len(), 7, "two processors, five stages");
        let sum = queues.lines[0][3] + queues.lines[1][3];
        assert!((queues.lines[3][3] - sum).abs() < 1e-9, "the queue of all processors");
        let mean = frame(Kind::Utilisation, 2, false);
        let half = f64::midpoint(mean.lines[0][3], mean.lines[1][3]);
        assert!((mean.lines[3][3] - half).abs() < 1e-9, "the mean of all processors");
        assert!(queues.lines[3][7].is_nan(), "a gap stays a gap");
    }

    #[test]
    fn twins_stand_at_the_same_instants() {
        let compared = frame(Kind::Flow, 2, true);
        assert_eq!(compared.twins.len(), 4, "one twin a line");
        assert_eq!(compared.twins[1][5], compared.lines[1][5], "same data, same values");
        assert!(frame(Kind::Flow, 2, false).twins.is_empty(), "none without a comparison");
    }

    #[test]
    fn extents_ignore_gaps() {
        let values = Frame { times_s: vec![1.0; 3], lines: vec![vec![f64::NAN, 0.0, 4.0]], twins: vec![] };
        assert_eq!(values.extent(false), Some((0.0, 4.0)), "all that is finite");
        assert_eq!(values.extent(true), Some((4.0, 4.0)), "all that has a logarithm");
        assert_eq!(Frame::default().extent(false), None, "nothing");
    }

    #[test]
    fn lonely_values_are_found() {
        let nan = f64::NAN;
        assert_eq!(lonely(&[1.0, nan, 2.0, 3.0, nan, 4.0]), vec![0, 5], "neighbours make a line");
        assert_eq!(lonely(&[]), Vec::<usize>::new(), "nothing");
    }

    #[test]
    fn shots_are_compared_by_what_they_hold() {
        let shot = example(1, 10);
        assert_eq!(shot, shot.clone(), "gaps and all");
        assert_ne!(shot, example(1, 10), "another snapshot");
    }

    #[test]
    fn a_reset_forgets() {
        let mut shot = example(1, 10);
        assert!(shot.take(&Rc::new(Snapshot { run: 2, now_s: 0.0, ..Snapshot::default() })), "there is news");
        assert_eq!(shot.series(), None, "the data lie in the future");
    }
}
