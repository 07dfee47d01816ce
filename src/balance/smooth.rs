//! One round of smooth weighted selection, the rule that NGINX made known, for any kind of number.
//!
//! Whole numbers give NGINX's exact sequence; floats serve weights that are measured.

use std::ops::{AddAssign, SubAssign};

/// Every entrant (server and weight) gains its weight, the one with most then pays what all gained; the earlier one
/// wins a tie. `None` when nobody entered.
pub(super) fn round<N>(current: &mut [N], entrants: impl Iterator<Item = (usize, N)>) -> Option<usize>
where
    N: Copy + Default + PartialOrd + AddAssign + SubAssign,
{
    let mut total = N::default();
    let mut most: Option<usize> = None;
    for (server, weight) in entrants {
        current[server] += weight;
        total += weight;
        if most.is_none_or(|most| current[server] > current[most]) {
            most = Some(server);
        }
    }
    let most = most?;
    current[most] -= total;
    Some(most)
}
