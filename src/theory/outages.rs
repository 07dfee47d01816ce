//! M/M/1 whose server fails at any time, busy or not, is repaired, and resumes the work where it stopped.
//!
//! Source: White and Christie, "Queuing with preemptive priorities or with breakdown" (Operations Research 6(1), 1958);
//! Avi-Itzhak and Naor, "Some queuing problems with the service station subject to breakdown" (Operations Research
//! 11(3), 1963). Times up and down are exponential.

use super::limits::{positive, stable};
use super::{Demand, TheoryError};

/// How a server fails.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Outages {
    /// Mean time up until it fails, in milliseconds, more than 0.
    pub up_mean_ms: f64,
    /// Mean time down until it is repaired, in milliseconds, more than 0.
    pub down_mean_ms: f64,
}

/// A stable M/M/1 queue with outages.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Mm1Outages {
    demand: Demand,
    outages: Outages,
    utilisation: f64,
}

impl Mm1Outages {
    /// The queue with this demand and these outages.
    ///
    /// # Errors
    ///
    /// If the demand or a time is out of range, or the work is too much for the share of time that the server is up.
    pub fn new(demand: Demand, outages: Outages) -> Result<Self, TheoryError> {
        positive("up_mean_ms", outages.up_mean_ms)?;
        positive("down_mean_ms", outages.down_mean_ms)?;
        let load = demand.load(1)?;
        Ok(Self { demand, outages, utilisation: stable(load / availability(outages))? })
    }

    /// The share of time that the server is up, 0 to 1.
    #[must_use]
    pub fn availability(&self) -> f64 {
        availability(self.outages)
    }

    /// Load on the capacity that is available: the share of its time up that the server is busy, 0 to 1.
    #[must_use]
    pub fn utilisation(&self) -> f64 {
        self.utilisation
    }

    /// L: how many are in the system on average:
    /// lambda [(xi + eta)^2 + mu xi] / {(xi + eta) [eta (mu - lambda) - xi lambda]}, xi the rate of failures, eta that of
    /// repairs.
    #[must_use]
    pub fn in_system(&self) -> f64 {
        self.response_ms() * self.demand.arrival_rate_per_ms()
    }

    /// W: mean response time in milliseconds, outages included.
    #[must_use]
    pub fn response_ms(&self) -> f64 {
        // The formula for L / lambda, divided through by eta (xi + eta) mu: the service itself, and what is there of the
        // repair on arrival, both stretched by what the load leaves free.
        let (available, service) = (self.availability(), self.demand.service_mean_ms);
        let down = self.outages.down_mean_ms * (1.0 - available);
        (service / available + down) / (1.0 - self.utilisation)
    }
}

fn availability(outages: Outages) -> f64 {
    outages.up_mean_ms / (outages.up_mean_ms + outages.down_mean_ms)
}
