//! Gradient2: the limit follows the quotient of long and short response times.
//!
//! Source: Netflix concurrency-limits 0.5, `Gradient2Limit`. gradient = clamp(tolerance * long / short, 0.5, 1); new
//! limit = limit * gradient + queue, smoothed. The long time is an average, plain over the first ten samples; where it
//! is more than twice the short one it is pulled down by a twentieth. Nothing changes while less than half is in use.

use super::Sample;
use crate::math;

/// Samples over which the long time is a plain average.
const WARM_UP: u32 = 10;

/// What can be set; the defaults are Netflix's.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct GradientSettings {
    /// The limit at the start.
    pub start: f64,
    /// It never falls below this.
    pub min: f64,
    /// It never rises above this.
    pub max: f64,
    /// Calls that may wait at the limit.
    pub queue: f64,
    /// How much longer the short time may be than the long one.
    pub tolerance: f64,
    /// Share of the new limit, 0 to 1.
    pub smoothing: f64,
    /// Samples of the long time.
    pub window: f64,
}

impl Default for GradientSettings {
    fn default() -> Self {
        Self { start: 20.0, min: 20.0, max: 200.0, queue: 4.0, tolerance: 1.5, smoothing: 0.2, window: 600.0 }
    }
}

/// Netflix's second gradient limit.
#[derive(Clone, Copy, Debug)]
pub struct Gradient {
    settings: GradientSettings,
    limit: f64,
    long_ms: f64,
    /// Samples of the plain average so far, and their sum.
    count: u32,
    sum_ms: f64,
}

impl Gradient {
    /// The limit at its start.
    #[must_use]
    pub const fn new(settings: GradientSettings) -> Self {
        Self { settings, limit: settings.start, long_ms: 0.0, count: 0, sum_ms: 0.0 }
    }

    /// The most calls that may be in flight.
    #[must_use]
    pub fn limit(&self) -> u32 {
        math::low(math::floor(self.limit))
    }

    /// A call ended.
    pub fn observed(&mut self, sample: &Sample) {
        let GradientSettings { min, max, queue, tolerance, smoothing, .. } = self.settings;
        let long = self.average(sample.rtt_ms);
        if long / sample.rtt_ms > 2.0 {
            self.long_ms *= 0.95;
        }
        if f64::from(sample.in_flight) < self.limit / 2.0 {
            return;
        }
        let gradient = (tolerance * long / sample.rtt_ms).clamp(0.5, 1.0);
        let wanted = self.limit * gradient + queue;
        self.limit = (self.limit * (1.0 - smoothing) + wanted * smoothing).min(max).max(min);
    }

    /// Takes a sample into the long time and returns that.
    fn average(&mut self, rtt_ms: f64) -> f64 {
        if self.count < WARM_UP {
            self.count += 1;
            self.sum_ms += rtt_ms;
            self.long_ms = self.sum_ms / f64::from(self.count);
        } else {
            let share = 2.0 / (self.settings.window + 1.0);
            self.long_ms = self.long_ms * (1.0 - share) + rtt_ms * share;
        }
        self.long_ms
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::sample;
    use super::*;

    /// Recorded from the running library.
    #[test]
    fn limits_are_netflixs() {
        let mut limit = Gradient::new(GradientSettings { start: 50.0, min: 10.0, ..GradientSettings::default() });
        let times = [(10.0, 12), (30.0, 5), (60.0, 2), (10.0, 3)];
        let mut got = Vec::new();
        for (rtt, times) in times {
            for _ in 0..times {
                limit.observed(&sample(rtt, 1000));
                got.push(limit.limit());
            }
        }
        let expected = [50, 51, 52, 53, 54, 54, 55, 56, 57, 58, 58, 59, 54, 49, 45, 42, 38, 35, 33, 33, 34, 35];
        assert_eq!(got, expected);
    }
}
