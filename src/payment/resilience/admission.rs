//! Admission control: a share of the requests is rejected when too few succeed.
//!
//! Source: Envoy 1.31, admission control: ((n - successes / threshold) / (n + 1))^(1 / aggression) of the requests of the
//! last 30 s, capped. Only what was let in counts, as there.

use crate::math;
use crate::units::Instant;

/// Seconds that count, and as many slots.
const WINDOW_S: usize = 30;

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

/// Envoy's admission control.
#[derive(Clone, Debug)]
pub struct Admission {
    settings: AdmissionSettings,
    /// Requests and successes of each of the last seconds.
    slots: [(u64, u64); WINDOW_S],
    /// The second up to which the slots are counted.
    second: u64,
}

impl Admission {
    /// Nothing has been asked yet.
    #[must_use]
    pub const fn new(settings: AdmissionSettings) -> Self {
        Self { settings, slots: [(0, 0); WINDOW_S], second: 0 }
    }

    /// The probability with which a request that comes now is rejected.
    pub fn rejection(&mut self, now: Instant) -> f64 {
        self.forget(now);
        let sum = |(requests, successes): (u64, u64), slot: &(u64, u64)| (requests + slot.0, successes + slot.1);
        let (requests, successes) = self.slots.iter().fold((0, 0), sum);
        self.settings.rejection(requests, successes)
    }

    /// A request that was let in has ended.
    pub fn observed(&mut self, now: Instant, succeeded: bool) {
        self.forget(now);
        let slot = &mut self.slots[slot(self.second)];
        slot.0 += 1;
        slot.1 += u64::from(succeeded);
    }

    /// Empties the slots of the seconds that have begun since the last look.
    fn forget(&mut self, now: Instant) {
        let second = now.get() / 1_000_000_000;
        for passed in (self.second + 1..=second).rev().take(WINDOW_S) {
            self.slots[slot(passed)] = (0, 0);
        }
        self.second = second;
    }
}

/// The slot of a second.
fn slot(second: u64) -> usize {
    math::index(math::low(second % math::wide(WINDOW_S)))
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

    #[test]
    fn thirty_seconds_count() {
        let at = |seconds: f64| Instant::from_seconds(seconds);
        let mut admission = Admission::new(AdmissionSettings::default());
        (0..1000).for_each(|call| admission.observed(at(10.5), call < 500));
        for (seconds, expected) in [(11.0, 0.473_211), (39.9, 0.473_211), (40.0, 0.0), (500.0, 0.0)] {
            let got = admission.rejection(at(seconds));
            assert!((got - expected).abs() < 1e-6, "after {seconds} s: {got}");
        }
    }
}
