//! The law of a response that is an exponential service, after an exponential wait for those who wait.
//!
//! So it is in M/M/c and GI/M/c, first come first served (Kleinrock, "Queueing Systems" volume 1, 1975, sections 5.7
//! and 6.2 to 6.4): the models differ only in how many wait and how fast the wait ends.

use super::quantile::quantile;
use crate::math;

/// A service that some have to wait for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct DelayedService {
    /// The share that waits, 0 to 1: C.
    pub(super) p_wait: f64,
    /// Rate at which one server serves, per millisecond: mu.
    pub(super) service_rate: f64,
    /// Rate at which the wait ends for those who wait, per millisecond: theta.
    pub(super) relief_rate: f64,
}

impl DelayedService {
    /// Mean wait in milliseconds, those who do not wait included: C / theta.
    pub(super) fn wait_mean_ms(&self) -> f64 {
        self.p_wait / self.relief_rate
    }

    /// Standard deviation of the wait in milliseconds: the root of C (2 - C) / theta^2.
    pub(super) fn wait_deviation_ms(&self) -> f64 {
        (self.p_wait * (2.0 - self.p_wait)).sqrt() / self.relief_rate
    }

    /// Standard deviation of the response in milliseconds: the root of the wait's variance and 1 / mu^2.
    pub(super) fn response_deviation_ms(&self) -> f64 {
        let (wait, service) = (self.wait_deviation_ms(), 1.0 / self.service_rate);
        (wait * wait + service * service).sqrt()
    }

    /// P(Wq > t) = C exp(-theta t).
    pub(super) fn wait_tail(&self, ms: f64) -> f64 {
        self.p_wait * math::exp(-self.relief_rate * ms)
    }

    /// The inverse of the wait's tail, 0 for those who do not wait.
    pub(super) fn wait_quantile_ms(&self, probability: f64) -> Option<f64> {
        let tail = (0.0..1.0).contains(&probability).then_some(1.0 - probability)?;
        Some(if self.p_wait > tail { math::ln(self.p_wait / tail) / self.relief_rate } else { 0.0 })
    }

    /// P(T > t): those who do not wait (1 - C) take one exponential of rate mu, the others one of rate theta before it.
    pub(super) fn response_tail(&self, ms: f64) -> f64 {
        let at_once = math::exp(-self.service_rate * ms);
        let after_wait = tail_of_two(self.service_rate, self.relief_rate, ms);
        (1.0 - self.p_wait) * at_once + self.p_wait * after_wait
    }

    /// The inverse of the response's tail.
    pub(super) fn response_quantile_ms(&self, probability: f64) -> Option<f64> {
        quantile(|ms| self.response_tail(ms), self.wait_mean_ms() + 1.0 / self.service_rate, probability)
    }
}

/// The tail of the sum of two exponentials with rates mu and theta:
/// [theta exp(-mu t) - mu exp(-theta t)] / (theta - mu), and (1 + mu t) exp(-mu t) when they are equal.
///
/// The form with the slower rate in front has no difference of near equals when the rates are close, and no factor
/// that overflows while the other vanishes when the time is long.
fn tail_of_two(mu: f64, theta: f64, time: f64) -> f64 {
    let slow = mu.min(theta);
    let gap = (mu - theta).abs();
    let stretch = if gap > 0.0 { -math::exp_m1(-gap * time) / gap } else { time };
    math::exp(-slow * time) * (1.0 + slow * stretch)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tail_of_two_is_smooth_where_the_rates_meet() {
        for time in [0.0, 0.5, 3.0, 40.0] {
            let equal = tail_of_two(0.7, 0.7, time);
            let exact = (1.0 + 0.7 * time) * math::exp(-0.7 * time);
            assert!((equal - exact).abs() < 1e-15, "equal rates at {time}: {equal}, exactly {exact}");
            let near = tail_of_two(0.7, 0.7 + 1e-12, time);
            assert!((near - equal).abs() < 1e-11, "nearly equal rates at {time}: {near}, {equal}");
        }
    }

    #[test]
    fn the_tail_of_two_vanishes_without_overflow() {
        assert_eq!(tail_of_two(1e-3, 1.0, 1e9), 0.0, "a long time, either way round");
        assert_eq!(tail_of_two(1.0, 1e-3, 1e9), 0.0, "a long time, either way round");
    }
}
