//! Run lengths: each server as often in a row as its weight says, then the next.
//!
//! Source: Pingora 0.3, `Weighted<RoundRobin>`, which walks a list with each server repeated weight times. The weights
//! 5, 1, 1 give AAAAABC: exact shares, and the worst bursts of all weighted rotations.

use super::{Balance, Nobody, Setup, View};
use crate::random::Stream;

/// Pingora's rotation, exact: over each full cycle every server is picked as often as its weight says.
#[derive(Clone, Debug)]
pub struct RunLengthWeightedRoundRobin {
    server: usize,
    /// Picks of it in this run.
    taken: u32,
}

impl Balance for RunLengthWeightedRoundRobin {
    const ID: &'static str = "run-length-weighted-round-robin";
    const NAME: &'static str = "Weighted round robin in runs (Pingora)";
    const SUMMARY: &'static str = "Each processor gets as many payments in a row as its weight says, then the next one.";
    const SOURCE: &'static str = "Pingora 0.3, selection Weighted<RoundRobin>";
    const NOBODY: Nobody = Nobody::NoUpstream;

    fn new(_setup: &Setup<'_>) -> Self {
        Self { server: 0, taken: 0 }
    }

    fn pick(&mut self, view: &View<'_>, _stream: &mut Stream) -> Option<usize> {
        let over = !view.is_eligible(self.server) || self.taken >= view.weights[self.server];
        if over {
            self.server = view.eligible().find(|&server| server > self.server).or_else(|| view.eligible().next())?;
            self.taken = 0;
        }
        self.taken += 1;
        Some(self.server)
    }
}
