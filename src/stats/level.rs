//! A quantity that changes at instants and holds in between, with its integral over time.
//!
//! Averages of queue lengths weigh each value by how long it held; sampling at events would see full queues too often.
//! The integral is a whole number of value-nanoseconds in 128 bits: exact, and the same on every machine.
//!
//! A unit that came at `a` and left at `b` adds `b - a`, so the integral up to now is the value times now, less the
//! instants of all rises, plus those of all falls. A change is then one addition; only a look multiplies, which is what
//! costs in WebAssembly, where a product of 128 bits is a call.

use crate::math;
use crate::units::{Instant, Nanos};

/// A whole-numbered quantity over time.
#[derive(Clone, Copy, Debug, Default)]
pub struct Level {
    value: u32,
    /// Instants of the rises less those of the falls, modulo 2^128: it may be below zero, the integral never is.
    moments: u128,
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
        self.moments = self.moments.wrapping_add(u128::from(now.get()));
        self.value += 1;
    }

    /// One less from now on.
    #[inline]
    pub fn fall(&mut self, now: Instant) {
        debug_assert!(self.value > 0, "a level never falls below zero");
        self.moments = self.moments.wrapping_sub(u128::from(now.get()));
        self.value = self.value.saturating_sub(1);
    }

    /// So many from now on.
    pub fn set(&mut self, value: u32, now: Instant) {
        let moment = |count: u32| u128::from(count) * u128::from(now.get());
        self.moments = self.moments.wrapping_add(moment(value)).wrapping_sub(moment(self.value));
        self.value = value;
    }

    /// The integral from the start to now, which is not before the last change, in value-nanoseconds.
    #[must_use]
    pub fn area(&self, now: Instant) -> u128 {
        (u128::from(self.value) * u128::from(now.get())).wrapping_sub(self.moments)
    }

    /// The average over a span whose integrals at both ends are given; zero over no time.
    #[must_use]
    pub fn mean(area_from: u128, area_to: u128, span: Nanos) -> f64 {
        if span == Nanos::ZERO {
            return 0.0;
        }
        math::float_wide(area_to.saturating_sub(area_from)) / math::float(span.get())
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
