//! How sure an estimate is: a Student-t interval over batch values.

use crate::math;

/// The confidence level of every interval.
pub const LEVEL: f64 = 0.95;

/// Two-sided 95 % quantiles of Student's t for 1 to 30 degrees of freedom (any statistics text, as Law, "Simulation
/// Modeling and Analysis", table T.1); beyond 30 an expansion is right to four digits.
const T_95: [f64; 30] = [
    12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.160, 2.145, 2.131, 2.120,
    2.110, 2.101, 2.093, 2.086, 2.080, 2.074, 2.069, 2.064, 2.060, 2.056, 2.052, 2.048, 2.045, 2.042,
];
/// The normal quantile of 0.975.
const NORMAL_975: f64 = 1.959_964;

/// An estimate with its half-width.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Interval {
    /// Mean of the batch values.
    pub mean: f64,
    /// Half the width of the 95 % interval around it.
    pub half_width: f64,
}

/// The interval of the mean of batch values, taken as independent; `None` for fewer than two.
#[must_use]
pub fn batch_interval(values: &[f64]) -> Option<Interval> {
    if values.len() < 2 {
        return None;
    }
    let n = math::count(values.len());
    let mean = values.iter().sum::<f64>() / n;
    let squares: f64 = values.iter().map(|value| (value - mean) * (value - mean)).sum();
    let deviation = (squares / (n - 1.0)).sqrt();
    Some(Interval { mean, half_width: t_95(values.len() - 1) * deviation / n.sqrt() })
}

/// The two-sided 95 % quantile of Student's t.
fn t_95(degrees: usize) -> f64 {
    // Cornish-Fisher expansion of t around the normal quantile (Abramowitz and Stegun, 26.7.5), two terms.
    let (z, n) = (NORMAL_975, math::count(degrees.max(1)));
    let cube = z * z * z;
    let expanded = z + (cube + z) / (4.0 * n) + (5.0 * cube * z * z + 16.0 * cube + 3.0 * z) / (96.0 * n * n);
    degrees.checked_sub(1).and_then(|place| T_95.get(place)).copied().unwrap_or(expanded)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ten_values_by_hand() {
        let values = [1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 9.0, 10.0];
        let interval = batch_interval(&values).unwrap();
        assert!((interval.mean - 5.5).abs() < 1e-12, "mean {}", interval.mean);
        // Deviation 3.02765, t(9) = 2.262: 2.262 * 3.02765 / sqrt(10).
        assert!((interval.half_width - 2.165_7).abs() < 1e-3, "half-width {}", interval.half_width);
    }

    #[test]
    fn one_value_tells_nothing() {
        assert_eq!(batch_interval(&[1.0]), None, "no spread, no interval");
    }

    #[test]
    fn the_expansion_joins_the_table() {
        assert!((t_95(31) - 2.0395).abs() < 0.000_5, "t(31) {}", t_95(31));
    }
}
