//! HAProxy's `static-rr`: a fixed map of turns.
//!
//! Source: HAProxy 2.6, `balance static-rr` (`lb_map`). For each of the W turns of a cycle (weights divided by their
//! greatest common divisor) every server's score grows by its weight, the largest score in whole units of W, rounded
//! up, takes the turn (the earlier one on a tie), and pays W. The rounding is coarse, so the first server always takes
//! the first turn. The map is made anew when a server goes or comes; the place in it stays. HAProxy stores the map;
//! here each turn is worked out when it comes, which gives the same sequence.

use super::roster::Roster;
use super::schedule::divisor;
use super::{Balance, Nobody, Setup, View};
use crate::math;
use crate::random::Stream;

/// HAProxy's fixed map, exact: over each full cycle every server is picked as often as its weight says.
#[derive(Clone, Debug)]
pub struct HaproxyStaticRr {
    roster: Roster,
    weights: Vec<u64>,
    /// Never below zero: what HAProxy calls the score plus the total.
    scores: Vec<u64>,
    total: u64,
    turn: u64,
}

impl Balance for HaproxyStaticRr {
    const ID: &'static str = "haproxy-static-rr";
    const NAME: &'static str = "Weighted round robin (HAProxy static-rr)";
    const SUMMARY: &'static str = "Processors take turns by a map that is drawn up once from their fixed weights.";
    const SOURCE: &'static str = "HAProxy 2.6, balance static-rr";
    const NOBODY: Nobody = Nobody::Unavailable;
    const SCORE: Option<&'static str> = Some("score");

    fn new(setup: &Setup<'_>) -> Self {
        let servers = setup.servers;
        Self { roster: Roster::new(servers), weights: vec![0; servers], scores: vec![0; servers], total: 0, turn: 0 }
    }

    fn pick(&mut self, view: &View<'_>, _stream: &mut Stream) -> Option<usize> {
        if self.roster.changed(view) {
            self.redraw(view);
        }
        if self.turn >= self.total {
            self.turn = 0;
            self.scores.fill(self.total);
        }
        self.turn += 1;
        self.step()
    }

    fn score(&self, server: usize) -> Option<f64> {
        self.scores.get(server).map(|score| math::float(*score) - math::float(self.total))
    }
}

impl HaproxyStaticRr {
    /// Makes the map anew and goes to the present place in it.
    fn redraw(&mut self, view: &View<'_>) {
        let common = view.weights.iter().fold(0, |common, weight| divisor(common, u64::from(*weight))).max(1);
        for (weight, roster) in self.weights.iter_mut().zip(self.roster.weights()) {
            *weight = u64::from(*roster) / common;
        }
        self.total = self.weights.iter().sum();
        self.scores.fill(self.total);
        if self.turn < self.total {
            for _ in 0..self.turn {
                self.step();
            }
        }
    }

    /// The server for one turn.
    fn step(&mut self) -> Option<usize> {
        let mut best: Option<(u64, usize)> = None;
        for (server, (score, weight)) in self.scores.iter_mut().zip(&self.weights).enumerate() {
            if *weight == 0 {
                continue;
            }
            *score += weight;
            let units = *score / self.total;
            if best.is_none_or(|(most, _)| units > most) {
                best = Some((units, server));
            }
        }
        let (_, server) = best?;
        self.scores[server] = self.scores[server].saturating_sub(self.total);
        Some(server)
    }
}
