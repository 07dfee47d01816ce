//! A run of any length in a bounded number of batches of equal length.
//!
//! Batch means (Conway, 1963; Schmeiser, "Batch size effects in the analysis of simulation output", 1982): neighbouring
//! observations of a queue resemble each other, averages over long batches hardly do. When the batches are all used,
//! neighbours merge and the length doubles, so memory does not grow with the run.

use crate::units::{Instant, Nanos};

/// What a batch holds: something that two neighbours can be merged into.
pub trait Merge {
    /// Takes up the batch that follows.
    fn merge(&mut self, next: &Self);
}

/// The batches of a run, the oldest first.
#[derive(Clone, Debug)]
pub struct Batches<B> {
    whole: Vec<B>,
    most: usize,
    length: Nanos,
    ends: Instant,
}

impl<B: Merge> Batches<B> {
    /// No batches yet, and never `most` of them, an even number; the first one begins at `from` and lasts `length`.
    #[must_use]
    pub fn new(from: Instant, length: Nanos, most: usize) -> Self {
        Self { whole: Vec::with_capacity(most), most, length, ends: from + length }
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
        if self.whole.len() >= self.most {
            self.double();
        }
    }

    /// The whole batches.
    #[must_use]
    pub fn whole(&self) -> &[B] {
        &self.whole
    }

    fn double(&mut self) {
        let mut merged = Vec::with_capacity(self.most);
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
        let mut batches = Batches::new(Instant::new(100), Nanos::new(10), 40);
        let mut seconds = 0;
        while seconds < 100_000 {
            let span = batches.ends().since(Instant::new(100)).get() - seconds;
            seconds += span;
            batches.close(Sum(u32::try_from(span).unwrap()));
        }
        let whole = batches.whole();
        assert!((20..40).contains(&whole.len()), "{} batches", whole.len());
        assert!(whole.iter().all(|batch| batch.0 == whole[0].0), "all of one length: {whole:?}");
    }
}
