//! Panic: when health is not believed any more.
//!
//! Source: Envoy 1.31, panic threshold, from its code. While a cluster's normalised health is below 100, which is when fewer
//! than 71.4 % of its servers are healthy (it is believed to be 1.4 times as large as needed), and fewer than the
//! threshold are, all of them are used: few servers with everything would fall next. Left out: priority levels, over
//! which Envoy splits the load before.

/// By how much a cluster is believed to be larger than needed, in percent: Envoy's overprovisioning factor.
const OVERPROVISIONING_PERCENT: u32 = 140;

/// Envoy's panic threshold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Panic {
    /// Healthy share below which there is panic, in percent; 0 for never. Envoy's default is 50.
    pub percent: u32,
}

impl Panic {
    /// Whether all servers are to be used, so many of them being healthy.
    #[must_use]
    pub const fn panics(&self, healthy: u32, total: u32) -> bool {
        OVERPROVISIONING_PERCENT * healthy < 100 * total && 100 * healthy < self.percent * total
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn panic_begins_where_envoys_code_begins_it() {
        let check = |percent: u32, healthy: u32, total: u32, expected: bool| {
            assert_eq!(Panic { percent }.panics(healthy, total), expected, "{healthy} of {total} at {percent} %");
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
