//! GI/M/c: independent gaps between arrivals of one law, exponential service, c servers, first come first served.
//!
//! Source: Kendall, "Stochastic processes occurring in the theory of queues" (Annals of Mathematical Statistics 24,
//! 1953); Takacs, "Introduction to the Theory of Queues" (1962), chapter 2; Kleinrock, "Queueing Systems" volume 1
//! (1975), sections 6.2 to 6.4. One of c stations dealt a Poisson stream round robin sees Erlang gaps of c phases.

use super::delayed_service::DelayedService;
use super::quantile::crossing;
use super::{Demand, Law, Means, TheoryError};

/// A stable GI/M/c queue.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Gimc {
    demand: Demand,
    utilisation: f64,
    response: DelayedService,
}

impl Gimc {
    /// The queue with this demand, so many servers and this law of the gaps.
    ///
    /// # Errors
    ///
    /// If the demand or the law's parameter is out of range, there is no server, or the work is too much for them.
    pub fn new(demand: Demand, servers: u32, gaps: Law) -> Result<Self, TheoryError> {
        let gaps = gaps.checked()?;
        let utilisation = demand.utilisation(servers)?;
        let service_rate = 1.0 / demand.service_mean_ms;
        let lack = lack(gaps, utilisation);
        let relief_rate = f64::from(servers) * service_rate * lack;
        let p_wait = if utilisation > 0.0 { p_wait(gaps, utilisation, servers, lack) } else { 0.0 };
        Ok(Self { demand, utilisation, response: DelayedService { p_wait, service_rate, relief_rate } })
    }

    /// rho = lambda / (c mu): the mean share of busy servers, 0 to 1.
    #[must_use]
    pub fn utilisation(&self) -> f64 {
        self.utilisation
    }

    /// The share of arrivals that have to wait, 0 to 1.
    #[must_use]
    pub fn p_wait(&self) -> f64 {
        self.response.p_wait
    }

    /// Mean times and numbers: who waits, waits an exponential of rate c mu (1 - sigma).
    #[must_use]
    pub fn means(&self) -> Means {
        Means::new(self.demand, self.response.wait_mean_ms())
    }

    /// The waiting time in milliseconds that a share `probability` of arrivals does not exceed; `None` unless the
    /// probability lies in 0 (included) to 1 (excluded).
    #[must_use]
    pub fn wait_quantile_ms(&self, probability: f64) -> Option<f64> {
        self.response.wait_quantile_ms(probability)
    }

    /// The response time in milliseconds that a share `probability` of arrivals does not exceed; `None` unless the
    /// probability lies in 0 (included) to 1 (excluded).
    #[must_use]
    pub fn response_quantile_ms(&self, probability: f64) -> Option<f64> {
        self.response.response_quantile_ms(probability)
    }
}

/// 1 - sigma, sigma the root below 1 of sigma = A(c mu (1 - sigma)), A the transform of the gap.
///
/// The lack is sought and not sigma, which is close to 1 when the load is heavy.
fn lack(gaps: Law, utilisation: f64) -> f64 {
    if utilisation == 0.0 {
        return 1.0;
    }
    crossing(|lack| gaps.transform_lack(lack / utilisation) > lack, 1.0)
}

/// P(wait) = A / (1 - sigma), where 1 / A = 1 / (1 - sigma) + sum over j = 1..c of binomial(c, j) / [C_j (1 - x_j)]
/// times [c (1 - x_j) - j] / [c (1 - sigma) - j], x_j = A(j mu), C_j the product of x_i / (1 - x_i) for i up to j.
///
/// The last fraction is one minus the slope of the transform between j and c (1 - sigma), which has a value too where
/// these are equal.
fn p_wait(gaps: Law, utilisation: f64, servers: u32, lack: f64) -> f64 {
    if servers == 1 {
        return gaps.transform(lack / utilisation);
    }
    let c = f64::from(servers);
    let (mut weight, mut sum) = (1.0, 1.0 / lack);
    for j in 1..=servers {
        let j = f64::from(j);
        let at = j / (c * utilisation);
        let lack_there = gaps.transform_lack(at);
        weight *= (c - j + 1.0) / j * (lack_there / gaps.transform(at));
        sum += weight / lack_there * (1.0 - gaps.transform_slope(lack / utilisation, at) / utilisation);
        if !sum.is_finite() {
            // So rare that no float holds it.
            return 0.0;
        }
    }
    1.0 / (sum * lack)
}
