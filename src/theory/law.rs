//! Laws of service times and of gaps between arrivals, apart from their mean.
//!
//! A formula needs more or less of a law: its squared coefficient of variation (scv: variance over squared mean), its
//! third moment, or all of it. Only those laws are here of which some model has an exact distribution.

use super::TheoryError;
use super::limits::{count, within};
use super::phase_type::PhaseType;
use crate::math;

/// The most phases of an Erlang law: matrices grow with their square.
const PHASES_MAX: u32 = 100;

/// A law that some model answers exactly, scaled to any mean.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Law {
    /// Always the mean.
    Constant,
    /// Memoryless.
    Exponential,
    /// The sum of so many exponentials of one rate: 1 to 100.
    Erlang {
        /// How many.
        phases: u32,
    },
    /// One of two exponentials, each carrying half of the mean (Whitt, "Approximating a point process by a renewal
    /// process", 1982).
    HyperExponential {
        /// Squared coefficient of variation, 1 or more.
        scv: f64,
    },
}

/// What the means and deviations of M/G/1 need of a service law.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Moments {
    /// Squared coefficient of variation: variance over squared mean, 0 or more.
    pub scv: f64,
    /// Third moment over the cube of the mean; `None` if it is infinite or not known.
    pub third: Option<f64>,
}

impl Moments {
    /// The log-normal law with this squared coefficient of variation: E[S^3] = (1 + scv)^3.
    #[must_use]
    pub fn log_normal(scv: f64) -> Self {
        let second = 1.0 + scv;
        Self { scv, third: Some(second * second * second) }
    }

    /// The gamma law with this squared coefficient of variation.
    #[must_use]
    pub fn gamma(scv: f64) -> Self {
        Self { scv, third: Some((1.0 + scv) * (1.0 + 2.0 * scv)) }
    }

    /// The uniform law between 0 and twice the mean.
    #[must_use]
    pub fn uniform() -> Self {
        Self { scv: 1.0 / 3.0, third: Some(2.0) }
    }

    /// The Pareto law with this tail exponent, more than 2: variance is infinite at 2, the third moment at 3.
    #[must_use]
    pub fn pareto(shape: f64) -> Self {
        let mean = shape / (shape - 1.0);
        let third = (shape > 3.0).then(|| shape / (shape - 3.0) / (mean * mean * mean));
        Self { scv: 1.0 / (shape * (shape - 2.0)), third }
    }
}

impl Law {
    /// The law, if its parameter is in range.
    ///
    /// # Errors
    ///
    /// If the number of phases or the scv is out of range.
    pub(super) fn checked(self) -> Result<Self, TheoryError> {
        match self {
            Self::Constant | Self::Exponential => {}
            Self::Erlang { phases } => {
                let allowed = count("phases", phases)? <= PHASES_MAX;
                within("phases", f64::from(phases), allowed, "a whole number from 1 to 100")?;
            }
            Self::HyperExponential { scv } => {
                within("scv", scv, (1.0..=1e6).contains(&scv), "1 to 1e6 for a hyper-exponential law")?;
            }
        }
        Ok(self)
    }

    /// Squared coefficient of variation and third moment.
    #[must_use]
    pub fn moments(self) -> Moments {
        let (scv, third) = match self {
            Self::Constant => (0.0, 1.0),
            Self::Exponential => (1.0, 6.0),
            Self::Erlang { phases } => {
                let k = f64::from(phases);
                (1.0 / k, (k + 1.0) * (k + 2.0) / (k * k))
            }
            Self::HyperExponential { scv } => {
                let cubes = branches(scv).map(|(share, mean)| share * mean * mean * mean);
                (scv, 6.0 * (cubes[0] + cubes[1]))
            }
        };
        Moments { scv, third: Some(third) }
    }

    /// 1 - A(x): what the Laplace transform of the law with mean 1 lacks to 1 at x, which is 0 or more.
    pub(super) fn transform_lack(self, x: f64) -> f64 {
        match self {
            Self::Constant => -math::exp_m1(-x),
            Self::Exponential => x / (1.0 + x),
            Self::Erlang { phases } => -math::exp_m1(-f64::from(phases) * math::ln_1p(x / f64::from(phases))),
            Self::HyperExponential { scv } => {
                branches(scv).iter().map(|(share, mean)| share * (x * mean) / (1.0 + x * mean)).sum()
            }
        }
    }

    /// A(x): the Laplace transform of the law with mean 1.
    pub(super) fn transform(self, x: f64) -> f64 {
        match self {
            Self::Constant => math::exp(-x),
            Self::Exponential => 1.0 / (1.0 + x),
            Self::Erlang { phases } => math::exp(-f64::from(phases) * math::ln_1p(x / f64::from(phases))),
            Self::HyperExponential { scv } => branches(scv).iter().map(|(share, mean)| share / (1.0 + x * mean)).sum(),
        }
    }

    /// [A(x) - A(y)] / (y - x), exact also where x and y are close or equal.
    pub(super) fn transform_slope(self, x: f64, y: f64) -> f64 {
        match self {
            Self::Constant => {
                let gap = (y - x).abs();
                math::exp(-x.min(y)) * if gap > 0.0 { -math::exp_m1(-gap) / gap } else { 1.0 }
            }
            Self::Exponential => 1.0 / ((1.0 + x) * (1.0 + y)),
            Self::Erlang { phases } => {
                // a^k - b^k = (a - b) times the sum of a^i b^(k - 1 - i), with a - b = (y - x) a b / k.
                let k = f64::from(phases);
                let (a, b) = (1.0 / (1.0 + x / k), 1.0 / (1.0 + y / k));
                let sum = (0..phases).fold(0.0, |sum, i| sum * a + math::pow(b, f64::from(i)));
                a * b / k * sum
            }
            Self::HyperExponential { scv } => {
                let slope = |(share, mean): (f64, f64)| share * mean / ((1.0 + x * mean) * (1.0 + y * mean));
                branches(scv).map(slope).iter().sum()
            }
        }
    }

    /// The phases of the law with this mean in milliseconds; `None` for a constant, which has none.
    pub(super) fn phases(self, mean_ms: f64) -> Option<PhaseType> {
        match self {
            Self::Constant => None,
            Self::Exponential => Some(PhaseType::chain(&[1.0 / mean_ms])),
            Self::Erlang { phases } => Some(PhaseType::chain(&vec![f64::from(phases) / mean_ms; math::index(phases)])),
            Self::HyperExponential { scv } => {
                let [(one, one_mean), (other, other_mean)] = branches(scv);
                Some(PhaseType::choice([(one, 1.0 / (one_mean * mean_ms)), (other, 1.0 / (other_mean * mean_ms))]))
            }
        }
    }
}

/// The two exponentials of a hyper-exponential law of mean 1: the share of each, and its mean.
fn branches(scv: f64) -> [(f64, f64); 2] {
    let long = 1.0 / (scv + 1.0 + (scv * scv - 1.0).max(0.0).sqrt());
    [(1.0 - long, 1.0 / (2.0 * (1.0 - long))), (long, 1.0 / (2.0 * long))]
}
