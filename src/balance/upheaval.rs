//! How many keys move when a server leaves or joins: what a sticky policy is judged by.
//!
//! Only the keys of a server that leaves have to move, and only those that become the newcomer's own: minimal disruption
//! in the words of Karger et al., "Consistent hashing and random trees" (1997), monotone there. Every other move is
//! needless. Counted over the keys "0", "1", ... with nothing in flight.

use super::{Policy, Request, Setup, Tuned, View};
use crate::math;
use crate::random::Stream;

/// The policies that send the same key to the same server for as long as the servers stay.
pub const STICKY: [Policy; 7] = [
    Policy::HashModulo,
    Policy::RingHash,
    Policy::Ketama,
    Policy::Maglev,
    Policy::Rendezvous,
    Policy::JumpHash,
    Policy::BoundedLoad,
];

/// Keys that move, of so many.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Upheaval {
    /// Keys in all.
    pub keys: u32,
    /// Those that have to move.
    pub needed: u32,
    /// Those that move between servers that stay.
    pub needless: u32,
}

impl Upheaval {
    /// Both kinds as shares of all keys: those that have to move, and those that move needlessly.
    #[must_use]
    pub fn shares(&self) -> [f64; 2] {
        let keys = f64::from(self.keys.max(1));
        [self.needed, self.needless].map(|moved| f64::from(moved) / keys)
    }
}

/// What becomes of so many keys when a server goes down and stays in the list; `usable` says who is up, in the order of the
/// weights.
#[must_use]
pub fn down(tuned: &Tuned, weights: &[u32], usable: &[bool], leaver: usize, keys: u32) -> Upheaval {
    let all = listed(weights, usable);
    let after =
        all.iter().map(|server| Listed { up: server.up && server.place != leaver, ..*server }).collect::<Vec<_>>();
    compare([&all, &after].map(|list| owners(tuned, list, keys)), |from, _| from == Some(leaver))
}

/// What becomes of so many keys when a server is taken out of the list.
#[must_use]
pub fn removed(tuned: &Tuned, weights: &[u32], usable: &[bool], leaver: usize, keys: u32) -> Upheaval {
    let all = listed(weights, usable);
    let after = all.iter().copied().filter(|server| server.place != leaver).collect::<Vec<_>>();
    compare([&all, &after].map(|list| owners(tuned, list, keys)), |from, _| from == Some(leaver))
}

/// What becomes of so many keys when one more server joins, at the end of the list.
#[must_use]
pub fn joined(tuned: &Tuned, weights: &[u32], usable: &[bool], weight: u32, keys: u32) -> Upheaval {
    let (place, all) = (weights.len(), listed(weights, usable));
    let after = [all.as_slice(), &[Listed { place, weight, up: true }]].concat();
    compare([&all, &after].map(|list| owners(tuned, list, keys)), |_, to| to == Some(place))
}

/// A server of the list, with the place by which it is named.
#[derive(Clone, Copy, Debug)]
struct Listed {
    place: usize,
    weight: u32,
    up: bool,
}

fn listed(weights: &[u32], usable: &[bool]) -> Vec<Listed> {
    let server = |(place, (weight, up)): (usize, (&u32, &bool))| Listed { place, weight: *weight, up: *up };
    weights.iter().zip(usable).enumerate().map(server).collect()
}

/// The server of each key, by its place.
fn owners(tuned: &Tuned, list: &[Listed], keys: u32) -> Vec<Option<usize>> {
    let names: Vec<String> = list.iter().map(|server| format!("processor-{}", server.place + 1)).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let weights: Vec<u32> = list.iter().map(|server| server.weight).collect();
    let usable: Vec<bool> = list.iter().map(|server| server.up).collect();
    let setup = Setup { names: &names, values: &tuned.parameters, ..Setup::new(list.len()) };
    let mut balancer = tuned.policy.build_with(&setup);
    let mut stream = Stream::new(0, "routing");
    let idle = vec![0; list.len()];
    let owner = |key: u32| {
        let key = key.to_string();
        let request = Request { key: key.as_bytes(), ..Request::UNKNOWN };
        let picked = balancer.pick(&View { request, ..View::new(&weights, &idle, &usable) }, &mut stream)?;
        list.get(picked).map(|server| server.place)
    };
    (0..keys).map(owner).collect()
}

