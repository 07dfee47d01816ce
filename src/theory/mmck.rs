//! M/M/c/K: like M/M/c, but who finds K in the system is turned away. K = c is the Erlang loss system.
//!
//! Source: Kleinrock, "Queueing Systems" volume 1 (1975), sections 3.5 and 3.6. Any load has an answer: what is too much
//! is turned away. Times are those of the admitted; first come, first served.

use super::birth_death::stationary;
use super::limits::{count, within};
use super::line_ahead::LineAhead;
use super::{Demand, Means, TheoryError};
use crate::math;

/// An M/M/c/K queue.
#[derive(Clone, Debug, PartialEq)]
pub struct Mmck {
    admitted: Demand,
    servers: u32,
    p_block: f64,
    p_wait: f64,
    queue: f64,
    response: LineAhead,
}

impl Mmck {
    /// The queue with this demand, so many servers and so many places, those of the servers counted: `capacity` is K.
    ///
    /// # Errors
    ///
    /// If the demand is out of range, there is no server, or there are fewer places than servers.
    pub fn new(demand: Demand, servers: u32, capacity: u32) -> Result<Self, TheoryError> {
        let load = demand.load(servers)?;
        let places = f64::from(count("capacity", capacity)?);
        within("capacity", places, capacity >= servers, "at least the number of servers")?;
        let c = f64::from(servers);
        let present = stationary(capacity, |n| load * c / f64::from(n + 1).min(c));
        let (full, open) = (present[math::index(capacity)], &present[..math::index(capacity)]);
        // Summed up, not 1 - full: of the few who are admitted under heavy overload no digit is lost.
        let admitted: f64 = open.iter().sum();
        let found: Vec<f64> = open.iter().map(|share| share / admitted).collect();
        let waiting = present.iter().skip(math::index(servers)).enumerate();
        Ok(Self {
            admitted: Demand { arrival_rate_per_s: demand.arrival_rate_per_s * admitted, ..demand },
            servers,
            p_block: full,
            // Not a sum, which is minus zero of nothing.
            p_wait: found.iter().skip(math::index(servers)).fold(0.0, |sum, share| sum + share),
            queue: waiting.map(|(line, share)| math::count(line) * share).sum(),
            response: LineAhead::new(&found, servers, demand.service_mean_ms),
        })
    }

    /// The share of arrivals that are turned away, 0 to 1; Erlang B if K = c.
    #[must_use]
    pub fn p_block(&self) -> f64 {
        self.p_block
    }

    /// How many are admitted and served per second.
    #[must_use]
    pub fn throughput_per_s(&self) -> f64 {
        self.admitted.arrival_rate_per_s
    }

    /// Carried load a server: the mean share of busy servers, 0 to 1.
    #[must_use]
    pub fn utilisation(&self) -> f64 {
        self.admitted.offered_load() / f64::from(self.servers)
    }

    /// The share of the admitted that have to wait, 0 to 1.
    #[must_use]
    pub fn p_wait(&self) -> f64 {
        self.p_wait
    }

    /// Mean times of the admitted, and mean numbers.
    #[must_use]
    pub fn means(&self) -> Means {
        let rate = self.admitted.arrival_rate_per_ms();
        Means::new(self.admitted, if rate > 0.0 { self.queue / rate } else { 0.0 })
    }

    /// The response time in milliseconds that a share `probability` of the admitted does not exceed; `None` unless the
    /// probability lies in 0 (included) to 1 (excluded).
    #[must_use]
    pub fn response_quantile_ms(&self, probability: f64) -> Option<f64> {
        self.response.response_quantile_ms(probability)
    }
}
