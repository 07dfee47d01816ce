//! Where everything of the lab's two pictures stands: pure geometry from points to marks.
//!
//! Both share the horizontal axis, the load. Formulas are dashed, what was simulated is a dot with the bar of its
//! interval, and beyond a load of 1 the paper is shaded.

use crate::app::charts::{Form, Range, Strip, Unit, place, tick};
use crate::app::format;
use crate::app::formulas::geometry::GAP;
use crate::app::picture::{Anchor, Drawing, GRID, LINE, Mark, Pen, Size, polyline, px, words};
use crate::app::text::LabText;
use crate::experiment::{Estimate, LabMeasured, LabPoint};

/// Room around the plot.
const LEFT: f64 = 60.0;
const RIGHT: f64 = 12.0;
const TOP: f64 = 40.0;
const BOTTOM: f64 = 44.0;
/// The horizontal axis.
const LOADS: Range = Range { low: 0.0, high: 1.35 };
const TICKS: [f64; 7] = [0.0, 0.2, 0.4, 0.6, 0.8, 1.0, 1.2];
const FEW_TICKS: [f64; 3] = [0.0, 0.5, 1.0];
/// A narrower picture has few ticks.
const NARROW: f64 = 480.0;
/// Room above the capacity as a share of it.
const HEADROOM: f64 = 1.02;
/// Opacity of what belongs to another setting.
const PALE: f64 = 0.35;

const THROUGHPUT: Pen = Pen { dash: "6 4", ..Pen::line("--theory", 1.5) };
const CAPACITY: Pen = Pen::line("--hairline-strong", 1.0);
const MEAN: Pen = Pen { dash: "6 4", ..Pen::line("--serving", 1.5) };
const P95: Pen = Pen { dash: "2 3", ..Pen::line("--chart-middle", 1.5) };
const P99: Pen = Pen { dash: "9 3 2 3", ..Pen::line("--chart-tail", 1.5) };

/// What is drawn.
#[derive(Clone, Copy, Debug)]
pub(super) struct Scene<'a> {
    /// Texts.
    pub(super) text: &'static LabText,
    /// What theory says, by rising load.
    pub(super) theory: &'a [LabPoint],
    /// What was measured, by rising load; may belong to another setting.
    pub(super) measured: &'a [LabPoint],
    /// Whether it does.
    pub(super) stale: bool,
    /// The marked load.
    pub(super) mark: f64,
    /// Size of each picture.
    pub(super) size: Size,
}

/// A line of latency: its pen, theory, measurement.
type Line = (Pen, fn(&LabPoint) -> Option<f64>, fn(&LabMeasured) -> &Estimate);

const LATENCIES: [Line; 3] = [
    (MEAN, |point| point.theory.response_ms, |measured| &measured.response_ms),
    (P95, |point| point.theory.p95_ms, |measured| &measured.p95_ms),
    (P99, |point| point.theory.p99_ms, |measured| &measured.p99_ms),
];

/// Scales of a picture.
#[derive(Clone, Copy, Debug)]
struct Plot {
    y: Range,
    form: Form,
    size: Size,
}

impl Plot {
    const fn right(&self) -> f64 {
        self.size.width - RIGHT
    }

    const fn floor(&self) -> f64 {
        self.size.height - BOTTOM
    }

    fn x(&self, load: f64) -> f64 {
        LOADS.place(Form::Zero, load).mul_add(self.right() - LEFT, LEFT)
    }

    fn y(&self, value: f64) -> f64 {
        let lowest = if self.form == Form::Log { self.y.low } else { 0.0 };
        let share = self.y.place(self.form, value.max(lowest)).clamp(0.0, 1.0);
        share.mul_add(TOP - self.floor(), self.floor())
    }

    /// A line of theory.
    fn line(&self, points: &[LabPoint], value: impl Fn(&LabPoint) -> Option<f64>) -> String {
        let spot = |point: &LabPoint| value(point).map(|value| (self.x(point.load), self.y(value)));
        polyline(&points.iter().map(spot).collect::<Vec<_>>())
    }
}

