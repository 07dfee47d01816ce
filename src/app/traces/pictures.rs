//! Where everything of the trace lab's pictures stands: pure geometry from numbers to marks.

use super::asked::Course;
use super::plot::{Axis, Plot};
use crate::app::picture::{Drawing, Mark, Pen, Size, px};
use crate::app::text::TracesText;
use crate::cache::Policy;
use crate::math;
use crate::wire::traces::{Chart, Description, Line};

/// Lines of policies, told apart by colour and dash.
const PENS: [Pen; 7] = [
    Pen { dash: "2 3", ..Pen::line("--series-1", 1.5) },
    Pen { dash: "8 3", ..Pen::line("--series-2", 1.5) },
    Pen { dash: "9 3 2 3", ..Pen::line("--series-3", 1.5) },
    Pen { dash: "5 2", ..Pen::line("--series-4", 1.5) },
    Pen { dash: "12 3 2 3 2 3", ..Pen::line("--series-5", 1.5) },
    Pen { dash: "1 2", ..Pen::line("--series-6", 1.5) },
    Pen { dash: "14 4", ..Pen::line("--series-7", 1.5) },
];
/// What all others are seen against.
const LRU: Pen = Pen::line("--serving", 2.0);
/// The limit and theory, in ink.
const LIMIT: Pen = Pen { dash: "6 4", ..Pen::line("--theory", 1.5) };
pub(super) const CHE: Pen = Pen { dash: "1 4", ..Pen::line("--theory", 1.5) };
const MARK: Pen = Pen::line("--accent", 1.0);
const FILLED: Pen = Pen { opacity: 0.35, ..Pen::fill("--serving") };
const OUTLINE: Pen = Pen::line("--ink", 1.25);
/// Shades of a map: each twice as many requests as the one before, from a hundredth of the fullest cell.
const SHADES: [f64; 7] = [0.14, 0.26, 0.38, 0.5, 0.64, 0.8, 1.0];

/// The pen of a policy among those that are drawn.
pub(super) fn pen(drawn: &[Policy], policy: Policy) -> Pen {
    let others = drawn.iter().filter(|&&other| other != Policy::Lru && other != Policy::Belady);
    match policy {
        Policy::Lru => LRU,
        Policy::Belady => LIMIT,
        _ => others.zip(PENS).find(|(other, _)| **other == policy).map_or(LRU, |(_, pen)| pen),
    }
}

/// What the curves show.
#[derive(Clone, Copy, Debug)]
pub(super) struct Scene<'a> {
    /// Texts.
    pub(super) text: &'static TracesText,
    /// Policies in the order of the table.
    pub(super) drawn: &'a [Policy],
    /// Their curves.
    pub(super) lines: &'a [Line],
    /// Che's approximation.
    pub(super) che: &'a [(u32, f64)],
    /// Different keys of the trace.
    pub(super) distinct: u32,
    /// The size that is read out.
    pub(super) mark: Option<u32>,
    /// Size of the picture.
    pub(super) size: Size,
}

/// Miss ratio against size.
pub(super) fn curves(scene: &Scene<'_>) -> Drawing {
    let highest = scene.lines.iter().flat_map(|line| &line.points).map(|point| point.1).fold(0.0, f64::max);
    let y = Axis::share(if highest > 0.0 { highest } else { 1.0 });
    let plot = Plot { x: Axis::decades(1.0, f64::from(scene.distinct)), y, size: scene.size };
    let mut marks = plot.frame(scene.text.axis_entries);
    if let Some(mark) = scene.mark {
        marks.push(plot.upright(f64::from(mark), MARK));
    }
    let float = |&(entries, ratio): &(u32, f64)| (f64::from(entries), ratio);
    marks.push(plot.line(scene.che.iter().map(float), CHE));
    // LRU last, so that it lies on top.
    let order = scene.drawn.iter().filter(|policy| **policy != Policy::Lru).chain([&Policy::Lru]);
    for &policy in order {
        let line = scene.lines.iter().find(|line| line.policy == policy.id());
        let points = line.map_or(&[][..], |line| &line.points);
        marks.push(plot.line(points.iter().map(float), pen(scene.drawn, policy)));
        let at = points.iter().find(|point| Some(point.0) == scene.mark);
        if let (Some(at), Some(token)) = (at, pen(scene.drawn, policy).stroke) {
            let (x, y) = float(at);
            marks.push(Mark::Dot { x: plot.x(x), y: plot.y(y), radius: 3.0, pen: Pen::fill(token) });
        }
    }
    plot.picture(marks)
}

