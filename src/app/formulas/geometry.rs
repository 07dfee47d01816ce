//! Where everything of the load curve stands: pure geometry from points to marks.

use crate::app::charts::Unit;
use crate::app::charts::{Form, Range, Strip, place, tick};
use crate::app::picture::{Anchor, Drawing, GRID, LINE, Mark, Pen, Size, polyline, px, words};
use crate::app::text::FormulasText;
use crate::wire::CurvePoint;

/// Room around the plot.
const LEFT: f64 = 56.0;
const RIGHT: f64 = 64.0;
const TOP: f64 = 26.0;
const BOTTOM: f64 = 44.0;

pub(super) const GAP: Pen = Pen { dash: "6 4", ..Pen::line("--theory", 1.5) };
const MEAN: Pen = Pen::line("--serving", 1.5);
const P99: Pen = Pen::line("--chart-tail", 1.0);
const BAND: Pen = Pen { opacity: 0.22, ..Pen::fill("--serving") };

/// Scales of the picture.
#[derive(Clone, Copy, Debug)]
struct Axes {
    x: Range,
    y: Range,
    size: Size,
}

impl Axes {
    fn new(points: &[CurvePoint], current: Option<f64>, size: Size) -> Self {
        let loads = points.iter().map(|point| point.offered_per_s).chain(current);
        let top = loads.filter(|load| load.is_finite()).fold(0.0, f64::max);
        let times = points.iter().flat_map(|point| [point.gap_ms, point.response_ms, point.p99_ms]).flatten();
        let times = times.filter(|time| time.is_finite() && *time > 0.0);
        let ends = times.fold(None, |ends: Option<(f64, f64)>, time| {
            let (low, high) = ends.unwrap_or((time, time));
            Some((low.min(time), high.max(time)))
        });
        let y = ends.map_or(Range::empty(Form::Log), |(low, high)| Range::around(Form::Log, low, high));
        let x = if top > 0.0 { Range::around(Form::Zero, 0.0, top) } else { Range::empty(Form::Zero) };
        Self { x, y, size }
    }

    const fn right(&self) -> f64 {
        self.size.width - RIGHT
    }

    const fn floor(&self) -> f64 {
        self.size.height - BOTTOM
    }

    fn x(&self, load: f64) -> f64 {
        self.x.place(Form::Zero, load).mul_add(self.right() - LEFT, LEFT)
    }

    fn y(&self, ms: f64) -> f64 {
        let share = self.y.place(Form::Log, ms).clamp(0.0, 1.0);
        share.mul_add(TOP - self.floor(), self.floor())
    }
}

/// The whole picture. Without points: the axes alone.
pub(super) fn drawing(text: &FormulasText, points: &[CurvePoint], current: Option<f64>, size: Size) -> Drawing {
    let axes = Axes::new(points, current, size);
    let mut marks = Vec::new();
    unstable_region(text, points, &axes, &mut marks);
    grid(text, &axes, &mut marks);
    if let Some(load) = current.filter(|load| load.is_finite()) {
        now(text, load, &axes, &mut marks);
    }
    lines(points, &axes, &mut marks);
    names(text, points, &axes, &mut marks);
    Drawing { width: size.width, height: size.height, marks }
}

fn grid(text: &FormulasText, axes: &Axes, marks: &mut Vec<Mark>) {
    for ms in axes.y.ticks(Form::Log) {
        let y = axes.y(ms);
        marks.push(Mark::Path { d: format!("M{} {}H{}", px(LEFT), px(y), px(axes.right())), pen: GRID });
        marks.push(words(LEFT - 8.0, y, Anchor::End, tick(Unit::Millis, ms)));
    }
    let (floor, below) = (axes.floor(), axes.floor() + 14.0);
    marks.push(Mark::Path { d: format!("M{} {}H{}", px(LEFT), px(floor), px(axes.right())), pen: GRID });
    for load in axes.x.ticks(Form::Zero) {
        let x = axes.x(load);
        marks.push(Mark::Path { d: format!("M{} {}v4", px(x), px(floor)), pen: GRID });
        marks.push(words(x, below, Anchor::Middle, tick(Unit::PerSecond, load)));
    }
    let middle = f64::midpoint(LEFT, axes.right());
    marks.push(words(middle, below + LINE, Anchor::Middle, text.axis_load.to_owned()));
}