/// The picture of throughput.
pub(super) fn throughput(scene: &Scene<'_>) -> Drawing {
    let served = |measured: &LabMeasured| measured.throughput_per_s;
    let tops = scene.measured.iter().filter_map(|point| top(&served(point.measured.as_ref()?)));
    let capacity = capacity(scene.theory);
    let high = tops.fold(capacity * HEADROOM, f64::max);
    let plot = Plot { y: Range::around(Form::Zero, 0.0, high), form: Form::Zero, size: scene.size };
    let mut marks = frame(scene, &plot, Unit::PerSecond);
    let y = plot.y(capacity);
    marks.push(Mark::Path { d: format!("M{} {}H{}", px(LEFT), px(y), px(plot.right())), pen: CAPACITY });
    let name = (scene.text.capacity)(&format::rate(capacity).text());
    marks.push(words(LEFT + 6.0, y - LINE / 2.0, Anchor::Start, name));
    let d = plot.line(scene.theory, |point| Some(point.theory.throughput_per_s));
    marks.push(Mark::Path { d, pen: THROUGHPUT });
    bars(scene, &plot, &mut marks, (Pen::line("--serving", 1.5), served));
    saturated(scene, &plot, &mut marks);
    finished(scene, marks)
}

/// The picture of latency.
pub(super) fn latency(scene: &Scene<'_>) -> Drawing {
    let range = latencies(scene).map_or(Range::empty(Form::Log), |(low, high)| Range::around(Form::Log, low, high));
    let plot = Plot { y: range, form: Form::Log, size: scene.size };
    let mut marks = frame(scene, &plot, Unit::Millis);
    marks.push(Mark::Path { d: plot.line(scene.theory, |point| Some(point.theory.gap_ms)), pen: GAP });
    for (pen, theory, measured) in LATENCIES {
        marks.push(Mark::Path { d: plot.line(scene.theory, theory), pen });
        bars(scene, &plot, &mut marks, (Pen { dash: "", ..pen }, |figures| *measured(figures)));
    }
    names(scene, &plot, &mut marks);
    finished(scene, marks)
}

/// What the servers can do per second: what is served at the highest load.
pub(super) fn capacity(points: &[LabPoint]) -> f64 {
    points.iter().map(|point| point.theory.throughput_per_s).fold(0.0, f64::max)
}

fn finished(scene: &Scene<'_>, mut marks: Vec<Mark>) -> Drawing {
    marks.retain(|mark| !matches!(mark, Mark::Path { d, .. } if d.is_empty()));
    Drawing { width: scene.size.width, height: scene.size.height, marks }
}

/// Shortest and longest time that is drawn.
fn latencies(scene: &Scene<'_>) -> Option<(f64, f64)> {
    let gaps = scene.theory.iter().map(|point| point.theory.gap_ms);
    let theory = scene.theory.iter().flat_map(|point| LATENCIES.map(|(_, theory, _)| theory(point))).flatten();
    let shown = scene.measured.iter().filter_map(|point| point.measured.as_ref());
    let measured = shown.flat_map(|figures| LATENCIES.map(|(_, _, measured)| top(measured(figures)))).flatten();
    let times = gaps.chain(theory).chain(measured).filter(|time| time.is_finite() && *time > 0.0);
    times.fold(None, |ends, time| {
        let (low, high) = ends.unwrap_or((time, time));
        Some((low.min(time), high.max(time)))
    })
}

/// The upper end of an interval; nothing where there is none.
fn top(estimate: &Estimate) -> Option<f64> {
    Some(estimate.mean? + estimate.half_width?)
}

/// Axes, the shaded region and the marker.
fn frame(scene: &Scene<'_>, plot: &Plot, unit: Unit) -> Vec<Mark> {
    let mut marks = Vec::new();
    let (left, right, floor) = (plot.x(1.0), plot.right(), plot.floor());
    let d = format!("M{} {}H{}V{}H{}Z", px(left), px(TOP), px(right), px(floor), px(left));
    marks.push(Mark::Path { d, pen: Pen::fill("--shade") });
    marks.push(words(right, TOP - 9.0, Anchor::End, scene.text.unstable_region.to_owned()));
    for value in plot.y.ticks(plot.form) {
        let y = plot.y(value);
        marks.push(Mark::Path { d: format!("M{} {}H{}", px(LEFT), px(y), px(right)), pen: GRID });
        marks.push(words(LEFT - 8.0, y, Anchor::End, tick(unit, value)));
    }
    marks.push(Mark::Path { d: format!("M{} {}H{}", px(LEFT), px(floor), px(right)), pen: GRID });
    let ticks: &[f64] = if scene.size.width < NARROW { &FEW_TICKS } else { &TICKS };
    for load in ticks {
        let x = plot.x(*load);
        marks.push(Mark::Path { d: format!("M{} {}v4", px(x), px(floor)), pen: GRID });
        marks.push(words(x, floor + 14.0, Anchor::Middle, tick(Unit::Share, *load)));
    }
    let middle = f64::midpoint(LEFT, right);
    marks.push(words(middle, floor + 14.0 + LINE, Anchor::Middle, scene.text.axis_load.to_owned()));
    marker(scene, plot, &mut marks);
    marks
}

