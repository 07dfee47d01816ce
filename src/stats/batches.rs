//! A run of any length in a bounded number of batches of equal length.
//!
//! Batch means (Conway, 1963; Schmeiser, "Batch size effects in the analysis of simulation output", 1982): neighbouring
//! observations of a queue resemble each other, averages over long batches hardly do. When the batches are all used,
//! neighbours merge and the length doubles, so memory does not grow with the run.

use crate::units::{Instant, Nanos};

/// Most batches that are kept, an even number; fewer than half as many only at the start.
const BATCHES_MAX: usize = 40;
/// Least number of whole batches from which an interval is made.
const BATCHES_MIN: usize = 10;

/// What a batch holds: something that two neighbours can be merged into.
pub trait Merge {
    /// Takes up the batch that follows.
    fn merge(&mut self, next: &Self);
}

/// The batches of a run, the oldest first.
#[derive(Clone, Debug)]
pub struct Batches<B> {
    whole: Vec<B>,
    length: Nanos,
    ends: Instant,
}

impl<B: Merge> Batches<B> {
    /// No batches yet; the first one begins at `from` and lasts `length`.
    #[must_use]
    pub fn new(from: Instant, length: Nanos) -> Self {
        Self { whole: Vec::with_capacity(BATCHES_MAX), length, ends: from + length }
    }

    /// When the current batch ends.
    #[inline]
    #[must_use]
    pub const fn ends(&self) -> Instant {
        self.ends
    }

    /// Closes the current batch with what it holds.
    pub fn close(&mut self, batch: B) {
        self.whole.push(batch);
        self.ends += self.length;
        if self.whole.len() == BATCHES_MAX {
            self.double();
        }
    }

    /// The whole batches, if they are enough for an interval.
    #[must_use]
    pub fn enough(&self) -> Option<&[B]> {
        (self.whole.len() >= BATCHES_MIN).then_some(self.whole.as_slice())
    }

    fn double(&mut self) {
        let mut merged = Vec::with_capacity(BATCHES_MAX);
        let mut rest = std::mem::take(&mut self.whole).into_iter();
        while let Some(mut first) = rest.next() {
            if let Some(second) = rest.next() {
                first.merge(&second);
            }
            merged.push(first);
        }
        self.whole = merged;
        // The batch that begins now has the new length; close() has set its end by the old one.
        self.ends += self.length;
        self.length = self.length + self.length;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug)]
    struct Sum(u32);

    impl Merge for Sum {
        fn merge(&mut self, next: &Self) {
            self.0 += next.0;
        }
    }

    #[test]
    fn a_long_run_stays_in_few_equal_batches() {
        let mut batches = Batches::new(Instant::new(100), Nanos::new(10));
        let mut seconds = 0;
        while seconds < 100_000 {
            let span = batches.ends().since(Instant::new(100)).get() - seconds;
            seconds += span;
            batches.close(Sum(u32::try_from(span).unwrap()));
        }
        let whole = batches.enough().unwrap();
        assert!((20..40).contains(&whole.len()), "{} batches", whole.len());
        assert!(whole.iter().all(|batch| batch.0 == whole[0].0), "all of one length: {whole:?}");
    }

    #[test]
    fn few_batches_are_not_enough() {
        let mut batches = Batches::new(Instant::START, Nanos::new(10));
        for _ in 0..9 {
            batches.close(Sum(1));
        }
        assert!(batches.enough().is_none(), "nine are too few");
    }
}
