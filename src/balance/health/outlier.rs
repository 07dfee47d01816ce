//! Outlier ejection: servers that do worse than the others leave for a while.
//!
//! Source: Envoy 1.31, outlier detection with its three detectors. Consecutive: so many failures in a row eject at once
//! (failures of the server itself, and those in which nothing came back, which count alone too). Success rate: at each
//! interval, among servers with enough requests, those below mean - factor * standard deviation. Failure percentage: at
//! each interval, those at or above a share of failures. The limit holds for all: (ejected + 1) / servers at most
//! `max_ejection_percent`, so that the default of 10 % ejects nobody among fewer than ten. Ejections last
//! `base_ejection` times the number of the last ones, looked at on ticks of the interval only; each healthy
//! interval takes one off that number. A server that returns begins to count anew: its failures while it was ejected, of
//! attempts sent before, are forgotten.
//! What Envoy enforces by a percentage is on or off here; jitter is left out, it is 0 as shipped.

use crate::balance::Answer;
use crate::math;
use crate::units::{Instant, Nanos};

/// What can be set; the defaults are Envoy's.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct OutlierSettings {
    /// Failures in a row that eject.
    pub consecutive_failures: u32,
    /// Whether they do.
    pub enforce_consecutive_failures: bool,
    /// Attempts in a row without any answer that eject.
    pub consecutive_missing: u32,
    /// Whether they do.
    pub enforce_consecutive_missing: bool,
    /// Time between two looks at rates and at ejected servers.
    pub interval: Nanos,
    /// The first ejection lasts so long.
    pub base_ejection: Nanos,
    /// No ejection lasts longer, unless the base does.
    pub max_ejection: Nanos,
    /// Most servers that may be ejected at a time, in percent.
    pub max_ejection_percent: u32,
    /// Whether one may be ejected whatever the percentage says.
    pub always_eject_one: bool,
    /// Least servers with enough requests for the success rate.
    pub success_rate_servers: usize,
    /// Requests of an interval that are enough for it.
    pub success_rate_requests: u64,
    /// Standard deviations below the mean that eject.
    pub success_rate_factor: f64,
    /// Whether they do.
    pub enforce_success_rate: bool,
    /// Share of failures that ejects, in percent.
    pub failure_percentage: f64,
    /// Least servers with enough requests for it.
    pub failure_percentage_servers: usize,
    /// Requests of an interval that are enough for it.
    pub failure_percentage_requests: u64,
    /// Whether it does.
    pub enforce_failure_percentage: bool,
}

impl Default for OutlierSettings {
    fn default() -> Self {
        Self {
            consecutive_failures: 5,
            enforce_consecutive_failures: true,
            consecutive_missing: 5,
            enforce_consecutive_missing: false,
            interval: Nanos::new(10_000_000_000),
            base_ejection: Nanos::new(30_000_000_000),
            max_ejection: Nanos::new(300_000_000_000),
            max_ejection_percent: 10,
            always_eject_one: false,
            success_rate_servers: 5,
            success_rate_requests: 100,
            success_rate_factor: 1.9,
            enforce_success_rate: true,
            failure_percentage: 85.0,
            failure_percentage_servers: 5,
            failure_percentage_requests: 50,
            enforce_failure_percentage: false,
        }
    }
}

/// Envoy's outlier detection.
#[derive(Clone, Debug)]
pub struct Outlier {
    settings: OutlierSettings,
    servers: Vec<Server>,
    tick_at: Instant,
    ejected: usize,
    ejections: u64,
}

#[derive(Clone, Copy, Debug, Default)]
struct Server {
    failures_in_row: u32,
    missing_in_row: u32,
    /// Requests of this interval, and those that succeeded.
    requests: u64,
    successes: u64,
    ejected_at: Option<Instant>,
    /// How many base times the last ejection lasts.
    times: u64,
}

