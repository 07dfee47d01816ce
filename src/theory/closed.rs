//! Closed networks: a fixed number of customers that go round stations of exponential service, thinking in between.
//!
//! Source: Gordon and Newell, "Closed queuing systems with exponential servers" (Operations Research 15, 1967). The
//! figures are those of exact mean-value analysis (Reiser and Lavenberg, "Mean-value analysis of closed multichain
//! queuing networks", Journal of the ACM 27, 1980), computed by convolution (Buzen, "Computational algorithms for closed
//! queueing networks", Communications of the ACM 16, 1973), because the recursion for stations of several servers
//! takes differences and fails under high load. All terms here are positive.

use super::birth_death::stationary;
use super::demand::MILLIS_PER_SECOND;
use super::limits::{count, not_negative, positive, within};
use super::{Flow, TheoryError};
use crate::math;

/// The most customers: the work grows with their square.
const CUSTOMERS_MAX: u32 = 5_000;

/// A station of a closed network.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ClosedStation {
    /// Mean service that a customer asks of the station in one round, in milliseconds, more than 0: visits times the
    /// service of one visit.
    pub demand_ms: f64,
    /// Servers, 1 or more; `None` for a delay where nobody waits.
    pub servers: Option<u32>,
}

/// Who goes round.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Customers {
    /// How many, 1 to 5000.
    pub number: u32,
    /// Mean think time between two rounds in milliseconds, 0 or more.
    pub think_mean_ms: f64,
}

/// A closed network in its steady state.
#[derive(Clone, Debug, PartialEq)]
pub struct Closed {
    /// Rounds per second.
    pub throughput_per_s: f64,
    /// Mean time of a round without the think time, in milliseconds.
    pub response_ms: f64,
    /// The stations, in their order.
    pub stations: Vec<ClosedFigures>,
}

/// A station of a closed network in its steady state.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ClosedFigures {
    /// Mean time that a round spends here, in milliseconds.
    pub response_ms: f64,
    /// How many are here on average.
    pub in_system: f64,
    /// The mean share of busy servers, 0 to 1; `None` for a delay.
    pub utilisation: Option<f64>,
}

impl Closed {
    /// The network of these customers and stations.
    ///
    /// # Errors
    ///
    /// If a number or a time is out of range, or there is no station.
    pub fn new(customers: Customers, stations: &[ClosedStation]) -> Result<Self, TheoryError> {
        let number = count("customers", customers.number)?;
        within("customers", f64::from(number), number <= CUSTOMERS_MAX, "a whole number from 1 to 5000")?;
        within("stations", math::count(stations.len()), !stations.is_empty(), "1 or more")?;
        not_negative("think_mean_ms", customers.think_mean_ms)?;
        for station in stations {
            positive("demand_ms", station.demand_ms)?;
            count("servers", station.servers.unwrap_or(1))?;
        }
        let round_ms = shortest_round_ms(customers, stations);
        let thinking = alone(number, customers.think_mean_ms / round_ms, None);
        let laws: Vec<_> = stations.iter().map(|it| alone(number, it.demand_ms / round_ms, it.servers)).collect();
        let (before, after) = (prefixes(&laws, thinking), suffixes(&laws, number));
        let all = &before[laws.len()];
        let last = math::index(number);
        let rate_per_ms = all[last - 1] / all[last] / round_ms;
        let figures = |(at, station): (usize, &ClosedStation)| {
            let others = convolution(&before[at], &after[at + 1]);
            let in_system = mean_given_total(&laws[at], &others);
            let busy = rate_per_ms * station.demand_ms;
            let utilisation = station.servers.map(|servers| busy / f64::from(servers));
            ClosedFigures { response_ms: in_system / rate_per_ms, in_system, utilisation }
        };
        let stations: Vec<ClosedFigures> = stations.iter().enumerate().map(figures).collect();
        let response_ms = stations.iter().map(|station| station.response_ms).sum();
        Ok(Self { throughput_per_s: rate_per_ms * MILLIS_PER_SECOND, response_ms, stations })
    }

    /// How many are at the stations on average, by Little's law; the others think.
    #[must_use]
    pub fn in_system(&self) -> f64 {
        Flow { rate_per_s: self.throughput_per_s, mean_time_ms: self.response_ms }.mean_inside()
    }
}

/// A bound from below for the time between two rounds' ends, in milliseconds: by the busiest station, and by a round
/// without waiting. Scaled by it the stations' own laws have their weight where the customers are.
fn shortest_round_ms(customers: Customers, stations: &[ClosedStation]) -> f64 {
    let demands: f64 = stations.iter().map(|station| station.demand_ms).sum();
    let unhindered = (customers.think_mean_ms + demands) / f64::from(customers.number);
    let limits = stations.iter().filter_map(|station| Some(station.demand_ms / f64::from(station.servers?)));
    limits.fold(unhindered, f64::max)
}

/// How many would be at a station if it stood alone under this load in erlangs.
fn alone(number: u32, load: f64, servers: Option<u32>) -> Vec<f64> {
    stationary(number, |n| load / f64::from(servers.map_or(n + 1, |servers| servers.min(n + 1))))
}

/// The law of the sum of two independent numbers, up to the total.
fn convolution(one: &[f64], other: &[f64]) -> Vec<f64> {
    let mut sums = vec![0.0; one.len()];
    for (at, &share) in one.iter().enumerate().filter(|(_, share)| **share > 0.0) {
        for (sum, other) in sums[at..].iter_mut().zip(other) {
            *sum += share * other;
        }
    }
    sums
}

/// The law of the number thinking and at the stations before each place.
fn prefixes(laws: &[Vec<f64>], thinking: Vec<f64>) -> Vec<Vec<f64>> {
    let mut sums = vec![thinking];
    for law in laws {
        sums.push(convolution(&sums[sums.len() - 1], law));
    }
    sums
}

/// The law of the number at the stations from each place on.
fn suffixes(laws: &[Vec<f64>], number: u32) -> Vec<Vec<f64>> {
    let nobody = alone(number, 0.0, None);
    let mut sums = vec![nobody];
    for law in laws.iter().rev() {
        sums.push(convolution(&sums[sums.len() - 1], law));
    }
    sums.reverse();
    sums
}

/// The mean of one number given that it and another one sum up to the total.
fn mean_given_total(one: &[f64], other: &[f64]) -> f64 {
    let pairs = || one.iter().zip(other.iter().rev()).map(|(one, other)| one * other);
    let total: f64 = pairs().sum();
    pairs().enumerate().map(|(n, weight)| math::count(n) * weight).sum::<f64>() / total
}
