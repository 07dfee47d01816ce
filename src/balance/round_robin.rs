//! Round robin: the servers in turn.
//!
//! Source: the rotation of NGINX 1.22 and HAProxy 2.6 with equal weights; it starts at the first server. Envoy starts
//! each worker at a random one, which is left out: every gateway's balancer starts at the first. Weights are ignored, except that 0 drains.

use super::glimpse::Glimpse;
use super::{Balance, Nobody, Setup, View};
use crate::random::Stream;

/// The servers in turn: after each pick the turn passes to the next eligible server.
#[derive(Clone, Debug)]
pub struct RoundRobin {
    /// The server whose turn it is, if it is eligible.
    next: usize,
}

impl Balance for RoundRobin {
    const ID: &'static str = "round-robin";
    const NAME: &'static str = "Round robin";
    const SUMMARY: &'static str = "Each processor gets the next payment in turn, however busy it is.";
    const SOURCE: &'static str = "NGINX 1.22 and HAProxy 2.6 with equal weights";
    const NOBODY: Nobody = Nobody::BadGateway;

    fn new(_setup: &Setup<'_>) -> Self {
        Self { next: 0 }
    }

    fn pick(&mut self, view: &View<'_>, _stream: &mut Stream) -> Option<usize> {
        let turn = self.turn(view)?;
        self.next = turn + 1;
        Some(turn)
    }

    fn glimpse(&self, view: &View<'_>, _stream: &Stream) -> Option<Glimpse> {
        let (turn, servers) = (self.turn(view)?, view.usable.len());
        let from_here = (0..servers).map(|step| (self.next + step) % servers);
        let passed_over = from_here.take_while(|server| *server != turn);
        let seen = passed_over.chain([turn]).map(|server| (server, []));
        Glimpse::of("from where the turn stood", &[], seen)
    }
}

impl RoundRobin {
    /// The eligible server whose turn it is.
    fn turn(&self, view: &View<'_>) -> Option<usize> {
        view.eligible().find(|&server| server >= self.next).or_else(|| view.eligible().next())
    }
}
