//! Where the warm-up ends: MSER-5.
//!
//! White, Cobb and Spratt, "A comparison of five steady-state truncation heuristics for simulation" (2000): of the series
//! of means of five observations the first d are dropped that make the squared standard error of the rest least. The
//! series of a long run is kept in bounded memory: when it is full, neighbours merge, so that each mean stands for 5, 10,
//! 20 ... observations; the end of the warm-up is then found to a thousandth of the run.
//!
//! Where the rest varies least is also where the first long queue of a short run ends, and a run that is cut there has too
//! low a mean and too narrow an interval: of M/M/1 at 0.8 four runs of 48,000 payments together were 0.5 % low. What is
//! dropped must therefore differ from the rest by more than chance, judged by how much stretches of the later half differ.

use crate::math;
use crate::units::Instant;

/// Observations in a batch at first: the 5 of MSER-5.
const OBSERVATIONS: u32 = 5;
/// Most batches that are kept, an even number.
const BATCHES_MAX: usize = 1_024;
/// The rest must be as long as what is dropped: beyond the middle the statistic is unreliable (the same article).
const DROPPED_SHARE_MAX: usize = 2;

/// What is dropped differs from the rest by so many standard deviations at least: MSER-5 looks at every beginning there
/// is, and of so many the most unusual one is unusual by chance.
const DEVIATIONS: f64 = 4.0;
/// Stretches of a series by which chance is judged; those of its later half are looked at.
const STRETCHES: usize = 32;

/// A sum of squares that is less than this share of what it is the difference of is rounding and counts as zero; else a
/// series that becomes constant, as misses do once everything is cached, would have its end at random.
const ROUNDING: f64 = 1e-9;

/// Batches of an observation series in order of time. Two quantities are watched at once; the later end counts.
#[derive(Clone, Debug)]
pub struct WarmUp {
    /// Sums of the two quantities and the instant of the last observation of each whole batch.
    batches: Vec<([f64; 2], Instant)>,
    /// Observations in a batch.
    size: u32,
    sums: [f64; 2],
    observed: u32,
}

impl Default for WarmUp {
    fn default() -> Self {
        Self { batches: Vec::with_capacity(BATCHES_MAX), size: OBSERVATIONS, sums: [0.0; 2], observed: 0 }
    }
}

impl WarmUp {
    /// Takes up an observation of both quantities.
    #[inline]
    pub fn observe(&mut self, values: [f64; 2], at: Instant) {
        self.sums[0] += values[0];
        self.sums[1] += values[1];
        self.observed += 1;
        if self.observed == self.size {
            self.close(at);
        }
    }

    /// When the warm-up ended, judged by all observations so far; the start if there was none.
    #[must_use]
    pub fn end(&self) -> Instant {
        let dropped = self.dropped(0).max(self.dropped(1));
        dropped.checked_sub(1).and_then(|last| self.batches.get(last)).map_or(Instant::START, |batch| batch.1)
    }

    #[cold]
    fn close(&mut self, at: Instant) {
        self.batches.push((self.sums, at));
        (self.sums, self.observed) = ([0.0; 2], 0);
        if self.batches.len() == BATCHES_MAX {
            let merge = |pair: &[([f64; 2], Instant)]| {
                let [first, last] = [pair[0], pair[pair.len() - 1]];
                ([first.0[0] + last.0[0], first.0[1] + last.0[1]], last.1)
            };
            self.batches = self.batches.chunks(2).map(merge).collect();
            self.size *= 2;
        }
    }

    /// How many batches of a quantity are to be dropped: where the sum of squares of the rest over the square of its
    /// length is least.
    fn dropped(&self, quantity: usize) -> usize {
        let overall =
            self.batches.iter().map(|batch| batch.0[quantity]).sum::<f64>() / math::count(self.batches.len().max(1));
        let (mut sum, mut squares, mut best) = (0.0, 0.0, (f64::INFINITY, 0));
        let most = self.batches.len() / DROPPED_SHARE_MAX;
        for (dropped, batch) in self.batches.iter().enumerate().rev() {
            // Taking the overall mean away first keeps the difference of squares exact enough.
            let value = batch.0[quantity] - overall;
            sum += value;
            squares += value * value;
            let rest = math::count(self.batches.len() - dropped);
            let scatter = squares - sum * sum / rest;
            let statistic = if scatter > ROUNDING * squares { scatter / (rest * rest) } else { 0.0 };
            // Of equals the least is dropped.
            if dropped <= most && statistic <= best.0 {
                best = (statistic, dropped);
            }
        }
        if self.stands_out(quantity, best.1) { best.1 } else { 0 }
    }

