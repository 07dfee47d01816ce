//! M/G/1: Poisson arrivals, service of any law, one server, first come first served. M/D/1 is the constant service.
//!
//! Source: Pollaczek (1930) and Khinchine (1932); Kleinrock, "Queueing Systems" volume 1 (1975), section 5.6 and 5.7,
//! for the moments of the wait. They need no more of the service than its moments. The whole law of the response is
//! known for services of a few shapes: by phases (Neuts, "Matrix-Geometric Solutions in Stochastic Models", 1981,
//! section 2.2) and for the constant.

use super::limits::{not_negative, within};
use super::phase_type::PhaseType;
use super::{Demand, Law, Means, Moments, TheoryError, md1};

/// A stable M/G/1 queue.
#[derive(Clone, Debug, PartialEq)]
pub struct Mg1 {
    demand: Demand,
    moments: Moments,
    utilisation: f64,
    response: Option<Response>,
}

/// The law of the response, where it is known.
#[derive(Clone, Debug, PartialEq)]
enum Response {
    /// Constant service after this wait.
    Constant(md1::Wait),
    /// Phases of waiting and of service.
    Phases(PhaseType),
}

impl Mg1 {
    /// The queue with this demand and the service's scv: 0 for a constant, 1 for an exponential (then it is M/M/1).
    ///
    /// # Errors
    ///
    /// If the demand or the scv is out of range, or the work is too much for one server.
    pub fn new(demand: Demand, service_scv: f64) -> Result<Self, TheoryError> {
        Self::with_moments(demand, Moments { scv: service_scv, third: None })
    }

    /// The queue with this demand and the service's moments.
    ///
    /// # Errors
    ///
    /// If the demand or a moment is out of range, or the work is too much for one server.
    pub fn with_moments(demand: Demand, moments: Moments) -> Result<Self, TheoryError> {
        not_negative("service_scv", moments.scv)?;
        if let Some(third) = moments.third {
            // E[S] E[S^3] is at least the square of E[S^2], by Cauchy's and Schwarz's inequality.
            let least = (1.0 + moments.scv) * (1.0 + moments.scv) * (1.0 - 1e-9);
            within("third", third, third.is_finite() && third >= least, "at least (1 + scv) squared")?;
        }
        Ok(Self { demand, moments, utilisation: demand.utilisation(1)?, response: None })
    }

    /// The queue with this demand and a service law of which the whole law of the response is known.
    ///
    /// # Errors
    ///
    /// If the demand or the law's parameter is out of range, or the work is too much for one server.
    pub fn with_law(demand: Demand, law: Law) -> Result<Self, TheoryError> {
        let queue = Self::with_moments(demand, law.checked()?.moments())?;
        let response = match law.phases(demand.service_mean_ms) {
            None => Some(Response::Constant(md1::Wait::new(queue.utilisation))),
            Some(service) => waiting(&service, queue.utilisation, demand.service_mean_ms)
                .map(|wait| Response::Phases(wait.then(&service))),
        };
        Ok(Self { response, ..queue })
    }

    /// rho = lambda / mu: the share of time that the server is busy, 0 to 1; also the share of arrivals that wait.
    #[must_use]
    pub fn utilisation(&self) -> f64 {
        self.utilisation
    }

    /// The share of arrivals that wait, 0 to 1: rho, since Poisson arrivals see what an observer sees.
    #[must_use]
    pub fn p_wait(&self) -> f64 {
        self.utilisation
    }

    /// Mean times and numbers, from the mean wait rho (1 + scv) / (2 (1 - rho)) times the mean service: the
    /// Pollaczek-Khinchine formula.
    #[must_use]
    pub fn means(&self) -> Means {
        let rho = self.utilisation;
        let services = rho * (1.0 + self.moments.scv) / (2.0 * (1.0 - rho));
        Means::new(self.demand, services * self.demand.service_mean_ms)
    }

    /// Standard deviation of the wait in milliseconds, from E[Wq^2] = 2 Wq^2 + lambda E[S^3] / (3 (1 - rho)); `None` if
    /// the third moment is infinite or not known.
    #[must_use]
    pub fn wait_deviation_ms(&self) -> Option<f64> {
        Some(self.wait_variance()?.sqrt())
    }

    /// Standard deviation of the response time in milliseconds: wait and service are independent. `None` if the third
    /// moment is infinite or not known.
    #[must_use]
    pub fn response_deviation_ms(&self) -> Option<f64> {
        let service = self.demand.service_mean_ms;
        Some((self.wait_variance()? + self.moments.scv * service * service).sqrt())
    }

    /// The response time in milliseconds that a share `probability` of arrivals does not exceed; `None` unless the
    /// probability lies in 0 (included) to 1 (excluded) and the queue was made with a law.
    #[must_use]
    pub fn response_quantile_ms(&self, probability: f64) -> Option<f64> {
        match self.response.as_ref()? {
            Response::Constant(wait) => Some((1.0 + wait.quantile(probability)?) * self.demand.service_mean_ms),
            Response::Phases(response) => response.quantile(probability),
        }
    }

    fn wait_variance(&self) -> Option<f64> {
        let service = self.demand.service_mean_ms;
        let mean = self.means().wait_ms;
        let third = self.moments.third? * service * service;
        Some(mean * mean + self.utilisation * third / (3.0 * (1.0 - self.utilisation)))
    }
}

/// The wait: with the chance rho one residual service, after which with the chance rho another one, and so on.
fn waiting(service: &PhaseType, rho: f64, service_mean_ms: f64) -> Option<PhaseType> {
    let residual: Vec<f64> = service.stays()?.iter().map(|stay| stay / service_mean_ms).collect();
    let mut rates = service.rates.clone();
    for (row, exit) in rates.iter_mut().zip(service.exits()) {
        for (rate, share) in row.iter_mut().zip(&residual) {
            *rate += rho * exit * share;
        }
    }
    Some(PhaseType { initial: residual.iter().map(|share| rho * share).collect(), rates })
}
