//! The four means that every queue has, of which one gives the others.
//!
//! Source: response = waiting + service, and Little's law for the queue and for the whole station.

use super::{Demand, Flow};

/// Mean times and mean numbers at a station where all who arrive are served.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Means {
    /// Wq: waiting time in milliseconds, those who do not wait included.
    pub wait_ms: f64,
    /// W = Wq + 1 / mu: response time in milliseconds.
    pub response_ms: f64,
    /// Lq = lambda Wq: how many wait.
    pub queue: f64,
    /// L = lambda W: how many wait or are served.
    pub in_system: f64,
}

impl Means {
    /// All four from the mean wait.
    pub(super) fn new(demand: Demand, wait_ms: f64) -> Self {
        let response_ms = wait_ms + demand.service_mean_ms;
        let inside = |mean_time_ms| Flow { rate_per_s: demand.arrival_rate_per_s, mean_time_ms }.mean_inside();
        Self { wait_ms, response_ms, queue: inside(wait_ms), in_system: inside(response_ms) }
    }
}
