//! Priority tiers: the first tier takes everything while any of it is usable, or as long as enough of it is well.
//!
//! Sources: NGINX 1.22, `backup` servers, and HAProxy 2.6 with `option allbackups`: the primaries are one tier, the backups
//! the next, used only when no primary can be. HAProxy without that option takes one backup at a time: a first tier of the
//! primaries, and tiers of one. A priority list of Juspay's decision engine is tiers of one throughout. Envoy 1.31's priority
//! levels are the gradual ones: each payment draws its tier by [`tiers::loads`](super::health::tiers), so that a tier loses
//! load once fewer than 71.4 % of its servers are well; if nobody of the drawn one can be picked the first tier with anybody
//! takes it, where Envoy would fail. Tiers are groups of servers in their order; within a tier smooth weighted round robin
//! goes on, where Envoy's goes by deadlines and HAProxy's is its own. Left out: a panic threshold of its own; the gateway's
//! goes by these tiers.

use super::health::tiers::{Tier, loads};
use super::{Balance, Nobody, Parameter, Setup, View, sampling, smooth};
use crate::math;
use crate::random::Stream;

/// Size of each tier.
const TIER: Parameter =
    Parameter::whole("tier_size", (1.0, 128.0), 1.0).says("processors", "How many processors make a tier.");
/// Size of the first tier.
const FIRST: Parameter = Parameter::whole("first_tier_size", (0.0, 128.0), 0.0)
    .says("processors", "How many processors make the first tier, the primaries; 0: as many as any other.");
/// Whether tiers share the load as Envoy's levels do.
const GRADUAL: Parameter = Parameter::whole("gradual", (0.0, 1.0), 0.0).says(
    "",
    "1: a tier shares with the next once fewer than 71.4 % of it are well (Envoy); 0: the next one only when nobody of it \
     can be picked (NGINX, HAProxy).",
);

/// The drawn or the first usable tier, in weighted turns.
#[derive(Clone, Debug)]
pub struct Priority {
    sizes: Sizes,
    gradual: bool,
    current: Vec<i64>,
}

/// Sizes of the first tier and of every other one.
#[derive(Clone, Copy, Debug)]
struct Sizes {
    first: usize,
    other: usize,
}

impl Balance for Priority {
    const ID: &'static str = "priority";
    const NAME: &'static str = "Priority with failover";
    const SUMMARY: &'static str = "The first processor gets all payments; the next one only while those before it are down.";
    const SOURCE: &'static str = "NGINX 1.22 and HAProxy 2.6, backup servers; Envoy 1.31, priority levels, when gradual; \
                                  Juspay decision engine 0.1.3, priority list";
    const NOBODY: Nobody = Nobody::BadGateway;
    const PARAMETERS: &'static [Parameter] = &[TIER, FIRST, GRADUAL];
    const SCORE: Option<&'static str> = Some("current weight");

    fn new(setup: &Setup<'_>) -> Self {
        let (other, first) = (math::index(setup.whole(&TIER)), math::index(setup.whole(&FIRST)));
        let sizes = Sizes { first: if first == 0 { other } else { first }, other };
        Self { sizes, gradual: setup.whole(&GRADUAL) == 1, current: vec![0; setup.servers] }
    }

    fn pick(&mut self, view: &View<'_>, stream: &mut Stream) -> Option<usize> {
        let sizes = self.sizes;
        let foremost = sizes.tier(view.eligible().next()?);
        let drawn = if self.gradual { sizes.draw(view, stream) } else { None };
        let tier = drawn.unwrap_or(foremost);
        let entrants = view.eligible().filter(|&server| sizes.tier(server) == tier);
        smooth::round(&mut self.current, entrants.map(|server| (server, i64::from(view.weights[server]))))
    }

    fn score(&self, server: usize) -> Option<f64> {
        self.current.get(server).copied().map(math::signed)
    }

    /// Only where tiers share: NGINX and HAProxy know no panic.
    fn tier(&self, server: usize) -> usize {
        if self.gradual { self.sizes.tier(server) } else { 0 }
    }
}

impl Sizes {
    /// The tier of a server.
    const fn tier(self, server: usize) -> usize {
        match server.checked_sub(self.first) {
            Some(behind) => 1 + behind / self.other,
            None => 0,
        }
    }

