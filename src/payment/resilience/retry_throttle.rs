//! gRPC's retry throttle: tokens that failures take and successes give back.
//!
//! Source: gRPC proposal A6, retry throttling: a failure takes a token, a success gives back a part of one, and retries
//! pass only while more than half the tokens are there.

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
        assert_eq!(throttle.tokens, 3_100, "thousandths of a token");
    }
}
