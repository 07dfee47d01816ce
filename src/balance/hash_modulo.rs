//! NGINX's `hash`: the key's hash modulo the sum of the weights.
//!
//! Source: NGINX 1.22, directive `hash`. The hash is (crc32(key) >> 16) & 0x7fff, as in Cache::Memcached. If it hits a
//! server that is down, the key is hashed again behind the number of the try and the hashes add up; after twenty tries
//! smooth weighted round robin takes over. When a server is added to n, n / (n + 1) of the keys move.

use super::hash::Crc32;
use super::smooth_weighted_round_robin::SmoothWeightedRoundRobin;
use super::spot::Spot;
use super::{Balance, Nobody, Setup, View, sampling};
use crate::math;
use crate::random::Stream;

/// Tries before round robin takes over.
const TRIES: u32 = 20;

/// NGINX's plain hash, exact.
#[derive(Clone, Debug)]
pub struct HashModulo {
    fallback: SmoothWeightedRoundRobin,
}

impl Balance for HashModulo {
    const ID: &'static str = "hash-modulo";
    const NAME: &'static str = "Hash modulo (NGINX hash)";
    const SUMMARY: &'static str =
        "Each card has its processor, by the rest of a division; a change of processors moves nearly all cards.";
    const SOURCE: &'static str = "NGINX 1.22, directive hash";
    const NOBODY: Nobody = Nobody::BadGateway;
    const SCORE: Option<&'static str> = Some("current weight");

    fn new(setup: &Setup<'_>) -> Self {
        Self { fallback: SmoothWeightedRoundRobin::new(setup) }
    }

    fn pick(&mut self, view: &View<'_>, stream: &mut Stream) -> Option<usize> {
        view.eligible().next()?;
        let total = view.weights.iter().fold(0_u32, |sum, weight| sum.saturating_add(*weight));
        let mut hash = 0_u32;
        for attempt in 0..=TRIES {
            hash += hashed(view.request.key, attempt);
            let server = sampling::at_point(view.weights, hash % total)?;
            if view.is_eligible(server) {
                return Some(server);
            }
        }
        self.fallback.pick(view, stream)
    }

    fn score(&self, server: usize) -> Option<f64> {
        self.fallback.score(server)
    }

    /// Every unit of weight is a place.
    fn spot(&self, view: &View<'_>) -> Option<Spot> {
        let total = view.weights.iter().fold(0_u32, |sum, weight| sum.saturating_add(*weight));
        let place = hashed(view.request.key, 0).checked_rem(total)?;
        let server = |place| sampling::at_point(view.weights, math::id(place)).unwrap_or(0);
        Some(Spot::in_table(math::index(place), math::index(total), server))
    }
}

/// The hash of a try; from the second on the number of the try, at most two digits, stands before the key.
fn hashed(key: &[u8], attempt: u32) -> u32 {
    let digits = [b'0'; 2];
    let digit = |n: u32| digits[0] + u8::try_from(n % 10).unwrap_or(0);
    let text = [digit(attempt / 10), digit(attempt)];
    let prefix = match attempt {
        0 => &text[..0],
        1..10 => &text[1..],
        _ => &text[..],
    };
    (Crc32::new().update(prefix).update(key).value() >> 16) & 0x7fff
}
