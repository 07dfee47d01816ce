//! Bounded loads: a ring, but no server above its share of the load by more than a factor.
//!
//! Source: Mirrokni, Thorup and Zadimoghaddam, "Consistent hashing with bounded loads" (2016), as in Envoy 1.31
//! (`RING_HASH` with `hash_balance_factor`). A server has max(1, ceil(slots * share)) slots, slots being
//! (active + 1) * factor / 100 rounded up, and takes the key while its active requests are *at or below* them, one more
//! than the paper's bound. Otherwise all servers are tried in an order that the key's hash alone determines, and if
//! everybody is overloaded the least overloaded one is taken. The order comes from SplitMix64, Envoy's from a Mersenne
//! Twister. Envoy has this off; the factor here is the paper's example.

use super::hash::xxh64;
use super::ring_hash::{RING_MAX, RING_MIN, Ring};
use super::spot::Spot;
use super::{Balance, Nobody, Parameter, Setup, View};
use crate::math;
use crate::random::Stream;

/// How much more than its share a server may have.
const FACTOR: Parameter = Parameter::whole("hash_balance_factor", (100.0, 1000.0), 125.0)
    .says("%", "The most that a processor may have in flight, of its share of the whole.");

/// A ring with bounded loads.
#[derive(Clone, Debug)]
pub struct BoundedLoad {
    ring: Ring,
    factor: u64,
    /// The servers, in an order made anew for each key that overflows.
    order: Vec<usize>,
}

impl Balance for BoundedLoad {
    const ID: &'static str = "bounded-load";
    const NAME: &'static str = "Ring with bounded loads (Envoy)";
    const SUMMARY: &'static str =
        "Each card has its processor on a ring, unless that one has much more than its share in flight.";
    const SOURCE: &'static str = "Mirrokni et al. (2016), as in Envoy 1.31, hash_balance_factor";
    const NOBODY: Nobody = Nobody::Panic;
    const PARAMETERS: &'static [Parameter] = &[FACTOR, RING_MIN, RING_MAX];

    fn new(setup: &Setup<'_>) -> Self {
        Self {
            ring: Ring::new(setup),
            factor: u64::from(setup.whole(&FACTOR)),
            order: Vec::with_capacity(setup.servers),
        }
    }

    fn pick(&mut self, view: &View<'_>, _stream: &mut Stream) -> Option<usize> {
        self.ring.follow(view);
        let hash = xxh64(view.request.key, 0);
        let owner = self.ring.owner(hash)?;
        let load = |server: usize| (view.in_flight[server], self.slots(server, view));
        if fits(load(owner)) {
            return Some(owner);
        }
        self.order.clear();
        self.order.extend(view.eligible());
        let mut state = hash;
        let mut best = owner;
        for place in 0..self.order.len() {
            let left = math::wide(self.order.len() - place);
            let drawn = place + math::index(math::low(scramble(&mut state) % left));
            self.order.swap(place, drawn);
            let server = self.order[place];
            let (load, least) = (self.load(server, view), self.load(best, view));
            if fits(load) {
                return Some(server);
            }
            if u64::from(load.0) * least.1 < u64::from(least.0) * load.1 {
                best = server;
            }
        }
        Some(best)
    }

    fn spot(&self, view: &View<'_>) -> Option<Spot> {
        let slots = (0..view.weights.len()).map(|server| self.slots(server, view)).collect();
        self.ring.spot(view).map(|spot| Spot { slots, ..spot })
    }
}

impl BoundedLoad {
    /// Active requests and slots of a server.
    fn load(&self, server: usize, view: &View<'_>) -> (u32, u64) {
        (view.in_flight[server], self.slots(server, view))
    }

    fn slots(&self, server: usize, view: &View<'_>) -> u64 {
        // Of the whole cluster, as in Envoy, whoever may be picked.
        let active: u64 = view.in_flight.iter().map(|load| u64::from(*load)).sum();
        let weights = self.ring.weights();
        let total: u64 = weights.iter().map(|weight| u64::from(*weight)).sum();
        slots(total_slots(active, self.factor), (u64::from(weights[server]), total))
    }
}

fn fits((active, slots): (u32, u64)) -> bool {
    u64::from(active) <= slots
}

/// The slots of all servers together.
const fn total_slots(active: u64, factor: u64) -> u64 {
    ((active + 1) * factor).div_ceil(100)
}

/// The slots of a server whose share is the quotient of the two numbers.
fn slots(total: u64, (weight, weights): (u64, u64)) -> u64 {
    (total * weight).div_ceil(weights.max(1)).max(1)
}

/// The next number of SplitMix64 (Steele, Lea and Flood, 2014).
const fn scramble(state: &mut u64) -> u64 {
    *state = state.wrapping_add(0x9E37_79B9_7F4A_7C15);
    let z = (*state ^ (*state >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slots_are_envoys() {
        let both = |active, factor, share| {
            let total = total_slots(active, factor);
            (total, slots(total, share))
        };
        assert_eq!(both(9, 125, (1, 4)), (13, 4));
        assert_eq!(both(0, 150, (1, 5)), (2, 1));
        assert_eq!(both(99, 120, (1, 8)), (120, 15));
    }
}
