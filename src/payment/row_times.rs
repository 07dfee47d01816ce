//! Response times of one row of the charts: counts in buckets of at most 0.8 % of their value.
//!
//! The buckets are those of a [`crate::stats::Histogram`] of two digits. A row of half a second holds few payments, so
//! what matters is that closing it touches only the buckets between its least and its greatest time.

use crate::math;
use crate::units::Nanos;

/// The narrowest buckets are 2^9 ns wide.
const UNIT_BITS: u32 = 9;
/// Half of the buckets of one width: each doubling of the time has so many.
const HALF: u64 = 128;
/// Longest time that is told apart: an hour, as in the histograms.
const LONGEST_NANOS: u64 = 3_600_000_000_000;
/// Buckets up to the longest time.
const BUCKETS: usize = math::index(math::low(bucket(LONGEST_NANOS))) + 1;

/// Counts of times.
#[derive(Clone, Debug)]
pub(super) struct RowTimes {
    counts: Box<[u32]>,
    len: u64,
    /// The used buckets, from the first up to but without the last.
    from: usize,
    to: usize,
}

impl RowTimes {
    pub(super) fn new() -> Self {
        Self { counts: vec![0; BUCKETS].into(), len: 0, from: BUCKETS, to: 0 }
    }

    /// Counts a time.
    #[inline]
    pub(super) fn record(&mut self, time: Nanos) {
        let bucket = math::index(math::low(bucket(time.get().min(LONGEST_NANOS))));
        self.counts[bucket] += 1;
        self.len += 1;
        self.from = self.from.min(bucket);
        self.to = self.to.max(bucket + 1);
    }

    /// Adds the counts of another row.
    pub(super) fn add(&mut self, other: &Self) {
        if other.len == 0 {
            return;
        }
        let used = other.from..other.to;
        for (count, more) in self.counts[used.clone()].iter_mut().zip(&other.counts[used]) {
            *count += more;
        }
        self.len += other.len;
        self.from = self.from.min(other.from);
        self.to = self.to.max(other.to);
    }

    /// Forgets everything.
    pub(super) fn clear(&mut self) {
        if self.len > 0 {
            self.counts[self.from..self.to].fill(0);
        }
        self.len = 0;
        self.from = BUCKETS;
        self.to = 0;
    }

    /// The times in milliseconds that these shares of all times do not exceed, each the middle of its bucket; the shares
    /// rise. Not-a-number of nothing.
    pub(super) fn quantiles_ms<const N: usize>(&self, shares: [f64; N]) -> [f64; N] {
        let mut bucket = self.from;
        let mut passed = 0;
        shares.map(|share| {
            if self.len == 0 {
                return f64::NAN;
            }
            let rank = math::whole((share * math::float(self.len)).ceil()).clamp(1, self.len);
            while passed < rank {
                passed += u64::from(self.counts[bucket]);
                bucket += 1;
            }
            middle_ms(math::wide(bucket - 1))
        })
    }
}

/// The bucket of a time in nanoseconds: linear below 2 * [`HALF`] units, then [`HALF`] a doubling.
const fn bucket(nanos: u64) -> u64 {
    let units = nanos >> UNIT_BITS;
    let top = u64::BITS - (units | (2 * HALF - 1)).leading_zeros();
    let doublings = top - (2 * HALF).trailing_zeros();
    (units >> doublings) + HALF * math::wide(math::index(doublings))
}

/// The middle of a bucket in milliseconds.
fn middle_ms(bucket: u64) -> f64 {
    let doublings = (bucket / HALF).saturating_sub(1);
    let low = (bucket - HALF * doublings) << doublings << UNIT_BITS;
    let last = (1_u64 << doublings << UNIT_BITS) - 1;
    Nanos::new(low).millis() + math::float(last) / 2.0 / 1e6
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::{Distribution, Stream};
    use crate::stats::Histogram;

    #[test]
    fn quantiles_are_those_of_the_histogram() {
        let mut stream = Stream::new(1, "row times");
        let shares = [0.5, 0.95, 0.99, 0.999];
        for law in [Distribution::log_normal(1e7, 1e9), Distribution::Exponential { mean: 3e5 }] {
            for count in [1, 3, 40, 1_000, 20_000] {
                let (mut row, mut histogram) = (RowTimes::new(), Histogram::coarse());
                for _ in 0..count {
                    let time = Nanos::new(math::whole(law.sample(&mut stream)));
                    row.record(time);
                    histogram.record(time);
                }
                let expected = shares.map(|share| histogram.quantile_ms(share).unwrap());
                assert_eq!(row.quantiles_ms(shares), expected, "{count} times of {law:?}");
            }
        }
    }

    #[test]
    fn rows_add_up_and_forget() {
        let (mut one, mut other) = (RowTimes::new(), RowTimes::new());
        one.record(Nanos::from_millis(5.0));
        other.record(Nanos::from_seconds(7_200.0));
        other.add(&one);
        one.clear();
        assert!(one.quantiles_ms([0.5])[0].is_nan(), "nothing has no median");
        let [low, high] = other.quantiles_ms([0.5, 1.0]);
        assert!((low / 5.0 - 1.0).abs() < 0.008, "the shorter of both: {low} ms");
        assert!((high / 3_600_000.0 - 1.0).abs() < 0.008, "longer than an hour counts as an hour: {high} ms");
    }
}
