//! What a run contributes to an estimate, and estimates from the contributions of one run or of many.
//!
//! In a steady state every stretch of time tells the same, so the runs of a trial are pooled: each weighs as much as it
//! observed, and the variance is that within the runs. Where the load varies with time, a run is one observation, and the
//! runs' scatter is all there is.

use super::report::{Estimate, State};
use crate::math;
use crate::stats::{Histogram, LEVEL, Spread, normal, proportion_half_width};
use serde::{Deserialize, Serialize};

/// How much of the observations may come from runs that cannot tell how far they scatter.
const SILENT_SHARE_MAX: f64 = 0.25;

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

impl Kind {
    /// The least number of independent payments that can tell a quantile at a level: z sqrt(p (1 - p) / n) < 1 - p. None
    /// for anything else.
    pub(super) fn least(self, level: f64) -> f64 {
        let Self::Quantile(share) = self else { return 0.0 };
        let deviations = normal(level);
        deviations * deviations * share / (1.0 - share)
    }
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

impl Sample {
    /// Half the width of its interval at a level, above 0 and below 1; that of a quantile is its share's. `None` if nothing
    /// was observed or its spread is not known.
    pub(super) fn half_width(&self, level: f64) -> Option<f64> {
        let (value, spread) = (self.value?, self.spread()?);
        Some(match self.kind {
            Kind::Share => proportion_half_width(value, self.weight, spread, level),
            // Nothing counted in so many seconds: the rate at which that happens once in forty times (Poisson).
            Kind::Rate if value <= 0.0 => -math::ln((1.0 - level) / 2.0) / self.weight,
            _ => spread.half_width(level),
        })
    }

    /// Its spread, if it is known.
    pub(super) fn spread(&self) -> Option<Spread> {
        self.spread.map(|(variance, degrees)| Spread { variance, degrees })
    }
}

/// How the runs of an estimate stand to each other.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Pool {
    /// Confidence level of the intervals.
    pub(super) level: f64,
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
            return Estimate { level: self.level, runs: self.runs, ..Estimate::default() };
        };
        let several = self.runs > 1;
        let bound = |least: fn(f64, f64) -> f64| values.iter().copied().reduce(least).filter(|_| several);
        let blank = Estimate {
            level: self.level,
            runs: self.runs,
            state: self.state,
            low: bound(f64::min),
            high: bound(f64::max),
            ..Estimate::default()
        };
        let apart = several && self.state == State::Varying;
        let spread = if apart { Spread::of_independent(&values) } else { pooled(samples) };
        let spread = spread.filter(|_| apart || self.state == State::Steady);
        let reach = spread.map(|spread| spread.half_width(self.level));
        let known = match first.kind {
            Kind::Quantile(share) if apart => match self.refused(share, None, smallest(samples)) {
                Some(needed) => return refusal(blank, needed),
                None => (Some(average(&values)), reach.map(|reach| reach.max(resolution(share, times)))),
            },
            Kind::Quantile(share) => match self.refused(share, reach, math::float(times.len())) {
                Some(needed) => return refusal(blank, needed),
                None => (times.quantile_ms(share), reach.and_then(|reach| around(share, times, reach))),
            },
            kind => {
                let value = Some(if apart { average(&values) } else { weighted(samples) });
                let weight = samples.iter().map(|sample| sample.weight).sum();
                let spread = spread.map(|spread| (spread.variance, spread.degrees));
                (value, Sample { kind, value, weight, spread }.half_width(self.level))
            }
        };
        let (mean, half_width) = known;
        let unsure = self.state == State::Steady && half_width.is_none();
        Estimate { mean, half_width, state: if unsure { State::WarmingUp } else { self.state }, ..blank }
    }

    /// About how many payments a quantile needs, if so few can't tell it: both ends of the interval of its share, which
    /// reaches so far to either side, must lie within the sample. `None` if they do. Runs that are apart have a quantile
    /// each, so the smallest of them must have enough: many runs of too few would average their greatest times.
    fn refused(self, share: f64, reach: Option<f64>, count: f64) -> Option<u64> {
        let (least, reach) = (Kind::Quantile(share).least(self.level), reach.unwrap_or(0.0) / (1.0 - share));
        let needed = least.max(if reach >= 1.0 { count * reach * reach } else { 0.0 });
        (count < needed || reach >= 1.0).then(|| math::whole(needed.ceil()))
    }
}

/// What the smallest run observed.
fn smallest(samples: &[Sample]) -> f64 {
    samples.iter().map(|sample| sample.weight).fold(f64::INFINITY, f64::min)
}

