//! Admission control: a share of the requests is rejected when too few succeed.
//!
//! Source: Envoy 1.31, admission control: ((n - successes / threshold) / (n + 1))^(1 / aggression) of the requests of the
//! last 30 s, capped.

use crate::math;

/// What can be set; the defaults are Envoy's.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct AdmissionSettings {
    /// Share of successes below which rejection begins, above 0 to 1.
    pub threshold: f64,
    /// How steeply it begins; 1 is linear.
    pub aggression: f64,
    /// The most that is rejected, 0 to 1.
    pub cap: f64,
}

impl Default for AdmissionSettings {
    fn default() -> Self {
        Self { threshold: 0.95, aggression: 1.0, cap: 0.8 }
    }
}

impl AdmissionSettings {
    /// The probability with which a request is rejected, from the requests of the window and those that succeeded.
    #[must_use]
    pub fn rejection(&self, requests: u64, successes: u64) -> f64 {
        let requests = math::float(requests);
        let excess = (requests - math::float(successes) / self.threshold) / (requests + 1.0);
        math::pow(excess.max(0.0), 1.0 / self.aggression).min(self.cap)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_are_envoys() {
        let check = |successes: u64, aggression: f64, expected: f64| {
            let got = AdmissionSettings { aggression, ..AdmissionSettings::default() }.rejection(1000, successes);
            assert!((got - expected).abs() < 1e-6, "{successes} of 1000, aggression {aggression}: {got}");
        };
        check(940, 1.0, 0.010_516);
        check(900, 1.0, 0.052_579);
        check(500, 1.0, 0.473_211);
        check(500, 2.0, 0.687_903);
        check(0, 1.0, 0.8);
        check(1000, 1.0, 0.0);
    }
}
