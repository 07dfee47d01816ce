//! AIMD: one more while all is well, a tenth less when it isn't.
//!
//! Source: Netflix concurrency-limits 0.5, `AIMDLimit`. A drop or a time above the timeout takes the limit down to 0.9 of
//! it, a whole number; else it rises by one, but only if at least half of it was in use.

use super::Sample;
use crate::math;

/// What can be set; the defaults are Netflix's.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct AimdSettings {
    /// The limit at the start.
    pub start: u32,
    /// It never falls below this.
    pub min: u32,
    /// It never rises above this.
    pub max: u32,
    /// What is left of it after a drop, 0.5 to 1.
    pub back_off: f64,
    /// Longer than this counts as a drop, in milliseconds.
    pub timeout_ms: f64,
}

impl Default for AimdSettings {
    fn default() -> Self {
        Self { start: 20, min: 20, max: 200, back_off: 0.9, timeout_ms: 5000.0 }
    }
}

/// Netflix's additive increase, multiplicative decrease.
#[derive(Clone, Copy, Debug)]
pub struct Aimd {
    settings: AimdSettings,
    limit: u32,
}

impl Aimd {
    /// The limit at its start.
    #[must_use]
    pub const fn new(settings: AimdSettings) -> Self {
        Self { settings, limit: settings.start }
    }

    /// The most calls that may be in flight.
    #[must_use]
    pub const fn limit(&self) -> u32 {
        self.limit
    }

    /// A call ended.
    pub fn observed(&mut self, sample: &Sample) {
        let AimdSettings { min, max, back_off, timeout_ms, .. } = self.settings;
        if sample.dropped || sample.rtt_ms > timeout_ms {
            self.limit = math::low(math::floor(f64::from(self.limit) * back_off));
        } else if sample.in_flight.saturating_mul(2) >= self.limit {
            self.limit += 1;
        }
        self.limit = self.limit.min(max).max(min);
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::sample;
    use super::*;

    /// Recorded from the running library.
    #[test]
    fn limits_are_netflixs() {
        let mut limit = Aimd::new(AimdSettings { min: 10, timeout_ms: 100.0, ..AimdSettings::default() });
        let drop = |in_flight| Sample { dropped: true, ..sample(10.0, in_flight) };
        let samples = [
            sample(10.0, 20),
            sample(10.0, 20),
            sample(10.0, 11),
            sample(10.0, 10),
            drop(22),
            sample(101.0, 20),
            sample(100.0, 20),
            sample(10.0, 5),
            drop(40),
            drop(40),
            drop(40),
            drop(40),
        ];
        let got = samples.map(|sample| {
            limit.observed(&sample);
            limit.limit()
        });
        assert_eq!(got, [21, 22, 23, 23, 20, 18, 19, 19, 17, 15, 13, 11]);
    }
}
