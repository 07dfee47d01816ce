//! Autoscaling: how many are wanted, and how fast they may come.
//!
//! Source: Kubernetes 1.31, horizontal pod autoscaler. wanted = ceil(current * metric / target), nothing within 10 % of the
//! target. Each 15 s at most the greater of four more and twice as many. Left out: the five minutes over which the
//! highest wish holds before anything shrinks, and pods that are not ready.

use crate::math;

/// Deviation from the target that is let be.
const TOLERANCE: f64 = 0.1;
/// More that may always come in a step.
const STEP: u32 = 4;

/// How many are wanted.
#[must_use]
pub fn wanted(current: u32, metric: f64, target: f64) -> u32 {
    let ratio = metric / target;
    if (ratio - 1.0).abs() <= TOLERANCE {
        return current;
    }
    math::low(math::floor((f64::from(current) * ratio).ceil()))
}

/// How many there are after a step of 15 s toward those that are wanted.
#[must_use]
pub fn step(current: u32, wanted: u32) -> u32 {
    wanted.min(current.saturating_add(STEP).max(current.saturating_mul(2)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wishes_are_those_of_kubernetes() {
        let asked = [(4, 200.0, 100.0), (4, 50.0, 100.0), (10, 105.0, 100.0), (10, 111.0, 100.0), (3, 100.0, 70.0)];
        assert_eq!(asked.map(|(current, metric, target)| wanted(current, metric, target)), [8, 2, 10, 12, 5]);
    }

    #[test]
    fn steps_double() {
        let ramp: Vec<u32> = std::iter::successors(Some(1), |now| Some(step(*now, 50))).take(6).collect();
        assert_eq!(ramp, [1, 5, 10, 20, 40, 50]);
    }
}
