//! Thompson sampling: every server is as likely to be picked as it is to be the best.
//!
//! Source: Thompson, "On the likelihood that one unknown probability exceeds another" (1933); Chapelle and Li, "An
//! empirical evaluation of Thompson sampling" (2011). A server's success rate is believed to follow Beta(1 + successes,
//! 1 + failures); each pick draws a rate for every eligible server, and the highest wins. With a memory below 1 old
//! outcomes fade, so that a server that recovers is tried again. Declines and failures count alike, as not approved.
//! Weights are ignored, except that 0 drains.

use super::glimpse::Glimpse;
use super::{Balance, Ended, Parameter, Setup, View};
use crate::balance::Answer;
use crate::math;
use crate::random::{Stream, normal};

/// What is kept of the old outcomes of a server at each new one.
const MEMORY: Parameter = Parameter::number("memory", (0.5, 1.0), 1.0)
    .says("", "What each new outcome leaves of the weight of a processor's old ones; 1 forgets nothing.");

/// A bandit with Beta beliefs.
#[derive(Clone, Debug)]
pub struct ThompsonSampling {
    memory: f64,
    beliefs: Vec<Belief>,
}

/// Outcomes of a server so far.
#[derive(Clone, Copy, Debug, Default)]
struct Belief {
    successes: f64,
    failures: f64,
}

impl Balance for ThompsonSampling {
    const ID: &'static str = "thompson-sampling";
    const NAME: &'static str = "Thompson sampling (bandit)";
    const SUMMARY: &'static str = "Each processor is picked as often as it is likely to be the one that approves most.";
    const SOURCE: &'static str = "Thompson (1933); Chapelle and Li (2011)";
    const PARAMETERS: &'static [Parameter] = &[MEMORY];
    const SCORE: Option<&'static str> = Some("believed success rate");

    fn new(setup: &Setup<'_>) -> Self {
        Self { memory: setup.value(&MEMORY), beliefs: vec![Belief::default(); setup.servers] }
    }

    fn pick(&mut self, view: &View<'_>, stream: &mut Stream) -> Option<usize> {
        let mut best: Option<(f64, usize)> = None;
        for (server, drawn) in self.draws(view, stream) {
            if best.is_none_or(|(most, _)| drawn > most) {
                best = Some((drawn, server));
            }
        }
        best.map(|(_, server)| server)
    }

    fn closed(&mut self, server: usize, _view: &View<'_>, ended: &Ended) {
        let belief = &mut self.beliefs[server];
        belief.successes *= self.memory;
        belief.failures *= self.memory;
        let count = if ended.answer == Answer::Approved { &mut belief.successes } else { &mut belief.failures };
        *count += 1.0;
    }

    fn glimpse(&self, view: &View<'_>, stream: &Stream) -> Option<Glimpse> {
        let mut stream = stream.clone();
        let drawn = self.draws(view, &mut stream).map(|(server, rate)| (server, [rate]));
        Glimpse::of("that are up, each with a rate drawn from what is believed of it", &["drawn success rate"], drawn)
    }

    fn score(&self, server: usize) -> Option<f64> {
        self.beliefs.get(server).map(Belief::mean)
    }
}

impl ThompsonSampling {
    /// A rate for every eligible server, drawn from what is believed of it.
    fn draws(&self, view: &View<'_>, stream: &mut Stream) -> impl Iterator<Item = (usize, f64)> {
        view.eligible().map(|server| (server, self.beliefs[server].draw(stream)))
    }
}

impl Belief {
    fn mean(&self) -> f64 {
        (1.0 + self.successes) / (2.0 + self.successes + self.failures)
    }

    /// A draw of Beta(1 + successes, 1 + failures): the share of one gamma draw in two.
    fn draw(&self, stream: &mut Stream) -> f64 {
        let (yes, no) = (gamma(1.0 + self.successes, stream), gamma(1.0 + self.failures, stream));
        yes / (yes + no)
    }
}

/// A draw of the gamma distribution with a shape of at least 1: Marsaglia and Tsang, "A simple method for generating
/// gamma variables" (2000).
fn gamma(shape: f64, stream: &mut Stream) -> f64 {
    let d = shape - 1.0 / 3.0;
    let c = 1.0 / (9.0 * d).sqrt();
    loop {
        let x = normal(stream);
        let v = 1.0 + c * x;
        let v = v * v * v;
        // Never zero, so that its logarithm is a number.
        let u = 1.0 - stream.unit();
        if v > 0.0 && math::ln(u) < 0.5 * x * x + d - d * v + d * math::ln(v) {
            return d * v;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Mean and variance of 20 000 draws of Beta(3, 5), within five standard errors.
    #[test]
    fn draws_follow_the_belief() {
        let belief = Belief { successes: 2.0, failures: 4.0 };
        let mut stream = Stream::new(1, "beta");
        let drawn: Vec<f64> = (0..20_000).map(|_| belief.draw(&mut stream)).collect();
        let mean = drawn.iter().sum::<f64>() / 20_000.0;
        let variance = drawn.iter().map(|x| (x - mean) * (x - mean)).sum::<f64>() / 20_000.0;
        let expected = 15.0 / 64.0 / 9.0;
        assert!((mean - 0.375).abs() < 5.0 * (expected / 20_000.0_f64).sqrt(), "mean {mean}");
        assert!((variance / expected - 1.0).abs() < 0.05, "variance {variance}, expected {expected}");
    }
}
