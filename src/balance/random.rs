//! Uniform random: every eligible server with the same probability.
//!
//! Source: `RANDOM` of Envoy 1.31, which its documentation prefers to round robin where nobody checks health, because round
//! robin hands all of a dead server's share to the one after it. Weights are ignored, except that 0 drains.

use super::{Balance, Nobody, Setup, View};
use crate::math;
use crate::random::Stream;

/// Every eligible server with the same probability; one draw a pick.
#[derive(Clone, Debug)]
pub struct Random;

impl Balance for Random {
    const ID: &'static str = "random";
    const NAME: &'static str = "Random";
    const SUMMARY: &'static str = "Each payment goes to a processor drawn by lot, all with the same chance.";
    const SOURCE: &'static str = "Envoy 1.31, RANDOM";
    const NOBODY: Nobody = Nobody::Panic;

    fn new(_setup: &Setup<'_>) -> Self {
        Self
    }

    fn pick(&mut self, view: &View<'_>, stream: &mut Stream) -> Option<usize> {
        let eligible = math::id(view.eligible().count());
        // Without an eligible server nothing is drawn: the stream moves once a pick that was made.
        (eligible > 0).then(|| stream.below(eligible)).and_then(|drawn| view.eligible().nth(math::index(drawn)))
    }
}
