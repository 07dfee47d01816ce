//! What a station is asked to do: how often, and how much each time.

use super::TheoryError;

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

    /// The share of so many servers that the work keeps busy, if they can do it all.
    ///
    /// # Errors
    ///
    /// If the rate or the service time is out of range, there is no server, or the work is too much.
    pub(super) fn utilisation(self, servers: u32) -> Result<f64, TheoryError> {
        let rate = self.arrival_rate_per_s;
        if !(rate.is_finite() && rate >= 0.0) {
            return Err(TheoryError::OutOfRange { quantity: "arrival_rate_per_s", value: rate, allowed: "0 or more" });
        }
        let service = self.service_mean_ms;
        if !(service.is_finite() && service > 0.0) {
            return Err(TheoryError::OutOfRange {
                quantity: "service_mean_ms",
                value: service,
                allowed: "more than 0",
            });
        }
        if servers == 0 {
            return Err(TheoryError::OutOfRange { quantity: "servers", value: 0.0, allowed: "1 or more" });
        }
        let utilisation = self.offered_load() / f64::from(servers);
        if utilisation < 1.0 { Ok(utilisation) } else { Err(TheoryError::Unstable { utilisation }) }
    }
}
