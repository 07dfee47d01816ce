//! Quantiles of Student's t and of the normal law, for intervals of any level and any number of degrees of freedom.

use crate::math;
use std::f64::consts::{FRAC_PI_2, SQRT_2};

/// Halvings of a bracket of 16 standard deviations: to the last bit that matters.
const HALVINGS: u32 = 60;
/// Beyond this no float tells the normal law's tail from nothing that an interval needs.
const DEVIATIONS_MAX: f64 = 16.0;

/// By how many standard errors an interval of a level reaches to either side, with so many degrees of freedom.
///
/// Hill, "Algorithm 396: Student's t-quantiles" (1970), right to six digits from two degrees on; fractions of a degree
/// are allowed, less than one counts as one. `level` lies between 0 and 1, both excluded.
#[must_use]
pub fn student(level: f64, degrees: f64) -> f64 {
    let (tails, n) = (1.0 - level, degrees.max(1.0));
    if n < 1.5 {
        return math::cos(tails * FRAC_PI_2) / math::sin(tails * FRAC_PI_2);
    }
    let a = 1.0 / (n - 0.5);
    let b = 48.0 / (a * a);
    let mut c = ((20_700.0 * a / b - 98.0) * a - 16.0) * a + 96.36;
    let d = ((94.5 / (b + c) - 3.0) / b + 1.0) * (a * FRAC_PI_2).sqrt() * n;
    let mut y = math::pow(d * tails, 2.0 / n);
    if y > 0.05 + a {
        let x = -normal(level);
        y = x * x;
        if n < 5.0 {
            c += 0.3 * (n - 4.5) * (x + 0.6);
        }
        c += (((0.05 * d * x - 5.0) * x - 7.0) * x - 2.0) * x + b;
        y = (((((0.4 * y + 6.3) * y + 36.0) * y + 94.5) / c - y - 3.0) / b + 1.0) * x;
        y = math::exp_m1(a * y * y);
    } else {
        let tail = ((n + 6.0) / (n * y) - 0.089 * d - 0.822) * (n + 2.0) * 3.0;
        y = ((1.0 / tail + 0.5 / (n + 4.0)) * y - 1.0) * (n + 1.0) / (n + 2.0) + 1.0 / y;
    }
    (n * y).sqrt()
}

/// By how many standard deviations an interval of a level reaches to either side under the normal law.
#[must_use]
pub fn normal(level: f64) -> f64 {
    let (mut low, mut high) = (0.0, DEVIATIONS_MAX);
    for _ in 0..HALVINGS {
        let middle = f64::midpoint(low, high);
        if math::erfc(middle / SQRT_2) > 1.0 - level { low = middle } else { high = middle }
    }
    high
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Two-sided quantiles as printed in any statistics text (Law, "Simulation Modeling and Analysis", table T.1).
    #[test]
    fn quantiles_are_those_of_the_tables() {
        let printed = [
            (0.95, 1.0, 12.706),
            (0.95, 2.0, 4.303),
            (0.95, 3.0, 3.182),
            (0.95, 4.0, 2.776),
            (0.95, 7.0, 2.365),
            (0.95, 16.0, 2.120),
            (0.95, 30.0, 2.042),
            (0.95, 120.0, 1.980),
            (0.99, 10.0, 3.169),
            (0.999, 7.0, 5.408),
            (0.999, 30.0, 3.646),
        ];
        for (level, degrees, quantile) in printed {
            let seen = student(level, degrees);
            assert!((seen / quantile - 1.0).abs() < 0.001, "t of {level} with {degrees}: {seen}, printed {quantile}");
        }
        assert!((normal(0.95) - 1.959_964).abs() < 1e-6, "the normal law's");
        assert!((student(0.95, 1e6) - normal(0.95)).abs() < 1e-4, "and t becomes it");
    }
}
