//! Response time by percentile: both axes are logarithmic, so that the tail has as much room as the rest.
//!
//! The horizontal axis counts nines: half, nine tenths, 99 and 99.9 of a hundred. Lines are stretched to their place, and
//! words stand beside them in HTML, so that the picture fits any width.

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
/// Within a decade the vertical axis is marked at these.
const STEPS: [f64; 3] = [1.0, 2.0, 5.0];
/// An axis that spans less has all its steps, a longer one only whole decades.
const DECADES_FEW: f64 = 2.5;

/// A mark of an axis: its place from 0 to 1, and its words.
pub(super) type Mark = (f64, String);

/// The range of the vertical axis: whole marks around all times.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Scale {
    low: f64,
    high: f64,
}

impl Scale {
    /// Around these times in milliseconds; nothing without a time above zero.
    pub(super) fn around(times: impl Iterator<Item = f64>) -> Option<Self> {
        let (low, high) =
            times.filter(|ms| *ms > 0.0).fold((f64::INFINITY, 0.0_f64), |(low, high), ms| (low.min(ms), high.max(ms)));
        (high > 0.0).then(|| Self { low: mark_below(low), high: mark_above(high) })
    }

    /// How high a time stands, 0 to 1.
    pub(super) fn place(self, ms: f64) -> f64 {
        let span = math::log10(self.high / self.low);
        if span <= 0.0 { 0.0 } else { (math::log10(ms.max(self.low) / self.low) / span).clamp(0.0, 1.0) }
    }

    /// The marks from below.
    pub(super) fn marks(self) -> Vec<Mark> {
        let few = math::log10(self.high / self.low) <= DECADES_FEW;
        let mut marks = Vec::new();
        let mut decade = decade_of(self.low);
        while decade <= self.high * 1.001 {
            for step in STEPS.iter().take(if few { STEPS.len() } else { 1 }) {
                let ms = decade * step;
                if ms >= self.low * 0.999 && ms <= self.high * 1.001 {
                    marks.push((self.place(ms), format::millis(ms).text()));
                }
            }
            decade *= 10.0;
        }
        marks
    }
}

fn decade_of(ms: f64) -> f64 {
    math::pow(10.0, math::log10(ms).floor())
}

fn mark_below(ms: f64) -> f64 {
    let decade = decade_of(ms);
    STEPS.iter().rev().map(|step| step * decade).find(|mark| *mark <= ms).unwrap_or(decade)
}

fn mark_above(ms: f64) -> f64 {
    let decade = decade_of(ms);
    STEPS.iter().map(|step| step * decade).find(|mark| *mark >= ms).unwrap_or(10.0 * decade)
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
pub(super) fn line(curve: &[(f64, f64)], scale: Scale) -> String {
    let spot = |(place, (share, ms)): (usize, &(f64, f64))| {
        let (x, y) = (nines(*share) * WIDTH, (1.0 - scale.place(*ms)) * HEIGHT);
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
    fn the_scale_ends_at_marks() {
        let scale = Scale::around([14.0, 310.0].into_iter()).expect("times");
        assert_eq!(scale, Scale { low: 10.0, high: 500.0 });
        let words: Vec<String> = scale.marks().into_iter().map(|(_, words)| words).collect();
        assert_eq!(words.len(), 6, "10, 20, 50, 100, 200, 500: {words:?}");
        assert_eq!(Scale::around([0.0].into_iter()), None, "nothing to show");
        let wide = Scale::around([1.0, 9_000.0].into_iter()).expect("times");
        assert_eq!(wide.marks().len(), 5, "whole decades alone");
    }

    #[test]
    fn a_line_rises_from_left_to_right() {
        let scale = Scale::around([10.0, 100.0].into_iter()).expect("times");
        assert_eq!(line(&[(0.0, 10.0), (0.9, 100.0)], scale), "M0.0 400.0L333.3 0.0");
    }
}
