//! What a run contributes to an estimate, and estimates from the contributions of one run or of many.
//!
//! In a steady state every stretch of time tells the same, so the runs of a trial are pooled: each weighs as much as it
//! observed, and the variance is that within the runs. Where the load varies with time, a run is one observation, and the
//! runs' scatter is all there is.

use super::report::{Estimate, State};
use crate::math;
use crate::stats::{Histogram, LEVEL, Spread, normal, proportion_half_width};
use serde::{Deserialize, Serialize};

/// What sort of number a quantity is; it decides how sure one can be of it.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// Events per second; weighs by seconds.
    Rate,
    /// An average; weighs by seconds or by payments.
    Mean,
    /// A part of a whole, 0 to 1; weighs by the whole.
    Share,
    /// The time that this share of the payments does not exceed; its spread is that of the share.
    Quantile(f64),
}

/// What a run contributes to a quantity.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Sample {
    /// What sort of number it is.
    pub kind: Kind,
    /// Its value in this run; absent when nothing was observed.
    pub value: Option<f64>,
    /// By how much it counts: the seconds, payments or look-ups that were observed.
    pub weight: f64,
    /// Variance within the run and its degrees of freedom; absent when the run is too short to tell.
    pub spread: Option<(f64, f64)>,
}

/// How the runs of an estimate stand to each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Pool {
    /// What the runs are worth together.
    pub(super) state: State,
    /// How many they are.
    pub(super) runs: u32,
}

impl Pool {
    /// The estimate from the runs' samples of one quantity; `times` are all their response times.
    pub(super) fn estimate(self, samples: &[Sample], times: &Histogram) -> Estimate {
        let values: Vec<f64> = samples.iter().filter_map(|sample| sample.value).collect();
        let Some(first) = samples.iter().find(|sample| sample.value.is_some()) else {
            return Estimate { level: LEVEL, runs: self.runs, ..Estimate::default() };
        };
        let several = self.runs > 1;
        let bound = |least: fn(f64, f64) -> f64| values.iter().copied().reduce(least).filter(|_| several);
        let blank = Estimate {
            level: LEVEL,
            runs: self.runs,
            state: self.state,
            low: bound(f64::min),
            high: bound(f64::max),
            ..Estimate::default()
        };
        let apart = several && self.state == State::Varying;
        let spread = if apart { Spread::of_independent(&values) } else { pooled(samples) };
        let spread = spread.filter(|_| apart || self.state == State::Steady);
        let known = match first.kind {
            Kind::Quantile(share) => match refused(share, times, spread.filter(|_| !apart)) {
                Some(needed) => return refusal(blank, needed),
                None if apart => (Some(average(&values)), spread.map(|spread| spread.half_width(LEVEL))),
                None => (times.quantile_ms(share), spread.and_then(|spread| around(share, times, spread))),
            },
            kind => {
                let mean = if apart { average(&values) } else { weighted(samples) };
                let weight = samples.iter().map(|sample| sample.weight).sum();
                (Some(mean), spread.map(|spread| half_width(kind, mean, weight, spread)))
            }
        };
        let (mean, half_width) = known;
        let unsure = self.state == State::Steady && half_width.is_none();
        Estimate { mean, half_width, state: if unsure { State::WarmingUp } else { self.state }, ..blank }
    }
}

fn refusal(blank: Estimate, needed: u64) -> Estimate {
    let state = if blank.state == State::Steady { State::WarmingUp } else { blank.state };
    Estimate { state, needed: Some(needed), low: None, high: None, ..blank }
}

/// Half the width of the interval of a figure that is no quantile.
pub(super) fn half_width(kind: Kind, mean: f64, weight: f64, spread: Spread) -> f64 {
    match kind {
        Kind::Share => proportion_half_width(mean, weight, spread),
        // Nothing counted in so many seconds: the rate at which that happens once in forty times (Poisson).
        Kind::Rate if mean <= 0.0 => -math::ln((1.0 - LEVEL) / 2.0) / weight,
        _ => spread.half_width(LEVEL),
    }
}

