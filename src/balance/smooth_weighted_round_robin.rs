//! Smooth weighted round robin: weights as exact shares, spread evenly over the cycle.
//!
//! Source: NGINX 1.22, the default method of an upstream. Each pick, every eligible server's current weight grows by
//! its weight, the largest is picked (the earlier one on a tie) and pays the sum. The weights 5, 1, 1 give AABACAA and
//! not AAAAABC. The current weights always sum to zero. A server that is not eligible keeps its current weight, as in
//! NGINX. Left out: the effective weights that NGINX lowers after failures and raises again.

use super::{Balance, Nobody, Setup, View, smooth};
use crate::math;
use crate::random::Stream;

/// NGINX's rotation, exact: over each full cycle every server is picked as often as its weight says.
#[derive(Clone, Debug)]
pub struct SmoothWeightedRoundRobin {
    current: Vec<i64>,
}

impl Balance for SmoothWeightedRoundRobin {
    const ID: &'static str = "smooth-weighted-round-robin";
    const NAME: &'static str = "Smooth weighted round robin (NGINX)";
    const SUMMARY: &'static str =
        "Processors take turns in proportion to their fixed weights, spread as evenly as possible.";
    const SOURCE: &'static str = "NGINX 1.22, the default method of an upstream";
    const NOBODY: Nobody = Nobody::BadGateway;
    const SCORE: Option<&'static str> = Some("current weight");

    fn new(setup: &Setup<'_>) -> Self {
        let servers = setup.servers;
        Self { current: vec![0; servers] }
    }

    fn pick(&mut self, view: &View<'_>, _stream: &mut Stream) -> Option<usize> {
        let entrants = view.eligible().map(|server| (server, i64::from(view.weights[server])));
        smooth::round(&mut self.current, entrants)
    }

    fn score(&self, server: usize) -> Option<f64> {
        self.current.get(server).copied().map(math::signed)
    }
}
