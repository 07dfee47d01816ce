//! The distributions that a service time, a delay or a think time may have.
//!
//! Each knows its exact mean and squared coefficient of variation, because the page compares them with what it
//! measures and the theory room computes from them. Values are plain numbers in the caller's unit.

use super::exp::exp;
use super::{Stream, exponential, normal};
use crate::math;

/// The normal quantile of 0.99, which turns a median and a p99 into a log-normal's spread.
const NORMAL_P99: f64 = 2.326_347_874_040_841;

/// A law for non-negative values. Constructors expect what `scenario` has checked.
#[derive(Clone, Debug, PartialEq)]
pub enum Distribution {
    /// Always the same value.
    Constant(f64),
    /// Memoryless, with the given mean.
    Exponential {
        /// Mean.
        mean: f64,
    },
    /// The sum of `shape` exponentials: steadier than one.
    Erlang {
        /// Mean of the sum.
        mean: f64,
        /// Number of phases, at least 1.
        shape: u32,
    },
    /// exp of a normal: a long right tail, the usual shape of network and host times.
    LogNormal {
        /// Mean of the logarithm.
        log_mean: f64,
        /// Standard deviation of the logarithm.
        log_deviation: f64,
    },
    /// One of two exponentials, often the short one: more variable than one exponential.
    HyperExponential {
        /// Probability of the short phase.
        short_share: f64,
        /// Mean of the short phase.
        short_mean: f64,
        /// Mean of the long phase.
        long_mean: f64,
    },
    /// Every value between two bounds equally likely.
    Uniform {
        /// Least value.
        min: f64,
        /// Greatest value.
        max: f64,
    },
    /// A power-law tail; values beyond the cap count as the cap.
    Pareto {
        /// Least value.
        min: f64,
        /// Tail exponent: the smaller, the heavier.
        shape: f64,
        /// Greatest value.
        cap: f64,
    },
    /// One of the measured values, each equally likely.
    Empirical(Box<[f64]>),
}

impl Distribution {
    /// The log-normal with a given median and 99th percentile.
    #[must_use]
    pub fn log_normal(median: f64, p99: f64) -> Self {
        Self::LogNormal { log_mean: math::ln(median), log_deviation: math::ln(p99 / median) / NORMAL_P99 }
    }

    /// The two-phase hyper-exponential with balanced means (each phase carries half of the total time), by its mean
    /// and squared coefficient of variation of at least 1 (Whitt, "Approximating a point process", 1982).
    #[must_use]
    pub fn hyper_exponential(mean: f64, scv: f64) -> Self {
        let short_share = f64::midpoint(1.0, ((scv - 1.0) / (scv + 1.0)).sqrt());
        Self::HyperExponential {
            short_share,
            short_mean: mean / (2.0 * short_share),
            long_mean: mean / (2.0 * (1.0 - short_share)),
        }
    }

    /// A draw.
    #[inline]
    pub fn sample(&self, stream: &mut Stream) -> f64 {
        match self {
            Self::Constant(value) => *value,
            Self::Exponential { mean } => mean * exponential(stream),
            Self::Erlang { mean, shape } => erlang(*mean, *shape, stream),
            Self::LogNormal { log_mean, log_deviation } => exp(log_mean + log_deviation * normal(stream)),
            Self::HyperExponential { short_share, short_mean, long_mean } => {
                let mean = if stream.unit() < *short_share { short_mean } else { long_mean };
                mean * exponential(stream)
            }
            Self::Uniform { min, max } => min + (max - min) * stream.unit(),
            Self::Pareto { min, shape, cap } => (min * exp(exponential(stream) / shape)).min(*cap),
            Self::Empirical(values) => {
                values.get(math::index(stream.below(math::id(values.len())))).copied().unwrap_or(0.0)
            }
        }
    }

    /// The exact mean.
    #[must_use]
    pub fn mean(&self) -> f64 {
        match self {
            Self::Constant(value) => *value,
            Self::Exponential { mean } | Self::Erlang { mean, .. } => *mean,
            Self::LogNormal { log_mean, log_deviation } => math::exp(log_mean + log_deviation * log_deviation / 2.0),
            Self::HyperExponential { short_share, short_mean, long_mean } => {
                short_share * short_mean + (1.0 - short_share) * long_mean
            }
            Self::Uniform { min, max } => f64::midpoint(*min, *max),
            Self::Pareto { min, shape, cap } => min + capped_tail(*min, *shape, *cap, 1.0),
            Self::Empirical(values) => values.iter().sum::<f64>() / math::count(values.len().max(1)),
        }
    }

    /// The exact squared coefficient of variation: variance over squared mean; 0 for a constant, 1 for an exponential.
    #[must_use]
    pub fn scv(&self) -> f64 {
        let mean = self.mean();
        if mean <= 0.0 { 0.0 } else { (self.second_moment() / (mean * mean) - 1.0).max(0.0) }
    }