impl Outlier {
    /// So many servers, none ejected.
    #[must_use]
    pub fn new(settings: OutlierSettings, servers: usize) -> Self {
        let tick_at = Instant::START + settings.interval;
        Self { settings, servers: vec![Server::default(); servers], tick_at, ejected: 0, ejections: 0 }
    }

    /// Whether a server may be picked.
    pub fn usable(&mut self, now: Instant, server: usize) -> bool {
        self.advance(now);
        self.servers[server].ejected_at.is_none()
    }

    /// Times that a server was ejected.
    #[must_use]
    pub const fn ejections(&self) -> u64 {
        self.ejections
    }

    /// An attempt at a server ended.
    pub fn observed(&mut self, now: Instant, server: usize, answer: Answer) {
        self.advance(now);
        let one = &mut self.servers[server];
        one.requests += 1;
        if answer.is_correct() {
            one.successes += 1;
            one.failures_in_row = 0;
            one.missing_in_row = 0;
            return;
        }
        one.failures_in_row += 1;
        one.missing_in_row = if answer == Answer::Missing { one.missing_in_row + 1 } else { 0 };
        let failures = one.failures_in_row >= self.settings.consecutive_failures;
        let missing = one.missing_in_row >= self.settings.consecutive_missing;
        if failures {
            one.failures_in_row = 0;
        }
        if missing {
            one.missing_in_row = 0;
        }
        if failures && self.settings.enforce_consecutive_failures
            || missing && self.settings.enforce_consecutive_missing
        {
            self.eject(now, server);
        }
    }

    /// Makes up for the ticks until now.
    fn advance(&mut self, now: Instant) {
        while self.tick_at <= now {
            let calm = |one: &Server| one.requests == 0 && one.ejected_at.is_none() && one.times == 0;
            if self.settings.interval == Nanos::ZERO || self.servers.iter().all(calm) {
                // Nothing would happen on the ticks until now.
                let interval = self.settings.interval.get().max(1);
                let over = now.since(self.tick_at).get() / interval + 1;
                self.tick_at += Nanos::new(over.saturating_mul(interval));
                return;
            }
            self.tick(self.tick_at);
            self.tick_at += self.settings.interval;
        }
    }

    fn tick(&mut self, now: Instant) {
        for server in 0..self.servers.len() {
            self.return_or_forgive(now, server);
        }
        self.by_success_rate(now);
        self.by_failure_percentage(now);
        for one in &mut self.servers {
            one.requests = 0;
            one.successes = 0;
        }
    }

    /// An ejected server returns when its time is over; a healthy one gets a step off its next ejection.
    fn return_or_forgive(&mut self, now: Instant, server: usize) {
        let time = self.time(self.servers[server].times);
        let one = &mut self.servers[server];
        match one.ejected_at {
            Some(at) if now.since(at) >= time => {
                one.ejected_at = None;
                // Late failures must not eject it again upon very few new ones.
                one.failures_in_row = 0;
                one.missing_in_row = 0;
                self.ejected -= 1;
            }
            Some(_) => {}
            None => one.times = one.times.saturating_sub(1),
        }
    }

    /// How long the ejection of such a number lasts.
    fn time(&self, times: u64) -> Nanos {
        let OutlierSettings { base_ejection: base, max_ejection: max, .. } = self.settings;
        Nanos::new(base.get().saturating_mul(times)).min(max.max(base))
    }

    fn eject(&mut self, now: Instant, server: usize) {
        let wanted = math::wide(self.ejected + 1) * 100;
        let allowed = u64::from(self.settings.max_ejection_percent) * math::wide(self.servers.len());
        let first = self.settings.always_eject_one && self.ejected == 0;
        if self.servers[server].ejected_at.is_some() || wanted > allowed && !first {
            return;
        }
        let longest = self.time(u64::MAX) <= self.time(self.servers[server].times);
        let one = &mut self.servers[server];
        one.ejected_at = Some(now);
        one.times += u64::from(!longest || one.times == 0);
        self.ejected += 1;
        self.ejections += 1;
    }

