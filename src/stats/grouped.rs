//! Times of a part of a run: all of them, and group by group, for the interval of a quantile.
//!
//! A group is closed by the first time that comes after its end, so nobody has to look at the clock; the last one stays
//! open and counts with the whole alone.

use super::{Batches, Histogram, Times};
use crate::units::{Instant, Nanos};

/// Times, counted as a whole and in groups of equal length.
#[derive(Clone, Debug)]
pub struct Grouped {
    all: Histogram,
    current: Histogram,
    groups: Batches<Times>,
    length: Nanos,
    most: usize,
}

impl Grouped {
    /// No times yet; the first group begins at `from` and lasts `length`, and there are never `most` of them, an even
    /// number.
    #[must_use]
    pub fn new(from: Instant, length: Nanos, most: usize) -> Self {
        let groups = Batches::new(from, length, most);
        Self { all: Histogram::fine(), current: Histogram::fine(), groups, length, most }
    }

    /// Forgets everything, and begins at an instant.
    pub fn begin(&mut self, from: Instant) {
        *self = Self::new(from, self.length, self.most);
    }

    /// Counts a time that is known now.
    pub fn record(&mut self, time: Nanos, now: Instant) {
        while self.groups.ends() <= now {
            self.groups.close(self.current.times());
            self.current.clear();
        }
        self.current.record(time);
        self.all.record(time);
    }

    /// All of them.
    #[must_use]
    pub const fn all(&self) -> &Histogram {
        &self.all
    }

    /// The groups that are over.
    #[must_use]
    pub fn groups(&self) -> &[Times] {
        self.groups.whole()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn groups_and_the_open_one_make_the_whole() {
        let mut times = Grouped::new(Instant::new(100), Nanos::new(1_000), 8);
        for now in (100..20_000).step_by(70) {
            times.record(Nanos::new(now), Instant::new(now));
        }
        let in_groups: u64 = times.groups().iter().map(Times::len).sum();
        assert!((4..8).contains(&times.groups().len()), "few groups of a long run: {}", times.groups().len());
        assert_eq!(in_groups + times.current.len(), times.all().len(), "every time once");
        times.begin(Instant::new(20_000));
        assert!(times.all().is_empty() && times.groups().is_empty(), "nothing is left");
    }

    #[test]
    fn a_time_after_a_long_silence_closes_empty_groups() {
        let mut times = Grouped::new(Instant::START, Nanos::new(1_000), 64);
        times.record(Nanos::new(5), Instant::new(10));
        times.record(Nanos::new(5), Instant::new(5_500));
        let counts: Vec<u64> = times.groups().iter().map(Times::len).collect();
        assert_eq!(counts, [1, 0, 0, 0, 0], "the second one stands in the sixth");
    }
}
