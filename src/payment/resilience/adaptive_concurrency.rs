//! Envoy's adaptive concurrency: the limit follows the quotient of the least and the present response time.
//!
//! Source: Envoy 1.31, gradient controller. gradient = clamp(least * (1 + buffer) / sample, 0.5, 2); with l = limit *
//! gradient the new limit is l + sqrt(l), a whole number. Left out: how the least time is measured, by pinning the
//! limit to its floor for 50 requests; the caller says it.

use crate::math;

/// What can be set; the defaults are Envoy's.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct AdaptiveSettings {
    /// The limit never falls below this, and starts there.
    pub min: u32,
    /// It never rises above this.
    pub max: u32,
    /// How much longer than the least a time may be, as a share.
    pub buffer: f64,
}

impl Default for AdaptiveSettings {
    fn default() -> Self {
        Self { min: 3, max: 1000, buffer: 0.25 }
    }
}

/// Envoy's gradient controller.
#[derive(Clone, Copy, Debug)]
pub struct AdaptiveConcurrency {
    settings: AdaptiveSettings,
    limit: u32,
}

impl AdaptiveConcurrency {
    /// The limit at its floor.
    #[must_use]
    pub const fn new(settings: AdaptiveSettings) -> Self {
        Self { settings, limit: settings.min }
    }

    /// The most calls that may be in flight.
    #[must_use]
    pub const fn limit(&self) -> u32 {
        self.limit
    }

    /// A window of samples ended: the least time and the one that was sampled, in the same unit.
    pub fn observed(&mut self, least: f64, sampled: f64) {
        let AdaptiveSettings { min, max, buffer } = self.settings;
        let gradient = (least * (1.0 + buffer) / sampled).clamp(0.5, 2.0);
        let scaled = f64::from(self.limit) * gradient;
        self.limit = math::low(math::floor(scaled + scaled.sqrt())).min(max).max(min);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn limits_follow_the_formula() {
        let mut limit = AdaptiveConcurrency::new(AdaptiveSettings::default());
        let mut got = Vec::new();
        for (sampled, times) in [(10.0, 8), (20.0, 4), (50.0, 3), (11.0, 3)] {
            for _ in 0..times {
                limit.observed(10.0, sampled);
                got.push(limit.limit());
            }
        }
        assert_eq!(got, [5, 8, 13, 20, 30, 43, 61, 84, 59, 42, 31, 23, 14, 9, 6, 9, 13, 18]);
    }
}
