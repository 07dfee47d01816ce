//! Envoy's adaptive concurrency: the limit follows the quotient of the least and the present response time.
//!
//! Source: Envoy 1.31, gradient controller. Each window, gradient = clamp(least * (1 + buffer) / sample, 0.5, 2), where
//! sample is the window's median; with l = limit * gradient the new limit is l + sqrt(l), a whole number. The least time is
//! the median of 50 calls while the limit is pinned to its floor: at the start, every so often, and after five windows
//! at the floor. Left out: the jitter of the time between two such measurements.

use crate::math;
use crate::units::{Instant, Nanos};

/// Windows at the floor after which the least time is measured anew.
const FLOOR_WINDOWS: u32 = 5;

/// What can be set; the defaults are Envoy's, and its documentation's examples for the two times that it asks for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct AdaptiveSettings {
    /// The limit never falls below this, and starts there.
    pub min: u32,
    /// It never rises above this.
    pub max: u32,
    /// How much longer than the least a time may be, as a share.
    pub buffer: f64,
    /// Length of a window.
    pub window: Nanos,
    /// From one measurement of the least time to the next.
    pub measure_every: Nanos,
    /// Calls of a measurement.
    pub measure_calls: usize,
}

impl Default for AdaptiveSettings {
    fn default() -> Self {
        Self {
            min: 3,
            max: 1000,
            buffer: 0.25,
            window: Nanos::new(100_000_000),
            measure_every: Nanos::new(60_000_000_000),
            measure_calls: 50,
        }
    }
}

/// Envoy's gradient controller.
#[derive(Clone, Debug)]
pub struct AdaptiveConcurrency {
    settings: AdaptiveSettings,
    limit: u32,
    /// The least time; `None` while it is measured.
    least_ms: Option<f64>,
    /// Times of the present window or measurement, in milliseconds.
    times_ms: Vec<f64>,
    window_ends: Instant,
    measure_at: Instant,
    /// Windows in a row that ended at the floor.
    at_floor: u32,
}

impl AdaptiveConcurrency {
    /// The limit at its floor, the least time being measured.
    #[must_use]
    pub const fn new(settings: AdaptiveSettings) -> Self {
        Self {
            settings,
            limit: settings.min,
            least_ms: None,
            times_ms: Vec::new(),
            window_ends: Instant::START,
            measure_at: Instant::START,
            at_floor: 0,
        }
    }

    /// The most calls that may be in flight.
    #[must_use]
    pub const fn limit(&self) -> u32 {
        if self.least_ms.is_some() { self.limit } else { self.settings.min }
    }

    /// A call was answered after so many milliseconds.
    pub fn observed(&mut self, now: Instant, rtt_ms: f64) {
        self.times_ms.push(rtt_ms);
        let ends = match self.least_ms {
            None => self.times_ms.len() >= self.settings.measure_calls,
            Some(_) => now >= self.window_ends,
        };
        if !ends {
            return;
        }
        let sampled = median(&mut self.times_ms);
        self.times_ms.clear();
        self.window_ends = now + self.settings.window;
        let Some(least) = self.least_ms else {
            self.least_ms = Some(sampled);
            self.measure_at = now + self.settings.measure_every;
            self.at_floor = 0;
            return;
        };
        self.follow(least, sampled);
        self.at_floor = if self.limit == self.settings.min { self.at_floor + 1 } else { 0 };
        if now >= self.measure_at || self.at_floor >= FLOOR_WINDOWS {
            self.least_ms = None;
        }
    }

    /// A window ended: the least time and the one that was sampled, in the same unit.
    fn follow(&mut self, least: f64, sampled: f64) {
        let AdaptiveSettings { min, max, buffer, .. } = self.settings;
        let gradient = (least * (1.0 + buffer) / sampled).clamp(0.5, 2.0);
        let scaled = f64::from(self.limit) * gradient;
        self.limit = math::low(math::floor(scaled + scaled.sqrt())).min(max).max(min);
    }
}

/// The middle of some times, the upper one of two.
fn median(times: &mut [f64]) -> f64 {
    times.sort_by(f64::total_cmp);
    times.get(times.len() / 2).copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn limits_follow_the_formula() {
        let mut limit = AdaptiveConcurrency::new(AdaptiveSettings::default());
        limit.least_ms = Some(10.0);
        let mut got = Vec::new();
        for (sampled, times) in [(10.0, 8), (20.0, 4), (50.0, 3), (11.0, 3)] {
            for _ in 0..times {
                limit.follow(10.0, sampled);
                got.push(limit.limit());
            }
        }
        assert_eq!(got, [5, 8, 13, 20, 30, 43, 61, 84, 59, 42, 31, 23, 14, 9, 6, 9, 13, 18]);
    }

    #[test]
    fn the_least_time_is_measured_at_the_floor() {
        let mut limit = AdaptiveConcurrency::new(AdaptiveSettings::default());
        let mut now = Instant::START;
        let mut call = |limit: &mut AdaptiveConcurrency, rtt_ms: f64| {
            now += Nanos::from_millis(10.0);
            limit.observed(now, rtt_ms);
            limit.limit()
        };
        assert!((0..50).all(|_| call(&mut limit, 10.0) == 3), "pinned while it is measured");
        assert!((0..11).any(|_| call(&mut limit, 10.0) == 5), "then it grows");
        (0..600).for_each(|_| {
            call(&mut limit, 500.0);
        });
        assert!(limit.least_ms.is_none_or(|least| least > 400.0), "at the floor for long: measured anew");
    }
}
