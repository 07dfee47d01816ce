//! A count-min sketch of how often keys were asked for lately, four bits a counter.
//!
//! Each key has four counters in a table of 64-bit words, one word a key that the cache can hold, rounded up to a power
//! of two; its frequency is the smallest. After ten times the capacity in increments all counters are halved. Source:
//! Caffeine, `FrequencySketch` (after Cormode and Muthukrishnan, 2005), its ageing as since version 3, with a hash of
//! our own.

use crate::math;

/// Counters of a key.
const DEPTH: u32 = 4;
/// The largest value of a counter.
const COUNT_MAX: u64 = 15;
/// Bits of a counter.
const COUNTER_BITS: u32 = 4;
/// The lowest bit of each counter of a word.
const ONES: u64 = 0x1111_1111_1111_1111;
/// All but the highest bit of each counter.
const HALVES: u64 = 0x7777_7777_7777_7777;
/// Increments for each entry of the cache after which the counters are halved.
const SAMPLE_SHARE: u64 = 10;
/// An odd constant that spreads keys over 64 bits: 2^64 over the golden ratio.
const SPREAD: u64 = 0x9E37_79B9_7F4A_7C15;

/// Frequencies of keys, roughly, and the old ones fading.
#[derive(Clone, Debug)]
pub(super) struct Sketch {
    /// None before the first increment, so that a cache that never fills needs none.
    words: Vec<u64>,
    mask: u64,
    increments: u64,
    sample: u64,
}

impl Sketch {
    /// For a cache of so many entries.
    pub(super) fn new(capacity: u32) -> Self {
        let words = math::index(capacity.max(1)).next_power_of_two();
        Self {
            words: Vec::new(),
            mask: math::wide(words) - 1,
            increments: 0,
            sample: (SAMPLE_SHARE * u64::from(capacity)).max(SAMPLE_SHARE),
        }
    }

    /// How often a key was counted, 0 to 15.
    #[inline]
    pub(super) fn frequency(&self, key: u32) -> u64 {
        if self.words.is_empty() {
            return 0;
        }
        let hash = spread(key);
        let counter = |row| {
            let (word, shift) = self.counter(hash, row);
            (self.words[word] >> shift) & COUNT_MAX
        };
        counter(0).min(counter(1)).min(counter(2)).min(counter(3))
    }

    /// Counts a key.
    #[inline]
    pub(super) fn increment(&mut self, key: u32) {
        if self.words.is_empty() {
            self.words.resize(math::index(math::low(self.mask)) + 1, 0);
        }
        let hash = spread(key);
        let mut added = false;
        for row in 0..DEPTH {
            let (word, shift) = self.counter(hash, row);
            if (self.words[word] >> shift) & COUNT_MAX < COUNT_MAX {
                self.words[word] += 1 << shift;
                added = true;
            }
        }
        if added {
            self.increments += 1;
            if self.increments == self.sample {
                self.halve();
            }
        }
    }

    /// Halves every counter; the increments too, less what rounding down took away.
    #[cold]
    fn halve(&mut self) {
        let mut odd = 0;
        for word in &mut self.words {
            odd += u64::from((*word & ONES).count_ones());
            *word = (*word >> 1) & HALVES;
        }
        self.increments = (self.increments - odd / u64::from(DEPTH)) / 2;
    }

    /// The word and the shift of a key's counter in a row.
    #[inline]
    fn counter(&self, hash: u64, row: u32) -> (usize, u32) {
        // The rows take different bits of a hash, and the lowest two the group of counters within a word.
        let place = (hash >> (row * 8)).wrapping_add(hash >> (32 + row * 5)) & self.mask;
        let group = math::low(hash & 3) * DEPTH;
        (math::index(math::low(place)), (group + row) * COUNTER_BITS)
    }
}

/// Spreads a key over 64 bits (the finaliser of SplitMix64).
#[inline]
fn spread(key: u32) -> u64 {
    let mut z = u64::from(key).wrapping_add(1).wrapping_mul(SPREAD);
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_rise_stop_and_fade() {
        let mut sketch = Sketch::new(512);
        for _ in 0..40 {
            sketch.increment(7);
        }
        assert_eq!(sketch.frequency(7), COUNT_MAX, "a counter stops at its largest value");
        assert_eq!(sketch.frequency(8), 0, "others are not counted with it");
        sketch.halve();
        assert_eq!(sketch.frequency(7), COUNT_MAX / 2, "and is halved");
    }
}
