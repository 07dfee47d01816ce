//! Rendezvous: each server draws a number with the key, the highest wins.
//!
//! Source: Thaler and Ravishankar, "A name-based mapping scheme for rendezvous" (1998); the number is XXH64 of
//! `name|key`. With unequal weights the score is -w / ln(u), u the number between 0 and 1, as in Envoy's scheme of 2026:
//! shares follow the weights. When a server leaves exactly its keys move. Each pick looks at all servers.

use super::hash::xxh64;
use super::{Balance, Glimpse, Setup, View};
use crate::math;
use crate::random::Stream;

/// 2^-53, and half of it, which keeps u between 0 and 1.
const STEP: f64 = 1.0 / 9_007_199_254_740_992.0;

/// Highest random weight.
#[derive(Clone, Debug)]
pub struct Rendezvous {
    names: Vec<String>,
    /// Where `name|key` is put together, so that a pick allocates nothing.
    text: Vec<u8>,
}

impl Balance for Rendezvous {
    const ID: &'static str = "rendezvous";
    const NAME: &'static str = "Rendezvous (highest random weight)";
    const SUMMARY: &'static str =
        "Every processor draws a number for the card, and the highest wins; only cards of a lost one move.";
    const SOURCE: &'static str = "Thaler and Ravishankar (1998); weights as in Envoy";

    fn new(setup: &Setup<'_>) -> Self {
        Self { names: setup.names(), text: Vec::new() }
    }

    fn pick(&mut self, view: &View<'_>, _stream: &mut Stream) -> Option<usize> {
        let mut weights = view.eligible().map(|server| view.weights[server]);
        let heaviest = weights.next()?;
        let equal = weights.all(|weight| weight == heaviest);
        let mut best: Option<(f64, u64, usize)> = None;
        for server in view.eligible() {
            let drawn = draw(&mut self.text, &self.names[server], view.request.key);
            let score = if equal { 0.0 } else { scored(drawn, view.weights[server]) };
            if best.is_none_or(|(most, highest, _)| (score, drawn) > (most, highest)) {
                best = Some((score, drawn, server));
            }
        }
        best.map(|(_, _, server)| server)
    }

    fn glimpse(&self, view: &View<'_>, _stream: &Stream) -> Option<Glimpse> {
        let mut text = Vec::new();
        let all = view.eligible().map(|server| {
            let drawn = draw(&mut text, &self.names[server], view.request.key);
            (server, [between(drawn), scored(drawn, view.weights[server])])
        });
        Glimpse::of("that are usable, by the key", &["number drawn", "score by weight"], all)
    }
}

/// What a server draws for a key; the text is only memory.
fn draw(text: &mut Vec<u8>, name: &str, key: &[u8]) -> u64 {
    text.clear();
    text.extend_from_slice(name.as_bytes());
    text.push(b'|');
    text.extend_from_slice(key);
    xxh64(text, 0)
}

/// A number that was drawn, between 0 and 1.
fn between(drawn: u64) -> f64 {
    (math::float(drawn >> 11) + 0.5) * STEP
}

fn scored(drawn: u64, weight: u32) -> f64 {
    -f64::from(weight) / math::ln(between(drawn))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::balance::{Policy, Request};

    #[test]
    fn the_highest_score_that_is_seen_is_picked_whatever_the_weights() {
        for weights in [[1, 1, 1], [5, 2, 1]] {
            let (mut balancer, mut stream) = (Policy::Rendezvous.build(3), Stream::new(1, "routing"));
            for key in 0..200 {
                let key = key.to_string();
                let request = Request { key: key.as_bytes(), ..Request::UNKNOWN };
                let view = View { request, ..View::new(&weights, &[0; 3], &[true; 3]) };
                let seen = balancer.glimpse(&view, &stream).expect("three are up");
                let highest = seen.candidates.iter().max_by(|one, other| one.figures[1].total_cmp(&other.figures[1]));
                assert_eq!(highest.map(|one| one.server), balancer.pick(&view, &mut stream), "{weights:?}, key {key}");
            }
        }
    }
}