    /// The exact mean of the square.
    fn second_moment(&self) -> f64 {
        match self {
            Self::Constant(value) => value * value,
            Self::Exponential { mean } => 2.0 * mean * mean,
            Self::Erlang { mean, shape } => mean * mean * (1.0 + 1.0 / f64::from(*shape)),
            Self::LogNormal { log_mean, log_deviation } => {
                math::exp(2.0 * log_mean + 2.0 * log_deviation * log_deviation)
            }
            Self::HyperExponential { short_share, short_mean, long_mean } => {
                2.0 * (short_share * short_mean * short_mean + (1.0 - short_share) * long_mean * long_mean)
            }
            Self::Uniform { min, max } => (min * min + min * max + max * max) / 3.0,
            Self::Pareto { min, shape, cap } => min * min + 2.0 * capped_tail(*min, *shape, *cap, 2.0),
            Self::Empirical(values) => {
                values.iter().map(|value| value * value).sum::<f64>() / math::count(values.len().max(1))
            }
        }
    }
}

/// The integral of x^(power - 1) times the Pareto's tail (min / x)^shape from `min` to `cap`, by which the moments of
/// the capped law exceed those of the constant `min`.
fn capped_tail(min: f64, shape: f64, cap: f64, power: f64) -> f64 {
    let exponent = power - shape;
    let scale = math::pow(min, power);
    let log = math::ln(cap / min);
    if exponent.abs() < 1e-12 { scale * log } else { scale * math::exp_m1(exponent * log) / exponent }
}

/// The sum of `shape` exponentials with the given mean in all.
fn erlang(mean: f64, shape: u32, stream: &mut Stream) -> f64 {
    let mut sum = 0.0;
    for _ in 0..shape {
        sum += exponential(stream);
    }
    mean * sum / f64::from(shape)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Draws a million values; mean and second moment must lie within five standard errors of the exact ones.
    fn check(law: &Distribution) {
        let draws = 1_000_000;
        let mut stream = Stream::new(11, "distribution");
        let (mut sum, mut squares, mut fourths) = (0.0, 0.0, 0.0);
        for _ in 0..draws {
            let x = law.sample(&mut stream);
            sum += x;
            squares += x * x;
            fourths += x * x * x * x;
        }
        let n = f64::from(draws);
        let (mean, square) = (sum / n, squares / n);
        let mean_error = ((square - mean * mean).max(0.0) / n).sqrt();
        let square_error = ((fourths / n - square * square).max(0.0) / n).sqrt();
        assert!((mean - law.mean()).abs() <= 5.0 * mean_error + 1e-9, "{law:?}: mean {mean}, exactly {}", law.mean());
        let exact = law.second_moment();
        assert!((square - exact).abs() <= 5.0 * square_error + 1e-9, "{law:?}: square {square}, exactly {exact}");
    }

    #[test]
    fn moments_are_exact() {
        check(&Distribution::Constant(3.0));
        check(&Distribution::Exponential { mean: 2.0 });
        check(&Distribution::Erlang { mean: 2.0, shape: 4 });
        check(&Distribution::log_normal(2.0, 9.0));
        check(&Distribution::hyper_exponential(2.0, 4.0));
        check(&Distribution::Uniform { min: 1.0, max: 5.0 });
        check(&Distribution::Pareto { min: 1.0, shape: 2.0, cap: 50.0 });
        check(&Distribution::Pareto { min: 1.0, shape: 1.0, cap: 20.0 });
        check(&Distribution::Pareto { min: 1.0, shape: 2.5, cap: 100.0 });
        check(&Distribution::Empirical(Box::new([1.0, 2.0, 9.0])));
    }

    #[test]
    fn a_log_normal_keeps_its_median_and_p99() {
        let law = Distribution::log_normal(20.0, 100.0);
        let mut stream = Stream::new(5, "quantiles");
        let mut drawn: Vec<f64> = (0..100_001).map(|_| law.sample(&mut stream)).collect();
        drawn.sort_by(f64::total_cmp);
        assert!((drawn[50_000] / 20.0 - 1.0).abs() < 0.02, "median {}", drawn[50_000]);
        assert!((drawn[99_000] / 100.0 - 1.0).abs() < 0.05, "p99 {}", drawn[99_000]);
    }

    #[test]
    fn a_hyper_exponential_keeps_its_scv() {
        let law = Distribution::hyper_exponential(10.0, 4.0);
        assert!((law.mean() - 10.0).abs() < 1e-12, "mean {}", law.mean());
        assert!((law.scv() - 4.0).abs() < 1e-12, "scv {}", law.scv());
    }
}
