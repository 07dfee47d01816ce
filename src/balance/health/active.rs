//! Active health checks: a server is asked regularly, and goes down or up after so many equal answers.
//!
//! Source: HAProxy 2.6, `check` with `inter`, `fall` and `rise`, and `observe` with `error-limit`. A server is up at the
//! start. Down after `fall` failed checks in a row, up after `rise` passed ones. With `observe`, so many errors of real
//! traffic in a row count as one failed check. Left out: `fastinter` and `downinter`.

use crate::balance::Answer;
use crate::units::{Instant, Nanos};

/// What can be set; the defaults are HAProxy's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ActiveSettings {
    /// Time between two checks of a server.
    pub interval: Nanos,
    /// Failed checks in a row that take a server down.
    pub fall: u32,
    /// Passed checks in a row that bring it back.
    pub rise: u32,
    /// Errors of real traffic in a row that count as a failed check; `None` if traffic is not observed.
    pub error_limit: Option<u32>,
}

impl Default for ActiveSettings {
    fn default() -> Self {
        Self { interval: Nanos::new(2_000_000_000), fall: 3, rise: 2, error_limit: None }
    }
}

/// HAProxy's health checks.
#[derive(Clone, Debug)]
pub struct Active {
    settings: ActiveSettings,
    servers: Vec<Server>,
}

#[derive(Clone, Copy, Debug)]
struct Server {
    /// From `rise` on it is up; `rise + fall - 1` at best.
    health: u32,
    errors: u32,
    check_at: Instant,
}

impl Active {
    /// So many servers, all up, their first checks spread over an interval.
    #[must_use]
    pub fn new(settings: ActiveSettings, servers: u32) -> Self {
        let spread =
            |server: u32| Instant::new(settings.interval.get() / u64::from(servers.max(1)) * u64::from(server));
        let health = best(&settings);
        let server = |server: u32| Server { health, errors: 0, check_at: spread(server) };
        Self { settings, servers: (0..servers).map(server).collect() }
    }

    /// When a server is to be checked next.
    #[must_use]
    pub fn check_at(&self, server: usize) -> Instant {
        self.servers[server].check_at
    }

    /// A check ended.
    pub fn checked(&mut self, now: Instant, server: usize, passed: bool) {
        self.servers[server].check_at = now + self.settings.interval;
        self.count(server, passed);
    }

    /// An attempt at a server ended.
    pub fn observed(&mut self, _now: Instant, server: usize, answer: Answer) {
        let Some(limit) = self.settings.error_limit else { return };
        let one = &mut self.servers[server];
        one.errors = if answer.is_correct() { 0 } else { one.errors + 1 };
        if one.errors >= limit {
            one.errors = 0;
            self.count(server, false);
        }
    }

    /// Whether a server may be picked.
    #[must_use]
    pub fn usable(&self, _now: Instant, server: usize) -> bool {
        self.servers[server].health >= self.settings.rise
    }

    fn count(&mut self, server: usize, passed: bool) {
        let rise = self.settings.rise;
        let best = best(&self.settings);
        let health = &mut self.servers[server].health;
        let next = if passed { *health + 1 } else { health.saturating_sub(1) };
        *health = match passed {
            true if next >= rise => best,
            false if next < rise => 0,
            _ => next,
        };
    }
}

fn best(settings: &ActiveSettings) -> u32 {
    (settings.rise + settings.fall).saturating_sub(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Up or down after each check.
    fn states(checks: &str) -> String {
        let mut active = Active::new(ActiveSettings::default(), 1);
        let state = |check: char| {
            active.checked(Instant::START, 0, check == '+');
            if active.usable(Instant::START, 0) { 'u' } else { 'd' }
        };
        checks.chars().map(state).collect()
    }

    #[test]
    fn three_failures_in_a_row_take_it_down_and_two_passes_bring_it_back() {
        assert_eq!(states("--+---++-"), "uuuuudduu");
        assert_eq!(states("---+-++"), "uuddddu", "a failure in between starts anew");
    }

    #[test]
    fn observed_errors_count_as_a_failed_check() {
        let mut active = Active::new(ActiveSettings { error_limit: Some(10), ..ActiveSettings::default() }, 1);
        for error in 1..=30 {
            assert!(active.usable(Instant::START, 0), "up before error {error}");
            active.observed(Instant::START, 0, Answer::Missing);
        }
        assert!(!active.usable(Instant::START, 0), "three times ten");
    }

    #[test]
    fn first_checks_are_spread() {
        let active = Active::new(ActiveSettings::default(), 4);
        let at: Vec<u64> = (0..4).map(|server| active.check_at(server).get() / 1_000_000).collect();
        assert_eq!(at, [0, 500, 1000, 1500], "milliseconds");
    }
}
