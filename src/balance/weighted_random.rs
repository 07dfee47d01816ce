//! Weighted random: a draw in proportion to the weights.
//!
//! Source: NGINX 1.22 `random` (a point on the cumulative weights). NGINX draws again when it hits an unusable server
//! and after 20 misses falls back to its round robin; here the draw is among the eligible servers at once, which has
//! the same law. HAProxy's `random(1)` is another thing: it inherits the unevenness of a hash ring.

use super::{Balance, Nobody, Setup, View};
use crate::random::Stream;

/// Every eligible server with probability weight / sum of weights; one draw a pick.
#[derive(Clone, Debug)]
pub struct WeightedRandom;

impl Balance for WeightedRandom {
    const ID: &'static str = "weighted-random";
    const NAME: &'static str = "Weighted random";
    const SUMMARY: &'static str = "Each payment goes to a processor drawn by lot, heavier ones with a greater chance.";
    const SOURCE: &'static str = "NGINX 1.22, directive random";
    const NOBODY: Nobody = Nobody::BadGateway;

    fn new(_setup: &Setup<'_>) -> Self {
        Self
    }

    fn pick(&mut self, view: &View<'_>, stream: &mut Stream) -> Option<usize> {
        let total = view.eligible().fold(0_u32, |sum, server| sum.saturating_add(view.weights[server]));
        let mut point = (total > 0).then(|| stream.below(total))?;
        view.eligible().find(|&server| {
            let weight = view.weights[server];
            let found = point < weight;
            point = point.saturating_sub(weight);
            found
        })
    }
}
