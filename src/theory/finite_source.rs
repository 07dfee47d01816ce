//! N clients that think, ask and wait for the answer: the machine-repair model, M/M/c//N.
//!
//! Source: Kleinrock, "Queueing Systems" volume 1 (1975), section 3.8. A client that arrives sees what an observer sees
//! with one client less (Sevcik and Mitrani, "The distribution of queuing network states at input and output instants",
//! Journal of the ACM 28, 1981). First come, first served; exponential think and service times.

use super::birth_death::stationary;
use super::limits::{count, positive};
use super::line_ahead::LineAhead;
use super::{Demand, Means, TheoryError};
use crate::math;

/// The clients of a finite source.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Clients {
    /// How many there are, 1 or more.
    pub number: u32,
    /// Mean time between an answer and the client's next question in milliseconds, more than 0.
    pub think_mean_ms: f64,
}

/// A finite source before servers and one line.
#[derive(Clone, Debug, PartialEq)]
pub struct FiniteSource {
    busy: f64,
    servers: u32,
    queue: f64,
    p_wait: f64,
    served: Demand,
    response: LineAhead,
}

impl FiniteSource {
    /// The system of these clients and so many servers with this mean service time in milliseconds.
    ///
    /// # Errors
    ///
    /// If a number or a time is out of range.
    pub fn new(clients: Clients, servers: u32, service_mean_ms: f64) -> Result<Self, TheoryError> {
        let number = count("clients", clients.number)?;
        let think = positive("think_mean_ms", clients.think_mean_ms)?;
        let service = positive("service_mean_ms", service_mean_ms)?;
        let c = f64::from(count("servers", servers)?);
        let law = |clients: u32| {
            stationary(clients, |n| f64::from(clients - n) * service / (think * f64::from(n + 1).min(c)))
        };
        let (present, found) = (law(number), law(number - 1));
        let mean = |value: &dyn Fn(f64) -> f64| -> f64 {
            present.iter().enumerate().map(|(n, share)| value(math::count(n)) * share).sum()
        };
        let busy = mean(&|n| n.min(c));
        Ok(Self {
            busy,
            servers,
            queue: mean(&|n| (n - c).max(0.0)),
            // Not a sum, which is minus zero of nothing.
            p_wait: found.iter().skip(math::index(servers)).fold(0.0, |sum, share| sum + share),
            served: Demand {
                arrival_rate_per_s: busy / service * super::demand::MILLIS_PER_SECOND,
                service_mean_ms: service,
            },
            response: LineAhead::new(&found, servers, service),
        })
    }

    /// How many are served per second.
    #[must_use]
    pub fn throughput_per_s(&self) -> f64 {
        self.served.arrival_rate_per_s
    }

    /// The mean share of busy servers, 0 to 1.
    #[must_use]
    pub fn utilisation(&self) -> f64 {
        self.busy / f64::from(self.servers)
    }

    /// The share of questions that have to wait, 0 to 1.
    #[must_use]
    pub fn p_wait(&self) -> f64 {
        self.p_wait
    }

    /// Mean times of the questions, and mean numbers at the servers and in the line.
    #[must_use]
    pub fn means(&self) -> Means {
        Means::new(self.served, self.queue / self.served.arrival_rate_per_ms())
    }

    /// The response time in milliseconds that a share `probability` of questions does not exceed; `None` unless the
    /// probability lies in 0 (included) to 1 (excluded).
    #[must_use]
    pub fn response_quantile_ms(&self, probability: f64) -> Option<f64> {
        self.response.response_quantile_ms(probability)
    }
}
