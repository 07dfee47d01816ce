//! NGINX's `least_time last_byte`: the time that a server would need for what it has in flight.
//!
//! Source: NGINX, `least_time last_byte` as in the open-source tree of 2026. The estimate is rt * (1 + in flight),
//! compared per weight in whole numbers; ties take weighted turns. rt is the average response time in whole
//! milliseconds (95 % old, 5 % new, correct answers only), halved for every `fail_timeout` in which the server was not
//! tried, then raised to the next multiple of 20 ms, so that nearly equal servers rotate; above 5 s all are equally bad.
//! Left out: `header`, and `inflight`, which raises rt to the age of what is in flight.

use super::{Balance, Ended, Nobody, Parameter, Setup, View, smooth};
use crate::math;
use crate::random::Stream;
use crate::units::Instant;

/// Response times are compared in steps of 20 ms.
const STEP_MS: u64 = 20;
/// From here on all are equally bad.
const MAX_MS: u64 = 5000;
/// Nanoseconds in a millisecond.
const MILLI: u64 = 1_000_000;
/// Time after which a server that was not tried gets another chance.
const FAIL_TIMEOUT: Parameter = Parameter::whole("fail_timeout_s", (0.0, 3600.0), 10.0)
    .says("s", "Once in this time without a pick the response time of a processor counts half.");

/// NGINX's least time.
#[derive(Clone, Debug)]
pub struct NginxLeastTime {
    timeout_s: u64,
    peers: Vec<Peer>,
    current: Vec<i64>,
}

#[derive(Clone, Copy, Debug, Default)]
struct Peer {
    average_ms: u64,
    /// The second in which it was last checked on.
    checked_s: u64,
}

impl Balance for NginxLeastTime {
    const ID: &'static str = "nginx-least-time";
    const NAME: &'static str = "Least time (NGINX least_time)";
    const SUMMARY: &'static str =
        "The processor with the smallest product of average response time and load for its weight.";
    const SOURCE: &'static str = "NGINX, directive least_time last_byte, open-source tree of 2026";
    const NOBODY: Nobody = Nobody::BadGateway;
    const PARAMETERS: &'static [Parameter] = &[FAIL_TIMEOUT];
    const SCORE: Option<&'static str> = Some("average in ms");
    const BESIDE: Option<&'static str> = Some("current weight");

    fn new(setup: &Setup<'_>) -> Self {
        let peers = vec![Peer::default(); setup.servers];
        Self { timeout_s: u64::from(setup.whole(&FAIL_TIMEOUT)), peers, current: vec![0; setup.servers] }
    }

    fn pick(&mut self, view: &View<'_>, _stream: &mut Stream) -> Option<usize> {
        let now = second(view.now);
        let (peers, timeout) = (&self.peers, self.timeout_s);
        let scaled = |eta: usize, weight: usize| {
            peers[eta].eta(now, timeout, view.in_flight[eta]).saturating_mul(u64::from(view.weights[weight]))
        };
        let first = view.eligible().reduce(|best, one| if scaled(one, best) < scaled(best, one) { one } else { best })?;
        let tied = view.eligible().filter(|&one| scaled(one, first) == scaled(first, one));
        let picked = if tied.clone().nth(1).is_none() {
            first
        } else {
            smooth::round(&mut self.current, tied.map(|server| (server, i64::from(view.weights[server]))))?
        };
        let peer = &mut self.peers[picked];
        if now.saturating_sub(peer.checked_s) > timeout {
            peer.checked_s = now;
        }
        Some(picked)
    }

    fn closed(&mut self, server: usize, _view: &View<'_>, ended: &Ended) {
        if ended.answer.is_correct() {
            let peer = &mut self.peers[server];
            peer.average_ms = average(peer.average_ms, ended.latency.get() / MILLI);
        }
    }

    fn score(&self, server: usize) -> Option<f64> {
        self.peers.get(server).map(|peer| math::float(peer.average_ms))
    }

    fn beside(&self, server: usize) -> Option<f64> {
        self.current.get(server).copied().map(math::signed)
    }
}

impl Peer {
    /// The response time that counts now, times the load.
    fn eta(&self, now_s: u64, timeout_s: u64, in_flight: u32) -> u64 {
        let idle = now_s.saturating_sub(self.checked_s);
        let halved = if idle > timeout_s { math::low(idle / (timeout_s + 1)) } else { 0 };
        estimate(self.average_ms.checked_shr(halved).unwrap_or(0), in_flight)
    }
}

fn second(now: Instant) -> u64 {
    now.get() / (1000 * MILLI)
}

/// The new average; the first answer sets it.
const fn average(old_ms: u64, new_ms: u64) -> u64 {
    if old_ms == 0 { new_ms } else { (old_ms * 95 + new_ms * 5) / 100 }
}

/// The response time in steps, times the load.
fn estimate(average_ms: u64, in_flight: u32) -> u64 {
    let stepped = if average_ms > MAX_MS { MAX_MS } else { average_ms + STEP_MS - average_ms % STEP_MS };
    stepped * (1 + u64::from(in_flight))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn estimates_are_those_of_nginx() {
        let got = [(0, 0), (19, 0), (20, 0), (39, 2), (41, 2), (6000, 3)].map(|(rt, load)| estimate(rt, load));
        assert_eq!(got, [20, 20, 40, 120, 180, 20_000]);
    }

    #[test]
    fn a_server_that_was_not_tried_counts_half_once_in_the_timeout() {
        let peer = Peer { average_ms: 400, checked_s: 0 };
        let at = |now| peer.eta(now, 10, 0);
        assert_eq!([at(10), at(11), at(22), at(33)], [420, 220, 120, 60], "steps of eleven whole seconds");
        assert_eq!(at(1_000_000), 20, "forgotten in the end");
    }
}
