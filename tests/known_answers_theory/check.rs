//! What all tables share: how a row states its load, and when a figure agrees.

use switchyard::theory::Demand;

/// Nine significant digits.
pub(crate) const TOLERANCE: f64 = 1e-9;

/// A demand from arrivals per second and mean service in milliseconds.
pub(crate) fn demand([arrival_rate_per_s, service_mean_ms]: [f64; 2]) -> Demand {
    Demand { arrival_rate_per_s, service_mean_ms }
}

/// Every figure of a row agrees in nine digits.
pub(crate) fn check(id: &str, got: &[f64], expected: &[f64]) {
    check_within(id, got, expected, TOLERANCE);
}

/// Every figure of a row agrees to a relative tolerance; an expected zero is exact.
pub(crate) fn check_within(id: &str, got: &[f64], expected: &[f64], tolerance: f64) {
    assert_eq!(got.len(), expected.len(), "{id}: every figure is there");
    for (column, (&got, &expected)) in got.iter().zip(expected).enumerate() {
        let agrees = (got - expected).abs() <= tolerance * expected.abs();
        assert!(agrees, "{id}, column {column}: {got}, expected {expected}");
    }
}
