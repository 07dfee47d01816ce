//! Slow start: a server that comes back gets its weight little by little.
//!
//! Source: Envoy 1.31, slow start: weight * max(least share, (elapsed / window)^(1 / aggression)). HAProxy's `slowstart`
//! is the linear case from 1 %, which it updates at health checks only. Off as shipped, in all products.

use crate::math;
use crate::units::{Instant, Nanos};

/// What can be set; the defaults are Envoy's.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SlowStartSettings {
    /// How long it takes; zero for off.
    pub window: Nanos,
    /// How steeply it begins: 1 is linear, more begins faster.
    pub aggression: f64,
    /// The least share of its weight that a server gets.
    pub least: f64,
}

impl Default for SlowStartSettings {
    fn default() -> Self {
        Self { window: Nanos::ZERO, aggression: 1.0, least: 0.1 }
    }
}

/// Envoy's slow start.
#[derive(Clone, Debug)]
pub struct SlowStart {
    settings: SlowStartSettings,
    /// When each server came; `None` for those that were there from the beginning.
    joined: Vec<Option<Instant>>,
}

impl SlowStart {
    /// So many servers, all warm.
    #[must_use]
    pub fn new(settings: SlowStartSettings, servers: usize) -> Self {
        Self { settings, joined: vec![None; servers] }
    }

    /// A server has come, or come back.
    pub fn joined(&mut self, now: Instant, server: usize) {
        self.joined[server] = Some(now);
    }

    /// The share of its weight that counts, above 0 to 1.
    #[must_use]
    pub fn share(&self, now: Instant, server: usize) -> f64 {
        let SlowStartSettings { window, aggression, least } = self.settings;
        let Some(elapsed) = self.joined[server].map(|joined| now.since(joined)).filter(|elapsed| *elapsed < window)
        else {
            return 1.0;
        };
        let passed = math::float(elapsed.get()) / math::float(window.get());
        math::pow(passed, 1.0 / aggression).max(least)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weights_grow_as_in_envoy() {
        let check = |aggression: f64, seconds: f64, expected: f64| {
            let settings =
                SlowStartSettings { window: Nanos::from_seconds(60.0), aggression, ..SlowStartSettings::default() };
            let mut slow = SlowStart::new(settings, 1);
            slow.joined(Instant::from_seconds(100.0), 0);
            let got = 100.0 * slow.share(Instant::from_seconds(100.0 + seconds), 0);
            assert!((got - expected).abs() < 1e-4, "{seconds} s, aggression {aggression}: {got}, expected {expected}");
        };
        for (seconds, expected) in
            [(0.0, 10.0), (6.0, 10.0), (15.0, 25.0), (30.0, 50.0), (59.0, 98.3333), (60.0, 100.0)]
        {
            check(1.0, seconds, expected);
        }
        for (seconds, expected) in [(3.0, 22.3607), (15.0, 50.0), (30.0, 70.7107)] {
            check(2.0, seconds, expected);
        }
    }

    #[test]
    fn off_means_full_weight_at_once() {
        let mut slow = SlowStart::new(SlowStartSettings::default(), 1);
        slow.joined(Instant::START, 0);
        assert!((slow.share(Instant::START, 0) - 1.0).abs() < 1e-12);
    }
}