    fn by_success_rate(&mut self, now: Instant) {
        let OutlierSettings { success_rate_requests, success_rate_servers, success_rate_factor, .. } = self.settings;
        let rates = self.rates(success_rate_requests);
        if !self.settings.enforce_success_rate || rates.len() < success_rate_servers.max(1) {
            return;
        }
        let threshold = threshold(&rates, success_rate_factor);
        for (server, _) in rates.iter().filter(|(_, rate)| *rate < threshold) {
            self.eject(now, *server);
        }
    }

    fn by_failure_percentage(&mut self, now: Instant) {
        let OutlierSettings { failure_percentage_requests, failure_percentage_servers, .. } = self.settings;
        let rates = self.rates(failure_percentage_requests);
        if !self.settings.enforce_failure_percentage || rates.len() < failure_percentage_servers.max(1) {
            return;
        }
        let share = self.settings.failure_percentage;
        for (server, _) in rates.iter().filter(|(_, rate)| 100.0 - rate >= share) {
            self.eject(now, *server);
        }
    }

    /// Success rates of this interval in percent, of the servers that are in and had enough requests.
    fn rates(&self, requests: u64) -> Vec<(usize, f64)> {
        let enough = |one: &&Server| one.ejected_at.is_none() && one.requests >= requests.max(1);
        let rate = |one: &Server| 100.0 * math::float(one.successes) / math::float(one.requests);
        let servers = self.servers.iter().enumerate();
        servers.filter(|(_, one)| enough(one)).map(|(server, one)| (server, rate(one))).collect()
    }
}

