//! The law of a response at c exponential servers, first come first served, by how many are found there on arrival.
//!
//! Who finds n, of whom n - c + 1 must leave first, waits that many stages of rate c mu and is then served. Counted by
//! a Poisson process of rate c mu this is a sum of positive terms (uniformisation: Jensen, "Markoff chains as an aid in
//! the study of Markoff processes", Skandinavisk Aktuarietidskrift 36, 1953), so nothing cancels.

use super::poisson;
use super::quantile::quantile;
use crate::math;

/// A response given the line ahead of it.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct LineAhead {
    /// The chance to be still there after so many stages have passed; after the last it falls by `stay` a stage.
    left: Vec<f64>,
    /// The chance that a stage that passes while the customer is served is not the customer's own end.
    stay: f64,
    /// Rate of the stages per millisecond: c mu.
    stage_rate: f64,
    response_mean_ms: f64,
}

impl LineAhead {
    /// The law where an arrival finds n with the probability `found[n]`, at so many servers.
    pub(super) fn new(found: &[f64], servers: u32, service_mean_ms: f64) -> Self {
        let c = f64::from(servers);
        let stay = (c - 1.0) / c;
        let (at_once, waiting) = found.split_at(found.len().min(math::index(servers)));
        let mut in_service: f64 = at_once.iter().sum();
        let mut in_line = backward_sums(waiting);
        in_line.push(0.0);
        let mut left = vec![in_service + in_line[0]];
        for (stages, &found) in waiting.iter().enumerate() {
            in_service = stay * in_service + found;
            left.push(in_service + in_line[stages + 1]);
        }
        let stages: f64 = in_line.iter().sum();
        let response_mean_ms = service_mean_ms * (1.0 + stages / c);
        Self { left, stay, stage_rate: c / service_mean_ms, response_mean_ms }
    }

    /// The time in milliseconds that a share `probability` does not exceed; `None` unless it lies in 0 (included) to 1
    /// (excluded).
    pub(super) fn response_quantile_ms(&self, probability: f64) -> Option<f64> {
        quantile(|ms| self.response_tail(ms), self.response_mean_ms, probability)
    }

    /// P(T > t).
    pub(super) fn response_tail(&self, ms: f64) -> f64 {
        let last = self.left.len() - 1;
        let left = |stages: u64| match self.left.get(usize::try_from(stages).unwrap_or(usize::MAX)) {
            Some(&left) => left,
            None => self.left[last] * math::pow(self.stay, math::float(stages) - math::count(last)),
        };
        poisson::mean_of(self.stage_rate * ms, left)
    }
}

/// At each place the sum from there to the end.
fn backward_sums(values: &[f64]) -> Vec<f64> {
    let mut sums = values.to_vec();
    for place in (1..sums.len()).rev() {
        sums[place - 1] += sums[place];
    }
    sums
}
