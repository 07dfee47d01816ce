//! Open Jackson networks: Poisson streams from outside, stations of exponential service, random routes.
//!
//! Source: Jackson, "Networks of waiting lines" (Operations Research 5(4), 1957): every station has the means of its own
//! M/M/c under the flow that the traffic equations give it. The law of the response along a tandem: Reich, "Waiting
//! times when queues are in tandem" (1957), and Burke, "The output process of a stationary M/M/s queueing system" (1968).

use super::limits::{not_negative, positive, within};
use super::linear;
use super::phase_type::PhaseType;
use super::{Demand, Flow, Means, Mmc, TheoryError};
use crate::math;

/// A relative difference that rounding explains.
const ROUNDING: f64 = 1e-9;

/// A station of an open network.
#[derive(Clone, Debug, PartialEq)]
pub struct JacksonStation {
    /// Mean service time of a visit in milliseconds, more than 0.
    pub service_mean_ms: f64,
    /// Servers, 1 or more; `None` for a delay where nobody waits.
    pub servers: Option<u32>,
    /// Arrivals from outside per second, 0 or more.
    pub external_rate_per_s: f64,
    /// The share of those who leave here that goes on to each station, in the stations' order; what lacks to 1 leaves
    /// the network.
    pub routes: Vec<f64>,
}

/// An open network in its steady state.
#[derive(Clone, Debug, PartialEq)]
pub struct Jackson {
    /// The stations, in their order.
    pub stations: Vec<JacksonFigures>,
    external_rate_per_s: f64,
    response: Option<PhaseType>,
}

/// A station of an open network in its steady state.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct JacksonFigures {
    /// Visits per second, from outside and from other stations.
    pub arrival_rate_per_s: f64,
    /// The mean share of busy servers, 0 to 1; `None` for a delay.
    pub utilisation: Option<f64>,
    /// The share of visits that have to wait, 0 to 1.
    pub p_wait: f64,
    /// Mean times of a visit and mean numbers.
    pub means: Means,
}

impl Jackson {
    /// The network of these stations.
    ///
    /// # Errors
    ///
    /// If a parameter is out of range, some never leave the network, or the flow is too much for a station.
    pub fn new(stations: &[JacksonStation]) -> Result<Self, TheoryError> {
        within("stations", math::count(stations.len()), !stations.is_empty(), "1 or more")?;
        stations.iter().try_for_each(|station| check(station, stations.len()))?;
        let rates = flows(stations)?;
        let laws = stations.iter().zip(&rates).enumerate().map(|(at, (station, &rate))| visit(at, station, rate));
        let laws = laws.collect::<Result<Vec<_>, _>>()?;
        let phases = |order: Vec<usize>| {
            let first = laws[order[0]].1.clone();
            order[1..].iter().fold(first, |before, &at| before.then(&laws[at].1))
        };
        Ok(Self {
            response: tandem(stations).map(phases),
            stations: laws.iter().map(|(figures, _)| *figures).collect(),
            external_rate_per_s: stations.iter().map(|station| station.external_rate_per_s).sum(),
        })
    }

    /// How many are in the whole network on average.
    #[must_use]
    pub fn in_system(&self) -> f64 {
        self.stations.iter().map(|station| station.means.in_system).sum()
    }

    /// Mean time from entry to exit in milliseconds, all visits together: L over the rate from outside; `None` if
    /// nothing comes from outside.
    #[must_use]
    pub fn response_ms(&self) -> Option<f64> {
        let through = Flow { rate_per_s: self.external_rate_per_s, mean_time_ms: 1.0 }.mean_inside();
        (through > 0.0).then(|| self.in_system() / through)
    }

    /// The time from entry to exit in milliseconds that a share `probability` does not exceed; `None` unless the
    /// probability lies in 0 (included) to 1 (excluded) and the network is a tandem where nobody overtakes but at the
    /// first or the last station: elsewhere the times at the stations are not independent.
    #[must_use]
    pub fn response_quantile_ms(&self, probability: f64) -> Option<f64> {
        self.response.as_ref()?.quantile(probability)
    }
}

