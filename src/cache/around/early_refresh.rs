//! Early refresh by lot (XFetch): the closer its end, the likelier a read renews an entry, so that not all do at once.
//!
//! A read refreshes when now - delta beta ln(U) has reached the end, with delta the time of a fetch and U uniform above 0
//! and up to 1. So the chance at a remaining time of tau is exp(-tau / (delta beta)), and 1 at the end itself. Source:
//! Vattani, Chierichetti and Lowenstein, "Optimal probabilistic cache stampede prevention", VLDB 2015.

use crate::math;
use crate::random::Stream;
use crate::units::{Instant, Nanos};

/// The rule with its two numbers.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct EarlyRefresh {
    /// How long a fetch takes.
    pub fetch: Nanos,
    /// Eagerness: 1 is the published default, 0 never refreshes early.
    pub beta: f64,
}

impl EarlyRefresh {
    /// Whether a read at this instant renews an entry that lives until `expires`.
    pub fn is_due(&self, now: Instant, expires: Instant, stream: &mut Stream) -> bool {
        // 1 - unit lies above 0 and reaches 1, so that the logarithm is finite and the gap 0 at least.
        let gap = -math::ln(1.0 - stream.unit()) * self.fetch.seconds() * self.beta;
        now + Nanos::from_seconds(gap) >= expires
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_chance_falls_exponentially_with_the_time_left() {
        let rule = EarlyRefresh { fetch: Nanos::from_seconds(0.2), beta: 1.0 };
        let mut stream = Stream::new(3, "refresh");
        for left in [0.05, 0.2, 0.6] {
            let draws = 100_000_u32;
            let due = (0..draws).filter(|_| rule.is_due(Instant::START, Instant::from_seconds(left), &mut stream));
            let share = math::count(due.count()) / f64::from(draws);
            let expected = math::exp(-left / 0.2);
            let error = (expected * (1.0 - expected) / f64::from(draws)).sqrt();
            assert!((share - expected).abs() < 5.0 * error, "{share} at {left} s, exactly {expected}");
        }
        assert!(rule.is_due(Instant::new(7), Instant::new(7), &mut stream), "at its end an entry is always renewed");
    }

    /// One key under Poisson reads: a lifetime sees an early refresh with 1 - exp(-rate delta beta (1 - exp(-T / (delta beta)))).
    #[test]
    fn a_lifetime_sees_an_early_refresh_as_often_as_the_closed_form_says() {
        let mut stream = Stream::new(5, "reads");
        for (rate, fetch, ttl, expected) in
            [(1.0, 1.0, 60.0, 0.632_121), (10.0, 0.2, 60.0, 0.864_665), (0.2, 1.0, 20.0, 0.181_269)]
        {
            let rule = EarlyRefresh { fetch: Nanos::from_seconds(fetch), beta: 1.0 };
            let expires = Instant::from_seconds(ttl);
            let mut is_refreshed = || {
                let mut now = Instant::START;
                loop {
                    now += Nanos::from_seconds(crate::random::exponential(&mut stream) / rate);
                    if now >= expires {
                        return false;
                    }
                    if rule.is_due(now, expires, &mut stream) {
                        return true;
                    }
                }
            };
            let lives = 20_000_u32;
            let share = math::count((0..lives).filter(|_| is_refreshed()).count()) / f64::from(lives);
            let error = (expected * (1.0 - expected) / f64::from(lives)).sqrt();
            assert!((share - expected).abs() < 4.5 * error, "{share}, exactly {expected}");
        }
    }
}
