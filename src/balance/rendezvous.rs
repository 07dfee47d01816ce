//! Rendezvous: each server draws a number with the key, the highest wins.
//!
//! Source: Thaler and Ravishankar, "A name-based mapping scheme for rendezvous" (1998); the number is XXH64 of
//! `name|key`. With unequal weights the score is -w / ln(u), u the number between 0 and 1, as in Envoy's scheme of 2026:
//! shares follow the weights. When a server leaves exactly its keys move. Each pick looks at all servers.

use super::hash::xxh64;
use super::{Balance, Setup, View};
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
            let drawn = self.draw(server, view.request.key);
            let score = if equal { 0.0 } else { scored(drawn, view.weights[server]) };
            if best.is_none_or(|(most, highest, _)| (score, drawn) > (most, highest)) {
                best = Some((score, drawn, server));
            }
        }
        best.map(|(_, _, server)| server)
    }
}

impl Rendezvous {
    fn draw(&mut self, server: usize, key: &[u8]) -> u64 {
        self.text.clear();
        self.text.extend_from_slice(self.names[server].as_bytes());
        self.text.push(b'|');
        self.text.extend_from_slice(key);
        xxh64(&self.text, 0)
    }
}

fn scored(drawn: u64, weight: u32) -> f64 {
    let u = (math::float(drawn >> 11) + 0.5) * STEP;
    -f64::from(weight) / math::ln(u)
}
