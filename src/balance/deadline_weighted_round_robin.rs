//! Deadline scheduling: each server is due again 1 / weight after it was due last.
//!
//! Source: Envoy, `ROUND_ROBIN` with unequal weights (its `EdfScheduler`); gRPC's `weighted_round_robin` is a cousin.
//! The weights 5, 1, 1 give AAAABCA. Of equal deadlines the one that was set first comes first. Envoy takes a random
//! number of picks in advance whenever the servers change, so that many balancers do not march in step; here this is a
//! parameter, off unless asked for, so that the cycle can be read from its start. Deadlines are exact, not floats.

use super::roster::Roster;
use super::schedule::Schedule;
use super::{Balance, Nobody, Parameter, Setup, View};
use crate::math;
use crate::random::Stream;

/// Picks taken in advance at random, as Envoy does.
const PHASE: Parameter = Parameter::whole("random_phase", (0.0, 1.0), 0.0)
    .says("", "1: skip a random number of picks when the servers change, as Envoy does; 0: start at the beginning.");

/// Servers by deadline, exact: over each full cycle every server is picked as often as its weight says.
#[derive(Clone, Debug)]
pub struct DeadlineWeightedRoundRobin {
    roster: Roster,
    schedule: Schedule,
    random_phase: bool,
}

impl Balance for DeadlineWeightedRoundRobin {
    const ID: &'static str = "deadline-weighted-round-robin";
    const NAME: &'static str = "Weighted round robin by deadline (Envoy, gRPC)";
    const SUMMARY: &'static str = "Each processor is due again after a time that is the shorter the heavier it is.";
    const SOURCE: &'static str = "Envoy 1.31, ROUND_ROBIN with weights (EdfScheduler)";
    const NOBODY: Nobody = Nobody::Panic;
    const PARAMETERS: &'static [Parameter] = &[PHASE];
    const SCORE: Option<&'static str> = Some("deadline");

    fn new(setup: &Setup<'_>) -> Self {
        Self {
            roster: Roster::new(setup.servers),
            schedule: Schedule::new(setup.servers),
            random_phase: setup.whole(&PHASE) == 1,
        }
    }

    fn pick(&mut self, view: &View<'_>, stream: &mut Stream) -> Option<usize> {
        if self.roster.changed(view) {
            self.restart(stream);
        }
        self.next()
    }

    fn score(&self, server: usize) -> Option<f64> {
        self.schedule.deadline(server)
    }
}

impl DeadlineWeightedRoundRobin {
    fn restart(&mut self, stream: &mut Stream) {
        self.schedule.restart(self.roster.weights());
        for (server, weight) in self.roster.weights().iter().enumerate().filter(|(_, weight)| **weight > 0) {
            self.schedule.add(server, 0, self.schedule.unit() / u64::from(*weight));
        }
        let present = self.roster.weights().iter().filter(|weight| **weight > 0).count();
        let skipped = if self.random_phase { stream.below(math::id(present)) } else { 0 };
        for _ in 0..skipped {
            self.next();
        }
    }

    fn next(&mut self) -> Option<usize> {
        let (server, deadline) = self.schedule.first()?;
        self.schedule.add(server, deadline, self.schedule.unit() / u64::from(self.roster.weights()[server]));
        Some(server)
    }
}
