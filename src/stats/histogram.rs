//! Response times by value: an HdrHistogram with a resolution that is said, and counts that merge.
//!
//! Gil Tene's HdrHistogram keeps a fixed number of significant digits over its whole range in fixed memory; percentiles
//! come from every recorded value, not from a trailing sample.

use crate::math;
use crate::units::Nanos;
use hdrhistogram::Histogram as Hdr;

/// Longest time that is told apart: an hour. Longer ones count as an hour.
const LONGEST_NANOS: u64 = 3_600_000_000_000;
/// Shortest time that is told apart: a microsecond. It keeps the table small.
const SHORTEST_NANOS: u64 = 1_000;

/// Counts of times.
#[derive(Clone, Debug)]
pub struct Histogram(Hdr<u32>);

impl Histogram {
    /// A histogram whose values are right to three significant digits: for whole runs.
    #[must_use]
    pub fn fine() -> Self {
        Self::with_digits(3)
    }

    /// A histogram whose values are right to two significant digits: for windows and batches, of which there are many.
    #[must_use]
    pub fn coarse() -> Self {
        Self::with_digits(2)
    }

    /// Counts a time.
    #[inline]
    pub fn record(&mut self, time: Nanos) {
        self.0.saturating_record(time.get());
    }

    /// How many times were counted.
    #[must_use]
    pub fn len(&self) -> u64 {
        self.0.len()
    }

    /// Whether none was.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The time that a share of all times does not exceed, in milliseconds; `None` of nothing.
    #[must_use]
    pub fn quantile_ms(&self, share: f64) -> Option<f64> {
        (!self.is_empty()).then(|| self.middle_ms(self.0.value_at_quantile(share)))
    }

    /// The share of times that do not exceed the given one; `None` of nothing.
    #[must_use]
    pub fn share_within(&self, time: Nanos) -> Option<f64> {
        (!self.is_empty()).then(|| self.0.quantile_below(time.get()))
    }

    /// Forgets everything.
    pub fn clear(&mut self) {
        self.0.reset();
    }

    /// Adds the counts of another histogram of the same resolution.
    pub fn add(&mut self, other: &Self) {
        // Both were made here with the same range, so the addition cannot be refused.
        let added = self.0.add(&other.0);
        debug_assert!(added.is_ok(), "histograms of one range add up");
    }

    fn with_digits(digits: u8) -> Self {
        match Hdr::new_with_bounds(SHORTEST_NANOS, LONGEST_NANOS, digits) {
            Ok(hdr) => Self(hdr),
            Err(error) => unreachable!("constant bounds that a test creates: {error}"),
        }
    }

    /// The middle of the bucket that holds a value, in milliseconds.
    fn middle_ms(&self, value: u64) -> f64 {
        let (low, high) = (self.0.lowest_equivalent(value), self.0.highest_equivalent(value));
        Nanos::new(low).millis() + (math::float(high - low) / 2.0) / 1e6
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_are_right_to_their_digits() {
        for (mut histogram, error) in [(Histogram::fine(), 0.001), (Histogram::coarse(), 0.01)] {
            for millis in 1..=1_000 {
                histogram.record(Nanos::from_millis(f64::from(millis)));
            }
            for share in [0.5, 0.95, 0.99] {
                let quantile = histogram.quantile_ms(share).unwrap();
                assert!((quantile / (share * 1_000.0) - 1.0).abs() <= error, "p{share}: {quantile}");
            }
        }
    }

    #[test]
    fn nothing_has_no_quantile() {
        assert_eq!(Histogram::fine().quantile_ms(0.5), None, "no times, no median");
        assert_eq!(Histogram::coarse().share_within(Nanos::MAX), None, "no times, no share");
    }

    #[test]
    fn counts_add_up() {
        let (mut one, mut other) = (Histogram::coarse(), Histogram::coarse());
        one.record(Nanos::from_millis(5.0));
        other.record(Nanos::from_millis(7.0));
        one.add(&other);
        assert_eq!(one.len(), 2, "both are counted");
    }
}