/// The marked load: a hairline with its name.
fn marker(scene: &Scene<'_>, plot: &Plot, marks: &mut Vec<Mark>) {
    let x = plot.x(scene.mark);
    let d = format!("M{} {}V{}", px(x), px(TOP - 16.0), px(plot.floor()));
    marks.push(Mark::Path { d, pen: Pen::line("--accent", 1.0) });
    let (anchor, x) =
        if x > f64::midpoint(LEFT, plot.right()) { (Anchor::End, x + 2.0) } else { (Anchor::Start, x - 2.0) };
    let text = (scene.text.mark)(&format::percent(scene.mark).text());
    marks.push(Mark::Words { x, y: TOP - 26.0, anchor, text, pen: Pen::fill("--accent") });
}

/// What was measured: a bar over each interval and a dot at its middle. A figure without an interval is not drawn.
fn bars(scene: &Scene<'_>, plot: &Plot, marks: &mut Vec<Mark>, (pen, value): (Pen, impl Fn(&LabMeasured) -> Estimate)) {
    let opacity = if scene.stale { PALE } else { 1.0 };
    for point in scene.measured {
        let Some(Estimate { mean: Some(mean), half_width: Some(half), .. }) = point.measured.as_ref().map(&value)
        else {
            continue;
        };
        let (x, low, high) = (plot.x(point.load), plot.y(mean - half), plot.y(mean + half));
        let (left, cap) = (px(x - 3.0), px(6.0));
        let d = format!("M{left} {0}h{cap}M{left} {1}h{cap}M{2} {0}V{1}", px(low), px(high), px(x));
        marks.push(Mark::Path { d, pen: Pen { width: 1.0, opacity, ..pen } });
        let inside = Pen { fill: pen.stroke, stroke: None, opacity, ..pen };
        marks.push(Mark::Dot { x, y: plot.y(mean), radius: 2.5, pen: inside });
    }
}

/// The throughput where there is no steady state: a hollow dot, for it has no interval.
fn saturated(scene: &Scene<'_>, plot: &Plot, marks: &mut Vec<Mark>) {
    let opacity = if scene.stale { PALE } else { 1.0 };
    let pen = Pen { fill: Some("--paper"), opacity, ..Pen::line("--serving", 1.5) };
    for point in scene.measured {
        let found = point.measured.as_ref().map(|figures| figures.throughput_per_s);
        if let Some(Estimate { mean: Some(mean), half_width: None, .. }) = found {
            marks.push(Mark::Dot { x: plot.x(point.load), y: plot.y(mean), radius: 3.5, pen });
        }
    }
}

