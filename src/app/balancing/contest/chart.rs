//! Response time by percentile: both axes are logarithmic, so that the tail has as much room as the rest.
//!
//! The horizontal axis counts nines: half, nine tenths, 99 and 99.9 of a hundred. Lines are stretched to their place, and
//! words stand beside them in HTML, so that the picture fits any width.

use crate::app::charts::{Form, Range};
use crate::app::format;
use crate::math;

/// Width of the picture; it is stretched.
pub(super) const WIDTH: f64 = 1_000.0;
/// Its height.
pub(super) const HEIGHT: f64 = 400.0;
/// Nines of the right end.
const NINES_MAX: f64 = 3.0;
/// The marked shares, and what they are called.
const MARKED: [(f64, &str); 5] = [(0.5, "p50"), (0.9, "p90"), (0.95, "p95"), (0.99, "p99"), (0.999, "p99.9")];
/// A mark of an axis: its place from 0 to 1, and its words.
pub(super) type Mark = (f64, String);

/// The vertical axis around these times in milliseconds; nothing without a time above zero.
pub(super) fn scale(times: impl Iterator<Item = f64>) -> Option<Range> {
    let ends = |(low, high): (f64, f64), ms: f64| (low.min(ms), high.max(ms));
    let (low, high) = times.filter(|ms| *ms > 0.0).fold((f64::INFINITY, 0.0), ends);
    (high > 0.0).then(|| Range::around(Form::Log, low, high))
}

/// The marks of the vertical axis from below.
pub(super) fn times(scale: Range) -> Vec<Mark> {
    let mark = |ms: f64| (scale.place(Form::Log, ms), format::millis(ms).text());
    scale.ticks(Form::Log).into_iter().map(mark).collect()
}

/// Where a share stands on the horizontal axis, 0 to 1.
pub(super) fn nines(share: f64) -> f64 {
    if share <= 0.0 {
        return 0.0;
    }
    let nines = -math::log10((1.0 - share).max(1e-12));
    (nines / NINES_MAX).clamp(0.0, 1.0)
}

/// The marks of the horizontal axis.
pub(super) fn shares() -> Vec<Mark> {
    MARKED.iter().map(|(share, name)| (nines(*share), (*name).to_owned())).collect()
}

/// The line of a curve.
pub(super) fn line(curve: &[(f64, f64)], scale: Range) -> String {
    let spot = |(place, (share, ms)): (usize, &(f64, f64))| {
        let (x, y) = (nines(*share) * WIDTH, (1.0 - scale.place(Form::Log, *ms)) * HEIGHT);
        format!("{}{x:.1} {y:.1}", if place == 0 { 'M' } else { 'L' })
    };
    curve.iter().enumerate().map(spot).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_nine_has_as_much_room() {
        let places: Vec<f64> = [0.0, 0.9, 0.99, 0.999].iter().map(|share| nines(*share)).collect();
        for (place, expected) in places.iter().zip([0.0, 1.0 / 3.0, 2.0 / 3.0, 1.0]) {
            assert!((place - expected).abs() < 1e-9, "{places:?}");
        }
    }

    #[test]
    fn the_scale_holds_all_times() {
        let around = scale([14.0, 0.0, 310.0].into_iter()).expect("times");
        assert!(around.low <= 14.0 && around.high >= 310.0, "{around:?}");
        assert!(times(around).len() >= 2, "with marks");
        assert_eq!(scale([0.0].into_iter()), None, "nothing to show");
    }

    #[test]
    fn a_line_rises_from_left_to_right() {
        let around = Range { low: 10.0, high: 100.0 };
        assert_eq!(line(&[(0.0, 10.0), (0.9, 100.0)], around), "M0.0 400.0L333.3 0.0");
    }
}
