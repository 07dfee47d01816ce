//! Inverse load, naive: weights that follow measured load in the obvious way, which oscillates.
//!
//! Source: the reading "weighted round robin by the processors' load" of the article behind this project; no product
//! does this. After each report a server's weight is 1 / utilisation. That overshoots: with speeds 4 and 1 the shares
//! alternate for ever between 0.5 / 0.5 and 0.8 / 0.2, because equal utilisation, the very goal, asks for equal
//! shares. [`ClientSideWeightedRoundRobin`](super::ClientSideWeightedRoundRobin) divides throughput by utilisation
//! instead and stays. Damped, old and new weight are mixed geometrically, and the shares settle, but at the square roots of
//! the speeds: from equal ones a damping of one half reaches 2/3 and 1/3 in one step. Configured weights are ignored, except
//! that 0 drains.

use super::{Balance, LoadReport, Parameter, Setup, View, smooth};
use crate::math;
use crate::random::Stream;
use crate::units::Instant;

/// An idle server would weigh infinitely much; counting it as 1 % busy bounds the weights to 1 : 100.
const UTILISATION_MIN: f64 = 0.01;

/// How much of the old weight stays.
const DAMPING: Parameter = Parameter::number("damping", (0.0, 0.99), 0.0)
    .says("", "How much of a weight stays at each report: 0 swings for ever, one half settles at once.");

/// Smooth weighted round robin over weights of 1 / utilisation, equal until the first report.
#[derive(Clone, Debug)]
pub struct InverseLoad {
    damping: f64,
    /// Relative to their mean, so that what `current` holds keeps its meaning when the weights change.
    weights: Vec<f64>,
    current: Vec<f64>,
}

impl Balance for InverseLoad {
    const ID: &'static str = "inverse-load";
    const NAME: &'static str = "Inverse load (naive)";
    const SUMMARY: &'static str =
        "The busier a processor was, the fewer payments it gets next; the shares swing to and fro for ever.";
    const SOURCE: &'static str = "The article's weights by load, read naively; no product balances so";
    const PARAMETERS: &'static [Parameter] = &[DAMPING];
    const SCORE: Option<&'static str> = Some("weight");
    const BESIDE: Option<&'static str> = Some("current weight");

    fn new(setup: &Setup<'_>) -> Self {
        let servers = setup.servers;
        Self { damping: setup.value(&DAMPING), weights: vec![1.0; servers], current: vec![0.0; servers] }
    }

    fn pick(&mut self, view: &View<'_>, _stream: &mut Stream) -> Option<usize> {
        smooth::round(&mut self.current, view.eligible().map(|server| (server, self.weights[server])))
    }

    fn observe(&mut self, _now: Instant, reports: &[LoadReport]) {
        for (weight, report) in self.weights.iter_mut().zip(reports) {
            *weight = damped(*weight, 1.0 / report.utilisation.max(UTILISATION_MIN), self.damping);
        }
        let mean = self.weights.iter().sum::<f64>() / math::count(self.weights.len());
        for weight in &mut self.weights {
            *weight /= mean;
        }
    }

    fn score(&self, server: usize) -> Option<f64> {
        self.weights.get(server).copied()
    }

    fn beside(&self, server: usize) -> Option<f64> {
        self.current.get(server).copied()
    }
}

/// Between the old weight and the new one, geometrically.
fn damped(old: f64, new: f64, damping: f64) -> f64 {
    if damping <= 0.0 { new } else { math::pow(old, damping) * math::pow(new, 1.0 - damping) }
}
