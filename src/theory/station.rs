//! Which model answers a station, and what that model assumes that the station does not keep.
//!
//! The most exact model is taken that knows the station's arrivals, service and room. Where none does, the nearest one
//! is, and what it assumes falsely is listed: the figures are then a comparison and no truth.

use super::{
    AllenCunneen, Clients, Demand, Figures, FiniteSource, Gimc, Law, Mdc, Means, Mg1, Mmc, Mmck, Moments, TheoryError,
    Variability,
};

/// A time of which the whole law or only moments are known; the mean stands elsewhere.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Shape {
    /// A law that some models answer exactly.
    Law(Law),
    /// Any other law.
    Moments(Moments),
}

/// Who comes to a station.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Source {
    /// Arrivals that do not care for the answers.
    Open {
        /// Mean arrivals per second, 0 or more.
        rate_per_s: f64,
        /// The gaps between them.
        gaps: Shape,
    },
    /// Clients that wait for their answer, think and come again.
    Closed {
        /// How many, and how long they think.
        clients: Clients,
        /// The think time.
        think: Shape,
    },
}

/// A station as theory sees it.
#[derive(Clone, Debug, PartialEq)]
pub struct Station {
    /// Who comes.
    pub source: Source,
    /// Mean service time in milliseconds, more than 0.
    pub service_mean_ms: f64,
    /// The service time.
    pub service: Shape,
    /// Servers, 1 or more; `None` if nobody waits for one.
    pub servers: Option<u32>,
    /// Places, those of the servers counted; `None` for any number.
    pub capacity: Option<u32>,
    /// What else of a model's assumptions the station does not keep.
    pub broken: Vec<Assumption>,
}

/// What a model takes for granted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Assumption {
    /// The mean rate of arrivals, or the number of clients, is the same always.
    SteadyLoad,
    /// Arrivals are a Poisson stream.
    PoissonArrivals,
    /// Gaps between arrivals are independent of each other.
    IndependentGaps,
    /// Think times are exponential.
    ExponentialThink,
    /// Service times are exponential.
    ExponentialService,
    /// Service times are independent of each other and of everything else.
    IndependentService,
    /// Nobody is turned away.
    UnlimitedRoom,
    /// Nobody leaves before the answer: no timeouts.
    Patience,
    /// Nobody comes back because of a failure: no retries.
    NoRetries,
    /// Servers do not fail.
    NoOutages,
    /// First come, first served, from one line.
    OneLine,
}

impl Assumption {
    /// The assumption in words.
    #[must_use]
    pub fn text(self) -> &'static str {
        match self {
            Self::SteadyLoad => "the load does not vary with time",
            Self::PoissonArrivals => "arrivals are a Poisson stream",
            Self::IndependentGaps => "gaps between arrivals are independent",
            Self::ExponentialThink => "think times are exponential",
            Self::ExponentialService => "service times are exponential",
            Self::IndependentService => "service times are independent",
            Self::UnlimitedRoom => "nobody is turned away",
            Self::Patience => "nobody leaves before the answer",
            Self::NoRetries => "nobody comes back after a failure",
            Self::NoOutages => "servers do not fail",
            Self::OneLine => "one line, first come first served",
        }
    }
}

/// What every model of a line assumes.
const ALWAYS: [Assumption; 6] = [
    Assumption::SteadyLoad,
    Assumption::IndependentService,
    Assumption::Patience,
    Assumption::NoRetries,
    Assumption::NoOutages,
    Assumption::OneLine,
];

/// The model that answers a station.
#[derive(Clone, Debug, PartialEq)]
pub struct Choice {
    /// The model in Kendall's notation.
    pub model: &'static str,
    /// Whether the model's formulas are exact where its assumptions hold.
    pub exact: bool,
    /// All that it assumes, in the order of `Assumption`.
    pub assumptions: Vec<Assumption>,
    /// What of that the station does not keep.
    pub violated: Vec<Assumption>,
    /// The figures.
    pub figures: Figures,
}

