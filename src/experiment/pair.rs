//! How far two runs on the same random numbers differ, and how sure that is.
//!
//! Both are taken to the same instant and cut into the same slices of time. What luck gave to a slice of A it gave to that
//! slice of B, so the slices' differences scatter less than the runs do (common random numbers; Law, "Simulation Modeling
//! and Analysis", section 11.2), and their spectrum gives the interval as it does for one run. Each figure is a ratio of
//! two sums; what a slice adds to its error is (u - R l) / L, and the difference's error is the sum over all slices of what
//! they add in B minus what they add in A. A quantile's error is that of its share times the slope of the distribution there
//! (Bahadur, "A note on quantiles in large samples", 1966). A slice that only one run measures adds to that run alone.
//!
//! Where the slices do not meet, because the warm-ups were set differently, both half-widths add up: no dependence between
//! the runs can make the difference less sure than that.

use super::metrics::Metrics;
use super::report::{Estimate, State};
use super::run::Run;
use super::sample::{Kind, Pool, Sample};
use super::trial::Observation;
use crate::math;
use crate::stats::{Histogram, LEVEL, Spread, spectral};
use crate::units::{Instant, Nanos};

/// A quantity of a run over the parts of its window.
#[derive(Clone, Debug)]
pub(super) struct Parts {
    /// What the run contributes to an estimate.
    pub(super) sample: Sample,
    /// The run's own estimate.
    pub(super) estimate: Estimate,
    /// How finely a quantile is known at best; zero of anything else and before it is judged.
    pub(super) resolution_ms: f64,
    /// Both sums of its ratio in every part, in order of time.
    pub(super) sums: Vec<(f64, f64)>,
}

/// What a run says at an instant, and its quantities part by part.
#[derive(Clone, Debug)]
pub(super) struct Cut {
    pub(super) observation: Observation,
    pub(super) parts: Metrics<Parts>,
    /// End and length of the last slice: equal in two runs whose slices meet.
    pub(super) grid: Option<(Instant, Nanos)>,
}

/// What two runs on the same random numbers say at the same instant.
#[derive(Clone, Debug)]
pub struct Comparison {
    /// What A says.
    pub a: Observation,
    /// What B says.
    pub b: Observation,
    /// B minus A in every quantity. Zero with a half-width of zero says that both runs are the same, event by event.
    pub difference: Metrics,
}

impl Comparison {
    /// Compares two runs that were taken to the same instant.
    #[must_use]
    pub fn of(a: &mut Run, b: &mut Run) -> Self {
        let (a, b) = (a.cut(), b.cut());
        let same = a.observation.report.digest == b.observation.report.digest;
        let meet = a.grid.is_some() && a.grid == b.grid;
        let both = a.parts.zip(b.parts);
        let difference = Metrics::collect(|pick| {
            let (a, b) = pick(&both);
            Pair { a, b, same, meet }.difference()
        });
        Self { a: a.observation, b: b.observation, difference }
    }
}

impl Parts {
    /// With the run's own estimate; `times` are its response times.
    pub(super) fn judged(&self, pool: Pool, times: &Histogram) -> Self {
        let resolution_ms = match self.sample.kind {
            Kind::Quantile(share) => times.resolution_ms(share).unwrap_or(0.0),
            Kind::Rate | Kind::Mean | Kind::Share => 0.0,
        };
        Self { estimate: pool.estimate(&[self.sample], times), resolution_ms, ..self.clone() }
    }

    /// What each part adds to the error of the whole.
    fn errors(&self) -> Vec<f64> {
        let (upper, lower) = self.sums.iter().fold((0.0, 0.0), |(upper, lower), part| (upper + part.0, lower + part.1));
        if lower <= 0.0 {
            return vec![0.0; self.sums.len()];
        }
        let (ratio, slope) = (upper / lower, self.slope());
        self.sums.iter().map(|part| (part.0 - ratio * part.1) / lower * slope).collect()
    }

    /// By how much the quantity moves with its ratio: a quantile by its half-width over that of its share.
    fn slope(&self) -> f64 {
        let Kind::Quantile(_) = self.sample.kind else { return 1.0 };
        let reach = self.sample.spread().map_or(0.0, |spread| spread.half_width(LEVEL));
        if reach > 0.0 { self.estimate.half_width.unwrap_or(0.0) / reach } else { 0.0 }
    }
}

/// A quantity of both runs.
struct Pair<'a> {
    a: &'a Parts,
    b: &'a Parts,
    /// Whether both runs are the same, event by event.
    same: bool,
    /// Whether their slices meet.
    meet: bool,
}

impl Pair<'_> {
    fn difference(&self) -> Estimate {
        let (a, b) = (&self.a.estimate, &self.b.estimate);
        let needed = a.needed.max(b.needed);
        let blank = Estimate { level: LEVEL, runs: 1, state: worse(a.state, b.state), needed, ..Estimate::default() };
        let Some(mean) = a.mean.zip(b.mean).map(|(a, b)| b - a) else { return blank };
        if self.same && mean == 0.0 {
            return Estimate { mean: Some(0.0), half_width: Some(0.0), state: State::Steady, ..blank };
        }
        let half_width = match (blank.state, a.half_width, b.half_width) {
            (State::Steady, Some(_), Some(_)) if self.meet => self.paired(),
            (State::Steady, Some(a), Some(b)) => Some(a + b),
            _ => None,
        };
        Estimate { mean: Some(mean), half_width, ..blank }
    }

    /// Half the width of the interval of the difference, from the slices that both runs have in common.
    fn paired(&self) -> Option<f64> {
        let (a, b) = (self.a.errors(), self.b.errors());
        let count = a.len().max(b.len());
        // The windows end together; the one that began later has nothing before that.
        let at = |errors: &[f64], place: usize| {
            (place + errors.len()).checked_sub(count).and_then(|place| errors.get(place)).copied().unwrap_or(0.0)
        };
        let errors: Vec<f64> = (0..count).map(|place| at(&b, place) - at(&a, place)).collect();
        let mean = spectral(&errors).or_else(|| Spread::of_independent(&errors))?;
        let n = math::count(count);
        let whole = Spread { variance: mean.variance * n * n, degrees: mean.degrees };
        let resolution_ms = self.a.resolution_ms + self.b.resolution_ms;
        Some(whole.half_width(LEVEL).max(self.unseen(whole)).max(resolution_ms))
    }

    /// What even a pair without any difference can't rule out: where no case ended otherwise in one run than in the other,
    /// so many still may, as few as a count of zero leaves possible.
    fn unseen(&self, spread: Spread) -> f64 {
        let weight = self.a.sample.weight.min(self.b.sample.weight);
        let none = Sample { value: Some(0.0), weight, spread: Some((0.0, spread.degrees)), ..self.a.sample };
        let counted = match none.kind {
            Kind::Share => true,
            Kind::Rate => spread.variance <= 0.0,
            _ => false,
        };
        none.half_width(LEVEL).filter(|_| counted).unwrap_or(0.0)
    }
}

/// What the difference of two figures is worth: no more than either.
pub(super) fn worse(a: State, b: State) -> State {
    let order = [State::Empty, State::Unstable, State::WarmingUp, State::Varying];
    order.into_iter().find(|state| a == *state || b == *state).unwrap_or(State::Steady)
}
