//! Zones of gateways and processors: whom a gateway prefers, and how far the others are.
//!
//! The rule is Envoy's ([`crate::balance::health::zones`]) and goes with any policy: for each attempt a zone is drawn, and the
//! policy sees only the processors there. As in Envoy each gateway has a state of the policy for every zone, beside that for
//! all of them, and zones are for the first tier only, and not while there is panic. Left out: gateways that come and go.

use crate::balance::View;
use crate::balance::health::zones::{Split, Zone};
use crate::random::Stream;
use crate::units::Nanos;

/// Where gateways and processors are; zones are numbers from 0.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ZonesPlan {
    /// The zone of each gateway.
    pub gateways: Vec<usize>,
    /// The zone of each processor.
    pub processors: Vec<usize>,
    /// Fewest healthy processors with which zones count.
    pub least: u32,
    /// How much longer a message to another zone travels, one way.
    pub between: Nanos,
}

/// The zones at work.
#[derive(Clone, Debug)]
pub(super) struct Zones {
    plan: ZonesPlan,
    stream: Stream,
    /// What is in each zone.
    zones: Vec<Zone>,
    /// Who may be picked in the drawn one, and what each weighs there.
    usable: Vec<bool>,
    weights: Vec<u32>,
}

impl Zones {
    pub(super) fn new(plan: &ZonesPlan, seed: u64) -> Self {
        let count = plan.gateways.iter().chain(&plan.processors).max().map_or(0, |last| last + 1);
        let mut zones = vec![Zone::default(); count];
        for gateway in &plan.gateways {
            zones[*gateway].callers += 1;
        }
        Self {
            stream: Stream::new(seed, "zones"),
            usable: vec![true; plan.processors.len()],
            weights: vec![0; plan.processors.len()],
            plan: plan.clone(),
            zones,
        }
    }

    /// How many there are.
    pub(super) const fn count(&self) -> usize {
        self.zones.len()
    }

    /// The zone that a gateway draws for the next attempt, and what it sees then: those in it, and those of the tiers
    /// behind the first. `None` where zones do not count, and where everybody there is full.
    pub(super) fn narrow<'a>(
        &'a mut self,
        gateway: usize,
        view: &View<'a>,
        tiers: &[usize],
    ) -> Option<(usize, View<'a>)> {
        let zone = self.draw(gateway, view, tiers)?;
        self.usable.copy_from_slice(view.usable);
        self.weights.copy_from_slice(view.weights);
        // Where there are tiers, who is elsewhere still counts for the health of the first.
        let one_tier = tiers.iter().all(|tier| *tier == 0);
        for server in (0..tiers.len()).filter(|server| tiers[*server] == 0 && self.plan.processors[*server] != zone) {
            self.usable[server] = false;
            if one_tier {
                self.weights[server] = 0;
            }
        }
        let seen = View { usable: &self.usable, weights: &self.weights, ..*view };
        seen.eligible().next().map(|_| (zone, seen))
    }

    fn draw(&mut self, gateway: usize, view: &View<'_>, tiers: &[usize]) -> Option<usize> {
        let local = *self.plan.gateways.get(gateway)?;
        self.zones.iter_mut().for_each(|zone| zone.servers = 0);
        for server in (0..tiers.len()).filter(|server| tiers[*server] == 0 && view.weights[*server] > 0) {
            if view.is_healthy(server) {
                self.zones[self.plan.processors[server]].servers += 1;
            } else if view.usable[server] {
                return None;
            }
        }
        Some(Split::new(&self.zones, local, self.plan.least)?.draw(&mut self.stream))
    }

    /// How much longer it takes between a gateway and a processor, one way; `None` within a zone.
    pub(super) fn between(&self, gateway: usize, processor: usize) -> Option<Nanos> {
        let away = self.plan.gateways.get(gateway) != self.plan.processors.get(processor);
        (away && self.plan.between > Nanos::ZERO).then_some(self.plan.between)
    }
}

