//! Throttles on the caller's side: gRPC's tokens, and the share that is rejected before it is sent.
//!
//! Sources: gRPC proposal A6, retry throttling: a failure takes a token, a success gives back a part of one, and retries
//! pass only while more than half the tokens are there. Site Reliability Engineering (2016), chapter 21, client-side
//! throttling: requests beyond K times the accepted ones are rejected in proportion.

use crate::math;

/// Parts of a token in which gRPC counts.
const PARTS: u32 = 1000;

/// gRPC's retry throttle.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RetryThrottle {
    most: u32,
    ratio: u32,
    tokens: u32,
}

impl RetryThrottle {
    /// So many tokens, all there; `ratio` of a token for each success. gRPC's example is 10 and 0.1.
    #[must_use]
    pub fn new(most: u32, ratio: f64) -> Self {
        let (most, ratio) = (most.saturating_mul(PARTS), math::low(math::whole(ratio * f64::from(PARTS))));
        Self { most, ratio, tokens: most }
    }

    /// A call ended.
    pub fn observed(&mut self, failed: bool) {
        self.tokens = if failed {
            self.tokens.saturating_sub(PARTS)
        } else {
            self.tokens.saturating_add(self.ratio).min(self.most)
        };
    }

    /// Whether a retry or a hedge may be sent.
    #[must_use]
    pub const fn allows(&self) -> bool {
        self.tokens > self.most / 2
    }

    /// The tokens that are there.
    #[must_use]
    pub fn tokens(&self) -> f64 {
        f64::from(self.tokens) / f64::from(PARTS)
    }
}

/// The probability with which a client rejects a request by itself, from what it sent and what was accepted over the last two minutes;
/// the book's `k` is 2.
#[must_use]
pub fn rejection(requests: u64, accepted: u64, k: f64) -> f64 {
    ((math::float(requests) - k * math::float(accepted)) / (math::float(requests) + 1.0)).max(0.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_are_grpcs() {
        let mut throttle = RetryThrottle::new(10, 0.1);
        let mut allowed = String::new();
        for _ in 0..7 {
            throttle.observed(true);
            allowed.push(if throttle.allows() { 'R' } else { 'n' });
        }
        (0..11).for_each(|_| throttle.observed(false));
        throttle.observed(true);
        allowed.push(if throttle.allows() { 'R' } else { 'n' });
        assert_eq!(allowed, "RRRRnnnn");
        assert!((throttle.tokens() - 3.1).abs() < 1e-9, "{}", throttle.tokens());
    }

    #[test]
    fn what_is_rejected_follows_the_book() {
        for (accepted, expected) in [(50, 0.0), (40, 0.198_020), (0, 0.990_099)] {
            let got = rejection(100, accepted, 2.0);
            assert!((got - expected).abs() < 1e-6, "{accepted} of 100 accepted: {got}");
        }
    }
}
