//! The circuit breaker of resilience4j: closed, open, half-open over a window of calls.
//!
//! Source: resilience4j 2, `CircuitBreaker` with a count-based window. After every call, once there are enough, the
//! breaker opens when the share of failed or of slow calls is at or above its threshold; slow is strictly longer than
//! the limit. Open it rejects, and leaves that state strictly after the wait. Half-open it admits a few calls and decides
//! by the same thresholds as soon as they, or the least number of calls if that is smaller, have ended.

use crate::units::{Instant, Nanos};
use std::collections::VecDeque;

/// What can be set; the defaults are resilience4j's.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct BreakerSettings {
    /// Calls of the window.
    pub window: usize,
    /// Calls before anything is decided.
    pub least_calls: usize,
    /// Share of failed calls that opens, 0 to 1.
    pub failure_share: f64,
    /// Share of slow calls that opens, 0 to 1.
    pub slow_share: f64,
    /// Longer than this is slow.
    pub slow: Nanos,
    /// How long it stays open.
    pub wait: Nanos,
    /// Calls that are admitted half-open.
    pub trial_calls: usize,
}

impl Default for BreakerSettings {
    fn default() -> Self {
        Self {
            window: 100,
            least_calls: 100,
            failure_share: 0.5,
            slow_share: 1.0,
            slow: Nanos::new(60_000_000_000),
            wait: Nanos::new(60_000_000_000),
            trial_calls: 10,
        }
    }
}

/// What the breaker does with calls.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BreakerState {
    /// All pass.
    Closed,
    /// None pass since then.
    Open(Instant),
    /// A few pass; so many have been admitted.
    HalfOpen(usize),
}

/// resilience4j's circuit breaker.
#[derive(Clone, Debug)]
pub struct CircuitBreaker {
    settings: BreakerSettings,
    state: BreakerState,
    /// Whether each call failed and whether it was slow, the oldest first.
    calls: VecDeque<(bool, bool)>,
    /// Those of the calls that failed, and those that were slow.
    failed: usize,
    slow: usize,
}

impl CircuitBreaker {
    /// Closed, and no call yet.
    #[must_use]
    pub fn new(settings: BreakerSettings) -> Self {
        let calls = VecDeque::with_capacity(settings.window);
        Self { settings, state: BreakerState::Closed, calls, failed: 0, slow: 0 }
    }

    /// What it does now.
    #[must_use]
    pub const fn state(&self) -> BreakerState {
        self.state
    }

    /// Whether a call may be made; if so it has to be told how it ended.
    pub fn admit(&mut self, now: Instant) -> bool {
        if let BreakerState::Open(since) = self.state
            && now > since + self.settings.wait
        {
            self.enter(BreakerState::HalfOpen(0));
        }
        match &mut self.state {
            BreakerState::Closed => true,
            BreakerState::Open(_) => false,
            BreakerState::HalfOpen(admitted) => {
                let room = *admitted < self.settings.trial_calls;
                *admitted += usize::from(room);
                room
            }
        }
    }

    /// A call that was admitted has ended.
    pub fn observed(&mut self, now: Instant, failed: bool, took: Nanos) {
        let half_open = matches!(self.state, BreakerState::HalfOpen(_));
        let BreakerSettings { window, least_calls, trial_calls, slow, .. } = self.settings;
        if matches!(self.state, BreakerState::Open(_)) {
            return;
        }
        let window = if half_open { trial_calls } else { window };
        if self.calls.len() >= window
            && let Some((failed, slow)) = self.calls.pop_front()
        {
            self.failed -= usize::from(failed);
            self.slow -= usize::from(slow);
        }
        self.calls.push_back((failed, took > slow));
        self.failed += usize::from(failed);
        self.slow += usize::from(took > slow);
        let enough = if half_open { least_calls.min(trial_calls) } else { least_calls };
        if self.calls.len() < enough {
            return;
        }
        if self.exceeds() {
            self.enter(BreakerState::Open(now));
        } else if half_open {
            self.enter(BreakerState::Closed);
        }
    }

    fn exceeds(&self) -> bool {
        let share = |calls: usize| crate::math::count(calls) / crate::math::count(self.calls.len());
        share(self.failed) >= self.settings.failure_share || share(self.slow) >= self.settings.slow_share
    }

    /// A new state begins with an empty window.
    fn enter(&mut self, state: BreakerState) {
        self.state = state;
        self.calls.clear();
        (self.failed, self.slow) = (0, 0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Plays calls (s fine, f failed, S slow) and waits (+milliseconds); C, O, H after each call, x rejected, | wait.
    fn play(settings: BreakerSettings, script: &str) -> String {
        let mut breaker = CircuitBreaker::new(settings);
        let mut now = Instant::START;
        let mut said = String::new();
        for word in script.split(' ') {
            if let Some(wait) = word.strip_prefix('+') {
                now += Nanos::from_millis(wait.parse().expect("milliseconds"));
                said.push('|');
                continue;
            }
            if !breaker.admit(now) {
                said.push('x');
                continue;
            }
            let took = if word == "S" { 101.0 } else { 1.0 };
            breaker.observed(now, word == "f", Nanos::from_millis(took));
            said.push(match breaker.state() {
                BreakerState::Closed => 'C',
                BreakerState::Open(_) => 'O',
                BreakerState::HalfOpen(_) => 'H',
            });
        }
        said
    }

    /// Recorded from the running resilience4j.
    #[test]
    fn states_are_those_of_resilience4j() {
        let five = BreakerSettings {
            window: 5,
            least_calls: 5,
            wait: Nanos::from_seconds(5.0),
            trial_calls: 2,
            ..BreakerSettings::default()
        };
        assert_eq!(play(five, "f s f s f s s +5000 s +1 s s f f f"), "CCCCOxx|x|HCCCC");
        let three = BreakerSettings { least_calls: 3, ..five };
        assert_eq!(play(three, "f f s +5001 f s s +5001 s s f f s f"), "CCO|HOx|HCCCOx");
        let slow = BreakerSettings {
            window: 4,
            least_calls: 4,
            slow_share: 0.5,
            slow: Nanos::from_millis(100.0),
            wait: Nanos::from_seconds(3.0),
            ..five
        };
        assert_eq!(play(slow, "s S s S s +3001 S s s +3001 s s s"), "CCCOx|HOx|HCC");
    }
}