/// Hit ratio over the trace: of each part, or since the beginning.
pub(super) fn course(
    (text, drawn): (&'static TracesText, &[Policy]),
    (course, requests): (&[Course], u64),
    cumulative: bool,
    size: Size,
) -> Drawing {
    let lines: Vec<_> = drawn
        .iter()
        .filter_map(|policy| course.iter().find(|(known, _)| known == policy))
        .map(|(policy, parts)| (*policy, ratios(parts, requests, cumulative)))
        .collect();
    let highest = lines.iter().flat_map(|(_, points)| points).map(|point| point.1).fold(0.0, f64::max);
    let last = lines.first().and_then(|(_, points)| points.last()).map_or(1.0, |point| point.0);
    let y = Axis::share(if highest > 0.0 { highest } else { 1.0 });
    let plot = Plot { x: Axis::upto(last), y, size };
    let mut marks = plot.frame(text.axis_requests);
    marks.extend(lines.into_iter().rev().map(|(policy, points)| plot.line(points, pen(drawn, policy))));
    plot.picture(marks)
}

/// Requests so far, of so many, and the hit ratio by whatever was counted, at the end of each of the parts, which have
/// nearly the same number of requests.
pub(super) fn ratios(parts: &[(u64, u64)], requests: u64, cumulative: bool) -> Vec<(f64, f64)> {
    let mut before = (0, 0);
    let mut points = Vec::with_capacity(parts.len());
    let count = math::wide(parts.len());
    for (place, (all, hits)) in (1..).zip(parts) {
        before = (before.0 + all, before.1 + hits);
        let (of, hits) = if cumulative { before } else { (*all, *hits) };
        if of > 0 {
            points.push((math::float(requests * place / count), math::float(hits) / math::float(of)));
        }
    }
    points
}

/// How popular the keys are, with the fitted law.
pub(super) fn popularity(text: &'static TracesText, found: &Description, size: Size) -> Drawing {
    let most = found.rank_frequency.first().map_or(1, |&(_, count)| count);
    let axis = |high: u64| Axis::decades(1.0, math::float(high));
    let plot = Plot { x: axis(u64::from(found.distinct)), y: axis(most), size };
    let mut marks = plot.frame(text.axis_rank);
    let points = found.rank_frequency.iter().map(|&(rank, count)| (math::float(rank), math::float(count)));
    if let Some((slope, height)) = found.zipf.and_then(|slope| Some((slope, height(found, slope)?))) {
        // The fitted law, for as long as it says at least one request.
        let last = math::pow(height, 1.0 / slope.max(0.01)).min(f64::from(found.distinct));
        let at = |rank: f64| (rank, height * math::pow(rank, -slope));
        marks.push(plot.line([at(1.0), at(last)], LIMIT));
    }
    let dots = points.map(|(x, y)| Mark::Dot { x: plot.x(x), y: plot.y(y), radius: 2.5, pen: Pen::fill("--serving") });
    marks.extend(dots);
    plot.picture(marks)
}

/// Where the fitted line stands at rank 1: through the middle of the points that it was fitted to.
fn height(found: &Description, slope: f64) -> Option<f64> {
    const FITTED_MIN: u64 = 5;
    let fitted = found.rank_frequency.iter().filter(|(_, count)| *count >= FITTED_MIN);
    let logs = fitted.map(|&(rank, count)| math::ln(math::float(count)) + slope * math::ln(math::float(rank)));
    let (sum, number) = logs.fold((0.0, 0.0), |(sum, number), log| (sum + log, number + 1.0));
    (number > 0.0).then(|| math::exp(sum / number))
}

/// How soon keys come back: bars by distance, an outline by time.
pub(super) fn reuse(text: &'static TracesText, found: &Description, size: Size) -> Drawing {
    let buckets = found.reuse_distance.len().max(found.reuse_time.len()).max(1);
    let most = found.reuse_distance.iter().chain(&found.reuse_time).copied().max().unwrap_or(1);
    let end = bucket_end(buckets - 1);
    // Half stands for 0, which no decade holds.
    let plot = Plot { x: Axis::decades(0.5, end), y: Axis::count(math::float(most.max(1))), size };
    let mut marks = plot.frame(text.axis_reuse);
    let mut filled = String::new();
    for (bucket, &count) in found.reuse_distance.iter().enumerate().filter(|(_, count)| **count > 0) {
        let (left, right) = (plot.x(bucket_start(bucket)), plot.x(bucket_end(bucket)));
        let top = plot.y(math::float(count));
        filled += &format!("M{} {}V{}H{}V{}Z", px(left), px(plot.floor()), px(top), px(right), px(plot.floor()));
    }
    marks.push(Mark::Path { d: filled, pen: FILLED });
    let mut outline = String::new();
    for (bucket, &count) in found.reuse_time.iter().enumerate() {
        let (left, right, top) = (plot.x(bucket_start(bucket)), plot.x(bucket_end(bucket)), plot.y(math::float(count)));
        let pen = if bucket == 0 { 'M' } else { 'L' };
        outline += &format!("{pen}{} {}H{}", px(left), px(top), px(right));
    }
    marks.push(Mark::Path { d: outline, pen: OUTLINE });
    plot.picture(marks)
}

/// The first value of a bucket; 0 stands at the edge of a logarithmic axis.
pub(super) fn bucket_start(bucket: usize) -> f64 {
    bucket.checked_sub(1).map_or(0.5, |power| math::pow(2.0, math::count(power)))
}

fn bucket_end(bucket: usize) -> f64 {
    math::pow(2.0, math::count(bucket))
}

/// The working set against the window.
pub(super) fn working_set(text: &'static TracesText, found: &Description, size: Size) -> Drawing {
    let x = Axis::decades(1.0, math::float(found.requests));
    let plot = Plot { x, y: Axis::decades(1.0, f64::from(found.distinct)), size };
    let mut marks = plot.frame(text.axis_window);
    let points: Vec<_> = found.working_set.iter().map(|&(window, keys)| (math::float(window), keys)).collect();
    marks.push(plot.line(points.iter().copied(), LRU));
    let dots = points.iter().map(|&(x, y)| (plot.x(x), plot.y(y)));
    marks.extend(dots.map(|(x, y)| Mark::Dot { x, y, radius: 2.5, pen: Pen::fill("--serving") }));
    plot.picture(marks)
}

/// A map of counts over the trace.
pub(super) fn map(text: &'static TracesText, chart: &Chart, requests: u64, (rows, size): (Rows, Size)) -> Drawing {
    let plot = Plot { x: Axis::upto(math::float(requests)), y: rows.axis(chart), size };
    let mut marks = plot.frame(text.axis_requests);
    let columns = f64::from(chart.columns.max(1));
    let (width, height) = ((plot.right() - plot.left()) / columns, plot.floor() - plot.top());
    let row_height = height / f64::from(chart.rows.max(1));
    let most = f64::from(chart.counts.iter().copied().max().unwrap_or(1));
    let mut shades = vec![String::new(); SHADES.len()];
    let line = math::index(chart.columns.max(1));
    for (row, counts) in chart.counts.chunks(line).enumerate() {
        let top = plot.floor() - math::count(row + 1) * row_height;
        let mut column = 0;
        // Neighbours of one shade are one rectangle.
        for run in counts.chunk_by(|left, right| shade(*left, most) == shade(*right, most)) {
            if let Some(shade) = run.first().and_then(|count| shade(*count, most)) {
                let left = math::count(column).mul_add(width, plot.left());
                let right = math::count(column + run.len()).mul_add(width, plot.left());
                shades[shade] += &format!("M{} {}H{}v{}H{}Z", px(left), px(top), px(right), px(row_height), px(left));
            }
            column += run.len();
        }
    }
    let filled = shades.into_iter().zip(SHADES);
    marks.extend(filled.map(|(d, opacity)| Mark::Path { d, pen: Pen { opacity, ..Pen::fill("--serving") } }));
    plot.picture(marks)
}

/// What the rows of a map are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Rows {
    /// Keys by their first request, of so many.
    Keys(u32),
    /// Powers of two.
    Distances,
}

