//! HAProxy's `leastconn`: the fewest attempts in flight for its weight, first come first served.
//!
//! Source: HAProxy 2.6, `balance leastconn` (`lb_fwlc`). A server stands in a line under the key 0 when idle, else
//! (in flight + 1) * 4096 / (16 * weight), a whole number; the least key is picked, and of equal ones the server that
//! has stood there longest. With each change of its load a server goes to the end of the line of its new key. Idle
//! servers therefore take turns whatever their weights. Development versions draw among several lines; left out, and
//! so are limits on connections.

use super::{Balance, Ended, Nobody, Setup, View};
use crate::math;
use crate::random::Stream;

/// The greatest scaled weight (`SRV_EWGHT_MAX`).
const WEIGHT_MAX: u64 = 4096;
/// Weights count sixteenfold (`BE_WEIGHT_SCALE`).
const SCALE: u64 = 16;

/// HAProxy's least connections, exact.
#[derive(Clone, Debug)]
pub struct HaproxyLeastconn {
    /// When each server joined the line that it stands in.
    joined: Vec<u64>,
    joins: u64,
}

impl Balance for HaproxyLeastconn {
    const ID: &'static str = "haproxy-leastconn";
    const NAME: &'static str = "Least connections (HAProxy leastconn)";
    const SUMMARY: &'static str =
        "The processor with the fewest payments in flight for its weight; idle ones take turns whatever their weight.";
    const SOURCE: &'static str = "HAProxy 2.6, balance leastconn";
    const NOBODY: Nobody = Nobody::Unavailable;
    const SCORE: Option<&'static str> = Some("place in line");

    fn new(setup: &Setup<'_>) -> Self {
        Self { joined: (0..math::wide(setup.servers)).collect(), joins: math::wide(setup.servers) }
    }

    fn pick(&mut self, view: &View<'_>, _stream: &mut Stream) -> Option<usize> {
        view.eligible().min_by_key(|&server| (key(view, server), self.joined[server]))
    }

    fn opened(&mut self, server: usize, _view: &View<'_>) {
        self.rejoin(server);
    }

    fn closed(&mut self, server: usize, _view: &View<'_>, _ended: &Ended) {
        self.rejoin(server);
    }

    fn score(&self, server: usize) -> Option<f64> {
        self.joined.get(server).copied().map(math::float)
    }
}

impl HaproxyLeastconn {
    fn rejoin(&mut self, server: usize) {
        self.joined[server] = self.joins;
        self.joins += 1;
    }
}

fn key(view: &View<'_>, server: usize) -> u64 {
    match u64::from(view.in_flight[server]) {
        0 => 0,
        load => (load + 1) * WEIGHT_MAX / (SCALE * u64::from(view.weights[server])),
    }
}
