//! A duel: two scenarios on the same random numbers.
//!
//! Run k of both has the same seed, so both meet the same payments with the same demands, and what luck gave to one it gave
//! to the other (common random numbers; Law, "Simulation Modeling and Analysis", section 11.2). The differences of the
//! pairs are judged, not the two results: two scenarios that are the same differ by exactly zero.

use super::report::{Estimate, Metrics, State};
use super::trial::Observation;
use crate::math;
use crate::stats::{LEVEL, Spread};

/// B minus A in every quantity, from runs in the same order of seeds; what one of them lacks is left out.
#[must_use]
pub fn differences(a: &[Observation], b: &[Observation]) -> Metrics {
    Metrics::collect(|pick| {
        let values = a.iter().zip(b).filter_map(|(a, b)| Some(pick(&b.samples).value? - pick(&a.samples).value?));
        difference(&values.collect::<Vec<f64>>())
    })
}

fn difference(pairs: &[f64]) -> Estimate {
    let least = |pick: fn(f64, f64) -> f64| pairs.iter().copied().reduce(pick);
    let spread = Spread::of_independent(pairs);
    let state = match pairs.len() {
        0 => State::Empty,
        1 => State::WarmingUp,
        _ => State::Steady,
    };
    Estimate {
        mean: (!pairs.is_empty()).then(|| pairs.iter().sum::<f64>() / math::count(pairs.len())),
        half_width: spread.map(|spread| spread.half_width(LEVEL)),
        level: LEVEL,
        runs: math::id(pairs.len()),
        state,
        low: least(f64::min),
        high: least(f64::max),
        needed: None,
    }
}