    /// The tier for a payment by their loads, one draw a pick; `None` if nobody of it can be picked.
    fn draw(self, view: &View<'_>, stream: &mut Stream) -> Option<usize> {
        let point = stream.below(100);
        let tier = sampling::at_point(&loads(&self.tiers(view)), point)?;
        view.eligible().any(|server| self.tier(server) == tier).then_some(tier)
    }

    /// What is known of each tier; drained servers are none of it. One that is used although it is not well is in a panic.
    fn tiers(self, view: &View<'_>) -> Vec<Tier> {
        let servers = view.weights.len();
        let mut tiers = vec![Tier::default(); servers.checked_sub(1).map_or(0, |last| self.tier(last) + 1)];
        for server in (0..servers).filter(|&server| view.weights[server] > 0) {
            let (healthy, tier) = (view.is_healthy(server), &mut tiers[self.tier(server)]);
            tier.total += 1;
            tier.healthy += u32::from(healthy);
            tier.panics |= view.usable[server] && !healthy;
        }
        tiers
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::balance::Policy;

    /// Picks of each server out of so many, among six that are usable and well as told.
    fn counts(values: &[(&str, f64)], usable: [bool; 6], healthy: [bool; 6], picks: usize) -> [usize; 6] {
        let mut balancer = Policy::Priority.build_with(&Setup { values, ..Setup::new(6) });
        let view = View { healthy: &healthy, ..View::new(&[1; 6], &[0; 6], &usable) };
        let mut stream = Stream::new(1, "routing");
        let mut counts = [0; 6];
        for _ in 0..picks {
            counts[balancer.pick(&view, &mut stream).unwrap()] += 1;
        }
        counts
    }

    const ALL: [bool; 6] = [true; 6];

    #[test]
    fn backups_come_all_together_or_one_by_one() {
        let primaries_down = [false, false, true, true, true, true];
        let nginx = [("first_tier_size", 2.0), ("tier_size", 4.0)];
        assert_eq!(counts(&nginx, ALL, ALL, 8), [4, 4, 0, 0, 0, 0], "the primaries take turns");
        assert_eq!(counts(&nginx, primaries_down, primaries_down, 8), [0, 0, 2, 2, 2, 2], "allbackups, and NGINX");
        let haproxy = [("first_tier_size", 2.0)];
        assert_eq!(counts(&haproxy, primaries_down, primaries_down, 8), [0, 0, 8, 0, 0, 0], "one backup at a time");
    }

    /// Two tiers of three, one of the first well: health 46, so 46 % stay, within five standard deviations.
    #[test]
    fn a_tier_that_is_partly_ill_shares() {
        let levels = [("tier_size", 3.0), ("gradual", 1.0)];
        let ill = [true, false, false, true, true, true];
        let got = counts(&levels, ill, ill, 10_000);
        assert!(got[0].abs_diff(4_600) < 250, "{got:?}");
        assert_eq!(got[1] + got[2], 0, "only who is usable");
        assert!(got[3].abs_diff(got[5]) <= 1, "weighted turns in the second: {got:?}");
        let well = [true, true, true, true, true, true];
        assert_eq!(counts(&levels, well, well, 90), [30, 30, 30, 0, 0, 0], "the first carries everything");
        // Nobody is well and all are used: the split is by numbers, half and half.
        let got = counts(&levels, ALL, [false; 6], 10_000);
        assert!((got[0] + got[1] + got[2]).abs_diff(5_000) < 250, "{got:?}");
    }

    /// Health of the first tier is 100, but it is full: whoever can be picked is.
    #[test]
    fn a_full_tier_is_passed_by() {
        let levels = [("tier_size", 3.0), ("gradual", 1.0)];
        let full = [false, false, false, true, true, true];
        assert_eq!(counts(&levels, full, ALL, 9), [0, 0, 0, 3, 3, 3]);
    }

    #[test]
    fn panic_counts_by_tiers_only_where_they_share() {
        let tiers = |values: &[(&str, f64)]| {
            let balancer = Policy::Priority.build_with(&Setup { values, ..Setup::new(6) });
            (0..6).map(|server| balancer.tier(server)).collect::<Vec<_>>()
        };
        assert_eq!(tiers(&[("tier_size", 2.0)]), [0; 6]);
        let levels = [("first_tier_size", 3.0), ("tier_size", 2.0), ("gradual", 1.0)];
        assert_eq!(tiers(&levels), [0, 0, 0, 1, 1, 2]);
    }
}
