//! Response times by value, with a resolution that is said, in fixed memory, and counts that merge.
//!
//! The idea is Gil Tene's HdrHistogram: buckets are linear within each doubling of the time, so that the relative error is
//! bounded over the whole range. Percentiles come from every recorded value, not from a trailing sample. It is our own
//! because a row of the charts and a group of slices close many times a second, and closing must touch only the buckets
//! between the least and the greatest time; the tests compare it with a list of all values.

use super::Merge;
use crate::math;
use crate::units::Nanos;
use serde::{Deserialize, Serialize};

/// Longest time that is told apart: an hour. Longer ones count as an hour.
const LONGEST_NANOS: u64 = 3_600_000_000_000;
/// The narrowest buckets are 2^9 ns wide: half a microsecond.
const UNIT_BITS: u32 = 9;
/// Buckets of a doubling, as a power of two, for values right to three digits: 1024, at most 0.1 % wide.
const FINE_BITS: u32 = 10;
/// The same for two digits: 128, at most 0.8 % wide.
const COARSE_BITS: u32 = 7;

/// Counts of times.
#[derive(Clone, Debug)]
pub struct Histogram {
    /// Buckets of a doubling, as a power of two.
    half_bits: u32,
    counts: Box<[u32]>,
    len: u64,
    /// The used buckets, from the first up to but without the last.
    from: usize,
    to: usize,
}

impl Histogram {
    /// A histogram whose values are right to three significant digits: for whole runs.
    #[must_use]
    pub fn fine() -> Self {
        Self::new(FINE_BITS)
    }

    /// A histogram whose values are right to two significant digits: for the rows of the charts, of which there are many.
    #[must_use]
    pub fn coarse() -> Self {
        Self::new(COARSE_BITS)
    }

    /// Counts a time.
    #[inline]
    pub fn record(&mut self, time: Nanos) {
        self.add(time.get(), 1);
    }

    /// How many times were counted.
    #[must_use]
    pub const fn len(&self) -> u64 {
        self.len
    }

    /// Whether none was.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// Counts the times of a closed batch.
    pub fn take(&mut self, times: &Times) {
        for (value, count) in &times.0 {
            self.add(*value, *count);
        }
    }

    /// The counts alone, for keeping.
    #[must_use]
    pub fn times(&self) -> Times {
        let used = self.used();
        Times(used.filter(|(_, count)| *count > 0).map(|(bucket, count)| (self.bounds(bucket).1, count)).collect())
    }

    /// The time that a share of all times does not exceed, in milliseconds; `None` of nothing.
    #[must_use]
    pub fn quantile_ms(&self, share: f64) -> Option<f64> {
        let [quantile] = self.quantiles_ms([share]);
        (!self.is_empty()).then_some(quantile)
    }

    /// The times in milliseconds that these shares of all times do not exceed, each the middle of its bucket; the shares
    /// rise. Not-a-number of nothing.
    #[must_use]
    pub fn quantiles_ms<const N: usize>(&self, shares: [f64; N]) -> [f64; N] {
        let mut walk = Walk { bucket: self.from, passed: 0 };
        shares.map(|share| if self.is_empty() { f64::NAN } else { self.middle_ms(self.walk(&mut walk, share)) })
    }

    /// How far the quantile may lie from what is said, because times of one bucket are not told apart: half the bucket, in
    /// milliseconds; `None` of nothing.
    #[must_use]
    pub fn resolution_ms(&self, share: f64) -> Option<f64> {
        let mut walk = Walk { bucket: self.from, passed: 0 };
        let (low, high) = (!self.is_empty()).then(|| self.bounds(self.walk(&mut walk, share)))?;
        Some(Nanos::new(high - low + 1).millis() / 2.0)
    }

    /// The longest time of the bucket that holds the quantile; `None` of nothing.
    #[must_use]
    pub fn quantile_limit(&self, share: f64) -> Option<Nanos> {
        let mut walk = Walk { bucket: self.from, passed: 0 };
        (!self.is_empty()).then(|| Nanos::new(self.bounds(self.walk(&mut walk, share)).1))
    }

    /// The share of times that do not exceed the given one; `None` of nothing.
    #[must_use]
    pub fn share_within(&self, time: Nanos) -> Option<f64> {
        let last = self.bucket(time.get());
        let within: u64 =
            self.used().take_while(|(bucket, _)| *bucket <= last).map(|(_, count)| u64::from(count)).sum();
        (!self.is_empty()).then(|| math::float(within) / math::float(self.len))
    }

    /// Adds the counts of another one of the same resolution.
    pub fn absorb(&mut self, other: &Self) {
        debug_assert_eq!(self.half_bits, other.half_bits, "buckets of the same width");
        for (bucket, count) in other.used() {
            self.counts[bucket] = self.counts[bucket].saturating_add(count);
        }
        self.len += other.len;
        self.from = self.from.min(other.from);
        self.to = self.to.max(other.to);
    }

    /// Forgets everything.
    pub fn clear(&mut self) {
        if self.len > 0 {
            self.counts[self.from..self.to].fill(0);
        }
        self.len = 0;
        self.from = self.counts.len();
        self.to = 0;
    }

    fn new(half_bits: u32) -> Self {
        let last = math::index(math::low(bucket(LONGEST_NANOS, half_bits)));
        Self { half_bits, counts: vec![0; last + 1].into(), len: 0, from: last + 1, to: 0 }
    }

