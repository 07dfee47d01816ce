//! Small drawings of curves: points to an SVG path. Geometry only; the style sheet gives it its look.

use crate::math;

/// Width of the drawing's own units.
pub(super) const WIDTH: f64 = 120.0;
/// Height of the drawing's own units.
pub(super) const HEIGHT: f64 = 32.0;
/// Room above the curve, so that its line is not cut.
const HEADROOM: f64 = 2.0;

/// A curve in its own units, which lies over zero.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Curve {
    /// Points from left to right.
    pub(super) points: Vec<(f64, f64)>,
    /// Right end of the drawing.
    pub(super) right: f64,
}

impl Curve {
    /// Samples a function at so many points between 0 and `right`.
    pub(super) fn sampled(right: f64, count: u32, value: impl Fn(f64) -> f64) -> Self {
        let at = |place: u32| right * (f64::from(place) + 0.5) / f64::from(count);
        Self { points: (0..count).map(|place| (at(place), value(at(place)))).collect(), right }
    }

    /// The greatest height.
    pub(super) fn top(&self) -> f64 {
        self.points.iter().map(|point| point.1).filter(|height| height.is_finite()).fold(0.0, f64::max)
    }

    /// The path of the line, empty if there is nothing that can be drawn.
    pub(super) fn path(&self) -> String {
        let top = self.top();
        if top <= 0.0 || !self.right.is_finite() || self.right <= 0.0 {
            return String::new();
        }
        let mut path = String::new();
        for (x, y) in self.points.iter().filter(|(x, y)| x.is_finite() && y.is_finite()) {
            let letter = if path.is_empty() { 'M' } else { 'L' };
            let down = HEIGHT - y / top * (HEIGHT - HEADROOM);
            path.push_str(&format!("{letter}{:.1} {down:.1}", x / self.right * WIDTH));
        }
        path
    }

    /// The path of the area under the line.
    pub(super) fn area(&self) -> String {
        let line = self.path();
        let (Some(first), Some(last)) = (self.points.first(), self.points.last()) else { return String::new() };
        if line.is_empty() {
            return line;
        }
        let across = |x: f64| x / self.right * WIDTH;
        format!("{line}L{:.1} {HEIGHT}L{:.1} {HEIGHT}Z", across(last.0), across(first.0))
    }
}

/// How many of the values fall into each of so many equal bins between 0 and `right`.
pub(super) fn histogram(values: &[f64], right: f64, bins: u32) -> Vec<f64> {
    let mut counts = vec![0.0; math::index(bins)];
    for value in values {
        let bin = math::low(math::floor(value / right * f64::from(bins))).min(bins.saturating_sub(1));
        if let Some(count) = counts.get_mut(math::index(bin)) {
            *count += 1.0;
        }
    }
    counts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_curve_fills_its_drawing() {
        let curve = Curve { points: vec![(0.0, 0.0), (5.0, 4.0), (10.0, 2.0)], right: 10.0 };
        assert_eq!(curve.path(), "M0.0 32.0L60.0 2.0L120.0 17.0", "zero at the bottom, the top below the edge");
        assert_eq!(Curve::default().path(), "", "nothing to draw");
        let bad = Curve { points: vec![(0.0, f64::NAN)], right: 1.0 };
        assert_eq!(bad.path(), "", "numbers that are none are left out");
    }

    #[test]
    fn values_fall_into_their_bins() {
        assert_eq!(histogram(&[0.0, 1.0, 9.0, 10.0], 10.0, 2), vec![2.0, 2.0], "the right end belongs to the last");
    }
}
