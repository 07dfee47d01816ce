//! Quantities that cross function boundaries: instants and spans of simulated time, ratios, rates.
//!
//! Simulated time is a whole number of nanoseconds in 64 bits, which lasts 584 years and never rounds when it is
//! added up. Floating point is for rates, probabilities and statistics. Formatting for people is the page's business.

use crate::math;
use std::fmt;
use std::ops::{Add, AddAssign, Sub};

/// Nanoseconds in a second.
const NANOS_PER_SECOND: f64 = 1e9;
/// Nanoseconds in a millisecond.
const NANOS_PER_MILLI: f64 = 1e6;

/// A span of simulated time in whole nanoseconds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Nanos(u64);

impl Nanos {
    /// No time at all.
    pub const ZERO: Self = Self(0);
    /// The longest span there is.
    pub const MAX: Self = Self(u64::MAX);

    /// A span of so many nanoseconds.
    #[must_use]
    pub const fn new(nanos: u64) -> Self {
        Self(nanos)
    }

    /// A span from milliseconds, rounded to the nearest nanosecond; negative or not-a-number gives zero.
    #[must_use]
    pub fn from_millis(millis: f64) -> Self {
        Self(math::whole(millis * NANOS_PER_MILLI))
    }

    /// A span from seconds, rounded to the nearest nanosecond; negative or not-a-number gives zero.
    #[must_use]
    pub fn from_seconds(seconds: f64) -> Self {
        Self(math::whole(seconds * NANOS_PER_SECOND))
    }

    /// The count of nanoseconds.
    #[must_use]
    pub const fn get(self) -> u64 {
        self.0
    }

    /// The span in milliseconds.
    #[must_use]
    pub fn millis(self) -> f64 {
        math::float(self.0) / NANOS_PER_MILLI
    }

    /// The span in seconds.
    #[must_use]
    pub fn seconds(self) -> f64 {
        math::float(self.0) / NANOS_PER_SECOND
    }
}

impl Add for Nanos {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }
}

/// A point of simulated time: nanoseconds since the start of the run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Instant(u64);

impl Instant {
    /// The start of the run.
    pub const START: Self = Self(0);
    /// A point that no run reaches.
    pub const NEVER: Self = Self(u64::MAX);

    /// The point so many nanoseconds after the start.
    #[must_use]
    pub const fn new(nanos: u64) -> Self {
        Self(nanos)
    }

    /// The point so many seconds after the start, rounded to the nearest nanosecond.
    #[must_use]
    pub fn from_seconds(seconds: f64) -> Self {
        Self(math::whole(seconds * NANOS_PER_SECOND))
    }

    /// Nanoseconds since the start.
    #[must_use]
    pub const fn get(self) -> u64 {
        self.0
    }

    /// Seconds since the start.
    #[must_use]
    pub fn seconds(self) -> f64 {
        math::float(self.0) / NANOS_PER_SECOND
    }

    /// The span since an earlier point; zero if that point is later.
    #[must_use]
    pub const fn since(self, earlier: Self) -> Nanos {
        Nanos(self.0.saturating_sub(earlier.0))
    }
}

impl Add<Nanos> for Instant {
    type Output = Self;
    /// The end of time is a wall: a sum beyond it stays there.
    fn add(self, span: Nanos) -> Self {
        Self(self.0.saturating_add(span.0))
    }
}

impl AddAssign<Nanos> for Instant {
    fn add_assign(&mut self, span: Nanos) {
        *self = *self + span;
    }
}

impl Sub for Instant {
    type Output = Nanos;
    fn sub(self, earlier: Self) -> Nanos {
        self.since(earlier)
    }
}

impl fmt::Display for Instant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:.6} s", self.seconds())
    }
}

/// A share between 0 and 1, both included.
#[derive(Clone, Copy, Debug, Default, PartialEq, PartialOrd)]
pub struct Ratio(f64);

impl Ratio {
    /// Nothing.
    pub const ZERO: Self = Self(0.0);
    /// Everything.
    pub const ONE: Self = Self(1.0);

    /// A share, if the number lies in 0 to 1.
    #[must_use]
    pub fn new(share: f64) -> Option<Self> {
        (0.0..=1.0).contains(&share).then_some(Self(share))
    }

    /// `part` of `whole`; `None` when there is no whole to take a part of.
    #[must_use]
    pub fn of(part: u64, whole: u64) -> Option<Self> {
        (whole > 0 && part <= whole).then(|| Self(math::float(part) / math::float(whole)))
    }

    /// The share as a number from 0 to 1.
    #[must_use]
    pub const fn get(self) -> f64 {
        self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn milliseconds_round_to_the_nearest_nanosecond() {
        assert_eq!(Nanos::from_millis(0.000_000_6), Nanos::new(1), "0.6 ns rounds up");
        assert_eq!(Nanos::from_millis(-1.0), Nanos::ZERO, "there is no negative span");
        assert_eq!(Nanos::from_millis(f64::NAN), Nanos::ZERO, "not-a-number is no span");
    }

    #[test]
    fn the_end_of_time_is_a_wall() {
        assert_eq!(Instant::NEVER + Nanos::new(1), Instant::NEVER, "no wrap-around");
    }

    #[test]
    fn a_ratio_has_a_whole() {
        assert_eq!(Ratio::of(0, 0), None, "nothing of nothing is no share");
        assert_eq!(Ratio::of(1, 4).map(Ratio::get), Some(0.25), "a quarter");
        assert_eq!(Ratio::new(1.5), None, "more than everything is no share");
    }
}
