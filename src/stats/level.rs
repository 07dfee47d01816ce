//! A quantity that changes at instants and holds in between, with its integral over time.
//!
//! Averages of queue lengths weigh each value by how long it held; sampling at events would see full queues too often.
//! The integral is a whole number of value-nanoseconds in 128 bits: exact, and the same on every machine.

use crate::math;
use crate::units::{Instant, Nanos};

/// A whole-numbered quantity over time.
#[derive(Clone, Copy, Debug, Default)]
pub struct Level {
    value: u32,
    since: Instant,
    area: u128,
}

impl Level {
    /// The value now.
    #[must_use]
    pub const fn value(&self) -> u32 {
        self.value
    }

    /// One more from now on.
    #[inline]
    pub fn rise(&mut self, now: Instant) {
        self.settle(now);
        self.value += 1;
    }

    /// One less from now on.
    #[inline]
    pub fn fall(&mut self, now: Instant) {
        self.settle(now);
        debug_assert!(self.value > 0, "a level never falls below zero");
        self.value = self.value.saturating_sub(1);
    }

    /// The integral from the start to now, in value-nanoseconds.
    #[must_use]
    pub fn area(&self, now: Instant) -> u128 {
        self.area + u128::from(self.value) * u128::from(now.since(self.since).get())
    }

    /// The average over a span whose integrals at both ends are given; zero over no time.
    #[must_use]
    pub fn mean(area_from: u128, area_to: u128, span: Nanos) -> f64 {
        if span == Nanos::ZERO {
            return 0.0;
        }
        math::float_wide(area_to.saturating_sub(area_from)) / math::float(span.get())
    }

    #[inline]
    fn settle(&mut self, now: Instant) {
        self.area = self.area(now);
        self.since = now;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_weigh_by_how_long_they_hold() {
        let mut level = Level::default();
        level.rise(Instant::new(10));
        level.rise(Instant::new(20));
        level.fall(Instant::new(25));
        let end = Instant::new(40);
        assert_eq!(level.area(end), 10 + 2 * 5 + 15, "each value times its time");
        assert!((Level::mean(0, level.area(end), Nanos::new(40)) - 0.875).abs() < 1e-12, "35 over 40");
    }
}
