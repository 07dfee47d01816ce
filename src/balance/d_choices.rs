//! The power of d choices: draw a few, take the least busy.
//!
//! Source: Mitzenmacher, "The power of two choices in randomized load balancing" (1996); Finagle 23.11 and tower 0.5
//! (Linkerd 2) draw two different servers and keep the first on a tie, which is the default here. With replacement a server may be
//! drawn twice, which is the case of the theory and visibly worse for few servers. Weights are ignored, except that 0
//! drains.

use super::glimpse::Glimpse;
use super::{Balance, Parameter, Setup, View, sampling};
use crate::math;
use crate::random::Stream;

/// The most that can be drawn.
const CHOICES_MAX: usize = 16;
/// How many are drawn.
pub const CHOICES: Parameter =
    Parameter::whole("choices", (1.0, 16.0), 2.0).says("servers", "How many processors are drawn.");
/// Whether one may be drawn twice.
const REPLACEMENT: Parameter = Parameter::whole("replacement", (0.0, 1.0), 0.0)
    .says("", "1: a processor may be drawn twice; 0: all drawn are different.");

/// The least busy of a few, the first drawn on a tie.
#[derive(Clone, Debug)]
pub struct DChoices {
    choices: usize,
    replacement: bool,
}

impl Balance for DChoices {
    const ID: &'static str = "d-choices";
    const NAME: &'static str = "Power of d choices";
    const SUMMARY: &'static str = "A few processors are drawn by lot, and the least busy of them gets the payment.";
    const SOURCE: &'static str = "Mitzenmacher (1996); Finagle 23.11 and tower 0.5 (Linkerd 2) draw two different ones";
    const PARAMETERS: &'static [Parameter] = &[CHOICES, REPLACEMENT];

    fn new(setup: &Setup<'_>) -> Self {
        Self { choices: math::index(setup.whole(&CHOICES)), replacement: setup.whole(&REPLACEMENT) == 1 }
    }

    fn pick(&mut self, view: &View<'_>, stream: &mut Stream) -> Option<usize> {
        let less = |best: usize, one: usize| if view.in_flight[one] < view.in_flight[best] { one } else { best };
        let mut best = None;
        self.draw(view, stream, |server| best = Some(best.map_or(server, |best| less(best, server))));
        best
    }

    fn glimpse(&self, view: &View<'_>, stream: &Stream) -> Option<Glimpse> {
        let mut drawn = Vec::new();
        self.draw(view, &mut stream.clone(), |server| drawn.push(server));
        let drawn = drawn.into_iter().map(|server| (server, [f64::from(view.in_flight[server])]));
        Glimpse::of("drawn by lot", &["in flight"], drawn)
    }
}

impl DChoices {
    /// Draws a few, one by one.
    fn draw(&self, view: &View<'_>, stream: &mut Stream, mut drawn: impl FnMut(usize)) {
        if self.replacement {
            return (0..self.choices).map_while(|_| sampling::any(view, stream)).for_each(drawn);
        }
        let count = view.eligible().count();
        let mut taken = [usize::MAX; CHOICES_MAX];
        for draw in 0..self.choices.min(count) {
            let place = untaken(&mut taken, draw, stream.below(math::id(count - draw)));
            view.eligible().nth(place).into_iter().for_each(&mut drawn);
        }
    }
}

/// The place that is the `skip`-th of those not taken yet, and takes it. `taken` holds `len` places in rising order.
fn untaken(taken: &mut [usize; CHOICES_MAX], len: usize, skip: u32) -> usize {
    let mut place = math::index(skip);
    let mut at = 0;
    while at < len && taken[at] <= place {
        place += 1;
        at += 1;
    }
    taken.copy_within(at..len, at + 1);
    taken[at] = place;
    place
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_place_is_taken_once() {
        let mut taken = [usize::MAX; CHOICES_MAX];
        let places: Vec<usize> = [2, 0, 1, 0].into_iter().enumerate().map(|(len, skip)| untaken(&mut taken, len, skip)).collect();
        assert_eq!(places, [2, 0, 3, 1], "the third of four, the first, the second of 1 and 3, the last");
    }
}
