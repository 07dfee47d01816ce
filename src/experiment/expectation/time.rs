//! A time as formulas see it: its mean, and either its law or its moments.

use crate::scenario::Service;
use crate::theory::{Law, Moments, Shape};

/// An Erlang law of more phases counts by its moments: the matrices of its exact law grow with their square.
const PHASES_MAX: u32 = 16;
/// A squared coefficient of variation below this is rounding.
const SCV_MIN: f64 = 1e-12;

/// A time.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Time {
    /// Mean in milliseconds, 0 or more.
    pub(super) mean_ms: f64,
    /// All else that is known.
    pub(super) shape: Shape,
}

impl Time {
    /// No time at all.
    pub(super) const NONE: Self = Self { mean_ms: 0.0, shape: Shape::Law(Law::Constant) };

    pub(super) fn of(service: &Service) -> Self {
        let (mean_ms, scv) = (service.mean_ms(), service.scv());
        let shape = match *service {
            _ if mean_ms <= 0.0 || scv < SCV_MIN => Shape::Law(Law::Constant),
            Service::Exponential { .. } => Shape::Law(Law::Exponential),
            Service::Erlang { shape, .. } if shape <= PHASES_MAX => Shape::Law(Law::Erlang { phases: shape }),
            Service::HyperExponential { scv, .. } => Shape::Law(Law::HyperExponential { scv }),
            Service::LogNormal { .. } => Shape::Moments(Moments::log_normal(scv)),
            _ => Shape::Moments(Moments { scv, third: None }),
        };
        Self { mean_ms, shape }
    }

    pub(super) fn is_none(&self) -> bool {
        self.mean_ms <= 0.0
    }

    pub(super) fn is_constant(&self) -> bool {
        self.scv() <= 0.0
    }

    pub(super) fn scv(&self) -> f64 {
        scv(self.shape)
    }

    fn second(&self) -> f64 {
        self.mean_ms * self.mean_ms * (1.0 + self.scv())
    }

    /// The same at another speed.
    pub(super) fn at_speed(self, speed: f64) -> Self {
        Self { mean_ms: self.mean_ms / speed, ..self }
    }

    /// This time and then another one, independent of it.
    pub(super) fn then(self, next: Self) -> Self {
        if self.is_none() || next.is_none() {
            return if self.is_none() { next } else { self };
        }
        let mean_ms = self.mean_ms + next.mean_ms;
        let variance = self.second() - self.mean_ms * self.mean_ms + next.second() - next.mean_ms * next.mean_ms;
        Self::of_moments(mean_ms, variance + mean_ms * mean_ms)
    }

    /// The same with a mean wait of which no more is known; it is taken to vary as much as the rest.
    pub(super) fn longer_by(self, wait_ms: f64) -> Self {
        if wait_ms <= 0.0 {
            return self;
        }
        let shape = Shape::Moments(Moments { scv: self.scv(), third: None });
        Self { mean_ms: self.mean_ms + wait_ms, shape }
    }

    /// One of several times by lot, each with its chance; what lacks to 1 is the chance of no time.
    pub(super) fn one_of(times: &[(f64, Self)]) -> Self {
        if let Some((_, same)) = times.first().filter(|(_, first)| times.iter().all(|(_, time)| time == first))
            && times.iter().map(|(chance, _)| chance).sum::<f64>() > 1.0 - SCV_MIN
        {
            return *same;
        }
        let mean_ms = times.iter().map(|(chance, time)| chance * time.mean_ms).sum();
        Self::of_moments(mean_ms, times.iter().map(|(chance, time)| chance * time.second()).sum())
    }

    fn of_moments(mean_ms: f64, second: f64) -> Self {
        if mean_ms <= 0.0 {
            return Self::NONE;
        }
        let scv = second / (mean_ms * mean_ms) - 1.0;
        let constant = scv < SCV_MIN;
        let shape = if constant { Shape::Law(Law::Constant) } else { Shape::Moments(Moments { scv, third: None }) };
        Self { mean_ms, shape }
    }
}

/// Squared coefficient of variation of a shape.
pub(super) fn scv(shape: Shape) -> f64 {
    match shape {
        Shape::Law(law) => law.moments().scv,
        Shape::Moments(moments) => moments.scv,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn exponential(mean_ms: f64) -> Time {
        Time::of(&Service::Exponential { mean_ms })
    }

    #[test]
    fn sums_and_choices_have_the_moments_of_their_parts() {
        let sum = exponential(3.0).then(exponential(1.0));
        assert_eq!(sum.mean_ms, 4.0, "means add up");
        assert!((sum.scv() - 10.0 / 16.0).abs() < 1e-12, "variances add up: {}", sum.scv());
        let seldom = Time::one_of(&[(0.25, exponential(4.0))]);
        // Second moment a quarter of 32, mean 1.
        assert!((seldom.mean_ms - 1.0).abs() < 1e-12 && (seldom.scv() - 7.0).abs() < 1e-12, "{seldom:?}");
    }

    #[test]
    fn what_changes_nothing_keeps_the_law() {
        let law = exponential(5.0);
        assert_eq!(law.then(Time::NONE), law, "nothing follows");
        assert_eq!(Time::NONE.then(law), law, "nothing before");
        assert_eq!(Time::one_of(&[(0.5, law), (0.5, law)]), law, "the same both ways");
        let constant = Time::of(&Service::Deterministic { mean_ms: 2.0 });
        assert!(constant.then(constant).is_constant(), "two constants are one");
    }
}
