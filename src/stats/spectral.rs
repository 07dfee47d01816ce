//! The variance of a mean of dependent values, read from their spectrum at frequency zero.
//!
//! Heidelberger and Welch, "A spectral method for confidence interval generation and run length control in
//! simulations" (1981): the variance of the mean of a long series is its spectrum at zero over its length. The spectrum is
//! estimated by fitting a parabola to the logarithm of the averaged periodogram. Neighbouring values may depend on each
//! other as long as the series is long against that dependence, so no batch size has to be guessed.

use super::Spread;
use crate::math;
use std::f64::consts::TAU;

/// Most points of the averaged periodogram that the parabola is fitted to.
const POINTS_MAX: usize = 50;
/// Least: below it the fit has too few degrees of freedom to be of use.
const POINTS_MIN: usize = 25;
/// Values that each point needs, so that the points stay at frequencies a half or less.
const VALUES_PER_POINT: usize = 4;
/// Minus the mean of the logarithm of half a chi-square variable with four degrees over two: ln 2 - digamma(2).
const LOG_BIAS: f64 = 0.270_362_845;
/// The variance of that logarithm: trigamma(2).
const LOG_VARIANCE: f64 = 0.644_934_067;
/// A point without any power counts as this share of the series' own variance, because nothing has no logarithm.
const POWER_MIN: f64 = 1e-9;

/// The variance of the mean of a series in order of time, and how sure that variance is; `None` if it is too short.
#[must_use]
pub fn spectral(values: &[f64]) -> Option<Spread> {
    let count = values.len();
    let points = (count / VALUES_PER_POINT).min(POINTS_MAX);
    if points < POINTS_MIN {
        return None;
    }
    let n = math::count(count);
    let mean = values.iter().sum::<f64>() / n;
    let centred: Vec<f64> = values.iter().map(|value| value - mean).collect();
    let floor = centred.iter().map(|value| value * value).sum::<f64>() / n * POWER_MIN;
    let weights = weights(points);
    let uncertainty = LOG_VARIANCE * weights.iter().map(|weight| weight * weight).sum::<f64>();
    let degrees = 2.0 / math::exp_m1(uncertainty);
    if floor <= 0.0 {
        return Some(Spread { variance: 0.0, degrees });
    }
    let circle: Vec<(f64, f64)> = (0..count)
        .map(|place| TAU * math::count(place) / n)
        .map(|angle| (math::cos(angle), math::sin(angle)))
        .collect();
    let logarithm = |point: usize| {
        let power = (power(&centred, &circle, 2 * point + 1) + power(&centred, &circle, 2 * point + 2)) / 2.0;
        math::ln(power.max(floor)) + LOG_BIAS
    };
    let at_zero: f64 = weights.iter().enumerate().map(|(point, weight)| weight * logarithm(point)).sum();
    // The exponential of a normal variable is too large on average: the first constant of the article's table 1.
    let spectrum = math::exp(at_zero - uncertainty / 2.0);
    Some(Spread { variance: spectrum / n, degrees })
}

/// The periodogram at a frequency of so many turns over the whole series, fewer than it has values.
fn power(centred: &[f64], circle: &[(f64, f64)], turns: usize) -> f64 {
    let (mut real, mut imaginary, mut place) = (0.0, 0.0, 0);
    for value in centred {
        let (cosine, sine) = circle[place];
        real += value * cosine;
        imaginary += value * sine;
        place += turns;
        // A remainder would cost more than all the rest.
        if place >= circle.len() {
            place -= circle.len();
        }
    }
    (real * real + imaginary * imaginary) / math::count(centred.len())
}

/// By how much each point counts in the fitted parabola's value at frequency zero.
///
/// Point k = 1, 2, ... stands at the frequency (4 k - 1) / (2 n), so zero lies at k = 1/4. Polynomials that are
/// orthogonal over the points make least squares a sum.
fn weights(points: usize) -> Vec<f64> {
    let n = math::count(points);
    let place = |point: usize| math::count(point) + 1.0 - (n + 1.0) / 2.0;
    let zero = 0.25 - (n + 1.0) / 2.0;
    let squares: f64 = (0..points).map(|point| place(point) * place(point)).sum();
    let bend = |x: f64| x * x - squares / n;
    let bends: f64 = (0..points).map(|point| bend(place(point)) * bend(place(point))).sum();
    (0..points).map(place).map(|x| 1.0 / n + zero * x / squares + bend(zero) * bend(x) / bends).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::{Stream, normal};

    /// The constants that the article prints in its table 1 for a parabola over 25 and over 50 points.
    #[test]
    fn the_constants_are_those_of_the_article() {
        for (points, bias, degrees) in [(25, 0.882, 7.0), (50, 0.941, 16.0)] {
            let uncertainty = LOG_VARIANCE * weights(points).iter().map(|weight| weight * weight).sum::<f64>();
            let seen = (math::exp(-uncertainty / 2.0), 2.0 / math::exp_m1(uncertainty));
            assert!((seen.0 - bias).abs() < 0.006 && (seen.1 - degrees).abs() < 0.7, "{points} points: {seen:?}");
        }
    }

    #[test]
    fn a_parabola_is_read_at_zero() {
        let value: f64 = weights(25).iter().zip(0u32..).map(|(weight, k)| weight * parabola(f64::from(k) + 1.0)).sum();
        assert!((value - parabola(0.25)).abs() < 1e-9, "{value}");
    }

    fn parabola(k: f64) -> f64 {
        3.0 - 0.7 * k + 0.02 * k * k
    }

    /// The mean over 200 series of how many times 1/400 the variance of the mean of 400 values is found to be.
    fn found(memory: f64) -> f64 {
        let mut stream = Stream::new(1, "noise");
        let series = |_| {
            let mut x = 0.0;
            let next = |_| {
                x = memory * x + normal(&mut stream);
                x
            };
            let values: Vec<f64> = (0..400).map(next).collect();
            spectral(&values).unwrap().variance * 400.0
        };
        (0..200).map(series).sum::<f64>() / 200.0
    }

    /// x' = a x + noise of variance 1: the variance of the mean of n is 1 / (1 - a)^2 / n. A parabola is a little too
    /// high for a spectrum that falls as steeply as that of a = 1/2, which errs to the safe side.
    #[test]
    fn dependence_is_seen() {
        let (none, half) = (found(0.0), found(0.5));
        assert!((0.93..1.07).contains(&none), "1 to be found: {none}");
        assert!((3.9..5.0).contains(&half), "4 to be found, or a little more: {half}");
    }

    #[test]
    fn too_short_or_without_any_spread() {
        assert_eq!(spectral(&[1.0; 40]), None, "too short");
        assert_eq!(spectral(&[7.0; 100]).unwrap().variance, 0.0, "no spread");
    }
}
