//! What a station is asked to do: how often, and how much each time.

use super::TheoryError;
use super::limits::{count, not_negative, positive, stable};

/// Milliseconds in a second.
pub(super) const MILLIS_PER_SECOND: f64 = 1e3;

/// Arrivals at a station and the service that each needs.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Demand {
    /// Mean arrivals per second, 0 or more.
    pub arrival_rate_per_s: f64,
    /// Mean service time in milliseconds, more than 0.
    pub service_mean_ms: f64,
}

impl Demand {
    /// Offered load in erlangs: the mean number of servers that the work would keep busy if there were enough.
    #[must_use]
    pub fn offered_load(self) -> f64 {
        self.arrival_rate_per_s * self.service_mean_ms / MILLIS_PER_SECOND
    }

    /// The offered load of each of so many servers, which may be 1 or more.
    ///
    /// # Errors
    ///
    /// If the rate or the service time is out of range, or there is no server.
    pub(super) fn load(self, servers: u32) -> Result<f64, TheoryError> {
        not_negative("arrival_rate_per_s", self.arrival_rate_per_s)?;
        positive("service_mean_ms", self.service_mean_ms)?;
        Ok(self.offered_load() / f64::from(count("servers", servers)?))
    }

    /// The share of so many servers that the work keeps busy, if they can do it all.
    ///
    /// # Errors
    ///
    /// If the rate or the service time is out of range, there is no server, or the work is too much.
    pub(super) fn utilisation(self, servers: u32) -> Result<f64, TheoryError> {
        stable(self.load(servers)?)
    }

    /// Arrivals per millisecond.
    pub(super) fn arrival_rate_per_ms(self) -> f64 {
        self.arrival_rate_per_s / MILLIS_PER_SECOND
    }
}