/// The rate below which a server is an outlier: mean - factor * standard deviation of the population.
fn threshold(rates: &[(usize, f64)], factor: f64) -> f64 {
    let count = math::count(rates.len());
    let mean = rates.iter().map(|(_, rate)| rate).sum::<f64>() / count;
    let variance = rates.iter().map(|(_, rate)| (rate - mean) * (rate - mean)).sum::<f64>() / count;
    mean - factor * variance.sqrt()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: f64) -> Instant {
        Instant::from_seconds(seconds)
    }

    fn fail(outlier: &mut Outlier, now: f64, server: usize, times: u32) {
        for _ in 0..times {
            outlier.observed(at(now), server, Answer::Failed);
        }
    }

    fn ejected(outlier: &mut Outlier, now: f64) -> Vec<usize> {
        (0..outlier.servers.len()).filter(|&server| !outlier.usable(at(now), server)).collect()
    }

    #[test]
    fn thresholds_are_envoys() {
        let check = |rates: &[f64], expected: f64| {
            let rates: Vec<(usize, f64)> = rates.iter().copied().enumerate().collect();
            let got = threshold(&rates, 1.9);
            assert!((got - expected).abs() < 1e-4, "{got}, expected {expected}");
        };
        check(&[50.0, 100.0, 100.0, 100.0, 100.0], 52.0);
        check(&[90.0, 98.0, 99.0, 99.0, 100.0], 90.2552);
        check(&[70.0, 80.0, 90.0, 95.0, 100.0, 100.0], 68.3412);
    }

    /// How many of so many servers are out when all fail.
    #[test]
    fn limits_are_envoys() {
        let check = |servers: usize, percent: u32, expected: usize| {
            let settings = OutlierSettings { max_ejection_percent: percent, ..OutlierSettings::default() };
            let mut outlier = Outlier::new(settings, servers);
            (0..servers).for_each(|server| fail(&mut outlier, 1.0, server, 5));
            assert_eq!(ejected(&mut outlier, 1.0).len(), expected, "{servers} servers at {percent} %");
        };
        for (servers, expected) in [(3, 0), (9, 0), (10, 1), (19, 1), (20, 2)] {
            check(servers, 10, expected);
        }
        for (servers, expected) in [(3, 1), (4, 2), (5, 2)] {
            check(servers, 50, expected);
        }
        let settings = OutlierSettings { always_eject_one: true, ..OutlierSettings::default() };
        let mut outlier = Outlier::new(settings, 3);
        (0..3).for_each(|server| fail(&mut outlier, 1.0, server, 5));
        assert_eq!(ejected(&mut outlier, 1.0), [0], "one whatever the percentage says");
    }

    #[test]
    fn ejections_grow_to_the_cap() {
        let mut outlier = Outlier::new(OutlierSettings::default(), 10);
        let mut lasted = Vec::new();
        // On a tick, so that a time is a number of whole ticks.
        let mut now = 10.0;
        for _ in 0..12 {
            fail(&mut outlier, now, 3, 5);
            let from = now;
            while ejected(&mut outlier, now) == [3] {
                now += 10.0;
            }
            lasted.push(now - from);
        }
        assert_eq!(lasted, [30.0, 60.0, 90.0, 120.0, 150.0, 180.0, 210.0, 240.0, 270.0, 300.0, 300.0, 300.0]);
        assert!(outlier.usable(at(1e9), 3) && outlier.ejections() == 12, "and a long calm is over at once");
        fail(&mut outlier, 1e9, 3, 5);
        assert!(!outlier.usable(at(1e9 + 29.0), 3) && outlier.usable(at(1e9 + 40.0), 3), "forgiven: 30 s again");
    }

    #[test]
    fn failures_that_come_late_do_not_count_once_it_is_back() {
        let settings = OutlierSettings { enforce_consecutive_missing: true, ..OutlierSettings::default() };
        for answer in [Answer::Failed, Answer::Missing] {
            let mut outlier = Outlier::new(settings, 10);
            fail(&mut outlier, 10.0, 3, 5);
            (0..4).for_each(|_| outlier.observed(at(12.0), 3, answer));
            assert!(!outlier.usable(at(39.0), 3) && outlier.usable(at(40.0), 3), "thirty seconds");
            (0..4).for_each(|_| outlier.observed(at(41.0), 3, answer));
            assert!(outlier.usable(at(41.0), 3), "four are not five: {answer:?}");
            outlier.observed(at(41.0), 3, answer);
            assert!(!outlier.usable(at(41.0), 3), "five are: {answer:?}");
        }
    }

    #[test]
    fn four_failures_and_a_success_eject_nobody() {
        let mut outlier = Outlier::new(OutlierSettings::default(), 10);
        fail(&mut outlier, 1.0, 0, 4);
        outlier.observed(at(1.0), 0, Answer::Declined);
        fail(&mut outlier, 1.0, 0, 4);
        assert!(outlier.usable(at(1.0), 0), "a decline is a good answer");
    }

    /// One interval of requests with these numbers of failures in a hundred, never five in a row.
    fn interval(settings: OutlierSettings, failures: &[u32]) -> Vec<usize> {
        let mut outlier = Outlier::new(settings, failures.len());
        for (server, failures) in failures.iter().enumerate() {
            for request in 0..100 {
                let failed = request * failures / 100 != (request + 1) * failures / 100;
                outlier.observed(at(1.0), server, if failed { Answer::Failed } else { Answer::Approved });
            }
        }
        assert!(ejected(&mut outlier, 9.0).is_empty(), "only on the tick");
        ejected(&mut outlier, 10.0)
    }

    #[test]
    fn rates_eject_on_the_tick() {
        let rates = OutlierSettings {
            enforce_consecutive_failures: false,
            max_ejection_percent: 50,
            ..OutlierSettings::default()
        };
        assert_eq!(interval(rates, &[50, 0, 0, 0, 0]), [0], "the vendor's example");
        assert_eq!(interval(rates, &[10, 2, 1, 1, 0]), [0]);
        assert!(interval(rates, &[30, 20, 10, 5, 0, 0]).is_empty(), "nobody is below 68.3 %");
        assert!(interval(rates, &[50, 0, 0, 0]).is_empty(), "four are too few");
        let shares = OutlierSettings { enforce_success_rate: false, enforce_failure_percentage: true, ..rates };
        assert_eq!(interval(shares, &[85, 84, 0, 0, 90]), [0, 4], "at or above 85 %");
    }
}