fn refusal(blank: Estimate, needed: u64) -> Estimate {
    let state = if blank.state == State::Steady { State::WarmingUp } else { blank.state };
    Estimate { state, needed: Some(needed), low: None, high: None, ..blank }
}

/// Half the width around a quantile: the interval of its share, read off the distribution. Its longer side counts, and it
/// is no less than what the distribution tells apart.
fn around(share: f64, times: &Histogram, reach: f64) -> Option<f64> {
    let middle = times.quantile_ms(share)?;
    let low = times.quantile_ms((share - reach).max(0.0))?;
    let high = times.quantile_ms((share + reach).min(1.0))?;
    Some((middle - low).max(high - middle).max(resolution(share, times)))
}

/// How finely a quantile of these times is known at best, in milliseconds.
fn resolution(share: f64, times: &Histogram) -> f64 {
    times.resolution_ms(share).unwrap_or(0.0)
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

/// The spread of the weighted mean of independent runs, its degrees of freedom by Welch and Satterthwaite (1946).
///
/// A run that observed something and cannot tell its own spread counts all the same: to leave it out for what it looks
/// like would bend the mean. In a steady state it scatters as the others do, by its weight, so it is given their spread;
/// `None` if such runs carry more than a quarter of the weight.
fn pooled(samples: &[Sample]) -> Option<Spread> {
    let telling = || samples.iter().filter(|sample| sample.value.is_some() && sample.spread.is_some());
    let (whole, told) = (weight(samples), telling().map(|sample| sample.weight).sum::<f64>());
    if whole - told > SILENT_SHARE_MAX * whole || telling().count() == 0 {
        return None;
    }
    let (mut variance, mut inverse, mut degrees) = (0.0, 0.0, 0.0);
    for (sample, own) in telling().filter_map(|sample| Some((sample, sample.spread()?))) {
        let part = own.variance * (sample.weight / told) * (sample.weight / told);
        variance += part;
        inverse += part * part / own.degrees;
        degrees += own.degrees;
    }
    let degrees = if inverse > 0.0 { variance * variance / inverse } else { degrees };
    Some(Spread { variance: variance * told / whole, degrees })
}

impl Estimate {
    /// The mean of what pairs of runs under one seed differ by; `varies` says whether the load does.
    pub(super) fn of_pairs(differences: &[f64], varies: bool) -> Self {
        let state = match differences.len() {
            0 => State::Empty,
            1 => State::WarmingUp,
            _ if varies => State::Varying,
            _ => State::Steady,
        };
        let spread = Spread::of_independent(differences).filter(|_| differences.len() > 1);
        let mean = || differences.iter().sum::<f64>() / math::count(differences.len());
        Self {
            mean: (!differences.is_empty()).then(mean),
            half_width: spread.map(|spread| spread.half_width(LEVEL)),
            level: LEVEL,
            runs: math::id(differences.len()),
            state,
            ..Self::default()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::LEVEL;

    /// Nothing in so many seconds, as a run of that length would report it.
    fn nothing_in(seconds: f64) -> f64 {
        let sample = Sample { kind: Kind::Rate, value: Some(0.0), weight: seconds, spread: Some((0.0, 16.0)) };
        let estimate = Pool { level: LEVEL, state: State::Steady, runs: 1 }.estimate(&[sample], &Histogram::fine());
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
        let estimate =
            Pool { level: LEVEL, state: State::Steady, runs: 2 }.estimate(&[run(30.0), run(70.0)], &Histogram::fine());
        let bound = estimate.half_width.unwrap_or_default();
        assert!((bound - nothing_in(100.0)).abs() < 1e-12, "{bound} of 30 s and 70 s");
    }

    #[test]
    fn a_share_of_nothing_has_an_upper_bound() {
        let sample = Sample { kind: Kind::Share, value: Some(0.0), weight: 1_000.0, spread: Some((0.0, 1e9)) };
        let estimate = Pool { level: LEVEL, state: State::Steady, runs: 1 }.estimate(&[sample], &Histogram::fine());
        let bound = estimate.half_width.unwrap_or_default();
        assert!((0.003_689..0.003_9).contains(&bound), "Wilson's bound, a little above the exact 3.689 / n: {bound}");
    }

    /// A run of so many payments with this mean; the variance of a mean of one payment is 1.
    fn run_of(payments: f64, mean: f64, telling: bool) -> Sample {
        let spread = telling.then_some((1.0 / payments, 16.0));
        Sample { kind: Kind::Mean, value: Some(mean), weight: payments, spread }
    }

    fn half_width_of(runs: &[Sample]) -> Option<f64> {
        let pool = Pool { level: LEVEL, state: State::Steady, runs: math::id(runs.len()) };
        pool.estimate(runs, &Histogram::fine()).half_width
    }

    /// A response time that never varies is known as well as the buckets can tell it, and no better.
    #[test]
    fn a_constant_time_lies_within_the_interval_of_its_quantile() {
        let mut times = Histogram::fine();
        (0..10_000).for_each(|_| times.record(crate::units::Nanos::from_millis(20.0)));
        let run = |weight: f64| {
            let kind = Kind::Quantile(0.95);
            Sample { kind, value: times.quantile_ms(0.95), weight, spread: Some((0.0, 16.0)) }
        };
        for (state, runs) in [(State::Steady, 1), (State::Steady, 4), (State::Varying, 4)] {
            let samples: Vec<Sample> = (0..runs).map(|_| run(10_000.0 / f64::from(runs))).collect();
            let estimate = Pool { level: LEVEL, state, runs }.estimate(&samples, &times);
            let (mean, half_width) = (estimate.mean.unwrap(), estimate.half_width.unwrap());
            assert!((mean - 20.0).abs() <= half_width, "{runs} {state:?}: {mean} ± {half_width}");
            assert!(half_width <= 0.000_5 * mean, "half a thousandth: {half_width}");
        }
    }

    /// Thirty runs under a varying load, each with so many payments.
    fn apart(share: f64, payments: f64) -> Estimate {
        let run = |place: u32| Sample {
            kind: Kind::Quantile(share),
            value: Some(100.0 + f64::from(place)),
            weight: payments,
            spread: None,
        };
        let mut times = Histogram::fine();
        (0..15_000).for_each(|_| times.record(crate::units::Nanos::from_millis(100.0)));
        let runs: Vec<Sample> = (0..30).map(run).collect();
        Pool { level: LEVEL, state: State::Varying, runs: 30 }.estimate(&runs, &times)
    }

    /// 15,000 payments have a p99.9, but 500 have none, however often one takes their greatest time for it.
    #[test]
    fn a_quantile_of_runs_apart_needs_its_sample_in_each_of_them() {
        let refused = apart(0.999, 500.0);
        assert_eq!((refused.mean, refused.half_width, refused.low), (None, None, None), "no such figure");
        assert_eq!((refused.state, refused.needed), (State::Varying, Some(3_838)), "and it says what a run takes");
        let enough = apart(0.999, 3_838.0);
        assert!(enough.half_width.is_some() && enough.needed.is_none(), "{enough:?}");
        assert!(apart(0.95, 500.0).half_width.is_some(), "500 have a p95");
    }

    /// Three runs that tell and one that does not: its payments count in the mean and in the interval as theirs do.
    #[test]
    fn a_run_without_a_spread_is_given_that_of_the_others() {
        let runs = [true, true, true, false].map(|telling| run_of(100.0, 5.0, telling));
        let half_width = half_width_of(&runs).unwrap_or_default();
        // Variance 1 / 400, t with 3 * 16 degrees.
        assert!((half_width - 2.010_635 / 20.0).abs() < 1e-5, "{half_width}");
        let alone = half_width_of(&runs[..3]).unwrap_or_default();
        assert!(half_width < alone, "more payments are not less sure: {half_width} and {alone}");
    }

    #[test]
    fn too_many_runs_without_a_spread_leave_none() {
        let many: Vec<Sample> = (0..8).map(|place| run_of(100.0, 5.0, place > 2)).collect();
        assert_eq!(half_width_of(&many), None, "three of eight");
        assert!(half_width_of(&many[1..]).is_none(), "two of seven");
        assert!(half_width_of(&many[2..]).is_some(), "one of six");
        let short = [run_of(100.0, 5.0, false), run_of(1_000.0, 5.0, true)];
        assert!(half_width_of(&short).is_some(), "a short one of two: what counts is the weight");
        assert_eq!(half_width_of(&[run_of(1.0, 5.0, false)]), None, "nobody to ask");
    }

    /// 2.576 and 1.960 standard errors, Student's t with many degrees.
    #[test]
    fn a_level_widens_the_interval() {
        let sample = Sample { spread: Some((0.04, 1e9)), ..run_of(100.0, 5.0, true) };
        for (level, reach) in [(0.95, 1.959_964), (0.99, 2.575_829)] {
            let estimate = Pool { level, state: State::Steady, runs: 1 }.estimate(&[sample], &Histogram::fine());
            assert!((estimate.half_width.unwrap_or_default() - 0.2 * reach).abs() < 1e-4, "{estimate:?}");
            assert_eq!(estimate.level, level, "it says so");
        }
    }
}