/// The zone of each of so many, each zone having so many of them in order; what is left over belongs to the last one.
#[must_use]
pub fn zones_of(sizes: &[u32], count: usize) -> Vec<usize> {
    let each = sizes.iter().enumerate().flat_map(|(zone, size)| (0..*size).map(move |_| zone));
    let last = sizes.len().saturating_sub(1);
    each.chain(std::iter::repeat(last)).take(count).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plan() -> ZonesPlan {
        ZonesPlan {
            gateways: zones_of(&[2, 1], 3),
            processors: zones_of(&[3, 3], 6),
            least: 6,
            between: Nanos::from_millis(2.0),
        }
    }

    #[test]
    fn zones_follow_each_other() {
        assert_eq!(zones_of(&[2, 0, 1], 5), [0, 0, 2, 2, 2], "what is left over is in the last");
        assert_eq!(zones_of(&[4, 4], 3), [0, 0, 0], "and the last ones may be empty");
    }

    #[test]
    fn only_messages_to_another_zone_travel_longer() {
        let zones = Zones::new(&plan(), 1);
        assert_eq!(zones.between(0, 2), None);
        assert_eq!(zones.between(0, 3), Some(Nanos::from_millis(2.0)));
        assert_eq!(zones.between(2, 3), None);
        let near = Zones::new(&ZonesPlan { between: Nanos::ZERO, ..plan() }, 1);
        assert_eq!(near.between(0, 3), None, "no time is no event");
    }

    /// From the zone with two thirds of the gateways and half of the processors a quarter goes to the other.
    #[test]
    fn a_mask_holds_one_zone_of_those_that_may_be_picked() {
        let mut zones = Zones::new(&plan(), 1);
        let usable = [true, true, true, true, true, true];
        let tiers = [0; 6];
        let mut away = 0;
        for _ in 0..1_000 {
            let view = View::new(&[1; 6], &[0; 6], &usable);
            let (zone, seen) = zones.narrow(0, &view, &tiers).expect("six are enough");
            let first = zone == 0;
            let mask = [first, first, first, !first, !first, !first];
            assert_eq!((seen.usable, seen.weights), (&mask[..], &mask.map(u32::from)[..]));
            away += u32::from(!first);
        }
        // A standard deviation of 14.
        assert!(away.abs_diff(250) < 70, "{away}");
    }

    #[test]
    fn zones_do_not_count_where_few_are_left_in_a_panic_or_behind_the_first_tier() {
        let mut zones = Zones::new(&plan(), 1);
        let mut mask = |usable: [bool; 6], healthy: &[bool], tiers: [usize; 6]| {
            let view = View { healthy, ..View::new(&[1; 6], &[0; 6], &usable) };
            zones.narrow(2, &view, &tiers).map(|(_, seen)| seen.usable.to_vec())
        };
        let five = [true, true, false, true, true, true];
        assert_eq!(mask(five, &[], [0; 6]), None, "five are too few");
        assert_eq!(mask([true; 6], &five, [0; 6]), None, "one that is not well is used: panic");
        assert_eq!(mask([true; 6], &[], [1; 6]), None, "nobody of the first tier");
        let zone = vec![false, false, false, true, true, true];
        assert_eq!(mask([true; 6], &[], [0; 6]), Some(zone), "six are enough, and this gateway has its share");
        let mut least = Zones::new(&ZonesPlan { least: 2, ..plan() }, 1);
        let view = View::new(&[1; 6], &[0; 6], &[true; 6]);
        let (_, seen) = least.narrow(0, &view, &[0, 1, 1, 0, 1, 1]).expect("two of the first tier");
        let behind = [1, 2, 4, 5].map(|server| (seen.usable[server], seen.weights[server]));
        assert_eq!(behind, [(true, 1); 4], "the tiers behind stay as they are");
    }
}
