//! The power of d choices: each arrival looks at d servers of very many, drawn at random, and joins the shortest line.
//!
//! Source: Vvedenskaya, Dobrushin and Karpelevich, "Queueing system with selection of the shortest of two queues"
//! (Problems of Information Transmission 32, 1996); Mitzenmacher, "The power of two choices in randomized load
//! balancing" (IEEE Transactions on Parallel and Distributed Systems 12(10), 2001). A mean-field limit: exact as the
//! number of servers grows without bound, too good by some percent for a hundred, by much for a few.

use super::limits::count;
use super::{Demand, TheoryError};
use crate::math;

/// Terms below this share of the first are beyond the last bit.
const NEGLIGIBLE: f64 = 1e-20;

/// Very many M/M/1 servers under d choices.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PowerOfChoices {
    demand: Demand,
    choices: u32,
    utilisation: f64,
}

impl PowerOfChoices {
    /// The system with this demand on each server on average, and so many choices: 1 is a random server.
    ///
    /// # Errors
    ///
    /// If the demand is out of range, there is no choice, or the work is too much for the servers.
    pub fn new(demand_per_server: Demand, choices: u32) -> Result<Self, TheoryError> {
        let utilisation = demand_per_server.utilisation(1)?;
        Ok(Self { demand: demand_per_server, choices: count("choices", choices)?, utilisation })
    }

    /// The share of time that a server is busy, 0 to 1.
    #[must_use]
    pub fn utilisation(&self) -> f64 {
        self.utilisation
    }

    /// The share of servers with at least so many customers: rho^((d^i - 1) / (d - 1)).
    #[must_use]
    pub fn at_least(&self, customers: u32) -> f64 {
        let d = f64::from(self.choices);
        // rho, rho^(1 + d), rho^(1 + d + d^2): each is the one before to the power d, times rho.
        let mut share = 1.0;
        for _ in 0..customers {
            share = self.utilisation * math::pow(share, d);
            if share == 0.0 {
                break;
            }
        }
        share
    }

    /// Mean response time in milliseconds: the service times the sum over i from 1 of rho^((d^i - d) / (d - 1)).
    #[must_use]
    pub fn response_ms(&self) -> f64 {
        let d = f64::from(self.choices);
        let services = if self.choices == 1 {
            1.0 / (1.0 - self.utilisation)
        } else {
            let exponents = std::iter::successors(Some(0.0), |exponent| Some((exponent + 1.0) * d));
            let log = math::ln(self.utilisation.max(f64::MIN_POSITIVE));
            exponents.map(|exponent| math::exp(exponent * log)).take_while(|term| *term > NEGLIGIBLE).sum()
        };
        services * self.demand.service_mean_ms
    }
}
