//! Draws of servers: uniformly, with or without replacement, and by weight.

use super::View;
use crate::math;
use crate::random::Stream;

/// An eligible server, all with the same chance; one draw, none if nobody is eligible.
pub(super) fn any(view: &View<'_>, stream: &mut Stream) -> Option<usize> {
    among(view.eligible(), stream)
}

/// One of these, all with the same chance; one draw, none if there is nobody.
pub(super) fn among(mut servers: impl Iterator<Item = usize> + Clone, stream: &mut Stream) -> Option<usize> {
    let count = math::id(servers.clone().count());
    (count > 0).then(|| stream.below(count)).and_then(|place| servers.nth(math::index(place)))
}

/// Two different eligible servers in the order of their draws, or the only one twice; two draws, none for one server.
pub(super) fn two(view: &View<'_>, stream: &mut Stream) -> Option<(usize, usize)> {
    let count = math::id(view.eligible().count());
    if count < 2 {
        return view.eligible().next().map(|only| (only, only));
    }
    let first = stream.below(count);
    let second = stream.below(count - 1);
    let second = second + u32::from(second >= first);
    let nth = |place| view.eligible().nth(math::index(place));
    nth(first).zip(nth(second))
}

/// The server at a point on the cumulative weights, whoever is eligible.
pub(super) fn at_point(weights: &[u32], point: u32) -> Option<usize> {
    let mut left = point;
    weights.iter().position(|&weight| {
        let found = left < weight;
        left = left.saturating_sub(weight);
        found
    })
}
