//! M/G/1: Poisson arrivals, service of any law, one server.
//!
//! Source: Pollaczek (1930) and Khinchine (1932); Kleinrock, "Queueing Systems" volume 1 (1975), section 5.6. Only the
//! means: they need no more of the service than its mean and its squared coefficient of variation (scv).

use super::{Demand, Means, TheoryError};

/// A stable M/G/1 queue.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Mg1 {
    demand: Demand,
    service_scv: f64,
    utilisation: f64,
}

impl Mg1 {
    /// The queue with this demand and the service's scv: 0 for a constant, 1 for an exponential (then it is M/M/1).
    ///
    /// # Errors
    ///
    /// If the demand or the scv is out of range, or the work is too much for one server.
    pub fn new(demand: Demand, service_scv: f64) -> Result<Self, TheoryError> {
        if !(service_scv.is_finite() && service_scv >= 0.0) {
            return Err(TheoryError::OutOfRange { quantity: "service_scv", value: service_scv, allowed: "0 or more" });
        }
        Ok(Self { demand, service_scv, utilisation: demand.utilisation(1)? })
    }

    /// rho = lambda / mu: the share of time that the server is busy, 0 to 1; also the share of arrivals that wait.
    #[must_use]
    pub fn utilisation(&self) -> f64 {
        self.utilisation
    }

    /// Mean times and numbers, from the mean wait rho (1 + scv) / (2 (1 - rho)) times the mean service: the
    /// Pollaczek-Khinchine formula.
    #[must_use]
    pub fn means(&self) -> Means {
        let rho = self.utilisation;
        let services = rho * (1.0 + self.service_scv) / (2.0 * (1.0 - rho));
        Means::new(self.demand, services * self.demand.service_mean_ms)
    }
}
