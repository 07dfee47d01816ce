//! Envoy's ring hash.
//!
//! Source: Envoy 1.31, `RING_HASH` with xxHash. Point i of a server is XXH64 of `name_i`. The ring is sized as a whole:
//! the scale is the least at which the lightest server has a whole number of points and all have at least
//! `minimum_ring_size` together. A key belongs to the first point at or above its hash. Servers that are down are not on
//! the ring; because of the common size the points of the others then grow, and some of their keys move needlessly.

use super::hash::xxh64;
use super::roster::{Built, Roster};
use super::spot::{self, Spot};
use super::{Balance, Nobody, Parameter, Setup, View};
use crate::math;
use crate::random::Stream;

/// Least points of the ring.
pub(super) const RING_MIN: Parameter = Parameter::whole("minimum_ring_size", (1.0, 8_388_608.0), 1024.0)
    .says("points", "Least points of the ring.")
    .in_a_run(131_072.0);
/// Most points of the ring.
pub(super) const RING_MAX: Parameter =
    Parameter::whole("maximum_ring_size", (1.0, 8_388_608.0), 8_388_608.0).says("points", "Most points of the ring.");

/// Envoy's ring, exact.
#[derive(Clone, Debug)]
pub struct RingHash {
    ring: Ring,
}

impl Balance for RingHash {
    const ID: &'static str = "ring-hash";
    const NAME: &'static str = "Ring hash (Envoy)";
    const SUMMARY: &'static str = "Cards and processors lie on a ring of a given size; each card goes to the next one.";
    const SOURCE: &'static str = "Envoy 1.31, RING_HASH with xxHash";
    const NOBODY: Nobody = Nobody::Panic;
    const PARAMETERS: &'static [Parameter] = &[RING_MIN, RING_MAX];

    fn new(setup: &Setup<'_>) -> Self {
        Self { ring: Ring::new(setup) }
    }

    fn pick(&mut self, view: &View<'_>, _stream: &mut Stream) -> Option<usize> {
        self.ring.follow(view);
        self.ring.owner(xxh64(view.request.key, 0))
    }

    fn spot(&self, view: &View<'_>) -> Option<Spot> {
        self.ring.spot(view)
    }
}

impl RingHash {
    /// The points in order: position and server. Empty before the first pick.
    #[must_use]
    pub fn points(&self) -> &[(u64, usize)] {
        self.ring.points()
    }
}

/// The ring itself, which bounded loads use too.
#[derive(Clone, Debug)]
pub(super) struct Ring {
    names: Vec<String>,
    min: f64,
    max: f64,
    roster: Roster,
    /// Position and server of each point, in order, for the rosters seen last.
    points: Built<Vec<(u64, usize)>>,
}

impl Ring {
    pub(super) fn new(setup: &Setup<'_>) -> Self {
        let (min, max) = (setup.value(&RING_MIN), setup.value(&RING_MAX));
        let bytes = math::index(math::low(math::whole(min))) * size_of::<(u64, usize)>();
        Self { names: setup.names(), min, max, roster: Roster::new(setup.servers), points: Built::new(bytes) }
    }

    /// Turns to the ring of those who take part now.
    pub(super) fn follow(&mut self, view: &View<'_>) {
        if self.roster.changed(view) {
            let (names, sizes) = (&self.names, (self.min, self.max));
            self.points.turn_to(&self.roster, |roster| build(names, sizes, roster.weights()));
        }
    }

    /// The weight of each server, 0 for one that takes no part.
    pub(super) fn weights(&self) -> &[u32] {
        self.roster.weights()
    }

    /// The points; none before the first pick.
    fn points(&self) -> &[(u64, usize)] {
        self.points.current().map_or(&[], Vec::as_slice)
    }

    /// Where a payment's key lies, once the ring was made.
    pub(super) fn spot(&self, view: &View<'_>) -> Option<Spot> {
        let at = |hash| spot::share(hash, u64::BITS);
        let points = self.points();
        let point = |place: usize| points.get(place).map_or((0.0, 0), |(point, server)| (at(*point), *server));
        let count = points.len();
        (count > 0).then(|| Spot::on_ring(at(xxh64(view.request.key, 0)), count, point))
    }

    /// The server to which a hash belongs.
    pub(super) fn owner(&self, hash: u64) -> Option<usize> {
        let points = self.points();
        let place = points.partition_point(|(point, _)| *point < hash);
        points.get(place).or_else(|| points.first()).map(|(_, server)| *server)
    }
}

/// The points for these weights, 0 for a server that takes no part, with the least and the most size of a ring.
fn build(names: &[String], (min, max): (f64, f64), weights: &[u32]) -> Vec<(u64, usize)> {
    let mut points = Vec::new();
    let total: f64 = weights.iter().map(|weight| f64::from(*weight)).sum();
    let Some(least) = weights.iter().filter(|weight| **weight > 0).min() else { return points };
    let least = f64::from(*least) / total;
    let scale = ((least * min).ceil() / least).min(max);
    // Running sums, as in Envoy, so that servers with a broken number of points share the rounding.
    let (mut target, mut placed) = (0.0, 0.0);
    for (server, weight) in weights.iter().enumerate() {
        target += scale * (f64::from(*weight) / total);
        let mut point = 0_u32;
        while placed < target {
            points.push((xxh64(format!("{}_{point}", names[server]).as_bytes(), 0), server));
            point += 1;
            placed += 1.0;
        }
    }
    points.sort_unstable();
    points
}

#[cfg(test)]
mod tests {
    use super::*;

    fn port(server: usize) -> usize {
        90 + server
    }

    /// The ring of Envoy's own unit test: six servers, at least twelve points.
    #[test]
    fn the_small_ring_is_envoys() {
        let names: Vec<String> = (90..96).map(|port| format!("127.0.0.1:{port}")).collect();
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        let values = [("minimum_ring_size", 12.0)];
        let mut ring = Ring::new(&Setup { names: &names, values: &values, ..Setup::new(6) });
        ring.follow(&View::new(&[1; 6], &[0; 6], &[true; 6]));
        let order: Vec<usize> = ring.points().iter().map(|(_, server)| port(*server)).collect();
        assert_eq!(order, [94, 92, 90, 95, 93, 91, 91, 93, 95, 92, 94, 90]);
        let ends = [ring.points()[0].0, ring.points()[11].0];
        assert_eq!(ends, [833_437_586_790_550_860, 16_117_243_373_044_804_889]);
        let owners = [0, u64::MAX, 3_551_244_743_356_806_947, 3_551_244_743_356_806_948];
        assert_eq!(owners.map(|hash| ring.owner(hash).map(port)), [94, 94, 95, 93].map(Some));
    }

    #[test]
    fn points_follow_the_weights() {
        let mut ring = Ring::new(&Setup::new(3));
        ring.follow(&View::new(&[1, 2, 3], &[0; 3], &[true; 3]));
        let count = |server| ring.points().iter().filter(|(_, owner)| *owner == server).count();
        assert_eq!([0, 1, 2].map(count), [171, 342, 513]);
    }
}
