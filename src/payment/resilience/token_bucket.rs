//! A token bucket that is filled at the ends of intervals.
//!
//! Source: Envoy 1.31, local rate limit: `max_tokens`, `tokens_per_fill`, `fill_interval`. It starts full; whole fills
//! are added when an interval has passed, up to the most.

use crate::math;
use crate::units::{Instant, Nanos};

/// What can be set; one token a fill is Envoy's default.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BucketSettings {
    /// The most tokens.
    pub most: u64,
    /// Tokens of each fill.
    pub fill: u64,
    /// Time between two fills.
    pub interval: Nanos,
}

/// Envoy's token bucket.
#[derive(Clone, Copy, Debug)]
pub struct TokenBucket {
    settings: BucketSettings,
    tokens: u64,
    filled: Instant,
}

impl TokenBucket {
    /// A full bucket.
    #[must_use]
    pub const fn new(settings: BucketSettings) -> Self {
        Self { settings, tokens: settings.most, filled: Instant::START }
    }

    /// Whether a request may pass; if so it takes a token.
    pub fn admit(&mut self, now: Instant) -> bool {
        let interval = self.settings.interval.get().max(1);
        let fills = now.since(self.filled).get() / interval;
        self.filled += Nanos::new(fills * interval);
        self.tokens = self.tokens.saturating_add(fills.saturating_mul(self.settings.fill)).min(self.settings.most);
        let admitted = self.tokens > 0;
        self.tokens -= u64::from(admitted);
        admitted
    }

    /// The tokens that are there.
    #[must_use]
    pub fn tokens(&self) -> f64 {
        math::float(self.tokens)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fills_come_at_the_ends_of_intervals() {
        let mut bucket = TokenBucket::new(BucketSettings { most: 3, fill: 1, interval: Nanos::from_millis(100.0) });
        let arrivals = [0.0, 0.0, 0.0, 0.0, 40.0, 90.0, 100.0, 110.0, 250.0, 250.0, 250.0, 400.0];
        let passed = arrivals.map(|at| if bucket.admit(Instant::from_seconds(at / 1000.0)) { '1' } else { '0' });
        assert_eq!(passed.iter().collect::<String>(), "111000101001");
    }
}
