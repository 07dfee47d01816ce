//! NGINX's `hash ... consistent`: a ring in the manner of ketama.
//!
//! Source: NGINX 1.22, directive `hash` with `consistent`. A server has 160 points for each unit of weight; a point is
//! the CRC-32 of host, a zero byte, port and the point before in four bytes, the first one from zero. A key belongs to
//! the first point at or above its CRC-32, and beyond the last point to the first. If the server there is down the
//! next point is tried; after twenty tries smooth weighted round robin takes over. When a server leaves, only its keys
//! move. Two points that fall together keep the one of the earlier server, as after NGINX's stable sort.

use super::hash::Crc32;
use super::smooth_weighted_round_robin::SmoothWeightedRoundRobin;
use super::spot::{self, Spot};
use super::{Balance, Nobody, Setup, View};
use crate::math;
use crate::random::Stream;

/// Points for each unit of weight.
const POINTS: u32 = 160;
/// Tries before round robin takes over.
const TRIES: u32 = 20;

/// NGINX's consistent hash, exact.
#[derive(Clone, Debug)]
pub struct Ketama {
    names: Vec<String>,
    /// The weights for which the ring was made: servers that are down keep their points.
    weights: Vec<u32>,
    ring: Vec<(u32, usize)>,
    fallback: SmoothWeightedRoundRobin,
}

impl Balance for Ketama {
    const ID: &'static str = "ketama";
    const NAME: &'static str = "Ketama ring (NGINX hash consistent)";
    const SUMMARY: &'static str =
        "Cards and processors lie on a ring; each card goes to the next processor, and only cards of a lost one move.";
    const SOURCE: &'static str = "NGINX 1.22, directive hash with consistent";
    const NOBODY: Nobody = Nobody::BadGateway;
    const SCORE: Option<&'static str> = Some("current weight");

    fn new(setup: &Setup<'_>) -> Self {
        let weights = vec![0; setup.servers];
        Self { names: setup.names(), weights, ring: Vec::new(), fallback: SmoothWeightedRoundRobin::new(setup) }
    }

    fn pick(&mut self, view: &View<'_>, stream: &mut Stream) -> Option<usize> {
        if self.weights != view.weights {
            self.weights.copy_from_slice(view.weights);
            self.ring = ring(&self.names, view.weights);
        }
        view.eligible().next()?;
        let key = Crc32::new().update(view.request.key).value();
        let start = self.ring.partition_point(|(point, _)| *point < key);
        for attempt in 0..=TRIES {
            let (_, server) = self.ring[(start + math::index(attempt)) % self.ring.len()];
            if view.is_eligible(server) {
                return Some(server);
            }
        }
        self.fallback.pick(view, stream)
    }

    fn score(&self, server: usize) -> Option<f64> {
        self.fallback.score(server)
    }

    fn spot(&self, view: &View<'_>) -> Option<Spot> {
        let at = |hash: u32| spot::share(u64::from(hash), u32::BITS);
        let point = |place: usize| self.ring.get(place).map_or((0.0, 0), |(point, server)| (at(*point), *server));
        let key = Crc32::new().update(view.request.key).value();
        (!self.ring.is_empty()).then(|| Spot::on_ring(at(key), self.ring.len(), point))
    }
}

fn ring(names: &[String], weights: &[u32]) -> Vec<(u32, usize)> {
    let points = |(server, (name, weight)): (usize, (&String, &u32))| {
        let (host, port) = name.rsplit_once(':').unwrap_or((name, ""));
        let base = Crc32::new().update(host.as_bytes()).update(&[0]).update(port.as_bytes());
        let next = move |before: &u32| Some(base.update(&before.to_le_bytes()).value());
        std::iter::successors(next(&0), next).take(math::index(weight * POINTS)).map(move |point| (point, server))
    };
    let mut ring: Vec<_> = names.iter().zip(weights).enumerate().flat_map(points).collect();
    ring.sort_unstable();
    ring.dedup_by_key(|(point, _)| *point);
    ring
}
