//! The stationary law of a population that changes by one at a time.
//!
//! Source: Kleinrock, "Queueing Systems" volume 1 (1975), section 3.1: p(n + 1) / p(n) is the birth rate at n over the
//! death rate at n + 1. Weights are taken relative to the most likely number, so nothing overflows.

use crate::math;

/// The probabilities of 0 to `top`, given the ratios p(n + 1) / p(n), which must not grow with n.
pub(super) fn stationary(top: u32, ratio: impl Fn(u32) -> f64) -> Vec<f64> {
    let mode = (0..top).find(|&n| ratio(n) <= 1.0).unwrap_or(top);
    let mut weights = vec![1.0; math::index(top) + 1];
    let mut weight = 1.0;
    for n in (0..mode).rev() {
        weight /= ratio(n);
        weights[math::index(n)] = weight;
    }
    weight = 1.0;
    for n in mode..top {
        weight *= ratio(n);
        weights[math::index(n) + 1] = weight;
    }
    let total: f64 = weights.iter().sum();
    weights.iter_mut().for_each(|weight| *weight /= total);
    weights
}
