//! Passive health: a server that failed is left alone for a while.
//!
//! Source: NGINX 1.22, `max_fails` and `fail_timeout`. So many failures disable a server for `fail_timeout`; the count
//! starts anew when a request succeeds after that time. Each failure also lowers the weight that counts by
//! weight / max_fails, a whole number, and each pick in which the server takes part gives back 1. A single server is never disabled. With all
//! disabled a request fails at once, without an attempt: 502, "no live upstreams". Time counts in whole seconds.

use crate::balance::Answer;
use crate::units::Instant;

/// Nanoseconds in a second.
const SECOND: u64 = 1_000_000_000;

/// What can be set; the defaults are NGINX's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PassiveSettings {
    /// Failures that disable a server; 0 disables none.
    pub max_fails: u32,
    /// For how long, in seconds.
    pub fail_timeout_s: u64,
}

impl Default for PassiveSettings {
    fn default() -> Self {
        Self { max_fails: 1, fail_timeout_s: 10 }
    }
}

/// NGINX's passive health.
#[derive(Clone, Debug)]
pub struct Passive {
    settings: PassiveSettings,
    peers: Vec<Peer>,
}

#[derive(Clone, Copy, Debug)]
struct Peer {
    weight: u32,
    /// The weight that counts, lowered by failures.
    effective: u32,
    fails: u32,
    /// The second of the last failure, and of the last failure or first pick after the timeout.
    accessed_s: u64,
    checked_s: u64,
}

impl Passive {
    /// Servers with these weights, none of which has failed.
    #[must_use]
    pub fn new(settings: PassiveSettings, weights: &[u32]) -> Self {
        let peer = |weight: &u32| Peer { weight: *weight, effective: *weight, fails: 0, accessed_s: 0, checked_s: 0 };
        Self { settings, peers: weights.iter().map(peer).collect() }
    }

    /// Whether a server may be picked.
    #[must_use]
    pub fn usable(&self, now: Instant, server: usize) -> bool {
        let peer = &self.peers[server];
        let PassiveSettings { max_fails, fail_timeout_s } = self.settings;
        let disabled = max_fails > 0 && peer.fails >= max_fails && second(now) - peer.checked_s <= fail_timeout_s;
        self.peers.len() == 1 || !disabled
    }

    /// The weight of a server that counts in the next pick.
    #[must_use]
    pub fn weight(&self, server: usize) -> u32 {
        self.peers[server].effective
    }

    /// A pick was made: those that took part get a unit of weight back, and the picked one is being checked on.
    pub fn picked(&mut self, now: Instant, picked: usize, took_part: impl Fn(usize) -> bool) {
        for (server, peer) in self.peers.iter_mut().enumerate() {
            if took_part(server) && peer.effective < peer.weight {
                peer.effective += 1;
            }
        }
        let peer = &mut self.peers[picked];
        if second(now) - peer.checked_s > self.settings.fail_timeout_s {
            peer.checked_s = second(now);
        }
    }

    /// An attempt at a server ended.
    pub fn observed(&mut self, now: Instant, server: usize, answer: Answer) {
        let peer = &mut self.peers[server];
        if answer.is_correct() {
            if peer.accessed_s < peer.checked_s {
                peer.fails = 0;
            }
            return;
        }
        peer.fails += 1;
        peer.accessed_s = second(now);
        peer.checked_s = second(now);
        if let Some(step) = peer.weight.checked_div(self.settings.max_fails) {
            peer.effective = peer.effective.saturating_sub(step);
        }
    }
}

const fn second(now: Instant) -> u64 {
    now.get() / SECOND
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::balance::{Policy, View};
    use crate::random::Stream;

    const NOW: Instant = Instant::new(20 * SECOND);

    /// What NGINX does with so many requests while some servers are down: tried and refused in lower case, then who
    /// served, `!` for 502.
    fn play(weights: &[u32], down: &[usize], max_fails: u32, requests: usize) -> String {
        let mut passive = Passive::new(PassiveSettings { max_fails, ..PassiveSettings::default() }, weights);
        let mut balancer = Policy::SmoothWeightedRoundRobin.build(weights.len());
        let mut stream = Stream::new(1, "routing");
        let mut said = Vec::new();
        for _ in 0..requests {
            let mut tried = vec![false; weights.len()];
            let mut text = String::new();
            loop {
                let usable: Vec<bool> = (0..weights.len()).map(|s| !tried[s] && passive.usable(NOW, s)).collect();
                let counting: Vec<u32> = (0..weights.len()).map(|s| passive.weight(s)).collect();
                let idle = vec![0; weights.len()];
                let Some(server) = balancer.pick(&View::new(&counting, &idle, &usable), &mut stream) else {
                    text.push('!');
                    break;
                };
                passive.picked(NOW, server, |server| usable[server]);
                tried[server] = true;
                let letter = ["a", "b", "c"][server];
                if down.contains(&server) {
                    passive.observed(NOW, server, Answer::Missing);
                    text += letter;
                } else {
                    passive.observed(NOW, server, Answer::Approved);
                    text += &letter.to_uppercase();
                    break;
                }
            }
            said.push(text);
        }
        said.join(" ")
    }

    /// Recorded from a running NGINX 1.22.1, all within `fail_timeout`.
    #[test]
    fn failures_pass_as_in_nginx() {
        let check = |weights: &[u32], down: &[usize], max_fails: u32, expected: &str| {
            let got = play(weights, down, max_fails, expected.split(' ').count());
            assert_eq!(got, expected, "weights {weights:?}, down {down:?}, max_fails {max_fails}");
        };
        check(&[5, 1, 1], &[1], 1, "A A bA A C A A A A A C A A A A A C A A A");
        check(&[5, 1, 1], &[0], 1, "aB C B C B C B C B C B C B C B C B C B C");
        check(&[4, 4, 1], &[0], 0, "aB B C aB B aB B aB B C aB B aB B aB C B aB");
        check(&[3, 2], &[0, 1], 1, "ab! ! ! !");
    }

    #[test]
    fn a_server_gets_another_chance_after_the_timeout() {
        let mut passive = Passive::new(PassiveSettings::default(), &[1, 1]);
        let at = |s: u64| Instant::new(s * SECOND);
        passive.observed(at(20), 0, Answer::Failed);
        assert_eq!([30, 31].map(|s| passive.usable(at(s), 0)), [false, true], "ten whole seconds");
        passive.picked(at(31), 0, |_| true);
        assert!(!passive.usable(at(32), 0), "one request checks on it, the others wait");
        passive.observed(at(33), 0, Answer::Approved);
        assert!(passive.usable(at(33), 0), "it is back");
    }

    #[test]
    fn a_single_server_is_never_disabled() {
        let mut passive = Passive::new(PassiveSettings::default(), &[1]);
        passive.observed(NOW, 0, Answer::Missing);
        assert!(passive.usable(NOW, 0));
    }

    #[test]
    fn several_failures_lower_the_weight_step_by_step() {
        let mut passive = Passive::new(PassiveSettings { max_fails: 3, ..PassiveSettings::default() }, &[10, 1]);
        let mut weights = Vec::new();
        for _ in 0..2 {
            passive.observed(NOW, 0, Answer::Failed);
            weights.push(passive.weight(0));
        }
        passive.picked(NOW, 1, |_| true);
        weights.push(passive.weight(0));
        assert_eq!(weights, [7, 4, 5], "a third of ten in whole numbers, and one back with each pick");
    }
}
