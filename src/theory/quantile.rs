//! Quantiles of a law of which only the tail is known, by bisection.

/// Halvings of the bracket: afterwards it is as narrow as floats near its upper end can tell apart.
const HALVINGS: u32 = 64;

/// The time that a share `probability` of all cases stays below, given the tail P(T > t) and a first guess above 0;
/// `None` unless the probability lies in 0 (included) to 1 (excluded).
pub(super) fn quantile(tail: impl Fn(f64) -> f64, guess: f64, probability: f64) -> Option<f64> {
    let level = (0.0..1.0).contains(&probability).then_some(1.0 - probability)?;
    let mut low = 0.0;
    let mut high = guess;
    while tail(high) > level {
        low = high;
        high *= 2.0;
    }
    for _ in 0..HALVINGS {
        let middle = f64::midpoint(low, high);
        if tail(middle) > level { low = middle } else { high = middle }
    }
    Some(high)
}
