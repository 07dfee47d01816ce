//! Whether a series that should be steady drifts.
//!
//! Geweke, "Evaluating the accuracy of sampling-based approaches to the calculation of posterior moments" (1992): in a
//! steady state the mean of an early part of a series and that of a late part differ by no more than their standard
//! errors explain. Here both parts are halves, because what is to be found, a cache that fills for minutes, spreads over
//! the whole series. MSER-5 ([`super::WarmUp`]) weighs noise against drift and does not see it.
//!
//! The standard errors come from batch means in each half (Schmeiser, 1982): few and long ones where neighbours resemble
//! each other, because that makes chance look like a drift, the worse mistake here; more where they hardly do, because a
//! drift within a batch counts as noise.
//!
//! Left out on purpose: a drift that is small against the noise, and one that comes and goes within a half.

use super::{Spread, student};

/// Fewer parts make no test: each batch needs some to be long.
const PARTS_MIN: usize = 160;
/// Steps of less than this share of the value are roundings.
const ROUNDING: f64 = 1e-12;

/// Whether both halves of a series differ by more than chance explains at this level, between 0 and 1: of steady series
/// a share of `1 - level` is suspected wrongly, as long as the `batches` of each half, at least 2, are long against the
/// series' memory. The series is a ratio of two sums by their parts in order of time; one that is too short, or without
/// anything in one half, is not suspected.
#[must_use]
pub fn drifts(parts: &[(f64, f64)], batches: usize, level: f64) -> bool {
    if parts.len() < PARTS_MIN {
        return false;
    }
    let (early, late) = parts.split_at(parts.len() / 2);
    let (Some(early), Some(late)) = (half(early, batches), half(late, batches)) else { return false };
    let variance = early.1.variance + late.1.variance;
    let step = (late.0 - early.0).abs();
    let degrees = early.1.degrees + late.1.degrees;
    step > ROUNDING * late.0.abs() && step > student(level, degrees) * variance.sqrt()
}

/// The ratio of a half and its spread; `None` if there is nothing in it.
fn half(parts: &[(f64, f64)], batches: usize) -> Option<(f64, Spread)> {
    let add = |sum: (f64, f64), part: &(f64, f64)| (sum.0 + part.0, sum.1 + part.1);
    let batches = parts.chunks(parts.len().div_ceil(batches.max(2))).map(|batch| batch.iter().fold((0.0, 0.0), add));
    let batches: Vec<(f64, f64)> = batches.collect();
    let whole = batches.iter().fold((0.0, 0.0), add);
    Some((whole.0 / whole.1, Spread::of_ratio(&batches)?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::{Stream, normal};

    /// How many of 400 series of 400 values are suspected at 99 %: noise with this memory around a mean that rises by
    /// so much in all.
    fn suspected(memory: f64, rise: f64) -> u32 {
        let mut stream = Stream::new(1, "noise");
        let drifting = |_| {
            let mut x = normal(&mut stream) / (1.0 - memory * memory).sqrt();
            let next = |place: u32| {
                x = memory * x + normal(&mut stream);
                (10.0 + x + rise * f64::from(place) / 400.0, 1.0)
            };
            drifts(&(0..400).map(next).collect::<Vec<_>>(), 5, 0.99)
        };
        (0..400).map(drifting).map(u32::from).sum::<u32>()
    }

    /// At 99 % four of 400 are expected, and ten or more happen once in 130 such tests.
    #[test]
    fn steady_series_are_suspected_no_more_often_than_the_level_says() {
        for memory in [0.0, 0.5, 0.9] {
            let seen = suspected(memory, 0.0);
            assert!(seen < 10, "{seen} of 400 with a memory of {memory}");
        }
    }

    /// The halves differ by half the rise, their standard errors together are 0.1 without memory and 0.2 with a half.
    #[test]
    fn a_drift_is_seen() {
        for (memory, rise) in [(0.0, 1.5), (0.5, 3.0)] {
            let seen = suspected(memory, rise);
            assert!(seen > 320, "{seen} of 400 with a memory of {memory}");
        }
    }

    #[test]
    fn what_cannot_be_judged_is_not_suspected() {
        let rising = |count: u32| (0..count).map(|x| (f64::from(x), 1.0)).collect::<Vec<_>>();
        assert!(!drifts(&rising(159), 5, 0.99), "too short");
        assert!(drifts(&rising(160), 5, 0.99), "long enough");
        assert!(!drifts(&[(7.0, 1.0); 400], 5, 0.99), "a constant");
        let third: Vec<(f64, f64)> = (1..=400).map(|n| (f64::from(n) / 3.0, f64::from(n))).collect();
        assert!(!drifts(&third, 5, 0.99), "a constant ratio");
        assert!(!drifts(&[(0.0, 0.0); 400], 5, 0.99), "nothing");
    }
}