/// The lines' names beside their last points, in the shaded region, where no latency is.
fn names(scene: &Scene<'_>, plot: &Plot, marks: &mut Vec<Mark>) {
    let last = |value: &dyn Fn(&LabPoint) -> Option<f64>| {
        let stable = scene.theory.iter().rev().filter(|point| point.load < 1.0);
        stable.filter_map(value).next().map(|ms| plot.y(ms))
    };
    let measured = |value: fn(&LabMeasured) -> &Estimate| {
        let known = scene.measured.iter().rev().filter_map(|point| point.measured.as_ref());
        known.filter_map(|figures| top(value(figures))).next().map(|ms| plot.y(ms))
    };
    let [gap, rest @ ..] = scene.text.lines;
    // The line of T / N goes on, so its name stands above it.
    let above = last(&|point| Some(point.theory.gap_ms)).map(|y| y - LINE * 0.75);
    let mut known = vec![(above, gap, GAP)];
    for ((pen, theory, of), name) in LATENCIES.into_iter().zip(rest) {
        known.push((last(&theory).or_else(|| measured(of)), name, pen));
    }
    let known: Vec<(f64, &str, Pen)> = known.into_iter().filter_map(|(y, name, pen)| Some((y?, name, pen))).collect();
    let strip = Strip { top: TOP + LINE / 2.0, bottom: plot.floor() - LINE / 2.0, gap: LINE, columns: 1 };
    let spots = place(&known.iter().map(|(y, ..)| *y).collect::<Vec<_>>(), strip);
    for ((_, name, pen), spot) in known.into_iter().zip(spots) {
        if let (Some(spot), Some(token)) = (spot, pen.stroke) {
            let (x, text) = (plot.x(1.0) + 6.0, name.to_owned());
            marks.push(Mark::Words { x, y: spot.y, anchor: Anchor::Start, text, pen: Pen::fill(token) });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::sample::{measured, theory};
    use super::*;
    use crate::app::text::WORKBENCH;

    const SIZE: Size = Size { width: 640.0, height: 320.0 };

    fn scene<'a>(theory: &'a [LabPoint], measured: &'a [LabPoint], stale: bool) -> Scene<'a> {
        Scene { text: &WORKBENCH.lab, theory, measured, stale, mark: 0.8, size: SIZE }
    }

    fn paths(drawing: &Drawing, wanted: impl Fn(&Pen) -> bool) -> Vec<String> {
        let path = |mark: &Mark| match mark {
            Mark::Path { d, pen } if wanted(pen) => Some(d.clone()),
            _ => None,
        };
        drawing.marks.iter().filter_map(path).collect()
    }

    /// Heights of a line's corners, from the left.
    fn heights(d: &str) -> Vec<f64> {
        let corners = d.split(['M', 'L']).filter(|corner| !corner.is_empty());
        corners.map(|corner| corner.split(' ').nth(1).and_then(|y| y.parse().ok()).expect("a height")).collect()
    }

    #[test]
    fn the_gap_falls_while_the_latency_rises() {
        let points = theory();
        let drawing = latency(&scene(&points, &[], false));
        let gap = heights(&paths(&drawing, |pen| *pen == GAP)[0]);
        assert!(gap.windows(2).all(|pair| pair[0] <= pair[1]), "down the page is less: {gap:?}");
        for pen in [MEAN, P95, P99] {
            let line = heights(&paths(&drawing, |other| *other == pen)[0]);
            assert_eq!(line.len(), 19, "the stable loads alone");
            assert!(line.windows(2).all(|pair| pair[0] >= pair[1]), "up the page is more: {line:?}");
        }
    }

    #[test]
    fn throughput_stops_at_the_capacity() {
        let points = theory();
        let drawing = throughput(&scene(&points, &[], false));
        let line = heights(&paths(&drawing, |pen| *pen == THROUGHPUT)[0]);
        assert_eq!(line.len(), points.len(), "all loads");
        assert_eq!(line[19..], [line[21]; 3], "flat beyond");
        let words = |mark: &Mark| matches!(mark, Mark::Words { text, .. } if text == "capacity 80.0\u{a0}/s");
        assert!(drawing.marks.iter().any(words), "the capacity has its name");
    }

    #[test]
    fn a_measurement_is_a_dot_with_a_bar_and_pale_when_it_is_old() {
        let (points, runs) = (theory(), measured());
        for (stale, opacity) in [(false, 1.0), (true, PALE)] {
            let drawing = latency(&scene(&points, &runs, stale));
            let dots = drawing.marks.iter().filter_map(|mark| match mark {
                Mark::Dot { pen, .. } => Some(pen.opacity),
                _ => None,
            });
            assert_eq!(dots.collect::<Vec<_>>(), [opacity; 2], "mean and p95 of the one load; its p99 was refused");
            assert_eq!(paths(&drawing, |pen| pen.width == 1.0 && pen.stroke == MEAN.stroke).len(), 1, "with its bar");
        }
    }

    #[test]
    fn nothing_stands_outside_at_any_width() {
        let (points, runs) = (theory(), measured());
        for width in [280.0, 640.0, 880.0] {
            for mark in [0.05, 0.5, 1.3] {
                let scene = Scene { mark, size: Size { width, height: 320.0 }, ..scene(&points, &runs, false) };
                for mark in [throughput(&scene), latency(&scene)].into_iter().flat_map(|drawing| drawing.marks) {
                    if let Mark::Words { x, y, text, .. } = mark {
                        assert!((0.0..=width).contains(&x) && (0.0..=320.0).contains(&y), "{text} at {x}, {y}");
                    }
                }
            }
        }
    }
}