fn compare(
    [before, after]: [Vec<Option<usize>>; 2],
    needed: impl Fn(Option<usize>, Option<usize>) -> bool,
) -> Upheaval {
    let mut found = Upheaval { keys: math::id(before.len()), ..Upheaval::default() };
    for (from, to) in before.iter().zip(&after).filter(|(from, to)| from != to) {
        if needed(*from, *to) {
            found.needed += 1;
        } else {
            found.needless += 1;
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEYS: u32 = 10_000;

    fn all(weights: &[u32]) -> Vec<bool> {
        vec![true; weights.len()]
    }

    /// A key stays if its hash has the same rest by both counts: one in five when five become four. A server that is only
    /// down keeps its place in the count, as in NGINX, and nobody else's keys move.
    #[test]
    fn a_modulo_moves_nearly_all_but_not_for_one_that_is_down() {
        let weights = [1; 5];
        let [needed, needless] = removed(&Policy::HashModulo.into(), &weights, &all(&weights), 4, KEYS).shares();
        assert!((needed - 0.2).abs() < 0.015 && (needed + needless - 0.8).abs() < 0.03, "{needed} {needless}");
        assert_eq!(down(&Policy::HashModulo.into(), &weights, &all(&weights), 4, KEYS).needless, 0, "its place stays");
    }

    #[test]
    fn a_rendezvous_never_moves_a_key_needlessly() {
        let weights = [3, 1, 1, 2];
        for leaver in 0..weights.len() {
            let share = f64::from(weights[leaver]) / 7.0;
            let after = |event: fn(&Tuned, &[u32], &[bool], usize, u32) -> Upheaval| {
                event(&Policy::Rendezvous.into(), &weights, &all(&weights), leaver, KEYS)
            };
            for found in [after(down), after(removed)] {
                assert_eq!(found.needless, 0, "server {leaver}");
                assert!((found.shares()[0] - share).abs() < 0.02, "the leaver's share: {found:?}");
            }
        }
        let found = joined(&Policy::Rendezvous.into(), &weights, &all(&weights), 1, KEYS);
        assert_eq!(found.needless, 0, "the newcomer takes, nobody gives to another");
        assert!((found.shares()[0] - 0.125).abs() < 0.02, "an eighth: {found:?}");
    }

    /// Lamping and Veach (2014): buckets can be added and removed at the end only.
    #[test]
    fn a_jump_is_steady_at_the_end_alone() {
        let weights = [1; 6];
        let at = |leaver| removed(&Policy::JumpHash.into(), &weights, &all(&weights), leaver, KEYS).needless;
        assert_eq!(at(5), 0, "the last one");
        assert!(at(0) > KEYS / 10, "the first one: {}", at(0));
        assert_eq!(joined(&Policy::JumpHash.into(), &weights, &all(&weights), 1, KEYS).needless, 0, "at the end");
    }

    /// Envoy's ring grows for those who stay; ketama's does not, and Maglev moves few.
    #[test]
    fn rings_and_tables_move_few() {
        let weights = [1; 5];
        let of = |policy: Policy| removed(&policy.into(), &weights, &all(&weights), 2, KEYS).shares()[1];
        assert!(of(Policy::Ketama) < 1e-9, "no needless move");
        assert!(of(Policy::Maglev) > 0.0 && of(Policy::Maglev) < 0.06, "few: {}", of(Policy::Maglev));
        assert!(of(Policy::RingHash) < 0.1, "few: {}", of(Policy::RingHash));
    }

    /// A table of 13 places has 13 lots of keys: what moves, moves by the lot.
    #[test]
    fn what_is_set_of_a_policy_counts() {
        let weights = [1; 5];
        let with = |parameters| {
            let tuned = Tuned { policy: Policy::Maglev, parameters };
            removed(&tuned, &weights, &all(&weights), 2, KEYS)
        };
        let (coarse, fine) = (with(vec![("table_size", 13.0)]), with(Vec::new()));
        assert_ne!(coarse, fine, "other tables, other moves");
        // Five servers take turns at 13 places: three of them have three, the other two have two.
        let share = coarse.shares()[0];
        assert!((share - 2.0 / 13.0).abs() < 0.02 || (share - 3.0 / 13.0).abs() < 0.02, "two or three places: {share}");
        assert_eq!(
            fine,
            removed(&Policy::Maglev.into(), &weights, &all(&weights), 2, KEYS),
            "nothing set is as shipped"
        );
    }

    /// A server is asked only about its keys: what others were asked before does not matter.
    #[test]
    fn sticky_are_those_that_heed_the_key_and_nothing_else() {
        for &policy in Policy::ALL {
            let owner = |keys: u32| owners(&policy.into(), &listed(&[2, 1, 1], &[true; 3]), keys);
            let (all, mut twice) = (owner(300), policy.build(3));
            let mut stream = Stream::new(1, "another");
            let mut ask = |key: u32| {
                let key = key.to_string();
                let request = Request { key: key.as_bytes(), ..Request::UNKNOWN };
                twice.pick(&View { request, ..View::new(&[2, 1, 1], &[0; 3], &[true; 3]) }, &mut stream)
            };
            let mut backwards: Vec<Option<usize>> = (0..300).rev().map(&mut ask).collect();
            backwards.reverse();
            let spread = all.iter().any(|owner| *owner != all[0]);
            assert_eq!(all == backwards && spread, STICKY.contains(&policy), "{}", policy.id());
        }
    }
}
