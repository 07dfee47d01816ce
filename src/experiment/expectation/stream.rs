//! Payments on their way from place to place: how many, how regular, and what is not as models would have it.

use super::answer::{Broken, Violation};
use super::time::scv;
use crate::payment::Place;
use crate::theory::{Assumption, Law, Moments, Passage, Shape, merged_scv, thinned_scv};

/// What is not as a model would have it: its assumption, and how the scenario breaks it.
pub(super) type Flaw = (Assumption, Violation);

/// A stream of payments.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Stream {
    /// How many per second.
    pub(super) rate_per_s: f64,
    /// The gaps between them.
    pub(super) gaps: Shape,
    /// What a model of Poisson or independent arrivals has to know.
    pub(super) flaws: Vec<Flaw>,
    /// Whether the rate is exact.
    pub(super) exact: bool,
}

/// A flaw that this place is to blame for.
pub(super) fn flaw(assumption: Assumption, place: Place, broken: Broken) -> Flaw {
    (assumption, Violation { place: place.code(), broken })
}

impl Stream {
    /// Whether it is a Poisson stream as far as anybody knows.
    pub(super) fn is_poisson(&self) -> bool {
        self.gaps == Shape::Law(Law::Exponential)
            && self.flaws.iter().all(|(assumption, _)| *assumption == Assumption::SteadyLoad)
    }

    /// The stream with a flaw of its gaps that this place is to blame for.
    pub(super) fn spoilt(mut self, place: Place, broken: Broken) -> Self {
        for assumption in [Assumption::PoissonArrivals, Assumption::IndependentGaps] {
            self.flaws.push(flaw(assumption, place, broken));
        }
        self
    }

    fn with_scv(self, scv: f64) -> Self {
        Self { gaps: Shape::Moments(Moments { scv, third: None }), ..self }
    }

    fn scv(&self) -> f64 {
        scv(self.gaps)
    }

    /// What leaves a place where payments may have waited. A Poisson stream leaves exponential servers and an endless
    /// line as one (Burke, "The output of a queuing system", 1956).
    pub(super) fn departures(&self, place: Place, passage: Passage, memoryless: bool) -> Self {
        if self.is_poisson() && memoryless {
            return self.clone();
        }
        self.clone().with_scv(passage.departure_scv(self.scv())).spoilt(place, Broken::Departures)
    }

    /// What leaves a place where nobody waits: a Poisson stream as one (Mirasol, "The output of an M/G/infinity queuing
    /// system is Poisson", 1963), any stream unchanged after a constant time.
    pub(super) fn delayed(&self, place: Place, constant: bool) -> Self {
        if self.is_poisson() || constant {
            return self.clone();
        }
        self.clone().spoilt(place, Broken::Departures)
    }

    /// Those let in by a place that turns the rest away.
    pub(super) fn admitted(&self, place: Place, p_block: f64) -> Self {
        if p_block <= 0.0 {
            return self.clone();
        }
        let rest = Self { rate_per_s: self.rate_per_s * (1.0 - p_block), ..self.clone() };
        rest.spoilt(place, Broken::TurningAway)
    }

    /// A part drawn by lot.
    pub(super) fn part(&self, share: f64) -> Self {
        let part = Self { rate_per_s: self.rate_per_s * share, ..self.clone() };
        match self.gaps {
            Shape::Law(Law::Exponential) => part,
            _ if share >= 1.0 => part,
            _ => part.with_scv(thinned_scv(self.scv(), share)),
        }
    }

    /// Every `turns`-th payment.
    pub(super) fn every(&self, turns: u32) -> Self {
        let part = Self { rate_per_s: self.rate_per_s / f64::from(turns), ..self.clone() };
        match self.gaps {
            _ if turns == 1 => part,
            Shape::Law(Law::Constant) => part,
            Shape::Law(Law::Exponential) => Self { gaps: Shape::Law(Law::Erlang { phases: turns }), ..part },
            _ => part.with_scv(self.scv() / f64::from(turns)),
        }
    }

    /// One in every so many payments, the number varying from turn to turn; by its mean and its variance.
    pub(super) fn one_in(&self, mean: f64, variance: f64) -> Self {
        let part = Self { rate_per_s: self.rate_per_s / mean, ..self.clone() };
        part.with_scv((mean * self.scv() + variance) / (mean * mean))
    }

    /// Several streams together, on their way to a station of this utilisation.
    pub(super) fn merged(streams: &[Self], utilisation: f64) -> Self {
        let mut flaws: Vec<Flaw> = streams.iter().flat_map(|stream| stream.flaws.iter().copied()).collect();
        flaws.sort_unstable();
        flaws.dedup();
        let whole = Self {
            rate_per_s: streams.iter().map(|stream| stream.rate_per_s).sum(),
            gaps: Shape::Law(Law::Exponential),
            flaws,
            exact: streams.iter().all(|stream| stream.exact),
        };
        if streams.iter().all(Self::is_poisson) {
            return whole;
        }
        let parts: Vec<(f64, f64)> = streams.iter().map(|stream| (stream.rate_per_s, stream.scv())).collect();
        whole.with_scv(merged_scv(&parts, utilisation))
    }
}
