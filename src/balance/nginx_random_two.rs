//! NGINX's `random two least_conn`: two different draws by weight, the less busy one wins.
//!
//! Source: NGINX 1.22, directive `random two`. A draw that hits a server that is down or was drawn before is thrown
//! away; after twenty draws without a decision the policy falls back to smooth weighted round robin. On a tie the *second* draw wins,
//! so idle servers share by P(j) = sum over i of (w_i / W) * w_j / (W - w_i): the weights 3 : 1 become 1 : 3.

use super::glimpse::Glimpse;
use super::smooth_weighted_round_robin::SmoothWeightedRoundRobin;
use super::{Balance, Nobody, Setup, View, sampling};
use crate::random::Stream;

/// Draws that may go without a decision.
const TRIES: u32 = 20;

/// NGINX's two draws.
#[derive(Clone, Debug)]
pub struct NginxRandomTwo {
    fallback: SmoothWeightedRoundRobin,
}

impl Balance for NginxRandomTwo {
    const ID: &'static str = "nginx-random-two";
    const NAME: &'static str = "Random two (NGINX random two least_conn)";
    const SUMMARY: &'static str =
        "Two different processors are drawn by weight, and the less busy one for its weight gets the payment.";
    const SOURCE: &'static str = "NGINX 1.22, directive random two least_conn";
    const NOBODY: Nobody = Nobody::BadGateway;
    const SCORE: Option<&'static str> = Some("current weight");

    fn new(setup: &Setup<'_>) -> Self {
        Self { fallback: SmoothWeightedRoundRobin::new(setup) }
    }

    fn pick(&mut self, view: &View<'_>, stream: &mut Stream) -> Option<usize> {
        view.eligible().next()?;
        match two(view, stream) {
            Some((first, second)) => Some(less_busy(view, first, second)),
            None => self.fallback.pick(view, stream),
        }
    }

    fn score(&self, server: usize) -> Option<f64> {
        self.fallback.score(server)
    }

    fn glimpse(&self, view: &View<'_>, stream: &Stream) -> Option<Glimpse> {
        let (first, second) = two(view, &mut stream.clone())?;
        let load = |server: usize| f64::from(view.in_flight[server]) / f64::from(view.weights[server]);
        let drawn = [first, second].into_iter().map(|server| (server, [load(server)]));
        Glimpse::of("drawn by lot, by weight", &["in flight for its weight"], drawn)
    }
}

/// Two different eligible servers, drawn by weight; `None` where the draws did not decide.
fn two(view: &View<'_>, stream: &mut Stream) -> Option<(usize, usize)> {
    let total = view.weights.iter().fold(0_u32, |sum, weight| sum.saturating_add(*weight));
    let mut first = None;
    let mut tries = 0;
    while view.weights.len() > 1 && tries <= TRIES {
        let drawn = sampling::at_point(view.weights, stream.below(total))?;
        match first {
            _ if first == Some(drawn) || !view.is_eligible(drawn) => {}
            None => first = Some(drawn),
            Some(first) => return Some((first, drawn)),
        }
        tries += 1;
    }
    None
}

/// The less busy of two draws for its weight, the second on a tie.
fn less_busy(view: &View<'_>, first: usize, second: usize) -> usize {
    let scaled = |load: usize, weight: usize| u64::from(view.in_flight[load]) * u64::from(view.weights[weight]);
    if scaled(second, first) > scaled(first, second) { first } else { second }
}
