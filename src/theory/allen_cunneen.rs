//! G/G/c by the approximation of Allen and Cunneen: only the means, and only approximately.
//!
//! Source: Allen, "Probability, Statistics, and Queueing Theory" (2nd edition, 1990), section 5.6: the wait of M/M/c
//! times the mean of the two squared coefficients of variation. Exact for M/M/c and M/G/1; elsewhere it may be off by
//! tens of percent, more the steadier arrivals and service are.

use super::limits::not_negative;
use super::{Demand, Means, Mmc, TheoryError};

/// How variable arrivals and services are: squared coefficients of variation, 0 for a constant, 1 for an exponential.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Variability {
    /// Of the gaps between arrivals, 0 or more.
    pub arrival_scv: f64,
    /// Of the services, 0 or more.
    pub service_scv: f64,
}

/// A stable G/G/c queue, approximately.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct AllenCunneen {
    demand: Demand,
    memoryless: Mmc,
    factor: f64,
}

impl AllenCunneen {
    /// The queue with this demand, so many servers and this variability.
    ///
    /// # Errors
    ///
    /// If the demand or an scv is out of range, there is no server, or the work is too much for them.
    pub fn new(demand: Demand, servers: u32, variability: Variability) -> Result<Self, TheoryError> {
        let arrival_scv = not_negative("arrival_scv", variability.arrival_scv)?;
        let service_scv = not_negative("service_scv", variability.service_scv)?;
        Ok(Self { demand, memoryless: Mmc::new(demand, servers)?, factor: f64::midpoint(arrival_scv, service_scv) })
    }

    /// rho = lambda / (c mu): the mean share of busy servers, 0 to 1; this one is exact.
    #[must_use]
    pub fn utilisation(&self) -> f64 {
        self.memoryless.utilisation()
    }

    /// Mean times and numbers, approximately: Wq is about C / (c mu - lambda) times (ca^2 + cs^2) / 2.
    #[must_use]
    pub fn means(&self) -> Means {
        Means::new(self.demand, self.memoryless.means().wait_ms * self.factor)
    }
}