impl Rows {
    fn axis(self, chart: &Chart) -> Axis {
        match self {
            Self::Keys(distinct) => Axis::upto(f64::from(distinct)),
            Self::Distances => Axis::doublings(chart.rows),
        }
    }
}

/// The shade of a cell; none where there is nothing.
fn shade(count: u32, most: f64) -> Option<usize> {
    let share = f64::from(count) / most;
    let steps = SHADES.len();
    let doubling = |place: usize| math::pow(2.0, math::count(place) - math::count(steps));
    (count > 0).then(|| (1..steps).take_while(|&place| share > doubling(place)).count())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::text::WORKBENCH;
    use crate::wire::traces::Method;

    const SIZE: Size = Size { width: 578.0, height: 256.0 };

    fn paths(drawing: &Drawing, wanted: Pen) -> Vec<&str> {
        let path = |mark: &'_ Mark| matches!(mark, Mark::Path { pen, .. } if *pen == wanted);
        let found = drawing.marks.iter().filter(|mark| path(mark));
        found.map(|mark| if let Mark::Path { d, .. } = mark { d.as_str() } else { "" }).collect()
    }

    #[test]
    fn a_curve_falls_to_the_right() {
        let line = Line {
            policy: "lru".to_owned(),
            method: Method::Distances,
            points: vec![(1, 1.0), (10, 0.5), (100_000, 0.0)],
        };
        let drawn = [Policy::Fifo, Policy::Lru, Policy::Belady];
        let scene = Scene {
            text: &WORKBENCH.traces,
            drawn: &drawn,
            lines: &[line],
            che: &[],
            distinct: 100_000,
            mark: Some(10),
            size: SIZE,
        };
        let drawing = curves(&scene);
        assert_eq!(paths(&drawing, LRU), ["M64 12L164 112L564 212"], "each decade as wide, half way down");
        assert_eq!(paths(&drawing, MARK), ["M164 12V212"], "the size that is read out");
        assert!(paths(&drawing, LIMIT).is_empty(), "nothing is drawn of what is not known");
    }

    #[test]
    fn pens_differ() {
        let drawn = [Policy::Fifo, Policy::Lru, Policy::Sieve, Policy::Belady];
        let pens = drawn.map(|policy| pen(&drawn, policy));
        for (place, one) in pens.iter().enumerate() {
            let other = |other: &Pen| other.stroke == one.stroke || other.dash == one.dash;
            assert!(!pens[place + 1..].iter().any(other), "by colour and by dash: {one:?}");
        }
    }

    #[test]
    fn hits_are_counted_part_by_part_or_from_the_beginning() {
        let parts = [(10, 0), (10, 10), (0, 0)];
        assert_eq!(ratios(&parts, 30, false), [(10.0, 0.0), (20.0, 1.0)], "each part");
        assert_eq!(ratios(&parts, 30, true), [(10.0, 0.0), (20.0, 0.5), (30.0, 0.5)], "from the beginning");
    }

    #[test]
    fn a_map_has_a_rectangle_for_neighbours() {
        let chart = Chart { columns: 4, rows: 2, counts: vec![8, 8, 0, 1, 0, 0, 0, 0] };
        let drawing = map(&WORKBENCH.traces, &chart, 400, (Rows::Keys(2), SIZE));
        let full = Pen { opacity: 1.0, ..Pen::fill("--serving") };
        assert_eq!(paths(&drawing, full), ["M64 112H314v100H64Z"], "two cells of the lower row");
        assert_eq!([0, 1, 8].map(|count| shade(count, 8.0)), [None, Some(3), Some(6)], "darker is more");
    }

    #[test]
    fn buckets_join() {
        assert!((1..20).all(|bucket| (bucket_end(bucket - 1) - bucket_start(bucket)).abs() < 1e-9), "no gap");
    }
}
