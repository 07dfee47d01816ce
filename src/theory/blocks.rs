//! A ledger's blocks: the wait for a place in one. The number waiting with memoryless gaps is M/M^[K]/1, bulk service.
//!
//! A block takes all who wait, at most K, and comes whether anybody waits or not. With memoryless gaps the number waiting is
//! the queue of Gross and Harris, "Fundamentals of Queueing Theory", section on bulk service, in which who comes may
//! join the batch that is served while it has room: geometric, with the root of one equation. Its balance holds term by
//! term, and the tests check it. For regular gaps at load (Bailey, "On queueing processes with bulk service", 1954) the
//! mean takes K complex roots and is left out; where every block has room it is half a gap.

use super::TheoryError;
use super::limits::{count, positive, stable};
use crate::math;

/// Halvings of an interval until its ends are neighbours.
const HALVINGS: u32 = 200;

/// Mean time from any instant to the next event of a renewal process of this mean gap: `E[X^2] / (2 E[X])`, so a whole gap
/// if gaps are memoryless, half of one if they are regular. Source: Kleinrock, Queueing Systems 1 (1975), section 5.2.
#[must_use]
pub fn mean_residual(gap: f64, gap_scv: f64) -> f64 {
    gap * f64::midpoint(1.0, gap_scv)
}

/// Blocks with memoryless gaps, for Poisson arrivals.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct MemorylessBlocks {
    arrival_rate_per_s: f64,
    interval_ms: f64,
    places: u32,
    /// 1 minus the ratio of the geometric law.
    rest: f64,
}

impl MemorylessBlocks {
    /// Blocks of so many places each interval on average, at these arrivals.
    ///
    /// # Errors
    ///
    /// If a rate or a time is out of range, or more arrive than blocks have places for.
    pub fn new(arrival_rate_per_s: f64, interval_ms: f64, places: u32) -> Result<Self, TheoryError> {
        positive("arrival_rate_per_s", arrival_rate_per_s)?;
        positive("interval_ms", interval_ms)?;
        count("places", places)?;
        let come = arrival_rate_per_s * interval_ms / 1e3;
        stable(come / f64::from(places))?;
        // Arrivals in a gap = r + r^2 + .. + r^K: falls as 1 - r grows, from K to 0.
        let (mut low, mut high) = (0.0, 1.0);
        for _ in 0..HALVINGS {
            let middle = f64::midpoint(low, high);
            let sum = (1.0 - middle) * full(middle, places) / middle;
            if sum > come { low = middle } else { high = middle }
        }
        Ok(Self { arrival_rate_per_s, interval_ms, places, rest: f64::midpoint(low, high) })
    }

    /// Mean wait for a place in a block, in milliseconds: interval / (1 - r^K), at light load one interval.
    #[must_use]
    pub fn mean_wait_ms(&self) -> f64 {
        self.interval_ms / full(self.rest, self.places)
    }

    /// How many wait on average: r / (1 - r).
    #[must_use]
    pub fn mean_queue(&self) -> f64 {
        self.arrival_rate_per_s * self.mean_wait_ms() / 1e3
    }

    /// Share of the places that are used, 0 to 1.
    #[must_use]
    pub fn utilisation(&self) -> f64 {
        self.arrival_rate_per_s * self.interval_ms / 1e3 / f64::from(self.places)
    }

    /// The probability that so many wait.
    #[must_use]
    pub fn p_waiting(&self, waiting: u32) -> f64 {
        self.rest * math::exp(f64::from(waiting) * math::ln_1p(-self.rest))
    }
}

/// 1 - r^K, without losing digits where r is near 1.
fn full(rest: f64, places: u32) -> f64 {
    -math::exp_m1(f64::from(places) * math::ln_1p(-rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn blocks(rate: f64, interval_ms: f64, places: u32) -> MemorylessBlocks {
        MemorylessBlocks::new(rate, interval_ms, places).expect("stable")
    }

    #[track_caller]
    fn close(found: f64, expected: f64) {
        assert!((found - expected).abs() <= 1e-9 * expected.abs().max(1e-9), "{found} is not {expected}");
    }

    #[test]
    fn one_place_is_m_m_1() {
        // M/M/1 in which who is served still counts as waiting: L = rho / (1 - rho), W = 1 / (mu - lambda).
        let one = blocks(8.0, 100.0, 1);
        close(one.mean_wait_ms(), 500.0);
        close(one.mean_queue(), 4.0);
    }

    #[test]
    fn two_places_by_hand() {
        // 3 = 2 (r + r^2), so r = (sqrt(7) - 1) / 2 and W = 0.5 s / (1 - r^2).
        let r = (7_f64.sqrt() - 1.0) / 2.0;
        let two = blocks(3.0, 500.0, 2);
        close(two.mean_wait_ms(), 500.0 / (1.0 - r * r));
        close(two.mean_queue(), r / (1.0 - r));
        close(two.utilisation(), 0.75);
    }

    #[test]
    fn its_balance_holds_term_by_term() {
        let (lambda, mu, places) = (12.0, 2.0, 10);
        let law = blocks(lambda, 1e3 / mu, places);
        close((1..=places).map(|n| law.p_waiting(n)).sum::<f64>() * mu, lambda * law.p_waiting(0));
        for n in 1..100 {
            let inflow = lambda * law.p_waiting(n - 1) + mu * law.p_waiting(n + places);
            close(inflow, (lambda + mu) * law.p_waiting(n));
        }
    }

    #[test]
    fn light_load_waits_one_gap_and_too_much_has_no_answer() {
        assert!((blocks(0.01, 12_000.0, 2_000).mean_wait_ms() - 12_000.0).abs() < 1e-6, "one mean gap");
        assert!(MemorylessBlocks::new(4.0, 600_000.0, 2_400).is_err(), "as many as there are places");
        close(mean_residual(12.0, 1.0), 12.0);
        close(mean_residual(12.0, 0.0), 6.0);
    }
}