    /// Whether the mean of so many batches from the start on differs from that of the others by more than chance.
    fn stands_out(&self, quantity: usize, count: usize) -> bool {
        let values: Vec<f64> = self.batches.iter().map(|batch| batch.0[quantity]).collect();
        let mean = |values: &[f64]| values.iter().sum::<f64>() / math::count(values.len().max(1));
        let length = (values.len() / STRETCHES).max(1);
        let stretches: Vec<f64> = values[values.len() / 2..].chunks_exact(length).map(mean).collect();
        if stretches.len() < STRETCHES / 4 {
            return true;
        }
        let centre = mean(&stretches);
        let squares: f64 = stretches.iter().map(|one| (one - centre) * (one - centre)).sum();
        let (first, others) = values.split_at(count);
        let inverse = |part: &[f64]| math::count(length) / math::count(part.len().max(1));
        let variance = squares / math::count(stretches.len() - 1) * (inverse(first) + inverse(others));
        let apart = mean(first) - mean(others);
        apart * apart > DEVIATIONS * DEVIATIONS * variance
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::{Stream, exponential};
    use crate::units::Nanos;

    fn observe(count: u64, value: impl Fn(u64, &mut Stream) -> f64) -> WarmUp {
        let (mut warm_up, mut stream) = (WarmUp::default(), Stream::new(1, "series"));
        for number in 0..count {
            warm_up.observe([value(number, &mut stream), 0.0], Instant::START + Nanos::new(number + 1));
        }
        warm_up
    }

    /// One miss, or many at first, and hits ever after, in series of many lengths.
    #[test]
    fn a_series_that_becomes_constant_loses_its_beginning_alone() {
        for count in (1_000..60_000).step_by(777) {
            for filling in [1, 100] {
                let end = observe(count, |number, _| f64::from(u8::from(number < filling))).end().get();
                // To the end of a batch: a 512th of the series or 5 observations.
                let batch = (count / 512).max(5) * 2;
                assert!((filling..=filling + batch).contains(&end), "{filling} of {count}: {end}");
            }
        }
    }

    #[test]
    fn a_steady_series_keeps_nearly_everything() {
        for count in [1_000, 100_000] {
            let end = observe(count, |_, stream| exponential(stream)).end().get();
            assert!(end < count / 10, "{end} of {count}");
        }
        assert_eq!(observe(10_000, |_, _| 7.0).end(), Instant::START, "a constant has no warm-up");
        assert_eq!(observe(0, |_, _| 0.0).end(), Instant::START, "nor has nothing");
    }

    /// A long queue at the start is no warm-up: the later half has such queues too.
    #[test]
    fn a_first_queue_like_the_others_is_kept() {
        let queues = |number: u64, stream: &mut Stream| {
            let long = number % 1_000 < 300;
            exponential(stream) * if long { 10.0 } else { 1.0 }
        };
        assert_eq!(observe(20_000, queues).end(), Instant::START);
        let rising =
            |number: u64, stream: &mut Stream| queues(number, stream) + if number < 1_000 { 50.0 } else { 0.0 };
        let end = observe(20_000, rising).end().get();
        assert!((1_000..1_400).contains(&end), "but one like no other is dropped: {end}");
    }

    /// An empty start: the mean rises to 1 within about 2,000 observations.
    #[test]
    fn a_rise_is_found() {
        let rising =
            |number: u64, stream: &mut Stream| exponential(stream) * (1.0 - math::exp(-math::float(number) / 500.0));
        for count in [10_000, 100_000] {
            let end = observe(count, rising).end().get();
            assert!((200..4_000).contains(&end), "{end} of {count}");
        }
    }

    #[test]
    fn the_series_stays_short() {
        let warm_up = observe(1_000_000, |_, stream| exponential(stream));
        assert!((512..1_024).contains(&warm_up.batches.len()), "{} batches", warm_up.batches.len());
    }

    #[test]
    fn either_quantity_may_decide() {
        let mut warm_up = WarmUp::default();
        for number in 0..1_000_u64 {
            warm_up.observe([1.0, if number < 100 { 1.0 } else { 0.0 }], Instant::new(number + 1));
        }
        assert_eq!(warm_up.end(), Instant::new(100), "the second one falls after a hundred");
    }
}