fn check(station: &JacksonStation, stations: usize) -> Result<(), TheoryError> {
    positive("service_mean_ms", station.service_mean_ms)?;
    not_negative("external_rate_per_s", station.external_rate_per_s)?;
    let routes = math::count(station.routes.len());
    within("routes", routes, station.routes.len() == stations, "one share for every station")?;
    for &share in &station.routes {
        within("routes", share, (0.0..=1.0).contains(&share), "shares from 0 to 1")?;
    }
    let sum: f64 = station.routes.iter().sum();
    within("routes", sum, sum <= 1.0 + ROUNDING, "shares that sum up to 1 at most")?;
    Ok(())
}

/// The traffic equations: what visits a station comes from outside or from the stations before it.
fn flows(stations: &[JacksonStation]) -> Result<Vec<f64>, TheoryError> {
    let entry = |to: usize, from: usize| {
        let own = if to == from { 1.0 } else { 0.0 };
        own - stations[from].routes[to]
    };
    let rows = (0..stations.len()).map(|to| (0..stations.len()).map(|from| entry(to, from)).collect()).collect();
    let external: Vec<f64> = stations.iter().map(|station| station.external_rate_per_s).collect();
    let rates = linear::solve(rows, &external).ok_or(TheoryError::Trapped)?;
    let leaving = |(station, rate): (&JacksonStation, &f64)| rate * (1.0 - station.routes.iter().sum::<f64>());
    let (in_flow, out_flow) = (external.iter().sum::<f64>(), stations.iter().zip(&rates).map(leaving).sum::<f64>());
    let greatest = rates.iter().copied().fold(in_flow, f64::max);
    let honest = rates.iter().all(|rate| *rate >= -ROUNDING * greatest);
    if honest && (in_flow - out_flow).abs() <= ROUNDING * greatest {
        Ok(rates.iter().map(|rate| rate.max(0.0)).collect())
    } else {
        Err(TheoryError::Trapped)
    }
}

/// A station's figures, and the phases of a visit.
fn visit(at: usize, station: &JacksonStation, rate: f64) -> Result<(JacksonFigures, PhaseType), TheoryError> {
    let demand = Demand { arrival_rate_per_s: rate, service_mean_ms: station.service_mean_ms };
    let service = PhaseType::chain(&[1.0 / station.service_mean_ms]);
    let Some(servers) = station.servers else {
        let figures =
            JacksonFigures { arrival_rate_per_s: rate, utilisation: None, p_wait: 0.0, means: Means::new(demand, 0.0) };
        return Ok((figures, service));
    };
    let queue = Mmc::new(demand, servers).map_err(|error| match error {
        TheoryError::Unstable { utilisation } => TheoryError::UnstableStation { station: at, utilisation },
        other => other,
    })?;
    let figures = JacksonFigures {
        arrival_rate_per_s: rate,
        utilisation: Some(queue.utilisation()),
        p_wait: queue.p_wait(),
        means: queue.means(),
    };
    let wait = PhaseType { initial: vec![queue.p_wait()], rates: vec![vec![-queue.response().relief_rate]] };
    Ok((figures, wait.then(&service)))
}

/// The order of the stations if all who enter at the first go through all of them, and the inner ones have one server.
fn tandem(stations: &[JacksonStation]) -> Option<Vec<usize>> {
    let mut entries = (0..stations.len()).filter(|&at| stations[at].external_rate_per_s > 0.0);
    let mut order = vec![entries.next()?];
    if entries.next().is_some() {
        return None;
    }
    while let Some(next) = stations[order[order.len() - 1]].routes.iter().position(|share| *share > 0.0) {
        let certain = (stations[order[order.len() - 1]].routes[next] - 1.0).abs() <= ROUNDING;
        if !certain || order.contains(&next) {
            return None;
        }
        order.push(next);
    }
    let inner = order.get(1..order.len() - 1).unwrap_or_default();
    (order.len() == stations.len() && inner.iter().all(|&at| stations[at].servers == Some(1))).then_some(order)
}