/// The load of the moment: a hairline with its name.
fn now(text: &FormulasText, load: f64, axes: &Axes, marks: &mut Vec<Mark>) {
    let x = axes.x(load);
    let pen = Pen::line("--accent", 1.0);
    marks.push(Mark::Path { d: format!("M{} {}V{}", px(x), px(TOP - 8.0), px(axes.floor())), pen });
    let (anchor, x) = if x > axes.right() - 80.0 { (Anchor::End, x + 2.0) } else { (Anchor::Start, x - 2.0) };
    let pen = Pen::fill("--accent");
    marks.push(Mark::Words { x, y: TOP - 16.0, anchor, text: (text.current)(load), pen });
}

/// The loads at which arrivals exceed capacity: shaded, and named.
fn unstable_region(text: &FormulasText, points: &[CurvePoint], axes: &Axes, marks: &mut Vec<Mark>) {
    let Some(first) = points.iter().position(|point| point.unstable) else { return };
    let load = |place: usize| points.get(place).map(|point| point.offered_per_s);
    let start = match (first.checked_sub(1).and_then(load), load(first)) {
        (Some(before), Some(at)) => f64::midpoint(before, at),
        _ => 0.0,
    };
    let (left, right) = (axes.x(start), axes.right());
    let d = format!("M{} {}H{}V{}H{}Z", px(left), px(TOP), px(right), px(axes.floor()), px(left));
    marks.push(Mark::Path { d, pen: Pen::fill("--shade") });
    let (x, anchor) =
        if right - left > 64.0 { (f64::midpoint(left, right), Anchor::Middle) } else { (right - 4.0, Anchor::End) };
    let y = f64::midpoint(TOP, axes.floor()) + LINE;
    marks.push(words(x, y, anchor, text.unstable_region.to_owned()));
}

fn lines(points: &[CurvePoint], axes: &Axes, marks: &mut Vec<Mark>) {
    let at = |value: fn(&CurvePoint) -> Option<f64>| {
        let place = move |point: &CurvePoint| {
            let ms = value(point).filter(|ms| ms.is_finite() && *ms > 0.0)?;
            Some((axes.x(point.offered_per_s), axes.y(ms)))
        };
        points.iter().map(place).collect::<Vec<_>>()
    };
    marks.push(Mark::Path { d: band(points, axes), pen: BAND });
    marks.push(Mark::Path { d: polyline(&at(|point| point.p99_ms)), pen: P99 });
    marks.push(Mark::Path { d: polyline(&at(|point| point.gap_ms)), pen: GAP });
    let mean = at(|point| point.response_ms);
    marks.push(Mark::Path { d: polyline(&mean), pen: MEAN });
    for (point, spot) in points.iter().zip(&mean) {
        if let Some((x, y)) = spot {
            let pen = if point.unstable { Pen { fill: Some("--paper"), ..MEAN } } else { Pen::fill("--serving") };
            marks.push(Mark::Dot { x: *x, y: *y, radius: if point.unstable { 4.0 } else { 2.5 }, pen });
        }
    }
    marks.retain(|mark| !matches!(mark, Mark::Path { d, .. } if d.is_empty()));
}

/// The interval around the mean: an area for each run of points that have one.
fn band(points: &[CurvePoint], axes: &Axes) -> String {
    let ends = |point: &CurvePoint| {
        let (mean, half) = (point.response_ms?, point.half_width_ms?);
        let low = (mean - half).max(axes.y.low);
        Some((axes.x(point.offered_per_s), axes.y(low), axes.y(mean + half)))
    };
    let mut d = String::new();
    for run in points.iter().map(ends).collect::<Vec<_>>().split(Option::is_none) {
        let spots: Vec<(f64, f64, f64)> = run.iter().flatten().copied().collect();
        if spots.len() < 2 {
            continue;
        }
        let above = spots.iter().map(|(x, _, high)| format!("{} {}", px(*x), px(*high)));
        let below = spots.iter().rev().map(|(x, low, _)| format!("{} {}", px(*x), px(*low)));
        d.push('M');
        d.push_str(&above.chain(below).collect::<Vec<_>>().join("L"));
        d.push('Z');
    }
    d
}

