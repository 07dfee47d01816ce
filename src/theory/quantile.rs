//! Quantiles of a law of which only the tail is known, and roots of a falling function, by bisection.

/// Halvings of a bracket: afterwards it is as narrow as floats near its upper end can tell apart.
const HALVINGS: u32 = 64;
/// Doublings of a first guess: more lead from the least float to the greatest.
const DOUBLINGS: u32 = 2_100;

/// The time that a share `probability` of all cases stays below, given the tail P(T > t) and a first guess above 0;
/// `None` unless the probability lies in 0 (included) to 1 (excluded).
pub(super) fn quantile(tail: impl Fn(f64) -> f64, guess: f64, probability: f64) -> Option<f64> {
    let level = (0.0..1.0).contains(&probability).then_some(1.0 - probability)?;
    let (low, high) = bracket(|time| tail(time) > level, guess);
    Some(boundary(|time| tail(time) > level, low, high))
}

/// Where a condition that holds at first ceases to hold, with a first guess above 0.
pub(super) fn crossing(holds: impl Fn(f64) -> bool, guess: f64) -> f64 {
    let (low, high) = bracket(&holds, guess);
    boundary(&holds, low, high)
}

/// Two points of which the condition may hold at the first and does not at the second.
fn bracket(holds: impl Fn(f64) -> bool, guess: f64) -> (f64, f64) {
    let (mut low, mut high) = (0.0, guess);
    for _ in 0..DOUBLINGS {
        if !holds(high) {
            break;
        }
        (low, high) = (high, high * 2.0);
    }
    (low, high)
}

/// Where between two points the condition ceases to hold.
fn boundary(holds: impl Fn(f64) -> bool, mut low: f64, mut high: f64) -> f64 {
    for _ in 0..HALVINGS {
        let middle = f64::midpoint(low, high);
        if holds(middle) { low = middle } else { high = middle }
    }
    high
}