/// About how many payments a quantile needs, if so few can't tell it: both ends of the interval of its share must lie
/// within the sample. `None` if they do.
fn refused(share: f64, times: &Histogram, spread: Option<Spread>) -> Option<u64> {
    let (count, tail) = (math::float(times.len()), 1.0 - share);
    // Were the payments independent: z sqrt(p (1 - p) / n) < 1 - p.
    let least = normal(LEVEL) * normal(LEVEL) * share / tail;
    let reach = spread.map_or(0.0, |spread| spread.half_width(LEVEL)) / tail;
    let needed = least.max(if reach >= 1.0 { count * reach * reach } else { 0.0 });
    (count < needed || reach >= 1.0).then(|| math::whole(needed.ceil()))
}

/// Half the width around a quantile: the interval of its share, read off the distribution. Its longer side counts.
fn around(share: f64, times: &Histogram, spread: Spread) -> Option<f64> {
    let reach = spread.half_width(LEVEL);
    let middle = times.quantile_ms(share)?;
    let low = times.quantile_ms((share - reach).max(0.0))?;
    let high = times.quantile_ms((share + reach).min(1.0))?;
    Some((middle - low).max(high - middle))
}

fn average(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / math::count(values.len())
}

/// The mean of the runs' values by their weights.
fn weighted(samples: &[Sample]) -> f64 {
    let sum: f64 = samples.iter().filter_map(|sample| sample.value.map(|value| value * sample.weight)).sum();
    sum / weight(samples)
}

fn weight(samples: &[Sample]) -> f64 {
    samples.iter().filter(|sample| sample.value.is_some()).map(|sample| sample.weight).sum()
}

/// The spread of the weighted mean of independent runs, its degrees of freedom by Welch and Satterthwaite (1946); `None`
/// if a run that observed something could not tell its own.
fn pooled(samples: &[Sample]) -> Option<Spread> {
    let whole = weight(samples);
    let (mut variance, mut inverse, mut degrees) = (0.0, 0.0, 0.0);
    for sample in samples.iter().filter(|sample| sample.value.is_some()) {
        let (own, own_degrees) = sample.spread?;
        let part = own * (sample.weight / whole) * (sample.weight / whole);
        variance += part;
        inverse += part * part / own_degrees;
        degrees += own_degrees;
    }
    Some(Spread { variance, degrees: if inverse > 0.0 { variance * variance / inverse } else { degrees } })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Nothing in so many seconds, as a run of that length would report it.
    fn nothing_in(seconds: f64) -> f64 {
        let sample = Sample { kind: Kind::Rate, value: Some(0.0), weight: seconds, spread: Some((0.0, 16.0)) };
        let estimate = Pool { state: State::Steady, runs: 1 }.estimate(&[sample], &Histogram::fine());
        assert_eq!((estimate.mean, estimate.state), (Some(0.0), State::Steady), "zero is a finding");
        estimate.half_width.unwrap_or_default()
    }

    /// The exact limit of a Poisson count of zero (Garwood, 1936), two-sided at 95 %: 3.6889 events; the one-sided "rule
    /// of three" is 2.9957.
    #[test]
    fn a_rate_of_nothing_has_an_upper_bound() {
        for seconds in [1.0, 100.0, 36_000.0] {
            let bound = nothing_in(seconds);
            assert!((bound * seconds - 3.688_879_454).abs() < 1e-6, "{bound} in {seconds} s");
            let chance = math::exp(-bound * seconds);
            assert!((chance - 0.025).abs() < 1e-9, "a rate of {bound} shows nothing in {seconds} s with {chance}");
        }
    }

    /// Two runs that saw nothing together looked for longer.
    #[test]
    fn runs_that_saw_nothing_add_up() {
        let run = |weight| Sample { kind: Kind::Rate, value: Some(0.0), weight, spread: Some((0.0, 16.0)) };
        let estimate = Pool { state: State::Steady, runs: 2 }.estimate(&[run(30.0), run(70.0)], &Histogram::fine());
        let bound = estimate.half_width.unwrap_or_default();
        assert!((bound - nothing_in(100.0)).abs() < 1e-12, "{bound} of 30 s and 70 s");
    }

    #[test]
    fn a_share_of_nothing_has_an_upper_bound() {
        let sample = Sample { kind: Kind::Share, value: Some(0.0), weight: 1_000.0, spread: Some((0.0, 1e9)) };
        let estimate = Pool { state: State::Steady, runs: 1 }.estimate(&[sample], &Histogram::fine());
        let bound = estimate.half_width.unwrap_or_default();
        assert!((0.003_689..0.003_9).contains(&bound), "Wilson's bound, a little above the exact 3.689 / n: {bound}");
    }
}