/// The lines' names at their ends.
fn names(text: &FormulasText, points: &[CurvePoint], axes: &Axes, marks: &mut Vec<Mark>) {
    let last = |value: fn(&CurvePoint) -> Option<f64>| points.iter().rev().find_map(value).map(|ms| axes.y(ms));
    let ends = [
        (last(|point| point.gap_ms), text.line_gap, "--theory"),
        (last(|point| point.response_ms), text.line_mean, "--serving"),
        (last(|point| point.p99_ms), text.line_p99, "--chart-tail"),
    ];
    let known: Vec<(f64, &str, &'static str)> =
        ends.into_iter().filter_map(|(y, name, token)| y.map(|y| (y, name, token))).collect();
    let strip = Strip { top: TOP, bottom: axes.floor(), gap: LINE, columns: 1 };
    let spots = place(&known.iter().map(|(y, ..)| *y).collect::<Vec<_>>(), strip);
    let load = points.last().map_or(0.0, |point| point.offered_per_s);
    let x = axes.x(load) + 9.0;
    for ((_, name, token), spot) in known.into_iter().zip(spots) {
        if let Some(spot) = spot {
            let text = name.to_owned();
            marks.push(Mark::Words { x, y: spot.y, anchor: Anchor::Start, text, pen: Pen::fill(token) });
        }
    }
}

/// Points for tests and demonstrations: a server of 100 payments per second.
#[cfg(test)]
pub(super) fn example() -> Vec<CurvePoint> {
    use crate::experiment::State;
    let point = |offered_per_s: f64, response_ms: f64, unstable: bool| CurvePoint {
        offered_per_s,
        completed_per_s: offered_per_s.min(100.0),
        gap_ms: Some(1_000.0 / offered_per_s.min(100.0)),
        response_ms: Some(response_ms),
        half_width_ms: (!unstable).then_some(response_ms / 10.0),
        p99_ms: Some(response_ms * 4.6),
        p99_half_width_ms: (!unstable).then_some(response_ms / 2.0),
        completed_half_width_per_s: (!unstable).then_some(0.5),
        unstable,
        rejected_share: 0.0,
        state: if unstable { State::Unstable } else { State::Steady },
    };
    vec![point(20.0, 12.5, false), point(50.0, 20.0, false), point(90.0, 100.0, false), point(150.0, 9_000.0, true)]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::text::WORKBENCH;

    const SIZE: Size = Size { width: 520.0, height: 270.0 };

    fn paths(drawing: &Drawing, wanted: Pen) -> Vec<String> {
        let path = |mark: &Mark| match mark {
            Mark::Path { d, pen } if *pen == wanted => Some(d.clone()),
            _ => None,
        };
        drawing.marks.iter().filter_map(path).collect()
    }

    fn has_words(drawing: &Drawing, wanted: &str) -> bool {
        drawing.marks.iter().any(|mark| matches!(mark, Mark::Words { text, .. } if text.contains(wanted)))
    }

    #[test]
    fn the_gap_falls_while_the_response_time_rises() {
        let drawing = drawing(&WORKBENCH.formulas, &example(), Some(80.0), SIZE);
        assert_eq!(paths(&drawing, GAP), ["M96 188.2L156 209.7L236 223.5L356 226"], "down the page is less");
        assert_eq!(paths(&drawing, MEAN), ["M96 220.8L156 209.7L236 171.9L356 66.3"], "up the page is more");
        let hollow = drawing.marks.iter().filter(|mark| matches!(mark, Mark::Dot { pen, .. } if pen.stroke.is_some()));
        assert_eq!(hollow.count(), 1, "the unstable point is open");
        assert!(has_words(&drawing, WORKBENCH.formulas.unstable_region), "and the word is said");
        assert!(has_words(&drawing, "80"), "the load of the moment is named");
    }

    #[test]
    fn a_band_needs_two_points_with_an_interval() {
        let axes = Axes::new(&example(), None, SIZE);
        assert_eq!(band(&example(), &axes).matches('L').count(), 5, "three points there and back");
        let one: Vec<CurvePoint> = example().into_iter().skip(2).collect();
        assert_eq!(band(&one, &axes), "", "one is not enough");
    }

    #[test]
    fn without_points_there_are_axes() {
        let drawing = drawing(&WORKBENCH.formulas, &[], None, SIZE);
        assert!(has_words(&drawing, WORKBENCH.formulas.axis_load), "an axis with its name");
        assert!(paths(&drawing, MEAN).is_empty(), "and no line");
    }

    #[test]
    fn nothing_stands_outside() {
        for current in [None, Some(1.0), Some(500.0)] {
            for mark in drawing(&WORKBENCH.formulas, &example(), current, SIZE).marks {
                if let Mark::Words { x, y, text, .. } = mark {
                    assert!((0.0..=SIZE.width).contains(&x), "{text} at {x}");
                    assert!((0.0..=SIZE.height).contains(&y), "{text} at {y}");
                }
            }
        }
    }
}
