//! Stack distances of a stream of requests: how many other keys were asked for since the key's last request.
//!
//! Each key has one bit, at the time of its last request; a distance is the number of bits behind it. Bits are counted a
//! word at a time, and a tree of sums (Fenwick, "A new data structure for cumulative frequency tables", 1994) over the
//! words gives the rest in a handful of steps. When the times run out, the bits move together again.

use crate::cache::list::NONE;
use crate::math;

/// Bits of a word.
const WORD_BITS: usize = 64;

/// The keys by their last request.
#[derive(Clone, Debug)]
pub struct Distances {
    /// By time: whether it is some key's last request.
    words: Vec<u64>,
    /// Fenwick's sums of the bits of the words, from 1.
    sums: Vec<u32>,
    /// By time: the key.
    keys: Vec<u32>,
    /// By key: the time of its last request, or `NONE`.
    times: Vec<u32>,
    now: usize,
    /// Keys that were asked for so far.
    seen: u32,
}

impl Distances {
    /// For keys below a number.
    #[must_use]
    pub fn new(distinct: u32) -> Self {
        // Twice as many times as keys: then moving the bits together costs a few steps a request.
        let words = (2 * math::index(distinct)).div_ceil(WORD_BITS) + 1;
        Self {
            words: vec![0; words],
            sums: vec![0; words + 1],
            keys: vec![NONE; words * WORD_BITS],
            times: vec![NONE; math::index(distinct)],
            now: 0,
            seen: 0,
        }
    }

    /// The next request: the number of other keys since the key's last one, or `None` for its first.
    pub fn request(&mut self, key: u32) -> Option<u32> {
        if self.now == self.keys.len() {
            self.move_together();
        }
        let last = std::mem::replace(&mut self.times[math::index(key)], math::id(self.now));
        let distance = if last == NONE {
            self.seen += 1;
            None
        } else {
            let time = math::index(last);
            let distance = self.seen - self.up_to(time);
            self.words[time / WORD_BITS] &= !(1 << (time % WORD_BITS));
            self.add(time / WORD_BITS, u32::MAX);
            Some(distance)
        };
        self.words[self.now / WORD_BITS] |= 1 << (self.now % WORD_BITS);
        self.keys[self.now] = key;
        self.add(self.now / WORD_BITS, 1);
        self.now += 1;
        distance
    }

    /// The bits up to a time, that one included.
    #[inline]
    fn up_to(&self, time: usize) -> u32 {
        let word = time / WORD_BITS;
        let lower = self.words[word] << (WORD_BITS - 1 - time % WORD_BITS);
        let mut sum = lower.count_ones();
        let mut place = word;
        while place > 0 {
            sum += self.sums[place];
            place &= place - 1;
        }
        sum
    }

    /// Adds to the sum of a word, modulo 2^32.
    #[inline]
    fn add(&mut self, word: usize, number: u32) {
        let mut place = word + 1;
        while let Some(sum) = self.sums.get_mut(place) {
            *sum = sum.wrapping_add(number);
            place += place & place.wrapping_neg();
        }
    }

    /// Gives the last requests the first times, in their order.
    #[cold]
    fn move_together(&mut self) {
        let mut now = 0;
        for time in 0..self.keys.len() {
            if self.words[time / WORD_BITS] >> (time % WORD_BITS) & 1 == 1 {
                let key = self.keys[time];
                self.keys[now] = key;
                self.times[math::index(key)] = math::id(now);
                now += 1;
            }
        }
        self.now = now;
        self.words.fill(0);
        self.sums.fill(0);
        for time in 0..now {
            self.words[time / WORD_BITS] |= 1 << (time % WORD_BITS);
        }
        for word in 0..=now / WORD_BITS {
            self.add(word, self.words[word].count_ones());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn distances_count_the_other_keys() {
        let mut distances = Distances::new(3);
        let got: Vec<_> = [0, 1, 2, 0, 0, 2, 1].map(|key| distances.request(key)).into();
        assert_eq!(got, [None, None, None, Some(2), Some(0), Some(1), Some(2)]);
        let round = |request: u32| distances.request(request % 3);
        assert!((0..10_000).map(round).skip(3).all(|distance| distance == Some(2)), "a loop, over many moves");
    }
}
