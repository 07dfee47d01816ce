//! How sure an estimate is.
//!
//! Everything measured in a run is a ratio of two sums over the slices of its time: response time over payments, payments
//! over seconds, failures over payments. A ratio's variance is that of what its slices leave over, S - R N (Law,
//! "Simulation Modeling and Analysis", section 4.5 on ratio estimators), and that series is judged by its spectrum
//! ([`super::spectral`]) or, if it is short, as batch means.

use super::{spectral, student};
use crate::math;

/// The confidence level of every interval that is shown.
pub const LEVEL: f64 = 0.95;

/// How far an estimate scatters, and how sure that is.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Spread {
    /// Variance of the estimate.
    pub variance: f64,
    /// Degrees of freedom behind the variance.
    pub degrees: f64,
}

impl Spread {
    /// Half the width of the interval of a level, between 0 and 1.
    #[must_use]
    pub fn half_width(&self, level: f64) -> f64 {
        if self.variance > 0.0 { student(level, self.degrees) * self.variance.sqrt() } else { 0.0 }
    }

    /// The spread of the mean of values that are independent of each other; `None` for fewer than two.
    #[must_use]
    pub fn of_independent(values: &[f64]) -> Option<Self> {
        if values.len() < 2 {
            return None;
        }
        let n = math::count(values.len());
        let mean = values.iter().sum::<f64>() / n;
        let squares: f64 = values.iter().map(|value| (value - mean) * (value - mean)).sum();
        Some(Self { variance: squares / (n - 1.0) / n, degrees: n - 1.0 })
    }

    /// The spread of the ratio of two sums, from both sums' parts in order of time; `None` for too few parts, or if
    /// the second sum is zero.
    #[must_use]
    pub fn of_ratio(parts: &[(f64, f64)]) -> Option<Self> {
        let (upper, lower) = parts.iter().fold((0.0, 0.0), |(upper, lower), part| (upper + part.0, lower + part.1));
        if lower <= 0.0 {
            return None;
        }
        let ratio = upper / lower;
        let left: Vec<f64> = parts.iter().map(|part| part.0 - ratio * part.1).collect();
        let spread = spectral(&left).or_else(|| Self::of_independent(&left))?;
        let scale = math::count(parts.len()) / lower;
        Some(Self { variance: spread.variance * scale * scale, degrees: spread.degrees })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ten_values_by_hand() {
        let values = [1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 9.0, 10.0];
        let half_width = Spread::of_independent(&values).unwrap().half_width(LEVEL);
        // Deviation 3.02765, t(9) = 2.262: 2.262 * 3.02765 / sqrt(10).
        assert!((half_width - 2.165_7).abs() < 1e-3, "half-width {half_width}");
        let parts = values.map(|value| (value, 1.0));
        let ratio = Spread::of_ratio(&parts).unwrap().half_width(LEVEL);
        assert!((ratio - half_width).abs() < 1e-12, "a mean is a ratio too");
    }

    #[test]
    fn what_tells_nothing() {
        assert_eq!(Spread::of_independent(&[1.0]), None, "no spread, no interval");
        assert_eq!(Spread::of_ratio(&[(0.0, 0.0); 20]), None, "nothing over nothing");
    }

    #[test]
    fn parts_that_all_agree_are_sure() {
        let parts: Vec<(f64, f64)> = (1..=100).map(|n| (f64::from(n) * 0.5, f64::from(n))).collect();
        assert!(Spread::of_ratio(&parts).unwrap().half_width(LEVEL) < 1e-12, "always a half");
    }
}