impl Station {
    /// The model that answers the station.
    ///
    /// # Errors
    ///
    /// If a parameter is out of range, or the work is too much for the servers and the room has no limit.
    pub fn choice(&self) -> Result<Choice, TheoryError> {
        use Assumption::{ExponentialService, ExponentialThink, IndependentGaps, PoissonArrivals, UnlimitedRoom};
        let demand = |arrival_rate_per_s| Demand { arrival_rate_per_s, service_mean_ms: self.service_mean_ms };
        match (self.source, self.servers, self.capacity) {
            (Source::Closed { clients, .. }, servers, _) => {
                let servers = servers.unwrap_or(clients.number);
                let system = FiniteSource::new(clients, servers, self.service_mean_ms)?;
                Ok(self.chosen(
                    "M/M/c//N",
                    &[ExponentialThink, ExponentialService, UnlimitedRoom],
                    Figures::from(&system),
                ))
            }
            (Source::Open { rate_per_s, .. }, None, _) => {
                let figures = endless(demand(rate_per_s))?;
                Ok(self.chosen("M/G/∞", &[PoissonArrivals], figures))
            }
            (Source::Open { rate_per_s, .. }, Some(servers), Some(capacity)) => {
                let queue = Mmck::new(demand(rate_per_s), servers, capacity)?;
                if servers == capacity && !exponential(self.service) {
                    // Without a line the means need no more of the service than its mean (Sevastyanov, 1957).
                    let figures = Figures { percentiles_ms: [None; 3], ..Figures::from(&queue) };
                    return Ok(self.chosen("M/G/c/c", &[PoissonArrivals], figures));
                }
                Ok(self.chosen("M/M/c/K", &[PoissonArrivals, ExponentialService], Figures::from(&queue)))
            }
            (Source::Open { rate_per_s, gaps }, Some(servers), None) => {
                let demand = demand(rate_per_s);
                let poisson = [PoissonArrivals, UnlimitedRoom];
                match (gaps, self.service, servers) {
                    (gaps, service, _) if exponential(gaps) && exponential(service) => {
                        let figures = Figures::from(&Mmc::new(demand, servers)?);
                        Ok(self.chosen("M/M/c", &[PoissonArrivals, ExponentialService, UnlimitedRoom], figures))
                    }
                    (gaps, service, 1) if exponential(gaps) => {
                        let queue = match service {
                            Shape::Law(law) => Mg1::with_law(demand, law)?,
                            Shape::Moments(moments) => Mg1::with_moments(demand, moments)?,
                        };
                        Ok(self.chosen("M/G/1", &poisson, Figures::from(&queue)))
                    }
                    (gaps, Shape::Law(Law::Constant), _) if exponential(gaps) => {
                        Ok(self.chosen("M/D/c", &poisson, Figures::from(&Mdc::new(demand, servers)?)))
                    }
                    (Shape::Law(law), service, _) if exponential(service) => {
                        let figures = Figures::from(&Gimc::new(demand, servers, law)?);
                        Ok(self.chosen("GI/M/c", &[IndependentGaps, ExponentialService, UnlimitedRoom], figures))
                    }
                    (gaps, service, _) => {
                        let variability = Variability { arrival_scv: scv(gaps), service_scv: scv(service) };
                        let figures = Figures::from(&AllenCunneen::new(demand, servers, variability)?);
                        let choice = self.chosen("G/G/c", &[IndependentGaps, UnlimitedRoom], figures);
                        Ok(Choice { exact: false, ..choice })
                    }
                }
            }
        }
    }

    fn chosen(&self, model: &'static str, own: &[Assumption], figures: Figures) -> Choice {
        let mut assumptions: Vec<Assumption> = ALWAYS.iter().chain(own).copied().collect();
        assumptions.sort_unstable();
        let violated = assumptions.iter().copied().filter(|assumption| self.violates(*assumption)).collect();
        Choice { model, exact: true, assumptions, violated, figures }
    }

    fn violates(&self, assumption: Assumption) -> bool {
        let by_itself = match (assumption, self.source) {
            (Assumption::PoissonArrivals, Source::Open { gaps, .. }) => !exponential(gaps),
            (Assumption::ExponentialThink, Source::Closed { think, .. }) => !exponential(think),
            (Assumption::ExponentialService, _) => !exponential(self.service),
            (Assumption::UnlimitedRoom, Source::Closed { clients, .. }) => {
                self.capacity.is_some_and(|capacity| capacity < clients.number)
            }
            _ => false,
        };
        by_itself || self.broken.contains(&assumption)
    }
}

/// Figures where everybody is served at once: the response is the service.
fn endless(demand: Demand) -> Result<Figures, TheoryError> {
    demand.load(1)?;
    Ok(Figures { p_wait: Some(0.0), means: Some(Means::new(demand, 0.0)), ..Figures::default() })
}

fn exponential(shape: Shape) -> bool {
    match shape {
        Shape::Law(Law::Exponential | Law::Erlang { phases: 1 }) => true,
        Shape::Law(Law::HyperExponential { scv }) => scv == 1.0,
        Shape::Law(_) | Shape::Moments(_) => false,
    }
}

fn scv(shape: Shape) -> f64 {
    match shape {
        Shape::Law(law) => law.moments().scv,
        Shape::Moments(moments) => moments.scv,
    }
}