    #[inline]
    fn add(&mut self, nanos: u64, count: u32) {
        let bucket = self.bucket(nanos);
        self.counts[bucket] = self.counts[bucket].saturating_add(count);
        self.len += u64::from(count);
        self.from = self.from.min(bucket);
        self.to = self.to.max(bucket + 1);
    }

    #[inline]
    fn bucket(&self, nanos: u64) -> usize {
        math::index(math::low(bucket(nanos.min(LONGEST_NANOS), self.half_bits)))
    }

    /// The buckets that are in use, with their counts.
    fn used(&self) -> impl Iterator<Item = (usize, u32)> {
        let counts = self.counts.get(self.from..self.to).unwrap_or_default();
        (self.from..).zip(counts.iter().copied())
    }

    /// Goes on to the bucket that holds a quantile of what is not empty.
    fn walk(&self, walk: &mut Walk, share: f64) -> usize {
        let rank = math::whole((share * math::float(self.len)).ceil()).clamp(1, self.len);
        while walk.passed < rank {
            walk.passed += u64::from(self.counts[walk.bucket]);
            walk.bucket += 1;
        }
        walk.bucket - 1
    }

    /// The shortest and the longest time of a bucket, in nanoseconds.
    fn bounds(&self, bucket: usize) -> (u64, u64) {
        let bucket = math::wide(bucket);
        let doublings = (bucket >> self.half_bits).saturating_sub(1);
        let low = (bucket - (doublings << self.half_bits)) << doublings << UNIT_BITS;
        (low, low + ((1 << doublings << UNIT_BITS) - 1))
    }

    fn middle_ms(&self, bucket: usize) -> f64 {
        let (low, high) = self.bounds(bucket);
        Nanos::new(low).millis() + (math::float(high - low) / 2.0) / 1e6
    }
}

/// How far quantiles have been looked for.
struct Walk {
    bucket: usize,
    passed: u64,
}

/// The bucket of a time: linear below two halves of units, then a half a doubling.
#[inline]
const fn bucket(nanos: u64, half_bits: u32) -> u64 {
    let units = nanos >> UNIT_BITS;
    let top = u64::BITS - (units | ((2 << half_bits) - 1)).leading_zeros();
    let doublings = top - (half_bits + 1);
    (units >> doublings) + (math::wide(math::index(doublings)) << half_bits)
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
    use crate::random::{Distribution, Stream};

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

    /// From a tenth of a microsecond to minutes: the time itself is within half a bucket, which is at most half a thousandth
    /// of it or half a microsecond.
    #[test]
    fn a_quantile_is_as_far_off_as_its_resolution_at_most() {
        for nanos in [100, 999, 81_234, 1_000_000, 20_000_000, 123_456_789, 599_999_999_999] {
            let mut histogram = Histogram::fine();
            histogram.record(Nanos::new(nanos));
            let (quantile, resolution) = (histogram.quantile_ms(0.95).unwrap(), histogram.resolution_ms(0.95).unwrap());
            let exact = Nanos::new(nanos).millis();
            assert!((quantile - exact).abs() <= resolution, "{quantile} ± {resolution} of {exact}");
            assert!(resolution <= (0.0005 * exact).max(0.000_256), "{resolution} at {exact}");
        }
    }

    #[test]
    fn a_list_of_all_values_says_the_same() {
        let mut stream = Stream::new(1, "histogram");
        let shares = [0.5, 0.95, 0.99, 0.999];
        for law in [Distribution::log_normal(1e7, 1e9), Distribution::Exponential { mean: 3e5 }] {
            for count in [1, 3, 40, 1_000, 20_000] {
                let (mut histogram, mut all) = (Histogram::coarse(), Vec::new());
                for _ in 0..count {
                    let nanos = math::whole(law.sample(&mut stream));
                    histogram.record(Nanos::new(nanos));
                    all.push(nanos);
                }
                all.sort_unstable();
                for (share, seen) in shares.into_iter().zip(histogram.quantiles_ms(shares)) {
                    let rank = math::whole((share * math::count(all.len())).ceil()).max(1);
                    let exact = all[usize::try_from(rank - 1).unwrap()];
                    let error = (seen - Nanos::new(exact).millis()).abs();
                    assert!(
                        error <= 0.004 * seen + 0.000_512,
                        "p{share} of {count} times of {law:?}: {seen} ms, {exact} ns"
                    );
                }
            }
        }
    }

    #[test]
    fn rows_add_up_and_forget() {
        let (mut one, mut other) = (Histogram::coarse(), Histogram::coarse());
        one.record(Nanos::from_millis(5.0));
        other.record(Nanos::from_seconds(7_200.0));
        other.absorb(&one);
        one.clear();
        assert_eq!(one.quantile_ms(0.5), None, "nothing has no median");
        let [low, high] = other.quantiles_ms([0.5, 1.0]);
        assert!((low / 5.0 - 1.0).abs() < 0.008, "the shorter of both: {low} ms");
        assert!((high / 3_600_000.0 - 1.0).abs() < 0.008, "longer than an hour counts as an hour: {high} ms");
    }

    #[test]
    fn nothing_has_no_quantile() {
        assert_eq!(Histogram::fine().quantile_ms(0.5), None, "no times, no median");
        assert_eq!(Histogram::fine().resolution_ms(0.5), None, "and none of its resolution");
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
