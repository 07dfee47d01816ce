//! A duel: two scenarios on the same random numbers.
//!
//! Run k of both has the same seed, so both meet the same payments with the same demands, and what luck gave to one it gave
//! to the other (common random numbers; Law, "Simulation Modeling and Analysis", section 11.2). The differences of the
//! pairs are judged, not the two results: two scenarios that are the same differ by exactly zero.

use super::metrics::Metrics;
use super::pair::worse;
use super::report::{Estimate, State};
use super::sample::{Kind, Sample};
use super::trial::{Observation, state};
use crate::math;
use crate::stats::{LEVEL, Spread};

/// B minus A in every quantity, from runs in the same order of seeds; what one of them lacks is left out.
#[must_use]
pub fn differences(a: &[Observation], b: &[Observation]) -> Metrics {
    let count = a.len().min(b.len());
    let (a, b) = (&a[..count], &b[..count]);
    let same = a.iter().zip(b).all(|(a, b)| a.report.digest == b.report.digest);
    let [of_a, of_b] = [a, b].map(|runs| state(&runs.iter().collect::<Vec<_>>()).0);
    let duel = Duel { same, state: worse(of_a, of_b) };
    Metrics::collect(|pick| {
        let pairs = a.iter().zip(b).map(|(a, b)| [*pick(&a.samples), *pick(&b.samples)]);
        duel.difference(&pairs.filter(|[a, b]| a.value.is_some() && b.value.is_some()).collect::<Vec<_>>())
    })
}

/// How the runs of both scenarios stand to each other.
#[derive(Clone, Copy, Debug)]
struct Duel {
    /// Whether every pair is the same, event by event.
    same: bool,
    /// What the weaker of both scenarios is worth.
    state: State,
}

impl Duel {
    fn difference(self, pairs: &[[Sample; 2]]) -> Estimate {
        let values: Vec<f64> = pairs.iter().filter_map(|[a, b]| Some(b.value? - a.value?)).collect();
        let least = |pick: fn(f64, f64) -> f64| values.iter().copied().reduce(pick);
        let zero = self.same && values.iter().all(|value| *value == 0.0);
        let state = match values.len() {
            0 => State::Empty,
            _ if zero => State::Steady,
            1 if self.state == State::Steady => State::WarmingUp,
            _ => self.state,
        };
        if let Some(needed) = refused(pairs).filter(|_| !zero) {
            let state = if state == State::Steady { State::WarmingUp } else { state };
            let runs = math::id(values.len());
            return Estimate { level: LEVEL, runs, state, needed: Some(needed), ..Estimate::default() };
        }
        let measured = matches!(state, State::Steady | State::Varying);
        let spread = Spread::of_independent(&values).filter(|_| measured);
        let half_width = spread.map(|spread| spread.half_width(LEVEL).max(unseen(pairs, spread)));
        Estimate {
            mean: (!values.is_empty()).then(|| values.iter().sum::<f64>() / math::count(values.len())),
            half_width: if zero && !values.is_empty() { Some(0.0) } else { half_width },
            level: LEVEL,
            runs: math::id(values.len()),
            state,
            low: least(f64::min),
            high: least(f64::max),
            needed: None,
        }
    }
}

/// About how many payments a quantile needs in every run, if the smallest of them has fewer.
fn refused(pairs: &[[Sample; 2]]) -> Option<u64> {
    let needed = pairs.first()?[0].kind.least(LEVEL);
    pairs.iter().flatten().any(|sample| sample.weight < needed).then(|| math::whole(needed.ceil()))
}

/// What even pairs without any difference in a share can't rule out: as much as a count of zero leaves possible.
fn unseen(pairs: &[[Sample; 2]], spread: Spread) -> f64 {
    let weight: f64 = pairs.iter().map(|[a, b]| a.weight.min(b.weight)).sum();
    let share = pairs.first().is_some_and(|[a, _]| a.kind == Kind::Share);
    let none = Sample { kind: Kind::Share, value: Some(0.0), weight, spread: Some((0.0, spread.degrees)) };
    none.half_width(LEVEL).filter(|_| share && spread.variance <= 0.0 && weight > 0.0).unwrap_or(0.0)
}
