//! Panic: when health is not believed any more.
//!
//! Source: Envoy 1.31, panic threshold, from its code. While all tiers together cannot carry the load, which for one tier is
//! when fewer than 71.4 % of its servers are healthy, each tier of which fewer than the threshold are uses all of them: few
//! servers with everything would fall next.

use super::tiers::{Tier, capacity};

/// Envoy's panic threshold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Panic {
    /// Healthy share below which there is panic, in percent; 0 for never. Envoy's default is 50.
    pub percent: u32,
}

impl Panic {
    /// Tells each tier whether it panics; whether any does.
    pub fn judge(&self, tiers: &mut [Tier]) -> bool {
        let lacking = capacity(tiers) < 100;
        let mut any = false;
        for tier in tiers {
            tier.panics = lacking && 100 * tier.healthy < self.percent * tier.total;
            any |= tier.panics;
        }
        any
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn panic_begins_where_envoys_code_begins_it() {
        let check = |percent: u32, healthy: u32, total: u32, expected: bool| {
            let mut tiers = [Tier { healthy, total, panics: !expected }];
            let any = Panic { percent }.judge(&mut tiers);
            assert_eq!((any, tiers[0].panics), (expected, expected), "{healthy} of {total} at {percent} %");
        };
        check(50, 50, 100, false);
        check(50, 49, 100, true);
        check(50, 1, 3, true);
        check(50, 2, 3, false);
        check(50, 0, 3, true);
        check(100, 72, 100, false);
        check(100, 71, 100, true);
        check(0, 0, 3, false);
    }
}
