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

#[cfg(test)]
mod tests {
    use super::super::{Policy, Request, Tuned, View};
    use crate::random::Stream;

    /// Whom the current weights that are shown would pick, by the rule of this file, for so many picks.
    fn check(tuned: &Tuned, weights: [u32; 3]) {
        let (mut balancer, mut stream) = (tuned.build(3), Stream::new(1, "routing"));
        let policy = tuned.policy;
        for pick in 0..40 {
            let view = View::new(&weights, &[0; 3], &[true; 3]);
            let shown = |server: usize| {
                let (first, second) = (balancer.score(server), balancer.beside(server));
                let current = if policy.beside_name().is_some() { second } else { first };
                current.expect("kept") + if policy == Policy::InverseLoad { 1.0 } else { f64::from(weights[server]) }
            };
            let most = (1..3).fold(0, |most, server| if shown(server) > shown(most) { server } else { most });
            assert_eq!(balancer.pick(&view, &mut stream), Some(most), "{}, pick {pick}", policy.id());
        }
    }

    #[test]
    fn current_weights_that_are_shown_decide() {
        check(&Policy::SmoothWeightedRoundRobin.into(), [5, 1, 1]);
        check(&Tuned { policy: Policy::Priority, parameters: vec![("tier_size", 3.0)] }, [5, 1, 1]);
        check(&Policy::InverseLoad.into(), [5, 1, 1]);
        check(&Policy::NginxLeastConn.into(), [2, 2, 2]);
        check(&Policy::NginxLeastTime.into(), [2, 2, 2]);
    }

    /// NGINX's hashes and draws go on in turns once twenty tries have found nobody who is up.
    #[test]
    fn current_weights_behind_a_hash_or_a_draw_are_shown() {
        for policy in [Policy::Ketama, Policy::HashModulo, Policy::NginxRandomTwo] {
            assert_eq!(policy.score_name(), Some("current weight"), "{}", policy.id());
            let (mut balancer, mut stream) = (policy.build(3), Stream::new(1, "routing"));
            let weights = [256, 2, 1];
            let mut turns = 0;
            for key in 0_u32..100 {
                let key = key.to_le_bytes();
                let request = Request { key: &key, ..Request::UNKNOWN };
                let view = View { request, ..View::new(&weights, &[0; 3], &[false, true, true]) };
                let shown = [0, 1, 2].map(|server| balancer.score(server).expect("kept"));
                let picked = balancer.pick(&view, &mut stream);
                let after = [0, 1, 2].map(|server| balancer.score(server).expect("kept"));
                if shown.map(f64::to_bits) != after.map(f64::to_bits) {
                    let most = if shown[2] + 1.0 > shown[1] + 2.0 { 2 } else { 1 };
                    assert_eq!(picked, Some(most), "{}: {shown:?}", policy.id());
                    turns += 1;
                }
            }
            assert!(turns > 50, "{}: {turns}", policy.id());
        }
    }
}
