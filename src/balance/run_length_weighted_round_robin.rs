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
    const SCORE: Option<&'static str> = Some("picks in its run");

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

    fn score(&self, server: usize) -> Option<f64> {
        Some(if server == self.server { f64::from(self.taken) } else { 0.0 })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::balance::Policy;

    #[test]
    fn the_run_that_is_shown_goes_on_to_its_weight() {
        let weights = [3, 1, 2];
        let (mut balancer, mut stream) = (Policy::RunLengthWeightedRoundRobin.build(3), Stream::new(1, "routing"));
        for pick in 0..24 {
            let shown = [0, 1, 2].map(|server| balancer.score(server).expect("kept"));
            let running = (0..3).find(|&server| shown[server] > 0.0).unwrap_or(0);
            let over = shown[running] >= f64::from(weights[running]);
            let next = if over { (running + 1) % 3 } else { running };
            let picked = balancer.pick(&View::new(&weights, &[0; 3], &[true; 3]), &mut stream);
            assert_eq!(picked, Some(next), "pick {pick}, {shown:?}");
        }
    }
}
