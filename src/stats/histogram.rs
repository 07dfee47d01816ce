//! Response times by value: an HdrHistogram with a resolution that is said, and counts that merge.
//!
//! Gil Tene's HdrHistogram keeps a fixed number of significant digits over its whole range in fixed memory; percentiles
//! come from every recorded value, not from a trailing sample.

use super::Merge;
use crate::math;
use crate::units::Nanos;
use hdrhistogram::Histogram as Hdr;
use serde::{Deserialize, Serialize};

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

    /// Counts the times of a closed batch.
    pub fn take(&mut self, times: &Times) {
        for (value, count) in &times.0 {
            self.0.saturating_record_n(*value, *count);
        }
    }

    /// The counts alone, for keeping.
    #[must_use]
    pub fn times(&self) -> Times {
        Times(self.0.iter_recorded().map(|step| (step.value_iterated_to(), step.count_at_value())).collect())
    }

    /// The time that a share of all times does not exceed, in milliseconds; `None` of nothing.
    #[must_use]
    pub fn quantile_ms(&self, share: f64) -> Option<f64> {
        (!self.is_empty()).then(|| self.middle_ms(self.0.value_at_quantile(share)))
    }

    /// The longest time of the bucket that holds the quantile; `None` of nothing.
    #[must_use]
    pub fn quantile_limit(&self, share: f64) -> Option<Nanos> {
        (!self.is_empty()).then(|| Nanos::new(self.0.value_at_quantile(share)))
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

/// Counts of times without the places where nothing was counted: a closed batch, or what a run hands to its trial. Times
/// stand for their bucket in the histogram that they come from, in rising order.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Times(Vec<(u64, u32)>);

impl Times {
    /// How many times were counted that do not exceed the given one.
    #[must_use]
    pub fn within(&self, limit: Nanos) -> u64 {
        let within = self.0.iter().take_while(|(value, _)| *value <= limit.get());
        within.map(|(_, count)| u64::from(*count)).sum()
    }

    /// How many times were counted.
    #[must_use]
    pub fn len(&self) -> u64 {
        self.0.iter().map(|(_, count)| u64::from(*count)).sum()
    }

    /// Whether none was.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl Merge for Times {
    /// Adds the counts of another batch.
    fn merge(&mut self, next: &Self) {
        let (mut ours, mut theirs) =
            (std::mem::take(&mut self.0).into_iter().peekable(), next.0.iter().copied().peekable());
        while let (Some(our), Some(their)) = (ours.peek().copied(), theirs.peek().copied()) {
            let (value, mut count) = if our.0 <= their.0 { our } else { their };
            if our.0 == their.0 {
                count = count.saturating_add(their.1);
            }
            self.0.push((value, count));
            ours.next_if(|our| our.0 == value);
            theirs.next_if(|their| their.0 == value);
        }
        self.0.extend(ours);
        self.0.extend(theirs);
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
    fn batches_add_up_to_the_whole() {
        let (mut whole, mut odd, mut even) = (Histogram::fine(), Histogram::fine(), Histogram::fine());
        for number in 0..1_000_u32 {
            let time = Nanos::from_millis(f64::from(number % 97) + 0.5);
            whole.record(time);
            if number % 2 == 0 { even.record(time) } else { odd.record(time) }
        }
        let (mut merged, mut again) = (odd.times(), Histogram::fine());
        merged.merge(&even.times());
        assert_eq!(merged, whole.times(), "merged in order of value");
        assert_eq!(merged.len(), 1_000, "none is lost");
        assert_eq!(merged.within(Nanos::from_millis(10.0)), 110, "nor moved");
        again.take(&merged);
        assert_eq!(again.quantile_ms(0.95), whole.quantile_ms(0.95), "and the histogram comes back");
    }
}
