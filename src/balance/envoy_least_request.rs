//! Envoy's `LEAST_REQUEST`: two policies under one name.
//!
//! Source: Envoy 1.31. With equal weights it draws `choice_count` servers with replacement and keeps the one with the
//! fewest active requests, the earlier draw on a tie; with two servers it therefore picks the busier one a quarter of
//! the time. A full scan looks at all and draws among the least. With unequal weights it is a schedule by deadline
//! with weight / (active + 1)^bias, where the cost of a server's turn is set when the turn before is taken: it may be
//! stale, so a stuck server never drains wholly.

use super::glimpse::Glimpse;
use super::roster::Roster;
use super::schedule::Schedule;
use super::{Balance, Nobody, Parameter, Setup, View, sampling};
use crate::math;
use crate::random::Stream;

/// Draws of the sampled form.
const CHOICES: Parameter =
    Parameter::whole("choice_count", (2.0, 128.0), 2.0).says("servers", "How many are drawn when weights are equal.");
/// How much active requests count in the weighted form.
const BIAS: Parameter = Parameter::number("active_request_bias", (0.0, 10.0), 1.0)
    .says("", "The power of active requests when weights differ; 0 gives plain weighted round robin.");
/// Whether all are looked at.
const FULL_SCAN: Parameter = Parameter::whole("full_scan", (0.0, 1.0), 0.0)
    .says("", "1: look at all servers when weights are equal, ties drawn by lot; 0: sample.");

/// Envoy's least request: sampled for equal weights, by deadline for unequal ones.
#[derive(Clone, Debug)]
pub struct EnvoyLeastRequest {
    choices: u32,
    bias: f64,
    full_scan: bool,
    roster: Roster,
    schedule: Schedule,
}

impl Balance for EnvoyLeastRequest {
    const ID: &'static str = "envoy-least-request";
    const NAME: &'static str = "Least request (Envoy)";
    const SUMMARY: &'static str = "The less busy of two processors drawn by lot; with unequal weights by deadline.";
    const SOURCE: &'static str = "Envoy 1.31, LEAST_REQUEST";
    const NOBODY: Nobody = Nobody::Panic;
    const PARAMETERS: &'static [Parameter] = &[CHOICES, BIAS, FULL_SCAN];
    const SCORE: Option<&'static str> = Some("deadline");

    fn new(setup: &Setup<'_>) -> Self {
        Self {
            choices: setup.whole(&CHOICES),
            bias: setup.value(&BIAS),
            full_scan: setup.whole(&FULL_SCAN) == 1,
            roster: Roster::new(setup.servers),
            schedule: Schedule::new(setup.servers),
        }
    }

    fn pick(&mut self, view: &View<'_>, stream: &mut Stream) -> Option<usize> {
        if self.roster.changed(view) {
            self.restart(view);
        }
        if !self.roster.equal() {
            let (server, deadline) = self.schedule.first()?;
            self.schedule.add(server, deadline, self.cost(view, server));
            Some(server)
        } else if self.full_scan {
            let least = view.eligible().map(|server| view.in_flight[server]).min()?;
            sampling::among(view.eligible().filter(|&server| view.in_flight[server] == least), stream)
        } else {
            self.sample(view, stream)
        }
    }

    fn glimpse(&self, view: &View<'_>, stream: &Stream) -> Option<Glimpse> {
        let mut roster = self.roster.clone();
        roster.changed(view);
        if self.full_scan || !roster.equal() {
            return None;
        }
        let mut stream = stream.clone();
        let drawn = self.draws(view, &mut stream).map(|server| (server, [f64::from(view.in_flight[server])]));
        Glimpse::of("drawn by lot", &["in flight"], drawn)
    }

    fn score(&self, server: usize) -> Option<f64> {
        self.schedule.deadline(server)
    }
}

impl EnvoyLeastRequest {
    fn draws(&self, view: &View<'_>, stream: &mut Stream) -> impl Iterator<Item = usize> {
        (0..self.choices).map_while(|_| sampling::any(view, stream))
    }

    fn sample(&self, view: &View<'_>, stream: &mut Stream) -> Option<usize> {
        let drawn = self.draws(view, stream);
        drawn.reduce(|best, one| if view.in_flight[one] < view.in_flight[best] { one } else { best })
    }

    fn restart(&mut self, view: &View<'_>) {
        self.schedule.restart(self.roster.weights());
        if !self.roster.equal() {
            for server in view.eligible() {
                self.schedule.add(server, 0, self.cost(view, server));
            }
        }
    }

    /// 1 / weight in units of the schedule; exact for a bias of 1.
    fn cost(&self, view: &View<'_>, server: usize) -> u64 {
        let turn = self.schedule.unit() / u64::from(view.weights[server]);
        let active = u64::from(view.in_flight[server]) + 1;
        if self.bias == 1.0 { turn.saturating_mul(active) } else { math::whole(math::float(turn) / effective(1.0, active, self.bias)) }
    }
}

/// The weight that counts: weight / (active + 1)^bias, where `busy` is active + 1.
fn effective(weight: f64, busy: u64, bias: f64) -> f64 {
    weight / math::pow(math::float(busy), bias)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weights_that_count() {
        let check = |(weight, active, bias): (f64, u64, f64), expected: f64| {
            let got = effective(weight, active + 1, bias);
            assert!((got - expected).abs() < 1e-12, "{got}, expected {expected}");
        };
        check((2.0, 4, 1.0), 0.4);
        check((5.0, 0, 1.0), 5.0);
        check((5.0, 9, 1.0), 0.5);
        check((5.0, 9, 0.0), 5.0);
        check((10.0, 3, 2.0), 0.625);
        check((10.0, 3, 0.5), 5.0);
    }
}
