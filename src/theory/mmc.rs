//! M/M/c: Poisson arrivals, exponential service, c servers and one queue that anybody may join. M/M/1 is c = 1.
//!
//! Source: Kleinrock, "Queueing Systems" volume 1 (1975), sections 3.2 and 3.5; the response-time law from conditioning
//! on the wait, which is exponential with rate theta = c mu - lambda for those who wait. First come, first served.

use super::delayed_service::DelayedService;
use super::{Demand, Means, TheoryError, erlang_c};

/// A stable M/M/c queue.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Mmc {
    demand: Demand,
    utilisation: f64,
    response: DelayedService,
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
        Ok(Self { demand, utilisation, response: DelayedService { p_wait, service_rate, relief_rate } })
    }

    /// rho = lambda / (c mu): the mean share of busy servers, 0 to 1.
    #[must_use]
    pub fn utilisation(&self) -> f64 {
        self.utilisation
    }

    /// Erlang C: the share of arrivals that have to wait, 0 to 1.
    #[must_use]
    pub fn p_wait(&self) -> f64 {
        self.response.p_wait
    }

    /// Mean times and numbers, from the mean wait C / theta.
    #[must_use]
    pub fn means(&self) -> Means {
        Means::new(self.demand, self.response.wait_mean_ms())
    }

    /// Standard deviation of the wait in milliseconds: the root of C (2 - C) / theta^2.
    #[must_use]
    pub fn wait_deviation_ms(&self) -> f64 {
        self.response.wait_deviation_ms()
    }

    /// Standard deviation of the response time in milliseconds: the root of C (2 - C) / theta^2 + 1 / mu^2.
    #[must_use]
    pub fn response_deviation_ms(&self) -> f64 {
        self.response.response_deviation_ms()
    }

    /// P(Wq > t) = C exp(-theta t): the share of arrivals that wait longer than so many milliseconds.
    #[must_use]
    pub fn wait_tail(&self, ms: f64) -> f64 {
        self.response.wait_tail(ms)
    }

    /// The waiting time in milliseconds that a share `probability` of arrivals does not exceed; `None` unless the
    /// probability lies in 0 (included) to 1 (excluded).
    #[must_use]
    pub fn wait_quantile_ms(&self, probability: f64) -> Option<f64> {
        self.response.wait_quantile_ms(probability)
    }

    /// P(T > t): the share of arrivals whose response takes longer than so many milliseconds.
    #[must_use]
    pub fn response_tail(&self, ms: f64) -> f64 {
        self.response.response_tail(ms)
    }

    /// The response time in milliseconds that a share `probability` of arrivals does not exceed; `None` unless the
    /// probability lies in 0 (included) to 1 (excluded).
    #[must_use]
    pub fn response_quantile_ms(&self, probability: f64) -> Option<f64> {
        self.response.response_quantile_ms(probability)
    }

    /// The law of the response, for models that are made of such stations.
    pub(super) fn response(&self) -> DelayedService {
        self.response
    }
}
