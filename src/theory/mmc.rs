//! M/M/c: Poisson arrivals, exponential service, c servers and one queue that anybody may join. M/M/1 is c = 1.
//!
//! Source: Kleinrock, "Queueing Systems" volume 1 (1975), sections 3.2 and 3.5; the response-time law from conditioning
//! on the wait, which is exponential with rate theta = c mu - lambda for those who wait. First come, first served.

use super::quantile::quantile;
use super::{Demand, Means, TheoryError, erlang_c};
use crate::math;

/// A stable M/M/c queue.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Mmc {
    demand: Demand,
    utilisation: f64,
    p_wait: f64,
    /// Rate at which one server serves, per millisecond: mu.
    service_rate: f64,
    /// Rate at which the wait ends for those who wait, per millisecond: theta = c mu - lambda.
    relief_rate: f64,
}

impl Mmc {
    /// The queue with this demand and so many servers.
    ///
    /// # Errors
    ///
    /// If the demand is out of range, there is no server, or the work is too much for them.
    pub fn new(demand: Demand, servers: u32) -> Result<Self, TheoryError> {
        let utilisation = demand.utilisation(servers)?;
        let offered_load = demand.offered_load();
        let p_wait = erlang_c(offered_load, servers).ok_or(TheoryError::Unstable { utilisation })?;
        let service_rate = 1.0 / demand.service_mean_ms;
        let relief_rate = (f64::from(servers) - offered_load) * service_rate;
        Ok(Self { demand, utilisation, p_wait, service_rate, relief_rate })
    }

    /// rho = lambda / (c mu): the mean share of busy servers, 0 to 1.
    #[must_use]
    pub fn utilisation(&self) -> f64 {
        self.utilisation
    }

    /// Erlang C: the share of arrivals that have to wait, 0 to 1.
    #[must_use]
    pub fn p_wait(&self) -> f64 {
        self.p_wait
    }

    /// Mean times and numbers, from the mean wait C / theta.
    #[must_use]
    pub fn means(&self) -> Means {
        Means::new(self.demand, self.p_wait / self.relief_rate)
    }

    /// Standard deviation of the response time in milliseconds: the root of C (2 - C) / theta^2 + 1 / mu^2.
    #[must_use]
    pub fn response_deviation_ms(&self) -> f64 {
        let wait = self.p_wait * (2.0 - self.p_wait) / (self.relief_rate * self.relief_rate);
        let service = self.demand.service_mean_ms * self.demand.service_mean_ms;
        (wait + service).sqrt()
    }

    /// P(Wq > t) = C exp(-theta t): the share of arrivals that wait longer than so many milliseconds.
    #[must_use]
    pub fn wait_tail(&self, ms: f64) -> f64 {
        self.p_wait * math::exp(-self.relief_rate * ms)
    }

    /// The waiting time in milliseconds that a share `probability` of arrivals does not exceed; `None` unless the
    /// probability lies in 0 (included) to 1 (excluded).
    #[must_use]
    pub fn wait_quantile_ms(&self, probability: f64) -> Option<f64> {
        let tail = (0.0..1.0).contains(&probability).then_some(1.0 - probability)?;
        Some(if self.p_wait > tail { math::ln(self.p_wait / tail) / self.relief_rate } else { 0.0 })
    }

    /// P(T > t): the share of arrivals whose response takes longer than so many milliseconds.
    ///
    /// Those who do not wait (1 - C) take one exponential of rate mu, the others one of rate theta before it.
    #[must_use]
    pub fn response_tail(&self, ms: f64) -> f64 {
        let at_once = math::exp(-self.service_rate * ms);
        let after_wait = tail_of_two(self.service_rate, self.relief_rate, ms);
        (1.0 - self.p_wait) * at_once + self.p_wait * after_wait
    }

    /// The response time in milliseconds that a share `probability` of arrivals does not exceed; `None` unless the
    /// probability lies in 0 (included) to 1 (excluded).
    #[must_use]
    pub fn response_quantile_ms(&self, probability: f64) -> Option<f64> {
        quantile(|ms| self.response_tail(ms), self.means().response_ms, probability)
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
