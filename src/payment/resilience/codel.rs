//! Controlled delay: drop what waited too long, but only while everything waits.
//!
//! Source: folly, `Codel`, Facebook's form of CoDel (Nichols and Jacobson, 2012). If the least delay of an interval was
//! above the target, the next interval is overloaded, and whatever waited more than twice the target is dropped in it. The very
//! first request only seeds the least delay, and the first of an interval is never dropped. An interval ends with the
//! first request strictly after its end, and the next one runs from there.

use crate::units::{Instant, Nanos};

/// What can be set; the defaults are folly's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CodelSettings {
    /// Over which the least delay is taken.
    pub interval: Nanos,
    /// The least delay that is still fine.
    pub target: Nanos,
}

impl Default for CodelSettings {
    fn default() -> Self {
        Self { interval: Nanos::new(100_000_000), target: Nanos::new(5_000_000) }
    }
}

/// folly's Codel.
#[derive(Clone, Copy, Debug)]
pub struct Codel {
    settings: CodelSettings,
    least: Option<Nanos>,
    interval_ends: Instant,
    overloaded: bool,
}

impl Codel {
    /// Nothing has waited yet.
    #[must_use]
    pub const fn new(settings: CodelSettings) -> Self {
        Self { settings, least: None, interval_ends: Instant::START, overloaded: false }
    }

    /// Whether a request that waited so long is to be dropped.
    pub fn drops(&mut self, now: Instant, delay: Nanos) -> bool {
        let CodelSettings { interval, target } = self.settings;
        let Some(least) = self.least else {
            self.least = Some(delay);
            return false;
        };
        if now > self.interval_ends {
            self.interval_ends = now + interval;
            self.overloaded = least > target;
            self.least = Some(delay);
            return false;
        }
        self.least = Some(least.min(delay));
        self.overloaded && delay > target + target
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn drops_are_follys() {
        let mut codel = Codel::new(CodelSettings::default());
        let delays =
            [1, 2, 8, 9, 12, 15, 14, 13, 18, 20, 25, 9, 11, 30, 4, 12, 14, 3, 16, 18, 7, 6, 5, 4, 15].map(f64::from);
        let mut now = Instant::from_seconds(0.001);
        let mut dropped = Vec::new();
        for (place, delay) in delays.into_iter().enumerate() {
            if codel.drops(now, Nanos::from_millis(delay)) {
                dropped.push(place + 1);
            }
            now += Nanos::from_millis(20.0);
        }
        assert_eq!(dropped, [16, 17, 19]);
    }
}
